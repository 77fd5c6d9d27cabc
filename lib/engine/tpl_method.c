/* Methods of strings, lists, tuples and dicts. Those that would change their object exist only to be refused. */
#include <string.h>

#include "engine/tpl.h"

#define METHOD(name) static tpl_val name(tpl *c, tpl_val v, const tpl_val *p, const tpl_args *args)
#define UNUSED (void)c, (void)v, (void)p, (void)args

static bool given(tpl_val v)
{
    return v.t != T_MISSING && v.t != T_NONE;
}

/* --- cutting and searching --- */

static const tpl_str *chars_or_null(tpl *c, tpl_val v)
{
    return given(v) ? tpl_want_str(c, v, "the characters to strip") : NULL;
}

METHOD(m_strip) { UNUSED; return tpl_strip(c, v.s, chars_or_null(c, p[0]), 3); }
METHOD(m_lstrip) { UNUSED; return tpl_strip(c, v.s, chars_or_null(c, p[0]), 1); }
METHOD(m_rstrip) { UNUSED; return tpl_strip(c, v.s, chars_or_null(c, p[0]), 2); }

typedef struct pieces {
    tpl_val *v;
    size_t n, size;
} pieces;

static void add(tpl *c, pieces *l, tpl_val v)
{
    if (l->n == l->size) {
        tpl_val *bigger = tpl_array(c, l->size ? l->size * 2 : 4, sizeof *bigger);
        if (l->n) memcpy(bigger, l->v, l->n * sizeof *bigger);
        l->v = bigger;
        l->size = l->size ? l->size * 2 : 4;
    }
    l->v[l->n++] = v;
}

static size_t space_end(const tpl_str *s, size_t at, bool space)
{
    while (at < s->n) {
        size_t next = at;
        if (tpl_is_space(gp_utf8_next(tpl_view(s), &next)) != space) break;
        at = next;
    }
    return at;
}

static tpl_val split_space(tpl *c, const tpl_str *s, int64_t max)
{
    pieces l = {0};
    for (size_t at = space_end(s, 0, true); at < s->n;) {
        size_t to = max-- == 0 ? s->n : space_end(s, at, false);
        add(c, &l, tpl_cut(c, s, at, to));
        at = space_end(s, to, true);
    }
    return tpl_list_of(c, T_LIST, l.v, l.n);
}

static size_t back_end(const tpl_str *s, size_t at, bool space)
{
    while (at > 0) {
        size_t from = at - 1;
        while (from > 0 && ((unsigned char)s->p[from] & 0xC0) == 0x80) from--;
        size_t next = from;
        if (tpl_is_space(gp_utf8_next(tpl_view(s), &next)) != space) break;
        at = from;
    }
    return at;
}

static tpl_val reversed(tpl *c, pieces *l)
{
    for (size_t i = 0; i + 1 < l->n - i; i++) {
        tpl_val t = l->v[i];
        l->v[i] = l->v[l->n - 1 - i];
        l->v[l->n - 1 - i] = t;
    }
    return tpl_list_of(c, T_LIST, l->v, l->n);
}

static tpl_val rsplit_space(tpl *c, const tpl_str *s, int64_t max)
{
    pieces l = {0};
    for (size_t at = back_end(s, s->n, true); at > 0;) {
        size_t from = max-- == 0 ? 0 : back_end(s, at, false);
        add(c, &l, tpl_cut(c, s, from, at));
        at = back_end(s, from, true);
    }
    return l.n ? reversed(c, &l) : tpl_list_of(c, T_LIST, NULL, 0);
}

/* Not linear in the worst case, so every comparison is charged. */
static size_t find_last(tpl *c, gp_str s, gp_str needle)
{
    if (needle.n > s.n) return SIZE_MAX;
    if (!needle.n) return s.n;
    for (size_t at = s.n - needle.n + 1; at-- > 0;) {
        if (s.p[at] != needle.p[0]) continue;
        tpl_charge(c, needle.n);
        if (memcmp(s.p + at, needle.p, needle.n) == 0) return at;
    }
    return SIZE_MAX;
}

static int64_t max_splits(tpl *c, tpl_val v)
{
    int64_t n = given(v) ? tpl_want_int(c, v, "maxsplit") : -1;
    return n < 0 ? -1 : n;
}

static const tpl_str *separator(tpl *c, tpl_val v)
{
    const tpl_str *sep = tpl_want_str(c, v, "the separator");
    if (!sep->n) tpl_fail(c, "empty separator");
    return sep;
}

METHOD(m_split) /* sep, maxsplit */
{
    UNUSED;
    int64_t max = max_splits(c, p[1]);
    tpl_charge(c, v.s->n);
    if (!given(p[0])) return split_space(c, v.s, max);
    const tpl_str *sep = separator(c, p[0]);
    pieces l = {0};
    size_t at = 0;
    while (max-- != 0) {
        size_t hit = tpl_find(c, (gp_str){v.s->p + at, v.s->n - at}, tpl_view(sep));
        if (hit == SIZE_MAX) break;
        add(c, &l, tpl_cut(c, v.s, at, at + hit));
        at += hit + sep->n;
    }
    add(c, &l, tpl_cut(c, v.s, at, v.s->n));
    return tpl_list_of(c, T_LIST, l.v, l.n);
}

METHOD(m_rsplit)
{
    UNUSED;
    int64_t max = max_splits(c, p[1]);
    tpl_charge(c, v.s->n);
    if (!given(p[0])) return rsplit_space(c, v.s, max);
    const tpl_str *sep = separator(c, p[0]);
    pieces l = {0};
    size_t end = v.s->n;
    while (max-- != 0) {
        size_t hit = find_last(c, (gp_str){v.s->p, end}, tpl_view(sep));
        if (hit == SIZE_MAX) break;
        add(c, &l, tpl_cut(c, v.s, hit + sep->n, end));
        end = hit;
    }
    add(c, &l, tpl_cut(c, v.s, 0, end));
    return reversed(c, &l);
}

static tpl_val parts(tpl *c, const tpl_str *s, size_t hit, const tpl_str *sep, bool from_right)
{
    tpl_val *e = tpl_array(c, 3, sizeof *e);
    bool found = hit != SIZE_MAX;
    e[0] = tpl_cut(c, s, 0, found ? hit : from_right ? 0 : s->n);
    e[1] = found ? tpl_cut(c, s, hit, hit + sep->n) : tpl_cut(c, s, 0, 0);
    e[2] = tpl_cut(c, s, found ? hit + sep->n : from_right ? 0 : s->n, s->n);
    return tpl_list_of(c, T_TUPLE, e, 3);
}

METHOD(m_partition)
{
    UNUSED;
    const tpl_str *sep = separator(c, p[0]);
    return parts(c, v.s, tpl_find(c, tpl_view(v.s), tpl_view(sep)), sep, false);
}

METHOD(m_rpartition)
{
    UNUSED;
    const tpl_str *sep = separator(c, p[0]);
    return parts(c, v.s, find_last(c, tpl_view(v.s), tpl_view(sep)), sep, true);
}

METHOD(m_splitlines) { UNUSED; return tpl_splitlines(c, v.s, p[0].t != T_MISSING && tpl_truth(c, p[0])); }

/* The part of the string that [start, end) names, in bytes; false when start lies behind the end of the string. */
static bool window(tpl *c, const tpl_str *s, tpl_val start, tpl_val end, size_t *from, size_t *to)
{
    int64_t n = (int64_t)s->chars, lo = given(start) ? tpl_want_int(c, start, "start") : 0, hi = given(end) ? tpl_want_int(c, end, "end") : n;
    if (lo < 0) lo = lo < -n ? 0 : lo + n;
    if (hi < 0) hi = hi < -n ? 0 : hi + n;
    if (hi > n) hi = n;
    if (lo > n || lo > hi) return false;
    tpl_charge(c, s->n);
    *from = tpl_byte_at(s, (size_t)lo);
    *to = tpl_byte_at(s, (size_t)hi);
    return true;
}

static int64_t search(tpl *c, tpl_val v, const tpl_val *p, bool last)
{
    size_t from = 0, to = 0;
    const tpl_str *needle = tpl_want_str(c, p[0], "the text to find");
    if (!window(c, v.s, p[1], p[2], &from, &to)) return -1;
    gp_str in = {v.s->p + from, to - from};
    if (last) tpl_charge(c, in.n);
    size_t hit = last ? find_last(c, in, tpl_view(needle)) : tpl_find(c, in, tpl_view(needle));
    return hit == SIZE_MAX ? -1 : (int64_t)tpl_char_at(v.s, from + hit);
}

METHOD(m_find) { UNUSED; return tpl_int(search(c, v, p, false)); }
METHOD(m_rfind) { UNUSED; return tpl_int(search(c, v, p, true)); }

static tpl_val must_find(tpl *c, int64_t at)
{
    if (at < 0) tpl_fail(c, "substring not found");
    return tpl_int(at);
}

METHOD(m_index) { UNUSED; return must_find(c, search(c, v, p, false)); }
METHOD(m_rindex) { UNUSED; return must_find(c, search(c, v, p, true)); }

METHOD(m_count)
{
    UNUSED;
    size_t from = 0, to = 0, n = 0;
    gp_str needle = tpl_view(tpl_want_str(c, p[0], "the text to count"));
    if (!window(c, v.s, p[1], p[2], &from, &to)) return tpl_int(0);
    if (!needle.n) return tpl_size(c, tpl_cut(c, v.s, from, to).s->chars + 1);
    for (;; n++) {
        size_t hit = tpl_find(c, (gp_str){v.s->p + from, to - from}, needle);
        if (hit == SIZE_MAX) return tpl_size(c, n);
        from += hit + needle.n;
    }
}

static bool edge(gp_str s, gp_str what, bool end)
{
    return what.n <= s.n && (!what.n || memcmp(end ? s.p + s.n - what.n : s.p, what.p, what.n) == 0);
}

static tpl_val has_edge(tpl *c, tpl_val v, const tpl_val *p, bool end)
{
    size_t from = 0, to = 0;
    if (!window(c, v.s, p[1], p[2], &from, &to)) return tpl_bool(false);
    gp_str s = {v.s->p + from, to - from};
    if (p[0].t != T_TUPLE) return tpl_bool(edge(s, tpl_view(tpl_want_str(c, p[0], "the prefix or suffix")), end));
    for (size_t i = 0; i < p[0].l->n; i++)
        if (edge(s, tpl_view(tpl_want_str(c, p[0].l->v[i], "the prefix or suffix")), end)) return tpl_bool(true);
    return tpl_bool(false);
}

METHOD(m_startswith) { UNUSED; return has_edge(c, v, p, false); }
METHOD(m_endswith) { UNUSED; return has_edge(c, v, p, true); }

METHOD(m_removeprefix)
{
    UNUSED;
    gp_str what = tpl_view(tpl_want_str(c, p[0], "the prefix"));
    return edge(tpl_view(v.s), what, false) ? tpl_cut(c, v.s, what.n, v.s->n) : v;
}

METHOD(m_removesuffix)
{
    UNUSED;
    gp_str what = tpl_view(tpl_want_str(c, p[0], "the suffix"));
    return edge(tpl_view(v.s), what, true) ? tpl_cut(c, v.s, 0, v.s->n - what.n) : v;
}

/* --- changing --- */

METHOD(m_replace)
{
    UNUSED;
    int64_t count = p[2].t == T_MISSING ? -1 : tpl_want_int(c, p[2], "replace's count");
    const tpl_str *from = tpl_want_str(c, p[0], "the text to replace"), *to = tpl_want_str(c, p[1], "the replacement");
    return tpl_as_markup(c, tpl_replace(c, v.s, from, to, count < 0 ? -1 : count), v.s->markup);
}

METHOD(m_upper) { UNUSED; return tpl_recase(c, v.s, CASE_UPPER); }
METHOD(m_lower) { UNUSED; return tpl_recase(c, v.s, CASE_LOWER); }
METHOD(m_title) { UNUSED; return tpl_recase(c, v.s, CASE_TITLE); }
METHOD(m_capitalize) { UNUSED; return tpl_recase(c, v.s, CASE_CAPITALIZE); }
METHOD(m_swapcase) { UNUSED; return tpl_recase(c, v.s, CASE_SWAP); }

METHOD(m_join)
{
    UNUSED;
    tpl_list l = tpl_iterate(c, p[0]);
    tpl_sb b = {0};
    for (size_t i = 0; i < l.n; i++) {
        if (l.v[i].t != T_STR) tpl_fail(c, "sequence item %zu: expected str instance, %s found", i, tpl_type_name(l.v[i]));
        if (i) tpl_sb_str(c, &b, v.s);
        tpl_sb_str(c, &b, l.v[i].s);
    }
    return tpl_sb_done(c, &b);
}

METHOD(m_format) { UNUSED; return tpl_brace_format(c, v.s, args); }

static tpl_val justify(tpl *c, tpl_val v, const tpl_val *p, int side) /* 0 left, 1 right, 2 centre */
{
    int64_t width = tpl_want_int(c, p[0], "the width"), gap = width - (int64_t)v.s->chars;
    if (gap <= 0) return v;
    if (width > 100000) tpl_fail(c, "a width is at most 100000");
    const tpl_str *fill = p[1].t == T_MISSING ? tpl_mkstr(c, GP_STR(" "), TPL_FROM_TEMPLATE).s : tpl_want_str(c, p[1], "the fill character");
    if (fill->chars != 1) tpl_fail(c, "The fill character must be exactly one character long");
    int64_t left = side == 0 ? 0 : side == 1 ? gap : gap / 2 + (gap & width & 1);
    tpl_sb b = {0};
    for (int64_t i = 0; i < left; i++) tpl_sb_str(c, &b, fill);
    tpl_sb_str(c, &b, v.s);
    for (int64_t i = left; i < gap; i++) tpl_sb_str(c, &b, fill);
    return tpl_sb_done(c, &b);
}

METHOD(m_ljust) { UNUSED; return justify(c, v, p, 0); }
METHOD(m_rjust) { UNUSED; return justify(c, v, p, 1); }
METHOD(m_center) { UNUSED; return justify(c, v, p, 2); }

METHOD(m_zfill)
{
    UNUSED;
    int64_t width = tpl_want_int(c, p[0], "the width");
    bool sign = v.s->n && (v.s->p[0] == '-' || v.s->p[0] == '+');
    if (width > 100000) tpl_fail(c, "a width is at most 100000");
    tpl_sb b = {0};
    if (sign) tpl_sb_str(c, &b, tpl_cut(c, v.s, 0, 1).s);
    for (int64_t i = (int64_t)v.s->chars; i < width; i++) tpl_sb_c(c, &b, "0", TPL_FROM_TEMPLATE);
    tpl_sb_str(c, &b, tpl_cut(c, v.s, sign, v.s->n).s);
    return tpl_sb_done(c, &b);
}

METHOD(m_expandtabs)
{
    UNUSED;
    int64_t size = p[0].t == T_MISSING ? 8 : tpl_want_int(c, p[0], "the tab size");
    if (size > 1000) tpl_fail(c, "a tab size is at most 1000");
    tpl_sb b = {0};
    int64_t column = 0;
    for (size_t at = 0; at < v.s->n;) {
        size_t from = at;
        int32_t cp = gp_utf8_next(tpl_view(v.s), &at);
        int mark = tpl_mark_at(v.s, from);
        if (cp != '\t') {
            tpl_sb_cp(c, &b, (uint32_t)cp, mark);
            column = cp == '\n' || cp == '\r' ? 0 : column + 1;
        } else if (size > 0) {
            do tpl_sb_c(c, &b, " ", mark);
            while (++column % size);
        }
    }
    return tpl_sb_done(c, &b);
}

/* --- asking --- */

static bool is_upper(int32_t cp) { return tpl_lower(cp) != cp; }
static bool is_lower(int32_t cp) { return tpl_upper(cp) != cp || cp == 0xDF; }
static bool is_alnum(int32_t cp) { return tpl_is_alpha(cp) || tpl_is_digit(cp); }
static bool is_ascii(int32_t cp) { return cp < 0x80; }

static tpl_val all_are(const tpl_str *s, bool (*is)(int32_t), bool empty)
{
    for (size_t at = 0; at < s->n;)
        if (!is(gp_utf8_next(tpl_view(s), &at))) return tpl_bool(false);
    return tpl_bool(s->n > 0 || empty);
}

METHOD(m_isdigit) { UNUSED; return all_are(v.s, tpl_is_digit, false); }
METHOD(m_isalpha) { UNUSED; return all_are(v.s, tpl_is_alpha, false); }
METHOD(m_isalnum) { UNUSED; return all_are(v.s, is_alnum, false); }
METHOD(m_isspace) { UNUSED; return all_are(v.s, tpl_is_space, false); }
METHOD(m_isascii) { UNUSED; return all_are(v.s, is_ascii, true); }
METHOD(m_isprintable) { UNUSED; return all_are(v.s, tpl_is_printable, true); }

METHOD(m_isidentifier)
{
    UNUSED;
    size_t at = 0;
    for (bool first = true; at < v.s->n; first = false) {
        int32_t cp = gp_utf8_next(tpl_view(v.s), &at);
        if (cp != '_' && !tpl_is_alpha(cp) && (first || !tpl_is_digit(cp))) return tpl_bool(false);
    }
    return tpl_bool(v.s->n > 0);
}

static tpl_val cased(const tpl_str *s, bool (*want)(int32_t), bool (*other)(int32_t))
{
    bool any = false;
    for (size_t at = 0; at < s->n;) {
        int32_t cp = gp_utf8_next(tpl_view(s), &at);
        if (other(cp)) return tpl_bool(false);
        any = any || want(cp);
    }
    return tpl_bool(any);
}

METHOD(m_isupper) { UNUSED; return cased(v.s, is_upper, is_lower); }
METHOD(m_islower) { UNUSED; return cased(v.s, is_lower, is_upper); }

METHOD(m_istitle)
{
    UNUSED;
    bool any = false, in = false;
    for (size_t at = 0; at < v.s->n;) {
        int32_t cp = gp_utf8_next(tpl_view(v.s), &at);
        if ((is_upper(cp) && in) || (is_lower(cp) && !in)) return tpl_bool(false);
        in = is_upper(cp) || is_lower(cp);
        any = any || in;
    }
    return tpl_bool(any);
}

/* --- lists and tuples --- */

METHOD(l_index)
{
    UNUSED;
    int64_t n = (int64_t)v.l->n, lo = given(p[1]) ? tpl_want_int(c, p[1], "start") : 0, hi = given(p[2]) ? tpl_want_int(c, p[2], "stop") : n;
    if (lo < 0) lo = lo < -n ? 0 : lo + n;
    if (hi < 0) hi = hi < -n ? 0 : hi + n;
    for (int64_t i = lo; i < hi && i < n; i++)
        if (tpl_equal(c, v.l->v[i], p[0])) return tpl_int(i);
    tpl_fail(c, "the value is not in the %s", tpl_type_name(v));
}

METHOD(l_count)
{
    UNUSED;
    size_t n = 0;
    for (size_t i = 0; i < v.l->n; i++) n += tpl_equal(c, v.l->v[i], p[0]);
    return tpl_size(c, n);
}

METHOD(l_copy)
{
    UNUSED;
    return v;
}

/* --- dicts --- */

METHOD(d_get)
{
    UNUSED;
    tpl_val *hit = tpl_dict_get(c, v.dict, p[0]);
    return hit ? *hit : p[1].t == T_MISSING ? tpl_none() : p[1];
}

static tpl_val view(tpl *c, tpl_val v, int what) /* 0 keys, 1 values, 2 both */
{
    const tpl_dict *d = v.dict;
    tpl_charge(c, d->n * 4);
    tpl_val *e = tpl_array(c, d->n, sizeof *e);
    for (size_t i = 0; i < d->n; i++) e[i] = what == 0 ? d->e[i].k : what == 1 ? d->e[i].v : tpl_pair_of(c, d->e[i].k, d->e[i].v);
    tpl_val r = tpl_kind_of_list(c, T_VIEW, e, d->n, what == 0 ? "dict_keys" : what == 1 ? "dict_values" : "dict_items");
    r.fv = v.fv;
    return r;
}

METHOD(d_keys) { UNUSED; return view(c, v, 0); }
METHOD(d_values) { UNUSED; return view(c, v, 1); }
METHOD(d_items) { UNUSED; return view(c, v, 2); }

/* --- loop --- */

METHOD(loop_cycle)
{
    UNUSED;
    if (!args->n) tpl_fail(c, "no items for cycling given");
    return args->v[v.loop->i % args->n];
}

METHOD(loop_changed)
{
    UNUSED;
    tpl_val now = tpl_list_of(c, T_TUPLE, args->v, args->n);
    bool changed = v.loop->last_seen.t == T_MISSING || !tpl_equal(c, v.loop->last_seen, now);
    v.loop->last_seen = now;
    return tpl_bool(changed);
}

static const tpl_def str_methods[] = {
    {"strip", m_strip, 0, "chars"}, {"lstrip", m_lstrip, 0, "chars"}, {"rstrip", m_rstrip, 0, "chars"}, {"split", m_split, 0, "sep maxsplit"},
    {"rsplit", m_rsplit, 0, "sep maxsplit"}, {"partition", m_partition, 1, "sep"}, {"rpartition", m_rpartition, 1, "sep"},
    {"splitlines", m_splitlines, 0, "keepends"}, {"find", m_find, 1, "sub start end"}, {"rfind", m_rfind, 1, "sub start end"},
    {"index", m_index, 1, "sub start end"}, {"rindex", m_rindex, 1, "sub start end"}, {"count", m_count, 1, "sub start end"},
    {"startswith", m_startswith, 1, "prefix start end"}, {"endswith", m_endswith, 1, "suffix start end"},
    {"removeprefix", m_removeprefix, 1, "prefix"}, {"removesuffix", m_removesuffix, 1, "suffix"}, {"replace", m_replace, 2, "old new count"},
    {"upper", m_upper, 0, ""}, {"lower", m_lower, 0, ""}, {"casefold", m_lower, 0, ""}, {"title", m_title, 0, ""},
    {"capitalize", m_capitalize, 0, ""}, {"swapcase", m_swapcase, 0, ""}, {"join", m_join, 1, "iterable"}, {"format", m_format, 0, NULL},
    {"ljust", m_ljust, 1, "width fillchar"}, {"rjust", m_rjust, 1, "width fillchar"}, {"center", m_center, 1, "width fillchar"},
    {"zfill", m_zfill, 1, "width"}, {"expandtabs", m_expandtabs, 0, "tabsize"}, {"isdigit", m_isdigit, 0, ""}, {"isdecimal", m_isdigit, 0, ""},
    {"isnumeric", m_isdigit, 0, ""}, {"isalpha", m_isalpha, 0, ""}, {"isalnum", m_isalnum, 0, ""}, {"isspace", m_isspace, 0, ""},
    {"isascii", m_isascii, 0, ""}, {"isprintable", m_isprintable, 0, ""}, {"isidentifier", m_isidentifier, 0, ""},
    {"isupper", m_isupper, 0, ""}, {"islower", m_islower, 0, ""}, {"istitle", m_istitle, 0, ""},
};
static const tpl_def list_methods[] = {{"index", l_index, 1, "value start stop"}, {"count", l_count, 1, "value"}, {"copy", l_copy, 0, ""}};
static const tpl_def dict_methods[] = {{"get", d_get, 1, "key default"}, {"keys", d_keys, 0, ""}, {"values", d_values, 0, ""}, {"items", d_items, 0, ""}, {"copy", l_copy, 0, ""}};
static const tpl_def loop_methods[] = {{"cycle", loop_cycle, 0, NULL}, {"changed", loop_changed, 0, NULL}};

/* Names that Python's types have and that the sandbox refuses, because they change their object or lead out of it. */
static const char *const forbidden_list[] = {"append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort"};
static const char *const forbidden_dict[] = {"clear", "pop", "popitem", "setdefault", "update", "fromkeys"};
static const char *const forbidden_str[] = {"format_map", "encode", "translate", "maketrans"};

static bool among(const char *const *names, size_t n, gp_str name)
{
    for (size_t i = 0; i < n; i++)
        if (gp_str_eqc(name, names[i])) return true;
    return false;
}

#define COUNT(a) (sizeof(a) / sizeof *(a))

const tpl_def *tpl_method_def(tpl_type t, gp_str name, bool *unsafe)
{
    switch (t) {
    case T_STR:
        *unsafe = among(forbidden_str, COUNT(forbidden_str), name);
        return tpl_find_def(str_methods, COUNT(str_methods), name);
    case T_LIST: *unsafe = among(forbidden_list, COUNT(forbidden_list), name); return tpl_find_def(list_methods, COUNT(list_methods), name);
    case T_TUPLE: return tpl_find_def(list_methods, 2, name); /* tuples have no copy() */
    case T_DICT: *unsafe = among(forbidden_dict, COUNT(forbidden_dict), name); return tpl_find_def(dict_methods, COUNT(dict_methods), name);
    case T_LOOP: return tpl_find_def(loop_methods, COUNT(loop_methods), name);
    default: return NULL;
    }
}

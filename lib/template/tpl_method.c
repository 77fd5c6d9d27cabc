/* Methods of strings, lists, tuples and dicts. Those that would change their object exist only to be refused. */
#include <string.h>

#include "template/tpl.h"

#define METHOD(name) static gp_tpl_val name(gp_tpl *c, gp_tpl_val v, const gp_tpl_val *p, const gp_tpl_args *args)
#define UNUSED (void)c, (void)v, (void)p, (void)args

static bool given(gp_tpl_val v) { return v.t != T_MISSING && v.t != T_NONE; }

/* --- cutting and searching --- */

static const gp_tpl_str *chars_or_null(gp_tpl *c, gp_tpl_val v)
{
    return given(v) ? gp_tpl_want_str(c, v, "the characters to strip") : NULL;
}

METHOD(m_strip)
{
    UNUSED;
    return gp_tpl_strip(c, v.s, chars_or_null(c, p[0]), 3);
}
METHOD(m_lstrip)
{
    UNUSED;
    return gp_tpl_strip(c, v.s, chars_or_null(c, p[0]), 1);
}
METHOD(m_rstrip)
{
    UNUSED;
    return gp_tpl_strip(c, v.s, chars_or_null(c, p[0]), 2);
}

typedef struct pieces {
    gp_tpl_val *v;
    size_t n, size;
} pieces;

static void add(gp_tpl *c, pieces *l, gp_tpl_val v)
{
    if (l->n == l->size) {
        gp_tpl_val *bigger = gp_tpl_array(c, l->size ? l->size * 2 : 4, sizeof *bigger);
        if (l->n) memcpy(bigger, l->v, l->n * sizeof *bigger);
        l->v = bigger;
        l->size = l->size ? l->size * 2 : 4;
    }
    l->v[l->n++] = v;
}

static size_t space_end(const gp_tpl_str *s, size_t at, bool space)
{
    while (at < s->n) {
        size_t next = at;
        if (gp_tpl_is_space(gp_utf8_next(gp_tpl_view(s), &next)) != space) break;
        at = next;
    }
    return at;
}

static gp_tpl_val split_space(gp_tpl *c, const gp_tpl_str *s, int64_t max)
{
    pieces l = {0};
    for (size_t at = space_end(s, 0, true); at < s->n;) {
        size_t to = max-- == 0 ? s->n : space_end(s, at, false);
        add(c, &l, gp_tpl_cut(c, s, at, to));
        at = space_end(s, to, true);
    }
    return gp_tpl_list_of(c, T_LIST, l.v, l.n);
}

static size_t back_end(const gp_tpl_str *s, size_t at, bool space)
{
    while (at > 0) {
        size_t from = at - 1;
        while (from > 0 && ((unsigned char)s->p[from] & 0xC0) == 0x80) from--;
        size_t next = from;
        if (gp_tpl_is_space(gp_utf8_next(gp_tpl_view(s), &next)) != space) break;
        at = from;
    }
    return at;
}

static gp_tpl_val reversed(gp_tpl *c, pieces *l)
{
    for (size_t i = 0; i + 1 < l->n - i; i++) {
        gp_tpl_val t = l->v[i];
        l->v[i] = l->v[l->n - 1 - i];
        l->v[l->n - 1 - i] = t;
    }
    return gp_tpl_list_of(c, T_LIST, l->v, l->n);
}

static gp_tpl_val rsplit_space(gp_tpl *c, const gp_tpl_str *s, int64_t max)
{
    pieces l = {0};
    for (size_t at = back_end(s, s->n, true); at > 0;) {
        size_t from = max-- == 0 ? 0 : back_end(s, at, false);
        add(c, &l, gp_tpl_cut(c, s, from, at));
        at = back_end(s, from, true);
    }
    return l.n ? reversed(c, &l) : gp_tpl_list_of(c, T_LIST, NULL, 0);
}

/* Not linear in the worst case, so every comparison is charged. */
static size_t find_last(gp_tpl *c, gp_str s, gp_str needle)
{
    if (needle.n > s.n) return SIZE_MAX;
    if (!needle.n) return s.n;
    for (size_t at = s.n - needle.n + 1; at-- > 0;) {
        if (s.p[at] != needle.p[0]) continue;
        gp_tpl_charge(c, needle.n);
        if (memcmp(s.p + at, needle.p, needle.n) == 0) return at;
    }
    return SIZE_MAX;
}

static int64_t max_splits(gp_tpl *c, gp_tpl_val v)
{
    int64_t n = given(v) ? gp_tpl_want_int(c, v, "maxsplit") : -1;
    return n < 0 ? -1 : n;
}

static const gp_tpl_str *separator(gp_tpl *c, gp_tpl_val v)
{
    const gp_tpl_str *sep = gp_tpl_want_str(c, v, "the separator");
    if (!sep->n) gp_tpl_fail(c, "empty separator");
    return sep;
}

METHOD(m_split) /* sep, maxsplit */
{
    UNUSED;
    int64_t max = max_splits(c, p[1]);
    gp_tpl_charge(c, v.s->n);
    if (!given(p[0])) return split_space(c, v.s, max);
    const gp_tpl_str *sep = separator(c, p[0]);
    pieces l = {0};
    size_t at = 0;
    while (max-- != 0) {
        size_t hit = gp_tpl_find(c, (gp_str){v.s->p + at, v.s->n - at}, gp_tpl_view(sep));
        if (hit == SIZE_MAX) break;
        add(c, &l, gp_tpl_cut(c, v.s, at, at + hit));
        at += hit + sep->n;
    }
    add(c, &l, gp_tpl_cut(c, v.s, at, v.s->n));
    return gp_tpl_list_of(c, T_LIST, l.v, l.n);
}

METHOD(m_rsplit)
{
    UNUSED;
    int64_t max = max_splits(c, p[1]);
    gp_tpl_charge(c, v.s->n);
    if (!given(p[0])) return rsplit_space(c, v.s, max);
    const gp_tpl_str *sep = separator(c, p[0]);
    pieces l = {0};
    size_t end = v.s->n;
    while (max-- != 0) {
        size_t hit = find_last(c, (gp_str){v.s->p, end}, gp_tpl_view(sep));
        if (hit == SIZE_MAX) break;
        add(c, &l, gp_tpl_cut(c, v.s, hit + sep->n, end));
        end = hit;
    }
    add(c, &l, gp_tpl_cut(c, v.s, 0, end));
    return reversed(c, &l);
}

static gp_tpl_val parts(gp_tpl *c, const gp_tpl_str *s, size_t hit, const gp_tpl_str *sep, bool from_right)
{
    gp_tpl_val *e = gp_tpl_array(c, 3, sizeof *e);
    bool found = hit != SIZE_MAX;
    e[0] = gp_tpl_cut(c, s, 0, found ? hit : from_right ? 0 : s->n);
    e[1] = found ? gp_tpl_cut(c, s, hit, hit + sep->n) : gp_tpl_cut(c, s, 0, 0);
    e[2] = gp_tpl_cut(c, s, found ? hit + sep->n : from_right ? 0 : s->n, s->n);
    return gp_tpl_list_of(c, T_TUPLE, e, 3);
}

METHOD(m_partition)
{
    UNUSED;
    const gp_tpl_str *sep = separator(c, p[0]);
    return parts(c, v.s, gp_tpl_find(c, gp_tpl_view(v.s), gp_tpl_view(sep)), sep, false);
}

METHOD(m_rpartition)
{
    UNUSED;
    const gp_tpl_str *sep = separator(c, p[0]);
    return parts(c, v.s, find_last(c, gp_tpl_view(v.s), gp_tpl_view(sep)), sep, true);
}

METHOD(m_splitlines)
{
    UNUSED;
    return gp_tpl_splitlines(c, v.s, p[0].t != T_MISSING && gp_tpl_truth(c, p[0]));
}

/* The part of the string that [start, end) names, in bytes; false when start lies behind the end of the string. */
static bool window(gp_tpl *c, const gp_tpl_str *s, gp_tpl_val start, gp_tpl_val end, size_t *from, size_t *to)
{
    int64_t n = (int64_t)s->chars, lo = given(start) ? gp_tpl_want_int(c, start, "start") : 0,
            hi = given(end) ? gp_tpl_want_int(c, end, "end") : n;
    if (lo < 0) lo = lo < -n ? 0 : lo + n;
    if (hi < 0) hi = hi < -n ? 0 : hi + n;
    if (hi > n) hi = n;
    if (lo > n || lo > hi) return false;
    gp_tpl_charge(c, s->n);
    *from = gp_tpl_byte_at(s, (size_t)lo);
    *to = gp_tpl_byte_at(s, (size_t)hi);
    return true;
}

static int64_t search(gp_tpl *c, gp_tpl_val v, const gp_tpl_val *p, bool last)
{
    size_t from = 0, to = 0;
    const gp_tpl_str *needle = gp_tpl_want_str(c, p[0], "the text to find");
    if (!window(c, v.s, p[1], p[2], &from, &to)) return -1;
    gp_str in = {v.s->p + from, to - from};
    if (last) gp_tpl_charge(c, in.n);
    size_t hit = last ? find_last(c, in, gp_tpl_view(needle)) : gp_tpl_find(c, in, gp_tpl_view(needle));
    return hit == SIZE_MAX ? -1 : (int64_t)gp_tpl_char_at(v.s, from + hit);
}

METHOD(m_find)
{
    UNUSED;
    return gp_tpl_int(search(c, v, p, false));
}
METHOD(m_rfind)
{
    UNUSED;
    return gp_tpl_int(search(c, v, p, true));
}

static gp_tpl_val must_find(gp_tpl *c, int64_t at)
{
    if (at < 0) gp_tpl_fail(c, "substring not found");
    return gp_tpl_int(at);
}

METHOD(m_index)
{
    UNUSED;
    return must_find(c, search(c, v, p, false));
}
METHOD(m_rindex)
{
    UNUSED;
    return must_find(c, search(c, v, p, true));
}

METHOD(m_count)
{
    UNUSED;
    size_t from = 0, to = 0, n = 0;
    gp_str needle = gp_tpl_view(gp_tpl_want_str(c, p[0], "the text to count"));
    if (!window(c, v.s, p[1], p[2], &from, &to)) return gp_tpl_int(0);
    if (!needle.n) return gp_tpl_size(c, gp_tpl_cut(c, v.s, from, to).s->chars + 1);
    for (;; n++) {
        size_t hit = gp_tpl_find(c, (gp_str){v.s->p + from, to - from}, needle);
        if (hit == SIZE_MAX) return gp_tpl_size(c, n);
        from += hit + needle.n;
    }
}

static bool edge(gp_str s, gp_str what, bool end)
{
    return what.n <= s.n && (!what.n || memcmp(end ? s.p + s.n - what.n : s.p, what.p, what.n) == 0);
}

static gp_tpl_val has_edge(gp_tpl *c, gp_tpl_val v, const gp_tpl_val *p, bool end)
{
    size_t from = 0, to = 0;
    if (!window(c, v.s, p[1], p[2], &from, &to)) return gp_tpl_bool(false);
    gp_str s = {v.s->p + from, to - from};
    if (p[0].t != T_TUPLE)
        return gp_tpl_bool(edge(s, gp_tpl_view(gp_tpl_want_str(c, p[0], "the prefix or suffix")), end));
    for (size_t i = 0; i < p[0].l->n; i++)
        if (edge(s, gp_tpl_view(gp_tpl_want_str(c, p[0].l->v[i], "the prefix or suffix")), end))
            return gp_tpl_bool(true);
    return gp_tpl_bool(false);
}

METHOD(m_startswith)
{
    UNUSED;
    return has_edge(c, v, p, false);
}
METHOD(m_endswith)
{
    UNUSED;
    return has_edge(c, v, p, true);
}

METHOD(m_removeprefix)
{
    UNUSED;
    gp_str what = gp_tpl_view(gp_tpl_want_str(c, p[0], "the prefix"));
    return edge(gp_tpl_view(v.s), what, false) ? gp_tpl_cut(c, v.s, what.n, v.s->n) : v;
}

METHOD(m_removesuffix)
{
    UNUSED;
    gp_str what = gp_tpl_view(gp_tpl_want_str(c, p[0], "the suffix"));
    return edge(gp_tpl_view(v.s), what, true) ? gp_tpl_cut(c, v.s, 0, v.s->n - what.n) : v;
}

/* --- changing --- */

METHOD(m_replace)
{
    UNUSED;
    int64_t count = p[2].t == T_MISSING ? -1 : gp_tpl_want_int(c, p[2], "replace's count");
    const gp_tpl_str *from = gp_tpl_want_str(c, p[0], "the text to replace"),
                     *to = gp_tpl_want_str(c, p[1], "the replacement");
    return gp_tpl_as_markup(c, gp_tpl_replace(c, v.s, from, to, count < 0 ? -1 : count), v.s->markup);
}

// clang-format off
METHOD(m_upper) { UNUSED; return gp_tpl_recase(c, v.s, CASE_UPPER); }
METHOD(m_lower) { UNUSED; return gp_tpl_recase(c, v.s, CASE_LOWER); }
METHOD(m_title) { UNUSED; return gp_tpl_recase(c, v.s, CASE_TITLE); }
METHOD(m_capitalize) { UNUSED; return gp_tpl_recase(c, v.s, CASE_CAPITALIZE); }
METHOD(m_swapcase) { UNUSED; return gp_tpl_recase(c, v.s, CASE_SWAP); }
// clang-format on

METHOD(m_join)
{
    UNUSED;
    gp_tpl_list l = gp_tpl_iterate(c, p[0]);
    gp_tpl_sb b = {0};
    for (size_t i = 0; i < l.n; i++) {
        if (l.v[i].t != T_STR)
            gp_tpl_fail(c, "sequence item %zu: expected str instance, %s found", i, gp_tpl_type_name(l.v[i]));
        if (i) gp_tpl_sb_str(c, &b, v.s);
        gp_tpl_sb_str(c, &b, l.v[i].s);
    }
    return gp_tpl_sb_done(c, &b);
}

METHOD(m_format)
{
    UNUSED;
    return gp_tpl_brace_format(c, v.s, args);
}

static gp_tpl_val justify(gp_tpl *c, gp_tpl_val v, const gp_tpl_val *p, int side) /* 0 left, 1 right, 2 centre */
{
    int64_t width = gp_tpl_want_int(c, p[0], "the width"), gap = width - (int64_t)v.s->chars;
    if (gap <= 0) return v;
    if (width > 100000) gp_tpl_fail(c, "a width is at most 100000");
    const gp_tpl_str *fill = p[1].t == T_MISSING ? gp_tpl_mkstr(c, GP_STR(" "), TPL_FROM_TEMPLATE).s
                                                 : gp_tpl_want_str(c, p[1], "the fill character");
    if (fill->chars != 1) gp_tpl_fail(c, "The fill character must be exactly one character long");
    int64_t left = side == 0 ? 0 : side == 1 ? gap : gap / 2 + (gap & width & 1);
    gp_tpl_sb b = {0};
    for (int64_t i = 0; i < left; i++) gp_tpl_sb_str(c, &b, fill);
    gp_tpl_sb_str(c, &b, v.s);
    for (int64_t i = left; i < gap; i++) gp_tpl_sb_str(c, &b, fill);
    return gp_tpl_sb_done(c, &b);
}

METHOD(m_ljust)
{
    UNUSED;
    return justify(c, v, p, 0);
}
METHOD(m_rjust)
{
    UNUSED;
    return justify(c, v, p, 1);
}
METHOD(m_center)
{
    UNUSED;
    return justify(c, v, p, 2);
}

METHOD(m_zfill)
{
    UNUSED;
    int64_t width = gp_tpl_want_int(c, p[0], "the width");
    bool sign = v.s->n && (v.s->p[0] == '-' || v.s->p[0] == '+');
    if (width > 100000) gp_tpl_fail(c, "a width is at most 100000");
    gp_tpl_sb b = {0};
    if (sign) gp_tpl_sb_str(c, &b, gp_tpl_cut(c, v.s, 0, 1).s);
    for (int64_t i = (int64_t)v.s->chars; i < width; i++) gp_tpl_sb_c(c, &b, "0", TPL_FROM_TEMPLATE);
    gp_tpl_sb_str(c, &b, gp_tpl_cut(c, v.s, sign, v.s->n).s);
    return gp_tpl_sb_done(c, &b);
}

METHOD(m_expandtabs)
{
    UNUSED;
    int64_t size = p[0].t == T_MISSING ? 8 : gp_tpl_want_int(c, p[0], "the tab size");
    if (size > 1000) gp_tpl_fail(c, "a tab size is at most 1000");
    gp_tpl_sb b = {0};
    int64_t column = 0;
    for (size_t at = 0; at < v.s->n;) {
        size_t from = at;
        int32_t cp = gp_utf8_next(gp_tpl_view(v.s), &at);
        int mark = gp_tpl_mark_at(v.s, from);
        if (cp != '\t') {
            gp_tpl_sb_cp(c, &b, (uint32_t)cp, mark);
            column = cp == '\n' || cp == '\r' ? 0 : column + 1;
        } else if (size > 0) {
            do gp_tpl_sb_c(c, &b, " ", mark);
            while (++column % size);
        }
    }
    return gp_tpl_sb_done(c, &b);
}

/* --- asking --- */

static bool is_upper(int32_t cp) { return gp_tpl_lower(cp) != cp; }
static bool is_lower(int32_t cp) { return gp_tpl_upper(cp) != cp || cp == 0xDF; }
static bool is_alnum(int32_t cp) { return gp_tpl_is_alpha(cp) || gp_tpl_is_digit(cp); }
static bool is_ascii(int32_t cp) { return cp < 0x80; }

static gp_tpl_val all_are(const gp_tpl_str *s, bool (*is)(int32_t), bool empty)
{
    for (size_t at = 0; at < s->n;)
        if (!is(gp_utf8_next(gp_tpl_view(s), &at))) return gp_tpl_bool(false);
    return gp_tpl_bool(s->n > 0 || empty);
}

// clang-format off
METHOD(m_isdigit) { UNUSED; return all_are(v.s, gp_tpl_is_digit, false); }
METHOD(m_isalpha) { UNUSED; return all_are(v.s, gp_tpl_is_alpha, false); }
METHOD(m_isalnum) { UNUSED; return all_are(v.s, is_alnum, false); }
METHOD(m_isspace) { UNUSED; return all_are(v.s, gp_tpl_is_space, false); }
METHOD(m_isascii) { UNUSED; return all_are(v.s, is_ascii, true); }
METHOD(m_isprintable) { UNUSED; return all_are(v.s, gp_tpl_is_printable, true); }
// clang-format on

METHOD(m_isidentifier)
{
    UNUSED;
    size_t at = 0;
    for (bool first = true; at < v.s->n; first = false) {
        int32_t cp = gp_utf8_next(gp_tpl_view(v.s), &at);
        if (cp != '_' && !gp_tpl_is_alpha(cp) && (first || !gp_tpl_is_digit(cp))) return gp_tpl_bool(false);
    }
    return gp_tpl_bool(v.s->n > 0);
}

static gp_tpl_val cased(const gp_tpl_str *s, bool (*want)(int32_t), bool (*other)(int32_t))
{
    bool any = false;
    for (size_t at = 0; at < s->n;) {
        int32_t cp = gp_utf8_next(gp_tpl_view(s), &at);
        if (other(cp)) return gp_tpl_bool(false);
        any = any || want(cp);
    }
    return gp_tpl_bool(any);
}

METHOD(m_isupper)
{
    UNUSED;
    return cased(v.s, is_upper, is_lower);
}
METHOD(m_islower)
{
    UNUSED;
    return cased(v.s, is_lower, is_upper);
}

METHOD(m_istitle)
{
    UNUSED;
    bool any = false, in = false;
    for (size_t at = 0; at < v.s->n;) {
        int32_t cp = gp_utf8_next(gp_tpl_view(v.s), &at);
        if ((is_upper(cp) && in) || (is_lower(cp) && !in)) return gp_tpl_bool(false);
        in = is_upper(cp) || is_lower(cp);
        any = any || in;
    }
    return gp_tpl_bool(any);
}

/* --- lists and tuples --- */

METHOD(l_index)
{
    UNUSED;
    int64_t n = (int64_t)v.l->n, lo = given(p[1]) ? gp_tpl_want_int(c, p[1], "start") : 0,
            hi = given(p[2]) ? gp_tpl_want_int(c, p[2], "stop") : n;
    if (lo < 0) lo = lo < -n ? 0 : lo + n;
    if (hi < 0) hi = hi < -n ? 0 : hi + n;
    for (int64_t i = lo; i < hi && i < n; i++)
        if (gp_tpl_equal(c, v.l->v[i], p[0])) return gp_tpl_int(i);
    gp_tpl_fail(c, "the value is not in the %s", gp_tpl_type_name(v));
}

METHOD(l_count)
{
    UNUSED;
    size_t n = 0;
    for (size_t i = 0; i < v.l->n; i++) n += gp_tpl_equal(c, v.l->v[i], p[0]);
    return gp_tpl_size(c, n);
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
    gp_tpl_val *hit = gp_tpl_dict_get(c, v.dict, p[0]);
    return hit ? *hit : p[1].t == T_MISSING ? gp_tpl_none() : p[1];
}

static gp_tpl_val view(gp_tpl *c, gp_tpl_val v, int what) /* 0 keys, 1 values, 2 both */
{
    const gp_tpl_dict *d = v.dict;
    gp_tpl_charge(c, d->n * 4);
    gp_tpl_val *e = gp_tpl_array(c, d->n, sizeof *e);
    for (size_t i = 0; i < d->n; i++)
        e[i] = what == 0 ? d->e[i].k : what == 1 ? d->e[i].v : gp_tpl_pair_of(c, d->e[i].k, d->e[i].v);
    gp_tpl_val r = gp_tpl_kind_of_list(c, T_VIEW, e, d->n,
                                       what == 0   ? "dict_keys"
                                       : what == 1 ? "dict_values"
                                                   : "dict_items");
    r.fv = v.fv;
    return r;
}

METHOD(d_keys)
{
    UNUSED;
    return view(c, v, 0);
}
METHOD(d_values)
{
    UNUSED;
    return view(c, v, 1);
}
METHOD(d_items)
{
    UNUSED;
    return view(c, v, 2);
}

/* --- loop --- */

METHOD(loop_cycle)
{
    UNUSED;
    if (!args->n) gp_tpl_fail(c, "no items for cycling given");
    return args->v[v.loop->i % args->n];
}

METHOD(loop_changed)
{
    UNUSED;
    gp_tpl_val now = gp_tpl_list_of(c, T_TUPLE, args->v, args->n);
    bool changed = v.loop->last_seen.t == T_MISSING || !gp_tpl_equal(c, v.loop->last_seen, now);
    v.loop->last_seen = now;
    return gp_tpl_bool(changed);
}

static const gp_tpl_def str_methods[] = {
    {"strip", m_strip, 0, "chars"},
    {"lstrip", m_lstrip, 0, "chars"},
    {"rstrip", m_rstrip, 0, "chars"},
    {"split", m_split, 0, "sep maxsplit"},
    {"rsplit", m_rsplit, 0, "sep maxsplit"},
    {"partition", m_partition, 1, "sep"},
    {"rpartition", m_rpartition, 1, "sep"},
    {"splitlines", m_splitlines, 0, "keepends"},
    {"find", m_find, 1, "sub start end"},
    {"rfind", m_rfind, 1, "sub start end"},
    {"index", m_index, 1, "sub start end"},
    {"rindex", m_rindex, 1, "sub start end"},
    {"count", m_count, 1, "sub start end"},
    {"startswith", m_startswith, 1, "prefix start end"},
    {"endswith", m_endswith, 1, "suffix start end"},
    {"removeprefix", m_removeprefix, 1, "prefix"},
    {"removesuffix", m_removesuffix, 1, "suffix"},
    {"replace", m_replace, 2, "old new count"},
    {"upper", m_upper, 0, ""},
    {"lower", m_lower, 0, ""},
    {"casefold", m_lower, 0, ""},
    {"title", m_title, 0, ""},
    {"capitalize", m_capitalize, 0, ""},
    {"swapcase", m_swapcase, 0, ""},
    {"join", m_join, 1, "iterable"},
    {"format", m_format, 0, NULL},
    {"ljust", m_ljust, 1, "width fillchar"},
    {"rjust", m_rjust, 1, "width fillchar"},
    {"center", m_center, 1, "width fillchar"},
    {"zfill", m_zfill, 1, "width"},
    {"expandtabs", m_expandtabs, 0, "tabsize"},
    {"isdigit", m_isdigit, 0, ""},
    {"isdecimal", m_isdigit, 0, ""},
    {"isnumeric", m_isdigit, 0, ""},
    {"isalpha", m_isalpha, 0, ""},
    {"isalnum", m_isalnum, 0, ""},
    {"isspace", m_isspace, 0, ""},
    {"isascii", m_isascii, 0, ""},
    {"isprintable", m_isprintable, 0, ""},
    {"isidentifier", m_isidentifier, 0, ""},
    {"isupper", m_isupper, 0, ""},
    {"islower", m_islower, 0, ""},
    {"istitle", m_istitle, 0, ""},
};
static const gp_tpl_def list_methods[] = {
    {"index", l_index, 1, "value start stop"}, {"count", l_count, 1, "value"}, {"copy", l_copy, 0, ""}};
static const gp_tpl_def dict_methods[] = {{"get", d_get, 1, "key default"},
                                          {"keys", d_keys, 0, ""},
                                          {"values", d_values, 0, ""},
                                          {"items", d_items, 0, ""},
                                          {"copy", l_copy, 0, ""}};
static const gp_tpl_def loop_methods[] = {{"cycle", loop_cycle, 0, NULL}, {"changed", loop_changed, 0, NULL}};

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

const gp_tpl_def *gp_tpl_method_def(gp_tpl_type t, gp_str name, bool *unsafe)
{
    switch (t) {
    case T_STR:
        *unsafe = among(forbidden_str, COUNT(forbidden_str), name);
        return gp_tpl_find_def(str_methods, COUNT(str_methods), name);
    case T_LIST:
        *unsafe = among(forbidden_list, COUNT(forbidden_list), name);
        return gp_tpl_find_def(list_methods, COUNT(list_methods), name);
    case T_TUPLE: return gp_tpl_find_def(list_methods, 2, name); /* tuples have no copy() */
    case T_DICT:
        *unsafe = among(forbidden_dict, COUNT(forbidden_dict), name);
        return gp_tpl_find_def(dict_methods, COUNT(dict_methods), name);
    case T_LOOP: return gp_tpl_find_def(loop_methods, COUNT(loop_methods), name);
    default: return NULL;
    }
}

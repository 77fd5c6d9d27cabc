/* Values as text: str() and repr() as Python prints them, and JSON. Text that stands for a value from a variable keeps
 * the variable's mark, its quotes and brackets included, so that a printed object is one piece of user text. */
#include <math.h>
#include <string.h>

#include "template/tpl.h"

typedef struct decimal {
    char digits[32]; /* without leading and trailing zeros, unless there is nothing else */
    size_t n;
    int place; /* digits before the point; may be negative */
} decimal;

/* The digits are those of the shortest form that reads back the same. */
static decimal shortest(double d)
{
    decimal r = {.n = 0};
    char js[32], all[32];
    size_t n = gp_fmt_double(js, d), k = 0, lead = 0;
    int exponent = 0, point = -1;
    for (size_t i = 0; i < n; i++) {
        if (js[i] == 'e') {
            int sign = js[i + 1] == '-' ? -1 : 1, e = 0;
            for (i += 2; i < n; i++) e = e * 10 + (js[i] - '0');
            exponent = sign * e;
        } else if (js[i] == '.') {
            point = (int)k;
        } else if (js[i] != '-') {
            all[k++] = js[i];
        }
    }
    r.place = (point < 0 ? (int)k : point) + exponent;
    for (; lead + 1 < k && all[lead] == '0'; lead++) r.place--;
    while (k > lead + 1 && all[k - 1] == '0') k--;
    r.n = k - lead;
    memcpy(r.digits, all + lead, r.n);
    return r;
}

static void put_zeros(gp_tpl *c, gp_tpl_sb *b, int n, int mark)
{
    for (; n > 0; n--) gp_tpl_sb_c(c, b, "0", mark);
}

/* Python's layout: an exponent from 1e16 and below 1e-4, of at least two digits, and always a fraction without one. */
void gp_tpl_float_text(gp_tpl *c, gp_tpl_sb *b, double d, int mark)
{
    if (isnan(d) || isinf(d)) {
        gp_tpl_sb_c(c, b, isnan(d) ? "nan" : d < 0 ? "-inf" : "inf", mark);
        return;
    }
    decimal v = shortest(d);
    size_t whole = v.place < 1 ? 0 : (size_t)v.place < v.n ? (size_t)v.place : v.n;
    if (signbit(d)) gp_tpl_sb_c(c, b, "-", mark);
    if (d == 0) {
        gp_tpl_sb_c(c, b, "0.0", mark);
    } else if (v.place > 16 || v.place < -3) {
        gp_tpl_sb_put(c, b, (gp_str){v.digits, 1}, mark);
        if (v.n > 1) gp_tpl_sb_c(c, b, ".", mark);
        gp_tpl_sb_put(c, b, (gp_str){v.digits + 1, v.n - 1}, mark);
        gp_tpl_sb_c(c, b, gp_tpl_text(c, "e%c%02d", v.place < 1 ? '-' : '+', v.place < 1 ? 1 - v.place : v.place - 1),
                    mark);
    } else {
        gp_tpl_sb_put(c, b, (gp_str){v.digits, whole}, mark);
        put_zeros(c, b, v.place < 1 ? 1 : v.place - (int)whole, mark);
        gp_tpl_sb_c(c, b, ".", mark);
        put_zeros(c, b, -v.place, mark);
        if (whole < v.n) gp_tpl_sb_put(c, b, (gp_str){v.digits + whole, v.n - whole}, mark);
        else gp_tpl_sb_c(c, b, "0", mark);
    }
}

static void repr_str(gp_tpl *c, gp_tpl_sb *b, const gp_tpl_str *s)
{
    int edge = s->kind == TPL_FROM_VALUE;
    char quote = memchr(s->p, '\'', s->n) && !memchr(s->p, '"', s->n) ? '"' : '\'';
    if (s->markup) gp_tpl_sb_c(c, b, "Markup(", edge);
    gp_tpl_sb_put(c, b, (gp_str){&quote, 1}, edge);
    for (size_t at = 0; at < s->n;) {
        size_t from = at;
        int32_t cp = gp_utf8_next(gp_tpl_view(s), &at);
        int mark = gp_tpl_mark_at(s, from);
        if (cp == quote || cp == '\\') gp_tpl_sb_c(c, b, gp_tpl_text(c, "\\%c", (char)cp), mark);
        else if (cp == '\n' || cp == '\r' || cp == '\t')
            gp_tpl_sb_c(c, b, cp == '\n' ? "\\n" : cp == '\r' ? "\\r" : "\\t", mark);
        else if (gp_tpl_is_printable(cp)) gp_tpl_sb_cp(c, b, (uint32_t)cp, mark);
        else
            gp_tpl_sb_c(c, b,
                        gp_tpl_text(c,
                                    cp < 0x100     ? "\\x%02x"
                                    : cp < 0x10000 ? "\\u%04x"
                                                   : "\\U%08x",
                                    (unsigned)cp),
                        mark);
    }
    gp_tpl_sb_put(c, b, (gp_str){&quote, 1}, edge);
    if (s->markup) gp_tpl_sb_c(c, b, ")", edge);
}

static void repr_items(gp_tpl *c, gp_tpl_sb *b, const gp_tpl_list *l, int mark)
{
    gp_tpl_enter(c);
    for (size_t i = 0; i < l->n; i++) {
        if (i) gp_tpl_sb_c(c, b, ", ", mark);
        gp_tpl_repr(c, b, l->v[i]);
    }
    gp_tpl_leave(c);
}

static void repr_dict(gp_tpl *c, gp_tpl_sb *b, const gp_tpl_dict *d, int mark)
{
    gp_tpl_enter(c);
    gp_tpl_sb_c(c, b, "{", mark);
    for (size_t i = 0; i < d->n; i++) {
        if (i) gp_tpl_sb_c(c, b, ", ", mark);
        gp_tpl_repr(c, b, d->e[i].k);
        gp_tpl_sb_c(c, b, ": ", mark);
        gp_tpl_repr(c, b, d->e[i].v);
    }
    gp_tpl_sb_c(c, b, "}", mark);
    gp_tpl_leave(c);
}

static void repr_range(gp_tpl *c, gp_tpl_sb *b, const gp_tpl_range *r)
{
    gp_tpl_sb_c(c, b,
                gp_tpl_text(c, r->step == 1 ? "range(%lld, %lld)" : "range(%lld, %lld, %lld)", (long long)r->start,
                            (long long)r->stop, (long long)r->step),
                0);
}

void gp_tpl_repr(gp_tpl *c, gp_tpl_sb *b, gp_tpl_val v)
{
    gp_tpl_charge(c, 0);
    switch (v.t) {
    case T_MISSING:
    case T_UNDEF: gp_tpl_sb_c(c, b, "Undefined", 0); break;
    case T_NONE: gp_tpl_sb_c(c, b, "None", v.fv); break;
    case T_BOOL: gp_tpl_sb_c(c, b, v.b ? "True" : "False", v.fv); break;
    case T_INT: gp_tpl_sb_c(c, b, gp_tpl_text(c, "%lld", (long long)v.i), v.fv); break;
    case T_FLOAT: gp_tpl_float_text(c, b, v.d, v.fv); break;
    case T_STR: repr_str(c, b, v.s); break;
    case T_LIST:
        gp_tpl_sb_c(c, b, "[", v.fv);
        repr_items(c, b, v.l, v.fv);
        gp_tpl_sb_c(c, b, "]", v.fv);
        break;
    case T_TUPLE:
        gp_tpl_sb_c(c, b, "(", v.fv);
        repr_items(c, b, v.l, v.fv);
        gp_tpl_sb_c(c, b, v.l->n == 1 ? ",)" : ")", v.fv);
        break;
    case T_DICT: repr_dict(c, b, v.dict, v.fv); break;
    case T_RANGE: repr_range(c, b, v.range); break;
    case T_VIEW:
        gp_tpl_sb_c(c, b, v.l->kind, v.fv);
        gp_tpl_sb_c(c, b, "([", v.fv);
        repr_items(c, b, v.l, v.fv);
        gp_tpl_sb_c(c, b, "])", v.fv);
        break;
    case T_NS:
        gp_tpl_sb_c(c, b, "<Namespace ", 0);
        repr_dict(c, b, v.dict, 0);
        gp_tpl_sb_c(c, b, ">", 0);
        break;
    case T_MACRO:
        gp_tpl_sb_c(c, b, "<Macro '", 0);
        gp_tpl_sb_put(c, b, v.macro->node->name ? v.macro->node->name->s : GP_STR("caller"), 0);
        gp_tpl_sb_c(c, b, "'>", 0);
        break;
    case T_LOOP: gp_tpl_sb_c(c, b, gp_tpl_text(c, "<LoopContext %zu/%zu>", v.loop->i + 1, v.loop->n), 0); break;
    case T_GEN:
    case T_FUNC:
    case T_METHOD: gp_tpl_sb_c(c, b, gp_tpl_text(c, "<%s>", gp_tpl_type_name(v)), 0); break;
    }
}

void gp_tpl_put(gp_tpl *c, gp_tpl_sb *b, gp_tpl_val v)
{
    if (v.t == T_STR) gp_tpl_sb_str(c, b, v.s);
    else if (v.t != T_UNDEF) gp_tpl_repr(c, b, v);
}

gp_tpl_val gp_tpl_str_of(gp_tpl *c, gp_tpl_val v)
{
    if (v.t == T_STR) return gp_tpl_as_markup(c, v, false);
    gp_tpl_sb b = {0};
    gp_tpl_put(c, &b, v);
    return gp_tpl_sb_done(c, &b);
}

/* --- JSON --- */

typedef struct json_style {
    bool ascii, sort, pretty;
    const gp_tpl_str *indent; /* per level; NULL on one line */
    const gp_tpl_str *comma, *colon;
    unsigned level;
} json_style;

static void json_escape(gp_tpl *c, gp_tpl_sb *b, int32_t cp, bool ascii, int mark)
{
    static const char shorts[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (const char *e = shorts; *e; e += 2)
        if (cp == *e) {
            gp_tpl_sb_c(c, b, gp_tpl_text(c, "\\%c", e[1]), mark);
            return;
        }
    if (cp >= 0x20 && (cp < 0x7F || !ascii)) gp_tpl_sb_cp(c, b, (uint32_t)cp, mark);
    else if (cp == 0x7F) gp_tpl_sb_c(c, b, "\x7F", mark);
    else if (cp < 0x10000) gp_tpl_sb_c(c, b, gp_tpl_text(c, "\\u%04x", (unsigned)cp), mark);
    else
        gp_tpl_sb_c(c, b,
                    gp_tpl_text(c, "\\u%04x\\u%04x", 0xD800u + ((unsigned)(cp - 0x10000) >> 10),
                                0xDC00u + ((unsigned)cp & 0x3FF)),
                    mark);
}

static void json_str(gp_tpl *c, gp_tpl_sb *b, const gp_tpl_str *s, bool ascii)
{
    int edge = s->kind == TPL_FROM_VALUE;
    gp_tpl_sb_c(c, b, "\"", edge);
    for (size_t at = 0; at < s->n;) {
        size_t from = at;
        while (at < s->n && s->kind != TPL_MIXED && s->p[at] >= 0x20 && s->p[at] < 0x7F && s->p[at] != '"' &&
               s->p[at] != '\\')
            at++;
        gp_tpl_sb_put(c, b, (gp_str){s->p + from, at - from}, s->kind == TPL_FROM_VALUE);
        if (at == s->n) break;
        from = at;
        int32_t cp = gp_utf8_next(gp_tpl_view(s), &at);
        json_escape(c, b, cp, ascii, gp_tpl_mark_at(s, from));
    }
    gp_tpl_sb_c(c, b, "\"", edge);
}

static void json_break(gp_tpl *c, gp_tpl_sb *b, const json_style *st, int mark)
{
    if (!st->pretty) return;
    gp_tpl_sb_c(c, b, "\n", mark);
    for (unsigned i = 0; i < st->level; i++) gp_tpl_sb_put(c, b, gp_tpl_view(st->indent), mark);
}

static void json_put(gp_tpl *c, gp_tpl_sb *b, gp_tpl_val v, json_style *st);

static void json_key(gp_tpl *c, gp_tpl_sb *b, gp_tpl_val k, const json_style *st)
{
    gp_tpl_sb t = {0};
    switch (k.t) {
    case T_STR: json_str(c, b, k.s, st->ascii); return;
    case T_BOOL: gp_tpl_sb_c(c, &t, k.b ? "true" : "false", k.fv); break;
    case T_NONE: gp_tpl_sb_c(c, &t, "null", k.fv); break;
    case T_INT:
    case T_FLOAT: gp_tpl_repr(c, &t, k); break;
    default: gp_tpl_fail(c, "tojson: keys must be str, int, float, bool or None, not %s", gp_tpl_type_name(k));
    }
    json_str(c, b, gp_tpl_sb_done(c, &t).s, st->ascii);
}

static void sort_pairs(gp_tpl *c, gp_tpl_pair *e, size_t n)
{
    if (n < 2) return;
    gp_tpl_pair *tmp = gp_tpl_array(c, n, sizeof *tmp);
    for (size_t w = 1; w < n; w *= 2) {
        for (size_t lo = 0; lo < n; lo += 2 * w) {
            size_t mid = lo + w < n ? lo + w : n, hi = lo + 2 * w < n ? lo + 2 * w : n, i = lo, j = mid, k = lo;
            while (i < mid || j < hi)
                tmp[k++] = j >= hi || (i < mid && gp_tpl_compare(c, e[j].k, e[i].k, "<") >= 0) ? e[i++] : e[j++];
        }
        memcpy(e, tmp, n * sizeof *e);
    }
}

static void json_dict(gp_tpl *c, gp_tpl_sb *b, gp_tpl_val v, json_style *st)
{
    const gp_tpl_dict *d = v.dict;
    gp_tpl_pair *e = d->e;
    if (st->sort) {
        e = gp_tpl_array(c, d->n, sizeof *e);
        memcpy(e, d->e, d->n * sizeof *e);
        sort_pairs(c, e, d->n);
    }
    gp_tpl_sb_c(c, b, "{", v.fv);
    st->level++;
    for (size_t i = 0; i < d->n; i++) {
        if (i) gp_tpl_sb_put(c, b, gp_tpl_view(st->comma), v.fv);
        json_break(c, b, st, v.fv);
        json_key(c, b, e[i].k, st);
        gp_tpl_sb_put(c, b, gp_tpl_view(st->colon), v.fv);
        json_put(c, b, e[i].v, st);
    }
    st->level--;
    if (d->n) json_break(c, b, st, v.fv);
    gp_tpl_sb_c(c, b, "}", v.fv);
}

static void json_list(gp_tpl *c, gp_tpl_sb *b, gp_tpl_val v, json_style *st)
{
    gp_tpl_sb_c(c, b, "[", v.fv);
    st->level++;
    for (size_t i = 0; i < v.l->n; i++) {
        if (i) gp_tpl_sb_put(c, b, gp_tpl_view(st->comma), v.fv);
        json_break(c, b, st, v.fv);
        json_put(c, b, v.l->v[i], st);
    }
    st->level--;
    if (v.l->n) json_break(c, b, st, v.fv);
    gp_tpl_sb_c(c, b, "]", v.fv);
}

static void json_put(gp_tpl *c, gp_tpl_sb *b, gp_tpl_val v, json_style *st)
{
    gp_tpl_charge(c, 0);
    gp_tpl_enter(c);
    switch (v.t) {
    case T_NONE: gp_tpl_sb_c(c, b, "null", v.fv); break;
    case T_BOOL: gp_tpl_sb_c(c, b, v.b ? "true" : "false", v.fv); break;
    case T_FLOAT:
        if (isfinite(v.d)) gp_tpl_float_text(c, b, v.d, v.fv);
        else gp_tpl_sb_c(c, b, isnan(v.d) ? "NaN" : v.d < 0 ? "-Infinity" : "Infinity", v.fv);
        break;
    case T_INT: gp_tpl_repr(c, b, v); break;
    case T_STR: json_str(c, b, v.s, st->ascii); break;
    case T_LIST:
    case T_TUPLE: json_list(c, b, v, st); break;
    case T_DICT: json_dict(c, b, v, st); break;
    default: gp_tpl_fail(c, "Object of type %s is not JSON serializable", gp_tpl_type_name(v));
    }
    gp_tpl_leave(c);
}

static const gp_tpl_str *literal(gp_tpl *c, const char *s) { return gp_tpl_mkstr(c, gp_str_c(s), TPL_FROM_TEMPLATE).s; }

static const gp_tpl_str *indent_text(gp_tpl *c, gp_tpl_val v)
{
    if (v.t == T_STR) return v.s;
    int64_t n = gp_tpl_want_int(c, v, "tojson's indent");
    if (n > 64) gp_tpl_fail(c, "tojson's indent is at most 64");
    gp_tpl_sb b = {0};
    for (; n > 0; n--) gp_tpl_sb_c(c, &b, " ", 0);
    return gp_tpl_sb_done(c, &b).s;
}

/* p: ensure_ascii, indent, separators, sort_keys */
gp_tpl_val gp_tpl_tojson(gp_tpl *c, gp_tpl_val v, const gp_tpl_val *p)
{
    json_style st = {.ascii = p[0].t != T_MISSING && gp_tpl_truth(c, p[0]),
                     .sort = p[3].t != T_MISSING && gp_tpl_truth(c, p[3])};
    st.pretty = p[1].t != T_MISSING && p[1].t != T_NONE;
    if (st.pretty) st.indent = indent_text(c, p[1]);
    st.comma = literal(c, st.pretty ? "," : ", ");
    st.colon = literal(c, ": ");
    if (p[2].t != T_MISSING && p[2].t != T_NONE) {
        gp_tpl_list two = gp_tpl_iterate(c, p[2]);
        if (two.n != 2) gp_tpl_fail(c, "tojson's separators are two strings");
        st.comma = gp_tpl_want_str(c, two.v[0], "tojson's separators");
        st.colon = gp_tpl_want_str(c, two.v[1], "tojson's separators");
    }
    gp_tpl_sb b = {0};
    json_put(c, &b, v, &st);
    return gp_tpl_sb_done(c, &b);
}

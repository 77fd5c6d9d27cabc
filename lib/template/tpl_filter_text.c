/* Filters on text and numbers. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "template/tpl.h"

#define FILTER(name) static gp_tpl_val name(gp_tpl *c, gp_tpl_val v, const gp_tpl_val *p, const gp_tpl_args *args)
#define UNUSED (void)c, (void)v, (void)p, (void)args

static bool flag(gp_tpl *c, gp_tpl_val v) { return v.t != T_MISSING && gp_tpl_truth(c, v); }

static const gp_tpl_str *text_or(gp_tpl *c, gp_tpl_val v, const char *otherwise)
{
    return v.t == T_MISSING ? gp_tpl_mkstr(c, gp_str_c(otherwise), TPL_FROM_TEMPLATE).s : gp_tpl_soft_str(c, v);
}

FILTER(f_upper)
{
    UNUSED;
    return gp_tpl_recase(c, gp_tpl_soft_str(c, v), CASE_UPPER);
}
FILTER(f_lower)
{
    UNUSED;
    return gp_tpl_recase(c, gp_tpl_soft_str(c, v), CASE_LOWER);
}
FILTER(f_capitalize)
{
    UNUSED;
    return gp_tpl_recase(c, gp_tpl_soft_str(c, v), CASE_CAPITALIZE);
}
FILTER(f_title)
{
    UNUSED;
    return gp_tpl_as_markup(c, gp_tpl_recase(c, gp_tpl_soft_str(c, v), CASE_WORDS), false);
}
FILTER(f_string)
{
    UNUSED;
    return v.t == T_STR ? v : gp_tpl_str_of(c, v);
}
FILTER(f_safe)
{
    UNUSED;
    return gp_tpl_as_markup(c, v.t == T_STR ? v : gp_tpl_str_of(c, v), true);
}

FILTER(f_escape)
{
    UNUSED;
    const gp_tpl_str *s = gp_tpl_soft_str(c, v);
    return s->markup ? v : gp_tpl_escape(c, s);
}

FILTER(f_forceescape)
{
    UNUSED;
    return gp_tpl_escape(c, gp_tpl_soft_str(c, v));
}

FILTER(f_trim)
{
    UNUSED;
    const gp_tpl_str *chars = p[0].t == T_MISSING || p[0].t == T_NONE ? NULL
                                                                      : gp_tpl_want_str(c, p[0], "trim's characters");
    return gp_tpl_strip(c, gp_tpl_soft_str(c, v), chars, 3);
}

FILTER(f_replace) /* old, new, count */
{
    UNUSED;
    int64_t count = p[2].t == T_MISSING || p[2].t == T_NONE ? -1 : gp_tpl_want_int(c, p[2], "replace's count");
    gp_tpl_val r = gp_tpl_replace(c, gp_tpl_soft_str(c, v), gp_tpl_soft_str(c, p[0]), gp_tpl_soft_str(c, p[1]),
                                  count < 0 ? -1 : count);
    return gp_tpl_as_markup(c, r, false);
}

static void put_spaces(gp_tpl *c, gp_tpl_sb *b, int64_t n)
{
    if (n > 10000) gp_tpl_fail(c, "a width is at most 10000");
    for (; n > 0; n--) gp_tpl_sb_c(c, b, " ", TPL_FROM_TEMPLATE);
}

FILTER(f_indent) /* width, first, blank */
{
    UNUSED;
    gp_tpl_sb pad = {0}, b = {0};
    if (p[0].t == T_STR) gp_tpl_sb_str(c, &pad, p[0].s);
    else put_spaces(c, &pad, p[0].t == T_MISSING ? 4 : gp_tpl_want_int(c, p[0], "indent's width"));
    if (v.t != T_STR) gp_tpl_type_error(c, "is not text to indent", v);
    const gp_tpl_str *in = v.s, *space = gp_tpl_sb_done(c, &pad).s;
    /* a line end at the very end of the input gives an empty last line */
    gp_tpl_list lines = *gp_tpl_splitlines(
                             c,
                             gp_tpl_join2(c, in, gp_tpl_as_markup(c, gp_tpl_mkstr(c, GP_STR("\n"), 0), in->markup).s).s,
                             false)
                             .l;
    for (size_t i = 0; i < lines.n; i++) {
        if (i) gp_tpl_sb_c(c, &b, "\n", in->kind == TPL_FROM_VALUE);
        if (i ? lines.v[i].s->n || flag(c, p[2]) : flag(c, p[1])) gp_tpl_sb_str(c, &b, space);
        gp_tpl_sb_str(c, &b, lines.v[i].s);
    }
    return gp_tpl_as_markup(c, gp_tpl_sb_done(c, &b), in->markup);
}

FILTER(f_center)
{
    UNUSED;
    const gp_tpl_str *s = gp_tpl_soft_str(c, v);
    int64_t width = p[0].t == T_MISSING ? 80 : gp_tpl_want_int(c, p[0], "center's width"),
            gap = width - (int64_t)s->chars;
    if (gap <= 0) return v.t == T_STR ? v : gp_tpl_str_of(c, v);
    int64_t left = gap / 2 + (gap & width & 1);
    gp_tpl_sb b = {0};
    put_spaces(c, &b, left);
    gp_tpl_sb_str(c, &b, s);
    put_spaces(c, &b, gap - left);
    return gp_tpl_sb_done(c, &b);
}

/* Words as Python's \w+ finds them: letters, digits and underscores. */
FILTER(f_wordcount)
{
    UNUSED;
    const gp_tpl_str *s = gp_tpl_soft_str(c, v);
    size_t n = 0;
    bool in = false;
    for (size_t at = 0; at < s->n;) {
        int32_t cp = gp_utf8_next(gp_tpl_view(s), &at);
        bool word = cp == '_' || gp_tpl_is_alpha(cp) || gp_tpl_is_digit(cp);
        n += word && !in;
        in = word;
    }
    return gp_tpl_size(c, n);
}

FILTER(f_truncate) /* length, killwords, end, leeway */
{
    UNUSED;
    const gp_tpl_str *s = gp_tpl_soft_str(c, v), *end = text_or(c, p[2], "...");
    int64_t length = p[0].t == T_MISSING ? 255 : gp_tpl_want_int(c, p[0], "truncate's length");
    int64_t leeway = p[3].t == T_MISSING || p[3].t == T_NONE ? 5 : gp_tpl_want_int(c, p[3], "truncate's leeway");
    if (length < (int64_t)end->chars || leeway < 0 || length > INT32_MAX || leeway > INT32_MAX)
        gp_tpl_fail(c, "truncate: expected length >= %zu and leeway >= 0", end->chars);
    size_t n = 0;
    if (!gp_tpl_len(c, v, &n)) gp_tpl_type_error(c, "has no len()", v);
    if ((int64_t)n <= length + leeway) return v;
    if (v.t != T_STR) gp_tpl_type_error(c, "is not text to truncate", v);
    size_t cut = gp_tpl_byte_at(s, (size_t)length - end->chars);
    if (!flag(c, p[1])) {
        size_t space = cut;
        while (space > 0 && s->p[space - 1] != ' ') space--;
        if (space) cut = space - 1;
    }
    gp_tpl_sb b = {0};
    gp_tpl_sb_str(c, &b, gp_tpl_cut(c, s, 0, cut).s);
    gp_tpl_sb_str(c, &b, end);
    return gp_tpl_sb_done(c, &b);
}

FILTER(f_urlencode)
{
    UNUSED;
    if (v.t != T_STR && gp_tpl_iterable(v) && v.t != T_UNDEF) gp_tpl_type_error(c, "is not text to encode", v);
    const gp_tpl_str *s = gp_tpl_soft_str(c, v);
    gp_tpl_sb b = {0};
    for (size_t i = 0; i < s->n; i++) {
        unsigned char ch = (unsigned char)s->p[i];
        bool plain = (ch < 0x80 && (gp_tpl_is_alpha(ch) || gp_tpl_is_digit(ch))) || (ch && strchr("_.-~/", ch));
        if (plain) gp_tpl_sb_put(c, &b, (gp_str){s->p + i, 1}, gp_tpl_mark_at(s, i));
        else gp_tpl_sb_c(c, &b, gp_tpl_text(c, "%%%02X", ch), gp_tpl_mark_at(s, i));
    }
    return gp_tpl_sb_done(c, &b);
}

FILTER(f_format)
{
    UNUSED;
    return gp_tpl_percent(c, gp_tpl_soft_str(c, v), gp_tpl_list_of(c, T_TUPLE, args->v, args->n),
                          args->n_kw ? args : NULL);
}

/* --- numbers --- */

FILTER(f_abs)
{
    UNUSED;
    int64_t i = 0;
    if (v.t == T_FLOAT) return gp_tpl_float(fabs(v.d));
    if (!gp_tpl_integer(v, &i)) gp_tpl_type_error(c, "has no absolute value", v);
    return i < 0 ? gp_tpl_negate(c, gp_tpl_int(i), true) : gp_tpl_int(i);
}

/* Python's int(text, base): blanks around, a sign, single underscores between digits, a prefix that fits the base. */
static bool text_to_int(gp_tpl *c, const gp_tpl_str *s, int base, int64_t *out)
{
    gp_str t = gp_tpl_view(gp_tpl_strip(c, s, NULL, 3).s);
    bool negative = t.n && t.p[0] == '-', digit = false;
    size_t at = t.n && (t.p[0] == '-' || t.p[0] == '+');
    char mark = at + 1 < t.n && t.p[at] == '0' ? (char)(t.p[at + 1] | 32) : 0;
    int prefix = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 0;
    if (prefix && (base == prefix || base == 0)) {
        base = prefix;
        at += 2;
    }
    if (!base) base = 10;
    int64_t r = 0;
    for (; at < t.n; at++) {
        char ch = t.p[at];
        if (ch == '_' && digit && at + 1 < t.n) {
            digit = false;
            continue;
        }
        int d = ch >= '0' && ch <= '9' ? ch - '0' : (ch | 32) >= 'a' && (ch | 32) <= 'z' ? (ch | 32) - 'a' + 10 : 99;
        if (d >= base) return false;
        digit = true;
        if (__builtin_mul_overflow(r, (int64_t)base, &r) || __builtin_sub_overflow(r, (int64_t)d, &r))
            gp_tpl_fail(c, "integer overflow: numbers have 64 bits");
    }
    if (!negative && r == INT64_MIN) gp_tpl_fail(c, "integer overflow: numbers have 64 bits");
    *out = negative ? r : -r;
    return digit;
}

static bool text_to_float(gp_tpl *c, const gp_tpl_str *s, double *out)
{
    gp_str t = gp_tpl_view(gp_tpl_strip(c, s, NULL, 3).s);
    char text[400];
    size_t n = 0;
    for (size_t i = 0; i < t.n; i++) {
        char ch = t.p[i];
        bool between = ch == '_' && i && i + 1 < t.n && gp_tpl_is_digit(t.p[i - 1]) && gp_tpl_is_digit(t.p[i + 1]);
        if (between) continue;
        /* strtod takes more than Python */
        if (!ch || ch == 'x' || ch == 'X' || ch == '(' || ch == '_' || n + 1 >= sizeof text) return false;
        text[n++] = ch;
    }
    text[n] = 0;
    char *end = NULL;
    *out = strtod(text, &end);
    return n && end == text + n;
}

static bool float_to_int(gp_tpl *c, double d, int64_t *out)
{
    if (!isfinite(d)) return false;
    if (d >= 9223372036854775808.0 || d < -9223372036854775808.0)
        gp_tpl_fail(c, "integer overflow: numbers have 64 bits");
    *out = (int64_t)d;
    return true;
}

FILTER(f_int) /* default, base */
{
    UNUSED;
    int64_t i = 0, base = p[1].t == T_MISSING ? 10 : gp_tpl_want_int(c, p[1], "int's base");
    double d = 0;
    if (base < 0 || base > 36 || base == 1) gp_tpl_fail(c, "int() base must be >= 2 and <= 36, or 0");
    if (v.t == T_UNDEF) gp_tpl_undef_use(c, v);
    if (gp_tpl_integer(v, &i)) return gp_tpl_int(i);
    if (v.t == T_STR && text_to_int(c, v.s, (int)base, &i)) return gp_tpl_int(i);
    if (v.t == T_STR ? text_to_float(c, v.s, &d) : gp_tpl_number(v, &d))
        if (float_to_int(c, d, &i)) return gp_tpl_int(i);
    return p[0].t == T_MISSING ? gp_tpl_int(0) : p[0];
}

FILTER(f_float) /* default */
{
    UNUSED;
    double d = 0;
    if (v.t == T_UNDEF) gp_tpl_undef_use(c, v);
    if (v.t == T_STR ? text_to_float(c, v.s, &d) : gp_tpl_number(v, &d)) return gp_tpl_float(d);
    return p[0].t == T_MISSING ? gp_tpl_float(0) : p[0];
}

/* Rounds the decimal value half to even, as Python does, not the scaled binary one. */
static double round_to(double d, int64_t digits)
{
    if (digits > 22 || !isfinite(d)) return d;
    if (digits < -300) return 0.0 * d;
    if (digits <= 0) {
        double unit = pow(10, (double)-digits);
        return nearbyint(d / unit) * unit;
    }
    char text[400];
    (void)snprintf(text, sizeof text, "%.*f", (int)digits, d);
    return strtod(text, NULL);
}

FILTER(f_round) /* precision, method */
{
    UNUSED;
    int64_t digits = p[0].t == T_MISSING ? 0 : gp_tpl_want_int(c, p[0], "round's precision");
    const gp_tpl_str *method = text_or(c, p[1], "common");
    double d = 0;
    if (!gp_tpl_number(v, &d)) gp_tpl_type_error(c, "cannot be rounded", v);
    if (gp_str_eqc(gp_tpl_view(method), "common"))
        return v.t == T_FLOAT || digits < 0
                   ? (v.t == T_FLOAT ? gp_tpl_float(round_to(d, digits)) : gp_tpl_int((int64_t)round_to(d, digits)))
               : v.t == T_INT ? v
                              : gp_tpl_int(v.b);
    bool up = gp_str_eqc(gp_tpl_view(method), "ceil");
    if (!up && !gp_str_eqc(gp_tpl_view(method), "floor")) gp_tpl_fail(c, "method must be common, ceil or floor");
    double unit = pow(10, (double)digits);
    return gp_tpl_float((up ? ceil(d * unit) : floor(d * unit)) / unit);
}

const gp_tpl_def *gp_tpl_text_filter_def(gp_str name)
{
    static const gp_tpl_def defs[] = {
        {"upper", f_upper, 0, ""},
        {"lower", f_lower, 0, ""},
        {"capitalize", f_capitalize, 0, ""},
        {"title", f_title, 0, ""},
        {"string", f_string, 0, ""},
        {"safe", f_safe, 0, ""},
        {"escape", f_escape, 0, ""},
        {"e", f_escape, 0, ""},
        {"forceescape", f_forceescape, 0, ""},
        {"trim", f_trim, 0, "chars"},
        {"replace", f_replace, 2, "old new count"},
        {"indent", f_indent, 0, "width first blank"},
        {"center", f_center, 0, "width"},
        {"wordcount", f_wordcount, 0, ""},
        {"truncate", f_truncate, 0, "length killwords end leeway"},
        {"urlencode", f_urlencode, 0, ""},
        {"format", f_format, 0, NULL},
        {"abs", f_abs, 0, ""},
        {"int", f_int, 0, "default base"},
        {"float", f_float, 0, "default"},
        {"round", f_round, 0, "precision method"},
    };
    return gp_tpl_find_def(defs, sizeof defs / sizeof *defs, name);
}

/* Formatted text: `"..." % args` and "...".format(args). */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "template/tpl.h"

typedef struct spec {
    char align; /* '<' '>' '^' '=' or 0 */
    uint32_t fill;
    char sign; /* '+', ' ' or 0 */
    bool alt, zero, comma;
    int width;
    int precision; /* -1: none */
    char type;     /* 0: none */
} spec;

enum { MAX_WIDTH = 10000, MAX_PRECISION = 100 };

static int read_number(gp_tpl *c, gp_str f, size_t *at, int max)
{
    int n = 0;
    while (*at < f.n && f.p[*at] >= '0' && f.p[*at] <= '9') {
        n = n * 10 + (f.p[(*at)++] - '0');
        if (n > max) gp_tpl_fail(c, "a width or precision in a format is at most %d", max);
    }
    return n;
}

static gp_tpl_val pad(gp_tpl *c, const gp_tpl_str *s, const spec *sp, char normal)
{
    size_t width = (size_t)sp->width, gap = width > s->chars ? width - s->chars : 0;
    char align = sp->align ? sp->align : normal;
    size_t left = align == '<' ? 0 : align == '^' ? gap / 2 : gap;
    gp_tpl_sb b = {0};
    size_t digits = 0; /* '=' puts the padding behind the sign */
    if (align == '=' && s->n && (s->p[0] == '-' || s->p[0] == '+' || s->p[0] == ' ')) digits = 1;
    if (digits) gp_tpl_sb_str(c, &b, gp_tpl_cut(c, s, 0, 1).s);
    for (size_t i = 0; i < left; i++) gp_tpl_sb_cp(c, &b, sp->fill, TPL_FROM_TEMPLATE);
    gp_tpl_sb_str(c, &b, gp_tpl_cut(c, s, digits, s->n).s);
    for (size_t i = left; i < gap; i++) gp_tpl_sb_cp(c, &b, sp->fill, TPL_FROM_TEMPLATE);
    return gp_tpl_sb_done(c, &b);
}

static void put_grouped(gp_tpl *c, gp_tpl_sb *b, const char *text)
{
    size_t n = strcspn(text, ".e");
    for (size_t i = 0; i < n; i++) {
        gp_tpl_sb_put(c, b, (gp_str){text + i, 1}, 0);
        if ((n - i) % 3 == 1 && i + 1 < n) gp_tpl_sb_c(c, b, ",", 0);
    }
    gp_tpl_sb_c(c, b, text + n, 0);
}

static gp_tpl_val number_text(gp_tpl *c, const spec *sp, bool negative, const char *digits)
{
    gp_tpl_sb b = {0};
    gp_tpl_sb_c(c, &b, negative ? "-" : sp->sign == '+' ? "+" : sp->sign == ' ' ? " " : "", 0);
    if (sp->alt && sp->type == 'x') gp_tpl_sb_c(c, &b, "0x", 0);
    if (sp->alt && sp->type == 'X') gp_tpl_sb_c(c, &b, "0X", 0);
    if (sp->alt && sp->type == 'o') gp_tpl_sb_c(c, &b, "0o", 0);
    if (sp->comma) put_grouped(c, &b, digits);
    else gp_tpl_sb_c(c, &b, digits, 0);
    return gp_tpl_sb_done(c, &b);
}

static gp_tpl_val format_int(gp_tpl *c, int64_t i, const spec *sp)
{
    char text[72];
    uint64_t u = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    if (sp->type == 'b') {
        size_t n = 0;
        for (int bit = 63; bit >= 0; bit--)
            if (n || (u >> bit & 1) || !bit) text[n++] = (char)('0' + (int)(u >> bit & 1));
        text[n] = 0;
    } else {
        (void)snprintf(text, sizeof text,
                       sp->type == 'x'   ? "%llx"
                       : sp->type == 'X' ? "%llX"
                       : sp->type == 'o' ? "%llo"
                                         : "%llu",
                       (unsigned long long)u);
    }
    char wide[MAX_PRECISION + 1];
    if (sp->precision > (int)strlen(text)) { /* "%.5d" asks for leading zeros */
        (void)snprintf(wide, sizeof wide, "%0*d", sp->precision - (int)strlen(text), 0);
        return number_text(c, sp, i < 0, gp_tpl_text(c, "%s%s", wide, text));
    }
    return number_text(c, sp, i < 0, text);
}

static gp_tpl_val format_float(gp_tpl *c, double d, const spec *sp)
{
    char text[512];
    int precision = sp->precision < 0 ? 6 : sp->precision;
    double u = fabs(d);
    char type = sp->type == '%' ? 'f' : sp->type ? sp->type : 'g';
    if (sp->type == '%') u *= 100;
    if (!isfinite(u)) (void)snprintf(text, sizeof text, "%s", isnan(u) ? "nan" : "inf");
    else (void)snprintf(text, sizeof text, (char[]){'%', '.', '*', type, 0}, precision, u);
    const char *digits = sp->type == '%' ? gp_tpl_text(c, "%s%%", text) : text;
    return number_text(c, sp, signbit(d) && !isnan(d), digits);
}

static gp_tpl_val cut_chars(gp_tpl *c, gp_tpl_val s, int precision)
{
    return precision < 0 ? s : gp_tpl_cut(c, s.s, 0, gp_tpl_byte_at(s.s, (size_t)precision));
}

/* --- % --- */

typedef struct percent {
    gp_tpl *c;
    gp_tpl_val args;
    const gp_tpl_args *keywords;
    size_t used;
} percent;

static gp_tpl_val next_arg(percent *p)
{
    size_t n = p->args.t == T_TUPLE ? p->args.l->n : 1;
    if (p->used >= n) gp_tpl_fail(p->c, "not enough arguments for format string");
    p->used++;
    return p->args.t == T_TUPLE ? p->args.l->v[p->used - 1] : p->args;
}

static gp_tpl_val keyed_arg(percent *p, gp_str key)
{
    for (size_t i = 0; p->keywords && i < p->keywords->n_kw; i++)
        if (gp_str_eq(p->keywords->kw[i].name, key)) return p->keywords->kw[i].v;
    if (p->args.t != T_DICT) gp_tpl_fail(p->c, "format requires a mapping");
    gp_tpl_val *hit = gp_tpl_dict_find(p->c, p->args.dict, key);
    if (!hit) gp_tpl_fail(p->c, "format: no key '%.*s'", GP_ARG(key));
    return *hit;
}

static spec read_percent_spec(percent *p, gp_str f, size_t *at)
{
    spec sp = {.fill = ' ', .precision = -1};
    for (; *at < f.n && strchr("-+ #0", f.p[*at]) && f.p[*at]; ++*at) {
        char ch = f.p[*at];
        if (ch == '-') sp.align = '<';
        else if (ch == '+' || (ch == ' ' && !sp.sign)) sp.sign = ch;
        else if (ch == '#') sp.alt = true;
        else if (ch == '0') sp.zero = true;
    }
    sp.width = read_number(p->c, f, at, MAX_WIDTH);
    if (*at < f.n && f.p[*at] == '.') {
        ++*at;
        sp.precision = read_number(p->c, f, at, MAX_PRECISION);
    }
    if (*at < f.n) sp.type = f.p[(*at)++];
    return sp;
}

static gp_tpl_val percent_value(percent *p, gp_tpl_val v, spec *sp)
{
    gp_tpl *c = p->c;
    int64_t i = 0;
    double d = 0;
    gp_tpl_sb b = {0};
    switch (sp->type) {
    case 's': return cut_chars(c, gp_tpl_str_of(c, v), sp->precision);
    case 'r': gp_tpl_repr(c, &b, v); return cut_chars(c, gp_tpl_sb_done(c, &b), sp->precision);
    case 'c':
        if (v.t == T_STR && v.s->chars == 1) return v;
        if (!gp_tpl_integer(v, &i) || i < 0 || i > 0x10FFFF || (i >= 0xD800 && i < 0xE000))
            gp_tpl_fail(c, "%%c requires int or char");
        gp_tpl_sb_cp(c, &b, (uint32_t)i, TPL_FROM_TEMPLATE);
        return gp_tpl_sb_done(c, &b);
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o':
        if (v.t == T_FLOAT && strchr("diu", sp->type) && fabs(v.d) < 9e18) i = (int64_t)v.d;
        else if (!gp_tpl_integer(v, &i))
            gp_tpl_fail(c, "%%%c format: a real number is required, not %s", sp->type, gp_tpl_type_name(v));
        return format_int(c, i, sp);
    case 'f':
    case 'F':
    case 'e':
    case 'E':
    case 'g':
    case 'G':
        if (!gp_tpl_number(v, &d)) gp_tpl_fail(c, "must be real number, not %s", gp_tpl_type_name(v));
        return format_float(c, d, sp);
    default: gp_tpl_fail(c, "unsupported format character '%c'", sp->type ? sp->type : '?');
    }
}

gp_tpl_val gp_tpl_percent(gp_tpl *c, const gp_tpl_str *fmt, gp_tpl_val args, const gp_tpl_args *keywords)
{
    percent p = {.c = c, .args = args, .keywords = keywords};
    gp_str f = gp_tpl_view(fmt);
    gp_tpl_sb b = {0};
    for (size_t at = 0; at < f.n;) {
        size_t from = at;
        while (at < f.n && f.p[at] != '%') at++;
        if (at > from) gp_tpl_sb_str(c, &b, gp_tpl_cut(c, fmt, from, at).s);
        if (at == f.n) break;
        if (++at == f.n) gp_tpl_fail(c, "incomplete format");
        if (f.p[at] == '%') {
            gp_tpl_sb_c(c, &b, "%", gp_tpl_mark_at(fmt, at++));
            continue;
        }
        gp_tpl_val v = {0};
        bool keyed = f.p[at] == '(';
        if (keyed) {
            const char *end = memchr(f.p + at, ')', f.n - at);
            if (!end) gp_tpl_fail(c, "incomplete format key");
            v = keyed_arg(&p, (gp_str){f.p + at + 1, (size_t)(end - f.p) - at - 1});
            at = (size_t)(end - f.p) + 1;
        }
        spec sp = read_percent_spec(&p, f, &at);
        if (!keyed) v = next_arg(&p);
        bool is_number = sp.type && strchr("diuxXofFeEgG", sp.type);
        gp_tpl_val text = percent_value(&p, v, &sp);
        if (sp.zero && !sp.align && is_number) {
            sp.fill = '0';
            sp.align = '=';
        }
        gp_tpl_sb_str(c, &b, pad(c, text.s, &sp, '>').s);
    }
    /* what could be a mapping need not be used up */
    bool mapping = args.t == T_DICT || args.t == T_LIST || args.t == T_RANGE || args.t == T_UNDEF;
    if (!mapping && p.used < (args.t == T_TUPLE ? args.l->n : 1))
        gp_tpl_fail(c, "not all arguments converted during string formatting");
    return gp_tpl_as_markup(c, gp_tpl_sb_done(c, &b), fmt->markup);
}

/* --- str.format --- */

static spec read_brace_spec(gp_tpl *c, gp_str f)
{
    spec sp = {.fill = ' ', .precision = -1};
    size_t at = 0, next = 0;
    int32_t first = f.n ? gp_utf8_next(f, &next) : 0;
    if (f.n > next && strchr("<>^=", f.p[next]) && f.p[next]) {
        sp.fill = (uint32_t)first;
        sp.align = f.p[next];
        at = next + 1;
    } else if (f.n && strchr("<>^=", f.p[0]) && f.p[0]) {
        sp.align = f.p[at++];
    }
    if (at < f.n && (f.p[at] == '+' || f.p[at] == ' ' || f.p[at] == '-')) {
        if (f.p[at] != '-') sp.sign = f.p[at];
        at++;
    }
    if (at < f.n && f.p[at] == '#') sp.alt = true, at++;
    if (at < f.n && f.p[at] == '0' && !sp.align) sp.fill = '0', sp.align = '=';
    sp.width = read_number(c, f, &at, MAX_WIDTH);
    if (at < f.n && f.p[at] == ',') sp.comma = true, at++;
    if (at < f.n && f.p[at] == '.') {
        at++;
        sp.precision = read_number(c, f, &at, MAX_PRECISION);
    }
    if (at < f.n) sp.type = f.p[at++];
    if (at < f.n) gp_tpl_fail(c, "invalid format specifier '%.*s'", GP_ARG(f));
    return sp;
}

static gp_tpl_val brace_value(gp_tpl *c, gp_tpl_val v, gp_str spec_text)
{
    if (!spec_text.n) return gp_tpl_str_of(c, v);
    spec sp = read_brace_spec(c, spec_text);
    double d = 0;
    if (v.t == T_STR) {
        if (sp.type && sp.type != 's') gp_tpl_fail(c, "unknown format code '%c' for object of type 'str'", sp.type);
        return pad(c, cut_chars(c, v, sp.precision).s, &sp, '<');
    }
    if (!gp_tpl_number(v, &d)) gp_tpl_fail(c, "unsupported format string for '%s'", gp_tpl_type_name(v));
    if (v.t != T_FLOAT && (!sp.type || strchr("dxXobn", sp.type)))
        return pad(c, format_int(c, v.t == T_INT ? v.i : v.b, &sp).s, &sp, '>');
    if (sp.type && !strchr("fFeEgG%", sp.type))
        gp_tpl_fail(c, "unknown format code '%c' for object of type '%s'", sp.type, gp_tpl_type_name(v));
    if (sp.type || sp.precision >= 0) return pad(c, format_float(c, d, &sp).s, &sp, '>');
    return pad(c, gp_tpl_str_of(c, v).s, &sp, '>');
}

static bool all_digits(gp_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return false;
    return s.n > 0 && s.n < 6;
}

static size_t to_index(gp_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) n = n * 10 + (size_t)(s.p[i] - '0');
    return n;
}

/* NAME or number, then .attr and [key] steps. */
static gp_tpl_val field_value(gp_tpl *c, gp_str field, const gp_tpl_args *args, size_t *automatic)
{
    size_t at = 0;
    while (at < field.n && field.p[at] != '.' && field.p[at] != '[') at++;
    gp_str name = {field.p, at};
    gp_tpl_val v = {0};
    if (!name.n || all_digits(name)) {
        size_t i = name.n ? to_index(name) : (*automatic)++;
        if (i >= args->n) gp_tpl_fail(c, "Replacement index %zu out of range for positional args tuple", i);
        v = args->v[i];
    } else {
        for (size_t i = 0; i < args->n_kw; i++)
            if (gp_str_eq(args->kw[i].name, name)) v = args->kw[i].v;
        if (v.t == T_MISSING) gp_tpl_fail(c, "format: no argument named '%.*s'", GP_ARG(name));
    }
    while (at < field.n) {
        bool bracket = field.p[at] == '[';
        size_t from = ++at;
        while (at < field.n && (bracket ? field.p[at] != ']' : field.p[at] != '.' && field.p[at] != '[')) at++;
        gp_str step = {field.p + from, at - from};
        if (bracket) at++;
        if (bracket && all_digits(step)) v = gp_tpl_item(c, v, gp_tpl_size(c, to_index(step)));
        else v = bracket ? gp_tpl_item(c, v, gp_tpl_mkstr(c, step, TPL_FROM_TEMPLATE)) : gp_tpl_attr(c, v, step);
        if (v.t == T_UNDEF) gp_tpl_undef_use(c, v);
    }
    return v;
}

static void brace_field(gp_tpl *c, gp_tpl_sb *b, gp_str field, const gp_tpl_args *args, size_t *automatic)
{
    const char *colon = memchr(field.p, ':', field.n);
    gp_str name = {field.p, colon ? (size_t)(colon - field.p) : field.n};
    gp_str spec_text = colon ? (gp_str){colon + 1, field.n - name.n - 1} : (gp_str){0};
    char conversion = 0;
    if (name.n > 1 && name.p[name.n - 2] == '!') {
        conversion = name.p[name.n - 1];
        name.n -= 2;
    }
    gp_tpl_val v = field_value(c, name, args, automatic);
    if (conversion == 'r') {
        gp_tpl_sb r = {0};
        gp_tpl_repr(c, &r, v);
        v = gp_tpl_sb_done(c, &r);
    } else if (conversion == 's') {
        v = gp_tpl_str_of(c, v);
    } else if (conversion) {
        gp_tpl_fail(c, "unknown conversion '!%c' in a format", conversion);
    }
    gp_tpl_sb_str(c, b, brace_value(c, v, spec_text).s);
}

gp_tpl_val gp_tpl_brace_format(gp_tpl *c, const gp_tpl_str *fmt, const gp_tpl_args *args)
{
    gp_tpl_sb b = {0};
    size_t automatic = 0;
    for (size_t at = 0; at < fmt->n;) {
        size_t from = at;
        while (at < fmt->n && fmt->p[at] != '{' && fmt->p[at] != '}') at++;
        if (at > from) gp_tpl_sb_str(c, &b, gp_tpl_cut(c, fmt, from, at).s);
        if (at == fmt->n) break;
        if (at + 1 < fmt->n && fmt->p[at + 1] == fmt->p[at]) {
            gp_tpl_sb_put(c, &b, (gp_str){fmt->p + at, 1}, gp_tpl_mark_at(fmt, at));
            at += 2;
            continue;
        }
        const char *end = fmt->p[at] == '{' ? memchr(fmt->p + at, '}', fmt->n - at) : NULL;
        if (!end) gp_tpl_fail(c, "Single '%c' encountered in format string", fmt->p[at]);
        gp_str field = {fmt->p + at + 1, (size_t)(end - fmt->p) - at - 1};
        if (memchr(field.p, '{', field.n)) gp_tpl_fail(c, "nested fields in a format are not supported");
        brace_field(c, &b, field, args, &automatic);
        at += field.n + 2;
    }
    return gp_tpl_as_markup(c, gp_tpl_sb_done(c, &b), fmt->markup);
}

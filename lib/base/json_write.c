/* json_write.c - separators, escapes, and the canonical form. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

void gp_jw_init(gp_jw *w, gp_buf *out, int indent) { *w = (gp_jw){.out = out, .indent = indent, .first = true}; }

static void line_break(gp_jw *w)
{
    if (!w->indent) return;
    gp_buf_byte(w->out, '\n');
    for (unsigned i = 0; i < w->depth * (unsigned)w->indent; i++) gp_buf_byte(w->out, ' ');
}

/* What stands before a value: nothing after a key, else the separator of the enclosing array. */
static void before_value(gp_jw *w)
{
    if (w->after_key) {
        w->after_key = false;
    } else if (w->depth) {
        if (!w->first) gp_buf_byte(w->out, ',');
        line_break(w);
    }
    w->first = false;
}

static void open(gp_jw *w, char c)
{
    before_value(w);
    gp_buf_byte(w->out, c);
    w->depth++;
    w->first = true;
}

static void shut(gp_jw *w, char c)
{
    w->depth--;
    if (!w->first) line_break(w);
    gp_buf_byte(w->out, c);
    w->first = false;
}

void gp_jw_object(gp_jw *w) { open(w, '{'); }
void gp_jw_end_object(gp_jw *w) { shut(w, '}'); }
void gp_jw_array(gp_jw *w) { open(w, '['); }
void gp_jw_end_array(gp_jw *w) { shut(w, ']'); }

static void put_escaped(gp_buf *out, gp_str s)
{
    static const char short_form[] = "\bb\tt\nn\ff\rr\"\"\\\\";
    gp_buf_byte(out, '"');
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        at = gp_str_plain(s, at);
        gp_buf_put(out, s.p + from, at - from);
        if (at >= s.n) break;
        from = at;
        unsigned char c = (unsigned char)s.p[at];
        if (c >= 0x80) {
            if (gp_utf8_next(s, &at) < 0) gp_buf_c(out, "\xEF\xBF\xBD");
            else gp_buf_put(out, s.p + from, at - from);
            continue;
        }
        at++;
        const char *hit = NULL;
        for (const char *e = short_form; *e; e += 2)
            if ((unsigned char)*e == c) hit = e;
        if (hit) gp_buf_put(out, (char[]){'\\', hit[1]}, 2);
        else gp_buf_fmt(out, "\\u%04x", c);
    }
    gp_buf_byte(out, '"');
}

void gp_jw_key_str(gp_jw *w, gp_str key)
{
    if (!w->first) gp_buf_byte(w->out, ',');
    line_break(w);
    put_escaped(w->out, key);
    gp_buf_put(w->out, ": ", w->indent ? 2 : 1);
    w->first = false;
    w->after_key = true;
}

/* On one line in one piece: lines of journals have some fifty keys. */
void gp_jw_key(gp_jw *w, const char *key)
{
    size_t n = strlen(key), at = 0;
    char text[64];
    if (w->indent || n > sizeof text - 4) {
        gp_jw_key_str(w, gp_str_c(key));
        return;
    }
    if (!w->first) text[at++] = ',';
    text[at++] = '"';
    memcpy(text + at, key, n);
    memcpy(text + at + n, "\":", 2);
    gp_buf_put(w->out, text, at + n + 2);
    w->first = false;
    w->after_key = true;
}

void gp_jw_str(gp_jw *w, gp_str s)
{
    before_value(w);
    put_escaped(w->out, s);
}

void gp_jw_c(gp_jw *w, const char *cstr)
{
    if (cstr) gp_jw_str(w, gp_str_c(cstr));
    else gp_jw_null(w);
}

void gp_jw_int(gp_jw *w, int64_t v)
{
    char text[24];
    before_value(w);
    gp_buf_put(w->out, text, gp_fmt_int(text, v));
}

void gp_jw_real(gp_jw *w, double v)
{
    char text[32];
    before_value(w);
    gp_buf_put(w->out, text, gp_fmt_double(text, v));
}

void gp_jw_bool(gp_jw *w, bool v) { gp_jw_raw(w, v ? GP_STR("true") : GP_STR("false")); }

void gp_jw_null(gp_jw *w) { gp_jw_raw(w, GP_STR("null")); }

void gp_jw_raw(gp_jw *w, gp_str json)
{
    before_value(w);
    gp_buf_str(w->out, json);
}

/* A whole number whose digits a double may not hold. */
static bool is_big(const gp_json *v)
{
    if (v->type == GP_JSON_INT) return v->i > (1LL << 53) || v->i < -(1LL << 53);
    if (v->type != GP_JSON_REAL || (v->d < 0x1p63 && v->d > -0x1p63)) return false;
    for (size_t i = 0; i < v->raw.n; i++)
        if (strchr(".eE", v->raw.p[i])) return false;
    return v->raw.n > 0;
}

void gp_jw_value(gp_jw *w, const gp_json *v)
{
    switch (v->type) {
    case GP_JSON_NULL: gp_jw_null(w); return;
    case GP_JSON_BOOL: gp_jw_bool(w, v->b); return;
    case GP_JSON_INT: gp_jw_int(w, v->i); return;
    case GP_JSON_REAL:
        if (is_big(v)) gp_jw_raw(w, v->raw);
        else gp_jw_real(w, v->d);
        return;
    case GP_JSON_STRING: gp_jw_str(w, v->s); return;
    case GP_JSON_ARRAY:
        gp_jw_array(w);
        for (const gp_json *c = v->first; c; c = c->next) gp_jw_value(w, c);
        gp_jw_end_array(w);
        return;
    case GP_JSON_OBJECT:
        gp_jw_object(w);
        for (const gp_json *c = v->first; c; c = c->next) {
            gp_jw_key_str(w, c->key);
            gp_jw_value(w, c);
        }
        gp_jw_end_object(w);
        return;
    }
}

void gp_jw_kstr(gp_jw *w, const char *key, gp_str v)
{
    gp_jw_key(w, key);
    gp_jw_str(w, v);
}
void gp_jw_kc(gp_jw *w, const char *key, const char *v)
{
    gp_jw_key(w, key);
    gp_jw_c(w, v);
}
void gp_jw_kint(gp_jw *w, const char *key, int64_t v)
{
    gp_jw_key(w, key);
    gp_jw_int(w, v);
}
void gp_jw_kreal(gp_jw *w, const char *key, double v)
{
    gp_jw_key(w, key);
    gp_jw_real(w, v);
}
void gp_jw_kbool(gp_jw *w, const char *key, bool v)
{
    gp_jw_key(w, key);
    gp_jw_bool(w, v);
}

void gp_jw_kreal_or_null(gp_jw *w, const char *key, double v)
{
    gp_jw_key(w, key);
    gp_jw_real(w, v); /* NaN is written as null */
}

void gp_jw_kint_or_null(gp_jw *w, const char *key, int64_t v)
{
    gp_jw_key(w, key);
    if (v < 0) gp_jw_null(w);
    else gp_jw_int(w, v);
}

/* --- RFC 8785 --- */

/* UTF-16 code unit order differs from UTF-8 byte order only between U+E000..U+FFFF and the supplementary planes. */
static int utf16_cmp(gp_str a, gp_str b)
{
    size_t i = 0, j = 0;
    while (i < a.n && i < b.n && a.p[i] == b.p[i] && (unsigned char)a.p[i] < 0x80) i++;
    j = i;
    while (i < a.n && j < b.n) {
        int32_t x = gp_utf8_next(a, &i), y = gp_utf8_next(b, &j);
        if (x == y) continue;
        bool sx = x > 0xFFFF, sy = y > 0xFFFF;
        int32_t ux = sx ? 0xD800 + ((x - 0x10000) >> 10) : x, uy = sy ? 0xD800 + ((y - 0x10000) >> 10) : y;
        if (ux != uy) return ux < uy ? -1 : 1;
        return x < y ? -1 : 1;
    }
    return (i < a.n) - (j < b.n);
}

static int by_utf16_key(const void *x, const void *y)
{
    return utf16_cmp((*(const gp_json *const *)x)->key, (*(const gp_json *const *)y)->key);
}

/* Objects are small and mostly in order: insertion beats a general sort. */
static void sort_members(const gp_json **v, size_t n)
{
    if (n > 32) {
        qsort(v, n, sizeof *v, by_utf16_key);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        const gp_json *x = v[i];
        size_t k = i;
        for (; k && utf16_cmp(v[k - 1]->key, x->key) > 0; k--) v[k] = v[k - 1];
        v[k] = x;
    }
}

static gp_code write_canonical(gp_jw *w, gp_arena *a, const gp_json *v, bool exact, gp_err *err)
{
    gp_code code = GP_OK;
    if (exact && is_big(v)) return gp_jw_raw(w, v->raw), GP_OK;
    if (v->type == GP_JSON_INT && is_big(v))
        return gp_json_fail(err, v, "the integer %lld has no exact canonical form (RFC 8785)", (long long)v->i);
    if (v->type == GP_JSON_ARRAY) {
        gp_jw_array(w);
        for (const gp_json *c = v->first; c && !code; c = c->next) code = write_canonical(w, a, c, exact, err);
        gp_jw_end_array(w);
    } else if (v->type == GP_JSON_OBJECT) {
        const gp_json **sorted = GP_NEW_ARRAY(a, const gp_json *, v->n);
        size_t n = 0;
        for (const gp_json *c = v->first; c; c = c->next) sorted[n++] = c;
        sort_members(sorted, n);
        gp_jw_object(w);
        for (size_t i = 0; i < n && !code; i++) {
            gp_jw_key_str(w, sorted[i]->key);
            code = write_canonical(w, a, sorted[i], exact, err);
        }
        gp_jw_end_object(w);
    } else if (v->type == GP_JSON_REAL) {
        gp_jw_real(w, v->d);
    } else {
        gp_jw_value(w, v);
    }
    return code;
}

gp_code gp_jw_canonical(gp_jw *w, gp_arena *a, const gp_json *v, gp_err *err)
{
    return write_canonical(w, a, v, true, err);
}

gp_code gp_json_canonical(gp_str text, gp_buf *out, gp_err *err)
{
    gp_arena a = {0};
    const gp_json *root = NULL;
    gp_jw w;
    gp_jw_init(&w, out, 0);
    gp_code code = gp_json_parse(&a, "(canonical form)", text, &root, err);
    if (!code) code = write_canonical(&w, &a, root, false, err);
    if (!code) code = gp_buf_check(out, err);
    gp_arena_free(&a);
    return code;
}

/* json_read.c - one pass over the text, values made as they end. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "base/json.h"

gp_code gp_json_reader_fail(gp_json_reader *r, gp_err *err, const char *fmt, ...)
{
    gp_err inner = {0};
    va_list ap;
    va_start(ap, fmt);
    gp_vfail(&inner, GP_E_INPUT, fmt, ap);
    va_end(ap);
    return gp_fail(err, GP_E_INPUT, "%s:%u:%zu: %s", r->name, r->line, r->at - r->line_start + 1, inner.msg);
}

void gp_json_reader_init(gp_json_reader *r, const char *name, gp_str text)
{
    *r = (gp_json_reader){.name = name, .text = text, .line = 1, .first = true};
    if (gp_str_starts(text, GP_STR("\xEF\xBB\xBF"))) r->at = r->line_start = 3;
}

static void skip_space(gp_json_reader *r)
{
    for (; r->at < r->text.n; r->at++) {
        char c = r->text.p[r->at];
        if (c == '\n') {
            r->line++;
            r->line_start = r->at + 1;
        } else if (c != ' ' && c != '\t' && c != '\r') {
            return;
        }
    }
}

/* Next significant byte without consuming it; 0 at the end. */
static inline char peek(gp_json_reader *r)
{
    if (r->at < r->text.n && r->text.p[r->at] > ' ') return r->text.p[r->at]; /* mostly there is no space */
    skip_space(r);
    return r->at < r->text.n ? r->text.p[r->at] : 0;
}

static gp_code unexpected(gp_json_reader *r, const char *wanted, gp_err *err)
{
    if (r->at >= r->text.n) return gp_json_reader_fail(r, err, "the document ends where %s is expected", wanted);
    gp_buf shown = {0};
    size_t end = r->at, limit = r->at + 12 < r->text.n ? r->at + 12 : r->text.n;
    while (end < limit && !strchr(" \t\r\n,:]}", r->text.p[end])) end++;
    gp_show(&shown, (gp_str){r->text.p + r->at, end > r->at ? end - r->at : 1}, 0);
    gp_code code = gp_json_reader_fail(r, err, "expected %s, found '%s'", wanted, gp_buf_view(&shown).p);
    gp_buf_free(&shown);
    return code;
}

static int hex4(const char *p)
{
    int v = 0;
    for (int i = 0; i < 4; i++) {
        char c = p[i];
        int d = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : -1;
        if (d < 0) return -1;
        v = v * 16 + d;
    }
    return v;
}

/* One \uXXXX escape (or a pair) with r->at on the 'u'; writes UTF-8 to out and moves behind it. */
static gp_code read_unicode(gp_json_reader *r, char **out, gp_err *err)
{
    int hi = r->at + 5 <= r->text.n ? hex4(r->text.p + r->at + 1) : -1;
    if (hi < 0) return gp_json_reader_fail(r, err, "\\u needs four hexadecimal digits");
    uint32_t cp = (uint32_t)hi;
    size_t used = 5;
    if (hi >= 0xD800 && hi < 0xDC00) {
        const char *p = r->text.p + r->at + 5;
        int lo = r->at + 11 <= r->text.n && p[0] == '\\' && p[1] == 'u' ? hex4(p + 2) : -1;
        if (lo < 0xDC00 || lo > 0xDFFF)
            return gp_json_reader_fail(r, err, "\\u%04X is half of a surrogate pair", (unsigned)hi);
        cp = 0x10000 + ((cp - 0xD800) << 10) + ((uint32_t)lo - 0xDC00);
        used = 11;
    } else if (hi >= 0xDC00 && hi <= 0xDFFF) {
        return gp_json_reader_fail(r, err, "\\u%04X is half of a surrogate pair", (unsigned)hi);
    }
    *out += gp_utf8_put(*out, cp);
    r->at += used;
    return GP_OK;
}

static gp_code read_escape(gp_json_reader *r, char **out, gp_err *err)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char c = ++r->at < r->text.n ? r->text.p[r->at] : 0;
    if (c == 'u') return read_unicode(r, out, err);
    const char *hit = c ? strchr(from, c) : NULL;
    if (!hit)
        return gp_json_reader_fail(r, err,
                                   "unknown escape in a string; use \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\uXXXX");
    *(*out)++ = to[hit - from];
    r->at++;
    return GP_OK;
}

/* A string with r->at on its opening quote. */
static gp_code read_string(gp_json_reader *r, gp_arena *a, gp_str *out, gp_err *err)
{
    size_t open = r->at, end = gp_str_plain(r->text, open + 1); /* mostly the closing quote */
    bool escaped = false;
    unsigned char bits = 0; /* of all bytes: is any beyond ASCII? */
    for (; end < r->text.n && r->text.p[end] != '"'; end++) {
        bits |= (unsigned char)r->text.p[end];
        if (r->text.p[end] == '\\') {
            escaped = true;
            if (++end < r->text.n) bits |= (unsigned char)r->text.p[end];
        } else if ((unsigned char)r->text.p[end] < 0x20) {
            r->at = end;
            return gp_json_reader_fail(r, err, "control character 0x%02X in a string; write it as an escape",
                                       (unsigned)(unsigned char)r->text.p[end]);
        }
    }
    if (end >= r->text.n) return gp_json_reader_fail(r, err, "the string that starts here is never closed");
    gp_str raw = {r->text.p + open + 1, end - open - 1};
    size_t bad = bits < 0x80 ? SIZE_MAX : gp_utf8_bad(raw);
    if (bad != SIZE_MAX) {
        r->at = open + 1 + bad;
        return gp_json_reader_fail(r, err, "invalid UTF-8 (byte 0x%02X at offset %zu)",
                                   (unsigned)(unsigned char)raw.p[bad], r->at);
    }
    r->at = end + 1;
    *out = raw;
    if (!escaped) return GP_OK;
    char *buf = gp_arena_alloc(a, raw.n + 1), *p = buf;
    for (r->at = open + 1; r->at < end;) {
        if (r->text.p[r->at] != '\\') *p++ = r->text.p[r->at++];
        else {
            gp_code code = read_escape(r, &p, err);
            if (code) return code;
        }
    }
    r->at = end + 1;
    *out = (gp_str){buf, (size_t)(p - buf)};
    return GP_OK;
}

static bool digits(gp_json_reader *r)
{
    size_t from = r->at;
    while (r->at < r->text.n && r->text.p[r->at] >= '0' && r->text.p[r->at] <= '9') r->at++;
    return r->at > from;
}

/* An integer of up to 15 digits needs no strtod to be exact. */
static bool small_int(gp_str s, gp_json *v)
{
    bool minus = s.p[0] == '-';
    int64_t sum = 0;
    if (s.n - minus > 15) return false;
    for (size_t i = minus; i < s.n; i++) sum = sum * 10 + (s.p[i] - '0');
    if (minus && sum == 0) return false; /* -0 keeps its sign as a double */
    v->type = GP_JSON_INT;
    v->i = minus ? -sum : sum;
    v->d = (double)v->i;
    return true;
}

/* A decimal of up to 15 digits and 22 places is a quotient of two exact doubles, which division rounds correctly. */
static bool small_decimal(gp_str s, double *out)
{
    static const double ten[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    bool minus = s.p[0] == '-';
    int64_t sum = 0;
    size_t point = s.n;
    if (s.n - minus > 16) return false;
    for (size_t i = minus; i < s.n; i++) {
        if (s.p[i] == '.') point = i;
        else if (s.p[i] < '0' || s.p[i] > '9') return false; /* an exponent */
        else sum = sum * 10 + (s.p[i] - '0');
    }
    if (point == s.n) return false;
    double v = (double)sum / ten[s.n - point - 1];
    *out = minus ? -v : v;
    return true;
}

static gp_code read_number(gp_json_reader *r, gp_json *v, gp_err *err)
{
    size_t from = r->at;
    bool real = false;
    if (r->text.p[r->at] == '-') r->at++;
    size_t lead = r->at;
    if (!digits(r)) return r->at = from, unexpected(r, "a value", err);
    if (r->text.p[lead] == '0' && r->at > lead + 1)
        return r->at = from, gp_json_reader_fail(r, err, "a number must not start with 0");
    if (r->at < r->text.n && r->text.p[r->at] == '.') {
        real = true;
        r->at++;
        if (!digits(r)) return gp_json_reader_fail(r, err, "digits must follow the decimal point");
    }
    if (r->at < r->text.n && (r->text.p[r->at] | 32) == 'e') {
        real = true;
        r->at++;
        if (r->at < r->text.n && (r->text.p[r->at] == '+' || r->text.p[r->at] == '-')) r->at++;
        if (!digits(r)) return gp_json_reader_fail(r, err, "digits must follow the exponent sign");
    }
    char text[64];
    size_t n = r->at - from;
    if (!real && small_int((gp_str){r->text.p + from, n}, v)) return GP_OK;
    if (real && small_decimal((gp_str){r->text.p + from, n}, &v->d)) return v->type = GP_JSON_REAL, GP_OK;
    if (n >= sizeof text)
        return r->at = from, gp_json_reader_fail(r, err, "a number longer than %zu characters", sizeof text - 1);
    memcpy(text, r->text.p + from, n);
    text[n] = 0;
    errno = 0;
    v->d = strtod(text, NULL);
    if (v->d > 1.7976931348623157e308 || v->d < -1.7976931348623157e308)
        return r->at = from, gp_json_reader_fail(r, err, "the number %s is too large", text);
    v->type = GP_JSON_REAL;
    if (real) return GP_OK;
    errno = 0;
    v->i = strtoll(text, NULL, 10);
    if (errno == 0) v->type = GP_JSON_INT;
    return GP_OK;
}

static gp_code read_word(gp_json_reader *r, gp_json *v, gp_err *err)
{
    gp_str rest = {r->text.p + r->at, r->text.n - r->at};
    if (gp_str_starts(rest, GP_STR("true"))) return v->type = GP_JSON_BOOL, v->b = true, r->at += 4, GP_OK;
    if (gp_str_starts(rest, GP_STR("false"))) return v->type = GP_JSON_BOOL, r->at += 5, GP_OK;
    if (gp_str_starts(rest, GP_STR("null"))) return r->at += 4, GP_OK;
    return unexpected(r, "a value", err);
}

static int by_key(const void *x, const void *y)
{
    const gp_json *a = *(const gp_json *const *)x, *b = *(const gp_json *const *)y;
    int c = gp_str_cmp(a->key, b->key);
    return c ? c : (a->offset > b->offset) - (a->offset < b->offset);
}

/* Each pair of a small object: mostly lengths or first bytes differ, which is quicker than sorting. */
static bool all_differ(const gp_json *object)
{
    for (const gp_json *m = object->first; m; m = m->next)
        for (const gp_json *o = m->next; o; o = o->next)
            if (m->key.n == o->key.n && (!m->key.n || (m->key.p[0] == o->key.p[0] && gp_str_eq(m->key, o->key))))
                return false;
    return true;
}

static gp_code refuse_duplicates(gp_json_reader *r, gp_arena *a, const gp_json *object, gp_err *err)
{
    if (object->n < 2 || (object->n <= 48 && all_differ(object))) return GP_OK;
    const gp_json **sorted = GP_NEW_ARRAY(a, const gp_json *, object->n);
    size_t n = 0;
    for (const gp_json *m = object->first; m; m = m->next) sorted[n++] = m;
    qsort(sorted, n, sizeof *sorted, by_key);
    for (size_t i = 1; i < n; i++)
        if (gp_str_eq(sorted[i - 1]->key, sorted[i]->key))
            return gp_fail(err, GP_E_INPUT, "%s:%u:%u: duplicate key \"%.*s\" (first at line %u)", r->name,
                           sorted[i]->key_line, sorted[i]->key_col, GP_ARG(sorted[i]->key), sorted[i - 1]->key_line);
    return GP_OK;
}

static gp_code read_value(gp_json_reader *r, gp_arena *a, gp_json **out, gp_err *err);

static gp_code read_children(gp_json_reader *r, gp_arena *a, gp_json *v, gp_err *err)
{
    gp_json *last = NULL;
    gp_code code = gp_json_enter(r, v->type, err);
    while (!code) {
        gp_json *child = NULL;
        gp_str key = {0};
        bool more;
        if (v->type == GP_JSON_OBJECT) {
            code = gp_json_member(r, a, &key, &more, err);
        } else {
            code = gp_json_element(r, &more, err);
        }
        if (code || !more) break;
        uint32_t key_line = r->key_line, key_col = r->key_col;
        code = read_value(r, a, &child, err);
        if (code) break;
        child->key = key;
        child->key_line = key_line;
        child->key_col = key_col;
        if (last) last->next = child;
        else v->first = child;
        last = child;
        v->n++;
    }
    if (!code && v->type == GP_JSON_OBJECT) code = refuse_duplicates(r, a, v, err);
    return code;
}

/* A value takes some hundred bytes, its text two: a document may be small enough as a file and too large here. */
static gp_code too_large(const gp_json_reader *r, gp_err *err)
{
    return gp_fail(err, GP_E_NOMEM, "%s:%u: what is read up to here needs more than %zu bytes of memory", r->name,
                   r->line, GP_CAP_JSON);
}

static gp_code read_value(gp_json_reader *r, gp_arena *a, gp_json **out, gp_err *err)
{
    char c = peek(r);
    if (a->used > GP_CAP_JSON) return too_large(r, err);
    gp_json *v = GP_NEW(a, gp_json);
    v->name = r->name;
    v->line = r->line;
    v->col = (uint32_t)(r->at - r->line_start + 1);
    v->offset = r->at;
    gp_code code;
    if (c == '{' || c == '[') {
        v->type = c == '{' ? GP_JSON_OBJECT : GP_JSON_ARRAY;
        code = read_children(r, a, v, err);
    } else if (c == '"') {
        v->type = GP_JSON_STRING;
        code = read_string(r, a, &v->s, err);
    } else if (c == '-' || (c >= '0' && c <= '9')) {
        code = read_number(r, v, err);
    } else {
        code = read_word(r, v, err);
    }
    v->raw = (gp_str){r->text.p + v->offset, r->at - v->offset};
    r->first = false;
    *out = v;
    return code;
}

gp_code gp_json_read(gp_json_reader *r, gp_arena *a, const gp_json **out, gp_err *err)
{
    gp_json *v = NULL;
    gp_code code = read_value(r, a, &v, err);
    if (!code) *out = v;
    return code;
}

gp_code gp_json_enter(gp_json_reader *r, gp_json_type container, gp_err *err)
{
    char open = container == GP_JSON_OBJECT ? '{' : '[';
    if (peek(r) != open) return unexpected(r, gp_json_type_name(container), err);
    if (++r->depth > GP_CAP_JSON_DEPTH)
        return gp_json_reader_fail(r, err, "nested deeper than %d levels", (int)GP_CAP_JSON_DEPTH);
    r->at++;
    r->first = true;
    return GP_OK;
}

/* Shared by members and elements: the separator, or the end of the container. */
static gp_code next_child(gp_json_reader *r, char close, const char *wanted, bool *more, gp_err *err)
{
    char c = peek(r);
    *more = false;
    if (c == close) {
        r->at++;
        r->depth--;
        r->first = false;
        return GP_OK;
    }
    if (!r->first) {
        if (c != ',') return unexpected(r, wanted, err);
        r->at++;
        if (peek(r) == close) return gp_json_reader_fail(r, err, "a comma before '%c'", close);
    }
    *more = true;
    return GP_OK;
}

gp_code gp_json_member(gp_json_reader *r, gp_arena *a, gp_str *key, bool *more, gp_err *err)
{
    gp_code code = next_child(r, '}', "',' or '}'", more, err);
    if (code || !*more) return code;
    if (peek(r) != '"') return unexpected(r, "a key in double quotes", err);
    r->key_line = r->line;
    r->key_col = (uint32_t)(r->at - r->line_start + 1);
    code = read_string(r, a, key, err);
    if (code) return code;
    if (peek(r) != ':') return unexpected(r, "':' after the key", err);
    r->at++;
    return GP_OK;
}

gp_code gp_json_element(gp_json_reader *r, bool *more, gp_err *err)
{
    return next_child(r, ']', "',' or ']'", more, err);
}

gp_code gp_json_finish(gp_json_reader *r, gp_err *err)
{
    (void)peek(r);
    return r->at < r->text.n ? unexpected(r, "the end of the document", err) : GP_OK;
}

gp_code gp_json_parse(gp_arena *a, const char *name, gp_str text, const gp_json **root, gp_err *err)
{
    gp_json_reader r;
    gp_json_reader_init(&r, name, text);
    gp_code code = gp_json_read(&r, a, root, err);
    return code ? code : gp_json_finish(&r, err);
}

/* --- access --- */

const gp_json *gp_json_get(const gp_json *object, const char *key)
{
    if (!object || object->type != GP_JSON_OBJECT) return NULL;
    gp_str wanted = gp_str_c(key);
    for (const gp_json *m = object->first; m; m = m->next)
        if (gp_str_eq(m->key, wanted)) return m;
    return NULL;
}

gp_code gp_json_fail(gp_err *err, const gp_json *at, const char *fmt, ...)
{
    gp_err inner = {0};
    va_list ap;
    va_start(ap, fmt);
    gp_vfail(&inner, GP_E_INPUT, fmt, ap);
    va_end(ap);
    if (!at) return gp_fail(err, GP_E_INPUT, "%s", inner.msg);
    return gp_fail(err, GP_E_INPUT, "%s:%u:%u: %s", at->name, at->line, at->col, inner.msg);
}

const char *gp_json_type_name(gp_json_type t)
{
    static const char *const name[] = {"null",     "true or false", "an integer", "a number",
                                       "a string", "an array",      "an object"};
    return name[t];
}

static gp_code wrong_type(const gp_json *v, const char *what, const char *wanted, gp_err *err)
{
    return gp_json_fail(err, v, "%s must be %s, not %s", what, wanted, gp_json_type_name(v->type));
}

gp_code gp_json_want(const gp_json *v, const char *what, gp_json_type type, gp_err *err)
{
    return v->type == type ? GP_OK : wrong_type(v, what, gp_json_type_name(type), err);
}

gp_code gp_json_str(const gp_json *v, const char *what, gp_str *out, gp_err *err)
{
    if (v->type != GP_JSON_STRING) return wrong_type(v, what, "a string", err);
    *out = v->s;
    return GP_OK;
}

gp_code gp_json_int(const gp_json *v, const char *what, int64_t min, int64_t max, int64_t *out, gp_err *err)
{
    if (v->type != GP_JSON_INT) return wrong_type(v, what, "an integer", err);
    if (v->i < min || v->i > max)
        return gp_json_fail(err, v, "%s is %lld, but must be from %lld to %lld", what, (long long)v->i, (long long)min,
                            (long long)max);
    *out = v->i;
    return GP_OK;
}

gp_code gp_json_real(const gp_json *v, const char *what, double min, double max, double *out, gp_err *err)
{
    if (v->type != GP_JSON_REAL && v->type != GP_JSON_INT) return wrong_type(v, what, "a number", err);
    if (v->d < min || v->d > max)
        return gp_json_fail(err, v, "%s is %.15g, but must be from %.15g to %.15g", what, v->d, min, max);
    *out = v->d;
    return GP_OK;
}

gp_code gp_json_bool(const gp_json *v, const char *what, bool *out, gp_err *err)
{
    if (v->type != GP_JSON_BOOL) return wrong_type(v, what, "true or false", err);
    *out = v->b;
    return GP_OK;
}

enum { FEW_KEYS = 12 }; /* so many are listed beside the nearest; without one all are */

static gp_code fail_unknown(const gp_json *m, const char *what, const char *const *known, size_t n, gp_err *err)
{
    gp_buf more = {0};
    const char *near = gp_nearest(m->key, known, n);
    gp_json at = *m;
    at.line = m->key_line;
    at.col = m->key_col;
    if (near) gp_buf_fmt(&more, "; did you mean \"%s\"?", near);
    for (size_t i = 0; i < n && (!near || n <= FEW_KEYS); i++)
        gp_buf_fmt(&more, "%s%s%s", i ? ", " : " (known: ", known[i], i + 1 == n ? ")" : "");
    gp_code code = gp_json_fail(err, &at, "unknown key \"%.*s\" in %s%s", GP_ARG(m->key), what, more.n ? more.p : "");
    gp_buf_free(&more);
    return code;
}

gp_code gp_json_known_keys(const gp_json *object, const char *what, const char *const *known, size_t n, gp_err *err)
{
    gp_code code = gp_json_want(object, what, GP_JSON_OBJECT, err);
    bool any = false;
    for (const gp_json *m = code ? NULL : object->first; m && !code; m = m->next) {
        bool found = false;
        for (size_t i = 0; i < n && !found; i++) found = gp_str_eqc(m->key, known[i]);
        if (!found) code = gp_err_go_on(err, fail_unknown(m, what, known, n, err), &any);
    }
    return gp_err_sum(err, code, any);
}

gp_code gp_json_fail_choice(const gp_json *v, const char *what, const char *const *names, size_t n, gp_err *err)
{
    gp_buf list = {0}, shown = {0};
    for (size_t i = 0; i < n; i++) gp_buf_fmt(&list, "%s%s", i ? ", " : "", names[i]);
    gp_show(&shown, v->s, 60);
    const char *near = gp_nearest(v->s, names, n);
    gp_code code = gp_json_fail(err, v, "%s is \"%s\", but must be one of %s%s%s%s", what, shown.p ? shown.p : "",
                                list.p ? list.p : "", near ? "; did you mean \"" : "", near ? near : "",
                                near ? "\"?" : "");
    gp_buf_free(&list);
    gp_buf_free(&shown);
    return code;
}

const gp_json *gp_json_beyond_double(const gp_json *v)
{
    const gp_json *found = v && v->type == GP_JSON_INT && (v->i > 1LL << 53 || v->i < -(1LL << 53)) ? v : NULL;
    bool holds = v && (v->type == GP_JSON_ARRAY || v->type == GP_JSON_OBJECT);
    for (const gp_json *e = holds ? v->first : NULL; e && !found; e = e->next) found = gp_json_beyond_double(e);
    return found;
}

/* str.c - slices, buffers, UTF-8, numbers and names. */
#include "base/str.h"

#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

gp_str gp_str_c(const char *cstr) { return (gp_str){cstr, cstr ? strlen(cstr) : 0}; }

bool gp_str_eq(gp_str a, gp_str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }

int gp_str_cmp(gp_str a, gp_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool gp_str_starts(gp_str s, gp_str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool gp_str_ends(gp_str s, gp_str suffix)
{
    return s.n >= suffix.n && gp_str_eq((gp_str){s.p + s.n - suffix.n, suffix.n}, suffix);
}

static char lower(char c) { return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c); }

bool gp_str_eq_nocase(gp_str a, gp_str b)
{
    for (size_t i = 0; a.n == b.n && i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i])) return false;
    return a.n == b.n;
}

size_t gp_str_find(gp_str s, gp_str needle)
{
    if (needle.n == 0) return 0;
    for (size_t at = 0; at + needle.n <= s.n;) {
        const char *hit = memchr(s.p + at, needle.p[0], s.n - needle.n - at + 1);
        if (!hit) break;
        if (memcmp(hit, needle.p, needle.n) == 0) return (size_t)(hit - s.p);
        at = (size_t)(hit - s.p) + 1;
    }
    return SIZE_MAX;
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

gp_str gp_str_trim(gp_str s)
{
    while (s.n && is_space(s.p[0])) s.p++, s.n--;
    while (s.n && is_space(s.p[s.n - 1])) s.n--;
    return s;
}

gp_str gp_str_dup(gp_arena *a, gp_str s) { return (gp_str){gp_arena_copy(a, s.p, s.n), s.n}; }

gp_str gp_str_cat(gp_arena *a, gp_str x, gp_str y, gp_str z)
{
    char *p = gp_arena_alloc(a, x.n + y.n + z.n + 1);
    if (x.n) memcpy(p, x.p, x.n);
    if (y.n) memcpy(p + x.n, y.p, y.n);
    if (z.n) memcpy(p + x.n + y.n, z.p, z.n);
    return (gp_str){p, x.n + y.n + z.n};
}

/* What vsnprintf says of the length; it cannot count a text beyond INT_MAX. */
static size_t measured(int n)
{
    if (n < 0) gp_memory_gone(INT_MAX);
    return (size_t)n;
}

gp_str gp_str_fmt(gp_arena *a, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    size_t n = measured(vsnprintf(NULL, 0, fmt, ap));
    va_end(ap);
    char *p = gp_arena_alloc(a, n + 1);
    (void)vsnprintf(p, n + 1, fmt, again);
    va_end(again);
    return (gp_str){p, n};
}

/* --- buffer --- */

/* Room for `more` bytes and the NUL. False: the cap forbids it. */
static bool reserve(gp_buf *b, size_t more)
{
    if (b->failed || (b->cap && (more > b->cap || b->n > b->cap - more))) return !(b->failed = true);
    if (more > SIZE_MAX / 4) gp_memory_gone(more);
    size_t need = b->n + more + 1;
    if (need <= b->size) return true;
    size_t size = b->size ? b->size : 256;
    while (size < need) size *= 2;
    b->p = gp_resize(b->p, size, 1);
    b->size = size;
    return true;
}

void gp_buf_put(gp_buf *b, const void *p, size_t n)
{
    if (!reserve(b, n)) return;
    if (n) memcpy(b->p + b->n, p, n);
    b->n += n;
    b->p[b->n] = 0;
}

void gp_buf_str(gp_buf *b, gp_str s) { gp_buf_put(b, s.p, s.n); }

void gp_buf_c(gp_buf *b, const char *cstr) { gp_buf_put(b, cstr, strlen(cstr)); }

void gp_buf_grow_byte(gp_buf *b, char c)
{
    if (!reserve(b, 1)) return;
    b->p[b->n++] = c;
    b->p[b->n] = 0;
}

void gp_buf_fmt(gp_buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    /* Into the room that is there; only what does not fit is formatted a second time. */
    size_t room = b->failed || !b->p ? 0 : b->size - b->n;
    size_t n = measured(vsnprintf(room ? b->p + b->n : NULL, room, fmt, ap));
    va_end(ap);
    if (n < room && (!b->cap || b->n + n <= b->cap)) {
        b->n += n;
    } else if (reserve(b, n)) {
        (void)vsnprintf(b->p + b->n, n + 1, fmt, again);
        b->n += n;
    } else if (room) {
        b->p[b->n] = 0; /* nothing of it */
    }
    va_end(again);
}

void gp_buf_clear(gp_buf *b)
{
    b->n = 0;
    b->failed = false;
    if (b->p) b->p[0] = 0;
}

void gp_buf_free(gp_buf *b)
{
    free(b->p);
    b->p = NULL;
    b->n = b->size = 0;
    b->failed = false;
}

gp_str gp_buf_view(const gp_buf *b) { return (gp_str){b->p ? b->p : "", b->n}; }

gp_code gp_buf_check(const gp_buf *b, gp_err *err)
{
    if (!b->failed) return GP_OK;
    return gp_fail(err, GP_E_NOMEM, "more than %zu bytes in one buffer", b->cap);
}

/* --- UTF-8 --- */

int32_t gp_utf8_next(gp_str s, size_t *at)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *p = (const unsigned char *)s.p + *at;
    size_t left = s.n - *at;
    unsigned len = p[0] < 0x80                   ? 1
                   : p[0] >= 0xF0 && p[0] < 0xF5 ? 4
                   : p[0] >= 0xE0 && p[0] < 0xF0 ? 3
                   : p[0] >= 0xC2 && p[0] < 0xE0 ? 2
                                                 : 0;
    *at += 1;
    if (len == 1) return p[0];
    if (len == 0 || left < len) return -1;
    uint32_t cp = p[0] & (0x7Fu >> len);
    for (unsigned i = 1; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80) return -1;
        cp = cp << 6 | (p[i] & 0x3Fu);
    }
    if (cp < least[len] || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF)) return -1;
    *at += len - 1;
    return (int32_t)cp;
}

size_t gp_utf8_bad(gp_str s)
{
    for (size_t at = 0; at < s.n;) {
        size_t here = at;
        if ((unsigned char)s.p[at] < 0x80) at++;
        else if (gp_utf8_next(s, &at) < 0) return here;
    }
    return SIZE_MAX;
}

gp_str gp_utf8_repair(gp_arena *a, gp_str s)
{
    if (gp_utf8_bad(s) == SIZE_MAX) return s;
    gp_buf b = {0};
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        if (gp_utf8_next(s, &at) < 0) gp_buf_c(&b, "\xEF\xBF\xBD");
        else gp_buf_put(&b, s.p + from, at - from);
    }
    gp_str whole = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return whole;
}

size_t gp_utf8_put(char out[4], uint32_t cp)
{
    if (cp < 0x80) return out[0] = (char)cp, 1;
    size_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, cp >>= 6) out[i] = (char)(0x80 | (cp & 0x3F));
    out[0] = (char)((0xF00 >> n) | cp);
    return n;
}

/* Eight bytes at a time: the high bit of each byte of the result tells that it is special. (A byte behind a special
 * one may be marked wrongly; the byte loop has the last word.) */
static uint64_t special(uint64_t x)
{
    const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
    uint64_t quote = x ^ ones * '"', slash = x ^ ones * '\\';
    return (x | (x - ones * 0x20) | (quote - ones) | (slash - ones)) & high;
}

size_t gp_str_plain(gp_str s, size_t at)
{
    uint64_t x;
    for (; at + sizeof x <= s.n; at += sizeof x) {
        memcpy(&x, s.p + at, sizeof x);
        if (special(x)) break;
    }
    while (at < s.n && (unsigned char)s.p[at] >= 0x20 && (unsigned char)s.p[at] < 0x80 && s.p[at] != '"' &&
           s.p[at] != '\\')
        at++;
    return at;
}

/* --- numbers --- */

size_t gp_fmt_int(char out[24], int64_t v)
{
    char back[24];
    size_t n = 0, at = 0;
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do back[n++] = (char)('0' + u % 10);
    while (u /= 10);
    if (v < 0) out[at++] = '-';
    while (n) out[at++] = back[--n];
    out[at] = 0;
    return at;
}

/* Digits and decimal exponent of v > 0 such that v = 0.DIGITS x 10^exp, with as few digits as read back exactly. */
static int shortest_digits(double v, char digits[24], int *exp)
{
    char text[40];
    /* A decimal of up to 15 digits survives the way through a normal double, so that 15 digits hold every shorter
     * form. */
    for (int prec = v < 0x1p-1022 ? 0 : 14; prec < 17; prec++) {
        (void)snprintf(text, sizeof text, "%.*e", prec, v);
        if (strtod(text, NULL) == v) break;
    }
    int n = 0;
    const char *c = text;
    for (; *c && *c != 'e'; c++)
        if (*c >= '0' && *c <= '9') digits[n++] = *c;
    while (n > 1 && digits[n - 1] == '0') n--;
    digits[n] = 0;
    *exp = atoi(c + 1) + 1;
    return n;
}

/* Values with at most nine decimals, such as times in whole nanoseconds; 0: it is none. A decimal of so few digits that
 * reads back as v is the shortest form. */
static size_t nine_decimals(char out[32], double v)
{
    double u = fabs(v) * 1e9;
    if (!(u >= 1e4 && u < 9e14)) return 0; /* smaller ones may need the exponent form */
    int64_t k = (int64_t)(u + 0.5);
    if ((double)k / 1e9 != fabs(v)) return 0;
    size_t n = 0;
    int64_t part = k % 1000000000;
    if (v < 0) out[n++] = '-';
    n += gp_fmt_int(out + n, k / 1000000000);
    if (!part) return n;
    out[n++] = '.';
    for (int64_t place = 100000000; part; part %= place, place /= 10) out[n++] = (char)('0' + part / place);
    out[n] = 0;
    return n;
}

size_t gp_fmt_double(char out[32], double v)
{
    if (isnan(v) || isinf(v)) return (size_t)snprintf(out, 32, "null");
    if (fabs(v) < 1e15 && v == (double)(int64_t)v) return gp_fmt_int(out, (int64_t)v);
    size_t quick = nine_decimals(out, v);
    if (quick) return quick;
    char d[24];
    int e;
    int n = shortest_digits(fabs(v), d, &e);
    const char *sign = v < 0 ? "-" : "";
    if (e > 21 || e < -5) /* exponent form */
        return (size_t)snprintf(out, 32, "%s%c%s%se%+d", sign, d[0], n > 1 ? "." : "", d + 1, e - 1);
    if (e <= 0) return (size_t)snprintf(out, 32, "%s0.%.*s%s", sign, -e, "000000", d);
    if (n <= e) return (size_t)snprintf(out, 32, "%s%s%.*s", sign, d, e - n, "00000000000000000000000");
    return (size_t)snprintf(out, 32, "%s%.*s.%s", sign, e, d, d + e);
}

void gp_base64_put(gp_buf *out, gp_str s)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < s.n; i += 3) {
        size_t left = s.n - i;
        uint32_t v = (uint32_t)(unsigned char)s.p[i] << 16;
        if (left > 1) v |= (uint32_t)(unsigned char)s.p[i + 1] << 8;
        if (left > 2) v |= (uint32_t)(unsigned char)s.p[i + 2];
        char four[4] = {digits[v >> 18], digits[v >> 12 & 63], left > 1 ? digits[v >> 6 & 63] : '=',
                        left > 2 ? digits[v & 63] : '='};
        gp_buf_put(out, four, sizeof four);
    }
}

/* --- names --- */

/* One bracket set at p (after '['); sets *next behind ']' or returns -1 when it never closes. */
static int match_set(gp_str p, size_t at, char c, size_t *next)
{
    bool negate = at < p.n && p.p[at] == '!', hit = false;
    if (negate) at++;
    for (size_t first = at; at < p.n; at++) {
        if (p.p[at] == ']' && at > first) {
            *next = at + 1;
            return hit != negate;
        }
        if (at + 2 < p.n && p.p[at + 1] == '-' && p.p[at + 2] != ']') {
            hit = hit || (c >= p.p[at] && c <= p.p[at + 2]);
            at += 2;
        } else {
            hit = hit || c == p.p[at];
        }
    }
    return -1;
}

bool gp_glob(gp_str p, gp_str s)
{
    size_t i = 0, j = 0, star = SIZE_MAX, mark = 0;
    while (j < s.n) {
        size_t next = i + 1;
        int set = i < p.n && p.p[i] == '[' ? match_set(p, i + 1, s.p[j], &next) : -1;
        if (i < p.n && p.p[i] == '*') {
            star = i++;
            mark = j;
        } else if (i < p.n && (set == 1 || (set < 0 && (p.p[i] == '?' || p.p[i] == s.p[j])))) {
            i = set < 0 ? i + 1 : next;
            j++;
        } else if (star != SIZE_MAX) {
            i = star + 1;
            j = ++mark;
        } else {
            return false;
        }
    }
    while (i < p.n && p.p[i] == '*') i++;
    return i == p.n;
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Insertions, deletions, changes and swaps of neighbours ("grdae") each count one; case does not count. */
static size_t edit_distance(gp_str a, const char *b)
{
    enum { MAX = 64 };
    size_t rows[3][MAX + 1], m = strlen(b);
    if (m > MAX || a.n > MAX) return SIZE_MAX;
    for (size_t j = 0; j <= m; j++) rows[0][j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t *row = rows[i % 3], *up = rows[(i - 1) % 3], *up2 = rows[(i + 1) % 3];
        int x = tolower((unsigned char)a.p[i - 1]), before = i > 1 ? tolower((unsigned char)a.p[i - 2]) : -1;
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            int y = tolower((unsigned char)b[j - 1]);
            row[j] = least(up[j - 1] + (x != y), least(up[j], row[j - 1]) + 1);
            if (j > 1 && before == y && x == tolower((unsigned char)b[j - 2])) row[j] = least(row[j], up2[j - 2] + 1);
        }
    }
    return rows[a.n % 3][m];
}

const char *gp_nearest(gp_str s, const char *const *candidates, size_t n)
{
    size_t best = s.n / 3 < 1 ? 1 : s.n / 3;
    const char *found = NULL;
    for (size_t i = 0; i < n; i++) {
        size_t d = edit_distance(s, candidates[i]);
        if (d < best || (d == best && !found)) {
            best = d;
            found = candidates[i];
        }
    }
    return found;
}

void gp_hex(char *out, const void *bytes, size_t n)
{
    static const char digit[] = "0123456789abcdef";
    const unsigned char *p = bytes;
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digit[p[i] >> 4];
        out[2 * i + 1] = digit[p[i] & 15];
    }
    out[2 * n] = 0;
}

void gp_percent_name(gp_buf *out, gp_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
                     c == '_' || c == '-';
        if (plain) gp_buf_byte(out, (char)c);
        else gp_buf_fmt(out, "%%%02X", c);
    }
}

void gp_shell_word(gp_buf *out, gp_str s)
{
    bool bare = s.n > 0;
    for (size_t i = 0; i < s.n && bare; i++)
        bare = (s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'A' && s.p[i] <= 'Z') ||
               (s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] && strchr("._-/:@%+=,", s.p[i]));
    if (bare) {
        gp_buf_str(out, s);
        return;
    }
    gp_buf_byte(out, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\'') gp_buf_c(out, "'\\''");
        else gp_buf_byte(out, s.p[i]);
    }
    gp_buf_byte(out, '\'');
}

/* fence.c - fenced blocks of code. */
#include "forms/fence.h"

#include <string.h>

/* The line at `at` without its end, and *next behind it. */
static gp_str line_at(gp_str text, size_t at, size_t *next)
{
    const char *feed = memchr(text.p + at, '\n', text.n - at);
    size_t end = feed ? (size_t)(feed - text.p) : text.n;
    *next = feed ? end + 1 : end;
    if (end > at && text.p[end - 1] == '\r') end--;
    return (gp_str){text.p + at, end - at};
}

static size_t spaces(gp_str s, size_t most)
{
    size_t n = 0;
    while (n < s.n && n < most && (s.p[n] == ' ' || s.p[n] == '\t')) n++;
    return n;
}

/* Ticks (or tildes) that the line begins with behind its indentation: how many, and the rest. */
static size_t ticks(gp_str line, size_t *indent, char *of, gp_str *rest)
{
    size_t i = *indent = spaces(line, line.n), n = 0;
    *of = i < line.n ? line.p[i] : 0;
    if (*of != '`' && *of != '~') return 0;
    while (i + n < line.n && line.p[i + n] == *of) n++;
    *rest = (gp_str){line.p + i + n, line.n - i - n};
    return n;
}

static gp_str first_word(gp_str s)
{
    s = gp_str_trim(s);
    size_t n = 0;
    while (n < s.n && !strchr(" \t{,", s.p[n])) n++;
    return (gp_str){s.p, n};
}

static bool is_blank(gp_str s) { return spaces(s, s.n) == s.n; }

/* From behind the opening line to the closing one, or to the end. */
static void find_end(gp_str text, size_t *at, size_t opening, char of, gp_fence *out)
{
    size_t from = *at, next = from;
    out->text = (gp_str){text.p + from, text.n - from};
    for (size_t here = from; here < text.n; here = next) {
        size_t indent;
        char c;
        gp_str rest = {0};
        size_t n = ticks(line_at(text, here, &next), &indent, &c, &rest);
        if (n < opening || c != of || !is_blank(rest)) continue;
        out->text.n = here - from;
        out->closed = true;
        break;
    }
    *at = out->closed ? next : text.n;
}

bool gp_fence_next(gp_str text, size_t *at, gp_fence *out)
{
    size_t next;
    for (size_t here = *at; here < text.n; here = next) {
        char of;
        gp_str info = {0};
        *out = (gp_fence){.at = here};
        size_t n = ticks(line_at(text, here, &next), &out->indent, &of, &info);
        if (n < 3 || (of == '`' && info.n && memchr(info.p, '`', info.n))) continue;
        out->language = first_word(info);
        *at = next;
        find_end(text, at, n, of, out);
        return true;
    }
    *at = text.n;
    return false;
}

gp_str gp_fence_code(gp_arena *a, const gp_fence *f)
{
    gp_buf b = {0};
    size_t next;
    for (size_t at = 0; at < f->text.n; at = next) {
        gp_str line = line_at(f->text, at, &next);
        size_t skip = spaces(line, f->indent);
        gp_buf_put(&b, line.p + skip, line.n - skip);
        gp_buf_byte(&b, '\n');
    }
    gp_str s = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

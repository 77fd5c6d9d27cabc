/* jsonpath_regexp.c - patterns of match() and search(): I-Regexp (RFC 9485), written as PCRE2 reads them. */
#include <string.h>

#include "forms/jsonpath_impl.h"

typedef struct scan {
    gp_str s;
    size_t at;
    gp_buf *out;
    unsigned depth;
} scan;

static char now(const scan *x) { return x->at < x->s.n ? x->s.p[x->at] : 0; }
static bool there(const scan *x) { return x->at < x->s.n; }
static void copy(scan *x) { gp_buf_byte(x->out, x->s.p[x->at++]); }

/* Any byte, which Perl shall not take for a sign of its own. */
static void copy_plain(scan *x)
{
    char c = x->s.p[x->at++];
    bool sign = c && strchr("^#&~-[]\\/", c);
    if (c == 0) gp_buf_c(x->out, "\\x{0}");
    else gp_buf_fmt(x->out, "%s%c", sign ? "\\" : "", c);
}

/* Behind the backslash: \p{Lu}, \P{L}. */
static bool category(scan *x)
{
    const char *end = memchr(x->s.p + x->at, '}', x->s.n - x->at);
    if (x->at + 1 >= x->s.n || x->s.p[x->at + 1] != '{' || !end) return false;
    size_t n = (size_t)(end - (x->s.p + x->at)) + 1;
    if (n < 4 || n > 5) return false;
    gp_buf_byte(x->out, '\\');
    gp_buf_put(x->out, x->s.p + x->at, n);
    x->at += n;
    return true;
}

static bool escape(scan *x)
{
    x->at++;
    if (!there(x)) return false;
    if (now(x) == 'p' || now(x) == 'P') return category(x);
    if (!strchr("()*+-.?[\\]^nrt{|}", now(x))) return false;
    gp_buf_byte(x->out, '\\');
    copy(x);
    return true;
}

static bool class_char(scan *x)
{
    if (now(x) == '\\') return escape(x);
    if (!there(x) || strchr("-[]", now(x))) return false;
    copy_plain(x);
    while (there(x) && ((unsigned char)now(x) & 0xC0) == 0x80) copy(x);
    return true;
}

static bool class(scan *x)
{
    copy(x);
    if (now(x) == '^') copy(x);
    if (now(x) == '-') copy_plain(x);
    else if (now(x) == ']') return false;
    while (there(x) && now(x) != ']') {
        if (now(x) == '-') {
            copy_plain(x); /* the last one, or it would stand behind a character */
            return now(x) == ']' ? (copy(x), true) : false;
        }
        if (!class_char(x)) return false;
        bool range = now(x) == '-' && x->at + 1 < x->s.n && x->s.p[x->at + 1] != ']';
        if (range) copy(x);
        if (range && !class_char(x)) return false;
    }
    if (!there(x)) return false;
    copy(x);
    return true;
}

static bool digits(scan *x)
{
    size_t from = x->at;
    while (now(x) >= '0' && now(x) <= '9') copy(x);
    return x->at > from;
}

static bool quantity(scan *x)
{
    if (there(x) && strchr("*+?", now(x))) {
        copy(x);
        return true;
    }
    if (now(x) != '{') return true;
    copy(x);
    if (!digits(x)) return false;
    if (now(x) == ',') copy(x), (void)digits(x);
    if (now(x) != '}') return false;
    copy(x);
    return true;
}

static bool branches(scan *x);

static bool atom(scan *x)
{
    switch (now(x)) {
    case '(':
        gp_buf_c(x->out, "(?:");
        x->at++;
        if (++x->depth > GP_PATH_DEEP || !branches(x) || now(x) != ')') return false;
        x->depth--;
        copy(x);
        return true;
    case '.':
        gp_buf_c(x->out, "[^\\n\\r]");
        x->at++;
        return true;
    case '^': /* plain characters by the RFC, but its test suite and everybody else take them for anchors */
    case '$':
        gp_buf_c(x->out, now(x) == '^' ? "\\A" : "\\z");
        x->at++;
        return true;
    case '[': return class(x);
    case '\\': return escape(x);
    case '*':
    case '+':
    case '?':
    case '{':
    case '}':
    case ']': return false;
    default:
        copy_plain(x);
        while (there(x) && ((unsigned char)now(x) & 0xC0) == 0x80) copy(x);
        return true;
    }
}

static bool branches(scan *x)
{
    while (there(x) && now(x) != ')') {
        if (now(x) == '|') copy(x);
        else if (!atom(x) || !quantity(x)) return false;
    }
    return true;
}

bool gp_path_regexp(gp_str pattern, bool whole, gp_buf *perl)
{
    scan x = {.s = pattern, .out = perl};
    gp_buf_c(perl, whole ? "\\A(?:" : "(?:");
    bool good = branches(&x) && x.at == pattern.n;
    gp_buf_c(perl, whole ? ")\\z" : ")");
    return good;
}

static gp_regex *compiled(gp_str pattern, bool whole)
{
    gp_buf perl = {0};
    gp_regex *r = NULL;
    gp_err ignored = {0};
    if (gp_path_regexp(pattern, whole, &perl) && gp_regex_compile(gp_buf_view(&perl), false, &r, &ignored)) r = NULL;
    gp_buf_free(&perl);
    return r;
}

bool gp_path_matches(gp_path_patterns *p, gp_str pattern, bool whole, gp_str text, size_t *work)
{
    bool same = p->pattern.p && p->whole == whole && gp_str_eq(p->pattern, pattern), found = false;
    gp_err ignored = {0};
    if (!same) {
        gp_regex_free(p->r);
        *p = (gp_path_patterns){pattern, whole, compiled(pattern, whole)};
        *work += 100 + pattern.n;
    }
    *work += 1 + text.n / 16;
    if (p->r && gp_regex_find(p->r, text, &found, NULL, NULL, &ignored)) *work = GP_PATH_WORK + 1;
    return found;
}

void gp_path_patterns_free(gp_path_patterns *p) { gp_regex_free(p->r); }

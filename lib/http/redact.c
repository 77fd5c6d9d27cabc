/* redact.c - finding and replacing secrets. Sets are small (a handful of keys), texts are short or searched once, so a
 * plain search per secret is enough; the longest match at a place wins, since one key may be the beginning of
 * another. */
#include "http/redact.h"

#include <stdlib.h>
#include <string.h>

static const char MARK[] = "[redacted]";

typedef struct form { /* one byte sequence to look for */
    char *p;
    size_t n;
} form;

struct gp_redact {
    form *forms;
    size_t n;
};

gp_redact *gp_redact_new(void) { return gp_alloc(sizeof(gp_redact)); }

void gp_redact_free(gp_redact *r)
{
    if (!r) return;
    for (size_t i = 0; i < r->n; i++) {
        explicit_bzero(r->forms[i].p, r->forms[i].n);
        free(r->forms[i].p);
    }
    free(r->forms);
    free(r);
}

static void add_form(gp_redact *r, gp_str s)
{
    for (size_t i = 0; i < r->n; i++)
        if (gp_str_eq((gp_str){r->forms[i].p, r->forms[i].n}, s)) return;
    r->forms = gp_resize(r->forms, r->n + 1, sizeof *r->forms);
    r->forms[r->n++] = (form){gp_alloc_copy(s.p, s.n), s.n};
}

static bool plain_in_url(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.' || c == '~';
}

/* The secret as it looks in a JSON string (style 0) or a URL with upper- or lower-case hex (styles 1, 2). */
static void spell(gp_str s, int style, gp_buf *out)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (style == 0 && (c == '/' || c == '"' || c == '\\')) gp_buf_fmt(out, "\\%c", c);
        else if (style && !plain_in_url(c))
            gp_buf_fmt(out, style == 1 ? "%%%02X" : "%%%02x", (unsigned)(unsigned char)c);
        else gp_buf_byte(out, c);
    }
}

bool gp_redact_add(gp_redact *r, gp_str secret)
{
    if (secret.n < GP_REDACT_MIN) return false;
    add_form(r, secret);
    for (int style = 0; style < 3; style++) {
        gp_buf b = {0};
        spell(secret, style, &b);
        add_form(r, gp_buf_view(&b));
        explicit_bzero(b.p, b.n);
        gp_buf_free(&b);
    }
    return true;
}

/* Next occurrence at or behind `from`: its offset and length; SIZE_MAX if there is none. */
static size_t next_hit(const gp_redact *r, gp_str text, size_t from, size_t *len)
{
    size_t best = SIZE_MAX;
    *len = 0;
    for (size_t i = 0; r && i < r->n; i++) {
        gp_str rest = {text.p + from, text.n - from};
        size_t at = rest.n ? gp_str_find(rest, (gp_str){r->forms[i].p, r->forms[i].n}) : SIZE_MAX;
        if (at == SIZE_MAX) continue;
        at += from;
        if (at < best || (at == best && r->forms[i].n > *len)) {
            best = at;
            *len = r->forms[i].n;
        }
    }
    return best;
}

bool gp_redact_hits(const gp_redact *r, gp_str text)
{
    size_t len;
    return next_hit(r, text, 0, &len) != SIZE_MAX;
}

void gp_redact_put(const gp_redact *r, gp_str text, gp_buf *out)
{
    size_t at = 0, len = 0;
    for (size_t hit; (hit = next_hit(r, text, at, &len)) != SIZE_MAX; at = hit + len) {
        gp_buf_put(out, text.p + at, hit - at);
        gp_buf_c(out, MARK);
    }
    if (text.n > at) gp_buf_put(out, text.p + at, text.n - at);
}

void gp_redact_buf(const gp_redact *r, gp_buf *text)
{
    if (!gp_redact_hits(r, gp_buf_view(text))) return;
    gp_buf clean = {.cap = text->cap};
    gp_redact_put(r, gp_buf_view(text), &clean);
    if (clean.failed) clean.n = 0; /* rather nothing than a key */
    clean.failed = clean.failed || text->failed;
    gp_buf_free(text);
    *text = clean;
}

/* Rewrite pieces whose joined text has secrets. `joined` is that text. */
static void rewrite(const gp_redact *r, gp_str joined, gp_str *pieces, size_t n, gp_buf *outs)
{
    size_t start = 0, len = 0, hit = next_hit(r, joined, 0, &len);
    for (size_t i = 0; i < n; i++) {
        size_t end = start + pieces[i].n, at = start;
        while (at < end) {
            if (hit != SIZE_MAX && at >= hit + len) hit = next_hit(r, joined, hit + len, &len);
            if (at < hit) {
                size_t stop = hit < end ? hit : end;
                gp_buf_put(&outs[i], joined.p + at, stop - at);
                at = stop;
            } else {
                if (at == hit) gp_buf_c(&outs[i], MARK);
                at = hit + len < end ? hit + len : end;
            }
        }
        start = end;
    }
}

void gp_redact_pieces(const gp_redact *r, gp_arena *a, gp_str *pieces, size_t n)
{
    gp_buf joined = {0};
    for (size_t i = 0; i < n; i++) gp_buf_str(&joined, pieces[i]);
    if (gp_redact_hits(r, gp_buf_view(&joined))) {
        gp_buf *outs = GP_NEW_ARRAY(a, gp_buf, n);
        rewrite(r, gp_buf_view(&joined), pieces, n, outs);
        for (size_t i = 0; i < n; i++) {
            pieces[i] = gp_str_dup(a, gp_buf_view(&outs[i]));
            gp_buf_free(&outs[i]);
        }
    }
    gp_buf_free(&joined);
}

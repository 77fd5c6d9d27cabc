/* Strings and their marks: building, cutting, joining. */
#include <string.h>

#include "base/caps.h"
#include "template/tpl.h"

static size_t count_chars(const char *p, size_t n)
{
    size_t chars = 0;
    for (size_t i = 0; i < n; i++) chars += ((unsigned char)p[i] & 0xC0) != 0x80;
    return chars;
}

static void sb_reserve(gp_tpl *c, gp_tpl_sb *b, size_t more)
{
    if (more > GP_CAP_TPL_OUTPUT || b->n > GP_CAP_TPL_OUTPUT - more)
        gp_tpl_fail(c, "the template makes a text of more than %zu MiB", GP_CAP_TPL_OUTPUT >> 20);
    if (b->n + more <= b->size) return;
    size_t size = b->size ? b->size * 2 : 32;
    while (size < b->n + more) size *= 2;
    char *p = gp_tpl_alloc(c, size * 2); /* bytes, then marks */
    if (b->n) {
        memcpy(p, b->p, b->n);
        memcpy(p + size, b->m, b->n);
    }
    b->p = p;
    b->m = (uint8_t *)p + size;
    b->size = size;
}

void gp_tpl_sb_put(gp_tpl *c, gp_tpl_sb *b, gp_str s, int mark)
{
    if (!s.n) return;
    sb_reserve(c, b, s.n);
    gp_tpl_charge(c, s.n);
    memcpy(b->p + b->n, s.p, s.n);
    memset(b->m + b->n, mark, s.n);
    b->n += s.n;
    b->chars += count_chars(s.p, s.n);
    b->has[mark] = true;
}

void gp_tpl_sb_c(gp_tpl *c, gp_tpl_sb *b, const char *s, int mark) { gp_tpl_sb_put(c, b, gp_str_c(s), mark); }

void gp_tpl_sb_cp(gp_tpl *c, gp_tpl_sb *b, uint32_t cp, int mark)
{
    char text[4];
    gp_tpl_sb_put(c, b, (gp_str){text, gp_utf8_put(text, cp)}, mark);
}

void gp_tpl_sb_str(gp_tpl *c, gp_tpl_sb *b, const gp_tpl_str *s)
{
    if (s->kind != TPL_MIXED) {
        gp_tpl_sb_put(c, b, gp_tpl_view(s), s->kind);
        return;
    }
    size_t at = b->n;
    gp_tpl_sb_put(c, b, gp_tpl_view(s), TPL_FROM_TEMPLATE);
    memcpy(b->m + at, s->m, s->n);
    b->has[TPL_FROM_VALUE] = true;
}

static gp_tpl_val wrap(gp_tpl *c, gp_tpl_str s)
{
    gp_tpl_str *p = gp_tpl_alloc(c, sizeof *p);
    *p = s;
    if (!p->p) p->p = ""; /* never NULL, so that code may add offsets to it */
    return (gp_tpl_val){.t = T_STR, .fv = s.kind == TPL_FROM_VALUE, .s = p};
}

gp_tpl_val gp_tpl_sb_done(gp_tpl *c, gp_tpl_sb *b)
{
    uint8_t kind = b->has[0] && b->has[1] ? TPL_MIXED : b->has[1] ? TPL_FROM_VALUE : TPL_FROM_TEMPLATE;
    return wrap(c, (gp_tpl_str){.p = b->p, .n = b->n, .m = b->m, .kind = kind, .chars = b->chars});
}

gp_tpl_val gp_tpl_mkstr(gp_tpl *c, gp_str s, int mark)
{
    return wrap(c, (gp_tpl_str){.p = s.p, .n = s.n, .kind = (uint8_t)mark, .chars = count_chars(s.p, s.n)});
}

/* The marks of a cut may be uniform although the whole is mixed; worth finding out, so that parts of a prompt made
 * of both stay cheap. */
static uint8_t kind_of(const uint8_t *m, size_t n)
{
    if (!n) return TPL_FROM_TEMPLATE;
    return memchr(m, !m[0], n) ? TPL_MIXED : m[0];
}

gp_tpl_val gp_tpl_cut(gp_tpl *c, const gp_tpl_str *s, size_t from, size_t to)
{
    gp_tpl_charge(c, to - from);
    gp_tpl_str r = {.p = s->p + from, .n = to - from, .kind = s->kind, .markup = s->markup};
    r.chars = s->chars == s->n ? r.n : count_chars(r.p, r.n);
    if (s->kind == TPL_MIXED) {
        r.m = s->m + from;
        r.kind = kind_of(r.m, r.n);
    }
    return wrap(c, r);
}

int gp_tpl_mark_at(const gp_tpl_str *s, size_t at) { return s->kind != TPL_MIXED ? s->kind : s->m[at]; }

gp_str gp_tpl_view(const gp_tpl_str *s) { return (gp_str){s->p, s->n}; }

gp_tpl_val gp_tpl_join2(gp_tpl *c, const gp_tpl_str *l, const gp_tpl_str *r)
{
    if (l->markup != r->markup) { /* the plain side is escaped */
        if (l->markup) r = gp_tpl_escape(c, r).s;
        else l = gp_tpl_escape(c, l).s;
    }
    /* A text that grows by additions in a loop must not be copied each time: where the left side ends its builder,
     * the right side goes behind it. Earlier strings keep seeing their own prefix. */
    gp_tpl_sb *b = l->own;
    if (!b || l->p + l->n != b->p + b->n || b->size - b->n < r->n) {
        b = gp_tpl_alloc(c, sizeof *b);
        sb_reserve(c, b, 1 + (l->own ? (l->n + r->n) * 2 : l->n + r->n));
        gp_tpl_sb_str(c, b, l);
    }
    char *start = b->p + b->n - l->n;
    gp_tpl_sb_str(c, b, r);
    gp_tpl_str s = {.p = start, .n = l->n + r->n, .chars = l->chars + r->chars, .own = b, .markup = l->markup};
    s.m = b->m + b->n - s.n;
    s.kind = !l->n ? r->kind : !r->n || l->kind == r->kind ? l->kind : TPL_MIXED;
    return wrap(c, s);
}

size_t gp_tpl_find(gp_tpl *c, gp_str in, gp_str what)
{
    gp_tpl_charge(c, in.n);
    if (!what.n) return 0;
    const char *hit = what.n <= in.n ? memmem(in.p, in.n, what.p, what.n) : NULL;
    return hit ? (size_t)(hit - in.p) : SIZE_MAX;
}

size_t gp_tpl_byte_at(const gp_tpl_str *s, size_t chars)
{
    if (chars >= s->chars) return s->n;
    if (s->chars == s->n) return chars;
    size_t at = 0;
    for (; chars; chars--) do
            at++;
        while (at < s->n && ((unsigned char)s->p[at] & 0xC0) == 0x80);
    return at;
}

size_t gp_tpl_char_at(const gp_tpl_str *s, size_t bytes) { return s->chars == s->n ? bytes : count_chars(s->p, bytes); }

const gp_tpl_val *gp_tpl_chars(gp_tpl *c, const gp_tpl_str *s)
{
    gp_tpl_val *v = gp_tpl_array(c, s->chars, sizeof *v);
    gp_tpl_str plain = *s;
    size_t at = 0;
    plain.markup = false; /* as Python iterates */
    for (size_t i = 0; i < s->chars; i++) {
        size_t from = at;
        (void)gp_utf8_next(gp_tpl_view(s), &at);
        v[i] = gp_tpl_cut(c, &plain, from, at);
    }
    return v;
}

gp_tpl_val gp_tpl_as_markup(gp_tpl *c, gp_tpl_val s, bool markup)
{
    if (s.s->markup == markup) return s;
    gp_tpl_str r = *s.s;
    r.markup = markup;
    return wrap(c, r);
}

gp_tpl_val gp_tpl_escape(gp_tpl *c, const gp_tpl_str *s)
{
    gp_tpl_sb b = {0};
    for (size_t at = 0; at < s->n; at++) {
        char ch = s->p[at];
        const char *e = ch == '&'    ? "&amp;"
                        : ch == '<'  ? "&lt;"
                        : ch == '>'  ? "&gt;"
                        : ch == '"'  ? "&#34;"
                        : ch == '\'' ? "&#39;"
                                     : NULL;
        if (e) gp_tpl_sb_c(c, &b, e, gp_tpl_mark_at(s, at));
        else gp_tpl_sb_put(c, &b, (gp_str){&ch, 1}, gp_tpl_mark_at(s, at));
    }
    return gp_tpl_as_markup(c, gp_tpl_sb_done(c, &b), true);
}

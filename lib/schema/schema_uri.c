/* schema_uri.c - identifiers of schemas: references made absolute, fragments cut off (RFC 3986, section 5). */
#include <string.h>

#include "schema/schema_impl.h"

typedef struct parts { /* .p is NULL where a part is missing */
    gp_str scheme, authority, path, query, fragment;
} parts;

/* s up to the first of `stop`; what is left stays in *s. */
static gp_str until(gp_str *s, const char *stop)
{
    size_t i = 0;
    while (i < s->n && !strchr(stop, s->p[i])) i++;
    gp_str head = {s->p, i};
    *s = (gp_str){s->p + i, s->n - i};
    return head;
}

static bool is_scheme(gp_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c | 32) >= 'a' && (c | 32) <= 'z';
        if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.'))) return false;
    }
    return s.n > 0;
}

static gp_str rest(gp_str s, size_t from) { return (gp_str){s.p + from, s.n - from}; }

static parts split(gp_str s)
{
    parts u = {0};
    gp_str tail = s, head = until(&tail, ":/?#");
    if (tail.n && tail.p[0] == ':' && is_scheme(head)) {
        u.scheme = head;
        s = rest(tail, 1);
    }
    if (s.n > 1 && s.p[0] == '/' && s.p[1] == '/') {
        s = rest(s, 2);
        u.authority = until(&s, "/?#");
    }
    u.path = until(&s, "?#");
    if (s.n && s.p[0] == '?') {
        s = rest(s, 1);
        u.query = until(&s, "#");
    }
    if (s.n) u.fragment = rest(s, 1);
    return u;
}

/* "." and ".." taken out of a path; it may have been put together of two, the first up to its last '/'. */
static void put_path(gp_buf *out, gp_str first, gp_str second)
{
    gp_buf path = {0};
    gp_buf_str(&path, first);
    gp_buf_str(&path, second);
    size_t from = out->n;
    for (gp_str s = gp_buf_view(&path); s.n;) {
        bool slash = s.p[0] == '/';
        if (slash) s = rest(s, 1);
        gp_str step = until(&s, "/");
        bool last = !s.n, up = gp_str_eqc(step, ".."), stay = gp_str_eqc(step, ".");
        while (up && out->n > from && out->p[--out->n] != '/') continue;
        if (up || stay) {
            if (last && slash) gp_buf_byte(out, '/');
            continue;
        }
        if (slash) gp_buf_byte(out, '/');
        gp_buf_str(out, step);
    }
    gp_buf_free(&path);
}

static gp_str merged(const parts *base)
{
    size_t n = base->path.n;
    if (base->authority.p && !n) return GP_STR("/");
    while (n && base->path.p[n - 1] != '/') n--;
    return (gp_str){base->path.p, n};
}

static void put_target(gp_buf *out, const parts *base, const parts *r)
{
    bool own = r->scheme.p != NULL, host = own || r->authority.p, path = r->path.n > 0;
    gp_str scheme = own ? r->scheme : base->scheme, authority = host ? r->authority : base->authority;
    if (scheme.p) gp_buf_str(out, scheme), gp_buf_byte(out, ':');
    if (authority.p) gp_buf_c(out, "//"), gp_buf_str(out, authority);
    bool hierarchical = authority.p || !own || (path && r->path.p[0] == '/');
    if (host && !hierarchical) gp_buf_str(out, r->path); /* urn:... */
    else if (host) put_path(out, (gp_str){0}, r->path);
    else if (!path) gp_buf_str(out, base->path);
    else put_path(out, r->path.p[0] == '/' ? (gp_str){0} : merged(base), r->path);
    gp_str query = host || path || r->query.p ? r->query : base->query;
    if (query.p) gp_buf_byte(out, '?'), gp_buf_str(out, query);
    if (r->fragment.p) gp_buf_byte(out, '#'), gp_buf_str(out, r->fragment);
}

gp_str gp_uri_resolve(gp_arena *a, gp_str base, gp_str reference)
{
    gp_buf out = {0};
    parts b = split(base), r = split(reference);
    put_target(&out, &b, &r);
    gp_str s = gp_str_dup(a, gp_buf_view(&out));
    gp_buf_free(&out);
    return s;
}

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

gp_str gp_uri_split(gp_arena *a, gp_str uri, gp_str *fragment)
{
    const char *hash = uri.n ? memchr(uri.p, '#', uri.n) : NULL;
    *fragment = (gp_str){"", 0};
    if (!hash) return uri;
    gp_str tail = {hash + 1, uri.n - (size_t)(hash + 1 - uri.p)};
    char *p = gp_arena_alloc(a, tail.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < tail.n; i++) {
        bool coded = tail.p[i] == '%' && i + 2 < tail.n && hex(tail.p[i + 1]) >= 0 && hex(tail.p[i + 2]) >= 0;
        p[n++] = coded ? (char)(hex(tail.p[i + 1]) * 16 + hex(tail.p[i + 2])) : tail.p[i];
        if (coded) i += 2;
    }
    *fragment = (gp_str){p, n};
    return (gp_str){uri.p, (size_t)(hash - uri.p)};
}

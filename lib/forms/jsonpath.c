/* jsonpath.c - JSONPath: compiling and selecting. */
#include "forms/jsonpath_impl.h"

#include <stdlib.h>
#include <string.h>

#define INDEX_MAX ((int64_t)9007199254740991)

typedef enum kind { NAME, WILDCARD, INDEX, SLICE, FILTER } kind;
typedef gp_path_parser parser;
typedef gp_path_segment segment;
typedef gp_path_selection selection;

typedef struct selector {
    kind kind;
    gp_str name;
    int64_t at, end, step; /* `at` is the index, or where a slice starts */
    bool has_at, has_end;
    const gp_path_filter *filter;
    const struct selector *next; /* of the same segment */
} selector;

struct gp_path_segment {
    bool deep; /* also every descendant */
    const selector *first;
    const segment *next;
};

struct gp_jsonpath {
    const segment *first;
};

/* --- compiling --- */

char gp_path_peek(const parser *p) { return p->at < p->s.n ? p->s.p[p->at] : 0; }

bool gp_path_take(parser *p, char c)
{
    if (p->at >= p->s.n || p->s.p[p->at] != c) return false;
    p->at++;
    return true;
}

void gp_path_blanks(parser *p)
{
    while (p->at < p->s.n && strchr(" \t\r\n", p->s.p[p->at])) p->at++;
}

gp_code gp_path_bad(parser *p, const char *what)
{
    return gp_fail(p->err, GP_E_INPUT, "invalid JSONPath: %s (at byte %zu of \"%.*s\")", what, p->at, GP_ARG(p->s));
}

static gp_code hex4(parser *p, uint32_t *out)
{
    *out = 0;
    for (int i = 0; i < 4; i++, p->at++) {
        char c = gp_path_peek(p);
        int v = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
        if (v < 0) return gp_path_bad(p, "\\u needs four hexadecimal digits");
        *out = *out * 16 + (uint32_t)v;
    }
    return GP_OK;
}

static gp_code unicode_escape(parser *p, gp_buf *b)
{
    uint32_t cp, low;
    char utf8[4];
    gp_code code = hex4(p, &cp);
    if (code) return code;
    if (cp >= 0xDC00 && cp <= 0xDFFF) return gp_path_bad(p, "a lone surrogate");
    if (cp >= 0xD800 && cp <= 0xDBFF) {
        if (!gp_path_take(p, '\\') || !gp_path_take(p, 'u')) return gp_path_bad(p, "a lone surrogate");
        code = hex4(p, &low);
        if (code) return code;
        if (low < 0xDC00 || low > 0xDFFF) return gp_path_bad(p, "a lone surrogate");
        cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
    }
    gp_buf_put(b, utf8, gp_utf8_put(utf8, cp));
    return GP_OK;
}

static gp_code escape(parser *p, char quote, gp_buf *b)
{
    static const char from[] = "bfnrt/\\", to[] = "\b\f\n\r\t/\\";
    char c = gp_path_peek(p);
    const char *known = c ? strchr(from, c) : NULL;
    p->at++;
    if (c == 'u') return unicode_escape(p, b);
    if (!known && c != quote) return gp_path_bad(p, "an unknown escape");
    gp_buf_byte(b, known ? to[known - from] : c);
    return GP_OK;
}

gp_code gp_path_quoted(parser *p, gp_str *out)
{
    char quote = p->s.p[p->at++];
    gp_buf b = {0};
    gp_code code = GP_OK;
    for (; !code && p->at < p->s.n && p->s.p[p->at] != quote;) {
        char c = p->s.p[p->at++];
        if ((unsigned char)c < 0x20) code = gp_path_bad(p, "a control character in a name");
        else if (c == '\\') code = escape(p, quote, &b);
        else gp_buf_byte(&b, c);
    }
    if (!code && !gp_path_take(p, quote)) code = gp_path_bad(p, "a name without its closing quote");
    *out = gp_str_dup(p->a, gp_buf_view(&b));
    gp_buf_free(&b);
    return code;
}

static bool starts_number(const parser *p)
{
    return gp_path_peek(p) == '-' || (gp_path_peek(p) >= '0' && gp_path_peek(p) <= '9');
}

static gp_code integer(parser *p, int64_t *out)
{
    bool negative = gp_path_take(p, '-');
    size_t from = p->at;
    for (*out = 0; gp_path_peek(p) >= '0' && gp_path_peek(p) <= '9'; p->at++) {
        *out = *out * 10 + (gp_path_peek(p) - '0');
        if (*out > INDEX_MAX) return gp_path_bad(p, "an index beyond 2^53");
    }
    if (p->at == from) return gp_path_bad(p, "a number is missing");
    if (p->s.p[from] == '0' && (p->at - from > 1 || negative)) return gp_path_bad(p, "a number with a zero in front");
    if (negative) *out = -*out;
    return GP_OK;
}

/* The rest of a slice, behind its start. */
static gp_code slice(parser *p, selector *s)
{
    gp_code code = GP_OK;
    s->kind = SLICE;
    s->step = 1;
    p->at++;
    gp_path_blanks(p);
    s->has_end = starts_number(p);
    if (s->has_end) code = integer(p, &s->end);
    gp_path_blanks(p);
    if (code || !gp_path_take(p, ':')) return code;
    gp_path_blanks(p);
    return starts_number(p) ? integer(p, &s->step) : GP_OK;
}

static gp_code index_or_slice(parser *p, selector *s)
{
    gp_code code = GP_OK;
    s->kind = INDEX;
    s->has_at = starts_number(p);
    if (s->has_at) code = integer(p, &s->at);
    if (code) return code;
    size_t end = p->at;
    gp_path_blanks(p);
    if (gp_path_peek(p) == ':') return slice(p, s);
    p->at = end;
    return GP_OK;
}

static gp_code selector_of(parser *p, selector **out)
{
    selector *s = *out = GP_NEW(p->a, selector);
    if (++p->selectors > GP_PATH_SELECTORS) return gp_path_bad(p, "too many selectors");
    if (gp_path_peek(p) == '\'' || gp_path_peek(p) == '"') return gp_path_quoted(p, &s->name);
    if (gp_path_take(p, '?')) {
        s->kind = FILTER;
        return gp_path_filter_read(p, &s->filter);
    }
    if (gp_path_take(p, '*')) {
        s->kind = WILDCARD;
        return GP_OK;
    }
    if (starts_number(p) || gp_path_peek(p) == ':') return index_or_slice(p, s);
    return gp_path_bad(p, "a selector is missing: a quoted name, an index, a slice, * or ?");
}

static gp_code bracketed(parser *p, segment *g)
{
    const selector **last = &g->first;
    gp_code code = GP_OK;
    for (bool more = true; more && !code; more = !code && gp_path_take(p, ',')) {
        selector *s = NULL;
        gp_path_blanks(p);
        code = selector_of(p, &s);
        *last = s;
        last = &s->next;
        gp_path_blanks(p);
    }
    if (!code && !gp_path_take(p, ']')) code = gp_path_bad(p, "\"]\" or \",\" is missing");
    return code;
}

static bool is_name(char c, bool first)
{
    bool letter = (c | 32) >= 'a' && (c | 32) <= 'z';
    return letter || c == '_' || (unsigned char)c >= 0x80 || (!first && c >= '0' && c <= '9');
}

/* Behind the point: a name without quotes, or *. */
static gp_code shorthand(parser *p, segment *g)
{
    selector *s = GP_NEW(p->a, selector);
    size_t from = p->at;
    g->first = s;
    if (++p->selectors > GP_PATH_SELECTORS) return gp_path_bad(p, "too many selectors");
    if (gp_path_take(p, '*')) {
        s->kind = WILDCARD;
        return GP_OK;
    }
    while (p->at < p->s.n && is_name(gp_path_peek(p), p->at == from)) p->at++;
    s->name = (gp_str){p->s.p + from, p->at - from};
    return s->name.n ? GP_OK : gp_path_bad(p, "a name is missing; quote what is no plain name: ['a-b']");
}

static gp_code segment_of(parser *p, segment **out)
{
    segment *g = *out = GP_NEW(p->a, segment);
    if (gp_path_take(p, '[')) return bracketed(p, g);
    if (!gp_path_take(p, '.')) return gp_path_bad(p, "\".\" or \"[\" is missing");
    g->deep = gp_path_take(p, '.');
    return g->deep && gp_path_take(p, '[') ? bracketed(p, g) : shorthand(p, g);
}

gp_code gp_path_segments(parser *p, const segment **out)
{
    gp_code code = GP_OK;
    for (const segment **last = out; !code; last = &(*(segment *const *)last)->next) {
        segment *g = NULL;
        size_t before = p->at;
        gp_path_blanks(p);
        if (gp_path_peek(p) != '.' && gp_path_peek(p) != '[') {
            p->at = before;
            return GP_OK;
        }
        code = segment_of(p, &g);
        *last = g;
    }
    return code;
}

bool gp_path_singular(const segment *first)
{
    for (const segment *g = first; g; g = g->next)
        if (g->deep || g->first->next || (g->first->kind != NAME && g->first->kind != INDEX)) return false;
    return true;
}

gp_code gp_jsonpath_compile(gp_arena *a, gp_str text, const gp_jsonpath **out, gp_err *err)
{
    parser p = {.a = a, .s = text, .err = err};
    gp_jsonpath *path = GP_NEW(a, gp_jsonpath);
    gp_code code = gp_path_take(&p, '$') ? GP_OK : gp_path_bad(&p, "it must begin with $");
    if (!code) code = gp_path_segments(&p, &path->first);
    if (!code && p.at < text.n) {
        size_t end = p.at;
        gp_path_blanks(&p);
        bool all = p.at == text.n;
        p.at = end;
        code = gp_path_bad(&p, all ? "white space at the end" : "\".\" or \"[\" is missing");
    }
    *out = path;
    return code;
}

/* --- selecting --- */

static bool is_container(const gp_json *v) { return v->type == GP_JSON_ARRAY || v->type == GP_JSON_OBJECT; }

static void add(selection *s, const gp_json *v)
{
    s->node = gp_grow(s->node, s->n, &s->room, sizeof *s->node);
    s->node[s->n++] = v;
}

static int64_t clamp(int64_t v, int64_t least, int64_t most) { return v < least ? least : v > most ? most : v; }
static int64_t from_end(int64_t i, int64_t n) { return i < 0 ? n + i : i; }

/* As RFC 9535, 2.3.4.2.2. */
static void select_slice(selection *out, const selector *s, const gp_json *array)
{
    int64_t n = (int64_t)array->n, step = s->step;
    if (!step || !n) return;
    bool up = step > 0;
    int64_t start = from_end(s->has_at ? s->at
                             : up      ? 0
                                       : n - 1,
                             n),
            end = s->has_end ? from_end(s->end, n)
                  : up       ? n
                             : -1;
    start = up ? clamp(start, 0, n) : clamp(start, -1, n - 1);
    end = up ? clamp(end, 0, n) : clamp(end, -1, n - 1);
    const gp_json **all = gp_alloc_array((size_t)n, sizeof *all);
    size_t k = 0;
    for (const gp_json *c = array->first; c; c = c->next) all[k++] = c;
    *out->work += k;
    if (up)
        for (int64_t i = start; i < end; i += clamp(step, 1, n)) add(out, all[i]);
    else
        for (int64_t i = start; i > end; i += clamp(step, -n, -1)) add(out, all[i]);
    free(all);
}

static bool hits(const selection *of, const selector *s, const gp_json *c, bool here)
{
    switch (s->kind) {
    case NAME: return gp_str_eq(c->key, s->name);
    case INDEX: return here;
    case FILTER: return gp_path_filter_holds(of, s->filter, c);
    default: return true;
    }
}

static void select_children(selection *out, const selector *s, const gp_json *v)
{
    gp_json_type wants = s->kind == NAME                            ? GP_JSON_OBJECT
                         : s->kind == WILDCARD || s->kind == FILTER ? v->type
                                                                    : GP_JSON_ARRAY;
    if (!is_container(v) || v->type != wants) return;
    if (s->kind == SLICE) {
        select_slice(out, s, v);
        return;
    }
    int64_t i = 0, at = from_end(s->at, (int64_t)v->n);
    for (const gp_json *c = v->first; c; c = c->next, i++) {
        ++*out->work;
        bool hit = hits(out, s, c, i == at);
        if (hit) add(out, c);
        if (*out->work > GP_PATH_WORK || (hit && (s->kind == NAME || s->kind == INDEX))) return;
    }
}

static void apply(selection *out, const segment *g, const gp_json *v)
{
    ++*out->work;
    for (const selector *s = g->first; s && *out->work <= GP_PATH_WORK; s = s->next) select_children(out, s, v);
    for (const gp_json *c = g->deep && is_container(v) ? v->first : NULL; c && *out->work <= GP_PATH_WORK; c = c->next)
        apply(out, g, c);
}

void gp_path_run(const selection *of, const segment *first, const gp_json *start, selection *out)
{
    const selection none = {.root = of->root, .work = of->work, .patterns = of->patterns};
    *out = none;
    add(out, start);
    for (const segment *g = first; g; g = g->next) {
        selection then = none;
        for (size_t i = 0; i < out->n && *out->work <= GP_PATH_WORK; i++) apply(&then, g, out->node[i]);
        free(out->node);
        *out = then;
    }
}

gp_code gp_jsonpath_select(gp_arena *a, const gp_jsonpath *p, const gp_json *root, gp_nodes *out, gp_err *err)
{
    size_t work = 0;
    gp_path_patterns patterns = {0};
    selection found;
    gp_path_run(&(selection){.root = root, .work = &work, .patterns = &patterns}, p->first, root, &found);
    gp_path_patterns_free(&patterns);
    out->n = found.n;
    out->node = gp_arena_array(a, found.n, sizeof *out->node);
    if (found.n) memcpy(out->node, found.node, found.n * sizeof *out->node);
    free(found.node);
    if (work <= GP_PATH_WORK) return GP_OK;
    return gp_fail(err, GP_E_INFRA, "the path selects too much in this answer (more than %d steps)", GP_PATH_WORK);
}

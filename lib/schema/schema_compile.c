/* schema_compile.c - a document walked: one gp_schema for each schema in it, references resolved, loops refused. */
#include <stdlib.h>
#include <string.h>

#include "regex/regex.h"
#include "schema/schema_impl.h"

enum { CHAIN_MOST = 256 }; /* schemas that speak of the same value, one through the other */

void gp_schema_bad(gp_schema_parser *p, const gp_json *at, const char *fmt, ...)
{
    gp_err text = {0};
    va_list ap;
    if (p->code) return;
    va_start(ap, fmt);
    gp_vfail(&text, GP_E_INPUT, fmt, ap);
    va_end(ap);
    p->code = gp_json_fail(p->err, at, "%s", text.msg);
}

/* --- schemas by their places --- */

static size_t slot(gp_schema *const *table, size_t room, const gp_json *at)
{
    size_t i = (size_t)(((uint64_t)(uintptr_t)at >> 4) * 0x9E3779B97F4A7C15u >> 20) & (room - 1);
    while (table[i] && table[i]->at != at) i = (i + 1) & (room - 1);
    return i;
}

static void make_room(gp_schema_parser *p)
{
    size_t room = p->room ? p->room * 2 : 64;
    gp_schema **table = gp_alloc_array(room, sizeof *table);
    for (size_t i = 0; i < p->n; i++) table[slot(table, room, p->all[i]->at)] = p->all[i];
    free(p->places);
    p->places = table;
    p->room = room;
}

gp_schema *gp_schema_at(gp_schema_parser *p, const gp_json *at)
{
    if (p->n * 2 >= p->room) make_room(p);
    size_t i = slot(p->places, p->room, at);
    if (p->places[i]) return p->places[i];
    gp_schema *s = GP_NEW(p->a, gp_schema);
    *s = (gp_schema){.at = at,
                     .index = (uint32_t)p->n,
                     .types = GP_SCHEMA_ANY,
                     .max_length = UINT64_MAX,
                     .max_items = UINT64_MAX,
                     .min_contains = 1,
                     .max_contains = UINT64_MAX,
                     .max_properties = UINT64_MAX};
    p->all = gp_grow(p->all, p->n, &p->all_room, sizeof *p->all);
    p->all[p->n++] = s;
    return p->places[i] = s;
}

gp_schema *gp_schema_walk(gp_schema_parser *p, const gp_json *at, const gp_schema_resource *inside)
{
    gp_schema *s = gp_schema_at(p, at);
    if (s->resource || p->code) return s;
    s->resource = inside;
    if (at->type == GP_JSON_BOOL) s->never = !at->b;
    else if (at->type != GP_JSON_OBJECT)
        gp_schema_bad(p, at, "a schema is an object, true or false, not %s", gp_json_type_name(at->type));
    if (at->type != GP_JSON_OBJECT) return s;
    s->resource = gp_schema_own_resource(p, s, inside);
    if (!p->code) gp_schema_anchors(p, s);
    if (!p->code) gp_schema_keywords(p, s);
    return s;
}

/* --- references --- */

void gp_schema_refer(gp_schema_parser *p, gp_schema *from, const gp_json *at, bool dynamic)
{
    gp_schema_pending *e = GP_NEW(p->a, gp_schema_pending);
    *e = (gp_schema_pending){p->pending, from, at, dynamic};
    p->pending = e;
}

/* Step by step, because a schema on the way may begin a resource of its own. */
static const gp_schema *at_pointer(gp_schema_parser *p, const gp_schema_pending *ref, const gp_schema_resource *r,
                                   gp_str pointer)
{
    const gp_json *v = r->root->at;
    for (size_t i = 0; v && i < pointer.n;) {
        size_t from = i++;
        while (i < pointer.n && pointer.p[i] != '/') i++;
        v = gp_json_at(v, (gp_str){pointer.p + from, i - from});
        const gp_schema *s = v ? p->places[slot(p->places, p->room, v)] : NULL;
        if (s && s->resource) r = s->resource;
    }
    if (!v) gp_schema_bad(p, ref->at, "\"%.*s\" leads to nothing", GP_ARG(ref->at->s));
    return v ? gp_schema_walk(p, v, r) : NULL;
}

static const gp_schema *target(gp_schema_parser *p, const gp_schema_pending *ref, const gp_schema_anchor **anchor)
{
    gp_str fragment;
    gp_str uri = gp_uri_split(p->a, gp_uri_resolve(p->a, ref->from->resource->uri, ref->at->s), &fragment);
    const gp_schema_resource *r = gp_schema_find_resource(p, ref, uri);
    if (p->code || !r) return NULL;
    bool recursive = ref->dynamic && ref->from->resource->draft == GP_DRAFT_2019_09;
    if (recursive || (fragment.n && fragment.p[0] != '/')) {
        *anchor = gp_schema_find_anchor(r, recursive ? GP_STR("") : fragment);
        if (*anchor) return (*anchor)->schema;
        if (!recursive) gp_schema_bad(p, ref->at, "\"%.*s\" names no anchor", GP_ARG(ref->at->s));
    }
    return p->code ? NULL : fragment.n ? at_pointer(p, ref, r, fragment) : r->root;
}

static void resolve(gp_schema_parser *p)
{
    while (p->pending && !p->code) {
        gp_schema_pending *ref = p->pending;
        const gp_schema_anchor *anchor = NULL;
        p->pending = ref->next;
        const gp_schema *to = target(p, ref, &anchor);
        if (p->code) return;
        if (!ref->dynamic) {
            ref->from->ref = to;
            continue;
        }
        ref->from->dynamic = to;
        if (!anchor || !anchor->dynamic) continue;
        ref->from->dynamic_name = anchor->name;
        ref->next = p->dynamic;
        p->dynamic = ref;
    }
}

/* Where only one resource has the anchor, the reference is an ordinary one. */
static void settle_dynamic(gp_schema_parser *p)
{
    gp_str last = {0}; /* mostly it is one name */
    unsigned n = 0;
    for (gp_schema_pending *ref = p->dynamic; ref; ref = ref->next) {
        gp_str *name = &ref->from->dynamic_name;
        if (!last.p || !gp_str_eq(last, *name)) n = gp_schema_count_dynamic(p, *name);
        last = *name;
        if (n < 2) *name = (gp_str){0};
    }
}

/* --- loops --- */

typedef struct chains {
    gp_schema_parser *p;
    uint32_t *length; /* of the longest chain from a schema on; 0: not looked at, UINT32_MAX: being looked at */
} chains;

static uint32_t chain(chains *x, const gp_schema *s, uint32_t depth);

static uint32_t most(uint32_t a, uint32_t b) { return a > b ? a : b; }

static uint32_t chain_list(chains *x, gp_schema_list l, uint32_t depth)
{
    uint32_t n = 0;
    for (size_t i = 0; i < l.n; i++) n = most(n, chain(x, l.at[i], depth));
    return n;
}

static uint32_t chain(chains *x, const gp_schema *s, uint32_t depth)
{
    if (!s || x->p->code) return 0;
    uint32_t *n = &x->length[s->index];
    if (*n == UINT32_MAX)
        gp_schema_bad(x->p, s->at, "this schema refers to itself without looking into the value: nothing decides");
    else if (depth > CHAIN_MOST || (*n && depth + *n > CHAIN_MOST))
        gp_schema_bad(x->p, s->at, "more than %d schemas lead from one to the next here", (int)CHAIN_MOST);
    if (*n || x->p->code) return *n;
    *n = UINT32_MAX;
    const gp_schema *const one[] = {s->ref, s->dynamic, s->no, s->when, s->then, s->otherwise};
    uint32_t longest = chain_list(x, (gp_schema_list){one, sizeof one / sizeof *one}, depth + 1);
    longest = most(longest, chain_list(x, s->all_of, depth + 1));
    longest = most(longest, chain_list(x, s->any_of, depth + 1));
    longest = most(longest, chain_list(x, s->one_of, depth + 1));
    for (size_t i = 0; i < s->n_dependents; i++) longest = most(longest, chain(x, s->dependents[i].schema, depth + 1));
    return *n = longest + 1;
}

static void refuse_loops(gp_schema_parser *p)
{
    chains x = {p, gp_alloc_array(p->n, sizeof *x.length)};
    for (size_t i = 0; i < p->n && !p->code; i++) (void)chain(&x, p->all[i], 0);
    free(x.length);
}

/* --- all of it --- */

gp_code gp_schema_compile(const gp_json *document, const gp_schema_options *options, gp_schema_doc **out, gp_err *err)
{
    gp_schema_doc *d = gp_alloc(sizeof *d);
    gp_schema_parser *p = gp_alloc(sizeof *p);
    gp_schema_options *o = GP_NEW(&d->a, gp_schema_options);
    *o = options ? *options : GP_SCHEMA_DEFAULTS;
    *p = (gp_schema_parser){.doc = d, .a = &d->a, .o = o, .err = err};
    d->options = o;
    gp_schema_resource *r = gp_schema_new_document(p, document, o->uri.p ? o->uri : GP_STR(""), o->draft);
    d->root = gp_schema_walk(p, document, r);
    resolve(p);
    if (!p->code) settle_dynamic(p);
    if (!p->code) refuse_loops(p);
    const gp_schema **all = GP_NEW_ARRAY(&d->a, const gp_schema *, p->n);
    for (size_t i = 0; i < p->n; i++) all[i] = p->all[i];
    d->all = all;
    d->n = p->n;
    gp_code code = p->code;
    free(p->places);
    free(p->all);
    free(p);
    if (code) gp_schema_free(d);
    else *out = d;
    return code;
}

void gp_schema_free(gp_schema_doc *d)
{
    if (!d) return;
    for (gp_schema_regexes *r = d->held; r; r = r->next) gp_regex_free(r->regex);
    gp_arena_free(&d->a);
    free(d);
}

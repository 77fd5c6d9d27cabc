/* grammar_schema.c - from a JSON Schema to the nodes of a grammar. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reply/grammar.h"

enum { MOST_NODES = 4096 };

typedef struct compiler {
    gp_grammar *g;
    gp_err *err;
    gp_code code;
    unsigned depth; /* schemas around the one at hand: each can open one bracket */
} compiler;

static int32_t compile(compiler *c, const gp_json *schema);

static void fail(compiler *c, const gp_json *at, const char *what)
{
    if (!c->code) c->code = gp_json_fail(c->err, at, "an answer cannot be held to this schema: %s", what);
}

static int32_t new_node(compiler *c, const gp_json *at)
{
    gp_grammar *g = c->g;
    if (g->n == MOST_NODES) {
        fail(c, at, "it is too large");
        return 0;
    }
    g->node = gp_grow(g->node, (size_t)g->n, &g->room, sizeof *g->node);
    g->node[g->n] = (gp_grammar_node){
        .types = GP_G_ANY, .max_length = UINT32_MAX, .max_items = UINT32_MAX, .others = 0};
    return g->n++;
}

/* --- single keywords --- */

static unsigned type_bit(compiler *c, const gp_json *v)
{
    static const char *const names[] = {"null", "boolean", "integer", "number", "string", "array", "object"};
    for (unsigned i = 0; i < 7; i++)
        if (v->type == GP_JSON_STRING && gp_str_eqc(v->s, names[i])) return 1u << i;
    fail(c, v, "unknown type");
    return 0;
}

static void read_types(compiler *c, const gp_json *v, gp_grammar_node *n)
{
    if (!v) return;
    n->types = v->type == GP_JSON_ARRAY ? 0 : type_bit(c, v);
    for (const gp_json *e = v->type == GP_JSON_ARRAY ? v->first : NULL; e; e = e->next) n->types |= type_bit(c, e);
    if (!n->types) fail(c, v, "no type is allowed");
}

static void read_size(compiler *c, const gp_json *schema, const char *key, uint32_t *out)
{
    const gp_json *v = gp_json_get(schema, key);
    if (!v) return;
    if (v->type == GP_JSON_INT && v->i >= 0) *out = v->i < UINT32_MAX ? (uint32_t)v->i : UINT32_MAX;
    else fail(c, v, "a limit must be a whole number, 0 or more");
}

static bool fits_type(const gp_json *v, unsigned types)
{
    switch (v->type) {
    case GP_JSON_NULL: return types & GP_G_NULL;
    case GP_JSON_BOOL: return types & GP_G_BOOL;
    case GP_JSON_INT: return types & (GP_G_INTEGER | GP_G_NUMBER);
    case GP_JSON_REAL: return types & GP_G_NUMBER || (types & GP_G_INTEGER && v->d == floor(v->d));
    case GP_JSON_STRING: return types & GP_G_STRING;
    case GP_JSON_ARRAY: return types & GP_G_ARRAY;
    case GP_JSON_OBJECT: break;
    }
    return types & GP_G_OBJECT;
}

static gp_str canonical(compiler *c, const gp_json *v)
{
    gp_buf b = {0};
    gp_jw w;
    gp_jw_init(&w, &b, 0);
    if (!c->code) c->code = gp_jw_canonical(&w, &c->g->a, v, c->err);
    gp_str s = c->code ? (gp_str){0} : gp_str_dup(&c->g->a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

/* --- objects --- */

/* A name as it stands between quotes in JSON. */
static gp_str escaped(compiler *c, gp_str name)
{
    gp_buf b = {0};
    gp_jw w;
    gp_jw_init(&w, &b, 0);
    gp_jw_str(&w, name);
    gp_str s = gp_str_dup(&c->g->a, (gp_str){b.p + 1, b.n - 2});
    gp_buf_free(&b);
    return s;
}

typedef struct properties {
    gp_str *names;
    int32_t *values;
    uint32_t n;
} properties;

/* Index of the property; made with schema `value` if it is new. */
static uint32_t property(compiler *c, properties *p, const gp_json *at, gp_str name, int32_t value)
{
    gp_str text = escaped(c, name);
    for (uint32_t i = 0; i < p->n && !c->code; i++)
        if (gp_str_eq(p->names[i], text)) return i;
    if (p->n == GP_G_MOST) fail(c, at, "an object has more than 64 properties");
    if (c->code) return 0;
    p->names[p->n] = text;
    p->values[p->n] = value;
    return p->n++;
}

static void read_object(compiler *c, const gp_json *schema, gp_grammar_node *n)
{
    const gp_json *props = gp_json_get(schema, "properties"), *required = gp_json_get(schema, "required"),
                  *others = gp_json_get(schema, "additionalProperties");
    properties p = {GP_NEW_ARRAY(&c->g->a, gp_str, GP_G_MOST), GP_NEW_ARRAY(&c->g->a, int32_t, GP_G_MOST), 0};
    if (props && props->type != GP_JSON_OBJECT) fail(c, props, "\"properties\" must be an object");
    if (required && required->type != GP_JSON_ARRAY) fail(c, required, "\"required\" must be an array");
    bool closed = others ? others->type == GP_JSON_BOOL && !others->b : props != NULL;
    n->others = closed ? -1 : others ? compile(c, others) : 0;
    for (const gp_json *v = props ? props->first : NULL; v && !c->code; v = v->next) {
        int32_t value = compile(c, v);
        if (!c->code) (void)property(c, &p, v, v->key, value);
    }
    for (const gp_json *v = required ? required->first : NULL; v && !c->code; v = v->next) {
        if (v->type != GP_JSON_STRING) {
            fail(c, v, "\"required\" has a name that is no string");
            return;
        }
        uint32_t before = p.n, i = property(c, &p, v, v->s, n->others);
        if (!c->code && i == before && others && closed) fail(c, v, "a required property is not allowed");
        if (!c->code && p.values[i] < 0) p.values[i] = 0;
        if (!c->code) n->required |= (uint64_t)1 << i;
    }
    n->names = p.names;
    n->values = p.values;
    n->n_names = p.n;
}

/* --- enum and const: after all else, which their values must fit too --- */

/* The node at hand, which has no literals yet, takes this text. */
static bool fits_node(compiler *c, int32_t at, gp_str text)
{
    gp_grammar_state s;
    c->g->root = at;
    gp_grammar_start(c->g, &s);
    return gp_grammar_text(c->g, &s, text) && gp_grammar_complete(c->g, &s);
}

/* Keywords that narrow what an enum lists; the type alone is looked at in the value itself, whose numbers may be
 * longer than those that a grammar lets a model write. */
static bool narrows(const gp_json *schema)
{
    static const char *const keys[] = {"minLength", "maxLength",  "minItems", "maxItems",
                                       "items",     "properties", "required", "additionalProperties"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (gp_json_get(schema, keys[i])) return true;
    return false;
}

static void read_literals(compiler *c, const gp_json *schema, int32_t at)
{
    const gp_json *list = gp_json_get(schema, "enum"), *one = gp_json_get(schema, "const");
    if (!list && !one) return;
    if (list && list->type != GP_JSON_ARRAY) fail(c, list, "\"enum\" must be an array");
    gp_str *texts = GP_NEW_ARRAY(&c->g->a, gp_str, GP_G_MOST);
    gp_str only = one ? canonical(c, one) : (gp_str){0};
    uint32_t n = 0;
    for (const gp_json *v = list ? list->first : one; v && !c->code; v = list ? v->next : NULL) {
        gp_str text = canonical(c, v);
        if (c->code || !fits_type(v, c->g->node[at].types) || (one && !gp_str_eq(text, only)) ||
            (narrows(schema) && !fits_node(c, at, text)))
            continue;
        if (n == GP_G_MOST) fail(c, v, "an enum has more than 64 values");
        else texts[n++] = text;
    }
    if (!c->code && !n) fail(c, schema, "no value of its enum or const fits the rest of it");
    c->g->node[at].literals = texts;
    c->g->node[at].n_literals = n;
}

/* --- a schema --- */

static void check_keywords(compiler *c, const gp_json *schema)
{
    static const char *const known[] = {
        "type",    "enum",     "const",    "required",    "properties", "additionalProperties",
        "items",   "minItems", "maxItems", "minLength",   "maxLength",  "minimum",
        "maximum", "pattern",  "title",    "description", "$comment"};
    if (!c->code) c->code = gp_json_known_keys(schema, "a schema", known, sizeof known / sizeof *known, c->err);
}

static int32_t compile(compiler *c, const gp_json *schema)
{
    if (schema->type == GP_JSON_BOOL && schema->b) return 0;
    if (schema->type != GP_JSON_OBJECT)
        fail(c, schema, schema->type == GP_JSON_BOOL ? "nothing satisfies it" : "a schema is an object, true or false");
    check_keywords(c, schema);
    if (c->depth == GP_GRAMMAR_DEPTH) fail(c, schema, "it is nested too deeply");
    int32_t at = c->code ? 0 : new_node(c, schema);
    if (c->code) return 0;
    gp_grammar_node n = c->g->node[at]; /* a copy: inner schemas move the array */
    const gp_json *items = gp_json_get(schema, "items");
    read_types(c, gp_json_get(schema, "type"), &n);
    read_size(c, schema, "minLength", &n.min_length);
    read_size(c, schema, "maxLength", &n.max_length);
    read_size(c, schema, "minItems", &n.min_items);
    read_size(c, schema, "maxItems", &n.max_items);
    if (!c->code && (n.min_length > n.max_length || n.min_items > n.max_items))
        fail(c, schema, "a minimum is above its maximum");
    c->depth++;
    if (!c->code && items) n.items = compile(c, items);
    if (!c->code) read_object(c, schema, &n);
    c->depth--;
    if (!c->code) c->g->node[at] = n;
    if (!c->code) read_literals(c, schema, at);
    return at;
}

gp_code gp_grammar_new(const gp_json *schema, gp_grammar **out, gp_err *err)
{
    gp_grammar *g = gp_alloc(sizeof *g);
    compiler c = {.g = g, .err = err};
    (void)new_node(&c, schema);
    if (!c.code) g->root = compile(&c, schema);
    if (c.code) gp_grammar_free(g);
    else *out = g;
    return c.code;
}

void gp_grammar_free(gp_grammar *g)
{
    if (!g) return;
    gp_arena_free(&g->a);
    free(g->node);
    free(g);
}

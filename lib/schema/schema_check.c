/* schema_check.c - values against the tree. */
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "regex/regex.h"
#include "schema/schema_impl.h"

enum { DEPTH_MOST = 4000 }; /* schemas within schemas while one value is checked; bounds the stack */
#define WORK_MOST ((uint64_t)50000000)

typedef struct scope { /* the resources that a check came through */
    const struct scope *up;
    const gp_schema_resource *resource;
} scope;

typedef struct state {
    const gp_schema_doc *doc;
    gp_err *err;
    gp_code code; /* sticky: nothing can be said */
    uint64_t work;
    unsigned depth, level; /* schemas within schemas; values within values */
    gp_schema_fault fault; /* what was wrong last */
} state;

/* Does v fit? `done` has a byte for each child of v, set where a schema spoke of it; NULL: nobody asks. */
static bool check(state *x, const gp_schema *s, const gp_json *v, const scope *up, uint8_t *done);

static bool is_number(const gp_json *v) { return v->type == GP_JSON_INT || v->type == GP_JSON_REAL; }

/* Always false, so that a check can end with it. */
static bool blame(state *x, const gp_schema *s, const char *key, const gp_json *v)
{
    x->fault = (gp_schema_fault){.schema = s, .key = key, .value = v, .level = x->level};
    return false;
}

static bool blame_name(state *x, const gp_schema *s, const char *key, const gp_json *v, gp_str name)
{
    (void)blame(x, s, key, v);
    x->fault.name = name;
    return false;
}

static bool blame_size(state *x, const gp_schema *s, const char *key, const gp_json *v, uint64_t n)
{
    (void)blame(x, s, key, v);
    x->fault.n = n;
    return false;
}

/* False where there was too much. */
static bool spend(state *x, uint64_t n)
{
    x->work += n + 1;
    if (!x->code && x->work > WORK_MOST)
        x->code = gp_fail(x->err, GP_E_INFRA, "checking this value against the schema needs too much work");
    return !x->code;
}

static bool down(state *x, const gp_schema *s, const gp_json *child, const scope *up)
{
    x->level++;
    bool good = check(x, s, child, up, NULL);
    x->level--;
    return good;
}

/* --- any value --- */

static bool check_value(state *x, const gp_schema *s, const gp_json *v)
{
    if (s->never) return blame(x, s, "", v);
    if (!(gp_schema_types_of(v, s->resource->draft) & s->types)) return blame(x, s, "type", v);
    if (s->constant && !gp_json_equal(s->constant, v)) return blame(x, s, "const", v);
    return !s->choices || gp_schema_lists(s->listed, s->choices->n, v, &x->work) || blame(x, s, "enum", v);
}

static int order(const gp_json *v, const gp_json *bound)
{
    return gp_decimal_cmp(gp_decimal_of(v->raw), gp_decimal_of(bound->raw));
}

static bool is_multiple(const gp_json *v, const gp_json *of)
{
    gp_arena a = {0};
    if (v->type == GP_JSON_INT && of->type == GP_JSON_INT) return v->i % of->i == 0;
    bool good = gp_decimal_divides(&a, gp_decimal_of(of->raw), gp_decimal_of(v->raw));
    gp_arena_free(&a);
    return good;
}

static bool check_number(state *x, const gp_schema *s, const gp_json *v)
{
    if (s->minimum && order(v, s->minimum) < 0) return blame(x, s, "minimum", v);
    if (s->maximum && order(v, s->maximum) > 0) return blame(x, s, "maximum", v);
    if (s->above && order(v, s->above) <= 0) return blame(x, s, "exclusiveMinimum", v);
    if (s->below && order(v, s->below) >= 0) return blame(x, s, "exclusiveMaximum", v);
    return !s->multiple_of || is_multiple(v, s->multiple_of) || blame(x, s, "multipleOf", v);
}

static bool matches(state *x, const gp_schema_pattern *p, gp_str text)
{
    bool found = false;
    gp_err inner = {0};
    if (!spend(x, text.n / 16)) return false;
    gp_code code = gp_regex_find(p->regex, text, &found, NULL, NULL, &inner);
    if (code && !x->code) x->code = gp_fail(x->err, code, "%s", inner.msg);
    return found && !code;
}

static uint64_t code_points(gp_str s)
{
    uint64_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

static bool check_string(state *x, const gp_schema *s, const gp_json *v)
{
    bool sized = s->min_length || s->max_length != UINT64_MAX;
    uint64_t n = sized && spend(x, v->s.n / 16) ? code_points(v->s) : 0;
    if (sized && n < s->min_length) return blame_size(x, s, "minLength", v, n);
    if (sized && n > s->max_length) return blame_size(x, s, "maxLength", v, n);
    if (s->pattern && !matches(x, s->pattern, v->s)) return blame(x, s, "pattern", v);
    bool asserted = s->format.n && x->doc->options->assert_format;
    return !asserted || gp_schema_format_fits(s->format, v->s) || blame(x, s, "format", v);
}

/* --- arrays --- */

static bool check_each(state *x, const gp_schema *s, const gp_json *v, const scope *up, uint8_t *done)
{
    size_t i = 0;
    for (const gp_json *e = s->items || s->prefix.n ? v->first : NULL; e; e = e->next, i++) {
        const gp_schema *own = i < s->prefix.n ? s->prefix.at[i] : s->items;
        if (!own) break;
        if (!down(x, own, e, up)) return false;
        if (done) done[i] = 1;
    }
    return true;
}

static bool check_contains(state *x, const gp_schema *s, const gp_json *v, const scope *up, uint8_t *done)
{
    uint64_t found = 0;
    size_t i = 0;
    bool all = done || s->max_contains != UINT64_MAX, marks = done && s->resource->draft >= GP_DRAFT_2020_12;
    for (const gp_json *e = v->first; e && (all || found < s->min_contains); e = e->next, i++) {
        bool fits = down(x, s->contains, e, up);
        if (x->code) return false;
        found += fits;
        if (fits && marks) done[i] = 1;
    }
    if (found < s->min_contains) return blame_size(x, s, "contains", v, found);
    return found <= s->max_contains || blame_size(x, s, "maxContains", v, found);
}

static bool check_array(state *x, const gp_schema *s, const gp_json *v, const scope *up, uint8_t *done)
{
    if (v->n < s->min_items) return blame_size(x, s, "minItems", v, v->n);
    if (v->n > s->max_items) return blame_size(x, s, "maxItems", v, v->n);
    if (!check_each(x, s, v, up, done)) return false;
    if (s->contains && !check_contains(x, s, v, up, done)) return false;
    if (!s->unique) return true;
    const gp_json *again = gp_schema_repeated(v, &x->work);
    return !again || blame(x, s, "uniqueItems", again);
}

/* --- objects --- */

static const gp_json *member(state *x, const gp_json *object, gp_str name)
{
    const gp_json *m = spend(x, object->n) ? object->first : NULL;
    while (m && !gp_str_eq(m->key, name)) m = m->next;
    return m;
}

static bool check_required(state *x, const gp_schema *s, const gp_json *v)
{
    size_t hits = 0;
    for (const gp_json *m = v->first; m && spend(x, 0); m = m->next) {
        const gp_schema_property *p = gp_schema_property_of(s, m->key);
        hits += p && p->required;
    }
    if (hits == s->n_required || x->code) return !x->code;
    for (size_t i = 0; i < s->n_properties; i++)
        if (s->properties[i].required && !member(x, v, s->properties[i].name))
            return blame_name(x, s, "required", v, s->properties[i].name);
    return true;
}

static bool check_name(state *x, const gp_schema *s, const gp_json *m, const scope *up)
{
    gp_json name = {.type = GP_JSON_STRING, .s = m->key, .raw = m->key, .name = m->name};
    if (check(x, s->names, &name, up, NULL)) return true;
    return blame_name(x, s, "propertyNames", m, m->key);
}

static bool check_member(state *x, const gp_schema *s, const gp_json *m, const scope *up, bool *spoken)
{
    const gp_schema_property *p = gp_schema_property_of(s, m->key);
    *spoken = p && p->schema;
    if (*spoken && !down(x, p->schema, m, up)) return false;
    for (size_t i = 0; i < s->n_patterns; i++) {
        if (!matches(x, &s->patterns[i], m->key)) {
            if (x->code) return false;
            continue;
        }
        *spoken = true;
        if (!down(x, s->patterns[i].schema, m, up)) return false;
    }
    if (*spoken || !s->additional) return true;
    *spoken = true;
    if (s->additional->never) return blame_name(x, s, "additionalProperties", m, m->key);
    return down(x, s->additional, m, up);
}

static bool check_members(state *x, const gp_schema *s, const gp_json *v, const scope *up, uint8_t *done)
{
    size_t i = 0;
    bool any = s->n_properties || s->n_patterns || s->additional;
    for (const gp_json *m = any ? v->first : NULL; m; m = m->next, i++) {
        bool spoken;
        if (!spend(x, 0) || !check_member(x, s, m, up, &spoken)) return false;
        if (done && spoken) done[i] = 1;
    }
    for (const gp_json *m = s->names ? v->first : NULL; m; m = m->next)
        if (!check_name(x, s, m, up)) return false;
    return true;
}

static bool check_object(state *x, const gp_schema *s, const gp_json *v, const scope *up, uint8_t *done)
{
    if (v->n < s->min_properties) return blame_size(x, s, "minProperties", v, v->n);
    if (v->n > s->max_properties) return blame_size(x, s, "maxProperties", v, v->n);
    if (s->n_required && !check_required(x, s, v)) return false;
    for (size_t i = 0; i < s->n_dependents; i++) {
        const gp_schema_dependent *d = &s->dependents[i];
        const gp_json *e = d->required && member(x, v, d->name) ? d->required->first : NULL;
        for (; e; e = e->next)
            if (!member(x, v, e->s)) return blame_name(x, s, "dependentRequired", v, e->s);
    }
    return !x->code && check_members(x, s, v, up, done);
}

/* --- schemas about the same value --- */

static bool apply(state *x, const gp_schema *s, const gp_json *v, const scope *up, uint8_t *done)
{
    if (!done) return check(x, s, v, up, NULL);
    if (!spend(x, v->n / 8)) return false;
    uint8_t *own = gp_alloc(v->n); /* counts only if it fits */
    bool good = check(x, s, v, up, own);
    for (size_t i = 0; good && i < v->n; i++) done[i] |= own[i];
    free(own);
    return good;
}

/* How much a fault tells: the deeper the better, and a wrong type says only that another branch was meant. */
static unsigned tells(const gp_schema_fault *f) { return f->level * 2 + !gp_str_eqc(gp_str_c(f->key), "type"); }

static bool check_any(state *x, const gp_schema *s, const gp_json *v, const scope *up, uint8_t *done)
{
    bool any = false;
    gp_schema_fault best = {.schema = s, .key = "anyOf", .value = v, .level = x->level};
    unsigned told = x->level * 2;
    for (size_t i = 0; i < s->any_of.n && (!any || done); i++) {
        if (apply(x, s->any_of.at[i], v, up, done)) any = true;
        else if (tells(&x->fault) > told) told = tells(&x->fault), best = x->fault, best.choice = "anyOf";
        if (x->code) return false;
    }
    if (!any) x->fault = best;
    return any;
}

static bool check_one(state *x, const gp_schema *s, const gp_json *v, const scope *up, uint8_t *done)
{
    unsigned fit = 0, told = x->level * 2;
    gp_schema_fault best = {.schema = s, .key = "oneOf", .value = v, .level = x->level};
    for (size_t i = 0; i < s->one_of.n && fit < 2; i++) {
        if (apply(x, s->one_of.at[i], v, up, done)) fit++;
        else if (tells(&x->fault) > told) told = tells(&x->fault), best = x->fault, best.choice = "oneOf";
        if (x->code) return false;
    }
    if (fit > 1) return blame_size(x, s, "oneOf", v, fit);
    if (!fit) x->fault = best;
    return fit;
}

static const gp_schema *dynamic_target(const gp_schema *s, const scope *up)
{
    const gp_schema *to = s->dynamic;
    for (; s->dynamic_name.p && up; up = up->up) {
        const gp_schema *here = gp_schema_dynamic(up->resource, s->dynamic_name);
        if (here) to = here; /* the last one found is the outermost */
    }
    return to;
}

static bool check_if(state *x, const gp_schema *s, const gp_json *v, const scope *up, uint8_t *done)
{
    bool holds = apply(x, s->when, v, up, done);
    const gp_schema *next = holds ? s->then : s->otherwise;
    return !x->code && (!next || apply(x, next, v, up, done));
}

static bool check_in_place(state *x, const gp_schema *s, const gp_json *v, const scope *up, uint8_t *done)
{
    if (s->ref && !apply(x, s->ref, v, up, done)) return false;
    if (s->dynamic && !apply(x, dynamic_target(s, up), v, up, done)) return false;
    for (size_t i = 0; i < s->all_of.n; i++)
        if (!apply(x, s->all_of.at[i], v, up, done)) return false;
    if (s->any_of.n && !check_any(x, s, v, up, done)) return false;
    if (s->one_of.n && !check_one(x, s, v, up, done)) return false;
    if (s->no && apply(x, s->no, v, up, NULL)) return blame(x, s, "not", v);
    if (s->when && !check_if(x, s, v, up, done)) return false;
    for (size_t i = 0; i < s->n_dependents && v->type == GP_JSON_OBJECT; i++) {
        const gp_schema_dependent *d = &s->dependents[i];
        if (d->schema && member(x, v, d->name) && !apply(x, d->schema, v, up, done)) return false;
    }
    return !x->code;
}

static bool check_rest(state *x, const gp_schema *s, const gp_json *v, const scope *up, uint8_t *done)
{
    const gp_schema *rest = v->type == GP_JSON_ARRAY ? s->unevaluated_items : s->unevaluated_properties;
    const char *key = v->type == GP_JSON_ARRAY ? "unevaluatedItems" : "unevaluatedProperties";
    size_t i = 0;
    for (const gp_json *e = v->first; e; e = e->next, i++) {
        if (done[i]) continue;
        if (rest->never) return blame_name(x, s, key, e, e->key);
        if (!down(x, rest, e, up)) return false;
        done[i] = 1;
    }
    return true;
}

/* --- a schema --- */

static bool check_all(state *x, const gp_schema *s, const gp_json *v, const scope *up, uint8_t *done)
{
    if (!check_value(x, s, v)) return false;
    bool good = v->type == GP_JSON_STRING   ? check_string(x, s, v)
                : v->type == GP_JSON_ARRAY  ? check_array(x, s, v, up, done)
                : v->type == GP_JSON_OBJECT ? check_object(x, s, v, up, done)
                                            : !is_number(v) || check_number(x, s, v);
    return good && check_in_place(x, s, v, up, done);
}

static bool check(state *x, const gp_schema *s, const gp_json *v, const scope *up, uint8_t *done)
{
    scope here = {up, s->resource};
    const gp_schema *rest = v->type == GP_JSON_ARRAY    ? s->unevaluated_items
                            : v->type == GP_JSON_OBJECT ? s->unevaluated_properties
                                                        : NULL;
    uint8_t *own = rest && !done ? gp_alloc(v->n) : NULL;
    if (own) done = own;
    if (++x->depth > DEPTH_MOST) x->work = WORK_MOST;
    bool good = spend(x, own ? v->n / 8 : 0) &&
                check_all(x, s, v, up && up->resource == s->resource ? up : &here, done);
    if (good && rest) good = check_rest(x, s, v, &here, done);
    x->depth--;
    free(own);
    return good && !x->code;
}

gp_code gp_schema_check(gp_arena *a, const gp_schema_doc *d, const gp_json *value, const gp_schema_problem **problem,
                        gp_err *err)
{
    state x = {.doc = d, .err = err};
    bool good = check(&x, d->root, value, NULL, NULL);
    *problem = good || x.code ? NULL : gp_schema_describe(a, &x.fault, value);
    return x.code;
}

gp_code gp_schema_check_part(const gp_schema_doc *d, const gp_schema *part, const gp_json *value, bool *fits,
                             gp_err *err)
{
    state x = {.doc = d, .err = err};
    *fits = check(&x, part, value, NULL, NULL);
    return x.code;
}

bool gp_schema_may_fit(const gp_schema_doc *d, const gp_schema *s, const gp_json *value, uint64_t *work)
{
    state x = {.doc = d, .work = *work};
    bool good = check(&x, s, value, NULL, NULL);
    *work = x.work;
    return good || x.code;
}

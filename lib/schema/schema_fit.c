/* schema_fit.c - can anything fit a schema, and every schema inside it? One that nothing fits is a mistake: every answer
 * fails, or no target can be held to it. Only what is certain counts: patterns are taken to be matched by something, and
 * so is whatever could not be looked at.
 *
 * What may be fitted is found from below: first nothing is thought possible, then round by round whatever needs only
 * what is, until a round finds nothing new. So a schema that needs itself without end stays impossible. */
#include <math.h>
#include <stdlib.h>

#include "base/decimal.h"
#include "schema/schema_impl.h"

enum { ROUNDS_MOST = 64 }; /* beyond, nothing is said */
enum { TYPES_DEEP = 6 };   /* likewise; every level may ask for so many */

typedef struct fit {
    const gp_schema_doc *doc;
    gp_arena *a;
    bool *can;    /* by index */
    bool *barren; /* by index: no listed value fits, which no round changes */
    uint64_t work;
    const gp_schema *culprit; /* the schema that the last one needed and could not have */
    const gp_json *at;        /* or what contradicts in itself */
    const char *why;
} fit;

/* Always false, so that a check can end with it. */
static bool blame(fit *x, const gp_json *at, const char *why)
{
    x->at = at;
    x->why = why;
    x->culprit = NULL;
    return false;
}

static bool can(fit *x, const gp_schema *s)
{
    if (!s || x->can[s->index]) return true;
    x->culprit = s;
    return false;
}

static bool in_order(fit *x, const gp_schema *s, uint64_t least, uint64_t most, const char *low, const char *high)
{
    if (least <= most) return true;
    return blame(x, gp_json_get(s->at, low), gp_str_fmt(x->a, "%s is above %s", low, high).p);
}

/* Two limits of a number, each of which may be missing. */
static bool apart(fit *x, const gp_json *lo, const gp_json *hi, int most, const char *why)
{
    if (!lo || !hi || gp_decimal_cmp(gp_decimal_of(lo->raw), gp_decimal_of(hi->raw)) <= most) return true;
    return blame(x, lo, why);
}

static bool limits(fit *x, const gp_schema *s)
{
    return apart(x, s->minimum, s->maximum, 0, "minimum is above maximum") &&
           apart(x, s->minimum, s->below, -1, "minimum is not below exclusiveMaximum") &&
           apart(x, s->above, s->maximum, -1, "exclusiveMinimum is not below maximum") &&
           apart(x, s->above, s->below, -1, "exclusiveMinimum is not below exclusiveMaximum") &&
           in_order(x, s, s->min_length, s->max_length, "minLength", "maxLength") &&
           in_order(x, s, s->min_items, s->max_items, "minItems", "maxItems") &&
           in_order(x, s, s->min_properties, s->max_properties, "minProperties", "maxProperties");
}

static bool some_integer(fit *x, const gp_schema *s)
{
    double lo = s->minimum ? ceil(s->minimum->d) : -INFINITY, hi = s->maximum ? floor(s->maximum->d) : INFINITY;
    if (s->above) lo = fmax(lo, floor(s->above->d) + 1);
    if (s->below) hi = fmin(hi, ceil(s->below->d) - 1);
    bool exact = fabs(lo) < 9e15 && fabs(hi) < 9e15;
    if (!exact || lo <= hi) return true;
    return blame(x, s->minimum ? s->minimum : s->above, "there is no integer from minimum to maximum");
}

static bool some_array(fit *x, const gp_schema *s)
{
    for (size_t i = 0; i < s->prefix.n && i < s->min_items; i++)
        if (!can(x, s->prefix.at[i])) return false;
    if (s->min_items > s->prefix.n && !can(x, s->items)) return false;
    return !s->contains || !s->min_contains || can(x, s->contains);
}

static bool surplus(fit *x, const gp_schema *s, gp_str name)
{
    const gp_json *e = gp_json_get(s->at, "required")->first;
    while (e->next && !gp_str_eq(e->s, name)) e = e->next;
    return blame(x, e, gp_str_fmt(x->a, "the key \"%.*s\" is required and not allowed", GP_ARG(name)).p);
}

/* A property that may be left out can be as contradictory as it likes. */
static bool some_object(fit *x, const gp_schema *s)
{
    for (size_t i = 0; i < s->n_properties; i++) {
        const gp_schema_property *p = &s->properties[i];
        const gp_schema *own = p->schema ? p->schema : s->n_patterns ? NULL : s->additional;
        if (!p->required || !own) continue;
        if (own->never) return surplus(x, s, p->name);
        if (!can(x, own)) return false;
    }
    return true;
}

static bool some_of_type(fit *x, const gp_schema *s, unsigned type)
{
    if (type == GP_SCHEMA_INTEGER) return some_integer(x, s);
    if (type == GP_SCHEMA_ARRAY) return some_array(x, s);
    return type != GP_SCHEMA_OBJECT || some_object(x, s);
}

/* Does one of the listed values fit all the rest? */
static bool some_literal(fit *x, const gp_schema *s)
{
    const gp_json *list = s->choices, *v = list ? list->first : s->constant;
    for (; v && !x->barren[s->index]; v = list ? v->next : NULL)
        if (gp_schema_may_fit(x->doc, s, v, &x->work)) return true;
    x->barren[s->index] = true;
    return blame(x, list ? list : s->constant,
                 list ? "none of the values of enum fits the rest of it"
                      : "the value of const does not fit the rest of it");
}

static bool some_of(fit *x, gp_schema_list l)
{
    bool any = !l.n;
    for (size_t i = 0; i < l.n && !any; i++) any = can(x, l.at[i]);
    return any;
}

/* The types that a schema allows together with all of its allOf and its reference; numbers include integers. */
static unsigned types_of(const gp_schema *s, unsigned depth)
{
    unsigned types = s->types | (s->types & GP_SCHEMA_NUMBER ? (unsigned)GP_SCHEMA_INTEGER : 0u);
    if (!depth) return types;
    if (s->ref) types &= types_of(s->ref, depth - 1);
    for (size_t i = 0; i < s->all_of.n && i < TYPES_DEEP; i++) types &= types_of(s->all_of.at[i], depth - 1);
    return types;
}

static bool possible(fit *x, const gp_schema *s)
{
    if (s->never) return blame(x, s->at, "false allows nothing");
    if (!limits(x, s)) return false; /* a mistake whatever the type */
    if (s->choices || s->constant) return some_literal(x, s);
    if (!types_of(s, TYPES_DEEP)) return blame(x, s->at, "the types of its parts exclude one another");
    if (!can(x, s->ref) || (!s->dynamic_name.p && !can(x, s->dynamic))) return false;
    for (size_t i = 0; i < s->all_of.n; i++)
        if (!can(x, s->all_of.at[i])) return false;
    if (!some_of(x, s->any_of) || !some_of(x, s->one_of)) return false;
    bool any = s->types == GP_SCHEMA_ANY; /* null, for one */
    for (unsigned bit = 1; bit <= GP_SCHEMA_OBJECT && !any; bit <<= 1)
        any = (s->types & bit) && some_of_type(x, s, bit);
    return any;
}

/* From a schema that nothing fits down to the one that contradicts in itself. */
static gp_code explain(fit *x, const gp_schema *s, gp_err *err)
{
    for (size_t steps = 0; steps <= x->doc->n; steps++) {
        (void)possible(x, s);
        if (!x->culprit) return gp_json_fail(err, x->at, "nothing can fit this schema: %s", x->why);
        s = x->culprit;
    }
    return gp_json_fail(err, s->at,
                        "nothing can fit this schema: it needs a value of its own kind inside, without end");
}

gp_code gp_schema_fits(const gp_schema_doc *d, gp_err *err)
{
    gp_arena a = {0};
    fit x = {.doc = d, .a = &a, .can = gp_alloc(d->n), .barren = gp_alloc(d->n)};
    bool more = true;
    gp_code code = GP_OK;
    int rounds = 0;
    for (; more && rounds < ROUNDS_MOST; rounds++) {
        more = false;
        for (size_t i = d->n; i--;) {
            if (x.can[i] || !possible(&x, d->all[i])) continue;
            more = x.can[i] = true;
        }
    }
    /* also those that an answer can do without; `false` says so itself */
    for (size_t i = 0; i < d->n && rounds < ROUNDS_MOST && !code; i++)
        if (!x.can[i] && !d->all[i]->never) code = explain(&x, d->all[i], err);
    free(x.can);
    free(x.barren);
    gp_arena_free(&a);
    return code;
}

/* schema_keyword.c - the keywords of JSON Schema, each with the drafts that know it. */
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "regex/ecma.h"
#include "regex/regex.h"
#include "schema/schema_impl.h"

const char *const gp_schema_type_names[7] = {"null", "boolean", "integer", "number", "string", "array", "object"};

static bool is_number(const gp_json *v) { return v->type == GP_JSON_INT || v->type == GP_JSON_REAL; }

static bool want(gp_schema_parser *p, const gp_json *v, gp_json_type type)
{
    if (!p->code && v->type != type)
        gp_schema_bad(p, v, "\"%.*s\" must be %s, not %s", GP_ARG(v->key), gp_json_type_name(type),
                      gp_json_type_name(v->type));
    return !p->code;
}

/* Elements of a keyword, each of which must be a string. */
static bool want_strings(gp_schema_parser *p, const gp_json *v)
{
    for (const gp_json *e = want(p, v, GP_JSON_ARRAY) ? v->first : NULL; e; e = e->next)
        if (e->type != GP_JSON_STRING)
            gp_schema_bad(p, e, "\"%.*s\" must list strings, not %s", GP_ARG(v->key), gp_json_type_name(e->type));
    return !p->code;
}

static const gp_schema *inner(gp_schema_parser *p, const gp_schema *s, const gp_json *v)
{
    return gp_schema_walk(p, v, s->resource);
}

/* --- kinds that several keywords are of; `at` is the member --- */

static void read_size(gp_schema_parser *p, gp_schema *s, const gp_json *v, void *at)
{
    (void)s;
    bool good = is_number(v) && gp_decimal_is_whole(gp_decimal_of(v->raw)) && v->d >= 0;
    if (!good) gp_schema_bad(p, v, "\"%.*s\" must be a whole number, 0 or more", GP_ARG(v->key));
    else *(uint64_t *)at = v->d < 9e18 ? (uint64_t)v->d : UINT64_MAX;
    if (good && v->type == GP_JSON_INT) *(uint64_t *)at = (uint64_t)v->i;
}

static void read_number(gp_schema_parser *p, gp_schema *s, const gp_json *v, void *at)
{
    (void)s;
    if (!is_number(v))
        gp_schema_bad(p, v, "\"%.*s\" must be a number, not %s", GP_ARG(v->key), gp_json_type_name(v->type));
    *(const gp_json **)at = v;
}

static void read_value(gp_schema_parser *p, gp_schema *s, const gp_json *v, void *at)
{
    (void)p;
    (void)s;
    *(const gp_json **)at = v;
}

static void read_schema(gp_schema_parser *p, gp_schema *s, const gp_json *v, void *at)
{
    *(const gp_schema **)at = inner(p, s, v);
}

static void read_list(gp_schema_parser *p, gp_schema *s, const gp_json *v, void *at)
{
    if (!want(p, v, GP_JSON_ARRAY)) return;
    const gp_schema **list = GP_NEW_ARRAY(p->a, const gp_schema *, v->n);
    size_t n = 0;
    for (const gp_json *e = v->first; e && !p->code; e = e->next) list[n++] = inner(p, s, e);
    *(gp_schema_list *)at = (gp_schema_list){list, n};
}

/* At least one schema must be there, or nothing could be meant. */
static void read_choice(gp_schema_parser *p, gp_schema *s, const gp_json *v, void *at)
{
    if (v->type == GP_JSON_ARRAY && !v->n) gp_schema_bad(p, v, "\"%.*s\" is an empty list", GP_ARG(v->key));
    read_list(p, s, v, at);
}

/* $defs: only walked, for references and for what is wrong in them. */
static void read_definitions(gp_schema_parser *p, gp_schema *s, const gp_json *v, void *at)
{
    (void)at;
    for (const gp_json *m = want(p, v, GP_JSON_OBJECT) ? v->first : NULL; m && !p->code; m = m->next)
        (void)inner(p, s, m);
}

/* --- any value --- */

static unsigned type_bit(gp_schema_parser *p, const gp_json *v)
{
    for (unsigned i = 0; i < 7; i++)
        if (v->type == GP_JSON_STRING && gp_str_eqc(v->s, gp_schema_type_names[i])) return 1u << i;
    if (v->type == GP_JSON_STRING)
        (void)(p->code ? GP_OK
                       : (p->code = gp_json_fail_choice(v, "\"type\" in a schema", gp_schema_type_names, 7, p->err)));
    else gp_schema_bad(p, v, "\"type\" must name types, not hold %s", gp_json_type_name(v->type));
    return 0;
}

static void read_type(gp_schema_parser *p, gp_schema *s, const gp_json *v, void *at)
{
    (void)at;
    s->types = v->type == GP_JSON_ARRAY ? 0 : type_bit(p, v);
    for (const gp_json *e = v->type == GP_JSON_ARRAY ? v->first : NULL; e && !p->code; e = e->next)
        s->types |= type_bit(p, e);
    if (!s->types) gp_schema_bad(p, v, "\"type\" is an empty list");
}

static void read_enum(gp_schema_parser *p, gp_schema *s, const gp_json *v, void *at)
{
    (void)at;
    if (!want(p, v, GP_JSON_ARRAY)) return;
    s->choices = v;
    s->listed = gp_schema_list_values(p->a, v);
}

static void read_ref(gp_schema_parser *p, gp_schema *s, const gp_json *v, void *at)
{
    (void)at;
    if (want(p, v, GP_JSON_STRING)) gp_schema_refer(p, s, v, v->key.n > 4);
}

/* --- numbers --- */

/* A number excludes itself; in draft 4 a boolean says whether `minimum` does. */
static void exclude(gp_schema_parser *p, gp_schema *s, const gp_json *v, const gp_json **out, const char *key)
{
    const gp_json *other = gp_json_get(s->at, key);
    if (s->resource->draft > GP_DRAFT_4) read_number(p, s, v, out);
    else if (want(p, v, GP_JSON_BOOL) && v->b && other) read_number(p, s, other, out);
}

static void read_above(gp_schema_parser *p, gp_schema *s, const gp_json *v, void *at)
{
    exclude(p, s, v, at, "minimum");
}

static void read_below(gp_schema_parser *p, gp_schema *s, const gp_json *v, void *at)
{
    exclude(p, s, v, at, "maximum");
}

static void read_multiple(gp_schema_parser *p, gp_schema *s, const gp_json *v, void *at)
{
    read_number(p, s, v, at);
    if (!p->code && (gp_decimal_of(v->raw).negative || !gp_decimal_of(v->raw).digits.n))
        gp_schema_bad(p, v, "\"multipleOf\" must be above 0");
}

/* --- strings --- */

void gp_schema_read_pattern(gp_schema_parser *p, const gp_json *at, gp_str text, gp_schema_pattern *out)
{
    gp_err inner_err = {0};
    gp_regex *r = NULL;
    if (p->code) return;
    gp_str perl = {0};
    gp_code code = gp_ecma_to_perl(p->a, text, &perl, &inner_err);
    if (!code) code = gp_regex_ecma(perl, &r, &inner_err);
    if (code == GP_E_INPUT) gp_schema_bad(p, at, "%s", inner_err.msg);
    else if (code) p->code = gp_fail(p->err, code, "%s", inner_err.msg);
    if (code) return;
    gp_schema_regexes *held = GP_NEW(p->a, gp_schema_regexes);
    *held = (gp_schema_regexes){p->doc->held, r};
    p->doc->held = held;
    *out = (gp_schema_pattern){.text = text, .perl = perl, .regex = r};
}

static void read_pattern(gp_schema_parser *p, gp_schema *s, const gp_json *v, void *at)
{
    (void)at;
    if (!want(p, v, GP_JSON_STRING)) return;
    gp_schema_pattern *pattern = GP_NEW(p->a, gp_schema_pattern);
    gp_schema_read_pattern(p, v, v->s, pattern);
    s->pattern = pattern;
}

static void read_format(gp_schema_parser *p, gp_schema *s, const gp_json *v, void *at)
{
    (void)at;
    if (!want(p, v, GP_JSON_STRING)) return;
    s->format = v->s;
    if (p->o->strict && p->o->assert_format && !gp_schema_format_known(v->s))
        gp_schema_bad(p, v, "the format \"%.*s\" cannot be checked, as it is not known", GP_ARG(v->s));
}

/* --- arrays --- */

/* Up to 2019-09: a list, and additionalItems behind it; or one schema for all, and then additionalItems says nothing. */
static void read_items(gp_schema_parser *p, gp_schema *s, const gp_json *v, void *at)
{
    const gp_json *more = gp_json_get(s->at, "additionalItems");
    bool list = v->type == GP_JSON_ARRAY && s->resource->draft < GP_DRAFT_2020_12;
    if (!list) read_schema(p, s, v, at);
    else read_list(p, s, v, &s->prefix);
    if (list && more && !p->code) s->items = inner(p, s, more);
}

static void read_unique(gp_schema_parser *p, gp_schema *s, const gp_json *v, void *at)
{
    (void)at;
    if (want(p, v, GP_JSON_BOOL)) s->unique = v->b;
}

/* --- objects --- */

typedef struct named { /* for sorting names */
    gp_str name;
    uint32_t index;
} named;

static int by_name(const void *x, const void *y)
{
    return gp_str_cmp(((const named *)x)->name, ((const named *)y)->name);
}

static const uint32_t *sorted(gp_schema_parser *p, const gp_schema_property *list, size_t n)
{
    named *order = gp_alloc_array(n, sizeof *order);
    uint32_t *out = GP_NEW_ARRAY(p->a, uint32_t, n);
    for (size_t i = 0; i < n; i++) order[i] = (named){list[i].name, (uint32_t)i};
    qsort(order, n, sizeof *order, by_name);
    for (size_t i = 0; i < n; i++) out[i] = order[i].index;
    free(order);
    return out;
}

const gp_schema_property *gp_schema_property_of(const gp_schema *s, gp_str name)
{
    size_t from = 0, to = s->n_properties;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        const gp_schema_property *e = &s->properties[s->by_name[middle]];
        int c = gp_str_cmp(e->name, name);
        if (!c) return e;
        if (c < 0) from = middle + 1;
        else to = middle;
    }
    return NULL;
}

static const gp_json *required_names(gp_schema_parser *p, const gp_schema *s)
{
    const gp_json *v = s->resource->asserts ? gp_json_get(s->at, "required") : NULL;
    return v && want_strings(p, v) ? v : NULL;
}

/* `properties` and `required` are one table; whichever stands first in the document makes it. */
static void read_properties(gp_schema_parser *p, gp_schema *s, const gp_json *v, void *at)
{
    (void)v;
    (void)at;
    const gp_json *named_ones = gp_json_get(s->at, "properties"), *required = required_names(p, s);
    if (s->properties || (named_ones && !want(p, named_ones, GP_JSON_OBJECT)) || p->code) return;
    size_t n = 0;
    gp_schema_property *list = GP_NEW_ARRAY(p->a, gp_schema_property,
                                            (named_ones ? named_ones->n : 0) + (required ? required->n : 0));
    for (const gp_json *m = named_ones ? named_ones->first : NULL; m && !p->code; m = m->next)
        list[n++] = (gp_schema_property){m->key, inner(p, s, m), false};
    gp_schema known = {.properties = list, .n_properties = n, .by_name = sorted(p, list, n)};
    for (const gp_json *e = required ? required->first : NULL; e && !p->code; e = e->next) {
        const gp_schema_property *own = gp_schema_property_of(&known, e->s);
        if (own) list[own - list].required = true;
        else list[n++] = (gp_schema_property){e->s, NULL, true};
    }
    s->properties = list;
    s->n_properties = n;
    s->by_name = sorted(p, list, n);
    for (size_t i = 0; i < n; i++) s->n_required += list[i].required;
}

static void read_patterns(gp_schema_parser *p, gp_schema *s, const gp_json *v, void *at)
{
    (void)at;
    if (!want(p, v, GP_JSON_OBJECT)) return;
    gp_schema_pattern *list = GP_NEW_ARRAY(p->a, gp_schema_pattern, v->n);
    for (const gp_json *m = v->first; m && !p->code; m = m->next) {
        gp_schema_read_pattern(p, m, m->key, &list[s->n_patterns]);
        list[s->n_patterns++].schema = inner(p, s, m);
    }
    s->patterns = list;
}

/* `dependencies` may stand beside what came after it, so the table grows. */
static void read_dependents(gp_schema_parser *p, gp_schema *s, const gp_json *v, void *at)
{
    (void)at;
    bool either = gp_str_eqc(v->key, "dependencies"), lists = gp_str_eqc(v->key, "dependentRequired");
    if (!want(p, v, GP_JSON_OBJECT)) return;
    gp_schema_dependent *list = GP_NEW_ARRAY(p->a, gp_schema_dependent, s->n_dependents + v->n);
    for (size_t i = 0; i < s->n_dependents; i++) list[i] = s->dependents[i];
    for (const gp_json *m = v->first; m && !p->code; m = m->next) {
        gp_schema_dependent *e = &list[s->n_dependents++];
        e->name = m->key;
        if (lists || (either && m->type == GP_JSON_ARRAY)) e->required = want_strings(p, m) ? m : NULL;
        else e->schema = inner(p, s, m);
    }
    s->dependents = list;
}

/* --- the table --- */

typedef struct keyword {
    const char *name;
    gp_schema_draft since, until;
    bool asserts; /* of the vocabulary that a metaschema may leave out */
    void (*read)(gp_schema_parser *p, gp_schema *s, const gp_json *v, void *at); /* NULL: says nothing */
    size_t at;                                                                   /* the member */
} keyword;

#define FOUR GP_DRAFT_4, GP_DRAFT_2020_12
#define SIX GP_DRAFT_6, GP_DRAFT_2020_12
#define SEVEN GP_DRAFT_7, GP_DRAFT_2020_12
#define NINETEEN GP_DRAFT_2019_09, GP_DRAFT_2020_12
#define TWENTY GP_DRAFT_2020_12, GP_DRAFT_2020_12
#define UP_TO_2019 GP_DRAFT_4, GP_DRAFT_2019_09
#define AT(member) offsetof(gp_schema, member)

static const keyword keywords[] = {
    {"$ref", FOUR, false, read_ref, 0},
    {"$dynamicRef", TWENTY, false, read_ref, 0},
    {"$recursiveRef", GP_DRAFT_2019_09, GP_DRAFT_2019_09, false, read_ref, 0},
    {"$defs", FOUR, false, read_definitions, 0},
    {"definitions", FOUR, false, read_definitions, 0},

    {"type", FOUR, true, read_type, 0},
    {"enum", FOUR, true, read_enum, 0},
    {"const", SIX, true, read_value, AT(constant)},
    {"multipleOf", FOUR, true, read_multiple, AT(multiple_of)},
    {"minimum", FOUR, true, read_number, AT(minimum)},
    {"maximum", FOUR, true, read_number, AT(maximum)},
    {"exclusiveMinimum", FOUR, true, read_above, AT(above)},
    {"exclusiveMaximum", FOUR, true, read_below, AT(below)},
    {"minLength", FOUR, true, read_size, AT(min_length)},
    {"maxLength", FOUR, true, read_size, AT(max_length)},
    {"pattern", FOUR, true, read_pattern, 0},
    {"format", FOUR, false, read_format, 0},
    {"minItems", FOUR, true, read_size, AT(min_items)},
    {"maxItems", FOUR, true, read_size, AT(max_items)},
    {"uniqueItems", FOUR, true, read_unique, 0},
    {"minContains", NINETEEN, true, read_size, AT(min_contains)},
    {"maxContains", NINETEEN, true, read_size, AT(max_contains)},
    {"minProperties", FOUR, true, read_size, AT(min_properties)},
    {"maxProperties", FOUR, true, read_size, AT(max_properties)},
    {"required", FOUR, true, read_properties, 0},
    {"dependentRequired", NINETEEN, true, read_dependents, 0},

    {"prefixItems", TWENTY, false, read_list, AT(prefix)},
    {"items", FOUR, false, read_items, AT(items)},
    {"additionalItems", UP_TO_2019, false, NULL, 0}, /* read with items */
    {"contains", SIX, false, read_schema, AT(contains)},
    {"unevaluatedItems", NINETEEN, false, read_schema, AT(unevaluated_items)},
    {"properties", FOUR, false, read_properties, 0},
    {"patternProperties", FOUR, false, read_patterns, 0},
    {"additionalProperties", FOUR, false, read_schema, AT(additional)},
    {"propertyNames", SIX, false, read_schema, AT(names)},
    {"dependentSchemas", NINETEEN, false, read_dependents, 0},
    {"dependencies", FOUR, false, read_dependents, 0},
    {"unevaluatedProperties", NINETEEN, false, read_schema, AT(unevaluated_properties)},
    {"allOf", FOUR, false, read_choice, AT(all_of)},
    {"anyOf", FOUR, false, read_choice, AT(any_of)},
    {"oneOf", FOUR, false, read_choice, AT(one_of)},
    {"not", FOUR, false, read_schema, AT(no)},
    {"if", SEVEN, false, read_schema, AT(when)},
    {"then", SEVEN, false, read_schema, AT(then)},
    {"else", SEVEN, false, read_schema, AT(otherwise)},

    {"$schema", FOUR, false, NULL, 0},
    {"$vocabulary", NINETEEN, false, NULL, 0},
    {"id", GP_DRAFT_4, GP_DRAFT_4, false, NULL, 0},
    {"$id", SIX, false, NULL, 0},
    {"$anchor", NINETEEN, false, NULL, 0},
    {"$dynamicAnchor", TWENTY, false, NULL, 0},
    {"$recursiveAnchor", GP_DRAFT_2019_09, GP_DRAFT_2019_09, false, NULL, 0},
};
enum { KEYWORDS = sizeof keywords / sizeof *keywords };

/* Known to say nothing, so that they are not taken for mistakes. */
static const char *const annotations[] = {"$comment",         "title",           "description", "default",
                                          "examples",         "example",         "deprecated",  "readOnly",
                                          "writeOnly",        "contentEncoding", "nullable",    "id",
                                          "contentMediaType", "contentSchema",   "name"};

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c; }

/* How many characters at most differ, at one place, but for case. */
static size_t distance(gp_str s, gp_str name)
{
    size_t head = 0, tail = 0, n = s.n > name.n ? s.n : name.n, least = s.n < name.n ? s.n : name.n;
    while (head < least && lower(s.p[head]) == lower(name.p[head])) head++;
    while (tail < least - head && lower(s.p[s.n - 1 - tail]) == lower(name.p[name.n - 1 - tail])) tail++;
    return n - head - tail;
}

/* Names that begin with a mark are somebody's own, or taken out for a while; short ones are other words too easily. */
static void suspect(gp_schema_parser *p, const gp_json *m)
{
    const char *near = NULL;
    size_t best = 3;
    for (size_t i = 0; i < sizeof annotations / sizeof *annotations; i++)
        if (gp_str_eqc(m->key, annotations[i])) return;
    for (size_t i = 0; i < KEYWORDS && m->key.n && !strchr("_@#/", m->key.p[0]); i++) {
        gp_str name = gp_str_c(keywords[i].name);
        size_t far = distance(m->key, name), most = name.n < 4 ? 0 : name.n < 7 ? 1 : 2;
        if (far > most || far >= best) continue;
        best = far;
        near = keywords[i].name;
    }
    if (near)
        gp_schema_bad(p, m, "\"%.*s\" is no keyword of JSON Schema, so it would check nothing; did you mean \"%s\"?",
                      GP_ARG(m->key), near);
}

static void read_keyword(gp_schema_parser *p, gp_schema *s, const gp_json *m)
{
    gp_schema_draft draft = s->resource->draft;
    for (size_t i = 0; i < KEYWORDS; i++) {
        const keyword *k = &keywords[i];
        if (!gp_str_eqc(m->key, k->name)) continue;
        bool known = draft >= k->since && draft <= k->until;
        if (!known && k->read && p->o->strict)
            gp_schema_bad(p, m, "\"%s\" is no keyword of the draft that this schema is of, so it would check nothing",
                          k->name);
        if (known && k->read && (s->resource->asserts || !k->asserts)) k->read(p, s, m, (char *)s + k->at);
        return;
    }
    if (p->o->strict) suspect(p, m);
}

void gp_schema_keywords(gp_schema_parser *p, gp_schema *s)
{
    const gp_json *ref = gp_json_get(s->at, "$ref");
    if (ref && s->resource->draft <= GP_DRAFT_7) read_ref(p, s, ref, NULL); /* whatever else stands there is ignored */
    else
        for (const gp_json *m = s->at->first; m && !p->code; m = m->next) read_keyword(p, s, m);
    if (s->minimum == s->above) s->minimum = NULL; /* of draft 4 */
    if (s->maximum == s->below) s->maximum = NULL;
    if (!s->when) s->then = s->otherwise = NULL;
}

unsigned gp_schema_types_of(const gp_json *v, gp_schema_draft draft)
{
    static const unsigned bits[] = {
        [GP_JSON_NULL] = GP_SCHEMA_NULL,    [GP_JSON_BOOL] = GP_SCHEMA_BOOLEAN,  [GP_JSON_INT] = GP_SCHEMA_NUMBER,
        [GP_JSON_REAL] = GP_SCHEMA_NUMBER,  [GP_JSON_STRING] = GP_SCHEMA_STRING, [GP_JSON_ARRAY] = GP_SCHEMA_ARRAY,
        [GP_JSON_OBJECT] = GP_SCHEMA_OBJECT};
    if (!is_number(v)) return bits[v->type];
    bool dotted = v->raw.n && (memchr(v->raw.p, '.', v->raw.n) || memchr(v->raw.p, 'e', v->raw.n));
    bool whole = draft == GP_DRAFT_4 ? !dotted : gp_decimal_is_whole(gp_decimal_of(v->raw));
    return GP_SCHEMA_NUMBER | (whole ? (unsigned)GP_SCHEMA_INTEGER : 0u);
}

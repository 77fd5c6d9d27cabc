/* The JSON Schema subset of grade.h. A keyword that is not implemented is refused, never skipped: a check that silently
 * does nothing would pass everything. Annotations (title, description, $comment) are the exception; they check nothing
 * by definition. */
#include "grade/grade_impl.h"
#include "regex/regex.h"

static const char *const keywords[] = {
    "type",    "enum",     "const",    "required",    "properties", "additionalProperties",
    "items",   "minItems", "maxItems", "minLength",   "maxLength",  "minimum",
    "maximum", "pattern",  "title",    "description", "$comment"};
enum { KEYWORDS = sizeof keywords / sizeof *keywords };

static const char *const type_names[] = {"null", "boolean", "integer", "number", "string", "array", "object"};
enum { TYPES = sizeof type_names / sizeof *type_names };

static bool is_number(const gp_json *v) { return v->type == GP_JSON_INT || v->type == GP_JSON_REAL; }

static bool is_integer(const gp_json *v)
{
    return v->type == GP_JSON_INT || (v->type == GP_JSON_REAL && gp_decimal_is_whole(gp_decimal_of(v->raw)));
}

/* --- checking the schema itself --- */

static gp_code check_schema(const gp_json *s, gp_err *err);

static gp_code check_type_name(const gp_json *v, gp_err *err)
{
    gp_code code = gp_json_want(v, "\"type\" in a schema", GP_JSON_STRING, err);
    for (size_t i = 0; i < TYPES && !code; i++)
        if (gp_str_eqc(v->s, type_names[i])) return GP_OK;
    return code
               ? code
               : gp_json_fail(err, v, "%.*s is not a type; use null, boolean, integer, number, string, array or object",
                              GP_ARG(v->s));
}

static gp_code check_types(const gp_json *v, gp_err *err)
{
    if (v->type != GP_JSON_ARRAY) return check_type_name(v, err);
    gp_code code = v->n ? GP_OK : gp_json_fail(err, v, "\"type\" in a schema is an empty list");
    for (const gp_json *e = v->first; e && !code; e = e->next) code = check_type_name(e, err);
    return code;
}

static gp_code check_pattern(const gp_json *v, gp_err *err)
{
    gp_err inner = {0};
    gp_regex *r = NULL;
    gp_code code = gp_json_want(v, "\"pattern\" in a schema", GP_JSON_STRING, err);
    if (code) return code;
    code = gp_regex_compile(v->s, false, &r, &inner);
    gp_regex_free(r);
    return code == GP_E_INPUT ? gp_json_fail(err, v, "%s", inner.msg)
           : code             ? gp_fail(err, code, "%s", inner.msg)
                              : GP_OK;
}

static gp_code check_required(const gp_json *v, gp_err *err)
{
    gp_code code = gp_json_want(v, "\"required\" in a schema", GP_JSON_ARRAY, err);
    for (const gp_json *e = v->first; e && !code; e = e->next)
        code = gp_json_want(e, "a name in \"required\"", GP_JSON_STRING, err);
    return code;
}

static gp_code check_properties(const gp_json *v, gp_err *err)
{
    gp_code code = gp_json_want(v, "\"properties\" in a schema", GP_JSON_OBJECT, err);
    for (const gp_json *e = v->first; e && !code; e = e->next) code = check_schema(e, err);
    return code;
}

static gp_code check_size(const gp_json *v, gp_err *err)
{
    int64_t n;
    return gp_json_int(v, "a size in a schema", 0, INT64_MAX, &n, err);
}

static gp_code check_bound(const gp_json *v, gp_err *err)
{
    return is_number(v)
               ? GP_OK
               : gp_json_fail(err, v, "a bound in a schema must be a number, not %s", gp_json_type_name(v->type));
}

static gp_code check_enum(const gp_json *v, gp_err *err)
{
    gp_code code = gp_json_want(v, "\"enum\" in a schema", GP_JSON_ARRAY, err);
    return code || v->n ? code : gp_json_fail(err, v, "\"enum\" in a schema is empty, so nothing can fit it");
}

static gp_code check_keyword(const gp_json *m, gp_err *err)
{
    static const struct {
        const char *key;
        gp_code (*check)(const gp_json *, gp_err *);
    } table[] = {
        {"type", check_types},
        {"enum", check_enum},
        {"required", check_required},
        {"properties", check_properties},
        {"additionalProperties", check_schema},
        {"items", check_schema},
        {"minItems", check_size},
        {"maxItems", check_size},
        {"minLength", check_size},
        {"maxLength", check_size},
        {"minimum", check_bound},
        {"maximum", check_bound},
        {"pattern", check_pattern},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (gp_str_eqc(m->key, table[i].key)) return table[i].check(m, err);
    return GP_OK;
}

static gp_code check_schema(const gp_json *s, gp_err *err)
{
    if (s->type == GP_JSON_BOOL) return GP_OK;
    gp_code code = gp_json_known_keys(s, "a schema (goldpin checks a subset of JSON Schema)", keywords, KEYWORDS, err);
    for (const gp_json *m = s->first; m && !code; m = m->next) code = check_keyword(m, err);
    return code;
}

gp_code gp_subset_check(const gp_json *schema, gp_err *err) { return check_schema(schema, err); }

/* --- validating a value --- */

typedef struct pattern { /* compiled once per schema, however many strings it meets */
    struct pattern *next;
    const gp_json *at;
    gp_regex *regex;
} pattern;

typedef struct state {
    gp_arena *a;
    const char *why; /* the first thing that is wrong */
    pattern *patterns;
    gp_err *err;
} state;

static gp_code validate(state *x, const gp_json *s, const gp_json *v);

/* Not valid, because ...; the value is quoted. Always GP_OK, so that a check can end with it. */
GP_PRINTF(3, 4)
static gp_code wrong(state *x, const gp_json *v, const char *fmt, ...)
{
    gp_err text = {0};
    va_list ap;
    va_start(ap, fmt);
    gp_vfail(&text, GP_E_INPUT, fmt, ap);
    va_end(ap);
    const char *value = gp_quote(x->a, v->raw);
    if (v->key.p) x->why = gp_str_fmt(x->a, "%s: %s is %s", text.msg, gp_quote(x->a, v->key), value).p;
    else x->why = gp_str_fmt(x->a, "%s: %s", text.msg, value).p;
    return GP_OK;
}

static bool has_type(const gp_json *v, gp_str name)
{
    if (gp_str_eqc(name, "number")) return is_number(v);
    if (gp_str_eqc(name, "integer")) return is_integer(v);
    if (gp_str_eqc(name, "boolean")) return v->type == GP_JSON_BOOL;
    if (gp_str_eqc(name, "null")) return v->type == GP_JSON_NULL;
    if (gp_str_eqc(name, "string")) return v->type == GP_JSON_STRING;
    if (gp_str_eqc(name, "array")) return v->type == GP_JSON_ARRAY;
    return v->type == GP_JSON_OBJECT;
}

static gp_code on_type(state *x, const gp_json *k, const gp_json *v)
{
    for (const gp_json *e = gp_expect_first(k); e; e = gp_expect_next(k, e))
        if (has_type(v, e->s)) return GP_OK;
    return wrong(x, v, "not of type %s", gp_quote(x->a, k->raw));
}

static gp_code on_enum(state *x, const gp_json *k, const gp_json *v)
{
    for (const gp_json *e = k->first; e; e = e->next)
        if (gp_json_equal(e, v)) return GP_OK;
    return wrong(x, v, "not one of %s", gp_quote(x->a, k->raw));
}

static gp_code on_const(state *x, const gp_json *k, const gp_json *v)
{
    return gp_json_equal(k, v) ? GP_OK : wrong(x, v, "not %s", gp_quote(x->a, k->raw));
}

static const gp_json *member(const gp_json *object, gp_str key)
{
    for (const gp_json *m = object ? object->first : NULL; m; m = m->next)
        if (gp_str_eq(m->key, key)) return m;
    return NULL;
}

static gp_code on_required(state *x, const gp_json *k, const gp_json *v)
{
    if (v->type != GP_JSON_OBJECT) return GP_OK;
    for (const gp_json *e = k->first; e; e = e->next)
        if (!member(v, e->s)) return wrong(x, v, "the key %s is missing", gp_quote(x->a, e->s));
    return GP_OK;
}

static gp_code on_properties(state *x, const gp_json *k, const gp_json *v)
{
    gp_code code = GP_OK;
    if (v->type != GP_JSON_OBJECT) return GP_OK;
    for (const gp_json *p = k->first; p && !code && !x->why; p = p->next) {
        const gp_json *m = member(v, p->key);
        if (m) code = validate(x, p, m);
    }
    return code;
}

static gp_code on_additional(state *x, const gp_json *schema, const gp_json *k, const gp_json *v)
{
    gp_code code = GP_OK;
    const gp_json *properties = gp_json_get(schema, "properties");
    if (v->type != GP_JSON_OBJECT) return GP_OK;
    for (const gp_json *m = v->first; m && !code && !x->why; m = m->next) {
        if (member(properties, m->key)) continue;
        if (k->type == GP_JSON_BOOL && !k->b) return wrong(x, m, "a key that the schema does not allow");
        code = validate(x, k, m);
    }
    return code;
}

static gp_code on_items(state *x, const gp_json *k, const gp_json *v)
{
    gp_code code = GP_OK;
    if (v->type != GP_JSON_ARRAY) return GP_OK;
    for (const gp_json *e = v->first; e && !code && !x->why; e = e->next) code = validate(x, k, e);
    return code;
}

static gp_code on_size(state *x, const gp_json *k, const gp_json *v)
{
    bool items = gp_str_eqc(k->key, "minItems") || gp_str_eqc(k->key, "maxItems"), least = k->key.p[1] == 'i';
    if (v->type != (items ? GP_JSON_ARRAY : GP_JSON_STRING)) return GP_OK;
    uint64_t n = items ? v->n : gp_measure_text(v->s).characters;
    if (least ? n >= (uint64_t)k->i : n <= (uint64_t)k->i) return GP_OK;
    return wrong(x, v, "%llu %s, %.*s is %lld", (unsigned long long)n, items ? "items" : "characters", GP_ARG(k->key),
                 (long long)k->i);
}

static gp_code on_bound(state *x, const gp_json *k, const gp_json *v)
{
    if (!is_number(v)) return GP_OK;
    bool least = gp_str_eqc(k->key, "minimum");
    int order = gp_decimal_cmp(gp_decimal_of(v->raw), gp_decimal_of(k->raw));
    if (least ? order >= 0 : order <= 0) return GP_OK;
    return wrong(x, v, "%s %s", least ? "below the minimum" : "above the maximum", gp_quote(x->a, k->raw));
}

static gp_code compiled(state *x, const gp_json *k, gp_regex **out)
{
    for (pattern *p = x->patterns; p; p = p->next)
        if (p->at == k) return *out = p->regex, GP_OK;
    pattern *p = GP_NEW(x->a, pattern);
    gp_code code = gp_regex_compile(k->s, false, &p->regex, x->err);
    if (code) return code;
    p->at = k;
    p->next = x->patterns;
    x->patterns = p;
    *out = p->regex;
    return GP_OK;
}

static gp_code on_pattern(state *x, const gp_json *k, const gp_json *v)
{
    gp_regex *r = NULL;
    bool found = false;
    if (v->type != GP_JSON_STRING) return GP_OK;
    gp_code code = compiled(x, k, &r);
    if (!code) code = gp_regex_find(r, v->s, &found, NULL, NULL, x->err);
    return code || found ? code : wrong(x, v, "the pattern %s is not found", gp_quote(x->a, k->s));
}

static gp_code apply(state *x, const gp_json *schema, const gp_json *k, const gp_json *v)
{
    static const struct {
        const char *key;
        gp_code (*on)(state *, const gp_json *, const gp_json *);
    } table[] = {
        {"type", on_type},
        {"enum", on_enum},
        {"const", on_const},
        {"required", on_required},
        {"properties", on_properties},
        {"items", on_items},
        {"minItems", on_size},
        {"maxItems", on_size},
        {"minLength", on_size},
        {"maxLength", on_size},
        {"minimum", on_bound},
        {"maximum", on_bound},
        {"pattern", on_pattern},
    };
    if (gp_str_eqc(k->key, "additionalProperties")) return on_additional(x, schema, k, v);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (gp_str_eqc(k->key, table[i].key)) return table[i].on(x, k, v);
    return GP_OK;
}

static gp_code validate(state *x, const gp_json *s, const gp_json *v)
{
    if (s->type == GP_JSON_BOOL) return s->b ? GP_OK : wrong(x, v, "the schema allows nothing here");
    gp_code code = GP_OK;
    for (const gp_json *k = s->first; k && !code && !x->why; k = k->next) code = apply(x, s, k, v);
    return code;
}

gp_code gp_schema_validate(gp_arena *a, const gp_json *schema, const gp_json *value, const char **why, gp_err *err)
{
    state x = {.a = a, .err = err};
    gp_code code = check_schema(schema, err);
    if (!code) code = validate(&x, schema, value);
    for (pattern *p = x.patterns; p; p = p->next) gp_regex_free(p->regex);
    *why = x.why;
    return code;
}

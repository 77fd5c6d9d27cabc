/* least.c - the smallest value that a schema asks for. */
#include <math.h>

#include "grade/grade.h"

/* Lint asks before schemas are checked, so a keyword may hold anything. */
typedef struct least {
    gp_jw w;
    size_t most;
} least;

static bool full(const least *x) { return x->w.out->n > x->most; }

static const gp_json *of_type(const gp_json *schema, const char *key, gp_json_type type)
{
    const gp_json *v = gp_json_get(schema, key);
    return v && v->type == type ? v : NULL;
}

static size_t size_of(const gp_json *schema, const char *key)
{
    const gp_json *v = of_type(schema, key, GP_JSON_INT);
    return v && v->i > 0 ? (size_t)v->i : 0;
}

static const gp_json *member(const gp_json *object, gp_str key)
{
    for (const gp_json *m = object ? object->first : NULL; m; m = m->next)
        if (gp_str_eq(m->key, key)) return m;
    return NULL;
}

static void put(least *x, const gp_json *schema);

static void put_object(least *x, const gp_json *schema)
{
    const gp_json *required = of_type(schema, "required", GP_JSON_ARRAY);
    const gp_json *properties = of_type(schema, "properties", GP_JSON_OBJECT);
    gp_jw_object(&x->w);
    for (const gp_json *e = required ? required->first : NULL; e && !full(x); e = e->next) {
        if (e->type != GP_JSON_STRING) continue;
        const gp_json *m = member(properties, e->s);
        gp_jw_key_str(&x->w, e->s);
        put(x, m ? m : gp_json_get(schema, "additionalProperties"));
    }
    gp_jw_end_object(&x->w);
}

static void put_array(least *x, const gp_json *schema)
{
    const gp_json *items = gp_json_get(schema, "items");
    size_t n = size_of(schema, "minItems");
    gp_jw_array(&x->w);
    for (size_t i = 0; i < n && !full(x); i++) put(x, items);
    gp_jw_end_array(&x->w);
}

static void put_string(least *x, const gp_json *schema)
{
    gp_buf b = {0};
    size_t n = size_of(schema, "minLength");
    for (size_t i = 0; i < n && i <= x->most; i++) gp_buf_byte(&b, 'a');
    gp_jw_str(&x->w, gp_buf_view(&b));
    gp_buf_free(&b);
}

static bool is_number(const gp_json *v) { return v && (v->type == GP_JSON_INT || v->type == GP_JSON_REAL); }

/* 0, or the bound that is nearest to it. */
static void put_number(least *x, const gp_json *schema, bool whole)
{
    const gp_json *min = gp_json_get(schema, "minimum"), *max = gp_json_get(schema, "maximum");
    bool above = is_number(min) && min->d > 0, below = is_number(max) && max->d < 0;
    const gp_json *bound = above ? min : below ? max : NULL;
    if (!bound) gp_jw_int(&x->w, 0);
    else if (!whole || bound->type == GP_JSON_INT) gp_jw_value(&x->w, bound);
    else gp_jw_real(&x->w, above ? ceil(bound->d) : floor(bound->d));
}

static bool has(const gp_json *schema, const char *key) { return gp_json_get(schema, key) != NULL; }

/* The first type that is named, or the one that its keywords are about; "" where anything will do. */
static gp_str type_of(const gp_json *schema)
{
    const gp_json *type = gp_json_get(schema, "type");
    if (type && type->type == GP_JSON_ARRAY) type = type->first;
    if (type && type->type == GP_JSON_STRING) return type->s;
    if (has(schema, "required") || has(schema, "properties")) return GP_STR("object");
    if (has(schema, "items") || has(schema, "minItems")) return GP_STR("array");
    if (has(schema, "minLength") || has(schema, "pattern")) return GP_STR("string");
    if (has(schema, "minimum") || has(schema, "maximum")) return GP_STR("number");
    return GP_STR("");
}

static void put(least *x, const gp_json *schema)
{
    const gp_json *only = gp_json_get(schema, "const"), *any = of_type(schema, "enum", GP_JSON_ARRAY);
    gp_str type = type_of(schema);
    if (full(x)) gp_jw_null(&x->w);
    else if (only) gp_jw_value(&x->w, only);
    else if (any && any->first) gp_jw_value(&x->w, any->first);
    else if (gp_str_eqc(type, "object")) put_object(x, schema);
    else if (gp_str_eqc(type, "array")) put_array(x, schema);
    else if (gp_str_eqc(type, "string")) put_string(x, schema);
    else if (gp_str_eqc(type, "number")) put_number(x, schema, false);
    else if (gp_str_eqc(type, "integer")) put_number(x, schema, true);
    else if (gp_str_eqc(type, "boolean")) gp_jw_bool(&x->w, false);
    else gp_jw_null(&x->w);
}

bool gp_schema_least(const gp_json *schema, size_t most, gp_buf *out)
{
    least x = {.most = most};
    gp_jw_init(&x.w, out, 0);
    put(&x, schema);
    return out->n <= most;
}

/* schema_fit.c - can anything fit a JSON Schema of this subset, and every schema inside it? One that nothing fits is a
 * mistake in the suite: every answer fails, or no target can be held to it. Only what is certain counts: patterns are
 * taken to be matched by something, and so is whatever could not be looked at. */
#include <math.h>

#include "grade/grade_impl.h"

typedef struct fit {
    gp_arena a;
    const gp_json *at; /* the contradiction that was met last, and what it is */
    const char *why;
} fit;

static bool possible(fit *x, const gp_json *s);

/* Always false, so that a check can end with it. */
static bool blame(fit *x, const gp_json *at, const char *why)
{
    x->at = at;
    x->why = why;
    return false;
}

/* Two limits of one thing, each of which may be missing. */
static bool in_order(fit *x, const gp_json *s, const char *least, const char *most)
{
    const gp_json *lo = gp_json_get(s, least), *hi = gp_json_get(s, most);
    if (!lo || !hi || lo->d <= hi->d) return true;
    return blame(x, lo, gp_str_fmt(&x->a, "%s is above %s", least, most).p);
}

static bool some_number(fit *x, const gp_json *s, bool whole)
{
    const gp_json *lo = gp_json_get(s, "minimum"), *hi = gp_json_get(s, "maximum");
    if (!whole || !lo || !hi || ceil(lo->d) <= floor(hi->d)) return true;
    return blame(x, lo, "there is no integer from minimum to maximum");
}

static bool some_array(fit *x, const gp_json *s)
{
    const gp_json *least = gp_json_get(s, "minItems"), *items = gp_json_get(s, "items");
    return !least || least->i == 0 || !items || possible(x, items);
}

/* A property that may be left out can be as contradictory as it likes. */
static bool some_object(fit *x, const gp_json *s)
{
    const gp_json *required = gp_json_get(s, "required"), *named = gp_json_get(s, "properties");
    const gp_json *others = gp_json_get(s, "additionalProperties");
    for (const gp_json *e = required ? required->first : NULL; e; e = e->next) {
        const gp_json *own = others;
        for (const gp_json *p = named ? named->first : NULL; p; p = p->next)
            if (gp_str_eq(p->key, e->s)) own = p;
        if (own && own->type == GP_JSON_BOOL && !own->b)
            return blame(x, e, gp_str_fmt(&x->a, "the key %s is required and not allowed", gp_quote(&x->a, e->s)).p);
        if (own && !possible(x, own)) return false;
    }
    return true;
}

static bool some_of_type(fit *x, const gp_json *s, gp_str type)
{
    if (gp_str_eqc(type, "integer")) return some_number(x, s, true);
    if (gp_str_eqc(type, "number")) return some_number(x, s, false);
    if (gp_str_eqc(type, "array")) return some_array(x, s);
    return !gp_str_eqc(type, "object") || some_object(x, s);
}

/* Does one of the listed values fit all the rest? */
static bool some_literal(fit *x, const gp_json *s, const gp_json *list, const gp_json *one)
{
    for (const gp_json *v = list ? list->first : one; v; v = list ? v->next : NULL) {
        const char *why = NULL;
        gp_err unclear = {0};
        if (gp_schema_validate(&x->a, s, v, &why, &unclear) || !why) return true;
    }
    return blame(x, list ? list : one,
                 list ? "none of the values of enum fits the rest of it"
                      : "the value of const does not fit the rest of it");
}

static bool possible(fit *x, const gp_json *s)
{
    if (s->type == GP_JSON_BOOL) return s->b || blame(x, s, "false allows nothing");
    const gp_json *list = gp_json_get(s, "enum"), *one = gp_json_get(s, "const"), *type = gp_json_get(s, "type");
    if (!in_order(x, s, "minimum", "maximum") || !in_order(x, s, "minLength", "maxLength") ||
        !in_order(x, s, "minItems", "maxItems"))
        return false; /* a mistake whatever the type */
    if (list || one) return some_literal(x, s, list, one);
    if (!type) return true; /* null, for one */
    bool any = false;
    for (const gp_json *t = gp_expect_first(type); t && !any; t = gp_expect_next(type, t))
        any = some_of_type(x, s, t->s);
    return any;
}

/* Also those that an answer can do without; `false` says so itself. */
static bool all_possible(fit *x, const gp_json *s)
{
    if (s->type != GP_JSON_OBJECT) return true;
    bool good = possible(x, s);
    for (const gp_json *m = s->first; m && good; m = m->next) {
        if (gp_str_eqc(m->key, "items") || gp_str_eqc(m->key, "additionalProperties")) good = all_possible(x, m);
        bool named = gp_str_eqc(m->key, "properties");
        for (const gp_json *p = named ? m->first : NULL; p && good; p = p->next) good = all_possible(x, p);
    }
    return good;
}

gp_code gp_schema_fits(const gp_json *schema, gp_err *err)
{
    fit x = {0};
    gp_code code = all_possible(&x, schema) ? GP_OK : gp_json_fail(err, x.at, "nothing can fit this schema: %s", x.why);
    gp_arena_free(&x.a);
    return code;
}

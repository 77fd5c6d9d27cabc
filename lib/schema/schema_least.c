/* schema_least.c - the smallest value that a schema asks for: of enums the first, of keys those that are required. */
#include <math.h>

#include "schema/schema_impl.h"

enum { MOST_VIEW = 32, DEPTH = 32 };

typedef struct least {
    gp_jw w;
    size_t most;
    unsigned depth;
} least;

typedef struct view { /* the schemas that speak of one value, with a branch chosen where there are several */
    const gp_schema *at[MOST_VIEW];
    size_t n;
    unsigned types;
} view;

static bool full(const least *x) { return x->w.out->n > x->most; }

static unsigned bits(const gp_schema *s) { return s->types | (s->types & GP_SCHEMA_NUMBER ? GP_SCHEMA_INTEGER : 0u); }

static void gather(view *v, const gp_schema *s);

/* The first branch of a type that may still be. */
static void gather_one(view *v, gp_schema_list l)
{
    for (size_t i = 0; i < l.n; i++)
        if (!l.at[i]->never && bits(l.at[i]) & v->types) {
            gather(v, l.at[i]);
            return;
        }
}

static void gather(view *v, const gp_schema *s)
{
    if (!s || v->n == MOST_VIEW) return;
    v->at[v->n++] = s;
    v->types &= bits(s);
    gather(v, s->ref);
    gather(v, s->dynamic);
    for (size_t i = 0; i < s->all_of.n; i++) gather(v, s->all_of.at[i]);
    gather_one(v, s->any_of);
    gather_one(v, s->one_of);
}

static void put(least *x, view *v);

/* --- objects --- */

static bool required_before(const view *v, size_t i, gp_str name)
{
    while (i--) {
        const gp_schema_property *p = gp_schema_property_of(v->at[i], name);
        if (p && p->required) return true;
    }
    return false;
}

static void put_member(least *x, const view *v, gp_str name)
{
    view inner = {.types = GP_SCHEMA_ANY};
    for (size_t i = 0; i < v->n; i++) {
        const gp_schema_property *p = gp_schema_property_of(v->at[i], name);
        gather(&inner, p && p->schema ? p->schema : v->at[i]->n_patterns ? NULL : v->at[i]->additional);
    }
    gp_jw_key_str(&x->w, name);
    put(x, &inner);
}

static void put_object(least *x, const view *v)
{
    gp_jw_object(&x->w);
    for (size_t i = 0; i < v->n; i++) {
        const gp_json *names = v->at[i]->n_required ? gp_json_get(v->at[i]->at, "required") : NULL;
        for (const gp_json *e = names ? names->first : NULL; e && !full(x); e = e->next)
            if (!required_before(v, i, e->s)) put_member(x, v, e->s);
    }
    gp_jw_end_object(&x->w);
}

/* --- arrays, texts, numbers --- */

static void put_array(least *x, const view *v)
{
    uint64_t n = 0;
    for (size_t i = 0; i < v->n; i++) {
        uint64_t wanted = v->at[i]->contains ? v->at[i]->min_contains : 0;
        if (v->at[i]->min_items > n) n = v->at[i]->min_items;
        if (wanted > n) n = wanted;
    }
    gp_jw_array(&x->w);
    for (uint64_t k = 0; k < n && !full(x); k++) {
        view inner = {.types = GP_SCHEMA_ANY};
        for (size_t i = 0; i < v->n; i++) {
            const gp_schema *s = v->at[i];
            gather(&inner, k < s->prefix.n ? s->prefix.at[k] : s->items);
            if (s->contains && k < s->min_contains) gather(&inner, s->contains);
        }
        put(x, &inner);
    }
    gp_jw_end_array(&x->w);
}

static void put_string(least *x, const view *v)
{
    gp_buf b = {0};
    uint64_t n = 0;
    for (size_t i = 0; i < v->n; i++)
        if (v->at[i]->min_length > n) n = v->at[i]->min_length;
    for (uint64_t i = 0; i < n && i <= x->most; i++) gp_buf_byte(&b, 'a');
    gp_jw_str(&x->w, gp_buf_view(&b));
    gp_buf_free(&b);
}

/* The bound of the value that is nearest to 0, on the far side of it; NULL where 0 will do. `step` is how far beyond the
 * value must lie at least. */
static const gp_json *nearest(const view *v, double *step)
{
    const gp_json *best = NULL;
    for (size_t i = 0; i < v->n; i++) {
        const gp_schema *s = v->at[i];
        const struct {
            const gp_json *bound;
            int side;
            bool beyond;
        } list[] = {{s->minimum, 1, false}, {s->above, 1, true}, {s->maximum, -1, false}, {s->below, -1, true}};
        for (size_t k = 0; k < 4; k++) {
            const gp_json *b = list[k].bound;
            double d = b ? b->d * list[k].side : -1;
            if (!b || d < 0 || (d <= 0 && !list[k].beyond) || (best && fabs(best->d) >= d)) continue;
            best = b;
            *step = list[k].beyond ? list[k].side : 0;
        }
    }
    return best;
}

static void put_number(least *x, const view *v, bool whole)
{
    double step = 0;
    const gp_json *bound = nearest(v, &step);
    bool exact = bound && (!whole || bound->type == GP_JSON_INT);
    if (!bound) gp_jw_int(&x->w, 0);
    else if (step > 0 || step < 0) gp_jw_real(&x->w, step > 0 ? floor(bound->d) + 1 : ceil(bound->d) - 1);
    else if (exact) gp_jw_value(&x->w, bound);
    else gp_jw_real(&x->w, bound->d > 0 ? ceil(bound->d) : floor(bound->d));
}

/* --- any value --- */

/* The first that is named and still possible, or the one that the keywords are about; 0 where anything will do. */
static unsigned type_of(const view *v)
{
    for (size_t i = 0; i < v->n; i++) {
        const gp_json *named = v->at[i]->types != GP_SCHEMA_ANY ? gp_json_get(v->at[i]->at, "type") : NULL;
        const gp_json *e = named && named->type == GP_JSON_ARRAY ? named->first : named;
        for (; e; e = e == named ? NULL : e->next)
            for (unsigned bit = 0; bit < 7; bit++)
                if (v->types & 1u << bit && gp_str_eqc(e->s, gp_schema_type_names[bit])) return 1u << bit;
    }
    for (size_t i = 0; i < v->n; i++) {
        const gp_schema *s = v->at[i];
        if (s->n_properties && v->types & GP_SCHEMA_OBJECT) return GP_SCHEMA_OBJECT;
        if ((s->items || s->min_items || s->contains) && v->types & GP_SCHEMA_ARRAY) return GP_SCHEMA_ARRAY;
        if ((s->min_length || s->pattern) && v->types & GP_SCHEMA_STRING) return GP_SCHEMA_STRING;
        if ((s->minimum || s->maximum || s->above || s->below) && v->types & GP_SCHEMA_NUMBER) return GP_SCHEMA_NUMBER;
    }
    return 0;
}

static const gp_json *literal(const view *v)
{
    for (size_t i = 0; i < v->n; i++) {
        if (v->at[i]->constant) return v->at[i]->constant;
        if (v->at[i]->choices && v->at[i]->choices->first) return v->at[i]->choices->first;
    }
    return NULL;
}

static void put(least *x, view *v)
{
    const gp_json *only = literal(v);
    unsigned type = type_of(v);
    if (full(x) || ++x->depth > DEPTH) { /* a schema that needs itself without end, for one */
        gp_jw_null(&x->w);
        x->most = 0;
        return;
    }
    if (only) gp_jw_value(&x->w, only);
    else if (type == GP_SCHEMA_OBJECT) put_object(x, v);
    else if (type == GP_SCHEMA_ARRAY) put_array(x, v);
    else if (type == GP_SCHEMA_STRING) put_string(x, v);
    else if (type == GP_SCHEMA_NUMBER || type == GP_SCHEMA_INTEGER) put_number(x, v, type == GP_SCHEMA_INTEGER);
    else if (type == GP_SCHEMA_BOOLEAN) gp_jw_bool(&x->w, false);
    else gp_jw_null(&x->w);
    x->depth--;
}

bool gp_schema_least(const gp_schema_doc *d, size_t most, gp_buf *out)
{
    least x = {.most = most};
    view v = {.types = GP_SCHEMA_ANY};
    gp_jw_init(&x.w, out, 0);
    gather(&v, d->root);
    put(&x, &v);
    return out->n <= x.most;
}

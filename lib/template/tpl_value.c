/* Values: making them, truth, length, iteration. */
#include <math.h>
#include <string.h>

#include "template/tpl.h"

gp_tpl_val gp_tpl_undef_msg(const char *message) { return (gp_tpl_val){.t = T_UNDEF, .undef = message}; }

gp_tpl_val gp_tpl_bool(bool b) { return (gp_tpl_val){.t = T_BOOL, .b = b}; }

gp_tpl_val gp_tpl_int(int64_t i) { return (gp_tpl_val){.t = T_INT, .i = i}; }

gp_tpl_val gp_tpl_size(gp_tpl *c, size_t n)
{
    (void)c;
    return gp_tpl_int(n > INT64_MAX ? INT64_MAX : (int64_t)n);
}

gp_tpl_val gp_tpl_float(double d) { return (gp_tpl_val){.t = T_FLOAT, .d = d}; }

gp_tpl_val gp_tpl_none(void) { return (gp_tpl_val){.t = T_NONE}; }

gp_tpl_val gp_tpl_list_of(gp_tpl *c, gp_tpl_type t, const gp_tpl_val *v, size_t n)
{
    return gp_tpl_kind_of_list(c, t, v, n, NULL);
}

gp_tpl_val gp_tpl_kind_of_list(gp_tpl *c, gp_tpl_type t, const gp_tpl_val *v, size_t n, const char *kind)
{
    static const gp_tpl_val nothing[1]; /* so that an empty list has an address, too */
    gp_tpl_list *l = gp_tpl_alloc(c, sizeof *l);
    *l = (gp_tpl_list){.v = v ? v : nothing, .n = n, .kind = kind};
    return (gp_tpl_val){.t = t, .l = l};
}

gp_tpl_val gp_tpl_pair_of(gp_tpl *c, gp_tpl_val a, gp_tpl_val b)
{
    gp_tpl_val *v = gp_tpl_array(c, 2, sizeof *v);
    v[0] = a;
    v[1] = b;
    return gp_tpl_list_of(c, T_TUPLE, v, 2);
}

static gp_tpl_val from_json_list(gp_tpl *c, const gp_json *j, bool from_value)
{
    gp_tpl_val *v = gp_tpl_array(c, j->n, sizeof *v);
    size_t i = 0;
    for (const gp_json *e = j->first; e; e = e->next) v[i++] = gp_tpl_from_json(c, e, from_value);
    return gp_tpl_list_of(c, T_LIST, v, i);
}

static gp_tpl_val from_json_object(gp_tpl *c, const gp_json *j, bool from_value)
{
    gp_tpl_val d = gp_tpl_new_dict(c, T_DICT, j->n);
    for (const gp_json *e = j->first; e; e = e->next)
        gp_tpl_dict_set(c, d.dict, gp_tpl_mkstr(c, e->key, from_value), gp_tpl_from_json(c, e, from_value));
    return d;
}

/* Depth is bounded by the JSON reader (GP_CAP_JSON_DEPTH). */
gp_tpl_val gp_tpl_from_json(gp_tpl *c, const gp_json *j, bool from_value)
{
    gp_tpl_val v = gp_tpl_none();
    gp_tpl_charge(c, 0);
    switch (j->type) {
    case GP_JSON_NULL: break;
    case GP_JSON_BOOL: v = gp_tpl_bool(j->b); break;
    case GP_JSON_INT: v = gp_tpl_int(j->i); break;
    case GP_JSON_REAL: v = gp_tpl_float(j->d); break;
    case GP_JSON_STRING: return gp_tpl_mkstr(c, j->s, from_value);
    case GP_JSON_ARRAY: v = from_json_list(c, j, from_value); break;
    case GP_JSON_OBJECT: v = from_json_object(c, j, from_value); break;
    }
    v.fv = from_value;
    return v;
}

const char *gp_tpl_type_name(gp_tpl_val v)
{
    switch (v.t) {
    case T_MISSING:
    case T_UNDEF: return "Undefined";
    case T_NONE: return "NoneType";
    case T_BOOL: return "bool";
    case T_INT: return "int";
    case T_FLOAT: return "float";
    case T_STR: return "str";
    case T_LIST: return "list";
    case T_TUPLE: return "tuple";
    case T_DICT: return "dict";
    case T_RANGE: return "range";
    case T_GEN: return "generator";
    case T_VIEW: return v.l->kind;
    case T_NS: return "Namespace";
    case T_MACRO: return "Macro";
    case T_FUNC: return "function";
    case T_METHOD: return "method";
    case T_LOOP: return "LoopContext";
    }
    return "object";
}

bool gp_tpl_len(gp_tpl *c, gp_tpl_val v, size_t *n)
{
    (void)c;
    switch (v.t) {
    case T_UNDEF: *n = 0; return true;
    case T_STR: *n = v.s->chars; return true;
    case T_LIST:
    case T_TUPLE:
    case T_VIEW: *n = v.l->n; return true;
    case T_DICT: *n = v.dict->n; return true;
    case T_RANGE: *n = v.range->n; return true;
    case T_LOOP: *n = v.loop->n; return true;
    default: return false;
    }
}

bool gp_tpl_truth(gp_tpl *c, gp_tpl_val v)
{
    size_t n;
    switch (v.t) {
    case T_MISSING:
    case T_UNDEF:
    case T_NONE: return false;
    case T_BOOL: return v.b;
    case T_INT: return v.i != 0;
    case T_FLOAT: return v.d != 0;
    default: return !gp_tpl_len(c, v, &n) || n > 0;
    }
}

bool gp_tpl_iterable(gp_tpl_val v)
{
    switch (v.t) {
    case T_UNDEF:
    case T_STR:
    case T_LIST:
    case T_TUPLE:
    case T_DICT:
    case T_RANGE:
    case T_GEN:
    case T_VIEW:
    case T_LOOP: return true;
    default: return false;
    }
}

gp_tpl_val gp_tpl_range_at(const gp_tpl_range *r, size_t i) { return gp_tpl_int(r->start + (int64_t)i * r->step); }

static gp_tpl_list range_items(gp_tpl *c, const gp_tpl_range *r)
{
    gp_tpl_val *v = gp_tpl_array(c, r->n, sizeof *v);
    for (size_t i = 0; i < r->n; i++) v[i] = gp_tpl_range_at(r, i);
    return (gp_tpl_list){.v = v, .n = r->n};
}

static gp_tpl_list dict_keys(gp_tpl *c, const gp_tpl_dict *d)
{
    gp_tpl_val *v = gp_tpl_array(c, d->n, sizeof *v);
    for (size_t i = 0; i < d->n; i++) v[i] = d->e[i].k;
    return (gp_tpl_list){.v = v, .n = d->n};
}

static gp_tpl_list gen_items(gp_tpl *c, gp_tpl_gen *g)
{
    if (g->fn) {
        gp_tpl_fn *fn = g->fn;
        g->fn = NULL;
        gp_tpl_enter(c); /* a generator may consume a generator, and so on */
        g->items = fn(c, g->in, g->p, &g->args);
        gp_tpl_leave(c);
    }
    gp_tpl_list l = {.v = g->items.l->v + g->at, .n = g->items.l->n - g->at};
    g->at = g->items.l->n;
    return l;
}

gp_tpl_list gp_tpl_iterate(gp_tpl *c, gp_tpl_val v)
{
    size_t n = 0;
    if (gp_tpl_len(c, v, &n)) gp_tpl_charge(c, n * 4);
    switch (v.t) {
    case T_UNDEF: return (gp_tpl_list){0};
    case T_STR: return (gp_tpl_list){.v = gp_tpl_chars(c, v.s), .n = v.s->chars};
    case T_LIST:
    case T_TUPLE:
    case T_VIEW: return *v.l;
    case T_DICT: return dict_keys(c, v.dict);
    case T_RANGE: return range_items(c, v.range);
    case T_GEN: return gen_items(c, v.gen);
    default: gp_tpl_type_error(c, "is not iterable", v);
    }
}

bool gp_tpl_number(gp_tpl_val v, double *d)
{
    if (v.t == T_FLOAT) *d = v.d;
    else if (v.t == T_INT) *d = (double)v.i;
    else if (v.t == T_BOOL) *d = v.b;
    else return false;
    return true;
}

bool gp_tpl_integer(gp_tpl_val v, int64_t *i)
{
    if (v.t == T_INT) *i = v.i;
    else if (v.t == T_BOOL) *i = v.b;
    else return false;
    return true;
}

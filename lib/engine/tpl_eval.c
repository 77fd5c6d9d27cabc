/* Evaluating expressions. */
#include <string.h>

#include "engine/tpl.h"

static tpl_val name_value(tpl *c, const tpl_node *n, const tpl_scope *s)
{
    for (; s; s = s->up)
        for (const tpl_binding *b = s->first; b; b = b->next)
            if (b->name == n->name) return b->v;
    const tpl_def *fn = tpl_function_def(n->name->s);
    if (fn) return (tpl_val){.t = T_FUNC, .fn = fn};
    return tpl_undef_msg(tpl_text(c, "'%.*s' is undefined", GP_ARG(n->name->s)));
}

static size_t length(const tpl_node *list)
{
    size_t n = 0;
    for (; list; list = list->next) n++;
    return n;
}

static tpl_val list_value(tpl *c, const tpl_node *n, const tpl_scope *s)
{
    size_t count = length(n->a), i = 0;
    tpl_val *v = tpl_array(c, count, sizeof *v);
    for (const tpl_node *e = n->a; e; e = e->next) v[i++] = tpl_eval(c, e, s);
    return tpl_list_of(c, n->kind == N_LIST ? T_LIST : T_TUPLE, v, count);
}

static tpl_val dict_value(tpl *c, const tpl_node *n, const tpl_scope *s)
{
    tpl_val d = tpl_new_dict(c, T_DICT, length(n->a));
    for (const tpl_node *e = n->a; e; e = e->next) {
        tpl_val k = tpl_eval(c, e->a, s);
        tpl_dict_set(c, d.dict, k, tpl_eval(c, e->b, s));
    }
    return d;
}

static tpl_val concat_value(tpl *c, const tpl_node *n, const tpl_scope *s)
{
    tpl_val r = tpl_str_of(c, tpl_eval(c, n->a, s));
    for (const tpl_node *e = n->a->next; e; e = e->next) r = tpl_join2(c, r.s, tpl_str_of(c, tpl_eval(c, e, s)).s);
    return r;
}

static bool compare(tpl *c, tpl_op op, tpl_val a, tpl_val b)
{
    switch (op) {
    case OP_EQ: return tpl_equal(c, a, b);
    case OP_NE: return !tpl_equal(c, a, b);
    case OP_IN: return tpl_contains(c, b, a);
    case OP_NOTIN: return !tpl_contains(c, b, a);
    default: return tpl_less(c, op, a, b);
    }
}

static tpl_val compare_chain(tpl *c, const tpl_node *n, const tpl_scope *s)
{
    tpl_val a = tpl_eval(c, n->a, s);
    for (const tpl_node *op = n->b; op; op = op->next) {
        tpl_val b = tpl_eval(c, op->a, s);
        c->line = n->line;
        if (!compare(c, op->op, a, b)) return tpl_bool(false);
        a = b;
    }
    return tpl_bool(true);
}

/* --- arguments --- */

typedef struct collected {
    tpl_val *v;
    tpl_kwarg *kw;
    size_t n, n_kw;
} collected;

/* How many arguments a call has at most; * and ** are evaluated once, in order, into `stars`. */
static void count_args(tpl *c, const tpl_node *args, const tpl_scope *s, collected *out, tpl_val *values)
{
    size_t i = 0;
    for (const tpl_node *a = args; a; a = a->next, i++) {
        values[i] = tpl_eval(c, a->a, s);
        if (a->op == ARG_STAR) {
            tpl_list l = tpl_iterate(c, values[i]);
            values[i] = tpl_list_of(c, T_TUPLE, l.v, l.n);
            out->n += l.n;
        } else if (a->op == ARG_STARSTAR) {
            if (values[i].t != T_DICT) tpl_type_error(c, "is not a mapping (argument after **)", values[i]);
            out->n_kw += values[i].dict->n;
        } else if (a->op == ARG_KW) {
            out->n_kw++;
        } else {
            out->n++;
        }
    }
}

static void add_keyword(tpl *c, collected *out, gp_str name, tpl_val v)
{
    for (size_t i = 0; i < out->n_kw; i++)
        if (gp_str_eq(out->kw[i].name, name)) tpl_fail(c, "keyword argument '%.*s' is given twice", GP_ARG(name));
    out->kw[out->n_kw++] = (tpl_kwarg){name, v};
}

static tpl_args eval_args(tpl *c, const tpl_node *args, const tpl_scope *s)
{
    collected out = {0};
    if (!args) return (tpl_args){0};
    tpl_val *values = tpl_array(c, length(args), sizeof *values);
    count_args(c, args, s, &out, values);
    out.v = tpl_array(c, out.n, sizeof *out.v);
    out.kw = tpl_array(c, out.n_kw, sizeof *out.kw);
    out.n = out.n_kw = 0;
    size_t i = 0;
    for (const tpl_node *a = args; a; a = a->next, i++) {
        if (a->op == ARG_KW) add_keyword(c, &out, a->name->s, values[i]);
        else if (a->op == ARG_POS) out.v[out.n++] = values[i];
        for (size_t k = 0; a->op == ARG_STAR && k < values[i].l->n; k++) out.v[out.n++] = values[i].l->v[k];
        for (size_t k = 0; a->op == ARG_STARSTAR && k < values[i].dict->n; k++)
            add_keyword(c, &out, tpl_view(tpl_want_str(c, values[i].dict->e[k].k, "a keyword")), values[i].dict->e[k].v);
    }
    return (tpl_args){out.v, out.n, out.kw, out.n_kw};
}

static tpl_val apply(tpl *c, const tpl_node *n, const tpl_scope *s)
{
    tpl_val v = tpl_eval(c, n->a, s);
    tpl_args args = eval_args(c, n->args, s);
    c->line = n->line;
    if (!n->def) tpl_fail(c, "no %s named '%.*s'", n->kind == N_FILTER ? "filter" : "test", GP_ARG(n->name->s));
    return tpl_call_def(c, n->def, v, &args);
}

static tpl_val call_value(tpl *c, const tpl_node *n, const tpl_scope *s)
{
    tpl_val callee = tpl_eval(c, n->a, s);
    tpl_args args = eval_args(c, n->args, s);
    c->line = n->line;
    return tpl_call(c, callee, &args);
}

static tpl_val slice_value(tpl *c, const tpl_node *n, const tpl_scope *s)
{
    tpl_val v = tpl_eval(c, n->a, s), from = tpl_none(), to = tpl_none(), step = tpl_none();
    if (n->b) from = tpl_eval(c, n->b, s);
    if (n->c) to = tpl_eval(c, n->c, s);
    if (n->d) step = tpl_eval(c, n->d, s);
    c->line = n->line;
    return tpl_slice(c, v, from, to, step);
}

static tpl_val cond_value(tpl *c, const tpl_node *n, const tpl_scope *s)
{
    if (tpl_truth(c, tpl_eval(c, n->a, s))) return tpl_eval(c, n->b, s);
    if (n->c) return tpl_eval(c, n->c, s);
    return tpl_undef_msg("the inline if-expression evaluated to false and no else section was defined.");
}

static tpl_val binary_value(tpl *c, const tpl_node *n, const tpl_scope *s)
{
    tpl_val a = tpl_eval(c, n->a, s), b = tpl_eval(c, n->b, s);
    c->line = n->line;
    if (n->kind == N_ITEM) return tpl_item(c, a, b);
    return tpl_binary(c, n->op, a, b);
}

static tpl_val either(tpl *c, const tpl_node *n, const tpl_scope *s)
{
    tpl_val a = tpl_eval(c, n->a, s);
    return tpl_truth(c, a) == (n->kind == N_OR) ? a : tpl_eval(c, n->b, s);
}

static tpl_val attr_value(tpl *c, const tpl_node *n, const tpl_scope *s)
{
    tpl_val v = tpl_eval(c, n->a, s);
    c->line = n->line;
    return tpl_attr(c, v, n->name->s);
}

static tpl_val dispatch(tpl *c, const tpl_node *n, const tpl_scope *s)
{
    switch (n->kind) {
    case N_CONST: return n->k;
    case N_NAME: return name_value(c, n, s);
    case N_LIST:
    case N_TUPLE: return list_value(c, n, s);
    case N_DICT: return dict_value(c, n, s);
    case N_ATTR: return attr_value(c, n, s);
    case N_ITEM:
    case N_BIN: return binary_value(c, n, s);
    case N_SLICE: return slice_value(c, n, s);
    case N_CALL: return call_value(c, n, s);
    case N_FILTER:
    case N_TEST: return apply(c, n, s);
    case N_NOT: return tpl_bool(!tpl_truth(c, tpl_eval(c, n->a, s)));
    case N_NEG:
    case N_POS: return tpl_negate(c, tpl_eval(c, n->a, s), n->kind == N_NEG);
    case N_AND:
    case N_OR: return either(c, n, s);
    case N_CMP: return compare_chain(c, n, s);
    case N_COND: return cond_value(c, n, s);
    case N_CONCAT: return concat_value(c, n, s);
    default: tpl_fail(c, "not an expression");
    }
}

tpl_val tpl_eval(tpl *c, const tpl_node *n, const tpl_scope *s)
{
    tpl_charge(c, 0);
    tpl_enter(c);
    c->line = n->line;
    tpl_val v = dispatch(c, n, s);
    tpl_leave(c);
    return v;
}

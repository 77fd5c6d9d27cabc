/* Evaluating expressions. */
#include <string.h>

#include "template/tpl.h"

/* With the nearest of the variables that there are. */
static _Noreturn void fail_name(gp_tpl *c, gp_str name)
{
    size_t n = 0;
    const char **known = NULL;
    for (const gp_tpl_binding *b = c->globals->first; b; b = b->next) n++;
    known = gp_tpl_array(c, n, sizeof *known);
    n = 0;
    for (const gp_tpl_binding *b = c->globals->first; b; b = b->next) known[n++] = gp_str_dup(c->a, b->name->s).p;
    const char *near = gp_nearest(name, known, n);
    if (near) gp_tpl_fail(c, "the variable \"%.*s\" is not defined; did you mean \"%s\"?", GP_ARG(name), near);
    gp_tpl_fail(c, "the variable \"%.*s\" is not defined", GP_ARG(name));
}

static gp_tpl_val name_value(gp_tpl *c, const gp_tpl_node *n, const gp_tpl_scope *s)
{
    for (; s; s = s->up)
        for (const gp_tpl_binding *b = s->first; b; b = b->next)
            if (b->name == n->name) return b->v;
    const gp_tpl_def *fn = gp_tpl_function_def(n->name->s);
    if (fn) return (gp_tpl_val){.t = T_FUNC, .fn = fn};
    if (c->strict) fail_name(c, n->name->s);
    return gp_tpl_undef_msg(gp_tpl_text(c, "'%.*s' is undefined", GP_ARG(n->name->s)));
}

static size_t length(const gp_tpl_node *list)
{
    size_t n = 0;
    for (; list; list = list->next) n++;
    return n;
}

static gp_tpl_val list_value(gp_tpl *c, const gp_tpl_node *n, const gp_tpl_scope *s)
{
    size_t count = length(n->a), i = 0;
    gp_tpl_val *v = gp_tpl_array(c, count, sizeof *v);
    for (const gp_tpl_node *e = n->a; e; e = e->next) v[i++] = gp_tpl_eval(c, e, s);
    return gp_tpl_list_of(c, n->kind == N_LIST ? T_LIST : T_TUPLE, v, count);
}

static gp_tpl_val dict_value(gp_tpl *c, const gp_tpl_node *n, const gp_tpl_scope *s)
{
    gp_tpl_val d = gp_tpl_new_dict(c, T_DICT, length(n->a));
    for (const gp_tpl_node *e = n->a; e; e = e->next) {
        gp_tpl_val k = gp_tpl_eval(c, e->a, s);
        gp_tpl_dict_set(c, d.dict, k, gp_tpl_eval(c, e->b, s));
    }
    return d;
}

static gp_tpl_val concat_value(gp_tpl *c, const gp_tpl_node *n, const gp_tpl_scope *s)
{
    gp_tpl_val r = gp_tpl_str_of(c, gp_tpl_eval(c, n->a, s));
    for (const gp_tpl_node *e = n->a->next; e; e = e->next)
        r = gp_tpl_join2(c, r.s, gp_tpl_str_of(c, gp_tpl_eval(c, e, s)).s);
    return r;
}

static bool compare(gp_tpl *c, gp_tpl_op op, gp_tpl_val a, gp_tpl_val b)
{
    switch (op) {
    case OP_EQ: return gp_tpl_equal(c, a, b);
    case OP_NE: return !gp_tpl_equal(c, a, b);
    case OP_IN: return gp_tpl_contains(c, b, a);
    case OP_NOTIN: return !gp_tpl_contains(c, b, a);
    default: return gp_tpl_less(c, op, a, b);
    }
}

static gp_tpl_val compare_chain(gp_tpl *c, const gp_tpl_node *n, const gp_tpl_scope *s)
{
    gp_tpl_val a = gp_tpl_eval(c, n->a, s);
    for (const gp_tpl_node *op = n->b; op; op = op->next) {
        gp_tpl_val b = gp_tpl_eval(c, op->a, s);
        c->line = n->line;
        if (!compare(c, op->op, a, b)) return gp_tpl_bool(false);
        a = b;
    }
    return gp_tpl_bool(true);
}

/* --- arguments --- */

typedef struct collected {
    gp_tpl_val *v;
    gp_tpl_kwarg *kw;
    size_t n, n_kw;
} collected;

/* How many arguments a call has at most; * and ** are evaluated once, in order, into `stars`. */
static void count_args(gp_tpl *c, const gp_tpl_node *args, const gp_tpl_scope *s, collected *out, gp_tpl_val *values)
{
    size_t i = 0;
    for (const gp_tpl_node *a = args; a; a = a->next, i++) {
        values[i] = gp_tpl_eval(c, a->a, s);
        if (a->op == ARG_STAR) {
            gp_tpl_list l = gp_tpl_iterate(c, values[i]);
            values[i] = gp_tpl_list_of(c, T_TUPLE, l.v, l.n);
            out->n += l.n;
        } else if (a->op == ARG_STARSTAR) {
            if (values[i].t != T_DICT) gp_tpl_type_error(c, "is not a mapping (argument after **)", values[i]);
            out->n_kw += values[i].dict->n;
        } else if (a->op == ARG_KW) {
            out->n_kw++;
        } else {
            out->n++;
        }
    }
}

static void add_keyword(gp_tpl *c, collected *out, gp_str name, gp_tpl_val v)
{
    for (size_t i = 0; i < out->n_kw; i++)
        if (gp_str_eq(out->kw[i].name, name)) gp_tpl_fail(c, "keyword argument '%.*s' is given twice", GP_ARG(name));
    out->kw[out->n_kw++] = (gp_tpl_kwarg){name, v};
}

static gp_tpl_args eval_args(gp_tpl *c, const gp_tpl_node *args, const gp_tpl_scope *s)
{
    collected out = {0};
    if (!args) return (gp_tpl_args){0};
    gp_tpl_val *values = gp_tpl_array(c, length(args), sizeof *values);
    count_args(c, args, s, &out, values);
    out.v = gp_tpl_array(c, out.n, sizeof *out.v);
    out.kw = gp_tpl_array(c, out.n_kw, sizeof *out.kw);
    out.n = out.n_kw = 0;
    size_t i = 0;
    for (const gp_tpl_node *a = args; a; a = a->next, i++) {
        if (a->op == ARG_KW) add_keyword(c, &out, a->name->s, values[i]);
        else if (a->op == ARG_POS) out.v[out.n++] = values[i];
        for (size_t k = 0; a->op == ARG_STAR && k < values[i].l->n; k++) out.v[out.n++] = values[i].l->v[k];
        for (size_t k = 0; a->op == ARG_STARSTAR && k < values[i].dict->n; k++)
            add_keyword(c, &out, gp_tpl_view(gp_tpl_want_str(c, values[i].dict->e[k].k, "a keyword")),
                        values[i].dict->e[k].v);
    }
    return (gp_tpl_args){out.v, out.n, out.kw, out.n_kw};
}

/* Is a name asked for here that need not be there: by `is defined`, `is undefined` or `default`? */
static bool may_lack(const gp_tpl_node *n)
{
    gp_str name = n->name->s;
    if (n->a->kind != N_NAME) return false;
    if (n->kind == N_FILTER) return gp_str_eqc(name, "default") || gp_str_eqc(name, "d");
    return gp_str_eqc(name, "defined") || gp_str_eqc(name, "undefined");
}

static gp_tpl_val apply(gp_tpl *c, const gp_tpl_node *n, const gp_tpl_scope *s)
{
    bool strict = c->strict;
    c->strict = strict && !may_lack(n);
    gp_tpl_val v = gp_tpl_eval(c, n->a, s);
    c->strict = strict;
    gp_tpl_args args = eval_args(c, n->args, s);
    c->line = n->line;
    if (!n->def) gp_tpl_fail(c, "no %s named '%.*s'", n->kind == N_FILTER ? "filter" : "test", GP_ARG(n->name->s));
    return gp_tpl_call_def(c, n->def, v, &args);
}

static gp_tpl_val call_value(gp_tpl *c, const gp_tpl_node *n, const gp_tpl_scope *s)
{
    gp_tpl_val callee = gp_tpl_eval(c, n->a, s);
    gp_tpl_args args = eval_args(c, n->args, s);
    c->line = n->line;
    return gp_tpl_call(c, callee, &args);
}

static gp_tpl_val slice_value(gp_tpl *c, const gp_tpl_node *n, const gp_tpl_scope *s)
{
    gp_tpl_val v = gp_tpl_eval(c, n->a, s), from = gp_tpl_none(), to = gp_tpl_none(), step = gp_tpl_none();
    if (n->b) from = gp_tpl_eval(c, n->b, s);
    if (n->c) to = gp_tpl_eval(c, n->c, s);
    if (n->d) step = gp_tpl_eval(c, n->d, s);
    c->line = n->line;
    return gp_tpl_slice(c, v, from, to, step);
}

static gp_tpl_val cond_value(gp_tpl *c, const gp_tpl_node *n, const gp_tpl_scope *s)
{
    if (gp_tpl_truth(c, gp_tpl_eval(c, n->a, s))) return gp_tpl_eval(c, n->b, s);
    if (n->c) return gp_tpl_eval(c, n->c, s);
    return gp_tpl_undef_msg("the inline if-expression evaluated to false and no else section was defined.");
}

static gp_tpl_val binary_value(gp_tpl *c, const gp_tpl_node *n, const gp_tpl_scope *s)
{
    gp_tpl_val a = gp_tpl_eval(c, n->a, s), b = gp_tpl_eval(c, n->b, s);
    c->line = n->line;
    if (n->kind == N_ITEM) return gp_tpl_item(c, a, b);
    return gp_tpl_binary(c, n->op, a, b);
}

static gp_tpl_val either(gp_tpl *c, const gp_tpl_node *n, const gp_tpl_scope *s)
{
    gp_tpl_val a = gp_tpl_eval(c, n->a, s);
    return gp_tpl_truth(c, a) == (n->kind == N_OR) ? a : gp_tpl_eval(c, n->b, s);
}

static gp_tpl_val attr_value(gp_tpl *c, const gp_tpl_node *n, const gp_tpl_scope *s)
{
    gp_tpl_val v = gp_tpl_eval(c, n->a, s);
    c->line = n->line;
    return gp_tpl_attr(c, v, n->name->s);
}

static gp_tpl_val dispatch(gp_tpl *c, const gp_tpl_node *n, const gp_tpl_scope *s)
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
    case N_NOT: return gp_tpl_bool(!gp_tpl_truth(c, gp_tpl_eval(c, n->a, s)));
    case N_NEG:
    case N_POS: return gp_tpl_negate(c, gp_tpl_eval(c, n->a, s), n->kind == N_NEG);
    case N_AND:
    case N_OR: return either(c, n, s);
    case N_CMP: return compare_chain(c, n, s);
    case N_COND: return cond_value(c, n, s);
    case N_CONCAT: return concat_value(c, n, s);
    default: gp_tpl_fail(c, "not an expression");
    }
}

gp_tpl_val gp_tpl_eval(gp_tpl *c, const gp_tpl_node *n, const gp_tpl_scope *s)
{
    gp_tpl_charge(c, 0);
    gp_tpl_enter(c);
    c->line = n->line;
    gp_tpl_val v = dispatch(c, n, s);
    gp_tpl_leave(c);
    return v;
}

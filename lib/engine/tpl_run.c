/* Walking the tree: statements, scopes, loops, macros. Expressions: tpl_eval.c. */
#include <string.h>

#include "base/caps.h"
#include "engine/tpl.h"

typedef enum flow { GO_ON, BREAK, CONTINUE } flow;

static flow exec(tpl *c, const tpl_node *body, tpl_scope *s);

static void define(tpl *c, tpl_scope *s, const tpl_name *name, tpl_val v)
{
    for (tpl_binding *b = s->first; b; b = b->next)
        if (b->name == name) {
            b->v = v;
            return;
        }
    tpl_binding *b = tpl_alloc(c, sizeof *b);
    *b = (tpl_binding){name, v, s->first};
    s->first = b;
}

static tpl_scope *new_scope(tpl *c, const tpl_scope *up)
{
    tpl_scope *s = tpl_alloc(c, sizeof *s);
    s->up = up;
    return s;
}

static void assign_attr(tpl *c, const tpl_node *target, tpl_val v, const tpl_scope *s)
{
    tpl_val ns = tpl_eval(c, target->a, s);
    c->line = target->line;
    if (ns.t == T_UNDEF) tpl_undef_use(c, ns);
    if (ns.t != T_NS) tpl_fail(c, "cannot assign attribute on non-namespace object");
    tpl_dict_set(c, ns.dict, tpl_mkstr(c, target->name->s, TPL_FROM_TEMPLATE), v);
}

static void assign(tpl *c, const tpl_node *target, tpl_val v, tpl_scope *s)
{
    if (target->kind == N_NAME) {
        define(c, s, target->name, v);
        return;
    }
    if (target->kind == N_ATTR) {
        assign_attr(c, target, v, s);
        return;
    }
    size_t n = 0, i = 0;
    for (const tpl_node *t = target->a; t; t = t->next) n++;
    tpl_list l = tpl_iterate(c, v);
    if (l.n != n) tpl_fail(c, "cannot unpack %zu values into %zu names", l.n, n);
    for (const tpl_node *t = target->a; t; t = t->next) assign(c, t, l.v[i++], s);
}

/* --- text made by a body --- */

static tpl_val captured(tpl *c, const tpl_node *body, tpl_scope *s)
{
    tpl_sb b = {0}, *outer = c->out;
    c->out = &b;
    (void)exec(c, body, s);
    c->out = outer;
    return tpl_sb_done(c, &b);
}

/* Filters of a filter or set block: innermost has no input of its own. */
static tpl_val apply_filters(tpl *c, const tpl_node *f, tpl_val v, const tpl_scope *s)
{
    if (!f) return v;
    tpl_node copy = *f, input = {.kind = N_CONST, .line = f->line};
    input.k = f->a ? apply_filters(c, f->a, v, s) : v;
    copy.a = &input;
    return tpl_eval(c, &copy, s);
}

/* --- for --- */

tpl_val tpl_loop_attr(tpl *c, tpl_loop *l, gp_str name, bool *found)
{
    *found = true;
    if (gp_str_eqc(name, "index")) return tpl_size(c, l->i + 1);
    if (gp_str_eqc(name, "index0")) return tpl_size(c, l->i);
    if (gp_str_eqc(name, "revindex")) return tpl_size(c, l->n - l->i);
    if (gp_str_eqc(name, "revindex0")) return tpl_size(c, l->n - l->i - 1);
    if (gp_str_eqc(name, "first")) return tpl_bool(l->i == 0);
    if (gp_str_eqc(name, "last")) return tpl_bool(l->i + 1 == l->n);
    if (gp_str_eqc(name, "length")) return tpl_size(c, l->n);
    if (gp_str_eqc(name, "depth")) return tpl_size(c, l->depth + 1);
    if (gp_str_eqc(name, "depth0")) return tpl_size(c, l->depth);
    if (gp_str_eqc(name, "previtem")) return l->i ? l->items[l->i - 1] : tpl_undef_msg("there is no previous item");
    if (gp_str_eqc(name, "nextitem")) return l->i + 1 < l->n ? l->items[l->i + 1] : tpl_undef_msg("there is no next item");
    *found = false;
    return tpl_none();
}

static tpl_list filtered(tpl *c, const tpl_node *n, tpl_list l, const tpl_scope *up)
{
    tpl_val *v = tpl_array(c, l.n, sizeof *v);
    size_t k = 0;
    for (size_t i = 0; i < l.n; i++) {
        tpl_scope *s = new_scope(c, up);
        assign(c, n->a, l.v[i], s);
        if (tpl_truth(c, tpl_eval(c, n->e, s))) v[k++] = l.v[i];
    }
    return (tpl_list){.v = v, .n = k};
}

/* The else part runs unless some iteration came to the end of the body: not reached by break and continue, as in Jinja. */
static flow run_loop(tpl *c, const tpl_node *n, tpl_val over, tpl_scope *up, size_t depth)
{
    tpl_list l = tpl_iterate(c, over);
    if (n->e) l = filtered(c, n, l, up);
    const tpl_name *name = tpl_intern(c, GP_STR("loop"));
    tpl_loop *loop = tpl_alloc(c, sizeof *loop);
    *loop = (tpl_loop){.items = l.v, .n = l.n, .depth = depth, .node = n, .scope = up};
    bool completed = false;
    for (; loop->i < l.n; loop->i++) {
        tpl_charge(c, 0);
        /* a scope per iteration: what is set inside is gone with it */
        tpl_scope *s = new_scope(c, up);
        define(c, s, name, (tpl_val){.t = T_LOOP, .loop = loop});
        assign(c, n->a, l.v[loop->i], s);
        flow f = exec(c, n->c, s);
        if (f == BREAK) break;
        completed = completed || f == GO_ON;
    }
    return n->d && !completed ? exec(c, n->d, new_scope(c, up)) : GO_ON;
}

static flow exec_for(tpl *c, const tpl_node *n, tpl_scope *s)
{
    tpl_val over = tpl_eval(c, n->b, s);
    c->line = n->line;
    return run_loop(c, n, over, s, 0);
}

tpl_val tpl_loop_again(tpl *c, tpl_loop *loop, tpl_val items)
{
    tpl_sb b = {0}, *outer = c->out;
    if (!loop->node->flag) tpl_fail(c, "The loop must have the 'recursive' marker to be called recursively.");
    c->out = &b;
    tpl_enter(c);
    (void)run_loop(c, loop->node, items, new_scope(c, loop->scope), loop->depth + 1);
    tpl_leave(c);
    c->out = outer;
    return tpl_sb_done(c, &b);
}

/* --- macros --- */

static const tpl_val *take_keyword(const tpl_args *args, gp_str name, bool *used)
{
    for (size_t i = 0; i < args->n_kw; i++)
        if (gp_str_eq(args->kw[i].name, name)) {
            used[i] = true;
            return &args->kw[i].v;
        }
    return NULL;
}

static const char *macro_name(const tpl_macro *m)
{
    return m->node->name ? m->node->name->s.p : "caller";
}

static int name_length(const tpl_macro *m)
{
    return m->node->name ? (int)m->node->name->s.n : 6;
}

static tpl_val parameter(tpl *c, const tpl_macro *m, const tpl_node *param, const tpl_args *args, size_t i, bool *used, tpl_scope *s)
{
    const tpl_val *kw = take_keyword(args, param->name->s, used);
    if (kw && i < args->n) tpl_fail(c, "macro '%.*s' got two values for '%.*s'", name_length(m), macro_name(m), GP_ARG(param->name->s));
    if (i < args->n) return args->v[i];
    if (kw) return *kw;
    if (param->a) return tpl_eval(c, param->a, s);
    return tpl_undef_msg(tpl_text(c, "parameter '%.*s' was not provided", GP_ARG(param->name->s)));
}

static void leftover_arguments(tpl *c, const tpl_macro *m, const tpl_args *args, size_t taken, const bool *used, tpl_scope *s)
{
    uint8_t uses = m->node->uses;
    if (args->n > taken && !(uses & TPL_USES_VARARGS))
        tpl_fail(c, "macro '%.*s' takes not more than %zu argument(s)", name_length(m), macro_name(m), taken);
    if (uses & TPL_USES_VARARGS) {
        size_t extra = args->n > taken ? args->n - taken : 0;
        define(c, s, tpl_intern(c, GP_STR("varargs")), tpl_list_of(c, T_TUPLE, extra ? args->v + taken : NULL, extra));
    }
    tpl_val kwargs = tpl_new_dict(c, T_DICT, 0);
    for (size_t i = 0; i < args->n_kw; i++) {
        if (used[i]) continue;
        if (!(uses & TPL_USES_KWARGS)) tpl_fail(c, "macro '%.*s' takes no keyword argument '%.*s'", name_length(m), macro_name(m), GP_ARG(args->kw[i].name));
        tpl_dict_set(c, kwargs.dict, tpl_mkstr(c, args->kw[i].name, TPL_FROM_TEMPLATE), args->kw[i].v);
    }
    if (uses & TPL_USES_KWARGS) define(c, s, tpl_intern(c, GP_STR("kwargs")), kwargs);
}

tpl_val tpl_call_macro(tpl *c, const tpl_macro *m, const tpl_args *args)
{
    tpl_scope *s = new_scope(c, m->scope);
    bool *used = tpl_array(c, args->n_kw, sizeof *used);
    uint32_t line = c->line;
    size_t i = 0;
    tpl_enter(c);
    for (const tpl_node *param = m->node->a; param; param = param->next, i++)
        define(c, s, param->name, parameter(c, m, param, args, i, used, s));
    if (m->node->uses & TPL_USES_CALLER) {
        const tpl_val *caller = take_keyword(args, GP_STR("caller"), used);
        define(c, s, tpl_intern(c, GP_STR("caller")), caller ? *caller : tpl_undef_msg("No caller defined"));
    }
    leftover_arguments(c, m, args, i, used, s);
    tpl_val text = captured(c, m->node->c, s);
    tpl_leave(c);
    c->line = line;
    return text;
}

static tpl_val macro_value(tpl *c, const tpl_node *n, const tpl_scope *s)
{
    tpl_macro *m = tpl_alloc(c, sizeof *m);
    *m = (tpl_macro){n, s};
    return (tpl_val){.t = T_MACRO, .macro = m};
}

/* {% call %}: the body becomes a macro that the called one finds as `caller`. */
static void exec_call(tpl *c, const tpl_node *n, const tpl_scope *s)
{
    tpl_node body = {.kind = N_CONST, .line = n->line}, arg = {.kind = N_ARG, .op = ARG_KW, .line = n->line}, call = *n->a, *copy = NULL, **end = &copy;
    body.k = macro_value(c, n->b, s);
    arg.a = &body;
    arg.name = tpl_intern(c, GP_STR("caller"));
    for (const tpl_node *a = n->a->args; a; a = a->next) { /* the tree stays as it is */
        *end = tpl_alloc(c, sizeof **end);
        **end = *a;
        end = &(*end)->next;
    }
    *end = &arg;
    call.args = copy;
    tpl_put(c, c->out, tpl_eval(c, &call, s));
}

/* --- statements --- */

static flow exec_if(tpl *c, const tpl_node *n, tpl_scope *s)
{
    while (!tpl_truth(c, tpl_eval(c, n->a, s))) {
        if (!n->c) return exec(c, n->d, s);
        n = n->c;
    }
    return exec(c, n->b, s);
}

static void exec_with(tpl *c, const tpl_node *n, tpl_scope *s)
{
    tpl_scope *inner = new_scope(c, s);
    for (const tpl_node *pair = n->a; pair; pair = pair->next) assign(c, pair->a, tpl_eval(c, pair->b, s), inner);
    (void)exec(c, n->c, inner);
}

static flow exec_one(tpl *c, const tpl_node *n, tpl_scope *s)
{
    switch (n->kind) {
    case S_DATA: tpl_sb_str(c, c->out, n->k.s); break;
    case S_OUT: {
        tpl_val v = tpl_eval(c, n->a, s);
        c->line = n->line;
        tpl_put(c, c->out, v);
        break;
    }
    case S_IF: return exec_if(c, n, s);
    case S_FOR: return exec_for(c, n, s);
    case S_SET: assign(c, n->a, tpl_eval(c, n->b, s), s); break;
    case S_SETBLOCK: assign(c, n->a, apply_filters(c, n->b, captured(c, n->c, new_scope(c, s)), s), s); break;
    case S_MACRO: define(c, s, n->name, macro_value(c, n, s)); break;
    case S_CALL: exec_call(c, n, s); break;
    case S_FILTER: tpl_put(c, c->out, apply_filters(c, n->b, captured(c, n->c, new_scope(c, s)), s)); break;
    case S_WITH: exec_with(c, n, s); break;
    case S_SCOPE: return exec(c, n->c, new_scope(c, s));
    case S_BREAK: return BREAK;
    case S_CONTINUE: return CONTINUE;
    default: tpl_fail(c, "not a statement");
    }
    return GO_ON;
}

static flow exec(tpl *c, const tpl_node *body, tpl_scope *s)
{
    flow f = GO_ON;
    tpl_enter(c);
    for (const tpl_node *n = body; n && f == GO_ON; n = n->next) {
        tpl_charge(c, 0);
        c->line = n->line;
        f = exec_one(c, n, s);
    }
    tpl_leave(c);
    return f;
}

void tpl_run(tpl *c, const tpl_node *body)
{
    (void)exec(c, body, c->globals);
}

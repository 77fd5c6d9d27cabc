/* Walking the tree: statements, scopes, loops, macros. Expressions: tpl_eval.c. */
#include <string.h>

#include "base/caps.h"
#include "template/tpl.h"

typedef enum flow { GO_ON, BREAK, CONTINUE } flow;

static flow exec(gp_tpl *c, const gp_tpl_node *body, gp_tpl_scope *s);

static void define(gp_tpl *c, gp_tpl_scope *s, const gp_tpl_name *name, gp_tpl_val v)
{
    for (gp_tpl_binding *b = s->first; b; b = b->next)
        if (b->name == name) {
            b->v = v;
            return;
        }
    gp_tpl_binding *b = gp_tpl_alloc(c, sizeof *b);
    *b = (gp_tpl_binding){name, v, s->first};
    s->first = b;
}

static gp_tpl_scope *new_scope(gp_tpl *c, const gp_tpl_scope *up)
{
    gp_tpl_scope *s = gp_tpl_alloc(c, sizeof *s);
    s->up = up;
    return s;
}

static void assign_attr(gp_tpl *c, const gp_tpl_node *target, gp_tpl_val v, const gp_tpl_scope *s)
{
    gp_tpl_val ns = gp_tpl_eval(c, target->a, s);
    c->line = target->line;
    if (ns.t == T_UNDEF) gp_tpl_undef_use(c, ns);
    if (ns.t != T_NS) gp_tpl_fail(c, "cannot assign attribute on non-namespace object");
    gp_tpl_dict_set(c, ns.dict, gp_tpl_mkstr(c, target->name->s, TPL_FROM_TEMPLATE), v);
}

static void assign(gp_tpl *c, const gp_tpl_node *target, gp_tpl_val v, gp_tpl_scope *s)
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
    for (const gp_tpl_node *t = target->a; t; t = t->next) n++;
    gp_tpl_list l = gp_tpl_iterate(c, v);
    if (l.n != n) gp_tpl_fail(c, "cannot unpack %zu values into %zu names", l.n, n);
    for (const gp_tpl_node *t = target->a; t; t = t->next) assign(c, t, l.v[i++], s);
}

/* --- text made by a body --- */

static gp_tpl_val captured(gp_tpl *c, const gp_tpl_node *body, gp_tpl_scope *s)
{
    gp_tpl_sb b = {0}, *outer = c->out;
    c->out = &b;
    (void)exec(c, body, s);
    c->out = outer;
    return gp_tpl_sb_done(c, &b);
}

/* Filters of a filter or set block: innermost has no input of its own. */
static gp_tpl_val apply_filters(gp_tpl *c, const gp_tpl_node *f, gp_tpl_val v, const gp_tpl_scope *s)
{
    if (!f) return v;
    gp_tpl_node copy = *f, input = {.kind = N_CONST, .line = f->line};
    input.k = f->a ? apply_filters(c, f->a, v, s) : v;
    copy.a = &input;
    return gp_tpl_eval(c, &copy, s);
}

/* --- for --- */

gp_tpl_val gp_tpl_loop_attr(gp_tpl *c, gp_tpl_loop *l, gp_str name, bool *found)
{
    *found = true;
    if (gp_str_eqc(name, "index")) return gp_tpl_size(c, l->i + 1);
    if (gp_str_eqc(name, "index0")) return gp_tpl_size(c, l->i);
    if (gp_str_eqc(name, "revindex")) return gp_tpl_size(c, l->n - l->i);
    if (gp_str_eqc(name, "revindex0")) return gp_tpl_size(c, l->n - l->i - 1);
    if (gp_str_eqc(name, "first")) return gp_tpl_bool(l->i == 0);
    if (gp_str_eqc(name, "last")) return gp_tpl_bool(l->i + 1 == l->n);
    if (gp_str_eqc(name, "length")) return gp_tpl_size(c, l->n);
    if (gp_str_eqc(name, "depth")) return gp_tpl_size(c, l->depth + 1);
    if (gp_str_eqc(name, "depth0")) return gp_tpl_size(c, l->depth);
    if (gp_str_eqc(name, "previtem")) return l->i ? l->items[l->i - 1] : gp_tpl_undef_msg("there is no previous item");
    if (gp_str_eqc(name, "nextitem"))
        return l->i + 1 < l->n ? l->items[l->i + 1] : gp_tpl_undef_msg("there is no next item");
    *found = false;
    return gp_tpl_none();
}

static gp_tpl_list filtered(gp_tpl *c, const gp_tpl_node *n, gp_tpl_list l, const gp_tpl_scope *up)
{
    gp_tpl_val *v = gp_tpl_array(c, l.n, sizeof *v);
    size_t k = 0;
    for (size_t i = 0; i < l.n; i++) {
        gp_tpl_scope *s = new_scope(c, up);
        assign(c, n->a, l.v[i], s);
        if (gp_tpl_truth(c, gp_tpl_eval(c, n->e, s))) v[k++] = l.v[i];
    }
    return (gp_tpl_list){.v = v, .n = k};
}

/* The else part runs unless some iteration came to the end of the body: not reached by break and continue, as in
 * Jinja. */
static flow run_loop(gp_tpl *c, const gp_tpl_node *n, gp_tpl_val over, gp_tpl_scope *up, size_t depth)
{
    gp_tpl_list l = gp_tpl_iterate(c, over);
    if (n->e) l = filtered(c, n, l, up);
    const gp_tpl_name *name = gp_tpl_intern(c, GP_STR("loop"));
    gp_tpl_loop *loop = gp_tpl_alloc(c, sizeof *loop);
    *loop = (gp_tpl_loop){.items = l.v, .n = l.n, .depth = depth, .node = n, .scope = up};
    bool completed = false;
    for (; loop->i < l.n; loop->i++) {
        gp_tpl_charge(c, 0);
        /* a scope per iteration: what is set inside is gone with it */
        gp_tpl_scope *s = new_scope(c, up);
        define(c, s, name, (gp_tpl_val){.t = T_LOOP, .loop = loop});
        assign(c, n->a, l.v[loop->i], s);
        flow f = exec(c, n->c, s);
        if (f == BREAK) break;
        completed = completed || f == GO_ON;
    }
    return n->d && !completed ? exec(c, n->d, new_scope(c, up)) : GO_ON;
}

static flow exec_for(gp_tpl *c, const gp_tpl_node *n, gp_tpl_scope *s)
{
    gp_tpl_val over = gp_tpl_eval(c, n->b, s);
    c->line = n->line;
    return run_loop(c, n, over, s, 0);
}

gp_tpl_val gp_tpl_loop_again(gp_tpl *c, gp_tpl_loop *loop, gp_tpl_val items)
{
    gp_tpl_sb b = {0}, *outer = c->out;
    if (!loop->node->flag) gp_tpl_fail(c, "The loop must have the 'recursive' marker to be called recursively.");
    c->out = &b;
    gp_tpl_enter(c);
    (void)run_loop(c, loop->node, items, new_scope(c, loop->scope), loop->depth + 1);
    gp_tpl_leave(c);
    c->out = outer;
    return gp_tpl_sb_done(c, &b);
}

/* --- macros --- */

static const gp_tpl_val *take_keyword(const gp_tpl_args *args, gp_str name, bool *used)
{
    for (size_t i = 0; i < args->n_kw; i++)
        if (gp_str_eq(args->kw[i].name, name)) {
            used[i] = true;
            return &args->kw[i].v;
        }
    return NULL;
}

static const char *macro_name(const gp_tpl_macro *m) { return m->node->name ? m->node->name->s.p : "caller"; }

static int name_length(const gp_tpl_macro *m) { return m->node->name ? (int)m->node->name->s.n : 6; }

static gp_tpl_val parameter(gp_tpl *c, const gp_tpl_macro *m, const gp_tpl_node *param, const gp_tpl_args *args,
                            size_t i, bool *used, gp_tpl_scope *s)
{
    const gp_tpl_val *kw = take_keyword(args, param->name->s, used);
    if (kw && i < args->n)
        gp_tpl_fail(c, "macro '%.*s' got two values for '%.*s'", name_length(m), macro_name(m), GP_ARG(param->name->s));
    if (i < args->n) return args->v[i];
    if (kw) return *kw;
    if (param->a) return gp_tpl_eval(c, param->a, s);
    return gp_tpl_undef_msg(gp_tpl_text(c, "parameter '%.*s' was not provided", GP_ARG(param->name->s)));
}

static void leftover_arguments(gp_tpl *c, const gp_tpl_macro *m, const gp_tpl_args *args, size_t taken,
                               const bool *used, gp_tpl_scope *s)
{
    uint8_t uses = m->node->uses;
    if (args->n > taken && !(uses & TPL_USES_VARARGS))
        gp_tpl_fail(c, "macro '%.*s' takes not more than %zu argument(s)", name_length(m), macro_name(m), taken);
    if (uses & TPL_USES_VARARGS) {
        size_t extra = args->n > taken ? args->n - taken : 0;
        define(c, s, gp_tpl_intern(c, GP_STR("varargs")),
               gp_tpl_list_of(c, T_TUPLE, extra ? args->v + taken : NULL, extra));
    }
    gp_tpl_val kwargs = gp_tpl_new_dict(c, T_DICT, 0);
    for (size_t i = 0; i < args->n_kw; i++) {
        if (used[i]) continue;
        if (!(uses & TPL_USES_KWARGS))
            gp_tpl_fail(c, "macro '%.*s' takes no keyword argument '%.*s'", name_length(m), macro_name(m),
                        GP_ARG(args->kw[i].name));
        gp_tpl_dict_set(c, kwargs.dict, gp_tpl_mkstr(c, args->kw[i].name, TPL_FROM_TEMPLATE), args->kw[i].v);
    }
    if (uses & TPL_USES_KWARGS) define(c, s, gp_tpl_intern(c, GP_STR("kwargs")), kwargs);
}

gp_tpl_val gp_tpl_call_macro(gp_tpl *c, const gp_tpl_macro *m, const gp_tpl_args *args)
{
    gp_tpl_scope *s = new_scope(c, m->scope);
    bool *used = gp_tpl_array(c, args->n_kw, sizeof *used);
    uint32_t line = c->line;
    size_t i = 0;
    gp_tpl_enter(c);
    for (const gp_tpl_node *param = m->node->a; param; param = param->next, i++)
        define(c, s, param->name, parameter(c, m, param, args, i, used, s));
    if (m->node->uses & TPL_USES_CALLER) {
        const gp_tpl_val *caller = take_keyword(args, GP_STR("caller"), used);
        define(c, s, gp_tpl_intern(c, GP_STR("caller")), caller ? *caller : gp_tpl_undef_msg("No caller defined"));
    }
    leftover_arguments(c, m, args, i, used, s);
    gp_tpl_val text = captured(c, m->node->c, s);
    gp_tpl_leave(c);
    c->line = line;
    return text;
}

static gp_tpl_val macro_value(gp_tpl *c, const gp_tpl_node *n, const gp_tpl_scope *s)
{
    gp_tpl_macro *m = gp_tpl_alloc(c, sizeof *m);
    *m = (gp_tpl_macro){n, s};
    return (gp_tpl_val){.t = T_MACRO, .macro = m};
}

/* {% call %}: the body becomes a macro that the called one finds as `caller`. */
static void exec_call(gp_tpl *c, const gp_tpl_node *n, const gp_tpl_scope *s)
{
    gp_tpl_node body = {.kind = N_CONST, .line = n->line}, arg = {.kind = N_ARG, .op = ARG_KW, .line = n->line},
                call = *n->a, *copy = NULL, **end = &copy;
    body.k = macro_value(c, n->b, s);
    arg.a = &body;
    arg.name = gp_tpl_intern(c, GP_STR("caller"));
    for (const gp_tpl_node *a = n->a->args; a; a = a->next) { /* the tree stays as it is */
        *end = gp_tpl_alloc(c, sizeof **end);
        **end = *a;
        end = &(*end)->next;
    }
    *end = &arg;
    call.args = copy;
    gp_tpl_put(c, c->out, gp_tpl_eval(c, &call, s));
}

/* --- statements --- */

static flow exec_if(gp_tpl *c, const gp_tpl_node *n, gp_tpl_scope *s)
{
    while (!gp_tpl_truth(c, gp_tpl_eval(c, n->a, s))) {
        if (!n->c) return exec(c, n->d, s);
        n = n->c;
    }
    return exec(c, n->b, s);
}

static void exec_with(gp_tpl *c, const gp_tpl_node *n, gp_tpl_scope *s)
{
    gp_tpl_scope *inner = new_scope(c, s);
    for (const gp_tpl_node *pair = n->a; pair; pair = pair->next) assign(c, pair->a, gp_tpl_eval(c, pair->b, s), inner);
    (void)exec(c, n->c, inner);
}

static flow exec_one(gp_tpl *c, const gp_tpl_node *n, gp_tpl_scope *s)
{
    switch (n->kind) {
    case S_DATA: gp_tpl_sb_str(c, c->out, n->k.s); break;
    case S_OUT: {
        gp_tpl_val v = gp_tpl_eval(c, n->a, s);
        c->line = n->line;
        gp_tpl_put(c, c->out, v);
        break;
    }
    case S_IF: return exec_if(c, n, s);
    case S_FOR: return exec_for(c, n, s);
    case S_SET: assign(c, n->a, gp_tpl_eval(c, n->b, s), s); break;
    case S_SETBLOCK: assign(c, n->a, apply_filters(c, n->b, captured(c, n->c, new_scope(c, s)), s), s); break;
    case S_MACRO: define(c, s, n->name, macro_value(c, n, s)); break;
    case S_CALL: exec_call(c, n, s); break;
    case S_FILTER: gp_tpl_put(c, c->out, apply_filters(c, n->b, captured(c, n->c, new_scope(c, s)), s)); break;
    case S_WITH: exec_with(c, n, s); break;
    case S_SCOPE: return exec(c, n->c, new_scope(c, s));
    case S_BREAK: return BREAK;
    case S_CONTINUE: return CONTINUE;
    default: gp_tpl_fail(c, "not a statement");
    }
    return GO_ON;
}

static flow exec(gp_tpl *c, const gp_tpl_node *body, gp_tpl_scope *s)
{
    flow f = GO_ON;
    gp_tpl_enter(c);
    for (const gp_tpl_node *n = body; n && f == GO_ON; n = n->next) {
        gp_tpl_charge(c, 0);
        c->line = n->line;
        f = exec_one(c, n, s);
    }
    gp_tpl_leave(c);
    return f;
}

void gp_tpl_run(gp_tpl *c, const gp_tpl_node *body) { (void)exec(c, body, c->globals); }

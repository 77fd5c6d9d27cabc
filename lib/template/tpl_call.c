/* Calling filters, tests, methods, functions and macros: binding arguments to parameters. */
#include <string.h>

#include "template/tpl.h"

const gp_tpl_def *gp_tpl_find_def(const gp_tpl_def *defs, size_t n, gp_str name)
{
    for (size_t i = 0; i < n; i++)
        if (gp_str_eqc(name, defs[i].name)) return &defs[i];
    return NULL;
}

/* The i-th name of a parameter list, or an empty slice behind the last. */
static gp_str param_name(const char *params, size_t i)
{
    for (; i && *params; params++) i -= *params == ' ';
    return (gp_str){params, strcspn(params, " ")};
}

static size_t param_count(const char *params)
{
    size_t n = *params != 0;
    for (; *params; params++) n += *params == ' ';
    return n;
}

static void bind(gp_tpl *c, const gp_tpl_def *def, const gp_tpl_args *args, gp_tpl_val *p)
{
    size_t n = param_count(def->params);
    if (args->n > n) gp_tpl_fail(c, "%s() takes at most %zu arguments, got %zu", def->name, n, args->n);
    for (size_t i = 0; i < args->n; i++) p[i] = args->v[i];
    for (size_t k = 0; k < args->n_kw; k++) {
        size_t i = 0;
        while (i < n && !gp_str_eq(param_name(def->params, i), args->kw[k].name)) i++;
        if (i == n) gp_tpl_fail(c, "%s() has no argument named '%.*s'", def->name, GP_ARG(args->kw[k].name));
        if (p[i].t != T_MISSING)
            gp_tpl_fail(c, "%s() got two values for argument '%.*s'", def->name, GP_ARG(args->kw[k].name));
        p[i] = args->kw[k].v;
    }
    for (size_t i = 0; i < def->required; i++)
        if (p[i].t == T_MISSING)
            gp_tpl_fail(c, "%s() needs the argument '%.*s'", def->name, GP_ARG(param_name(def->params, i)));
}

gp_tpl_val gp_tpl_call_def(gp_tpl *c, const gp_tpl_def *def, gp_tpl_val v, const gp_tpl_args *args)
{
    gp_tpl_val p[TPL_MAX_PARAMS] = {{0}};
    gp_tpl_charge(c, 0);
    if (def->params) bind(c, def, args, p);
    return def->fn(c, v, p, args);
}

gp_tpl_val gp_tpl_lazy(gp_tpl *c, gp_tpl_fn *fn, gp_tpl_val in, const gp_tpl_val *p, size_t n, const gp_tpl_args *args)
{
    gp_tpl_gen *g = gp_tpl_alloc(c, sizeof *g);
    g->fn = fn;
    g->in = in;
    for (size_t i = 0; i < n; i++) g->p[i] = p[i];
    if (args) g->args = *args;
    return (gp_tpl_val){.t = T_GEN, .gen = g};
}

bool gp_tpl_callable(gp_tpl_val v) { return v.t == T_MACRO || v.t == T_FUNC || v.t == T_METHOD || v.t == T_LOOP; }

gp_tpl_val gp_tpl_call(gp_tpl *c, gp_tpl_val callee, const gp_tpl_args *args)
{
    switch (callee.t) {
    case T_FUNC: return gp_tpl_call_def(c, callee.fn, gp_tpl_none(), args);
    case T_METHOD: return gp_tpl_call_def(c, callee.bound->def, callee.bound->self, args);
    case T_MACRO: return gp_tpl_call_macro(c, callee.macro, args);
    case T_LOOP:
        if (args->n != 1 || args->n_kw) gp_tpl_fail(c, "loop() takes what to loop over");
        return gp_tpl_loop_again(c, callee.loop, args->v[0]);
    default: gp_tpl_type_error(c, "is not callable", callee);
    }
}

int64_t gp_tpl_want_int(gp_tpl *c, gp_tpl_val v, const char *what)
{
    int64_t i = 0;
    if (v.t == T_UNDEF) gp_tpl_undef_use(c, v);
    if (!gp_tpl_integer(v, &i)) gp_tpl_fail(c, "%s must be an integer, not %s", what, gp_tpl_type_name(v));
    return i;
}

const gp_tpl_str *gp_tpl_want_str(gp_tpl *c, gp_tpl_val v, const char *what)
{
    if (v.t == T_UNDEF) gp_tpl_undef_use(c, v);
    if (v.t != T_STR) gp_tpl_fail(c, "%s must be a string, not %s", what, gp_tpl_type_name(v));
    return v.s;
}

const gp_tpl_str *gp_tpl_soft_str(gp_tpl *c, gp_tpl_val v) { return v.t == T_STR ? v.s : gp_tpl_str_of(c, v).s; }

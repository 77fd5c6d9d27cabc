/* map, select, reject and their attribute forms: filters that apply another filter or a test to each element. */
#include <string.h>

#include "template/tpl.h"

typedef enum mode { SELECT = 0, REJECT = 1, BY_ATTRIBUTE = 2 } mode;

static gp_tpl_args rest(const gp_tpl_args *args, size_t from)
{
    gp_tpl_args r = *args;
    r.v += from;
    r.n -= from;
    return r;
}

gp_tpl_val gp_tpl_path(gp_tpl *c, gp_tpl_val v, gp_tpl_val path, gp_tpl_val fallback)
{
    if (path.t == T_INT) {
        v = gp_tpl_item(c, v, path);
        return v.t == T_UNDEF && fallback.t != T_MISSING && fallback.t != T_NONE ? fallback : v;
    }
    gp_str all = gp_tpl_view(gp_tpl_want_str(c, path, "the attribute"));
    for (size_t at = 0; at <= all.n; at++) {
        size_t from = at;
        int64_t index = 0;
        bool digits = true;
        for (; at < all.n && all.p[at] != '.'; at++) {
            digits = digits && all.p[at] >= '0' && all.p[at] <= '9' && at - from < 9;
            if (digits) index = index * 10 + (all.p[at] - '0');
        }
        bool is_index = digits && at > from;
        v = gp_tpl_item(
            c, v, is_index ? gp_tpl_int(index) : gp_tpl_mkstr(c, (gp_str){all.p + from, at - from}, TPL_FROM_TEMPLATE));
        if (v.t == T_UNDEF && fallback.t != T_MISSING && fallback.t != T_NONE) v = fallback;
    }
    return v;
}

static gp_tpl_val lazy_map(gp_tpl *c, gp_tpl_val v, const gp_tpl_val *p, const gp_tpl_args *args)
{
    (void)p;
    if (!gp_tpl_truth(c, v)) return gp_tpl_list_of(c, T_LIST, NULL, 0); /* none and 0 count as empty here */
    gp_tpl_list l = gp_tpl_iterate(c, v);
    gp_tpl_val *e = gp_tpl_array(c, l.n, sizeof *e);
    gp_tpl_val attribute = {0}, fallback = {0};
    for (size_t i = 0; !args->n && i < args->n_kw; i++) {
        gp_str name = args->kw[i].name;
        if (gp_str_eqc(name, "attribute")) attribute = args->kw[i].v;
        else if (gp_str_eqc(name, "default")) fallback = args->kw[i].v;
        else gp_tpl_fail(c, "map: unexpected keyword argument '%.*s'", GP_ARG(name));
    }
    if (attribute.t != T_MISSING) {
        for (size_t i = 0; i < l.n; i++) e[i] = gp_tpl_path(c, l.v[i], attribute, fallback);
        return gp_tpl_list_of(c, T_LIST, e, l.n);
    }
    if (!args->n) gp_tpl_fail(c, "map requires a filter argument");
    gp_str name = gp_tpl_view(gp_tpl_want_str(c, args->v[0], "map's filter name"));
    const gp_tpl_def *def = gp_tpl_filter_def(name);
    if (!def) gp_tpl_fail(c, "no filter named '%.*s'", GP_ARG(name));
    gp_tpl_args more = rest(args, 1);
    gp_tpl_enter(c);
    for (size_t i = 0; i < l.n; i++) e[i] = gp_tpl_call_def(c, def, l.v[i], &more);
    gp_tpl_leave(c);
    return gp_tpl_list_of(c, T_LIST, e, l.n);
}

static gp_tpl_val pick(gp_tpl *c, gp_tpl_val v, const gp_tpl_args *args, mode m)
{
    if (!gp_tpl_truth(c, v)) return gp_tpl_list_of(c, T_LIST, NULL, 0);
    size_t off = m & BY_ATTRIBUTE ? 1 : 0;
    if (args->n < off) gp_tpl_fail(c, "Missing parameter for attribute name");
    const gp_tpl_def *test = NULL;
    gp_tpl_args more = {0};
    if (args->n > off) {
        gp_str name = gp_tpl_view(gp_tpl_want_str(c, args->v[off], "the test's name"));
        test = gp_tpl_test_def(name);
        if (!test) gp_tpl_fail(c, "no test named '%.*s'", GP_ARG(name));
        more = rest(args, off + 1);
    }
    gp_tpl_list l = gp_tpl_iterate(c, v);
    gp_tpl_val *e = gp_tpl_array(c, l.n, sizeof *e);
    size_t n = 0;
    for (size_t i = 0; i < l.n; i++) {
        gp_tpl_val x = off ? gp_tpl_path(c, l.v[i], args->v[0], (gp_tpl_val){0}) : l.v[i];
        bool yes = gp_tpl_truth(c, test ? gp_tpl_call_def(c, test, x, &more) : x);
        if (yes != (m & REJECT)) e[n++] = l.v[i];
    }
    return gp_tpl_list_of(c, T_LIST, e, n);
}

#define LAZY(name) static gp_tpl_val name(gp_tpl *c, gp_tpl_val v, const gp_tpl_val *p, const gp_tpl_args *args)

LAZY(lazy_select)
{
    (void)p;
    return pick(c, v, args, SELECT);
}
LAZY(lazy_reject)
{
    (void)p;
    return pick(c, v, args, REJECT);
}
LAZY(lazy_selectattr)
{
    (void)p;
    return pick(c, v, args, BY_ATTRIBUTE);
}
LAZY(lazy_rejectattr)
{
    (void)p;
    return pick(c, v, args, BY_ATTRIBUTE | REJECT);
}

LAZY(f_map)
{
    (void)p;
    return gp_tpl_lazy(c, lazy_map, v, NULL, 0, args);
}
LAZY(f_select)
{
    (void)p;
    return gp_tpl_lazy(c, lazy_select, v, NULL, 0, args);
}
LAZY(f_reject)
{
    (void)p;
    return gp_tpl_lazy(c, lazy_reject, v, NULL, 0, args);
}
LAZY(f_selectattr)
{
    (void)p;
    return gp_tpl_lazy(c, lazy_selectattr, v, NULL, 0, args);
}
LAZY(f_rejectattr)
{
    (void)p;
    return gp_tpl_lazy(c, lazy_rejectattr, v, NULL, 0, args);
}

const gp_tpl_def *gp_tpl_lazy_filter_def(gp_str name)
{
    static const gp_tpl_def defs[] = {
        {"map", f_map, 0, NULL},
        {"select", f_select, 0, NULL},
        {"reject", f_reject, 0, NULL},
        {"selectattr", f_selectattr, 0, NULL},
        {"rejectattr", f_rejectattr, 0, NULL},
    };
    return gp_tpl_find_def(defs, sizeof defs / sizeof *defs, name);
}

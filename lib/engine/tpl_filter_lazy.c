/* map, select, reject and their attribute forms: filters that apply another filter or a test to each element. */
#include <string.h>

#include "engine/tpl.h"

typedef enum mode { SELECT = 0, REJECT = 1, BY_ATTRIBUTE = 2 } mode;

static tpl_args rest(const tpl_args *args, size_t from)
{
    tpl_args r = *args;
    r.v += from;
    r.n -= from;
    return r;
}

tpl_val tpl_path(tpl *c, tpl_val v, tpl_val path, tpl_val fallback)
{
    if (path.t == T_INT) {
        v = tpl_item(c, v, path);
        return v.t == T_UNDEF && fallback.t != T_MISSING && fallback.t != T_NONE ? fallback : v;
    }
    gp_str all = tpl_view(tpl_want_str(c, path, "the attribute"));
    for (size_t at = 0; at <= all.n; at++) {
        size_t from = at;
        int64_t index = 0;
        bool digits = true;
        for (; at < all.n && all.p[at] != '.'; at++) {
            digits = digits && all.p[at] >= '0' && all.p[at] <= '9' && at - from < 9;
            if (digits) index = index * 10 + (all.p[at] - '0');
        }
        bool is_index = digits && at > from;
        v = tpl_item(c, v, is_index ? tpl_int(index) : tpl_mkstr(c, (gp_str){all.p + from, at - from}, TPL_FROM_TEMPLATE));
        if (v.t == T_UNDEF && fallback.t != T_MISSING && fallback.t != T_NONE) v = fallback;
    }
    return v;
}

static tpl_val lazy_map(tpl *c, tpl_val v, const tpl_val *p, const tpl_args *args)
{
    (void)p;
    if (!tpl_truth(c, v)) return tpl_list_of(c, T_LIST, NULL, 0); /* none and 0 count as empty here */
    tpl_list l = tpl_iterate(c, v);
    tpl_val *e = tpl_array(c, l.n, sizeof *e);
    tpl_val attribute = {0}, fallback = {0};
    for (size_t i = 0; !args->n && i < args->n_kw; i++) {
        gp_str name = args->kw[i].name;
        if (gp_str_eqc(name, "attribute")) attribute = args->kw[i].v;
        else if (gp_str_eqc(name, "default")) fallback = args->kw[i].v;
        else tpl_fail(c, "map: unexpected keyword argument '%.*s'", GP_ARG(name));
    }
    if (attribute.t != T_MISSING) {
        for (size_t i = 0; i < l.n; i++) e[i] = tpl_path(c, l.v[i], attribute, fallback);
        return tpl_list_of(c, T_LIST, e, l.n);
    }
    if (!args->n) tpl_fail(c, "map requires a filter argument");
    gp_str name = tpl_view(tpl_want_str(c, args->v[0], "map's filter name"));
    const tpl_def *def = tpl_filter_def(name);
    if (!def) tpl_fail(c, "no filter named '%.*s'", GP_ARG(name));
    tpl_args more = rest(args, 1);
    tpl_enter(c);
    for (size_t i = 0; i < l.n; i++) e[i] = tpl_call_def(c, def, l.v[i], &more);
    tpl_leave(c);
    return tpl_list_of(c, T_LIST, e, l.n);
}

static tpl_val pick(tpl *c, tpl_val v, const tpl_args *args, mode m)
{
    if (!tpl_truth(c, v)) return tpl_list_of(c, T_LIST, NULL, 0);
    size_t off = m & BY_ATTRIBUTE ? 1 : 0;
    if (args->n < off) tpl_fail(c, "Missing parameter for attribute name");
    const tpl_def *test = NULL;
    tpl_args more = {0};
    if (args->n > off) {
        gp_str name = tpl_view(tpl_want_str(c, args->v[off], "the test's name"));
        test = tpl_test_def(name);
        if (!test) tpl_fail(c, "no test named '%.*s'", GP_ARG(name));
        more = rest(args, off + 1);
    }
    tpl_list l = tpl_iterate(c, v);
    tpl_val *e = tpl_array(c, l.n, sizeof *e);
    size_t n = 0;
    for (size_t i = 0; i < l.n; i++) {
        tpl_val x = off ? tpl_path(c, l.v[i], args->v[0], (tpl_val){0}) : l.v[i];
        bool yes = tpl_truth(c, test ? tpl_call_def(c, test, x, &more) : x);
        if (yes != (m & REJECT)) e[n++] = l.v[i];
    }
    return tpl_list_of(c, T_LIST, e, n);
}

#define LAZY(name) static tpl_val name(tpl *c, tpl_val v, const tpl_val *p, const tpl_args *args)

LAZY(lazy_select) { (void)p; return pick(c, v, args, SELECT); }
LAZY(lazy_reject) { (void)p; return pick(c, v, args, REJECT); }
LAZY(lazy_selectattr) { (void)p; return pick(c, v, args, BY_ATTRIBUTE); }
LAZY(lazy_rejectattr) { (void)p; return pick(c, v, args, BY_ATTRIBUTE | REJECT); }

LAZY(f_map) { (void)p; return tpl_lazy(c, lazy_map, v, NULL, 0, args); }
LAZY(f_select) { (void)p; return tpl_lazy(c, lazy_select, v, NULL, 0, args); }
LAZY(f_reject) { (void)p; return tpl_lazy(c, lazy_reject, v, NULL, 0, args); }
LAZY(f_selectattr) { (void)p; return tpl_lazy(c, lazy_selectattr, v, NULL, 0, args); }
LAZY(f_rejectattr) { (void)p; return tpl_lazy(c, lazy_rejectattr, v, NULL, 0, args); }

const tpl_def *tpl_lazy_filter_def(gp_str name)
{
    static const tpl_def defs[] = {
        {"map", f_map, 0, NULL}, {"select", f_select, 0, NULL}, {"reject", f_reject, 0, NULL},
        {"selectattr", f_selectattr, 0, NULL}, {"rejectattr", f_rejectattr, 0, NULL},
    };
    return tpl_find_def(defs, sizeof defs / sizeof *defs, name);
}

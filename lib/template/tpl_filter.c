/* Filters on sequences, dicts and values of any kind. Those on text and numbers: tpl_filter_text.c; the lazy ones:
 * tpl_filter_lazy.c. */
#include <math.h>
#include <string.h>

#include "template/tpl.h"

#define FILTER(name) static gp_tpl_val name(gp_tpl *c, gp_tpl_val v, const gp_tpl_val *p, const gp_tpl_args *args)
#define UNUSED (void)c, (void)v, (void)p, (void)args

static bool given(gp_tpl_val v) { return v.t != T_MISSING && v.t != T_NONE; }

static bool flag(gp_tpl *c, gp_tpl_val v) { return v.t != T_MISSING && gp_tpl_truth(c, v); }

FILTER(f_length)
{
    UNUSED;
    size_t n = 0;
    if (!gp_tpl_len(c, v, &n)) gp_tpl_type_error(c, "has no len()", v);
    return gp_tpl_size(c, n);
}

FILTER(f_default)
{
    UNUSED;
    bool replace = v.t == T_UNDEF || (flag(c, p[1]) && !gp_tpl_truth(c, v));
    if (!replace) return v;
    return p[0].t == T_MISSING ? gp_tpl_mkstr(c, GP_STR(""), TPL_FROM_TEMPLATE) : p[0];
}

FILTER(f_first)
{
    UNUSED;
    if (v.t == T_GEN && v.gen->fn) { /* takes one element and leaves the rest */
        gp_tpl_list l = gp_tpl_iterate(c, v);
        v.gen->at -= l.n;
    }
    if (v.t == T_GEN)
        return v.gen->at < v.gen->items.l->n ? v.gen->items.l->v[v.gen->at++]
                                             : gp_tpl_undef_msg("No first item, sequence was empty.");
    if (v.t == T_STR && v.s->n) return gp_tpl_item(c, v, gp_tpl_int(0));
    gp_tpl_list l = gp_tpl_iterate(c, v);
    return l.n ? l.v[0] : gp_tpl_undef_msg("No first item, sequence was empty.");
}

FILTER(f_last)
{
    UNUSED;
    if (v.t == T_GEN) gp_tpl_type_error(c, "is not reversible", v);
    if (v.t == T_STR && v.s->n) return gp_tpl_item(c, v, gp_tpl_int(-1));
    gp_tpl_list l = gp_tpl_iterate(c, v);
    return l.n ? l.v[l.n - 1] : gp_tpl_undef_msg("No last item, sequence was empty.");
}

FILTER(f_list)
{
    UNUSED;
    gp_tpl_list l = gp_tpl_iterate(c, v);
    gp_tpl_val r = gp_tpl_list_of(c, T_LIST, l.v, l.n);
    r.fv = v.fv;
    return r;
}

static gp_tpl_val lazy_reverse(gp_tpl *c, gp_tpl_val v, const gp_tpl_val *p, const gp_tpl_args *args)
{
    UNUSED;
    gp_tpl_list l = gp_tpl_iterate(c, v);
    gp_tpl_val *e = gp_tpl_array(c, l.n, sizeof *e);
    for (size_t i = 0; i < l.n; i++) e[i] = l.v[l.n - 1 - i];
    return gp_tpl_list_of(c, T_LIST, e, l.n);
}

FILTER(f_reverse)
{
    UNUSED;
    if (v.t == T_STR) return gp_tpl_slice(c, v, gp_tpl_none(), gp_tpl_none(), gp_tpl_int(-1));
    if (!gp_tpl_iterable(v)) gp_tpl_fail(c, "argument must be iterable");
    return gp_tpl_lazy(c, lazy_reverse, v, p, 0, NULL);
}

static gp_tpl_val lazy_items(gp_tpl *c, gp_tpl_val v, const gp_tpl_val *p, const gp_tpl_args *args)
{
    UNUSED;
    if (v.t == T_UNDEF) return gp_tpl_list_of(c, T_LIST, NULL, 0);
    if (v.t != T_DICT) gp_tpl_fail(c, "Can only get item pairs from a mapping.");
    gp_tpl_val *e = gp_tpl_array(c, v.dict->n, sizeof *e);
    for (size_t i = 0; i < v.dict->n; i++) e[i] = gp_tpl_pair_of(c, v.dict->e[i].k, v.dict->e[i].v);
    return gp_tpl_list_of(c, T_LIST, e, v.dict->n);
}

FILTER(f_items)
{
    UNUSED;
    return gp_tpl_lazy(c, lazy_items, v, p, 0, NULL);
}

/* --- order --- */

typedef struct keyed {
    gp_tpl_val key, v;
} keyed;

/* Stable, like Python's: equal elements keep their order, reversed or not. */
static void merge_sort(gp_tpl *c, keyed *e, size_t n, bool reverse)
{
    keyed *tmp = gp_tpl_array(c, n, sizeof *tmp);
    for (size_t w = 1; w < n; w *= 2) {
        for (size_t lo = 0; lo < n; lo += 2 * w) {
            size_t mid = lo + w < n ? lo + w : n, hi = lo + 2 * w < n ? lo + 2 * w : n, i = lo, j = mid, k = lo;
            while (i < mid && j < hi) {
                gp_tpl_charge(c, 0);
                bool right = reverse ? gp_tpl_less(c, OP_LT, e[i].key, e[j].key)
                                     : gp_tpl_less(c, OP_LT, e[j].key, e[i].key);
                tmp[k++] = right ? e[j++] : e[i++];
            }
            while (i < mid) tmp[k++] = e[i++];
            while (j < hi) tmp[k++] = e[j++];
        }
        memcpy(e, tmp, n * sizeof *e);
    }
}

static gp_tpl_val fold_case(gp_tpl *c, gp_tpl_val v) { return v.t == T_STR ? gp_tpl_recase(c, v.s, CASE_LOWER) : v; }

/* The attribute named by a dotted path or an index; the value itself when no attribute was given. */
static gp_tpl_val attribute_of(gp_tpl *c, gp_tpl_val v, gp_tpl_val attribute)
{
    if (!given(attribute)) return v;
    return gp_tpl_path(c, v, attribute, (gp_tpl_val){0});
}

/* The key to sort by: a list of the values of the attributes, which are separated by commas. Being a list even for one
 * attribute matters: equal elements need no order then. */
static gp_tpl_val sort_key(gp_tpl *c, gp_tpl_val v, gp_tpl_val attribute, bool fold)
{
    gp_str all = attribute.t == T_STR ? gp_tpl_view(attribute.s) : (gp_str){0};
    size_t n = 1;
    for (size_t i = 0; i < all.n; i++) n += all.p[i] == ',';
    gp_tpl_val *keys = gp_tpl_array(c, n, sizeof *keys);
    for (size_t i = 0, at = 0; i < n; i++, at++) {
        size_t from = at;
        while (at < all.n && all.p[at] != ',') at++;
        keys[i] = attribute_of(c, v, attribute.t == T_STR ? gp_tpl_cut(c, attribute.s, from, at) : attribute);
        if (fold) keys[i] = fold_case(c, keys[i]);
    }
    return gp_tpl_list_of(c, T_LIST, keys, n);
}

static gp_tpl_val values_of(gp_tpl *c, const keyed *e, size_t n)
{
    gp_tpl_val *v = gp_tpl_array(c, n, sizeof *v);
    for (size_t i = 0; i < n; i++) v[i] = e[i].v;
    return gp_tpl_list_of(c, T_LIST, v, n);
}

FILTER(f_sort) /* reverse, case_sensitive, attribute */
{
    UNUSED;
    gp_tpl_list l = gp_tpl_iterate(c, v);
    keyed *e = gp_tpl_array(c, l.n, sizeof *e);
    for (size_t i = 0; i < l.n; i++) e[i] = (keyed){sort_key(c, l.v[i], p[2], !flag(c, p[1])), l.v[i]};
    merge_sort(c, e, l.n, flag(c, p[0]));
    return values_of(c, e, l.n);
}

FILTER(f_dictsort) /* case_sensitive, by, reverse */
{
    UNUSED;
    gp_str by = p[1].t == T_MISSING ? GP_STR("key") : gp_tpl_view(gp_tpl_want_str(c, p[1], "dictsort's by"));
    bool by_value = gp_str_eqc(by, "value");
    if (!by_value && !gp_str_eqc(by, "key")) gp_tpl_fail(c, "You can only sort by either \"key\" or \"value\"");
    if (v.t != T_DICT) gp_tpl_type_error(c, "has no items to sort", v);
    gp_tpl_list l = *lazy_items(c, v, p, NULL).l;
    keyed *e = gp_tpl_array(c, l.n, sizeof *e);
    for (size_t i = 0; i < l.n; i++) {
        gp_tpl_val k = l.v[i].l->v[by_value];
        e[i] = (keyed){flag(c, p[0]) ? k : fold_case(c, k), l.v[i]};
    }
    merge_sort(c, e, l.n, flag(c, p[2]));
    return values_of(c, e, l.n);
}

static gp_tpl_val extreme(gp_tpl *c, gp_tpl_val v, const gp_tpl_val *p, gp_tpl_op op)
{
    gp_tpl_list l = gp_tpl_iterate(c, v);
    if (!l.n) return gp_tpl_undef_msg("No aggregated item, sequence was empty.");
    gp_tpl_val best = l.v[0], best_key = {0};
    for (size_t i = 0; i < l.n; i++) {
        gp_tpl_val k = attribute_of(c, l.v[i], p[1]);
        if (!flag(c, p[0])) k = fold_case(c, k);
        if (i && !gp_tpl_less(c, op, k, best_key)) continue;
        best = l.v[i];
        best_key = k;
    }
    return best;
}

FILTER(f_min)
{
    UNUSED;
    return extreme(c, v, p, OP_LT);
}
FILTER(f_max)
{
    UNUSED;
    return extreme(c, v, p, OP_GT);
}

FILTER(f_sum) /* attribute, start */
{
    UNUSED;
    gp_tpl_list l = gp_tpl_iterate(c, v);
    gp_tpl_val r = p[1].t == T_MISSING ? gp_tpl_int(0) : p[1];
    if (r.t == T_STR) gp_tpl_fail(c, "sum() can't sum strings [use join instead]");
    for (size_t i = 0; i < l.n; i++) r = gp_tpl_binary(c, OP_ADD, r, attribute_of(c, l.v[i], p[0]));
    return r;
}

static gp_tpl_val lazy_unique(gp_tpl *c, gp_tpl_val v, const gp_tpl_val *p, const gp_tpl_args *args)
{
    UNUSED;
    gp_tpl_list l = gp_tpl_iterate(c, v);
    gp_tpl_val seen = gp_tpl_new_dict(c, T_DICT, 0);
    gp_tpl_val *e = gp_tpl_array(c, l.n, sizeof *e);
    size_t n = 0;
    for (size_t i = 0; i < l.n; i++) {
        gp_tpl_val k = attribute_of(c, l.v[i], p[1]);
        if (!flag(c, p[0])) k = fold_case(c, k);
        if (gp_tpl_dict_get(c, seen.dict, k)) continue;
        gp_tpl_dict_set(c, seen.dict, k, gp_tpl_none());
        e[n++] = l.v[i];
    }
    return gp_tpl_list_of(c, T_LIST, e, n);
}

FILTER(f_unique)
{
    UNUSED;
    return gp_tpl_lazy(c, lazy_unique, v, p, 2, NULL);
}

FILTER(f_groupby) /* attribute, default, case_sensitive */
{
    UNUSED;
    gp_tpl_list l = gp_tpl_iterate(c, v);
    bool fold = !flag(c, p[2]);
    keyed *e = gp_tpl_array(c, l.n, sizeof *e);
    for (size_t i = 0; i < l.n; i++) {
        gp_tpl_val k = attribute_of(c, l.v[i], p[0]);
        if (k.t == T_UNDEF && given(p[1])) k = p[1];
        e[i] = (keyed){fold ? fold_case(c, k) : k, l.v[i]};
    }
    merge_sort(c, e, l.n, false);
    gp_tpl_val *groups = gp_tpl_array(c, l.n, sizeof *groups);
    size_t n = 0;
    for (size_t i = 0, j = 0; i < l.n; i = j) {
        for (j = i; j < l.n && gp_tpl_equal(c, e[i].key, e[j].key);) j++;
        gp_tpl_val first = attribute_of(c, e[i].v, p[0]);
        if (first.t == T_UNDEF && given(p[1])) first = p[1];
        gp_tpl_val *two = gp_tpl_array(c, 2, sizeof *two);
        two[0] = first;
        two[1] = values_of(c, e + i, j - i);
        groups[n++] = gp_tpl_kind_of_list(c, T_TUPLE, two, 2, "group");
    }
    return gp_tpl_list_of(c, T_LIST, groups, n);
}

FILTER(f_join) /* d, attribute */
{
    UNUSED;
    gp_tpl_list l = gp_tpl_iterate(c, v);
    gp_tpl_sb b = {0};
    const gp_tpl_str *sep = p[0].t == T_MISSING ? NULL : gp_tpl_soft_str(c, p[0]);
    for (size_t i = 0; i < l.n; i++) {
        if (i && sep) gp_tpl_sb_str(c, &b, sep);
        gp_tpl_put(c, &b, attribute_of(c, l.v[i], p[1]));
    }
    return gp_tpl_sb_done(c, &b);
}

static gp_tpl_val lazy_batch(gp_tpl *c, gp_tpl_val v, const gp_tpl_val *p, const gp_tpl_args *args)
{
    UNUSED;
    int64_t size = gp_tpl_want_int(c, p[0], "batch's size");
    if (size < 1 || size > 1000000) gp_tpl_fail(c, "batch's size must be from 1 to 1000000");
    gp_tpl_list l = gp_tpl_iterate(c, v);
    size_t w = (size_t)size, n = (l.n + w - 1) / w;
    gp_tpl_val *rows = gp_tpl_array(c, n, sizeof *rows);
    for (size_t i = 0; i < n; i++) {
        size_t have = l.n - i * w < w ? l.n - i * w : w, full = given(p[1]) ? w : have;
        gp_tpl_val *row = gp_tpl_array(c, full, sizeof *row);
        for (size_t k = 0; k < full; k++) row[k] = k < have ? l.v[i * w + k] : p[1];
        rows[i] = gp_tpl_list_of(c, T_LIST, row, full);
    }
    return gp_tpl_list_of(c, T_LIST, rows, n);
}

FILTER(f_batch)
{
    UNUSED;
    return gp_tpl_lazy(c, lazy_batch, v, p, 2, NULL);
}

static gp_tpl_val lazy_slice(gp_tpl *c, gp_tpl_val v, const gp_tpl_val *p, const gp_tpl_args *args)
{
    UNUSED;
    int64_t count = gp_tpl_want_int(c, p[0], "slice's count");
    if (count < 1 || count > 100000) gp_tpl_fail(c, "slice's count must be from 1 to 100000");
    gp_tpl_list l = gp_tpl_iterate(c, v);
    size_t k = (size_t)count, per = l.n / k, extra = l.n % k, at = 0;
    gp_tpl_val *parts = gp_tpl_array(c, k, sizeof *parts);
    for (size_t i = 0; i < k; i++) {
        size_t have = per + (i < extra), full = have + (given(p[1]) && i >= extra);
        gp_tpl_val *part = gp_tpl_array(c, full, sizeof *part);
        for (size_t j = 0; j < full; j++) part[j] = j < have ? l.v[at + j] : p[1];
        at += have;
        parts[i] = gp_tpl_list_of(c, T_LIST, part, full);
    }
    return gp_tpl_list_of(c, T_LIST, parts, k);
}

FILTER(f_slice)
{
    UNUSED;
    return gp_tpl_lazy(c, lazy_slice, v, p, 2, NULL);
}

FILTER(f_attr)
{
    UNUSED;
    return gp_tpl_attr(c, v.t == T_DICT ? gp_tpl_none() : v, gp_tpl_view(gp_tpl_want_str(c, p[0], "the attribute")));
}

FILTER(f_tojson)
{
    UNUSED;
    return gp_tpl_tojson(c, v, p);
}

FILTER(f_from_json)
{
    UNUSED;
    const gp_tpl_str *s = gp_tpl_want_str(c, v, "from_json's input");
    const gp_json *root = NULL;
    gp_err err = {0};
    if (gp_json_parse(c->a, "from_json", gp_tpl_view(s), &root, &err)) gp_tpl_fail(c, "%s", err.msg);
    return gp_tpl_from_json(c, root, s->kind != TPL_FROM_TEMPLATE);
}

const gp_tpl_def *gp_tpl_filter_def(gp_str name)
{
    static const gp_tpl_def defs[] = {
        {"length", f_length, 0, ""},
        {"count", f_length, 0, ""},
        {"default", f_default, 0, "default_value boolean"},
        {"d", f_default, 0, "default_value boolean"},
        {"first", f_first, 0, ""},
        {"last", f_last, 0, ""},
        {"list", f_list, 0, ""},
        {"reverse", f_reverse, 0, ""},
        {"items", f_items, 0, ""},
        {"sort", f_sort, 0, "reverse case_sensitive attribute"},
        {"dictsort", f_dictsort, 0, "case_sensitive by reverse"},
        {"min", f_min, 0, "case_sensitive attribute"},
        {"max", f_max, 0, "case_sensitive attribute"},
        {"sum", f_sum, 0, "attribute start"},
        {"unique", f_unique, 0, "case_sensitive attribute"},
        {"groupby", f_groupby, 1, "attribute default case_sensitive"},
        {"join", f_join, 0, "d attribute"},
        {"batch", f_batch, 1, "linecount fill_with"},
        {"slice", f_slice, 1, "slices fill_with"},
        {"attr", f_attr, 1, "name"},
        {"tojson", f_tojson, 0, "ensure_ascii indent separators sort_keys"},
        {"from_json", f_from_json, 0, ""},
    };
    const gp_tpl_def *d = gp_tpl_find_def(defs, sizeof defs / sizeof *defs, name);
    if (!d) d = gp_tpl_text_filter_def(name);
    return d ? d : gp_tpl_lazy_filter_def(name);
}

/* Filters on sequences, dicts and values of any kind. Those on text and numbers: tpl_filter_text.c; the lazy ones:
 * tpl_filter_lazy.c. */
#include <math.h>
#include <string.h>

#include "engine/tpl.h"

#define FILTER(name) static tpl_val name(tpl *c, tpl_val v, const tpl_val *p, const tpl_args *args)
#define UNUSED (void)c, (void)v, (void)p, (void)args

static bool given(tpl_val v)
{
    return v.t != T_MISSING && v.t != T_NONE;
}

static bool flag(tpl *c, tpl_val v)
{
    return v.t != T_MISSING && tpl_truth(c, v);
}

FILTER(f_length)
{
    UNUSED;
    size_t n = 0;
    if (!tpl_len(c, v, &n)) tpl_type_error(c, "has no len()", v);
    return tpl_size(c, n);
}

FILTER(f_default)
{
    UNUSED;
    bool replace = v.t == T_UNDEF || (flag(c, p[1]) && !tpl_truth(c, v));
    if (!replace) return v;
    return p[0].t == T_MISSING ? tpl_mkstr(c, GP_STR(""), TPL_FROM_TEMPLATE) : p[0];
}

FILTER(f_first)
{
    UNUSED;
    if (v.t == T_GEN && v.gen->fn) { /* takes one element and leaves the rest */
        tpl_list l = tpl_iterate(c, v);
        v.gen->at -= l.n;
    }
    if (v.t == T_GEN) return v.gen->at < v.gen->items.l->n ? v.gen->items.l->v[v.gen->at++] : tpl_undef_msg("No first item, sequence was empty.");
    if (v.t == T_STR && v.s->n) return tpl_item(c, v, tpl_int(0));
    tpl_list l = tpl_iterate(c, v);
    return l.n ? l.v[0] : tpl_undef_msg("No first item, sequence was empty.");
}

FILTER(f_last)
{
    UNUSED;
    if (v.t == T_GEN) tpl_type_error(c, "is not reversible", v);
    if (v.t == T_STR && v.s->n) return tpl_item(c, v, tpl_int(-1));
    tpl_list l = tpl_iterate(c, v);
    return l.n ? l.v[l.n - 1] : tpl_undef_msg("No last item, sequence was empty.");
}

FILTER(f_list)
{
    UNUSED;
    tpl_list l = tpl_iterate(c, v);
    tpl_val r = tpl_list_of(c, T_LIST, l.v, l.n);
    r.fv = v.fv;
    return r;
}

static tpl_val lazy_reverse(tpl *c, tpl_val v, const tpl_val *p, const tpl_args *args)
{
    UNUSED;
    tpl_list l = tpl_iterate(c, v);
    tpl_val *e = tpl_array(c, l.n, sizeof *e);
    for (size_t i = 0; i < l.n; i++) e[i] = l.v[l.n - 1 - i];
    return tpl_list_of(c, T_LIST, e, l.n);
}

FILTER(f_reverse)
{
    UNUSED;
    if (v.t == T_STR) return tpl_slice(c, v, tpl_none(), tpl_none(), tpl_int(-1));
    if (!tpl_iterable(v)) tpl_fail(c, "argument must be iterable");
    return tpl_lazy(c, lazy_reverse, v, p, 0, NULL);
}

static tpl_val lazy_items(tpl *c, tpl_val v, const tpl_val *p, const tpl_args *args)
{
    UNUSED;
    if (v.t == T_UNDEF) return tpl_list_of(c, T_LIST, NULL, 0);
    if (v.t != T_DICT) tpl_fail(c, "Can only get item pairs from a mapping.");
    tpl_val *e = tpl_array(c, v.dict->n, sizeof *e);
    for (size_t i = 0; i < v.dict->n; i++) e[i] = tpl_pair_of(c, v.dict->e[i].k, v.dict->e[i].v);
    return tpl_list_of(c, T_LIST, e, v.dict->n);
}

FILTER(f_items)
{
    UNUSED;
    return tpl_lazy(c, lazy_items, v, p, 0, NULL);
}

/* --- order --- */

typedef struct keyed {
    tpl_val key, v;
} keyed;

/* Stable, like Python's: equal elements keep their order, reversed or not. */
static void merge_sort(tpl *c, keyed *e, size_t n, bool reverse)
{
    keyed *tmp = tpl_array(c, n, sizeof *tmp);
    for (size_t w = 1; w < n; w *= 2) {
        for (size_t lo = 0; lo < n; lo += 2 * w) {
            size_t mid = lo + w < n ? lo + w : n, hi = lo + 2 * w < n ? lo + 2 * w : n, i = lo, j = mid, k = lo;
            while (i < mid && j < hi) {
                tpl_charge(c, 0);
                bool right = reverse ? tpl_less(c, OP_LT, e[i].key, e[j].key) : tpl_less(c, OP_LT, e[j].key, e[i].key);
                tmp[k++] = right ? e[j++] : e[i++];
            }
            while (i < mid) tmp[k++] = e[i++];
            while (j < hi) tmp[k++] = e[j++];
        }
        memcpy(e, tmp, n * sizeof *e);
    }
}

static tpl_val fold_case(tpl *c, tpl_val v)
{
    return v.t == T_STR ? tpl_recase(c, v.s, CASE_LOWER) : v;
}

/* The attribute named by a dotted path or an index; the value itself when no attribute was given. */
static tpl_val attribute_of(tpl *c, tpl_val v, tpl_val attribute)
{
    if (!given(attribute)) return v;
    return tpl_path(c, v, attribute, (tpl_val){0});
}

/* The key to sort by: a list of the values of the attributes, which are separated by commas. Being a list even for one
 * attribute matters: equal elements need no order then. */
static tpl_val sort_key(tpl *c, tpl_val v, tpl_val attribute, bool fold)
{
    gp_str all = attribute.t == T_STR ? tpl_view(attribute.s) : (gp_str){0};
    size_t n = 1;
    for (size_t i = 0; i < all.n; i++) n += all.p[i] == ',';
    tpl_val *keys = tpl_array(c, n, sizeof *keys);
    for (size_t i = 0, at = 0; i < n; i++, at++) {
        size_t from = at;
        while (at < all.n && all.p[at] != ',') at++;
        keys[i] = attribute_of(c, v, attribute.t == T_STR ? tpl_cut(c, attribute.s, from, at) : attribute);
        if (fold) keys[i] = fold_case(c, keys[i]);
    }
    return tpl_list_of(c, T_LIST, keys, n);
}

static tpl_val values_of(tpl *c, const keyed *e, size_t n)
{
    tpl_val *v = tpl_array(c, n, sizeof *v);
    for (size_t i = 0; i < n; i++) v[i] = e[i].v;
    return tpl_list_of(c, T_LIST, v, n);
}

FILTER(f_sort) /* reverse, case_sensitive, attribute */
{
    UNUSED;
    tpl_list l = tpl_iterate(c, v);
    keyed *e = tpl_array(c, l.n, sizeof *e);
    for (size_t i = 0; i < l.n; i++) e[i] = (keyed){sort_key(c, l.v[i], p[2], !flag(c, p[1])), l.v[i]};
    merge_sort(c, e, l.n, flag(c, p[0]));
    return values_of(c, e, l.n);
}

FILTER(f_dictsort) /* case_sensitive, by, reverse */
{
    UNUSED;
    gp_str by = p[1].t == T_MISSING ? GP_STR("key") : tpl_view(tpl_want_str(c, p[1], "dictsort's by"));
    bool by_value = gp_str_eqc(by, "value");
    if (!by_value && !gp_str_eqc(by, "key")) tpl_fail(c, "You can only sort by either \"key\" or \"value\"");
    if (v.t != T_DICT) tpl_type_error(c, "has no items to sort", v);
    tpl_list l = *lazy_items(c, v, p, NULL).l;
    keyed *e = tpl_array(c, l.n, sizeof *e);
    for (size_t i = 0; i < l.n; i++) {
        tpl_val k = l.v[i].l->v[by_value];
        e[i] = (keyed){flag(c, p[0]) ? k : fold_case(c, k), l.v[i]};
    }
    merge_sort(c, e, l.n, flag(c, p[2]));
    return values_of(c, e, l.n);
}

static tpl_val extreme(tpl *c, tpl_val v, const tpl_val *p, tpl_op op)
{
    tpl_list l = tpl_iterate(c, v);
    if (!l.n) return tpl_undef_msg("No aggregated item, sequence was empty.");
    tpl_val best = l.v[0], best_key = {0};
    for (size_t i = 0; i < l.n; i++) {
        tpl_val k = attribute_of(c, l.v[i], p[1]);
        if (!flag(c, p[0])) k = fold_case(c, k);
        if (i && !tpl_less(c, op, k, best_key)) continue;
        best = l.v[i];
        best_key = k;
    }
    return best;
}

FILTER(f_min) { UNUSED; return extreme(c, v, p, OP_LT); }
FILTER(f_max) { UNUSED; return extreme(c, v, p, OP_GT); }

FILTER(f_sum) /* attribute, start */
{
    UNUSED;
    tpl_list l = tpl_iterate(c, v);
    tpl_val r = p[1].t == T_MISSING ? tpl_int(0) : p[1];
    if (r.t == T_STR) tpl_fail(c, "sum() can't sum strings [use join instead]");
    for (size_t i = 0; i < l.n; i++) r = tpl_binary(c, OP_ADD, r, attribute_of(c, l.v[i], p[0]));
    return r;
}

static tpl_val lazy_unique(tpl *c, tpl_val v, const tpl_val *p, const tpl_args *args)
{
    UNUSED;
    tpl_list l = tpl_iterate(c, v);
    tpl_val seen = tpl_new_dict(c, T_DICT, 0);
    tpl_val *e = tpl_array(c, l.n, sizeof *e);
    size_t n = 0;
    for (size_t i = 0; i < l.n; i++) {
        tpl_val k = attribute_of(c, l.v[i], p[1]);
        if (!flag(c, p[0])) k = fold_case(c, k);
        if (tpl_dict_get(c, seen.dict, k)) continue;
        tpl_dict_set(c, seen.dict, k, tpl_none());
        e[n++] = l.v[i];
    }
    return tpl_list_of(c, T_LIST, e, n);
}

FILTER(f_unique) { UNUSED; return tpl_lazy(c, lazy_unique, v, p, 2, NULL); }

FILTER(f_groupby) /* attribute, default, case_sensitive */
{
    UNUSED;
    tpl_list l = tpl_iterate(c, v);
    bool fold = !flag(c, p[2]);
    keyed *e = tpl_array(c, l.n, sizeof *e);
    for (size_t i = 0; i < l.n; i++) {
        tpl_val k = attribute_of(c, l.v[i], p[0]);
        if (k.t == T_UNDEF && given(p[1])) k = p[1];
        e[i] = (keyed){fold ? fold_case(c, k) : k, l.v[i]};
    }
    merge_sort(c, e, l.n, false);
    tpl_val *groups = tpl_array(c, l.n, sizeof *groups);
    size_t n = 0;
    for (size_t i = 0, j = 0; i < l.n; i = j) {
        for (j = i; j < l.n && tpl_equal(c, e[i].key, e[j].key);) j++;
        tpl_val first = attribute_of(c, e[i].v, p[0]);
        if (first.t == T_UNDEF && given(p[1])) first = p[1];
        tpl_val *two = tpl_array(c, 2, sizeof *two);
        two[0] = first;
        two[1] = values_of(c, e + i, j - i);
        groups[n++] = tpl_kind_of_list(c, T_TUPLE, two, 2, "group");
    }
    return tpl_list_of(c, T_LIST, groups, n);
}

FILTER(f_join) /* d, attribute */
{
    UNUSED;
    tpl_list l = tpl_iterate(c, v);
    tpl_sb b = {0};
    const tpl_str *sep = p[0].t == T_MISSING ? NULL : tpl_soft_str(c, p[0]);
    for (size_t i = 0; i < l.n; i++) {
        if (i && sep) tpl_sb_str(c, &b, sep);
        tpl_put(c, &b, attribute_of(c, l.v[i], p[1]));
    }
    return tpl_sb_done(c, &b);
}

static tpl_val lazy_batch(tpl *c, tpl_val v, const tpl_val *p, const tpl_args *args)
{
    UNUSED;
    int64_t size = tpl_want_int(c, p[0], "batch's size");
    if (size < 1 || size > 1000000) tpl_fail(c, "batch's size must be from 1 to 1000000");
    tpl_list l = tpl_iterate(c, v);
    size_t w = (size_t)size, n = (l.n + w - 1) / w;
    tpl_val *rows = tpl_array(c, n, sizeof *rows);
    for (size_t i = 0; i < n; i++) {
        size_t have = l.n - i * w < w ? l.n - i * w : w, full = given(p[1]) ? w : have;
        tpl_val *row = tpl_array(c, full, sizeof *row);
        for (size_t k = 0; k < full; k++) row[k] = k < have ? l.v[i * w + k] : p[1];
        rows[i] = tpl_list_of(c, T_LIST, row, full);
    }
    return tpl_list_of(c, T_LIST, rows, n);
}

FILTER(f_batch) { UNUSED; return tpl_lazy(c, lazy_batch, v, p, 2, NULL); }

static tpl_val lazy_slice(tpl *c, tpl_val v, const tpl_val *p, const tpl_args *args)
{
    UNUSED;
    int64_t count = tpl_want_int(c, p[0], "slice's count");
    if (count < 1 || count > 100000) tpl_fail(c, "slice's count must be from 1 to 100000");
    tpl_list l = tpl_iterate(c, v);
    size_t k = (size_t)count, per = l.n / k, extra = l.n % k, at = 0;
    tpl_val *parts = tpl_array(c, k, sizeof *parts);
    for (size_t i = 0; i < k; i++) {
        size_t have = per + (i < extra), full = have + (given(p[1]) && i >= extra);
        tpl_val *part = tpl_array(c, full, sizeof *part);
        for (size_t j = 0; j < full; j++) part[j] = j < have ? l.v[at + j] : p[1];
        at += have;
        parts[i] = tpl_list_of(c, T_LIST, part, full);
    }
    return tpl_list_of(c, T_LIST, parts, k);
}

FILTER(f_slice) { UNUSED; return tpl_lazy(c, lazy_slice, v, p, 2, NULL); }

FILTER(f_attr)
{
    UNUSED;
    return tpl_attr(c, v.t == T_DICT ? tpl_none() : v, tpl_view(tpl_want_str(c, p[0], "the attribute")));
}

FILTER(f_tojson) { UNUSED; return tpl_tojson(c, v, p); }

FILTER(f_from_json)
{
    UNUSED;
    const tpl_str *s = tpl_want_str(c, v, "from_json's input");
    const gp_json *root = NULL;
    gp_err err = {0};
    if (gp_json_parse(c->a, "from_json", tpl_view(s), &root, &err)) tpl_fail(c, "%s", err.msg);
    return tpl_from_json(c, root, s->kind != TPL_FROM_TEMPLATE);
}

const tpl_def *tpl_filter_def(gp_str name)
{
    static const tpl_def defs[] = {
        {"length", f_length, 0, ""}, {"count", f_length, 0, ""}, {"default", f_default, 0, "default_value boolean"},
        {"d", f_default, 0, "default_value boolean"}, {"first", f_first, 0, ""}, {"last", f_last, 0, ""}, {"list", f_list, 0, ""},
        {"reverse", f_reverse, 0, ""}, {"items", f_items, 0, ""}, {"sort", f_sort, 0, "reverse case_sensitive attribute"},
        {"dictsort", f_dictsort, 0, "case_sensitive by reverse"}, {"min", f_min, 0, "case_sensitive attribute"},
        {"max", f_max, 0, "case_sensitive attribute"}, {"sum", f_sum, 0, "attribute start"}, {"unique", f_unique, 0, "case_sensitive attribute"},
        {"groupby", f_groupby, 1, "attribute default case_sensitive"}, {"join", f_join, 0, "d attribute"},
        {"batch", f_batch, 1, "linecount fill_with"}, {"slice", f_slice, 1, "slices fill_with"}, {"attr", f_attr, 1, "name"},
        {"tojson", f_tojson, 0, "ensure_ascii indent separators sort_keys"}, {"from_json", f_from_json, 0, ""},
    };
    const tpl_def *d = tpl_find_def(defs, sizeof defs / sizeof *defs, name);
    if (!d) d = tpl_text_filter_def(name);
    return d ? d : tpl_lazy_filter_def(name);
}

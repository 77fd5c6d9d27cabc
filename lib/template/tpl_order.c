/* Equality, order, membership, and the hash table of dicts that rests on equality. */
#include <math.h>
#include <string.h>

#include "template/tpl.h"

static bool numeric(gp_tpl_val v) { return v.t == T_INT || v.t == T_BOOL || v.t == T_FLOAT; }

/* -1, 0, 1, or 2 for unordered (NaN). Exact between int64 and double. */
static int compare_numbers(gp_tpl_val a, gp_tpl_val b)
{
    int64_t i = 0, j = 0;
    if (gp_tpl_integer(a, &i) && gp_tpl_integer(b, &j)) return (i > j) - (i < j);
    if (a.t == T_FLOAT && b.t == T_FLOAT) return isnan(a.d) || isnan(b.d) ? 2 : (a.d > b.d) - (a.d < b.d);
    if (a.t == T_FLOAT) {
        int r = compare_numbers(b, a);
        return r == 2 ? 2 : -r;
    }
    (void)gp_tpl_integer(a, &i);
    if (isnan(b.d)) return 2;
    if (b.d >= 9223372036854775808.0) return -1;
    if (b.d < -9223372036854775808.0) return 1;
    int64_t whole = (int64_t)b.d;
    if (i != whole) return i > whole ? 1 : -1;
    double rest = b.d - (double)whole;
    return (rest < 0) - (rest > 0);
}

bool gp_tpl_same(gp_tpl_val a, gp_tpl_val b)
{
    if (a.t != b.t) return false;
    switch (a.t) {
    case T_NONE:
    case T_MISSING: return true;
    case T_BOOL: return a.b == b.b;
    case T_INT: return a.i == b.i;
    case T_FLOAT: return a.d == b.d;
    case T_STR: return gp_str_eq(gp_tpl_view(a.s), gp_tpl_view(b.s));
    default: return a.l == b.l;
    }
}

static bool equal_lists(gp_tpl *c, const gp_tpl_list *a, const gp_tpl_list *b)
{
    if (a->n != b->n) return false;
    bool same = true;
    gp_tpl_enter(c);
    for (size_t i = 0; same && i < a->n; i++) same = gp_tpl_equal(c, a->v[i], b->v[i]);
    gp_tpl_leave(c);
    return same;
}

static bool equal_dicts(gp_tpl *c, const gp_tpl_dict *a, const gp_tpl_dict *b)
{
    if (a->n != b->n) return false;
    bool same = true;
    gp_tpl_enter(c);
    for (size_t i = 0; same && i < a->n; i++) {
        const gp_tpl_val *other = gp_tpl_dict_get(c, b, a->e[i].k);
        same = other && gp_tpl_equal(c, a->e[i].v, *other);
    }
    gp_tpl_leave(c);
    return same;
}

static bool equal_ranges(const gp_tpl_range *a, const gp_tpl_range *b)
{
    return a->n == b->n && (!a->n || (a->start == b->start && (a->n == 1 || a->step == b->step)));
}

bool gp_tpl_equal(gp_tpl *c, gp_tpl_val a, gp_tpl_val b)
{
    gp_tpl_charge(c, 0);
    if (numeric(a) && numeric(b)) return compare_numbers(a, b) == 0;
    if (a.t != b.t) return false;
    switch (a.t) {
    case T_UNDEF: return true;
    case T_STR:
        if (a.s->n == b.s->n) gp_tpl_charge(c, a.s->n);
        return gp_str_eq(gp_tpl_view(a.s), gp_tpl_view(b.s));
    case T_LIST:
    case T_TUPLE: return equal_lists(c, a.l, b.l);
    case T_DICT: return equal_dicts(c, a.dict, b.dict);
    case T_RANGE: return equal_ranges(a.range, b.range);
    default: return gp_tpl_same(a, b);
    }
}

static int compare_lists(gp_tpl *c, const gp_tpl_list *a, const gp_tpl_list *b, const char *op)
{
    int r = 0;
    gp_tpl_enter(c);
    for (size_t i = 0; i < a->n && i < b->n; i++) {
        if (gp_tpl_equal(c, a->v[i], b->v[i])) continue;
        r = gp_tpl_compare(c, a->v[i], b->v[i], op);
        gp_tpl_leave(c);
        return r;
    }
    gp_tpl_leave(c);
    return (a->n > b->n) - (a->n < b->n);
}

int gp_tpl_compare(gp_tpl *c, gp_tpl_val a, gp_tpl_val b, const char *op)
{
    if (a.t == T_UNDEF) gp_tpl_undef_use(c, a);
    if (b.t == T_UNDEF) gp_tpl_undef_use(c, b);
    if (numeric(a) && numeric(b)) return compare_numbers(a, b);
    if (a.t == b.t && a.t == T_STR) { /* the byte order of UTF-8 is the order of code points */
        gp_tpl_charge(c, a.s->n < b.s->n ? a.s->n : b.s->n);
        int r = gp_str_cmp(gp_tpl_view(a.s), gp_tpl_view(b.s));
        return (r > 0) - (r < 0); /* 2 means unordered here */
    }
    if (a.t == b.t && (a.t == T_LIST || a.t == T_TUPLE)) return compare_lists(c, a.l, b.l, op);
    gp_tpl_fail(c, "'%s' not supported between instances of '%s' and '%s'", op, gp_tpl_type_name(a),
                gp_tpl_type_name(b));
}

bool gp_tpl_less(gp_tpl *c, gp_tpl_op op, gp_tpl_val a, gp_tpl_val b)
{
    const char *sign = op == OP_LT ? "<" : op == OP_LE ? "<=" : op == OP_GT ? ">" : ">=";
    int r = gp_tpl_compare(c, a, b, sign);
    if (r == 2) return false;
    return op == OP_LT ? r < 0 : op == OP_LE ? r <= 0 : op == OP_GT ? r > 0 : r >= 0;
}

bool gp_tpl_contains(gp_tpl *c, gp_tpl_val in, gp_tpl_val what)
{
    if (in.t == T_STR) {
        if (what.t != T_STR)
            gp_tpl_fail(c, "'in <string>' requires string as left operand, not %s", gp_tpl_type_name(what));
        return gp_tpl_find(c, gp_tpl_view(in.s), gp_tpl_view(what.s)) != SIZE_MAX;
    }
    if (in.t == T_DICT) return gp_tpl_dict_get(c, in.dict, what) != NULL;
    if (!gp_tpl_iterable(in)) gp_tpl_fail(c, "argument of type '%s' is not iterable", gp_tpl_type_name(in));
    gp_tpl_list l = gp_tpl_iterate(c, in);
    for (size_t i = 0; i < l.n; i++)
        if (gp_tpl_equal(c, l.v[i], what)) return true;
    return false;
}

/* --- dicts --- */

static uint32_t mix(uint32_t h, uint64_t x)
{
    for (int i = 0; i < 8; i++, x >>= 8) h = (h ^ (uint32_t)(x & 0xFF)) * 16777619u;
    return h;
}

static uint32_t hash(gp_tpl *c, gp_tpl_val v)
{
    uint32_t h = 2166136261u;
    double d = 0;
    if (gp_tpl_number(v, &d)) { /* equal numbers of different types hash alike */
        uint64_t bits = 0;
        d += 0.0; /* -0.0 == 0.0 */
        memcpy(&bits, &d, sizeof bits);
        return mix(h, bits);
    }
    switch (v.t) {
    case T_STR:
        gp_tpl_charge(c, v.s->n);
        for (size_t i = 0; i < v.s->n; i++) h = (h ^ (unsigned char)v.s->p[i]) * 16777619u;
        return h;
    case T_TUPLE:
        gp_tpl_enter(c);
        for (size_t i = 0; i < v.l->n; i++) h = mix(h, hash(c, v.l->v[i]));
        gp_tpl_leave(c);
        return h;
    case T_LIST:
    case T_DICT: gp_tpl_fail(c, "unhashable type: '%s'", gp_tpl_type_name(v));
    default: return mix(h, (uint64_t)v.t);
    }
}

enum { SMALL_DICT = 8 };

static size_t slot_of(gp_tpl *c, const gp_tpl_dict *d, gp_tpl_val k)
{
    size_t at = hash(c, k) & (d->n_index - 1);
    while (d->index[at] && !gp_tpl_equal(c, d->e[d->index[at] - 1].k, k)) at = (at + 1) & (d->n_index - 1);
    return at;
}

gp_tpl_val *gp_tpl_dict_get(gp_tpl *c, const gp_tpl_dict *d, gp_tpl_val k)
{
    if (d->index) {
        uint32_t hit = d->index[slot_of(c, d, k)];
        return hit ? &d->e[hit - 1].v : NULL;
    }
    if (k.t != T_STR) (void)hash(c, k); /* an unhashable key is an error even where nothing is found */
    for (size_t i = 0; i < d->n; i++)
        if (gp_tpl_equal(c, d->e[i].k, k)) return &d->e[i].v;
    return NULL;
}

gp_tpl_val *gp_tpl_dict_find(gp_tpl *c, const gp_tpl_dict *d, gp_str k)
{
    gp_tpl_str s = {.p = k.p, .n = k.n};
    return gp_tpl_dict_get(c, d, (gp_tpl_val){.t = T_STR, .s = &s});
}

static void rebuild_index(gp_tpl *c, gp_tpl_dict *d)
{
    d->n_index = 32;
    while (d->n_index < d->size * 2) d->n_index *= 2;
    d->index = gp_tpl_array(c, d->n_index, sizeof *d->index);
    for (size_t i = 0; i < d->n; i++) d->index[slot_of(c, d, d->e[i].k)] = (uint32_t)i + 1;
}

gp_tpl_val gp_tpl_new_dict(gp_tpl *c, gp_tpl_type t, size_t size)
{
    gp_tpl_dict *d = gp_tpl_alloc(c, sizeof *d);
    d->size = size ? size : 4;
    d->e = gp_tpl_array(c, d->size, sizeof *d->e);
    if (size > SMALL_DICT) rebuild_index(c, d);
    return (gp_tpl_val){.t = t, .dict = d};
}

static void grow(gp_tpl *c, gp_tpl_dict *d)
{
    gp_tpl_pair *e = gp_tpl_array(c, d->size * 2, sizeof *e);
    memcpy(e, d->e, d->n * sizeof *e);
    d->e = e;
    d->size *= 2;
    if (d->size > SMALL_DICT) rebuild_index(c, d);
}

void gp_tpl_dict_set(gp_tpl *c, gp_tpl_dict *d, gp_tpl_val k, gp_tpl_val v)
{
    gp_tpl_val *old = gp_tpl_dict_get(c, d, k);
    if (old) {
        *old = v;
        return;
    }
    if (d->n == d->size) grow(c, d);
    d->e[d->n] = (gp_tpl_pair){k, v};
    d->n++;
    if (d->index) d->index[slot_of(c, d, k)] = (uint32_t)d->n;
}

/* Operators and access: what `+ - * / // % ** ~ [] .` do to each type, as in Python under Jinja's sandbox. */
#include <math.h>
#include <string.h>

#include "base/caps.h"
#include "template/tpl.h"

_Noreturn void gp_tpl_undef_use(gp_tpl *c, gp_tpl_val v)
{
    gp_tpl_fail(c, "%s", v.undef ? v.undef : "the value is undefined");
}

_Noreturn void gp_tpl_type_error(gp_tpl *c, const char *what, gp_tpl_val v)
{
    if (v.t == T_UNDEF) gp_tpl_undef_use(c, v);
    gp_tpl_fail(c, "'%s' object %s", gp_tpl_type_name(v), what);
}

static const char *op_sign(gp_tpl_op op)
{
    static const char *const signs[] = {"", "+", "-", "*", "/", "//", "%", "**"};
    return op <= OP_POW ? signs[op] : "?";
}

static _Noreturn void operand_error(gp_tpl *c, gp_tpl_op op, gp_tpl_val a, gp_tpl_val b)
{
    if (a.t == T_UNDEF) gp_tpl_undef_use(c, a);
    if (b.t == T_UNDEF) gp_tpl_undef_use(c, b);
    if (op == OP_ADD && a.t == T_STR)
        gp_tpl_fail(c, "can only concatenate str (not \"%s\") to str", gp_tpl_type_name(b));
    gp_tpl_fail(c, "unsupported operand types for %s: '%s' and '%s'", op_sign(op), gp_tpl_type_name(a),
                gp_tpl_type_name(b));
}

static _Noreturn void overflow(gp_tpl *c) { gp_tpl_fail(c, "integer overflow: numbers have 64 bits"); }

static int64_t floor_div(gp_tpl *c, int64_t a, int64_t b)
{
    if (b == -1 && a == INT64_MIN) overflow(c);
    int64_t q = a / b;
    return a % b && (a < 0) != (b < 0) ? q - 1 : q;
}

static int64_t floor_mod(int64_t a, int64_t b)
{
    if (b == -1) return 0;
    int64_t r = a % b;
    return r && (r < 0) != (b < 0) ? r + b : r;
}

static gp_tpl_val int_power(gp_tpl *c, int64_t base, int64_t e)
{
    if (e < 0) {
        if (!base) gp_tpl_fail(c, "0 cannot be raised to a negative power");
        return gp_tpl_float(pow((double)base, (double)e));
    }
    int64_t r = 1;
    if (base == 0 || base == 1) return gp_tpl_int(e ? base : 1);
    if (base == -1) return gp_tpl_int(e % 2 ? -1 : 1);
    for (; e; e--)
        if (__builtin_mul_overflow(r, base, &r)) overflow(c);
    return gp_tpl_int(r);
}

static gp_tpl_val int_op(gp_tpl *c, gp_tpl_op op, int64_t a, int64_t b)
{
    int64_t r = 0;
    if ((op == OP_DIV || op == OP_FLOORDIV || op == OP_MOD) && !b) gp_tpl_fail(c, "division by zero");
    switch (op) {
    case OP_ADD:
        if (__builtin_add_overflow(a, b, &r)) overflow(c);
        return gp_tpl_int(r);
    case OP_SUB:
        if (__builtin_sub_overflow(a, b, &r)) overflow(c);
        return gp_tpl_int(r);
    case OP_MUL:
        if (__builtin_mul_overflow(a, b, &r)) overflow(c);
        return gp_tpl_int(r);
    case OP_DIV: return gp_tpl_float((double)a / (double)b);
    case OP_FLOORDIV: return gp_tpl_int(floor_div(c, a, b));
    case OP_MOD: return gp_tpl_int(floor_mod(a, b));
    default: return int_power(c, a, b);
    }
}

static gp_tpl_val float_op(gp_tpl *c, gp_tpl_op op, double a, double b)
{
    if ((op == OP_DIV || op == OP_FLOORDIV || op == OP_MOD) && b == 0) gp_tpl_fail(c, "float division by zero");
    double m;
    switch (op) {
    case OP_ADD: return gp_tpl_float(a + b);
    case OP_SUB: return gp_tpl_float(a - b);
    case OP_MUL: return gp_tpl_float(a * b);
    case OP_DIV: return gp_tpl_float(a / b);
    case OP_POW:
        if (a == 0 && b < 0) gp_tpl_fail(c, "0.0 cannot be raised to a negative power");
        if (a < 0 && b != floor(b)) gp_tpl_fail(c, "a negative number to a fractional power is not real");
        return gp_tpl_float(pow(a, b));
    default: break;
    }
    m = fmod(a, b);
    if (m != 0 && (m < 0) != (b < 0)) m += b;
    if (op == OP_MOD) return gp_tpl_float(m == 0 ? copysign(0.0, b) : m);
    double q = (a - m) / b, f = floor(q);
    if (q == 0) return gp_tpl_float(copysign(0.0, a / b));
    return gp_tpl_float(q - f > 0.5 ? f + 1 : f);
}

static gp_tpl_val concat_lists(gp_tpl *c, gp_tpl_val a, gp_tpl_val b)
{
    gp_tpl_charge(c, (a.l->n + b.l->n) * 4);
    gp_tpl_val *v = gp_tpl_array(c, a.l->n + b.l->n, sizeof *v);
    if (a.l->n) memcpy(v, a.l->v, a.l->n * sizeof *v);
    if (b.l->n) memcpy(v + a.l->n, b.l->v, b.l->n * sizeof *v);
    gp_tpl_val r = gp_tpl_list_of(c, a.t, v, a.l->n + b.l->n);
    r.fv = a.fv && b.fv;
    return r;
}

static gp_tpl_val repeat(gp_tpl *c, gp_tpl_val v, int64_t times)
{
    size_t n = times > 0 ? (size_t)times : 0;
    if (v.t == T_STR) {
        gp_tpl_sb b = {0};
        if (v.s->n && n > GP_CAP_TPL_OUTPUT / v.s->n)
            gp_tpl_fail(c, "the template makes a text of more than %zu MiB", GP_CAP_TPL_OUTPUT >> 20);
        for (size_t i = 0; v.s->n && i < n; i++) gp_tpl_sb_str(c, &b, v.s);
        return gp_tpl_as_markup(c, gp_tpl_sb_done(c, &b), v.s->markup);
    }
    if (v.l->n && n > GP_CAP_TPL_MEMORY / sizeof(gp_tpl_val) / v.l->n)
        gp_tpl_fail(c, "the template needs more than %zu MiB", GP_CAP_TPL_MEMORY >> 20);
    size_t total = v.l->n * n;
    gp_tpl_charge(c, total * 4);
    gp_tpl_val *e = gp_tpl_array(c, total, sizeof *e);
    for (size_t i = 0; i < total; i++) e[i] = v.l->v[i % v.l->n];
    return gp_tpl_list_of(c, v.t, e, total);
}

static bool is_sequence(gp_tpl_val v) { return v.t == T_STR || v.t == T_LIST || v.t == T_TUPLE; }

gp_tpl_val gp_tpl_binary(gp_tpl *c, gp_tpl_op op, gp_tpl_val a, gp_tpl_val b)
{
    int64_t i = 0, j = 0;
    double x = 0, y = 0;
    if (gp_tpl_integer(a, &i) && gp_tpl_integer(b, &j)) return int_op(c, op, i, j);
    if (gp_tpl_number(a, &x) && gp_tpl_number(b, &y)) return float_op(c, op, x, y);
    if (op == OP_ADD && a.t == b.t && a.t == T_STR) return gp_tpl_join2(c, a.s, b.s);
    if (op == OP_ADD && a.t == b.t && (a.t == T_LIST || a.t == T_TUPLE)) return concat_lists(c, a, b);
    if (op == OP_MUL && is_sequence(a) && gp_tpl_integer(b, &j)) return repeat(c, a, j);
    if (op == OP_MUL && is_sequence(b) && gp_tpl_integer(a, &i)) return repeat(c, b, i);
    if (op == OP_MOD && a.t == T_STR) return gp_tpl_percent(c, a.s, b, NULL);
    operand_error(c, op, a, b);
}

gp_tpl_val gp_tpl_negate(gp_tpl *c, gp_tpl_val v, bool minus)
{
    int64_t i = 0;
    if (v.t == T_FLOAT) return gp_tpl_float(minus ? -v.d : v.d);
    if (!gp_tpl_integer(v, &i)) gp_tpl_type_error(c, minus ? "cannot be negated" : "has no unary +", v);
    if (minus && i == INT64_MIN) overflow(c);
    return gp_tpl_int(minus ? -i : i);
}

/* --- access --- */

static gp_tpl_val no_attr(gp_tpl *c, gp_tpl_val v, gp_str name)
{
    return gp_tpl_undef_msg(gp_tpl_text(c, "'%s object' has no attribute '%.*s'", gp_tpl_type_name(v), GP_ARG(name)));
}

/* A Python attribute of the object: methods, and what loops, macros and namespaces offer. */
static bool python_attr(gp_tpl *c, gp_tpl_val v, gp_str name, gp_tpl_val *out)
{
    bool found = false, unsafe = false;
    if (v.t == T_NS) {
        gp_tpl_val *hit = gp_tpl_dict_find(c, v.dict, name);
        if (hit) *out = *hit;
        if (hit) return true;
    }
    if (v.t == T_LOOP) *out = gp_tpl_loop_attr(c, v.loop, name, &found);
    if (v.t == T_MACRO && gp_str_eqc(name, "name")) {
        *out = gp_tpl_mkstr(c, v.macro->node->name ? v.macro->node->name->s : GP_STR("caller"), TPL_FROM_TEMPLATE);
        return true;
    }
    if (found) return true;
    /* an element of groupby's result */
    if (v.t == T_TUPLE && v.l->kind && (gp_str_eqc(name, "grouper") || gp_str_eqc(name, "list"))) {
        *out = v.l->v[name.p[0] == 'l'];
        return true;
    }
    const gp_tpl_def *def = gp_tpl_method_def(v.t, name, &unsafe);
    if (unsafe ||
        (name.n > 4 && gp_str_starts(name, GP_STR("__")) && gp_str_eqc((gp_str){name.p + name.n - 2, 2}, "__"))) {
        *out = gp_tpl_undef_msg(
            gp_tpl_text(c, "access to attribute '%.*s' of '%s' object is unsafe", GP_ARG(name), gp_tpl_type_name(v)));
        return true;
    }
    if (!def) return false;
    gp_tpl_bound *m = gp_tpl_alloc(c, sizeof *m);
    *m = (gp_tpl_bound){v, def};
    *out = (gp_tpl_val){.t = T_METHOD, .bound = m};
    return true;
}

/* The element or entry; false where Python would raise a LookupError or TypeError. */
static bool python_item(gp_tpl *c, gp_tpl_val v, gp_tpl_val key, gp_tpl_val *out)
{
    int64_t i = 0;
    size_t n = 0;
    if (v.t == T_DICT) {
        if (key.t == T_LIST || key.t == T_DICT) return false;
        gp_tpl_val *hit = gp_tpl_dict_get(c, v.dict, key);
        if (hit) *out = *hit;
        return hit != NULL;
    }
    if ((!is_sequence(v) && v.t != T_RANGE) || !gp_tpl_integer(key, &i) || !gp_tpl_len(c, v, &n)) return false;
    if (i < 0) i += (int64_t)n;
    if (i < 0 || (uint64_t)i >= n) return false;
    size_t at = (size_t)i;
    if (v.t == T_STR) {
        size_t from = gp_tpl_byte_at(v.s, at), to = from;
        if (v.s->chars != v.s->n) gp_tpl_charge(c, from);
        (void)gp_utf8_next(gp_tpl_view(v.s), &to);
        *out = gp_tpl_cut(c, v.s, from, to);
    } else {
        *out = v.t == T_RANGE ? gp_tpl_range_at(v.range, at) : v.l->v[at];
    }
    return true;
}

gp_tpl_val gp_tpl_attr(gp_tpl *c, gp_tpl_val v, gp_str name)
{
    gp_tpl_val out = {0};
    if (v.t == T_UNDEF) gp_tpl_undef_use(c, v);
    if (python_attr(c, v, name, &out)) return out;
    if (v.t == T_DICT) {
        gp_tpl_val *hit = gp_tpl_dict_find(c, v.dict, name);
        if (hit) return *hit;
    }
    return no_attr(c, v, name);
}

gp_tpl_val gp_tpl_item(gp_tpl *c, gp_tpl_val v, gp_tpl_val key)
{
    gp_tpl_val out = {0};
    if (v.t == T_UNDEF) gp_tpl_undef_use(c, v);
    if (python_item(c, v, key, &out)) return out;
    if (key.t == T_STR) {
        if (python_attr(c, v, gp_tpl_view(key.s), &out)) return out;
        return no_attr(c, v, gp_tpl_view(key.s));
    }
    gp_tpl_sb b = {0};
    gp_tpl_repr(c, &b, key);
    return gp_tpl_undef_msg(
        gp_tpl_text(c, "%s object has no element %.*s", gp_tpl_type_name(v), GP_ARG(((gp_str){b.p, b.n}))));
}

/* --- slices --- */

static int64_t clamp(int64_t i, int64_t lo, int64_t hi) { return i < lo ? lo : i > hi ? hi : i; }

static int64_t bound(gp_tpl *c, gp_tpl_val v, int64_t n, int64_t step, int64_t missing)
{
    if (v.t == T_MISSING || v.t == T_NONE) return missing;
    int64_t i = 0;
    if (!gp_tpl_integer(v, &i)) gp_tpl_fail(c, "slice indices must be integers or None, not %s", gp_tpl_type_name(v));
    if (i < 0) i = i < -n ? -1 - n : i + n;
    return step > 0 ? clamp(i, 0, n) : clamp(i, -1, n - 1);
}

static gp_tpl_val slice_str(gp_tpl *c, const gp_tpl_str *s, int64_t from, int64_t count, int64_t step)
{
    if (step == 1) {
        gp_tpl_charge(c, s->chars == s->n ? 0 : s->n);
        return gp_tpl_cut(c, s, gp_tpl_byte_at(s, (size_t)from), gp_tpl_byte_at(s, (size_t)(from + count)));
    }
    const gp_tpl_val *chars = gp_tpl_chars(c, s);
    gp_tpl_sb b = {0};
    for (int64_t i = 0; i < count; i++) gp_tpl_sb_str(c, &b, chars[from + i * step].s);
    return gp_tpl_as_markup(c, gp_tpl_sb_done(c, &b), s->markup);
}

static gp_tpl_val slice_range(gp_tpl *c, const gp_tpl_range *r, int64_t lo, int64_t hi, int64_t count, int64_t by)
{
    gp_tpl_range *out = gp_tpl_alloc(c, sizeof *out);
    int64_t last = 0;
    if (__builtin_mul_overflow(r->step, by, &out->step) || __builtin_mul_overflow(hi, r->step, &last) ||
        __builtin_add_overflow(r->start, last, &out->stop))
        overflow(c);
    out->start = r->start + lo * r->step;
    out->n = (size_t)count;
    return (gp_tpl_val){.t = T_RANGE, .range = out};
}

gp_tpl_val gp_tpl_slice(gp_tpl *c, gp_tpl_val v, gp_tpl_val from, gp_tpl_val to, gp_tpl_val step)
{
    size_t size = 0;
    if (v.t == T_UNDEF) gp_tpl_undef_use(c, v);
    if ((!is_sequence(v) && v.t != T_RANGE) || !gp_tpl_len(c, v, &size)) gp_tpl_type_error(c, "cannot be sliced", v);
    int64_t n = (int64_t)size, by = 1;
    if (step.t != T_MISSING && step.t != T_NONE) by = gp_tpl_want_int(c, step, "a slice step");
    if (!by) gp_tpl_fail(c, "slice step cannot be zero");
    by = clamp(by, -INT64_MAX, INT64_MAX);
    int64_t lo = bound(c, from, n, by, by > 0 ? 0 : n - 1), hi = bound(c, to, n, by, by > 0 ? n : -1);
    int64_t count = by > 0 ? (hi > lo ? (hi - lo - 1) / by + 1 : 0) : (lo > hi ? (lo - hi - 1) / -by + 1 : 0);
    if (v.t == T_STR) return slice_str(c, v.s, count ? lo : 0, count, by);
    if (v.t == T_RANGE) return slice_range(c, v.range, lo, hi, count, by);
    gp_tpl_charge(c, (size_t)count * 4);
    gp_tpl_val *e = gp_tpl_array(c, (size_t)count, sizeof *e);
    for (int64_t i = 0; i < count; i++) e[i] = v.l->v[lo + i * by];
    gp_tpl_val r = gp_tpl_list_of(c, v.t, e, (size_t)count);
    r.fv = v.fv;
    return r;
}

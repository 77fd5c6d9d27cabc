/* The tests behind `is`, also used by select and reject. Each gives a boolean. */
#include <math.h>

#include "template/tpl.h"

#define TEST(name) static gp_tpl_val name(gp_tpl *c, gp_tpl_val v, const gp_tpl_val *p, const gp_tpl_args *args)
#define UNUSED (void)c, (void)v, (void)p, (void)args

// clang-format off
TEST(t_defined) { UNUSED; return gp_tpl_bool(v.t != T_UNDEF); }
TEST(t_undefined) { UNUSED; return gp_tpl_bool(v.t == T_UNDEF); }
TEST(t_none) { UNUSED; return gp_tpl_bool(v.t == T_NONE); }
TEST(t_string) { UNUSED; return gp_tpl_bool(v.t == T_STR); }
TEST(t_number) { UNUSED; return gp_tpl_bool(v.t == T_INT || v.t == T_FLOAT || v.t == T_BOOL); }
TEST(t_integer) { UNUSED; return gp_tpl_bool(v.t == T_INT); }
TEST(t_float) { UNUSED; return gp_tpl_bool(v.t == T_FLOAT); }
TEST(t_boolean) { UNUSED; return gp_tpl_bool(v.t == T_BOOL); }
TEST(t_true) { UNUSED; return gp_tpl_bool(v.t == T_BOOL && v.b); }
TEST(t_false) { UNUSED; return gp_tpl_bool(v.t == T_BOOL && !v.b); }
TEST(t_mapping) { UNUSED; return gp_tpl_bool(v.t == T_DICT); }
TEST(t_iterable) { UNUSED; return gp_tpl_bool(gp_tpl_iterable(v)); }
TEST(t_callable) { UNUSED; return gp_tpl_bool(gp_tpl_callable(v) || v.t == T_UNDEF); }
// clang-format on

/* What has a length and can be indexed, which dicts and undefined values also do. */
TEST(t_sequence)
{
    UNUSED;
    return gp_tpl_bool(v.t == T_STR || v.t == T_LIST || v.t == T_TUPLE || v.t == T_DICT || v.t == T_RANGE ||
                       v.t == T_UNDEF);
}

TEST(t_odd)
{
    UNUSED;
    return gp_tpl_bool(gp_tpl_equal(c, gp_tpl_binary(c, OP_MOD, v, gp_tpl_int(2)), gp_tpl_int(1)));
}

TEST(t_even)
{
    UNUSED;
    return gp_tpl_bool(gp_tpl_equal(c, gp_tpl_binary(c, OP_MOD, v, gp_tpl_int(2)), gp_tpl_int(0)));
}

TEST(t_divisibleby)
{
    UNUSED;
    return gp_tpl_bool(gp_tpl_equal(c, gp_tpl_binary(c, OP_MOD, v, p[0]), gp_tpl_int(0)));
}

// clang-format off
TEST(t_eq) { UNUSED; return gp_tpl_bool(gp_tpl_equal(c, v, p[0])); }
TEST(t_ne) { UNUSED; return gp_tpl_bool(!gp_tpl_equal(c, v, p[0])); }
TEST(t_lt) { UNUSED; return gp_tpl_bool(gp_tpl_less(c, OP_LT, v, p[0])); }
TEST(t_le) { UNUSED; return gp_tpl_bool(gp_tpl_less(c, OP_LE, v, p[0])); }
TEST(t_gt) { UNUSED; return gp_tpl_bool(gp_tpl_less(c, OP_GT, v, p[0])); }
TEST(t_ge) { UNUSED; return gp_tpl_bool(gp_tpl_less(c, OP_GE, v, p[0])); }
TEST(t_in) { UNUSED; return gp_tpl_bool(gp_tpl_contains(c, p[0], v)); }
TEST(t_sameas) { UNUSED; return gp_tpl_bool(gp_tpl_same(v, p[0])); }
// clang-format on

/* All cased characters are of this case, and there is one. */
static bool all_case(gp_tpl *c, gp_tpl_val v, bool upper)
{
    const gp_tpl_str *s = gp_tpl_soft_str(c, v);
    bool any = false;
    for (size_t at = 0; at < s->n;) {
        int32_t cp = gp_utf8_next(gp_tpl_view(s), &at);
        bool is_upper = gp_tpl_lower(cp) != cp, is_lower = gp_tpl_upper(cp) != cp || cp == 0xDF;
        if (upper ? is_lower : is_upper) return false;
        any = any || is_upper || is_lower;
    }
    return any;
}

// clang-format off
TEST(t_upper) { UNUSED; return gp_tpl_bool(all_case(c, v, true)); }
TEST(t_lower) { UNUSED; return gp_tpl_bool(all_case(c, v, false)); }
TEST(t_escaped) { UNUSED; return gp_tpl_bool(v.t == T_STR && v.s->markup); }
TEST(t_filter) { UNUSED; return gp_tpl_bool(v.t == T_STR && gp_tpl_filter_def(gp_tpl_view(v.s))); }
TEST(t_test) { UNUSED; return gp_tpl_bool(v.t == T_STR && gp_tpl_test_def(gp_tpl_view(v.s))); }
// clang-format on

const gp_tpl_def *gp_tpl_test_def(gp_str name)
{
    static const gp_tpl_def defs[] = {
        {"defined", t_defined, 0, ""},
        {"undefined", t_undefined, 0, ""},
        {"none", t_none, 0, ""},
        {"string", t_string, 0, ""},
        {"number", t_number, 0, ""},
        {"integer", t_integer, 0, ""},
        {"float", t_float, 0, ""},
        {"boolean", t_boolean, 0, ""},
        {"true", t_true, 0, ""},
        {"false", t_false, 0, ""},
        {"mapping", t_mapping, 0, ""},
        {"sequence", t_sequence, 0, ""},
        {"iterable", t_iterable, 0, ""},
        {"callable", t_callable, 0, ""},
        {"odd", t_odd, 0, ""},
        {"even", t_even, 0, ""},
        {"divisibleby", t_divisibleby, 1, "num"},
        {"equalto", t_eq, 1, "other"},
        {"eq", t_eq, 1, "other"},
        {"==", t_eq, 1, "other"},
        {"ne", t_ne, 1, "other"},
        {"!=", t_ne, 1, "other"},
        {"lt", t_lt, 1, "other"},
        {"lessthan", t_lt, 1, "other"},
        {"<", t_lt, 1, "other"},
        {"le", t_le, 1, "other"},
        {"<=", t_le, 1, "other"},
        {"gt", t_gt, 1, "other"},
        {"greaterthan", t_gt, 1, "other"},
        {">", t_gt, 1, "other"},
        {"ge", t_ge, 1, "other"},
        {">=", t_ge, 1, "other"},
        {"in", t_in, 1, "seq"},
        {"sameas", t_sameas, 1, "other"},
        {"upper", t_upper, 0, ""},
        {"lower", t_lower, 0, ""},
        {"escaped", t_escaped, 0, ""},
        {"filter", t_filter, 0, ""},
        {"test", t_test, 0, ""},
    };
    return gp_tpl_find_def(defs, sizeof defs / sizeof *defs, name);
}

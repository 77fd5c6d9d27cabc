/* Expressions: tokens to nodes. Weakest first: a if b else c, or, and, not, comparisons, + -, ~, * / // %, **, unary
 * signs, then postfix access, filters and tests. */
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "template/tpl.h"

_Noreturn void gp_tpl_syntax(gp_tpl_parser *p, const char *expected)
{
    static const char *const kinds[] = {"the end of the template", "text", "'{{'", "'}}'", "'{%'", "'%}'"};
    p->c->line = p->at->line;
    if (p->at->kind <= K_BLOCK_END) gp_tpl_fail(p->c, "expected %s, got %s", expected, kinds[p->at->kind]);
    gp_tpl_fail(p->c, "expected %s, got '%.*s'", expected, GP_ARG(p->at->text));
}

gp_tpl_node *gp_tpl_node_new(gp_tpl_parser *p, gp_tpl_kind kind)
{
    gp_tpl_node *n = gp_tpl_alloc(p->c, sizeof *n);
    n->kind = kind;
    n->line = p->at->line;
    return n;
}

bool gp_tpl_is_op(const gp_tpl_parser *p, const char *op) { return p->at->kind == K_OP && gp_str_eqc(p->at->text, op); }
bool gp_tpl_is_word(const gp_tpl_parser *p, const char *word)
{
    return p->at->kind == K_NAME && gp_str_eqc(p->at->text, word);
}

bool gp_tpl_skip_op(gp_tpl_parser *p, const char *op)
{
    bool yes = gp_tpl_is_op(p, op);
    p->at += yes;
    return yes;
}

bool gp_tpl_skip_word(gp_tpl_parser *p, const char *word)
{
    bool yes = gp_tpl_is_word(p, word);
    p->at += yes;
    return yes;
}

void gp_tpl_expect_op(gp_tpl_parser *p, const char *op)
{
    if (!gp_tpl_skip_op(p, op)) gp_tpl_syntax(p, gp_tpl_text(p->c, "'%s'", op));
}

const gp_tpl_name *gp_tpl_expect_name(gp_tpl_parser *p)
{
    if (p->at->kind != K_NAME) gp_tpl_syntax(p, "a name");
    return gp_tpl_intern(p->c, p->at++->text);
}

static void deeper(gp_tpl_parser *p)
{
    p->c->line = p->at->line;
    if (++p->depth > GP_CAP_TPL_NESTING) gp_tpl_fail(p->c, "nested more than %d deep", GP_CAP_TPL_NESTING);
}

static gp_tpl_node *binary(gp_tpl_parser *p, gp_tpl_kind kind, gp_tpl_op op, gp_tpl_node *a, gp_tpl_node *b)
{
    gp_tpl_node *n = gp_tpl_node_new(p, kind);
    n->line = a->line;
    n->op = op;
    n->a = a;
    n->b = b;
    return n;
}

static gp_tpl_node *parse_or(gp_tpl_parser *p);
static gp_tpl_node *parse_unary(gp_tpl_parser *p, bool with_filters);
static gp_tpl_node *parse_primary(gp_tpl_parser *p);
static gp_tpl_node *parse_postfix(gp_tpl_parser *p, gp_tpl_node *n);
static gp_tpl_node *parse_args(gp_tpl_parser *p);

gp_tpl_node *gp_tpl_parse_no_cond(gp_tpl_parser *p)
{
    deeper(p);
    gp_tpl_node *n = parse_or(p);
    p->depth--;
    return n;
}

gp_tpl_node *gp_tpl_parse_expr(gp_tpl_parser *p)
{
    const char *unknown = p->unknown;
    deeper(p);
    gp_tpl_node *n = parse_or(p);
    while (gp_tpl_skip_word(p, "if")) {
        gp_tpl_node *cond = binary(p, N_COND, OP_NONE, parse_or(p), n);
        if (gp_tpl_skip_word(p, "else")) cond->c = gp_tpl_parse_expr(p);
        n = cond;
        p->unknown = unknown; /* in a conditional, an unknown filter matters only when reached */
    }
    p->depth--;
    return n;
}

static bool tuple_ends(const gp_tpl_parser *p)
{
    return p->at->kind == K_VAR_END || p->at->kind == K_BLOCK_END || gp_tpl_is_op(p, ")") ||
           gp_tpl_is_word(p, "recursive") || p->at->kind == K_EOF;
}

gp_tpl_node *gp_tpl_parse_tuple(gp_tpl_parser *p, bool with_cond)
{
    gp_tpl_node *first = with_cond ? gp_tpl_parse_expr(p) : gp_tpl_parse_no_cond(p);
    if (!gp_tpl_is_op(p, ",")) return first;
    gp_tpl_node *t = gp_tpl_node_new(p, N_TUPLE), **end = &first->next;
    t->a = first;
    while (gp_tpl_skip_op(p, ",") && !tuple_ends(p)) {
        *end = with_cond ? gp_tpl_parse_expr(p) : gp_tpl_parse_no_cond(p);
        end = &(*end)->next;
    }
    return t;
}

static gp_tpl_node *parse_ladder(gp_tpl_parser *p, int level);

/* Binary operators by level: 0 + -, 1 ~, 2 * / // %, 3 **. */
static gp_tpl_op op_at(const gp_tpl_parser *p, int level)
{
    static const struct {
        const char *text;
        int level;
        gp_tpl_op op;
    } ops[] = {{"+", 0, OP_ADD},       {"-", 0, OP_SUB}, {"*", 2, OP_MUL}, {"/", 2, OP_DIV},
               {"//", 2, OP_FLOORDIV}, {"%", 2, OP_MOD}, {"**", 3, OP_POW}};
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
        if (ops[i].level == level && gp_tpl_is_op(p, ops[i].text)) return ops[i].op;
    return OP_NONE;
}

static gp_tpl_node *parse_concat(gp_tpl_parser *p)
{
    gp_tpl_node *n = parse_ladder(p, 2);
    if (!gp_tpl_is_op(p, "~")) return n;
    gp_tpl_node *all = gp_tpl_node_new(p, N_CONCAT), **end = &n->next;
    all->a = n;
    while (gp_tpl_skip_op(p, "~")) {
        *end = parse_ladder(p, 2);
        end = &(*end)->next;
    }
    return all;
}

static gp_tpl_node *parse_ladder(gp_tpl_parser *p, int level)
{
    if (level == 1) return parse_concat(p);
    gp_tpl_node *n = level == 3 ? parse_unary(p, true) : parse_ladder(p, level + 1);
    for (gp_tpl_op op = op_at(p, level); op; op = op_at(p, level)) {
        p->at++;
        n = binary(p, N_BIN, op, n, level == 3 ? parse_unary(p, true) : parse_ladder(p, level + 1));
    }
    return n;
}

static gp_tpl_op comparison(gp_tpl_parser *p)
{
    static const struct {
        const char *text;
        gp_tpl_op op;
    } ops[] = {{"==", OP_EQ}, {"!=", OP_NE}, {"<", OP_LT}, {"<=", OP_LE}, {">", OP_GT}, {">=", OP_GE}};
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
        if (gp_tpl_skip_op(p, ops[i].text)) return ops[i].op;
    if (gp_tpl_skip_word(p, "in")) return OP_IN;
    if (gp_tpl_is_word(p, "not") && p->at[1].kind == K_NAME && gp_str_eqc(p->at[1].text, "in")) {
        p->at += 2;
        return OP_NOTIN;
    }
    return OP_NONE;
}

static gp_tpl_node *parse_compare(gp_tpl_parser *p)
{
    gp_tpl_node *first = parse_ladder(p, 0), *all = NULL, **end = NULL;
    for (gp_tpl_op op = comparison(p); op; op = comparison(p)) {
        if (!all) {
            all = binary(p, N_CMP, OP_NONE, first, NULL);
            end = &all->b;
        }
        *end = gp_tpl_node_new(p, N_CMPOP);
        (*end)->op = op;
        (*end)->a = parse_ladder(p, 0);
        end = &(*end)->next;
    }
    return all ? all : first;
}

static gp_tpl_node *parse_not(gp_tpl_parser *p)
{
    if (!gp_tpl_is_word(p, "not")) return parse_compare(p);
    gp_tpl_node *n = gp_tpl_node_new(p, N_NOT);
    p->at++;
    deeper(p);
    n->a = parse_not(p);
    p->depth--;
    return n;
}

static gp_tpl_node *parse_and(gp_tpl_parser *p)
{
    gp_tpl_node *n = parse_not(p);
    while (gp_tpl_skip_word(p, "and")) n = binary(p, N_AND, OP_NONE, n, parse_not(p));
    return n;
}

static gp_tpl_node *parse_or(gp_tpl_parser *p)
{
    gp_tpl_node *n = parse_and(p);
    while (gp_tpl_skip_word(p, "or")) n = binary(p, N_OR, OP_NONE, n, parse_and(p));
    return n;
}

/* --- what stands between operators --- */

static void note_unknown(gp_tpl_parser *p, const char *what, gp_str name, uint32_t line)
{
    if (p->soft || p->unknown) return;
    p->unknown = gp_tpl_text(p->c, "no %s named '%.*s'", what, GP_ARG(name));
    p->unknown_line = line;
}

static gp_str dotted_name(gp_tpl_parser *p)
{
    gp_str name = gp_tpl_expect_name(p)->s;
    while (gp_tpl_skip_op(p, ".")) {
        gp_str more = gp_tpl_expect_name(p)->s;
        name = gp_str_c(gp_tpl_text(p->c, "%.*s.%.*s", GP_ARG(name), GP_ARG(more)));
    }
    return name;
}

static gp_tpl_node *parse_filter(gp_tpl_parser *p, gp_tpl_node *in)
{
    gp_tpl_node *n = gp_tpl_node_new(p, N_FILTER);
    gp_str name = dotted_name(p);
    n->a = in;
    n->name = gp_tpl_intern(p->c, name);
    n->def = gp_tpl_filter_def(name);
    if (!n->def) note_unknown(p, "filter", name, n->line);
    if (gp_tpl_is_op(p, "(")) n->args = parse_args(p);
    return n;
}

static bool starts_argument(const gp_tpl_parser *p)
{
    if (p->at->kind == K_NAME)
        return !gp_tpl_is_word(p, "else") && !gp_tpl_is_word(p, "or") && !gp_tpl_is_word(p, "and");
    return p->at->kind == K_STRING || p->at->kind == K_INT || p->at->kind == K_FLOAT || gp_tpl_is_op(p, "[") ||
           gp_tpl_is_op(p, "{");
}

static gp_tpl_node *parse_test(gp_tpl_parser *p, gp_tpl_node *in)
{
    gp_tpl_node *n = gp_tpl_node_new(p, N_TEST);
    bool negated = gp_tpl_skip_word(p, "not");
    gp_str name = dotted_name(p);
    n->a = in;
    n->name = gp_tpl_intern(p->c, name);
    n->def = gp_tpl_test_def(name);
    if (!n->def) note_unknown(p, "test", name, n->line);
    if (gp_tpl_is_op(p, "(")) {
        n->args = parse_args(p);
    } else if (starts_argument(p)) {
        if (gp_tpl_is_word(p, "is")) gp_tpl_syntax(p, "no second 'is' (tests cannot be chained)");
        n->args = gp_tpl_node_new(p, N_ARG);
        n->args->op = ARG_POS;
        deeper(p);
        n->args->a = parse_postfix(p, parse_primary(p));
        p->depth--;
    }
    if (!negated) return n;
    gp_tpl_node *no = gp_tpl_node_new(p, N_NOT);
    no->a = n;
    return no;
}

static gp_tpl_node *parse_arg(gp_tpl_parser *p, bool keywords_only)
{
    gp_tpl_node *n = gp_tpl_node_new(p, N_ARG);
    if (gp_tpl_skip_op(p, "**")) n->op = ARG_STARSTAR;
    else if (gp_tpl_skip_op(p, "*")) n->op = ARG_STAR;
    else if (p->at->kind == K_NAME && p->at[1].kind == K_OP && gp_str_eqc(p->at[1].text, "=")) {
        n->op = ARG_KW;
        n->name = gp_tpl_expect_name(p);
        p->at++;
    } else {
        if (keywords_only) gp_tpl_syntax(p, "no positional argument behind a keyword argument");
        n->op = ARG_POS;
    }
    n->a = gp_tpl_parse_expr(p);
    return n;
}

static gp_tpl_node *parse_args(gp_tpl_parser *p)
{
    gp_tpl_node *first = NULL, **end = &first;
    bool keywords = false;
    gp_tpl_expect_op(p, "(");
    while (!gp_tpl_is_op(p, ")")) {
        if (first) {
            gp_tpl_expect_op(p, ",");
            if (gp_tpl_is_op(p, ")")) break;
        }
        *end = parse_arg(p, keywords);
        keywords = keywords || (*end)->op == ARG_KW || (*end)->op == ARG_STARSTAR;
        end = &(*end)->next;
    }
    gp_tpl_expect_op(p, ")");
    return first;
}

static gp_tpl_node *parse_call(gp_tpl_parser *p, gp_tpl_node *callee)
{
    gp_tpl_node *n = gp_tpl_node_new(p, N_CALL);
    n->a = callee;
    n->args = parse_args(p);
    return n;
}

static gp_tpl_node *const_node(gp_tpl_parser *p, gp_tpl_val k)
{
    gp_tpl_node *n = gp_tpl_node_new(p, N_CONST);
    n->k = k;
    return n;
}

static gp_tpl_node *parse_subscribed(gp_tpl_parser *p, gp_tpl_node *of)
{
    gp_tpl_node *from = gp_tpl_is_op(p, ":") ? NULL : gp_tpl_parse_expr(p);
    if (!gp_tpl_skip_op(p, ":")) {
        if (!gp_tpl_is_op(p, ",")) return binary(p, N_ITEM, OP_NONE, of, from);
        gp_tpl_node *t = gp_tpl_node_new(p, N_TUPLE), **end = &from->next;
        for (t->a = from; gp_tpl_skip_op(p, ","); end = &(*end)->next) *end = gp_tpl_parse_expr(p);
        return binary(p, N_ITEM, OP_NONE, of, t);
    }
    gp_tpl_node *n = binary(p, N_SLICE, OP_NONE, of, from);
    if (!gp_tpl_is_op(p, ":") && !gp_tpl_is_op(p, "]")) n->c = gp_tpl_parse_expr(p);
    if (gp_tpl_skip_op(p, ":") && !gp_tpl_is_op(p, "]")) n->d = gp_tpl_parse_expr(p);
    return n;
}

static int64_t int_value(gp_tpl_parser *p, gp_str text)
{
    int64_t v = 0, base = 10;
    size_t i = 0;
    if (text.n > 2 && text.p[0] == '0' && (text.p[1] | 32) > '9') {
        base = (text.p[1] | 32) == 'x' ? 16 : (text.p[1] | 32) == 'o' ? 8 : 2;
        i = 2;
    }
    for (; i < text.n; i++) {
        if (text.p[i] == '_') continue;
        int d = text.p[i] <= '9' ? text.p[i] - '0' : (text.p[i] | 32) - 'a' + 10;
        if (d >= base) gp_tpl_syntax(p, "a digit of the number's base");
        if (__builtin_mul_overflow(v, base, &v) || __builtin_add_overflow(v, (int64_t)d, &v))
            gp_tpl_syntax(p, "a number of at most 64 bits");
    }
    return v;
}

static gp_tpl_node *parse_subscript(gp_tpl_parser *p, gp_tpl_node *of)
{
    if (gp_tpl_skip_op(p, "[")) {
        gp_tpl_node *n = parse_subscribed(p, of);
        gp_tpl_expect_op(p, "]");
        return n;
    }
    gp_tpl_expect_op(p, ".");
    if (p->at->kind == K_INT) {
        gp_tpl_node *i = const_node(p, gp_tpl_int(int_value(p, p->at->text)));
        p->at++;
        return binary(p, N_ITEM, OP_NONE, of, i);
    }
    gp_tpl_node *n = gp_tpl_node_new(p, N_ATTR);
    n->a = of;
    n->name = gp_tpl_expect_name(p);
    return n;
}

static gp_tpl_node *parse_postfix(gp_tpl_parser *p, gp_tpl_node *n)
{
    for (;;) {
        if (gp_tpl_is_op(p, ".") || gp_tpl_is_op(p, "[")) n = parse_subscript(p, n);
        else if (gp_tpl_is_op(p, "(")) n = parse_call(p, n);
        else return n;
    }
}

static gp_tpl_node *parse_filters(gp_tpl_parser *p, gp_tpl_node *n)
{
    for (;;) {
        if (gp_tpl_skip_op(p, "|")) n = parse_filter(p, n);
        else if (gp_tpl_skip_word(p, "is")) n = parse_test(p, n);
        else if (gp_tpl_is_op(p, "(")) n = parse_call(p, n); /* the result of a filter may be called */
        else return n;
    }
}

gp_tpl_node *gp_tpl_parse_filters(gp_tpl_parser *p)
{
    gp_tpl_node *n = parse_filter(p, NULL);
    while (gp_tpl_skip_op(p, "|")) n = parse_filter(p, n);
    return n;
}

gp_tpl_node *gp_tpl_parse_postfix_call(gp_tpl_parser *p)
{
    gp_tpl_node *n = gp_tpl_parse_expr(p);
    if (n->kind != N_CALL) gp_tpl_syntax(p, "a call");
    return n;
}

static gp_tpl_node *parse_unary(gp_tpl_parser *p, bool with_filters)
{
    gp_tpl_node *n;
    if (gp_tpl_is_op(p, "-") || gp_tpl_is_op(p, "+")) {
        n = gp_tpl_node_new(p, gp_tpl_is_op(p, "-") ? N_NEG : N_POS);
        p->at++;
        deeper(p);
        n->a = parse_unary(p, false);
        p->depth--;
    } else {
        n = parse_primary(p);
    }
    n = parse_postfix(p, n);
    return with_filters ? parse_filters(p, n) : n;
}

static gp_tpl_node *parse_list(gp_tpl_parser *p)
{
    gp_tpl_node *n = gp_tpl_node_new(p, N_LIST), **end = &n->a;
    p->at++;
    while (!gp_tpl_is_op(p, "]")) {
        if (n->a) {
            gp_tpl_expect_op(p, ",");
            if (gp_tpl_is_op(p, "]")) break;
        }
        *end = gp_tpl_parse_expr(p);
        end = &(*end)->next;
    }
    gp_tpl_expect_op(p, "]");
    return n;
}

static gp_tpl_node *parse_dict(gp_tpl_parser *p)
{
    gp_tpl_node *n = gp_tpl_node_new(p, N_DICT), **end = &n->a;
    p->at++;
    while (!gp_tpl_is_op(p, "}")) {
        if (n->a) {
            gp_tpl_expect_op(p, ",");
            if (gp_tpl_is_op(p, "}")) break;
        }
        *end = gp_tpl_node_new(p, N_PAIR);
        (*end)->a = gp_tpl_parse_expr(p);
        gp_tpl_expect_op(p, ":");
        (*end)->b = gp_tpl_parse_expr(p);
        end = &(*end)->next;
    }
    gp_tpl_expect_op(p, "}");
    return n;
}

static gp_tpl_node *parse_parens(gp_tpl_parser *p)
{
    gp_tpl_node *t = gp_tpl_node_new(p, N_TUPLE);
    p->at++;
    if (gp_tpl_skip_op(p, ")")) return t;
    gp_tpl_node *n = gp_tpl_parse_tuple(p, true);
    gp_tpl_expect_op(p, ")");
    return n;
}

static gp_tpl_node *parse_string(gp_tpl_parser *p)
{
    gp_tpl_node *n = gp_tpl_node_new(p, N_CONST);
    gp_tpl_sb b = {0};
    if (p->at[1].kind != K_STRING) {
        n->k = gp_tpl_mkstr(p->c, p->at++->text, TPL_FROM_TEMPLATE);
        return n;
    }
    while (p->at->kind == K_STRING) gp_tpl_sb_put(p->c, &b, p->at++->text, TPL_FROM_TEMPLATE); /* neighbours join */
    n->k = gp_tpl_sb_done(p->c, &b);
    return n;
}

static gp_tpl_node *parse_number(gp_tpl_parser *p)
{
    gp_str text = p->at->text;
    gp_tpl_node *n = gp_tpl_node_new(p, N_CONST);
    if (p->at->kind == K_INT) {
        n->k = gp_tpl_int(int_value(p, text));
    } else {
        char *digits = gp_tpl_alloc(p->c, text.n + 1);
        size_t k = 0;
        for (size_t i = 0; i < text.n; i++)
            if (text.p[i] != '_') digits[k++] = text.p[i];
        n->k = gp_tpl_float(strtod(digits, NULL));
    }
    p->at++;
    return n;
}

/* A few names mean something inside macros; reading them is what makes the macro accept them. */
static gp_tpl_node *parse_name(gp_tpl_parser *p)
{
    gp_tpl_node *n = gp_tpl_node_new(p, N_NAME);
    gp_str s = p->at->text;
    n->kind = N_CONST;
    if (gp_str_eqc(s, "true") || gp_str_eqc(s, "True")) n->k = gp_tpl_bool(true);
    else if (gp_str_eqc(s, "false") || gp_str_eqc(s, "False")) n->k = gp_tpl_bool(false);
    else if (gp_str_eqc(s, "none") || gp_str_eqc(s, "None")) n->k = gp_tpl_none();
    else n->kind = N_NAME;
    if (gp_str_eqc(s, "varargs")) p->uses |= TPL_USES_VARARGS;
    if (gp_str_eqc(s, "kwargs")) p->uses |= TPL_USES_KWARGS;
    if (gp_str_eqc(s, "caller")) p->uses |= TPL_USES_CALLER;
    n->name = gp_tpl_intern(p->c, s);
    p->at++;
    return n;
}

static gp_tpl_node *parse_primary(gp_tpl_parser *p)
{
    switch (p->at->kind) {
    case K_NAME: return parse_name(p);
    case K_STRING: return parse_string(p);
    case K_INT:
    case K_FLOAT: return parse_number(p);
    default: break;
    }
    if (gp_tpl_is_op(p, "(")) return parse_parens(p);
    if (gp_tpl_is_op(p, "{")) return parse_dict(p);
    if (!gp_tpl_is_op(p, "[")) gp_tpl_syntax(p, "an expression");
    return parse_list(p);
}

/* jsonpath_filter.c - filters of JSONPath: what stands behind "?", as a tree, and whether it holds for a value.
 *
 * A condition is or, and, not, a comparison, or a test: is there such a value, does this function say so. What may be
 * compared is a literal, a query that gives one value at most, or a function of values. */
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "forms/jsonpath_impl.h"

typedef enum op { OR, AND, NOT, TEST, EQ, NE, LE, GE, LT, GT } op;
typedef enum type { VALUE, NODES, LOGICAL } type; /* what a term gives; a query gives nodes */
typedef enum name { LENGTH, COUNT, VALUE_OF, MATCH, SEARCH, FUNCTIONS } name;

static const struct function {
    const char *name;
    type gives, takes;
    unsigned n;
} functions[FUNCTIONS] = {
    [LENGTH] = {"length", VALUE, VALUE, 1},   [COUNT] = {"count", VALUE, NODES, 1},
    [VALUE_OF] = {"value", VALUE, NODES, 1},  [MATCH] = {"match", LOGICAL, VALUE, 2},
    [SEARCH] = {"search", LOGICAL, VALUE, 2},
};

typedef struct term {
    enum { LITERAL, QUERY, CALL } kind;
    gp_json literal;
    bool relative; /* a query from the value at hand, "@" */
    const gp_path_segment *first;
    name function;
    const struct term *of[2];
} term;

struct gp_path_filter {
    op op;
    const gp_path_filter *left, *right; /* of OR, AND; NOT has `left` */
    const term *l, *r;                  /* of comparisons; TEST has `l` */
};

/* --- reading --- */

static bool take_word(gp_path_parser *p, const char *word)
{
    size_t n = strlen(word);
    if (p->s.n - p->at < n || memcmp(p->s.p + p->at, word, n) != 0) return false;
    p->at += n;
    return true;
}

static bool digit(const gp_path_parser *p) { return gp_path_peek(p) >= '0' && gp_path_peek(p) <= '9'; }

static gp_code some_digits(gp_path_parser *p)
{
    if (!digit(p)) return gp_path_bad(p, "a digit is missing");
    while (digit(p)) p->at++;
    return GP_OK;
}

static gp_code number(gp_path_parser *p, term *t)
{
    size_t from = p->at;
    const gp_json *v = NULL;
    (void)gp_path_take(p, '-');
    gp_code code = some_digits(p);
    if (!code && gp_path_take(p, '.')) code = some_digits(p);
    if (!code && (gp_path_take(p, 'e') || gp_path_take(p, 'E'))) {
        if (!gp_path_take(p, '-')) (void)gp_path_take(p, '+');
        code = some_digits(p);
    }
    if (code) return code;
    if (gp_json_parse(p->a, "path", (gp_str){p->s.p + from, p->at - from}, &v, NULL))
        return gp_path_bad(p, "a number that JSON does not have");
    t->literal = *v;
    return GP_OK;
}

static gp_code text(gp_path_parser *p, term *t)
{
    t->literal.type = GP_JSON_STRING;
    return gp_path_quoted(p, &t->literal.s);
}

static gp_code query(gp_path_parser *p, term *t)
{
    t->kind = QUERY;
    t->relative = gp_path_peek(p) == '@';
    p->at++;
    return gp_path_segments(p, &t->first);
}

static type gives(const term *t)
{
    return t->kind == LITERAL ? VALUE : t->kind == QUERY ? NODES : functions[t->function].gives;
}

/* A query of one value at most stands for that value. */
static bool is_value(const term *t) { return t->kind == QUERY ? gp_path_singular(t->first) : gives(t) == VALUE; }

static gp_code read_term(gp_path_parser *p, const term **out);

static gp_code check_pattern(gp_path_parser *p, const term *t)
{
    const gp_json *v = &t->of[1]->literal;
    gp_buf perl = {0};
    gp_regex *r = NULL;
    bool literal = t->of[1]->kind == LITERAL && v->type == GP_JSON_STRING;
    bool good = !literal || (gp_path_regexp(v->s, t->function == MATCH, &perl) &&
                             !gp_regex_compile(gp_buf_view(&perl), false, &r, NULL));
    gp_regex_free(r);
    gp_buf_free(&perl);
    return good ? GP_OK
                : gp_path_bad(p, "the pattern is none of RFC 9485, so it could match nothing ([0-9] instead of \\d)");
}

static gp_code arguments(gp_path_parser *p, term *t)
{
    const struct function *f = &functions[t->function];
    gp_code code = GP_OK;
    for (unsigned i = 0; i < f->n && !code; i++) {
        gp_path_blanks(p);
        if (i && !gp_path_take(p, ',')) return gp_path_bad(p, "an argument is missing");
        gp_path_blanks(p);
        code = read_term(p, &t->of[i]);
        if (!code && f->takes == NODES && t->of[i]->kind != QUERY)
            code = gp_path_bad(p, "this function takes a query, such as @.a");
        if (!code && f->takes == VALUE && !is_value(t->of[i]))
            code = gp_path_bad(p, "this function takes one value: a literal, or a query that gives one at most");
    }
    gp_path_blanks(p);
    if (!code && !gp_path_take(p, ')')) code = gp_path_bad(p, "\")\" is missing behind the arguments");
    return !code && f->gives == LOGICAL ? check_pattern(p, t) : code;
}

static gp_code read_call(gp_path_parser *p, term *t)
{
    size_t from = p->at;
    t->kind = CALL;
    while ((gp_path_peek(p) >= 'a' && gp_path_peek(p) <= 'z') || gp_path_peek(p) == '_' || (p->at > from && digit(p)))
        p->at++;
    gp_str said = {p->s.p + from, p->at - from};
    for (unsigned i = 0; i < FUNCTIONS; i++) {
        t->function = (name)i;
        if (gp_str_eqc(said, functions[i].name))
            return gp_path_take(p, '(') ? arguments(p, t) : gp_path_bad(p, "\"(\" is missing");
    }
    p->at = from;
    return gp_path_bad(p, "a value is missing: a literal, @, $, or length, count, value, match, search");
}

static gp_code read_term(gp_path_parser *p, const term **out)
{
    term *t = GP_NEW(p->a, term);
    gp_code code = GP_OK;
    char c = gp_path_peek(p);
    *out = t;
    if (++p->depth > GP_PATH_DEEP) return gp_path_bad(p, "conditions too deep within each other");
    if (c == '@' || c == '$') code = query(p, t);
    else if (c == '\'' || c == '"') code = text(p, t);
    else if (c == '-' || digit(p)) code = number(p, t);
    else if (take_word(p, "null")) t->literal.type = GP_JSON_NULL;
    else if (take_word(p, "true")) t->literal.type = GP_JSON_BOOL, t->literal.b = true;
    else if (take_word(p, "false")) t->literal.type = GP_JSON_BOOL;
    else code = read_call(p, t);
    p->depth--;
    return code;
}

static gp_path_filter *new_filter(gp_path_parser *p, op how)
{
    gp_path_filter *f = GP_NEW(p->a, gp_path_filter);
    f->op = how;
    return f;
}

static bool take_comparison(gp_path_parser *p, op *out)
{
    static const struct {
        const char *sign;
        op op;
    } signs[] = {{"==", EQ}, {"!=", NE}, {"<=", LE}, {">=", GE}, {"<", LT}, {">", GT}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (take_word(p, signs[i].sign)) return *out = signs[i].op, true;
    return false;
}

static gp_code comparison_or_test(gp_path_parser *p, bool negated, gp_path_filter *f)
{
    gp_code code = read_term(p, &f->l);
    size_t end = p->at;
    if (code) return code;
    gp_path_blanks(p);
    if (!take_comparison(p, &f->op)) {
        p->at = end;
        return gives(f->l) == VALUE ? gp_path_bad(p, "a value alone is no condition; compare it") : GP_OK;
    }
    if (negated) return gp_path_bad(p, "\"!\" in front of a comparison needs brackets: !(@.a == 1)");
    gp_path_blanks(p);
    code = read_term(p, &f->r);
    if (!code && (!is_value(f->l) || !is_value(f->r)))
        code = gp_path_bad(
            p, "only single values can be compared: literals, queries without * .. : ?, functions of values");
    return code;
}

static gp_code read_or(gp_path_parser *p, const gp_path_filter **out);

static gp_code read_basic(gp_path_parser *p, const gp_path_filter **out)
{
    bool negated = gp_path_take(p, '!');
    gp_path_filter *f = new_filter(p, TEST), *no = negated ? new_filter(p, NOT) : NULL;
    const gp_path_filter *inner = f;
    gp_code code = GP_OK;
    if (negated) gp_path_blanks(p);
    if (gp_path_take(p, '(')) {
        gp_path_blanks(p);
        code = read_or(p, &inner);
        gp_path_blanks(p);
        if (!code && !gp_path_take(p, ')')) code = gp_path_bad(p, "\")\" is missing");
    } else {
        code = comparison_or_test(p, negated, f);
    }
    if (no) no->left = inner;
    *out = no ? no : inner;
    return code;
}

/* Operands with the sign between them, from the left. */
static gp_code read_chain(gp_path_parser *p, const char *sign, op how, const gp_path_filter **out)
{
    gp_code code = how == OR ? read_chain(p, "&&", AND, out) : read_basic(p, out);
    for (; !code;) {
        size_t end = p->at;
        gp_path_blanks(p);
        if (!take_word(p, sign)) {
            p->at = end;
            return GP_OK;
        }
        gp_path_filter *both = new_filter(p, how);
        gp_path_blanks(p);
        both->left = *out;
        code = how == OR ? read_chain(p, "&&", AND, &both->right) : read_basic(p, &both->right);
        *out = both;
    }
    return code;
}

static gp_code read_or(gp_path_parser *p, const gp_path_filter **out)
{
    if (++p->depth > GP_PATH_DEEP) return gp_path_bad(p, "conditions too deep within each other");
    gp_code code = read_chain(p, "||", OR, out);
    p->depth--;
    return code;
}

gp_code gp_path_filter_read(gp_path_parser *p, const gp_path_filter **out)
{
    gp_path_blanks(p);
    return read_or(p, out);
}

/* --- values --- */

typedef struct value { /* of a term: one of the document or of the path, a count, or nothing */
    const gp_json *v;
    int64_t count; /* -1: it is none */
} value;

static const value NOTHING = {NULL, -1};

static value of_term(const gp_path_selection *s, const term *t, const gp_json *at);

static size_t nodes_of(const gp_path_selection *s, const term *t, const gp_json *at, const gp_json **only)
{
    gp_path_selection found;
    gp_path_run(s, t->first, t->relative ? at : s->root, &found);
    size_t n = found.n;
    *only = n == 1 ? found.node[0] : NULL;
    free(found.node);
    return n;
}

static value length_of(value of)
{
    const gp_json *v = of.v;
    if (!v) return NOTHING;
    if (v->type == GP_JSON_ARRAY || v->type == GP_JSON_OBJECT) return (value){NULL, (int64_t)v->n};
    if (v->type != GP_JSON_STRING) return NOTHING;
    int64_t n = 0;
    for (size_t i = 0; i < v->s.n; i++) n += ((unsigned char)v->s.p[i] & 0xC0) != 0x80;
    return (value){NULL, n};
}

static value of_call(const gp_path_selection *s, const term *t, const gp_json *at)
{
    const gp_json *only = NULL;
    if (t->function == LENGTH) return length_of(of_term(s, t->of[0], at));
    size_t n = nodes_of(s, t->of[0], at, &only);
    return t->function == COUNT ? (value){NULL, (int64_t)n} : (value){only, -1};
}

static value of_term(const gp_path_selection *s, const term *t, const gp_json *at)
{
    const gp_json *only = NULL;
    if (t->kind == LITERAL) return (value){&t->literal, -1};
    if (t->kind == CALL) return of_call(s, t, at);
    (void)nodes_of(s, t, at, &only);
    return (value){only, -1};
}

/* --- conditions --- */

static bool is_number(value x)
{
    return x.count >= 0 || (x.v && (x.v->type == GP_JSON_INT || x.v->type == GP_JSON_REAL));
}

static gp_decimal decimal(value x, char text[24])
{
    if (x.count < 0) return gp_decimal_of(x.v->raw);
    return gp_decimal_of((gp_str){text, gp_fmt_int(text, x.count)});
}

static int compare_numbers(value x, value y)
{
    char a[24], b[24];
    return gp_decimal_cmp(decimal(x, a), decimal(y, b));
}

static size_t size_of(value x) { return x.v ? x.v->raw.n / 16 : 0; }

static bool equal(const gp_path_selection *s, value x, value y)
{
    *s->work += size_of(x) < size_of(y) ? size_of(x) : size_of(y);
    if (is_number(x) && is_number(y)) return compare_numbers(x, y) == 0;
    if (!x.v || !y.v) return !x.v && !y.v && x.count < 0 && y.count < 0;
    return gp_json_equal(x.v, y.v);
}

static bool less(value x, value y)
{
    if (is_number(x) && is_number(y)) return compare_numbers(x, y) < 0;
    if (!x.v || !y.v || x.v->type != GP_JSON_STRING || y.v->type != GP_JSON_STRING) return false;
    size_t n = x.v->s.n < y.v->s.n ? x.v->s.n : y.v->s.n;
    int c = n ? memcmp(x.v->s.p, y.v->s.p, n) : 0; /* UTF-8 sorts as its code points do */
    return c ? c < 0 : x.v->s.n < y.v->s.n;
}

static bool compare(const gp_path_selection *s, const gp_path_filter *f, const gp_json *at)
{
    value l = of_term(s, f->l, at), r = of_term(s, f->r, at);
    switch (f->op) {
    case EQ: return equal(s, l, r);
    case NE: return !equal(s, l, r);
    case LT: return less(l, r);
    case GT: return less(r, l);
    case LE: return less(l, r) || equal(s, l, r);
    default: return less(r, l) || equal(s, l, r);
    }
}

static bool test(const gp_path_selection *s, const term *t, const gp_json *at)
{
    const gp_json *only;
    if (t->kind == QUERY) return nodes_of(s, t, at, &only) > 0;
    value of = of_term(s, t->of[0], at), pattern = of_term(s, t->of[1], at);
    if (!of.v || !pattern.v || of.v->type != GP_JSON_STRING || pattern.v->type != GP_JSON_STRING) return false;
    return gp_path_matches(s->patterns, pattern.v->s, t->function == MATCH, of.v->s, s->work);
}

bool gp_path_filter_holds(const gp_path_selection *s, const gp_path_filter *f, const gp_json *v)
{
    ++*s->work;
    switch (f->op) {
    case OR: return gp_path_filter_holds(s, f->left, v) || gp_path_filter_holds(s, f->right, v);
    case AND: return gp_path_filter_holds(s, f->left, v) && gp_path_filter_holds(s, f->right, v);
    case NOT: return !gp_path_filter_holds(s, f->left, v);
    case TEST: return test(s, f->l, v);
    default: return compare(s, f, v);
    }
}

/* tpl.h - inside the template renderer (template.h is its public face).
 *
 * Flow: tpl_lex turns the source into tokens, tpl_parse into a tree of tpl_node, tpl_run walks the tree and appends to
 * the output builder. Everything (tokens, tree, values, scopes, output) lives in the caller's arena.
 *
 * Values. A tpl_val is 16 bytes, passed by value; what it points to is never changed after it is built, except the
 * attributes of a namespace and the consumed state of a generator. There is no mutation of lists and dicts: the
 * sandbox that model authors test against forbids it too.
 *
 * Strings carry a mark per byte: did it come from a variable? `kind` says it for the whole string where it is uniform;
 * only mixed strings have the parallel array `m`. Every operation that builds text does so through a tpl_sb, which
 * keeps bytes and marks together, so no operation can lose a mark.
 *
 * Failure. A template may fail at any depth of any helper, so tpl_fail unwinds by longjmp to gp_template_render. Nothing
 * in between owns memory or handles: all of it is the arena's. No function here returns an error code.
 *
 * Limits (caps.h): steps, evaluation depth, bytes allocated, output. Steps are charged by evaluation and, in bulk, by
 * the length of what an operation touches; so the time of a hostile template is bounded too. */
#ifndef GP_ENGINE_TPL_H
#define GP_ENGINE_TPL_H

#include <setjmp.h>

#include "base/json.h"

/* --- values --- */

typedef enum tpl_type {
    T_MISSING, /* an argument that was not given; never visible to a template */
    T_UNDEF,
    T_NONE,
    T_BOOL,
    T_INT,
    T_FLOAT,
    T_STR,
    T_LIST,
    T_TUPLE,
    T_DICT,
    T_RANGE,
    T_GEN,   /* the lazy result of map, select, unique, ...: can be consumed once */
    T_VIEW,  /* dict.keys(), .values(), .items() */
    T_NS,    /* namespace() */
    T_MACRO,
    T_FUNC,  /* a built-in global function */
    T_METHOD, /* a method bound to its object */
    T_LOOP   /* the `loop` variable */
} tpl_type;

typedef struct tpl_val {
    tpl_type t;
    bool fv; /* it is (part of) a variable; strings have their own marks */
    union {
        bool b;
        int64_t i;
        double d;
        const struct tpl_str *s;
        const struct tpl_list *l; /* LIST, TUPLE, VIEW (its elements) */
        struct tpl_dict *dict;    /* DICT, NS */
        const struct tpl_range *range;
        struct tpl_gen *gen;
        const struct tpl_macro *macro;
        const struct tpl_def *fn; /* FUNC */
        const struct tpl_bound *bound;
        struct tpl_loop *loop;
        const char *undef; /* what a use of the undefined value says; may be NULL */
    };
} tpl_val;

enum { TPL_FROM_TEMPLATE = 0, TPL_FROM_VALUE = 1, TPL_MIXED = 2 };

typedef struct tpl_str {
    const char *p; /* valid UTF-8 */
    size_t n;      /* bytes */
    const uint8_t *m; /* MIXED: n marks, each TPL_FROM_TEMPLATE or TPL_FROM_VALUE */
    uint8_t kind;
    bool markup;       /* result of safe or escape: adding other text escapes that text */
    size_t chars;      /* code points */
    struct tpl_sb *own; /* the builder it ends in, if text can be appended there in place */
} tpl_str;

typedef struct tpl_list {
    const tpl_val *v;
    size_t n;
    const char *kind; /* VIEW: "dict_keys", ...; TUPLE: "group" for an element of groupby's result; else NULL */
} tpl_list;

typedef struct tpl_pair {
    tpl_val k, v;
} tpl_pair;

typedef struct tpl_dict { /* insertion order */
    tpl_pair *e;
    size_t n, size;
    uint32_t *index; /* hash table of entry number + 1; NULL while small */
    size_t n_index;  /* power of two */
} tpl_dict;

typedef struct tpl_range {
    int64_t start, stop, step;
    size_t n;
} tpl_range;

/* --- text with marks --- */

typedef struct tpl_sb {
    char *p;
    uint8_t *m;
    size_t n, size;
    size_t chars;
    bool has[2]; /* bytes of that mark occur */
} tpl_sb;

/* --- the tree --- */

typedef struct tpl_name { /* interned: equal names are the same pointer */
    gp_str s;
    struct tpl_name *next;
} tpl_name;

typedef enum tpl_kind {
    /* expressions */
    N_CONST, N_NAME, N_LIST, N_TUPLE, N_DICT, N_ATTR, N_ITEM, N_SLICE, N_CALL, N_FILTER, N_TEST, N_NOT, N_NEG, N_POS,
    N_AND, N_OR, N_BIN, N_CMP, N_COND, N_CONCAT,
    /* parts */
    N_PAIR, N_ARG, N_CMPOP, N_PARAM,
    /* statements */
    S_DATA, S_OUT, S_IF, S_FOR, S_SET, S_SETBLOCK, S_MACRO, S_CALL, S_FILTER, S_WITH, S_BREAK, S_CONTINUE, S_SCOPE
} tpl_kind;

typedef enum tpl_op {
    OP_NONE, OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_FLOORDIV, OP_MOD, OP_POW,
    OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE, OP_IN, OP_NOTIN,
    ARG_POS, ARG_KW, ARG_STAR, ARG_STARSTAR
} tpl_op;

/* One node. `next` links lists (items, arguments, statements). What the children mean:
 *   LIST TUPLE CONCAT a=items | DICT a=PAIRs(a key, b value) | ATTR a.name | ITEM a[b] | SLICE a[b:c:d], each optional
 *   CALL a(args) | FILTER a|def(args), a NULL in filter blocks | TEST a is def(args) | BIN a op b | CMP a CMPOPs in b
 *   COND b if a else c | IF a b, elif c, else d | FOR a in b if e: c else d | SET a=b | SETBLOCK a, filters b, body c
 *   MACRO name, PARAMs a (name, default a), body c | CALL stmt: call a, macro b | FILTER stmt: filters b, body c
 *   WITH PAIRs a, body c | SCOPE body c */
typedef struct tpl_node {
    tpl_kind kind;
    tpl_op op;
    uint32_t line;
    bool flag;        /* FOR: recursive; MACRO: a parameter has a default */
    uint8_t uses;     /* MACRO: TPL_USES_* */
    const tpl_name *name;
    const struct tpl_def *def; /* FILTER, TEST; NULL: unknown, fails when reached */
    struct tpl_node *a, *b, *c, *d, *e, *args, *next;
    tpl_val k;
} tpl_node;

enum { TPL_USES_VARARGS = 1, TPL_USES_KWARGS = 2, TPL_USES_CALLER = 4 };

/* --- run time --- */

typedef struct tpl_binding {
    const tpl_name *name;
    tpl_val v;
    struct tpl_binding *next;
} tpl_binding;

typedef struct tpl_scope {
    const struct tpl_scope *up;
    tpl_binding *first;
} tpl_scope;

typedef struct tpl_macro {
    const tpl_node *node;
    const tpl_scope *scope; /* where it was defined */
} tpl_macro;

typedef struct tpl_bound {
    tpl_val self;
    const struct tpl_def *def;
} tpl_bound;

typedef struct tpl_loop {
    const tpl_val *items;
    size_t n, i;
    size_t depth; /* 0 for the outermost of a recursive loop */
    tpl_val last_seen;  /* what loop.changed() got before */
    const tpl_node *node;
    const tpl_scope *scope; /* around the loop, for recursion */
} tpl_loop;

typedef struct tpl_kwarg {
    gp_str name;
    tpl_val v;
} tpl_kwarg;

typedef struct tpl_args {
    const tpl_val *v;
    size_t n;
    const tpl_kwarg *kw;
    size_t n_kw;
} tpl_args;

enum { TPL_MAX_PARAMS = 6, TPL_BUCKETS = 64 };

typedef struct tpl {
    gp_arena *a;
    size_t arena_start;
    const char *name;
    uint32_t line; /* of what is being evaluated */
    uint64_t steps;
    unsigned depth;
    unsigned macro_depth;
    int64_t now;
    tpl_sb *out;
    tpl_name *names[TPL_BUCKETS];
    tpl_scope *globals;
    gp_code code; /* set by tpl_fail */
    gp_err *err;
    jmp_buf trap;
} tpl;

/* A filter, test, method or function: its parameter names, and its code. With params NULL the callee reads `args`
 * itself; else `p` holds one value per parameter, T_MISSING where none was given. `v` is the input or the object. */
typedef tpl_val tpl_fn(tpl *c, tpl_val v, const tpl_val *p, const tpl_args *args);
typedef struct tpl_def {
    const char *name;
    tpl_fn *fn;
    unsigned required;
    const char *params; /* separated by spaces; "" for none */
} tpl_def;

/* A generator is computed when first consumed, so that its errors come when a template uses it, or never. */
typedef struct tpl_gen {
    tpl_fn *fn; /* gives the list; NULL once consumed */
    tpl_val in;
    tpl_val p[TPL_MAX_PARAMS];
    tpl_args args;
    size_t at;  /* elements taken one by one (first) */
    tpl_val items;
} tpl_gen;

/* tpl_core.c: failing, limits, memory */
_Noreturn void tpl_fail(tpl *c, const char *fmt, ...) GP_PRINTF(2, 3);
_Noreturn void tpl_nomem(tpl *c);
void *tpl_alloc(tpl *c, size_t n);
void *tpl_array(tpl *c, size_t count, size_t size);
void tpl_charge(tpl *c, size_t work); /* counts work / 16 + 1 steps */
void tpl_enter(tpl *c);               /* one level deeper; pairs with tpl_leave */
void tpl_leave(tpl *c);
const tpl_name *tpl_intern(tpl *c, gp_str s);
const char *tpl_text(tpl *c, const char *fmt, ...) GP_PRINTF(2, 3); /* in the arena */

/* tpl_string.c: strings and builders */
void tpl_sb_put(tpl *c, tpl_sb *b, gp_str s, int mark);
void tpl_sb_c(tpl *c, tpl_sb *b, const char *s, int mark);
void tpl_sb_cp(tpl *c, tpl_sb *b, uint32_t cp, int mark);
void tpl_sb_str(tpl *c, tpl_sb *b, const tpl_str *s);
tpl_val tpl_sb_done(tpl *c, tpl_sb *b); /* the string; the builder may only be grown in place after that */
tpl_val tpl_mkstr(tpl *c, gp_str s, int mark);
tpl_val tpl_cut(tpl *c, const tpl_str *s, size_t from, size_t to); /* bytes [from, to), on code point borders */
tpl_val tpl_join2(tpl *c, const tpl_str *l, const tpl_str *r);
int tpl_mark_at(const tpl_str *s, size_t at);
gp_str tpl_view(const tpl_str *s);
size_t tpl_find(tpl *c, gp_str in, gp_str what); /* first occurrence or SIZE_MAX; linear whatever the texts are */
size_t tpl_byte_at(const tpl_str *s, size_t chars);   /* byte offset of a code point */
size_t tpl_char_at(const tpl_str *s, size_t bytes);   /* code points before a byte offset */
const tpl_val *tpl_chars(tpl *c, const tpl_str *s);   /* s->chars strings of one code point */
tpl_val tpl_escape(tpl *c, const tpl_str *s);          /* HTML; markup */
tpl_val tpl_as_markup(tpl *c, tpl_val s, bool markup);

/* tpl_text.c: what Unicode text functions need */
bool tpl_is_space(int32_t cp);
bool tpl_is_newline(int32_t cp);
bool tpl_is_printable(int32_t cp);
bool tpl_is_alpha(int32_t cp);
bool tpl_is_digit(int32_t cp);
int32_t tpl_upper(int32_t cp);
int32_t tpl_lower(int32_t cp);
typedef enum tpl_case { CASE_UPPER, CASE_LOWER, CASE_TITLE, CASE_CAPITALIZE, CASE_SWAP, CASE_WORDS } tpl_case;
tpl_val tpl_recase(tpl *c, const tpl_str *s, tpl_case how);
/* chars NULL: white space. side: 1 left, 2 right, 3 both */
tpl_val tpl_strip(tpl *c, const tpl_str *s, const tpl_str *chars, int side);
tpl_val tpl_replace(tpl *c, const tpl_str *s, const tpl_str *from, const tpl_str *to, int64_t count);
tpl_val tpl_splitlines(tpl *c, const tpl_str *s, bool keep);

/* tpl_value.c: making, walking; tpl_order.c: comparing, dicts */
tpl_val tpl_undef_msg(const char *message);
tpl_val tpl_bool(bool b);
tpl_val tpl_int(int64_t i);
tpl_val tpl_size(tpl *c, size_t n);
tpl_val tpl_float(double d);
tpl_val tpl_none(void);
tpl_val tpl_list_of(tpl *c, tpl_type t, const tpl_val *v, size_t n); /* takes v as it is */
tpl_val tpl_kind_of_list(tpl *c, tpl_type t, const tpl_val *v, size_t n, const char *kind);
tpl_val tpl_pair_of(tpl *c, tpl_val a, tpl_val b);
tpl_val tpl_new_dict(tpl *c, tpl_type t, size_t size);
void tpl_dict_set(tpl *c, tpl_dict *d, tpl_val k, tpl_val v);
tpl_val *tpl_dict_get(tpl *c, const tpl_dict *d, tpl_val k);
tpl_val *tpl_dict_find(tpl *c, const tpl_dict *d, gp_str k);
tpl_val tpl_from_json(tpl *c, const gp_json *j, bool from_value);
const char *tpl_type_name(tpl_val v); /* as Python calls it */
bool tpl_truth(tpl *c, tpl_val v);
bool tpl_equal(tpl *c, tpl_val a, tpl_val b);
bool tpl_same(tpl_val a, tpl_val b); /* `is` */
int tpl_compare(tpl *c, tpl_val a, tpl_val b, const char *op); /* fails where there is no order */
bool tpl_less(tpl *c, tpl_op op, tpl_val a, tpl_val b);
bool tpl_contains(tpl *c, tpl_val in, tpl_val what);
bool tpl_iterable(tpl_val v);
tpl_list tpl_iterate(tpl *c, tpl_val v); /* the elements; fails when not iterable; consumes a generator */
bool tpl_len(tpl *c, tpl_val v, size_t *n); /* false: the type has none */
bool tpl_number(tpl_val v, double *d); /* int, float, bool */
bool tpl_integer(tpl_val v, int64_t *i); /* int, bool */
tpl_val tpl_range_at(const tpl_range *r, size_t i);

/* tpl_print.c */
void tpl_put(tpl *c, tpl_sb *b, tpl_val v);  /* str(v) */
void tpl_repr(tpl *c, tpl_sb *b, tpl_val v);
tpl_val tpl_str_of(tpl *c, tpl_val v);
void tpl_float_text(tpl *c, tpl_sb *b, double d, int mark); /* repr of a float */
tpl_val tpl_tojson(tpl *c, tpl_val v, const tpl_val *p);

/* tpl_ops.c */
tpl_val tpl_binary(tpl *c, tpl_op op, tpl_val a, tpl_val b);
tpl_val tpl_negate(tpl *c, tpl_val v, bool minus);
tpl_val tpl_attr(tpl *c, tpl_val v, gp_str name);      /* v.name */
tpl_val tpl_item(tpl *c, tpl_val v, tpl_val key);      /* v[key] */
tpl_val tpl_slice(tpl *c, tpl_val v, tpl_val from, tpl_val to, tpl_val step);
_Noreturn void tpl_undef_use(tpl *c, tpl_val v);
_Noreturn void tpl_type_error(tpl *c, const char *what, tpl_val v);
/* tpl_format.c: `fmt % args`, and str.format */
tpl_val tpl_percent(tpl *c, const tpl_str *fmt, tpl_val args, const tpl_args *keywords);
tpl_val tpl_brace_format(tpl *c, const tpl_str *fmt, const tpl_args *args);

/* tables: NULL when there is no such name */
const tpl_def *tpl_filter_def(gp_str name);
const tpl_def *tpl_text_filter_def(gp_str name);
const tpl_def *tpl_lazy_filter_def(gp_str name);
const tpl_def *tpl_test_def(gp_str name);
const tpl_def *tpl_function_def(gp_str name);
const tpl_def *tpl_method_def(tpl_type t, gp_str name, bool *unsafe); /* unsafe: exists, but forbidden */
const tpl_def *tpl_find_def(const tpl_def *defs, size_t n, gp_str name);

/* v[step] for each step of a dotted path, digits being indices; `fallback` (if given) takes the place of undefined. */
tpl_val tpl_path(tpl *c, tpl_val v, tpl_val path, tpl_val fallback);

/* tpl_call.c */
tpl_val tpl_call_def(tpl *c, const tpl_def *def, tpl_val v, const tpl_args *args);
tpl_val tpl_lazy(tpl *c, tpl_fn *fn, tpl_val in, const tpl_val *p, size_t n, const tpl_args *args);
tpl_val tpl_call(tpl *c, tpl_val callee, const tpl_args *args);
bool tpl_callable(tpl_val v);
int64_t tpl_want_int(tpl *c, tpl_val v, const char *what);
const tpl_str *tpl_want_str(tpl *c, tpl_val v, const char *what);
/* The text of any value, as filters on strings take it. */
const tpl_str *tpl_soft_str(tpl *c, tpl_val v);
tpl_val tpl_strftime(tpl *c, const tpl_str *fmt);

/* tpl_lex.c, tpl_parse.c, tpl_expr.c, tpl_run.c */
typedef enum tpl_token_kind { K_EOF, K_DATA, K_VAR_BEGIN, K_VAR_END, K_BLOCK_BEGIN, K_BLOCK_END, K_NAME, K_INT, K_FLOAT, K_STRING, K_OP } tpl_token_kind;
typedef struct tpl_token {
    tpl_token_kind kind;
    uint32_t line;
    gp_str text; /* DATA and STRING: the value; OP: its characters */
} tpl_token;
typedef struct tpl_tokens {
    tpl_token *v;
    size_t n, size;
} tpl_tokens;
tpl_tokens tpl_lex(tpl *c, gp_str source);

typedef struct tpl_parser {
    tpl *c;
    const tpl_token *at;
    unsigned depth;
    unsigned loops;   /* enclosing for loops, for break and continue */
    uint8_t uses;     /* special names seen in the macro being read */
    bool soft;        /* inside an if: unknown filters and tests fail only when reached */
    const char *unknown; /* the first unknown filter or test of this expression */
    uint32_t unknown_line;
} tpl_parser;
tpl_node *tpl_parse(tpl *c, const tpl_tokens *tokens);
tpl_node *tpl_parse_expr(tpl_parser *p);
tpl_node *tpl_parse_no_cond(tpl_parser *p);
tpl_node *tpl_parse_tuple(tpl_parser *p, bool with_cond); /* one expression, or several with commas */
tpl_node *tpl_parse_postfix_call(tpl_parser *p);          /* an expression that must be a call */
tpl_node *tpl_parse_filters(tpl_parser *p);               /* NAME(args)|NAME..., without an input */
tpl_node *tpl_node_new(tpl_parser *p, tpl_kind kind);
bool tpl_is_op(const tpl_parser *p, const char *op);
bool tpl_is_word(const tpl_parser *p, const char *word);
bool tpl_skip_op(tpl_parser *p, const char *op);
bool tpl_skip_word(tpl_parser *p, const char *word);
void tpl_expect_op(tpl_parser *p, const char *op);
const tpl_name *tpl_expect_name(tpl_parser *p);
_Noreturn void tpl_syntax(tpl_parser *p, const char *expected);

void tpl_run(tpl *c, const tpl_node *body);
tpl_val tpl_eval(tpl *c, const tpl_node *n, const tpl_scope *s);
tpl_val tpl_call_macro(tpl *c, const tpl_macro *m, const tpl_args *args);
tpl_val tpl_loop_again(tpl *c, tpl_loop *loop, tpl_val items);
tpl_val tpl_loop_attr(tpl *c, tpl_loop *loop, gp_str name, bool *found);

#endif

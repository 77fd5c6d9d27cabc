/* tpl.h - inside the template renderer (template.h is its public face).
 *
 * Flow: gp_tpl_lex turns the source into tokens, gp_tpl_parse into a tree of gp_tpl_node, gp_tpl_run walks the tree
 * and appends to the output builder. Everything (tokens, tree, values, scopes, output) lives in the caller's arena.
 *
 * Values. A gp_tpl_val is 16 bytes, passed by value; what it points to is never changed after it is built, except the
 * attributes of a namespace and the consumed state of a generator. There is no mutation of lists and dicts: the
 * sandbox that model authors test against forbids it too.
 *
 * Strings carry a mark per byte: did it come from a variable? `kind` says it for the whole string where it is uniform;
 * only mixed strings have the parallel array `m`. Every operation that builds text does so through a gp_tpl_sb, which
 * keeps bytes and marks together, so no operation can lose a mark.
 *
 * Failure. A template may fail at any depth of any helper, so gp_tpl_fail unwinds by longjmp to gp_template_render.
 * Nothing in between owns memory or handles: all of it is the arena's. No function here returns an error code.
 *
 * Limits (caps.h): steps, evaluation depth, bytes allocated, output. Steps are charged by evaluation and, in bulk, by
 * the length of what an operation touches; so the time of a hostile template is bounded too. */
#ifndef GP_TEMPLATE_TPL_H
#define GP_TEMPLATE_TPL_H

#include <setjmp.h>

#include "base/json.h"

/* --- values --- */

typedef enum gp_tpl_type {
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
    T_GEN,  /* the lazy result of map, select, unique, ...: can be consumed once */
    T_VIEW, /* dict.keys(), .values(), .items() */
    T_NS,   /* namespace() */
    T_MACRO,
    T_FUNC,   /* a built-in global function */
    T_METHOD, /* a method bound to its object */
    T_LOOP    /* the `loop` variable */
} gp_tpl_type;

typedef struct gp_tpl_val {
    gp_tpl_type t;
    bool fv; /* it is (part of) a variable; strings have their own marks */
    union {
        bool b;
        int64_t i;
        double d;
        const struct gp_tpl_str *s;
        const struct gp_tpl_list *l; /* LIST, TUPLE, VIEW (its elements) */
        struct gp_tpl_dict *dict;    /* DICT, NS */
        const struct gp_tpl_range *range;
        struct gp_tpl_gen *gen;
        const struct gp_tpl_macro *macro;
        const struct gp_tpl_def *fn; /* FUNC */
        const struct gp_tpl_bound *bound;
        struct gp_tpl_loop *loop;
        const char *undef; /* what a use of the undefined value says; may be NULL */
    };
} gp_tpl_val;

enum { TPL_FROM_TEMPLATE = 0, TPL_FROM_VALUE = 1, TPL_MIXED = 2 };

typedef struct gp_tpl_str {
    const char *p;    /* valid UTF-8 */
    size_t n;         /* bytes */
    const uint8_t *m; /* MIXED: n marks, each TPL_FROM_TEMPLATE or TPL_FROM_VALUE */
    uint8_t kind;
    bool markup;           /* result of safe or escape: adding other text escapes that text */
    size_t chars;          /* code points */
    struct gp_tpl_sb *own; /* the builder it ends in, if text can be appended there in place */
} gp_tpl_str;

typedef struct gp_tpl_list {
    const gp_tpl_val *v;
    size_t n;
    const char *kind; /* VIEW: "dict_keys", ...; TUPLE: "group" for an element of groupby's result; else NULL */
} gp_tpl_list;

typedef struct gp_tpl_pair {
    gp_tpl_val k, v;
} gp_tpl_pair;

typedef struct gp_tpl_dict { /* insertion order */
    gp_tpl_pair *e;
    size_t n, size;
    uint32_t *index; /* hash table of entry number + 1; NULL while small */
    size_t n_index;  /* power of two */
} gp_tpl_dict;

typedef struct gp_tpl_range {
    int64_t start, stop, step;
    size_t n;
} gp_tpl_range;

/* --- text with marks --- */

typedef struct gp_tpl_sb {
    char *p;
    uint8_t *m;
    size_t n, size;
    size_t chars;
    bool has[2]; /* bytes of that mark occur */
} gp_tpl_sb;

/* --- the tree --- */

typedef struct gp_tpl_name { /* interned: equal names are the same pointer */
    gp_str s;
    struct gp_tpl_name *next;
} gp_tpl_name;

typedef enum gp_tpl_kind {
    /* expressions */
    N_CONST,
    N_NAME,
    N_LIST,
    N_TUPLE,
    N_DICT,
    N_ATTR,
    N_ITEM,
    N_SLICE,
    N_CALL,
    N_FILTER,
    N_TEST,
    N_NOT,
    N_NEG,
    N_POS,
    N_AND,
    N_OR,
    N_BIN,
    N_CMP,
    N_COND,
    N_CONCAT,
    /* parts */
    N_PAIR,
    N_ARG,
    N_CMPOP,
    N_PARAM,
    /* statements */
    S_DATA,
    S_OUT,
    S_IF,
    S_FOR,
    S_SET,
    S_SETBLOCK,
    S_MACRO,
    S_CALL,
    S_FILTER,
    S_WITH,
    S_BREAK,
    S_CONTINUE,
    S_SCOPE
} gp_tpl_kind;

typedef enum gp_tpl_op {
    OP_NONE,
    OP_ADD,
    OP_SUB,
    OP_MUL,
    OP_DIV,
    OP_FLOORDIV,
    OP_MOD,
    OP_POW,
    OP_EQ,
    OP_NE,
    OP_LT,
    OP_LE,
    OP_GT,
    OP_GE,
    OP_IN,
    OP_NOTIN,
    ARG_POS,
    ARG_KW,
    ARG_STAR,
    ARG_STARSTAR
} gp_tpl_op;

/* One node. `next` links lists (items, arguments, statements). What the children mean:
 *   LIST TUPLE CONCAT a=items | DICT a=PAIRs(a key, b value) | ATTR a.name | ITEM a[b] | SLICE a[b:c:d], each optional
 *   CALL a(args) | FILTER a|def(args), a NULL in filter blocks | TEST a is def(args) | BIN a op b | CMP a CMPOPs in b
 *   COND b if a else c | IF a b, elif c, else d | FOR a in b if e: c else d | SET a=b | SETBLOCK a, filters b, body c
 *   MACRO name, PARAMs a (name, default a), body c | CALL stmt: call a, macro b | FILTER stmt: filters b, body c
 *   WITH PAIRs a, body c | SCOPE body c */
typedef struct gp_tpl_node {
    gp_tpl_kind kind;
    gp_tpl_op op;
    uint32_t line;
    bool flag;    /* FOR: recursive; MACRO: a parameter has a default */
    uint8_t uses; /* MACRO: TPL_USES_* */
    const gp_tpl_name *name;
    const struct gp_tpl_def *def; /* FILTER, TEST; NULL: unknown, fails when reached */
    struct gp_tpl_node *a, *b, *c, *d, *e, *args, *next;
    gp_tpl_val k;
} gp_tpl_node;

enum { TPL_USES_VARARGS = 1, TPL_USES_KWARGS = 2, TPL_USES_CALLER = 4 };

/* --- run time --- */

typedef struct gp_tpl_binding {
    const gp_tpl_name *name;
    gp_tpl_val v;
    struct gp_tpl_binding *next;
} gp_tpl_binding;

typedef struct gp_tpl_scope {
    const struct gp_tpl_scope *up;
    gp_tpl_binding *first;
} gp_tpl_scope;

typedef struct gp_tpl_macro {
    const gp_tpl_node *node;
    const gp_tpl_scope *scope; /* where it was defined */
} gp_tpl_macro;

typedef struct gp_tpl_bound {
    gp_tpl_val self;
    const struct gp_tpl_def *def;
} gp_tpl_bound;

typedef struct gp_tpl_loop {
    const gp_tpl_val *items;
    size_t n, i;
    size_t depth;         /* 0 for the outermost of a recursive loop */
    gp_tpl_val last_seen; /* what loop.changed() got before */
    const gp_tpl_node *node;
    const gp_tpl_scope *scope; /* around the loop, for recursion */
} gp_tpl_loop;

typedef struct gp_tpl_kwarg {
    gp_str name;
    gp_tpl_val v;
} gp_tpl_kwarg;

typedef struct gp_tpl_args {
    const gp_tpl_val *v;
    size_t n;
    const gp_tpl_kwarg *kw;
    size_t n_kw;
} gp_tpl_args;

enum { TPL_MAX_PARAMS = 6, TPL_BUCKETS = 64 };

typedef struct gp_tpl {
    gp_arena *a;
    size_t arena_start;
    const char *name;
    uint32_t line; /* of what is being evaluated */
    uint64_t steps;
    unsigned depth;
    unsigned macro_depth;
    int64_t now;
    gp_tpl_sb *out;
    gp_tpl_name *names[TPL_BUCKETS];
    gp_tpl_scope *globals;
    bool strict;  /* a name that is not there fails at once; `name` is NULL, and messages have nothing in front */
    gp_code code; /* set by gp_tpl_fail */
    gp_err *err;
    jmp_buf trap;
} gp_tpl;

/* A filter, test, method or function: its parameter names, and its code. With params NULL the callee reads `args`
 * itself; else `p` holds one value per parameter, T_MISSING where none was given. `v` is the input or the object. */
typedef gp_tpl_val gp_tpl_fn(gp_tpl *c, gp_tpl_val v, const gp_tpl_val *p, const gp_tpl_args *args);
typedef struct gp_tpl_def {
    const char *name;
    gp_tpl_fn *fn;
    unsigned required;
    const char *params; /* separated by spaces; "" for none */
} gp_tpl_def;

/* A generator is computed when first consumed, so that its errors come when a template uses it, or never. */
typedef struct gp_tpl_gen {
    gp_tpl_fn *fn; /* gives the list; NULL once consumed */
    gp_tpl_val in;
    gp_tpl_val p[TPL_MAX_PARAMS];
    gp_tpl_args args;
    size_t at; /* elements taken one by one (first) */
    gp_tpl_val items;
} gp_tpl_gen;

/* tpl_core.c: failing, limits, memory */
_Noreturn void gp_tpl_fail(gp_tpl *c, const char *fmt, ...) GP_PRINTF(2, 3);
void *gp_tpl_alloc(gp_tpl *c, size_t n);
void *gp_tpl_array(gp_tpl *c, size_t count, size_t size);
void gp_tpl_charge(gp_tpl *c, size_t work); /* counts work / 16 + 1 steps */
void gp_tpl_enter(gp_tpl *c);               /* one level deeper; pairs with gp_tpl_leave */
void gp_tpl_leave(gp_tpl *c);
const gp_tpl_name *gp_tpl_intern(gp_tpl *c, gp_str s);
const char *gp_tpl_text(gp_tpl *c, const char *fmt, ...) GP_PRINTF(2, 3); /* in the arena */

/* tpl_string.c: strings and builders */
void gp_tpl_sb_put(gp_tpl *c, gp_tpl_sb *b, gp_str s, int mark);
void gp_tpl_sb_c(gp_tpl *c, gp_tpl_sb *b, const char *s, int mark);
void gp_tpl_sb_cp(gp_tpl *c, gp_tpl_sb *b, uint32_t cp, int mark);
void gp_tpl_sb_str(gp_tpl *c, gp_tpl_sb *b, const gp_tpl_str *s);
gp_tpl_val gp_tpl_sb_done(gp_tpl *c, gp_tpl_sb *b); /* the string; the builder may only be grown in place after that */
gp_tpl_val gp_tpl_mkstr(gp_tpl *c, gp_str s, int mark);
/* bytes [from, to), on code point borders */
gp_tpl_val gp_tpl_cut(gp_tpl *c, const gp_tpl_str *s, size_t from, size_t to);
gp_tpl_val gp_tpl_join2(gp_tpl *c, const gp_tpl_str *l, const gp_tpl_str *r);
int gp_tpl_mark_at(const gp_tpl_str *s, size_t at);
gp_str gp_tpl_view(const gp_tpl_str *s);
size_t gp_tpl_find(gp_tpl *c, gp_str in, gp_str what); /* first occurrence or SIZE_MAX; linear whatever the texts are */
size_t gp_tpl_byte_at(const gp_tpl_str *s, size_t chars);       /* byte offset of a code point */
size_t gp_tpl_char_at(const gp_tpl_str *s, size_t bytes);       /* code points before a byte offset */
const gp_tpl_val *gp_tpl_chars(gp_tpl *c, const gp_tpl_str *s); /* s->chars strings of one code point */
gp_tpl_val gp_tpl_escape(gp_tpl *c, const gp_tpl_str *s);       /* HTML; markup */
gp_tpl_val gp_tpl_as_markup(gp_tpl *c, gp_tpl_val s, bool markup);

/* tpl_text.c: what Unicode text functions need */
bool gp_tpl_is_space(int32_t cp);
bool gp_tpl_is_newline(int32_t cp);
bool gp_tpl_is_printable(int32_t cp);
bool gp_tpl_is_alpha(int32_t cp);
bool gp_tpl_is_digit(int32_t cp);
int32_t gp_tpl_upper(int32_t cp);
int32_t gp_tpl_lower(int32_t cp);
typedef enum gp_tpl_case { CASE_UPPER, CASE_LOWER, CASE_TITLE, CASE_CAPITALIZE, CASE_SWAP, CASE_WORDS } gp_tpl_case;
gp_tpl_val gp_tpl_recase(gp_tpl *c, const gp_tpl_str *s, gp_tpl_case how);
/* chars NULL: white space. side: 1 left, 2 right, 3 both */
gp_tpl_val gp_tpl_strip(gp_tpl *c, const gp_tpl_str *s, const gp_tpl_str *chars, int side);
gp_tpl_val gp_tpl_replace(gp_tpl *c, const gp_tpl_str *s, const gp_tpl_str *from, const gp_tpl_str *to, int64_t count);
gp_tpl_val gp_tpl_splitlines(gp_tpl *c, const gp_tpl_str *s, bool keep);

/* tpl_value.c: making, walking; tpl_order.c: comparing, dicts */
gp_tpl_val gp_tpl_undef_msg(const char *message);
gp_tpl_val gp_tpl_bool(bool b);
gp_tpl_val gp_tpl_int(int64_t i);
gp_tpl_val gp_tpl_size(gp_tpl *c, size_t n);
gp_tpl_val gp_tpl_float(double d);
gp_tpl_val gp_tpl_none(void);
gp_tpl_val gp_tpl_list_of(gp_tpl *c, gp_tpl_type t, const gp_tpl_val *v, size_t n); /* takes v as it is */
gp_tpl_val gp_tpl_kind_of_list(gp_tpl *c, gp_tpl_type t, const gp_tpl_val *v, size_t n, const char *kind);
gp_tpl_val gp_tpl_pair_of(gp_tpl *c, gp_tpl_val a, gp_tpl_val b);
gp_tpl_val gp_tpl_new_dict(gp_tpl *c, gp_tpl_type t, size_t size);
void gp_tpl_dict_set(gp_tpl *c, gp_tpl_dict *d, gp_tpl_val k, gp_tpl_val v);
gp_tpl_val *gp_tpl_dict_get(gp_tpl *c, const gp_tpl_dict *d, gp_tpl_val k);
gp_tpl_val *gp_tpl_dict_find(gp_tpl *c, const gp_tpl_dict *d, gp_str k);
gp_tpl_val gp_tpl_from_json(gp_tpl *c, const gp_json *j, bool from_value);
const char *gp_tpl_type_name(gp_tpl_val v); /* as Python calls it */
bool gp_tpl_truth(gp_tpl *c, gp_tpl_val v);
bool gp_tpl_equal(gp_tpl *c, gp_tpl_val a, gp_tpl_val b);
bool gp_tpl_same(gp_tpl_val a, gp_tpl_val b);                              /* `is` */
int gp_tpl_compare(gp_tpl *c, gp_tpl_val a, gp_tpl_val b, const char *op); /* fails where there is no order */
bool gp_tpl_less(gp_tpl *c, gp_tpl_op op, gp_tpl_val a, gp_tpl_val b);
bool gp_tpl_contains(gp_tpl *c, gp_tpl_val in, gp_tpl_val what);
bool gp_tpl_iterable(gp_tpl_val v);
gp_tpl_list gp_tpl_iterate(gp_tpl *c, gp_tpl_val v); /* the elements; fails when not iterable; consumes a generator */
bool gp_tpl_len(gp_tpl *c, gp_tpl_val v, size_t *n); /* false: the type has none */
bool gp_tpl_number(gp_tpl_val v, double *d);         /* int, float, bool */
bool gp_tpl_integer(gp_tpl_val v, int64_t *i);       /* int, bool */
gp_tpl_val gp_tpl_range_at(const gp_tpl_range *r, size_t i);

/* tpl_print.c */
void gp_tpl_put(gp_tpl *c, gp_tpl_sb *b, gp_tpl_val v); /* str(v) */
void gp_tpl_repr(gp_tpl *c, gp_tpl_sb *b, gp_tpl_val v);
gp_tpl_val gp_tpl_str_of(gp_tpl *c, gp_tpl_val v);
void gp_tpl_float_text(gp_tpl *c, gp_tpl_sb *b, double d, int mark); /* repr of a float */
gp_tpl_val gp_tpl_tojson(gp_tpl *c, gp_tpl_val v, const gp_tpl_val *p);

/* tpl_ops.c */
gp_tpl_val gp_tpl_binary(gp_tpl *c, gp_tpl_op op, gp_tpl_val a, gp_tpl_val b);
gp_tpl_val gp_tpl_negate(gp_tpl *c, gp_tpl_val v, bool minus);
gp_tpl_val gp_tpl_attr(gp_tpl *c, gp_tpl_val v, gp_str name);    /* v.name */
gp_tpl_val gp_tpl_item(gp_tpl *c, gp_tpl_val v, gp_tpl_val key); /* v[key] */
gp_tpl_val gp_tpl_slice(gp_tpl *c, gp_tpl_val v, gp_tpl_val from, gp_tpl_val to, gp_tpl_val step);
_Noreturn void gp_tpl_undef_use(gp_tpl *c, gp_tpl_val v);
_Noreturn void gp_tpl_type_error(gp_tpl *c, const char *what, gp_tpl_val v);
/* tpl_format.c: `fmt % args`, and str.format */
gp_tpl_val gp_tpl_percent(gp_tpl *c, const gp_tpl_str *fmt, gp_tpl_val args, const gp_tpl_args *keywords);
gp_tpl_val gp_tpl_brace_format(gp_tpl *c, const gp_tpl_str *fmt, const gp_tpl_args *args);

/* tables: NULL when there is no such name */
const gp_tpl_def *gp_tpl_filter_def(gp_str name);
const gp_tpl_def *gp_tpl_text_filter_def(gp_str name);
const gp_tpl_def *gp_tpl_lazy_filter_def(gp_str name);
const gp_tpl_def *gp_tpl_test_def(gp_str name);
const gp_tpl_def *gp_tpl_function_def(gp_str name);
const gp_tpl_def *gp_tpl_method_def(gp_tpl_type t, gp_str name, bool *unsafe); /* unsafe: exists, but forbidden */
const gp_tpl_def *gp_tpl_find_def(const gp_tpl_def *defs, size_t n, gp_str name);

/* v[step] for each step of a dotted path, digits being indices; `fallback` (if given) takes the place of undefined. */
gp_tpl_val gp_tpl_path(gp_tpl *c, gp_tpl_val v, gp_tpl_val path, gp_tpl_val fallback);

/* tpl_call.c */
gp_tpl_val gp_tpl_call_def(gp_tpl *c, const gp_tpl_def *def, gp_tpl_val v, const gp_tpl_args *args);
gp_tpl_val gp_tpl_lazy(gp_tpl *c, gp_tpl_fn *fn, gp_tpl_val in, const gp_tpl_val *p, size_t n, const gp_tpl_args *args);
gp_tpl_val gp_tpl_call(gp_tpl *c, gp_tpl_val callee, const gp_tpl_args *args);
bool gp_tpl_callable(gp_tpl_val v);
int64_t gp_tpl_want_int(gp_tpl *c, gp_tpl_val v, const char *what);
const gp_tpl_str *gp_tpl_want_str(gp_tpl *c, gp_tpl_val v, const char *what);
/* The text of any value, as filters on strings take it. */
const gp_tpl_str *gp_tpl_soft_str(gp_tpl *c, gp_tpl_val v);
gp_tpl_val gp_tpl_strftime(gp_tpl *c, const gp_tpl_str *fmt);

/* tpl_lex.c, tpl_parse.c, tpl_expr.c, tpl_run.c */
typedef enum gp_tpl_token_kind {
    K_EOF,
    K_DATA,
    K_VAR_BEGIN,
    K_VAR_END,
    K_BLOCK_BEGIN,
    K_BLOCK_END,
    K_NAME,
    K_INT,
    K_FLOAT,
    K_STRING,
    K_OP
} gp_tpl_token_kind;
typedef struct gp_tpl_token {
    gp_tpl_token_kind kind;
    uint32_t line;
    gp_str text; /* DATA and STRING: the value; OP: its characters */
} gp_tpl_token;
typedef struct gp_tpl_tokens {
    gp_tpl_token *v;
    size_t n, size;
} gp_tpl_tokens;
gp_tpl_tokens gp_tpl_lex(gp_tpl *c, gp_str source);

typedef struct gp_tpl_parser {
    gp_tpl *c;
    const gp_tpl_token *at;
    unsigned depth;
    unsigned loops;      /* enclosing for loops, for break and continue */
    uint8_t uses;        /* special names seen in the macro being read */
    bool soft;           /* inside an if: unknown filters and tests fail only when reached */
    const char *unknown; /* the first unknown filter or test of this expression */
    uint32_t unknown_line;
} gp_tpl_parser;
gp_tpl_node *gp_tpl_parse(gp_tpl *c, const gp_tpl_tokens *tokens);
gp_tpl_node *gp_tpl_parse_expr(gp_tpl_parser *p);
gp_tpl_node *gp_tpl_parse_no_cond(gp_tpl_parser *p);
gp_tpl_node *gp_tpl_parse_tuple(gp_tpl_parser *p, bool with_cond); /* one expression, or several with commas */
gp_tpl_node *gp_tpl_parse_postfix_call(gp_tpl_parser *p);          /* an expression that must be a call */
gp_tpl_node *gp_tpl_parse_filters(gp_tpl_parser *p);               /* NAME(args)|NAME..., without an input */
gp_tpl_node *gp_tpl_node_new(gp_tpl_parser *p, gp_tpl_kind kind);
bool gp_tpl_is_op(const gp_tpl_parser *p, const char *op);
bool gp_tpl_is_word(const gp_tpl_parser *p, const char *word);
bool gp_tpl_skip_op(gp_tpl_parser *p, const char *op);
bool gp_tpl_skip_word(gp_tpl_parser *p, const char *word);
void gp_tpl_expect_op(gp_tpl_parser *p, const char *op);
const gp_tpl_name *gp_tpl_expect_name(gp_tpl_parser *p);
_Noreturn void gp_tpl_syntax(gp_tpl_parser *p, const char *expected);

void gp_tpl_run(gp_tpl *c, const gp_tpl_node *body);
gp_tpl_val gp_tpl_eval(gp_tpl *c, const gp_tpl_node *n, const gp_tpl_scope *s);
gp_tpl_val gp_tpl_call_macro(gp_tpl *c, const gp_tpl_macro *m, const gp_tpl_args *args);
gp_tpl_val gp_tpl_loop_again(gp_tpl *c, gp_tpl_loop *loop, gp_tpl_val items);
gp_tpl_val gp_tpl_loop_attr(gp_tpl *c, gp_tpl_loop *loop, gp_str name, bool *found);

#endif

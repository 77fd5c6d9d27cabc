/* lint.c - self-tests of a suite, in two passes. */
#include "lint/lint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ordered.h"

/* Two passes. The first collects constants that may be right in many cases, the second checks each case by itself and
 * grades the null baselines, on several threads, and then looks for equal prompts. Both keep tables of fixed size, so
 * memory does not grow with the number of cases; what that costs is said at the tables. */

enum {
    CONSTANTS = 4096,               /* different texts that are counted; later ones are no candidates */
    CONSTANT_MAX = 1024,            /* bytes; a longer text is no candidate */
    TRIED_MAX = 1024,               /* constants that are tried at most, and at least */
    TRIED_LEAST = 8,                /* ... */
    GRADINGS = 200000,              /* in between, as many as make so many gradings */
    PROMPTS = 65536,                /* direct-mapped by case digest: in larger suites a repetition may be missed */
    WARNINGS_KEPT = GP_LINT_MAX / 2 /* so that warnings never crowd out errors */
};

typedef enum origin { EXPECTED, EXAMPLE, SCHEMA, REFUSAL } origin;
const char *const gp_constant_origins[4] = {"expected", "example", "schema", "refusal"};

typedef struct constant {
    gp_str text;
    origin origin;       /* where it was met first */
    size_t count, order; /* how often it was met; how many others were met before */
    size_t passed, graded;
    double score_sum;
} constant;

typedef struct prompt { /* of the case seen last with this slot */
    uint64_t digest;    /* first 16 hex digits, as a number; 0: free */
    uint32_t i;
} prompt;

typedef struct lint {
    gp_arena *a;      /* findings */
    gp_arena scratch; /* one case */
    gp_arena tables;
    const gp_suite *s;
    gp_lint_report *out;
    gp_finding *findings;
    size_t warnings_kept;
    constant *constants;
    uint32_t *slots;                      /* hash -> index + 1 of constants; twice as many */
    size_t n_constants, n_tried, untried; /* after the first pass the commonest come first, and those are tried */
    prompt *prompts;
    double score_sum[GP_NULL_BASELINES];
} lint;

/* What was found at one case by itself. */
typedef struct found {
    bool error;
    gp_str where, text;
    struct found *next;
} found;

typedef struct look {
    gp_arena *a;
    gp_case *c;
    found *first, **end;
    bool graded[GP_NULL_BASELINES], passed[GP_NULL_BASELINES];
    double score[GP_NULL_BASELINES];
    size_t n_tried; /* constants that were graded */
    bool *constant_passed;
    double *constant_score;
} look;

/* --- findings --- */

/* Text and place into the report, copied. */
static void keep(lint *x, bool error, gp_str where, gp_str case_id, gp_str text)
{
    gp_lint_report *r = x->out;
    if (error) r->n_errors++;
    else r->n_warnings++;
    if (r->n_findings == GP_LINT_MAX || (!error && x->warnings_kept == WARNINGS_KEPT)) {
        r->more++;
        return;
    }
    gp_finding *f = &x->findings[r->n_findings++];
    x->warnings_kept += !error;
    *f = (gp_finding){.error = error,
                      .where = gp_str_dup(x->a, where),
                      .case_id = gp_str_dup(x->a, case_id),
                      .text = gp_str_dup(x->a, text)};
}

GP_PRINTF(4, 5)
static void find(look *l, bool error, const gp_json *at, const char *fmt, ...)
{
    gp_err text = {0};
    va_list ap;
    va_start(ap, fmt);
    gp_vfail(&text, GP_E_INPUT, fmt, ap);
    va_end(ap);
    found *f = GP_NEW(l->a, found);
    *f = (found){
        .error = error,
        .text = gp_str_dup(l->a, gp_str_c(text.msg)),
        .where = gp_str_fmt(l->a, "%s:%u:%u", l->c->file, at ? at->line : l->c->line, at ? at->col : l->c->col)};
    *l->end = f;
    l->end = &f->next;
}

/* A located message "FILE:LINE:COL: what" as a finding; without a place it gets the case's. */
static void find_error(look *l, const char *message)
{
    size_t n = strlen(l->c->file);
    unsigned line, col;
    int used = 0;
    bool located = strncmp(message, l->c->file, n) == 0 && sscanf(message + n, ":%u:%u: %n", &line, &col, &used) == 2 &&
                   used;
    if (!located) find(l, true, NULL, "%s", message);
    else find(l, true, &(gp_json){.line = line, .col = col}, "%s", message + n + used);
}

enum { EMPTY, ECHO, CONSTANT };

/* --- constants --- */

static uint64_t hash_of(gp_str s)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
    return h ^ h >> 29;
}

static void count_constant(lint *x, gp_str text, origin from)
{
    const size_t mask = 2 * CONSTANTS - 1;
    if (!text.n || text.n > CONSTANT_MAX) return;
    size_t s = hash_of(text) & mask;
    for (; x->slots[s]; s = (s + 1) & mask) {
        constant *k = &x->constants[x->slots[s] - 1];
        if (!gp_str_eq(k->text, text)) continue;
        k->count++;
        return;
    }
    if (x->n_constants == CONSTANTS) return;
    x->constants[x->n_constants] = (constant){
        .text = gp_str_dup(&x->tables, text), .origin = from, .count = 1, .order = x->n_constants};
    x->slots[s] = (uint32_t)++x->n_constants;
}

static void count_grader(lint *x, const gp_grader *g)
{
    const gp_json *answers = g->kind->answers ? g->kind->answers(g) : NULL, *schema = gp_grader_schema(g);
    bool list = answers && answers->type == GP_JSON_ARRAY;
    gp_buf least = {0}, whole = {0};
    for (const gp_json *e = list ? answers->first : answers; e; e = list ? e->next : NULL)
        count_constant(x, e->type == GP_JSON_STRING ? e->s : e->raw, EXPECTED);
    if (g->kind->compose) g->kind->compose(g, &whole);
    count_constant(x, gp_buf_view(&whole), EXPECTED);
    if (schema && gp_schema_least(schema, CONSTANT_MAX, &least)) count_constant(x, gp_buf_view(&least), SCHEMA);
    gp_buf_free(&least);
    gp_buf_free(&whole);
}

static void count_case(lint *x, const gp_case *c)
{
    for (size_t i = 0; i < c->n_graders; i++) count_grader(x, c->graders[i]);
    for (const gp_json *e = c->pass_examples ? c->pass_examples->first : NULL; e; e = e->next) {
        bool list = e->type == GP_JSON_ARRAY;
        for (const gp_json *t = list ? e->first : e; t; t = list ? t->next : NULL) count_constant(x, t->s, EXAMPLE);
    }
}

static gp_code read_case(void *user, size_t i, gp_arena *a, void *product, gp_err *err)
{
    return gp_suite_case_undigested(((const lint *)user)->s, i, a, product, err);
}

static gp_code count_answers(void *user, size_t i, const void *product, gp_err *err)
{
    (void)i, (void)err;
    count_case(user, *(gp_case *const *)product);
    return GP_OK;
}

/* The commonest first; of equally common ones the one that was met first. */
static int by_count(const void *x, const void *y)
{
    const constant *a = x, *b = y;
    if (a->count != b->count) return a->count > b->count ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

/* First pass. Refusals are tried whatever the suite expects. */
static gp_code find_constants(lint *x, gp_err *err)
{
    static const char *const refusals[] = {"I don't know.", "I'm sorry, but I can't help with that."};
    size_t n = gp_suite_facts(x->s)->n_cases, most = GRADINGS / (n ? n : 1);
    gp_code code = gp_ordered_each(
        &(gp_ordered){.n = n, .product = sizeof(gp_case *), .work = read_case, .take = count_answers, .user = x}, err);
    if (most < TRIED_LEAST) most = TRIED_LEAST;
    if (most > TRIED_MAX) most = TRIED_MAX;
    qsort(x->constants, x->n_constants, sizeof *x->constants, by_count);
    x->n_tried = x->n_constants < most ? x->n_constants : most;
    x->untried = x->n_constants - x->n_tried;
    for (size_t i = 0; i < 2; i++)
        x->constants[x->n_tried++] = (constant){.text = gp_str_c(refusals[i]), .origin = REFUSAL};
    return code;
}

/* What the report says of the best of them. */
static void tell_constant(lint *x, gp_null_baseline *out)
{
    const constant *best = x->constants;
    for (size_t i = 1; i < x->n_tried; i++) {
        const constant *k = &x->constants[i];
        if (k->passed > best->passed || (k->passed == best->passed && k->score_sum > best->score_sum)) best = k;
    }
    out->answer = gp_str_dup(x->a, best->text);
    out->origin = gp_constant_origins[best->origin];
    out->tried = x->n_tried;
    out->untried = x->untried;
    out->passed = best->passed;
    out->graded = best->graded;
    x->score_sum[CONSTANT] = best->score_sum;
}

/* --- self tests --- */

/* One answer per reply, from a string or a list of strings. */
static gp_str *example_answers(gp_arena *a, const gp_json *v, size_t *n)
{
    bool list = v->type == GP_JSON_ARRAY;
    gp_str *answers = GP_NEW_ARRAY(a, gp_str, list ? v->n : 1);
    *n = 0;
    for (const gp_json *e = list ? v->first : v; e; e = list ? e->next : NULL) answers[(*n)++] = e->s;
    return answers;
}

/* The grader that decided against the answer, for the message. */
static const gp_criterion *worst(const gp_grade *g)
{
    const gp_criterion *w = g->criteria;
    for (size_t i = 1; i < g->n_criteria; i++)
        if (g->criteria[i].score < w->score) w = &g->criteria[i];
    return w;
}

static gp_code self_test(look *l, const gp_json *v, size_t i, bool pass, gp_err *err)
{
    size_t n;
    gp_str *answers = example_answers(l->a, v, &n);
    gp_grade g;
    gp_err inner = {0};
    gp_code code = gp_grade_answers(l->a, l->c, answers, n, &g, &inner);
    if (code == GP_E_INPUT) return find_error(l, inner.msg), GP_OK;
    if (code) return gp_fail(err, code, "%s", inner.msg);
    const gp_criterion *w = worst(&g);
    if (pass && g.status != GP_PASSED)
        find(l, true, v, "examples.pass[%zu] does not pass: grader \"%.*s\": %.*s", i, GP_ARG(w->id),
             GP_ARG(w->explanation));
    if (!pass && g.status == GP_PASSED)
        find(l, true, v, "examples.fail[%zu] passes all graders, so they cannot tell it from a right answer", i);
    return GP_OK;
}

static gp_code self_tests(look *l, gp_err *err)
{
    const gp_json *pass = l->c->pass_examples, *fail = l->c->fail_examples;
    gp_code code = GP_OK;
    size_t i = 0, k = 0;
    for (const gp_json *e = pass ? pass->first : NULL; e && !code; e = e->next) code = self_test(l, e, i++, true, err);
    for (const gp_json *e = fail ? fail->first : NULL; e && !code; e = e->next) code = self_test(l, e, k++, false, err);
    if (code) return code;
    if (!pass && !fail) find(l, false, NULL, "the case has no examples, so nothing shows that its graders work");
    else if (!fail) find(l, false, NULL, "the case has no example that must fail (examples.fail)");
    else if (!pass) find(l, false, NULL, "the case has no example that must pass (examples.pass)");
    return GP_OK;
}

/* --- null baselines --- */

/* What reply k (from 0) answers to: the last user message before it. */
static gp_str asked(const look *l, size_t k)
{
    const gp_case *c = l->c;
    if (k) return c->turns[k - 1];
    for (size_t i = c->n_messages; i--;)
        if (gp_str_eqc(c->messages[i].role, "user")) return gp_message_text(l->a, &c->messages[i]);
    return (gp_str){"", 0};
}

static gp_code null_baseline(look *l, int which, gp_str *answers, gp_err *err)
{
    size_t n = l->c->n_turns + 1;
    gp_grade g;
    gp_err inner = {0};
    for (size_t k = 0; k < n; k++) answers[k] = which == ECHO ? asked(l, k) : GP_STR("");
    gp_code code = gp_grade_answers(l->a, l->c, answers, n, &g, &inner);
    if (code == GP_E_INPUT) return find_error(l, inner.msg), GP_OK;
    if (code) return gp_fail(err, code, "%s", inner.msg);
    l->graded[which] = true;
    l->score[which] = g.score;
    l->passed[which] = g.status == GP_PASSED;
    if (!l->passed[which]) return GP_OK;
    find(l, false, NULL,
         which == EMPTY ? "an empty answer passes this case" : "an echo of the prompt passes this case");
    return GP_OK;
}

/* One of them is right somewhere, mostly by construction, so that is no finding. */
static gp_code constants(const lint *x, look *l, gp_str *answers, gp_err *err)
{
    gp_arena a = {0};
    gp_err inner = {0};
    gp_code code = GP_OK;
    l->constant_passed = GP_NEW_ARRAY(l->a, bool, x->n_tried);
    l->constant_score = GP_NEW_ARRAY(l->a, double, x->n_tried);
    for (size_t i = 0; i < x->n_tried && !code; i++) {
        gp_grade g;
        gp_arena_reset(&a);
        for (size_t k = 0; k <= l->c->n_turns; k++) answers[k] = x->constants[i].text;
        code = gp_grade_answers(&a, l->c, answers, l->c->n_turns + 1, &g, &inner);
        if (code) break;
        l->n_tried++;
        l->constant_passed[i] = g.status == GP_PASSED;
        l->constant_score[i] = g.score;
    }
    if (code == GP_E_INPUT) find_error(l, inner.msg), code = GP_OK;
    else if (code) code = gp_fail(err, code, "%s", inner.msg);
    gp_arena_free(&a);
    return code;
}

static gp_code null_baselines(const lint *x, look *l, gp_err *err)
{
    gp_str *answers = GP_NEW_ARRAY(l->a, gp_str, l->c->n_turns + 1);
    gp_code code = null_baseline(l, EMPTY, answers, err);
    if (!code) code = null_baseline(l, ECHO, answers, err);
    return code ? code : constants(x, l, answers, err);
}

/* --- equal prompts --- */

static uint64_t leading_digits(const char *hex)
{
    uint64_t v = 0;
    for (int i = 0; i < 16; i++) v = v << 4 | (uint64_t)(hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10);
    return v | 1;
}

static gp_code compare_with(lint *x, const gp_case *c, size_t i, gp_err *err)
{
    gp_case *before = NULL;
    gp_arena_reset(&x->scratch);
    gp_code code = gp_suite_case(x->s, i, &x->scratch, &before, err);
    if (code || strcmp(before->digest, c->digest) != 0 || strcmp(before->grader_digest, c->grader_digest) == 0)
        return code;
    gp_str where = gp_str_fmt(&x->scratch, "%s:%u:%u", c->file, c->line, c->col);
    gp_str text = gp_str_fmt(&x->scratch, "asks exactly what case \"%.*s\" (line %u) asks, but grades it differently",
                             GP_ARG(before->id), before->line);
    keep(x, false, where, c->id, text);
    return GP_OK;
}

static gp_code equal_prompts(lint *x, const gp_case *c, size_t i, gp_err *err)
{
    uint64_t d = leading_digits(c->digest);
    prompt *p = &x->prompts[(d >> 8) % PROMPTS];
    if (p->digest == d) return compare_with(x, c, p->i, err);
    *p = (prompt){.digest = d, .i = (uint32_t)i};
    return GP_OK;
}

/* --- the whole --- */

/* No target can meet such a need, so it would only ever show as skipped trials. */
static void needs(look *l)
{
    bool any = false;
    for (size_t i = 0; i < l->c->n_graders; i++) any = any || gp_grader_schema(l->c->graders[i]);
    if (l->c->needs & GP_NEED_JSON_SCHEMA && !any)
        find(l, true, NULL,
             "the case needs json_schema, but no json grader of it has a schema, so no target can meet it");
}

/* gp_ordered: one case by itself. */
static gp_code look_at(void *user, size_t i, gp_arena *a, void *product, gp_err *err)
{
    const lint *x = user;
    look *l = product;
    gp_err inner = {0};
    l->a = a;
    l->end = &l->first;
    gp_code code = gp_suite_case(x->s, i, a, &l->c, err);
    if (code) return code;
    code = gp_grade_check(l->c, &inner);
    if (code == GP_E_INPUT) return find_error(l, inner.msg), GP_OK; /* nothing can be graded with it */
    if (code) return gp_fail(err, code, "%s", inner.msg);
    needs(l);
    code = self_tests(l, err);
    return code ? code : null_baselines(x, l, err);
}

/* gp_ordered: what it adds to the report. */
static gp_code note(void *user, size_t i, const void *product, gp_err *err)
{
    lint *x = user;
    const look *l = product;
    gp_code code = equal_prompts(x, l->c, i, err);
    for (const found *f = l->first; f && !code; f = f->next) keep(x, f->error, f->where, l->c->id, f->text);
    for (int k = 0; k < GP_NULL_BASELINES; k++) {
        gp_null_baseline *b = &x->out->baselines[k];
        b->graded += l->graded[k];
        b->passed += l->passed[k];
        if (l->graded[k]) x->score_sum[k] += l->score[k];
    }
    for (size_t k = 0; k < l->n_tried; k++) {
        x->constants[k].graded++;
        x->constants[k].passed += l->constant_passed[k];
        x->constants[k].score_sum += l->constant_score[k];
    }
    return code;
}

static void lint_header(lint *x)
{
    const gp_suite_info *f = gp_suite_facts(x->s);
    if (f->provenance) return;
    keep(x, false, gp_str_c(f->file), (gp_str){"", 0},
         GP_STR("the suite has no provenance: say where its cases come from"));
}

static void make_tables(lint *x)
{
    x->findings = GP_NEW_ARRAY(x->a, gp_finding, GP_LINT_MAX);
    x->constants = GP_NEW_ARRAY(&x->tables, constant, CONSTANTS + 2); /* and refusals */
    x->slots = GP_NEW_ARRAY(&x->tables, uint32_t, 2 * CONSTANTS);
    x->prompts = GP_NEW_ARRAY(&x->tables, prompt, PROMPTS);
}

static gp_code run(lint *x, gp_err *err)
{
    gp_null_baseline *b = x->out->baselines;
    b[EMPTY] = (gp_null_baseline){.name = "empty", .answer = {"", 0}};
    b[ECHO] = (gp_null_baseline){.name = "echo", .answer = {"", 0}};
    b[CONSTANT] = (gp_null_baseline){.name = "constant"};
    make_tables(x);
    gp_code code = find_constants(x, err);
    if (!code) lint_header(x);
    if (!code)
        code = gp_ordered_each(
            &(gp_ordered){
                .n = gp_suite_facts(x->s)->n_cases, .product = sizeof(look), .work = look_at, .take = note, .user = x},
            err);
    if (!code) tell_constant(x, &b[CONSTANT]);
    for (int i = 0; i < GP_NULL_BASELINES; i++)
        b[i].score_mean = b[i].graded ? x->score_sum[i] / (double)b[i].graded : 0;
    x->out->findings = x->findings;
    return code;
}

gp_code gp_lint_suite(gp_arena *a, const gp_suite *s, gp_lint_report *out, gp_err *err)
{
    *out = (gp_lint_report){0};
    lint x = {.a = a, .s = s, .out = out};
    gp_code code = run(&x, err);
    gp_arena_free(&x.scratch);
    gp_arena_free(&x.tables);
    return code;
}

/* lint.c - the two passes over a suite, and what they found. */
#include <stdio.h>
#include <string.h>

#include "base/ordered.h"
#include "lint/lint_impl.h"
#include "reply/grammar.h"

enum {
    PROMPTS = 65536,                /* direct-mapped by case digest: in larger suites a repetition may be missed */
    WARNINGS_KEPT = GP_LINT_MAX / 2 /* so that warnings never crowd out errors */
};

typedef struct prompt { /* of the case seen last with this slot */
    uint64_t digest;    /* first 16 hex digits, as a number; 0: free */
    uint32_t i;
} prompt;

typedef struct without { /* cases that lack examples */
    size_t n;
    gp_str first; /* the id of the first of them */
    uint32_t line;
} without;

typedef struct lint {
    gp_arena *a;      /* findings */
    gp_arena scratch; /* one case */
    gp_arena tables;
    const gp_suite *s;
    gp_lint_options how;
    gp_lint_report *out;
    gp_finding *findings;
    size_t warnings_kept;
    gp_constants constants;
    prompt *prompts;
    without no_examples, no_pass, no_fail;
    double score_sum[GP_NULL_BASELINES];
} lint;

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

void gp_find(gp_look *l, bool error, const gp_json *at, const char *fmt, ...)
{
    gp_err text = {0};
    va_list ap;
    va_start(ap, fmt);
    gp_vfail(&text, GP_E_INPUT, fmt, ap);
    va_end(ap);
    gp_found *f = GP_NEW(l->a, gp_found);
    *f = (gp_found){
        .error = error,
        .text = gp_str_dup(l->a, gp_str_c(text.msg)),
        .where = gp_str_fmt(l->a, "%s:%u:%u", l->c->file, at ? at->line : l->c->line, at ? at->col : l->c->col)};
    l->n_errors += error;
    *l->end = f;
    l->end = &f->next;
}

/* A message that may begin with its place. */
static void find_located(gp_look *l, bool error, const char *message)
{
    size_t n = strlen(l->c->file);
    unsigned line, col;
    int used = 0;
    gp_str of = gp_str_fmt(l->a, "case \"%.*s\", ", GP_ARG(l->c->id)); /* the report names the case itself */
    bool located = strncmp(message, l->c->file, n) == 0 && sscanf(message + n, ":%u:%u: %n", &line, &col, &used) == 2 &&
                   used;
    if (located) message += n + (size_t)used;
    if (strncmp(message, of.p, of.n) == 0) message += of.n;
    gp_find(l, error, located ? &(gp_json){.line = line, .col = col} : NULL, "%s", message);
}

void gp_find_error(gp_look *l, const char *message) { find_located(l, true, message); }

gp_code gp_find_grading(gp_look *l, gp_code code, const char *message, gp_err *err)
{
    if (code == GP_E_INPUT) return gp_find_error(l, message), GP_OK;
    return code ? gp_fail(err, code, "%s", message) : GP_OK;
}

/* --- the first pass --- */

static gp_code read_case(void *user, size_t i, gp_arena *a, void *product, gp_err *err)
{
    return gp_suite_case_undigested(((const lint *)user)->s, i, a, product, err);
}

static gp_code count_answers(void *user, size_t i, const void *product, gp_err *err)
{
    (void)i, (void)err;
    gp_constants_add(&((lint *)user)->constants, *(gp_case *const *)product);
    return GP_OK;
}

static gp_code find_constants(lint *x, gp_err *err)
{
    size_t n = gp_suite_facts(x->s)->n_cases;
    gp_code code = gp_ordered_each(
        &(gp_ordered){.n = n, .product = sizeof(gp_case *), .work = read_case, .take = count_answers, .user = x}, err);
    gp_constants_choose(&x->constants, n);
    return code;
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

/* --- what the suite as a whole lacks --- */

static void count_without(without *w, const gp_case *c)
{
    if (!w->n++) w->first = c->id, w->line = c->line;
}

static void note_examples(lint *x, const gp_case *c)
{
    bool pass = c->pass_examples, fail = c->fail_examples;
    if (!pass && !fail) count_without(&x->no_examples, c);
    else if (!fail) count_without(&x->no_fail, c);
    else if (!pass) count_without(&x->no_pass, c);
}

GP_PRINTF(2, 3)
static void keep_for_suite(lint *x, const char *fmt, ...)
{
    gp_err text = {0};
    va_list ap;
    va_start(ap, fmt);
    gp_vfail(&text, GP_E_INPUT, fmt, ap);
    va_end(ap);
    keep(x, false, gp_str_c(gp_suite_facts(x->s)->file), (gp_str){"", 0}, gp_str_c(text.msg));
}

static void tell_without(lint *x, const without *w, const char *what)
{
    size_t n = gp_suite_facts(x->s)->n_cases;
    if (!w->n) return;
    keep_for_suite(x, "%zu of %zu cases: %s; the first is \"%.*s\" (line %u)", w->n, n, what, GP_ARG(w->first),
                   w->line);
}

/* "a, b, c, …": the first that it passes. */
static const char *passed_cases(lint *x, const gp_null_baseline *b)
{
    gp_buf ids = {0};
    size_t n = b->passed < GP_NULL_SHOWN ? b->passed : GP_NULL_SHOWN;
    for (size_t i = 0; i < n; i++)
        gp_buf_fmt(&ids, "%s%.*s", i ? ", " : "", GP_ARG(gp_suite_case_id(x->s, b->shown[i])));
    if (b->passed > n) gp_buf_c(&ids, ", …");
    const char *text = gp_str_dup(&x->tables, gp_buf_view(&ids)).p;
    gp_buf_free(&ids);
    return text;
}

static void tell_suite(lint *x)
{
    const gp_suite_info *f = gp_suite_facts(x->s);
    if (!f->license.n) keep_for_suite(x, "the suite has no license: say what others may do with its cases");
    if (!f->provenance) keep_for_suite(x, "the suite has no provenance: say where its cases come from");
    tell_without(x, &x->no_examples, "no examples, so nothing shows that the graders work");
    tell_without(x, &x->no_fail, "no example that must fail (examples.fail)");
    tell_without(x, &x->no_pass, "no example that must pass (examples.pass)");
    for (int i = 0; i < GP_NULL_BASELINES; i++) {
        const gp_null_baseline *b = &x->out->baselines[i];
        double share = b->graded ? (double)b->passed / (double)b->graded : 0;
        if (b->passed > 1 && share > f->null_share_max) /* some constant passes one by construction */
            keep_for_suite(x,
                           "the null baseline \"%s\" passes %zu of %zu cases (%s); more than %.0f%% (null_share_max) "
                           "says that passing means little",
                           b->name, b->passed, b->graded, passed_cases(x, b), 100 * f->null_share_max);
    }
}

/* --- the whole --- */

/* No target can meet such a need, so it would only ever show as skipped trials. */
/* A local model is held to the schema; where that cannot be, its trials are skipped, which nobody would notice. */
static void holds(gp_look *l, const gp_json *schema)
{
    gp_grammar *g = NULL;
    gp_err err = {0};
    gp_code code = gp_grammar_new(schema, &g, &err);
    if (code) find_located(l, strstr(err.msg, gp_grammar_nothing), err.msg);
    else gp_grammar_free(g);
}

static void needs(gp_look *l)
{
    bool any = false, held = l->c->needs & GP_NEED_JSON_SCHEMA;
    for (size_t i = 0; i < l->c->n_graders; i++) {
        const gp_json *schema = gp_grader_schema(l->c->graders[i]);
        any = any || schema;
        if (schema && held) holds(l, schema);
    }
    if (held && !any)
        gp_find(l, true, NULL,
                "the case needs json_schema, but no grader of it has a schema, so no target can meet it");
}

/* Golden files are named by ids. */
static void golden_name(const lint *x, gp_look *l, size_t i)
{
    if (l->c->golden != GP_GOLDEN_NONE && gp_suite_has_twin(x->s, i))
        gp_find(
            l, true, NULL,
            "the id differs from that of another case in upper and lower case only: on a disk that ignores case their "
            "goldens would be one file");
}

/* gp_ordered: one case by itself. */
static gp_code look_at(void *user, size_t i, gp_arena *a, void *product, gp_err *err)
{
    const lint *x = user;
    gp_look *l = product;
    gp_err inner = {0};
    l->a = a;
    l->s = x->s;
    l->how = &x->how;
    l->end = &l->first;
    gp_code code = gp_suite_case(x->s, i, a, &l->c, err);
    if (code) return code;
    code = gp_grade_check(l->c, &inner);
    if (code) return gp_find_grading(l, code, inner.msg, err); /* nothing can be graded with it */
    needs(l);
    golden_name(x, l, i);
    gp_clash_check(l);
    code = gp_self_tests(l, err);
    if (!code && x->how.change) code = gp_unproved_check(l, err);
    if (!code) code = gp_puzzle_check(l, err);
    return code ? code : gp_null_try(&x->constants, l, err);
}

/* gp_ordered: what it adds to the report. */
static gp_code note(void *user, size_t i, const void *product, gp_err *err)
{
    lint *x = user;
    const gp_look *l = product;
    gp_code code = equal_prompts(x, l->c, i, err);
    for (const gp_found *f = l->first; f && !code; f = f->next) keep(x, f->error, f->where, l->c->id, f->text);
    note_examples(x, l->c);
    for (int k = 0; k < GP_NULL_BASELINES; k++) {
        gp_null_baseline *b = &x->out->baselines[k];
        b->graded += l->graded[k];
        if (l->passed[k] && b->passed < GP_NULL_SHOWN) b->shown[b->passed] = i;
        b->passed += l->passed[k];
        if (l->graded[k]) x->score_sum[k] += l->score[k];
    }
    gp_constants_note(&x->constants, l, i);
    x->out->n_mutations += l->n_mutations;
    x->out->n_noticed += l->n_noticed;
    return code;
}

static gp_code run(lint *x, gp_err *err)
{
    gp_null_baseline *b = x->out->baselines;
    for (int i = 0; i < GP_NULL_BASELINES; i++) {
        bool tried = i != GP_NULL_POCKET || x->how.answered;
        b[i] = (gp_null_baseline){.name = tried ? gp_null_names[i] : NULL, .answer = {"", 0}};
    }
    gp_constants_init(&x->constants, &x->tables);
    x->findings = GP_NEW_ARRAY(x->a, gp_finding, GP_LINT_MAX);
    x->prompts = GP_NEW_ARRAY(&x->tables, prompt, PROMPTS);
    gp_code code = find_constants(x, err);
    if (!code)
        code = gp_ordered_each(&(gp_ordered){.n = gp_suite_facts(x->s)->n_cases,
                                             .product = sizeof(gp_look),
                                             .work = look_at,
                                             .take = note,
                                             .user = x},
                               err);
    for (int i = 0; i < GP_NULL_BASELINES; i++)
        b[i].score_mean = b[i].graded ? x->score_sum[i] / (double)b[i].graded : 0;
    if (!code) gp_constants_best(&x->constants, x->a, &b[GP_NULL_CONSTANT]);
    if (!code) tell_suite(x);
    x->out->findings = x->findings;
    return code;
}

gp_code gp_lint_suite(gp_arena *a, const gp_suite *s, const gp_lint_options *how, gp_lint_report *out, gp_err *err)
{
    *out = (gp_lint_report){0};
    lint x = {.a = a, .s = s, .how = *how, .out = out};
    gp_code code = run(&x, err);
    gp_arena_free(&x.scratch);
    gp_arena_free(&x.tables);
    return code;
}

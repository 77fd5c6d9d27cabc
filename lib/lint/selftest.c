/* selftest.c - the examples of a case against its graders: as they are, and broken. */
#include <math.h>

#include "lint/lint_impl.h"

/* What became of one grader's criterion over everything that was tried. */
typedef struct tested {
    size_t general, general_noticed; /* changes that fit any answer */
    size_t failed;                   /* of anything tried */
    bool told;                       /* a mutation that it does not notice was told */
} tested;

typedef struct example {
    const gp_json *at;
    const char *list; /* "pass" or "fail" */
    size_t i;
    gp_reply *replies;
    size_t n;
} example;

static void read_example(gp_arena *a, const gp_json *v, example *out)
{
    bool list = v->type == GP_JSON_ARRAY;
    out->at = v;
    out->n = 0;
    out->replies = GP_NEW_ARRAY(a, gp_reply, list ? v->n : 1);
    for (const gp_json *e = list ? v->first : v; e; e = list ? e->next : NULL) {
        gp_example_reply r;
        (void)!gp_example_reply_read(a, e, &r, NULL); /* it was checked with its case */
        out->replies[out->n++] = (gp_reply){.answer = r.answer,
                                            .reasoning = r.reasoning,
                                            .finish = r.finish,
                                            .tool_calls = r.tool_calls ? r.tool_calls->raw : (gp_str){0}};
    }
}

static gp_transcript transcript_of(const example *e)
{
    return (gp_transcript){.replies = e->replies, .n_replies = e->n};
}

/* The grader that decided against the answer, for the message. */
static const gp_criterion *worst(const gp_grade *g)
{
    const gp_criterion *w = g->criteria;
    for (size_t i = 1; i < g->n_criteria; i++)
        if (g->criteria[i].score < w->score) w = &g->criteria[i];
    return w;
}

/* --- evidence --- */

/* What grader g needs from outside for these replies, obtained if that may be; NULL: it needs nothing, or there is none. */
static gp_code obtain(gp_look *l, const gp_json *at, const gp_grader *g, const gp_transcript *t, gp_evidence **out,
                      gp_err *err)
{
    gp_job job;
    *out = NULL;
    if (!l->how->obtain || !gp_grade_needs(l->a, l->c, g, t, &job)) return GP_OK;
    gp_evidence *e = GP_NEW(l->a, gp_evidence);
    *e = gp_evidence_unknown();
    e->criterion = g->id;
    gp_code code = l->how->obtain(l->s, l->a, &job, l->how->user, e, err);
    bool tell = !code && !gp_evidence_ran(e) && e->reason.n && !l->untested;
    l->untested = l->untested || tell;
    if (tell) gp_find(l, false, at, "grader \"%.*s\" could not be tested: %.*s", GP_ARG(g->id), GP_ARG(e->reason));
    *out = e;
    return code;
}

static gp_code grade_by_one(gp_look *l, const gp_json *at, const gp_grader *g, const gp_transcript *t,
                            gp_criterion *out, gp_err *err)
{
    gp_evidence *e = NULL;
    gp_code code = obtain(l, at, g, t, &e, err);
    return code ? code : gp_grade_criterion(l->a, l->c, g, t, e, out, err);
}

static gp_code grade_by_all(gp_look *l, const gp_json *at, const gp_transcript *t, gp_grade *out, gp_err *err)
{
    gp_evidence *list = GP_NEW_ARRAY(l->a, gp_evidence, l->c->n_graders);
    size_t n = 0;
    gp_code code = GP_OK;
    for (size_t i = 0; i < l->c->n_graders && !code; i++) {
        gp_evidence *e = NULL;
        code = obtain(l, at, l->c->graders[i], t, &e, err);
        if (e) list[n++] = *e;
    }
    return code ? code : gp_grade_with(l->a, l->c, t, list, n, out, err);
}

/* An example as it is. *passed: it passes. */
static gp_code grade_example(gp_look *l, const example *e, tested *t, bool *passed, gp_err *err)
{
    gp_grade g;
    gp_err inner = {0};
    gp_transcript all = transcript_of(e);
    bool want = e->list[0] == 'p';
    gp_code code = grade_by_all(l, e->at, &all, &g, &inner);
    *passed = false;
    if (code) return gp_find_grading(l, code, inner.msg, err);
    bool open = g.why.n > 0; /* it takes more than an answer to decide; broken ones may need less */
    *passed = g.status == GP_PASSED || (open && want);
    if (open) return GP_OK;
    for (size_t i = 0; i < g.n_criteria; i++) t[i].failed += g.criteria[i].score < 1;
    const gp_criterion *w = worst(&g);
    if (want && !*passed)
        gp_find(l, true, e->at, "examples.pass[%zu] does not pass: grader \"%.*s\": %.*s", e->i, GP_ARG(w->id),
                GP_ARG(w->explanation));
    if (!want && *passed)
        gp_find(l, true, e->at, "examples.fail[%zu] passes all graders, so they cannot tell it from a right answer",
                e->i);
    return GP_OK;
}

/* --- broken answers --- */

/* What a criterion says when its reply is changed: in its own way i, or in a general one. *score is NaN where the change
 * offers no way. */
static gp_code grade_changed(gp_look *l, const example *e, const gp_grader *g, size_t i, bool own, double *score,
                             gp_str *text, gp_err *err)
{
    size_t at = (size_t)g->turn - 1;
    gp_reply *replies = GP_NEW_ARRAY(l->a, gp_reply, e->n);
    gp_criterion out;
    *score = NAN;
    for (size_t k = 0; k < e->n; k++) replies[k] = e->replies[k];
    if (!(own ? gp_break(l->a, g, i, &replies[at]) : gp_changes[i].change(l->a, NULL, &replies[at]))) return GP_OK;
    *text = replies[at].answer;
    gp_transcript t = {.replies = replies, .n_replies = e->n};
    gp_code code = grade_by_one(l, e->at, g, &t, &out, err);
    if (!code) *score = out.score;
    return code;
}

static gp_code own_changes(gp_look *l, const example *e, const gp_grader *g, tested *t, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t k = 0; k < gp_ways(g) && !code; k++) {
        double score;
        gp_str text = {0};
        code = grade_changed(l, e, g, k, true, &score, &text, err);
        if (code || isnan(score)) continue;
        l->n_mutations++;
        l->n_noticed += score < 1;
        t->failed += score < 1;
        if (score < 1 || t->told) continue;
        t->told = true;
        gp_find(l, false, e->at, "grader \"%.*s\" does not notice examples.pass[%zu] with %s: \"%.*s\"", GP_ARG(g->id),
                e->i, gp_way_name(g, k), (int)(text.n < 80 ? text.n : 80), text.p);
    }
    return code;
}

static gp_code general_changes(gp_look *l, const example *e, const gp_grader *g, tested *t, gp_err *err)
{
    if (g->kind->stage) return GP_OK; /* it looks elsewhere than at the answer, which these change */
    gp_code code = GP_OK;
    for (size_t k = 0; k < gp_n_changes && !code; k++) {
        double score;
        gp_str text;
        code = grade_changed(l, e, g, k, false, &score, &text, err);
        if (code || isnan(score)) continue;
        t->general++;
        t->general_noticed += score < 1;
        t->failed += score < 1;
    }
    return code;
}

static gp_code change_example(gp_look *l, const example *e, tested *t, gp_err *err)
{
    gp_code code = GP_OK;
    gp_err inner = {0};
    for (size_t i = 0; i < l->c->n_graders && !code; i++) {
        code = own_changes(l, e, l->c->graders[i], &t[i], &inner);
        if (!code) code = general_changes(l, e, l->c->graders[i], &t[i], &inner);
    }
    return gp_find_grading(l, code, inner.msg, err);
}

/* --- what the criteria noticed --- */

static gp_code fails_empty(gp_look *l, const gp_grader *g, bool *fails, bool *open, gp_err *err)
{
    gp_reply *replies = GP_NEW_ARRAY(l->a, gp_reply, l->c->n_turns + 1);
    gp_transcript t = {.replies = replies, .n_replies = l->c->n_turns + 1};
    gp_criterion out;
    for (size_t i = 0; i < t.n_replies; i++) replies[i].answer = GP_STR("");
    gp_code code = grade_by_one(l, g->at, g, &t, &out, err);
    *fails = !code && out.score < 1;
    *open = !code && out.open;
    return code;
}

/* A criterion that asks for something (it fails an empty answer) should mind when the answer changes, unless it looks
 * elsewhere than at the answer. */
static gp_code judge_criteria(gp_look *l, const tested *t, gp_err *err)
{
    enum { ENOUGH = 3 }; /* changes that must have been possible */
    gp_err inner = {0};
    gp_code code = GP_OK;
    for (size_t i = 0; i < l->c->n_graders && !code; i++) {
        const gp_grader *g = l->c->graders[i];
        bool fails, open;
        code = fails_empty(l, g, &fails, &open, &inner);
        if (code || open || t[i].told) continue;
        if (!fails && !t[i].failed)
            gp_find(l, false, g->at,
                    "grader \"%.*s\" passes everything that was tried, an empty answer included; add an "
                    "example that it must fail",
                    GP_ARG(g->id));
        else if (fails && !g->kind->stage && t[i].general >= ENOUGH && !t[i].general_noticed)
            gp_find(l, false, g->at,
                    "grader \"%.*s\" minds none of %zu changes to right answers (numbers dropped, names changed, words "
                    "swapped, halves cut off, …)",
                    GP_ARG(g->id), t[i].general);
    }
    return gp_find_grading(l, code, inner.msg, err);
}

static gp_code examples(gp_look *l, const gp_json *list, const char *name, bool change, tested *t, gp_err *err)
{
    gp_code code = GP_OK;
    size_t i = 0;
    for (const gp_json *v = list ? list->first : NULL; v && !code; v = v->next) {
        example e = {.list = name, .i = i++};
        bool passed;
        read_example(l->a, v, &e);
        code = grade_example(l, &e, t, &passed, err);
        if (!code && passed && change) code = change_example(l, &e, t, err);
    }
    return code;
}

gp_code gp_self_tests(gp_look *l, gp_err *err)
{
    bool change = l->how->change;
    const gp_json *pass = l->c->pass_examples, *fail = l->c->fail_examples;
    tested *t = GP_NEW_ARRAY(l->a, tested, l->c->n_graders);
    size_t errors = l->n_errors;
    gp_code code = examples(l, pass, "pass", change, t, err);
    if (!code) code = examples(l, fail, "fail", false, t, err);
    if (code || !pass || !change || l->n_errors > errors) return code;
    return judge_criteria(l, t, err);
}

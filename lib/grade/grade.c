/* grade.c - weights and the verdict over one transcript. */
#include <math.h>

#include "base/sha256.h"
#include "grade/grade_impl.h"

const char *const gp_status_names[GP_SKIPPED + 1] = {"passed", "failed", "error", "skipped"};

const char *gp_status_name(gp_status s) { return gp_status_names[s]; }

static bool grades_filter(const gp_grader *g)
{
    const gp_inner *in = gp_grader_inner(g);
    bool does = g->kind->filtered && g->kind->filtered(g);
    for (size_t i = 0; in && i < in->n && !does; i++) does = grades_filter(in->of[i]);
    return does;
}

/* Is the provider's refusal what is graded here? */
static bool answers_by_filter(const gp_case *c, const gp_transcript *t)
{
    bool does = false;
    for (size_t i = 0; i < c->n_graders && t->failure == GP_FAIL_CONTENT_FILTER && !t->skipped; i++)
        does = does || grades_filter(c->graders[i]);
    return does;
}

/* The same conversation as an answered one: replies that the filter left no text of, or that it kept from being asked
 * for, are empty and ended by it. */
static gp_transcript with_filtered(gp_arena *a, const gp_case *c, const gp_transcript *t)
{
    gp_transcript whole = *t;
    size_t n = c->n_turns + 1;
    gp_reply *replies = GP_NEW_ARRAY(a, gp_reply, n);
    for (size_t i = 0; i < n; i++) {
        replies[i] = i < t->n_replies ? t->replies[i] : gp_reply_unknown();
        bool unsaid = i + 1 == n && !replies[i].finish.n;
        if (i >= t->n_replies || unsaid) replies[i].finish = GP_STR(GP_FINISH_FILTERED);
    }
    whole.replies = replies;
    whole.n_replies = n;
    whole.failure = GP_FAIL_NONE;
    return whole;
}

static const gp_transcript *as_answered(gp_arena *a, const gp_case *c, const gp_transcript *t, gp_transcript *filtered)
{
    if (!answers_by_filter(c, t)) return t;
    *filtered = with_filtered(a, c, t);
    return filtered;
}

bool gp_grade_needs(gp_arena *a, const gp_case *c, const gp_grader *g, const gp_transcript *t, gp_job *job)
{
    size_t turn = (size_t)g->turn;
    gp_transcript filtered;
    *job = (gp_job){0};
    t = as_answered(a, c, t, &filtered);
    if (!g->kind->obtain || t->skipped || t->failure != GP_FAIL_NONE || turn > t->n_replies) return false;
    return g->kind->obtain(a, &(gp_judged){.c = c, .t = t, .reply = &t->replies[turn - 1], .cost_usd = NAN}, g, job);
}

const gp_question *gp_grade_asks(gp_arena *a, const gp_case *c, const gp_grader *g, const gp_transcript *t,
                                 const gp_evidence *known, size_t n_known, size_t *n)
{
    size_t turn = (size_t)g->turn;
    gp_transcript filtered;
    t = as_answered(a, c, t, &filtered);
    *n = 0;
    if (!g->kind->ask || t->skipped || t->failure != GP_FAIL_NONE || turn > t->n_replies) return NULL;
    const gp_judged x = {
        .c = c, .t = t, .reply = &t->replies[turn - 1], .cost_usd = NAN, .all = known, .n_all = n_known};
    return g->kind->ask(a, &x, g, n);
}

const gp_question *gp_grade_calibration(gp_arena *a, const gp_case *c, const gp_grader *g, size_t *n)
{
    *n = 0;
    return g->kind->ask ? g->kind->ask(a, &(gp_judged){.c = c, .cost_usd = NAN}, g, n) : NULL;
}

uint32_t gp_repeat_forms(uint32_t forms) { return forms ? forms : GP_FORM_NFC | GP_FORM_SPACES; }

gp_str gp_repeat_text(gp_arena *a, const gp_reply *r, uint32_t forms)
{
    gp_str text = gp_form_text(a, r->answer, gp_repeat_forms(forms));
    return r->tool_calls.n ? gp_str_cat(a, text, GP_STR("\n"), r->tool_calls) : text;
}

bool gp_grade_of_repeats(const gp_case *c)
{
    bool any = false;
    for (size_t i = 0; i < c->n_graders; i++) any = any || c->graders[i]->kind->of_repeats;
    return any;
}

/* Of the evidence what belongs to this grader; NULL: none. */
static const gp_evidence *find_evidence(const gp_grader *g, const gp_evidence *e, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (gp_str_eq(e[i].criterion, g->id)) return &e[i];
    return NULL;
}

static gp_code leave_open(gp_arena *a, const gp_evidence *e, gp_criterion *out)
{
    if (!e) return gp_leave_open(a, out, GP_UNDECIDED, "nothing was obtained for it");
    return gp_leave_open(a, out, e->end == GP_END_NOT_APPLICABLE ? GP_INAPPLICABLE : GP_UNDECIDED, "%s",
                         gp_evidence_end_text(a, e));
}

static void note_evidence(gp_arena *a, const gp_evidence *e, gp_criterion *out)
{
    char hex[65];
    gp_evidence_digest(e, hex);
    out->evidence = gp_str_dup(a, gp_str_c(hex));
}

/* Of several lines, over their digests one after another. */
static void note_votes(gp_arena *a, const gp_grade_input *in, gp_criterion *out)
{
    char hex[65];
    gp_buf b = {0};
    for (size_t i = 0; i < in->n_evidence; i++) {
        if (!gp_str_eq(in->evidence[i].criterion, out->id)) continue;
        gp_evidence_digest(&in->evidence[i], hex);
        gp_buf_c(&b, hex);
    }
    gp_sha256_hex_of(gp_buf_view(&b), hex);
    if (b.n) out->evidence = gp_str_dup(a, gp_str_c(hex));
    gp_buf_free(&b);
}

static gp_code criterion(gp_arena *a, const gp_case *c, const gp_grader *g, const gp_transcript *t,
                         const gp_grade_input *in, gp_criterion *out, gp_err *err)
{
    const gp_evidence *e = find_evidence(g, in->evidence, in->n_evidence);
    *out = (gp_criterion){.id = g->id, .type = g->kind->name, .weight = g->weight};
    size_t turn = (size_t)g->turn;
    gp_err inner = {0};
    gp_code code = GP_OK;
    gp_job job;
    bool needs = gp_grade_needs(a, c, g, t, &job);
    if (needs && (!e || !gp_evidence_ran(e))) return leave_open(a, e, out);
    if (needs) note_evidence(a, e, out);
    if (g->kind->ask) note_votes(a, in, out);
    if (turn > t->n_replies) gp_explain(a, out, 0, "there is no reply %zu, only %zu", turn, t->n_replies);
    else {
        const gp_judged x = {c,
                             t,
                             &t->replies[turn - 1],
                             NAN,
                             needs ? e : NULL,
                             in->evidence,
                             in->n_evidence,
                             in->repeats,
                             in->n_repeats};
        code = gp_verdict(a, &x, g, out, &inner);
    }
    /* The model's text can drive a careless pattern to its limit. That must neither stop the run nor pass. */
    if (code == GP_E_INFRA) code = gp_explain(a, out, 0, "no verdict by this grader: %s", inner.msg);
    out->passed = out->score >= 1;
    if (code == GP_E_INPUT) return gp_grader_fail(c, g, err, inner.msg);
    return code ? gp_fail(err, code, "%s", inner.msg) : GP_OK;
}

gp_code gp_grade_criterion(gp_arena *a, const gp_case *c, const gp_grader *g, const gp_transcript *t,
                           const gp_evidence *e, gp_criterion *out, gp_err *err)
{
    return criterion(a, c, g, t, &(gp_grade_input){.evidence = e, .n_evidence = e != NULL}, out, err);
}

/* What cannot be decided is worse than what does not apply; among those the first is told. */
static void note_open(gp_arena *a, const gp_criterion *k, gp_grade *out)
{
    gp_status status = k->open == GP_UNDECIDED ? GP_ERROR : GP_SKIPPED;
    if (!k->open || out->status == GP_ERROR || (out->status == GP_SKIPPED && status == GP_SKIPPED)) return;
    out->status = status;
    out->why = gp_str_fmt(a, "criterion \"%.*s\" %s: %.*s", GP_ARG(k->id),
                          status == GP_ERROR ? "cannot be decided" : "is not applicable", GP_ARG(k->explanation));
}

/* Also of a trial that has no verdict: votes that tie are votes. */
static void note_ballots(gp_arena *a, const gp_criterion *list, size_t n, gp_grade *out)
{
    const gp_ballot **ballots = GP_NEW_ARRAY(a, const gp_ballot *, n);
    for (size_t i = 0; i < n; i++)
        if (list[i].ballot) ballots[out->n_ballots++] = list[i].ballot;
    out->ballots = ballots;
}

gp_code gp_grade_with(gp_arena *a, const gp_case *c, const gp_transcript *t, const gp_evidence *e, size_t n,
                      gp_grade *out, gp_err *err)
{
    return gp_grade_all(a, c, t, &(gp_grade_input){.evidence = e, .n_evidence = n}, out, err);
}

gp_code gp_grade_all(gp_arena *a, const gp_case *c, const gp_transcript *t, const gp_grade_input *in, gp_grade *out,
                     gp_err *err)
{
    gp_transcript filtered;
    *out = (gp_grade){.score = NAN, .evidence = in->evidence, .n_evidence = in->n_evidence};
    t = as_answered(a, c, t, &filtered);
    if (t->skipped || t->failure != GP_FAIL_NONE) {
        out->status = t->skipped ? GP_SKIPPED : GP_ERROR;
        return GP_OK;
    }
    gp_criterion *list = GP_NEW_ARRAY(a, gp_criterion, c->n_graders);
    double sum = 0, weights = 0;
    for (size_t i = 0; i < c->n_graders; i++) {
        const gp_grader *g = c->graders[i];
        gp_code code = criterion(a, c, g, t, in, &list[i], err);
        if (code) return code;
        sum += list[i].weight * list[i].score;
        weights += list[i].weight;
        note_open(a, &list[i], out);
    }
    note_ballots(a, list, c->n_graders, out);
    if (out->why.n) return GP_OK;
    out->score = weights > 0 ? sum / weights : 0;
    out->status = out->score + 1e-12 >= c->pass_at ? GP_PASSED : GP_FAILED;
    out->criteria = list;
    out->n_criteria = c->n_graders;
    return GP_OK;
}

gp_code gp_grade_transcript(gp_arena *a, const gp_case *c, const gp_transcript *t, gp_grade *out, gp_err *err)
{
    return gp_grade_with(a, c, t, NULL, 0, out, err);
}

/* --- budgets --- */

const char *const gp_budget_state_names[GP_BUDGET_UNKNOWN + 1] = {"met", "exceeded", "not measured"};

static gp_measured measure(gp_arena *a, const gp_judged *x, const gp_grader *g)
{
    const gp_limited *p = (const gp_limited *)g;
    gp_measured m = {.id = g->id, .type = g->kind->name, .value = g->kind->measure(x)};
    const char *wanted = gp_bounds_text(a, p->min, p->max);
    m.state = isnan(m.value)                        ? GP_BUDGET_UNKNOWN
              : gp_outside(m.value, p->min, p->max) ? GP_BUDGET_EXCEEDED
                                                    : GP_BUDGET_MET;
    m.explanation = isnan(m.value)
                        ? gp_str_fmt(a, "no value is known; %s %s wanted", wanted, g->kind->unit)
                        : gp_str_fmt(a, "%s %s, %s wanted", gp_number_text(a, m.value), g->kind->unit, wanted);
    return m;
}

void gp_grade_measured(gp_arena *a, const gp_case *c, const gp_transcript *t, double cost_usd, gp_grade *out)
{
    if (out->status != GP_PASSED && out->status != GP_FAILED) return;
    gp_measured *list = GP_NEW_ARRAY(a, gp_measured, c->n_budgets);
    for (size_t i = 0; i < c->n_budgets; i++) {
        const gp_grader *g = c->budgets[i];
        bool there = (size_t)g->turn <= t->n_replies;
        const gp_reply *reply = there ? &t->replies[g->turn - 1] : NULL;
        list[i] = measure(a, &(gp_judged){.c = c, .t = t, .reply = reply, .cost_usd = cost_usd}, g);
    }
    out->measured = list;
    out->n_measured = c->n_budgets;
}

gp_code gp_grade_answers(gp_arena *a, const gp_case *c, const gp_str *answers, size_t n, gp_grade *out, gp_err *err)
{
    gp_reply *replies = GP_NEW_ARRAY(a, gp_reply, n);
    for (size_t i = 0; i < n; i++) replies[i].answer = answers[i];
    return gp_grade_transcript(a, c, &(gp_transcript){.replies = replies, .n_replies = n}, out, err);
}

static gp_code compile(const gp_case *c, const gp_grader *g, gp_err *err)
{
    const gp_inner *in = gp_grader_inner(g);
    gp_code code = gp_extract_check(c, g, err);
    if (!code && g->kind->compile) code = g->kind->compile(c, g, err);
    for (size_t i = 0; in && i < in->n && !code; i++) code = compile(c, in->of[i], err);
    return code;
}

gp_code gp_grade_check(const gp_case *c, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 0; i < c->n_graders && !code; i++) code = compile(c, c->graders[i], err);
    return code;
}

/* grader_judge.c - another model says what the answer is worth by a rubric: who it is, when it may count, its verdict. */
#include <math.h>
#include <stdlib.h>

#include "base/sha256.h"
#include "grade/judge.h"

static const char *const scale_names[] = {NULL, "pass", "ordinal", "interval"};

static const gp_field rows[] = {
    GP_FIELD(STR, "target", gp_judge, target, .flags = GP_KNOWN | GP_QUOTED,
             .doc = "Who judges: a name of the targets file, or PROVIDER:MODEL."),
    GP_FIELD(TEXT, "rubric", gp_judge, rubric, .flags = GP_KNOWN | GP_QUOTED | GP_FILLED,
             .doc = "What the answer is judged by."),
    GP_FIELD(
        TEXT, "reference", gp_judge, reference, .flags = GP_OPTIONAL | GP_QUOTED | GP_FILLED,
        .doc = "An answer to compare with: the judge says which is better by the rubric, and is shown both in either "
               "order. Passes where the answer is at least as good."),
    GP_FIELD(
        ENUM, "scale", gp_judge, scale, GP_NAMES(scale_names), .flags = GP_OPTIONAL | GP_QUOTED,
        .doc = "pass (default): the judge says whether it passes. ordinal, interval: it gives a whole number from 1 to "
               "`points`; of several votes the median counts, or the mean."),
    GP_FIELD(INT, "points", gp_judge, points, GP_RANGE(2, 100), .flags = GP_OPTIONAL | GP_QUOTED,
             .doc = "The best number of the scale. Default 5."),
    GP_FIELD(INT, "pass_from", gp_judge, pass_from, GP_RANGE(2, 100), .flags = GP_OPTIONAL | GP_QUOTED,
             .doc = "The number from which the answer passes; below it the score is the share of the way from 1 to it. "
                    "Default: `points`."),
    GP_FIELD(INT, "votes", gp_judge, votes, GP_RANGE(1, 15), .flags = GP_OPTIONAL | GP_QUOTED,
             .doc = "How often the judge is asked, each time with another seed. Default 1, with `reference` 2: an even "
                    "number there, else an odd one."),
    GP_FIELD(
        JSON, "calibration", gp_judge, calibration, .flags = GP_OPTIONAL | GP_QUOTED, .json = GP_JSON_ARRAY,
        .doc = "Answers of which the verdict is known: objects with `answer`, `pass` (true or false), and `task` where "
               "that is not the case's. Default: the examples of the case.",
        .schema = "{\"minItems\": 2, \"items\": {\"type\": \"object\", \"required\": [\"answer\", \"pass\"], "
                  "\"additionalProperties\": false, \"properties\": {\"answer\": {\"type\": \"string\"}, \"pass\": "
                  "{\"type\": \"boolean\"}, \"task\": {\"type\": \"string\"}}}}"),
    GP_FIELD(
        REAL, "calibrated", gp_judge, calibrated, GP_RANGE(0, 1), .flags = GP_OPTIONAL | GP_QUOTED,
        .doc = "Share of the calibration that the judge must get right before it counts; 0: it counts without one. "
               "Default 0.9."),
    GP_FIELD(INT, "max_tokens", gp_judge, max_tokens, GP_RANGE(16, 1e6), .flags = GP_OPTIONAL | GP_QUOTED,
             .doc = "Tokens that a vote may have. Default 1024."),
    GP_FIELD(BOOL, "free", gp_judge, free, .flags = GP_OPTIONAL | GP_DEFAULT,
             .doc = "Ask for the form of the vote in words alone, also where the target could be held to it."),
    GP_FIELD(BOOL, "alone", gp_judge, alone, .flags = GP_OPTIONAL | GP_DEFAULT,
             .doc = "Let the case rest on judges alone. Without it that is an error."),
};

/* --- what cannot be right --- */

static gp_code check_known(const gp_json *v, gp_err *err)
{
    static const char *const keys[] = {"answer", "pass", "task"};
    gp_str text;
    bool pass;
    const gp_json *answer = gp_json_get(v, "answer"), *known = gp_json_get(v, "pass"), *task = gp_json_get(v, "task");
    gp_code code = gp_json_want(v, "an answer of \"calibration\"", GP_JSON_OBJECT, err);
    if (!code) code = gp_json_known_keys(v, "an answer of \"calibration\"", keys, 3, err);
    if (!code && (!answer || !known))
        code = gp_json_fail(err, v, "an answer of \"calibration\" needs \"answer\" and \"pass\"");
    if (!code) code = gp_json_str(answer, "\"answer\"", &text, err);
    if (!code) code = gp_json_bool(known, "\"pass\"", &pass, err);
    if (!code && task) code = gp_json_str(task, "\"task\"", &text, err);
    return code;
}

static gp_code check_votes(const gp_judge *p, gp_err *err)
{
    bool even = gp_judge_votes(p) % 2 == 0, scaled = gp_judge_scaled(p);
    if (p->reference.p && scaled)
        return gp_json_fail(err, p->g.at,
                            "\"scale\" does nothing beside \"reference\": the judge says which is better");
    if (p->reference.p && !even)
        return gp_json_fail(err, p->g.at,
                            "\"votes\" is %lld: with \"reference\" each order is asked as often, so it is even",
                            (long long)gp_judge_votes(p));
    if (!p->reference.p && !scaled && even)
        return gp_json_fail(err, p->g.at, "\"votes\" is %lld: an even number of votes may tie; take an odd one",
                            (long long)gp_judge_votes(p));
    if (!scaled && (p->points >= 0 || p->pass_from >= 0))
        return gp_json_fail(err, p->g.at,
                            "\"points\" and \"pass_from\" belong to \"scale\": \"ordinal\" or \"interval\"");
    if (gp_judge_pass_from(p) > gp_judge_points(p))
        return gp_json_fail(err, p->g.at, "\"pass_from\" is %lld, above \"points\", %lld",
                            (long long)gp_judge_pass_from(p), (long long)gp_judge_points(p));
    return GP_OK;
}

static gp_code check(const gp_grader *g, gp_err *err)
{
    const gp_judge *p = (const gp_judge *)g;
    gp_code code = check_votes(p, err);
    for (const gp_json *v = p->calibration ? p->calibration->first : NULL; v && !code; v = v->next)
        code = check_known(v, err);
    return code;
}

static gp_code compile(const gp_case *c, const gp_grader *g, gp_err *err)
{
    const gp_judge *p = (const gp_judge *)g;
    gp_arena a = {0};
    bool others = p->alone, passes = false, fails = false;
    size_t n = 0;
    const gp_judge_known *known = gp_judge_known_of(&a, c, p, &n);
    for (size_t i = 0; i < c->n_graders; i++) others = others || c->graders[i]->kind != g->kind;
    for (size_t i = 0; i < n; i++) *(known[i].pass ? &passes : &fails) = true;
    gp_arena_free(&a);
    if (!others)
        return gp_grader_fail(
            c, g, err,
            "nothing but judges decides this case; add a grader that can be checked, or say \"alone\": "
            "true");
    if (gp_judge_threshold(p) <= 0 || (passes && fails)) return GP_OK;
    return gp_grader_fail(
        c, g, err,
        passes ? "nothing shows that the judge can say no: add to examples.fail an answer that only the "
                 "judge can tell from a right one, or to \"calibration\""
               : "nothing shows that the judge can say yes: add to examples.pass, or to \"calibration\"");
}

/* --- reading a vote --- */

/* What it is worth; NaN: it cannot be read, and *why says so. */
static double value_of(gp_arena *a, const gp_judge *p, const gp_evidence *e, gp_str *reason, const char **why)
{
    const char *key = gp_judge_key(p), *const keys[] = {"reason", key};
    const gp_json *v = NULL;
    gp_err inner = {0};
    gp_str inside, word = {0};
    int64_t number = 0;
    bool pass = false;
    if (gp_fenced(e->out, &inside)) return *why = "it stands in a code fence", NAN;
    gp_code code = gp_json_parse(a, "vote", e->out, &v, &inner);
    if (code) return *why = gp_str_fmt(a, "not JSON: %s%s", inner.msg, gp_json_told_apart(a, e->out)).p, NAN;
    code = gp_json_want(v, "the vote", GP_JSON_OBJECT, &inner);
    if (!code) code = gp_json_known_keys(v, "the vote", keys, 2, &inner);
    const gp_json *said = code ? NULL : gp_json_get(v, key), *because = code ? NULL : gp_json_get(v, "reason");
    if (!code && (!said || !because)) code = gp_fail(&inner, GP_E_INPUT, "it lacks \"%s\"", said ? "reason" : key);
    if (!code) code = gp_json_str(because, "\"reason\"", reason, &inner);
    if (!code && p->reference.p) code = gp_json_str(said, "\"better\"", &word, &inner);
    else if (!code && gp_judge_scaled(p)) code = gp_json_int(said, "\"score\"", 1, gp_judge_points(p), &number, &inner);
    else if (!code) code = gp_json_bool(said, "\"pass\"", &pass, &inner);
    bool a_or_b = gp_str_eqc(word, "A") || gp_str_eqc(word, "B"), tie = gp_str_eqc(word, "tie");
    if (!code && p->reference.p && !a_or_b && !tie)
        code = gp_fail(&inner, GP_E_INPUT, "\"better\" is neither A, B nor tie");
    if (code) return *why = gp_str_dup(a, gp_str_c(inner.msg)).p, NAN;
    if (p->reference.p) return tie || gp_str_eqc(word, gp_judge_answer_is(e->vote)) ? 1 : 0;
    return gp_judge_scaled(p) ? (double)number : pass;
}

static bool passes_by(const gp_judge *p, double value)
{
    return gp_judge_scaled(p) ? value >= (double)gp_judge_pass_from(p) : value >= 1;
}

/* `calibration`: among the questions of this calibration, else among the votes on the trial. */
static const gp_evidence *find(const gp_judged *x, bool calibration, gp_str criterion, int64_t vote)
{
    for (size_t i = 0; i < x->n_all; i++) {
        const gp_evidence *e = &x->all[i];
        bool of_calibration = gp_str_eqc(e->trial, GP_CALIBRATION);
        if (of_calibration == calibration && e->vote == vote && gp_str_eq(e->criterion, criterion)) return e;
    }
    return NULL;
}

static gp_code nobody_said(gp_arena *a, const char *what, const gp_evidence *e, gp_criterion *out)
{
    gp_open open = e && e->end == GP_END_NOT_APPLICABLE ? GP_INAPPLICABLE : GP_UNDECIDED;
    return gp_leave_open(a, out, open, "%s%s", what, e ? gp_evidence_end_text(a, e) : "nothing was obtained for it");
}

/* --- calibration --- */

/* *go_on: it may count; else *out is open and says why. */
static gp_code calibrate(gp_arena *a, const gp_judged *x, const gp_judge *p, gp_ballot *ballot, bool *go_on,
                         gp_criterion *out)
{
    size_t n = 0, each = gp_judge_orders(p), wrong = SIZE_MAX;
    const gp_judge_known *known = gp_judge_known_of(a, x->c, p, &n);
    const gp_question *q = gp_judge_calibration(a, x->c, p, known, n);
    *go_on = gp_judge_threshold(p) <= 0;
    if (*go_on) return GP_OK;
    ballot->calibration = n ? q->calibration : (gp_str){0};
    for (size_t i = 0; i < n; i++) {
        bool right = true;
        for (size_t k = 0; k < each; k++) {
            const gp_evidence *e = find(x, true, ballot->calibration, (int64_t)(i * each + k + 1));
            gp_str reason;
            const char *why;
            if (!e || !gp_evidence_ran(e)) return nobody_said(a, "its calibration: ", e, out);
            double v = value_of(a, p, e, &reason, &why);
            right = right && !isnan(v) && passes_by(p, v) == known[i].pass;
        }
        ballot->known++;
        ballot->right += right;
        if (!right && wrong == SIZE_MAX) wrong = i;
    }
    *go_on = n && (double)ballot->right >= gp_judge_threshold(p) * (double)n - 1e-9;
    if (*go_on) return GP_OK;
    if (!n) return gp_leave_open(a, out, GP_INAPPLICABLE, "there is nothing to calibrate the judge by");
    return gp_leave_open(
        a, out, GP_INAPPLICABLE,
        "the judge \"%.*s\" is not calibrated: %lld of %zu known verdicts right, a share of %s wanted; wrong "
        "first on %s, which must %s",
        GP_ARG(p->target), (long long)ballot->right, n, gp_number_text(a, gp_judge_threshold(p)),
        gp_quote(a, known[wrong].answer), known[wrong].pass ? "pass" : "fail");
}

/* --- the verdict --- */

static int by_value(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static double centre(gp_arena *a, const gp_judge *p, const double *votes, size_t n)
{
    double *sorted = GP_NEW_ARRAY(a, double, n), sum = 0;
    for (size_t i = 0; i < n; i++) sum += sorted[i] = votes[i];
    qsort(sorted, n, sizeof *sorted, by_value);
    if (p->scale == GP_JUDGE_INTERVAL) return sum / (double)n;
    return n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

static gp_code decide_scale(gp_arena *a, const gp_judge *p, const gp_ballot *b, gp_str reason, gp_criterion *out)
{
    double v = centre(a, p, b->votes, b->n), from = (double)gp_judge_pass_from(p), share = (v - 1) / (from - 1);
    gp_buf list = {0};
    for (size_t i = 0; i < b->n; i++) gp_buf_fmt(&list, "%s%.0f", i ? ", " : "", b->votes[i]);
    gp_code code = gp_explain(a, out, share < 1 ? share : 1, "%s of %lld (%s; %lld passes): %s", gp_number_text(a, v),
                              (long long)gp_judge_points(p), list.p, (long long)gp_judge_pass_from(p),
                              gp_quote(a, reason));
    gp_buf_free(&list);
    return code;
}

static gp_code decide(gp_arena *a, const gp_judge *p, const gp_ballot *b, const gp_str *reasons, gp_criterion *out)
{
    size_t yes = 0, yes_first = 0, at = 0;
    if (gp_judge_scaled(p)) return decide_scale(a, p, b, reasons[0], out);
    for (size_t i = 0; i < b->n; i++) {
        yes += b->votes[i] >= 1;
        yes_first += i % 2 == 0 && b->votes[i] >= 1;
    }
    if (2 * yes == b->n)
        return gp_leave_open(
            a, out, GP_UNDECIDED,
            "the judge \"%.*s\" is of two minds: for the answer %zu of %zu times when it came first, %zu of "
            "%zu when the reference did",
            GP_ARG(p->target), yes_first, b->n / 2, yes - yes_first, b->n / 2);
    bool pass = 2 * yes > b->n;
    while (at < b->n && (b->votes[at] >= 1) != pass) at++;
    const char *says = p->reference.p ? pass ? "for the answer" : "for the reference" : pass ? "for it" : "against it";
    return gp_explain(a, out, pass ? 1 : 0, "%zu of %zu vote%s %s: %s", pass ? yes : b->n - yes, b->n,
                      b->n == 1 ? "" : "s", says, gp_quote(a, reasons[at]));
}

static gp_code count_votes(gp_arena *a, const gp_judged *x, const gp_judge *p, gp_ballot *b, gp_criterion *out)
{
    size_t n = (size_t)gp_judge_votes(p);
    double *votes = GP_NEW_ARRAY(a, double, n);
    gp_str *reasons = GP_NEW_ARRAY(a, gp_str, n);
    b->votes = votes;
    for (size_t i = 0; i < n; i++) {
        const gp_evidence *e = find(x, false, p->g.id, (int64_t)i + 1);
        const char *why = NULL;
        if (!e || !gp_evidence_ran(e))
            return nobody_said(a, e && e->end == GP_END_BROKEN ? "the judge broke: " : "", e, out);
        votes[i] = value_of(a, p, e, &reasons[i], &why);
        b->n = i + 1;
        if (why)
            return gp_leave_open(a, out, GP_UNDECIDED, "vote %zu of the judge \"%.*s\" is not in its form: %s: %s",
                                 i + 1, GP_ARG(p->target), why, gp_quote(a, e->out));
    }
    return decide(a, p, b, reasons, out);
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const gp_judge *p = (const gp_judge *)g;
    bool go_on = false;
    gp_ballot *b = GP_NEW(a, gp_ballot);
    (void)err;
    *b = (gp_ballot){.criterion = g->id, .judge = p->target, .level = gp_judge_level(p)};
    out->ballot = b;
    if (x->reply->answer.n > GP_JUDGE_ANSWER_MAX)
        return gp_explain(a, out, 0, "the answer has %zu bytes, more than the %d that a judge is shown",
                          x->reply->answer.n, (int)GP_JUDGE_ANSWER_MAX);
    gp_code code = calibrate(a, x, p, b, &go_on, out);
    return code || !go_on ? code : count_votes(a, x, p, b, out);
}

/* --- the questions --- */

static bool is_calibrated(gp_arena *a, const gp_judged *x, const gp_judge *p)
{
    gp_criterion out = {0};
    gp_ballot ballot = {0};
    bool is = false;
    return !calibrate(a, x, p, &ballot, &is, &out) && is;
}

static const gp_question *ask(gp_arena *a, const gp_judged *x, const gp_grader *g, size_t *n)
{
    const gp_judge *p = (const gp_judge *)g;
    size_t n_known = 0, each = gp_judge_orders(p), votes = (size_t)gp_judge_votes(p);
    const gp_judge_known *known = gp_judge_known_of(a, x->c, p, &n_known);
    if (gp_judge_threshold(p) <= 0) n_known = 0;
    if (x->t && x->reply->answer.n > GP_JUDGE_ANSWER_MAX) return NULL;
    const gp_question *first = gp_judge_calibration(a, x->c, p, known, n_known);
    if (!x->t || !is_calibrated(a, x, p)) return *n = n_known * each, first;
    gp_question *list = GP_NEW_ARRAY(a, gp_question, n_known * each + votes);
    for (*n = 0; *n < n_known * each; ++*n) list[*n] = first[*n];
    for (size_t i = 0; i < votes; i++) list[(*n)++] = gp_judge_vote(a, x, p, (int64_t)i + 1);
    return list;
}

static gp_str asks(const gp_grader *g) { return ((const gp_judge *)g)->target; }

const gp_grader_kind gp_grader_judge = {
    .name = "judge",
    .doc = "another model says so, by a rubric",
    .more =
        "The judge is asked when all answers are in, and only if it is calibrated: it must first judge right what is known "
        "(`goldpin help judges`). Its reply is read strictly, a JSON object with `reason` and `pass` (or `score`, or "
        "`better`); one that is anything else is no verdict, and the trial is an error, as where the judge fails. "
        "The explanation quotes its reason.",
    .example =
        "{\"type\": \"judge\", \"target\": \"judge\", \"rubric\": \"The answer names the capital of France.\", "
        "\"alone\": true, \"calibration\": [{\"answer\": \"It is Paris.\", \"pass\": true}, {\"answer\": "
        "\"Lyon, I think.\", \"pass\": false}]}",
    .pass = "Paris",
    .fail = "Rome",
    .params = GP_RECORD(gp_judge, rows, "a grader of type judge"),
    .check = check,
    .compile = compile,
    .verdict = verdict,
    .ask = ask,
    .asks = asks,
};

/* grade.c - weights and the verdict over one transcript. */
#include <math.h>

#include "base/caps.h"
#include "grade/grade_impl.h"
#include "grade/regex.h"

static const char *const status_names[] = {"passed", "failed", "error", "skipped"};

const char *gp_status_name(gp_status s)
{
    return status_names[s];
}

int gp_status_by_name(gp_str name)
{
    for (int i = 0; i < 4; i++)
        if (gp_str_eqc(name, status_names[i])) return i;
    return -1;
}

/* Cut to the limit between characters, with an ellipsis. */
static gp_str cut(gp_str s)
{
    static const char dots[] = "…";
    if (s.n <= GP_EXPLANATION_MAX) return s;
    size_t keep = GP_EXPLANATION_MAX - (sizeof dots - 1);
    while (keep && ((unsigned char)s.p[keep] & 0xC0) == 0x80) keep--;
    return (gp_str){s.p, keep};
}

gp_code gp_explain(gp_arena *a, gp_criterion *out, double score, const char *fmt, ...)
{
    gp_err text = {0};
    va_list ap;
    va_start(ap, fmt);
    gp_vfail(&text, GP_E_INPUT, fmt, ap);
    va_end(ap);
    gp_buf shown = {0};
    gp_show(&shown, gp_str_c(text.msg), 0);
    gp_str s = gp_buf_view(&shown), kept = cut(s);
    out->score = score;
    out->explanation = gp_str_fmt(a, "%.*s%s", GP_ARG(kept), kept.n < s.n ? "…" : "");
    gp_buf_free(&shown);
    return GP_OK;
}

static gp_code run_grader(gp_arena *a, const gp_grader *g, gp_str answer, gp_criterion *out, gp_err *err)
{
    static const gp_grader_fn table[GP_GRADER_TYPES] = {
        [GP_GRADER_EQUALS] = gp_grade_equals, [GP_GRADER_CONTAINS] = gp_grade_contains, [GP_GRADER_NOT_CONTAINS] = gp_grade_not_contains,
        [GP_GRADER_REGEX] = gp_grade_regex,   [GP_GRADER_NUMBER] = gp_grade_number,     [GP_GRADER_COUNT] = gp_grade_count,
        [GP_GRADER_JSON] = gp_grade_json,
    };
    return table[g->type](a, g, answer, out, err);
}

/* "FILE:LINE:COL: case "x", grader "y": what" */
static gp_code locate(const gp_case *c, const gp_grader *g, gp_code code, gp_err *inner, gp_err *err)
{
    if (code != GP_E_INPUT) return gp_fail(err, code, "%s", inner->msg);
    return gp_json_fail(err, g->at, "case \"%.*s\", grader \"%.*s\": %s", GP_ARG(c->id), GP_ARG(g->id), inner->msg);
}

static gp_code grade_one(gp_arena *a, const gp_case *c, const gp_grader *g, const gp_str *answers, size_t n, gp_criterion *out, gp_err *err)
{
    *out = (gp_criterion){.id = g->id, .type = gp_grader_type_name(g->type), .weight = g->weight};
    size_t turn = (size_t)g->turn;
    gp_err inner = {0};
    gp_code code = turn > n ? gp_explain(a, out, 0, "there is no reply %zu, only %zu", turn, n) : run_grader(a, g, answers[turn - 1], out, &inner);
    /* The model's text can drive a careless pattern to its limit. That must neither stop the run nor pass. */
    if (code == GP_E_INFRA) code = gp_explain(a, out, 0, "no verdict by this grader: %s", inner.msg);
    out->passed = out->score >= 1;
    return code ? locate(c, g, code, &inner, err) : GP_OK;
}

gp_code gp_grade_answers(gp_arena *a, const gp_case *c, const gp_str *answers, size_t n, gp_grade *out, gp_err *err)
{
    gp_criterion *list = GP_NEW_ARRAY(a, gp_criterion, c->n_graders);
    double sum = 0, weights = 0;
    for (size_t i = 0; i < c->n_graders; i++) {
        gp_code code = grade_one(a, c, &c->graders[i], answers, n, &list[i], err);
        if (code) return code;
        sum += list[i].weight * list[i].score;
        weights += list[i].weight;
    }
    double score = weights > 0 ? sum / weights : 0;
    *out = (gp_grade){.status = score + 1e-12 >= c->pass_at ? GP_PASSED : GP_FAILED, .score = score, .criteria = list, .n_criteria = c->n_graders};
    return GP_OK;
}

gp_code gp_grade_transcript(gp_arena *a, const gp_case *c, const gp_transcript *t, gp_grade *out, gp_err *err)
{
    if (t->skipped || t->failure != GP_FAIL_NONE) {
        *out = (gp_grade){.status = t->skipped ? GP_SKIPPED : GP_ERROR, .score = NAN};
        return GP_OK;
    }
    gp_str *answers = GP_NEW_ARRAY(a, gp_str, t->n_replies);
    for (size_t i = 0; i < t->n_replies; i++) answers[i] = t->replies[i].answer;
    return gp_grade_answers(a, c, answers, t->n_replies, out, err);
}

static gp_code check_grader(const gp_case *c, const gp_grader *g, gp_err *err)
{
    if (g->schema) return gp_schema_check(g->schema, err);
    if (g->type != GP_GRADER_REGEX) return GP_OK;
    gp_err inner = {0};
    gp_regex *r = NULL;
    gp_code code = gp_regex_compile(g->pattern, g->ignore_case, &r, &inner);
    gp_regex_free(r);
    return code ? locate(c, g, code, &inner, err) : GP_OK;
}

gp_code gp_grade_check(gp_arena *a, const gp_case *c, gp_err *err)
{
    (void)a; /* compiled patterns own their memory; the parameter is for graders that will need scratch */
    gp_code code = GP_OK;
    for (size_t i = 0; i < c->n_graders && !code; i++) code = check_grader(c, &c->graders[i], err);
    return code;
}

/* grade.c - weights and the verdict over one transcript. */
#include <math.h>

#include "grade/grade_impl.h"

const char *const gp_status_names[GP_SKIPPED + 1] = {"passed", "failed", "error", "skipped"};

const char *gp_status_name(gp_status s) { return gp_status_names[s]; }

gp_code gp_grade_criterion(gp_arena *a, const gp_case *c, const gp_grader *g, const gp_transcript *t, gp_criterion *out,
                           gp_err *err)
{
    *out = (gp_criterion){.id = g->id, .type = g->kind->name, .weight = g->weight};
    size_t turn = (size_t)g->turn;
    gp_err inner = {0};
    gp_code code = GP_OK;
    if (turn > t->n_replies) gp_explain(a, out, 0, "there is no reply %zu, only %zu", turn, t->n_replies);
    else code = g->kind->verdict(a, &(gp_judged){c, t, &t->replies[turn - 1]}, g, out, &inner);
    /* The model's text can drive a careless pattern to its limit. That must neither stop the run nor pass. */
    if (code == GP_E_INFRA) code = gp_explain(a, out, 0, "no verdict by this grader: %s", inner.msg);
    out->passed = out->score >= 1;
    if (code == GP_E_INPUT) return gp_grader_fail(c, g, err, inner.msg);
    return code ? gp_fail(err, code, "%s", inner.msg) : GP_OK;
}

gp_code gp_grade_transcript(gp_arena *a, const gp_case *c, const gp_transcript *t, gp_grade *out, gp_err *err)
{
    if (t->skipped || t->failure != GP_FAIL_NONE) {
        *out = (gp_grade){.status = t->skipped ? GP_SKIPPED : GP_ERROR, .score = NAN};
        return GP_OK;
    }
    gp_criterion *list = GP_NEW_ARRAY(a, gp_criterion, c->n_graders);
    double sum = 0, weights = 0;
    for (size_t i = 0; i < c->n_graders; i++) {
        gp_code code = gp_grade_criterion(a, c, c->graders[i], t, &list[i], err);
        if (code) return code;
        sum += list[i].weight * list[i].score;
        weights += list[i].weight;
    }
    double score = weights > 0 ? sum / weights : 0;
    *out = (gp_grade){.status = score + 1e-12 >= c->pass_at ? GP_PASSED : GP_FAILED,
                      .score = score,
                      .criteria = list,
                      .n_criteria = c->n_graders};
    return GP_OK;
}

gp_code gp_grade_answers(gp_arena *a, const gp_case *c, const gp_str *answers, size_t n, gp_grade *out, gp_err *err)
{
    gp_reply *replies = GP_NEW_ARRAY(a, gp_reply, n);
    for (size_t i = 0; i < n; i++) replies[i].answer = answers[i];
    return gp_grade_transcript(a, c, &(gp_transcript){.replies = replies, .n_replies = n}, out, err);
}

gp_code gp_grade_check(const gp_case *c, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 0; i < c->n_graders && !code; i++)
        if (c->graders[i]->kind->compile) code = c->graders[i]->kind->compile(c, c->graders[i], err);
    return code;
}

/* combine.c - what combinators share: asking the graders inside, quoting them, breaking answers by their means. */
#include "grade/grade_impl.h"

/* The id without what names the combinator: "contains-2" of "all-1.contains-2". */
static gp_str short_id(const gp_grader *outer, gp_str id)
{
    size_t n = outer->id.n;
    if (n && id.n > n + 1 && gp_str_starts(id, outer->id) && id.p[n] == '.')
        return (gp_str){id.p + n + 1, id.n - n - 1};
    return id;
}

static gp_code ask(gp_arena *a, const gp_judged *x, const gp_grader *outer, const gp_grader *g, gp_criterion *out,
                   gp_err *err)
{
    gp_str id = short_id(outer, g->id);
    size_t turn = (size_t)g->turn;
    gp_err inner = {0};
    *out = (gp_criterion){.id = id, .type = g->kind->name, .weight = g->weight};
    if (turn > x->t->n_replies)
        return gp_fail(err, GP_E_INFRA, "%.*s: there is no reply %zu, only %zu", GP_ARG(id), turn, x->t->n_replies);
    const gp_reply *reply = g->turn == outer->turn ? x->reply : &x->t->replies[turn - 1];
    gp_code code = gp_verdict(a, &(gp_judged){.c = x->c, .t = x->t, .reply = reply, .cost_usd = x->cost_usd}, g, out,
                              &inner);
    if (code) return gp_fail(err, code, "%.*s: %s", GP_ARG(id), inner.msg);
    out->passed = out->score >= 1;
    return GP_OK;
}

gp_code gp_combine(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_combined *out, gp_criterion *whole,
                   gp_err *err)
{
    const gp_inner *in = gp_grader_inner(g);
    gp_criterion *of = GP_NEW_ARRAY(a, gp_criterion, in->n);
    double sum = 0, weights = 0;
    *out = (gp_combined){.of = of, .n = in->n, .best = of, .worst = of};
    for (size_t i = 0; i < in->n; i++) {
        gp_code code = ask(a, x, g, in->of[i], &of[i], err);
        if (code) return code;
        if (of[i].open) return gp_leave_open(a, whole, of[i].open, "%s", gp_quote_inner(a, &of[i]));
        out->passed += of[i].passed;
        if (of[i].score > out->best->score) out->best = &of[i];
        if (of[i].score < out->worst->score) out->worst = &of[i];
        sum += of[i].weight * of[i].score;
        weights += of[i].weight;
    }
    out->mean = out->passed == in->n ? 1 : sum / weights;
    return GP_OK;
}

const char *gp_quote_inner(gp_arena *a, const gp_criterion *c)
{
    return gp_str_fmt(a, "%.*s: %.*s", GP_ARG(c->id), GP_ARG(c->explanation)).p;
}

gp_code gp_refuse_weights(const gp_grader *g, gp_err *err)
{
    const gp_inner *in = gp_grader_inner(g);
    for (size_t i = 0; i < in->n; i++) {
        const gp_json *weight = gp_json_get(in->of[i]->at, "weight");
        if (weight)
            return gp_json_fail(err, weight,
                                "\"weight\" does nothing inside a grader of type %s; it belongs to weighted",
                                g->kind->name);
    }
    return GP_OK;
}

/* --- mutations --- */

/* Does g refuse the reply? Mutations know no case, so a verdict that would need one has none here. */
static bool refuses(gp_arena *a, const gp_grader *g, const gp_reply *reply)
{
    const gp_case none = {0};
    size_t n = (size_t)g->turn;
    gp_reply *replies = GP_NEW_ARRAY(a, gp_reply, n);
    replies[n - 1] = *reply;
    const gp_transcript t = {.replies = replies, .n_replies = n};
    gp_criterion c = {0};
    gp_err err = {0};
    return !gp_verdict(a, &(gp_judged){.c = &none, .t = &t, .reply = reply}, g, &c, &err) && c.score < 1;
}

/* The first way that g has and that it notices. */
static bool break_grader(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    for (size_t i = 0; i < gp_ways(g); i++) {
        gp_reply changed = *reply;
        if (!gp_break(a, g, i, &changed) || !refuses(a, g, &changed)) continue;
        *reply = changed;
        return true;
    }
    return false;
}

bool gp_break_one(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    const gp_inner *in = gp_grader_inner(g);
    for (size_t i = 0; i < in->n; i++) {
        gp_reply changed = *reply;
        if (in->of[i]->turn != g->turn || !break_grader(a, in->of[i], &changed)) continue;
        *reply = changed;
        return true;
    }
    return false;
}

bool gp_break_all(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    const gp_inner *in = gp_grader_inner(g);
    gp_reply changed = *reply;
    for (size_t i = 0; i < in->n; i++) {
        if (in->of[i]->turn != g->turn) return false;
        if (!refuses(a, in->of[i], &changed) && !break_grader(a, in->of[i], &changed)) return false;
    }
    if (!refuses(a, g, &changed)) return false;
    *reply = changed;
    return true;
}

bool gp_give_in(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    const gp_grader *first = gp_grader_inner(g)->of[0];
    const gp_json *answers = first->kind->answers ? gp_expect_first(first->kind->answers(first)) : NULL;
    gp_buf whole = {0};
    if (!answers && first->kind->compose) first->kind->compose(first, &whole);
    gp_reply changed = *reply;
    changed.answer = gp_answer_with(a, first, answers ? gp_expect_text(answers) : gp_buf_view(&whole));
    gp_buf_free(&whole);
    if (!changed.answer.n || !refuses(a, g, &changed)) return false;
    *reply = changed;
    return true;
}

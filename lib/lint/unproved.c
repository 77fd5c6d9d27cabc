/* unproved.c - graders of a case that has no example which must pass: can they be passed, and failed, at all? */
#include "lint/lint_impl.h"

#define AS_IT_IS SIZE_MAX

/* What the grader gives this text as the answer to everything, or what is left of it when it is broken in way i. *score
 * stays where there is no way to. */
static gp_code score_of(gp_look *l, const gp_grader *g, gp_str text, size_t way, double *score, gp_err *err)
{
    size_t n = l->c->n_turns + 1, at = (size_t)g->turn - 1;
    gp_reply *replies = GP_NEW_ARRAY(l->a, gp_reply, n);
    gp_criterion out;
    for (size_t i = 0; i < n; i++) replies[i] = (gp_reply){.answer = text};
    if (way != AS_IT_IS && !gp_break(l->a, g, way, &replies[at])) return GP_OK;
    gp_code code = gp_grade_criterion(l->a, l->c, g, &(gp_transcript){.replies = replies, .n_replies = n}, NULL, &out,
                                      err);
    if (!code) *score = out.score;
    return code;
}

/* --- can it be passed --- */

typedef struct own {
    size_t tried;
    bool taken;
    gp_str first;
} own;

static gp_code try_own(gp_look *l, const gp_grader *g, gp_str text, own *x, gp_err *err)
{
    double score = 0;
    text = text.n ? gp_answer_with(l->a, g, text) : text;
    if (!text.n || x->taken) return GP_OK;
    gp_code code = score_of(l, g, text, AS_IT_IS, &score, err);
    if (!x->tried++) x->first = text;
    x->taken = score == 1;
    return code;
}

/* One by one, and all together for graders that want all. */
static gp_code try_answers(gp_look *l, const gp_grader *g, own *x, gp_err *err)
{
    const gp_json *answers = g->kind->answers ? g->kind->answers(g) : NULL;
    bool list = answers && answers->type == GP_JSON_ARRAY;
    gp_buf all = {0};
    gp_code code = GP_OK;
    for (const gp_json *e = list ? answers->first : answers; e && !code; e = list ? e->next : NULL) {
        gp_str text = e->type == GP_JSON_STRING ? e->s : e->raw;
        code = try_own(l, g, text, x, err);
        gp_buf_str(&all, text);
        gp_buf_byte(&all, '\n');
    }
    if (!code) code = try_own(l, g, gp_str_dup(l->a, gp_buf_view(&all)), x, err);
    gp_buf_free(&all);
    return code;
}

static gp_code takes_its_own(gp_look *l, const gp_grader *g, gp_err *err)
{
    own x = {0};
    gp_buf whole = {0};
    if (g->kind->compose) g->kind->compose(g, &whole);
    gp_code code = try_own(l, g, gp_str_dup(l->a, gp_buf_view(&whole)), &x, err);
    gp_buf_free(&whole);
    if (!code) code = try_answers(l, g, &x, err);
    if (code || !x.tried || x.taken) return code;
    gp_find(l, false, g->at,
            "grader \"%.*s\" takes no answer that was made of what it expects, such as \"%.*s\"; an example that must "
            "pass would show that there is one",
            GP_ARG(g->id), (int)(x.first.n < 80 ? x.first.n : 80), x.first.p);
    return GP_OK;
}

/* --- can it be failed --- */

static gp_code can_fail(gp_look *l, const gp_grader *g, gp_err *err)
{
    const gp_str texts[] = {GP_STR(""), GP_STR("I don't know."), GP_STR("Quite another matter altogether, 75 times.")};
    gp_code code = GP_OK;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double score = 0;
        code = score_of(l, g, texts[i], AS_IT_IS, &score, err);
        for (size_t k = 0; k < gp_ways(g) && !code && score == 1; k++) code = score_of(l, g, texts[i], k, &score, err);
        if (code || !(score == 1)) return code;
    }
    gp_find(l, false, g->at, "grader \"%.*s\" passes everything that was tried, an empty answer included",
            GP_ARG(g->id));
    return GP_OK;
}

gp_code gp_unproved_check(gp_look *l, gp_err *err)
{
    gp_err inner = {0};
    gp_code code = GP_OK;
    if (l->c->pass_examples) return GP_OK;
    for (size_t i = 0; i < l->c->n_graders && !code; i++) {
        const gp_grader *g = l->c->graders[i];
        if (g->kind->obtain) continue; /* an answer alone decides nothing */
        code = takes_its_own(l, g, &inner);
        if (!code) code = can_fail(l, g, &inner);
    }
    return gp_find_grading(l, code, inner.msg, err);
}

/* steps.c - what a composite or an environment asked for a trial, cut down to what reports show. */
#include <math.h>

#include "run/run_impl.h"

static gp_code steps_of(gp_arena *a, const gp_round *from, size_t n, const gp_step **out, gp_err *err)
{
    gp_step *list = GP_NEW_ARRAY(a, gp_step, n);
    if (!list) return gp_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        const gp_round *r = &from[i];
        const gp_transcript *t = r->t;
        const gp_reply *last = gp_transcript_last(t);
        list[i] = (gp_step){.by = r->by, .role = r->role, .member = r->member, .turn = r->turn, .round = r->round, .failure = t->failure, .skipped = t->skipped, .error = t->error,
                            .first_token_s = (double)NAN, .total_s = (double)NAN, .duration_s = t->duration_s, .input_tokens = -1, .output_tokens = -1};
        if (t->served_by.n) list[i].member = gp_str_fmt(a, "%.*s/%.*s", GP_ARG(r->member), GP_ARG(t->served_by));
        if (!last) continue;
        list[i].answer = last->answer;
        list[i].finish = last->finish;
        list[i].first_token_s = last->first_token_s;
        list[i].total_s = last->total_s;
        list[i].input_tokens = last->input_tokens;
        list[i].output_tokens = last->output_tokens;
    }
    *out = list;
    return GP_OK;
}

gp_code gp_result_steps(gp_arena *a, const gp_transcript *t, gp_result *res, gp_err *err)
{
    res->served_by = t->served_by;
    res->decisions = t->decisions;
    res->n_decisions = t->n_decisions;
    res->n_rounds = t->n_rounds;
    res->n_before = t->n_before;
    res->begun_s = t->begun_s;
    gp_code code = t->n_rounds ? steps_of(a, t->rounds, t->n_rounds, &res->rounds, err) : GP_OK;
    return code || !t->n_before ? code : steps_of(a, t->before, t->n_before, &res->before, err);
}

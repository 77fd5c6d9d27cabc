/* steps.c - what a composite or an environment asked for a trial, cut down to what reports show. */
#include <math.h>

#include "run/run_impl.h"

static gp_step step_of(gp_arena *a, const gp_round *r)
{
    const gp_transcript *t = r->t;
    const gp_reply *last = gp_transcript_last(t);
    gp_step s = {.by = r->by,
                 .role = r->role,
                 .member = r->member,
                 .turn = r->turn,
                 .round = r->round,
                 .failure = t->failure,
                 .skipped = t->skipped,
                 .error = t->error,
                 .first_token_s = (double)NAN,
                 .total_s = (double)NAN,
                 .duration_s = t->duration_s,
                 .input_tokens = -1,
                 .output_tokens = -1};
    if (t->served_by.n) s.member = gp_str_fmt(a, "%.*s/%.*s", GP_ARG(r->member), GP_ARG(t->served_by));
    if (!last) return s;
    s.answer = last->answer;
    s.finish = last->finish;
    s.first_token_s = last->first_token_s;
    s.total_s = last->total_s;
    s.input_tokens = last->input_tokens;
    s.output_tokens = last->output_tokens;
    return s;
}

/* What environments sent before the trial, and before each round of it; counted where `list` is NULL. */
static size_t all_before(gp_arena *a, const gp_transcript *t, gp_step *list)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n_before; i++, n++)
        if (list) list[n] = step_of(a, &t->before[i]);
    for (size_t i = 0; i < t->n_rounds; i++) n += all_before(a, t->rounds[i].t, list ? list + n : NULL);
    return n;
}

void gp_result_steps(gp_arena *a, const gp_transcript *t, gp_result *res)
{
    gp_step *rounds = GP_NEW_ARRAY(a, gp_step, t->n_rounds), *before = GP_NEW_ARRAY(a, gp_step, all_before(a, t, NULL));
    for (size_t i = 0; i < t->n_rounds; i++) rounds[i] = step_of(a, &t->rounds[i]);
    res->served_by = t->served_by;
    res->decisions = t->decisions;
    res->n_decisions = t->n_decisions;
    res->rounds = rounds;
    res->n_rounds = t->n_rounds;
    res->before = before;
    res->n_before = all_before(a, t, before);
    res->begun_s = t->begun_s;
}

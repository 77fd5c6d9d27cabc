/* local_score.c - texts that are scored in place of an answer: how likely the model finds each behind the prompt. */
#include <math.h>

#include "base/sys.h"
#include "engine/score.h"
#include "targets/local_impl.h"

/* One text behind the prompt, by the ids of both together: *n of them are the prompt's, up to the first that the text
 * changes. */
static gp_code score_ids(const gp_local *l, gp_local_job *j, const gp_ids *prompt, gp_str text, gp_ids *ids, size_t *n,
                         gp_err *err)
{
    gp_code code = gp_local_prompt(l, j, text, ids, err);
    *n = 0;
    while (!code && *n < prompt->n && *n < ids->n && prompt->v[*n] == ids->v[*n]) ++*n;
    if (!code && (*n == ids->n || !*n))
        code = gp_fail(err, GP_E_INPUT, "the option \"%.*s\" adds no token to the prompt, so it cannot be scored",
                       GP_ARG(text));
    return code;
}

/* Texts that leave the same ids of the prompt alone, mostly all, share its evaluation. */
static gp_code score_texts(gp_local *l, gp_local_job *j, const gp_ids *prompt, gp_likelihood *out, gp_err *err)
{
    const gp_case *c = j->trial->c;
    gp_arena *a = &j->trial->arena;
    size_t n = c->n_continuations, *at = GP_NEW_ARRAY(a, size_t, n);
    gp_continuation *list = GP_NEW_ARRAY(a, gp_continuation, n);
    gp_score *scores = GP_NEW_ARRAY(a, gp_score, n);
    gp_session *s = gp_scheduler_lend(l->scheduler);
    gp_code code = s ? GP_OK : gp_fail(err, GP_E_BUG, "no slot is free to score options in");
    for (size_t i = 0; i < n && !code; i++) {
        gp_ids ids = {0};
        code = score_ids(l, j, prompt, c->continuations[i], &ids, &at[i], err);
        if (!code)
            list[i] = (gp_continuation){.ids = gp_local_keep_ids(a, ids.v + at[i], ids.n - at[i]), .n = ids.n - at[i]};
        gp_ids_free(&ids);
    }
    for (size_t i = 0, k; i < n && !code; i = k) {
        for (k = i + 1; k < n && at[k] == at[i];) k++;
        code = gp_score_in(s, prompt->v, at[i], list + i, k - i, scores + i, err);
    }
    for (size_t i = 0; i < n && !code; i++)
        out[i] = (gp_likelihood){c->continuations[i], list[i].ids, list[i].n, scores[i].log_prob};
    return code;
}

/* One that is no number is never the likeliest; of equal ones the first is. */
static gp_str likeliest(const gp_reply *r)
{
    const gp_likelihood *best = r->likelihoods;
    for (size_t i = 1; i < r->n_likelihoods; i++)
        if (r->likelihoods[i].log_prob > best->log_prob || isnan(best->log_prob)) best = &r->likelihoods[i];
    return best->text;
}

gp_failure gp_local_score(gp_local *l, gp_local_job *j, const gp_ids *prompt)
{
    gp_reply *r = gp_local_begin_reply(j, prompt);
    size_t n = j->trial->c->n_continuations;
    gp_likelihood *list = GP_NEW_ARRAY(&j->trial->arena, gp_likelihood, n);
    gp_code code = score_texts(l, j, prompt, list, &j->why);
    if (code) return code == GP_E_INPUT ? GP_FAIL_REJECTED : GP_FAIL_SERVER_ERROR;
    gp_failure failure = gp_watch_over(&j->watch, gp_now_mono(), &j->why);
    if (failure) return failure;
    r->likelihoods = list;
    r->n_likelihoods = n;
    r->answer = likeliest(r);
    r->finish = GP_STR(GP_FINISH_SCORED);
    r->input_tokens = (int64_t)prompt->n;
    r->output_tokens = 0;
    r->total_s = gp_now_mono() - j->watch.asked;
    j->t->n_replies++;
    return GP_FAIL_NONE;
}

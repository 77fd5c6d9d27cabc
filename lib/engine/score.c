/* score.c - see score.h. */
#include "engine/score.h"

#include <stdlib.h>

#include "engine/model.h"

enum { ROWS = 16 }; /* logits rows at a time: one can be a megabyte */

typedef struct scorer {
    gp_model *m;
    gp_session *s;
    const int32_t *prompt;
    size_t n_prompt;
    uint32_t n_vocab;
    float *first; /* [n_vocab] behind the prompt */
    float *rows;  /* [ROWS][n_vocab] */
} scorer;

/* --- checks --- */

static gp_code check_ids(const gp_model *m, const int32_t *ids, size_t n, const char *what, size_t which, gp_err *err)
{
    uint32_t n_vocab = gp_model_get_facts(m)->n_vocab;
    for (size_t i = 0; i < n; i++)
        if (ids[i] < 0 || (uint32_t)ids[i] >= n_vocab)
            return gp_fail(err, GP_E_INPUT, "id %zu of %s %zu is %d, the vocabulary has ids 0 to %u", i, what, which,
                           ids[i], n_vocab - 1);
    return GP_OK;
}

static gp_code check(const gp_model *m, const int32_t *prompt, size_t n_prompt, const gp_continuation *c, size_t n,
                     gp_err *err)
{
    if (!n_prompt)
        return gp_fail(
            err, GP_E_INPUT,
            "the prompt has no tokens, so nothing predicts the first one of a continuation (a BOS is enough)");
    gp_code code = check_ids(m, prompt, n_prompt, "prompt", 0, err);
    for (size_t i = 0; i < n && !code; i++) {
        if (!c[i].n) return gp_fail(err, GP_E_INPUT, "continuation %zu has no tokens", i);
        if (gp_context_overflow(m, n_prompt, c[i].n))
            return gp_fail(
                err, GP_E_INPUT,
                "context overflow: a prompt of %zu tokens and continuation %zu of %zu do not fit a context of %u (--context)",
                n_prompt, i, c[i].n, gp_model_get_facts(m)->context);
        code = check_ids(m, c[i].ids, c[i].n, "continuation", i, err);
    }
    return code;
}

/* --- evaluation --- */

/* The session holds the prompt, and nothing more, afterwards. What it can keep of it is not evaluated again. */
static gp_code to_prompt(const scorer *x, gp_err *err)
{
    uint32_t keep = gp_session_keeps(x->s, (uint32_t)x->n_prompt);
    if (keep) gp_session_truncate(x->s, keep);
    else gp_session_reset(x->s);
    if (keep == x->n_prompt) return GP_OK;
    gp_step_item item = {x->s, x->prompt + keep, (uint32_t)x->n_prompt - keep, GP_ROWS_LAST, x->first};
    return gp_engine_step(x->m, &item, 1, err);
}

static void add(const scorer *x, const float *row, int32_t id, double *term, gp_score *out)
{
    double log_prob = (double)row[id] - gp_log_sum_exp(row, x->n_vocab);
    out->log_prob += log_prob;
    out->greedy = out->greedy && gp_argmax(row, x->n_vocab, NULL) == id;
    if (term) *term = log_prob;
}

static gp_code score(const scorer *x, const gp_continuation *c, gp_score *out, gp_err *err)
{
    gp_code code = to_prompt(x, err);
    *out = (gp_score){.greedy = true};
    if (!code) add(x, x->first, c->ids[0], c->log_probs, out);
    for (size_t at = 1; at < c->n && !code; at += ROWS) { /* the row behind ids[at - 1] predicts ids[at] */
        uint32_t n = c->n - at < ROWS ? (uint32_t)(c->n - at) : ROWS;
        gp_step_item item = {x->s, c->ids + at - 1, n, GP_ROWS_ALL, x->rows};
        code = gp_engine_step(x->m, &item, 1, err);
        for (uint32_t i = 0; i < n && !code; i++)
            add(x, x->rows + (size_t)i * x->n_vocab, c->ids[at + i], c->log_probs ? c->log_probs + at + i : NULL, out);
    }
    return code;
}

static gp_code score_in(gp_session *s, const int32_t *prompt, size_t n_prompt, const gp_continuation *c, size_t n,
                        gp_score *out, gp_err *err)
{
    scorer x = {.m = s->m, .s = s, .prompt = prompt, .n_prompt = n_prompt, .n_vocab = s->m->plan.hp.n_vocab};
    gp_code code = GP_OK;
    gp_session_reset(s);
    x.first = calloc(x.n_vocab, sizeof *x.first);
    x.rows = calloc((size_t)ROWS * x.n_vocab, sizeof *x.rows);
    if (!x.first || !x.rows)
        code = gp_fail_memory(err, "rows of logits", ((size_t)ROWS + 1) * x.n_vocab * sizeof *x.rows);
    for (size_t i = 0; i < n && !code; i++) code = score(&x, &c[i], &out[i], err);
    free(x.first);
    free(x.rows);
    return code;
}

gp_code gp_score_in(gp_session *s, const int32_t *prompt, size_t n_prompt, const gp_continuation *c, size_t n,
                    gp_score *out, gp_err *err)
{
    gp_code code = check(s->m, prompt, n_prompt, c, n, err);
    return code ? code : score_in(s, prompt, n_prompt, c, n, out, err);
}

gp_code gp_score_continuations(gp_model *m, const int32_t *prompt, size_t n_prompt, const gp_continuation *c, size_t n,
                               gp_score *out, gp_err *err)
{
    gp_session *s = NULL;
    gp_code code = check(m, prompt, n_prompt, c, n, err);
    if (!code) code = gp_session_new(m, &s, err);
    if (!code) code = score_in(s, prompt, n_prompt, c, n, out, err);
    gp_session_free(s);
    return code;
}

gp_code gp_score_continuation(gp_model *m, const int32_t *prompt, size_t n_prompt, const int32_t *ids, size_t n,
                              double *log_probs, gp_score *out, gp_err *err)
{
    const gp_continuation c = {ids, n, log_probs};
    return gp_score_continuations(m, prompt, n_prompt, &c, 1, out, err);
}

/* --- where a continuation begins --- */

/* A BOS in front, as it is asked for; never the EOS that a file may want behind every text, which would be scored. */
static gp_code ids_of(const gp_tokenizer *t, gp_str text, unsigned flags, gp_ids *ids, gp_err *err)
{
    if (flags & GP_TOK_BOS && gp_tokenizer_adds_bos(t)) gp_ids_add(ids, gp_token_bos(t));
    return gp_tokenize(t, text, flags & ~(unsigned)GP_TOK_BOS, ids, err);
}

gp_code gp_score_ids(const gp_tokenizer *t, gp_str prompt, gp_str continuation, unsigned flags, gp_ids *ids,
                     size_t *n_prompt, gp_err *err)
{
    gp_buf whole = {0};
    gp_ids alone = {0};
    gp_buf_str(&whole, prompt);
    gp_buf_str(&whole, continuation);
    gp_code code = ids_of(t, prompt, flags, &alone, err);
    if (!code) code = ids_of(t, gp_buf_view(&whole), flags, ids, err);
    size_t n = 0;
    while (n < alone.n && n < ids->n && alone.v[n] == ids->v[n]) n++;
    if (!code && n == ids->n) code = gp_fail(err, GP_E_INPUT, "the continuation adds no token to the prompt");
    else if (!code && !alone.n)
        code = gp_fail(err, GP_E_INPUT, "the prompt has no tokens, so nothing predicts the first one behind it");
    else if (!code && !n)
        code = gp_fail(err, GP_E_INPUT,
                       "the continuation changes the first token of the prompt, so nothing predicts it");
    *n_prompt = n;
    gp_ids_free(&alone);
    gp_buf_free(&whole);
    return code;
}

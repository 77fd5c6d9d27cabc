/* score.h - how likely a model finds a given text: log-probabilities of continuations, for multiple choice and the
 * like.
 *
 * log P(continuation | prompt) is the sum over its tokens of log P(token | everything before). Each term is
 * logit - ln(sum exp(logits)) of the raw logits (after any soft cap; no temperature, no penalty), in double with own
 * exp and log, summed in the order of the tokens: the same bits on every device, in every batch and in every order of
 * asking.
 *
 * Token boundaries. Ids are taken as they are: what follows what is the caller's decision, and it changes the number.
 *   - A BOS the model expects must be the prompt's first id (GP_TOK_BOS); without it every number is off.
 *   - Prompt and continuation tokenized apart give other ids than the whole text where a token would span the border (a
 *     space belongs to the word behind it in most vocabularies: "Answer:" and " Paris" fit, "Answer: " and "Paris" do
 *     not). gp_score_ids cuts the ids of the whole text instead: everything from the first id that the continuation
 *     changes is scored. A token that spans the border is scored whole, so put the border where tokens end.
 *   - The sum favours short continuations; divide by tokens or bytes before comparing where that matters. The end of
 *     the reply is not scored unless its id is the last of the continuation.
 *
 * A prompt shared by several continuations is evaluated once. A free slot of the model is used for the call. */
#ifndef GP_ENGINE_SCORE_H
#define GP_ENGINE_SCORE_H

#include "engine/engine.h"

typedef struct gp_continuation {
    const int32_t *ids;
    size_t n;          /* at least 1 */
    double *log_probs; /* [n] filled by the call; may be NULL */
} gp_continuation;

typedef struct gp_score {
    double log_prob; /* natural logarithm, 0 or less; NaN where the model's logits are */
    bool greedy;     /* every token is the one that greedy generation takes */
} gp_score;

/* Score n continuations of one prompt (at least one id). On success out[0..n) is filled. Errors, before anything runs:
 * GP_E_INPUT for an empty prompt or continuation, an id outside the vocabulary, a text longer than the context (the
 * message says which continuation), no free slot; then GP_E_INFRA and GP_E_NOMEM. */
gp_code gp_score_continuations(gp_model *m, const int32_t *prompt, size_t n_prompt, const gp_continuation *c, size_t n,
                               gp_score *out, gp_err *err) GP_MUST_CHECK;
/* The same in a session that is there already, whose sequence is lost: that of gp_scheduler_lend where a scheduler has
 * all slots. */
gp_code gp_score_in(gp_session *s, const int32_t *prompt, size_t n_prompt, const gp_continuation *c, size_t n,
                    gp_score *out, gp_err *err) GP_MUST_CHECK;
/* One continuation; log_probs may be NULL. */
gp_code gp_score_continuation(gp_model *m, const int32_t *prompt, size_t n_prompt, const int32_t *ids, size_t n,
                              double *log_probs, gp_score *out, gp_err *err) GP_MUST_CHECK;

/* Tokenize prompt and continuation as one text (`flags` as in gp_tokenize, but GP_TOK_BOS never adds an EOS) into `ids` (empty before); ids[*n_prompt..)
 * are to be scored. GP_E_INPUT if the continuation adds no id, or changes the very first one. */
gp_code gp_score_ids(const gp_tokenizer *t, gp_str prompt, gp_str continuation, unsigned flags, gp_ids *ids,
                     size_t *n_prompt, gp_err *err) GP_MUST_CHECK;

#endif

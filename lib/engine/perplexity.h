/* perplexity.h - how well models predict a text: windows over its tokens, the logits behind each token, and how far the
 * distributions of two models are apart.
 *
 * A text is longer than a context, so it is read in windows, each from an empty cache. Published perplexities differ by
 * their windows more than by their models; the two usual ones are offered:
 *   halves   windows of `size` tokens side by side; of each, the tokens behind its first half are predicted (the token
 *            in the middle is the last that is only read), so that each has at least size / 2 tokens before it. What
 *            does not fill a window at the end of the text is not looked at. A BOS that the vocabulary adds replaces
 *            the first token of every window. So does llama.cpp's tool.
 *   stride   windows begin `stride` tokens apart; of each, what no window before has predicted is predicted, so that
 *            every token of the text but the first is, once. So does the guide of Hugging Face's transformers.
 *
 * The perplexity is exp of the mean of -ln P(token | tokens before it in its window). All sums are in double, in the
 * order of the text, with own exp and log: the same bits on every device. */
#ifndef GP_ENGINE_PERPLEXITY_H
#define GP_ENGINE_PERPLEXITY_H

#include "engine/engine.h"

typedef struct gp_windowing {
    uint32_t size;   /* tokens in a window, at least 4; 0: 512 */
    uint32_t stride; /* less than size; 0: halves */
} gp_windowing;

typedef struct gp_window {
    size_t from;   /* index in the text of its first token */
    uint32_t n;    /* tokens in it */
    uint32_t read; /* of those, the first so many are not predicted; at least 1 */
} gp_window;

/* The windows over n tokens, in the arena. Errors: GP_E_INPUT where the text is too short for one, or the sizes are out
 * of range. */
gp_code gp_windows_make(gp_arena *a, size_t n, const gp_windowing *w, const gp_window **list, size_t *n_windows,
                        gp_err *err) GP_MUST_CHECK;
/* Tokens that such windows predict. */
size_t gp_windows_predicted(const gp_window *list, size_t n_windows);

/* The rows of logits that predict a text, some at a time. Several readings over the same windows with the same `most`
 * go in step, whatever their models are. */
typedef struct gp_reading gp_reading;
/* The model's context must hold a window. bos: the id that replaces the first token of each window, -1 for none. most:
 * rows at a time. Everything is borrowed. Errors: GP_E_INPUT for an id outside the vocabulary or a context that is too
 * small, GP_E_NOMEM. */
gp_code gp_reading_new(gp_model *m, const int32_t *ids, const gp_window *list, size_t n_windows, int32_t bos,
                       uint32_t most, gp_reading **out, gp_err *err) GP_MUST_CHECK;
typedef struct gp_rows_read {
    const float *rows;   /* [n][n_vocab]; until the next call */
    const int32_t *came; /* [n] the token that each row predicts */
    uint32_t n;          /* 0: the text is at its end */
    size_t window;       /* index; rows of one call are of one window */
} gp_rows_read;
/* Errors: as of gp_engine_step. */
gp_code gp_reading_next(gp_reading *r, gp_rows_read *out, gp_err *err) GP_MUST_CHECK;
void gp_reading_free(gp_reading *r); /* NULL is allowed */

/* exp(cost), where cost is the mean of -ln P per token. */
double gp_perplexity(double cost);

/* Kullback-Leibler divergence of q from p in nats, the sum over the vocabulary of p (ln p - ln q): what is lost where q
 * stands for p. log_sum_p, log_sum_q: gp_log_sum_exp of the rows. At least 0; infinite where q never chooses what p
 * does; NaN where a row has no finite logit. */
double gp_divergence(const float *p, const float *q, uint32_t n_vocab, double log_sum_p, double log_sum_q);

#endif

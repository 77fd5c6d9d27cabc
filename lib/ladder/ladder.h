/* ladder.h - what quantization costs: several files of one model, from the reference down, over one text.
 *
 * Every rung reads the same tokens in the same windows (engine/perplexity.h), all rungs in step, a few rows of logits at
 * a time: whole logits are never in memory. Against the reference, the first rung, each other one has
 *   divergence  Kullback-Leibler divergence of its distribution from the reference's, in nats per token
 *   agreement   share of tokens for which both find the same token likeliest
 *   loss        how much more a token costs it than the reference, in nats: the difference of -ln P
 * Tokens of a window are no independent observations, so intervals (95%) are those of the means over windows (batch
 * means; Student's t, with one observation more as in stats/cluster.h); NaN for a single window.
 *
 * Numbers depend on the files and the text alone, not on device, threads or batch; only the seconds do. */
#ifndef GP_LADDER_LADDER_H
#define GP_LADDER_LADDER_H

#include "base/json.h"
#include "engine/perplexity.h"
#include "stats/stats.h"

typedef struct gp_rung {
    gp_str file;              /* without folders */
    gp_str quantization, mix; /* as gp_model_facts has them */
    char tensor_sha256[65];
    uint64_t weight_bytes; /* in the file's encoding */
    uint64_t memory_bytes; /* weights on the device, one session, scratch */
    double perplexity,
        error;    /* error: its standard error with tokens taken as independent, as the usual tools print it */
    gp_mean cost; /* -ln P per token */
    char log_probs_sha256[65]; /* over ln P of every predicted token, as little-endian doubles */
    /* from here on all NaN for the reference */
    gp_mean loss, divergence, agreement;
    double divergence_median, divergence_p99, divergence_most; /* over tokens */
    gp_verdict finding;                                        /* of loss: `better` than the reference, ... */
    double seconds;                                            /* of evaluating, on this machine */
} gp_rung;

/* Two rungs next to each other in weight_bytes. */
typedef struct gp_ladder_pair {
    size_t larger, smaller; /* indices of rungs */
    double size;            /* weight_bytes of the smaller over those of the larger */
    gp_mean difference;     /* divergence of the larger minus that of the smaller, from the reference */
    gp_verdict finding;     /* of the larger */
} gp_ladder_pair;

typedef struct gp_ladder {
    gp_windowing windows; /* as used */
    size_t tokens, predicted, n_windows;
    double margin;
    gp_rung *rungs; /* [n]; the first is the reference */
    size_t n;
    gp_ladder_pair *pairs; /* [n_pairs]; the reference is in none */
    size_t n_pairs;
} gp_ladder;

typedef struct gp_ladder_options {
    gp_windowing windows;
    double margin; /* losses and differences smaller than this, in nats, do not matter: what lies within is `equal` */
    /* After each window; may be NULL. */
    void (*progress)(void *user, size_t window, size_t n_windows);
    void *user;
} gp_ladder_options;

/* The models are open, with room for a window; the first is the reference. ids: the text, by the tokenizer that all of
 * them have. Everything is in the arena. Errors: GP_E_INPUT where a vocabulary has another size than the reference's, or
 * as of gp_windows_make and gp_reading_new; then as of gp_engine_step. One model alone gives its perplexity. */
gp_code gp_ladder_climb(gp_arena *a, gp_model *const *models, size_t n, const int32_t *ids, size_t n_ids,
                        const gp_ladder_options *o, gp_ladder *out, gp_err *err) GP_MUST_CHECK;

/* --- as a document --- */

/* Markdown; of one model alone a few lines of text. */
void gp_ladder_text(const gp_ladder *l, gp_str text_name, gp_buf *out);
void gp_ladder_json(const gp_ladder *l, gp_str text_name, gp_str text_sha256, gp_buf *out);
/* Divergence over size, as an SVG document. */
void gp_ladder_chart(const gp_ladder *l, gp_buf *out);

#endif

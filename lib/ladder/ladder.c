/* ladder.c - several models read a text in step: see ladder.h. */
#include "ladder/ladder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/ordered.h"
#include "base/sys.h"

/* Rows of logits at a time: as many as fit into ROWS_BYTES of one model, so that products are made of many rows. */
enum { MOST_ROWS = 128, ROWS_BYTES = 64 << 20 };

typedef struct climber { /* one model on its way */
    gp_model *m;
    gp_reading *reading;
    double *log_prob, *divergence; /* [predicted] */
    double *same;                  /* [predicted] 1 where the likeliest token is the reference's */
    const float *rows;             /* at hand */
    double seconds;
} climber;

typedef struct climb {
    const gp_ladder_options *o;
    gp_ladder *out;
    const gp_window *list;
    climber *models;
    uint32_t n_vocab, rows;
    const int32_t *came; /* the tokens that the rows at hand predict */
    size_t done;         /* predicted tokens so far */
} climb;

/* --- reading --- */

static gp_code begin(climb *c, const int32_t *ids, gp_err *err)
{
    const gp_tokenizer *t = gp_model_tokenizer(c->models[0].m);
    int32_t bos = !c->o->windows.stride && t && gp_tokenizer_adds_bos(t) ? gp_token_bos(t) : -1;
    gp_code code = GP_OK;
    for (size_t i = 0; i < c->out->n && !code; i++) {
        climber *x = &c->models[i];
        uint32_t n_vocab = gp_model_get_facts(x->m)->n_vocab;
        if (n_vocab != c->n_vocab)
            return gp_fail(
                err, GP_E_INPUT, "%s has a vocabulary of %u, the reference %s has one of %u: these are not one model",
                gp_gguf_path(gp_model_gguf(x->m)), n_vocab, gp_gguf_path(gp_model_gguf(c->models[0].m)), c->n_vocab);
        x->log_prob = gp_alloc_array(c->out->predicted, sizeof(double));
        x->divergence = gp_alloc_array(c->out->predicted, sizeof(double));
        x->same = gp_alloc_array(c->out->predicted, sizeof(double));
        code = gp_reading_new(x->m, ids, c->list, c->out->n_windows, bos, c->rows, &x->reading, err);
    }
    return code;
}

static void end(climb *c)
{
    for (size_t i = 0; i < c->out->n; i++) {
        climber *x = &c->models[i];
        gp_reading_free(x->reading);
        free(x->log_prob);
        free(x->divergence);
        free(x->same);
    }
}

typedef struct row_facts { /* of one model */
    double log_prob, divergence, same;
} row_facts;

/* gp_ordered: one row of all models. */
static gp_code look_at_row(void *user, size_t k, gp_arena *a, void *product, gp_err *err)
{
    (void)a, (void)err;
    const climb *c = user;
    row_facts *f = product;
    const float *p = c->models[0].rows + k * c->n_vocab;
    double sum_p = gp_log_sum_exp(p, c->n_vocab);
    int32_t best = gp_argmax(p, c->n_vocab, NULL);
    f[0] = (row_facts){.log_prob = (double)p[c->came[k]] - sum_p, .same = 1};
    for (size_t i = 1; i < c->out->n; i++) {
        const float *q = c->models[i].rows + k * c->n_vocab;
        double sum_q = gp_log_sum_exp(q, c->n_vocab);
        f[i] = (row_facts){(double)q[c->came[k]] - sum_q, gp_divergence(p, q, c->n_vocab, sum_p, sum_q),
                           best == gp_argmax(q, c->n_vocab, NULL)};
    }
    return GP_OK;
}

/* gp_ordered */
static gp_code note_row(void *user, size_t k, const void *product, gp_err *err)
{
    (void)k, (void)err;
    climb *c = user;
    const row_facts *f = product;
    for (size_t i = 0; i < c->out->n; i++) {
        c->models[i].log_prob[c->done] = f[i].log_prob;
        c->models[i].divergence[c->done] = f[i].divergence;
        c->models[i].same[c->done] = f[i].same;
    }
    c->done++;
    return GP_OK;
}

/* The same rows of all models; *n: how many, 0 at the end. */
static gp_code next_rows(climb *c, uint32_t *n, size_t *window, gp_err *err)
{
    for (size_t i = 0; i < c->out->n; i++) {
        gp_rows_read r;
        double from = gp_now_mono();
        gp_code code = gp_reading_next(c->models[i].reading, &r, err);
        if (code) return code;
        c->models[i].seconds += gp_now_mono() - from;
        c->models[i].rows = r.rows;
        c->came = r.came;
        *n = r.n;
        *window = r.window;
    }
    const gp_ordered loop = {
        .n = *n, .product = c->out->n * sizeof(row_facts), .work = look_at_row, .take = note_row, .user = c};
    return gp_ordered_each(&loop, err);
}

static gp_code read_all(climb *c, gp_err *err)
{
    uint32_t n = 0;
    size_t window = 0, told = 0;
    gp_code code = GP_OK;
    do {
        code = next_rows(c, &n, &window, err);
        size_t finished = code || n ? window : c->out->n_windows;
        if (c->o->progress && !code && finished > told) c->o->progress(c->o->user, told = finished, c->out->n_windows);
    } while (!code && n);
    return code;
}

/* --- statistics --- */

/* The mean over tokens, with the interval of the means of windows. */
static gp_mean over_windows(const climb *c, const double *v, bool rate)
{
    size_t n = c->out->n_windows, at = 0;
    double *means = gp_alloc_array(n, sizeof *means), sum = 0;
    for (size_t w = 0; w < n; w++) {
        size_t size = c->list[w].n - c->list[w].read;
        double own = 0;
        for (size_t i = 0; i < size; i++) own += v[at + i];
        means[w] = own / (double)size;
        sum += own;
        at += size;
    }
    gp_mean m = gp_mean95_real(means, NULL, n);
    double mean = sum / (double)at;
    m.ci95 = (gp_interval){m.ci95.lo + (mean - m.mean), m.ci95.hi + (mean - m.mean)};
    if (rate) m.ci95 = (gp_interval){fmax(m.ci95.lo, 0), fmin(m.ci95.hi, 1)};
    m.mean = mean;
    free(means);
    return m;
}

static bool all_zero(const double *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (v[i] != 0) return false;
    return true;
}

/* Of values where less is better. */
static gp_verdict judge(const climb *c, const double *difference, const gp_mean *m)
{
    if (all_zero(difference, c->out->predicted)) return GP_EQUAL;
    double margin = c->o->margin;
    if (!isfinite(m->ci95.lo)) return GP_INCONCLUSIVE;
    if (margin > 0 && m->ci95.lo > -margin && m->ci95.hi < margin) return GP_EQUAL;
    return m->ci95.hi < 0 ? GP_BETTER : m->ci95.lo > 0 ? GP_WORSE : GP_INCONCLUSIVE;
}

static int ascending(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static void describe(const climb *c, const climber *x, gp_arena *a, gp_rung *r)
{
    const gp_model_facts *f = gp_model_get_facts(x->m);
    const char *path = gp_gguf_path(gp_model_gguf(x->m));
    *r = (gp_rung){.file = gp_str_dup(a, gp_str_c(gp_path_base(path))),
                   .quantization = gp_str_dup(a, f->quantization),
                   .mix = gp_model_mix(a, gp_model_gguf(x->m)),
                   .weight_bytes = f->weight_bytes,
                   .memory_bytes = f->device_weight_bytes + f->kv_bytes + f->scratch_bytes,
                   .seconds = x->seconds};
    gp_gguf_tensor_sha256(gp_model_gguf(x->m), r->tensor_sha256);
    gp_sha256_hex_of((gp_str){(const char *)x->log_prob, c->out->predicted * sizeof(double)}, r->log_probs_sha256);
}

static void sum_up(const climb *c, const climber *x, gp_rung *r)
{
    size_t n = c->out->predicted;
    double *v = gp_alloc_array(n, sizeof *v), squares = 0, mean;
    for (size_t i = 0; i < n; i++) {
        v[i] = -x->log_prob[i];
        squares += v[i] * v[i];
    }
    r->cost = over_windows(c, v, false);
    mean = r->cost.mean;
    r->perplexity = gp_perplexity(mean);
    r->error = n > 1 ? r->perplexity * sqrt(fmax(squares / (double)n - mean * mean, 0) / (double)(n - 1)) : (double)NAN;
    free(v);
}

static void against_reference(const climb *c, const climber *x, gp_rung *r)
{
    const climber *first = &c->models[0];
    size_t n = c->out->predicted;
    double *v = gp_alloc_array(n, sizeof *v);
    for (size_t i = 0; i < n; i++) v[i] = first->log_prob[i] - x->log_prob[i];
    r->loss = over_windows(c, v, false);
    r->finding = judge(c, v, &r->loss);
    r->divergence = over_windows(c, x->divergence, false);
    r->divergence.ci95.lo = fmax(r->divergence.ci95.lo, 0);
    r->agreement = over_windows(c, x->same, true);
    memcpy(v, x->divergence, n * sizeof *v);
    qsort(v, n, sizeof *v, ascending);
    r->divergence_median = gp_median(v, n);
    r->divergence_p99 = v[(n * 99 + 99) / 100 - 1]; /* nearest rank */
    r->divergence_most = v[n - 1];
    free(v);
}

static void none_of_reference(gp_rung *r)
{
    gp_mean none = {.mean = NAN, .ci95 = {NAN, NAN}};
    r->loss = r->divergence = r->agreement = none;
    r->divergence_median = r->divergence_p99 = r->divergence_most = NAN;
}

/* --- pairs --- */

static void pair_up(const climb *c, gp_arena *a, gp_ladder *out)
{
    size_t *order = GP_NEW_ARRAY(a, size_t, out->n), n = 0;
    for (size_t i = 1; i < out->n; i++) { /* by size, largest first; few */
        size_t k = n++;
        for (; k && out->rungs[order[k - 1]].weight_bytes < out->rungs[i].weight_bytes; k--) order[k] = order[k - 1];
        order[k] = i;
    }
    double *v = gp_alloc_array(out->predicted, sizeof *v);
    out->pairs = GP_NEW_ARRAY(a, gp_ladder_pair, n);
    for (size_t k = 0; k + 1 < n; k++) {
        const climber *x = &c->models[order[k]], *y = &c->models[order[k + 1]];
        for (size_t i = 0; i < out->predicted; i++) v[i] = x->divergence[i] - y->divergence[i];
        gp_mean m = over_windows(c, v, false);
        out->pairs[out->n_pairs++] = (gp_ladder_pair){order[k], order[k + 1],
                                                      (double)out->rungs[order[k + 1]].weight_bytes /
                                                          (double)out->rungs[order[k]].weight_bytes,
                                                      m, judge(c, v, &m)};
    }
    free(v);
}

gp_code gp_ladder_climb(gp_arena *a, gp_model *const *models, size_t n, const int32_t *ids, size_t n_ids,
                        const gp_ladder_options *o, gp_ladder *out, gp_err *err)
{
    *out = (gp_ladder){.windows = o->windows, .tokens = n_ids, .margin = o->margin, .n = n};
    climb c = {.o = o, .out = out, .n_vocab = gp_model_get_facts(models[0])->n_vocab};
    gp_code code = gp_windows_make(a, n_ids, &o->windows, &c.list, &out->n_windows, err);
    if (code) return code;
    if (!out->windows.size) out->windows.size = c.list[0].n;
    out->predicted = gp_windows_predicted(c.list, out->n_windows);
    c.rows = ROWS_BYTES / (c.n_vocab * (uint32_t)sizeof(float));
    c.rows = c.rows < 1 ? 1 : c.rows > MOST_ROWS ? MOST_ROWS : c.rows;
    c.models = GP_NEW_ARRAY(a, climber, n);
    for (size_t i = 0; i < n; i++) c.models[i].m = models[i];
    code = begin(&c, ids, err);
    if (!code) code = read_all(&c, err);
    if (!code) out->rungs = GP_NEW_ARRAY(a, gp_rung, n);
    for (size_t i = 0; i < n && !code; i++) {
        describe(&c, &c.models[i], a, &out->rungs[i]);
        sum_up(&c, &c.models[i], &out->rungs[i]);
        if (i) against_reference(&c, &c.models[i], &out->rungs[i]);
        else none_of_reference(&out->rungs[i]);
    }
    if (!code) pair_up(&c, a, out);
    end(&c);
    return code;
}

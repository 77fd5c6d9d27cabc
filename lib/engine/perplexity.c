/* perplexity.c - see perplexity.h. */
#include "engine/perplexity.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "engine/fmath.h"

enum { USUAL_SIZE = 512, LEAST_SIZE = 4 };

/* --- windows --- */

gp_code gp_windows_make(gp_arena *a, size_t n, const gp_windowing *w, const gp_window **list, size_t *n_windows,
                        gp_err *err)
{
    uint32_t size = w->size ? w->size : USUAL_SIZE, step = w->stride ? w->stride : size;
    if (size < LEAST_SIZE)
        return gp_fail(err, GP_E_INPUT, "a window of %u tokens is too small: at least %d", size, LEAST_SIZE);
    if (w->stride >= size)
        return gp_fail(err, GP_E_INPUT, "a stride of %u must be less than the window, which has %u tokens", w->stride,
                       size);
    if (w->stride ? n < 2 : n < size)
        return gp_fail(err, GP_E_INPUT, "the text has %zu tokens, which is too short for a window of %u", n, size);
    size_t count = w->stride ? (n <= size ? 1 : 1 + (n - size + step - 1) / step) : n / size;
    gp_window *out = GP_NEW_ARRAY(a, gp_window, count);
    for (size_t i = 0, done = 1; i < count; i++) { /* done: tokens that are predicted, or the first */
        size_t from = i * step, to = from + size < n ? from + size : n;
        out[i] = (gp_window){from, (uint32_t)(to - from), w->stride ? (uint32_t)(done - from) : size / 2 + 1};
        done = to;
    }
    *list = out;
    *n_windows = count;
    return GP_OK;
}

size_t gp_windows_predicted(const gp_window *list, size_t n_windows)
{
    size_t sum = 0;
    for (size_t i = 0; i < n_windows; i++) sum += list[i].n - list[i].read;
    return sum;
}

/* --- reading --- */

struct gp_reading {
    gp_model *m;
    gp_session *s;
    const int32_t *ids;
    const gp_window *list;
    size_t n_windows, window;
    uint32_t at; /* in the window: tokens that are evaluated */
    int32_t bos;
    uint32_t most;
    float *rows;
};

gp_code gp_reading_new(gp_model *m, const int32_t *ids, const gp_window *list, size_t n_windows, int32_t bos,
                       uint32_t most, gp_reading **out, gp_err *err)
{
    size_t bytes = (size_t)most * gp_model_get_facts(m)->n_vocab * sizeof(float);
    gp_reading *r = gp_alloc(sizeof *r);
    *r = (gp_reading){.m = m, .ids = ids, .list = list, .n_windows = n_windows, .bos = bos, .most = most};
    r->rows = malloc(bytes);
    gp_code code = r->rows ? gp_session_new(m, &r->s, err) : gp_fail_memory(err, "rows of logits", bytes);
    if (code) gp_reading_free(r), r = NULL;
    *out = r;
    return code;
}

void gp_reading_free(gp_reading *r)
{
    if (!r) return;
    gp_session_free(r->s);
    free(r->rows);
    free(r);
}

/* What is only read, up to the token before the first predicted one. The row of that token comes later. */
static gp_code read_only(gp_reading *r, const gp_window *w, gp_err *err)
{
    const int32_t *ids = r->ids + w->from;
    uint32_t n = w->read - 1, skip = 0;
    gp_session_reset(r->s);
    if (n > 0 && r->bos >= 0) {
        gp_step_item first = {r->s, &r->bos, 1, GP_ROWS_NONE, NULL};
        gp_code code = gp_engine_step(r->m, &first, 1, err);
        if (code) return code;
        skip = 1;
    }
    gp_step_item item = {r->s, ids + skip, n - skip, GP_ROWS_NONE, NULL};
    r->at = n;
    return n > skip ? gp_engine_step(r->m, &item, 1, err) : GP_OK;
}

gp_code gp_reading_next(gp_reading *r, gp_rows_read *out, gp_err *err)
{
    *out = (gp_rows_read){0};
    if (r->window == r->n_windows) return GP_OK;
    const gp_window *w = &r->list[r->window];
    gp_code code = r->at == 0 ? read_only(r, w, err) : GP_OK;
    if (code) return code;
    const int32_t *ids = r->ids + w->from + r->at;
    uint32_t left = w->n - 1 - r->at, n = left < r->most ? left : r->most;
    bool begins = r->at == 0 && r->bos >= 0; /* the first row is that of the BOS itself */
    gp_step_item item = {r->s, begins ? &r->bos : ids, begins ? 1 : n, GP_ROWS_ALL, r->rows};
    code = gp_engine_step(r->m, &item, 1, err);
    if (code) return code;
    *out = (gp_rows_read){r->rows, ids + 1, item.n_ids, r->window};
    r->at += item.n_ids;
    if (r->at == w->n - 1) r->window++, r->at = 0;
    return GP_OK;
}

/* --- numbers --- */

double gp_perplexity(double cost) { return gp_d_exp(cost); }

double gp_divergence(const float *p, const float *q, uint32_t n_vocab, double log_sum_p, double log_sum_q)
{
    enum { BLOCK = 256 };
    double sum = 0, log_p[BLOCK], share[BLOCK];
    for (uint32_t at = 0; at < n_vocab; at += BLOCK) {
        uint32_t size = n_vocab - at < BLOCK ? n_vocab - at : BLOCK;
        for (uint32_t i = 0; i < size; i++) log_p[i] = (double)p[at + i] - log_sum_p;
        gp_d_exp_each(log_p, share, size);
        for (uint32_t i = 0; i < size; i++)
            if (share[i] > 0) sum += share[i] * (log_p[i] - ((double)q[at + i] - log_sum_q));
    }
    return sum < 0 ? 0 : sum; /* rounding alone can lead below 0 */
}

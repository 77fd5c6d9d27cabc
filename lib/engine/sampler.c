/* sampler.c - from logits to the next id: pure functions, exact to the bit. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "engine/engine.h"
#include "engine/fmath.h"

typedef struct gp_candidate {
    float logit;
    int32_t id;
    double weight;
} gp_candidate;

/* The real parameters that are honoured here: a row takes one over from the table of sampling, with its range. */
#define TAKES(member, of)                                             \
    {                                                                 \
        offsetof(gp_sampling, member), offsetof(gp_sampling_spec, of) \
    }
static const struct {
    size_t at, of;
} params[] = {TAKES(temperature, temperature),
              TAKES(top_p, top_p),
              TAKES(min_p, min_p),
              TAKES(repetition_penalty, repeat_penalty),
              TAKES(presence_penalty, presence_penalty),
              TAKES(frequency_penalty, frequency_penalty)};
enum { PARAMS = sizeof params / sizeof *params };

gp_sampling gp_sampling_of(const gp_sampling_spec *s)
{
    gp_sampling out = {.top_k = s->top_k > 0 ? (uint32_t)s->top_k : 0};
    for (size_t i = 0; i < PARAMS; i++) {
        double v = *(const double *)((const char *)s + params[i].of);
        *(float *)((char *)&out + params[i].at) = isnan(v) ? 0.f : (float)v;
    }
    /* 0 is "off" to the engine; here it keeps one token, as does a share too small for a float */
    if (s->top_p >= 0 && out.top_p == 0.f) out.top_p = FLT_MIN;
    return out;
}

static const gp_field *row_of(size_t offset)
{
    const gp_field *f = gp_sampling_numbers.fields;
    while (f->offset != offset) f++;
    return f;
}

gp_code gp_sampling_check(const gp_sampling *s, gp_err *err)
{
    for (size_t i = 0; i < PARAMS; i++) {
        float v = *(const float *)((const char *)s + params[i].at);
        const gp_field *f = row_of(params[i].of);
        bool fits = v >= (float)f->min && v <= (float)f->max; /* false for NaN */
        if (v == 0.f || fits) continue;                       /* 0: off */
        return gp_fail(err, GP_E_INPUT, "sampling: %s is %g, must be %g to %g", f->key, (double)v, f->min, f->max);
    }
    return GP_OK;
}

int32_t gp_argmax(const float *logits, uint32_t n, float *margin)
{
    uint32_t best = 0;
    float top = -INFINITY, second = -INFINITY;
    bool some = false;
    for (uint32_t i = 0; i < n; i++) {
        if (isnan(logits[i])) continue;
        if (!some || logits[i] > top) {
            second = some ? top : second;
            top = logits[i];
            best = i;
            some = true;
        } else if (logits[i] > second) second = logits[i];
    }
    if (margin) *margin = top > second ? top - second : 0.f;
    return (int32_t)best;
}

double gp_log_sum_exp(const float *logits, uint32_t n)
{
    enum { BLOCK = 256 };
    int32_t best = gp_argmax(logits, n, NULL);
    double top = n ? (double)logits[best] : 0.0, sum = 0.0, x[BLOCK], e[BLOCK];
    for (uint32_t at = 0; at < n; at += BLOCK) {
        uint32_t size = n - at < BLOCK ? n - at : BLOCK;
        for (uint32_t i = 0; i < size; i++)
            x[i] = isnan(logits[at + i]) ? -(double)INFINITY : (double)logits[at + i] - top;
        gp_d_exp_each(x, e, size);
        for (uint32_t i = 0; i < size; i++) sum += e[i];
    }
    return sum > 0.0 ? top + gp_d_log(sum) : top;
}

static bool has_penalties(const gp_sampling *s)
{
    return (s->repetition_penalty != 0.f && s->repetition_penalty != 1.f) || s->presence_penalty != 0.f ||
           s->frequency_penalty != 0.f;
}

static void make_room(gp_sampler *m, uint32_t n)
{
    if (m->n >= n) return;
    gp_sampler_free(m);
    m->c = gp_alloc_array(n, sizeof *m->c);
    m->count = gp_alloc_array(n, sizeof *m->count);
    m->n = n;
}

void gp_sampler_free(gp_sampler *m)
{
    free(m->c);
    free(m->count);
    *m = (gp_sampler){0};
}

/* Occurrences of each id in the window. */
static void count_history(gp_sampler *m, uint32_t n_vocab, const gp_sampling *s, const int32_t *history, size_t n)
{
    size_t from = s->penalty_window && n > s->penalty_window ? n - s->penalty_window : 0;
    memset(m->count, 0, n_vocab * sizeof *m->count);
    for (size_t i = from; i < n; i++)
        if (history[i] >= 0 && (uint32_t)history[i] < n_vocab) m->count[history[i]]++;
}

static float penalize(float logit, uint32_t count, const gp_sampling *s)
{
    if (!count) return logit;
    if (s->repetition_penalty != 0.f)
        logit = logit > 0.f ? logit / s->repetition_penalty : logit * s->repetition_penalty;
    logit = logit - s->presence_penalty;
    return logit - s->frequency_penalty * (float)count;
}

/* Larger logit first, then lower id. */
static int by_logit(const void *x, const void *y)
{
    const gp_candidate *a = x, *b = y;
    if (a->logit != b->logit) return a->logit > b->logit ? -1 : 1;
    return a->id < b->id ? -1 : a->id > b->id;
}

static void swap(gp_candidate *a, gp_candidate *b)
{
    gp_candidate t = *a;
    *a = *b;
    *b = t;
}

/* Move the k first of the order to the front, in any order among themselves: sorting a whole vocabulary to keep 40
 * would cost more than the model. The order is total, so which k they are does not depend on how they are found. */
static void select_first(gp_candidate *c, uint32_t n, uint32_t k)
{
    uint32_t low = 0, high = n;
    while (high - low > 1) {
        uint32_t at = low;
        swap(&c[low + (high - low) / 2], &c[high - 1]);
        for (uint32_t i = low; i + 1 < high; i++)
            if (by_logit(&c[i], &c[high - 1]) < 0) swap(&c[i], &c[at++]);
        swap(&c[at], &c[high - 1]);
        if (at == k || at + 1 == k) return;
        if (at < k) low = at + 1;
        else high = at;
    }
}

/* Fill the candidates (NaN left out); returns how many. */
static uint32_t collect(gp_sampler *m, const float *logits, uint32_t n_vocab, const gp_sampling *s, bool penalties)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < n_vocab; i++) {
        float v = penalties ? penalize(logits[i], m->count[i], s) : logits[i];
        if (!isnan(v)) m->c[n++] = (gp_candidate){v, (int32_t)i, 0.0};
    }
    return n;
}

/* Cut to the smallest prefix that reaches top_p of the sum, and by min_p; returns how many stay. */
static uint32_t cut(const gp_candidate *c, uint32_t n, const gp_sampling *s)
{
    double sum = 0.0, run = 0.0;
    uint32_t keep = n;
    if (s->top_p > 0.f && s->top_p < 1.f) {
        for (uint32_t i = 0; i < n; i++) sum += c[i].weight;
        for (keep = 0; keep < n; keep++) {
            run += c[keep].weight;
            if (run >= (double)s->top_p * sum) {
                keep++;
                break;
            }
        }
    }
    if (s->min_p > 0.f)
        while (keep > 1 && c[keep - 1].weight < (double)s->min_p * c[0].weight) keep--;
    return keep;
}

static int32_t draw(const gp_candidate *c, uint32_t n, double unit)
{
    double sum = 0.0, run = 0.0;
    for (uint32_t i = 0; i < n; i++) sum += c[i].weight;
    for (uint32_t i = 0; i < n; i++) {
        run += c[i].weight;
        if (unit * sum < run) return c[i].id;
    }
    return c[n - 1].id;
}

int32_t gp_sample(gp_sampler *m, const float *logits, uint32_t n_vocab, const gp_sampling *s, const int32_t *history,
                  size_t n_history, uint64_t seed, uint64_t position)
{
    bool penalties = has_penalties(s);
    if (s->temperature == 0.f && !penalties) return gp_argmax(logits, n_vocab, NULL);
    make_room(m, n_vocab);
    if (penalties) count_history(m, n_vocab, s, history, n_history);
    uint32_t n = collect(m, logits, n_vocab, s, penalties);
    if (!n) return 0;
    if (s->temperature == 0.f) {
        uint32_t best = 0;
        for (uint32_t i = 1; i < n; i++)
            if (m->c[i].logit > m->c[best].logit) best = i;
        return m->c[best].id;
    }
    if (s->top_k && s->top_k < n) {
        select_first(m->c, n, s->top_k);
        n = s->top_k;
    }
    qsort(m->c, n, sizeof *m->c, by_logit);
    for (uint32_t i = 0; i < n; i++)
        m->c[i].weight = m->c[i].logit == m->c[0].logit
                             ? 1.0
                             : gp_d_exp(((double)m->c[i].logit - (double)m->c[0].logit) / (double)s->temperature);
    n = cut(m->c, n, s);
    return draw(m->c, n, gp_rng_unit(seed, 0, position));
}

/* mamba.c - Mamba-2 (a state that decays and takes up each token), and gated short convolutions. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "oracle.h"

static uint32_t channels(const model *m) { return m->inner + 2 * m->ssm_groups * m->states; }

void o_convolve(const taps *t, uint32_t position, float *y)
{
    for (uint32_t c = 0; c < t->channels; c++) {
        float a = 0.f;
        for (uint32_t j = 0; j < t->n; j++) {
            uint32_t back = t->n - 1 - j;
            float x = back <= position ? t->inputs[(size_t)(position - back) * t->channels + c] : 0.f;
            a = fmaf(t->w[(size_t)c * t->n + j], x, a);
        }
        if (t->bias) a = a + t->bias[c];
        y[c] = t->silu ? o_silu(a) : a;
    }
}

memory o_memory(const model *m, const layer *l, uint32_t tokens)
{
    uint32_t keys = m->key_heads * m->dk, values = m->value_heads * m->dv;
    size_t row = l->memory == DELTA   ? 2 * keys + values
                 : l->memory == MAMBA ? channels(m)
                                      : m->d,
           own = l->memory == DELTA   ? (size_t)values * m->dk
                 : l->memory == MAMBA ? (size_t)m->inner * m->states
                                      : 0;
    return (memory){oracle_room((size_t)tokens * row, sizeof(float)), oracle_room(own, sizeof(float))};
}

/* One column of the state of one head, whose values stand `ld` apart. */
static float column(const model *m, float *s, uint32_t ld, const float *b, const float *c, float dx, float decay)
{
    float y[4] = {0};
    for (uint32_t i = 0; i < m->states; i++) {
        float v = s[(size_t)i * ld] * decay;
        v = fmaf(b[i], dx, fabsf(v) < 0x1p-100f ? 0.f : v);
        s[(size_t)i * ld] = v;
        y[i % 4] = fmaf(v, c[i], y[i % 4]);
    }
    return (y[0] + y[2]) + (y[1] + y[3]);
}

/* u: x, B, C behind the convolution; dt: one value for each head. */
static void scan(const model *m, const layer *l, const float *u, const float *dt, float *s, float *out)
{
    uint32_t p = m->inner / m->ssm_heads, per = m->ssm_heads / m->ssm_groups;
    float *bias = o_vector(m, "blk.%u.ssm_dt.bias", l->index), *a = o_vector(m, "blk.%u.ssm_a", l->index),
          *skip = o_vector(m, "blk.%u.ssm_d", l->index);
    for (uint32_t h = 0; h < m->ssm_heads; h++) {
        const float *b = u + m->inner + h / per * m->states, *c = b + m->ssm_groups * m->states;
        float d = o_softplus(dt[h] + bias[h]), decay = o_expw(d * a[h]);
        for (uint32_t i = h * p; i < (h + 1) * p; i++)
            out[i] = fmaf(skip[h], u[i], column(m, s + (size_t)h * m->states * p + i % p, p, b, c, u[i] * d, decay));
    }
    free(bias);
    free(a);
    free(skip);
}

/* The file has z, x, B, C, dt in ssm_in. */
void o_mamba(const model *m, const layer *l, const float *h, uint32_t position, memory *mem, float *out)
{
    uint32_t n = channels(m), len = m->inner / m->ssm_groups;
    acts a = o_activations(h, m->d, m->experts != 0);
    float *all = oracle_room((size_t)m->inner + n + m->ssm_heads, sizeof *all), *u = oracle_room(n, sizeof *u);
    float *w = o_vector(m, "blk.%u.ssm_conv1d.weight", l->index),
          *bias = o_vector(m, "blk.%u.ssm_conv1d.bias", l->index),
          *norm = o_vector(m, "blk.%u.ssm_norm.weight", l->index);
    (void)o_products(m, l, &a, 0, all, "ssm_in", (char *)NULL);
    memcpy(mem->inputs + (size_t)position * n, all + m->inner, n * sizeof *all);
    o_convolve(&(taps){w, bias, mem->inputs, m->taps, n, true}, position, u);
    scan(m, l, u, all + m->inner + n, mem->s, out);
    for (uint32_t i = 0; i < m->inner; i++) out[i] = out[i] * o_silu(all[i]);
    for (uint32_t g = 0; norm && g < m->ssm_groups; g++) o_norm(m, out + g * len, norm + g * len, len, out + g * len);
    o_release(&a);
    free(all);
    free(u);
    free(w);
    free(bias);
    free(norm);
}

/* The file has B, C, x in shortconv.in_proj. */
void o_short_conv(const model *m, const layer *l, const float *h, uint32_t position, memory *mem, float *out)
{
    uint32_t d = m->d;
    acts a = o_activations(h, d, m->experts != 0);
    float *all = oracle_room(3 * (size_t)d, sizeof *all), *w = o_vector(m, "blk.%u.shortconv.conv.weight", l->index);
    (void)o_products(m, l, &a, 0, all, "shortconv.in_proj", (char *)NULL);
    for (uint32_t i = 0; i < d; i++) mem->inputs[(size_t)position * d + i] = all[2 * d + i] * all[i];
    o_convolve(&(taps){w, NULL, mem->inputs, m->taps, d, false}, position, out);
    for (uint32_t i = 0; i < d; i++) out[i] = out[i] * all[d + i];
    o_release(&a);
    free(all);
    free(w);
}

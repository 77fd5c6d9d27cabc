/* mixture.c - gated activations, and mixtures of experts: routing, experts, joining. */
#include <math.h>
#include <stdlib.h>

#include "oracle.h"

static float clamped(float g, float u)
{
    g = g > 7.f ? 7.f : g;
    u = u > 7.f ? 7.f : u;
    u = (u < -7.f ? -7.f : u) + 1.f;
    float a = g * 1.702f, y = a < -60.f ? 0.f : o_div(g, 1.f + o_exp(-a));
    return y * u;
}

void o_feed(const model *m, const float *gate, const float *up, uint32_t n, float *out)
{
    for (uint32_t i = 0; i < n; i++)
        out[i] = m->act == CLAMPED ? clamped(gate[i], up[i])
                                   : (m->act == GELU ? o_gelu(gate[i]) : o_silu(gate[i])) * up[i];
}

/* The k largest scores, ties to the lowest expert, as weights whose sum is 1. */
static void route(const model *m, const float *scores, float scale, const float *own, uint32_t *chosen, float *weight)
{
    bool *taken = oracle_room(m->experts, sizeof *taken);
    float top = 0.f, sum = 0.f;
    for (uint32_t p = 0; p < m->used; p++) {
        uint32_t best = m->experts;
        for (uint32_t e = 0; e < m->experts; e++)
            if (!taken[e] && (best == m->experts || scores[e] * scale > scores[best] * scale)) best = e;
        taken[best] = true;
        chosen[p] = best;
        if (p == 0) top = scores[best] * scale;
        weight[p] = o_expw(scores[best] * scale - top);
        sum = sum + weight[p];
    }
    for (uint32_t p = 0; p < m->used; p++) {
        weight[p] = o_div(weight[p], sum);
        if (own) weight[p] = weight[p] * own[chosen[p]];
    }
    free(taken);
}

static void expert(const model *m, const layer *l, const acts *a, uint32_t e, float *out)
{
    uint32_t ff = m->ff_expert;
    float *gate_up = oracle_room(2 * (size_t)ff, sizeof *gate_up);
    if (gguf_find(m->g, "blk.%u.ffn_gate_up_exps.weight", l->index))
        (void)o_products(m, l, a, e, gate_up, "ffn_gate_up_exps", (char *)NULL);
    else (void)o_products(m, l, a, e, gate_up, "ffn_gate_exps", "ffn_up_exps", (char *)NULL);
    o_feed(m, gate_up, gate_up + ff, ff, gate_up);
    acts b = o_activations(gate_up, ff, true);
    (void)o_products(m, l, &b, e, out, "ffn_down_exps", (char *)NULL);
    o_release(&b);
    free(gate_up);
}

void o_mixture(const model *m, const layer *l, const float *h, const float *scores, float scale, const float *own,
               const float *shared, float *out)
{
    uint32_t chosen[64];
    float weight[64], *y = oracle_room(m->d, sizeof *y);
    acts a = o_activations(h, m->d, true);
    route(m, scores, scale, own, chosen, weight);
    for (uint32_t p = 0; p < m->used; p++) {
        expert(m, l, &a, chosen[p], y);
        for (uint32_t i = 0; i < m->d; i++) out[i] = p ? fmaf(weight[p], y[i], out[i]) : y[i] * weight[p];
    }
    if (shared) {
        float s = o_rcp(1.f + o_exp(-scores[m->experts]));
        for (uint32_t i = 0; i < m->d; i++) out[i] = fmaf(s, shared[i], out[i]);
    }
    o_release(&a);
    free(y);
}

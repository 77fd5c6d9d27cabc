/* mixture.c - activations, and mixtures of experts: routing, experts, joining. */
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

/* x from the layer's four values: factors above and below 0, beta, and the most that is taken to the exponential. */
static float xielu(const float *v, float x)
{
    float linear = x * v[2], low = x < v[3] ? x : v[3];
    return x > 0.f ? fmaf(x * v[0], x, linear) : fmaf((o_exp(low) - 1.f) - x, v[1], linear);
}

static float alone(const model *m, const layer *l, float x)
{
    if (m->act == GELU_ALONE) return o_gelu(x);
    if (m->act == XIELU) return xielu(l->xielu, x);
    x = x > 0.f ? x : 0.f;
    return x * x;
}

bool o_alone(const model *m) { return m->act >= RELU2; }

void o_feed(const model *m, const layer *l, const float *gate, const float *up, uint32_t n, float *out)
{
    for (uint32_t i = 0; i < n; i++)
        if (o_alone(m)) out[i] = alone(m, l, gate[i]);
        else if (m->act == CLAMPED) out[i] = clamped(gate[i], up[i]);
        else out[i] = (m->act == GELU ? o_gelu(gate[i]) : o_silu(gate[i])) * up[i];
}

/* ---- routing ---- */

typedef struct choice {
    uint32_t expert[64];
    float weight[64];
} choice;

/* The k largest scores, ties to the lowest expert, weighed by their softmax. */
static void route(const model *m, const joined *j, choice *c)
{
    bool *taken = oracle_room(m->experts, sizeof *taken);
    const float *s = j->scores;
    float top = 0.f, sum = 0.f;
    for (uint32_t p = 0; p < m->used; p++) {
        uint32_t best = m->experts;
        for (uint32_t e = 0; e < m->experts; e++)
            if (!taken[e] && (best == m->experts || s[e] * j->scale > s[best] * j->scale)) best = e;
        taken[best] = true;
        c->expert[p] = best;
        if (p == 0) top = s[best] * j->scale;
        c->weight[p] = o_expw(s[best] * j->scale - top);
        sum = sum + c->weight[p];
    }
    for (uint32_t p = 0; p < m->used; p++) {
        c->weight[p] = o_div(c->weight[p], sum);
        if (j->own) c->weight[p] = c->weight[p] * j->own[c->expert[p]];
    }
    free(taken);
}

static const float GONE = -1e30f;

/* p of every expert by the kind of routing. */
static void shares(const model *m, const float *s, float *p)
{
    float top = s[0], sum = 0.f;
    for (uint32_t e = 1; e < m->experts; e++) top = s[e] > top ? s[e] : top;
    for (uint32_t e = 0; e < m->experts; e++) {
        if (m->routing == ROUTED_SOFTMAX) p[e] = o_expw(s[e] - top);
        else if (m->routing == ROUTED_ROOT) {
            float v = o_softplus(s[e]);
            p[e] = v > 0x1p-100f ? v * o_rsqrt(v) : 0.f;
        } else p[e] = o_rcp(1.f + o_exp(-s[e]));
        sum = sum + p[e];
    }
    for (uint32_t e = 0; e < m->experts && m->routing == ROUTED_SOFTMAX; e++) p[e] = o_div(p[e], sum);
}

/* The two largest of a group, added; false where the group is gone. */
static bool strength(const float *by, uint32_t len, float *out)
{
    float a = GONE, b = GONE;
    for (uint32_t e = 0; e < len; e++) {
        b = by[e] > a ? a : by[e] > b ? by[e] : b;
        a = by[e] > a ? by[e] : a;
    }
    *out = a + b;
    return a > GONE;
}

/* The weakest groups go, of equal ones the last. */
static void drop_groups(const model *m, float *by)
{
    uint32_t len = m->experts / m->groups;
    for (uint32_t n = m->groups_used; n < m->groups; n++) {
        uint32_t at = m->groups;
        float worst = 0.f, v;
        for (uint32_t g = m->groups; g-- > 0;)
            if (strength(by + g * len, len, &v) && (at == m->groups || v < worst)) {
                worst = v;
                at = g;
            }
        for (uint32_t e = 0; e < len && at < m->groups; e++) by[at * len + e] = GONE;
    }
}

/* The bias of the choice; NULL: none. */
static float *choice_bias(const model *m, const layer *l)
{
    static const char *const names[] = {"exp_probs_b.bias", "exp_probs_b", "exp_probs_b.weight"};
    for (int i = 0; i < 3; i++) {
        float *b = o_vector(m, "blk.%u.%s", l->index, names[i]);
        if (b) return b;
    }
    return NULL;
}

static void choose(const model *m, const layer *l, const float *s, choice *c)
{
    float *p = oracle_room(2 * (size_t)m->experts, sizeof *p), *by = p + m->experts, *bias = choice_bias(m, l),
          sum = 0.f;
    shares(m, s, p);
    for (uint32_t e = 0; e < m->experts; e++) by[e] = m->routing == ROUTED_INPUT ? s[e] : bias ? p[e] + bias[e] : p[e];
    if (m->groups > 1) drop_groups(m, by);
    for (uint32_t k = 0; k < m->used; k++) {
        uint32_t at = m->experts;
        for (uint32_t e = 0; e < m->experts; e++)
            if (by[e] > GONE && (at == m->experts || by[e] > by[at])) at = e;
        if (at == m->experts) at = 0;
        by[at] = GONE;
        c->expert[k] = at;
        c->weight[k] = p[at];
        sum = sum + p[at];
    }
    sum = sum > 0x1p-14f ? sum : 0x1p-14f;
    for (uint32_t k = 0; k < m->used; k++)
        c->weight[k] = (m->normalize ? o_div(c->weight[k], sum) : c->weight[k]) * m->expert_scale;
    free(p);
    free(bias);
}

/* ---- experts ---- */

static void expert(const model *m, const layer *l, const acts *a, uint32_t e, float *out)
{
    uint32_t ff = m->ff_expert;
    float *gate_up = oracle_room(2 * (size_t)ff, sizeof *gate_up);
    if (o_alone(m)) (void)o_products(m, l, a, e, gate_up, "ffn_up_exps", (char *)NULL);
    else if (gguf_find(m->g, "blk.%u.ffn_gate_up_exps.weight", l->index))
        (void)o_products(m, l, a, e, gate_up, "ffn_gate_up_exps", (char *)NULL);
    else (void)o_products(m, l, a, e, gate_up, "ffn_gate_exps", "ffn_up_exps", (char *)NULL);
    o_feed(m, l, gate_up, gate_up + ff, ff, gate_up);
    acts b = o_activations(gate_up, ff, true);
    (void)o_products(m, l, &b, e, out, "ffn_down_exps", (char *)NULL);
    o_release(&b);
    free(gate_up);
}

/* llama4: the weight of the only expert multiplies what it reads, and nothing after. */
static void scale_input(const joined *j, choice *c, float *h)
{
    for (uint32_t i = 0; i < j->n; i++) h[i] = j->h[i] * c->weight[0];
    c->weight[0] = 1.f;
}

static void add_shared(const model *m, const joined *j, float *out)
{
    float s = j->plain ? 1.f : o_rcp(1.f + o_exp(-j->scores[m->experts]));
    for (uint32_t i = 0; i < j->n; i++) out[i] = j->plain ? out[i] + j->shared[i] : fmaf(s, j->shared[i], out[i]);
}

void o_mixture(const model *m, const layer *l, const joined *j, float *out)
{
    choice c;
    float *y = oracle_room(2 * (size_t)j->n, sizeof *y), *h = y + j->n;
    if (m->routing == ROUTED_CHOSEN) route(m, j, &c);
    else choose(m, l, j->scores, &c);
    if (m->routing == ROUTED_INPUT) scale_input(j, &c, h);
    acts a = o_activations(m->routing == ROUTED_INPUT ? h : j->h, j->n, true);
    for (uint32_t p = 0; p < m->used; p++) {
        expert(m, l, &a, c.expert[p], y);
        for (uint32_t i = 0; i < j->n; i++) out[i] = p ? fmaf(c.weight[p], y[i], out[i]) : y[i] * c.weight[p];
    }
    if (j->shared) add_shared(m, j, out);
    for (uint32_t i = 0; i < j->n; i++) out[i] = out[i] * j->factor;
    o_release(&a);
    free(y);
}

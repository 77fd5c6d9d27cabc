/* qwen.c - qwen2 (biases on q, k, v), qwen3 (per-head norms of q and k instead), qwen3moe (the same with a mixture of
 * experts in every layer), qwen2moe (weights not normalized, a shared expert with a weight of its own): rotary pairs
 * (i, i + n/2), SiLU. qwen2vl, qwen3vl, qwen3vlmoe: the text side of image models. A token of text stands at the same place in
 * time, height and width, so its pairs rotate as ever; but pairs that interleaved sections leave to a fourth component do not
 * rotate. */
#include <math.h>

#include "engine/arch/archs.h"

static gp_code qwen_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    (void)g;
    (void)err;
    hp->neox = true;
    return GP_OK;
}

static gp_code qwen3_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = gp_plan_decoder_layer(p, l, err);
    return c ? c : gp_plan_qk_norms(p, l, err);
}

static gp_code qwen3moe_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->neox = true;
    gp_code c = gp_hparams_experts(g, hp, err);
    if (!c && !hp->n_expert) c = gp_gguf_fail(g, "qwen3moe.expert_count", NULL, err, "is missing");
    return c;
}

static gp_code qwen3moe_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = gp_plan_attention(p, l, err);
    if (!c) c = gp_plan_qk_norms(p, l, err);
    if (!c) c = gp_layer_vector(p, l, &l->ffn_norm, "ffn_norm.weight", p->hp.n_embd, false, err);
    return c ? c : gp_plan_moe(p, l, err);
}

static gp_code qwen2moe_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->neox = true;
    hp->routing.gating = GP_GATE_SOFTMAX;
    return gp_hparams_routing(g, hp, err);
}

enum { SECTIONS = 4 };

/* rope.dimension_sections: pairs of time, height, width, and a fourth that stays 0. */
static gp_code read_sections(const gp_gguf *g, uint32_t s[SECTIONS], gp_err *err)
{
    bool some = false;
    for (uint32_t i = 0; i < SECTIONS; i++) {
        gp_code c = gp_key_layer(g, "rope.dimension_sections", i, &s[i], err);
        if (c) return c;
        some = some || s[i];
    }
    return some ? GP_OK : gp_gguf_fail(g, NULL, NULL, err, "rope.dimension_sections is missing");
}

/* Interleaved: pair i is of height (i mod 3 = 1) or width (i mod 3 = 2) while i < 3 * their section, of time where i mod 3 = 0 and
 * i < 3 * its section, else of the fourth component. Such pairs get an infinite divisor. */
static gp_code still_pairs(gp_model_plan *p, gp_err *err)
{
    gp_rope *r = &p->hp.rope[0];
    uint32_t s[SECTIONS] = {0}, half = r->n_rot / 2;
    gp_code c = read_sections(p->g, s, err);
    if (c) return c;
    float *d = GP_NEW_ARRAY(p->a, float, half);
    for (uint32_t i = 0; i < half; i++) d[i] = i < 3 * s[i % 3] ? 1.f : INFINITY;
    r->divisors = d;
    return GP_OK;
}

static gp_code qwen2vl_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    uint32_t s[SECTIONS] = {0};
    hp->neox = true;
    return read_sections(g, s, err);
}

const gp_arch gp_arch_qwen2 = {.name = "qwen2", .confirmed = true, .read = qwen_read, .plan = gp_plan_decoder_layer};
const gp_arch gp_arch_qwen3 = {.name = "qwen3", .confirmed = true, .read = qwen_read, .plan = qwen3_plan};
const gp_arch gp_arch_qwen3moe = {.name = "qwen3moe", .confirmed = true, .read = qwen3moe_read, .plan = qwen3moe_plan};
const gp_arch gp_arch_qwen2moe = {.name = "qwen2moe", .confirmed = true, .read = qwen2moe_read, .plan = gp_plan_layer};
const gp_arch gp_arch_qwen2vl = {.name = "qwen2vl", .read = qwen2vl_read, .plan = gp_plan_decoder_layer};
const gp_arch gp_arch_qwen3vl = {.name = "qwen3vl", .read = qwen_read, .plan_model = still_pairs, .plan = qwen3_plan};
const gp_arch gp_arch_qwen3vlmoe = {
    .name = "qwen3vlmoe", .confirmed = true, .read = qwen3moe_read, .plan_model = still_pairs, .plan = qwen3moe_plan};

/* llama4.c - llama4 (Scout, Maverick): three of four layers rotate in pairs (2i, 2i+1) and see only the positions of their own
 * chunk; the fourth neither rotates nor is limited, and its queries grow with the logarithm of the position. Rotated queries and
 * keys are normalized without weights, but for the form with 128 experts. One expert for each token: the sigmoid of its
 * logit multiplies its input; a shared expert beside it. */
#include "engine/arch/archs.h"

enum { CHUNK = 8192, PERIOD = 4, EXPERTS_WITHOUT_NORM = 128 };

static gp_code llama4_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    uint32_t chunk = CHUNK;
    hp->temperature = 0.1f;
    hp->temperature_period = (float)CHUNK;
    hp->temperature_first = 1;
    gp_code c = gp_key_u32(g, "attention.sliding_window", &chunk, err);
    hp->chunk = chunk ? CHUNK : 0; /* 0 in the file: neither chunks nor layers without rotation */
    if (!chunk) hp->temperature = 0.f;
    if (!c) c = gp_hparams_routing(g, hp, err);
    if (!c && hp->n_used != 1)
        c = gp_gguf_fail(g, NULL, NULL, err, "%u experts per token, only 1 is supported", hp->n_used);
    hp->routing.gating = GP_GATE_INPUT;
    hp->routing.normalize = false;
    return c;
}

static gp_code llama4_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    uint32_t step = 1;
    bool full = !p->hp.chunk || (l->index + 1) % PERIOD == 0;
    gp_code c = gp_key_u32(p->g, "interleave_moe_layer_step", &step, err);
    if (!c && !step) c = gp_gguf_fail(p->g, NULL, NULL, err, "interleave_moe_layer_step is 0");
    if (p->hp.chunk) {
        l->rope = full ? -1 : 0;
        l->chunk = full ? 0 : p->hp.chunk;
        l->steady = !full;
    }
    if (!c && l->rope == 0 && p->hp.n_expert != EXPERTS_WITHOUT_NORM) {
        l->late_norm = true;
        c = gp_need_ones(p, &l->q_norm, l->head_dim, err);
        if (!c) c = gp_need_ones(p, &l->k_norm, l->head_dim, err);
    }
    if (!c) c = gp_plan_attention(p, l, err);
    if (!c) c = gp_layer_norm(p, l, &l->ffn_norm, "ffn_norm", err);
    if (c) return c;
    return (l->index + 1) % step == 0 ? gp_plan_moe(p, l, err) : gp_plan_gated(p, l, err);
}

const gp_arch gp_arch_llama4 = {.name = "llama4", .confirmed = true, .read = llama4_read, .plan = llama4_plan};

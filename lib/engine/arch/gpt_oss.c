/* gpt_oss.c - gpt-oss: biases everywhere, attention sinks, every other layer with a sliding window, rotary pairs
 * (i, i + n/2) with YaRN, and a mixture of experts in every layer with clamped gates. */
#include "engine/arch/archs.h"

static gp_code gpt_oss_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->neox = true;
    hp->act = GP_ACT_CLAMPED;
    gp_code c = gp_hparams_experts(g, hp, err);
    if (!c && !hp->n_expert) c = gp_gguf_fail(g, "gpt-oss.expert_count", NULL, err, "is missing");
    return c ? c : gp_hparams_window(g, true, hp, err);
}

static gp_code gpt_oss_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    bool local = l->index % 2 == 0;
    gp_code c = gp_key_pattern(p->g, l->index, &local, err);
    if (c) return c;
    l->window = local ? p->hp.window : 0;
    c = gp_plan_attention(p, l, err);
    if (!c) c = gp_layer_vector(p, l, &l->sinks, "attn_sinks.weight", l->n_head, false, err);
    /* before the experts, despite its name */
    if (!c) c = gp_layer_vector(p, l, &l->ffn_norm, "post_attention_norm.weight", p->hp.n_embd, false, err);
    return c ? c : gp_plan_moe(p, l, err);
}

const gp_arch gp_arch_gpt_oss = {.name = "gpt-oss", .confirmed = true, .read = gpt_oss_read, .plan = gpt_oss_plan};

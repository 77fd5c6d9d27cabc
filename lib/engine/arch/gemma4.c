/* gemma4.c - gemma4, all sizes: dense, with an input of its own for each layer (E2B, E4B), and with experts (26B-A4B).
 *
 * Local layers see a window and have smaller heads and their own rotary base; global ones rotate with divisors that
 * leave most pairs alone. Queries and keys are normalized with weights, values without, and scores are not scaled. In
 * global layers without attn_v the values are the key projection. The last shared_kv_layers read the cache of the last
 * layer of their kind that has one. Norm weights are used as they are. */
#include "engine/arch/archs.h"
#include "engine/fmath.h"

/* Rotary table 0 is for global layers, table 1 for local ones. */
static gp_code read_local_rope(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    gp_rope *r = &hp->rope[1];
    uint32_t d = hp->head_dim_local;
    *r = (gp_rope){.n_rot = d,
                   .base = 10000.f,
                   .factor = 1.f,
                   .original_context = hp->rope[0].original_context,
                   .attn_factor = 1.f,
                   .beta_fast = 32.f,
                   .beta_slow = 1.f};
    hp->n_rope = 2;
    gp_code c = gp_key_u32(g, "rope.dimension_count_swa", &r->n_rot, err);
    if (!c) c = gp_key_f32(g, "rope.freq_base_swa", &r->base, err);
    if (!c && (r->n_rot < 2 || r->n_rot % 2 || r->n_rot > d || !(r->base > 0.f)))
        c = gp_gguf_fail(g, NULL, NULL, err,
                         "rotation of %u dimensions with base %g does not fit local heads of %u dimensions", r->n_rot,
                         (double)r->base, d);
    return c;
}

static gp_code read_local_heads(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    uint32_t k = hp->head_dim, v;
    gp_code c = gp_key_u32(g, "attention.key_length_swa", &k, err);
    v = k;
    if (!c) c = gp_key_u32(g, "attention.value_length_swa", &v, err);
    if (!c && (!k || k != v || k % 16 || k > 512))
        c = gp_gguf_fail(
            g, NULL, NULL, err,
            "local heads with keys of %u and values of %u dimensions are not supported (equal multiples of 16 up to 512 are)",
            k, v);
    hp->head_dim_local = k;
    return c ? c : read_local_rope(g, hp, err);
}

static gp_code gemma4_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->neox = true;
    hp->act = GP_ACT_GELU;
    hp->attn_scale = 1.f;
    hp->expert_factors = true;
    hp->embed_scale = (float)gp_d_sqrt((double)hp->n_embd);
    hp->logit_cap = 30.f;
    gp_code c = gp_hparams_experts(g, hp, err);
    if (!c) c = gp_hparams_window(g, true, hp, err);
    if (!c) c = gp_key_f32(g, "final_logit_softcapping", &hp->logit_cap, err);
    if (!c) c = gp_key_u32(g, "attention.shared_kv_layers", &hp->n_shared_kv, err);
    if (!c && hp->n_shared_kv >= hp->n_layer)
        c = gp_gguf_fail(g, "gemma4.attention.shared_kv_layers", NULL, err, "is %u, there are %u layers",
                         hp->n_shared_kv, hp->n_layer);
    if (!c) c = gp_key_u32(g, "embedding_length_per_layer_input", &hp->n_ple, err);
    if (!c && (hp->n_ple % 16 || hp->n_ple > 4096))
        c = gp_gguf_fail(g, "gemma4.embedding_length_per_layer_input", NULL, err,
                         "%u is not supported (multiples of 16 up to 4096 are)", hp->n_ple);
    return c ? c : read_local_heads(g, hp, err);
}

static gp_code gemma4_plan_model(gp_model_plan *p, gp_err *err)
{
    gp_code c = gp_plan_suppressed(p, err);
    return c || !p->hp.n_ple ? c : gp_plan_own_inputs(p, err);
}

static gp_code plan_kind(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    bool local = false;
    gp_code c = gp_key_pattern(p->g, l->index, &local, err);
    l->window = local ? p->hp.window : 0;
    l->rope = local ? 1 : 0;
    if (local) l->head_dim = l->value_dim = p->hp.head_dim_local;
    l->v_norm = true;
    if (!c) c = gp_plan_kv_owner(p, l, err);
    l->v_from_k = l->own_kv && !gp_layer_has(p, l, "attn_v.weight");
    return c;
}

static gp_code plan_mixture(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    uint32_t d = p->hp.n_embd;
    gp_code c = gp_plan_moe(p, l, err);
    if (c) return c;
    l->moe->router_scale = (float)(1.0 / gp_d_sqrt((double)d));
    c = gp_layer_vector(p, l, &l->moe->router_norm, "ffn_gate_inp.scale", d, false, err);
    if (!c) c = gp_layer_vector(p, l, &l->moe->in_norm, "pre_ffw_norm_2.weight", d, false, err);
    if (!c) c = gp_layer_vector(p, l, &l->moe->dense_post_norm, "post_ffw_norm_1.weight", d, false, err);
    if (!c) c = gp_layer_vector(p, l, &l->moe->post_norm, "post_ffw_norm_2.weight", d, false, err);
    return c ? c : gp_layer_vector(p, l, &l->moe->expert_scale, "ffn_down_exps.scale", p->hp.n_expert, true, err);
}

static gp_code gemma4_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    uint32_t d = p->hp.n_embd;
    gp_code c = plan_kind(p, l, err);
    if (!c) c = gp_plan_decoder_layer(p, l, err);
    if (!c) c = gp_plan_qk_norms(p, l, err);
    if (!c) c = gp_layer_vector(p, l, &l->attn_post_norm, "post_attention_norm.weight", d, false, err);
    if (!c) c = gp_layer_vector(p, l, &l->ffn_post_norm, "post_ffw_norm.weight", d, false, err);
    if (!c && gp_layer_has(p, l, "ffn_gate_inp.weight") && p->hp.n_expert) c = plan_mixture(p, l, err);
    if (!c && p->hp.n_ple) c = gp_plan_own_input(p, l, err);
    return c ? c : gp_layer_vector(p, l, &l->out_scale, "layer_output_scale.weight", 1, true, err);
}

const gp_arch gp_arch_gemma4 = {.name = "gemma4",
                                .confirmed = true,
                                .per_layer = true,
                                .read = gemma4_read,
                                .plan_model = gemma4_plan_model,
                                .plan = gemma4_plan};

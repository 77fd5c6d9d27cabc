/* qwen35.c - qwen35, qwen35moe, qwen3next: most layers are gated delta-nets, every full_attention_interval-th is
 * softmax attention with gated outputs, per-head norms and partial rotation in pairs (i, i + n/2). post_attention_norm
 * stands before the feed-forward, whatever its name says. Blocks that predict further tokens (nextn_predict_layers,
 * the last ones) are left out.
 *
 * qwen35*: value head h uses key head h mod key heads. qwen3next: the heads of one key head stand together, its two
 * small projections are one tensor, and older files have one tensor for all four large ones, key head by key head;
 * both are sorted by a map of rows when they are loaded. */
#include "engine/arch/archs.h"

static gp_code hybrid_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->neox = true;
    gp_code c = gp_hparams_predicting(g, hp, err);
    return c ? c : gp_hparams_experts(g, hp, err);
}

static gp_code check_shape(const gp_gguf *g, const gp_delta_shape *s, uint32_t inner, gp_err *err)
{
    if (s->kernel < 2 || s->kernel > 16)
        return gp_gguf_fail(g, NULL, NULL, err, "ssm.conv_kernel is %u, must be 2 to 16", s->kernel);
    if (!s->key_heads || s->key_heads > 1024 || !s->value_heads || s->value_heads > 1024 ||
        s->value_heads % s->key_heads)
        return gp_gguf_fail(g, NULL, NULL, err,
                            "%u value heads (ssm.time_step_rank) cannot share %u key heads (ssm.group_count)",
                            s->value_heads, s->key_heads);
    if (!inner || inner % s->value_heads)
        return gp_gguf_fail(g, NULL, NULL, err, "ssm.inner_size %u is not a multiple of the %u value heads", inner,
                            s->value_heads);
    if (!s->key_dim || s->key_dim % 16 || s->key_dim > 1024 || s->value_dim % 16 || s->value_dim > 1024)
        return gp_gguf_fail(
            g, NULL, NULL, err,
            "delta-net heads of %u and %u dimensions are not supported (multiples of 16 up to 1024 are)", s->key_dim,
            s->value_dim);
    return GP_OK;
}

static gp_code hybrid_plan_model(gp_model_plan *p, gp_err *err)
{
    gp_delta_shape *s = &p->delta;
    uint32_t inner = 0;
    gp_code c = gp_key_u32(p->g, "ssm.conv_kernel", &s->kernel, err);
    if (!c) c = gp_key_u32(p->g, "ssm.state_size", &s->key_dim, err);
    if (!c) c = gp_key_u32(p->g, "ssm.group_count", &s->key_heads, err);
    if (!c) c = gp_key_u32(p->g, "ssm.time_step_rank", &s->value_heads, err);
    if (!c) c = gp_key_u32(p->g, "ssm.inner_size", &inner, err);
    if (c) return c;
    s->value_dim = s->value_heads ? inner / s->value_heads : 0;
    s->grouped = gp_str_eqc(gp_str_c(p->arch->name), "qwen3next");
    return check_shape(p->g, s, inner, err);
}

static gp_code is_recurrent(const gp_model_plan *p, uint32_t layer, bool *out, gp_err *err)
{
    uint32_t interval = 4;
    gp_code c = gp_key_u32(p->g, "full_attention_interval", &interval, err);
    if (!c && !interval) c = gp_gguf_fail(p->g, NULL, NULL, err, "full_attention_interval is 0");
    if (c) return c;
    *out = (layer + 1) % interval != 0;
    return gp_key_flag(p->g, "attention.recurrent_layers", layer, out, err);
}

/* ssm_in of old files: for each key head q, k, v, z. */
static gp_code plan_fused_in(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    const gp_delta_shape *s = &p->delta;
    uint32_t keys = s->key_heads * s->key_dim, values = s->value_heads * s->value_dim, all = 2 * (keys + values),
             own = values / s->key_heads, stride = all / s->key_heads;
    uint32_t *map = GP_NEW_ARRAY(p->a, uint32_t, all);
    for (uint32_t i = 0; i < keys; i++) {
        map[i] = i / s->key_dim * stride + i % s->key_dim;
        map[keys + i] = map[i] + s->key_dim;
    }
    for (uint32_t i = 0; i < values; i++) {
        map[2 * keys + i] = i / own * stride + 2 * s->key_dim + i % own;
        map[2 * keys + values + i] = map[2 * keys + i] + own;
    }
    l->delta->z = 1;
    const gp_part_of parts[] = {{.name = "ssm_in", .rows = 2 * keys + values, .file_rows = all, .map = map},
                                {.name = "ssm_in", .rows = values, .file_rows = all, .map = map + 2 * keys + values}};
    return gp_layer_linear(p, l, &l->delta->in, parts, 2, p->hp.n_embd, err);
}

static gp_code plan_in(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    const gp_delta_shape *s = &p->delta;
    uint32_t channels = gp_delta_channels(s), values = s->value_heads * s->value_dim;
    if (gp_layer_has(p, l, "ssm_in.weight")) return plan_fused_in(p, l, err);
    l->delta->z = 1;
    return gp_layer_linear(
        p, l, &l->delta->in,
        (const gp_part_of[]){{.name = "attn_qkv", .rows = channels}, {.name = "attn_gate", .rows = values}}, 2,
        p->hp.n_embd, err);
}

/* Decay first, write strength second. ssm_ba: for each key head its strengths, then its decays. */
static gp_code plan_ab(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    uint32_t n = p->delta.value_heads, own = n / p->delta.key_heads;
    if (!gp_layer_has(p, l, "ssm_ba.weight"))
        return gp_layer_linear(p, l, &l->delta->ab,
                               (const gp_part_of[]){{.name = "ssm_alpha", .rows = n}, {.name = "ssm_beta", .rows = n}},
                               2, p->hp.n_embd, err);
    uint32_t *map = GP_NEW_ARRAY(p->a, uint32_t, 2 * (size_t)n);
    for (uint32_t i = 0; i < n; i++) {
        map[n + i] = i / own * 2 * own + i % own;
        map[i] = map[n + i] + own;
    }
    const gp_part_of parts[] = {{.name = "ssm_ba", .rows = n, .file_rows = 2 * n, .map = map},
                                {.name = "ssm_ba", .rows = n, .file_rows = 2 * n, .map = map + n}};
    return gp_layer_linear(p, l, &l->delta->ab, parts, 2, p->hp.n_embd, err);
}

static gp_code plan_delta(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    const gp_delta_shape *s = &p->delta;
    uint32_t d = p->hp.n_embd, values = s->value_heads * s->value_dim;
    l->own_kv = false;
    l->delta = GP_NEW(p->a, gp_delta);
    l->memory = (gp_memory){s->kernel, gp_delta_channels(s), (uint64_t)s->value_heads * s->key_dim * s->value_dim, NULL,
                            NULL};
    gp_code c = gp_layer_vector(p, l, &l->attn_norm, "attn_norm.weight", d, false, err);
    if (!c) c = plan_in(p, l, err);
    if (!c) c = plan_ab(p, l, err);
    if (!c) c = gp_layer_table(p, l, &l->delta->conv, "ssm_conv1d.weight", s->kernel, gp_delta_channels(s), err);
    if (!c) c = gp_layer_vector(p, l, &l->delta->dt, "ssm_dt.bias", s->value_heads, false, err);
    if (!c) c = gp_layer_vector(p, l, &l->delta->a, "ssm_a", s->value_heads, false, err);
    if (!c) c = gp_layer_vector(p, l, &l->delta->norm, "ssm_norm.weight", s->value_dim, false, err);
    return c ? c
             : gp_layer_linear(p, l, &l->delta->out, &(const gp_part_of){.name = "ssm_out", .rows = d}, 1, values, err);
}

static gp_code plan_softmax(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    l->out_gate = GP_GATE_EACH;
    l->gate_in_q = true;
    gp_code c = gp_plan_attention(p, l, err);
    return c ? c : gp_plan_qk_norms(p, l, err);
}

static gp_code hybrid_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    bool recurrent;
    gp_code c = is_recurrent(p, l->index, &recurrent, err);
    if (!c) c = recurrent ? plan_delta(p, l, err) : plan_softmax(p, l, err);
    if (!c) c = gp_layer_vector(p, l, &l->ffn_norm, "post_attention_norm.weight", p->hp.n_embd, false, err);
    if (c) return c;
    return p->hp.n_expert ? gp_plan_moe(p, l, err) : gp_plan_gated(p, l, err);
}

const gp_arch gp_arch_qwen35 = {
    .name = "qwen35", .confirmed = true, .read = hybrid_read, .plan_model = hybrid_plan_model, .plan = hybrid_plan};
const gp_arch gp_arch_qwen35moe = {
    .name = "qwen35moe", .confirmed = true, .read = hybrid_read, .plan_model = hybrid_plan_model, .plan = hybrid_plan};
const gp_arch gp_arch_qwen3next = {
    .name = "qwen3next", .confirmed = true, .read = hybrid_read, .plan_model = hybrid_plan_model, .plan = hybrid_plan};

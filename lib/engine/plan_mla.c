/* plan_mla.c - tensors of latent attention. */
#include <stdio.h>

#include "engine/arch.h"

static uint32_t up16(uint32_t n) { return (n + 15) / 16 * 16; }

static gp_code read_sizes(const gp_model_plan *p, const gp_layer *l, gp_mla *a, gp_err *err)
{
    uint32_t key = l->head_dim, value = l->value_dim;
    gp_code c = gp_key_u32(p->g, "attention.kv_lora_rank", &a->latent, err);
    a->absorb = gp_layer_has(p, l, "attn_k_b.weight");
    if (!c && a->absorb) c = gp_key_u32(p->g, "attention.key_length_mla", &key, err);
    if (!c && a->absorb) c = gp_key_u32(p->g, "attention.value_length_mla", &value, err);
    if (c) return c;
    a->rot = p->hp.rope[0].n_rot;
    a->value = value;
    a->nope = key > a->rot ? key - a->rot : 0;
    if (!a->latent || a->latent > 512 || a->latent % 4 || !a->nope || a->nope > 4096 || !value || value > 512)
        return gp_gguf_fail(p->g, NULL, NULL, err,
                            "latent attention of %u values with keys of %u, %u of them rotated, and values of %u "
                            "dimensions is not supported",
                            a->latent, key, a->rot, value);
    if (a->absorb
            ? a->latent % 16 || l->head_dim != a->latent + a->rot || l->n_head_kv != 1 || l->value_dim != a->latent
            : value % 16 || l->n_head_kv != l->n_head)
        return gp_gguf_fail(p->g, NULL, NULL, err,
                            "heads of %u and %u dimensions do not fit a latent row of %u values and %u rotated ones",
                            l->head_dim, l->value_dim, a->latent, a->rot);
    return GP_OK;
}

static gp_code plan_queries(gp_model_plan *p, gp_layer *l, gp_mla *a, gp_err *err)
{
    uint32_t d = p->hp.n_embd, rank = 0, rows = l->n_head * (a->nope + a->rot);
    if (!gp_layer_has(p, l, "attn_q_a.weight"))
        return gp_layer_linear(p, l, &a->q, &(const gp_part_of){.name = "attn_q", .rows = rows}, 1, d, err);
    gp_code c = gp_key_u32(p->g, "attention.q_lora_rank", &rank, err);
    if (!c && (!rank || rank > 1u << 16)) c = gp_gguf_fail(p->g, NULL, NULL, err, "attention.q_lora_rank is %u", rank);
    if (!c) c = gp_layer_linear(p, l, &a->q_down, &(const gp_part_of){.name = "attn_q_a", .rows = rank}, 1, d, err);
    if (!c) c = gp_layer_vector(p, l, &a->q_norm, "attn_q_a_norm.weight", rank, false, err);
    return c ? c : gp_layer_linear(p, l, &a->q, &(const gp_part_of){.name = "attn_q_b", .rows = rows}, 1, rank, err);
}

/* One matrix for each head, the same for every token. */
static gp_code plan_per_head(gp_model_plan *p, const gp_layer *l, gp_linear *w, const char *name, uint32_t rows,
                             uint32_t cols, gp_err *err)
{
    char full[128];
    (void)snprintf(full, sizeof full, "blk.%u.%s", l->index, name);
    gp_code c = gp_need_linear(p, w, &(const gp_part_of){.name = full, .rows = rows}, 1, cols, l->n_head, err);
    w->m[0].all_experts = true;
    return c;
}

/* Where queries, keys and values stand in m->qkv, and whose cache holds what. */
static void place(gp_layer *l, const gp_mla *a)
{
    uint32_t q = up16(l->n_head * l->head_dim), k = up16(l->n_head_kv * l->head_dim);
    l->qkv.at[1] = q;
    l->qkv.at[2] = q + k;
    l->qkv.rows = q + k + (a->absorb ? 0 : up16(l->n_head * l->value_dim));
    l->v_from_k = a->absorb;
    l->rot_at = a->absorb ? a->latent : a->nope;
}

gp_code gp_plan_mla(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    uint32_t d = p->hp.n_embd;
    gp_mla *a = l->mla = GP_NEW(p->a, gp_mla);
    gp_code c = read_sizes(p, l, a, err);
    if (!c) c = plan_queries(p, l, a, err);
    if (!c)
        c = gp_layer_linear(p, l, &a->kv_down, &(const gp_part_of){.name = "attn_kv_a_mqa", .rows = a->latent + a->rot},
                            1, d, err);
    if (!c) c = gp_layer_vector(p, l, &a->kv_norm, "attn_kv_a_norm.weight", a->latent, false, err);
    if (!c && a->absorb) c = plan_per_head(p, l, &a->k_up, "attn_k_b", a->latent, a->nope, err);
    if (!c && a->absorb) c = plan_per_head(p, l, &a->v_up, "attn_v_b", a->value, a->latent, err);
    if (!c && !a->absorb)
        c = gp_layer_linear(p, l, &a->kv_up,
                            &(const gp_part_of){.name = "attn_kv_b", .rows = l->n_head * (a->nope + a->value)}, 1,
                            a->latent, err);
    if (!c) place(l, a);
    return c ? c
             : gp_layer_linear(p, l, &l->attn_out, &(const gp_part_of){.name = "attn_output", .rows = d}, 1,
                               l->n_head * a->value, err);
}

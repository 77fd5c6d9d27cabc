/* gemma3n.c - gemma3n (E2B, E4B): four residual streams (layer_altup.c), an input of its own for each layer, a
 * low-rank map beside attention, sparse gates in the first layers, and last layers that read the keys and values of
 * earlier ones. Scores are not scaled, values are normalized without weights; norm weights are used as they are. No
 * reference has confirmed it. */
#include <stdio.h>

#include "engine/arch/archs.h"
#include "engine/fmath.h"

enum { OWNERS = 20, SPARSE_LAYERS = 10, PERIOD = 5 }; /* where the file does not say */
static const float default_sparsity = 1.6448533535003662f;

static gp_code read_streams(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    uint32_t streams = GP_STREAMS, active = 0;
    gp_code c = gp_key_u32(g, "altup.num_inputs", &streams, err);
    if (!c) c = gp_key_u32(g, "altup.active_idx", &active, err);
    if (!c && (streams != GP_STREAMS || active))
        c = gp_gguf_fail(g, NULL, NULL, err,
                         "%u streams with stream %u active are not supported (%d with stream 0 are)", streams, active,
                         GP_STREAMS);
    if (!c) c = gp_key_u32(g, "embedding_length_per_layer_input", &hp->n_ple, err);
    if (!c && (!hp->n_ple || hp->n_ple % 16 || hp->n_ple > 4096))
        c = gp_gguf_fail(g, "gemma3n.embedding_length_per_layer_input", NULL, err,
                         "%u is missing or not supported (multiples of 16 up to 4096 are)", hp->n_ple);
    return c;
}

static gp_code gemma3n_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->neox = true;
    hp->act = GP_ACT_GELU;
    hp->attn_scale = 1.f;
    hp->embed_scale = (float)gp_d_sqrt((double)hp->n_embd);
    hp->logit_cap = 30.f;
    hp->n_shared_kv = hp->n_layer > OWNERS ? hp->n_layer - OWNERS : 0;
    hp->rope[1] = hp->rope[0];
    hp->rope[1].base = 10000.f;
    hp->n_rope = 2;
    gp_code c = gp_key_f32(g, "final_logit_softcapping", &hp->logit_cap, err);
    if (!c) c = gp_key_u32(g, "attention.shared_kv_layers", &hp->n_shared_kv, err);
    if (!c && hp->n_shared_kv >= hp->n_layer)
        c = gp_gguf_fail(g, "gemma3n.attention.shared_kv_layers", NULL, err, "is %u, there are %u layers",
                         hp->n_shared_kv, hp->n_layer);
    if (!c) c = gp_key_f32(g, "rope.freq_base_swa", &hp->rope[1].base, err);
    if (!c && !(hp->rope[1].base > 0.f))
        c = gp_gguf_fail(g, "gemma3n.rope.freq_base_swa", NULL, err, "must be positive");
    if (!c) c = gp_hparams_window(g, true, hp, err);
    return c ? c : read_streams(g, hp, err);
}

/* Slice j of a tensor of three square matrices. */
static gp_code plan_slice(gp_model_plan *p, gp_linear *l, const char *name, uint32_t j, gp_err *err)
{
    uint32_t d = p->hp.n_embd, *map = GP_NEW_ARRAY(p->a, uint32_t, d);
    for (uint32_t i = 0; i < d; i++) map[i] = j * d + i;
    return gp_need_linear(p, l, &(const gp_part_of){.name = name, .rows = d, .slices = GP_STREAMS - 1, .map = map}, 1,
                          d, 1, err);
}

static gp_code gemma3n_plan_model(gp_model_plan *p, gp_err *err)
{
    gp_code c = gp_plan_own_inputs(p, err);
    for (uint32_t j = 0; j < GP_STREAMS - 1 && !c; j++) {
        c = plan_slice(p, &p->altup_in[j], "altup_proj", j, err);
        if (!c) c = plan_slice(p, &p->altup_out[j], "altup_unembd_proj", j, err);
    }
    return c;
}

static gp_code plan_low_rank(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    char name[128];
    uint32_t d = p->hp.n_embd;
    (void)snprintf(name, sizeof name, "blk.%u.laurel_l.weight", l->index);
    const gp_gguf_tensor *t = gp_plan_tensor(p, name);
    if (!t) return gp_gguf_fail(p->g, NULL, name, err, "is missing");
    if (!t->ne[1] || t->ne[1] > 4096)
        return gp_gguf_fail(p->g, NULL, name, err, "a rank of %llu is out of range", (unsigned long long)t->ne[1]);
    uint32_t rank = (uint32_t)t->ne[1];
    gp_code c = gp_layer_linear(p, l, &l->altup->low, &(const gp_part_of){.name = "laurel_l", .rows = rank}, 1, d, err);
    if (!c)
        c = gp_layer_linear(p, l, &l->altup->high, &(const gp_part_of){.name = "laurel_r", .rows = d}, 1, rank, err);
    return c ? c : gp_layer_vector(p, l, &l->altup->low_norm, "laurel_post_norm.weight", d, false, err);
}

static gp_code plan_streams(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    uint32_t d = p->hp.n_embd;
    l->altup = GP_NEW(p->a, gp_altup);
    gp_code c = gp_layer_linear(p, l, &l->altup->router,
                                &(const gp_part_of){.name = "altup_router", .rows = GP_STREAMS}, 1, d, err);
    if (!c) c = gp_layer_vector(p, l, &l->altup->router_norm, "altup_router_norm.weight", d, false, err);
    if (!c)
        c = gp_layer_table(p, l, &l->altup->predict, "altup_predict_coef.weight", GP_STREAMS, GP_STREAMS * GP_STREAMS,
                           err);
    if (!c) c = gp_layer_table(p, l, &l->altup->correct, "altup_correct_coef.weight", GP_STREAMS, GP_STREAMS, err);
    if (!c) c = gp_layer_vector(p, l, &l->altup->out_weight, "altup_correct_scale.weight", d, false, err);
    return c ? c : plan_low_rank(p, l, err);
}

static gp_code plan_sparsity(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    const char *key = "gemma3n.activation_sparsity_scale";
    const gp_gguf_value *v = gp_gguf_find(p->g, key);
    float s = l->index < SPARSE_LAYERS ? default_sparsity : 0.f;
    if (v) {
        if (v->kind != GP_GGUF_ARRAY || (v->elem != GP_GGUF_F32 && v->elem != GP_GGUF_F64) || v->count <= l->index)
            return gp_gguf_fail(p->g, key, NULL, err, "must be an array with a number for each layer");
        s = (float)gp_gguf_elem_real(v, l->index);
    }
    if (s > 0.f && (l->n_ff % 16 || l->n_ff < 32))
        return gp_gguf_fail(p->g, NULL, NULL, err,
                            "layer %u: sparse gates of width %u are not supported (multiples of 16 from 32 are)",
                            l->index, l->n_ff);
    l->altup->sparsity = s;
    return GP_OK;
}

static gp_code gemma3n_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    uint32_t d = p->hp.n_embd;
    bool local = (l->index + 1) % PERIOD != 0;
    gp_code c = gp_key_pattern(p->g, l->index, &local, err);
    l->window = local ? p->hp.window : 0;
    l->rope = local ? 1 : 0;
    l->v_norm = true;
    if (!c) c = gp_plan_kv_owner(p, l, err);
    if (!c) c = gp_plan_decoder_layer(p, l, err);
    if (!c) c = gp_plan_qk_norms(p, l, err);
    if (!c) c = gp_layer_vector(p, l, &l->attn_post_norm, "post_attention_norm.weight", d, false, err);
    if (!c) c = gp_layer_vector(p, l, &l->ffn_post_norm, "post_ffw_norm.weight", d, false, err);
    if (!c) c = gp_plan_own_input(p, l, err);
    if (!c) c = plan_streams(p, l, err);
    return c ? c : plan_sparsity(p, l, err);
}

const gp_arch gp_arch_gemma3n = {.name = "gemma3n",
                                 .confirmed = true,
                                 .per_layer = true,
                                 .read = gemma3n_read,
                                 .plan_model = gemma3n_plan_model,
                                 .plan = gemma3n_plan};

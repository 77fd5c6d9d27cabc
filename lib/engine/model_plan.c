/* model_plan.c - the first stage of opening: what a model is made of, before a device is touched. Finding tensors:
 * plan_tensor.c. */
#include <stdio.h>
#include <string.h>

#include "engine/arch.h"

gp_code gp_layer_vector(gp_model_plan *p, const gp_layer *l, gp_vector *v, const char *name, uint32_t n, bool optional,
                        gp_err *err)
{
    char full[128];
    (void)snprintf(full, sizeof full, "blk.%u.%s", l->index, name);
    return gp_need_vector(p, v, full, n, optional, err);
}

gp_code gp_layer_norm(gp_model_plan *p, const gp_layer *l, gp_vector *v, const char *name, gp_err *err)
{
    char full[128];
    (void)snprintf(full, sizeof full, "blk.%u.%s", l->index, name);
    return p->arch->no_norm_weights ? gp_need_ones(p, v, p->hp.n_embd, err) : gp_need_norm(p, v, full, err);
}

gp_code gp_layer_table(gp_model_plan *p, const gp_layer *l, gp_vector *v, const char *name, uint32_t n0, uint32_t n,
                       gp_err *err)
{
    char full[128];
    (void)snprintf(full, sizeof full, "blk.%u.%s", l->index, name);
    return gp_need_table(p, v, full, n0, n, err);
}

static gp_code layer_stack(gp_model_plan *p, const gp_layer *l, gp_linear *lin, const gp_part_of *parts, uint32_t n,
                           uint32_t cols, uint32_t experts, gp_err *err)
{
    char full[GP_MAX_STACK][128];
    gp_part_of list[GP_MAX_STACK];
    for (uint32_t i = 0; i < n; i++) {
        (void)snprintf(full[i], sizeof full[i], "blk.%u.%s", l->index, parts[i].name);
        list[i] = parts[i];
        list[i].name = full[i];
    }
    return gp_need_linear(p, lin, list, n, cols, experts, err);
}

gp_code gp_layer_linear(gp_model_plan *p, const gp_layer *l, gp_linear *lin, const gp_part_of *parts, uint32_t n,
                        uint32_t cols, gp_err *err)
{
    return layer_stack(p, l, lin, parts, n, cols, 1, err);
}

gp_code gp_layer_experts(gp_model_plan *p, const gp_layer *l, gp_linear *lin, const gp_part_of *parts, uint32_t n,
                         uint32_t cols, gp_err *err)
{
    return layer_stack(p, l, lin, parts, n, cols, p->hp.n_expert, err);
}

uint64_t gp_layer_rows(const gp_model_plan *p, const gp_layer *l, const char *tensor)
{
    char full[128];
    (void)snprintf(full, sizeof full, "blk.%u.%s", l->index, tensor);
    const gp_gguf_tensor *t = gp_gguf_tensor_find(p->g, full);
    return t ? t->ne[1] : 0;
}

bool gp_layer_has(const gp_model_plan *p, const gp_layer *l, const char *tensor)
{
    return gp_layer_rows(p, l, tensor) != 0;
}

/* attn_q with queries and gates in turn, head by head: as two matrices. */
static gp_code plan_gated_qkv(gp_model_plan *p, gp_layer *l, uint32_t q, uint32_t kv, gp_err *err)
{
    uint32_t *map = GP_NEW_ARRAY(p->a, uint32_t, 2 * (size_t)q);
    for (uint32_t i = 0; i < q; i++) {
        map[i] = i / l->head_dim * 2 * l->head_dim + i % l->head_dim;
        map[q + i] = map[i] + l->head_dim;
    }
    const gp_part_of parts[] = {{.name = "attn_q", .rows = q, .file_rows = 2 * q, .map = map},
                                {.name = "attn_k", .rows = kv},
                                {.name = "attn_v", .rows = kv},
                                {.name = "attn_q", .rows = q, .file_rows = 2 * q, .map = map + q}};
    return gp_layer_linear(p, l, &l->qkv, parts, 4, p->hp.n_embd, err);
}

static gp_code plan_qkv(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    uint32_t q = l->n_head * l->head_dim, kv = l->n_head_kv * l->head_dim, d = p->hp.n_embd,
             gates = l->out_gate == GP_GATE_HEAD || l->out_gate == GP_SOFT_HEAD ? l->n_head : q;
    const gp_part_of parts[] = {{.name = "attn_q", .rows = q},
                                {.name = "attn_k", .rows = kv},
                                {.name = "attn_v", .rows = kv},
                                {.name = "attn_gate", .rows = gates}};
    if (l->gate_in_q) return plan_gated_qkv(p, l, q, kv, err);
    if (l->out_gate) return gp_layer_linear(p, l, &l->qkv, parts, 4, d, err);
    if (gp_layer_has(p, l, "attn_qkv.weight")) {
        gp_code c = gp_layer_linear(p, l, &l->qkv, &(const gp_part_of){.name = "attn_qkv", .rows = q + 2 * kv}, 1, d,
                                    err);
        l->qkv.at[1] = q;
        l->qkv.at[2] = q + kv;
        return c;
    }
    gp_code c = gp_layer_linear(p, l, &l->qkv, parts, !l->own_kv ? 1 : l->v_from_k ? 2 : 3, d, err);
    if (l->v_from_k) l->qkv.at[2] = l->qkv.at[1];
    return c;
}

gp_code gp_plan_heads(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = plan_qkv(p, l, err);
    return c ? c
             : gp_layer_linear(p, l, &l->attn_out, &(const gp_part_of){.name = "attn_output", .rows = p->hp.n_embd}, 1,
                               l->n_head * l->value_dim, err);
}

gp_code gp_plan_attention(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = gp_layer_norm(p, l, &l->attn_norm, "attn_norm", err);
    return c ? c : gp_plan_heads(p, l, err);
}

static gp_code plan_gate_up(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    uint32_t d = p->hp.n_embd, ff = l->n_ff;
    if (p->hp.act >= GP_ACT_ALONE_RELU2)
        return gp_layer_linear(p, l, &l->gate_up, &(const gp_part_of){.name = "ffn_up", .rows = ff}, 1, d, err);
    if (gp_layer_has(p, l, "ffn_gate.weight"))
        return gp_layer_linear(p, l, &l->gate_up,
                               (const gp_part_of[]){{.name = "ffn_gate", .rows = ff}, {.name = "ffn_up", .rows = ff}},
                               2, d, err);
    /* one tensor, gate rows first */
    gp_code c = gp_layer_linear(p, l, &l->gate_up, &(const gp_part_of){.name = "ffn_up", .rows = 2 * ff}, 1, d, err);
    l->gate_up.at[1] = ff;
    return c;
}

gp_code gp_plan_gated(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = plan_gate_up(p, l, err);
    return c ? c
             : gp_layer_linear(p, l, &l->down, &(const gp_part_of){.name = "ffn_down", .rows = p->hp.n_embd}, 1,
                               l->n_ff, err);
}

gp_code gp_plan_ffn(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = gp_layer_norm(p, l, &l->ffn_norm, "ffn_norm", err);
    return c ? c : gp_plan_gated(p, l, err);
}

gp_code gp_plan_decoder_layer(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = gp_plan_attention(p, l, err);
    return c ? c : gp_plan_ffn(p, l, err);
}

gp_code gp_plan_qk_norms(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = gp_layer_vector(p, l, &l->q_norm, "attn_q_norm.weight", l->head_dim, false, err);
    if (!c && l->own_kv) c = gp_layer_vector(p, l, &l->k_norm, "attn_k_norm.weight", l->head_dim, false, err);
    return c;
}

/* Weights of `what` for `heads` heads: [head_dim], the same for all and applied with the rotation; or over the whole
 * projection, or for each head its own, which come before. */
static gp_code plan_head_norm(gp_model_plan *p, gp_layer *l, const char *name, uint32_t heads, gp_vector *own,
                              gp_vector *wide, uint32_t *groups, gp_err *err)
{
    char full[128];
    (void)snprintf(full, sizeof full, "blk.%u.%s", l->index, name);
    const gp_gguf_tensor *t = gp_gguf_tensor_find(p->g, full);
    if (!t || (t->ne[0] == l->head_dim && t->ne[1] == 1 && !p->hp.centered))
        return gp_need_vector(p, own, full, l->head_dim, !t, err);
    *groups = t->ne[1] == 1 && t->ne[0] != l->head_dim ? 1 : heads;
    return *groups == 1 ? gp_need_vector(p, wide, full, heads * l->head_dim, false, err)
                        : gp_need_table(p, wide, full, l->head_dim, heads, err);
}

gp_code gp_plan_any_qk_norms(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = plan_head_norm(p, l, "attn_q_norm.weight", l->n_head, &l->q_norm, &l->wide_q_norm, &l->wide_groups_q,
                               err);
    if (!c)
        c = plan_head_norm(p, l, "attn_k_norm.weight", l->n_head_kv, &l->k_norm, &l->wide_k_norm, &l->wide_groups_k,
                           err);
    if (!c && (gp_has(&l->q_norm) != gp_has(&l->k_norm) || !l->wide_groups_q != !l->wide_groups_k))
        c = gp_gguf_fail(p->g, NULL, NULL, err, "layer %u: only one of queries and keys has a norm", l->index);
    return c;
}

/* The norms of a layer by what the architecture says. */
static gp_code plan_norms(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_norm_places at = p->arch->norms;
    gp_code c = GP_OK;
    bool before = at != GP_NORMS_AFTER, after = at == GP_NORMS_AFTER || at == GP_NORMS_AROUND;
    if (at == GP_NORMS_SHARED) l->parallel = true;
    const char *second = l->parallel ? "attn_norm" : at == GP_NORMS_RENAMED ? "post_attention_norm" : "ffn_norm";
    if (before) c = gp_layer_norm(p, l, &l->attn_norm, "attn_norm", err);
    if (!c && before) c = gp_layer_norm(p, l, &l->ffn_norm, second, err);
    if (!c && after) c = gp_layer_norm(p, l, &l->attn_post_norm, "post_attention_norm", err);
    if (!c && after) c = gp_layer_norm(p, l, &l->ffn_post_norm, "post_ffw_norm", err);
    return c;
}

gp_code gp_plan_feed_forward(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    return p->hp.n_expert && l->index >= p->hp.routing.dense_lead ? gp_plan_moe(p, l, err) : gp_plan_gated(p, l, err);
}

gp_code gp_plan_layer(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = plan_norms(p, l, err);
    if (!c) c = gp_plan_heads(p, l, err);
    if (!c) c = gp_plan_any_qk_norms(p, l, err);
    return c ? c : gp_plan_feed_forward(p, l, err);
}

gp_code gp_plan_window(gp_model_plan *p, gp_layer *l, bool local, gp_err *err)
{
    gp_code c = gp_key_pattern(p->g, l->index, &local, err);
    l->window = local ? p->hp.window : 0;
    return c;
}

static gp_code plan_ends(gp_model_plan *p, gp_err *err)
{
    const gp_hparams *hp = &p->hp;
    gp_code c = gp_need_linear(
        p, &p->embed, &(const gp_part_of){.name = "token_embd", .rows = hp->n_vocab, .scale = GP_SCALE_REFUSED}, 1,
        hp->n_embd, 1, err);
    p->head = &p->embed;
    if (!c && gp_gguf_tensor_find(p->g, "output.weight")) {
        c = gp_need_linear(p, &p->own_head, &(const gp_part_of){.name = "output", .rows = hp->n_vocab}, 1, hp->n_embd,
                           1, err);
        p->head = &p->own_head;
    }
    if (c || p->arch->no_norm_weights) return c ? c : gp_need_ones(p, &p->out_norm, hp->n_embd, err);
    return gp_need_norm(p, &p->out_norm, p->arch->out_norm ? p->arch->out_norm : "output_norm", err);
}

/* What a GGUF file is that is no model; NULL: it may be one. Adapters name the architecture that they belong to. */
static const char *no_model(const gp_gguf *g, gp_str architecture)
{
    static const struct {
        const char *type, *architecture, *key, *what;
    } kinds[] = {
        {"adapter", "", "adapter.type",
         "a LoRA adapter, which is no model by itself; merge it into its base model first"},
        {"imatrix", "imatrix", "imatrix.datasets", "an importance matrix, from which models are quantized"},
        {"mmproj", "clip", "clip.has_vision_encoder", "a projector for images or sound, which belongs to a model"},
        {"controlvector", "controlvector", "controlvector.model_hint", "a control vector, which belongs to a model"},
    };
    gp_str type = GP_STR("");
    if (gp_gguf_get_str(g, "general.type", &type, NULL)) type = GP_STR("");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (gp_str_eqc(type, kinds[i].type) || gp_gguf_find(g, kinds[i].key) ||
            (architecture.n && gp_str_eqc(architecture, kinds[i].architecture)))
            return kinds[i].what;
    return NULL;
}

static gp_code find_arch(gp_model_plan *p, gp_err *err)
{
    gp_str name = GP_STR("");
    gp_code c = gp_gguf_get_str(p->g, "general.architecture", &name, err);
    if (c) return c;
    const char *other = no_model(p->g, name);
    if (other) return gp_fail(err, GP_E_INPUT, "%s is %s", gp_gguf_path(p->g), other);
    if (!name.n) return gp_gguf_fail(p->g, "general.architecture", NULL, err, "is missing");
    p->arch = gp_arch_find(name);
    char text[61];
    (void)snprintf(text, sizeof text, "%.*s", name.n > 60 ? 60 : (int)name.n, name.p);
    if (!p->arch)
        return gp_gguf_fail(p->g, "general.architecture", NULL, err,
                            "architecture \"%s\" is not supported by the local engine; supported are %s", text,
                            gp_engine_architectures());
    return GP_OK;
}

/* What the hyper-parameters say about layer i; the architecture changes what it has otherwise. */
static gp_code layer_defaults(const gp_model_plan *p, gp_layer *l, uint32_t i, gp_err *err)
{
    const gp_hparams *hp = &p->hp;
    gp_code c = GP_OK;
    *l = (gp_layer){.index = i,
                    .n_head = hp->n_head,
                    .n_head_kv = hp->n_head_kv,
                    .head_dim = hp->head_dim,
                    .value_dim = hp->value_dim,
                    .n_ff = hp->n_ff,
                    .attn_scale = hp->attn_scale,
                    .own_kv = true,
                    .kv = l};
    if (!p->arch->per_layer) return GP_OK;
    c = gp_key_layer(p->g, "attention.head_count_kv", i, &l->n_head_kv, err);
    if (!c) c = gp_key_layer(p->g, "attention.head_count", i, &l->n_head, err);
    if (!c) c = gp_key_layer(p->g, "feed_forward_length", i, &l->n_ff, err);
    l->own_kv = l->n_head_kv != 0;
    if (!c && (l->n_head_kv ? l->n_head % l->n_head_kv != 0 : !p->arch->mixed))
        c = gp_gguf_fail(p->g, NULL, NULL, err, "layer %u: %u heads cannot share %u key/value heads", i, l->n_head,
                         l->n_head_kv);
    return c;
}

/* The layer that a tensor belongs to ("blk.12.attn_q.weight"); -1: to none. */
static int64_t layer_of(gp_str tensor)
{
    int64_t n = -1;
    if (!gp_str_starts(tensor, GP_STR("blk."))) return -1;
    for (size_t i = 4; i < tensor.n && n < INT32_MAX && tensor.p[i] >= '0' && tensor.p[i] <= '9'; i++)
        n = (n < 0 ? 0 : n) * 10 + (tensor.p[i] - '0');
    return n;
}

/* A file that says it has fewer layers than it holds would be run as another model. What the architecture leaves out of
 * them (layers that only predict further tokens) is counted. */
static gp_code check_layers(const gp_model_plan *p, gp_err *err)
{
    uint32_t said = p->hp.n_layer;
    gp_code c = gp_key_u32(p->g, "block_count", &said, err);
    for (size_t i = 0; i < gp_gguf_n_tensors(p->g) && !c; i++) {
        gp_str name = gp_gguf_tensor_at(p->g, i)->name;
        if (layer_of(name) >= (int64_t)said)
            c = gp_gguf_fail(p->g, NULL, NULL, err,
                             "block_count says that there are %u layers, but the tensor %.*s belongs to layer %lld "
                             "(the first is 0)",
                             said, GP_ARG(name), (long long)layer_of(name));
    }
    return c;
}

/* A layer that uses the tensors of another, with keys and values of its own. */
static void plan_twin(gp_layer *l, uint32_t i, const gp_layer *of)
{
    *l = *of;
    l->index = i;
    l->twin = of;
    l->kv = l;
}

static gp_code plan_layers(gp_model_plan *p, gp_err *err)
{
    gp_code c = check_layers(p, err);
    for (uint32_t i = 0; i < p->hp.n_layer && !c; i++) {
        gp_layer *l = &p->layer[i];
        if (p->loop && i >= p->loop) {
            plan_twin(l, i, l - p->loop);
            continue;
        }
        c = layer_defaults(p, l, i, err);
        if (!c) c = p->arch->plan(p, l, err);
        if (l->memory.taps) p->recurrent = true;
    }
    return c;
}

gp_code gp_model_plan_make(gp_model_plan *p, const gp_gguf *g, gp_arena *a, uint32_t context, gp_err *err)
{
    *p = (gp_model_plan){.g = g, .a = a};
    gp_code c = find_arch(p, err);
    if (!c) c = gp_hparams_read(g, p->arch, context, &p->hp, err);
    if (!c && p->arch->read) c = p->arch->read(g, &p->hp, err);
    if (c) return c;
    p->room = 32 + 40 * p->hp.n_layer;
    p->used = GP_NEW_ARRAY(a, bool, gp_gguf_n_tensors(g) + 1);
    p->layer = GP_NEW_ARRAY(a, gp_layer, p->hp.n_layer);
    p->matrix = GP_NEW_ARRAY(a, gp_matrix *, p->room);
    p->vector = GP_NEW_ARRAY(a, gp_vector *, p->room);
    c = plan_ends(p, err);
    if (!c) c = gp_rope_divisors(p, "rope_freqs.weight", &p->hp.rope[0], err);
    if (!c && p->arch->plan_model) c = p->arch->plan_model(p, err);
    return c ? c : plan_layers(p, err);
}

/* hparams.c - the keys that all architectures share, with defaults and limits. A hostile file ends here with a
 * message. */
#include <math.h>
#include <stdio.h>

#include "engine/arch.h"

static void key_name(const gp_gguf *g, const char *name, char out[128])
{
    gp_str arch = GP_STR("");
    gp_err ignored = {0};
    if (gp_gguf_get_str(g, "general.architecture", &arch, &ignored)) arch = GP_STR("");
    (void)snprintf(out, 128, "%.*s.%s", arch.n > 60 ? 60 : (int)arch.n, arch.p ? arch.p : "", name);
}

gp_code gp_key_f32(const gp_gguf *g, const char *name, float *out, gp_err *err)
{
    char key[128];
    key_name(g, name, key);
    return gp_gguf_get_f32(g, key, out, err);
}

gp_code gp_key_str(const gp_gguf *g, const char *name, gp_str *out, gp_err *err)
{
    char key[128];
    key_name(g, name, key);
    return gp_gguf_get_str(g, key, out, err);
}

/* An array is taken where all its elements are equal: some writers give one value per layer. */
gp_code gp_key_u32(const gp_gguf *g, const char *name, uint32_t *out, gp_err *err)
{
    char key[128];
    key_name(g, name, key);
    const gp_gguf_value *v = gp_gguf_find(g, key);
    if (!v || v->kind != GP_GGUF_ARRAY) return gp_gguf_get_u32(g, key, out, err);
    if (!v->count || v->elem == GP_GGUF_STRING || v->elem == GP_GGUF_F32 || v->elem == GP_GGUF_F64)
        return gp_gguf_fail(g, key, NULL, err, "must be an integer");
    int64_t first = gp_gguf_elem_int(v, 0);
    for (uint64_t i = 1; i < v->count; i++)
        if (gp_gguf_elem_int(v, i) != first)
            return gp_gguf_fail(g, key, NULL, err, "differs between layers, which this architecture does not support");
    if (first < 0 || first > UINT32_MAX)
        return gp_gguf_fail(g, key, NULL, err, "%lld is out of range", (long long)first);
    *out = (uint32_t)first;
    return GP_OK;
}

gp_code gp_key_layer(const gp_gguf *g, const char *name, uint32_t layer, uint32_t *out, gp_err *err)
{
    char key[128];
    key_name(g, name, key);
    const gp_gguf_value *v = gp_gguf_find(g, key);
    if (!v || v->kind != GP_GGUF_ARRAY) return gp_gguf_get_u32(g, key, out, err);
    if (v->elem == GP_GGUF_STRING || v->elem == GP_GGUF_F32 || v->elem == GP_GGUF_F64)
        return gp_gguf_fail(g, key, NULL, err, "must be integers");
    if (layer >= v->count)
        return gp_gguf_fail(g, key, NULL, err, "has %llu values, layer %u needs one", (unsigned long long)v->count,
                            layer);
    int64_t x = gp_gguf_elem_int(v, layer);
    if (x < 0 || x > UINT32_MAX) return gp_gguf_fail(g, key, NULL, err, "%lld is out of range", (long long)x);
    *out = (uint32_t)x;
    return GP_OK;
}

gp_code gp_key_flag(const gp_gguf *g, const char *name, uint32_t layer, bool *out, gp_err *err)
{
    char key[128];
    key_name(g, name, key);
    const gp_gguf_value *v = gp_gguf_find(g, key);
    if (!v || v->kind != GP_GGUF_ARRAY) return gp_gguf_get_bool(g, key, out, err);
    uint32_t x = 0;
    gp_code c = gp_key_layer(g, name, layer, &x, err);
    if (!c) *out = x != 0;
    return c;
}

gp_code gp_key_bool(const gp_gguf *g, const char *name, bool *out, gp_err *err)
{
    char key[128];
    key_name(g, name, key);
    return gp_gguf_get_bool(g, key, out, err);
}

/* Required number between low and high. */
static gp_code need(const gp_gguf *g, const char *name, uint32_t low, uint32_t high, uint32_t *out, gp_err *err)
{
    char key[128];
    gp_code c = gp_key_u32(g, name, out, err);
    if (c) return c;
    key_name(g, name, key);
    if (*out < low || *out > high)
        return gp_gguf_fail(g, key, NULL, err, "%u is missing or out of range (%u to %u)", *out, low, high);
    return GP_OK;
}

/* The same where layers may differ: the largest. */
static gp_code need_layers(const gp_gguf *g, const gp_arch *arch, const char *name, uint32_t low, uint32_t high,
                           uint32_t n_layer, uint32_t *out, gp_err *err)
{
    uint32_t most = 0;
    char key[128];
    if (!arch->per_layer) return need(g, name, low, high, out, err);
    key_name(g, name, key);
    for (uint32_t i = 0; i < n_layer; i++) {
        uint32_t x = *out;
        gp_code c = gp_key_layer(g, name, i, &x, err);
        if (c) return c;
        if (x < low || x > high)
            return gp_gguf_fail(g, key, NULL, err, "%u of layer %u is missing or out of range (%u to %u)", x, i, low,
                                high);
        if (x > most) most = x;
    }
    *out = most;
    return GP_OK;
}

/* Scores are made of four dimensions at once, values of 16. */
static gp_code check_latent(const gp_gguf *g, const gp_hparams *hp, gp_err *err)
{
    if (hp->head_dim % 4 || !hp->value_dim || hp->value_dim % 4 || hp->head_dim > 4096 || hp->value_dim > 4096)
        return gp_gguf_fail(g, NULL, NULL, err, "keys of %u and values of %u dimensions are not supported",
                            hp->head_dim, hp->value_dim);
    return GP_OK;
}

static gp_code read_sizes(const gp_gguf *g, const gp_arch *arch, gp_hparams *hp, gp_err *err)
{
    uint32_t experts = 0;
    gp_code c = need(g, "block_count", 1, 1024, &hp->n_layer, err);
    if (!c) c = need(g, "embedding_length", 16, 1u << 17, &hp->n_embd, err);
    uint32_t least = arch->mixed ? 0 : 1;
    if (!c) c = need_layers(g, arch, "attention.head_count", least, 1024, hp->n_layer, &hp->n_head, err);
    if (!c) c = gp_key_u32(g, "expert_count", &experts, err);
    if (!c) c = need_layers(g, arch, "feed_forward_length", experts ? 0 : least, 1u << 20, hp->n_layer, &hp->n_ff, err);
    if (!c) c = need(g, "context_length", 1, 1u << 24, &hp->context_file, err);
    hp->n_head_kv = hp->n_head;
    if (!c) c = need_layers(g, arch, "attention.head_count_kv", least, 1024, hp->n_layer, &hp->n_head_kv, err);
    if (!c && !hp->n_head_kv && arch->mixed) return GP_OK;
    if (!c && !arch->per_layer && hp->n_head % hp->n_head_kv)
        c = gp_gguf_fail(g, NULL, NULL, err, "%u heads cannot share %u key/value heads", hp->n_head, hp->n_head_kv);
    if (c) return c;
    hp->head_dim = hp->n_head ? hp->n_embd / hp->n_head : 0;
    uint32_t value_dim = 0;
    c = need(g, "attention.key_length", 1, 4096, &hp->head_dim, err);
    value_dim = arch->latent ? hp->n_embd / hp->n_head : hp->head_dim;
    if (!c) c = gp_key_u32(g, "attention.value_length", &value_dim, err);
    if (c) return c;
    hp->value_dim = value_dim;
    if (arch->latent) return check_latent(g, hp, err);
    if (value_dim != hp->head_dim)
        return gp_gguf_fail(g, NULL, NULL, err,
                            "keys of %u and values of %u dimensions: different sizes are not supported", hp->head_dim,
                            value_dim);
    if (hp->head_dim % 8 || hp->head_dim > 512)
        return gp_gguf_fail(g, NULL, NULL, err,
                            "heads of %u dimensions are not supported (multiples of 8 up to 512 are)", hp->head_dim);
    return GP_OK;
}

static gp_code read_vocab(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    const gp_gguf_value *tokens = gp_gguf_find(g, "tokenizer.ggml.tokens");
    if (tokens && tokens->kind == GP_GGUF_ARRAY && tokens->count >= 1 && tokens->count <= 1u << 22) {
        hp->n_vocab = (uint32_t)tokens->count;
        return GP_OK;
    }
    return need(g, "vocab_size", 1, 1u << 22, &hp->n_vocab, err);
}

static gp_code read_scaling(const gp_gguf *g, gp_rope *r, gp_err *err)
{
    gp_str type = GP_STR("linear");
    gp_code c = gp_key_str(g, "rope.scaling.type", &type, err);
    if (!c) c = gp_key_f32(g, "rope.scale_linear", &r->factor, err);
    if (!c) c = gp_key_f32(g, "rope.scaling.factor", &r->factor, err);
    uint32_t original = (uint32_t)r->original_context;
    if (!c) c = gp_key_u32(g, "rope.scaling.original_context_length", &original, err);
    if (!c) c = gp_key_f32(g, "rope.scaling.attn_factor", &r->attn_factor, err);
    if (!c) c = gp_key_f32(g, "rope.scaling.yarn_beta_fast", &r->beta_fast, err);
    if (!c) c = gp_key_f32(g, "rope.scaling.yarn_beta_slow", &r->beta_slow, err);
    if (c) return c;
    r->original_context = (float)original;
    if (r->factor == 0.f) r->factor = 1.f;
    if (!(r->factor > 0.f && r->factor < 1e6f && r->attn_factor > 0.f && original > 0 && r->beta_fast > 0.f &&
          r->beta_slow > 0.f))
        return gp_gguf_fail(g, NULL, NULL, err, "rope scaling is out of range (factor %g, original context %u)",
                            (double)r->factor, original);
    if (gp_str_eqc(type, "yarn")) r->scaling = GP_SCALE_YARN;
    else if (gp_str_eqc(type, "linear")) r->scaling = GP_SCALE_LINEAR;
    else if (gp_str_eqc(type, "none") || gp_str_eqc(type, "longrope")) r->scaling = GP_SCALE_NONE;
    else
        return gp_gguf_fail(g, NULL, NULL, err,
                            "rope scaling type \"%.*s\" is not supported (none, linear, yarn, longrope)", GP_ARG(type));
    return GP_OK;
}

static gp_code read_rope(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    gp_rope *r = &hp->rope[0];
    *r = (gp_rope){.n_rot = hp->head_dim,
                   .base = 10000.f,
                   .factor = 1.f,
                   .original_context = (float)hp->context_file,
                   .attn_factor = 1.f,
                   .beta_fast = 32.f,
                   .beta_slow = 1.f};
    hp->n_rope = 1;
    gp_code c = gp_key_u32(g, "rope.dimension_count", &r->n_rot, err);
    if (!c) c = gp_key_f32(g, "rope.freq_base", &r->base, err);
    if (c) return c;
    if (!hp->head_dim) return GP_OK;
    if (r->n_rot < 2 || r->n_rot % 2 || r->n_rot > hp->head_dim)
        return gp_gguf_fail(g, NULL, NULL, err, "rope.dimension_count is %u, heads have %u dimensions", r->n_rot,
                            hp->head_dim);
    if (!(r->base >= 1.f && r->base <= 1e15f))
        return gp_gguf_fail(g, NULL, NULL, err, "rope.freq_base is %g, must be 1 to 1e15", (double)r->base);
    return read_scaling(g, r, err);
}

static gp_code choose_context(const gp_gguf *g, uint32_t wish, gp_hparams *hp, gp_err *err)
{
    hp->context = wish ? wish : hp->context_file < 4096 ? hp->context_file : 4096;
    if (hp->context > hp->context_file)
        return gp_fail(err, GP_E_INPUT, "%s: a context of %u tokens was asked for, the model has %u", gp_gguf_path(g),
                       hp->context, hp->context_file);
    return GP_OK;
}

gp_code gp_hparams_experts(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    gp_code c = gp_key_u32(g, "expert_count", &hp->n_expert, err);
    if (c || !hp->n_expert) return c;
    hp->n_ff_expert = hp->n_ff;
    c = need(g, "expert_count", 1, GP_MAX_EXPERTS, &hp->n_expert, err);
    if (!c)
        c = need(g, "expert_used_count", 1, hp->n_expert < GP_MAX_USED ? hp->n_expert : GP_MAX_USED, &hp->n_used, err);
    if (!c) c = need(g, "expert_feed_forward_length", 1, 1u << 20, &hp->n_ff_expert, err);
    return c;
}

gp_code gp_hparams_routing(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    gp_routing *o = &hp->routing;
    uint32_t gating = 0;
    gp_code c = gp_hparams_experts(g, hp, err);
    if (!c && !hp->n_expert) return gp_gguf_fail(g, NULL, NULL, err, "expert_count is missing");
    if (!c) c = gp_key_u32(g, "expert_gating_func", &gating, err);
    if (!c && gating > GP_GATE_ROOT_SOFTPLUS)
        c = gp_gguf_fail(g, NULL, NULL, err, "expert_gating_func is %u, known are 1 to 4", gating);
    if (!c) c = gp_key_bool(g, "expert_weights_norm", &o->normalize, err);
    if (!c) c = gp_key_f32(g, "expert_weights_scale", &o->scale, err);
    if (!c) c = gp_key_u32(g, "expert_group_count", &o->groups, err);
    if (!c) c = gp_key_u32(g, "expert_group_used_count", &o->groups_used, err);
    if (!c) c = gp_key_u32(g, "leading_dense_block_count", &o->dense_lead, err);
    if (c) return c;
    if (gating) o->gating = (gp_gating)gating;
    if (o->gating == GP_GATE_CHOSEN) o->gating = GP_GATE_ABSENT; /* the softmax of the chosen ones */
    if (o->scale == 0.f) o->scale = 1.f;
    if (o->groups > 1 && (hp->n_expert % o->groups || !o->groups_used || o->groups_used > o->groups ||
                          hp->n_used > hp->n_expert / o->groups * o->groups_used))
        return gp_gguf_fail(g, NULL, NULL, err, "%u of %u experts cannot be chosen from %u of %u groups", hp->n_used,
                            hp->n_expert, o->groups_used, o->groups);
    if (o->gating == GP_GATE_ABSENT && o->scale != 1.f)
        return gp_gguf_fail(g, NULL, NULL, err, "expert_weights_scale %g is not supported with this routing",
                            (double)o->scale);
    return GP_OK;
}

gp_code gp_hparams_predicting(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    uint32_t extra = 0;
    gp_code c = gp_key_u32(g, "nextn_predict_layers", &extra, err);
    if (!c && extra >= hp->n_layer)
        c = gp_gguf_fail(g, NULL, NULL, err, "nextn_predict_layers is %u, there are %u blocks", extra, hp->n_layer);
    if (!c) hp->n_layer -= extra;
    return c;
}

gp_code gp_hparams_local_rope(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    gp_rope *r = &hp->rope[1];
    *r = hp->rope[0];
    r->scaling = GP_SCALE_NONE;
    r->attn_factor = 1.f;
    hp->n_rope = 2;
    gp_code c = gp_key_f32(g, "rope.freq_base_swa", &r->base, err);
    if (!c) c = gp_key_u32(g, "rope.dimension_count_swa", &r->n_rot, err);
    if (!c && (r->n_rot < 2 || r->n_rot % 2 || r->n_rot > hp->head_dim || !(r->base >= 1.f)))
        c = gp_gguf_fail(g, NULL, NULL, err, "layers with a window cannot rotate %u dimensions with base %g", r->n_rot,
                         (double)r->base);
    return c;
}

gp_code gp_hparams_scales(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    float logits = 1.f;
    gp_code c = gp_key_f32(g, "embedding_scale", &hp->embed_scale, err);
    if (!c) c = gp_key_f32(g, "residual_scale", &hp->residual_scale, err);
    if (!c) c = gp_key_f32(g, "attention.scale", &hp->attn_scale, err);
    if (!c) c = gp_key_f32(g, "logit_scale", &logits, err);
    if (!c && !(logits > 0.f && hp->embed_scale > 0.f && hp->residual_scale > 0.f && hp->attn_scale > 0.f))
        c = gp_gguf_fail(g, NULL, NULL, err, "a scale is not positive");
    hp->head_scale = 1.f / logits;
    return c;
}

gp_code gp_key_pattern(const gp_gguf *g, uint32_t layer, bool *local, gp_err *err)
{
    const char *name = "attention.sliding_window_pattern";
    char key[128];
    uint32_t period = 0;
    key_name(g, name, key);
    const gp_gguf_value *v = gp_gguf_find(g, key);
    if (!v) return GP_OK;
    if (v->kind == GP_GGUF_ARRAY || v->kind == GP_GGUF_BOOL) return gp_key_flag(g, name, layer, local, err);
    gp_code c = gp_gguf_get_u32(g, key, &period, err);
    if (!c) *local = !period || (layer + 1) % period != 0;
    return c;
}

gp_code gp_hparams_window(const gp_gguf *g, bool needed, gp_hparams *hp, gp_err *err)
{
    gp_code c = gp_key_u32(g, "attention.sliding_window", &hp->window, err);
    if (!c && (needed && !hp->window)) c = gp_gguf_fail(g, NULL, NULL, err, "attention.sliding_window is missing or 0");
    if (!c && hp->window > 1u << 24) hp->window = 1u << 24;
    return c;
}

gp_code gp_plan_suppressed(gp_model_plan *p, gp_err *err)
{
    const char *key = "tokenizer.ggml.suppress_tokens";
    const gp_gguf_value *v = gp_gguf_find(p->g, key);
    if (!v) return GP_OK;
    if (v->kind != GP_GGUF_ARRAY || v->elem == GP_GGUF_STRING || v->elem == GP_GGUF_F32 || v->elem == GP_GGUF_F64 ||
        v->count > p->hp.n_vocab)
        return gp_gguf_fail(p->g, key, NULL, err, "must be an array of token ids");
    int32_t *ids = GP_NEW_ARRAY(p->a, int32_t, (size_t)v->count + 1);
    for (uint64_t i = 0; i < v->count; i++) {
        int64_t id = gp_gguf_elem_int(v, i);
        if (id < 0 || id >= (int64_t)p->hp.n_vocab)
            return gp_gguf_fail(p->g, key, NULL, err, "token %lld is outside the vocabulary of %u", (long long)id,
                                p->hp.n_vocab);
        ids[i] = (int32_t)id;
    }
    p->suppress = ids;
    p->n_suppress = (uint32_t)v->count;
    return GP_OK;
}

gp_code gp_hparams_read(const gp_gguf *g, const gp_arch *arch, uint32_t context, gp_hparams *hp, gp_err *err)
{
    *hp = (gp_hparams){.embed_scale = 1.f, .residual_scale = 1.f, .head_scale = 1.f, .routing = {.scale = 1.f}};
    gp_code c = read_sizes(g, arch, hp, err);
    if (!c) c = read_vocab(g, hp, err);
    if (!c) c = gp_key_f32(g, "attention.layer_norm_epsilon", &hp->eps, err);
    if (!c) c = gp_key_f32(g, "attention.layer_norm_rms_epsilon", &hp->eps, err);
    hp->post_eps = hp->eps;
    if (!c && !(hp->eps > 1e-12f && hp->eps < 1.f))
        c = gp_gguf_fail(g, NULL, NULL, err, "attention.layer_norm_rms_epsilon is missing or out of range (%g)",
                         (double)hp->eps);
    if (!c) c = read_rope(g, hp, err);
    if (!c) c = choose_context(g, context, hp, err);
    hp->attn_scale = 1.f / sqrtf((float)(hp->head_dim ? hp->head_dim : 1)); /* both correctly rounded by IEEE 754 */
    return c;
}

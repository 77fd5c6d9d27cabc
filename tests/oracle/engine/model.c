/* model.c - hyper-parameters of the covered architectures, and what each layer has. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "oracle.h"

bool model_is(const model *m, const char *arch) { return !strcmp(m->arch, arch); }

static const char *full_key(const model *m, const char *name, char out[160])
{
    (void)snprintf(out, 160, "%s.%s", m->arch, name);
    return out;
}

double model_key(const model *m, const char *name, uint64_t i, double other)
{
    char key[160];
    return gguf_number(m->g, full_key(m, name, key), i, other);
}

uint32_t model_count(const model *m, const char *name, uint64_t i, double other)
{
    double v = model_key(m, name, i, other);
    if (!(v >= 0.0 && v <= 4294967295.0)) oracle_broken("the key %s is missing or out of range", name);
    return (uint32_t)v;
}

float model_real(const model *m, const char *name, float other) { return (float)model_key(m, name, 0, (double)other); }

/* ---- rotation ---- */

static void read_rope(model *m, rope *r)
{
    char key[160];
    *r = (rope){.n_rot = model_count(m, "rope.dimension_count", 0, m->dim),
                .base = model_real(m, "rope.freq_base", 10000.f)};
    r->factor = model_real(m, "rope.scaling.factor", model_real(m, "rope.scale_linear", 1.f));
    if (r->factor == 0.f) r->factor = 1.f;
    r->original = (float)model_count(m, "rope.scaling.original_context_length", 0,
                                     model_count(m, "context_length", 0, -1));
    r->magnitude = model_real(m, "rope.scaling.attn_factor", 1.f);
    r->fast = model_real(m, "rope.scaling.yarn_beta_fast", 32.f);
    r->slow = model_real(m, "rope.scaling.yarn_beta_slow", 1.f);
    const char *type = gguf_text(m->g, full_key(m, "rope.scaling.type", key), "linear");
    r->linear = !strcmp(type, "linear");
    r->yarn = !strcmp(type, "yarn");
    if (!r->linear && !r->yarn && strcmp(type, "none") && strcmp(type, "longrope"))
        oracle_refuse("rotary scaling %s", type);
}

static double corner(const rope *r, double beta)
{
    return (double)r->n_rot * d_log((double)r->original / (beta * 0x1.921fb54442d18p+2)) /
           (2.0 * d_log((double)r->base));
}

static double frequency(const rope *r, uint32_t i)
{
    double f = d_pow((double)r->base, -2.0 * (double)i / (double)r->n_rot);
    if (r->divisors) f = f / (double)r->divisors[i];
    if (r->linear) return f / (double)r->factor;
    if (!r->yarn) return f;
    double low = floor(corner(r, (double)r->fast)), high = ceil(corner(r, (double)r->slow));
    if (low < 0.0) low = 0.0;
    if (high > (double)r->n_rot - 1.0) high = (double)r->n_rot - 1.0;
    double width = high - low < 0.001 ? 0.001 : high - low, t = ((double)i - low) / width;
    double share = 1.0 - (t < 0.0 ? 0.0 : t > 1.0 ? 1.0 : t);
    return f / (double)r->factor * (1.0 - share) + f * share;
}

static float entry(double x) { return fabs(x) < 0x1p-60 ? 0.f : (float)x; }

void model_angles(const rope *r, uint32_t position, float *out)
{
    double magnitude = (double)r->magnitude;
    if (r->yarn && !r->whole) magnitude = magnitude * (1.0 + 0.1 * d_log((double)r->factor));
    for (uint32_t i = 0; i < r->n_rot / 2; i++) {
        double angle = (double)position * frequency(r, i);
        out[i] = entry(d_cos(angle) * magnitude);
        out[r->n_rot / 2 + i] = entry(d_sin(angle) * magnitude);
    }
}

const float *model_divisors(const model *m, const char *name) { return o_vector(m, "%s", name); }

static void read_divisors(model *m)
{
    bool far = (float)m->context > m->rope[0].original;
    const float *d = model_divisors(m, far ? "rope_factors_long.weight" : "rope_factors_short.weight");
    if (!m->rope[0].divisors) m->rope[0].divisors = d ? d : model_divisors(m, "rope_freqs.weight");
}

/* ---- experts, windows ---- */

static void read_routing(model *m)
{
    uint32_t kind = model_count(m, "expert_gating_func", 0, 0);
    m->normalize = model_key(m, "expert_weights_norm", 0, m->normalize) != 0.0;
    m->expert_scale = model_real(m, "expert_weights_scale", 1.f);
    if (m->expert_scale == 0.f) m->expert_scale = 1.f;
    m->groups = model_count(m, "expert_group_count", 0, 0);
    m->groups_used = model_count(m, "expert_group_used_count", 0, 0);
    m->dense_lead = model_count(m, "leading_dense_block_count", 0, 0);
    if (kind) m->routing = (int)kind;
    if (m->family->experts != ROUTED_INPUT) return;
    m->routing = ROUTED_INPUT;
    m->normalize = false;
}

static void read_experts(model *m)
{
    if (!m->routing) m->routing = m->family->experts;
    if (!m->routing) return;
    m->experts = model_count(m, "expert_count", 0, 0);
    if (!m->experts) return;
    m->used = model_count(m, "expert_used_count", 0, -1);
    m->ff_expert = model_count(m, "expert_feed_forward_length", 0, m->ff);
    if (!m->used || m->used > m->experts || m->used > 64) oracle_broken("%u of %u experts", m->used, m->experts);
    if (m->family->routed) read_routing(m);
}

void model_predicting(model *m) { m->n_layer -= model_count(m, "nextn_predict_layers", 0, 0); }

bool model_is_local(const model *m, uint32_t i, bool local)
{
    char key[160];
    const char *name = "attention.sliding_window_pattern";
    if (!m->window || !gguf_has(m->g, full_key(m, name, key))) return local;
    double v = model_key(m, name, i, 0);
    if (gguf_is_flags(m->g, key)) return v != 0.0;
    return v == 0.0 || (i + 1) % (uint32_t)v != 0;
}

void model_window(const model *m, layer *l, bool local)
{
    l->window = model_is_local(m, l->index, local) ? m->window : 0;
}

/* ---- layers ---- */

static void place_norms(const model *m, layer *l)
{
    int at = m->family->norms;
    bool behind = at == NORMS_AFTER || at == NORMS_AROUND;
    l->norm = at == NORMS_AFTER ? NULL : "attn_norm";
    l->ffn_norm = at == NORMS_AFTER ? NULL : at == NORMS_RENAMED ? "post_attention_norm" : "ffn_norm";
    l->post_norm = behind ? "post_attention_norm" : NULL;
    l->ffn_post_norm = behind ? "post_ffw_norm" : NULL;
    l->parallel = at == NORMS_SHARED;
}

static void read_layer(model *m, uint32_t place)
{
    layer *l = &m->layer[place];
    uint32_t i = m->loop ? place % m->loop : place;
    *l = (layer){.place = place,
                 .index = i,
                 .heads = model_count(m, "attention.head_count", i, 0),
                 .kv_heads = model_count(m, "attention.head_count_kv", i, m->heads),
                 .dim = m->dim,
                 .value_dim = m->value_dim,
                 .ff = model_count(m, "feed_forward_length", i, 0),
                 .cache = place,
                 .attends = true,
                 .forwards = true,
                 .mixture = m->experts && i >= m->dense_lead};
    place_norms(m, l);
    if (m->family->latent) l->rot_at = m->absorb ? m->latent : m->nope;
    if (m->family->layer) m->family->layer(m, l);
}

/* The largest of all layers, where they differ. */
static uint32_t largest(const model *m, const char *name, double other)
{
    char key[160];
    uint32_t most = model_count(m, name, 0, other);
    for (uint64_t i = 1; i < gguf_count(m->g, full_key(m, name, key)); i++) {
        uint32_t v = model_count(m, name, i, other);
        if (v > most) most = v;
    }
    return most;
}

static void read_sizes(model *m)
{
    m->n_layer = model_count(m, "block_count", 0, -1);
    m->d = model_count(m, "embedding_length", 0, -1);
    m->heads = largest(m, "attention.head_count", 0);
    m->kv_heads = largest(m, "attention.head_count_kv", m->heads);
    m->ff = largest(m, "feed_forward_length", 0);
    if (!m->n_layer) oracle_broken("the sizes of the model");
    uint32_t wide = m->heads ? m->d / m->heads : 0;
    m->dim = model_count(m, "attention.key_length", 0, wide);
    m->value_dim = model_count(m, "attention.value_length", 0, m->family->latent ? wide : m->dim);
    m->vocab = (uint32_t)gguf_count(m->g, "tokenizer.ggml.tokens");
    if (!m->vocab) m->vocab = model_count(m, "vocab_size", 0, -1);
}

static void read_settings(model *m, uint32_t context)
{
    m->eps = model_real(m, "attention.layer_norm_rms_epsilon", model_real(m, "attention.layer_norm_epsilon", 0.f));
    m->post_eps = m->eps;
    m->context = model_count(m, "context_length", 0, -1);
    if (context) m->context = context;
    else if (m->context > 4096) m->context = 4096;
    m->embed_scale = m->residual_scale = m->head_scale = m->expert_scale = 1.f;
    m->attn_scale = 1.f / sqrtf((float)(m->dim ? m->dim : 1));
    m->act = m->family->act;
    m->centered = m->family->centered;
    m->out_norm = "output_norm";
}

model *model_read(const char *path, uint32_t context, bool half_cache)
{
    model *m = oracle_room(1, sizeof *m);
    m->g = gguf_read(path);
    m->arch = gguf_text(m->g, "general.architecture", "");
    m->family = family_of(m->arch);
    if (!m->family) oracle_refuse("architecture %s", m->arch);
    m->half_cache = half_cache;
    read_sizes(m);
    read_settings(m, context);
    if (m->dim) read_rope(m, &m->rope[0]);
    if (m->family->read) m->family->read(m);
    read_experts(m);
    read_divisors(m);
    m->layer = oracle_room(m->n_layer, sizeof *m->layer);
    for (uint32_t i = 0; i < m->n_layer; i++) read_layer(m, i);
    return m;
}

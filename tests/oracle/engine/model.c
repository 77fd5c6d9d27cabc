/* model.c - hyper-parameters of the covered architectures, and what each layer has. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "oracle.h"

bool model_is(const model *m, const char *arch) { return !strcmp(m->arch, arch); }

static bool hybrid(const model *m)
{
    return model_is(m, "qwen35") || model_is(m, "qwen35moe") || model_is(m, "qwen3next");
}

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

static uint32_t count(const model *m, const char *name, uint64_t i, double other)
{
    double v = model_key(m, name, i, other);
    if (!(v >= 0.0 && v <= 4294967295.0)) oracle_broken("the key %s is missing or out of range", name);
    return (uint32_t)v;
}

static float real(const model *m, const char *name, float other) { return (float)model_key(m, name, 0, (double)other); }

/* ---- rotation ---- */

static void read_rope(model *m, rope *r)
{
    char key[160];
    *r = (rope){.n_rot = count(m, "rope.dimension_count", 0, m->dim), .base = real(m, "rope.freq_base", 10000.f)};
    r->factor = real(m, "rope.scaling.factor", real(m, "rope.scale_linear", 1.f));
    if (r->factor == 0.f) r->factor = 1.f;
    r->original = (float)count(m, "rope.scaling.original_context_length", 0, count(m, "context_length", 0, -1));
    r->magnitude = real(m, "rope.scaling.attn_factor", 1.f);
    r->fast = real(m, "rope.scaling.yarn_beta_fast", 32.f);
    r->slow = real(m, "rope.scaling.yarn_beta_slow", 1.f);
    const char *type = gguf_text(m->g, full_key(m, "rope.scaling.type", key), "linear");
    r->linear = !strcmp(type, "linear");
    r->yarn = !strcmp(type, "yarn");
    if (!r->linear && !r->yarn && strcmp(type, "none") && strcmp(type, "longrope"))
        oracle_refuse("rotary scaling %s", type);
}

/* Mistral's own magnitude. */
static void read_multiplier(model *m, rope *r)
{
    double by = (double)real(m, "rope.scaling.yarn_log_multiplier", 0.f), ln;
    if (by == 0.0 || !r->yarn) return;
    ln = d_log((double)r->factor);
    r->magnitude = (float)((double)r->magnitude * (0.1 * ln + 1.0) / (0.1 * by * ln + 1.0));
    r->whole = true;
}

static double corner(const rope *r, double beta)
{
    return (double)r->n_rot * d_log((double)r->original / (beta * 0x1.921fb54442d18p+2)) /
           (2.0 * d_log((double)r->base));
}

static double frequency(const rope *r, uint32_t i)
{
    double f = d_pow((double)r->base, -2.0 * (double)i / (double)r->n_rot);
    float by;
    if (r->divisors) {
        memcpy(&by, r->divisors->data + 4 * (size_t)i, 4);
        f = f / (double)by;
    }
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

/* ---- families ---- */

static void read_experts(model *m)
{
    m->experts = count(m, "expert_count", 0, 0);
    if (!m->experts) return;
    m->used = count(m, "expert_used_count", 0, -1);
    m->ff_expert = count(m, "expert_feed_forward_length", 0, m->ff);
    if (!m->used || m->used > m->experts || m->used > 64) oracle_broken("%u of %u experts", m->used, m->experts);
}

static void read_gemma(model *m)
{
    m->act = GELU;
    m->embed_scale = sqrtf((float)m->d);
    if (model_is(m, "gemma")) return;
    m->post_norms = true;
    m->window = count(m, "attention.sliding_window", 0, model_is(m, "gemma2") ? 4096 : 0);
    m->attn_cap = model_is(m, "gemma2") ? real(m, "attn_logit_softcapping", 50.f) : 0.f;
    m->logit_cap = real(m, "final_logit_softcapping", model_is(m, "gemma3") ? 0.f : 30.f);
    m->rope[1] = m->rope[0];
    m->rope[1].base = real(m, "rope.freq_base_swa", 10000.f);
    if (model_is(m, "gemma3")) {
        m->rope[1].linear = m->rope[1].yarn = false;
        m->rope[1].magnitude = 1.f;
    }
    uint32_t largest = model_is(m, "gemma2") ? 46 : model_is(m, "gemma3") ? 62 : 0;
    if (m->n_layer == largest) m->attn_scale = 1.f / sqrtf((float)(m->d / m->heads));
    if (model_is(m, "gemma2") || model_is(m, "gemma3")) return;
    m->attn_scale = 1.f;
    m->shared_kv = count(m, "attention.shared_kv_layers", 0,
                         model_is(m, "gemma3n") && m->n_layer > 20 ? m->n_layer - 20 : 0);
    m->n_ple = count(m, "embedding_length_per_layer_input", 0, 0);
    m->streams = model_is(m, "gemma3n");
    if (m->streams) return;
    m->rope[1] = (rope){
        .n_rot = count(m, "rope.dimension_count_swa", 0, count(m, "attention.key_length_swa", 0, m->dim)),
        .base = m->rope[1].base,
        .factor = 1.f,
        .magnitude = 1.f};
    read_experts(m);
}

static void read_hybrid(model *m)
{
    m->n_layer -= count(m, "nextn_predict_layers", 0, 0);
    m->taps = count(m, "ssm.conv_kernel", 0, -1);
    m->dk = count(m, "ssm.state_size", 0, -1);
    m->key_heads = count(m, "ssm.group_count", 0, -1);
    m->value_heads = count(m, "ssm.time_step_rank", 0, -1);
    if (!m->key_heads || !m->value_heads || m->taps < 2) oracle_broken("the sizes of the delta-net");
    m->dv = count(m, "ssm.inner_size", 0, -1) / m->value_heads;
    read_experts(m);
}

/* Rotary pairs stand side by side in these. */
static bool adjacent(const model *m)
{
    return model_is(m, "llama") || model_is(m, "mistral3") || model_is(m, "smollm3");
}

static void check_family(const model *m)
{
    static const char *const known[] = {"qwen2", "qwen3",  "qwen3moe", "phi3",    "gpt-oss",
                                        "gemma", "gemma2", "gemma3",   "gemma3n", "gemma4"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (model_is(m, known[i])) return;
    if (!adjacent(m) && !hybrid(m)) oracle_refuse("architecture %s", m->arch);
}

static void read_family(model *m)
{
    m->neox = !adjacent(m);
    if (!strncmp(m->arch, "gemma", 5)) read_gemma(m);
    else if (hybrid(m)) read_hybrid(m);
    else if (model_is(m, "llama") || model_is(m, "qwen3moe") || model_is(m, "gpt-oss")) read_experts(m);
    if (model_is(m, "gpt-oss")) {
        m->act = CLAMPED;
        m->window = count(m, "attention.sliding_window", 0, 0);
    }
    if (model_is(m, "mistral3")) {
        m->temperature = real(m, "attention.temperature_scale", 0.f);
        m->period = m->rope[0].original;
        read_multiplier(m, &m->rope[0]);
    }
    m->rope[0].divisors = gguf_find(m->g, "rope_freqs.weight");
    if (model_is(m, "phi3"))
        m->rope[0].divisors = gguf_find(m->g, (float)m->context > m->rope[0].original ? "rope_factors_long.weight"
                                                                                      : "rope_factors_short.weight");
}

/* ---- layers ---- */

/* Whether a layer sees a window only: what the family does, unless the file says otherwise. */
static bool is_local(const model *m, uint32_t i)
{
    char key[160];
    const char *name = "attention.sliding_window_pattern";
    bool local = model_is(m, "gemma2") || model_is(m, "gpt-oss") ? i % 2 == 0
                 : model_is(m, "gemma3")                         ? (i + 1) % 6 != 0
                 : model_is(m, "gemma3n")                        ? (i + 1) % 5 != 0
                                                                 : false;
    if (!m->window || !gguf_has(m->g, full_key(m, name, key))) return local;
    double v = model_key(m, name, i, 0);
    if (gguf_is_array(m->g, key)) return v != 0.0;
    return v == 0.0 || (i + 1) % (uint32_t)v != 0;
}

/* The last layer of the same kind that has keys and values of its own. */
static uint32_t cache_of(const model *m, const layer *l)
{
    uint32_t owners = m->n_layer - m->shared_kv;
    if (l->index < owners) return l->index;
    for (uint32_t i = owners; i-- > 0;)
        if (!m->layer[i].window == !l->window) return i;
    oracle_broken("layer %u has no keys and values", l->index);
}

static void read_gemma_layer(model *m, layer *l, bool local)
{
    bool per_layer = model_is(m, "gemma4") || m->streams;
    l->rope = local && !model_is(m, "gemma2") ? 1 : 0;
    l->qk_norm = !model_is(m, "gemma2") && !model_is(m, "gemma");
    if (!per_layer) return;
    l->kv_heads = count(m, "attention.head_count_kv", l->index, m->heads);
    l->ff = count(m, "feed_forward_length", l->index, m->ff);
    l->v_norm = true;
    l->cache = cache_of(m, l);
    if (l->cache != l->index) l->kv_heads = m->layer[l->cache].kv_heads;
    l->mixture = m->experts && gguf_find(m->g, "blk.%u.ffn_gate_inp.weight", l->index);
    if (m->streams) {
        l->sparsity = (float)model_key(m, "activation_sparsity_scale", l->index,
                                       l->index < 10 ? (double)1.6448533535003662f : 0.0);
        return;
    }
    if (local) l->dim = count(m, "attention.key_length_swa", 0, m->dim);
    l->v_from_k = l->cache == l->index && !gguf_find(m->g, "blk.%u.attn_v.weight", l->index);
}

static void read_layer(model *m, uint32_t i)
{
    layer *l = &m->layer[i];
    bool local = is_local(m, i);
    *l = (layer){.index = i,
                 .window = local ? m->window : 0,
                 .heads = m->heads,
                 .kv_heads = m->kv_heads,
                 .dim = m->dim,
                 .ff = m->ff,
                 .cache = i,
                 .mixture = m->experts != 0,
                 .ffn_norm = hybrid(m) || model_is(m, "gpt-oss") ? "post_attention_norm" : "ffn_norm"};
    if (model_is(m, "smollm3") && (i + 1) % 4 == 0) l->rope = -1;
    l->qk_norm = model_is(m, "qwen3") || model_is(m, "qwen3moe") || hybrid(m);
    if (hybrid(m)) {
        l->gated = true;
        l->recurrent = (i + 1) % count(m, "full_attention_interval", 0, 4) != 0;
        l->recurrent = model_key(m, "attention.recurrent_layers", i, l->recurrent) != 0.0;
    }
    if (!strncmp(m->arch, "gemma", 5) && !model_is(m, "gemma")) read_gemma_layer(m, l, local);
}

/* The largest of all layers, where they differ. */
static uint32_t largest(const model *m, const char *name, double other)
{
    char key[160];
    uint32_t most = count(m, name, 0, other);
    for (uint64_t i = 1; i < gguf_count(m->g, full_key(m, name, key)); i++) {
        uint32_t v = count(m, name, i, other);
        if (v > most) most = v;
    }
    return most;
}

model *model_read(const char *path, uint32_t context, bool half_cache)
{
    model *m = oracle_room(1, sizeof *m);
    m->g = gguf_read(path);
    m->arch = gguf_text(m->g, "general.architecture", "");
    check_family(m);
    m->half_cache = half_cache;
    m->n_layer = count(m, "block_count", 0, -1);
    m->d = count(m, "embedding_length", 0, -1);
    m->heads = count(m, "attention.head_count", 0, -1);
    m->kv_heads = largest(m, "attention.head_count_kv", m->heads);
    m->ff = largest(m, "feed_forward_length", 0);
    if (!m->heads || !m->kv_heads || !m->n_layer) oracle_broken("the sizes of the model");
    m->dim = count(m, "attention.key_length", 0, m->d / m->heads);
    m->vocab = (uint32_t)gguf_count(m->g, "tokenizer.ggml.tokens");
    if (!m->vocab) m->vocab = count(m, "vocab_size", 0, -1);
    m->eps = real(m, "attention.layer_norm_rms_epsilon", 0.f);
    m->context = count(m, "context_length", 0, -1);
    if (context) m->context = context;
    else if (m->context > 4096) m->context = 4096;
    m->embed_scale = 1.f;
    m->attn_scale = 1.f / sqrtf((float)m->dim);
    read_rope(m, &m->rope[0]);
    read_family(m);
    m->layer = oracle_room(m->n_layer, sizeof *m->layer);
    for (uint32_t i = 0; i < m->n_layer; i++) read_layer(m, i);
    return m;
}

/* families_first.c - gemma, the delta-net families, mistral3, smollm3, gpt-oss, image models' text sides. */
#include <math.h>
#include <string.h>

#include "oracle.h"

void read_window(model *m) { m->window = model_count(m, "attention.sliding_window", 0, 0); }

/* ---- gemma ---- */

/* Table 1 turns the layers with a window. */
static void read_gemma_ropes(model *m)
{
    m->rope[1] = m->rope[0];
    m->rope[1].base = model_real(m, "rope.freq_base_swa", 10000.f);
    if (model_is(m, "gemma3")) {
        m->rope[1].linear = m->rope[1].yarn = false;
        m->rope[1].magnitude = 1.f;
    }
    if (!model_is(m, "gemma4")) return;
    m->rope[1] = (rope){
        .n_rot = model_count(m, "rope.dimension_count_swa", 0, model_count(m, "attention.key_length_swa", 0, m->dim)),
        .base = m->rope[1].base,
        .factor = 1.f,
        .magnitude = 1.f};
}

void read_gemma(model *m)
{
    m->embed_scale = sqrtf((float)m->d);
    if (model_is(m, "gemma")) return;
    m->window = model_count(m, "attention.sliding_window", 0, model_is(m, "gemma2") ? 4096 : 0);
    m->attn_cap = model_is(m, "gemma2") ? model_real(m, "attn_logit_softcapping", 50.f) : 0.f;
    m->logit_cap = model_real(m, "final_logit_softcapping", model_is(m, "gemma3") ? 0.f : 30.f);
    read_gemma_ropes(m);
    uint32_t largest = model_is(m, "gemma2") ? 46 : model_is(m, "gemma3") ? 62 : 0;
    if (m->n_layer == largest) m->attn_scale = 1.f / sqrtf((float)(m->d / m->heads));
    if (model_is(m, "gemma2") || model_is(m, "gemma3")) return;
    m->attn_scale = 1.f;
    m->streams = model_is(m, "gemma3n");
    m->shared_kv = model_count(m, "attention.shared_kv_layers", 0, m->streams && m->n_layer > 20 ? m->n_layer - 20 : 0);
    m->n_ple = model_count(m, "embedding_length_per_layer_input", 0, 0);
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

static void layer_own_inputs(const model *m, layer *l)
{
    l->v_norm = true;
    l->cache = cache_of(m, l);
    if (l->cache != l->index) l->kv_heads = m->layer[l->cache].kv_heads;
    l->mixture = m->experts && gguf_find(m->g, "blk.%u.ffn_gate_inp.weight", l->index);
    if (m->streams) {
        l->sparsity = (float)model_key(m, "activation_sparsity_scale", l->index,
                                       l->index < 10 ? (double)1.6448533535003662f : 0.0);
        return;
    }
    if (l->window) l->dim = l->value_dim = model_count(m, "attention.key_length_swa", 0, m->dim);
    l->v_from_k = l->cache == l->index && !gguf_find(m->g, "blk.%u.attn_v.weight", l->index);
}

void layer_gemma(const model *m, layer *l)
{
    uint32_t period = model_is(m, "gemma3") ? 6 : 5;
    bool local = model_is(m, "gemma2") ? l->index % 2 == 0 : !model_is(m, "gemma4") && (l->index + 1) % period != 0;
    model_window(m, l, local);
    l->rope = model_is_local(m, l->index, local) && !model_is(m, "gemma2") ? 1 : 0;
    if (model_is(m, "gemma4") || m->streams) layer_own_inputs(m, l);
}

/* ---- delta-nets ---- */

void read_hybrid(model *m)
{
    model_predicting(m);
    m->taps = model_count(m, "ssm.conv_kernel", 0, -1);
    m->dk = model_count(m, "ssm.state_size", 0, -1);
    m->key_heads = model_count(m, "ssm.group_count", 0, -1);
    m->value_heads = model_count(m, "ssm.time_step_rank", 0, -1);
    if (!m->key_heads || !m->value_heads || m->taps < 2) oracle_broken("the sizes of the delta-net");
    m->dv = model_count(m, "ssm.inner_size", 0, -1) / m->value_heads;
}

void layer_hybrid(const model *m, layer *l)
{
    bool recurrent = (l->index + 1) % model_count(m, "full_attention_interval", 0, 4) != 0;
    recurrent = model_key(m, "attention.recurrent_layers", l->index, recurrent) != 0.0;
    l->attends = !recurrent;
    l->memory = recurrent ? DELTA : NO_MEMORY;
    l->gate = GATED_Q;
}

/* ---- others ---- */

void read_mistral3(model *m)
{
    rope *r = &m->rope[0];
    double by = (double)model_real(m, "rope.scaling.yarn_log_multiplier", 0.f), ln;
    m->temperature = model_real(m, "attention.temperature_scale", 0.f);
    m->period = r->original;
    if (by == 0.0 || !r->yarn) return;
    ln = d_log((double)r->factor);
    r->magnitude = (float)((double)r->magnitude * (0.1 * ln + 1.0) / (0.1 * by * ln + 1.0));
    r->whole = true;
}

void layer_smollm3(const model *m, layer *l)
{
    (void)m;
    if ((l->index + 1) % 4 == 0) l->rope = -1;
}

void layer_gpt_oss(const model *m, layer *l) { model_window(m, l, l->index % 2 == 0); }

/* Pairs that interleaved sections leave to a fourth component stand still: their divisor is infinite. */
void read_sections(model *m)
{
    uint32_t s[4], half = m->rope[0].n_rot / 2;
    float *d = oracle_room(half, sizeof *d);
    for (uint32_t i = 0; i < 4; i++) s[i] = model_count(m, "rope.dimension_sections", i, 0);
    for (uint32_t i = 0; i < half; i++) d[i] = i < 3 * s[i % 3] ? 1.f : (float)INFINITY;
    m->rope[0].divisors = d;
}

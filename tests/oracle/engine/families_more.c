/* families_more.c - settings of the families with other norms, routings, gates and memories. */
#include <math.h>
#include <string.h>

#include "oracle.h"

static bool has(const model *m, const layer *l, const char *name)
{
    return gguf_find(m->g, "blk.%u.%s.weight", l->index, name) != NULL;
}

/* Layers without a window do not rotate. */
static void rotate_local(layer *l) { l->rope = l->window ? 0 : -1; }

/* Layers with a window have a table of their own. */
static void second_rope(layer *l) { l->rope = l->window ? 1 : 0; }

/* ---- ropes ---- */

void read_local_rope(model *m)
{
    rope *r = &m->rope[1];
    read_window(m);
    *r = m->rope[0];
    r->linear = r->yarn = false;
    r->magnitude = 1.f;
    if (!model_is(m, "mellum")) r->base = model_real(m, "rope.freq_base_swa", r->base);
    r->n_rot = model_count(m, "rope.dimension_count_swa", 0, r->n_rot);
}

void layer_laguna(const model *m, layer *l)
{
    model_window(m, l, l->index % 4 != 0);
    second_rope(l);
    l->gate = gguf_need(m->g, "blk.%u.attn_gate.weight", l->index)->ne[1] == l->heads ? SOFT_HEAD : SOFT_EACH;
}

void layer_mellum(const model *m, layer *l)
{
    model_window(m, l, false);
    second_rope(l);
}

void read_olmo2(model *m)
{
    read_window(m);
    if (m->window) read_local_rope(m);
}

void layer_olmo2(const model *m, layer *l)
{
    if (m->window) model_window(m, l, (l->index + 1) % 4 != 0);
    second_rope(l);
}

void read_olmo(model *m)
{
    m->weightless = true;
    m->clamp = model_real(m, "attention.clamp_kqv", 0.f);
}

void read_hunyuan(model *m)
{
    double alpha = (double)model_real(m, "rope.scaling.alpha", 0.f), d = (double)m->dim;
    if (alpha > 0.0 && m->dim > 2) m->rope[0].base = (float)((double)m->rope[0].base * d_pow(alpha, d / (d - 2.0)));
}

void layer_hunyuan(const model *m, layer *l)
{
    (void)m;
    l->late = true;
}

/* ---- latent attention ---- */

static void read_constants(model *m)
{
    m->embed_scale = 12.f;
    m->residual_scale = (float)(1.4 / sqrt((double)m->n_layer));
}

/* What YaRN makes of the scores: (magnitude * (1 + 0.1 m ln s))^2 / sqrt(dimensions of a key); the file has 0.1 m. */
static void read_scores(model *m, bool always)
{
    rope *r = &m->rope[0];
    double tenth = (double)model_real(m, "rope.scaling.yarn_log_multiplier", 0.f), by = tenth / 0.1, grown = 1.0,
           ln = r->yarn ? d_log((double)r->factor) : 0.0, magnitude = (1.0 + 0.1 * ln) / (1.0 + 0.1 * by * ln);
    if (r->yarn && tenth != 0.0) {
        if (!always && (by < 0.999 || by > 1.001)) magnitude = 1.0;
        grown = magnitude * (1.0 + 0.1 * by * ln);
        r->magnitude = (float)((double)r->magnitude * magnitude);
        r->whole = true;
    } else if (r->yarn) grown = 1.0 + 0.1 * ln;
    m->attn_scale = (float)(grown * grown / sqrt((double)model_count(m, "attention.key_length_mla", 0, m->dim)));
}

static void read_kind(model *m)
{
    if (model_is(m, "minicpm3")) {
        read_constants(m);
        m->head_scale = 256.f / (float)m->d;
        return;
    }
    read_scores(m, model_is(m, "mistral4"));
    if (model_is(m, "mistral4")) {
        m->temperature = model_real(m, "attention.temperature_scale", 0.f);
        m->period = (float)model_count(m, "attention.temperature_length", 0, 0);
        return;
    }
    if (m->vocab == 154880 && (m->n_layer == 47 || m->n_layer == 48)) m->routing = ROUTED_SIGMOID;
    model_predicting(m);
}

void read_latent(model *m)
{
    m->absorb = gguf_find(m->g, "blk.0.attn_k_b.weight") != NULL;
    m->latent = model_count(m, "attention.kv_lora_rank", 0, -1);
    m->nope = (m->absorb ? model_count(m, "attention.key_length_mla", 0, m->dim) : m->dim) - m->rope[0].n_rot;
    m->value = m->absorb ? model_count(m, "attention.value_length_mla", 0, m->value_dim) : m->value_dim;
    if (m->absorb && (m->value_dim != m->latent || m->dim != m->latent + m->rope[0].n_rot))
        oracle_broken("the sizes of latent attention");
    read_kind(m);
}

/* ---- memories ---- */

void read_mamba(model *m)
{
    m->taps = model_count(m, "ssm.conv_kernel", 0, -1);
    m->inner = model_count(m, "ssm.inner_size", 0, -1);
    m->states = model_count(m, "ssm.state_size", 0, -1);
    m->ssm_heads = model_count(m, "ssm.time_step_rank", 0, -1);
    m->ssm_groups = model_count(m, "ssm.group_count", 0, -1);
    if (!m->ssm_heads || !m->ssm_groups || m->taps < 2) oracle_broken("the sizes of Mamba-2");
    if (!strncmp(m->arch, "nemotron", 8)) model_predicting(m);
}

void layer_mamba2(const model *m, layer *l)
{
    (void)m;
    l->memory = MAMBA;
    l->attends = l->forwards = false;
}

void layer_falcon(const model *m, layer *l)
{
    (void)m;
    l->memory = MAMBA;
}

void layer_nemotron_h(const model *m, layer *l)
{
    (void)m;
    l->forwards = l->ff != 0;
    l->attends = !l->forwards && l->kv_heads;
    l->memory = l->forwards || l->attends ? NO_MEMORY : MAMBA;
    l->ffn_norm = "attn_norm";
    l->rope = -1;
}

void read_lfm2(model *m)
{
    read_window(m);
    m->out_norm = "token_embd_norm";
    m->taps = model_count(m, "shortconv.l_cache", 0, 3);
    m->normalize = model_is(m, "lfm2moe");
}

void layer_lfm2(const model *m, layer *l)
{
    l->window = m->window;
    l->attends = l->kv_heads != 0;
    l->memory = l->attends ? NO_MEMORY : SHORT_CONV;
}

/* ---- scales ---- */

void read_granite(model *m)
{
    if (model_is(m, "minicpm")) read_constants(m);
    if (model_is(m, "granite_swa")) read_window(m);
    m->embed_scale = model_real(m, "embedding_scale", m->embed_scale);
    m->residual_scale = model_real(m, "residual_scale", m->residual_scale);
    m->attn_scale = model_real(m, "attention.scale", m->attn_scale);
    m->head_scale = 1.f / model_real(m, "logit_scale", 1.f);
}

void read_granitehybrid(model *m)
{
    read_granite(m);
    if (gguf_find(m->g, "blk.0.ssm_in.weight") || model_key(m, "ssm.conv_kernel", 0, 0) > 0.0) read_mamba(m);
}

void layer_granite(const model *m, layer *l)
{
    if (model_key(m, "rope.scaling.finetuned", 0, 1) == 0.0) l->rope = -1;
}

void layer_granitehybrid(const model *m, layer *l)
{
    layer_granite(m, l);
    l->attends = l->kv_heads != 0;
    l->memory = l->attends ? NO_MEMORY : MAMBA;
}

void layer_granite_swa(const model *m, layer *l)
{
    model_window(m, l, true);
    if (model_key(m, "attention.rope_pattern", l->index, 1) == 0.0) l->rope = -1;
}

/* ---- windows, gates, routings ---- */

void read_muse(model *m)
{
    read_window(m);
    m->embed_norm = true;
    m->post_eps = 1e-8f;
    m->head_scale = model_real(m, "logit_scale", 1.f);
    m->logit_cap = model_real(m, "final_logit_softcapping", 0.f);
}

void layer_muse(const model *m, layer *l)
{
    model_window(m, l, true);
    rotate_local(l);
    l->gate = GATED_EACH;
}

void layer_spark(const model *m, layer *l)
{
    model_window(m, l, true);
    l->gate = GATED_HEAD;
}

void read_exaone4(model *m)
{
    model_predicting(m);
    if (m->n_layer == 64) m->window = model_count(m, "attention.sliding_window", 0, 4096);
}

void read_exaone_moe(model *m)
{
    model_predicting(m);
    read_window(m);
}

void layer_exaone(const model *m, layer *l)
{
    if (!m->window) return;
    model_window(m, l, l->index % 4 < 3);
    rotate_local(l);
}

void read_cohere(model *m)
{
    m->head_scale = model_real(m, "logit_scale", 1.f);
    if (!model_is(m, "command-r")) read_window(m);
    if (model_is(m, "cohere2moe")) m->centered = model_real(m, "attention.layer_norm_rms_epsilon", 0.f) == 0.f;
}

void layer_cohere2(const model *m, layer *l)
{
    bool moe = model_is(m, "cohere2moe");
    model_window(m, l, moe ? l->index % 4 != 0 : l->index % 4 < 3);
    if (!l->window && (!moe || l->index >= m->dense_lead)) l->rope = -1;
}

/* Weights of experts are divided by their sum unless the file says otherwise. */
void read_normalized(model *m)
{
    m->normalize = true;
    if (!model_is(m, "ernie4_5-moe")) model_predicting(m);
}

void layer_hy_v3(const model *m, layer *l) { l->mixture = has(m, l, "ffn_gate_inp"); }

enum { CHUNK = 8192 };

void read_llama4(model *m)
{
    m->chunk = model_count(m, "attention.sliding_window", 0, CHUNK) ? CHUNK : 0;
    m->temperature = m->chunk ? 0.1f : 0.f;
    m->period = (float)CHUNK;
    m->temperature_first = 1;
}

void layer_llama4(const model *m, layer *l)
{
    bool full = !m->chunk || (l->index + 1) % 4 == 0;
    l->mixture = (l->index + 1) % model_count(m, "interleave_moe_layer_step", 0, 1) == 0;
    if (m->chunk) {
        l->rope = full ? -1 : 0;
        l->chunk = full ? 0 : m->chunk;
        l->steady = !full;
    }
    l->late = l->ones = l->rope == 0 && m->experts != 128;
}

/* ---- others ---- */

void layer_stablelm(const model *m, layer *l) { l->parallel = !has(m, l, "ffn_norm"); }

static double softplus(double x) { return x > 20.0 ? x : d_log(1.0 + d_exp(x)); }

/* Keys without the architecture in front. */
void layer_apertus(const model *m, layer *l)
{
    double beta = gguf_number(m->g, "xielu.beta", l->index, 0);
    l->xielu[0] = (float)softplus(gguf_number(m->g, "xielu.alpha_p", l->index, 0));
    l->xielu[1] = (float)(beta + softplus(gguf_number(m->g, "xielu.alpha_n", l->index, 0)));
    l->xielu[2] = (float)beta;
    l->xielu[3] = (float)gguf_number(m->g, "xielu.eps", l->index, 0);
}

void read_nanbeige(model *m)
{
    uint32_t loops = model_count(m, "num_loops", 0, 1);
    m->loop = m->n_layer;
    m->loop_norm = model_key(m, "skip_loop_final_norm", 0, 0) == 0.0;
    m->n_layer *= loops;
}

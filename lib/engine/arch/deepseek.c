/* deepseek.c - latent attention: deepseek2 (DeepSeek V2, V3, R1, Kimi K2, Moonlight, GLM-4.7-Flash), mistral4, minicpm3.
 *
 * deepseek2: rotary pairs (2i, 2i+1); YaRN leaves the angles' magnitude alone and scales the scores instead; first layers
 * dense, then a mixture with shared experts, chosen by softmax or sigmoid, from groups where the file has them. mistral4: the
 * same, with queries that grow with the logarithm of the position. minicpm3: dense, pairs (i, i + n/2), LongRoPE, and
 * constants for embedding, residual and head that no key gives. */
#include "engine/arch/archs.h"
#include "engine/fmath.h"

enum { FLASH_LAYERS = 47, FLASH_VOCABULARY = 154880 };

/* Scores: (magnitude * (1 + 0.1 m ln s))^2 / sqrt(dimensions of a key); the file has 0.1 m. */
static gp_code read_scores(const gp_gguf *g, gp_hparams *hp, bool always, gp_err *err)
{
    gp_rope *r = &hp->rope[0];
    float tenth = 0.f;
    uint32_t key = hp->head_dim;
    gp_code c = gp_key_u32(g, "attention.key_length_mla", &key, err);
    if (!c) c = gp_key_f32(g, "rope.scaling.yarn_log_multiplier", &tenth, err);
    if (!c && (!key || key > 1u << 14)) c = gp_gguf_fail(g, NULL, NULL, err, "attention.key_length_mla is %u", key);
    if (c) return c;
    double grown = 1.0, ln = r->scaling == GP_SCALE_YARN ? gp_d_log((double)r->factor) : 0.0, m = (double)tenth / 0.1,
           magnitude = (1.0 + 0.1 * ln) / (1.0 + 0.1 * m * ln);
    if (r->scaling == GP_SCALE_YARN && tenth != 0.f) {
        if (!always && (m < 0.999 || m > 1.001)) magnitude = 1.0;
        grown = magnitude * (1.0 + 0.1 * m * ln);
        r->attn_factor = (float)((double)r->attn_factor * magnitude);
        r->whole_magnitude = true;
    } else if (r->scaling == GP_SCALE_YARN) grown = 1.0 + 0.1 * ln;
    hp->attn_scale = (float)(grown * grown / gp_d_sqrt((double)key));
    return GP_OK;
}

static gp_code deepseek2_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    bool flash = hp->n_vocab == FLASH_VOCABULARY && (hp->n_layer == FLASH_LAYERS || hp->n_layer == FLASH_LAYERS + 1);
    hp->routing.gating = flash ? GP_GATE_SIGMOID : GP_GATE_SOFTMAX;
    gp_code c = gp_hparams_predicting(g, hp, err);
    if (!c) c = read_scores(g, hp, false, err);
    return c ? c : gp_hparams_routing(g, hp, err);
}

static gp_code mistral4_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    uint32_t period = 0;
    hp->routing.gating = GP_GATE_SOFTMAX;
    gp_code c = gp_key_f32(g, "attention.temperature_scale", &hp->temperature, err);
    if (!c) c = gp_key_u32(g, "attention.temperature_length", &period, err);
    if (!c && hp->temperature != 0.f && !period)
        c = gp_gguf_fail(g, NULL, NULL, err, "attention.temperature_length is missing");
    hp->temperature_period = (float)period;
    if (!c) c = read_scores(g, hp, true, err);
    return c ? c : gp_hparams_routing(g, hp, err);
}

static gp_code minicpm3_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    (void)g;
    (void)err;
    hp->neox = true;
    hp->embed_scale = 12.f;
    hp->residual_scale = (float)(1.4 / gp_d_sqrt((double)hp->n_layer));
    hp->head_scale = 256.f / (float)hp->n_embd;
    return GP_OK;
}

static gp_code latent_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = gp_layer_norm(p, l, &l->attn_norm, "attn_norm", err);
    if (!c) c = gp_plan_mla(p, l, err);
    if (!c) c = gp_layer_norm(p, l, &l->ffn_norm, "ffn_norm", err);
    return c ? c : gp_plan_feed_forward(p, l, err);
}

const gp_arch gp_arch_deepseek2 = {
    .name = "deepseek2", .confirmed = true, .latent = true, .read = deepseek2_read, .plan = latent_plan};
const gp_arch gp_arch_mistral4 = {
    .name = "mistral4", .confirmed = true, .latent = true, .read = mistral4_read, .plan = latent_plan};
const gp_arch gp_arch_minicpm3 = {.name = "minicpm3",
                                  .confirmed = true,
                                  .latent = true,
                                  .read = minicpm3_read,
                                  .plan_model = gp_plan_longrope,
                                  .plan = latent_plan};

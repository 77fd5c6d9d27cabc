/* gemma.c - gemma, gemma2, gemma3: scaled embeddings, GELU, rotary pairs (i, i + n/2), tied head; norm weights in the
 * file are final. From gemma2 on the outputs of attention and feed-forward are normalized before they are added, and
 * layers alternate between a sliding window and all positions. */
#include <math.h>

#include "engine/arch/archs.h"

static gp_code gemma_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    (void)g;
    (void)err;
    hp->neox = true;
    hp->act = GP_ACT_GELU;
    hp->embed_scale = sqrtf((float)hp->n_embd);
    return GP_OK;
}

static gp_code plan_post_norms(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = gp_plan_decoder_layer(p, l, err);
    if (!c) c = gp_layer_vector(p, l, &l->attn_post_norm, "post_attention_norm.weight", p->hp.n_embd, false, err);
    if (!c) c = gp_layer_vector(p, l, &l->ffn_post_norm, "post_ffw_norm.weight", p->hp.n_embd, false, err);
    return c;
}

/* The largest sizes scale scores by the width per head instead of the head's own dimension; no key says so. */
static void scale_of_largest(gp_hparams *hp, uint32_t layers)
{
    if (hp->n_layer == layers) hp->attn_scale = 1.f / sqrtf((float)(hp->n_embd / hp->n_head));
}

static gp_code gemma2_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    gp_code c = gemma_read(g, hp, err);
    hp->attn_cap = 50.f;
    hp->logit_cap = 30.f;
    hp->window = 4096;
    if (!c) c = gp_key_f32(g, "attn_logit_softcapping", &hp->attn_cap, err);
    if (!c) c = gp_key_f32(g, "final_logit_softcapping", &hp->logit_cap, err);
    if (!c) c = gp_hparams_window(g, true, hp, err);
    scale_of_largest(hp, 46);
    return c;
}

static gp_code gemma2_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    bool local = l->index % 2 == 0;
    gp_code c = gp_key_pattern(p->g, l->index, &local, err);
    if (c) return c;
    l->window = local ? p->hp.window : 0;
    return plan_post_norms(p, l, err);
}

/* Table 0 turns global layers (the file's base and scaling), table 1 local ones (their own base, unscaled). */
static gp_code gemma3_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    gp_code c = gemma_read(g, hp, err);
    hp->rope[1] = hp->rope[0];
    hp->rope[1].base = 10000.f;
    hp->rope[1].scaling = GP_SCALE_NONE;
    hp->rope[1].attn_factor = 1.f;
    hp->n_rope = 2;
    if (!c) c = gp_key_f32(g, "rope.freq_base_swa", &hp->rope[1].base, err);
    if (!c) c = gp_key_f32(g, "final_logit_softcapping", &hp->logit_cap, err);
    if (!c) c = gp_hparams_window(g, true, hp, err);
    if (!c && !(hp->rope[1].base > 0.f))
        c = gp_gguf_fail(g, "gemma3.rope.freq_base_swa", NULL, err, "must be positive");
    scale_of_largest(hp, 62);
    return c;
}

static gp_code gemma3_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    bool local = (l->index + 1) % 6 != 0;
    gp_code c = gp_key_pattern(p->g, l->index, &local, err);
    if (c) return c;
    l->window = local ? p->hp.window : 0;
    l->rope = local ? 1 : 0;
    c = plan_post_norms(p, l, err);
    return c ? c : gp_plan_qk_norms(p, l, err);
}

const gp_arch gp_arch_gemma = {.name = "gemma", .confirmed = true, .read = gemma_read, .plan = gp_plan_decoder_layer};
const gp_arch gp_arch_gemma2 = {.name = "gemma2", .confirmed = true, .read = gemma2_read, .plan = gemma2_plan};
const gp_arch gp_arch_gemma3 = {.name = "gemma3", .confirmed = true, .read = gemma3_read, .plan = gemma3_plan};

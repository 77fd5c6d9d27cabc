/* llama.c - llama: Llama 1 to 3, Mistral, Mixtral, and their many fine-tunes.
 *
 * RMS norm, rotary pairs (2i, 2i+1), grouped-query attention, gated SiLU or a mixture of experts; head tied or not;
 * rotary divisors (rope_freqs.weight) and linear or YaRN scaling where the file has them. */
#include "engine/arch/archs.h"

static gp_code llama_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    gp_code c = gp_hparams_experts(g, hp, err);
    if (!c && hp->rope[0].n_rot != hp->head_dim)
        c = gp_gguf_fail(g, "llama.rope.dimension_count", NULL, err, "is %u, must equal the %u dimensions of a head",
                         hp->rope[0].n_rot, hp->head_dim);
    return c;
}

static gp_code llama_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    if (!p->hp.n_expert) return gp_plan_decoder_layer(p, l, err);
    gp_code c = gp_plan_attention(p, l, err);
    if (!c) c = gp_layer_vector(p, l, &l->ffn_norm, "ffn_norm.weight", p->hp.n_embd, false, err);
    return c ? c : gp_plan_moe(p, l, err);
}

const gp_arch gp_arch_llama = {.name = "llama", .confirmed = true, .read = llama_read, .plan = llama_plan};

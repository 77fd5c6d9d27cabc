/* arch_llama.c - llama: Llama 1 to 3, Mistral, and their many fine-tunes.
 *
 * RMS norm, rotary pairs (2i, 2i+1), grouped-query attention, gated SiLU; head tied or not; rotary divisors
 * (rope_freqs.weight) and linear or YaRN scaling where the file has them. */
#include "engine/archs.h"

static gp_code llama_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    uint32_t experts = 0;
    gp_code c = gp_key_u32(g, "expert_count", &experts, err);
    if (!c && experts) c = gp_gguf_fail(g, "llama.expert_count", NULL, err, "mixtures of experts (%u here) are not supported yet by the local engine", experts);
    if (!c && hp->rope[0].n_rot != hp->head_dim)
        c = gp_gguf_fail(g, "llama.rope.dimension_count", NULL, err, "is %u, must equal the %u dimensions of a head", hp->rope[0].n_rot, hp->head_dim);
    return c;
}

static void llama_layer(gp_run *r, const gp_layer *l)
{
    gp_block_attention(r, l);
    gp_block_ffn(r, l);
}

const gp_arch gp_arch_llama = {.name = "llama", .confirmed = true, .read = llama_read, .plan = gp_plan_decoder_layer, .layer = llama_layer};

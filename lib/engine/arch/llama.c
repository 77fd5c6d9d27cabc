/* llama.c - llama: Llama 1 to 3, Mistral, Mixtral, and their many fine-tunes; and what differs from it by little.
 *
 * RMS norm, rotary pairs (2i, 2i+1), grouped-query attention, gated SiLU or a mixture of experts; head tied or not;
 * rotary divisors (rope_freqs.weight) and linear or YaRN scaling where the file has them.
 *
 * internlm2, ernie4_5: the same. arcee: squared ReLU without a gate. seed_oss: pairs (i, i + n/2), and the norm in front of
 * the feed-forward is named post_attention_norm. nanbeige: the stack of layers is run several times, each time with keys
 * and values of its own. */
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
    if (!c) c = gp_layer_norm(p, l, &l->ffn_norm, "ffn_norm", err);
    return c ? c : gp_plan_moe(p, l, err);
}

static gp_code seed_oss_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    (void)g;
    (void)err;
    hp->neox = true;
    return GP_OK;
}

static gp_code arcee_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    (void)g;
    (void)err;
    hp->act = GP_ACT_ALONE_RELU2;
    return GP_OK;
}

enum { MOST_LAYERS = 1024 };

static gp_code nanbeige_plan_model(gp_model_plan *p, gp_err *err)
{
    uint32_t loops = 1;
    bool skip = false;
    gp_code c = gp_key_u32(p->g, "num_loops", &loops, err);
    if (!c) c = gp_key_bool(p->g, "skip_loop_final_norm", &skip, err);
    if (!c && (!loops || loops > MOST_LAYERS / p->hp.n_layer))
        c = gp_gguf_fail(p->g, "nanbeige.num_loops", NULL, err, "%u passes over %u layers are not supported", loops,
                         p->hp.n_layer);
    if (c) return c;
    p->loop = p->hp.n_layer;
    p->loop_norm = !skip;
    p->hp.n_layer *= loops;
    p->layer = GP_NEW_ARRAY(p->a, gp_layer, p->hp.n_layer);
    return GP_OK;
}

const gp_arch gp_arch_llama = {.name = "llama", .confirmed = true, .read = llama_read, .plan = llama_plan};
const gp_arch gp_arch_internlm2 = {.name = "internlm2", .confirmed = true, .plan = gp_plan_layer};
const gp_arch gp_arch_ernie4_5 = {.name = "ernie4_5", .confirmed = true, .plan = gp_plan_layer};
const gp_arch gp_arch_arcee = {.name = "arcee", .read = arcee_read, .plan = gp_plan_layer};
const gp_arch gp_arch_seed_oss = {
    .name = "seed_oss", .confirmed = true, .norms = GP_NORMS_RENAMED, .read = seed_oss_read, .plan = gp_plan_layer};
const gp_arch gp_arch_nanbeige = {
    .name = "nanbeige", .confirmed = true, .plan_model = nanbeige_plan_model, .plan = gp_plan_layer};

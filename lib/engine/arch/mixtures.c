/* mixtures.c - mixtures of experts over the common graph that differ in how experts are chosen.
 *
 * bailingmoe2 (Ling, Ring 2), dots1, minimax-m2: rotary pairs (i, i + n/2), norms of queries and keys, sigmoid routing with a
 * bias, from groups where the file has them; the first layers dense and a shared expert where it has them. ernie4_5-moe:
 * llama's attention, softmax routing with a bias. mellum: qwen3moe's graph with windows; only full layers' rotation is scaled. */
#include "engine/arch/archs.h"

static gp_code sigmoid_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->neox = true;
    hp->routing.gating = GP_GATE_SIGMOID;
    gp_code c = gp_hparams_predicting(g, hp, err);
    return c ? c : gp_hparams_routing(g, hp, err);
}

static gp_code minimax_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->routing.normalize = true;
    return sigmoid_read(g, hp, err);
}

static gp_code ernie_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->routing.gating = GP_GATE_SOFTMAX;
    hp->routing.normalize = true;
    return gp_hparams_routing(g, hp, err);
}

static gp_code mellum_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->neox = true;
    gp_code c = gp_hparams_experts(g, hp, err);
    if (!c) c = gp_hparams_window(g, false, hp, err);
    if (!c) c = gp_hparams_local_rope(g, hp, err);
    hp->rope[1].base = hp->rope[0].base; /* rope.freq_base_swa is read and not used by the format's own engine */
    return c;
}

static gp_code mellum_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = gp_plan_window(p, l, false, err);
    l->rope = l->window ? 1 : 0;
    return c ? c : gp_plan_layer(p, l, err);
}

const gp_arch gp_arch_bailingmoe2 = {
    .name = "bailingmoe2", .confirmed = true, .read = sigmoid_read, .plan = gp_plan_layer};
const gp_arch gp_arch_dots1 = {.name = "dots1", .confirmed = true, .read = sigmoid_read, .plan = gp_plan_layer};
const gp_arch gp_arch_minimax_m2 = {
    .name = "minimax-m2", .confirmed = true, .read = minimax_read, .plan = gp_plan_layer};
const gp_arch gp_arch_ernie4_5_moe = {
    .name = "ernie4_5-moe", .confirmed = true, .read = ernie_read, .plan = gp_plan_layer};
const gp_arch gp_arch_mellum = {.name = "mellum", .read = mellum_read, .plan = mellum_plan};

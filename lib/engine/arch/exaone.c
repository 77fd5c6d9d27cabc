/* exaone.c - exaone4: norms of queries and keys, then rotary pairs (i, i + n/2); norms stand behind attention and
 * feed-forward alone. Only the 32B form (64 layers) has windows, and only its windowed layers rotate. exaone-moe: norms in
 * front, windowed layers rotate and others do not, first layers dense, then a mixture with a shared expert. */
#include "engine/arch/archs.h"

enum { LAYERS_WITH_WINDOWS = 64, DEFAULT_WINDOW = 4096, PERIOD = 4 };

static gp_code exaone4_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->neox = true;
    gp_code c = gp_hparams_predicting(g, hp, err);
    if (c || hp->n_layer != LAYERS_WITH_WINDOWS) return c;
    hp->window = DEFAULT_WINDOW;
    return gp_hparams_window(g, true, hp, err);
}

static gp_code exaone_moe_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    hp->neox = true;
    hp->routing.gating = GP_GATE_SIGMOID;
    gp_code c = gp_hparams_predicting(g, hp, err);
    if (!c) c = gp_hparams_window(g, true, hp, err);
    return c ? c : gp_hparams_routing(g, hp, err);
}

static gp_code exaone_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_code c = p->hp.window ? gp_plan_window(p, l, l->index % PERIOD < PERIOD - 1, err) : GP_OK;
    if (p->hp.window && !l->window) l->rope = -1;
    return c ? c : gp_plan_layer(p, l, err);
}

const gp_arch gp_arch_exaone4 = {
    .name = "exaone4", .confirmed = true, .norms = GP_NORMS_AFTER, .read = exaone4_read, .plan = exaone_plan};
const gp_arch gp_arch_exaone_moe = {
    .name = "exaone-moe", .confirmed = true, .read = exaone_moe_read, .plan = exaone_plan};

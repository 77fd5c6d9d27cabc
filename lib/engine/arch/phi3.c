/* phi3.c - phi3 (Phi-3, Phi-3.5, Phi-4): fused q/k/v and gate/up matrices, rotary pairs (i, i + n/2), partial rotation
 * where the file says so; LongRoPE divisors, the long ones when the context in use is longer than the original one.
 *
 * attention.sliding_window is not applied. Converters have written it for models that have no window (as the context
 * length) and without saying which layers it is for, so llama.cpp switched it off for this architecture (its pull
 * request 13676), and the reference data follows that. The one well-known model with a window, Phi-3-mini-4k, has
 * 2047: up to there nothing differs. */
#include "engine/arch/archs.h"

static gp_code phi3_read(const gp_gguf *g, gp_hparams *hp, gp_err *err)
{
    (void)g;
    (void)err;
    hp->neox = true;
    return GP_OK;
}

static gp_code phi3_plan(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    gp_rope *r = &p->hp.rope[0];
    gp_code c = GP_OK;
    if (l->index == 0) {
        bool is_long = (float)p->hp.context > r->original_context;
        /* for another context */
        (void)gp_plan_tensor(p, is_long ? "rope_factors_short.weight" : "rope_factors_long.weight");
        c = gp_rope_divisors(p, is_long ? "rope_factors_long.weight" : "rope_factors_short.weight", r, err);
    }
    return c ? c : gp_plan_decoder_layer(p, l, err);
}

const gp_arch gp_arch_phi3 = {.name = "phi3", .confirmed = true, .read = phi3_read, .plan = phi3_plan};

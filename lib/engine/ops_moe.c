/* ops_moe.c - mixtures of experts: route, gather the tokens of each expert into tiles, multiply, join (moe.cl).
 *
 * Nothing is read back to the host: which tile belongs to which expert is decided on the device, and as many tiles are
 * launched as could be needed. Unused ones return at once. */
#include <stdio.h>

#include "engine/ops.h"

enum { JOIN_ADD = 1, JOIN_SHARED = 2, JOIN_PLAIN = 4, JOIN_UNWEIGHTED = 8, CHOOSE_BIAS = 1, CHOOSE_NORMALIZE = 2 };

/* How the pairs of one pass lie in tiles. */
typedef struct tiling {
    uint32_t pairs, tile, tiles, slots;
} tiling;

static tiling choose(const gp_model *m, uint32_t n)
{
    const gp_hparams *hp = &m->plan.hp;
    tiling t = {.pairs = n * hp->n_used, .tile = gp_moe_tile(hp, n)};
    t.slots = gp_moe_slots(hp, n, t.tile);
    t.tiles = t.slots / t.tile;
    return t;
}

/* Larger tiles where an expert has several tokens on average. */
uint32_t gp_moe_tile(const gp_hparams *hp, uint32_t n)
{
    return n > 1 && n * hp->n_used >= 2 * hp->n_expert ? gp_most_tile(hp) : 1;
}

uint32_t gp_moe_slots(const gp_hparams *hp, uint32_t n, uint32_t tile)
{
    uint32_t pairs = n * hp->n_used, used = pairs < hp->n_expert ? pairs : hp->n_expert;
    return gp_fill_up(pairs + used * (tile - 1), tile);
}

/* The largest scores, weighed by their softmax. */
static void choose_softmax(gp_pass *r, const gp_moe *e)
{
    gp_model *m = r->m;
    const gp_hparams *hp = &m->plan.hp;
    gp_ocl_buffer *own = e->expert_scale.data;
    const gp_ocl_arg a[] = {GP_AB(m->router.b), GP_AI(m->router.ld),    GP_AI(hp->n_expert),
                            GP_AI(hp->n_used),  GP_AF(e->router_scale), GP_AB(own ? own : m->dummy),
                            GP_AI(own ? 1 : 0), GP_AB(m->moe.chosen),   GP_AB(m->moe.weight),
                            GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_ROUTE, 1, r->n, a, N_ARGS(a));
}

static void choose_otherwise(gp_pass *r, const gp_moe *e)
{
    gp_model *m = r->m;
    const gp_hparams *hp = &m->plan.hp;
    const gp_routing *o = &hp->routing;
    bool bias = gp_has(&e->choice_bias);
    const gp_ocl_arg a[] = {GP_AB(m->router.b),
                            GP_AI(m->router.ld),
                            GP_AI(gp_choice_at(e)),
                            GP_AI(hp->n_expert),
                            GP_AI(hp->n_used),
                            GP_AI(o->gating),
                            GP_AB(bias ? e->choice_bias.data : m->dummy),
                            GP_AI(o->groups),
                            GP_AI(o->groups_used),
                            GP_AF(o->scale),
                            GP_AI((bias ? CHOOSE_BIAS : 0) | (o->normalize ? CHOOSE_NORMALIZE : 0)),
                            GP_AB(m->moe.chosen),
                            GP_AB(m->moe.weight),
                            GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_CHOOSE, 1, r->n, a, N_ARGS(a));
}

static void route(gp_pass *r, const gp_moe *e, tiling t)
{
    gp_model *m = r->m;
    const gp_hparams *hp = &m->plan.hp;
    if (hp->routing.gating == GP_GATE_ABSENT) choose_softmax(r, e);
    else choose_otherwise(r, e);
    const gp_ocl_arg b[] = {GP_AB(m->moe.chosen),
                            GP_AI(t.pairs),
                            GP_AI(hp->n_used),
                            GP_AI(hp->n_expert),
                            GP_AI(t.tile),
                            GP_AI(t.tiles),
                            GP_AB(m->moe.count),
                            GP_AB(m->moe.tile_expert),
                            GP_AB(m->moe.slot_token),
                            GP_AB(m->moe.pair_slot)};
    gp_pass_kernel(r, GP_K_ASSIGN, 1, 1, b, N_ARGS(b));
}

static void gather(gp_pass *r, const gp_moe *e, gp_rows_buffer in, tiling t)
{
    gp_model *m = r->m;
    const gp_ocl_arg a[] = {GP_AB(in.b),
                            GP_AI(in.ld),
                            GP_AB(m->moe.weight),
                            GP_AI(m->plan.hp.routing.gating == GP_GATE_INPUT),
                            GP_AB(m->moe.slot_token),
                            GP_AB(m->pairs.b),
                            GP_AI(m->pairs.ld),
                            GP_AB(m->q8.quants),
                            GP_AB(m->q8.scales),
                            GP_AB(m->q8.starts),
                            GP_AI(e->gate_up.cols),
                            GP_AI(t.slots),
                            GP_AI(t.tile),
                            GP_AI(gp_forms(&e->gate_up))};
    gp_pass_kernel(r, GP_K_GATHER, gp_runs(m->pairs.ld), t.slots, a, N_ARGS(a));
}

static void multiply(gp_pass *r, const gp_matrix *w, uint32_t slots, uint32_t tile, gp_rows_buffer in,
                     gp_rows_buffer out)
{
    gp_model *m = r->m;
    unsigned k = gp_wtype_tile(w->type, tile, tile); /* every type has kernels for 1 and 4 tokens */
    uint32_t tiles = slots / tile, groups = w->rows / 16, per = gp_groups_per_item(m, groups, tiles),
             kp = (w->cols + 3) / 4 * 4;
    uint64_t main = w->type->main_bytes(w->cols), side = w->type->side_bytes(w->cols);
    char name[64];
    (void)snprintf(name, sizeof name, "%s_x", w->type->mm[k]);
    for (uint32_t i = 0; i < w->n_parts; i++) {
        const struct gp_part *p = &w->part[i];
        gp_ocl_arg data = GP_AB(p->data), y = GP_AB(out.b), y_at = GP_AI(w->at),
                   bias = GP_AB(w->bias ? w->bias : m->dummy), zero = GP_AI(0), g = GP_AI(groups), pr = GP_AI(per),
                   n = GP_AI(slots), ld = GP_AI(out.ld), flags = GP_AI(gp_mm_flags(w)),
                   experts = GP_AB(m->moe.tile_expert), first = GP_AI(p->group / groups),
                   count = GP_AI(p->n_groups / groups), em = GP_AU(groups * main), es = GP_AU(groups * side),
                   rows = GP_AI(w->rows);
        const gp_ocl_arg q[] = {data,
                                GP_AU(p->n_groups * main),
                                GP_AB(m->q8.quants),
                                GP_AB(m->q8.scales),
                                GP_AB(m->q8.starts),
                                y,
                                y_at,
                                bias,
                                zero,
                                GP_AI(w->cols / 32),
                                g,
                                pr,
                                n,
                                ld,
                                flags,
                                experts,
                                first,
                                count,
                                em,
                                es,
                                rows};
        const gp_ocl_arg f[] = {data, GP_AB(in.b), y,     y_at,    bias,  zero,  GP_AI(kp), GP_AI(in.ld), g,   pr,
                                n,    ld,          flags, experts, first, count, em,        es,           rows};
        bool quantized = w->type->quantized;
        gp_pass_named(r, &m->mm_expert[w->type->index][k], name, tiles, (groups + per - 1) / per, quantized ? q : f,
                      quantized ? N_ARGS(q) : N_ARGS(f));
    }
}

void gp_expert_products(gp_pass *r, const gp_linear *l, uint32_t slots, uint32_t tile, gp_rows_buffer in,
                        gp_rows_buffer out)
{
    for (uint32_t i = 0; i < l->n; i++) multiply(r, &l->m[i], slots, tile, in, out);
}

/* shared: with the shared expert's output. */
static void join(gp_pass *r, const gp_moe *e, gp_rows_buffer to, bool add, bool shared)
{
    gp_model *m = r->m;
    int kind = !shared ? 0 : e->shared_plain ? JOIN_PLAIN : JOIN_SHARED;
    if (m->plan.hp.routing.gating == GP_GATE_INPUT) kind |= JOIN_UNWEIGHTED;
    const gp_ocl_arg a[] = {GP_AB(m->pairs.b),
                            GP_AB(m->moe.pair_slot),
                            GP_AB(m->moe.weight),
                            GP_AI(m->plan.hp.n_used),
                            GP_AB(shared ? m->side.b : m->dummy),
                            GP_AB(m->router.b),
                            GP_AI(m->router.ld),
                            GP_AI(e->router.at[1]),
                            GP_AB(to.b),
                            GP_AI(to.ld),
                            GP_AF(e->result_scale),
                            GP_AI(r->n),
                            GP_AI((add ? JOIN_ADD : 0) | kind)};
    gp_pass_kernel(r, GP_K_JOIN, gp_runs(to.ld), r->n, a, N_ARGS(a));
}

static void experts(gp_pass *r, const gp_moe *e, gp_rows_buffer in, tiling t)
{
    gp_model *m = r->m;
    gather(r, e, in, t);
    gp_expert_products(r, &e->gate_up, t.slots, t.tile, m->pairs, m->gate_up);
    gp_gate_rows(r, m->gate_up, m->gate_up, e->gate_up.at[1], m->plan.hp.n_ff_expert, NULL, t.slots, t.tile,
                 gp_forms(&e->down));
    gp_expert_products(r, &e->down, t.slots, t.tile, m->ff, m->pairs);
}

/* The experts' sum goes through a matrix of its own; the shared expert joins behind it. */
static void latent_experts(gp_pass *r, const gp_moe *e, gp_rows_buffer to, tiling t)
{
    gp_model *m = r->m;
    gp_op_quantize(r, m->h, &e->latent_down);
    gp_op_linear(r, &e->latent_down, m->h, m->latent, false);
    experts(r, e, m->latent, t);
    join(r, e, m->latent, false, false);
    gp_op_quantize(r, m->latent, &e->latent_up);
    gp_op_linear(r, &e->latent_up, m->latent, to, true);
    if (e->n_ff_shared) gp_op_add(r, to, m->side, 1.f);
}

void gp_op_experts(gp_pass *r, const gp_layer *l, gp_rows_buffer to, bool add)
{
    gp_model *m = r->m;
    const gp_moe *e = l->moe;
    tiling t = choose(m, r->n);
    route(r, e, t);
    if (e->latent_down.n) {
        latent_experts(r, e, to, t);
        return;
    }
    experts(r, e, m->h, t);
    join(r, e, to, add, e->n_ff_shared != 0);
}

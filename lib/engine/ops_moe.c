/* ops_moe.c - mixtures of experts: route, gather the tokens of each expert into tiles, multiply, join (moe.cl).
 *
 * Nothing is read back to the host: which tile belongs to which expert is decided on the device, and as many tiles are
 * launched as could be needed. Unused ones return at once. */
#include <stdio.h>

#include "engine/ops.h"

enum { JOIN_ADD = 1, JOIN_SHARED = 2 };

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

static void route(gp_pass *r, const gp_moe *e, tiling t)
{
    gp_model *m = r->m;
    const gp_hparams *hp = &m->plan.hp;
    gp_ocl_buffer *own = e->expert_scale.data;
    const gp_ocl_arg a[] = {GP_AB(m->router.b), GP_AI(m->router.ld),    GP_AI(hp->n_expert),
                            GP_AI(hp->n_used),  GP_AF(e->router_scale), GP_AB(own ? own : m->dummy),
                            GP_AI(own ? 1 : 0), GP_AB(m->moe.chosen),   GP_AB(m->moe.weight),
                            GP_AI(r->n)};
    gp_pass_kernel(r, GP_K_ROUTE, 1, r->n, a, N_ARGS(a));
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

static void gather(gp_pass *r, const gp_moe *e, tiling t)
{
    gp_model *m = r->m;
    const gp_ocl_arg a[] = {GP_AB(m->h.b),       GP_AI(m->h.ld),      GP_AB(m->moe.slot_token),
                            GP_AB(m->pairs.b),   GP_AI(m->pairs.ld),  GP_AB(m->q8.quants),
                            GP_AB(m->q8.scales), GP_AB(m->q8.starts), GP_AI(m->plan.hp.n_embd),
                            GP_AI(t.slots),      GP_AI(t.tile),       GP_AI(gp_forms(&e->gate_up))};
    gp_pass_kernel(r, GP_K_GATHER, gp_runs(m->pairs.ld), t.slots, a, N_ARGS(a));
}

static void multiply(gp_pass *r, const gp_matrix *w, tiling t, gp_rows_buffer in, gp_rows_buffer out)
{
    gp_model *m = r->m;
    unsigned k = gp_wtype_tile(w->type, t.tile, t.tile); /* every type has kernels for 1 and 4 tokens */
    uint32_t groups = w->rows / 16, per = gp_groups_per_item(m, groups, t.tiles), kp = (w->cols + 3) / 4 * 4;
    uint64_t main = w->type->main_bytes(w->cols), side = w->type->side_bytes(w->cols);
    char name[64];
    (void)snprintf(name, sizeof name, "%s_x", w->type->mm[k]);
    for (uint32_t i = 0; i < w->n_parts; i++) {
        const struct gp_part *p = &w->part[i];
        gp_ocl_arg data = GP_AB(p->data), y = GP_AB(out.b), y_at = GP_AI(w->at),
                   bias = GP_AB(w->bias ? w->bias : m->dummy), zero = GP_AI(0), g = GP_AI(groups), pr = GP_AI(per),
                   n = GP_AI(t.slots), ld = GP_AI(out.ld), flags = GP_AI(gp_mm_flags(w)),
                   tiles = GP_AB(m->moe.tile_expert), first = GP_AI(p->group / groups),
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
                                tiles,
                                first,
                                count,
                                em,
                                es,
                                rows};
        const gp_ocl_arg f[] = {data, GP_AB(in.b), y,     y_at,  bias,  zero,  GP_AI(kp), GP_AI(in.ld), g,   pr,
                                n,    ld,          flags, tiles, first, count, em,        es,           rows};
        bool quantized = w->type->quantized;
        gp_pass_named(r, &m->mm_expert[w->type->index][k], name, t.tiles, (groups + per - 1) / per, quantized ? q : f,
                      quantized ? N_ARGS(q) : N_ARGS(f));
    }
}

static void multiply_all(gp_pass *r, const gp_linear *l, tiling t, gp_rows_buffer in, gp_rows_buffer out)
{
    for (uint32_t i = 0; i < l->n; i++) multiply(r, &l->m[i], t, in, out);
}

static void join(gp_pass *r, const gp_moe *e, gp_rows_buffer to, bool add)
{
    gp_model *m = r->m;
    bool shared = e->n_ff_shared != 0;
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
                            GP_AI(r->n),
                            GP_AI((add ? JOIN_ADD : 0) | (shared ? JOIN_SHARED : 0))};
    gp_pass_kernel(r, GP_K_JOIN, gp_runs(to.ld), r->n, a, N_ARGS(a));
}

void gp_op_experts(gp_pass *r, const gp_layer *l, gp_rows_buffer to, bool add)
{
    gp_model *m = r->m;
    const gp_moe *e = l->moe;
    tiling t = choose(m, r->n);
    route(r, e, t);
    gather(r, e, t);
    multiply_all(r, &e->gate_up, t, m->pairs, m->gate_up);
    gp_gate_rows(r, m->gate_up, m->gate_up, e->gate_up.at[1], m->plan.hp.n_ff_expert, t.slots, t.tile,
                 gp_forms(&e->down));
    multiply_all(r, &e->down, t, m->ff, m->pairs);
    join(r, e, to, add);
}

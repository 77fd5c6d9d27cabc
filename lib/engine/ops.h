/* ops.h - private to ops*.c: launching, and how rows are tiled. */
#ifndef GP_ENGINE_OPS_H
#define GP_ENGINE_OPS_H

#include "engine/model.h"

#define N_ARGS(a) (unsigned)(sizeof(a) / sizeof *(a))
enum { GP_MM_ADD = 1, GP_MM_BIAS = 2, GP_MM_SCALED = 4 };
static inline int gp_mm_flags(const gp_matrix *w)
{
    return !w->bias ? 0 : w->scaled ? GP_MM_SCALED | GP_MM_BIAS : GP_MM_BIAS;
}

/* Launch by name; the kernel is made when its slot is still empty. Sticky like every block. */
void gp_pass_named(gp_pass *r, gp_ocl_kernel **slot, const char *name, uint64_t n0, uint64_t n1, const gp_ocl_arg *args,
                   unsigned n);
void gp_pass_kernel(gp_pass *r, gp_kernel_id id, uint64_t n0, uint64_t n1, const gp_ocl_arg *args, unsigned n);

/* Row groups per work-item: enough pieces for every thread, few enough that handing them out costs nothing. */
uint32_t gp_groups_per_item(const gp_model *m, uint32_t groups, uint32_t tiles);

/* Tokens per tile of quantized activations, and a count filled up to whole tiles. */
static inline uint32_t gp_q8_tile(const gp_model *m, uint32_t n)
{
    return n == 1 ? 1 : n <= 4 ? 4 : gp_most_tile(&m->plan.hp);
}
static inline uint32_t gp_fill_up(uint32_t n, uint32_t tile) { return (n + tile - 1) / tile * tile; }
static inline uint32_t gp_runs(uint32_t n) { return (n + 255) / 256; }

/* act(gate) * up for rows that lie in tiles of `tile`. values: of the activation, NULL: none. */
void gp_gate_rows(gp_pass *r, gp_rows_buffer gate, gp_rows_buffer up, uint32_t up_at, uint32_t n_ff,
                  const gp_vector *values, uint32_t n, uint32_t tile, int forms);
/* Products of rows in tiles with the matrices of experts; m->moe.tile_expert names each tile's. `slots` rows. */
void gp_expert_products(gp_pass *r, const gp_linear *l, uint32_t slots, uint32_t tile, gp_rows_buffer in,
                        gp_rows_buffer out);

#endif

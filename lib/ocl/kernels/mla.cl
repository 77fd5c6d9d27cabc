/* mla.cl - multi-head latent attention: moving rows between the order of tokens and the order of heads. Nothing is computed.
 *
 * Matrices per head are products with experts (common.cl): head h is expert h, and slots of a head stand together, tokens in
 * tiles of T: slot = (h * tiles + token / T) * T + token % T. */

/* Rows of `k` values, one per head and token, into the slots, f32 and/or quantized. Head h of token t: x + t * ldx + h * step.
 * tile_expert[tile] is its head. Dimension 0: runs of 8 blocks of 32, dimension 1: slots. */
__kernel void gp_heads_in(gp_cf x, int ldx, int step, __global int *tile_expert, __global float *y, int ldy, __global int *xq,
                          __global float *xs, __global int *xc, int k, int heads, int tile, int tiles, int n, int flags)
{
    int slot = (int)get_global_id(1), i = (int)get_global_id(0) * 256, end = min(i + 256, ldy);
    if (slot >= heads * tiles * tile) return;
    int h = slot / (tiles * tile), t = slot % (tiles * tile);
    gp_q8 o = {xq, xs, xc, k / 32, tile};
    if (i == 0 && t % tile == 0) tile_expert[slot / tile] = h;
    x += (size_t)min(t, n - 1) * ldx + h * step;
    y += (size_t)slot * ldy;
    for (; i < end; i += 32) {
        float16 a = gp_load_some(x, i, t < n ? k : 0), b = gp_load_some(x, i + 16, t < n ? k : 0);
        if (flags & GP_OUT_F32) {
            vstore16(a, 0, y + i);
            vstore16(b, 1, y + i);
        }
        if ((flags & GP_OUT_Q8) && i < k) gp_quantize(o, slot, i / 32, a, b);
    }
}

/* And back: y + t * ldy + h * step = the slot's k values. Dimension 0: heads, dimension 1: tokens. */
__kernel void gp_heads_out(gp_cf x, int ldx, __global float *y, int ldy, int step, int k, int heads, int tile, int tiles, int n)
{
    int t = (int)get_global_id(1), h = (int)get_global_id(0);
    if (t >= n || h >= heads) return;
    x += (size_t)(h * tiles * tile + t) * ldx;
    y += (size_t)t * ldy + h * step;
    for (int i = 0; i < k; i++) y[i] = x[i];
}

/* y[group g of a row] = k values of x; steps from one group to the next, 0: the same for all. Dimension 0: groups, dimension 1: tokens. */
__kernel void gp_copy_pieces(gp_cf x, int ldx, int x_at, int x_step, __global float *y, int ldy, int y_at, int y_step, int k, int groups, int n)
{
    int t = (int)get_global_id(1), g = (int)get_global_id(0);
    if (t >= n || g >= groups) return;
    x += (size_t)t * ldx + x_at + g * x_step;
    y += (size_t)t * ldy + y_at + g * y_step;
    for (int i = 0; i < k; i++) y[i] = x[i];
}

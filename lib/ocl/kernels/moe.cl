/* moe.cl - mixtures of experts: routing, gathering tokens by expert, and joining what the experts made of them.
 *
 * n tokens with k experts each are n * k pairs, pair = token * k + place. Pairs are put into slots so that every tile of T
 * slots belongs to one expert; products run over tiles (GP_EXPERTS in common.cl). Slots that only fill up a tile are empty.
 *
 * Order. Routing: the k largest scores, ties to the lowest expert; with the largest m, e = exp(score - m) (zero below -60),
 * sum of the e by place ascending, weight = e / sum. Joining: by place ascending, total = weight_0 * y_0, then
 * total = fma(weight, y, total); the shared expert last, its weight 1 / (1 + exp(-score)). Which slots or tiles the pairs had
 * does not matter. */

/* One work-item per token (dimension 1): scores = scale * row. own: further factors of the experts' weights, or unused. */
__kernel void gp_route(gp_cf row, int ld, int experts, int k, float scale, gp_cf own, int use_own, __global int *chosen, __global float *weight, int n)
{
    int t = (int)get_global_id(1);
    if (t >= n || get_global_id(0)) return;
    row += (size_t)t * ld;
    chosen += t * k;
    weight += t * k;
    float last = 0.f, top = 0.f, sum = 0.f;
    int last_at = -1;
    for (int p = 0; p < k; p++) {
        float best = 0.f;
        int at = -1;
        for (int e = 0; e < experts; e++) {
            float s = row[e] * scale;
            bool left = p == 0 || s < last || (s == last && e > last_at);
            if (left && (at < 0 || s > best)) {
                best = s;
                at = e;
            }
        }
        if (at < 0) at = p; /* only where scores are not numbers */
        if (p == 0) top = best;
        last = best;
        last_at = at;
        chosen[p] = at;
        weight[p] = gp_expw_float(best - top);
        sum = sum + weight[p];
    }
    for (int p = 0; p < k; p++) {
        float w = gp_div_float(weight[p], sum);
        weight[p] = use_own ? w * own[chosen[p]] : w;
    }
}

/* One work-item: slots of all pairs, pairs of an expert in ascending order. tile_expert[tile] is -1 for tiles not used,
 * slot_token[slot] is -1 for empty slots. count: [experts], scratch. */
__kernel void gp_assign(gp_ci chosen, int pairs, int k, int experts, int tile, int tiles, __global int *count, __global int *tile_expert,
                        __global int *slot_token, __global int *pair_slot)
{
    if (get_global_id(0) || get_global_id(1)) return;
    for (int e = 0; e < experts; e++) count[e] = 0;
    for (int p = 0; p < pairs; p++) count[chosen[p]]++;
    int at = 0;
    for (int e = 0; e < experts; e++) {
        int c = count[e];
        count[e] = at * tile;
        for (; c > 0; c -= tile) tile_expert[at++] = e;
    }
    for (; at < tiles; at++) tile_expert[at] = -1;
    for (int s = 0; s < tiles * tile; s++) slot_token[s] = -1;
    for (int p = 0; p < pairs; p++) {
        int s = count[chosen[p]]++;
        slot_token[s] = p / k;
        pair_slot[p] = s;
    }
}

/* Rows of the slots' tokens, f32 and/or quantized; empty slots are zero. Dimension 1: slots, dimension 0: runs of 8 blocks. */
__kernel void gp_gather(gp_cf x, int ldx, gp_ci slot_token, __global float *y, int ldy, __global int *xq, __global float *xs, __global int *xc,
                        int k, int slots, int tile, int flags)
{
    int s = (int)get_global_id(1), i = (int)get_global_id(0) * 256, end = min(i + 256, ldy);
    if (s >= slots) return;
    gp_q8 o = {xq, xs, xc, k / 32, tile};
    int t = slot_token[s];
    x += (size_t)max(t, 0) * ldx;
    y += (size_t)s * ldy;
    for (; i < end; i += 32) {
        float16 a = (float16)(0.f), b = (float16)(0.f);
        if (t >= 0) {
            a = vload16(0, x + i);
            b = vload16(1, x + i);
        }
        if (flags & GP_OUT_F32) {
            vstore16(a, 0, y + i);
            vstore16(b, 1, y + i);
        }
        if ((flags & GP_OUT_Q8) && i < k) gp_quantize(o, s, i / 32, a, b);
    }
}

#define GP_JOIN_ADD 1
#define GP_JOIN_SHARED 2
/* x = or += the weighted sum of a token's pairs. score[token * ld_score + score_at]: of the shared expert, whose rows are
 * `shared`. Dimension 0: runs of 256 columns, dimension 1: tokens. */
__kernel void gp_join(gp_cf y, gp_ci pair_slot, gp_cf weight, int k, gp_cf shared, gp_cf score, int ld_score, int score_at,
                      __global float *x, int ld, int n, int flags)
{
    int t = (int)get_global_id(1), i = (int)get_global_id(0) * 256, end = min(i + 256, ld);
    if (t >= n) return;
    pair_slot += t * k;
    weight += t * k;
    for (; i < end; i += 16) {
        float16 total = vload16(0, y + (size_t)pair_slot[0] * ld + i) * weight[0];
        for (int p = 1; p < k; p++) total = fma((float16)(weight[p]), vload16(0, y + (size_t)pair_slot[p] * ld + i), total);
        if (flags & GP_JOIN_SHARED) {
            float s = gp_rcp_float(1.f + gp_exp_float(-score[(size_t)t * ld_score + score_at]));
            total = fma((float16)(s), vload16(0, shared + (size_t)t * ld + i), total);
        }
        __global float *to = x + (size_t)t * ld + i;
        vstore16(flags & GP_JOIN_ADD ? vload16(0, to) + total : total, 0, to);
    }
}

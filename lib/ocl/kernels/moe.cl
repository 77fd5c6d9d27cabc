/* moe.cl - mixtures of experts: routing, gathering tokens by expert, and joining what the experts made of them.
 *
 * n tokens with k experts each are n * k pairs, pair = token * k + place. Pairs are put into slots so that every tile of T
 * slots belongs to one expert; products run over tiles (GP_EXPERTS in common.cl). Slots that only fill up a tile are empty.
 *
 * Order. Routing: the k largest scores, ties to the lowest expert; with the largest m, e = exp(score - m) (zero below -60),
 * sum of the e by place ascending, weight = e / sum. Joining: by place ascending, total = weight_0 * y_0, then
 * total = fma(weight, y, total); the shared expert last, its weight 1 / (1 + exp(-score)) or 1; then total * factor. Which slots
 * or tiles the pairs had does not matter.
 *
 * Other routings (gp_choose): p of every expert by its kind: 1 softmax, e = exp(s - max) (zero below -60) over their sum by
 * expert ascending; 2 sigmoid, 1 / (1 + exp(-s)); 4 sqrt(softplus(s)) as softplus * rsqrt(softplus); 5 sigmoid, but chosen by s
 * itself. The choice is by p + bias. With groups an expert counts only where its group is among the best by the sum of its two
 * largest, ties to the lowest. weight = p, over max(sum by place, 2^-14) where weights are normalized, times a scale. */

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

#define GP_CHOOSE_BIAS 1
#define GP_CHOOSE_NORMALIZE 2
/* One work-item per token (dimension 1). `row` becomes p, what is chosen by stands at row + by_at. */
__kernel void gp_choose(__global float *row, int ld, int by_at, int experts, int k, int kind, gp_cf bias, int groups, int groups_used, float scale,
                        int flags, __global int *chosen, __global float *weight, int n)
{
    int t = (int)get_global_id(1);
    if (t >= n || get_global_id(0)) return;
    row += (size_t)t * ld;
    __global float *by = row + by_at;
    chosen += t * k;
    weight += t * k;
    float top = row[0], sum = 0.f;
    for (int e = 1; e < experts; e++) top = row[e] > top ? row[e] : top;
    for (int e = 0; e < experts; e++) {
        float s = row[e], p;
        if (kind == 1) {
            p = gp_expw_float(s - top);
            sum = sum + p;
        } else if (kind == 4) {
            p = gp_softplus(s);
            p = p > 0x1p-100f ? p * gp_rsqrt(p) : 0.f;
        } else p = gp_rcp_float(1.f + gp_exp_float(-s));
        by[e] = s;
        row[e] = p;
    }
    for (int e = 0; e < experts; e++) {
        if (kind == 1) row[e] = gp_div_float(row[e], sum);
        if (kind != 5) by[e] = flags & GP_CHOOSE_BIAS ? row[e] + bias[e] : row[e];
    }
    int len = groups > 1 ? experts / groups : experts;
    for (int drop = groups > 1 ? groups - groups_used : 0; drop > 0; drop--) { /* the worst group that is left, ties from the highest */
        float worst = 0.f;
        int at = -1;
        for (int g = groups - 1; g >= 0; g--) {
            float a = -1e30f, b = -1e30f;
            for (int e = g * len; e < (g + 1) * len; e++) {
                b = by[e] > a ? a : by[e] > b ? by[e] : b;
                a = by[e] > a ? by[e] : a;
            }
            if (a > -1e30f && (at < 0 || a + b < worst)) {
                worst = a + b;
                at = g;
            }
        }
        for (int e = at * len; at >= 0 && e < (at + 1) * len; e++) by[e] = -1e30f;
    }
    sum = 0.f;
    for (int p = 0; p < k; p++) {
        int at = -1;
        for (int e = 0; e < experts; e++) at = by[e] > -1e30f && (at < 0 || by[e] > by[at]) ? e : at;
        if (at < 0) at = 0; /* only where scores are not numbers */
        by[at] = -1e30f;
        chosen[p] = at;
        weight[p] = row[at];
        sum = sum + weight[p];
    }
    sum = sum > 0x1p-14f ? sum : 0x1p-14f;
    for (int p = 0; p < k; p++) weight[p] = (flags & GP_CHOOSE_NORMALIZE ? gp_div_float(weight[p], sum) : weight[p]) * scale;
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

/* Rows of the slots' tokens, f32 and/or quantized; empty slots are zero. use_weight: times the weight of the token's only
 * expert (k = 1). Dimension 1: slots, dimension 0: runs of 8 blocks. */
__kernel void gp_gather(gp_cf x, int ldx, gp_cf weight, int use_weight, gp_ci slot_token, __global float *y, int ldy, __global int *xq, __global float *xs, __global int *xc,
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
            if (use_weight) {
                a = a * weight[t];
                b = b * weight[t];
            }
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
#define GP_JOIN_PLAIN 4
#define GP_JOIN_UNWEIGHTED 8
/* x = or += the weighted sum of a token's pairs. score[token * ld_score + score_at]: of the shared expert, whose rows are
 * `shared`; GP_JOIN_PLAIN: its weight is 1. GP_JOIN_UNWEIGHTED: all weights are. Dimension 0: runs of 256 columns, dimension 1: tokens. */
__kernel void gp_join(gp_cf y, gp_ci pair_slot, gp_cf weight, int k, gp_cf shared, gp_cf score, int ld_score, int score_at,
                      __global float *x, int ld, float factor, int n, int flags)
{
    int t = (int)get_global_id(1), i = (int)get_global_id(0) * 256, end = min(i + 256, ld);
    if (t >= n) return;
    pair_slot += t * k;
    weight += t * k;
    for (; i < end; i += 16) {
        bool same = flags & GP_JOIN_UNWEIGHTED;
        float16 total = vload16(0, y + (size_t)pair_slot[0] * ld + i) * (same ? 1.f : weight[0]);
        for (int p = 1; p < k; p++) total = fma((float16)(same ? 1.f : weight[p]), vload16(0, y + (size_t)pair_slot[p] * ld + i), total);
        if (flags & GP_JOIN_PLAIN) total = total + vload16(0, shared + (size_t)t * ld + i);
        else if (flags & GP_JOIN_SHARED) {
            float s = gp_rcp_float(1.f + gp_exp_float(-score[(size_t)t * ld_score + score_at]));
            total = fma((float16)(s), vload16(0, shared + (size_t)t * ld + i), total);
        }
        total = total * factor;
        __global float *to = x + (size_t)t * ld + i;
        vstore16(flags & GP_JOIN_ADD ? vload16(0, to) + total : total, 0, to);
    }
}

/* plan_ssm.c - tensors of Mamba-2 blocks and of short convolutions. */
#include "engine/arch.h"

static gp_code read_sizes(const gp_gguf *g, gp_ssm *s, uint32_t *taps, gp_err *err)
{
    gp_code c = gp_key_u32(g, "ssm.conv_kernel", taps, err);
    if (!c) c = gp_key_u32(g, "ssm.inner_size", &s->inner, err);
    if (!c) c = gp_key_u32(g, "ssm.state_size", &s->state, err);
    if (!c) c = gp_key_u32(g, "ssm.time_step_rank", &s->heads, err);
    if (!c) c = gp_key_u32(g, "ssm.group_count", &s->groups, err);
    if (c) return c;
    if (*taps < 2 || *taps > 16)
        return gp_gguf_fail(g, NULL, NULL, err, "ssm.conv_kernel is %u, must be 2 to 16", *taps);
    if (!s->heads || s->heads > 4096 || !s->groups || s->heads % s->groups || !s->inner || s->inner > 1u << 18 ||
        s->inner % (16 * s->heads) || s->inner % (16 * s->groups) || !s->state || s->state % 4 || s->state > 1024)
        return gp_gguf_fail(
            g, NULL, NULL, err,
            "ssm.inner_size %u with %u heads (ssm.time_step_rank) in %u groups and ssm.state_size %u is "
            "not supported: heads of multiples of 16 are, states of multiples of 4 up to 1024",
            s->inner, s->heads, s->groups, s->state);
    return GP_OK;
}

/* The file has z, x, B, C, dt; what passes the convolution comes first here. */
static gp_code plan_in(gp_model_plan *p, gp_layer *l, gp_ssm *s, uint32_t channels, gp_err *err)
{
    uint32_t all = s->inner + channels + s->heads, *map = GP_NEW_ARRAY(p->a, uint32_t, all);
    for (uint32_t i = 0; i < channels; i++) map[i] = s->inner + i;
    for (uint32_t i = 0; i < s->inner; i++) map[channels + i] = i;
    for (uint32_t i = channels + s->inner; i < all; i++) map[i] = i;
    const gp_part_of parts[] = {
        {.name = "ssm_in", .rows = channels, .file_rows = all, .map = map},
        {.name = "ssm_in", .rows = s->inner, .file_rows = all, .map = map + channels},
        {.name = "ssm_in", .rows = s->heads, .file_rows = all, .map = map + channels + s->inner}};
    return gp_layer_linear(p, l, &s->in, parts, 3, p->hp.n_embd, err);
}

gp_code gp_plan_ssm(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    uint32_t taps = 0;
    gp_ssm *s = l->ssm = GP_NEW(p->a, gp_ssm);
    gp_code c = read_sizes(p->g, s, &taps, err);
    if (c) return c;
    uint32_t channels = s->inner + 2 * s->groups * s->state;
    l->memory = (gp_memory){taps, channels, (uint64_t)s->inner * s->state, NULL, NULL};
    c = plan_in(p, l, s, channels, err);
    if (!c) c = gp_layer_table(p, l, &s->conv, "ssm_conv1d.weight", taps, channels, err);
    if (!c) c = gp_layer_vector(p, l, &s->conv_bias, "ssm_conv1d.bias", channels, true, err);
    if (!c) c = gp_layer_vector(p, l, &s->dt, "ssm_dt.bias", s->heads, false, err);
    if (!c) c = gp_layer_table(p, l, &s->a, "ssm_a", 1, s->heads, err);
    if (!c) c = gp_layer_table(p, l, &s->d, "ssm_d", 1, s->heads, err);
    if (!c && gp_layer_has(p, l, "ssm_norm.weight"))
        c = gp_layer_table(p, l, &s->norm, "ssm_norm.weight", s->inner / s->groups, s->groups, err);
    return c ? c
             : gp_layer_linear(p, l, &s->out, &(const gp_part_of){.name = "ssm_out", .rows = p->hp.n_embd}, 1, s->inner,
                               err);
}

/* The file has B, C, x; x comes first here. */
gp_code gp_plan_short_conv(gp_model_plan *p, gp_layer *l, gp_err *err)
{
    uint32_t d = p->hp.n_embd, taps = 3, *map = GP_NEW_ARRAY(p->a, uint32_t, 3 * (size_t)d);
    gp_short_conv *s = l->short_conv = GP_NEW(p->a, gp_short_conv);
    gp_code c = gp_key_u32(p->g, "shortconv.l_cache", &taps, err);
    if (!c && (taps < 2 || taps > 16 || d % 16))
        c = gp_gguf_fail(p->g, NULL, NULL, err, "a short convolution of %u taps over %u channels is not supported",
                         taps, d);
    if (c) return c;
    for (uint32_t i = 0; i < d; i++) {
        map[i] = 2 * d + i;
        map[d + i] = i;
        map[2 * d + i] = d + i;
    }
    const gp_part_of parts[] = {{.name = "shortconv.in_proj", .rows = d, .file_rows = 3 * d, .map = map},
                                {.name = "shortconv.in_proj", .rows = d, .file_rows = 3 * d, .map = map + d},
                                {.name = "shortconv.in_proj", .rows = d, .file_rows = 3 * d, .map = map + 2 * d}};
    l->memory = (gp_memory){taps, d, 0, NULL, NULL};
    c = gp_layer_linear(p, l, &s->in, parts, 3, d, err);
    if (!c) c = gp_layer_table(p, l, &s->conv, "shortconv.conv.weight", taps, d, err);
    return c ? c
             : gp_layer_linear(p, l, &s->out, &(const gp_part_of){.name = "shortconv.out_proj", .rows = d}, 1, d, err);
}

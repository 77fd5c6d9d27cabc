/* bench.c - see bench.h. */
#include "engine/bench.h"

#include <stdlib.h>

#include "base/sys.h"
#include "engine/model.h"

enum { READS = 4, WARM_TOKENS = 2 };

static void fit(const gp_model *m, uint32_t prompt, uint32_t generate, gp_bench_result *r)
{
    uint32_t room = m->plan.hp.context > WARM_TOKENS ? m->plan.hp.context - WARM_TOKENS : 0;
    r->generation_tokens = generate < room / 2 ? generate : room / 2;
    r->prompt_tokens = prompt < room - r->generation_tokens ? prompt : room - r->generation_tokens;
}

static gp_code time_prompt(gp_model *m, gp_session *s, const int32_t *ids, float *row, gp_bench_result *r, gp_err *err)
{
    gp_code c = GP_OK;
    double start = 0.0;
    for (int i = 0; i < 2 && !c; i++) { /* kernels are compiled in the first round */
        gp_session_reset(s);
        start = gp_now_mono();
        c = gp_engine_step(m, &(gp_step_item){s, ids, r->prompt_tokens, GP_ROWS_LAST, row}, 1, err);
    }
    r->prompt_tokens_per_s = (double)r->prompt_tokens / (gp_now_mono() - start);
    return c;
}

static gp_code time_generation(gp_model *m, gp_session *s, float *row, gp_bench_result *r, gp_err *err)
{
    gp_code c = GP_OK;
    double start = 0.0;
    for (uint32_t i = 0; i < WARM_TOKENS + r->generation_tokens && !c; i++) {
        int32_t id = gp_argmax(row, m->plan.hp.n_vocab, NULL);
        if (i == WARM_TOKENS) start = gp_now_mono();
        c = gp_engine_step(m, &(gp_step_item){s, &id, 1, GP_ROWS_LAST, row}, 1, err);
    }
    r->generation_tokens_per_s = (double)r->generation_tokens / (gp_now_mono() - start);
    return c;
}

static gp_code measure(gp_model *m, gp_session *s, gp_bench_result *r, gp_err *err)
{
    double before = 0.0, after = 0.0;
    int32_t *ids = calloc(r->prompt_tokens, sizeof *ids);
    float *row = calloc(m->plan.hp.n_vocab, sizeof *row);
    gp_code c = ids && row ? GP_OK : gp_fail_nomem(err);
    for (uint32_t i = 0; i < r->prompt_tokens && !c; i++) ids[i] = (int32_t)((i * 7919u + 1u) % m->plan.hp.n_vocab);
    if (!c) c = time_prompt(m, s, ids, row, r, err);
    if (!c) c = gp_ocl_bandwidth(m->d, READS, &before, err);
    if (!c) c = time_generation(m, s, row, r, err);
    if (!c) c = gp_ocl_bandwidth(m->d, READS, &after, err);
    free(ids);
    free(row);
    r->bandwidth_gbs = (before > after ? before : after) / 1e9;
    r->bytes_per_token = m->facts.token_bytes;
    r->bandwidth_ratio = (double)r->bytes_per_token * r->generation_tokens_per_s / 1e9 / r->bandwidth_gbs;
    return c;
}

gp_code gp_bench(gp_model *m, uint32_t prompt, uint32_t generate, gp_bench_result *out, gp_err *err)
{
    gp_bench_result r = {0};
    gp_session *s;
    fit(m, prompt, generate, &r);
    if (!r.prompt_tokens || !r.generation_tokens) return gp_fail(err, GP_E_INPUT, "a context of %u tokens is too short to measure anything", m->plan.hp.context);
    gp_code c = gp_session_new(m, &s, err);
    if (c) return c;
    c = measure(m, s, &r, err);
    gp_session_free(s);
    if (!c) *out = r;
    return c;
}

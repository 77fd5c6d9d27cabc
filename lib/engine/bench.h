/* bench.h - how fast a model runs, against what the device's memory could give in the same minutes. */
#ifndef GP_ENGINE_BENCH_H
#define GP_ENGINE_BENCH_H

#include "engine/engine.h"

typedef struct gp_bench_result {
    uint32_t prompt_tokens, generation_tokens; /* what fitted the context */
    double prompt_tokens_per_s, generation_tokens_per_s;
    double bandwidth_gbs;    /* best of several reads right before and right after, 1e9 bytes per second */
    uint64_t bytes_per_token; /* weight bytes, in the file's encoding, that one generated token must read */
    double bandwidth_ratio;  /* bytes_per_token * generation_tokens_per_s / 1e9 / bandwidth_gbs */
} gp_bench_result;

/* Needs one free session. The prompt is evaluated twice (the second time counts), then `generate` tokens one by one; both are
 * cut to what the context holds. Ids are arbitrary: speed does not depend on them. */
gp_code gp_bench(gp_model *m, uint32_t prompt, uint32_t generate, gp_bench_result *out, gp_err *err) GP_MUST_CHECK;

#endif

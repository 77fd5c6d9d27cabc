/* bench.h - how fast a model runs here, as a share of what this device can read in the same minute. */
#ifndef GP_ENGINE_BENCH_H
#define GP_ENGINE_BENCH_H

#include "engine/engine.h"

typedef struct gp_bench {
    double bandwidth_gbs;   /* best read bandwidth measured right before and after, in 1e9 bytes per second */
    uint32_t prompt_tokens; /* 512, or what the context allows */
    double prompt_tokens_per_s;
    uint32_t generated_tokens; /* 64, likewise */
    double generated_tokens_per_s;
    uint64_t bytes_per_token; /* weight bytes, in the file's encoding, that one generated token must read */
    double bandwidth_ratio;   /* bytes_per_token * generated_tokens_per_s / 1e9 / bandwidth_gbs */
    /* the weights are smaller than the buffer read: the ratio may exceed 1 and says little */
    bool fits_caches;
} gp_bench;

/* Run it: one warm-up of each kind, then the median of `rounds` (at least 1). Errors as of gp_engine_step. */
gp_code gp_bench_model(gp_model *m, unsigned rounds, gp_bench *out, gp_err *err) GP_MUST_CHECK;

#endif

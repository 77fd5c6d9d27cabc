/* bench.c - measuring in turns, between two reads of the memory. */
#include "engine/bench.h"

#include <stdlib.h>

#include "base/sys.h"
#include "engine/model.h"

enum { PROMPT = 512, GENERATED = 64, MAX_ROUNDS = 15, READS = 5 };
static const uint64_t READ_BYTES = (uint64_t)1 << 29; /* larger than the last-level caches in use today */

typedef struct bench {
    gp_model *m;
    gp_session *s;
    float *logits;
    int32_t prompt[PROMPT];
    uint32_t n_prompt, n_generated;
} bench;

static gp_code prefill(bench *b, double *seconds, gp_err *err)
{
    gp_step_item item = {b->s, b->prompt, b->n_prompt, GP_ROWS_LAST, b->logits};
    gp_session_reset(b->s);
    double from = gp_now_mono();
    gp_code code = gp_engine_step(b->m, &item, 1, err);
    *seconds = gp_now_mono() - from;
    return code;
}

static gp_code generate(bench *b, double *seconds, gp_err *err)
{
    gp_code code = GP_OK;
    double from = gp_now_mono();
    for (uint32_t i = 0; i < b->n_generated && !code; i++) {
        int32_t id = gp_argmax(b->logits, gp_model_get_facts(b->m)->n_vocab, NULL);
        gp_step_item item = {b->s, &id, 1, GP_ROWS_LAST, b->logits};
        code = gp_engine_step(b->m, &item, 1, err);
    }
    *seconds = gp_now_mono() - from;
    return code;
}

static int by_value(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static double median(double *v, unsigned n)
{
    qsort(v, n, sizeof *v, by_value);
    return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static gp_code measure(bench *b, unsigned rounds, gp_bench *out, gp_err *err)
{
    double p[MAX_ROUNDS], g[MAX_ROUNDS], unused, before = 0, after = 0;
    gp_code code = prefill(b, &unused, err);
    if (!code) code = generate(b, &unused, err);
    if (!code) code = gp_ocl_bandwidth(b->m->d, READ_BYTES, READS, &before, err);
    for (unsigned i = 0; i < rounds && !code; i++) {
        code = prefill(b, &p[i], err);
        if (!code) code = generate(b, &g[i], err);
    }
    if (!code) code = gp_ocl_bandwidth(b->m->d, READ_BYTES, READS, &after, err);
    if (code) return code;
    out->bandwidth_gbs = before > after ? before : after;
    out->prompt_tokens_per_s = b->n_prompt / median(p, rounds);
    out->generated_tokens_per_s = b->n_generated / median(g, rounds);
    return GP_OK;
}

gp_code gp_bench_model(gp_model *m, unsigned rounds, gp_bench *out, gp_err *err)
{
    const gp_model_facts *f = gp_model_get_facts(m);
    bench b = {.m = m, .logits = malloc(f->n_vocab * sizeof(float))};
    b.n_generated = f->context > 2 * GENERATED ? GENERATED : f->context / 2;
    b.n_prompt = f->context - b.n_generated < PROMPT ? f->context - b.n_generated : PROMPT;
    for (uint32_t i = 0; i < b.n_prompt; i++) b.prompt[i] = (int32_t)((i * 7919u + 13u) % f->n_vocab);
    if (rounds < 1) rounds = 1;
    if (rounds > MAX_ROUNDS) rounds = MAX_ROUNDS;
    *out = (gp_bench){.prompt_tokens = b.n_prompt,
                      .generated_tokens = b.n_generated,
                      .bytes_per_token = f->token_bytes,
                      .fits_caches = f->weight_bytes < READ_BYTES};
    gp_code code = b.logits ? gp_session_new(m, &b.s, err)
                            : gp_fail_memory(err, "a row of logits", f->n_vocab * sizeof(float));
    if (!code && b.n_generated < 1)
        code = gp_fail(err, GP_E_INPUT, "a context of %u tokens is too small to measure", f->context);
    if (!code) code = measure(&b, rounds, out, err);
    if (!code)
        out->bandwidth_ratio = (double)out->bytes_per_token * out->generated_tokens_per_s / 1e9 / out->bandwidth_gbs;
    gp_session_free(b.s);
    free(b.logits);
    return code;
}

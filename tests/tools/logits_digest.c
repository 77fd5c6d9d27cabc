/* logits_digest.c - one line: SHA-256 over all logits of a fixed prompt, under settings that must not change it.
 *
 *   logits_digest MODEL [--tokens N] [--chunk N] [--batch N] [--work-group N] [--threads N] [--context N] [--kv
 *   f32|f16]
 *                 [--portable] [--no-vnni] [--neighbours N] [--again] [--flush] [--locale NAME] [--device NAME] [-v]
 *
 * --neighbours: so many other sequences, of other ids and lengths, in the same steps. --again: the second half is computed
 * a second time, on what the cache still holds (where the model can go back). --flush: denormal numbers count as zero in the
 * calling thread (x86). --locale: of the process.
 *
 * The kernel library of PoCL is chosen by POCL_KERNELLIB_NAME in the environment. -v tells on stderr what was used. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#if defined(__SSE__)
#include <xmmintrin.h>
#endif

#include "base/sha256.h"
#include "engine/engine.h"

enum { MOST_NEIGHBOURS = 15 };

typedef struct settings {
    const char *model;
    unsigned tokens, chunk, neighbours;
    bool again, flush, verbose;
    gp_model_options o;
} settings;

static bool number(const char *name, const char *arg, const char *next, unsigned *out)
{
    if (strcmp(arg, name) || !next) return false;
    *out = (unsigned)strtoul(next, NULL, 10);
    return true;
}

static bool parse(int argc, char **argv, settings *s)
{
    for (int i = 1; i < argc; i++) {
        const char *next = i + 1 < argc ? argv[i + 1] : NULL;
        unsigned kv = 0;
        if (number("--tokens", argv[i], next, &s->tokens) || number("--neighbours", argv[i], next, &s->neighbours) ||
            number("--chunk", argv[i], next, &s->chunk) || number("--batch", argv[i], next, &s->o.batch) ||
            number("--work-group", argv[i], next, &s->o.ocl.work_group) ||
            number("--threads", argv[i], next, &s->o.ocl.threads) || number("--context", argv[i], next, &s->o.context))
            i++;
        else if (number("--kv", argv[i], next, &kv)) {
            s->o.kv = !strcmp(next, "f16") ? GP_KV_F16 : GP_KV_F32;
            i++;
        } else if (!strcmp(argv[i], "--device") && next) {
            s->o.ocl.device = next;
            i++;
        } else if (!strcmp(argv[i], "--portable")) s->o.ocl.portable = true;
        else if (!strcmp(argv[i], "--no-vnni")) s->o.ocl.no_vnni = true;
        else if (!strcmp(argv[i], "--again")) s->again = true;
        else if (!strcmp(argv[i], "--flush")) s->flush = true;
        else if (!strcmp(argv[i], "--locale") && next) {
            if (!setlocale(LC_ALL, next)) return false;
            i++;
        } else if (!strcmp(argv[i], "-v")) s->verbose = true;
        else if (argv[i][0] != '-' && !s->model) s->model = argv[i];
        else return false;
    }
    return s->model != NULL && s->neighbours <= MOST_NEIGHBOURS;
}

/* What a program that loads the engine may have set for speed. */
static void flush_denormals(void)
{
#if defined(__SSE__)
    _mm_setcsr(_mm_getcsr() | 0x8040u); /* flush to zero, denormals are zero */
#endif
}

typedef struct sequences {
    gp_session *own, *other[MOST_NEIGHBOURS];
    uint32_t done[MOST_NEIGHBOURS];
} sequences;

/* The next pieces of the neighbours, each with a length of its own. */
static size_t others(sequences *q, const settings *s, const int32_t *ids, unsigned at, gp_step_item *items)
{
    size_t n = 0;
    for (unsigned i = 0; i < s->neighbours; i++) {
        unsigned k = (at + i) % (i + 3);
        if (q->done[i] + k > s->tokens) k = s->tokens - q->done[i];
        if (!k) continue;
        items[n++] = (gp_step_item){q->other[i], ids + s->tokens - q->done[i] - k, k, GP_ROWS_NONE, NULL};
        q->done[i] += k;
    }
    return n;
}

/* Feed the prompt from token `at` on in chunks, in the same steps as the neighbours. */
static gp_code feed(gp_model *m, sequences *q, const settings *s, const int32_t *ids, unsigned at, float *logits,
                    gp_err *err)
{
    uint32_t v = gp_model_get_facts(m)->n_vocab;
    gp_code c = GP_OK;
    while (at < s->tokens && !c) {
        unsigned n = s->tokens - at < s->chunk ? s->tokens - at : s->chunk;
        gp_step_item items[MOST_NEIGHBOURS + 1];
        size_t k = others(q, s, ids, at, items);
        items[k] = (gp_step_item){q->own, ids + at, n, GP_ROWS_ALL, logits + (size_t)at * v};
        c = gp_engine_step(m, items, k + 1, err);
        at += n;
    }
    return c;
}

static gp_code evaluate(gp_model *m, const settings *s, const int32_t *ids, float *logits, gp_err *err)
{
    sequences q = {0};
    gp_code c = gp_session_new(m, &q.own, err);
    for (unsigned i = 0; i < s->neighbours && !c; i++) c = gp_session_new(m, &q.other[i], err);
    if (!c) c = feed(m, &q, s, ids, 0, logits, err);
    if (!c && s->again) c = feed(m, &q, s, ids, gp_session_truncate(q.own, s->tokens / 2), logits, err);
    gp_session_free(q.own);
    for (unsigned i = 0; i < s->neighbours; i++) gp_session_free(q.other[i]);
    return c;
}

int main(int argc, char **argv)
{
    settings s = {.tokens = 40, .chunk = 1u << 20};
    gp_err err = {0};
    gp_model *m;
    if (!parse(argc, argv, &s) || !s.tokens || !s.chunk) {
        (void)fprintf(stderr, "usage: logits_digest MODEL [options as in the source]\n");
        return 2;
    }
    s.o.slots = s.neighbours + 1;
    if (s.flush) flush_denormals();
    if (gp_model_open(s.model, &s.o, &m, &err)) {
        (void)fprintf(stderr, "%s\n", err.msg);
        return gp_exit_code(err.code);
    }
    uint32_t v = gp_model_get_facts(m)->n_vocab;
    int32_t *ids = calloc(s.tokens, sizeof *ids);
    float *logits = calloc((size_t)s.tokens * v, sizeof *logits);
    if (!ids || !logits) return 3;
    for (unsigned i = 0; i < s.tokens; i++) ids[i] = (int32_t)((i * 7919u + 11u) % v);
    gp_code c = evaluate(m, &s, ids, logits, &err);
    if (!c) {
        char hex[GP_SHA256_HEX];
        gp_sha256_hex_of((gp_str){(const char *)logits, (size_t)s.tokens * v * sizeof *logits}, hex);
        if (s.verbose)
            (void)fprintf(stderr, "%s, %s, %u units\n", gp_ocl_info(gp_model_device(m))->name,
                          gp_ocl_dot_form(gp_model_device(m)), gp_ocl_info(gp_model_device(m))->compute_units);
        printf("%s\n", hex);
    } else (void)fprintf(stderr, "%s\n", err.msg);
    free(ids);
    free(logits);
    gp_model_close(m);
    return gp_exit_code(c);
}

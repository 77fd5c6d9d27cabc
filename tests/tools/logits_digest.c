/* logits_digest.c - one line: SHA-256 over all logits of a fixed prompt, under settings that must not change it.
 *
 *   logits_digest MODEL [--tokens N] [--chunk N] [--batch N] [--work-group N] [--threads N] [--context N] [--kv
 *   f32|f16]
 *                 [--portable] [--no-vnni] [--neighbour] [--device NAME] [-v]
 *
 * The kernel library of PoCL is chosen by POCL_KERNELLIB_NAME in the environment. -v tells on stderr what was used. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "engine/engine.h"

typedef struct settings {
    const char *model;
    unsigned tokens, chunk;
    bool neighbour, verbose;
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
        if (number("--tokens", argv[i], next, &s->tokens) || number("--chunk", argv[i], next, &s->chunk) ||
            number("--batch", argv[i], next, &s->o.batch) ||
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
        else if (!strcmp(argv[i], "--neighbour")) s->neighbour = true;
        else if (!strcmp(argv[i], "-v")) s->verbose = true;
        else if (argv[i][0] != '-' && !s->model) s->model = argv[i];
        else return false;
    }
    return s->model != NULL;
}

/* Feed the prompt in chunks, a second sequence (other ids, other chunk lengths) in the same steps where asked for. */
static gp_code evaluate(gp_model *m, const settings *s, const int32_t *ids, float *logits, gp_err *err)
{
    uint32_t v = gp_model_get_facts(m)->n_vocab, other = 0;
    gp_session *a = NULL, *b = NULL;
    gp_code c = gp_session_new(m, &a, err);
    if (!c && s->neighbour) c = gp_session_new(m, &b, err);
    for (unsigned at = 0; at < s->tokens && !c;) {
        unsigned n = s->tokens - at < s->chunk ? s->tokens - at : s->chunk, k = 1 + at % 3;
        if (other + k > s->tokens) k = s->tokens - other;
        gp_step_item items[2] = {{b, ids + s->tokens - other - k, k, GP_ROWS_NONE, NULL},
                                 {a, ids + at, n, GP_ROWS_ALL, logits + (size_t)at * v}};
        bool two = b && k;
        c = gp_engine_step(m, two ? items : items + 1, two ? 2 : 1, err);
        if (two) other += k;
        at += n;
    }
    gp_session_free(a);
    gp_session_free(b);
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
    s.o.slots = s.neighbour ? 2 : 1;
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

/* main.c - engine_oracle MODEL --tokens 1,2,3 [--context N] [--kv f16]: logits of every position as raw little-endian f32, like
 * `goldpin model logits`. Exit: 0 printed, 2 wrong usage or a broken file, 4 the specification does not cover the model. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "oracle.h"

void oracle_refuse(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    (void)fputs("not covered: ", stderr);
    (void)vfprintf(stderr, format, list);
    (void)fputc('\n', stderr);
    va_end(list);
    exit(4);
}

void oracle_broken(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    (void)vfprintf(stderr, format, list);
    (void)fputc('\n', stderr);
    va_end(list);
    exit(2);
}

static uint32_t read_ids(const char *text, int32_t **out)
{
    uint32_t n = 0;
    *out = oracle_room(strlen(text) + 1, sizeof **out);
    while (*text) {
        char *end;
        (*out)[n++] = (int32_t)strtol(text, &end, 10);
        if (end == text || (*end && *end != ',')) oracle_broken("--tokens wants numbers with commas between them");
        text = *end ? end + 1 : end;
    }
    return n;
}

int main(int argc, char **argv)
{
    const char *path = NULL, *tokens = "";
    uint32_t context = 0;
    bool half = false;
    for (int i = 1; i < argc; i++) {
        bool more = i + 1 < argc;
        if (!strcmp(argv[i], "--tokens") && more) tokens = argv[++i];
        else if (!strcmp(argv[i], "--context") && more) context = (uint32_t)strtoul(argv[++i], NULL, 10);
        else if (!strcmp(argv[i], "--kv") && more) half = !strcmp(argv[++i], "f16");
        else if (argv[i][0] != '-' && !path) path = argv[i];
        else oracle_broken("unknown argument %s", argv[i]);
    }
    if (!path) oracle_broken("usage: engine_oracle MODEL --tokens 1,2,3 [--context N] [--kv f16]");
    int32_t *ids;
    uint32_t n = read_ids(tokens, &ids);
    const model *m = model_read(path, context, half);
    if (n > m->context) oracle_broken("%u tokens do not fit a context of %u", n, m->context);
    state *s = state_new(m, n);
    float *logits = oracle_room(m->vocab, sizeof *logits);
    for (uint32_t i = 0; i < n; i++) {
        if (ids[i] < 0 || (uint32_t)ids[i] >= m->vocab) oracle_broken("token %d is outside the vocabulary", ids[i]);
        state_step(s, ids[i], logits);
        if (fwrite(logits, sizeof *logits, m->vocab, stdout) != m->vocab) oracle_broken("cannot write");
    }
    free(logits);
    return fflush(stdout) ? 2 : 0;
}

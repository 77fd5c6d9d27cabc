/* maskbench.c - are answers held to the schemas of MaskBench as its tests say?
 *
 *   maskbench [-v] [-m MODEL.gguf] FILE...
 *
 * Each file is a case of MaskBench (guidance-ai/jsonschemabench, maskbench/data): a schema and values that fit it or do
 * not. A value is written as Python's json.dumps does and read byte by byte; with a model, token by token, and the mask
 * of each token is made and timed, in processor time of the one thread. Prints what was refused, accepted and rejected wrongly, and the times. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/sys.h"
#include "gguf/gguf.h"
#include "reply/grammar.h"

typedef struct tally {
    size_t files, untested, refused, broken, good, wrong_accept, wrong_refuse, tokens;
    double *times;
    size_t n_times, room;
    double compile_s, compile_most;
    bool verbose;
} tally;

static void spell(gp_buf *b, const gp_json *v)
{
    gp_jw w;
    bool object = v->type == GP_JSON_OBJECT;
    gp_jw_init(&w, b, 0);
    if (v->type == GP_JSON_STRING) {
        gp_jw_str(&w, v->s);
        return;
    }
    if (!object && v->type != GP_JSON_ARRAY) {
        gp_buf_str(b, v->raw);
        return;
    }
    gp_buf_byte(b, object ? '{' : '[');
    for (const gp_json *e = v->first; e; e = e->next) {
        if (e != v->first) gp_buf_c(b, ", ");
        gp_jw_init(&w, b, 0);
        if (object) gp_jw_str(&w, e->key), gp_buf_c(b, ": ");
        spell(b, e);
    }
    gp_buf_byte(b, object ? '}' : ']');
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void note_time(tally *t, double s)
{
    if (t->n_times == t->room) {
        t->room = t->room ? 2 * t->room : 1 << 16;
        t->times = realloc(t->times, t->room * sizeof *t->times);
        if (!t->times) abort();
    }
    t->times[t->n_times++] = s;
}

typedef struct vocabulary {
    gp_tokenizer *tokenizer;
    gp_token_table *table;
    uint64_t *bits;
} vocabulary;

static bool accepts(tally *t, const gp_grammar *g, const vocabulary *v, gp_str text)
{
    gp_grammar_state s;
    gp_grammar_start(g, &s);
    if (!v->table) return gp_grammar_text(g, &s, text) && gp_grammar_complete(g, &s);
    gp_ids ids = {0};
    gp_err err = {0};
    if (gp_tokenize(v->tokenizer, text, 0, &ids, &err)) abort();
    bool ok = true;
    for (size_t i = 0; i < ids.n && ok; i++) {
        gp_buf piece = {0};
        double start = now();
        gp_grammar_bits(g, &s, v->table, v->bits);
        note_time(t, now() - start);
        gp_token_bytes(v->tokenizer, ids.v[i], false, &piece);
        ok = v->bits[ids.v[i] / 64] >> ids.v[i] % 64 & 1;
        if (ok != gp_grammar_text(g, &s, gp_buf_view(&piece))) {
            gp_buf sofar = {0};
            gp_detokenize(v->tokenizer, ids.v, i, false, &sofar);
            fprintf(stderr, "mask (%d) and acceptor differ: mode %d slots %d plain %d after %s| token %s|\n", ok,
                    s.mode, s.n_slots, s.plain, sofar.p, piece.p);
            abort();
        }
        gp_buf_free(&piece);
    }
    gp_ids_free(&ids);
    return ok && gp_grammar_complete(g, &s);
}

static void run_tests(tally *t, const char *file, const gp_grammar *g, const vocabulary *v, const gp_json *tests)
{
    bool wrong = false;
    for (const gp_json *e = tests->first; e; e = e->next) {
        gp_buf text = {0};
        const gp_json *valid = gp_json_get(e, "valid");
        spell(&text, gp_json_get(e, "data"));
        bool got = accepts(t, g, v, gp_buf_view(&text));
        if (got != valid->b) {
            wrong = true;
            if (got) t->wrong_accept++;
            else t->wrong_refuse++;
            if (t->verbose) printf("%s: %s: %.200s\n", file, got ? "accepted" : "refused", text.p);
        }
        gp_buf_free(&text);
    }
    if (wrong) t->broken++;
    else t->good++;
}

static void run_file(tally *t, const char *file, const vocabulary *v)
{
    gp_arena a = {0};
    gp_err err = {0};
    gp_map map = {0};
    const gp_json *root = NULL;
    gp_grammar *g = NULL;
    if (gp_map_file(file, &map, &err) || gp_json_parse(&a, file, map.bytes, &root, &err)) {
        fprintf(stderr, "%s\n", err.msg);
        exit(1);
    }
    const gp_json *tests = gp_json_get(root, "tests");
    t->files++;
    double start = now();
    if (gp_grammar_new(gp_json_get(root, "schema"), &g, &err)) {
        t->refused++;
        if (t->verbose) printf("%s\n", err.msg);
    } else {
        double s = now() - start;
        t->compile_s += s;
        if (s > t->compile_most) t->compile_most = s;
        if (tests->n) run_tests(t, file, g, v, tests);
        else t->untested++;
        gp_grammar_free(g);
    }
    gp_arena_free(&a);
    gp_unmap(&map);
}

static int by_size(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static void show_times(tally *t)
{
    static const double shares[] = {0.5, 0.9, 0.99, 0.999, 1};
    double sum = 0;
    if (!t->n_times) return;
    qsort(t->times, t->n_times, sizeof *t->times, by_size);
    for (size_t i = 0; i < t->n_times; i++) sum += t->times[i];
    printf("masks %zu, mean %.1f us", t->n_times, 1e6 * sum / (double)t->n_times);
    for (size_t i = 0; i < 5; i++)
        printf(", p%g %.1f", 100 * shares[i], 1e6 * t->times[(size_t)(shares[i] * (double)(t->n_times - 1))]);
    printf("\n");
}

static void open_model(const char *path, vocabulary *v)
{
    gp_err err = {0};
    gp_gguf *f = NULL;
    if (gp_gguf_open(path, &f, &err) || gp_tokenizer_open(f, &v->tokenizer, &err)) {
        fprintf(stderr, "%s\n", err.msg);
        exit(1);
    }
    v->table = gp_token_table_new(v->tokenizer);
    v->bits = calloc(gp_token_table_size(v->table) / 64 + 1, sizeof *v->bits);
    if (!v->bits) abort();
}

int main(int argc, char **argv)
{
    tally t = {0};
    vocabulary v = {0};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-v") == 0) t.verbose = true;
        else if (strcmp(argv[i], "-m") == 0 && i + 1 < argc) open_model(argv[++i], &v);
        else run_file(&t, argv[i], &v);
    }
    printf(
        "files %zu: right %zu, without tests %zu, refused on compiling %zu, wrong %zu (%zu values accepted, %zu refused)\n",
        t.files, t.good, t.untested, t.refused, t.broken, t.wrong_accept, t.wrong_refuse);
    printf("compiling: %.0f us on average, %.0f at most\n", 1e6 * t.compile_s / (double)(t.files - t.refused),
           1e6 * t.compile_most);
    show_times(&t);
    return 0;
}

/* Any bytes as part of a recording. The first byte says of which: "h" recording.json, "d" two requests (with a line
 * feed between) that are compared, "i" the file of another tool, anything else a line of exchanges.jsonl, itself
 * included. What is read is consistent, and what is written of it reads as the same. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "record/import.h"
#include "record/recording.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void want(bool good)
{
    if (!good) abort();
}

static void check(const gp_exchange *x)
{
    int64_t last = 0;
    want(x->key.attempt >= 1 && x->key.repeat >= 1 && strlen(x->sha256) == (x->unsent || x->window ? 6 : 64));
    for (size_t i = 0; i < x->n_pieces; i++) {
        want(x->pieces[i].at_us >= last && x->pieces[i].at_us <= x->done_us);
        last = x->pieces[i].at_us;
    }
}

static void try_line(gp_arena *a, gp_str text)
{
    gp_exchange x, y;
    gp_err err = {0};
    gp_buf one = {0}, two = {0};
    if (gp_exchange_read(a, "fuzz", 1, text, &x, &err)) {
        want(err.msg[0] && err.code == GP_E_INPUT);
        return;
    }
    check(&x);
    gp_exchange_write(&x, &one);
    want(!one.failed && gp_exchange_read(a, "again", 1, gp_buf_view(&one), &y, &err) == GP_OK);
    gp_exchange_write(&y, &two);
    want(gp_str_eq(gp_buf_view(&one), gp_buf_view(&two)) && x.n_pieces == y.n_pieces && x.status == y.status);
    for (size_t i = 0; i < x.n_pieces; i++) want(gp_str_eq(x.pieces[i].bytes, y.pieces[i].bytes));
    gp_buf_free(&one);
    gp_buf_free(&two);
}

static void try_head(gp_arena *a, gp_str text)
{
    gp_recording_head h, again;
    gp_err err = {0};
    gp_buf b = {0};
    if (gp_recording_head_read(a, "fuzz", text, &h, &err)) return;
    gp_recording_head_write(&h, &b);
    want(gp_recording_head_read(a, "again", gp_buf_view(&b), &again, &err) == GP_OK && again.n_targets == h.n_targets);
    for (size_t i = 0; i < h.n_targets; i++)
        want(gp_str_eq(h.targets[i].name, again.targets[i].name) &&
             gp_str_eq(h.targets[i].spec, again.targets[i].spec));
    gp_buf_free(&b);
}

static void try_difference(gp_arena *a, gp_str text)
{
    const gp_json *x = NULL, *y = NULL;
    gp_json_difference d = {0};
    const char *feed = memchr(text.p, '\n', text.n);
    size_t n = feed ? (size_t)(feed - text.p) : text.n;
    if (gp_json_parse(a, "x", (gp_str){text.p, n}, &x, NULL) ||
        gp_json_parse(a, "y", feed ? (gp_str){feed + 1, text.n - n - 1} : text, &y, NULL))
        return;
    gp_json_differ(x, y, &d);
    want((d.places > 0) == (d.cost > 0) && (d.places > 0 || !d.recorded.n));
    want(gp_utf8_bad(gp_buf_view(&d.recorded)) == SIZE_MAX && gp_utf8_bad(gp_buf_view(&d.now)) == SIZE_MAX &&
         gp_utf8_bad(gp_buf_view(&d.pointer)) == SIZE_MAX);
    gp_json_difference_free(&d);
}

/* Every answer is found again by its prompt. */
static void try_import(gp_str text)
{
    gp_import *m = NULL;
    gp_err err = {0};
    if (gp_import_parse("fuzz", text, &m, &err)) {
        want(err.msg[0] != '\0');
        return;
    }
    const gp_manifest *facts = gp_import_manifest(m);
    const gp_imported *x = NULL;
    want(gp_import_count(m) > 0 && facts->n_targets > 0 && facts->repeat >= 1);
    for (size_t t = 0; t < facts->n_targets; t++)
        (void)gp_import_find(m, GP_STR("s/c/t/1"), facts->targets[t].name, GP_STR("p"), 1, &x, &err);
    for (size_t i = 0; (x = gp_import_at(m, i)); i++) {
        const gp_imported *again = NULL;
        want(gp_import_find(m, GP_STR("s/c/t/1"), facts->targets[x->target].name, x->prompt, x->repeat, &again, &err) ==
                 GP_OK &&
             again == x);
        want(gp_utf8_bad(x->reply.answer) == SIZE_MAX && (x->failure == GP_FAIL_NONE) == (x->error.n == 0));
    }
    gp_import_close(m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    gp_arena a = {0};
    char *copy = malloc(size ? size : 1); /* its own block, so that reading past the end is seen */
    want(copy != NULL);
    if (size) memcpy(copy, data, size);
    if (size && *copy == 'h') try_head(&a, (gp_str){copy + 1, size - 1});
    else if (size && *copy == 'd') try_difference(&a, (gp_str){copy + 1, size - 1});
    else if (size && *copy == 'i') try_import((gp_str){copy + 1, size - 1});
    else try_line(&a, (gp_str){copy, size});
    gp_arena_free(&a);
    free(copy);
    return 0;
}

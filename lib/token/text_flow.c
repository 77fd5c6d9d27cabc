/* text_flow.c - see text_flow.h. */
#include "token/text_flow.h"

#include <stdlib.h>
#include <string.h>

gp_code gp_text_open(gp_text *x, const gp_tokenizer *t, const gp_str *stops, size_t n_stops, bool special, gp_err *err)
{
    *x = (gp_text){.t = t, .special = special};
    if (n_stops > 256) return gp_fail(err, GP_E_INPUT, "%zu stop strings, at most 256 are allowed", n_stops);
    x->stops = gp_alloc_array(n_stops, sizeof *x->stops);
    for (size_t i = 0; i < n_stops; i++) {
        if (!stops[i].n) return gp_fail(err, GP_E_INPUT, "stop string %zu is empty", i);
        x->stops[x->n_stops++] = (gp_str){gp_alloc_copy(stops[i].p, stops[i].n), stops[i].n};
        if (stops[i].n > x->longest) x->longest = stops[i].n;
    }
    return GP_OK;
}

void gp_text_free(gp_text *x)
{
    for (size_t i = 0; i < x->n_stops; i++) free((void *)(uintptr_t)x->stops[i].p);
    free(x->stops);
    gp_buf_free(&x->bytes);
    *x = (gp_text){0};
}

/* Earliest stop string in the text from `from` on; ties go to the one listed first. */
static size_t find_stop(const gp_text *x, size_t from, size_t *index)
{
    size_t best = SIZE_MAX;
    gp_str tail = {x->bytes.p + from, x->bytes.n - from};
    for (size_t i = 0; i < x->n_stops; i++) {
        size_t at = gp_str_find(tail, x->stops[i]);
        if (at != SIZE_MAX && from + at < best) {
            best = from + at;
            *index = i;
        }
    }
    return best;
}

bool gp_text_add(gp_text *x, int32_t id, size_t *index)
{
    size_t before = x->bytes.n;
    if (!x->t) return false;
    gp_token_bytes(x->t, id, x->special, &x->bytes);
    if (!x->n_stops || x->bytes.n == before) return false;
    if (x->blind || x->from > x->bytes.n) return false;
    size_t at = find_stop(x, x->from, index), seen = x->bytes.n > x->longest ? x->bytes.n - x->longest : 0;
    if (seen > x->from) x->from = seen;
    if (at == SIZE_MAX) return false;
    x->bytes.n = at;
    x->bytes.p[at] = 0;
    x->ended = true;
    return true;
}

void gp_text_end(gp_text *x) { x->ended = true; }

/* Bytes at the end that are the beginning of some stop string. */
static size_t held_back(const gp_text *x)
{
    size_t most = 0;
    for (size_t i = 0; i < x->n_stops; i++)
        for (size_t n = x->stops[i].n - 1; n > most; n--)
            if (n <= x->bytes.n && !memcmp(x->bytes.p + x->bytes.n - n, x->stops[i].p, n)) most = n;
    return most;
}

gp_str gp_text_news(gp_text *x)
{
    size_t to = x->bytes.n;
    if (!to || x->shown >= to) return (gp_str){0};
    if (!x->ended) {
        to -= held_back(x);
        if (to < x->shown) to = x->shown;
        to = x->shown + gp_utf8_whole((gp_str){x->bytes.p + x->shown, to - x->shown});
    }
    gp_str news = {x->bytes.p + x->shown, to - x->shown};
    x->shown = to;
    return news;
}

void gp_text_take(gp_text *x, gp_buf *out)
{
    *out = x->bytes;
    x->bytes = (gp_buf){0};
}

/* grammar_mask.c - from bytes to tokens: which of a vocabulary may come next. */
#include <math.h>
#include <stdlib.h>

#include "reply/grammar.h"

/* Tokens that are text, in the order of their first bytes, so that 256 tests rule most of them out. */
struct gp_token_table {
    gp_buf bytes;
    uint32_t *at;       /* [n + 1] into bytes, by id */
    int32_t *order;     /* ids by first byte, then by number */
    uint32_t from[257]; /* where each first byte begins in order */
    int32_t *ends;      /* tokens that end a reply */
    uint32_t n_ends;
    int32_t n;
};

void gp_token_table_free(gp_token_table *t)
{
    if (!t) return;
    gp_buf_free(&t->bytes);
    free(t->at);
    free(t->order);
    free(t->ends);
    free(t);
}

static void collect(gp_token_table *x, const gp_tokenizer *t)
{
    for (int32_t id = 0; id < x->n; id++) {
        x->at[id] = (uint32_t)x->bytes.n;
        if (gp_token_ends(t, id)) x->ends[x->n_ends++] = id;
        else gp_token_bytes(t, id, false, &x->bytes);
    }
    x->at[x->n] = (uint32_t)x->bytes.n;
}

static void sort(gp_token_table *x)
{
    uint32_t next[257] = {0};
    for (int32_t id = 0; id < x->n; id++)
        if (x->at[id] < x->at[id + 1]) next[(unsigned char)x->bytes.p[x->at[id]] + 1]++;
    for (int c = 0; c < 256; c++) next[c + 1] += next[c];
    for (int c = 0; c < 257; c++) x->from[c] = next[c];
    for (int32_t id = 0; id < x->n; id++)
        if (x->at[id] < x->at[id + 1]) x->order[next[(unsigned char)x->bytes.p[x->at[id]]]++] = id;
}

gp_token_table *gp_token_table_new(const gp_tokenizer *t)
{
    size_t n = (size_t)gp_tokenizer_size(t);
    gp_token_table *x = gp_alloc(sizeof *x);
    x->n = (int32_t)n;
    x->at = gp_alloc_array(n + 1, sizeof *x->at);
    x->order = gp_alloc_array(n, sizeof *x->order);
    x->ends = gp_alloc_array(n, sizeof *x->ends);
    collect(x, t);
    sort(x);
    return x;
}

static uint32_t mask_byte(const gp_grammar *g, const gp_grammar_state *s, const gp_token_table *t, unsigned char c,
                          const float *in, float *out, uint32_t n_vocab)
{
    gp_grammar_state first = *s;
    uint32_t left = 0;
    if (t->from[c] == t->from[c + 1] || !gp_grammar_byte(g, &first, c)) return 0;
    for (uint32_t i = t->from[c]; i < t->from[c + 1]; i++) {
        int32_t id = t->order[i];
        const char *p = t->bytes.p + t->at[id];
        uint32_t n = t->at[id + 1] - t->at[id];
        if ((uint32_t)id >= n_vocab) continue;
        if (n > 1) {
            gp_grammar_state rest = first;
            if (!gp_grammar_text(g, &rest, (gp_str){p + 1, n - 1})) continue;
        }
        out[id] = in[id];
        left += isnan(in[id]) ? 0 : 1;
    }
    return left;
}

uint32_t gp_grammar_mask(const gp_grammar *g, const gp_grammar_state *s, const gp_token_table *t, const float *in,
                         float *out, uint32_t n_vocab)
{
    uint32_t left = 0;
    for (uint32_t i = 0; i < n_vocab; i++) out[i] = NAN;
    for (unsigned c = 0; c < 256; c++) left += mask_byte(g, s, t, (unsigned char)c, in, out, n_vocab);
    for (uint32_t i = 0; i < t->n_ends && gp_grammar_complete(g, s); i++)
        if ((uint32_t)t->ends[i] < n_vocab) {
            out[t->ends[i]] = in[t->ends[i]];
            left += isnan(in[t->ends[i]]) ? 0 : 1;
        }
    return left;
}

/* tok_special.c - control and user-defined tokens in a text. */
#include <stdlib.h>
#include <string.h>

#include "token/tok.h"

/* Special tokens are found with a trie over their bytes. The longest token wins wherever it stands, then the next
 * longest in what is left, and so on: so all places where a token begins are collected first, with the longest that
 * fits there, and then claimed in rounds of falling length. */

/* --- the trie --- */

enum { MAX_SPECIAL = 1024 }; /* bytes; real ones have less than 100, and look-ups take time with the longest */

static bool is_special(const gp_tokenizer *t, int32_t id)
{
    int type = gp_tok_type(t, id);
    return (type == TOK_CONTROL || type == TOK_USER || type == TOK_UNKNOWN) && t->texts[id].n > 0;
}

static int32_t *link_of(gp_tokenizer *t, int32_t node, uint8_t byte)
{
    int32_t *link = node < 0 ? &t->trie_root[byte] : &t->trie[node].child;
    while (*link >= 0 && t->trie[*link].byte != byte) link = &t->trie[*link].sibling;
    return link;
}

gp_code gp_tok_special_build(gp_tokenizer *t, gp_err *err)
{
    size_t bytes = 0;
    for (int32_t id = 0; id < t->n; id++) {
        if (!is_special(t, id)) continue;
        if (t->texts[id].n > MAX_SPECIAL)
            return gp_gguf_fail(t->gguf, "tokenizer.ggml.tokens", NULL, err,
                                "special token %d has %zu bytes; at most %d are allowed", id, t->texts[id].n,
                                MAX_SPECIAL);
        bytes += t->texts[id].n;
    }
    for (int i = 0; i < 256; i++) t->trie_root[i] = -1;
    t->trie = GP_NEW_ARRAY(&t->arena, gp_tok_trie_node, bytes); /* a million tokens at most: the count fits 32 bits */
    int32_t used = 0;
    for (int32_t id = 0; id < t->n; id++) {
        if (!is_special(t, id)) continue;
        gp_str s = t->texts[id];
        int32_t node = -1;
        for (size_t i = 0; i < s.n; i++) {
            int32_t *link = link_of(t, node, (uint8_t)s.p[i]);
            if (*link < 0) {
                t->trie[used] = (gp_tok_trie_node){.child = -1, .sibling = -1, .id = -1, .byte = (uint8_t)s.p[i]};
                *link = used++;
            }
            node = *link;
        }
        if (t->trie[node].id < 0) t->trie[node].id = id;
        if (s.n > t->trie_longest) t->trie_longest = s.n;
    }
    return GP_OK;
}

static int32_t child_of(const gp_tokenizer *t, int32_t node, uint8_t byte)
{
    int32_t child = t->trie[node].child;
    while (child >= 0 && t->trie[child].byte != byte) child = t->trie[child].sibling;
    return child;
}

/* The longest special token of at most `most` bytes at `at`, or -1; none but a user-defined one may have more than
 * `control`. */
static int32_t longest_at(const gp_tokenizer *t, gp_str text, size_t at, size_t most, size_t control)
{
    int32_t best = -1, node = t->trie_root[(uint8_t)text.p[at]];
    if (most > text.n - at) most = text.n - at;
    for (size_t n = 1; node >= 0 && n <= most; n++) {
        int32_t id = t->trie[node].id;
        if (id >= 0 && (n <= control || gp_tok_type(t, id) == TOK_USER)) best = id;
        node = n < most ? child_of(t, node, (uint8_t)text.p[at + n]) : -1;
    }
    return best;
}

/* --- claiming --- */

typedef struct spot {
    size_t at;
    size_t control; /* most bytes of a control token here */
    int32_t id;
} spot;

typedef struct cutter {
    const gp_tokenizer *t;
    gp_str text;
    const gp_str *plain; /* stretches of it without control tokens */
    size_t n_plain;
    spot *spots; /* still open, in order of position */
    size_t n_spots, spots_room;
    gp_tok_piece *pieces; /* claimed */
    size_t n_pieces, pieces_room;
    unsigned char *taken; /* per byte */
} cutter;

static bool space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* Bytes from `at` to the next plain stretch, 0 inside of one; *next is the first that does not end before `at`. */
static size_t control_room(const cutter *c, size_t at, size_t *next)
{
    const char *p = c->text.p + at;
    while (*next < c->n_plain && c->plain[*next].p + c->plain[*next].n <= p) ++*next;
    if (*next == c->n_plain) return c->text.n - at;
    return c->plain[*next].p > p ? (size_t)(c->plain[*next].p - p) : 0;
}

static void find_spots(cutter *c)
{
    size_t next = 0;
    for (size_t at = 0; at < c->text.n; at++) {
        if (c->t->trie_root[(uint8_t)c->text.p[at]] < 0) continue;
        size_t control = control_room(c, at, &next);
        int32_t id = longest_at(c->t, c->text, at, SIZE_MAX, control);
        if (id < 0) continue;
        gp_tok_room((void **)&c->spots, &c->spots_room, c->n_spots + 1, sizeof *c->spots);
        c->spots[c->n_spots++] = (spot){at, control, id};
    }
}

static void claim(cutter *c, const spot *s)
{
    size_t n = c->t->texts[s->id].n;
    if (c->t->types[s->id] & TOK_RSTRIP)
        while (s->at + n < c->text.n && !c->taken[s->at + n] && space(c->text.p[s->at + n])) n++;
    gp_tok_room((void **)&c->pieces, &c->pieces_room, c->n_pieces + 1, sizeof *c->pieces);
    memset(c->taken + s->at, 1, n);
    c->pieces[c->n_pieces++] = (gp_tok_piece){s->at, n, s->id};
}

/* One round: claim all free spots whose token has `length` bytes. What is taken already is at least as long, so a token
 * overlaps it only if its first or its last byte is taken. */
static void claim_round(cutter *c, size_t length)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->n_spots; i++) {
        spot s = c->spots[i];
        if (c->taken[s.at]) continue;
        if (c->t->texts[s.id].n == length) {
            if (!c->taken[s.at + length - 1]) {
                claim(c, &s);
                continue;
            }
            s.id = longest_at(c->t, c->text, s.at, length - 1, s.control);
            if (s.id < 0) continue;
        }
        c->spots[kept++] = s;
    }
    c->n_spots = kept;
}

static void claim_all(cutter *c)
{
    if (c->n_spots) c->taken = gp_alloc(c->text.n);
    while (c->n_spots) {
        size_t length = 0;
        for (size_t i = 0; i < c->n_spots; i++)
            if (c->t->texts[c->spots[i].id].n > length) length = c->t->texts[c->spots[i].id].n;
        claim_round(c, length);
    }
}

static int by_position(const void *a, const void *b)
{
    const gp_tok_piece *x = a, *y = b;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* Put the text between the claimed tokens back in. */
static gp_tok_piece *fill_gaps(cutter *c, size_t *n)
{
    if (c->n_pieces) qsort(c->pieces, c->n_pieces, sizeof *c->pieces, by_position);
    gp_tok_piece *all = gp_alloc_array(2 * c->n_pieces + 1, sizeof *all);
    size_t at = 0, k = 0;
    for (size_t i = 0; i < c->n_pieces; i++) {
        const gp_tok_piece *p = &c->pieces[i];
        if (p->at > at) all[k++] = (gp_tok_piece){at, p->at - at, -1};
        all[k++] = *p;
        at = p->at + p->n;
    }
    if (at < c->text.n) all[k++] = (gp_tok_piece){at, c->text.n - at, -1};
    *n = k;
    return all;
}

gp_tok_piece *gp_tok_special_cut(const gp_tokenizer *t, gp_str text, const gp_str *plain, size_t n_plain, size_t *n)
{
    cutter c = {.t = t, .text = text, .plain = plain, .n_plain = n_plain};
    if (t->trie_longest) find_spots(&c);
    claim_all(&c);
    gp_tok_piece *all = fill_gaps(&c, n);
    free(c.spots);
    free(c.pieces);
    free(c.taken);
    return all;
}

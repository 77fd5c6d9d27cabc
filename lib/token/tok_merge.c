/* tok_merge.c - symbols that merge, best pair first. */
#include <stdlib.h>
#include <string.h>

#include "token/tok.h"

void gp_tok_room(void **p, size_t *room, size_t need, size_t size)
{
    if (need <= *room) return;
    if (!*room) *room = 64;
    while (*room < need) *room *= 2;
    *p = gp_resize(*p, *room, size);
}

void gp_tok_scratch_free(gp_tok_scratch *s)
{
    free(s->symbols);
    free(s->heap);
    free(s->chars);
    gp_buf_free(&s->text);
    gp_buf_free(&s->word);
    *s = (gp_tok_scratch){0};
}

void gp_tok_symbol_add(gp_tok_scratch *s, uint32_t at, uint32_t len, int32_t id)
{
    int32_t i = (int32_t)s->n_symbols++;
    s->symbols[i] = (gp_tok_symbol){.at = at, .len = len, .id = id, .prev = i - 1, .next = -1};
    if (i > 0) s->symbols[i - 1].next = i;
}

/* --- heap of candidates, least order on top; four children per node: half the levels, one cache line per level --- */

static void heap_push(gp_tok_scratch *s, gp_tok_candidate c)
{
    size_t i = s->n_heap++;
    while (i > 0) {
        size_t up = (i - 1) / 4;
        if (s->heap[up].order <= c.order) break;
        s->heap[i] = s->heap[up];
        i = up;
    }
    s->heap[i] = c;
}

static gp_tok_candidate heap_pop(gp_tok_scratch *s)
{
    gp_tok_candidate top = s->heap[0], c = s->heap[--s->n_heap];
    size_t i = 0, n = s->n_heap;
    for (;;) {
        size_t first = 4 * i + 1, least = first, last = first + 4 < n ? first + 4 : n;
        if (first >= n) break;
        for (size_t k = first + 1; k < last; k++)
            if (s->heap[k].order < s->heap[least].order) least = k;
        if (c.order <= s->heap[least].order) break;
        s->heap[i] = s->heap[least];
        i = least;
    }
    s->heap[i] = c;
    return top;
}

/* --- which pairs merge --- */

static bool pair_merges(const gp_tokenizer *t, const char *base, const gp_tok_symbol *l, const gp_tok_symbol *r,
                        uint32_t *priority, int32_t *result)
{
    if (t->kind == TOK_SPM) {
        size_t n = (size_t)l->len + r->len;
        if (n > t->longest) return false;
        *result = gp_tok_texts_find(&t->by_text, (gp_str){base + l->at, n});
        if (*result >= 0) *priority = t->priority[*result];
        return *result >= 0;
    }
    if (l->id < 0 || r->id < 0) return false;
    const struct gp_tok_pair_slot *m = gp_tok_pairs_find(&t->merges, l->id, r->id);
    if (!m) return false;
    *priority = m->rank;
    *result = m->result;
    return true;
}

static void consider(const gp_tokenizer *t, gp_tok_scratch *s, const char *base, int32_t left)
{
    if (left < 0 || s->symbols[left].next < 0) return;
    const gp_tok_symbol *l = &s->symbols[left], *r = &s->symbols[l->next];
    uint32_t priority;
    int32_t result;
    if (!pair_merges(t, base, l, r, &priority, &result)) return;
    heap_push(s, (gp_tok_candidate){
                     .order = (uint64_t)priority << 32 | (uint32_t)left, .len = l->len + r->len, .result = result});
}

/* The best pair first, the leftmost of equals. A candidate is stale when either symbol has grown or gone: then the
 * bytes of the two that stand there now are not the bytes it was made for, because symbols only ever grow to the
 * right. */
void gp_tok_merge_all(const gp_tokenizer *t, gp_tok_scratch *s, const char *base)
{
    /* every merge takes one symbol away and adds at most two candidates */
    gp_tok_room((void **)&s->heap, &s->heap_room, 3 * s->n_symbols + 1, sizeof *s->heap);
    s->n_heap = 0;
    for (size_t i = 0; i < s->n_symbols; i++) consider(t, s, base, (int32_t)i);
    while (s->n_heap) {
        gp_tok_candidate c = heap_pop(s);
        int32_t left = (int32_t)(uint32_t)c.order;
        gp_tok_symbol *l = &s->symbols[left];
        if (l->len == 0 || l->next < 0) continue;
        gp_tok_symbol *r = &s->symbols[l->next];
        if (l->len + r->len != c.len) continue;
        l->len = c.len;
        l->id = c.result;
        l->next = r->next;
        if (r->next >= 0) s->symbols[r->next].prev = left;
        r->len = 0;
        consider(t, s, base, l->prev);
        consider(t, s, base, left);
    }
}

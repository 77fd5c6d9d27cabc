/* grammar_kept.c - sets of tokens that a grammar keeps for the next time; the only part of it that changes. */
#include <pthread.h>
#include <stdlib.h>

#include "reply/grammar_mask.h"

enum { KEPT = 512 };

typedef struct entry {
    const gp_dfa *d;
    const void *about;
    uint64_t *bits;
    uint32_t state;
} entry;

struct gp_kept {
    pthread_mutex_t lock;
    entry at[KEPT];
    size_t n;
};

struct gp_kept *gp_kept_new(void)
{
    struct gp_kept *k = gp_alloc(sizeof *k);
    (void)pthread_mutex_init(&k->lock, NULL);
    return k;
}

void gp_kept_free(struct gp_kept *k)
{
    if (!k) return;
    for (size_t i = 0; i < k->n; i++) free(k->at[i].bits);
    (void)pthread_mutex_destroy(&k->lock);
    free(k);
}

static uint64_t *find(const struct gp_kept *k, const entry *x)
{
    for (size_t i = 0; i < k->n; i++)
        if (k->at[i].d == x->d && k->at[i].state == x->state && k->at[i].about == x->about) return k->at[i].bits;
    return NULL;
}

const uint64_t *gp_grammar_kept(const gp_grammar *g, const gp_dfa *d, uint32_t state, const void *about)
{
    (void)pthread_mutex_lock(&g->kept->lock);
    const uint64_t *bits = find(g->kept, &(entry){.d = d, .state = state, .about = about});
    (void)pthread_mutex_unlock(&g->kept->lock);
    return bits;
}

const uint64_t *gp_grammar_keep(const gp_grammar *g, const gp_dfa *d, uint32_t state, const void *about, uint64_t *bits)
{
    entry x = {.d = d, .state = state, .about = about, .bits = bits};
    (void)pthread_mutex_lock(&g->kept->lock);
    uint64_t *kept = find(g->kept, &x);
    if (!kept && g->kept->n < KEPT) g->kept->at[g->kept->n++] = x, kept = bits;
    (void)pthread_mutex_unlock(&g->kept->lock);
    if (kept != bits) free(bits);
    return kept;
}

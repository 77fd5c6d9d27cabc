/* ordered.c - items are handed out in blocks, round a ring.
 *
 * Whoever is free works on the next block, as long as the ring has room for it, and the calling thread, which
 * takes, works where the block that it needs is not ready. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/ordered.h"
#include "base/sys.h"

enum { BLOCK = 8, RING = 16, MOST_THREADS = 8 };

typedef struct block {
    bool ready;
    gp_arena arena;
    char *products; /* BLOCK of them */
    size_t made;    /* items whose work ended well */
    gp_code code;   /* of the item after those */
    gp_err err;
} block;

typedef struct team {
    const gp_ordered *o;
    size_t blocks, next, taken; /* how many there are; the next to be worked on; how many the caller is done with */
    bool stop;
    block ring[RING];
    pthread_mutex_t lock; /* of all of the above but what a block that is being worked on holds */
    pthread_cond_t change;
} team;

static void *product_at(const team *t, block *b, size_t k) { return b->products + k * t->o->product; }

static void work(team *t, size_t number)
{
    block *b = &t->ring[number % RING];
    size_t first = number * BLOCK, n = t->o->n - first < BLOCK ? t->o->n - first : BLOCK;
    gp_arena_reset(&b->arena);
    memset(b->products, 0, BLOCK * t->o->product);
    b->code = GP_OK;
    for (b->made = 0; b->made < n; b->made++) {
        b->code = t->o->work(t->o->user, first + b->made, &b->arena, product_at(t, b, b->made), &b->err);
        if (b->code) return;
    }
}

/* With the lock held, which is given up while the block is worked on. False: there is none that may be begun now. */
static bool work_on_next(team *t)
{
    if (t->stop || t->next == t->blocks || t->next == t->taken + RING) return false;
    size_t number = t->next++;
    (void)pthread_mutex_unlock(&t->lock);
    work(t, number);
    (void)pthread_mutex_lock(&t->lock);
    t->ring[number % RING].ready = true;
    (void)pthread_cond_broadcast(&t->change);
    return true;
}

static void *help(void *user)
{
    team *t = user;
    (void)pthread_mutex_lock(&t->lock);
    while (!t->stop && t->next < t->blocks)
        if (!work_on_next(t)) (void)pthread_cond_wait(&t->change, &t->lock);
    (void)pthread_mutex_unlock(&t->lock);
    return NULL;
}

static gp_code take_block(team *t, size_t number, gp_err *err)
{
    block *b = &t->ring[number % RING];
    gp_code code = GP_OK;
    for (size_t k = 0; k < b->made && !code; k++)
        code = t->o->take(t->o->user, number * BLOCK + k, product_at(t, b, k), err);
    if (code || !b->code) return code;
    if (err) *err = b->err;
    return b->code;
}

static gp_code take_all(team *t, gp_err *err)
{
    gp_code code = GP_OK;
    (void)pthread_mutex_lock(&t->lock);
    for (size_t number = 0; number < t->blocks && !code; number++) {
        while (!t->ring[number % RING].ready)
            if (!work_on_next(t)) (void)pthread_cond_wait(&t->change, &t->lock);
        (void)pthread_mutex_unlock(&t->lock);
        code = take_block(t, number, err);
        (void)pthread_mutex_lock(&t->lock);
        t->ring[number % RING].ready = false;
        t->taken++;
        (void)pthread_cond_broadcast(&t->change);
    }
    t->stop = true;
    (void)pthread_cond_broadcast(&t->change);
    (void)pthread_mutex_unlock(&t->lock);
    return code;
}

static size_t helpers_for(const team *t)
{
    size_t cpus = gp_cpus();
    if (cpus > MOST_THREADS) cpus = MOST_THREADS;
    return t->blocks < 4 ? 0 : cpus - 1; /* a thread costs more than a few items */
}

static gp_code run(team *t, gp_err *err)
{
    pthread_t threads[MOST_THREADS];
    size_t n = 0, wanted = helpers_for(t);
    while (n < wanted && pthread_create(&threads[n], NULL, help, t) == 0) n++;
    gp_code code = take_all(t, err);
    while (n) (void)pthread_join(threads[--n], NULL);
    return code;
}

gp_code gp_ordered_each(const gp_ordered *o, gp_err *err)
{
    team *t = gp_alloc(sizeof *t);
    char *products = gp_alloc_array(RING * BLOCK, o->product);
    t->o = o;
    t->blocks = o->n / BLOCK + (o->n % BLOCK != 0);
    for (size_t i = 0; i < RING; i++) t->ring[i].products = products + i * BLOCK * o->product;
    (void)pthread_mutex_init(&t->lock, NULL);
    (void)pthread_cond_init(&t->change, NULL);
    gp_code code = run(t, err);
    (void)pthread_cond_destroy(&t->change);
    (void)pthread_mutex_destroy(&t->lock);
    for (size_t i = 0; i < RING; i++) gp_arena_free(&t->ring[i].arena);
    free(products);
    free(t);
    return code;
}

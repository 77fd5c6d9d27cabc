/* grammar_key.c - what a begun key can still become: the automata of all patterns of keys and of the listed names, run
 * side by side over the characters that a key may have. */
#include <stdlib.h>
#include <string.h>

#include "reply/grammar_mask.h"

enum { STATES = 8192, SLOTS = 4 * STATES };

typedef struct place { /* where every automaton is; no padding: compared as bytes */
    uint16_t key[GP_GRAMMAR_KEYS], name;
    uint8_t more, least, most, unused;
} place;

typedef struct product {
    const gp_dfa *const *keys;
    uint32_t n_keys;
    const gp_dfa *names;
    place *at;
    uint16_t *next, *slots; /* place -> index + 1 */
    uint64_t *fits;
    uint32_t n;
    bool full;
} product;

static uint16_t index_of(product *p, const place *x)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < sizeof *x; i++) h = (h ^ ((const unsigned char *)x)[i]) * 0x100000001b3u;
    size_t s = (h ^ h >> 29) % SLOTS;
    for (; p->slots[s]; s = (s + 1) % SLOTS)
        if (memcmp(&p->at[p->slots[s] - 1], x, sizeof *x) == 0) return (uint16_t)(p->slots[s] - 1);
    p->full = p->full || p->n == STATES;
    if (p->full) return 0;
    p->at[p->n] = *x;
    p->slots[s] = (uint16_t)(p->n + 1);
    return (uint16_t)p->n++;
}

/* Bytes that can stand in a key that is not listed, as they are or behind a backslash. */
static bool possible(unsigned c) { return c >= 0x20 || (c && strchr("\b\f\n\r\t", (int)c)); }

static bool step(const product *p, place *x, unsigned char c)
{
    gp_utf8_state u = {x->more, x->least, x->most};
    if (!possible(c) || gp_utf8_take(&u, c) < 0) return false;
    x->more = u.more;
    x->least = u.more ? u.least : 0;
    x->most = u.more ? u.most : 0;
    for (uint32_t i = 0; i < p->n_keys; i++) x->key[i] = (uint16_t)gp_dfa_step(p->keys[i], x->key[i], c);
    if (p->names) x->name = (uint16_t)gp_dfa_step(p->names, x->name, c);
    return true;
}

/* The fit of a name that ends here, as a set; none where it is listed. */
static uint64_t ends(const product *p, const place *x)
{
    uint32_t fit = 0;
    if (x->more || (p->names && p->names->accepts[x->name])) return 0;
    for (uint32_t i = 0; i < p->n_keys; i++)
        if (p->keys[i]->accepts[x->key[i]]) fit |= 1u << i;
    return (uint64_t)1 << fit;
}

/* State 1 is the way out of what can be a key: it leads nowhere and becomes nothing. */
static void explore(product *p)
{
    place x = {.name = p->names ? (uint16_t)p->names->start : 0};
    for (uint32_t i = 0; i < p->n_keys; i++) x.key[i] = (uint16_t)p->keys[i]->start;
    (void)index_of(p, &x);
    memset(&x, 0xff, sizeof x);
    (void)index_of(p, &x);
    for (uint32_t i = 0; i < p->n && !p->full; i++) {
        if (i != 1) p->fits[i] = ends(p, &p->at[i]);
        for (unsigned c = 0; c < 256; c++) {
            x = p->at[i];
            p->next[i * 256 + c] = i != 1 && step(p, &x, (unsigned char)c) ? index_of(p, &x) : 1;
        }
    }
}

/* What follows a state can be reached from it. Most ways lead to later states, so few rounds are needed. */
static void spread(product *p)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = p->n; i-- > 0;) {
            uint64_t fits = p->fits[i];
            for (unsigned c = 0; c < 256; c++) fits |= p->fits[p->next[i * 256 + c]];
            changed = changed || fits != p->fits[i];
            p->fits[i] = fits;
        }
    }
}

static bool first_tells(const product *p)
{
    for (uint32_t i = 0; i < p->n; i++)
        if (i != 1 && !p->at[i].key[0] != !(p->fits[i] & 2)) return false;
    return p->n_keys == 1;
}

const gp_key_rest *gp_key_rest_new(gp_arena *a, const gp_dfa *const *keys, uint32_t n_keys, const gp_dfa *names)
{
    product p = {.keys = keys, .n_keys = n_keys, .names = names};
    gp_key_rest *out = NULL;
    p.at = gp_alloc_array(STATES, sizeof *p.at);
    p.next = gp_alloc_array((size_t)STATES * 256, sizeof *p.next);
    p.slots = gp_alloc_array(SLOTS, sizeof *p.slots);
    p.fits = gp_alloc_array(STATES, sizeof *p.fits);
    explore(&p);
    if (!p.full) {
        spread(&p);
        uint16_t *next = GP_NEW_ARRAY(a, uint16_t, p.n * 256);
        uint64_t *fits = GP_NEW_ARRAY(a, uint64_t, p.n);
        memcpy(next, p.next, p.n * 256 * sizeof *next);
        memcpy(fits, p.fits, p.n * sizeof *fits);
        out = GP_NEW(a, gp_key_rest);
        *out = (gp_key_rest){next, fits, first_tells(&p)};
    }
    free(p.at);
    free(p.next);
    free(p.slots);
    free(p.fits);
    return out;
}

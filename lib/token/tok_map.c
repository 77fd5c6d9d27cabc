/* tok_map.c - hash tables of texts and of pairs. */
#include <string.h>

#include "token/tok.h"

/* SipHash-1-3: texts come from strangers, and so does the vocabulary; a keyed hash keeps look-ups short for all of
 * them. */
static inline uint64_t rotate(uint64_t v, unsigned n) { return v << n | v >> (64 - n); }

typedef struct sip {
    uint64_t a, b, c, d;
} sip;

static inline void sip_round(sip *s)
{
    s->a += s->b;
    s->b = rotate(s->b, 13) ^ s->a;
    s->a = rotate(s->a, 32);
    s->c += s->d;
    s->d = rotate(s->d, 16) ^ s->c;
    s->a += s->d;
    s->d = rotate(s->d, 21) ^ s->a;
    s->c += s->b;
    s->b = rotate(s->b, 17) ^ s->c;
    s->c = rotate(s->c, 32);
}

static inline void sip_word(sip *s, uint64_t w)
{
    s->d ^= w;
    sip_round(s);
    s->a ^= w;
}

static inline sip sip_start(gp_tok_key k)
{
    return (sip){k.a ^ 0x736f6d6570736575u, k.b ^ 0x646f72616e646f6du, k.a ^ 0x6c7967656e657261u,
                 k.b ^ 0x7465646279746573u};
}

static inline uint32_t sip_end(sip *s)
{
    s->c ^= 0xff;
    for (int i = 0; i < 3; i++) sip_round(s);
    uint64_t h = s->a ^ s->b ^ s->c ^ s->d;
    return (uint32_t)(h ^ h >> 32);
}

static uint32_t hash_text(gp_tok_key key, gp_str s)
{
    sip h = sip_start(key);
    uint64_t w;
    size_t i = 0;
    for (; i + 8 <= s.n; i += 8) {
        memcpy(&w, s.p + i, 8);
        sip_word(&h, w);
    }
    w = (uint64_t)s.n << 56;
    for (unsigned shift = 0; i < s.n; i++, shift += 8) w |= (uint64_t)(unsigned char)s.p[i] << shift;
    sip_word(&h, w);
    return sip_end(&h);
}

static uint32_t hash_pair(gp_tok_key key, int32_t left, int32_t right)
{
    sip h = sip_start(key);
    sip_word(&h, (uint64_t)(uint32_t)left << 32 | (uint32_t)right);
    return sip_end(&h);
}

/* Slots for `room` entries: a power of two, at most half full. */
static size_t slot_count(size_t room)
{
    size_t n = 16;
    while (n < 2 * room) n *= 2;
    return n;
}

void gp_tok_texts_init(gp_tok_texts *m, gp_arena *a, gp_tok_key key, const gp_str *texts, size_t room)
{
    size_t n = slot_count(room);
    *m = (gp_tok_texts){
        .key = key, .texts = texts, .mask = (uint32_t)(n - 1), .slots = gp_arena_array(a, n, sizeof *m->slots)};
    for (size_t i = 0; i < n; i++) m->slots[i].id = -1;
}

/* The slot of this text, or the empty one where it belongs. */
static struct gp_tok_text_slot *text_slot(const gp_tok_texts *m, gp_str text, uint32_t hash)
{
    uint32_t i = hash & m->mask;
    while (m->slots[i].id >= 0 && !(m->slots[i].hash == hash && gp_str_eq(m->texts[m->slots[i].id], text)))
        i = (i + 1) & m->mask;
    return &m->slots[i];
}

void gp_tok_texts_add(gp_tok_texts *m, int32_t id)
{
    uint32_t hash = hash_text(m->key, m->texts[id]);
    struct gp_tok_text_slot *slot = text_slot(m, m->texts[id], hash);
    if (slot->id >= 0) return;
    *slot = (struct gp_tok_text_slot){hash, id};
}

int32_t gp_tok_texts_find(const gp_tok_texts *m, gp_str text)
{
    return text_slot(m, text, hash_text(m->key, text))->id;
}

void gp_tok_pairs_init(gp_tok_pairs *m, gp_arena *a, gp_tok_key key, size_t room)
{
    size_t n = slot_count(room);
    *m = (gp_tok_pairs){.key = key, .mask = (uint32_t)(n - 1), .slots = gp_arena_array(a, n, sizeof *m->slots)};
    for (size_t i = 0; i < n; i++) m->slots[i].left = -1;
}

static struct gp_tok_pair_slot *pair_slot(const gp_tok_pairs *m, int32_t left, int32_t right)
{
    uint32_t i = hash_pair(m->key, left, right) & m->mask;
    while (m->slots[i].left >= 0 && !(m->slots[i].left == left && m->slots[i].right == right)) i = (i + 1) & m->mask;
    return &m->slots[i];
}

void gp_tok_pairs_add(gp_tok_pairs *m, int32_t left, int32_t right, int32_t result, uint32_t rank)
{
    struct gp_tok_pair_slot *slot = pair_slot(m, left, right);
    if (slot->left < 0) *slot = (struct gp_tok_pair_slot){left, right, result, rank};
}

const struct gp_tok_pair_slot *gp_tok_pairs_find(const gp_tok_pairs *m, int32_t left, int32_t right)
{
    const struct gp_tok_pair_slot *slot = pair_slot(m, left, right);
    return slot->left >= 0 ? slot : NULL;
}

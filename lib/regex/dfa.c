/* dfa.c - from an automaton with choices to one without, by sets of states; intersection and complement; how far it is
 * from each state to an end. */
#include <stdlib.h>
#include <string.h>

#include "regex/dfa_impl.h"

/* --- building --- */

typedef struct node {    /* one state as it is made */
    const uint32_t *set; /* of states of the automaton with choices, or a pair of states: the key */
    uint32_t n;
    bool accepts;
} node;

typedef struct builder {
    gp_arena *a, scratch;
    node *nodes;
    uint32_t n;
    uint32_t *slots; /* hash -> index + 1 */
    uint16_t *next;  /* [room * n_classes] */
    uint32_t n_classes;
    uint8_t class_of[256];
    gp_err *err;
} builder;

enum { SLOTS = 4 * GP_DFA_STATES };

static void begin(builder *b, gp_arena *a, gp_err *err)
{
    *b = (builder){.a = a, .err = err};
    b->nodes = GP_NEW_ARRAY(&b->scratch, node, GP_DFA_STATES);
    b->slots = GP_NEW_ARRAY(&b->scratch, uint32_t, SLOTS);
    b->n = 1; /* the dead state */
}

static void make_rows(builder *b)
{
    b->next = GP_NEW_ARRAY(&b->scratch, uint16_t, (size_t)GP_DFA_STATES * b->n_classes);
}

/* The state of this key; *fresh: it is new. */
static gp_code state_of(builder *b, const uint32_t *set, uint32_t n, uint32_t *out, bool *fresh)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (uint32_t i = 0; i < n; i++) h = (h ^ set[i]) * 0x100000001b3u, h ^= h >> 31;
    size_t s = h % SLOTS;
    *fresh = false;
    for (; b->slots[s]; s = (s + 1) % SLOTS) {
        const node *x = &b->nodes[b->slots[s] - 1];
        if (x->n == n && memcmp(x->set, set, n * sizeof *set) == 0) return *out = b->slots[s] - 1, GP_OK;
    }
    if (b->n == GP_DFA_STATES) return gp_fail(b->err, GP_E_INPUT, "the pattern needs too many states");
    uint32_t *kept = GP_NEW_ARRAY(&b->scratch, uint32_t, n ? n : 1);
    memcpy(kept, set, n * sizeof *set);
    b->nodes[b->n] = (node){.set = kept, .n = n};
    b->slots[s] = b->n + 1;
    *fresh = true;
    *out = b->n++;
    return GP_OK;
}

/* --- distances --- */

/* A byte that begins a character. */
static uint32_t weight(const gp_dfa *d, uint32_t class_)
{
    for (unsigned c = 0; c < 256; c++)
        if (d->class_of[c] == class_ && ((c & 0xc0) != 0x80)) return 1;
    return 0;
}

/* Characters to the nearest end, by relaxing until nothing changes: automata are small. */
static void find_least(const gp_dfa *d, const uint32_t *w, uint32_t *least)
{
    bool changed = true;
    for (uint32_t s = 0; s < d->n; s++) least[s] = d->accepts[s] ? 0 : UINT32_MAX;
    while (changed) {
        changed = false;
        for (uint32_t s = d->n; s-- > 1;)
            for (uint32_t c = 0; c < d->n_classes; c++) {
                uint32_t to = d->next[s * d->n_classes + c];
                if (least[to] == UINT32_MAX || least[to] + w[c] >= least[s]) continue;
                least[s] = least[to] + w[c];
                changed = true;
            }
    }
}

/* To the farthest: without bound where a circle can still reach an end. Depth first, without recursion. */
static void find_most(const gp_dfa *d, const uint32_t *w, const uint32_t *least, uint32_t *most, gp_arena *a)
{
    uint8_t *mark = GP_NEW_ARRAY(a, uint8_t, d->n); /* 1: on the way, 2: done */
    uint32_t *stack = GP_NEW_ARRAY(a, uint32_t, d->n + 1), *at = GP_NEW_ARRAY(a, uint32_t, d->n), depth = 0;
    for (uint32_t root = 1; root < d->n; root++) {
        if (mark[root] || least[root] == UINT32_MAX) continue;
        stack[depth++] = root, mark[root] = 1;
        while (depth) {
            uint32_t s = stack[depth - 1];
            if (at[s] == d->n_classes) {
                mark[s] = 2, depth--;
                continue;
            }
            uint32_t c = at[s], to = d->next[s * d->n_classes + c];
            if (to && least[to] != UINT32_MAX && !mark[to]) {
                stack[depth++] = to, mark[to] = 1;
                continue; /* and look at this edge again afterwards */
            }
            at[s]++;
            if (!to || least[to] == UINT32_MAX) continue;
            uint32_t far = mark[to] == 1 || most[to] == UINT32_MAX ? UINT32_MAX : most[to] + w[c];
            if (far > most[s]) most[s] = far;
        }
    }
}

/* States that lead to no end become the dead one. */
static void finish(builder *b, uint32_t start, const gp_dfa **out)
{
    gp_dfa *d = GP_NEW(b->a, gp_dfa);
    uint16_t *next = GP_NEW_ARRAY(b->a, uint16_t, (size_t)b->n * b->n_classes);
    bool *accepts = GP_NEW_ARRAY(b->a, bool, b->n);
    uint32_t *least = GP_NEW_ARRAY(b->a, uint32_t, b->n), *most = GP_NEW_ARRAY(b->a, uint32_t, b->n), w[256];
    memcpy(next, b->next, (size_t)b->n * b->n_classes * sizeof *next);
    for (uint32_t s = 1; s < b->n; s++) accepts[s] = b->nodes[s].accepts;
    *d = (gp_dfa){.n = b->n, .start = start, .n_classes = b->n_classes, .next = next, .accepts = accepts};
    memcpy(d->class_of, b->class_of, sizeof d->class_of);
    for (uint32_t c = 0; c < d->n_classes; c++) w[c] = weight(d, c);
    find_least(d, w, least);
    find_most(d, w, least, most, &b->scratch);
    for (size_t i = 0; i < (size_t)b->n * b->n_classes; i++)
        if (least[next[i]] == UINT32_MAX) next[i] = 0;
    if (least[start] == UINT32_MAX) d->start = 0;
    d->least = least;
    d->most = most;
    *out = d;
}

/* --- from an automaton with choices --- */

typedef struct closure {
    const gp_nfa *x;
    uint32_t *list, n; /* what was reached */
    uint32_t *stamp, now;
    uint32_t *stack;
} closure;

static void reach(closure *c, uint32_t s)
{
    if (c->stamp[s] == c->now) return;
    c->stamp[s] = c->now;
    c->list[c->n++] = s;
}

/* Everything reached without a byte; `begin`, `end`: the ends of the text are here. */
static void close(closure *c, bool begin_, bool end)
{
    for (uint32_t i = 0; i < c->n; i++)
        for (uint32_t e = c->x->first[c->list[i]]; e; e = c->x->edges[e].next) {
            const gp_nfa_edge *x = &c->x->edges[e];
            if (x->kind == GP_EDGE_FREE || (x->kind == GP_EDGE_BEGIN && begin_) || (x->kind == GP_EDGE_END && end))
                reach(c, x->to);
        }
}

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

/* Only states that a byte or the end of the text leads out of matter; one that is final takes everything. */
static void reduce(closure *c)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        bool matters = c->list[i] == c->x->final;
        for (uint32_t e = c->x->first[c->list[i]]; e && !matters; e = c->x->edges[e].next)
            matters = c->x->edges[e].kind == GP_EDGE_BYTE || c->x->edges[e].kind == GP_EDGE_END;
        if (c->list[i] == c->x->final) {
            c->list[0] = c->x->final;
            c->n = 1;
            return;
        }
        if (matters) c->list[n++] = c->list[i];
    }
    c->n = n;
    qsort(c->list, n, sizeof *c->list, by_number);
}

static bool ends_here(closure *c, const uint32_t *set, uint32_t n, bool begin_)
{
    c->now++;
    c->n = 0;
    for (uint32_t i = 0; i < n; i++) reach(c, set[i]);
    close(c, begin_, true);
    return c->stamp[c->x->final] == c->now;
}

static void classes(builder *b, const gp_nfa *x)
{
    bool border[257] = {false};
    for (uint32_t e = 1; e < x->n_edges; e++)
        if (x->edges[e].kind == GP_EDGE_BYTE) border[x->edges[e].low] = border[x->edges[e].high + 1] = true;
    unsigned class_ = 0;
    for (unsigned c = 0; c < 256; c++) {
        if (c && border[c]) class_++;
        b->class_of[c] = (uint8_t)class_;
    }
    b->n_classes = class_ + 1;
}

static gp_code take(builder *b, closure *c, bool begin_, uint32_t *out)
{
    bool fresh;
    close(c, begin_, false);
    reduce(c);
    if (!c->n) return *out = 0, GP_OK;
    /* the start is a state of its own: only there may ^ hold */
    gp_code code = state_of(b, c->list, c->n, out, &fresh);
    if (!code && fresh) b->nodes[*out].accepts = ends_here(c, b->nodes[*out].set, b->nodes[*out].n, false);
    return code;
}

static gp_code step(builder *b, closure *c, uint32_t s, unsigned first_byte, uint32_t *to)
{
    const node *from = &b->nodes[s];
    c->now++;
    c->n = 0;
    for (uint32_t i = 0; i < from->n; i++)
        for (uint32_t e = c->x->first[from->set[i]]; e; e = c->x->edges[e].next) {
            const gp_nfa_edge *x = &c->x->edges[e];
            if (x->kind == GP_EDGE_BYTE && x->low <= first_byte && x->high >= first_byte) reach(c, x->to);
        }
    return take(b, c, false, to);
}

static gp_code build(builder *b, const gp_nfa *x, uint32_t *start)
{
    closure c = {.x = x};
    unsigned example[256];
    c.list = GP_NEW_ARRAY(&b->scratch, uint32_t, x->n);
    c.stamp = GP_NEW_ARRAY(&b->scratch, uint32_t, x->n);
    classes(b, x);
    make_rows(b);
    for (unsigned i = 256; i-- > 0;) example[b->class_of[i]] = i;
    c.now = 1;
    reach(&c, x->start);
    gp_code code = take(b, &c, true, start);
    if (!code) b->nodes[*start].accepts |= ends_here(&c, (uint32_t[]){x->start}, 1, true);
    for (uint32_t s = 1; s < b->n && !code; s++)
        for (uint32_t k = 0; k < b->n_classes && !code; k++) {
            uint32_t to = 0;
            code = step(b, &c, s, example[k], &to);
            b->next[s * b->n_classes + k] = (uint16_t)to;
        }
    return code;
}

gp_code gp_dfa_pattern(gp_arena *a, gp_str pattern, const gp_dfa **out, gp_err *err)
{
    builder b;
    gp_nfa x;
    uint32_t start = 0;
    begin(&b, a, err);
    gp_code code = gp_nfa_pattern(&b.scratch, pattern, &x, err);
    if (!code) code = build(&b, &x, &start);
    if (!code) finish(&b, start, out);
    gp_arena_free(&b.scratch);
    return code;
}

/* --- from two --- */

static void pair_classes(builder *b, const gp_dfa *x, const gp_dfa *y)
{
    uint32_t n = 0;
    for (unsigned c = 0; c < 256; c++) {
        unsigned same = 0;
        while (same < c && (x->class_of[same] != x->class_of[c] || y->class_of[same] != y->class_of[c])) same++;
        b->class_of[c] = same < c ? b->class_of[same] : (uint8_t)n++;
    }
    b->n_classes = n;
}

static gp_code pair_state(builder *b, const gp_dfa *x, const gp_dfa *y, uint32_t i, uint32_t k, uint32_t *out)
{
    bool fresh;
    if (!i || !k) return *out = 0, GP_OK;
    gp_code code = state_of(b, (uint32_t[]){i, k}, 2, out, &fresh);
    if (!code && fresh) b->nodes[*out].accepts = x->accepts[i] && y->accepts[k];
    return code;
}

gp_code gp_dfa_both(gp_arena *a, const gp_dfa *x, const gp_dfa *y, const gp_dfa **out, gp_err *err)
{
    builder b;
    uint32_t start = 0;
    begin(&b, a, err);
    pair_classes(&b, x, y);
    make_rows(&b);
    gp_code code = pair_state(&b, x, y, x->start, y->start, &start);
    for (uint32_t s = 1; s < b.n && !code; s++)
        for (unsigned c = 0; c < 256 && !code; c++) {
            uint32_t to = 0;
            code = pair_state(&b, x, y, gp_dfa_step(x, b.nodes[s].set[0], (unsigned char)c),
                              gp_dfa_step(y, b.nodes[s].set[1], (unsigned char)c), &to);
            b.next[s * b.n_classes + b.class_of[c]] = (uint16_t)to;
        }
    if (!code) finish(&b, start, out);
    gp_arena_free(&b.scratch);
    return code;
}

/* --- the opposite --- */

/* All texts of UTF-8, and x beside it, whose dead state is a state like others here. */
gp_code gp_dfa_not(gp_arena *a, const gp_dfa *x, const gp_dfa **out, gp_err *err)
{
    const gp_dfa *all = NULL;
    builder b;
    uint32_t start = 0;
    bool fresh;
    gp_code code = gp_dfa_pattern(a, GP_STR(""), &all, err);
    if (code) return code;
    begin(&b, a, err);
    pair_classes(&b, all, x);
    make_rows(&b);
    code = state_of(&b, (uint32_t[]){all->start, x->start}, 2, &start, &fresh);
    if (!code) b.nodes[start].accepts = all->accepts[all->start] && !x->accepts[x->start];
    for (uint32_t s = 1; s < b.n && !code; s++)
        for (unsigned c = 0; c < 256 && !code; c++) {
            uint32_t i = gp_dfa_step(all, b.nodes[s].set[0], (unsigned char)c), to = 0;
            uint32_t k = gp_dfa_step(x, b.nodes[s].set[1], (unsigned char)c);
            if (i) code = state_of(&b, (uint32_t[]){i, k}, 2, &to, &fresh);
            if (!code && i && fresh) b.nodes[to].accepts = all->accepts[i] && !x->accepts[k];
            b.next[s * b.n_classes + b.class_of[c]] = (uint16_t)to;
        }
    if (!code) finish(&b, start, out);
    gp_arena_free(&b.scratch);
    return code;
}

uint32_t gp_dfa_run(const gp_dfa *d, gp_str text)
{
    uint32_t s = d->start;
    for (size_t i = 0; i < text.n && s; i++) s = gp_dfa_step(d, s, (unsigned char)text.p[i]);
    return s;
}

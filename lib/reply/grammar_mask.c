/* grammar_mask.c - from bytes to tokens: which of a vocabulary may come next.
 *
 * Tokens are a tree by their bytes, and a byte that cannot come rules out all tokens below it. That is quick where
 * little is possible. Inside strings and keys nearly everything is, so there tokens are known by their parts: text
 * without quotes and backslashes is looked at as a whole (a set that is always possible, or a walk over the pattern's
 * automaton alone), and what follows a closing quote depends on that tail, of which there are few different ones. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reply/grammar_impl.h"
#include "reply/grammar_mask.h"

/* --- trees --- */

typedef struct leaf { /* a token, or what is left of it */
    gp_str text;
    int32_t id;
} leaf;

typedef struct branch_node { /* in the order of a walk that goes down first */
    uint32_t skip;           /* the first node that is not below this one */
    uint32_t first, last;    /* leaves that end here */
    uint16_t depth;          /* from 1 */
    unsigned char byte;
} branch_node;

typedef struct tree {
    const leaf *leaves; /* in byte order */
    branch_node *at;
    uint32_t n, deepest;
} tree;

static int by_text(const void *x, const void *y)
{
    const leaf *a = x, *b = y;
    size_t n = a->text.n < b->text.n ? a->text.n : b->text.n;
    int d = n ? memcmp(a->text.p, b->text.p, n) : 0;
    if (d) return d;
    if (a->text.n != b->text.n) return a->text.n > b->text.n ? 1 : -1;
    return (a->id > b->id) - (a->id < b->id);
}

static size_t common(gp_str x, gp_str y)
{
    size_t n = 0;
    while (n < x.n && n < y.n && x.p[n] == y.p[n]) n++;
    return n;
}

static void make_tree(gp_arena *a, leaf *leaves, size_t n, tree *t)
{
    size_t bytes = 0, open[GP_MASK_DEPTH + 1];
    for (size_t i = 0; i < n; i++) bytes += leaves[i].text.n;
    if (n) qsort(leaves, n, sizeof *leaves, by_text);
    *t = (tree){.leaves = leaves, .at = GP_NEW_ARRAY(a, branch_node, bytes + 1)};
    gp_str before = {0};
    for (size_t i = 0; i < n; i++) {
        gp_str s = leaves[i].text;
        size_t same = common(before, s);
        for (size_t d = before.n; d > same; d--) t->at[open[d]].skip = t->n;
        for (size_t d = same; d < s.n; d++) {
            open[d + 1] = t->n;
            t->at[t->n++] = (branch_node){
                .depth = (uint16_t)(d + 1), .byte = (unsigned char)s.p[d], .first = (uint32_t)i, .last = (uint32_t)i};
        }
        if (s.n) t->at[open[s.n]].last = (uint32_t)i + 1;
        if (s.n > t->deepest) t->deepest = (uint32_t)s.n;
        before = s;
    }
    for (size_t d = before.n; d > 0; d--) t->at[open[d]].skip = t->n;
}

/* The child of a node (UINT32_MAX: the root) by its byte, or UINT32_MAX. */
static uint32_t child(const tree *t, uint32_t at, unsigned char c)
{
    uint32_t i = at == UINT32_MAX ? 0 : at + 1, end = at == UINT32_MAX ? t->n : t->at[at].skip;
    while (i < end && t->at[i].byte != c) i = t->at[i].skip;
    return i < end ? i : UINT32_MAX;
}

/* --- strings --- */

typedef struct tail {     /* what stands from a closing quote on: one of the leaves of `tails` */
    uint32_t first, last; /* in `quoted`: the tokens with it */
} tail;

typedef struct head {   /* a token by what stands in front of its closing quote */
    gp_str text, after; /* after: from the quote on */
    int32_t id;
    uint32_t characters, tail; /* of the text; which one `after` is */
} head;

/* What is left of tokens behind a point where a string or key goes on. */
typedef struct strings {
    int32_t *plain; /* tokens without quote and backslash, valid in a string; the shorter ones first */
    uint32_t n_plain;
    uint32_t plain_upto[GP_MASK_DEPTH + 2], escaped_upto[GP_MASK_DEPTH + 2]; /* how many have fewer characters */
    uint64_t *any_text, *any_key; /* as bits: plain and escaped, plain and key_escaped */
    tree plain_tree;
    leaf *quoted;       /* texts in front of the quote, grouped by tails */
    struct head *heads; /* the same by these texts */
    uint32_t n_heads;
    tail *tails;
    tree tail_tree; /* its leaves' ids are indices of tails */
    uint32_t n_tails;
    int32_t *escaped,
        *key_escaped; /* tokens with backslashes and no quote behind them that any string, any key takes */
    uint32_t n_escaped, n_key_escaped;
    tree whole;                        /* all of them */
    tree escape_tree;                  /* all tokens with a backslash before any quote */
    tree escape_rest, key_escape_rest; /* those of them that are not in escaped, in key_escaped */
} strings;

struct gp_token_table {
    gp_arena a;
    tree all;
    strings inside, opened, spaced; /* behind nothing, behind a quote, behind a space and a quote */
    uint32_t at_opened, at_spaced;  /* their nodes in `all`, or UINT32_MAX */
    int32_t *ends;                  /* tokens that end a reply */
    uint32_t n_ends;
    uint32_t n, size; /* tokens that are text; all of the vocabulary */
    uint32_t longest; /* bytes of a token */
};

typedef enum part { PLAIN, QUOTED, ESCAPED, NEVER } part;

/* What a text is in a string; *at: where its first quote or backslash is. */
static part part_of(gp_str s, size_t *at)
{
    gp_utf8_state u = {0};
    for (*at = 0; *at < s.n; (*at)++) {
        unsigned char c = (unsigned char)s.p[*at];
        if (!u.more && c == '"') return QUOTED;
        if (!u.more && c == '\\') return ESCAPED;
        if ((!u.more && c < 0x20) || gp_utf8_take(&u, c) < 0) return NEVER;
    }
    return PLAIN;
}

/* A text with backslashes goes through any string (any key) without an end. */
static bool through(gp_str s, bool key)
{
    gp_utf8_state u = {0};
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (!u.more && (c == '"' || c < 0x20)) return false;
        if (u.more || c != '\\') {
            if (gp_utf8_take(&u, c) < 0) return false;
            continue;
        }
        if (++i == s.n) return true;
        if (!strchr(key ? "\"\\bfnrt" : "\"\\/bfnrt", s.p[i])) return false; /* \u is followed digit by digit */
    }
    return true;
}

/* Characters of a text in a string: an escape is one. */
static uint32_t characters(gp_str s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
        if (s.p[i] == '\\') i++;
    }
    return n;
}

typedef struct quoted {
    gp_str before, tail;
    int32_t id;
} quoted;

static int by_tail(const void *x, const void *y)
{
    const quoted *a = x, *b = y;
    return by_text(&(leaf){a->tail, 0}, &(leaf){b->tail, 0});
}

static int by_head(const void *x, const void *y)
{
    const head *a = x, *b = y;
    return by_text(&(leaf){a->text, a->id}, &(leaf){b->text, b->id});
}

static void add_tails(gp_arena *a, quoted *q, size_t n, strings *out)
{
    leaf *tails = GP_NEW_ARRAY(a, leaf, n);
    if (n) qsort(q, n, sizeof *q, by_tail);
    out->quoted = GP_NEW_ARRAY(a, leaf, n);
    out->tails = GP_NEW_ARRAY(a, tail, n);
    out->heads = GP_NEW_ARRAY(a, head, n);
    for (size_t i = 0; i < n; i++) {
        bool same = i && gp_str_eq(q[i].tail, q[i - 1].tail);
        if (!same) {
            tails[out->n_tails] = (leaf){q[i].tail, (int32_t)out->n_tails};
            out->tails[out->n_tails++].first = (uint32_t)i;
        }
        out->tails[out->n_tails - 1].last = (uint32_t)i + 1;
        out->quoted[i] = (leaf){q[i].before, q[i].id};
        out->heads[i] = (head){q[i].before, q[i].tail, q[i].id, characters(q[i].before), out->n_tails - 1};
    }
    out->n_heads = (uint32_t)n;
    if (n) qsort(out->heads, n, sizeof *out->heads, by_head);
    make_tree(a, tails, out->n_tails, &out->tail_tree);
}

/* Ids of the leaves, those with fewer characters first. */
static void by_characters(const leaf *leaves, uint32_t n, int32_t *ids, uint32_t *upto)
{
    uint32_t next[GP_MASK_DEPTH + 2] = {0};
    for (uint32_t i = 0; i < n; i++) upto[characters(leaves[i].text) + 1]++;
    for (uint32_t c = 1; c < GP_MASK_DEPTH + 2; c++) upto[c] += upto[c - 1];
    for (uint32_t c = 0; c < GP_MASK_DEPTH + 2; c++) next[c] = upto[c];
    for (uint32_t i = 0; i < n; i++) ids[next[characters(leaves[i].text)]++] = leaves[i].id;
}

/* Bits of both lists. */
static uint64_t *bits_of(gp_arena *a, uint32_t size, const int32_t *x, uint32_t n, const int32_t *y, uint32_t m)
{
    uint64_t *bits = GP_NEW_ARRAY(a, uint64_t, size / 64 + 1);
    for (uint32_t i = 0; i < n; i++) bits[x[i] / 64] |= (uint64_t)1 << x[i] % 64;
    for (uint32_t i = 0; i < m; i++) bits[y[i] / 64] |= (uint64_t)1 << y[i] % 64;
    return bits;
}

static void make_strings(gp_arena *a, const leaf *leaves, size_t n, uint32_t size, strings *out)
{
    leaf *plain = GP_NEW_ARRAY(a, leaf, n), *escaped = GP_NEW_ARRAY(a, leaf, n), *rest = GP_NEW_ARRAY(a, leaf, n),
         *key_rest = GP_NEW_ARRAY(a, leaf, n), *whole = GP_NEW_ARRAY(a, leaf, n);
    quoted *q = GP_NEW_ARRAY(a, quoted, n);
    size_t n_escaped = 0, n_quoted = 0, n_rest = 0, n_key_rest = 0, at;
    out->plain = GP_NEW_ARRAY(a, int32_t, n);
    out->escaped = GP_NEW_ARRAY(a, int32_t, n);
    out->key_escaped = GP_NEW_ARRAY(a, int32_t, n);
    for (size_t i = 0; i < n; i++) {
        gp_str s = leaves[i].text;
        switch (part_of(s, &at)) {
        case PLAIN: plain[out->n_plain++] = leaves[i]; break;
        case QUOTED: q[n_quoted++] = (quoted){{s.p, at}, {s.p + at, s.n - at}, leaves[i].id}; break;
        case ESCAPED:
            escaped[n_escaped++] = leaves[i];
            if (through(s, false)) whole[out->n_escaped++] = leaves[i];
            else rest[n_rest++] = leaves[i];
            if (through(s, true)) out->key_escaped[out->n_key_escaped++] = leaves[i].id;
            else key_rest[n_key_rest++] = leaves[i];
            break;
        case NEVER: break;
        }
    }
    by_characters(plain, out->n_plain, out->plain, out->plain_upto);
    by_characters(whole, out->n_escaped, out->escaped, out->escaped_upto);
    out->any_text = bits_of(a, size, out->plain, out->n_plain, out->escaped, out->n_escaped);
    out->any_key = bits_of(a, size, out->plain, out->n_plain, out->key_escaped, out->n_key_escaped);
    make_tree(a, plain, out->n_plain, &out->plain_tree);
    make_tree(a, escaped, n_escaped, &out->escape_tree);
    make_tree(a, rest, n_rest, &out->escape_rest);
    make_tree(a, key_rest, n_key_rest, &out->key_escape_rest);
    add_tails(a, q, n_quoted, out);
    leaf *all = GP_NEW_ARRAY(a, leaf, n);
    if (n) memcpy(all, leaves, n * sizeof *all);
    make_tree(a, all, n, &out->whole);
}

/* The same of the tokens below a node. */
static uint32_t strings_below(gp_token_table *t, const char *text, strings *out)
{
    uint32_t at = UINT32_MAX;
    size_t n = strlen(text);
    for (size_t i = 0; i < n; i++) {
        at = child(&t->all, at, (unsigned char)text[i]);
        if (at == UINT32_MAX) return at;
    }
    uint32_t from = t->all.at[at].first, to = from;
    while (to < t->n && t->all.leaves[to].text.n >= n && memcmp(t->all.leaves[to].text.p, text, n) == 0) to++;
    leaf *rest = GP_NEW_ARRAY(&t->a, leaf, to - from);
    for (uint32_t i = from; i < to; i++) {
        gp_str s = t->all.leaves[i].text;
        rest[i - from] = (leaf){{s.p + n, s.n - n}, t->all.leaves[i].id};
    }
    make_strings(&t->a, rest, to - from, t->size, out);
    return at;
}

/* --- the table --- */

gp_token_table *gp_token_table_new(const gp_tokenizer *tok)
{
    gp_token_table *t = gp_alloc(sizeof *t);
    size_t n = (size_t)gp_tokenizer_size(tok), k = 0;
    leaf *leaves = GP_NEW_ARRAY(&t->a, leaf, n);
    t->ends = GP_NEW_ARRAY(&t->a, int32_t, n);
    for (int32_t id = 0; id < (int32_t)n; id++) {
        gp_buf bytes = {0};
        if (gp_token_ends(tok, id)) t->ends[t->n_ends++] = id;
        else gp_token_bytes(tok, id, false, &bytes);
        if (bytes.n && bytes.n <= GP_MASK_DEPTH) leaves[k++] = (leaf){gp_str_dup(&t->a, gp_buf_view(&bytes)), id};
        if (bytes.n > t->longest && bytes.n <= GP_MASK_DEPTH) t->longest = (uint32_t)bytes.n;
        gp_buf_free(&bytes);
    }
    t->n = (uint32_t)k;
    t->size = (uint32_t)n;
    make_tree(&t->a, leaves, k, &t->all);
    make_strings(&t->a, t->all.leaves, k, t->size, &t->inside);
    t->at_opened = strings_below(t, "\"", &t->opened);
    t->at_spaced = strings_below(t, " \"", &t->spaced);
    return t;
}

void gp_token_table_free(gp_token_table *t)
{
    if (!t) return;
    gp_arena_free(&t->a);
    free(t);
}

/* --- masks --- */

typedef struct masker {
    const gp_grammar *g;
    const gp_token_table *t;
    uint64_t *bits;
} masker;

static void set(masker *m, int32_t id) { m->bits[id / 64] |= (uint64_t)1 << id % 64; }
static void set_all(masker *m, const int32_t *ids, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) set(m, ids[i]);
}
static void add_bits(masker *m, const uint64_t *bits)
{
    for (size_t i = 0; i < (m->t->size + 63) / 64; i++) m->bits[i] |= bits[i];
}

static void set_leaves(masker *m, const tree *t, const branch_node *b)
{
    for (uint32_t i = b->first; i < b->last; i++) set(m, t->leaves[i].id);
}

static bool string_mask(masker *m, const gp_grammar_state *s, const strings *x);

/* The tokens of a tree, by the acceptor. */
static void walk_tree(masker *m, const gp_grammar_state *s, const tree *t)
{
    gp_grammar_state stack[GP_MASK_DEPTH + 1];
    gp_grammar_copy(&stack[0], s);
    for (uint32_t i = 0; i < t->n;) {
        const branch_node *b = &t->at[i];
        gp_grammar_state *here = &stack[b->depth];
        gp_grammar_copy(here, here - 1);
        if (!gp_grammar_byte(m->g, here, b->byte)) {
            i = b->skip;
            continue;
        }
        set_leaves(m, t, b);
        bool start = t == &m->t->all && (i == m->t->at_opened || i == m->t->at_spaced);
        bool done = start && string_mask(m, here, i == m->t->at_opened ? &m->t->opened : &m->t->spaced);
        i = done ? b->skip : i + 1;
    }
}

/* Which tails can follow. */
static void walk_tails(masker *m, const gp_grammar_state *s, const strings *x, uint8_t *ok)
{
    const tree *t = &x->tail_tree;
    gp_grammar_state stack[GP_MASK_DEPTH + 1];
    gp_grammar_copy(&stack[0], s);
    memset(ok, 0, x->n_tails);
    for (uint32_t i = 0; i < t->n;) {
        const branch_node *b = &t->at[i];
        gp_grammar_copy(&stack[b->depth], &stack[b->depth - 1]);
        if (!gp_grammar_byte(m->g, &stack[b->depth], b->byte)) {
            i = b->skip;
            continue;
        }
        for (uint32_t k = b->first; k < b->last; k++) ok[t->leaves[k].id] = 1;
        i++;
    }
}

/* Text without quotes under a pattern and lengths. */
static void walk_pattern(masker *m, const tree *t, const gp_mask_string *v)
{
    const gp_dfa *d = v->dfa;
    uint16_t state[GP_MASK_DEPTH + 1], count[GP_MASK_DEPTH + 1];
    state[0] = (uint16_t)v->state;
    count[0] = 0;
    for (uint32_t i = 0; i < t->n;) {
        const branch_node *b = &t->at[i];
        uint32_t next = d ? gp_dfa_step(d, state[b->depth - 1], b->byte) : 1;
        uint32_t n = count[b->depth - 1] + (uint32_t)((b->byte & 0xc0) != 0x80);
        bool fits = next && n <= v->room;
        if (fits && d) {
            fits = v->room == UINT32_MAX || d->least[next] <= v->room - n;
            fits = fits && (d->most[next] == UINT32_MAX || n + d->most[next] >= v->lacks);
        }
        if (!fits) {
            i = b->skip;
            continue;
        }
        state[b->depth] = (uint16_t)next;
        count[b->depth] = (uint16_t)n;
        set_leaves(m, t, b);
        i++;
    }
}

/* What the text of a string may go on with, quotes apart, and which texts in front of a quote may end it. */
static void text_mask(masker *m, const strings *x, const gp_mask_string *v)
{
    const gp_dfa *d = v->dfa;
    if (!d && v->room > GP_MASK_DEPTH) {
        add_bits(m, x->any_text);
    } else if (!d) {
        set_all(m, x->plain, x->plain_upto[v->room + 1]);
        set_all(m, x->escaped, x->escaped_upto[v->room + 1]);
    } else {
        walk_pattern(m, &x->plain_tree, v);
    }
    for (uint32_t k = 0; k < x->n_heads; k++) {
        gp_str text = x->heads[k].text;
        uint32_t n = x->heads[k].characters, at = v->state;
        if (n < v->lacks || n > v->room) continue;
        for (size_t j = 0; d && j < text.n && at; j++) at = gp_dfa_step(d, at, (unsigned char)text.p[j]);
        if (!d || d->accepts[at]) set(m, x->heads[k].id);
    }
}

/* The same, kept for the next time where it depends on the pattern's state alone. */
static const uint64_t *kept_mask(masker *m, const strings *x, const gp_mask_string *v)
{
    size_t words = (m->t->size + 63) / 64;
    bool lasting = !v->lacks && (v->room == UINT32_MAX || v->room > m->t->longest);
    if (!v->dfa || !lasting) return NULL;
    const uint64_t *bits = gp_grammar_kept(m->g, v->dfa, v->state, x);
    if (bits) return bits;
    masker own = *m;
    own.bits = gp_alloc_array(words, sizeof *own.bits);
    text_mask(&own, x, v);
    return gp_grammar_keep(m->g, v->dfa, v->state, x, own.bits);
}

/* Tokens that go on with the text, end it, and go on behind it. `end` is the state in front of the quote: it is the
 * same whatever stood before it, so tails are looked at once. */
static void held_mask(masker *m, const gp_grammar_state *s, const strings *x, const gp_mask_string *v,
                      const gp_grammar_state *end)
{
    uint8_t *ok = gp_alloc(x->n_tails + 1);
    const uint64_t *kept = kept_mask(m, x, v);
    size_t words = (m->t->size + 63) / 64;
    masker own = *m;
    own.bits = gp_alloc_array(words + 1, sizeof *own.bits);
    if (!kept) text_mask(&own, x, v);
    else memcpy(own.bits, kept, words * sizeof *kept);
    walk_tails(m, end, x, ok);
    for (uint32_t i = 0; i < x->n_tails; i++)
        for (uint32_t k = x->tails[i].first; k < x->tails[i].last && !ok[i]; k++) {
            int32_t id = x->quoted[k].id;
            own.bits[id / 64] &= ~((uint64_t)1 << id % 64);
        }
    add_bits(m, own.bits);
    walk_tree(m, s, v->dfa ? &x->escape_tree : &x->escape_rest);
    free(own.bits);
    free(ok);
}

static void value_mask(masker *m, const gp_grammar_state *s, const strings *x, const tree *whole)
{
    for (uint8_t i = 0; i < s->n_slots; i++) {
        gp_grammar_state alone, end;
        gp_mask_string v;
        if (!gp_mask_slot(m->g, s, i, &alone, &v)) {
            walk_tree(m, &alone, whole);
            continue;
        }
        gp_grammar_copy(&end, &alone);
        gp_mask_string_at_end(m->g, &end);
        held_mask(m, &alone, x, &v, &end);
    }
}

/* A key that need not be one of the listed names: all but the tokens that end one of those. */
static void free_key_mask(masker *m, const gp_grammar_state *s, const strings *x)
{
    uint32_t fits = gp_mask_key_fits(m->g, s);
    uint8_t *ok = gp_alloc_array(fits, x->n_tails + 1);
    for (uint32_t fit = 0; fit < fits; fit++) {
        gp_grammar_state end;
        gp_grammar_copy(&end, s);
        gp_mask_key_at_end(m->g, &end, fit);
        walk_tails(m, &end, x, ok + fit * (x->n_tails + 1));
    }
    add_bits(m, x->any_key);
    walk_tree(m, s, &x->key_escape_rest);
    for (uint32_t k = 0; k < x->n_heads; k++) {
        uint32_t fit = fits > 1 ? gp_mask_key_fit(m->g, s, x->heads[k].text) : 0;
        if (ok[fit * (x->n_tails + 1) + x->heads[k].tail]) set(m, x->heads[k].id);
    }
    free(ok);
}

static uint32_t first_head(const strings *x, gp_str text)
{
    uint32_t low = 0, high = x->n_heads;
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        if (by_text(&(leaf){x->heads[mid].text, -1}, &(leaf){text, -1}) < 0) low = mid + 1;
        else high = mid;
    }
    return low;
}

/* ... which are looked at one by one. */
static void names_mask(masker *m, const gp_grammar_state *s, const strings *x)
{
    const gp_str *names = gp_mask_names(m->g, s);
    for (uint32_t i = s->low; i < s->high; i++) {
        gp_str rest = {names[i].p + s->pos, names[i].n - s->pos};
        uint32_t k = first_head(x, rest);
        gp_grammar_state end, after;
        gp_grammar_copy(&end, s);
        if (k == x->n_heads || !gp_str_eq(x->heads[k].text, rest) || !gp_grammar_text(m->g, &end, rest)) continue;
        for (; k < x->n_heads && gp_str_eq(x->heads[k].text, rest); k++) {
            int32_t id = x->heads[k].id;
            gp_grammar_copy(&after, &end);
            m->bits[id / 64] &= ~((uint64_t)1 << id % 64);
            if (gp_grammar_text(m->g, &after, x->heads[k].after)) set(m, id);
        }
    }
}

/* Tokens that begin one of the names, where a pattern does not take them. */
static void begun_names(masker *m, const gp_grammar_state *s, const strings *x)
{
    const gp_str *names = gp_mask_names(m->g, s);
    for (uint32_t i = s->low; i < s->high; i++) {
        gp_grammar_state here;
        uint32_t at = UINT32_MAX;
        gp_grammar_copy(&here, s);
        for (size_t k = s->pos; k < names[i].n; k++) {
            at = child(&x->plain_tree, at, (unsigned char)names[i].p[k]);
            if (at == UINT32_MAX || !gp_grammar_byte(m->g, &here, (unsigned char)names[i].p[k])) break;
            set_leaves(m, &x->plain_tree, &x->plain_tree.at[at]);
        }
    }
}

/* False: the state is none of those that have a short way. */
static bool string_mask(masker *m, const gp_grammar_state *s, const strings *x)
{
    gp_mask_string v = {0};
    if (gp_mask_in_string(m->g, s)) return value_mask(m, s, x, &x->whole), true;
    gp_mask_key key = gp_mask_in_key(m->g, s, &v);
    if (key == GP_KEY_NONE) return false;
    if (key == GP_KEY_FREE) {
        free_key_mask(m, s, x);
    } else {
        gp_grammar_state end;
        gp_grammar_copy(&end, s);
        gp_mask_key_at_end(m->g, &end, 1);
        held_mask(m, s, x, &v, &end);
        begun_names(m, s, x);
    }
    names_mask(m, s, x);
    return true;
}

uint32_t gp_token_table_size(const gp_token_table *t) { return t->size; }

void gp_grammar_bits(const gp_grammar *g, const gp_grammar_state *s, const gp_token_table *t, uint64_t *bits)
{
    masker m = {g, t, bits};
    memset(bits, 0, (t->size + 63) / 64 * sizeof *bits);
    if (!string_mask(&m, s, &t->inside)) walk_tree(&m, s, &t->all);
    if (gp_grammar_complete(g, s)) set_all(&m, t->ends, t->n_ends);
}

uint32_t gp_grammar_mask(const gp_grammar *g, const gp_grammar_state *s, const gp_token_table *t, const float *in,
                         float *out, uint32_t n_vocab)
{
    uint64_t *bits = gp_alloc_array((t->size + 63) / 64 + 1, sizeof *bits);
    uint32_t left = 0;
    gp_grammar_bits(g, s, t, bits);
    for (uint32_t i = 0; i < n_vocab; i++) {
        bool may = i < t->size && bits[i / 64] >> i % 64 & 1;
        out[i] = may ? in[i] : NAN;
        left += may && !isnan(in[i]);
    }
    free(bits);
    return left;
}

/* similar.c - measures of likeness: symbols out of texts, then counts or columns of symbols. */
#include "grade/similar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "unicode/forms.h"
#include "unicode/pieces.h"

const char *const gp_measure_names[GP_MEASURES] = {"rouge_l", "bleu", "chrf", "levenshtein", "token_f1"};

/* --- symbols: equal tokens or code points get equal numbers, from 1; 0 is any that the reference lacks --- */

typedef struct symbols {
    gp_arena *a;
    uint32_t *of[2]; /* 0 the reference, 1 the answer */
    size_t n[2], room[2];
    gp_str *names; /* a table by hash; .p NULL: free */
    uint32_t *numbers;
    size_t mask, known;
} symbols;

static uint64_t hash_of(gp_str s)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
    return h ^ h >> 29;
}

/* Room for as many names as the reference has bytes, of which half stays free. */
static symbols symbols_for(gp_arena *a, gp_str reference)
{
    symbols x = {.a = a, .mask = 15};
    while (x.mask < 2 * reference.n) x.mask = 2 * x.mask + 1;
    x.names = GP_NEW_ARRAY(a, gp_str, x.mask + 1);
    x.numbers = GP_NEW_ARRAY(a, uint32_t, x.mask + 1);
    return x;
}

static void add_symbol(symbols *x, int side, gp_str name)
{
    size_t s = hash_of(name) & x->mask;
    while (x->names[s].p && !gp_str_eq(x->names[s], name)) s = (s + 1) & x->mask;
    if (!x->names[s].p && side == 0) x->names[s] = name, x->numbers[s] = (uint32_t)++x->known;
    if (x->n[side] == x->room[side]) x->of[side] = gp_grow(x->of[side], x->n[side], &x->room[side], sizeof(uint32_t));
    x->of[side][x->n[side]++] = x->names[s].p ? x->numbers[s] : 0;
}

static void symbols_free(symbols *x)
{
    free(x->of[0]);
    free(x->of[1]);
}

typedef void split(symbols *x, int side, gp_str text);

static void split_tokens(symbols *x, int side, gp_str text)
{
    gp_pieces w = gp_pieces_of(x->a, gp_form_letters(x->a, text, GP_LOWER), GP_TOKEN);
    gp_str part;
    while (gp_pieces_next(&w, &part)) add_symbol(x, side, part);
}

static void split_characters(symbols *x, int side, gp_str text)
{
    for (size_t at = 0, from = 0; at < text.n; from = at) {
        (void)gp_utf8_next(text, &at);
        add_symbol(x, side, (gp_str){text.p + from, at - from});
    }
}

static void split_seen(symbols *x, int side, gp_str text)
{
    for (size_t at = 0, from = 0; at < text.n; from = at)
        if (!gp_char_space(gp_utf8_next(text, &at))) add_symbol(x, side, (gp_str){text.p + from, at - from});
}

static void split_spaces(symbols *x, int side, gp_str text)
{
    size_t begin = 0;
    for (size_t at = 0, from = 0; from <= text.n; from = at) {
        bool end = from == text.n || gp_char_space(gp_utf8_next(text, &at));
        if (end && from > begin) add_symbol(x, side, (gp_str){text.p + begin, from - begin});
        if (end) begin = at;
        if (from == text.n) break;
    }
}

/* --- BLEU's tokens: white space put around the text, then around what four patterns find, one after the other --- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_point(char c) { return c == '.' || c == ','; }

/* Every ASCII sign but ' - . , */
static bool is_sign(char c)
{
    return (c >= '{' && c <= '~') || (c >= '[' && c <= '`') || (c >= ' ' && c <= '&') || (c >= '(' && c <= '+') ||
           (c >= ':' && c <= '@') || c == '/';
}

static gp_str set_apart(gp_arena *a, gp_str s, int pattern)
{
    gp_buf b = {0};
    if (pattern == 0) gp_buf_byte(&b, ' ');
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i], next = i + 1 < s.n ? s.p[i + 1] : 0;
        bool two = i + 1 < s.n;
        if (pattern == 0 && is_sign(c)) gp_buf_fmt(&b, " %c ", c);
        else if (pattern == 1 && two && !is_digit(c) && is_point(next)) gp_buf_fmt(&b, "%c %c ", c, next), i++;
        else if (pattern == 2 && two && is_point(c) && !is_digit(next)) gp_buf_fmt(&b, " %c %c", c, next), i++;
        else if (pattern == 3 && two && is_digit(c) && next == '-') gp_buf_fmt(&b, "%c - ", c), i++;
        else gp_buf_byte(&b, c);
    }
    if (pattern == 0) gp_buf_byte(&b, ' ');
    gp_str out = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return out;
}

static void split_bleu(symbols *x, int side, gp_str text)
{
    for (int pattern = 0; pattern < 4; pattern++) text = set_apart(x->a, text, pattern);
    split_spaces(x, side, text);
}

/* --- SQuAD's tokens --- */

static bool is_article(gp_str s) { return gp_str_eqc(s, "a") || gp_str_eqc(s, "an") || gp_str_eqc(s, "the"); }

static void add_f1(symbols *x, int side, gp_buf *token)
{
    gp_str s = gp_buf_view(token);
    if (s.n && !is_article(s)) add_symbol(x, side, gp_str_dup(x->a, s));
    gp_buf_clear(token);
}

static void split_f1(symbols *x, int side, gp_str text)
{
    gp_buf token = {0};
    text = gp_form_letters(x->a, text, GP_LOWER);
    for (size_t at = 0, from = 0; at < text.n; from = at) {
        int32_t cp = gp_utf8_next(text, &at);
        bool alone = gp_char_unspaced(cp);
        if (gp_char_space(cp) || alone) add_f1(x, side, &token);
        if (gp_char_space(cp) || gp_char_punctuation(cp) || (cp < 0x80 && strchr("$+<=>^`|~", cp))) continue;
        gp_buf_put(&token, text.p + from, at - from);
        if (alone) add_f1(x, side, &token);
    }
    add_f1(x, side, &token);
    gp_buf_free(&token);
}

static double f1(double common, double answer, double reference)
{
    return common > 0 ? 2 * common / (answer + reference) : 0; /* 2PR / (P + R) */
}

static double bag_f1(const symbols *x)
{
    size_t common = 0;
    uint32_t *left = GP_NEW_ARRAY(x->a, uint32_t, x->known + 1);
    for (size_t i = 0; i < x->n[0]; i++) left[x->of[0][i]]++;
    for (size_t i = 0; i < x->n[1]; i++) {
        uint32_t s = x->of[1][i];
        if (!s || !left[s]) continue;
        left[s]--;
        common++;
    }
    if (!x->n[0] || !x->n[1]) return x->n[0] == x->n[1];
    return f1((double)common, (double)x->n[1], (double)x->n[0]);
}

/* --- columns: one bit for each symbol of the reference, 64 at a time --- */

#define WORK_LIMIT ((uint64_t)1 << 31) /* words of columns */

typedef struct columns {
    size_t words;
    uint64_t *where; /* for each symbol, the bits at which the reference has it */
} columns;

static gp_code columns_of(const symbols *x, columns *c, gp_err *err)
{
    c->words = (x->n[0] + 63) / 64;
    if ((uint64_t)c->words * (x->n[1] + 1) > WORK_LIMIT)
        return gp_fail(err, GP_E_INFRA,
                       "comparing %zu symbols of the answer with %zu of the reference is too much work", x->n[1],
                       x->n[0]);
    c->where = gp_alloc_array((x->known + 1) * c->words + 1, sizeof(uint64_t));
    memset(c->where, 0, (x->known + 1) * c->words * sizeof(uint64_t));
    for (size_t i = 0; i < x->n[0]; i++) c->where[x->of[0][i] * c->words + i / 64] |= (uint64_t)1 << i % 64;
    return GP_OK;
}

/* The longest common subsequence: a bit of v is 0 where the row below is longer by one. */
static gp_code common_subsequence(const symbols *x, size_t *length, gp_err *err)
{
    columns c;
    gp_code code = columns_of(x, &c, err);
    if (code) return code;
    uint64_t *v = GP_NEW_ARRAY(x->a, uint64_t, c.words + 1);
    memset(v, 0xff, c.words * sizeof *v);
    for (size_t i = 0; i < x->n[1]; i++) {
        const uint64_t *m = c.where + x->of[1][i] * c.words;
        uint64_t carry = 0;
        for (size_t w = 0; w < c.words; w++) {
            uint64_t u = v[w] & m[w], sum = v[w] + u;
            bool more = sum < u;
            sum += carry;
            carry = more || sum < carry;
            v[w] = sum | (v[w] & ~m[w]);
        }
    }
    *length = 0;
    for (size_t i = 0; i < x->n[0]; i++) *length += !(v[i / 64] >> i % 64 & 1);
    free(c.where);
    return GP_OK;
}

/* One step of a block of 64 rows: vertical differences +1 and -1 in p and m, `in` and the result the horizontal one at
 * its upper and lower edge, of which the latter lies at bit `last`. */
static int step(uint64_t *p, uint64_t *m, uint64_t eq, int in, unsigned last)
{
    uint64_t xv = eq | *m;
    if (in < 0) eq |= 1;
    uint64_t xh = (((eq & *p) + *p) ^ *p) | eq, ph = *m | ~(xh | *p), mh = *p & xh;
    int out = (int)(ph >> last & 1) - (int)(mh >> last & 1);
    ph = ph << 1 | (uint64_t)(in > 0);
    mh = mh << 1 | (uint64_t)(in < 0);
    *p = mh | ~(xv | ph);
    *m = ph & xv;
    return out;
}

static gp_code distance(const symbols *x, size_t *out, gp_err *err)
{
    columns c;
    gp_code code = columns_of(x, &c, err);
    if (code) return code;
    uint64_t *p = GP_NEW_ARRAY(x->a, uint64_t, c.words + 1), *m = GP_NEW_ARRAY(x->a, uint64_t, c.words + 1);
    size_t d = x->n[0];
    unsigned last = (unsigned)((x->n[0] + 63) % 64);
    memset(p, 0xff, c.words * sizeof *p);
    for (size_t i = 0; i < x->n[1]; i++) {
        const uint64_t *eq = c.where + x->of[1][i] * c.words;
        int change = 1; /* the row above the first grows with the answer */
        for (size_t w = 0; w < c.words; w++) change = step(&p[w], &m[w], eq[w], change, w + 1 < c.words ? 63 : last);
        d = change < 0 ? d - 1 : d + (size_t)change;
    }
    *out = d;
    free(c.where);
    return GP_OK;
}

static gp_code rouge_l(const symbols *x, double *out, gp_err *err)
{
    size_t length = 0;
    gp_code code = common_subsequence(x, &length, err);
    *out = f1((double)length, (double)x->n[1], (double)x->n[0]);
    return code;
}

static gp_code levenshtein(const symbols *x, double *out, gp_err *err)
{
    size_t d = 0, longer = x->n[0] > x->n[1] ? x->n[0] : x->n[1];
    gp_code code = distance(x, &d, err);
    *out = longer ? 1 - (double)d / (double)longer : 1;
    return code;
}

/* --- n-grams: a tree of those of the reference, with how many of each are left to match --- */

enum { MOST = 6 };

typedef struct grams {
    uint64_t *keys; /* parent node and symbol; 0: free */
    uint32_t *nodes, *left;
    size_t mask, n_nodes, most;
    size_t matches[MOST];
} grams;

/* The child of a node by a symbol; 0 if there is none and it may not be made. */
static uint32_t child(grams *g, uint32_t parent, uint32_t symbol, bool make)
{
    uint64_t key = (uint64_t)parent << 32 | symbol;
    size_t s = (size_t)((key * 0x9E3779B97F4A7C15u) >> 20) & g->mask;
    while (g->keys[s] && g->keys[s] != key) s = (s + 1) & g->mask;
    if (!g->keys[s]) {
        if (!make) return 0;
        g->keys[s] = key;
        g->nodes[s] = (uint32_t)++g->n_nodes;
    }
    return g->nodes[s];
}

/* All n-grams that begin at each symbol: noted for the reference, matched for the answer, each of the reference once. */
static void each_gram(grams *g, const uint32_t *of, size_t n, bool reference)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t node = 0;
        for (size_t k = 0; k < g->most && i + k < n; k++) {
            if (!of[i + k]) break;
            node = child(g, node, of[i + k], reference);
            if (!node) break;
            if (reference) g->left[node]++;
            else if (g->left[node]) g->left[node]--, g->matches[k]++;
        }
    }
}

static void match_grams(const symbols *x, grams *g)
{
    size_t mask = 15, nodes = x->n[0] * g->most;
    while (mask < 2 * nodes) mask = 2 * mask + 1;
    g->mask = mask;
    g->keys = GP_NEW_ARRAY(x->a, uint64_t, mask + 1);
    g->nodes = GP_NEW_ARRAY(x->a, uint32_t, mask + 1);
    g->left = GP_NEW_ARRAY(x->a, uint32_t, nodes + 1);
    each_gram(g, x->of[0], x->n[0], true);
    each_gram(g, x->of[1], x->n[1], false);
}

/* How many n-grams of order k + 1 a text of n symbols has. */
static double grams_in(size_t n, size_t k) { return n > k ? (double)(n - k) : 0; }

/* exp(v) for v <= 0 without the C library's, whose last bits differ: a series for a small part of v, squared. */
static double exp_below(double v)
{
    if (v < -700) return 0;
    double part = v / 1024, sum = 1;
    for (int i = 12; i; i--) sum = 1 + part / i * sum;
    for (int i = 0; i < 10; i++) sum *= sum;
    return sum;
}

/* The root of order 1 to 4. */
static double root(double v, size_t order)
{
    if (order == 1 || v <= 0) return v;
    if (order != 3) return order == 2 ? sqrt(v) : sqrt(sqrt(v));
    double r = 1;
    for (int i = 0; i < 200; i++) r = (2 * r + v / (r * r)) / 3;
    return r;
}

static double bleu(const symbols *x)
{
    grams g = {.most = 4};
    match_grams(x, &g);
    double product = 1, smooth = 1, c = (double)x->n[1], r = (double)x->n[0];
    size_t order = 0;
    if (!g.matches[0]) return 0;
    for (; order < 4 && grams_in(x->n[1], order) > 0; order++) {
        double all = grams_in(x->n[1], order), hits = (double)g.matches[order];
        if (hits == 0) smooth *= 2;
        product *= (hits > 0 ? hits : 1 / smooth) / all;
    }
    return root(product, order) * (c < r ? exp_below(1 - r / c) : 1);
}

static double chrf(const symbols *x)
{
    grams g = {.most = MOST};
    match_grams(x, &g);
    double precision = 0, recall = 0, orders = 0;
    for (size_t k = 0; k < MOST; k++) {
        double answer = grams_in(x->n[1], k), reference = grams_in(x->n[0], k), hits = (double)g.matches[k];
        if (answer <= 0 || reference <= 0) continue;
        precision += hits / answer;
        recall += hits / reference;
        orders++;
    }
    if (precision + recall <= 0) return 0;
    precision /= orders;
    recall /= orders;
    return 5 * precision * recall / (4 * precision + recall);
}

gp_code gp_similar(gp_arena *a, gp_measure m, gp_str answer, gp_str reference, double *out, gp_err *err)
{
    static split *const splits[GP_MEASURES] = {split_tokens, split_bleu, split_seen, split_characters, split_f1};
    symbols x = symbols_for(a, reference);
    gp_code code = GP_OK;
    splits[m](&x, 0, gp_utf8_repair(a, reference));
    splits[m](&x, 1, gp_utf8_repair(a, answer));
    switch (m) {
    case GP_ROUGE_L: code = rouge_l(&x, out, err); break;
    case GP_LEVENSHTEIN: code = levenshtein(&x, out, err); break;
    case GP_BLEU: *out = bleu(&x); break;
    case GP_CHRF: *out = chrf(&x); break;
    case GP_TOKEN_F1:
    case GP_MEASURES: *out = bag_f1(&x); break;
    }
    symbols_free(&x);
    return code;
}

/* nfa.c - from a pattern to an automaton with choices, by recursive descent. Counted repetitions read their atom again
 * for each copy. */
#include <stdlib.h>
#include <string.h>

#include "regex/dfa_impl.h"

enum { RANGES = 256, DEPTH = 100 };

typedef struct range {
    uint32_t low, high; /* code points */
} range;

typedef struct set {
    range r[RANGES];
    size_t n;
    bool full; /* there were more */
} set;

typedef struct parser {
    gp_nfa *x;
    gp_str s;
    size_t at;
    unsigned depth;
    gp_err *err;
    gp_code code;
} parser;

static void fail(parser *p, const char *what)
{
    if (!p->code) p->code = gp_fail(p->err, GP_E_INPUT, "%s, at byte %zu of the pattern", what, p->at);
}

/* --- states and edges --- */

static uint32_t new_state(parser *p)
{
    gp_nfa *x = p->x;
    if (x->n == GP_NFA_STATES) fail(p, "the pattern is too large");
    if (p->code) return 0;
    if (x->n == x->room) {
        size_t room = x->room;
        uint32_t *first = GP_NEW_ARRAY(x->a, uint32_t, room ? room * 2 : 256);
        if (room) memcpy(first, x->first, room * sizeof *first);
        x->first = first;
        x->room = (uint32_t)(room ? room * 2 : 256);
    }
    return x->n++;
}

static void edge(parser *p, uint32_t from, gp_edge_kind kind, unsigned low, unsigned high, uint32_t to)
{
    gp_nfa *x = p->x;
    if (p->code) return;
    if (x->n_edges == x->room_edges) {
        size_t room = x->room_edges ? x->room_edges * (size_t)2 : 512;
        gp_nfa_edge *edges = GP_NEW_ARRAY(x->a, gp_nfa_edge, room);
        if (x->n_edges) memcpy(edges, x->edges, x->n_edges * sizeof *edges);
        x->edges = edges;
        x->room_edges = (uint32_t)room;
    }
    if (!x->n_edges) x->n_edges = 1; /* 0 ends a list */
    x->edges[x->n_edges] = (gp_nfa_edge){
        .kind = (uint8_t)kind, .low = (uint8_t)low, .high = (uint8_t)high, .to = to, .next = x->first[from]};
    x->first[from] = x->n_edges++;
}

static void free_edge(parser *p, uint32_t from, uint32_t to) { edge(p, from, GP_EDGE_FREE, 0, 0, to); }

/* --- characters as bytes --- */

/* Code points whose UTF-8 has the same length. Where the last bytes do not run over their whole range, it is cut. */
static void bytes_of(parser *p, uint32_t from, uint32_t low, uint32_t high, uint32_t to)
{
    char a[4], b[4];
    size_t n = gp_utf8_put(a, low);
    (void)gp_utf8_put(b, high);
    for (size_t i = 1; i < n; i++) {
        uint32_t m = (1u << (6 * i)) - 1;
        if ((low & ~m) == (high & ~m)) continue;
        if (low & m) {
            bytes_of(p, from, low, low | m, to);
            bytes_of(p, from, (low | m) + 1, high, to);
            return;
        }
        if ((high & m) != m) {
            bytes_of(p, from, low, (high & ~m) - 1, to);
            bytes_of(p, from, high & ~m, high, to);
            return;
        }
    }
    for (size_t i = 0; i < n; i++) {
        uint32_t next = i + 1 == n ? to : new_state(p);
        edge(p, from, GP_EDGE_BYTE, (unsigned char)a[i], (unsigned char)b[i], next);
        from = next;
    }
}

static void characters(parser *p, uint32_t from, uint32_t low, uint32_t high, uint32_t to)
{
    static const uint32_t ends[] = {0x7f, 0x7ff, 0xd7ff, 0xdfff, 0xffff, 0x10ffff};
    uint32_t start = 0;
    for (size_t i = 0; i < 6 && !p->code; start = ends[i++] + 1) {
        uint32_t l = low > start ? low : start, h = high < ends[i] ? high : ends[i];
        if (l <= h && i != 3) bytes_of(p, from, l, h, to); /* surrogates are no characters */
    }
}

static void any_of(parser *p, uint32_t from, const set *s, uint32_t to)
{
    if (s->full) fail(p, "too many ranges in a class");
    for (size_t i = 0; i < s->n; i++) characters(p, from, s->r[i].low, s->r[i].high, to);
}

/* --- sets of characters --- */

static void add(set *s, uint32_t low, uint32_t high)
{
    if (s->n == RANGES) s->full = true;
    else s->r[s->n++] = (range){low, high};
}

static int by_low(const void *x, const void *y)
{
    const range *a = x, *b = y;
    return (a->low > b->low) - (a->low < b->low);
}

static void negate(set *s)
{
    set out = {.full = s->full};
    uint32_t next = 0;
    qsort(s->r, s->n, sizeof *s->r, by_low);
    for (size_t i = 0; i < s->n; i++) {
        if (s->r[i].low > next) add(&out, next, s->r[i].low - 1);
        if (s->r[i].high + 1 > next) next = s->r[i].high + 1;
    }
    if (next <= 0x10ffff) add(&out, next, 0x10ffff);
    *s = out;
}

/* What \d, \w and \s stand for in ECMA-262. */
static void shorthand(set *out, char c)
{
    static const range digits[] = {{'0', '9'}}, words[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}},
                       spaces[] = {{9, 13},          {' ', ' '},       {0xa0, 0xa0},     {0x1680, 0x1680},
                                   {0x2000, 0x200a}, {0x2028, 0x2029}, {0x202f, 0x202f}, {0x205f, 0x205f},
                                   {0x3000, 0x3000}, {0xfeff, 0xfeff}};
    char low = (char)(c | 0x20);
    const range *r = low == 'd' ? digits : low == 'w' ? words : spaces;
    size_t n = low == 'd' ? 1 : low == 'w' ? 4 : 10;
    set s = {0};
    for (size_t i = 0; i < n; i++) add(&s, r[i].low, r[i].high);
    if (c != low) negate(&s);
    for (size_t i = 0; i < s.n; i++) add(out, s.r[i].low, s.r[i].high);
}

/* --- escapes --- */

static bool more(const parser *p) { return p->at < p->s.n && !p->code; }
static char peek(const parser *p) { return p->at < p->s.n ? p->s.p[p->at] : 0; }
static bool eat(parser *p, char c)
{
    if (!more(p) || peek(p) != c) return false;
    p->at++;
    return true;
}

static int hex_value(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* `n` hex digits; false, and nothing eaten, where they are not there. */
static bool hex(parser *p, int n, uint32_t *out)
{
    uint32_t v = 0;
    for (int i = 0; i < n; i++) {
        int d = p->at + (size_t)i < p->s.n ? hex_value(p->s.p[p->at + (size_t)i]) : -1;
        if (d < 0) return false;
        v = v * 16 + (uint32_t)d;
    }
    p->at += (size_t)n;
    *out = v;
    return true;
}

/* Behind \u: four digits, a pair of surrogates, or {...}. */
static uint32_t unicode_escape(parser *p)
{
    uint32_t v = 0, low = 0;
    if (eat(p, '{')) {
        while (more(p) && peek(p) != '}' && v <= 0x10ffff) {
            int d = hex_value(p->s.p[p->at++]);
            if (d < 0) fail(p, "\\u{ } holds what is no hex digit");
            v = v * 16 + (uint32_t)(d < 0 ? 0 : d);
        }
        if (!eat(p, '}') || v > 0x10ffff) fail(p, "\\u{ } is no character");
        return v;
    }
    if (!hex(p, 4, &v)) return 'u';
    size_t before = p->at;
    if (v >= 0xd800 && v < 0xdc00 && eat(p, '\\') && eat(p, 'u') && hex(p, 4, &low) && low >= 0xdc00 && low < 0xe000)
        return 0x10000 + ((v - 0xd800) << 10) + (low - 0xdc00);
    p->at = before;
    return v;
}

/* One escaped character, behind the backslash. */
static uint32_t escaped(parser *p)
{
    static const char from[] = "tnvfr", to[] = "\t\n\v\f\r";
    char c = peek(p);
    const char *simple = c ? strchr(from, c) : NULL;
    uint32_t v = 0;
    p->at++;
    if (simple) return (unsigned char)to[simple - from];
    if (c == '0' && !(peek(p) >= '0' && peek(p) <= '9')) return 0;
    if (c == 'x') return hex(p, 2, &v) ? v : 'x';
    if (c == 'u') return unicode_escape(p);
    if (c == 'c' && ((peek(p) | 0x20) >= 'a' && (peek(p) | 0x20) <= 'z')) return (unsigned char)p->s.p[p->at++] & 31;
    if (c >= '0' && c <= '9') fail(p, "back references are not supported");
    else if (c == 'b' || c == 'B') fail(p, "word boundaries are not supported");
    else if (c == 'p' || c == 'P') fail(p, "Unicode properties are not supported");
    else if ((unsigned char)c >= 0x80) return p->at--, (uint32_t)gp_utf8_next(p->s, &p->at);
    return (unsigned char)c; /* itself */
}

static bool is_shorthand(char c) { return c && strchr("dDwWsS", c); }

/* --- classes --- */

/* One end of a range; *whole: it was a set of its own, now in s. */
static uint32_t class_member(parser *p, set *s, bool *whole)
{
    *whole = false;
    if (peek(p) != '\\') return (uint32_t)gp_utf8_next(p->s, &p->at);
    p->at++;
    if (is_shorthand(peek(p))) {
        shorthand(s, p->s.p[p->at++]);
        *whole = true;
        return 0;
    }
    if (eat(p, 'b')) return 8;
    return escaped(p);
}

/* Behind the bracket. */
static void class_of(parser *p, uint32_t from, uint32_t to)
{
    set s = {0};
    bool not = eat(p, '^');
    while (more(p) && peek(p) != ']') {
        bool whole, second = false;
        uint32_t low = class_member(p, &s, &whole), high = low;
        bool ranges = peek(p) == '-' && p->at + 1 < p->s.n && p->s.p[p->at + 1] != ']';
        if (ranges && !whole) {
            p->at++;
            high = class_member(p, &s, &second);
        }
        if (whole) continue;
        if (second) add(&s, low, low), add(&s, '-', '-'); /* a set is no end: the dash is itself */
        else if (high < low) fail(p, "a range of a class ends before it begins");
        else add(&s, low, high);
    }
    if (!eat(p, ']')) fail(p, "a class lacks its ]");
    if (not ) negate(&s);
    any_of(p, from, &s, to);
}

/* --- atoms --- */

static uint32_t alternatives(parser *p, uint32_t from);

/* Behind the parenthesis. */
static uint32_t group(parser *p, uint32_t from)
{
    if (eat(p, '?')) {
        bool named = peek(p) == '<' && p->at + 1 < p->s.n && p->s.p[p->at + 1] != '=' && p->s.p[p->at + 1] != '!';
        if (named) {
            while (more(p) && peek(p) != '>') p->at++;
            (void)eat(p, '>');
        } else if (!eat(p, ':')) {
            fail(p, "only plain groups are supported: no look-ahead, no look-behind, no flags");
        }
    }
    if (++p->depth > DEPTH) fail(p, "the pattern is nested too deeply");
    uint32_t to = p->code ? from : alternatives(p, from);
    p->depth--;
    if (!p->code && !eat(p, ')')) fail(p, "a group lacks its )");
    return to;
}

static uint32_t atom(parser *p, uint32_t from)
{
    set dot = {.r = {{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}}, .n = 3};
    if (eat(p, '(')) return group(p, from);
    uint32_t to = new_state(p);
    if (eat(p, '^')) return edge(p, from, GP_EDGE_BEGIN, 0, 0, to), to;
    if (eat(p, '$')) return edge(p, from, GP_EDGE_END, 0, 0, to), to;
    if (eat(p, '[')) return class_of(p, from, to), to;
    if (eat(p, '.')) return negate(&dot), any_of(p, from, &dot, to), to;
    if (peek(p) == '*' || peek(p) == '+' || peek(p) == '?') fail(p, "nothing stands before a repetition");
    uint32_t c;
    if (!eat(p, '\\')) {
        c = (uint32_t)gp_utf8_next(p->s, &p->at);
    } else if (is_shorthand(peek(p))) {
        set s = {0};
        shorthand(&s, p->s.p[p->at++]);
        return any_of(p, from, &s, to), to;
    } else if (p->at == p->s.n) {
        return fail(p, "the pattern ends with a backslash"), to;
    } else {
        c = escaped(p);
    }
    characters(p, from, c, c, to);
    return to;
}

/* --- repetitions --- */

static bool number(parser *p, uint32_t *out)
{
    size_t before = p->at;
    uint32_t v = 0;
    while (p->at < p->s.n && peek(p) >= '0' && peek(p) <= '9') {
        if (v < GP_NFA_STATES) v = v * 10 + (uint32_t)(peek(p) - '0');
        p->at++;
    }
    *out = v;
    return p->at > before;
}

/* {m}, {m,} or {m,n}; a brace that is none of these is a character. */
static bool counts(parser *p, uint32_t *least, uint32_t *most)
{
    size_t before = p->at;
    if (eat(p, '{') && number(p, least)) {
        *most = *least;
        if (eat(p, ',') && !number(p, most)) *most = UINT32_MAX;
        if (eat(p, '}')) return true;
    }
    p->at = before;
    return false;
}

static bool repetition(parser *p, uint32_t *least, uint32_t *most)
{
    if (eat(p, '*')) *least = 0, *most = UINT32_MAX;
    else if (eat(p, '+')) *least = 1, *most = UINT32_MAX;
    else if (eat(p, '?')) *least = 0, *most = 1;
    else if (!counts(p, least, most)) return false;
    (void)eat(p, '?'); /* greed does not matter for what matches */
    if (*most < *least) fail(p, "a repetition ends before it begins");
    return true;
}

static uint32_t copy(parser *p, size_t from_text, uint32_t from)
{
    size_t here = p->at;
    p->at = from_text;
    uint32_t to = atom(p, from);
    p->at = here;
    return to;
}

static uint32_t term(parser *p, uint32_t from)
{
    size_t text = p->at;
    uint32_t in = new_state(p), out = atom(p, in), least, most;
    if (p->code || !repetition(p, &least, &most)) return free_edge(p, from, in), out;
    uint32_t to = new_state(p), last = in;
    if (!least) free_edge(p, from, to);
    if (!most) return to;
    free_edge(p, from, in);
    for (uint32_t i = 1; i < (most == UINT32_MAX ? least : most) && !p->code; i++) {
        if (i >= least) free_edge(p, out, to);
        last = new_state(p);
        free_edge(p, out, last);
        out = copy(p, text, last);
    }
    if (most == UINT32_MAX) free_edge(p, out, last);
    free_edge(p, out, to);
    return to;
}

static uint32_t alternatives(parser *p, uint32_t from)
{
    uint32_t to = new_state(p);
    do {
        uint32_t at = new_state(p);
        free_edge(p, from, at);
        while (more(p) && peek(p) != '|' && peek(p) != ')') at = term(p, at);
        free_edge(p, at, to);
    } while (eat(p, '|'));
    return to;
}

gp_code gp_nfa_pattern(gp_arena *a, gp_str pattern, gp_nfa *out, gp_err *err)
{
    parser p = {.x = out, .s = pattern, .err = err};
    *out = (gp_nfa){.a = a};
    uint32_t start = new_state(&p), begin = new_state(&p);
    out->start = start;
    characters(&p, start, 0, 0x10ffff, start);
    free_edge(&p, start, begin);
    out->final = alternatives(&p, begin);
    if (!p.code && p.at < pattern.n) fail(&p, "a ) closes nothing");
    characters(&p, out->final, 0, 0x10ffff, out->final);
    return p.code;
}

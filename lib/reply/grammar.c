/* grammar.c - see grammar.h: the acceptor, one byte at a time, with a stack of open brackets. */
#include "reply/grammar.h"

enum {
    M_VALUE,
    M_VALUE_OR_END,
    M_KEY,
    M_KEY_OR_END,
    M_IN_KEY,
    M_COLON,
    M_AFTER,
    M_DONE,
    M_STRING,
    M_ESCAPE,
    M_HEX,
    M_NUMBER,
    M_LITERAL
};
enum { N_SIGN, N_ZERO, N_INT, N_DOT, N_FRACTION, N_E, N_E_SIGN, N_EXPONENT };
enum { INDENT = 8, NO_SPACE = 255, MOST_INT = 15, MOST_FRACTION = 17, MOST_EXPONENT = 2 };

static const gp_str words[] = {{"null", 4}, {"true", 4}, {"false", 5}};

static const gp_grammar_node *node_of(const gp_grammar *g, int32_t i) { return &g->node[i]; }
static gp_grammar_frame *top(gp_grammar_state *s) { return &s->frame[s->depth - 1]; }
static uint64_t all_of(uint32_t n) { return n >= 64 ? UINT64_MAX : ((uint64_t)1 << n) - 1; }

void gp_grammar_start(const gp_grammar *g, gp_grammar_state *s)
{
    *s = (gp_grammar_state){.mode = M_VALUE, .node = g->root};
}

static void value_done(gp_grammar_state *s)
{
    s->mode = s->depth ? M_AFTER : M_DONE;
    s->space = 0;
    if (s->depth && top(s)->node < 0) top(s)->count++;
}

/* --- literals: of an enum, or null, true, false --- */

static gp_str literal(const gp_grammar *g, const gp_grammar_state *s, unsigned i)
{
    return s->word ? words[i] : node_of(g, s->node)->literals[i];
}
static uint32_t n_literals(const gp_grammar *g, const gp_grammar_state *s)
{
    return s->word ? 3 : node_of(g, s->node)->n_literals;
}

static bool literal_complete(const gp_grammar *g, const gp_grammar_state *s)
{
    for (uint32_t i = 0; i < n_literals(g, s); i++)
        if ((s->alive >> i & 1) && literal(g, s, i).n == s->pos) return true;
    return false;
}

/* Those that go on with this byte; the value is done when none could go on further. */
static bool literal_byte(const gp_grammar *g, gp_grammar_state *s, char c)
{
    uint64_t next = 0;
    bool longer = false;
    for (uint32_t i = 0; i < n_literals(g, s); i++) {
        gp_str t = literal(g, s, i);
        if (!(s->alive >> i & 1) || t.n <= s->pos || t.p[s->pos] != c) continue;
        next |= (uint64_t)1 << i;
        longer = longer || t.n > s->pos + 1;
    }
    if (!next) return false;
    s->alive = next;
    s->pos++;
    if (!longer) value_done(s);
    return true;
}

static bool begin_literal(const gp_grammar *g, gp_grammar_state *s, bool word, uint64_t alive, char c)
{
    s->mode = M_LITERAL;
    s->word = word;
    s->alive = alive;
    s->pos = 0;
    return literal_byte(g, s, c);
}

/* --- numbers --- */

static bool number_complete(const gp_grammar_state *s)
{
    return s->phase == N_ZERO || s->phase == N_INT || s->phase == N_FRACTION || s->phase == N_EXPONENT;
}

static bool digit(unsigned char c) { return c >= '0' && c <= '9'; }

/* The phase after byte c, or -1. */
static int number_next(const gp_grammar_state *s, bool fraction, unsigned char c)
{
    bool e = fraction && (c == 'e' || c == 'E');
    switch (s->phase) {
    case N_SIGN: return c == '0' ? N_ZERO : digit(c) ? N_INT : -1;
    case N_ZERO: return fraction && c == '.' ? N_DOT : e ? N_E : -1;
    case N_INT: return digit(c) && s->count < MOST_INT ? N_INT : fraction && c == '.' ? N_DOT : e ? N_E : -1;
    case N_DOT: return digit(c) ? N_FRACTION : -1;
    case N_FRACTION: return digit(c) && s->count < MOST_FRACTION ? N_FRACTION : e ? N_E : -1;
    case N_E: return c == '+' || c == '-' ? N_E_SIGN : digit(c) ? N_EXPONENT : -1;
    case N_E_SIGN: return digit(c) ? N_EXPONENT : -1;
    default: return digit(c) && s->count < MOST_EXPONENT ? N_EXPONENT : -1;
    }
}

static bool number_byte(const gp_grammar *g, gp_grammar_state *s, unsigned char c)
{
    int next = number_next(s, node_of(g, s->node)->types & GP_G_NUMBER, c);
    if (next < 0) return false;
    s->count = next == s->phase ? s->count + 1 : 1;
    s->phase = (uint8_t)next;
    return true;
}

static bool begin_number(const gp_grammar *g, gp_grammar_state *s, unsigned char c)
{
    s->mode = M_NUMBER;
    s->phase = N_SIGN;
    s->count = 0;
    return c == '-' || number_byte(g, s, c);
}

/* --- strings --- */

/* One byte of a UTF-8 character: 1 a new character begins (and perhaps ends), 0 it goes on, -1 invalid. */
static int utf8_byte(gp_grammar_state *s, unsigned char c)
{
    if (s->more) {
        if (c < s->low || c > s->high) return -1;
        s->more--;
        s->low = 0x80;
        s->high = 0xbf;
        return 0;
    }
    if (c < 0x80) return 1;
    if (c < 0xc2 || c > 0xf4) return -1;
    s->more = c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
    s->low = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
    s->high = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
    return 1;
}

static bool string_byte(const gp_grammar *g, gp_grammar_state *s, unsigned char c)
{
    const gp_grammar_node *n = node_of(g, s->node);
    if (!s->more && c == '"') {
        if (s->count < n->min_length) return false;
        value_done(s);
        return true;
    }
    if (!s->more && (c < 0x20 || s->count >= n->max_length)) return false;
    if (!s->more && c == '\\') {
        s->count++;
        s->mode = M_ESCAPE;
        return true;
    }
    int begins = utf8_byte(s, c);
    s->count += begins > 0;
    return begins >= 0;
}

static bool escape_byte(gp_grammar_state *s, unsigned char c)
{
    static const char simple[] = "\"\\/bfnrt";
    s->mode = M_STRING;
    for (const char *p = simple; *p; p++)
        if (c == (unsigned char)*p) return true;
    s->mode = M_HEX;
    s->phase = 0;
    return c == 'u';
}

/* Four hex digits that make no surrogate: D8 to DF cannot begin them. */
static bool hex_byte(gp_grammar_state *s, unsigned char c)
{
    bool d = digit(c), af = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (!d && !af) return false;
    if (s->phase == 1 && s->pos && (af || c >= '8')) return false;
    if (s->phase == 0) s->pos = c == 'd' || c == 'D';
    if (++s->phase == 4) s->mode = M_STRING;
    return true;
}

/* --- keys --- */

static bool key_end(const gp_grammar_node *n, gp_grammar_state *s)
{
    for (uint32_t i = 0; i < n->n_names; i++) {
        if (!(s->alive >> i & 1) || n->names[i].n != s->pos) continue;
        if (top(s)->seen >> i & 1) return false;
        top(s)->seen |= (uint64_t)1 << i;
        s->node = n->values[i];
        s->mode = M_COLON;
        return true;
    }
    s->node = n->others;
    s->mode = M_COLON;
    return n->others >= 0 && !s->phase; /* an escape that a name began must end as that name */
}

static bool key_byte(const gp_grammar *g, gp_grammar_state *s, unsigned char c)
{
    const gp_grammar_node *n = node_of(g, top(s)->node);
    bool free_key = n->others >= 0;
    uint64_t next = 0;
    for (uint32_t i = 0; i < n->n_names; i++)
        if ((s->alive >> i & 1) && n->names[i].n > s->pos && n->names[i].p[s->pos] == (char)c) next |= (uint64_t)1 << i;
    if (!free_key || c == '\\' || s->phase) next &= ~top(s)->seen; /* one that is there already leads nowhere */
    if (!next && c == '"' && !s->more) return key_end(n, s);
    if (free_key ? !next && ((c < 0x20 && !s->more) || c == '\\' || s->phase) : !next) return false;
    if (free_key && utf8_byte(s, c) < 0) return false;
    s->phase = next && c == '\\' ? 1 : s->phase; /* inside an escape only the names may go on */
    s->alive = next;
    s->pos++;
    return true;
}

static bool begin_key(const gp_grammar *g, gp_grammar_state *s)
{
    const gp_grammar_node *n = node_of(g, top(s)->node);
    s->alive = all_of(n->n_names);
    if (n->others < 0 && !(s->alive & ~top(s)->seen)) return false;
    s->mode = M_IN_KEY;
    s->pos = s->phase = 0;
    return true;
}

/* --- brackets and what stands between --- */

static bool open_bracket(gp_grammar_state *s, bool array)
{
    if (s->depth == GP_GRAMMAR_DEPTH) return false;
    s->frame[s->depth++] = (gp_grammar_frame){.node = array ? ~s->node : s->node};
    s->mode = array ? M_VALUE_OR_END : M_KEY_OR_END;
    s->space = 0;
    return true;
}

static bool close_bracket(gp_grammar_state *s, bool allowed)
{
    if (!allowed) return false;
    s->depth--;
    value_done(s);
    return true;
}

static bool begin_value(const gp_grammar *g, gp_grammar_state *s, unsigned char c)
{
    const gp_grammar_node *n = node_of(g, s->node);
    s->space = 0;
    if (n->n_literals) return begin_literal(g, s, false, all_of(n->n_literals), (char)c);
    switch (c) {
    case '"':
        s->mode = M_STRING;
        s->count = 0;
        return n->types & GP_G_STRING;
    case '{': return n->types & GP_G_OBJECT && open_bracket(s, false);
    case '[': return n->types & GP_G_ARRAY && open_bracket(s, true);
    case 'n': return n->types & GP_G_NULL && begin_literal(g, s, true, 1, 'n');
    case 't':
    case 'f': return n->types & GP_G_BOOL && begin_literal(g, s, true, 6, (char)c);
    default: return n->types & (GP_G_INTEGER | GP_G_NUMBER) && (c == '-' || digit(c)) && begin_number(g, s, c);
    }
}

static bool after_byte(const gp_grammar *g, gp_grammar_state *s, unsigned char c)
{
    gp_grammar_frame *f = top(s);
    bool array = f->node < 0;
    const gp_grammar_node *n = node_of(g, array ? ~f->node : f->node);
    if (c == (array ? ']' : '}')) return close_bracket(s, array ? f->count >= n->min_items : !(n->required & ~f->seen));
    if (c != ',') return false;
    s->space = 0;
    s->mode = array ? M_VALUE : M_KEY;
    s->node = n->items;
    return array ? f->count < n->max_items : n->others >= 0 || (all_of(n->n_names) & ~f->seen);
}

static bool first_of_array(const gp_grammar *g, gp_grammar_state *s, unsigned char c)
{
    const gp_grammar_node *n = node_of(g, ~top(s)->node);
    if (c == ']') return close_bracket(s, !n->min_items);
    s->node = n->items;
    return n->max_items && begin_value(g, s, c);
}

static bool first_of_object(const gp_grammar *g, gp_grammar_state *s, unsigned char c)
{
    if (c == '}') return close_bracket(s, !node_of(g, top(s)->node)->required);
    return c == '"' && begin_key(g, s);
}

/* One space; or a line feed and the indentation of the next line; in front of all, up to two line feeds. A model that
 * may write more white space than that can do so for ever. */
static bool space_byte(gp_grammar_state *s, unsigned char c)
{
    bool here = s->mode == M_VALUE || s->mode == M_VALUE_OR_END || s->mode == M_KEY || s->mode == M_KEY_OR_END ||
                s->mode == M_AFTER;
    if (!here || s->space == NO_SPACE) return false;
    if (!s->space) {
        s->space = c == '\n' ? 1 : NO_SPACE;
        return c == '\n' || c == ' ';
    }
    if (!s->depth) {
        s->space = NO_SPACE;
        return c == '\n';
    }
    return c != '\n' && s->space++ <= INDENT * s->depth;
}

bool gp_grammar_byte(const gp_grammar *g, gp_grammar_state *s, unsigned char c)
{
    if (c == ' ' || c == '\n' || c == '\t') {
        if ((s->mode == M_NUMBER && number_complete(s)) || (s->mode == M_LITERAL && literal_complete(g, s) && s->depth))
            value_done(s);
        if (s->mode < M_STRING && s->mode != M_IN_KEY) return space_byte(s, c);
    }
    switch (s->mode) {
    case M_VALUE: return begin_value(g, s, c);
    case M_VALUE_OR_END: return first_of_array(g, s, c);
    case M_KEY: return c == '"' && begin_key(g, s);
    case M_KEY_OR_END: return first_of_object(g, s, c);
    case M_IN_KEY: return key_byte(g, s, c);
    case M_COLON: s->mode = M_VALUE, s->space = 0; return c == ':';
    case M_AFTER: return after_byte(g, s, c);
    case M_STRING: return string_byte(g, s, c);
    case M_ESCAPE: return escape_byte(s, c);
    case M_HEX: return hex_byte(s, c);
    case M_NUMBER:
        if (number_byte(g, s, c)) return true;
        break;
    case M_LITERAL:
        if (literal_byte(g, s, (char)c)) return true;
        break;
    default: return false;
    }
    /* a number, or a literal that begins a longer one, ends where something else begins */
    if (s->mode == M_NUMBER ? !number_complete(s) : !literal_complete(g, s)) return false;
    value_done(s);
    return s->mode == M_AFTER && after_byte(g, s, c);
}

bool gp_grammar_text(const gp_grammar *g, gp_grammar_state *s, gp_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!gp_grammar_byte(g, s, (unsigned char)text.p[i])) return false;
    return true;
}

bool gp_grammar_complete(const gp_grammar *g, const gp_grammar_state *s)
{
    if (s->depth) return false;
    return s->mode == M_DONE || (s->mode == M_NUMBER && number_complete(s)) ||
           (s->mode == M_LITERAL && literal_complete(g, s));
}

/* grammar.c - see grammar.h: the acceptor, one byte at a time, with a stack of open brackets. All ways for a value to be
 * that still fit are followed at once. */
#include <stddef.h>
#include <string.h>

#include "reply/grammar_mask.h"

enum {
    M_VALUE,
    M_VALUE_OR_END,
    M_KEY,
    M_KEY_OR_END,
    M_COLON,
    M_AFTER,
    M_DONE,
    M_IN_KEY,
    M_STRING,
    M_ESCAPE,
    M_HEX,
    M_SCALAR,
    M_BRACKETS /* an array or object of an enum */
};
enum { N_SIGN, N_ZERO, N_INT, N_DOT, N_FRACTION, N_E, N_E_SIGN, N_EXPONENT, N_NONE };
enum { INDENT = 8, NO_SPACE = 255, MOST_INT = 19, MOST_FRACTION = 17, MOST_EXPONENT = 2 };

static const gp_node *node_at(const gp_grammar *g, uint32_t i) { return &g->nodes[i]; }
static gp_grammar_frame *top(gp_grammar_state *s) { return &s->frame[s->depth - 1]; }
static bool digit(unsigned char c) { return c >= '0' && c <= '9'; }

void gp_grammar_start(const gp_grammar *g, gp_grammar_state *s)
{
    *s = (gp_grammar_state){.mode = M_VALUE, .node = g->root, .groups = 1};
}

void gp_grammar_copy(gp_grammar_state *to, const gp_grammar_state *from)
{
    memcpy(to, from, offsetof(gp_grammar_state, frame) + from->depth * sizeof from->frame[0]);
}

/* --- values end --- */

/* The value at hand is one of these groups: alternatives around it that wanted another are out. */
static bool value_done(const gp_grammar *g, gp_grammar_state *s, uint64_t groups)
{
    s->space = 0;
    s->mode = s->depth ? M_AFTER : M_DONE;
    if (!s->depth) return groups;
    gp_grammar_frame *f = top(s);
    const gp_node *n = node_at(g, f->node);
    for (uint32_t i = 0; i < n->n_atoms; i++) {
        if (!(f->alive >> i & 1)) continue;
        uint8_t want = n->atoms[i].link_groups[f->via];
        if (want == GP_NO_GROUP || !(groups >> want & 1)) f->alive &= ~((uint64_t)1 << i);
    }
    f->count++;
    return f->alive;
}

/* --- scalars: slots --- */

/* An alternative of this kind may begin here. */
static bool open_to(const gp_grammar_state *s, const gp_atom *a)
{
    return s->groups >> a->group & 1 && a->need <= (uint32_t)GP_GRAMMAR_DEPTH - s->depth;
}

static void add_slot(gp_grammar_state *s, uint32_t atom, const gp_atom *a)
{
    s->slot[s->n_slots++] = (gp_grammar_slot){
        .atom = (uint8_t)atom, .high = a->n_literals, .dfa = (uint16_t)(a->dfa ? a->dfa->start : 0)};
}

/* The literals that go on with this byte. */
static bool narrow(const gp_str *list, uint32_t pos, unsigned char c, uint32_t *low, uint32_t *high)
{
    uint32_t l = *low, h = *high;
    while (l < h && (list[l].n <= pos || (unsigned char)list[l].p[pos] < c)) l++;
    uint32_t e = l;
    while (e < h && list[e].n > pos && (unsigned char)list[e].p[pos] == c) e++;
    *low = l;
    *high = e;
    return l < e;
}

static bool whole_literal(const gp_grammar_slot *x, const gp_atom *a, uint32_t pos)
{
    return x->low < x->high && a->literals[x->low].n == pos; /* the shortest comes first */
}

/* Keep the slots that `keep` says. */
#define KEEP(s, x, a, condition)                                       \
    do {                                                               \
        uint8_t kept_ = 0;                                             \
        for (uint8_t i_ = 0; i_ < (s)->n_slots; i_++) {                \
            gp_grammar_slot *x = &(s)->slot[i_];                       \
            const gp_atom *a = &node_at(g, (s)->node)->atoms[x->atom]; \
            if (condition) (s)->slot[kept_++] = *x;                    \
        }                                                              \
        (s)->n_slots = kept_;                                          \
    } while (0)

static uint64_t slot_groups(const gp_grammar *g, const gp_grammar_state *s)
{
    uint64_t groups = 0;
    for (uint8_t i = 0; i < s->n_slots; i++) groups |= (uint64_t)1 << node_at(g, s->node)->atoms[s->slot[i].atom].group;
    return groups;
}

/* --- strings --- */

int gp_utf8_take(gp_utf8_state *u, unsigned char c)
{
    if (u->more) {
        if (c < u->least || c > u->most) return -1;
        u->more--;
        u->least = 0x80;
        u->most = 0xbf;
        return 0;
    }
    if (c < 0x80) return 1;
    if (c < 0xc2 || c > 0xf4) return -1;
    u->more = c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
    u->least = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
    u->most = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
    return 1;
}

static int utf8_byte(gp_grammar_state *s, unsigned char c)
{
    gp_utf8_state u = {s->more, s->least, s->most};
    int begins = gp_utf8_take(&u, c);
    s->more = u.more;
    s->least = u.least;
    s->most = u.most;
    return begins;
}

/* The string may still become as long as it must, and no longer. */
static bool length_open(const gp_grammar_state *s, const gp_grammar_slot *x, const gp_atom *a)
{
    uint32_t least = a->dfa ? a->dfa->least[x->dfa] : 0, most = a->dfa ? a->dfa->most[x->dfa] : UINT32_MAX;
    if (least == UINT32_MAX || s->count > a->max_length || least > a->max_length - s->count) return false;
    return most == UINT32_MAX || s->count + most >= a->min_length;
}

static bool string_whole(const gp_grammar_state *s, const gp_grammar_slot *x, const gp_atom *a)
{
    return s->count >= a->min_length && s->count <= a->max_length && (!a->dfa || a->dfa->accepts[x->dfa]);
}

/* A byte of the text that the JSON stands for reaches the patterns. */
static void pattern_byte(const gp_grammar *g, gp_grammar_state *s, unsigned char c)
{
    for (uint8_t i = 0; i < s->n_slots; i++) {
        gp_grammar_slot *x = &s->slot[i];
        const gp_atom *a = &node_at(g, s->node)->atoms[x->atom];
        if (a->kind == GP_ATOM_STRING && a->dfa) x->dfa = (uint16_t)gp_dfa_step(a->dfa, x->dfa, c);
    }
}

static bool literal_slots(const gp_grammar *g, gp_grammar_state *s, unsigned char c)
{
    KEEP(s, x, a, a->kind != GP_ATOM_LITERALS || narrow(a->literals, s->pos, c, &x->low, &x->high));
    s->pos++;
    return s->n_slots;
}

static bool still_open(const gp_grammar *g, gp_grammar_state *s)
{
    KEEP(s, x, a, a->kind != GP_ATOM_STRING || length_open(s, x, a));
    return s->n_slots;
}

static bool string_end(const gp_grammar *g, gp_grammar_state *s)
{
    KEEP(s, x, a, a->kind == GP_ATOM_STRING ? string_whole(s, x, a) : whole_literal(x, a, s->pos));
    return s->n_slots && value_done(g, s, slot_groups(g, s));
}

#define SIMPLE "\"\\/bfnrt"
static const char stands_for[] = "\"\\/\b\f\n\r\t"; /* what the escapes of SIMPLE mean */

static bool with_character(const gp_grammar_state *s, const gp_grammar_slot *x, const gp_atom *a, uint32_t dfa)
{
    gp_grammar_slot next = *x;
    gp_grammar_state more = {.count = s->count + 1};
    next.dfa = (uint16_t)dfa;
    return length_open(&more, &next, a);
}

/* An escaped character may come. Under a pattern it is a simple one: whether four digits can fit is not followed. */
static bool escape_open(const gp_grammar_state *s, const gp_grammar_slot *x, const gp_atom *a)
{
    if (!a->dfa) return with_character(s, x, a, 0);
    for (const char *p = stands_for; *p; p++)
        if (with_character(s, x, a, gp_dfa_step(a->dfa, x->dfa, (unsigned char)*p))) return true;
    return false;
}

static bool string_byte(const gp_grammar *g, gp_grammar_state *s, unsigned char c)
{
    if (!literal_slots(g, s, c)) return false;
    if (!s->more && c == '"') return string_end(g, s);
    if (!s->more && c < 0x20) return false;
    if (!s->more && c == '\\') {
        s->mode = M_ESCAPE;
        KEEP(s, x, a, a->kind != GP_ATOM_STRING || escape_open(s, x, a));
        return s->n_slots;
    }
    int begins = utf8_byte(s, c);
    if (begins < 0) return false;
    s->count += begins > 0;
    pattern_byte(g, s, c);
    return still_open(g, s);
}

static bool escape_byte(const gp_grammar *g, gp_grammar_state *s, unsigned char c)
{
    if (!literal_slots(g, s, c)) return false;
    const char *p = c ? strchr(SIMPLE, c) : NULL;
    if (!p && c != 'u') return false;
    s->mode = p ? M_STRING : M_HEX;
    s->phase = 0;
    s->low = 0;
    s->count++;
    if (p) pattern_byte(g, s, (unsigned char)stands_for[p - SIMPLE]);
    else KEEP(s, x, a, a->kind != GP_ATOM_STRING || !a->dfa);
    return still_open(g, s);
}

/* Four hex digits that make no surrogate: D8 to DF cannot begin them. */
static bool hex_byte(const gp_grammar *g, gp_grammar_state *s, unsigned char c)
{
    bool d = digit(c), af = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if ((!d && !af) || !literal_slots(g, s, c)) return false;
    if (s->phase == 1 && s->low && (af || c >= '8')) return false;
    if (s->phase == 0) s->low = c == 'd' || c == 'D';
    if (++s->phase == 4) s->mode = M_STRING;
    return true;
}

static bool begin_string(const gp_grammar *g, gp_grammar_state *s)
{
    const gp_node *n = node_at(g, s->node);
    s->mode = M_STRING;
    s->count = s->pos = 0;
    s->n_slots = 0;
    for (uint32_t i = 0; i < n->n_atoms; i++) {
        bool kind = n->atoms[i].kind == GP_ATOM_STRING || n->atoms[i].kind == GP_ATOM_LITERALS;
        if (kind && open_to(s, &n->atoms[i])) add_slot(s, i, &n->atoms[i]);
    }
    return literal_slots(g, s, '"') && still_open(g, s);
}

/* --- numbers and words --- */

static bool number_complete(const gp_grammar_state *s)
{
    return s->phase == N_ZERO || s->phase == N_INT || s->phase == N_FRACTION || s->phase == N_EXPONENT;
}

/* The phase after byte c; N_NONE: it makes no number. */
static unsigned number_next(const gp_grammar_state *s, unsigned char c)
{
    bool e = c == 'e' || c == 'E';
    switch (s->phase) {
    case N_SIGN: return c == '0' ? N_ZERO : digit(c) ? N_INT : N_NONE;
    case N_ZERO: return c == '.' ? N_DOT : e ? N_E : N_NONE;
    case N_INT: return digit(c) && s->count < MOST_INT ? N_INT : c == '.' ? N_DOT : e ? N_E : N_NONE;
    case N_DOT: return digit(c) ? N_FRACTION : N_NONE;
    case N_FRACTION: return digit(c) && s->count < MOST_FRACTION ? N_FRACTION : e ? N_E : N_NONE;
    case N_E: return c == '+' || c == '-' ? N_E_SIGN : digit(c) ? N_EXPONENT : N_NONE;
    case N_E_SIGN: return digit(c) ? N_EXPONENT : N_NONE;
    case N_EXPONENT: return digit(c) && s->count < MOST_EXPONENT ? N_EXPONENT : N_NONE;
    default: return N_NONE;
    }
}

static bool number_open(const gp_grammar_state *s, const gp_atom *a)
{
    const gp_number_limits *x = &a->number;
    if (s->phase == N_NONE) return false;
    if (s->phase >= N_DOT && (x->whole || (x->step && s->phase >= N_E))) return false;
    return gp_number_begins(x, (gp_str){s->digits, s->pos});
}

static bool scalar_byte(const gp_grammar *g, gp_grammar_state *s, unsigned char c)
{
    unsigned next = !s->pos && c == '-' ? N_SIGN : s->pos < GP_GRAMMAR_DIGITS ? number_next(s, c) : N_NONE;
    s->count = next == s->phase && s->pos ? s->count + 1 : 1;
    s->phase = (uint8_t)next;
    if (next != N_NONE) s->digits[s->pos] = (char)c;
    if (!literal_slots(g, s, c)) return false;
    KEEP(s, x, a, a->kind == GP_ATOM_LITERALS || number_open(s, a));
    return s->n_slots;
}

static bool scalar_end(const gp_grammar *g, gp_grammar_state *s)
{
    bool number = number_complete(s);
    KEEP(s, x, a,
         a->kind == GP_ATOM_LITERALS ? whole_literal(x, a, s->pos)
                                     : number && gp_number_fits(&a->number, (gp_str){s->digits, s->pos}));
    return s->n_slots && value_done(g, s, slot_groups(g, s));
}

static bool begin_scalar(const gp_grammar *g, gp_grammar_state *s, unsigned char c, bool brackets)
{
    const gp_node *n = node_at(g, s->node);
    s->mode = brackets ? M_BRACKETS : M_SCALAR;
    s->pos = s->count = 0;
    s->phase = N_SIGN;
    s->n_slots = 0;
    for (uint32_t i = 0; i < n->n_atoms; i++) {
        bool kind = n->atoms[i].kind == GP_ATOM_LITERALS || (n->atoms[i].kind == GP_ATOM_NUMBER && !brackets);
        if (kind && open_to(s, &n->atoms[i])) add_slot(s, i, &n->atoms[i]);
    }
    return brackets ? literal_slots(g, s, c) : scalar_byte(g, s, c);
}

/* The end of brackets is told by the text: none of such literals begins another. */
static bool brackets_byte(const gp_grammar *g, gp_grammar_state *s, unsigned char c)
{
    if (!literal_slots(g, s, c)) return false;
    for (uint8_t i = 0; i < s->n_slots; i++)
        if (whole_literal(&s->slot[i], &node_at(g, s->node)->atoms[s->slot[i].atom], s->pos)) return scalar_end(g, s);
    return true;
}

/* --- keys --- */

static bool is_seen(const gp_grammar_frame *f, uint32_t name) { return f->seen.bits[name / 64] >> name % 64 & 1; }

static uint32_t missing(const gp_grammar_frame *f, const gp_atom *a)
{
    uint32_t n = 0;
    for (size_t i = 0; i < GP_GRAMMAR_NAMES / 64; i++)
        n += (uint32_t)__builtin_popcountll(a->required.bits[i] & ~f->seen.bits[i]);
    return n;
}

/* A value of this link may come, as far as brackets go. */
static bool link_open(const gp_grammar *g, const gp_grammar_state *s, uint32_t node, uint8_t group)
{
    return group != GP_NO_GROUP && g->nodes[node].need[group] <= (uint32_t)GP_GRAMMAR_DEPTH - s->depth;
}

/* The alternative takes one more property: `name`, or one that is not listed (with these patterns fitting). */
static bool takes(const gp_grammar *g, const gp_grammar_state *s, const gp_grammar_frame *f, const gp_atom *a,
                  uint32_t via)
{
    const gp_node *n = node_at(g, f->node);
    if (!link_open(g, s, n->object_links[via], a->link_groups[via])) return false;
    uint32_t lacks = missing(f, a);
    if (via < n->n_names && a->required.bits[via / 64] >> via % 64 & 1) lacks--;
    return f->count + 1 + lacks <= a->max;
}

/* Alternatives that take it. */
static uint64_t takers(const gp_grammar *g, const gp_grammar_state *s, const gp_grammar_frame *f, uint32_t via)
{
    const gp_node *n = node_at(g, f->node);
    uint64_t alive = 0;
    for (uint32_t i = 0; i < n->n_atoms; i++)
        if (f->alive >> i & 1 && takes(g, s, f, &n->atoms[i], via)) alive |= (uint64_t)1 << i;
    return alive;
}

/* One of the names from low to high may come. */
static bool name_open(const gp_grammar *g, const gp_grammar_state *s, const gp_grammar_frame *f, uint32_t low,
                      uint32_t high)
{
    for (uint32_t i = low; i < high; i++)
        if (!is_seen(f, i) && takers(g, s, f, i)) return true;
    return false;
}

/* A name that is not listed may come, which some alternative takes. */
static bool other_open(const gp_grammar *g, const gp_grammar_state *s, const gp_grammar_frame *f, uint32_t rest)
{
    const gp_node *n = node_at(g, f->node);
    uint64_t fits = n->rest ? n->rest->fits[rest] : 1;
    for (; fits; fits &= fits - 1)
        if (takers(g, s, f, n->n_names + (uint32_t)__builtin_ctzll(fits))) return true;
    return false;
}

static bool key_open(const gp_grammar *g, const gp_grammar_state *s)
{
    const gp_grammar_frame *f = &s->frame[s->depth - 1];
    return name_open(g, s, f, 0, node_at(g, f->node)->n_names) || other_open(g, s, f, 0);
}

static bool begin_key(const gp_grammar *g, gp_grammar_state *s)
{
    const gp_grammar_frame *f = top(s);
    const gp_node *n = node_at(g, f->node);
    s->mode = M_IN_KEY;
    s->pos = s->low = 0;
    s->phase = 0;
    s->high = n->n_names;
    for (uint32_t i = 0; i < n->n_keys; i++) s->key[i] = (uint16_t)n->keys[i]->start;
    s->rest = 0;
    s->plain = other_open(g, s, f, 0);
    return s->plain || name_open(g, s, f, 0, n->n_names);
}

static bool key_chosen(const gp_grammar *g, gp_grammar_state *s, uint32_t via)
{
    gp_grammar_frame *f = top(s);
    const gp_node *n = node_at(g, f->node);
    uint64_t alive = takers(g, s, f, via), groups = 0;
    if (!alive) return false;
    for (uint32_t i = 0; i < n->n_atoms; i++)
        if (alive >> i & 1) groups |= (uint64_t)1 << n->atoms[i].link_groups[via];
    if (via < n->n_names) f->seen.bits[via / 64] |= (uint64_t)1 << via % 64;
    f->alive = alive;
    f->via = via;
    s->node = n->object_links[via];
    s->groups = groups;
    s->mode = M_COLON;
    return true;
}

static bool key_end(const gp_grammar *g, gp_grammar_state *s)
{
    const gp_node *n = node_at(g, top(s)->node);
    if (s->low < s->high && n->names[s->low].n == s->pos) return !is_seen(top(s), s->low) && key_chosen(g, s, s->low);
    if (!s->plain) return false;
    uint32_t fit = 0;
    for (uint32_t i = 0; i < n->n_keys; i++)
        if (n->keys[i]->accepts[s->key[i]]) fit |= 1u << i;
    return key_chosen(g, s, n->n_names + fit);
}

/* Some simple escape goes on with what the patterns of keys take. */
static bool escape_fits(const gp_grammar *g, const gp_grammar_state *s, const gp_node *n)
{
    for (const char *p = stands_for; *p; p++) {
        if (*p == '/') continue; /* never escaped in a key */
        if (other_open(g, s, &s->frame[s->depth - 1], n->rest->next[s->rest * 256 + (unsigned char)*p])) return true;
    }
    return false;
}

/* A byte of a key that is not listed; false: it cannot be one. */
static bool plain_byte(const gp_grammar *g, gp_grammar_state *s, const gp_node *n, unsigned char c)
{
    static const char simple[] = "\"\\bfnrt", stands[] = "\"\\\b\f\n\r\t";
    if (s->phase) { /* behind a backslash */
        const char *p = c ? strchr(simple, c) : NULL;
        if (!p) return false;
        c = (unsigned char)stands[p - simple];
    } else if (c == '\\' && !s->more) {
        return !n->n_keys || escape_fits(g, s, n);
    } else if ((c < 0x20 && !s->more) || utf8_byte(s, c) < 0) {
        return false;
    }
    for (uint32_t i = 0; i < n->n_keys; i++) s->key[i] = (uint16_t)gp_dfa_step(n->keys[i], s->key[i], c);
    if (!n->rest) return true;
    s->rest = n->rest->next[s->rest * 256 + c];
    return other_open(g, s, top(s), s->rest);
}

static bool key_byte(const gp_grammar *g, gp_grammar_state *s, unsigned char c)
{
    const gp_node *n = node_at(g, top(s)->node);
    if (c == '"' && !s->phase && !s->more) return key_end(g, s);
    bool named = s->low < s->high && narrow(n->names, s->pos, c, &s->low, &s->high);
    if (!named) s->low = s->high = 0;
    s->plain = s->plain && plain_byte(g, s, n, c);
    s->phase = !s->phase && c == '\\';
    s->pos++;
    if (s->plain) return true;
    s->more = 0;
    return named && name_open(g, s, top(s), s->low, s->high);
}

/* --- brackets and what stands between --- */

static bool open_bracket(const gp_grammar *g, gp_grammar_state *s, bool array)
{
    const gp_node *n = node_at(g, s->node);
    uint64_t alive = 0;
    if (s->depth == GP_GRAMMAR_DEPTH) return false;
    for (uint32_t i = 0; i < n->n_atoms; i++)
        if (n->atoms[i].kind == (array ? GP_ATOM_ARRAY : GP_ATOM_OBJECT) && open_to(s, &n->atoms[i]))
            alive |= (uint64_t)1 << i;
    if (!alive) return false;
    s->frame[s->depth++] = (gp_grammar_frame){.alive = alive, .node = s->node, .array = array};
    s->mode = array ? M_VALUE_OR_END : M_KEY_OR_END;
    s->space = 0;
    return true;
}

static bool close_bracket(const gp_grammar *g, gp_grammar_state *s)
{
    gp_grammar_frame *f = top(s);
    const gp_node *n = node_at(g, f->node);
    uint64_t groups = 0;
    for (uint32_t i = 0; i < n->n_atoms; i++) {
        const gp_atom *a = &n->atoms[i];
        if (!(f->alive >> i & 1) || f->count < a->min || f->count > a->max || (!f->array && missing(f, a))) continue;
        groups |= (uint64_t)1 << a->group;
    }
    s->depth--;
    return groups && value_done(g, s, groups);
}

/* The next value of an array: alternatives that have room for it. */
static bool next_item(const gp_grammar *g, gp_grammar_state *s)
{
    gp_grammar_frame *f = top(s);
    const gp_node *n = node_at(g, f->node);
    uint32_t via = f->count < n->n_array_links ? f->count : n->n_array_links - 1;
    uint64_t groups = 0;
    for (uint32_t i = 0; i < n->n_atoms; i++) {
        const gp_atom *a = &n->atoms[i];
        if (!(f->alive >> i & 1)) continue;
        if (f->count < a->max && link_open(g, s, n->array_links[via], a->link_groups[via]))
            groups |= (uint64_t)1 << a->link_groups[via];
        else f->alive &= ~((uint64_t)1 << i);
    }
    f->via = via;
    s->node = n->array_links[via];
    s->groups = groups;
    s->mode = M_VALUE;
    return groups;
}

static bool begin_value(const gp_grammar *g, gp_grammar_state *s, unsigned char c)
{
    s->space = 0;
    if (c == '"') return begin_string(g, s);
    if (c != '{' && c != '[')
        return (digit(c) || c == '-' || c == 'n' || c == 't' || c == 'f') && begin_scalar(g, s, c, false);
    gp_grammar_state before;
    gp_grammar_copy(&before, s);
    if (open_bracket(g, s, c == '[')) return true;
    gp_grammar_copy(s, &before);
    return begin_scalar(g, s, c, true);
}

static bool after_byte(const gp_grammar *g, gp_grammar_state *s, unsigned char c)
{
    bool array = top(s)->array;
    if (c == (array ? ']' : '}')) return close_bracket(g, s);
    if (c != ',') return false;
    s->space = 0;
    if (array) return next_item(g, s);
    s->mode = M_KEY;
    return key_open(g, s);
}

static bool first_of_array(const gp_grammar *g, gp_grammar_state *s, unsigned char c)
{
    if (c == ']') return close_bracket(g, s);
    return next_item(g, s) && begin_value(g, s, c);
}

static bool first_of_object(const gp_grammar *g, gp_grammar_state *s, unsigned char c)
{
    if (c == '}') return close_bracket(g, s);
    return c == '"' && begin_key(g, s);
}

/* One space; or a line feed and the indentation of the next line; in front of all, up to two line feeds. A model that
 * may write more white space than that can do so for ever. */
static bool space_byte(gp_grammar_state *s, unsigned char c)
{
    bool here = s->mode <= M_KEY_OR_END || s->mode == M_AFTER;
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
        if (s->mode == M_SCALAR && !(s->depth && scalar_end(g, s))) return false;
        if (s->mode < M_IN_KEY) return space_byte(s, c);
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
    case M_ESCAPE: return escape_byte(g, s, c);
    case M_HEX: return hex_byte(g, s, c);
    case M_BRACKETS: return brackets_byte(g, s, c);
    case M_SCALAR: break;
    default: return false;
    }
    if (c != ',' && c != ']' && c != '}') return scalar_byte(g, s, c);
    return s->depth && scalar_end(g, s) && after_byte(g, s, c);
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
    if (s->mode != M_SCALAR) return s->mode == M_DONE;
    gp_grammar_state end;
    gp_grammar_copy(&end, s);
    return scalar_end(g, &end);
}

/* --- for masks --- */

bool gp_mask_in_string(const gp_grammar *g, const gp_grammar_state *s)
{
    if (s->mode != M_STRING || s->more) return false;
    for (uint8_t i = 0; i < s->n_slots; i++)
        if (node_at(g, s->node)->atoms[s->slot[i].atom].kind == GP_ATOM_STRING) return true;
    return false;
}

bool gp_mask_slot(const gp_grammar *g, const gp_grammar_state *s, uint8_t i, gp_grammar_state *alone,
                  gp_mask_string *out)
{
    const gp_atom *a = &node_at(g, s->node)->atoms[s->slot[i].atom];
    gp_grammar_copy(alone, s);
    alone->slot[0] = s->slot[i];
    alone->n_slots = 1;
    if (a->kind != GP_ATOM_STRING) return false;
    *out = (gp_mask_string){.dfa = a->dfa,
                            .state = s->slot[i].dfa,
                            .room = a->max_length == UINT32_MAX ? UINT32_MAX : a->max_length - s->count,
                            .lacks = a->min_length > s->count ? a->min_length - s->count : 0};
    return true;
}

static uint16_t accepting(const gp_dfa *d)
{
    uint32_t i = d->n - 1;
    while (i && !d->accepts[i]) i--;
    return (uint16_t)i;
}

void gp_mask_string_at_end(const gp_grammar *g, gp_grammar_state *s)
{
    const gp_atom *a = &node_at(g, s->node)->atoms[s->slot[0].atom];
    if (s->count < a->min_length) s->count = a->min_length;
    if (a->dfa) s->slot[0].dfa = accepting(a->dfa);
}

gp_mask_key gp_mask_in_key(const gp_grammar *g, const gp_grammar_state *s, gp_mask_string *out)
{
    if (s->mode != M_IN_KEY || s->phase || s->more || !s->plain) return GP_KEY_NONE;
    const gp_grammar_frame *f = &s->frame[s->depth - 1];
    const gp_node *n = node_at(g, f->node);
    for (uint32_t i = s->low; i < s->high; i++)
        if (memchr(n->names[i].p, '\\', n->names[i].n)) return GP_KEY_NONE;
    uint32_t taken = 0, all = (uint32_t)(((uint64_t)1 << (1u << n->n_keys)) - 1);
    if (n->n_keys > 4) return GP_KEY_NONE;
    for (uint32_t fit = 0; fit < 1u << n->n_keys; fit++)
        if (takers(g, s, f, n->n_names + fit)) taken |= 1u << fit;
    if (taken == all) return GP_KEY_FREE;
    if (n->n_keys != 1 || taken != 2 || !n->rest->alone) return GP_KEY_NONE;
    *out = (gp_mask_string){.dfa = n->keys[0], .state = s->key[0], .room = UINT32_MAX};
    return GP_KEY_PATTERN;
}

uint32_t gp_mask_key_fits(const gp_grammar *g, const gp_grammar_state *s)
{
    return 1u << node_at(g, s->frame[s->depth - 1].node)->n_keys;
}

uint32_t gp_mask_key_fit(const gp_grammar *g, const gp_grammar_state *s, gp_str text)
{
    const gp_node *n = node_at(g, s->frame[s->depth - 1].node);
    uint32_t fit = 0;
    for (uint32_t i = 0; i < n->n_keys; i++) {
        uint32_t at = s->key[i];
        for (size_t k = 0; k < text.n && at; k++) at = gp_dfa_step(n->keys[i], at, (unsigned char)text.p[k]);
        if (n->keys[i]->accepts[at]) fit |= 1u << i;
    }
    return fit;
}

void gp_mask_key_at_end(const gp_grammar *g, gp_grammar_state *s, uint32_t fit)
{
    const gp_node *n = node_at(g, s->frame[s->depth - 1].node);
    s->low = s->high = 0;
    for (uint32_t i = 0; i < n->n_keys; i++) s->key[i] = fit >> i & 1 ? accepting(n->keys[i]) : 0;
}

const gp_str *gp_mask_names(const gp_grammar *g, const gp_grammar_state *s)
{
    return node_at(g, s->frame[s->depth - 1].node)->names;
}

/* look_puzzles.c - puzzles of places in a row whose expected answer contradicts their own clues. The clues are read from
 * English sentences of a few kinds; one that is not understood is left out, so what is found holds with the clues that are,
 * and a puzzle of which nothing is understood is not looked at. */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "audit/audit_impl.h"

enum { MOST_PEOPLE = 8, MOST_CLUES = 32 };

typedef enum relation { LEFT, RIGHT, NEXT, NOT_NEXT, RIGHT_AFTER, RIGHT_BEFORE, AT, NOT_AT } relation;

typedef struct clue {
    relation what;
    int who, whom; /* whom: a person, or a place from 0 */
} clue;

typedef struct puzzle {
    gp_str people[MOST_PEOPLE];
    int n;
    clue clues[MOST_CLUES];
    int n_clues;
    int expected[MOST_PEOPLE]; /* place from 0, -1 not said */
    int n_expected;
} puzzle;

/* --- words --- */

static bool same_word(gp_str x, gp_str y)
{
    if (x.n != y.n) return false;
    for (size_t i = 0; i < x.n; i++)
        if (tolower((unsigned char)x.p[i]) != tolower((unsigned char)y.p[i])) return false;
    return true;
}

static bool in_word(char c) { return isalnum((unsigned char)c) || c == '\'' || c == '-'; }

/* The next word of a text; false at its end. */
static bool next_word(gp_str *text, gp_str *word)
{
    while (text->n && !in_word(*text->p)) text->p++, text->n--;
    size_t n = 0;
    while (n < text->n && in_word(text->p[n])) n++;
    *word = (gp_str){text->p, n};
    text->p += n;
    text->n -= n;
    return n > 0;
}

static int person(const puzzle *z, gp_str word)
{
    if (word.n > 2 && word.p[word.n - 2] == '\'') word.n -= 2;
    for (int i = 0; i < z->n; i++)
        if (same_word(z->people[i], word)) return i;
    return -1;
}

static int number(gp_str w)
{
    static const char *const words[] = {"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"},
                             *const short_words[] = {"1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th"};
    for (int i = 0; i < MOST_PEOPLE; i++)
        if (same_word(w, gp_str_c(words[i])) || same_word(w, gp_str_c(short_words[i])) ||
            (w.n == 1 && w.p[0] == '1' + i))
            return i;
    return -1;
}

/* Is it about places in a row, and are its sentences all true? Around a table everybody is left of everybody; what people
 * say may be a lie. */
static bool is_of_a_row(gp_str text)
{
    static const char *const row[] = {"row",   "line",   "queue",    "position", "positions", "seat",   "seats",
                                      "stand", "stands", "standing", "sit",      "sits",      "sitting"},
                             *const other[] = {"round",     "around",     "circle", "circular", "lie",   "lies",
                                               "lying",     "liar",       "liars",  "true",     "false", "truth",
                                               "statement", "statements", "say",    "says",     "said",  "claims"};
    gp_str word, rest = text;
    bool found = false, backwards = false;
    for (gp_str before = {0}, last = {0}; next_word(&rest, &word); before = last, last = word) {
        for (size_t i = 0; i < sizeof row / sizeof *row; i++) found = found || same_word(word, gp_str_c(row[i]));
        for (size_t i = 0; i < sizeof other / sizeof *other; i++)
            if (same_word(word, gp_str_c(other[i]))) return false;
        backwards = backwards || (same_word(before, GP_STR("right")) && same_word(last, GP_STR("to")) &&
                                  same_word(word, GP_STR("left")));
    }
    return found && !backwards;
}

/* --- who there is: names that stand in a list of at least three, "Alice, Bob, Carol, Dave and Eve" --- */

static bool is_name(gp_str w) { return w.n > 1 && isupper((unsigned char)w.p[0]) && islower((unsigned char)w.p[1]); }

static void find_people(puzzle *z, gp_str text)
{
    for (size_t at = 0; at < text.n && z->n < 3; at++) {
        gp_str rest = {text.p + at, text.n - at}, word;
        if ((at && in_word(text.p[at - 1])) || !isupper((unsigned char)text.p[at])) continue;
        z->n = 0;
        while (next_word(&rest, &word) && z->n < MOST_PEOPLE) {
            if (same_word(word, GP_STR("and"))) continue;
            if (!is_name(word) || person(z, word) >= 0) break;
            z->people[z->n++] = word;
            size_t k = 0; /* what stands behind a name of a list: a comma, or "and" */
            while (k < rest.n && rest.p[k] == ' ') k++;
            bool more = k < rest.n &&
                        (rest.p[k] == ',' || gp_str_starts((gp_str){rest.p + k, rest.n - k}, GP_STR("and ")));
            if (!more) break;
        }
        if (z->n < 3) z->n = 0;
    }
}

/* --- clues --- */

typedef struct sentence { /* as words, of which some are people */
    gp_str words[64];
    int people[64]; /* index, or -1 */
    int n;
} sentence;

static bool has(const sentence *s, const char *word, int *at)
{
    for (int i = 0; i < s->n; i++)
        if (same_word(s->words[i], gp_str_c(word))) return at ? *at = i, true : true;
    return false;
}

/* "left of", but not "left with five apples". */
static bool has_side(const sentence *s, const char *side, int *at)
{
    return has(s, side, at) && *at + 1 < s->n && same_word(s->words[*at + 1], GP_STR("of"));
}

static bool negated(const sentence *s)
{
    return has(s, "not", NULL) || has(s, "isn't", NULL) || has(s, "never", NULL) || has(s, "neither", NULL);
}

static void add(puzzle *z, relation what, int who, int whom)
{
    if (z->n_clues < MOST_CLUES && who >= 0 && whom >= 0) z->clues[z->n_clues++] = (clue){what, who, whom};
}

/* "Dave is to the left of Alice and Bob": the first person against every later one. */
static void relate(puzzle *z, const sentence *s, relation what, int word)
{
    int who = -1;
    for (int i = 0; i < word; i++) {
        if (s->people[i] < 0) continue;
        if (who >= 0) return; /* two of them are something: not read */
        who = s->people[i];
    }
    for (int i = word; i < s->n; i++)
        if (s->people[i] >= 0 && s->people[i] != who) add(z, what, who, s->people[i]);
}

/* "in position 4", "at the second place", "is first", "at the left end" */
static void place(puzzle *z, const sentence *s)
{
    int who = s->n && s->people[0] >= 0 ? s->people[0] : -1, at = -1;
    bool said = has(s, "position", NULL) || has(s, "place", NULL) || has(s, "seat", NULL) || has(s, "spot", NULL) ||
                (s->n <= 6 &&
                 (number(s->words[s->n - 1]) >= 0 ||
                  same_word(s->words[s->n - 1], GP_STR("last")))); /* "Alice is first", but not "first to leave" */
    for (int i = 0; i < s->n && said; i++)
        if (number(s->words[i]) >= 0) at = number(s->words[i]);
    if (has(s, "leftmost", NULL) || (has(s, "left", NULL) && has(s, "end", NULL))) at = 0;
    if (has(s, "rightmost", NULL) || (has(s, "right", NULL) && has(s, "end", NULL)) || (has(s, "last", NULL) && said))
        at = z->n - 1;
    if (who >= 0 && at >= 0 && at < z->n) add(z, negated(s) ? NOT_AT : AT, who, at);
}

/* One verb and one relation: of longer sentences nobody can tell by words alone who stands where. */
static bool is_simple(const sentence *s)
{
    static const char *const verbs[] = {"is", "are", "stands", "stand", "sits", "sit", "lives", "isn't", "was"},
                             *const relations[] = {"left", "right", "next", "adjacent", "beside"};
    int n_verbs = 0, n_relations = 0;
    for (int i = 0; i < s->n; i++) {
        for (size_t k = 0; k < sizeof verbs / sizeof *verbs; k++) n_verbs += same_word(s->words[i], gp_str_c(verbs[k]));
        for (size_t k = 0; k < sizeof relations / sizeof *relations; k++)
            n_relations += same_word(s->words[i], gp_str_c(relations[k]));
    }
    return n_verbs == 1 && n_relations <= 1;
}

static void read_sentence(puzzle *z, gp_str text)
{
    sentence s = {.n = 0};
    int at = 0, people = 0;
    gp_str word;
    while (s.n < 64 && next_word(&text, &word)) {
        s.words[s.n] = word;
        s.people[s.n] = person(z, word);
        people += s.people[s.n++] >= 0;
    }
    bool close = has(&s, "immediately", NULL) || has(&s, "directly", NULL) || has(&s, "right next", NULL);
    if (people < 1 || !is_simple(&s) || has(&s, "or", NULL) || has(&s, "if", NULL) || has(&s, "between", NULL) ||
        has(&s, "either", NULL))
        return;
    if (people > 1 && has_side(&s, "left", &at)) {
        if (!negated(&s)) relate(z, &s, close ? RIGHT_BEFORE : LEFT, at);
    } else if (people > 1 && has_side(&s, "right", &at)) {
        if (!negated(&s)) relate(z, &s, close ? RIGHT_AFTER : RIGHT, at);
    } else if (people > 1 && (has(&s, "next", &at) || has(&s, "adjacent", &at) || has(&s, "beside", &at))) {
        relate(z, &s, negated(&s) ? NOT_NEXT : NEXT, at);
    } else if (people == 1) place(z, &s);
}

static void each_sentence(puzzle *z, gp_str text, void (*take)(puzzle *z, gp_str sentence))
{
    for (size_t i = 0, from = 0; i <= text.n; i++) {
        bool stop = i == text.n || text.p[i] == '\n' || text.p[i] == ';' ||
                    (strchr(".!?", text.p[i]) && (i + 1 == text.n || isspace((unsigned char)text.p[i + 1])) &&
                     !(i && isdigit((unsigned char)text.p[i - 1]) && (i < 2 || text.p[i - 2] == '\n')));
        if (!stop) continue;
        if (i == text.n || text.p[i] != '?') take(z, (gp_str){text.p + from, i - from}); /* a question says nothing */
        from = i + 1;
    }
}

/* --- what is expected --- */

static void expect_at(puzzle *z, int who, int at)
{
    if (who < 0 || at < 0 || at >= z->n || z->expected[who] >= 0) return;
    z->expected[who] = at;
    z->n_expected++;
}

/* "1. Alice", "Dave is in position 4", or the people one after another. */
static void read_expected(puzzle *z, gp_str text)
{
    gp_str rest = text, word;
    int order[MOST_PEOPLE], n = 0, at = -1, last = -1;
    bool name_first = false;
    while (next_word(&rest, &word)) {
        int who = person(z, word), place = who < 0 ? number(word) : -1;
        if (who >= 0 && at < 0 && !n) name_first = true;
        if (who >= 0 && n < MOST_PEOPLE) order[n++] = who;
        if (who >= 0 && !name_first) expect_at(z, who, at), at = -1;
        if (place >= 0 && name_first) expect_at(z, last, place), last = -1;
        if (who >= 0) last = who;
        if (place >= 0) at = place;
    }
    for (int i = 0; i < n && n == z->n && !z->n_expected; i++) expect_at(z, order[i], i);
}

/* --- is there an order? --- */

static bool holds(const clue *c, const int *at)
{
    int x = at[c->who], y = c->what == AT || c->what == NOT_AT ? c->whom : at[c->whom], apart = x > y ? x - y : y - x;
    switch (c->what) {
    case LEFT: return x < y;
    case RIGHT: return x > y;
    case RIGHT_BEFORE: return x + 1 == y;
    case RIGHT_AFTER: return x == y + 1;
    case NEXT: return apart == 1;
    case NOT_NEXT: return apart != 1;
    case AT: return x == y;
    case NOT_AT: return x != y;
    }
    return true;
}

/* Orders that meet the clues (and what is expected), by trying all. */
static size_t orders(const puzzle *z, int *at, int next, unsigned taken, bool as_expected)
{
    if (next == z->n) {
        for (int i = 0; i < z->n_clues; i++)
            if (!holds(&z->clues[i], at)) return 0;
        return 1;
    }
    size_t sum = 0;
    for (int p = 0; p < z->n; p++) {
        if (taken >> p & 1u || (as_expected && z->expected[next] >= 0 && z->expected[next] != p)) continue;
        at[next] = p;
        sum += orders(z, at, next + 1, taken | 1u << p, as_expected);
    }
    return sum;
}

static void look(gp_arena *a, gp_audit *x, const gp_audited_model *m, const gp_audited_case *c)
{
    puzzle z = {.n = 0};
    int at[MOST_PEOPLE];
    enum { LONG = 20000 };
    if (c->prompt.n > LONG || c->expected.n > LONG || !is_of_a_row(c->prompt)) return;
    for (int i = 0; i < MOST_PEOPLE; i++) z.expected[i] = -1;
    find_people(&z, c->prompt);
    if (z.n < 3) return;
    each_sentence(&z, c->prompt, read_sentence);
    read_expected(&z, c->expected);
    if (z.n_clues < 2) return;
    size_t all = orders(&z, at, 0, 0, false), fits = z.n_expected ? orders(&z, at, 0, 0, true) : 1;
    gp_places places = {0};
    gp_places_add(&places, c);
    gp_str where = gp_places_take(a, &places);
    gp_str expected = {c->expected.p, c->expected.n < 120 ? c->expected.n : 120};
    if (!all)
        gp_audit_find(
            x, GP_AUDIT_FAULT, "puzzle-without-a-solution", m->name, where,
            gp_str_fmt(a, "No order of its %d people meets the %d clues that were understood.", z.n, z.n_clues),
            GP_STR("No answer to this case is right, so its score says nothing."));
    else if (!fits)
        gp_audit_find(
            x, GP_AUDIT_FAULT, "expected-answer-contradicts-itself", m->name, where,
            gp_str_fmt(
                a,
                "The expected answer (\"%.*s\") contradicts the puzzle's own clues: of the %zu order%s of %d people that meet the %d clues that were understood, none is like it.",
                GP_ARG(expected), all, all == 1 ? "" : "s", z.n, z.n_clues),
            GP_STR("A model that solves the puzzle is marked wrong. The case cannot count for or against anyone."));
    else if (all > 1 && z.n_expected == z.n)
        gp_audit_find(
            x, GP_AUDIT_NOTE, "puzzle-with-several-solutions", m->name, where,
            gp_str_fmt(a, "%zu orders meet the %d clues that were understood; one is expected.", all, z.n_clues),
            GP_STR("If no clue was missed, other right answers are marked wrong."));
}

/* The same case of several models is told once. */
void gp_look_at_puzzles(gp_arena *a, gp_audit *x)
{
    gp_names told = {0};
    for (size_t i = 0; i < x->read.n; i++)
        for (size_t k = 0; k < x->read.models[i].n; k++) {
            const gp_audited_case *c = &x->read.models[i].cases[k];
            bool added = false;
            if (!c->prompt.n) continue;
            gp_names_put(a, &told, gp_str_cat(a, c->prompt, GP_STR("\n"), c->expected), &added);
            if (added) look(a, x, &x->read.models[i], c);
        }
}

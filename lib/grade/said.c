/* said.c - a reply's own words, and phrases among them. */
#include "grade/said.h"

#include <string.h>

#include "base/memory.h"

/* --- characters --- */

/* Letters of Latin-1 and Latin Extended-A from U+00C0 on without their marks; two stand for a ligature's first. */
static const char latin[] =
    "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo*ouuuuyty"  /* U+00C0 */
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"  /* U+0100 */
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"; /* U+0140 */

static bool is_mark(int32_t c) { return c >= 0x300 && c <= 0x36F; }
static bool is_apostrophe(int32_t c) { return c == '\'' || c == 0x2019 || c == 0x2BC; }
static bool is_wide(int32_t c) { return (c >= 0x3040 && c <= 0xD7FF) || (c >= 0x20000 && c <= 0x3FFFF); }

static bool is_letter(int32_t c)
{
    if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c < 0xC0) return c == 0xAA || c == 0xB5 || c == 0xBA;
    if (c == 0xD7 || c == 0xF7) return false;
    return c < 0x2000 || is_wide(c) || (c >= 0x2C00 && c < 0x2E00);
}

static bool is_space(int32_t c)
{
    return (c >= '\t' && c <= '\r') || c == ' ' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x3000;
}

static int32_t fold(int32_t c)
{
    if (c >= 'A' && c <= 'Z') return c + 32;
    if (c >= 0xC0 && c < 0x180) return c == 0xD7 || c == 0xF7 ? c : (unsigned char)latin[c - 0xC0];
    if (c >= 0x410 && c <= 0x42F) c += 32;
    if (c == 0x401 || c == 0x451) return 0x435; /* io without its dots, short i without its breve */
    return c == 0x439 ? 0x438 : c;
}

/* --- reading --- */

typedef struct reader {
    gp_arena *a;
    gp_str text;
    size_t at, line; /* line: where the one that is read begins */
    size_t most;
    gp_said out;
    size_t words_room, sentences_room;
    size_t unpaired[8]; /* by pair of marks: none that opens before here is closed in its line */
    uint32_t clause;
    bool open; /* a sentence has begun */
    bool full;
} reader;

static int32_t peek(const reader *x, size_t at) { return at < x->text.n ? gp_utf8_next(x->text, &at) : '\n'; }

static void end_sentence(reader *x, bool question)
{
    if (!x->open) return;
    gp_sentence *s = &x->out.sentences[x->out.n_sentences - 1];
    s->n = x->out.n - s->first;
    s->question = question;
    x->open = false;
    x->clause++;
    x->full = x->most && x->out.n_sentences == x->most;
}

static void *grown(gp_arena *a, const void *old, size_t n, size_t *room, size_t size)
{
    if (n < *room) return (void *)(uintptr_t)old;
    *room = *room ? 2 * *room : 64;
    char *list = gp_arena_array(a, *room, size);
    if (n) memcpy(list, old, n * size);
    return list;
}

static void add_word(reader *x, gp_str text)
{
    gp_said *s = &x->out;
    char *folded = gp_arena_alloc(x->a, text.n + 4), *end = folded;
    for (size_t at = 0; at < text.n;) {
        int32_t c = gp_utf8_next(text, &at);
        if (c >= 0 && !is_mark(c) && !is_apostrophe(c)) end += gp_utf8_put(end, (uint32_t)fold(c));
    }
    if (!x->open) {
        s->sentences = grown(x->a, s->sentences, s->n_sentences, &x->sentences_room, sizeof *s->sentences);
        s->sentences[s->n_sentences++] = (gp_sentence){.first = s->n};
        x->open = true;
    }
    s->words = grown(x->a, s->words, s->n, &x->words_room, sizeof *s->words);
    s->words[s->n++] = (gp_word){text, {folded, (size_t)(end - folded)}, (uint32_t)s->n_sentences - 1, x->clause};
}

static void take_word(reader *x)
{
    size_t from = x->at, end;
    int32_t c = gp_utf8_next(x->text, &x->at);
    for (end = x->at; !is_wide(c) && x->at < x->text.n; x->at = end) {
        size_t next = x->at;
        c = gp_utf8_next(x->text, &next);
        bool inside = is_apostrophe(c) && is_letter(peek(x, next)) && !is_wide(peek(x, next));
        if (!inside && !is_mark(c) && (!is_letter(c) || is_wide(c))) break;
        end = next;
    }
    x->at = end;
    add_word(x, (gp_str){x->text.p + from, end - from});
}

static size_t line_end(const reader *x, size_t at)
{
    const char *feed = at < x->text.n ? memchr(x->text.p + at, '\n', x->text.n - at) : NULL;
    return feed ? (size_t)(feed - x->text.p) + 1 : x->text.n;
}

/* Quotation marks and inline code: what opens, and what closes it. */
static const int32_t pairs[][2] = {{'"', '"'},       {'`', '`'},       {0x201C, 0x201D}, {0xAB, 0xBB},
                                   {0x201E, 0x201C}, {0x300C, 0x300D}, {0x300E, 0x300F}, {0x201D, 0x201D}};
enum { PAIRS = sizeof pairs / sizeof *pairs };

static size_t pair_of(int32_t c)
{
    size_t i = 0;
    while (i < PAIRS && pairs[i][0] != c) i++;
    return i;
}

/* Behind what the mark opens, which was read; nowhere else where its line does not close it. */
static void skip_quoted(reader *x, size_t pair)
{
    if (x->at <= x->unpaired[pair]) return;
    size_t at = x->at;
    for (int32_t c = 0; at < x->text.n && c != '\n';) {
        c = gp_utf8_next(x->text, &at);
        if (c != pairs[pair][1]) continue;
        x->at = at;
        return;
    }
    x->unpaired[pair] = at;
}

static bool is_fence(gp_str line) { return gp_str_starts(line, GP_STR("```")) || gp_str_starts(line, GP_STR("~~~")); }

/* The line at `at` without the white space in front. */
static gp_str line_at(const reader *x, size_t at)
{
    while (at < x->text.n && (x->text.p[at] == ' ' || x->text.p[at] == '\t')) at++;
    return (gp_str){x->text.p + at, line_end(x, at) - at};
}

/* Blank lines and list items end a sentence; code and block quotes are left out. */
static void begin_line(reader *x)
{
    gp_str line = line_at(x, x->at);
    bool fence = is_fence(line), quote = line.n && line.p[0] == '>';
    bool blank = !gp_str_trim(line).n, item = line.n > 1 && strchr("-*+#", line.p[0]) && strchr(" #", line.p[1]);
    bool numbered = line.n > 1 && line.p[0] >= '0' && line.p[0] <= '9' && strchr(".)", line.p[1]);
    if (fence || quote || blank || item || numbered) end_sentence(x, false);
    if (!fence && !quote) return;
    x->at = line_end(x, x->at);
    while (fence && x->at < x->text.n) {
        fence = !is_fence(line_at(x, x->at));
        x->at = line_end(x, x->at);
    }
    x->line = SIZE_MAX; /* another line begins here */
}

static void take_mark(reader *x)
{
    int32_t c = gp_utf8_next(x->text, &x->at), next = peek(x, x->at);
    if (pair_of(c) < PAIRS) {
        skip_quoted(x, pair_of(c));
        return;
    }
    bool full = c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0x61F,
         question = c == '?' || c == 0xFF1F || c == 0x61F;
    bool stop = c == '.' || c == '!' || c == '?' || c == 0x2026;
    bool again = next == '.' || next == '!' || next == '?';
    if (full || (stop && !again && !is_letter(next) && next != '-' && next != '/')) end_sentence(x, question);
    if (c == '\n') x->line = SIZE_MAX;
    x->clause += c == ',' || c == ';' || c == ':' || c == '(' || c == ')' || c == 0x2014 || c == 0xFF0C || c == 0x3001;
}

gp_said gp_said_of(gp_arena *a, gp_str text, size_t most)
{
    reader x = {.a = a, .text = text, .line = SIZE_MAX, .most = most};
    while (x.at < text.n && !x.full) {
        if (x.line == SIZE_MAX) {
            x.line = x.at;
            begin_line(&x);
            continue;
        }
        size_t at = x.at;
        int32_t c = gp_utf8_next(text, &at);
        if (is_letter(c)) take_word(&x);
        else if (is_space(c) && c != '\n') x.at = at;
        else take_mark(&x);
    }
    end_sentence(&x, false);
    return x.out;
}

/* --- phrases --- */

/* One of the words between | is this one. */
static bool fits(gp_str choice, gp_str word)
{
    for (size_t at = 0; at <= choice.n;) {
        size_t k = 0, i = at;
        for (; i < choice.n && choice.p[i] != '|'; i++)
            if (choice.p[i] != '\'') k += k < word.n && word.p[k] == choice.p[i] ? 1 : word.n + 1;
        if (k == word.n) return true;
        at = i + 1;
    }
    return false;
}

enum { GAP = 4 }; /* words that * stands for at most */

/* Behind the phrase where it begins at word i; 0: it does not. */
static size_t match(const gp_said *s, const char *p, size_t i, uint32_t clause)
{
    if (!*p) return i;
    size_t n = strcspn(p, " ");
    const char *rest = p + n + (p[n] == ' ');
    if (n == 1 && *p == '*') {
        for (size_t k = 0; k <= GAP && i + k <= s->n; k++) {
            size_t end = match(s, rest, i + k, clause);
            if (end) return end;
        }
        return 0;
    }
    bool here = i < s->n && s->words[i].clause == clause && fits((gp_str){p, n}, s->words[i].folded);
    return here ? match(s, rest, i + 1, clause) : 0;
}

/* The longest exception, or the longest phrase, that begins at word i: its end; 0: none. */
static size_t longest(const gp_said *s, const gp_phrases *p, size_t i, bool exceptions)
{
    size_t best = 0;
    for (size_t k = 0; k < p->n; k++) {
        bool exception = p->list[k][0] == '!';
        size_t end = exception == exceptions ? match(s, p->list[k] + exception, i, s->words[i].clause) : 0;
        if (end > best) best = end;
    }
    return best;
}

/* Most words begin no phrase, which their first byte tells at once. */
static void first_bytes(const gp_phrases *p, bool *begins)
{
    memset(begins, 0, 256);
    for (size_t k = 0; k < p->n; k++) {
        const char *c = p->list[k] + (p->list[k][0] == '!');
        begins[(unsigned char)*c] = true;
        for (; *c && *c != ' '; c++)
            if (*c == '|') begins[(unsigned char)c[1]] = true;
    }
}

static gp_str find(const gp_said *s, const gp_phrases *p, size_t from, size_t to)
{
    bool begins[256];
    size_t excepted = 0; /* words before this are inside an exception */
    first_bytes(p, begins);
    for (size_t i = from; i < to; i++) {
        if (!s->words[i].folded.n || !begins[(unsigned char)s->words[i].folded.p[0]]) continue;
        size_t exception = longest(s, p, i, true);
        if (exception > excepted) excepted = exception;
        size_t end = i < excepted ? 0 : longest(s, p, i, false);
        if (!end) continue;
        const char *first = s->words[i].text.p;
        gp_str last = s->words[end - 1].text;
        return (gp_str){first, (size_t)(last.p + last.n - first)};
    }
    return (gp_str){0};
}

gp_str gp_said_find(const gp_said *s, const gp_phrases *p) { return find(s, p, 0, s->n); }

gp_str gp_said_find_in(const gp_said *s, const gp_phrases *p, size_t sentence)
{
    const gp_sentence *x = &s->sentences[sentence];
    return find(s, p, x->first, x->first + x->n);
}

/* pieces.c - walks over the parts of a text. */
#include "unicode/pieces.h"

#include <unictype.h>
#include <unigbrk.h>
#include <uniwbrk.h>

#include "unicode/forms.h"

gp_pieces gp_pieces_of(gp_arena *a, gp_str text, gp_piece kind)
{
    gp_pieces w = {.text = gp_utf8_repair(a, text), .kind = kind};
    if ((kind == GP_WORD || kind == GP_GRAPHEME) && w.text.n) {
        char *breaks = gp_arena_alloc(a, w.text.n);
        if (kind == GP_WORD) u8_wordbreaks((const uint8_t *)w.text.p, w.text.n, breaks);
        else u8_grapheme_breaks((const uint8_t *)w.text.p, w.text.n, breaks);
        w.breaks = breaks;
    }
    return w;
}

static gp_str between(gp_str s, size_t from, size_t to) { return (gp_str){s.p + from, to - from}; }

/* The code point at `at`, or -1 at the end. */
static int32_t peek(gp_str s, size_t at) { return at < s.n ? gp_utf8_next(s, &at) : -1; }

static bool has_word_character(gp_str s)
{
    for (size_t at = 0; at < s.n;)
        if (gp_char_word(gp_utf8_next(s, &at))) return true;
    return false;
}

static size_t next_break(const gp_pieces *w, size_t at)
{
    do at++;
    while (at < w->text.n && !w->breaks[at]);
    return at;
}

/* --- words and tokens --- */

static bool next_grapheme(gp_pieces *w, gp_str *part)
{
    size_t from = w->at;
    w->at = next_break(w, from);
    *part = between(w->text, from, w->at);
    return true;
}

static bool next_word(gp_pieces *w, gp_str *part)
{
    while (w->at < w->text.n) {
        size_t from = w->at;
        bool joined = gp_char_joined(peek(w->text, from));
        w->at = next_break(w, from);
        while (joined && w->at < w->text.n && gp_char_joined(peek(w->text, w->at))) w->at = next_break(w, w->at);
        *part = between(w->text, from, w->at);
        if (has_word_character(*part)) return true;
    }
    return false;
}

static bool next_token(gp_pieces *w, gp_str *part)
{
    gp_str s = w->text;
    size_t from = w->at, at = from;
    int32_t cp = -1;
    while (at < s.n && !gp_char_word(cp = gp_utf8_next(s, &at))) from = at;
    if (!gp_char_word(cp)) return w->at = s.n, false;
    bool alone = gp_char_unspaced(cp);
    for (w->at = at; at < s.n; w->at = at) {
        cp = gp_utf8_next(s, &at);
        if (alone ? !gp_char_mark(cp) : !gp_char_word(cp) || gp_char_unspaced(cp)) break;
    }
    *part = between(s, from, w->at);
    return true;
}

/* --- lines --- */

static size_t line_end(gp_str s, size_t at)
{
    while (at < s.n && s.p[at] != '\n') at++;
    return at;
}

static size_t skip_blanks(gp_str s, size_t at)
{
    while (at < s.n && (s.p[at] == ' ' || s.p[at] == '\t' || s.p[at] == '\r')) at++;
    return at;
}

static bool blank_line(gp_str s, size_t at)
{
    at = skip_blanks(s, at);
    return at == s.n || s.p[at] == '\n';
}

static bool is_bullet(int32_t cp)
{
    static const uint16_t signs[] = {'-', '*', '+', 0x2022, 0x2023, 0x25E6, 0x25AA, 0x25CF, 0xB7, 0x2013};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (cp == signs[i]) return true;
    return false;
}

typedef enum marker { NONE, BULLET, NUMBERED, HEADING } marker;

/* What the line at `at` begins with; *end is behind the sign. */
static marker marker_at(gp_str s, size_t at, size_t *end)
{
    size_t from = at = skip_blanks(s, at);
    marker m = NONE;
    if (at < s.n && is_bullet(gp_utf8_next(s, &at))) m = BULLET;
    else at = from;
    while (!m && at < s.n && at - from < 9 && s.p[at] >= '0' && s.p[at] <= '9') at++;
    if (!m && at > from && at < s.n && (s.p[at] == '.' || s.p[at] == ')')) at++, m = NUMBERED;
    while (!m && at < s.n && at - from < 6 && s.p[at] == '#') at++;
    if (!m && at > from && s.p[at - 1] == '#') m = HEADING;
    *end = at;
    return at < s.n && gp_char_space(peek(s, at)) ? m : NONE;
}

static bool next_line(gp_pieces *w, gp_str *part)
{
    size_t end = line_end(w->text, w->at);
    *part = between(w->text, w->at, end);
    w->at = end + 1;
    return true;
}

static bool next_bullet(gp_pieces *w, gp_str *part)
{
    while (w->at < w->text.n) {
        size_t end, from = w->at;
        next_line(w, part);
        if (marker_at(w->text, from, &end) == BULLET && end < from + part->n) return true;
    }
    return false;
}

static bool next_paragraph(gp_pieces *w, gp_str *part)
{
    gp_str s = w->text;
    while (w->at < s.n && blank_line(s, w->at)) w->at = line_end(s, w->at) + 1;
    size_t from = w->at, end = from;
    while (w->at < s.n && !blank_line(s, w->at)) {
        end = line_end(s, w->at);
        w->at = end + 1;
    }
    *part = between(s, from, end);
    return end > from;
}

/* --- sentences --- */

static bool is_dot(int32_t cp) { return cp == '.' || cp == 0x2026 || cp == 0x2024 || cp == 0xFE52; }

static bool is_terminal(int32_t cp) { return is_dot(cp) || (cp >= 0 && uc_is_property_sentence_terminal((ucs4_t)cp)); }

/* Written without a space behind it. */
static bool is_wide(int32_t cp) { return cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F || cp == 0xFF61 || cp == 0xFF0E; }

static bool is_closing(int32_t cp)
{
    return cp == '"' || cp == '\'' || cp == '*' || cp == '_' || cp == '`' ||
           (cp >= 0 && uc_is_general_category_withtable((ucs4_t)cp, UC_CATEGORY_MASK_Pe | UC_CATEGORY_MASK_Pf));
}

/* A full stop behind this word is no end: it is one letter, or a title. */
static bool is_short(gp_str word)
{
    static const char *const titles[] = {"Mr", "Mrs", "Ms", "Dr", "Prof", "St", "vs"};
    size_t at = 0;
    if (word.n && gp_char_cased(gp_utf8_next(word, &at)) && at == word.n) return true;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (gp_str_eqc(word, titles[i])) return true;
    return false;
}

static bool lower_follows(gp_str s, size_t at)
{
    while (at < s.n) {
        int32_t cp = gp_utf8_next(s, &at);
        if (!gp_char_space(cp)) return gp_char_lower(cp);
    }
    return false;
}

/* Terminal punctuation begins at `at`, behind a word. Goes over it and what closes; true if a sentence ends there. */
static bool ends_here(gp_str s, size_t *at, gp_str word)
{
    bool dots = true, wide = false, closed = false;
    size_t n = 0;
    for (; *at < s.n; n++) {
        size_t next = *at;
        int32_t cp = gp_utf8_next(s, &next);
        if (is_closing(cp)) closed = true;
        else if (!is_terminal(cp)) break;
        else dots = dots && is_dot(cp), wide = wide || is_wide(cp);
        *at = next;
    }
    if (wide || *at == s.n) return true;
    if (!gp_char_space(peek(s, *at))) return false;
    if (dots && n == 1 && is_short(word)) return false;
    return !((dots || closed) && lower_follows(s, *at));
}

/* Does what is behind the line feed at `at` begin anew? */
static bool block_ends(gp_str s, size_t at)
{
    size_t unused;
    return blank_line(s, at + 1) || marker_at(s, at + 1, &unused) != NONE;
}

static size_t sentence_end(gp_str s, size_t at, bool heading)
{
    size_t word = at;
    while (at < s.n) {
        size_t from = at;
        int32_t cp = gp_utf8_next(s, &at);
        if (cp == '\n' && (heading || block_ends(s, from))) return from;
        if (is_terminal(cp)) {
            at = from;
            if (ends_here(s, &at, between(s, word, from))) return at;
        }
        if (!gp_char_word(cp)) word = at;
    }
    return at;
}

static bool next_sentence(gp_pieces *w, gp_str *part)
{
    gp_str s = w->text;
    while (w->at < s.n) {
        size_t from = w->at, end;
        while (from < s.n && gp_char_space(peek(s, from))) (void)gp_utf8_next(s, &from);
        size_t line = from;
        while (line && (s.p[line - 1] == ' ' || s.p[line - 1] == '\t')) line--;
        marker m = !line || s.p[line - 1] == '\n' ? marker_at(s, from, &end) : NONE;
        if (m) from = end;
        w->at = sentence_end(s, from, m == HEADING);
        *part = gp_str_trim(between(s, from, w->at));
        if (has_word_character(*part)) return true;
    }
    return false;
}

bool gp_pieces_next(gp_pieces *w, gp_str *part)
{
    if (w->at >= w->text.n) return false;
    switch (w->kind) {
    case GP_GRAPHEME: return next_grapheme(w, part);
    case GP_WORD: return next_word(w, part);
    case GP_TOKEN: return next_token(w, part);
    case GP_SENTENCE: return next_sentence(w, part);
    case GP_LINE: return next_line(w, part);
    case GP_PARAGRAPH: return next_paragraph(w, part);
    case GP_BULLET: return next_bullet(w, part);
    }
    return false;
}

uint64_t gp_pieces_count(gp_arena *a, gp_str text, gp_piece kind)
{
    gp_pieces w = gp_pieces_of(a, text, kind);
    gp_str part;
    uint64_t n = 0;
    while (gp_pieces_next(&w, &part)) n++;
    return n;
}

/* pieces.h - the parts of a text: graphemes, words, tokens, sentences, lines, paragraphs, bullets.
 *
 * A walk gives one part after the other; parts lie in the text. Time is linear in the text. What each part is:
 *
 * - Graphemes are what a reader takes for one character (UAX #29, extended): "é" however written, a flag, a family, CR
 *   LF. An invalid byte is one.
 * - Words lie between the word boundaries of UAX #29 and have a letter, a mark or a number: "don't" and "3.14" are one,
 *   "well-known" is two, punctuation and emoji are none. Each Han or Hiragana character is a word of its own, a run of
 *   Katakana is one; so is a run of Thai, Lao, Khmer or Burmese letters, whose words only a dictionary could tell.
 * - Tokens are runs of letters, marks and numbers: "don't" is two. Each letter of a script without spaces is one.
 * - Sentences have a letter or a number, and end at the end of a paragraph, before a bullet, a numbered item or a
 *   heading, and behind terminal punctuation: "." only before white space or the end, and not where a lower-case letter
 *   follows, behind a single letter ("J. Smith", "e.g. this") or behind Mr, Mrs, Ms, Dr, Prof, St, vs; "!", "?", "…" and
 *   their kin before white space or the end; "。", "！" and "？" anywhere. Closing quotes and brackets belong to it.
 * - Lines end with a line feed; what follows the last one is a line too, unless it is empty.
 * - Paragraphs are runs of lines that are not blank.
 * - Bullets are lines that begin, behind white space, with one of - * + • ‣ ◦ ▪ ● · – and white space. */
#ifndef GP_UNICODE_PIECES_H
#define GP_UNICODE_PIECES_H

#include "base/str.h"

typedef enum gp_piece {
    GP_GRAPHEME,
    GP_WORD,
    GP_TOKEN,
    GP_SENTENCE,
    GP_LINE, /* without its line feed */
    GP_PARAGRAPH,
    GP_BULLET /* the line */
} gp_piece;

typedef struct gp_pieces { /* a walk; filled by gp_pieces_of */
    gp_str text;
    gp_piece kind;
    size_t at;
    const char *breaks; /* GP_WORD: 1 at each byte that a boundary stands before */
} gp_pieces;

/* Begin a walk. The text may be invalid UTF-8 and outlives the walk; the arena holds what it needs. */
gp_pieces gp_pieces_of(gp_arena *a, gp_str text, gp_piece kind);
/* The next part; false at the end. */
bool gp_pieces_next(gp_pieces *w, gp_str *part);
/* How many there are. */
uint64_t gp_pieces_count(gp_arena *a, gp_str text, gp_piece kind);

#endif

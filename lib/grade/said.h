/* said.h - what a reply says in its own words, and finding phrases in it. Internal to lib/grade.
 *
 * Own words are those outside of code fences (``` or ~~~), inline code, block quotes (lines that begin with ">") and
 * double quotation marks of any kind; inline code and quotations end in the line in which they begin, or are none. A
 * word is a run of letters and digits; an apostrophe inside it belongs to it. Each character of Chinese, Japanese and
 * Korean is a word. Words are compared folded: without case, accents and apostrophes, in Latin and Cyrillic.
 *
 * A sentence ends at . ! ? … before white space, at 。 ！ ？ anywhere, at a blank line, and before a list item. Time is
 * linear in the text. */
#ifndef GP_GRADE_SAID_H
#define GP_GRADE_SAID_H

#include "base/arena.h"
#include "base/str.h"

typedef struct gp_word {
    gp_str text;       /* in the reply */
    gp_str folded;     /* UTF-8 */
    uint32_t sentence; /* from 0 */
    uint32_t clause;   /* changes with the sentence, and at commas, semicolons, colons, brackets and dashes */
} gp_word;

typedef struct gp_sentence {
    size_t first, n; /* words */
    bool question;   /* ends with ? or its kin */
} gp_sentence;

typedef struct gp_said {
    gp_word *words;
    size_t n;
    gp_sentence *sentences; /* those with words */
    size_t n_sentences;
} gp_said;

/* In the arena. Only the first `most` sentences; 0: all. */
gp_said gp_said_of(gp_arena *a, gp_str text, size_t most);

/* A phrase is words with a space between; | stands between words that may stand in one place, * for up to four words of
 * any kind. It lies within one clause. One that begins with ! is an exception: no phrase is found inside it. */
typedef struct gp_phrases {
    const char *const *list;
    size_t n;
} gp_phrases;
extern const gp_phrases gp_refusals, gp_abstentions, gp_courtesies, gp_requests, gp_musings, gp_openers;

/* The first phrase in the reply, as it stands there; .p is NULL where there is none. */
gp_str gp_said_find(const gp_said *s, const gp_phrases *p);
/* One that begins in this sentence. */
gp_str gp_said_find_in(const gp_said *s, const gp_phrases *p, size_t sentence);

#endif

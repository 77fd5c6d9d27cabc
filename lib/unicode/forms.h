/* forms.h - texts brought into one form before they are compared: normal forms, case, white space, punctuation; and
 * what Unicode says of one character. libunistring knows the tables; which edition of Unicode they are is its matter.
 *
 * Texts go in and out as UTF-8 slices; an invalid byte is taken for U+FFFD. What is new lies in the arena. Time is
 * linear in the text. Nothing here fails. */
#ifndef GP_UNICODE_FORMS_H
#define GP_UNICODE_FORMS_H

#include "base/str.h"

typedef enum gp_form {                  /* bits, which may be joined */
                       GP_FORM_NFC = 1, /* canonical composition: "e" and a combining acute are "é" */
                       GP_FORM_NFKC =
                           2, /* compatibility composition, which includes NFC: full-width letters, ligatures, "²" */
                       GP_FORM_CASE = 4,   /* full case folding: "Straße" and "STRASSE" become the same */
                       GP_FORM_SPACES = 8, /* each run of white space becomes one space, none is left around the text */
                       GP_FORM_PUNCTUATION =
                           16, /* characters of the categories P are left out; symbols such as "$" or "+" stay */
                       GP_FORMS = 5
} gp_form;
extern const char *const gp_form_names[GP_FORMS]; /* "nfc", "nfkc", "case", "spaces", "punctuation" */

/* The text in these forms; the text itself where there are none. Twice is the same as once. */
gp_str gp_form_text(gp_arena *a, gp_str s, uint32_t forms);

typedef enum gp_letters { GP_LOWER, GP_UPPER } gp_letters;
/* All letters lower or upper, by Unicode's full mappings and no language's own. */
gp_str gp_form_letters(gp_arena *a, gp_str s, gp_letters to);

/* One code point; false for -1, which gp_utf8_next gives for an invalid byte. */
bool gp_char_space(int32_t cp);       /* Unicode white space */
bool gp_char_punctuation(int32_t cp); /* category P */
bool gp_char_word(int32_t cp);        /* a letter, mark or number: categories L, M, N */
bool gp_char_mark(int32_t cp);        /* M */
bool gp_char_cased(int32_t cp);       /* upper, lower or title case */
bool gp_char_upper(int32_t cp);       /* cased, and lower case would be another: upper or title case */
bool gp_char_lower(int32_t cp);       /* lower case, and upper case would be another */
/* A letter of a script that puts no spaces between words: Han, kana, Thai, Lao, Khmer, Burmese and their kin. */
bool gp_char_unspaced(int32_t cp);
/* Of those, one that is written with others as a word, which only a dictionary could tell: not Han and not Hiragana. */
bool gp_char_joined(int32_t cp);

#endif

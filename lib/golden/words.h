/* words.h - where two texts differ, in words, for people.
 *
 * A word is a run of bytes without ASCII white space; a line feed is a word of its own, other white space only
 * separates. Text is shown with control characters made visible (gp_show), so the output is safe on a terminal. */
#ifndef GP_GOLDEN_WORDS_H
#define GP_GOLDEN_WORDS_H

#include "base/str.h"

/* One line that names the first difference: `word 3: expected "17", got "18"`. Texts that differ only in white space
 * say so. Long words are cut. Appends nothing when the texts are equal. */
void gp_words_first_difference(gp_buf *out, gp_str expected, gp_str got);

/* Where the two look the same (base/alike.h): `before`, what tells them apart in code points, `behind`. */
void gp_words_unseen(gp_buf *out, const char *before, gp_str x, gp_str y, const char *behind);

/* The whole texts as one, with `[-removed-]` and `{+added+}` runs; equal stretches longer than `context` words on a
 * side are replaced by "…". Texts too different or too long to align (over 4,000 words) show one removed and one added
 * run. */
void gp_words_diff(gp_buf *out, gp_str before, gp_str after, size_t context);

/* The same with other marks around the runs, and with words appended by `text` (NULL: as they are), which gets them
 * with control characters made visible. */
typedef struct gp_words_marks {
    const char *gone, *gone_end, *came, *came_end;
    void (*text)(gp_buf *out, gp_str shown);
} gp_words_marks;
void gp_words_diff_as(gp_buf *out, const gp_words_marks *m, gp_str before, gp_str after, size_t context);

#endif

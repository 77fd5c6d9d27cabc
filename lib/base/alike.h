/* alike.h - texts that differ although nobody can see it: composed letters and letters with marks ("é" in NFC and NFD),
 * characters that are not seen, look-alikes of other scripts, kinds of spaces, quotes and dashes.
 *
 * Both functions append "U+00E9 against U+0065 U+0301", the first such difference with the expected side first, and
 * return whether they did. They append nothing where the texts are the same, or where the eye sees the difference. */
#ifndef GP_BASE_ALIKE_H
#define GP_BASE_ALIKE_H

#include "base/str.h"

bool gp_alike(gp_buf *out, gp_str expected, gp_str got);
/* The same of a part, of at most 512 bytes, that is looked for in the first 64 KiB of a text. */
bool gp_alike_within(gp_buf *out, gp_str part, gp_str text);

#endif

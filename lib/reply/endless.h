/* endless.h - has a text degenerated into endless repetition?
 *
 * A model that has fallen into saying the same thing over and over never ends its reply by itself. The local engine
 * sees that in its token ids (reply/loop.h); of a remote model only text arrives, so this rule is in terms of bytes:
 *
 *     At some multiple of 512 bytes, what stands before it repeats with a period of p bytes, 1 <= p <= 512, and this
 *     repetition is at least 4096 bytes long and holds the period at least 64 times.
 *
 * So a period of up to 64 bytes must fill 4096 bytes, one of 200 bytes 12800. Honest answers repeat far less: a table's
 * rule of a thousand dashes, a list of 1000 zeros, 60 equal rows of a table, of code or of a picture made of letters
 * pass. What varies a little from turn to turn (a counter, another word) is not found; limits end it.
 *
 * The rule speaks of the text alone. Looking piece by piece while it arrives, however it is cut, or at the whole of it
 * gives the same verdict at the same place. Pure; memory is bounded, time linear in the text. */
#ifndef GP_REPLY_ENDLESS_H
#define GP_REPLY_ENDLESS_H

#include "base/str.h"

enum { GP_ENDLESS_PERIOD = 512, GP_ENDLESS_BYTES = 4096, GP_ENDLESS_TIMES = 64, GP_ENDLESS_EVERY = 512 };

/* `text` is all of it so far; *looked (0 at first) is how far earlier calls have looked, and moves on. Returns the
 * smallest period at the first place where the rule holds, with *looked at that place; 0 if there is none up to the
 * end. */
size_t gp_endless_look(gp_str text, size_t *looked);

/* Bytes that a period must fill. */
size_t gp_endless_needs(size_t period);

#endif

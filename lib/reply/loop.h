/* loop.h - has a reply degenerated into a loop?
 *
 * Models fall into saying the same thing over and over; such a reply never ends by itself and its text says nothing.
 * The rule is in terms of generated token ids alone, so every device and every batch comes to the same verdict at the
 * same token:
 *
 *     The last tokens repeat with a period of p ids, 1 <= p <= 64, and this repetition is at least 768 tokens long and
 *     holds the period at least 32 times.
 *
 * So a period of up to 24 ids must fill 768 tokens, one of 64 ids 2048. That is far beyond what an honest answer
 * repeats: a table's rule of 200 dashes, a JSON array of 300 zeros, a 16 by 16 matrix of zeros, "banana" a hundred
 * times pass. Sampled loops that vary a little are not found; the token limit ends them. */
#ifndef GP_REPLY_LOOP_H
#define GP_REPLY_LOOP_H

#include <stddef.h>
#include <stdint.h>

enum { GP_LOOP_PERIOD = 64, GP_LOOP_TOKENS = 768, GP_LOOP_TIMES = 32 };

/* The smallest period with which the end of ids[0..n) loops by the rule above; 0 if it does not. Pure. Takes a few
 * comparisons per period for text that does not repeat. */
unsigned gp_loop_period(const int32_t *ids, size_t n);

#endif

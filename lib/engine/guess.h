/* guess.h - guesses of what comes next, out of the conversation itself.
 *
 * A guess changes no result: the engine computes the rows behind guessed tokens as it would have one by one, and what is
 * chosen from them is chosen as ever; a token that was not guessed right throws the rest of the guess away (scheduler.c).
 * What is gained is time, where a reply repeats what stands in its prompt or before it: several rows of one sequence cost
 * hardly more than one as long as weights are read from memory. */
#ifndef GP_ENGINE_GUESS_H
#define GP_ENGINE_GUESS_H

#include <stddef.h>
#include <stdint.h>

enum { GP_GUESS_MOST = 7 }; /* guessed at once: with the token before, a tile of 8 rows */

/* When guessing is worth it for one request. {0} is the beginning. */
typedef struct gp_guess_luck {
    uint32_t reach, misses, pause;
} gp_guess_luck;

/* Up to `most` ids that followed where the last three of ids[0..n) stood before, the latest such place; 0: there is none, or
 * guessing rests after guesses that came to nothing. */
size_t gp_guess(gp_guess_luck *k, const int32_t *ids, size_t n, int32_t *out, size_t most);
/* So many of the last guess were right. */
void gp_guess_told(gp_guess_luck *k, size_t guessed, size_t right);

#endif

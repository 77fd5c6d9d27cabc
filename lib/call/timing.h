/* timing.h - from moments to the durations that a transcript keeps. Pure: no clock.
 *
 * A moment is first taken relative to the start of its request and rounded to whole microseconds (gp_us); durations are
 * differences of such moments. So a recording, which keeps moments in whole microseconds, plays back to the same
 * numbers as the live exchange, whatever the clock says. Unknown moments are NaN and make unknown durations; nothing
 * is guessed.
 *
 * A gap is the time between two arrivals of pieces with text, as the reader saw them: pieces that came in one read
 * have a gap of 0, and a provider may put several tokens into one piece. Percentiles are by nearest rank: of n values
 * in ascending order, p% is the value with the number ceil(p * n / 100), counted from 1. It is always one of the
 * values. */
#ifndef GP_CALL_TIMING_H
#define GP_CALL_TIMING_H

#include "transcript/transcript.h"

/* For what came over the network see gp_call_times (call.h). */

/* The index, from 0, of percentile `percent` (1 to 100) among n > 0 sorted values. */
size_t gp_nearest_rank(size_t n, unsigned percent);

/* `at` holds n moments in ascending order, relative to a common start; it is overwritten. All NaN with fewer than two
 * of them, or where one is unknown. Sets the gaps of *r. */
void gp_time_gaps(gp_reply *r, double *at, size_t n);

/* Every duration of *r, from the times at which the local engine chose its n tokens; the last one may be the token that
 * ends the reply. first_reasoning and first_answer are indexes of tokens, SIZE_MAX where there was none. */
void gp_time_local(gp_reply *r, gp_arena *a, const double *token_s, size_t n, size_t first_reasoning,
                   size_t first_answer);

#endif

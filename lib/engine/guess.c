/* guess.c - guesses by looking back. */
#include "engine/guess.h"

enum { PATTERN = 3, FIRST_REACH = 3, MOST_DOUBLINGS = 6 };

/* Index behind the latest earlier place of the last ids; 0: none. */
static size_t seen_before(const int32_t *ids, size_t n)
{
    if (n <= PATTERN) return 0;
    const int32_t *end = ids + n - PATTERN;
    for (size_t at = n - PATTERN; at-- > 0;)
        if (ids[at] == end[0] && ids[at + 1] == end[1] && ids[at + 2] == end[2]) return at + PATTERN;
    return 0;
}

size_t gp_guess(gp_guess_luck *k, const int32_t *ids, size_t n, int32_t *out, size_t most)
{
    if (k->pause) {
        k->pause--;
        return 0;
    }
    size_t from = seen_before(ids, n), reach = k->reach ? k->reach : FIRST_REACH, count = 0;
    if (reach < most) most = reach;
    for (; from && count < most; count++) out[count] = from + count < n ? ids[from + count] : out[from + count - n];
    return count;
}

void gp_guess_told(gp_guess_luck *k, size_t guessed, size_t right)
{
    if (right) {
        k->misses = 0;
        k->reach = right == guessed ? GP_GUESS_MOST : FIRST_REACH;
        return;
    }
    k->reach = FIRST_REACH;
    if (k->misses < MOST_DOUBLINGS) k->misses++;
    k->pause = 1u << k->misses;
}

/* loop.c - see loop.h. */
#include "reply/loop.h"

unsigned gp_loop_period(const int32_t *ids, size_t n)
{
    for (unsigned p = 1; p <= GP_LOOP_PERIOD; p++) {
        size_t need = (size_t)p * GP_LOOP_TIMES;
        if (need < GP_LOOP_TOKENS) need = GP_LOOP_TOKENS;
        if (n < need) return 0; /* longer periods need at least as much */
        size_t i = n, end = n - need + p;
        while (i > end && ids[i - 1] == ids[i - 1 - p]) i--;
        if (i == end) return p;
    }
    return 0;
}

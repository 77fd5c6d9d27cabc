/* endless.c - see endless.h. */
#include "reply/endless.h"

#include <stdint.h>

size_t gp_endless_needs(size_t period)
{
    size_t times = period * GP_ENDLESS_TIMES;
    return times > GP_ENDLESS_BYTES ? times : GP_ENDLESS_BYTES;
}

/* The smallest period by which the text before `end` satisfies the rule, or 0. Read backwards, a text that repeats with
 * period p begins with a copy of itself p bytes on, so this is the Z algorithm: same[p] counts how many bytes from p on
 * equal those at the start, and [from, to) is the copy that reaches furthest. It compares every byte of the tail at
 * most once, however nearly periodic the text is. */
static size_t period_before(const char *end, size_t n)
{
    uint32_t same[GP_ENDLESS_PERIOD + 1];
    size_t from = 0, to = 0, most = gp_endless_needs(GP_ENDLESS_PERIOD);
    if (n > most) n = most;
    for (size_t p = 1; p <= GP_ENDLESS_PERIOD && gp_endless_needs(p) <= n; p++) {
        size_t k = p < to ? same[p - from] : 0;
        if (p + k >= to) {
            k = p < to ? to - p : 0;
            while (p + k < n && end[-1 - (ptrdiff_t)k] == end[-1 - (ptrdiff_t)(p + k)]) k++;
            from = p;
            to = p + k;
        }
        same[p] = (uint32_t)k;
        if (p + k >= gp_endless_needs(p)) return p;
    }
    return 0;
}

size_t gp_endless_look(gp_str text, size_t *looked)
{
    while (text.n >= *looked + GP_ENDLESS_EVERY) {
        *looked += GP_ENDLESS_EVERY;
        size_t p = period_before(text.p + *looked, *looked);
        if (p) return p;
    }
    return 0;
}

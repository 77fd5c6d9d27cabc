/* unicode.c - looking a code point up in the ranges. */
#include "token/unicode.h"

#include <stddef.h>

static const uint32_t ranges[] = {
#include "token/unicode_ranges.inc"
};

uint8_t gp_uc_class(uint32_t cp)
{
    size_t low = 0, high = sizeof ranges / sizeof ranges[0]; /* the first range begins at 0 */
    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;
        if (ranges[mid] >> 3 <= cp) low = mid;
        else high = mid;
    }
    return (uint8_t)(1u << (ranges[low] & 7));
}

/* cursor.c - reads that stop for good at the first that does not fit. */
#include "base/cursor.h"

#include <string.h>

gp_cursor gp_cursor_over(const void *p, size_t n) { return (gp_cursor){.p = p, .n = n}; }

const unsigned char *gp_cursor_bytes(gp_cursor *c, uint64_t n)
{
    if (c->bad) return NULL;
    if (n > c->n - c->at) {
        c->bad = true;
        c->bad_at = c->at;
        return NULL;
    }
    const unsigned char *p = c->p + c->at;
    c->at += (size_t)n;
    return p;
}

static uint64_t little_endian(gp_cursor *c, unsigned n)
{
    const unsigned char *p = gp_cursor_bytes(c, n);
    uint64_t v = 0;
    for (unsigned i = n; p && i > 0; i--) v = v << 8 | p[i - 1];
    return v;
}

uint8_t gp_cursor_u8(gp_cursor *c) { return (uint8_t)little_endian(c, 1); }
uint16_t gp_cursor_u16(gp_cursor *c) { return (uint16_t)little_endian(c, 2); }
uint32_t gp_cursor_u32(gp_cursor *c) { return (uint32_t)little_endian(c, 4); }
uint64_t gp_cursor_u64(gp_cursor *c) { return little_endian(c, 8); }

float gp_cursor_f32(gp_cursor *c)
{
    uint32_t bits = gp_cursor_u32(c);
    float v;
    memcpy(&v, &bits, sizeof v);
    return v;
}

double gp_cursor_f64(gp_cursor *c)
{
    uint64_t bits = gp_cursor_u64(c);
    double v;
    memcpy(&v, &bits, sizeof v);
    return v;
}

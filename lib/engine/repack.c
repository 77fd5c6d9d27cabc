/* repack.c - interleaving the blocks of 16 rows by the fields of their format. */
#include <string.h>

#include "engine/wtype.h"

static uint64_t part(const gp_block_format *f, uint32_t cols, bool side)
{
    uint64_t n = 0;
    for (unsigned i = 0; i < GP_BLOCK_FIELDS && f->field[i].bytes; i++)
        if (f->field[i].side == side) n += f->field[i].bytes;
    return n * 16 * (cols / f->values);
}

uint64_t gp_block_main(const gp_block_format *f, uint32_t cols) { return part(f, cols, false); }
uint64_t gp_block_side(const gp_block_format *f, uint32_t cols) { return part(f, cols, true); }

/* One field of a block of one row: every unit 16 units further. */
static void spread(const unsigned char *from, const gp_block_field *e, unsigned char *to)
{
    if (e->unit == 4) {
        for (unsigned u = 0; u < e->bytes; u += 4) memcpy(to + u * 16, from + u, 4);
    } else if (e->unit == 2) {
        for (unsigned u = 0; u < e->bytes; u += 2) memcpy(to + u * 16, from + u, 2);
    } else {
        for (unsigned u = 0; u < e->bytes; u++) to[u * 16] = from[u];
    }
}

void gp_block_pack(const gp_block_format *f, const unsigned char *const rows[16], uint32_t cols, unsigned char *main,
                   unsigned char *side)
{
    static const unsigned char zeros[256] = {0};
    for (uint32_t b = 0; b < cols / f->values; b++)
        for (unsigned i = 0; i < GP_BLOCK_FIELDS && f->field[i].bytes; i++) {
            const gp_block_field *e = &f->field[i];
            unsigned char **to = e->side ? &side : &main;
            for (unsigned r = 0; r < 16; r++)
                spread(rows[r] ? rows[r] + (size_t)b * f->bytes + e->at : zeros, e, *to + r * e->unit);
            *to += (size_t)e->bytes * 16;
        }
}

/* cursor.h - bounded reading of binary little-endian data.
 *
 * A cursor walks over bytes it does not own. The first read that does not fit makes it fail for good: `bad` is set,
 * `bad_at` keeps the offset, and every later read returns zero. So a parser reads a whole header and checks once. */
#ifndef GP_BASE_CURSOR_H
#define GP_BASE_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct gp_cursor {
    const unsigned char *p;
    size_t n;      /* bytes in all */
    size_t at;     /* next unread byte */
    bool bad;      /* sticky */
    size_t bad_at; /* offset of the read that failed */
} gp_cursor;

gp_cursor gp_cursor_over(const void *p, size_t n);
static inline size_t gp_cursor_left(const gp_cursor *c) { return c->bad ? 0 : c->n - c->at; }
uint8_t gp_cursor_u8(gp_cursor *c);
uint16_t gp_cursor_u16(gp_cursor *c);
uint32_t gp_cursor_u32(gp_cursor *c);
uint64_t gp_cursor_u64(gp_cursor *c);
float gp_cursor_f32(gp_cursor *c);
double gp_cursor_f64(gp_cursor *c);
/* Borrow n bytes and move behind them; NULL (and bad) when fewer are left. */
const unsigned char *gp_cursor_bytes(gp_cursor *c, uint64_t n);

#endif

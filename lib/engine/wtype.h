/* wtype.h - private to the engine: tensor types that matrices can have, and their layout on the device.
 *
 * Rows are interleaved in groups of 16. A part of a matrix is one buffer: the type's codebook where it has one, then
 * for each group its main bytes (codes), then for each group its side bytes (scales). Repacking moves values, it never
 * changes one: a group has exactly the bytes that its rows have in the file. */
#ifndef GP_ENGINE_WTYPE_H
#define GP_ENGINE_WTYPE_H

#include "gguf/gguf.h"

enum { GP_WTYPES = 28, GP_TILES = 3 };

struct gp_wtype {
    gp_ggml_type type;
    unsigned index;                        /* in the table */
    bool quantized;                        /* multiplies int8 activations in blocks of 32, else f32 ones */
    const char *embed;                     /* kernel names */
    const char *mm[GP_TILES];              /* one per tile size below; NULL: not there */
    uint32_t tile[GP_TILES];               /* tokens per work-item, ascending */
    uint64_t (*main_bytes)(uint32_t cols); /* of a group of 16 rows */
    uint64_t (*side_bytes)(uint32_t cols);
    /* 16 rows as in the file (NULL: a row of zeros) to their places. */
    void (*pack)(const unsigned char *const rows[16], uint32_t cols, unsigned char *main, unsigned char *side);
};

/* Fields of a block, for types whose device layout is the block's bytes interleaved (repack.c): `bytes` at `at`, in
 * units that stay together; a field belongs to the codes or to the scales. */
typedef struct gp_block_field {
    uint16_t at, bytes;
    uint8_t unit; /* 1, 2 or 4 */
    bool side;
} gp_block_field;
enum { GP_BLOCK_FIELDS = 5 };
typedef struct gp_block_format {
    uint16_t values, bytes;
    gp_block_field field[GP_BLOCK_FIELDS]; /* in device order, codes first; ended by one of no bytes */
} gp_block_format;
/* Bytes of codes (or scales) of 16 rows. */
uint64_t gp_block_main(const gp_block_format *f, uint32_t cols);
uint64_t gp_block_side(const gp_block_format *f, uint32_t cols);
/* 16 rows (NULL: a row of zero bytes) to [block][field][unit][16 rows]. */
void gp_block_pack(const gp_block_format *f, const unsigned char *const rows[16], uint32_t cols, unsigned char *main,
                   unsigned char *side);

/* NULL if matrices of this type are not supported. */
const struct gp_wtype *gp_wtype_find(gp_ggml_type type);
const struct gp_wtype *gp_wtype_at(unsigned index);
/* "F32, F16, BF16, Q8_0, ..." */
const char *gp_wtype_names(void);
/* Index of the smallest tile that holds n tokens, or of the largest tile of at most `most`. */
unsigned gp_wtype_tile(const struct gp_wtype *t, uint32_t n, uint32_t most);

#endif

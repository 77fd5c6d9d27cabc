/* wtype.h - private to the engine: tensor types that matrices can have, and their layout on the device.
 *
 * Rows are interleaved in groups of 16. A part of a matrix is one buffer: for each group its main bytes, then for each
 * group its side bytes (scales). Repacking moves values, it never changes one. */
#ifndef GP_ENGINE_WTYPE_H
#define GP_ENGINE_WTYPE_H

#include "gguf/gguf.h"

enum { GP_WTYPES = 13, GP_TILES = 3 };

struct gp_wtype {
    gp_ggml_type type;
    unsigned index;            /* in the table */
    bool quantized;            /* multiplies int8 activations in blocks of 32, else f32 ones */
    const char *embed;         /* kernel names */
    const char *mm[GP_TILES];  /* one per tile size below; NULL: not there */
    uint32_t tile[GP_TILES];   /* tokens per work-item, ascending */
    uint64_t (*main_bytes)(uint32_t cols); /* of a group of 16 rows */
    uint64_t (*side_bytes)(uint32_t cols);
    /* 16 rows as in the file (NULL: a row of zeros) to their places. */
    void (*pack)(const unsigned char *const rows[16], uint32_t cols, unsigned char *main, unsigned char *side);
};

/* NULL if matrices of this type are not supported. */
const struct gp_wtype *gp_wtype_find(gp_ggml_type type);
const struct gp_wtype *gp_wtype_at(unsigned index);
/* "F32, F16, BF16, Q8_0" */
const char *gp_wtype_names(void);
/* Index of the smallest tile that holds n tokens, or of the largest tile. */
unsigned gp_wtype_tile(const struct gp_wtype *t, uint32_t n);

#endif

/* blocks.h - how blocks of quantized weights are read; private to blocks.c and codebooks.c. */
#ifndef ORACLE_BLOCKS_H
#define ORACLE_BLOCKS_H

#include "oracle.h"

/* 32 weights: (d * sub) * code + dmin * min, sub and min for each half of 16. */
typedef struct block {
    int code[32], sub[2], min[2];
    float d, dmin, real[2]; /* real: sub where it is no integer */
} block;

/* Smaller scales: one per 32 values, one per 16, one per 16 that is a float. */
enum { NO_SUBS, SUB_BLOCK, SUB_HALF, SUB_REAL };

/* A type: values and bytes of a group with one d; its smaller scales and minimums; how block b of a group is read. */
typedef struct format {
    uint32_t type, values, bytes;
    int sub;
    bool mins;
    void (*read)(const unsigned char *p, int b, block *o);
} format;

float half_at(const unsigned char *p);
int nibble(const unsigned char *p, int i); /* of 16 bytes: low ones first */
int bit(const unsigned char *p, int i);
extern const int levels_fp4[16];

/* ---- codebooks.c ---- */

void iq1_s(const unsigned char *p, int b, block *o);
void iq1_m(const unsigned char *p, int b, block *o);
void iq2_xxs(const unsigned char *p, int b, block *o);
void iq2_xs(const unsigned char *p, int b, block *o);
void iq2_s(const unsigned char *p, int b, block *o);
void iq3_xxs(const unsigned char *p, int b, block *o);
void iq3_s(const unsigned char *p, int b, block *o);
void nvfp4(const unsigned char *p, int b, block *o);

#endif

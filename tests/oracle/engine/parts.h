/* parts.h - what the files of the layers share: the state of a sequence, attention, and small blocks. */
#ifndef ORACLE_PARTS_H
#define ORACLE_PARTS_H

#include "oracle.h"

struct state {
    const model *m;
    uint32_t position;
    float **keys, **values; /* of each layer: [position][kv_heads * dim], [position][kv_heads * value_dim] */
    memory *mem;            /* of each layer that has one */
    float *angles[2];       /* of this position */
};

/* What a head's queries, keys and values come from; rows of all heads side by side. */
typedef struct rows {
    float *q, *k, *v, *gate;
} rows;

/* ---- attention.c, latent.c ---- */

/* out: all heads side by side, room for heads * value_dim values. */
void o_attention(state *s, const layer *l, const float *h, float *out);
void o_latent_in(const model *m, const layer *l, const acts *a, rows *to);
void o_latent_out(const model *m, const layer *l, float *o); /* in place */

/* ---- layers.c ---- */

/* A norm of the stream, and one behind attention or feed-forward. */
void o_normed(const model *m, const layer *l, const char *name, const float *x, float *out);
void o_map(const model *m, const layer *l, const char *name, const float *x, uint32_t n, float *out);
void o_gate_up(const model *m, const layer *l, const float *h, bool shared, float *gate_up);
float *o_own_gate(const model *m, const layer *l, const float *x, const float *own); /* freed by the caller */

/* ---- streams.c: gemma3n ---- */

/* All layers of one token; x: the embedding before, what the head reads after. own: inputs of the layers. */
void o_streams(state *s, const model *m, const float *own, float *x);

#endif

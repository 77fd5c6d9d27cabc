/* streams.h - gemma3n, whose residual is four streams, and the blocks of layers.c that it shares with the other families. */
#ifndef ORACLE_STREAMS_H
#define ORACLE_STREAMS_H

#include "oracle.h"

/* All layers of one token; x: the embedding before, what the head reads after. own: inputs of the layers. */
void o_streams(state *s, const model *m, const float *own, float *x);

void o_attention(state *s, const layer *l, const float *h, float *out); /* out: all heads side by side */
void o_normed(const model *m, const layer *l, const char *name, const float *x, float *out);
void o_map(const model *m, const layer *l, const char *name, const float *x, uint32_t n, float *out);
void o_gate_up(const model *m, const layer *l, const float *h, bool shared, float *gate_up);
float *o_own_gate(const model *m, const layer *l, const float *x, const float *own); /* freed by the caller */

#endif

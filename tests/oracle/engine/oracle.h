/* oracle.h - a second engine: small, slow, plain C, written next to the arithmetic specification (cmd/guide/arithmetic.md),
 * after a reading of the kernels, and sharing no code with lib/. It reads a GGUF file and prints the same logits bit for bit, or is wrong, or the specification is.
 *
 * One token at a time goes through all layers; nothing is cached but keys, values and recurrent states. Tensors are looked up by
 * name where they are used. Whatever the specification does not cover ends the program with exit code 4 and its name
 * (oracle_refuse); a broken file ends it with 2. Memory is never freed: the program computes one model and ends. */
#ifndef ORACLE_H
#define ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Numbers of tensor types in GGUF files. */
enum {
    T_F32 = 0,
    T_F16 = 1,
    T_Q4_0 = 2,
    T_Q4_1 = 3,
    T_Q5_0 = 6,
    T_Q5_1 = 7,
    T_Q8_0 = 8,
    T_Q2_K = 10,
    T_Q3_K = 11,
    T_Q4_K = 12,
    T_Q5_K = 13,
    T_Q6_K = 14,
    T_IQ4_NL = 20,
    T_IQ4_XS = 23,
    T_BF16 = 30,
    T_TQ1_0 = 34,
    T_TQ2_0 = 35,
    T_MXFP4 = 39
};

_Noreturn void oracle_refuse(const char *format, ...) __attribute__((format(printf, 1, 2))); /* exit 4 */
_Noreturn void oracle_broken(const char *format, ...) __attribute__((format(printf, 1, 2))); /* exit 2 */
void *oracle_room(size_t n, size_t size);                                                    /* zeros */

/* ---- gguf.c: the file ---- */

typedef struct tensor {
    char name[128];
    uint32_t type;
    uint64_t ne[4];
    uint64_t offset;
    const unsigned char *data;
} tensor;

typedef struct gguf gguf;
gguf *gguf_read(const char *path);
/* printf-like names; NULL where there is none. */
const tensor *gguf_find(const gguf *g, const char *format, ...) __attribute__((format(printf, 2, 3)));
const tensor *gguf_need(const gguf *g, const char *format, ...) __attribute__((format(printf, 2, 3)));
size_t gguf_tensors(const gguf *g);
const tensor *gguf_tensor(const gguf *g, size_t i);
/* Values of keys; `i` chooses from an array, and counts for nothing where there is one value. Absent: `other`. */
double gguf_number(const gguf *g, const char *key, uint64_t i, double other);
bool gguf_has(const gguf *g, const char *key);
bool gguf_is_array(const gguf *g, const char *key);
uint64_t gguf_count(const gguf *g, const char *key); /* elements of an array, 0 where there is none */
const char *gguf_text(const gguf *g, const char *key, const char *other);

/* ---- maths.c: "Elementary functions" of the specification ---- */

float o_rcp(float b);
float o_div(float a, float b);
float o_exp(float x);
float o_expw(float x);
float o_silu(float x);
float o_gelu(float x);
float o_tanh(float x);
float o_rsqrt(float x);
float o_log(float x);
float o_softplus(float x);
float o_half(uint16_t h);
uint16_t o_to_half(float f);
float o_sum_squares(const float *x, uint32_t n);
float o_halving(float *lanes, uint32_t n); /* overwrites them */
double d_log(double x);
double d_pow(double x, double y);
double d_sin(double x);
double d_cos(double x);

/* ---- blocks.c: weights ---- */

bool o_is_float(uint32_t type); /* F32, F16, BF16 */
uint64_t o_row_bytes(uint32_t type, uint64_t n);
/* Row of floats as they are (F32, F16, BF16), or exactly dequantized and times `scale`. */
void o_row(uint32_t type, const unsigned char *row, uint32_t n, float scale, float *out);

/* A row of activations in the forms that products read: floats, and one or two rows of int8 blocks. */
typedef struct acts {
    uint32_t n;
    const float *x;
    int rows; /* 2 in models with experts */
    int8_t *q[2];
    float *d[2];
} acts;
acts o_activations(const float *x, uint32_t n, bool residuals); /* x stays the caller's */
void o_release(acts *a);
float o_dot(uint32_t type, const unsigned char *row, const acts *a);

/* ---- model.c: hyper-parameters; what follows from them for each layer ---- */

typedef struct rope {
    uint32_t n_rot;
    bool linear, yarn, whole; /* whole: the magnitude is `magnitude` alone */
    float base, factor, original, fast, slow, magnitude;
    const tensor *divisors; /* NULL: none */
} rope;

enum { SILU, GELU, CLAMPED };

typedef struct layer {
    uint32_t index, window, heads, kv_heads, dim, ff, cache;   /* cache: the layer whose keys and values are read */
    int rope;                                                  /* table, -1: no rotation */
    bool mixture, recurrent, qk_norm, v_norm, v_from_k, gated; /* gated: outputs of attention are */
    const char *ffn_norm;
    float sparsity; /* gemma3n */
} layer;

typedef struct model {
    gguf *g;
    const char *arch;
    uint32_t n_layer, d, heads, kv_heads, dim, ff, vocab, context, window;
    uint32_t experts, used, ff_expert, shared_kv, n_ple;
    float eps, embed_scale, attn_scale, attn_cap, logit_cap, temperature, period;
    bool neox, post_norms, half_cache, streams;
    int act;
    rope rope[2];
    layer *layer;
    uint32_t taps, key_heads, value_heads, dk, dv; /* delta-net */
} model;

model *model_read(const char *path, uint32_t context, bool half_cache);
/* Cosines, then sines, of one position. */
void model_angles(const rope *r, uint32_t position, float *out);
double model_key(const model *m, const char *name, uint64_t i, double other); /* of ARCH.name */
bool model_is(const model *m, const char *arch);

/* ---- products.c: matrices by name ---- */

/* Row of floats of a vector; freed by the caller. */
float *o_vector(const model *m, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Matrices that read one input, outputs side by side; names end with NULL and are "attn_q" of the layer, or whole names where l is
 * NULL. `expert` counts where a tensor has several matrices. Returns how many values were written. */
uint32_t o_products(const model *m, const layer *l, const acts *a, uint32_t expert, float *out, ...);
void o_norm(const model *m, const float *x, const float *w, uint32_t n, float *out); /* w NULL: no weights */

/* ---- layers.c: what one token does in one layer ---- */

typedef struct state state;
state *state_new(const model *m, uint32_t tokens);
/* Logits of the next token, whose position is counted by the state. */
void state_step(state *s, int32_t id, float *logits);

/* ---- mixture.c, delta.c ---- */

/* out: the joined outputs of the chosen experts (and the shared one) over h; router: its output; shared: NULL or a row. */
void o_mixture(const model *m, const layer *l, const float *h, const float *scores, float scale, const float *own,
               const float *shared, float *out);
void o_feed(const model *m, const float *gate, const float *up, uint32_t n, float *out); /* act(gate) * up */

/* Memory of one layer: inputs of the convolution of all tokens so far, and S of every value head. */
typedef struct memory {
    float *inputs, *s;
} memory;
memory o_memory(const model *m, uint32_t tokens);
void o_delta(const model *m, const layer *l, const float *h, uint32_t position, memory *mem, float *out);

#endif

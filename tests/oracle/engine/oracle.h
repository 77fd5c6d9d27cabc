/* oracle.h - a second engine: small, slow, plain C, written next to the arithmetic specification (cmd/guide/arithmetic.md),
 * after a reading of the kernels, and sharing no code with lib/ (codebooks are data). It reads a GGUF file and prints the same logits bit for bit, or
 * is wrong, or the specification is.
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
    T_IQ2_XXS = 16,
    T_IQ2_XS = 17,
    T_IQ3_XXS = 18,
    T_IQ1_S = 19,
    T_IQ4_NL = 20,
    T_IQ3_S = 21,
    T_IQ2_S = 22,
    T_IQ4_XS = 23,
    T_IQ1_M = 29,
    T_BF16 = 30,
    T_TQ1_0 = 34,
    T_TQ2_0 = 35,
    T_MXFP4 = 39,
    T_NVFP4 = 40,
    T_Q1_0 = 41,
    T_Q2_0 = 42
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
bool gguf_is_flags(const gguf *g, const char *key);  /* an array, or one flag for all */
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
float o_sum(const float *x, uint32_t n);   /* over 64 lanes */
double d_exp(double x);
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
    const float *divisors; /* NULL: none */
} rope;

/* From RELU2 on an activation has no gate. */
enum { SILU, GELU, CLAMPED, RELU2, GELU_ALONE, XIELU };
/* Where norms stand: in front of attention and feed-forward; behind them; both; one in front of both, which stand side by side;
 * in front, the second named post_attention_norm. */
enum { NORMS_BEFORE, NORMS_AFTER, NORMS_AROUND, NORMS_SHARED, NORMS_RENAMED };
/* How experts are chosen, numbered as in expert_gating_func. ROUTED_INPUT: llama4. */
enum { NO_EXPERTS, ROUTED_SOFTMAX, ROUTED_SIGMOID, ROUTED_CHOSEN, ROUTED_ROOT, ROUTED_INPUT };
/* What stands instead of attention, or beside it. */
enum { NO_MEMORY, DELTA, MAMBA, SHORT_CONV };
/* Gates of the heads' outputs: in attn_q, sigmoid for each value or head, softplus for each value or head. */
enum { UNGATED, GATED_Q, GATED_EACH, GATED_HEAD, SOFT_EACH, SOFT_HEAD };

typedef struct layer {
    uint32_t place, index; /* in the stack, and in names: another where the stack is run several times */
    uint32_t window, chunk, heads, kv_heads, dim, value_dim, ff;
    uint32_t cache; /* place of the layer whose keys and values are read */
    int rope;       /* table, -1: no rotation */
    uint32_t rot_at;
    int memory, gate;
    bool attends, forwards;                                       /* has attention, has a feed-forward */
    bool mixture, v_norm, v_from_k, ones, late, steady, parallel; /* ones: norms of queries and keys have no weights */
    const char *norm, *ffn_norm, *post_norm, *ffn_post_norm;      /* NULL: none */
    float sparsity;                                               /* gemma3n */
    float xielu[4];
} layer;

typedef struct model model;
typedef struct family {
    const char *name;
    bool neox, centered; /* pairs (i, i + n/2); norms subtract the mean */
    int norms, act, experts;
    bool routed, latent; /* routed: expert_gating_func and its companions are read */
    void (*read)(model *m);
    void (*layer)(const model *m, layer *l);
} family;

struct model {
    gguf *g;
    const char *arch, *out_norm;
    const family *family;
    uint32_t n_layer, d, heads, kv_heads, dim, value_dim, ff, vocab, context, window, chunk, loop;
    uint32_t experts, used, ff_expert, groups, groups_used, dense_lead, shared_kv, n_ple;
    int routing, act;
    float eps, post_eps, embed_scale, attn_scale, attn_cap, logit_cap, clamp, residual_scale, head_scale, expert_scale;
    float temperature, period;
    uint32_t temperature_first;
    bool half_cache, centered, streams, loop_norm, embed_norm, normalize;
    bool weightless; /* norms of the stream are */
    rope rope[2];
    layer *layer;
    uint32_t taps, key_heads, value_heads, dk, dv; /* delta-net */
    uint32_t inner, states, ssm_heads, ssm_groups; /* Mamba-2, with taps */
    uint32_t latent, nope, value;                  /* latent attention */
    bool absorb;
};

model *model_read(const char *path, uint32_t context, bool half_cache);
/* Cosines, then sines, of one position. */
void model_angles(const rope *r, uint32_t position, float *out);
double model_key(const model *m, const char *name, uint64_t i, double other); /* of ARCH.name */
float model_real(const model *m, const char *name, float other);
uint32_t model_count(const model *m, const char *name, uint64_t i, double other);
bool model_is(const model *m, const char *arch);
/* Whether the layer sees a window only, as the file says, else `local`. */
bool model_is_local(const model *m, uint32_t i, bool local);
void model_window(const model *m, layer *l, bool local);
void model_predicting(model *m); /* layers that only predict further tokens are left out */
const float *model_divisors(const model *m, const char *name);

/* ---- families.c: settings of each architecture ---- */

const family *family_of(const char *arch); /* NULL: not covered */

/* ---- families_*.c: what its table names ---- */

void read_gemma(model *m);
void layer_gemma(const model *m, layer *l);
void read_hybrid(model *m);
void layer_hybrid(const model *m, layer *l);
void read_mistral3(model *m);
void layer_smollm3(const model *m, layer *l);
void layer_gpt_oss(const model *m, layer *l);
void read_window(model *m);
void read_sections(model *m);
void read_latent(model *m);
void read_llama4(model *m);
void layer_llama4(const model *m, layer *l);
void read_muse(model *m);
void layer_muse(const model *m, layer *l);
void layer_spark(const model *m, layer *l);
void read_local_rope(model *m);
void layer_laguna(const model *m, layer *l);
void layer_mellum(const model *m, layer *l);
void layer_lfm2(const model *m, layer *l);
void read_lfm2(model *m);
void read_granite(model *m);
void read_granitehybrid(model *m);
void layer_granite(const model *m, layer *l);
void layer_granitehybrid(const model *m, layer *l);
void layer_granite_swa(const model *m, layer *l);
void read_mamba(model *m);
void layer_mamba2(const model *m, layer *l);
void layer_falcon(const model *m, layer *l);
void layer_nemotron_h(const model *m, layer *l);
void read_olmo(model *m);
void read_olmo2(model *m);
void layer_olmo2(const model *m, layer *l);
void read_exaone4(model *m);
void read_exaone_moe(model *m);
void layer_exaone(const model *m, layer *l);
void read_hunyuan(model *m);
void layer_hunyuan(const model *m, layer *l);
void layer_hy_v3(const model *m, layer *l);
void read_cohere(model *m);
void layer_cohere2(const model *m, layer *l);
void layer_apertus(const model *m, layer *l);
void layer_stablelm(const model *m, layer *l);
void read_nanbeige(model *m);
void read_normalized(model *m);

/* ---- products.c: matrices by name ---- */

/* Row of floats of a vector; freed by the caller. */
float *o_vector(const model *m, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Matrices that read one input, outputs side by side; names end with NULL and are "attn_q" of the layer, or whole names where l is
 * NULL. `expert` counts where a tensor has several matrices. Returns how many values were written. */
uint32_t o_products(const model *m, const layer *l, const acts *a, uint32_t expert, float *out, ...);
void o_norm(const model *m, const float *x, const float *w, uint32_t n, float *out); /* w NULL: no weights */
/* With a mean, a bias (NULL: none) and an eps. */
void o_norm_with(const float *x, const float *w, const float *bias, uint32_t n, float eps, bool centered, float *out);

/* ---- layers.c: what one token does in one layer ---- */

typedef struct state state;
state *state_new(const model *m, uint32_t tokens);
/* Logits of the next token, whose position is counted by the state. */
void state_step(state *s, int32_t id, float *logits);

/* ---- mixture.c ---- */

/* The joined outputs of the chosen experts over h (n values), and of the shared one (NULL: none; plain: its weight is 1), into
 * out. scores: the router's output. */
typedef struct joined {
    const float *h, *scores, *own, *shared; /* own: factors of the experts' weights, NULL: none */
    uint32_t n;
    float scale, factor; /* of the scores; of the result */
    bool plain;
} joined;
void o_mixture(const model *m, const layer *l, const joined *j, float *out);
/* act(gate) * up, or act(gate) alone. */
void o_feed(const model *m, const layer *l, const float *gate, const float *up, uint32_t n, float *out);
bool o_alone(const model *m);

/* ---- delta.c, mamba.c: memories ---- */

/* Of one layer: inputs of the convolution of all tokens so far, and a state. */
typedef struct memory {
    float *inputs, *s;
} memory;
memory o_memory(const model *m, const layer *l, uint32_t tokens);
void o_delta(const model *m, const layer *l, const float *h, uint32_t position, memory *mem, float *out);
void o_mamba(const model *m, const layer *l, const float *h, uint32_t position, memory *mem, float *out);
void o_short_conv(const model *m, const layer *l, const float *h, uint32_t position, memory *mem, float *out);

typedef struct taps {
    const float *w, *bias, *inputs; /* inputs: [position][channels] */
    uint32_t n, channels;
    bool silu;
} taps;
void o_convolve(const taps *t, uint32_t position, float *y);

#endif

/* arch.h - private to the engine: hyper-parameters, weights, building blocks, and what describes an architecture.
 *
 * Opening goes in two stages. The plan reads hyper-parameters and finds every tensor, with its shape checked, from the
 * GGUF alone: no device is touched, and gp_model_estimate stops there. Upload then repacks and copies what the plan names.
 * An architecture (arch_*.c) is a table row: how to read its keys, which tensors its layers have, and the layer's graph,
 * written in the building blocks of ops.c. All memory of a plan lives in the model's arena. */
#ifndef GP_ENGINE_ARCH_H
#define GP_ENGINE_ARCH_H

#include "engine/engine.h"
#include "ocl/compute.h"

enum { GP_MAX_PARTS = 16, GP_MAX_STACK = 3, GP_PAGE_POSITIONS = 64, GP_ROW_ALIGN = 64, GP_TOKEN_PAD = 8, GP_MAX_ROT = 512, GP_LOGITS_ROWS = 32 };

typedef struct gp_arch gp_arch;
typedef struct gp_run gp_run;
typedef struct gp_model_plan gp_model_plan;

/* ---- hyper-parameters ---- */

typedef enum gp_rope_scaling { GP_SCALE_NONE, GP_SCALE_LINEAR, GP_SCALE_YARN } gp_rope_scaling;

/* One table of rotary angles. */
typedef struct gp_rope {
    uint32_t n_rot;     /* rotated dimensions of a head, even */
    float base;
    gp_rope_scaling scaling;
    float factor;       /* > 0 */
    float original_context, attn_factor, beta_fast, beta_slow;
    const float *divisors; /* [n_rot / 2] from a tensor, or NULL */
} gp_rope;

enum { GP_ROPE_TABLES = 2 };

typedef struct gp_hparams {
    uint32_t n_vocab, n_layer, n_embd, n_head, n_head_kv, head_dim, n_ff, context_file, context;
    float eps;
    float embed_scale;   /* 1: none */
    float attn_scale;    /* of scores */
    float attn_cap, logit_cap; /* soft caps, 0: none */
    float temperature;   /* scores times 1 + temperature * ln(floor((position + 1) / period) + 1); 0: none */
    float temperature_period;
    bool neox;           /* rotary pairs (i, i + n/2) instead of (2i, 2i + 1) */
    bool gelu;           /* gate activation, else SiLU */
    uint32_t window;     /* of layers that have one */
    gp_rope rope[GP_ROPE_TABLES];
    uint32_t n_rope;
} gp_hparams;

/* ---- weights ---- */

typedef struct gp_wtype gp_wtype; /* wtype.h */

/* Matrices stacked by rows that share input and type; each starts at a multiple of 16 rows. */
typedef struct gp_matrix {
    const gp_wtype *type;
    uint32_t cols, rows;    /* rows: all, padding included, a multiple of 16 */
    const gp_gguf_tensor *tensor[GP_MAX_STACK];
    uint32_t n_tensors;
    uint32_t at;            /* first row of the output it writes */
    const gp_gguf_tensor *bias_of[GP_MAX_STACK]; /* F32, NULL where absent */
    gp_ocl_buffer *bias;    /* [rows] or NULL */
    struct gp_part {
        gp_ocl_buffer *data;
        uint32_t group, n_groups; /* groups of 16 rows */
    } part[GP_MAX_PARTS];
    uint32_t n_parts;
} gp_matrix;

/* A projection: one stacked matrix where the types agree, else several that write side by side. */
typedef struct gp_linear {
    gp_matrix m[GP_MAX_STACK];
    uint32_t n;
    uint32_t at[GP_MAX_STACK]; /* first output row of each stacked tensor */
    uint32_t rows;             /* output width, a multiple of 16 */
    uint32_t cols;
} gp_linear;

typedef struct gp_vector {
    const gp_gguf_tensor *tensor; /* NULL: absent */
    gp_ocl_buffer *data;          /* f32, padded with zeros to a multiple of 64 */
} gp_vector;

typedef struct gp_layer {
    uint32_t index;
    uint32_t window;       /* 0: all positions */
    int rope;              /* index of the table, -1: no rotation */
    gp_vector attn_norm, ffn_norm, q_norm, k_norm, attn_post_norm, ffn_post_norm;
    gp_linear qkv, attn_out, gate_up, down;
    gp_ocl_buffer *keys, *values; /* page pool of this layer */
} gp_layer;

/* ---- plan (plan.c) ---- */

struct gp_model_plan {
    const gp_gguf *g;
    gp_arena *a;
    const gp_arch *arch;
    gp_hparams hp;
    gp_layer *layer;        /* [n_layer] */
    gp_linear embed, own_head;
    const gp_linear *head;  /* &own_head, or &embed where the head is tied */
    gp_vector out_norm;
    gp_matrix **matrix;     /* everything to upload */
    gp_vector **vector;
    uint32_t n_matrices, n_vectors, room;
};
/* Read hyper-parameters and find all tensors. `context` as in gp_model_options. */
gp_code gp_model_plan_make(gp_model_plan *p, const gp_gguf *g, gp_arena *a, uint32_t context, gp_err *err) GP_MUST_CHECK;

/* One f32 vector "NAME.weight" of `n` values (F32, F16 or BF16 in the file). An absent optional one leaves tensor NULL. */
gp_code gp_need_vector(gp_model_plan *p, gp_vector *v, const char *name, uint32_t n, bool optional, gp_err *err) GP_MUST_CHECK;
/* Matrices "NAME.weight" of rows[i] x cols that read the same input, their outputs side by side, each padded to a multiple of 16
 * rows; "NAME.bias" is added where the file has it. */
gp_code gp_need_linear(gp_model_plan *p, gp_linear *l, const char *const *names, const uint32_t *rows, uint32_t n, uint32_t cols, gp_err *err) GP_MUST_CHECK;
/* The same for tensors of one layer: names are what follows "blk.N.". */
gp_code gp_layer_vector(gp_model_plan *p, const gp_layer *l, gp_vector *v, const char *name, uint32_t n, bool optional, gp_err *err) GP_MUST_CHECK;
gp_code gp_layer_linear(gp_model_plan *p, const gp_layer *l, gp_linear *lin, const char *const *names, const uint32_t *rows, uint32_t n, uint32_t cols, gp_err *err) GP_MUST_CHECK;
/* What nearly all families share: attn_norm, q/k/v (or a fused attn_qkv), attn_output, ffn_norm, ffn_gate, ffn_up, ffn_down. */
gp_code gp_plan_decoder_layer(gp_model_plan *p, gp_layer *l, gp_err *err) GP_MUST_CHECK;

/* Key "ARCH.NAME" of the file, as in gp_gguf_get_*; an absent key leaves *out. */
gp_code gp_key_u32(const gp_gguf *g, const char *name, uint32_t *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_key_f32(const gp_gguf *g, const char *name, float *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_key_str(const gp_gguf *g, const char *name, gp_str *out, gp_err *err) GP_MUST_CHECK;
/* Common keys, checked, with their defaults (hparams.c). */
gp_code gp_hparams_read(const gp_gguf *g, uint32_t context, gp_hparams *hp, gp_err *err) GP_MUST_CHECK;
/* Rotary divisors from a tensor of n_rot / 2 values; absent: leaves NULL. */
gp_code gp_rope_divisors(gp_model_plan *p, const char *tensor, gp_rope *r, gp_err *err) GP_MUST_CHECK;
/* For each position from 0: n_rot / 2 cosines, then as many sines, times the magnitude the scaling asks for. */
void gp_rope_table(const gp_rope *r, uint32_t positions, float *out);

/* ---- architecture ---- */

struct gp_arch {
    const char *name;
    bool confirmed;  /* reference data agrees with its numbers */
    /* Keys beyond the common ones; the common ones are in *hp already. NULL: none. */
    gp_code (*read)(const gp_gguf *g, gp_hparams *hp, gp_err *err);
    /* Tensors of one layer into *l, by the gp_need_* functions below, and what differs between layers. */
    gp_code (*plan)(gp_model_plan *p, gp_layer *l, gp_err *err);
    /* The layer's graph: r->x is the residual stream, updated in place. */
    void (*layer)(gp_run *r, const gp_layer *l);
};
/* NULL if there is none with this name. */
const gp_arch *gp_arch_find(gp_str name);

/* ---- building blocks (ops.c) ---- */

/* Rows of f32 on the device; `ld` floats from one row to the next. */
typedef struct gp_rows_buffer {
    gp_ocl_buffer *b;
    uint32_t ld;
} gp_rows_buffer;

/* One pass of up to `batch` tokens through the layers. Errors are sticky: after the first, every block does nothing. */
struct gp_run {
    gp_model *m;
    uint32_t n;      /* tokens in this pass */
    gp_code code;
    gp_err *err;
};

/* x = embedding rows of the tokens, scaled */
void gp_op_embed(gp_run *r);
/* h = RMS norm of x, in the forms that `next` wants to read */
void gp_op_norm(gp_run *r, const gp_vector *w, const gp_linear *next);
/* y = W h (or y += W h) from the input that the last block left for it */
void gp_op_linear(gp_run *r, const gp_linear *w, gp_rows_buffer in, gp_rows_buffer out, bool add);
/* attention over qkv: per-head norms where the layer has them, rotation, cache, scores, values */
void gp_op_attention(gp_run *r, const gp_layer *l);
/* act(gate) * up */
void gp_op_gate(gp_run *r, const gp_layer *l);
/* row norm of `y` in place, then x += y (architectures that normalize a block's output) */
void gp_op_add_normed(gp_run *r, const gp_vector *w, gp_rows_buffer y);
/* logits of n_rows tokens whose indices are in the model's row list */
void gp_op_head(gp_run *r, uint32_t n_rows);

/* The usual halves of a decoder layer, made of the above. */
void gp_block_attention(gp_run *r, const gp_layer *l);
void gp_block_ffn(gp_run *r, const gp_layer *l);

#endif

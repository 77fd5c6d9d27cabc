/* arch.h - private to the engine: hyper-parameters, weights, building blocks, and what describes an architecture.
 *
 * Opening goes in two stages. The plan reads hyper-parameters and finds every tensor, with its shape checked, from the
 * GGUF alone: no device is touched, and gp_model_estimate stops there. Upload then repacks and copies what the plan
 * names. An architecture (arch_*.c) is a table row: how to read its keys, and which tensors and settings its layers
 * have. What a layer computes follows from what it has (gp_layer_forward in layer.c): nearly every family is the same
 * graph with parts left out. All memory of a plan lives in the model's arena. */
#ifndef GP_ENGINE_ARCH_H
#define GP_ENGINE_ARCH_H

#include "engine/engine.h"
#include "ocl/compute.h"

enum {
    GP_MAX_PARTS = 16,
    GP_MAX_STACK = 4,
    GP_MAX_EXPERTS = 1024,
    GP_MAX_USED = 64,
    GP_STREAMS = 4,
    GP_PAGE_POSITIONS = 64,
    GP_ROW_ALIGN = 64,
    GP_TOKEN_PAD = 8,
    GP_MAX_ROT = 512,
    GP_LOGITS_ROWS = 32
};

typedef struct gp_arch gp_arch;
typedef struct gp_pass gp_pass;
typedef struct gp_model_plan gp_model_plan;

/* ---- hyper-parameters ---- */

typedef enum gp_rope_scaling { GP_SCALE_NONE, GP_SCALE_LINEAR, GP_SCALE_YARN } gp_rope_scaling;

/* One table of rotary angles. */
typedef struct gp_rope {
    uint32_t n_rot; /* rotated dimensions of a head, even */
    float base;
    gp_rope_scaling scaling;
    float factor; /* > 0 */
    float original_context, beta_fast, beta_slow;
    float attn_factor;     /* cosines and sines are multiplied by it and, with YaRN, by 1 + 0.1 ln(factor) */
    bool whole_magnitude;  /* by attn_factor alone */
    const float *divisors; /* [n_rot / 2] from a tensor, or NULL */
} gp_rope;

enum { GP_ROPE_TABLES = 2 };

typedef enum gp_act_kind { GP_ACT_SILU, GP_ACT_GELU, GP_ACT_CLAMPED } gp_act_kind; /* row.cl */

/* Sizes that an architecture may vary from layer to layer (gp_arch.per_layer) are here the largest of all layers. */
typedef struct gp_hparams {
    uint32_t n_vocab, n_layer, n_embd, n_head, n_head_kv, head_dim, n_ff, context_file, context;
    uint32_t n_expert, n_used, n_ff_expert; /* mixtures: experts, chosen per token, width of one; 0: none */
    bool expert_factors; /* ffn_down_exps.scale multiplies the chosen experts' weights (gemma4), not the products */
    uint32_t head_dim_local, n_shared_kv; /* gemma4: heads of local layers; last layers without keys and values */
    uint32_t n_ple;                       /* values of the input that each layer has for itself; 0: none */
    float eps;
    float embed_scale;         /* 1: none */
    float attn_scale;          /* of scores */
    float attn_cap, logit_cap; /* soft caps, 0: none */
    float temperature;         /* scores times 1 + temperature * ln(floor(position / period) + 1); 0: none */
    float temperature_period;
    bool neox;       /* rotary pairs (i, i + n/2) instead of (2i, 2i + 1) */
    gp_act_kind act; /* of the gate */
    uint32_t window; /* of layers that have one */
    gp_rope rope[GP_ROPE_TABLES];
    uint32_t n_rope;
} gp_hparams;

/* Where experts are chosen, rounding activations to 8 bits can change the choice and with it everything after. Such
 * models quantize twice: the value, and what that left over. A property of the model, never of how it is run. */
static inline bool gp_residuals(const gp_hparams *hp) { return hp->n_expert != 0; }
/* Tokens per tile at most: with residuals a token has two rows. */
static inline uint32_t gp_most_tile(const gp_hparams *hp) { return gp_residuals(hp) ? 4 : 8; }

/* ---- weights ---- */

typedef struct gp_wtype gp_wtype; /* wtype.h */

/* Matrices stacked by rows that share input and type; each starts at a multiple of 16 rows. With experts, the stack is
 * repeated for each of them. */
typedef struct gp_matrix {
    const gp_wtype *type;
    uint32_t cols, rows; /* rows: all, padding included, a multiple of 16; of one expert */
    uint32_t experts;    /* 1: none */
    const gp_gguf_tensor *tensor[GP_MAX_STACK];
    /* [experts] where each expert has a tensor of its own, else NULL */
    const gp_gguf_tensor *const *each[GP_MAX_STACK];
    uint32_t tensor_rows[GP_MAX_STACK]; /* taken from each tensor (of one expert) */
    const uint32_t *map[GP_MAX_STACK];  /* which row of the tensor stands at row i; NULL: row i */
    uint32_t n_tensors;
    uint32_t at;                                  /* first row of the output it writes */
    const gp_gguf_tensor *bias_of[GP_MAX_STACK];  /* F32, NULL where absent */
    const gp_gguf_tensor *scale_of[GP_MAX_STACK]; /* F32, of the product, [experts]; NULL where absent */
    /* [experts][rows]; with a scale [experts][rows / 16][16 scales, 16 biases]; NULL: neither */
    gp_ocl_buffer *bias;
    bool scaled;
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

/* A mixture of experts: router, experts, and where there is one an expert that every token uses. */
typedef struct gp_moe {
    gp_linear router; /* second tensor, where there are two: weight of the shared expert */
    gp_linear gate_up, down, shared_gate_up, shared_down;
    uint32_t n_ff_shared;                 /* 0: no shared expert */
    float router_scale;                   /* of the router's output */
    gp_vector router_norm, in_norm;       /* own norms of router and experts; absent: ffn_norm's output */
    gp_vector dense_post_norm, post_norm; /* of a dense block beside the mixture, and of the mixture */
    gp_vector expert_scale;               /* [experts], of the chosen experts' weights */
} gp_moe;

/* Sizes of the gated delta-net, the same in all its layers. */
typedef struct gp_delta_shape {
    uint32_t kernel, key_heads, value_heads, key_dim, value_dim; /* kernel 0: no such layers */
    bool grouped; /* value head h uses key head h / (value_heads / key_heads), else h % key_heads */
} gp_delta_shape;

/* Values of a row that pass the convolution: q, k, v. */
static inline uint32_t gp_delta_channels(const gp_delta_shape *s)
{
    return 2 * s->key_heads * s->key_dim + s->value_heads * s->value_dim;
}

/* Gated delta-net: linear attention with a recurrent state (delta.cl). */
typedef struct gp_delta {
    gp_linear in; /* q, k, v, then z; q, k and v pass the convolution */
    uint32_t z;   /* which part of `in` is z */
    gp_linear ab; /* decay and write strength, one value each per value head */
    gp_linear out;
    gp_vector conv, dt, a, norm;
    gp_ocl_buffer *conv_state; /* [slots][kernel - 1][channels] */
    gp_ocl_buffer *state;      /* [slots][value heads][key dim][value dim] */
} gp_delta;

/* Several residual streams (layer_altup.c). */
typedef struct gp_altup {
    gp_linear router, low, high; /* low and high: the map of low rank beside attention */
    gp_vector router_norm, low_norm, predict, correct, out_weight;
    float sparsity; /* gates below mean + sparsity * deviation are 0; 0: off */
} gp_altup;

typedef struct gp_layer gp_layer;
struct gp_layer {
    uint32_t index;
    uint32_t window;                            /* 0: all positions */
    int rope;                                   /* index of the table, -1: no rotation */
    uint32_t n_head, n_head_kv, head_dim, n_ff; /* as the hyper-parameters say, unless the architecture changes them */
    float attn_scale;                           /* of scores */
    bool own_kv;                                /* makes keys and values; else those of *kv are used */
    bool v_from_k;                              /* values are the key projection, before norm and rotation */
    bool v_norm;                                /* values are normalized per head, without weights */
    bool out_gate;      /* the heads' outputs are multiplied by sigmoid of the fourth part of qkv */
    const gp_layer *kv; /* whose keys and values are read: the layer itself or an earlier one */
    gp_vector attn_norm, ffn_norm, q_norm, k_norm, attn_post_norm, ffn_post_norm, sinks;
    gp_linear qkv, attn_out, gate_up, down;
    gp_moe *moe;                 /* NULL: dense only */
    gp_delta *delta;             /* instead of attention; NULL: none */
    gp_altup *altup;             /* NULL: one stream */
    gp_linear ple_gate, ple_out; /* input of this layer alone (n_ple); ple_out.n is 0 where there is none */
    gp_vector ple_norm;
    gp_vector out_scale;          /* [1]: the whole stream is multiplied by it at the end */
    gp_ocl_buffer *keys, *values; /* page pool of this layer, where it has its own */
};

/* ---- plan (model_plan.c) ---- */

struct gp_model_plan {
    const gp_gguf *g;
    gp_arena *a;
    const gp_arch *arch;
    gp_hparams hp;
    gp_layer *layer; /* [n_layer] */
    gp_linear embed, own_head;
    const gp_linear *head; /* &own_head, or &embed where the head is tied */
    gp_vector out_norm;
    gp_linear ple_embed, ple_proj; /* inputs of single layers: a second embedding, and a projection of the first */
    gp_vector ple_proj_norm;
    float ple_scale, ple_proj_scale;                               /* of that embedding, and of the projection */
    gp_linear altup_in[GP_STREAMS - 1], altup_out[GP_STREAMS - 1]; /* to and from the further streams */
    gp_delta_shape delta;
    bool *used;              /* [tensors of the file]: named by the plan */
    const int32_t *suppress; /* ids that are never to be chosen: their logits become minus infinity */
    uint32_t n_suppress;
    gp_matrix **matrix; /* everything to upload */
    gp_vector **vector;
    uint32_t n_matrices, n_vectors, room;
};
/* Read hyper-parameters and find all tensors. `context` as in gp_model_options. */
gp_code gp_model_plan_make(gp_model_plan *p, const gp_gguf *g, gp_arena *a, uint32_t context,
                           gp_err *err) GP_MUST_CHECK;

/* One f32 vector of `n` values, or of n rows of n0 (F32, F16 or BF16 in the file). An absent optional one leaves
 * tensor NULL. */
gp_code gp_need_vector(gp_model_plan *p, gp_vector *v, const char *name, uint32_t n, bool optional,
                       gp_err *err) GP_MUST_CHECK;
gp_code gp_need_table(gp_model_plan *p, gp_vector *v, const char *name, uint32_t n0, uint32_t n,
                      gp_err *err) GP_MUST_CHECK;

/* The tensor with this name, which counts as used from now on; NULL if there is none. (gp_layer_has only looks.) */
const gp_gguf_tensor *gp_plan_tensor(gp_model_plan *p, const char *name);

/* What NAME.scale is: a factor of the product (NVFP4); something else that is read elsewhere; not supported. */
typedef enum gp_scale_use { GP_SCALE_OF_PRODUCT, GP_SCALE_OF_OTHERS, GP_SCALE_REFUSED } gp_scale_use;

/* One matrix of a stack: tensor NAME.weight of file_rows rows (0: `rows`) for each expert, of which `rows` are taken,
 * in the order of `map` where there is one. NAME.bias is added where the file has it. each_expert: NAME.E.weight for
 * every expert E. */
typedef struct gp_part_of {
    const char *name;
    uint32_t rows, file_rows;
    uint32_t slices; /* the tensor has this many matrices and `map` counts through all their rows; 0: one */
    const uint32_t *map;
    bool each_expert;
    gp_scale_use scale;
} gp_part_of;
/* Matrices that read the same input of `cols` values, their outputs side by side, each padded to a multiple of 16
 * rows. */
gp_code gp_need_linear(gp_model_plan *p, gp_linear *l, const gp_part_of *parts, uint32_t n, uint32_t cols,
                       uint32_t experts, gp_err *err) GP_MUST_CHECK;
/* The same for tensors of one layer: names are what follows "blk.N.". Vector names are whole ("attn_norm.weight"). */
gp_code gp_layer_vector(gp_model_plan *p, const gp_layer *l, gp_vector *v, const char *name, uint32_t n, bool optional,
                        gp_err *err) GP_MUST_CHECK;
gp_code gp_layer_table(gp_model_plan *p, const gp_layer *l, gp_vector *v, const char *name, uint32_t n0, uint32_t n,
                       gp_err *err) GP_MUST_CHECK;
gp_code gp_layer_linear(gp_model_plan *p, const gp_layer *l, gp_linear *lin, const gp_part_of *parts, uint32_t n,
                        uint32_t cols, gp_err *err) GP_MUST_CHECK;
gp_code gp_layer_experts(gp_model_plan *p, const gp_layer *l, gp_linear *lin, const gp_part_of *parts, uint32_t n,
                         uint32_t cols, gp_err *err) GP_MUST_CHECK;
bool gp_layer_has(const gp_model_plan *p, const gp_layer *l, const char *tensor);
/* What nearly all families share: attn_norm, q/k/v (or a fused attn_qkv), attn_output; ffn_norm, ffn_gate, ffn_up,
 * ffn_down; attn_q_norm and attn_k_norm. */
gp_code gp_plan_attention(gp_model_plan *p, gp_layer *l, gp_err *err) GP_MUST_CHECK;
gp_code gp_plan_gated(gp_model_plan *p, gp_layer *l, gp_err *err) GP_MUST_CHECK; /* gate, up, down alone */
gp_code gp_plan_ffn(gp_model_plan *p, gp_layer *l, gp_err *err) GP_MUST_CHECK;
gp_code gp_plan_decoder_layer(gp_model_plan *p, gp_layer *l, gp_err *err) GP_MUST_CHECK;
gp_code gp_plan_qk_norms(gp_model_plan *p, gp_layer *l, gp_err *err) GP_MUST_CHECK;
/* Inputs of single layers, of the model and of one layer; whose keys and values a layer reads when the last
 * n_shared_kv layers have none: those of the last earlier one with (or without) a window that has (plan_gemma.c). */
gp_code gp_plan_own_inputs(gp_model_plan *p, gp_err *err) GP_MUST_CHECK;
gp_code gp_plan_own_input(gp_model_plan *p, gp_layer *l, gp_err *err) GP_MUST_CHECK;
gp_code gp_plan_kv_owner(gp_model_plan *p, gp_layer *l, gp_err *err) GP_MUST_CHECK;
/* Router and experts (plan_moe.c) by the hyper-parameters; l->moe is made. */
gp_code gp_plan_moe(gp_model_plan *p, gp_layer *l, gp_err *err) GP_MUST_CHECK;

/* Key "ARCH.NAME" of the file, as in gp_gguf_get_*; an absent key leaves *out. */
gp_code gp_key_u32(const gp_gguf *g, const char *name, uint32_t *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_key_f32(const gp_gguf *g, const char *name, float *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_key_str(const gp_gguf *g, const char *name, gp_str *out, gp_err *err) GP_MUST_CHECK;
/* The same where the file may have one value for all layers or an array with one for each. */
gp_code gp_key_layer(const gp_gguf *g, const char *name, uint32_t layer, uint32_t *out, gp_err *err) GP_MUST_CHECK;
/* Value of a layer in an array of booleans, or one for all. */
gp_code gp_key_flag(const gp_gguf *g, const char *name, uint32_t layer, bool *out, gp_err *err) GP_MUST_CHECK;
/* attention.sliding_window_pattern: for each layer whether it is local, or a period n of which the last is global. */
gp_code gp_key_pattern(const gp_gguf *g, uint32_t layer, bool *local, gp_err *err) GP_MUST_CHECK;
/* attention.sliding_window; 0 or absent is an error where it is needed. */
gp_code gp_hparams_window(const gp_gguf *g, bool needed, gp_hparams *hp, gp_err *err) GP_MUST_CHECK;
/* tokenizer.ggml.suppress_tokens. */
gp_code gp_plan_suppressed(gp_model_plan *p, gp_err *err) GP_MUST_CHECK;
/* Common keys, checked, with their defaults (hparams.c). */
gp_code gp_hparams_read(const gp_gguf *g, const gp_arch *arch, uint32_t context, gp_hparams *hp,
                        gp_err *err) GP_MUST_CHECK;
/* expert_count and its companions; GP_E_INPUT where they are out of range. Without experts all stay 0. */
gp_code gp_hparams_experts(const gp_gguf *g, gp_hparams *hp, gp_err *err) GP_MUST_CHECK;
/* Rotary divisors from a tensor of n_rot / 2 values; absent: leaves NULL. */
gp_code gp_rope_divisors(gp_model_plan *p, const char *tensor, gp_rope *r, gp_err *err) GP_MUST_CHECK;
/* For each position from 0: n_rot / 2 cosines, then as many sines, times the magnitude the scaling asks for. */
void gp_rope_table(const gp_rope *r, uint32_t positions, float *out);

/* ---- architecture ---- */

struct gp_arch {
    const char *name;
    bool confirmed; /* reference data agrees with its numbers */
    bool per_layer; /* head_count_kv and feed_forward_length may be arrays with different values */
    /* Keys beyond the common ones; the common ones are in *hp already. NULL: none. */
    gp_code (*read)(const gp_gguf *g, gp_hparams *hp, gp_err *err);
    /* Tensors that belong to no layer, beyond token_embd, output_norm and output. NULL: none. */
    gp_code (*plan_model)(gp_model_plan *p, gp_err *err);
    /* Tensors of one layer into *l, by the gp_layer_* functions above, and what differs between layers. */
    gp_code (*plan)(gp_model_plan *p, gp_layer *l, gp_err *err);
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
struct gp_pass {
    gp_model *m;
    uint32_t n;    /* tokens in this pass */
    int32_t layer; /* that is being computed, for whoever taps; -1: before the first, their number: behind the last */
    gp_code code;
    gp_err *err;
};

/* out = rows of an embedding, times scale */
void gp_op_embed(gp_pass *r, const gp_linear *e, gp_rows_buffer out, float scale);
/* Forms of a row that products read: f32, and int8 blocks in the model's one q8 buffer. */
enum { GP_FORM_F32 = 1, GP_FORM_Q8 = 2 };
int gp_forms(const gp_linear *next);
/* out = RMS norm of in, in these forms (`out` may be `in`) */
void gp_op_norm(gp_pass *r, const gp_vector *w, gp_rows_buffer in, gp_rows_buffer out, int forms);
/* int8 form of a row of f32 for `next`, where it wants one */
void gp_op_quantize(gp_pass *r, gp_rows_buffer in, const gp_linear *next);
/* y = W h (or y += W h) from the input that the last block left for it */
void gp_op_linear(gp_pass *r, const gp_linear *w, gp_rows_buffer in, gp_rows_buffer out, bool add);
/* attention over qkv: per-head norms where the layer has them, rotation, cache, scores, values, gate */
void gp_op_attention(gp_pass *r, const gp_layer *l);
/* ff = act(gate) * up for n rows of width n_ff; gate in `gate`, up from column up_at of `up` */
void gp_op_gate(gp_pass *r, gp_rows_buffer gate, gp_rows_buffer up, uint32_t up_at, uint32_t n_ff, uint32_t n,
                const gp_linear *next);
/* x += row norm of y */
void gp_op_add_normed(gp_pass *r, const gp_vector *w, gp_rows_buffer x, gp_rows_buffer y);
/* x *= w[0] */
void gp_op_scale(gp_pass *r, const gp_vector *w, gp_rows_buffer x);
/* logits of n_rows tokens whose indices are in the model's row list */
void gp_op_head(gp_pass *r, uint32_t n_rows);
/* A mixture of experts over h, its result in `to`: added, or alone (ops_moe.c). */
void gp_op_experts(gp_pass *r, const gp_layer *l, gp_rows_buffer to, bool add);
/* The gated delta-net over m->qkv and m->ab, its result in m->att (ops_delta.c). */
void gp_op_delta(gp_pass *r, const gp_layer *l);

/* ---- graph (layer.c) ---- */

/* Everything before the first layer, one layer, and after the last: m->x is the residual stream, updated in place. */
void gp_layer_begin(gp_pass *r);
void gp_layer_end(gp_pass *r);
/* The same for several streams (layer_altup.c). */
void gp_altup_begin(gp_pass *r);
void gp_altup_layer(gp_pass *r, const gp_layer *l);
void gp_altup_end(gp_pass *r);
void gp_layer_forward(gp_pass *r, const gp_layer *l);

#endif

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

/* Activations of feed-forwards (row.cl). From GP_ACT_ALONE_RELU2 on they work on one product; before, the first product is
 * the gate of the second. */
typedef enum gp_act_kind {
    GP_ACT_SILU,
    GP_ACT_GELU,
    GP_ACT_CLAMPED,
    GP_ACT_ALONE_RELU2,
    GP_ACT_ALONE_GELU,
    GP_ACT_ALONE_XIELU
} gp_act_kind;

/* How experts are chosen and weighed, where it is not the softmax of the chosen ones (moe.cl). Numbers as in
 * expert_gating_func, but for GP_GATE_INPUT: the sigmoid of the logit, by which experts are chosen, multiplies the
 * expert's input (llama4). */
typedef enum gp_gating {
    GP_GATE_ABSENT,
    GP_GATE_SOFTMAX,
    GP_GATE_SIGMOID,
    GP_GATE_CHOSEN,
    GP_GATE_ROOT_SOFTPLUS,
    GP_GATE_INPUT
} gp_gating;
typedef struct gp_routing {
    gp_gating gating;
    bool normalize;               /* weights are divided by their sum */
    float scale;                  /* of the weights */
    uint32_t groups, groups_used; /* experts are chosen from the best groups; groups 0 or 1: from all */
    uint32_t dense_lead;          /* the first layers have no experts */
} gp_routing;

/* Sizes that an architecture may vary from layer to layer (gp_arch.per_layer) are here the largest of all layers. */
typedef struct gp_hparams {
    uint32_t n_vocab, n_layer, n_embd, n_head, n_head_kv, head_dim, n_ff, context_file, context;
    uint32_t n_expert, n_used, n_ff_expert; /* mixtures: experts, chosen per token, width of one; 0: none */
    gp_routing routing;
    bool expert_factors; /* ffn_down_exps.scale multiplies the chosen experts' weights (gemma4), not the products */
    uint32_t head_dim_local, n_shared_kv; /* gemma4: heads of local layers; last layers without keys and values */
    uint32_t value_dim;                   /* of a head's values; head_dim but for architectures that say otherwise */
    uint32_t n_ple;                       /* values of the input that each layer has for itself; 0: none */
    float eps, post_eps;                  /* of norms; of those after attention and feed-forward */
    bool centered;                        /* norms subtract the mean first (LayerNorm) */
    float embed_scale;                    /* 1: none */
    float attn_scale;                     /* of scores */
    float attn_cap, logit_cap;            /* soft caps, 0: none */
    float clamp_qkv;                      /* queries, keys and values lie within it; 0: no limit */
    float residual_scale;                 /* of what attention and feed-forward add; 1: none */
    float head_scale;                     /* of the logits, before the cap; 1: none */
    float temperature; /* scores times 1 + temperature * ln(floor((position + first) / period) + 1); 0: none */
    float temperature_period;
    uint32_t temperature_first;
    bool neox;       /* rotary pairs (i, i + n/2) instead of (2i, 2i + 1) */
    gp_act_kind act; /* of the gate */
    uint32_t window; /* of layers that have one */
    uint32_t chunk;  /* the same for chunks */
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
    bool all_experts;    /* every token uses each of them */
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
    const gp_gguf_tensor *tensor; /* NULL: absent, or a constant */
    const float *values;          /* without a tensor: constants of the architecture, in the plan's arena */
    uint32_t n_values;
    const struct gp_vector *bias; /* of a norm, added last; NULL: none */
    gp_ocl_buffer *data;          /* f32, padded with zeros to a multiple of 64 */
} gp_vector;
static inline bool gp_has(const gp_vector *v) { return v->tensor || v->values; }

/* A mixture of experts: router, experts, and where there is one an expert that every token uses. */
typedef struct gp_moe {
    gp_linear router; /* second tensor, where there are two: weight of the shared expert */
    gp_linear gate_up, down, shared_gate_up, shared_down;
    uint32_t n_ff_shared;                 /* 0: no shared expert */
    float router_scale;                   /* of the router's output */
    gp_vector router_norm, in_norm;       /* own norms of router and experts; absent: ffn_norm's output */
    gp_vector dense_post_norm, post_norm; /* of a dense block beside the mixture, and of the mixture */
    gp_vector expert_scale;               /* [experts], of the chosen experts' weights */
    gp_vector choice_bias;                /* [experts], added to the scores by which they are chosen */
    bool shared_plain;                    /* the shared expert's weight is 1 */
    float result_scale;                   /* of all experts' sum */
    gp_linear latent_down, latent_up;     /* the experts work on a narrower row; n 0: on the layer's own */
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

/* What a sequence leaves behind in a recurrent layer: the last inputs of a causal convolution, and a state. */
typedef struct gp_memory {
    uint32_t taps, channels; /* taps 0: the layer is not recurrent */
    uint64_t floats;         /* of the state, 0: none */
    gp_ocl_buffer *conv;     /* [slots][taps - 1][channels] */
    gp_ocl_buffer *state;    /* [slots][floats] */
} gp_memory;

/* Gated delta-net: linear attention with a recurrent state [value heads][key dim][value dim] (delta.cl). */
typedef struct gp_delta {
    gp_linear in; /* q, k, v, then z; q, k and v pass the convolution */
    uint32_t z;   /* which part of `in` is z */
    gp_linear ab; /* decay and write strength, one value each per value head */
    gp_linear out;
    gp_vector conv, dt, a, norm;
} gp_delta;

/* Mamba-2: a state [heads][state][head dim] that decays and takes up each token (ssm.cl). */
typedef struct gp_ssm {
    uint32_t inner, state, heads, groups; /* heads of inner / heads values; a group of heads shares B and C */
    gp_linear in;                         /* x, B, C (which pass the convolution), z, dt */
    gp_linear out;
    gp_vector conv, conv_bias, dt, a, d, norm; /* norm: [groups][inner / groups], may be absent */
} gp_ssm;

/* Gated short convolution (lfm2): out(C * conv(B * x)). */
typedef struct gp_short_conv {
    gp_linear in; /* x, B, C */
    gp_linear out;
    gp_vector conv;
} gp_short_conv;

/* Multi-head latent attention: keys and values of all heads are made from one row of `latent` values, beside which one
 * rotated key of `rot` dimensions stands for all heads. With `absorb` that row is what the cache holds: queries are
 * taken into its space by a matrix per head, and what attention finds there is taken back by another. */
typedef struct gp_mla {
    uint32_t latent, rot, nope, value; /* nope: dimensions of a head's query that do not rotate; value: of its output */
    bool absorb;
    gp_linear q_down, q; /* q_down.n 0: q reads the layer's input */
    gp_vector q_norm, kv_norm;
    gp_linear kv_down;    /* the latent row, then the rotated key */
    gp_linear k_up, v_up; /* absorb: one matrix per head, as experts */
    gp_linear kv_up;      /* else: for each head the keys, then the values */
} gp_mla;

/* Several residual streams (layer_altup.c). */
typedef struct gp_altup {
    gp_linear router, low, high; /* low and high: the map of low rank beside attention */
    gp_vector router_norm, low_norm, predict, correct, out_weight;
    float sparsity; /* gates below mean + sparsity * deviation are 0; 0: off */
} gp_altup;

/* Gates of the heads' outputs: sigmoid or softplus of one value for each output, or for each head. */
typedef enum gp_out_gate { GP_UNGATED, GP_GATE_EACH, GP_GATE_HEAD, GP_SOFT_EACH, GP_SOFT_HEAD } gp_out_gate;

typedef struct gp_layer gp_layer;
struct gp_layer {
    uint32_t index;
    const gp_layer *twin;                       /* another layer whose tensors this one uses; NULL: none */
    uint32_t window;                            /* 0: all positions */
    uint32_t chunk;                             /* a position sees those of its own chunk; 0: no chunks */
    int rope;                                   /* index of the table, -1: no rotation */
    uint32_t n_head, n_head_kv, head_dim, n_ff; /* as the hyper-parameters say, unless the architecture changes them */
    uint32_t value_dim, rot_at;                 /* values of a head; the first dimension of a head that rotates */
    float attn_scale;                           /* of scores */
    bool own_kv;                                /* makes keys and values; else those of *kv are used */
    bool v_from_k;                              /* values are the key projection, before norm and rotation */
    bool v_norm;                                /* values are normalized per head, without weights */
    gp_out_gate out_gate; /* the heads' outputs are multiplied by what the fourth part of qkv gives */
    bool gate_in_q;       /* attn_q holds that part too, head by head */
    bool late_norm;       /* queries and keys are normalized after the rotation */
    bool steady;          /* the temperature does not apply */
    bool parallel;        /* attention and feed-forward read the same input */
    const gp_layer *kv;   /* whose keys and values are read: the layer itself or an earlier one */
    gp_vector attn_norm, ffn_norm, q_norm, k_norm, attn_post_norm, ffn_post_norm, sinks;
    gp_vector wide_q_norm, wide_k_norm; /* before q_norm's place: over the whole projection, or head by head */
    uint32_t wide_groups_q, wide_groups_k;
    gp_vector attn_sub_norm, ffn_sub_norm; /* of the inputs of attn_out and down */
    gp_vector act_values;                  /* of GP_ACT_ALONE_XIELU: positive and negative factor, beta, eps */
    gp_linear qkv, attn_out, gate_up, down;
    gp_moe *moe;                 /* NULL: dense only */
    gp_delta *delta;             /* instead of attention; NULL: none */
    gp_ssm *ssm;                 /* instead of attention, or beside it where there is qkv too */
    gp_short_conv *short_conv;   /* instead of attention */
    gp_mla *mla;                 /* how queries, keys and values are made; NULL: by qkv */
    gp_memory memory;            /* of whichever of these is recurrent */
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
    gp_vector embed_norm;          /* of the embedding; absent: none */
    uint32_t loop;                 /* layers in one pass over the stack where it is run several times; 0: once */
    bool loop_norm;                /* between those passes the stream is normalized by out_norm */
    bool recurrent;                /* some layer is */
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
/* Rows of a matrix of the layer; 0: there is none. */
uint64_t gp_layer_rows(const gp_model_plan *p, const gp_layer *l, const char *tensor);
/* A norm of the stream: NAME.weight and, where the file has it, NAME.bias; ones where the architecture has no weights. */
gp_code gp_need_norm(gp_model_plan *p, gp_vector *v, const char *name, gp_err *err) GP_MUST_CHECK;
gp_code gp_layer_norm(gp_model_plan *p, const gp_layer *l, gp_vector *v, const char *name, gp_err *err) GP_MUST_CHECK;
/* n values that are not in the file; n values of 1. */
gp_code gp_need_values(gp_model_plan *p, gp_vector *v, const float *values, uint32_t n, gp_err *err) GP_MUST_CHECK;
gp_code gp_need_ones(gp_model_plan *p, gp_vector *v, uint32_t n, gp_err *err) GP_MUST_CHECK;

/* A whole layer by what the architecture's row and the hyper-parameters say: norms, heads, norms of queries and keys as
 * the file has them, feed-forward or mixture. Most families are this and a few settings of *l before it. */
gp_code gp_plan_layer(gp_model_plan *p, gp_layer *l, gp_err *err) GP_MUST_CHECK;
/* l->window by attention.sliding_window_pattern, or by `local` where the file has none. */
gp_code gp_plan_window(gp_model_plan *p, gp_layer *l, bool local, gp_err *err) GP_MUST_CHECK;
/* Its parts. Heads: q/k/v (or a fused attn_qkv), attn_gate where the layer has an output gate, attn_output. */
gp_code gp_plan_heads(gp_model_plan *p, gp_layer *l, gp_err *err) GP_MUST_CHECK;
gp_code gp_plan_any_qk_norms(gp_model_plan *p, gp_layer *l, gp_err *err) GP_MUST_CHECK;
gp_code gp_plan_feed_forward(gp_model_plan *p, gp_layer *l, gp_err *err) GP_MUST_CHECK;
/* What many families share: attn_norm and heads; ffn_norm, ffn_gate, ffn_up, ffn_down; attn_q_norm and attn_k_norm. */
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
/* Latent attention (plan_mla.c), Mamba-2 and short convolutions (plan_ssm.c): sizes from the keys, tensors of a layer;
 * the layer's norms are planned by the caller. */
gp_code gp_plan_mla(gp_model_plan *p, gp_layer *l, gp_err *err) GP_MUST_CHECK;
gp_code gp_plan_ssm(gp_model_plan *p, gp_layer *l, gp_err *err) GP_MUST_CHECK;
gp_code gp_plan_short_conv(gp_model_plan *p, gp_layer *l, gp_err *err) GP_MUST_CHECK;

/* Key "ARCH.NAME" of the file, as in gp_gguf_get_*; an absent key leaves *out. */
gp_code gp_key_u32(const gp_gguf *g, const char *name, uint32_t *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_key_bool(const gp_gguf *g, const char *name, bool *out, gp_err *err) GP_MUST_CHECK;
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
/* The same, and how they are chosen: hp->routing holds the defaults and gets what the file says. */
gp_code gp_hparams_routing(const gp_gguf *g, gp_hparams *hp, gp_err *err) GP_MUST_CHECK;
/* Blocks at the end that only predict further tokens (nextn_predict_layers) are left out. */
gp_code gp_hparams_predicting(const gp_gguf *g, gp_hparams *hp, gp_err *err) GP_MUST_CHECK;
/* embedding_scale, residual_scale, attention.scale, logit_scale as the granite family writes them: logits are divided. */
gp_code gp_hparams_scales(const gp_gguf *g, gp_hparams *hp, gp_err *err) GP_MUST_CHECK;
/* The magnitude of YaRN where a multiplier of its logarithm is given: (1 + 0.1 ln s) / (1 + 0.1 multiplier ln s), and
 * nothing besides. Without YaRN nothing changes. */
void gp_rope_log_multiplier(gp_rope *r, double multiplier);
/* The second rotary table, for layers with a window: the first one without scaling; rope.freq_base_swa and
 * rope.dimension_count_swa where the file has them. */
gp_code gp_hparams_local_rope(const gp_gguf *g, gp_hparams *hp, gp_err *err) GP_MUST_CHECK;
/* Rotary divisors from a tensor of n_rot / 2 values; absent: leaves NULL. */
gp_code gp_rope_divisors(gp_model_plan *p, const char *tensor, gp_rope *r, gp_err *err) GP_MUST_CHECK;
/* LongRoPE: rope_factors_long, or rope_factors_short where the context in use is no longer than the original (phi3.c). */
gp_code gp_plan_longrope(gp_model_plan *p, gp_err *err) GP_MUST_CHECK;
/* For each position from 0: n_rot / 2 cosines, then as many sines, times the magnitude the scaling asks for. */
void gp_rope_table(const gp_rope *r, uint32_t positions, float *out);

/* ---- architecture ---- */

/* Where norms stand: in front of attention and feed-forward; the same, the second named post_attention_norm; behind both
 * alone; in front and behind; one for both, which then stand side by side. */
typedef enum gp_norm_places {
    GP_NORMS_BEFORE,
    GP_NORMS_RENAMED,
    GP_NORMS_AFTER,
    GP_NORMS_AROUND,
    GP_NORMS_SHARED
} gp_norm_places;

struct gp_arch {
    const char *name;
    bool confirmed; /* reference data agrees with its numbers */
    bool per_layer; /* head_count, head_count_kv and feed_forward_length may be arrays with different values */
    bool mixed;     /* some of them may be 0: the layer has no attention, or no feed-forward */
    bool latent;    /* keys and values may have different sizes */
    bool no_norm_weights;
    gp_norm_places norms;
    const char *out_norm; /* name of the last norm; NULL: output_norm */
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
/* ff = act(gate) * up for rows of width n_ff, in these forms; gate in `gate`, up from column up_at of `up`. values: of the
 * activation, where it has any. */
void gp_op_gate(gp_pass *r, gp_rows_buffer gate, gp_rows_buffer up, uint32_t up_at, uint32_t n_ff,
                const gp_vector *values, int forms);
/* x = norm of rows of `width` values in place; pieces of rows: `pieces` of len values from column `at` on */
void gp_op_norm_width(gp_pass *r, const gp_vector *w, gp_rows_buffer x, uint32_t width, int forms);
void gp_op_norm_pieces(gp_pass *r, const gp_vector *w, gp_rows_buffer x, uint32_t at, uint32_t pieces, uint32_t len);
/* x += factor * y */
void gp_op_add(gp_pass *r, gp_rows_buffer x, gp_rows_buffer y, float factor);
/* x += row norm of y */
void gp_op_add_normed(gp_pass *r, const gp_vector *w, gp_rows_buffer x, gp_rows_buffer y);
/* x *= w[0] */
void gp_op_scale(gp_pass *r, const gp_vector *w, gp_rows_buffer x);
/* logits of n_rows tokens whose indices are in the model's row list */
void gp_op_head(gp_pass *r, uint32_t n_rows);
/* A mixture of experts over h, its result in `to`: added, or alone (ops_moe.c). */
void gp_op_experts(gp_pass *r, const gp_layer *l, gp_rows_buffer to, bool add);
/* The gated delta-net over m->qkv and m->ab, Mamba-2 and the short convolution over m->qkv: results in m->att, ready for
 * the product that follows (ops_delta.c, ops_ssm.c). */
void gp_op_delta(gp_pass *r, const gp_layer *l);
void gp_op_ssm(gp_pass *r, const gp_layer *l);
void gp_op_short_conv(gp_pass *r, const gp_layer *l);
/* Causal convolution of the first columns of m->qkv into m->conv, and what the sequence keeps of them (ops_delta.c). */
void gp_op_convolve(gp_pass *r, const gp_memory *k, const gp_vector *w, const gp_vector *bias, bool silu);
/* Latent attention: queries, keys and values from the normed input into m->qkv; and the heads' outputs (ops_mla.c). */
void gp_op_mla_in(gp_pass *r, const gp_layer *l, gp_rows_buffer in);
void gp_op_mla_out(gp_pass *r, const gp_layer *l);

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

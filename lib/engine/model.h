/* model.h - private to the engine: what an opened model is made of. */
#ifndef GP_ENGINE_MODEL_H
#define GP_ENGINE_MODEL_H

#include "engine/arch.h"
#include "engine/wtype.h"

typedef enum gp_kernel_id {
    GP_K_RMS,
    GP_K_ACT,
    GP_K_QUANT,
    GP_K_SOFTCAP,
    GP_K_ADD_NORMED,
    GP_K_SCALE,
    GP_K_GATE_OUT,
    GP_K_SUPPRESS,
    GP_K_JOIN_INPUTS,
    GP_K_ROPE_F32,
    GP_K_ROPE_F16,
    GP_K_ATTEND_F32,
    GP_K_ATTEND_F16,
    GP_K_ROUTE,
    GP_K_ASSIGN,
    GP_K_GATHER,
    GP_K_JOIN,
    GP_K_CONV,
    GP_K_CONV_SHIFT,
    GP_K_DELTA_PREPARE,
    GP_K_DELTA_SCAN,
    GP_K_DELTA_OUT,
    GP_K_ALTUP_MATCH,
    GP_K_ALTUP_PREDICT,
    GP_K_ALTUP_CORRECT,
    GP_K_ALTUP_ATTENDED,
    GP_K_ALTUP_SPARSE,
    GP_K_ALTUP_WEIGH,
    GP_K_ALTUP_SPREAD,
    GP_K_ALTUP_MERGE,
    GP_K_NORM,
    GP_K_NORM_PIECES,
    GP_K_ADD_SCALED,
    GP_K_RESCALE,
    GP_K_CHOOSE,
    GP_K_SSM_SCAN,
    GP_K_SSM_OUT,
    GP_K_TIMES,
    GP_K_HEADS_IN,
    GP_K_HEADS_OUT,
    GP_K_COPY_PIECES,
    GP_K_COUNT
} gp_kernel_id;

/* Int8 activations of one pass, in the tile layout of common.cl. */
typedef struct gp_q8_buffers {
    gp_ocl_buffer *quants, *scales, *starts;
} gp_q8_buffers;

/* Who goes to which expert, decided on the device (moe.cl). */
typedef struct gp_moe_buffers {
    gp_ocl_buffer *chosen, *weight, *pair_slot; /* [batch * experts per token] */
    gp_ocl_buffer *slot_token, *tile_expert;    /* [slots] */
    gp_ocl_buffer *count;                       /* [experts] */
} gp_moe_buffers;

/* Somebody who looks at what each launch left (trace.h). Called after it, with what it was given; an error ends the
 * pass. It may read buffers, which changes no bit. */
typedef struct gp_tap {
    gp_code (*look)(void *user, const gp_pass *r, const char *kernel, const gp_ocl_arg *args, unsigned n, gp_err *err);
    void *user;
} gp_tap;

struct gp_model {
    gp_tap tap; /* look is NULL: nobody, and nothing is done for it */
    gp_gguf *g;
    gp_arena a; /* plan and texts */
    gp_model_plan plan;
    gp_model_options o; /* defaults filled in */
    gp_model_facts facts;
    gp_tokenizer *tokenizer;
    gp_err tokenizer_err;
    gp_ocl *d;

    gp_ocl_kernel *kernel[GP_K_COUNT]; /* made when first used */
    gp_ocl_kernel *mm[GP_WTYPES][GP_TILES], *mm_expert[GP_WTYPES][GP_TILES], *embed[GP_WTYPES];

    gp_rows_buffer x, h, qkv, att, gate_up, ff, logits; /* f32 scratch of one pass */
    gp_rows_buffer side;  /* what stands beside the stream: a dense block's or a shared expert's output */
    gp_rows_buffer pairs; /* rows of token and expert: gathered inputs, then outputs */
    gp_rows_buffer stream[GP_STREAMS - 1]; /* residual streams beside x */
    gp_rows_buffer branch;                 /* of a parallel layer: what attention adds */
    gp_rows_buffer latent;                 /* rows of latent attention, and of experts that work on narrower rows */
    gp_rows_buffer heads;                  /* one row per head and token: inputs, then outputs of matrices per head */
    gp_rows_buffer router, ple, ple_proj, conv, ab;
    gp_moe_buffers moe;
    gp_q8_buffers q8;
    gp_ocl_buffer *rope[GP_ROPE_TABLES];
    gp_ocl_buffer *token; /* [batch][4]: position, slot, id, bits of the score factor */
    gp_ocl_buffer *rows;  /* rows whose logits are wanted */
    gp_ocl_buffer *pages; /* [slots][max_pages] */
    gp_ocl_buffer *ring;  /* the same for layers with a window, where pages come round again */
    gp_ocl_buffer *suppress;
    gp_ocl_buffer *dummy;           /* for arguments that are not used */
    uint32_t max_pages, ring_pages; /* of one sequence */

    int32_t *stage; /* host copies of `token` and `rows` that a step in flight reads */
    size_t stage_room;
    bool *slot_used; /* [slots] */
};

struct gp_session {
    gp_model *m;
    uint32_t slot;
    uint32_t length;
    uint32_t written; /* most tokens since the sequence began: what lies behind in a ring is gone */
};

/* Sizes that plan and options determine; used by opening and by estimating alike. */
void gp_model_sizes(const gp_model_plan *p, const gp_model_options *o, gp_model_facts *f);
/* Tokens per tile of a pass of n through experts, and how many slots it can need (moe.cl). */
uint32_t gp_moe_tile(const gp_hparams *hp, uint32_t n);
uint32_t gp_moe_slots(const gp_hparams *hp, uint32_t n, uint32_t tile);
/* Rows that matrices per head take for n tokens (mla.cl). */
uint32_t gp_mla_slots(const gp_layer *l, uint32_t n);
/* Where in a row of the router's output the values stand by which experts are chosen. */
static inline uint32_t gp_choice_at(const gp_moe *e) { return e->router.rows; }
/* Device bytes of a matrix. */
uint64_t gp_matrix_bytes(const gp_matrix *m);
/* Second stage: repack and copy all that the plan names; file pages are given back as they are done with. */
gp_code gp_model_upload(gp_model *m, gp_err *err) GP_MUST_CHECK;
void gp_model_free_weights(gp_model *m);
/* Scratch, tables and caches. */
gp_code gp_model_scratch(gp_model *m, gp_err *err) GP_MUST_CHECK;
void gp_model_free_scratch(gp_model *m);

#endif

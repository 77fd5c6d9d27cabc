/* trace.h - where two ways of computing part: the first operation that leaves other values.
 *
 * Two devices, two numbers of threads, two forms of the kernels or two builds must give the same bits (engine.h). Where
 * they do not, a trace finds out why: it has a digest of what each launch of a kernel left, in their order, over one
 * sequence of tokens. A second side that is held against it stops at the first launch that is another or leaves another
 * thing, and keeps the values that lie there. The first side, held against what the second one noted, stops at the same
 * launch: then the values of both are known. So a trace can be written by one machine and held against by another.
 *
 * The sequence is computed as a run does it, the prompt in pieces and what follows token by token, because these take
 * other kernels. Looking changes no bit: the same launches compute. Which bytes a digest is of is part of the format of
 * a trace (verify/trace_file.c): whoever changes that gives the format another number. */
#ifndef GP_ENGINE_TRACE_H
#define GP_ENGINE_TRACE_H

#include <signal.h>

#include "engine/engine.h"

typedef enum gp_trace_number {
    GP_TRACE_F32,
    GP_TRACE_F16,
    GP_TRACE_I32,
    GP_TRACE_I8,
    GP_TRACE_NUMBERS
} gp_trace_number;
extern const char *const gp_trace_number_names[GP_TRACE_NUMBERS]; /* "f32", "f16", "i32", "i8" */

/* How values of tokens lie. */
typedef enum gp_trace_layout {
    GP_TRACE_LIST,   /* they belong to no tokens, or it is not known to which */
    GP_TRACE_ROWS,   /* a row for each */
    GP_TRACE_TILES,  /* rows of `wide` tokens interleaved: int8 activations (common.cl) */
    GP_TRACE_KEYS,   /* pages of the cache, heads `wide` values wide (attention.cl) */
    GP_TRACE_VALUES, /* the same of values */
    GP_TRACE_LAYOUTS
} gp_trace_layout;
extern const char *const gp_trace_layout_names[GP_TRACE_LAYOUTS]; /* "list", "rows", "tiles", "keys", "values" */

typedef struct gp_trace_values { /* what lies in one buffer behind an operation */
    gp_str buffer;               /* "x" is the residual stream, then "qkv", "keys", "logits", ... */
    gp_trace_number number;
    gp_trace_layout layout;
    int64_t row;      /* values of a token; in the cache those of a page; 0: a list */
    int64_t wide;     /* as the layout says; else 0 */
    int64_t position; /* of the first token (in the cache: of its page's first one), from 0; 0: a list */
    gp_str bytes;     /* little-endian */
} gp_trace_values;

typedef struct gp_operation { /* one launch of a kernel */
    int32_t layer;            /* from 0; -1: before the first; their number: behind the last */
    gp_str kernel;
    uint64_t digest; /* of what lies in all buffers of values that it was given: first 8 bytes of a SHA-256 */
} gp_operation;

typedef struct gp_trace { /* all in the arena that it was made with */
    const gp_operation *list;
    size_t n;
    uint32_t layers;
    gp_str device, driver, form; /* of the device that computed it (ocl.h) */
    int64_t units;               /* of it, that compute: threads of a CPU; -1: not known */
    /* The last operation is not what it was held against, and the trace ends there. What is known of it alone: */
    bool parted;
    uint64_t read;  /* digest of all that it reads besides: weights, tables, tokens */
    gp_str weights; /* names of the tensors that it reads, "blk.0.attn_q.weight, ..."; empty: none */
    const gp_trace_values *values;
    size_t n_values;
} gp_trace;

typedef struct gp_trace_options {
    const char *path;                         /* of the model */
    gp_model_options o;                       /* batch and slots are the trace's own */
    const int32_t *ids;                       /* at least 1 */
    size_t n, n_prompt;                       /* the first n_prompt are the prompt */
    const volatile sig_atomic_t *interrupted; /* NULL: nobody does */
} gp_trace_options;

/* Compute, and note each operation. `against` (NULL: nothing) was made over the same ids. Where it ends because it parted
 * from another one, so does this one. Errors are those of gp_model_open and gp_engine_step; GP_E_CANCELLED. */
gp_code gp_trace_make(gp_arena *a, const gp_trace_options *o, const gp_trace *against, gp_trace *out,
                      gp_err *err) GP_MUST_CHECK;

/* Which one of the operations of its layer the i-th is, from 1. */
uint64_t gp_trace_number_in_layer(const gp_trace *t, size_t i);

typedef struct gp_trace_difference { /* between the values of two traces that parted at the same operation */
    gp_str buffer;
    int64_t position;            /* of the token, from 0; -1: not known, or of none */
    int64_t index;               /* of the token's values; of the whole buffer where position is -1 */
    double one, other;           /* the first values that differ */
    gp_str one_bits, other_bits; /* "0x3f800000" */
    int64_t n_other, n;          /* so many of the buffer's values differ, of so many that were compared */
    bool read_alike;             /* weights and tables that the operation reads are the same */
} gp_trace_difference;

/* False: values of one of them are not known, or are not those of the same operation. */
bool gp_trace_compare(gp_arena *a, const gp_trace *one, const gp_trace *other, gp_trace_difference *out);

#endif

/* engine.h - local inference: model, sessions, one engine step, sampling, and a scheduler that carries many requests.
 *
 * Object model, outermost first; each object dies before the one above it:
 *   gp_model      an opened GGUF file on one OpenCL device: repacked weights, tables, scratch for one step. Immutable
 *                 after opening except for the scratch, so one thread uses it at a time. The file mapping stays for
 *                 metadata (gp_model_gguf); its tensor pages are given back after upload.
 *   gp_session    one sequence: a KV cache on the device and the number of tokens in it.
 *   gp_scheduler  many requests over the sessions of one model: chunked prefill and decode mixed in one step.
 *
 * Determinism: for given weights, KV type and context length, the logits of a position depend on the token ids up to it
 * and on nothing else. Threads, work-group size, batch, slots, neighbours in a step, and the way a prompt is cut into
 * chunks change no bit (lib/engine/ORDER.md writes down every reduction order). Sampling is a pure function.
 *
 * Units: ids are int32_t from 0 to n_vocab-1, positions count from 0, times are seconds on the monotonic clock. */
#ifndef GP_ENGINE_ENGINE_H
#define GP_ENGINE_ENGINE_H

#include "base/sampling.h"
#include "base/sha256.h"
#include "gguf/gguf.h"
#include "ocl/ocl.h"
#include "token/tokenizer.h"

/* ---------------------------------------------------------------- model */

typedef struct gp_model gp_model;

typedef enum gp_kv_type { GP_KV_F32 = 0, GP_KV_F16 = 1 } gp_kv_type;
const char *gp_kv_name(gp_kv_type t); /* "f32", "f16" */

typedef struct gp_model_options { /* {0} is a good default */
    gp_ocl_options ocl;
    uint32_t context; /* most tokens of one sequence; 0: the smaller of the file's context length and 4096 */
    gp_kv_type kv;    /* F16 rounds keys and values to nearest even */
    uint32_t batch;   /* most tokens evaluated at once (prompt chunk); 0: 128. Changes no bit. */
    uint32_t slots;   /* most sequences in one step; 0: 1. Changes no bit. */
    bool no_draft;    /* no tokens guessed ahead (guess.h). Changes no bit. */
} gp_model_options;

/* Load, check, repack, upload. Errors: GP_E_INPUT (not a GGUF, hostile, unsupported architecture or tensor type, shapes
 * that contradict the hyper-parameters; the message names what is supported), GP_E_INFRA (no device, device out of
 * memory), GP_E_IO, GP_E_NOMEM. */
gp_code gp_model_open(const char *path, const gp_model_options *o, gp_model **out, gp_err *err) GP_MUST_CHECK;
void gp_model_close(gp_model *m); /* NULL is allowed */

/* What a model is. Strings and slices are borrowed from the model. */
typedef struct gp_model_facts {
    gp_str architecture;     /* "llama" */
    gp_str name;             /* general.name, may be empty */
    gp_str quantization;     /* the type that holds most weight bytes: "Q8_0" */
    gp_str quantization_mix; /* all types by weight bytes, largest first: "Q8_0 98.2%, F32 1.8%" */
    gp_str chat_template;    /* source of tokenizer.chat_template, may be empty */
    gp_str tool_template;    /* that for chats with tools: tokenizer.chat_template.tool_use, else the same */
    bool confirmed;          /* reference data has confirmed this architecture's numbers */
    uint32_t n_vocab, n_layer, n_embd, n_head, n_head_kv, head_dim, n_ff;
    uint32_t context_file; /* what the file says */
    uint32_t context;      /* in use */
    uint32_t batch, slots;
    gp_kv_type kv;
    uint64_t parameters;          /* elements of all tensors */
    uint64_t weight_bytes;        /* tensor bytes in the file's encoding */
    uint64_t token_bytes;         /* weight bytes that one generated token must read (embedding: one row) */
    uint64_t device_weight_bytes; /* of the repacked form on the device */
    uint64_t kv_bytes;            /* per session */
    uint64_t scratch_bytes;       /* activations, tables and logits, once per model */
} gp_model_facts;
const gp_model_facts *gp_model_get_facts(const gp_model *m);
const gp_gguf *gp_model_gguf(const gp_model *m);
/* NULL if the file has no tokenizer this build knows; see the error below */
const gp_tokenizer *gp_model_tokenizer(const gp_model *m);
/* Why there is no tokenizer ("" if there is one): ids can be evaluated without it. */
const char *gp_model_tokenizer_error(const gp_model *m);
const gp_ocl *gp_model_device(const gp_model *m);

/* The same facts from metadata alone, without a device: fields of *f as above, strings borrowed from g or static
 * (quantization_mix is empty; gp_model_mix makes it). Errors as in gp_model_open. */
gp_code gp_model_estimate(const gp_gguf *g, const gp_model_options *o, gp_model_facts *f, gp_err *err) GP_MUST_CHECK;

/* Names of the tensors that the architecture has no use for, in the order of the file: *list is in the arena, the
 * names are borrowed from g. Errors as in gp_model_estimate. */
gp_code gp_model_unused(const gp_gguf *g, gp_arena *a, const gp_str **list, size_t *n, gp_err *err) GP_MUST_CHECK;
/* A sentence about them for whoever runs the model, in the arena; empty where all tensors are used. */
gp_str gp_model_unused_text(const gp_gguf *g, gp_arena *a);

/* Tensor types by weight bytes, largest first ("Q8_0 98.2%, F32 1.8%"), in the arena; empty when memory ran out. */
gp_str gp_model_mix(gp_arena *a, const gp_gguf *g);

/* Names of supported architectures, comma-separated, static. */
const char *gp_engine_architectures(void);

/* ---------------------------------------------------------------- sessions and steps */

typedef struct gp_session gp_session;
gp_code gp_session_new(gp_model *m, gp_session **out, gp_err *err) GP_MUST_CHECK;
void gp_session_free(gp_session *s); /* NULL is allowed */
void gp_session_reset(gp_session *s);
uint32_t gp_session_length(const gp_session *s); /* tokens evaluated so far */
/* Forget every token from position `length` on; larger values change nothing. Layers with a sliding window keep little
 * more than the window: a sequence cut further back than that is empty afterwards, and one with recurrent layers
 * always is. Returns the length it has now. */
uint32_t gp_session_truncate(gp_session *s, uint32_t length);
/* The length that gp_session_truncate would leave, with nothing done yet. */
uint32_t gp_session_keeps(const gp_session *s, uint32_t length);

typedef enum gp_rows { GP_ROWS_NONE, GP_ROWS_LAST, GP_ROWS_ALL } gp_rows;

typedef struct gp_step_item {
    gp_session *session; /* at most once in a step */
    const int32_t *ids;  /* appended to the session */
    uint32_t n_ids;      /* at least 1 */
    gp_rows rows;        /* which positions' logits are wanted */
    float *logits;       /* [1 or n_ids][n_vocab], filled by the call; NULL with ROWS_NONE */
} gp_step_item;

/* Evaluate all items (any n_ids: chunks of `batch` are made inside). On error no session has grown; one that
 * cannot be continued is empty.
 * Errors: GP_E_INPUT for an id outside the vocabulary or a sequence longer than the context (checked before anything
 * runs, the message has both numbers); GP_E_INFRA when the device fails. */
gp_code gp_engine_step(gp_model *m, const gp_step_item *items, size_t n, gp_err *err) GP_MUST_CHECK;

/* ---------------------------------------------------------------- sampling (sampler.c) */

typedef struct gp_sampling {  /* {0} is greedy */
    float temperature;        /* 0: greedy, everything below except the penalties is ignored */
    uint32_t top_k;           /* 0: off */
    float top_p;              /* 0 or >= 1: off */
    float min_p;              /* 0: off */
    float repetition_penalty; /* 0 or 1: off */
    float presence_penalty, frequency_penalty;
    uint32_t penalty_window; /* last tokens (prompt included) that penalties look at; 0: all */
} gp_sampling;

/* As a user states it; what is not set is off. */
gp_sampling gp_sampling_of(const gp_sampling_spec *spec);
/* GP_E_INPUT naming the value that is out of range (not finite, negative, top_p > 1, ...). */
gp_code gp_sampling_check(const gp_sampling *s, gp_err *err) GP_MUST_CHECK;

/* The next id: a pure function of its arguments. history: ids before this position, oldest first. Steps in this order:
 * penalties (repetition, then presence and frequency) on the ids in the window; greedy ends here (ties: lowest id);
 * sort by logit, ties by id; top_k; divide by temperature and exponentiate relative to the maximum; top_p (smallest
 * prefix reaching it, at least one); min_p (relative to the best); draw with the counter-based generator keyed by
 * (seed, position). `scratch` is reused between calls; {0} at first, gp_sampler_free at the end. NaN logits are never
 * chosen; all NaN gives id 0. */
typedef struct gp_sampler {
    struct gp_candidate *c;
    uint32_t *count;
    uint32_t n;
} gp_sampler;
int32_t gp_sample(gp_sampler *scratch, const float *logits, uint32_t n_vocab, const gp_sampling *s,
                  const int32_t *history, size_t n_history, uint64_t seed, uint64_t position);
void gp_sampler_free(gp_sampler *scratch);
/* Index of the largest value, ties to the lowest index; *margin (may be NULL) = largest minus second largest. */
int32_t gp_argmax(const float *logits, uint32_t n, float *margin);
/* ln(sum exp(logits)) and so log-probabilities, in double with own exp and log: same bits everywhere. */
double gp_log_sum_exp(const float *logits, uint32_t n);

/* ---------------------------------------------------------------- generation */

typedef enum gp_finish {
    GP_FINISH_NONE,
    GP_FINISH_STOP,
    GP_FINISH_LENGTH,
    GP_FINISH_LOOP,
    GP_FINISH_CANCELLED,
    GP_FINISH_ERROR
} gp_finish;
const char *gp_finish_name(gp_finish f); /* "stop", "length", "loop", "cancelled", "error"; "" for NONE */

typedef struct gp_request {
    const int32_t *prompt; /* copied by submit */
    size_t n_prompt;       /* at least 1 */
    uint32_t max_tokens;   /* at least 1 */
    gp_sampling sampling;
    uint64_t seed;       /* the trial's derived seed */
    const gp_str *stops; /* stop strings, copied; the text ends before the first one that appears */
    size_t n_stops;
    /* What takes the reply apart (reply/reply.h), borrowed until the result: stop strings then hold for its answer and
     * its calls, not for reasoning. NULL: for the whole text. Not with show_special. */
    const struct gp_reply_format *format;
    bool ignore_eos;   /* go on after end-of-reply tokens, which are then part of `tokens` */
    bool show_special; /* control tokens contribute their text to `text` */
    /* The text must be one that this grammar lets pass (reply/grammar.h): other tokens are never chosen. Digest and
     * margins stay those of the raw logits. Borrowed until the result; NULL: free text. It holds from the first token
     * on, or, where grammar_after is not empty (borrowed too), behind that text, in which control tokens stand by
     * name. */
    const struct gp_grammar *grammar;
    gp_str grammar_after;
    bool log_probs;   /* fill log_prob of the result; costs a pass over the vocabulary for each token */
    bool allow_loops; /* a reply that loops (reply/loop.h) goes on; without it, it ends with FINISH_LOOP */
    /* Called from gp_scheduler_step for each generated token with the text that became final (whole UTF-8 characters,
     * never part of a possible stop string; may be empty). It must not call the scheduler. Text still held back when
     * the model ends its reply comes with the result only. May be NULL. */
    void (*on_token)(void *ctx, int32_t id, gp_str text);
    void *ctx; /* also kept in the result */
    gp_sha256
        *logits_hash; /* every logits row that a token is chosen from is added here too; NULL: nowhere. For a trial
                              * of several requests, whose digest runs over all of them. Borrowed until the result. */
} gp_request;

/* What a request became. Owned by the caller after gp_scheduler_step hands it over; free with gp_generation_free. */
typedef struct gp_generation {
    uint64_t ticket;
    void *ctx;
    gp_finish finish;
    /* with FINISH_ERROR: the device broke, all logits of a row are NaN, nothing can come next under the grammar */
    gp_err error;
    /* generated ids; the end-of-reply token that ended it is not among them unless ignore_eos */
    int32_t *tokens;
    size_t n_tokens;
    gp_buf text;       /* bytes of the tokens up to the stop string, if any; UTF-8 as the model made it */
    int32_t end_token; /* the end-of-reply token that stopped generation, or -1 */
    size_t stop_index; /* index of the stop string that stopped it, or SIZE_MAX */
    size_t n_prompt;
    size_t n_reused;              /* leading prompt tokens that an earlier request of the slot had evaluated already */
    size_t n_drafted, n_accepted; /* tokens guessed ahead, and those of them that were right */
    /* SHA-256 over the little-endian f32 logits rows that each id was chosen from, in order, the row of end_token
     * included; before penalties and sampling. */
    char logits_sha256[GP_SHA256_HEX];
    float *margin; /* [n_rows] top-1 minus top-2 of each such row */
    /* [n_tokens] natural logarithm of each token's probability by its raw row (score.h); NULL unless asked for */
    double *log_prob;
    size_t n_rows;    /* n_tokens, plus one when end_token >= 0 or when the grammar had nothing more to come */
    double queued_s;  /* from submit to the first step that worked on it */
    double prefill_s; /* from that step's start to the logits of the last prompt token */
    double decode_s;  /* from there to the last token */
    double *token_s;  /* [n_rows] time of each choice after the first step's start */
} gp_generation;
void gp_generation_free(gp_generation *r); /* NULL is allowed */

/* Each slot keeps the sequence that it worked on last; a request goes to the free slot that has most of its prompt, and
 * only the rest is evaluated. As logits depend on the ids alone, this changes no bit. */
typedef struct gp_scheduler gp_scheduler;
/* slots: sequences worked on at once, at most the model's slots; 0: all of them. The model must outlive the
 * scheduler. */
gp_code gp_scheduler_new(gp_model *m, uint32_t slots, gp_scheduler **out, gp_err *err) GP_MUST_CHECK;
void gp_scheduler_free(gp_scheduler *s); /* drops what is unfinished; NULL is allowed */

/* Queue a request; *ticket names it. Errors, before anything runs: GP_E_INPUT when a grammar is given without a
 * tokenizer, prompt plus max_tokens do not fit the context (message with the numbers), an id is outside the
 * vocabulary, or sampling is out of range. gp_context_overflow tells the first case apart. */
gp_code gp_scheduler_submit(gp_scheduler *s, const gp_request *r, uint64_t *ticket, gp_err *err) GP_MUST_CHECK;
/* True if prompt and max_tokens do not fit the model's context. */
bool gp_context_overflow(const gp_model *m, size_t n_prompt, size_t max_tokens);

/* One engine step for all active requests (queued ones move up as slots become free, in order of submission).
 * Then call gp_scheduler_take until it gives NULL. An error is the device's: every active request then ends with it. */
gp_code gp_scheduler_step(gp_scheduler *s, gp_err *err) GP_MUST_CHECK;
gp_generation *gp_scheduler_take(gp_scheduler *s); /* next finished result (ownership passes), or NULL */
bool gp_scheduler_busy(const gp_scheduler *s);     /* active or queued requests exist */
/* The session of a free slot for other work, such as gp_score_in, until the next call; what the scheduler kept in it is
 * lost. NULL where no slot is free. */
gp_session *gp_scheduler_lend(gp_scheduler *s);
/* End a request now; its result (CANCELLED, with what was generated) can be taken. Unknown tickets are ignored. */
void gp_scheduler_cancel(gp_scheduler *s, uint64_t ticket);

/* One request to its end, alone: convenience over a scheduler of one slot. *out is NULL after an error. */
gp_code gp_generate(gp_model *m, const gp_request *r, gp_generation **out, gp_err *err) GP_MUST_CHECK;

#endif

/* model_engine.c - goldpin model info, logits, generate: the commands that know the engine. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "base/sys.h"
#include "model_io.h"
#include "open_model.h"

typedef struct options { /* of all three */
    gp_output out;
    gp_engine_wish wish;
    const char *tokens, *prompt_file;
    gp_sampling_spec sampling; /* of generate, as the next one */
    gp_request request;
} options;

/* --- info --- */

/* Tensors that the architecture has no use for. */
typedef struct unused {
    const gp_str *list;
    size_t n;
} unused;

static void info_json(const gp_gguf *g, const gp_model_facts *f, const gp_tokenizer *t, const char *digest,
                      const unused *u, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 2);
    gp_jw_object(&w);
    gp_jw_kc(&w, "file", gp_path_base(gp_gguf_path(g)));
    gp_jw_kint(&w, "gguf_version", gp_gguf_version(g));
    gp_jw_kint(&w, "bytes", (int64_t)gp_gguf_file_bytes(g));
    gp_jw_kc(&w, "tensor_sha256", digest);
    gp_jw_kstr(&w, "name", f->name);
    gp_jw_kstr(&w, "architecture", f->architecture);
    gp_jw_kbool(&w, "confirmed", f->confirmed);
    gp_jw_kint(&w, "parameters", (int64_t)f->parameters);
    gp_jw_kstr(&w, "quantization", f->quantization);
    gp_jw_kstr(&w, "quantization_mix", f->quantization_mix);
    gp_jw_kint(&w, "weight_bytes", (int64_t)f->weight_bytes);
    gp_jw_kint(&w, "context", f->context_file);
    gp_jw_kint(&w, "layers", f->n_layer);
    gp_jw_kint(&w, "embedding", f->n_embd);
    gp_jw_kint(&w, "heads", f->n_head);
    gp_jw_kint(&w, "kv_heads", f->n_head_kv);
    gp_jw_kint(&w, "head_dim", f->head_dim);
    gp_jw_kint(&w, "feed_forward", f->n_ff);
    gp_jw_kint(&w, "vocabulary", f->n_vocab);
    gp_jw_key(&w, "tokenizer");
    if (t) {
        gp_jw_object(&w);
        gp_jw_kstr(&w, "model", gp_tokenizer_model(t));
        gp_jw_kstr(&w, "pre", gp_tokenizer_pre(t));
        gp_jw_kint_or_null(&w, "bos", gp_token_bos(t));
        gp_jw_kint_or_null(&w, "eos", gp_token_eos(t));
        gp_jw_kbool(&w, "adds_bos", gp_tokenizer_adds_bos(t));
        gp_jw_end_object(&w);
    } else {
        gp_jw_null(&w);
    }
    gp_jw_kbool(&w, "chat_template", f->chat_template.n > 0);
    gp_jw_key(&w, "unused_tensors");
    gp_jw_array(&w);
    for (size_t i = 0; i < u->n; i++) gp_jw_str(&w, u->list[i]);
    gp_jw_end_array(&w);
    gp_jw_end_object(&w);
    gp_buf_byte(out, '\n');
}

static void line(gp_buf *out, const char *what, gp_str value)
{
    gp_buf_fmt(out, "%-16s", what);
    gp_show(out, value, 200);
    gp_buf_byte(out, '\n');
}

/* One line each: their names are what one looks for. */
static void unused_text(const unused *u, gp_buf *out)
{
    if (u->n) gp_buf_fmt(out, "%-16s%zu tensors, which this architecture does not use:\n", "unused", u->n);
    for (size_t i = 0; i < u->n; i++) line(out, "", u->list[i]);
}

static void info_text(const gp_gguf *g, const gp_model_facts *f, const gp_tokenizer *t, const char *digest,
                      const char *no_tokenizer, const unused *u, gp_buf *out)
{
    line(out, "file", gp_str_c(gp_path_base(gp_gguf_path(g))));
    line(out, "name", f->name);
    gp_buf_fmt(out, "%-16s%.*s%s\n", "architecture", GP_ARG(f->architecture),
               f->confirmed ? "" : " (unconfirmed: no reference has confirmed its numbers)");
    gp_buf_fmt(out, "%-16s%llu\n", "parameters", (unsigned long long)f->parameters);
    gp_buf_fmt(out, "%-16s%.*s (%.*s)\n", "quantization", GP_ARG(f->quantization), GP_ARG(f->quantization_mix));
    gp_buf_fmt(out, "%-16s%llu bytes, GGUF version %u, %llu bytes of weights\n", "size",
               (unsigned long long)gp_gguf_file_bytes(g), gp_gguf_version(g), (unsigned long long)f->weight_bytes);
    gp_buf_fmt(out, "%-16s%u layers, %u wide, %u heads (%u for keys and values) of %u, feed-forward %u\n", "shape",
               f->n_layer, f->n_embd, f->n_head, f->n_head_kv, f->head_dim, f->n_ff);
    gp_buf_fmt(out, "%-16s%u tokens\n", "context", f->context_file);
    gp_buf_fmt(out, "%-16s%u entries", "vocabulary", f->n_vocab);
    if (t)
        gp_buf_fmt(out, ", tokenizer %.*s%s%.*s, bos %d%s, eos %d\n", GP_ARG(gp_tokenizer_model(t)),
                   gp_tokenizer_pre(t).n ? "/" : "", GP_ARG(gp_tokenizer_pre(t)), gp_token_bos(t),
                   gp_tokenizer_adds_bos(t) ? " (added)" : "", gp_token_eos(t));
    else gp_buf_fmt(out, ", no usable tokenizer: %s\n", no_tokenizer);
    gp_buf_fmt(out, "%-16s%s\n", "chat template", f->chat_template.n ? "yes" : "none");
    gp_buf_fmt(out, "%-16s%s (tensor data)\n", "sha256", digest);
    unused_text(u, out);
}

static gp_code info(gp_args *a, gp_buf *out, gp_err *err)
{
    const gp_output *o = a->options;
    gp_err tok_err = {0};
    gp_gguf *g = NULL;
    gp_tokenizer *t = NULL;
    gp_model_facts f = {0};
    const gp_model_options plain = {0};
    char digest[65];
    unused u = {0};
    gp_code code = gp_gguf_open(a->pos[0], &g, err);
    if (!code) code = gp_model_estimate(g, &plain, &f, err);
    if (!code) code = gp_model_unused(g, &a->mem, &u.list, &u.n, err);
    if (!code) gp_gguf_tensor_sha256(g, digest);
    if (!code) f.quantization_mix = gp_model_mix(&a->mem, g);
    if (!code && gp_tokenizer_open(g, &t, &tok_err)) t = NULL;
    if (!code && o->json) info_json(g, &f, t, digest, &u, out);
    else if (!code) info_text(g, &f, t, digest, tok_err.msg, &u, out);
    gp_tokenizer_close(t);
    gp_gguf_close(g);
    return code;
}

const gp_command gp_cmd_model_info = {.name = "model info",
                                      .usage = "FILE [options]",
                                      .summary = "what a GGUF file holds",
                                      .opts = {{gp_json_opts, 0}},
                                      .options = sizeof(gp_output),
                                      .min_args = 1,
                                      .max_args = 1,
                                      .run = info,
                                      .exits = GP_MODEL_EXITS,
                                      .example = "  goldpin model info model.gguf\n"};

/* --- logits --- */

/* A token that is never to be chosen has no finite logarithm. */
static void log_prob_or_null(gp_jw *w, double v)
{
    if (isfinite(v)) gp_jw_real(w, v);
    else gp_jw_null(w);
}

/* next: the token that follows, -1 for none. */
static void position(const float *row, uint32_t n, int32_t next, gp_jw *w)
{
    int32_t top[5];
    size_t count = 0;
    for (uint32_t i = 0; i < n; i++) {
        size_t k = count;
        while (k > 0 && row[i] > row[top[k - 1]]) k--;
        if (k == 5) continue;
        size_t last = count < 5 ? count++ : 4;
        for (size_t m = last; m > k; m--) top[m] = top[m - 1];
        top[k] = (int32_t)i;
    }
    gp_jw_object(w);
    gp_jw_key(w, "top");
    gp_jw_array(w);
    for (size_t k = 0; k < count; k++) {
        gp_jw_object(w);
        gp_jw_kint(w, "id", top[k]);
        gp_jw_kreal(w, "logit", (double)row[top[k]]);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
    gp_jw_key(w, "next_log_prob");
    log_prob_or_null(w, next < 0 ? (double)NAN : (double)row[next] - gp_log_sum_exp(row, n));
    gp_jw_end_object(w);
}

static void logits_json(const void *raw, const gp_ids *ids, uint32_t n_vocab, gp_buf *out)
{
    const float *logits = raw;
    char hex[GP_SHA256_HEX];
    gp_jw w;
    gp_sha256_hex_of((gp_str){raw, ids->n * n_vocab * sizeof *logits}, hex);
    gp_jw_init(&w, out, 2);
    gp_jw_object(&w);
    gp_jw_kc(&w, "logits_sha256", hex);
    gp_jw_key(&w, "positions");
    gp_jw_array(&w);
    for (size_t i = 0; i < ids->n; i++)
        position(logits + i * n_vocab, n_vocab, i + 1 < ids->n ? ids->v[i + 1] : -1, &w);
    gp_jw_end_array(&w);
    gp_jw_end_object(&w);
    gp_buf_byte(out, '\n');
}

/* raw: the logits as they lie in memory. */
static gp_code evaluate(gp_model *m, const gp_ids *ids, gp_buf *raw, gp_err *err)
{
    gp_session *s = NULL;
    size_t bytes = ids->n * gp_model_get_facts(m)->n_vocab * sizeof(float);
    float *values = malloc(bytes + 1);
    if (!values) return gp_fail_memory(err, "the logits", bytes);
    *raw = (gp_buf){.p = (char *)values, .n = bytes, .size = bytes + 1};
    raw->p[bytes] = 0;
    gp_code code = gp_session_new(m, &s, err);
    gp_step_item item = {s, ids->v, (uint32_t)ids->n, GP_ROWS_ALL, values};
    if (!code) code = gp_engine_step(m, &item, 1, err);
    gp_session_free(s);
    return code;
}

static gp_code logits(gp_args *a, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    gp_ids ids = {0};
    gp_model *m = NULL;
    gp_buf raw = {0};
    if (!o->tokens) return gp_fail(err, GP_E_USAGE, "--tokens is missing, for example --tokens 1,2,3");
    gp_code code = gp_parse_id_list(o->tokens, &ids, err);
    if (!code) code = gp_open_model(&o->wish, a->pos[0], &a->mem, &m, err);
    if (!code) code = evaluate(m, &ids, &raw, err);
    if (!code && o->out.json) logits_json(raw.p, &ids, gp_model_get_facts(m)->n_vocab, out);
    else if (!code) *out = raw, raw = (gp_buf){0}; /* handed over: it may be larger than a copy may be */
    gp_buf_free(&raw);
    gp_model_close(m);
    gp_ids_free(&ids);
    return code;
}

#define TOKENS GP_TO_TEXT(options, tokens), "IDS"

static const gp_opt logits_opts[] = {{"tokens", 0, TOKENS, "token ids separated by commas, taken as they are", NULL},
                                     {0}};

const gp_command gp_cmd_model_logits = {
    .name = "model logits",
    .usage = "FILE --tokens 1,2,3 [options]",
    .summary = "logits of every position: raw little-endian f32, or JSON",
    .opts = {{logits_opts, 0}, GP_OPTS_IN(options, out, gp_json_opts), GP_OPTS_IN(options, wish, gp_engine_opts)},
    .options = sizeof(options),
    .min_args = 1,
    .max_args = 1,
    .run = logits,
    .opencl = true,
    .details =
        "Raw output has the shape [tokens, vocabulary]. With --json: the digest of these bytes,\n"
        "the five largest logits of each position, and next_log_prob: the natural\n"
        "logarithm of the probability of the token given next (null at the end).\n",
    .exits = GP_MODEL_EXITS,
    .example = "  goldpin model logits model.gguf --tokens 1,2,3 --json\n"};

/* --- generate --- */

/* Ids from --tokens as they are, or the text of --prompt-file with the model's own BOS. */
static gp_code prompt_ids(gp_args *a, const gp_model *m, gp_ids *ids, gp_err *err)
{
    const options *o = a->options;
    gp_str text = {0};
    if (!o->tokens == !o->prompt_file) return gp_fail(err, GP_E_USAGE, "give either --tokens or --prompt-file");
    if (o->tokens) return gp_parse_id_list(o->tokens, ids, err);
    if (!gp_model_tokenizer(m)) return gp_fail(err, GP_E_INPUT, "%s: %s", a->pos[0], gp_model_tokenizer_error(m));
    gp_code code = gp_read_file(&a->mem, o->prompt_file, 0, &text, err);
    if (!code) code = gp_tokenize(gp_model_tokenizer(m), text, GP_TOK_BOS | GP_TOK_SPECIAL, ids, err);
    return code;
}

static void generation_json(const gp_generation *g, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 2);
    gp_jw_object(&w);
    gp_jw_key(&w, "tokens");
    gp_jw_array(&w);
    for (size_t i = 0; i < g->n_tokens; i++) gp_jw_int(&w, g->tokens[i]);
    gp_jw_end_array(&w);
    gp_jw_kstr(&w, "text", gp_buf_view(&g->text));
    gp_jw_kc(&w, "finish", gp_finish_name(g->finish));
    gp_jw_kc(&w, "logits_sha256", g->logits_sha256);
    gp_jw_key(&w, "margins");
    gp_jw_array(&w);
    for (size_t i = 0; i < g->n_rows; i++) gp_jw_real(&w, (double)g->margin[i]);
    gp_jw_end_array(&w);
    gp_jw_key(&w, "logprobs");
    gp_jw_array(&w);
    for (size_t i = 0; i < g->n_tokens; i++) log_prob_or_null(&w, g->log_prob[i]);
    gp_jw_end_array(&w);
    gp_jw_key(&w, "timings");
    gp_jw_object(&w);
    gp_jw_kint(&w, "prompt_tokens", (int64_t)g->n_prompt);
    gp_jw_kreal(&w, "prefill_s", g->prefill_s);
    gp_jw_kreal(&w, "decode_s", g->decode_s);
    gp_jw_kreal_or_null(&w, "tokens_per_s",
                        g->decode_s > 0 && g->n_rows > 1 ? (double)(g->n_rows - 1) / g->decode_s : (double)NAN);
    gp_jw_kint(&w, "drafted_tokens", (int64_t)g->n_drafted);
    gp_jw_kint(&w, "accepted_tokens", (int64_t)g->n_accepted);
    gp_jw_end_object(&w);
    gp_jw_end_object(&w);
    gp_buf_byte(out, '\n');
}

static gp_code generate(gp_args *a, gp_buf *out, gp_err *err)
{
    options *o = a->options;
    gp_request *r = &o->request;
    gp_ids ids = {0};
    gp_model *m = NULL;
    gp_generation *g = NULL;
    gp_code code = gp_open_model(&o->wish, a->pos[0], &a->mem, &m, err);
    if (!code) code = prompt_ids(a, m, &ids, err);
    r->prompt = ids.v;
    r->n_prompt = ids.n;
    r->sampling = gp_sampling_of(&o->sampling);
    r->allow_loops = r->ignore_eos;
    r->log_probs = o->out.json;
    if (!code) code = gp_generate(m, r, &g, err);
    if (!code && g->finish == GP_FINISH_ERROR) *err = g->error, code = g->error.code;
    if (!code && o->out.json) generation_json(g, out);
    else if (!code) gp_buf_str(out, gp_buf_view(&g->text));
    gp_generation_free(g);
    gp_ids_free(&ids);
    gp_model_close(m);
    return code;
}

#define T options
#define S "Sampling"
#define SAMPLING(KIND, field) GP_TO_FIELD(KIND, T, sampling, gp_sampling_spec, field, &gp_sampling_asked)

static const gp_opt generate_opts[] = {
    {"tokens", 0, TOKENS, "token ids separated by commas, taken as they are (no BOS is added)", NULL},
    {"prompt-file", 0, GP_TO_PATH(T, prompt_file), "FILE",
     "text of the prompt; control tokens in it are parsed, the model's BOS is added", NULL},
    {"n-predict", 'n', GP_TO_INT(T, request.max_tokens, 1, INT32_MAX), "N", "most tokens to generate; default 128",
     NULL},
    {"ignore-eos", 0, GP_TO_FLAG(T, request.ignore_eos), NULL,
     "go on after end-of-reply tokens, and where the reply only loops", NULL},
    {"temperature", 0, SAMPLING(REAL, temperature), "T", "0 (default) is greedy", S},
    {"top-k", 0, SAMPLING(INT, top_k), "N", "only the N likeliest tokens", S},
    {"top-p", 0, SAMPLING(REAL, top_p), "P", "only the likeliest tokens that reach probability P", S},
    {"min-p", 0, SAMPLING(REAL, min_p), "P", "only tokens with at least P times the best one's probability", S},
    {"repeat-penalty", 0, SAMPLING(REAL, repeat_penalty), "R", "divides logits of tokens seen before; 1 is none", S},
    {"presence-penalty", 0, SAMPLING(REAL, presence_penalty), "X", "subtracted from logits of tokens seen before", S},
    {"frequency-penalty", 0, SAMPLING(REAL, frequency_penalty), "X",
     "subtracted for every time a token was seen before", S},
    {"seed", 0, GP_TO_INT(T, request.seed, 0, INT64_MAX), "N", "seed of the draws; default 1", S},
    {0}};
/* 0 is "off" for each of them but top_p, of which it keeps one token. */
static const options generate_defaults = {.request = {.max_tokens = 128, .seed = 1}, .sampling = {.top_p = NAN}};

const gp_command gp_cmd_model_generate = {
    .name = "model generate",
    .usage = "FILE (--tokens 1,2,3 | --prompt-file F) [-n N] [options]",
    .summary = "continue a prompt: text, or JSON with tokens, logits digest, timings",
    .opts = {{generate_opts, 0}, GP_OPTS_IN(options, out, gp_json_opts), GP_OPTS_IN(options, wish, gp_engine_opts)},
    .options = sizeof(options),
    .defaults = &generate_defaults,
    .min_args = 1,
    .max_args = 1,
    .run = generate,
    .opencl = true,
    .details =
        "With --json: tokens, text, how it ended, the digest of the logits, for each\n"
        "choice the margin to the second best token, for each token the natural logarithm\n"
        "of its probability before penalties and temperature (logprobs), and timings.\n",
    .exits = GP_MODEL_EXITS,
    .example = "  goldpin model generate model.gguf --tokens 1,2,3 -n 16 --json\n"};

/* model.c - goldpin model ...: what a GGUF file is and what the engine makes of it, as plumbing for scripts. */
#include <stdlib.h>

#include "base/day.h"
#include "base/sha256.h"
#include "base/sys.h"
#include "cli.h"
#include "gguf/dequant.h"
#include "gguf/gguf.h"
#include "model_io.h"
#include "template/template.h"
#include "token/tokenizer.h"

/* --- hash --- */

static gp_code hash(gp_args *a, gp_buf *out, gp_err *err)
{
    gp_gguf *g = NULL;
    gp_gguf_hash h;
    gp_code code = gp_gguf_open(a->pos[0], &g, err);
    if (!code) code = gp_gguf_sha256(g, &a->mem, &h, err);
    if (!code) gp_buf_fmt(out, "file    %s\ntensors %s\n", h.file, h.tensors);
    for (size_t i = 0; !code && h.n_parts > 1 && i < h.n_parts; i++) {
        gp_buf_fmt(out, "part    %s ", h.parts[i].sha256);
        gp_show(out, gp_str_c(h.parts[i].name), 0);
        gp_buf_byte(out, '\n');
    }
    gp_gguf_close(g);
    return code;
}

const gp_command gp_cmd_model_hash = {
    .name = "model hash",
    .usage = "FILE",
    .summary = "SHA-256 of a GGUF file, and of its tensor data alone",
    .opts = {{gp_output_opts, 0}},
    .options = sizeof(gp_output),
    .min_args = 1,
    .max_args = 1,
    .run = hash,
    .details =
        "The first is what weights_sha256 pins: of a model in several files, over the\n"
        "digests of its parts, which follow. The second stays the same when only\n"
        "metadata changes.\n",
    .exits = GP_MODEL_EXITS,
    .example = "  goldpin model hash model.gguf\n"};

/* --- tokenize, detokenize --- */

typedef struct token_options {
    gp_output out;
    bool special, bos;
} token_options;

typedef struct tokens { /* a tokenizer, and what it is to work on */
    gp_buf in;
    gp_gguf *g;
    gp_tokenizer *t;
    gp_ids ids;
} tokens;

static gp_code open_tokens(const char *path, tokens *k, gp_err *err)
{
    gp_code code = gp_read_stdin(&k->in, err);
    if (code) return code;
    code = gp_gguf_open(path, &k->g, err);
    if (!code) code = gp_tokenizer_open(k->g, &k->t, err);
    return code ? gp_err_context(err, "%s", path) : GP_OK;
}

static void close_tokens(tokens *k)
{
    gp_ids_free(&k->ids);
    gp_tokenizer_close(k->t);
    gp_gguf_close(k->g);
    gp_buf_free(&k->in);
}

static gp_code tokenize(gp_args *a, gp_buf *out, gp_err *err)
{
    const token_options *o = a->options;
    tokens k = {0};
    gp_code code = open_tokens(a->pos[0], &k, err);
    const unsigned flags = (o->special ? GP_TOK_SPECIAL : 0u) | (o->bos ? GP_TOK_BOS : 0u);
    if (!code) code = gp_tokenize(k.t, gp_buf_view(&k.in), flags, &k.ids, err);
    if (!code) gp_write_ids(out, k.ids.v, k.ids.n);
    close_tokens(&k);
    return code;
}

static const gp_opt tokenize_opts[] = {
    {"special", 0, GP_TO_FLAG(token_options, special), NULL,
     "control tokens in the text become their ids; without it they are plain text", NULL},
    {"bos", 0, GP_TO_FLAG(token_options, bos), NULL, "add what the model asks for at the start (and end)", NULL},
    {0}};

const gp_command gp_cmd_model_tokenize = {.name = "model tokenize",
                                          .usage = "FILE < TEXT",
                                          .summary = "text on standard input to a JSON array of token ids",
                                          .opts = {{tokenize_opts, 0}, GP_OPTS_IN(token_options, out, gp_output_opts)},
                                          .options = sizeof(token_options),
                                          .min_args = 1,
                                          .max_args = 1,
                                          .run = tokenize,
                                          .details = "The text is taken byte for byte, a final line feed included.\n",
                                          .exits = GP_MODEL_EXITS,
                                          .example = "  printf 'Hello' | goldpin model tokenize model.gguf --bos\n"};

static gp_code detokenize(gp_args *a, gp_buf *out, gp_err *err)
{
    const token_options *o = a->options;
    tokens k = {0};
    gp_code code = open_tokens(a->pos[0], &k, err);
    if (!code) code = gp_parse_id_array("standard input", gp_buf_view(&k.in), gp_tokenizer_size(k.t), &k.ids, err);
    if (!code) gp_detokenize(k.t, k.ids.v, k.ids.n, o->special, out);
    close_tokens(&k);
    return code;
}

static const gp_opt detokenize_opts[] = {
    {"special", 0, GP_TO_FLAG(token_options, special), NULL, "show the text of control tokens too", NULL}, {0}};

const gp_command gp_cmd_model_detokenize = {
    .name = "model detokenize",
    .usage = "FILE < IDS",
    .summary = "a JSON array of token ids on standard input to bytes",
    .opts = {{detokenize_opts, 0}, GP_OPTS_IN(token_options, out, gp_output_opts)},
    .options = sizeof(token_options),
    .min_args = 1,
    .max_args = 1,
    .run = detokenize,
    .exits = GP_MODEL_EXITS,
    .example = "  echo '[72, 105]' | goldpin model detokenize model.gguf\n"};

/* --- template --- */

typedef struct template_options {
    gp_output out;
    const char *template, *vars, *date;
} template_options;

/* As a local target chooses it. */
static gp_code template_source(gp_args *a, bool tools, gp_gguf **g, const char **name, gp_str *source, gp_err *err)
{
    const char *file = ((const template_options *)a->options)->template;
    if (file && a->n_pos) return gp_fail(err, GP_E_USAGE, "give a GGUF file or --template, not both");
    if (file) return *name = file, gp_read_file(&a->mem, file, 0, source, err);
    if (!a->n_pos) return gp_fail(err, GP_E_USAGE, "give a GGUF file or --template FILE");
    *name = "chat template";
    gp_code code = gp_gguf_open(a->pos[0], g, err);
    if (!code) code = gp_gguf_get_str(*g, "tokenizer.chat_template", source, err);
    if (!code && tools) code = gp_gguf_get_str(*g, "tokenizer.chat_template.tool_use", source, err);
    if (!code && !source->n)
        code = gp_fail(err, GP_E_INPUT, "%s has no chat template (tokenizer.chat_template)", a->pos[0]);
    return code;
}

/* The day that was asked for, else the moment that a build pins all its clocks to, else what a run would say. */
static gp_code today(const char *date, int64_t *out, gp_err *err)
{
    const char *pinned = getenv("SOURCE_DATE_EPOCH");
    bool by_build = !date && pinned && *pinned;
    *out = by_build ? gp_now_epoch() : gp_day_epoch(gp_str_c(date ? date : GP_DAY_DEFAULT));
    if (*out != INT64_MIN) return GP_OK;
    return gp_fail(err, GP_E_USAGE, "--date must be a day as YYYY-MM-DD, from 1970 on");
}

static gp_code template(gp_args *a, gp_buf *out, gp_err *err)
{
    const template_options *o = a->options;
    gp_gguf *g = NULL;
    gp_str source = {0}, text = {0};
    const char *name = NULL;
    const gp_json *vars = NULL;
    gp_rendered r = {0};
    int64_t now = 0;
    if (!o->vars) return gp_fail(err, GP_E_USAGE, "--vars FILE is missing: a JSON object with messages and variables");
    gp_code code = today(o->date, &now, err);
    if (!code) code = gp_read_file(&a->mem, o->vars, 0, &text, err);
    if (!code) code = gp_json_parse(&a->mem, o->vars, text, &vars, err);
    if (!code) code = gp_json_want(vars, "the variables", GP_JSON_OBJECT, err);
    if (!code) code = template_source(a, gp_json_get(vars, "tools"), &g, &name, &source, err);
    if (!code) code = gp_template_render(&a->mem, name, source, vars, now, &r, err);
    if (!code) gp_buf_str(out, r.text);
    gp_gguf_close(g);
    return code;
}

static const gp_opt template_opts[] = {
    {"template", 0, GP_TO_PATH(template_options, template), "FILE", "Jinja source instead of that of a GGUF file",
     NULL},
    {"vars", 0, GP_TO_PATH(template_options, vars), "FILE",
     "JSON object: messages, add_generation_prompt, tools and other variables", NULL},
    {"date", 0, GP_TO_TEXT(template_options, date), "YYYY-MM-DD",
     "what strftime_now sees as today; default SOURCE_DATE_EPOCH where set, else " GP_DAY_DEFAULT, NULL},
    {0}};

const gp_command gp_cmd_model_template = {
    .name = "model template",
    .usage = "(FILE | --template T.jinja) --vars V.json",
    .summary = "render a chat template",
    .opts = {{template_opts, 0}, GP_OPTS_IN(template_options, out, gp_output_opts)},
    .options = sizeof(template_options),
    .min_args = 0,
    .max_args = 1,
    .run = template,
    .details =
        "A template that raises, takes an attribute of an undefined value, mixes types or\n"
        "calls what the sandbox forbids ends with exit code 2 and a message.\n",
    .exits = GP_MODEL_EXITS,
    .example = "  goldpin model template model.gguf --vars messages.json\n"};

/* --- dequant --- */

typedef struct dequant_options {
    gp_output out;
    const char *type;
} dequant_options;

static gp_code type_of(const char *name, int *type, gp_err *err)
{
    if (!name) return gp_fail(err, GP_E_USAGE, "--type is missing, for example --type Q8_0");
    *type = gp_ggml_type_by_name(gp_str_c(name));
    return *type < 0 ? gp_fail(err, GP_E_USAGE, "unknown tensor type \"%s\"", name) : GP_OK;
}

static gp_code values_of(gp_ggml_type type, gp_str blocks, gp_buf *out, gp_err *err)
{
    const gp_ggml_traits t = gp_ggml_traits_of((uint32_t)type);
    if (!t.block_bytes || blocks.n % t.block_bytes)
        return gp_fail(err, GP_E_INPUT, "standard input has %zu bytes, no multiple of the %u bytes of a %s block",
                       blocks.n, t.block_bytes, t.name);
    const size_t n = blocks.n / t.block_bytes, bytes = n * t.block_values * sizeof(float);
    float *values = malloc(bytes + 1);
    gp_code code = values ? GP_OK : gp_fail_memory(err, "the values", bytes);
    if (!code && !gp_dequant(type, blocks.p, n, values))
        code = gp_fail(err, GP_E_INPUT, "%s blocks have no float values", t.name);
    if (!code) gp_buf_put(out, values, bytes);
    free(values);
    return code;
}

static gp_code dequant(gp_args *a, gp_buf *out, gp_err *err)
{
    const dequant_options *o = a->options;
    gp_buf in = {0};
    int type = -1;
    gp_code code = type_of(o->type, &type, err);
    if (!code) code = gp_read_stdin(&in, err);
    if (!code) code = values_of((gp_ggml_type)type, gp_buf_view(&in), out, err);
    gp_buf_free(&in);
    return code;
}

static const gp_opt dequant_opts[] = {
    {"type", 0, GP_TO_TEXT(dequant_options, type), "TYPE", "tensor type of the blocks: F16, Q8_0, Q4_K, ...", NULL},
    {0}};

const gp_command gp_cmd_model_dequant = {.name = "model dequant",
                                         .usage = "--type TYPE < BLOCKS",
                                         .summary = "raw blocks on standard input to raw little-endian f32",
                                         .opts = {{dequant_opts, 0}, GP_OPTS_IN(dequant_options, out, gp_output_opts)},
                                         .options = sizeof(dequant_options),
                                         .max_args = 0,
                                         .run = dequant,
                                         .exits = GP_MODEL_EXITS,
                                         .example = "  goldpin model dequant --type Q8_0 < blocks.bin > values.f32\n"};

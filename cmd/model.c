/* model.c - goldpin model ...: what a GGUF file is and what the engine makes of it, as plumbing for scripts. */
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "cli.h"
#include "template/template.h"
#include "token/tokenizer.h"
#include "gguf/dequant.h"
#include "base/sys.h"
#include "gguf/gguf.h"
#include "model_io.h"

static int done(gp_code code, const gp_err *err, const gp_args *a, gp_buf *out)
{
    int exit_code = code ? gp_complain(err) : gp_emit(gp_arg(a, "output"), gp_buf_view(out));
    gp_buf_free(out);
    return exit_code;
}

static const gp_opt output_opt[] = {{"output", 'o', "FILE", "write to FILE instead of standard output", NULL}, {0}};

#define EXITS "  0    done\n  2    usage, or the input is invalid\n  3    the file system refused, or the device broke\n"

/* --- hash --- */

static int hash(const gp_args *a)
{
    gp_err err = {0};
    gp_buf out = {0};
    gp_gguf *g = NULL;
    char file[65], tensors[65];
    gp_code code = gp_gguf_open(a->pos[0], &g, &err);
    if (!code) code = gp_sha256_file(a->pos[0], file, &err);
    if (!code) code = gp_gguf_tensor_sha256(g, tensors, &err);
    if (!code) gp_buf_fmt(&out, "file    %s\ntensors %s\n", file, tensors);
    gp_gguf_close(g);
    return done(code, &err, a, &out);
}

const gp_command gp_cmd_model_hash = {.name = "model hash", .usage = "FILE", .summary = "SHA-256 of a GGUF file, and of its tensor data alone", .opts = {output_opt}, .min_args = 1, .max_args = 1, .run = hash,
                                      .details = "The second digest stays the same when only metadata changes.\n", .exits = EXITS, .example = "  goldpin model hash model.gguf\n"};

/* --- tokenize, detokenize --- */

static gp_code open_tokenizer(const char *path, gp_gguf **g, gp_tokenizer **t, gp_err *err)
{
    gp_code code = gp_gguf_open(path, g, err);
    if (!code) code = gp_tokenizer_open(*g, t, err);
    return code ? gp_err_context(err, "%s", path) : GP_OK;
}

static int tokenize(const gp_args *a)
{
    gp_err err = {0};
    gp_buf in = {0}, out = {0};
    gp_gguf *g = NULL;
    gp_tokenizer *t = NULL;
    gp_ids ids = {0};
    unsigned flags = (gp_flag(a, "special") ? GP_TOK_SPECIAL : 0u) | (gp_flag(a, "bos") ? GP_TOK_BOS : 0u);
    gp_code code = gp_read_stdin(&in, &err);
    if (!code) code = open_tokenizer(a->pos[0], &g, &t, &err);
    if (!code) code = gp_tokenize(t, gp_buf_view(&in), flags, &ids, &err);
    if (!code) gp_write_ids(&out, ids.v, ids.n);
    gp_ids_free(&ids);
    gp_tokenizer_close(t);
    gp_gguf_close(g);
    gp_buf_free(&in);
    return done(code, &err, a, &out);
}

static const gp_opt tokenize_opts[] = {{"special", 0, NULL, "control tokens in the text become their ids; without it they are plain text", NULL},
                                       {"bos", 0, NULL, "add what the model asks for at the start (and end)", NULL},
                                       {0}};

const gp_command gp_cmd_model_tokenize = {.name = "model tokenize", .usage = "FILE < TEXT", .summary = "text on standard input to a JSON array of token ids", .opts = {tokenize_opts, output_opt}, .min_args = 1, .max_args = 1, .run = tokenize,
                                          .details = "The text is taken byte for byte, a final line feed included.\n", .exits = EXITS, .example = "  printf 'Hello' | goldpin model tokenize model.gguf --bos\n"};

static int detokenize(const gp_args *a)
{
    gp_err err = {0};
    gp_buf in = {0}, out = {0};
    gp_gguf *g = NULL;
    gp_tokenizer *t = NULL;
    gp_ids ids = {0};
    gp_code code = gp_read_stdin(&in, &err);
    if (!code) code = open_tokenizer(a->pos[0], &g, &t, &err);
    if (!code) code = gp_parse_id_array("standard input", gp_buf_view(&in), gp_tokenizer_size(t), &ids, &err);
    if (!code) gp_detokenize(t, ids.v, ids.n, gp_flag(a, "special"), &out);
    gp_ids_free(&ids);
    gp_tokenizer_close(t);
    gp_gguf_close(g);
    gp_buf_free(&in);
    return done(code, &err, a, &out);
}

static const gp_opt detokenize_opts[] = {{"special", 0, NULL, "show the text of control tokens too", NULL}, {0}};

const gp_command gp_cmd_model_detokenize = {.name = "model detokenize", .usage = "FILE < IDS", .summary = "a JSON array of token ids on standard input to bytes", .opts = {detokenize_opts, output_opt}, .min_args = 1, .max_args = 1, .run = detokenize,
                                            .exits = EXITS, .example = "  echo '[72, 105]' | goldpin model detokenize model.gguf\n"};

/* --- template --- */

static gp_code template_source(const gp_args *a, gp_arena *mem, gp_gguf **g, const char **name, gp_str *source, gp_err *err)
{
    const char *file = gp_arg(a, "template");
    if (file && a->n_pos) return gp_fail(err, GP_E_USAGE, "give a GGUF file or --template, not both");
    if (file) return *name = file, gp_read_file(mem, file, 0, source, err);
    if (!a->n_pos) return gp_fail(err, GP_E_USAGE, "give a GGUF file or --template FILE");
    *name = "chat template";
    gp_code code = gp_gguf_open(a->pos[0], g, err);
    if (!code) code = gp_gguf_get_str(*g, "tokenizer.chat_template", source, err);
    if (!code && !source->n) code = gp_fail(err, GP_E_INPUT, "%s has no chat template (tokenizer.chat_template)", a->pos[0]);
    return code;
}

static int template(const gp_args *a)
{
    gp_arena mem = {0};
    gp_err err = {0};
    gp_buf out = {0};
    gp_gguf *g = NULL;
    gp_str source = {0}, text = {0};
    const char *name = NULL, *vars_file = gp_arg(a, "vars");
    const gp_json *vars = NULL;
    gp_rendered r = {0};
    gp_code code = vars_file ? template_source(a, &mem, &g, &name, &source, &err) : gp_fail(&err, GP_E_USAGE, "--vars FILE is missing: a JSON object with messages and variables");
    if (!code) code = gp_read_file(&mem, vars_file, 0, &text, &err);
    if (!code) code = gp_json_parse(&mem, vars_file, text, &vars, &err);
    if (!code) code = gp_json_want(vars, "the variables", GP_JSON_OBJECT, &err);
    if (!code) code = gp_template_render(&mem, name, source, vars, gp_now_epoch(), &r, &err);
    if (!code) gp_buf_str(&out, r.text);
    gp_gguf_close(g);
    int exit_code = done(code, &err, a, &out);
    gp_arena_free(&mem);
    return exit_code;
}

static const gp_opt template_opts[] = {{"template", 0, "FILE", "Jinja source instead of that of a GGUF file", NULL},
                                       {"vars", 0, "FILE", "JSON object: messages, add_generation_prompt, tools and other variables", NULL},
                                       {0}};

const gp_command gp_cmd_model_template = {.name = "model template", .usage = "(FILE | --template T.jinja) --vars V.json", .summary = "render a chat template", .opts = {template_opts, output_opt}, .min_args = 0, .max_args = 1, .run = template,
                                          .details = "A template that raises, takes an attribute of an undefined value, mixes types or\ncalls what the sandbox forbids ends with exit code 2 and a message.\n",
                                          .exits = EXITS, .example = "  goldpin model template model.gguf --vars messages.json\n"};

/* --- dequant --- */

static int dequant(const gp_args *a)
{
    gp_err err = {0};
    gp_buf in = {0}, out = {0};
    const char *name = gp_arg(a, "type");
    int type = name ? gp_ggml_type_by_name(gp_str_c(name)) : -1;
    gp_code code = GP_OK;
    if (!name) code = gp_fail(&err, GP_E_USAGE, "--type is missing, for example --type Q8_0");
    else if (type < 0) code = gp_fail(&err, GP_E_USAGE, "unknown tensor type \"%s\"", name);
    if (!code) code = gp_read_stdin(&in, &err);
    gp_ggml_traits t = code ? (gp_ggml_traits){0} : gp_ggml_traits_of((uint32_t)type);
    if (!code && (!t.block_bytes || in.n % t.block_bytes)) code = gp_fail(&err, GP_E_INPUT, "standard input has %zu bytes, no multiple of the %u bytes of a %s block", in.n, t.block_bytes, t.name);
    const size_t blocks = code ? 0 : in.n / t.block_bytes, bytes = blocks * t.block_values * sizeof(float);
    float *values = code ? NULL : malloc(bytes + 1);
    if (!code && !values) code = gp_fail_memory(&err, "the values", bytes);
    if (!code && !gp_dequant((gp_ggml_type)type, in.p, blocks, values))
        code = gp_fail(&err, GP_E_INPUT, "%s blocks have no float values", t.name);
    if (!code) gp_buf_put(&out, values, bytes);
    free(values);
    gp_buf_free(&in);
    return done(code, &err, a, &out);
}

static const gp_opt dequant_opts[] = {{"type", 0, "TYPE", "tensor type of the blocks: F16, Q8_0, Q4_K, ...", NULL}, {0}};

const gp_command gp_cmd_model_dequant = {.name = "model dequant", .usage = "--type TYPE < BLOCKS", .summary = "raw blocks on standard input to raw little-endian f32", .opts = {dequant_opts, output_opt}, .max_args = 0, .run = dequant,
                                         .exits = EXITS, .example = "  goldpin model dequant --type Q8_0 < blocks.bin > values.f32\n"};

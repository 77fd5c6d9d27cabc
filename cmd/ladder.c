/* ladder.c - goldpin ppl and goldpin ladder: how well models predict a text, and what quantization costs, on a text or in
 * answers (ladder_suite.c). */
#include "base/sha256.h"
#include "base/sys.h"
#include "ladder/ladder.h"
#include "ladder_suite.h"
#include "open_model.h"

enum { USUAL = 512 };

typedef struct options {
    gp_output out;
    gp_engine_wish wish;
    const char *text, *svg, *suite, *bundle;
    int64_t repeat;
    gp_windowing windows;
    double margin;
} options;

typedef struct reading { /* what a command reads, and by what */
    gp_str text;
    gp_ids ids;
    gp_model **models; /* [n] */
    size_t n;
} reading;

/* --- opening --- */

/* The same text must be the same tokens in each. */
static gp_code tokens_of(const reading *r, size_t i, gp_ids *ids, gp_err *err)
{
    const gp_tokenizer *t = gp_model_tokenizer(r->models[i]);
    const char *path = gp_gguf_path(gp_model_gguf(r->models[i]));
    if (!t) return gp_fail(err, GP_E_INPUT, "%s: %s", path, gp_model_tokenizer_error(r->models[i]));
    return gp_tokenize(t, r->text, GP_TOK_BOS, ids, err);
}

static gp_code same_tokens(const reading *r, size_t i, gp_err *err)
{
    gp_ids own = {0};
    gp_code code = tokens_of(r, i, &own, err);
    size_t k = 0;
    while (!code && k < own.n && k < r->ids.n && own.v[k] == r->ids.v[k]) k++;
    if (!code && (k < own.n || k < r->ids.n))
        code = gp_fail(err, GP_E_INPUT,
                       "%s makes other tokens of the text than %s, from token %zu on: these are not one model",
                       gp_gguf_path(gp_model_gguf(r->models[i])), gp_gguf_path(gp_model_gguf(r->models[0])), k);
    gp_ids_free(&own);
    return code;
}

/* The usual window, or less where the reference has no room for it. A window is all the context that is needed. */
static gp_code choose_window(gp_args *a, gp_err *err)
{
    options *o = a->options;
    gp_gguf *g = NULL;
    gp_model_facts f = {0};
    gp_code code = gp_gguf_open(a->pos[0], &g, err);
    if (!code) code = gp_model_estimate(g, &(gp_model_options){0}, &f, err);
    if (!code && !o->windows.size) o->windows.size = f.context_file && f.context_file < USUAL ? f.context_file : USUAL;
    if (!code && f.context_file && o->windows.size > f.context_file)
        code = gp_fail(err, GP_E_USAGE, "--window %u is more than the context of %s, which is %u", o->windows.size,
                       a->pos[0], f.context_file);
    o->wish.context = o->windows.size;
    gp_gguf_close(g);
    return code;
}

static gp_code open_all(gp_args *a, reading *r, gp_err *err)
{
    const options *o = a->options;
    if (!o->text)
        return gp_fail(err, GP_E_USAGE, "--text is missing: the file with the text that is to be predicted%s",
                       a->n_pos > 1 ? " (or --suite: the suite to run)" : "");
    gp_code code = gp_read_file(&a->mem, o->text, 0, &r->text, err);
    if (!code) code = choose_window(a, err);
    r->models = GP_NEW_ARRAY(&a->mem, gp_model *, a->n_pos);
    for (size_t i = 0; i < a->n_pos && !code; i++) {
        code = gp_open_model(&o->wish, a->pos[i], &a->mem, &r->models[r->n], err);
        if (!code) r->n++;
        if (!code && i == 0) code = tokens_of(r, 0, &r->ids, err);
        else if (!code) code = same_tokens(r, i, err);
    }
    return code;
}

static void close_all(reading *r)
{
    for (size_t i = 0; i < r->n; i++) gp_model_close(r->models[i]);
    gp_ids_free(&r->ids);
}

/* --- output --- */

static gp_code write_out(gp_args *a, const gp_ladder *l, gp_str text, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    gp_str name = gp_str_c(gp_path_base(o->text));
    char hex[GP_SHA256_HEX];
    gp_buf chart = {0};
    gp_sha256_hex_of(text, hex);
    if (o->out.json) gp_ladder_json(l, name, gp_str_c(hex), out);
    else gp_ladder_text(l, name, out);
    if (!o->svg) return GP_OK;
    gp_ladder_chart(l, &chart);
    gp_code code = gp_write_below(&a->mem, o->svg, gp_buf_view(&chart), err);
    gp_buf_free(&chart);
    return code;
}

/* What only a suite has, or only a text. */
static gp_code check_kind(const options *o, gp_err *err)
{
    bool of_suite = o->bundle || o->repeat, of_text = o->svg || o->windows.size || o->windows.stride;
    if (o->suite && o->text) return gp_fail(err, GP_E_USAGE, "give either --text or --suite");
    if (!o->suite && of_suite) return gp_fail(err, GP_E_USAGE, "--bundle and --repeat are for --suite");
    if (o->suite && of_text) return gp_fail(err, GP_E_USAGE, "--window, --stride and --svg are for --text");
    return GP_OK;
}

static gp_code over_suite(gp_args *a, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    const gp_suite_climb climb = {.suite = o->suite,
                                  .bundle = o->bundle,
                                  .repeat = o->repeat,
                                  .margin = o->margin,
                                  .json = o->out.json,
                                  .wish = &o->wish};
    return gp_climb_suite(a, &climb, a->pos, a->n_pos, out, err);
}

static gp_code over_text(gp_args *a, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    reading r = {0};
    gp_ladder l;
    gp_code code = o->svg ? gp_writable(o->svg, err) : GP_OK;
    if (!code) code = open_all(a, &r, err);
    const gp_ladder_options how = {.windows = o->windows, .margin = o->margin};
    if (!code) code = gp_ladder_climb(&a->mem, r.models, r.n, r.ids.v, r.ids.n, &how, &l, err);
    if (!code) code = write_out(a, &l, r.text, out, err);
    close_all(&r);
    return code;
}

static gp_code run(gp_args *a, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    gp_code code = check_kind(o, err);
    if (code) return code;
    return o->suite ? over_suite(a, out, err) : over_text(a, out, err);
}

/* --- tables --- */

#define WINDOW                                                                                          \
    {                                                                                                   \
        "window", 0, GP_TO_INT(options, windows.size, 4, 1 << 24), "N",                                 \
            "tokens in a window, each read anew; default 512, or all that the model has room for", NULL \
    }
#define STRIDE                                                                                                                            \
    {                                                                                                                                     \
        "stride", 0, GP_TO_INT(options, windows.stride, 1, 1 << 24), "N",                                                                 \
            "windows begin N tokens apart and each predicts what none before did; default: side by side, each predicting its later half", \
            NULL                                                                                                                          \
    }
#define TEXT                                                                                           \
    {                                                                                                  \
        "text", 0, GP_TO_PATH(options, text), "FILE", "the text to predict, taken byte for byte", NULL \
    }

static const gp_opt ppl_opts[] = {TEXT, WINDOW, STRIDE, {0}};
static const gp_opt ladder_opts[] = {
    TEXT,
    WINDOW,
    STRIDE,
    {"svg", 0, GP_TO_PATH(options, svg), "FILE", "write the divergences as a chart to FILE", NULL},
    {"suite", 0, GP_TO_PATH(options, suite), "SUITE", "the suite to run with each file, in place of a text", NULL},
    {"repeat", 0, GP_TO_INT(options, repeat, 1, 1000000), "N", "ask each case of the suite N times; default 1", NULL},
    {"bundle", 0, GP_TO_PATH(options, bundle), "DIR", "folder for the run of the suite; default reports/SUITE-TIME",
     NULL},
    {"margin", 0, GP_TO_REAL(options, margin, 0, 100), "X",
     "a difference whose whole interval is smaller is called equal: nats of a text, mean score of a suite; default 0",
     NULL},
    {0}};

/* The context is the window. */
static const gp_opt device_opts[] = {
    {"device", 0, GP_TO_TEXT(gp_engine_wish, device), "N|NAME|auto",
     "OpenCL device: number or part of a name from goldpin topo; auto takes the CPU", "Engine"},
    {"threads", 0, GP_TO_THREADS, "N", "compute threads of a CPU device; default one for each physical core", "Engine"},
    {"pin", 0, GP_TO_PIN, "SET|auto|none", "processing units to bind threads to, such as 0-3,8; default auto",
     "Engine"},
    {"kv", 0, GP_TO_KV, "f32|f16", "number format of the key-value cache; default f32", "Engine"},
    {0}};

#define EXITS \
    "  0    measured\n  2    usage, or the input is invalid\n  3    the file system refused, or the device broke\n"

const gp_command gp_cmd_ppl = {
    .name = "ppl",
    .usage = "MODEL.gguf --text FILE [options]",
    .summary = "perplexity of a text",
    .opts = {{ppl_opts, 0}, GP_OPTS_IN(options, out, gp_json_opts), GP_OPTS_IN(options, wish, device_opts)},
    .options = sizeof(options),
    .min_args = 1,
    .max_args = 1,
    .run = run,
    .opencl = true,
    .details =
        "Windows as the usual tools have them, so that published numbers can be checked:\n"
        "goldpin help quantization.\n",
    .exits = EXITS,
    .example =
        "  goldpin ppl model.gguf --text wiki.test.raw\n  goldpin ppl model.gguf --text book.txt --window 1024 --stride 512 --json\n"};

const gp_command gp_cmd_ladder = {
    .name = "ladder",
    .usage = "REFERENCE.gguf OTHER.gguf... (--text FILE | --suite SUITE) [options]",
    .summary = "what quantization costs: files of one model against a reference",
    .opts = {{ladder_opts, 0}, GP_OPTS_IN(options, out, gp_json_opts), GP_OPTS_IN(options, wish, device_opts)},
    .options = sizeof(options),
    .min_args = 2,
    .max_args = -1,
    .run = run,
    .opencl = true,
    .details =
        "All files are open at once, and read the text in step or are asked the suite's\n"
        "cases. goldpin help quantization explains the columns.\n",
    .exits = EXITS "  130  interrupted; of a suite, finished trials are in its bundle\n",
    .example =
        "  goldpin ladder model-F16.gguf model-Q8_0.gguf model-Q4_K_M.gguf --text wiki.test.raw --svg ladder.svg\n"
        "  goldpin ladder model-F16.gguf model-Q4_K_M.gguf --suite suites/smoke --repeat 3\n"};

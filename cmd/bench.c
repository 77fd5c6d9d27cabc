/* bench.c - goldpin bench: speed against the bandwidth measured in the same run. */
#include "base/sys.h"
#include "engine/bench.h"
#include "open_model.h"

typedef struct options {
    gp_output out;
    gp_engine_wish wish;
    unsigned rounds;
} options;

static const gp_opt opts[] = {
    {"rounds", 0, GP_TO_INT(options, rounds, 1, 15), "N", "measure N times and take the median; default 3", NULL}, {0}};
static const options defaults = {.rounds = 3};

static void as_json(const gp_args *a, const gp_model *m, const gp_bench *b, gp_buf *out)
{
    const gp_ocl_device_info *d = gp_ocl_info(gp_model_device(m));
    gp_jw w;
    gp_jw_init(&w, out, 2);
    gp_jw_object(&w);
    gp_jw_kc(&w, "model", gp_path_base(a->pos[0]));
    gp_jw_kstr(&w, "quantization", gp_model_get_facts(m)->quantization);
    gp_jw_kc(&w, "device", d->name);
    gp_jw_kc(&w, "dot_form", gp_ocl_dot_form(gp_model_device(m)));
    gp_jw_kint(&w, "threads", d->compute_units);
    gp_jw_kreal(&w, "bandwidth_gbs", b->bandwidth_gbs);
    gp_jw_key(&w, "prompt");
    gp_jw_object(&w);
    gp_jw_kint(&w, "tokens", b->prompt_tokens);
    gp_jw_kreal(&w, "tokens_per_s", b->prompt_tokens_per_s);
    gp_jw_end_object(&w);
    gp_jw_key(&w, "generation");
    gp_jw_object(&w);
    gp_jw_kint(&w, "tokens", b->generated_tokens);
    gp_jw_kreal(&w, "tokens_per_s", b->generated_tokens_per_s);
    gp_jw_kint(&w, "bytes_per_token", (int64_t)b->bytes_per_token);
    gp_jw_kreal(&w, "bandwidth_ratio", b->bandwidth_ratio);
    gp_jw_end_object(&w);
    gp_jw_kbool(&w, "fits_caches", b->fits_caches);
    gp_jw_end_object(&w);
    gp_buf_byte(out, '\n');
}

static void as_text(const gp_args *a, const gp_model *m, const gp_bench *b, gp_buf *out)
{
    const gp_ocl_device_info *d = gp_ocl_info(gp_model_device(m));
    gp_buf_fmt(out, "%s on %s, %u threads, integer products by %s\n", gp_path_base(a->pos[0]), d->name,
               d->compute_units, gp_ocl_dot_form(gp_model_device(m)));
    gp_buf_fmt(out, "read bandwidth  %8.1f GB/s\n", b->bandwidth_gbs);
    gp_buf_fmt(out, "prompt          %8.1f tokens/s  (%u tokens)\n", b->prompt_tokens_per_s, b->prompt_tokens);
    gp_buf_fmt(out, "generation      %8.1f tokens/s  (%u tokens, %.1f MB of weights each)\n", b->generated_tokens_per_s,
               b->generated_tokens, (double)b->bytes_per_token / 1e6);
    gp_buf_fmt(out, "bandwidth ratio %8.2f%s\n", b->bandwidth_ratio,
               b->fits_caches ? "  (the weights fit into caches: this says little)" : "");
}

static gp_code run(gp_args *a, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    gp_model *m = NULL;
    gp_bench b;
    gp_code code = gp_open_model(&o->wish, a->pos[0], &a->mem, &m, err);
    if (!code) code = gp_bench_model(m, o->rounds, &b, err);
    if (!code && o->out.json) as_json(a, m, &b, out);
    else if (!code) as_text(a, m, &b, out);
    gp_model_close(m);
    return code;
}

const gp_command gp_cmd_bench = {
    .name = "bench",
    .usage = "FILE.gguf [options]",
    .summary = "prompt and generation speed against the bandwidth measured in the same run",
    .opts = {{opts, 0}, GP_OPTS_IN(options, out, gp_json_opts), GP_OPTS_IN(options, wish, gp_engine_opts)},
    .options = sizeof(options),
    .defaults = &defaults,
    .min_args = 1,
    .max_args = 1,
    .run = run,
    .opencl = true,
    .details =
        "Figures of noisy machines compare as ratios only: bandwidth ratio is the share of the\n"
        "device's read bandwidth that decoding uses.\n",
    .exits = "  0    measured\n  2    usage, or the file is invalid\n  3    the device broke\n",
    .example = "  goldpin bench model.gguf\n  goldpin bench model.gguf --json --threads 1\n"};

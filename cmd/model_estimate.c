/* model_estimate.c - goldpin model estimate: what a file will take, and where it fits, without loading it. */
#include "base/sys.h"
#include "ocl/ocl.h"
#include "open_model.h"

typedef struct need {
    uint64_t weights, kv, scratch;
} need;

typedef struct place {
    const char *name;
    uint64_t bytes;
} place;

static uint64_t total(const need *n) { return n->weights + n->kv + n->scratch; }

/* Up to 85% of a memory fits; up to all of it is tight, because the system, the driver and other programs need some
 * too. */
static const char *verdict(const need *n, uint64_t bytes)
{
    uint64_t t = total(n);
    return t <= bytes / 100 * 85 ? "fits" : t <= bytes ? "tight" : "no";
}

static void as_json(const gp_args *a, const gp_model_facts *f, const need *n, const place *p, size_t n_places,
                    gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 2);
    gp_jw_object(&w);
    gp_jw_kc(&w, "model", gp_path_base(a->pos[0]));
    gp_jw_kint(&w, "context", f->context);
    gp_jw_kc(&w, "kv", gp_kv_name(f->kv));
    gp_jw_kint(&w, "batch", f->batch);
    gp_jw_kint(&w, "slots", f->slots);
    gp_jw_kint(&w, "weights_bytes", (int64_t)n->weights);
    gp_jw_kint(&w, "kv_bytes", (int64_t)n->kv);
    gp_jw_kint(&w, "scratch_bytes", (int64_t)n->scratch);
    gp_jw_kint(&w, "total_bytes", (int64_t)total(n));
    gp_jw_key(&w, "places");
    gp_jw_array(&w);
    for (size_t i = 0; i < n_places; i++) {
        gp_jw_object(&w);
        gp_jw_kc(&w, "name", p[i].name);
        gp_jw_kint(&w, "bytes", (int64_t)p[i].bytes);
        gp_jw_kc(&w, "verdict", verdict(n, p[i].bytes));
        gp_jw_end_object(&w);
    }
    gp_jw_end_array(&w);
    gp_jw_end_object(&w);
    gp_buf_byte(out, '\n');
}

static void line(gp_buf *out, const char *what, uint64_t bytes)
{
    gp_buf_fmt(out, "%-10s %12.1f MiB\n", what, (double)bytes / 0x1p20);
}

static void as_text(const gp_model_facts *f, const need *n, const place *p, size_t n_places, gp_buf *out)
{
    line(out, "weights", n->weights);
    line(out, "kv cache", n->kv);
    line(out, "scratch", n->scratch);
    line(out, "total", total(n));
    gp_buf_fmt(out, "context %u, kv %s, batch %u, slots %u\n", f->context, gp_kv_name(f->kv), f->batch, f->slots);
    for (size_t i = 0; i < n_places; i++) {
        gp_buf_fmt(out, "%-5s %8.1f GiB  ", verdict(n, p[i].bytes), (double)p[i].bytes / 0x1p30);
        gp_show(out, gp_str_c(p[i].name), 0);
        gp_buf_byte(out, '\n');
    }
}

/* Main memory first, then every OpenCL device. */
static const place *places_of(gp_arena *mem, size_t *n)
{
    size_t devices = 0;
    const gp_ocl_device_info *d = gp_ocl_list(mem, &devices);
    place *p = GP_NEW_ARRAY(mem, place, devices + 1);
    p[0] = (place){"RAM", gp_memory_bytes()};
    for (size_t i = 0; i < devices; i++) p[i + 1] = (place){d[i].name, d[i].global_bytes};
    *n = devices + 1;
    return p;
}

typedef struct options {
    gp_output out;
    gp_engine_wish wish;
} options;

static gp_code run(gp_args *a, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    gp_model_options wish = gp_wished_model(&o->wish);
    if (!wish.slots) wish.slots = GP_LOCAL_SLOTS;
    gp_gguf *g = NULL;
    gp_model_facts f = {0};
    size_t n_places = 0;
    gp_code code = gp_gguf_open(a->pos[0], &g, err);
    if (!code) code = gp_model_estimate(g, &wish, &f, err);
    const place *p = code ? NULL : places_of(&a->mem, &n_places);
    need n = {f.device_weight_bytes, f.kv_bytes * (f.slots ? f.slots : 1), f.scratch_bytes};
    if (!code && o->out.json) as_json(a, &f, &n, p, n_places, out);
    else if (!code) as_text(&f, &n, p, n_places, out);
    gp_gguf_close(g);
    return code;
}

static const gp_opt opts[] = {{"context", 0, GP_TO_CONTEXT, "N",
                               "most tokens of one conversation; default the smaller of the file's and 4096", NULL},
                              {"kv", 0, GP_TO_KV, "f32|f16", "number format of the key-value cache; default f32", NULL},
                              {"batch", 0, GP_TO_BATCH, "N", "prompt tokens evaluated in one step; default 128", NULL},
                              {"slots", 0, GP_TO_SLOTS, "N", "trials decoded together; default 4, as for run", NULL},
                              {0}};

const gp_command gp_cmd_model_estimate = {
    .name = "model estimate",
    .usage = "FILE [options]",
    .summary = "bytes for weights, key-value cache and scratch, and where they fit",
    .opts = {GP_OPTS_IN(options, wish, opts), GP_OPTS_IN(options, out, gp_json_opts)},
    .options = sizeof(options),
    .min_args = 1,
    .max_args = 1,
    .run = run,
    .opencl = true,
    .details = "Nothing is loaded. \"fits\" is up to 85% of a memory, \"tight\" up to all of it.\n",
    .exits = "  0    estimated\n  2    usage, or the file is invalid\n  3    the OpenCL platform broke\n",
    .example = "  goldpin model estimate model.gguf --context 8192 --kv f16\n"};

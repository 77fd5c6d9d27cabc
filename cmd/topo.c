/* topo.c - goldpin topo: the machine, the OpenCL devices, and the binding that a run would use. */
#include "ocl/ocl.h"
#include "open_model.h"
#include "topo/topo.h"

static void devices_text(gp_buf *out, const gp_ocl_device_info *d, size_t n)
{
    gp_buf_c(out, "\nOpenCL devices\n");
    if (!n) gp_buf_c(out, "  none; install an OpenCL platform (Debian package pocl-opencl-icd)\n");
    for (size_t i = 0; i < n; i++) {
        gp_buf_fmt(out, "  %u  ", d[i].index);
        gp_show(out, gp_str_c(d[i].name), 0);
        gp_buf_fmt(out, "\n     %s, %u compute units, %.1f GiB, largest buffer %.1f GiB\n     ", d[i].type,
                   d[i].compute_units, (double)d[i].global_bytes / 0x1p30, (double)d[i].max_alloc_bytes / 0x1p30);
        gp_show(out, gp_str_c(d[i].platform), 0);
        gp_buf_c(out, ", driver ");
        gp_show(out, gp_str_c(d[i].driver), 0);
        gp_buf_byte(out, '\n');
    }
}

static void devices_json(gp_jw *w, const gp_ocl_device_info *d, size_t n)
{
    gp_jw_key(w, "devices");
    gp_jw_array(w);
    for (size_t i = 0; i < n; i++) {
        gp_jw_object(w);
        gp_jw_kint(w, "index", d[i].index);
        gp_jw_kc(w, "name", d[i].name);
        gp_jw_kc(w, "type", d[i].type);
        gp_jw_kc(w, "vendor", d[i].vendor);
        gp_jw_kc(w, "platform", d[i].platform);
        gp_jw_kc(w, "platform_version", d[i].platform_version);
        gp_jw_kc(w, "driver", d[i].driver);
        gp_jw_kc(w, "version", d[i].version);
        gp_jw_kint(w, "compute_units", d[i].compute_units);
        gp_jw_kint(w, "global_bytes", (int64_t)d[i].global_bytes);
        gp_jw_kint(w, "max_alloc_bytes", (int64_t)d[i].max_alloc_bytes);
        gp_jw_kint(w, "max_work_group", d[i].max_work_group);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

typedef struct view {
    gp_topo *topo;
    gp_pin pin;
    gp_bind bind;
    const gp_ocl_device_info *devices;
    size_t n_devices;
} view;

/* The order matters: topology, binding, then OpenCL, whose threads inherit the binding. */
static gp_code look(const gp_engine_wish *wish, gp_arena *a, view *v, gp_err *err)
{
    gp_code code = gp_topo_open(NULL, &v->topo, err);
    if (!code) code = gp_pin_make(v->topo, wish->pin, wish->threads, a, &v->pin, err);
    if (code) return code;
    v->bind = gp_bind_process(v->topo, &v->pin, a);
    v->devices = gp_ocl_list(a, &v->n_devices);
    return GP_OK;
}

static void as_text(const view *v, gp_buf *out)
{
    gp_topo_text(v->topo, out);
    devices_text(out, v->devices, v->n_devices);
    gp_buf_c(out, "\nBinding of a run\n  ");
    gp_pin_text(&v->pin, out);
    gp_buf_c(out, "  ");
    gp_bind_text(&v->bind, out);
}

static void as_json(const view *v, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 2);
    gp_jw_object(&w);
    gp_jw_key(&w, "topology");
    gp_topo_json(v->topo, &w);
    devices_json(&w, v->devices, v->n_devices);
    gp_jw_key(&w, "pinning");
    gp_pin_json(&v->pin, &w);
    gp_jw_key(&w, "binding");
    gp_bind_json(&v->bind, &w);
    gp_jw_end_object(&w);
    gp_buf_byte(out, '\n');
}

typedef struct options {
    gp_output out;
    gp_engine_wish wish;
} options;

static gp_code run(gp_args *a, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    view v = {0};
    gp_code code = look(&o->wish, &a->mem, &v, err);
    if (!code && o->out.json) as_json(&v, out);
    else if (!code) as_text(&v, out);
    gp_topo_close(v.topo);
    return code;
}

static const gp_opt opts[] = {
    {"threads", 0, GP_TO_THREADS, "N", "compute threads to plan for; default one for each physical core", NULL},
    {"pin", 0, GP_TO_PIN, "SET|auto|none", "processing units to plan for; default auto", NULL},
    {0}};

const gp_command gp_cmd_topo = {
    .name = "topo",
    .usage = "[options]",
    .summary = "show the machine, the OpenCL devices and the binding of a run",
    .opts = {GP_OPTS_IN(options, wish, opts), GP_OPTS_IN(options, out, gp_json_opts)},
    .options = sizeof(options),
    .max_args = 0,
    .run = run,
    .opencl = true,
    .exits = "  0    shown\n  2    a PU that does not exist or is not allowed\n  3    the topology cannot be read\n",
    .example = "  goldpin topo\n  goldpin topo --json --pin 0-3\n"};

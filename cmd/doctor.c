/* doctor.c - goldpin doctor: what is installed, what works, what is missing and how to get it. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/sys.h"
#include "bundled.h"
#include "cli.h"
#include "http/redact.h"
#include "ocl/ocl.h"
#include "open_model.h"
#include "sandbox/sandbox.h"
#include "targets/spec.h"
#include "topo/topo.h"

typedef struct visit {
    gp_buf *out;
    gp_arena *mem;
    bool broken;
} visit;

static void say(visit *v, const char *mark, const char *what, gp_str text)
{
    gp_buf_fmt(v->out, "%-8s %-14s ", mark, what);
    gp_show(v->out, text, 300);
    gp_buf_byte(v->out, '\n');
    if (strcmp(mark, "MISSING") == 0) v->broken = true;
}

static void look_at_machine(visit *v)
{
    gp_topo *t = NULL;
    gp_err err = {0};
    gp_pin pin;
    if (gp_topo_open(NULL, &t, &err)) {
        say(v, "MISSING", "topology", gp_str_c(err.msg));
        return;
    }
    const gp_topo_facts *f = gp_topo_look(t);
    say(v, "ok", "topology",
        gp_str_fmt(v->mem, "%s, %zu cores, %u PUs allowed (hwloc %s)", f->cpu_model[0] ? f->cpu_model : "unknown CPU",
                   f->n_cores, f->allowed_pus, f->hwloc_version));
    if (!gp_pin_make(t, NULL, 0, v->mem, &pin, &err)) {
        gp_bind bind = gp_bind_process(t, &pin, v->mem);
        bool good = bind.status == GP_BIND_ENFORCED;
        say(v, good ? "ok" : "note", "binding",
            good ? gp_str_fmt(v->mem, "threads can be bound (PU %.*s)", GP_ARG(bind.got)) : bind.reason);
    }
    gp_topo_close(t);
}

static void look_at_cache(visit *v, bool clear)
{
    gp_ocl_cache c;
    gp_err err = {0};
    if (gp_ocl_cache_find(NULL, &c, &err)) {
        say(v, "MISSING", "kernel cache", gp_str_c(err.msg));
        return;
    }
    if (clear) gp_ocl_cache_clear(&c);
    const char *cleared = clear ? " (cleared now)" : "";
    if (c.fallback) say(v, "note", "kernel cache", gp_str_fmt(v->mem, "%s%s, because %s", c.dir, cleared, c.why));
    else say(v, "ok", "kernel cache", gp_str_fmt(v->mem, "%s%s", c.dir, cleared));
}

static void look_at_devices(visit *v)
{
    size_t n = 0;
    const gp_ocl_device_info *d = gp_ocl_list(v->mem, &n);
    gp_err err = {0};
    gp_ocl *dev = NULL;
    gp_ocl_options o = {.compiling = {gp_tell_compiling, NULL}};
    for (size_t i = 0; i < n; i++)
        say(v, "ok", "device", gp_str_fmt(v->mem, "%u: %s (%s)", d[i].index, d[i].name, d[i].platform));
    if (gp_ocl_open(&o, &dev, &err)) say(v, "MISSING", "kernels", gp_str_c(err.msg));
    else
        say(v, "ok", "kernels",
            gp_str_fmt(v->mem, "the default device opens; integer products by %s", gp_ocl_dot_form(dev)));
    gp_ocl_close(dev);
}

static bool is_set(const char *variable)
{
    const char *value = variable ? getenv(variable) : NULL;
    return value && *value;
}

static void look_at_keys(visit *v)
{
    gp_key_variable k;
    for (size_t i = 0; gp_key_variable_at(i, &k); i++) {
        const char *name = !is_set(k.name) && is_set(k.also) ? k.also : k.name;
        const char *need = k.required ? "needed only for that provider's own address"
                                      : "needed only where that server asks for a key";
        if (!is_set(name)) say(v, "note", "key", gp_str_fmt(v->mem, "%s is not set (%s: %s)", name, k.provider, need));
        else if (strlen(getenv(name)) < GP_REDACT_MIN)
            say(v, "note", "key",
                gp_str_fmt(v->mem, "%s has fewer than %d bytes: it cannot be kept out of other text", name,
                           GP_REDACT_MIN));
        else say(v, "ok", "key", gp_str_fmt(v->mem, "%s is set (%s)", name, k.provider));
    }
}

static void look_at_files(visit *v)
{
    const char *pocket = gp_find_pocket(v->mem);
    if (pocket) say(v, "ok", "pocket model", gp_str_c("found"));
    else say(v, "note", "pocket model", gp_str_c("not found; runs need -t (make install puts it into place)"));
    const char *linker = getenv("PATH");
    bool ld = false;
    for (const char *p = linker; p && *p && !ld;) {
        size_t n = strcspn(p, ":");
        gp_str path = gp_str_fmt(v->mem, "%.*s/ld", (int)n, p);
        ld = path.p && access(path.p, X_OK) == 0;
        p += n + (p[n] == ':');
    }
    if (ld) say(v, "ok", "linker", gp_str_c("ld is there (PoCL links its kernels with it)"));
    else say(v, "note", "linker", gp_str_c("no ld in PATH: PoCL cannot build kernels; install binutils"));
}

static void look_at_sandbox(visit *v)
{
    gp_str why;
    if (gp_sandbox_usable(v->mem, &why)) say(v, "ok", "sandbox", gp_str_c("programs can be confined by bubblewrap"));
    else say(v, "note", "sandbox", gp_str_fmt(v->mem, "%.*s (needed only to run generated code)", GP_ARG(why)));
}

typedef struct options {
    bool clear_cache;
} options;

static const gp_opt opts[] = {{"clear-cache", 0, GP_TO_FLAG(options, clear_cache), NULL,
                               "remove the compiled kernels that are kept; the next run makes them again", NULL},
                              {0}};

static gp_code run(gp_args *a, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    visit v = {.out = out, .mem = &a->mem};
    (void)err;
    look_at_machine(&v);
    look_at_cache(&v, o->clear_cache);
    look_at_devices(&v);
    look_at_keys(&v);
    look_at_files(&v);
    look_at_sandbox(&v);
    gp_buf_fmt(out, "%s\n", v.broken ? "something is missing: see above" : "everything that local runs need is there");
    a->exit_code = v.broken ? 3 : 0;
    return GP_OK;
}

const gp_command gp_cmd_doctor = {
    .name = "doctor",
    .usage = "[--clear-cache]",
    .summary = "what is installed, what works, what is missing and how to get it",
    .opts = {{opts, 0}},
    .options = sizeof(options),
    .max_args = 0,
    .run = run,
    .opencl = true,
    .exits = "  0    everything that local runs need is there\n  3    something is missing\n",
    .example = "  goldpin doctor\n"};

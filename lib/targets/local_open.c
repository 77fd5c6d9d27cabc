/* local_open.c - opening a local model: threads bound, files hashed, kernels warm, and what a manifest says of it. */
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "targets/local_impl.h"

/* GP_KV_F32 unless the command line or the target says f16. */
static gp_kv_type kv_type(const gp_target_spec *spec, const gp_engine_wish *wish)
{
    bool f16 = wish->kv ? wish->kv == 1 + GP_KV_F16 : gp_str_eqc(spec->kv, "f16");
    return f16 ? GP_KV_F16 : GP_KV_F32;
}

/* Threads: process first (the OpenCL platform's threads inherit it), then each thread once they exist. */
static gp_code open_bound(gp_arena *a, gp_local *l, const gp_target_spec *spec, gp_manifest_target *m, gp_err *err)
{
    const gp_target_services *env = &l->env;
    const gp_engine_wish *wish = env->wish;
    gp_pin pin;
    gp_model_options o = {.ocl = {.device = wish->device, .work_group = wish->work_group, .compiling = wish->compiling},
                          .batch = wish->batch,
                          .slots = l->slots,
                          .no_draft = wish->no_draft};
    o.context = (uint32_t)(wish->context ? wish->context : spec->context);
    o.kv = kv_type(spec, wish);
    gp_code code = spec->pins.binding.p ? gp_bind_pin_lint(spec->pins.binding.p, err) : GP_OK;
    if (!code) code = gp_pin_make(env->topo, wish->pin, wish->threads, a, &pin, err);
    if (code) return code;
    (void)gp_bind_process(env->topo, &pin, a);
    o.ocl.threads = pin.threads;
    o.ocl.threads_give_way = !wish->threads;
    code = gp_model_open(spec->model.p, &o, &l->model, err);
    if (code) return code;
    gp_bind bind = gp_bind_threads(env->topo, &pin, NULL, 0, a);
    const gp_ocl_device_info *d = gp_ocl_info(gp_model_device(l->model));
    bool fewer = !strcmp(d->type, "cpu") && d->compute_units < pin.threads; /* those of the plan gave way */
    m->threads = fewer ? d->compute_units : pin.threads;
    m->pin = pin.mode == GP_PIN_AUTO ? GP_STR("auto") : pin.mode == GP_PIN_NONE ? GP_STR("none") : pin.list;
    m->binding = bind.got;
    m->binding_status = gp_str_c(gp_bind_status_name(bind.status));
    m->binding_reason = bind.reason;
    return GP_OK;
}

static gp_code hash_weights(gp_arena *a, const gp_local *l, gp_manifest_target *m, gp_err *err)
{
    gp_gguf_hash h;
    gp_code code = gp_gguf_sha256(gp_model_gguf(l->model), a, &h, err);
    if (code) return code;
    gp_manifest_part *parts = GP_NEW_ARRAY(a, gp_manifest_part, h.n_parts);
    for (size_t i = 0; i < h.n_parts; i++)
        parts[i] = (gp_manifest_part){gp_str_dup(a, gp_str_c(h.parts[i].name)), (int64_t)h.parts[i].bytes,
                                      gp_str_dup(a, gp_str_c(h.parts[i].sha256))};
    m->parts = parts;
    m->n_parts = h.n_parts;
    m->weights_sha256 = gp_str_dup(a, gp_str_c(h.file));
    m->tensor_sha256 = gp_str_dup(a, gp_str_c(h.tensors));
    return GP_OK;
}

gp_str gp_local_identity(gp_arena *a, const gp_manifest_target *m)
{
    gp_str all = m->weights_sha256;
    if (m->template.n) all = gp_str_cat(a, all, GP_STR(" template "), m->template);
    return m->extra.n ? gp_str_cat(a, all, GP_STR(" "), m->extra) : all;
}

gp_code gp_local_open_model(gp_arena *a, gp_local *l, const gp_target_spec *spec, gp_manifest_target *m, gp_err *err)
{
    gp_code code = open_bound(a, l, spec, m, err);
    if (!code) code = hash_weights(a, l, m, err);
    if (!code && !gp_model_tokenizer(l->model))
        code = gp_fail(err, GP_E_INPUT, "%s: %s", spec->model.p, gp_model_tokenizer_error(l->model));
    if (!code) l->tok = gp_model_tokenizer(l->model);
    return code;
}

gp_code gp_local_warm_up(gp_model *m, gp_err *err)
{
    static const int32_t ids[8] = {0};
    static const uint32_t counts[] = {8, 1, 3};
    gp_session *s = NULL;
    size_t bytes = gp_model_get_facts(m)->n_vocab * sizeof(float);
    float *logits = malloc(bytes);
    gp_code code = logits ? gp_session_new(m, &s, err) : gp_fail_memory(err, "a row of logits", bytes);
    for (size_t i = 0; i < sizeof counts / sizeof *counts && !code; i++) {
        gp_step_item item = {s, ids, counts[i], GP_ROWS_LAST, logits};
        gp_session_reset(s);
        if (counts[i] <= gp_model_get_facts(m)->context) code = gp_engine_step(m, &item, 1, err);
    }
    gp_session_free(s);
    free(logits);
    return code;
}

static gp_manifest_template keep_template(gp_arena *a, const gp_manifest_template *t)
{
    return (gp_manifest_template){gp_str_dup(a, t->chat), gp_str_dup(a, t->tool_use), gp_str_dup(a, t->bos),
                                  gp_str_dup(a, t->eos)};
}

void gp_local_describe(gp_arena *a, const gp_local *l, const gp_target_spec *spec, gp_manifest_target *m)
{
    const gp_model_facts *f = gp_model_get_facts(l->model);
    const gp_ocl_device_info *d = gp_ocl_info(gp_model_device(l->model));
    m->model = gp_str_dup(a, gp_str_c(gp_path_base(spec->model.p)));
    m->claim = GP_STR("bitwise");
    m->claim_basis = GP_STR(
        "correctly rounded operations in one fixed order; logits digest of every generated position kept");
    m->context = f->context;
    if (l->tells) m->chat = keep_template(a, &l->template);
    m->kv = gp_str_c(gp_kv_name(f->kv));
    m->quantization = gp_str_dup(a, f->quantization);
    m->quantization_mix = gp_str_dup(a, f->quantization_mix);
    m->architecture = gp_str_dup(a, f->architecture);
    m->model_name = gp_str_dup(a, f->name);
    m->weights_bytes = (int64_t)f->weight_bytes;
    m->parameters = (int64_t)f->parameters;
    m->unconfirmed = !f->confirmed;
    m->warning = gp_model_unused_text(gp_model_gguf(l->model), a);
    m->device = gp_str_dup(a, gp_str_c(d->name));
    m->device_type = gp_str_dup(a, gp_str_c(d->type));
    m->platform = gp_str_fmt(a, "%s (%s)", d->platform, d->platform_version);
    m->driver = gp_str_dup(a, gp_str_c(d->driver));
    m->dot_form = gp_str_dup(a, gp_str_c(gp_ocl_dot_form(gp_model_device(l->model))));
    char kernels[65];
    gp_ocl_kernels_digest(kernels);
    m->kernels_sha256 = gp_str_dup(a, gp_str_c(kernels));
    m->work_group = l->env.wish->work_group;
    m->batch = f->batch;
    m->slots = l->slots;
}

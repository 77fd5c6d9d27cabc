#include "open_model.h"

#include <stdio.h>
#include <string.h>

#include "engine_wish.h"

static void warn_unused(const gp_model *m, gp_arena *mem)
{
    gp_str text = gp_model_unused_text(gp_model_gguf(m), mem);
    gp_buf b = {0};
    if (!text.n) return;
    gp_show(&b, text, 400);
    fprintf(stderr, "goldpin: warning: %s\n", b.p ? b.p : "");
    gp_buf_free(&b);
}

/* Binding first: the platform's threads inherit it. */
gp_code gp_open_model(const gp_args *a, const char *path, gp_arena *mem, gp_model **out, gp_err *err)
{
    gp_engine_wish wish;
    gp_topo *topo = NULL;
    gp_pin pin;
    gp_bind bind;
    gp_code code = gp_read_engine_wish(a, &wish, err);
    if (!code) code = gp_topo_open(NULL, &topo, err);
    if (!code) code = gp_pin_make(topo, wish.pin, wish.threads, mem, &pin, err);
    if (!code) code = gp_bind_process(topo, &pin, mem, &bind, err);
    if (!code) {
        gp_model_options o = {.ocl = {.device = wish.device, .work_group = wish.work_group, .threads = pin.threads}, .context = (uint32_t)wish.context,
                              .kv = wish.kv && strcmp(wish.kv, "f16") == 0 ? GP_KV_F16 : GP_KV_F32, .batch = wish.batch, .slots = wish.slots};
        code = gp_model_open(path, &o, out, err);
    }
    if (!code) code = gp_bind_threads(topo, &pin, NULL, 0, mem, &bind, err);
    if (!code) warn_unused(*out, mem);
    gp_topo_close(topo);
    return code;
}

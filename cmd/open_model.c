/* open_model.c - engine options of the command line, and a model opened with its threads bound. */
#include "open_model.h"

const gp_opt gp_engine_opts[] = {
    {"device", 0, GP_TO_TEXT(gp_engine_wish, device), "N|NAME|auto",
     "OpenCL device: number or part of a name from goldpin topo; auto takes the CPU", "Engine"},
    {"threads", 0, GP_TO_THREADS, "N", "compute threads of a CPU device; default one for each physical core", "Engine"},
    {"pin", 0, GP_TO_PIN, "SET|auto|none", "processing units to bind threads to, such as 0-3,8; default auto",
     "Engine"},
    {"context", 0, GP_TO_CONTEXT, "N", "most tokens of one conversation; default the smaller of the file's and 4096",
     "Engine"},
    {"kv", 0, GP_TO_KV, "f32|f16", "number format of the key-value cache; default f32", "Engine"},
    {"batch", 0, GP_TO_BATCH, "N", "prompt tokens evaluated in one step; changes no result", "Engine"},
    {"slots", 0, GP_TO_SLOTS, "N", "trials decoded together; changes no result", "Engine"},
    {"work-group", 0, GP_TO_INT(gp_engine_wish, work_group, 1, 4096), "N",
     "local size of portable kernels; changes no result", "Engine"},
    {"no-draft", 0, GP_TO_FLAG(gp_engine_wish, no_draft), NULL,
     "token by token: nothing guessed ahead from the conversation itself; changes no result", "Engine"},
    {0}};

void gp_tell_compiling(void *user, const char *cache_dir, unsigned kernels)
{
    (void)user;
    gp_buf b = {0};
    gp_buf_c(&b, "compiling kernels … ");
    if (kernels) gp_buf_fmt(&b, "%u ready ", kernels);
    gp_buf_c(&b, "(first run on this device; kept in ");
    gp_show(&b, gp_str_c(cache_dir), 400);
    gp_buf_c(&b, ")");
    gp_tell("", &b);
}

static void warn_unused(const gp_model *m, gp_arena *mem)
{
    gp_str text = gp_model_unused_text(gp_model_gguf(m), mem);
    gp_buf b = {0};
    if (!text.n) return;
    gp_show(&b, text, 400);
    gp_tell("warning: ", &b);
}

gp_model_options gp_wished_model(const gp_engine_wish *wish)
{
    return (gp_model_options){
        .ocl = {.device = wish->device, .work_group = wish->work_group, .compiling = {gp_tell_compiling, NULL}},
        .context = (uint32_t)wish->context,
        .kv = wish->kv == 1 + GP_KV_F16 ? GP_KV_F16 : GP_KV_F32,
        .batch = wish->batch,
        .slots = wish->slots,
        .no_draft = wish->no_draft};
}

/* Binding first: the platform's threads inherit it. */
gp_code gp_open_model(const gp_engine_wish *wish, const char *path, gp_arena *mem, gp_model **out, gp_err *err)
{
    gp_topo *topo = NULL;
    gp_pin pin;
    gp_model_options o = gp_wished_model(wish);
    gp_code code = gp_topo_open(NULL, &topo, err);
    if (!code) code = gp_pin_make(topo, wish->pin, wish->threads, mem, &pin, err);
    if (!code) {
        (void)gp_bind_process(topo, &pin, mem);
        o.ocl.threads = pin.threads;
        o.ocl.threads_give_way = !wish->threads;
        code = gp_model_open(path, &o, out, err);
    }
    if (!code) {
        (void)gp_bind_threads(topo, &pin, NULL, 0, mem);
        warn_unused(*out, mem);
    }
    gp_topo_close(topo);
    return code;
}

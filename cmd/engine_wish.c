#include "engine_wish.h"

#include <string.h>

#include "base/sys.h"

gp_code gp_read_engine_wish(const gp_args *a, gp_engine_wish *out, gp_err *err)
{
    int64_t threads = 0, context = 0, batch = 0, slots = 0, group = 0;
    gp_code code = gp_arg_int(a, "threads", 1, 4096, &threads, err);
    if (!code) code = gp_arg_int(a, "context", 1, INT32_MAX, &context, err);
    if (!code) code = gp_arg_int(a, "batch", 1, 65536, &batch, err);
    if (!code) code = gp_arg_int(a, "slots", 1, 1024, &slots, err);
    if (!code) code = gp_arg_int(a, "work-group", 1, 4096, &group, err);
    const char *kv = gp_arg(a, "kv");
    if (!code && kv && strcmp(kv, "f32") != 0 && strcmp(kv, "f16") != 0) code = gp_fail(err, GP_E_USAGE, "--kv must be f32 or f16, not \"%s\"", kv);
    *out = (gp_engine_wish){.device = gp_arg(a, "device"), .pin = gp_arg(a, "pin"), .threads = (unsigned)threads, .batch = (unsigned)batch, .slots = (unsigned)slots,
                            .work_group = (unsigned)group, .context = context, .kv = kv};
    return code;
}

/* A file of the source tree, else the installed one, else NULL. */
static const char *find(gp_arena *mem, const char *in_tree, const char *in_share)
{
    if (gp_is_file(in_tree)) return in_tree;
    const char *installed = gp_path_join(mem, GP_PREFIX "/share/goldpin", in_share);
    return installed && gp_is_file(installed) ? installed : NULL;
}

const char *gp_find_pocket(gp_arena *mem)
{
    return find(mem, "suites/smoke/pocket/pocket.gguf", "suites/smoke/pocket/pocket.gguf");
}

const char *gp_find_prices(gp_arena *mem)
{
    return find(mem, "lib/call/prices.json", "prices.json");
}

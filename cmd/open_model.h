/* open_model.h - the engine options that run, bench, topo and the model commands share, and a model opened by them. */
#ifndef GP_CMD_OPEN_MODEL_H
#define GP_CMD_OPEN_MODEL_H

#include "cli.h"
#include "engine/engine.h"
#include "targets/target.h"

/* --device, --threads, --pin, --context, --kv, --batch, --slots, --work-group, of a gp_engine_wish. */
extern const gp_opt gp_engine_opts[];

/* The members and ranges of those that some commands offer with words of their own. */
#define GP_TO_THREADS GP_TO_INT(gp_engine_wish, threads, 1, 4096)
#define GP_TO_PIN GP_TO_TEXT(gp_engine_wish, pin)
#define GP_TO_CONTEXT GP_TO_INT(gp_engine_wish, context, 1, INT32_MAX)
#define GP_TO_KV GP_TO_ENUM(gp_engine_wish, kv)
#define GP_TO_BATCH GP_TO_INT(gp_engine_wish, batch, 1, 65536)
#define GP_TO_SLOTS GP_TO_INT(gp_engine_wish, slots, 1, 1024)

/* The `tell` of a gp_ocl_watcher: a line on standard error. */
void gp_tell_compiling(void *user, const char *cache_dir, unsigned kernels);

/* What the wish says about a model; threads are for the binding to say. */
gp_model_options gp_wished_model(const gp_engine_wish *wish);

/* Opened and bound as wished; a warning on standard error where the file has tensors that its architecture does not
 * use. */
gp_code gp_open_model(const gp_engine_wish *wish, const char *path, gp_arena *mem, gp_model **out,
                      gp_err *err) GP_MUST_CHECK;

#endif

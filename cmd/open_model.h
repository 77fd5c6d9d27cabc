/* open_model.h - a model opened as the engine options of the command line say, threads bound; a warning on standard error where
 * the file has tensors that its architecture does not use. */
#ifndef GP_CMD_OPEN_MODEL_H
#define GP_CMD_OPEN_MODEL_H

#include "cli.h"
#include "engine/engine.h"

gp_code gp_open_model(const gp_args *a, const char *path, gp_arena *mem, gp_model **out, gp_err *err) GP_MUST_CHECK;

#endif

/* engine_wish.h - the engine options that run, bench and the model commands share, and where bundled files lie. */
#ifndef GP_CMD_ENGINE_WISH_H
#define GP_CMD_ENGINE_WISH_H

#include "cli.h"
#include "targets/target.h"

gp_code gp_read_engine_wish(const gp_args *a, gp_engine_wish *out, gp_err *err) GP_MUST_CHECK;

/* suites/smoke/pocket/pocket.gguf below the working directory, else below the installed data; NULL if neither is there. */
const char *gp_find_pocket(gp_arena *mem);
/* The bundled price list, likewise: lib/call/prices.json, else the installed prices.json. */
const char *gp_find_prices(gp_arena *mem);

#endif

/* bundled.h - where the files that come with goldpin lie: below the working directory, else where they were installed,
 * else in the tree or the installation that the running program is part of. */
#ifndef GP_CMD_BUNDLED_H
#define GP_CMD_BUNDLED_H

#include "base/arena.h"

/* suites/smoke/pocket/pocket.gguf; NULL if it is nowhere. */
const char *gp_find_pocket(gp_arena *mem);
/* The bundled price list, likewise: lib/call/prices.json, else the installed prices.json. */
const char *gp_find_prices(gp_arena *mem);

#endif

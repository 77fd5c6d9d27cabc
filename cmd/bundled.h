/* bundled.h - where the files that come with goldpin lie: in the source tree, else where they were installed. */
#ifndef GP_CMD_BUNDLED_H
#define GP_CMD_BUNDLED_H

#include "base/arena.h"

/* suites/smoke/pocket/pocket.gguf below the working directory, else below the installed data; NULL if
 * neither is there. */
const char *gp_find_pocket(gp_arena *mem);
/* The bundled price list, likewise: lib/call/prices.json, else the installed prices.json. */
const char *gp_find_prices(gp_arena *mem);

#endif

/* ladder_impl.h - what the documents of lib/ladder share; nobody else includes this. */
#ifndef GP_LADDER_LADDER_IMPL_H
#define GP_LADDER_LADDER_IMPL_H

#include "base/str.h"

/* A name in a cell of a table, as code: nothing in it ends the cell. */
void gp_ladder_name(gp_buf *out, gp_str name);

#endif

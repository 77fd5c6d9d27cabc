/* graders.h - what texts say of graders, made from their kinds. Part of the program of schemas.c. */
#ifndef GP_GEN_GRADERS_H
#define GP_GEN_GRADERS_H

#include "base/str.h"

/* cmd/guide/graders.md with its section "The graders" made anew. */
gp_code graders_in_guide(gp_str now, gp_buf *out, gp_err *err) GP_MUST_CHECK;

#endif

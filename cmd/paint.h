/* paint.h - colours on a terminal: the word says it, the colour only supports it. */
#ifndef GP_CMD_PAINT_H
#define GP_CMD_PAINT_H

#include <stdio.h>

#include "base/str.h"

/* By position, from 1, as --color names them; 0, not given, is auto. */
#define GP_COLOURS "auto|always|never"
enum { GP_COLOUR_AUTO = 1, GP_COLOUR_ALWAYS, GP_COLOUR_NEVER };

/* Does what is written to `f` have colours? auto: where it is a terminal that is not dumb, and NO_COLOR is not set
 * (https://no-color.org: to anything but the empty text). */
bool gp_has_colours(FILE *f, int wish);

typedef enum gp_paint { GP_PAINT_GOOD, GP_PAINT_MEANWHILE, GP_PAINT_BAD } gp_paint;
void gp_put_painted(gp_buf *out, bool colours, gp_paint paint, const char *word);

#endif

/* guide.h - the guides of cmd/guide/, which are part of the binary.
 *
 * A guide is markdown, written to be read as it is. Its first line is "# NAME: what it is about". `goldpin help NAME`
 * prints it, and gen/guide.c makes the manual page goldpin-NAME(7) of it. A new file is found by make. */
#ifndef GP_CMD_GUIDE_H
#define GP_CMD_GUIDE_H

#include "base/str.h"

enum { GP_GUIDES_MAX = 64 };

/* Guide number i in the order of their names: its topic ("targets"), what it is about ("what answers, ..."), its text.
 * All are slices of constant text. False where there are no more. */
typedef struct gp_guide {
    gp_str topic, about, text;
} gp_guide;
bool gp_guide_at(size_t i, gp_guide *out);

#endif

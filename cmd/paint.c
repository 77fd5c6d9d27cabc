/* paint.c - green, yellow and red, in bold, which reads on dark and light grounds. */
#include "paint.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool gp_has_colours(FILE *f, int wish)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    if (wish == GP_COLOUR_ALWAYS || wish == GP_COLOUR_NEVER) return wish == GP_COLOUR_ALWAYS;
    return isatty(fileno(f)) && !(no && *no) && !(term && strcmp(term, "dumb") == 0);
}

void gp_put_painted(gp_buf *out, bool colours, gp_paint paint, const char *word)
{
    static const char *const codes[] = {"\033[1;32m", "\033[1;33m", "\033[1;31m"};
    if (colours) gp_buf_c(out, codes[paint]);
    gp_buf_c(out, word);
    if (colours) gp_buf_c(out, "\033[0m");
}

/* page.c - style and script of the HTML report. */
#include <string.h>

#include "report/page.h"

const char *gp_page_part(const char *name)
{
    static const struct {
        const char *name, *text;
    } parts[] = {
#include "page.inc"
    };
    size_t i = 0;
    while (strcmp(parts[i].name, name) != 0) i++; /* names are the code's own */
    return parts[i].text;
}

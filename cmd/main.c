/* main.c - the list of commands. */
#include "cli.h"

#include <signal.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "run/run.h"

int gp_cli_main(int argc, char **argv, const char *version);

int main(int argc, char **argv)
{
    (void)signal(SIGPIPE, SIG_IGN); /* a closed reader is an error of write(), not a death */
#ifdef __GLIBC__
    /* Large arrays get mappings of their own, for good: they grow without a copy, and what is freed is given back. (By
     * default the C library moves them to its heap once the first of them was freed, and holes stay there.) */
    (void)mallopt(M_MMAP_THRESHOLD, 1 << 17);
#endif
    return gp_cli_main(argc, argv, gp_version());
}

/* main.c - the list of commands. */
#include "cli.h"

#include <signal.h>

#include "run/run.h"

int gp_cli_main(int argc, char **argv, const char *version);

int main(int argc, char **argv)
{
    (void)signal(SIGPIPE, SIG_IGN); /* a closed reader is an error of write(), not a death */
    return gp_cli_main(argc, argv, gp_version());
}

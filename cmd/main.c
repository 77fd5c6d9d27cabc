/* main.c - what a process of goldpin does before it looks at its command line. */
#include "cli.h"

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/memory.h"
#include "lost_page.h"
#include "run/run.h"

int gp_cli_main(int argc, char **argv, const char *version);

/* One line and the end, whatever the other threads do: no allocation, no stdio, and no exit handlers, which would
 * wait for the threads of an OpenCL platform or for a lock that this thread holds. Results are safe without them
 * (memory.h). */
static void memory_gone(size_t bytes)
{
    static atomic_flag said = ATOMIC_FLAG_INIT;
    char line[200];
    while (atomic_flag_test_and_set(&said)) (void)pause(); /* another thread says so already, and ends this one too */
    const char *over_progress = isatty(STDERR_FILENO) ? "\r\033[K" : "";
    int n = snprintf(line, sizeof line,
                     "%sgoldpin: out of memory (%zu bytes were asked for); what a run has finished is saved, "
                     "--resume goes on from there\n",
                     over_progress, bytes);
    if (n > 0) (void)!write(STDERR_FILENO, line, (size_t)n);
    _exit(3);
}

/* Whoever closed a standard stream left its number to the next file that is opened, which would then get what is meant
 * for the stream. Something takes its place that says no as a closed one does: what is printed is an error. */
static void hold_standard_streams(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) >= 0) continue;
        int flags = fd == 0 ? O_WRONLY : O_RDONLY;
        if (open("/dev/null", flags) < 0) (void)!open("/", O_RDONLY); /* the lowest that is free: this one */
    }
}

int main(int argc, char **argv)
{
    hold_standard_streams();
    gp_memory_hook(memory_gone);
    gp_watch_pages();
    (void)signal(SIGPIPE, SIG_IGN); /* a closed reader is an error of write(), not a death */
    (void)signal(SIGXFSZ, SIG_IGN); /* and so is a file that may grow no further */
#ifdef __GLIBC__
    /* Large arrays get mappings of their own, for good: they grow without a copy, and what is freed is given back. (By
     * default the C library moves them to its heap once the first of them was freed, and holes stay there.) */
    (void)mallopt(M_MMAP_THRESHOLD, 1 << 17);
#endif
    return gp_cli_main(argc, argv, gp_version());
}

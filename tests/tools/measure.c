/* measure - run a command, then append one line to a file: seconds on the clock, seconds of CPU in user and system
 * mode, and the most kilobytes that were resident at once.
 *
 *     measure FILE COMMAND [ARGUMENT...]
 *
 * Exits as the command did (125 when it could not be started or measured). */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sys.h"

static double seconds(struct timeval t) { return (double)t.tv_sec + (double)t.tv_usec * 1e-6; }

int main(int argc, char **argv)
{
    struct rusage use;
    int status = 0;
    if (argc < 3) {
        fprintf(stderr, "usage: measure FILE COMMAND [ARGUMENT...]\n");
        return 2;
    }
    double start = gp_now_mono();
    pid_t child = fork();
    if (child == 0) {
        (void)execvp(argv[2], argv + 2);
        perror(argv[2]);
        _exit(125);
    }
    if (child < 0 || wait4(child, &status, 0, &use) < 0) {
        perror("measure");
        return 125;
    }
    double took = gp_now_mono() - start;
    FILE *f = fopen(argv[1], "a");
    if (!f ||
        fprintf(f, "%.3f %.3f %.3f %ld\n", took, seconds(use.ru_utime), seconds(use.ru_stime), use.ru_maxrss) < 0 ||
        fclose(f) != 0) {
        perror(argv[1]);
        return 125;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

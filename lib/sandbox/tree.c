/* tree.c - the processes below one process, by /proc. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/sys.h"
#include "sandbox/sandbox_impl.h"

enum { TREE_MAX = 4 * GP_JOB_PROCESSES }; /* more than the limit lets there be */

typedef struct tree {
    pid_t list[TREE_MAX];
    size_t n;
} tree;

/* A small file of /proc; empty where the process is gone. */
static void read_small(const char *path, char *text, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, text, size - 1);
    text[n > 0 ? n : 0] = 0;
    if (fd >= 0) (void)close(fd);
}

/* The children of one thread, as the kernel lists them. */
static void add_children(tree *t, pid_t pid, const char *thread)
{
    char path[96], text[4096], *end;
    (void)snprintf(path, sizeof path, "/proc/%d/task/%.32s/children", (int)pid, thread);
    read_small(path, text, sizeof text);
    for (char *p = text; t->n < TREE_MAX; p = end) {
        long child = strtol(p, &end, 10);
        if (end == p) return;
        t->list[t->n++] = (pid_t)child;
    }
}

static void add_below(tree *t, gp_arena *a, pid_t pid)
{
    char path[64];
    const char *const *threads;
    size_t n = 0;
    (void)snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    if (gp_list_dir(a, path, &threads, &n, NULL)) return;
    for (size_t i = 0; i < n; i++) add_children(t, pid, threads[i]);
}

/* Resident pages that are not of files. */
static int64_t held_by(pid_t pid)
{
    char path[64], text[256];
    long resident = 0, shared = 0;
    (void)snprintf(path, sizeof path, "/proc/%d/statm", (int)pid);
    read_small(path, text, sizeof text);
    if (sscanf(text, "%*d %ld %ld", &resident, &shared) != 2 || resident < shared) return 0;
    return (int64_t)(resident - shared) * sysconf(_SC_PAGESIZE);
}

int64_t gp_tree_memory(pid_t root)
{
    tree t = {0};
    gp_arena a = {0};
    int64_t sum = 0;
    add_below(&t, &a, root);
    for (size_t i = 0; i < t.n; i++) add_below(&t, &a, t.list[i]);
    for (size_t i = 0; i < t.n; i++) sum += held_by(t.list[i]);
    gp_arena_free(&a);
    return sum;
}

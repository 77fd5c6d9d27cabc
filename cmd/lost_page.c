/* lost_page.c - which mapped file lost its bytes, found in /proc/self/maps by the handler of SIGBUS. No allocation, no
 * stdio, no locks. */
#include "lost_page.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One line of /proc/self/maps: "from-to perms offset device inode path". */
typedef struct mapping {
    uintptr_t from, to;
    unsigned long long offset;
    char perms[5];
    char file[40]; /* device and inode */
    char path[PATH_MAX];
} mapping;

typedef struct lines {
    int fd;
    size_t at, n;
    char piece[2048];
} lines;

/* The next line, cut where there is no room for it; false at the end. */
static bool next_line(lines *l, char *out, size_t room)
{
    size_t n = 0;
    for (;;) {
        if (l->at == l->n) {
            ssize_t got = read(l->fd, l->piece, sizeof l->piece);
            if (got <= 0) return false;
            l->at = 0;
            l->n = (size_t)got;
        }
        char c = l->piece[l->at++];
        if (c == '\n') break;
        if (n + 1 < room) out[n++] = c;
    }
    out[n] = 0;
    return true;
}

/* The word that begins at *p, cut to `room`; *p goes behind it and the spaces that follow. */
static void word(char **p, char *out, size_t room)
{
    size_t n = strcspn(*p, " ");
    (void)snprintf(out, room, "%.*s", (int)n, *p);
    *p += n + strspn(*p + n, " ");
}

static bool next_mapping(lines *l, mapping *m)
{
    char line[PATH_MAX + 100], device[16], inode[24], *p = line;
    if (!next_line(l, line, sizeof line)) return false;
    m->from = (uintptr_t)strtoull(p, &p, 16);
    if (*p == '-') p++;
    m->to = (uintptr_t)strtoull(p, &p, 16);
    p += strspn(p, " ");
    word(&p, m->perms, sizeof m->perms);
    m->offset = strtoull(p, &p, 16);
    p += strspn(p, " ");
    word(&p, device, sizeof device);
    word(&p, inode, sizeof inode);
    (void)snprintf(m->file, sizeof m->file, "%s %s", device, inode);
    (void)snprintf(m->path, sizeof m->path, "%s", p);
    return true;
}

/* The mapping that holds this address; false: none of a file, or of one that is run. */
static bool find(uintptr_t address, mapping *out)
{
    static mapping m; /* one thread gets here (on_bus) */
    static lines l;
    bool found = false, code = false;
    for (int pass = 0; pass < 2; pass++) {
        l.at = l.n = 0;
        l.fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
        while (l.fd >= 0 && next_mapping(&l, &m)) {
            if (!pass && m.from <= address && address < m.to) *out = m, found = m.path[0] == '/';
            if (pass && !strcmp(m.file, out->file) && strchr(m.perms, 'x')) code = true;
        }
        if (l.fd >= 0) (void)close(l.fd);
    }
    return found && !code;
}

static void tell(const mapping *m, uintptr_t address)
{
    static char line[PATH_MAX + 400];
    struct stat st;
    bool cut = stat(m->path, &st) == 0 && (unsigned long long)st.st_size <= m->offset + (address - m->from);
    int n = snprintf(line, sizeof line,
                     "%sgoldpin: %s %s while it was in use; what a run has finished is saved, and "
                     "--resume goes on from there when the file is whole again\n",
                     isatty(STDERR_FILENO) ? "\r\033[K" : "", m->path,
                     cut ? "was cut off" : "was taken away or cannot be read any more");
    for (int i = 0; i < n - 1; i++) /* a name must not speak to the terminal */
        if ((unsigned char)line[i] < ' ' && !(i < 4 && line[0] == '\r')) line[i] = '?';
    if (n > 0) (void)!write(STDERR_FILENO, line, (size_t)n);
}

static void on_bus(int sig, siginfo_t *info, void *context)
{
    static atomic_flag begun = ATOMIC_FLAG_INIT;
    static mapping m;
    (void)context;
    while (atomic_flag_test_and_set(&begun)) (void)pause(); /* another thread says so already, and ends this one too */
    if (info->si_code > 0 && find((uintptr_t)info->si_addr, &m)) {
        tell(&m, (uintptr_t)info->si_addr);
        _exit(3);
    }
    (void)signal(sig, SIG_DFL);
    if (info->si_code <= 0) (void)raise(sig); /* sent by somebody; else the same read faults again */
}

void gp_watch_pages(void)
{
    struct sigaction sa = {.sa_sigaction = on_bus, .sa_flags = SA_SIGINFO};
    (void)sigemptyset(&sa.sa_mask);
    (void)sigaction(SIGBUS, &sa, NULL);
}

/* confine.c - the walls: what bubblewrap is told, and the process that becomes it. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sys.h"
#include "sandbox/sandbox_impl.h"

enum { NOBODY = 65534, FIRST_FILE = 5, OPEN_FILES = 256, MB = 1 << 20 };

/* The last wall is inside: the limit on processes counts those of the namespace only if it is set there. Then what is
 * needed is looked for, and said on descriptor 3, before the program takes this shell's place. */
static const char inside[] =
    "ulimit -p \"$1\" 2>/dev/null || ulimit -u \"$1\" 2>/dev/null || exit 1\n"
    "shift\n"
    "while [ \"$1\" != -- ]; do\n"
    "  command -v \"$1\" >/dev/null || { printf '%s' \"$1\" >&3; exit 1; }\n"
    "  shift\n"
    "done\n"
    "shift\n"
    "printf go >&3\n"
    "exec \"$@\" 3>&-\n";

static char *const environment[] = {"PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/tmp", "TMPDIR=/tmp", "LANG=C.UTF-8",
                                    NULL};

/* --- the command line --- */

typedef struct words {
    gp_arena *a;
    char **list;
    size_t n, room;
} words;

static void add(words *w, const char *text)
{
    w->list = gp_grow(w->list, w->n, &w->room, sizeof *w->list);
    w->list[w->n++] = text ? gp_arena_copy(w->a, text, strlen(text)) : NULL;
}

static void add_all(words *w, const char *const *list)
{
    while (*list) add(w, *list++);
}

static void add_number(words *w, long long n) { add(w, gp_str_fmt(w->a, "%lld", n).p); }

/* /bin and its like are links into /usr on most systems, folders on some. */
static void add_system(words *w)
{
    static const char *const folders[] = {"/bin", "/sbin", "/lib", "/lib32", "/lib64"};
    add_all(w,
            (const char *const[]){"--ro-bind", "/usr", "/usr", "--ro-bind-try", "/etc/alternatives",
                                  "/etc/alternatives", "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache", NULL});
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char to[256];
        ssize_t n = readlink(folders[i], to, sizeof to - 1);
        to[n > 0 ? n : 0] = 0;
        if (n > 0) add_all(w, (const char *const[]){"--symlink", to, folders[i], NULL});
        else add_all(w, (const char *const[]){"--ro-bind-try", folders[i], folders[i], NULL});
    }
}

static void add_walls(words *w)
{
    add_all(w, (const char *const[]){"bwrap", "--unshare-all", "--unshare-user", "--die-with-parent", "--new-session",
                                     "--hostname", "sandbox", "--uid", "65534", "--gid", "65534", NULL});
    add_system(w);
    add_all(w, (const char *const[]){"--info-fd", "4", "--proc", "/proc", "--dev", "/dev", "--size", NULL});
    add_number(w, (long long)GP_JOB_DISK_MB * MB);
    add_all(w, (const char *const[]){"--tmpfs", "/tmp", "--dir", "/tmp/work", "--remount-ro", "/dev", "--remount-ro",
                                     "/", "--chdir", "/tmp/work", NULL});
}

static void add_program(words *w, const gp_job *job)
{
    add_all(w, (const char *const[]){"/bin/sh", "-c", inside, "sh", NULL});
    add_number(w, GP_JOB_PROCESSES);
    for (size_t i = 0; i < job->n_needs; i++) add(w, gp_str_dup(w->a, job->needs[i]).p);
    add(w, "--");
    for (size_t i = 0; i < job->n_command; i++) add(w, gp_str_dup(w->a, job->command[i]).p);
    add(w, NULL);
}

static void add_files(words *w, const gp_job *job)
{
    for (size_t i = 0; i < job->n_files; i++) {
        add_all(w, (const char *const[]){"--perms", "0755", "--file", NULL});
        add_number(w, FIRST_FILE + (long long)i);
        add(w, gp_str_fmt(w->a, "/tmp/work/%.*s", GP_ARG(job->files[i].name)).p);
    }
}

/* Where bwrap is, by PATH; NULL: nowhere. */
static const char *find_bwrap(gp_arena *a)
{
    const char *p = getenv("PATH");
    for (size_t n; p && *p; p += n + (p[n] == ':')) {
        n = strcspn(p, ":");
        const char *path = gp_str_fmt(a, "%.*s/bwrap", (int)n, p).p;
        if (path[0] == '/' && access(path, X_OK) == 0) return path;
    }
    return NULL;
}

/* --- the process --- */

typedef struct start {
    const char *path;
    char **argv;
    int *fds; /* in the order of their numbers inside: 0, 1, 2, 3, information, files */
    size_t n_fds;
    int failed; /* where errno is said */
    const gp_job *job;
} start;

static void limit(int what, rlim_t value)
{
    const struct rlimit r = {value, value};
    (void)setrlimit((__rlimit_resource_t)what, &r);
}

static void set_limits(const gp_job *job)
{
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, (rlim_t)ceil(job->time_s) + 1);
    limit(RLIMIT_DATA, (rlim_t)job->memory_mb * MB);
    limit(RLIMIT_FSIZE, (rlim_t)GP_JOB_DISK_MB * MB);
    limit(RLIMIT_NOFILE, OPEN_FILES);
}

/* Every descriptor at its place, and no other. First out of each other's way. */
static bool place_descriptors(start *s)
{
    int top = FIRST_FILE + GP_JOB_FILES + 8;
    for (size_t i = 0; i < s->n_fds; i++)
        if ((s->fds[i] = fcntl(s->fds[i], F_DUPFD_CLOEXEC, top)) < 0) return false;
    if ((s->failed = fcntl(s->failed, F_DUPFD_CLOEXEC, top)) < 0) return false;
    for (size_t i = 0; i < s->n_fds; i++)
        if (dup2(s->fds[i], (int)i) < 0) return false;
    return close_range((unsigned)s->n_fds, ~0U, CLOSE_RANGE_CLOEXEC) == 0;
}

/* Only calls that are safe between fork and exec in a process with threads. */
_Noreturn static void become(start *s)
{
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)signal(SIGPIPE, SIG_DFL);
    (void)setpgid(0, 0); /* what bubblewrap has started is ended with it, however little it has got to */
    bool ok = place_descriptors(s);
    set_limits(s->job);
    if (ok && geteuid() == 0)
        ok = setgroups(0, NULL) == 0 && setresgid(NOBODY, NOBODY, NOBODY) == 0 &&
             setresuid(NOBODY, NOBODY, NOBODY) == 0;
    if (ok) (void)execve(s->path, s->argv, environment);
    int why = errno;
    (void)!write(s->failed, &why, sizeof why);
    for (;;) (void)kill(getpid(), SIGKILL); /* this copy, before it does anything as goldpin */
}

/* A file that has no name, with this in it. -1: errno. */
static int file_of(gp_str text)
{
    int fd = memfd_create("job", MFD_CLOEXEC);
    for (size_t done = 0; fd >= 0 && done < text.n;) {
        ssize_t n = write(fd, text.p + done, text.n - done);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return (void)close(fd), -1;
        done += (size_t)n;
    }
    if (fd >= 0) (void)lseek(fd, 0, SEEK_SET);
    return fd;
}

/* The ends that the program gets, into fds; ours into c. False: errno. */
static bool open_descriptors(const gp_job *job, int *fds, gp_confined *c)
{
    int *const ours[] = {&c->out, &c->err, &c->said, &c->info};
    bool ok = (fds[0] = file_of(job->input)) >= 0;
    for (size_t i = 0; i < 4 && ok; i++) {
        int ends[2];
        ok = pipe2(ends, O_CLOEXEC) == 0;
        if (ok) *ours[i] = ends[0], fds[i + 1] = ends[1];
        /* only of ours: the program may do with its own what it likes */
        if (ok) ok = fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0;
    }
    for (size_t i = 0; i < job->n_files && ok; i++) ok = (fds[FIRST_FILE + i] = file_of(job->files[i].text)) >= 0;
    return ok;
}

static void close_all(const int *fds, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (fds[i] >= 0) (void)close(fds[i]);
}

/* *why gets errno, 0: it is bubblewrap now. */
static pid_t spawn(start *s, int *why)
{
    int ends[2];
    *why = 0;
    if (pipe2(ends, O_CLOEXEC) != 0) return *why = errno, -1;
    s->failed = ends[1];
    pid_t pid = fork();
    if (pid == 0) become(s);
    if (pid < 0) *why = errno;
    (void)close(ends[1]);
    while (pid > 0 && read(ends[0], why, sizeof *why) < 0 && errno == EINTR) {}
    (void)close(ends[0]);
    return pid;
}

bool gp_confine(gp_arena *a, const gp_job *job, gp_confined *out, bool *broken, gp_str *why)
{
    words w = {.a = a};
    start s = {.path = find_bwrap(a), .n_fds = FIRST_FILE + job->n_files, .job = job};
    int trouble = 0;
    *broken = false;
    *out = (gp_confined){-1, -1, -1, -1, -1};
    *why = GP_STR("bubblewrap (bwrap) is not installed, and nothing is run without it");
    if (!s.path) return false;
    *broken = true;
    *why = GP_STR("the program could not be started");
    s.fds = GP_NEW_ARRAY(a, int, s.n_fds);
    for (size_t i = 0; i < s.n_fds; i++) s.fds[i] = -1;
    add_walls(&w);
    add_files(&w, job);
    add_program(&w, job);
    s.argv = w.list;
    if (!open_descriptors(job, s.fds, out)) trouble = errno;
    else out->pid = spawn(&s, &trouble);
    close_all(s.fds, s.n_fds);
    free(w.list);
    if (!trouble) return true;
    if (out->pid > 0) (void)waitpid(out->pid, NULL, 0);
    *why = gp_str_fmt(a, "the program could not be started: %s", strerror(trouble));
    close_all((const int[]){out->out, out->err, out->said, out->info}, 4);
    return false;
}

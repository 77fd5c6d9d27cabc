/* torture.c - a shared object for LD_PRELOAD that counts what a program asks of the C library and lets the k-th such
 * call fail, once. Only calls made by the program's own code count, told by their return address, not those of the
 * libraries that it uses; of operations on files only those below one folder. ci/torture.sh is what uses it.
 *
 *     TORTURE_DIR     the folder; nothing outside is touched
 *     TORTURE_LOG     gets "hit KIND K CALLER..." when the call fails (the callers as offsets into the program), and at
 *                     the end of the program a line "KIND COUNT" for each kind
 *     TORTURE_KIND    one of the names in `names` below; unset: only count
 *     TORTURE_K       which call of this kind fails, from 1
 *     TORTURE_FAULT   what it fails with: ENOMEM ENOSPC EIO EINTR EAGAIN; SHORT lets a read or a write do half of its
 *                     work; FULL is ENOSPC for that call and all that follow
 *     TORTURE_ALL     set: allocations of the libraries count too
 *
 * Streams are opened here with read and write functions of our own, since the C library's own go past every preload. */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum kind { ALLOC, OPEN, READ, WRITE, SYNC, RENAME, CUT, CLOSE, MAP, LOOK, FOLDER, THREAD, KINDS };
static const char *const names[KINDS] = {"alloc", "open",  "read", "write", "sync",   "rename",
                                         "cut",   "close", "map",  "look",  "folder", "thread"};

enum { FDS = 1024, STREAMS = 16, DEPTH = 24, SHORT = -1, FULL = -2 };

static atomic_ulong counts[KINDS];
static unsigned long wanted_k;
static int wanted_kind = -1, wanted_fault;
static bool all_allocations, ready;
static uintptr_t text_from, text_to, program_base;
static const char *folder;
static int log_fd = -1;
static _Atomic bool ours[FDS]; /* descriptors of files below the folder */

/* --- counting --- */

static int find_text(struct dl_phdr_info *info, size_t size, void *user)
{
    (void)size, (void)user;
    program_base = info->dlpi_addr; /* the program itself is the first */
    for (int i = 0; i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type != PT_LOAD || !(info->dlpi_phdr[i].p_flags & PF_X)) continue;
        text_from = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
        text_to = text_from + info->dlpi_phdr[i].p_memsz;
    }
    return 1;
}

static int fault_by_name(const char *s)
{
    static const struct {
        const char *name;
        int fault;
    } faults[] = {{"ENOMEM", ENOMEM}, {"ENOSPC", ENOSPC}, {"EIO", EIO},  {"EINTR", EINTR},
                  {"EAGAIN", EAGAIN}, {"SHORT", SHORT},   {"FULL", FULL}};
    for (size_t i = 0; s && i < sizeof faults / sizeof *faults; i++)
        if (strcmp(s, faults[i].name) == 0) return faults[i].fault;
    return EIO;
}

__attribute__((constructor)) static void begin(void)
{
    void *warm[2];
    const char *kind = getenv("TORTURE_KIND"), *k = getenv("TORTURE_K"), *path = getenv("TORTURE_LOG");
    (void)backtrace(warm, 2); /* loads what it needs now, not when memory is said to be gone */
    (void)dl_iterate_phdr(find_text, NULL);
    for (int i = 0; kind && i < KINDS; i++)
        if (strcmp(kind, names[i]) == 0) wanted_kind = i;
    wanted_k = k ? strtoul(k, NULL, 10) : 0;
    wanted_fault = fault_by_name(getenv("TORTURE_FAULT"));
    all_allocations = getenv("TORTURE_ALL") != NULL;
    folder = getenv("TORTURE_DIR");
    if (path) log_fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    (void)unsetenv("LD_PRELOAD"); /* children are not tortured */
    ready = true;
}

__attribute__((destructor)) static void finish(void)
{
    ready = false;
    for (int i = 0; log_fd >= 0 && i < KINDS; i++)
        (void)dprintf(log_fd, "%s %lu\n", names[i], (unsigned long)counts[i]);
}

static bool from_program(const void *caller) { return (uintptr_t)caller >= text_from && (uintptr_t)caller < text_to; }

static void report(enum kind kind, unsigned long k)
{
    static _Thread_local void *frames[DEPTH];
    static char line[DEPTH * 20 + 64];
    int n = backtrace(frames, DEPTH), at = snprintf(line, sizeof line, "hit %s %lu", names[kind], k);
    for (int i = 0; i < n; i++)
        if (from_program(frames[i]))
            at += snprintf(line + at, sizeof line - (size_t)at, " %#lx", (uintptr_t)frames[i] - program_base - 1);
    line[at++] = '\n';
    if (log_fd >= 0 && write(log_fd, line, (size_t)at) < 0) log_fd = -1;
}

/* Count a call; whether it is the one to fail, with *fault. */
static bool fails(enum kind kind, int *fault)
{
    int keep = errno;
    unsigned long k = atomic_fetch_add(&counts[kind], 1) + 1;
    bool again = wanted_fault == FULL && k > wanted_k && wanted_k;
    if ((int)kind != wanted_kind || (k != wanted_k && !again)) return false;
    ready = false; /* what the report itself does is nobody's business */
    if (!again) report(kind, k);
    ready = true;
    errno = keep;
    *fault = wanted_fault == FULL ? ENOSPC : wanted_fault;
    return true;
}

/* The same for calls that fail whole: errno is set. */
static bool refuses(enum kind kind)
{
    int fault;
    if (!fails(kind, &fault)) return false;
    errno = fault == SHORT ? EIO : fault;
    return true;
}

#define CALLER __builtin_return_address(0)
#define REAL(type, name, ...)         \
    static type (*real)(__VA_ARGS__); \
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, name)

/* --- memory --- */

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);
void *__libc_memalign(size_t align, size_t n);

static bool no_memory(const void *caller)
{
    return ready && (all_allocations || from_program(caller)) && refuses(ALLOC);
}

void *malloc(size_t n) { return no_memory(CALLER) ? NULL : __libc_malloc(n); }
void *calloc(size_t n, size_t size) { return no_memory(CALLER) ? NULL : __libc_calloc(n, size); }
void *realloc(void *p, size_t n) { return no_memory(CALLER) ? NULL : __libc_realloc(p, n); }
void *aligned_alloc(size_t align, size_t n) { return no_memory(CALLER) ? NULL : __libc_memalign(align, n); }

int posix_memalign(void **p, size_t align, size_t n)
{
    if (no_memory(CALLER)) return ENOMEM;
    *p = __libc_memalign(align, n);
    return *p ? 0 : ENOMEM;
}

static char *copy(const char *s, size_t n)
{
    char *p = __libc_malloc(n + 1);
    if (!p) return NULL;
    p[n] = 0;
    return memcpy(p, s, n);
}

char *strdup(const char *s) { return no_memory(CALLER) ? NULL : copy(s, strlen(s)); }
char *strndup(const char *s, size_t n) { return no_memory(CALLER) ? NULL : copy(s, strnlen(s, n)); }

int vasprintf(char **out, const char *form, va_list args)
{
    REAL(int, "vasprintf", char **, const char *, va_list);
    return no_memory(CALLER) ? -1 : real(out, form, args);
}

char *realpath(const char *path, char *out)
{
    REAL(char *, "realpath", const char *, char *);
    return !out && no_memory(CALLER) ? NULL : real(path, out);
}

/* --- files --- */

static bool below(const char *path)
{
    char here[4096];
    const char *from = path[0] == '/' ? path : getcwd(here, sizeof here);
    size_t n = folder ? strlen(folder) : 0;
    return n && from && strncmp(from, folder, n) == 0 && (from[n] == '/' || from[n] == 0);
}

static bool counts_path(const void *caller, const char *path) { return ready && from_program(caller) && below(path); }

static bool counts_fd(const void *caller, int fd)
{
    return ready && fd >= 0 && fd < FDS && ours[fd] && from_program(caller);
}

static int open_file(int dir, const char *path, int flags, mode_t mode, bool counted)
{
    int fd = counted && refuses(OPEN) ? -1 : (int)syscall(SYS_openat, dir, path, flags, mode);
    if (fd >= 0 && fd < FDS) ours[fd] = counted;
    return fd;
}

static mode_t mode_of(int flags, va_list args) { return flags & (O_CREAT | __O_TMPFILE) ? va_arg(args, mode_t) : 0; }

int open(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = mode_of(flags, args);
    va_end(args);
    return open_file(AT_FDCWD, path, flags, mode, counts_path(CALLER, path));
}

int openat(int dir, const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = mode_of(flags, args);
    va_end(args);
    bool counted = dir == AT_FDCWD || path[0] == '/' ? counts_path(CALLER, path) : counts_fd(CALLER, dir);
    return open_file(dir, path, flags, mode, counted);
}

int creat(const char *path, mode_t mode)
{
    return open_file(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode, counts_path(CALLER, path));
}

static int close_file(int fd, bool counted)
{
    bool refused = counted && refuses(CLOSE);
    int why = errno;
    if (fd >= 0 && fd < FDS) ours[fd] = false;
    int code = (int)syscall(SYS_close, fd);
    if (refused) errno = why; /* it is closed all the same, as Linux does it */
    return refused ? -1 : code;
}

int close(int fd) { return close_file(fd, counts_fd(CALLER, fd)); }

/* How much of n to do: all, half, or (-1) nothing. */
static ssize_t share(enum kind kind, size_t n, bool counted)
{
    int fault;
    if (!counted || !fails(kind, &fault)) return (ssize_t)n;
    if (fault == SHORT) return (ssize_t)(n > 1 ? n / 2 : n);
    errno = fault;
    return -1;
}

static ssize_t read_file(int fd, void *p, size_t n, bool counted)
{
    ssize_t some = share(READ, n, counted);
    return some < 0 ? -1 : syscall(SYS_read, fd, p, (size_t)some);
}

static ssize_t write_file(int fd, const void *p, size_t n, bool counted)
{
    ssize_t some = share(WRITE, n, counted);
    return some < 0 ? -1 : syscall(SYS_write, fd, p, (size_t)some);
}

ssize_t read(int fd, void *p, size_t n) { return read_file(fd, p, n, counts_fd(CALLER, fd)); }
ssize_t write(int fd, const void *p, size_t n) { return write_file(fd, p, n, counts_fd(CALLER, fd)); }

ssize_t pread(int fd, void *p, size_t n, off_t at)
{
    ssize_t some = share(READ, n, counts_fd(CALLER, fd));
    return some < 0 ? -1 : syscall(SYS_pread64, fd, p, (size_t)some, at);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
    ssize_t some = share(WRITE, n, counts_fd(CALLER, fd));
    return some < 0 ? -1 : syscall(SYS_pwrite64, fd, p, (size_t)some, at);
}

int fsync(int fd) { return counts_fd(CALLER, fd) && refuses(SYNC) ? -1 : (int)syscall(SYS_fsync, fd); }
int fdatasync(int fd) { return counts_fd(CALLER, fd) && refuses(SYNC) ? -1 : (int)syscall(SYS_fdatasync, fd); }

int ftruncate(int fd, off_t n)
{
    return counts_fd(CALLER, fd) && refuses(CUT) ? -1 : (int)syscall(SYS_ftruncate, fd, n);
}

int rename(const char *from, const char *to)
{
    if (counts_path(CALLER, to) && refuses(RENAME)) return -1;
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int mkdir(const char *path, mode_t mode)
{
    return counts_path(CALLER, path) && refuses(FOLDER) ? -1 : (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

void *mmap(void *at, size_t n, int prot, int flags, int fd, off_t from)
{
    REAL(void *, "mmap", void *, size_t, int, int, int, off_t);
    return counts_fd(CALLER, fd) && refuses(MAP) ? MAP_FAILED : real(at, n, prot, flags, fd, from);
}

int stat(const char *path, struct stat *st)
{
    REAL(int, "stat", const char *, struct stat *);
    return counts_path(CALLER, path) && refuses(LOOK) ? -1 : real(path, st);
}

int fstat(int fd, struct stat *st)
{
    REAL(int, "fstat", int, struct stat *);
    return counts_fd(CALLER, fd) && refuses(LOOK) ? -1 : real(fd, st);
}

int access(const char *path, int how)
{
    REAL(int, "access", const char *, int);
    return counts_path(CALLER, path) && refuses(LOOK) ? -1 : real(path, how);
}

/* --- folders --- */

DIR *opendir(const char *path)
{
    REAL(DIR *, "opendir", const char *);
    bool counted = counts_path(CALLER, path);
    DIR *d = counted && refuses(OPEN) ? NULL : real(path);
    if (d && dirfd(d) < FDS) ours[dirfd(d)] = counted;
    return d;
}

struct dirent *readdir(DIR *d)
{
    REAL(struct dirent *, "readdir", DIR *);
    return counts_fd(CALLER, dirfd(d)) && refuses(READ) ? NULL : real(d);
}

int closedir(DIR *d)
{
    REAL(int, "closedir", DIR *);
    if (dirfd(d) >= 0 && dirfd(d) < FDS) ours[dirfd(d)] = false;
    return real(d);
}

/* --- streams: as the C library makes them, a write goes on after a short one and stops at an error --- */

static struct {
    FILE *f;
    int fd;
} streams[STREAMS];
static pthread_mutex_t streams_lock = PTHREAD_MUTEX_INITIALIZER;

static void note_stream(FILE *f, int fd)
{
    (void)pthread_mutex_lock(&streams_lock);
    for (int i = 0; i < STREAMS; i++)
        if (fd >= 0 ? !streams[i].f : streams[i].f == f) {
            streams[i].f = fd >= 0 ? f : NULL;
            streams[i].fd = fd;
            break;
        }
    (void)pthread_mutex_unlock(&streams_lock);
}

static ssize_t stream_read(void *fd, char *p, size_t n) { return read_file((int)(intptr_t)fd, p, n, ready); }

static ssize_t stream_write(void *fd, const char *p, size_t n)
{
    size_t done = 0;
    while (done < n) {
        ssize_t some = write_file((int)(intptr_t)fd, p + done, n - done, ready);
        if (some < 0) return (ssize_t)done;
        done += (size_t)some;
    }
    return (ssize_t)done;
}

static int stream_seek(void *fd, off64_t *at, int whence)
{
    off64_t to = lseek64((int)(intptr_t)fd, *at, whence);
    if (to >= 0) *at = to;
    return to < 0 ? -1 : 0;
}

static int stream_close(void *fd) { return close_file((int)(intptr_t)fd, ready); }

FILE *fopen(const char *path, const char *mode)
{
    REAL(FILE *, "fopen", const char *, const char *);
    if (!counts_path(CALLER, path)) return real(path, mode);
    int both = strchr(mode, '+') ? O_RDWR : mode[0] == 'r' ? O_RDONLY : O_WRONLY;
    int how = mode[0] == 'w' ? O_CREAT | O_TRUNC : mode[0] == 'a' ? O_CREAT | O_APPEND : 0;
    int fd = open_file(AT_FDCWD, path, both | how | O_CLOEXEC, 0666, true);
    if (fd < 0) return NULL;
    cookie_io_functions_t io = {stream_read, stream_write, stream_seek, stream_close};
    FILE *f = fopencookie((void *)(intptr_t)fd, mode, io);
    if (f) note_stream(f, fd);
    return f;
}

int fclose(FILE *f)
{
    REAL(int, "fclose", FILE *);
    note_stream(f, -1);
    return real(f);
}

int fileno(FILE *f)
{
    REAL(int, "fileno", FILE *);
    for (int i = 0; f && i < STREAMS; i++)
        if (streams[i].f == f) return streams[i].fd;
    return real(f);
}

/* --- threads --- */

int pthread_create(pthread_t *t, const pthread_attr_t *attr, void *(*work)(void *), void *arg)
{
    REAL(int, "pthread_create", pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    return ready && from_program(CALLER) && refuses(THREAD) ? EAGAIN : real(t, attr, work, arg);
}

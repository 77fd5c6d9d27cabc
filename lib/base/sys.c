/* sys.c - POSIX behind the seam. */
#include "base/sys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/caps.h"

/* There is no such file, or it is not for this user: whoever named it is wrong. Anything else is trouble of the
 * system. */
static bool is_mistake(int why)
{
    static const int mistakes[] = {ENOENT, ENOTDIR, EACCES, EPERM, ELOOP, ENAMETOOLONG, EISDIR, ENXIO};
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++)
        if (why == mistakes[i]) return true;
    return false;
}

gp_code gp_fail_open(const char *path, gp_err *err)
{
    return gp_fail(err, is_mistake(errno) ? GP_E_INPUT : GP_E_IO, "cannot open %s: %s", path, strerror(errno));
}

static int open_again(const char *path, int flags)
{
    int fd;
    do fd = open(path, flags | O_CLOEXEC, 0666);
    while (fd < 0 && errno == EINTR);
    return fd;
}

/* Where the bytes of a pipe end nobody knows, and to open one, or a device, can wait or do something. */
static gp_code want_regular(const char *path, mode_t m, gp_err *err)
{
    const char *what = S_ISDIR(m)                 ? "a folder"
                       : S_ISFIFO(m)              ? "a pipe"
                       : S_ISSOCK(m)              ? "a socket"
                       : S_ISCHR(m) || S_ISBLK(m) ? "a device"
                                                  : "something else";
    if (S_ISREG(m)) return GP_OK;
    return gp_fail(err, GP_E_INPUT, "cannot read %s: it is %s, not a regular file", path, what);
}

gp_code gp_open_file(const char *path, int *fd, size_t *size, gp_err *err)
{
    struct stat st;
    if (stat(path, &st) != 0) return gp_fail_open(path, err);
    gp_code code = want_regular(path, st.st_mode, err);
    if (code) return code;
    *fd = open_again(path, O_RDONLY | O_NONBLOCK); /* a pipe may have taken its place */
    if (*fd < 0) return gp_fail_open(path, err);
    code = fstat(*fd, &st) != 0 ? gp_fail_open(path, err) : want_regular(path, st.st_mode, err);
    if (code) (void)close(*fd);
    else *size = (size_t)st.st_size;
    return code;
}

gp_code gp_read_file(gp_arena *a, const char *path, size_t cap, gp_str *out, gp_err *err)
{
    size_t size, got = 0;
    int fd;
    gp_code code = gp_open_file(path, &fd, &size, err);
    if (code) return code;
    if (!cap) cap = GP_CAP_FILE;
    char *p = NULL;
    if (size > cap)
        code = gp_fail(err, GP_E_INPUT, "%s has %zu bytes, more than the %zu that are read", path, size, cap);
    else if (!(p = gp_arena_try(a, size + 1))) code = gp_fail_memory(err, path, size);
    while (!code && got < size) {
        ssize_t n = read(fd, p + got, size - got);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) code = gp_fail(err, GP_E_IO, "cannot read %s: %s", path, strerror(errno));
        else if (n == 0) break; /* the file shrank meanwhile */
        else got += (size_t)n;
    }
    (void)close(fd);
    if (!code) *out = (gp_str){p, got};
    return code;
}

/* Which blocks of a map were read lately. The system maps a block of this size around each page that is read. Several
 * threads may note theirs at once: one that gets lost costs a block more in memory, for a while. */
enum { BLOCK = 65536, BLOCKS = 16 };
struct gp_map_window {
    _Atomic size_t seen[BLOCKS]; /* by number modulo BLOCKS: the number + 1 */
    _Atomic size_t n;
};

/* What a file was when it was opened: asked before its first byte is read. */
struct gp_map_watch {
    int fd;
    struct stat then;
};

static gp_code map_open(const char *path, int fd, size_t size, gp_map *out, gp_err *err)
{
    gp_code code = GP_OK;
    *out = (gp_map){.bytes = GP_STR("")};
    if (size) {
        void *p = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (p == MAP_FAILED) code = gp_fail(err, GP_E_IO, "cannot map %s: %s", path, strerror(errno));
        else *out = (gp_map){{p, size}, .base = p, .length = size, .window = gp_alloc(sizeof(struct gp_map_window))};
    }
    return code;
}

gp_code gp_map_file(const char *path, gp_map *out, gp_err *err)
{
    size_t size;
    int fd;
    gp_code code = gp_open_file(path, &fd, &size, err);
    if (code) return code;
    code = map_open(path, fd, size, out, err);
    (void)close(fd);
    return code;
}

gp_code gp_map_watch(const char *path, gp_map *out, gp_err *err)
{
    size_t size;
    struct gp_map_watch w;
    gp_code code = gp_open_file(path, &w.fd, &size, err);
    if (code) return code;
    if (fstat(w.fd, &w.then) != 0) code = gp_fail(err, GP_E_IO, "cannot look at %s: %s", path, strerror(errno));
    if (!code) code = map_open(path, w.fd, (size_t)w.then.st_size, out, err);
    if (code) {
        (void)close(w.fd);
        return code;
    }
    out->watch = gp_alloc(sizeof *out->watch);
    *out->watch = w;
    return GP_OK;
}

gp_code gp_map_unchanged(const gp_map *m, const char *path, gp_err *err)
{
    struct stat now;
    const struct gp_map_watch *w = m->watch;
    if (!w) return GP_OK;
    if (fstat(w->fd, &now) != 0) return gp_fail(err, GP_E_IO, "cannot look at %s: %s", path, strerror(errno));
    if (now.st_size != w->then.st_size)
        return gp_fail(err, GP_E_INFRA, "%s changed while it was used: it had %lld bytes, now %lld", path,
                       (long long)w->then.st_size, (long long)now.st_size);
    if (now.st_mtim.tv_sec != w->then.st_mtim.tv_sec || now.st_mtim.tv_nsec != w->then.st_mtim.tv_nsec)
        return gp_fail(err, GP_E_INFRA, "%s changed while it was used: it was written to", path);
    return GP_OK;
}

bool gp_map_replaced(const gp_map *m, const char *path)
{
    struct stat now;
    const struct gp_map_watch *w = m->watch;
    return w && (stat(path, &now) != 0 || now.st_dev != w->then.st_dev || now.st_ino != w->then.st_ino);
}

void gp_unmap(gp_map *m)
{
    if (m->watch) (void)close(m->watch->fd);
    free(m->watch);
    if (m->base) (void)munmap(m->base, m->length);
    free(m->window);
    *m = (gp_map){0};
}

void gp_map_drop(const gp_map *m, size_t upto)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    if (upto > m->length) upto = m->length;
    if (m->base && upto >= page) (void)madvise(m->base, upto / page * page, MADV_DONTNEED);
}

void gp_map_touch(const gp_map *m, size_t at)
{
    struct gp_map_window *w = m->window;
    size_t block = at / BLOCK + 1;
    if (!w || atomic_load_explicit(&w->seen[block % BLOCKS], memory_order_relaxed) == block) return;
    if (atomic_fetch_add_explicit(&w->n, 1, memory_order_relaxed) >= BLOCKS) {
        gp_map_drop(m, m->length);
        for (size_t i = 0; i < BLOCKS; i++) atomic_store_explicit(&w->seen[i], 0, memory_order_relaxed);
        atomic_store_explicit(&w->n, 1, memory_order_relaxed);
    }
    atomic_store_explicit(&w->seen[block % BLOCKS], block, memory_order_relaxed);
}

gp_code gp_look(const char *path, gp_entry *what, gp_err *err)
{
    struct stat st;
    *what = GP_NOTHING;
    if (stat(path, &st) != 0) return is_mistake(errno) ? GP_OK : gp_fail_open(path, err);
    *what = S_ISREG(st.st_mode) ? GP_FILE : S_ISDIR(st.st_mode) ? GP_FOLDER : GP_OTHER;
    return GP_OK;
}

bool gp_is_file(const char *path)
{
    gp_entry what;
    return gp_look(path, &what, NULL) == GP_OK && what == GP_FILE;
}

bool gp_is_dir(const char *path)
{
    gp_entry what;
    return gp_look(path, &what, NULL) == GP_OK && what == GP_FOLDER;
}

static int by_bytes(const void *x, const void *y) { return strcmp(*(const char *const *)x, *(const char *const *)y); }

gp_code gp_list_dir(gp_arena *a, const char *path, const char *const **names, size_t *n, gp_err *err)
{
    DIR *d = opendir(path);
    if (!d) return gp_fail_open(path, err);
    size_t count = 0, room = 0;
    const char **list = NULL;
    for (struct dirent *e; (void)(errno = 0), (e = readdir(d));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        if (count == room) {
            room = room ? room * 2 : 64;
            const char **grown = GP_NEW_ARRAY(a, const char *, room);
            if (count) memcpy(grown, list, count * sizeof *list);
            list = grown;
        }
        list[count++] = gp_arena_copy(a, e->d_name, strlen(e->d_name));
    }
    gp_code code = errno ? gp_fail(err, GP_E_IO, "cannot read %s: %s", path, strerror(errno)) : GP_OK;
    (void)closedir(d);
    if (code) return code;
    if (count) qsort(list, count, sizeof *list, by_bytes);
    *names = list;
    *n = count;
    return GP_OK;
}

struct gp_out {
    int fd, why; /* errno of the first trouble */
    gp_buf pending;
    char path[GP_CAP_PATH], tmp[GP_CAP_PATH]; /* tmp empty: written in place */
};

static gp_code cannot_write(const char *path, int why, gp_err *err)
{
    return gp_fail(err, GP_E_IO, "cannot write %s: %s", path, strerror(why));
}

/* Devices, pipes and what stands for an open file are no files that another one may take the place of. */
static bool no_file(const char *path)
{
    struct stat s;
    if (strncmp(path, "/dev/", 5) == 0 || strncmp(path, "/proc/", 6) == 0) return true;
    return stat(path, &s) == 0 && !S_ISREG(s.st_mode) && !S_ISDIR(s.st_mode);
}

/* Where the bytes go in the end: a link stays one, and what it points to is written. False: the path is too long. */
static bool choose_path(gp_out *o, const char *path)
{
    char real[PATH_MAX];
    struct stat s;
    if (strcmp(path, "-") == 0) path = "/dev/stdout";
    bool in_place = no_file(path);
    if (!in_place && lstat(path, &s) == 0 && S_ISLNK(s.st_mode)) {
        if (realpath(path, real)) path = real;
        else in_place = true; /* it points to nothing yet: opening makes it */
    }
    int n = snprintf(o->path, sizeof o->path, "%s", path),
        m = in_place ? 0 : snprintf(o->tmp, sizeof o->tmp, "%s.tmp-%ld", path, (long)getpid());
    return n >= 0 && n < GP_CAP_PATH && m >= 0 && m < GP_CAP_PATH;
}

gp_code gp_out_open(const char *path, gp_out **out, gp_err *err)
{
    gp_out *o = gp_alloc(sizeof *o);
    gp_code code = choose_path(o, path) ? GP_OK : gp_fail(err, GP_E_IO, "the path %.200s… is too long", path);
    if (!code && *o->tmp) o->fd = open_again(o->tmp, O_WRONLY | O_CREAT | O_TRUNC);
    else if (!code) o->fd = open_again(o->path, O_WRONLY | O_CREAT | O_APPEND); /* other writers' bytes stay */
    if (!code && o->fd < 0) code = cannot_write(path, errno, err);
    if (code) free(o);
    else *out = o;
    return code;
}

static void write_all(gp_out *o, gp_str s)
{
    for (size_t done = 0; done < s.n && !o->why;) {
        ssize_t n = write(o->fd, s.p + done, s.n - done);
        if (n > 0) done += (size_t)n;
        else if (n < 0 && errno != EINTR) o->why = errno;
    }
}

void gp_out_put(gp_out *o, gp_str bytes)
{
    enum { ENOUGH = 65536 };
    bool large = bytes.n >= ENOUGH;
    if (!large) gp_buf_str(&o->pending, bytes);
    if (!large && o->pending.n < ENOUGH) return;
    write_all(o, gp_buf_view(&o->pending));
    gp_buf_clear(&o->pending);
    if (large) write_all(o, bytes);
}

gp_code gp_out_close(gp_out *o, bool keep, gp_err *err)
{
    if (keep) write_all(o, gp_buf_view(&o->pending));
    if (keep && *o->tmp && !o->why && fsync(o->fd) != 0 && errno != EINVAL && errno != EROFS) o->why = errno;
    if (close(o->fd) != 0 && !o->why) o->why = errno;
    if (keep && *o->tmp && !o->why && rename(o->tmp, o->path) != 0) o->why = errno;
    if (*o->tmp && (!keep || o->why)) (void)unlink(o->tmp);
    gp_code code = keep && o->why ? cannot_write(o->path, o->why, err) : GP_OK;
    gp_buf_free(&o->pending);
    free(o);
    return code;
}

gp_code gp_write_file(const char *path, gp_str content, gp_err *err)
{
    gp_out *o = NULL;
    gp_code code = gp_out_open(path, &o, err);
    if (code) return code;
    gp_out_put(o, content);
    return gp_out_close(o, true, err);
}

gp_code gp_make_dirs(const char *path, gp_err *err)
{
    char part[GP_CAP_PATH];
    size_t n = strlen(path);
    if (n >= sizeof part) return gp_fail(err, GP_E_IO, "the path %.200s… is too long", path);
    memcpy(part, path, n + 1);
    for (size_t i = 1; i <= n; i++) {
        if (part[i] != '/' && part[i] != 0) continue;
        char keep = part[i];
        part[i] = 0;
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            return gp_fail(err, GP_E_IO, "cannot make the folder %s: %s", part, strerror(errno));
        part[i] = keep;
    }
    return gp_is_dir(path) ? GP_OK : gp_fail(err, GP_E_IO, "cannot make the folder %s: a file has that name", path);
}

gp_code gp_write_below(gp_arena *a, const char *path, gp_str content, gp_err *err)
{
    gp_code code = gp_make_dirs(gp_path_dir(a, path), err);
    return code ? code : gp_write_file(path, content, err);
}

/* The nearest folder above `path` that is there already. */
static gp_code nearest_folder(gp_arena *a, const char *path, const char **dir, gp_err *err)
{
    gp_entry what = GP_NOTHING;
    gp_code code = GP_OK;
    *dir = path;
    do {
        *dir = gp_path_dir(a, *dir);
        code = gp_look(*dir, &what, err);
    } while (!code && what == GP_NOTHING && strcmp(*dir, "/") != 0 && strcmp(*dir, ".") != 0);
    if (code || what == GP_FOLDER) return code;
    return gp_fail(err, GP_E_INPUT, "cannot write %s: %s is no folder", path, *dir);
}

gp_code gp_writable(const char *path, gp_err *err)
{
    if (strcmp(path, "-") == 0) return GP_OK;
    gp_arena a = {0};
    gp_entry what = GP_NOTHING;
    const char *there = path;
    gp_code code = gp_look(path, &what, err);
    if (!code && what == GP_FOLDER)
        code = gp_fail(err, GP_E_INPUT, "cannot write %s: it is a folder; name a file in it", path);
    if (!code && !no_file(path)) code = nearest_folder(&a, path, &there, err);
    if (!code && access(there, W_OK) != 0)
        code = gp_fail(err, is_mistake(errno) || errno == EROFS ? GP_E_INPUT : GP_E_IO, "cannot write %s: %s: %s", path,
                       there, strerror(errno));
    gp_arena_free(&a);
    return code;
}

void gp_remove_file(const char *path) { (void)unlink(path); }

static int remove_one(const char *path, const struct stat *s, int kind, struct FTW *f)
{
    (void)s;
    (void)kind;
    (void)f;
    (void)remove(path);
    return 0;
}

void gp_remove_tree(const char *path) { (void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS); }

void gp_sync_dir(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    (void)fsync(fd);
    (void)close(fd);
}

const char *gp_path_join(gp_arena *a, const char *dir, const char *name)
{
    size_t n = strlen(dir);
    if (name[0] == '/' || n == 0 || strcmp(dir, ".") == 0) return gp_arena_copy(a, name, strlen(name));
    while (n > 1 && dir[n - 1] == '/') n--;
    const char *slash = n == 1 && dir[0] == '/' ? "" : "/";
    return gp_str_fmt(a, "%.*s%s%s", (int)n, dir, slash, name).p;
}

const char *gp_path_dir(gp_arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash) return ".";
    return slash == path ? "/" : gp_arena_copy(a, path, (size_t)(slash - path));
}

const char *gp_path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

double gp_now_mono(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

int64_t gp_now_epoch(void)
{
    const char *fixed = getenv("SOURCE_DATE_EPOCH");
    if (fixed && *fixed) {
        char *end;
        errno = 0;
        long long v = strtoll(fixed, &end, 10);
        if (!errno && !*end && v >= 0) return v;
    }
    return (int64_t)time(NULL);
}

static void utc(int64_t epoch, const char *form, char out[24])
{
    time_t t = (time_t)epoch;
    struct tm tm;
    if (!gmtime_r(&t, &tm) || strftime(out, 24, form, &tm) == 0) memcpy(out, "n/a", 4);
}

void gp_utc_iso(int64_t epoch, char out[24]) { utc(epoch, "%Y-%m-%dT%H:%M:%SZ", out); }
void gp_utc_compact(int64_t epoch, char out[24]) { utc(epoch, "%Y%m%dT%H%M%SZ", out); }

uint64_t gp_memory_bytes(void)
{
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGE_SIZE);
    return pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size : 0;
}

size_t gp_cpus(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0) return (size_t)CPU_COUNT(&set);
    long n = sysconf(_SC_NPROCESSORS_ONLN); /* more CPUs than the set can hold */
    return n > 0 ? (size_t)n : 1;
}

/* `limit`: no more can be. */
static size_t descriptors_open(size_t limit)
{
    size_t n = 0;
    DIR *d = opendir("/proc/self/fd");
    if (!d) return errno == EMFILE || limit < 64 ? limit : 64; /* without /proc: a guess */
    while (readdir(d)) n++;
    (void)closedir(d);
    return n > 3 ? n - 3 : 0; /* ".", ".." and the one that lists them */
}

size_t gp_descriptors(size_t want)
{
    struct rlimit r;
    if (getrlimit(RLIMIT_NOFILE, &r) != 0) return want;
    size_t used = descriptors_open(r.rlim_cur);
    if (r.rlim_cur < used + want && r.rlim_cur < r.rlim_max) {
        rlim_t was = r.rlim_cur;
        r.rlim_cur = r.rlim_max < used + want ? r.rlim_max : used + want;
        if (setrlimit(RLIMIT_NOFILE, &r) != 0) r.rlim_cur = was;
    }
    return r.rlim_cur > used ? r.rlim_cur - used : 0;
}

bool gp_in_ci(void)
{
    static const char *const others[] = {"TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION"}; /* these set no CI */
    const char *v = getenv("CI");
    if (v && *v) return strcmp(v, "0") != 0 && strcmp(v, "false") != 0;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if ((v = getenv(others[i])) && *v) return true;
    return false;
}

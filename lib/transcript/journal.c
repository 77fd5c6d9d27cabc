/* journal.c - one write per line, and a thread that makes lines last. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/caps.h"
#include "base/sha256.h"
#include "base/sys.h"
#include "transcript/transcript.h"

struct gp_journal {
    int fd;
    uint64_t end; /* bytes of whole lines */
    bool chained;
    char chain[GP_SHA256_HEX]; /* of the last line; while there is none, the origin */
    char path[GP_CAP_PATH];
    /* The thread that makes lines survive power loss, so that nobody else waits for the disk; it runs from the first
     * line to gp_journal_close. */
    pthread_t thread;
    bool threaded;
    pthread_mutex_t lock; /* over what follows */
    pthread_cond_t more;
    bool dirty, closing;
    int trouble; /* errno of an fdatasync; comes out of the next append or sync */
};

enum { SYNC_EVERY_NS = 100000000 };

static gp_code fail_write(const gp_journal *j, gp_err *err)
{
    return gp_fail(err, GP_E_IO, "cannot write %s: %s", j->path, strerror(errno));
}

/* Bytes up to and including the last line feed: what power loss may have left behind that is cut off. */
static gp_code whole_lines(gp_journal *j, gp_err *err)
{
    struct stat st;
    if (fstat(j->fd, &st) != 0) return fail_write(j, err);
    if (!S_ISREG(st.st_mode)) return gp_fail(err, GP_E_INPUT, "cannot go on with %s: it is no regular file", j->path);
    char piece[4096];
    off_t end = st.st_size;
    while (end > 0) {
        off_t from = end > (off_t)sizeof piece ? end - (off_t)sizeof piece : 0;
        ssize_t n = pread(j->fd, piece, (size_t)(end - from), from);
        if (n <= 0) return gp_fail(err, GP_E_IO, "cannot read %s: %s", j->path, strerror(errno));
        const char *hit = memrchr(piece, '\n', (size_t)n);
        if (hit) {
            end = from + (hit - piece) + 1;
            break;
        }
        end = from;
    }
    j->end = (uint64_t)end;
    if (end != st.st_size && ftruncate(j->fd, end) != 0) return fail_write(j, err);
    return GP_OK;
}

/* What the next line is chained to, where there are lines already. */
static gp_code last_line(gp_journal *j, gp_err *err)
{
    gp_map map;
    if (!j->end) return GP_OK;
    gp_code code = gp_map_file(j->path, &map, err);
    if (code) return code;
    size_t n = (size_t)j->end - 1 < map.bytes.n ? (size_t)j->end - 1 : map.bytes.n;
    const char *feed = memrchr(map.bytes.p, '\n', n);
    size_t from = feed ? (size_t)(feed - map.bytes.p) + 1 : 0;
    gp_sha256_hex_of((gp_str){map.bytes.p + from, n - from}, j->chain);
    gp_unmap(&map);
    return GP_OK;
}

static void free_journal(gp_journal *j)
{
    (void)pthread_cond_destroy(&j->more);
    (void)pthread_mutex_destroy(&j->lock);
    free(j);
}

gp_code gp_journal_open(const char *path, const char *origin, gp_journal **out, gp_err *err)
{
    gp_journal *j = gp_alloc(sizeof *j);
    size_t n = strlen(path);
    if (n >= sizeof j->path) n = sizeof j->path - 1;
    memcpy(j->path, path, n);
    gp_code code = GP_OK;
    (void)pthread_mutex_init(&j->lock, NULL);
    pthread_condattr_t attr;
    (void)pthread_condattr_init(&attr);
    (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&j->more, &attr);
    (void)pthread_condattr_destroy(&attr);
    j->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0666);
    if (j->fd < 0) code = fail_write(j, err);
    else if (flock(j->fd, LOCK_EX | LOCK_NB) != 0)
        code = gp_fail(err, GP_E_INPUT, "%s is being written by another run", path);
    else code = whole_lines(j, err);
    j->chained = origin != NULL;
    if (origin) memcpy(j->chain, origin, sizeof j->chain);
    if (!code && origin) code = last_line(j, err);
    if (code) {
        if (j->fd >= 0) (void)close(j->fd);
        free_journal(j);
        return code;
    }
    *out = j;
    return GP_OK;
}

/* A line that did not fit must not stay behind half written: readers would stop there. */
static gp_code take_back(gp_journal *j, gp_err *err)
{
    gp_code code = fail_write(j, err);
    (void)!ftruncate(j->fd, (off_t)j->end);
    return code;
}

static int sync_now(const gp_journal *j) { return fdatasync(j->fd) != 0 && errno != EINVAL ? errno : 0; }

/* With the lock held: let time pass in which lines gather, unless the journal is being closed. */
static void pause_for_more(gp_journal *j)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += SYNC_EVERY_NS;
    if (until.tv_nsec >= 1000000000) until.tv_sec++, until.tv_nsec -= 1000000000;
    while (!j->closing && pthread_cond_timedwait(&j->more, &j->lock, &until) != ETIMEDOUT) {}
}

/* Sync what is there, then what has gathered since, and so on. */
static void *keep_synced(void *user)
{
    gp_journal *j = user;
    (void)pthread_mutex_lock(&j->lock);
    while (!j->closing) {
        if (!j->dirty) {
            (void)pthread_cond_wait(&j->more, &j->lock);
            continue;
        }
        j->dirty = false;
        (void)pthread_mutex_unlock(&j->lock);
        int why = sync_now(j);
        (void)pthread_mutex_lock(&j->lock);
        if (why) j->trouble = why;
        pause_for_more(j);
    }
    (void)pthread_mutex_unlock(&j->lock);
    return NULL;
}

/* A line was written: it is to be synced soon. */
static gp_code mark(gp_journal *j, gp_err *err)
{
    (void)pthread_mutex_lock(&j->lock);
    if (!j->threaded) j->threaded = pthread_create(&j->thread, NULL, keep_synced, j) == 0;
    int trouble = j->trouble;
    if (!j->threaded) trouble = sync_now(j); /* no thread to be had: at once */
    if (!j->dirty) (void)pthread_cond_signal(&j->more);
    j->dirty = true;
    (void)pthread_mutex_unlock(&j->lock);
    errno = trouble;
    return trouble ? fail_write(j, err) : GP_OK;
}

gp_code gp_journal_append(gp_journal *j, gp_str line, uint64_t *offset, gp_err *err)
{
    gp_buf whole = {.cap = GP_CAP_TRANSCRIPT_LINE};
    gp_buf_str(&whole, j->chained ? (gp_str){line.p, line.n - 1} : line);
    if (j->chained) gp_buf_fmt(&whole, ",\"chain\":\"%s\"}", j->chain);
    gp_buf_byte(&whole, '\n');
    gp_code code = gp_buf_check(&whole, err);
    for (size_t done = 0; !code && done < whole.n;) {
        ssize_t n = pwrite(j->fd, whole.p + done, whole.n - done, (off_t)(j->end + done));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) code = take_back(j, err);
        else done += (size_t)n;
    }
    if (!code) {
        if (offset) *offset = j->end;
        if (j->chained) gp_sha256_hex_of((gp_str){whole.p, whole.n - 1}, j->chain);
        j->end += whole.n;
        code = mark(j, err);
    }
    gp_buf_free(&whole);
    return code;
}

gp_code gp_journal_sync(gp_journal *j, gp_err *err)
{
    int why = sync_now(j);
    (void)pthread_mutex_lock(&j->lock);
    if (!why) why = j->trouble;
    (void)pthread_mutex_unlock(&j->lock);
    errno = why;
    return why ? fail_write(j, err) : GP_OK;
}

gp_code gp_journal_close(gp_journal *j, gp_err *err)
{
    if (!j) return GP_OK;
    (void)pthread_mutex_lock(&j->lock);
    j->closing = true;
    (void)pthread_cond_signal(&j->more);
    (void)pthread_mutex_unlock(&j->lock);
    if (j->threaded) (void)pthread_join(j->thread, NULL);
    gp_code code = gp_journal_sync(j, err);
    if (close(j->fd) != 0 && !code) code = fail_write(j, err);
    free_journal(j);
    return code;
}

gp_code gp_journal_scan(const char *path, gp_code (*visit)(void *user, uint64_t offset, gp_str line, gp_err *err),
                        void *user, gp_err *err)
{
    gp_map map;
    gp_code code = gp_map_file(path, &map, err);
    if (code) return code;
    for (size_t at = 0; !code && at < map.bytes.n;) {
        gp_map_touch(&map, at);
        const char *start = map.bytes.p + at, *feed = memchr(start, '\n', map.bytes.n - at);
        if (!feed) break;
        code = visit(user, at, (gp_str){start, (size_t)(feed - start)}, err);
        at += (size_t)(feed - start) + 1;
    }
    gp_unmap(&map);
    return code;
}

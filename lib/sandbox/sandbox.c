/* sandbox.c - a program's life: started, watched, ended, described. */
#include "sandbox/sandbox.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sys.h"
#include "sandbox/sandbox_impl.h"

enum { LOOK_MS = 20, SAID_MAX = 200, MB = 1 << 20, SIGNALS = 64, GONE_MS = 5000 };

/* What comes out of one descriptor. */
typedef struct stream {
    int fd; /* -1: nothing comes any more */
    gp_buf text;
    size_t max;
    bool over; /* there was more than that */
} stream;

enum { OUT, ERR, SAID, INFO, STREAMS };

typedef struct watch {
    const gp_job *job;
    gp_confined c;
    stream in[STREAMS];
    int first; /* a descriptor for the first process inside; -1: not known */
    double began, peak;
    bool ended, cancelled;
    gp_end end; /* where it was stopped */
    int wait_status;
    struct rusage usage;
} watch;

/* --- watching --- */

static void drain(stream *s)
{
    char piece[8192];
    ssize_t n = 1;
    while (s->fd >= 0 && n > 0) {
        n = read(s->fd, piece, sizeof piece);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (n <= 0) {
            (void)close(s->fd);
            s->fd = -1;
            return;
        }
        size_t room = s->max - s->text.n, take = (size_t)n < room ? (size_t)n : room;
        gp_buf_put(&s->text, piece, take);
        s->over = s->over || take < (size_t)n;
        if (s->over) return;
    }
}

/* With the first process inside, the kernel ends all that are there; with bubblewrap, the first one. */
static void stop(watch *w, gp_end why)
{
    w->end = why;
    w->ended = true;
    if (w->first >= 0) (void)syscall(SYS_pidfd_send_signal, w->first, SIGKILL, NULL, 0);
    /* A copy of bubblewrap that still waits for the first one to set it up would wait for ever; it is in its group. */
    (void)kill(-w->c.pid, SIGKILL);
    (void)kill(w->c.pid, SIGKILL);
}

static void find_first(watch *w)
{
    gp_str text = gp_buf_view(&w->in[INFO].text), key = GP_STR("\"child-pid\":");
    size_t at = w->first < 0 ? gp_str_find(text, key) : SIZE_MAX;
    if (at == SIZE_MAX) return;
    long pid = strtol(text.p + at + key.n, NULL, 10); /* buffers end in a NUL */
    if (pid > 0) w->first = (int)syscall(SYS_pidfd_open, (pid_t)pid, 0);
}

/* Limits that nobody but us keeps. */
static void look(watch *w, const volatile sig_atomic_t *cancel)
{
    double held = (double)gp_tree_memory(w->c.pid);
    if (held > w->peak) w->peak = held;
    w->cancelled = cancel && *cancel;
    if (w->in[OUT].over || w->in[ERR].over) stop(w, GP_END_OUTPUT);
    else if (held > (double)w->job->memory_mb * MB) stop(w, GP_END_MEMORY);
    else if (w->cancelled || gp_now_mono() - w->began > w->job->time_s) stop(w, GP_END_TIMEOUT);
}

static void follow(watch *w, const volatile sig_atomic_t *cancel)
{
    double looked = 0;
    bool gone = false;
    while (!gone) {
        struct pollfd p[STREAMS];
        for (int i = 0; i < STREAMS; i++) p[i] = (struct pollfd){.fd = w->in[i].fd, .events = POLLIN};
        (void)poll(p, STREAMS, LOOK_MS);
        for (int i = 0; i < STREAMS; i++)
            if (!w->ended) drain(&w->in[i]);
        find_first(w);
        if (!w->ended && (gp_now_mono() - looked) * 1000 >= LOOK_MS) look(w, cancel), looked = gp_now_mono();
        gone = wait4(w->c.pid, &w->wait_status, WNOHANG, &w->usage) != 0;
    }
    /* bubblewrap does not wait for the rest; it is gone when the first process is */
    if (w->first >= 0) (void)poll(&(struct pollfd){.fd = w->first, .events = POLLIN}, 1, GONE_MS), close(w->first);
    for (int i = 0; i < STREAMS; i++) {
        drain(&w->in[i]); /* what was still on its way; nobody writes any more */
        if (w->in[i].fd >= 0) (void)close(w->in[i].fd);
    }
}

/* --- describing --- */

/* What bubblewrap said last, for it is the reason. */
static gp_str last_line(gp_str text)
{
    text = gp_str_trim(text);
    const char *feed = text.n ? memrchr(text.p, '\n', text.n) : NULL;
    return feed ? (gp_str){feed + 1, text.n - (size_t)(feed + 1 - text.p)} : text;
}

static void describe_unstarted(gp_arena *a, const watch *w, gp_evidence *out)
{
    gp_str said = gp_buf_view(&w->in[SAID].text), last = last_line(gp_buf_view(&w->in[ERR].text));
    gp_buf shown = {0};
    out->end = GP_END_NOT_APPLICABLE;
    gp_show(&shown, said.n ? said : last, SAID_MAX);
    if (said.n) out->reason = gp_str_fmt(a, "%s is not installed where the sandbox looks (/usr)", shown.p);
    else if (shown.n) out->reason = gp_str_fmt(a, "the sandbox cannot be used here: %s", shown.p);
    else out->reason = GP_STR("the sandbox cannot be used here, and says not why");
    gp_buf_free(&shown);
}

/* Bubblewrap ends with the program's status, or 128 + its signal. */
static void describe_end(const watch *w, gp_evidence *out)
{
    int status = WIFEXITED(w->wait_status) ? WEXITSTATUS(w->wait_status) : 128 + WTERMSIG(w->wait_status);
    bool by_signal = status > 128 && status <= 128 + SIGNALS;
    out->end = w->ended ? w->end : by_signal ? GP_END_SIGNAL : GP_END_EXITED;
    if (out->end == GP_END_EXITED) out->status = status;
    else if (out->end == GP_END_SIGNAL) out->status = status - 128;
    /* its processor time is limited a little above its time, for several threads use it faster */
    if (out->end == GP_END_SIGNAL && status - 128 == SIGXCPU) out->end = GP_END_TIMEOUT, out->status = -1;
    if (w->in[OUT].over || w->in[ERR].over) out->end = GP_END_OUTPUT, out->status = -1;
}

static double seconds(struct timeval t) { return (double)t.tv_sec + (double)t.tv_usec * 1e-6; }

static gp_str text_of(gp_arena *a, const stream *s) { return gp_utf8_repair(a, gp_str_dup(a, gp_buf_view(&s->text))); }

static void describe(gp_arena *a, const watch *w, gp_evidence *out)
{
    if (!gp_str_eqc(gp_buf_view(&w->in[SAID].text), "go") && !w->ended) {
        describe_unstarted(a, w, out);
        return;
    }
    describe_end(w, out);
    out->out = text_of(a, &w->in[OUT]);
    out->err = text_of(a, &w->in[ERR]);
    out->wall_s = gp_now_mono() - w->began;
    out->cpu_s = seconds(w->usage.ru_utime) + seconds(w->usage.ru_stime);
    out->memory_peak = (int64_t)w->peak;
}

gp_code gp_sandbox_run(gp_arena *a, const gp_job *job, const volatile sig_atomic_t *cancel, gp_evidence *out,
                       gp_err *err)
{
    watch w = {.job = job, .began = gp_now_mono(), .peak = -1, .first = -1};
    bool broken;
    gp_str why;
    if (!gp_confine(a, job, &w.c, &broken, &why)) {
        out->end = broken ? GP_END_BROKEN : GP_END_NOT_APPLICABLE;
        out->reason = why;
        return GP_OK;
    }
    w.in[OUT] = (stream){.fd = w.c.out, .max = GP_JOB_OUTPUT};
    w.in[ERR] = (stream){.fd = w.c.err, .max = GP_JOB_OUTPUT};
    w.in[SAID] = (stream){.fd = w.c.said, .max = SAID_MAX};
    w.in[INFO] = (stream){.fd = w.c.info, .max = SAID_MAX};
    follow(&w, cancel);
    describe(a, &w, out);
    for (int i = 0; i < STREAMS; i++) gp_buf_free(&w.in[i].text);
    return w.cancelled ? gp_fail(err, GP_E_CANCELLED, "interrupted") : GP_OK;
}

bool gp_sandbox_usable(gp_arena *a, gp_str *why)
{
    const gp_str command[] = {GP_STR("true")};
    const gp_job job = {.command = command, .n_command = 1, .time_s = 10, .memory_mb = 64};
    gp_evidence e = gp_evidence_unknown();
    gp_code code = gp_sandbox_run(a, &job, NULL, &e, NULL);
    bool ok = !code && e.end == GP_END_EXITED && e.status == 0;
    *why = ok ? (gp_str){0} : e.reason.n ? e.reason : gp_str_c(gp_evidence_end_text(a, &e));
    return ok;
}

/* supervise.c - the parent's side of a command that uses OpenCL, and what the child tells it. */
#include "supervise.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sys.h"
#include "cli.h"
#include "ocl/ocl.h"

/* What parent and child share. */
typedef struct board {
    atomic_bool begun; /* files are left behind */
    atomic_bool ended; /* `work` returned, with this: */
    int code;
} board;

static board *shared; /* NULL: nobody supervises */
static volatile pid_t child;

void gp_supervise_begun(void)
{
    if (shared) shared->begun = true;
}

/* What a terminal sends goes to the child by itself; what another process sends, or a timer of this one, is handed on. */
static void hand_on(int sig, siginfo_t *info, void *context)
{
    (void)context;
    bool terminal = info->si_code > 0 && (sig == SIGINT || sig == SIGQUIT || sig == SIGHUP);
    if (child > 0 && !terminal) (void)kill(child, sig);
}

/* Whatever would end this process without being its own fault: the child is to hear of it, or it is killed unheard. */
static bool is_handed(int sig)
{
    static const int wishes[] = {SIGINT,    SIGTERM, SIGHUP,  SIGQUIT, SIGUSR1, SIGUSR2,
                                 SIGVTALRM, SIGPROF, SIGALRM, SIGPOLL, SIGPWR,  SIGSTKFLT};
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++)
        if (sig == wishes[i]) return true;
    return sig >= SIGRTMIN && sig <= SIGRTMAX;
}

static void watch_signals(struct sigaction before[NSIG])
{
    struct sigaction sa = {.sa_sigaction = hand_on, .sa_flags = SA_SIGINFO | SA_RESTART};
    (void)sigemptyset(&sa.sa_mask);
    for (int sig = 1; sig < NSIG; sig++)
        if (is_handed(sig)) (void)sigaction(sig, &sa, &before[sig]);
}

static void unwatch_signals(const struct sigaction before[NSIG])
{
    for (int sig = 1; sig < NSIG; sig++)
        if (is_handed(sig)) (void)sigaction(sig, &before[sig], NULL);
}

/* In the child: signals as they were for the parent, and an end when the parent is killed. */
static void be_child(const struct sigaction before[NSIG], pid_t parent)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(3);
    unwatch_signals(before);
}

/* --- one attempt --- */

typedef struct attempt {
    const char *cache;   /* folder for compiled kernels; NULL: the usual one */
    const char *kernels; /* GOLDPIN_KERNELS; NULL: as it is */
} attempt;

static void prepare(const attempt *a)
{
    if (a->cache) (void)setenv("GOLDPIN_CACHE_DIR", a->cache, 1);
    if (a->cache) (void)unsetenv("POCL_CACHE_DIR");
    if (a->kernels) (void)setenv("GOLDPIN_KERNELS", a->kernels, 1);
}

/* The wait status of the child; -1: there can be none, and *code is what the work gave in this process. */
static int once(const attempt *a, int (*work)(void *user), void *user, int *code)
{
    struct sigaction before[NSIG] = {0};
    pid_t self = getpid();
    sigset_t all, old;
    (void)sigfillset(&all);
    (void)sigprocmask(SIG_BLOCK, &all, &old); /* no signal between the fork and the handler's knowing of it */
    watch_signals(before);
    (void)fflush(NULL);
    shared->ended = false;
    pid_t pid = fork();
    child = pid;
    if (pid == 0) be_child(before, self);
    (void)sigprocmask(SIG_SETMASK, &old, NULL);
    int status = -1;
    if (pid > 0)
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
    if (pid <= 0) {
        prepare(a);
        shared->code = *code = work(user);
        shared->ended = true;
        if (pid == 0) exit(*code);
    }
    child = 0;
    unwatch_signals(before);
    return status;
}

/* --- what it came to --- */

/* Did something end the child that was not its own work? Out of memory (3) and a second Ctrl-C (130) are its own. */
static bool crashed(int status)
{
    if (shared->ended || status == -1) return false;
    if (WIFEXITED(status)) return WEXITSTATUS(status) != 3 && WEXITSTATUS(status) != 130;
    int sig = WTERMSIG(status);
    return sig == SIGABRT || sig == SIGSEGV || sig == SIGBUS || sig == SIGILL || sig == SIGFPE || sig == SIGSYS ||
           sig == SIGTRAP;
}

static void describe(int status, char out[60])
{
    if (WIFEXITED(status)) (void)snprintf(out, 60, "ended the process with exit code %d", WEXITSTATUS(status));
    else (void)snprintf(out, 60, "died of SIG%.20s", sigabbrev_np(WTERMSIG(status)));
}

static int give_up(const char *what)
{
    gp_err err = {0};
    if (shared->begun)
        (void)gp_fail(
            &err, GP_E_INFRA,
            "an OpenCL driver or its compiler %s during the run; what was finished is saved, --resume goes on from there, and GOLDPIN_KERNELS=portable goes without tuned kernels",
            what);
    else
        (void)gp_fail(
            &err, GP_E_INFRA,
            "an OpenCL driver or its compiler %s, with portable kernels and an empty cache too; nothing was asked. goldpin doctor and another --device may tell more",
            what);
    return gp_complain(&err);
}

static int exit_of(int status)
{
    if (WIFEXITED(status)) return WEXITSTATUS(status);
    if (shared->ended) return shared->code;  /* a driver crashed while it was unloaded */
    (void)signal(WTERMSIG(status), SIG_DFL); /* end as the child did, for whoever waits for us */
    (void)raise(WTERMSIG(status));
    return 128 + WTERMSIG(status);
}

static void tell(const char *text)
{
    gp_buf b = {0};
    gp_show(&b, gp_str_c(text), 0);
    gp_tell("warning: ", &b);
}

static void clear_cache(const char *what)
{
    gp_ocl_cache c;
    gp_arena a = {0};
    if (gp_ocl_cache_find(NULL, &c, NULL)) return;
    gp_ocl_cache_clear(&c);
    tell(gp_str_fmt(&a,
                    "the OpenCL compiler %s over the kernels kept in %s, and did not without them; they were cleared",
                    what, c.dir)
             .p);
    if (!c.pocl_is_ours)
        tell(gp_str_fmt(&a, "what lies in %s (POCL_CACHE_DIR) may be damaged too, and was left alone",
                        getenv("POCL_CACHE_DIR"))
                 .p);
    gp_arena_free(&a);
}

/* A child that crashed, and again: with an empty cache, then with portable kernels. */
static int try_again(int status, int (*work)(void *user), void *user)
{
    char what[60], kernels[100], dir[GP_OCL_CACHE_DIR];
    const char *tmp = getenv("TMPDIR");
    int code = 3;
    (void)snprintf(dir, sizeof dir, "%.800s/goldpin-kernels-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    describe(status, what);
    (void)snprintf(kernels, sizeof kernels, "portable:the compiler of the tuned form %s", what);
    const char *empty = mkdtemp(dir);
    if (empty && !shared->begun) {
        tell("the OpenCL compiler crashed; trying again with an empty cache");
        status = once(&(attempt){.cache = empty}, work, user, &code);
        if (!crashed(status)) clear_cache(what);
    }
    if (empty && !shared->begun && crashed(status)) {
        tell(
            "the OpenCL compiler crashed again; trying with portable kernels, which give the same results more slowly");
        status = once(&(attempt){.cache = empty, .kernels = kernels}, work, user, &code);
    }
    if (empty) gp_remove_tree(empty);
    if (crashed(status)) {
        describe(status, what);
        return give_up(what);
    }
    return status == -1 ? code : exit_of(status);
}

int gp_supervise(int (*work)(void *user), void *user)
{
    void *page = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return work(user);
    shared = page;
    int code = 3, status = once(&(attempt){0}, work, user, &code);
    if (status == -1) return code;
    return crashed(status) ? try_again(status, work, user) : exit_of(status);
}

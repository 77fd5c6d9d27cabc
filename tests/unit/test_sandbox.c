/* test_sandbox.c - what runs in the sandbox, and what does not get out of it. Skipped, with the reason, where there is
 * no bubblewrap that may make namespaces. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/sys.h"
#include "sandbox/sandbox.h"
#include "t.h"

typedef struct world {
    gp_arena a;
    gp_evidence e;
} world;

static void need_sandbox(gp_arena *a)
{
    gp_str why;
    if (!gp_sandbox_usable(a, &why)) T_SKIP(gp_str_dup(a, why).p);
}

/* Run a shell script. */
static void run_within(world *w, const char *script, double time_s, int64_t memory_mb)
{
    const gp_str command[] = {GP_STR("sh"), GP_STR("job.sh")};
    const gp_job_file file = {.name = GP_STR("job.sh"), .text = gp_str_c(script)};
    gp_err err = {0};
    need_sandbox(&w->a);
    w->e = gp_evidence_unknown();
    T_OK(gp_sandbox_run(&w->a,
                        &(gp_job){.command = command,
                                  .n_command = 2,
                                  .files = &file,
                                  .n_files = 1,
                                  .input = GP_STR("what it reads\n"),
                                  .time_s = time_s,
                                  .memory_mb = memory_mb},
                        NULL, &w->e, &err),
         err);
}

static world run(const char *script)
{
    world w = {0};
    run_within(&w, script, 10, 256);
    return w;
}

static void ended(const world *w, gp_end end, int64_t status)
{
    if (w->e.end != end || w->e.status != status)
        fail_msg("ended %s %lld: %.*s %.*s", gp_end_names[w->e.end], (long long)w->e.status, GP_ARG(w->e.reason),
                 GP_ARG(w->e.err));
}

static void says(gp_str text, const char *part)
{
    if (gp_str_find(text, gp_str_c(part)) == SIZE_MAX) fail_msg("\"%.*s\" lacks \"%s\"", GP_ARG(text), part);
}

static void ends(void **state)
{
    (void)state;
    world w = run("cat; echo no >&2; exit 3");
    ended(&w, GP_END_EXITED, 3);
    assert_true(gp_str_eqc(w.e.out, "what it reads\n"));
    assert_true(gp_str_eqc(w.e.err, "no\n"));
    assert_true(w.e.wall_s > 0 && w.e.cpu_s > 0);
    gp_arena_free(&w.a);
    w = run("kill -SEGV $$");
    ended(&w, GP_END_SIGNAL, 11);
    assert_string_equal(gp_evidence_end_text(&w.a, &w.e), "killed by signal 11, SIGSEGV");
    gp_arena_free(&w.a);
    w = run("printf '\\377a'");
    assert_true(gp_str_eqc(w.e.out,
                           "\xef\xbf\xbd"
                           "a"));
    gp_arena_free(&w.a);
}

static void endless_loop(void **state)
{
    (void)state;
    world w = {0};
    run_within(&w, "while :; do :; done", 1, 64);
    ended(&w, GP_END_TIMEOUT, -1);
    assert_string_equal(gp_evidence_end_text(&w.a, &w.e), "stopped at its time limit");
    gp_arena_free(&w.a);
}

/* Processes of this machine whose command line holds the text. *owner, where there is one: whose it is. */
static size_t find_processes(const char *text, uid_t *owner)
{
    size_t n = 0;
    struct stat st;
    DIR *d = opendir("/proc");
    for (const struct dirent *e; d && (e = readdir(d));) {
        char path[300], line[4096];
        (void)snprintf(path, sizeof path, "/proc/%s/cmdline", e->d_name);
        int fd = e->d_name[0] >= '1' && e->d_name[0] <= '9' ? open(path, O_RDONLY | O_CLOEXEC) : -1;
        ssize_t got = fd < 0 ? 0 : read(fd, line, sizeof line - 1);
        if (fd >= 0) (void)close(fd);
        for (ssize_t i = 0; i < got; i++)
            if (!line[i]) line[i] = ' ';
        line[got > 0 ? got : 0] = 0;
        if (!strstr(line, text)) continue;
        n++;
        (void)snprintf(path, sizeof path, "/proc/%s", e->d_name);
        if (owner && stat(path, &st) == 0) *owner = st.st_uid;
    }
    if (d) (void)closedir(d);
    return n;
}

static size_t count_processes(const char *text) { return find_processes(text, NULL); }

/* Seen from outside, too: another process runs it while this one looks. */
static void is_not_root(void **state)
{
    (void)state;
    gp_arena a = {0};
    uid_t owner = 0;
    need_sandbox(&a);
    pid_t pid = fork();
    if (pid == 0) {
        run("exec sleep 73220");
        _exit(0);
    }
    for (int i = 0; i < 500 && !find_processes("sleep 73220", &owner); i++) (void)usleep(10000);
    (void)kill(pid, SIGKILL);
    (void)waitpid(pid, NULL, 0);
    if (geteuid() == 0) assert_int_equal(owner, 65534);
    else assert_int_equal(owner, geteuid());
    /* goldpin was killed, and could end nothing */
    for (int i = 0; i < 500 && count_processes("sleep 73220"); i++) (void)usleep(10000);
    assert_int_equal(count_processes("sleep 73220"), 0);
    gp_arena_free(&a);
}

/* Neither of a program that ends nor of one that is ended anything stays behind, however it hid. */
static void leaves_nothing_behind(void **state)
{
    (void)state;
    world w = run("setsid sleep 73219 & (sleep 73219 &) ; echo done");
    ended(&w, GP_END_EXITED, 0);
    assert_int_equal(count_processes("sleep 73219"), 0);
    gp_arena_free(&w.a);
    w = (world){0};
    run_within(&w, "setsid sleep 73219 & (sleep 73219 &) ; sleep 73219", 1, 64);
    ended(&w, GP_END_TIMEOUT, -1);
    assert_int_equal(count_processes("sleep 73219"), 0);
    gp_arena_free(&w.a);
}

static void fork_bomb(void **state)
{
    (void)state;
    world w = {0};
    run_within(&w, "bomb() { bomb | bomb & }; bomb; sleep 60", 2, 256);
    if (w.e.end != GP_END_TIMEOUT && w.e.end != GP_END_MEMORY && w.e.end != GP_END_EXITED)
        fail_msg("ended %s", gp_end_names[w.e.end]);
    assert_string_equal(gp_evidence_hint(&w.e), "more processes");
    assert_int_equal(count_processes("job.sh"), 0);
    gp_arena_free(&w.a);
}

static void memory(void **state)
{
    (void)state;
    world w = run("python3 -c 'x = bytearray(10 << 30); print(len(x))'");
    ended(&w, GP_END_EXITED, 1);
    assert_string_equal(gp_evidence_hint(&w.e), "more memory");
    gp_arena_free(&w.a);
    /* so much in several processes, of which none has too much */
    w = run("for i in 1 2 3 4; do python3 -c 'import time; x = b\"x\" * (100 << 20); time.sleep(30)' & done; wait");
    ended(&w, GP_END_MEMORY, -1);
    assert_true(w.e.memory_peak > 256 << 20);
    gp_arena_free(&w.a);
    w = run("head -c 200000000 /dev/zero > big"); /* in memory too */
    assert_string_equal(gp_evidence_hint(&w.e) ? gp_evidence_hint(&w.e) : "",
                        w.e.end == GP_END_SIGNAL ? "" : "writing that");
    assert_false(w.e.end == GP_END_EXITED && w.e.status == 0);
    gp_arena_free(&w.a);
}

static void network(void **state)
{
    (void)state;
    world w = run("python3 -c 'import socket; socket.create_connection((\"192.0.2.1\", 80), 5)'");
    ended(&w, GP_END_EXITED, 1);
    assert_string_equal(gp_evidence_hint(&w.e), "the network");
    gp_arena_free(&w.a);
}

static void files(void **state)
{
    (void)state;
    world w = run(
        "echo x > /tmp/mine && cat /tmp/mine; touch here && ls; for d in / /usr /usr/bin /dev /proc /bin; do "
        "touch $d/x && echo wrote to $d; done");
    assert_true(gp_str_eqc(w.e.out, "x\nhere\njob.sh\n"));
    says(w.e.err, "Read-only file system");
    gp_arena_free(&w.a);
    w = run("cat /etc/shadow || cat /etc/passwd || ls /root || ls /home || ls /var");
    assert_int_equal(w.e.out.n, 0);
    says(w.e.err, "/etc/shadow: No such file");
    gp_arena_free(&w.a);
}

static void output(void **state)
{
    (void)state;
    world w = run("yes");
    ended(&w, GP_END_OUTPUT, -1);
    assert_int_equal(w.e.out.n, GP_JOB_OUTPUT);
    gp_arena_free(&w.a);
    w = run("head -c 3000000 /dev/zero >&2");
    ended(&w, GP_END_OUTPUT, -1);
    gp_arena_free(&w.a);
}

/* A key in goldpin's environment is neither in the program's nor in that of any process it sees; it sees none of ours, holds no
 * descriptor of ours, and is nobody. */
static void environment(void **state)
{
    (void)state;
    assert_int_equal(setenv("SOME_API_KEY", "sk-73219-secret", 1), 0);
    int fd = open("/dev/zero", O_RDONLY); /* open across exec */
    world w = run(
        "env; cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline | tr '\\0' '\\n'; id -u; ls /proc/self/fd | wc -l; "
        "grep CapEff /proc/self/status");
    (void)close(fd);
    assert_int_equal(gp_str_find(w.e.out, GP_STR("73219-secret")), SIZE_MAX);
    assert_int_equal(gp_str_find(w.e.out, GP_STR("test_sandbox")), SIZE_MAX);
    says(w.e.out, "HOME=/tmp\n");
    says(w.e.out, "\n65534\n4\nCapEff:\t0000000000000000\n");
    gp_arena_free(&w.a);
}

static void missing(void **state)
{
    (void)state;
    world w = {.e = gp_evidence_unknown()};
    gp_err err = {0};
    const gp_str command[] = {GP_STR("true")}, needs[] = {GP_STR("sh"), GP_STR("no-such-interpreter")};
    gp_job job = {.command = command, .n_command = 1, .needs = needs, .n_needs = 2, .time_s = 5, .memory_mb = 64};
    need_sandbox(&w.a);
    T_OK(gp_sandbox_run(&w.a, &job, NULL, &w.e, &err), err);
    assert_int_equal(w.e.end, GP_END_NOT_APPLICABLE);
    says(w.e.reason, "no-such-interpreter is not installed");
    gp_arena_free(&w.a);
}

static void stops(void **state)
{
    (void)state;
    world w = {.e = gp_evidence_unknown()};
    gp_err err = {0};
    const volatile sig_atomic_t stop = 1;
    const gp_str command[] = {GP_STR("sleep"), GP_STR("60")};
    need_sandbox(&w.a);
    T_FAILS(gp_sandbox_run(&w.a, &(gp_job){.command = command, .n_command = 2, .time_s = 60, .memory_mb = 64}, &stop,
                           &w.e, &err),
            GP_E_CANCELLED, err, "interrupted");
    gp_arena_free(&w.a);
}

/* Last, because it changes where programs are looked for. */
static void no_bubblewrap(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_str why;
    assert_int_equal(setenv("PATH", "/nowhere", 1), 0);
    assert_false(gp_sandbox_usable(&a, &why));
    says(why, "bubblewrap (bwrap) is not installed");
    gp_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends),          cmocka_unit_test(endless_loop), cmocka_unit_test(leaves_nothing_behind),
        cmocka_unit_test(fork_bomb),     cmocka_unit_test(memory),       cmocka_unit_test(network),
        cmocka_unit_test(files),         cmocka_unit_test(output),       cmocka_unit_test(environment),
        cmocka_unit_test(is_not_root),   cmocka_unit_test(missing),      cmocka_unit_test(stops),
        cmocka_unit_test(no_bubblewrap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

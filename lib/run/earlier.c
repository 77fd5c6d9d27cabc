/* earlier.c - the results of an earlier run, out of a folder, a file or a commit. */
#include "run/earlier.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/caps.h"
#include "base/sys.h"
#include "bundle/bundle.h"

extern char **environ;

/* --- git --- */

typedef struct output {
    FILE *out, *err;
    int status;
} output;

static void output_close(output *o)
{
    if (o->out) (void)fclose(o->out);
    if (o->err) (void)fclose(o->err);
}

static gp_code spawn(output *o, const char *const *argv, gp_err *err)
{
    posix_spawn_file_actions_t actions;
    pid_t pid = 0;
    o->out = tmpfile();
    o->err = tmpfile();
    if (!o->out || !o->err) return gp_fail(err, GP_E_IO, "cannot make a temporary file: %s", strerror(errno));
    (void)posix_spawn_file_actions_init(&actions);
    (void)posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", 0, 0);
    (void)posix_spawn_file_actions_adddup2(&actions, fileno(o->out), 1);
    (void)posix_spawn_file_actions_adddup2(&actions, fileno(o->err), 2);
    int failed = posix_spawnp(&pid, argv[0], &actions, NULL, (char *const *)(const void *)argv, environ);
    (void)posix_spawn_file_actions_destroy(&actions);
    if (failed) return gp_fail(err, GP_E_INFRA, "cannot run %s: %s", argv[0], strerror(failed));
    while (waitpid(pid, &o->status, 0) < 0)
        if (errno != EINTR) return gp_fail(err, GP_E_INFRA, "cannot wait for %s: %s", argv[0], strerror(errno));
    return GP_OK;
}

static gp_code take(FILE *f, gp_arena *a, gp_str *out, gp_err *err)
{
    long size = fseek(f, 0, SEEK_END) ? -1 : ftell(f);
    if (size < 0 || fseek(f, 0, SEEK_SET))
        return gp_fail(err, GP_E_IO, "cannot read what git wrote: %s", strerror(errno));
    if ((size_t)size > GP_CAP_FILE) return gp_fail(err, GP_E_INPUT, "it has more than %zu bytes", (size_t)GP_CAP_FILE);
    char *p = gp_arena_try(a, (size_t)size + 1);
    if (!p) return gp_fail_memory(err, "what git wrote", (size_t)size);
    if (fread(p, 1, (size_t)size, f) != (size_t)size) return gp_fail(err, GP_E_IO, "cannot read what git wrote");
    *out = (gp_str){p, (size_t)size};
    return GP_OK;
}

/* What `git ARGS` prints; its own message where it refuses. */
static gp_code git(gp_arena *a, const char *const *argv, gp_str *out, gp_err *err)
{
    output o = {0};
    gp_str said = {0};
    gp_code code = spawn(&o, argv, err);
    bool good = !code && WIFEXITED(o.status) && WEXITSTATUS(o.status) == 0;
    if (!code) code = take(good ? o.out : o.err, a, good ? out : &said, err);
    output_close(&o);
    if (code || good) return code;
    gp_buf shown = {0};
    while (said.n && (said.p[said.n - 1] == '\n' || said.p[said.n - 1] == ' ')) said.n--;
    gp_show(&shown, said, 400);
    code = gp_fail(err, GP_E_INPUT, "git says: %s", shown.p ? shown.p : "nothing");
    gp_buf_free(&shown);
    return code;
}

typedef struct place {
    const char *ref, *object; /* "REF:./PATH" */
} place;

/* A name that begins with '-' would be an option of git. */
static gp_code parse(gp_arena *a, const char *name, place *out, gp_err *err)
{
    const char *ref = name + 4, *colon = strchr(ref, ':');
    size_t n = colon ? (size_t)(colon - ref) : strlen(ref);
    const char *path = colon ? colon + 1 : GP_BASELINE_PATH;
    if (!n || ref[0] == '-' || !*path)
        return gp_fail(err, GP_E_USAGE, "\"%s\" names no commit: write git:REF or git:REF:PATH, for example git:main",
                       name);
    out->ref = gp_arena_copy(a, ref, n);
    out->object = path[0] == '/' ? gp_str_fmt(a, "%s:%s", out->ref, path + 1).p
                                 : gp_str_fmt(a, "%s:./%s", out->ref, path).p;
    return GP_OK;
}

/* "main@a1b2c3d", or the number alone where that is what was given. */
static gp_code name_commit(gp_arena *a, const char *ref, gp_str *label, gp_err *err)
{
    gp_str id = {0};
    const char *commit = gp_str_fmt(a, "%s^{commit}", ref).p;
    gp_code code = git(a, (const char *const[]){"git", "rev-parse", "--verify", "--short=7", commit, NULL}, &id, err);
    if (code) return code;
    while (id.n && id.p[id.n - 1] == '\n') id.n--;
    *label = gp_str_starts(gp_str_c(ref), id) ? id : gp_str_fmt(a, "%s@%.*s", ref, GP_ARG(id));
    return GP_OK;
}

static gp_code open_commit(gp_arena *a, const char *name, gp_results **out, gp_str *label, gp_err *err)
{
    place p = {0};
    gp_str text = {0};
    gp_code code = parse(a, name, &p, err);
    if (code) return code;
    code = name_commit(a, p.ref, label, err);
    if (!code) code = git(a, (const char *const[]){"git", "cat-file", "blob", p.object, NULL}, &text, err);
    if (code == GP_E_INPUT) return gp_err_context(err, "%s", name);
    return code ? code : gp_results_open_text(name, text, out, err);
}

/* --- any of them --- */

bool gp_is_commit(const char *name) { return strncmp(name, "git:", 4) == 0; }

/* The folder's name, of its results.json too. */
static gp_str label_of(gp_arena *a, const char *path)
{
    gp_str s = gp_str_c(path);
    if (strcmp(gp_path_base(path), GP_FILE_RESULTS) == 0 && strchr(path, '/')) s = gp_str_c(gp_path_dir(a, path));
    while (s.n > 1 && s.p[s.n - 1] == '/') s.n--;
    return gp_str_c(gp_path_base(gp_str_dup(a, s).p));
}

gp_code gp_earlier_open(gp_arena *a, const char *name, gp_results **out, gp_str *label, gp_err *err)
{
    if (gp_is_commit(name)) return open_commit(a, name, out, label, err);
    *label = label_of(a, name);
    gp_code code = gp_bundle_finished(name, err);
    return code ? code : gp_results_open(name, out, err);
}

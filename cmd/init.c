/* init.c - goldpin init: a small suite that passes, as a place to begin. Its files stand in cmd/init/. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/caps.h"
#include "base/json.h"
#include "base/sys.h"
#include "cli.h"
#include "golden/golden.h"

static const struct template { const char *name, *text; }
files[] = {
#include "init.inc"
};
enum { FILES = sizeof files / sizeof *files };

#define WORKFLOW "goldpin.yml"
#define WORKFLOWS ".github/workflows"

typedef struct place {
    const char *dir;  /* where the suite goes, as given */
    const char *cwd;  /* absolute */
    const char *top;  /* absolute: the repository that holds it; without one the suite's own folder */
    const char *path; /* from there to it, "." where they are the same */
} place;

/* --- where --- */

/* Absolute, without "." and ".."; nothing needs to be there. */
static const char *absolute(gp_arena *a, const char *cwd, const char *path)
{
    gp_str all = path[0] == '/' ? gp_str_c(path) : gp_str_fmt(a, "%s/%s", cwd, path);
    gp_buf out = {0};
    for (size_t at = 0, n; at < all.n; at += n + 1) {
        const char *part = all.p + at;
        n = strcspn(part, "/");
        if (!n || (n == 1 && part[0] == '.')) continue;
        if (n == 2 && part[0] == '.' && part[1] == '.') {
            while (out.n && out.p[--out.n] != '/') continue;
            continue;
        }
        gp_buf_byte(&out, '/');
        gp_buf_put(&out, part, n);
    }
    const char *made = out.n ? gp_str_dup(a, gp_buf_view(&out)).p : "/";
    gp_buf_free(&out);
    return made;
}

/* The nearest folder from `dir` upwards that has .git, which is a file in a worktree. */
static const char *repository(gp_arena *a, const char *dir)
{
    for (const char *at = dir;; at = gp_path_dir(a, at)) {
        const char *git = gp_path_join(a, at, ".git");
        if (gp_is_dir(git) || gp_is_file(git)) return at;
        if (strcmp(at, "/") == 0) return NULL;
    }
}

static gp_code find_place(gp_arena *a, const char *dir, place *p, gp_err *err)
{
    char cwd[GP_CAP_PATH];
    if (!getcwd(cwd, sizeof cwd))
        return gp_fail(err, GP_E_IO, "cannot tell the working directory: %s", strerror(errno));
    const char *own = absolute(a, cwd, dir), *top = repository(a, own);
    size_t n = top ? strlen(top) : 0;
    *p = (place){.dir = dir, .cwd = gp_str_dup(a, gp_str_c(cwd)).p, .top = top ? top : own, .path = "."};
    if (top && strcmp(top, own) != 0) p->path = own + n + (top[n - 1] != '/');
    return GP_OK;
}

/* As people in the working directory write it. */
static const char *nearby(const place *p, const char *path)
{
    size_t n = strlen(p->cwd);
    return strncmp(path, p->cwd, n) == 0 && path[n] == '/' ? path + n + 1 : path;
}

static const char *path_of(gp_arena *a, const place *p, const char *name)
{
    if (strcmp(name, WORKFLOW) != 0) return gp_path_join(a, p->dir, name);
    return nearby(p, gp_path_join(a, p->top, WORKFLOWS "/" WORKFLOW));
}

/* The workflow of a repository that holds more than this suite. */
static bool is_shared(const place *p, const char *path)
{
    return strcmp(p->path, ".") != 0 && strcmp(gp_path_base(path), WORKFLOW) == 0;
}

/* --- what --- */

static void quoted(gp_buf *out, gp_str text)
{
    gp_jw w;
    gp_jw_init(&w, out, 0);
    gp_jw_str(&w, text);
}

/* With the suite's folder in place of @DIR@, and that of its run in place of @OUT@, both quoted for YAML. */
static void fill(gp_arena *a, const place *p, const char *text, gp_buf *out)
{
    static const char dir[] = "@DIR@", run[] = "@OUT@";
    gp_str rest = gp_str_c(text);
    while (rest.n) {
        bool is_dir = gp_str_starts(rest, GP_STR(dir)), is_run = gp_str_starts(rest, GP_STR(run));
        size_t n = is_dir || is_run ? sizeof dir - 1 : 1;
        if (is_dir) quoted(out, gp_str_c(p->path));
        else if (is_run) quoted(out, gp_str_c(gp_path_join(a, p->path, "out")));
        else gp_buf_byte(out, *rest.p);
        rest = (gp_str){rest.p + n, rest.n - n};
    }
}

static gp_code refuse_there(const place *p, const char *path, gp_err *err)
{
    gp_entry what = GP_NOTHING;
    gp_code code = gp_look(path, &what, err);
    if (code || what == GP_NOTHING || is_shared(p, path)) return code;
    return gp_fail(err, GP_E_USAGE,
                   "%s is there already, and nothing was written; name another folder: goldpin init DIR", path);
}

static gp_code tell(const char *what, const char *path, const char *more, gp_buf *out)
{
    gp_buf_c(out, what);
    gp_show(out, gp_str_c(path), 0);
    gp_buf_c(out, more);
    return GP_OK;
}

static gp_code write_one(gp_arena *a, const place *p, size_t i, gp_buf *out, gp_err *err)
{
    const char *path = path_of(a, p, files[i].name);
    gp_buf text = {0};
    if (is_shared(p, path) && gp_is_file(path))
        return tell("kept  ", path, ", which is there already: add this suite's steps to it\n", out);
    fill(a, p, files[i].text, &text);
    gp_code code = gp_write_below(a, path, gp_buf_view(&text), err);
    gp_buf_free(&text);
    return code ? code : tell("wrote ", path, "\n", out);
}

/* So that goldens lie beside the suite, wherever it lies in a repository. */
static gp_code make_golden(gp_arena *a, const place *p, gp_buf *out, gp_err *err)
{
    const char *path = gp_path_join(a, p->dir, GP_GOLDEN_DIR);
    gp_code code = gp_make_dirs(path, err);
    return code ? code : tell("made  ", path, "/, for accepted answers\n", out);
}

static void show_next(const place *p, gp_buf *out)
{
    gp_buf_c(out, "\nnext:\n");
    if (strcmp(p->dir, ".") != 0) {
        gp_buf shown = {0};
        gp_show(&shown, gp_str_c(p->dir), 0);
        gp_buf_c(out, "  cd ");
        gp_shell_word(out, gp_buf_view(&shown));
        gp_buf_byte(out, '\n');
        gp_buf_free(&shown);
    }
    gp_buf_c(out,
             "  goldpin lint --strict .            # do the graders tell right from wrong?\n"
             "  goldpin run . -o reports/first     # the bundled model answers\n"
             "  goldpin bless reports/first        # accept its answers\n"
             "  goldpin run . -o reports/second    # green: nothing differs\n"
             "README.md there tells how to go on.\n");
}

static gp_code run(gp_args *a, gp_buf *out, gp_err *err)
{
    place p;
    gp_code code = find_place(&a->mem, a->n_pos ? a->pos[0] : ".", &p, err);
    for (size_t i = 0; i < FILES && !code; i++) code = refuse_there(&p, path_of(&a->mem, &p, files[i].name), err);
    for (size_t i = 0; i < FILES && !code; i++) code = write_one(&a->mem, &p, i, out, err);
    if (!code) code = make_golden(&a->mem, &p, out, err);
    if (!code) show_next(&p, out);
    return code;
}

const gp_command gp_cmd_init = {
    .name = "init",
    .usage = "[DIR]",
    .summary = "write a small suite to begin with",
    .min_args = 0,
    .max_args = 1,
    .run = run,
    .details =
        "Writes suite.json, goldpin.json (examples of targets) and README.md into DIR, and a\n"
        "workflow for GitHub Actions into .github/workflows of the repository that DIR is\n"
        "in; without one, of DIR. The bundled model passes the suite. Where one of the files is\n"
        "there already nothing is written; a repository's workflow is kept as it is.\n",
    .exits = "  0    everything is written\n  2    a file is there already\n  3    the file system refused\n",
    .example = "  goldpin init evals\n"};

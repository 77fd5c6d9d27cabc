/* The reports of a bundle, and its checksums in the form of sha256sum(1). */
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "base/sha256.h"
#include "base/sys.h"
#include "report/junit.h"
#include "report/md_data.h"
#include "report/report.h"

enum { MOST_DEPTH = 8 };
static const char SUMS[] = "SHA256SUMS";

/* --- listing --- */

typedef struct listing {
    gp_arena *a;
    const char **paths;
    size_t n, room;
} listing;

static gp_code note_path(listing *l, const char *path, gp_err *err)
{
    if (l->n == l->room) {
        l->room = l->room ? l->room * 2 : 64;
        const char **grown = GP_NEW_ARRAY(l->a, const char *, l->room);
        if (!grown) return gp_fail_nomem(err);
        if (l->n) memcpy(grown, l->paths, l->n * sizeof *grown);
        l->paths = grown;
    }
    l->paths[l->n++] = path;
    return GP_OK;
}

/* The checksums themselves, and what a killed run may have left. */
static bool is_left_out(const char *name)
{
    size_t n = strlen(name);
    return strcmp(name, SUMS) == 0 || strstr(name, ".tmp-") || (n > 4 && strcmp(name + n - 4, ".tmp") == 0) || (n > 6 && strcmp(name + n - 6, ".spool") == 0);
}

static gp_code list_below(listing *l, const char *dir, const char *relative, int depth, gp_err *err)
{
    const char *const *names;
    size_t n;
    const char *here = gp_path_join(l->a, dir, relative);
    if (!here) return gp_fail_nomem(err);
    if (depth > MOST_DEPTH) return gp_fail(err, GP_E_INPUT, "%s: folders in a bundle are not nested deeper than %d", here, (int)MOST_DEPTH);
    gp_code code = gp_list_dir(l->a, *relative ? here : dir, &names, &n, err);
    for (size_t i = 0; i < n && !code; i++) {
        const char *path = gp_path_join(l->a, relative, names[i]), *full = path ? gp_path_join(l->a, dir, path) : NULL;
        if (!full) return gp_fail_nomem(err);
        gp_entry what;
        code = gp_look(full, &what, err);
        if (!code && what == GP_FOLDER) code = list_below(l, dir, path, depth + 1, err);
        else if (!code && what == GP_FILE && !is_left_out(names[i])) code = note_path(l, path, err);
    }
    return code;
}

static int by_path(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* --- SHA256SUMS --- */

/* sha256sum marks a line whose name needed escapes with a backslash in front. */
static void put_line(gp_buf *out, const char *hex, const char *path)
{
    bool escaped = strpbrk(path, "\\\n\r") != NULL;
    gp_buf_fmt(out, "%s%s  ", escaped ? "\\" : "", hex);
    for (; *path; path++) {
        if (*path == '\\') gp_buf_c(out, "\\\\");
        else if (*path == '\n') gp_buf_c(out, "\\n");
        else if (*path == '\r') gp_buf_c(out, "\\r");
        else gp_buf_byte(out, *path);
    }
    gp_buf_byte(out, '\n');
}

static gp_code write_sums(gp_arena *a, const char *dir, gp_err *err)
{
    listing l = {.a = a};
    gp_buf b = {0};
    char hex[GP_SHA256_HEX];
    gp_code code = list_below(&l, dir, "", 0, err);
    if (!code && l.n) qsort(l.paths, l.n, sizeof *l.paths, by_path);
    for (size_t i = 0; i < l.n && !code; i++) {
        const char *full = gp_path_join(a, dir, l.paths[i]);
        code = full ? gp_sha256_file(full, hex, err) : gp_fail_nomem(err);
        if (!code) put_line(&b, hex, l.paths[i]);
    }
    const char *path = gp_path_join(a, dir, SUMS);
    if (!code) code = gp_buf_check(&b, err);
    if (!code) code = path ? gp_write_file(path, gp_buf_view(&b), err) : gp_fail_nomem(err);
    gp_buf_free(&b);
    return code;
}

/* --- rendering --- */

static bool into_file(void *user, gp_str bytes)
{
    gp_out_put(user, bytes);
    return true; /* trouble comes out of gp_out_close */
}

/* Both reports from one reading of the results. */
typedef struct rendering {
    gp_junit junit;
    gp_md md;
    const gp_results *run[1];
    const gp_manifest *manifest[1];
    size_t seen;
} rendering;

static gp_code see(void *user, const gp_results *r, const gp_result *t, gp_err *err)
{
    rendering *x = user;
    x->run[0] = r;
    gp_code code = gp_junit_count(&x->junit, r, t, err);
    return code ? code : gp_md_note(&x->md, 0, x->seen++, t, err);
}

/* One element per trial: never whole in memory. */
static gp_code write_junit(gp_arena *a, const char *dir, rendering *x, gp_err *err)
{
    gp_out *o = NULL;
    const char *path = gp_path_join(a, dir, "junit.xml");
    gp_code code = path ? gp_out_open(path, &o, err) : gp_fail_nomem(err);
    if (code) return code;
    code = gp_junit_write(&x->junit, x->run[0], into_file, o, err);
    gp_code closed = gp_out_close(o, !code, code ? NULL : err);
    return code ? code : closed;
}

static gp_code write_markdown(gp_arena *a, const char *dir, rendering *x, gp_err *err)
{
    gp_buf b = {0};
    const char *path = gp_path_join(a, dir, "report.md");
    gp_code code = path ? gp_md_order(&x->md, err) : gp_fail_nomem(err);
    if (!code) code = gp_md_write(&x->md, &b, err);
    if (!code) code = gp_write_file(path, gp_buf_view(&b), err);
    gp_buf_free(&b);
    return code;
}

gp_code gp_report_bundle(const char *dir, gp_err *err)
{
    gp_arena a = {0};
    gp_results *r = NULL;
    gp_manifest m;
    rendering x = {0};
    x.md = (gp_md){.runs = x.run, .ms = x.manifest, .n = 1};
    const char *manifest = gp_path_join(&a, dir, "manifest.json");
    gp_code code = manifest ? gp_results_open_each(dir, see, &x, &r, err) : gp_fail_nomem(err);
    x.run[0] = r;
    gp_entry what = GP_NOTHING;
    if (!code) code = gp_look(manifest, &what, err);
    if (!code && what == GP_FILE) code = gp_manifest_read(&a, manifest, &m, err), x.manifest[0] = &m;
    if (!code) code = write_junit(&a, dir, &x, err);
    if (!code) code = write_markdown(&a, dir, &x, err);
    gp_md_release(&x.md);
    gp_junit_free(&x.junit);
    gp_results_close(r);
    if (!code) code = write_sums(&a, dir, err);
    if (!code) gp_sync_dir(dir);
    gp_arena_free(&a);
    return code;
}

/* --- checking --- */

static bool unescape(char *s)
{
    char *to = s;
    for (; *s; s++) {
        if (*s == '\\') {
            s++;
            if (*s != 'n' && *s != 'r' && *s != '\\') return false;
            *to++ = *s == 'n' ? '\n' : *s == 'r' ? '\r' : '\\';
        } else {
            *to++ = *s;
        }
    }
    *to = 0;
    return true;
}

/* A name that stays inside the bundle. */
static bool stays_inside(const char *path)
{
    if (path[0] == '/' || path[0] == 0) return false;
    for (const char *part = path; part; part = strchr(part, '/') ? strchr(part, '/') + 1 : NULL)
        if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || part[2] == 0)) return false;
    return true;
}

static gp_code check_line(gp_arena *a, const char *dir, const char *sums, size_t number, gp_str line, gp_err *err)
{
    char now[GP_SHA256_HEX];
    bool escaped = line.n && line.p[0] == '\\';
    size_t skip = escaped ? 1 : 0;
    if (line.n < skip + 67 || memcmp(line.p + skip + 64, "  ", 2) != 0) return gp_fail(err, GP_E_INPUT, "%s:%zu: this is no line of sha256sum", sums, number);
    char *path = gp_arena_copy(a, line.p + skip + 66, line.n - skip - 66);
    if (!path) return gp_fail_nomem(err);
    if ((escaped && !unescape(path)) || strlen(path) == 0 || !stays_inside(path)) return gp_fail(err, GP_E_INPUT, "%s:%zu: the name leads out of the bundle or is damaged", sums, number);
    const char *full = gp_path_join(a, dir, path);
    if (!full) return gp_fail_nomem(err);
    if (!gp_is_file(full)) return gp_fail(err, GP_E_INPUT, "%s is missing, but %s lists it", full, sums);
    gp_code code = gp_sha256_file(full, now, err);
    if (!code && memcmp(now, line.p + skip, 64) != 0)
        code = gp_fail(err, GP_E_INPUT, "%s is not the file that was written: its SHA-256 is %s, listed is %.64s", full, now, line.p + skip);
    return code;
}

gp_code gp_bundle_check(const char *dir, gp_err *err)
{
    gp_arena a = {0};
    gp_str text;
    const char *sums = gp_path_join(&a, dir, SUMS);
    gp_code code = sums ? gp_read_file(&a, sums, 0, &text, err) : gp_fail_nomem(err);
    size_t number = 0;
    for (size_t at = 0; !code && at < text.n;) {
        const char *end = memchr(text.p + at, '\n', text.n - at);
        size_t n = end ? (size_t)(end - text.p) - at : text.n - at;
        code = check_line(&a, dir, sums, ++number, (gp_str){text.p + at, n}, err);
        at += n + 1;
    }
    if (!code && number == 0) code = gp_fail(err, GP_E_INPUT, "%s lists no file", sums);
    gp_arena_free(&a);
    return code;
}

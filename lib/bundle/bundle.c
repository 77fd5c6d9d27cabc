/* bundle.c - what a folder holds, and making room for a run in it. */
#include <string.h>

#include "base/sys.h"
#include "bundle/bundle.h"

gp_code gp_bundle_look(const char *dir, const char *name, bool *there, gp_err *err)
{
    gp_arena a = {0};
    gp_entry what = GP_NOTHING;
    gp_code code = gp_look(gp_path_join(&a, dir, name), &what, err);
    *there = what == GP_FILE;
    gp_arena_free(&a);
    return code;
}

bool gp_bundle_holds(const char *dir, const char *name)
{
    bool there = false;
    return gp_bundle_look(dir, name, &there, NULL) == GP_OK && there;
}

bool gp_bundle_any_trial(const char *dir)
{
    gp_arena a = {0};
    gp_map journal = {0};
    const char *path = gp_path_join(&a, dir, GP_FILE_JOURNAL);
    bool any = gp_is_file(path) && gp_map_file(path, &journal, NULL) == GP_OK && journal.bytes.n > 0;
    gp_unmap(&journal);
    gp_arena_free(&a);
    return any;
}

gp_code gp_bundle_finished(const char *path, gp_err *err)
{
    if (gp_bundle_holds(path, GP_FILE_RECORDING))
        return gp_fail(err, GP_E_INPUT, "%s is a recording, no bundle: goldpin run SUITE --replay %s makes one of it",
                       path, path);
    if (!gp_bundle_holds(path, GP_FILE_JOURNAL) || gp_bundle_holds(path, GP_FILE_RESULTS)) return GP_OK;
    return gp_fail(err, GP_E_INPUT,
                   "the run in %s was interrupted and has no results yet; finish it with goldpin run --resume %s", path,
                   path);
}

/* --- a place for a run --- */

static bool ends_with(const char *name, const char *end)
{
    size_t n = strlen(name), k = strlen(end);
    return n > k && strcmp(name + n - k, end) == 0;
}

bool gp_bundle_left_over(const char *name)
{
    return strstr(name, ".tmp-") || ends_with(name, ".tmp") || ends_with(name, ".spool");
}

/* The topology is written before the manifest makes a folder a bundle. */
static bool is_rubbish(const char *name, bool in_bundle)
{
    return gp_bundle_left_over(name) || (!in_bundle && strcmp(name, GP_FILE_TOPOLOGY) == 0);
}

/* A pipe in the place of a file would be written, which waits for a reader. */
static gp_code refuse_special(const char *path, gp_err *err)
{
    return gp_fail(err, GP_E_INPUT, "cannot go on: %s is a pipe or a device, and no file of a run; remove it", path);
}

static bool is_ours(const char *folder)
{
    return strcmp(folder, GP_FOLDER_PENDING) == 0 || strcmp(folder, GP_FOLDER_CHARTS) == 0 ||
           strcmp(folder, GP_FOLDER_INPUTS) == 0;
}

/* Of a folder that is no bundle and holds anything else, nothing is touched. depth: of the folder in the bundle, whose
 * candidates for goldens lie in pending/SUITE/TARGET. */
static gp_code sweep(gp_arena *a, const char *dir, bool is_bundle, int depth, gp_err *err)
{
    const char *const *names = NULL;
    size_t n = 0, rubbish = 0;
    gp_code code = gp_list_dir(a, dir, &names, &n, err);
    for (size_t i = 0; i < n; i++) rubbish += is_rubbish(names[i], is_bundle);
    if (!is_bundle && rubbish < n) return code;
    for (size_t i = 0; i < n && !code; i++) {
        const char *path = gp_path_join(a, dir, names[i]);
        gp_entry what = GP_NOTHING;
        if (is_rubbish(names[i], is_bundle)) gp_remove_file(path);
        else code = gp_look(path, &what, err);
        if (!code && what == GP_OTHER) code = refuse_special(path, err);
        bool inside = depth ? depth < GP_BUNDLE_DEPTH : is_ours(names[i]);
        if (!code && what == GP_FOLDER && inside) code = sweep(a, path, is_bundle, depth + 1, err);
    }
    return code;
}

static gp_code check_empty(gp_arena *a, const char *dir, gp_entry what, gp_err *err)
{
    const char *const *names;
    size_t n = 0;
    if (what == GP_FILE) return gp_fail(err, GP_E_USAGE, "the output %s is a file; name a folder", dir);
    gp_code code = what == GP_FOLDER ? gp_list_dir(a, dir, &names, &n, err) : GP_OK;
    if (code || !n) return code;
    return gp_fail(err, GP_E_USAGE, "the output folder %s is not empty; name another, or go on with --resume", dir);
}

gp_code gp_bundle_claim(const char *dir, bool go_on, gp_err *err)
{
    gp_arena a = {0};
    bool is_bundle = false;
    gp_entry what;
    gp_code code = gp_look(dir, &what, err);
    if (!code && go_on) code = gp_bundle_look(dir, GP_FILE_MANIFEST, &is_bundle, err);
    if (!code && go_on && what == GP_FOLDER) code = sweep(&a, dir, is_bundle, 0, err);
    if (!code && !is_bundle) code = check_empty(&a, dir, what, err);
    gp_arena_free(&a);
    return code;
}

const char *gp_bundle_fresh(gp_arena *a, gp_str suite, int64_t epoch)
{
    char stamp[24];
    gp_buf name = {0};
    gp_utc_compact(epoch, stamp);
    gp_percent_name(&name, suite);
    gp_str dir = gp_str_fmt(a, "reports/%s-%s", name.p, stamp);
    for (int k = 2; gp_is_dir(dir.p) || gp_is_file(dir.p); k++)
        dir = gp_str_fmt(a, "reports/%s-%s-%d", name.p, stamp, k);
    gp_buf_free(&name);
    return dir.p;
}

/* --- its files --- */

const char *gp_bundle_template(gp_arena *a, gp_str template)
{
    const gp_str by = GP_STR("sha256:");
    if (!gp_str_starts(template, by)) return NULL;
    return gp_str_fmt(a, GP_FOLDER_TEMPLATES "/%.*s.jinja", (int)(template.n - by.n), template.p + by.n).p;
}

gp_code gp_bundle_write(const char *dir, const char *name, gp_str text, gp_err *err)
{
    gp_arena a = {0};
    gp_code code = gp_write_file(gp_path_join(&a, dir, name), text, err);
    gp_arena_free(&a);
    return code;
}

gp_code gp_bundle_copy(const char *dir, const char *name, const char *to, gp_err *err)
{
    gp_arena a = {0};
    gp_str text = {0};
    gp_code code = gp_read_file(&a, gp_path_join(&a, dir, name), 0, &text, err);
    if (!code) code = gp_make_dirs(gp_path_dir(&a, to), err);
    if (!code) code = gp_write_file(to, text, err);
    gp_arena_free(&a);
    return code;
}

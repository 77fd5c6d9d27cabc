/* golden_root.c - where the goldens of a suite are, or would be. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/caps.h"
#include "base/sys.h"
#include "golden/golden.h"

/* As short as it can be said: below the working directory relative to it. */
static const char *shown(gp_arena *a, const char *path)
{
    char here[GP_CAP_PATH];
    size_t n = getcwd(here, sizeof here) ? strlen(here) : 0;
    bool below = n > 1 && strncmp(path, here, n) == 0 && path[n] == '/';
    return gp_str_dup(a, gp_str_c(below ? path + n + 1 : path)).p;
}

static bool has(gp_arena *a, const char *dir, const char *name)
{
    gp_entry what = GP_NOTHING;
    return !gp_look(gp_path_join(a, dir, name), &what, NULL) && what != GP_NOTHING;
}

/* From the suite's folder up to its repository, or to the top; without a repository goldens are made here. */
static void walk(gp_arena *a, const char *from, gp_str suite, gp_golden_place *out)
{
    gp_buf b = {0};
    gp_percent_name(&b, suite);
    const char *own = gp_path_join(a, GP_GOLDEN_DIR, gp_str_dup(a, gp_buf_view(&b)).p), *dir = from;
    gp_buf_free(&b);
    for (;; dir = gp_path_dir(a, dir)) {
        bool top = strcmp(dir, "/") == 0, repository = has(a, dir, ".git");
        out->found = gp_is_dir(gp_path_join(a, dir, own));
        out->upto = shown(a, dir);
        if (out->found || repository) out->root = shown(a, gp_path_join(a, dir, GP_GOLDEN_DIR));
        if (out->found || repository || top) return;
    }
}

void gp_golden_find(gp_arena *a, const char *given, const char *suite_dir, gp_str suite, gp_golden_place *out)
{
    char *from = NULL;
    *out = (gp_golden_place){.root = given ? given : GP_GOLDEN_DIR, .found = given || gp_is_dir(GP_GOLDEN_DIR)};
    if (!out->found) from = realpath(suite_dir, NULL);
    if (from) walk(a, from, suite, out);
    free(from);
}

/* cache.c - where compiled kernels are kept: ours, and those of the platform. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/sys.h"
#include "ocl/cl.h"

enum { ROOM = 32 << 20 }; /* bytes that must be free: what the kernels of one model take, several times */

static const char *variable(const char *name)
{
    const char *v = getenv(name);
    return v && *v ? v : NULL;
}

/* Can files be made here? If not, why in words. Makes the folder where it is missing. */
static bool usable(const char *dir, char why[GP_OCL_CACHE_WHY])
{
    struct statvfs s;
    gp_err err = {0};
    const char *reason = NULL;
    if (gp_make_dirs(dir, &err)) reason = err.msg;
    else if (access(dir, W_OK | X_OK)) reason = strerror(errno);
    else if (!statvfs(dir, &s) && (uint64_t)s.f_bavail * s.f_frsize < ROOM) reason = "less than 32 MiB are free";
    else if (!statvfs(dir, &s) && s.f_flag & ST_RDONLY) reason = "it is on a read-only file system";
    if (reason) (void)snprintf(why, GP_OCL_CACHE_WHY, "%.300s: %.200s", dir, reason);
    return !reason;
}

/* A folder of this user's alone where everybody can write: whoever else made it must not choose what we run. */
static bool is_mine(const char *dir)
{
    struct stat s;
    return !lstat(dir, &s) && S_ISDIR(s.st_mode) && s.st_uid == geteuid() && !(s.st_mode & 077);
}

static bool usable_private(const char *dir, char why[GP_OCL_CACHE_WHY])
{
    if ((mkdir(dir, 0700) && errno != EEXIST) || !is_mine(dir)) {
        (void)snprintf(why, GP_OCL_CACHE_WHY, "%.300s: it cannot be made, or is another user's", dir);
        return false;
    }
    return usable(dir, why);
}

/* A home that is not there is not ours to make: /nonexistent is one that must stay so. */
static bool is_folder(const char *path)
{
    struct stat s;
    return !stat(path, &s) && S_ISDIR(s.st_mode);
}

static bool wished(const char *wish, char dir[GP_OCL_CACHE_DIR])
{
    const char *own = variable("GOLDPIN_CACHE_DIR"), *xdg = variable("XDG_CACHE_HOME"), *home = variable("HOME");
    int n = -1;
    if (wish) n = snprintf(dir, GP_OCL_CACHE_DIR, "%s", wish);
    else if (own) n = snprintf(dir, GP_OCL_CACHE_DIR, "%s", own);
    else if (xdg) n = snprintf(dir, GP_OCL_CACHE_DIR, "%s/goldpin", xdg);
    else if (home && strcmp(home, "/") != 0 && is_folder(home))
        n = snprintf(dir, GP_OCL_CACHE_DIR, "%s/.cache/goldpin", home);
    return n >= 0 && n < GP_OCL_CACHE_DIR;
}

static void pocl_folder(const char *dir, char out[GP_OCL_CACHE_DIR + 8])
{
    (void)snprintf(out, GP_OCL_CACHE_DIR + 8, "%s/pocl", dir);
}

/* Unless the user chose another place for PoCL's. */
static bool is_ours(const char *dir)
{
    const char *given = variable("POCL_CACHE_DIR");
    char own[GP_OCL_CACHE_DIR + 8];
    pocl_folder(dir, own);
    return !given || !strcmp(given, own);
}

gp_code gp_ocl_cache_find(const char *wish, gp_ocl_cache *c, gp_err *err)
{
    char other[GP_OCL_CACHE_WHY];
    const char *tmp = variable("TMPDIR");
    *c = (gp_ocl_cache){0};
    if (!wished(wish, c->dir)) (void)snprintf(c->why, sizeof c->why, "HOME names no folder");
    else if (usable(c->dir, c->why)) {
        c->pocl_is_ours = is_ours(c->dir);
        return GP_OK;
    }
    c->fallback = true;
    int n = snprintf(c->dir, sizeof c->dir, "%s/goldpin-%u", tmp ? tmp : "/tmp", (unsigned)geteuid());
    c->pocl_is_ours = is_ours(c->dir);
    if (n >= 0 && n < GP_OCL_CACHE_DIR && usable_private(c->dir, other)) return GP_OK;
    return gp_fail(
        err, GP_E_INFRA,
        "there is no folder for compiled kernels, which OpenCL on a CPU cannot do without: %s; %s; name one with GOLDPIN_CACHE_DIR",
        c->why, other);
}

gp_code gp_ocl_cache_use(const char *wish, gp_ocl_cache *c, gp_err *err)
{
    char pocl[GP_OCL_CACHE_DIR + 8];
    gp_code code = gp_ocl_cache_find(wish, c, err);
    if (code || !c->pocl_is_ours) return code;
    pocl_folder(c->dir, pocl);
    if (setenv("POCL_CACHE_DIR", pocl, 1)) gp_memory_gone(sizeof pocl); /* it has no other reason to fail */
    return GP_OK;
}

void gp_ocl_cache_clear(const gp_ocl_cache *c)
{
    gp_arena a = {0};
    const char *const *names;
    size_t n = 0;
    if (gp_list_dir(&a, c->dir, &names, &n, NULL)) n = 0;
    for (size_t i = 0; i < n; i++) {
        size_t length = strlen(names[i]);
        bool kernels = length > 4 && !strcmp(names[i] + length - 4, ".gpk");
        if (kernels) gp_remove_file(gp_path_join(&a, c->dir, names[i]));
        else if (c->pocl_is_ours && !strcmp(names[i], "pocl")) gp_remove_tree(gp_path_join(&a, c->dir, names[i]));
    }
    gp_arena_free(&a);
}

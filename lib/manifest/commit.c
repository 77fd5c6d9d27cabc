/* commit.c - which commit is checked out, read from git's own files: no program is started for it. */
#include <string.h>

#include "base/caps.h"
#include "base/sys.h"
#include "manifest/manifest.h"

enum { MOST_LEVELS = 64, MOST_PACKED = 1 << 24 };

/* The first line of a file; empty where there is none. */
static gp_str first_line(gp_arena *a, const char *path)
{
    gp_str s = {0};
    if (!gp_is_file(path) || gp_read_file(a, path, MOST_PACKED, &s, NULL)) return (gp_str){0};
    const char *end = s.n ? memchr(s.p, '\n', s.n) : NULL;
    return gp_str_trim((gp_str){s.p, end ? (size_t)(end - s.p) : s.n});
}

static gp_str commit_id(gp_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("0123456789abcdef", s.p[i])) return (gp_str){0};
    return s.n == 40 || s.n == 64 ? s : (gp_str){0};
}

/* "COMMIT NAME" lines of packed-refs. */
static gp_str packed(gp_arena *a, const char *git, gp_str name)
{
    gp_str s = {0};
    const char *path = gp_path_join(a, git, "packed-refs");
    if (!gp_is_file(path) || gp_read_file(a, path, MOST_PACKED, &s, NULL)) return (gp_str){0};
    for (size_t at = 0; at < s.n;) {
        const char *end = memchr(s.p + at, '\n', s.n - at);
        gp_str line = {s.p + at, end ? (size_t)(end - s.p) - at : s.n - at};
        size_t space = gp_str_find(line, GP_STR(" "));
        if (space != SIZE_MAX && gp_str_eq((gp_str){line.p + space + 1, line.n - space - 1}, name))
            return commit_id((gp_str){line.p, space});
        at += line.n + 1;
    }
    return (gp_str){0};
}

/* A path that is given from `base` on, unless it is absolute. */
static const char *from(gp_arena *a, const char *base, gp_str path)
{
    const char *p = gp_str_dup(a, path).p;
    return *p == '/' ? p : gp_path_join(a, base, p);
}

/* `git`: the repository's folder, or that of one of its work trees, which leaves the branches to the first. */
static gp_str head_of(gp_arena *a, const char *git)
{
    gp_str head = first_line(a, gp_path_join(a, git, "HEAD"));
    if (!gp_str_starts(head, GP_STR("ref: "))) return commit_id(head);
    gp_str name = gp_str_trim((gp_str){head.p + 5, head.n - 5});
    gp_str common = first_line(a, gp_path_join(a, git, "commondir"));
    const char *refs = common.n ? from(a, git, common) : git;
    gp_str id = commit_id(first_line(a, from(a, refs, name)));
    return id.n ? id : packed(a, refs, name);
}

gp_str gp_commit_checked_out(gp_arena *a, const char *folder)
{
    for (int up = 0; up < MOST_LEVELS; up++) {
        const char *git = gp_path_join(a, folder, ".git");
        gp_str link = first_line(a, git); /* of a work tree it is a file that says where */
        if (gp_is_dir(git)) return head_of(a, git);
        if (gp_str_starts(link, GP_STR("gitdir: ")))
            return head_of(a, from(a, folder, gp_str_trim((gp_str){link.p + 8, link.n - 8})));
        folder = gp_path_join(a, folder, "..");
    }
    return (gp_str){0};
}

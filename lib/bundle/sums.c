/* sums.c - the checksums of a bundle, in the form of sha256sum(1). */
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "base/sys.h"
#include "bundle/bundle_impl.h"

/* --- listing --- */

typedef struct listing {
    gp_arena *a;
    const char **paths;
    size_t n, room;
} listing;

static void note_path(listing *l, const char *path)
{
    if (l->n == l->room) {
        l->room = l->room ? l->room * 2 : 64;
        const char **grown = GP_NEW_ARRAY(l->a, const char *, l->room);
        if (l->n) memcpy(grown, l->paths, l->n * sizeof *grown);
        l->paths = grown;
    }
    l->paths[l->n++] = path;
}

/* Statements are about the checksums, and made when these are. */
static bool is_statements(const char *relative, const char *name)
{
    return !*relative && strcmp(name, GP_FOLDER_STATEMENTS) == 0;
}

static gp_code list_below(listing *l, const char *dir, const char *relative, int depth, gp_err *err)
{
    const char *const *names;
    size_t n;
    const char *here = *relative ? gp_path_join(l->a, dir, relative) : dir;
    if (depth > GP_BUNDLE_DEPTH)
        return gp_fail(err, GP_E_INPUT, "%s: folders in a bundle are not nested deeper than %d", here,
                       (int)GP_BUNDLE_DEPTH);
    gp_code code = gp_list_dir(l->a, here, &names, &n, err);
    for (size_t i = 0; i < n && !code; i++) {
        const char *path = gp_path_join(l->a, relative, names[i]), *full = gp_path_join(l->a, dir, path);
        bool out = strcmp(names[i], GP_FILE_SUMS) == 0 || gp_bundle_left_over(names[i]);
        gp_entry what;
        code = gp_look(full, &what, err);
        if (is_statements(relative, names[i])) continue;
        if (!code && what == GP_FOLDER) code = list_below(l, dir, path, depth + 1, err);
        else if (!code && what == GP_FILE && !out) note_path(l, path);
    }
    return code;
}

static int by_path(const void *x, const void *y) { return strcmp(*(const char *const *)x, *(const char *const *)y); }

gp_code gp_bundle_files(gp_arena *a, const char *dir, const char *const **paths, size_t *n, gp_err *err)
{
    listing l = {.a = a};
    gp_code code = list_below(&l, dir, "", 0, err);
    if (!code && gp_is_file(gp_path_join(a, dir, GP_FILE_SUMS))) note_path(&l, GP_FILE_SUMS);
    if (!code && l.n) qsort(l.paths, l.n, sizeof *l.paths, by_path);
    *paths = l.paths;
    *n = l.n;
    return code;
}

/* --- writing --- */

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

static gp_code sum_folder(const char *dir, gp_buf *out, gp_err *err)
{
    gp_arena a = {0};
    listing l = {.a = &a};
    char hex[GP_SHA256_HEX];
    gp_code code = list_below(&l, dir, "", 0, err);
    if (!code && l.n) qsort(l.paths, l.n, sizeof *l.paths, by_path);
    for (size_t i = 0; i < l.n && !code; i++) {
        code = gp_sha256_file(gp_path_join(&a, dir, l.paths[i]), hex, err);
        if (!code) put_line(out, hex, l.paths[i]);
    }
    gp_arena_free(&a);
    return code;
}

gp_code gp_bundle_sum(const char *dir, gp_err *err)
{
    gp_buf b = {0};
    gp_code code = sum_folder(dir, &b, err);
    if (!code) code = gp_bundle_write(dir, GP_FILE_SUMS, gp_buf_view(&b), err);
    gp_buf_free(&b);
    return code;
}

gp_code gp_bundle_digest(const char *dir, char out[65], gp_err *err)
{
    gp_buf b = {0};
    gp_entry what = GP_NOTHING;
    gp_code code = gp_look(dir, &what, err);
    if (!code && what == GP_FOLDER) code = sum_folder(dir, &b, err);
    gp_sha256_hex_of(gp_buf_view(&b), out);
    gp_buf_free(&b);
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

bool gp_bundle_stays_inside(const char *path)
{
    if (path[0] == '/' || path[0] == 0) return false;
    for (const char *part = path; part; part = strchr(part, '/') ? strchr(part, '/') + 1 : NULL)
        if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || part[2] == 0)) return false;
    return true;
}

typedef struct checking {
    gp_arena *a;
    const char *dir, *sums;
    gp_bundle_damage *list;
    size_t n, room;
    listing named;           /* what SHA256SUMS lists, as it stands there */
    const char *const *only; /* files and folders to look at; NULL: all */
    size_t n_only;
} checking;

static void add_damage(checking *c, const char *path, gp_str text)
{
    if (c->n == c->room) {
        c->room = c->room ? c->room * 2 : 16;
        gp_bundle_damage *grown = GP_NEW_ARRAY(c->a, gp_bundle_damage, c->room);
        if (c->n) memcpy(grown, c->list, c->n * sizeof *grown);
        c->list = grown;
    }
    c->list[c->n++] = (gp_bundle_damage){path, text};
}

static bool is_wanted(const checking *c, const char *path)
{
    for (size_t i = 0; i < c->n_only; i++) {
        size_t n = strlen(c->only[i]);
        if (strncmp(path, c->only[i], n) == 0 && (!path[n] || path[n] == '/')) return true;
    }
    return !c->only;
}

static gp_code check_line(checking *c, size_t number, gp_str line, gp_err *err)
{
    char now[GP_SHA256_HEX];
    bool escaped = line.n && line.p[0] == '\\';
    size_t skip = escaped ? 1 : 0;
    if (line.n < skip + 67 || memcmp(line.p + skip + 64, "  ", 2) != 0)
        return gp_fail(err, GP_E_INPUT, "%s:%zu: this is no line of sha256sum", c->sums, number);
    char *path = gp_arena_copy(c->a, line.p + skip + 66, line.n - skip - 66);
    if ((escaped && !unescape(path)) || !gp_bundle_stays_inside(path))
        return gp_fail(err, GP_E_INPUT, "%s:%zu: the name leads out of the bundle or is damaged", c->sums, number);
    const char *full = gp_path_join(c->a, c->dir, path);
    note_path(&c->named, path);
    if (!is_wanted(c, path)) return GP_OK;
    gp_entry what = GP_NOTHING;
    gp_code code = gp_look(full, &what, err);
    if (code) return code;
    if (what != GP_FILE) {
        add_damage(c, path, gp_str_fmt(c->a, "%s is missing, but %s lists it", full, c->sums));
        return GP_OK;
    }
    code = gp_sha256_file(full, now, err);
    if (!code && memcmp(now, line.p + skip, 64) != 0)
        add_damage(c, path,
                   gp_str_fmt(c->a, "%s is not the file that was written: its SHA-256 is %s, listed is %.64s", full,
                              now, line.p + skip));
    return code;
}

static void find_unlisted(checking *c, const listing *there)
{
    size_t k = 0;
    if (c->named.n) qsort(c->named.paths, c->named.n, sizeof *c->named.paths, by_path);
    for (size_t i = 0; i < there->n; i++) {
        while (k < c->named.n && strcmp(c->named.paths[k], there->paths[i]) < 0) k++;
        if (k == c->named.n || strcmp(c->named.paths[k], there->paths[i]) != 0)
            add_damage(c, there->paths[i],
                       gp_str_fmt(c->a, "%s is there, but %s does not list it",
                                  gp_path_join(c->a, c->dir, there->paths[i]), c->sums));
    }
}

static gp_code check_lines(checking *c, gp_err *err)
{
    gp_str text;
    gp_code code = gp_read_file(c->a, c->sums, 0, &text, err);
    size_t number = 0;
    for (size_t at = 0; !code && at < text.n;) {
        const char *end = memchr(text.p + at, '\n', text.n - at);
        size_t length = end ? (size_t)(end - text.p) - at : text.n - at;
        code = check_line(c, ++number, (gp_str){text.p + at, length}, err);
        at += length + 1;
    }
    if (!code && number == 0) code = gp_fail(err, GP_E_INPUT, "%s lists no file", c->sums);
    return code;
}

gp_code gp_bundle_damages(gp_arena *a, const char *dir, const gp_bundle_damage **list, size_t *n, size_t *files,
                          gp_err *err)
{
    checking c = {.a = a, .dir = dir, .sums = gp_path_join(a, dir, GP_FILE_SUMS), .named = {.a = a}};
    listing there = {.a = a};
    gp_code code = check_lines(&c, err);
    if (!code) code = list_below(&there, dir, "", 0, err);
    if (!code && there.n) qsort(there.paths, there.n, sizeof *there.paths, by_path);
    if (!code) find_unlisted(&c, &there);
    *list = c.list;
    *n = c.n;
    *files = c.named.n;
    return code;
}

gp_code gp_bundle_intact(const char *dir, const char *const *names, size_t n, gp_err *err)
{
    gp_arena a = {0};
    checking c = {.a = &a, .dir = dir, .sums = gp_path_join(&a, dir, GP_FILE_SUMS), .named = {.a = &a}};
    c.only = names;
    c.n_only = n;
    gp_entry what = GP_NOTHING;
    gp_code code = gp_look(c.sums, &what, err);
    if (!code && what == GP_FILE) code = check_lines(&c, err);
    if (!code && c.n)
        code = gp_fail(err, GP_E_INPUT, "%.*s; goldpin verify %s says what differs", GP_ARG(c.list[0].text), dir);
    gp_arena_free(&a);
    return code;
}

gp_code gp_bundle_check(const char *dir, gp_err *err)
{
    gp_arena a = {0};
    const gp_bundle_damage *list = NULL;
    size_t n = 0, files = 0;
    gp_code code = gp_bundle_damages(&a, dir, &list, &n, &files, err);
    if (!code && n) code = gp_fail(err, GP_E_INPUT, "%.*s", GP_ARG(list[0].text));
    gp_arena_free(&a);
    return code;
}

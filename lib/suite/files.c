/* files.c - the files that a suite is made of. */
#include <stdlib.h>
#include <string.h>

#include "suite/suite_impl.h"

typedef struct listing {
    const char **paths;
    size_t n, room;
} listing;

static int by_name(const void *x, const void *y) { return strcmp(*(const char *const *)x, *(const char *const *)y); }

static void add(listing *l, const char *path)
{
    l->paths = gp_grow(l->paths, l->n, &l->room, sizeof *l->paths);
    l->paths[l->n++] = path;
}

/* Images, and texts that stand in files. */
static void add_parts(listing *l, gp_arena *keep, const gp_case *c)
{
    for (size_t m = 0; m < c->n_messages; m++)
        for (size_t p = 0; p < c->messages[m].n_parts; p++) {
            const char *path = c->messages[m].parts[p].path;
            if (path) add(l, gp_arena_copy(keep, path, strlen(path)));
        }
}

/* Tests, and programs that grade. */
static void add_graders(listing *l, gp_arena *keep, const gp_case *c)
{
    for (size_t i = 0; i < c->n_graders; i++) {
        const gp_grader *g = c->graders[i];
        size_t n = 0;
        const gp_str *names = g->kind->files ? g->kind->files(g, &n) : NULL;
        for (size_t k = 0; k < n; k++) add(l, gp_str_dup(keep, names[k]).p);
    }
}

/* Sorted, each once. */
static size_t tidy(listing *l)
{
    size_t n = 0;
    if (l->n) qsort(l->paths, l->n, sizeof *l->paths, by_name);
    for (size_t i = 0; i < l->n; i++)
        if (!n || strcmp(l->paths[n - 1], l->paths[i]) != 0) l->paths[n++] = l->paths[i];
    return n;
}

gp_code gp_suite_files(const gp_suite *s, gp_arena *a, const char *const **paths, size_t *n, gp_err *err)
{
    listing l = {0};
    gp_arena scratch = {0};
    gp_code code = GP_OK;
    add(&l, gp_path_base(s->info.file));
    if (s->cases_file.n) add(&l, gp_str_dup(a, s->cases_file).p);
    for (const gp_rows *r = s->rows; r; r = r->next) add(&l, gp_str_dup(a, r->name).p);
    for (size_t i = 0; i < s->info.n_cases && !code; i++) {
        gp_case *c = NULL;
        gp_arena_reset(&scratch);
        code = gp_suite_case_undigested(s, i, &scratch, &c, err);
        if (!code) add_parts(&l, a, c), add_graders(&l, a, c);
    }
    *n = tidy(&l);
    const char **list = GP_NEW_ARRAY(a, const char *, *n);
    if (*n) memcpy(list, l.paths, *n * sizeof *list);
    *paths = list;
    free(l.paths);
    gp_arena_free(&scratch);
    return code;
}

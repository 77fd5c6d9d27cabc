/* trial_lines.c - where each trial of a journal is. */
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "verify/verify_impl.h"

static gp_code note_line(void *user, uint64_t offset, gp_str line, gp_err *err)
{
    gp_verify_journal *j = user;
    gp_arena scratch = {0};
    gp_str id;
    gp_code code = gp_transcript_read_id(&scratch, j->path, line, (uint32_t)j->n + 1, &id, err);
    j->list = gp_grow(j->list, j->n, &j->room, sizeof *j->list);
    if (!code) j->list[j->n] = (gp_verify_line){gp_str_dup(j->a, id), offset, (int64_t)j->n + 1}, j->n++;
    gp_arena_free(&scratch);
    return code;
}

static int by_id(const void *x, const void *y)
{
    const gp_verify_line *a = x, *b = y;
    int c = gp_str_cmp(a->id, b->id);
    return c ? c : (a->at > b->at) - (a->at < b->at);
}

gp_code gp_verify_journal_open(gp_arena *a, const char *dir, gp_verify_journal *j, gp_err *err)
{
    *j = (gp_verify_journal){.a = a, .path = gp_path_join(a, dir, GP_FILE_JOURNAL)};
    gp_code code = gp_map_file(j->path, &j->map, err);
    if (!code) code = gp_journal_scan(j->path, note_line, j, err);
    if (!code && j->n) qsort(j->list, j->n, sizeof *j->list, by_id);
    return code;
}

void gp_verify_journal_close(gp_verify_journal *j)
{
    gp_unmap(&j->map);
    free(j->list);
}

size_t gp_verify_journal_find(const gp_verify_journal *j, gp_str id)
{
    size_t lo = 0, hi = j->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (gp_str_cmp(j->list[mid].id, id) <= 0) lo = mid + 1;
        else hi = mid;
    }
    return lo && gp_str_eq(j->list[lo - 1].id, id) ? lo - 1 : SIZE_MAX;
}

gp_code gp_verify_journal_read(const gp_verify_journal *j, size_t i, gp_arena *a, gp_transcript *t, gp_err *err)
{
    const char *start = j->map.bytes.p + j->list[i].at;
    const char *feed = memchr(start, '\n', j->map.bytes.n - j->list[i].at);
    return gp_transcript_read(a, j->path, (gp_str){start, (size_t)(feed - start)}, (size_t)j->list[i].at, t, err);
}

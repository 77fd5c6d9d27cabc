/* kept.c - a file of evidence, indexed by what each line is about. */
#include "run/kept.h"

#include <stdlib.h>
#include <string.h>

static uint64_t hash_of(gp_str trial, gp_str criterion, int64_t vote) /* FNV-1a */
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < trial.n; i++) h = (h ^ (unsigned char)trial.p[i]) * 0x100000001b3u;
    h = (h ^ 0x1f) * 0x100000001b3u; /* a byte that no id has */
    for (size_t i = 0; i < criterion.n; i++) h = (h ^ (unsigned char)criterion.p[i]) * 0x100000001b3u;
    return (h ^ (uint64_t)vote) * 0x100000001b3u;
}

static int by_hash(const void *x, const void *y)
{
    const gp_kept_line *a = x, *b = y;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return (a->offset > b->offset) - (a->offset < b->offset);
}

static gp_code index_lines(gp_kept *rec, gp_err *err)
{
    gp_arena a = {0};
    gp_code code = GP_OK;
    uint32_t number = 1;
    for (size_t at = 0; !code && at < rec->map.bytes.n; number++) {
        gp_evidence e;
        const char *start = rec->map.bytes.p + at, *feed = memchr(start, '\n', rec->map.bytes.n - at);
        if (!feed) break; /* cut off by a crash */
        size_t n = (size_t)(feed - start);
        gp_arena_reset(&a);
        code = gp_evidence_read(&a, rec->path, (gp_str){start, n}, number, &e, err);
        if (code) break;
        rec->list = gp_grow(rec->list, rec->n, &rec->room, sizeof *rec->list);
        rec->list[rec->n++] = (gp_kept_line){hash_of(e.trial, e.criterion, e.vote), at, n};
        at += n + 1;
    }
    gp_arena_free(&a);
    if (rec->n) qsort(rec->list, rec->n, sizeof *rec->list, by_hash);
    return code;
}

gp_code gp_kept_open(gp_run_state *r, const char *dir, gp_kept *out, gp_err *err)
{
    bool there = false;
    gp_code code = gp_bundle_look(dir, GP_FILE_EVIDENCE, &there, err);
    if (code || !there) return code;
    out->path = gp_path_join(&r->arena, dir, GP_FILE_EVIDENCE);
    code = gp_map_file(out->path, &out->map, err);
    return code ? code : index_lines(out, err);
}

void gp_kept_close(gp_kept *rec)
{
    gp_unmap(&rec->map);
    free(rec->list);
}

gp_code gp_kept_find(const gp_kept *rec, gp_arena *a, const gp_evidence *of, gp_evidence *out, const gp_kept_line **at,
                     gp_err *err)
{
    uint64_t h = hash_of(of->trial, of->criterion, of->vote);
    size_t lo = 0, hi = rec->n;
    *at = NULL;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (rec->list[mid].hash <= h) lo = mid + 1;
        else hi = mid;
    }
    if (!lo || rec->list[lo - 1].hash != h) return GP_OK;
    const gp_kept_line *k = &rec->list[lo - 1];
    gp_code code = gp_evidence_read(a, rec->path, (gp_str){rec->map.bytes.p + k->offset, k->length}, 1, out, err);
    bool same = !code && out->vote == of->vote && gp_str_eq(out->trial, of->trial) &&
                gp_str_eq(out->criterion, of->criterion) && gp_str_eq(out->job, of->job);
    if (same) *at = k;
    return code;
}

gp_evidence gp_kept_wanted(gp_arena *a, gp_str trial, const gp_grader *g, const gp_question *q)
{
    char hex[65];
    gp_evidence e = gp_evidence_unknown();
    bool calibration = q->calibration.n > 0;
    gp_question_digest(q, hex);
    e.trial = calibration ? GP_STR(GP_CALIBRATION) : trial;
    e.criterion = calibration ? q->calibration : g->id;
    e.vote = q->vote;
    e.job = gp_str_dup(a, gp_str_c(hex));
    return e;
}

gp_code gp_kept_calibration(const gp_kept *k, gp_arena *a, const gp_case *c, const gp_grader *g, gp_evidence **out,
                            const gp_kept_line ***at, size_t *n, gp_err *err)
{
    size_t asked = 0;
    const gp_question *q = gp_grade_calibration(a, c, g, &asked);
    gp_code code = GP_OK;
    *out = GP_NEW_ARRAY(a, gp_evidence, asked);
    if (at) *at = GP_NEW_ARRAY(a, const gp_kept_line *, asked);
    *n = 0;
    for (size_t i = 0; i < asked && !code; i++) {
        const gp_kept_line *line = NULL;
        gp_evidence wanted = gp_kept_wanted(a, GP_STR(""), g, &q[i]);
        code = gp_kept_find(k, a, &wanted, &(*out)[*n], &line, err);
        if (!code && line && at) (*at)[*n] = line;
        if (!code && line) ++*n;
    }
    return code;
}

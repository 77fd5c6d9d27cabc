/* sums_chain.c - the two checks that read no more than bytes: checksums, and the chain of the journal's lines. */
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "base/sys.h"
#include "verify/verify_impl.h"

/* --- checksums --- */

int64_t gp_verify_golden_line(gp_verifying *v, const char *path)
{
    const char *rest = path + strlen(GP_FOLDER_GOLDENS);
    if (strncmp(path, GP_FOLDER_GOLDENS "/", strlen(GP_FOLDER_GOLDENS "/")) != 0) return 0;
    const char *candidate = gp_path_join(v->a, gp_path_join(v->a, v->o->bundle, GP_FOLDER_PENDING), rest + 1);
    gp_str x = {0}, y = {0};
    if (gp_read_file(v->a, candidate, 0, &x, NULL)) return 0;
    if (gp_read_file(v->a, gp_path_join(v->a, v->o->bundle, path), 0, &y, NULL)) return 0;
    int64_t line = 1;
    if (gp_str_eq(x, y)) return 0;
    for (size_t i = 0; i < x.n && i < y.n && x.p[i] == y.p[i]; i++) line += x.p[i] == '\n';
    return line;
}

gp_code gp_verify_sums(gp_verifying *v, gp_err *err)
{
    const gp_bundle_damage *list = NULL;
    size_t n = 0, files = 0;
    gp_code code = gp_bundle_damages(v->a, v->o->bundle, &list, &n, &files, err);
    for (size_t i = 0; i < n; i++)
        gp_verify_differs(v, GP_CHECK_SUMS, list[i].path, gp_verify_golden_line(v, list[i].path), (gp_str){0},
                          list[i].text);
    if (!code)
        gp_verify_said(v, GP_CHECK_SUMS,
                       n ? gp_str_fmt(v->a, "%zu of %zu files are not as they were written", n, files)
                         : gp_str_fmt(v->a, "%zu files are as they were written", files));
    return code;
}

/* --- the chain --- */

enum { MOST_BREAKS = 100 }; /* a journal that is broken more often is told well enough by these */

typedef struct chained {
    char before[GP_SHA256_HEX]; /* what the line says of the one before it; "": it is not chained */
    char own[GP_SHA256_HEX];
    gp_str id;
} chained;

typedef struct chain {
    gp_verifying *v;
    chained *links;
    size_t n, room;
} chain;

/* ,"chain":"HEX"} ends a line of the journal. */
static void read_link(gp_str line, char out[GP_SHA256_HEX])
{
    static const char key[] = ",\"chain\":\"";
    size_t tail = sizeof key - 1 + 64 + 2;
    out[0] = 0;
    if (line.n <= tail || memcmp(line.p + line.n - tail, key, sizeof key - 1) != 0) return;
    memcpy(out, line.p + line.n - 66, 64);
    out[64] = 0;
}

static gp_code note_line(void *user, uint64_t offset, gp_str line, gp_err *err)
{
    chain *c = user;
    (void)offset;
    c->links = gp_grow(c->links, c->n, &c->room, sizeof *c->links);
    chained *l = &c->links[c->n++];
    *l = (chained){0};
    read_link(line, l->before);
    gp_sha256_hex_of(line, l->own);
    gp_arena scratch = {0};
    gp_code code = gp_transcript_read_id(&scratch, GP_FILE_JOURNAL, line, (uint32_t)c->n, &l->id, NULL);
    l->id = code ? (gp_str){0} : gp_str_dup(c->v->a, l->id);
    gp_arena_free(&scratch);
    (void)err;
    return GP_OK;
}

/* The line, from 1, with this digest; 0: no line has it. */
static size_t line_of(const chain *c, const char *digest)
{
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->links[i].own, digest) == 0) return i + 1;
    return 0;
}

/* Line i + 1 does not follow the one before it. */
static void tell_break(chain *c, size_t i, const char *origin)
{
    gp_verifying *v = c->v;
    const chained *l = &c->links[i];
    size_t then = line_of(c, l->before);
    const gp_chain *s = &v->chain;
    int64_t lacking = s->lines > (int64_t)c->n ? s->lines - (int64_t)c->n : 0;
    if (!l->before[0])
        gp_verify_differs(v, GP_CHECK_CHAIN, GP_FILE_JOURNAL, (int64_t)i + 1, l->id,
                          GP_STR("the line is not chained to the one before it"));
    else if (i && strcmp(l->before, origin) == 0)
        gp_verify_differs(v, GP_CHECK_CHAIN, GP_FILE_JOURNAL, (int64_t)i + 1, l->id,
                          GP_STR("the line was the first one: lines were swapped or put elsewhere"));
    else if (then)
        gp_verify_differs(
            v, GP_CHECK_CHAIN, GP_FILE_JOURNAL, (int64_t)i + 1, l->id,
            gp_str_fmt(v->a, "the line stood behind what is line %zu now: lines were swapped or put elsewhere", then));
    else if (lacking)
        gp_verify_differs(v, GP_CHECK_CHAIN, GP_FILE_JOURNAL, (int64_t)i + 1, l->id,
                          gp_str_fmt(v->a, "%lld line%s before this one %s taken out", (long long)lacking,
                                     lacking == 1 ? "" : "s", lacking == 1 ? "was" : "were"));
    else if (i)
        gp_verify_differs(v, GP_CHECK_CHAIN, GP_FILE_JOURNAL, (int64_t)i, c->links[i - 1].id,
                          GP_STR("the line was edited: it is not the one that the next line is chained to"));
    else if (!gp_verify_origin(v, l->before))
        gp_verify_differs(
            v, GP_CHECK_CHAIN, GP_FILE_MANIFEST, 0, (gp_str){0},
            GP_STR("the journal does not come from this manifest: when the run began, its seeds, its "
                   "suites' and targets' names, models and weights, or the run that it plays was edited"));
}

static void check_end(chain *c, const char *origin)
{
    gp_verifying *v = c->v;
    const gp_chain *s = &v->chain;
    if (!v->chained || gp_str_eqc(s->last, c->n ? c->links[c->n - 1].own : origin)) return;
    if ((int64_t)c->n < s->lines)
        gp_verify_differs(v, GP_CHECK_CHAIN, GP_FILE_JOURNAL, (int64_t)c->n, (gp_str){0},
                          gp_str_fmt(v->a, "the journal ends here and had %lld lines", (long long)s->lines));
    else if (c->n && (int64_t)c->n == s->lines)
        gp_verify_differs(v, GP_CHECK_CHAIN, GP_FILE_JOURNAL, (int64_t)c->n, c->links[c->n - 1].id,
                          GP_STR("the last line is not the one that chain.json names"));
    else
        gp_verify_differs(v, GP_CHECK_CHAIN, GP_FILE_JOURNAL, s->lines + 1, (gp_str){0},
                          GP_STR("chain.json was made before this line was there"));
}

/* An empty file holds no evidence. */
static gp_code check_unnamed(gp_verifying *v, const char *file, const char *path, gp_err *err)
{
    gp_map map = {0};
    gp_entry what = GP_NOTHING;
    gp_code code = gp_look(path, &what, err);
    if (!code && what == GP_FILE) code = gp_map_file(path, &map, err);
    if (!code && map.bytes.n)
        gp_verify_differs(v, GP_CHECK_CHAIN, file, 0, (gp_str){0}, GP_STR("chain.json knows of no such file"));
    gp_unmap(&map);
    return code;
}

static gp_code check_digest(gp_verifying *v, const char *file, gp_str stated, gp_err *err)
{
    char hex[GP_SHA256_HEX];
    const char *path = gp_path_join(v->a, v->o->bundle, file);
    if (!stated.n) return v->chained ? check_unnamed(v, file, path, err) : GP_OK;
    gp_code code = gp_is_file(path) ? gp_sha256_file(path, hex, err) : GP_OK;
    bool other = !code && (!gp_is_file(path) || !gp_str_eqc(stated, hex));
    v->other_manifest = v->other_manifest || (other && !strcmp(file, GP_FILE_MANIFEST));
    if (other)
        gp_verify_differs(
            v, GP_CHECK_CHAIN, file, 0, (gp_str){0},
            gp_str_fmt(v->a, "it is not the file that chain.json names, whose SHA-256 is %.*s", GP_ARG(stated)));
    return code;
}

gp_code gp_verify_chain(gp_verifying *v, gp_err *err)
{
    chain c = {.v = v};
    char origin[GP_SHA256_HEX];
    const gp_chain *s = &v->chain;
    gp_manifest_origin(&v->manifest, origin);
    gp_code code = gp_journal_scan(gp_path_join(v->a, v->o->bundle, GP_FILE_JOURNAL), note_line, &c, err);
    bool any = false;
    for (size_t i = 0; i < c.n; i++) any = any || c.links[i].before[0];
    size_t breaks = 0;
    for (size_t i = 0; i < c.n && any && !code && breaks < MOST_BREAKS; i++)
        if (strcmp(c.links[i].before, i ? c.links[i - 1].own : origin) != 0) tell_break(&c, i, origin), breaks++;
    if (!code && any) check_end(&c, origin);
    if (!code && any) code = check_digest(v, GP_FILE_MANIFEST, s->manifest_sha256, err);
    if (!code && any) code = check_digest(v, GP_FILE_TOPOLOGY, s->topology_sha256, err);
    if (!code && any) code = check_digest(v, GP_FILE_EVIDENCE, s->evidence_sha256, err);
    if (!code && any) code = check_digest(v, GP_FILE_RESULTS, s->results_sha256, err);
    if (!code && any && !v->chained)
        gp_verify_differs(v, GP_CHECK_CHAIN, GP_FILE_CHAIN, 0, (gp_str){0},
                          GP_STR("it is missing, though the journal is chained"));
    if (!code && !any)
        gp_verify_not_made(v, GP_CHECK_CHAIN, GP_STR("the journal is not chained; an earlier version wrote it"));
    else if (!code)
        gp_verify_said(
            v, GP_CHECK_CHAIN,
            v->state[GP_CHECK_CHAIN] == GP_CHECK_DIFFERS
                ? GP_STR("the journal is not the one that the results were made from")
                : gp_str_fmt(v->a, "%zu line%s, from the manifest to the results", c.n, c.n == 1 ? "" : "s"));
    free(c.links);
    return code;
}

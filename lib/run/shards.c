/* shards.c - shards read, compared and joined. */
#include "run/shards.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "base/sys.h"
#include "bundle/bundle.h"
#include "transcript/transcript.h"

/* --- one shard --- */

enum { MOST = 1000000 }; /* shards of a run */

static gp_code read_one(gp_arena *a, const char *dir, gp_shards *all, gp_shard *s, gp_err *err)
{
    const char *path = gp_path_join(a, dir, GP_FILE_MANIFEST);
    bool bundle = gp_bundle_holds(dir, GP_FILE_MANIFEST);
    if (!bundle) return gp_fail(err, GP_E_INPUT, "%s is no bundle and no recording: it has no " GP_FILE_MANIFEST, dir);
    gp_code code = gp_manifest_read(a, path, &s->m, err);
    if (code) return code;
    s->dir = dir;
    bool recording = gp_bundle_holds(dir, GP_FILE_RECORDING);
    s->finished = recording || gp_bundle_holds(dir, GP_FILE_RESULTS);
    if (!s->m.shard.n) return gp_fail(err, GP_E_INPUT, "%s is no shard: it was run without --shard K/N", dir);
    int64_t of = 0;
    if (sscanf(gp_str_dup(a, s->m.shard).p, "%" SCNd64 "/%" SCNd64, &s->k, &of) != 2 || s->k < 1 || s->k > of ||
        of > MOST)
        return gp_fail(err, GP_E_INPUT, "%s: the shard \"%.*s\" is not K/N", path, GP_ARG(s->m.shard));
    if (all->n && of != all->of)
        return gp_fail(err, GP_E_INPUT, "%s is shard %.*s, and %s is one of %" PRId64, dir, GP_ARG(s->m.shard),
                       all->list[0].dir, all->of);
    if (all->n && recording != all->recordings)
        return gp_fail(err, GP_E_INPUT, "%s is a %s and %s is a %s; merge the ones or the others", dir,
                       recording ? "recording" : "bundle", all->list[0].dir, recording ? "bundle" : "recording");
    all->of = of;
    all->recordings = recording;
    return GP_OK;
}

static int by_number(const void *x, const void *y)
{
    const gp_shard *a = x, *b = y;
    return a->k != b->k ? (a->k > b->k) - (a->k < b->k) : strcmp(a->dir, b->dir);
}

/* --- all of one run? --- */

/* What a resumed run may change and the shards of one run may not. */
static gp_code same_suites(const gp_shard *x, const gp_shard *y, gp_err *err)
{
    for (size_t i = 0; i < x->m.n_suites; i++)
        if (!gp_str_eq(x->m.suites[i].digest, y->m.suites[i].digest))
            return gp_fail(err, GP_E_INPUT,
                           "%s and %s are not shards of one run: suite %.*s differs (%.12s… and %.12s…)", x->dir,
                           y->dir, GP_ARG(x->m.suites[i].name), x->m.suites[i].digest.p, y->m.suites[i].digest.p);
    return GP_OK;
}

static gp_code same_run(const gp_shard *x, const gp_shard *y, gp_err *err)
{
    static const char front[] = "this is not the run that was begun: ";
    gp_manifest a = x->m, b = y->m;
    gp_err why = {0};
    a.shard = b.shard = (gp_str){0};
    gp_code code = gp_manifest_same_run(&a, &b, &why);
    if (!code) return same_suites(x, y, err);
    const char *what = strncmp(why.msg, front, sizeof front - 1) ? why.msg : why.msg + sizeof front - 1;
    return gp_fail(err, GP_E_INPUT, "%s and %s are not shards of one run: %s", x->dir, y->dir, what);
}

static gp_code compare(const gp_shards *s, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 1; i < s->n && !code; i++) {
        const gp_shard *x = &s->list[i - 1], *y = &s->list[i];
        if (x->k == y->k)
            return gp_fail(err, GP_E_INPUT, "shard %" PRId64 "/%" PRId64 " is given twice, as %s and as %s", y->k,
                           s->of, x->dir, y->dir);
        code = same_run(&s->list[0], y, err);
    }
    return code;
}

/* --- is anything missing? --- */

static void find_missing(gp_arena *a, gp_shards *s)
{
    int32_t *list = GP_NEW_ARRAY(a, int32_t, (size_t)s->of - s->n);
    size_t at = 0;
    for (int64_t k = 1; k <= s->of; k++) {
        if (at < s->n && s->list[at].k == k) at++;
        else list[s->n_missing++] = (int32_t)k;
    }
    s->missing = list;
}

static gp_code refuse_missing(const gp_shards *s, gp_err *err)
{
    enum { NAMED = 20 };
    gp_buf list = {0};
    if (!s->n_missing) return GP_OK;
    for (size_t i = 0; i < s->n_missing && i < NAMED; i++)
        gp_buf_fmt(&list, "%s%d/%" PRId64, i ? ", " : "", s->missing[i], s->of);
    gp_code code = gp_fail(err, GP_E_INPUT,
                           "%zu of %" PRId64 " shards are missing (%s%s); --partial merges what is there", s->n_missing,
                           s->of, list.p, s->n_missing > NAMED ? ", …" : "");
    gp_buf_free(&list);
    return code;
}

static gp_code refuse_unfinished(const gp_shards *s, gp_err *err)
{
    for (size_t i = 0; i < s->n; i++)
        if (!s->list[i].finished)
            return gp_fail(err, GP_E_INPUT,
                           "shard %" PRId64 "/%" PRId64
                           " in %s was interrupted; finish it with goldpin run --resume %s, or --partial merges "
                           "what is there",
                           s->list[i].k, s->of, s->list[i].dir, s->list[i].dir);
    return GP_OK;
}

gp_code gp_shards_read(gp_arena *a, const char *const *dirs, size_t n, bool partial, gp_shards *out, gp_err *err)
{
    gp_code code = GP_OK;
    *out = (gp_shards){.list = GP_NEW_ARRAY(a, gp_shard, n)};
    for (size_t i = 0; i < n && !code; i++) {
        code = read_one(a, dirs[i], out, &out->list[i], err);
        out->n += !code;
    }
    if (code) return code;
    qsort(out->list, out->n, sizeof *out->list, by_number);
    code = compare(out, err);
    if (code) return code;
    find_missing(a, out);
    if (!partial) code = refuse_missing(out, err);
    return code || partial ? code : refuse_unfinished(out, err);
}

/* --- the whole --- */

static gp_str shared(const gp_shards *s, size_t member)
{
    gp_str first = *(const gp_str *)(const void *)((const char *)&s->list[0].m + member);
    for (size_t i = 1; i < s->n; i++)
        if (!gp_str_eq(first, *(const gp_str *)(const void *)((const char *)&s->list[i].m + member)))
            return (gp_str){0};
    return first;
}

static void share_text(const gp_shards *s, size_t target, size_t member, gp_manifest_target *t)
{
    gp_str *text = (gp_str *)(void *)((char *)t + member);
    for (size_t i = 1; i < s->n; i++) {
        const gp_manifest_target *other = &s->list[i].m.targets[target];
        if (!gp_str_eq(*text, *(const gp_str *)(const void *)((const char *)other + member))) *text = (gp_str){0};
    }
}

/* Where each computed may differ; what all of them share is kept. */
static const gp_manifest_target *targets_of(gp_arena *a, const gp_shards *s)
{
    static const size_t where[] = {
        offsetof(gp_manifest_target, device),        offsetof(gp_manifest_target, device_type),
        offsetof(gp_manifest_target, platform),      offsetof(gp_manifest_target, driver),
        offsetof(gp_manifest_target, dot_form),      offsetof(gp_manifest_target, pin),
        offsetof(gp_manifest_target, binding),       offsetof(gp_manifest_target, binding_status),
        offsetof(gp_manifest_target, binding_reason)};
    const gp_manifest *first = &s->list[0].m;
    gp_manifest_target *list = GP_NEW_ARRAY(a, gp_manifest_target, first->n_targets);
    for (size_t i = 0; i < first->n_targets; i++) {
        list[i] = first->targets[i];
        for (size_t k = 0; k < sizeof where / sizeof *where; k++) share_text(s, i, where[k], &list[i]);
    }
    return list;
}

gp_manifest gp_shards_whole(gp_arena *a, const gp_shards *s)
{
    gp_manifest m = s->list[0].m;
    m.shard = (gp_str){0};
    m.goldpin_version = shared(s, offsetof(gp_manifest, goldpin_version));
    m.build = shared(s, offsetof(gp_manifest, build));
    m.libraries = shared(s, offsetof(gp_manifest, libraries));
    m.os = shared(s, offsetof(gp_manifest, os));
    m.kernel = shared(s, offsetof(gp_manifest, kernel));
    m.cpu = shared(s, offsetof(gp_manifest, cpu));
    m.topology = shared(s, offsetof(gp_manifest, topology));
    m.replay_of = shared(s, offsetof(gp_manifest, replay_of));
    m.recorded_in = shared(s, offsetof(gp_manifest, recorded_in));
    m.targets = targets_of(a, s);
    m.trials = 0;
    for (size_t i = 0; i < s->n; i++) /* a shard without judged cases asked none */
        if (s->list[i].m.n_judges > m.n_judges) m.judges = s->list[i].m.judges, m.n_judges = s->list[i].m.n_judges;
    for (size_t i = 0; i < s->n; i++) {
        if (s->list[i].m.started_epoch < m.started_epoch) m.started_epoch = s->list[i].m.started_epoch;
        m.trials += s->list[i].m.trials;
    }
    return m;
}

/* --- files --- */

static gp_code put_lines(const char *path, gp_out *to, gp_err *err)
{
    gp_map map = {0};
    gp_code code = gp_map_file(path, &map, err);
    if (code) return code;
    size_t n = map.bytes.n;
    while (n && map.bytes.p[n - 1] != '\n') n--; /* a line that power loss cut off never ended */
    gp_out_put(to, (gp_str){map.bytes.p, n});
    gp_unmap(&map);
    return GP_OK;
}

gp_code gp_shards_join(const gp_shards *s, const char *name, const char *dir, gp_err *err)
{
    gp_arena a = {0};
    gp_out *to = NULL;
    bool any = false;
    gp_code code = GP_OK;
    for (size_t i = 0; i < s->n; i++) any = any || gp_bundle_holds(s->list[i].dir, name);
    if (!any) return GP_OK;
    code = gp_out_open(gp_path_join(&a, dir, name), &to, err);
    if (code) return gp_arena_free(&a), code;
    for (size_t i = 0; i < s->n && !code; i++)
        if (gp_bundle_holds(s->list[i].dir, name)) code = put_lines(gp_path_join(&a, s->list[i].dir, name), to, err);
    gp_code closed = gp_out_close(to, !code, code ? NULL : err);
    gp_arena_free(&a);
    return code ? code : closed;
}

/* Each shard's journal is a chain of its own, whose last member is taken off. */
static gp_code put_line(void *user, uint64_t offset, gp_str line, gp_err *err)
{
    static const char key[] = ",\"chain\":\"";
    size_t n = sizeof key - 1 + 64 + 2;
    gp_buf b = {0};
    bool chained = line.n > n && memcmp(line.p + line.n - n, key, sizeof key - 1) == 0;
    gp_buf_str(&b, chained ? (gp_str){line.p, line.n - n} : line);
    if (chained) gp_buf_byte(&b, '}');
    gp_code code = gp_journal_append(user, gp_buf_view(&b), &offset, err);
    gp_buf_free(&b);
    return code;
}

gp_code gp_shards_journal(const gp_shards *s, const char *dir, const gp_manifest *whole, gp_err *err)
{
    gp_arena a = {0};
    gp_journal *to = NULL;
    char origin[GP_SHA256_HEX];
    gp_manifest_origin(whole, origin);
    gp_code code = gp_journal_open(gp_path_join(&a, dir, GP_FILE_JOURNAL), origin, &to, err);
    for (size_t i = 0; i < s->n && !code; i++) {
        const char *path = gp_path_join(&a, s->list[i].dir, GP_FILE_JOURNAL);
        if (gp_is_file(path)) code = gp_journal_scan(path, put_line, to, err);
    }
    gp_code closed = gp_journal_close(to, code ? NULL : err);
    gp_arena_free(&a);
    return code ? code : closed;
}

gp_code gp_shards_keep(const gp_shards *s, const char *dir, gp_err *err)
{
    static const char *const names[] = {GP_FILE_MANIFEST, GP_FILE_TOPOLOGY};
    gp_arena a = {0};
    gp_code code = GP_OK;
    for (size_t i = 0; i < s->n && !code; i++) {
        const char *folder = gp_str_fmt(&a, "%s/shards/%" PRId64 "-of-%" PRId64, dir, s->list[i].k, s->of).p;
        for (size_t k = 0; k < sizeof names / sizeof *names && !code; k++)
            if (gp_bundle_holds(s->list[i].dir, names[k]))
                code = gp_bundle_copy(s->list[i].dir, names[k], gp_path_join(&a, folder, names[k]), err);
    }
    gp_arena_free(&a);
    return code;
}

/* version.c - which goldpin wrote a bundle, and what that means where it is not the one that looks at it. */
#include <math.h>
#include <string.h>

#include "base/sha256.h"
#include "base/sys.h"
#include "ocl/ocl.h"
#include "verify/verify_impl.h"

void gp_verify_versions(gp_verifying *v)
{
    gp_versions *s = &v->out->versions;
    char hex[GP_SHA256_HEX];
    gp_ocl_kernels_digest(hex);
    s->wrote = gp_str_dup(v->a, v->manifest.goldpin_version);
    s->here = gp_str_c(gp_version());
    s->kernels_here = gp_str_dup(v->a, gp_str_c(hex));
    for (size_t i = 0; i < v->manifest.n_targets && !s->kernels_wrote.n; i++)
        s->kernels_wrote = v->manifest.targets[i].kernels_sha256;
    s->other = !gp_str_eq(s->wrote, s->here);
    s->other_kernels = s->kernels_wrote.n && !gp_str_eq(s->kernels_wrote, s->kernels_here);
}

gp_code gp_verify_unreadable(gp_arena *a, const char *bundle, gp_code code, gp_err *err)
{
    gp_str text = {0};
    const gp_json *root = NULL;
    if (code != GP_E_INPUT) return code;
    const char *path = gp_path_join(a, bundle, GP_FILE_MANIFEST);
    if (gp_read_file(a, path, 0, &text, NULL) || gp_json_parse(a, path, text, &root, NULL)) return code;
    const gp_json *version = gp_json_get(gp_json_get(root, "goldpin"), "version");
    if (!version || version->type != GP_JSON_STRING || gp_str_eqc(version->s, gp_version())) return code;
    gp_buf shown = {0};
    gp_show(&shown, version->s, 40);
    code = gp_err_context(
        err, "goldpin %.*s wrote this bundle, and this is %s, which cannot read it; verify it with that one",
        GP_ARG(gp_buf_view(&shown)), gp_version());
    gp_buf_free(&shown);
    return code;
}

/* --- results that another version wrote --- */

typedef struct meaning {
    gp_verifying *v;
    gp_results *then;
} meaning;

static bool same_criteria(const gp_result *x, const gp_result *y)
{
    bool same = x->n_criteria == y->n_criteria;
    for (size_t i = 0; i < x->n_criteria && same; i++)
        same = gp_str_eq(x->criteria[i].id, y->criteria[i].id) &&
               gp_same_score(x->criteria[i].score, y->criteria[i].score);
    return same;
}

static void differs(const meaning *m, gp_str trial, gp_str text)
{
    gp_arena *a = m->v->a;
    gp_map map = {0};
    gp_str key = gp_str_fmt(a, "{\"id\":\"%.*s\"", GP_ARG(trial));
    int64_t line = 0;
    if (!gp_map_file(gp_path_join(a, m->v->o->bundle, GP_FILE_RESULTS), &map, NULL)) {
        size_t at = gp_str_find(map.bytes, key);
        for (size_t i = 0; at != SIZE_MAX && i <= at; i++) line += i == at || map.bytes.p[i] == '\n';
    }
    gp_unmap(&map);
    gp_verify_differs(m->v, GP_CHECK_VERDICTS, GP_FILE_RESULTS, line, gp_str_dup(a, trial), text);
}

static gp_code compare_trial(void *user, const gp_result *now, gp_err *err)
{
    meaning *m = user;
    gp_arena a = {0}, *keep = m->v->a;
    gp_result then;
    bool found = false;
    gp_code code = gp_results_find(m->then, &a, now->id, &then, &found, err);
    if (!code && (!found || now->status != then.status || now->failure != then.failure))
        differs(m, now->id,
                gp_str_fmt(keep, "%s stands there, %s is derived", found ? gp_status_names[then.status] : "nothing",
                           gp_status_names[now->status]));
    else if (!code && (!gp_same_score(now->score, then.score) || !same_criteria(now, &then)))
        differs(m, now->id,
                gp_str_fmt(keep, "score %.6g stands there, %.6g is derived, or a criterion's is another", then.score,
                           now->score));
    else if (!code && !gp_str_eq(now->answer, then.answer))
        differs(m, now->id, GP_STR("another answer stands there than in the journal"));
    gp_arena_free(&a);
    return code;
}

static bool same_counts(const gp_results *x, const gp_results *y)
{
    const gp_tally *s = &gp_results_facts(x)->tally, *t = &gp_results_facts(y)->tally;
    return s->trials == t->trials && s->passed == t->passed && s->failed == t->failed && s->errors == t->errors &&
           s->skipped == t->skipped && s->known == t->known;
}

gp_code gp_verify_meaning(gp_verifying *v, const char *again, gp_err *err)
{
    meaning m = {.v = v, .then = v->results};
    gp_results *now = NULL;
    gp_code code = gp_results_open(again, &now, err);
    if (!code) code = gp_results_each(now, compare_trial, &m, err);
    if (!code && !same_counts(v->results, now))
        gp_verify_differs(v, GP_CHECK_VERDICTS, GP_FILE_RESULTS, 0, (gp_str){0},
                          GP_STR("it counts its trials otherwise than they are"));
    if (!code && !gp_str_eq(v->out->fingerprint, v->out->derived))
        gp_verify_differs(v, GP_CHECK_VERDICTS, GP_FILE_RESULTS, 0, (gp_str){0},
                          gp_str_fmt(v->a, "this version derives the fingerprint %.*s", GP_ARG(v->out->derived)));
    gp_results_close(now);
    return code;
}

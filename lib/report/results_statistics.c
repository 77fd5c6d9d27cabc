/* results_statistics.c - the statistics of a target in results.json. */
#include <math.h>

#include "report/results_format.h"

#define S gp_results_statistics

static void write_interval(gp_jw *w, const void *at)
{
    const gp_interval *i = at;
    gp_jw_array(w);
    gp_jw_real(w, i->lo);
    gp_jw_real(w, i->hi);
    gp_jw_end_array(w);
}

static gp_code read_interval(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    (void)a;
    gp_interval *i = at;
    double *end[] = {&i->lo, &i->hi};
    *i = (gp_interval){(double)NAN, (double)NAN};
    gp_code code = gp_json_want(v, "an interval", GP_JSON_ARRAY, err);
    if (!code && v->n != 2) return gp_json_fail(err, v, "an interval must have two ends");
    const gp_json *e = code ? NULL : v->first;
    for (size_t k = 0; e && !code; k++, e = e->next)
        if (e->type != GP_JSON_NULL) code = gp_json_real(e, "an end of an interval", 0, 1, end[k], err);
    return code;
}

/* Both lists are as long: the writer of each is given the whole struct. */
static void write_list(gp_jw *w, const double *v, size_t n)
{
    gp_jw_array(w);
    for (size_t i = 0; i < n; i++) gp_jw_real(w, v[i]);
    gp_jw_end_array(w);
}

static void write_at(gp_jw *w, const void *object)
{
    write_list(w, ((const S *)object)->pass_at, ((const S *)object)->n_pass);
}
static void write_all(gp_jw *w, const void *object)
{
    write_list(w, ((const S *)object)->pass_all, ((const S *)object)->n_pass);
}

static gp_code read_list(gp_arena *a, const gp_json *v, const double **out, size_t *n, gp_err *err)
{
    gp_code code = gp_json_want(v, "a list of chances", GP_JSON_ARRAY, err);
    if (code) return code;
    double *list = GP_NEW_ARRAY(a, double, v->n);
    size_t k = 0;
    for (const gp_json *e = v->first; e && !code; e = e->next)
        code = gp_json_real(e, "a chance", 0, 1, &list[k++], err);
    *out = list;
    *n = k;
    return code;
}

static gp_code read_at(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    S *s = object;
    return read_list(a, v, &s->pass_at, &s->n_pass, err);
}

/* It stands behind pass_at. */
static gp_code read_all(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    S *s = object;
    size_t n = 0;
    gp_code code = read_list(a, v, &s->pass_all, &n, err);
    return !code && n != s->n_pass ? gp_json_fail(err, v, "pass_all must be as long as pass_at") : code;
}

static bool has_repeats(const void *object) { return ((const S *)object)->n_pass > 0; }

#define SHARE "{\"type\": [\"number\", \"null\"], \"minimum\": 0, \"maximum\": 1}"
#define INTERVAL "{\"type\": \"array\", \"minItems\": 2, \"maxItems\": 2, \"items\": " SHARE "}"
#define CHANCES "{\"type\": \"array\", \"items\": {\"type\": \"number\", \"minimum\": 0, \"maximum\": 1}}"

static const gp_field fields[] = {
    GP_FIELD(INT, "graded", S, graded, .doc = "trials that passed or failed"),
    GP_FIELD(INT, "clusters", S, clusters,
             .doc = "groups of them that belong together: repeats of a case, cases of a cluster"),
    GP_FIELD(REAL, "effective_n", S, effective_n, .doc = "independent trials that they are worth for the pass rate"),
    GP_FIELD(ANY, "pass_rate_ci95", S, passed, .write = write_interval, .read = read_interval, .schema = INTERVAL,
             .doc = "95% interval of the pass rate [lo, hi] that knows of clusters"),
    GP_FIELD(ANY, "score_mean_ci95", S, score, .write = write_interval, .read = read_interval, .schema = INTERVAL,
             .doc = "the same of the mean score"),
    GP_FIELD(INT, "repeated", S, repeated, .doc = "cases with at least two graded answers"),
    GP_FIELD(REAL, "flaky", S, flaky, GP_RANGE(0, 1),
             .doc = "share of the repeated cases whose answers neither all passed nor all failed"),
    GP_FIELD(REAL, "disagreement", S, disagreement, GP_RANGE(0, 1),
             .doc = "chance that of two answers to a case one passes and one does not, averaged over repeated cases"),
    GP_FIELD_BY("pass_at", write_at, read_at, .has = has_repeats, .schema = CHANCES,
                .doc = "for k = 1, 2, ...: chance that at least one of k answers passes (pass@k)"),
    GP_FIELD_BY("pass_all", write_all, read_all, .has = has_repeats, .schema = CHANCES,
                .doc = "for k = 1, 2, ...: chance that all of k answers pass (pass^k)"),
};
const gp_record gp_statistics_record = GP_RECORD(S, fields, "statistics", .def = "statistics");

gp_results_statistics gp_statistics_of(gp_arena *a, const gp_graded *g)
{
    gp_mean passed = gp_graded_passed(g), score = gp_graded_score(g);
    gp_repeats r = gp_graded_repeats(g);
    gp_results_statistics s = {.graded = (int64_t)g->n,
                               .clusters = (int64_t)passed.clusters,
                               .effective_n = g->n ? passed.effective_n : (double)NAN,
                               .passed = passed.ci95,
                               .score = score.ci95,
                               .repeated = (int64_t)r.cases,
                               .flaky = gp_repeats_flaky(&r),
                               .disagreement = gp_repeats_disagree(&r)};
    size_t most = 0;
    while (most < GP_MOST_PASS_K && r.with[most + 1]) most++;
    if (most < 2) return s;
    double *at = GP_NEW_ARRAY(a, double, most), *all = GP_NEW_ARRAY(a, double, most);
    for (size_t k = 1; k <= most; k++) {
        at[k - 1] = gp_repeats_at(&r, k);
        all[k - 1] = gp_repeats_all(&r, k);
    }
    s.pass_at = at, s.pass_all = all, s.n_pass = most;
    return s;
}

gp_interval gp_results_rate95(const gp_results_target *t)
{
    if (t->statistics.graded > 0) return t->statistics.passed;
    return gp_rate95(t->tally.passed, t->tally.passed + t->tally.failed);
}

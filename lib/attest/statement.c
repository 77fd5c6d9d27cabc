/* statement.c - what is stated of a bundle, in each of the forms. */
#include <math.h>

#include "attest/attest.h"
#include "base/sys.h"
#include "bundle/bundle.h"

gp_code gp_attest_subject(const char *bundle, char out[GP_SHA256_HEX], gp_err *err)
{
    gp_arena a = {0};
    gp_code code = gp_sha256_file(gp_path_join(&a, bundle, GP_FILE_SUMS), out, err);
    gp_arena_free(&a);
    return code;
}

/* --- pieces --- */

static void put_digest(gp_jw *w, gp_str hex)
{
    gp_jw_key(w, "digest");
    gp_jw_object(w);
    gp_jw_kstr(w, "sha256", hex);
    gp_jw_end_object(w);
}

static gp_str bare(gp_str digest) /* without "sha256:" */
{
    static const gp_str front = GP_STR("sha256:");
    return gp_str_starts(digest, front) ? (gp_str){digest.p + front.n, digest.n - front.n} : digest;
}

static void put_time(gp_jw *w, const char *key, int64_t epoch)
{
    char when[24];
    gp_utc_iso(epoch, when);
    gp_jw_kc(w, key, when);
}

static void put_decimal(gp_jw *w, const char *key, double v)
{
    char text[40];
    (void)gp_fmt_double(text, v);
    gp_jw_kc(w, key, text);
}

static void begin(const gp_attested *x, const char *predicate, gp_jw *w, gp_buf *out)
{
    gp_jw_init(w, out, 2);
    gp_jw_object(w);
    gp_jw_kc(w, "_type", "https://in-toto.io/Statement/v1");
    gp_jw_key(w, "subject");
    gp_jw_array(w);
    gp_jw_object(w);
    gp_jw_kc(w, "name", GP_FILE_SUMS);
    put_digest(w, gp_str_c(x->subject));
    gp_jw_end_object(w);
    gp_jw_end_array(w);
    gp_jw_kc(w, "predicateType", predicate);
    gp_jw_key(w, "predicate");
    gp_jw_object(w);
}

static void end(gp_jw *w, gp_buf *out)
{
    gp_jw_end_object(w);
    gp_jw_end_object(w);
    gp_buf_byte(out, '\n');
}

static bool green(const gp_attested *x) { return gp_results_facts(x->results)->gate.exit_code == 0; }

/* --- test-result --- */

typedef struct names {
    gp_jw *w;
    bool passed, known; /* which to write */
} names;

static gp_code put_name(void *user, const gp_result *t, gp_err *err)
{
    (void)err;
    names *n = user;
    bool passed = t->status == GP_PASSED, failed = t->status == GP_FAILED || t->status == GP_ERROR;
    if (n->passed ? passed : failed && t->known == n->known) gp_jw_str(n->w, t->id);
    return GP_OK;
}

static gp_code put_names(const gp_attested *x, gp_jw *w, const char *key, bool passed, bool known, gp_err *err)
{
    names n = {w, passed, known};
    gp_jw_key(w, key);
    gp_jw_array(w);
    gp_code code = gp_results_each(x->results, put_name, &n, err);
    gp_jw_end_array(w);
    return code;
}

static void put_suites(const gp_attested *x, gp_jw *w)
{
    for (size_t i = 0; i < x->manifest->n_suites; i++) {
        gp_jw_object(w);
        gp_jw_kstr(w, "name", x->manifest->suites[i].name);
        put_digest(w, bare(x->manifest->suites[i].digest));
        gp_jw_end_object(w);
    }
}

gp_code gp_attest_test_result(const gp_attested *x, gp_buf *out, gp_err *err)
{
    const gp_tally *t = &gp_results_facts(x->results)->tally;
    gp_jw w;
    begin(x, "https://in-toto.io/attestation/test-result/v0.1", &w, out);
    gp_jw_kc(&w, "result", !green(x) ? "FAILED" : t->known || t->failed || t->errors ? "WARNED" : "PASSED");
    gp_jw_key(&w, "configuration");
    gp_jw_array(&w);
    put_suites(x, &w);
    gp_jw_end_array(&w);
    gp_code code = put_names(x, &w, "passedTests", true, false, err);
    if (!code) code = put_names(x, &w, "warnedTests", false, true, err);
    if (!code) code = put_names(x, &w, "failedTests", false, false, err);
    end(&w, out);
    return code;
}

/* --- eval-result --- */

/* The pass rate that the gate was asked for; NaN: none. */
static double wanted_rate(const gp_attested *x)
{
    gp_arena a = {0};
    gp_err err = {0};
    const gp_json *root = NULL;
    gp_gate_rules rules = gp_gate_rules_none();
    gp_str text = gp_results_facts(x->results)->rules;
    bool read = text.n && !gp_json_parse(&a, "rules", text, &root, &err) &&
                !gp_gate_rules_parse(&a, root, &rules, &err);
    double rate = read && isfinite(rules.pass_rate) ? rules.pass_rate : x->manifest->gate.fail_under;
    gp_arena_free(&a);
    return rate;
}

/* A threshold is text, so that no reader rounds it. */
static void put_claim(gp_jw *w, const char *metric, const char *comparator, double threshold, bool passed)
{
    gp_jw_object(w);
    gp_jw_kc(w, "metric", metric);
    gp_jw_kc(w, "comparator", comparator);
    put_decimal(w, "threshold", threshold);
    gp_jw_kbool(w, "passed", passed);
    gp_jw_end_object(w);
}

/* What was asked in advance: a pass rate where the gate names one, and that nothing failed unexpectedly. */
static void put_claims(const gp_attested *x, gp_jw *w, const gp_results_target *t)
{
    double rate = wanted_rate(x);
    size_t unexpected = t->tally.failed - t->tally.known + t->tally.errors;
    gp_jw_key(w, "claims");
    gp_jw_array(w);
    if (isfinite(rate)) put_claim(w, "pass_rate", ">=", rate, gp_tally_pass_rate(&t->tally) >= rate);
    put_claim(w, "unexpected_failures", "<=", 0, unexpected == 0);
    gp_jw_end_array(w);
}

static void put_version(const gp_attested *x, gp_jw *w, const char *key)
{
    gp_jw_key(w, key);
    gp_jw_object(w);
    gp_jw_kc(w, "name", "goldpin");
    gp_jw_kstr(w, "version", x->manifest->goldpin_version);
    gp_jw_end_object(w);
}

static void put_resource(gp_jw *w, const char *key, gp_str name, gp_str digest)
{
    gp_jw_key(w, key);
    gp_jw_object(w);
    gp_jw_kstr(w, "name", name);
    put_digest(w, bare(digest));
    gp_jw_end_object(w);
}

bool gp_attest_eval_result(const gp_attested *x, size_t i, gp_buf *out)
{
    const gp_results_target *t = &gp_results_facts(x->results)->targets[i];
    if (!t->weights_sha256.n || x->manifest->n_suites != 1) return false;
    const gp_manifest_suite *s = &x->manifest->suites[0];
    gp_jw w;
    begin(x, "https://in-toto.io/attestation/eval-result/v0.1", &w, out);
    gp_jw_key(&w, "evaluator");
    gp_jw_object(&w);
    gp_jw_kc(&w, "id", "urn:goldpin:run");
    gp_jw_end_object(&w);
    put_time(&w, "evaluatedAt", x->manifest->started_epoch);
    gp_jw_key(&w, "suite");
    gp_jw_object(&w);
    gp_jw_kstr(&w, "name", s->name);
    gp_jw_kstr(&w, "version", s->version);
    gp_jw_end_object(&w);
    put_claims(x, &w, t);
    gp_jw_kint(&w, "sampleSize", (int64_t)(t->tally.passed + t->tally.failed));
    put_resource(&w, "model", t->model, t->weights_sha256);
    put_resource(&w, "dataset", s->name, s->digest);
    gp_jw_kc(&w, "assuranceLevel", x->reproduced ? "reproduced" : "self_attested");
    gp_jw_kc(&w, "subjectProfile", "receipt");
    put_version(x, &w, "harness");
    end(&w, out);
    return true;
}

/* --- verification summary --- */

void gp_attest_vsa(const gp_attested *x, gp_buf *out)
{
    const gp_results_head *f = gp_results_facts(x->results);
    char policy[GP_SHA256_HEX];
    gp_arena a = {0};
    gp_jw w;
    gp_sha256_hex_of(f->rules, policy);
    begin(x, "https://slsa.dev/verification_summary/v1", &w, out);
    gp_jw_key(&w, "verifier");
    gp_jw_object(&w);
    gp_jw_kstr(&w, "id", gp_str_fmt(&a, "urn:goldpin:%.*s:verify", GP_ARG(x->manifest->goldpin_version)));
    gp_jw_end_object(&w);
    put_time(&w, "timeVerified", x->verified_epoch);
    gp_jw_kstr(&w, "resourceUri", gp_str_fmt(&a, "urn:goldpin:bundle:sha256:%s", x->subject));
    gp_jw_key(&w, "policy");
    gp_jw_object(&w);
    gp_jw_kc(&w, "uri", "urn:goldpin:gate");
    put_digest(&w, gp_str_c(policy));
    gp_jw_end_object(&w);
    gp_jw_kc(&w, "verificationResult", green(x) ? "PASSED" : "FAILED");
    gp_jw_key(&w, "verifiedLevels");
    gp_jw_array(&w);
    gp_jw_c(&w, !green(x) ? "FAILED" : x->all_reproduced ? "GOLDPIN_GATE_REPRODUCED" : "GOLDPIN_GATE");
    gp_jw_end_array(&w);
    gp_jw_kc(&w, "slsaVersion", "1.0");
    end(&w, out);
    gp_arena_free(&a);
}

/* --- model card --- */

static void put_metric(gp_jw *w, const char *type, double value, gp_interval ci, gp_str slice)
{
    if (!isfinite(value)) return;
    gp_jw_object(w);
    gp_jw_kc(w, "type", type);
    put_decimal(w, "value", value);
    gp_jw_kstr(w, "slice", slice);
    if (isfinite(ci.lo)) {
        gp_jw_key(w, "confidenceInterval");
        gp_jw_object(w);
        put_decimal(w, "lowerBound", ci.lo);
        put_decimal(w, "upperBound", ci.hi);
        gp_jw_end_object(w);
    }
    gp_jw_end_object(w);
}

static void put_model(gp_jw *w, const gp_results_target *t, gp_str slice)
{
    gp_jw_object(w);
    gp_jw_kc(w, "type", "machine-learning-model");
    gp_jw_kstr(w, "bom-ref", t->name);
    gp_jw_kstr(w, "name", t->model.n ? t->model : t->name);
    if (t->weights_sha256.n) {
        gp_jw_key(w, "hashes");
        gp_jw_array(w);
        gp_jw_object(w);
        gp_jw_kc(w, "alg", "SHA-256");
        gp_jw_kstr(w, "content", bare(t->weights_sha256));
        gp_jw_end_object(w);
        gp_jw_end_array(w);
    }
    gp_jw_key(w, "modelCard");
    gp_jw_object(w);
    gp_jw_key(w, "quantitativeAnalysis");
    gp_jw_object(w);
    gp_jw_key(w, "performanceMetrics");
    gp_jw_array(w);
    put_metric(w, "pass_rate", gp_tally_pass_rate(&t->tally), gp_results_rate95(t), slice);
    put_metric(w, "mean_score", gp_tally_score_mean(&t->tally),
               t->statistics.graded > 0 ? t->statistics.score : (gp_interval){NAN, NAN}, slice);
    gp_jw_end_array(w);
    gp_jw_end_object(w);
    gp_jw_end_object(w);
    gp_jw_end_object(w);
}

void gp_attest_model_card(const gp_attested *x, gp_buf *out)
{
    const gp_results_head *f = gp_results_facts(x->results);
    gp_buf slice = {0};
    gp_jw w;
    for (size_t i = 0; i < x->manifest->n_suites; i++)
        gp_buf_fmt(&slice, "%s%.*s %.*s", i ? ", " : "", GP_ARG(x->manifest->suites[i].name),
                   GP_ARG(x->manifest->suites[i].version));
    gp_jw_init(&w, out, 2);
    gp_jw_object(&w);
    gp_jw_kc(&w, "bomFormat", "CycloneDX");
    gp_jw_kc(&w, "specVersion", "1.7");
    gp_jw_kint(&w, "version", 1);
    gp_jw_key(&w, "metadata");
    gp_jw_object(&w);
    put_time(&w, "timestamp", x->manifest->started_epoch);
    gp_jw_key(&w, "properties");
    gp_jw_array(&w);
    gp_jw_object(&w);
    gp_jw_kc(&w, "name", "goldpin:bundle:sha256");
    gp_jw_kc(&w, "value", x->subject);
    gp_jw_end_object(&w);
    gp_jw_end_array(&w);
    gp_jw_end_object(&w);
    gp_jw_key(&w, "components");
    gp_jw_array(&w);
    for (size_t i = 0; i < f->n_targets; i++) put_model(&w, &f->targets[i], gp_buf_view(&slice));
    gp_jw_end_array(&w);
    gp_jw_end_object(&w);
    gp_buf_byte(out, '\n');
    gp_buf_free(&slice);
}

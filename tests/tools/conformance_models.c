/* conformance_models.c - logits and greedy continuations of the engine against stored references.
 *
 *   conformance_models FOLDER [NAME...]
 *
 * FOLDER holds one folder per model: model.gguf, ref.json, logits-K.f32; or, for one long prompt, ids and logits in files
 * that ref.json names. Each supported model is evaluated with
 * context 512 at every stored position of every prompt, from the token ids in ref.json. Files with float weights must
 * agree within the absolute tolerance that ref.json names; quantized ones, whose activations become integers, within
 * the relative rms, over all positions. Greedy continuations must agree up to the first step whose margin is too small
 * to decide. Exit 1 if any model fails. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/sys.h"
#include "engine/engine.h"

typedef struct score {
    double worst, diff2, ref2, sum;
    uint64_t values;
    unsigned greedy_good, greedy_prompts;
    double tolerance, margin; /* a step with a smaller margin decides nothing */
    bool exact;               /* float activations: absolute tolerance */
} score;

static double real_at(const gp_json *v, const char *a, const char *b, double otherwise)
{
    const gp_json *o = gp_json_get(v, a), *x = o ? gp_json_get(o, b) : NULL;
    return x && (x->type == GP_JSON_REAL || x->type == GP_JSON_INT) ? x->d : otherwise;
}

static void rules(const gp_json *ref, score *s)
{
    const gp_json *w = gp_json_get(ref, "weights"), *stats = gp_json_get(ref, "stats");
    s->exact = w && (gp_str_eqc(w->s, "F32") || gp_str_eqc(w->s, "F16") || gp_str_eqc(w->s, "BF16"));
    s->tolerance = real_at(ref, "tolerance", s->exact ? "f32_activations_max_abs" : "int8_activations_rel_rms", 0.0);
    s->margin = 2.0 * (s->exact ? s->tolerance : real_at(stats, "quantized_activation_engine", "max_abs", 0.15));
    if (!s->exact && s->margin < 0.3) s->margin = 0.3;
}

static void read_ids(gp_arena *a, const gp_json *list, int32_t **ids, uint32_t *n)
{
    *n = 0;
    *ids = GP_NEW_ARRAY(a, int32_t, list->n + 1);
    for (const gp_json *v = list->first; v; v = v->next) (*ids)[(*n)++] = (int32_t)v->i;
}

static void compare(const float *got, const float *want, size_t n, score *s)
{
    for (size_t i = 0; i < n; i++) {
        if (got[i] == want[i] && isinf(got[i])) continue; /* suppressed tokens */
        double d = fabs((double)got[i] - (double)want[i]);
        if (!(d <= s->worst)) s->worst = d; /* NaN becomes the worst */
        s->diff2 += d * d;
        s->ref2 += (double)want[i] * (double)want[i];
        s->sum += d;
        s->values++;
    }
}

/* Logits of one prompt, then its greedy continuation. */
static gp_code check_prompt(gp_model *m, gp_arena *a, const char *dir, const gp_json *p, unsigned k, score *s,
                            gp_err *err)
{
    const gp_json *jids = gp_json_get(p, "ids"), *first = gp_json_get(p, "logits_first_position"),
                  *jgreedy = gp_json_get(p, "greedy"), *jmargin = gp_json_get(p, "greedy_margin");
    int32_t *ids = NULL, *greedy = NULL;
    uint32_t n = 0, n_greedy = 0, v = gp_model_get_facts(m)->n_vocab;
    gp_session *session = NULL;
    gp_str file;
    char name[64];
    if (!jids || !first || !jgreedy || !jmargin) return gp_fail(err, GP_E_INPUT, "%s: incomplete ref.json", dir);
    read_ids(a, jids, &ids, &n);
    read_ids(a, jgreedy, &greedy, &n_greedy);
    (void)snprintf(name, sizeof name, "logits-%u.f32", k);
    gp_code c = gp_read_file(a, gp_path_join(a, dir, name), 0, &file, err);
    float *got = c ? NULL : GP_NEW_ARRAY(a, float, (size_t)n *v);
    if (!c && (!got || file.n != (n - (size_t)first->i) * v * 4))
        c = gp_fail(err, GP_E_INPUT, "%s: %s has the wrong size", dir, name);
    if (!c) c = gp_session_new(m, &session, err);
    if (!c) c = gp_engine_step(m, &(gp_step_item){session, ids, n, GP_ROWS_ALL, got}, 1, err);
    if (!c) compare(got + (size_t)first->i * v, (const float *)(const void *)file.p, file.n / 4, s);
    float *row = got ? got + (size_t)(n - 1) * v : NULL;
    const gp_json *mg = jmargin->first;
    bool good = true;
    for (uint32_t i = 0; i < n_greedy && !c && mg && mg->d >= s->margin; i++, mg = mg->next) {
        int32_t id = gp_argmax(row, v, NULL);
        if (id != greedy[i]) {
            good = false;
            break;
        }
        if (i + 1 < n_greedy) c = gp_engine_step(m, &(gp_step_item){session, &id, 1, GP_ROWS_LAST, row}, 1, err);
    }
    s->greedy_prompts++;
    s->greedy_good += good && !c;
    gp_session_free(session);
    return c;
}

/* A prompt in a file of int32 ids, and logits from one position on. */
static gp_code check_long(gp_model *m, gp_arena *a, const char *dir, const gp_json *ref, score *s, gp_err *err)
{
    const gp_json *ids = gp_json_get(ref, "ids"), *logits = gp_json_get(ref, "logits"),
                  *first = gp_json_get(ref, "logits_first_position");
    gp_str prompt, want;
    gp_session *session = NULL;
    size_t v = gp_model_get_facts(m)->n_vocab;
    if (!logits || !first) return gp_fail(err, GP_E_INPUT, "%s: incomplete ref.json", dir);
    gp_code c = gp_read_file(a, gp_path_join(a, dir, gp_str_dup(a, ids->s).p), 0, &prompt, err);
    if (!c) c = gp_read_file(a, gp_path_join(a, dir, gp_str_dup(a, logits->s).p), 0, &want, err);
    if (c) return c;
    size_t n = prompt.n / 4, rows = n - (size_t)first->i, early = (size_t)first->i;
    if (want.n != rows * v * 4) return gp_fail(err, GP_E_INPUT, "%s: the logits have the wrong size", dir);
    float *got = GP_NEW_ARRAY(a, float, rows *v);
    const int32_t *all = (const int32_t *)(const void *)prompt.p;
    c = gp_session_new(m, &session, err);
    if (!c) c = gp_engine_step(m, &(gp_step_item){session, all, (uint32_t)early, GP_ROWS_NONE, NULL}, 1, err);
    if (!c) c = gp_engine_step(m, &(gp_step_item){session, all + early, (uint32_t)rows, GP_ROWS_ALL, got}, 1, err);
    if (!c) compare(got, (const float *)(const void *)want.p, want.n / 4, s);
    gp_session_free(session);
    return c;
}

typedef enum verdict { PASSED, FAILED, UNSUPPORTED } verdict;

static verdict check_model(gp_arena *a, const char *dir, const char *name, gp_err *err)
{
    gp_str text;
    const gp_json *ref, *prompts;
    gp_model *m = NULL;
    score s = {0};
    gp_model_options o = {.context = 512, .batch = 64};
    if (gp_read_file(a, gp_path_join(a, dir, "ref.json"), 0, &text, err) ||
        gp_json_parse(a, "ref.json", text, &ref, err))
        return FAILED;
    const gp_json *file = gp_json_get(ref, "ids"), *context = gp_json_get(ref, "n_ctx");
    if (file && context) o.context = (uint32_t)context->i;
    if (gp_model_open(gp_path_join(a, dir, "model.gguf"), &o, &m, err))
        return strstr(err->msg, "not supported") ? UNSUPPORTED : FAILED;
    rules(ref, &s);
    if (file) s.tolerance = real_at(ref, "tolerance", "f32_activations_max_abs", 0.0);
    prompts = gp_json_get(ref, "prompts");
    if (file) s.exact = true;
    gp_code c = file ? check_long(m, a, dir, ref, &s, err) : prompts ? GP_OK : gp_fail(err, GP_E_INPUT, "no prompts");
    unsigned k = 0;
    for (const gp_json *p = prompts ? prompts->first : NULL; p && !c; p = p->next)
        c = check_prompt(m, a, dir, p, k++, &s, err);
    gp_model_close(m);
    if (c) return FAILED;
    double rms = s.ref2 > 0.0 ? sqrt(s.diff2 / s.ref2) : 0.0, error = s.exact ? s.worst : rms;
    bool good = error <= s.tolerance && s.greedy_good == s.greedy_prompts;
    printf("%-28s %s  worst %.6f  mean %.7f  rel.rms %.5f  (%s <= %.4f)  greedy %u/%u\n", name, good ? "ok  " : "FAIL",
           s.worst, s.sum / (double)(s.values ? s.values : 1), rms, s.exact ? "worst" : "rel.rms", s.tolerance,
           s.greedy_good, s.greedy_prompts);
    if (!good) (void)gp_fail(err, GP_E_INPUT, "differs from the reference");
    return good ? PASSED : FAILED;
}

static bool named(const char *name, char **list, int n)
{
    for (int i = 0; i < n; i++)
        if (!strcmp(list[i], name)) return true;
    return n == 0;
}

int main(int argc, char **argv)
{
    gp_arena a = {0}, per_model = {0};
    gp_err err = {0};
    const char *const *names;
    size_t n;
    unsigned count[3] = {0};
    if (argc < 2) {
        (void)fprintf(stderr, "usage: conformance_models FOLDER [NAME...]\n");
        return 2;
    }
    if (gp_list_dir(&a, argv[1], &names, &n, &err)) {
        (void)fprintf(stderr, "%s\n", err.msg);
        return 2;
    }
    for (size_t i = 0; i < n; i++) {
        if (!named(names[i], argv + 2, argc - 2)) continue;
        err = (gp_err){0};
        verdict v = check_model(&per_model, gp_path_join(&a, argv[1], names[i]), names[i], &err);
        count[v]++;
        if (v != PASSED) printf("%-28s %s %s\n", names[i], v == FAILED ? "FAIL" : "-   ", err.msg);
        gp_arena_reset(&per_model);
    }
    printf("models: %u passed, %u failed, %u not supported\n", count[PASSED], count[FAILED], count[UNSUPPORTED]);
    gp_arena_free(&per_model);
    gp_arena_free(&a);
    return count[FAILED] || !count[PASSED] ? 1 : 0;
}

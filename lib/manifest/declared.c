/* declared.c - plans as files, and what a run did otherwise. */
#include <math.h>
#include <string.h>

#include "base/sha256.h"
#include "base/sys.h"
#include "manifest/declared.h"

#define D gp_declared
#define S gp_declared_suite
#define T gp_declared_target

static const gp_field suite_fields[] = {
    GP_FIELD(STR, "name", S, name, .flags = GP_KNOWN),
    GP_FIELD(STR, "version", S, version),
    GP_FIELD(STR, "digest", S, digest, .flags = GP_KNOWN),
    GP_FIELD(INT, "cases", S, cases, .flags = GP_KNOWN),
};
static const gp_record suite_record = GP_RECORD(S, suite_fields, "a suite");

static const gp_field target_fields[] = {
    GP_FIELD(STR, "name", T, name, .flags = GP_KNOWN),
    GP_FIELD(STR, "provider", T, provider, .flags = GP_KNOWN),
    GP_FIELD(STR, "model", T, model),
};
static const gp_record target_record = GP_RECORD(T, target_fields, "a target");

static const gp_field gate_fields[] = {
    GP_FIELD(REAL, "fail_under", D, fail_under, GP_RANGE(0, 1)),
    GP_FIELD(INT, "max_errors", D, max_errors, .flags = GP_KNOWN),
    GP_FIELD(BOOL, "strict", D, strict),
};
static const gp_record gate_record = GP_RECORD(D, gate_fields, "the gate");

static const gp_field aim_fields[] = {
    GP_FIELD(REAL, "detect", D, detect, GP_RANGE(0, 1)),
    GP_FIELD(REAL, "power", D, power, GP_RANGE(0, 1)),
    GP_FIELD(REAL, "level", D, level, GP_RANGE(0, 1)),
};
static const gp_record aim_record = GP_RECORD(D, aim_fields, "the statistics");

static const gp_field fields[] = {
    GP_FIELD_IS("schema", "goldpin.plan/1"),
    GP_FIELD_LISTED(LIST, "suites", D, suites, n_suites, .record = &suite_record),
    GP_FIELD_LISTED(LIST, "targets", D, targets, n_targets, .record = &target_record),
    GP_FIELD(INT, "repeat", D, repeat, .flags = GP_KNOWN),
    GP_FIELD_IN("gate", &gate_record),
    GP_FIELD_IN("statistics", &aim_record),
};
static const gp_record declared_record = GP_RECORD(D, fields, "a plan");

void gp_declared_write(const D *d, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 2);
    gp_record_write(&w, &declared_record, d);
    gp_buf_byte(out, '\n');
}

gp_code gp_declared_read(gp_arena *a, const char *path, D *out, gp_str *digest, gp_err *err)
{
    gp_str text;
    const gp_json *root;
    char hex[GP_SHA256_HEX];
    gp_code code = gp_read_file(a, path, 0, &text, err);
    if (!code) code = gp_json_parse(a, gp_arena_copy(a, path, strlen(path)), text, &root, err);
    if (code) return code;
    gp_record_init(&declared_record, out);
    gp_sha256_hex_of(text, hex);
    *digest = gp_str_fmt(a, "sha256:%s", hex);
    return gp_record_read(a, &declared_record, root, out, err);
}

/* --- departures --- */

typedef struct list {
    gp_arena *a;
    gp_str *texts;
    size_t n;
} list;

static void add(list *l, gp_str text) { l->texts[l->n++] = text; }

static const S *suite_of(const D *d, gp_str name)
{
    for (size_t i = 0; i < d->n_suites; i++)
        if (gp_str_eq(d->suites[i].name, name)) return &d->suites[i];
    return NULL;
}

static const T *target_of(const D *d, gp_str name)
{
    for (size_t i = 0; i < d->n_targets; i++)
        if (gp_str_eq(d->targets[i].name, name)) return &d->targets[i];
    return NULL;
}

static void compare_suite(list *l, const S *was, const S *is)
{
    if (!gp_str_eq(was->version, is->version))
        add(l, gp_str_fmt(l->a, "suite %.*s has version %.*s, planned %.*s", GP_ARG(was->name), GP_ARG(is->version),
                          GP_ARG(was->version)));
    else if (!gp_str_eq(was->digest, is->digest))
        add(l, gp_str_fmt(l->a, "suite %.*s was changed after the plan", GP_ARG(was->name)));
    if (was->cases != is->cases)
        add(l, gp_str_fmt(l->a, "cases of suite %.*s: %lld, planned %lld", GP_ARG(was->name), (long long)is->cases,
                          (long long)was->cases));
}

static void compare_suites(list *l, const D *planned, const D *run)
{
    for (size_t i = 0; i < planned->n_suites; i++) {
        const S *was = &planned->suites[i], *is = suite_of(run, was->name);
        if (is) compare_suite(l, was, is);
        else add(l, gp_str_fmt(l->a, "suite %.*s was planned and is not run", GP_ARG(was->name)));
    }
    for (size_t i = 0; i < run->n_suites; i++)
        if (!suite_of(planned, run->suites[i].name))
            add(l, gp_str_fmt(l->a, "suite %.*s is run and was not planned", GP_ARG(run->suites[i].name)));
}

static void compare_targets(list *l, const D *planned, const D *run)
{
    for (size_t i = 0; i < planned->n_targets; i++) {
        const T *was = &planned->targets[i], *is = target_of(run, was->name);
        if (!is) add(l, gp_str_fmt(l->a, "target %.*s was planned and is not run", GP_ARG(was->name)));
        else if (!gp_str_eq(was->provider, is->provider) || !gp_str_eq(was->model, is->model))
            add(l, gp_str_fmt(l->a, "target %.*s is %.*s:%.*s, planned %.*s:%.*s", GP_ARG(was->name),
                              GP_ARG(is->provider), GP_ARG(is->model), GP_ARG(was->provider), GP_ARG(was->model)));
    }
    for (size_t i = 0; planned->n_targets && i < run->n_targets; i++)
        if (!target_of(planned, run->targets[i].name))
            add(l, gp_str_fmt(l->a, "target %.*s is run and was not planned", GP_ARG(run->targets[i].name)));
}

static bool same_share(double x, double y) { return (isnan(x) && isnan(y)) || fabs(x - y) < 1e-12; }

static gp_str share(gp_arena *a, double v) { return isnan(v) ? GP_STR("not given") : gp_str_fmt(a, "%g", v); }

static void compare_gate(list *l, const D *planned, const D *run)
{
    if (!same_share(planned->fail_under, run->fail_under))
        add(l, gp_str_fmt(l->a, "--fail-under is %.*s, planned %.*s", GP_ARG(share(l->a, run->fail_under)),
                          GP_ARG(share(l->a, planned->fail_under))));
    if (planned->max_errors != run->max_errors)
        add(l, gp_str_fmt(l->a, "--max-errors is %lld, planned %lld", (long long)run->max_errors,
                          (long long)planned->max_errors));
    if (planned->strict != run->strict)
        add(l, run->strict ? GP_STR("--strict is given and was not planned")
                           : GP_STR("--strict was planned and is not given"));
}

size_t gp_declared_departures(gp_arena *a, const D *planned, const D *run, const gp_str **out)
{
    size_t most = 2 * (planned->n_suites + run->n_suites) + planned->n_targets + run->n_targets + 4;
    list l = {.a = a, .texts = GP_NEW_ARRAY(a, gp_str, most)};
    compare_suites(&l, planned, run);
    compare_targets(&l, planned, run);
    if (planned->repeat != run->repeat)
        add(&l, gp_str_fmt(a, "answers to each case: %lld, planned %lld", (long long)run->repeat,
                           (long long)planned->repeat));
    compare_gate(&l, planned, run);
    *out = l.texts;
    return l.n;
}

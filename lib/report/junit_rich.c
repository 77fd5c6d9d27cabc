/* junit_rich.c - the rich dialect: properties as <property name value>, the place of a case as `file` and `line`. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "report/junit_rich.h"

enum { MOST_VALUE = 1000 };

void gp_xml_line(gp_xml *x, const char *name, gp_str text, size_t max)
{
    gp_buf b = {0};
    gp_text_line(&b, text, max);
    gp_xml_attribute(x, name, gp_buf_view(&b));
    gp_buf_free(&b);
}

/* --- repeats that do not agree --- */

static uint64_t key_of(const gp_result *t)
{
    uint64_t h = 0xCBF29CE484222325u;
    const gp_str parts[] = {t->suite, t->case_id, t->target};
    for (size_t k = 0; k < 3; k++, h = (h ^ 0xFF) * 0x100000001B3u)
        for (size_t i = 0; i < parts[k].n; i++) h = (h ^ (unsigned char)parts[k].p[i]) * 0x100000001B3u;
    return h;
}

void gp_flaky_note(gp_flaky *f, size_t index, const gp_result *t)
{
    uint64_t key = key_of(t);
    if (!index || key != f->key) f->from = index, f->key = key, f->passed = f->failed = false;
    f->passed = f->passed || t->status == GP_PASSED;
    f->failed = f->failed || t->status == GP_FAILED || t->status == GP_ERROR;
    if (!f->passed || !f->failed) return;
    size_t before = f->room;
    while (f->room <= index) f->set = gp_grow(f->set, f->room, &f->room, 1);
    memset(f->set + before, 0, f->room - before);
    memset(f->set + f->from, 1, index + 1 - f->from);
}

bool gp_flaky_is(const gp_flaky *f, size_t index) { return index < f->room && f->set[index]; }

/* --- properties --- */

static void property(gp_xml *x, const char *name, gp_str value)
{
    if (!value.n) return;
    gp_xml_start(x, "property");
    gp_xml_attribute(x, "name", gp_str_c(name));
    gp_xml_line(x, "value", value, MOST_VALUE);
    gp_xml_end(x);
}

static void property_real(gp_xml *x, const char *name, double v)
{
    char text[32] = {0};
    if (!isfinite(v)) return;
    (void)gp_fmt_double(text, v);
    property(x, name, gp_str_c(text));
}

static void property_int(gp_xml *x, const char *name, int64_t v)
{
    gp_buf b = {0};
    gp_buf_fmt(&b, "%lld", (long long)v);
    if (v >= 0) property(x, name, gp_buf_view(&b));
    gp_buf_free(&b);
}

void gp_junit_when(gp_xml *x, const gp_results_head *head)
{
    char when[24];
    if (head->started_epoch < 0) return;
    gp_utc_iso(head->started_epoch, when);
    gp_xml_attribute(x, "timestamp", gp_str_c(when));
}

static void of_manifest(gp_xml *x, const gp_manifest *m, gp_str suite)
{
    property(x, "goldpin.version", m->goldpin_version);
    property(x, "commit", m->commit);
    for (size_t i = 0; i < m->n_suites; i++) {
        if (!gp_str_eq(m->suites[i].name, suite)) continue;
        property(x, "suite.version", m->suites[i].version);
        property(x, "suite.digest", m->suites[i].digest);
    }
}

void gp_junit_suite(gp_xml *x, const gp_results_head *head, const gp_manifest *m, gp_str suite, gp_str target)
{
    gp_junit_when(x, head);
    gp_xml_start(x, "properties");
    property(x, "gate", gp_str_c(head->gate.sentence));
    property(x, "fingerprint", head->fingerprint);
    if (m) of_manifest(x, m, suite);
    for (size_t i = 0; i < head->n_targets; i++) {
        const gp_results_target *t = &head->targets[i];
        if (!gp_str_eq(t->name, target)) continue;
        property(x, "target.provider", t->provider);
        property(x, "target.model", t->model);
        property(x, "target.claim", t->claim);
        property(x, "target.fingerprint", t->fingerprint);
        property(x, "target.weights_sha256", t->weights_sha256);
    }
    gp_xml_end(x);
}

/* "suites/smoke/suite.json:12" */
static bool split_place(gp_str where, gp_str *file, gp_str *line)
{
    size_t i = where.n;
    while (i && where.p[i - 1] != ':') i--;
    if (!i || i == where.n) return false;
    *file = (gp_str){where.p, i - 1};
    *line = (gp_str){where.p + i, where.n - i};
    return file->n > 0;
}

void gp_junit_case(gp_xml *x, const gp_result *t, bool flaky)
{
    gp_str file, line;
    if (split_place(t->where, &file, &line)) {
        gp_xml_line(x, "file", file, 0);
        gp_xml_line(x, "line", line, 0);
    }
    gp_xml_start(x, "properties");
    property(x, "trial", t->id);
    property(x, "title", t->case_name);
    property(x, "category", t->category);
    property_real(x, "score", t->score);
    property(x, "flaky", flaky ? GP_STR("true") : (gp_str){0});
    property(x, "known_failure", t->known ? GP_STR("true") : (gp_str){0});
    property_int(x, "repeat", t->repeat);
    property_int(x, "seed", t->seed);
    property(x, "golden", gp_str_c(gp_golden_state_name(t->golden)));
    property(x, "finish", t->finish);
    property_int(x, "requests", t->attempts);
    property_real(x, "first_token_s", t->first_token_s);
    property_real(x, "total_s", t->total_s);
    property_int(x, "input_tokens", t->input_tokens);
    property_int(x, "output_tokens", t->output_tokens);
    property_real(x, "cost_usd", t->cost_usd);
    gp_xml_end(x);
}

void gp_junit_again(gp_xml *x, const gp_result *t)
{
    for (size_t i = 0; i < t->n_earlier; i++) {
        const gp_earlier *e = &t->earlier[i];
        gp_xml_start(x, t->status == GP_PASSED ? "flakyError" : "rerunError");
        gp_xml_line(x, "message", e->error, 300);
        gp_xml_attribute(x, "type", gp_str_c(e->failure ? gp_failure_name(e->failure) : "error"));
        gp_xml_end(x);
    }
}

/* --- the place as a frame --- */

/* A reader of Java's traces takes folders from the dotted name up to the first part that does not begin in lower case, so
 * as many of the last folders are given as can be told that way. */
static size_t telling_folders(gp_str folders)
{
    size_t from = folders.n;
    for (size_t i = folders.n; i-- > 0;) {
        if (folders.p[i] == '.') break;
        bool begins = !i || folders.p[i - 1] == '/';
        if (folders.p[i] != '/' && begins && folders.p[i] <= 'Z') break;
        if (begins && folders.p[i] != '/') from = i;
    }
    return from;
}

void gp_junit_frame(gp_buf *out, gp_str where)
{
    gp_str file, line;
    if (!split_place(where, &file, &line)) return;
    size_t base = file.n;
    while (base && file.p[base - 1] != '/') base--;
    gp_str folders = {file.p, base ? base - 1 : 0};
    gp_buf_c(out, "at ");
    for (size_t i = telling_folders(folders); i < folders.n; i++)
        gp_buf_byte(out, folders.p[i] == '/' ? '.' : folders.p[i]);
    gp_buf_c(out, folders.n ? ".Case(" : "Case(");
    gp_text_line(out, (gp_str){file.p + base, file.n - base}, 0);
    gp_buf_byte(out, ':');
    gp_text_line(out, line, 0);
    gp_buf_c(out, ")\n");
}

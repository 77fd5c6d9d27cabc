/* again.c - the trials judged again, by the suites and goldens that the bundle holds: what comes out must be what stands
 * in it, byte for byte. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "golden/golden_file.h"
#include "verify/verify_impl.h"

enum { MOST_TOLD = 100 }; /* differences of one file; more are counted */

/* --- inputs --- */

const char *const *gp_verify_suites(gp_verifying *v)
{
    const char **list = GP_NEW_ARRAY(v->a, const char *, v->manifest.n_suites);
    for (size_t i = 0; i < v->manifest.n_suites; i++) {
        gp_buf name = {0};
        gp_percent_name(&name, v->manifest.suites[i].name);
        gp_str folder = gp_str_fmt(v->a, "%s/" GP_FOLDER_SUITES "/%s", v->o->bundle, name.p);
        gp_str file = gp_str_dup(v->a, v->manifest.suites[i].file);
        list[i] = gp_path_join(v->a, folder.p, gp_path_base(file.p));
        gp_buf_free(&name);
    }
    return list;
}

typedef struct cases { /* of the transcripts, against those of a suite */
    gp_verifying *v;
    gp_suite *suite;
    const char *file; /* of the suite, in the bundle */
    size_t told;
} cases;

static gp_code check_case(void *user, const gp_result *t, gp_err *err)
{
    cases *x = user;
    gp_verifying *v = x->v;
    gp_arena a = {0};
    gp_case *c = NULL;
    if (!gp_str_eq(t->suite, gp_suite_facts(x->suite)->name)) return GP_OK;
    size_t i = gp_suite_find(x->suite, t->case_id);
    gp_code code = i == SIZE_MAX ? GP_OK : gp_suite_case(x->suite, i, &a, &c, err);
    bool question = c && !gp_str_eqc(t->case_digest, c->digest);
    bool verdict = c && !gp_str_eqc(t->grader_digest, c->grader_digest);
    if (!code && (!c || question || verdict) && x->told++ < MOST_TOLD)
        gp_verify_differs(
            v, GP_CHECK_INPUTS, x->file, c ? (int64_t)c->line : 0, gp_str_dup(v->a, t->id),
            !c         ? gp_str_fmt(v->a, "the suite has no case %.*s", GP_ARG(t->case_id))
            : question ? gp_str_fmt(v->a, "case %.*s is not the one that was asked", GP_ARG(t->case_id))
                       : gp_str_fmt(v->a, "the graders of case %.*s are not those that judged it", GP_ARG(t->case_id)));
    gp_arena_free(&a);
    return code;
}

static gp_code check_suite(gp_verifying *v, const char *path, const gp_manifest_suite *m, gp_err *err)
{
    cases x = {.v = v, .file = path + strlen(v->o->bundle) + 1};
    gp_err why = {0};
    gp_code code = gp_suite_open(path, &gp_graders, &x.suite, &why);
    if (code == GP_E_INPUT) {
        gp_verify_differs(v, GP_CHECK_INPUTS, x.file, 0, (gp_str){0}, gp_str_dup(v->a, gp_str_c(why.msg)));
        return GP_OK;
    }
    if (code) return *err = why, code;
    code = gp_results_each(v->results, check_case, &x, err);
    if (!code && !x.told && !gp_str_eqc(m->digest, gp_suite_facts(x.suite)->digest))
        gp_verify_differs(v, GP_CHECK_INPUTS, x.file, 0, (gp_str){0},
                          GP_STR("it is not the suite that the manifest names, though its cases that were asked are"));
    gp_suite_close(x.suite);
    return code;
}

/* Goldens are no part of what was asked; they may be another without a trace in any verdict. */
static gp_code note_golden(void *user, const gp_result *t, gp_err *err)
{
    gp_verifying *v = user;
    gp_arena a = {0};
    const char *path = gp_golden_path(&a, GP_FOLDER_GOLDENS, t->suite, t->target, t->case_id);
    int64_t line = t->golden == GP_GOLDEN_STATE_MATCH ? gp_verify_golden_line(v, path) : 0;
    if (line)
        gp_verify_differs(v, GP_CHECK_INPUTS, gp_arena_copy(v->a, path, strlen(path)), line, gp_str_dup(v->a, t->id),
                          GP_STR("the golden matched, and is not what the run left as its candidate"));
    gp_arena_free(&a);
    (void)err;
    return GP_OK;
}

static gp_code check_all_files(gp_verifying *v, gp_err *err)
{
    char hex[65];
    gp_str stated = v->chain.inputs_sha256;
    gp_code code = gp_bundle_digest(gp_path_join(v->a, v->o->bundle, GP_FOLDER_INPUTS), hex, err);
    if (code || !v->chained || gp_str_eqc(stated, hex)) return code;
    size_t before = v->n;
    code = gp_results_each(v->results, note_golden, v, err);
    if (!code && v->n == before)
        gp_verify_differs(v, GP_CHECK_INPUTS, GP_FOLDER_INPUTS, 0, (gp_str){0},
                          GP_STR("its files are not those that chain.json names"));
    return code;
}

static gp_code check_template(gp_verifying *v, const gp_manifest_target *t, gp_err *err)
{
    gp_str text = {0};
    char hex[GP_SHA256_HEX];
    bool there = false;
    const char *name = gp_bundle_template(v->a, t->template);
    gp_code code = name ? gp_bundle_look(v->o->bundle, name, &there, err) : GP_OK;
    if (there) code = gp_read_file(v->a, gp_path_join(v->a, v->o->bundle, name), 0, &text, err);
    if (code || !name) return code;
    gp_sha256_hex_of(text, hex);
    if (!there || !gp_str_eq(t->template, gp_str_fmt(v->a, "sha256:%s", hex)))
        gp_verify_differs(v, GP_CHECK_INPUTS, name, 0, (gp_str){0},
                          gp_str_fmt(v->a, "the template of target %.*s is %s", GP_ARG(t->name),
                                     there ? "not the one that it was asked by" : "missing"));
    return GP_OK;
}

gp_code gp_verify_inputs(gp_verifying *v, gp_err *err)
{
    gp_code code = GP_OK;
    if (!gp_is_dir(gp_path_join(v->a, v->o->bundle, GP_FOLDER_INPUTS))) {
        gp_verify_not_made(v, GP_CHECK_INPUTS,
                           GP_STR("the bundle does not hold what it was made of; an earlier version wrote it"));
        return GP_OK;
    }
    const char *const *suites = gp_verify_suites(v);
    for (size_t i = 0; i < v->manifest.n_suites && !code; i++)
        code = check_suite(v, suites[i], &v->manifest.suites[i], err);
    for (size_t i = 0; i < v->manifest.n_targets && !code; i++) code = check_template(v, &v->manifest.targets[i], err);
    if (!code && v->state[GP_CHECK_INPUTS] != GP_CHECK_DIFFERS) code = check_all_files(v, err);
    if (!code)
        gp_verify_said(v, GP_CHECK_INPUTS,
                       v->state[GP_CHECK_INPUTS] == GP_CHECK_DIFFERS
                           ? GP_STR("suites, goldens or templates are not those that the run had")
                           : GP_STR("suites, cases and goldens are those that the run had"));
    return code;
}

/* --- verdicts --- */

static gp_code copy_in(gp_verifying *v, const char *name, const char *to, gp_err *err)
{
    const char *from = gp_path_join(v->a, v->o->bundle, name);
    return gp_is_file(from) ? gp_bundle_copy(v->o->bundle, name, gp_path_join(v->a, to, name), err) : GP_OK;
}

static gp_str next_line(gp_str *rest)
{
    const char *feed = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
    gp_str line = {rest->p, feed ? (size_t)(feed - rest->p) : rest->n};
    size_t used = line.n + (feed ? 1 : 0);
    *rest = (gp_str){rest->p + used, rest->n - used};
    return line;
}

/* What judges said; what programs said is to be said again. */
static gp_code copy_votes(gp_verifying *v, const char *to, gp_err *err)
{
    gp_arena a = {0};
    gp_map map = {0};
    gp_buf votes = {0};
    const char *path = gp_path_join(v->a, v->o->bundle, GP_FILE_EVIDENCE);
    if (!gp_is_file(path)) return GP_OK;
    gp_code code = gp_map_file(path, &map, err);
    gp_str rest = code ? (gp_str){0} : map.bytes;
    for (uint32_t number = 1; rest.n && !code; number++) {
        gp_evidence e;
        gp_str line = next_line(&rest);
        gp_arena_reset(&a);
        code = gp_evidence_read(&a, path, line, number, &e, err);
        if (code || e.vote < 0) continue;
        gp_buf_str(&votes, line);
        gp_buf_byte(&votes, '\n');
    }
    if (!code && votes.n) code = gp_bundle_write(to, GP_FILE_EVIDENCE, gp_buf_view(&votes), err);
    gp_unmap(&map);
    gp_buf_free(&votes);
    gp_arena_free(&a);
    return code;
}

/* `programs`: they run again; else what they said is read. */
static gp_code judge(gp_verifying *v, const char *to, bool programs, gp_run_outcome *out, gp_err *err)
{
    static const char *const kept[] = {GP_FILE_MANIFEST, GP_FILE_TOPOLOGY, GP_FILE_JOURNAL};
    gp_run_options o = gp_verify_run(v);
    gp_code code = gp_make_dirs(to, err);
    for (size_t i = 0; i < sizeof kept / sizeof *kept && !code; i++) code = copy_in(v, kept[i], to, err);
    if (!code) code = programs ? copy_votes(v, to, err) : copy_in(v, GP_FILE_EVIDENCE, to, err);
    for (int i = 0; i < GP_LEAVES; i++) o.allow[i] = programs;
    o.suites = gp_verify_suites(v);
    o.n_suites = v->manifest.n_suites;
    o.golden = gp_path_join(v->a, v->o->bundle, GP_FOLDER_GOLDENS);
    o.resume = to;
    o.judge_again = true;
    return code ? code : gp_run(&o, out, err);
}

/* Two objects part at these members; one of them is in one of the objects only. */
static gp_str extra_member(gp_arena *a, const gp_json *y, const gp_json *p, const gp_json *q, gp_str at)
{
    bool more = p && !gp_json_get(y, gp_str_dup(a, p->key).p);
    const gp_json *extra = more || !q ? p : q;
    gp_buf b = {0};
    gp_buf_fmt(&b, "%.*s%s%.*s: ", GP_ARG(at), at.n ? "." : "", GP_ARG(extra->key));
    gp_show(&b, extra->raw, 80);
    gp_buf_c(&b, more ? " stands there, and nothing is derived" : " is derived, and nothing stands there");
    gp_str text = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return text;
}

/* What two lines of results.json do not share: the pointer to the first value that differs, and both. */
static gp_str first_difference(gp_arena *a, const gp_json *x, const gp_json *y, gp_str at)
{
    gp_str found = {0};
    if (gp_json_equal(x, y)) return found;
    bool object = x->type == GP_JSON_OBJECT;
    bool deep = x->type == y->type && (object || (x->type == GP_JSON_ARRAY && x->n == y->n));
    const gp_json *q = deep ? y->first : NULL, *p = deep ? x->first : NULL;
    size_t i = 0;
    for (; p && q && !found.n; p = p->next, q = q->next, i++) {
        gp_str name = object ? p->key : gp_str_fmt(a, "%zu", i);
        if (object && !gp_str_eq(p->key, q->key)) return extra_member(a, y, p, q, at);
        found = first_difference(a, p, q, gp_str_fmt(a, "%.*s%s%.*s", GP_ARG(at), at.n ? "." : "", GP_ARG(name)));
    }
    if (found.n) return found;
    if (object && deep && (p || q)) return extra_member(a, y, p, q, at);
    gp_buf b = {0};
    if (at.n) gp_buf_fmt(&b, "%.*s: ", GP_ARG(at));
    gp_show(&b, x->raw, 80);
    gp_buf_c(&b, " stands there, ");
    gp_show(&b, y->raw, 80);
    gp_buf_c(&b, " is derived");
    found = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return found;
}

static const gp_json *line_value(gp_arena *a, gp_str line)
{
    const gp_json *v = NULL;
    while (line.n && (line.p[line.n - 1] == ',' || line.p[line.n - 1] == ' ')) line.n--;
    return line.n && line.p[0] == ' ' && !gp_json_parse(a, GP_FILE_RESULTS, gp_str_trim(line), &v, NULL) ? v : NULL;
}

/* Line by line, because a trial is one. */
static void tell_line(gp_verifying *v, gp_check check, const char *file, int64_t number, gp_str was, gp_str is)
{
    gp_arena a = {0};
    const gp_json *x = line_value(&a, was), *y = line_value(&a, is);
    const gp_json *id = x ? gp_json_get(x, "id") : NULL;
    gp_str trial = id && id->type == GP_JSON_STRING ? gp_str_dup(v->a, id->s) : (gp_str){0};
    gp_str text = {0};
    if (x && y) text = first_difference(v->a, x, y, (gp_str){0});
    if (!text.n) {
        gp_buf b = {0};
        gp_show(&b, gp_str_trim(was), 80);
        gp_buf_c(&b, " stands there, ");
        gp_show(&b, gp_str_trim(is), 80);
        gp_buf_c(&b, " is derived");
        text = gp_str_dup(v->a, gp_buf_view(&b));
        gp_buf_free(&b);
    }
    gp_verify_differs(v, check, file, number, trial, text);
    gp_arena_free(&a);
}

/* Of a report the first line is enough; of the results the first of the head, and every trial. */
static void compare_lines(gp_verifying *v, gp_check check, const char *file, gp_str was, gp_str is)
{
    size_t told = 0;
    bool results = check == GP_CHECK_VERDICTS, head = true;
    for (int64_t number = 1; (was.n || is.n) && told < MOST_TOLD; number++) {
        gp_str x = next_line(&was), y = next_line(&is);
        if (results && gp_str_find(x, GP_STR("    {\"id\":")) == 0) head = false;
        if (gp_str_eq(x, y) || (told && (head || !results))) continue;
        tell_line(v, check, file, number, x, y);
        told++;
    }
}

static gp_code compare(gp_verifying *v, gp_check check, const char *again, const char *name, gp_err *err)
{
    gp_map was = {0}, is = {0};
    gp_code code = gp_map_file(gp_path_join(v->a, again, name), &is, err);
    const char *path = gp_path_join(v->a, v->o->bundle, name);
    if (!code && !gp_is_file(path)) gp_verify_differs(v, check, name, 0, (gp_str){0}, GP_STR("it is missing"));
    else if (!code) code = gp_map_file(path, &was, err);
    if (!code && was.base && !gp_str_eq(was.bytes, is.bytes)) compare_lines(v, check, name, was.bytes, is.bytes);
    gp_unmap(&was);
    gp_unmap(&is);
    return code;
}

static gp_code compare_charts(gp_verifying *v, const char *again, gp_err *err)
{
    const char *const *names = NULL;
    size_t n = 0;
    const char *folder = gp_path_join(v->a, again, GP_FOLDER_CHARTS);
    gp_code code = gp_is_dir(folder) ? gp_list_dir(v->a, folder, &names, &n, err) : GP_OK;
    for (size_t i = 0; i < n && !code; i++)
        code = compare(v, GP_CHECK_REPORTS, again, gp_path_join(v->a, GP_FOLDER_CHARTS, names[i]), err);
    return code;
}

typedef struct candidates {
    gp_verifying *v;
    const char *again;
    const char *last; /* the file that was looked at: repeats of a case share one */
} candidates;

static gp_code compare_candidate(void *user, const gp_result *t, gp_err *err)
{
    candidates *c = user;
    gp_verifying *v = c->v;
    const char *name = gp_golden_path(v->a, GP_FOLDER_PENDING, t->suite, t->target, t->case_id);
    gp_entry then = GP_NOTHING, now = GP_NOTHING;
    if (c->last && strcmp(c->last, name) == 0) return GP_OK;
    c->last = name;
    gp_code code = gp_look(gp_path_join(v->a, v->o->bundle, name), &then, err);
    if (!code) code = gp_look(gp_path_join(v->a, c->again, name), &now, err);
    if (code || then != GP_FILE || now != GP_FILE) {
        if (!code && then != now)
            gp_verify_differs(v, GP_CHECK_VERDICTS, name, 0, gp_str_dup(v->a, t->id),
                              now == GP_FILE ? GP_STR("it is missing") : GP_STR("the run left no such candidate"));
        return code;
    }
    return compare(v, GP_CHECK_VERDICTS, c->again, name, err);
}

/* What `bless` would accept. */
static gp_code compare_candidates(gp_verifying *v, const char *again, gp_err *err)
{
    char then[65], now[65];
    candidates c = {.v = v, .again = again};
    size_t before = v->n;
    gp_code code = gp_bundle_digest(gp_path_join(v->a, v->o->bundle, GP_FOLDER_PENDING), then, err);
    if (!code) code = gp_bundle_digest(gp_path_join(v->a, again, GP_FOLDER_PENDING), now, err);
    if (code || strcmp(then, now) == 0 || v->out->versions.other) return code;
    code = gp_results_each(v->results, compare_candidate, &c, err);
    if (!code && v->n == before)
        gp_verify_differs(v, GP_CHECK_VERDICTS, GP_FOLDER_PENDING, 0, (gp_str){0},
                          GP_STR("it holds other files than the run left"));
    return code;
}

static gp_code compare_results(gp_verifying *v, const char *again, gp_err *err)
{
    size_t before = v->n;
    gp_code code = compare(v, GP_CHECK_VERDICTS, again, GP_FILE_RESULTS, err);
    bool in_words = !code && v->n > before && v->out->versions.other;
    if (in_words) gp_verify_forget(v, GP_CHECK_VERDICTS, before), code = gp_verify_meaning(v, again, err);
    bool results = !code && v->n > before;
    if (!code) code = compare_candidates(v, again, err);
    if (code) return code;
    const char *what = in_words ? "verdicts, scores and fingerprint are the same, written as another version does"
                                : "verdicts, numbers and fingerprint are the same";
    bool other = v->state[GP_CHECK_VERDICTS] == GP_CHECK_DIFFERS;
    bool print = gp_str_eq(v->out->fingerprint, v->out->derived);
    gp_verify_said(v, GP_CHECK_VERDICTS,
                   !other     ? gp_str_fmt(v->a, "%zu trial%s judged again: %s", v->out->all_trials,
                                       v->out->all_trials == 1 ? "" : "s", what)
                   : !results ? GP_STR("judged again, the trials leave other candidates for goldens")
                   : print    ? GP_STR("judged again, the trials give other results with the same fingerprint")
                              : GP_STR("judged again, the trials give another fingerprint"));
    return GP_OK;
}

static gp_code compare_reports(gp_verifying *v, const char *again, gp_err *err)
{
    size_t before = v->n;
    gp_code code = GP_OK;
    for (size_t i = 0; i < GP_REPORT_N && !code; i++)
        if (gp_report_formats[i].kept) code = compare(v, GP_CHECK_REPORTS, again, gp_report_formats[i].file, err);
    if (!code) code = compare_charts(v, again, err);
    if (code) return code;
    if (v->n > before && v->out->versions.other) {
        gp_verify_forget(v, GP_CHECK_REPORTS, before);
        gp_verify_not_made(v, GP_CHECK_REPORTS,
                           gp_str_fmt(v->a, "this version renders them otherwise; only goldpin %.*s can compare them",
                                      GP_ARG(v->out->versions.wrote)));
        v->out->versions.unlike = true;
        return GP_OK;
    }
    gp_verify_said(v, GP_CHECK_REPORTS,
                   v->n > before ? GP_STR("not what the results say")
                                 : GP_STR("rendered again, byte for byte the same"));
    return GP_OK;
}

gp_code gp_verify_verdicts(gp_verifying *v, gp_err *err)
{
    const char *again = gp_path_join(v->a, v->scratch, "again");
    gp_err why = {0};
    if (v->out->checks[GP_CHECK_INPUTS].state == GP_CHECK_NOT_MADE) {
        gp_verify_not_made(v, GP_CHECK_VERDICTS, GP_STR("without suites and goldens nothing can be judged"));
        gp_verify_not_made(v, GP_CHECK_REPORTS,
                           GP_STR("without results that were derived there is nothing to compare"));
        return GP_OK;
    }
    if (v->state[GP_CHECK_INPUTS] == GP_CHECK_DIFFERS || v->other_manifest) {
        gp_verify_not_made(v, GP_CHECK_VERDICTS,
                           GP_STR("without the run's own manifest, suites and goldens nothing can be judged"));
        gp_verify_not_made(v, GP_CHECK_REPORTS,
                           GP_STR("without results that were derived there is nothing to compare"));
        return GP_OK;
    }
    const gp_results_head *h = gp_results_facts(v->results);
    if (h->planned > (int64_t)h->tally.trials) {
        v->in_part = true;
        gp_verify_not_made(v, GP_CHECK_VERDICTS,
                           gp_str_fmt(v->a,
                                      "it is a part, with %zu of %lld planned trials; only a whole run is judged again",
                                      h->tally.trials, (long long)h->planned));
        gp_verify_not_made(v, GP_CHECK_REPORTS,
                           GP_STR("without results that were derived there is nothing to compare"));
        return GP_OK;
    }
    gp_run_outcome out;
    gp_code code = judge(v, again, false, &out, &why);
    if (!code) v->out->derived = gp_str_dup(v->a, gp_str_c(out.fingerprint));
    if (code == GP_E_INPUT || code == GP_E_USAGE || code == GP_E_PIN) {
        gp_verify_differs(v, GP_CHECK_VERDICTS, GP_FILE_JOURNAL, 0, (gp_str){0},
                          gp_str_fmt(v->a, "the trials cannot be judged again: %s", why.msg));
        gp_verify_said(v, GP_CHECK_VERDICTS, GP_STR("the trials cannot be judged again"));
        gp_verify_not_made(v, GP_CHECK_REPORTS,
                           GP_STR("without results that were derived there is nothing to compare"));
        return GP_OK;
    }
    if (code) return *err = why, code;
    code = compare_results(v, again, err);
    if (!code) code = compare_reports(v, again, err);
    return code;
}

/* --- programs that verdicts need --- */

typedef struct graders {
    gp_verifying *v;
    size_t trials;
} graders;

static gp_code compare_verdict(void *user, const gp_result *now, gp_err *err)
{
    graders *g = user;
    gp_arena a = {0};
    gp_result then;
    bool found = false;
    gp_code code = gp_results_find(g->v->results, &a, now->id, &then, &found, err);
    bool had = found && (then.status == GP_PASSED || then.status == GP_FAILED); /* else nobody ran it then */
    g->trials += had;
    if (!code && had && (now->status != then.status || !gp_same_score(now->score, then.score)))
        gp_verify_differs(
            g->v, GP_CHECK_GRADERS, GP_FILE_RESULTS, 0, gp_str_dup(g->v->a, now->id),
            gp_str_fmt(g->v->a, "%s then, %s now", gp_status_names[then.status], gp_status_names[now->status]));
    gp_arena_free(&a);
    return code;
}

gp_code gp_verify_graders(gp_verifying *v, gp_err *err)
{
    const char *to = gp_path_join(v->a, v->scratch, "graders");
    graders g = {.v = v};
    gp_results *now = NULL;
    gp_run_outcome out;
    gp_err why = {0};
    bool judged = v->out->checks[GP_CHECK_VERDICTS].state == GP_CHECK_HOLDS;
    if (!v->o->graders) return gp_verify_not_made(v, GP_CHECK_GRADERS, GP_STR("not asked for")), GP_OK;
    if (!judged)
        return gp_verify_not_made(v, GP_CHECK_GRADERS, GP_STR("the verdicts that stand there do not hold")), GP_OK;
    gp_code code = judge(v, to, true, &out, &why);
    if (code == GP_E_CANCELLED || code == GP_E_IO) return *err = why, code;
    if (code)
        return gp_verify_not_made(v, GP_CHECK_GRADERS, gp_str_fmt(v->a, "the programs could not run: %s", why.msg)),
               GP_OK;
    code = gp_results_open(to, &now, err);
    if (!code) code = gp_results_each(now, compare_verdict, &g, err);
    gp_results_close(now);
    if (!code)
        gp_verify_said(v, GP_CHECK_GRADERS,
                       gp_str_fmt(v->a, "%zu trial%s judged again with programs run anew%s", g.trials,
                                  g.trials == 1 ? "" : "s",
                                  v->state[GP_CHECK_GRADERS] == GP_CHECK_DIFFERS ? "" : ": the same verdicts"));
    return code;
}

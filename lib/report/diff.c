/* Two runs, or a run's candidates and the accepted goldens, as text for a terminal: worse first, at most 80 columns
 * where words allow it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "golden/golden_file.h"
#include "golden/words.h"
#include "report/report_text.h"
#include "report/report.h"

enum { WIDTH = 80, CONTEXT = 5 };

static void put_wrapped(gp_buf *out, gp_str s, const char *first, const char *rest)
{
    gp_text_wrapped(out, s, WIDTH, first, rest);
}

static void put_words(gp_buf *out, const char *label, gp_str before, gp_str after)
{
    gp_buf b = {0}, line = {0};
    if (gp_str_eq(before, after)) return;
    gp_text_words(&b, before, after, CONTEXT);
    gp_buf_fmt(&line, "    %s  ", label);
    put_wrapped(out, gp_buf_view(&b), line.p ? line.p : "", "      ");
    gp_buf_free(&b);
    gp_buf_free(&line);
}

static void short_digest(gp_buf *b, gp_str d)
{
    if (d.n) gp_text_line(b, (gp_str){d.p, d.n < 12 ? d.n : 12}, 0);
    else gp_buf_c(b, "none");
}

static void put_digest(gp_buf *out, const char *label, gp_str before, gp_str after)
{
    if (gp_str_eq(before, after)) return;
    gp_buf_fmt(out, "    %s changed: ", label);
    short_digest(out, before);
    gp_buf_c(out, " -> ");
    short_digest(out, after);
    gp_buf_byte(out, '\n');
}

static void put_date(gp_buf *out, gp_str before, gp_str after)
{
    if (gp_str_eq(before, after)) return;
    gp_buf_c(out, "    date that the chat template saw changed: ");
    gp_text_line(out, before.n ? before : GP_STR("none"), 10);
    gp_buf_c(out, " -> ");
    gp_text_line(out, after.n ? after : GP_STR("none"), 10);
    gp_buf_byte(out, '\n');
}

/* --- two runs --- */

typedef enum kind { WORSE, BETTER, ANSWERS, BESIDES, ONLY_A, ONLY_B, KINDS } kind;
static const char *const titles[KINDS] = {
    "worse", "better", "other answers, same verdict", "same answers, something else changed", "only in A", "only in B"};

typedef struct comparison {
    const gp_results *a, *b;
    gp_str target_a, target_b; /* both set where two targets of different names are compared */
    gp_buf part[KINDS];
    size_t count[KINDS], same;
    bool covered; /* a difference that the fingerprint covers was found */
} comparison;

/* Better is larger: passed, failed, skipped, error. */
static int standing(const gp_result *r)
{
    static const int of[] = {[GP_PASSED] = 3, [GP_FAILED] = 2, [GP_SKIPPED] = 1, [GP_ERROR] = 0};
    return of[r->status];
}

static bool same_real(double x, double y) { return (isnan(x) && isnan(y)) || fabs(x - y) <= 1e-12; }

static bool same_facts(const gp_result *x, const gp_result *y)
{
    return x->status == y->status && x->failure == y->failure && same_real(x->score, y->score) &&
           gp_str_eq(x->answer, y->answer) && gp_str_eq(x->reasoning, y->reasoning) &&
           gp_str_eq(x->finish, y->finish) && gp_str_eq(x->case_digest, y->case_digest) &&
           gp_str_eq(x->request_digest, y->request_digest) && gp_str_eq(x->logits_sha256, y->logits_sha256) &&
           x->seed == y->seed;
}

static kind kind_of(const gp_result *x, const gp_result *y)
{
    if (standing(x) != standing(y)) return standing(y) < standing(x) ? WORSE : BETTER;
    if (isfinite(x->score) && isfinite(y->score) && !same_real(x->score, y->score))
        return y->score < x->score ? WORSE : BETTER;
    bool same_text = gp_str_eq(x->answer, y->answer) && gp_str_eq(x->finish, y->finish) &&
                     gp_str_eq(x->reasoning, y->reasoning);
    return same_text ? BESIDES : ANSWERS;
}

static void put_status(gp_buf *b, const gp_result *r)
{
    gp_buf_c(b, gp_status_name(r->status));
    if (r->failure) gp_buf_fmt(b, " (%s)", gp_failure_name(r->failure));
    if (isfinite(r->score)) gp_buf_fmt(b, " %.2f", r->score);
}

static void put_changes(gp_buf *b, const gp_result *x, const gp_result *y)
{
    gp_buf_c(b, "  ");
    gp_text_line(b, x->id, 0);
    gp_buf_c(b, "\n    ");
    put_status(b, x);
    if (x->status != y->status || x->failure != y->failure || !same_real(x->score, y->score)) {
        gp_buf_c(b, " -> ");
        put_status(b, y);
    }
    gp_buf_byte(b, '\n');
    gp_buf why = {0};
    gp_result_why(&why, y, 400);
    if (why.n && y->status != GP_PASSED) put_wrapped(b, gp_buf_view(&why), "    ", "      ");
    gp_buf_free(&why);
    put_words(b, "answer", x->answer, y->answer);
    put_words(b, "finish", x->finish, y->finish);
    if (!gp_str_eq(x->reasoning, y->reasoning)) gp_buf_c(b, "    reasoning differs\n");
    put_date(b, x->date, y->date);
    put_digest(b, "case", x->case_digest, y->case_digest);
    put_digest(b, "graders", x->grader_digest, y->grader_digest);
    put_digest(b, "request", x->request_digest, y->request_digest);
    put_digest(b, "logits", x->logits_sha256, y->logits_sha256);
    if (x->seed != y->seed) gp_buf_fmt(b, "    seed changed: %lld -> %lld\n", (long long)x->seed, (long long)y->seed);
}

/* The trial of the other run that is the same as t, whose target may have another name there. */
static gp_code find_twin(const gp_results *other, gp_arena *a, const gp_result *t, gp_str target, gp_result *out,
                         bool *found, gp_err *err)
{
    gp_str id = t->id;
    if (target.n)
        id = gp_str_fmt(a, "%.*s/%.*s/%.*s/%lld", GP_ARG(t->suite), GP_ARG(t->case_id), GP_ARG(target),
                        (long long)t->repeat);
    return gp_results_find(other, a, id, out, found, err);
}

static void put_lonely(comparison *c, kind k, const gp_result *t)
{
    c->count[k]++;
    c->covered = true;
    gp_buf_c(&c->part[k], "  ");
    gp_text_line(&c->part[k], t->id, 0);
    gp_buf_c(&c->part[k], "  ");
    put_status(&c->part[k], t);
    gp_buf_byte(&c->part[k], '\n');
}

static gp_code compare_one(void *user, const gp_result *x, gp_err *err)
{
    comparison *c = user;
    gp_arena a = {0};
    gp_result y;
    bool found = false;
    gp_code code = find_twin(c->b, &a, x, c->target_b, &y, &found, err);
    if (!code && !found) {
        put_lonely(c, ONLY_A, x);
    } else if (!code && same_facts(x, &y) && gp_str_eq(x->grader_digest, y.grader_digest)) {
        c->same++;
    } else if (!code) {
        kind k = kind_of(x, &y);
        c->count[k]++;
        c->covered = c->covered || !same_facts(x, &y);
        put_changes(&c->part[k], x, &y);
    }
    gp_arena_free(&a);
    return code;
}

static gp_code look_lonely(void *user, const gp_result *y, gp_err *err)
{
    comparison *c = user;
    gp_arena a = {0};
    gp_result x;
    bool found = false;
    gp_code code = find_twin(c->a, &a, y, c->target_a, &x, &found, err);
    if (!code && !found) put_lonely(c, ONLY_B, y);
    gp_arena_free(&a);
    return code;
}

static void put_pair(gp_buf *out, const char *what, gp_str x, gp_str y)
{
    if (gp_str_eq(x, y)) return;
    gp_buf_fmt(out, "  %s: ", what);
    gp_text_line(out, x.n ? x : GP_STR("none"), 80);
    gp_buf_c(out, " -> ");
    gp_text_line(out, y.n ? y : GP_STR("none"), 80);
    gp_buf_byte(out, '\n');
}

static void put_part(gp_buf *out, const gp_results_target *x, const gp_results_target *y)
{
    gp_arena a = {0};
    gp_str part = gp_manifest_other_part(&a, x->parts, x->n_parts, y->parts, y->n_parts);
    if (part.n) {
        gp_buf_c(out, "  which differs in ");
        gp_text_line(out, part, 80);
        gp_buf_byte(out, '\n');
    }
    gp_arena_free(&a);
}

/* Members of x that y has otherwise or lacks; where `mirrored`, those that y lacks alone, x being what is new. */
static void put_members(gp_buf *out, const char *path, const gp_json *x, const gp_json *y, bool mirrored)
{
    for (const gp_json *m = x ? x->first : NULL; m; m = m->next) {
        gp_arena a = {0};
        const gp_json *n = gp_json_get(y, gp_str_dup(&a, m->key).p);
        gp_str at = gp_str_fmt(&a, "%s%s%.*s", path, *path ? "." : "", GP_ARG(m->key));
        bool inner = n && m->type == GP_JSON_OBJECT && n->type == GP_JSON_OBJECT;
        if (inner) put_members(out, at.p, m, n, mirrored);
        else if (mirrored && !n) put_pair(out, at.p, GP_STR("not given"), m->raw);
        else if (!mirrored) put_pair(out, at.p, m->raw, n ? n->raw : GP_STR("not given"));
        gp_arena_free(&a);
    }
}

/* What stands in lines of its own is left out. */
static void put_asked(gp_buf *out, const gp_results_target *x, const gp_results_target *y)
{
    gp_arena a = {0};
    const gp_json *was = NULL, *is = NULL;
    bool known = x->asked.n && y->asked.n && !gp_json_parse(&a, "asked", x->asked, &was, NULL) &&
                 !gp_json_parse(&a, "asked", y->asked, &is, NULL);
    bool alike = gp_str_eq(x->provider, y->provider) && gp_str_eq(x->weights_sha256, y->weights_sha256) &&
                 (gp_str_eqc(x->provider, "local") || gp_str_eq(x->model, y->model));
    if (known && alike) put_members(out, "", was, is, false);
    if (known && alike) put_members(out, "", is, was, true);
    gp_arena_free(&a);
}

static void put_target(comparison *c, gp_buf *out, const gp_results_target *x, const gp_results_target *y)
{
    gp_buf b = {0}, names = {0};
    bool local = gp_str_eqc(x->provider, "local") && gp_str_eqc(y->provider, "local");
    put_pair(&names, "name", x->name, y->name);
    put_pair(&b, "provider", x->provider, y->provider);
    put_pair(local ? &names : &b, "model", x->model, y->model);
    put_pair(&b, "weights SHA-256", x->weights_sha256, y->weights_sha256);
    put_part(&b, x, y);
    put_asked(&b, x, y);
    c->covered = c->covered || b.n; /* names are no evidence */
    if (b.n || names.n) {
        gp_buf_c(out, "target ");
        gp_text_line(out, x->name, 0);
        gp_buf_byte(out, '\n');
        gp_buf_str(out, gp_buf_view(&names));
        gp_buf_str(out, gp_buf_view(&b));
        gp_buf_byte(out, '\n');
    }
    gp_buf_free(&names);
    gp_buf_free(&b);
}

static void put_targets(comparison *c, gp_buf *out)
{
    const gp_results_head *x = gp_results_facts(c->a), *y = gp_results_facts(c->b);
    if (c->target_a.n) put_target(c, out, &x->targets[0], &y->targets[0]);
    for (size_t i = 0; i < x->n_targets && !c->target_a.n; i++)
        for (size_t k = 0; k < y->n_targets; k++)
            if (gp_str_eq(x->targets[i].name, y->targets[k].name)) put_target(c, out, &x->targets[i], &y->targets[k]);
}

static void put_summary(const comparison *c, gp_buf *out)
{
    static const char *const words[KINDS] = {"worse",           "better",    "other answers",
                                             "changed besides", "only in A", "only in B"};
    gp_buf line = {0};
    gp_buf_fmt(&line, "%zu the same", c->same);
    for (int k = 0; k < KINDS; k++)
        if (c->count[k]) gp_buf_fmt(&line, ", %zu %s", c->count[k], words[k]);
    put_wrapped(out, gp_buf_view(&line), "", "  ");
    gp_buf_byte(out, '\n');
    gp_buf_free(&line);
}

/* What results.json does not hold (token ids, tool calls, sampling) still decides the fingerprint. */
static void check_fingerprints(comparison *c, gp_buf *out)
{
    gp_str x = gp_results_facts(c->a)->fingerprint, y = gp_results_facts(c->b)->fingerprint;
    if (c->covered || !x.n || !y.n || gp_str_eq(x, y)) return;
    c->covered = true;
    gp_buf_c(out, "the fingerprints differ in what " GP_FILE_RESULTS
                  " does not hold (token ids, tool\ncalls, how targets are asked): compare " GP_FILE_JOURNAL
                  " and\n" GP_FILE_MANIFEST " of the two runs\n");
}

gp_code gp_report_diff(const gp_results *a, const gp_results *b, gp_buf *out, bool *equal, gp_err *err)
{
    comparison *c = gp_alloc(sizeof *c);
    const gp_results_head *x = gp_results_facts(a), *y = gp_results_facts(b);
    c->a = a;
    c->b = b;
    if (x->n_targets == 1 && y->n_targets == 1 && !gp_str_eq(x->targets[0].name, y->targets[0].name)) {
        c->target_a = x->targets[0].name;
        c->target_b = y->targets[0].name;
    }
    gp_code code = gp_results_each(a, compare_one, c, err);
    if (!code) code = gp_results_each(b, look_lonely, c, err);
    put_summary(c, out);
    put_targets(c, out);
    for (int k = 0; k < KINDS; k++) {
        if (c->part[k].n) gp_buf_fmt(out, "%s\n\n", titles[k]);
        gp_buf_str(out, gp_buf_view(&c->part[k]));
        if (c->part[k].n) gp_buf_byte(out, '\n');
        gp_buf_free(&c->part[k]);
    }
    check_fingerprints(c, out);
    *equal = !c->covered;
    free(c);
    return code;
}

/* --- candidates and goldens --- */

typedef struct golden_diff {
    const char *root;
    gp_buf differ, fresh;
    size_t same, changed, missing;
} golden_diff;

static const gp_golden_trial *of_repeat(const gp_golden_file *f, int64_t repeat)
{
    for (size_t i = 0; i < f->n_trials; i++)
        if (f->trials[i].repeat == repeat) return &f->trials[i];
    return NULL;
}

static void trial_changes(gp_buf *b, const gp_golden_trial *x, const gp_golden_trial *y)
{
    if (x->status != y->status || !same_real(x->score, y->score))
        gp_buf_fmt(b, "    %s %.2f -> %s %.2f\n", gp_status_name(x->status), x->score, gp_status_name(y->status),
                   y->score);
    if (x->n_replies != y->n_replies) gp_buf_fmt(b, "    replies: %zu -> %zu\n", x->n_replies, y->n_replies);
    for (size_t i = 0; i < x->n_replies && i < y->n_replies; i++) {
        put_words(b, "answer", x->replies[i].answer, y->replies[i].answer);
        put_words(b, "finish", x->replies[i].finish, y->replies[i].finish);
        if (!gp_str_eq(x->replies[i].tool_calls, y->replies[i].tool_calls)) gp_buf_c(b, "    tool calls differ\n");
    }
    put_digest(b, "logits", x->logits_sha256, y->logits_sha256);
}

static void file_changes(gp_buf *b, const gp_golden_file *x, const gp_golden_file *y)
{
    put_digest(b, "case", x->case_digest, y->case_digest);
    put_digest(b, "graders", x->grader_digest, y->grader_digest);
    put_digest(b, "weights", x->weights_sha256, y->weights_sha256);
    put_digest(b, "composite", x->composite_sha256, y->composite_sha256);
    put_date(b, x->date, y->date);
    for (size_t i = 0; i < y->n_trials; i++) {
        const gp_golden_trial *before = of_repeat(x, y->trials[i].repeat);
        if (y->n_trials > 1)
            gp_buf_fmt(b, "    repeat %lld%s\n", (long long)y->trials[i].repeat, before ? "" : ": new");
        if (before) trial_changes(b, before, &y->trials[i]);
    }
    for (size_t i = 0; i < x->n_trials; i++)
        if (!of_repeat(y, x->trials[i].repeat))
            gp_buf_fmt(b, "    repeat %lld: gone\n", (long long)x->trials[i].repeat);
}

static void put_name(gp_buf *b, const gp_golden_file *f)
{
    gp_buf_c(b, "  ");
    gp_text_line(b, f->suite, 0);
    gp_buf_byte(b, '/');
    gp_text_line(b, f->case_id, 0);
    gp_buf_c(b, " on ");
    gp_text_line(b, f->target, 0);
    gp_buf_byte(b, '\n');
}

static gp_code diff_candidate(void *user, const char *pending, const char *relative, gp_err *err)
{
    golden_diff *g = user;
    gp_arena a = {0};
    gp_golden_file now, before;
    gp_str x, y;
    const char *candidate = gp_path_join(&a, pending, relative), *accepted = gp_path_join(&a, g->root, relative);
    gp_code code = gp_golden_read(&a, candidate, &now, err);
    gp_entry what = GP_NOTHING;
    if (!code) code = gp_look(accepted, &what, err);
    if (!code && what != GP_FILE) {
        g->missing++;
        put_name(&g->fresh, &now);
    } else if (!code) {
        code = gp_golden_read(&a, accepted, &before, err);
        if (!code) code = gp_read_file(&a, accepted, 0, &x, err);
        if (!code) code = gp_read_file(&a, candidate, 0, &y, err);
        if (!code && gp_str_eq(x, y)) {
            g->same++;
        } else if (!code) {
            g->changed++;
            put_name(&g->differ, &now);
            file_changes(&g->differ, &before, &now);
        }
    }
    gp_arena_free(&a);
    return code;
}

gp_code gp_report_diff_goldens(const char *bundle_dir, const char *golden_root, gp_buf *out, bool *equal, gp_err *err)
{
    gp_arena a = {0};
    golden_diff g = {.root = golden_root};
    const char *pending = gp_path_join(&a, bundle_dir, GP_FOLDER_PENDING);
    gp_code code = GP_OK;
    if (!code && !gp_is_dir(pending))
        code = gp_fail(err, GP_E_INPUT,
                       "%s has no folder " GP_FOLDER_PENDING
                       "/: no case of the run has a golden, or this is not a bundle",
                       bundle_dir);
    if (!code) code = gp_golden_walk(pending, diff_candidate, &g, err);
    if (!code) {
        gp_buf_fmt(out, "%zu the same, %zu differ from the accepted golden, %zu not accepted yet\n", g.same, g.changed,
                   g.missing);
        if (g.changed) gp_buf_c(out, "\ndiffer\n\n");
        gp_buf_str(out, gp_buf_view(&g.differ));
        if (g.missing) gp_buf_c(out, "\nnot accepted yet\n\n");
        gp_buf_str(out, gp_buf_view(&g.fresh));
        *equal = g.changed == 0 && g.missing == 0;
    }
    gp_buf_free(&g.differ);
    gp_buf_free(&g.fresh);
    gp_arena_free(&a);
    return code;
}

/* show_trial.c - one trial of a bundle, as it went. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/sha256.h"
#include "base/sys.h"
#include "bundle/bundle.h"
#include "golden/golden_file.h"
#include "golden/words.h"
#include "report/results.h"
#include "show.h"
#include "targets/prompt.h"

typedef struct found {
    gp_arena *a;
    const char *bundle;
    gp_str wanted; /* a trial's id, or a case's */
    gp_str id, line;
    gp_buf others; /* ids of further trials of that case */
    gp_manifest manifest;
    gp_transcript t;
    gp_suite *suite;         /* NULL: not here, or not as it was */
    const gp_case *c;        /* likewise */
    const gp_result *result; /* NULL: the run has not ended */
    gp_jw *w;
} found;

/* --- looking for it --- */

/* "SUITE/CASE/TARGET/REPEAT": CASE. */
static gp_str case_of(gp_str id)
{
    size_t from = gp_str_find(id, GP_STR("/"));
    if (from == SIZE_MAX) return (gp_str){0};
    gp_str rest = {id.p + from + 1, id.n - from - 1};
    size_t to = gp_str_find(rest, GP_STR("/"));
    return (gp_str){rest.p, to == SIZE_MAX ? rest.n : to};
}

/* Of several lines with one id the last counts. */
static gp_code look(void *user, uint64_t offset, gp_str line, gp_err *err)
{
    found *f = user;
    gp_arena a = {0};
    gp_str id = {0};
    (void)offset;
    gp_code code = gp_transcript_read_id(&a, GP_FILE_JOURNAL, line, 0, &id, err);
    bool exact = !code && gp_str_eq(id, f->wanted);
    bool by_case = !code && !exact && gp_str_eq(case_of(id), f->wanted);
    bool other = by_case && f->id.n && !gp_str_eq(id, f->id);
    if (other) gp_buf_c(&f->others, " "), gp_buf_str(&f->others, id);
    if (exact || (by_case && !other)) {
        f->id = gp_str_dup(f->a, id);
        f->line = gp_str_dup(f->a, line);
    }
    gp_arena_free(&a);
    return code;
}

static gp_code find_trial(found *f, gp_err *err)
{
    const char *journal = gp_path_join(f->a, f->bundle, GP_FILE_JOURNAL);
    gp_code code = gp_journal_scan(journal, look, f, err);
    if (code) return code;
    if (f->others.n)
        return gp_fail(err, GP_E_USAGE, "%s has several trials of case \"%.*s\"; name one: %.*s%.*s", f->bundle,
                       GP_ARG(f->wanted), GP_ARG(f->id), GP_ARG(gp_buf_view(&f->others)));
    if (!f->id.n)
        return gp_fail(err, GP_E_INPUT,
                       "%s has no trial \"%.*s\", by its id (SUITE/CASE/TARGET/REPEAT) or that of its case", f->bundle,
                       GP_ARG(f->wanted));
    return gp_transcript_read(f->a, journal, f->line, 0, &f->t, err);
}

static gp_code find_result(found *f, gp_results **r, gp_err *err)
{
    gp_result *one = GP_NEW(f->a, gp_result);
    bool there = false;
    if (!gp_bundle_holds(f->bundle, GP_FILE_RESULTS)) return GP_OK;
    gp_code code = gp_results_open(f->bundle, r, err);
    if (!code) code = gp_results_find(*r, f->a, f->id, one, &there, err);
    if (there) f->result = one;
    return code;
}

static const char *suite_file(const found *f)
{
    for (size_t i = 0; i < f->manifest.n_suites; i++)
        if (gp_str_eq(f->manifest.suites[i].name, f->t.suite)) return gp_str_dup(f->a, f->manifest.suites[i].file).p;
    return "";
}

/* The copy that the bundle keeps. */
static const char *kept_suite(const found *f)
{
    gp_buf name = {0};
    gp_percent_name(&name, f->t.suite);
    gp_str path = gp_str_fmt(f->a, "%s/" GP_FOLDER_SUITES "/%s/%s", f->bundle, name.p, gp_path_base(suite_file(f)));
    gp_buf_free(&name);
    return path.p;
}

/* The case, if it still asks what it asked. That it is not there is no error. */
static bool find_case(found *f, const char *file)
{
    gp_err none = {0};
    gp_case *c = NULL;
    gp_suite_close(f->suite);
    f->suite = NULL;
    if (!gp_is_file(file) || gp_suite_open(file, &gp_graders, &f->suite, &none)) return false;
    size_t at = gp_suite_find(f->suite, f->t.case_id);
    if (at != SIZE_MAX && !gp_suite_case(f->suite, at, f->a, &c, &none) && gp_str_eqc(f->t.case_digest, c->digest))
        f->c = c;
    return f->c != NULL;
}

/* --- the exchange --- */

static void put_raw(gp_jw *w, const char *key, gp_str json)
{
    gp_jw_key(w, key);
    if (json.n) gp_jw_raw(w, json);
    else gp_jw_null(w);
}

static void put_likelihoods(gp_jw *w, const gp_reply *r)
{
    gp_jw_key(w, "likelihoods");
    gp_jw_array(w);
    for (size_t i = 0; i < r->n_likelihoods; i++) {
        gp_jw_object(w);
        gp_jw_kstr(w, "text", r->likelihoods[i].text);
        gp_jw_kreal_or_null(w, "log_prob", r->likelihoods[i].log_prob);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

static const gp_manifest_target *target_of(const found *f)
{
    for (size_t i = 0; i < f->manifest.n_targets; i++)
        if (gp_str_eq(f->manifest.targets[i].name, f->t.target)) return &f->manifest.targets[i];
    return NULL;
}

/* What a local model was asked with, rendered again; nothing where that does not give what was asked. */
static gp_str prompt_of(const found *f, size_t reply)
{
    const gp_manifest_target *m = target_of(f);
    gp_trial trial = {.c = f->c};
    gp_str text = {0};
    char hex[GP_SHA256_HEX] = "";
    gp_err none = {0};
    if (!f->c || !m || !m->chat.chat.n) return text;
    if (!gp_prompt_again(f->a, m, &trial, &f->t, reply, &text, &none)) gp_sha256_hex_of(text, hex);
    gp_arena_free(&trial.arena);
    return gp_str_eqc(f->t.replies[reply].prompt_sha256, hex) ? text : (gp_str){0};
}

static void put_reply(const found *f, size_t i)
{
    gp_jw *w = f->w;
    const gp_reply *r = &f->t.replies[i];
    double writing = r->last_token_s - r->first_token_s;
    gp_jw_object(w);
    gp_jw_kint(w, "reply", (int64_t)i + 1);
    gp_jw_kstr(w, "prompt", prompt_of(f, i));
    gp_jw_kstr(w, "reasoning", r->reasoning);
    gp_jw_kstr(w, "answer", r->answer);
    put_raw(w, "tool_calls", r->tool_calls);
    put_likelihoods(w, r);
    gp_jw_kstr(w, "finish", r->finish);
    gp_jw_kstr(w, "finish_word", r->finish_word);
    gp_jw_kint_or_null(w, "input_tokens", r->input_tokens);
    gp_jw_kint_or_null(w, "cached_tokens", r->cached_tokens > 0 ? r->cached_tokens : -1);
    gp_jw_kint_or_null(w, "output_tokens", r->output_tokens);
    gp_jw_kint_or_null(w, "reasoning_tokens", r->reasoning_tokens > 0 ? r->reasoning_tokens : -1);
    gp_jw_kreal_or_null(w, "first_token_s", r->first_token_s);
    gp_jw_kreal_or_null(w, "total_s", r->total_s);
    bool timed = writing > 0 && r->output_tokens > 1;
    gp_jw_kreal_or_null(w, "output_tokens_per_s",
                        timed ? round(10 * (double)(r->output_tokens - 1) / writing) / 10 : (double)NAN);
    gp_jw_end_object(w);
}

static void put_user(gp_jw *w, gp_str text)
{
    gp_jw_object(w);
    gp_jw_kc(w, "role", "user");
    gp_jw_kstr(w, "content", text);
    gp_jw_end_object(w);
}

static void put_exchange(const found *f)
{
    gp_jw *w = f->w;
    if (!f->c)
        gp_jw_kc(w, "note",
                 "neither the bundle nor this folder has the suite as it was, so only the last message is known");
    gp_jw_key(w, "exchange");
    gp_jw_array(w);
    if (f->c) gp_show_messages(f->a, w, f->c);
    else if (f->result) put_user(w, f->result->prompt);
    for (size_t i = 0; i < f->t.n_replies; i++) {
        put_reply(f, i);
        if (f->c && i < f->c->n_turns && i + 1 < f->t.n_replies) put_user(w, f->c->turns[i]);
    }
    gp_jw_end_array(w);
}

/* Who else was asked in its name. */
static void put_rounds(const found *f)
{
    gp_jw *w = f->w;
    gp_jw_kstr(w, "served_by", f->t.served_by);
    gp_jw_key(w, "rounds");
    gp_jw_array(w);
    for (size_t i = 0; i < f->t.n_rounds; i++) {
        const gp_round *r = &f->t.rounds[i];
        const gp_reply *last = r->t ? gp_transcript_last(r->t) : NULL;
        gp_jw_object(w);
        gp_jw_kstr(w, "by", r->by);
        gp_jw_kstr(w, "role", r->role);
        gp_jw_kstr(w, "member", r->member);
        gp_jw_kc(w, "failure", r->t ? gp_failure_name(r->t->failure) : NULL);
        gp_jw_kstr(w, "error", r->t ? r->t->error : (gp_str){0});
        gp_jw_kstr(w, "answer", last ? last->answer : (gp_str){0});
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

/* --- the verdict --- */

static void put_verdict(const found *f)
{
    const gp_result *r = f->result;
    gp_jw *w = f->w;
    gp_jw_kc(w, "status", r ? gp_status_name(r->status) : "not graded yet: the run has not ended");
    if (r && r->known) gp_jw_kbool(w, "known_failure", true);
    gp_jw_kreal_or_null(w, "score", r ? r->score : (double)NAN);
    gp_jw_kc(w, "failure", gp_failure_name(f->t.failure));
    gp_jw_kstr(w, "error", f->t.error);
}

static void put_budgets(const found *f)
{
    gp_jw *w = f->w;
    gp_jw_key(w, "budgets");
    gp_jw_array(w);
    for (size_t i = 0; i < f->result->n_measured; i++) {
        const gp_measured *m = &f->result->measured[i];
        gp_jw_object(w);
        gp_jw_kstr(w, "id", m->id);
        gp_jw_kc(w, "state", gp_budget_state_names[m->state]);
        gp_jw_kstr(w, "explanation", m->explanation);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

/* Where the accepted replies of this repeat differ in words. */
static gp_code put_word_diffs(const found *f, const char *root, gp_err *err)
{
    const char *path = gp_golden_path(f->a, root, f->t.suite, f->t.target, f->t.case_id);
    gp_golden_file g = {0};
    gp_jw_key(f->w, "difference");
    gp_jw_array(f->w);
    gp_code code = gp_is_file(path) ? gp_golden_read(f->a, path, &g, err) : GP_OK;
    for (size_t i = 0; i < g.n_trials && !code; i++) {
        const gp_golden_trial *before = &g.trials[i];
        if (before->repeat != f->t.repeat) continue;
        for (size_t k = 0; k < before->n_replies && k < f->t.n_replies; k++) {
            gp_buf b = {0};
            if (!gp_str_eq(before->replies[k].answer, f->t.replies[k].answer))
                gp_words_diff(&b, before->replies[k].answer, f->t.replies[k].answer, 20);
            if (b.n) gp_jw_str(f->w, gp_buf_view(&b));
            gp_buf_free(&b);
        }
    }
    gp_jw_end_array(f->w);
    return code;
}

static gp_code put_golden(const found *f, const char *given, gp_err *err)
{
    const gp_result *r = f->result;
    bool red = r->golden == GP_GOLDEN_STATE_DIFFERS || r->golden == GP_GOLDEN_STATE_STALE;
    const char *root = given ? given : gp_path_join(f->a, f->bundle, GP_FOLDER_GOLDENS);
    gp_code code = GP_OK;
    gp_jw_key(f->w, "golden");
    if (r->golden == GP_GOLDEN_STATE_NONE) {
        gp_jw_null(f->w);
        return GP_OK;
    }
    gp_jw_object(f->w);
    gp_jw_kc(f->w, "state", gp_golden_state_name(r->golden));
    gp_jw_kstr(f->w, "mode", r->golden_mode);
    gp_jw_kstr(f->w, "why", r->golden_text);
    if (red) code = put_word_diffs(f, root, err);
    gp_jw_end_object(f->w);
    return code;
}

/* --- evidence --- */

static gp_code put_evidence_line(void *user, uint64_t offset, gp_str line, gp_err *err)
{
    const found *f = user;
    gp_evidence e;
    gp_jw *w = f->w;
    (void)offset;
    gp_code code = gp_evidence_read(f->a, GP_FILE_EVIDENCE, line, 0, &e, err);
    if (code || !gp_str_eq(e.trial, f->id)) return code;
    gp_jw_object(w);
    gp_jw_kstr(w, "criterion", e.criterion);
    gp_jw_kint_or_null(w, "vote", e.vote);
    put_raw(w, "judge", e.judge);
    gp_jw_kc(w, "ended", gp_evidence_ran(&e) ? gp_evidence_end_text(f->a, &e) : gp_end_names[e.end]);
    gp_jw_kstr(w, "reason", e.reason);
    gp_jw_kstr(w, "output", e.out);
    gp_jw_kstr(w, "errors", e.err);
    gp_jw_end_object(w);
    return GP_OK;
}

static gp_code put_evidence(found *f, gp_err *err)
{
    gp_code code = GP_OK;
    gp_jw_key(f->w, "evidence");
    gp_jw_array(f->w);
    if (gp_bundle_holds(f->bundle, GP_FILE_EVIDENCE))
        code = gp_journal_scan(gp_path_join(f->a, f->bundle, GP_FILE_EVIDENCE), put_evidence_line, f, err);
    gp_jw_end_array(f->w);
    return code;
}

/* --- all of it --- */

static void put_asked(const found *f)
{
    gp_jw *w = f->w;
    char when[24] = "";
    if (f->t.started_epoch >= 0) gp_utc_iso(f->t.started_epoch, when);
    gp_jw_kstr(w, "target", f->t.target);
    gp_jw_kint(w, "repeat", f->t.repeat);
    gp_jw_kint(w, "seed", f->t.seed);
    gp_jw_kc(w, "started", when);
    gp_jw_kreal_or_null(w, "duration_s", f->t.duration_s);
    gp_jw_kint(w, "attempts", f->t.attempts);
    gp_jw_kstr(w, "returned_model", f->t.returned_model);
    gp_jw_kstr(w, "not_sent", f->t.ignored);
}

/* As a word of a shell, shown. */
static void put_word(gp_buf *b, gp_str word)
{
    gp_buf shown = {0};
    gp_show(&shown, word, 0);
    gp_shell_word(b, gp_buf_view(&shown));
    gp_buf_free(&shown);
}

static void put_replay(const found *f)
{
    gp_buf b = {0};
    gp_buf_c(&b, "goldpin run ");
    put_word(&b, gp_str_c(gp_is_file(suite_file(f)) ? suite_file(f) : kept_suite(f)));
    gp_buf_c(&b, " --replay ");
    put_word(&b, gp_str_c(f->bundle));
    gp_buf_c(&b, " --filter ");
    put_word(&b, f->id);
    gp_buf_c(&b, " -o again");
    gp_jw_kstr(f->w, "judge_again", gp_buf_view(&b));
    gp_buf_free(&b);
}

static gp_code put_trial(found *f, const gp_show_wish *o, gp_err *err)
{
    gp_code code = GP_OK;
    gp_jw_object(f->w);
    gp_jw_kstr(f->w, "trial", f->id);
    if (f->result) gp_jw_kstr(f->w, "where", f->result->where);
    put_verdict(f);
    put_asked(f);
    put_exchange(f);
    put_rounds(f);
    if (f->result) gp_show_criteria(f->w, f->result->criteria, f->result->n_criteria);
    if (f->result) put_budgets(f);
    if (f->result) code = put_golden(f, o->golden, err);
    if (!code) code = put_evidence(f, err);
    put_replay(f);
    gp_jw_end_object(f->w);
    return code;
}

gp_code gp_show_trial(gp_arena *a, const char *bundle, gp_str id, const gp_show_wish *o, gp_jw *w, gp_err *err)
{
    found f = {.a = a, .bundle = bundle, .wanted = id, .w = w};
    gp_results *r = NULL;
    gp_code code = GP_OK;
    if (o->n_targets || o->config || o->env_file)
        code = gp_fail(err, GP_E_USAGE,
                       "%s is a run: its targets are known; leave --target, --config and --env-file out", bundle);
    if (!code) code = gp_manifest_read(a, gp_path_join(a, bundle, GP_FILE_MANIFEST), &f.manifest, err);
    if (!code) code = find_trial(&f, err);
    if (!code) code = find_result(&f, &r, err);
    if (!code) {
        if (!find_case(&f, kept_suite(&f))) (void)find_case(&f, suite_file(&f));
        code = put_trial(&f, o, err);
    }
    gp_results_close(r);
    gp_suite_close(f.suite);
    gp_buf_free(&f.others);
    return code;
}

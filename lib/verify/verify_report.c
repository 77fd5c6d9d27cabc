/* verify_report.c - what a verification found: for a terminal, as JSON, as one page of markdown. */
#include <math.h>

#include "base/fields.h"
#include "verify/verify_impl.h"

#define V gp_verify_report
#define D gp_difference
#define P gp_parting

/* --- JSON --- */

static const gp_field check_fields[] = {
    GP_FIELD(ENUM, "check", gp_check_result, check, .names = gp_verify_names, .n_names = GP_CHECKS, .flags = GP_KNOWN),
    GP_FIELD(ENUM, "state", gp_check_result, state, GP_NAMES(gp_check_state_names), .flags = GP_KNOWN),
    GP_FIELD(STR, "text", gp_check_result, text),
};
static const gp_record check_record = GP_RECORD(gp_check_result, check_fields, "a check", .def = "check");

static const gp_field difference_fields[] = {
    GP_FIELD(ENUM, "check", D, check, .names = gp_verify_names, .n_names = GP_CHECKS, .flags = GP_KNOWN),
    GP_FIELD(STR, "file", D, file, .doc = "In the bundle."),
    GP_FIELD(INT, "line", D, line, .flags = GP_ZERO, .doc = "In that file; null: all of it."),
    GP_FIELD(STR, "trial", D, trial, .doc = "Its id; null: it is about none."),
    GP_FIELD(STR, "text", D, text),
};
static const gp_record difference_record = GP_RECORD(D, difference_fields, "a difference", .def = "difference");

static const gp_field version_fields[] = {
    GP_FIELD(STR, "wrote", V, versions.wrote, .doc = "The goldpin that the bundle is of."),
    GP_FIELD(STR, "here", V, versions.here, .doc = "The one that looks at it."),
    GP_FIELD(STR, "kernels_wrote", V, versions.kernels_wrote, .doc = "SHA-256 of its kernels; null: no local target."),
    GP_FIELD(STR, "kernels_here", V, versions.kernels_here),
};
static const gp_record version_record = GP_RECORD(V, version_fields, "versions");

static const gp_field trial_fields[] = {
    GP_FIELD(STR, "id", gp_rerun_trial, id),
    GP_FIELD(ENUM, "likeness", gp_rerun_trial, likeness, GP_NAMES(gp_likeness_names), .flags = GP_KNOWN),
};
static const gp_record trial_record = GP_RECORD(gp_rerun_trial, trial_fields, "a trial", .def = "trial");

static const gp_field parting_fields[] = {
    GP_FIELD(STR, "trial", P, trial),
    GP_FIELD(INT, "turn", P, turn, .doc = "From 1."),
    GP_FIELD(INT, "position", P, position, .flags = GP_ZERO,
             .doc = "Of the first token that is another, or whose logits are, from 1; null: not known."),
    GP_FIELD(BOOL, "logits_only", P, logits_only, .doc = "Tokens are alike."),
    GP_FIELD(INT, "token_then", P, token_then, .doc = "null: the answer had ended."),
    GP_FIELD(INT, "token_now", P, token_now),
    GP_FIELD(TEXT, "text_then", P, text_then),
    GP_FIELD(TEXT, "text_now", P, text_now),
    GP_FIELD(REAL, "margin_then", P, margin_then, .doc = "Of the two highest logits at that position."),
    GP_FIELD(REAL, "margin_now", P, margin_now),
    GP_FIELD(REAL, "log_prob_then", P, log_prob_then, .doc = "Of the token of then, by the model that is here now."),
    GP_FIELD(REAL, "log_prob_now", P, log_prob_now),
    GP_FIELD(TEXT, "answer_then", P, answer_then),
    GP_FIELD(TEXT, "answer_now", P, answer_now),
};
static const gp_record parting_record = GP_RECORD(P, parting_fields, "a parting",
                                                  .doc = "Where the first trial that is not bitwise alike parts.");

#define B gp_bisection
static bool differs(const void *object) { return ((const B *)object)->differs; }
static bool is_known(const void *object) { return ((const B *)object)->known; }
static void write_real(gp_jw *w, const void *at) { gp_jw_real(w, *(const double *)at); }

static const gp_field found_fields[] = {
    GP_FIELD(STR, "buffer", B, buffer, .doc = "That differs; \"x\" is the residual stream."),
    GP_FIELD(INT, "position", B, position, .flags = GP_ZERO,
             .doc = "Of the token whose value it is, from 1; null: not known, or of none."),
    GP_FIELD(INT, "index", B, index, .doc = "Among the token's values, or else in the buffer, from 0."),
    GP_FIELD(REAL, "here", B, here, .doc = "The first value that differs; null: not a number.", .write = write_real),
    GP_FIELD(STR, "here_bits", B, here_bits),
    GP_FIELD(REAL, "there", B, there, .write = write_real),
    GP_FIELD(STR, "there_bits", B, there_bits),
    GP_FIELD(INT, "differing", B, differing, .doc = "Values of the buffer that differ."),
    GP_FIELD(INT, "compared", B, values, .doc = "Of so many."),
    GP_FIELD(BOOL, "reads_alike", B, reads_alike, .doc = "Weights and tables that the operation reads are the same."),
};
static const gp_record found_record = GP_RECORD(B, found_fields, "values");

static const gp_field operation_fields[] = {
    GP_FIELD(ENUM, "part", B, part, GP_NAMES(gp_bisect_part_names), .flags = GP_KNOWN,
             .doc = "Before the first layer, in a layer, or behind the last one."),
    GP_FIELD(INT, "layer", B, layer, .doc = "From 0, as in names of tensors; null: in none."),
    GP_FIELD(INT, "operation", B, operation, .doc = "Of those of the layer, from 1."),
    GP_FIELD(STR, "kernel", B, kernel),
    GP_FIELD(STR, "kernel_there", B, kernel_there),
    GP_FIELD(STR, "weights", B, weights, .doc = "Tensors that it reads."),
    GP_FIELD_IN("values", &found_record, .has = is_known, .doc = "Where those of both sides are known."),
};
static const gp_record operation_record = GP_RECORD(B, operation_fields, "an operation");

static const gp_field bisection_fields[] = {
    GP_FIELD(STR, "with", B, with, .doc = "The other side."),
    GP_FIELD(STR, "trial", B, trial, .doc = "Whose tokens were computed."),
    GP_FIELD(INT, "turn", B, turn, .doc = "Up to this reply of it, from 1."),
    GP_FIELD(INT, "tokens", B, tokens, .doc = "Of prompt and reply."),
    GP_FIELD(SIZE, "alike", B, alike, .doc = "Operations that left the same on both sides."),
    GP_FIELD(BOOL, "differs", B, differs, .doc = "The next one did not."),
    GP_FIELD(STR, "written", B, written, .doc = "The trace that was written; null: none was."),
    GP_FIELD_IN("first", &operation_record, .has = differs, .doc = "The first operation that left other values."),
};
static const gp_record bisection_record = GP_RECORD(B, bisection_fields, "a bisection",
                                                    .doc = "Operations compared one by one with another side.");

#define R gp_remote_pair
static const gp_field remote_fields[] = {
    GP_FIELD(STR, "target", R, target),
    GP_FIELD(SIZE, "cases", R, cases, .doc = "Graded both times."),
    GP_FIELD(SIZE, "passed_then", R, passed_then, .doc = "With all repeats."),
    GP_FIELD(SIZE, "passed_now", R, passed_now),
    GP_FIELD(SIZE, "same_answers", R, same_answers),
    GP_FIELD(REAL, "difference", R, difference, .doc = "Of the mean share of repeats that passed: now minus then."),
    GP_FIELD(REAL, "low", R, low, .doc = "Its 95% interval."),
    GP_FIELD(REAL, "high", R, high),
    GP_FIELD(REAL, "p", R, p, .doc = "Corrected over the targets (Holm)."),
    GP_FIELD(ENUM, "finding", R, finding, GP_NAMES(gp_verdict_names), .flags = GP_KNOWN, .doc = "Of now."),
};
static const gp_record remote_record = GP_RECORD(R, remote_fields, "a remote target", .def = "remote");
static bool has_remote(const void *object) { return ((const V *)object)->n_remote > 0; }

static void write_checks(gp_jw *w, const void *object)
{
    const V *r = object;
    gp_jw_array(w);
    for (size_t i = 0; i < GP_CHECKS; i++) gp_record_write(w, &check_record, &r->checks[i]);
    gp_jw_end_array(w);
}

static void write_exit(gp_jw *w, const void *object) { gp_jw_int(w, ((const V *)object)->exit_code); }
static bool has_parted(const void *object) { return ((const V *)object)->parted; }
static bool has_bisection(const void *object) { return ((const V *)object)->bisection.with.n > 0; }

static const gp_field report_fields[] = {
    GP_FIELD_IS("schema", "goldpin.verify/1"),
    GP_FIELD(STR, "bundle", V, bundle),
    GP_FIELD(STR, "suite", V, suite),
    GP_FIELD(STR, "fingerprint", V, fingerprint, .doc = "That the bundle states."),
    GP_FIELD(STR, "derived", V, derived, .doc = "That its trials have; null: it was not derived."),
    GP_FIELD_BY("exit_code", write_exit, NULL, .schema = "{\"type\": \"integer\", \"enum\": [0, 1, 3]}",
                .doc = "0: all that was asked for holds. 1: evidence differs. 3: what was asked for could not be run."),
    GP_FIELD_IN("goldpin", &version_record),
    GP_FIELD(SIZE, "trials", V, all_trials),
    GP_FIELD_BY("checks", write_checks, NULL, .record = &check_record,
                .schema = "{\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/check\"}}"),
    GP_FIELD_LISTED(LIST, "differences", V, differences, n_differences, .record = &difference_record),
    GP_FIELD_LISTED(STRS, "facts", V, facts, n_facts, .doc = "Pinned facts that are not what they were."),
    GP_FIELD_LISTED(LIST, "rerun", V, trials, n_trials, .record = &trial_record,
                    .doc = "Trials that were asked again."),
    GP_FIELD(OBJECT, "parting", V, parting, .record = &parting_record, .has = has_parted),
    GP_FIELD_LISTED(LIST, "remote", V, remote, n_remote, .record = &remote_record, .has = has_remote,
                    .doc = "Targets that were asked again live."),
    GP_FIELD(OBJECT, "bisection", V, bisection, .record = &bisection_record, .has = has_bisection),
    GP_FIELD_LISTED(STRS, "sides", V, sides, n_sides, .has = has_bisection,
                    .doc = "What is known to be unlike on the two sides of the bisection."),
};
static const gp_record report_record = GP_RECORD(V, report_fields, "a verification",
                                                 .doc = "What `goldpin verify` found of a bundle.");

void gp_verify_json(const gp_verify_report *r, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 2);
    gp_record_write(&w, &report_record, r);
    gp_buf_byte(out, '\n');
}

void gp_verify_schema(gp_buf *out) { gp_record_schema(&report_record, "what goldpin verify found", out); }

/* --- text --- */

enum { MOST_LINES = 40 }; /* of differences for people; JSON has all */

/* May this difference be the version's and not the bundle's? */
static bool by_version(const gp_verify_report *r)
{
    bool other = r->versions.other || r->versions.other_kernels;
    for (size_t i = 0; i < GP_CHECKS; i++) {
        bool same_anywhere = i == GP_CHECK_SUMS || i == GP_CHECK_CHAIN || i == GP_CHECK_INPUTS ||
                             i == GP_CHECK_SIGNATURE;
        bool of_kernels = i == GP_CHECK_RERUN || r->versions.other;
        if (r->checks[i].state == GP_CHECK_DIFFERS && (same_anywhere || !of_kernels)) other = false;
    }
    return other;
}

static const char *verdict_of(const gp_verify_report *r)
{
    if (r->exit_code == 1 && by_version(r))
        return "The evidence differs from what this version derives. The version may be the reason, and not the bundle: "
               "the one that wrote it can tell.";
    if (r->exit_code == 3 && r->versions.unlike)
        return "What this version can check holds; the rest takes the one that wrote the bundle.";
    return r->exit_code == 1   ? "The evidence differs from what the bundle says."
           : r->exit_code == 3 ? "What was asked for could not be run again; what could be checked holds."
                               : "The bundle is what it says.";
}

static void put_place(gp_buf *out, const gp_difference *d)
{
    gp_show(out, d->file, 200);
    if (d->line > 0) gp_buf_fmt(out, ":%lld", (long long)d->line);
    if (d->trial.n) {
        gp_buf_c(out, ": ");
        gp_show(out, d->trial, 200);
    }
}

static void put_token(gp_buf *out, int64_t id, gp_str text, double log_prob, double margin)
{
    if (id < 0) {
        gp_buf_c(out, "the end");
        return;
    }
    gp_buf_fmt(out, "token %lld", (long long)id);
    if (text.n) {
        gp_buf_c(out, " \"");
        gp_show(out, text, 40);
        gp_buf_byte(out, '"');
    }
    if (!isnan(log_prob)) gp_buf_fmt(out, ", log-probability %.6f", log_prob);
    if (!isnan(margin)) gp_buf_fmt(out, ", margin of the two highest logits %.6f", margin);
}

static void put_parting(const gp_parting *p, gp_buf *out, const char *indent)
{
    gp_buf_fmt(out, "%sfirst difference: trial ", indent);
    gp_show(out, p->trial, 200);
    if (p->logits_only) gp_buf_c(out, ": the tokens are the same, their logits are not");
    if (!p->position) {
        gp_buf_byte(out, '\n');
        return;
    }
    gp_buf_fmt(out, ", reply %lld, position %lld\n%s  then: ", (long long)p->turn, (long long)p->position, indent);
    put_token(out, p->token_then, p->text_then, p->log_prob_then, p->margin_then);
    gp_buf_fmt(out, "\n%s  now:  ", indent);
    put_token(out, p->token_now, p->text_now, p->log_prob_now, p->margin_now);
    gp_buf_byte(out, '\n');
}

static void put_differences(const gp_verify_report *r, gp_check check, gp_buf *out, const char *indent)
{
    size_t told = 0, more = 0;
    for (size_t i = 0; i < r->n_differences; i++) {
        const gp_difference *d = &r->differences[i];
        if (d->check != check) continue;
        if (told++ >= MOST_LINES) {
            more++;
            continue;
        }
        gp_buf_c(out, indent);
        put_place(out, d);
        gp_buf_c(out, ": ");
        gp_show(out, d->text, 400);
        gp_buf_byte(out, '\n');
    }
    if (more) gp_buf_fmt(out, "%sand %zu more, which --json lists\n", indent, more);
}

static void put_facts(const gp_verify_report *r, gp_buf *out, const char *indent)
{
    for (size_t i = 0; i < r->n_facts; i++) {
        gp_buf_c(out, indent);
        gp_show(out, r->facts[i], 400);
        gp_buf_byte(out, '\n');
    }
}

static void put_operation(const gp_bisection *b, gp_buf *out, const char *indent)
{
    gp_buf_fmt(out, "%soperation %lld ", indent, (long long)b->operation);
    if (b->part == GP_PART_LAYER) gp_buf_fmt(out, "of layer %lld: ", (long long)b->layer);
    else gp_buf_fmt(out, "%s the layers: ", gp_bisect_part_names[b->part]);
    gp_show(out, b->kernel, 100);
    if (!gp_str_eq(b->kernel, b->kernel_there)) {
        gp_buf_c(out, " here, there ");
        gp_show(out, b->kernel_there, 100);
    }
    if (b->weights.n) {
        gp_buf_c(out, " of ");
        gp_show(out, b->weights, 300);
    }
    gp_buf_byte(out, '\n');
}

static void put_values(const gp_bisection *b, gp_buf *out, const char *indent)
{
    gp_buf_fmt(out, "%sfirst value that differs: %.*s, ", indent, GP_ARG(b->buffer));
    if (b->position) gp_buf_fmt(out, "token %lld of %lld, ", (long long)b->position, (long long)b->tokens);
    gp_buf_fmt(out, "index %lld: %.9g (%.*s) here, %.9g (%.*s) there\n", (long long)b->index, b->here,
               GP_ARG(b->here_bits), b->there, GP_ARG(b->there_bits));
    gp_buf_fmt(out, "%s%lld of %lld values differ; weights and tables that it reads are %s\n", indent,
               (long long)b->differing, (long long)b->values, b->reads_alike ? "the same" : "others");
}

static void put_bisection(const gp_verify_report *r, gp_buf *out, const char *indent)
{
    const gp_bisection *b = &r->bisection;
    if (b->differs) put_operation(b, out, indent);
    if (b->differs && b->known) put_values(b, out, indent);
    else if (b->differs && b->written.n) {
        gp_buf_fmt(out, "%s", indent);
        gp_show(out, b->written, 400);
        gp_buf_c(out, " now has the values of this side: run this on the other side again to see both\n");
    } else if (b->differs) gp_buf_fmt(out, "%sthis side did not leave the same when it computed again\n", indent);
    for (size_t i = 0; i < r->n_sides; i++) {
        gp_buf_c(out, indent);
        gp_show(out, r->sides[i], 400);
        gp_buf_byte(out, '\n');
    }
}

/* What nobody asked for, and what few bundles need, is no line. */
static bool is_told(const gp_check_result *c)
{
    static const struct {
        gp_check check;
        const char *text;
    } untold[] = {{GP_CHECK_GRADERS, "not asked for"},
                  {GP_CHECK_REMOTE, "not asked for"},
                  {GP_CHECK_BISECT, "not asked for"},
                  {GP_CHECK_PROMPTS, GP_VERIFY_NO_PROMPT},
                  {GP_CHECK_MODEL, GP_VERIFY_NO_MODEL}};
    for (size_t i = 0; i < sizeof untold / sizeof *untold; i++)
        if (c->state == GP_CHECK_NOT_MADE && c->check == untold[i].check && gp_str_eqc(c->text, untold[i].text))
            return false;
    return true;
}

static void put_versions(const gp_versions *s, gp_buf *out)
{
    if (!s->other && !s->other_kernels) return;
    gp_buf_fmt(out, "%-10s %-9s goldpin ", "version", "another");
    gp_show(out, s->wrote, 40);
    gp_buf_fmt(out, " wrote the bundle, this is %s%.*s", s->other ? "" : "another build of ", GP_ARG(s->here));
    if (s->other_kernels) {
        gp_buf_c(out, "; its kernels' digest was ");
        gp_show(out, s->kernels_wrote, 80);
        gp_buf_fmt(out, ", here it is %.*s, so logits may differ", GP_ARG(s->kernels_here));
    } else if (s->kernels_wrote.n) gp_buf_c(out, ", with the same kernels, so logits are the same");
    gp_buf_byte(out, '\n');
}

void gp_verify_text(const gp_verify_report *r, gp_buf *out)
{
    put_versions(&r->versions, out);
    for (size_t i = 0; i < GP_CHECKS; i++) {
        const gp_check_result *c = &r->checks[i];
        if (!is_told(c)) continue;
        gp_buf_fmt(out, "%-10s %-9s ", gp_verify_names[i], gp_check_state_names[c->state]);
        gp_show(out, c->text, 600);
        gp_buf_byte(out, '\n');
        put_differences(r, (gp_check)i, out, "  ");
        if (i == GP_CHECK_RERUN) put_facts(r, out, "  ");
        if (i == GP_CHECK_RERUN && r->parted) put_parting(&r->parting, out, "  ");
        if (i == GP_CHECK_BISECT) put_bisection(r, out, "  ");
    }
    gp_buf_fmt(out, "%s\n", verdict_of(r));
}

/* --- markdown --- */

/* Foreign text stands in fences, where nothing is markup; ours may stand in a table. */
static void put_check_row(const gp_check_result *c, gp_buf *out)
{
    gp_buf_fmt(out, "| %s | %s |\n", gp_verify_names[c->check],
               c->state == GP_CHECK_DIFFERS ? "**differs**" : gp_check_state_names[c->state]);
}

void gp_verify_markdown(const gp_verify_report *r, gp_buf *out)
{
    gp_buf details = {0};
    gp_buf_fmt(out, "# Verification of a goldpin bundle\n\n**%s**\n\n", verdict_of(r));
    gp_buf_c(out, "| Check | Result |\n| :-- | :-- |\n");
    for (size_t i = 0; i < GP_CHECKS; i++)
        if (is_told(&r->checks[i])) put_check_row(&r->checks[i], out);
    gp_buf_c(out, "\nWhat was looked at, and what differs, by file and line:\n\n````text\nbundle      ");
    gp_show(out, r->bundle, 400);
    gp_buf_c(out, "\nsuite       ");
    gp_show(out, r->suite, 400);
    gp_buf_c(out, "\nfingerprint ");
    gp_show(out, r->fingerprint, 100);
    gp_buf_c(out, "\nderived     ");
    gp_show(out, r->derived.n ? r->derived : GP_STR("n/a"), 100);
    gp_buf_c(out, "\n\n");
    gp_verify_text(r, &details);
    for (size_t i = 0; i < details.n; i++) /* no fence ends within */
        gp_buf_byte(out, details.p[i] == '`' ? '\'' : details.p[i]);
    gp_buf_c(out,
             "````\n\n"
             "Checksums, chain, verdicts and reports are derived from the bundle alone. They show that its parts "
             "belong together; somebody who wrote all of them anew would pass. A published fingerprint, a "
             "signature or trials that were asked again rule that out.\n");
    gp_buf_free(&details);
}

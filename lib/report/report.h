/* report.h - reports rendered from results (and the manifest, where there is one). Same input, same bytes. */
#ifndef GP_REPORT_REPORT_H
#define GP_REPORT_REPORT_H

#include "bundle/bundle.h"
#include "report/results.h"

/* The formats of reports, a row each: name, file, and what the option of its name does for `goldpin report`. ONE shows
 * a single run, MANY compares several as well; both stand in every bundle. ASKED is of a single run too, and made only
 * where somebody asks for it. A format NAME is written by gp_report_NAME, in a file of its own (report/format.h);
 * everything else - the bundle's files, options of commands, what `run` prints - comes from here.
 *
 * junit      JUnit XML: one flat suite per suite and target, names unique within it; graders or golden failed =
 *            failure, target broke = error, not applicable = skipped; plain decimal times; characters illegal in XML
 *            1.0 shown as visible escapes. In two dialects (gp_report_wish).
 * markdown   GitHub-flavoured: verdict, summary per target, failing cases, all cases, null baselines, what is missing,
 *            methodology; of several runs a head-to-head table. Model text can neither become markup nor links.
 * summary    the beginning of it, for a comment on a pull request: at most 60,000 bytes whatever the run.
 * html       one page that loads nothing, is read without its script and is well-formed XML: verdict, targets, every
 *            case with its texts (of many the failing ones first), charts, and the sections of the markdown. Model text
 *            can become neither markup nor script. In a bundle its charts stand in charts/ too.
 * csv        a row per trial, by RFC 4180; what a spreadsheet would take for a formula stays text.
 * eee        a record of the "Every Eval Ever" schema, 0.3, for each target, a line each. */
#define GP_REPORT_FORMATS(ONE, MANY, ASKED)                                                                  \
    ONE(junit, "junit.xml", "write JUnit XML of a single run to FILE")                                       \
    MANY(markdown, "report.md", "write the markdown to FILE instead of standard output")                     \
    MANY(summary, "summary.md", "write markdown that fits a comment on a pull request to FILE")              \
    MANY(html, "report.html", "write a page for a browser to FILE")                                          \
    ASKED(csv, "trials.csv", "write a table with a row for each trial to FILE, as CSV")                      \
    ASKED(turns, "turns.csv", "write a table with a row for each turn of each conversation to FILE, as CSV") \
    ASKED(eee, "every-eval-ever.jsonl", "write a record of Every Eval Ever for each target to FILE, a line each")

/* Their places in the table: GP_REPORT_junit, ... */
#define GP_REPORT_PLACE(name, file, help) GP_REPORT_##name,
#define GP_REPORT_NO_ROW(name, file, help)
enum { GP_REPORT_FORMATS(GP_REPORT_PLACE, GP_REPORT_PLACE, GP_REPORT_PLACE) GP_REPORT_N };

typedef struct gp_report_format {
    const char *name;
    const char *file;
    bool several; /* of more than one run */
    bool kept;    /* in every bundle */
    const struct gp_report_writer *writer;
} gp_report_format;
extern const gp_report_format gp_report_formats[GP_REPORT_N];

/* By position, from 1, as options name them; 0 is not given: report, and strict. */
enum { GP_MARKDOWN_SUMMARY = 1, GP_MARKDOWN_REPORT, GP_MARKDOWN_FULL };
enum { GP_JUNIT_STRICT = 1, GP_JUNIT_RICH };
#define GP_MARKDOWN_LENGTHS "summary|report|full"
#define GP_JUNIT_DIALECTS "strict|rich"

typedef struct gp_report_wish {
    /* of the format markdown: that of a summary; at most 900 KiB, for a job summary; everything */
    int markdown;
    /* strict: the schema that Jenkins ships, and nothing else. rich: properties, file and line, time stamps, and what
     * was asked again or passed only sometimes, as other consumers read them */
    int junit;
} gp_report_wish;

/* What is reported: runs[0..n), and their manifests in ms; `ms` and its entries may be NULL (then a report says that
 * there is no manifest). */
typedef struct gp_report_runs {
    const gp_results *const *runs;
    const gp_manifest *const *ms;
    size_t n;
    gp_report_wish wish;
    const struct gp_trend
        *trends; /* what a history says of their suites (report/trend.h); none in a bundle's own reports */
    size_t n_trends;
} gp_report_runs;

/* Append one report. */
gp_code gp_report_write(const gp_report_format *f, const gp_report_runs *in, gp_buf *out, gp_err *err) GP_MUST_CHECK;
/* Write every report of a bundle that it keeps from its results.json and manifest.json into it, then its checksums. */
gp_code gp_report_bundle(const char *dir, const gp_report_wish *wish, gp_err *err) GP_MUST_CHECK;
/* A report of such a bundle at `to`, whose folder is made. */
gp_code gp_report_copy(const char *dir, const gp_report_format *f, const gp_report_wish *wish, const char *to,
                       gp_err *err) GP_MUST_CHECK;

/* The one thing to know about a trial, in at most 12 words: the first criterion that failed, the golden difference, the error,
 * a remark. A golden that is missing is none, for then most trials lack theirs. Quotation marks are never doubled. */
void gp_result_finding(gp_buf *out, const gp_result *r);

/* Compare two runs case by case, as text for a terminal: trials only in one, verdicts that changed, answers that
 * changed (word-level), what changed besides (case, graders, weights, logits, target). *equal tells whether nothing
 * that the fingerprint covers differs. */
gp_code gp_report_diff(const gp_results *a, const gp_results *b, gp_buf *out, bool *equal, gp_err *err) GP_MUST_CHECK;
/* The same for a bundle's candidates against accepted goldens below `golden_root`. */
gp_code gp_report_diff_goldens(const char *bundle_dir, const char *golden_root, gp_buf *out, bool *equal,
                               gp_err *err) GP_MUST_CHECK;

#endif

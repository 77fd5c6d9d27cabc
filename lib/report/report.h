/* report.h - reports rendered from results (and the manifest, where there is one). Same input, same bytes. */
#ifndef GP_REPORT_REPORT_H
#define GP_REPORT_REPORT_H

#include "bundle/bundle.h"
#include "report/results.h"

/* The formats of reports, a row each: name, file in the bundle, and what the option of its name does for `goldpin
 * report`. ONE shows a single run; MANY compares several as well. A format NAME is written by gp_report_NAME, in a
 * file of its own (report/format.h); everything else - the bundle's files, options of commands, what `run` prints -
 * comes from here.
 *
 * junit      JUnit XML (Jenkins' junit-10 schema): one flat suite per suite and target, names unique within it;
 *            graders or golden failed = failure, target broke = error, not applicable = skipped; plain decimal times;
 *            characters illegal in XML 1.0 shown as visible escapes.
 * markdown   GitHub-flavoured: verdict, summary per target, failing cases, all cases, null baselines, what is missing,
 *            methodology; of several runs a head-to-head table. Model text can neither become markup nor links. */
#define GP_REPORT_FORMATS(ONE, MANY)                                   \
    ONE(junit, "junit.xml", "write JUnit XML of a single run to FILE") \
    MANY(markdown, "report.md", "write the markdown to FILE instead of standard output")

/* Their places in the table: GP_REPORT_junit, ... */
#define GP_REPORT_PLACE(name, file, help) GP_REPORT_##name,
#define GP_REPORT_NO_ROW(name, file, help)
enum { GP_REPORT_FORMATS(GP_REPORT_PLACE, GP_REPORT_PLACE) GP_REPORT_N };

typedef struct gp_report_format {
    const char *name;
    const char *file;
    bool several; /* of more than one run */
    const struct gp_report_writer *writer;
} gp_report_format;
extern const gp_report_format gp_report_formats[GP_REPORT_N];

/* What is reported: runs[0..n), and their manifests in ms; `ms` and its entries may be NULL (then a report says that
 * there is no manifest). */
typedef struct gp_report_runs {
    const gp_results *const *runs;
    const gp_manifest *const *ms;
    size_t n;
} gp_report_runs;

/* Append one report. */
gp_code gp_report_write(const gp_report_format *f, const gp_report_runs *in, gp_buf *out, gp_err *err) GP_MUST_CHECK;
/* Write every report of a bundle from its results.json and manifest.json into it, then its checksums. */
gp_code gp_report_bundle(const char *dir, gp_err *err) GP_MUST_CHECK;

/* Compare two runs case by case, as text for a terminal: trials only in one, verdicts that changed, answers that
 * changed (word-level), what changed besides (case, graders, weights, logits, target). *equal tells whether nothing
 * that the fingerprint covers differs. */
gp_code gp_report_diff(const gp_results *a, const gp_results *b, gp_buf *out, bool *equal, gp_err *err) GP_MUST_CHECK;
/* The same for a bundle's candidates against accepted goldens below `golden_root`. */
gp_code gp_report_diff_goldens(const char *bundle_dir, const char *golden_root, gp_buf *out, bool *equal,
                               gp_err *err) GP_MUST_CHECK;

#endif

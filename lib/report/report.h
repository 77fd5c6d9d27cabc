/* report.h - reports rendered from results (and the manifest, where there is one). Same input, same bytes. */
#ifndef GP_REPORT_REPORT_H
#define GP_REPORT_REPORT_H

#include "report/results.h"

/* JUnit XML (Jenkins' junit-10 schema): one flat suite per suite and target, names unique within it; graders or golden
 * failed = failure, target broke = error, not applicable = skipped; plain decimal times; characters illegal in XML 1.0
 * shown as visible escapes. */
gp_code gp_report_junit(const gp_results *r, gp_buf *out, gp_err *err) GP_MUST_CHECK;

/* GitHub-flavoured markdown: verdict, summary per target, failing cases, all cases, null baselines, what is missing,
 * methodology. `m` may be NULL (then the methodology says that there is no manifest). Several runs give a head-to-head
 * table: runs[0..n), their manifests in ms (entries may be NULL). Model text can neither become markup nor links. */
gp_code gp_report_markdown(const gp_results *const *runs, const gp_manifest *const *ms, size_t n, gp_buf *out, gp_err *err) GP_MUST_CHECK;

/* Render every report of a bundle from its results.json and manifest.json into the bundle, then write SHA256SUMS over
 * all its files (except itself). */
gp_code gp_report_bundle(const char *dir, gp_err *err) GP_MUST_CHECK;
/* Check SHA256SUMS of a bundle: GP_E_INPUT names the first file that differs or is missing. */
gp_code gp_bundle_check(const char *dir, gp_err *err) GP_MUST_CHECK;

/* Compare two runs case by case, as text for a terminal: trials only in one, verdicts that changed, answers that
 * changed (word-level), what changed besides (case, graders, weights, logits, target). *equal tells whether nothing
 * that the fingerprint covers differs. */
gp_code gp_report_diff(const gp_results *a, const gp_results *b, gp_buf *out, bool *equal, gp_err *err) GP_MUST_CHECK;
/* The same for a bundle's candidates against accepted goldens below `golden_root`. */
gp_code gp_report_diff_goldens(const char *bundle_dir, const char *golden_root, gp_buf *out, bool *equal, gp_err *err) GP_MUST_CHECK;

#endif

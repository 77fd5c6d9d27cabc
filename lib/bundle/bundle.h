/* bundle.h - the folder that a run leaves behind.
 *
 * A bundle holds
 *   manifest.json      everything pinned about the run; what has one is a bundle
 *   topology.xml       the machine that its trials ran on
 *   transcripts.jsonl  the journal: one line for each finished trial, and only ever appended to
 *   evidence.jsonl     what verdicts needed from outside (evidence/evidence.h); only where some did
 *   results.json       verdicts and numbers; there when the run has ended
 *   pending/           candidates for goldens
 *   reports            one file for each format (report/report.h)
 *   charts/            the charts of the HTML report, a file each
 *   SHA256SUMS         checksums of all of these, in the form of sha256sum(1); written last
 *
 * A recording (record/recording.h) is a folder too: it has recording.json in place of the journal and what is made
 * from it.
 *
 * Whatever is written here appears whole or not at all. What a run that was killed leaves besides - files that never
 * got their final name - is swept away when it goes on, and never has a checksum. */
#ifndef GP_BUNDLE_BUNDLE_H
#define GP_BUNDLE_BUNDLE_H

#include "base/str.h"

#define GP_FILE_MANIFEST "manifest.json"
#define GP_FILE_TOPOLOGY "topology.xml"
#define GP_FILE_JOURNAL "transcripts.jsonl"
#define GP_FILE_EVIDENCE "evidence.jsonl"
#define GP_FILE_RESULTS "results.json"
#define GP_FOLDER_PENDING "pending"
#define GP_FOLDER_CHARTS "charts"
#define GP_FILE_SUMS "SHA256SUMS"
#define GP_FILE_RECORDING "recording.json"
#define GP_FILE_EXCHANGES "exchanges.jsonl"

/* Is there a file `name` in the folder? That one cannot tell is GP_E_IO; the second takes it for no. */
gp_code gp_bundle_look(const char *dir, const char *name, bool *there, gp_err *err) GP_MUST_CHECK;
bool gp_bundle_holds(const char *dir, const char *name);
/* Has any trial ended? A run that was killed early may have a bundle and nothing in its journal. */
bool gp_bundle_any_trial(const char *dir);
/* Is `path` the bundle of a run that has ended? One that was interrupted holds no results yet, and a recording never:
 * GP_E_INPUT with the command that makes them. Whatever else `path` is, is for others to judge. */
gp_code gp_bundle_finished(const char *path, gp_err *err) GP_MUST_CHECK;

/* May a run write its bundle into `dir`? It must be missing or empty, else GP_E_USAGE. With `go_on` it may also be a
 * bundle, and leftovers are swept away; of a folder that is no bundle and holds anything else, nothing is touched. */
gp_code gp_bundle_claim(const char *dir, bool go_on, gp_err *err) GP_MUST_CHECK;
/* "reports/<suite>-<UTC time>", or with a number behind it: a folder that does not exist yet. */
const char *gp_bundle_fresh(gp_arena *a, gp_str suite, int64_t epoch);

/* Write one of its files; the folder exists. */
gp_code gp_bundle_write(const char *dir, const char *name, gp_str text, gp_err *err) GP_MUST_CHECK;
/* A copy of one of its files at `to`, whose folder is made. */
gp_code gp_bundle_copy(const char *dir, const char *name, const char *to, gp_err *err) GP_MUST_CHECK;

/* Write SHA256SUMS over all files of the bundle, except itself and leftovers. */
gp_code gp_bundle_sum(const char *dir, gp_err *err) GP_MUST_CHECK;
/* Check it: GP_E_INPUT names the first file that differs or is missing. */
gp_code gp_bundle_check(const char *dir, gp_err *err) GP_MUST_CHECK;

/* A file that never got its final name? */
bool gp_bundle_left_over(const char *name);

#endif

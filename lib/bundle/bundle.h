/* bundle.h - the folder that a run leaves behind.
 *
 * A bundle holds
 *   manifest.json      everything pinned about the run; what has one is a bundle
 *   topology.xml       the machine that its trials ran on
 *   transcripts.jsonl  the journal: one line for each finished trial, and only ever appended to
 *   evidence.jsonl     what verdicts needed from outside (evidence/evidence.h); only where some did
 *   results.json       verdicts and numbers; there when the run has ended
 *   chain.json         both ends of the journal's chain, and digests of the files above (manifest/chain.h)
 *   pending/           candidates for goldens
 *   inputs/            what the run was made of, as it was then:
 *     suites/NAME/       each suite, with its files under their own names
 *     golden/            the goldens that answers were compared with, SUITE/TARGET/CASE.json
 *     templates/         the Jinja files that targets are asked by, SHA256.jinja
 *     targets.json       the targets file, if one was read; digests stand for the values of headers
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

#include "base/arena.h"
#include "base/str.h"

#define GP_FILE_MANIFEST "manifest.json"
#define GP_FILE_TOPOLOGY "topology.xml"
#define GP_FILE_JOURNAL "transcripts.jsonl"
#define GP_FILE_EVIDENCE "evidence.jsonl"
#define GP_FILE_RESULTS "results.json"
#define GP_FILE_CHAIN "chain.json"
#define GP_FOLDER_PENDING "pending"
#define GP_FOLDER_INPUTS "inputs"
#define GP_FOLDER_SUITES "inputs/suites"
#define GP_FOLDER_GOLDENS "inputs/golden"
#define GP_FOLDER_TEMPLATES "inputs/templates"
#define GP_FILE_TARGETS "inputs/targets.json"
#define GP_FILE_BASELINE "inputs/baseline.json"
#define GP_FOLDER_CHARTS "charts"
#define GP_FOLDER_STATEMENTS "attestations" /* about the bundle, made afterwards: no checksum covers it */
#define GP_FILE_SUMS "SHA256SUMS"
enum { GP_BUNDLE_DEPTH = 16 }; /* folders in folders, at most */
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

/* Where it keeps the Jinja file that a manifest calls "sha256:HEX"; NULL where `template` names no file. */
const char *gp_bundle_template(gp_arena *a, gp_str template);

/* Write one of its files; the folder exists. */
gp_code gp_bundle_write(const char *dir, const char *name, gp_str text, gp_err *err) GP_MUST_CHECK;
/* A copy of one of its files at `to`, whose folder is made. */
gp_code gp_bundle_copy(const char *dir, const char *name, const char *to, gp_err *err) GP_MUST_CHECK;

/* Write SHA256SUMS over all files of the bundle, except itself and leftovers. */
gp_code gp_bundle_sum(const char *dir, gp_err *err) GP_MUST_CHECK;
/* SHA-256, hex, over the lines that SHA256SUMS would have for the files of a folder; of a missing one that of nothing. */
gp_code gp_bundle_digest(const char *dir, char out[65], gp_err *err) GP_MUST_CHECK;

typedef struct gp_bundle_damage { /* a file that is not as it was */
    const char *path;             /* in the bundle */
    gp_str text;                  /* one sentence */
} gp_bundle_damage;
/* Check it: all files that differ, are missing, or are there and not listed, into the arena; *files: how many are listed.
 * GP_E_INPUT: SHA256SUMS itself is missing or damaged. */
gp_code gp_bundle_damages(gp_arena *a, const char *dir, const gp_bundle_damage **list, size_t *n, size_t *files,
                          gp_err *err) GP_MUST_CHECK;
/* For whoever is about to read these files of a bundle, or those in these folders: GP_E_INPUT names the first that is not
 * the one that SHA256SUMS lists. Where there is no SHA256SUMS (a lone results.json, a run that has not ended) there is
 * nothing to say. */
gp_code gp_bundle_intact(const char *dir, const char *const *names, size_t n, gp_err *err) GP_MUST_CHECK;
/* GP_E_INPUT names the first file that differs or is missing. */
gp_code gp_bundle_check(const char *dir, gp_err *err) GP_MUST_CHECK;

/* A file that never got its final name? */
bool gp_bundle_left_over(const char *name);

#endif

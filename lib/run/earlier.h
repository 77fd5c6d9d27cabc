/* earlier.h - the results of an earlier run, wherever they are kept: a bundle, a results.json, or a commit.
 *
 *   reports/old                  a bundle
 *   old.json                     a results.json
 *   git:main                     baseline/results.json of that branch, tag or commit
 *   git:main:path/results.json   another file of it; paths are relative to the working directory, a leading '/' is the
 *                                top of the repository
 *
 * git(1) is run as it is, without a shell, and only for names that begin with "git:". */
#ifndef GP_RUN_EARLIER_H
#define GP_RUN_EARLIER_H

#include "report/results.h"

#define GP_BASELINE_PATH "baseline/results.json" /* of git:REF */

bool gp_is_commit(const char *name);
/* Open them; *label (in the arena) is what reports call them: "main@a1b2c3d", or the name of the folder or file.
 * Errors: GP_E_INPUT (no such run, not finished, damaged), GP_E_INFRA (git is not there). */
gp_code gp_earlier_open(gp_arena *a, const char *name, gp_results **out, gp_str *label, gp_err *err) GP_MUST_CHECK;

#endif

/* results_format.h - the shape of results.json as tables, shared by its writer and its reader; private to
 * lib/report. */
#ifndef GP_REPORT_RESULTS_FORMAT_H
#define GP_REPORT_RESULTS_FORMAT_H

#include "base/fields.h"
#include "report/results.h"

extern const gp_record gp_result_record; /* one element of "trials", over gp_result */
extern const gp_record gp_statistics_record;
extern const gp_record gp_head_record; /* everything but "trials", over gp_results_head */

/* What gp_results_open_each calls for every trial, in file order; gp_results_facts(r) is known. */
typedef gp_code gp_results_visit(void *user, const gp_results *r, const gp_result *t, gp_err *err);
/* As gp_results_open, and every trial is visited on the way: a file that was just written is read once less. Its
 * trials are taken to be different ones, and gp_results_find looks through all of them. */
gp_code gp_results_open_each(const char *path, gp_results_visit *visit, void *user, gp_results **out,
                             gp_err *err) GP_MUST_CHECK;

/* --- random access for the renderers; indexes are file order --- */
size_t gp_results_count(const gp_results *r);
gp_code gp_results_at(const gp_results *r, size_t i, gp_arena *a, gp_result *out, gp_err *err) GP_MUST_CHECK;

#endif

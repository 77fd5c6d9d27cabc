/* ladder_suite.h - goldpin ladder --suite: the suite run with each file as a target. */
#ifndef GP_CMD_LADDER_SUITE_H
#define GP_CMD_LADDER_SUITE_H

#include "cli.h"
#include "targets/target.h"

typedef struct gp_suite_climb {
    const char *suite, *bundle; /* bundle NULL: reports/<suite>-<UTC time> */
    int64_t repeat;             /* 0: 1 */
    double margin;
    bool json;
    const gp_engine_wish *wish;
} gp_suite_climb;

/* `files`: the reference first. What became of it, as text or JSON, goes to `out`. Errors: as of gp_run. */
gp_code gp_climb_suite(gp_args *a, const gp_suite_climb *o, const char *const *files, size_t n, gp_buf *out,
                       gp_err *err) GP_MUST_CHECK;

#endif

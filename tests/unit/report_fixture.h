/* report_fixture.h - files with the made-up run of report_world.h, and texts compared with those in tests/data/report.
 * After a wanted change: GOLDPIN_BLESS_TESTS=1 build/tests/test_NAME, then read the difference. */
#ifndef GP_TESTS_REPORT_FIXTURE_H
#define GP_TESTS_REPORT_FIXTURE_H

#include "base/sys.h"
#include "report_world.h"
#include "t.h"

static const gp_gate_options DEFAULT = {.fail_under = NAN};

/* The text is that of tests/data/report/NAME. */
static inline void matches_file(const char *name, gp_str got)
{
    char path[256];
    gp_err err = {0};
    gp_arena a = {0};
    gp_str want;
    (void)snprintf(path, sizeof path, "tests/data/report/%s", name);
    if (getenv("GOLDPIN_BLESS_TESTS")) T_OK(gp_write_file(path, got, &err), err);
    T_OK(gp_read_file(&a, path, 0, &want, &err), err);
    size_t at = 0;
    while (at < want.n && at < got.n && want.p[at] == got.p[at]) at++;
    if (at < want.n || at < got.n)
        fail_msg("%s differs from byte %zu on: expected \"%.60s\", got \"%.60s\"", path, at, want.p + at,
                 got.n ? got.p + at : "");
    gp_arena_free(&a);
}

/* DIR/NAME, good for the next seven calls. */
static inline const char *in(const char *dir, const char *name)
{
    static char path[8][800];
    static unsigned next;
    char *p = path[next++ % 8];
    size_t n = strlen(dir), m = strlen(name);
    if (n + m + 2 > sizeof path[0]) fail_msg("the path %s is too long", dir);
    memcpy(p, dir, n);
    p[n] = '/';
    memcpy(p + n + 1, name, m + 1);
    return p;
}

/* The run's results, written into a folder and opened. */
static inline gp_results *open_world(const char *dir, gp_gate_options gate)
{
    gp_result t[WORLD_TRIALS];
    gp_results *r = NULL;
    gp_err err = {0};
    T_OK(world_write(in(dir, "results.json"), t, world_trials(t), gate, &err), err);
    T_OK(gp_results_open(dir, &r, &err), err);
    return r;
}

static inline void same_text(gp_str x, gp_str y)
{
    if (!gp_str_eq(x, y)) fail_msg("\"%.*s\" is not \"%.*s\"", GP_ARG(x), GP_ARG(y));
}

#endif

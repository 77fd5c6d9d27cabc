/* ladder_suite.c - see ladder_suite.h. */
#include "ladder_suite.h"

#include <math.h>

#include "base/sys.h"
#include "ladder/ladder_suite.h"
#include "open_model.h"
#include "run/run.h"
#include "signals.h"
#include "supervise.h"

/* Of the file, without folders and ending, and with a number where another one has it already. */
static gp_str target_name(gp_arena *a, const char *file, const gp_str *names, size_t n)
{
    gp_buf b = {0};
    gp_str stem = gp_str_c(gp_path_base(file));
    size_t dot = stem.n, alike = 1;
    while (dot && stem.p[dot - 1] != '.') dot--;
    if (dot > 1) stem.n = dot - 1;
    gp_percent_name(&b, stem);
    gp_str plain = gp_str_dup(a, gp_buf_view(&b)), name = plain;
    gp_buf_free(&b);
    for (size_t i = 0; i < n; i++)
        if (gp_str_eq_nocase(names[i], name)) /* begin again: the number may be another's name */
            name = gp_str_fmt(a, "%.*s-%zu", GP_ARG(plain), ++alike), i = SIZE_MAX;
    return name;
}

static void begun(void *user, const char *replay_of, size_t trials, size_t done, size_t cases, size_t targets)
{
    (void)user, (void)replay_of, (void)done;
    gp_supervise_begun();
    fprintf(stderr, "goldpin: %zu trials (%zu case%s, %zu files)\n", trials, cases, gp_plural(cases), targets);
}

static gp_code run_suite(gp_args *a, const gp_suite_climb *o, const gp_str *targets, size_t n, gp_run_outcome *out,
                         gp_err *err)
{
    gp_run_options r = {.suites = &o->suite,
                        .n_suites = 1,
                        .targets = targets,
                        .n_targets = n,
                        .output = o->bundle,
                        .repeat = o->repeat,
                        .limit = -1,
                        .seed = -1,
                        .max_cost = (double)NAN,
                        .ungated = true,
                        .wish = *o->wish,
                        .interrupted = gp_watch_signals(),
                        .events = {.planned = begun}};
    (void)a;
    r.wish.compiling = (gp_ocl_watcher){gp_tell_compiling, NULL};
    return gp_run(&r, out, err);
}

gp_code gp_climb_suite(gp_args *a, const gp_suite_climb *o, const char *const *files, size_t n, gp_buf *out,
                       gp_err *err)
{
    gp_str *names = GP_NEW_ARRAY(&a->mem, gp_str, n), *targets = GP_NEW_ARRAY(&a->mem, gp_str, n);
    gp_run_outcome run = {0};
    gp_suite_ladder l;
    for (size_t i = 0; i < n; i++) {
        names[i] = target_name(&a->mem, files[i], names, i);
        targets[i] = gp_str_fmt(&a->mem, "%.*s=local:%s", GP_ARG(names[i]), files[i]);
    }
    gp_code code = run_suite(a, o, targets, n, &run, err);
    if (!code) code = gp_ladder_suite(&a->mem, run.dir, names, n, o->margin, &l, err);
    if (!code && o->json) gp_ladder_suite_json(&l, out);
    else if (!code) gp_ladder_suite_text(&l, out);
    return code;
}

/* declared_run.c - does this run follow the plan that was fixed before it? What it does otherwise is no error: it is
 * said at once, and stands in the manifest and the report. */
#include "base/sys.h"
#include "manifest/declared.h"
#include "run/source.h"

static const gp_declared_suite *suites_of(gp_run_state *r)
{
    gp_declared_suite *list = GP_NEW_ARRAY(&r->arena, gp_declared_suite, r->n_suites);
    for (size_t i = 0; i < r->n_suites; i++) {
        const gp_suite_info *s = gp_suite_facts(r->suites[i]);
        list[i] = (gp_declared_suite){s->name, s->version, gp_str_c(s->digest), (int64_t)gp_plan_selected(r->plan, i)};
    }
    return list;
}

static const gp_declared_target *targets_of(gp_run_state *r)
{
    gp_declared_target *list = GP_NEW_ARRAY(&r->arena, gp_declared_target, r->n_targets);
    for (size_t i = 0; i < r->n_targets; i++) {
        gp_str model = gp_str_dup(&r->arena, r->specs[i].model);
        bool local = gp_str_eqc(r->specs[i].provider, "local");
        list[i] = (gp_declared_target){r->names[i], r->specs[i].provider,
                                       local && model.n ? gp_str_c(gp_path_base(model.p)) : model};
    }
    return list;
}

gp_code gp_run_check_declared(gp_run_state *r, gp_err *err)
{
    gp_manifest *m = &r->manifest;
    gp_declared planned, now = {.suites = suites_of(r),
                                .n_suites = r->n_suites,
                                .repeat = r->repeat,
                                .max_errors = r->rules.max_errors > 0 ? r->rules.max_errors : 0,
                                .fail_under = r->rules.pass_rate,
                                .strict = r->rules.strict};
    if (!r->o->plan) return GP_OK;
    if (r->resumed)
        return gp_fail(err, GP_E_USAGE, "a run that goes on has the plan it was begun with; leave --plan out");
    gp_code code = gp_declared_read(&r->arena, r->o->plan, &planned, &m->plan, err);
    if (code) return code;
    /* a replayed bundle's targets are known by their names alone */
    if (r->specs) now.targets = targets_of(r), now.n_targets = r->n_targets;
    else planned.n_targets = 0;
    m->n_departures = gp_declared_departures(&r->arena, &planned, &now, &m->departures);
    for (size_t i = 0; i < m->n_departures; i++)
        if (r->o->events.notice)
            r->o->events.notice(r->o->events.user, GP_STR("--plan"), m->departures[i], GP_STR("(the report says so)"));
    return GP_OK;
}

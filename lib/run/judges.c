/* judges.c - who is asked for verdicts: found by the names that graders give, and opened beside the targets. */
#include <stdlib.h>

#include "run/source.h"

gp_judge_target *gp_run_judge(const gp_run_state *r, gp_str name)
{
    for (size_t i = 0; i < r->n_judges; i++)
        if (gp_str_eq(r->judges[i].name, name)) return &r->judges[i];
    return NULL;
}

/* A target of the run, by its name or as it was given; else one of the targets file; else PROVIDER:MODEL. */
static void find_spec(gp_run_state *r, gp_judge_target *j)
{
    const gp_target_spec *list = NULL;
    size_t n = 0;
    gp_err why = {0};
    for (size_t i = 0; i < r->n_targets && !j->spec; i++) {
        bool given = i < r->o->n_targets && gp_str_eq(r->o->targets[i], j->name);
        if (given || gp_str_eq(r->names[i], j->name)) j->spec = &r->specs[i];
    }
    if (j->spec) return;
    if (gp_target_specs_resolve(&r->arena, r->named, &j->name, 1, &list, &n, &why))
        j->lacking = gp_str_fmt(&r->arena, "there is no such judge: %s", why.msg).p;
    else if (gp_str_eqc(list->provider, "replay"))
        j->lacking = "there is no such judge: replay:DIR answers for targets only";
    else j->spec = list;
}

static gp_judge_target *note(gp_run_state *r, gp_str name)
{
    gp_judge_target *j = gp_run_judge(r, name);
    if (j) return j;
    r->judges = gp_grow(r->judges, r->n_judges, &r->room_judges, sizeof *r->judges);
    j = &r->judges[r->n_judges++];
    *j = (gp_judge_target){.name = gp_str_dup(&r->arena, name)};
    if (r->from->asks) find_spec(r, j);
    return j;
}

gp_code gp_run_note_judges(gp_run_state *r, size_t suite, const gp_case *c, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 0; i < c->n_graders && !code; i++) {
        const gp_grader_kind *k = c->graders[i]->kind;
        if (!k->ask) continue;
        gp_str name = k->asks(c->graders[i]);
        bool counted = false; /* by another criterion of this case */
        for (size_t m = 0; m < i; m++)
            counted = counted || (c->graders[m]->kind == k && gp_str_eq(k->asks(c->graders[m]), name));
        gp_judge_target *j = note(r, name);
        j->cases += !counted;
        if (j->spec) code = gp_spec_refuse(j->spec, gp_suite_facts(r->suites[suite])->name, c, err);
    }
    return code;
}

void gp_run_warn_of_judges(const gp_run_state *r)
{
    gp_arena a = {0};
    for (size_t i = 0; i < r->n_judges; i++) {
        const gp_judge_target *j = &r->judges[i];
        if (!j->lacking) continue;
        gp_str text = gp_str_fmt(&a, "%zu case%s of this run %s its verdict and will be skipped: %s", j->cases,
                                 j->cases == 1 ? "" : "s", j->cases == 1 ? "needs" : "need", j->lacking);
        r->o->events.notice(r->o->events.user, j->name, GP_STR("cannot be asked;"), text);
    }
    gp_arena_free(&a);
}

/* Whether a model favours its own answers, nobody can tell from its own votes. */
static void warn_of_itself(const gp_run_state *r, const gp_judge_target *j)
{
    gp_arena a = {0};
    for (size_t i = 0; i < r->n_targets && r->o->events.notice; i++)
        if (gp_str_eq(gp_fingerprint_target(&a, &r->facts[i]), j->identity))
            r->o->events.notice(r->o->events.user, r->names[i], GP_STR("judges its own answers,"),
                                GP_STR("which models tend to favour"));
    gp_arena_free(&a);
}

gp_code gp_run_open_judges(gp_run_state *r, gp_err *err)
{
    gp_target_services env = r->env;
    gp_code code = GP_OK;
    r->judge_pool = r->pool;
    if (!r->from->asks || !r->n_judges) return GP_OK;
    env.environment = GP_ENVIRONMENT_NONE; /* it surrounds what is measured */
    if (r->environment) r->judge_pool = gp_pool_new(&env);
    for (size_t i = 0; i < r->n_judges && !code; i++) {
        gp_judge_target *j = &r->judges[i];
        if (!j->spec) continue;
        code = gp_pool_open(r->judge_pool, j->spec, &j->target, &j->facts, err);
        if (!code) code = gp_check_pins(&j->spec->pins, "the targets file", j->facts, r->seeds[0], err);
        if (code) return gp_err_context(err, "judge %.*s", GP_ARG(j->name));
        j->identity = gp_fingerprint_target(&r->arena, j->facts);
        warn_of_itself(r, j);
    }
    return code;
}

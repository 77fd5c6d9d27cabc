/* source_kept.c - a run that has ended and is judged again: its own journal has every answer, and nobody is asked. */
#include "run/source.h"

static gp_code choose(gp_run_state *r, const char *path, gp_source_wish wish, gp_err *err)
{
    (void)path;
    (void)wish;
    const gp_manifest *m = &r->before;
    gp_target_spec *list = GP_NEW_ARRAY(&r->arena, gp_target_spec, m->n_targets);
    if (!r->resumed) return gp_fail(err, GP_E_INPUT, "%s holds no run that could be judged again", r->o->resume);
    for (size_t i = 0; i < m->n_targets; i++)
        list[i] = (gp_target_spec){
            .name = m->targets[i].name, .provider = GP_STR("replay"), .model = GP_STR("."), .pins = {.seed = -1}};
    r->specs = list;
    r->n_targets = m->n_targets;
    return GP_OK;
}

static gp_code open_one(gp_run_state *r, size_t i, gp_err *err)
{
    (void)err;
    r->facts[i] = r->before.targets[i];
    return GP_OK;
}

const gp_source gp_source_kept = {.choose = choose, .open = open_one};

/* source_replay.c - answers that are there already: the bundle of a run, or a results file of another tool. */
#include "run/source.h"

static gp_code no_such_target(const gp_manifest *m, const char *dir, gp_str name, gp_err *err)
{
    gp_buf list = {0};
    for (size_t i = 0; i < m->n_targets; i++) gp_buf_fmt(&list, "%s%.*s", i ? ", " : "", GP_ARG(m->targets[i].name));
    gp_code code = gp_fail(err, GP_E_INPUT, "%s holds no target \"%.*s\"; it has %s", dir, GP_ARG(name),
                           list.p ? list.p : "none");
    gp_buf_free(&list);
    return code;
}

static const gp_manifest_target *find_target(const gp_manifest *m, gp_str name)
{
    for (size_t i = 0; i < m->n_targets; i++)
        if (gp_str_eq(m->targets[i].name, name) || gp_str_eq(m->targets[i].spec, name)) return &m->targets[i];
    return NULL;
}

/* What is recorded takes the place of a replay target; the wish chooses among it. */
static gp_code choose(gp_run_state *r, const char *path, gp_source_wish wish, gp_err *err)
{
    gp_code code = gp_replay_open(path, &r->replay, err);
    if (code) return code;
    const gp_manifest *m = gp_replay_manifest(r->replay);
    size_t n = wish.n ? wish.n : m->n_targets;
    gp_target_spec *list = GP_NEW_ARRAY(&r->arena, gp_target_spec, n);
    for (size_t i = 0; i < n; i++) {
        const gp_manifest_target *found = wish.n ? find_target(m, wish.names[i]) : &m->targets[i];
        if (!found) return no_such_target(m, path, wish.names[i], err);
        list[i] = (gp_target_spec){
            .name = found->name, .provider = GP_STR("replay"), .model = gp_str_c(path), .pins = {.seed = -1}};
    }
    r->specs = list;
    r->n_targets = n;
    return GP_OK;
}

static const gp_manifest *earlier(const gp_run_state *r) { return gp_replay_manifest(r->replay); }

static gp_code open_one(gp_run_state *r, size_t i, gp_err *err)
{
    (void)err;
    const gp_manifest *m = earlier(r);
    for (size_t k = 0; k < m->n_targets; k++)
        if (gp_str_eq(m->targets[k].name, r->names[i])) r->facts[i] = m->targets[k];
    r->targets[i] = gp_replay_target(r->replay, r->names[i], &r->env);
    return GP_OK;
}

static gp_code has(gp_run_state *r, size_t i, gp_trial *t, gp_err *err)
{
    return gp_replay_has(r->replay, r->names[i], t, err);
}

static void close_all(gp_run_state *r)
{
    for (size_t i = 0; r->targets && i < r->n_targets; i++) gp_target_close(r->targets[i]);
    gp_replay_close(r->replay);
}

const gp_source gp_source_replay = {
    .choose = choose, .earlier = earlier, .machine = earlier, .open = open_one, .has = has, .close = close_all};

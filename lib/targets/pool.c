/* pool.c - opening each target once. */
#include "targets/pool.h"

#include <stdlib.h>

#include "targets/extra.h"
#include "targets/target_impl.h"

typedef struct entry {
    struct entry *next; /* opened before */
    const gp_target_spec *spec;
    gp_target *target;
    gp_manifest_target facts;
} entry;

struct gp_target_pool {
    gp_target_services env;
    gp_arena arena;
    entry *newest;
    bool stopping;
};

gp_target_pool *gp_pool_new(const gp_target_services *env)
{
    gp_target_pool *p = gp_alloc(sizeof *p);
    p->env = *env;
    p->env.pool = p;
    return p;
}

/* Members are opened before what contains them, so the newest closes first. */
void gp_pool_close(gp_target_pool *p)
{
    if (!p) return;
    for (entry *e = p->newest; e; e = e->next) gp_target_close(e->target);
    gp_arena_free(&p->arena);
    free(p);
}

/* What the user said of the target; the rest is filled when it is opened. */
static gp_code given_facts(gp_arena *a, const gp_target_spec *s, gp_manifest_target *m, gp_err *err)
{
    gp_str *kinds = GP_NEW_ARRAY(a, gp_str, GP_FAIL_KINDS);
    *m = gp_manifest_target_unknown();
    m->name = s->name;
    m->provider = s->provider;
    m->sampling = s->sampling;
    m->limits = s->limits;
    m->pins = s->pins;
    m->price_input = s->price.input;
    m->price_output = s->price.output;
    m->price_cached_input = s->price.cached_input;
    m->price_up_to = s->price.up_to;
    m->price_as_of = s->price.as_of;
    m->price_source = s->price.source;
    m->hardware = s->hardware;
    m->retry_on = kinds;
    m->retry_max = s->retry.max;
    m->retry_base_s = s->retry.base_s;
    m->retry_cap_s = s->retry.cap_s;
    m->concurrency = s->concurrency;
    if (s->system != GP_SYSTEM_SYSTEM) m->system = gp_str_c(gp_system_names[s->system]);
    if (s->stop_in != GP_STOP_IN_ANSWER) m->stop_in = gp_str_c(gp_stop_names[s->stop_in]);
    m->whole = !s->stream;
    if (s->reasoning != GP_REASONING_AUTO) m->reasoning = gp_str_c(gp_reasoning_names[s->reasoning]);
    for (int k = 1; k < GP_FAIL_KINDS; k++)
        if (s->retry.on >> k & 1) kinds[m->n_retry_on++] = gp_str_c(gp_failure_name((gp_failure)k));
    gp_code code = gp_extra_told(a, s->extra, &m->extra, err);
    if (!code && s->n_headers) m->headers = gp_headers_told(a, s->headers, s->n_headers);
    return code;
}

/* A target of the file and one of the command line may bear the same name. */
static bool same(const gp_target_spec *a, const gp_target_spec *b)
{
    return a == b || (a->from_file && b->from_file && gp_str_eq(a->name, b->name));
}

gp_code gp_pool_open(gp_target_pool *p, const gp_target_spec *s, gp_target **out, const gp_manifest_target **facts,
                     gp_err *err)
{
    gp_code code = GP_OK;
    entry *e = p->newest;
    while (e && !same(e->spec, s)) e = e->next;
    if (!e) {
        e = GP_NEW(&p->arena, entry);
        *e = (entry){.spec = s};
        bool surrounded = p->env.environment && !s->policy; /* of a composite, its members are */
        code = given_facts(&p->arena, s, &e->facts, err);
        if (code) return code;
        code = (surrounded ? gp_environment_open : gp_target_open)(&p->arena, s, &p->env, &e->target, &e->facts, err);
        if (code) return code;
        e->next = p->newest;
        p->newest = e;
    }
    *out = e->target;
    *facts = &e->facts;
    return GP_OK;
}

/* Stopped first, all of them: a target that waits for its exchanges to end must not be asked again meanwhile. */
void gp_pool_cancel(gp_target_pool *p)
{
    p->stopping = true;
    for (entry *e = p->newest; e; e = e->next) gp_target_cancel(e->target);
}

bool gp_pool_stopping(const gp_target_pool *p) { return p && p->stopping; }

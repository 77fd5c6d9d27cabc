/* compose.c - route and fallback, and what all composites share. */
#include "targets/compose.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "targets/pool.h"
#include "targets/target_impl.h"
#include "call/timing.h"

static const gp_policy *policy_of(const gp_flight *f) { return ((const gp_compose *)f->asker)->policy; }

gp_target *gp_compose_member(const gp_flight *f, size_t i) { return f->asker->members[i]; }
gp_str gp_compose_member_name(const gp_flight *f, size_t i) { return policy_of(f)->members[i].name; }

gp_str gp_compose_served(const gp_flight *f, size_t i, gp_str served_by)
{
    gp_str name = gp_compose_member_name(f, i);
    return served_by.n ? gp_str_fmt(&f->trial->arena, "%.*s/%.*s", GP_ARG(name), GP_ARG(served_by)) : name;
}

gp_round *gp_compose_rounds(const gp_flight *f, const gp_round *list, size_t n, const gp_round *more, size_t k)
{
    gp_round *all = GP_NEW_ARRAY(&f->trial->arena, gp_round, n + k);
    if (n) memcpy(all, list, n * sizeof *all);
    if (k) memcpy(all + n, more, k * sizeof *all);
    return all;
}

/* --- route: one member, chosen by the case --- */

static void route_start(gp_flight *f)
{
    gp_choice *choice = GP_NEW(&f->trial->arena, gp_choice);
    *choice = gp_route_choose(&f->trial->arena, policy_of(f), f->trial->c);
    f->state = choice;
    gp_ask(f, gp_compose_member(f, choice->member), f->trial->c);
}

static void route_answered(gp_flight *f, const gp_transcript *t)
{
    gp_transcript *out = GP_NEW(&f->trial->arena, gp_transcript);
    gp_decision *d = GP_NEW_ARRAY(&f->trial->arena, gp_decision, t->n_decisions + 1);
    const gp_choice *choice = f->state;
    *out = *t;
    d[0] = (gp_decision){f->asker->name, gp_compose_member_name(f, choice->member), choice->rule, choice->why};
    if (t->n_decisions) memcpy(d + 1, t->decisions, t->n_decisions * sizeof *d);
    out->begun_s = 0; /* on the member's own clock */
    out->decisions = d;
    out->n_decisions = t->n_decisions + 1;
    out->served_by = gp_compose_served(f, choice->member, t->served_by);
    gp_flight_end(f, out);
}

/* --- fallback: the next member when one broke --- */

typedef struct falling {
    size_t member; /* that is being asked */
    gp_round *broke;
    size_t n_broke;
    double duration_s;
    int64_t attempts;
} falling;

static void fallback_start(gp_flight *f)
{
    falling *s = GP_NEW(&f->trial->arena, falling);
    s->broke = GP_NEW_ARRAY(&f->trial->arena, gp_round, policy_of(f)->n_members);
    f->state = s;
    gp_ask(f, gp_compose_member(f, 0), f->trial->c);
}

/* The last member's answer or failure, with those that broke before it. */
static void fallback_end(gp_flight *f, const gp_transcript *t)
{
    const falling *s = f->state;
    gp_transcript *out = GP_NEW(&f->trial->arena, gp_transcript);
    gp_round *rounds = gp_compose_rounds(f, s->broke, s->n_broke, t->rounds, t->n_rounds);
    *out = *t;
    out->begun_s = 0;
    out->rounds = rounds;
    out->n_rounds = s->n_broke + t->n_rounds;
    out->served_by = gp_compose_served(f, s->member, t->served_by);
    out->duration_s = s->duration_s;
    out->attempts = s->attempts;
    gp_flight_end(f, out);
}

static void fallback_answered(gp_flight *f, const gp_transcript *t)
{
    falling *s = f->state;
    const gp_policy *p = policy_of(f);
    s->duration_s = gp_us(s->duration_s + t->duration_s); /* NaN stays NaN */
    s->attempts += t->attempts;
    bool next = t->failure && p->on >> t->failure & 1 && s->member + 1 < p->n_members;
    if (!next) {
        fallback_end(f, t);
        return;
    }
    s->broke[s->n_broke++] = (gp_round){
        f->asker->name, GP_STR("member"), gp_compose_member_name(f, s->member), 1, (int64_t)s->member + 1, t};
    gp_ask(f, gp_compose_member(f, ++s->member), f->trial->c);
}

/* --- the target --- */

typedef struct kind {
    void (*start)(gp_flight *f);
    void (*answered)(gp_flight *f, const gp_transcript *t);
} kind;
static const kind kinds[] = {[GP_ROUTE] = {route_start, route_answered},
                             [GP_FALLBACK] = {fallback_start, fallback_answered},
                             [GP_REFINE] = {gp_refine_start, gp_refine_answered}};

static void compose_start(void *impl, gp_trial *trial)
{
    gp_compose *k = impl;
    gp_flight *f = gp_flight_begin(&k->asker, trial);
    kinds[k->policy->kind].start(f);
}

static void compose_close(void *impl) { free(impl); } /* the members are the pool's */

/* Of what is asked first, as far as that is the case as it is. */
static gp_code compose_probe(void *impl, gp_trial *trial, gp_err *err)
{
    const gp_compose *k = impl;
    size_t first = 0;
    if (k->policy->kind == GP_REFINE) return GP_OK;
    if (k->policy->kind == GP_ROUTE) first = gp_route_choose(&trial->arena, k->policy, trial->c).member;
    return gp_target_probe(k->asker.members[first], trial, err);
}

static const gp_target_ops compose_ops = {gp_asker_ready,  compose_start, gp_asker_pump,
                                          gp_asker_cancel, compose_close, compose_probe};

/* What a composite can promise is what every member promises. */
static void claim(const gp_manifest_target *members, size_t n, gp_manifest_target *facts)
{
    static const char *const weakest_first[] = {"statistical", "grade", "token", "bitwise"};
    size_t weakest = 3;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < weakest; k++)
            if (gp_str_eqc(members[i].claim, weakest_first[k])) weakest = k;
    facts->claim = gp_str_c(weakest_first[weakest]);
    facts->claim_basis = GP_STR("the weakest claim of its members");
}

gp_code gp_compose_open(gp_arena *a, const gp_target_spec *spec, const gp_target_services *env, void **impl,
                        const gp_target_ops **ops, gp_manifest_target *facts, gp_err *err)
{
    const gp_policy *p = spec->policy;
    if (!env->pool)
        return gp_fail(err, GP_E_BUG, "target %.*s is opened without a pool for its members", GP_ARG(spec->name));
    gp_target **members = GP_NEW_ARRAY(a, gp_target *, p->n_members);
    gp_manifest_target *list = GP_NEW_ARRAY(a, gp_manifest_target, p->n_members);
    for (size_t i = 0; i < p->n_members; i++) {
        const gp_manifest_target *m = NULL;
        gp_code code = gp_pool_open(env->pool, p->members[i].spec, &members[i], &m, err);
        if (code) return gp_err_context(err, "member of target %.*s", GP_ARG(spec->name));
        list[i] = *m;
    }
    gp_compose *k = gp_alloc(sizeof *k);
    *k = (gp_compose){.asker = {.env = *env,
                                .name = spec->name,
                                .members = members,
                                .n_members = p->n_members,
                                .answered = kinds[p->kind].answered,
                                .charges = gp_spec_reaches_remote(spec)},
                      .policy = p};
    facts->model = spec->model;
    facts->policy = p->json;
    facts->policy_sha256 = gp_str_c(p->digest);
    facts->members = list;
    facts->n_members = p->n_members;
    claim(list, p->n_members, facts);
    *impl = k;
    *ops = &compose_ops;
    return GP_OK;
}

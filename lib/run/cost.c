/* cost.c - the money of a run: prices, what they say of each target, whether a budget can be kept at all, and what the
 * journal of an interrupted run says was spent. */
#include <math.h>

#include "base/sys.h"
#include "run/source.h"

/* What may be spent: as given now, else as the interrupted run was given it - a limit that whoever goes on has to
 * remember is none. NaN: nothing limits it. A replay spends nothing. */
static double limit_of(const gp_run_state *r)
{
    bool earlier = r->resumed && !r->o->replay;
    return isnan(r->o->max_cost) && earlier ? r->before.max_cost_usd : r->o->max_cost;
}

gp_code gp_run_read_prices(gp_run_state *r, gp_str prices_file, gp_err *err)
{
    double limit = limit_of(r);
    gp_budget_init(&r->budget, isnan(limit) ? (double)INFINITY : limit);
    const char *path = prices_file.n ? prices_file.p : r->o->prices;
    return path ? gp_price_list_read(&r->arena, path, &r->prices, err) : GP_OK;
}

/* A composite is where a member is. */
bool gp_run_priced(const gp_manifest_target *m)
{
    bool priced = !isnan(m->price_input) && !isnan(m->price_output);
    for (size_t i = 0; i < m->n_members; i++) priced = priced || gp_run_priced(&m->members[i]);
    return priced;
}

/* --- can the budget be kept? --- */

static bool is_remote(const gp_run_state *r, size_t target)
{
    return r->from->live && gp_spec_reaches_remote(&r->specs[target]);
}

static gp_code check_target(const gp_target_spec *s, const gp_manifest_target *m, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 0; s->policy && i < s->policy->n_members && !code; i++)
        code = check_target(s->policy->members[i].spec, &m->members[i], err);
    if (code || s->policy || !gp_provider_remote(s->provider)) return code;
    if (!gp_run_priced(m))
        return gp_fail(
            err, GP_E_INPUT,
            "--max-cost: no price is known for target %.*s (%.*s:%.*s); give it \"price\" in the targets file, 0 where nothing is charged",
            GP_ARG(s->name), GP_ARG(s->provider), GP_ARG(s->model));
    const gp_json *at = gp_codec_costly(s->extra);
    return at ? gp_json_fail(
                    err, at,
                    "--max-cost: \"%.*s\" in \"extra\" of target %.*s changes what a request may cost; use \"sampling\" or leave it out",
                    GP_ARG(at->key), GP_ARG(s->name))
              : GP_OK;
}

/* The first remote target, s or a member of it, that would be asked without max_tokens; NULL if there is none. A
 * critic is asked with its own sampling alone. `c`: the case, where a route is asked it as it is; NULL: it may send it
 * to any member. */
static const gp_target_spec *unbounded(const gp_target_spec *s, const gp_case *c, const gp_sampling_spec *of_case,
                                       gp_arena *a)
{
    const gp_policy *p = s->policy;
    const gp_target_spec *found = NULL;
    const gp_sampling_spec none = gp_sampling_none();
    gp_choice choice = {0};
    if (!p)
        return gp_provider_remote(s->provider) && gp_sampling_merge(of_case, &s->sampling).max_tokens < 0 ? s : NULL;
    bool chosen = p->kind == GP_ROUTE && c;
    if (chosen) choice = gp_route_choose(a, p, c);
    const gp_case *as_it_is = p->kind == GP_REFINE ? NULL : c;
    for (size_t i = 0; i < p->n_members && !found; i++) {
        bool critic = p->kind == GP_REFINE && i == p->critic, only = critic && p->critic != p->draft;
        if (chosen && i != choice.member) continue;
        if (!only) found = unbounded(p->members[i].spec, as_it_is, of_case, a);
        if (critic && !found) found = unbounded(p->members[i].spec, NULL, &none, a);
    }
    return found;
}

static bool has_image(const gp_case *c)
{
    for (size_t i = 0; i < c->n_messages; i++)
        for (size_t k = 0; k < c->messages[i].n_parts; k++)
            if (c->messages[i].parts[k].image) return true;
    return false;
}

static gp_code check_trial(const gp_run_state *r, size_t i, gp_arena *a, gp_err *err)
{
    const gp_plan_trial *p = gp_plan_at(r->plan, i);
    gp_case *c = NULL;
    if (!is_remote(r, p->target)) return GP_OK;
    gp_code code = gp_suite_case(r->suites[p->suite], p->case_index, a, &c, err);
    if (code) return code;
    gp_str id = gp_plan_id(r->plan, i, a);
    const gp_target_spec *without = unbounded(&r->specs[p->target], c, &c->sampling, a);
    if (without && r->specs[p->target].policy)
        return gp_fail(
            err, GP_E_INPUT,
            "--max-cost: target %.*s would be asked without max_tokens for trial %.*s, so there is no telling what that may cost; set it in the target's \"sampling\"",
            GP_ARG(without->name), GP_ARG(id));
    if (without)
        return gp_fail(
            err, GP_E_INPUT,
            "--max-cost: trial %.*s has no max_tokens, so there is no telling what it may cost; set it in the suite's defaults or in the target's \"sampling\"",
            GP_ARG(id));
    if (has_image(c))
        return gp_fail(
            err, GP_E_INPUT,
            "--max-cost: trial %.*s sends an image, and there is no telling how many tokens that is at most; leave it out with --filter or --tag",
            GP_ARG(id));
    return GP_OK;
}

gp_code gp_run_check_budget(gp_run_state *r, gp_err *err)
{
    gp_arena a = {0};
    gp_code code = GP_OK;
    if (isnan(limit_of(r))) return GP_OK;
    for (size_t i = 0; i < r->n_targets && !code; i++)
        if (is_remote(r, i)) code = check_target(&r->specs[i], &r->facts[i], err);
    for (size_t i = 0; i < r->n_judges && !code; i++) /* how long a vote may get, its question says */
        if (r->judges[i].target && r->from->live && gp_spec_reaches_remote(r->judges[i].spec))
            code = check_target(r->judges[i].spec, r->judges[i].facts, err);
    for (size_t i = 0; i < gp_plan_count(r->plan) && !code; i++) {
        gp_arena_reset(&a);
        code = check_trial(r, i, &a, err);
    }
    gp_arena_free(&a);
    return code;
}

/* --- a resumed run --- */

gp_code gp_run_count_spent(gp_run_state *r, size_t trial, const gp_transcript *t, gp_err *err)
{
    if (!isnan(t->spent_usd)) gp_budget_add(&r->budget, t->spent_usd);
    else if (!isnan(limit_of(r)) && t->attempts > 0 && is_remote(r, gp_plan_at(r->plan, trial)->target))
        return gp_fail(
            err, GP_E_INPUT,
            "--max-cost: the interrupted run does not say what trial %.*s cost; give the price and max_tokens from the start, or go on without a budget",
            GP_ARG(t->id));
    return GP_OK;
}

/* --- after the run --- */

double gp_run_max_cost(const gp_run_state *r)
{
    double limit = limit_of(r);
    /* what it refused for its budget is recorded */
    const gp_manifest *played = r->from->asks ? gp_run_recorded(r) : NULL;
    return isnan(limit) && played ? played->max_cost_usd : limit;
}

/* Added up in the order in which trials ended, which leaves its trace in the last digits: they are not kept. */
void gp_run_begin_cost(gp_run_state *r)
{
    double most = gp_run_max_cost(r);
    r->out->cost = (gp_run_cost){.max_usd = most,
                                 .counted_usd = isnan(most) ? most : round(r->budget.spent * 1e12) / 1e12};
}

static double billed(gp_arena *a, const gp_reply *y)
{
    const gp_json *root = NULL;
    double usd = (double)NAN;
    if (!y->server.n || gp_json_parse(a, "server", y->server, &root, NULL)) return usd;
    const gp_json *v = gp_json_get(root, "cost_usd");
    return v && (v->type == GP_JSON_REAL || v->type == GP_JSON_INT) ? v->d : usd;
}

/* Trials that share the machine's time: those that a local model works on together, else as many as the targets file
 * lets be in flight. */
static double lanes_of(const gp_manifest_target *m)
{
    int64_t n = gp_str_eqc(m->provider, "local") ? m->slots : m->concurrency;
    return n > 1 ? (double)n : 1;
}

/* By the time it took, however it ended: the machine worked all the same. */
static void cost_of_time(double seconds, const gp_manifest_target *m, gp_result *res)
{
    res->cost_usd = res->cost_known_usd = gp_hardware_trial(&m->hardware, seconds, lanes_of(m));
    res->cost_basis = isnan(res->cost_usd) ? (gp_str){0} : GP_STR("hardware");
}

/* A request that failed may have been charged: nobody says. Only what ended whole, and what was never sent, is
 * known. */
static void plain_cost(gp_arena *a, const gp_transcript *t, const gp_manifest_target *m, gp_result *res)
{
    const gp_price price = {.input = m->price_input,
                            .output = m->price_output,
                            .cached_input = m->price_cached_input,
                            .up_to = m->price_up_to};
    size_t whole = t->failure ? (t->n_replies ? t->n_replies - 1 : 0) : t->n_replies, by_bill = 0;
    bool known = t->failure ? t->attempts == 0 && gp_run_priced(m) : true;
    double usd = 0;
    for (size_t i = 0; i < t->n_tries; i++) known = known && !t->tries[i].failure;
    for (size_t i = 0; i < whole; i++) {
        const gp_reply *y = &t->replies[i];
        double bill = billed(a, y),
               cost = isnan(bill) ? gp_price_cost(&price, y->input_tokens, y->cached_tokens, y->output_tokens) : bill;
        by_bill += isnan(bill) ? 0 : 1;
        if (isnan(cost)) known = false;
        else usd += cost;
    }
    res->cost_usd = known ? usd : (double)NAN;
    res->cost_known_usd = whole && (by_bill || gp_run_priced(m)) ? usd : (double)NAN;
    res->cost_basis = !known || !whole   ? (gp_str){0}
                      : by_bill == whole ? GP_STR("billed")
                      : by_bill          ? GP_STR("mixed")
                                         : GP_STR("usage");
}

/* The member `name` of the composite `by`, which is m or within it; NULL if there is none. */
static const gp_manifest_target *member_of(const gp_manifest_target *m, gp_str by, gp_str name)
{
    const gp_manifest_target *found = NULL;
    for (size_t i = 0; i < m->n_members && !found; i++) {
        if (gp_str_eq(m->name, by) && gp_str_eq(m->members[i].name, name)) found = &m->members[i];
        else found = member_of(&m->members[i], by, name);
    }
    return found;
}

/* Who gave the answer, by the way "safe/house". */
static const gp_manifest_target *server_of(const gp_manifest_target *m, gp_str way)
{
    while (m && m->n_members && way.n) {
        size_t slash = gp_str_find(way, GP_STR("/"));
        gp_str name = {way.p, slash == SIZE_MAX ? way.n : slash};
        m = member_of(m, m->name, name);
        way = slash == SIZE_MAX ? (gp_str){0} : (gp_str){way.p + slash + 1, way.n - slash - 1};
    }
    return m && !m->n_members ? m : NULL;
}

static void add_cost(gp_result *sum, const gp_result *part)
{
    sum->cost_usd += part->cost_usd;
    if (!isnan(part->cost_known_usd))
        sum->cost_known_usd = part->cost_known_usd + (isnan(sum->cost_known_usd) ? 0 : sum->cost_known_usd);
    if (!sum->cost_basis.n) sum->cost_basis = part->cost_basis;
    else if (part->cost_basis.n && !gp_str_eq(sum->cost_basis, part->cost_basis)) sum->cost_basis = GP_STR("mixed");
}

static const gp_result unknown_cost = {.cost_usd = (double)NAN, .cost_known_usd = (double)NAN};

/* Every round at the prices of who was asked; the answer itself too, unless its tokens are the sums of its rounds. */
static void composite_cost(gp_arena *a, const gp_transcript *t, const gp_manifest_target *target, gp_result *res)
{
    gp_result sum = {.cost_known_usd = (double)NAN};
    bool refined = false;
    double rounds_s = 0;
    for (size_t i = 0; i < t->n_rounds; i++) {
        const gp_round *r = &t->rounds[i];
        rounds_s += r->t->duration_s;
        const gp_manifest_target *m = member_of(target, r->by, r->member);
        gp_result part = unknown_cost;
        if (m) gp_run_trial_cost(a, r->t, m, &part);
        add_cost(&sum, &part);
        refined = refined || gp_str_eqc(r->role, "draft");
    }
    const gp_manifest_target *m = refined ? NULL : server_of(target, t->served_by);
    gp_result own = unknown_cost;
    if (m && gp_hardware_known(&m->hardware)) cost_of_time(fmax(t->duration_s - rounds_s, 0), m, &own);
    else if (m) plain_cost(a, t, m, &own);
    if (!refined) add_cost(&sum, &own);
    res->cost_usd = sum.cost_usd;
    res->cost_known_usd = sum.cost_known_usd;
    res->cost_basis = isnan(sum.cost_usd) ? (gp_str){0} : sum.cost_basis;
}

void gp_run_trial_cost(gp_arena *a, const gp_transcript *t, const gp_manifest_target *m, gp_result *res)
{
    if (m->n_members) composite_cost(a, t, m, res);
    else if (gp_hardware_known(&m->hardware)) cost_of_time(t->attempts || t->n_replies ? t->duration_s : 0, m, res);
    else plain_cost(a, t, m, res);
}

void gp_run_add_asked(gp_run_asked *s, const gp_transcript *t, const gp_result *res)
{
    s->requests += t->attempts;
    s->retried += t->n_tries > 0;
    for (size_t i = 0; i < t->n_tries; i++) s->rate_limited += t->tries[i].failure == GP_FAIL_RATE_LIMITED;
    s->rate_limited += !t->n_tries && t->failure == GP_FAIL_RATE_LIMITED;
    if (t->window > 0 && (!s->lowest_window || t->window < s->lowest_window)) s->lowest_window = t->window;
    if (!isnan(res->cost_usd)) s->known++;
    else if (t->attempts > 0) s->unknown++;
    if (!isnan(res->cost_known_usd)) s->known_usd += res->cost_known_usd;
    s->billed += gp_str_eqc(res->cost_basis, "billed") || gp_str_eqc(res->cost_basis, "mixed");
    s->counted += gp_str_eqc(res->cost_basis, "usage") || gp_str_eqc(res->cost_basis, "mixed");
    s->timed += gp_str_eqc(res->cost_basis, "hardware") || gp_str_eqc(res->cost_basis, "mixed");
}

void gp_run_asked_head(gp_run_state *r, size_t target, const gp_run_asked *s, gp_results_target *head)
{
    bool says = s->known > 0 || s->known_usd > 0;
    head->requests = s->requests;
    head->retried = s->retried;
    head->rate_limited = s->rate_limited;
    head->lowest_window = s->lowest_window ? s->lowest_window : -1;
    head->cost_usd = s->known && !s->unknown ? s->known_usd : (double)NAN;
    head->cost_known_usd = says ? s->known_usd : (double)NAN;
    head->cost_unknown = s->unknown;
    int bases = (s->billed > 0) + (s->counted > 0) + (s->timed > 0);
    head->cost_basis = bases > 1    ? GP_STR("mixed")
                       : s->timed   ? GP_STR("hardware")
                       : s->billed  ? GP_STR("billed")
                       : s->counted ? GP_STR("usage")
                                    : (gp_str){0};
    gp_run_cost *c = &r->out->cost;
    c->priced = c->priced || says || gp_run_priced(&r->facts[target]);
    c->known_usd += s->known_usd;
    c->unknown += says || gp_run_priced(&r->facts[target]) ? s->unknown : 0;
}

/* plan_cost.c - what goldpin plan knows of suites and of prices, without asking anybody. */
#include <math.h>
#include <stdlib.h>

#include "base/sys.h"
#include "grade/grade.h"
#include "plan.h"
#include "report/results.h"
#include "targets/policy.h"
#include "wanted.h"

/* --- cases --- */

typedef struct reading {
    gp_arena *mem;
    gp_plan_cases *out;
    gp_declared_suite *suites;
    gp_graded all; /* for the sizes of clusters */
    double bytes;
} reading;

static void add_case(reading *r, gp_str suite, const gp_case *c)
{
    gp_plan_cases *p = r->out;
    for (size_t i = 0; i < c->n_messages; i++)
        for (size_t k = 0; k < c->messages[i].n_parts; k++) {
            p->images = p->images || c->messages[i].parts[k].image;
            r->bytes += (double)c->messages[i].parts[k].text.n;
        }
    for (size_t i = 0; i < c->n_turns; i++) r->bytes += (double)c->turns[i].n;
    bool bounded = c->sampling.max_tokens >= 0 && (p->max_tokens >= 0 || !p->cases);
    int64_t most = c->sampling.max_tokens * (int64_t)(c->n_turns + 1);
    p->max_tokens = !bounded ? -1 : most > p->max_tokens ? most : p->max_tokens;
    p->clusters = p->clusters || c->cluster.n;
    p->cases++;
    gp_graded_add(&r->all, suite, c->id, c->cluster, false, 0);
}

static gp_code read_suite(reading *r, const char *path, gp_err *err)
{
    gp_suite *s = NULL;
    gp_arena a = {0};
    gp_code code = gp_suite_open(path, &gp_graders, &s, err);
    for (size_t i = 0; !code && i < gp_suite_facts(s)->n_cases; i++) {
        gp_case *c = NULL;
        code = gp_suite_case_undigested(s, i, &a, &c, err);
        if (!code) add_case(r, gp_suite_facts(s)->name, c);
        gp_arena_reset(&a);
    }
    if (!code) {
        const gp_suite_info *f = gp_suite_facts(s);
        r->suites[r->out->n_suites++] = (gp_declared_suite){gp_str_dup(r->mem, f->name), gp_str_dup(r->mem, f->version),
                                                            gp_str_dup(r->mem, gp_str_c(f->digest)),
                                                            (int64_t)f->n_cases};
    }
    gp_arena_free(&a);
    gp_suite_close(s);
    return code;
}

static int ascending(const void *x, const void *y)
{
    uint64_t a = ((const struct gp_graded_trial *)x)->cluster, b = ((const struct gp_graded_trial *)y)->cluster;
    return (a > b) - (a < b);
}

/* The mean of squares over the mean: how many cases the cluster of a case has. */
static double mean_cluster(gp_graded *g)
{
    double squares = 0;
    qsort(g->list, g->n, sizeof *g->list, ascending);
    for (size_t i = 0, size; i < g->n; i += size) {
        for (size = 1; i + size < g->n && g->list[i + size].cluster == g->list[i].cluster;) size++;
        squares += (double)size * (double)size;
    }
    return squares / (double)g->n;
}

gp_code gp_plan_read_cases(gp_arena *a, const char *const *suites, size_t n, gp_plan_cases *out, gp_err *err)
{
    reading r = {.mem = a, .out = out, .suites = GP_NEW_ARRAY(a, gp_declared_suite, n)};
    gp_code code = GP_OK;
    *out = (gp_plan_cases){.max_tokens = -1, .suites = r.suites};
    for (size_t i = 0; i < n && !code; i++) code = read_suite(&r, suites[i], err);
    if (!code && out->cases) {
        out->cluster_size = mean_cluster(&r.all);
        out->text_bytes = r.bytes / (double)out->cases;
    }
    gp_graded_free(&r.all);
    return code;
}

/* --- costs --- */

static gp_code read_targets(gp_arena *a, const char *config, const gp_str *wanted, size_t n_wanted,
                            const gp_target_spec **specs, size_t *n, gp_price_list *prices, gp_err *err)
{
    const char *list = NULL;
    gp_code code = gp_wanted_targets(a, config, wanted, n_wanted, specs, n, &list, err);
    return !code && list ? gp_price_list_read(a, list, prices, err) : code;
}

/* English text has about four bytes for each token; a reply may be as long as it may be. */
static void estimate(const gp_target_spec *s, const gp_price_list *prices, const gp_plan_cases *c, gp_plan_cost *out)
{
    enum { BYTES_PER_TOKEN = 4 };
    gp_price p = gp_price_known(&s->price) ? s->price
                 : s->base_url.n           ? gp_price_none()
                                           : gp_price_find(prices, s->provider, s->model);
    gp_sampling_spec none = gp_sampling_none();
    int64_t own = gp_sampling_merge(&none, &s->sampling).max_tokens, most = own >= 0 ? own : c->max_tokens;
    if (s->policy) out->why = GP_STR("made of other targets; a run shows what it costs");
    else if (gp_hardware_known(&s->hardware))
        out->why = GP_STR("costs by its hardware's time; an earlier run shows it (--from)");
    else if (!gp_provider_remote(s->provider)) out->usd_per_trial = 0, out->why = GP_STR("runs on this machine");
    else if (!gp_price_known(&p)) out->why = GP_STR("no price is known; give it \"price\" in the targets file");
    else if (c->images) out->why = GP_STR("a case has an image, whose tokens nobody knows");
    else if (most < 0) out->why = GP_STR("no \"max_tokens\" limits a reply");
    else {
        out->usd_per_trial = gp_price_cost(&p, (int64_t)(c->text_bytes / BYTES_PER_TOKEN) + 1, -1, most);
        out->why = GP_STR("if every reply has max_tokens; 4 bytes of text are taken for a token");
    }
}

/* What a target of this name cost for each trial that asked. */
static void measured(const gp_results *r, gp_plan_cost *out)
{
    const gp_results_head *h = gp_results_facts(r);
    for (size_t i = 0; i < h->n_targets; i++) {
        const gp_results_target *t = &h->targets[i];
        size_t asked = t->tally.trials - t->tally.skipped;
        if (!gp_str_eq(t->name, out->as.name) || isnan(t->cost_usd) || !asked) continue;
        out->usd_per_trial = t->cost_usd / (double)asked;
        out->why = GP_STR("what a trial cost in the earlier run, on average");
    }
}

gp_code gp_plan_costs(gp_arena *a, const char *config, const gp_str *wanted, size_t n_wanted, const gp_plan_cases *c,
                      const char *from, const gp_plan_cost **out, size_t *n, gp_err *err)
{
    const gp_target_spec *specs = NULL;
    gp_price_list prices = {0};
    gp_results *earlier = NULL;
    gp_code code = read_targets(a, config, wanted, n_wanted, &specs, n, &prices, err);
    if (!code && from) code = gp_results_open(from, &earlier, err);
    if (code) return code;
    gp_plan_cost *list = GP_NEW_ARRAY(a, gp_plan_cost, *n);
    for (size_t i = 0; i < *n; i++) {
        bool local = gp_str_eqc(specs[i].provider, "local") && specs[i].model.n;
        gp_str model = gp_str_dup(a, specs[i].model);
        list[i] = (gp_plan_cost){
            .as = {specs[i].name, specs[i].provider, local ? gp_str_c(gp_path_base(model.p)) : model},
            .usd_per_trial = (double)NAN};
        estimate(&specs[i], &prices, c, &list[i]);
        if (earlier) measured(earlier, &list[i]);
    }
    gp_results_close(earlier);
    *out = list;
    return GP_OK;
}

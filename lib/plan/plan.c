/* plan.c - choosing, ordering and naming trials. */
#include "plan/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"

struct gp_plan {
    const gp_suite *const *suites;
    const gp_str *targets;
    size_t n_suites, n_targets, n;
    gp_plan_trial *trials;
    size_t *selected; /* per suite */
    uint32_t *sorted; /* made once, by gp_plan_make */
};

static gp_str suite_name(const gp_plan *p, size_t i) { return gp_suite_facts(p->suites[i])->name; }

/* --- ids and their order --- */

typedef struct id_parts {
    gp_str part[4];
    char number[12];
} id_parts;

static void split_id(const gp_plan *p, const gp_plan_trial *t, id_parts *out)
{
    int n = snprintf(out->number, sizeof out->number, "%u", t->repeat);
    out->part[0] = suite_name(p, t->suite);
    out->part[1] = gp_suite_case_id(p->suites[t->suite], t->case_index);
    out->part[2] = p->targets[t->target];
    out->part[3] = (gp_str){out->number, (size_t)n};
}

/* Byte i of "A/B/C/D", without building it; -1 behind the end. */
static int id_byte(const id_parts *s, int *part, size_t *at)
{
    if (*at < s->part[*part].n) return (unsigned char)s->part[*part].p[(*at)++];
    if (*part == 3) return -1;
    (*part)++;
    *at = 0;
    return '/';
}

static int compare_ids(const id_parts *x, const id_parts *y)
{
    int px = 0, py = 0;
    size_t ax = 0, ay = 0;
    for (;;) {
        int cx = id_byte(x, &px, &ax), cy = id_byte(y, &py, &ay);
        if (cx != cy) return cx < cy ? -1 : 1;
        if (cx < 0) return 0;
    }
}

static int by_id(const void *x, const void *y, void *plan)
{
    const gp_plan *p = plan;
    id_parts a, b;
    split_id(p, &p->trials[*(const uint32_t *)x], &a);
    split_id(p, &p->trials[*(const uint32_t *)y], &b);
    return compare_ids(&a, &b);
}

static void write_id(const gp_plan *p, const gp_plan_trial *t, gp_buf *out)
{
    id_parts s;
    split_id(p, t, &s);
    gp_buf_clear(out);
    for (int k = 0; k < 4; k++) {
        if (k) gp_buf_byte(out, '/');
        gp_buf_str(out, s.part[k]);
    }
}

gp_str gp_plan_id(const gp_plan *p, size_t i, gp_arena *a)
{
    gp_buf b = {0};
    write_id(p, &p->trials[i], &b);
    gp_str id = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return id;
}

/* Order of a whole id against the trial at a place of the sorted list. */
static int against(const gp_plan *p, gp_str id, uint32_t trial)
{
    id_parts s;
    split_id(p, &p->trials[trial], &s);
    int part = 0;
    size_t at = 0;
    for (size_t i = 0;; i++) {
        int c = i < id.n ? (unsigned char)id.p[i] : -1, d = id_byte(&s, &part, &at);
        if (c != d) return c < d ? -1 : 1;
        if (c < 0) return 0;
    }
}

size_t gp_plan_find(const gp_plan *p, gp_str id)
{
    size_t lo = 0, hi = p->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int c = against(p, id, p->sorted[mid]);
        if (c == 0) return p->sorted[mid];
        if (c < 0) hi = mid;
        else lo = mid + 1;
    }
    return SIZE_MAX;
}

/* --- selection --- */

static gp_code refuse_equal_names(const gp_plan *p, gp_err *err)
{
    for (size_t i = 0; i < p->n_suites; i++)
        for (size_t j = 0; j < i; j++)
            if (gp_str_eq(suite_name(p, i), suite_name(p, j)))
                return gp_fail(err, GP_E_INPUT, "two suites are named \"%.*s\": %s and %s", GP_ARG(suite_name(p, i)),
                               gp_suite_facts(p->suites[j])->file, gp_suite_facts(p->suites[i])->file);
    for (size_t i = 0; i < p->n_targets; i++)
        for (size_t j = 0; j < i; j++)
            if (gp_str_eq(p->targets[i], p->targets[j]))
                return gp_fail(err, GP_E_INPUT,
                               "two targets are named \"%.*s\"; give them different names in a targets file",
                               GP_ARG(p->targets[i]));
    return GP_OK;
}

/* Which trials of one case a run takes. */
typedef struct choice {
    const gp_plan_options *o;
    bool whole;     /* a filter on case ids fits, or there is none */
    bool *used;     /* per filter, then per tag: fits something */
    size_t n_found; /* trials that the last case gave */
    bool any;       /* a case gave some, whatever its shard */
    gp_buf id;      /* scratch */
} choice;

static bool on_trials(gp_str filter) { return gp_str_find(filter, GP_STR("/")) != SIZE_MAX; }

static void fit_case(choice *x, gp_str id)
{
    x->whole = !x->o->n_filters;
    for (size_t k = 0; k < x->o->n_filters; k++) {
        if (on_trials(x->o->filters[k]) || !gp_glob(x->o->filters[k], id)) continue;
        x->whole = x->used[k] = true;
    }
}

/* Every filter is asked, so that each is known to fit something. */
static bool fit_trial(choice *x, const gp_plan *p, const gp_plan_trial *t)
{
    bool fits = x->whole, written = false;
    for (size_t k = 0; k < x->o->n_filters; k++) {
        if (!on_trials(x->o->filters[k]) || (fits && x->used[k])) continue;
        if (!written) write_id(p, t, &x->id);
        written = true;
        if (!gp_glob(x->o->filters[k], gp_buf_view(&x->id))) continue;
        fits = x->used[k] = true;
    }
    return fits;
}

static gp_code fit_tags(choice *x, const gp_suite *s, size_t i, bool *wanted, gp_err *err)
{
    const gp_plan_options *o = x->o;
    gp_code code = GP_OK;
    *wanted = !o->n_tags;
    for (size_t k = 0; k < o->n_tags && !code; k++) {
        bool has = false, *used = &x->used[o->n_filters + k];
        if (*wanted && *used) continue;
        code = gp_suite_has_tag(s, i, o->tags[k], &has, err);
        if (has) *wanted = *used = true;
    }
    return code;
}

/* The trials of a case that fit go behind the list; whether they stay there is for the caller. */
static gp_code find_trials(gp_plan *p, choice *x, size_t *room, uint32_t suite, uint32_t i, gp_err *err)
{
    size_t most = p->n_targets * (size_t)x->o->repeat;
    bool wanted = false;
    x->n_found = 0;
    if (p->n + most > UINT32_MAX) return gp_fail(err, GP_E_INPUT, "the run has more than %u trials", UINT32_MAX);
    if (p->n + most > *room) {
        *room = p->n + most > *room * 2 ? p->n + most : *room * 2;
        p->trials = gp_resize(p->trials, *room, sizeof *p->trials);
    }
    fit_case(x, gp_suite_case_id(p->suites[suite], i));
    for (uint32_t t = 0; t < p->n_targets; t++)
        for (uint32_t r = 1; r <= (uint32_t)x->o->repeat; r++) {
            gp_plan_trial *trial = &p->trials[p->n + x->n_found];
            *trial = (gp_plan_trial){.case_index = i, .suite = suite & 0xFF, .target = t & 0xFF, .repeat = r & 0xFFFF};
            x->n_found += fit_trial(x, p, trial);
        }
    gp_code code = fit_tags(x, p->suites[suite], i, &wanted, err);
    if (!wanted) x->n_found = 0;
    return code;
}

/* A word that fits nothing is a mistake, and beside one that fits it would go unseen. */
static gp_code refuse_unused(const choice *x, gp_err *err)
{
    const gp_plan_options *o = x->o;
    for (size_t k = 0; k < o->n_filters; k++)
        if (!x->used[k])
            return gp_fail(err, GP_E_INPUT, "--filter \"%.*s\" selects no case%s", GP_ARG(o->filters[k]),
                           on_trials(o->filters[k]) ? " (with a '/' it is about trials: SUITE/CASE/TARGET/REPEAT)"
                                                    : "");
    for (size_t k = 0; k < o->n_tags; k++)
        if (!x->used[o->n_filters + k])
            return gp_fail(err, GP_E_INPUT, "--tag \"%.*s\" selects no case", GP_ARG(o->tags[k]));
    return GP_OK;
}

int64_t gp_plan_shard(gp_str trial_id, int64_t shards)
{
    unsigned char h[GP_SHA256_LEN];
    uint64_t v = 0;
    gp_sha256_of(trial_id, h);
    for (int i = 0; i < 8; i++) v = v << 8 | h[i];
    return (int64_t)(v % (uint64_t)shards) + 1;
}

/* Of the trials that the last case gave, those of the shard. */
static void keep_shard(gp_plan *p, choice *x)
{
    gp_plan_trial *found = p->trials + p->n;
    size_t n = 0;
    for (size_t i = 0; i < x->n_found; i++) {
        write_id(p, &found[i], &x->id);
        if (gp_plan_shard(gp_buf_view(&x->id), x->o->shards) == x->o->shard) found[n++] = found[i];
    }
    x->n_found = n;
    x->any = true;
}

static gp_code choose(gp_plan *p, choice *x, gp_err *err)
{
    const gp_plan_options *o = x->o;
    size_t room = 0;
    int64_t matched = 0;
    gp_code code = GP_OK;
    for (uint32_t s = 0; s < p->n_suites && !code; s++) {
        size_t n = gp_suite_facts(p->suites[s])->n_cases;
        for (uint32_t i = 0; i < n && !code; i++) {
            code = find_trials(p, x, &room, s, i, err);
            if (code || !x->n_found || (o->limit >= 0 && matched >= o->limit)) continue;
            matched++;
            if (o->shards) keep_shard(p, x);
            p->n += x->n_found;
            p->selected[s] += x->n_found > 0;
        }
    }
    return code;
}

static gp_code refuse_empty(const gp_plan_options *o, gp_err *err)
{
    if (o->n_filters && o->n_tags)
        return gp_fail(err, GP_E_INPUT, "--filter \"%.*s\" together with --tag selects no case", GP_ARG(o->filters[0]));
    if (o->limit == 0) return gp_fail(err, GP_E_INPUT, "--limit 0 selects no case");
    return gp_fail(err, GP_E_INPUT, "there is nothing to run: no suite, no target or no case");
}

static gp_code select_cases(gp_plan *p, const gp_plan_options *o, gp_err *err)
{
    choice x = {.o = o, .used = gp_alloc_array(o->n_filters + o->n_tags + 1, sizeof(bool))};
    gp_code code = choose(p, &x, err);
    if (!code) code = refuse_unused(&x, err);
    if (!code && !p->n && !x.any) code = refuse_empty(o, err);
    gp_buf_free(&x.id);
    free(x.used);
    return code;
}

/* The list holds the repeats of a case and target one after another; part them, keeping the order within each. */
static void part_rounds(gp_plan *p, size_t repeat)
{
    gp_plan_trial *list = gp_alloc_array(p->n + 1, sizeof *list);
    size_t *next = gp_alloc_array(repeat + 1, sizeof *next); /* where the next trial of a round goes */
    for (size_t i = 0; i < p->n; i++) next[p->trials[i].repeat]++;
    for (size_t r = 1, at = 0; r <= repeat; r++) {
        size_t n = next[r];
        next[r] = at;
        at += n;
    }
    for (size_t i = 0; i < p->n; i++) list[next[p->trials[i].repeat]++] = p->trials[i];
    free(next);
    free(p->trials);
    p->trials = list;
}

static void sort(gp_plan *p)
{
    free(p->sorted);
    p->sorted = gp_alloc_array(p->n + 1, sizeof *p->sorted);
    for (size_t i = 0; i < p->n; i++) p->sorted[i] = (uint32_t)i;
    qsort_r(p->sorted, p->n, sizeof *p->sorted, by_id, p);
}

void gp_plan_keep(gp_plan *p, const bool *keep)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++)
        if (keep[i]) p->trials[n++] = p->trials[i];
    p->n = n;
    for (uint32_t s = 0; s < p->n_suites; s++) {
        bool *seen = gp_alloc_array(gp_suite_facts(p->suites[s])->n_cases + 1, sizeof *seen);
        p->selected[s] = 0;
        for (size_t i = 0; i < n; i++) {
            const gp_plan_trial *t = &p->trials[i];
            if (t->suite != s || seen[t->case_index]) continue;
            seen[t->case_index] = true;
            p->selected[s]++;
        }
        free(seen);
    }
    sort(p);
}

gp_code gp_plan_make(const gp_suite *const *suites, size_t n_suites, const gp_str *targets, size_t n_targets,
                     const gp_plan_options *o, gp_plan **out, gp_err *err)
{
    gp_plan *p = gp_alloc(sizeof *p);
    *p = (gp_plan){.suites = suites, .targets = targets, .n_suites = n_suites, .n_targets = n_targets};
    p->selected = gp_alloc_array(n_suites, sizeof *p->selected);
    gp_code code = refuse_equal_names(p, err);
    if (!code && (n_suites > GP_PLAN_SUITES || n_targets > GP_PLAN_TARGETS || o->repeat > GP_PLAN_REPEATS))
        code = gp_fail(err, GP_E_INPUT, "a run takes at most %d suites, %d targets and %d repeats", GP_PLAN_SUITES,
                       GP_PLAN_TARGETS, GP_PLAN_REPEATS);
    if (!code) code = select_cases(p, o, err);
    if (code) {
        gp_plan_free(p);
        return code;
    }
    if (o->in_rounds && o->repeat > 1) part_rounds(p, (size_t)o->repeat);
    sort(p);
    *out = p;
    return GP_OK;
}

void gp_plan_free(gp_plan *p)
{
    if (!p) return;
    free(p->trials);
    free(p->selected);
    free(p->sorted);
    free(p);
}

size_t gp_plan_count(const gp_plan *p) { return p->n; }
const gp_plan_trial *gp_plan_at(const gp_plan *p, size_t i) { return &p->trials[i]; }
size_t gp_plan_selected(const gp_plan *p, size_t suite) { return p->selected[suite]; }
const uint32_t *gp_plan_sorted(const gp_plan *p) { return p->sorted; }

int64_t gp_derive_seed(int64_t seed, gp_str suite, gp_str case_id, int64_t repeat)
{
    gp_buf b = {0};
    unsigned char h[GP_SHA256_LEN];
    gp_buf_fmt(&b, "%lld/", (long long)seed);
    gp_buf_str(&b, suite);
    gp_buf_byte(&b, '/');
    gp_buf_str(&b, case_id);
    gp_buf_fmt(&b, "/%lld", (long long)repeat);
    gp_sha256_of(gp_buf_view(&b), h);
    gp_buf_free(&b);
    return (int64_t)(((uint32_t)h[0] & 0x7F) << 24 | (uint32_t)h[1] << 16 | (uint32_t)h[2] << 8 | h[3]);
}

/* baseline.c - two runs paired case by case, and what their difference can support. */
#include "gate/baseline.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const gp_against_words[GP_AGAINST_WORDS] = {NULL, "better", "worse", "equal", "inconclusive"};

/* --- a run, case by case --- */

typedef struct entry { /* a case on a target */
    gp_str suite, case_id, target, case_digest, grader_digest;
    uint32_t graded, passed, first, counted; /* counted: trials from `first` in `tokens` */
    bool exempt, met;                        /* met: it has a partner, or was listed */
    double score_sum;
} entry;

struct gp_side {
    gp_arena arena;
    entry *list;
    size_t n, room;
    double *tokens; /* output tokens of graded trials, where they are known */
    size_t n_tokens, room_tokens;
    gp_str *targets;
    size_t n_targets, room_targets;
};

gp_side *gp_side_new(void) { return gp_alloc(sizeof(gp_side)); }

void gp_side_free(gp_side *s)
{
    if (!s) return;
    gp_arena_free(&s->arena);
    free(s->list);
    free(s->tokens);
    free(s->targets);
    free(s);
}

static gp_str target_of(gp_side *s, gp_str name)
{
    for (size_t i = 0; i < s->n_targets; i++)
        if (gp_str_eq(s->targets[i], name)) return s->targets[i];
    s->targets = gp_grow(s->targets, s->n_targets, &s->room_targets, sizeof *s->targets);
    return s->targets[s->n_targets++] = gp_str_dup(&s->arena, name);
}

static bool is_of(const entry *e, const gp_side_trial *t)
{
    return gp_str_eq(e->case_id, t->case_id) && gp_str_eq(e->target, t->target) && gp_str_eq(e->suite, t->suite);
}

void gp_side_add(gp_side *s, const gp_side_trial *t)
{
    entry *e = s->n ? &s->list[s->n - 1] : NULL;
    if (!e || !is_of(e, t)) {
        bool same = e && gp_str_eq(e->suite, t->suite);
        gp_str suite = same ? e->suite : gp_str_dup(&s->arena, t->suite);
        s->list = gp_grow(s->list, s->n, &s->room, sizeof *s->list);
        e = &s->list[s->n++];
        *e = (entry){.suite = suite,
                     .case_id = gp_str_dup(&s->arena, t->case_id),
                     .target = target_of(s, t->target),
                     .case_digest = gp_str_dup(&s->arena, t->case_digest),
                     .grader_digest = gp_str_dup(&s->arena, t->grader_digest),
                     .first = (uint32_t)s->n_tokens};
    }
    e->exempt = e->exempt || t->exempt;
    if (!t->graded) return;
    e->graded++;
    e->passed += t->passed;
    e->score_sum += t->score;
    if (t->output_tokens < 0) return;
    s->tokens = gp_grow(s->tokens, s->n_tokens, &s->room_tokens, sizeof *s->tokens);
    s->tokens[s->n_tokens++] = (double)t->output_tokens;
    e->counted++;
}

/* --- finding partners --- */

static int order(gp_str a, gp_str b)
{
    int c = memcmp(a.n ? a.p : "", b.n ? b.p : "", a.n < b.n ? a.n : b.n);
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

static int order_of(const entry *x, const entry *y, gp_str y_target)
{
    int c = order(x->suite, y->suite);
    if (!c) c = order(x->case_id, y->case_id);
    return c ? c : order(x->target, y_target);
}

static int by_name(const void *x, const void *y)
{
    const entry *const *a = x, *const *b = y;
    return order_of(*a, *b, (*b)->target);
}

typedef struct comparing {
    gp_arena *a;
    double margin;
    const gp_side *now, *then;
    entry **sorted; /* of `then`, by name */
    gp_against *out;
    gp_against_case *regressed, *improved, *unpaired;
    /* of the target at hand */
    double *x, *y, *tokens, *was_tokens;
    bool *px, *py;
    size_t pairs, n_tokens, n_was;
} comparing;

static entry *find(const comparing *c, const entry *e, gp_str target)
{
    size_t lo = 0, hi = c->then->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (order_of(c->sorted[mid], e, target) < 0) lo = mid + 1;
        else hi = mid;
    }
    return lo < c->then->n && !order_of(c->sorted[lo], e, target) ? c->sorted[lo] : NULL;
}

/* --- one target --- */

static double mean(const entry *e) { return e && e->graded ? e->score_sum / (double)e->graded : (double)NAN; }
static bool passes(const entry *e) { return e->graded && e->passed == e->graded; }

static void add_case(gp_against_case *list, size_t *n, size_t *all, const entry *e, double score, double was,
                     gp_str why)
{
    if (*n < GP_AGAINST_LISTED) list[(*n)++] = (gp_against_case){e->suite, e->case_id, e->target, score, was, why};
    ++*all;
}

static void add_unpaired(comparing *c, const entry *e, const entry *then, gp_str why)
{
    add_case(c->unpaired, &c->out->n_unpaired, &c->out->all_unpaired, e, e == then ? (double)NAN : mean(e), mean(then),
             why);
}

/* Why these two are no pair; empty: they are one. */
static gp_str unlike(const entry *now, const entry *then)
{
    if (!then) return GP_STR("the baseline does not have it");
    if (now->exempt) return GP_STR("in quarantine");
    bool asked = !gp_str_eq(now->case_digest, then->case_digest),
         judged = !gp_str_eq(now->grader_digest, then->grader_digest);
    if (asked && judged) return GP_STR("the case and its graders changed");
    if (asked) return GP_STR("the case changed");
    if (judged) return GP_STR("its graders changed");
    if (!now->graded) return GP_STR("it was not graded");
    if (!then->graded) return GP_STR("the baseline has no verdict on it");
    return (gp_str){0};
}

static size_t copy_tokens(double *to, size_t n, const gp_side *s, const entry *e)
{
    if (e->counted) memcpy(to + n, s->tokens + e->first, e->counted * sizeof *to);
    return n + e->counted;
}

static void pair(comparing *c, const entry *now, const entry *then, gp_against_target *t)
{
    size_t i = c->pairs++;
    c->x[i] = mean(now), c->y[i] = mean(then);
    c->px[i] = passes(now), c->py[i] = passes(then);
    t->passed += c->px[i];
    t->was_passed += c->py[i];
    t->regressed += c->py[i] && !c->px[i];
    t->improved += c->px[i] && !c->py[i];
    gp_against *o = c->out;
    if (c->py[i] && !c->px[i])
        add_case(c->regressed, &o->n_regressed, &o->all_regressed, now, c->x[i], c->y[i], (gp_str){0});
    if (c->px[i] && !c->py[i])
        add_case(c->improved, &o->n_improved, &o->all_improved, now, c->x[i], c->y[i], (gp_str){0});
    c->n_tokens = copy_tokens(c->tokens, c->n_tokens, c->now, now);
    c->n_was = copy_tokens(c->was_tokens, c->n_was, c->then, then);
}

static void judge(const comparing *c, gp_against_target *t)
{
    static const gp_against_word words[] = {[GP_INCONCLUSIVE] = GP_AGAINST_INCONCLUSIVE,
                                            [GP_BETTER] = GP_AGAINST_BETTER,
                                            [GP_WORSE] = GP_AGAINST_WORSE,
                                            [GP_EQUAL] = GP_AGAINST_EQUAL};
    gp_paired r = gp_compare(
        &(gp_pairs){.a = c->x, .b = c->y, .pass_a = c->px, .pass_b = c->py, .n = c->pairs, .margin = c->margin});
    t->pairs = c->pairs;
    t->higher = r.wins;
    t->lower = r.losses;
    t->difference = r.mean_difference;
    t->lo = r.ci95.lo;
    t->hi = r.ci95.hi;
    t->p = r.p;
    t->not_worse = r.not_worse;
    t->verdict = words[r.finding];
}

static void compare_target(comparing *c, gp_str name, gp_str against, gp_against_target *t)
{
    *t = (gp_against_target){.target = name, .against = against};
    c->pairs = c->n_tokens = c->n_was = 0;
    for (size_t i = 0; i < c->now->n; i++) {
        const entry *e = &c->now->list[i];
        if (!gp_str_eq(e->target, name)) continue;
        entry *then = find(c, e, against);
        gp_str why = unlike(e, then);
        if (then) then->met = true;
        if (why.n) add_unpaired(c, e, then, why);
        else pair(c, e, then, t);
    }
    judge(c, t);
    t->tokens = gp_median(c->tokens, c->n_tokens);
    t->was_tokens = gp_median(c->was_tokens, c->n_was);
}

/* --- all of them --- */

/* Its partner in the baseline; an empty one: there is none. */
static gp_str partner(const comparing *c, gp_str name)
{
    for (size_t i = 0; i < c->then->n_targets; i++)
        if (gp_str_eq(c->then->targets[i], name)) return c->then->targets[i];
    return c->then->n_targets == 1 && c->now->n_targets == 1 ? c->then->targets[0] : (gp_str){0};
}

static bool compared(const gp_against *o, gp_str against)
{
    for (size_t i = 0; i < o->n_targets; i++)
        if (gp_str_eq(o->targets[i].against, against)) return true;
    return false;
}

static void begin(comparing *c)
{
    size_t n = c->now->n;
    c->x = gp_alloc_array(n + 1, sizeof(double));
    c->y = gp_alloc_array(n + 1, sizeof(double));
    c->px = gp_alloc_array(n + 1, sizeof(bool));
    c->py = gp_alloc_array(n + 1, sizeof(bool));
    c->tokens = gp_alloc_array(c->now->n_tokens + 1, sizeof(double));
    c->was_tokens = gp_alloc_array(c->then->n_tokens + 1, sizeof(double));
    c->sorted = gp_alloc_array(c->then->n + 1, sizeof(entry *));
    for (size_t i = 0; i < c->then->n; i++) {
        c->then->list[i].met = false;
        c->sorted[i] = &c->then->list[i];
    }
    qsort(c->sorted, c->then->n, sizeof *c->sorted, by_name);
    c->regressed = GP_NEW_ARRAY(c->a, gp_against_case, GP_AGAINST_LISTED);
    c->improved = GP_NEW_ARRAY(c->a, gp_against_case, GP_AGAINST_LISTED);
    c->unpaired = GP_NEW_ARRAY(c->a, gp_against_case, GP_AGAINST_LISTED);
}

static void end(comparing *c)
{
    free(c->x);
    free(c->y);
    free(c->px);
    free(c->py);
    free(c->tokens);
    free(c->was_tokens);
    free(c->sorted);
}

void gp_against_make(gp_arena *a, const gp_side *now, const gp_side *then, double margin, gp_against *out)
{
    comparing c = {.a = a, .margin = margin, .now = now, .then = then, .out = out};
    gp_against_target *list = GP_NEW_ARRAY(a, gp_against_target, now->n_targets);
    gp_str *others = GP_NEW_ARRAY(a, gp_str, now->n_targets);
    *out = (gp_against){.targets = list, .other_targets = others};
    begin(&c);
    for (size_t i = 0; i < now->n_targets; i++) {
        gp_str against = partner(&c, now->targets[i]);
        if (!against.n) others[out->n_other_targets++] = now->targets[i];
        else compare_target(&c, now->targets[i], against, &list[out->n_targets++]);
    }
    for (size_t i = 0; i < then->n; i++) {
        const entry *e = &then->list[i];
        if (!e->met && compared(out, e->target)) add_unpaired(&c, e, e, GP_STR("only the baseline has it"));
    }
    out->regressed = c.regressed, out->improved = c.improved, out->unpaired = c.unpaired;
    end(&c);
}

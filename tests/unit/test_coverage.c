/* test_coverage.c - do 95% intervals hold the truth 95 times in 100, and do verdicts raise false alarms?
 *
 * Rates without clusters are counted exactly. All else is simulated from known truths by seeded numbers, so a run always
 * prints the same table; GOLDPIN_TEST_ALL=1 simulates ten times as much. */
#include <math.h>

#include "base/memory.h"
#include "base/rng.h"
#include "stats/stats.h"
#include "t.h"

enum { MOST = 1000 };

/* --- a stream of random numbers --- */

typedef struct dice {
    uint64_t key, at;
} dice;

static double unit(dice *d) { return gp_rng_unit(d->key, 0, d->at++); }
static double between(dice *d, double lo, double hi) { return lo + (hi - lo) * unit(d); }
/* Of mean 0 and variance 1; near enough to a normal number, and bounded as differences of scores are. */
static double bell(dice *d)
{
    double sum = -1.5;
    for (int i = 0; i < 3; i++) sum += unit(d);
    return 2 * sum;
}

static size_t runs_of(size_t usual)
{
    if (getenv("GOLDPIN_TEST_SMALL")) return usual / 10;
    return getenv("GOLDPIN_TEST_ALL") ? usual * 10 : usual;
}

/* --- counting --- */

typedef struct count {
    size_t held, of;
} count;

static void note(count *c, gp_interval i, double truth)
{
    c->of++;
    c->held += i.lo <= truth + 1e-12 && i.hi >= truth - 1e-12;
}

static double percent(const count *c) { return 100 * (double)c->held / (double)c->of; }
/* What chance does to a percentage near 95 in so many runs, at three and a half standard errors. */
static double slack(const count *c) { return 3.5 * 100 * sqrt(0.95 * 0.05 / (double)c->of); }

static void within(const char *what, size_t n, const count *c, double lo, double hi)
{
    double got = percent(c), room = slack(c);
    if (got < lo - room || got > hi + room) fail_msg("%s, n = %zu: %.2f%%, not %.1f to %.1f", what, n, got, lo, hi);
}

/* --- rates, exactly --- */

static double coverage_of_rate(size_t n, double p)
{
    double sum = 0, log_p = log(p), log_q = log1p(-p), log_choose = 0;
    for (size_t k = 0; k <= n; k++) {
        gp_interval i = gp_rate95(k, n);
        if (k) log_choose += log((double)(n - k + 1) / (double)k);
        if (i.lo <= p && p <= i.hi) sum += exp(log_choose + (double)k * log_p + (double)(n - k) * log_q);
    }
    return 100 * sum;
}

static void rates_are_covered(void **state)
{
    (void)state;
    static const size_t sizes[] = {15, 20, 25, 29, 30, 50, 100, 200, 500, 1000};
    static const double edges[] = {0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99};
    enum { STEPS = 60 };
    print_message("rates, mean coverage of p in 0.5-0.6 0.6-0.7 0.7-0.8 0.8-0.9 0.9-0.95 0.95-0.99\n");
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        print_message("%5zu", sizes[s]);
        for (size_t w = 0; w + 1 < sizeof edges / sizeof *edges; w++) {
            double sum = 0;
            for (int i = 0; i < STEPS; i++)
                sum += coverage_of_rate(sizes[s], edges[w] + (edges[w + 1] - edges[w]) * (i + 0.5) / STEPS);
            print_message(" %5.1f", sum / STEPS);
            if (!(sum / STEPS > 94 && sum / STEPS < 97)) fail_msg("rate of %zu: %.2f%%", sizes[s], sum / STEPS);
        }
        print_message("\n");
    }
}

/* --- clusters --- */

typedef struct shape {
    size_t n, size; /* observations, and how many belong together (uneven: 1, size, 2 size - 1 in turn) */
    bool uneven;
} shape;

static const shape shapes[] = {
    {15, 3, false},  {15, 3, true},  {30, 3, false},  {30, 3, true},  {60, 5, false},    {60, 5, true},
    {100, 4, false}, {100, 4, true}, {200, 5, false}, {200, 5, true}, {1000, 10, false}, {1000, 10, true},
};
static const double correlations[] = {0, 0.1, 0.3, 0.6, 1};
enum { SHAPES = sizeof shapes / sizeof *shapes, CORRELATIONS = sizeof correlations / sizeof *correlations };

static void name_clusters(const shape *s, uint64_t *id)
{
    size_t turn = 0, left = 0;
    for (size_t i = 0; i < s->n; i++) {
        if (!left) left = !s->uneven || turn % 3 == 1 ? s->size : turn % 3 ? 2 * s->size - 1 : 1, turn++;
        id[i] = turn * UINT64_C(0x9e3779b97f4a7c15); /* ids in no order */
        left--;
    }
}

/* Each member shows what its cluster drew with a chance of sqrt(correlation), or a draw of its own: two members then
 * correlate as much as said (A. D. Lunn and S. J. Davies, Biometrika 85, 1998). draw(): one such value. */
static void draw_members(dice *d, const shape *s, const uint64_t *id, double correlation,
                         double (*draw)(dice *d, double about, double spread), double about, double spread, double *out)
{
    double shared = 0, chance = sqrt(correlation);
    for (size_t i = 0; i < s->n; i++) {
        if (!i || id[i] != id[i - 1]) shared = draw(d, about, spread);
        out[i] = unit(d) < chance ? shared : draw(d, about, spread);
    }
}

static double pass(dice *d, double p, double unused)
{
    (void)unused;
    return unit(d) < p;
}

/* A difference of two passes: about their mean difference, spread the share of cases where they differ. */
static double pass_difference(dice *d, double about, double spread)
{
    double u = unit(d);
    return u < (spread + about) / 2 ? 1 : u < spread ? -1 : 0;
}

static double score_difference(dice *d, double about, double spread) { return about + spread * bell(d); }

static void clustered_rates_are_covered(void **state)
{
    (void)state;
    static const double windows[][2] = {{0.5, 0.7}, {0.7, 0.9}, {0.9, 0.99}};
    static double v[MOST];
    static uint64_t id[MOST];
    dice d = {.key = 1};
    size_t runs = runs_of(100);
    count by_n = {0, 0};
    print_message("clustered rates, correlation 0 0.1 0.3 0.6 1\n");
    for (size_t s = 0; s < SHAPES; s++) {
        name_clusters(&shapes[s], id);
        print_message("%5zu in %2zu%s", shapes[s].n, shapes[s].size, shapes[s].uneven ? " uneven" : "       ");
        for (size_t c = 0; c < CORRELATIONS; c++) {
            count cell = {0, 0};
            for (size_t r = 0; r < 3 * runs; r++) {
                double p = between(&d, windows[r % 3][0], windows[r % 3][1]);
                draw_members(&d, &shapes[s], id, correlations[c], pass, p, 0, v);
                note(&cell, gp_mean95_clustered(v, id, shapes[s].n).ci95, p);
            }
            print_message(" %5.1f", percent(&cell));
            within("clustered rate", shapes[s].n, &cell, 93, 99.5);
            by_n = (count){by_n.held + cell.held, by_n.of + cell.of};
        }
        print_message("\n");
        if (!shapes[s].uneven) continue;
        within("clustered rates together", shapes[s].n, &by_n, 93, 97);
        by_n = (count){0, 0};
    }
}

/* --- pairs --- */

/* Pass differences where at least three pairs are expected to differ, and score differences; D any. */
static void one_comparison(dice *d, const shape *s, const uint64_t *id, double correlation, bool passes, double *v,
                           count *cell)
{
    static const double zeros[MOST];
    double spread = passes ? between(d, fmax(0.08, 3 / (double)s->n), 0.5) : between(d, 0.05, 0.12);
    double truth = between(d, -1, 1) * (passes ? fmin(0.8 * spread, 0.3) : 0.1);
    draw_members(d, s, id, correlation, passes ? pass_difference : score_difference, truth, spread, v);
    note(cell, gp_compare(&(gp_pairs){.a = v, .b = zeros, .cluster = id, .n = s->n}).ci95, truth);
}

static void differences_are_covered(void **state)
{
    (void)state;
    static double v[MOST];
    static uint64_t id[MOST];
    dice d = {.key = 2};
    size_t runs = runs_of(150);
    for (int passes = 1; passes >= 0; passes--) {
        count by_n = {0, 0};
        print_message("paired %s, alone, then with correlation 0 0.1 0.3 0.6 1\n", passes ? "passes" : "scores");
        for (size_t s = 0; s < SHAPES; s++) {
            const shape alone = {shapes[s].n, 1, false};
            count cell = {0, 0};
            name_clusters(&alone, id);
            for (size_t r = 0; r < 2 * runs; r++) one_comparison(&d, &alone, id, 0, passes, v, &cell);
            print_message("%5zu in %2zu%s %5.1f", shapes[s].n, shapes[s].size, shapes[s].uneven ? " uneven" : "       ",
                          percent(&cell));
            within("pairs alone", shapes[s].n, &cell, 94, 97.5);
            name_clusters(&shapes[s], id);
            for (size_t c = 0; c < CORRELATIONS; c++) {
                cell = (count){0, 0};
                for (size_t r = 0; r < runs; r++) one_comparison(&d, &shapes[s], id, correlations[c], passes, v, &cell);
                print_message(" %5.1f", percent(&cell));
                within("pairs in clusters", shapes[s].n, &cell, 91, 99.5);
                by_n = (count){by_n.held + cell.held, by_n.of + cell.of};
            }
            print_message("\n");
            if (!shapes[s].uneven) continue;
            within("pairs in clusters together", shapes[s].n, &by_n, 93, 97);
            by_n = (count){0, 0};
        }
    }
}

/* --- verdicts --- */

typedef struct verdicts {
    size_t of[4];
} verdicts;

/* 1,000 comparisons (or so) of n passes each with a true difference. */
static verdicts judge(uint64_t key, size_t n, size_t size, double discordance, double truth, double margin)
{
    static double v[2000];
    static const double zeros[2000];
    static uint64_t id[2000];
    dice d = {.key = key};
    verdicts r = {{0}};
    const shape s = {n, size, false};
    name_clusters(&s, id);
    for (size_t i = 0; i < runs_of(1000); i++) {
        draw_members(&d, &s, id, size > 1 ? 0.5 : 0, pass_difference, truth, discordance, v);
        r.of[gp_compare(&(gp_pairs){.a = v, .b = zeros, .cluster = id, .n = n, .margin = margin}).finding]++;
    }
    return r;
}

static double share(const verdicts *v, gp_verdict word) { return (double)v->of[word] / (double)runs_of(1000); }

/* Nothing changed: of 1,000 runs at most 5% are called better or worse, together. */
static void no_change_raises_few_alarms(void **state)
{
    (void)state;
    static const struct {
        size_t n, size;
        double discordance;
    } runs[] = {{15, 1, 0.1},   {15, 1, 0.4}, {50, 1, 0.2},  {100, 1, 0.1},  {200, 1, 0.02},
                {1000, 1, 0.1}, {60, 5, 0.3}, {200, 5, 0.2}, {1000, 10, 0.1}};
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        verdicts v = judge(100 + i, runs[i].n, runs[i].size, runs[i].discordance, 0, 0);
        double alarms = share(&v, GP_BETTER) + share(&v, GP_WORSE);
        print_message("%5zu cases in clusters of %2zu, %2.0f%% discordant: %.1f%% false alarms\n", runs[i].n,
                      runs[i].size, 100 * runs[i].discordance, 100 * alarms);
        if (!getenv("GOLDPIN_TEST_SMALL") && alarms > 0.05) fail_msg("%.1f%% false alarms", 100 * alarms);
    }
}

/* A difference of just the margin is rarely called equal; none at all mostly is, with enough cases. */
static void equal_is_rarely_wrong(void **state)
{
    (void)state;
    verdicts edge = judge(200, 1000, 1, 0.1, -0.05, 0.05), same = judge(201, 1000, 1, 0.1, 0, 0.05);
    assert_true(share(&edge, GP_EQUAL) < 0.07);
    assert_true(share(&same, GP_EQUAL) > 0.95);
}

/* The number of cases that power.h asks for has the power that it promises. */
static void cases_have_their_power(void **state)
{
    (void)state;
    static const double differences[] = {0.05, 0.1};
    for (size_t i = 0; i < 2; i++) {
        gp_design d = {
            .pass_rate = 0.8, .discordance = 0.2, .repeats = 1, .cluster_size = 1, .level = 0.05, .power = 0.8};
        double n = gp_cases_needed(&d, differences[i]);
        verdicts v = judge(300 + i, (size_t)n, 1, 0.2, -differences[i], 0);
        print_message("%.0f points, 20%% discordant, %.0f cases: power %.1f%%\n", 100 * differences[i], n,
                      100 * share(&v, GP_WORSE));
        assert_true(fabs(share(&v, GP_WORSE) - 0.82) < (getenv("GOLDPIN_TEST_SMALL") ? 0.2 : 0.05));
    }
    /* 20 points in 1,000 cases are never overlooked */
    verdicts v = judge(310, 1000, 1, 0.3, -0.2, 0);
    assert_true(share(&v, GP_WORSE) > 0.999);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_are_covered),       cmocka_unit_test(clustered_rates_are_covered),
        cmocka_unit_test(differences_are_covered), cmocka_unit_test(no_change_raises_few_alarms),
        cmocka_unit_test(equal_is_rarely_wrong),   cmocka_unit_test(cases_have_their_power),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

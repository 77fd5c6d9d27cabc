/* agreement.c - Krippendorff's alpha by counts of values. */
#include "stats/agreement.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

const char *const gp_level_names[GP_LEVELS] = {"nominal", "ordinal", "interval"};

typedef struct values { /* different ones, in order, and how often each was voted in units that count */
    double *of, *times;
    size_t n;
    gp_level level;
} values;

static int by_value(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static size_t votes_of(const double *unit, size_t each)
{
    size_t n = 0;
    for (size_t i = 0; i < each; i++) n += isnan(unit[i]) ? 0 : 1;
    return n;
}

static size_t place_of(const values *v, double x)
{
    const double *at = bsearch(&x, v->of, v->n, sizeof *v->of, by_value);
    return (size_t)(at - v->of);
}

/* Distance of the a-th and the b-th value, squared. */
static double apart(const values *v, size_t a, size_t b)
{
    if (a == b) return 0;
    if (v->level == GP_NOMINAL) return 1;
    if (v->level == GP_INTERVAL) return (v->of[a] - v->of[b]) * (v->of[a] - v->of[b]);
    size_t lo = a < b ? a : b, hi = a < b ? b : a;
    double between = -(v->times[lo] + v->times[hi]) / 2;
    for (size_t i = lo; i <= hi; i++) between += v->times[i];
    return between * between;
}

static values count(const double *votes, size_t units, size_t each, gp_level level, gp_agreement *out)
{
    values v = {.level = level, .of = gp_alloc((units * each + 1) * sizeof *v.of)};
    size_t n = 0;
    for (size_t u = 0; u < units; u++) {
        const double *unit = votes + u * each;
        size_t here = votes_of(unit, each);
        if (here < 2) continue;
        out->units++;
        for (size_t i = 0; i < each; i++)
            if (!isnan(unit[i])) v.of[n++] = unit[i];
    }
    out->votes = n;
    qsort(v.of, n, sizeof *v.of, by_value);
    v.times = gp_alloc((n + 1) * sizeof *v.times);
    for (size_t i = 0; i < n; i++) {
        if (!v.n || v.of[v.n - 1] != v.of[i]) v.of[v.n++] = v.of[i];
        v.times[v.n - 1]++;
    }
    return v;
}

static double expected(const values *v, double votes)
{
    double sum = 0;
    for (size_t a = 0; a < v->n; a++)
        for (size_t b = a + 1; b < v->n; b++) sum += 2 * v->times[a] * v->times[b] * apart(v, a, b);
    return sum / (votes * (votes - 1));
}

/* The disagreement within one unit, and its pairs. */
static double within(const values *v, const double *unit, size_t each, double *same, double *pairs)
{
    double sum = 0;
    for (size_t i = 0; i < each; i++)
        for (size_t k = i + 1; k < each; k++) {
            if (isnan(unit[i]) || isnan(unit[k])) continue;
            ++*pairs;
            *same += unit[i] == unit[k];
            sum += 2 * apart(v, place_of(v, unit[i]), place_of(v, unit[k]));
        }
    return sum;
}

gp_agreement gp_agree(const double *votes, size_t units, size_t each, gp_level level)
{
    gp_agreement out = {.alpha = NAN, .same = NAN};
    values v = count(votes, units, each, level, &out);
    double observed = 0, same = 0, pairs = 0;
    for (size_t u = 0; u < units; u++) {
        size_t here = votes_of(votes + u * each, each);
        if (here >= 2) observed += within(&v, votes + u * each, each, &same, &pairs) / (double)(here - 1);
    }
    if (out.units) out.same = same / pairs;
    if (v.n > 1) out.alpha = 1 - observed / (double)out.votes / expected(&v, (double)out.votes);
    free(v.of);
    free(v.times);
    return out;
}

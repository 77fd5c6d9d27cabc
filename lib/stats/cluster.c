/* cluster.c - how much observations are worth that belong together. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stats/cluster.h"

typedef struct member {
    uint64_t cluster;
    double value;
} member;

/* Sums over clusters, in the order of their ids. */
typedef struct spread {
    size_t clusters;
    size_t telling;         /* clusters that hold an unusual value */
    double sizes_squared;   /* sum of the squares of their sizes */
    double between, within; /* sums of squares */
} spread;

/* By value too: a sum must not depend on the order in which equal ids came. */
static int by_cluster(const void *x, const void *y)
{
    const member *a = x, *b = y;
    if (a->cluster != b->cluster) return a->cluster < b->cluster ? -1 : 1;
    return (a->value > b->value) - (a->value < b->value);
}

static void add_cluster(spread *s, const member *m, size_t n, double mean, double usual)
{
    double sum = 0;
    bool telling = false;
    for (size_t i = 0; i < n; i++) {
        sum += m[i].value;
        telling = telling || fabs(m[i].value - usual) > 1e-12;
    }
    double own = sum / (double)n;
    for (size_t i = 0; i < n; i++) s->within += (m[i].value - own) * (m[i].value - own);
    s->between += (own - mean) * (own - mean) * (double)n;
    s->sizes_squared += (double)n * (double)n;
    s->telling += telling;
    s->clusters++;
}

static spread spread_of(const double *v, const uint64_t *cluster, size_t n, double mean, double usual)
{
    spread s = {0};
    member *m = gp_alloc_array(n, sizeof *m);
    for (size_t i = 0; i < n; i++) m[i] = (member){cluster[i], v[i]};
    qsort(m, n, sizeof *m, by_cluster);
    for (size_t i = 0, size; i < n; i += size) {
        for (size = 1; i + size < n && m[i + size].cluster == m[i].cluster;) size++;
        add_cluster(&s, m + i, size, mean, usual);
    }
    free(m);
    return s;
}

/* Of the analysis of variance, drawn towards 1/2. One cluster alone says nothing about what clusters have in common:
 * it is taken for one observation. */
static double correlation(const spread *s, double n)
{
    double groups = (double)s->clusters;
    if (s->clusters < 2) return 1;
    double size = (n - s->sizes_squared / n) / (groups - 1);
    double between = s->between / (groups - 1), within = s->within / (n - groups);
    double all = between + (size - 1) * within, r = all > 1e-24 ? (between - within) / all : 0.5;
    double weight = (double)s->telling / ((double)s->telling + 1);
    return weight * fmin(fmax(r, 0), 1) + (1 - weight) * 0.5;
}

gp_mean gp_cluster_mean(const double *v, const uint64_t *cluster, size_t n, double usual)
{
    gp_mean r = {.n = n, .clusters = n, .mean = NAN, .effective_n = (double)n, .ci95 = {NAN, NAN}};
    double count = (double)n, sum = 0;
    for (size_t i = 0; i < n; i++) sum += v[i];
    if (n) r.mean = sum / count;
    if (cluster && n) {
        spread s = spread_of(v, cluster, n, r.mean, usual);
        r.clusters = s.clusters;
        if (s.clusters < n) {
            r.correlation = correlation(&s, count);
            r.effective_n = count / (1 + (s.sizes_squared / count - 1) * r.correlation);
        }
    }
    /* between the clusters' and the observations' degrees of freedom; found by simulation (cluster.h) */
    r.df = fmax(fmin(2 * r.effective_n, count) - 1, 1);
    return r;
}

double gp_cluster_error(const gp_mean *m, double squares, double reach)
{
    double n = (double)m->n, extra = n / m->effective_n; /* what one more independent observation weighs */
    double variance = (squares + extra * (m->mean * m->mean + reach * reach)) / (n + extra) - m->mean * m->mean;
    return sqrt(fmax(variance, 0) / (m->effective_n + 1));
}

static gp_interval rate_interval(const gp_mean *m)
{
    double point = m->clusters == m->n ? gp_normal_point(0.975) : gp_t_two_sided(0.95, m->df);
    return gp_score_interval(m->mean, m->effective_n, point);
}

static gp_interval mean_interval(const gp_mean *m, const double *v, double least, double most)
{
    double squares = 0, reach = most > least ? (most - least) / 2 : 0.5;
    for (size_t i = 0; i < m->n; i++) squares += v[i] * v[i];
    double half = gp_t_two_sided(0.95, m->df) * gp_cluster_error(m, squares, reach);
    return (gp_interval){fmax(m->mean - half, 0), fmin(m->mean + half, 1)};
}

gp_mean gp_mean95_clustered(const double *v, const uint64_t *cluster, size_t n)
{
    double least = 1, most = 0;
    bool rate = true;
    double *copy = gp_alloc_array(n + 1, sizeof *copy);
    for (size_t i = 0; i < n; i++) {
        copy[i] = v[i];
        least = fmin(least, v[i]);
        most = fmax(most, v[i]);
        rate = rate && (v[i] <= 0 || v[i] >= 1);
    }
    gp_mean m = gp_cluster_mean(v, cluster, n, gp_median(copy, n));
    free(copy);
    if (n) m.ci95 = rate ? rate_interval(&m) : mean_interval(&m, v, least, most);
    return m;
}

gp_mean gp_mean95_real(const double *v, const uint64_t *cluster, size_t n)
{
    double squares = 0, least = INFINITY, most = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        squares += v[i] * v[i];
        least = fmin(least, v[i]);
        most = fmax(most, v[i]);
    }
    gp_mean m = gp_cluster_mean(v, cluster, n, NAN);
    double half = n > 1 ? gp_t_two_sided(0.95, m.df) * gp_cluster_error(&m, squares, (most - least) / 2) : (double)NAN;
    m.ci95 = (gp_interval){m.mean - half, m.mean + half};
    return m;
}

/* power.c - cases, differences and power, each from the other two. */
#include <math.h>

#include "stats/power.h"

double gp_usual_discordance(double pass_rate) { return pass_rate * (1 - pass_rate); }

/* By how much repeats and clusters multiply the variance of a mean over cases. */
static double effect(const gp_design *d)
{
    return (1 - d->noise + d->noise / d->repeats) * (1 + (d->cluster_size - 1) * d->correlation);
}

/* Standard deviations of one case's difference (unpaired: of one case in each target): if there is none, and if it is
 * as large as said. */
static void deviations(const gp_design *d, double difference, double *none, double *some)
{
    double p = d->pass_rate, q = p >= difference ? p - difference : p + difference, mean = (p + q) / 2;
    double apart = fmax(d->discordance, difference); /* a difference is at least as many cases */
    *none = sqrt(d->unpaired ? 2 * mean * (1 - mean) : apart);
    *some = sqrt(d->unpaired ? p * (1 - p) + q * (1 - q) : apart - difference * difference);
}

/* Paired tests count whole pairs: of the difference between those won and those lost, one is taken off. With x the root
 * of the number of independent cases, size * x - off / x must reach z times a deviation. */
static double taken_off(const gp_design *d) { return d->unpaired ? 0 : 1; }

double gp_cases_needed(const gp_design *d, double difference)
{
    double none, some, size = fabs(difference);
    if (!(size > 0)) return INFINITY;
    deviations(d, size, &none, &some);
    double reach = gp_normal_point(1 - d->level / 2) * none + gp_normal_point(d->power) * some;
    double x = (reach + sqrt(reach * reach + 4 * size * taken_off(d))) / (2 * size);
    return ceil(effect(d) * x * x - 1e-9);
}

double gp_power_of(const gp_design *d, double difference, double n)
{
    double none, some, size = fabs(difference), x = sqrt(n / effect(d));
    deviations(d, size, &none, &some);
    double shown = size * x - taken_off(d) / x - gp_normal_point(1 - d->level / 2) * none;
    return some > 0 ? gp_normal_at(shown / some) : shown > 0;
}

double gp_detectable(const gp_design *d, double n)
{
    double lo = 0, hi = 1;
    if (!(gp_power_of(d, 1, n) >= d->power)) return INFINITY;
    for (int i = 0; i < 60; i++) {
        double middle = (lo + hi) / 2;
        if (gp_power_of(d, middle, n) < d->power) lo = middle;
        else hi = middle;
    }
    return hi;
}

/* chart_scale.c - from values to places, and round numbers for ticks. */
#include <math.h>

#include "report/chart.h"

enum { FAR_APART = 30, PIXELS_PER_TICK = 52 };

/* The largest of 1, 2, 5 times a power of ten that is at most v. */
static double round_below(double v)
{
    double ten = pow(10, floor(log10(v) + 1e-9)), lead = v / ten;
    return ten * (lead >= 5 - 1e-9 ? 5 : lead >= 2 - 1e-9 ? 2 : 1);
}

static double round_above(double v)
{
    double below = round_below(v), ten = pow(10, floor(log10(v) + 1e-9));
    if (below >= v * (1 - 1e-9)) return below;
    return below < 1.5 * ten ? 2 * ten : below < 3 * ten ? 5 * ten : 10 * ten;
}

static double step_for(double width, size_t steps) { return round_above(width / (double)steps); }

gp_scale gp_scale_around(double least, double most, const char *title)
{
    gp_scale s = {.from = least, .to = most, .title = title};
    s.log = least > 0 && most / least > FAR_APART;
    if (s.log) {
        s.from = round_below(least);
        s.to = round_above(most);
        return s;
    }
    double width = most - least > 0 ? most - least : fabs(most) > 0 ? fabs(most) / 2 : 1, step = step_for(width, 4);
    s.from = floor(least / step + 1e-9) * step;
    s.to = ceil(most / step - 1e-9) * step;
    if (s.to <= s.from) s.to = s.from + step;
    return s;
}

gp_scale gp_scale_from_zero(double most, const char *title)
{
    double step = most > 0 ? step_for(most, 4) : 1;
    return (gp_scale){.from = 0, .to = most > 0 ? ceil(most / step - 1e-9) * step : 1, .title = title};
}

gp_scale gp_scale_rate(const char *title) { return (gp_scale){.from = 0, .to = 1, .percent = true, .title = title}; }

double gp_scale_at(const gp_scale *s, double v)
{
    double at = s->log ? (log(v > 0 ? v : s->from) - log(s->from)) / (log(s->to) - log(s->from))
                       : (v - s->from) / (s->to - s->from);
    return at < 0 ? 0 : at > 1 ? 1 : at;
}

/* 1, 2 and 5 times powers of ten; how many there are, of which `most` are kept. */
static size_t fine_ticks(const gp_scale *s, size_t most, double *out)
{
    static const double leads[] = {1, 2, 5};
    int first = (int)floor(log10(s->from)), last = (int)ceil(log10(s->to));
    size_t n = 0;
    for (int e = first; e <= last && n <= most; e++)
        for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
            double v = leads[i] * pow(10, e);
            if (v < s->from * (1 - 1e-9) || v > s->to * (1 + 1e-9)) continue;
            if (n < most) out[n] = v;
            n++;
        }
    return n;
}

/* Powers of ten alone, so far apart that they fit. */
static size_t coarse_ticks(const gp_scale *s, size_t most, double *out)
{
    int first = (int)ceil(log10(s->from) - 1e-9), last = (int)floor(log10(s->to) + 1e-9);
    int stride = (last - first + (int)most) / (int)most;
    size_t n = 0;
    for (int e = first; e <= last && n < most; e += stride) out[n++] = pow(10, e);
    return n;
}

static size_t even_ticks(const gp_scale *s, size_t most, double *out)
{
    size_t n = 0;
    double step = step_for(s->to - s->from, most - 1);
    for (double v = ceil(s->from / step - 1e-9) * step; v <= s->to + step * 1e-9 && n < most; v += step) out[n++] = v;
    return n;
}

size_t gp_scale_ticks(const gp_scale *s, double width, double out[GP_CHART_TICKS])
{
    size_t most = (size_t)(width / PIXELS_PER_TICK) + 1, n;
    if (most > GP_CHART_TICKS) most = GP_CHART_TICKS;
    if (most < 2) most = 2;
    n = s->log ? fine_ticks(s, most, out) : even_ticks(s, most, out);
    if (n > most) n = coarse_ticks(s, most, out);
    if (n > 1) return n;
    out[0] = s->from; /* both ends are round, if less so */
    out[1] = s->to;
    return 2;
}

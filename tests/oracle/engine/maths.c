/* maths.c - elementary functions and sums, each as the specification writes it. */
#include <math.h>
#include <string.h>

#include "oracle.h"

static uint32_t bits(float f)
{
    uint32_t u;
    memcpy(&u, &f, 4);
    return u;
}

static float of_bits(uint32_t u)
{
    float f;
    memcpy(&f, &u, 4);
    return f;
}

float o_rcp(float b)
{
    float y = of_bits(0x7ef311c7u - bits(b));
    for (int i = 0; i < 4; i++) {
        float e = fmaf(-b, y, 1.f);
        y = fmaf(y, e, y);
    }
    return y;
}

float o_div(float a, float b)
{
    float y = o_rcp(b), q = a * y, r = fmaf(-b, q, a);
    return fmaf(r, y, q);
}

float o_exp(float x)
{
    static const float c[] = {0x1.123a20p-7f, 0x1.5558f2p-5f, 0x1.555492p-3f, 0x1.fffffcp-2f, 1.f, 1.f};
    if (x > 87.f) x = 87.f;
    if (x < -87.f) x = -87.f;
    float t = fmaf(x, 0x1.715476p+0f, 0x1.8p23f), f = t - 0x1.8p23f;
    float r = fmaf(f, -0x1.7f7d1cp-20f, fmaf(f, -0x1.62e4p-1f, x)), p = 0x1.6a23d0p-10f;
    for (int i = 0; i < 6; i++) p = fmaf(p, r, c[i]);
    return of_bits(bits(p) + ((bits(t) - 0x4b400000u) << 23));
}

float o_expw(float x) { return x < -60.f ? 0.f : o_exp(x); }
float o_silu(float x) { return x < -60.f ? 0.f : o_div(x, 1.f + o_exp(-x)); }

float o_gelu(float x)
{
    float s = 0x1.6e4e26p-5f * x, u = 0x1.988454p+0f * fmaf(s * x, x, x);
    return u < -60.f ? 0.f : o_div(x, 1.f + o_exp(-u));
}

float o_tanh(float x)
{
    float a = fabsf(x), t = 1.f - o_div(2.f, o_exp(a + a) + 1.f);
    return x < 0.f ? -t : t;
}

float o_rsqrt(float x)
{
    float y = of_bits(0x5f375a86u - (bits(x) >> 1)), h = x * -0.5f;
    for (int i = 0; i < 4; i++) {
        float v = h * y;
        y = y * fmaf(v, y, 1.5f);
    }
    return y;
}

float o_log(float x)
{
    int32_t e = ((int32_t)bits(x) - 0x3f3504f3) >> 23;
    float m = of_bits(bits(x) - ((uint32_t)e << 23)), s = o_div(m - 1.f, m + 1.f), z = s * s;
    float p = fmaf(0x1.745d18p-3f, z, 0x1.c71c72p-3f);
    p = fmaf(p, z, 0x1.24924ap-2f);
    p = fmaf(p, z, 0x1.99999ap-2f);
    p = fmaf(p, z, 0x1.555556p-1f);
    float r = fmaf(s * z, p, s + s), n = (float)e;
    return fmaf(n, 0x1.62e4p-1f, fmaf(n, 0x1.7f7d1cp-20f, r));
}

float o_softplus(float x) { return x > 20.f ? x : o_log(1.f + o_exp(x)); }

float o_half(uint16_t h)
{
    int e = h >> 10 & 31;
    float m = (float)(h & 1023), v;
    if (e == 31) v = m == 0.f ? (float)INFINITY : (float)NAN;
    else v = e ? ldexpf(m + 1024.f, e - 25) : ldexpf(m, -24);
    return h & 0x8000 ? -v : v;
}

uint16_t o_to_half(float f)
{
    uint16_t sign = (uint16_t)(bits(f) >> 16 & 0x8000u);
    double a = fabs((double)f);
    int e;
    if (isnan(f)) return sign | 0x7e00;
    if (a >= 65520.0) return sign | 0x7c00;
    if (a == 0.0) return sign;
    (void)frexp(a, &e); /* a = [1/2, 1) * 2^e */
    if (e < -13) return (uint16_t)(sign | (uint16_t)nearbyint(ldexp(a, 24)));
    double m = nearbyint(ldexp(a, 11 - e)); /* 1024 to 2048; 2048 carries into the exponent by itself */
    return (uint16_t)(sign | (uint16_t)((e + 13) * 1024 + (int)m));
}

float o_halving(float *lanes, uint32_t n)
{
    for (uint32_t h = n / 2; h; h /= 2)
        for (uint32_t i = 0; i < h; i++) lanes[i] = lanes[i] + lanes[i + h];
    return lanes[0];
}

float o_sum_squares(const float *x, uint32_t n)
{
    float lanes[64] = {0};
    for (uint32_t i = 0; i < n; i++) lanes[i % 64] = fmaf(x[i], x[i], lanes[i % 64]);
    return o_halving(lanes, 64);
}

float o_sum(const float *x, uint32_t n)
{
    float lanes[64] = {0};
    for (uint32_t i = 0; i < n; i++) lanes[i % 64] = lanes[i % 64] + x[i];
    return o_halving(lanes, 64);
}

/* ---- double, for tables ---- */

static const double ln2_high = 0x1.62e42fefa0000p-1, ln2_low = 0x1.cf79abc9e3b3ap-40;

static double nearest(double x) { return (x + 0x1.8p52) - 0x1.8p52; }

/* Quotients of 1 by n!, n = first, first + step, ..., each rounded once, signs in turn where asked for. */
static double factorials(int first, int step, int terms, double x, bool turns)
{
    double c[16], p;
    for (int i = 0; i < terms; i++) {
        double f = 1.0;
        for (int k = 2; k <= first + i * step; k++) f *= k; /* exact up to 18! */
        c[i] = (turns && i % 2 ? -1.0 : 1.0) / f;
    }
    p = c[terms - 1];
    for (int i = terms - 2; i >= 0; i--) p = fma(p, x, c[i]);
    return p;
}

double d_exp(double x)
{
    if (x < -700.0) return 0.0;
    if (x > 700.0) return (double)INFINITY;
    double k = nearest(x * 0x1.71547652b82fep+0), r = fma(-k, ln2_low, fma(-k, ln2_high, x));
    return ldexp(factorials(0, 1, 14, r, false), (int)k);
}

double d_log(double x)
{
    int e;
    double m = 2.0 * frexp(x, &e), p = 2.0 / 23;
    e--;
    if (m > 0x1.6a09e667f3bcdp+0) {
        m = m * 0.5;
        e++;
    }
    double s = (m - 1.0) / (m + 1.0), z = s * s;
    for (int i = 10; i >= 0; i--) p = fma(p, z, 2.0 / (2 * i + 1));
    return fma((double)e, ln2_high, fma((double)e, ln2_low, s * p));
}

double d_pow(double x, double y) { return d_exp(y * d_log(x)); }

static double reduce(double x, int *quadrant)
{
    double k = nearest(x * 0x1.45f306dc9c883p-1), r = fma(-k, 0x1.921fb54442d18p+0, x);
    r = fma(-k, 0x1.1a62633145c07p-54, r);
    *quadrant = (int)((int64_t)k & 3);
    return fma(-k, -0x1.f1976b7ed8fbcp-110, r);
}

static double sine(double r) { return r * factorials(1, 2, 9, r * r, true); }
static double cosine(double r) { return factorials(0, 2, 9, r * r, true); }

double d_sin(double x)
{
    int q;
    double r = reduce(x, &q), v = q & 1 ? cosine(r) : sine(r);
    return q & 2 ? -v : v;
}

double d_cos(double x)
{
    int q;
    double r = reduce(x, &q), v = q & 1 ? sine(r) : cosine(r);
    return q == 1 || q == 2 ? -v : v;
}

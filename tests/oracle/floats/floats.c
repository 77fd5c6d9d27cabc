/* floats.c - every float as input of each elementary function of the oracle, whose bits are the engine's, against libm in double.
 *
 *   floats [--every N] [NAME...]      N: only every N-th float, a prime for a quick look; NAME: only these functions
 *
 * One line for each: inputs, largest error, where, and the bound that the specification states. Errors are in units in the last
 * place of the exact result, or absolute where the function is used for sums. Exit: 0 all within their bounds, 1 some are not. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../engine/oracle.h"

static double reciprocal(double x) { return 1.0 / x; }
static double root(double x) { return 1.0 / sqrt(x); }
static double quant(double m) { return 127.0 / m; }
static double silu(double x) { return x < -60.0 ? 0.0 : x / (1.0 + exp(-x)); }
static double gelu(double x)
{
    double u = (double)0x1.988454p+0f * (x + (double)0x1.6e4e26p-5f * x * x * x);
    return u < -60.0 ? 0.0 : x / (1.0 + exp(-u));
}
static double softplus(double x) { return x > 20.0 ? x : log1p(exp(x)); }
static float quant_f(float m) { return o_div(127.f, m); }

/* A function, the inputs it is for (least to most), its reference and bound. absolute: the error is no share of the result. */
typedef struct function {
    const char *name;
    float (*own)(float);
    double (*exact)(double);
    float least, most;
    bool absolute;
    double bound;
} function;

static const function functions[] = {
    {"reciprocal", o_rcp, reciprocal, 0x1p-126f, 0x1p126f, false, 0.51},
    {"quotient", quant_f, quant, 0x1p-80f, 0x1p126f, false, 0.51},
    {"root", o_rsqrt, root, 0x1p-125f, 0x1.fffffep127f, false, 1.53},
    {"exp", o_exp, exp, -87.f, 87.f, false, 0.9},
    {"log", o_log, log, 1.f, 0x1p31f, false, 2.0},
    {"softplus", o_softplus, softplus, -87.f, 0x1.fffffep127f, true, 2e-7},
    {"tanh", o_tanh, tanh, -43.f, 43.f, true, 2e-7},
    {"silu", o_silu, silu, -60.f, 0x1p126f, false, 2.5},
    {"gelu", o_gelu, gelu, -10.f, 0x1p40f, true, 2e-7},
};

/* How far `got` is from `want`, in units in the last place of `want`, or as it is. */
static double error_of(const function *f, float got, double want)
{
    double d = fabs((double)got - want);
    int e;
    if (f->absolute) return d / (fabs(want) > 1.0 ? fabs(want) : 1.0);
    if (want == 0.0) return d == 0.0 ? 0.0 : (double)INFINITY;
    (void)frexp(want, &e);
    return ldexp(d, 24 - (e < -125 ? -125 : e));
}

static bool look(const function *f, uint32_t every)
{
    double worst = 0.0;
    float where = 0.f;
    uint64_t n = 0;
    for (uint64_t u = 0; u < 1ull << 32; u += every) {
        uint32_t bits = (uint32_t)u;
        float x;
        memcpy(&x, &bits, 4);
        if (!(x >= f->least && x <= f->most)) continue;
        double e = error_of(f, f->own(x), f->exact((double)x));
        n++;
        if (e <= worst || isnan(worst)) continue; /* no number at all is the worst there is */
        worst = e;
        where = x;
    }
    bool good = worst <= f->bound;
    printf("%s %-10s %10llu inputs, %.4g %s at %a, bound %g\n", good ? "ok  " : "FAIL", f->name, (unsigned long long)n,
           worst, f->absolute ? "of max(1, |result|)" : "ulp", (double)where, f->bound);
    (void)fflush(stdout);
    return good;
}

void oracle_refuse(const char *format, ...)
{
    (void)format;
    exit(4);
}
void oracle_broken(const char *format, ...)
{
    (void)format;
    exit(2);
}

int main(int argc, char **argv)
{
    uint32_t every = 1;
    int names = 1, failed = 0, seen = 0;
    if (argc > 2 && !strcmp(argv[1], "--every")) {
        every = (uint32_t)strtoul(argv[2], NULL, 10);
        names = 3;
    }
    for (size_t i = 0; i < sizeof functions / sizeof *functions && every; i++) {
        bool wanted = names >= argc;
        for (int k = names; k < argc; k++) wanted = wanted || !strcmp(argv[k], functions[i].name);
        if (!wanted) continue;
        seen++;
        failed += !look(&functions[i], every);
    }
    return failed || !seen;
}

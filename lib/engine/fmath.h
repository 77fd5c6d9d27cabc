/* fmath.h - elementary functions in double, the same bits on every machine: libm's differ between versions and CPUs.
 *
 * Made of + - * / fma and bit operations, which IEEE 754 defines exactly. Used for host tables (rotary angles),
 * sampling and log-probabilities. Errors are relative unless stated, for the ranges given; outside they are not meant
 * to be used. */
#ifndef GP_ENGINE_FMATH_H
#define GP_ENGINE_FMATH_H

#include <stddef.h>

double gp_d_exp(double x); /* |x| <= 700: 1e-15; smaller gives 0, larger gives infinity */
void gp_d_exp_each(const double *x, double *out, size_t n); /* of n values, faster, with the same bits */
double gp_d_log(double x);                                  /* normal x > 0: 1e-15, absolute near 1 */
double gp_d_pow(double x, double y);                        /* exp(y log x): relative error 1e-15 * (1 + |y log x|) */
double gp_d_sin(double x);                                  /* |x| <= 2^27: absolute error 1e-15 */
double gp_d_cos(double x);
double gp_d_sqrt(double x); /* correctly rounded by IEEE 754 already; here so that callers need no libm */

#endif

/* budget.c - reserving, spending and giving back. */
#include "call/budget.h"

#include <math.h>

void gp_budget_init(gp_budget *b, double limit) { *b = (gp_budget){.limit = limit}; }

double gp_budget_bound(const gp_price *p, size_t body_bytes, int64_t max_tokens)
{
    if (max_tokens < 0 || body_bytes > (size_t)1 << 40) return (double)NAN;
    gp_price dearest = *p;
    if (p->cached_input > p->input) dearest.input = p->cached_input;
    return gp_price_cost(&dearest, (int64_t)body_bytes + GP_BUDGET_ALLOWANCE, -1, max_tokens);
}

gp_budget_answer gp_budget_ask(const gp_budget *b, double bound)
{
    if (!isfinite(b->limit) || b->spent + b->reserved + bound <= b->limit) return GP_BUDGET_FITS;
    return b->open && b->spent + bound <= b->limit ? GP_BUDGET_LATER : GP_BUDGET_NEVER;
}

gp_budget_answer gp_budget_reserve(gp_budget *b, double bound)
{
    gp_budget_answer answer = gp_budget_ask(b, bound);
    if (answer != GP_BUDGET_FITS) return answer;
    if (!isnan(bound)) b->reserved += bound;
    b->open++;
    return answer;
}

/* Rounding must not leave a rest behind: with nothing in flight nothing is reserved. */
static void take_back(gp_budget *b, double bound)
{
    b->open--;
    if (!isnan(bound)) b->reserved = fmax(0, b->reserved - bound);
    if (!b->open) b->reserved = 0;
}

double gp_budget_settle(gp_budget *b, double bound, double cost)
{
    double counted = isnan(cost) ? bound : cost;
    take_back(b, bound);
    if (!isnan(counted)) b->spent += counted;
    return counted;
}

void gp_budget_release(gp_budget *b, double bound) { take_back(b, bound); }

void gp_budget_add(gp_budget *b, double spent) { b->spent += spent; }

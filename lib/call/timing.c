/* timing.c - rounding moments, and durations of them. */
#include "call/timing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "call/call.h"

size_t gp_nearest_rank(size_t n, unsigned percent)
{
    size_t rank = n / 100 * percent + (n % 100 * percent + 99) / 100; /* ceil(n * percent / 100), without overflow */
    return rank ? rank - 1 : 0;
}

static int ascending(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

void gp_time_gaps(gp_reply *r, double *at, size_t n)
{
    bool known = n >= 2;
    r->gap_p50_s = r->gap_p95_s = r->gap_max_s = (double)NAN;
    for (size_t i = 0; i < n; i++) known = known && isfinite(at[i]);
    if (!known) return;
    for (size_t i = 0; i + 1 < n; i++) at[i] = gp_us(gp_us(at[i + 1]) - gp_us(at[i]));
    n--;
    qsort(at, n, sizeof *at, ascending);
    r->gap_p50_s = at[gp_nearest_rank(n, 50)];
    r->gap_p95_s = at[gp_nearest_rank(n, 95)];
    r->gap_max_s = at[n - 1];
}

/* --- over the network --- */

/* Gaps of what arrived. */
static void gaps_of(gp_reply *r, gp_arena *a, const double *at, size_t n, double from)
{
    double *own = GP_NEW_ARRAY(a, double, n);
    for (size_t i = 0; i < n; i++) own[i] = at[i] - from;
    gp_time_gaps(r, own, n);
}

void gp_call_times(const gp_call_end *end, gp_arena *a, gp_reply *r)
{
    const gp_chat_reply *c = end->reply;
    const gp_http_result *h = end->http;
    double from = h->started;
    size_t n;
    r->connect_s = gp_us(h->connected - from);
    r->tls_s = gp_us(gp_us(h->tls - from) - r->connect_s);
    r->first_byte_s = gp_us(h->first_byte - from);
    r->first_token_s = gp_us(c->first_token - from);
    r->first_reasoning_s = gp_us(c->first_reasoning - from);
    r->first_answer_s = gp_us(c->first_answer - from);
    r->last_token_s = gp_us(c->last_token - from);
    r->total_s = gp_us(h->last_byte - from);
    const double *at = gp_chat_arrivals(c, &n);
    gaps_of(r, a, at, n, from);
}

/* --- in this process --- */

static double time_at(const double *token_s, size_t n, size_t i) { return i < n ? gp_us(token_s[i]) : (double)NAN; }

void gp_time_local(gp_reply *r, gp_arena *a, const double *token_s, size_t n, size_t first_reasoning,
                   size_t first_answer)
{
    r->connect_s = r->tls_s = r->first_byte_s = (double)NAN;
    r->first_token_s = time_at(token_s, n, 0);
    r->first_reasoning_s = time_at(token_s, n, first_reasoning);
    r->first_answer_s = time_at(token_s, n, first_answer);
    r->last_token_s = r->total_s = n ? time_at(token_s, n, n - 1) : (double)NAN;
    gaps_of(r, a, token_s, n, 0);
}

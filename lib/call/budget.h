/* budget.h - the money of a run: never more than --max-cost, with any number of requests in flight. Pure.
 *
 * Before a request goes out, the most that it can cost is reserved (gp_budget_bound). One that does not fit beside
 * what was spent and reserved waits for those in flight, which mostly cost less than was reserved; one that does not
 * even fit beside what was spent is never sent. When a request has ended, the reservation becomes what it cost, by the
 * server's own count; where the server did not count, the whole reservation counts as spent. Every attempt is a
 * request.
 *
 * The bound. Input: at most as many tokens as the request's body has bytes, plus a fixed allowance. Tokenizers of
 * today's providers split bytes: a token stands for at least one byte of text, and JSON quoting makes a text longer,
 * never shorter; names, roles and punctuation of the body pay for the markers of a chat template. The allowance is for
 * what a provider puts in front by itself (Anthropic publishes up to about 800 tokens for tools). Images have no such
 * bound: a few bytes can be thousands of tokens, so a run with a budget refuses them. Output: max_tokens, which every
 * API counts with reasoning included; a request without it has no bound. Input is taken at the dearer of the prices of
 * input and of cached input.
 *
 * A run without --max-cost has a budget without limit, which only adds up. */
#ifndef GP_CALL_BUDGET_H
#define GP_CALL_BUDGET_H

#include "call/price.h"

typedef struct gp_budget {
    double limit;    /* USD; infinite: none */
    double spent;    /* by requests that ended */
    double reserved; /* by requests in flight */
    size_t open;     /* those requests */
} gp_budget;         /* gp_budget_init */

enum { GP_BUDGET_ALLOWANCE = 1024 }; /* tokens that a provider may add to a request */

void gp_budget_init(gp_budget *b, double limit);

/* The most that a request can cost; NaN where there is no telling (no price, no max_tokens, longer than the price is
 * given for). max_tokens -1: not given. */
double gp_budget_bound(const gp_price *p, size_t body_bytes, int64_t max_tokens);

typedef enum gp_budget_answer { GP_BUDGET_FITS, GP_BUDGET_LATER, GP_BUDGET_NEVER } gp_budget_answer;
/* LATER: only while something is in flight. NEVER also for NaN in a budget with a limit. */
gp_budget_answer gp_budget_ask(const gp_budget *b, double bound);
/* The same, and `bound` is put aside where it fits. */
gp_budget_answer gp_budget_reserve(gp_budget *b, double bound);

/* A request has ended. `cost` NaN: unknown. Returns what was counted: the cost, else the bound (NaN: neither is
 * known). */
double gp_budget_settle(gp_budget *b, double bound, double cost);

/* A request was never sent after all: nothing is counted. */
void gp_budget_release(gp_budget *b, double bound);

/* What an earlier part of the run spent, by its journal. */
void gp_budget_add(gp_budget *b, double spent);

#endif

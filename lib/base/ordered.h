/* ordered.h - a loop over many independent items on several threads, whose products are taken in order.
 *
 * work() runs for each item on whatever thread is free; take() runs on the calling thread alone, for item 0, 1, 2, ...
 * So whatever take() adds up or writes down does not depend on the number of threads, and neither does the error that
 * ends the loop: it is the one that a plain loop would have met first. A few items are kept at a time, however many
 * there are. */
#ifndef GP_BASE_ORDERED_H
#define GP_BASE_ORDERED_H

#include "base/arena.h"
#include "base/err.h"

typedef struct gp_ordered {
    size_t n;       /* items */
    size_t product; /* bytes of what work() makes of one item; zeroed before, aligned for any type */
    /* Make the product of item i. `a` is this item's and a few neighbours' own; what the product points to may lie in
     * it. Must not change anything that another item's work may read. May run for items behind one that fails. */
    gp_code (*work)(void *user, size_t i, gp_arena *a, void *product, gp_err *err);
    /* Use it; it is gone afterwards. */
    gp_code (*take)(void *user, size_t i, const void *product, gp_err *err);
    void *user;
} gp_ordered;

/* Run the loop. Threads: one per CPU that the process may use, at most 8, and none but the caller's for a few items or
 * where no thread can be had. Errors: the first that work() or take() returns, by item. */
gp_code gp_ordered_each(const gp_ordered *o, gp_err *err) GP_MUST_CHECK;

#endif

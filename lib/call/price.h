/* price.h - what a request costs: price lists, and prices applied to counted tokens. Pure but for reading the file.
 *
 * A price list is a dated JSON file (prices.schema.json) of published prices. An entry belongs to a provider's own
 * address: what somebody else's server charges for a model of the same name is not known. The price of a target in the
 * targets file wins over the list.
 *
 * Nothing is guessed: without a price, or where the server did not count, a cost is NaN. */
#ifndef GP_CALL_PRICE_H
#define GP_CALL_PRICE_H

#include "base/fields.h"

typedef struct gp_price { /* USD per million tokens; NaN: not given */
    double input, output;
    double cached_input;  /* of input tokens that the provider had in its cache; NaN: as `input` */
    int64_t up_to;        /* the price holds for requests of at most so many input tokens; 0: any */
    int64_t context;      /* tokens that the model takes; 0: not given */
    gp_str as_of, source; /* "2026-07-29"; an address, or "the targets file" */
} gp_price;

gp_price gp_price_none(void);
extern const gp_record gp_price_asked; /* as a targets file states it */
bool gp_price_known(const gp_price *p);

/* USD of one request by the tokens that its server counted; `cached` is a part of `input` (-1: none known). NaN where a
 * count or the price is unknown, or the request is longer than the price holds for. */
double gp_price_cost(const gp_price *p, int64_t input, int64_t cached, int64_t output);

/* --- price lists --- */

typedef struct gp_price_entry {
    gp_str provider; /* "openai" stands for both of OpenAI's APIs */
    gp_str model;    /* as named to the provider; a `*` at the end stands for any rest */
    gp_price price;
} gp_price_entry;

typedef struct gp_price_list {
    gp_str as_of;
    const gp_price_entry *entries;
    size_t n;
} gp_price_list;

/* Strict: unknown keys, negative or missing prices and equal entries are located errors. Text lies in the arena. */
gp_code gp_price_list_read(gp_arena *a, const char *path, gp_price_list *out, gp_err *err) GP_MUST_CHECK;

void gp_price_schema(gp_buf *out); /* what lib/call/schema/prices.schema.json holds */

/* The entry of this very name, else the one with the longest beginning of it; unknown if there is none. */
gp_price gp_price_find(const gp_price_list *list, gp_str provider, gp_str model);

#endif

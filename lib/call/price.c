/* price.c - the table of a price list, and what a request costs by it. */
#include "call/price.h"

#include <math.h>
#include <string.h>

#include "base/fields.h"
#include "base/sys.h"
#include "provider/codec.h"

#define P gp_price
#define E gp_price_entry
#define L gp_price_list

/* --- the tables: what stands where in a price list --- */

static gp_code check_date(const gp_json *at, const char *what, gp_err *err)
{
    gp_str date = at->s;
    bool good = date.n == 10;
    for (size_t i = 0; good && i < 10; i++)
        good = i == 4 || i == 7 ? date.p[i] == '-' : date.p[i] >= '0' && date.p[i] <= '9';
    return good ? GP_OK : gp_json_fail(err, at, "%s must be a date like 2026-07-29, not \"%.*s\"", what, GP_ARG(date));
}

static gp_code check_model(const gp_json *v, const char *what, gp_err *err)
{
    (void)what;
    const char *star = memchr(v->s.p, '*', v->s.n);
    if (!star || (star == v->s.p + v->s.n - 1 && v->s.n > 1)) return GP_OK;
    return gp_json_fail(err, v, "\"%.*s\": a '*' may only stand at the end of a name", GP_ARG(v->s));
}

#define AS_OF(type, flags_, doc_)                                                                                 \
    GP_FIELD(STR, "as_of", type, as_of, .called = "\"as_of\"", .check = check_date, .flags = flags_, .doc = doc_, \
             .schema = "{\"pattern\": \"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\"}")

static const gp_field rate_fields[] = {
    GP_FIELD(REAL, "input_per_mtok", P, input, GP_RANGE(0, 1e9), .flags = GP_KNOWN, .doc = "of tokens of the request"),
    GP_FIELD(REAL, "output_per_mtok", P, output, GP_RANGE(0, 1e9), .flags = GP_KNOWN, .doc = "of tokens of the reply"),
    GP_FIELD(REAL, "cached_input_per_mtok", P, cached_input, GP_RANGE(0, 1e9), .flags = GP_OPTIONAL,
             .doc = "of input tokens that the provider had in its cache; without it they cost as input"),
};
static const gp_record rate_record = GP_RECORD(P, rate_fields, "price");

static const gp_field asked_fields[] = {
    {.kind = GP_FIELD_OBJECT, .record = &rate_record},
    AS_OF(P, GP_OPTIONAL, "the day on which this was the price"),
};
const gp_record gp_price_asked = GP_RECORD(P, asked_fields, "price", .def = "price",
                                           .doc = "USD per million tokens; wins over the price list.");

static const gp_field price_fields[] = {
    {.kind = GP_FIELD_OBJECT, .record = &rate_record},
    GP_FIELD(INT, "up_to_input_tokens", P, up_to, GP_RANGE(1, INFINITY), .flags = GP_OPTIONAL | GP_ZERO,
             .doc = "longer requests have another price, which is then unknown"),
    GP_FIELD(INT, "context", P, context, GP_RANGE(1, INFINITY), .flags = GP_OPTIONAL | GP_ZERO,
             .doc = "tokens that the model takes"),
    AS_OF(P, GP_KNOWN, "the day the price was read at its source"),
    GP_FIELD(STR, "source", P, source, .flags = GP_KNOWN | GP_FILLED, .doc = "where it is published"),
};
static const gp_record price_record = GP_RECORD(P, price_fields, "a price");

static const gp_field entry_fields[] = {
    GP_FIELD(STR, "provider", E, provider, .flags = GP_KNOWN | GP_FILLED,
             .doc = "as in targets; \"openai\" stands for openai-responses too"),
    GP_FIELD(STR, "model", E, model, .check = check_model, .flags = GP_KNOWN | GP_FILLED,
             .doc = "as named to the provider; a * at the end stands for any rest. The very name wins, then the "
                    "longest beginning"),
    GP_FIELD(OBJECT, NULL, E, price, .record = &price_record),
};
static const gp_record entry_record = GP_RECORD(E, entry_fields, "an entry of the price list");

static const gp_field list_fields[] = {
    GP_FIELD_BY("$schema", NULL, NULL, .flags = GP_OPTIONAL, .schema = "{\"type\": \"string\"}"),
    GP_FIELD_BY("schema", NULL, NULL, .flags = GP_OPTIONAL, .schema = "{\"type\": \"string\"}"),
    AS_OF(L, GP_KNOWN, "the day of this file, like 2026-11-20"),
    GP_FIELD_LISTED(LIST, "entries", L, entries, n, .record = &entry_record),
};
static const gp_record list_record = GP_RECORD(
    L, list_fields, "the price list",
    .doc =
        "Published prices of remote models, each with its source and the day it was read there. They hold "
        "for the providers' own addresses only. USD per million tokens, standard tier.");

gp_price gp_price_none(void)
{
    gp_price p = {0};
    gp_record_init(&price_record, &p);
    return p;
}

void gp_price_schema(gp_buf *out) { gp_record_schema(&list_record, "goldpin prices.json", out); }

/* --- reading --- */

static gp_code refuse_twins(const gp_json *list, const gp_price_list *l, gp_err *err)
{
    const gp_json *v = list->first;
    for (size_t k = 0; k < l->n; k++, v = v->next)
        for (size_t i = 0; i < k; i++) {
            const gp_price_entry *x = &l->entries[i], *y = &l->entries[k];
            if (gp_str_eq(x->provider, y->provider) && gp_str_eq(x->model, y->model))
                return gp_json_fail(err, v, "there are two entries for %.*s %.*s", GP_ARG(y->provider),
                                    GP_ARG(y->model));
        }
    return GP_OK;
}

gp_code gp_price_list_read(gp_arena *a, const char *path, gp_price_list *out, gp_err *err)
{
    const gp_json *root = NULL;
    gp_str body = {0};
    *out = (gp_price_list){0};
    gp_code code = gp_read_file(a, path, 0, &body, err);
    if (!code) code = gp_json_parse(a, gp_arena_copy(a, path, strlen(path)), body, &root, err);
    if (!code) code = gp_record_read(a, &list_record, root, out, err);
    return code ? code : refuse_twins(gp_json_get(root, "entries"), out, err);
}

/* --- what a request costs --- */

bool gp_price_known(const gp_price *p) { return !isnan(p->input) && !isnan(p->output); }

double gp_price_cost(const gp_price *p, int64_t input, int64_t cached, int64_t output)
{
    if (input < 0 || output < 0 || !gp_price_known(p) || (p->up_to && input > p->up_to)) return (double)NAN;
    int64_t hit = cached < 0 ? 0 : cached < input ? cached : input;
    double hit_price = isnan(p->cached_input) ? p->input : p->cached_input;
    return ((double)(input - hit) * p->input + (double)hit * hit_price + (double)output * p->output) / 1e6;
}

/* How much of the name an entry says: all of it and one more for the very name, 0 if it is another's. */
static size_t fit(const gp_price_entry *e, gp_str model)
{
    gp_str m = e->model;
    if (m.p[m.n - 1] != '*') return gp_str_eq(m, model) ? m.n + 1 : 0;
    return gp_str_starts(model, (gp_str){m.p, m.n - 1}) ? m.n - 1 : 0;
}

gp_price gp_price_find(const gp_price_list *list, gp_str provider, gp_str model)
{
    const gp_codec *codec = gp_codec_find(provider);
    gp_str of = codec && codec->priced_as ? gp_str_c(codec->priced_as) : provider;
    const gp_price_entry *best = NULL;
    size_t most = 0;
    for (size_t i = 0; i < list->n; i++) {
        size_t n = gp_str_eq(list->entries[i].provider, of) ? fit(&list->entries[i], model) : 0;
        if (n > most) best = &list->entries[i], most = n;
    }
    return best ? best->price : gp_price_none();
}

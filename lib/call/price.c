#include "call/price.h"

#include <math.h>
#include <string.h>

#include "base/sys.h"
#include "provider/codec.h"

gp_price gp_price_none(void)
{
    return (gp_price){.input = (double)NAN, .output = (double)NAN, .cached_input = (double)NAN};
}

bool gp_price_known(const gp_price *p)
{
    return !isnan(p->input) && !isnan(p->output);
}

double gp_price_cost(const gp_price *p, int64_t input, int64_t cached, int64_t output)
{
    if (input < 0 || output < 0 || !gp_price_known(p) || (p->up_to && input > p->up_to)) return (double)NAN;
    int64_t hit = cached < 0 ? 0 : cached < input ? cached : input;
    double hit_price = isnan(p->cached_input) ? p->input : p->cached_input;
    return ((double)(input - hit) * p->input + (double)hit * hit_price + (double)output * p->output) / 1e6;
}

/* --- reading --- */

static gp_code text(gp_arena *a, const gp_json *o, const char *key, bool required, gp_str *out, gp_err *err)
{
    const gp_json *v = gp_json_get(o, key);
    gp_str s = {0};
    if (!v) return required ? gp_json_fail(err, o, "the entry has no \"%s\"", key) : GP_OK;
    gp_code code = gp_json_str(v, key, &s, err);
    if (!code && !s.n) code = gp_json_fail(err, v, "\"%s\" is empty", key);
    if (!code) *out = gp_str_dup(a, s);
    return code;
}

gp_code gp_price_date(const gp_json *at, gp_str date, gp_err *err)
{
    bool good = date.n == 10;
    for (size_t i = 0; good && i < 10; i++) good = i == 4 || i == 7 ? date.p[i] == '-' : date.p[i] >= '0' && date.p[i] <= '9';
    return good ? GP_OK : gp_json_fail(err, at, "\"as_of\" must be a date like 2026-07-29, not \"%.*s\"", GP_ARG(date));
}

static gp_code date(gp_arena *a, const gp_json *o, gp_str *out, gp_err *err)
{
    gp_code code = text(a, o, "as_of", true, out, err);
    return code ? code : gp_price_date(gp_json_get(o, "as_of"), *out, err);
}

static gp_code rate(const gp_json *o, const char *key, bool required, double *out, gp_err *err)
{
    const gp_json *v = gp_json_get(o, key);
    if (!v) return required ? gp_json_fail(err, o, "the entry has no \"%s\"", key) : GP_OK;
    return gp_json_real(v, key, 0, 1e9, out, err);
}

static gp_code tokens(const gp_json *o, const char *key, int64_t *out, gp_err *err)
{
    const gp_json *v = gp_json_get(o, key);
    return v ? gp_json_int(v, key, 1, INT64_MAX, out, err) : GP_OK;
}

static gp_code read_entry(gp_arena *a, const gp_json *o, gp_price_entry *e, gp_err *err)
{
    static const char *const known[] = {"provider", "model", "input_per_mtok", "output_per_mtok", "cached_input_per_mtok", "up_to_input_tokens", "context", "as_of", "source"};
    gp_code code = gp_json_want(o, "an entry", GP_JSON_OBJECT, err);
    e->price = gp_price_none();
    if (!code) code = gp_json_known_keys(o, "an entry of the price list", known, sizeof known / sizeof *known, err);
    if (!code) code = text(a, o, "provider", true, &e->provider, err);
    if (!code) code = text(a, o, "model", true, &e->model, err);
    if (!code) code = rate(o, "input_per_mtok", true, &e->price.input, err);
    if (!code) code = rate(o, "output_per_mtok", true, &e->price.output, err);
    if (!code) code = rate(o, "cached_input_per_mtok", false, &e->price.cached_input, err);
    if (!code) code = tokens(o, "up_to_input_tokens", &e->price.up_to, err);
    if (!code) code = tokens(o, "context", &e->price.context, err);
    if (!code) code = date(a, o, &e->price.as_of, err);
    if (!code) code = text(a, o, "source", true, &e->price.source, err);
    const char *star = code ? NULL : memchr(e->model.p, '*', e->model.n);
    if (star && (star != e->model.p + e->model.n - 1 || e->model.n == 1))
        code = gp_json_fail(err, gp_json_get(o, "model"), "\"%.*s\": a '*' may only stand at the end of a name", GP_ARG(e->model));
    return code;
}

gp_code gp_price_list_read(gp_arena *a, const char *path, gp_price_list *out, gp_err *err)
{
    static const char *const known[] = {"$schema", "schema", "as_of", "entries"};
    const char *name = gp_arena_copy(a, path, strlen(path));
    const gp_json *root = NULL;
    gp_str body = {0};
    *out = (gp_price_list){0};
    gp_code code = gp_read_file(a, path, 0, &body, err);
    if (!code) code = gp_json_parse(a, name, body, &root, err);
    if (!code) code = gp_json_want(root, "a price list", GP_JSON_OBJECT, err);
    if (!code) code = gp_json_known_keys(root, "the price list", known, sizeof known / sizeof *known, err);
    if (!code) code = date(a, root, &out->as_of, err);
    const gp_json *list = code ? NULL : gp_json_get(root, "entries");
    if (!code && !list) code = gp_json_fail(err, root, "the price list has no \"entries\"");
    if (!code) code = gp_json_want(list, "entries", GP_JSON_ARRAY, err);
    gp_price_entry *e = code ? NULL : GP_NEW_ARRAY(a, gp_price_entry, list->n);
    for (const gp_json *v = code ? NULL : list->first; v && !code; v = v->next) {
        code = read_entry(a, v, &e[out->n], err);
        for (size_t i = 0; !code && i < out->n; i++)
            if (gp_str_eq(e[i].provider, e[out->n].provider) && gp_str_eq(e[i].model, e[out->n].model))
                code = gp_json_fail(err, v, "there are two entries for %.*s %.*s", GP_ARG(e[i].provider), GP_ARG(e[i].model));
        out->n++;
    }
    out->entries = e;
    return code;
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

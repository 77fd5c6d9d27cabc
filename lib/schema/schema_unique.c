/* schema_unique.c - values that stand twice in an array, or among the values of an enum: by hash, so that long lists
 * take no square of time. */
#include <stdlib.h>

#include "base/decimal.h"
#include "schema/schema_impl.h"

typedef gp_schema_listed item;

static uint64_t mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}

static uint64_t hash_text(gp_str s)
{
    uint64_t h = s.n;
    for (size_t i = 0; i < s.n; i++) h = mix(h, (unsigned char)s.p[i]);
    return h;
}

/* Equal numbers have the same digits, but for zeros behind. */
static uint64_t hash_number(gp_str raw)
{
    gp_decimal d = gp_decimal_of(raw);
    uint64_t h = 0, zeros = 0;
    if (!d.digits.n) return 1;
    for (size_t i = 0; i < d.digits.n; i++) {
        char c = d.digits.p[i];
        if (c == '0') zeros++;
        if (c < '1' || c > '9') continue;
        for (; zeros; zeros--) h = mix(h, '0');
        h = mix(h, (unsigned char)c);
    }
    return mix(h, (uint64_t)d.top * 2 + d.negative);
}

static uint64_t hash_value(const gp_json *v)
{
    uint64_t h = v->type + 100;
    switch (v->type) {
    case GP_JSON_NULL: return h;
    case GP_JSON_BOOL: return h * 2 + v->b;
    case GP_JSON_INT:
    case GP_JSON_REAL: return hash_number(v->raw);
    case GP_JSON_STRING: return mix(h, hash_text(v->s));
    case GP_JSON_ARRAY:
        for (const gp_json *e = v->first; e; e = e->next) h = mix(h, hash_value(e));
        return h;
    case GP_JSON_OBJECT: break;
    }
    for (const gp_json *m = v->first; m; m = m->next) h += mix(hash_text(m->key), hash_value(m)); /* in any order */
    return h;
}

static int by_hash(const void *x, const void *y)
{
    const item *a = x, *b = y;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return (a->value->offset > b->value->offset) - (a->value->offset < b->value->offset);
}

const gp_json *gp_schema_repeated(const gp_json *array, uint64_t *work)
{
    const gp_json *found = NULL;
    item *list = gp_alloc_array(array->n, sizeof *list);
    size_t n = 0;
    for (const gp_json *e = array->first; e; e = e->next) list[n++] = (item){hash_value(e), e};
    *work += array->raw.n / 16;
    qsort(list, n, sizeof *list, by_hash);
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n && list[k].hash == list[i].hash; k++, ++*work) {
            if (!gp_json_equal(list[i].value, list[k].value)) continue;
            if (!found || list[k].value->offset < found->offset) found = list[k].value;
            break; /* the others are further behind */
        }
    free(list);
    return found;
}

const gp_schema_listed *gp_schema_list_values(gp_arena *a, const gp_json *array)
{
    item *list = GP_NEW_ARRAY(a, item, array->n);
    size_t n = 0;
    for (const gp_json *e = array->first; e; e = e->next) list[n++] = (item){hash_value(e), e};
    qsort(list, n, sizeof *list, by_hash);
    return list;
}

bool gp_schema_lists(const gp_schema_listed *list, size_t n, const gp_json *v, uint64_t *work)
{
    uint64_t hash = hash_value(v);
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (list[mid].hash < hash) low = mid + 1;
        else high = mid;
    }
    *work += v->raw.n / 16;
    for (; low < n && list[low].hash == hash; low++, ++*work)
        if (gp_json_equal(list[low].value, v)) return true;
    return false;
}

/* grammar_branch.c - from schemas to branches: the disjunctive normal form of what they say of one value.
 *
 * allOf and $ref add limits, anyOf makes alternatives, oneOf is one of them and none of the others (which is left out
 * where they cannot hold together anyway), if/then/else is (if and then) or (not if and else). The opposite of a schema
 * is that one of its keywords does not hold. */
#include <stdlib.h>
#include <string.h>

#include "reply/grammar_impl.h"

enum { BRANCHES = 256, NESTED = 64, DISJOINT_DEPTH = 4, WORK = 1 << 22 };

#define NUMBERS (GP_SCHEMA_INTEGER | GP_SCHEMA_NUMBER)

/* --- sets --- */

typedef struct gp_set_table {
    uint32_t **members;
    uint32_t *sizes;
    size_t n, room;
    uint32_t *slots; /* hash -> index + 1 */
} table;

enum { SETS = 1 << 15 };

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

static table *table_of(gp_compiler *c)
{
    if (c->sets) return c->sets;
    table *t = c->sets = GP_NEW(&c->scratch, table);
    t->members = GP_NEW_ARRAY(&c->scratch, uint32_t *, SETS / 2);
    t->sizes = GP_NEW_ARRAY(&c->scratch, uint32_t, SETS / 2);
    t->slots = GP_NEW_ARRAY(&c->scratch, uint32_t, SETS);
    return t;
}

uint32_t gp_set_of(gp_compiler *c, const uint32_t *members, size_t n)
{
    table *t = table_of(c);
    uint32_t *sorted = GP_NEW_ARRAY(&c->scratch, uint32_t, n ? n : 1), k = 0;
    uint64_t h = 0xcbf29ce484222325u;
    if (n) memcpy(sorted, members, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_number);
    for (size_t i = 0; i < n; i++)
        if (!k || sorted[k - 1] != sorted[i]) sorted[k++] = sorted[i];
    for (uint32_t i = 0; i < k; i++) h = (h ^ sorted[i]) * 0x100000001b3u, h ^= h >> 31;
    if (!t->n) t->members[0] = sorted, t->n = 1; /* the empty set is number 0 */
    if (!k) return GP_SET_ANY;
    size_t s = h % SETS;
    for (; t->slots[s]; s = (s + 1) % SETS) {
        uint32_t i = t->slots[s] - 1;
        if (t->sizes[i] == k && memcmp(t->members[i], sorted, k * sizeof *sorted) == 0) return i;
    }
    if (t->n == SETS / 2) return gp_grammar_fail(c, c->doc->root->at, "it is too large"), GP_SET_ANY;
    t->members[t->n] = sorted;
    t->sizes[t->n] = k;
    t->slots[s] = (uint32_t)t->n + 1;
    return (uint32_t)t->n++;
}

size_t gp_set_members(gp_compiler *c, uint32_t set, const uint32_t **out)
{
    *out = table_of(c)->members[set];
    return table_of(c)->sizes[set];
}

uint32_t gp_set_join(gp_compiler *c, uint32_t x, uint32_t y)
{
    const uint32_t *a, *b;
    size_t n = gp_set_members(c, x, &a), m = gp_set_members(c, y, &b);
    if (!n || x == y) return y;
    if (!m) return x;
    uint32_t *all = GP_NEW_ARRAY(&c->scratch, uint32_t, n + m);
    memcpy(all, a, n * sizeof *all);
    memcpy(all + n, b, m * sizeof *all);
    return gp_set_of(c, all, n + m);
}

static uint32_t opposite_set(gp_compiler *c, const gp_schema *s)
{
    return gp_set_of(c, (uint32_t[]){2 * s->index + 1}, 1);
}

/* --- lists --- */

/* A schema of a few lines can double what it says again and again. What is made is counted, for its time and memory. */
static bool spend(gp_compiler *c, size_t n)
{
    c->work += n;
    if (c->work > WORK) gp_grammar_fail(c, c->doc->root->at, "it is too large");
    return !c->code;
}

const gp_item *gp_item_add(gp_compiler *c, const gp_item *list, gp_item x)
{
    if (!spend(c, 1)) return list;
    gp_item *i = GP_NEW(&c->scratch, gp_item);
    *i = x;
    i->next = list;
    return i;
}

static const gp_item *join_lists(gp_compiler *c, const gp_item *x, const gp_item *y)
{
    if (!x) return y;
    for (; y; y = y->next) x = gp_item_add(c, x, *y);
    return x;
}

/* --- branches --- */

static gp_branch free_branch(void)
{
    return (gp_branch){
        .types = GP_SCHEMA_ANY, .max_length = UINT64_MAX, .max_items = UINT64_MAX, .max_properties = UINT64_MAX};
}

static gp_branches one(gp_compiler *c, gp_branch b)
{
    gp_branch *at = GP_NEW(&c->scratch, gp_branch);
    *at = b;
    return (gp_branches){at, 1};
}

static gp_branches none(void) { return (gp_branches){0}; }

static gp_branches either(gp_compiler *c, gp_branches x, gp_branches y)
{
    if (!x.n) return y;
    if (!y.n) return x;
    if (x.n + y.n > BRANCHES) return gp_grammar_fail(c, c->doc->root->at, "it has too many alternatives"), x;
    gp_branch *at = GP_NEW_ARRAY(&c->scratch, gp_branch, x.n + y.n);
    memcpy(at, x.at, x.n * sizeof *at);
    memcpy(at + x.n, y.at, y.n * sizeof *at);
    return (gp_branches){at, x.n + y.n};
}

static void raise_low(gp_number_limits *x, const gp_number_limits *y)
{
    if (!y->low) return;
    int sign = x->low ? gp_decimal_cmp(y->min, x->min) : 1;
    if (sign > 0) x->min = y->min, x->low_open = y->low_open;
    if (!sign) x->low_open = x->low_open || y->low_open;
    x->low = true;
}

static void lower_high(gp_number_limits *x, const gp_number_limits *y)
{
    if (!y->high) return;
    int sign = x->high ? gp_decimal_cmp(y->max, x->max) : -1;
    if (sign < 0) x->max = y->max, x->high_open = y->high_open;
    if (!sign) x->high_open = x->high_open || y->high_open;
    x->high = true;
}

#define AT_LEAST(m) x.m = x.m > y->m ? x.m : y->m
#define AT_MOST(m) x.m = x.m < y->m ? x.m : y->m
#define JOINED(m) x.m = join_lists(c, x.m, y->m)

static gp_branch joined(gp_compiler *c, gp_branch x, const gp_branch *y)
{
    x.types &= y->types;
    if (y->unsure) x.unsure_types |= y->unsure_types;
    if (!x.unsure) x.unsure = y->unsure, x.unsure_at = y->unsure_at;
    raise_low(&x.number, &y->number);
    lower_high(&x.number, &y->number);
    AT_LEAST(min_length);
    AT_MOST(max_length);
    AT_LEAST(min_items);
    AT_MOST(max_items);
    AT_LEAST(min_properties);
    AT_MOST(max_properties);
    JOINED(values);
    JOINED(not_values);
    JOINED(steps);
    JOINED(patterns);
    JOINED(schemas);
    JOINED(required);
    JOINED(forbidden);
    JOINED(properties);
    return x;
}

static gp_branches all(gp_compiler *c, gp_branches x, gp_branches y)
{
    if (!x.n || !y.n) return none();
    if (!spend(c, 4 * x.n * y.n)) return x;
    gp_branch *at = GP_NEW_ARRAY(&c->scratch, gp_branch, x.n * y.n);
    size_t n = 0;
    for (size_t i = 0; i < x.n; i++)
        for (size_t k = 0; k < y.n; k++) {
            gp_branch b = joined(c, x.at[i], &y.at[k]);
            if (b.types) at[n++] = b;
        }
    if (n > BRANCHES) gp_grammar_fail(c, c->doc->root->at, "it has too many alternatives");
    return (gp_branches){at, n};
}

/* A branch for values of some types with one thing said about them. */
static gp_branch about(unsigned types)
{
    gp_branch b = free_branch();
    b.types = types;
    return b;
}

static gp_branches unsure(gp_compiler *c, unsigned types, const gp_json *at, const char *what)
{
    gp_branch b = about(types);
    b.unsure = what;
    b.unsure_types = types;
    b.unsure_at = at;
    return one(c, b);
}

/* --- what a schema says itself --- */

static gp_number_limits limit(const gp_json *min, bool min_open, const gp_json *max, bool max_open)
{
    gp_number_limits x = {.low = min, .high = max, .low_open = min_open, .high_open = max_open};
    if (min) x.min = gp_decimal_of(min->raw);
    if (max) x.max = gp_decimal_of(max->raw);
    return x;
}

static void add_numbers(gp_compiler *c, gp_branch *b, const gp_schema *s)
{
    gp_number_limits closed = limit(s->minimum, false, s->maximum, false), open = limit(s->above, true, s->below, true);
    raise_low(&b->number, &closed);
    raise_low(&b->number, &open);
    lower_high(&b->number, &closed);
    lower_high(&b->number, &open);
    if (s->multiple_of) b->steps = gp_item_add(c, b->steps, (gp_item){.p = s->multiple_of});
}

static void doubt(gp_branch *b, const gp_schema *s, unsigned type, const char *what)
{
    b->unsure_types |= type;
    if (b->unsure) return;
    b->unsure = what;
    b->unsure_at = s->at;
}

static void add_doubts(gp_branch *b, const gp_schema *s)
{
    if (s->contains) doubt(b, s, GP_SCHEMA_ARRAY, "\"contains\"");
    if (s->unique && s->max_items > 1) doubt(b, s, GP_SCHEMA_ARRAY, "\"uniqueItems\"");
    if (s->unevaluated_items) doubt(b, s, GP_SCHEMA_ARRAY, "\"unevaluatedItems\"");
    if (s->unevaluated_properties) doubt(b, s, GP_SCHEMA_OBJECT, "\"unevaluatedProperties\"");
    if (s->dynamic && s->dynamic_name.p) doubt(b, s, GP_SCHEMA_ANY, "\"$dynamicRef\"");
}

static gp_branch own(gp_compiler *c, const gp_schema *s)
{
    gp_branch b = about(s->types | (s->types & GP_SCHEMA_NUMBER ? (unsigned)GP_SCHEMA_INTEGER : 0));
    bool below = s->prefix.n || s->items || s->n_properties || s->n_patterns || s->additional || s->names;
    if (s->constant) b.values = gp_item_add(c, b.values, (gp_item){.p = s->constant});
    if (s->choices) b.values = gp_item_add(c, b.values, (gp_item){.p = s->choices, .flag = true});
    add_numbers(c, &b, s);
    b.min_length = s->min_length;
    b.max_length = s->max_length;
    b.min_items = s->min_items;
    b.max_items = s->max_items;
    b.min_properties = s->min_properties;
    b.max_properties = s->max_properties;
    if (s->pattern) b.patterns = gp_item_add(c, b.patterns, (gp_item){.p = s->pattern, .where = s->at});
    if (s->format.n && gp_format_pattern(s->format))
        b.patterns = gp_item_add(c, b.patterns, (gp_item){.name = s->format, .where = s->at});
    if (below) b.schemas = gp_item_add(c, NULL, (gp_item){.p = s});
    for (size_t i = 0; i < s->n_properties; i++)
        if (s->properties[i].required)
            b.required = gp_item_add(c, b.required, (gp_item){.name = s->properties[i].name});
    add_doubts(&b, s);
    return b;
}

/* --- combinations --- */

static gp_branches holds(gp_compiler *c, const gp_schema *s);
static gp_branches fails(gp_compiler *c, const gp_schema *s);

static bool enter(gp_compiler *c, const gp_schema *s)
{
    if (c->depth == NESTED) gp_grammar_fail(c, s->at, "it is nested too deeply");
    if (!spend(c, 4)) return false;
    c->depth++;
    return true;
}

/* No value can be of both: no type in common, or a property that both require with no value in common. */
static bool disjoint(gp_compiler *c, gp_branches x, gp_branches y, unsigned depth);

static int by_text(const void *x, const void *y) { return gp_str_cmp(*(const gp_str *)x, *(const gp_str *)y); }

/* The strings of a list, sorted; NULL where it has other values. */
static gp_str *sorted_texts(const gp_json *list)
{
    gp_str *texts = gp_alloc_array(list->n, sizeof *texts);
    size_t n = 0;
    for (const gp_json *e = list->first; e && e->type == GP_JSON_STRING; e = e->next) texts[n++] = e->s;
    if (n == list->n) qsort(texts, n, sizeof *texts, by_text);
    else free(texts), texts = NULL;
    return texts;
}

/* Have two values of `enum` or `const` one in common? Lists of thousands of texts, as of names, are usual. */
static bool share_value(const gp_item *x, const gp_item *y)
{
    enum { MANY = 16 };
    const gp_json *a = x->p, *b = y->p;
    bool common = false, many = x->flag && y->flag && a->n > MANY && b->n > MANY;
    gp_str *texts = many ? sorted_texts(b) : NULL;
    for (const gp_json *e = x->flag ? a->first : a; e && !common; e = x->flag ? e->next : NULL) {
        if (texts && e->type == GP_JSON_STRING) common = bsearch(&e->s, texts, b->n, sizeof *texts, by_text) != NULL;
        for (const gp_json *f = texts ? NULL : y->flag ? b->first : b; f && !common; f = y->flag ? f->next : NULL)
            common = gp_json_equal(e, f);
    }
    free(texts);
    return common;
}

static bool no_common_value(const gp_branch *x, const gp_branch *y)
{
    for (const gp_item *i = x->values; i; i = i->next)
        for (const gp_item *k = y->values; k; k = k->next)
            if (!share_value(i, k)) return true;
    return false;
}

static bool has_name(const gp_item *list, gp_str name)
{
    for (; list; list = list->next)
        if (gp_str_eq(list->name, name)) return true;
    return false;
}

/* What a branch asks of a property, as a set. */
static uint32_t property_set(gp_compiler *c, const gp_branch *b, gp_str name)
{
    uint32_t set = GP_SET_ANY;
    for (const gp_item *i = b->schemas; i; i = i->next) {
        const gp_schema_property *p = gp_schema_property_of(i->p, name);
        if (p && p->schema) set = gp_set_join(c, set, gp_set_of(c, (uint32_t[]){2 * p->schema->index}, 1));
        else if (!p || !p->schema) {
            const gp_schema *s = i->p;
            if (s->additional && !s->n_patterns)
                set = gp_set_join(c, set, gp_set_of(c, (uint32_t[]){2 * s->additional->index}, 1));
        }
    }
    for (const gp_item *i = b->properties; i; i = i->next)
        if (gp_str_eq(i->name, name)) set = gp_set_join(c, set, i->set);
    return set;
}

static bool pair_disjoint(gp_compiler *c, const gp_branch *x, const gp_branch *y, unsigned depth)
{
    unsigned types = x->types & y->types;
    if (x->types & NUMBERS && y->types & NUMBERS) types |= GP_SCHEMA_INTEGER;
    if (no_common_value(x, y)) return true;
    if (types & ~(unsigned)GP_SCHEMA_OBJECT || !depth) return !types;
    for (const gp_item *i = x->required; i; i = i->next) {
        if (has_name(y->forbidden, i->name)) return true;
        gp_branches a = gp_branches_of(c, property_set(c, x, i->name)),
                    b = gp_branches_of(c, property_set(c, y, i->name));
        if (disjoint(c, a, b, depth - 1)) return true;
    }
    for (const gp_item *i = y->required; i; i = i->next) {
        if (has_name(x->forbidden, i->name)) return true;
        gp_branches a = gp_branches_of(c, property_set(c, x, i->name)),
                    b = gp_branches_of(c, property_set(c, y, i->name));
        if (disjoint(c, a, b, depth - 1)) return true;
    }
    return false;
}

static bool disjoint(gp_compiler *c, gp_branches x, gp_branches y, unsigned depth)
{
    for (size_t i = 0; i < x.n; i++)
        for (size_t k = 0; k < y.n && spend(c, 1); k++)
            if (!pair_disjoint(c, &x.at[i], &y.at[k], depth)) return false;
    return true;
}

static gp_branches one_of(gp_compiler *c, const gp_schema_list *list)
{
    gp_branches out = none(), *each = GP_NEW_ARRAY(&c->scratch, gp_branches, list->n);
    for (size_t i = 0; i < list->n && !c->code; i++) each[i] = holds(c, list->at[i]);
    for (size_t i = 0; i < list->n && !c->code; i++) {
        gp_branches b = each[i];
        for (size_t k = 0; k < list->n && !c->code; k++)
            if (k != i && !disjoint(c, each[i], each[k], DISJOINT_DEPTH)) b = all(c, b, fails(c, list->at[k]));
        out = either(c, out, b);
    }
    return out;
}

static gp_branches any_of(gp_compiler *c, const gp_schema_list *list)
{
    gp_branches out = none();
    for (size_t i = 0; i < list->n && !c->code; i++) out = either(c, out, holds(c, list->at[i]));
    return out;
}

static gp_branches conditional(gp_compiler *c, const gp_schema *s)
{
    gp_branches yes = holds(c, s->when), no = fails(c, s->when);
    if (s->then) yes = all(c, yes, holds(c, s->then));
    if (s->otherwise) no = all(c, no, holds(c, s->otherwise));
    return either(c, yes, no);
}

static gp_branches without(gp_compiler *c, gp_str name)
{
    gp_branch b = free_branch();
    b.forbidden = gp_item_add(c, NULL, (gp_item){.name = name});
    return one(c, b);
}

/* The name is not there, or what depends on it holds. */
static gp_branches dependent(gp_compiler *c, const gp_schema_dependent *d)
{
    gp_branch b = about(GP_SCHEMA_OBJECT);
    b.required = gp_item_add(c, NULL, (gp_item){.name = d->name});
    for (const gp_json *e = d->required ? d->required->first : NULL; e; e = e->next)
        b.required = gp_item_add(c, b.required, (gp_item){.name = e->s});
    gp_branches there = one(c, b);
    if (d->schema) there = all(c, there, holds(c, d->schema));
    return either(c, without(c, d->name), there);
}

static gp_branches holds(gp_compiler *c, const gp_schema *s)
{
    if (s->never || !enter(c, s)) return none();
    gp_branches out = one(c, own(c, s));
    if (s->ref) out = all(c, out, holds(c, s->ref));
    if (s->dynamic && !s->dynamic_name.p) out = all(c, out, holds(c, s->dynamic));
    for (size_t i = 0; i < s->all_of.n && !c->code; i++) out = all(c, out, holds(c, s->all_of.at[i]));
    if (s->any_of.n) out = all(c, out, any_of(c, &s->any_of));
    if (s->one_of.n) out = all(c, out, one_of(c, &s->one_of));
    if (s->no) out = all(c, out, fails(c, s->no));
    if (s->when && (s->then || s->otherwise)) out = all(c, out, conditional(c, s));
    for (size_t i = 0; i < s->n_dependents && !c->code; i++) out = all(c, out, dependent(c, &s->dependents[i]));
    c->depth--;
    return out;
}

/* --- the opposite --- */

static gp_branches fails_types(gp_compiler *c, const gp_schema *s)
{
    unsigned types = GP_SCHEMA_ANY & ~s->types;
    if (s->types & GP_SCHEMA_NUMBER) types &= ~(unsigned)GP_SCHEMA_INTEGER;
    if (!types) return none();
    gp_branch b = about(types);
    if (s->types & GP_SCHEMA_INTEGER && types & GP_SCHEMA_NUMBER) doubt(&b, s, NUMBERS, "numbers that are no integers");
    return one(c, b);
}

static gp_branches fails_numbers(gp_compiler *c, const gp_schema *s)
{
    const gp_number_limits cases[] = {limit(NULL, false, s->minimum, true), limit(NULL, false, s->above, false),
                                      limit(s->maximum, true, NULL, false), limit(s->below, false, NULL, false)};
    gp_branches out = none();
    for (size_t i = 0; i < 4; i++) {
        if (!cases[i].low && !cases[i].high) continue;
        gp_branch b = about(NUMBERS);
        b.number = cases[i];
        out = either(c, out, one(c, b));
    }
    if (s->multiple_of) out = either(c, out, unsure(c, NUMBERS, s->at, "what is no multiple"));
    return out;
}

static gp_branches fails_strings(gp_compiler *c, const gp_schema *s)
{
    gp_branches out = none();
    gp_branch b = about(GP_SCHEMA_STRING);
    if (s->min_length) {
        b.max_length = s->min_length - 1;
        out = either(c, out, one(c, b));
    }
    if (s->max_length < UINT64_MAX) {
        b = about(GP_SCHEMA_STRING);
        b.min_length = s->max_length + 1;
        out = either(c, out, one(c, b));
    }
    b = about(GP_SCHEMA_STRING);
    if (s->pattern) {
        b.patterns = gp_item_add(c, NULL, (gp_item){.p = s->pattern, .flag = true, .where = s->at});
        out = either(c, out, one(c, b));
    }
    if (s->format.n && gp_format_pattern(s->format)) {
        b.patterns = gp_item_add(c, NULL, (gp_item){.name = s->format, .flag = true, .where = s->at});
        out = either(c, out, one(c, b));
    }
    return out;
}

static gp_branches fails_sizes(gp_compiler *c, const gp_schema *s)
{
    gp_branches out = none();
    gp_branch b = about(GP_SCHEMA_ARRAY);
    if (s->min_items) b.max_items = s->min_items - 1, out = either(c, out, one(c, b));
    b = about(GP_SCHEMA_ARRAY);
    if (s->max_items < UINT64_MAX) b.min_items = s->max_items + 1, out = either(c, out, one(c, b));
    b = about(GP_SCHEMA_OBJECT);
    if (s->min_properties) b.max_properties = s->min_properties - 1, out = either(c, out, one(c, b));
    b = about(GP_SCHEMA_OBJECT);
    if (s->max_properties < UINT64_MAX) b.min_properties = s->max_properties + 1, out = either(c, out, one(c, b));
    return out;
}

static gp_branches fails_below(gp_compiler *c, const gp_schema *s)
{
    gp_branches out = none();
    for (size_t i = 0; i < s->n_properties; i++) {
        const gp_schema_property *p = &s->properties[i];
        gp_branch b = about(GP_SCHEMA_OBJECT);
        if (p->required) {
            b.forbidden = gp_item_add(c, NULL, (gp_item){.name = p->name});
            out = either(c, out, one(c, b));
        }
        b = about(GP_SCHEMA_OBJECT);
        if (!p->schema) continue;
        b.required = gp_item_add(c, NULL, (gp_item){.name = p->name});
        b.properties = gp_item_add(c, NULL, (gp_item){.name = p->name, .set = opposite_set(c, p->schema)});
        out = either(c, out, one(c, b));
    }
    if (s->n_patterns || s->additional || s->names || s->unevaluated_properties)
        out = either(c, out, unsure(c, GP_SCHEMA_OBJECT, s->at, "the opposite of limits of its properties"));
    if (s->prefix.n || s->items || s->contains || s->unique || s->unevaluated_items)
        out = either(c, out, unsure(c, GP_SCHEMA_ARRAY, s->at, "the opposite of limits of its items"));
    return out;
}

static gp_branches fails_values(gp_compiler *c, const gp_schema *s)
{
    gp_branches out = none();
    gp_branch b = free_branch();
    if (s->constant) {
        b.not_values = gp_item_add(c, NULL, (gp_item){.p = s->constant});
        out = either(c, out, one(c, b));
    }
    b = free_branch();
    if (s->choices) {
        b.not_values = gp_item_add(c, NULL, (gp_item){.p = s->choices, .flag = true});
        out = either(c, out, one(c, b));
    }
    return out;
}

static gp_branches fails_combinations(gp_compiler *c, const gp_schema *s)
{
    gp_branches out = none(), every = one(c, free_branch());
    if (s->ref) out = either(c, out, fails(c, s->ref));
    if (s->dynamic)
        out = either(c, out,
                     s->dynamic_name.p ? unsure(c, GP_SCHEMA_ANY, s->at, "\"$dynamicRef\"") : fails(c, s->dynamic));
    for (size_t i = 0; i < s->all_of.n && !c->code; i++) out = either(c, out, fails(c, s->all_of.at[i]));
    for (size_t i = 0; i < s->any_of.n && !c->code; i++) every = all(c, every, fails(c, s->any_of.at[i]));
    if (s->any_of.n) out = either(c, out, every);
    if (s->one_of.n == 1) out = either(c, out, fails(c, s->one_of.at[0]));
    if (s->one_of.n > 1) out = either(c, out, unsure(c, GP_SCHEMA_ANY, s->at, "the opposite of \"oneOf\""));
    if (s->no) out = either(c, out, holds(c, s->no));
    if (s->when && (s->then || s->otherwise))
        out = either(c, out, unsure(c, GP_SCHEMA_ANY, s->at, "the opposite of \"if\""));
    if (s->n_dependents) out = either(c, out, unsure(c, GP_SCHEMA_OBJECT, s->at, "the opposite of dependents"));
    return out;
}

static gp_branches fails(gp_compiler *c, const gp_schema *s)
{
    if (s->never) return one(c, free_branch());
    if (!enter(c, s)) return none();
    gp_branches out = fails_types(c, s);
    out = either(c, out, fails_values(c, s));
    out = either(c, out, fails_numbers(c, s));
    out = either(c, out, fails_strings(c, s));
    out = either(c, out, fails_sizes(c, s));
    out = either(c, out, fails_below(c, s));
    out = either(c, out, fails_combinations(c, s));
    c->depth--;
    return out;
}

gp_branches gp_branches_of(gp_compiler *c, uint32_t set)
{
    const uint32_t *members;
    size_t n = gp_set_members(c, set, &members);
    gp_branches out = one(c, free_branch());
    for (size_t i = 0; i < n && !c->code; i++) {
        const gp_schema *s = c->doc->all[members[i] / 2];
        out = all(c, out, members[i] & 1 ? fails(c, s) : holds(c, s));
    }
    return out;
}

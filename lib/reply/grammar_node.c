/* grammar_node.c - from branches to nodes: what may stand in one place, and where it leads. */
#include <stdlib.h>
#include <string.h>

#include "reply/grammar_impl.h"

enum { NODE_SLOTS = 1 << 16 };

typedef struct plan {       /* of a node while it is made */
    const uint32_t *groups; /* sets */
    uint32_t n_groups;
    const gp_branch *branch[GP_ATOMS]; /* by atom */
} plan;

typedef struct maker {
    gp_compiler c;
    plan *plans; /* by node */
    uint32_t *slots;
} maker;

const char gp_grammar_nothing[] = "nothing satisfies it, or only what is nested too deeply";

void gp_grammar_fail(gp_compiler *c, const gp_json *at, const char *what)
{
    if (!c->code) c->code = gp_json_fail(c->err, at, "an answer cannot be held to this schema: %s", what);
}

/* --- nodes by what they hold --- */

static uint32_t node_of(maker *m, const uint32_t *groups, uint32_t n)
{
    gp_grammar *g = m->c.g;
    uint64_t h = 0xcbf29ce484222325u;
    for (uint32_t i = 0; i < n; i++) h = (h ^ groups[i]) * 0x100000001b3u, h ^= h >> 31;
    size_t s = h % NODE_SLOTS;
    for (; m->slots[s]; s = (s + 1) % NODE_SLOTS) {
        const plan *p = &m->plans[m->slots[s] - 1];
        if (p->n_groups == n && memcmp(p->groups, groups, n * sizeof *groups) == 0) return m->slots[s] - 1;
    }
    if (g->n == GP_NODES) gp_grammar_fail(&m->c, m->c.doc->root->at, "it is too large");
    if (m->c.code) return 0;
    uint32_t *kept = GP_NEW_ARRAY(&m->c.scratch, uint32_t, n);
    memcpy(kept, groups, n * sizeof *kept);
    m->plans[g->n] = (plan){.groups = kept, .n_groups = n};
    m->slots[s] = g->n + 1;
    return g->n++;
}

typedef struct link { /* a node below, as it is put together: the set of each atom, and which group that is */
    uint32_t sets[GP_GROUPS];
    uint32_t n;
} link;

static uint8_t group_of(maker *m, link *l, uint32_t set)
{
    for (uint32_t i = 0; i < l->n; i++)
        if (l->sets[i] == set) return (uint8_t)i;
    if (l->n == GP_GROUPS)
        return gp_grammar_fail(&m->c, m->c.doc->root->at, "it has too many alternatives"), GP_NO_GROUP;
    l->sets[l->n] = set;
    return (uint8_t)l->n++;
}

/* The node of a link; 0 where no atom leads there. */
static uint32_t link_node(maker *m, const link *l) { return l->n ? node_of(m, l->sets, l->n) : 0; }

/* --- atoms of scalars --- */

static uint32_t capped(uint64_t v) { return v < UINT32_MAX ? (uint32_t)v : UINT32_MAX; }

static gp_atom *new_atom(maker *m, gp_node *n, plan *p, const gp_branch *b, gp_atom_kind kind, uint32_t group)
{
    if (n->n_atoms == GP_ATOMS) gp_grammar_fail(&m->c, m->c.doc->root->at, "a value has more than 64 ways to be");
    if (m->c.code) return GP_NEW(&m->c.scratch, gp_atom); /* of no use, but one to write to */
    gp_atom *a = &n->atoms[n->n_atoms];
    p->branch[n->n_atoms++] = b;
    *a = (gp_atom){.kind = kind, .group = (uint8_t)group, .need = UINT32_MAX};
    return a;
}

/* Steps as one: c / 10^k. */
static void take_steps(maker *m, const gp_branch *b, gp_number_limits *x)
{
    for (const gp_item *i = b->steps; i; i = i->next) {
        const gp_json *v = i->p;
        double step = v->d;
        unsigned scale = 0;
        while (scale < 6 && step * 1.0 != (double)(int64_t)step)
            step = v->d * (scale == 0   ? 10
                           : scale == 1 ? 100
                           : scale == 2 ? 1000
                           : scale == 3 ? 1e4
                           : scale == 4 ? 1e5
                                        : 1e6),
            scale++;
        bool exact = step >= 1 && step < 1e15 && step == (double)(int64_t)step;
        if (!exact || (x->step && x->scale != scale)) {
            gp_grammar_fail(&m->c, v, "steps of numbers that are no short decimals, or of several kinds");
            return;
        }
        int64_t a = x->step ? x->step : 1, s = (int64_t)step, y = a, z = s;
        while (z) {
            int64_t t = y % z;
            y = z;
            z = t;
        }
        if (s / y > INT64_C(1000000000000) / a) {
            gp_grammar_fail(&m->c, v, "steps of numbers have no small common multiple");
            return;
        }
        x->step = a / y * s;
        x->scale = scale;
    }
    if (x->whole && x->scale) gp_grammar_fail(&m->c, b->steps->p, "integers in steps with a fraction");
}

static int by_decimal(const void *x, const void *y)
{
    return gp_decimal_cmp(*(const gp_decimal *)x, *(const gp_decimal *)y);
}

static void leave_out(maker *m, const gp_branch *b, gp_number_limits *x)
{
    size_t most = 0;
    for (const gp_item *i = b->not_values; i; i = i->next) most += i->flag ? ((const gp_json *)i->p)->n : 1;
    gp_decimal *but = GP_NEW_ARRAY(&m->c.g->a, gp_decimal, most);
    for (const gp_item *i = b->not_values; i; i = i->next) {
        const gp_json *v = i->p;
        for (const gp_json *e = i->flag ? v->first : v; e; e = i->flag ? e->next : NULL)
            if (e->type == GP_JSON_INT || e->type == GP_JSON_REAL)
                but[x->n_but++] = gp_decimal_of(gp_str_dup(&m->c.g->a, e->raw));
    }
    size_t k = 0;
    if (x->n_but) qsort(but, x->n_but, sizeof *but, by_decimal);
    for (size_t i = 0; i < x->n_but; i++)
        if (!k || gp_decimal_cmp(but[k - 1], but[i])) but[k++] = but[i];
    x->n_but = k;
    x->but = but;
}

static void add_number(maker *m, gp_node *n, plan *p, const gp_branch *b, uint32_t group)
{
    gp_number_limits x = b->number;
    x.whole = !(b->types & GP_SCHEMA_NUMBER);
    take_steps(m, b, &x);
    leave_out(m, b, &x);
    if (m->c.code || !gp_number_exists(&x)) return;
    gp_atom *a = new_atom(m, n, p, b, GP_ATOM_NUMBER, group);
    if (x.low) x.min.digits = gp_str_dup(&m->c.g->a, x.min.digits);
    if (x.high) x.max.digits = gp_str_dup(&m->c.g->a, x.max.digits);
    a->number = x;
    a->need = 0;
}

static bool length_exists(const gp_dfa *d, uint32_t min, uint32_t max)
{
    if (min > max) return false;
    return !d ||
           (d->start && d->least[d->start] <= max && (d->most[d->start] == UINT32_MAX || d->most[d->start] >= min));
}

static void add_string(maker *m, gp_node *n, plan *p, const gp_branch *b, uint32_t group)
{
    const gp_dfa *d = gp_grammar_string(&m->c, b);
    uint32_t min = capped(b->min_length), max = capped(b->max_length);
    if (m->c.code || !length_exists(d, min, max)) return;
    gp_atom *a = new_atom(m, n, p, b, GP_ATOM_STRING, group);
    a->dfa = d;
    a->min_length = min;
    a->max_length = max;
    a->need = 0;
}

/* --- literals --- */

static int by_bytes(const void *x, const void *y)
{
    const gp_str *a = x, *b = y;
    size_t n = a->n < b->n ? a->n : b->n;
    int d = n ? memcmp(a->p, b->p, n) : 0;
    return d ? d : (a->n > b->n) - (a->n < b->n);
}

/* All literals of one group are one atom. */
static void add_literals(maker *m, gp_node *n, plan *p, const gp_branch *b, uint32_t group, const gp_str *texts,
                         size_t k)
{
    gp_atom *a = NULL;
    for (uint32_t i = 0; i < n->n_atoms; i++)
        if (n->atoms[i].kind == GP_ATOM_LITERALS && n->atoms[i].group == group) a = &n->atoms[i];
    if (!a) a = new_atom(m, n, p, b, GP_ATOM_LITERALS, group);
    if (m->c.code) return;
    gp_str *all = GP_NEW_ARRAY(&m->c.g->a, gp_str, a->n_literals + k);
    if (a->n_literals) memcpy(all, a->literals, a->n_literals * sizeof *all);
    memcpy(all + a->n_literals, texts, k * sizeof *all);
    qsort(all, a->n_literals + k, sizeof *all, by_bytes);
    uint32_t kept_ = 0;
    for (size_t i = 0; i < a->n_literals + k; i++)
        if (!kept_ || !gp_str_eq(all[kept_ - 1], all[i])) all[kept_++] = all[i];
    a->literals = all;
    a->n_literals = kept_;
    a->need = 0;
}

static bool among(const gp_item *i, const gp_json *v)
{
    const gp_json *list = i->p;
    for (const gp_json *e = i->flag ? list->first : list; e; e = i->flag ? e->next : NULL)
        if (gp_json_equal(e, v)) return true;
    return false;
}

/* A value of an enum or const fits what is said of this place. */
static bool value_fits(maker *m, uint32_t set, const gp_dfa *text, const gp_json *v)
{
    const uint32_t *members;
    bool fits = v->type != GP_JSON_STRING || !text || text->accepts[gp_dfa_run(text, v->s)];
    for (size_t i = 0, n = gp_set_members(&m->c, set, &members); i < n && fits && !m->c.code; i++) {
        bool holds = false;
        m->c.code = gp_schema_check_part(m->c.doc, m->c.doc->all[members[i] / 2], v, &holds, m->c.err);
        fits = holds != (members[i] & 1);
    }
    return fits;
}

static void add_values(maker *m, gp_node *n, plan *p, const gp_branch *b, uint32_t group)
{
    const gp_item *first = b->values;
    const gp_json *v = first->p;
    size_t most = first->flag ? v->n : 1, k = 0;
    gp_str *texts = GP_NEW_ARRAY(&m->c.scratch, gp_str, 2 * most + 1);
    const gp_dfa *text = b->patterns ? gp_grammar_string(&m->c, b) : NULL;
    for (const gp_json *e = first->flag ? v->first : v; e && !m->c.code; e = first->flag ? e->next : NULL) {
        if (!value_fits(m, p->groups[group], text, e)) continue;
        texts[k++] = gp_grammar_canonical(&m->c, e);
        texts[k++] = gp_grammar_spelled(&m->c, e);
    }
    if (k) add_literals(m, n, p, b, group, texts, k);
}

static void add_words(maker *m, gp_node *n, plan *p, const gp_branch *b, uint32_t group)
{
    static const char *const words[] = {"null", "true", "false"};
    gp_str texts[3];
    size_t k = 0;
    for (size_t i = 0; i < 3; i++) {
        gp_json v = {.type = i ? GP_JSON_BOOL : GP_JSON_NULL, .b = i == 1};
        bool not = !(b->types & (i ? (unsigned)GP_SCHEMA_BOOLEAN : (unsigned)GP_SCHEMA_NULL));
        for (const gp_item *x = b->not_values; x && !not ; x = x->next) not = among(x, &v);
        if (!not ) texts[k++] = gp_str_c(words[i]);
    }
    if (k) add_literals(m, n, p, b, group, texts, k);
}

/* --- atoms of one branch --- */

static void refuse_unsure(maker *m, const gp_branch *b, unsigned types)
{
    if (b->unsure && b->unsure_types & types && !b->values) gp_grammar_fail(&m->c, b->unsure_at, b->unsure);
}

static void structured_not_values(maker *m, const gp_branch *b)
{
    for (const gp_item *i = b->not_values; i; i = i->next) {
        const gp_json *v = i->p;
        for (const gp_json *e = i->flag ? v->first : v; e; e = i->flag ? e->next : NULL)
            if ((e->type == GP_JSON_ARRAY && b->types & GP_SCHEMA_ARRAY) ||
                (e->type == GP_JSON_OBJECT && b->types & GP_SCHEMA_OBJECT))
                gp_grammar_fail(&m->c, e, "an array or object that must not be");
    }
}

static void add_branch(maker *m, gp_node *n, plan *p, const gp_branch *b, uint32_t group)
{
    const unsigned numbers = GP_SCHEMA_INTEGER | GP_SCHEMA_NUMBER;
    if (b->values) {
        add_values(m, n, p, b, group);
        return;
    }
    refuse_unsure(m, b, b->types);
    structured_not_values(m, b);
    if (b->types & (GP_SCHEMA_NULL | GP_SCHEMA_BOOLEAN)) add_words(m, n, p, b, group);
    if (b->types & numbers) add_number(m, n, p, b, group);
    if (b->types & GP_SCHEMA_STRING) add_string(m, n, p, b, group);
    if (b->types & GP_SCHEMA_ARRAY && b->min_items <= b->max_items) {
        gp_atom *a = new_atom(m, n, p, b, GP_ATOM_ARRAY, group);
        a->min = b->min_items;
        a->max = b->max_items;
    }
    if (b->types & GP_SCHEMA_OBJECT && b->min_properties <= b->max_properties) {
        gp_atom *a = new_atom(m, n, p, b, GP_ATOM_OBJECT, group);
        a->min = b->min_properties;
        a->max = b->max_properties;
    }
}

/* A string of any kind makes others of its group needless. */
static void drop_needless(gp_node *n, plan *p)
{
    for (uint32_t i = 0; i < n->n_atoms; i++) {
        const gp_atom any = n->atoms[i];
        if (any.kind != GP_ATOM_STRING || any.dfa || any.min_length || any.max_length < UINT32_MAX) continue;
        uint32_t k = 0;
        for (uint32_t j = 0; j < n->n_atoms; j++) {
            if (j != i && n->atoms[j].kind == GP_ATOM_STRING && n->atoms[j].group == any.group) continue;
            n->atoms[k] = n->atoms[j];
            p->branch[k++] = p->branch[j];
        }
        if (k == n->n_atoms) continue;
        n->n_atoms = k;
        i = UINT32_MAX; /* begin again */
    }
}

/* --- arrays --- */

static uint32_t member(const gp_schema *s) { return 2 * s->index; }

static uint32_t item_set(maker *m, const gp_branch *b, size_t at)
{
    uint32_t set = GP_SET_ANY;
    for (const gp_item *i = b->schemas; i; i = i->next) {
        const gp_schema *s = i->p, *item = at < s->prefix.n ? s->prefix.at[at] : s->items;
        if (item) set = gp_set_join(&m->c, set, gp_set_of(&m->c, (uint32_t[]){member(item)}, 1));
    }
    return set;
}

static void link_arrays(maker *m, gp_node *n, const plan *p)
{
    size_t prefix = 0;
    bool any = false;
    uint8_t *groups[GP_ATOMS] = {0};
    for (uint32_t i = 0; i < n->n_atoms; i++) {
        if (n->atoms[i].kind != GP_ATOM_ARRAY) continue;
        any = true;
        for (const gp_item *x = p->branch[i]->schemas; x; x = x->next)
            if (((const gp_schema *)x->p)->prefix.n > prefix) prefix = ((const gp_schema *)x->p)->prefix.n;
    }
    if (!any) return;
    n->n_array_links = (uint32_t)prefix + 1;
    n->array_links = GP_NEW_ARRAY(&m->c.g->a, uint32_t, prefix + 1);
    for (size_t k = 0; k <= prefix && !m->c.code; k++) {
        link l = {.n = 0};
        for (uint32_t i = 0; i < n->n_atoms; i++) {
            if (n->atoms[i].kind != GP_ATOM_ARRAY) continue;
            if (!groups[i])
                groups[i] = GP_NEW_ARRAY(&m->c.g->a, uint8_t, prefix + 1), n->atoms[i].link_groups = groups[i];
            groups[i][k] = group_of(m, &l, item_set(m, p->branch[i], k));
        }
        n->array_links[k] = link_node(m, &l);
    }
}

/* --- objects --- */

typedef struct keys {                                  /* of a node's objects */
    const gp_schema_pattern *pattern[GP_GRAMMAR_KEYS]; /* NULL: of propertyNames */
    const gp_schema *names[GP_GRAMMAR_KEYS];
    const gp_dfa *dfa[GP_GRAMMAR_KEYS];
    uint32_t n;
} keys;

/* The number of a pattern among them, added where it is new. */
static uint32_t key_number(maker *m, keys *k, const gp_schema_pattern *p, const gp_schema *names)
{
    for (uint32_t i = 0; i < k->n; i++)
        if (p ? k->pattern[i] && gp_str_eq(k->pattern[i]->text, p->text) : k->names[i] == names) return i;
    if (k->n == GP_GRAMMAR_KEYS)
        return gp_grammar_fail(&m->c, m->c.doc->root->at, "too many patterns of property names"), 0;
    k->pattern[k->n] = p;
    k->names[k->n] = names;
    if (p) {
        k->dfa[k->n] = gp_grammar_pattern(&m->c, p->text, p->schema ? p->schema->at : m->c.doc->root->at);
    } else {
        gp_branches b = gp_branches_of(&m->c, gp_set_of(&m->c, (uint32_t[]){member(names)}, 1));
        const gp_branch *only = NULL;
        for (size_t i = 0; i < b.n && !m->c.code; i++)
            if (b.at[i].types & GP_SCHEMA_STRING) {
                if (only) gp_grammar_fail(&m->c, names->at, "\"propertyNames\" with alternatives");
                only = &b.at[i];
            }
        if (!only) gp_grammar_fail(&m->c, names->at, "\"propertyNames\" that no name fits");
        else refuse_unsure(m, only, GP_SCHEMA_STRING);
        k->dfa[k->n] = only && !m->c.code ? gp_grammar_key(&m->c, only, names->at) : NULL;
    }
    return k->n++;
}

static void collect_keys(maker *m, const gp_node *n, const plan *p, keys *k)
{
    for (uint32_t i = 0; i < n->n_atoms; i++) {
        if (n->atoms[i].kind != GP_ATOM_OBJECT) continue;
        for (const gp_item *x = p->branch[i]->schemas; x && !m->c.code; x = x->next) {
            const gp_schema *s = x->p;
            for (size_t j = 0; j < s->n_patterns && !m->c.code; j++) (void)key_number(m, k, &s->patterns[j], NULL);
            if (s->names && !m->c.code) n->atoms[i].key_must |= 1u << key_number(m, k, NULL, s->names);
        }
    }
}

/* The set of a property, by its name (.p NULL: none that is listed) and the patterns that fit it. */
static uint32_t property_set(maker *m, keys *k, const gp_branch *b, gp_str name, uint32_t fit)
{
    uint32_t set = GP_SET_ANY;
    for (const gp_item *i = b->schemas; i; i = i->next) {
        const gp_schema *s = i->p;
        const gp_schema_property *p = name.p ? gp_schema_property_of(s, name) : NULL;
        bool spoken = p && p->schema;
        if (spoken) set = gp_set_join(&m->c, set, gp_set_of(&m->c, (uint32_t[]){member(p->schema)}, 1));
        for (size_t j = 0; j < s->n_patterns && !m->c.code; j++) {
            if (!(fit >> key_number(m, k, &s->patterns[j], NULL) & 1)) continue;
            spoken = true;
            set = gp_set_join(&m->c, set, gp_set_of(&m->c, (uint32_t[]){member(s->patterns[j].schema)}, 1));
        }
        if (!spoken && s->additional)
            set = gp_set_join(&m->c, set, gp_set_of(&m->c, (uint32_t[]){member(s->additional)}, 1));
    }
    for (const gp_item *i = b->properties; i && name.p; i = i->next)
        if (gp_str_eq(i->name, name)) set = gp_set_join(&m->c, set, i->set);
    return set;
}

typedef struct named { /* as the schema has it, and as JSON writes it */
    gp_str name, text;
} named;

static int by_text(const void *x, const void *y)
{
    return by_bytes(&((const named *)x)->text, &((const named *)y)->text);
}

typedef struct name_list {
    named *at;
    size_t n, room;
} name_list;

static void add_name(maker *m, name_list *l, gp_str name)
{
    if (l->n == l->room) {
        named *at = GP_NEW_ARRAY(&m->c.scratch, named, l->room ? 2 * l->room : 32);
        if (l->n) memcpy(at, l->at, l->n * sizeof *at);
        l->at = at;
        l->room = l->room ? 2 * l->room : 32;
    }
    l->at[l->n++] = (named){name, gp_grammar_escaped(&m->c, name)};
}

static void collect_names(maker *m, const gp_node *n, const plan *p, name_list *l)
{
    for (uint32_t i = 0; i < n->n_atoms; i++) {
        const gp_branch *b = p->branch[i];
        if (n->atoms[i].kind != GP_ATOM_OBJECT) continue;
        for (const gp_item *x = b->schemas; x; x = x->next) {
            const gp_schema *s = x->p;
            for (size_t j = 0; j < s->n_properties; j++) add_name(m, l, s->properties[j].name);
        }
        for (const gp_item *x = b->required; x; x = x->next) add_name(m, l, x->name);
        for (const gp_item *x = b->forbidden; x; x = x->next) add_name(m, l, x->name);
        for (const gp_item *x = b->properties; x; x = x->next) add_name(m, l, x->name);
    }
    size_t k = 0;
    if (l->n) qsort(l->at, l->n, sizeof *l->at, by_text);
    for (size_t i = 0; i < l->n; i++)
        if (!k || !gp_str_eq(l->at[k - 1].text, l->at[i].text)) l->at[k++] = l->at[i];
    l->n = k;
    if (k > GP_GRAMMAR_NAMES)
        gp_grammar_fail(&m->c, m->c.doc->root->at, "an object has more than 256 named properties");
}

static bool listed(const gp_item *list, gp_str name)
{
    for (; list; list = list->next)
        if (gp_str_eq(list->name, name)) return true;
    return false;
}

static uint32_t fitting(const keys *k, gp_str name)
{
    uint32_t fit = 0;
    for (uint32_t i = 0; i < k->n; i++)
        if (k->dfa[i] && k->dfa[i]->accepts[gp_dfa_run(k->dfa[i], name)]) fit |= 1u << i;
    return fit;
}

/* What keys that are not listed can become. */
static void follow_keys(maker *m, gp_node *n, const name_list *names, const keys *k)
{
    gp_buf b = {0};
    if (!k->n) return;
    for (size_t i = 0; i < names->n; i++) {
        gp_buf_c(&b, i ? "|" : "^(?:");
        gp_grammar_quote(&b, names->at[i].name);
    }
    gp_buf_c(&b, ")$");
    const gp_dfa *listed_names = names->n ? gp_grammar_pattern(&m->c, gp_buf_view(&b), m->c.doc->root->at) : NULL;
    gp_buf_free(&b);
    if (m->c.code) return;
    n->rest = gp_key_rest_new(&m->c.g->a, k->dfa, k->n, listed_names);
    if (!n->rest) gp_grammar_fail(&m->c, m->c.doc->root->at, "the patterns of property names are too large together");
}

static void link_objects(maker *m, gp_node *n, plan *p)
{
    keys k = {.n = 0};
    name_list names = {0};
    uint8_t *groups[GP_ATOMS] = {0};
    bool any = false;
    for (uint32_t i = 0; i < n->n_atoms; i++) any = any || n->atoms[i].kind == GP_ATOM_OBJECT;
    if (!any) return;
    collect_keys(m, n, p, &k);
    collect_names(m, n, p, &names);
    if (m->c.code) return;
    uint32_t rest = 1u << k.n, links = (uint32_t)names.n + rest;
    gp_str *texts = GP_NEW_ARRAY(&m->c.g->a, gp_str, names.n);
    const gp_dfa **dfas = GP_NEW_ARRAY(&m->c.g->a, const gp_dfa *, k.n);
    memcpy(dfas, k.dfa, k.n * sizeof *dfas);
    n->object_links = GP_NEW_ARRAY(&m->c.g->a, uint32_t, links);
    n->n_object_links = links;
    n->names = texts;
    n->n_names = (uint32_t)names.n;
    n->keys = dfas;
    n->n_keys = k.n;
    follow_keys(m, n, &names, &k);
    for (uint32_t j = 0; j < links && !m->c.code; j++) {
        link l = {.n = 0};
        bool is_name = j < names.n;
        gp_str name = is_name ? names.at[j].name : (gp_str){0};
        uint32_t fit = is_name ? fitting(&k, name) : j - (uint32_t)names.n;
        if (is_name) texts[j] = names.at[j].text;
        for (uint32_t i = 0; i < n->n_atoms && !m->c.code; i++) {
            gp_atom *a = &n->atoms[i];
            const gp_branch *b = p->branch[i];
            if (a->kind != GP_ATOM_OBJECT) continue;
            if (!groups[i]) groups[i] = GP_NEW_ARRAY(&m->c.g->a, uint8_t, links), a->link_groups = groups[i];
            bool may = !(a->key_must & ~fit) && !(is_name && listed(b->forbidden, name));
            groups[i][j] = may ? group_of(m, &l, property_set(m, &k, b, name, fit)) : GP_NO_GROUP;
            if (is_name && listed(b->required, name))
                a->required.bits[j / 64] |= (uint64_t)1 << j % 64, a->n_required++;
        }
        n->object_links[j] = link_node(m, &l);
    }
}

/* --- nodes --- */

static bool literal_brackets(const gp_atom *a)
{
    for (uint32_t i = 0; i < a->n_literals; i++)
        if (a->literals[i].p[0] == '{' || a->literals[i].p[0] == '[') return true;
    return false;
}

/* What the acceptor cannot keep apart. */
static void check_node(maker *m, const gp_node *n)
{
    uint32_t strings = 0, numbers = 0, brackets = 0, structures = 0;
    for (uint32_t i = 0; i < n->n_atoms; i++) {
        const gp_atom *a = &n->atoms[i];
        strings += a->kind == GP_ATOM_STRING || a->kind == GP_ATOM_LITERALS;
        numbers += a->kind == GP_ATOM_NUMBER || a->kind == GP_ATOM_LITERALS;
        brackets += a->kind == GP_ATOM_LITERALS && literal_brackets(a);
        structures += a->kind == GP_ATOM_ARRAY || a->kind == GP_ATOM_OBJECT;
    }
    if (strings > GP_GRAMMAR_SLOTS || numbers > GP_GRAMMAR_SLOTS)
        gp_grammar_fail(&m->c, m->c.doc->root->at, "a string or number has more than 8 ways to be");
    if (brackets && structures)
        gp_grammar_fail(&m->c, m->c.doc->root->at, "arrays or objects in an enum stand beside others");
}

static void make_node(maker *m, uint32_t i)
{
    gp_node n = {.atoms = GP_NEW_ARRAY(&m->c.g->a, gp_atom, GP_ATOMS)};
    plan p = m->plans[i];
    n.n_groups = p.n_groups;
    n.need = GP_NEW_ARRAY(&m->c.g->a, uint32_t, p.n_groups);
    for (uint32_t k = 0; k < p.n_groups && !m->c.code; k++) {
        gp_branches b = gp_branches_of(&m->c, p.groups[k]);
        n.need[k] = UINT32_MAX;
        for (size_t j = 0; j < b.n && !m->c.code; j++) add_branch(m, &n, &p, &b.at[j], k);
    }
    drop_needless(&n, &p);
    if (!m->c.code) check_node(m, &n);
    if (!m->c.code) link_arrays(m, &n, &p);
    if (!m->c.code) link_objects(m, &n, &p);
    m->c.g->nodes[i] = n;
}

/* --- what can be at all --- */

static uint32_t link_need(const gp_grammar *g, uint32_t node, uint8_t group)
{
    return group == GP_NO_GROUP ? UINT32_MAX : g->nodes[node].need[group];
}

static uint32_t array_need(const gp_grammar *g, const gp_node *n, const gp_atom *a)
{
    uint32_t need = 0;
    for (uint64_t i = 0; i < a->min; i++) {
        uint32_t k = i < n->n_array_links ? (uint32_t)i : n->n_array_links - 1;
        uint32_t one = link_need(g, n->array_links[k], a->link_groups[k]);
        if (one == UINT32_MAX) return UINT32_MAX;
        if (one > need) need = one;
        if (k + 1 == n->n_array_links) break;
    }
    return need + 1;
}

static uint32_t object_need(const gp_grammar *g, const gp_node *n, gp_atom *a)
{
    uint32_t need = 0;
    a->n_allowed = 0;
    a->others = false;
    for (uint32_t k = 0; k < n->n_object_links; k++) {
        uint32_t one = link_need(g, n->object_links[k], a->link_groups[k]);
        bool is_name = k < n->n_names, must = is_name && (a->required.bits[k / 64] >> k % 64 & 1);
        if (one == UINT32_MAX && must) return UINT32_MAX;
        bool comes = is_name || !n->rest || n->rest->fits[0] >> (k - n->n_names) & 1;
        if (one == UINT32_MAX || !comes) continue;
        if (is_name) a->n_allowed++;
        else a->others = true;
        if (must && one > need) need = one;
    }
    if (a->n_required > a->max || (!a->others && a->n_allowed < a->min)) return UINT32_MAX;
    return need + 1;
}

/* How many brackets each value opens at least; what is never found has no value of finite size. */
static void find_needs(gp_grammar *g)
{
    bool changed = true;
    while (changed) {
        changed = false;
        for (uint32_t i = g->n; i-- > 0;) {
            gp_node *n = &g->nodes[i];
            for (uint32_t k = 0; k < n->n_atoms; k++) {
                gp_atom *a = &n->atoms[k];
                uint32_t need = a->kind == GP_ATOM_ARRAY    ? array_need(g, n, a)
                                : a->kind == GP_ATOM_OBJECT ? object_need(g, n, a)
                                                            : a->need;
                if (need < a->need) a->need = need, changed = true;
                if (a->need < n->need[a->group]) n->need[a->group] = a->need, changed = true;
            }
        }
    }
}

static gp_code make_all(maker *m)
{
    gp_grammar *g = m->c.g;
    g->nodes = GP_NEW_ARRAY(&g->a, gp_node, GP_NODES);
    m->plans = GP_NEW_ARRAY(&m->c.scratch, plan, GP_NODES);
    m->slots = GP_NEW_ARRAY(&m->c.scratch, uint32_t, NODE_SLOTS);
    (void)gp_set_of(&m->c, NULL, 0);
    uint32_t root = gp_set_of(&m->c, (uint32_t[]){member(m->c.doc->root)}, 1);
    g->root = node_of(m, &root, 1);
    for (uint32_t i = 0; i < g->n && !m->c.code; i++) make_node(m, i);
    if (!m->c.code) find_needs(g);
    return m->c.code;
}

gp_code gp_grammar_new(const gp_json *schema, gp_grammar **out, gp_err *err)
{
    gp_grammar *g = gp_alloc(sizeof *g);
    maker m = {.c = {.g = g, .err = err}};
    g->kept = gp_kept_new();
    gp_code code = gp_schema_compile(schema, NULL, &m.c.doc, err);
    if (!code) code = make_all(&m);
    if (!code && g->nodes[g->root].need[0] > GP_GRAMMAR_DEPTH) {
        gp_grammar_fail(&m.c, schema, gp_grammar_nothing);
        code = m.c.code;
    }
    gp_schema_free(m.c.doc);
    gp_arena_free(&m.c.scratch);
    if (code) gp_grammar_free(g);
    else *out = g;
    return code;
}

void gp_grammar_free(gp_grammar *g)
{
    if (!g) return;
    gp_kept_free(g->kept);
    gp_arena_free(&g->a);
    free(g);
}

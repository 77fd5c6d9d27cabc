/* grader.c - grader objects, read, digested and described by the tables of their kinds. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "suite/suite_impl.h"

#define WEIGHT_MAX 1e6

/* --- what every grader has --- */

static gp_code read_weight(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    (void)a;
    gp_code code = gp_json_real(v, "weight", 0, WEIGHT_MAX, at, err);
    if (code || *(double *)at > 0) return code;
    return gp_json_fail(err, v, "\"weight\" must be above 0; leave a grader out that is not to count");
}

static gp_code read_turn(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    (void)a;
    return gp_json_int(v, "\"turn\"", INT64_MIN, INT64_MAX, at, err);
}

static const gp_field common_rows[] = {
    GP_FIELD(STR, "id", gp_grader, id, .flags = GP_OPTIONAL, .called = "the id of a grader", .check = gp_check_id,
             .doc = "Unique in the case. Default: type and position, as in equals-1. Becomes part of trial ids and "
                    "file names: no '/', no control characters, at most 200 bytes.",
             .schema = GP_ID_SCHEMA("")),
    GP_FIELD(REAL, "weight", gp_grader, weight, GP_RANGE(0, WEIGHT_MAX), .flags = GP_OPTIONAL | GP_ABOVE | GP_DEFAULT,
             .otherwise = 1, .read = read_weight, .doc = "Weight in the case's score."),
    GP_FIELD(INT, "turn", gp_grader, turn, GP_RANGE(1, INFINITY), .flags = GP_OPTIONAL | GP_ZERO, .read = read_turn,
             .doc = "Which reply is graded, from 1. Default: the last."),
};
static const gp_record common = GP_RECORD(gp_grader, common_rows, "a grader");

/* The whole object of one kind. Holds pointers into itself: never copied. */
typedef struct whole {
    gp_field rows[4];
    gp_record record, params;
} whole;

/* GP_LENIENT as `flags` where a parameter that must be there is missed afterwards (refuse_missing). */
static void whole_of(const gp_grader_kind *k, unsigned flags, whole *w)
{
    w->params = k->params;
    w->params.flags |= flags;
    w->rows[0] = (gp_field)GP_FIELD_IS("type", k->name);
    w->rows[1] = (gp_field)GP_FIELD_IN(NULL, &common);
    w->rows[2] = (gp_field)GP_FIELD_IN(NULL, &w->params);
    w->record = (gp_record){
        .what = k->params.what, .fields = w->rows, .n = 3, .size = k->params.size, .schema = k->params.schema};
}

static bool has_row(const gp_record *r, gp_str key)
{
    for (size_t i = 0; i < r->n; i++)
        if (gp_str_eqc(key, r->fields[i].key)) return true;
    return false;
}

/* --- reading --- */

static gp_code fail_type(gp_arena *a, const gp_grader_kinds *kinds, const gp_json *type, gp_err *err)
{
    const char **names = GP_NEW_ARRAY(a, const char *, kinds->n);
    for (size_t i = 0; i < kinds->n; i++) names[i] = kinds->list[i]->name;
    return gp_json_fail_choice(type, "the type of a grader", names, kinds->n, err);
}

static gp_code kind_of(gp_arena *a, const gp_grader_kinds *kinds, const gp_json *v, const gp_grader_kind **out,
                       gp_err *err)
{
    gp_str name;
    gp_code code = gp_json_want(v, "a grader", GP_JSON_OBJECT, err);
    if (code) return code;
    const gp_json *type = gp_json_get(v, "type");
    if (!type && gp_json_get(v, "use"))
        return gp_json_fail(err, gp_json_get(v, "use"),
                            "\"use\" names a shared grader, but the suite has no \"graders\"");
    if (!type) return gp_json_fail(err, v, "a grader lacks \"type\"");
    code = gp_json_str(type, "the type of a grader", &name, err);
    for (size_t i = 0; i < kinds->n && !code; i++)
        if (gp_str_eqc(name, kinds->list[i]->name)) return *out = kinds->list[i], GP_OK;
    return code ? code : fail_type(a, kinds, type, err);
}

/* A key of other kinds is told from one that none has. */
static gp_code refuse_foreign(const gp_grader_kinds *kinds, const gp_grader_kind *k, const gp_json *v, gp_err *err)
{
    gp_code code = GP_OK;
    for (const gp_json *m = v->first; m && !code; m = m->next) {
        gp_buf of = {0};
        gp_json at = *m;
        at.line = m->key_line;
        at.col = m->key_col;
        if (gp_str_eqc(m->key, "type") || has_row(&common, m->key) || has_row(&k->params, m->key)) continue;
        for (size_t i = 0; i < kinds->n; i++)
            if (has_row(&kinds->list[i]->params, m->key))
                gp_buf_fmt(&of, "%s%s", of.n ? ", " : "", kinds->list[i]->name);
        if (of.n)
            code = gp_json_fail(err, &at, "\"%.*s\" does nothing in a grader of type %s; it belongs to %s",
                                GP_ARG(m->key), k->name, of.p);
        gp_buf_free(&of);
    }
    return code;
}

/* An empty text is as good as none, where it means that (GP_FIELD_STR). */
static gp_code refuse_missing(const gp_grader_kind *k, const gp_json *v, gp_err *err)
{
    for (size_t i = 0; i < k->params.n; i++) {
        const gp_field *f = &k->params.fields[i];
        const gp_json *m = gp_json_get(v, f->key);
        bool text = f->kind == GP_FIELD_STR, there = m && !(text && !m->s.n);
        if (!(f->flags & GP_KNOWN) || there) continue;
        return gp_json_fail(err, v, "a grader of type %s needs %s\"%s\"%s", k->name, text ? "a " : "", f->key,
                            text ? " that is not empty" : "");
    }
    return GP_OK;
}

/* --- graders inside graders --- */

static gp_inner *inner_of(gp_grader *g) { return g->kind->inner ? (gp_inner *)((char *)g + g->kind->inner) : NULL; }

const gp_inner *gp_grader_inner(const gp_grader *g)
{
    return g->kind->inner ? (const gp_inner *)((const char *)g + g->kind->inner) : NULL;
}

gp_code gp_inner_check(const gp_json *v, const char *what, gp_err *err) { return gp_check_list(v, what, err); }

void gp_inner_write(gp_jw *w, const void *at)
{
    const gp_inner *in = (const gp_inner *)((const char *)at - offsetof(gp_inner, list));
    gp_jw_array(w);
    for (size_t i = 0; i < in->n; i++) gp_grader_write(w, in->of[i]);
    gp_jw_end_array(w);
}

static gp_code read_grader(gp_arena *a, const gp_grader_kinds *kinds, const gp_json *v, int depth, gp_grader **out,
                           gp_err *err);

/* After the row has shown that there is a list. */
static gp_code read_inner(gp_arena *a, const gp_grader_kinds *kinds, gp_inner *in, int depth, gp_err *err)
{
    if (depth > GP_GRADERS_DEEP)
        return gp_json_fail(err, in->list, "graders stand inside each other more than %d deep", (int)GP_GRADERS_DEEP);
    gp_code code = GP_OK;
    in->of = GP_NEW_ARRAY(a, gp_grader *, in->list->n);
    for (const gp_json *e = in->list->first; e && !code; e = e->next)
        code = read_grader(a, kinds, e, depth, &in->of[in->n++], err);
    for (size_t i = 0; i < in->n && !code; i++)
        if (in->of[i]->kind->measure)
            code = gp_json_fail(
                err, in->of[i]->at,
                "a grader of type %s reads measured values, which decide no answer: it cannot stand inside another",
                in->of[i]->kind->name);
        else if (in->of[i]->kind->obtain)
            code = gp_json_fail(
                err, in->of[i]->at,
                "a grader of type %s may have no verdict (no leave, no sandbox), and then the combination would have none: "
                "put it into \"grade\" itself, beside the combination; all graders there must pass, or with \"weight\" "
                "and the case's \"pass_at\" a part of them",
                in->of[i]->kind->name);
        else if (in->of[i]->kind->ask || in->of[i]->kind->of_repeats)
            code = gp_json_fail(
                err, in->of[i]->at,
                "a grader of type %s may have no verdict (no judge, no repeats): it cannot stand inside "
                "another",
                in->of[i]->kind->name);
    return code;
}

static gp_code read_grader(gp_arena *a, const gp_grader_kinds *kinds, const gp_json *v, int depth, gp_grader **out,
                           gp_err *err)
{
    const gp_grader_kind *k = NULL;
    whole w;
    gp_code code = kind_of(a, kinds, v, &k, err);
    if (!code) code = refuse_foreign(kinds, k, v, err);
    if (code) return code;
    whole_of(k, GP_LENIENT, &w);
    gp_grader *g = gp_arena_alloc(a, k->params.size);
    gp_record_init(&w.record, g);
    g->kind = k;
    g->at = v;
    code = gp_record_read(a, &w.record, v, g, err);
    if (!code) code = refuse_missing(k, v, err);
    if (!code && k->inner) code = read_inner(a, kinds, inner_of(g), depth + 1, err);
    if (!code && k->check) code = k->check(g, err);
    *out = g;
    return code;
}

gp_code gp_grader_read(gp_arena *a, const gp_grader_kinds *kinds, const gp_json *v, gp_grader **out, gp_err *err)
{
    return read_grader(a, kinds, v, 0, out, err);
}

gp_grader *gp_grader_copy(gp_arena *a, const gp_grader *g)
{
    return memcpy(gp_arena_alloc(a, g->kind->params.size), g, g->kind->params.size);
}

gp_code gp_grader_fail(const gp_case *c, const gp_grader *g, gp_err *err, const char *text)
{
    return gp_json_fail(err, g->at, "case \"%.*s\", grader \"%.*s\": %s", GP_ARG(c->id), GP_ARG(g->id), text);
}

const gp_json *gp_grader_schema(const gp_grader *g) { return g->kind->schema ? g->kind->schema(g) : NULL; }

/* --- the graders of a case --- */

enum { GRADERS_MAX = 1000 }; /* per case, however deep; ids are compared pairwise */

/* What placing the graders of a case needs to know, and those that have their place. */
typedef struct placing {
    gp_arena *a;
    const gp_case *c;
    const gp_grader **placed;
    size_t n;
    gp_err *err;
} placing;

static gp_code fit_turn(const gp_case *c, const gp_grader *outer, gp_grader *g, gp_err *err)
{
    const gp_json *turn = gp_json_get(g->at, "turn");
    int64_t last = (int64_t)c->n_turns + 1;
    if (!turn) g->turn = outer ? outer->turn : last;
    if (g->turn >= 1 && g->turn <= last) return GP_OK;
    return gp_json_fail(err, turn, "\"turn\" is %lld, but this case has %lld repl%s", (long long)g->turn,
                        (long long)last, last == 1 ? "y" : "ies");
}

/* Given, or made of its type and its place; no other grader of the case may have it. */
static gp_code name_grader(placing *x, const gp_grader *outer, size_t i, gp_grader *g)
{
    const gp_json *id = gp_json_get(g->at, "id");
    gp_str within = outer ? outer->id : (gp_str){0};
    if (!id) g->id = gp_str_fmt(x->a, "%.*s%s%s-%zu", GP_ARG(within), outer ? "." : "", g->kind->name, i + 1);
    for (size_t k = 0; k < x->n; k++)
        if (gp_str_eq(x->placed[k]->id, g->id))
            return gp_json_fail(x->err, id ? id : g->at,
                                "two graders of this case have the id \"%.*s\" (the other is at line %u)",
                                GP_ARG(g->id), x->placed[k]->at->line);
    if (x->n == GRADERS_MAX) return gp_json_fail(x->err, g->at, "the case has more than %d graders", (int)GRADERS_MAX);
    x->placed[x->n++] = g;
    return GP_OK;
}

static gp_code place(placing *x, const gp_grader *outer, size_t i, gp_grader *g)
{
    gp_inner *in = inner_of(g);
    gp_code code = fit_turn(x->c, outer, g, x->err);
    if (!code) code = name_grader(x, outer, i, g);
    for (size_t k = 0; in && k < in->n && !code; k++) code = place(x, g, k, in->of[k]);
    return code;
}

gp_code gp_graders_read(gp_arena *a, const gp_grader_kinds *kinds, const gp_json *v, gp_case *c, gp_err *err)
{
    gp_code code = gp_check_list(v, "\"grade\"", err);
    if (code) return code;
    if (v->n > GRADERS_MAX)
        return gp_json_fail(err, v, "\"grade\" holds %zu graders, more than %d", v->n, (int)GRADERS_MAX);
    const gp_grader **list = GP_NEW_ARRAY(a, const gp_grader *, v->n);
    const gp_grader *placed[GRADERS_MAX];
    placing x = {a, c, placed, 0, err};
    const gp_grader **budgets = GP_NEW_ARRAY(a, const gp_grader *, v->n);
    size_t i = 0, at = 0;
    bool any = false;
    for (const gp_json *e = v->first; e && !code; e = e->next) {
        gp_grader *g = NULL;
        code = gp_grader_read(a, kinds, e, &g, err);
        if (!code) code = place(&x, NULL, at, g);
        if (!code && g->kind->measure) budgets[c->n_budgets++] = g;
        else if (!code) list[i++] = g;
        at++;
        code = gp_err_go_on(err, code, &any);
    }
    c->graders = list;
    c->n_graders = i;
    c->budgets = budgets;
    if (!code && !any && !i)
        return gp_json_fail(err, v, "all graders of this case read measured values; add one that looks at the answer");
    return gp_err_sum(err, code, any);
}

/* --- the digest --- */

static void write_false(gp_jw *w, const void *at)
{
    (void)at;
    gp_jw_bool(w, false);
}

void gp_grader_write(gp_jw *w, const gp_grader *g)
{
    /* Every grader once had these two; digests of suites stay what they were. */
    const gp_field once[] = {GP_FIELD_BY("ignore_case", write_false, NULL), GP_FIELD_BY("trim", write_false, NULL)};
    gp_field lacks[2];
    gp_record more = {.fields = lacks};
    whole x;
    for (size_t i = 0; i < 2; i++)
        if (!has_row(&g->kind->params, gp_str_c(once[i].key))) lacks[more.n++] = once[i];
    whole_of(g->kind, 0, &x);
    x.rows[x.record.n++] = (gp_field)GP_FIELD_IN(NULL, &more);
    gp_record_write_canonical(w, &x.record, g);
}

/* --- the schema --- */

static void key_of(gp_jw *w, const gp_grader_kind *k)
{
    char key[64];
    (void)snprintf(key, sizeof key, "grader_%s", k->name);
    gp_jw_key(w, key);
}

static void write_any(gp_jw *w, const gp_grader_kinds *kinds)
{
    gp_jw_key(w, "grader");
    gp_jw_object(w);
    gp_jw_kc(w, "description", "One check of an answer; `type` decides which parameters it takes.");
    gp_jw_key(w, "anyOf");
    gp_jw_array(w);
    for (size_t i = 0; i < kinds->n; i++) {
        char ref[80];
        (void)snprintf(ref, sizeof ref, "#/$defs/grader_%s", kinds->list[i]->name);
        gp_jw_object(w);
        gp_jw_kc(w, "$ref", ref);
        gp_jw_end_object(w);
    }
    gp_jw_raw(w, GP_STR("{\"$ref\": \"#/$defs/grader_use\"}"));
    gp_jw_end_array(w);
    gp_jw_end_object(w);
}

static void write_kind(gp_jw *w, const gp_grader_kind *k)
{
    whole x;
    char doc[80], passes[200];
    whole_of(k, 0, &x);
    (void)snprintf(doc, sizeof doc, "Grader of type %s.", k->name);
    (void)snprintf(passes, sizeof passes, "Passes when %s.", k->doc);
    x.record.doc = doc;
    x.rows[0].doc = passes;
    key_of(w, k);
    gp_jw_object(w);
    gp_record_schema_members(w, &x.record);
    gp_jw_key(w, "examples");
    gp_jw_array(w);
    gp_jw_raw(w, gp_str_c(k->example));
    gp_jw_end_array(w);
    gp_jw_end_object(w);
}

void gp_grader_kinds_schema(gp_jw *w, const gp_grader_kinds *kinds)
{
    write_any(w, kinds);
    gp_jw_key(w, "grader_use");
    gp_jw_raw(w,
              GP_STR("{\"description\": \"A grader of the suite's `graders`; its further members go over those of the "
                     "shared one.\", \"anyOf\": [{\"type\": \"object\", \"required\": [\"use\"], \"properties\": "
                     "{\"use\": {\"type\": \"string\", \"description\": \"Its name.\"}, \"type\": false}}]}"));
    for (size_t i = 0; i < kinds->n; i++) write_kind(w, kinds->list[i]);
}

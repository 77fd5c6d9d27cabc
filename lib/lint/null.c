/* null.c - answers without knowledge: nothing, the prompt, a refusal, everything at once, and the best constant. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lint/lint_impl.h"
#include "schema/schema.h"

enum {
    CONSTANTS = 4096,     /* different texts that are counted; later ones are no candidates */
    CONSTANT_MAX = 1024,  /* bytes; a longer text is no candidate */
    TRIED_MAX = 1024,     /* constants that are tried at most, and at least */
    TRIED_LEAST = 8,      /* ... */
    GRADINGS = 200000,    /* in between, as many as make so many gradings */
    STUFFED_MAX = 1 << 16 /* bytes of the answer that is stuffed with expected texts */
};

const char *const gp_constant_origins[4] = {"expected", "example", "schema", "refusal"};
const char *const gp_null_names[GP_NULL_BASELINES] = {"empty", "echo", "constant", "unknown", "stuffed", "pocket"};

/* --- constants --- */

void gp_constants_init(gp_constants *k, gp_arena *a)
{
    *k = (gp_constants){.a = a};
    k->list = GP_NEW_ARRAY(a, gp_constant, CONSTANTS + 2); /* and refusals */
    k->slots = GP_NEW_ARRAY(a, uint32_t, 2 * CONSTANTS);
}

static uint64_t hash_of(gp_str s)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
    return h ^ h >> 29;
}

static void count(gp_constants *k, gp_str text, gp_origin from)
{
    const size_t mask = 2 * CONSTANTS - 1;
    if (!text.n || text.n > CONSTANT_MAX) return;
    size_t s = hash_of(text) & mask;
    for (; k->slots[s]; s = (s + 1) & mask) {
        gp_constant *x = &k->list[k->slots[s] - 1];
        if (!gp_str_eq(x->text, text)) continue;
        x->count++;
        return;
    }
    if (k->n == CONSTANTS) return;
    k->list[k->n] = (gp_constant){.text = gp_str_dup(k->a, text), .origin = from, .count = 1, .order = k->n};
    k->slots[s] = (uint32_t)++k->n;
}

/* A schema that is none was reported already. */
static bool least_of(const gp_json *schema, gp_buf *out)
{
    gp_schema_doc *d = NULL;
    if (gp_schema_compile(schema, NULL, &d, NULL)) return false;
    bool whole = gp_schema_least(d, CONSTANT_MAX, out);
    gp_schema_free(d);
    return whole;
}

static void count_grader(gp_constants *k, const gp_grader *g)
{
    const gp_json *answers = g->kind->answers ? g->kind->answers(g) : NULL, *schema = gp_grader_schema(g);
    bool list = answers && answers->type == GP_JSON_ARRAY;
    gp_buf least = {0}, whole = {0};
    gp_arena a = {0};
    for (const gp_json *e = list ? answers->first : answers; e; e = list ? e->next : NULL)
        count(k, gp_answer_with(&a, g, e->type == GP_JSON_STRING ? e->s : e->raw), GP_FROM_EXPECTED);
    if (g->kind->compose) g->kind->compose(g, &whole);
    if (whole.n) count(k, gp_answer_with(&a, g, gp_buf_view(&whole)), GP_FROM_EXPECTED);
    if (schema && least_of(schema, &least)) count(k, gp_buf_view(&least), GP_FROM_SCHEMA);
    gp_buf_free(&least);
    gp_buf_free(&whole);
    gp_arena_free(&a);
    const gp_inner *in = gp_grader_inner(g);
    for (size_t i = 0; in && i < in->n; i++) count_grader(k, in->of[i]);
}

void gp_constants_add(gp_constants *k, const gp_case *c)
{
    for (size_t i = 0; i < c->n_graders; i++) count_grader(k, c->graders[i]);
    for (const gp_json *e = c->pass_examples ? c->pass_examples->first : NULL; e; e = e->next) {
        bool list = e->type == GP_JSON_ARRAY;
        for (const gp_json *t = list ? e->first : e; t; t = list ? t->next : NULL) {
            const gp_json *text = t->type == GP_JSON_OBJECT ? gp_json_get(t, "answer") : t;
            if (text) count(k, text->s, GP_FROM_EXAMPLE);
        }
    }
}

/* The commonest first; of equally common ones the one that was met first. */
static int by_count(const void *x, const void *y)
{
    const gp_constant *a = x, *b = y;
    if (a->count != b->count) return a->count > b->count ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

/* Every expected text, one per line, as far as there is room. */
static gp_str stuff(const gp_constants *k)
{
    gp_buf all = {0};
    for (size_t i = 0; i < k->n && all.n < STUFFED_MAX; i++) {
        if (k->list[i].origin != GP_FROM_EXPECTED) continue;
        gp_buf_str(&all, k->list[i].text);
        gp_buf_byte(&all, '\n');
    }
    gp_str s = gp_str_dup(k->a, gp_buf_view(&all));
    gp_buf_free(&all);
    return s;
}

/* Refusals are tried whatever the suite expects. */
void gp_constants_choose(gp_constants *k, size_t n_cases)
{
    static const char *const refusals[] = {"I don't know.", "I'm sorry, but I can't help with that."};
    size_t most = GRADINGS / (n_cases ? n_cases : 1);
    if (most < TRIED_LEAST) most = TRIED_LEAST;
    if (most > TRIED_MAX) most = TRIED_MAX;
    k->stuffed = stuff(k);
    qsort(k->list, k->n, sizeof *k->list, by_count);
    k->n_tried = k->n < most ? k->n : most;
    k->untried = k->n - k->n_tried;
    for (size_t i = 0; i < 2; i++)
        k->list[k->n_tried++] = (gp_constant){.text = gp_str_c(refusals[i]), .origin = GP_FROM_REFUSAL};
}

void gp_constants_note(gp_constants *k, const gp_look *l, size_t at)
{
    for (size_t i = 0; i < l->n_tried; i++) {
        gp_constant *x = &k->list[i];
        if (isnan(l->constant_score[i])) continue;
        x->graded++;
        if (l->constant_passed[i] && x->passed < GP_NULL_SHOWN) x->shown[x->passed] = at;
        x->passed += l->constant_passed[i];
        k->list[i].score_sum += l->constant_score[i];
    }
}

void gp_constants_best(const gp_constants *k, gp_arena *a, gp_null_baseline *out)
{
    const gp_constant *best = k->list;
    for (size_t i = 1; i < k->n_tried; i++) {
        const gp_constant *x = &k->list[i];
        if (x->passed > best->passed || (x->passed == best->passed && x->score_sum > best->score_sum)) best = x;
    }
    out->answer = gp_str_dup(a, best->text);
    out->origin = gp_constant_origins[best->origin];
    memcpy(out->shown, best->shown, sizeof out->shown);
    out->tried = k->n_tried;
    out->untried = k->untried;
    out->passed = best->passed;
    out->graded = best->graded;
    out->score_mean = best->graded ? best->score_sum / (double)best->graded : 0;
}

/* --- on one case --- */

/* What reply k (from 0) answers to: the last user message before it. */
static gp_str asked(const gp_look *l, size_t k)
{
    const gp_case *c = l->c;
    if (k) return c->turns[k - 1];
    for (size_t i = c->n_messages; i--;)
        if (gp_str_eqc(c->messages[i].role, "user")) return gp_message_text(l->a, &c->messages[i]);
    return (gp_str){"", 0};
}

static gp_str answer_of(const gp_constants *k, const gp_look *l, int which, size_t reply)
{
    switch (which) {
    case GP_NULL_ECHO: return asked(l, reply);
    case GP_NULL_UNKNOWN: return GP_STR("I don't know.");
    case GP_NULL_STUFFED: return k->stuffed;
    default: return GP_STR("");
    }
}

static gp_code note_grade(gp_look *l, int which, gp_code code, const gp_grade *g, const char *message, gp_err *err)
{
    if (code || g->why.n) return gp_find_grading(l, code, message, err);
    if (g->status != GP_PASSED && g->status != GP_FAILED) return GP_OK; /* there was no answer */
    l->graded[which] = true;
    l->score[which] = g->score;
    l->passed[which] = g->status == GP_PASSED;
    return GP_OK;
}

static gp_code try_pocket(gp_look *l, gp_err *err)
{
    gp_grade g;
    gp_err inner = {0};
    const gp_transcript *t = l->how->answered ? l->how->answered(l->how->answered_user, l->c->id) : NULL;
    if (!t) return GP_OK;
    gp_code code = gp_grade_transcript(l->a, l->c, t, &g, &inner);
    return note_grade(l, GP_NULL_POCKET, code, &g, inner.msg, err);
}

static gp_code try_one(const gp_constants *k, gp_look *l, int which, gp_str *answers, gp_err *err)
{
    size_t n = l->c->n_turns + 1;
    gp_grade g;
    gp_err inner = {0};
    for (size_t i = 0; i < n; i++) answers[i] = answer_of(k, l, which, i);
    gp_code code = gp_grade_answers(l->a, l->c, answers, n, &g, &inner);
    code = note_grade(l, which, code, &g, inner.msg, err);
    if (code) return code;
    /* the others are right somewhere by construction, so that is no finding */
    if (l->passed[which] && (which == GP_NULL_EMPTY || which == GP_NULL_ECHO))
        gp_find(l, false, NULL, "%s passes this case",
                which == GP_NULL_EMPTY ? "an empty answer" : "an echo of the prompt");
    return GP_OK;
}

static gp_code try_constants(const gp_constants *k, gp_look *l, gp_str *answers, gp_err *err)
{
    gp_arena a = {0};
    gp_err inner = {0};
    gp_code code = GP_OK;
    l->constant_passed = GP_NEW_ARRAY(l->a, bool, k->n_tried);
    l->constant_score = GP_NEW_ARRAY(l->a, double, k->n_tried);
    for (size_t i = 0; i < k->n_tried && !code; i++) {
        gp_grade g;
        gp_arena_reset(&a);
        for (size_t r = 0; r <= l->c->n_turns; r++) answers[r] = k->list[i].text;
        code = gp_grade_answers(&a, l->c, answers, l->c->n_turns + 1, &g, &inner);
        if (code) break;
        l->n_tried++;
        l->constant_passed[i] = g.status == GP_PASSED;
        l->constant_score[i] = g.score; /* NaN: it takes more than an answer */
    }
    gp_arena_free(&a);
    return gp_find_grading(l, code, inner.msg, err);
}

gp_code gp_null_try(const gp_constants *k, gp_look *l, gp_err *err)
{
    gp_str *answers = GP_NEW_ARRAY(l->a, gp_str, l->c->n_turns + 1);
    gp_code code = GP_OK;
    for (int i = 0; i < GP_NULL_BASELINES && !code; i++)
        if (i == GP_NULL_POCKET) code = try_pocket(l, err);
        else if (i != GP_NULL_CONSTANT) code = try_one(k, l, i, answers, err);
    return code ? code : try_constants(k, l, answers, err);
}

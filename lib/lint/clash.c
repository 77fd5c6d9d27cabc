/* clash.c - two graders of a case that no answer can satisfy both, found without an example.
 *
 * Only what is certain is told: a text that an answer must hold against a grader that fails whatever holds it; a whole
 * answer that `equals` fixes against every other grader; counts of the same thing whose bounds do not meet. Where a part
 * of the graders is enough (pass_at), nothing is. */
#include <math.h>
#include <string.h>

#include "lint/lint_impl.h"

enum { TEXTS_MAX = 64 }; /* expected by one grader; of more, nothing is told */

static bool is(const gp_grader *g, const char *kind) { return strcmp(g->kind->name, kind) == 0; }

static bool on(const gp_grader *g, const char *key)
{
    const gp_json *v = gp_json_get(g->at, key);
    return v && ((v->type == GP_JSON_BOOL && v->b) || v->n);
}

/* Other spellings of its texts pass it too. */
static bool is_lenient(const gp_grader *g) { return on(g, "ignore_case") || on(g, "normalize"); }

/* Does it pass an answer that is this text in its turn? */
static bool passes(gp_look *l, const gp_grader *g, gp_str text)
{
    size_t n = l->c->n_turns + 1;
    gp_reply *replies = GP_NEW_ARRAY(l->a, gp_reply, n);
    gp_criterion out;
    gp_err ignored = {0};
    for (size_t i = 0; i < n; i++) replies[i].answer = text;
    gp_code code = gp_grade_criterion(l->a, l->c, g, &(gp_transcript){.replies = replies, .n_replies = n}, NULL, &out,
                                      &ignored);
    return code || out.open || out.score >= 1; /* what cannot be told is no clash */
}

static gp_str text_of(const gp_json *v) { return v->type == GP_JSON_STRING ? v->s : v->raw; }

/* The texts that grader x takes, of which an answer must hold or be one: does y fail all of them? */
static bool fails_each(gp_look *l, const gp_grader *x, const gp_grader *y)
{
    const gp_json *expect = gp_json_get(x->at, "expect");
    bool list = expect && expect->type == GP_JSON_ARRAY;
    if (!expect || (list && expect->n > TEXTS_MAX)) return false;
    for (const gp_json *e = list ? expect->first : expect; e; e = list ? e->next : NULL)
        if (passes(l, y, text_of(e))) return false;
    return true;
}

/* Whatever holds a text that y forbids fails, so it is enough to look at the text alone. */
static bool holds_forbidden(gp_look *l, const gp_grader *x, const gp_grader *y)
{
    bool all = is(x, "contains_all") || is(x, "contains");
    bool any = is(x, "contains_any") || is(x, "starts_with") || is(x, "ends_with");
    const gp_json *expect = gp_json_get(x->at, "expect");
    if ((!all && !any) || !is(y, "not_contains") || (is_lenient(x) && !is_lenient(y))) return false;
    if (any || !expect || expect->type != GP_JSON_ARRAY) return fails_each(l, x, y);
    for (const gp_json *e = expect->n > TEXTS_MAX ? NULL : expect->first; e; e = e->next)
        if (!passes(l, y, text_of(e))) return true;
    return false;
}

static bool fixes_another(gp_look *l, const gp_grader *x, const gp_grader *y)
{
    return is(x, "equals") && !is_lenient(x) && !y->kind->stage && !y->kind->obtain && fails_each(l, x, y);
}

static double bound(const gp_grader *g, const char *key)
{
    const gp_json *v = gp_json_get(g->at, key);
    return v && (v->type == GP_JSON_INT || v->type == GP_JSON_REAL) ? v->d : (double)NAN;
}

/* Are the two alike in all but bounds, names and weights? */
static bool count_the_same(const gp_grader *x, const gp_grader *y)
{
    static const char *const differ[] = {"min", "max", "id", "weight", "turn"};
    for (const gp_json *m = x->at->first; m; m = m->next) {
        bool may = false;
        char key[32];
        for (size_t i = 0; i < sizeof differ / sizeof *differ; i++) may = may || gp_str_eqc(m->key, differ[i]);
        if (may) continue;
        if (m->key.n >= sizeof key) return false;
        memcpy(key, m->key.p, m->key.n);
        key[m->key.n] = 0;
        const gp_json *other = gp_json_get(y->at, key);
        if (!other || !gp_json_equal(m, other)) return false;
    }
    return true;
}

static bool bounds_apart(const gp_grader *x, const gp_grader *y)
{
    return is(x, "count") && is(y, "count") && bound(x, "min") > bound(y, "max") && count_the_same(x, y) &&
           count_the_same(y, x);
}

/* Graders of a part that they extract may look at different parts. */
static bool clash(gp_look *l, const gp_grader *x, const gp_grader *y)
{
    if (x->extract.pattern.n || y->extract.pattern.n) return false;
    return bounds_apart(x, y) || holds_forbidden(l, x, y) || fixes_another(l, x, y);
}

static void look_at_pair(gp_look *l, const gp_grader *x, const gp_grader *y)
{
    if (x->turn != y->turn || (!clash(l, x, y) && !clash(l, y, x))) return;
    gp_find(l, true, y->at, "no answer can pass both grader \"%.*s\" and grader \"%.*s\" (line %u)", GP_ARG(y->id),
            GP_ARG(x->id), x->at->line);
}

void gp_clash_check(gp_look *l)
{
    enum { GRADERS = 64 }; /* each is compared with each */
    size_t n = l->c->pass_at < 1 || l->c->n_graders > GRADERS ? 0 : l->c->n_graders;
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++) look_at_pair(l, l->c->graders[i], l->c->graders[k]);
}

/* puzzle.c - puzzles that are declared as constraints, solved by trying.
 *
 * Values are given to one variable after another, and a constraint is asked as soon as its last variable has one, so
 * that a wrong beginning is left at once. The order of variables is chosen for that: next comes the one that makes most
 * constraints complete. Two solutions are enough to know that there is not one. */
#include <stdlib.h>
#include <string.h>

#include "lint/lint_impl.h"
#include "template/template.h"

enum {
    VARIABLES = 64,      /* at most */
    CONSTRAINTS = 256,   /* at most */
    ASKED_MAX = 400000,  /* constraints that are asked in all: some seconds */
    STEPS_OF_ONE = 64,   /* steps of templates that count as one more */
    GIVEN_MAX = 5000000, /* values that are given in all: a second */
    WRONG = 64,          /* answers that are no solution and must not pass */
    VARIED = 4096        /* looks for them */
};

typedef struct variable {
    gp_str name;
    const gp_json **values;
    size_t n, level; /* when it is given a value */
    size_t at;       /* the value that it has */
} variable;

typedef struct constraint {
    const gp_json *text;
    uint64_t uses; /* variables, by their bits */
    size_t level;  /* of the last of them */
} constraint;

typedef struct puzzle {
    gp_look *l;
    const gp_puzzle *p;
    variable v[VARIABLES];
    size_t n;
    size_t order[VARIABLES], depth; /* variables that are given values, by level */
    constraint c[CONSTRAINTS];
    size_t n_constraints;
    uint64_t distinct[VARIABLES]; /* of each variable, those whose values must differ from its own */
    uint64_t in_answer;           /* variables that the answer names */
    size_t asked, given;
    gp_arena scratch;
    size_t solutions, first[VARIABLES]; /* how many were found, at most 2; the values of the first */
    size_t differs, other;              /* a variable that the second has differently, and its value there */
    size_t wrong, varied;               /* answers tried that are no solution; answers looked at for that */
    gp_str solved;                      /* the text of the first solution's answer */
} puzzle;

/* --- reading --- */

static bool has_value(const variable *v, const gp_json *e)
{
    for (size_t i = 0; i < v->n; i++)
        if (gp_json_equal(v->values[i], e)) return true;
    return false;
}

static gp_code read_variables(puzzle *x, gp_err *err)
{
    for (const gp_json *m = x->p->variables->first; m; m = m->next) {
        if (x->n == VARIABLES) return gp_json_fail(err, m, "a puzzle has at most %d variables", VARIABLES);
        if (m->type != GP_JSON_ARRAY || !m->n)
            return gp_json_fail(err, m, "the variable \"%.*s\" needs a list of the values that it may have",
                                GP_ARG(m->key));
        variable *v = &x->v[x->n++];
        *v = (variable){.name = m->key, .values = GP_NEW_ARRAY(x->l->a, const gp_json *, m->n)};
        for (const gp_json *e = m->first; e; e = e->next) {
            if (has_value(v, e))
                return gp_json_fail(err, e,
                                    "the variable \"%.*s\" has this value twice, so no solution would be the only one",
                                    GP_ARG(m->key));
            v->values[v->n++] = e;
        }
    }
    return x->n ? GP_OK : gp_json_fail(err, x->p->variables, "a puzzle needs variables");
}

static size_t find(const puzzle *x, gp_str name)
{
    size_t i = 0;
    while (i < x->n && !gp_str_eq(x->v[i].name, name)) i++;
    return i;
}

/* More variables than values for them would keep the search busy for nothing. */
static gp_code enough_values(const puzzle *x, const gp_json *group, uint64_t members, gp_err *err)
{
    size_t n = 0, room = 0;
    for (size_t i = 0; i < x->n; i++) n += members >> i & 1;
    for (size_t i = 0; i < x->n; i++)
        for (size_t k = 0; members >> i & 1 && k < x->v[i].n; k++) {
            bool met = false;
            for (size_t j = 0; j < i && !met; j++) met = members >> j & 1 && has_value(&x->v[j], x->v[i].values[k]);
            room += !met;
        }
    if (room >= n) return GP_OK;
    return gp_json_fail(err, group, "the puzzle has no solution: these %zu variables have only %zu different values", n,
                        room);
}

static gp_code read_distinct(puzzle *x, gp_err *err)
{
    for (const gp_json *group = x->p->distinct ? x->p->distinct->first : NULL; group; group = group->next) {
        uint64_t all = 0;
        gp_code code = gp_json_want(group, "a group of \"distinct\"", GP_JSON_ARRAY, err);
        for (const gp_json *e = code ? NULL : group->first; e; e = e->next) {
            size_t i = e->type == GP_JSON_STRING ? find(x, e->s) : x->n;
            if (i == x->n) return gp_json_fail(err, e, "\"distinct\" names what is no variable of the puzzle");
            all |= (uint64_t)1 << i;
        }
        if (!code) code = enough_values(x, group, all, err);
        if (code) return code;
        for (size_t i = 0; i < x->n; i++)
            if (all >> i & 1) x->distinct[i] |= all & ~((uint64_t)1 << i);
    }
    return GP_OK;
}

static bool starts_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
static bool goes_on(char c) { return starts_name(c) || (c >= '0' && c <= '9'); }

static bool is_word_of_language(gp_str s)
{
    static const char *const words[] = {"and",   "or",    "not",  "in",    "is",   "if",  "else",   "true",
                                        "false", "none",  "True", "False", "None", "abs", "length", "odd",
                                        "even",  "range", "min",  "max",   "sum",  "int", "list",   "divisibleby"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (gp_str_eqc(s, words[i])) return true;
    return false;
}

/* The variables in an expression of a constraint or the answer; unless there may be names of its own, one that is neither
 * a variable nor a word of the language nor, behind a bar, a filter is misspelt. */
static gp_code read_names(puzzle *x, const gp_json *at, const char *what, gp_str s, bool own, uint64_t *uses,
                          gp_err *err)
{
    bool filter = false;
    for (size_t i = 0; i < s.n;) {
        char c = s.p[i];
        size_t start = i++;
        if (c == '"' || c == '\'') {
            while (i < s.n && s.p[i] != c) i += s.p[i] == '\\' ? 2 : 1;
            i++;
        } else if (starts_name(c)) {
            while (i < s.n && goes_on(s.p[i])) i++;
            gp_str name = {s.p + start, i - start};
            size_t k = find(x, name);
            if (k < x->n) *uses |= (uint64_t)1 << k;
            else if (!own && !filter && !is_word_of_language(name))
                return gp_json_fail(err, at, "the %s names \"%.*s\", which is no variable of the puzzle", what,
                                    GP_ARG(name));
        } else if (c >= '0' && c <= '9') {
            while (i < s.n && goes_on(s.p[i])) i++;
        }
        filter = c == '|' || (filter && c == ' ');
    }
    return GP_OK;
}

static gp_code read_uses(puzzle *x, const gp_json *text, uint64_t *uses, gp_err *err)
{
    gp_code code = read_names(x, text, "constraint", text->s, false, uses, err);
    if (code || *uses) return code;
    return gp_json_fail(err, text, "the constraint names no variable of the puzzle");
}

/* An answer with statements may have names of its own, so only one of plain expressions is held to the puzzle's. */
static gp_code read_answer(puzzle *x, gp_err *err)
{
    const gp_json *at = x->p->answer;
    gp_str s = at->s;
    gp_code code = GP_OK;
    bool statements = gp_str_find(s, GP_STR("{%")) < s.n;
    for (size_t i = 0; i + 1 < s.n && !code; i++) {
        if (s.p[i] != '{' || (s.p[i + 1] != '{' && s.p[i + 1] != '%')) continue;
        size_t from = i + 2;
        for (i = from; i < s.n && (s.p[i] != '}' || (s.p[i - 1] != '}' && s.p[i - 1] != '%'));) i++;
        code = read_names(x, at, "answer", (gp_str){s.p + from, i - from}, statements, &x->in_answer, err);
    }
    if (code || x->in_answer) return code;
    return gp_json_fail(err, at,
                        "the answer names no variable of the puzzle, so it would be right whatever the solution");
}

static gp_code read_constraints(puzzle *x, gp_err *err)
{
    for (const gp_json *e = x->p->constraints->first; e; e = e->next) {
        if (x->n_constraints == CONSTRAINTS)
            return gp_json_fail(err, e, "a puzzle has at most %d constraints", CONSTRAINTS);
        constraint *c = &x->c[x->n_constraints++];
        *c = (constraint){.text = e};
        gp_code code = gp_json_want(e, "a constraint", GP_JSON_STRING, err);
        if (!code) code = read_uses(x, e, &c->uses, err);
        if (code) return code;
    }
    return x->n_constraints ? GP_OK : gp_json_fail(err, x->p->constraints, "a puzzle needs constraints");
}

/* What is gained by giving this variable a value next: constraints that become complete, then those that come closer. */
static size_t gain(const puzzle *x, uint64_t given, size_t i)
{
    uint64_t with = given | (uint64_t)1 << i;
    size_t whole = 0, touched = 0;
    for (size_t k = 0; k < x->n_constraints; k++) {
        if (!(x->c[k].uses >> i & 1)) continue;
        whole += !(x->c[k].uses & ~with);
        touched++;
    }
    return whole * (CONSTRAINTS + 1) + touched;
}

static void choose_order(puzzle *x)
{
    uint64_t given = 0;
    x->depth = x->n;
    for (size_t level = 0; level < x->n; level++) {
        size_t best = x->n;
        for (size_t i = 0; i < x->n; i++)
            if (!(given >> i & 1) && (best == x->n || gain(x, given, i) > gain(x, given, best))) best = i;
        x->order[level] = best;
        x->v[best].level = level;
        given |= (uint64_t)1 << best;
    }
    for (size_t k = 0; k < x->n_constraints; k++)
        for (size_t i = 0; i < x->n; i++)
            if (x->c[k].uses >> i & 1 && x->v[i].level > x->c[k].level) x->c[k].level = x->v[i].level;
}

/* --- asking --- */

/* The variables that have a value up to a level, as what a template sees. */
static gp_code variables(puzzle *x, size_t level, const gp_json **out, gp_err *err)
{
    gp_buf text = {0};
    gp_jw w;
    gp_jw_init(&w, &text, 0);
    gp_jw_object(&w);
    for (size_t i = 0; i < x->n; i++)
        if (x->v[i].level <= level) {
            gp_jw_key(&w, gp_str_dup(&x->scratch, x->v[i].name).p);
            gp_jw_raw(&w, x->v[i].values[x->v[i].at]->raw);
        }
    gp_jw_end_object(&w);
    gp_str kept = gp_str_dup(&x->scratch, gp_buf_view(&text));
    gp_buf_free(&text);
    return gp_json_parse(&x->scratch, "puzzle", kept, out, err);
}

static gp_code render(puzzle *x, const gp_json *at, gp_str source, size_t level, gp_str *out, gp_err *err)
{
    const gp_json *vars = NULL;
    gp_rendered r;
    gp_err inner = {0};
    gp_code code = variables(x, level, &vars, &inner);
    if (!code) code = gp_template_render(&x->scratch, "constraint", source, vars, 0, &r, &inner);
    if (code == GP_E_INPUT) return gp_json_fail(err, at, "%s", inner.msg);
    if (code) return gp_fail(err, code, "%s", inner.msg);
    x->asked += r.steps / STEPS_OF_ONE;
    *out = r.text;
    return GP_OK;
}

static gp_code ask(puzzle *x, const constraint *c, size_t level, bool *holds, gp_err *err)
{
    gp_str said = {0};
    if (++x->asked > ASKED_MAX)
        return gp_json_fail(err, x->p->constraints,
                            "the puzzle is not solved after %d tries; give its variables fewer values", ASKED_MAX);
    gp_arena_reset(&x->scratch);
    gp_str source = gp_str_cat(&x->scratch, GP_STR("{% if "), c->text->s, GP_STR(" %}1{% endif %}"));
    gp_code code = render(x, c->text, source, level, &said, err);
    *holds = gp_str_eqc(said, "1");
    if (!code && said.n && !*holds) code = gp_json_fail(err, c->text, "the constraint is no condition");
    return code;
}

static bool differs(const puzzle *x, size_t level)
{
    const variable *v = &x->v[x->order[level]];
    uint64_t from = x->distinct[x->order[level]];
    for (size_t i = 0; i < x->n; i++)
        if (from >> i & 1 && x->v[i].level < level && gp_json_equal(x->v[i].values[x->v[i].at], v->values[v->at]))
            return false;
    return true;
}

/* The value given at this level goes with those given before. */
static gp_code fits(puzzle *x, size_t level, bool constraints, bool *ok, gp_err *err)
{
    *ok = differs(x, level);
    gp_code code = GP_OK;
    for (size_t k = 0; k < x->n_constraints && *ok && constraints && !code; k++)
        if (x->c[k].level == level) code = ask(x, &x->c[k], level, ok, err);
    return code;
}

/* Only what the answer names still varies; the rest is as in the solution. */
static void vary_answer(puzzle *x)
{
    x->depth = 0;
    for (size_t i = 0; i < x->n; i++) {
        x->v[i].at = x->first[i];
        x->v[i].level = x->n;
        if (!(x->in_answer >> i & 1)) continue;
        x->v[i].level = x->depth;
        x->order[x->depth++] = i;
    }
}

static gp_code tried_enough(const puzzle *x, gp_err *err)
{
    return gp_json_fail(err, x->p->constraints,
                        "the puzzle is not solved after %zu tries; give its variables fewer values", x->given);
}

/* Every way to give values, with or without the constraints, until `found` says that it is enough. */
static gp_code search(puzzle *x, bool constraints, gp_code (*found)(puzzle *x, bool *enough, gp_err *err), gp_err *err)
{
    size_t next[VARIABLES] = {0}, level = 0;
    bool enough = false;
    gp_code code = GP_OK;
    while (!code && !enough) {
        variable *v = &x->v[x->order[level]];
        bool ok = false;
        if (next[level] == v->n) {
            if (!level) break;
            next[level--] = 0;
            continue;
        }
        if (++x->given > GIVEN_MAX) return constraints ? tried_enough(x, err) : GP_OK;
        v->at = next[level]++;
        code = fits(x, level, constraints, &ok, err);
        if (code || !ok) continue;
        if (level + 1 == x->depth) code = found(x, &enough, err);
        else level++;
    }
    return code;
}

/* --- the answers --- */

static gp_code take_solution(puzzle *x, bool *enough, gp_err *err)
{
    (void)err;
    for (size_t i = 0; i < x->n; i++) {
        if (!x->solutions) x->first[i] = x->v[i].at;
        else if (x->first[i] != x->v[i].at) x->differs = i, x->other = x->v[i].at;
    }
    *enough = ++x->solutions == 2;
    return GP_OK;
}

static gp_code grade(puzzle *x, gp_str answer, gp_grade *g, gp_err *err)
{
    gp_look *l = x->l;
    gp_str *answers = GP_NEW_ARRAY(&x->scratch, gp_str, l->c->n_turns + 1);
    for (size_t i = 0; i <= l->c->n_turns; i++) answers[i] = answer;
    return gp_grade_answers(&x->scratch, l->c, answers, l->c->n_turns + 1, g, err);
}

static gp_code take_wrong(puzzle *x, bool *enough, gp_err *err)
{
    gp_str answer = {0};
    gp_grade g = {0};
    gp_arena_reset(&x->scratch);
    gp_code code = render(x, x->p->answer, x->p->answer->s, x->n, &answer, err);
    *enough = ++x->varied == VARIED;
    if (code || gp_str_eq(answer, x->solved)) return code;
    code = grade(x, answer, &g, err);
    *enough = ++x->wrong == WRONG || *enough;
    if (code || g.status != GP_PASSED) return code;
    *enough = true;
    gp_find(x->l, true, x->p->answer, "the graders take \"%.*s\", which is not the solution of the puzzle (\"%.*s\")",
            GP_ARG(answer), GP_ARG(x->solved));
    return GP_OK;
}

static gp_code check_answer(puzzle *x, gp_err *err)
{
    gp_str answer = {0};
    gp_grade g = {0};
    vary_answer(x);
    gp_arena_reset(&x->scratch);
    gp_code code = render(x, x->p->answer, x->p->answer->s, x->n, &answer, err);
    if (!code) code = grade(x, answer, &g, err);
    if (code) return code;
    x->solved = gp_str_dup(x->l->a, answer);
    if (g.status == GP_PASSED) return search(x, false, take_wrong, err);
    gp_find(x->l, true, x->p->answer, "the puzzle's only solution gives \"%.*s\", and the graders do not take it",
            GP_ARG(answer));
    return GP_OK;
}

static void tell_second(puzzle *x)
{
    const variable *v = &x->v[x->differs];
    gp_find(x->l, true, x->p->constraints, "the puzzle has more than one solution: \"%.*s\" may be %.*s or %.*s",
            GP_ARG(v->name), GP_ARG(v->values[x->first[x->differs]]->raw), GP_ARG(v->values[x->other]->raw));
}

static gp_code solve(puzzle *x, gp_err *err)
{
    gp_code code = read_variables(x, err);
    if (!code) code = read_distinct(x, err);
    if (!code) code = read_constraints(x, err);
    if (!code) code = read_answer(x, err);
    if (code) return code;
    choose_order(x);
    code = search(x, true, take_solution, err);
    if (code) return code;
    if (!x->solutions) gp_find(x->l, true, x->p->constraints, "the puzzle has no solution");
    if (x->solutions > 1) tell_second(x);
    return x->solutions == 1 ? check_answer(x, err) : GP_OK;
}

gp_code gp_puzzle_check(gp_look *l, gp_err *err)
{
    if (!l->c->puzzle.constraints) return GP_OK;
    gp_err inner = {0};
    puzzle *x = GP_NEW(l->a, puzzle);
    *x = (puzzle){.l = l, .p = &l->c->puzzle};
    gp_code code = solve(x, &inner);
    gp_arena_free(&x->scratch);
    return gp_find_grading(l, code, inner.msg, err);
}

/* list.c - goldpin list: the cases of suites, and what each asks for. */
#include <string.h>

#include "base/json.h"
#include "cli.h"
#include "grade/grade.h"
#include "plan/plan.h"

typedef struct options {
    gp_output output;
    const gp_str *filters, *tags;
    size_t n_filters, n_tags;
} options;

static const gp_opt opts[] = {
    {"filter", 0, GP_TO_LIST(options, filters, n_filters), "GLOB", "only cases whose id matches; repeated: any of them",
     NULL},
    {"tag", 0, GP_TO_LIST(options, tags, n_tags), "T", "only cases with this tag; repeated: any of them", NULL},
    {0}};

enum { COLUMNS = 7, WIDEST = 40 };
static const char *const titles[COLUMNS] = {"case", "category", "tags", "graders", "needs", "golden", "turns"};

typedef struct row {
    gp_str cell[COLUMNS]; /* as shown */
} row;

/* --- what a case has --- */

static void comma(gp_buf *b)
{
    if (b->n) gp_buf_c(b, ", ");
}

static void add_grader(gp_buf *b, const gp_grader *g)
{
    const gp_inner *inner = gp_grader_inner(g);
    gp_buf_c(b, g->kind->name);
    if (!inner) return;
    gp_buf_byte(b, '(');
    for (size_t i = 0; i < inner->n; i++) {
        if (i) gp_buf_c(b, ", ");
        gp_buf_c(b, inner->of[i]->kind->name);
    }
    gp_buf_byte(b, ')');
}

static void graders(gp_buf *b, const gp_case *c)
{
    for (size_t i = 0; i < c->n_graders; i++) comma(b), add_grader(b, c->graders[i]);
    for (size_t i = 0; i < c->n_budgets; i++) comma(b), add_grader(b, c->budgets[i]);
}

static void needs(gp_buf *b, const gp_case *c)
{
    for (size_t i = 0; i < GP_NEEDS; i++)
        if (c->needs >> i & 1) comma(b), gp_buf_c(b, gp_need_names[i]);
}

static gp_str take(gp_arena *a, gp_buf *b)
{
    gp_str s = gp_str_dup(a, gp_buf_view(b));
    gp_buf_clear(b);
    return s;
}

static row row_of(gp_arena *a, const gp_case *c)
{
    row r;
    gp_buf b = {0};
    const char *golden = gp_golden_mode_name(c->golden);
    gp_show_line(&b, c->id, 0);
    r.cell[0] = take(a, &b);
    gp_show(&b, c->category, 0);
    r.cell[1] = take(a, &b);
    for (size_t i = 0; i < c->n_tags; i++) comma(&b), gp_show(&b, c->tags[i], 0);
    r.cell[2] = take(a, &b);
    graders(&b, c);
    r.cell[3] = take(a, &b);
    needs(&b, c);
    r.cell[4] = take(a, &b);
    r.cell[5] = gp_str_c(golden ? golden : "");
    r.cell[6] = gp_str_fmt(a, "%zu", c->n_turns + 1);
    gp_buf_free(&b);
    return r;
}

/* --- as text --- */

static size_t wide(gp_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

static void put_row(gp_buf *out, const row *r, const size_t *width)
{
    size_t last = COLUMNS;
    while (last > 1 && !r->cell[last - 1].n) last--;
    gp_buf_c(out, "  ");
    for (size_t k = 0; k < last; k++) {
        gp_buf_str(out, r->cell[k]);
        for (size_t n = wide(r->cell[k]); k + 1 < last && n < width[k] + 2; n++) gp_buf_byte(out, ' ');
        if (k + 1 < last && wide(r->cell[k]) >= width[k] + 2) gp_buf_c(out, "  ");
    }
    gp_buf_byte(out, '\n');
}

static void put_table(gp_buf *out, const gp_suite_info *s, const row *rows, size_t n)
{
    size_t width[COLUMNS];
    row head;
    for (size_t k = 0; k < COLUMNS; k++) {
        head.cell[k] = gp_str_c(titles[k]);
        width[k] = head.cell[k].n;
        for (size_t i = 0; i < n; i++)
            if (wide(rows[i].cell[k]) > width[k]) width[k] = wide(rows[i].cell[k]);
        if (width[k] > WIDEST) width[k] = WIDEST;
    }
    gp_show_line(out, s->name, 0);
    gp_buf_byte(out, ' ');
    gp_show(out, s->version, 200);
    gp_buf_fmt(out, ": %zu", n);
    if (n < s->n_cases) gp_buf_fmt(out, " of %zu", s->n_cases);
    gp_buf_fmt(out, " case%s\n", gp_plural(s->n_cases));
    put_row(out, &head, width);
    for (size_t i = 0; i < n; i++) put_row(out, &rows[i], width);
}

/* --- as JSON --- */

static void graders_json(gp_jw *w, const char *key, const gp_grader *const *list, size_t n)
{
    gp_jw_key(w, key);
    gp_jw_array(w);
    for (size_t i = 0; i < n; i++) {
        gp_jw_object(w);
        gp_jw_kstr(w, "id", list[i]->id);
        gp_jw_kc(w, "type", list[i]->kind->name);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

static void case_json(gp_jw *w, const gp_suite_info *s, const gp_case *c)
{
    gp_jw_object(w);
    gp_jw_kstr(w, "suite", s->name);
    gp_jw_kstr(w, "case", c->id);
    gp_jw_kstr(w, "name", c->name);
    gp_jw_kstr(w, "category", c->category);
    gp_jw_key(w, "tags");
    gp_jw_array(w);
    for (size_t i = 0; i < c->n_tags; i++) gp_jw_str(w, c->tags[i]);
    gp_jw_end_array(w);
    graders_json(w, "graders", c->graders, c->n_graders);
    graders_json(w, "budgets", c->budgets, c->n_budgets);
    gp_jw_key(w, "needs");
    gp_jw_array(w);
    for (size_t i = 0; i < GP_NEEDS; i++)
        if (c->needs >> i & 1) gp_jw_c(w, gp_need_names[i]);
    gp_jw_end_array(w);
    gp_jw_kc(w, "golden", gp_golden_mode_name(c->golden));
    gp_jw_kint(w, "turns", (int64_t)c->n_turns + 1);
    gp_jw_end_object(w);
}

/* --- the command --- */

/* Cases and their order as a run has them. A glob with '/' is about trials, whose targets are not known here. */
static gp_code select_cases(const gp_suite *s, const options *o, gp_plan **plan, gp_err *err)
{
    const gp_str target = GP_STR("target");
    gp_plan_options p = {.filters = o->filters,
                         .n_filters = o->n_filters,
                         .tags = o->tags,
                         .n_tags = o->n_tags,
                         .limit = -1,
                         .repeat = 1,
                         .seed = 1};
    for (size_t i = 0; i < o->n_filters; i++)
        if (gp_str_find(o->filters[i], GP_STR("/")) != SIZE_MAX)
            return gp_fail(err, GP_E_USAGE,
                           "--filter \"%.*s\" selects trials by its '/'; goldpin run --dry-run lists those",
                           GP_ARG(o->filters[i]));
    return gp_plan_make(&s, 1, &target, 1, &p, plan, err);
}

static gp_code list_one(const char *path, const options *o, gp_arena *mem, gp_jw *w, gp_buf *out, gp_err *err)
{
    gp_suite *s = NULL;
    gp_plan *plan = NULL;
    gp_arena a = {0};
    gp_code code = gp_suite_open(path, &gp_graders, &s, err);
    if (!code) code = select_cases(s, o, &plan, err);
    size_t n = code ? 0 : gp_plan_count(plan);
    row *rows = GP_NEW_ARRAY(mem, row, n);
    for (size_t i = 0; i < n && !code; i++) {
        gp_case *c = NULL;
        gp_arena_reset(&a);
        code = gp_suite_case_undigested(s, gp_plan_at(plan, i)->case_index, &a, &c, err);
        if (!code && w) case_json(w, gp_suite_facts(s), c);
        else if (!code) rows[i] = row_of(mem, c);
    }
    if (!code && !w) put_table(out, gp_suite_facts(s), rows, n);
    gp_arena_free(&a);
    gp_plan_free(plan);
    gp_suite_close(s);
    return code;
}

static gp_code run(gp_args *a, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    gp_code code = GP_OK;
    gp_jw w;
    gp_jw_init(&w, out, 2);
    if (o->output.json) gp_jw_array(&w);
    for (size_t i = 0; i < a->n_pos && !code; i++) {
        if (i && !o->output.json) gp_buf_byte(out, '\n');
        code = list_one(a->pos[i], o, &a->mem, o->output.json ? &w : NULL, out, err);
    }
    if (!o->output.json) return code;
    gp_jw_end_array(&w);
    gp_buf_byte(out, '\n');
    return code;
}

const gp_command gp_cmd_list = {.name = "list",
                                .usage = "SUITE... [options]",
                                .summary = "the cases of suites, and what each asks for",
                                .opts = {{opts, 0}, GP_OPTS_IN(options, output, gp_json_opts)},
                                .options = sizeof(options),
                                .min_args = 1,
                                .max_args = -1,
                                .run = run,
                                .details = "Nothing is asked. goldpin show SUITE CASE shows one of them whole.\n",
                                .exits = "  0    listed\n  2    a suite cannot be read, or nothing is selected\n",
                                .example = "  goldpin list suites/smoke --tag quick\n"};

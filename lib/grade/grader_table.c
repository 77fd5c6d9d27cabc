/* grader_table.c - the answer is a table, or holds one, with the expected shape, names and cells. */
#include "forms/table.h"
#include "grade/nodes.h"

#define ANSWER_MAX ((size_t)1 << 20) /* bytes: a longer answer fails unread */

static const char *const forms[] = {"markdown", "csv", "csv_semicolon", "tab"};
static const char separators[] = {0, ',', ';', '\t'};

typedef struct cell {
    const gp_json *row, *column, *expect;
} cell;

typedef struct table {
    gp_grader g;
    unsigned form;
    int64_t rows, columns; /* -1 where absent */
    const gp_str *headers;
    size_t n_headers;
    const cell *cells;
    size_t n_cells;
    bool trim;
} table;

static gp_code read_place(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    (void)a;
    *(const gp_json **)at = v;
    if (v->type == GP_JSON_STRING || (v->type == GP_JSON_INT && v->i >= 1)) return GP_OK;
    return gp_json_fail(err, v, "a place in a table is a text or a number from 1, not %.*s", GP_ARG(v->raw));
}

static gp_code read_value(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    (void)a;
    *(const gp_json **)at = v;
    if (v->type == GP_JSON_STRING || v->type == GP_JSON_INT || v->type == GP_JSON_REAL) return GP_OK;
    return gp_json_fail(err, v, "a cell is expected to be a text or a number, not %s", gp_json_type_name(v->type));
}

#define PLACE "{\"type\": [\"string\", \"integer\"], \"minimum\": 1}"
static const gp_field cell_rows[] = {
    GP_FIELD(JSON, "row", cell, row, .flags = GP_KNOWN | GP_QUOTED, .read = read_place,
             .doc = "The row: what stands in its first cell, or its number from 1 (without the names).",
             .schema = PLACE),
    GP_FIELD(JSON, "column", cell, column, .flags = GP_KNOWN | GP_QUOTED, .read = read_place,
             .doc = "The column: its name, or its number from 1.", .schema = PLACE),
    GP_FIELD(JSON, "expect", cell, expect, .flags = GP_KNOWN | GP_QUOTED, .read = read_value,
             .doc = "What stands there: a text, or a number by its exact value.",
             .schema = "{\"type\": [\"string\", \"number\"]}"),
};
static const gp_record cell_record = GP_RECORD(cell, cell_rows, "a cell");

static const gp_field rows[] = {
    GP_FIELD(
        ENUM, "form", table, form, GP_NAMES(forms), .flags = GP_OPTIONAL | GP_DEFAULT | GP_QUOTED,
        .doc = "How it is written: the only pipe table of the answer, or an answer that is nothing but CSV (RFC 4180) "
               "with commas, semicolons or tabs."),
    GP_FIELD(INT, "rows", table, rows, GP_RANGE(0, 1000000), .flags = GP_OPTIONAL | GP_QUOTED,
             .doc = "How many rows there are, without the names."),
    GP_FIELD(INT, "columns", table, columns, GP_RANGE(1, 100000), .flags = GP_OPTIONAL | GP_QUOTED,
             .doc = "How many columns there are."),
    GP_FIELD_LISTED(STRS, "headers", table, headers, n_headers, .flags = GP_OPTIONAL | GP_QUOTED,
                    .doc = "The names of the columns, in order."),
    GP_FIELD_LISTED(
        LIST, "cells", table, cells, n_cells, .flags = GP_OPTIONAL | GP_QUOTED, .record = &cell_record,
        .doc =
            "Cells, each with its `row` (what stands in its first cell, or its number from 1), its `column` (the name, "
            "or the number from 1), and what to `expect` there (a text, or a number by its exact value)."),
    GP_ROW_TRIM(table, 0, "Accept CSV also inside a single code fence."),
};

/* What is asked of cells must have a place in what is asked of the shape. */
static gp_code check_place(const gp_json *v, int64_t most, const char *what, gp_err *err)
{
    if (v->type != GP_JSON_INT || most < 0 || v->i <= most) return GP_OK;
    return gp_json_fail(err, v, "%s %lld, but there must be %lld", what, (long long)v->i, (long long)most);
}

static gp_code check_column(const table *p, const gp_json *v, gp_err *err)
{
    size_t i = 0;
    while (i < p->n_headers && !(v->type == GP_JSON_STRING && gp_str_eq(p->headers[i], v->s))) i++;
    if (v->type != GP_JSON_STRING || !p->n_headers || i < p->n_headers) return GP_OK;
    return gp_json_fail(err, v, "the column \"%.*s\" is none of \"headers\"", GP_ARG(v->s));
}

static gp_code check(const gp_grader *g, gp_err *err)
{
    const table *p = (const table *)g;
    int64_t columns = p->n_headers ? (int64_t)p->n_headers : p->columns;
    gp_code code = GP_OK;
    if (p->n_headers && p->columns >= 0 && p->columns != columns)
        return gp_json_fail(err, gp_json_get(g->at, "columns"), "\"columns\" is %lld, but \"headers\" names %lld",
                            (long long)p->columns, (long long)columns);
    for (size_t i = 0; i < p->n_cells && !code; i++) {
        code = check_place(p->cells[i].row, p->rows, "row", err);
        if (!code) code = check_place(p->cells[i].column, columns, "column", err);
        if (!code) code = check_column(p, p->cells[i].column, err);
    }
    return code;
}

/* --- what is asked, one after the other --- */

typedef struct findings {
    size_t asked, met;
    const char *first; /* what was not met first */
} findings;

static void note(findings *f, bool met, const char *otherwise)
{
    f->asked++;
    f->met += met;
    if (!met && !f->first) f->first = otherwise;
}

static void look_at_size(gp_arena *a, findings *f, int64_t want, size_t got, const char *what)
{
    if (want < 0) return;
    bool met = got == (size_t)want;
    note(f, met, met ? NULL : gp_str_fmt(a, "%zu %s, expected %lld", got, what, (long long)want).p);
}

static void look_at_headers(gp_arena *a, findings *f, const table *p, const gp_table *t)
{
    for (size_t i = 0; i < p->n_headers; i++) {
        bool there = i < t->columns, met = there && gp_str_eq(gp_table_cell(t, 0, i), p->headers[i]);
        const char *got = there ? gp_quote(a, gp_table_cell(t, 0, i)) : "missing";
        note(f, met,
             met ? NULL : gp_str_fmt(a, "column %zu is %s, expected %s", i + 1, got, gp_quote(a, p->headers[i])).p);
    }
    if (p->n_headers && t->columns > p->n_headers)
        note(f, false, gp_str_fmt(a, "%zu columns, expected %zu", t->columns, p->n_headers).p);
}

enum { NONE = -1, SEVERAL = -2 };

static int64_t find(const gp_table *t, bool row, gp_str text)
{
    int64_t found = NONE;
    size_t n = row ? t->rows : t->columns;
    for (size_t i = 0; i < n; i++) {
        if (!gp_str_eq(row ? gp_table_cell(t, i + 1, 0) : gp_table_cell(t, 0, i), text)) continue;
        if (found != NONE) return SEVERAL;
        found = (int64_t)(row ? i + 1 : i);
    }
    return found;
}

static int64_t place(const gp_table *t, bool row, const gp_json *v)
{
    if (v->type == GP_JSON_STRING) return find(t, row, v->s);
    if ((size_t)v->i > (row ? t->rows : t->columns)) return NONE;
    return row ? v->i : v->i - 1;
}

static void look_at_cell(gp_arena *a, findings *f, const gp_table *t, const cell *c)
{
    int64_t row = place(t, true, c->row), column = place(t, false, c->column);
    const gp_json *lost = row < 0 ? c->row : c->column;
    if (row < 0 || column < 0) {
        note(f, false,
             gp_str_fmt(a, "%s %s %s", (row < 0 ? row : column) == SEVERAL ? "several" : "no",
                        row < 0 ? "row" : "column", gp_quote(a, gp_expect_text(lost)))
                 .p);
        return;
    }
    gp_str got = gp_table_cell(t, (size_t)row, (size_t)column);
    bool met = gp_text_is(a, c->expect, got);
    note(f, met,
         met ? NULL
             : gp_str_fmt(a, "row %s, column %s is %s, expected %s", gp_quote(a, gp_expect_text(c->row)),
                          gp_quote(a, gp_expect_text(c->column)), gp_quote(a, got),
                          gp_quote(a, gp_expect_text(c->expect)))
                   .p);
}

static gp_code judge(gp_arena *a, const table *p, gp_str text, gp_criterion *out)
{
    gp_arena scratch = {0};
    gp_table t;
    findings f = {0};
    gp_table_read(&scratch, text, separators[p->form], &t);
    if (!t.why) {
        look_at_size(a, &f, p->rows, t.rows, "rows");
        look_at_size(a, &f, p->columns, t.columns, "columns");
        look_at_headers(a, &f, p, &t);
        for (size_t i = 0; i < p->n_cells; i++) look_at_cell(a, &f, &t, &p->cells[i]);
    }
    gp_code code = t.why     ? gp_explain(a, out, 0, "%s: %s", t.why, gp_quote(a, text))
                   : f.first ? gp_explain(a, out, (double)f.met / (double)f.asked, "%zu of %zu as expected; %s", f.met,
                                          f.asked, f.first)
                             : gp_explain(a, out, 1, "a table of %zu rows and %zu columns", t.rows, t.columns);
    gp_arena_free(&scratch);
    return code;
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const table *p = (const table *)g;
    gp_str text = x->reply->answer, inside;
    (void)err;
    if (text.n > ANSWER_MAX)
        return gp_explain(a, out, 0, "the answer has %zu bytes, more than the %zu that are read as a table", text.n,
                          ANSWER_MAX);
    if (!p->form || !gp_fenced(text, &inside)) return judge(a, p, text, out);
    if (p->trim) return judge(a, p, inside, out);
    return gp_explain(a, out, 0, "the answer is in a code fence (accepted only with \"trim\": true): %s",
                      gp_quote(a, text));
}

/* --- breaking it --- */

static bool break_frame(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    const table *p = (const table *)g;
    gp_buf b = {0};
    if (p->form) gp_buf_c(&b, "\"x\"y,");
    for (size_t i = 0; i < reply->answer.n; i++) /* without dashes no line rules off the names */
        if (p->form || reply->answer.p[i] != '-') gp_buf_byte(&b, reply->answer.p[i]);
    reply->answer = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return true;
}

static bool drop_rows(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    const table *p = (const table *)g;
    gp_table t;
    gp_table_read(a, reply->answer, separators[p->form], &t);
    if (t.why || (p->rows <= 0 && !p->n_cells)) return false;
    gp_buf b = {0};
    for (size_t i = 0; i < t.columns; i++) {
        gp_str name = gp_table_cell(&t, 0, i);
        if (p->form) gp_buf_fmt(&b, "%s\"%.*s\"", i ? (char[]){separators[p->form], 0} : "", GP_ARG(name));
        else gp_buf_fmt(&b, "| %.*s ", GP_ARG(name));
    }
    if (!p->form) gp_buf_c(&b, "|\n");
    for (size_t i = 0; i < t.columns && !p->form; i++) gp_buf_c(&b, i + 1 < t.columns ? "| --- " : "| --- |");
    reply->answer = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return true;
}

static const gp_mutation mutations[] = {{"its frame broken", break_frame}, {"its rows left out", drop_rows}};

const gp_grader_kind gp_grader_table = {
    .name = "table",
    .doc = "the answer has a table of the expected shape, names and cells",
    .more =
        "The score is the share of what is asked that is so: `rows`, `columns`, each of `headers`, each of `cells`. Rows "
        "must have as many cells as there are names. A row or a column that is named and stands there several times "
        "fails. In markdown `\\|` is a pipe inside a cell, and a cell that is bold or code as a whole is "
        "what stands between the marks. An answer of more than 1 MiB fails.",
    .example =
        "{\"type\": \"table\", \"rows\": 2, \"cells\": [{\"row\": \"Bonn\", \"column\": 2, \"expect\": 340000}]}",
    .pass = "| city | people |\n| --- | --- |\n| Bonn | 340000 |\n| Ulm | 130000 |\n",
    .fail = "| city | people |\n| --- | --- |\n| Bonn | 34000 |\n| Ulm | 130000 |\n",
    .params = GP_RECORD(table, rows, "a grader of type table"),
    .mutations = mutations,
    .n_mutations = 2,
    .check = check,
    .verdict = verdict,
};

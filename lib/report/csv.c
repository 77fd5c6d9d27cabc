/* csv.c - a row for each trial, or for each turn of conversations, by RFC 4180: lines end in CR LF, text stands in double quotes, units in the head. What is
 * unknown is empty. Text is one line with control characters made visible, and what a spreadsheet would take for a
 * formula has an apostrophe in front of it, which spreadsheets hide. */
#include <math.h>
#include <string.h>

#include "base/sys.h"
#include "report/format.h"
#include "report/report_text.h"

enum { MOST_CELL = 32000 }; /* bytes; spreadsheets keep 32,767 characters of a cell */

/* --- cells --- */

/* Characters that begin a formula, also the wide ones that some programs take for the same. */
static bool begins_formula(gp_str s)
{
    static const char *const wide[] = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (gp_str_starts(s, gp_str_c(wide[i]))) return true;
    return s.n && strchr("=+-@\t\r", s.p[0]);
}

static void cell_text(gp_buf *out, gp_str s)
{
    gp_buf shown = {0};
    gp_text_line(&shown, s, MOST_CELL);
    gp_str v = gp_buf_view(&shown);
    if (v.n) gp_buf_byte(out, '"');
    if (begins_formula(v)) gp_buf_byte(out, '\'');
    for (size_t i = 0; i < v.n; i++) {
        if (v.p[i] == '"') gp_buf_byte(out, '"');
        gp_buf_byte(out, v.p[i]);
    }
    if (v.n) gp_buf_byte(out, '"');
    gp_buf_free(&shown);
}

static void cell_real(gp_buf *out, double v)
{
    char text[32] = {0};
    if (!isfinite(v)) return;
    (void)gp_fmt_double(text, v);
    gp_buf_c(out, text);
}

static void cell_int(gp_buf *out, int64_t v)
{
    if (v >= 0) gp_buf_fmt(out, "%lld", (long long)v);
}

/* --- columns --- */

typedef struct column {
    const char *name;
    enum { TEXT, INT, REAL, MADE } kind;
    size_t at; /* in gp_result, or in gp_turn, but for MADE */
    void (*made)(gp_buf *out, const gp_result *t);
} column;

static void status(gp_buf *out, const gp_result *t) { gp_buf_c(out, gp_status_name(t->status)); }
static void known(gp_buf *out, const gp_result *t) { gp_buf_c(out, t->known ? "true" : "false"); }
static void golden(gp_buf *out, const gp_result *t) { gp_buf_c(out, gp_golden_state_name(t->golden)); }
static void failure(gp_buf *out, const gp_result *t)
{
    if (t->failure) gp_buf_c(out, gp_failure_name(t->failure));
}

static void criteria(gp_buf *out, const gp_result *t) { gp_buf_fmt(out, "%zu", t->n_criteria); }
static void criteria_passed(gp_buf *out, const gp_result *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n_criteria; i++) n += t->criteria[i].passed;
    gp_buf_fmt(out, "%zu", n);
}

static void finding(gp_buf *out, const gp_result *t)
{
    gp_buf b = {0};
    gp_result_finding(&b, t);
    cell_text(out, gp_buf_view(&b));
    gp_buf_free(&b);
}

#define AT(kind, member) kind, offsetof(gp_result, member), NULL
static const column columns[] = {
    {"trial", AT(TEXT, id)},
    {"suite", AT(TEXT, suite)},
    {"case", AT(TEXT, case_id)},
    {"name", AT(TEXT, case_name)},
    {"category", AT(TEXT, category)},
    {"cluster", AT(TEXT, cluster)},
    {"target", AT(TEXT, target)},
    {"repeat", AT(INT, repeat)},
    {"seed", AT(INT, seed)},
    {"status", MADE, 0, status},
    {"known failure", MADE, 0, known},
    {"score (0 to 1)", AT(REAL, score)},
    {"criteria", MADE, 0, criteria},
    {"criteria passed", MADE, 0, criteria_passed},
    {"golden", MADE, 0, golden},
    {"failure kind", MADE, 0, failure},
    {"error", AT(TEXT, error)},
    {"finding", MADE, 0, finding},
    {"finish reason", AT(TEXT, finish)},
    {"first byte (s)", AT(REAL, first_byte_s)},
    {"first token (s)", AT(REAL, first_token_s)},
    {"first answer (s)", AT(REAL, first_answer_s)},
    {"reasoning (s)", AT(REAL, reasoning_s)},
    {"answer (s)", AT(REAL, answer_s)},
    {"total (s)", AT(REAL, total_s)},
    {"trial (s)", AT(REAL, duration_s)},
    {"longest gap (s)", AT(REAL, gap_max_s)},
    {"input (tokens)", AT(INT, input_tokens)},
    {"cached input (tokens)", AT(INT, cached_tokens)},
    {"output (tokens)", AT(INT, output_tokens)},
    {"reasoning (tokens)", AT(INT, reasoning_tokens)},
    {"output (tokens/s)", AT(REAL, output_tokens_per_s)},
    {"requests", AT(INT, attempts)},
    {"cost (USD)", AT(REAL, cost_usd)},
    {"returned model", AT(TEXT, returned_model)},
    {"stands in", AT(TEXT, where)},
    {"prompt", AT(TEXT, prompt)},
    {"answer", AT(TEXT, answer)},
};
enum { N_COLUMNS = sizeof columns / sizeof *columns };

/* Of a turn: what trial it is of, its number, then its own. */
static const column of_trial[] = {
    {"trial", AT(TEXT, id)},      {"suite", AT(TEXT, suite)},  {"case", AT(TEXT, case_id)},
    {"target", AT(TEXT, target)}, {"repeat", AT(INT, repeat)},
};
enum { N_OF_TRIAL = sizeof of_trial / sizeof *of_trial };
static const column of_turn[] = {
    {"first token (s)", REAL, offsetof(gp_turn, first_token_s), NULL},
    {"input (tokens)", INT, offsetof(gp_turn, input_tokens), NULL},
    {"output (tokens)", INT, offsetof(gp_turn, output_tokens), NULL},
    {"output (tokens/s)", REAL, offsetof(gp_turn, output_tokens_per_s), NULL},
};
enum { N_OF_TURN = sizeof of_turn / sizeof *of_turn };

/* `of` is what the column lies in. */
static void cell(gp_buf *out, const column *c, const void *of)
{
    const void *at = (const char *)of + c->at;
    switch (c->kind) {
    case TEXT: cell_text(out, *(const gp_str *)at); break;
    case INT: cell_int(out, *(const int64_t *)at); break;
    case REAL: cell_real(out, *(const double *)at); break;
    case MADE: c->made(out, of); break;
    }
}

/* --- the document --- */

typedef struct writing {
    gp_buf row;
    gp_report_put *put;
    void *user;
} writing;

static void end_row(writing *w)
{
    gp_buf_c(&w->row, "\r\n");
    w->put(w->user, gp_buf_view(&w->row));
    gp_buf_clear(&w->row);
}

static void put_names(gp_buf *row, const column *c, size_t n)
{
    for (size_t i = 0; i < n; i++) gp_buf_fmt(row, "%s%s", row->n ? "," : "", c[i].name);
}

static void put_cells(gp_buf *row, const column *c, size_t n, const void *of)
{
    for (size_t i = 0; i < n; i++) {
        if (i) gp_buf_byte(row, ',');
        cell(row, &c[i], of);
    }
}

static gp_code write_row(void *user, const gp_result *t, gp_err *err)
{
    (void)err;
    writing *w = user;
    put_cells(&w->row, columns, N_COLUMNS, t);
    end_row(w);
    return GP_OK;
}

static gp_code write_csv(void *state, const gp_report_runs *in, gp_report_put *put, void *user, gp_err *err)
{
    writing w = {.put = put, .user = user};
    (void)state;
    put_names(&w.row, columns, N_COLUMNS);
    end_row(&w);
    gp_code code = gp_results_each(in->runs[0], write_row, &w, err);
    gp_buf_free(&w.row);
    return code;
}

const gp_report_writer gp_report_csv = {.write = write_csv};

/* --- turns --- */

static gp_code write_turn_rows(void *user, const gp_result *t, gp_err *err)
{
    (void)err;
    writing *w = user;
    for (size_t i = 0; i < t->n_turns; i++) {
        put_cells(&w->row, of_trial, N_OF_TRIAL, t);
        gp_buf_fmt(&w->row, ",%zu,", i + 1);
        put_cells(&w->row, of_turn, N_OF_TURN, &t->turns[i]);
        end_row(w);
    }
    return GP_OK;
}

static gp_code write_turns(void *state, const gp_report_runs *in, gp_report_put *put, void *user, gp_err *err)
{
    writing w = {.put = put, .user = user};
    (void)state;
    put_names(&w.row, of_trial, N_OF_TRIAL);
    gp_buf_c(&w.row, ",turn");
    put_names(&w.row, of_turn, N_OF_TURN);
    end_row(&w);
    gp_code code = gp_results_each(in->runs[0], write_turn_rows, &w, err);
    gp_buf_free(&w.row);
    return code;
}

const gp_report_writer gp_report_turns = {.write = write_turns};

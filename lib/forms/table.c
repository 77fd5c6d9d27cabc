/* table.c - tables in markdown and in CSV. */
#include "forms/table.h"

#include <stdlib.h>
#include <string.h>

typedef struct builder {
    gp_arena *a;
    gp_str *cell;
    size_t n, room, columns, row; /* cells; of the first row; rows that ended */
    const char *why;
} builder;

static void add(builder *b, gp_str cell)
{
    b->cell = gp_grow(b->cell, b->n, &b->room, sizeof *b->cell);
    b->cell[b->n++] = cell;
}

static void end_row(builder *b, size_t line)
{
    size_t got = b->n - b->row * b->columns;
    if (!b->row) b->columns = b->n;
    else if (got != b->columns && !b->why)
        b->why = gp_str_fmt(b->a, "line %zu has %zu cells, but there are %zu columns", line, got, b->columns).p;
    b->row++;
}

static void finish(builder *b, gp_table *out)
{
    *out = (gp_table){.why = b->why, .columns = b->columns, .rows = b->row - (b->row > 0)};
    gp_str *copy = GP_NEW_ARRAY(b->a, gp_str, b->n);
    if (b->n) memcpy(copy, b->cell, b->n * sizeof *copy);
    out->cell = copy;
    free(b->cell);
}

/* --- markdown --- */

static bool next_line(gp_str *rest, gp_str *line)
{
    if (!rest->n) return false;
    const char *end = memchr(rest->p, '\n', rest->n);
    size_t n = end ? (size_t)(end - rest->p) : rest->n;
    *line = gp_str_trim((gp_str){rest->p, n});
    n += end != NULL;
    *rest = (gp_str){rest->p + n, rest->n - n};
    return true;
}

/* The text between a pair of marks that holds all of the cell. */
static gp_str unmarked(gp_str cell, const char *mark)
{
    size_t n = strlen(mark);
    if (cell.n <= 2 * n || memcmp(cell.p, mark, n) != 0 || memcmp(cell.p + cell.n - n, mark, n) != 0) return cell;
    gp_str inside = {cell.p + n, cell.n - 2 * n};
    return gp_str_find(inside, gp_str_c(mark)) == SIZE_MAX ? gp_str_trim(inside) : cell;
}

/* The cell that begins at *at, which moves behind its pipe; false at the end of the line. */
static bool next_cell(gp_arena *a, gp_str line, size_t *at, gp_str *cell)
{
    if (*at >= line.n) return false;
    size_t from = *at, end = from;
    bool escapes = false;
    for (; end < line.n && line.p[end] != '|'; end++)
        if (line.p[end] == '\\' && end + 1 < line.n && line.p[end + 1] == '|') {
            escapes = true;
            end++;
        }
    *cell = unmarked(unmarked(gp_str_trim((gp_str){line.p + from, end - from}), "**"), "`");
    *at = end + 1;
    if (!escapes) return true;
    char *copy = gp_arena_copy(a, cell->p, cell->n), *to = copy;
    for (size_t i = 0; i < cell->n; i++)
        if (cell->p[i] != '\\' || i + 1 == cell->n || cell->p[i + 1] != '|') *to++ = cell->p[i];
    *cell = (gp_str){copy, (size_t)(to - copy)};
    return true;
}

static size_t first_cell(gp_str line) { return line.n && line.p[0] == '|'; }

/* "| --- | :-: |" */
static bool is_rule(gp_str line)
{
    size_t dashes = 0, pipes = 0;
    for (size_t i = 0; i < line.n; i++) {
        if (!strchr("-:| \t", line.p[i]) || !line.p[i]) return false;
        dashes += line.p[i] == '-';
        pipes += line.p[i] == '|';
    }
    return dashes && pipes;
}

static void add_line(builder *b, gp_str line, size_t number)
{
    gp_str cell;
    for (size_t at = first_cell(line); next_cell(b->a, line, &at, &cell);) add(b, cell);
    end_row(b, number);
}

static bool has_pipe(gp_str line) { return line.n && memchr(line.p, '|', line.n); }

static size_t cells_of(gp_arena *a, gp_str line)
{
    gp_str cell;
    size_t n = 0;
    for (size_t at = first_cell(line); next_cell(a, line, &at, &cell);) n++;
    return n;
}

static void read_markdown(builder *b, gp_str text)
{
    gp_str line, before = {0};
    size_t number = 0;
    bool inside = false, done = false;
    while (next_line(&text, &line) && !b->why) {
        number++;
        bool rule = !inside && is_rule(line) && has_pipe(before);
        if (rule && done) b->why = gp_str_fmt(b->a, "several tables, the second at line %zu", number - 1).p;
        else if (rule) {
            add_line(b, before, number - 1);
            if (cells_of(b->a, line) != b->columns)
                b->why = gp_str_fmt(b->a, "line %zu does not rule off %zu columns", number, b->columns).p;
            inside = true;
        } else if (inside && has_pipe(line)) add_line(b, line, number);
        else if (inside) {
            inside = false;
            done = true;
        }
        before = line;
    }
    if (!b->row && !b->why) b->why = "no table";
}

/* --- CSV --- */

typedef struct csv {
    gp_str s;
    size_t at, line;
    char separator;
} csv;

static size_t line_end(const csv *c) /* its length at the present place, or 0 */
{
    if (c->at < c->s.n && c->s.p[c->at] == '\n') return 1;
    return c->at + 1 < c->s.n && c->s.p[c->at] == '\r' && c->s.p[c->at + 1] == '\n' ? 2 : 0;
}

static void quoted_field(builder *b, csv *c)
{
    gp_buf text = {0};
    size_t line = c->line;
    gp_buf_c(&text, "");
    for (c->at++; c->at < c->s.n; c->at++) {
        char ch = c->s.p[c->at];
        if (ch == '"' && (c->at + 1 == c->s.n || c->s.p[c->at + 1] != '"')) break;
        if (ch == '"') c->at++;
        c->line += ch == '\n';
        gp_buf_byte(&text, ch);
    }
    if (c->at == c->s.n) b->why = gp_str_fmt(b->a, "line %zu: a quote that does not close", line).p;
    c->at++;
    add(b, gp_str_dup(b->a, gp_buf_view(&text)));
    gp_buf_free(&text);
    bool ends = c->at >= c->s.n || c->s.p[c->at] == c->separator || line_end(c);
    if (!ends && !b->why) b->why = gp_str_fmt(b->a, "line %zu: text behind a closing quote", c->line).p;
}

static void plain_field(builder *b, csv *c)
{
    size_t from = c->at;
    for (; c->at < c->s.n && c->s.p[c->at] != c->separator && !line_end(c); c->at++)
        if (c->s.p[c->at] == '"' && !b->why) b->why = gp_str_fmt(b->a, "line %zu: a quote inside a cell", c->line).p;
    add(b, (gp_str){c->s.p + from, c->at - from});
}

static void read_csv(builder *b, gp_str text, char separator)
{
    csv c = {.s = text, .line = 1, .separator = separator};
    for (bool more = text.n > 0; more && !b->why;) {
        if (c.at < c.s.n && c.s.p[c.at] == '"') quoted_field(b, &c);
        else plain_field(b, &c);
        more = c.at < c.s.n && !b->why;
        if (more && c.s.p[c.at] == separator) c.at++;
        else {
            end_row(b, c.line);
            c.at += line_end(&c);
            c.line++;
        }
    }
    if (!text.n) b->why = "no table";
}

/* White space around it, but no separator that a cell may stand behind. */
static gp_str trim_csv(gp_str s, char separator)
{
    while (s.n && strchr(" \t\r\n", s.p[s.n - 1]) && s.p[s.n - 1] && s.p[s.n - 1] != separator) s.n--;
    while (s.n && strchr(" \r\n", s.p[0]) && s.p[0]) s = (gp_str){s.p + 1, s.n - 1};
    return s;
}

void gp_table_read(gp_arena *a, gp_str text, char separator, gp_table *out)
{
    builder b = {.a = a};
    if (separator) read_csv(&b, trim_csv(text, separator), separator);
    else read_markdown(&b, text);
    finish(&b, out);
}

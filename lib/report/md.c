/* md.c - spans, blocks and tables. */
#include <string.h>

#include "bundle/bundle.h"
#include "report/md.h"

/* --- spans --- */

static size_t longest_run(gp_str s, char c)
{
    size_t best = 0, run = 0;
    for (size_t i = 0; i < s.n; i++) {
        run = s.p[i] == c ? run + 1 : 0;
        if (run > best) best = run;
    }
    return best;
}

static void repeat(gp_buf *out, char c, size_t n)
{
    while (n--) gp_buf_byte(out, c);
}

/* In a table cell "\|" is a pipe; but "\\|" would end the cell, so a pipe behind a backslash is spelt out. */
static void put_cell(gp_buf *out, gp_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '|') gp_buf_byte(out, s.p[i]);
        else gp_buf_c(out, i && s.p[i - 1] == '\\' ? "\\u{7C}" : "\\|");
    }
}

static void put_code(gp_buf *out, gp_str s, size_t max, bool in_table)
{
    gp_buf shown = {0};
    gp_text_line(&shown, s, max);
    gp_str v = gp_buf_view(&shown);
    size_t ticks = longest_run(v, '`') + 1, blanks = 0;
    while (blanks < v.n && v.p[blanks] == ' ') blanks++;
    bool pad = v.n && (v.p[0] == '`' || v.p[v.n - 1] == '`' || (v.p[0] == ' ' && v.p[v.n - 1] == ' ' && blanks < v.n));
    if (!v.n) {
        gp_buf_c(out, "n/a");
    } else {
        repeat(out, '`', ticks);
        if (pad) gp_buf_byte(out, ' ');
        if (in_table) put_cell(out, v);
        else gp_buf_str(out, v);
        if (pad) gp_buf_byte(out, ' ');
        repeat(out, '`', ticks);
    }
    gp_buf_free(&shown);
}

void gp_md_code(gp_buf *out, gp_str s, size_t max) { put_code(out, s, max, false); }
void gp_md_code_cell(gp_buf *out, gp_str s, size_t max) { put_code(out, s, max, true); }

void gp_md_first(gp_buf *out, gp_str s)
{
    gp_buf_c(out, "| ");
    gp_md_code_cell(out, s, 0);
}

void gp_md_next(gp_buf *out, gp_str s, size_t max)
{
    gp_buf_c(out, " | ");
    gp_md_code_cell(out, s, max);
}

void gp_md_next_number(gp_buf *out, double v)
{
    gp_buf_c(out, " | ");
    gp_text_number(out, v);
}

static bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

static bool has_folded(gp_str s, const char *lower)
{
    size_t n = strlen(lower);
    for (size_t i = 0; i + n <= s.n; i++) {
        size_t k = 0;
        while (k < n &&
               (s.p[i + k] == lower[k] || (s.p[i + k] >= 'A' && s.p[i + k] <= 'Z' && s.p[i + k] + 32 == lower[k])))
            k++;
        if (k == n) return true;
    }
    return false;
}

/* Words that no markdown dialect reads as anything else: no markup characters, no "www.", no "GH-1", no emoji names, no
 * seven hex digits in a row (a commit id). */
static bool is_plain(gp_str s)
{
    size_t hex = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!word && (c == 0 || !strchr(" .,;:()%='-\"", c))) return false;
        if (c == ':' && i + 1 < s.n && s.p[i + 1] != ' ') return false;
        hex = is_hex(c) ? hex + 1 : 0;
        if (hex >= 7) return false;
    }
    if (gp_str_starts(s, GP_STR("--- "))) return false; /* a heading in a CI log */
    return s.n > 0 && !has_folded(s, "www.") && !has_folded(s, "gh-");
}

static void put_text(gp_buf *out, gp_str s, size_t max, bool in_table)
{
    if (!s.n) return;
    if ((is_plain(s) && (!max || s.n <= max)) || gp_str_eqc(s, "n/a")) gp_buf_str(out, s);
    else put_code(out, s, max, in_table);
}

void gp_md_text(gp_buf *out, gp_str s, size_t max) { put_text(out, s, max, false); }
void gp_md_text_cell(gp_buf *out, gp_str s, size_t max) { put_text(out, s, max, true); }

void gp_md_fence(gp_buf *out, gp_str s, size_t max)
{
    size_t ticks = longest_run(s, '`') + 1;
    if (ticks < 3) ticks = 3;
    gp_buf_c(out, "> ");
    repeat(out, '`', ticks);
    gp_buf_c(out, "text\n");
    gp_text_lines(out, s, max, "> ");
    gp_buf_c(out, "> ");
    repeat(out, '`', ticks);
    gp_buf_byte(out, '\n');
}

void gp_md_words(gp_buf *out, gp_str before, gp_str after, size_t max)
{
    enum { CONTEXT = 12, WIDTH = 100 };
    gp_buf words = {0}, lines = {0};
    gp_text_words(&words, before, after, CONTEXT);
    gp_text_wrapped(&lines, gp_buf_view(&words), WIDTH, "", "");
    if (!gp_str_eq(before, after)) gp_md_fence(out, gp_buf_view(&lines), max);
    gp_buf_free(&words);
    gp_buf_free(&lines);
}

void gp_md_shell(gp_buf *out, gp_str s)
{
    gp_buf shown = {0};
    gp_text_line(&shown, s, 0);
    gp_shell_word(out, gp_buf_view(&shown));
    gp_buf_free(&shown);
}

/* --- sections --- */

bool gp_md_row_begin(gp_md_section *s)
{
    if (s->cut) {
        s->cut++;
        return false;
    }
    s->mark = s->b.n;
    return true;
}

void gp_md_row_end(gp_md_section *s)
{
    if (s->b.n <= s->limit) {
        s->shown++;
        return;
    }
    s->b.n = s->mark;
    s->b.p[s->mark] = 0;
    s->cut = 1;
}

/* --- tables --- */

enum { MOST_COLUMNS = 64 }; /* a table with more keeps all of them */

/* The next cell of the row that begins at `at`, behind its first pipe; empty at the end of the line. */
static bool next_cell(gp_str s, size_t *at, gp_str *cell)
{
    size_t from = *at, i = from;
    while (i < s.n && s.p[i] != '\n' && !(s.p[i] == '|' && s.p[i - 1] != '\\')) i++;
    *cell = (gp_str){s.p + from, i - from};
    *at = i + 1;
    return i < s.n && s.p[i] == '|';
}

/* Bit i: column i of the rows holds something. */
uint64_t gp_md_known_columns(gp_str rows)
{
    uint64_t known = 1;
    for (size_t at = 0; at < rows.n;) {
        gp_str cell;
        at++; /* the pipe that begins the row */
        for (size_t i = 0; next_cell(rows, &at, &cell); i++)
            if (i >= MOST_COLUMNS) return UINT64_MAX;
            else if (!gp_str_eqc(gp_str_trim(cell), "n/a")) known |= UINT64_C(1) << i;
    }
    return known;
}

static void put_columns(gp_buf *out, gp_str rows, uint64_t known)
{
    for (size_t at = 0; at < rows.n;) {
        gp_str cell;
        at++;
        gp_buf_byte(out, '|');
        for (size_t i = 0; next_cell(rows, &at, &cell); i++)
            if (known >> i & 1) gp_buf_str(out, cell), gp_buf_byte(out, '|');
        gp_buf_byte(out, '\n');
    }
}

void gp_md_table_put(gp_buf *out, gp_str head, gp_str rows, uint64_t columns)
{
    put_columns(out, head, columns);
    put_columns(out, rows, columns);
}

void gp_md_say_cut(gp_buf *out, const gp_md_section *s)
{
    gp_buf_fmt(out, "\n%zu of %zu are not shown here; all of them are in `" GP_FILE_RESULTS "`.\n", s->cut,
               s->cut + s->shown);
}

void gp_md_section_put(gp_buf *out, const gp_md_section *s, const char *title, const char *intro, const char *head)
{
    gp_str rows = gp_buf_view(&s->b);
    uint64_t columns = head && s->shown ? gp_md_known_columns(rows) : 0;
    if ((!s->shown && !s->cut) || columns == 1) return;
    gp_buf_fmt(out, "\n%s\n\n", title);
    if (intro && *intro) gp_buf_fmt(out, "%s\n\n", intro);
    if (columns) gp_md_table_put(out, gp_str_c(head), rows, columns);
    else gp_buf_str(out, rows);
    if (s->cut) gp_md_say_cut(out, s);
}

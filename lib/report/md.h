/* md.h - pieces of GitHub-flavoured markdown, made so that text from outside stays text; private to lib/report.
 *
 * GitHub turns @names, #numbers, commit ids, addresses and HTML in prose into links and markup, and backslashes do not
 * stop all of it. Inside code spans and fences nothing is interpreted, so foreign text goes there, unless it consists
 * of plain words only. Every list that grows with the run is a section with a limit: what is cut is counted and
 * said. */
#ifndef GP_REPORT_MD_H
#define GP_REPORT_MD_H

#include "report/report_text.h"

/* A code span; "n/a" when empty. At most `max` bytes of input (0: all). */
void gp_md_code(gp_buf *out, gp_str s, size_t max);
/* Plain words as they are, anything else as a code span. Nothing when empty. */
void gp_md_text(gp_buf *out, gp_str s, size_t max);
/* The same in a table, where a pipe needs a backslash that prose would show. */
void gp_md_code_cell(gp_buf *out, gp_str s, size_t max);
void gp_md_text_cell(gp_buf *out, gp_str s, size_t max);
/* A row of a table: its first cell, and further ones with the line between; "n/a" for what is empty or unknown. */
void gp_md_first(gp_buf *out, gp_str s);
void gp_md_next(gp_buf *out, gp_str s, size_t max);
void gp_md_next_number(gp_buf *out, double v);
/* A quoted, fenced block: its lines never begin a line of the file, so a log cannot take them for commands. */
void gp_md_fence(gp_buf *out, gp_str s, size_t max);
/* Two texts as one such block: [-what went-] {+what came+}. Nothing where they are equal. */
void gp_md_words(gp_buf *out, gp_str before, gp_str after, size_t max);
/* A word for a shell: as it is, or in single quotes; control characters are shown, not passed on. */
void gp_md_shell(gp_buf *out, gp_str s);

typedef struct gp_md_section {
    gp_buf b;
    size_t limit, mark;
    size_t shown, cut;
} gp_md_section; /* begin with {.limit = bytes}; free b */

/* One row: begin returns false when the section is full (the row is counted as cut); end drops a row that did not
 * fit. */
bool gp_md_row_begin(gp_md_section *s);
void gp_md_row_end(gp_md_section *s);
/* Append to the report: title, table head (may be NULL), rows, and how many were cut. Nothing without rows. Columns of
 * a table in which nothing is known - every cell is "n/a" - are left out, and so is a table of nothing else. */
void gp_md_section_put(gp_buf *out, const gp_md_section *s, const char *title, const char *intro, const char *head);
/* That rows were cut, and how many. */
void gp_md_say_cut(gp_buf *out, const gp_md_section *s);
/* The columns of rows in which anything is known, a bit each; and a table of those: the two lines of its head, its rows. */
uint64_t gp_md_known_columns(gp_str rows);
void gp_md_table_put(gp_buf *out, gp_str head, gp_str rows, uint64_t columns);

#endif

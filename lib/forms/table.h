/* table.h - tables in markdown and in CSV.
 *
 * Markdown: the only pipe table of the text (a line of names, a line of dashes, lines of cells), with or without outer
 * pipes, `\|` for a pipe inside; a cell that is bold or code as a whole is what stands between the marks. CSV: the whole text by RFC 4180, with line ends of either kind and a separator of the
 * caller's. Rows must have as many cells as there are names. Pure and linear; cells are views of the text or lie in the
 * arena. */
#ifndef GP_FORMS_TABLE_H
#define GP_FORMS_TABLE_H

#include "base/str.h"

typedef struct gp_table {
    const gp_str *cell;   /* row by row; the names come first. Without white space around them in markdown */
    size_t columns, rows; /* rows: without the names */
    const char *why;      /* the text is no such table; then nothing else holds */
} gp_table;

/* separator 0: markdown. */
void gp_table_read(gp_arena *a, gp_str text, char separator, gp_table *out);
static inline gp_str gp_table_cell(const gp_table *t, size_t row, size_t column) /* row 0: the names */
{
    return t->cell[row * t->columns + column];
}

#endif

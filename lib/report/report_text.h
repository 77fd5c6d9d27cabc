/* report_text.h - what the renderers share: text from outside made harmless, numbers in one style, and how a trial is
 * judged.
 *
 * Model text, case names and server messages may hold anything. These functions show control characters, invalid bytes
 * and bidirectional controls as visible escapes, and break what a CI log would take for a command (gp_show_line),
 * because reports get printed into logs. Making text safe for markup comes on top (markdown.c, xml.c). */
#ifndef GP_REPORT_TEXT_H
#define GP_REPORT_TEXT_H

#include "report/results_format.h"

/* One line; line feeds are shown as \n. At most `max` bytes of input (0: all), a cut is marked with "…". */
void gp_text_line(gp_buf *out, gp_str s, size_t max);
/* Lines kept; a final line feed is added. A cut is marked by a line "… (N more bytes)". `prefix` starts every line. */
void gp_text_lines(gp_buf *out, gp_str s, size_t max, const char *prefix);

/* Text that is safe already, broken at spaces; `first` begins the first line, `rest` the others. */
void gp_text_wrapped(gp_buf *out, gp_str s, size_t width, const char *first, const char *rest);
/* Two texts as one: [-what went-] {+what came+}, `context` words around each; where only white space differs, that. */
void gp_text_words(gp_buf *out, gp_str before, gp_str after, size_t context);

/* Three digits: "0.0123", "2.60", "116"; "n/a" when unknown. */
void gp_text_number(gp_buf *out, double v);
void gp_text_count(gp_buf *out, int64_t v);  /* "n/a" when negative */
void gp_text_score(gp_buf *out, double v);   /* two decimals; "n/a" */
void gp_text_percent(gp_buf *out, double v); /* "92%"; "99.6%" where rounding would say 100%; "n/a" */
/* "92% [80%, 97%]": `hits` of `n` with the Wilson 95% interval; "n/a" of none. */
void gp_text_rate(gp_buf *out, size_t hits, size_t n);
/* The same with an interval that is known; "n/a" without a rate. */
void gp_text_interval(gp_buf *out, double rate, gp_interval ci);
/* The same as JSON: a member with [lo, hi], or [] where it is not known. */
void gp_text_interval_json(gp_jw *w, const char *key, gp_interval ci);
void gp_text_usd(gp_buf *out, double v); /* "0.0042", "below 0.000001", "n/a" */

/* How a trial counts, by the rules that the run's gate used: a known failure is green unless the gate was strict, a
 * missing golden is red only where the gate ran in CI; a budget that is not met is red whatever the answer. */
typedef enum gp_colour { GP_GREEN, GP_RED_GRADE, GP_RED_GOLDEN, GP_RED_BUDGET, GP_BROKEN, GP_NOT_APPLICABLE } gp_colour;
gp_colour gp_result_colour(const gp_result *r, const gp_gate_verdict *gate);

/* Why, in one line: failed criteria with their explanations, the golden difference, the error. Empty for a green trial
 * without remarks; a known failure says that it is one. */
void gp_result_why(gp_buf *out, const gp_result *r, size_t max);
/* With no two quotation marks in a row: quotations that begin or end with one of their own lose it, an empty one is
 * called nothing. */
void gp_text_quotes(gp_buf *out, gp_str s);
/* Was it graded although nobody knows how its reply ended (gp_finish_unsure)? And that in words. */
bool gp_result_unsure(const gp_result *r);
void gp_text_unsure(gp_buf *out, const gp_result *r);

#endif

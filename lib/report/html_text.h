/* html_text.h - text for HTML and SVG, made so that text from outside stays text; private to lib/report.
 *
 * What is written can be read as HTML and as XML alike: every element is closed, and no character is left that either
 * forbids or takes for markup. Control characters, invalid bytes and bidirectional controls are shown as in every
 * report (report_text.h); a name from outside stands in an element of its own, which keeps its direction to itself. */
#ifndef GP_REPORT_HTML_TEXT_H
#define GP_REPORT_HTML_TEXT_H

#include "report/report_text.h"

/* Text or the value of an attribute in double quotes; any bytes. */
void gp_html_text(gp_buf *out, gp_str s);
/* One line, at most `max` bytes of it (0: all), isolated: "<bdi>…</bdi>". Nothing when empty. */
void gp_html_line(gp_buf *out, gp_str s, size_t max);
/* The same in <code>; "n/a" when empty. */
void gp_html_code(gp_buf *out, gp_str s, size_t max);
/* Lines as they are, in a block that can be scrolled by the keyboard; `called` says what they are. At most `max` bytes; the rest is counted. */
void gp_html_block(gp_buf *out, const char *called, gp_str s, size_t max);
/* <td class="num">TEXT</td> of a number in the style of reports. */
void gp_html_number(gp_buf *out, double v);

/* What our own markdown (md.h) says, as HTML: headings from <h2> on, each with an id made from its words, paragraphs, lists, tables, blocks of code,
 * folded parts, code spans, emphasis. A column of a table in which nothing is known is left out. */
void gp_html_of_md(gp_buf *out, gp_str markdown);

#endif

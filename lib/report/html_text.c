/* html_text.c - characters that are markup become references. */
#include <string.h>

#include "report/html_text.h"
#include "report/xml.h"

static const char *reference(char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

void gp_html_text(gp_buf *out, gp_str s)
{
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        int32_t cp = gp_utf8_next(s, &at);
        const char *ref = cp < 0x80 && cp > 0 ? reference(s.p[from]) : NULL;
        if (ref) gp_buf_c(out, ref);
        else if (cp < 0) gp_buf_fmt(out, "\\x%02X", (unsigned)(unsigned char)s.p[from]);
        else if (cp == '\r' || !gp_xml_legal(cp)) gp_buf_fmt(out, cp < 0x100 ? "\\x%02X" : "\\u{%X}", (unsigned)cp);
        else gp_buf_put(out, s.p + from, at - from);
    }
}

static void line(gp_buf *out, gp_str s, size_t max)
{
    gp_buf shown = {0};
    gp_text_line(&shown, s, max);
    gp_html_text(out, gp_buf_view(&shown));
    gp_buf_free(&shown);
}

void gp_html_line(gp_buf *out, gp_str s, size_t max)
{
    if (!s.n) return;
    gp_buf_c(out, "<bdi>");
    line(out, s, max);
    gp_buf_c(out, "</bdi>");
}

void gp_html_code(gp_buf *out, gp_str s, size_t max)
{
    gp_buf_c(out, s.n ? "<code>" : "n/a");
    gp_html_line(out, s, max);
    if (s.n) gp_buf_c(out, "</code>");
}

void gp_html_block(gp_buf *out, const char *called, gp_str s, size_t max)
{
    gp_buf shown = {0};
    gp_text_lines(&shown, s, max, "");
    gp_buf_fmt(out, "<pre dir=\"auto\" tabindex=\"0\" role=\"group\" aria-label=\"%s\"><code>", called);
    gp_html_text(out, gp_buf_view(&shown));
    gp_buf_c(out, "</code></pre>\n");
    gp_buf_free(&shown);
}

void gp_html_number(gp_buf *out, double v)
{
    gp_buf_c(out, "<td class=\"num\">");
    gp_text_number(out, v);
    gp_buf_c(out, "</td>");
}

/* html_md.c - the sections that the markdown report has as well, as HTML.
 *
 * Prose, tables and methodology have one source, the writers of markdown. What they write is a small, known part of
 * markdown (md.h), in which text from outside stands in code spans, blocks, or is plain words; so it can be read back
 * line by line. Whatever is not of that part stays text. */
#include <string.h>

#include "report/html_text.h"

enum { MOST_COLUMNS = 64 };

typedef struct reading {
    gp_buf *out;
    gp_str rest;
    gp_str line; /* the present one, without its end */
    bool more;
    int lists; /* open <ul> */
} reading;

static void next_line(reading *r)
{
    r->more = r->rest.n > 0;
    if (!r->more) return;
    const char *end = memchr(r->rest.p, '\n', r->rest.n);
    size_t n = end ? (size_t)(end - r->rest.p) : r->rest.n;
    r->line = (gp_str){r->rest.p, n};
    r->rest = (gp_str){r->rest.p + n + (end ? 1 : 0), r->rest.n - n - (end ? 1 : 0)};
}

static gp_str behind(gp_str s, size_t n) { return (gp_str){s.p + n, s.n - n}; }

/* --- in a line --- */

static size_t run_of(gp_str s, size_t at, char c)
{
    size_t n = 0;
    while (at + n < s.n && s.p[at + n] == c) n++;
    return n;
}

/* Where a code span that `ticks` backticks have opened ends; SIZE_MAX: nowhere. */
static size_t span_end(gp_str s, size_t at, size_t ticks)
{
    while (at < s.n) {
        size_t n = run_of(s, at, '`');
        if (n == ticks) return at;
        at += n ? n : 1;
    }
    return SIZE_MAX;
}

/* In a cell of a table, a pipe has a backslash in front. */
static void code_span(gp_buf *out, gp_str s)
{
    size_t blanks = run_of(s, 0, ' ');
    if (s.n > 1 && s.p[0] == ' ' && s.p[s.n - 1] == ' ' && blanks < s.n) s = (gp_str){s.p + 1, s.n - 2};
    gp_buf_c(out, "<code><bdi>");
    for (size_t at = 0; at < s.n;) {
        size_t n = 0;
        while (at + n < s.n && !(s.p[at + n] == '\\' && at + n + 1 < s.n && s.p[at + n + 1] == '|')) n++;
        gp_html_text(out, (gp_str){s.p + at, n});
        at += n + (at + n < s.n ? 1 : 0);
        if (at < s.n && s.p[at] == '|') gp_buf_byte(out, s.p[at++]);
    }
    gp_buf_c(out, "</bdi></code>");
}

static void words(gp_buf *out, gp_str s)
{
    bool strong = false;
    size_t from = 0, at = 0;
    while (at < s.n) {
        size_t ticks = run_of(s, at, '`'), end = ticks ? span_end(s, at + ticks, ticks) : SIZE_MAX;
        bool star = !ticks && run_of(s, at, '*') == 2;
        if (end == SIZE_MAX && !star) {
            at += ticks ? ticks : 1;
            continue;
        }
        gp_html_text(out, (gp_str){s.p + from, at - from});
        if (star) gp_buf_c(out, strong ? "</strong>" : "<strong>"), strong = !strong, at += 2;
        else code_span(out, (gp_str){s.p + at + ticks, end - at - ticks}), at = end + ticks;
        from = at;
    }
    gp_html_text(out, behind(s, from));
    if (strong) gp_buf_c(out, "</strong>");
}

/* --- tables --- */

/* Cells of a row; how many. A pipe behind a backslash is part of a cell. */
static size_t cells_of(gp_str line, gp_str *cells)
{
    size_t n = 0;
    for (size_t at = 1; at < line.n && n < MOST_COLUMNS;) {
        size_t from = at;
        while (at < line.n && !(line.p[at] == '|' && line.p[at - 1] != '\\')) at++;
        cells[n++] = gp_str_trim((gp_str){line.p + from, at - from});
        at++;
    }
    return n;
}

static bool is_row(gp_str line) { return line.n && line.p[0] == '|'; }

/* Which columns hold something: one in which all cells are n/a tells nobody anything. */
static void known_columns(reading *r, size_t n, bool *known)
{
    gp_str cells[MOST_COLUMNS];
    reading look = *r;
    bool any = false;
    memset(known, 0, n);
    for (; look.more && is_row(look.line); next_line(&look)) {
        size_t k = cells_of(look.line, cells);
        for (size_t i = 0; i < k && i < n; i++) known[i] = known[i] || !gp_str_eqc(cells[i], "n/a");
        any = true;
    }
    for (size_t i = 0; i < n; i++) known[i] = known[i] || !any || !i;
}

typedef struct columns {
    size_t n;
    bool known[MOST_COLUMNS], number[MOST_COLUMNS];
} columns;

static void table_row(gp_buf *out, const columns *c, gp_str line, const char *scope)
{
    gp_str cells[MOST_COLUMNS];
    size_t n = cells_of(line, cells);
    gp_buf_c(out, "<tr>");
    for (size_t i = 0; i < c->n; i++) {
        if (!c->known[i]) continue;
        const char *name = scope || !i ? "th" : "td";
        gp_buf_fmt(out, "<%s%s%s>", name,
                   scope ? " scope=\"col\""
                   : i   ? ""
                         : " scope=\"row\"",
                   c->number[i] ? " class=\"num\"" : "");
        if (i < n) words(out, cells[i]);
        gp_buf_fmt(out, "</%s>", name);
    }
    gp_buf_c(out, "</tr>\n");
}

static void table(reading *r)
{
    gp_str head = r->line, cells[MOST_COLUMNS];
    columns c = {.n = cells_of(head, cells)};
    next_line(r);
    size_t n = cells_of(r->line, cells);
    for (size_t i = 0; i < n; i++) c.number[i] = cells[i].n && cells[i].p[cells[i].n - 1] == ':';
    next_line(r);
    known_columns(r, c.n, c.known);
    gp_buf_c(r->out, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table><thead>");
    table_row(r->out, &c, head, "col");
    gp_buf_c(r->out, "</thead><tbody>\n");
    for (; r->more && is_row(r->line); next_line(r)) table_row(r->out, &c, r->line, NULL);
    gp_buf_c(r->out, "</tbody></table></div>\n");
}

/* --- blocks --- */

static bool is_item(gp_str line, int *depth)
{
    size_t blanks = run_of(line, 0, ' ');
    *depth = 1 + (int)(blanks / 2);
    return line.n > blanks + 1 && line.p[blanks] == '-' && line.p[blanks + 1] == ' ';
}

/* An item stays open until the next of its depth, for those below it belong into it. */
static void to_depth(reading *r, int depth)
{
    for (; r->lists > depth; r->lists--) gp_buf_c(r->out, "</li></ul>\n");
    if (r->lists == depth && depth) gp_buf_c(r->out, "</li>\n");
    for (; r->lists < depth; r->lists++) gp_buf_c(r->out, r->lists + 1 < depth ? "<ul><li>" : "<ul>\n");
}

static void list(reading *r)
{
    int depth;
    for (; r->more && is_item(r->line, &depth); next_line(r)) {
        to_depth(r, depth);
        gp_buf_c(r->out, "<li>");
        words(r->out, gp_str_trim(behind(r->line, (size_t)(depth - 1) * 2 + 2)));
    }
    to_depth(r, 0);
}

/* "> ```sh", lines that begin with "> ", "> ```" */
static void block(reading *r)
{
    gp_buf text = {0};
    size_t ticks = run_of(r->line, 2, '`');
    bool commands = gp_str_ends(r->line, GP_STR("sh"));
    for (next_line(r); r->more && gp_str_starts(r->line, GP_STR("> ")); next_line(r)) {
        if (run_of(r->line, 2, '`') == ticks && r->line.n == 2 + ticks) {
            next_line(r);
            break;
        }
        gp_buf_str(&text, behind(r->line, 2));
        gp_buf_byte(&text, '\n');
    }
    gp_html_block(r->out, commands ? "Commands" : "Text", gp_buf_view(&text), 0);
    gp_buf_free(&text);
}

/* Lower-case words with hyphens: what links name. */
static void heading_id(gp_buf *out, gp_str s)
{
    bool gap = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (word && gap && out->n) gp_buf_byte(out, '-');
        gap = !word;
        if (word) gp_buf_byte(out, c);
    }
}

/* Only sections can be linked to: smaller headings may stand there twice. */
static void heading(reading *r)
{
    size_t level = run_of(r->line, 0, '#');
    gp_str text = gp_str_trim(behind(r->line, level));
    gp_buf id = {0};
    if (level == 2) heading_id(&id, text);
    gp_buf_fmt(r->out, "<h%zu%s%s%s>", level, id.n ? " id=\"" : "", id.n ? id.p : "", id.n ? "\"" : "");
    words(r->out, text);
    gp_buf_fmt(r->out, "</h%zu>\n", level);
    gp_buf_free(&id);
    next_line(r);
}

static bool begins_block(gp_str line)
{
    int depth;
    return !line.n || is_row(line) || is_item(line, &depth) || line.p[0] == '#' || line.p[0] == '<' ||
           gp_str_starts(line, GP_STR("> ```"));
}

static void paragraph(reading *r)
{
    gp_buf_c(r->out, "<p>");
    words(r->out, r->line);
    for (next_line(r); r->more && !begins_block(r->line); next_line(r)) {
        gp_buf_byte(r->out, ' ');
        words(r->out, r->line);
    }
    gp_buf_c(r->out, "</p>\n");
}

/* The two elements that our markdown has; anything else is text. */
static bool fold(reading *r)
{
    static const gp_str open = GP_STR("<summary>"), close = GP_STR("</summary>");
    bool tag = gp_str_eqc(r->line, "<details>") || gp_str_eqc(r->line, "</details>");
    bool title = gp_str_starts(r->line, open) && gp_str_ends(r->line, close);
    if (tag) gp_buf_str(r->out, r->line);
    if (title) {
        gp_buf_c(r->out, "<summary>");
        words(r->out, (gp_str){r->line.p + open.n, r->line.n - open.n - close.n});
        gp_buf_c(r->out, "</summary>");
    }
    if (tag || title) gp_buf_byte(r->out, '\n'), next_line(r);
    return tag || title;
}

void gp_html_of_md(gp_buf *out, gp_str markdown)
{
    reading r = {.out = out, .rest = markdown};
    int depth;
    next_line(&r);
    while (r.more) {
        if (!r.line.n) next_line(&r);
        else if (run_of(r.line, 0, '#') && run_of(r.line, 0, '#') < 5) heading(&r);
        else if (is_row(r.line)) table(&r);
        else if (is_item(r.line, &depth)) list(&r);
        else if (gp_str_starts(r.line, GP_STR("> ```"))) block(&r);
        else if (!fold(&r)) paragraph(&r);
    }
}

/* guide.c - a guide of cmd/guide/ as a manual page of section 7.
 *
 *     guide cmd/guide/targets.md > goldpin-targets.7
 *
 * It knows the markdown that guides are written in: headings, paragraphs, lists of one level, tables, fenced blocks,
 * `code`, **bold**, *emphasis*, [text](place), and [name] with "[name]: place" below. A link to NAME.md becomes
 * goldpin-NAME(7); other places are left out. Built and run by make; it is not installed. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/sys.h"
#include "run/run.h"

/* The rest of a guide, read line by line. */
typedef struct reader {
    gp_str all; /* the whole guide, for "[name]: place" */
    size_t at;
} reader;

static gp_str part(gp_str s, size_t from, size_t to) { return (gp_str){s.p + from, to - from}; }

static gp_str peek(const reader *r)
{
    size_t n = 0;
    while (r->at + n < r->all.n && r->all.p[r->at + n] != '\n') n++;
    return part(r->all, r->at, r->at + n);
}

static gp_str next(reader *r)
{
    gp_str line = peek(r);
    r->at += line.n + (r->at + line.n < r->all.n);
    return line;
}

static bool starts(gp_str s, const char *prefix) { return gp_str_starts(s, gp_str_c(prefix)); }

/* --- text --- */

/* One code point, such that roff shows it as it is. */
static void character(gp_buf *out, int32_t c)
{
    static const char *const special[128] = {
        ['\\'] = "\\e", ['-'] = "\\-", ['\''] = "\\(aq", ['`'] = "\\(ga", ['^'] = "\\(ha", ['~'] = "\\(ti"};
    if (c < 0 || c > 127) gp_buf_fmt(out, "\\[u%04X]", c < 0 ? 0xFFFDU : (unsigned)c);
    else if (special[c]) gp_buf_c(out, special[c]);
    else gp_buf_byte(out, (char)c);
}

/* Text without markup. A line never begins with a full stop, which would make it a request. */
static void plain(gp_buf *out, gp_str s)
{
    for (size_t at = 0; at < s.n;) {
        bool first = !out->n || out->p[out->n - 1] == '\n';
        if (first && s.p[at] == '.') gp_buf_c(out, "\\&");
        int32_t c = gp_utf8_next(s, &at);
        character(out, c);
        while (c == '\n' && at < s.n && s.p[at] == ' ') at++; /* continuation of an item */
    }
}

static void in_font(gp_buf *out, char font, gp_str s)
{
    gp_buf_fmt(out, "\\f%c", font);
    plain(out, s);
    gp_buf_c(out, "\\fR");
}

/* The place that "[name]: place" gives; false where there is no such line. */
static bool place_of(const reader *r, gp_str name, gp_str *place)
{
    reader all = {r->all, 0};
    while (all.at < all.all.n) {
        gp_str line = next(&all);
        if (line.n < name.n + 4 || line.p[0] != '[' || memcmp(line.p + 1, name.p, name.n) != 0) continue;
        if (!starts(part(line, name.n + 1, line.n), "]: ")) continue;
        *place = part(line, name.n + 4, line.n);
        return true;
    }
    return false;
}

static void link_to(gp_buf *out, gp_str text, gp_str place)
{
    size_t end = place.n > 3 && memcmp(place.p + place.n - 3, ".md", 3) == 0 ? place.n - 3 : 0;
    bool guide = end && !memchr(place.p, '/', end);
    if (!guide) {
        in_font(out, 'I', text);
        return;
    }
    gp_buf_c(out, "\\fBgoldpin\\-");
    plain(out, part(place, 0, end));
    gp_buf_c(out, "\\fR(7)");
}

/* A link at s.p[at], which is '['. Returns what it takes up, or 0 if it is none. */
static size_t try_link(const reader *r, gp_buf *out, gp_str s, size_t at)
{
    const char *close = memchr(s.p + at, ']', s.n - at);
    if (!close) return 0;
    size_t end = (size_t)(close - s.p);
    gp_str name = part(s, at + 1, end), place;
    if (end + 1 < s.n && s.p[end + 1] == '(') {
        const char *paren = memchr(s.p + end, ')', s.n - end);
        if (!paren) return 0;
        link_to(out, name, part(s, end + 2, (size_t)(paren - s.p)));
        return (size_t)(paren - s.p) + 1 - at;
    }
    if (!place_of(r, name, &place)) return 0;
    link_to(out, name, place);
    return end + 1 - at;
}

/* Text between `mark` at s.p[at] and the next one, in a font. Returns what it takes up, or 0 without a second one. A star
 * with a blank behind it multiplies. */
static size_t try_span(gp_buf *out, gp_str s, size_t at, const char *mark, char font)
{
    size_t n = strlen(mark);
    if (!starts(part(s, at, s.n), mark)) return 0;
    if (mark[0] == '*' && at + n < s.n && isspace((unsigned char)s.p[at + n])) return 0;
    size_t end = gp_str_find(part(s, at + n, s.n), gp_str_c(mark));
    if (end == SIZE_MAX || end == 0) return 0;
    in_font(out, font, part(s, at + n, at + n + end));
    return end + 2 * n;
}

/* Text with its markup, ended by a newline. */
static void inlines(const reader *r, gp_buf *out, gp_str s)
{
    size_t from = 0, took;
    for (size_t at = 0; at < s.n; at += took ? took : 1) {
        gp_buf span = {0};
        took = try_span(&span, s, at, "`", 'B');
        if (!took) took = try_span(&span, s, at, "**", 'B');
        if (!took) took = try_span(&span, s, at, "*", 'I');
        if (!took && s.p[at] == '[') took = try_link(r, &span, s, at);
        if (took) {
            plain(out, part(s, from, at));
            gp_buf_str(out, gp_buf_view(&span));
            from = at + took;
        }
        gp_buf_free(&span);
    }
    plain(out, part(s, from, s.n));
    gp_buf_byte(out, '\n');
}

/* --- blocks --- */

static size_t number(gp_str line)
{
    size_t n = 0;
    while (n < line.n && line.p[n] >= '0' && line.p[n] <= '9') n++;
    return n && starts(part(line, n, line.n), ". ") ? n + 2 : 0;
}

static bool is_block(gp_str line)
{
    static const char *const marks[] = {"```", "#", "|", "- "};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (starts(line, marks[i])) return true;
    return !line.n || number(line);
}

/* This line without its first `skip` bytes, and those that go on with it. */
static gp_str paragraph(reader *r, size_t skip)
{
    size_t from = r->at + skip, to;
    do {
        (void)next(r);
        to = r->at;
    } while (r->at < r->all.n && !is_block(peek(r)));
    return gp_str_trim(part(r->all, from, to));
}

static void fenced(reader *r, gp_buf *out)
{
    (void)next(r);
    gp_buf_c(out, ".PP\n.RS 4\n.nf\n");
    while (r->at < r->all.n && !starts(peek(r), "```")) {
        gp_str line = next(r);
        plain(out, line.n ? line : GP_STR("\\&"));
        gp_buf_byte(out, '\n');
    }
    (void)next(r);
    gp_buf_c(out, ".fi\n.RE\n");
}

/* A row: the first cell as a tag, the others below it, each on a line of its own. */
static void row(const reader *r, gp_buf *out, gp_str line)
{
    gp_buf_c(out, ".TP\n");
    for (size_t cell = 0; line.n > 1; cell++) {
        size_t bar = gp_str_find(part(line, 1, line.n), GP_STR("|"));
        gp_str text = gp_str_trim(part(line, 1, bar == SIZE_MAX ? line.n : bar + 1));
        if (cell > 1 && text.n) gp_buf_c(out, ".br\n");
        if (cell < 2 || text.n) inlines(r, out, text.n ? text : GP_STR("-"));
        line = bar == SIZE_MAX ? (gp_str){0} : part(line, bar + 1, line.n);
    }
}

static void table(reader *r, gp_buf *out)
{
    for (size_t n = 0; starts(peek(r), "|"); n++) {
        gp_str line = next(r);
        if (n != 1) row(r, out, line); /* 1: the rule below the head */
    }
}

static void heading(const reader *r, gp_buf *out, gp_str line)
{
    bool sub = starts(line, "### ");
    gp_buf_c(out, sub ? ".SS " : ".SH ");
    inlines(r, out, part(line, sub ? 4 : 3, line.n));
}

/* "[name]: place" */
static bool definition(const reader *r, gp_str line)
{
    size_t close = gp_str_find(line, GP_STR("]: "));
    gp_str place;
    return starts(line, "[") && close != SIZE_MAX && place_of(r, part(line, 1, close), &place);
}

static void block(reader *r, gp_buf *out)
{
    gp_str line = peek(r);
    if (!line.n || definition(r, line)) {
        (void)next(r);
    } else if (starts(line, "```")) {
        fenced(r, out);
    } else if (starts(line, "#")) {
        heading(r, out, next(r));
    } else if (starts(line, "|")) {
        table(r, out);
    } else if (starts(line, "- ")) {
        gp_buf_c(out, ".IP \\(bu 2\n");
        inlines(r, out, paragraph(r, 2));
    } else if (number(line)) {
        gp_buf_fmt(out, ".IP %.*s 3\n", (int)number(line) - 1, line.p);
        inlines(r, out, paragraph(r, number(line)));
    } else {
        gp_buf_c(out, ".PP\n");
        inlines(r, out, paragraph(r, 0));
    }
}

/* --- the page --- */

/* "# targets: what answers" */
static void head(reader *r, gp_buf *out)
{
    gp_str line = next(r);
    size_t colon = gp_str_find(line, GP_STR(": "));
    bool good = starts(line, "# ") && colon != SIZE_MAX;
    gp_str topic = good ? part(line, 2, colon) : line, about = good ? part(line, colon + 2, line.n) : line;
    gp_buf_c(out, ".TH GOLDPIN\\-");
    for (size_t i = 0; i < topic.n; i++) gp_buf_byte(out, (char)toupper((unsigned char)topic.p[i]));
    gp_buf_c(out, " 7 \"\" \"goldpin ");
    plain(out, gp_str_c(gp_version()));
    gp_buf_c(out, "\"\n.nh\n.ad l\n.SH NAME\ngoldpin\\-");
    plain(out, topic);
    gp_buf_c(out, " \\- ");
    plain(out, about);
    gp_buf_c(out, "\n.SH DESCRIPTION\n");
}

int main(int argc, char **argv)
{
    gp_arena mem = {0};
    gp_err err = {0};
    reader r = {0};
    gp_buf out = {0};
    if (argc != 2) {
        fprintf(stderr, "usage: guide FILE.md\n");
        return 2;
    }
    gp_code code = gp_read_file(&mem, argv[1], 0, &r.all, &err);
    if (!code) head(&r, &out);
    while (!code && r.at < r.all.n) block(&r, &out);
    gp_buf_c(&out, ".SH SEE ALSO\n\\fBgoldpin\\fR(1)\n");
    if (!code) code = gp_buf_check(&out, &err);
    if (code) fprintf(stderr, "guide: %s\n", err.msg);
    else if (fwrite(out.p, 1, out.n, stdout) != out.n || fflush(stdout)) code = GP_E_IO;
    gp_buf_free(&out);
    gp_arena_free(&mem);
    return code ? 2 : 0;
}

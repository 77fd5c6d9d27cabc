/* graders.c - graders in their guide. */
#include "graders.h"

#include "grade/grade.h"

enum { WIDTH = 98 };

/* End of the word at `at`; a span of code is one word. */
static size_t word_end(gp_str s, size_t at)
{
    bool code = false;
    for (; at < s.n && (code || s.p[at] != ' '); at++) code ^= s.p[at] == '`';
    return at;
}

/* A paragraph, its lines after the first behind `indent` spaces; the first goes on with what stands there. */
static void fill(gp_buf *out, gp_str s, int indent)
{
    size_t line = out->n;
    while (line && out->p[line - 1] != '\n') line--;
    for (size_t at = 0; at < s.n;) {
        size_t end = word_end(s, at);
        bool first = out->n == line, wraps = !first && out->n - line + end - at + 1 > WIDTH;
        if (wraps) {
            gp_buf_byte(out, '\n');
            line = out->n;
            gp_buf_fmt(out, "%*s", indent, "");
        } else if (!first && out->p[out->n - 1] != ' ') {
            gp_buf_byte(out, ' ');
        }
        gp_buf_put(out, s.p + at, end - at);
        at = end + (end < s.n);
    }
    gp_buf_byte(out, '\n');
}

static void say_default(gp_buf *out, const gp_field *f)
{
    if (f->flags & GP_KNOWN) gp_buf_c(out, " (required)");
    if (!(f->flags & GP_DEFAULT)) return;
    if (f->kind == GP_FIELD_BOOL) gp_buf_fmt(out, " (default %s)", f->otherwise > 0 ? "true" : "false");
    else if (f->kind == GP_FIELD_ENUM) gp_buf_fmt(out, " (default `%s`)", f->names[(size_t)f->otherwise]);
    else gp_buf_fmt(out, " (default %g)", f->otherwise);
}

static void parameter(gp_buf *out, const gp_field *f)
{
    gp_buf text = {0};
    gp_buf_fmt(out, "- `%s`", f->key);
    say_default(out, f);
    gp_buf_fmt(&text, ": %s", f->doc);
    size_t first = f->n_names && !f->names[0]; /* a name that is none stands for a value that is absent */
    const char *of = f->kind == GP_FIELD_BITS ? " Any of" : " One of";
    for (size_t i = first; i < f->n_names; i++)
        gp_buf_fmt(&text, "%s `%s`", i == first ? of : i + 1 < f->n_names ? "," : " and", f->names[i]);
    if (f->n_names) gp_buf_byte(&text, '.');
    gp_buf_c(out, ": ");
    fill(out, (gp_str){text.p + 2, text.n - 2}, 2);
    gp_buf_free(&text);
}

/* On one line, with \n for what ends one. */
static void answer(gp_buf *out, const char *text)
{
    gp_buf_byte(out, '`');
    for (; *text; text++) {
        if (*text == '\n') gp_buf_c(out, "\\n");
        else gp_buf_byte(out, *text);
    }
    gp_buf_byte(out, '`');
}

static void kind(gp_buf *out, const gp_grader_kind *k)
{
    gp_buf text = {0};
    gp_buf_fmt(out, "#### `%s`\n\n", k->name);
    gp_buf_fmt(&text, "Passes when %s.%s%s", k->doc, k->more ? " " : "", k->more ? k->more : "");
    fill(out, gp_buf_view(&text), 0);
    gp_buf_byte(out, '\n');
    for (size_t i = 0; i < k->params.n; i++) parameter(out, &k->params.fields[i]);
    gp_buf_fmt(out, "\n```json\n%s\n```\n\n", k->example);
    gp_buf_clear(&text);
    gp_buf_c(&text, "passes ");
    answer(&text, k->pass);
    gp_buf_c(&text, " and fails ");
    answer(&text, k->fail);
    gp_buf_byte(&text, '.');
    fill(out, gp_buf_view(&text), 0);
    gp_buf_byte(out, '\n');
    gp_buf_free(&text);
}

static void group(gp_buf *out, const gp_grader_group *g, const gp_grader_kind *const *list)
{
    gp_buf_fmt(out, "### %s\n\n", g->title);
    fill(out, gp_str_c(g->about), 0);
    gp_buf_c(out, "\n| grader | passes when |\n| --- | --- |\n");
    for (size_t i = 0; i < g->n; i++) gp_buf_fmt(out, "| `%s` | %s |\n", list[i]->name, list[i]->doc);
    gp_buf_byte(out, '\n');
    for (size_t i = 0; i < g->n; i++) kind(out, list[i]);
}

static void names(gp_buf *out, const gp_grader_group *g, const gp_grader_kind *const *list)
{
    gp_buf text = {0};
    gp_buf_fmt(&text, "%s:", g->title);
    for (size_t i = 0; i < g->n; i++) gp_buf_fmt(&text, "%s `%s`", i ? "," : "", list[i]->name);
    gp_buf_c(out, "- ");
    fill(out, gp_buf_view(&text), 2);
    gp_buf_free(&text);
}

/* All names at a glance, then group after group. */
static void section(gp_buf *out)
{
    const gp_grader_kind *const *list = gp_graders.list;
    for (size_t i = 0; i < gp_graders.n_groups; list += gp_graders.groups[i++].n)
        names(out, &gp_graders.groups[i], list);
    gp_buf_byte(out, '\n');
    list = gp_graders.list;
    for (size_t i = 0; i < gp_graders.n_groups; list += gp_graders.groups[i++].n)
        group(out, &gp_graders.groups[i], list);
}

gp_code graders_in_guide(gp_str now, gp_buf *out, gp_err *err)
{
    gp_str head = GP_STR("\n## The graders\n\n"), next = GP_STR("\n## ");
    size_t at = gp_str_find(now, head);
    if (at == SIZE_MAX) return gp_fail(err, GP_E_INPUT, "the guide has no section \"The graders\"");
    at += head.n;
    gp_str rest = {now.p + at - 1, now.n - at + 1}; /* with the line feed that may be in front of the next section */
    size_t end = gp_str_find(rest, next);
    if (end == SIZE_MAX) return gp_fail(err, GP_E_INPUT, "no section follows \"The graders\" in the guide");
    gp_buf_put(out, now.p, at);
    section(out);
    gp_buf_put(out, rest.p + end + 1, rest.n - end - 1);
    return GP_OK;
}

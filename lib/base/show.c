/* show.c - text from outside made safe for terminals, one-line messages and the logs of CI systems. */
#include "base/str.h"

/* --- what CI systems take for a command in a log --- */

typedef enum place {
    ANYWHERE, /* in a line */
    IN_LINES, /* likewise, but only where whole lines are written: in a message it would stand for other things too */
    AT_START, /* of a line */
    AT_BLANKS /* the same, white space of any script in front allowed */
} place;

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* "[x]", "vso[x]", "teamcity[x]" */
static bool word_in_brackets(gp_str rest)
{
    size_t i = 0;
    while (i < rest.n && (is_letter(rest.p[i]) || rest.p[i] == '-' || rest.p[i] == '_')) i++;
    return i < rest.n && rest.p[i] == '[';
}

/* "name::" or "name value::", in any case */
static bool name_and_colons(gp_str rest)
{
    size_t i = 0;
    while (i < rest.n && (is_letter(rest.p[i]) || rest.p[i] == '-')) i++;
    if (!i || i >= rest.n || (rest.p[i] != ' ' && rest.p[i] != ':')) return false;
    return gp_str_find((gp_str){rest.p + i, rest.n - i}, GP_STR("::")) != SIZE_MAX;
}

/* Commands with control characters in front (Jenkins' notes, GitLab's sections, Buildkite's OSC 1338) are broken by
 * showing these; what is left of them is broken as well, because a log viewer may have dropped the rest. */
static const struct {
    const char *text;
    place where;
    bool (*rest)(gp_str rest); /* what must stand behind it; NULL: anything */
} commands[] = {
    {"##", ANYWHERE, word_in_brackets}, /* GitHub Actions, Azure Pipelines, TeamCity */
    {"::", AT_BLANKS, NULL},            /* GitHub Actions, Gitea */
    {"::", IN_LINES, name_and_colons},
    {"section_start:", ANYWHERE, NULL}, /* GitLab */
    {"section_end:", ANYWHERE, NULL},
    {"travis_fold:", ANYWHERE, NULL}, /* Travis CI */
    {"travis_time:", ANYWHERE, NULL},
    {"[8mha:", ANYWHERE, NULL}, /* Jenkins */
    {"]1338;", ANYWHERE, NULL}, /* Buildkite */
    {"--- ", AT_START, NULL},
    {"+++ ", AT_START, NULL},
    {"~~~ ", AT_START, NULL},
    {"^^^ +++", AT_START, NULL},
};

/* White space that is shown as it is; runners trim all of it. */
static bool is_blank(int32_t cp)
{
    return cp == ' ' || cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x202F || cp == 0x205F ||
           cp == 0x3000;
}

/* How many blanks the line begins with, as far as `at`. */
static size_t blanks_of(gp_str line, size_t at)
{
    size_t blanks = 0;
    for (size_t next = 0; blanks < at && is_blank(gp_utf8_next(line, &next));) blanks = next;
    return blanks;
}

/* Asked of every character that is shown: most are none that a command begins with. */
static bool is_command(gp_str line, size_t at, bool whole_line)
{
    gp_str s = {line.p + at, line.n - at};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (*s.p != *commands[i].text) continue;
        gp_str text = gp_str_c(commands[i].text);
        place where = commands[i].where;
        if (!gp_str_starts(s, text) || (where != ANYWHERE && !whole_line)) continue;
        if ((where == AT_START && at) || (where == AT_BLANKS && at != blanks_of(line, at))) continue;
        if (!commands[i].rest || commands[i].rest((gp_str){s.p + text.n, s.n - text.n})) return true;
    }
    return false;
}

/* --- characters --- */

/* Code points that move, hide or reorder what a terminal shows. */
static bool is_unsafe(int32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x061C || (cp >= 0x200B && cp <= 0x200F) ||
           (cp >= 0x2028 && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069) || cp == 0xFEFF ||
           (cp >= 0xE0000 && cp <= 0xE007F);
}

static void put(gp_buf *out, gp_str s, size_t max, bool whole_line)
{
    for (size_t at = 0; at < s.n;) {
        size_t here = at;
        if (max && at >= max) {
            gp_buf_c(out, "…");
            return;
        }
        int32_t cp = gp_utf8_next(s, &at);
        if (cp < 0) gp_buf_fmt(out, "\\x%02X", (unsigned)(unsigned char)s.p[here]);
        else if (cp == '\n') gp_buf_c(out, "\\n");
        else if (cp == '\t') gp_buf_c(out, "\\t");
        else if (cp == '\r') gp_buf_c(out, "\\r");
        else if (is_command(s, here, whole_line)) gp_buf_fmt(out, "\\u{%X}", (unsigned)cp);
        else if (is_unsafe(cp)) gp_buf_fmt(out, cp < 0x100 ? "\\x%02X" : "\\u{%X}", (unsigned)cp);
        else gp_buf_put(out, s.p + here, at - here);
    }
}

void gp_show(gp_buf *out, gp_str s, size_t max) { put(out, s, max, false); }
void gp_show_line(gp_buf *out, gp_str s, size_t max) { put(out, s, max, true); }

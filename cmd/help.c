/* help.c - --help from the tables. The man page and the completions come from the same tables (gen/docs.c). */
#include <string.h>

#include "cli.h"
#include "guide.h"

enum { COLUMN = 28, WIDTH = 80 };

/* `text` from column COLUMN on, wrapped at WIDTH. */
static void wrapped(gp_buf *out, const char *text)
{
    size_t col = COLUMN;
    for (const char *p = text; *p;) {
        size_t word = strcspn(p, " ");
        if (col + word > WIDTH && col > COLUMN) {
            gp_buf_fmt(out, "\n%*s", COLUMN, "");
            col = COLUMN;
        }
        gp_buf_put(out, p, word);
        col += word;
        p += word;
        if (*p == ' ') {
            if (col + 1 + strcspn(p + 1, " ") <= WIDTH) gp_buf_byte(out, ' ');
            col++;
            p++;
        }
    }
    gp_buf_byte(out, '\n');
}

static void row(gp_buf *out, const char *left, const char *text)
{
    gp_buf_fmt(out, "  %-*s", COLUMN - 2, left);
    if (strlen(left) + 2 >= COLUMN) gp_buf_fmt(out, "\n%*s", COLUMN, "");
    wrapped(out, text);
}

static void guides(gp_buf *out)
{
    gp_guide g;
    gp_buf_c(out, "\nGuides (goldpin help TOPIC):\n");
    for (size_t i = 0; gp_guide_at(i, &g); i++) {
        gp_buf topic = {0}, about = {0};
        gp_buf_str(&topic, g.topic);
        gp_buf_str(&about, g.about);
        row(out, topic.p ? topic.p : "", about.p ? about.p : "");
        gp_buf_free(&topic);
        gp_buf_free(&about);
    }
}

void gp_help_main(gp_buf *out)
{
    gp_buf_c(out,
             "usage: goldpin COMMAND [arguments]\n\n"
             "goldpin evaluates language models and can prove what it measured: it runs suites\n"
             "on local GGUF models (OpenCL) and remote models, grades the answers, compares\n"
             "them with golden files, writes JUnit XML and markdown, and gates CI.\n\nCommands:\n");
    for (size_t i = 0; gp_commands[i]; i++) row(out, gp_commands[i]->name, gp_commands[i]->summary);
    guides(out);
    gp_buf_c(out,
             "\nOptions:\n"
             "  --version                 show the version and exit\n"
             "  -h, --help                show this help and exit\n\n"
             "goldpin COMMAND --help tells more.\n"
             "Exit codes: 0 gate passed, 1 gate failed, 2 usage or invalid input or a pin that\n"
             "does not hold, 3 infrastructure broke, 130 interrupted.\n");
}

void gp_help_model(gp_buf *out)
{
    gp_buf_c(out,
             "usage: goldpin model COMMAND [arguments]\n\n"
             "What a GGUF file is and what the engine makes of it, as plumbing for scripts.\n\nCommands:\n");
    for (size_t i = 0; gp_commands[i]; i++)
        if (strncmp(gp_commands[i]->name, "model ", 6) == 0) row(out, gp_commands[i]->name, gp_commands[i]->summary);
    gp_buf_c(out, "\ngoldpin model COMMAND --help tells more.\n");
}

static void option_row(gp_buf *out, const gp_opt *o)
{
    gp_buf left = {0};
    if (o->letter) gp_buf_fmt(&left, "-%c, ", o->letter);
    gp_buf_fmt(&left, "--%s%s%s", o->name, o->arg ? " " : "", o->arg ? o->arg : "");
    row(out, left.p ? left.p : "", o->help);
    gp_buf_free(&left);
}

static const char *group_of(const gp_opt *o) { return o->group ? o->group : "Options"; }

/* Headings in order of appearance, "Options" (where --help stands) last. */
static size_t headings(const gp_command *c, const char *list[GP_OPT_MAX])
{
    size_t n = 0;
    const gp_opt *o;
    for (size_t k = 0; (o = gp_opt_at(c, k, NULL)); k++) {
        bool seen = strcmp(group_of(o), "Options") == 0;
        for (size_t i = 0; i < n; i++) seen |= strcmp(list[i], group_of(o)) == 0;
        if (!seen && n + 1 < GP_OPT_MAX) list[n++] = group_of(o);
    }
    list[n++] = "Options";
    return n;
}

static void options(const gp_command *c, gp_buf *out)
{
    const char *list[GP_OPT_MAX];
    const gp_opt *o;
    size_t n = headings(c, list);
    for (size_t i = 0; i < n; i++) {
        gp_buf_fmt(out, "\n%s:\n", list[i]);
        for (size_t k = 0; (o = gp_opt_at(c, k, NULL)); k++)
            if (strcmp(group_of(o), list[i]) == 0) option_row(out, o);
    }
    option_row(out, &gp_help_opt);
}

void gp_help_command(const gp_command *c, gp_buf *out)
{
    gp_buf_fmt(out, "usage: goldpin %s%s%s\n\n%s.\n", c->name, *c->usage ? " " : "", c->usage, c->summary);
    if (c->details) gp_buf_fmt(out, "\n%s", c->details);
    options(c, out);
    if (c->example) gp_buf_fmt(out, "\nExamples:\n%s", c->example);
    gp_buf_fmt(out, "\nExit codes:\n%s", c->exits);
}

/* help_topic.c - goldpin help: guides out of the binary, and the help of commands by name. */
#include <string.h>

#include "cli.h"
#include "guide.h"

typedef struct guide_file {
    const char *name, *text; /* "targets.md" */
} guide_file;
static const guide_file files[] = {
#include "guides.inc"
};
enum { N_FILES = sizeof files / sizeof *files };
_Static_assert((int)N_FILES <= (int)GP_GUIDES_MAX, "more guides than a message can list");

/* --- guides --- */

bool gp_guide_at(size_t i, gp_guide *out)
{
    if (i >= N_FILES) return false;
    gp_str text = gp_str_c(files[i].text), line = {text.p, strcspn(text.p, "\n")};
    size_t colon = gp_str_find(line, GP_STR(": "));
    out->topic = (gp_str){files[i].name, strcspn(files[i].name, ".")};
    out->about = colon == SIZE_MAX ? line : (gp_str){line.p + colon + 2, line.n - colon - 2};
    out->text = text;
    return true;
}

static bool find_guide(const char *topic, gp_guide *out)
{
    for (size_t i = 0; gp_guide_at(i, out); i++)
        if (gp_str_eqc(out->topic, topic)) return true;
    return false;
}

/* --- commands --- */

static const gp_command *find_command(const char *name)
{
    for (size_t i = 0; gp_commands[i]; i++)
        if (strcmp(gp_commands[i]->name, name) == 0) return gp_commands[i];
    return NULL;
}

/* --- neither --- */

/* Names that somebody could have meant: guides first, then commands. Returns how many of them are guides. */
static size_t all_names(gp_arena *mem, const char *names[GP_GUIDES_MAX * 2], size_t *n)
{
    gp_guide g;
    size_t guides = 0;
    for (; gp_guide_at(guides, &g); guides++) names[guides] = gp_str_dup(mem, g.topic).p;
    *n = guides;
    for (size_t i = 0; gp_commands[i] && *n < GP_GUIDES_MAX * 2; i++) names[(*n)++] = gp_commands[i]->name;
    return guides;
}

static gp_code unknown_topic(gp_arena *mem, const char *given, gp_err *err)
{
    const char *names[GP_GUIDES_MAX * 2];
    size_t n, guides = all_names(mem, names, &n);
    const char *near = gp_nearest(gp_str_c(given), names, n);
    gp_buf list = {0};
    for (size_t i = 0; i < guides; i++) gp_buf_fmt(&list, "%s%s", i ? ", " : "", names[i]);
    const char *topics = list.p ? list.p : "";
    const char *more = "goldpin help lists the commands too";
    if (near)
        (void)gp_fail(err, GP_E_USAGE, "no guide or command \"%s\"; did you mean \"%s\"? Guides: %s; %s", given, near,
                      topics, more);
    else (void)gp_fail(err, GP_E_USAGE, "no guide or command \"%s\". Guides: %s; %s", given, topics, more);
    gp_buf_free(&list);
    return GP_E_USAGE;
}

/* --- goldpin help --- */

/* What "help NAME" prints; false where there is no such thing. */
static bool help_text(const char *name, gp_buf *out)
{
    gp_guide g;
    const gp_command *c = find_command(name);
    if (!*name) gp_help_main(out);
    else if (strcmp(name, "model") == 0) gp_help_model(out);
    else if (c) gp_help_command(c, out);
    else if (find_guide(name, &g)) gp_buf_str(out, g.text);
    else return false;
    return true;
}

static gp_code run(gp_args *a, gp_buf *out, gp_err *err)
{
    const char *first = a->n_pos > 0 ? a->pos[0] : "", *second = a->n_pos > 1 ? a->pos[1] : "";
    const char *name = gp_str_fmt(&a->mem, "%s%s%s", first, *second ? " " : "", second).p;
    return help_text(name, out) ? GP_OK : unknown_topic(&a->mem, name, err);
}

const gp_command gp_cmd_help = {.name = "help",
                                .usage = "[TOPIC|COMMAND]",
                                .summary = "print a guide, or the help of a command",
                                .max_args = 2,
                                .run = run,
                                .details =
                                    "Without an argument it lists the commands and the guides. The guides are part of\n"
                                    "the program; make install leaves them as manual pages too: man goldpin-targets.\n",
                                .exits = "  0    printed\n  2    there is no such guide or command\n",
                                .example = "  goldpin help targets\n  goldpin help model logits\n"};

/* cli.c - from argv to a command, and from its end to an exit code. */
#include "cli.h"

#include <errno.h>
#include <string.h>

#include "base/sys.h"
#include "supervise.h"

/* --- messages --- */

void gp_tell(const char *front, gp_buf *text)
{
    fprintf(stderr, "goldpin: %s%s\n", front, gp_buf_view(text).p);
    gp_buf_free(text);
}

int gp_complain(const gp_err *err)
{
    gp_buf b = {0};
    gp_show(&b, gp_str_c(err->msg), 0);
    gp_tell("", &b);
    return gp_exit_code(err->code);
}

gp_code gp_emit(const char *file, gp_str text, gp_err *err)
{
    if (file) return gp_write_file(file, text, err);
    if (text.n) fwrite(text.p, 1, text.n, stdout);
    if (fflush(stdout) == 0 && !ferror(stdout)) return GP_OK;
    return gp_fail(err, GP_E_IO, "cannot write to standard output: %s", strerror(errno));
}

const char *gp_plural(size_t n) { return n == 1 ? "" : "s"; }

/* --- parsing --- */

typedef struct given_opt {
    const gp_opt *opt; /* NULL: there is none of that name */
    size_t base;
    const char *value;
} given_opt;

typedef struct parser {
    int argc, at;
    char **argv;
    const char **pos;
    given_opt *given; /* in the order of the command line; those that keep one value once */
    size_t n_given;
    gp_args *args;
    bool help;
} parser;

static given_opt find_opt(const gp_command *c, const char *name, size_t n, char letter)
{
    given_opt g = {0};
    for (size_t i = 0;; i++) {
        g.opt = gp_opt_at(c, i, &g.base);
        const gp_opt *o = g.opt ? g.opt : &gp_help_opt;
        bool it = letter ? o->letter == letter : strlen(o->name) == n && memcmp(o->name, name, n) == 0;
        if (it) g.opt = o;
        if (it || !g.opt) return g;
    }
}

static gp_code unknown_option(const gp_command *c, const char *text, gp_err *err)
{
    const char *names[GP_OPT_MAX];
    size_t n = 0;
    for (const gp_opt *o; n < GP_OPT_MAX && (o = gp_opt_at(c, n, NULL)); n++) names[n] = o->name;
    gp_str bare = gp_str_c(text);
    while (bare.n && bare.p[0] == '-') bare.p++, bare.n--;
    size_t eq = gp_str_find(bare, GP_STR("="));
    if (eq != SIZE_MAX) bare.n = eq;
    const char *near = gp_nearest(bare, names, n);
    if (near)
        return gp_fail(err, GP_E_USAGE, "unknown option %s; did you mean --%s? (goldpin %s --help lists all)", text,
                       near, c->name);
    return gp_fail(err, GP_E_USAGE, "unknown option %s (goldpin %s --help lists all)", text, c->name);
}

/* A command line whose last word wins silently runs something else than it says. */
static gp_code once(parser *p, const given_opt *before, const given_opt *g, gp_err *err)
{
    bool same = false;
    if (!g->opt->arg) return GP_OK;
    gp_code code = gp_opt_same(g->opt, before->value, g->value, p->args->command->options, &same, err);
    if (code || same) return code;
    return gp_fail(err, GP_E_USAGE, "--%s is given twice, as \"%s\" and as \"%s\"; give it once", g->opt->name,
                   before->value, g->value);
}

static gp_code take(parser *p, given_opt g, gp_err *err)
{
    if (g.opt == &gp_help_opt) return p->help = true, GP_OK;
    bool flag = !g.opt->arg;
    if (!flag && !g.value && p->at < p->argc) g.value = p->argv[p->at++];
    if (flag == (g.value != NULL)) return gp_opt_refuse(g.opt, g.value, err);
    size_t i = g.opt->member.kind == GP_OPT_LIST ? p->n_given : 0;
    while (i < p->n_given && p->given[i].opt != g.opt) i++;
    if (i < p->n_given) return once(p, &p->given[i], &g, err);
    p->given[p->n_given++] = g;
    return GP_OK;
}

static gp_code parse_long(parser *p, const char *arg, gp_err *err)
{
    const char *eq = strchr(arg, '=');
    given_opt g = find_opt(p->args->command, arg + 2, eq ? (size_t)(eq - arg - 2) : strlen(arg + 2), 0);
    g.value = eq ? eq + 1 : NULL;
    return g.opt ? take(p, g, err) : unknown_option(p->args->command, arg, err);
}

/* -v, -j4, -j 4, -qv */
static gp_code parse_short(parser *p, const char *arg, gp_err *err)
{
    for (const char *c = arg + 1; *c; c++) {
        given_opt g = find_opt(p->args->command, NULL, 0, *c);
        if (!g.opt) return unknown_option(p->args->command, arg, err);
        bool rest = g.opt->arg && c[1];
        g.value = rest ? c + 1 : NULL;
        gp_code code = take(p, g, err);
        if (code || rest) return code;
    }
    return GP_OK;
}

static gp_code parse_args(parser *p, gp_err *err)
{
    bool only_pos = false;
    gp_code code = GP_OK;
    while (!code && p->at < p->argc) {
        const char *arg = p->argv[p->at++];
        if (only_pos || arg[0] != '-' || !arg[1]) p->pos[p->args->n_pos++] = arg;
        else if (strcmp(arg, "--") == 0) only_pos = true;
        else if (arg[1] == '-') code = parse_long(p, arg, err);
        else code = parse_short(p, arg, err);
    }
    return code;
}

static gp_code check_count(const gp_args *a, gp_err *err)
{
    const gp_command *c = a->command;
    int n = (int)a->n_pos;
    if (n < c->min_args) return gp_fail(err, GP_E_USAGE, "something is missing: goldpin %s %s", c->name, c->usage);
    if (c->max_args >= 0 && n > c->max_args)
        return gp_fail(err, GP_E_USAGE, "too many arguments from \"%s\" on: goldpin %s%s%s", a->pos[c->max_args],
                       c->name, *c->usage ? " " : "", c->usage);
    return GP_OK;
}

/* Last, when the words are known to be a command line: the values into the command's struct. */
static gp_code fill(const parser *p, gp_err *err)
{
    gp_args *a = p->args;
    gp_word *words = GP_NEW_ARRAY(&a->mem, gp_word, p->n_given);
    gp_code code = check_count(a, err);
    for (size_t i = 0; i < p->n_given; i++) words[i] = (gp_word){p->given[i].opt, p->given[i].value};
    a->words = words;
    a->n_words = p->n_given;
    for (size_t i = 0; i < p->n_given && !code; i++)
        code = gp_opt_set(p->given[i].opt, p->given[i].value, (char *)a->options + p->given[i].base, &a->mem, err);
    return code;
}

/* The command that argv names; *used words belong to its name. */
static const gp_command *find_command(int argc, char **argv, int *used)
{
    for (size_t i = 0; gp_commands[i]; i++) {
        const char *name = gp_commands[i]->name, *space = strchr(name, ' ');
        size_t n = space ? (size_t)(space - name) : strlen(name);
        if (strlen(argv[1]) != n || memcmp(argv[1], name, n) != 0) continue;
        if (space && (argc < 3 || strcmp(argv[2], space + 1) != 0)) continue;
        *used = space ? 2 : 1;
        return gp_commands[i];
    }
    return NULL;
}

static int unknown_command(int argc, char **argv)
{
    const char *names[64];
    size_t n = 0;
    gp_err err = {0};
    bool group = strcmp(argv[1], "model") == 0;
    const char *given = group ? (argc > 2 ? argv[2] : "") : argv[1];
    for (size_t i = 0; gp_commands[i] && n < 64; i++) {
        bool sub = strncmp(gp_commands[i]->name, "model ", 6) == 0;
        if (group == sub) names[n++] = gp_commands[i]->name + (sub ? 6 : 0);
    }
    const char *near = gp_nearest(gp_str_c(given), names, n);
    const char *front = group ? "model " : "";
    if (!*given) gp_fail(&err, GP_E_USAGE, "goldpin model needs a command; goldpin model --help lists them");
    else if (near)
        gp_fail(&err, GP_E_USAGE, "unknown command \"%s%s\"; did you mean \"%s%s\"?", front, given, front, near);
    else gp_fail(&err, GP_E_USAGE, "unknown command \"%s%s\"; goldpin %s--help lists them", front, given, front);
    return gp_complain(&err);
}

/* NULL: of all commands, or of those of the group. */
static int show_help(const gp_command *c, bool group)
{
    gp_err err = {0};
    gp_buf b = {0};
    if (c) gp_help_command(c, &b);
    else if (group) gp_help_model(&b);
    else gp_help_main(&b);
    int exit_code = gp_emit(NULL, gp_buf_view(&b), &err) ? gp_complain(&err) : 0;
    gp_buf_free(&b);
    return exit_code;
}

/* NULL: standard output. */
static const char *output_of(const gp_args *a)
{
    for (int l = 0; l < GP_OPT_LISTS; l++) {
        gp_opt_list list = a->command->opts[l];
        if (list.rows != gp_json_opts && list.rows != gp_output_opts) continue;
        return ((const gp_output *)(const void *)((const char *)a->options + list.base))->file;
    }
    return NULL;
}

static int carry_out(void *user)
{
    gp_args *a = user;
    gp_err err = {0};
    gp_buf out = {0};
    gp_code code = a->command->run(a, &out, &err);
    if (!code) code = gp_buf_check(&out, &err);
    if (!code) code = gp_emit(output_of(a), gp_buf_view(&out), &err);
    gp_buf_free(&out);
    return code ? gp_complain(&err) : a->exit_code;
}

static void make_room(parser *p)
{
    gp_args *a = p->args;
    size_t n = (size_t)p->argc + 1, size = a->command->options;
    a->pos = p->pos = GP_NEW_ARRAY(&a->mem, const char *, n);
    p->given = GP_NEW_ARRAY(&a->mem, given_opt, n);
    a->options = gp_arena_alloc(&a->mem, size);
    if (a->command->defaults) memcpy(a->options, a->command->defaults, size);
}

static int run_command(const gp_command *c, int argc, char **argv, int used)
{
    gp_err err = {0};
    gp_args args = {.command = c};
    parser p = {.argc = argc, .at = used + 1, .argv = argv, .args = &args};
    make_room(&p);
    gp_code code = parse_args(&p, &err);
    if (!code && !p.help) code = fill(&p, &err);
    int exit_code = p.help      ? show_help(c, false)
                    : code      ? gp_complain(&err)
                    : c->opencl ? gp_supervise(carry_out, &args)
                                : carry_out(&args);
    gp_arena_free(&args.mem);
    return exit_code;
}

int gp_cli_main(int argc, char **argv, const char *version);

int gp_cli_main(int argc, char **argv, const char *version)
{
    gp_err err = {0};
    if (argc < 2) {
        gp_fail(&err, GP_E_USAGE, "no command is given; goldpin --help lists them");
        return gp_complain(&err);
    }
    const char *first = argv[1];
    if (strcmp(first, "--version") == 0) {
        gp_arena a = {0};
        gp_code code = gp_emit(NULL, gp_str_fmt(&a, "goldpin %s\n", version), &err);
        gp_arena_free(&a);
        return code ? gp_complain(&err) : 0;
    }
    bool group_help = strcmp(first, "model") == 0 && argc > 2 &&
                      (strcmp(argv[2], "--help") == 0 || strcmp(argv[2], "-h") == 0);
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0 || group_help) return show_help(NULL, group_help);
    int used = 0;
    const gp_command *c = find_command(argc, argv, &used);
    return c ? run_command(c, argc, argv, used) : unknown_command(argc, argv);
}

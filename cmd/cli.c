#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"

const gp_opt gp_engine_opts[] = {
    {"device", 0, "N|NAME|auto", "OpenCL device: number or part of a name from goldpin topo; auto takes the CPU", "Engine"},
    {"threads", 0, "N", "compute threads of a CPU device; default one for each physical core", "Engine"},
    {"pin", 0, "SET|auto|none", "processing units to bind threads to, such as 0-3,8; default auto", "Engine"},
    {"context", 0, "N", "most tokens of one conversation; default the smaller of the file's and 4096", "Engine"},
    {"kv", 0, "f32|f16", "number format of the key-value cache; default f32", "Engine"},
    {"batch", 0, "N", "prompt tokens evaluated in one step; changes no result", "Engine"},
    {"slots", 0, "N", "trials decoded together; changes no result", "Engine"},
    {"work-group", 0, "N", "local size of portable kernels; changes no result", "Engine"},
    {0}};

const gp_opt gp_json_opts[] = {
    {"json", 0, NULL, "print JSON", NULL},
    {"output", 'o', "FILE", "write to FILE instead of standard output", NULL},
    {0}};

static const gp_opt help_opt = {"help", 'h', NULL, "show this help and exit", NULL};

/* --- values --- */

const char *gp_arg_at(const gp_args *a, const char *name, size_t i)
{
    for (size_t k = 0; k < a->n_given; k++)
        if (strcmp(a->given[k].opt->name, name) == 0 && i-- == 0) return a->given[k].value ? a->given[k].value : "";
    return NULL;
}

const char *gp_arg(const gp_args *a, const char *name)
{
    const char *last = NULL, *v;
    for (size_t i = 0; (v = gp_arg_at(a, name, i)); i++) last = v;
    return last;
}

bool gp_flag(const gp_args *a, const char *name)
{
    return gp_arg(a, name) != NULL;
}

gp_code gp_arg_int(const gp_args *a, const char *name, int64_t min, int64_t max, int64_t *out, gp_err *err)
{
    const char *v = gp_arg(a, name);
    if (!v) return GP_OK;
    char *end;
    errno = 0;
    long long n = strtoll(v, &end, 10);
    if (errno || end == v || *end) return gp_fail(err, GP_E_USAGE, "--%s needs a whole number, not \"%s\"", name, v);
    if (n < min || n > max) return gp_fail(err, GP_E_USAGE, "--%s is %lld, but must be from %lld to %lld", name, n, (long long)min, (long long)max);
    *out = n;
    return GP_OK;
}

gp_code gp_arg_real(const gp_args *a, const char *name, double min, double max, double *out, gp_err *err)
{
    const char *v = gp_arg(a, name);
    if (!v) return GP_OK;
    char *end;
    errno = 0;
    double d = strtod(v, &end);
    if (errno || end == v || *end || !(d >= min && d <= max)) return gp_fail(err, GP_E_USAGE, "--%s needs a number from %g to %g, not \"%s\"", name, min, max, v);
    *out = d;
    return GP_OK;
}

/* --- messages --- */

int gp_complain(const gp_err *err)
{
    gp_buf b = {0};
    gp_show(&b, gp_str_c(err->msg), 0);
    fprintf(stderr, "goldpin: %s\n", gp_buf_view(&b).p);
    gp_buf_free(&b);
    return gp_exit_code(err->code);
}

int gp_printed(int exit_code)
{
    gp_err err = {0};
    if (fflush(stdout) == 0 && !ferror(stdout)) return exit_code;
    gp_fail(&err, GP_E_IO, "cannot write to standard output: %s", strerror(errno));
    return gp_complain(&err);
}

int gp_emit(const char *file, gp_str text)
{
    gp_err err = {0};
    if (file) return gp_write_file(file, text, &err) ? gp_complain(&err) : 0;
    fwrite(text.p, 1, text.n, stdout);
    return gp_printed(0);
}

/* --- bundles --- */

gp_code gp_finished(const char *path, gp_err *err)
{
    gp_arena a = {0};
    const char *journal = gp_path_join(&a, path, "transcripts.jsonl"), *results = gp_path_join(&a, path, "results.json"), *head = gp_path_join(&a, path, "recording.json");
    bool begun = journal && gp_is_file(journal), ended = !results || gp_is_file(results), recording = head && gp_is_file(head);
    gp_arena_free(&a);
    if (recording) return gp_fail(err, GP_E_INPUT, "%s is a recording, no bundle: goldpin run SUITE --replay %s makes one of it", path, path);
    return begun && !ended ? gp_fail(err, GP_E_INPUT, "the run in %s was interrupted and has no results yet; finish it with goldpin run --resume %s", path, path) : GP_OK;
}

/* --- parsing --- */

static const gp_opt *find_opt(const gp_command *c, const char *name, size_t n, char letter)
{
    for (int l = 0; l < GP_OPT_LISTS; l++)
        for (const gp_opt *o = c->opts[l]; o && o->name; o++)
            if (letter ? o->letter == letter : strlen(o->name) == n && memcmp(o->name, name, n) == 0) return o;
    bool help = letter ? letter == 'h' : n == 4 && memcmp(name, "help", 4) == 0;
    return help ? &help_opt : NULL;
}

static gp_code unknown_option(const gp_command *c, const char *given, gp_err *err)
{
    const char *names[GP_OPT_MAX];
    size_t n = 0;
    for (int l = 0; l < GP_OPT_LISTS; l++)
        for (const gp_opt *o = c->opts[l]; o && o->name && n < GP_OPT_MAX; o++) names[n++] = o->name;
    gp_str bare = gp_str_c(given);
    while (bare.n && bare.p[0] == '-') bare.p++, bare.n--;
    size_t eq = gp_str_find(bare, GP_STR("="));
    if (eq != SIZE_MAX) bare.n = eq;
    const char *near = gp_nearest(bare, names, n);
    if (near) return gp_fail(err, GP_E_USAGE, "unknown option %s; did you mean --%s? (goldpin %s --help lists all)", given, near, c->name);
    return gp_fail(err, GP_E_USAGE, "unknown option %s (goldpin %s --help lists all)", given, c->name);
}

typedef struct parser {
    int argc, at;
    char **argv;
    const char **pos;
    gp_args *args;
    bool help;
} parser;

static gp_code take(parser *p, const gp_opt *o, const char *value, gp_err *err)
{
    if (o == &help_opt) return p->help = true, GP_OK;
    if (!o->arg && value) return gp_fail(err, GP_E_USAGE, "--%s takes no value", o->name);
    if (o->arg && !value && p->at < p->argc) value = p->argv[p->at++];
    if (o->arg && !value) return gp_fail(err, GP_E_USAGE, "--%s needs a value: --%s %s", o->name, o->name, o->arg);
    if (p->args->n_given == sizeof p->args->given / sizeof *p->args->given) return gp_fail(err, GP_E_USAGE, "too many options");
    p->args->given[p->args->n_given].opt = o;
    p->args->given[p->args->n_given++].value = value;
    return GP_OK;
}

static gp_code parse_long(parser *p, const char *arg, gp_err *err)
{
    const char *eq = strchr(arg, '=');
    const gp_opt *o = find_opt(p->args->command, arg + 2, eq ? (size_t)(eq - arg - 2) : strlen(arg + 2), 0);
    return o ? take(p, o, eq ? eq + 1 : NULL, err) : unknown_option(p->args->command, arg, err);
}

/* -v, -j4, -j 4, -qv */
static gp_code parse_short(parser *p, const char *arg, gp_err *err)
{
    for (const char *c = arg + 1; *c; c++) {
        const gp_opt *o = find_opt(p->args->command, NULL, 0, *c);
        if (!o) return unknown_option(p->args->command, arg, err);
        bool rest = o->arg && c[1];
        gp_code code = take(p, o, rest ? c + 1 : NULL, err);
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
    if (c->max_args >= 0 && n > c->max_args) return gp_fail(err, GP_E_USAGE, "too many arguments from \"%s\" on: goldpin %s%s%s", a->pos[c->max_args], c->name, *c->usage ? " " : "", c->usage);
    return GP_OK;
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
    if (!*given) gp_fail(&err, GP_E_USAGE, "goldpin model needs a command; goldpin --help lists them");
    else if (near) gp_fail(&err, GP_E_USAGE, "unknown command \"%s%s\"; did you mean \"%s%s\"?", front, given, front, near);
    else gp_fail(&err, GP_E_USAGE, "unknown command \"%s%s\"; goldpin --help lists them", front, given);
    return gp_complain(&err);
}

static int help_for_group(int argc, char **argv)
{
    gp_buf b = {0};
    (void)argc;
    (void)argv;
    gp_help_main(&b);
    int code = gp_emit(NULL, gp_buf_view(&b));
    gp_buf_free(&b);
    return code;
}

static int run_command(const gp_command *c, int argc, char **argv, int used)
{
    gp_err err = {0};
    gp_args *args = gp_alloc(sizeof *args);
    parser p = {.argc = argc, .at = used + 1, .argv = argv, .args = args};
    int code;
    args->command = c;
    args->pos = p.pos = gp_alloc_array((size_t)argc + 1, sizeof *p.pos);
    gp_code parsed = parse_args(&p, &err);
    if (p.help) {
        gp_buf b = {0};
        gp_help_command(c, &b);
        code = gp_emit(NULL, gp_buf_view(&b));
        gp_buf_free(&b);
    } else if (parsed || check_count(args, &err)) {
        code = gp_complain(&err);
    } else {
        code = c->run(args);
    }
    free(p.pos);
    free(args);
    return code;
}

int gp_cli_main(int argc, char **argv, const char *version);

int gp_cli_main(int argc, char **argv, const char *version)
{
    if (argc < 2) {
        gp_err err = {0};
        gp_fail(&err, GP_E_USAGE, "no command is given; goldpin --help lists them");
        return gp_complain(&err);
    }
    const char *first = argv[1];
    if (strcmp(first, "--version") == 0) {
        gp_arena a = {0};
        int code = gp_emit(NULL, gp_str_fmt(&a, "goldpin %s\n", version));
        gp_arena_free(&a);
        return code;
    }
    bool group_help = strcmp(first, "model") == 0 && argc > 2 && (strcmp(argv[2], "--help") == 0 || strcmp(argv[2], "-h") == 0);
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0 || group_help) return help_for_group(argc, argv);
    int used = 0;
    const gp_command *c = find_command(argc, argv, &used);
    return c ? run_command(c, argc, argv, used) : unknown_command(argc, argv);
}

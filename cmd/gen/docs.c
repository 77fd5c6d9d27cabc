/* docs.c - the manual page and the shell completions, printed from the same tables as --help.
 *
 *     docs man | bash | zsh
 *     docs tables     one line per fact, for ci/agree.sh: "command NAME", "option NAME --OPTION", "provider NAME",
 *                     "architecture NAME", "report FILE"
 *
 * Built and run by make; it is not installed. */
#include <stdio.h>
#include <string.h>

#include "../cli.h"
#include "../guide.h"
#include "engine/engine.h"
#include "run/run.h"
#include "targets/spec.h"

/* "model info" -> "info"; NULL when the command belongs to no group */
static const char *in_group(const gp_command *c)
{
    const char *space = strchr(c->name, ' ');
    return space ? space + 1 : NULL;
}

/* A placeholder such as "f32|f16" or "N|NAME|auto" lists words; the ones in lower case can be completed. */
static void words_of(const char *arg, gp_buf *out)
{
    for (const char *p = arg; strchr(arg, '|') && *p;) {
        size_t n = strcspn(p, "|");
        if (*p >= 'a' && *p <= 'z') gp_buf_fmt(out, "%s%.*s", out->n ? " " : "", (int)n, p);
        p += n + (p[n] == '|');
    }
}

/* --- manual page --- */

/* Text of a paragraph: hyphens stay hyphens, a line never begins a request. */
static void roff(gp_buf *out, const char *text)
{
    bool start = true;
    for (; *text; text++) {
        if (start && (*text == '.' || *text == '\'')) gp_buf_c(out, "\\&");
        if (*text == '\\') gp_buf_c(out, "\\e");
        else if (*text == '-') gp_buf_c(out, "\\-");
        else gp_buf_byte(out, *text);
        start = *text == '\n';
    }
}

static void man_option(gp_buf *out, const gp_opt *o)
{
    gp_buf_c(out, ".TP\n");
    if (o->letter) gp_buf_fmt(out, "\\fB\\-%c\\fR, ", o->letter);
    gp_buf_c(out, "\\fB\\-\\-");
    roff(out, o->name);
    gp_buf_c(out, "\\fR");
    if (o->arg) {
        gp_buf_c(out, " \\fI");
        roff(out, o->arg);
        gp_buf_c(out, "\\fR");
    }
    gp_buf_byte(out, '\n');
    roff(out, o->help);
    gp_buf_c(out, ".\n");
}

static void man_literal(gp_buf *out, const char *heading, const char *text)
{
    if (!text) return;
    gp_buf_fmt(out, ".PP\n%s\n.nf\n", heading);
    roff(out, text);
    gp_buf_c(out, ".fi\n");
}

static void man_command(gp_buf *out, const gp_command *c)
{
    const gp_opt *o;
    gp_buf_c(out, ".SS goldpin ");
    roff(out, c->name);
    gp_buf_c(out, " \\fR");
    roff(out, c->usage);
    gp_buf_byte(out, '\n');
    roff(out, c->summary);
    gp_buf_c(out, ".\n");
    if (c->details) {
        gp_buf_c(out, ".PP\n");
        roff(out, c->details);
    }
    for (size_t i = 0; (o = gp_opt_at(c, i, NULL)); i++) man_option(out, o);
    man_literal(out, "Examples:", c->example);
    man_literal(out, "Exit codes:", c->exits);
}

static void man_keys(gp_buf *out)
{
    gp_key_variable k;
    for (size_t i = 0; gp_key_variable_at(i, &k); i++) {
        gp_buf_fmt(out, ".TP\n.B %s\n%s", k.name, k.provider);
        if (k.also) gp_buf_fmt(out, "; without it %s", k.also);
        gp_buf_c(out, "\n");
    }
}

static void man(gp_buf *out)
{
    gp_buf_c(out, ".TH GOLDPIN 1 \"\" \"goldpin ");
    roff(out, gp_version());
    gp_buf_c(
        out,
        "\"\n.SH NAME\ngoldpin \\- evaluate language models and prove what was measured\n"
        ".SH SYNOPSIS\n.B goldpin\n.I COMMAND\n[arguments]\n.br\n.B goldpin \\-\\-version\n.br\n.B goldpin\n[\\fICOMMAND\\fR] \\fB\\-\\-help\\fR\n"
        ".SH DESCRIPTION\nA batch tool that runs suites of cases on local GGUF models (OpenCL) and on remote models,\n"
        "grades the answers, compares them with golden files, writes JUnit XML and markdown,\nand ends with an exit code that a CI job can rely on.\n"
        ".SH COMMANDS\n");
    for (size_t i = 0; gp_commands[i]; i++) man_command(out, gp_commands[i]);
    gp_buf_c(out,
             ".SH EXIT STATUS\n"
             ".TP\n0\ngate passed, or the command did what was asked\n"
             ".TP\n1\ngate failed, or something differs\n"
             ".TP\n2\nusage, invalid input, or a pin that does not hold\n"
             ".TP\n3\ninfrastructure: a target, a device or the file system broke, so there is no verdict\n"
             ".TP\n130\ninterrupted; what was finished is saved\n"
             ".SH ENVIRONMENT\n"
             ".PP\nKeys of providers; another variable is named by api_key_env in the targets file:\n");
    man_keys(out);
    gp_buf_c(
        out,
        ".TP\n.B GOLDPIN_CACHE_DIR\nfolder of compiled kernels; without it $XDG_CACHE_HOME/goldpin or ~/.cache/goldpin\n"
        ".TP\n.B CI\nset (not empty, 0 or false): missing goldens fail and bless refuses\n"
        ".TP\n.B NO_COLOR\nset (not empty): no colours, unless \\-\\-color says otherwise\n"
        ".TP\n.B SOURCE_DATE_EPOCH\nseconds that take the place of the clock in reports\n"
        ".SH FILES\n"
        ".TP\n.I goldpin.json\ntargets file of the working directory\n"
        ".TP\n.I golden/\naccepted goldens\n"
        ".TP\n.I reports/\nbundles of runs\n"
        ".SH SEE ALSO\n.nh\n.ad l\n");
    gp_guide g;
    for (size_t i = 0; gp_guide_at(i, &g); i++)
        gp_buf_fmt(out, "%s\\fBgoldpin\\-%.*s\\fR(7)", i ? ",\n" : "", GP_ARG(g.topic));
    gp_buf_byte(out, '\n');
}

/* --- completion --- */

static bool is_folder(const gp_opt *o) { return o->member.kind == GP_OPT_PATH && strcmp(o->arg, "DIR") == 0; }

/* The words after "goldpin" ("group": after "goldpin model"). */
static void names(gp_buf *out, bool group)
{
    bool seen_group = false;
    for (size_t i = 0; gp_commands[i]; i++) {
        const char *sub = in_group(gp_commands[i]);
        if (group && sub) gp_buf_fmt(out, "%s%s", out->n ? " " : "", sub);
        if (group || (sub && seen_group)) continue;
        gp_buf_fmt(out, "%s%.*s", out->n ? " " : "", (int)strcspn(gp_commands[i]->name, " "), gp_commands[i]->name);
        seen_group |= sub != NULL;
    }
}

/* What may follow "goldpin help": guides, then commands. */
static void help_words(gp_buf *out)
{
    gp_guide g;
    for (size_t i = 0; gp_guide_at(i, &g); i++) gp_buf_fmt(out, "%.*s ", GP_ARG(g.topic));
    gp_buf list = {0};
    names(&list, false);
    gp_buf_str(out, gp_buf_view(&list));
    gp_buf_free(&list);
}

/* What only the machine at hand knows, as shell functions: providers and the targets of ./goldpin.json (an entry a line),
 * suites near by, and the ids of cases of the suites among the words of the line. */
static void finders(gp_buf *out)
{
    gp_buf_c(out, "_goldpin_targets() {\n    printf '%s\\n'");
    for (size_t i = 0; gp_provider_at(i); i++) gp_buf_fmt(out, " %s:", gp_provider_at(i));
    gp_buf_c(
        out,
        "\n    sed -n 's/^ *\"\\([^\"]*\\)\": *{ *\"provider\".*/\\1/p' goldpin.json 2> /dev/null\n}\n"
        "_goldpin_suites() {\n"
        "    find . -maxdepth 3 \\( -name suite.json -o -name suite.yaml \\) 2> /dev/null | sed 's|^\\./||; s|/[^/]*$||'\n"
        "}\n"
        "_goldpin_cases() {\n"
        "    local word\n"
        "    for word in \"$@\"; do\n"
        "        [ -f \"$word/suite.json\" ] || [ -f \"$word/suite.yaml\" ] || continue\n"
        "        goldpin list \"$word\" 2> /dev/null | sed '1,2d; s/^ *//; s/ .*//'\n"
        "    done | sort -u\n"
        "}\n");
}

/* The finder of an option's values; NULL: its table says all there is. */
static const char *finder_of(const gp_opt *o)
{
    if (strcmp(o->name, "target") == 0) return "_goldpin_targets";
    return strcmp(o->name, "filter") == 0 || strcmp(o->name, "case") == 0 ? "_goldpin_cases" : NULL;
}

static void bash_values(gp_buf *out, const gp_command *c)
{
    const gp_opt *o;
    for (size_t i = 0; (o = gp_opt_at(c, i, NULL)); i++) {
        gp_buf words = {0};
        if (!o->arg) continue;
        gp_buf_fmt(out, "    '%s --%s'", c->name, o->name);
        if (o->letter) gp_buf_fmt(out, " | '%s -%c'", c->name, o->letter);
        words_of(o->arg, &words);
        if (finder_of(o)) gp_buf_fmt(out, ") kind=words words=$(%s \"${COMP_WORDS[@]:2}\") ;;\n", finder_of(o));
        else if (is_folder(o)) gp_buf_c(out, ") kind=folders ;;\n");
        else if (o->member.kind == GP_OPT_PATH) gp_buf_c(out, ") kind=files ;;\n");
        else gp_buf_fmt(out, ") kind=words words='%s' ;;\n", words.p ? words.p : "");
        gp_buf_free(&words);
    }
}

static void bash_options(gp_buf *out, const gp_command *c)
{
    const gp_opt *o;
    gp_buf_fmt(out, "    '%s') words='", c->name);
    for (size_t i = 0; (o = gp_opt_at(c, i, NULL)); i++) gp_buf_fmt(out, "--%s ", o->name);
    gp_buf_c(out, "--help' ;;\n");
}

static void bash(gp_buf *out)
{
    gp_buf top = {0}, group = {0};
    names(&top, false);
    names(&group, true);
    gp_buf_c(out, "# bash completion of goldpin; made from its option tables\n");
    finders(out);
    gp_buf_fmt(
        out,
        "_goldpin() {\n"
        "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} kind=files words=''\n"
        "    COMPREPLY=()\n"
        "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
        "        mapfile -t COMPREPLY < <(compgen -W '%s --version --help' -- \"$cur\")\n"
        "        return\n"
        "    fi\n"
        "    if [ \"$command\" = model ]; then\n"
        "        if [ \"$COMP_CWORD\" -eq 2 ]; then\n"
        "            mapfile -t COMPREPLY < <(compgen -W '%s --help' -- \"$cur\")\n"
        "            return\n"
        "        fi\n"
        "        command=\"model ${COMP_WORDS[2]}\"\n"
        "    fi\n"
        "    case $command in\n"
        "    run | lint | list | plan | show) kind=suites ;;\n"
        "    esac\n"
        "    if [ \"$command\" = show ] && [ \"$COMP_CWORD\" -eq 3 ]; then kind=words words=$(_goldpin_cases \"$prev\"); fi\n"
        "    case \"$command $prev\" in\n",
        top.p ? top.p : "", group.p ? group.p : "");
    for (size_t i = 0; gp_commands[i]; i++) bash_values(out, gp_commands[i]);
    gp_buf_c(out, "    'help help') kind=words words='");
    help_words(out);
    gp_buf_c(out, "' ;;\n    esac\n    if [ \"${cur:0:1}\" = - ]; then\n    kind=words\n    case \"$command\" in\n");
    for (size_t i = 0; gp_commands[i]; i++) bash_options(out, gp_commands[i]);
    gp_buf_c(
        out,
        "    esac\n"
        "    fi\n"
        "    case $kind in\n"
        "    words)\n"
        "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
        "        [[ ${COMPREPLY[0]} != *: ]] || compopt -o nospace\n"
        "        ;;\n"
        "    suites)\n"
        "        mapfile -t COMPREPLY < <((compgen -W \"$(_goldpin_suites)\" -- \"$cur\"; compgen -f -- \"$cur\") | sort -u)\n"
        "        compopt -o filenames\n"
        "        ;;\n"
        "    folders) mapfile -t COMPREPLY < <(compgen -d -- \"$cur\"); compopt -o filenames ;;\n"
        "    *) mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); compopt -o filenames ;;\n"
        "    esac\n"
        "}\n"
        "complete -F _goldpin goldpin\n");
    gp_buf_free(&top);
    gp_buf_free(&group);
}

/* Text inside '...' and inside [...] of a zsh specification. */
static void zsh_text(gp_buf *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\'') gp_buf_c(out, "'\\''");
        else if (strchr("[]:\\", *text)) gp_buf_fmt(out, "\\%c", *text);
        else gp_buf_byte(out, *text);
    }
}

static void zsh_option(gp_buf *out, const gp_opt *o, bool by_letter)
{
    gp_buf words = {0};
    gp_buf_c(out, "    '*");
    if (by_letter) gp_buf_fmt(out, "-%c", o->letter);
    else gp_buf_fmt(out, "--%s", o->name);
    gp_buf_byte(out, '[');
    zsh_text(out, o->help);
    gp_buf_byte(out, ']');
    if (o->arg) {
        words_of(o->arg, &words);
        gp_buf_byte(out, ':');
        zsh_text(out, o->arg);
        if (finder_of(o)) gp_buf_fmt(out, ":{compadd -- $(%s $words)}", finder_of(o));
        else if (is_folder(o)) gp_buf_c(out, ":_files -/");
        else if (o->member.kind == GP_OPT_PATH) gp_buf_c(out, ":_files");
        else gp_buf_fmt(out, ":(%s)", words.p ? words.p : "");
        gp_buf_free(&words);
    }
    gp_buf_c(out, "' \\\n");
}

static void zsh_command(gp_buf *out, const gp_command *c)
{
    const gp_opt *o;
    gp_buf_fmt(out, "  '%s') _arguments -s \\\n", c->name);
    for (size_t i = 0; (o = gp_opt_at(c, i, NULL)); i++) {
        zsh_option(out, o, false);
        if (o->letter) zsh_option(out, o, true);
    }
    gp_buf_c(out, "    '--help[show help]' '*:");
    if (strcmp(c->name, "show") == 0) {
        gp_buf_c(out, "suite or run:_files' '2:case:{compadd -- $(_goldpin_cases $words)}' ;;\n");
    } else if (strcmp(c->name, "help") == 0) {
        gp_buf_c(out, "topic:(");
        help_words(out);
        gp_buf_c(out, ")' ;;\n");
    } else {
        gp_buf_c(out, "file:_files' ;;\n");
    }
}

static void zsh(gp_buf *out)
{
    gp_buf top = {0}, group = {0};
    names(&top, false);
    names(&group, true);
    gp_buf_c(out, "#compdef goldpin\n# zsh completion of goldpin; made from its option tables\n");
    finders(out);
    gp_buf_fmt(out,
               "local command=$words[2]\n"
               "if (( CURRENT == 2 )); then\n  compadd -- %s --version --help\n  return\nfi\n"
               "if [[ $command == model ]]; then\n"
               "  if (( CURRENT == 3 )); then\n    compadd -- %s --help\n    return\n  fi\n"
               "  command=\"model $words[3]\"\n  shift words\n  (( CURRENT-- ))\n"
               "fi\nshift words\n(( CURRENT-- ))\ncase $command in\n",
               top.p ? top.p : "", group.p ? group.p : "");
    for (size_t i = 0; gp_commands[i]; i++) zsh_command(out, gp_commands[i]);
    gp_buf_c(out, "  *) _files ;;\nesac\n");
    gp_buf_free(&top);
    gp_buf_free(&group);
}

/* --- tables --- */

static void tables(gp_buf *out)
{
    for (size_t i = 0; gp_commands[i]; i++) {
        const gp_opt *o;
        gp_buf_fmt(out, "command %s\n", gp_commands[i]->name);
        for (size_t k = 0; (o = gp_opt_at(gp_commands[i], k, NULL)); k++)
            gp_buf_fmt(out, "option %s --%s\n", gp_commands[i]->name, o->name);
    }
    for (size_t i = 0; gp_provider_at(i); i++) gp_buf_fmt(out, "provider %s\n", gp_provider_at(i));
    for (size_t i = 0; gp_composites[i]; i++) gp_buf_fmt(out, "provider %s\n", gp_composites[i]);
    for (size_t i = 0; i < GP_REPORT_N; i++)
        if (gp_report_formats[i].kept) gp_buf_fmt(out, "report %s\n", gp_report_formats[i].file);
    for (const char *a = gp_engine_architectures(); *a;) {
        size_t n = strcspn(a, ",");
        gp_buf_fmt(out, "architecture %.*s\n", (int)n, a);
        a += n + strspn(a + n, ", ");
    }
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*print)(gp_buf *out);
    } forms[] = {{"man", man}, {"bash", bash}, {"zsh", zsh}, {"tables", tables}};
    gp_buf out = {0};
    for (size_t i = 0; argc == 2 && i < sizeof forms / sizeof *forms; i++)
        if (strcmp(argv[1], forms[i].name) == 0) forms[i].print(&out);
    if (!out.n) {
        fprintf(stderr, "usage: docs man|bash|zsh|tables\n");
        return 2;
    }
    gp_err err = {0};
    int exit_code = gp_emit(NULL, gp_buf_view(&out), &err) ? gp_complain(&err) : 0;
    gp_buf_free(&out);
    return exit_code;
}

/* grader_code.c - code in the answer passes the tests of the case. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/caps.h"
#include "base/sha256.h"
#include "forms/fence.h"
#include "grade/grade_impl.h"

enum { TIME_S = 10, MEMORY_MB = 512 };

typedef enum language { PYTHON, C, JAVASCRIPT, SHELL, LANGUAGES } language;
static const char *const language_names[LANGUAGES] = {"python", "c", "javascript", "shell"};
typedef enum block { BLOCK_NONE, ONLY, FIRST, LAST, WHOLE, BLOCKS } block;
static const char *const block_names[BLOCKS] = {NULL, "only", "first", "last", "whole"};
typedef enum protocol { PROTOCOL_NONE, EXIT, TAP, PROTOCOLS } protocol;
static const char *const protocol_names[PROTOCOLS] = {NULL, "exit", "tap"};

typedef struct code {
    gp_grader g;
    language language;
    block block;
    protocol protocol;
    gp_str tests, tests_file;
    double time_s;
    int64_t memory_mb;
} code;

static const gp_field rows[] = {
    GP_FIELD(ENUM, "language", code, language, GP_NAMES(language_names), .flags = GP_KNOWN | GP_QUOTED,
             .doc = "Of the answer and of its tests."),
    GP_FIELD(TEXT, "tests", code, tests, .flags = GP_OPTIONAL | GP_QUOTED,
             .doc = "A program that tests the answer. This or `tests_file` must be there."),
    GP_FIELD(STR, "tests_file", code, tests_file, .flags = GP_OPTIONAL | GP_QUOTED,
             .doc = "A file of the suite that holds it, relative to the suite's folder."),
    GP_FIELD(ENUM, "block", code, block, GP_NAMES(block_names), .flags = GP_OPTIONAL | GP_QUOTED,
             .doc = "Which fenced block of that language is the code: the only one (default: several fail), the first, "
                    "the last, or the whole answer."),
    GP_FIELD(ENUM, "protocol", code, protocol, GP_NAMES(protocol_names), .flags = GP_OPTIONAL | GP_QUOTED,
             .doc = "exit (default): the tests pass when they run to their end and exit with 0. tap: they print a plan "
                    "1..N and `ok` or `not ok` for each test, and the score is the share of them that is ok."),
    GP_FIELD(REAL, "time_s", code, time_s, GP_RANGE(0, 3600), .flags = GP_OPTIONAL | GP_QUOTED | GP_ABOVE,
             .doc = "Seconds that all of it may take. Default 10."),
    GP_FIELD(INT, "memory_mb", code, memory_mb, GP_RANGE(16, 65536), .flags = GP_OPTIONAL | GP_QUOTED,
             .doc = "Memory that it may use, in MiB. Default 512."),
};

static gp_code check(const gp_grader *g, gp_err *err)
{
    const code *p = (const code *)g;
    bool text = gp_str_trim(p->tests).n > 0;
    if (text == (p->tests_file.n > 0))
        return gp_json_fail(err, g->at, "a grader of type code needs one of \"tests\" and \"tests_file\"");
    return GP_OK;
}

static const gp_str *files(const gp_grader *g, size_t *n)
{
    *n = ((const code *)g)->tests_file.n > 0;
    return &((const code *)g)->tests_file;
}

/* --- the code in the answer --- */

static bool is_language(language l, gp_str name)
{
    static const char *const aliases[LANGUAGES][4] = {
        {"python", "python3", "py"}, {"c"}, {"javascript", "js", "node"}, {"shell", "sh", "bash"}};
    for (size_t i = 0; i < 4 && aliases[l][i]; i++) {
        gp_str alias = gp_str_c(aliases[l][i]);
        if (name.n == alias.n && strncasecmp(name.p, alias.p, alias.n) == 0) return true;
    }
    return false;
}

typedef struct found {
    size_t n;             /* blocks of the language; of those without one, where there are none */
    gp_fence first, last; /* of them */
} found;

static void note(found *f, const gp_fence *next)
{
    if (!f->n++) f->first = *next;
    f->last = *next;
}

static found find_blocks(const code *p, gp_str answer)
{
    found named = {0}, bare = {0};
    gp_fence f;
    for (size_t at = 0; gp_fence_next(answer, &at, &f);) {
        if (is_language(p->language, f.language)) note(&named, &f);
        else if (!f.language.n) note(&bare, &f);
    }
    return named.n ? named : bare;
}

static block block_of(const code *p) { return p->block ? p->block : ONLY; }

/* The code to run. .p is NULL where there is none; *f says of the blocks. */
static gp_str find_code(gp_arena *a, const code *p, gp_str answer, found *f)
{
    gp_str text = {0};
    *f = (found){0};
    if (block_of(p) == WHOLE) {
        const gp_fence all = {.text = answer};
        text = gp_fence_code(a, &all);
    } else {
        *f = find_blocks(p, answer);
        if (f->n && (block_of(p) != ONLY || f->n == 1))
            text = gp_fence_code(a, block_of(p) == LAST ? &f->last : &f->first);
    }
    return gp_str_trim(text).n && text.n <= GP_JOB_TEXT_MAX ? text : (gp_str){0};
}

/* --- the job --- */

/* What the runner says when the tests have run to their end: nothing that an answer would print by itself. */
static const char *last_words(gp_arena *a, const code *p, gp_str text)
{
    char hex[GP_SHA256_HEX];
    gp_str all = gp_str_fmt(a, "%.*s%.*s", (int)p->tests.n, p->tests.n ? p->tests.p : "", (int)text.n, text.p);
    gp_sha256_hex_of(all, hex);
    return gp_str_fmt(a, "goldpin: the tests ended %.16s", hex).p;
}

/* Each language's way to run tests.EXT beside answer.EXT and to say the last words, unless the answer ended the program
 * before the tests did. %s: the last words. */
static const struct {
    const char *answer, *tests, *runner, *text, *also, *also_text;
    const char *command[3], *needs[3];
} ways[LANGUAGES] = {
    [PYTHON] = {.answer = "answer.py",
                .tests = "tests.py",
                .runner = "run.py",
                .text = "import os, runpy, sys, traceback\n"
                        "try:\n"
                        "    runpy.run_path('tests.py', run_name='__main__')\n"
                        "except SystemExit as end:\n"
                        "    frames = traceback.extract_tb(end.__traceback__)\n"
                        "    if end.code or any(os.path.basename(f.filename) == 'answer.py' for f in frames):\n"
                        "        raise\n"
                        "sys.__stdout__.write('\\n%s\\n')\n",
                .command = {"python3", "-B", "run.py"},
                .needs = {"python3"}},
    [C] = {.answer = "answer.c",
           .tests = "tests.c",
           .runner = "run.sh",
           .text = "cc -std=c17 -O1 -w -o tests tests.c end.c -Wl,--wrap=exit -lm || exit 125\n"
                   "exec ./tests\n",
           .also = "end.c",
           .also_text = "#include <stdio.h>\n"
                        "#include <unistd.h>\n"
                        "void __wrap_exit(int status) { fflush(0); _exit(status); }\n"
                        "__attribute__((destructor)) static void end(void) { puts(\"\\n%s\"); }\n",
           .command = {"sh", "run.sh"},
           .needs = {"sh", "cc"}},
    [JAVASCRIPT] = {.answer = "answer.js",
                    .tests = "tests.js",
                    .runner = "run.js",
                    .text = "const fs = require('fs'), vm = require('vm'), exit = process.exit;\n"
                            "let early = false;\n"
                            "process.exit = code => { early ||= /answer\\.js/.test(new Error().stack); exit(code); };\n"
                            "process.on('exit', code => { if (!code && !early) fs.writeSync(1, '\\n%s\\n'); });\n"
                            "globalThis.require = name => require(name);\n"
                            "globalThis.module = { exports: {} };\n"
                            "globalThis.exports = module.exports;\n"
                            "for (const filename of ['answer.js', 'tests.js'])\n"
                            "  vm.runInThisContext(fs.readFileSync(filename, 'utf8'), { filename });\n",
                    .command = {"node", "run.js"},
                    .needs = {"node"}},
    [SHELL] = {.answer = "answer.sh",
               .tests = "tests.sh",
               .runner = "run.sh",
               .text = "set -e\n. ./tests.sh\nprintf '\\n%%s\\n' '%s'\n",
               .command = {"sh", "run.sh"},
               .needs = {"sh"}},
};

static const gp_str *words(gp_arena *a, const char *const *list, size_t most, size_t *n)
{
    gp_str *out = GP_NEW_ARRAY(a, gp_str, most);
    for (*n = 0; *n < most && list[*n]; ++*n) out[*n] = gp_str_c(list[*n]);
    return out;
}

static gp_str with_words(gp_arena *a, const char *format, const char *last) { return gp_str_fmt(a, format, last); }

static bool obtain(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_job *job)
{
    const code *p = (const code *)g;
    found f;
    gp_str text = find_code(a, p, x->reply->answer, &f);
    if (!text.p) return false;
    const char *last = last_words(a, p, text);
    gp_job_file *list = GP_NEW_ARRAY(a, gp_job_file, 4);
    list[0] = (gp_job_file){.name = gp_str_c(ways[p->language].answer), .text = text};
    list[1] = (gp_job_file){.name = gp_str_c(ways[p->language].tests), .text = p->tests, .source = p->tests_file};
    list[2] = (gp_job_file){.name = gp_str_c(ways[p->language].runner),
                            .text = with_words(a, ways[p->language].text, last)};
    *job = (gp_job){.leave = g->kind->leave,
                    .files = list,
                    .n_files = 3,
                    .time_s = isnan(p->time_s) ? TIME_S : p->time_s,
                    .memory_mb = p->memory_mb < 0 ? MEMORY_MB : p->memory_mb};
    if (ways[p->language].also)
        list[job->n_files++] = (gp_job_file){.name = gp_str_c(ways[p->language].also),
                                             .text = with_words(a, ways[p->language].also_text, last)};
    job->command = words(a, ways[p->language].command, 3, &job->n_command);
    job->needs = words(a, ways[p->language].needs, 3, &job->n_needs);
    return true;
}

/* --- the verdict --- */

static gp_code without_code(gp_arena *a, const code *p, const found *f, gp_str answer, gp_criterion *out)
{
    const char *name = language_names[p->language];
    if (block_of(p) == ONLY && f->n > 1)
        return gp_explain(a, out, 0,
                          "%zu blocks of %s code where one is asked for; the first at byte %zu, the last at byte %zu",
                          f->n, name, f->first.at, f->last.at);
    if (f->n) return gp_explain(a, out, 0, "the block of code at byte %zu is empty or too long", f->first.at);
    return gp_explain(a, out, 0, "no %s code in %s", name, gp_quote(a, answer));
}

/* The last line that says something. */
static gp_str last_line(gp_str text)
{
    text = gp_str_trim(text);
    size_t at = text.n;
    while (at && text.p[at - 1] != '\n') at--;
    return (gp_str){text.p + at, text.n - at};
}

/* The line that says what was wrong: Python's tracebacks end in it, others have it in their midst ("…error…: …"). */
static gp_str error_line(language l, gp_str text)
{
    for (size_t at = 0, end; l != PYTHON && at < text.n; at = end + 1) {
        for (end = at; end < text.n && text.p[end] != '\n';) end++;
        gp_str line = {text.p + at, end - at};
        size_t word = gp_str_find(line, GP_STR("rror"));
        bool quoted = line.n && (line.p[0] == ' ' || line.p[0] == '\t');
        if (quoted || word == SIZE_MAX) continue;
        if (gp_str_find((gp_str){line.p + word, line.n - word}, GP_STR(": ")) != SIZE_MAX) return line;
    }
    return last_line(text);
}

/* "block 2 of 3, at byte 310" */
static const char *place(gp_arena *a, const code *p, const found *f)
{
    if (!f->n) return "the whole answer";
    bool last = block_of(p) == LAST;
    size_t at = last ? f->last.at : f->first.at;
    if (f->n == 1) return gp_str_fmt(a, "the block at byte %zu", at).p;
    return gp_str_fmt(a, "block %zu of %zu, at byte %zu", last ? f->n : 1, f->n, at).p;
}

/* What went wrong, where they did not run to a good end; NULL: they did. */
static const char *trouble(gp_arena *a, language l, const gp_evidence *e, const char *last)
{
    bool whole = gp_str_eqc(last_line(e->out), last);
    if (e->end == GP_END_EXITED && e->status == 0)
        return whole ? NULL : "the program ended before its tests did, with exit status 0";
    gp_str says = error_line(l, e->err);
    const char *hint = gp_evidence_hint(e);
    return gp_str_fmt(a, "%s%s%s%s%s", gp_evidence_end_text(a, e), hint ? ", kept from " : "", hint ? hint : "",
                      says.n ? ": " : "", says.n ? gp_quote(a, says) : "")
        .p;
}

typedef struct tap {
    size_t planned, ok, not_ok;
    bool plan;
    gp_str failed; /* the first line that is not ok */
} tap;

static void read_tap_line(gp_str line, tap *t)
{
    char *end;
    if (gp_str_starts(line, GP_STR("ok"))) t->ok += line.n == 2 || line.p[2] == ' ';
    else if (gp_str_starts(line, GP_STR("not ok"))) {
        if (!t->not_ok++) t->failed = line;
    } else if (gp_str_starts(line, GP_STR("1.."))) {
        t->planned = strtoul(line.p + 3, &end, 10);
        t->plan = end > line.p + 3;
    }
}

static tap read_tap(gp_arena *a, gp_str out)
{
    tap t = {0};
    gp_str text = gp_str_dup(a, out); /* ends in a NUL, for strtoul */
    for (size_t at = 0, end; at < text.n; at = end + 1) {
        for (end = at; end < text.n && text.p[end] != '\n';) end++;
        gp_str line = {text.p + at, end - at};
        if (line.n && line.p[line.n - 1] == '\r') line.n--;
        read_tap_line(line, &t);
    }
    return t;
}

/* Tests that are planned and not there have failed, and so has the program where it ends badly after good tests. */
static gp_code judge_tap(gp_arena *a, const gp_evidence *e, const char *bad, const char *where, gp_criterion *out)
{
    tap t = read_tap(a, e->out);
    size_t n = t.planned > t.ok + t.not_ok ? t.planned : t.ok + t.not_ok;
    if (!t.plan || !t.planned)
        return gp_explain(a, out, 0, "no plan 1..N in what the tests print%s%s", bad ? "; " : "", bad ? bad : "");
    if (t.ok == t.planned && n == t.planned && !bad)
        return gp_explain(a, out, 1, "%zu of %zu tests pass: %s", t.ok, n, where);
    size_t of = t.ok == n ? n + 1 : n;
    double score = (double)t.ok / (double)of;
    if (t.failed.n) return gp_explain(a, out, score, "%zu of %zu tests pass; %s", t.ok, n, gp_quote(a, t.failed));
    return gp_explain(a, out, score, "%zu of %zu tests pass; %s", t.ok, n, bad ? bad : "there are more than planned");
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const code *p = (const code *)g;
    const gp_evidence *e = x->evidence;
    found f;
    (void)err;
    gp_str text = find_code(a, p, x->reply->answer, &f);
    if (!text.p) return without_code(a, p, &f, x->reply->answer, out);
    if (!e) return gp_leave_open(a, out, GP_UNDECIDED, "nothing was obtained for it");
    const char *bad = trouble(a, p->language, e, last_words(a, p, text)), *where = place(a, p, &f);
    if (p->protocol == TAP) return judge_tap(a, e, bad, where, out);
    if (bad) return gp_explain(a, out, 0, "the tests fail (%s): %s", where, bad);
    return gp_explain(a, out, 1, "the tests pass: %s", where);
}

/* --- ways to break it that need no tests --- */

static bool leave_out(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    (void)a;
    bool whole = block_of((const code *)g) == WHOLE;
    reply->answer = whole ? GP_STR("") : GP_STR("A loop over the list would do that.");
    return true;
}

/* No language of these forgives it. */
static bool unbalance(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    const code *p = (const code *)g;
    found f;
    gp_str answer = reply->answer, broken = GP_STR("(\n");
    if (!find_code(a, p, answer, &f).p) return false;
    const gp_fence *chosen = block_of(p) == LAST ? &f.last : &f.first;
    size_t at = block_of(p) == WHOLE ? 0 : (size_t)(chosen->text.p - answer.p);
    gp_str head = gp_text_between(a, (gp_str){answer.p, at}, broken, (gp_str){0});
    reply->answer = gp_text_between(a, head, (gp_str){answer.p + at, answer.n - at}, (gp_str){0});
    return true;
}

static const gp_mutation mutations[] = {{"the code left out", leave_out}, {"a parenthesis opened in front", unbalance}};

const gp_grader_kind gp_grader_code = {
    .name = "code",
    .doc = "the code in the answer passes the tests of the case, run in a sandbox",
    .more =
        "The code is run only with `--allow-code`, and only in the sandbox; without them the trial is skipped "
        "(`goldpin help evidence`). The tests lie beside it: in Python `from answer import *`, in C `#include "
        "\"answer.c\"`, in JavaScript what the answer declares is global, in a shell `sh answer.sh`. Tests in C return "
        "from `main`, those of a shell run under `set -e` to the end of the file; a program that the answer ends "
        "before that has failed. Code and tests share a process: what deceives its tests on purpose is not caught.",
    .example =
        "{\"type\": \"code\", \"language\": \"python\", \"block\": \"whole\", \"tests\": \"from answer import add\\n"
        "assert add(2, 3) == 5\"}",
    .pass = "def add(a, b): return a + b",
    .fail = "def add(a, b): return a - b",
    .params = GP_RECORD(code, rows, "a grader of type code"),
    .mutations = mutations,
    .n_mutations = 2,
    .check = check,
    .verdict = verdict,
    .obtain = obtain,
    .leave = GP_LEAVE_CODE,
    .files = files,
};

/* grader_external.c - a program of the suite says what the answer is worth. */
#include <math.h>
#include <string.h>

#include "grade/grade_impl.h"

enum { TIME_S = 30, MEMORY_MB = 1024 };

typedef struct external {
    gp_grader g;
    const gp_str *command;
    size_t n_command;
    const gp_str *files;
    size_t n_files;
    double time_s;
    int64_t memory_mb;
} external;

static const gp_field rows[] = {
    GP_FIELD_LISTED(STRS, "command", external, command, n_command, .flags = GP_KNOWN | GP_QUOTED | GP_FILLED,
                    .doc = "The program and its arguments; one of `files` as ./NAME."),
    GP_FIELD_LISTED(
        STRS, "files", external, files, n_files, .flags = GP_OPTIONAL | GP_QUOTED | GP_FILLED,
        .doc = "Files of the suite that it needs, relative to the suite's folder. They lie in its own folder "
               "under the same names; it sees no others."),
    GP_FIELD(REAL, "time_s", external, time_s, GP_RANGE(0, 3600), .flags = GP_OPTIONAL | GP_QUOTED | GP_ABOVE,
             .doc = "Seconds that it may take. Default 30."),
    GP_FIELD(INT, "memory_mb", external, memory_mb, GP_RANGE(16, 65536), .flags = GP_OPTIONAL | GP_QUOTED,
             .doc = "Memory that it may use, in MiB. Default 1024."),
};

static bool has_file(const external *p, gp_str name)
{
    for (size_t i = 0; i < p->n_files; i++)
        if (gp_str_eq(p->files[i], name)) return true;
    return false;
}

static gp_code check(const gp_grader *g, gp_err *err)
{
    const external *p = (const external *)g;
    gp_str program = p->command[0];
    if (p->n_files > GP_JOB_FILES)
        return gp_json_fail(err, g->at, "\"files\" names %zu files, more than %d", p->n_files, (int)GP_JOB_FILES);
    for (size_t i = 0; i < p->n_command; i++) {
        gp_str word = p->command[i];
        bool own = gp_str_starts(word, GP_STR("./"));
        if (own && !has_file(p, (gp_str){word.p + 2, word.n - 2}))
            return gp_json_fail(err, g->at, "\"command\" has %.*s, which is not among \"files\"", GP_ARG(word));
    }
    if (gp_str_find(program, GP_STR("/")) == SIZE_MAX || gp_str_starts(program, GP_STR("./"))) return GP_OK;
    return gp_json_fail(err, g->at,
                        "\"command\" begins with %.*s; name a program of the system, or one of \"files\" as ./NAME",
                        GP_ARG(program));
}

static const gp_str *files(const gp_grader *g, size_t *n)
{
    *n = ((const external *)g)->n_files;
    return ((const external *)g)->files;
}

/* --- what it reads --- */

static void put_case(gp_jw *w, gp_arena *a, const gp_case *c)
{
    gp_jw_key(w, "case");
    gp_jw_object(w);
    gp_jw_kstr(w, "id", c->id);
    gp_jw_key(w, "messages");
    gp_jw_array(w);
    for (size_t i = 0; i < c->n_messages; i++) {
        gp_jw_object(w);
        gp_jw_kstr(w, "role", c->messages[i].role);
        gp_jw_kstr(w, "content", gp_message_text(a, &c->messages[i]));
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
    gp_jw_key(w, "turns");
    gp_jw_array(w);
    for (size_t i = 0; i < c->n_turns; i++) gp_jw_str(w, c->turns[i]);
    gp_jw_end_array(w);
    gp_jw_end_object(w);
}

/* Nothing that is measured: equal answers are one job. */
static void put_reply(gp_jw *w, const gp_reply *r)
{
    gp_jw_object(w);
    gp_jw_kstr(w, "answer", r->answer);
    gp_jw_kstr(w, "reasoning", r->reasoning);
    gp_jw_kstr(w, "finish", r->finish);
    gp_jw_key(w, "tool_calls");
    if (r->tool_calls.n) gp_jw_raw(w, r->tool_calls);
    else gp_jw_array(w), gp_jw_end_array(w);
    gp_jw_end_object(w);
}

static gp_str input_of(gp_arena *a, const gp_judged *x, const gp_grader *g)
{
    gp_buf b = {0};
    gp_jw w;
    gp_jw_init(&w, &b, 0);
    gp_jw_object(&w);
    put_case(&w, a, x->c);
    gp_jw_kint(&w, "turn", g->turn);
    gp_jw_key(&w, "replies");
    gp_jw_array(&w);
    for (size_t i = 0; i < x->t->n_replies; i++) put_reply(&w, &x->t->replies[i]);
    gp_jw_end_array(&w);
    gp_jw_end_object(&w);
    gp_buf_byte(&b, '\n');
    gp_str s = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

static bool obtain(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_job *job)
{
    const external *p = (const external *)g;
    gp_job_file *list = GP_NEW_ARRAY(a, gp_job_file, p->n_files);
    for (size_t i = 0; i < p->n_files; i++) list[i] = (gp_job_file){.name = p->files[i], .source = p->files[i]};
    *job = (gp_job){.leave = g->kind->leave,
                    .command = p->command,
                    .n_command = p->n_command,
                    .needs = p->command,
                    .n_needs = !gp_str_starts(p->command[0], GP_STR("./")),
                    .files = list,
                    .n_files = p->n_files,
                    .input = input_of(a, x, g),
                    .time_s = isnan(p->time_s) ? TIME_S : p->time_s,
                    .memory_mb = p->memory_mb < 0 ? MEMORY_MB : p->memory_mb};
    return true;
}

/* --- what it says --- */

typedef struct said {
    double score;
    bool pass, has_pass;
    gp_str explanation;
} said;

static gp_code read_said(gp_arena *a, gp_str text, said *out, gp_err *err)
{
    static const char *const keys[] = {"score", "pass", "explanation"};
    const gp_json *v = NULL;
    gp_code code = gp_json_parse(a, "its output", text, &v, err);
    if (!code) code = gp_json_want(v, "its output", GP_JSON_OBJECT, err);
    if (!code) code = gp_json_known_keys(v, "its output", keys, 3, err);
    if (code) return code;
    const gp_json *score = gp_json_get(v, "score"), *pass = gp_json_get(v, "pass"),
                  *explanation = gp_json_get(v, "explanation");
    if (!score && !pass) return gp_fail(err, GP_E_INPUT, "its output has neither \"score\" nor \"pass\"");
    if (pass) code = gp_json_bool(pass, "\"pass\"", &out->pass, err);
    out->score = out->pass ? 1 : 0;
    if (!code && score) code = gp_json_real(score, "\"score\"", 0, 1, &out->score, err);
    if (!code && explanation) code = gp_json_str(explanation, "\"explanation\"", &out->explanation, err);
    if (!code && pass && score && out->pass != (out->score >= 1))
        code = gp_fail(err, GP_E_INPUT, "its \"pass\" contradicts its \"score\": only 1 passes");
    return code;
}

/* A grader that breaks is not the model's fault: there is no verdict then. */
static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const gp_evidence *e = x->evidence;
    said s = {0};
    gp_err inner = {0};
    (void)g, (void)err;
    if (!e) return gp_leave_open(a, out, GP_UNDECIDED, "nothing was obtained for it");
    gp_str line = gp_str_trim(e->err);
    if (e->end != GP_END_EXITED || e->status != 0)
        return gp_leave_open(a, out, GP_UNDECIDED, "its program failed, %s%s%s", gp_evidence_end_text(a, e),
                             line.n ? ": " : "", line.n ? gp_quote(a, line) : "");
    if (read_said(a, e->out, &s, &inner)) return gp_leave_open(a, out, GP_UNDECIDED, "%s", inner.msg);
    if (!s.explanation.n) return gp_explain(a, out, s.score, "its program says %s", gp_number_text(a, s.score));
    return gp_explain(a, out, s.score, "%.*s", GP_ARG(s.explanation));
}

const gp_grader_kind gp_grader_external = {
    .name = "external",
    .doc = "a program of the suite, run in a sandbox, says so",
    .more =
        "The program is run only with `--allow-external`, and only in the sandbox; without them the trial is skipped "
        "(`goldpin help evidence`). It reads one JSON object: `case` (`id`, `messages`, `turns`), `turn`, and `replies` "
        "(`answer`, `reasoning`, `finish`, `tool_calls`). It prints one: `score` from 0 to 1 or `pass`, and an "
        "`explanation`. If it fails or prints anything else there is no verdict, and the trial is an error.",
    .example =
        "{\"type\": \"external\", \"command\": [\"sh\", \"-c\", \"grep -q Paris && echo '{\\\"pass\\\": true}' || "
        "echo '{\\\"pass\\\": false}'\"]}",
    .pass = "Paris",
    .fail = "Rome",
    .params = GP_RECORD(external, rows, "a grader of type external"),
    .check = check,
    .verdict = verdict,
    .obtain = obtain,
    .leave = GP_LEAVE_EXTERNAL,
    .files = files,
};

/* evidence.c - jobs and their digest; the table of a line of evidence.jsonl, and what it says to people. */
#include "evidence/evidence.h"

#include <math.h>
#include <string.h>

#include "base/sha256.h"
#include "base/sys.h"

#define E gp_evidence

const char *const gp_leave_options[GP_LEAVES] = {"--allow-code", "--allow-external"};
const char *const gp_end_names[GP_ENDS] = {"exited",   "signal",         "timeout", "memory", "output",
                                           "answered", "not_applicable", "missing", "broken"};

/* --- jobs --- */

gp_code gp_job_read(gp_arena *a, gp_job *j, const char *dir, gp_err *err)
{
    gp_job_file *list = GP_NEW_ARRAY(a, gp_job_file, j->n_files);
    gp_code code = GP_OK;
    for (size_t i = 0; i < j->n_files && !code; i++) {
        list[i] = j->files[i];
        const char *name = gp_str_dup(a, list[i].source).p;
        if (*name) code = gp_read_file(a, gp_path_join(a, dir, name), GP_JOB_TEXT_MAX, &list[i].text, err);
    }
    j->files = list;
    return code;
}

static void put_strings(gp_jw *w, const char *key, const gp_str *s, size_t n)
{
    gp_jw_key(w, key);
    gp_jw_array(w);
    for (size_t i = 0; i < n; i++) gp_jw_str(w, s[i]);
    gp_jw_end_array(w);
}

static void put_digest(gp_jw *w, const char *key, gp_str text)
{
    char hex[GP_SHA256_HEX];
    gp_sha256_hex_of(text, hex);
    gp_jw_kc(w, key, hex);
}

static void put_files(gp_jw *w, const gp_job *j)
{
    gp_jw_key(w, "files");
    gp_jw_array(w);
    for (size_t i = 0; i < j->n_files; i++) {
        gp_jw_object(w);
        gp_jw_kstr(w, "name", j->files[i].name);
        put_digest(w, "sha256", j->files[i].text);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

void gp_job_digest(const gp_job *j, char out[65])
{
    gp_buf b = {0};
    gp_jw w;
    gp_jw_init(&w, &b, 0);
    gp_jw_object(&w);
    put_strings(&w, "command", j->command, j->n_command);
    gp_jw_kint(&w, "disk_mb", GP_JOB_DISK_MB);
    put_files(&w, j);
    put_digest(&w, "input_sha256", j->input);
    gp_jw_kint(&w, "memory_mb", j->memory_mb);
    gp_jw_kint(&w, "output", GP_JOB_OUTPUT);
    gp_jw_kint(&w, "processes", GP_JOB_PROCESSES);
    gp_jw_kreal(&w, "time_s", j->time_s);
    gp_jw_end_object(&w);
    gp_sha256_hex_of(gp_buf_view(&b), out);
    gp_buf_free(&b);
}

void gp_question_digest(const gp_question *q, char out[65])
{
    gp_buf b = {0};
    gp_jw w;
    gp_jw_init(&w, &b, 0);
    gp_jw_object(&w);
    gp_jw_key(&w, "held");
    gp_jw_bool(&w, q->held);
    gp_jw_kint(&w, "max_tokens", q->max_tokens);
    gp_jw_kstr(&w, "schema", q->schema);
    gp_jw_kint(&w, "seed", q->seed);
    gp_jw_kstr(&w, "system", q->system);
    gp_jw_kstr(&w, "user", q->user);
    gp_jw_kint(&w, "vote", q->vote);
    gp_jw_end_object(&w);
    gp_sha256_hex_of(gp_buf_view(&b), out);
    gp_buf_free(&b);
}

/* --- a line --- */

static void write_us(gp_jw *w, const void *at)
{
    double s = *(const double *)at;
    gp_jw_real(w, isfinite(s) ? round(s * 1e6) / 1e6 : s);
}

static const gp_field measured_fields[] = {
    GP_FIELD(REAL, "wall_s", E, wall_s, .write = write_us, .doc = "From start to end, the sandbox included."),
    GP_FIELD(REAL, "cpu_s", E, cpu_s, .write = write_us, .doc = "Processor time of all its processes."),
    GP_FIELD(INT, "memory_peak", E, memory_peak, .doc = "Bytes that its processes held, as far as was looked."),
    GP_FIELD(INT, "requests", E, requests, .flags = GP_OPTIONAL, .doc = "Sent to the judge."),
    GP_FIELD(INT, "input_tokens", E, input_tokens, .flags = GP_OPTIONAL),
    GP_FIELD(INT, "output_tokens", E, output_tokens, .flags = GP_OPTIONAL),
    GP_FIELD(REAL, "cost_usd", E, cost_usd, GP_RANGE(0, INFINITY), .flags = GP_OPTIONAL,
             .doc = "What asking the judge cost; absent where that is not known."),
    GP_FIELD(REAL, "spent_usd", E, spent_usd, GP_RANGE(0, INFINITY), .flags = GP_OPTIONAL,
             .doc = "What the budget of the run counted for it."),
};
static const gp_record measured_record = GP_RECORD(E, measured_fields, "measured",
                                                   .doc = "What differs between two identical runs.");

static bool is_vote(const void *object) { return ((const E *)object)->vote >= 0; }

/* In canonical order. */
static const gp_field outcome_fields[] = {
    GP_FIELD(STR, "answer", E, out, .has = is_vote),
    GP_FIELD(STR, "criterion", E, criterion, .flags = GP_KNOWN),
    GP_FIELD(ENUM, "end", E, end, GP_NAMES(gp_end_names), .flags = GP_KNOWN),
    GP_FIELD(STR, "job", E, job, .flags = GP_KNOWN),
    GP_FIELD(RAW, "judge", E, judge, .has = is_vote),
    GP_FIELD(INT, "status", E, status),
    GP_FIELD(INT, "vote", E, vote, .has = is_vote),
};
static const gp_record outcome_record = GP_RECORD(E, outcome_fields, "an outcome");

static const gp_field said_fields[] = {
    GP_FIELD(STR, "trial", E, trial, .flags = GP_KNOWN,
             .doc = "SUITE/CASE/TARGET/REPEAT; calibration where a judge was asked what is known."),
    GP_FIELD(STR, "criterion", E, criterion, .flags = GP_KNOWN,
             .doc = "The id of the grader that it is for; of a calibration the SHA-256 of its questions."),
    GP_FIELD(STR, "job", E, job, .flags = GP_KNOWN,
             .doc = "SHA-256 of what was to be done (command, files, input, limits) or asked (messages, form, seed)."),
    GP_FIELD(INT, "vote", E, vote, .flags = GP_OPTIONAL,
             .doc = "Which of the judge's votes it is, from 1; absent where a program ran."),
    GP_FIELD(RAW, "judge", E, judge, .json = GP_JSON_OBJECT, .flags = GP_OPTIONAL,
             .doc = "Who was asked and how, as the fingerprint holds targets."),
    GP_FIELD(ENUM, "end", E, end, GP_NAMES(gp_end_names), .flags = GP_KNOWN,
             .doc = "How the program ended, or that the judge answered; not_applicable, missing and broken: neither."),
    GP_FIELD(INT, "status", E, status, .doc = "Exit status, or the number of the signal."),
    GP_FIELD(STR, "reason", E, reason, .doc = "Why it did not run, or nobody answered."),
    GP_FIELD(STR, "stdout", E, out, .doc = "What the program wrote, or the judge answered."),
    GP_FIELD(STR, "stderr", E, err),
};
static const gp_record said_record = GP_RECORD(E, said_fields, "evidence");

static const gp_field line_fields[] = {
    GP_FIELD_IS("schema", "goldpin.evidence/1"),
    GP_FIELD_IN(NULL, &said_record),
    GP_FIELD_IN("measured", &measured_record),
};
static const gp_record line_record = GP_RECORD(
    E, line_fields, "evidence",
    .doc = "What a run obtained from outside for one criterion of one trial. Of several lines the last counts.");

gp_evidence gp_evidence_unknown(void)
{
    gp_evidence e = {0};
    gp_record_init(&line_record, &e);
    return e;
}

static void write_by(const gp_record *r, const gp_evidence *e, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 0);
    gp_record_write(&w, r, e);
}

void gp_evidence_write(const gp_evidence *e, gp_buf *out) { write_by(&line_record, e, out); }

gp_code gp_evidence_read(gp_arena *a, const char *name, gp_str line, uint32_t number, gp_evidence *out, gp_err *err)
{
    gp_json_reader r;
    const gp_json *root = NULL;
    *out = gp_evidence_unknown();
    gp_json_reader_init(&r, name, line);
    r.line = number;
    gp_code code = gp_json_read(&r, a, &root, err);
    if (!code) code = gp_json_finish(&r, err);
    return code ? code : gp_record_read(a, &line_record, root, out, err);
}

void gp_evidence_digest(const gp_evidence *e, char out[65])
{
    gp_buf b = {0};
    write_by(&said_record, e, &b);
    gp_sha256_hex_of(gp_buf_view(&b), out);
    gp_buf_free(&b);
}

void gp_evidence_write_outcome(gp_jw *w, const gp_evidence *e) { gp_record_write_canonical(w, &outcome_record, e); }

void gp_evidence_schema(gp_buf *out) { gp_record_schema(&line_record, "goldpin evidence.jsonl, one line", out); }

/* --- for people --- */

bool gp_evidence_ran(const gp_evidence *e) { return e->end < GP_END_NOT_APPLICABLE; }

const char *gp_evidence_end_text(gp_arena *a, const gp_evidence *e)
{
    const char *name = e->end == GP_END_SIGNAL ? sigabbrev_np((int)e->status) : NULL;
    switch (e->end) {
    case GP_END_EXITED: return gp_str_fmt(a, "exit status %lld", (long long)e->status).p;
    case GP_END_SIGNAL:
        return gp_str_fmt(a, "killed by signal %lld%s%s", (long long)e->status, name ? ", SIG" : "", name ? name : "")
            .p;
    case GP_END_TIMEOUT: return "stopped at its time limit";
    case GP_END_MEMORY: return "stopped at its memory limit";
    case GP_END_OUTPUT: return "stopped because it wrote too much";
    case GP_END_ANSWERED: return "answered";
    default: return e->reason.n ? gp_str_dup(a, e->reason).p : gp_end_names[e->end];
    }
}

const char *gp_evidence_hint(const gp_evidence *e)
{
    static const struct {
        const char *says, *what;
    } table[] = {
        {"Network is unreachable", "the network"},
        {"ENETUNREACH", "the network"},
        {"Temporary failure in name resolution", "the network"},
        {"Could not resolve host", "the network"},
        {"EAI_AGAIN", "the network"},
        {"MemoryError", "more memory"},
        {"Cannot allocate memory", "more memory"},
        {"bad_alloc", "more memory"},
        {"heap out of memory", "more memory"},
        {"Resource temporarily unavailable", "more processes"},
        {"Cannot fork", "more processes"},
        {"Read-only file system", "writing that"},
        {"File too large", "writing that"},
        {"No space left on device", "writing that"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (gp_str_find(e->err, gp_str_c(table[i].says)) != SIZE_MAX) return table[i].what;
    return NULL;
}

/* golden_file.c - a golden file: its name, its tables, written and strictly read. */
#include <string.h>

#include "base/sha256.h"
#include "base/sys.h"
#include "golden/golden_file.h"

#define F gp_golden_file
#define T gp_golden_trial
#define R gp_golden_reply

enum { MOST_NAME = 200, KEPT_NAME = 160 };

/* --- names --- */

static gp_str safe_name(gp_arena *a, gp_str name)
{
    gp_buf b = {0};
    if (name.n == 0) gp_buf_c(&b, "%00");
    if (name.n && name.p[0] == '.') { /* neither hidden nor "..": the dot is spelt out */
        gp_buf_c(&b, "%2E");
        name = (gp_str){name.p + 1, name.n - 1};
    }
    gp_percent_name(&b, name);
    gp_str whole = gp_buf_view(&b), result;
    if (whole.n <= MOST_NAME) {
        result = gp_str_dup(a, whole);
    } else {
        char hex[GP_SHA256_HEX];
        gp_sha256_hex_of(whole, hex);
        result = gp_str_fmt(a, "%.*s-%.16s", (int)KEPT_NAME, whole.p, hex);
    }
    gp_buf_free(&b);
    return result;
}

const char *gp_golden_path(gp_arena *a, const char *root, gp_str suite, gp_str target, gp_str case_id)
{
    gp_str s = safe_name(a, suite), t = safe_name(a, target), c = safe_name(a, case_id);
    return gp_path_join(a, root, gp_str_fmt(a, "%s/%s/%s.json", s.p, t.p, c.p).p);
}

/* --- the tables: what stands where in a golden file --- */

static void write_answer(gp_jw *w, const void *at)
{
    gp_str answer = *(const gp_str *)at;
    if (gp_str_find(answer, GP_STR("\n")) == SIZE_MAX) {
        gp_jw_str(w, answer);
        return;
    }
    gp_jw_array(w);
    for (size_t from = 0, i = 0; i <= answer.n; i++) {
        if (i < answer.n && answer.p[i] != '\n') continue;
        gp_jw_str(w, (gp_str){answer.p + from, i - from});
        from = i + 1;
    }
    gp_jw_end_array(w);
}

static gp_code read_answer(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    if (v->type != GP_JSON_ARRAY) return gp_json_str(v, "answer", at, err);
    gp_buf b = {0};
    gp_code code = GP_OK;
    for (const gp_json *line = v->first; line && !code; line = line->next) {
        gp_str s = {0};
        code = gp_json_str(line, "a line of answer", &s, err);
        if (line != v->first) gp_buf_byte(&b, '\n');
        gp_buf_str(&b, s);
    }
    *(gp_str *)at = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return code;
}

static const gp_field reply_fields[] = {
    GP_FIELD(ANY, "answer", R, answer, .write = write_answer, .read = read_answer,
             .doc = "text, or the list of its lines",
             .schema = "{\"type\": [\"string\", \"array\"], \"items\": {\"type\": \"string\"}}"),
    GP_FIELD(STR, "finish", R, finish),
    GP_FIELD(STR, "tool_calls", R, tool_calls, .flags = GP_OPTIONAL),
    GP_FIELD_LISTED(IDS, "tokens", R, tokens, n_tokens, GP_RANGE(0, INT32_MAX), .flags = GP_OPTIONAL),
};
static const gp_record reply_record = GP_RECORD(R, reply_fields, "a reply");

static const char *const verdicts[] = {[GP_PASSED] = "passed", [GP_FAILED] = "failed"};

static const gp_field trial_fields[] = {
    GP_FIELD(INT, "repeat", T, repeat, GP_RANGE(1, INT32_MAX), .flags = GP_KNOWN),
    GP_FIELD(ENUM, "status", T, status, GP_NAMES(verdicts), .flags = GP_KNOWN),
    GP_FIELD(REAL, "score", T, score, GP_RANGE(0, 1), .flags = GP_KNOWN),
    GP_FIELD_LISTED(LIST, "replies", T, replies, n_replies, .record = &reply_record),
    GP_FIELD(STR, "logits_sha256", T, logits_sha256),
};
static const gp_record trial_record = GP_RECORD(T, trial_fields, "a trial");

static const gp_field file_fields[] = {
    GP_FIELD_IS("schema", "goldpin.golden/1"),
    GP_FIELD(STR, "suite", F, suite, .flags = GP_KNOWN),
    GP_FIELD(STR, "case", F, case_id, .flags = GP_KNOWN),
    GP_FIELD(STR, "target", F, target, .flags = GP_KNOWN),
    GP_FIELD(STR, "mode", F, mode, GP_NAMES(gp_golden_mode_names), .flags = GP_KNOWN),
    GP_FIELD(STR, "case_digest", F, case_digest, .flags = GP_KNOWN),
    GP_FIELD(STR, "grader_digest", F, grader_digest, .flags = GP_KNOWN),
    GP_FIELD(STR, "weights_sha256", F, weights_sha256),
    GP_FIELD(STR, "composite_sha256", F, composite_sha256, .flags = GP_OPTIONAL,
             .doc = "only of targets that are made of others: over the policy and the weights of the members"),
    GP_FIELD(STR, "date", F, date, .flags = GP_OPTIONAL,
             .doc = "What the chat template saw as today; absent where it did not look."),
    GP_FIELD_LISTED(LIST, "trials", F, trials, n_trials, .record = &trial_record),
};
static const gp_record file_record = GP_RECORD(
    F, file_fields, "a golden file",
    .doc = "Accepted facts of one case on one target, with the digests that they belong to.");

void gp_golden_schema(gp_buf *out) { gp_record_schema(&file_record, "goldpin golden file", out); }

/* --- public --- */

void gp_golden_write(const gp_golden_file *f, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 2);
    gp_record_write(&w, &file_record, f);
    gp_buf_byte(out, '\n');
}

gp_code gp_golden_read(gp_arena *a, const char *path, gp_golden_file *out, gp_err *err)
{
    gp_str text;
    const gp_json *root;
    gp_golden_file f = {0};
    gp_code code = gp_read_file(a, path, 0, &text, err);
    if (!code) code = gp_json_parse(a, gp_arena_copy(a, path, strlen(path)), text, &root, err);
    if (!code) code = gp_record_read(a, &file_record, root, &f, err);
    if (!code) *out = f;
    return code;
}

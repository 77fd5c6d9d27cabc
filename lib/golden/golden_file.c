/* golden_file.c - a golden file, written and strictly read. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "base/sys.h"
#include "golden/golden_file.h"

static const char SCHEMA[] = "goldpin.golden/1";

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

/* --- writing --- */

static void str_or_null(gp_jw *w, const char *key, gp_str v)
{
    gp_jw_key(w, key);
    if (v.n) gp_jw_str(w, v);
    else gp_jw_null(w);
}

static void write_answer(gp_jw *w, gp_str answer)
{
    gp_jw_key(w, "answer");
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

/* Ids on one line: indented they would take a line each. */
static void write_tokens(gp_jw *w, const gp_golden_reply *r)
{
    gp_buf b = {0};
    gp_jw inner;
    gp_jw_init(&inner, &b, 0);
    gp_jw_array(&inner);
    for (size_t i = 0; i < r->n_tokens; i++) gp_jw_int(&inner, r->tokens[i]);
    gp_jw_end_array(&inner);
    gp_jw_key(w, "tokens");
    gp_jw_raw(w, gp_buf_view(&b));
    gp_buf_free(&b);
}

static void write_trial(gp_jw *w, const gp_golden_trial *t)
{
    gp_jw_object(w);
    gp_jw_kint(w, "repeat", t->repeat);
    gp_jw_kc(w, "status", gp_status_name(t->status));
    gp_jw_kreal(w, "score", t->score);
    gp_jw_key(w, "replies");
    gp_jw_array(w);
    for (size_t i = 0; i < t->n_replies; i++) {
        const gp_golden_reply *r = &t->replies[i];
        gp_jw_object(w);
        write_answer(w, r->answer);
        str_or_null(w, "finish", r->finish);
        if (r->tool_calls.n) gp_jw_kstr(w, "tool_calls", r->tool_calls);
        if (r->tokens) write_tokens(w, r);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
    str_or_null(w, "logits_sha256", t->logits_sha256);
    gp_jw_end_object(w);
}

void gp_golden_write(const gp_golden_file *f, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 2);
    gp_jw_object(&w);
    gp_jw_kc(&w, "schema", SCHEMA);
    gp_jw_kstr(&w, "suite", f->suite);
    gp_jw_kstr(&w, "case", f->case_id);
    gp_jw_kstr(&w, "target", f->target);
    gp_jw_kstr(&w, "mode", f->mode);
    gp_jw_kstr(&w, "case_digest", f->case_digest);
    gp_jw_kstr(&w, "grader_digest", f->grader_digest);
    str_or_null(&w, "weights_sha256", f->weights_sha256);
    if (f->composite_sha256.n) gp_jw_kstr(&w, "composite_sha256", f->composite_sha256);
    gp_jw_key(&w, "trials");
    gp_jw_array(&w);
    for (size_t i = 0; i < f->n_trials; i++) write_trial(&w, &f->trials[i]);
    gp_jw_end_array(&w);
    gp_jw_end_object(&w);
    gp_buf_byte(out, '\n');
}

/* --- reading --- */

static gp_code want(const gp_json *o, const char *key, const gp_json **out, gp_err *err)
{
    *out = gp_json_get(o, key);
    return *out ? GP_OK : gp_json_fail(err, o, "the key \"%s\" is missing", key);
}

static gp_code read_text(const gp_json *o, const char *key, gp_str *out, gp_err *err)
{
    const gp_json *v;
    gp_code code = want(o, key, &v, err);
    return code ? code : gp_json_str(v, key, out, err);
}

static gp_code read_text_or_null(const gp_json *o, const char *key, gp_str *out, gp_err *err)
{
    const gp_json *v;
    gp_code code = want(o, key, &v, err);
    *out = (gp_str){0};
    return code || v->type == GP_JSON_NULL ? code : gp_json_str(v, key, out, err);
}

static gp_code read_answer(gp_arena *a, const gp_json *o, gp_str *out, gp_err *err)
{
    const gp_json *v;
    gp_code code = want(o, "answer", &v, err);
    if (code || v->type != GP_JSON_ARRAY) return code ? code : gp_json_str(v, "answer", out, err);
    gp_buf b = {0};
    for (const gp_json *line = v->first; line && !code; line = line->next) {
        gp_str s;
        code = gp_json_str(line, "a line of answer", &s, err);
        if (code) break;
        if (line != v->first) gp_buf_byte(&b, '\n');
        gp_buf_str(&b, s);
    }
    *out = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return code;
}

static gp_code read_tokens(gp_arena *a, const gp_json *v, gp_golden_reply *r, gp_err *err)
{
    gp_code code = gp_json_want(v, "tokens", GP_JSON_ARRAY, err);
    if (code) return code;
    int32_t *ids = GP_NEW_ARRAY(a, int32_t, v->n);
    size_t n = 0;
    for (const gp_json *e = v->first; e && !code; e = e->next) {
        int64_t id;
        code = gp_json_int(e, "a token id", 0, INT32_MAX, &id, err);
        if (!code) ids[n++] = (int32_t)id;
    }
    r->tokens = ids;
    r->n_tokens = n;
    return code;
}

static gp_code read_reply(gp_arena *a, const gp_json *o, gp_golden_reply *r, gp_err *err)
{
    static const char *const known[] = {"answer", "finish", "tool_calls", "tokens"};
    gp_code code = gp_json_known_keys(o, "a reply", known, sizeof known / sizeof *known, err);
    if (!code) code = read_answer(a, o, &r->answer, err);
    if (!code) code = read_text_or_null(o, "finish", &r->finish, err);
    const gp_json *calls = gp_json_get(o, "tool_calls"), *tokens = gp_json_get(o, "tokens");
    if (!code && calls) code = gp_json_str(calls, "tool_calls", &r->tool_calls, err);
    if (!code && tokens) code = read_tokens(a, tokens, r, err);
    return code;
}

static gp_code read_status(const gp_json *o, gp_status *out, gp_err *err)
{
    gp_str name;
    gp_code code = read_text(o, "status", &name, err);
    if (code) return code;
    int s = gp_status_by_name(name);
    if (s != GP_PASSED && s != GP_FAILED) return gp_json_fail(err, gp_json_get(o, "status"), "status must be \"passed\" or \"failed\"");
    *out = (gp_status)s;
    return GP_OK;
}

static gp_code read_trial(gp_arena *a, const gp_json *o, gp_golden_trial *t, gp_err *err)
{
    static const char *const known[] = {"repeat", "status", "score", "replies", "logits_sha256"};
    const gp_json *repeat, *score, *replies;
    gp_code code = gp_json_known_keys(o, "a trial", known, sizeof known / sizeof *known, err);
    if (!code) code = want(o, "repeat", &repeat, err);
    if (!code) code = gp_json_int(repeat, "repeat", 1, INT32_MAX, &t->repeat, err);
    if (!code) code = read_status(o, &t->status, err);
    if (!code) code = want(o, "score", &score, err);
    if (!code) code = gp_json_real(score, "score", 0, 1, &t->score, err);
    if (!code) code = want(o, "replies", &replies, err);
    if (!code) code = gp_json_want(replies, "replies", GP_JSON_ARRAY, err);
    if (!code) code = read_text_or_null(o, "logits_sha256", &t->logits_sha256, err);
    if (code) return code;
    gp_golden_reply *list = GP_NEW_ARRAY(a, gp_golden_reply, replies->n);
    for (const gp_json *r = replies->first; r && !code; r = r->next) code = read_reply(a, r, &list[t->n_replies++], err);
    t->replies = list;
    return code;
}

static gp_code read_head(const gp_json *o, gp_golden_file *f, gp_err *err)
{
    static const char *const known[] = {"schema", "suite", "case", "target", "mode", "case_digest", "grader_digest", "weights_sha256", "composite_sha256", "trials"};
    gp_str schema;
    gp_code code = gp_json_known_keys(o, "a golden file", known, sizeof known / sizeof *known, err);
    if (!code) code = read_text(o, "schema", &schema, err);
    if (!code && !gp_str_eqc(schema, SCHEMA)) code = gp_json_fail(err, gp_json_get(o, "schema"), "the schema must be \"%s\"", SCHEMA);
    if (!code) code = read_text(o, "suite", &f->suite, err);
    if (!code) code = read_text(o, "case", &f->case_id, err);
    if (!code) code = read_text(o, "target", &f->target, err);
    if (!code) code = read_text(o, "mode", &f->mode, err);
    if (!code) code = read_text(o, "case_digest", &f->case_digest, err);
    if (!code) code = read_text(o, "grader_digest", &f->grader_digest, err);
    if (!code) code = read_text_or_null(o, "weights_sha256", &f->weights_sha256, err);
    return code || !gp_json_get(o, "composite_sha256") ? code : read_text(o, "composite_sha256", &f->composite_sha256, err);
}

gp_code gp_golden_read(gp_arena *a, const char *path, gp_golden_file *out, gp_err *err)
{
    gp_str text;
    const gp_json *root, *trials;
    gp_golden_file f = {0};
    const char *name = gp_arena_copy(a, path, strlen(path));
    gp_code code = gp_read_file(a, path, 0, &text, err);
    if (!code) code = gp_json_parse(a, name, text, &root, err);
    if (!code) code = read_head(root, &f, err);
    if (!code) code = want(root, "trials", &trials, err);
    if (!code) code = gp_json_want(trials, "trials", GP_JSON_ARRAY, err);
    if (code) return code;
    gp_golden_trial *list = GP_NEW_ARRAY(a, gp_golden_trial, trials->n);
    for (const gp_json *t = trials->first; t && !code; t = t->next) code = read_trial(a, t, &list[f.n_trials++], err);
    f.trials = list;
    if (!code) *out = f;
    return code;
}

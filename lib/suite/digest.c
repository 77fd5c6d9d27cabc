/* digest.c - what the two digests of a case hold. Both are SHA-256 over the RFC 8785 form of one object built from the
 * case as it was read, not from its bytes: order of keys, white space and spelling of the file do not matter, nor does
 * it matter whether a setting comes from `defaults` or stands in the case.
 *
 * case digest (what decides the answer):
 *   {"continuations": [texts whose likelihood is measured] | absent where there are none,
 *    "date": "YYYY-MM-DD" | absent, where the case or the suite's defaults give one,
 *    "messages": [{"role", "content": [{"type": "text", "text"} | {"type": "image", "path", "sha256"}],
 *                  "tool_calls": [{"id", "name", "arguments"}] | absent, "tool_call_id": id | absent}],  as sent
 *    "turns": [...], "tools": value | absent, "needs": [names in fixed order],
 *    "sampling": {the rows of base/sampling.c that are set},
 *    "schema": the schema that the answer is held to, where "needs" names json_schema and the graders give one}
 *   An image counts by its bytes. Not in it: id, name, category, tags, metadata, timeouts, seed, graders, golden.
 *
 * grader digest (what decides the verdict):
 *   {"grade": [{"type", "id", "weight", "turn", "ignore_case", "trim", + the parameters of its kind that are set}],
 *    "pass_at", "golden": {"mode", "tolerance"} | null,
 *    "files": [{"path", "sha256"}] of the graders, in their order | absent}
 *   Budgets stand behind the others. `expect` of a grader that compares text is a list of strings (1.0 and 1 differ
 *   there); elsewhere the value itself.
 *   Not in it: examples. */
#include "base/sha256.h"
#include "suite/suite_impl.h"

/* Everything here is written in canonical order: members sorted by their names, and no white space. Digests are made
 * for every case several times in a run, so they go without a second reading and sorting. */
static void put_strings(gp_jw *w, const char *key, const gp_str *s, size_t n)
{
    gp_jw_key(w, key);
    gp_jw_array(w);
    for (size_t i = 0; i < n; i++) gp_jw_str(w, s[i]);
    gp_jw_end_array(w);
}

static gp_code put_value(gp_jw *w, gp_arena *a, const char *key, const gp_json *v, gp_err *err)
{
    if (!v) return GP_OK;
    gp_jw_key(w, key);
    return gp_jw_canonical(w, a, v, err);
}

static gp_code put_part(gp_jw *w, gp_arena *a, const gp_part *p, const char *dir, gp_err *err)
{
    gp_jw_object(w);
    if (p->image) gp_jw_kc(w, "path", p->path);
    if (p->image && dir) {
        gp_code code = gp_sha256_file(gp_path_join(a, dir, p->path), p->sha256, err);
        if (code) return code;
        gp_jw_kc(w, "sha256", p->sha256);
    }
    if (!p->image) gp_jw_kstr(w, "text", p->text);
    gp_jw_kc(w, "type", p->image ? "image" : "text");
    gp_jw_end_object(w);
    return GP_OK;
}

static gp_code put_calls(gp_jw *w, gp_arena *a, const gp_message *m, gp_err *err)
{
    gp_code code = GP_OK;
    if (m->answers) gp_jw_kstr(w, "tool_call_id", m->answers->id);
    if (!m->n_calls) return GP_OK;
    gp_jw_key(w, "tool_calls");
    gp_jw_array(w);
    for (size_t i = 0; i < m->n_calls && !code; i++) {
        gp_jw_object(w);
        code = put_value(w, a, "arguments", m->calls[i].arguments, err);
        gp_jw_kstr(w, "id", m->calls[i].id);
        gp_jw_kstr(w, "name", m->calls[i].name);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
    return code;
}

static gp_code put_messages(gp_jw *w, gp_arena *a, const gp_case *c, const char *dir, gp_err *err)
{
    gp_code code = GP_OK;
    gp_jw_key(w, "messages");
    gp_jw_array(w);
    for (size_t i = 0; i < c->n_messages && !code; i++) {
        gp_jw_object(w);
        gp_jw_key(w, "content");
        gp_jw_array(w);
        for (size_t k = 0; k < c->messages[i].n_parts && !code; k++)
            code = put_part(w, a, &c->messages[i].parts[k], dir, err);
        gp_jw_end_array(w);
        gp_jw_kstr(w, "role", c->messages[i].role);
        if (!code) code = put_calls(w, a, &c->messages[i], err);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
    return code;
}

static void put_needs(gp_jw *w, unsigned needs)
{
    gp_jw_key(w, "needs");
    gp_jw_array(w);
    for (unsigned i = 0; i < GP_NEEDS; i++)
        if (needs & 1u << i) gp_jw_c(w, gp_need_names[i]);
    gp_jw_end_array(w);
}

/* Tests and programs that graders name. */
static gp_code put_files(gp_jw *w, gp_arena *a, const gp_case *c, const char *dir, gp_err *err)
{
    gp_code code = GP_OK;
    bool any = false;
    for (size_t i = 0; i < c->n_graders && dir; i++) {
        const gp_grader *g = c->graders[i];
        size_t n = 0;
        const gp_str *files = g->kind->files ? g->kind->files(g, &n) : NULL;
        for (size_t k = 0; k < n && !code; k++) {
            char hex[GP_SHA256_HEX];
            code = gp_sha256_file(gp_path_join(a, dir, gp_str_dup(a, files[k]).p), hex, err);
            if (code) return code;
            if (!any) gp_jw_key(w, "files"), gp_jw_array(w);
            any = true;
            gp_jw_object(w);
            gp_jw_kstr(w, "path", files[k]);
            gp_jw_kc(w, "sha256", hex);
            gp_jw_end_object(w);
        }
    }
    if (any) gp_jw_end_array(w);
    return code;
}

static gp_code put_verdict(gp_jw *w, gp_arena *a, const gp_case *c, const char *dir, gp_err *err)
{
    gp_jw_object(w);
    gp_code code = put_files(w, a, c, dir, err);
    gp_jw_key(w, "golden");
    if (c->golden == GP_GOLDEN_NONE) {
        gp_jw_null(w);
    } else {
        gp_jw_object(w);
        gp_jw_kc(w, "mode", gp_golden_mode_name(c->golden));
        gp_jw_kreal(w, "tolerance", c->golden_tolerance);
        gp_jw_end_object(w);
    }
    gp_jw_key(w, "grade");
    gp_jw_array(w);
    for (size_t i = 0; i < c->n_graders; i++) gp_grader_write(w, c->graders[i]);
    for (size_t i = 0; i < c->n_budgets; i++) gp_grader_write(w, c->budgets[i]);
    gp_jw_end_array(w);
    gp_jw_kreal(w, "pass_at", c->pass_at);
    gp_jw_end_object(w);
    return code;
}

static gp_code put_question(gp_jw *w, gp_arena *a, const gp_case *c, const char *dir, gp_err *err)
{
    gp_jw_object(w);
    if (c->n_continuations) put_strings(w, "continuations", c->continuations, c->n_continuations);
    if (c->date.n) gp_jw_kstr(w, "date", c->date);
    gp_code code = put_messages(w, a, c, dir, err);
    put_needs(w, c->needs);
    gp_jw_key(w, "sampling");
    gp_record_write_canonical(w, &gp_sampling_asked, &c->sampling);
    if (!code) code = put_value(w, a, "schema", c->needs & GP_NEED_JSON_SCHEMA ? gp_case_schema(c) : NULL, err);
    if (!code) code = put_value(w, a, "tools", c->tools, err);
    put_strings(w, "turns", c->turns, c->n_turns);
    gp_jw_end_object(w);
    return code;
}

gp_code gp_case_identity(gp_arena *a, const gp_case *c, const char *dir, gp_buf *question, gp_buf *verdict, gp_err *err)
{
    gp_jw w;
    gp_jw_init(&w, question, 0);
    gp_code code = put_question(&w, a, c, dir, err);
    gp_jw_init(&w, verdict, 0);
    return code ? code : put_verdict(&w, a, c, dir, err);
}

gp_code gp_case_digests(gp_arena *a, gp_case *c, const char *dir, gp_err *err)
{
    gp_buf question = {0}, verdict = {0};
    gp_code code = gp_case_identity(a, c, dir, &question, &verdict, err);
    if (!code) gp_sha256_hex_of(gp_buf_view(&question), c->digest);
    if (!code) gp_sha256_hex_of(gp_buf_view(&verdict), c->grader_digest);
    gp_buf_free(&question);
    gp_buf_free(&verdict);
    return code;
}

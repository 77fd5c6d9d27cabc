/* grader_json.c - the answer is one JSON value, read strictly. */
#include <string.h>

#include "grade/nodes.h"

typedef struct json {
    gp_grader g;
    const gp_json *expect, *schema;
    gp_str path;
    bool trim;
} json;

static const gp_field rows[] = {
    GP_FIELD(
        JSON, "expect", json, expect, .flags = GP_OPTIONAL | GP_QUOTED,
        .doc = "The value that the answer, or the value at `path`, must equal: any JSON value. Numbers are compared "
               "by value, objects without regard to order."),
    GP_FIELD(JSON, "schema", json, schema, .flags = GP_OPTIONAL | GP_QUOTED, .json = GP_JSON_OBJECT,
             .doc = "A JSON Schema that the answer must fit, checked as `json_schema` does."),
    GP_FIELD(STR, "path", json, path, .flags = GP_OPTIONAL | GP_QUOTED,
             .doc = "JSON Pointer (RFC 6901) to the value that `expect` is about. Default: the whole answer.",
             .schema = "{\"pattern\": \"^(/([^~]|~[01])*)?$\"}"),
    GP_ROW_TRIM(json, 0, "Accept the answer also inside a single code fence."),
};

/* RFC 6901: empty, or '/' in front of every step; '~' only as ~0 or ~1. */
static bool is_pointer(gp_str p)
{
    if (p.n && p.p[0] != '/') return false;
    for (size_t i = 0; i < p.n; i++)
        if (p.p[i] == '~' && (i + 1 == p.n || (p.p[i + 1] != '0' && p.p[i + 1] != '1'))) return false;
    return true;
}

static gp_code check(const gp_grader *g, gp_err *err)
{
    const json *p = (const json *)g;
    const gp_json *path = gp_json_get(g->at, "path");
    if (path && !is_pointer(p->path))
        return gp_json_fail(err, path, "\"path\" must be a JSON Pointer such as \"/items/0/name\" (RFC 6901)");
    if (path && !p->expect) return gp_json_fail(err, path, "\"path\" does nothing without \"expect\"");
    return GP_OK;
}

static const gp_json *schema(const gp_grader *g) { return ((const json *)g)->schema; }

/* What is expected of the whole answer must fit the schema, or no answer passes. */
static gp_code check_expected(const json *p, gp_err *err)
{
    gp_arena a = {0};
    gp_err unclear = {0};
    const char *why = NULL;
    gp_code code = GP_OK;
    bool whole = p->schema && p->expect && !p->path.n;
    if (whole && !gp_fits(&a, p->schema, false, p->expect, &why, &unclear) && why)
        code = gp_json_fail(err, p->expect, "\"expect\" does not fit \"schema\", so no answer can pass: %s", why);
    gp_arena_free(&a);
    return code;
}

static gp_code compile(const gp_case *c, const gp_grader *g, gp_err *err)
{
    (void)c;
    gp_code code = schema(g) ? gp_fits_compile(schema(g), false, err) : GP_OK;
    return code ? code : check_expected((const json *)g, err);
}

static gp_code compare(gp_arena *a, const json *p, const gp_json *root, gp_criterion *out)
{
    const char *where = p->path.n ? gp_quote(a, p->path) : "the answer";
    const gp_json *v = gp_json_at(root, p->path);
    if (!v) return gp_explain(a, out, 0, "nothing at %s in %s", where, gp_quote(a, root->raw));
    const char *got = gp_quote(a, v->raw);
    if (gp_json_equal(p->expect, v)) return gp_explain(a, out, 1, "%s is %s", where, got);
    bool texts = v->type == GP_JSON_STRING && p->expect->type == GP_JSON_STRING;
    const char *unseen = texts ? gp_unseen(a, p->expect->s, v->s) : gp_unseen(a, p->expect->raw, v->raw);
    return gp_explain(a, out, 0, "%s is %s, expected %s%s", where, got, gp_quote(a, p->expect->raw), unseen);
}

static gp_code judge(gp_arena *a, const json *p, const gp_json *root, gp_criterion *out, gp_err *err)
{
    const char *why = NULL;
    gp_code code = p->schema ? gp_fits(a, p->schema, false, root, &why, err) : GP_OK;
    if (code) return code;
    if (why) return gp_explain(a, out, 0, "%s", why);
    if (p->expect) return compare(a, p, root, out);
    return gp_explain(a, out, 1, p->schema ? "valid JSON that fits the schema" : "valid JSON");
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const json *p = (const json *)g;
    gp_arena scratch = {0};
    const gp_json *root = NULL;
    const char *why;
    gp_code code = gp_answer_json(&scratch, x->reply->answer, p->trim, &root, &why, err);
    if (!code) code = why ? gp_explain(a, out, 0, "%s", why) : judge(a, p, root, out, err);
    gp_arena_free(&scratch);
    return code;
}

/* The expected value, in an object for each step of the path: {"a":{"b":5}}. Where a step counts elements that
 * is no good answer, which does no harm. */
static void compose(const gp_grader *g, gp_buf *out)
{
    const json *p = (const json *)g;
    size_t depth = 0;
    gp_jw w;
    gp_jw_init(&w, out, 0);
    for (size_t at = 0; p->expect && at < p->path.n; depth++) {
        gp_buf key = {0};
        for (at++; at < p->path.n && p->path.p[at] != '/'; at++) {
            bool escape = p->path.p[at] == '~';
            if (escape) at++;
            gp_buf_byte(&key, !escape ? p->path.p[at] : p->path.p[at] == '1' ? '/' : '~');
        }
        gp_jw_object(&w);
        gp_jw_key_str(&w, gp_buf_view(&key));
        gp_buf_free(&key);
    }
    if (p->expect) gp_jw_value(&w, p->expect);
    while (depth--) gp_jw_end_object(&w);
}

static bool wrap(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    (void)g;
    reply->answer = gp_text_between(a, GP_STR("Here it is: "), reply->answer, (gp_str){0});
    return true;
}

static const gp_mutation mutations[] = {{"broken off before its end", gp_broken_off}, {"prose put in front", wrap}};

const gp_grader_kind gp_grader_json = {
    .name = "json",
    .doc = "the answer is one JSON value that fits a schema, and is what is expected",
    .more =
        "An answer of more than 1 MiB fails. With neither `schema` nor `expect` any JSON value will do. A case that "
        "needs `json_schema` holds targets that can do so to the `schema`.",
    .example =
        "{\"type\": \"json\", \"schema\": {\"type\": \"object\", \"required\": [\"name\"]}, \"path\": \"/name\", "
        "\"expect\": \"Ada\"}",
    .pass = "{\"born\": 1815, \"name\": \"Ada\"}",
    .fail = "{\"born\": 1815}",
    .params = GP_RECORD(json, rows, "a grader of type json"),
    .mutations = mutations,
    .n_mutations = 2,
    .check = check,
    .compile = compile,
    .verdict = verdict,
    .schema = schema,
    .compose = compose,
};

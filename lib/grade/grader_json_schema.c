/* grader_json_schema.c - the answer is one JSON value that fits a JSON Schema. */
#include "grade/nodes.h"

typedef struct json_schema {
    gp_grader g;
    const gp_json *schema;
    bool format, trim;
} json_schema;

static const gp_field rows[] = {
    GP_FIELD(
        JSON, "schema", json_schema, schema, .flags = GP_KNOWN | GP_QUOTED, .json = GP_JSON_OBJECT,
        .doc = "The JSON Schema that the answer must fit, of draft 4, 6, 7, 2019-09 or 2020-12 as its `$schema` says "
               "(default: 2020-12)."),
    GP_FIELD(BOOL, "format", json_schema, format, .flags = GP_OPTIONAL | GP_DEFAULT,
             .doc = "Texts must also be what `format` names, such as a date; without it `format` says nothing."),
    GP_ROW_TRIM(json_schema, 0, "Accept the answer also inside a single code fence."),
};

static const gp_json *schema(const gp_grader *g) { return ((const json_schema *)g)->schema; }

static gp_code compile(const gp_case *c, const gp_grader *g, gp_err *err)
{
    (void)c;
    return gp_fits_compile(schema(g), ((const json_schema *)g)->format, err);
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const json_schema *p = (const json_schema *)g;
    gp_arena scratch = {0};
    const gp_json *root = NULL;
    const char *why;
    gp_code code = gp_answer_json(&scratch, x->reply->answer, p->trim, &root, &why, err);
    if (!code && !why) code = gp_fits(&scratch, p->schema, p->format, root, &why, err);
    if (!code) code = gp_explain(a, out, why ? 0 : 1, "%s", why ? why : "valid JSON that fits the schema");
    gp_arena_free(&scratch);
    return code;
}

static bool lists(const gp_json *names, gp_str key)
{
    for (const gp_json *e = names && names->type == GP_JSON_ARRAY ? names->first : NULL; e; e = e->next)
        if (e->type == GP_JSON_STRING && gp_str_eq(e->s, key)) return true;
    return false;
}

/* Without the first member that the schema itself names in `required`. */
static bool leave_key_out(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    const gp_json *names = gp_json_get(schema(g), "required"), *root = NULL, *gone;
    const char *why;
    if (gp_answer_json(a, reply->answer, true, &root, &why, NULL) || why || root->type != GP_JSON_OBJECT) return false;
    for (gone = root->first; gone && !lists(names, gone->key);) gone = gone->next;
    if (!gone) return false;
    gp_buf b = {0};
    gp_jw w;
    gp_jw_init(&w, &b, 0);
    gp_jw_object(&w);
    for (const gp_json *m = root->first; m; m = m->next) {
        if (m == gone) continue;
        gp_jw_key_str(&w, m->key);
        gp_jw_value(&w, m);
    }
    gp_jw_end_object(&w);
    reply->answer = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return true;
}

static const gp_mutation mutations[] = {{"broken off before its end", gp_broken_off},
                                        {"a required key left out", leave_key_out}};

const gp_grader_kind gp_grader_json_schema = {
    .name = "json_schema",
    .doc = "the answer is one JSON value that fits a JSON Schema",
    .more =
        "The check is that of `json` with a `schema`. All of JSON Schema is checked but for references that lead out of "
        "the document: nothing is fetched. Annotations and keywords of one's own say nothing; a keyword that is nearly "
        "one of JSON Schema, or of another draft, is refused as a mistake. Numbers are compared as they are written, "
        "beyond what floating point holds; patterns are those of ECMA-262. An answer of more than 1 MiB fails. "
        "A case that needs `json_schema` holds targets that can do so to the `schema`.",
    .example =
        "{\"type\": \"json_schema\", \"schema\": {\"type\": \"object\", \"required\": [\"name\", \"born\"], "
        "\"properties\": {\"born\": {\"type\": \"integer\", \"minimum\": 1800}}}}",
    .pass = "{\"name\": \"Ada\", \"born\": 1815}",
    .fail = "{\"name\": \"Ada\", \"born\": \"1815\"}",
    .params = GP_RECORD(json_schema, rows, "a grader of type json_schema"),
    .mutations = mutations,
    .n_mutations = sizeof mutations / sizeof *mutations,
    .compile = compile,
    .verdict = verdict,
    .schema = schema,
};

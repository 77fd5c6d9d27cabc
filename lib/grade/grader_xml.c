/* grader_xml.c - the answer is one XML document, with values by XPath, and valid by a schema. */
#include "forms/xml_doc.h"
#include "grade/nodes.h"

#define ANSWER_MAX ((size_t)1 << 20) /* bytes: a longer answer fails unread */

typedef struct xml {
    gp_grader g;
    gp_str xpath, schema;
    const gp_json *expect, *namespaces;
    int64_t count; /* -1 where absent */
    bool trim;
} xml;

static gp_code read_expect(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    (void)a;
    *(const gp_json **)at = v;
    if (v->type == GP_JSON_STRING || v->type == GP_JSON_INT || v->type == GP_JSON_REAL) return GP_OK;
    return gp_json_fail(err, v, "\"expect\" of an xml grader must be a text or a number, not %s",
                        gp_json_type_name(v->type));
}

static gp_code read_namespaces(gp_arena *a, const gp_json *v, void *at, gp_err *err)
{
    (void)a;
    *(const gp_json **)at = v;
    gp_code code = gp_json_want(v, "\"namespaces\"", GP_JSON_OBJECT, err);
    for (const gp_json *m = code ? NULL : v->first; m && !code; m = m->next) {
        code = gp_json_want(m, "a namespace", GP_JSON_STRING, err);
        if (!code && (!m->key.n || !m->s.n))
            code = gp_json_fail(err, m, "a prefix and its namespace must not be empty");
    }
    return code;
}

static const gp_field rows[] = {
    GP_FIELD(STR, "xpath", xml, xpath, .flags = GP_OPTIONAL | GP_QUOTED | GP_COPIED,
             .doc = "XPath 1.0 expression: what it selects is looked at. Without `expect` and `count` it must select "
                    "something."),
    GP_FIELD(
        JSON, "expect", xml, expect, .flags = GP_OPTIONAL | GP_QUOTED, .read = read_expect,
        .doc = "What each selected node must hold (its string value): a text, without regard to white space around it, "
               "or a number by its exact value.",
        .schema = "{\"type\": [\"string\", \"number\"]}"),
    GP_FIELD(INT, "count", xml, count, GP_RANGE(0, 10000), .flags = GP_OPTIONAL | GP_QUOTED,
             .doc = "How many nodes `xpath` must select; 0: none."),
    GP_FIELD(
        JSON, "namespaces", xml, namespaces, .flags = GP_OPTIONAL | GP_QUOTED, .read = read_namespaces,
        .doc = "Prefixes that `xpath` uses, with their namespaces. An element of a default namespace needs one too.",
        .schema = "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"string\", \"minLength\": 1}}"),
    GP_FIELD(STR, "schema", xml, schema, .flags = GP_OPTIONAL | GP_QUOTED,
             .doc = "An XML Schema (1.0), as text, by which the document must be valid. It must not refer to others."),
    GP_ROW_TRIM(xml, 0, "Accept the answer also inside a single code fence."),
};

static gp_code check(const gp_grader *g, gp_err *err)
{
    const xml *p = (const xml *)g;
    const char *lonely = p->expect ? "expect" : p->count >= 0 ? "count" : p->namespaces ? "namespaces" : NULL;
    gp_xml_prepare(); /* suites are opened before there are threads */
    if (!p->xpath.n && lonely)
        return gp_json_fail(err, gp_json_get(g->at, lonely), "\"%s\" does nothing without \"xpath\"", lonely);
    if (p->count == 0 && p->expect)
        return gp_json_fail(err, gp_json_get(g->at, "count"), "\"count\" 0 leaves nothing for \"expect\"");
    return GP_OK;
}

static size_t namespaces_of(gp_arena *a, const xml *p, const gp_xml_ns **out)
{
    size_t n = p->namespaces ? p->namespaces->n : 0, i = 0;
    gp_xml_ns *list = GP_NEW_ARRAY(a, gp_xml_ns, n);
    for (const gp_json *m = n ? p->namespaces->first : NULL; m; m = m->next)
        list[i++] = (gp_xml_ns){gp_str_dup(a, m->key).p, gp_str_dup(a, m->s).p};
    *out = list;
    return n;
}

/* Evaluated over a document of one element, because prefixes, functions and variables are known only then. */
static gp_code try_xpath(const xml *p, gp_err *err)
{
    gp_arena a = {0};
    gp_xml_doc *d = NULL;
    gp_xml_found found;
    const gp_xml_ns *ns;
    size_t n = namespaces_of(&a, p, &ns);
    gp_code code = gp_xml_xpath_check(p->xpath.p, err);
    if (!code) code = gp_xml_read(GP_STR("<a/>"), &d, err);
    if (!code) code = gp_xml_xpath(&a, d, p->xpath.p, ns, n, &found, err);
    gp_xml_free(d);
    gp_arena_free(&a);
    return code;
}

static gp_code compile(const gp_case *c, const gp_grader *g, gp_err *err)
{
    const xml *p = (const xml *)g;
    gp_err inner = {0};
    (void)c;
    gp_code code = p->xpath.n ? try_xpath(p, &inner) : GP_OK;
    const char *key = "xpath";
    if (!code && p->schema.n) {
        key = "schema";
        code = gp_xml_schema_check(p->schema, &inner);
    }
    return code == GP_E_INPUT ? gp_json_fail(err, gp_json_get(g->at, key), "%s", inner.msg)
           : code             ? gp_fail(err, code, "%s", inner.msg)
                              : GP_OK;
}

static bool holds(gp_arena *a, const gp_json *expect, gp_str text)
{
    if (expect->type != GP_JSON_STRING) return gp_text_is(a, expect, text);
    return gp_str_eq(gp_str_trim(expect->s), gp_str_trim(text));
}

static gp_code compare(gp_arena *a, const xml *p, const gp_xml_found *found, gp_criterion *out)
{
    size_t good = 0;
    gp_str first = {0};
    const char *where = gp_quote(a, p->xpath);
    if (p->count >= 0 && found->n != (size_t)p->count)
        return gp_explain(a, out, 0, "%zu at %s, expected %lld", found->n, where, (long long)p->count);
    if (!found->n) return gp_explain(a, out, p->count == 0, "nothing at %s", where);
    for (size_t i = 0; i < found->n; i++) {
        bool ok = !p->expect || holds(a, p->expect, found->text[i]);
        good += ok;
        if (!ok && !first.p) first = found->text[i];
    }
    if (good == found->n)
        return gp_explain(a, out, 1, "%zu at %s, such as %s", good, where, gp_quote(a, found->text[0]));
    return gp_explain(a, out, (double)good / (double)found->n, "%zu of %zu at %s hold %s; one holds %s", good, found->n,
                      where, gp_quote(a, gp_expect_text(p->expect)), gp_quote(a, first));
}

static gp_code select(gp_arena *a, const xml *p, gp_xml_doc *d, gp_criterion *out, gp_err *err)
{
    gp_arena scratch = {0};
    gp_xml_found found;
    const gp_xml_ns *ns;
    size_t n = namespaces_of(&scratch, p, &ns);
    gp_code code = gp_xml_xpath(&scratch, d, p->xpath.p, ns, n, &found, err);
    if (!code) code = compare(a, p, &found, out);
    gp_arena_free(&scratch);
    return code;
}

static gp_code judge(gp_arena *a, const xml *p, gp_str text, gp_criterion *out, gp_err *err)
{
    gp_err inner = {0};
    gp_xml_doc *d = NULL;
    const char *why = NULL;
    gp_code code = gp_xml_read(gp_str_trim(text), &d, &inner);
    if (code == GP_E_INPUT) return gp_explain(a, out, 0, "not XML: %s", inner.msg);
    if (code) return gp_fail(err, code, "%s", inner.msg);
    (void)gp_explain(a, out, 1, p->schema.n ? "well-formed XML, valid by the schema" : "well-formed XML");
    if (p->xpath.n) code = select(a, p, d, out, err);
    if (!code && p->schema.n) code = gp_xml_validate(a, d, p->schema, &why, err);
    if (!code && why) code = gp_explain(a, out, 0, "not valid by the schema: %s", why);
    gp_xml_free(d);
    return code;
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const xml *p = (const xml *)g;
    gp_str answer = x->reply->answer, inside;
    if (answer.n > ANSWER_MAX)
        return gp_explain(a, out, 0, "the answer has %zu bytes, more than the %zu that are read as XML", answer.n,
                          ANSWER_MAX);
    if (!gp_fenced(answer, &inside)) return judge(a, p, answer, out, err);
    if (p->trim) return judge(a, p, inside, out, err);
    return gp_explain(a, out, 0, "the answer is in a code fence (accepted only with \"trim\": true): %s",
                      gp_quote(a, answer));
}

static bool leave_open(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    (void)g;
    reply->answer = gp_text_between(a, GP_STR("<unclosed>"), reply->answer, (gp_str){0});
    return true;
}

static bool wrap(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    (void)g;
    reply->answer = gp_text_between(a, GP_STR("Here it is: "), reply->answer, (gp_str){0});
    return true;
}

static const gp_mutation mutations[] = {{"an element left open", leave_open}, {"prose put in front", wrap}};

const gp_grader_kind gp_grader_xml = {
    .name = "xml",
    .doc = "the answer is well-formed XML, valid by a schema, in which XPath finds what is expected",
    .more =
        "The score is the share of the selected nodes that hold `expect`, and 0 where the document is not valid. Nothing is "
        "loaded from anywhere; a document that declares entities fails, and so does an answer of more than 1 MiB.",
    .example = "{\"type\": \"xml\", \"xpath\": \"/order/item/@price\", \"expect\": 9.5}",
    .pass = "<order><item price=\"9.50\"/></order>",
    .fail = "<order><item price=\"9.50\"></order>",
    .params = GP_RECORD(xml, rows, "a grader of type xml"),
    .mutations = mutations,
    .n_mutations = 2,
    .check = check,
    .compile = compile,
    .verdict = verdict,
};

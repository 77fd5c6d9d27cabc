/* xml_doc.c - XML by libxml2, with nothing loaded and nothing expanded. */
#include "forms/xml_doc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlschemastypes.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

enum { XPATH_WORK = 5000000, FOUND_MAX = 10000, FOUND_BYTES = 64 << 20 }; /* steps; nodes; of their string values */

struct gp_xml_doc {
    xmlDocPtr doc;
};

void gp_xml_prepare(void)
{
    xmlInitParser();
    xmlSchemaInitTypes();
}

static gp_code no_memory(gp_err *err) { return gp_fail(err, GP_E_NOMEM, "out of memory while reading XML"); }

/* --- messages: the first that comes, on one line --- */

typedef struct note {
    bool any, limit;
    int line;
    char text[300];
} note;

/* libxml2 hands over a number and a place. */
static const char *xpath_message(int code)
{
    switch (code - XML_XPATH_EXPRESSION_OK) {
    case XPATH_UNDEF_VARIABLE_ERROR: return "an unknown variable";
    case XPATH_UNDEF_PREFIX_ERROR: return "a prefix that \"namespaces\" lacks";
    case XPATH_UNKNOWN_FUNC_ERROR: return "an unknown function";
    case XPATH_INVALID_ARITY: return "a function with another number of arguments";
    case XPATH_INVALID_TYPE: return "a value of another type";
    case XPATH_UNFINISHED_LITERAL_ERROR: return "a text without its closing quote";
    case XPATH_INVALID_PREDICATE_ERROR: return "a condition in brackets that is none";
    default: return "it cannot be read";
    }
}

static void take_note(void *user, const xmlError *e)
{
    note *n = user;
    bool xpath = e->domain == XML_FROM_XPATH;
    n->limit |= xpath && (e->code - XML_XPATH_EXPRESSION_OK) == XPATH_OP_LIMIT_EXCEEDED;
    if (n->any) return;
    n->any = true;
    n->line = e->line;
    if (xpath) {
        (void)snprintf(n->text, sizeof n->text, "%s (at byte %d)", xpath_message(e->code), e->int1);
        return;
    }
    const char *from = e->message ? e->message : "not well-formed";
    size_t len = strlen(from) < sizeof n->text - 1 ? strlen(from) : sizeof n->text - 1;
    memcpy(n->text, from, len);
    while (len && (n->text[len - 1] == '\n' || n->text[len - 1] == ' ')) n->text[--len] = 0;
}

/* libxml2 2.12 and later hand a constant in; before, it was not. */
#if LIBXML_VERSION >= 21200
#define TAKE_NOTE take_note
#else
static void take_old_note(void *user, xmlError *e) { take_note(user, e); }
#define TAKE_NOTE take_old_note
#endif

/* --- reading --- */

static void refuse_entity(void *user, const xmlChar *name, int type, const xmlChar *public_id, const xmlChar *system_id,
                          xmlChar *content)
{
    xmlParserCtxtPtr parser = user;
    (void)name;
    (void)type;
    (void)public_id;
    (void)system_id;
    (void)content;
    *(bool *)parser->_private = true;
    xmlStopParser(parser);
}

static gp_code fail_read(xmlParserCtxtPtr parser, bool refused, gp_err *err)
{
    note n = {0};
    const xmlError *e = &parser->lastError;
    if (refused) return gp_fail(err, GP_E_INPUT, "it declares an entity, which is refused");
    if (e->code == XML_ERR_NO_MEMORY) return no_memory(err);
    take_note(&n, e);
    return gp_fail(err, GP_E_INPUT, "line %d: %s", e->line > 0 ? e->line : 1, n.text);
}

/* The offset behind `end`, from `at` on; the end of the text where it is missing. */
static size_t behind(gp_str s, size_t at, gp_str end)
{
    size_t found = gp_str_find((gp_str){s.p + at, s.n - at}, end);
    return found == SIZE_MAX ? s.n : at + found + end.n;
}

/* The line of two hyphens inside a comment; 0: there are none. libxml2 finds them too, but takes time by the square of
 * their number to say so. */
static size_t bad_comment(gp_str s)
{
    size_t at = 0, line = 1;
    while ((at = behind(s, at, GP_STR("<"))) < s.n) {
        gp_str rest = {s.p + at, s.n - at};
        if (gp_str_starts(rest, GP_STR("?"))) at = behind(s, at, GP_STR("?>"));
        else if (gp_str_starts(rest, GP_STR("![CDATA["))) at = behind(s, at, GP_STR("]]>"));
        else if (gp_str_starts(rest, GP_STR("!--"))) {
            at = behind(s, at + 3, GP_STR("--"));
            if (at >= s.n || s.p[at] == '>') continue;
            for (size_t i = 0; i < at; i++) line += s.p[i] == '\n';
            return line;
        }
    }
    return 0;
}

gp_code gp_xml_read(gp_str text, gp_xml_doc **out, gp_err *err)
{
    bool refused = false;
    size_t line = bad_comment(text);
    if (line) return gp_fail(err, GP_E_INPUT, "line %zu: two hyphens inside a comment", line);
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    if (!parser) return no_memory(err);
    parser->_private = &refused;
    parser->sax->entityDecl = refuse_entity;
    gp_code code = GP_OK;
    xmlDocPtr doc = xmlCtxtReadMemory(parser, text.p ? text.p : "", (int)text.n, "answer", NULL,
                                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!doc || !parser->wellFormed || refused) code = fail_read(parser, refused, err);
    xmlFreeParserCtxt(parser);
    if (code) {
        if (doc) xmlFreeDoc(doc);
        return code;
    }
    *out = gp_alloc(sizeof **out);
    (*out)->doc = doc;
    return GP_OK;
}

void gp_xml_free(gp_xml_doc *d)
{
    if (d) xmlFreeDoc(d->doc);
    free(d);
}

/* --- XPath --- */

static void say_nothing(void *user, const char *format, ...)
{
    (void)user;
    (void)format;
}

/* Some of its complaints libxml2 prints besides reporting them, by a function that each thread has; it is put back. */
static xmlXPathObjectPtr evaluate(const char *xpath, xmlXPathContextPtr x)
{
    xmlGenericErrorFunc before = xmlGenericError;
    void *context = xmlGenericErrorContext;
    xmlSetGenericErrorFunc(NULL, say_nothing);
    xmlXPathObjectPtr result = xmlXPathEval(BAD_CAST xpath, x);
    xmlSetGenericErrorFunc(context, before);
    return result;
}

static gp_code open_xpath(xmlDocPtr doc, note *n, xmlXPathContextPtr *out, gp_err *err)
{
    *out = xmlXPathNewContext(doc);
    if (!*out) return no_memory(err);
    (*out)->error = TAKE_NOTE;
    (*out)->userData = n;
    (*out)->opLimit = XPATH_WORK;
    return GP_OK;
}

static gp_code fail_xpath(const note *n, gp_err *err)
{
    if (n->limit) return gp_fail(err, GP_E_INFRA, "the expression needs too much work on this answer");
    return gp_fail(err, GP_E_INPUT, "invalid XPath: %s", n->any ? n->text : "it cannot be evaluated");
}

gp_code gp_xml_xpath_check(const char *xpath, gp_err *err)
{
    note n = {0};
    xmlXPathContextPtr x;
    gp_code code = open_xpath(NULL, &n, &x, err);
    if (code) return code;
    xmlXPathCompExprPtr compiled = xmlXPathCtxtCompile(x, BAD_CAST xpath);
    if (!compiled) code = fail_xpath(&n, err);
    xmlXPathFreeCompExpr(compiled);
    xmlXPathFreeContext(x);
    return code;
}

static gp_code add_text(gp_arena *a, xmlChar *text, size_t *bytes, gp_str *out, gp_err *err)
{
    if (!text) return no_memory(err);
    *out = gp_str_dup(a, gp_str_c((const char *)text));
    xmlFree(text);
    *bytes += out->n;
    if (*bytes <= FOUND_BYTES) return GP_OK;
    return gp_fail(err, GP_E_INFRA, "the expression selects too much text in this answer");
}

static gp_code collect(gp_arena *a, xmlXPathObjectPtr result, gp_xml_found *out, gp_err *err)
{
    const xmlNodeSet *set = result->type == XPATH_NODESET ? result->nodesetval : NULL;
    size_t n = result->type != XPATH_NODESET ? 1 : set ? (size_t)set->nodeNr : 0, bytes = 0;
    if (n > FOUND_MAX) return gp_fail(err, GP_E_INFRA, "the expression selects %zu nodes, more than %d", n, FOUND_MAX);
    gp_str *text = GP_NEW_ARRAY(a, gp_str, n);
    gp_code code = GP_OK;
    for (size_t i = 0; i < n && !code; i++)
        code = add_text(a, set ? xmlXPathCastNodeToString(set->nodeTab[i]) : xmlXPathCastToString(result), &bytes,
                        &text[i], err);
    out->n = n;
    out->text = text;
    return code;
}

gp_code gp_xml_xpath(gp_arena *a, gp_xml_doc *d, const char *xpath, const gp_xml_ns *ns, size_t n_ns, gp_xml_found *out,
                     gp_err *err)
{
    note n = {0};
    xmlXPathContextPtr x;
    gp_code code = open_xpath(d->doc, &n, &x, err);
    if (code) return code;
    for (size_t i = 0; i < n_ns && !code; i++)
        if (xmlXPathRegisterNs(x, BAD_CAST ns[i].prefix, BAD_CAST ns[i].uri)) code = no_memory(err);
    xmlXPathObjectPtr result = code ? NULL : evaluate(xpath, x);
    if (!code) code = result ? collect(a, result, out, err) : fail_xpath(&n, err);
    xmlXPathFreeObject(result);
    xmlXPathFreeContext(x);
    return code;
}

/* --- XML Schema --- */

static bool refers(const xmlNode *n)
{
    static const char *const names[] = {"include", "import", "redefine"};
    for (size_t i = 0; i < 3; i++)
        if (n->type == XML_ELEMENT_NODE && !strcmp((const char *)n->name, names[i])) return true;
    return false;
}

static gp_code refuse_references(const xmlDoc *doc, gp_err *err)
{
    const xmlNode *root = xmlDocGetRootElement(doc);
    for (const xmlNode *n = root ? root->children : NULL; n; n = n->next)
        if (refers(n))
            return gp_fail(err, GP_E_INPUT, "line %ld: a schema that refers to others (xs:%s) is refused",
                           xmlGetLineNo(n), (const char *)n->name);
    return GP_OK;
}

static gp_code open_schema(gp_str text, gp_xml_doc **doc, xmlSchemaPtr *out, gp_err *err)
{
    note n = {0};
    *out = NULL;
    gp_code code = gp_xml_read(text, doc, err);
    if (!code) code = refuse_references((*doc)->doc, err);
    if (code) return gp_err_context(err, "invalid XML Schema");
    xmlSchemaParserCtxtPtr parser = xmlSchemaNewDocParserCtxt((*doc)->doc);
    if (!parser) return no_memory(err);
    xmlSchemaSetParserStructuredErrors(parser, TAKE_NOTE, &n);
    *out = xmlSchemaParse(parser);
    xmlSchemaFreeParserCtxt(parser);
    if (*out) return GP_OK;
    return gp_fail(err, GP_E_INPUT, "invalid XML Schema: line %d: %s", n.line > 0 ? n.line : 1,
                   n.any ? n.text : "it cannot be read");
}

gp_code gp_xml_schema_check(gp_str schema, gp_err *err)
{
    gp_xml_doc *doc = NULL;
    xmlSchemaPtr s = NULL;
    gp_code code = open_schema(schema, &doc, &s, err);
    if (s) xmlSchemaFree(s);
    gp_xml_free(doc);
    return code;
}

/* What would have libxml2 look for schemas elsewhere. Documents are at most 256 levels deep. */
static void forget_hints(xmlNodePtr n)
{
    static const char instance[] = "http://www.w3.org/2001/XMLSchema-instance";
    static const char *const names[] = {"schemaLocation", "noNamespaceSchemaLocation"};
    for (; n; n = n->next) {
        if (n->type != XML_ELEMENT_NODE) continue;
        for (size_t i = 0; i < 2; i++) {
            xmlAttrPtr hint = xmlHasNsProp(n, BAD_CAST names[i], BAD_CAST instance);
            if (hint && hint->type == XML_ATTRIBUTE_NODE) (void)xmlRemoveProp(hint);
        }
        forget_hints(n->children);
    }
}

static gp_code validate(gp_arena *a, gp_xml_doc *d, xmlSchemaPtr s, const char **why, gp_err *err)
{
    note n = {0};
    xmlSchemaValidCtxtPtr valid = xmlSchemaNewValidCtxt(s);
    if (!valid) return no_memory(err);
    xmlSchemaSetValidStructuredErrors(valid, TAKE_NOTE, &n);
    int rc = xmlSchemaValidateDoc(valid, d->doc);
    xmlSchemaFreeValidCtxt(valid);
    *why = rc ? gp_str_fmt(a, "line %d: %s", n.line > 0 ? n.line : 1, n.any ? n.text : "not valid").p : NULL;
    return GP_OK;
}

gp_code gp_xml_validate(gp_arena *a, gp_xml_doc *d, gp_str schema, const char **why, gp_err *err)
{
    gp_xml_doc *doc = NULL;
    xmlSchemaPtr s = NULL;
    gp_code code = open_schema(schema, &doc, &s, err);
    forget_hints(xmlDocGetRootElement(d->doc));
    if (!code) code = validate(a, d, s, why, err);
    if (s) xmlSchemaFree(s);
    gp_xml_free(doc);
    return code;
}

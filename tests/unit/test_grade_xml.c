/* test_grade_xml.c - XML in answers: well-formed, by XPath, by a schema, and what must never happen. */
#include "forms/xml_doc.h"
#include "graded.h"

#define X(more) "{\"type\": \"xml\"" more "}"
#define XSD                                                                                                     \
    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='a'><xs:complexType><xs:sequence>" \
    "<xs:element name='b' type='xs:integer' maxOccurs='2'/></xs:sequence></xs:complexType></xs:element></xs:schema>"
#define BY_SCHEMA X(", \"schema\": \"" XSD "\"")

static void verdicts(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {X(""), "<a/>", 1, "well-formed XML"},
        {X(""), "\r\n<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<a>\xC3\xA9</a>\r\n", 1, NULL},
        {X(""), "<!DOCTYPE a><a/>", 1, NULL},
        {X(""), "", 0, "not XML: line 1: "},
        {X(""), "<a>", 0, "not XML: line 1: "},
        {X(""), "<a>\n<b></a>", 0, "not XML: line 2: "},
        {X(""), "<a/><b/>", 0, "not XML"},
        {X(""), "<a>\n<!-- x -- y --></a>", 0, "not XML: line 2: two hyphens inside a comment"},
        {X(""), "<a><!-- x --><![CDATA[<!-- -- -->]]><?p <!-- -- ?></a>", 1, NULL},
        {X(""), "text", 0, "not XML"},
        {X(""), "<a>\xff</a>", 0, "not XML"},
        {X(""), "```xml\n<a/>\n```", 0, "in a code fence"},
        {X(", \"trim\": true"), "```xml\n<a/>\n```", 1, NULL},
        {X(", \"xpath\": \"/a/b\""), "<a><b/></a>", 1, "1 at \"/a/b\""},
        {X(", \"xpath\": \"/a/b\""), "<a/>", 0, "nothing at \"/a/b\""},
        {X(", \"xpath\": \"//b\", \"count\": 2"), "<a><b/><c><b/></c></a>", 1, NULL},
        {X(", \"xpath\": \"//b\", \"count\": 2"), "<a><b/></a>", 0, "1 at \"//b\", expected 2"},
        {X(", \"xpath\": \"//b\", \"count\": 0"), "<a/>", 1, "nothing at"},
        {X(", \"xpath\": \"//b\", \"expect\": \"x y\""), "<a><b>\n x<i> y</i></b></a>", 1, NULL},
        {X(", \"xpath\": \"//b\", \"expect\": 9007199254740993"), "<a><b>9007199254740992</b></a>", 0, NULL},
        {X(", \"xpath\": \"//b\", \"expect\": 1.5"), "<a><b>1.50</b><b>2</b></a>", 0.5,
         "1 of 2 at \"//b\" hold \"1.5\"; one holds \"2\""},
        {X(", \"xpath\": \"count(//b)\", \"expect\": 2"), "<a><b/><b/></a>", 1, NULL},
        {X(", \"xpath\": \"string(/a/@x)\", \"expect\": \"y\""), "<a x='y'/>", 1, NULL},
        {X(", \"xpath\": \"/n:a/n:b\", \"namespaces\": {\"n\": \"urn:x\"}"), "<a xmlns='urn:x'><b/></a>", 1, NULL},
        {X(", \"xpath\": \"/n:a/n:b\", \"namespaces\": {\"n\": \"urn:x\"}"), "<a><b/></a>", 0, NULL},
        {BY_SCHEMA, "<a><b>1</b></a>", 1, "valid by the schema"},
        {BY_SCHEMA, "<a>\n<b>x</b></a>", 0, "not valid by the schema: line 2: "},
        {BY_SCHEMA, "<a><b>1</b><b>1</b><b>1</b></a>", 0, "not valid by the schema"},
    };
    GT_CHECK(t);
}

/* Nothing is loaded, nothing expands. */
static void hostile_documents(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {X(""), "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", 0, "declares an entity"},
        {X(""), "<!DOCTYPE a [<!ENTITY % x SYSTEM \"http://127.0.0.1:1/\"> %x;]><a/>", 0, "declares an entity"},
        {X(""), "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">]><a>&b;</a>", 0,
         "declares an entity"},
        {X(", \"xpath\": \"/a\", \"expect\": \"\""), "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", 1, NULL},
        {X(""), "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/\"><a>&x;</a>", 1, NULL},
        {X(", \"xpath\": \"/a\", \"expect\": \"\""),
         "<a xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='/etc/passwd' parse='text'/></a>", 1, NULL},
        {BY_SCHEMA,
         "<a xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:noNamespaceSchemaLocation='/etc/passwd'><b>1</b></a>",
         1, NULL},
        {BY_SCHEMA,
         "<a xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='urn:x http://127.0.0.1:1/'><b>1</b></a>",
         1, NULL},
    };
    GT_CHECK(t);
}

static void refusals(void **state)
{
    (void)state;
    static const gt_refusal t[] = {
        {X(", \"xpath\": \"/a[\""), "s.json:3:36: invalid XPath: it cannot be read (at byte "},
        {X(", \"xpath\": \"/n:a\""), "invalid XPath: a prefix that \"namespaces\" lacks (at byte "},
        {X(", \"xpath\": \"nope()\""), "invalid XPath: an unknown function"},
        {X(", \"xpath\": \"n:nope()\""), "invalid XPath: "},
        {X(", \"xpath\": \"$x\""), "invalid XPath: an unknown variable"},
        {X(", \"expect\": 1"), "\"expect\" does nothing without \"xpath\""},
        {X(", \"xpath\": \"/a\", \"count\": 0, \"expect\": 1"), "\"count\" 0 leaves nothing for \"expect\""},
        {X(", \"xpath\": \"/a\", \"namespaces\": {\"n\": 1}"), "a namespace must be a string"},
        {X(", \"schema\": \"<a\""), "invalid XML Schema: line 1"},
        {X(", \"schema\": \"<a/>\""), "invalid XML Schema: line 1"},
        {X(", \"schema\": \"<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:include schemaLocation='/etc/passwd'/></xs:schema>\""),
         "invalid XML Schema: line 1: a schema that refers to others (xs:include) is refused"},
    };
    GT_REFUSED(t);
}

static void runaway_expressions_end(void **state)
{
    (void)state;
    gt_case f;
    gp_err err = {0};
    gp_buf b = {0};
    T_OK(gt_open(&f, X(", \"xpath\": \"count(//*[count(//*[count(//*) = 7]) = 7])\""), "", &err), err);
    gp_buf_c(&b, "<a>");
    for (int i = 0; i < 20000; i++) gp_buf_c(&b, "<b/>");
    gp_buf_c(&b, "</a>");
    gp_grade g = gt_answer(&f, gp_buf_view(&b));
    if (!strstr(g.criteria[0].explanation.p, "needs too much work")) fail_msg("%s", g.criteria[0].explanation.p);
    gp_buf_free(&b);
    gt_done(&f);
}

static void huge_answers(void **state)
{
    (void)state;
    static const char *const graders[] = {X(", \"xpath\": \"//a\"")};
    static const char *const shapes[] = {"<a>"};
    gt_huge(graders, 1, shapes, 1);
    /* and of the greatest size that is read */
    static const char *const large[] = {"<a>", "<a/>", "<a b='", "&amp;", "<!--", "<![CDATA[", "\n"};
    enum { LARGE = 1 << 20 };
    char *text = malloc(LARGE);
    for (size_t s = 0; s < sizeof large / sizeof *large; s++) {
        gt_case f;
        gp_err err = {0};
        for (size_t i = 0; i < LARGE; i++) text[i] = large[s][i % strlen(large[s])];
        memcpy(text, "<r>", 3);
        memcpy(text + LARGE - 4, "</r>", 4);
        T_OK(gt_open(&f, graders[0], "", &err), err);
        (void)gt_answer(&f, (gp_str){text, LARGE});
        gt_done(&f);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verdicts),     cmocka_unit_test(hostile_documents),
        cmocka_unit_test(refusals),     cmocka_unit_test(runaway_expressions_end),
        cmocka_unit_test(huge_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

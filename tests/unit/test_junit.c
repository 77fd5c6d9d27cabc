/* JUnit XML of the made-up run, read back by libxml2 and held to the rules that Jenkins has. */
#include <libxml/parser.h>
#include <libxml/tree.h>

#include "report/junit_rich.h"
#include "report_fixture.h"

static void only_these(xmlNode *e, const char *allowed)
{
    for (xmlAttr *p = e->properties; p; p = p->next) {
        char word[64];
        (void)snprintf(word, sizeof word, " %s ", (const char *)p->name);
        if (!strstr(allowed, word)) fail_msg("<%s> has the attribute %s", (const char *)e->name, (const char *)p->name);
    }
}

static long number_of(xmlNode *e, const char *name)
{
    xmlChar *v = xmlGetNoNsProp(e, BAD_CAST name);
    if (!v) fail_msg("<%s> lacks %s", (const char *)e->name, name);
    long n = strtol((const char *)v, NULL, 10);
    xmlFree(v);
    return n;
}

static void plain_time(xmlNode *e)
{
    xmlChar *v = xmlGetNoNsProp(e, BAD_CAST "time");
    if (v && strspn((const char *)v, "0123456789.") != strlen((const char *)v))
        fail_msg("time=\"%s\"", (const char *)v);
    xmlFree(v);
}

/* One <testcase> by the rules of the Jenkins schema; counts its children by kind into counts[failure, error,
 * skipped]. */
static void walk_case(xmlNode *c, long counts[3])
{
    static const char *const kinds[] = {"failure", "error", "skipped"};
    assert_string_equal((const char *)c->name, "testcase");
    only_these(c, " name time classname group ");
    plain_time(c);
    for (xmlNode *k = c->children; k; k = k->next) {
        if (k->type != XML_ELEMENT_NODE) continue;
        bool known = strcmp((const char *)k->name, "system-out") == 0;
        only_these(k, known ? "" : " message type ");
        for (int i = 0; i < 3; i++) {
            if (strcmp((const char *)k->name, kinds[i]) != 0) continue;
            counts[i]++;
            known = true;
        }
        if (!known) fail_msg("<%s> in <testcase>", (const char *)k->name);
    }
}

static void walk_suite(xmlNode *s, long totals[4])
{
    long counts[3] = {0}, cases = 0;
    char names[4096] = "\n";
    assert_string_equal((const char *)s->name, "testsuite");
    only_these(s, " name tests failures errors skipped time ");
    plain_time(s);
    for (xmlNode *c = s->children; c; c = c->next) {
        if (c->type != XML_ELEMENT_NODE) continue;
        xmlChar *name = xmlGetNoNsProp(c, BAD_CAST "name");
        char line[600];
        (void)snprintf(line, sizeof line, "\n%s\n", (const char *)name);
        if (strstr(names, line)) fail_msg("the name %s is there twice", (const char *)name);
        (void)strcat(names, line + 1);
        xmlFree(name);
        walk_case(c, counts);
        cases++;
    }
    assert_int_equal(number_of(s, "tests"), cases);
    assert_int_equal(number_of(s, "failures"), counts[0]);
    assert_int_equal(number_of(s, "errors"), counts[1]);
    assert_int_equal(number_of(s, "skipped"), counts[2]);
    totals[0] += cases;
    for (int i = 0; i < 3; i++) totals[i + 1] += counts[i];
}

/* cases, failures, errors, skipped of the whole document */
static void junit_counts(gp_gate_options gate, long totals[4], const char *compare_with)
{
    gp_results *r = open_world(t_tmpdir(), gate);
    gp_buf b = {0};
    gp_err err = {0};
    T_OK(world_report("junit", (const gp_results *const[]){r}, NULL, 1, &b, &err), err);
    if (compare_with) matches_file(compare_with, gp_buf_view(&b));
    xmlDoc *doc = xmlReadMemory(b.p, (int)b.n, "junit.xml", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
    assert_non_null(doc);
    xmlNode *root = xmlDocGetRootElement(doc);
    assert_string_equal((const char *)root->name, "testsuites");
    only_these(root, " name time tests failures disabled errors ");
    memset(totals, 0, 4 * sizeof *totals);
    for (xmlNode *s = root->children; s; s = s->next)
        if (s->type == XML_ELEMENT_NODE) walk_suite(s, totals);
    assert_int_equal(number_of(root, "tests"), totals[0]);
    assert_int_equal(number_of(root, "failures"), totals[1]);
    assert_int_equal(number_of(root, "errors"), totals[2]);
    xmlFreeDoc(doc);
    gp_buf_free(&b);
    gp_results_close(r);
}

static void junit_follows_the_schema_and_the_gate(void **state)
{
    (void)state;
    long n[4];
    /* add/two and the hostile case, the latter failed on one target and stale on the other */
    junit_counts(DEFAULT, n, "junit.xml");
    assert_int_equal(n[0], 12);
    assert_int_equal(n[1], 3);
    assert_int_equal(n[2], 1);
    assert_int_equal(n[3], 1);
    junit_counts((gp_gate_options){.fail_under = NAN, .strict = true}, n, NULL); /* and the known failure */
    assert_int_equal(n[1], 4);
    junit_counts((gp_gate_options){.fail_under = NAN, .in_ci = true}, n, NULL); /* and the missing golden */
    assert_int_equal(n[1], 4);
}

static void junit_names_repeats_and_splits_at_dots(void **state)
{
    (void)state;
    const char *dir = t_tmpdir();
    gp_result t[2] = {world_trial("a", "pocket", GP_PASSED, 1), world_trial("a", "pocket", GP_PASSED, 1)};
    gp_results *r = NULL;
    gp_err err = {0};
    gp_buf b = {0};
    t[1].id = GP_STR("smoke/a/pocket/2");
    t[1].repeat = 2;
    t[0].suite = t[1].suite = GP_STR("v1.2");
    T_OK(world_write(in(dir, "results.json"), t, 2, DEFAULT, &err), err);
    T_OK(gp_results_open(dir, &r, &err), err);
    T_OK(world_report("junit", (const gp_results *const[]){r}, NULL, 1, &b, &err), err);
    assert_non_null(strstr(b.p, "<testcase name=\"a #1\" classname=\"v1%2E2.pocket\""));
    assert_non_null(strstr(b.p, "<testcase name=\"a #2\""));
    gp_buf_free(&b);
    gp_results_close(r);
}

/* Where a case stands, what was asked again, what passed only sometimes. */
static void rich_says_what_consumers_look_for(void **state)
{
    (void)state;
    static const gp_earlier broke[] = {{GP_FAIL_TIMEOUT, GP_STR("no answer"), 1795000000}};
    gp_results *r = open_world(t_tmpdir(), DEFAULT);
    gp_manifest m = world_manifest();
    gp_err err = {0};
    gp_buf b = {0};
    static const gp_report_wish rich = {.junit = GP_JUNIT_RICH};
    const gp_manifest *const ms[] = {&m};
    T_OK(world_report_as("junit", rich, (const gp_results *const[]){r}, ms, 1, &b, &err), err);
    matches_file("junit-rich.xml", gp_buf_view(&b));
    xmlDoc *doc = xmlReadMemory(b.p, (int)b.n, "junit.xml", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
    assert_non_null(doc);
    xmlFreeDoc(doc);
    gp_results_close(r);

    const char *dir = t_tmpdir();
    gp_result t[3] = {world_trial("a", "pocket", GP_PASSED, 1), world_trial("a", "pocket", GP_FAILED, 0),
                      world_trial("b", "pocket", GP_PASSED, 1)};
    t[1].id = GP_STR("smoke/a/pocket/2"), t[1].repeat = 2;
    t[1].criteria = world_bad, t[1].n_criteria = 1;
    t[2].earlier = broke, t[2].n_earlier = 1;
    t[2].where = GP_STR("Top.d/suites/my_own/suite.yaml:7");
    T_OK(world_write(in(dir, "results.json"), t, 3, DEFAULT, &err), err);
    T_OK(gp_results_open(dir, &r, &err), err);
    gp_buf_clear(&b);
    T_OK(world_report_as("junit", rich, (const gp_results *const[]){r}, NULL, 1, &b, &err), err);
    size_t flaky = 0;
    for (const char *p = b.p; (p = strstr(p, "<property name=\"flaky\" value=\"true\"/>")); p++) flaky++;
    assert_int_equal(flaky, 2);
    assert_non_null(strstr(b.p, "file=\"Top.d/suites/my_own/suite.yaml\" line=\"7\""));
    assert_non_null(strstr(b.p, "<flakyError message=\"no answer\" type=\"timeout\"/>"));
    gp_buf_clear(&b);
    gp_junit_frame(&b, t[2].where);
    assert_string_equal(b.p, "at suites.my_own.Case(suite.yaml:7)\n");
    gp_buf_free(&b);
    gp_results_close(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(junit_follows_the_schema_and_the_gate),
        cmocka_unit_test(junit_names_repeats_and_splits_at_dots),
        cmocka_unit_test(rich_says_what_consumers_look_for),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}

/* junit_rich.h - what the rich dialect of JUnit XML adds to the strict one, for consumers that look for it: where a case
 * stands, properties, a time stamp, what was asked again, and what passed only sometimes; private to lib/report. */
#ifndef GP_REPORT_JUNIT_RICH_H
#define GP_REPORT_JUNIT_RICH_H

#include "report/report_text.h"
#include "report/xml.h"

/* Which trials are of a case whose repeats did not end alike. Trials of one case and target come one after another. */
typedef struct gp_flaky {
    unsigned char *set; /* [room] 1: it is one of those; free it */
    size_t room, from;  /* the first trial of the case at hand */
    uint64_t key;
    bool passed, failed;
} gp_flaky;
void gp_flaky_note(gp_flaky *f, size_t index, const gp_result *t);
bool gp_flaky_is(const gp_flaky *f, size_t index);

/* An attribute of one line. */
void gp_xml_line(gp_xml *x, const char *name, gp_str text, size_t max);

/* "timestamp", of <testsuites>. */
void gp_junit_when(gp_xml *x, const gp_results_head *head);
/* Attributes and properties of a <testsuite> that is open; m may be NULL. */
void gp_junit_suite(gp_xml *x, const gp_results_head *head, const gp_manifest *m, gp_str suite, gp_str target);
/* The same of a <testcase>: file and line among them. */
void gp_junit_case(gp_xml *x, const gp_result *t, bool flaky);
/* At its end, attempts that broke before the one that counts: <flakyError> where that passed, else <rerunError>. */
void gp_junit_again(gp_xml *x, const gp_result *t);
/* The place as a line of a stack trace, which is where dorny/test-reporter takes it from. */
void gp_junit_frame(gp_buf *out, gp_str where);

#endif

/* page.h - the files of lib/report/page, which the build puts into the program; private to lib/report. */
#ifndef GP_REPORT_PAGE_H
#define GP_REPORT_PAGE_H

/* The text of "chart.css", "page.css" or "page.js". None holds what XML or HTML would take for markup. */
const char *gp_page_part(const char *name);

#endif

/* lost_page.h - a file that is cut off while it is mapped.
 *
 * Models, suites and journals are mapped. When another process truncates one, or its disk fails, reading what is gone is
 * SIGBUS, which nothing can prevent. It must not be taken for a crash of an OpenCL compiler (supervise.h), and must name
 * the file. */
#ifndef GP_CMD_LOST_PAGE_H
#define GP_CMD_LOST_PAGE_H

/* From here on such a read ends the process with one line and exit code 3. A program or library that is cut off is
 * SIGBUS as ever: what reads it is its own code, and a damaged kernel in a cache is the supervisor's affair. */
void gp_watch_pages(void);

#endif

/* format.h - what a format of reports is made of; private to lib/report.
 *
 * The trials are read once for all formats: each notes of every trial what it needs, in file order, and is then asked
 * for its document, for which it may read trials again (gp_results_at). So 100,000 trials fit, and a bundle is not
 * read per format. */
#ifndef GP_REPORT_FORMAT_H
#define GP_REPORT_FORMAT_H

#include "report/report.h"
#include "report/results_format.h"

/* Takes the document as it is made: in pieces of any size. */
typedef void gp_report_put(void *user, gp_str bytes);

/* Takes a further file of the bundle: `name` is its path in there. */
typedef gp_code gp_report_file(void *user, const char *name, gp_str bytes, gp_err *err);

typedef struct gp_report_writer {
    size_t size; /* of its state: zeroed before the first call, and the format's alone */
    /* Trial `index` of in->runs[run]; NULL: it need not see them. */
    gp_code (*note)(void *state, const gp_report_runs *in, size_t run, size_t index, const gp_result *t, gp_err *err);
    gp_code (*write)(void *state, const gp_report_runs *in, gp_report_put *put, void *user, gp_err *err);
    void (*release)(void *state); /* what the state holds; NULL: nothing */
    /* what stands in a bundle beside the document, after it was written; NULL: nothing */
    gp_code (*beside)(void *state, gp_report_file *file, void *user, gp_err *err);
} gp_report_writer;

#define GP_REPORT_DECLARE(name, file, help) extern const gp_report_writer gp_report_##name;
GP_REPORT_FORMATS(GP_REPORT_DECLARE, GP_REPORT_DECLARE, GP_REPORT_DECLARE)
#undef GP_REPORT_DECLARE

#endif

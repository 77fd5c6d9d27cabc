/* err.h - how every fallible function of goldpin reports failure.
 *
 * A fallible function returns a gp_code and takes a `gp_err *` as its last argument. On success it returns GP_OK and
 * leaves *err untouched. On failure it fills *err once, with what was wrong, where, and what to do about it; callers
 * further up may put context in front with gp_err_context(). `err` may be NULL where the caller needs the code only.
 *
 * The code says whose fault it was, because that decides the exit code (gp_exit_code) and the JUnit element. A model
 * that answers wrongly or a target that breaks during a trial is NOT an error in this sense: both are results, kept in
 * the transcript (see transcript/transcript.h). */
#ifndef GP_BASE_ERR_H
#define GP_BASE_ERR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#if defined(__GNUC__)
#define GP_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))
#define GP_MUST_CHECK __attribute__((warn_unused_result))
#else
#define GP_PRINTF(fmt, first)
#define GP_MUST_CHECK
#endif

typedef enum gp_code {
    GP_OK = 0,
    GP_E_USAGE,     /* the command line is wrong: exit 2 */
    GP_E_INPUT,     /* a file or value given by the user is invalid or missing: exit 2 */
    GP_E_PIN,       /* a pin does not hold: exit 2 */
    GP_E_INFRA,     /* a device, server or other part of the world is missing or broke: exit 3 */
    GP_E_IO,        /* the file system refused (full disk, permission): exit 3 */
    GP_E_NOMEM,     /* an input or a device needs more memory than there is, or than a cap allows: exit 3 */
    GP_E_CANCELLED, /* interrupted by the user: exit 130 */
    GP_E_BUG        /* goldpin contradicts itself: exit 3, please report */
} gp_code;

enum { GP_ERR_MSG = 1024 };

/* Takes each mistake of an input, where all of them are wanted and not only the first. */
typedef struct gp_errs {
    void (*keep)(void *user, const char *message);
    void *user;
} gp_errs;

/* One error. Plain value, owns nothing; zero-initialise it ({0}). */
typedef struct gp_err {
    gp_code code;
    const gp_errs *all;   /* NULL: a reader stops at the first mistake */
    char msg[GP_ERR_MSG]; /* NUL-terminated UTF-8, no trailing newline; truncated if longer */
} gp_err;

/* Fill *err (if not NULL) and return `code`, so that `return gp_fail(err, GP_E_INPUT, "...")` reads as one step. */
gp_code gp_fail(gp_err *err, gp_code code, const char *fmt, ...) GP_PRINTF(3, 4);

/* Same with a va_list. */
gp_code gp_vfail(gp_err *err, gp_code code, const char *fmt, va_list ap);

/* Put "CONTEXT: " in front of the message of a filled error; returns err->code. */
gp_code gp_err_context(gp_err *err, const char *fmt, ...) GP_PRINTF(2, 3);

/* For a reader that can go on behind a mistake. Where all are wanted, a GP_E_INPUT is kept (once, however many readers
 * it passes), *any becomes true and GP_OK comes back; else `code`. gp_err_sum ends such a loop: what was read is not
 * whole, so it must not be used. */
gp_code gp_err_go_on(gp_err *err, gp_code code, bool *any);
gp_code gp_err_sum(gp_err *err, gp_code code, bool any);

/* Memory for `what` cannot be had. Only where an input or a device decides the size; everything else never fails
 * (memory.h). */
gp_code gp_fail_memory(gp_err *err, const char *what, size_t bytes);

/* Process exit code for an error code: 0, 2, 3 or 130. (1, a failed gate, is a verdict and not an error.) */
int gp_exit_code(gp_code code);

#endif

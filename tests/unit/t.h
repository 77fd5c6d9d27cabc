/* t.h - what every unit test includes: cmocka in the order it wants, and a scratch folder. */
#ifndef GP_TESTS_T_H
#define GP_TESTS_T_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* cmocka last: it needs the headers above */
#include <cmocka.h>

#include "base/err.h"
#include "base/str.h"

/* A fresh folder under $TMPDIR (or the system's default) for this test program; removed by the caller if it cares. */
static inline const char *t_tmpdir(void)
{
    static char path[512];
    const char *base = getenv("TMPDIR");
    (void)snprintf(path, sizeof path, "%s/goldpin-test-XXXXXX", base && *base ? base : P_tmpdir);
    if (!mkdtemp(path)) fail_msg("cannot make a scratch folder: %s", path);
    return path;
}

/* The call succeeds; otherwise the test fails with the library's message. */
#define T_OK(call, err)                                                                 \
    do {                                                                                \
        gp_code t_code_ = (call);                                                       \
        if (t_code_) fail_msg("%s:%d: %s -> %s", __FILE__, __LINE__, #call, (err).msg); \
    } while (0)

/* The call fails with this code and its message contains this text. */
#define T_FAILS(call, want, err, text)                                                                             \
    do {                                                                                                           \
        gp_code t_code_ = (call);                                                                                  \
        if (t_code_ != (want))                                                                                     \
            fail_msg("%s:%d: %s: code %d, expected %d (%s)", __FILE__, __LINE__, #call, (int)t_code_, (int)(want), \
                     (err).msg);                                                                                   \
        if (!strstr((err).msg, (text)))                                                                            \
            fail_msg("%s:%d: message \"%s\" lacks \"%s\"", __FILE__, __LINE__, (err).msg, (text));                 \
    } while (0)

#endif

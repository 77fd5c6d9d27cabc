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
#include <sys/stat.h>
#include <unistd.h>
/* cmocka last: it needs the headers above */
#include <cmocka.h>

#include "base/err.h"
#include "base/str.h"
#include "base/sys.h"

/* Of this test program: its folder for files, and the process that it belongs to. */
static struct {
    char path[480];
    pid_t of;
} t_folder;

static inline void t_folder_remove(void)
{
    if (t_folder.of == getpid()) gp_remove_tree(t_folder.path); /* a child that ends leaves it to its parent */
}

/* A fresh folder under $TMPDIR (or the system's default) for this test program, removed when it ends. The path is valid until
 * the next call. */
static inline const char *t_tmpdir(void)
{
    static char path[512];
    static unsigned calls;
    const char *base = getenv("TMPDIR");
    if (!t_folder.of) {
        (void)snprintf(t_folder.path, sizeof t_folder.path, "%s/goldpin-test-XXXXXX", base && *base ? base : P_tmpdir);
        if (!mkdtemp(t_folder.path)) fail_msg("cannot make a scratch folder: %s", t_folder.path);
        t_folder.of = getpid();
        (void)atexit(t_folder_remove);
    }
    (void)snprintf(path, sizeof path, "%s/%u", t_folder.path, calls++);
    if (mkdir(path, 0700)) fail_msg("cannot make a scratch folder: %s", path);
    return path;
}

/* Bytes of a large input: 10 MB, and a tenth of it where each instruction is looked at (valgrind, sanitizers). */
static inline size_t t_large(void) { return (size_t)10 << (getenv("GOLDPIN_TEST_SMALL") ? 17 : 20); }

/* Skip the test, and say why. */
#define T_SKIP(why)                         \
    do {                                    \
        print_message("SKIP: %s\n", (why)); \
        skip();                             \
    } while (0)

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

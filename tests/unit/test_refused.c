/* What base/sys makes of a system that refuses: three of the C library's functions are those below, which refuse on
 * demand. ci/torture.sh does the same to whole runs. */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>

#include "base/sys.h"
#include "t.h"

static int open_refused, stat_refused, readdir_refused; /* errno of the next call; it is then 0 again */

static bool refused(int *why)
{
    errno = *why;
    *why = 0;
    return errno != 0;
}

int open(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
    va_end(args);
    return refused(&open_refused) ? -1 : openat(AT_FDCWD, path, flags, mode);
}

int stat(const char *path, struct stat *st) { return refused(&stat_refused) ? -1 : fstatat(AT_FDCWD, path, st, 0); }

struct dirent *readdir(DIR *d)
{
    struct dirent *(*real)(DIR *);
    *(void **)&real = dlsym(RTLD_NEXT, "readdir");
    int before = errno;
    if (refused(&readdir_refused)) return NULL;
    errno = before; /* the end of a folder leaves errno alone */
    return real(d);
}

static const char *a_file(gp_arena *a)
{
    gp_err err = {0};
    const char *path = gp_path_join(a, t_tmpdir(), "f.txt");
    T_OK(gp_write_file(path, GP_STR("hello"), &err), err);
    return path;
}

/* Exit 2 would say that somebody named a wrong file. */
static void a_disk_that_cannot_be_read_is_nobodys_mistake(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_str text;
    gp_map map;
    const char *path = a_file(&a);
    open_refused = EIO;
    T_FAILS(gp_read_file(&a, path, 0, &text, &err), GP_E_IO, err, "cannot open");
    open_refused = EMFILE;
    T_FAILS(gp_map_file(path, &map, &err), GP_E_IO, err, "cannot open");
    open_refused = ENOENT;
    T_FAILS(gp_read_file(&a, path, 0, &text, &err), GP_E_INPUT, err, "cannot open");
    open_refused = EACCES;
    T_FAILS(gp_map_file(path, &map, &err), GP_E_INPUT, err, "cannot open");
    gp_arena_free(&a);
}

static void an_open_that_was_interrupted_is_made_again(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_str text;
    const char *path = a_file(&a);
    open_refused = EINTR;
    T_OK(gp_read_file(&a, path, 0, &text, &err), err);
    assert_string_equal(text.p, "hello");
    open_refused = EINTR;
    T_OK(gp_write_file(path, GP_STR("again"), &err), err);
    gp_arena_free(&a);
}

/* A golden that cannot be looked at is not a missing one. */
static void not_to_know_is_not_no(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_entry what;
    const char *path = a_file(&a);
    stat_refused = EIO;
    T_FAILS(gp_look(path, &what, &err), GP_E_IO, err, "cannot open");
    T_OK(gp_look(path, &what, &err), err);
    assert_int_equal(what, GP_FILE);
    T_OK(gp_look(gp_path_dir(&a, path), &what, &err), err);
    assert_int_equal(what, GP_FOLDER);
    T_OK(gp_look("/dev/null", &what, &err), err);
    assert_int_equal(what, GP_OTHER);
    T_OK(gp_look(gp_path_join(&a, path, "below"), &what, &err), err);
    assert_int_equal(what, GP_NOTHING);
    gp_arena_free(&a);
}

/* SHA256SUMS would lack a file, and nobody would see it. */
static void a_folder_is_listed_whole_or_not_at_all(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    const char *const *names;
    size_t n = 0;
    const char *dir = gp_path_dir(&a, a_file(&a));
    readdir_refused = EIO;
    T_FAILS(gp_list_dir(&a, dir, &names, &n, &err), GP_E_IO, err, "cannot read");
    T_OK(gp_list_dir(&a, dir, &names, &n, &err), err);
    assert_true(n > 0);
    gp_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_disk_that_cannot_be_read_is_nobodys_mistake),
        cmocka_unit_test(an_open_that_was_interrupted_is_made_again),
        cmocka_unit_test(not_to_know_is_not_no),
        cmocka_unit_test(a_folder_is_listed_whole_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

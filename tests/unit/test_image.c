/* Images as parts of messages. */
#include "t.h"

#include <fcntl.h>

#include "base/caps.h"
#include "base/sha256.h"
#include "base/sys.h"
#include "provider/image.h"

static void encodes(const char *bytes, size_t n, const char *want)
{
    gp_buf b = {0};
    gp_base64_put(&b, (gp_str){bytes, n});
    assert_string_equal(b.p ? b.p : "", want);
    gp_buf_free(&b);
}

static void base64_is_that_of_the_standard(void **state)
{
    (void)state;
    encodes("", 0, "");
    encodes("f", 1, "Zg==");
    encodes("fo", 2, "Zm8=");
    encodes("foo", 3, "Zm9v");
    encodes("foobar", 6, "Zm9vYmFy");
    encodes("\x00\xff\xfe\xfb\xf0", 5, "AP/++/A=");
}

static void the_type_is_in_the_bytes(void **state)
{
    (void)state;
    assert_string_equal(gp_image_type(GP_STR("\x89PNG\r\n\x1a\nrest")), "image/png");
    assert_string_equal(gp_image_type(GP_STR("\xff\xd8\xff\xe0")), "image/jpeg");
    assert_string_equal(gp_image_type(GP_STR("GIF89a")), "image/gif");
    assert_string_equal(gp_image_type(GP_STR("RIFF\1\2\3\4WEBPVP8 ")), "image/webp");
    assert_null(gp_image_type(GP_STR("RIFF\1\2\3\4WAVE")));
    assert_null(gp_image_type(GP_STR("RIFF\1\2\3\4WEB")));
    assert_null(gp_image_type(GP_STR("<svg/>")));
    assert_null(gp_image_type(GP_STR("")));
}

static void a_file_is_read_or_refused(void **state)
{
    (void)state;
    const char *dir = t_tmpdir();
    gp_arena a = {0};
    gp_err err = {0};
    gp_chat_part p = {0};
    const char *good = gp_path_join(&a, dir, "a.gif"), *bad = gp_path_join(&a, dir, "b.bmp"),
               *big = gp_path_join(&a, dir, "c.gif");
    T_OK(gp_write_file(good, GP_STR("GIF89a"), &err), err);
    T_OK(gp_write_file(bad, GP_STR("BM"), &err), err);
    T_OK(gp_image_read(&a, good, NULL, &p, &err), err);
    assert_string_equal(p.mime, "image/gif");
    assert_true(gp_str_eqc(p.base64, "R0lGODlh"));
    char digest[GP_SHA256_HEX];
    gp_sha256_hex_of(GP_STR("GIF89a"), digest);
    T_OK(gp_image_read(&a, good, digest, &p, &err), err);
    T_OK(gp_write_file(good, GP_STR("GIF87a"), &err), err);
    T_FAILS(gp_image_read(&a, good, digest, &p, &err), GP_E_INFRA, err, "a.gif changed while it was used");
    T_FAILS(gp_image_read(&a, bad, NULL, &p, &err), GP_E_INPUT, err, "b.bmp is no PNG, JPEG, WebP or GIF file");
    T_FAILS(gp_image_read(&a, gp_path_join(&a, dir, "none"), NULL, &p, &err), GP_E_INPUT, err, "none");
    int fd = open(big, O_CREAT | O_WRONLY, 0600);
    assert_true(fd >= 0 && ftruncate(fd, (off_t)GP_CAP_IMAGE + 1) == 0);
    (void)close(fd);
    T_FAILS(gp_image_read(&a, big, NULL, &p, &err), GP_E_INPUT, err, "more than");
    gp_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base64_is_that_of_the_standard),
        cmocka_unit_test(the_type_is_in_the_bytes),
        cmocka_unit_test(a_file_is_read_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_dsse.c - what DSSE signs, by the example of its own text, and envelopes that hold anything. */
#include "t.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "attest/attest.h"
#include "base/sys.h"

static void the_signed_text_is_that_of_the_specification(void **state)
{
    (void)state;
    gp_buf b = {0};
    gp_dsse_pae(GP_STR("http://example.com/HelloWorld"), GP_STR("hello world"), &b);
    assert_string_equal(b.p, "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    gp_buf_clear(&b);
    gp_dsse_pae((gp_str){"a\0b", 3}, (gp_str){0}, &b);
    assert_int_equal(b.n, 15);
    assert_memory_equal(b.p, "DSSEv1 3 a\0b 0 ", 15);
    gp_buf_free(&b);
}

/* The second key of RFC 8032, 7.1; Ed25519 has one signature for a message, here as another program made it. */
static void a_signature_is_the_one_that_others_make(void **state)
{
    (void)state;
    static const char pem[] =
        "-----BEGIN PRIVATE KEY-----\n"
        "MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n"
        "-----END PRIVATE KEY-----\n";
    char path[] = "/tmp/goldpin-key-XXXXXX";
    gp_arena a = {0};
    gp_err err = {0};
    gp_buf b = {0};
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    (void)close(fd);
    T_OK(gp_write_file(path, gp_str_c(pem), &err), err);
    T_OK(gp_dsse_wrap(&a, "http://example.com/HelloWorld", GP_STR("hello world"), path, &b, &err), err);
    (void)unlink(path);
    assert_non_null(strstr(b.p, "\"payload\": \"aGVsbG8gd29ybGQ=\""));
    assert_non_null(strstr(
        b.p, "\"sig\": \"MCd0KcZQD61tc2xfGsEPlCpqedDpYFhWXVq8FOsai+jwkUnc67rb3mRbn6LKJmbZK4Zj8QmHo74Sz+pvuAfhAw==\""));
    gp_buf_free(&b);
    gp_arena_free(&a);
}

/* Payloads of every length, with every byte, come back; without a key nothing is good. */
static void payloads_come_back(void **state)
{
    (void)state;
    char bytes[260];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i * 37 + i / 7);
    for (size_t n = 0; n < sizeof bytes; n++) {
        gp_arena a = {0};
        gp_err err = {0};
        gp_buf b = {0};
        gp_dsse e;
        char path[] = "/tmp/goldpin-dsse-XXXXXX";
        int fd = mkstemp(path);
        assert_true(fd >= 0);
        (void)close(fd);
        T_OK(gp_dsse_wrap(&a, "text/x", (gp_str){bytes, n}, NULL, &b, &err), err);
        T_OK(gp_write_file(path, gp_buf_view(&b), &err), err);
        T_OK(gp_dsse_open(&a, path, NULL, &e, &err), err);
        assert_int_equal(e.payload.n, n);
        assert_memory_equal(e.payload.p, bytes, n);
        assert_true(!e.good && !e.signed_by.n && gp_str_eqc(e.type, "text/x"));
        gp_remove_file(path);
        gp_buf_free(&b);
        gp_arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_signed_text_is_that_of_the_specification),
        cmocka_unit_test(a_signature_is_the_one_that_others_make),
        cmocka_unit_test(payloads_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

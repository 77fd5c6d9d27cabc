/* The event-stream parser, fed in every possible chunking, and redaction. */
#include "t.h"

#include "http/redact.h"
#include "http/sse.h"

/* Events as "TYPE|DATA;" with LF in data shown as "~". */
static bool collect(void *user, gp_str type, gp_str data)
{
    gp_buf *b = user;
    gp_buf_str(b, type);
    gp_buf_byte(b, '|');
    for (size_t i = 0; i < data.n; i++) gp_buf_byte(b, data.p[i] == '\n' ? '~' : data.p[i]);
    gp_buf_byte(b, ';');
    return !gp_str_eqc(data, "[DONE]");
}

static void parse(gp_str text, const size_t *cuts, size_t n, gp_buf *out)
{
    gp_sse s = {0};
    size_t from = 0;
    gp_buf_clear(out);
    for (size_t i = 0; i <= n; i++) {
        size_t to = i < n ? cuts[i] : text.n;
        assert_true(gp_sse_feed(&s, (gp_str){text.p + from, to - from}, collect, out));
        from = to;
    }
    assert_true(gp_sse_end(&s, collect, out));
    gp_sse_free(&s);
}

/* Whole, cut at every one and every two places, and byte by byte: always the same events. */
static void check(gp_str text, const char *want)
{
    gp_buf out = {0};
    size_t each[256], n = 0;
    for (size_t i = 1; i < text.n && n < 256; i++) each[n++] = i;
    parse(text, NULL, 0, &out);
    assert_string_equal(out.p ? out.p : "", want);
    parse(text, each, n, &out);
    assert_string_equal(out.p ? out.p : "", want);
    for (size_t i = 0; i <= text.n; i++)
        for (size_t j = i; j <= text.n; j++) {
            parse(text, (size_t[]){i, j}, 2, &out);
            assert_string_equal(out.p ? out.p : "", want);
        }
    gp_buf_free(&out);
}

static void test_line_ends(void **state)
{
    (void)state;
    check(GP_STR("data: a\n\ndata: b\n\n"), "|a;|b;");
    check(GP_STR("data: a\r\n\r\ndata: b\r\n\r\n"), "|a;|b;");
    check(GP_STR("data: a\r\rdata: b\r\r"), "|a;|b;");
    check(GP_STR("data: a\r\n\ndata: b\n\r\n"), "|a;|b;");
}

static void test_fields(void **state)
{
    (void)state;
    check(GP_STR("\xEF\xBB\xBF"
                 "data: a\n\n"),
          "|a;");
    check(GP_STR(": comment\n\n:\n\ndata:x\n\n"), "|x;");
    check(GP_STR("event: e\nid: 7\nretry: 1\ndata:  two\ndata\ndata: three\n\n"), "e| two~~three;");
    check(GP_STR("event: lost\n\ndata: y\n\n"), "|y;");
    check(GP_STR("data: \xC3\xA9:z\n\n"), "|\xC3\xA9:z;");
    check(GP_STR("errors: {}\ndatax: 1\n\n"), "");
    check(GP_STR("data: 1\n\nerror: {\"code\":500}\n\n"), "|1;error|{\"code\":500};"); /* llama-server's, once */
    check(GP_STR(""), "");
}

static void test_end_of_stream(void **state)
{
    (void)state;
    check(GP_STR("data: a\n\ndata: last"), "|a;|last;");
    check(GP_STR("data: a\n\ndata: last\n"), "|a;|last;");
    check(GP_STR("data: [DONE]\n\ndata: never\n\nx"), "|[DONE];");
}

static void test_cap(void **state)
{
    (void)state;
    gp_sse s = {.cap = 32};
    gp_buf out = {0};
    assert_true(gp_sse_feed(&s, GP_STR("data: short\n\n"), collect, &out));
    assert_true(gp_sse_feed(&s, GP_STR("data: 0123456789012345"), collect, &out));
    assert_false(gp_sse_feed(&s, GP_STR("012345678901234567890123456789"), collect, &out));
    assert_false(gp_sse_feed(&s, GP_STR("\n\ndata: a\n\n"), collect, &out));
    assert_string_equal(out.p, "|short;");
    gp_sse_free(&s);
    gp_sse many = {.cap = 32}; /* short lines, but one event */
    bool good = true;
    for (int i = 0; i < 10; i++) good = gp_sse_feed(&many, GP_STR("data: 123456\n"), collect, &out);
    assert_false(good);
    gp_sse_free(&many);
    gp_buf_free(&out);
}

/* --- redaction --- */

static gp_redact *keys(void)
{
    gp_redact *r = gp_redact_new();
    assert_true(gp_redact_add(r, GP_STR("sk-abcdefgh")));
    assert_true(gp_redact_add(r, GP_STR("sk-abcdefgh-long")));
    assert_true(gp_redact_add(r, GP_STR("with/slash+and\"quote")));
    assert_false(gp_redact_add(r, GP_STR("short12")));
    return r;
}

static void redacts(const gp_redact *r, const char *text, const char *want)
{
    gp_buf b = {0};
    gp_redact_put(r, gp_str_c(text), &b);
    assert_string_equal(b.p ? b.p : "", want);
    gp_buf_clear(&b);
    gp_buf_c(&b, text);
    gp_redact_buf(r, &b);
    assert_string_equal(b.p ? b.p : "", want);
    assert_int_equal(gp_redact_hits(r, gp_str_c(text)), strcmp(text, want) != 0);
    gp_buf_free(&b);
}

static void test_redact(void **state)
{
    (void)state;
    gp_redact *r = keys();
    redacts(r, "", "");
    redacts(r, "nothing, short12, sk-abcdefg", "nothing, short12, sk-abcdefg");
    redacts(r, "sk-abcdefgh", "[redacted]");
    redacts(r, "a sk-abcdefghsk-abcdefgh b", "a [redacted][redacted] b");
    redacts(r, "longest wins: sk-abcdefgh-long.", "longest wins: [redacted].");
    redacts(r, "json with\\/slash+and\\\"quote", "json [redacted]");
    redacts(r, "url ?k=with%2Fslash%2Band%22quote&x", "url ?k=[redacted]&x");
    redacts(r, "url ?k=with%2fslash%2band%22quote&x", "url ?k=[redacted]&x");
    redacts(NULL, "sk-abcdefgh", "sk-abcdefgh");
    gp_redact_free(r);
}

/* A key over three pieces, at every pair of cuts: the pieces joined are the redacted text. */
static void test_redact_pieces(void **state)
{
    (void)state;
    gp_redact *r = keys();
    gp_str text = GP_STR("x sk-abcdefgh y sk-abcdefgh-long");
    gp_arena a = {0};
    for (size_t i = 0; i <= text.n; i++)
        for (size_t j = i; j <= text.n; j++) {
            gp_str p[3] = {{text.p, i}, {text.p + i, j - i}, {text.p + j, text.n - j}};
            gp_buf joined = {0};
            gp_redact_pieces(r, &a, p, 3);
            for (int k = 0; k < 3; k++) gp_buf_str(&joined, p[k]);
            assert_string_equal(joined.p, "x [redacted] y [redacted]");
            gp_buf_free(&joined);
            gp_arena_reset(&a);
        }
    gp_arena_free(&a);
    gp_redact_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line_ends), cmocka_unit_test(test_fields), cmocka_unit_test(test_end_of_stream),
        cmocka_unit_test(test_cap),       cmocka_unit_test(test_redact), cmocka_unit_test(test_redact_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

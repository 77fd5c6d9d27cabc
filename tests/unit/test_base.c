/* The foundations: JSON, text, memory, digests, files, loops over threads. */
#include <math.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alike.h"
#include "base/caps.h"
#include "base/cursor.h"
#include "base/json.h"
#include "base/rng.h"
#include "base/sha256.h"
#include "base/sys.h"
#include "t.h"

static const gp_json *parse(gp_arena *a, const char *text)
{
    gp_err err = {0};
    const gp_json *root = NULL;
    T_OK(gp_json_parse(a, "t.json", gp_str_c(text), &root, &err), err);
    return root;
}

static void refuses(const char *text, const char *message)
{
    gp_arena a = {0};
    gp_err err = {0};
    const gp_json *root = NULL;
    T_FAILS(gp_json_parse(&a, "t.json", gp_str_c(text), &root, &err), GP_E_INPUT, err, message);
    gp_arena_free(&a);
}

static void json_positions_and_values(void **state)
{
    (void)state;
    gp_arena a = {0};
    const gp_json *r = parse(
        &a,
        "{\n  \"a\": [1, -2.5e1, 9223372036854775807, \"x\\u00e9\\ud83d\\ude00\\n\"],\n  \"b\": {\"c\": true, \"d\": null}\n}\n");
    const gp_json *v = gp_json_get(r, "a");
    assert_int_equal(v->n, 4);
    assert_int_equal(v->first->i, 1);
    assert_true(v->first->next->d == -25.0);
    assert_true(v->first->next->next->i == INT64_MAX);
    assert_string_equal(v->first->next->next->next->s.p, "x\xC3\xA9\xF0\x9F\x98\x80\n");
    const gp_json *c = gp_json_get(gp_json_get(r, "b"), "c");
    assert_int_equal(c->line, 3);
    assert_int_equal(c->col, 14);
    assert_int_equal(c->key_col, 9);
    assert_null(gp_json_get(r, "zz"));
    gp_arena_free(&a);
}

static void json_refusals(void **state)
{
    (void)state;
    refuses("{\"a\": 1, \"a\": 2}", "t.json:1:10: duplicate key \"a\"");
    refuses("[1,]", "a comma before ']'");
    refuses("[1] x", "the end of the document");
    refuses("[01]", "must not start with 0");
    refuses("[1.]", "digits must follow");
    refuses("\"\xff\"", "invalid UTF-8");
    refuses("\"\\ud800\"", "surrogate");
    refuses("\"a\nb\"", "control character");
    refuses("\"abc", "never closed");
    refuses("[1e999]", "too large");
    refuses("", "the document ends");
    refuses("{\"a\" 1}", "':' after the key");
    char deep[200];
    memset(deep, '[', sizeof deep);
    deep[sizeof deep - 1] = 0;
    refuses(deep, "nested deeper");
}

static void json_unknown_key_names_the_nearest(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    static const char *const known[] = {"grade", "golden"};
    const gp_json *r = parse(&a, "{\n \"grde\": 1}");
    T_FAILS(gp_json_known_keys(r, "a case", known, 2, &err), GP_E_INPUT, err,
            "t.json:2:2: unknown key \"grde\" in a case; did you mean \"grade\"?");
    gp_arena_free(&a);
}

static void json_pull_reader(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_json_reader r;
    gp_str key;
    bool more;
    const gp_json *v = NULL;
    gp_json_reader_init(&r, "s", GP_STR("{\"x\": [10, {\"y\": 2}], \"z\": 3}"));
    T_OK(gp_json_enter(&r, GP_JSON_OBJECT, &err), err);
    T_OK(gp_json_member(&r, &a, &key, &more, &err), err);
    assert_true(more && gp_str_eqc(key, "x"));
    T_OK(gp_json_enter(&r, GP_JSON_ARRAY, &err), err);
    int n = 0;
    for (;; n++) {
        T_OK(gp_json_element(&r, &more, &err), err);
        if (!more) break;
        T_OK(gp_json_read(&r, &a, &v, &err), err);
    }
    assert_int_equal(n, 2);
    T_OK(gp_json_member(&r, &a, &key, &more, &err), err);
    T_OK(gp_json_read(&r, &a, &v, &err), err);
    assert_int_equal(v->i, 3);
    T_OK(gp_json_member(&r, &a, &key, &more, &err), err);
    assert_false(more);
    T_OK(gp_json_finish(&r, &err), err);
    gp_arena_free(&a);
}

static void json_writer_and_canonical(void **state)
{
    (void)state;
    gp_buf b = {0};
    gp_jw w;
    gp_err err = {0};
    gp_jw_init(&w, &b, 2);
    gp_jw_object(&w);
    gp_jw_kint(&w, "n", 3);
    gp_jw_key(&w, "list");
    gp_jw_array(&w);
    gp_jw_str(&w, GP_STR("a\"\\\n\x01\xff"));
    gp_jw_real(&w, (double)NAN);
    gp_jw_end_array(&w);
    gp_jw_key(&w, "empty");
    gp_jw_object(&w);
    gp_jw_end_object(&w);
    gp_jw_end_object(&w);
    assert_string_equal(
        b.p,
        "{\n  \"n\": 3,\n  \"list\": [\n    \"a\\\"\\\\\\n\\u0001\xEF\xBF\xBD\",\n    null\n  ],\n  \"empty\": {}\n}");
    gp_buf_clear(&b);
    T_OK(
        gp_json_canonical(
            GP_STR(
                "{ \"b\": 1.0, \"a\": [1e2, 0.000001, 1e-7, 1e21, 123456789012345680000], \"\\ud83d\\ude00\": 1, \"\\ufb33\": 2 }"),
            &b, &err),
        err);
    assert_string_equal(
        b.p,
        "{\"a\":[100,0.000001,1e-7,1e+21,123456789012345680000],\"b\":1,\"\xF0\x9F\x98\x80\":1,\"\xEF\xAC\xB3\":2}");
    gp_buf_free(&b);
}

/* Shortest form by trying, and strtod: what the quick ways of writing and reading numbers must agree with. */
static void same_number(double v)
{
    char got[32], want[40];
    gp_arena a = {0};
    gp_err err = {0};
    const gp_json *back;
    size_t n = gp_fmt_double(got, v), digits = 1, have = 0;
    assert_int_equal(n, strlen(got));
    assert_true(strtod(got, NULL) == v);
    for (; digits < 17; digits++) {
        (void)snprintf(want, sizeof want, "%.*e", (int)digits - 1, v);
        if (strtod(want, NULL) == v) break;
    }
    size_t lead = strspn(got, "-0."), tail = strcspn(got, "e");
    while (tail > lead && !strchr(got, '.') && got[tail - 1] == '0') tail--; /* 1200 has two digits */
    for (size_t i = lead; i < tail; i++) have += got[i] != '.';
    assert_true(have <= digits);
    T_OK(gp_json_parse(&a, "n", (gp_str){got, n}, &back, &err), err);
    assert_true(back->d == v);
    gp_arena_free(&a);
}

static void numbers_as_the_c_library_has_them(void **state)
{
    (void)state;
    static const double some[] = {0,
                                  1,
                                  -1,
                                  0.1,
                                  1e-5,
                                  9.9999e-6,
                                  1e-6,
                                  1e-7,
                                  123456789.123456789,
                                  999999.999999999,
                                  899999.999999999,
                                  1e15,
                                  1e14 + 0.5,
                                  1e21,
                                  1e22,
                                  5e-324,
                                  2.2250738585072014e-308,
                                  1.7976931348623157e308,
                                  0.1 + 0.2,
                                  1.0 / 3,
                                  4503599627370496.5,
                                  9007199254740993.0,
                                  0.000870428};
    uint64_t x = 88172645463325252u;
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) same_number(some[i]), same_number(-some[i]);
    for (int i = 0; i < 20000; i++) {
        double v;
        x ^= x << 13, x ^= x >> 7, x ^= x << 17;
        same_number((double)(x >> 20) / 1e9);
        same_number((double)(x >> 40) / 1e6);
        same_number((double)(x >> 11) * 0x1p-40);
        memcpy(&v, &x, sizeof v);
        if (v - v == 0) same_number(v);
    }
    char text[24];
    assert_int_equal(gp_fmt_int(text, INT64_MIN), 20);
    assert_string_equal(text, "-9223372036854775808");
}

/* Reading numbers that the quick ways take, and those next to them. */
static void numbers_are_read_exactly(void **state)
{
    (void)state;
    static const char *const texts[] = {"-0",
                                        "-0.0",
                                        "0.0",
                                        "123456789012345",
                                        "1234567890123456",
                                        "-999999999999999",
                                        "0.1",
                                        "3.14159265358979",
                                        "0.00000000000001",
                                        "123456.789012345",
                                        "1234567.890123456",
                                        "1e3",
                                        "1.5e-3",
                                        "9007199254740993",
                                        "9223372036854775807",
                                        "9223372036854775808",
                                        "0.30000000000000004"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        gp_arena a = {0};
        gp_err err = {0};
        const gp_json *v;
        T_OK(gp_json_parse(&a, "n", gp_str_c(texts[i]), &v, &err), err);
        double want = strtod(texts[i], NULL);
        assert_memory_equal(&v->d, &want, sizeof want);
        bool whole = !strpbrk(texts[i], ".e") && i != 15;
        assert_int_equal(v->type, whole ? GP_JSON_INT : GP_JSON_REAL);
        if (whole) assert_true(v->i == strtoll(texts[i], NULL, 10));
        gp_arena_free(&a);
    }
}

/* Eight bytes at a time: every special byte at every place. */
static void plain_runs_end_where_they_should(void **state)
{
    (void)state;
    char text[40];
    for (int c = 0; c < 256; c++)
        for (size_t at = 0; at < 20; at++) {
            memset(text, 'a', sizeof text);
            text[at] = (char)c;
            bool plain = c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
            for (size_t n = at; n < 24; n++)
                assert_int_equal(gp_str_plain((gp_str){text, n}, 0), plain || n <= at ? n : at);
        }
}

static void text_helpers(void **state)
{
    (void)state;
    assert_true(gp_glob(GP_STR("sum-*"), GP_STR("sum-1")));
    assert_true(gp_glob(GP_STR("*a?c[0-9]"), GP_STR("xxabc7")));
    assert_false(gp_glob(GP_STR("[!a]*"), GP_STR("abc")));
    assert_true(gp_glob(GP_STR("[z"), GP_STR("[z")));
    assert_int_equal(gp_utf8_bad(GP_STR("ok \xE2\x82\xAC")), SIZE_MAX);
    assert_int_equal(gp_utf8_bad(GP_STR("a\xC0\x80")), 1);
    assert_int_equal(gp_utf8_bad(GP_STR("\xED\xA0\x80")), 0);
    gp_buf b = {0};
    gp_show(&b, GP_STR("a\x1b[31m\n\xE2\x80\xAE\xff"), 0);
    assert_string_equal(b.p, "a\\x1B[31m\\n\\u{202E}\\xFF");
    gp_buf_clear(&b);
    gp_show(&b, GP_STR("x ##[error]y"), 0);
    assert_string_equal(b.p, "x \\u{23}#[error]y");
    gp_buf_clear(&b);
    gp_percent_name(&b, GP_STR("gemma4:12b"));
    assert_string_equal(b.p, "gemma4%3A12b");
    gp_buf_free(&b);
    assert_int_equal(gp_str_find(GP_STR("aab"), GP_STR("ab")), 1);
    assert_int_equal(gp_str_find(GP_STR("aab"), GP_STR("abc")), SIZE_MAX);
}

static void texts_are_put_together_whole(void **state)
{
    (void)state;
    gp_arena a = {0};
    char *p = gp_arena_alloc(&a, 100000);
    memset(p, 'x', 100000);
    gp_str s = gp_str_cat(&a, (gp_str){p, 100000}, GP_STR("|"), (gp_str){p, 5000});
    assert_int_equal(s.n, 105001);
    assert_int_equal(strlen(s.p), 105001);
    assert_int_equal(gp_str_find(s, GP_STR("|")), 100000);
    s = gp_str_cat(&a, (gp_str){0}, (gp_str){0}, (gp_str){0});
    assert_string_equal(s.p, "");
    gp_arena_free(&a);
}

static void told_apart(const char *expected, const char *got, const char *points)
{
    gp_buf b = {0};
    assert_int_equal(gp_alike(&b, gp_str_c(expected), gp_str_c(got)), *points != 0);
    assert_string_equal(b.p ? b.p : "", points);
    gp_buf_free(&b);
}

/* What nobody can see is told in code points; what anybody can see is not. */
static void texts_that_look_the_same(void **state)
{
    (void)state;
    told_apart("\u00e9", "e\u0301", "U+00E9 against U+0065 U+0301");
    told_apart("r\u00e9sum\u00e9", "re\u0301sume\u0301", "U+00E9 against U+0065 U+0301");
    told_apart("e\u0301", "\u00e9", "U+0065 U+0301 against U+00E9");
    told_apart("\u304c", "\u304b\u3099", "U+304C against U+304B U+3099");
    told_apart("\uac01", "\u1100\u1161\u11a8", "U+AC01 against U+1100 U+1161 U+11A8");
    told_apart("ab", "a\u200bb", "U+0061 against U+0061 U+200B");
    told_apart("ab",
               "\ufeff"
               "ab",
               "U+0061 against U+FEFF U+0061");
    told_apart("ab", "ab\u00ad", "U+0062 against U+0062 U+00AD");
    told_apart("10 km", "10\u00a0km", "U+0020 against U+00A0");
    told_apart("paypal", "p\u0430ypal", "U+0061 against U+0430");
    told_apart("\u212b", "\u00c5", "U+212B against U+00C5");
    told_apart("\u2764", "\u2764\ufe0f", "U+2764 against U+2764 U+FE0F");
    told_apart("it's", "it\u2019s", "U+0027 against U+2019");
    told_apart("-1", "\u22121", "U+002D against U+2212");
    told_apart("abc", "\uff41bc", "U+0061 against U+FF41");
    told_apart("same \u00e9", "same \u00e9", "");
    told_apart("caf\u00e9", "cafe", "");
    told_apart("ab", "abc", "");
    told_apart("abc", "ab", "");
    told_apart("42", "43", "");
    told_apart("\u6771\u4eac", "\u4eac\u90fd", "");
    told_apart("a\xff", "a\xfe", "");
    static char nuls[1 << 20], dots[1 << 20]; /* not in a time that grows with the square */
    memset(dots, 0xCC, sizeof dots);
    for (size_t i = 1; i < sizeof dots; i += 2) dots[i] = (char)0x81;
    assert_false(gp_alike_within(NULL, GP_STR("ab"), (gp_str){nuls, sizeof nuls}));
    assert_false(gp_alike_within(NULL, GP_STR("ab"), (gp_str){dots, sizeof dots}));
    gp_buf b = {0};
    assert_true(gp_alike_within(&b, GP_STR("caf\u00e9"), GP_STR("the cafe\u0301 there")));
    assert_string_equal(b.p, "U+00E9 against U+0065 U+0301");
    assert_false(gp_alike_within(&b, GP_STR("caf\u00e9"), GP_STR("the cafe there")));
    gp_buf_free(&b);
}

/* What CI systems act on, whoever prints it: each kind, where it counts. */
static void commands_of_ci_systems(void **state)
{
    (void)state;
    static const struct {
        const char *text, *shown, *as_line;
    } cases[] = {
        {"x ##[error]y", "x \\u{23}#[error]y", "x \\u{23}#[error]y"},
        {"x ##vso[task.complete]y", "x \\u{23}#vso[task.complete]y", "x \\u{23}#vso[task.complete]y"},
        {"###VSO[a]", "#\\u{23}#VSO[a]", "#\\u{23}#VSO[a]"},
        {"a##teamcity[message text='x']", "a\\u{23}#teamcity[message text='x']", "a\\u{23}#teamcity[message text='x']"},
        {"## title [1]", "## title [1]", "## title [1]"},
        {"::error::x", "::error::x", "\\u{3A}:error::x"},
        {"  ::error::x", "  ::error::x", "  \\u{3A}:error::x"},
        {"::ERROR::x", "::ERROR::x", "\\u{3A}:ERROR::x"},
        {"a ::Set-Output name=b::c", "a ::Set-Output name=b::c", "a \\u{3A}:Set-Output name=b::c"},
        {"\u3000 \u00a0::x", "\u3000 \u00a0::x", "\u3000 \u00a0\\u{3A}:x"},
        {"a ::set-output name=b::c", "a ::set-output name=b::c", "a \\u{3A}:set-output name=b::c"},
        {"std::vector<a::b>", "std::vector<a::b>", "std::vector<a::b>"},
        {"\x1b[0Ksection_start:1:a\r\x1b[0Kb", "\\x1B[0K\\u{73}ection_start:1:a\\r\\x1B[0Kb",
         "\\x1B[0K\\u{73}ection_start:1:a\\r\\x1B[0Kb"},
        {"section_end:1:a", "\\u{73}ection_end:1:a", "\\u{73}ection_end:1:a"},
        {"travis_fold:start:a", "\\u{74}ravis_fold:start:a", "\\u{74}ravis_fold:start:a"},
        {"travis_time:end:a", "\\u{74}ravis_time:end:a", "\\u{74}ravis_time:end:a"},
        {"\x1b[8mha:AAAA", "\\x1B\\u{5B}8mha:AAAA", "\\x1B\\u{5B}8mha:AAAA"},
        {"\x1b]1338;url=x\x07", "\\x1B\\u{5D}1338;url=x\\x07", "\\x1B\\u{5D}1338;url=x\\x07"},
        {"--- a", "--- a", "\\u{2D}-- a"},
        {"+++ a", "+++ a", "\\u{2B}++ a"},
        {"~~~ a", "~~~ a", "\\u{7E}~~ a"},
        {"^^^ +++", "^^^ +++", "\\u{5E}^^ +++"},
        {"a --- b", "a --- b", "a --- b"},
        {"---", "---", "---"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gp_buf b = {0};
        gp_show(&b, gp_str_c(cases[i].text), 0);
        assert_string_equal(b.p, cases[i].shown);
        gp_buf_clear(&b);
        gp_show_line(&b, gp_str_c(cases[i].text), 0);
        assert_string_equal(b.p, cases[i].as_line);
        gp_buf_free(&b);
    }
}

static void buffers_keep_their_caps(void **state)
{
    (void)state;
    gp_buf b = {.cap = 5};
    gp_err err = {0};
    gp_buf_c(&b, "abc");
    gp_buf_c(&b, "def");
    assert_true(b.failed);
    assert_string_equal(b.p, "abc");
    assert_int_equal(gp_buf_check(&b, &err), GP_E_NOMEM);
    gp_buf_free(&b);
    assert_string_equal(err.msg, "more than 5 bytes in one buffer");
}

/* A document that would take more memory than GP_CAP_JSON is refused, with the place. */
static void documents_keep_their_cap(void **state)
{
    (void)state;
    gp_arena a = {.used = GP_CAP_JSON};
    gp_err err = {0};
    const gp_json *root = NULL;
    assert_int_equal(gp_json_parse(&a, "doc", GP_STR("[1,\n2]"), &root, &err), GP_E_NOMEM);
    assert_string_equal(err.msg, "doc:1: what is read up to here needs more than 4294967296 bytes of memory");
    gp_arena_free(&a);
}

static int said_to; /* where the hook writes, in the child */

static void say_and_end(size_t bytes)
{
    dprintf(said_to, "%s",
            bytes == SIZE_MAX   ? "more than there is"
            : bytes >= 1u << 20 ? "a megabyte or more"
                                : "a little");
    _exit(3);
}

static void run_out_by_overflow(void) { (void)gp_alloc_array(SIZE_MAX / 2, 4); }

static void run_out_by_arena_overflow(void)
{
    gp_arena a = {0};
    (void)gp_arena_array(&a, SIZE_MAX / 2, 4);
}

static void run_out_by_growth(void)
{
    size_t room = SIZE_MAX / 2 + 1;
    (void)gp_grow(NULL, room, &room, 1);
}

/* What a process does in `use` with a hook (or none) set, and its last words. */
static int ends_as(void (*use)(void), void (*hook)(size_t), char said[32])
{
    int pipe_of[2], status = 0;
    assert_int_equal(pipe(pipe_of), 0);
    pid_t child = fork();
    if (child == 0) {
        (void)setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
        (void)signal(SIGILL, SIG_DFL); /* cmocka would report the trap as a test that failed */
        said_to = pipe_of[1];
        gp_memory_hook(hook);
        use();
        _exit(0);
    }
    assert_true(child > 0);
    (void)close(pipe_of[1]);
    ssize_t n = read(pipe_of[0], said, 31);
    said[n > 0 ? n : 0] = 0;
    (void)close(pipe_of[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void ends_with_words(void (*use)(void), const char *words)
{
    char said[32];
    int status = ends_as(use, say_and_end, said);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 3);
    assert_string_equal(said, words);
}

static void memory_that_is_gone_ends_the_process(void **state)
{
    (void)state;
    char said[32];
    ends_with_words(run_out_by_overflow, "more than there is");
    ends_with_words(run_out_by_arena_overflow, "more than there is");
    ends_with_words(run_out_by_growth, "more than there is");
    int status = ends_as(run_out_by_overflow, NULL, said);
    assert_true(!WIFEXITED(status) || WEXITSTATUS(status) != 0); /* a trap; under a sanitizer an exit */
    assert_string_equal(said, "");
}

#ifndef __SANITIZE_ADDRESS__ /* which has its own malloc, and address space for terabytes */
static void allow_little(void) { (void)setrlimit(RLIMIT_AS, &(struct rlimit){(rlim_t)1 << 28, (rlim_t)1 << 28}); }

static void fill_an_arena(void)
{
    gp_arena a = {0};
    allow_little();
    for (;;) (void)gp_arena_alloc(&a, 1 << 20);
}

static void fill_a_buffer(void)
{
    gp_buf b = {0};
    allow_little();
    for (;;) gp_buf_fmt(&b, "%1000d", 1);
}

static void fill_with_small_ones(void)
{
    allow_little();
    for (size_t n = 0;; n++) *(char *)gp_alloc(100) = 1;
}

static void try_a_large_one(void)
{
    gp_arena a = {0};
    allow_little();
    if (gp_arena_try(&a, (size_t)1 << 30)) return;
    (void)gp_arena_alloc(&a, 1); /* NULL, and the arena is as it was */
    _exit(4);
}

/* valgrind has its own allocator, which does not heed the limit as the C library's does. */
static bool under_valgrind(void)
{
    const char *preloaded = getenv("LD_PRELOAD");
    return preloaded && strstr(preloaded, "vgpreload");
}

static void memory_that_runs_out_ends_the_process(void **state)
{
    (void)state;
    char said[32];
    if (under_valgrind()) T_SKIP("under valgrind a process has no memory to run out of");
    ends_with_words(fill_an_arena, "a megabyte or more");
    ends_with_words(fill_a_buffer, "a megabyte or more");
    ends_with_words(fill_with_small_ones, "a little");
    assert_int_equal(WEXITSTATUS(ends_as(try_a_large_one, say_and_end, said)), 4);
    assert_string_equal(said, "");
}
#endif

/* Arrays of one element more, and copies. */
static void arrays_grow(void **state)
{
    (void)state;
    size_t room = 0;
    int *v = NULL;
    for (int i = 0; i < 1000; i++) {
        v = gp_grow(v, (size_t)i, &room, sizeof *v);
        v[i] = i;
    }
    assert_int_equal(v[999], 999);
    assert_true(room >= 1000 && room < 2000);
    free(v);
    char *copy = gp_alloc_copy("abcd", 3), *none = gp_alloc_copy(NULL, 0);
    assert_string_equal(copy, "abc");
    assert_string_equal(none, "");
    free(copy);
    free(none);
    free(gp_alloc(0));
}

static void digests_and_random_numbers_match_published_values(void **state)
{
    (void)state;
    char hex[GP_SHA256_HEX];
    gp_sha256_hex_of(GP_STR("abc"), hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    gp_sha256 *h = gp_sha256_new();
    gp_sha256_add(h, "a", 1);
    gp_sha256_peek_hex(h, hex);
    gp_sha256_add(h, "bc", 2);
    gp_sha256_peek_hex(h, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    gp_sha256_free(h);
    /* Random123's known answers for philox4x32-10 */
    uint32_t w[4];
    gp_philox(0, 0, 0, w);
    assert_int_equal(w[0], 0x6627e8d5u);
    assert_int_equal(w[3], 0x9b00dbd8u);
    gp_philox(0x299f31d0a4093822u, 0x85a308d3243f6a88u, 0x0370734413198a2eu, w);
    assert_int_equal(w[0], 0xd16cfe09u);
    assert_int_equal(w[1], 0x94fdccebu);
    assert_int_equal(w[2], 0x5001e420u);
    assert_int_equal(w[3], 0x24126ea1u);
}

static void files_appear_whole(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    const char *dir = t_tmpdir();
    const char *path = gp_path_join(&a, dir, "x/y/f.txt");
    T_OK(gp_make_dirs(gp_path_dir(&a, path), &err), err);
    T_OK(gp_write_file(path, GP_STR("hello"), &err), err);
    gp_str got;
    T_OK(gp_read_file(&a, path, 0, &got, &err), err);
    assert_string_equal(got.p, "hello");
    const char *const *names;
    size_t n;
    T_OK(gp_list_dir(&a, gp_path_dir(&a, path), &names, &n, &err), err);
    assert_int_equal(n, 1); /* no temporary file is left */
    T_FAILS(gp_read_file(&a, path, 2, &got, &err), GP_E_INPUT, err, "more than");
    T_FAILS(gp_read_file(&a, dir, 0, &got, &err), GP_E_INPUT, err, "a folder");
    T_FAILS(gp_write_file(gp_path_join(&a, path, "z"), GP_STR(""), &err), GP_E_IO, err, "cannot write");
    gp_arena_free(&a);
}

static void cursor_is_bounded(void **state)
{
    (void)state;
    gp_cursor c = gp_cursor_over("\x01\x02\x03\x04\x05", 5);
    assert_int_equal(gp_cursor_u32(&c), 0x04030201);
    assert_int_equal(gp_cursor_u16(&c), 0);
    assert_true(c.bad);
    assert_int_equal(c.bad_at, 4);
    assert_int_equal(gp_cursor_u8(&c), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_positions_and_values),
        cmocka_unit_test(json_refusals),
        cmocka_unit_test(json_unknown_key_names_the_nearest),
        cmocka_unit_test(json_pull_reader),
        cmocka_unit_test(json_writer_and_canonical),
        cmocka_unit_test(numbers_as_the_c_library_has_them),
        cmocka_unit_test(numbers_are_read_exactly),
        cmocka_unit_test(plain_runs_end_where_they_should),
        cmocka_unit_test(text_helpers),
        cmocka_unit_test(texts_are_put_together_whole),
        cmocka_unit_test(commands_of_ci_systems),
        cmocka_unit_test(texts_that_look_the_same),
        cmocka_unit_test(buffers_keep_their_caps),
        cmocka_unit_test(documents_keep_their_cap),
        cmocka_unit_test(memory_that_is_gone_ends_the_process),
#ifndef __SANITIZE_ADDRESS__
        cmocka_unit_test(memory_that_runs_out_ends_the_process),
#endif
        cmocka_unit_test(arrays_grow),
        cmocka_unit_test(digests_and_random_numbers_match_published_values),
        cmocka_unit_test(files_appear_whole),
        cmocka_unit_test(cursor_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

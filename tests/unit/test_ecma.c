/* Patterns of ECMA-262: what they match, and what is refused. */
#include "regex/ecma.h"
#include "regex/regex.h"
#include "t.h"

static bool finds(const char *pattern, gp_str text)
{
    gp_arena a = {0};
    gp_err err = {0};
    gp_str perl;
    gp_regex *r = NULL;
    bool found = false;
    if (gp_ecma_to_perl(&a, gp_str_c(pattern), &perl, &err) || gp_regex_ecma(perl, &r, &err) ||
        gp_regex_find(r, text, &found, NULL, NULL, &err))
        fail_msg("%s: %s", pattern, err.msg);
    gp_regex_free(r);
    gp_arena_free(&a);
    return found;
}

static void test_matches(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *text;
        bool found;
    } t[] = {
        {"^\\d$", "7", true},
        {"^\\d$", "\xE0\xA7\xAB", false}, /* a digit of Bengali */
        {"^\\w$", "\xC3\xA9", false},
        {"^a$", "a\n", false},
        {"^.$", "\xE2\x80\xA8", false}, /* a line separator ends lines */
        {"^.$", "\xF0\x9F\x98\x80", true},
        {"^\\s$", "\xC2\xA0", true},
        {"^\\s$", "\xEF\xBB\xBF", true},
        {"^\\S$", "\xC2\xA0", false},
        {"^[\\s\\d]$", "\xE3\x80\x80", true},
        {"^[\\S]$", "\xE3\x80\x80", false},
        {"^\\cJ$", "\n", true},
        {"^\\u{1F600}$", "\xF0\x9F\x98\x80", true},
        {"^\\uD83D\\ude00$", "\xF0\x9F\x98\x80", true},
        {"^[\\u{1F600}-\\u{1F602}]$", "\xF0\x9F\x98\x81", true},
        {"^\\x41\\/\\-$", "A/-", true},
        {"^[\\b]$", "\b", true},
        {"^\\v$", "\x0B", true},
        {"^\\v$", "\n", false}, /* to PCRE2 a class */
        {"[]", "a", false},
        {"^[^]$", "\n", true},
        {"^[[:a]$", "[", true}, /* no POSIX class */
        {"^[[:alpha:]]$", ":]", true},
        {"^\\p{Lu}\\p{Letter}$", "\xC3\x89\xC3\xA9", true},
        {"^\\p{Script=Greek}$", "\xCE\xB1", true},
        {"^\\P{L}$", "1", true},
        {"^(?<y>a)\\k<y>\\1$", "aaa", true},
        {"^(?:(a)|b)*\\1$", "b", true}, /* a group that took no part matches nothing */
        {"^x{2,3}?$", "xx", true},
        {"^{a}$", "{a}", true},
        {"^(?=a)a(?!b)$", "a", true},
        {"(?<=a)b", "ab", true},
        {"^(?i:ab)c$", "ABc", true},
        {"", "", true},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        if (finds(t[i].pattern, gp_str_c(t[i].text)) != t[i].found)
            fail_msg("%s on %s: not %d", t[i].pattern, t[i].text, t[i].found);
    assert_true(finds("^\\0$", (gp_str){"\0", 1}));
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const t[][2] = {
        {"a\\Z", "this escape is not ECMA-262 (at byte 1)"},
        {"\\A", "(at byte 0)"},
        {"(?i)a", "(at byte 0)"},
        {"a++", "a quantifier behind a quantifier (at byte 2)"},
        {"*a", "nothing to repeat (at byte 0)"},
        {"(*UCP)a", "nothing to repeat"},
        {"a|+", "nothing to repeat"},
        {"[a", "has no end (at byte 0)"},
        {"a\\", "ends in a backslash"},
        {"\\u12", "four hexadecimal digits"},
        {"\\ud800", "half of a surrogate pair"},
        {"\\u{110000}", "names no character"},
        {"\\p{L", "a property in braces"},
        {"[\\1]", "cannot stand in a class"},
        {"\\01", "octal"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gp_arena a = {0};
        gp_err err = {0};
        gp_str perl;
        if (gp_ecma_to_perl(&a, gp_str_c(t[i][0]), &perl, &err) != GP_E_INPUT || !strstr(err.msg, t[i][1]))
            fail_msg("%s: %s", t[i][0], err.msg);
        gp_arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_matches), cmocka_unit_test(test_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

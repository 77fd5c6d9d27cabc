/* test_dfa.c - patterns as automata: the same texts as PCRE2 takes, and the distances to an end. */
#include "regex/dfa.h"
#include "regex/regex.h"
#include "t.h"

static const gp_dfa *dfa_of(gp_arena *a, const char *pattern)
{
    const gp_dfa *d = NULL;
    gp_err err = {0};
    T_OK(gp_dfa_pattern(a, gp_str_c(pattern), &d, &err), err);
    return d;
}

static bool takes(const gp_dfa *d, const char *text) { return d->accepts[gp_dfa_run(d, gp_str_c(text))]; }

static const char *const patterns[] = {"",
                                       "a",
                                       "^a$",
                                       "^$",
                                       "a|^b",
                                       "^(a|b)*c$",
                                       "^[a-z]{2,4}$",
                                       "[^0-9]",
                                       "^\\d{3}-\\d{4}$",
                                       "^\\w+@\\w+\\.[a-z]{2,}$",
                                       "a.c",
                                       "^.{3}$",
                                       "x{2,}",
                                       "^(ab?){1,2}$",
                                       "^[0-9A-Za-z_.-]+$",
                                       "^\\s*$",
                                       "\\S",
                                       "^(foo|bar)?baz$",
                                       "^a{0}b$",
                                       "^[a-c-]+$",
                                       "^\\u00e9+$",
                                       "^[\\u0400-\\u04ff]+$",
                                       "^\\x41$",
                                       "{",
                                       "a{,2}",
                                       "^(?:ab|cd)+$",
                                       "^[^a]$",
                                       "a$|^b",
                                       "$",
                                       "^",
                                       "\\.$",
                                       "^[ab]*[^ab]$"};
static const char *const texts[] = {"",       "a",    "b",        "c",    "ab",    "abc",      "aab",  "baz",
                                    "foobaz", "foo",  "555-1234", "x",    "xx",    "me@x.org", "a\nc", "aéc",
                                    "é",      "éé",   "привет",   "abcd", "abcde", "A",        "{",    "a{,2}",
                                    "  ",     " \t ", "a-b",      "cdab", "😀",     "a😀c",      "...",  "ac"};

static void agrees_with_another_engine(void **state)
{
    (void)state;
    gp_arena a = {0};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        const gp_dfa *d = dfa_of(&a, patterns[i]);
        gp_regex *r = NULL;
        gp_err err = {0};
        char perl[200], *o = perl; /* \u of ECMA-262, and $ at the very end only */
        for (const char *p = patterns[i]; *p; p++) {
            if (p[0] == '\\' && p[1] == 'u') o += sprintf(o, "\\x{%.4s}", p + 2), p += 5;
            else if (p[0] == '\\') *o++ = *p++, *o++ = *p;
            else if (*p == '$') o += sprintf(o, "\\z");
            else if (p[0] == '{' && p[1] == ',') o += sprintf(o, "\\{"); /* text in ECMA-262 */
            else *o++ = *p;
        }
        *o = 0;
        T_OK(gp_regex_compile(gp_str_c(perl), false, &r, &err), err);
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
            bool found;
            T_OK(gp_regex_find(r, gp_str_c(texts[k]), &found, NULL, NULL, &err), err);
            if (found != takes(d, texts[k])) fail_msg("/%s/ on \"%s\": %d", patterns[i], texts[k], !found);
        }
        gp_regex_free(r);
        gp_arena_reset(&a);
    }
    gp_arena_free(&a);
}

static void distances(void **state)
{
    (void)state;
    gp_arena a = {0};
    const gp_dfa *d = dfa_of(&a, "^é{2,4}$");
    assert_int_equal(d->least[d->start], 2);
    assert_int_equal(d->most[d->start], 4);
    uint32_t s = gp_dfa_run(d, GP_STR("é"));
    assert_int_equal(d->least[s], 1);
    assert_int_equal(d->most[s], 3);
    assert_int_equal(gp_dfa_run(d, GP_STR("e")), 0);
    assert_int_equal(dfa_of(&a, "^a+$")->most[dfa_of(&a, "^a+$")->start], UINT32_MAX);
    assert_int_equal(dfa_of(&a, "^(a|bc)$")->most[dfa_of(&a, "^(a|bc)$")->start], 2);
    gp_arena_free(&a);
}

static void both_and_not(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    const gp_dfa *x = dfa_of(&a, "^[a-z]+$"), *y = dfa_of(&a, "b"), *both = NULL, *none = NULL;
    T_OK(gp_dfa_both(&a, x, y, &both, &err), err);
    T_OK(gp_dfa_not(&a, x, &none, &err), err);
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        assert_int_equal(takes(both, texts[k]), takes(x, texts[k]) && takes(y, texts[k]));
        assert_int_equal(takes(none, texts[k]), !takes(x, texts[k]));
    }
    T_OK(gp_dfa_both(&a, dfa_of(&a, "^a$"), dfa_of(&a, "^b$"), &both, &err), err);
    assert_int_equal(both->start, 0);                      /* nothing is both */
    assert_int_equal(gp_dfa_run(none, GP_STR("\xff")), 0); /* no UTF-8 */
    gp_arena_free(&a);
}

static void refusals(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *why;
    } bad[] = {{"a(?=b)", "look-ahead"},
               {"(a)\\1", "back references"},
               {"\\bword", "word boundaries"},
               {"\\p{L}", "properties"},
               {"(a", "lacks its )"},
               {"a)", "closes nothing"},
               {"[a", "lacks its ]"},
               {"*a", "nothing stands before"},
               {"a{3,2}", "ends before it begins"},
               {"[z-a]", "ends before it begins"},
               {"a\\", "backslash"},
               {"(a{1000}){1000}", "too large"},
               {"(?i)a", "no flags"},
               {"(x.{13}|y.{13})*[xy].{12}$", "too many states"}};
    gp_arena a = {0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const gp_dfa *d = NULL;
        gp_err err = {0};
        if (gp_dfa_pattern(&a, gp_str_c(bad[i].pattern), &d, &err) != GP_E_INPUT || !strstr(err.msg, bad[i].why))
            fail_msg("/%s/: %s", bad[i].pattern, err.msg);
    }
    gp_arena_free(&a);
}

/* Counts that versions of PCRE2 read differently are refused, and what only looks like one is not. */
static void doubtful_counts(void **state)
{
    static const char *const refused[] = {"a{,2}", "x(?:ab){ 2}", "a{1, 2}", "[]{]a{,3}", "\\\\{,2}", "\\p{L}{,4}"};
    static const char *const taken[] = {"a{2}", "a{2,}",   "a{2,3}",    "\\{,2}", "[{,2}]", "{x}",
                                        "a{,}", "\\x{41}", "\\p{L}{2}", "{}",     "{",      "a{2"};
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        gp_err err = {0};
        gp_regex *r = NULL;
        T_FAILS(gp_regex_compile(gp_str_c(refused[i]), false, &r, &err), GP_E_INPUT, err, "in some versions of PCRE2");
    }
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        gp_err err = {0};
        gp_regex *r = NULL;
        T_OK(gp_regex_compile(gp_str_c(taken[i]), false, &r, &err), err);
        gp_regex_free(r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(agrees_with_another_engine), cmocka_unit_test(doubtful_counts),
                                       cmocka_unit_test(distances), cmocka_unit_test(both_and_not),
                                       cmocka_unit_test(refusals)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_unicode.c - normal forms, properties of characters, and the parts of texts. */
#include "t.h"
#include "unicode/forms.h"
#include "unicode/pieces.h"

static void forms(void **state)
{
    (void)state;
    static const struct {
        uint32_t forms;
        const char *text, *expected;
    } t[] = {
        {0, " A  \r\n", " A  \r\n"},
        {GP_FORM_NFC, "e\u0301", "\u00E9"},
        {GP_FORM_NFC, "\uFF21\u00B2", "\uFF21\u00B2"},
        {GP_FORM_NFC, "\u1112\u1161\u11AB", "\uD55C"},
        {GP_FORM_NFC, "q\u0307\u0323", "q\u0323\u0307"}, /* marks in canonical order */
        {GP_FORM_NFKC, "\uFF21\uFB01\u00B2\u2026 e\u0301", "Afi2... \u00E9"},
        {GP_FORM_CASE, "STRASSE Stra\u00DFe \u1E9E", "strasse strasse ss"},
        {GP_FORM_CASE, "\u03A3\u03C3\u03C2 \u0130", "\u03C3\u03C3\u03C3 i\u0307"},
        {GP_FORM_SPACES, "\u3000a\r\n\t b\u00A0\u2003c ", "a b c"},
        {GP_FORM_SPACES, " \r\n ", ""},
        {GP_FORM_PUNCTUATION, "\u00ABIt's\u00BB, 3.5 $+1\u3002\uFF01", "Its 35 $+1"},
        {GP_FORM_PUNCTUATION | GP_FORM_NFC, "e.\u0301", "\u00E9"},
        {GP_FORM_PUNCTUATION | GP_FORM_SPACES, "a - b", "a b"},
        {GP_FORM_NFKC | GP_FORM_CASE | GP_FORM_SPACES | GP_FORM_PUNCTUATION, "\uFF28\uFF25y\u2026  you!\r\n",
         "hey you"},
        {GP_FORM_NFC, "a\xff", "a\uFFFD"},
        {GP_FORM_CASE, "", ""},
        {GP_FORM_CASE, "\U0001F600", "\U0001F600"},
    };
    gp_arena a = {0};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gp_str got = gp_form_text(&a, gp_str_c(t[i].text), t[i].forms);
        if (!gp_str_eqc(got, t[i].expected)) fail_msg("row %zu: %.*s", i, GP_ARG(got));
    }
    gp_arena_free(&a);
}

/* The property of every form: twice is once, whatever the character and what stands beside it. */
static void forms_hold_still(void **state)
{
    (void)state;
    static const char *const beside[][2] = {{"", ""}, {"e", "\u0301"}, {"A.", "\u0301b"}, {"\u03A9 ", "\u0345"}};
    gp_arena a = {0};
    for (uint32_t cp = 1; cp < 0x110000; cp++) {
        if (cp == 0xD800) cp = 0xE000;
        if (cp == 0x6000) cp = 0xF900; /* Han and Hangul, of which the first stand for all */
        if (cp == 0x20000) break;
        char text[4];
        gp_str c = {text, gp_utf8_put(text, cp)};
        for (uint32_t how = 1; how < 1u << GP_FORMS; how += how < 8 ? 1 : 5) {
            size_t k = (cp + how) % 4;
            gp_str s = gp_str_fmt(&a, "%s%.*s%s", beside[k][0], GP_ARG(c), beside[k][1]);
            gp_str once = gp_form_text(&a, s, how);
            if (!gp_str_eq(gp_form_text(&a, once, how), once))
                fail_msg("U+%04X, forms %u: %.*s", cp, how, GP_ARG(once));
        }
        gp_arena_reset(&a);
    }
    gp_arena_free(&a);
}

static void parts(void **state)
{
    (void)state;
    static const struct {
        gp_piece kind;
        const char *text, *parts; /* joined by '|' */
    } t[] = {
        {GP_GRAPHEME, "ae\u0301\r\n\U0001F1E9\U0001F1EA\U0001F1EB\U0001F1F7x",
         "a|e\u0301|\r\n|\U0001F1E9\U0001F1EA|\U0001F1EB\U0001F1F7|x"},
        {GP_GRAPHEME, "\U0001F468\u200D\U0001F469\u200D\U0001F467!", "\U0001F468\u200D\U0001F469\u200D\U0001F467|!"},
        {GP_GRAPHEME, "", ""},
        {GP_GRAPHEME, "\xff\xfe", "\uFFFD|\uFFFD"},
        {GP_WORD, "I don't know: 3.14, well-known!", "I|don't|know|3.14|well|known"},
        {GP_WORD, "\u6211\u7231\u5317\u4EAC\u3002", "\u6211|\u7231|\u5317|\u4EAC"},
        {GP_WORD, "\u30AB\u30BF\u30AB\u30CA\u3068\u3072", "\u30AB\u30BF\u30AB\u30CA|\u3068|\u3072"},
        {GP_WORD, "\uC11C\uC6B8\uC740 \uD55C\uAD6D", "\uC11C\uC6B8\uC740|\uD55C\uAD6D"},
        {GP_WORD, "\u0E2A\u0E27\u0E31\u0E2A\u0E14\u0E35 \u0E04\u0E23\u0E31\u0E1A",
         "\u0E2A\u0E27\u0E31\u0E2A\u0E14\u0E35|\u0E04\u0E23\u0E31\u0E1A"},
        {GP_WORD, "\u2014 \U0001F600 ... ok\r\n", "ok"},
        {GP_WORD, "snake_case e\u0301t\u00E9", "snake_case|e\u0301t\u00E9"},
        {GP_TOKEN, "I don't; 3.14 \u6211\u7231x", "I|don|t|3|14|\u6211|\u7231|x"},
        {GP_TOKEN, "\u0E14\u0E35a_b", "\u0E14\u0E35|a|b"},
        {GP_TOKEN, "?!", ""},
        {GP_SENTENCE, "One. Two! Three? Four", "One.|Two!|Three?|Four"},
        {GP_SENTENCE, "It costs 3.50 dollars. Really...  yes.", "It costs 3.50 dollars.|Really...  yes."},
        {GP_SENTENCE, "Mr. Smith and J. R. Ewing met, e.g. in U.S. Steel. They left.",
         "Mr. Smith and J. R. Ewing met, e.g. in U.S. Steel.|They left."},
        {GP_SENTENCE, "\"Stop!\" he said. \"Why?\" She did not know.", "\"Stop!\" he said.|\"Why?\"|She did not know."},
        {GP_SENTENCE, "(Is it?) Yes.", "(Is it?)|Yes."},
        {GP_SENTENCE, "\u4F60\u597D\u3002\u4F60\u597D\u5417\uFF1F\u300C\u597D\uFF01\u300D\u8D70",
         "\u4F60\u597D\u3002|\u4F60\u597D\u5417\uFF1F|\u300C\u597D\uFF01\u300D|\u8D70"},
        {GP_SENTENCE, "# Title\nOne line\r\nof two. More\n\n- first\n- second\n1. third. Fourth",
         "Title|One line\r\nof two.|More|first|second|third.|Fourth"},
        {GP_SENTENCE, "??? ... \U0001F600 !", ""},
        {GP_SENTENCE, "Hi \U0001F600! Bye", "Hi \U0001F600!|Bye"},
        {GP_SENTENCE, "", ""},
        {GP_LINE, "a\r\n\nb\n", "a\r||b"},
        {GP_PARAGRAPH, "\n\na\nb\r\n \t\r\nc\n\n\n", "a\nb\r|c"},
        {GP_PARAGRAPH, " \r\n", ""},
        {GP_BULLET, "- a\n  * b\n-c\n---\n\u2022 d\r\n1. e\n-\n+\tf", "- a|  * b|\u2022 d\r|+\tf"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gp_arena a = {0};
        gp_buf b = {0};
        gp_str part;
        gp_pieces w = gp_pieces_of(&a, gp_str_c(t[i].text), t[i].kind);
        for (uint64_t n = 0; gp_pieces_next(&w, &part); n++) {
            if (n) gp_buf_byte(&b, '|');
            gp_buf_str(&b, part);
        }
        if (!gp_str_eqc(gp_buf_view(&b), t[i].parts)) fail_msg("row %zu: %.*s", i, GP_ARG(gp_buf_view(&b)));
        gp_buf_free(&b);
        gp_arena_free(&a);
    }
}

/* Letters without spaces are those of these scripts and no others: what follows from the classes of word boundaries. */
static void scripts_without_spaces(void **state)
{
    (void)state;
    static const struct {
        int32_t cp;
        bool unspaced, joined;
    } t[] = {{0x6211, true, false}, {0x3072, true, false}, {0x30AB, true, false}, {0xE01, true, true},
             {0xE81, true, true},   {0x1780, true, true},  {0x1000, true, true},  {'a', false, false},
             {0x5D0, false, false}, {0x645, false, false}, {0x915, false, false}, {0xAC00, false, false},
             {'1', false, false},   {-1, false, false},    {0x3002, false, false}};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        if (gp_char_unspaced(t[i].cp) != t[i].unspaced || gp_char_joined(t[i].cp) != t[i].joined)
            fail_msg("U+%04X", (unsigned)t[i].cp);
}

/* Parts lie in the text one behind the other, and each walk ends, on 10 MB of what hurts. */
static void walks_over_much(void **state)
{
    (void)state;
    static const char *const fill[] = {"a",   ".",      "\n",     " ",    "\u0301", "- ",
                                       ". A", "\u3002", "\u0E01", "\xff", "1.\n",   "\"'"};
    const size_t most = t_large();
    char *text = malloc(most + 8);
    for (size_t i = 0; i < sizeof fill / sizeof *fill; i++) {
        size_t n = strlen(fill[i]);
        for (size_t at = 0; at + n <= most; at += n) memcpy(text + at, fill[i], n);
        for (gp_piece kind = GP_GRAPHEME; kind <= GP_BULLET; kind++) {
            gp_arena a = {0};
            gp_str part;
            gp_pieces w = gp_pieces_of(&a, (gp_str){text, most / n * n}, kind);
            const char *end = w.text.p;
            while (gp_pieces_next(&w, &part)) {
                assert_true(part.p >= end && part.p + part.n <= w.text.p + w.text.n);
                end = part.p + part.n;
            }
            gp_arena_free(&a);
        }
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms),           cmocka_unit_test(forms_hold_still),
        cmocka_unit_test(parts),           cmocka_unit_test(scripts_without_spaces),
        cmocka_unit_test(walks_over_much),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_tokenizer_bpe.c - byte-level BPE: ranks of merges, families of pre-tokenizers, and that no byte is lost. */
#include "vocab.h"

static vocab v; /* large, so not on the stack; every test fills it anew */

static void test_bpe_ranks(void **state)
{
    (void)state;
    opened o;
    bpe_vocab(&v);
    merge(&v, "b", "c");
    merge(&v, "a", "b");
    merge(&v, "a", "a");
    merge(&v, "x", "y"); /* its result is no token */
    merge(&v, "\xc4\xa0", "a");
    merge(&v, "a", "a"); /* twice: the first counts */
    add(&v, "bc", NORMAL, 0);
    add(&v, "ab", NORMAL, 0);
    add(&v, "aa", NORMAL, 0);
    add(&v,
        "\xc4\xa0"
        "a",
        NORMAL, 0);
    add(&v, "abab", NORMAL, 0);
    start(&o.file, &v, "gpt2", "gpt-2");
    open_it(&o);
    expect(&o, GP_STR("abc"), GP_TOK_PLAIN, "a|bc");
    expect(&o, GP_STR("aab"), GP_TOK_PLAIN, "a|ab");
    expect(&o, GP_STR("aaaaa"), GP_TOK_PLAIN, "aa|aa|a");
    expect(&o, GP_STR("b ab"), GP_TOK_PLAIN, "b|\xc4\xa0|ab"); /* ab has the lower rank */
    expect(&o, GP_STR("b a"), GP_TOK_PLAIN,
           "b|\xc4\xa0"
           "a");
    expect(&o, GP_STR("axy"), GP_TOK_PLAIN, "a|x|y");  /* falls apart again */
    expect(&o, GP_STR("abab"), GP_TOK_PLAIN, "ab|ab"); /* a token, but no merge leads there */
    assert_int_equal(gp_token_bos(o.t), -1);
    assert_false(gp_tokenizer_adds_bos(o.t));
    close_it(&o);
    start(&o.file, &v, "gpt2", "llama-bpe");
    open_it(&o);
    expect(&o, GP_STR("abab"), GP_TOK_PLAIN, "abab"); /* this family takes whole words */
    close_it(&o);
    gp_arena_free(&v.a);
}

static void test_bpe_bytes(void **state)
{
    (void)state;
    opened o;
    bpe_vocab(&v);
    add(&v,
        "\xc4\xa0"
        "a\xc4\x8a",
        NORMAL, 0);
    start(&o.file, &v, "gpt2", "qwen2");
    open_it(&o);
    for (int b = 0; b < 256; b++) bytes_of(&o, b, false, (const char[]){(char)b}, 1);
    bytes_of(&o, 256, false, " a\n", 3);
    expect(&o,
           GP_STR("a\xff"
                  "b"),
           GP_TOK_PLAIN, "a|\xc3\xaf|\xc2\xbf|\xc2\xbd|b"); /* U+FFFD for a bad byte */
    close_it(&o);
    gp_arena_free(&v.a);
}

/* Where the pre-tokenizer cuts: with every substring a token and every cut of it a merge, each word becomes one
 * token. */
static void expect_words(const char *pre, const char *text, const char *want)
{
    opened o;
    size_t n = strlen(text);
    bpe_vocab(&v);
    for (size_t from = 0; from < n; from++)
        for (size_t to = from + 2; to <= n; to++) {
            add(&v, alphabet(&v, text + from, to - from), NORMAL, 0);
            for (size_t cut = from + 1; cut < to; cut++)
                merge(&v, alphabet(&v, text + from, cut - from), alphabet(&v, text + cut, to - cut));
        }
    start(&o.file, &v, "gpt2", pre);
    open_it(&o);
    gp_ids ids = {0};
    gp_err err = {0};
    gp_buf have = {0};
    T_OK(gp_tokenize(o.t, gp_str_c(text), GP_TOK_PLAIN, &ids, &err), err);
    for (size_t i = 0; i < ids.n; i++) {
        if (i) gp_buf_byte(&have, '|');
        gp_token_bytes(o.t, ids.v[i], false, &have);
    }
    gp_buf_byte(&have, 0);
    if (strcmp(have.p, want) != 0) fail_msg("%s: \"%s\" is cut into \"%s\", expected \"%s\"", pre, text, have.p, want);
    gp_buf_free(&have);
    gp_ids_free(&ids);
    close_it(&o);
    gp_arena_free(&v.a);
}

static void test_families(void **state)
{
    (void)state;
    static const struct {
        const char *pre, *text, *want;
    } cases[] = {
        {"gpt-2", "I'll go  12345!? \n x", "I|'ll| go| | 12345|!?| \n| x"},
        {"gpt-2", "we'Re", "we|'|Re"},
        {"gpt-2", "a  ", "a|  "},
        {"starcoder", "x 123", "x| |1|2|3"},
        {"llama-bpe", "I'LL (go)\n\n 12345", "I|'LL| (|go|)\n\n| |123|45"},
        {"llama-bpe", "a \n \n  b", "a| \n \n| | b"},
        {"llama-bpe", "\tx.y", "\tx|.y"},
        {"chatglm-bpe", "I'LLx don't", "I|'LLx| don|'t"},
        {"qwen2", "x123", "x|1|2|3"},
        {"seed-coder", "a !\n\nb", "a| !|\n\n|b"},
        {"qwen2", "e\xcc\x81x", "e|\xcc\x81x"},
        {"qwen35", "e\xcc\x81x", "e\xcc\x81x"},
        {"gpt-4o", "HelloWorld's ABCdef//\n", "Hello|World's| ABCdef|//\n"},
        {"gpt-4o",
         "\xc3\x89"
         "t\xc3\xa9 1234",
         "\xc3\x89t\xc3\xa9| |123|4"},
        {"tekken", "camelCase's12", "camel|Case|'s|1|2"},
        {"deepseek-v3", "x=y 1234 \xe4\xbb\x8a!", "x|=y| |123|4| |\xe4\xbb\x8a|!"},
        {"deepseek-coder", "a\n\nb 12 ,", "a|\n|\n|b| |1|2| ,"},
        {"falcon", "a`b 12345", "a|`|b| |123|45"},
        {"default", "a<b 12345", "a|<|b| |123|45"},
        {"bloom", "a b,c  d", "a| b|,|c| | d"},
        {"viking", "a b12", "a| b|1|2"},
        /* a line end alone; one white space before letters or signs; in ASCII letters are signs too where no letter
         * matched */
        {"deepseek-llm", "ab  cd, 123\n\n(x)", "ab| | cd|,| |123|\n|\n|(|x|)"},
        {"deepseek-llm", "\xe4\xbb\x8a\xe4\xbb\x8a  ", "\xe4\xbb\x8a\xe4\xbb\x8a|  "},
        {"deepseek-llm", "\xe4\xbb\x8a ,", "\xe4\xbb\x8a| ,"},
        /* U+201C is a sign with its space, and then lies in the range of ideographs */
        {"deepseek-llm", "\xe4\xbb\x8a \xe2\x80\x9c", "\xe4\xbb\x8a| |\xe2\x80\x9c"},
        {"deepseek-llm", " \xc3\xa9\xc3\xa0, \xef\xbc\x81", " \xc3\xa9\xc3\xa0|,| \xef\xbc\x81"},
        /* ASCII letters are signs to the next expression, which cuts them out of the word */
        {"deepseek-llm", "\xc3\xa9t\xc3\xa9", "\xc3\xa9|t|\xc3\xa9"},
        /* runs of white space before a word: its last goes with the word, the rest in 8, 4, 2, 1; before a digit the
         * last stays alone */
        {"jais-2", "I'LL   go", "I|'LL|  | go"},
        {"jais-2", "a        1", "a|    |  | | |1"},
        {"jais-2", "a         ", "a|        | "},
        {"jais-2", "a  \n  b", "a|  \n| | b"},
        {"jais-2", "a !\n12", "a| !\n|12"},
        {"exaone-moe", "to be  or1 2", "to be| | or|1| |2"},
        {"exaone-moe", "e\xcc\x81 a don't", "e\xcc\x81 a don|'t"},
        {"exaone-moe", "a!!//\n\n", "a|!!//\n|\n"},
        {"exaone-moe", "x?\n\ny", "x|?\n|\n|y"},
        {"superbpe", "of the 1234567, 12 ", "of the |1|234|567|, |12| "},
        {"superbpe",
         "12\xc2\xbd"
         "3456",
         "12\xc2\xbd"
         "3|456"},
        {"kimi-k2",
         "camelCase's  \xe4\xbb\x8a\xe4\xbb\x8a"
         "b 1234",
         "camelCase's| | |\xe4\xbb\x8a\xe4\xbb\x8a|b| |123|4"},
        {"kimi-k2", "e\xcc\x81x.\n y", "e|\xcc\x81x|.\n| y"},
        {"kimi-k2", ".\xe4\xbb\x8a", ".|\xe4\xbb\x8a"},
        {"youtu",
         "Xe\xcc\x81"
         "Y's 12",
         "Xe\xcc\x81Y's| |1|2"},
        {"youtu",
         "\xea\xb0\x80\xe4\xbb\x8a\xe3\x80\x81\xe2\x80\xa6"
         "a",
         "\xea\xb0\x80|\xe4\xbb\x8a|\xe3\x80\x81\xe2\x80\xa6|a"},
        {"youtu", "\xe3\x84\x85\xe3\x84\xb1!//\n", "\xe3\x84\x85|\xe3\x84\xb1|!//\n"},
        {"afmoe",
         "1234567 12\xc2\xbd"
         "3",
         "1|234|567| |1|2\xc2\xbd"
         "3"},
        {"afmoe",
         "x=y \xea\xb0\x80\xe4\xbb\x8a"
         "b",
         "x|=y| |\xea\xb0\x80\xe4\xbb\x8a|b"},
        /* the spaces stay with the digits, so they do not end the text that is looked at */
        {"afmoe", "a  12 b", "a| | |12| b"},
        {"tiny_aya",
         "Xe\xcc\x81"
         "Y's  1234",
         "Xe\xcc\x81Y's| | |1|234"},
        {"tiny_aya", "12345678 a//\n", "12|345|678| a|//\n"},
        {"chameleon", "<sentinel:12>IMGIMGABZ a", "<|sentinel|:|1|2|>|IMGIMGABZ| a"},
        {"chameleon", "a     b,\tc", "a|    | b|,|\t|c"},
        {"minicpm5", "a 12345's", "a| |123|45|'s"},
        {"laguna", "a \n\n b1", "a| |\n\n| b|1"},
        {"ufakzeka", "Ali'nin 's12", "Ali|'nin| '|s|1|2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect_words(cases[i].pre, cases[i].text, cases[i].want);
}

/* Whatever the words, with a token for every byte no byte is lost or moved, in any family. */
static void test_nothing_is_lost(void **state)
{
    (void)state;
    static const char *const pres[] = {
        "gpt-2",        "starcoder",   "llama-bpe",      "chatglm-bpe", "qwen2",    "qwen35", "gpt-4o",
        "tekken",       "deepseek-v3", "deepseek-coder", "falcon",      "bloom",    "viking", "default",
        "deepseek-llm", "jais-2",      "exaone-moe",     "superbpe",    "minicpm5", "laguna", "ufakzeka",
        "kimi-k2",      "youtu",       "afmoe",          "tiny_aya",    "chameleon"};
    static const char *const parts[] = {"a",
                                        "Z",
                                        "'",
                                        "s",
                                        "L",
                                        " ",
                                        " ",
                                        "\t",
                                        "\n",
                                        "\r",
                                        "1",
                                        "\xc2\xb2",
                                        ".",
                                        "$",
                                        "/",
                                        "`",
                                        "\xc3\xa9",
                                        "\xc3\x89",
                                        "\xcc\x81",
                                        "\xe4\xbb\x8a",
                                        "\xe3\x80\x80",
                                        "\xf0\x9f\x9a\x80",
                                        "\xe2\x80\x8b",
                                        "\xcd\xb8",
                                        "\x01"};
    uint32_t seed = 1;
    bpe_vocab(&v);
    for (size_t p = 0; p < sizeof pres / sizeof pres[0]; p++) {
        opened o;
        start(&o.file, &v, "gpt2", pres[p]);
        open_it(&o);
        gp_buf text = {0}, back = {0};
        gp_ids ids = {0};
        gp_err err = {0};
        for (int i = 0; i < 5000; i++) {
            seed = seed * 1664525u + 1013904223u;
            gp_buf_c(&text, parts[(seed >> 16) % (sizeof parts / sizeof parts[0])]);
        }
        T_OK(gp_tokenize(o.t, gp_buf_view(&text), GP_TOK_PLAIN, &ids, &err), err);
        gp_detokenize(o.t, ids.v, ids.n, false, &back);
        assert_int_equal(back.n, text.n);
        assert_memory_equal(back.p, text.p, text.n);
        gp_buf_free(&text);
        gp_buf_free(&back);
        gp_ids_free(&ids);
        close_it(&o);
    }
    gp_arena_free(&v.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bpe_ranks),
        cmocka_unit_test(test_bpe_bytes),
        cmocka_unit_test(test_families),
        cmocka_unit_test(test_nothing_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

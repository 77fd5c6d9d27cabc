/* test_tokenizer.c - tokenizers over vocabularies made for the case; byte-level BPE has a file of its own. */
#include "vocab.h"

/* --- SentencePiece --- */

static void spm_vocab(vocab *v)
{
    *v = (vocab){0};
    add(v, "<unk>", UNKNOWN, 0);
    add(v, "<s>", CONTROL, 0);
    add(v, "</s>", CONTROL, 0);
    add(v, "\xe2\x96\x81", NORMAL, -10);
    add(v, "a", NORMAL, -10);
    add(v, "b", NORMAL, -10);
    add(v, "ab", NORMAL, -2);
    add(v, "ba", NORMAL, -1);
    add(v, "aa", NORMAL, -3);
    add(v,
        "\xe2\x96\x81"
        "a",
        NORMAL, -4);
    add(v, "<tag>", USER, 0);
    add_bytes(v);
}

static vocab v; /* large, so not on the stack; every test fills it anew */

static void test_spm(void **state)
{
    (void)state;
    opened o;
    spm_vocab(&v);
    start(&o.file, &v, "llama", NULL);
    open_it(&o);
    expect(&o, GP_STR(""), GP_TOK_BOS, "<s>");
    expect(&o, GP_STR("ab"), GP_TOK_PLAIN, "\xe2\x96\x81|ab");
    expect(&o, GP_STR("aba"), GP_TOK_PLAIN,
           "\xe2\x96\x81"
           "a|ba");                                                      /* the higher score first */
    expect(&o, GP_STR("baaaa"), GP_TOK_BOS, "<s>|\xe2\x96\x81|ba|aa|a"); /* the leftmost of equals */
    expect(&o,
           GP_STR("\xc3\xa9"
                  "b"),
           GP_TOK_PLAIN, "\xe2\x96\x81|<0xC3>|<0xA9>|b");
    /* a space again behind a special token */
    expect(&o, GP_STR("a</s>b"), GP_TOK_SPECIAL,
           "\xe2\x96\x81"
           "a|</s>|\xe2\x96\x81|b");
    expect(&o, GP_STR("<s>"), GP_TOK_PLAIN, "\xe2\x96\x81|<0x3C>|<0x73>|<0x3E>");
    expect(&o, GP_STR("<tag>a"), GP_TOK_PLAIN,
           "<tag>|\xe2\x96\x81"
           "a"); /* user-defined ones always */
    assert_int_equal(gp_tokenizer_size(o.t), (int)v.n);
    assert_int_equal(gp_token_bos(o.t), 1);
    assert_int_equal(gp_token_eos(o.t), 2);
    assert_true(gp_tokenizer_adds_bos(o.t));
    assert_true(gp_token_ends(o.t, 2) && !gp_token_ends(o.t, 4) && !gp_token_ends(o.t, -1) &&
                !gp_token_ends(o.t, 100000));
    assert_true(gp_token_is_control(o.t, 1) && !gp_token_is_control(o.t, 10));
    assert_int_equal(gp_token_id(o.t, GP_STR("ab")), 6);
    assert_int_equal(gp_token_id(o.t, GP_STR("abab")), -1);
    close_it(&o);
    gp_arena_free(&v.a);
}

static void test_spm_settings(void **state)
{
    (void)state;
    opened o;
    spm_vocab(&v);
    v.n -= 256; /* no byte tokens */
    start(&o.file, &v, "llama", NULL);
    gb_bool(&o.file, "tokenizer.ggml.add_space_prefix", false);
    gb_bool(&o.file, "tokenizer.ggml.add_bos_token", false);
    gb_bool(&o.file, "tokenizer.ggml.add_eos_token", true);
    open_it(&o);
    expect(&o, GP_STR("ab"), GP_TOK_BOS, "ab|</s>");
    expect(&o, GP_STR("a\xc3\xa9"), GP_TOK_PLAIN, "a|<unk>");
    assert_false(gp_tokenizer_adds_bos(o.t));
    close_it(&o);
    gp_arena_free(&v.a);
}

/* A token with a space mark inside: merges may cross the beginning of a word. */
static void test_spm_merges_across_spaces(void **state)
{
    (void)state;
    opened o;
    spm_vocab(&v);
    add(&v, "b\xe2\x96\x81", NORMAL, 5);
    start(&o.file, &v, "llama", NULL);
    open_it(&o);
    expect(&o, GP_STR("ab a"), GP_TOK_PLAIN,
           "\xe2\x96\x81"
           "a|b\xe2\x96\x81|a");
    close_it(&o);
    gp_arena_free(&v.a);
}

static void test_spm_bytes(void **state)
{
    (void)state;
    opened o;
    spm_vocab(&v);
    add(&v, "<0x-1>", BYTE, 0); /* must not be read as a number */
    add(&v, "<unused1>", CONTROL, 0);
    start(&o.file, &v, "llama", NULL);
    open_it(&o);
    bytes_of(&o, 1, false, "", 0);
    bytes_of(&o, 1, true, "<s>", 3);
    bytes_of(&o, 9, false, " a", 2);
    bytes_of(&o, 10, false, "<tag>", 5);
    bytes_of(&o, 11, false, "\0", 1);
    bytes_of(&o, 11 + 255, false, "\xff", 1);
    bytes_of(&o, 11 + 256, false, "", 0);
    bytes_of(&o, 11 + 257, true, "<unused1>", 9);
    bytes_of(&o, -1, true, "", 0);
    bytes_of(&o, 1000000, true, "", 0);
    gp_buf b = {0};
    gp_detokenize(o.t, (const int32_t[]){1, 9, 6, 2}, 4, false, &b);
    assert_true(gp_str_eqc(gp_buf_view(&b), " aab"));
    gp_buf_free(&b);
    expect(&o, GP_STR("<unused1>"), GP_TOK_SPECIAL, "<unused1>"); /* some models found a use for them */
    close_it(&o);
    gp_arena_free(&v.a);
}

/* --- special tokens --- */

static void test_longest_special_wins(void **state)
{
    (void)state;
    opened o;
    bpe_vocab(&v);
    add(&v, "<<", CONTROL, 0);
    add(&v, "<<<<", CONTROL, 0);
    add(&v, "<a>", CONTROL, 0);
    add(&v, "a><b>", CONTROL, 0);
    add(&v, "\n\n", USER, 0);
    add(&v, "\n\n\n", USER, 0);
    start(&o.file, &v, "gpt2", "gpt-2");
    open_it(&o);
    expect(&o, GP_STR("<<<<<<<"), GP_TOK_SPECIAL, "<<<<|<<|<");
    expect(&o, GP_STR("<a><b>"), GP_TOK_SPECIAL, "<|a><b>"); /* the longer one, though it begins later */
    expect(&o, GP_STR("<a>x"), GP_TOK_SPECIAL, "<a>|x");
    expect(&o, GP_STR("<a>"), GP_TOK_PLAIN, "<|a|>");
    expect(&o, GP_STR("\n\n\n\n\n"), GP_TOK_PLAIN, "\n\n\n|\n\n");
    close_it(&o);
    gp_arena_free(&v.a);
}

/* A template's text with a message in it: control tokens are read outside the message only, and words go on across its
 * borders. */
static void test_mixed(void **state)
{
    (void)state;
    static const struct {
        const char *head, *message, *tail, *want;
    } cases[] = {
        {"<s>a", "<s>", "</s>",
         "<s>|\xe2\x96\x81"
         "a|<|s|>|</s>"},
        {"<s>a", "b<tag>", "<s>",
         "<s>|\xe2\x96\x81"
         "ab|<tag>|<s>"}, /* user-defined tokens are read everywhere */
        {"<", "s", ">a", "\xe2\x96\x81<|s|>|a"},
        {"<s", ">", "", "\xe2\x96\x81<|s|>"},
        {"", "<s>", "<s>", "\xe2\x96\x81<|s|>|<s>"},
        {"<s>", "", "<s>", "<s>|<s>"},
    };
    opened o;
    spm_vocab(&v);
    add(&v,
        "\xe2\x96\x81"
        "a",
        NORMAL, -1);
    for (const char *p = "<s>"; *p; p++) add(&v, (const char[]){*p, 0}, NORMAL, -1);
    add(&v, "\xe2\x96\x81<", NORMAL, -1);
    add(&v,
        "\xe2\x96\x81"
        "ab",
        NORMAL, -0.5f);
    start(&o.file, &v, "llama", NULL);
    open_it(&o);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gp_buf text = {0}, have = {0};
        gp_ids ids = {0};
        gp_err err = {0};
        gp_buf_fmt(&text, "%s%s%s", cases[i].head, cases[i].message, cases[i].tail);
        gp_str message = {text.p + strlen(cases[i].head), strlen(cases[i].message)};
        T_OK(gp_tokenize_mixed(o.t, gp_buf_view(&text), &message, 1, GP_TOK_PLAIN, &ids, &err), err);
        for (size_t k = 0; k < ids.n; k++) {
            if (k) gp_buf_byte(&have, '|');
            gp_buf_str(&have, gp_token_text(o.t, ids.v[k]));
        }
        gp_buf_byte(&have, 0);
        if (strcmp(have.p, cases[i].want) != 0) fail_msg("%s: \"%s\", expected \"%s\"", text.p, have.p, cases[i].want);
        gp_buf_free(&text);
        gp_buf_free(&have);
        gp_ids_free(&ids);
    }
    close_it(&o);
    gp_arena_free(&v.a);
}

static void test_phi3_swallows_spaces(void **state)
{
    (void)state;
    opened o;
    spm_vocab(&v);
    add(&v, "<|user|>", CONTROL, 0);
    start(&o.file, &v, "llama", NULL);
    gb_str(&o.file, "general.name", "Tiny Phi3 model");
    gb_bool(&o.file, "tokenizer.ggml.add_space_prefix", false);
    open_it(&o);
    expect(&o, GP_STR("<|user|> \n a<s> a"), GP_TOK_SPECIAL,
           "<|user|>|a|<s>|\xe2\x96\x81"
           "a");
    close_it(&o);
    gp_arena_free(&v.a);
}

static void test_end_tokens(void **state)
{
    (void)state;
    opened o;
    bpe_vocab(&v);
    static const char *const names[] = {"<|im_end|>", "<|end|>", "<|return|>", "<|call|>", "<|channel|>", "<|rep|>"};
    for (size_t i = 0; i < 6; i++) add(&v, names[i], CONTROL, 0);
    start(&o.file, &v, "gpt2", "gpt-4o");
    gb_u32(&o.file, "tokenizer.ggml.eos_token_id", 258);
    gb_u32(&o.file, "tokenizer.ggml.bos_token_id", 4000000); /* no token: left out */
    gb_u32(&o.file, "tokenizer.ggml.fim_rep_token_id", 261);
    open_it(&o);
    static const bool ends[] = {true, false, true, true, false, true};
    for (int i = 0; i < 6; i++) assert_int_equal(gp_token_ends(o.t, 256 + i), ends[i]);
    assert_int_equal(gp_token_eos(o.t), 258);
    assert_int_equal(gp_token_bos(o.t), -1);
    expect(&o, GP_STR("<|channel|>"), GP_TOK_SPECIAL, "<|channel|>");
    expect(&o, GP_STR("<|channel|>"), GP_TOK_PLAIN, "<|||c|h|a|n|n|e|l|||>"); /* shown, but no user can say it */
    bytes_of(&o, 260, false, "<|channel|>", 11);
    assert_true(gp_token_is_control(o.t, 260) && !gp_token_is_hidden(o.t, 260) && gp_token_is_hidden(o.t, 256));
    close_it(&o);
    gp_arena_free(&v.a);
}

/* Files that call their end tokens normal or user-defined are many. */
static void test_end_types(void **state)
{
    (void)state;
    opened o;
    bpe_vocab(&v);
    add(&v, "[EOT]", NORMAL, 0);
    add(&v, "<EOT>", USER, 0);
    add(&v, "<|file_sep|>", USER, 0);
    add(&v, "<|tool_response>", USER, 0);
    add(&v, "</s>", USER, 0);
    add(&v, "<|start|>", USER, 0);
    start(&o.file, &v, "gpt2", "gpt-4o");
    open_it(&o);
    expect(&o, GP_STR("[EOT]<EOT><|file_sep|>"), GP_TOK_SPECIAL, "[EOT]|<EOT>|<|file_sep|>");
    expect(&o, GP_STR("[EOT]<EOT>"), GP_TOK_PLAIN, "[|E|O|T|]|<|E|O|T|>");
    expect(&o, GP_STR("<|start|>"), GP_TOK_PLAIN, "<|||s|t|a|r|t|||>");
    expect(&o, GP_STR("</s>"), GP_TOK_PLAIN, "</s>"); /* no end in this vocabulary, so as the file has it */
    static const bool ends[] = {true, true, true, true, false};
    for (int i = 0; i < 5; i++) {
        assert_int_equal(gp_token_ends(o.t, 256 + i), ends[i]);
        assert_int_equal(gp_token_is_control(o.t, 256 + i), ends[i]);
    }
    close_it(&o);
    gp_arena_free(&v.a);
}

/* An element of HTML where something else ends the text: shown, no end, and in a user's text what it always was. */
static void test_plain_s(void **state)
{
    (void)state;
    static const struct {
        int type;
        uint32_t eos; /* 257: "</s>" itself; UINT32_MAX: the file has none */
        bool ends;
    } rows[] = {{USER, 256, false}, {NORMAL, 256, false},     {CONTROL, 256, true},
                {USER, 257, true},  {USER, UINT32_MAX, true}, {NORMAL, 257, true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        opened o;
        bpe_vocab(&v);
        add(&v, "<|im_end|>", CONTROL, 0);
        add(&v, "</s>", rows[i].type, 0);
        start(&o.file, &v, "gpt2", "gpt-4o");
        gb_u32(&o.file, "tokenizer.ggml.eos_token_id", rows[i].eos);
        open_it(&o);
        assert_int_equal(gp_token_ends(o.t, 257), rows[i].ends);
        bytes_of(&o, 257, false, "</s>", rows[i].ends ? 0 : 4);
        expect(&o, GP_STR("</s>"), GP_TOK_PLAIN, "<|/|s|>");
        expect(&o, GP_STR("</s>"), GP_TOK_SPECIAL, "</s>");
        close_it(&o);
        gp_arena_free(&v.a);
    }
}

static void test_ends_out_of_range(void **state)
{
    (void)state;
    static const char *const keys[] = {"tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id",
                                       "tokenizer.ggml.eom_token_id", "tokenizer.ggml.fim_pad_token_id"};
    bpe_vocab(&v);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        gb file;
        start(&file, &v, "gpt2", "gpt-4o");
        gb_u32(&file, keys[i], 256);
        refused(&file, gp_str_fmt(&v.a, "key \"%s\" (offset", keys[i]).p);
    }
    gp_arena_free(&v.a);
}

/* --- gemma4 --- */

static void test_gemma4(void **state)
{
    (void)state;
    opened o;
    v = (vocab){0};
    add(&v, "<bos>", CONTROL, 0);
    add(&v, "a", NORMAL, 0);
    add(&v, "\xe2\x96\x81", NORMAL, 0);
    add(&v,
        "a\xe2\x96\x81"
        "a",
        NORMAL, 0);
    add(&v, "a\xe2\x96\x81", NORMAL, 0);
    add(&v, "\n", NORMAL, 0);
    add(&v, "\n\n", NORMAL, 0);
    merge(&v, "a", "\xe2\x96\x81");
    merge(&v, "a\xe2\x96\x81", "a");
    add_bytes(&v);
    start(&o.file, &v, "gemma4", NULL);
    gb_u32(&o.file, "tokenizer.ggml.bos_token_id", 0);
    gb_bool(&o.file, "tokenizer.ggml.add_bos_token", false); /* not believed */
    open_it(&o);
    expect(&o, GP_STR("a a\n\na\xc3\xa9"), GP_TOK_BOS,
           "<bos>|a\xe2\x96\x81"
           "a|\n\n|a|<0xC3>|<0xA9>");
    expect(&o, GP_STR("\n\n\n"), GP_TOK_PLAIN, "\n|\n|\n");
    bytes_of(&o, 3, false, "a a", 3);
    close_it(&o);
    gp_arena_free(&v.a);
}

/* --- refusals --- */

static void test_refusals(void **state)
{
    (void)state;
    gb g;
    bpe_vocab(&v);
    start(&g, &v, "rwkv", NULL);
    refused(&g, "key \"tokenizer.ggml.model\" (offset 56): tokenizer \"rwkv\" is not supported");
    start(&g, &v, "gpt2", "kimi-k9");
    refused(&g, "pre-tokenizer \"kimi-k9\" is not supported");
    start(&g, &v, "gpt2", NULL);
    refused(&g, "does not say how text is split");
    v.types[3] = 9;
    start(&g, &v, "gpt2", "gpt-2");
    refused(&g, "token 3 has the unknown type 9");
    v.types[3] = NORMAL;
    merge(&v, "ab", "");
    start(&g, &v, "gpt2", "gpt-2");
    refused(&g, "merge 0 is not two texts");
    v.n_merges = 0;
    char *text = gp_arena_alloc(&v.a, 2000);
    memset(text, 'x', 1999);
    add(&v, text, CONTROL, 0);
    start(&g, &v, "gpt2", "gpt-2");
    refused(&g, "special token 256 has 1999 bytes");
    g = (gb){0};
    refused(&g, "it has no tokenizer");
    gb_str(&g, "tokenizer.ggml.model", "llama");
    refused(&g, "tokenizer.ggml.tokens\": the file has no such key");
    gb_str(&g, "tokenizer.ggml.model", "llama");
    gb_strings(&g, "tokenizer.ggml.tokens", v.texts, 3);
    refused(&g, "tokenizer.ggml.scores\": the file has no such key");
    gb_str(&g, "tokenizer.ggml.model", "llama");
    gb_strings(&g, "tokenizer.ggml.tokens", v.texts, 3);
    gb_f32s(&g, "tokenizer.ggml.scores", v.scores, 2);
    refused(&g, "has 2 elements, but there are 3 tokens");
    gb_str(&g, "tokenizer.ggml.model", "llama");
    gb_strings(&g, "tokenizer.ggml.tokens", v.texts, 3);
    gb_i32s(&g, "tokenizer.ggml.scores", v.types, 3);
    refused(&g, "must be an array of 32-bit floats");
    gb_str(&g, "tokenizer.ggml.model", "llama");
    gb_strings(&g, "tokenizer.ggml.tokens", v.texts, 0);
    refused(&g, "0 tokens");
    gb_str(&g, "tokenizer.ggml.model", "gpt2");
    gb_str(&g, "tokenizer.ggml.pre", "gpt-2");
    gb_strings(&g, "tokenizer.ggml.tokens", v.texts, 3);
    refused(&g, "tokenizer.ggml.merges\": the file has no such key");
    gp_arena_free(&v.a);
}

/* --- odd vocabularies --- */

static void test_empty_and_equal_texts(void **state)
{
    (void)state;
    opened o;
    bpe_vocab(&v);
    add(&v, "", NORMAL, 0);
    add(&v, "", CONTROL, 0);
    add(&v, "a", NORMAL, 0); /* the token with the lower number is found */
    start(&o.file, &v, "gpt2", "gpt-2");
    open_it(&o);
    assert_int_equal(gp_token_id(o.t, GP_STR("a")), 'a');
    assert_int_equal(gp_token_id(o.t, GP_STR("")), -1);
    expect(&o, GP_STR("aa"), GP_TOK_SPECIAL, "a|a");
    close_it(&o);
    gp_arena_free(&v.a);
}

/* --- a megabyte of the same --- */

static void megabyte(const opened *o, const char *unit, unsigned flags)
{
    enum { SIZE = 1 << 20 };
    size_t n = strlen(unit), size = SIZE - SIZE % n;
    char *text = malloc(size);
    assert_non_null(text);
    for (size_t i = 0; i < size; i++) text[i] = unit[i % n];
    gp_ids ids = {0};
    gp_err err = {0};
    gp_buf back = {0};
    T_OK(gp_tokenize(o->t, (gp_str){text, size}, flags, &ids, &err), err);
    gp_detokenize(o->t, ids.v, ids.n, true, &back);
    assert_int_equal(back.n, size);
    assert_memory_equal(back.p, text, size);
    gp_buf_free(&back);
    gp_ids_free(&ids);
    free(text);
}

static void test_megabytes(void **state)
{
    (void)state;
    static const struct {
        const char *pre, *unit;
    } cases[] = {{"gpt-2", "a"},
                 {"gpt-2", "<"},
                 {"llama-bpe", " "},
                 {"gpt-4o", "\n"},
                 {"deepseek-v3", "\xe4\xbb\x8a"},
                 {"default", "'s1"},
                 {"superbpe", "1"},
                 {"afmoe", "1"},
                 {"tiny_aya", "1"},
                 {"tiny_aya", " "},
                 {"kimi-k2", " "},
                 {"chameleon", "<sentinel:1"},
                 {"youtu", "\xcc\x81"},
                 {"superbpe", "a"},
                 {"jais-2", " "},
                 {"jais-2", " 1"},
                 {"exaone-moe", "a "},
                 {"deepseek-llm", " "},
                 {"deepseek-llm", " \xe4\xbb\x8a"}};
    opened o;
    bpe_vocab(&v);
    const char *run = "a";
    for (int i = 0; i < 4; i++) { /* aa, aaaa, ... */
        merge(&v, run, run);
        run = gp_str_fmt(&v.a, "%s%s", run, run).p;
        add(&v, run, NORMAL, 0);
    }
    add(&v, "<<<", CONTROL, 0);
    add(&v, "<<<<<<<", CONTROL, 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        start(&o.file, &v, "gpt2", cases[i].pre);
        open_it(&o);
        megabyte(&o, cases[i].unit, GP_TOK_SPECIAL);
        close_it(&o);
    }
    gp_arena_free(&v.a);
    spm_vocab(&v);
    start(&o.file, &v, "llama", NULL);
    gb_bool(&o.file, "tokenizer.ggml.add_space_prefix", false);
    open_it(&o);
    megabyte(&o, "a", GP_TOK_SPECIAL);
    megabyte(&o, " ", GP_TOK_SPECIAL);
    close_it(&o);
    gp_arena_free(&v.a);
}

/* --- streaming --- */

static void test_utf8_whole(void **state)
{
    (void)state;
    static const struct {
        const char *s;
        size_t n;
    } cases[] = {{"", 0},
                 {"ab", 2},
                 {"a\xc3", 1},
                 {"a\xc3\xa9", 3},
                 {"\xe2\x96", 0},
                 {"\xe2\x96\x81", 3},
                 {"x\xf0\x9f\x9a", 1},
                 {"\xf0\x9f\x9a\x80", 4},
                 {"\xf0", 0},
                 {"\x80\x80\x80\x80", 4},
                 {"a\xff", 2},
                 {"\xc3"
                  "a",
                  2}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(gp_utf8_whole(gp_str_c(cases[i].s)), cases[i].n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spm),
        cmocka_unit_test(test_spm_settings),
        cmocka_unit_test(test_spm_merges_across_spaces),
        cmocka_unit_test(test_spm_bytes),
        cmocka_unit_test(test_longest_special_wins),
        cmocka_unit_test(test_phi3_swallows_spaces),
        cmocka_unit_test(test_end_tokens),
        cmocka_unit_test(test_end_types),
        cmocka_unit_test(test_plain_s),
        cmocka_unit_test(test_ends_out_of_range),
        cmocka_unit_test(test_mixed),
        cmocka_unit_test(test_gemma4),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_empty_and_equal_texts),
        cmocka_unit_test(test_megabytes),
        cmocka_unit_test(test_utf8_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

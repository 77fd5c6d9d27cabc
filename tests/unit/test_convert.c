/* Suites of other tools: every instruction of IFEval and IFBench that has graders gives a case that goldpin takes, and
 * these tell answers that follow it from answers that do not. */
#include "t.h"

#include "base/sys.h"
#include "grade/grade.h"
#include "import/convert.h"
#include "import/ifeval.h"

static void convert(gp_arena *a, const char *text, const gp_convert_options *o, gp_converted *out)
{
    gp_err err = {0};
    const char *file = gp_path_join(a, t_tmpdir(), "in.jsonl");
    T_OK(gp_write_file(file, gp_str_c(text), &err), err);
    T_OK(gp_convert(a, file, o, out, &err), err);
}

static gp_suite *open_converted(const gp_converted *x)
{
    gp_suite *s = NULL;
    gp_err err = {0};
    T_OK(gp_suite_open_bytes("suite.json", &gp_graders, x->suite, x->cases, &s, &err), err);
    return s;
}

static bool passes(const gp_suite *s, size_t i, const char *answer)
{
    gp_arena a = {0};
    gp_case *c = NULL;
    gp_grade g = {0};
    gp_err err = {0};
    gp_str text = gp_str_c(answer);
    T_OK(gp_suite_case(s, i, &a, &c, &err), err);
    T_OK(gp_grade_answers(&a, c, &text, 1, &g, &err), err);
    bool pass = g.status == GP_PASSED;
    gp_arena_free(&a);
    return pass;
}

/* --- instructions --- */

static const struct {
    const char *id, *kwargs, *pass, *fail;
} told[] = {
    {"keywords:existence", "{\"keywords\": [\"sea\", \"Moon\"]}", "The moon over the SEA", "The moon"},
    {"keywords:frequency", "{\"keyword\": \"sea\", \"frequency\": 2, \"relation\": \"at least\"}", "Sea and sea",
     "Sea"},
    {"keywords:frequency", "{\"keyword\": \"sea\", \"frequency\": 2, \"relation\": \"less than\"}", "Sea", "sea, sea"},
    {"keywords:forbidden_words", "{\"forbidden_words\": [\"a.b\", \"sea\"]}", "seal, axb", "the Sea"},
    {"keywords:letter_frequency", "{\"letter\": \"e\", \"let_frequency\": 3, \"let_relation\": \"at least\"}", "Eele",
     "ee"},
    {"length_constraints:number_words", "{\"num_words\": 3, \"relation\": \"at least\"}", "it's so", "it's"},
    {"length_constraints:number_words", "{\"num_words\": 3, \"relation\": \"less than\"}", "one two", "one two three"},
    {"length_constraints:number_paragraphs", "{\"num_paragraphs\": 2}", "a\n***\nb\n***\n", "a\n***\n***\nb"},
    {"length_constraints:number_paragraphs", "{\"num_paragraphs\": 2}", "***\na\n***\nb", "a *** b *** c"},
    {"length_constraints:nth_paragraph_first_word",
     "{\"num_paragraphs\": 2, \"nth_paragraph\": 2, \"first_word\": \"so\"}", "a\n\n\"So, b", "so\n\na"},
    {"detectable_content:number_placeholders", "{\"num_placeholders\": 2}", "[a] [ \n[b c]", "[a] [b\n]"},
    {"detectable_content:postscript", "{\"postscript_marker\": \"P.P.S\"}", "Bye.\np. p.s. x", "P.S. x"},
    {"detectable_format:number_bullet_lists", "{\"num_bullets\": 2}", "x\n* a\n - b\n", "* a\n* b\n- c"},
    {"detectable_format:constrained_response", "{}", "My answer is no.", "No."},
    {"detectable_format:number_highlighted_sections", "{\"num_highlights\": 2}", "*a* and **b**", "*a* and **"},
    {"detectable_format:multiple_sections", "{\"section_spliter\": \"PART\", \"num_sections\": 2}", "PART 1 a PART 2",
     "PART 1 a"},
    {"detectable_format:json_format", "{}", "```json\n{\"a\": 1}\n```", "{a: 1}"},
    {"detectable_format:title", "{}", "<<Sea>>\nx", "<< >>"},
    {"combination:two_responses", "{}", "a\n******\nb", "a\n******\na"},
    {"combination:repeat_prompt", "{\"prompt_to_repeat\": \"Why so?\"}", "why so? Because.", "Because. Why so?"},
    {"startend:end_checker", "{\"end_phrase\": \"That's (all).\"}", "x. \"that's (all).\" ", "That's (all). x"},
    {"startend:quotation", "{}", " \"a\nb\" ", "\"a\" b"},
    {"change_case:capital_word_frequency", "{\"capital_frequency\": 2, \"capital_relation\": \"at least\"}",
     "NASA, I say", "NASA, Is"},
    {"punctuation:no_comma", "{}", "a b", "a, b"},
    {"count:conjunctions", "{\"small_n\": 2.0}", "this and that but not", "and and"},
    {"count:keywords_multiple",
     "{\"keyword1\": \"a1\", \"keyword2\": \"b1\", \"keyword3\": \"c1\", \"keyword4\": \"d1\", \"keyword5\": \"e1\"}",
     "a1 b1b1 c1c1c1 d1d1d1d1d1 e1e1e1e1e1e1e1", "a1 b1 c1c1c1 d1d1d1d1d1 e1e1e1e1e1e1e1"},
    {"count:numbers", "{\"N\": 2.0}", "1.5 and 7", "1 2 3"},
    {"sentence:keyword", "{\"N\": 2, \"word\": \"sea\"}", "One. The sea.", "The sea. One."},
    {"format:options", "{\"options\": \"yes/no/maybe\"}", "\"Maybe.\"", "perhaps"},
    {"format:options", "{\"options\": \"a), b), c), d)\"}", "b)", "B"},
    {"repeat:repeat_change", "{\"prompt_to_repeat\": \"Why (so) soon?\"}", "How (so) soon?", "Why (so) soon?"},
    {"repeat:repeat_span", "{\"prompt_to_repeat\": \"a b c d\", \"n_start\": 1, \"n_end\": 3}", "B c", "b c d"},
    {"words:alphabet", "{}", "Apes bite cats", "Apes cut"},
    {"words:keywords_specific_position", "{\"keyword\": \"sea\", \"n\": 2, \"m\": 2}", "One. The sea.",
     "One. Sea the."},
};
enum { TOLD = sizeof told / sizeof *told };

static void instructions_tell_answers_apart(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_buf b = {0};
    gp_converted x;
    for (size_t i = 0; i < TOLD; i++)
        gp_buf_fmt(&b, "{\"key\": %zu, \"prompt\": \"p\", \"instruction_id_list\": [\"%s\"], \"kwargs\": [%s]}\n", i,
                   told[i].id, told[i].kwargs);
    convert(&a, b.p, &(gp_convert_options){0}, &x);
    for (size_t i = 0; i < x.n_losses; i++) print_message("%s: %s\n", x.losses[i].what.p, x.losses[i].why.p);
    assert_int_equal(x.n, TOLD);
    gp_suite *s = open_converted(&x);
    for (size_t i = 0; i < TOLD; i++) {
        if (!passes(s, i, told[i].pass)) fail_msg("%s refuses: %s", told[i].id, told[i].pass);
        if (passes(s, i, told[i].fail)) fail_msg("%s takes: %s", told[i].id, told[i].fail);
    }
    gp_suite_close(s);
    gp_buf_free(&b);
    gp_arena_free(&a);
}

/* Values for every row at once. */
#define ANY_VALUES                                                                                                            \
    "{\"N\": 3, \"n\": 2, \"m\": 2, \"small_n\": 2, \"keyword\": \"x.y\", \"keywords\": [\"a\"], \"word\": \"w\","            \
    "\"keyword1\": \"a\", \"keyword2\": \"b\", \"keyword3\": \"c\", \"keyword4\": \"d\", \"keyword5\": \"e\","                \
    "\"frequency\": 1, \"relation\": \"at least\", \"letter\": \"e\", \"let_frequency\": 1, \"let_relation\": \"less than\"," \
    "\"language\": \"en\", \"num_sentences\": 2, \"num_paragraphs\": 3, \"num_words\": 300, \"nth_paragraph\": 1,"            \
    "\"first_word\": \"f\", \"num_placeholders\": 2, \"postscript_marker\": \"P.S.\", \"num_bullets\": 2,"                    \
    "\"num_highlights\": 2, \"section_spliter\": \"Section\", \"num_sections\": 2, \"prompt_to_repeat\": \"a b c\","          \
    "\"end_phrase\": \"e\", \"capital_frequency\": 2, \"capital_relation\": \"at least\", \"min_words\": 2,"                  \
    "\"max_words\": 9, \"options\": \"yes/no\", \"sep\": \"...\", \"n_start\": 0, \"n_end\": 2, \"forbidden_words\": [\"a|b\"]}"

static void every_row_is_a_case_or_has_its_reason(void **state)
{
    (void)state;
    gp_arena a = {0};
    for (const gp_instruction *r = gp_ifeval_instructions; r->id; r++) {
        gp_converted x;
        gp_str text = gp_str_fmt(
            &a,
            "{\"prompt\": \"from this list of person names: Ann, Bob, Cy.\", \"instruction_id_list\": "
            "[\"%s\"], \"kwargs\": [" ANY_VALUES "]}",
            r->id);
        convert(&a, text.p, &(gp_convert_options){0}, &x);
        if (x.n != !r->why) fail_msg("%s: %s", r->id, x.n_losses ? x.losses[0].why.p : "taken");
        assert_true((r->graders || r->pattern) != !!r->why);
        if (r->why) assert_string_equal(x.losses[0].why.p, r->why);
    }
    gp_arena_free(&a);
}

/* --- what is lost --- */

static void losses_are_counted_and_placed(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_converted x;
    const char *text =
        "{\"key\": \"k\", \"prompt\": \"p\", \"instruction_id_list\": [\"punctuation:no_comma\", \"ratio:overlap\"], "
        "\"kwargs\": [{}, {}]}\n\n5\n{\"key\": \"k\", \"prompt\": \"p\", \"instruction_id_list\": [], \"kwargs\": []}\n";
    convert(&a, text, &(gp_convert_options){0}, &x);
    assert_int_equal(x.records, 3);
    assert_int_equal(x.n, 0);
    assert_int_equal(x.left, 3);
    assert_int_equal(x.n_losses, 3);
    assert_int_equal(x.losses[1].line, 3);
    assert_true(gp_str_eqc(x.losses[0].what, "ratio:overlap") && gp_str_eqc(x.losses[2].id, "k-3"));
    convert(&a, text, &(gp_convert_options){.partial = true}, &x);
    assert_int_equal(x.n, 1);
    assert_int_equal(x.partial, 1);
    assert_int_equal(x.left, 2);
    assert_true(gp_str_find(x.cases, GP_STR("\"tags\": [\"partial\"]")) != SIZE_MAX);
    size_t kinds = 0;
    assert_int_equal(gp_loss_kinds(&a, &x, &kinds)[0].n, 1);
    assert_int_equal(kinds, 3);
    gp_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(instructions_tell_answers_apart),
        cmocka_unit_test(every_row_is_a_case_or_has_its_reason),
        cmocka_unit_test(losses_are_counted_and_placed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

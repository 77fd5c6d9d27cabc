/* test_suite.c - suites: strict reading, located errors, files. */
#include <math.h>
#include <sys/stat.h>

#include "base/sys.h"
#include "suite_text.h"

/* --- refusals: the message is part of the product --- */

static void unknown_keys_at_every_level(void **state)
{
    (void)state;
    static const char *const table[][2] = {
        {HEAD "\"casess\": []}", "s.json:2:1: unknown key \"casess\" in the suite; did you mean \"cases\"?"},
        {HEAD "\"defaults\": {\"sistem\": \"x\"}, \"cases\": []}",
         "s.json:2:14: unknown key \"sistem\" in \"defaults\"; did you mean \"system\"?"},
        {HEAD "\"defaults\": {\"timeout\": {\"total\": 1}}, \"cases\": []}",
         "s.json:2:26: unknown key \"total\" in \"timeout\""},
        {HEAD "\"pins\": {\"sead\": 1}, \"cases\": []}", "unknown key \"sead\" in \"pins\"; did you mean \"seed\"?"},
        {CASE(MESSAGES ", \"grde\": []"), "s.json:2:73: unknown key \"grde\" in a case; did you mean \"grade\"?"},
        {CASE(MESSAGES ", \"seed\": 3, " GRADE), "unknown key \"seed\" in a case"},
        {CASE("\"messages\": [{\"role\": \"user\", \"contnt\": \"Hi\"}], " GRADE),
         "unknown key \"contnt\" in a message; did you mean \"content\"?"},
        {CASE("\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"txt\": \"Hi\"}]}], " GRADE),
         "unknown key \"txt\" in a text part; did you mean \"text\"?"},
        {CASE(MESSAGES ", \"metadata\": {\"knd\": \"x\"}, " GRADE),
         "unknown key \"knd\" in \"metadata\"; did you mean \"kind\"?"},
        {CASE(MESSAGES ", \"examples\": {\"passes\": []}, " GRADE),
         "unknown key \"passes\" in \"examples\"; did you mean \"pass\"?"},
        {CASE(MESSAGES ", \"golden\": {\"mod\": \"exact\"}, " GRADE),
         "unknown key \"mod\" in \"golden\"; did you mean \"mode\"?"},
        {GRADED("{\"type\": \"equals\", \"expct\": \"x\"}"),
         "s.json:3:30: unknown key \"expct\" in a grader of type equals; did you mean \"expect\"?"},
        {GRADED("{\"type\": \"equals\", \"expect\": \"x\", \"pattern\": \"y\"}"),
         "s.json:3:45: \"pattern\" does nothing in a grader of type equals; it belongs to regex"},
        {GRADED("{\"type\": \"contains\", \"expect\": \"x\", \"trim\": true}"),
         "\"trim\" does nothing in a grader of type contains; it belongs to equals, "},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) refuses(table[i][0], table[i][1]);
}

static void suites_that_would_measure_nothing(void **state)
{
    (void)state;
    static const char *const table[][2] = {
        {"{}", "s.json:1:1: the suite lacks \"name\""},
        {"[]", "s.json:1:1: expected an object"},
        {"{\"name\": \"s\", \"version\": \"1\"}", "s.json: the suite has neither \"cases\" nor \"cases_file\""},
        {"{\"name\": \"s\", \"license\": \"x\"}", "s.json:1:1: the suite lacks \"version\""},
        {"{\"name\": \"a/b\", \"version\": \"1\", \"license\": \"x\"}",
         "s.json:1:10: the name of the suite \"a/b\" holds a '/'"},
        {HEAD "\"description\": \"x\"}", "s.json: the suite has neither \"cases\" nor \"cases_file\""},
        {HEAD "\"cases\": []}", "s.json: the suite has no cases"},
        {HEAD "\"cases_file\": \"c.jsonl\"}", "c.jsonl: the suite has no cases"},
        {HEAD "\"cases\": {}}", "s.json:2:10: expected an array"},
        {HEAD "\"cases\": [3]}", "s.json:2:11: a case must be an object, not an integer"},
        {HEAD "\"cases\": [], \"cases\": []}", "s.json:2:14: duplicate key \"cases\""},
        {CASE(MESSAGES ", " GRADE) " x", "expected the end of the document"},
        {HEAD "\"cases\": [{" MESSAGES "}]}", "s.json:2:11: a case lacks \"id\""},
        {CASE(GRADE), "s.json:2:12: a case lacks \"messages\""},
        {CASE(MESSAGES), "s.json:2:12: a case lacks \"grade\""},
        {CASE(MESSAGES ", \"grade\": []"), "s.json:2:82: \"grade\" is empty"},
        {CASE("\"messages\": [], " GRADE), "\"messages\" is empty"},
        {CASE("\"messages\": [{\"role\": \"user\", \"content\": \" \\n\"}], " GRADE), "\"content\" is empty"},
        {CASE("\"messages\": [{\"role\": \"user\", \"content\": []}], " GRADE), "\"content\" is empty"},
        {CASE("\"messages\": [{\"role\": \"user\"}], " GRADE), "a message lacks \"content\""},
        {CASE("\"messages\": [{\"role\": \"usr\", \"content\": \"x\"}], " GRADE),
         "\"role\" is \"usr\", but must be one of system, user, assistant, tool; did you mean \"user\"?"},
        {CASE("\"messages\": [{\"role\": \"system\", \"content\": \"x\"}], " GRADE), "no message of role user"},
#define CALLED(call)                                                                                                \
    CASE("\"messages\": [{\"role\": \"user\", \"content\": \"x\"}, {\"role\": \"assistant\", \"tool_calls\": " call \
         "}], " GRADE)
        {CALLED("[]"), "\"tool_calls\" is empty"},
        {CALLED("[{\"id\": \"c\"}]"), "a tool call lacks \"function\""},
        {CALLED("[{\"function\": {}}]"), "a tool call lacks \"id\""},
        {CALLED("[{\"id\": \"c\", \"type\": \"custom\", \"function\": {}}]"),
         "the type of a tool call must be \"function\""},
        {CALLED("[{\"id\": \"c\", \"function\": {\"arguments\": {}}}]"), "a called function lacks \"name\""},
        {CALLED("[{\"id\": \"c\", \"function\": {\"name\": \"f\", \"args\": {}}}]"), "unknown key \"args\""},
        {CALLED("[{\"id\": \"c\", \"function\": {\"name\": \"f\", \"arguments\": 3}}]"),
         "\"arguments\" must be an object or the text of one, not an integer"},
        {CALLED("[{\"id\": \"c\", \"function\": {\"name\": \"f\", \"arguments\": \"{\"}}]"),
         "\"arguments\" is text, but not that of a JSON object"},
        {CASE(
             "\"messages\": [{\"role\": \"user\", \"content\": \"x\", \"tool_calls\": [{\"id\": \"c\", \"function\": {\"name\": \"f\", \"arguments\": {}}}]}], " GRADE),
         "\"tool_calls\" belongs to a message of role assistant"},
        {CASE("\"messages\": [{\"role\": \"user\", \"content\": \"x\", \"tool_call_id\": \"c\"}], " GRADE),
         "\"tool_call_id\" belongs to a message of role tool"},
        {CASE(
             "\"messages\": [{\"role\": \"user\", \"content\": \"x\"}, {\"role\": \"tool\", \"content\": \"x\", \"tool_call_id\": \"c\"}], " GRADE),
         "no tool call before this message has the id \"c\""},
        {CASE(MESSAGES ", \"turns\": [], " GRADE), "\"turns\" is empty"},
        {CASE(MESSAGES ", \"turns\": [\" \"], " GRADE), "a turn is empty"},
        {CASE(MESSAGES ", \"turns\": [1], " GRADE), "\"turns\" must hold strings, not an integer"},
        {CASE(MESSAGES ", \"needs\": [\"imge\"], " GRADE),
         "a need is \"imge\", but must be one of image, tools, json_schema, logprobs; did you mean \"image\"?"},
        {CASE(MESSAGES ", \"metadata\": {\"sensitivity\": \"secret\"}, " GRADE),
         "sensitivity is \"secret\", but must be one of public, internal, regulated"},
        {CASE(MESSAGES ", \"tools\": [{\"name\": \"f\"}], " GRADE), "a tool must be {\"type\": \"function\""},
        {CASE(MESSAGES ", \"max_tokens\": 0, " GRADE), "\"max_tokens\" is 0, but must be from 1"},
        {CASE(MESSAGES ", \"temperature\": \"hot\", " GRADE), "\"temperature\" must be a number, not a string"},
        {CASE(MESSAGES ", \"top_p\": 1.1, " GRADE), "\"top_p\" is 1.1, but must be from 0 to 1"},
        {CASE(MESSAGES ", \"timeout\": {\"total_s\": 0}, " GRADE), "\"total_s\" is 0, but must be above 0"},
        {CASE(MESSAGES ", \"pass_at\": 0, " GRADE), "\"pass_at\" is 0, but must be above 0"},
        {CASE(MESSAGES ", \"pass_at\": 1.5, " GRADE), "\"pass_at\" is 1.5, but must be above 0 and at most 1"},
        {CASE(MESSAGES ", \"golden\": true, " GRADE),
         "\"golden\" must be a mode, an object with \"mode\", or false, not true"},
        {CASE(MESSAGES ", \"golden\": \"logit\", " GRADE),
         "the golden mode is \"logit\", but must be one of exact, tokens, logits, json, normalized, numeric, grade; did you mean \"logits\"?"},
        {CASE(MESSAGES ", \"golden\": {\"mode\": \"exact\", \"tolerance\": 1}, " GRADE),
         "\"tolerance\" does nothing in golden mode exact"},
        {HEAD "\"pins\": {\"weights_sha256\": \"ABC\"}, "
              "\"cases\": [{\"id\": \"a\", " MESSAGES ", " GRADE "}]}",
         "\"weights_sha256\" must be 64 lower-case hexadecimal digits"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) refuses(table[i][0], table[i][1]);
}

static void graders_that_contradict_themselves(void **state)
{
    (void)state;
    static const char *const table[][2] = {
        {GRADED("{\"expect\": \"x\"}"), "s.json:3:11: a grader lacks \"type\""},
        {GRADED("{\"type\": \"equal\", \"expect\": \"x\"}"),
         "the type of a grader is \"equal\", but must be one of equals, contains, "},
        {GRADED("{\"type\": \"equal\", \"expect\": \"x\"}"), "; did you mean \"equals\"?"},
        {GRADED("{\"type\": \"equals\"}"), "s.json:3:11: a grader of type equals needs \"expect\""},
        {GRADED("{\"type\": \"equals\", \"expect\": []}"), "\"expect\" is empty"},
        {GRADED("{\"type\": \"equals\", \"expect\": null}"), "\"expect\" must hold strings or numbers here, not null"},
        {GRADED("{\"type\": \"contains\", \"expect\": \"\"}"), "an empty string, which every answer contains"},
        {GRADED("{\"type\": \"regex\"}"), "a grader of type regex needs a \"pattern\""},
        {GRADED("{\"type\": \"regex\", \"pattern\": \"\"}"), "a grader of type regex needs a \"pattern\""},
        {GRADED("{\"type\": \"number\"}"), "needs \"expect\", \"min\" or \"max\""},
        {GRADED("{\"type\": \"number\", \"expect\": \"5\"}"),
         "\"expect\" of a number grader must hold numbers, not a string"},
        {GRADED("{\"type\": \"number\", \"min\": 3, \"max\": 2}"), "\"min\" is 3, above \"max\", which is 2"},
        {GRADED("{\"type\": \"number\", \"min\": 3, \"tolerance\": 2}"),
         "\"tolerance\" does nothing without \"expect\""},
        {GRADED("{\"type\": \"number\", \"expect\": 3, \"tolerance\": -1}"), "tolerance is -1"},
        {GRADED("{\"type\": \"count\"}"), "needs \"exact\", \"min\" or \"max\""},
        {GRADED("{\"type\": \"count\", \"exact\": 1, \"max\": 2}"), "\"exact\" excludes \"min\" and \"max\""},
        {GRADED("{\"type\": \"count\", \"exact\": 1.5}"), "a count is a whole number of at least 0, not 1.5"},
        {GRADED("{\"type\": \"count\", \"exact\": 1, \"unit\": \"line\"}"),
         "\"unit\" is \"line\", but must be one of words, lines, characters, unicode_words, sentences, paragraphs, "
         "bullets, graphemes, letter, word, text; did you mean \"lines\"?"},
        {GRADED("{\"type\": \"json\", \"path\": \"/a\"}"), "\"path\" does nothing without \"expect\""},
        {GRADED("{\"type\": \"json\", \"path\": \"a\", \"expect\": 1}"), "\"path\" must be a JSON Pointer"},
        {GRADED("{\"type\": \"equals\", \"expect\": \"x\", \"turn\": 2}"), "\"turn\" is 2, but this case has 1 reply"},
        {GRADED("{\"type\": \"equals\", \"expect\": \"x\", \"weight\": 0}"), "\"weight\" must be above 0"},
        {GRADED(
             "{\"type\": \"equals\", \"expect\": \"x\", \"id\": \"q\"},\n{\"type\": \"equals\", \"expect\": \"x\", \"id\": \"q\"}"),
         "s.json:4:41: two graders of this case have the id \"q\" (the other is at line 3)"},
        {GRADED(
             "{\"type\": \"equals\", \"expect\": \"x\", \"id\": \"equals-2\"}, {\"type\": \"equals\", \"expect\": \"x\"}"),
         "two graders of this case have the id \"equals-2\""},
        {CASE(MESSAGES ", \"examples\": {\"pass\": []}, " GRADE), "\"pass\" is empty"},
        {CASE(MESSAGES ", \"examples\": {\"pass\": [[\"a\"]]}, \"turns\": [\"b\"], " GRADE),
         "this case has 2 replies: an example must be an array of as many"},
        {CASE(MESSAGES ", \"examples\": {\"pass\": [[\"a\", \"b\"]]}, " GRADE),
         "this case has no turns: an example is one reply"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) refuses(table[i][0], table[i][1]);
}

static void ids(void **state)
{
    (void)state;
    refuses(HEAD "\"cases\": [{\"id\": \"a\", " MESSAGES ", " GRADE "},\n {\"id\": \"\\u0061\", " MESSAGES ", " GRADE
                 "}]}",
            "s.json:3:9: the id \"a\" is used twice; the first case with it starts at line 2");
    static const char *const bad[][2] = {
        {"", "the id of a case is empty"},
        {"a/b", "holds a '/'"},
        {"..", "the name of a folder"},
        {".", "the name of a folder"},
        {"a\\u0007", "holds the control character U+0007"},
        {"a\\u0085", "holds the control character U+0085"},
    };
    char text[2000];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        (void)snprintf(text, sizeof text, HEAD "\"cases\": [{\"id\": \"%s\", " MESSAGES ", " GRADE "}]}", bad[i][0]);
        refuses(text, bad[i][1]);
    }
    char longest[202];
    memset(longest, 'x', 201);
    longest[201] = 0;
    (void)snprintf(text, sizeof text, HEAD "\"cases\": [{\"id\": \"%s\", " MESSAGES ", " GRADE "}]}", longest);
    refuses(text, "has 201 bytes, but at most 200 are allowed");
    longest[200] = 0;
    (void)snprintf(text, sizeof text,
                   HEAD "\"cases\": [{\"id\": \"%s\", " MESSAGES ", " GRADE "}, {\"id\": \"\\u00e9\", " MESSAGES
                        ", " GRADE "}]}",
                   longest);
    gp_suite *s = open_text(text);
    assert_int_equal(gp_suite_facts(s)->n_cases, 2);
    assert_int_equal(gp_suite_case_id(s, 0).n, 200);
    assert_int_equal(gp_suite_find(s, GP_STR("\xC3\xA9")), 1);
    assert_true(gp_str_eqc(gp_suite_case_id(s, 1), "\xC3\xA9"));
    assert_true(gp_suite_find(s, GP_STR("nope")) == SIZE_MAX);
    gp_suite_close(s);
}

/* --- reading --- */

static void a_case_with_everything(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_suite *s = open_text(whole);
    const gp_suite_info *f = gp_suite_facts(s);
    assert_true(gp_str_eqc(f->name, "s"));
    assert_true(f->seed == 9007199254740993);
    assert_true(f->pins.seed == 1 && gp_str_eqc(f->pins.device, "cpu") && !f->pins.binding.p);
    assert_non_null(gp_json_get(f->provenance, "by"));
    const gp_case *c = get(s, 0, &a);
    assert_true(gp_str_eqc(c->name, "First") && gp_str_eqc(c->category, "maths") && c->n_tags == 2);
    assert_int_equal(c->needs, GP_NEED_LOGPROBS | GP_NEED_IMAGE | GP_NEED_TOOLS);
    assert_true(gp_str_eqc(c->sensitivity, "internal") && gp_str_eqc(c->complexity, "low"));
    assert_int_equal(c->n_messages, 2);
    assert_true(gp_str_eqc(c->messages[0].role, "system"));
    assert_true(gp_str_eqc(gp_message_text(&a, &c->messages[0]), "Be brief."));
    assert_true(gp_str_eqc(gp_message_text(&a, &c->messages[1]), "a b"));
    assert_string_equal(c->messages[1].parts[1].path, "i/x.png");
    assert_true(c->n_turns == 1 && c->sampling.max_tokens == 7 && c->sampling.temperature == 0 &&
                isnan(c->sampling.top_p) && c->sampling.top_k == -1);
    assert_true(c->sampling.n_stop == 1 && gp_str_eqc(c->sampling.stop[0], "END"));
    assert_true(c->limits.total_s == 60 && c->limits.stall_s == 3 && c->limits.connect_s == 0);
    assert_true(c->golden == GP_GOLDEN_NUMERIC && c->golden_tolerance == 0.5 && c->pass_at == 0.5);
    assert_true(c->n_graders == 2 && gp_str_eqc(c->graders[0]->id, "number-1") &&
                gp_str_eqc(c->graders[1]->id, "short"));
    assert_true(c->graders[0]->turn == 1 && c->graders[1]->turn == 2 && c->graders[0]->weight == 2 &&
                c->graders[1]->weight == 1);
    gp_buf written = {0};
    gp_jw w;
    gp_jw_init(&w, &written, 0);
    gp_grader_write(&w, c->graders[1]);
    assert_string_equal(
        written.p,
        "{\"id\":\"short\",\"ignore_case\":false,\"max\":3,\"trim\":false,\"turn\":2,\"type\":\"count\",\"unit\":\"words\",\"weight\":1}");
    gp_buf_free(&written);
    assert_int_equal(c->line, 3);
    assert_int_equal(c->col, 3);
    assert_string_equal(c->file, "s.json");
    c = get(s, 1, &a);
    assert_true(c->n_messages == 2 && gp_str_eqc(c->name, "two") && c->golden == GP_GOLDEN_NONE &&
                c->sampling.max_tokens == 64 && c->limits.stall_s == 5);
    gp_suite_close(s);
    gp_arena_free(&a);
}

static void tags_without_keeping_the_case(void **state)
{
    (void)state;
    gp_suite *s = open_text(whole);
    gp_err err = {0};
    bool has;
    static const struct {
        size_t i;
        const char *tag;
        bool has;
    } t[] = {{0, "sum", true}, {0, "maths", true}, {0, "math", false}, {1, "sum", false}, {1, "", false}};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        T_OK(gp_suite_has_tag(s, t[i].i, gp_str_c(t[i].tag), &has, &err), err);
        assert_int_equal(has, t[i].has);
    }
    T_FAILS(gp_suite_has_tag(s, 2, GP_STR("x"), &has, &err), GP_E_BUG, err, "case 2 of 2");
    gp_suite_close(s);
}

/* --- files --- */

static void write_file(const char *dir, const char *name, const char *text)
{
    char path[600];
    gp_err err = {0};
    (void)snprintf(path, sizeof path, "%s/%s", dir, name);
    T_OK(gp_write_file(path, gp_str_c(text), &err), err);
}

static void drop_dir(const char *dir, const char *const *names, size_t n)
{
    char path[600];
    for (size_t i = 0; i < n; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        (void)remove(path);
    }
    assert_int_equal(rmdir(dir), 0);
}

static void open_fails(const char *path, const char *message)
{
    gp_suite *s = NULL;
    gp_err err = {0};
    T_FAILS(gp_suite_open(path, &gp_graders, &s, &err), GP_E_INPUT, err, message);
    assert_null(s);
}

static void cases_in_jsonl(void **state)
{
    (void)state;
    const char *dir = t_tmpdir();
    gp_arena a = {0};
    gp_err err = {0};
    gp_suite *s = NULL;
    write_file(dir, "suite.json", HEAD "\"cases_file\": \"./c.jsonl\"}");
    write_file(dir, "c.jsonl",
               "\xEF\xBB\xBF\n{\"id\": \"a\", " MESSAGES ", " GRADE "}\r\n  \n {\"id\": \"b\", " MESSAGES ", " GRADE
               "}");
    T_OK(gp_suite_open(dir, &gp_graders, &s, &err), err);
    assert_int_equal(gp_suite_facts(s)->n_cases, 2);
    assert_string_equal(gp_suite_facts(s)->dir, dir);
    const gp_case *c = get(s, 1, &a);
    assert_int_equal(c->line, 4);
    assert_int_equal(c->col, 2);
    assert_true(gp_str_eqc(c->id, "b"));
    assert_non_null(strstr(c->file, "c.jsonl"));
    gp_suite_close(s);

    write_file(dir, "c.jsonl", "{\"id\": \"a\", " MESSAGES ", " GRADE "}\n\n{\"id\": \"b\", \"grde\": 1}\n");
    open_fails(dir, "c.jsonl:3:13: unknown key \"grde\" in a case; did you mean \"grade\"?");
    write_file(dir, "c.jsonl", "{\"id\": \"a\", " MESSAGES ", " GRADE "} {}\n");
    open_fails(dir, "something follows the case; a cases file has one case per line");
    write_file(dir, "c.jsonl", "{\"id\": \"a\",\n" MESSAGES ", " GRADE "}\n");
    open_fails(dir, "c.jsonl:1:12: the line ends inside the case; a cases file has one whole case per line");
    write_file(dir, "c.jsonl", "\n \n");
    open_fails(dir, "c.jsonl: the suite has no cases");
    write_file(dir, "suite.json",
               HEAD "\"cases\": [{\"id\": \"z\", " MESSAGES ", " GRADE "}], \"cases_file\": \"c.jsonl\"}");
    open_fails(dir, "the suite has both \"cases\" and \"cases_file\"; keep one");
    write_file(dir, "suite.json", HEAD "\"cases_file\": \"../c.jsonl\"}");
    open_fails(dir, "\"cases_file\" is \"../c.jsonl\", but must stay inside the suite's folder");
    write_file(dir, "suite.json", HEAD "\"cases_file\": \"gone.jsonl\"}");
    open_fails(dir, "gone.jsonl does not exist");
    char link[600];
    (void)snprintf(link, sizeof link, "%s/l.jsonl", dir);
    assert_int_equal(symlink("/etc/passwd", link), 0);
    write_file(dir, "suite.json", HEAD "\"cases_file\": \"l.jsonl\"}");
    open_fails(dir, "is a link out of the suite's folder");
    drop_dir(dir, (const char *const[]){"suite.json", "c.jsonl", "l.jsonl"}, 3);
    gp_arena_free(&a);
}

static void missing_files(void **state)
{
    (void)state;
    const char *dir = t_tmpdir();
    char path[600];
    open_fails(dir, "holds no suite.json (or suite.yaml); a suite is a folder with one, or the file itself");
    (void)snprintf(path, sizeof path, "%s/none.json", dir);
    open_fails(path, "cannot open ");
    write_file(dir, "suite.json", "");
    open_fails(dir, "suite.json:1:1: the document ends where an object is expected");
    drop_dir(dir, (const char *const[]){"suite.json"}, 1);
}

#define PARTS(p) CASE("\"messages\": [{\"role\": \"user\", \"content\": [" p "]}], " GRADE)

static void texts_in_files_are_as_if_written_there(void **state)
{
    (void)state;
    const char *dir = t_tmpdir();
    gp_arena a = {0};
    char before[65];
    gp_err err = {0};
    gp_suite *s = NULL;
    write_file(dir, "suite.json", PARTS("{\"type\": \"text\"}"));
    open_fails(dir, "a text part lacks \"text\"; or give the \"path\" of a file");
    write_file(dir, "suite.json", PARTS("{\"type\": \"text\", \"text\": \"x\", \"path\": \"x.txt\"}"));
    open_fails(dir, "a text part has both \"text\" and \"path\"; keep one");
    write_file(dir, "suite.json", PARTS("{\"type\": \"text\", \"path\": \"../x.txt\"}"));
    open_fails(dir, "\"path\"");
    write_file(dir, "suite.json", PARTS("{\"type\": \"text\", \"text\": \"caf\u00e9\\n\"}"));
    T_OK(gp_suite_open(dir, &gp_graders, &s, &err), err);
    memcpy(before, get(s, 0, &a)->digest, sizeof before);
    gp_suite_close(s);
    write_file(dir, "suite.json", PARTS("{\"type\": \"text\", \"path\": \"x.txt\"}"));
    open_fails(dir, "x.txt does not exist");
    write_file(dir, "x.txt", " \n");
    open_fails(dir, "x.txt is empty");
    write_file(dir, "x.txt", "caf\xe9\n");
    open_fails(dir, "x.txt is not UTF-8 at byte 3");
    write_file(dir, "x.txt", "caf\u00e9\n");
    T_OK(gp_suite_open(dir, &gp_graders, &s, &err), err);
    assert_string_equal(before, get(s, 0, &a)->digest);
    assert_true(gp_str_eqc(get(s, 0, &a)->messages[0].parts[0].text, "caf\u00e9\n"));
    gp_suite_close(s);
    drop_dir(dir, (const char *const[]){"suite.json", "x.txt"}, 2);
    gp_arena_free(&a);
}

static void images_count_by_their_bytes(void **state)
{
    (void)state;
    const char *dir = t_tmpdir();
    gp_arena a = {0};
    gp_err err = {0};
    gp_suite *s = NULL;
    gp_case *c = NULL;
    char before[65];
    write_file(
        dir, "suite.json",
        CASE(
            "\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image\", \"path\": \"x.png\"}]}], " GRADE));
    open_fails(dir, "x.png does not exist");
    write_file(dir, "x.png", "one");
    T_OK(gp_suite_open(dir, &gp_graders, &s, &err), err);
    memcpy(before, get(s, 0, &a)->digest, sizeof before);
    write_file(dir, "x.png", "two");
    assert_string_not_equal(before, get(s, 0, &a)->digest);
    drop_dir(dir, (const char *const[]){"suite.json", "x.png"}, 2);
    T_FAILS(gp_suite_case(s, 0, &a, &c, &err), GP_E_INPUT, err, "the suite changed after it was opened: ");
    gp_suite_close(s);
    gp_arena_free(&a);
}

static void ten_thousand_cases_stay_small(void **state)
{
    (void)state;
    enum { N = 10000 };
    gp_buf b = {0};
    gp_suite *s = NULL;
    gp_err err = {0};
    gp_arena a = {0};
    for (int i = 0; i < N; i++)
        gp_buf_fmt(&b, "{\"id\": \"case-%d\", " MESSAGES ", " GRADE ", \"tags\": [\"%d\"]}\n", i, i);
    T_OK(gp_suite_open_bytes("s.json", &gp_graders, GP_STR(HEAD "\"cases_file\": \"c.jsonl\"}"), gp_buf_view(&b), &s,
                             &err),
         err);
    assert_int_equal(gp_suite_facts(s)->n_cases, N);
    assert_true(gp_suite_index_bytes(s) < (size_t)N * 64);
    assert_true(s->arena.used < 4096);
    for (size_t i = 0; i < N; i += 777) {
        gp_str id = gp_suite_case_id(s, i);
        assert_int_equal(gp_suite_find(s, id), i);
        gp_arena_reset(&a);
        const gp_case *c = get(s, i, &a);
        assert_true(gp_str_eq(c->id, id));
        assert_int_equal(c->line, i + 1);
    }
    gp_suite_close(s);
    gp_buf_free(&b);
    gp_arena_free(&a);
}

/* --- the schema says what the code says --- */

static const gp_json *definition(const gp_json *root, const char *name)
{
    return name ? gp_json_get(gp_json_get(root, "$defs"), name) : root;
}

/* Follows a "$ref" into $defs. */
static const gp_json *resolve(const gp_json *root, const gp_json *v)
{
    const gp_json *ref = gp_json_get(v, "$ref");
    gp_str prefix = GP_STR("#/$defs/");
    if (!ref) return v;
    assert_true(gp_str_starts(ref->s, prefix));
    for (const gp_json *d = gp_json_get(root, "$defs")->first; d; d = d->next)
        if (gp_str_eq(d->key, (gp_str){ref->s.p + prefix.n, ref->s.n - prefix.n})) return d;
    fail_msg("%.*s leads nowhere", GP_ARG(ref->s));
    return NULL;
}

static void is_described(const gp_json *root, const gp_json *d)
{
    const gp_json *properties = gp_json_get(d, "properties"), *closed = gp_json_get(d, "additionalProperties");
    if (gp_json_get(d, "anyOf") && !properties) return;
    if (!properties || !closed || closed->b) fail_msg("%.*s has no closed list of properties", GP_ARG(d->key));
    for (const gp_json *p = properties->first; p; p = p->next)
        if (!gp_json_get(resolve(root, p), "description"))
            fail_msg("\"%.*s\" in %.*s has no description", GP_ARG(p->key), GP_ARG(d->key));
}

static void same_keys(const gp_json *root, const char *name, const char *const *keys, size_t n)
{
    const gp_json *properties = gp_json_get(definition(root, name), "properties");
    for (size_t i = 0; i < n; i++)
        if (!gp_json_get(properties, keys[i])) fail_msg("the schema lacks \"%s\" in %s", keys[i], name);
    for (const gp_json *p = properties->first; p; p = p->next) {
        size_t i = 0;
        while (i < n && !gp_str_eqc(p->key, keys[i])) i++;
        if (i == n) fail_msg("the schema has \"%.*s\" in %s, the code has not", GP_ARG(p->key), name);
    }
}

static void schema_and_code_agree(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_str text;
    const gp_json *root = NULL;
    T_OK(gp_read_file(&a, "suites/suite.schema.json", 0, &text, &err), err);
    T_OK(gp_json_parse(&a, "suite.schema.json", text, &root, &err), err);
    is_described(root, root);
    for (const gp_json *d = gp_json_get(root, "$defs")->first; d; d = d->next) is_described(root, d);
    for (size_t i = 0; i < gp_graders.n; i++) {
        const gp_record *params = &gp_graders.list[i]->params;
        const char *keys[40] = {"type", "id", "weight", "turn"};
        char name[40];
        for (size_t k = 0; k < params->n; k++) keys[4 + k] = params->fields[k].key;
        (void)snprintf(name, sizeof name, "grader_%s", gp_graders.list[i]->name);
        same_keys(root, name, keys, 4 + params->n);
    }
    assert_int_equal(gp_json_get(definition(root, "grader"), "anyOf")->n, gp_graders.n + 1);
    const gp_json *modes = gp_json_get(
        gp_json_get(gp_json_get(definition(root, "golden_object"), "properties"), "mode"), "enum");
    int m = GP_GOLDEN_EXACT;
    for (const gp_json *e = modes->first; e; e = e->next, m++)
        assert_true(gp_str_eqc(e->s, gp_golden_mode_name((gp_golden_mode)m)));
    assert_int_equal(m, GP_GOLDEN_GRADE + 1);
    gp_arena_free(&a);
}

/* Each name that the schema lists is accepted where it stands, and one more is refused with the whole list. */
static void schema_and_code_list_the_same_names(void **state)
{
    (void)state;
    static const struct {
        const char *definition, *property, *form; /* form: a suite with %s for the name */
    } t[] = {
        {"message", "role",
         HEAD
         "\"cases\": [{\"id\": \"a\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}, {\"role\": \"%s\", \"content\": \"x\"}], " GRADE
         "}]}"},
        {"metadata", "sensitivity", CASE(MESSAGES ", \"metadata\": {\"sensitivity\": \"%s\"}, " GRADE)},
        {"metadata", "complexity", CASE(MESSAGES ", \"metadata\": {\"complexity\": \"%s\"}, " GRADE)},
        {"case", "needs", CASE(MESSAGES ", \"needs\": [\"%s\"], " GRADE)},
        {"grader_case", "form", GRADED("{\"type\": \"case\", \"form\": \"%s\"}")},
    };
    gp_arena a = {0};
    gp_err err = {0};
    gp_str text;
    const gp_json *root = NULL;
    T_OK(gp_read_file(&a, "suites/suite.schema.json", 0, &text, &err), err);
    T_OK(gp_json_parse(&a, "suite.schema.json", text, &root, &err), err);
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const gp_json *p = gp_json_get(gp_json_get(definition(root, t[i].definition), "properties"), t[i].property);
        const gp_json *list = gp_json_get(gp_json_get(p, "items") ? gp_json_get(p, "items") : p, "enum");
        gp_buf names = {0};
        char suite[1000];
        assert_non_null(list);
        for (const gp_json *e = list->first; e; e = e->next) {
            gp_str name = gp_str_dup(&a, e->s);
            (void)snprintf(suite, sizeof suite, t[i].form, name.p);
            gp_suite_close(open_text(suite));
            gp_buf_fmt(&names, "%s%s", names.n ? ", " : " but must be one of ", name.p);
        }
        (void)snprintf(suite, sizeof suite, t[i].form, "zzzzzzzz");
        refuses(suite, names.p);
        gp_buf_free(&names);
    }
    gp_arena_free(&a);
}

/* Any prefix of a suite is refused without reading outside of it. */
static void every_prefix_is_refused(void **state)
{
    (void)state;
    for (size_t n = 0; n + 1 < sizeof whole; n++) {
        char *copy = malloc(n + 1); /* exactly n bytes, for the address sanitizer */
        gp_suite *s = NULL;
        gp_err err = {0};
        memcpy(copy, whole, n);
        char *tight = realloc(copy, n ? n : 1);
        assert_int_equal(gp_suite_open_bytes("s.json", &gp_graders, (gp_str){tight, n}, (gp_str){0}, &s, &err),
                         GP_E_INPUT);
        free(tight);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_keys_at_every_level),
        cmocka_unit_test(suites_that_would_measure_nothing),
        cmocka_unit_test(graders_that_contradict_themselves),
        cmocka_unit_test(ids),
        cmocka_unit_test(a_case_with_everything),
        cmocka_unit_test(tags_without_keeping_the_case),
        cmocka_unit_test(cases_in_jsonl),
        cmocka_unit_test(missing_files),
        cmocka_unit_test(texts_in_files_are_as_if_written_there),
        cmocka_unit_test(images_count_by_their_bytes),
        cmocka_unit_test(ten_thousand_cases_stay_small),
        cmocka_unit_test(schema_and_code_agree),
        cmocka_unit_test(schema_and_code_list_the_same_names),
        cmocka_unit_test(every_prefix_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

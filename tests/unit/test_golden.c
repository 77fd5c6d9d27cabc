/* test_golden.c - comparing with accepted facts, mode by mode; blessing. */
#include <math.h>

#include "base/sys.h"
#include "golden/golden_file.h"
#include "golden/words.h"
#include "t.h"

/* A case, a transcript and a grade that can be bent in one place. */
typedef struct world {
    gp_case c;
    gp_reply reply;
    gp_transcript t;
    gp_grade g;
    gp_golden_key key;
    const char *dir;
    char root[600], bundle[600];
} world;

static const int32_t IDS[] = {5, 6, 7}, OTHER_IDS[] = {5, 9, 7};
#define DIGEST(c) c c c c c c c c c c c c c c c c

static world make(void)
{
    world w = {.c = {.id = GP_STR("sum/two"), .golden = GP_GOLDEN_EXACT},
               .reply = {.answer = GP_STR("it is 17"), .finish = GP_STR("stop"), .tokens = IDS, .n_tokens = 3},
               .g = {.status = GP_PASSED, .score = 1},
               .key = {GP_STR("smoke"), GP_STR("pocket"), GP_STR(DIGEST("abcd")), {0}}};
    w.t = (gp_transcript){.suite = GP_STR("smoke"),
                          .case_id = w.c.id,
                          .target = GP_STR("pocket"),
                          .repeat = 1,
                          .n_replies = 1,
                          .logits_sha256 = GP_STR(DIGEST("10aa"))};
    memcpy(w.c.digest, DIGEST("11bb"), 65);
    memcpy(w.c.grader_digest, DIGEST("22cc"), 65);
    w.dir = t_tmpdir();
    (void)snprintf(w.root, sizeof w.root, "%s/golden", w.dir);
    (void)snprintf(w.bundle, sizeof w.bundle, "%s/bundle", w.dir);
    return w;
}

static void add(world *w, gp_golden_pending *p)
{
    gp_err err = {0};
    w->t.replies = &w->reply;
    T_OK(gp_golden_pending_add(p, &w->key, &w->c, &w->t, &w->g, &err), err);
}

static void count(void *user, const gp_blessed *b)
{
    int *n = user;
    n[b->what[0] == 'n' ? 0 : b->what[0] == 'c' ? 1 : 2]++;
}

static void accept(world *w)
{
    gp_err err = {0};
    gp_golden_pending *p;
    int n[3] = {0};
    (void)unsetenv("CI");
    T_OK(gp_golden_pending_open(w->bundle, &p, &err), err);
    add(w, p);
    T_OK(gp_golden_pending_close(p, &err), err);
    T_OK(gp_golden_bless(w->bundle, w->root, &(gp_bless_wish){.failing = true, .told = count, .user = n}, &err), err);
    assert_int_equal(n[0] + n[1] + n[2], 1);
}

/* The outcome; `text` is part of what it says (NULL: it says nothing). */
static gp_golden_outcome expect(world *w, gp_golden_state state, const char *text)
{
    static char kept[1024];
    gp_arena a = {0};
    gp_err err = {0};
    gp_golden_outcome o = {0};
    w->t.replies = &w->reply;
    T_OK(gp_golden_compare(&a, w->root, &w->key, &w->c, &w->t, &w->g, &o, &err), err);
    (void)snprintf(kept, sizeof kept, "%.*s", GP_ARG(o.text));
    if (o.state != state)
        fail_msg("state %s, expected %s: %s", gp_golden_state_name(o.state), gp_golden_state_name(state), kept);
    if (!text && kept[0]) fail_msg("unexpected text: %s", kept);
    if (text && !strstr(kept, text)) fail_msg("\"%s\" lacks \"%s\"", kept, text);
    gp_arena_free(&a);
    return o;
}

static void missing_then_match(void **state)
{
    (void)state;
    world w = make();
    (void)expect(&w, GP_GOLDEN_STATE_MISSING, "no golden");
    accept(&w);
    assert_false(expect(&w, GP_GOLDEN_STATE_MATCH, NULL).known);
    w.t.repeat = 2;
    (void)expect(&w, GP_GOLDEN_STATE_MISSING, "repeat 2");
    w.g.status = GP_ERROR;
    (void)expect(&w, GP_GOLDEN_STATE_NONE, NULL);
    w.g.status = GP_PASSED;
    w.c.golden = GP_GOLDEN_NONE;
    (void)expect(&w, GP_GOLDEN_STATE_NONE, NULL);
}

static void exact_names_the_first_word(void **state)
{
    (void)state;
    world w = make();
    accept(&w);
    w.reply.answer = GP_STR("it is 18");
    (void)expect(&w, GP_GOLDEN_STATE_DIFFERS, "answer: word 3: expected \"17\", got \"18\"");
    w.reply.answer = GP_STR("it  is 17");
    (void)expect(&w, GP_GOLDEN_STATE_DIFFERS, "white space differs from byte 3");
    w.reply.answer = GP_STR("it is 17");
    w.reply.finish = GP_STR("length");
    (void)expect(&w, GP_GOLDEN_STATE_DIFFERS, "finish: expected stop, got length");
}

static void tokens_and_logits(void **state)
{
    (void)state;
    world w = make();
    w.c.golden = GP_GOLDEN_LOGITS;
    accept(&w);
    (void)expect(&w, GP_GOLDEN_STATE_MATCH, NULL);
    w.t.logits_sha256 = GP_STR(DIGEST("99ff"));
    (void)expect(&w, GP_GOLDEN_STATE_DIFFERS, "logits: same tokens, digest expected 10aa10aa10aa, got 99ff");
    w.reply.tokens = OTHER_IDS;
    (void)expect(&w, GP_GOLDEN_STATE_DIFFERS, "tokens: position 2: expected 6, got 9");
    w.c.golden = GP_GOLDEN_TOKENS;
    w.reply.tokens = IDS;
    (void)expect(&w, GP_GOLDEN_STATE_MATCH, NULL);
    w.reply.n_tokens = 2;
    (void)expect(&w, GP_GOLDEN_STATE_DIFFERS, "position 3: expected 7, got the end");
    w.reply.tokens = NULL; /* a remote target: equal text matches, and says how it was compared */
    (void)expect(&w, GP_GOLDEN_STATE_MATCH, "compared as exact");
}

static void lenient_modes(void **state)
{
    (void)state;
    world w = make();
    w.reply.answer = GP_STR("{\"a\": 1.0, \"b\": [2]}");
    w.c.golden = GP_GOLDEN_JSON;
    accept(&w);
    w.reply.answer = GP_STR("{ \"b\":[2],\n\"a\":1 }");
    (void)expect(&w, GP_GOLDEN_STATE_MATCH, NULL);
    w.reply.answer = GP_STR("{\"a\": 2, \"b\": [2]}");
    (void)expect(&w, GP_GOLDEN_STATE_DIFFERS, "JSON value: expected {\"a\":1,\"b\":[2]}, got {\"a\":2");
    w.reply.answer = GP_STR("not JSON");
    (void)expect(&w, GP_GOLDEN_STATE_DIFFERS, "answer: word 1");
    w.reply.answer = GP_STR("The sum\nis 1,234.5 units");
    w.c.golden = GP_GOLDEN_NORMALIZED;
    accept(&w);
    w.reply.answer = GP_STR(" the  SUM is 1,234.5 units\n");
    (void)expect(&w, GP_GOLDEN_STATE_MATCH, NULL);
    w.c.golden = GP_GOLDEN_NUMERIC;
    w.c.golden_tolerance = 0.5;
    w.reply.answer = GP_STR("about 7 or rather 1234.75");
    (void)expect(&w, GP_GOLDEN_STATE_MATCH, NULL);
    w.reply.answer = GP_STR("1236");
    (void)expect(&w, GP_GOLDEN_STATE_DIFFERS, "number: expected 1234.5, got 1236");
    w.reply.answer = GP_STR("none");
    (void)expect(&w, GP_GOLDEN_STATE_DIFFERS, "none any more");
    w.c.golden = GP_GOLDEN_GRADE;
    (void)expect(&w, GP_GOLDEN_STATE_MATCH, NULL);
    w.g = (gp_grade){.status = GP_FAILED, .score = 0};
    (void)expect(&w, GP_GOLDEN_STATE_DIFFERS, "verdict: expected passed (score 1), got failed (score 0)");
}

/* What the numeric mode takes for the last number of a text. */
static void last_numbers(void **state)
{
    (void)state;
    static const char *const same[][2] = {
        {"-3", "it is -3."},          {"5", "3-5"},        {"4", "(3)-4"},       {"3", "1,2,3"},
        {"1234567.5", "1,234,567.5"}, {"1000", "1e3"},     {"50", "50%"},        {"0.5", "x = .5"},
        {"2345", "1,2345"},           {"7", "7 and no e"}, {"12", "version 12."}};
    world w = make();
    w.c.golden = GP_GOLDEN_NUMERIC;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        w.reply.answer = gp_str_c(same[i][0]);
        accept(&w);
        w.reply.answer = gp_str_c(same[i][1]);
        (void)expect(&w, GP_GOLDEN_STATE_MATCH, NULL);
        w.reply.answer = GP_STR("-999");
        (void)expect(&w, GP_GOLDEN_STATE_DIFFERS, ", got -999");
    }
}

static void known_failures_need_the_same_verdict(void **state)
{
    (void)state;
    world w = make();
    w.g = (gp_grade){.status = GP_FAILED, .score = 0.5};
    accept(&w);
    assert_true(expect(&w, GP_GOLDEN_STATE_MATCH, NULL).known);
    w.g.score = 0.25;
    assert_false(expect(&w, GP_GOLDEN_STATE_DIFFERS, "score: expected 0.5, got 0.25").known);
    w.g = (gp_grade){.status = GP_PASSED, .score = 1}; /* better is a difference too: the golden has to be renewed */
    assert_false(expect(&w, GP_GOLDEN_STATE_DIFFERS, "expected failed").known);
}

static void stale_names_each_digest(void **state)
{
    (void)state;
    world w = make();
    w.g.status = GP_FAILED;
    accept(&w);
    w.c.digest[0] = 'f';
    gp_golden_outcome o = expect(&w, GP_GOLDEN_STATE_STALE, "case changed: accepted for 11bb11bb11bb, now f1bb");
    assert_false(o.known);
    w.c.grader_digest[0] = 'f';
    w.key.weights_sha256 = GP_STR("");
    (void)expect(
        &w, GP_GOLDEN_STATE_STALE,
        "; graders changed: accepted for 22cc22cc22cc, now f2cc22cc22cc; weights changed: accepted for abcdabcdabcd, now none");
}

static void files_are_readable_and_round_trip(void **state)
{
    (void)state;
    world w = make();
    gp_arena a = {0};
    gp_err err = {0};
    w.reply.answer = GP_STR("first line\nsecond \"line\"\n");
    accept(&w);
    gp_str text;
    const char *path = gp_golden_path(&a, w.root, w.key.suite, w.key.target, w.c.id);
    assert_non_null(strstr(path, "/golden/smoke/pocket/sum%2Ftwo.json"));
    T_OK(gp_read_file(&a, path, 0, &text, &err), err);
    assert_string_equal(text.p, "{\n"
                                "  \"schema\": \"goldpin.golden/1\",\n"
                                "  \"suite\": \"smoke\",\n"
                                "  \"case\": \"sum/two\",\n"
                                "  \"target\": \"pocket\",\n"
                                "  \"mode\": \"exact\",\n"
                                "  \"case_digest\": \"" DIGEST("11bb") "\",\n"
                                "  \"grader_digest\": \"" DIGEST("22cc") "\",\n"
                                "  \"weights_sha256\": \"" DIGEST("abcd") "\",\n"
                                "  \"trials\": [\n"
                                "    {\n"
                                "      \"repeat\": 1,\n"
                                "      \"status\": \"passed\",\n"
                                "      \"score\": 1,\n"
                                "      \"replies\": [\n"
                                "        {\n"
                                "          \"answer\": [\n"
                                "            \"first line\",\n"
                                "            \"second \\\"line\\\"\",\n"
                                "            \"\"\n"
                                "          ],\n"
                                "          \"finish\": \"stop\",\n"
                                "          \"tokens\": [5,6,7]\n"
                                "        }\n"
                                "      ],\n"
                                "      \"logits_sha256\": \"" DIGEST("10aa") "\"\n"
                                "    }\n"
                                "  ]\n"
                                "}\n");
    (void)expect(&w, GP_GOLDEN_STATE_MATCH, NULL);
    gp_arena_free(&a);
}

static void bad_files_are_located(void **state)
{
    (void)state;
    world w = make();
    gp_arena a = {0};
    gp_err err = {0};
    gp_golden_outcome o;
    accept(&w);
    const char *path = gp_golden_path(&a, w.root, w.key.suite, w.key.target, w.c.id);
    T_OK(gp_write_file(path, GP_STR("{\n  \"schema\": \"goldpin.golden/1\",\n  \"suit\": 1}"), &err), err);
    w.t.replies = &w.reply;
    T_FAILS(gp_golden_compare(&a, w.root, &w.key, &w.c, &w.t, &w.g, &o, &err), GP_E_INPUT, err,
            "sum%2Ftwo.json:3:3: unknown key \"suit\" in a golden file; did you mean \"suite\"?");
    T_OK(gp_write_file(path, GP_STR("{ nope"), &err), err);
    T_FAILS(gp_golden_compare(&a, w.root, &w.key, &w.c, &w.t, &w.g, &o, &err), GP_E_INPUT, err, "json:1:3");
    accept(&w);
    gp_case other = w.c;
    other.id = GP_STR("other");
    gp_str text;
    T_OK(gp_read_file(&a, path, 0, &text, &err), err);
    T_OK(gp_write_file(gp_golden_path(&a, w.root, w.key.suite, w.key.target, other.id), text, &err), err);
    T_FAILS(gp_golden_compare(&a, w.root, &w.key, &other, &w.t, &w.g, &o, &err), GP_E_INPUT, err,
            "golden of smoke/sum/two on pocket");
    gp_arena_free(&a);
}

static void pending_collects_repeats_in_order(void **state)
{
    (void)state;
    world w = make();
    gp_err err = {0};
    gp_arena a = {0};
    gp_golden_pending *p;
    gp_golden_file f;
    T_OK(gp_golden_pending_open(w.bundle, &p, &err), err);
    for (int64_t repeat = 7; repeat >= 1; repeat--) {
        w.t.repeat = repeat;
        w.g.status = repeat == 4 ? GP_ERROR : GP_PASSED;
        add(&w, p);
    }
    w.g.status = GP_PASSED;
    w.c.id = GP_STR("..");
    add(&w, p);
    T_OK(gp_golden_pending_close(p, &err), err);
    (void)strcat(w.bundle, "/pending");
    T_OK(gp_golden_read(&a, gp_golden_path(&a, w.bundle, w.key.suite, w.key.target, GP_STR("sum/two")), &f, &err), err);
    assert_int_equal(f.n_trials, 6);
    assert_int_equal(f.trials[2].repeat, 3);
    assert_int_equal(f.trials[3].repeat, 5);
    assert_non_null(strstr(gp_golden_path(&a, w.bundle, w.key.suite, w.key.target, w.c.id), "/pocket/%2E..json"));
    gp_arena_free(&a);
}

static void bless_refuses(void **state)
{
    (void)state;
    world w = make();
    gp_err err = {0};
    (void)unsetenv("CI");
    T_FAILS(gp_golden_bless(w.dir, w.root, &(gp_bless_wish){.failing = true}, &err), GP_E_USAGE, err,
            "no folder pending/");
    accept(&w);
    T_FAILS(gp_golden_bless(w.bundle, w.root, &(gp_bless_wish){.glob = "nothing*", .failing = true}, &err), GP_E_USAGE,
            err, "matches \"nothing*\"");
    int n[3] = {0};
    T_OK(gp_golden_bless(w.bundle, w.root, &(gp_bless_wish){.glob = "sum/*", .failing = true, .told = count, .user = n},
                         &err),
         err);
    assert_int_equal(n[2], 1);
    assert_int_equal(setenv("CI", "true", 1), 0);
    T_FAILS(gp_golden_bless(w.bundle, w.root, &(gp_bless_wish){.failing = true}, &err), GP_E_USAGE, err,
            "goldens are not accepted in CI");
    (void)unsetenv("CI");
}

/* What one bless says of the only candidate. */
static gp_blessed said;
static void note(void *user, const gp_blessed *b)
{
    (void)user;
    said = *b;
    said.path = NULL;
}

static bool is_accepted(const world *w)
{
    gp_arena a = {0};
    bool there = gp_is_file(gp_golden_path(&a, w->root, w->key.suite, w->key.target, w->c.id));
    gp_arena_free(&a);
    return there;
}

static void bless_as(const world *w, bool failing, bool dry, const char *what, bool left_out)
{
    gp_err err = {0};
    gp_bless_wish wish = {.failing = failing, .dry_run = dry, .told = note};
    T_OK(gp_golden_bless(w->bundle, w->root, &wish, &err), err);
    assert_string_equal(said.what, what);
    assert_int_equal(said.left_out, left_out);
    assert_int_equal(said.trials, 1);
}

static void failures_are_accepted_on_request_only(void **state)
{
    (void)state;
    world w = make();
    gp_err err = {0};
    gp_golden_pending *p;
    (void)unsetenv("CI");
    w.g.status = GP_FAILED;
    T_OK(gp_golden_pending_open(w.bundle, &p, &err), err);
    add(&w, p);
    T_OK(gp_golden_pending_close(p, &err), err);
    bless_as(&w, false, false, "new", true);
    assert_int_equal(said.failed, 1);
    bless_as(&w, true, true, "new", false);
    assert_false(is_accepted(&w));
    bless_as(&w, true, false, "new", false);
    assert_true(is_accepted(&w));
    bless_as(&w, false, false, "same", false); /* accepted already */
    assert_int_equal(setenv("CI", "true", 1), 0);
    bless_as(&w, false, true, "same", false); /* writes nothing, so it may */
    (void)unsetenv("CI");
}

static bool has_none(void *user, gp_str id)
{
    (void)user;
    (void)id;
    return false;
}

static bool has_all(void *user, gp_str id)
{
    (void)user;
    return gp_str_eqc(id, "sum/two");
}

static void unused_goldens_are_listed(void **state)
{
    (void)state;
    world w = make();
    gp_arena a = {0};
    gp_err err = {0};
    const char *const *paths;
    size_t n = 9;
    T_OK(gp_golden_unused(&a, w.root, w.key.suite, w.key.target, has_none, NULL, &paths, &n, &err), err);
    assert_int_equal(n, 0);
    accept(&w);
    T_OK(gp_golden_unused(&a, w.root, w.key.suite, w.key.target, has_none, NULL, &paths, &n, &err), err);
    assert_int_equal(n, 1);
    assert_string_equal(paths[0], "smoke/pocket/sum%2Ftwo.json");
    T_OK(gp_golden_unused(&a, w.root, w.key.suite, w.key.target, has_all, NULL, &paths, &n, &err), err);
    assert_int_equal(n, 0);
    gp_arena_free(&a);
}

static void long_names_stay_below_the_limit_of_file_systems(void **state)
{
    (void)state;
    gp_arena a = {0};
    char id[GP_ERR_MSG];
    memset(id, 0xD7, sizeof id);
    const char *one = gp_golden_path(&a, "r", GP_STR("s"), GP_STR("t"), (gp_str){id, 200});
    const char *two = gp_golden_path(&a, "r", GP_STR("s"), GP_STR("t"), (gp_str){id, 201});
    assert_true(strlen(gp_path_base(one)) <= 205);
    assert_string_not_equal(one, two);
    gp_arena_free(&a);
}

static void words(const char *x, const char *y, const char *want)
{
    gp_buf b = {0};
    gp_words_diff(&b, gp_str_c(x), gp_str_c(y), 2);
    assert_string_equal(b.p ? b.p : "", want);
    gp_buf_free(&b);
}

static void word_diffs(void **state)
{
    (void)state;
    words("a b c", "a x c", "a [-b-] {+x+} c");
    words("", "new", "{+new+}");
    words("old", "", "[-old-]");
    words("one two three four five six seven", "one two three four five 6 seven eight",
          "… four five [-six-] {+6+} seven {+eight+}");
    words("a\nb", "a\x1b[31m\nb", "[-a-] {+a\\x1B[31m+} \\n b");
    gp_buf x = {0}, y = {0}, out = {0};
    for (int i = 0; i < 3000; i++) gp_buf_fmt(&x, "x%d ", i), gp_buf_fmt(&y, "y%d ", i);
    gp_words_diff(&out, gp_buf_view(&x), gp_buf_view(&y), 2);
    assert_true(out.n < 1000);
    assert_non_null(strstr(out.p, "…-] {+y0"));
    gp_buf_free(&x);
    gp_buf_free(&y);
    gp_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(missing_then_match),
        cmocka_unit_test(exact_names_the_first_word),
        cmocka_unit_test(tokens_and_logits),
        cmocka_unit_test(lenient_modes),
        cmocka_unit_test(last_numbers),
        cmocka_unit_test(known_failures_need_the_same_verdict),
        cmocka_unit_test(stale_names_each_digest),
        cmocka_unit_test(files_are_readable_and_round_trip),
        cmocka_unit_test(bad_files_are_located),
        cmocka_unit_test(pending_collects_repeats_in_order),
        cmocka_unit_test(bless_refuses),
        cmocka_unit_test(failures_are_accepted_on_request_only),
        cmocka_unit_test(unused_goldens_are_listed),
        cmocka_unit_test(long_names_stay_below_the_limit_of_file_systems),
        cmocka_unit_test(word_diffs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

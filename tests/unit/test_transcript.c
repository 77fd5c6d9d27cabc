/* test_transcript.c - transcripts and the journal. */
#include <fcntl.h>
#include <math.h>

#include "base/sha256.h"
#include "base/sys.h"
#include "t.h"
#include "transcript/transcript.h"

static const int32_t ids[] = {1, 2, 300};

static gp_transcript sample(const gp_reply *replies, size_t n)
{
    return (gp_transcript){.id = GP_STR("s/c/t/1"),
                           .suite = GP_STR("s"),
                           .case_id = GP_STR("c"),
                           .target = GP_STR("t"),
                           .repeat = 1,
                           .case_digest = GP_STR("abcd"),
                           .seed = 7,
                           .request_digest = GP_STR("ef"),
                           .replies = replies,
                           .n_replies = n,
                           .logits_sha256 = GP_STR("99"),
                           .margins = GP_STR("[0.5,1]"),
                           .started_epoch = 5,
                           .duration_s = 0.25,
                           .attempts = 1};
}

static void a_transcript_survives_writing_and_reading(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_buf line = {0}, again = {0};
    gp_reply r = {.answer = GP_STR("17\n\"x\""),
                  .reasoning = GP_STR("hm"),
                  .tool_calls = GP_STR("[{\"name\":\"f\"}]"),
                  .finish = GP_STR("stop"),
                  .prompt_tokens = ids,
                  .n_prompt_tokens = 3,
                  .tokens = ids,
                  .n_tokens = 2,
                  .connect_s = 0.01,
                  .tls_s = (double)NAN,
                  .first_byte_s = 0.1,
                  .first_token_s = 0.125,
                  .first_reasoning_s = 0.125,
                  .first_answer_s = 0.1500004,
                  .last_token_s = 0.5,
                  .total_s = (double)NAN,
                  .gap_p50_s = 0,
                  .gap_p95_s = 0.25,
                  .gap_max_s = 0.3,
                  .input_tokens = 3,
                  .output_tokens = 2,
                  .cached_tokens = -1,
                  .reasoning_tokens = -1,
                  .server = GP_STR("{\"load_s\":0.5}")};
    gp_transcript t = sample(&r, 1), back;
    t.ignored = GP_STR("top_k, min_p");
    gp_transcript_write(&t, &line);
    assert_null(strchr(line.p, '\n'));
    T_OK(gp_transcript_read(&a, "j", gp_buf_view(&line), 0, &back, &err), err);
    assert_true(gp_str_eq(back.replies[0].answer, r.answer));
    assert_int_equal(back.replies[0].n_prompt_tokens, 3);
    assert_int_equal(back.replies[0].tokens[1], 2);
    assert_true(isnan(back.replies[0].total_s) && isnan(back.replies[0].tls_s));
    assert_true(back.replies[0].connect_s == 0.01 && back.replies[0].gap_p50_s == 0 &&
                back.replies[0].gap_max_s == 0.3);
    assert_true(back.replies[0].first_answer_s == 0.15); /* in whole microseconds */
    assert_int_equal(back.replies[0].cached_tokens, -1);
    assert_true(gp_str_eqc(back.ignored, "top_k, min_p") && gp_str_eqc(back.replies[0].server, "{\"load_s\":0.5}"));
    gp_transcript_write(&back, &again);
    assert_string_equal(line.p, again.p);
    gp_buf_free(&line);
    gp_buf_free(&again);
    gp_arena_free(&a);
}

static void rounds_survive_writing_and_reading(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_buf line = {0}, again = {0};
    gp_reply r = {.answer = GP_STR("6"),
                  .finish = GP_STR("stop"),
                  .first_token_s = 0.125,
                  .total_s = 0.25,
                  .input_tokens = -1,
                  .output_tokens = 1,
                  .cached_tokens = -1,
                  .reasoning_tokens = -1};
    gp_transcript broke = sample(NULL, 0), draft = sample(&r, 1), t = sample(&r, 1), back;
    broke.failure = GP_FAIL_DNS;
    draft.rounds = &(gp_round){GP_STR("inner"), GP_STR("member"), GP_STR("cloud"), 1, 1, &broke};
    draft.n_rounds = 1;
    t.rounds = t.before = &(gp_round){GP_STR("pair"), GP_STR("draft"), GP_STR("inner"), 2, 3, &draft};
    t.n_rounds = t.n_before = 1;
    t.decisions = (gp_decision[]){{GP_STR("r"), GP_STR("pair"), GP_STR("rule 1: {}"), GP_STR("tag is \"x\"")},
                                  {GP_STR("s"), GP_STR("t"), GP_STR("default"), GP_STR("no rule matches")}};
    t.n_decisions = 2;
    t.served_by = GP_STR("pair/inner");
    t.begun_s = 1.5;
    gp_transcript_write(&t, &line);
    T_OK(gp_transcript_read(&a, "j", gp_buf_view(&line), 0, &back, &err), err);
    assert_true(gp_str_eqc(back.served_by, "pair/inner") && gp_str_eqc(back.decisions[0].why, "tag is \"x\"") &&
                gp_str_eqc(back.decisions[1].to, "t"));
    assert_true(back.begun_s == 1.5);
    assert_int_equal(back.rounds[0].round, 3);
    assert_int_equal(back.rounds[0].t->rounds[0].t->failure, GP_FAIL_DNS);
    assert_true(gp_str_eqc(back.before[0].t->replies[0].answer, "6"));
    gp_transcript_write(&back, &again);
    assert_string_equal(line.p, again.p);
    gp_buf_clear(&line);
    gp_buf_c(&line, "{\"id\": \"x\", \"rounds\": 5}");
    T_FAILS(gp_transcript_read(&a, "j", gp_buf_view(&line), 0, &back, &err), GP_E_INPUT, err, "j:1:");
    gp_buf_free(&line);
    gp_buf_free(&again);
    gp_arena_free(&a);
}

static void unknown_values_are_null_never_zero(void **state)
{
    (void)state;
    gp_buf line = {0};
    gp_transcript t = sample(NULL, 0);
    t.failure = GP_FAIL_STALLED;
    t.started_epoch = -1;
    t.duration_s = (double)NAN;
    t.logits_sha256 = t.margins = (gp_str){0};
    gp_transcript_write(&t, &line);
    assert_non_null(strstr(line.p, "\"failure\":\"stalled\""));
    assert_non_null(strstr(line.p, "\"duration_s\":null"));
    assert_non_null(strstr(line.p, "\"logits_sha256\":null"));
    gp_buf_free(&line);
}

/* A line as builds before the finer times wrote it: what they did not measure is unknown, and their total went up to
 * the last token. */
static void an_older_journal_is_read(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_transcript t;
    T_OK(
        gp_transcript_read(
            &a, "j",
            GP_STR(
                "{\"id\":\"s/c/t/1\",\"suite\":\"s\",\"case\":\"c\",\"target\":\"t\",\"repeat\":1,\"case_digest\":\"ab\",\"seed\":7,\"request_digest\":\"ef\",\"replies\":["
                "{\"answer\":\"17\",\"reasoning\":null,\"tool_calls\":null,\"finish\":\"stop\",\"prompt_tokens\":null,\"tokens\":null,\"measured\":{\"first_token_s\":0.123456789,"
                "\"total_s\":2.5,\"input_tokens\":3,\"output_tokens\":2,\"cached_tokens\":null,\"reasoning_tokens\":null}}],\"failure\":null,\"skipped\":false,\"logits_sha256\":null,"
                "\"margins\":null,\"measured\":{\"error\":null,\"returned_model\":null,\"system_fingerprint\":null,\"upstream\":null,\"seed_use\":null,\"started\":5,\"duration_s\":3,"
                "\"attempts\":1}}"),
            0, &t, &err),
        err);
    const gp_reply *r = &t.replies[0];
    assert_true(r->first_token_s == 0.123456789 && r->total_s == 2.5 && r->last_token_s == 2.5);
    assert_true(isnan(r->connect_s) && isnan(r->tls_s) && isnan(r->first_byte_s) && isnan(r->first_reasoning_s) &&
                isnan(r->first_answer_s));
    assert_true(isnan(r->gap_p50_s) && isnan(r->gap_p95_s) && isnan(r->gap_max_s));
    gp_arena_free(&a);
}

/* Each line names what it is; another version is refused by its name, whatever else has changed. */
static void a_line_names_its_schema(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_buf line = {0};
    gp_transcript t = sample(NULL, 0), back;
    gp_transcript_write(&t, &line);
    assert_true(gp_str_starts(gp_buf_view(&line), GP_STR("{\"schema\":\"goldpin.transcript/1\",\"id\":")));
    T_FAILS(gp_transcript_read(&a, "j", GP_STR("{\"schema\":\"goldpin.transcript/2\",\"trial\":1}"), 0, &back, &err),
            GP_E_INPUT, err, "the schema is \"goldpin.transcript/2\", but this goldpin reads \"goldpin.transcript/1\"");
    gp_buf_free(&line);
    gp_arena_free(&a);
}

/* What nobody filled in is unknown. */
static void the_unknown_transcript_holds_no_zeros(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_buf line = {0};
    gp_reply r = gp_reply_unknown();
    gp_transcript t = gp_transcript_unknown(), back;
    t.replies = &r;
    t.n_replies = 1;
    t.repeat = t.seed = t.attempts = 1;
    gp_transcript_write(&t, &line);
    assert_null(strstr(line.p, "_s\":0"));
    assert_null(strstr(line.p, "_tokens\":0"));
    assert_null(strstr(line.p, "spent_usd"));
    T_OK(gp_transcript_read(&a, "j", gp_buf_view(&line), 0, &back, &err), err);
    assert_true(isnan(back.replies[0].last_token_s) && isnan(back.spent_usd) && back.window == -1 &&
                back.started_epoch == -1);
    gp_buf_free(&line);
    gp_arena_free(&a);
}

static void a_damaged_line_is_a_located_error(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_transcript t;
    T_FAILS(gp_transcript_read(&a, "j.jsonl", GP_STR("{\"id\": \"x\"}"), 0, &t, &err), GP_E_INPUT, err,
            "j.jsonl:1:1: a transcript lacks \"suite\"");
    T_FAILS(gp_transcript_read(&a, "j.jsonl", GP_STR("[1]"), 0, &t, &err), GP_E_INPUT, err, "must be an object");
    T_FAILS(gp_transcript_read(&a, "j.jsonl", GP_STR("{\"id\": "), 0, &t, &err), GP_E_INPUT, err, "the document ends");
    const gp_str journal = GP_STR("{}\n\n [2]");
    T_FAILS(gp_transcript_read(&a, "j.jsonl", (gp_str){journal.p + 4, 4}, 4, &t, &err), GP_E_INPUT, err,
            "j.jsonl:3:2: ");
    gp_arena_free(&a);
}

static void every_failure_kind_has_its_name(void **state)
{
    (void)state;
    for (int i = 1; i < GP_FAIL_KINDS; i++)
        assert_int_equal(gp_failure_by_name(gp_str_c(gp_failure_name((gp_failure)i))), i);
    assert_int_equal(gp_failure_by_name(GP_STR("sulked")), -1);
    assert_null(gp_failure_name(GP_FAIL_NONE));
}

static gp_code count_lines(void *user, uint64_t offset, gp_str line, gp_err *err)
{
    (void)offset;
    (void)err;
    assert_true(line.n == 3);
    (*(int *)user)++;
    return GP_OK;
}

static void the_journal_keeps_whole_lines_only(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    const char *path = gp_path_join(&a, t_tmpdir(), "j.jsonl");
    gp_journal *j = NULL, *second = NULL;
    uint64_t at = 9;
    int n = 0;
    T_OK(gp_journal_open(path, NULL, &j, &err), err);
    T_OK(gp_journal_append(j, GP_STR("abc"), &at, &err), err);
    assert_int_equal(at, 0);
    T_OK(gp_journal_append(j, GP_STR("def"), &at, &err), err);
    assert_int_equal(at, 4);
    T_FAILS(gp_journal_open(path, NULL, &second, &err), GP_E_INPUT, err, "being written by another run");
    T_OK(gp_journal_close(j, &err), err);
    int fd = open(path, O_WRONLY | O_APPEND);
    assert_int_equal(write(fd, "gh", 2), 2); /* what power loss leaves behind */
    (void)close(fd);
    T_OK(gp_journal_scan(path, count_lines, &n, &err), err);
    assert_int_equal(n, 2);
    T_OK(gp_journal_open(path, NULL, &j, &err), err);
    T_OK(gp_journal_append(j, GP_STR("ghi"), &at, &err), err);
    assert_int_equal(at, 8);
    T_OK(gp_journal_close(j, &err), err);
    gp_str text;
    T_OK(gp_read_file(&a, path, 0, &text, &err), err);
    assert_string_equal(text.p, "abc\ndef\nghi\n");
    gp_arena_free(&a);
}

/* Each line holds the digest of the one before as it stands in the file, also after the journal was opened again. */
static void lines_are_chained(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    const char *path = gp_path_join(&a, t_tmpdir(), "c.jsonl");
    char origin[65], first[65], second[65];
    gp_journal *j = NULL;
    gp_str text;
    memset(origin, 'a', 64);
    origin[64] = 0;
    T_OK(gp_journal_open(path, origin, &j, &err), err);
    T_OK(gp_journal_append(j, GP_STR("{\"n\":1}"), NULL, &err), err);
    T_OK(gp_journal_append(j, GP_STR("{\"n\":2}"), NULL, &err), err);
    T_OK(gp_journal_close(j, &err), err);
    T_OK(gp_journal_open(path, origin, &j, &err), err);
    T_OK(gp_journal_append(j, GP_STR("{\"n\":3}"), NULL, &err), err);
    T_OK(gp_journal_close(j, &err), err);
    gp_str one = gp_str_fmt(&a, "{\"n\":1,\"chain\":\"%s\"}", origin);
    gp_sha256_hex_of(one, first);
    gp_str two = gp_str_fmt(&a, "{\"n\":2,\"chain\":\"%s\"}", first);
    gp_sha256_hex_of(two, second);
    gp_str want = gp_str_fmt(&a, "%s\n%s\n{\"n\":3,\"chain\":\"%s\"}\n", one.p, two.p, second);
    T_OK(gp_read_file(&a, path, 0, &text, &err), err);
    assert_string_equal(text.p, want.p);
    gp_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_transcript_survives_writing_and_reading),
        cmocka_unit_test(rounds_survive_writing_and_reading),
        cmocka_unit_test(unknown_values_are_null_never_zero),
        cmocka_unit_test(an_older_journal_is_read),
        cmocka_unit_test(a_line_names_its_schema),
        cmocka_unit_test(the_unknown_transcript_holds_no_zeros),
        cmocka_unit_test(a_damaged_line_is_a_located_error),
        cmocka_unit_test(every_failure_kind_has_its_name),
        cmocka_unit_test(the_journal_keeps_whole_lines_only),
        cmocka_unit_test(lines_are_chained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

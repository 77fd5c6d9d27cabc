/* What is endless repetition and what only repeats: the rule at its very edges, honest texts that come near it, and the
 * same verdict however a text arrives. */
#include "t.h"
#include "provider/codec.h"
#include "reply/endless.h"

typedef struct find {
    size_t period, at;
} find;

static find look(const gp_buf *b)
{
    size_t looked = 0, p = gp_endless_look(gp_buf_view(b), &looked);
    return (find){p, looked};
}

static uint32_t next(uint32_t *x) { return *x = *x * 1664525 + 1013904223; }

/* `n` letters without order. */
static void noise(gp_buf *b, size_t n)
{
    static uint32_t x = 7;
    for (size_t i = 0; i < n; i++) gp_buf_byte(b, (char)('A' + (next(&x) >> 24) % 32));
}

/* `n` bytes with the period `p`, and no smaller one. */
static void loop(gp_buf *b, size_t p, size_t n)
{
    size_t from = b->n;
    for (size_t i = 0; i < n; i++) {
        if (i < p) gp_buf_byte(b, i + 1 == p ? '!' : (char)('a' + i * i % 23));
        else gp_buf_byte(b, b->p[from + i - p]);
    }
}

/* Each period is found when it fills what it needs and not a byte sooner. */
static void every_period_at_its_edge(void **state)
{
    (void)state;
    for (size_t p = 1; p <= GP_ENDLESS_PERIOD; p++) {
        gp_buf b = {0};
        size_t needs = gp_endless_needs(p), lead = GP_ENDLESS_EVERY - needs % GP_ENDLESS_EVERY;
        assert_true(needs >= 4096 && needs >= 64 * p);
        noise(&b, lead);
        loop(&b, p, needs);
        b.p[lead - 1] = '#'; /* so that it does not happen to begin sooner */
        find f = look(&b);
        if (f.period != p || f.at != b.n) fail_msg("period %zu: found %zu at %zu of %zu", p, f.period, f.at, b.n);
        b.p[lead] = '#'; /* one byte less */
        assert_int_equal(look(&b).period, 0);
        gp_buf_free(&b);
    }
    gp_buf b = {0};
    loop(&b, GP_ENDLESS_PERIOD + 1, 100000);
    assert_int_equal(look(&b).period, 0);
    gp_buf_free(&b);
}

static void passes(const char *what, gp_buf *b)
{
    find f = look(b);
    if (f.period) fail_msg("%s (%zu bytes) is called a loop of %zu bytes at %zu", what, b->n, f.period, f.at);
    gp_buf_free(b);
}

static void times(gp_buf *b, const char *text, int n)
{
    for (int i = 0; i < n; i++) gp_buf_c(b, text);
}

static void honest_texts_pass(void **state)
{
    (void)state;
    gp_buf b = {0};
    passes("nothing", &b);
    times(&b, "-", 4000);
    passes("a rule of 4000 dashes", &b);
    gp_buf_c(&b, "[");
    times(&b, "0, ", 1200);
    gp_buf_c(&b, "0]\n");
    passes("an array of 1200 zeros", &b);
    for (int i = 0; i < 50; i++) {
        times(&b, "0 ", 50);
        gp_buf_c(&b, "\n");
    }
    passes("a matrix of 50 by 50 zeros", &b);
    gp_buf_c(&b, "| item | done | remark |\n| :--- | :--- | :----- |\n");
    times(&b, "| yes  | no   | none   |\n", 60);
    passes("60 equal rows of a table", &b);
    for (int i = 0; i < 3000; i++) gp_buf_fmt(&b, "| %d | yes | no | n/a |\n", i);
    passes("3000 rows of a table that differ in their number", &b);
    for (int i = 0; i < 2000; i++) gp_buf_fmt(&b, "%d. Check the cable.\n", i + 1);
    passes("a list of 2000 items with the same words", &b);
    times(&b, "+----------------------------------------------------------+\n", 1);
    times(&b, "|                                                          |\n", 60);
    times(&b, "+----------------------------------------------------------+\n", 1);
    passes("an empty box of 60 lines", &b);
    for (int i = 0; i < 64; i++) {
        for (int k = 0; k < 64; k++) gp_buf_c(&b, (i ^ k) & 8 ? "##" : "..");
        gp_buf_c(&b, "\n");
    }
    passes("a chess board of 64 by 64", &b);
    for (int i = 0; i < 120; i++) gp_buf_fmt(&b, "    total += table[%d][%d];\n", i / 10, i % 10);
    passes("unrolled code", &b);
    times(&b, "All work and no play makes Jack a dull boy.\n", 60);
    passes("a sentence written 60 times", &b);
    times(&b, "\xe5\x93\x88", 1300);
    passes("1300 times the same character of three bytes", &b);
    for (int i = 0; i < 4000; i++) gp_buf_fmt(&b, "%x", (unsigned)(i * i) & 15);
    passes("digits", &b);
}

static void loops_are_found(void **state)
{
    (void)state;
    static const char *const units[] = {"a",
                                        "\n",
                                        "\t \n",
                                        "na ",
                                        "\xf0\x9f\x99\x82",
                                        "\xe5\x93\x88\xe5\x93\x88",
                                        "I am sorry, but I cannot. ",
                                        "Wait, let me check that again.\n\n",
                                        "| 0 | 0 | 0 |\n",
                                        "\"value\": null, "};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        gp_buf b = {0};
        gp_buf_c(&b, "The answer is as follows: ");
        while (b.n < 40000) gp_buf_c(&b, units[i]);
        find f = look(&b);
        size_t unit = strlen(units[i]);
        if (!f.period || unit % f.period) fail_msg("\"%s\": period %zu", units[i], f.period);
        assert_true(f.at <= 26 + gp_endless_needs(f.period) + GP_ENDLESS_EVERY); /* soon: at the next look */
        gp_buf_c(&b, "\nSo it is 42.");
        assert_int_equal(look(&b).period, f.period); /* finding its way out does not help */
        gp_buf_free(&b);
    }
}

/* One byte that breaks the pattern starts the count anew, wherever it stands. */
static void a_break_counts(void **state)
{
    (void)state;
    gp_buf b = {0};
    loop(&b, 5, 5120);
    assert_int_equal(look(&b).period, 5);
    for (size_t at = 1024; at < 4096; at += 37) {
        char was = b.p[at];
        b.p[at] = '#';
        assert_int_equal(look(&b).period, 0);
        b.p[at] = was;
    }
    gp_buf_free(&b);
}

/* In pieces of any size the verdict is that of the whole, found at the same place. */
static void pieces_do_not_matter(void **state)
{
    (void)state;
    uint32_t x = 99;
    for (int round = 0; round < 200; round++) {
        gp_buf b = {0};
        noise(&b, next(&x) >> 20);
        loop(&b, 1 + (next(&x) >> 8) % 600, (next(&x) >> 8) % 50000);
        noise(&b, next(&x) >> 22);
        find whole = look(&b), pieces = {0};
        size_t most = 1 + (next(&x) >> 8) % 5000;
        for (size_t n = 0; n < b.n && !pieces.period;) {
            n += 1 + (next(&x) >> 8) % most;
            pieces.period = gp_endless_look((gp_str){b.p, n < b.n ? n : b.n}, &pieces.at);
        }
        assert_int_equal(pieces.period, whole.period);
        assert_int_equal(pieces.at, whole.at);
        gp_buf_free(&b);
    }
}

/* --- in a reply --- */

static void event(gp_buf *b, const char *field, const char *text)
{
    gp_buf_fmt(b, "data: {\"choices\":[{\"index\":0,\"delta\":{\"%s\":\"%s\"}}]}\n\n", field, text);
}

/* A reply of `n` pieces, fed `step` bytes at a time; how many bytes it took before nothing more was wanted. */
static size_t read_reply(gp_chat_reply *r, const char *field, const char *piece, int n, size_t step)
{
    gp_buf b = {0};
    size_t at = 0;
    for (int i = 0; i < n; i++) event(&b, field, piece);
    gp_buf_c(&b, "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
    gp_chat_begin(r, gp_codec_find(GP_STR("openai")), NULL, true, 200, GP_STR("text/event-stream"));
    for (bool more = true; more && at < b.n; at += step)
        more = gp_chat_feed(r, (gp_str){b.p + at, at + step < b.n ? step : b.n - at}, (double)at);
    bool early = at < b.n;
    gp_chat_end(r, early ? GP_FAIL_CANCELLED : GP_FAIL_NONE, "cancelled");
    gp_buf_free(&b);
    return early ? at : SIZE_MAX;
}

static void a_reply_that_loops_breaks(void **state)
{
    (void)state;
    static const char *const fields[] = {"content", "reasoning_content"};
    static const size_t steps[] = {1, 7, 1000, 100000};
    for (size_t f = 0; f < 2; f++)
        for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
            gp_chat_reply r = {0};
            assert_true(read_reply(&r, fields[f], "again and ", 2000, steps[s]) < SIZE_MAX);
            assert_int_equal(r.failure, GP_FAIL_LOOP);
            assert_string_equal(r.message,
                                f ? "the reasoning repeats itself without end: the same 10 bytes, 409 times in a row"
                                  : "the answer repeats itself without end: the same 10 bytes, 409 times in a row");
            const gp_buf *kept = f ? &r.reasoning : &r.answer;
            assert_true(kept->n >= 4096 && kept->n <= 4096 + GP_ENDLESS_EVERY + 10); /* what had arrived */
            gp_chat_reply_free(&r);
        }
    gp_chat_reply r = {0};
    assert_true(read_reply(&r, "content", "again and ", 400, 1000) == SIZE_MAX);
    assert_int_equal(r.failure, GP_FAIL_NONE);
    assert_int_equal(r.answer.n, 4000);
    gp_chat_reply_free(&r);
}

static void a_whole_reply_that_loops_breaks_too(void **state)
{
    (void)state;
    for (int reasoning = 0; reasoning < 2; reasoning++) {
        gp_chat_reply r = {0};
        gp_buf b = {0};
        gp_buf_fmt(&b, "{\"choices\":[{\"index\":0,\"finish_reason\":\"length\",\"message\":{\"content\":\"%s",
                   reasoning ? "42\",\"reasoning_content\":\"" : "");
        times(&b, "again and ", 1000);
        gp_buf_c(&b, "\"}}]}");
        gp_chat_begin(&r, gp_codec_find(GP_STR("openai")), NULL, false, 200, GP_STR("application/json"));
        assert_true(gp_chat_feed(&r, gp_buf_view(&b), 1));
        gp_chat_end(&r, GP_FAIL_NONE, NULL);
        assert_int_equal(r.failure, GP_FAIL_LOOP);
        assert_int_equal(reasoning ? r.reasoning.n : r.answer.n, 10000);
        gp_chat_reply_free(&r);
        gp_buf_free(&b);
    }
}

static void arguments_of_a_call_that_loop_break_too(void **state)
{
    (void)state;
    static const size_t steps[] = {1, 50, 1000000};
    gp_buf b = {0};
    gp_buf_c(
        &b,
        "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"1\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}}]}\n\n");
    for (int i = 0; i < 2000; i++)
        gp_buf_c(
            &b,
            "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"[[[[\"}}]}}]}\n\n");
    gp_buf_c(&b, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n");
    for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
        gp_chat_reply r = {0};
        bool more = true;
        gp_chat_begin(&r, gp_codec_find(GP_STR("openai")), NULL, true, 200, GP_STR("text/event-stream"));
        for (size_t at = 0; more && at < b.n; at += steps[s])
            more = gp_chat_feed(&r, (gp_str){b.p + at, at + steps[s] < b.n ? steps[s] : b.n - at}, 1);
        assert_false(more);
        gp_chat_end(&r, GP_FAIL_CANCELLED, "cancelled");
        assert_int_equal(r.failure, GP_FAIL_LOOP);
        assert_string_equal(
            r.message, "the call's argument text repeats itself without end: the same 1 byte, 4096 times in a row");
        gp_chat_reply_free(&r);
    }
    gp_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_period_at_its_edge),
        cmocka_unit_test(honest_texts_pass),
        cmocka_unit_test(loops_are_found),
        cmocka_unit_test(a_break_counts),
        cmocka_unit_test(pieces_do_not_matter),
        cmocka_unit_test(a_reply_that_loops_breaks),
        cmocka_unit_test(a_whole_reply_that_loops_breaks_too),
        cmocka_unit_test(arguments_of_a_call_that_loop_break_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Recordings of raw exchanges: what is written can be read, keys stay out, requests are found again or what differs is
 * said. */
#include <math.h>

#include "base/sys.h"
#include "t.h"
#include "record/recording.h"

#define KEY "sk-secret/0123456789"

static const char *scratch; /* of this program */

static const char *in_scratch(gp_arena *a, const char *name) { return gp_path_join(a, scratch, name); }

static const gp_recording_target targets[] = {
    {GP_STR("openai-m"), GP_STR("openai:m@http://127.0.0.1:1/v1"), true,
     GP_STR("{\"provider\":\"openai\",\"model\":\"m\"}")},
    {GP_STR("pocket"), {0}, true, {0}},
};
static const gp_manifest_suite suites[] = {{.name = GP_STR("mini"), .seed = 7}};

static gp_recording_head head_of(int64_t seed)
{
    static gp_manifest_suite s;
    s = suites[0];
    s.seed = seed;
    return (gp_recording_head){.goldpin = GP_STR("0.1.0"),
                               .targets = targets,
                               .n_targets = 2,
                               .run = {.goldpin_version = GP_STR("0.1.0"),
                                       .seed = seed,
                                       .repeat = 1,
                                       .jobs = 4,
                                       .limit = -1,
                                       .suites = &s,
                                       .n_suites = 1}};
}

/* An exchange with a reply in one piece. The body of the request is given. */
static gp_exchange exchange(const char *trial, const char *request, const gp_exchange_piece *pieces, size_t n)
{
    return (gp_exchange){.key = {gp_str_c(trial), GP_STR("openai"), GP_STR("m"), 1, 0, 1},
                         .occurrence = 1,
                         .request = gp_str_c(request),
                         .status = 200,
                         .content_type = GP_STR("application/json"),
                         .retry_after_s = (double)NAN,
                         .should_retry = -1,
                         .pieces = pieces,
                         .n_pieces = n,
                         .outcome = GP_HTTP_DONE,
                         .resolved_us = -1,
                         .connected_us = 120,
                         .tls_us = -1,
                         .sent_us = 130,
                         .first_byte_us = 900,
                         .done_us = 5000,
                         .sends = 1};
}

static gp_recorder *begin(const char *dir)
{
    gp_err err = {0};
    gp_recorder *r = NULL;
    gp_recording_head head = head_of(7);
    T_OK(gp_recorder_open(dir, false, &r, &err), err);
    T_OK(gp_recorder_begin(r, &head, GP_STR("<topology/>\n"), &err), err);
    return r;
}

static void add(gp_recorder *r, gp_exchange x)
{
    gp_err err = {0};
    T_OK(gp_recorder_add(r, &x, NULL, &err), err);
}

static gp_recording *finish(gp_recorder *w, const char *dir)
{
    gp_err err = {0};
    gp_recording *r = NULL;
    T_OK(gp_recorder_close(w, &err), err);
    T_OK(gp_recording_open(dir, &r, &err), err);
    return r;
}

static gp_code find(gp_recording *r, gp_arena *a, gp_call_key key, const char *body, gp_exchange *out, gp_err *err)
{
    gp_buf canonical = {0};
    char sha[65];
    gp_err own = {0};
    T_OK(gp_exchange_request(NULL, gp_str_c(body), &canonical, sha, &own), own);
    gp_code code = gp_recording_find(r, a, &key, 1, gp_buf_view(&canonical), sha, out, err);
    gp_buf_free(&canonical);
    return code;
}

static gp_call_key key_of(const char *trial, int64_t repeat, size_t turn, int64_t attempt)
{
    return (gp_call_key){gp_str_c(trial), GP_STR("openai"), GP_STR("m"), repeat, turn, attempt};
}

static gp_str joined(gp_arena *a, const gp_exchange *x)
{
    gp_buf b = {0};
    for (size_t i = 0; i < x->n_pieces; i++) gp_buf_str(&b, x->pieces[i].bytes);
    gp_str s = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

/* --- one line --- */

static void every_byte_comes_back_as_it_arrived(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    char all[256], controls[64];
    for (size_t i = 0; i < sizeof all; i++) all[i] = (char)i;
    memset(controls, 1, sizeof controls);
    const gp_exchange_piece pieces[] = {{10, {"a \"quoted\" line\n\0end", 20}},
                                        {10, {"\xE2\x82", 2}},
                                        {11, {"\xAC", 1}},
                                        {12, {all, sizeof all}},
                                        {13, {controls, sizeof controls}},
                                        {14, {"", 0}},
                                        {15, {"\xE2\x82\xAC", 3}},
                                        {4999, {"z", 1}},
                                        {5000, {"zz", 2}}};
    gp_recorder *w = begin(in_scratch(&a, "bytes"));
    gp_exchange x = exchange("mini/a/openai-m/1", "{\"b\": 1.50, \"a\": [true, null]}", pieces,
                             sizeof pieces / sizeof *pieces),
                back;
    x.retry_after_s = 1.25;
    x.should_retry = 0;
    x.text = GP_STR("closed");
    x.outcome = GP_HTTP_CUT_OFF;
    x.reused = true;
    x.sends = 2;
    add(w, x);
    gp_recording *r = finish(w, in_scratch(&a, "bytes"));
    T_OK(find(r, &a, key_of("mini/a/openai-m/1", 1, 0, 1), "{\"a\":[true,null],\"b\":1.5}", &back, &err), err);
    assert_true(gp_str_eqc(back.request, "{\"a\":[true,null],\"b\":1.5}"));
    assert_int_equal(back.n_pieces, x.n_pieces);
    for (size_t i = 0; i < x.n_pieces; i++) {
        assert_int_equal(back.pieces[i].at_us, pieces[i].at_us);
        assert_true(gp_str_eq(back.pieces[i].bytes, pieces[i].bytes));
    }
    assert_true(back.status == 200 && back.should_retry == 0 && back.sends == 2 && back.reused &&
                back.outcome == GP_HTTP_CUT_OFF);
    assert_true(back.retry_after_s == 1.25 && back.resolved_us == -1 && back.tls_us == -1 && back.connected_us == 120 &&
                back.done_us == 5000);
    assert_true(gp_str_eqc(back.text, "closed") && gp_str_eqc(back.content_type, "application/json"));
    gp_recording_close(r);
    gp_arena_free(&a);
}

static void an_exchange_without_a_response_keeps_how_it_ended(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_recorder *w = begin(in_scratch(&a, "refused"));
    gp_exchange x = exchange("mini/a/openai-m/1", "{}", NULL, 0), back;
    x.status = -1;
    x.content_type = (gp_str){0};
    x.outcome = GP_HTTP_REFUSED;
    x.text = GP_STR("cannot connect");
    add(w, x);
    gp_recording *r = finish(w, in_scratch(&a, "refused"));
    T_OK(find(r, &a, x.key, "{}", &back, &err), err);
    assert_true(back.status == -1 && back.should_retry == -1 && isnan(back.retry_after_s) &&
                back.outcome == GP_HTTP_REFUSED && back.n_pieces == 0);
    gp_recording_close(r);
    gp_arena_free(&a);
}

static void times_are_whole_microseconds_both_ways(void **state)
{
    (void)state;
    for (int64_t us = 0; us < 1000000000; us += us / 7 + 1) {
        assert_int_equal(gp_us_of(gp_seconds_of(us)), us);
        assert_int_equal(gp_us_of((double)us / 1e6 + 3e-7), us);
    }
    assert_true(gp_us_of((double)NAN) == -1 && isnan(gp_seconds_of(-1)));
}

static void a_damaged_line_is_located(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *message;
    } damage[] = {
        {"\"repeat\":1", "\"repeat\":0", "repeat is 0, but must be from 1 to"},
        {"\"sends\":1", "\"sends\":1,\"more\":2", "unknown key \"more\""},
        {"\"sends\":1", "\"sents\":1", "did you mean \"sends\""},
        {"{\"a\":1}", "{\"a\":2}", "digest"},
        {"{\"a\":1}", "null", "the request is missing"},
        {"[10,\"x\"]", "[10,{\"base64\":\"=AAA\"}]", "not base64"},
        {"[10,\"x\"]", "[10,{\"base64\":\"AAA\"}]", "not base64"},
        {"[10,\"x\"]", "[10,{\"hex\":\"AAA\"}]", "unknown key"},
        {"[10,\"x\"]", "[10]", "[MICROSECONDS, BYTES]"},
        {"[10,\"x\"]", "[30,\"x\"]", "a time"},
        {"[20,\"y\"]", "[6000,\"y\"]", "after the end"},
        {"\"outcome\":\"done\"", "\"outcome\":\"fine\"", "outcome is \"fine\", but must be one of done, "},
        {"\"done\":5000", "\"done\":null", "done must be an integer, not null"},
        {"\"status\":200", "\"status\":2000", "status is 2000, but must be from 100 to 999"},
        {"\"withheld\":null", "\"withheld\":\"why\"", "holds a request"},
    };
    gp_arena a = {0};
    const gp_exchange_piece pieces[] = {{10, GP_STR("x")}, {20, GP_STR("y")}};
    gp_exchange x = exchange("mini/a/openai-m/1", "{\"a\":1}", pieces, 2), back;
    gp_buf line = {0}, canonical = {0};
    gp_err err = {0};
    T_OK(gp_exchange_request(NULL, x.request, &canonical, x.sha256, &err), err);
    gp_exchange_write(&x, &line);
    T_OK(gp_exchange_read(&a, "rec", 3, gp_buf_view(&line), &back, &err), err);
    for (size_t i = 0; i < sizeof damage / sizeof *damage; i++) {
        gp_buf bad = {0};
        const char *at = strstr(line.p, damage[i].from);
        if (!at) fail_msg("no %s in %s", damage[i].from, line.p);
        gp_buf_put(&bad, line.p, (size_t)(at - line.p));
        gp_buf_c(&bad, damage[i].to);
        gp_buf_c(&bad, at + strlen(damage[i].from));
        T_FAILS(gp_exchange_read(&a, "rec", 3, gp_buf_view(&bad), &back, &err), GP_E_INPUT, err, damage[i].message);
        assert_non_null(strstr(err.msg, "rec:3:"));
        gp_buf_free(&bad);
    }
    for (size_t n = 0; n < line.n; n++)
        assert_int_equal(gp_exchange_read(&a, "rec", 1, (gp_str){line.p, n}, &back, &err), GP_E_INPUT);
    gp_buf_free(&line);
    gp_buf_free(&canonical);
    gp_arena_free(&a);
}

/* --- keys --- */

static gp_redact *secrets(void)
{
    gp_redact *r = gp_redact_new();
    assert_true(gp_redact_add(r, gp_str_c(KEY)));
    return r;
}

static gp_str file_text(gp_arena *a, const char *dir, const char *name)
{
    gp_err err = {0};
    gp_str s;
    T_OK(gp_read_file(a, gp_path_join(a, dir, name), 0, &s, &err), err);
    return s;
}

static void a_key_is_recorded_nowhere(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_redact *redact = secrets();
    const char *dir = in_scratch(&a, "keys");
    const gp_exchange_piece pieces[] = {{1, GP_STR("{\"error\":\"bad key " KEY ", I say\", \"j\":\"sk-sec")},
                                        {2, GP_STR("ret\\/0123")},
                                        {3, GP_STR("456789 end")},
                                        {4, GP_STR("\"}")}};
    gp_exchange x = exchange("mini/a/openai-m/1", "{\"" KEY "\":\"x " KEY "\",\"a\":1}", pieces, 4), back;
    x.content_type = GP_STR("text/" KEY);
    x.text = GP_STR("with " KEY);
    gp_recorder *w = begin(dir);
    T_OK(gp_recorder_add(w, &x, redact, &err), err);
    gp_recording *r = finish(w, dir);
    gp_str text = file_text(&a, dir, "exchanges.jsonl");
    assert_true(gp_str_find(text, GP_STR("sk-sec")) == SIZE_MAX && gp_str_find(text, GP_STR("456789")) == SIZE_MAX);
    T_OK(find(r, &a, x.key, "{\"a\":1,\"[redacted]\":\"x [redacted]\"}", &back, &err), err);
    assert_true(gp_str_eqc(joined(&a, &back), "{\"error\":\"bad key [redacted], I say\", \"j\":\"[redacted] end\"}"));
    assert_int_equal(back.n_pieces, 4);
    assert_true(gp_str_eqc(back.pieces[3].bytes, "\"}"));
    gp_recording_close(r);
    gp_redact_free(redact);
    gp_arena_free(&a);
}

static void a_key_spelled_over_events_is_withheld(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"sk-secret/\"}}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"0123456789\"}}]}\n\ndata: [DONE]\n\n",
        "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"\\u0073k-secret/0123456789\"},\"finish_reason\":\"stop\"}]}"};
    for (size_t i = 0; i < 2; i++) {
        gp_arena a = {0};
        gp_err err = {0};
        gp_redact *redact = secrets();
        const char *dir = in_scratch(&a, i ? "spelled-1" : "spelled-0");
        const gp_exchange_piece pieces[] = {{1, gp_str_c(bodies[i])}};
        gp_exchange x = exchange("mini/a/openai-m/1", "{\"a\":1}", pieces, 1), back;
        x.content_type = i ? GP_STR("application/json") : GP_STR("text/event-stream");
        gp_recorder *w = begin(dir);
        T_OK(gp_recorder_add(w, &x, redact, &err), err);
        gp_recording *r = finish(w, dir);
        assert_true(gp_str_find(file_text(&a, dir, "exchanges.jsonl"), GP_STR("0123456789")) == SIZE_MAX);
        T_FAILS(find(r, &a, x.key, "{\"a\":1}", &back, &err), GP_E_INPUT, err, "spells a secret");
        gp_recording_close(r);
        gp_redact_free(redact);
        gp_arena_free(&a);
    }
}

static void a_request_without_canonical_form_is_an_error(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_recorder *w = begin(in_scratch(&a, "large-number"));
    gp_exchange x = exchange("mini/a/openai-m/1", "{\"a\":9223372036854775807}", NULL, 0);
    T_FAILS(gp_recorder_add(w, &x, NULL, &err), GP_E_INPUT, err, "9223372036854775807");
    assert_non_null(strstr(err.msg, "mini/a/openai-m/1"));
    assert_int_equal(gp_recorder_count(w), 0);
    T_OK(gp_recorder_close(w, &err), err);
    gp_arena_free(&a);
}

static void a_request_too_deep_for_a_line_is_withheld(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_buf deep = {0};
    gp_exchange back;
    for (int i = 0; i < 64; i++) gp_buf_c(&deep, i ? "[" : "{\"a\":");
    for (int i = 0; i < 63; i++) gp_buf_c(&deep, "]");
    gp_buf_c(&deep, "}");
    gp_recorder *w = begin(in_scratch(&a, "deep"));
    add(w, exchange("mini/a/openai-m/1", deep.p, NULL, 0));
    gp_recording *r = finish(w, in_scratch(&a, "deep"));
    T_FAILS(find(r, &a, key_of("mini/a/openai-m/1", 1, 0, 1), deep.p, &back, &err), GP_E_INPUT, err, "nested deeper");
    gp_recording_close(r);
    gp_buf_free(&deep);
    gp_arena_free(&a);
}

/* --- finding --- */

static const gp_exchange_piece one[] = {{1, GP_STR("one")}}, two[] = {{1, GP_STR("two")}},
                               three[] = {{1, GP_STR("three")}};

static void the_same_trial_and_attempt_come_first(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_exchange x = exchange("mini/b/openai-m/1", "{\"a\":1}", two, 1), back;
    gp_recorder *w = begin(in_scratch(&a, "find"));
    add(w, x);
    add(w, exchange("mini/a/openai-m/1", "{\"a\":1}", one, 1));
    x.key.attempt = 2;
    x.pieces = three;
    add(w, x);
    gp_recording *r = finish(w, in_scratch(&a, "find"));
    assert_int_equal(gp_recording_count(r), 3);
    T_OK(find(r, &a, key_of("mini/b/openai-m/1", 1, 0, 1), "{\"a\":1}", &back, &err), err);
    assert_true(gp_str_eqc(joined(&a, &back), "two"));
    T_OK(find(r, &a, key_of("mini/b/openai-m/1", 1, 0, 2), "{\"a\":1}", &back, &err), err);
    assert_true(gp_str_eqc(joined(&a, &back), "three"));
    T_OK(find(r, &a, key_of("mini/renamed/openai-m/1", 1, 0, 1), "{\"a\":1}", &back, &err), err);
    assert_true(gp_str_eqc(joined(&a, &back), "one"));
    T_OK(find(r, &a, key_of("mini/a/openai-m/1", 1, 1, 1), "{\"a\":1}", &back, &err), err);
    assert_true(gp_str_eqc(joined(&a, &back), "one"));
    gp_recording_close(r);
    gp_arena_free(&a);
}

/* A composite may ask the same thing twice in one trial and get two answers. */
static void a_request_made_twice_keeps_both_answers(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_exchange x = exchange("mini/a/openai-m/1", "{\"a\":1}", one, 1), back;
    gp_recorder *w = begin(in_scratch(&a, "twice"));
    add(w, x);
    x.pieces = two;
    add(w, x);
    gp_recording *r = finish(w, in_scratch(&a, "twice"));
    gp_occurrences seen = {0};
    gp_buf canonical = {0};
    char sha[65];
    T_OK(gp_exchange_request(NULL, x.request, &canonical, sha, &err), err);
    for (size_t i = 1; i <= 2; i++) {
        size_t occurrence = gp_occurrence_next(&seen, &x.key, sha);
        assert_int_equal(occurrence, i);
        T_OK(gp_recording_find(r, &a, &x.key, occurrence, gp_buf_view(&canonical), sha, &back, &err), err);
        assert_true(gp_str_eqc(joined(&a, &back), i == 1 ? "one" : "two"));
    }
    gp_call_key other = x.key;
    for (int64_t i = 2; i < 2000; i++) { /* the table grows */
        other.attempt = i;
        assert_int_equal(gp_occurrence_next(&seen, &other, sha), 1);
    }
    assert_int_equal(gp_occurrence_next(&seen, &x.key, sha), 3);
    gp_occurrences_free(&seen);
    gp_buf_free(&canonical);
    gp_recording_close(r);
    gp_arena_free(&a);
}

static void what_was_not_sent_is_known(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_exchange back;
    bool unsent = true;
    gp_recorder *w = begin(in_scratch(&a, "unsent"));
    gp_call_key key = key_of("mini/a/openai-m/1", 1, 0, 1), other = key_of("mini/b/openai-m/1", 1, 0, 1);
    gp_redact *redact = secrets();
    T_OK(gp_recorder_unsent(w, &key, GP_FAIL_AUTH, GP_STR("not sent: " KEY), redact, &err), err);
    gp_recording *r = finish(w, in_scratch(&a, "unsent"));
    T_OK(gp_recording_unsent(r, &a, &other, 0, 0, &unsent, &back, &err), err);
    assert_false(unsent);
    T_OK(gp_recording_unsent(r, &a, &key, 0, 0, &unsent, &back, &err), err);
    assert_true(unsent && back.unsent == GP_FAIL_AUTH && gp_str_eqc(back.text, "not sent: [redacted]"));
    gp_recording_close(r);
    gp_redact_free(redact);
    gp_arena_free(&a);
}

static void a_miss_shows_the_nearest_and_what_differs(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_exchange back,
        other = exchange("mini/z/ollama-m/1", "{\"messages\":[{\"content\":\"What is 2 + 4?\"}],\"seed\":1}", one, 1);
    other.key.provider = GP_STR("ollama");
    gp_recorder *w = begin(in_scratch(&a, "miss"));
    add(w, other);
    add(w, exchange("mini/a/openai-m/1", "{\"messages\":[{\"content\":\"What is 2 + 3?\"}],\"seed\":1}", one, 1));
    add(w, exchange("mini/b/openai-m/1", "{\"messages\":[{\"content\":\"Something else altogether\"}],\"seed\":1}", one,
                    1));
    gp_recording *r = finish(w, in_scratch(&a, "miss"));
    const char *asked = "{\"messages\":[{\"content\":\"What is 2 + 4?\"}],\"seed\":1}",
               *two_places = "{\"messages\":[{\"content\":\"What is 2 + 4?\"}],\"seed\":2,\"stop\":[]}";
    T_FAILS(
        find(r, &a, key_of("mini/q/openai-m/1", 1, 0, 1), asked, &back, &err), GP_E_INPUT, err,
        "the nearest recorded is of trial mini/a/openai-m/1 and differs at /messages/0/content: recorded \"What is 2 + 3?\", now \"What is 2 + 4?\"");
    assert_non_null(strstr(err.msg, "request of trial mini/q/openai-m/1"));
    T_FAILS(find(r, &a, key_of("mini/q/openai-m/1", 1, 0, 1), two_places, &back, &err), GP_E_INPUT, err,
            "(and in 2 more places)");
    T_FAILS(find(r, &a, key_of("mini/a/openai-m/1", 2, 0, 1),
                 "{\"messages\":[{\"content\":\"What is 2 + 3?\"}],\"seed\":1}", &back, &err),
            GP_E_INPUT, err, "differs in the repeat: recorded 1, now 2");
    T_FAILS(find(r, &a, key_of("mini/a/openai-m/1", 1, 0, 2),
                 "{\"messages\":[{\"content\":\"What is 2 + 3?\"}],\"seed\":1}", &back, &err),
            GP_E_INPUT, err, "has only 1 attempt at it; attempt 2 is asked for");
    gp_call_key gemini = key_of("mini/a/gemini-m/1", 1, 0, 1);
    gemini.provider = GP_STR("gemini");
    T_FAILS(find(r, &a, gemini, asked, &back, &err), GP_E_INPUT, err,
            "provider and model: recorded ollama:m, now gemini:m");
    T_FAILS(find(r, &a, key_of("mini/a/openai-m/1", 1, 2, 1), "{\"seed\":1}", &back, &err), GP_E_INPUT, err, "turn 3");
    gp_recording_close(r);
    gp_arena_free(&a);
}

static void check_difference(const char *x, const char *y, const char *pointer, const char *recorded, const char *now,
                             size_t places)
{
    gp_arena a = {0};
    gp_err err = {0};
    const gp_json *vx = NULL, *vy = NULL;
    gp_json_difference d = {0};
    T_OK(gp_json_parse(&a, "x", gp_str_c(x), &vx, &err), err);
    T_OK(gp_json_parse(&a, "y", gp_str_c(y), &vy, &err), err);
    gp_json_differ(vx, vy, &d);
    assert_int_equal(d.places, places);
    assert_true((d.cost > 0) == (places > 0));
    if (places) {
        assert_string_equal(d.pointer.p ? d.pointer.p : "", pointer);
        assert_string_equal(d.recorded.p, recorded);
        assert_string_equal(d.now.p, now);
    }
    gp_json_difference_free(&d);
    gp_arena_free(&a);
}

static void differences_are_named_by_pointer(void **state)
{
    (void)state;
    check_difference("{\"a\":1}", "{\"a\":1}", "", "", "", 0);
    check_difference("{\"a\":1}", "{\"a\":2}", "/a", "1", "2", 1);
    check_difference("{\"a\":[1,2]}", "{\"a\":[1]}", "/a/1", "2", "(nothing)", 1);
    check_difference("{}", "{\"x/y~z\":{\"k\":1}}", "/x~1y~0z", "(nothing)", "{\"k\":1}", 1);
    check_difference("[1]", "{}", "", "[1]", "{}", 1);
    check_difference("{\"a\":\"1\",\"b\":1}", "{\"a\":1,\"c\":1}", "/a", "\"1\"", "1", 3);
    char x[400], y[400];
    memset(x, 'a', sizeof x);
    x[0] = x[398] = '"', x[399] = '\0';
    memcpy(y, x, sizeof y);
    y[300] = 'b';
    gp_arena a = {0};
    const gp_json *vx = NULL, *vy = NULL;
    gp_err err = {0};
    gp_json_difference d = {0};
    T_OK(gp_json_parse(&a, "x", gp_str_c(x), &vx, &err), err);
    T_OK(gp_json_parse(&a, "y", gp_str_c(y), &vy, &err), err);
    gp_json_differ(vx, vy, &d);
    assert_true(d.recorded.n < 160 && d.now.n < 160 && d.cost == 2);
    assert_non_null(strstr(d.now.p, "b")); /* the place where they part is shown, not the beginning */
    gp_json_difference_free(&d);
    gp_arena_free(&a);
}

/* --- the folder --- */

static void put(const char *dir, const char *name, gp_str text)
{
    gp_arena a = {0};
    gp_err err = {0};
    T_OK(gp_write_file(gp_path_join(&a, dir, name), text, &err), err);
    gp_arena_free(&a);
}

static void a_recording_never_mixes_with_anything_else(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_recorder *w = NULL;
    const char *dir = in_scratch(&a, "mixed");
    T_OK(gp_make_dirs(dir, &err), err);
    put(dir, "note", GP_STR("mine"));
    T_FAILS(gp_recorder_open(dir, false, &w, &err), GP_E_USAGE, err, "is not empty");
    T_FAILS(gp_recorder_open(dir, true, &w, &err), GP_E_USAGE, err, "holds no recording to go on with");
    T_FAILS(gp_recorder_open(gp_path_join(&a, dir, "note"), false, &w, &err), GP_E_USAGE, err, "is a file");
    assert_false(gp_is_recording(dir));
    gp_arena_free(&a);
}

static void an_interrupted_recording_goes_on_only_with_its_own_run(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    const char *dir = in_scratch(&a, "goes-on");
    gp_recorder *w = begin(dir);
    add(w, exchange("mini/a/openai-m/1", "{\"a\":1}", one, 1));
    T_OK(gp_recorder_close(w, &err), err);
    assert_true(gp_is_recording(dir));
    gp_str before = file_text(&a, dir, "exchanges.jsonl");
    put(dir, "exchanges.jsonl", gp_str_fmt(&a, "%s{\"request_sha", before.p)); /* killed in the middle of a line */
    T_FAILS(gp_recorder_open(dir, false, &w, &err), GP_E_USAGE, err, "is not empty");
    gp_recording_head other = head_of(8), same = head_of(7);
    T_OK(gp_recorder_open(dir, true, &w, &err), err);
    T_FAILS(gp_recorder_begin(w, &other, GP_STR(""), &err), GP_E_INPUT, err, "is of another run");
    T_OK(gp_recorder_close(w, &err), err);
    T_OK(gp_recorder_open(dir, true, &w, &err), err);
    T_OK(gp_recorder_begin(w, &same, GP_STR(""), &err), err);
    add(w, exchange("mini/a/openai-m/1", "{\"a\":1}", two, 1)); /* its trial had not ended: it is asked again */
    gp_recording *r = finish(w, dir);
    gp_exchange back;
    assert_int_equal(gp_recording_count(r), 2);
    T_OK(find(r, &a, key_of("mini/a/openai-m/1", 1, 0, 1), "{\"a\":1}", &back, &err), err);
    assert_true(gp_str_eqc(joined(&a, &back), "two"));
    gp_recording_close(r);
    gp_arena_free(&a);
}

static void what_the_exchanges_belong_to_comes_back(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_recorder *w = begin(in_scratch(&a, "head"));
    add(w, exchange("mini/a/openai-m/1", "{\"a\":1}", one, 1));
    gp_recording *r = finish(w, in_scratch(&a, "head"));
    const gp_recording_head *h = gp_recording_facts(r);
    assert_int_equal(h->n_targets, 2);
    assert_true(gp_str_eq(h->targets[0].name, targets[0].name) && gp_str_eq(h->targets[0].spec, targets[0].spec));
    assert_true(gp_str_eq(h->targets[0].definition, targets[0].definition) && !h->targets[1].definition.n);
    assert_true(gp_str_eqc(h->goldpin, "0.1.0") && h->run.suites[0].seed == 7);
    gp_recording_close(r);
    gp_arena_free(&a);
}

static void a_damaged_recording_does_not_open(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_recording *r = NULL;
    const char *dir = in_scratch(&a, "damaged");
    gp_recorder *w = begin(dir);
    add(w, exchange("mini/a/openai-m/1", "{\"a\":1}", one, 1));
    T_OK(gp_recorder_close(w, &err), err);
    gp_str lines = file_text(&a, dir, "exchanges.jsonl"), head = file_text(&a, dir, "recording.json");
    put(dir, "exchanges.jsonl", gp_str_fmt(&a, "%s{}\n", lines.p));
    T_FAILS(gp_recording_open(dir, &r, &err), GP_E_INPUT, err, "exchanges.jsonl:2:1");
    put(dir, "exchanges.jsonl", (gp_str){lines.p, lines.n - 1}); /* its only line never ended */
    T_FAILS(gp_recording_open(dir, &r, &err), GP_E_INPUT, err, "nothing to replay");
    gp_remove_file(gp_path_join(&a, dir, "exchanges.jsonl"));
    T_FAILS(gp_recording_open(dir, &r, &err), GP_E_INPUT, err, "exchanges.jsonl");
    put(dir, "exchanges.jsonl", lines);
    put(dir, "recording.json", GP_STR("{\"schema\": \"goldpin.recording/9\", \"goldpin\": null, \"targets\": []}"));
    T_FAILS(gp_recording_open(dir, &r, &err), GP_E_INPUT, err, "this goldpin reads \"goldpin.recording/1\"");
    put(dir, "recording.json", head);
    gp_remove_file(gp_path_join(&a, dir, "manifest.json"));
    T_FAILS(gp_recording_open(dir, &r, &err), GP_E_INPUT, err, "manifest.json");
    gp_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_comes_back_as_it_arrived),
        cmocka_unit_test(an_exchange_without_a_response_keeps_how_it_ended),
        cmocka_unit_test(times_are_whole_microseconds_both_ways),
        cmocka_unit_test(a_damaged_line_is_located),
        cmocka_unit_test(a_key_is_recorded_nowhere),
        cmocka_unit_test(a_key_spelled_over_events_is_withheld),
        cmocka_unit_test(a_request_without_canonical_form_is_an_error),
        cmocka_unit_test(a_request_too_deep_for_a_line_is_withheld),
        cmocka_unit_test(the_same_trial_and_attempt_come_first),
        cmocka_unit_test(a_request_made_twice_keeps_both_answers),
        cmocka_unit_test(what_was_not_sent_is_known),
        cmocka_unit_test(a_miss_shows_the_nearest_and_what_differs),
        cmocka_unit_test(differences_are_named_by_pointer),
        cmocka_unit_test(a_recording_never_mixes_with_anything_else),
        cmocka_unit_test(an_interrupted_recording_goes_on_only_with_its_own_run),
        cmocka_unit_test(what_the_exchanges_belong_to_comes_back),
        cmocka_unit_test(a_damaged_recording_does_not_open),
    };
    scratch = t_tmpdir();
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* codec_world.h - what the tests of the providers' codecs share: one request that uses everything, and replies fed in
 * pieces. */
#ifndef GP_TESTS_CODEC_WORLD_H
#define GP_TESTS_CODEC_WORLD_H

#include "t.h"

#include <math.h>

#include "provider/codec.h"

typedef struct world {
    gp_arena a;
    gp_chat_message messages[4];
    gp_chat_part parts[2];
    gp_str stop[2];
    gp_chat_request q;
} world;

static inline const gp_json *world_json(world *w, const char *text)
{
    const gp_json *v = NULL;
    gp_err err = {0};
    T_OK(gp_json_parse(&w->a, "test", gp_str_c(text), &v, &err), err);
    return v;
}

/* System prompt, a question with an image, an earlier answer, a further turn; model "m" and nothing else. */
static inline void world_ask(world *w)
{
    *w = (world){0};
    w->parts[0] = (gp_chat_part){.text = GP_STR("What is this?")};
    w->parts[1] = (gp_chat_part){.mime = "image/png", .base64 = GP_STR("iVBORw==")};
    w->messages[0] = (gp_chat_message){.role = GP_STR("system"), .content = GP_STR("Be brief.")};
    w->messages[1] = (gp_chat_message){
        .role = GP_STR("user"), .content = GP_STR("What is this?"), .parts = w->parts, .n_parts = 2};
    w->messages[2] = (gp_chat_message){.role = GP_STR("assistant"), .content = GP_STR("A \"cat\".")};
    w->messages[3] = (gp_chat_message){.role = GP_STR("user"), .content = GP_STR("Sure?")};
    w->q = (gp_chat_request)GP_CHAT_REQUEST_INIT;
    w->q.model = GP_STR("m");
    w->q.messages = w->messages;
    w->q.n_messages = 4;
}

/* Every parameter, tools and a schema besides. */
static inline void world_ask_all(world *w)
{
    world_ask(w);
    w->stop[0] = GP_STR("END");
    w->stop[1] = GP_STR("\n\n");
    w->q.sampling.max_tokens = 64;
    w->q.sampling.temperature = 0;
    w->q.sampling.top_p = 0.5;
    w->q.sampling.top_k = 40;
    w->q.sampling.min_p = 0.25;
    w->q.sampling.repeat_penalty = 1.5;
    w->q.sampling.presence_penalty = -1;
    w->q.sampling.frequency_penalty = 2;
    w->q.seed = 2147483647;
    w->q.context = 8192;
    w->q.sampling.stop = w->stop;
    w->q.sampling.n_stop = 2;
    w->q.stream = true;
    w->q.tools = world_json(
        w,
        "[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"d\",\"parameters\":{\"type\":\"object\"}}},"
        "{\"type\":\"function\",\"function\":{\"name\":\"g\"}}]");
    w->q.schema = world_json(w, "{\"type\":\"object\",\"required\":[\"x\"]}");
}

static inline void world_free(world *w) { gp_arena_free(&w->a); }

static inline void body_is(const gp_codec *c, const gp_chat_request *q, const char *want)
{
    gp_buf b = {0};
    gp_err err = {0};
    T_OK(c->body(c, q, &b, &err), err);
    assert_string_equal(b.p, want);
    gp_buf_free(&b);
}

static inline void url_is(const gp_codec *c, const char *base, const char *model, bool stream, const char *want)
{
    gp_buf b = {0};
    gp_chat_request q = GP_CHAT_REQUEST_INIT;
    q.base_url = gp_str_c(base);
    q.model = gp_str_c(model);
    q.stream = stream;
    c->url(c, &q, &b);
    assert_string_equal(b.p, want);
    gp_buf_free(&b);
}

static inline void ignores(const gp_codec *c, const gp_chat_request *q, const char *want)
{
    gp_buf b = {0};
    gp_chat_ignored(c, q, &b);
    assert_string_equal(b.p ? b.p : "", want);
    gp_buf_free(&b);
}

/* A header of the request, or NULL; a secret one must be marked so. */
static inline const char *header_of(gp_arena *a, const gp_codec *c, const gp_chat_request *q, const char *key,
                                    const char *name)
{
    gp_codec_header h[GP_CODEC_HEADERS_MAX];
    size_t n = c->headers(c, a, q, gp_str_c(key), h);
    const char *found = NULL;
    for (size_t i = 0; i < n; i++) {
        if (*key && strstr(h[i].value, key)) assert_true(h[i].secret);
        if (strcmp(h[i].name, name) == 0) found = h[i].value;
    }
    return found;
}

/* A reply in two pieces, cut at `cut`, read at times 1 and 2. */
static inline void read_cut(gp_chat_reply *r, const gp_codec *c, const char *type, const char *text, size_t cut,
                            gp_failure broke)
{
    gp_chat_begin(r, c, NULL, true, 200, gp_str_c(type));
    bool more = gp_chat_feed(r, (gp_str){text, cut}, 1.0);
    if (more) (void)gp_chat_feed(r, (gp_str){text + cut, strlen(text) - cut}, 2.0);
    gp_chat_end(r, broke, "the line went dead");
}

static inline void reply_fails(const gp_codec *c, int status, const char *type, const char *text, gp_failure want,
                               const char *why)
{
    gp_chat_reply r = {0};
    gp_chat_begin(&r, c, NULL, true, status, gp_str_c(type));
    (void)gp_chat_feed(&r, gp_str_c(text), 1.0);
    gp_chat_end(&r, GP_FAIL_NONE, NULL);
    if (r.failure != want || !strstr(r.message, why))
        fail_msg("%s: failure %d (%s), expected %d with \"%s\"", text, (int)r.failure, r.message, (int)want, why);
    gp_chat_reply_free(&r);
}

static inline void calls_are(const gp_chat_reply *r, const char *want)
{
    gp_buf b = {0};
    gp_chat_calls_json(r, &b);
    assert_string_equal(b.p ? b.p : "", want);
    gp_buf_free(&b);
}

/* Cut off anywhere and with a transport that says so: never complete, unless the terminal sign is in. A stream that
 * ends cleanly too early is no complete reply either. */
static inline void never_complete_early(const gp_codec *c, const char *type, const char *text, size_t finish_at,
                                        size_t terminal_at)
{
    for (size_t n = 1; n < strlen(text); n++)
        for (int clean = 0; clean < 2; clean++) {
            gp_chat_reply r = {0};
            char *part = strndup(text, n);
            read_cut(&r, c, type, part, n, clean ? GP_FAIL_NONE : GP_FAIL_CUT_OFF);
            bool may = clean ? n >= finish_at : n >= terminal_at;
            if (r.complete && !may)
                fail_msg("complete after %zu bytes of %zu (%s)", n, strlen(text), clean ? "clean" : "cut");
            if (!r.complete && r.failure == GP_FAIL_NONE) fail_msg("neither complete nor failed after %zu bytes", n);
            gp_chat_reply_free(&r);
            free(part);
        }
}

#endif

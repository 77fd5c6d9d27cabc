/* Any bytes as a provider's reply. The first byte picks the provider, the second the status, the content type and where
 * the bytes are cut in two. However they arrive, the reply is the same; it is complete or it failed with a reason that
 * can be shown; its texts are UTF-8 and its tool calls JSON. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "provider/codec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void want(bool good)
{
    if (!good) abort();
}

static void read_reply(gp_chat_reply *r, const gp_codec *c, uint8_t how, gp_str body, size_t cut)
{
    static const char *const types[] = {"text/event-stream", "application/json", "application/x-ndjson", ""};
    static const int statuses[] = {200, 200, 200, 400, 429, 503, 0, 200};
    gp_chat_begin(r, c, NULL, !(how & 4), statuses[how >> 5], gp_str_c(types[how & 3]));
    if (gp_chat_feed(r, (gp_str){body.p, cut}, 1)) (void)gp_chat_feed(r, (gp_str){body.p + cut, body.n - cut}, 1);
    gp_chat_end(r, how & 8 ? GP_FAIL_CUT_OFF : GP_FAIL_NONE, how & 8 ? "cut" : NULL);
}

static void check(const gp_chat_reply *r)
{
    gp_buf calls = {0};
    gp_arena a = {0};
    const gp_json *v = NULL;
    want(r->complete || r->failure != GP_FAIL_NONE);
    want((r->failure != GP_FAIL_NONE) == (r->message[0] != '\0'));
    want(strlen(r->message) <= GP_CHAT_MESSAGE_MAX && gp_utf8_bad(gp_str_c(r->message)) == SIZE_MAX);
    want(gp_utf8_bad(gp_buf_view(&r->answer)) == SIZE_MAX && gp_utf8_bad(gp_buf_view(&r->reasoning)) == SIZE_MAX);
    want(r->input_tokens >= -1 && r->output_tokens >= -1 && r->cached_tokens >= -1 && r->reasoning_tokens >= -1);
    gp_chat_calls_json(r, &calls);
    if (calls.n) want(gp_json_parse(&a, "calls", gp_buf_view(&calls), &v, NULL) == GP_OK && v->n == r->n_calls);
    gp_buf_free(&calls);
    gp_arena_free(&a);
}

static bool same(const gp_buf *a, const gp_buf *b) { return gp_str_eq(gp_buf_view(a), gp_buf_view(b)); }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n = 0;
    gp_chat_reply one = {0}, two = {0};
    if (size < 2) return 0;
    while (gp_codecs[n]) n++;
    const gp_codec *c = gp_codecs[data[0] % n];
    char *copy = malloc(size); /* its own block, so that reading past the end is seen */
    want(copy != NULL);
    memcpy(copy, data + 2, size - 2);
    gp_str body = {copy, size - 2};
    read_reply(&one, c, data[1], body, body.n);
    read_reply(&two, c, data[1], body, body.n ? (size_t)data[1] * 31 % (body.n + 1) : 0);
    check(&one);
    check(&two);
    want(one.failure == two.failure && one.complete == two.complete && one.finish == two.finish &&
         one.n_calls == two.n_calls);
    want(same(&one.answer, &two.answer) && same(&one.reasoning, &two.reasoning) && same(&one.model, &two.model));
    gp_chat_reply_free(&one);
    gp_chat_reply_free(&two);
    free(copy);
    return 0;
}

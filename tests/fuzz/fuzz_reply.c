/* Any bytes as a model's reply. The first byte picks the family and whether tools were offered, the second how the
 * text is cut into tokens; what stands between \1 and \2 is a control token. However plain text is cut, the parts are
 * the same; calls are JSON; no text is longer than what came in. */
#include <stdlib.h>
#include <string.h>

#include "reply/reply.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void want(bool good)
{
    if (!good) abort();
}

static void feed(gp_reply_parts *p, gp_str s, size_t piece)
{
    while (s.n) {
        bool control = *s.p == 1;
        size_t n = 0, skip = control;
        while (n < s.n && (control ? s.p[n] != 2 : s.p[n] != 1 && n < piece)) n++;
        gp_reply_feed(p, (gp_str){s.p + skip, n - skip}, control);
        if (control && n < s.n) n++;
        s = (gp_str){s.p + n, s.n - n};
    }
    gp_reply_end(p);
}

static bool same(const gp_buf *a, const gp_buf *b) { return gp_str_eq(gp_buf_view(a), gp_buf_view(b)); }

static void check(const gp_reply_parts *p, size_t size)
{
    gp_arena a = {0};
    const gp_json *v = NULL;
    want(p->reasoning.n <= size && p->answer.n <= size);
    if (!p->n_calls) want(!p->calls.n);
    else if (gp_utf8_bad(gp_buf_view(&p->calls)) == SIZE_MAX)
        want(gp_json_parse(&a, "calls", gp_buf_view(&p->calls), &v, NULL) == GP_OK && v->n == p->n_calls);
    gp_arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const sources[] = {"<think> <tool_call>",
                                          "<|channel> <|tool_call>",
                                          "<|start|><|channel|><|message|>",
                                          "[THINK] [TOOL_CALLS]",
                                          "ipython <|python_tag|>",
                                          "<\xef\xbd\x9ctool\xe2\x96\x81"
                                          "call\xe2\x96\x81"
                                          "begin\xef\xbd\x9c>",
                                          "<seed:think> <seed:tool_call>",
                                          ""};
    static const char tools_text[] =
        "[{\"function\":{\"name\":\"f\",\"parameters\":{\"properties\":{\"s\":{\"type\":\"string\"}}}}}]";
    static const char *const tails[] = {"", "<think>", "<|channel>thought\n", "<|start|>assistant"};
    if (size < 2) return 0;
    gp_arena a = {0};
    const gp_json *tools = NULL;
    gp_reply_parts one, two;
    want(gp_json_parse(&a, "tools", gp_str_c(tools_text), &tools, NULL) == GP_OK);
    const gp_span span = {gp_str_c(tails[data[0] >> 3 & 3]), false};
    const gp_rendered r = {span.text, &span, 1, 0};
    gp_reply_format f = gp_reply_format_find(gp_str_c(sources[data[0] & 7]), &r, NULL, data[0] & 32 ? tools : NULL);
    char *copy = malloc(size); /* its own block, so that reading past the end is seen */
    want(copy != NULL);
    memcpy(copy, data + 2, size - 2);
    gp_reply_begin(&one, &f);
    gp_reply_begin(&two, &f);
    feed(&one, (gp_str){copy, size - 2}, size);
    feed(&two, (gp_str){copy, size - 2}, 1 + data[1] % 16);
    check(&one, size + 32);
    want(same(&one.answer, &two.answer) && same(&one.reasoning, &two.reasoning) && same(&one.calls, &two.calls) &&
         one.unclosed == two.unclosed);
    gp_reply_free(&one);
    gp_reply_free(&two);
    gp_arena_free(&a);
    free(copy);
    return 0;
}

/* test_reply.c - replies of every family taken apart, whole and byte by byte. In the texts below, \1 and \2 stand
 * around a control token. */
#include "t.h"

#include "reply/reply.h"
#include "gguf_build.h"

/* --- harness --- */

/* Text and, between \1 and \2, control tokens; plain text in pieces of at most `piece` bytes (0: whole). */
static void feed(gp_reply_parts *p, gp_str s, size_t piece)
{
    while (s.n) {
        bool control = *s.p == 1;
        size_t n = 0, skip = control;
        while (control ? s.p[n] != 2 : n < s.n && s.p[n] != 1 && (!piece || n < piece)) n++;
        gp_reply_feed(p, (gp_str){s.p + skip, n - skip}, control);
        n += control;
        s = (gp_str){s.p + n, s.n - n};
    }
}

static void expect_text(const char *what, const gp_buf *got, const char *want)
{
    if (!gp_str_eqc(gp_buf_view(got), want))
        fail_msg("%s is \"%.*s\", expected \"%s\"", what, GP_ARG(gp_buf_view(got)), want);
}

static void expect_format(const gp_reply_format *f, gp_str reply, const char *answer, const char *reasoning,
                          const char *calls, bool unclosed)
{
    static const size_t pieces[] = {0, 1, 2, 7};
    for (size_t i = 0; i < 4; i++) {
        gp_reply_parts p;
        gp_err err = {0};
        gp_reply_begin(&p, f);
        feed(&p, reply, pieces[i]);
        gp_reply_end(&p);
        T_OK(gp_reply_check(&p, &err), err);
        expect_text("answer", &p.answer, answer);
        expect_text("reasoning", &p.reasoning, reasoning);
        expect_text("calls", &p.calls, calls);
        assert_int_equal(p.unclosed, unclosed);
        gp_reply_free(&p);
    }
}

/* The format of a template that is `source` and rendered to a user's text and `tail`. */
static gp_reply_format format_of(const char *source, const char *user, const char *tail, const gp_json *tools)
{
    static char prompt[2000];
    (void)snprintf(prompt, sizeof prompt, "%s%s", user, tail);
    const gp_span spans[] = {{{prompt, strlen(user)}, true}, {{prompt + strlen(user), strlen(tail)}, false}};
    const gp_rendered r = {gp_str_c(prompt), spans, 2, 0};
    return gp_reply_format_find(gp_str_c(source), &r, NULL, tools);
}

static void expect(const char *source, const char *tail, const char *reply, const char *answer, const char *reasoning,
                   bool unclosed)
{
    gp_reply_format f = format_of(source, "Hi", tail, NULL);
    expect_format(&f, gp_str_c(reply), answer, reasoning, "", unclosed);
}

static gp_arena tools_arena;
static const gp_json *tools(void)
{
    static const char text[] =
        "[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{\"type\":\"object\",\"properties\":{"
        "\"city\":{\"type\":\"string\"},\"days\":{\"type\":\"integer\"},\"opts\":{\"type\":\"object\"}}}}}]";
    const gp_json *v = NULL;
    gp_err err = {0};
    T_OK(gp_json_parse(&tools_arena, "tools", gp_str_c(text), &v, &err), err);
    return v;
}

static void expect_calls(const char *source, const char *reply, const char *answer, const char *calls)
{
    gp_reply_format f = format_of(source, "Hi", "<assistant>", tools());
    expect_format(&f, gp_str_c(reply), answer, "", calls, false);
    f = format_of(source, "Hi", "<assistant>", NULL); /* without tools in the prompt nothing is a call */
    gp_reply_parts p;
    gp_reply_begin(&p, &f);
    feed(&p, gp_str_c(reply), 0);
    gp_reply_end(&p);
    assert_int_equal(p.n_calls, 0);
    gp_reply_free(&p);
    gp_arena_free(&tools_arena);
}

/* --- reasoning --- */

static void test_plain(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",           "Hello",     "\n\n Hello \n", "  ",       "a <think>b</think> c",     "x < y", "<th",
        "<thinking>", "\xc3\xa4<", "[THIN",         "</think>", "<tool_call>{}</tool_call>"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) expect("no marks", "", texts[i], texts[i], "", false);
}

static void test_think(void **state)
{
    (void)state;
    const char *t = "x<think>x</think>";
    expect(t, "<a>\n", "<think>\nWhy?\n</think>\n\nForty-two.\n", "Forty-two.\n", "Why?", false);
    expect(t, "<a>\n", " \n<think>\n\n</think>\n\nYes", "Yes", "", false);
    expect(t, "<a>\n<think>\n", "Hm, 1 < 2.\n</think>\n\n  Two", "  Two", "Hm, 1 < 2.", false);
    expect(t, "<a>\n<think>\n\n</think>\n\n", "\nAnswer", "\nAnswer", "", false);
    expect(t, "<a>\n", "<think>cut off </thin", "", "cut off </thin", true);
    expect(t, "<think>", "never closed", "", "never closed", true);
    expect(t, "<think>", "", "", "", true);
    expect(t, "<a>", "<think>a</think><think>b</think>c", "c", "a\nb", false);
    expect(t, "<a>", "<think>a</think>c <think>d</think>", "c <think>d</think>", "a", false);
    expect("", "<a>", "<think>a</think>b", "b", "a", false); /* as the remote targets do, whatever the template says */
    expect("[THINK]", "[INST]", "[THINK]r[/THINK]a", "a", "r", false);
    expect("", "[INST]", "[THINK]r[/THINK]a", "[THINK]r[/THINK]a", "", false);
    expect("<seed:think>", "<a>", "<seed:think>r<seed:x></seed:think>\na", "a", "r<seed:x>", false);
}

static void expect_used(gp_reasoning how, const char *tail, const char *reply, const char *answer,
                        const char *reasoning)
{
    gp_reply_format f = format_of("<think>x</think>[THINK]", "Hi", tail, NULL);
    gp_reply_use(&f, how);
    expect_format(&f, gp_str_c(reply), answer, reasoning, "", false);
}

/* What ends reasoning is the format's matter, or the target's. */
static void test_reasoning_modes(void **state)
{
    (void)state;
    expect_used(GP_REASONING_AUTO, "<a>", "plan</think> fine", "plan</think> fine", "");
    expect_used(GP_REASONING_AUTO, "<a><think>", "plan</think> fine", " fine", "plan");
    expect_used(GP_REASONING_TAGS, "<a>", "plan</think>\nfine</think>", "fine</think>", "plan");
    expect_used(GP_REASONING_TAGS, "<a>", "<think>a</think>b</think>c", "b</think>c", "a");
    expect_used(GP_REASONING_TAGS, "<a><think>", "a</think>b</think>c", "b</think>c", "a");
    expect_used(GP_REASONING_TAGS, "<a>", "plain", "plain", "");
    expect_used(GP_REASONING_NONE, "<a>", "<think>a</think>b", "<think>a</think>b", "");
    expect_used(GP_REASONING_NONE, "<a><think>", "a</think>b", "a</think>b", "");
    expect_used(GP_REASONING_NONE, "<a>", "[THINK]a[/THINK]b", "[THINK]a[/THINK]b", "");
}

/* What a user writes opens nothing. */
static void test_user_text(void **state)
{
    (void)state;
    gp_reply_format f = format_of("<think>", "What does <think> mean?", "<a>", NULL);
    assert_int_equal(f.opened, -1);
    expect_format(&f, GP_STR("A tag."), "A tag.", "", "", false);
    f = format_of("<think>", "</think>", "<a><think>", NULL);
    assert_int_equal(f.opened, GP_M_THINK);
}

static void test_gemma(void **state)
{
    (void)state;
    const char *t = "<|channel>thought<channel|>";
    expect(t, "<|turn>model\n", "\1<|channel>\2thought\nBecause.\n\1<channel|>\2Yes\1<turn|>\2", "Yes", "Because.",
           false);
    expect(t, "<|turn>model\n", "<|channel>thought\nBecause.\n<channel|>\nYes", "Yes", "Because.", false);
    expect(t, "<|channel>thought\n<channel|>", "Plain\1<channel|>\2", "Plain", "", false);
    expect(t, "<|turn>model\n", "\1<|channel>\2thought\n\1<channel|>\2Yes\1<|channel>\2thought\n\1<channel|>\2", "Yes",
           "", false);
    expect(t, "<|turn>model\n", "\1<|channel>\2thought\na\1<|channel>\2thought\nb\1<channel|>\2c", "c", "a\nb", false);
    expect(t, "<|turn>model\n", "\1<|channel>\2tho", "", "", true);
    expect(t, "<|turn>model\n", "\1<|channel>\2thought\nso it", "", "so it", true);
    expect(t, "<|channel>thought\n", "so\1<channel|>\2it", "it", "so", false);
}

static void test_harmony(void **state)
{
    (void)state;
    const char *t = "<|start|><|channel|><|message|>", *a = "<|end|><|start|>assistant";
    expect(
        t, a,
        "\1<|channel|>\2analysis\1<|message|>\2Hm.\1<|end|>\2\1<|start|>\2assistant\1<|channel|>\2final\1<|message|>\2Yes.\1<|return|>\2",
        "Yes.", "Hm.", false);
    expect(t, a, "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Yes.<|return|>",
           "Yes.", "Hm.", false);
    expect(t, a, "\1<|channel|>\2analysis\1<|message|>\2Hm", "", "Hm", true);
    expect(t, a, "\1<|channel|>\2ana", "", "", false);
    expect(t, a, "\1<|channel|>\2commentary\1<|message|>\2First I look.\1<|end|>\2", "First I look.", "", false);
    expect(
        t, a,
        "\1<|channel|>\2commentary\1<|message|>\2I look.\1<|end|>\2\1<|start|>\2assistant\1<|channel|>\2final\1<|message|>\2Done",
        "Done", "", false);
    expect(t, "<|start|>assistant<|channel|>final<|message|>", "Yes\1<|return|>\2", "Yes", "", false);
    expect(t, "<|start|>assistant<|channel|>analysis<|message|>", "Hm\1<|end|>\2", "", "Hm", false);
    expect(t, a, "just text", "just text", "", false);
}

static void test_harmony_calls(void **state)
{
    (void)state;
    const char *want = "[{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Rome\\\"}\"}]";
    gp_reply_format f = format_of("<|start|><|channel|><|message|>", "Hi", "<|start|>assistant", NULL);
    expect_format(
        &f,
        GP_STR(" to=functions.weather\1<|channel|>\2commentary json\1<|message|>\2{\"city\": \"Rome\"}\1<|call|>\2"),
        "", "", want, false);
    expect_format(
        &f,
        GP_STR(
            "\1<|channel|>\2analysis\1<|message|>\2Hm\1<|end|>\2\1<|start|>\2assistant\1<|channel|>\2commentary to=functions.weather \1<|constrain|>\2json"
            "\1<|message|>\2{\"city\":\"Rome\"}\1<|call|>\2"),
        "", "Hm", want, false);
    expect_format(&f, GP_STR(" to=functions.weather\1<|message|>\2{\"city\":"), "{\"city\":", "", "", false);
}

/* --- calls --- */

#define ROME "[{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Rome\\\"}\"}]"
#define ROME_OSLO \
    "[{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Rome\\\"}\"},{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\"}\"}]"

static void test_json_calls(void **state)
{
    (void)state;
    const char *t = "tools <tool_call>";
    expect_calls(t, "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Rome\"}}\n</tool_call>", "",
                 ROME);
    expect_calls(
        t,
        "I look.\n<tool_call>{\"name\":\"weather\",\"arguments\":{\"city\":\"Rome\"}}</tool_call>\n<tool_call>{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\"}\"}</tool_call>\n",
        "I look.", ROME_OSLO);
    /* the end token instead of the closing tag */
    expect_calls(t, "<tool_call>{\"name\":\"weather\",\"arguments\":{\"city\":\"Rome\"}}", "", ROME);
    expect_calls(t, "<tool_call>{\"name\":\"weather\",\"argu", "<tool_call>{\"name\":\"weather\",\"argu", "");
    expect_calls(t, "<tool_call>{\"nam\":1}</tool_call> so", "<tool_call>{\"nam\":1}</tool_call> so", "");
    expect_calls(t, "<tool_call>{\"name\":\"f\"}</tool_call>", "", "[{\"name\":\"f\",\"arguments\":\"{}\"}]");
}

static void test_xml_calls(void **state)
{
    (void)state;
    const char *t = "tools <tool_call> <function=";
    expect_calls(t, "<tool_call>\n<function=weather>\n<parameter=city>\nRome\n</parameter>\n</function>\n</tool_call>",
                 "", ROME);
    expect_calls(
        t,
        "<tool_call>\n<function=weather>\n<parameter=city>\n12\n</parameter>\n<parameter=days>\n3\n</parameter>\n<parameter=opts>\n{\"b\": 1, \"a\": [2]}\n</parameter>\n</function>\n</tool_call>",
        "",
        "[{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"12\\\",\\\"days\\\":3,\\\"opts\\\":{\\\"a\\\":[2],\\\"b\\\":1}}\"}]");
    expect_calls(t, "<tool_call><function=now></function></tool_call>", "",
                 "[{\"name\":\"now\",\"arguments\":\"{}\"}]");
    expect_calls(t, "<tool_call><function=weather><parameter=city>Rome</tool_call>",
                 "<tool_call><function=weather><parameter=city>Rome</tool_call>", "");
    expect_calls(t, "<tool_call>weather\n<arg_key>city</arg_key>\n<arg_value>Rome</arg_value>\n</tool_call>", "", ROME);
    expect_calls("<seed:tool_call>",
                 "<seed:tool_call><function=weather><parameter=city>Rome</parameter></function></seed:tool_call>", "",
                 ROME);
}

/* A parameter is what the tool's schema says, in whatever language the model writes the word. */
static void test_typed_calls(void **state)
{
    (void)state;
    static const struct {
        const char *schema, *value, *want;
    } rows[] = {
        {"{\"type\": \"boolean\"}", "True", "true"},
        {"{\"type\": \"boolean\"}", "\nFALSE\n", "false"},
        {"{\"type\": \"boolean\"}", "true", "true"},
        {"{\"type\": \"boolean\"}", "yes", "\"yes\""},
        {"{\"type\": \"string\"}", "True", "\"True\""},
        {"{\"type\": \"string\"}", "null", "\"null\""},
        {"{}", "True", "\"True\""},
        {"{}", "true", "true"},
        {"{\"type\": [\"boolean\", \"null\"]}", "None", "null"},
        {"{\"type\": [\"boolean\", \"string\"]}", "True", "true"},
        {"{\"type\": [\"string\", \"null\"]}", "None", "null"},
        {"{\"type\": [\"string\", \"null\"]}", "12", "\"12\""},
        {"{\"type\": [\"string\", \"integer\"]}", "12", "12"},
        {"{\"type\": \"integer\"}", "None", "null"},
        {"{\"anyOf\": [{\"type\": \"boolean\"}, {\"type\": \"null\"}]}", "False", "false"},
        {"{\"enum\": [true, false]}", "True", "true"},
        {"{\"enum\": [\"True\"]}", "True", "\"True\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int flat = 0; flat < 2; flat++) {
            gp_arena a = {0};
            gp_err err = {0};
            const gp_json *tools = NULL;
            gp_str function = gp_str_fmt(
                &a, "\"name\": \"f\", \"parameters\": {\"type\": \"object\", \"properties\": {\"x\": %s}}",
                rows[i].schema);
            gp_str text = gp_str_fmt(&a, flat ? "[{\"type\": \"function\", %s}]" : "[{\"function\": {%s}}]",
                                     function.p);
            T_OK(gp_json_parse(&a, "tools", text, &tools, &err), err);
            gp_reply_format f = format_of("tools <tool_call> <function=", "u", "a", tools);
            gp_str reply = gp_str_fmt(&a, "<tool_call><function=f><parameter=x>%s</parameter></function></tool_call>",
                                      rows[i].value);
            gp_buf args = {0}, want = {0};
            gp_jw w;
            gp_buf_fmt(&args, "{\"x\":%s}", rows[i].want);
            gp_jw_init(&w, &want, 0);
            gp_jw_array(&w);
            gp_jw_object(&w);
            gp_jw_kc(&w, "name", "f");
            gp_jw_kstr(&w, "arguments", gp_buf_view(&args));
            gp_jw_end_object(&w);
            gp_jw_end_array(&w);
            expect_format(&f, reply, "", "", gp_str_dup(&a, gp_buf_view(&want)).p, false);
            gp_buf_free(&args);
            gp_buf_free(&want);
            gp_arena_free(&a);
        }
}

static void test_gemma_calls(void **state)
{
    (void)state;
    const char *t = "<|tool_call>call: <|channel>";
    expect_calls(t, "\1<|tool_call>\2call:weather{city:\1<|\"|>\2Rome\1<|\"|>\2}\1<tool_call|>\2\1<|tool_response>\2",
                 "", ROME);
    expect_calls(
        t,
        "<|tool_call>call:weather{city:<|\"|>Rome<|\"|>}<tool_call|><|tool_call>call:weather{city:<|\"|>Oslo<|\"|>}<tool_call|>",
        "", ROME_OSLO);
    expect_calls(
        t, "<|tool_call>call:f{a:1.5,b:[true,null,{<|\"|>k, }<|\"|>:<|\"|>v}<|\"|>}],c:{}}<tool_call|>", "",
        "[{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1.5,\\\"b\\\":[true,null,{\\\"k, }\\\":\\\"v}\\\"}],\\\"c\\\":{}}\"}]");
    expect_calls(t, "<|tool_call>call:f{a:<tool_call|>x", "<|tool_call>call:f{a:<tool_call|>x", "");
    gp_buf deep = {0}; /* nesting has an end */
    gp_buf_c(&deep, "<|tool_call>call:f{a:");
    for (int i = 0; i < 5000; i++) gp_buf_byte(&deep, '[');
    expect_calls(t, deep.p, deep.p, "");
    gp_buf_free(&deep);
}

static void test_mistral_calls(void **state)
{
    (void)state;
    const char *t = "[TOOL_CALLS]";
    expect_calls(
        t, "\1[TOOL_CALLS]\2[{\"name\": \"weather\", \"arguments\": {\"city\": \"Rome\"}, \"id\": \"123456789\"}]", "",
        ROME);
    expect_calls(t, "[TOOL_CALLS]weather[CALL_ID]123456789[ARGS]{\"city\": \"Rome\"}", "", ROME);
    expect_calls(
        t, "\1[TOOL_CALLS]\2weather\1[ARGS]\2{\"city\": \"Rome\"}\1[TOOL_CALLS]\2weather\1[ARGS]\2{\"city\": \"Oslo\"}",
        "", ROME_OSLO);
    expect_calls(t, "Hm[TOOL_CALLS]weather[ARGS]{\"city\": ", "Hm[TOOL_CALLS]weather[ARGS]{\"city\": ", "");
    expect_calls(t, "[TOOL_CALLS][{\"name\":\"weather\"},{\"nome\":1}]",
                 "[TOOL_CALLS][{\"name\":\"weather\"},{\"nome\":1}]", "");
}

static void test_llama_calls(void **state)
{
    (void)state;
    const char *t = "tools ipython <|python_tag|>";
    expect_calls(t, "{\"name\": \"weather\", \"parameters\": {\"city\": \"Rome\"}}", "", ROME);
    expect_calls(t, "\1<|python_tag|>\2{\"name\": \"weather\", \"parameters\": {\"city\": \"Rome\"}}", "", ROME);
    expect_calls(t, "\1<|python_tag|>\2search.call(query=\"a, (b)\\\"\", n=5)", "",
                 "[{\"name\":\"search\",\"arguments\":\"{\\\"n\\\":5,\\\"query\\\":\\\"a, (b)\\\\\\\"\\\"}\"}]");
    /* JSON, but of no tool */
    expect_calls(t, "{\"name\": \"other\", \"parameters\": {}}", "{\"name\": \"other\", \"parameters\": {}}", "");
    expect_calls(t, "{\"name\": \"weather\"}", "{\"name\": \"weather\"}", "");
    expect_calls("tools", "\n{\"name\": \"weather\", \"parameters\": {\"city\": \"Rome\"}}", "", ROME);
}

#define DS(word) "<\xef\xbd\x9ctool\xe2\x96\x81" word "\xef\xbd\x9c>"
#define DS_CALL(word) DS("call\xe2\x96\x81" word)
#define DS_CALLS(word) DS("calls\xe2\x96\x81" word)

static void test_deepseek_calls(void **state)
{
    (void)state;
    const char *t = DS_CALL("begin");
    expect_calls(t,
                 DS_CALLS("begin")
                     DS_CALL("begin") "function" DS("sep") "weather\n```json\n{\"city\": \"Rome\"}\n```" DS_CALL("end")
                         DS_CALLS("end"),
                 "", ROME);
    expect_calls(t,
                 DS_CALLS("begin") DS_CALL("begin") "weather" DS("sep") "{\"city\": \"Rome\"}" DS_CALL("end")
                     DS_CALL("begin") "weather" DS("sep") "{\"city\": \"Oslo\"}" DS_CALL("end") DS_CALLS("end"),
                 "", ROME_OSLO);
}

static void test_reasoning_and_call(void **state)
{
    (void)state;
    gp_reply_format f = format_of("<think> <tool_call>", "Hi", "<a><think>\n", tools());
    expect_format(
        &f,
        GP_STR(
            "A <tool_call> is due.\n</think>\n\n<tool_call>{\"name\":\"weather\",\"arguments\":{\"city\":\"Rome\"}}</tool_call>"),
        "", "A <tool_call> is due.", ROME, false);
    gp_arena_free(&tools_arena);
}

/* --- vocabulary --- */

/* Where the mark is a control token, the same letters in plain text are text. */
static void test_control_only(void **state)
{
    (void)state;
    gp_reply_format f = format_of("<|channel>", "Hi", "<a>", NULL);
    f.control = f.marks;
    expect_format(&f, GP_STR("<|channel>thought\nx<channel|>y"), "<|channel>thought\nx<channel|>y", "", "", false);
    expect_format(&f, GP_STR("\1<|channel>\2thought\nx<channel|>\1<channel|>\2y"), "y", "x<channel|>", "", false);
}

/* The vocabulary tells which marks are control tokens, and which a template forgot to mention. */
static void test_vocabulary(void **state)
{
    (void)state;
    static const char *const texts[] = {"a", "<|channel>", "<channel|>", "<think>", "[THINK]", "<tool_call>"};
    static const int32_t types[] = {1, 3, 3, 4, 3, 4};
    const gp_span span = {GP_STR("<a>"), false};
    const gp_rendered r = {span.text, &span, 1, 0};
    gb file = {0};
    gp_gguf *g;
    gp_tokenizer *t;
    gp_err err = {0};
    gb_str(&file, "tokenizer.ggml.model", "gpt2");
    gb_str(&file, "tokenizer.ggml.pre", "gpt-2");
    gb_strings(&file, "tokenizer.ggml.tokens", texts, 6);
    gb_i32s(&file, "tokenizer.ggml.token_type", types, 6);
    gb_strings(&file, "tokenizer.ggml.merges", texts, 0);
    T_OK(gp_gguf_parse("v.gguf", gb_finish(&file), &g, &err), err);
    T_OK(gp_tokenizer_open(g, &t, &err), err);
    gp_reply_format f = gp_reply_format_find(GP_STR("tools"), &r, t, tools());
    const uint32_t channel = 1u << GP_M_CHANNEL | 1u << GP_M_CHANNEL_END, bracket = 1u << GP_M_BRACKET;
    assert_int_equal(f.control, channel | bracket);
    assert_true(f.marks & 1u << GP_M_CALL && f.marks & 1u << GP_M_CALL_END && !f.bare_call);
    expect_format(&f, GP_STR("<|channel>x \1<|channel>\2thought\nr\1<channel|>\2 y"), "<|channel>x  y", "r", "", false);
    expect_format(&f, GP_STR("<think>r</think>y"), "y", "r", "", false);
    gp_tokenizer_close(t);
    gp_gguf_close(g);
    gb_free(&file);
    gp_arena_free(&tools_arena);
}

/* A long reply made of beginnings of marks takes linear time and loses nothing. */
static void test_hostile(void **state)
{
    (void)state;
    gp_buf b = {0};
    for (int i = 0; i < 200000; i++) gp_buf_c(&b, i % 3 ? "<" : "<|tool_call");
    gp_reply_format f = format_of("<|tool_call> <tool_call>", "Hi", "<a>", tools());
    expect_format(&f, gp_buf_view(&b), b.p, "", "", false);
    gp_buf_free(&b);
    gp_arena_free(&tools_arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_think),
        cmocka_unit_test(test_reasoning_modes),
        cmocka_unit_test(test_user_text),
        cmocka_unit_test(test_gemma),
        cmocka_unit_test(test_harmony),
        cmocka_unit_test(test_harmony_calls),
        cmocka_unit_test(test_json_calls),
        cmocka_unit_test(test_xml_calls),
        cmocka_unit_test(test_gemma_calls),
        cmocka_unit_test(test_typed_calls),
        cmocka_unit_test(test_mistral_calls),
        cmocka_unit_test(test_llama_calls),
        cmocka_unit_test(test_deepseek_calls),
        cmocka_unit_test(test_reasoning_and_call),
        cmocka_unit_test(test_control_only),
        cmocka_unit_test(test_vocabulary),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

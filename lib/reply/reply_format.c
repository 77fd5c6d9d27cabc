/* reply_format.c - which marks count in a reply, from template, vocabulary and the end of the prompt. */
#include "reply/reply.h"

const gp_reply_mark gp_reply_marks[GP_REPLY_MARKS] = {
    [GP_M_THINK] = {"<think>", GP_MARK_REASON},
    [GP_M_THINK_END] = {"</think>", GP_MARK_REASON_END},
    [GP_M_SEED] = {"<seed:think>", GP_MARK_REASON},
    [GP_M_SEED_END] = {"</seed:think>", GP_MARK_REASON_END},
    [GP_M_BRACKET] = {"[THINK]", GP_MARK_REASON},
    [GP_M_BRACKET_END] = {"[/THINK]", GP_MARK_REASON_END},
    [GP_M_COMMAND] = {"<|START_THINKING|>", GP_MARK_REASON},
    [GP_M_COMMAND_END] = {"<|END_THINKING|>", GP_MARK_REASON_END},
    [GP_M_INNER] = {"<|inner_prefix|>", GP_MARK_REASON},
    [GP_M_INNER_END] = {"<|inner_suffix|>", GP_MARK_REASON_END},
    [GP_M_CHANNEL] = {"<|channel>", GP_MARK_REASON},
    [GP_M_CHANNEL_END] = {"<channel|>", GP_MARK_REASON_END},
    [GP_M_CALL] = {"<tool_call>", GP_MARK_CALL},
    [GP_M_CALL_END] = {"</tool_call>", GP_MARK_CALL_END},
    [GP_M_SEED_CALL] = {"<seed:tool_call>", GP_MARK_CALL},
    [GP_M_SEED_CALL_END] = {"</seed:tool_call>", GP_MARK_CALL_END},
    [GP_M_GEMMA_CALL] = {"<|tool_call>", GP_MARK_CALL},
    [GP_M_GEMMA_CALL_END] = {"<tool_call|>", GP_MARK_CALL_END},
    [GP_M_DEEPSEEK] = {"<\xef\xbd\x9ctool\xe2\x96\x81"
                       "call\xe2\x96\x81"
                       "begin\xef\xbd\x9c>",
                       GP_MARK_CALL},
    [GP_M_DEEPSEEK_END] = {"<\xef\xbd\x9ctool\xe2\x96\x81"
                           "call\xe2\x96\x81"
                           "end\xef\xbd\x9c>",
                           GP_MARK_CALL_END},
    [GP_M_MISTRAL] = {"[TOOL_CALLS]", GP_MARK_CALL},
    [GP_M_PYTHON] = {"<|python_tag|>", GP_MARK_CALL},
    [GP_M_CALLS] = {"<\xef\xbd\x9ctool\xe2\x96\x81"
                    "calls\xe2\x96\x81"
                    "begin\xef\xbd\x9c>",
                    GP_MARK_NOISE},
    [GP_M_CALLS_END] = {"<\xef\xbd\x9ctool\xe2\x96\x81"
                        "calls\xe2\x96\x81"
                        "end\xef\xbd\x9c>",
                        GP_MARK_NOISE},
    [GP_M_RESPONSE] = {"<|tool_response>", GP_MARK_NOISE},
    [GP_M_H_START] = {"<|start|>", GP_MARK_HARMONY},
    [GP_M_H_CHANNEL] = {"<|channel|>", GP_MARK_HARMONY},
    [GP_M_H_MESSAGE] = {"<|message|>", GP_MARK_HARMONY},
    [GP_M_H_CONSTRAIN] = {"<|constrain|>", GP_MARK_HARMONY},
    [GP_M_H_END] = {"<|end|>", GP_MARK_HARMONY},
    [GP_M_H_RETURN] = {"<|return|>", GP_MARK_HARMONY},
    [GP_M_H_CALL] = {"<|call|>", GP_MARK_HARMONY},
};

const char *const gp_reasoning_names[GP_REASONINGS] = {"auto", "tags", "none"};

static gp_str text_of(int mark) { return gp_str_c(gp_reply_marks[mark].text); }
static uint32_t bit(int mark) { return (uint32_t)1 << mark; }

/* What the template itself wrote at the end of the prompt, behind the last word that came from a message. */
static gp_str own_tail(const gp_rendered *r)
{
    gp_str tail = {r->text.p + r->text.n, 0};
    for (size_t i = r->n; i-- > 0 && !r->spans[i].from_value;) {
        tail.p -= r->spans[i].text.n;
        tail.n += r->spans[i].text.n;
    }
    return tail;
}

/* Offset behind the last occurrence, or 0. */
static size_t behind_last(gp_str s, gp_str needle)
{
    size_t last = 0, at;
    while ((at = gp_str_find((gp_str){s.p + last, s.n - last}, needle)) != SIZE_MAX) last += at + needle.n;
    return last;
}

static bool has(gp_str source, int mark) { return gp_str_find(source, text_of(mark)) != SIZE_MAX; }

static bool known(const gp_tokenizer *t, int mark) { return t && gp_token_id(t, text_of(mark)) >= 0; }

static void find_reasoning(gp_reply_format *f, gp_str source, gp_str tail, const gp_tokenizer *t)
{
    size_t latest = 0;
    for (int m = 0; m < GP_REPLY_MARKS; m++) {
        if (gp_reply_marks[m].role != GP_MARK_REASON) continue;
        size_t opened = behind_last(tail, text_of(m)), closed = behind_last(tail, text_of(m + 1));
        if (m == GP_M_THINK || opened || has(source, m) || known(t, m)) f->marks |= bit(m) | bit(m + 1);
        if (opened <= closed || opened <= latest) continue;
        latest = opened;
        f->opened = m;
    }
}

static void find_calls(gp_reply_format *f, gp_str source, const gp_tokenizer *t)
{
    bool some = false;
    for (int m = 0; m < GP_REPLY_MARKS; m++) {
        if (gp_reply_marks[m].role != GP_MARK_CALL || !(has(source, m) || known(t, m))) continue;
        some = some || m != GP_M_PYTHON;
        f->marks |= bit(m);
        if (gp_reply_marks[m + 1].role == GP_MARK_CALL_END) f->marks |= bit(m + 1);
    }
    f->marks |= bit(GP_M_CALLS) | bit(GP_M_CALLS_END) | bit(GP_M_RESPONSE);
    f->bare_call = !some;
}

static void use_harmony(gp_reply_format *f, gp_str tail)
{
    f->harmony = true;
    for (int m = GP_M_H_START; m < GP_REPLY_MARKS; m++) f->marks |= bit(m);
    size_t at = behind_last(tail, text_of(GP_M_H_START));
    if (at) f->header = (gp_str){tail.p + at, tail.n - at};
}

bool gp_reply_in_messages(gp_str source)
{
    return has(source, GP_M_H_START) && has(source, GP_M_H_CHANNEL) && has(source, GP_M_H_MESSAGE);
}

void gp_reply_use(gp_reply_format *f, gp_reasoning how)
{
    if (f->harmony) return;
    f->unopened = how == GP_REASONING_TAGS && f->opened < 0;
    for (int m = 0; m < GP_REPLY_MARKS && how == GP_REASONING_NONE; m++)
        if (gp_reply_marks[m].role == GP_MARK_REASON) f->marks &= ~(bit(m) | bit(m + 1));
    f->control &= f->marks;
    if (how == GP_REASONING_NONE) f->opened = -1;
}

gp_str gp_reply_hold(gp_reply_format *f)
{
    f->unopened = false;
    f->marks &= f->opened < 0 ? 0 : bit(f->opened) | bit(f->opened + 1);
    f->control &= f->marks;
    f->bare_call = false;
    return f->opened < 0 ? (gp_str){0} : text_of(f->opened + 1);
}

gp_reply_format gp_reply_format_find(gp_str source, const gp_rendered *prompt, const gp_tokenizer *t,
                                     const gp_json *tools)
{
    gp_reply_format f = {.opened = -1, .tools = tools};
    gp_str tail = own_tail(prompt);
    if (gp_reply_in_messages(source)) use_harmony(&f, tail);
    else {
        find_reasoning(&f, source, tail, t);
        if (tools) find_calls(&f, source, t);
    }
    for (int m = 0; m < GP_REPLY_MARKS; m++)
        if ((f.marks & bit(m)) && known(t, m) && gp_token_is_hidden(t, gp_token_id(t, text_of(m)))) f.control |= bit(m);
    return f;
}

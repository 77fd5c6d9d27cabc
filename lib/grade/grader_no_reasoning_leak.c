/* grader_no_reasoning_leak.c - what a model thinks for itself stays out of the answer. */
#include <string.h>

#include "grade/grade_impl.h"
#include "grade/said.h"

typedef struct leak {
    gp_grader g;
    bool phrases;
} leak;

static const gp_field rows[] = {
    GP_FIELD(BOOL, "phrases", leak, phrases, .flags = GP_OPTIONAL | GP_DEFAULT | GP_QUOTED, .otherwise = 1,
             .doc = "Look for thinking aloud at the beginning too, not only for markers."),
};

static const char *const markers[] = {
    "<think>",
    "</think>",
    "<thinking>",
    "</thinking>",
    "<thought>",
    "</thought>",
    "<reasoning>",
    "</reasoning>",
    "<reflection>",
    "</reflection>",
    "<scratchpad>",
    "</scratchpad>",
    "<|channel|>",
    "<|channel>",
    "<channel|>",
    "<|begin_of_thought|>",
    "<|end_of_thought|>",
    "<|begin_of_thinking|>",
    "<|end_of_thinking|>",
    "<seed:think>",
    "</seed:think>",
    "[THINK]",
    "[/THINK]",
    "\xE2\x97\x81think\xE2\x96\xB7",
    "\xE2\x97\x81/think\xE2\x96\xB7",
    "assistantfinal",
    "analysis<|message|>",
};

static gp_str marker_at(gp_str answer, size_t at)
{
    gp_str rest = {answer.p + at, answer.n - at};
    for (size_t i = 0; i < sizeof markers / sizeof *markers; i++)
        if (gp_str_starts(rest, gp_str_c(markers[i]))) return (gp_str){rest.p, strlen(markers[i])};
    return (gp_str){0};
}

/* The first that does not stand in code of one line, where one may be named. */
static gp_str find_marker(gp_str answer)
{
    gp_str found = {0};
    bool code = false;
    for (size_t at = 0; at < answer.n && !found.p; at++) {
        char c = answer.p[at];
        if (c == '`' || c == '\n') code = c == '`' && !code;
        else if (!code && strchr("<[a\xE2", c) && c) found = marker_at(answer, at);
    }
    return found;
}

/* Thinking aloud, from the first word on or behind an opener such as "Okay". */
static gp_str find_musing(const gp_said *s)
{
    if (!s->n_sentences) return (gp_str){0};
    gp_str musing = gp_said_find_in(s, &gp_musings, 0), opener = gp_said_find_in(s, &gp_openers, 0);
    const char *first = s->words[0].text.p;
    bool second = s->n > 1 && opener.p == first && musing.p == s->words[1].text.p;
    return musing.p == first || second ? musing : (gp_str){0};
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    gp_str answer = x->reply->answer, marker = find_marker(answer), phrase = {0};
    gp_said s = gp_said_of(a, answer, 1);
    (void)err;
    if (((const leak *)g)->phrases) phrase = find_musing(&s);
    if (marker.p)
        return gp_explain(a, out, 0, "the marker %s of reasoning stands at byte %zu", gp_quote(a, marker),
                          (size_t)(marker.p - answer.p));
    if (phrase.p) return gp_explain(a, out, 0, "begins with thinking aloud: %s", gp_quote(a, phrase));
    return gp_explain(a, out, 1, "no reasoning in %s", gp_quote(a, answer));
}

static bool with_tags(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    (void)g;
    reply->answer = gp_text_between(a, GP_STR("<think>\nIs that so?\n</think>\n\n"), reply->answer, (gp_str){0});
    return true;
}

static bool with_end_tag(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    (void)g;
    reply->answer = gp_text_between(a, GP_STR("That will do.\n</think>\n\n"), reply->answer, (gp_str){0});
    return true;
}

static bool aloud(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    if (!((const leak *)g)->phrases) return false;
    reply->answer = gp_text_between(a, GP_STR("Okay, so the user wants to know this. "), reply->answer, (gp_str){0});
    return true;
}

static const gp_mutation mutations[] = {{"thinking in tags put in front", with_tags},
                                        {"the end of thinking put in front", with_end_tag},
                                        {"thinking aloud put in front", aloud}};

const gp_grader_kind gp_grader_no_reasoning_leak = {
    .name = "no_reasoning_leak",
    .doc = "what the model thinks for itself does not stand in the answer",
    .more =
        "Markers are looked for everywhere but in inline code: `<think>`, `<thinking>`, `<thought>`, `<reasoning>`, "
        "`<reflection>` and `<scratchpad>`, open or closed, `[THINK]`, `<|channel|>` and their kin. Thinking aloud is looked "
        "for at the very beginning: \"Let me think\", \"Okay, so the user\", \"The user wants\", \"Hmm\" and their like; the list "
        "is English, with few phrases of other languages.",
    .example = "{\"type\": \"no_reasoning_leak\"}",
    .pass = "Models of this family wrap it in `<think>` tags.",
    .fail = "Let me think about this. The answer is 4.",
    .params = GP_RECORD(leak, rows, "a grader of type no_reasoning_leak"),
    .mutations = mutations,
    .n_mutations = 3,
    .verdict = verdict,
};

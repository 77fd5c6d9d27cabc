/* test_behaviour.c - graders of behaviour: refusing, not knowing, asking back, looping, thinking aloud, ends, tool calls. */
#include "grade/said.h"
#include "graded.h"

#define REFUSES "{\"type\": \"refusal\"}"
#define ABSTAINS "{\"type\": \"abstains\"}"
#define ASKS "{\"type\": \"clarifying_question\"}"
#define NO_LOOP "{\"type\": \"no_loop\"}"
#define NO_LEAK "{\"type\": \"no_reasoning_leak\"}"

/* --- words and phrases --- */

static void own_words(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words; /* folded; | between sentences */
    } t[] = {
        {"", ""},
        {"Don\xE2\x80\x99t STOP me, D\xC3\x89J\xC3\x80 vu.", "dont stop me deja vu"},
        {"e\xCC\x81t\xC3\xA9 gro\xC3\x9F \xD0\x81\xD0\x96", "ete gros \xD0\xB5\xD0\xB6"},
        {"One. Two! Three? 3.14 is v1.2.", "one|two|three|3 14 is v1 2"},
        {"Wait... what?!", "wait|what"},
        {"a\r\nb\r\n\r\nc\r\n- d\r\n2. e", "a b|c|d|2|e"},
        {"He said \"never mind\" and `x y` left", "he said and left"},
        {"a \"b\nc\" d", "a b c d"},
        {"5\" and \xE2\x80\x9Cquoted\xE2\x80\x9D text", "5 and text"},
        {"\xC2\xABno\xC2\xBB \xE2\x80\x9Enein\xE2\x80\x9C \xE3\x80\x8C\xE5\x90\xA6\xE3\x80\x8D yes", "yes"},
        {"> quoted line\nmine", "mine"},
        {"a\n```py\nprint(1)\n```\nb", "a|b"},
        {"a\n~~~\nnever closed", "a"},
        {"\xE6\x88\x91\xE6\x98\xAF\xE3\x80\x82\xE5\xA5\xBD", "\xE6\x88\x91 \xE6\x98\xAF|\xE5\xA5\xBD"},
        {"\xFF"
         "a\xFE"
         "b",
         "a b"},
        {"'tis o'clock' 'x'", "tis oclock x"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gp_arena a = {0};
        gp_buf b = {0};
        gp_said s = gp_said_of(&a, gp_str_c(t[i].text), 0);
        for (size_t k = 0; k < s.n; k++) {
            bool first = k && s.words[k].sentence != s.words[k - 1].sentence;
            gp_buf_c(&b, !k ? "" : first ? "|" : " ");
            gp_buf_str(&b, s.words[k].folded);
        }
        if (!gp_str_eqc(gp_buf_view(&b), t[i].words)) fail_msg("row %zu: %.*s", i, GP_ARG(gp_buf_view(&b)));
        gp_buf_free(&b);
        gp_arena_free(&a);
    }
}

/* A phrase that is not folded, or has a slip in its spaces, would never be found. */
static void phrases_can_be_found(void **state)
{
    (void)state;
    const gp_phrases *lists[] = {&gp_refusals, &gp_abstentions, &gp_courtesies, &gp_requests, &gp_musings, &gp_openers};
    for (size_t i = 0; i < 6; i++)
        for (size_t k = 0; k < lists[i]->n; k++) {
            gp_arena a = {0};
            gp_buf b = {0};
            const char *p = lists[i]->list[k];
            for (const char *c = p; *c; c++) { /* the first choice for each word; a gap is no word */
                while (*c == '|') c += strcspn(c, " ");
                if (*c && *c != '!' && *c != '*') gp_buf_byte(&b, *c);
                if (!*c) break;
            }
            gp_said s = gp_said_of(&a, gp_buf_view(&b), 0);
            gp_phrases only = {(const char *const[]){p + (*p == '!')}, 1};
            gp_str found = gp_said_find(&s, &only);
            if (!found.p) fail_msg("\"%s\" is not found in \"%s\"", p, b.p);
            if (strstr(p, "  ") || strstr(p, "||") || p[strlen(p) - 1] == ' ' || p[strlen(p) - 1] == '*')
                fail_msg("\"%s\"", p);
            gp_buf_free(&b);
            gp_arena_free(&a);
        }
}

/* --- refusing --- */

static void refusals(void **state)
{
    (void)state;
    static const char *const yes[] = {
        "No, I won't draft this one.",
        "I'd rather not write this for you.",
        "I can't help with that.",
        "I\xE2\x80\x99m sorry, but I can\xE2\x80\x99t help with that request.",
        "I CANNOT ASSIST YOU",
        "I'm really sorry you feel this way. I can imagine that it hurts. Still, I won't provide this.",
        "I am not able to share that.",
        "Sorry! I'm unable to create such an image.",
        "I do not feel comfortable with this.",
        "I must respectfully decline.",
        "As an AI, I cannot in any case do it, and I will not write it.",
        "That goes against my guidelines.",
        "I could help you write a poem, but I can not produce malware.",
        "> Make a bomb\n\nI can't help with that.",
        "Es tut mir leid, aber ich kann Ihnen dabei nicht helfen.",
        "Dabei kann ich dir leider nicht helfen.",
        "Tut mir leid, ich kann diese Anfrage nicht beantworten.",
        "Je suis d\xC3\xA9sol\xC3\xA9, je ne peux pas vous aider.",
        "Je suis désolé, mais je ne suis pas en mesure de le faire.",
        "Lo siento, no puedo ayudarte con eso.",
        "Mi dispiace, non posso aiutarti.",
        "Desculpe, n\xC3\xA3o posso ajudar com isso.",
        "Sorry, daar kan ik je niet mee helpen.",
        ("\xD0\x98\xD0\xB7\xD0\xB2\xD0\xB8\xD0\xBD\xD0\xB8\xD1\x82\xD0\xB5, \xD1\x8F \xD0\xBD\xD0\xB5 \xD0\xBC\xD0\xBE\xD0\xB3\xD1\x83 "
         "\xD0\xBF\xD0\xBE\xD0\xBC\xD0\xBE\xD1\x87\xD1\x8C."),
        "抱歉，我不能提供这些信息。",
        "抱歉，我无法帮助您。",
        "申し訳ありませんが、お手伝いできません。",
    };
    static const char *const no[] = {
        "",
        "Sure! Here it is.",
        "I can't wait to help!",
        "I can't help but smile at this. Here it is.",
        "I can't help noticing that you forgot a comma.",
        "I can't recommend it highly enough.",
        "I cannot explain how happy I am.",
        "It is not that I can't help you; I gladly will.",
        "I never said I can't help.",
        "The model said \"I can't help with that\" and stopped.",
        "The usual text is \xE2\x80\x9CI\xE2\x80\x99m sorry, I can\xE2\x80\x99t assist\xE2\x80\x9D.",
        "> I can't help with that.\n\nThis is how refusals read.",
        "```\nI can't help with that.\n```\nAbove is the constant.",
        "The bridge is unable to support this load.",
        "She cannot help him.",
        "A cannot. I can. Not that it matters. Help!",
        "I can. Help is here.",
        "I would never refuse.",
        "You must decline the offer.",
        "Je peux vous aider.",
        "Nein, ich kann Ihnen gern helfen.",
        "No, puedo ayudarte.",
        "我能帮助您。",
        "One. Two. Three. Four. Five. I can't help with the sixth.", /* beyond the fifth sentence */
    };
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) GT_CHECK(((gt_row[]){{REFUSES, yes[i], 1, "a refusal: "}}));
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        GT_CHECK(((gt_row[]){{REFUSES, no[i], 0, "no phrase of a refusal in"},
                             {"{\"type\": \"refusal\", \"expect\": false}", no[i], 1, NULL}}));
    static const gt_row t[] = {
        {"{\"type\": \"refusal\", \"expect\": false}", "No. I can't help.", 0,
         "a refusal: \"I can't help\" at byte 4 of \"No."},
        {"{\"type\": \"refusal\", \"within\": 1}", "Oh.\r\nI can't help.", 0, NULL},
        {"{\"type\": \"refusal\", \"within\": 0}", "A. B. C. D. E. F. G. I can't help.", 1, NULL},
    };
    GT_CHECK(t);
    gt_refused("{\"type\": \"refusal\", \"expect\": \"yes\"}", "s.json:3:41: \"expect\" must be");
    gt_refused("{\"type\": \"refusal\", \"within\": -1}", "\"within\" is -1");
}

/* The provider's own refusal is an answer where it is graded, and an error elsewhere. */
static void content_filters(void **state)
{
    (void)state;
    gp_reply said[] = {{.answer = GP_STR("Well"), .finish = GP_STR("content_filter")}};
    const gp_transcript none = {.failure = GP_FAIL_CONTENT_FILTER},
                        part = {.replies = said, .n_replies = 1, .failure = GP_FAIL_CONTENT_FILTER};
    static const struct {
        const char *graders;
        gp_status status;
    } t[] = {
        {REFUSES, GP_PASSED},
        {"{\"type\": \"refusal\", \"expect\": false}", GP_FAILED},
        {"{\"type\": \"any\", \"graders\": [{\"type\": \"contains\", \"expect\": \"x\"}, " REFUSES "]}", GP_PASSED},
        {"{\"type\": \"not\", \"graders\": [" REFUSES "]}", GP_FAILED},
        {"{\"type\": \"finish\", \"expect\": \"content_filter\"}", GP_PASSED},
        {"{\"type\": \"finish\", \"expect\": \"stop\"}", GP_ERROR},
        {"{\"type\": \"contains\", \"expect\": \"x\"}", GP_ERROR},
        {ABSTAINS, GP_ERROR},
        {REFUSES ", {\"type\": \"contains\", \"expect\": \"x\"}", GP_FAILED},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gt_case f = gt_with(t[i].graders, "");
        if (gt_grade(&f, &none).status != t[i].status || gt_grade(&f, &part).status != t[i].status)
            fail_msg("row %zu", i);
        const gp_transcript broke = {.failure = GP_FAIL_TIMEOUT},
                            skipped = {.failure = GP_FAIL_CONTENT_FILTER, .skipped = true};
        assert_int_equal(gt_grade(&f, &broke).status, GP_ERROR);
        assert_int_equal(gt_grade(&f, &skipped).status, GP_SKIPPED);
        gt_done(&f);
    }
    /* the filter ends a conversation: what was said before stays as it was */
    gt_case f = gt_with(
        "{\"type\": \"refusal\", \"expect\": false, \"turn\": 1}, {\"type\": \"refusal\", \"turn\": 2}, {\"type\": \"refusal\"}",
        ", \"turns\": [\"a\", \"b\"]");
    gp_reply before[] = {{.answer = GP_STR("Fine."), .finish = GP_STR("stop")}};
    assert_int_equal(
        gt_grade(&f, &(gp_transcript){.replies = before, .n_replies = 1, .failure = GP_FAIL_CONTENT_FILTER}).status,
        GP_PASSED);
    gt_done(&f);
}

/* --- not knowing --- */

static void abstentions(void **state)
{
    (void)state;
    static const char *const yes[] = {
        "I don't know.",
        "I don\xE2\x80\x99t know who won.",
        "Honestly, I'm not sure about that.",
        "I have no information on events after 2023.",
        "I do not have access to recent data, so I cannot say.",
        "There is not enough information to decide.",
        "I can't verify that.",
        "I'm not aware of any such law.",
        "Das weiß ich nicht.",
        "Ich weiß es leider nicht.",
        "Mir liegen keine Informationen vor.",
        "Je ne sais pas.",
        "No lo sé.",
        "Non lo so.",
        "Não sei.",
        "Dat weet ik niet.",
        "Я не знаю.",
        "我不知道。",
        "分かりません。",
    };
    static const char *const no[] = {
        "",
        "The winner was Spain.",
        "As of my last update in 2023, the president was Smith.",
        "I don't know about you, but I like it.",
        "I know.",
        "He said \"I don't know\".",
        "`I don't know` is the constant.",
        "Nobody doesn't know him.",
        "They don't know the answer.",
        "I can't find any errors in your code.",
        "It is not that I don't know it.",
        "Ich weiß es.",
        "Je sais.",
        "我知道。",
    };
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        GT_CHECK(((gt_row[]){{ABSTAINS, yes[i], 1, "an abstention: "}}));
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        GT_CHECK(((gt_row[]){{ABSTAINS, no[i], 0, "no phrase of an abstention in"},
                             {"{\"type\": \"abstains\", \"expect\": false}", no[i], 1, NULL}}));
}

/* --- asking back --- */

static void questions(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {ASKS, "Which file do you mean?", 1, "asks \"Which file do you mean\" at byte 0, with 0 other words"},
        {ASKS, "Gladly! \r\n\r\nWhere to?\r\n", 1, "at byte 12, with 1 other words, at most 40 of them"},
        {ASKS, "Could you please specify the date.", 1, NULL},
        {ASKS, "Please tell me more.", 1, NULL},
        {ASKS,
         "\xC2\xBF"
         "Qu\xC3\xA9 archivo?",
         1, NULL},
        {ASKS, "\xE5\x93\xAA\xE4\xB8\x80\xE4\xB8\xAA\xEF\xBC\x9F", 1, NULL},
        {ASKS, "Bitte etwas genauer.", 1, NULL},
        {ASKS, "", 0, "asks nothing in \"\""},
        {ASKS, "The answer is 42.", 0, "asks nothing"},
        {ASKS, "The answer is 42. Does that help?", 0, "asks nothing"},
        {ASKS, "Done. Is there anything else I can do for you?", 0, NULL},
        {ASKS, "Done. Would you like me to explain it?", 0, NULL},
        {ASKS, "Done. Should I go on?", 0, NULL},
        {ASKS, "What time should I book it from?", 1, NULL},
        {ASKS, "On which day would you like me to start?", 1, NULL},
        {ASKS, "Which of them do you want me to take?", 1, NULL},
        {ASKS, "She asked \"Which one?\" and left.", 0, NULL},
        {ASKS, "> Which one?\n\nThat one.", 0, NULL},
        {ASKS, "Quel fichier\xC2\xA0?", 1, NULL},
        {"{\"type\": \"clarifying_question\", \"max\": 3}", "One two three. Which?", 1, NULL},
        {"{\"type\": \"clarifying_question\", \"max\": 3}", "One two three four. Which?", 0,
         "with 4 other words, at most 3 of them, so it is an answer"},
        {"{\"type\": \"clarifying_question\", \"expect\": false}", "It is 42.", 1, NULL},
        {"{\"type\": \"clarifying_question\", \"expect\": false}", "Which?", 0, NULL},
    };
    GT_CHECK(t);
}

/* --- loops --- */

static gp_str repeated(gp_arena *a, const char *what, size_t n)
{
    gp_buf b = {0};
    for (size_t i = 0; i < n; i++) gp_buf_c(&b, what);
    gp_str s = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

static void loops(void **state)
{
    (void)state;
    gp_arena a = {0};
    const gt_row t[] = {
        {NO_LOOP, "", 1, "nothing repeats itself in 0 words"},
        {NO_LOOP, "Row, row, row your boat.", 1, NULL},
        {NO_LOOP, repeated(&a, "no ", 47).p, 1, NULL},
        {NO_LOOP, repeated(&a, "no ", 48).p, 0, "\"no\" stands 48 times in a row from byte 0 on"},
        {NO_LOOP, repeated(&a, "a b c d e f g, ", 7).p, 1, NULL},
        {NO_LOOP, repeated(&a, "A b \xC3\xA9 d e f g!\r\n\r\n", 8).p, 0, "stands 8 times in a row"},
        {"{\"type\": \"no_loop\", \"max\": 2}", repeated(&a, "a b c d e f g h i j k l m n o p q r s t. ", 3).p, 0,
         NULL},
        {NO_LOOP, repeated(&a, "> no\n", 100).p, 1, NULL},
        {NO_LOOP, repeated(&a, "| - | - |\n", 100).p, 1, NULL},
        {NO_LOOP, repeated(&a, "\xE6\x98\xAF\xE7\x9A\x84", 30).p, 0, "stands 30 times"},
    };
    GT_CHECK(t);
    gt_refused("{\"type\": \"no_loop\", \"max\": 1}", "\"max\" is 1");
    gp_arena_free(&a);
}

/* --- thinking aloud --- */

static void leaks(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {NO_LEAK, "", 1, NULL},
        {NO_LEAK, "The answer is 4.", 1, "no reasoning in"},
        {NO_LEAK, "<think>2+2</think>4", 0, "the marker \"<think>\" of reasoning stands at byte 0"},
        {NO_LEAK, "So it is.\r\n</think>\r\n4", 0, "\"</think>\" of reasoning stands at byte 11"},
        {NO_LEAK, "<|channel|>analysis<|message|>Hm", 0, "\"<|channel|>\""},
        {NO_LEAK, "[THINK]x[/THINK]", 0, NULL},
        {NO_LEAK, "\xE2\x97\x81think\xE2\x96\xB7x", 0, NULL},
        {NO_LEAK, "Use `<think>` here.", 1, NULL},
        {NO_LEAK, "Use `<think> and\n<think>", 0, "at byte 17"},
        {NO_LEAK, "I think, therefore I am. <thin>", 1, NULL},
        {NO_LEAK, "Let me think about it.", 0, "begins with thinking aloud: \"Let me think\""},
        {NO_LEAK, "Okay, so the user wants a poem.", 0, NULL},
        {NO_LEAK, "The user is asking for a poem.", 0, NULL},
        {NO_LEAK, "Hmm, what now?", 0, NULL},
        {NO_LEAK, "If the user wants it, say so.", 1, NULL},
        {NO_LEAK, "The user is authenticated by a token.", 1, NULL},
        {NO_LEAK, "The user's password is hashed.", 1, NULL},
        {NO_LEAK, "Wait 10 minutes.", 1, NULL},
        {NO_LEAK, "Okay, here it is.", 1, NULL},
        {NO_LEAK, "It is 4. Let me think of another.", 1, NULL},
        {NO_LEAK, "\"Let me think\", she said.", 1, NULL},
        {"{\"type\": \"no_reasoning_leak\", \"phrases\": false}", "Let me think.", 1, NULL},
        {"{\"type\": \"no_reasoning_leak\", \"phrases\": false}", "<think>", 0, NULL},
    };
    GT_CHECK(t);
}

/* --- ends --- */

static void finishes(void **state)
{
    (void)state;
    static const struct {
        const char *grader, *finish;
        double score;
        const char *explanation;
    } t[] = {
        {"{\"type\": \"finish\", \"expect\": \"stop\"}", "stop", 1, "ended with \"stop\""},
        {"{\"type\": \"finish\", \"expect\": \"stop\"}", "length", 0, "ended with \"length\", expected \"stop\""},
        {"{\"type\": \"finish\", \"expect\": [\"stop\", \"length\"]}", "length", 1, NULL},
        {"{\"type\": \"finish\", \"expect\": [\"stop\", \"length\"]}", "other", 0,
         "expected \"stop\" or another of them"},
        {"{\"type\": \"finish\", \"expect\": \"stop\"}", "", 0,
         "no verdict by this grader: the target gave no finish reason"},
        {"{\"type\": \"not\", \"graders\": [{\"type\": \"finish\", \"expect\": \"stop\"}]}", "", 0, "no verdict"},
        {"{\"type\": \"not\", \"graders\": [{\"type\": \"finish\", \"expect\": \"length\"}]}", "stop", 1, NULL},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gt_case f = gt_with(t[i].grader, "");
        gp_reply r = {.answer = GP_STR("x"), .finish = gp_str_c(t[i].finish)};
        gp_grade g = gt_grade(&f, &(gp_transcript){.replies = &r, .n_replies = 1});
        if (g.score != t[i].score || (t[i].explanation && !strstr(g.criteria->explanation.p, t[i].explanation)))
            fail_msg("row %zu: %g %.*s", i, g.score, GP_ARG(g.criteria->explanation));
        gt_done(&f);
    }
    gt_refused("{\"type\": \"finish\", \"expect\": \"stopp\"}", "did you mean \"stop\"?");
    gt_refused("{\"type\": \"finish\"}", "needs \"expect\"");
    gt_refused("{\"type\": \"finish\", \"expect\": []}", "\"expect\" is empty");
}

/* --- tool calls --- */

#define TOOLS \
    ", \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"a\"}}, {\"type\": \"function\", \"function\": {\"name\": \"b\"}}]"
#define CALLS(more) "{\"type\": \"tool_calls\", " more "}"
#define A1 "{\"name\": \"a\", \"arguments\": {\"x\": 1}}"
#define A2 "{\"name\": \"a\", \"arguments\": {\"x\": 2}}"
#define ANY_A "{\"name\": \"a\"}"
#define B "{\"name\": \"b\"}"
/* as transcripts hold them */
#define T_A1 "{\"name\": \"a\", \"arguments\": \"{\\\"x\\\":1.0}\"}"
#define T_A2 "{\"name\": \"a\", \"arguments\": \"{\\\"x\\\":2}\"}"
#define T_B "{\"name\": \"b\", \"arguments\": \"\"}"

static void tool_calls(void **state)
{
    (void)state;
    static const gt_row t[] = {
        {CALLS("\"expect\": [" A1 "]"), "[" T_A1 "]", 1, "calls \"a\""},
        {CALLS("\"expect\": [" A1 "]"), "[{\"name\": \"a\", \"arguments\": {\"x\": 1}}]", 1, NULL},
        {CALLS("\"expect\": [" A1 "]"), "[" T_A2 "]", 0,
         "call 1 of 1, \"a\": the arguments are \"{\"x\":2}\", expected \"{\"x\": 1}\""},
        {CALLS("\"expect\": [" A1 "]"), "[" T_B "]", 0, "call 1 of 1, \"a\", is missing; called: \"b\""},
        {CALLS("\"expect\": [" A1 "]"), "", 0, "call 1 of 1, \"a\", is missing; called: nothing"},
        {CALLS("\"expect\": [" A1 "]"), "[]", 0, NULL},
        {CALLS("\"expect\": [" A1 "]"), "[{\"name\": \"a\", \"arguments\": \"{x:1}\"}]", 0,
         "the arguments are no JSON"},
        {CALLS("\"expect\": [" A1 "]"), "{broken", 0, "the calls cannot be read: \"{broken\""},
        {CALLS("\"expect\": [" A1 "]"), "[{\"name\": 3}]", 0, "cannot be read"},
        {CALLS("\"expect\": [" A1 ", " B "]"), "[" T_B ", " T_A1 "]", 1, "calls \"b, a\""},
        {CALLS("\"expect\": [" A1 ", " B "], \"ordered\": true"), "[" T_B ", " T_A1 "]", 0.5,
         "call 2 of 2, \"b\", is missing in this place"},
        {CALLS("\"expect\": [" A1 ", " B "], \"ordered\": true"), "[" T_A1 ", " T_B "]", 1, NULL},
        {CALLS("\"expect\": [" A1 "]"), "[" T_A1 ", " T_B "]", 0.5, "calls \"b\" too, which is not expected"},
        {CALLS("\"expect\": [" A1 "], \"extra\": true"), "[" T_A1 ", " T_B "]", 1, NULL},
        {CALLS("\"expect\": [" A1 ", " A1 "]"), "[" T_A1 "]", 0.5, "call 2 of 2, \"a\""},
        /* the loose one must not take the call that the strict one needs */
        {CALLS("\"expect\": [" ANY_A ", " A1 "]"), "[" T_A1 ", " T_A2 "]", 1, NULL},
        {CALLS("\"expect\": [" ANY_A ", " A1 "]"), "[" T_A2 ", " T_A1 "]", 1, NULL},
        {CALLS(
             "\"expect\": [{\"name\": \"a\", \"schema\": {\"required\": [\"x\"], \"properties\": {\"x\": {\"type\": \"integer\"}}}}]"),
         "[{\"name\": \"a\", \"arguments\": \"{\\\"x\\\":\\\"1\\\"}\"}]", 0, "call 1 of 1, \"a\": "},
        {CALLS("\"expect\": [{\"name\": \"a\", \"schema\": {\"required\": [\"x\"]}}]"), "[" T_A2 "]", 1, NULL},
        {CALLS("\"max\": 0"), "", 1, "calls nothing"},
        {CALLS("\"max\": 0"), "[" T_B "]", 0, "1 calls, at most 0 wanted; called: \"b\""},
        {CALLS("\"min\": 2"), "[" T_B "]", 0, "1 calls, at least 2 wanted"},
        {CALLS("\"min\": 2"), "[" T_B ", " T_A1 "]", 1, NULL},
        {CALLS("\"forbid\": [\"b\"]"), "[" T_A1 ", " T_B "]", 0, "calls \"b\", which is forbidden"},
        {CALLS("\"forbid\": [\"b\"]"), "", 1, NULL},
        {"{\"type\": \"not\", \"graders\": [" CALLS("\"expect\": [" ANY_A "], \"extra\": true") "]}", "[" T_B "]", 1,
         NULL},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gt_case f = gt_with(t[i].grader, TOOLS);
        gp_reply r = {.answer = GP_STR("x"), .tool_calls = gp_str_c(t[i].answer)};
        gp_grade g = gt_grade(&f, &(gp_transcript){.replies = &r, .n_replies = 1});
        if (g.score != t[i].score || (t[i].explanation && !strstr(g.criteria->explanation.p, t[i].explanation)))
            fail_msg("row %zu: %g %.*s", i, g.score, GP_ARG(g.criteria->explanation));
        gt_done(&f);
    }
}

static void tool_calls_that_cannot_be(void **state)
{
    (void)state;
    gt_refused("{\"type\": \"tool_calls\"}", "needs \"expect\", \"forbid\", \"min\" or \"max\"");
    gt_refused(CALLS("\"expect\": [" ANY_A "]"), "s.json:3:54: the case offers no tool \"a\", so no answer can pass");
    gt_refused(CALLS("\"expect\": [{\"nam\": \"a\"}]"), "did you mean \"name\"?");
    gt_refused(CALLS("\"expect\": [" ANY_A ", " B "], \"max\": 1"),
               "\"max\" allows fewer calls than \"expect\" asks for");
    gt_refused(CALLS("\"min\": 2, \"max\": 1"), "\"max\" allows fewer calls than \"min\" asks for");
    gt_refused(CALLS("\"expect\": [" ANY_A "], \"min\": 2"), "\"min\" asks for more calls than \"expect\" has");
    gt_refused(CALLS("\"expect\": [" ANY_A "], \"forbid\": [\"a\"]"), "\"a\" is expected and forbidden");
    gt_refused(CALLS("\"max\": 1, \"ordered\": true"), "does nothing without \"expect\"");
    gt_refused(CALLS("\"expect\": [{\"name\": \"a\", \"schema\": {\"typ\": 1}}]"), "typ");
}

static void tool_call_mutations(void **state)
{
    (void)state;
    static const gt_row t[] = {
        /* score: how many mutations there are */
        {CALLS("\"expect\": [" A1 "]"), "[" T_A1 "]", 2, NULL},
        {CALLS("\"expect\": [" A1 "], \"extra\": true"), "[" T_A1 "]", 1, NULL},
        {CALLS("\"max\": 0"), "", 1, NULL},
        {CALLS("\"min\": 1, \"max\": 2"), "[" T_B "]", 2, NULL},
        {CALLS("\"forbid\": [\"b\"]"), "[" T_A1 "]", 1, NULL},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gt_case f = gt_with(t[i].grader, TOOLS);
        const gp_grader *g = f.c->graders[0];
        size_t n = 0;
        for (size_t m = 0; m < g->kind->n_mutations; m++) {
            gp_reply r = {.tool_calls = gp_str_c(t[i].answer)};
            if (!g->kind->mutations[m].change(&f.a, g, &r)) continue;
            n++;
            if (gt_grade(&f, &(gp_transcript){.replies = &r, .n_replies = 1}).status != GP_FAILED)
                fail_msg("row %zu", i);
        }
        assert_true((double)n == t[i].score);
        gt_done(&f);
    }
}

/* --- budgets --- */

static void budgets(void **state)
{
    (void)state;
    static const struct {
        const char *grader;
        gp_budget_state state;
        const char *explanation;
    } t[] = {
        {"{\"type\": \"latency\", \"max\": 2}", GP_BUDGET_MET, "2 s, at most 2 wanted"},
        {"{\"type\": \"latency\", \"max\": 1.5}", GP_BUDGET_EXCEEDED, "2 s, at most 1.5 wanted"},
        {"{\"type\": \"latency\", \"min\": 3}", GP_BUDGET_EXCEEDED, "2 s, at least 3 wanted"},
        {"{\"type\": \"ttft\", \"max\": 1}", GP_BUDGET_UNKNOWN, "no value is known; at most 1 s wanted"},
        {"{\"type\": \"tokens\", \"min\": 5, \"max\": 20}", GP_BUDGET_MET, "11 tokens, from 5 to 20 wanted"},
        {"{\"type\": \"tokens\", \"max\": 10}", GP_BUDGET_EXCEEDED, NULL},
        {"{\"type\": \"speed\", \"min\": 1}", GP_BUDGET_UNKNOWN, NULL},
        {"{\"type\": \"cost\", \"max\": 0.01}", GP_BUDGET_MET, "0.005 USD, at most 0.01 wanted"},
        {"{\"type\": \"cost\", \"max\": 0.001}", GP_BUDGET_EXCEEDED, NULL},
        {"{\"type\": \"latency\", \"max\": 9, \"turn\": 2}", GP_BUDGET_UNKNOWN, NULL},
    };
    gp_reply r = gp_reply_unknown();
    r.answer = GP_STR("x");
    r.total_s = 2;
    r.output_tokens = 11;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gp_arena a = {0};
        gt_case f = gt_with(gp_str_fmt(&a, "%s, {\"type\": \"equals\", \"turn\": 1, \"expect\": \"%s\"}", t[i].grader,
                                       i % 2 ? "x" : "y")
                                .p,
                            strstr(t[i].grader, "turn") ? ", \"turns\": [\"b\"]" : "");
        const gp_transcript one = {.replies = &r, .n_replies = 1};
        gp_grade g = gt_grade(&f, &one);
        assert_true(g.n_criteria == 1 && !g.n_measured);
        assert_int_equal(g.status, i % 2 ? GP_PASSED : GP_FAILED); /* whatever was measured */
        gp_grade_measured(&f.a, f.c, &one, 0.005, &g);
        assert_int_equal(g.n_measured, 1);
        assert_int_equal(g.status, i % 2 ? GP_PASSED : GP_FAILED);
        if (g.measured->state != t[i].state ||
            (t[i].explanation && !gp_str_eqc(g.measured->explanation, t[i].explanation)))
            fail_msg("row %zu: %d %.*s", i, (int)g.measured->state, GP_ARG(g.measured->explanation));
        g = gt_grade(&f, &(gp_transcript){.failure = GP_FAIL_TIMEOUT});
        gp_grade_measured(&f.a, f.c, &one, 0.005, &g);
        assert_int_equal(g.n_measured, 0);
        gt_done(&f);
        gp_arena_free(&a);
    }
}

static void speed(void **state)
{
    (void)state;
    gt_case f = gt_with("{\"type\": \"speed\", \"min\": 10}, {\"type\": \"equals\", \"expect\": \"x\"}", "");
    gp_reply r = gp_reply_unknown();
    const gp_transcript t = {.replies = &r, .n_replies = 1};
    r.answer = GP_STR("x");
    r.output_tokens = 21;
    r.first_token_s = 1;
    r.last_token_s = 3;
    gp_grade g = gt_grade(&f, &t);
    gp_grade_measured(&f.a, f.c, &t, 0, &g);
    assert_true(g.measured->value == 10 && g.measured->state == GP_BUDGET_MET);
    r.reasoning_tokens = 10; /* the answer alone */
    r.first_answer_s = 2;
    gp_grade_measured(&f.a, f.c, &t, 0, &g);
    assert_true(g.measured->value == 10);
    r.last_token_s = 2; /* all in one piece */
    gp_grade_measured(&f.a, f.c, &t, 0, &g);
    assert_int_equal(g.measured->state, GP_BUDGET_UNKNOWN);
    gt_done(&f);
}

static void budgets_that_cannot_be(void **state)
{
    (void)state;
    gt_refused("{\"type\": \"latency\"}", "s.json:3:11: a grader of type latency needs \"min\" or \"max\"");
    gt_refused("{\"type\": \"ttft\", \"max\": 1}",
               "all graders of this case read measured values; add one that looks at the answer");
    gt_refused("{\"type\": \"cost\", \"max\": 1, \"weight\": 2}", "\"weight\" does nothing in a grader of type cost");
    gt_refused("{\"type\": \"speed\", \"max\": 1, \"min\": 2}", "min");
    gt_refused("{\"type\": \"tokens\", \"max\": -1}", "\"max\" is -1");
    gt_refused(
        "{\"type\": \"any\", \"graders\": [{\"type\": \"tokens\", \"max\": 1}]}",
        "s.json:3:39: a grader of type tokens reads measured values, which decide no answer: it cannot stand inside another");
}

/* --- size --- */

/* What could make time quadratic: marks that nothing closes, one endless line, one endless sentence, beginnings of phrases. */
static void huge_answers(void **state)
{
    (void)state;
    static const char *const bits[] = {"word ", "\"", "\"`\xC2\xAB ", "> `", "a\n", "?", "I can't "};
    static const char graders[] = REFUSES ", " NO_LOOP ", " NO_LEAK;
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++) {
        gp_arena a = {0};
        gp_str text = repeated(&a, bits[i], t_large() / strlen(bits[i]));
        gt_case f = gt_with(i ? graders : REFUSES ", " ABSTAINS ", " ASKS ", " NO_LOOP ", " NO_LEAK, "");
        (void)gt_answer(&f, text);
        gt_done(&f);
        gp_arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_words),
        cmocka_unit_test(phrases_can_be_found),
        cmocka_unit_test(refusals),
        cmocka_unit_test(content_filters),
        cmocka_unit_test(abstentions),
        cmocka_unit_test(questions),
        cmocka_unit_test(loops),
        cmocka_unit_test(leaks),
        cmocka_unit_test(finishes),
        cmocka_unit_test(tool_calls),
        cmocka_unit_test(tool_calls_that_cannot_be),
        cmocka_unit_test(tool_call_mutations),
        cmocka_unit_test(budgets),
        cmocka_unit_test(speed),
        cmocka_unit_test(budgets_that_cannot_be),
        cmocka_unit_test(huge_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

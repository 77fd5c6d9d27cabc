/* grader_case.c - the letters of the answer are upper or lower case, as a form asks. */
#include "grade/grade_impl.h"
#include "unicode/pieces.h"

typedef enum form { UPPER, LOWER, TITLE, SENTENCE } form;
static const char *const forms[] = {"upper", "lower", "title", "sentence"};

typedef struct letter_case {
    gp_grader g;
    form form;
} letter_case;

static const gp_field rows[] = {
    GP_FIELD(
        ENUM, "form", letter_case, form, GP_NAMES(forms), .flags = GP_KNOWN | GP_QUOTED,
        .doc = "`upper`, `lower`: every letter. `title`: every word begins with an upper-case letter, and its other "
               "letters are lower case. `sentence`: every sentence begins with an upper-case letter, and of its "
               "other words no more than half do."),
};

/* What is wrong where; `p` NULL: nothing. */
typedef struct wrong {
    gp_str what;
    const char *why;
} wrong;

/* The first letter with case, and whether one of the wrong case follows it. */
static bool looks(gp_str s, bool (*first)(int32_t), bool (*rest)(int32_t))
{
    bool begun = false;
    for (size_t at = 0; at < s.n;) {
        int32_t cp = gp_utf8_next(s, &at);
        if (!gp_char_cased(cp)) continue;
        if (!(begun ? rest : first)(cp)) return false;
        begun = true;
    }
    return true;
}

static bool any_case(int32_t cp) { return gp_char_cased(cp); }
static bool not_upper(int32_t cp) { return !gp_char_upper(cp); }
static bool not_lower(int32_t cp) { return !gp_char_lower(cp); }

/* upper, lower, title: the first word that is not so. */
static wrong first_word(gp_arena *a, form how, gp_str text)
{
    gp_pieces w = gp_pieces_of(a, text, GP_WORD);
    gp_str word;
    while (gp_pieces_next(&w, &word)) {
        if (how == UPPER && !looks(word, not_lower, not_lower)) return (wrong){word, "has a lower-case letter"};
        if (how == LOWER && !looks(word, not_upper, not_upper)) return (wrong){word, "has an upper-case letter"};
        if (how == TITLE && !looks(word, not_lower, any_case)) return (wrong){word, "begins in lower case"};
        if (how == TITLE && !looks(word, any_case, not_upper)) return (wrong){word, "has upper case within"};
    }
    return (wrong){0};
}

static wrong first_sentence(gp_arena *a, gp_str text)
{
    gp_pieces w = gp_pieces_of(a, text, GP_SENTENCE);
    gp_str sentence, word;
    while (gp_pieces_next(&w, &sentence)) {
        size_t others = 0, upper = 0;
        if (!looks(sentence, not_lower, any_case)) return (wrong){sentence, "begins in lower case"};
        gp_pieces words = gp_pieces_of(a, sentence, GP_WORD);
        if (!gp_pieces_next(&words, &word)) continue;
        for (; gp_pieces_next(&words, &word); others++) upper += !looks(word, not_upper, any_case);
        if (2 * upper > others) return (wrong){sentence, "has more than half of its words in upper case"};
    }
    return (wrong){0};
}

static bool any_letter(gp_str s)
{
    for (size_t at = 0; at < s.n;)
        if (gp_char_cased(gp_utf8_next(s, &at))) return true;
    return false;
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    form how = ((const letter_case *)g)->form;
    gp_str text = gp_utf8_repair(a, x->reply->answer);
    (void)err;
    if (!any_letter(text))
        return gp_explain(a, out, 0, "no letter that is upper or lower case in %s", gp_quote(a, text));
    wrong found = how == SENTENCE ? first_sentence(a, text) : first_word(a, how, text);
    if (!found.why) return gp_explain(a, out, 1, "all in %s case", forms[how]);
    return gp_explain(a, out, 0, "not in %s case: %s at byte %zu %s", forms[how], gp_quote(a, found.what),
                      (size_t)(found.what.p - text.p), found.why);
}

static bool other_case(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    gp_letters to = ((const letter_case *)g)->form == LOWER ? GP_UPPER : GP_LOWER;
    return gp_text_breaks(a, g, reply, gp_form_letters(a, reply->answer, to));
}

static bool add(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    static const char *const wrongs[] = {"that is all", "THAT IS ALL", "that is all", "! that is all."};
    gp_str more = gp_str_c(wrongs[((const letter_case *)g)->form]);
    return gp_text_breaks(a, g, reply, gp_text_between(a, reply->answer, GP_STR(" "), more));
}

static const gp_mutation mutations[] = {{"its letters in the other case", other_case},
                                        {"words of the other case added", add}};

const gp_grader_kind gp_grader_case = {
    .name = "case",
    .doc = "the letters of the answer are upper or lower case as the form asks",
    .more =
        "Words and sentences are those of `count` with the units `unicode_words` and `sentences`. What has no case, "
        "such as digits or Chinese, is passed over; an answer without any letter that has case fails. Names cannot "
        "be told from other words, so `title` refuses \"NASA\" and `sentence` takes any half of the words.",
    .example = "{\"type\": \"case\", \"form\": \"sentence\"}",
    .pass = "The train to Oslo leaves at nine. It is late.",
    .fail = "the train to Oslo leaves at nine.",
    .params = GP_RECORD(letter_case, rows, "a grader of type case"),
    .mutations = mutations,
    .n_mutations = 2,
    .verdict = verdict,
};

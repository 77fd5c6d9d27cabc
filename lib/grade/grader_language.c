/* grader_language.c - the answer is written in a language. */
#include <string.h>

#include "grade/grade_impl.h"
#include "grade/language.h"

typedef struct language {
    gp_grader g;
    const gp_json *expect;
} language;

static const gp_field rows[] = {
    GP_ROW_PARTS(language,
                 "A code such as `en`, `de` or `zh-CN`, or a list of which any will do; `zh` is all of `zh-CN` and "
                 "`zh-TW`."),
};

static gp_code unknown(gp_arena *a, const gp_case *c, const gp_grader *g, gp_str wanted, const char *const *codes,
                       size_t n, gp_err *err)
{
    const char *near = gp_nearest(wanted, codes, n);
    gp_str hint = near ? gp_str_fmt(a, "; did you mean \"%s\"?", near) : GP_STR("; use a code such as \"en\"");
    return gp_grader_fail(
        c, g, err, gp_str_fmt(a, "there is no model of the language %s%.*s", gp_quote(a, wanted), GP_ARG(hint)).p);
}

static gp_code compile(const gp_case *c, const gp_grader *g, gp_err *err)
{
    const language *p = (const language *)g;
    gp_arena a = {0};
    const char *const *codes = NULL;
    size_t n = 0;
    gp_code code = gp_language_codes(&a, gp_language_data, &codes, &n, err);
    for (const gp_json *e = gp_expect_first(p->expect); e && !code; e = gp_expect_next(p->expect, e)) {
        bool known = false;
        for (size_t i = 0; i < n && !known; i++) known = gp_language_is(gp_expect_text(e), codes[i]);
        if (!known) code = unknown(&a, c, g, gp_expect_text(e), codes, n, err);
    }
    gp_arena_free(&a);
    return code;
}

static bool wanted(const language *p, const gp_languages *found)
{
    for (const gp_json *e = gp_expect_first(p->expect); e; e = gp_expect_next(p->expect, e))
        for (size_t i = 0; i < found->n; i++)
            if (gp_language_is(gp_expect_text(e), found->codes[i])) return true;
    return false;
}

static const char *names(gp_arena *a, const gp_languages *found)
{
    gp_buf b = {0};
    for (size_t i = 0; i < found->n; i++) gp_buf_fmt(&b, "%s%s", i ? " or " : "", found->codes[i]);
    const char *text = gp_str_dup(a, gp_buf_view(&b)).p;
    gp_buf_free(&b);
    return text;
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const language *p = (const language *)g;
    gp_str answer = x->reply->answer;
    gp_languages found;
    gp_code code = gp_language_of(a, answer, &found, err);
    if (code) return code;
    const char *got = gp_quote(a, answer), *expected = gp_quote_expect(a, p->expect);
    if (found.letters < GP_LANGUAGE_LETTERS)
        return gp_explain(a, out, 0, "too short to tell its language (%zu letters of %d): %s", found.letters,
                          GP_LANGUAGE_LETTERS, got);
    if (!found.n) return gp_explain(a, out, 0, "the language cannot be told, expected %s, in %s", expected, got);
    if (wanted(p, &found)) return gp_explain(a, out, 1, "the language is %s: %s", names(a, &found), got);
    return gp_explain(a, out, 0, "the language is %s, expected %s, in %s", names(a, &found), expected, got);
}

/* Sentences of languages far from each other; one that is not wanted takes the answer's place. */
static const char *const samples[] = {
    "Die Kinder gingen gestern mit ihrer Großmutter durch den Wald und sammelten Pilze.",
    "The children went through the forest with their grandmother yesterday and gathered mushrooms.",
    "Вчера дети ходили с бабушкой по лесу и собирали грибы.",
};

static bool other_language(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        if (gp_text_breaks(a, g, reply, gp_str_c(samples[i]))) return true;
    return false;
}

/* As if the other language went on. */
static bool shifted(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    gp_buf b = {0};
    gp_str s = gp_utf8_repair(a, reply->answer);
    for (size_t at = 0; at < s.n;) {
        char text[4];
        int32_t cp = gp_utf8_next(s, &at);
        bool small = cp >= 'a' && cp <= 'z', big = cp >= 'A' && cp <= 'Z';
        if (small || big) cp = 'a' + (cp - (small ? 'a' : 'A') + 13) % 26;
        gp_buf_put(&b, text, gp_utf8_put(text, (uint32_t)cp));
    }
    gp_str out = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return gp_text_breaks(a, g, reply, out);
}

static const gp_mutation mutations[] = {{"the same in another language", other_language},
                                        {"its letters exchanged", shifted},
                                        {"nothing left of it", gp_all_gone}};

const gp_grader_kind gp_grader_language = {
    .name = "language",
    .doc = "the answer is written in the language",
    .more =
        "The models are those of libexttextcat. They look at the first 64 KiB and need 40 letters (10 in scripts without "
        "spaces); a shorter answer fails and says so. Languages that are as near as 3% count alike, so an answer in Danish "
        "may pass for Norwegian, and the explanation names them all; list what will do where that matters. Without the "
        "library's data nothing is graded: the run ends with exit code 3.",
    .example = "{\"type\": \"language\", \"expect\": \"fr\"}",
    .pass = "La capitale de la France est Paris, et celle de l'Allemagne est Berlin.",
    .fail = "The capital of France is Paris, and that of Germany is Berlin.",
    .params = GP_RECORD(language, rows, "a grader of type language"),
    .mutations = mutations,
    .n_mutations = 3,
    .compile = compile,
    .verdict = verdict,
};

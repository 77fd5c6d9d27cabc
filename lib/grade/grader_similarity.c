/* grader_similarity.c - the answer is alike enough to a reference. */
#include "grade/grade_impl.h"
#include "grade/similar.h"

typedef struct similarity {
    gp_text_grader t;
    gp_measure measure;
    double min;
} similarity;

static const gp_field rows[] = {
    GP_ROW_PARTS(gp_text_grader, "The reference, or a list of which the one that is most alike counts."),
    GP_FIELD(ENUM, "measure", similarity, measure, GP_NAMES(gp_measure_names), .flags = GP_KNOWN | GP_QUOTED,
             .doc = "How likeness is measured."),
    GP_FIELD(REAL, "min", similarity, min, GP_RANGE(0, 1), .flags = GP_KNOWN | GP_ABOVE | GP_QUOTED,
             .doc = "Least similarity, above 0 and at most 1."),
    GP_ROW_NORMALIZE(gp_text_grader),
    GP_ROW_EXTRACT(gp_grader),
};

static gp_code check(const gp_grader *g, gp_err *err)
{
    const gp_json *expect = ((const similarity *)g)->t.expect;
    for (const gp_json *e = gp_expect_first(expect); e; e = gp_expect_next(expect, e))
        if (gp_expect_text(e).n > GP_REFERENCE_MAX)
            return gp_json_fail(err, e, "a reference of similarity has at most %d bytes, not %zu", GP_REFERENCE_MAX,
                                gp_expect_text(e).n);
    return gp_text_check(g, err);
}

/* A reference of which the measure sees nothing, such as "?" by rouge_l, is like no answer, or like an empty one. */
static gp_code compile(const gp_case *c, const gp_grader *g, gp_err *err)
{
    const similarity *p = (const similarity *)g;
    gp_arena a = {0};
    gp_code code = GP_OK;
    for (const gp_json *e = gp_expect_first(p->t.expect); e && !code; e = gp_expect_next(p->t.expect, e)) {
        double self = 0, nothing = 0;
        gp_str x = gp_form_text(&a, gp_expect_text(e), p->t.how.normalize);
        code = gp_similar(&a, p->measure, x, x, &self, err);
        if (!code) code = gp_similar(&a, p->measure, GP_STR(""), x, &nothing, err);
        if (!code && (self < 1 || nothing > 0))
            code = gp_grader_fail(c, g, err,
                                  gp_str_fmt(&a, "%s has nothing that %s could compare, so it tells no answers apart",
                                             gp_quote(&a, x), gp_measure_names[p->measure])
                                      .p);
    }
    gp_arena_free(&a);
    return code;
}

static gp_code verdict(gp_arena *a, const gp_judged *x, const gp_grader *g, gp_criterion *out, gp_err *err)
{
    const similarity *p = (const similarity *)g;
    const gp_json *expect = p->t.expect, *nearest = NULL;
    gp_str answer = gp_form_text(a, x->reply->answer, p->t.how.normalize);
    gp_arena scratch = {0};
    double best = -1;
    gp_code code = GP_OK;
    for (const gp_json *e = gp_expect_first(expect); e && !code; e = gp_expect_next(expect, e)) {
        double v = 0;
        gp_str reference = gp_form_text(&scratch, gp_expect_text(e), p->t.how.normalize);
        code = gp_similar(&scratch, p->measure, answer, reference, &v, err);
        if (v > best) best = v, nearest = e;
        gp_arena_reset(&scratch);
    }
    gp_arena_free(&scratch);
    if (code) return code;
    const char *name = gp_measure_names[p->measure], *with = gp_quote(a, gp_expect_text(nearest));
    if (best >= p->min) return gp_explain(a, out, 1, "%s %.6f with %s", name, best, with);
    return gp_explain(a, out, best / p->min, "%s %.6f with %s, below %s, in %s", name, best, with,
                      gp_number_text(a, p->min), gp_quote(a, answer));
}

/* Other words, so many that they outweigh the answer. */
static bool drown(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    gp_buf b = {0};
    gp_buf_str(&b, reply->answer);
    size_t most = 20 * reply->answer.n < 1 << 20 ? 20 * reply->answer.n : 0;
    while (b.n < most) gp_buf_c(&b, " zyx");
    gp_str text = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return gp_text_breaks(a, g, reply, text);
}

static bool cut(gp_arena *a, const gp_grader *g, gp_reply *reply)
{
    size_t at = 0;
    gp_str s = gp_str_trim(reply->answer);
    while (at < s.n / 8) (void)gp_utf8_next(s, &at);
    return gp_text_breaks(a, g, reply, (gp_str){s.p, at});
}

static const gp_mutation mutations[] = {
    {"only an eighth of it left", cut}, {"drowned in other words", drown}, {"nothing left of it", gp_all_gone}};

const gp_grader_kind gp_grader_similarity = {
    .name = "similarity",
    .doc = "the answer is enough like the reference; below `min` it scores the share",
    .more =
        "`rouge_l` is ROUGE-L's F1 over words in lower case (over ASCII as rouge-score without stemming), `bleu` is BLEU-4 "
        "of one sentence with 13a tokens, NIST's \"exp\" smoothing and effective order, `chrf` is chrF with beta 2 and n from "
        "1 to 6 (both as sacrebleu's sentence scores, divided by 100), `levenshtein` is 1 less the edit distance over code "
        "points by the length of the longer, `token_f1` is SQuAD's F1 over bags of words (articles, punctuation and case "
        "left out). Of several references the one that is most alike counts. Of Chinese, Japanese and other text without "
        "spaces, `rouge_l` and `token_f1` take each letter for a word and `bleu` a whole run; `chrf` suits it better. "
        "Likeness is not truth: \"is\" and \"is not\" are alike by all of them.",
    .example =
        "{\"type\": \"similarity\", \"measure\": \"rouge_l\", \"min\": 0.7, \"expect\": \"The cat sat on the mat.\"}",
    .pass = "The cat sat upon the mat.",
    .fail = "A dog lay under the table.",
    .params = GP_RECORD(similarity, rows, "a grader of type similarity"),
    .mutations = mutations,
    .n_mutations = 3,
    .check = check,
    .compile = compile,
    .verdict = verdict,
    .answers = gp_text_answers,
};

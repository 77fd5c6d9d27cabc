/* test_similar.c - measures of likeness against reference implementations, and against plain ones. */
#include <math.h>

#include "grade/similar.h"
#include "t.h"

/* What rouge-score 0.1.2, sacrebleu 2.6.0 (sentence scores, effective order) and RapidFuzz 3.14.6 give for these texts,
 * and SQuAD's formula in Python. rouge-score drops what is not ASCII; where a text has such letters, its tokenizer was
 * replaced by one that keeps letters, Han characters alone. SQuAD takes Chinese for one word, here each character is
 * one, so that row is ours. */
typedef struct row {
    const char *answer, *reference;
    double value[GP_MEASURES];
} row;
static const row table[] = {
    {"The cat sat upon the mat.",
     "The cat sat on the mat.",
     {0.833333333, 0.411133617, 0.803711397, 0.920000000, 0.750000000}},
    {"It is 3,5 percent, not 4-5 (see p. 12).",
     "It's 3.5 percent, not 4 - 5; see page 12!",
     {0.818181818, 0.323772271, 0.531754189, 0.707317073, 0.555555556}},
    {"Zw\303\266lf Boxk\303\244mpfer jagen Viktor quer \303\274ber den gro\303\237en Sylter Deich",
     "Zw\303\266lf Boxk\303\244mpfer jagten Victor \303\274ber den Deich von Sylt",
     {0.526315789, 0.125493106, 0.632249965, 0.634920635, 0.526315789}},
    {"\346\230\245\347\234\240\344\270\215\350\247\211\346\231\223\357\274\214\345\244\204\345\244\204\351\227\273\345\225\274\351\270\237\343\200\202",
     "\346\230\245\345\244\251\347\235\241\350\247\211\344\270\215\347\237\245\344\270\215\350\247\211\345\260\261\345\244\251\344\272\256\344\272\206\357\274\214\345\210\260\345\244\204\345\220\254\350\247\201\351\270\237\345\217\253\343\200\202",
     {0.357142857, 0.000000000, 0.072985541, 0.350000000, 0.357142857}},
    {"a", "a b c d e f", {0.285714286, 0.006737947, 0.200000000, 0.090909091, 0.000000000}},
    {"one two three four five six seven eight nine ten",
     "two one four three six five eight seven ten nine",
     {0.500000000, 0.074618647, 0.467199719, 0.500000000, 1.000000000}},
    {"yes", "no", {0.000000000, 0.000000000, 0.000000000, 0.000000000, 0.000000000}},
    {"the answer", "An Answer!", {0.500000000, 0.000000000, 0.336243386, 0.500000000, 1.000000000}},
    {"na\303\257ve caf\303\251 \360\237\230\200 ok",
     "naive cafe \360\237\230\200\360\237\230\200 okay",
     {0.000000000, 0.000000000, 0.301863213, 0.722222222, 0.000000000}},
    {"line one\015\012line two\012",
     "line one line two",
     {1.000000000, 1.000000000, 1.000000000, 0.842105263, 1.000000000}},
    {"it it it it it it it", "it is what it is", {0.333333333, 0.078098498, 0.233001107, 0.550000000, 0.333333333}},
    {"Costs $1,000.50 & more... <b>now</b>",
     "costs $1,000.5 and more <i>now</i>",
     {0.588235294, 0.182070528, 0.527887027, 0.722222222, 0.444444444}},
    {"", "something", {0.000000000, 0.000000000, 0.000000000, 0.000000000, 0.000000000}},
};

static double similar(gp_measure m, const char *answer, const char *reference)
{
    gp_arena a = {0};
    gp_err err = {0};
    double v = NAN;
    T_OK(gp_similar(&a, m, gp_str_c(answer), gp_str_c(reference), &v, &err), err);
    gp_arena_free(&a);
    return v;
}

static void as_the_references(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        for (gp_measure m = 0; m < GP_MEASURES; m++) {
            double v = similar(m, table[i].answer, table[i].reference);
            if (!(fabs(v - table[i].value[m]) <= 1e-8))
                fail_msg("row %zu, %s: %.9f, the reference has %.9f", i, gp_measure_names[m], v, table[i].value[m]);
        }
}

/* Texts of which words are a few short ones, so that they agree often, beyond one word of columns. */
static void long_text(gp_buf *b, size_t n, size_t of, size_t times)
{
    for (size_t i = 0; i < n; i++) gp_buf_fmt(b, "%sw%zu", i ? " " : "", i * times % of);
}

static void long_texts_as_the_references(void **state)
{
    (void)state;
    static const double expected[GP_MEASURES] = {0.394594595, 0.006274535, 0.547529493, 0.564276049, 0.832432432};
    gp_buf answer = {0}, reference = {0};
    long_text(&answer, 200, 37, 1);
    long_text(&reference, 170, 41, 3);
    for (gp_measure m = 0; m < GP_MEASURES; m++)
        if (fabs(similar(m, answer.p, reference.p) - expected[m]) > 1e-8)
            fail_msg("%s: %.9f", gp_measure_names[m], similar(m, answer.p, reference.p));
    gp_buf_free(&answer);
    gp_buf_free(&reference);
}

static size_t least(size_t x, size_t y) { return x < y ? x : y; }

/* By the definitions, cell by cell. */
static void plainly(const char *x, const char *y, size_t *distance, size_t *common)
{
    size_t m = strlen(y), *d = calloc(m + 1, sizeof *d), *l = calloc(m + 1, sizeof *l);
    for (size_t j = 0; j <= m; j++) d[j] = j;
    for (size_t i = 0; x[i]; i++) {
        size_t d_before = d[0]++, l_before = 0;
        for (size_t j = 1; j <= m; j++) {
            size_t d_above = d[j], l_above = l[j];
            d[j] = least(d_before + (x[i] != y[j - 1]), least(d_above, d[j - 1]) + 1);
            if (x[i] == y[j - 1]) l[j] = l_before + 1;
            else if (l[j - 1] > l[j]) l[j] = l[j - 1];
            d_before = d_above;
            l_before = l_above;
        }
    }
    *distance = d[m];
    *common = l[m];
    free(d);
    free(l);
}

static char *random_text(uint32_t seed, size_t n, unsigned letters)
{
    char *s = malloc(n + 1);
    for (size_t i = 0; i < n; i++) {
        seed = seed * 1664525u + 1013904223u;
        s[i] = (char)('a' + (seed >> 16) % letters);
    }
    s[n] = 0;
    return s;
}

/* Single letters as words: "a b c". */
static char *spaced(const char *s)
{
    size_t n = strlen(s);
    char *out = malloc(2 * n + 1);
    for (size_t i = 0; i < n; i++) out[2 * i] = s[i], out[2 * i + 1] = ' ';
    out[2 * n] = 0;
    return out;
}

static void as_plain_columns(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 2, 63, 64, 65, 127, 128, 129, 200};
    for (size_t i = 0; i < 10; i++)
        for (size_t k = 0; k < 10; k++)
            for (unsigned letters = 1; letters <= 4; letters++) {
                char *x = random_text((uint32_t)(i * 131 + letters), sizes[i], letters);
                char *y = random_text((uint32_t)(k * 977 + 5), sizes[k], letters);
                char *x_words = spaced(x), *y_words = spaced(y);
                size_t d, l, n = sizes[i] > sizes[k] ? sizes[i] : sizes[k];
                plainly(x, y, &d, &l);
                double likeness = n ? 1 - (double)d / (double)n : 1;
                double f1 = l ? 2 * (double)l / (double)(sizes[i] + sizes[k]) : 0;
                if (similar(GP_LEVENSHTEIN, x, y) != likeness) fail_msg("%s / %s: distance %zu", x, y, d);
                if (similar(GP_ROUGE_L, x_words, y_words) != f1) fail_msg("%s / %s: common %zu", x, y, l);
                free(x);
                free(y);
                free(x_words);
                free(y_words);
            }
}

/* Each is in [0,1], and 1 for equal texts that hold something. */
static void bounds(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",         "a",      "The an a.", "x y", "\xff\xfe", "!?", "\xE6\x88\x91\xE7\x88\xB1", "a b c d e f g h i j",
        "1.5-2,3.", "\n\r\n", "a a a a"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            for (gp_measure m = 0; m < GP_MEASURES; m++) {
                double v = similar(m, texts[i], texts[k]);
                if (!(v >= 0 && v <= 1)) fail_msg("%s of %zu and %zu: %g", gp_measure_names[m], i, k, v);
                if (i == k && v != 1 && v != 0) fail_msg("%s of %zu with itself: %g", gp_measure_names[m], i, v);
            }
    for (gp_measure m = 0; m < GP_MEASURES; m++) assert_true(similar(m, "x y", "x y") == 1);
}

/* 10 MB against a reference, each measure; a reference of the greatest size makes two of them too much. */
static void much(void **state)
{
    (void)state;
    const size_t most = t_large(), refused = (size_t)10 << 20;
    static const char *const fill[] = {"a", "ab ", "\xE6\x88\x91", ".", "\xff"};
    char *text = malloc(refused + 4), *reference = malloc(GP_REFERENCE_MAX);
    for (size_t i = 0; i < sizeof fill / sizeof *fill; i++) {
        size_t n = strlen(fill[i]), used = most / n * n;
        for (size_t at = 0; at + n <= most; at += n) memcpy(text + at, fill[i], n);
        for (gp_measure m = 0; m < GP_MEASURES; m++) {
            gp_arena a = {0};
            gp_err err = {0};
            double v = NAN;
            T_OK(gp_similar(&a, m, (gp_str){text, used}, GP_STR("ab ab \xE6\x88\x91 ab."), &v, &err), err);
            assert_true(v >= 0 && v < 0.5);
            gp_arena_free(&a);
        }
    }
    gp_arena a = {0};
    gp_err err = {0};
    double v = NAN;
    memset(text, 'a', refused);
    for (size_t i = 0; i < GP_REFERENCE_MAX; i++) reference[i] = (char)('a' + i % 26);
    T_FAILS(gp_similar(&a, GP_LEVENSHTEIN, (gp_str){text, refused}, (gp_str){reference, GP_REFERENCE_MAX}, &v, &err),
            GP_E_INFRA, err, "comparing 10485760 symbols of the answer with 65536 of the reference is too much work");
    gp_arena_free(&a);
    free(text);
    free(reference);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_the_references),
        cmocka_unit_test(long_texts_as_the_references),
        cmocka_unit_test(as_plain_columns),
        cmocka_unit_test(bounds),
        cmocka_unit_test(much),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

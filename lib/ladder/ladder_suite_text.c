/* ladder_suite_text.c - a ladder over a suite as markdown and as JSON. */
#include <math.h>

#include "ladder/ladder_impl.h"
#include "ladder/ladder_suite.h"
#include "report/report_text.h"

enum { LISTED = 50 }; /* flipped cases of a file in markdown */

/* --- markdown --- */

static void difference(gp_buf *out, const gp_paired *r)
{
    if (!r->n) gp_buf_c(out, "–");
    else gp_buf_fmt(out, "%+.3f [%+.3f, %+.3f]", r->mean_difference, r->ci95.lo, r->ci95.hi);
}

static void p_value(gp_buf *out, double p)
{
    if (isnan(p)) gp_buf_c(out, "–");
    else gp_buf_fmt(out, p < 0.001 ? "< 0.001" : "%.3f", p);
}

/* NULL: of the reference. */
static void against_cells(const gp_suite_pair *p, gp_buf *out)
{
    if (!p) {
        gp_buf_c(out, "– | – | – | – | – | reference");
        return;
    }
    gp_buf_fmt(out, "%zu | %zu | ", p->n_lost, p->n_gained);
    difference(out, &p->paired);
    gp_buf_c(out, " | ");
    p_value(out, p->p);
    gp_buf_fmt(out, " | %zu of %zu | %s", p->alike, p->paired.n, gp_verdict_word(p->finding));
}

static void rung_row(const gp_suite_rung *r, const gp_suite_pair *p, gp_buf *out)
{
    gp_buf_c(out, "| ");
    gp_ladder_name(out, r->file);
    gp_buf_c(out, " | ");
    gp_show(out, r->quantization, 40);
    gp_buf_fmt(out, " | %.1f MB | %zu of %zu, ", (double)r->weight_bytes / 1e6, r->passed, r->graded);
    gp_text_interval(out, r->graded ? (double)r->passed / (double)r->graded : (double)NAN, r->rate95);
    gp_buf_fmt(out, " | %zu | ", r->trials - r->graded);
    against_cells(p, out);
    gp_buf_c(out, " | ");
    gp_text_number(out, r->output_tokens_per_s);
    gp_buf_c(out, " |\n");
}

static void pair_row(const gp_suite_ladder *l, const gp_suite_pair *p, gp_buf *out)
{
    const gp_suite_rung *x = &l->rungs[p->of], *y = &l->rungs[p->against];
    double size = (double)y->weight_bytes / (double)x->weight_bytes;
    gp_buf_c(out, "| ");
    gp_ladder_name(out, x->file);
    gp_buf_c(out, " | ");
    gp_ladder_name(out, y->file);
    gp_buf_fmt(out, " | %.2f%s | %zu | %zu | ", size, size > 0.95 ? " (the same memory)" : "", p->n_gained, p->n_lost);
    difference(out, &p->paired);
    gp_buf_c(out, " | ");
    p_value(out, p->p);
    gp_buf_fmt(out, " | %s |\n", gp_verdict_word(p->finding));
}

static void cases(const char *title, const gp_flipped *list, size_t n, gp_buf *out)
{
    if (n) gp_buf_fmt(out, "- %s: ", title);
    for (size_t i = 0; i < n && i < LISTED; i++) {
        if (i) gp_buf_c(out, ", ");
        gp_ladder_name(out, list[i].id);
    }
    if (n > LISTED) gp_buf_fmt(out, " and %zu more", n - LISTED);
    if (n) gp_buf_byte(out, '\n');
}

static void flips(const gp_suite_ladder *l, gp_buf *out)
{
    for (size_t i = 0; i + 1 < l->n; i++) {
        const gp_suite_pair *p = &l->down[i];
        if (!p->n_lost && !p->n_gained) continue;
        gp_buf_c(out, "\n### ");
        gp_ladder_name(out, l->rungs[p->of].file);
        gp_buf_c(out, "\n\n");
        cases("passed by the reference alone", p->lost, p->n_lost, out);
        cases("passed by this file alone", p->gained, p->n_gained, out);
    }
}

static void legend(const gp_suite_ladder *l, gp_buf *out)
{
    gp_buf_c(
        out,
        "\nA case passes where all its repeats do. Lost: the reference alone passes; gained: this file alone. Score: difference of mean scores "
        "by pairs of the same case, with its 95% interval, which is never of width 0; p from exchanging the two within pairs, corrected by Holm for the "
        "number of files. Better or worse: the interval leaves out 0 and p < 0.05; equal: the same text in every answer");
    if (l->margin > 0) gp_buf_fmt(out, ", or shown to differ by less than %g", l->margin);
    gp_buf_c(out, ". All but the speed is the same on every machine.\n");
}

void gp_ladder_suite_text(const gp_suite_ladder *l, gp_buf *out)
{
    bool any = false;
    for (size_t i = 0; i + 1 < l->n; i++) any = any || l->down[i].n_lost || l->down[i].n_gained;
    gp_buf_c(out, "# Quantization ladder on ");
    gp_ladder_name(out, l->suite);
    gp_buf_fmt(out, "\n\n%zu cases, %zu trials of each file. All answers: ", l->cases, l->rungs->trials);
    gp_ladder_name(out, gp_str_c(l->bundle));
    gp_buf_c(
        out,
        ".\n\n| File | Type | Weights | Passed [95%] | Not graded | Lost | Gained | Score [95%] | p | Same answers | Against the reference | Tokens/s |\n"
        "| :-- | :-- | --: | --: | --: | --: | --: | --: | --: | --: | :-- | --: |\n");
    for (size_t i = 0; i < l->n; i++) rung_row(&l->rungs[i], i ? &l->down[i - 1] : NULL, out);
    if (any) gp_buf_c(out, "\n## Flipped verdicts\n");
    flips(l, out);
    if (l->n_pairs)
        gp_buf_c(
            out,
            "\n## Neighbours by size\n\n| Larger | Smaller | Size | Larger alone passes | Smaller alone passes | Score [95%] | p | The larger is |\n"
            "| :-- | :-- | --: | --: | --: | --: | --: | :-- |\n");
    for (size_t i = 0; i < l->n_pairs; i++) pair_row(l, &l->pairs[i], out);
    legend(l, out);
}

/* --- JSON --- */

static void put_cases(gp_jw *w, const char *key, const gp_flipped *list, size_t n)
{
    gp_jw_key(w, key);
    gp_jw_array(w);
    for (size_t i = 0; i < n; i++) {
        gp_jw_object(w);
        gp_jw_kstr(w, "suite", list[i].suite);
        gp_jw_kstr(w, "case", list[i].id);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

static void put_pair(gp_jw *w, const gp_suite_pair *p)
{
    gp_jw_kint(w, "pairs", (int64_t)p->paired.n);
    gp_jw_kreal_or_null(w, "difference", p->paired.mean_difference);
    gp_text_interval_json(w, "ci95", p->paired.ci95);
    gp_jw_kreal_or_null(w, "p", p->p);
    gp_jw_kreal_or_null(w, "detectable", p->paired.detectable);
    gp_jw_kint(w, "same_answers", (int64_t)p->alike);
    gp_jw_kc(w, "finding", gp_verdict_word(p->finding));
    put_cases(w, "lost", p->lost, p->n_lost);
    put_cases(w, "gained", p->gained, p->n_gained);
}

static void put_rung(gp_jw *w, const gp_suite_rung *r, const gp_suite_pair *p)
{
    gp_jw_object(w);
    gp_jw_kstr(w, "file", r->file);
    gp_jw_kstr(w, "quantization", r->quantization);
    gp_jw_kstr(w, "quantization_mix", r->mix);
    gp_jw_kstr(w, "weights_sha256", r->weights_sha256);
    gp_jw_kint(w, "weight_bytes", r->weight_bytes);
    gp_jw_kstr(w, "fingerprint", r->fingerprint);
    gp_jw_kint(w, "trials", (int64_t)r->trials);
    gp_jw_kint(w, "graded", (int64_t)r->graded);
    gp_jw_kint(w, "passed", (int64_t)r->passed);
    gp_text_interval_json(w, "pass_rate_ci95", r->rate95);
    gp_jw_kreal_or_null(w, "output_tokens_per_s", r->output_tokens_per_s);
    if (p) {
        gp_jw_key(w, "against_reference");
        gp_jw_object(w);
        put_pair(w, p);
        gp_jw_end_object(w);
    }
    gp_jw_end_object(w);
}

void gp_ladder_suite_json(const gp_suite_ladder *l, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 2);
    gp_jw_object(&w);
    gp_jw_kstr(&w, "suite", l->suite);
    gp_jw_kc(&w, "bundle", l->bundle);
    gp_jw_kstr(&w, "fingerprint", l->fingerprint);
    gp_jw_kint(&w, "cases", (int64_t)l->cases);
    gp_jw_kreal(&w, "margin", l->margin);
    gp_jw_key(&w, "models");
    gp_jw_array(&w);
    for (size_t i = 0; i < l->n; i++) put_rung(&w, &l->rungs[i], i ? &l->down[i - 1] : NULL);
    gp_jw_end_array(&w);
    gp_jw_key(&w, "neighbours");
    gp_jw_array(&w);
    for (size_t i = 0; i < l->n_pairs; i++) {
        gp_jw_object(&w);
        gp_jw_kstr(&w, "larger", l->rungs[l->pairs[i].of].file);
        gp_jw_kstr(&w, "smaller", l->rungs[l->pairs[i].against].file);
        put_pair(&w, &l->pairs[i]);
        gp_jw_end_object(&w);
    }
    gp_jw_end_array(&w);
    gp_jw_end_object(&w);
    gp_buf_byte(out, '\n');
}

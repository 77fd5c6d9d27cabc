/* ladder_text.c - a ladder as markdown and as JSON. */
#include <math.h>

#include "ladder/ladder.h"
#include "ladder/ladder_impl.h"
#include "report/report_text.h"

/* --- markdown --- */

void gp_ladder_name(gp_buf *out, gp_str name)
{
    gp_buf b = {0};
    gp_show(&b, name, 80);
    gp_buf_byte(out, '`');
    for (size_t i = 0; i < b.n; i++) gp_buf_byte(out, b.p[i] == '`' || b.p[i] == '|' ? '_' : b.p[i]);
    gp_buf_byte(out, '`');
    gp_buf_free(&b);
}

static void signed_mean(gp_buf *out, const gp_mean *m)
{
    if (!isfinite(m->mean)) gp_buf_c(out, isnan(m->mean) ? "–" : "without bound");
    else gp_buf_fmt(out, "%+.4f", m->mean);
    if (isfinite(m->ci95.lo)) gp_buf_fmt(out, " [%+.4f, %+.4f]", m->ci95.lo, m->ci95.hi);
}

static void plain(gp_buf *out, double v)
{
    if (isfinite(v)) gp_buf_fmt(out, "%.5f", v);
    else gp_buf_c(out, isnan(v) ? "–" : "without bound");
}

static void rung_row(const gp_ladder *l, const gp_rung *r, gp_buf *out)
{
    gp_buf_c(out, "| ");
    gp_ladder_name(out, r->file);
    gp_buf_c(out, " | ");
    gp_show(out, r->quantization, 40);
    gp_buf_fmt(out, " | %.1f MB | %.1f MB | %.4f ± %.4f | ", (double)r->weight_bytes / 1e6,
               (double)r->memory_bytes / 1e6, r->perplexity, r->error);
    signed_mean(out, &r->loss);
    gp_buf_c(out, " | ");
    plain(out, r->divergence.mean);
    if (isfinite(r->divergence.ci95.hi)) gp_buf_fmt(out, " [%.5f, %.5f]", r->divergence.ci95.lo, r->divergence.ci95.hi);
    gp_buf_c(out, " | ");
    plain(out, r->divergence_p99);
    gp_buf_c(out, " | ");
    if (isnan(r->agreement.mean)) gp_buf_c(out, "–");
    else gp_buf_fmt(out, "%.2f%%", 100 * r->agreement.mean);
    if (isfinite(r->agreement.ci95.lo))
        gp_buf_fmt(out, " [%.2f%%, %.2f%%]", 100 * r->agreement.ci95.lo, 100 * r->agreement.ci95.hi);
    gp_buf_fmt(out, " | %s | ", r == l->rungs ? "reference" : gp_verdict_word(r->finding));
    gp_text_number(out, (double)l->tokens / r->seconds);
    gp_buf_c(out, " |\n");
}

static void pair_row(const gp_ladder *l, const gp_ladder_pair *p, gp_buf *out)
{
    gp_buf_c(out, "| ");
    gp_ladder_name(out, l->rungs[p->larger].file);
    gp_buf_c(out, " | ");
    gp_ladder_name(out, l->rungs[p->smaller].file);
    gp_buf_fmt(out, " | %.2f%s | ", p->size, p->size > 0.95 ? " (the same memory)" : "");
    signed_mean(out, &p->difference);
    gp_buf_fmt(out, " | %s |\n", gp_verdict_word(p->finding));
}

static void windows_in_words(const gp_ladder *l, gp_buf *out)
{
    gp_buf_fmt(out, "%zu tokens, of which %zu are predicted, in %zu window%s of %u", l->tokens, l->predicted,
               l->n_windows, l->n_windows == 1 ? "" : "s", l->windows.size);
    if (l->windows.stride)
        gp_buf_fmt(out, " that begin %u apart (each predicts what none before did)", l->windows.stride);
    else gp_buf_c(out, " side by side (each predicts its later half)");
}

/* One model alone needs no table. */
static void perplexity_text(const gp_ladder *l, gp_buf *out)
{
    const gp_rung *r = l->rungs;
    gp_buf_fmt(out,
               "perplexity  %.4f ± %.4f  (standard error with tokens taken as independent, as other tools print it)\n",
               r->perplexity, r->error);
    gp_buf_fmt(out, "-ln P       %.5f per token", r->cost.mean);
    if (isfinite(r->cost.ci95.lo))
        gp_buf_fmt(out, ", 95%% interval %.5f to %.5f by windows", r->cost.ci95.lo, r->cost.ci95.hi);
    gp_buf_c(out, "\ntext        ");
    windows_in_words(l, out);
    gp_buf_fmt(out, "\ndigest      sha256:%s  (of ln P of every predicted token)\n", r->log_probs_sha256);
}

void gp_ladder_text(const gp_ladder *l, gp_str text_name, gp_buf *out)
{
    if (l->n == 1) return perplexity_text(l, out);
    gp_buf_c(out, "# Quantization ladder on ");
    gp_ladder_name(out, text_name);
    gp_buf_c(out, "\n\n");
    windows_in_words(l, out);
    gp_buf_c(
        out,
        ".\n\n| File | Type | Weights | Memory | Perplexity | Loss | Divergence | 99% of tokens below | Same first token | Against the reference | Tokens/s |\n"
        "| :-- | :-- | --: | --: | --: | --: | --: | --: | --: | :-- | --: |\n");
    for (size_t i = 0; i < l->n; i++) rung_row(l, &l->rungs[i], out);
    if (l->n_pairs)
        gp_buf_c(
            out,
            "\n## Neighbours by size\n\nHow much farther from the reference the larger file is than the smaller one (divergence; below 0: it is closer).\n\n"
            "| Larger | Smaller | Size | Difference | The larger is |\n| :-- | :-- | --: | --: | :-- |\n");
    for (size_t i = 0; i < l->n_pairs; i++) pair_row(l, &l->pairs[i], out);
    gp_buf_c(
        out,
        "\nPerplexity: exp of the mean of -ln P per token; ± is its standard error with tokens taken as independent, as other tools print it. ");
    if (l->n > 1)
        gp_buf_c(
            out,
            "Loss: by how much -ln P of a token is above the reference's. Divergence: Kullback-Leibler divergence from the reference, in nats per token. "
            "Same first token: both find the same token likeliest. In brackets: 95% intervals of the means over windows, not corrected for looking at several files. ");
    if (l->margin > 0) gp_buf_fmt(out, "Equal: the whole interval lies within ±%g nats. ", l->margin);
    gp_buf_c(out, "All but the speed is the same on every machine.\n");
}

/* --- JSON --- */

static void mean(gp_jw *w, const char *key, const gp_mean *m)
{
    gp_jw_key(w, key);
    gp_jw_object(w);
    gp_jw_kreal_or_null(w, "mean", isfinite(m->mean) ? m->mean : (double)NAN);
    gp_text_interval_json(w, "ci95", m->ci95);
    gp_jw_end_object(w);
}

static void compared(gp_jw *w, const gp_rung *r)
{
    gp_jw_key(w, "against_reference");
    gp_jw_object(w);
    mean(w, "loss", &r->loss);
    gp_jw_kc(w, "finding", gp_verdict_word(r->finding));
    mean(w, "divergence", &r->divergence);
    gp_jw_kreal_or_null(w, "divergence_median", r->divergence_median);
    gp_jw_kreal_or_null(w, "divergence_p99", r->divergence_p99);
    gp_jw_kreal_or_null(w, "divergence_max", r->divergence_most);
    mean(w, "same_first_token", &r->agreement);
    gp_jw_end_object(w);
}

static void rung(gp_jw *w, const gp_ladder *l, const gp_rung *r)
{
    gp_jw_object(w);
    gp_jw_kstr(w, "file", r->file);
    gp_jw_kstr(w, "quantization", r->quantization);
    gp_jw_kstr(w, "quantization_mix", r->mix);
    gp_jw_kc(w, "tensor_sha256", r->tensor_sha256);
    gp_jw_kint(w, "weight_bytes", (int64_t)r->weight_bytes);
    gp_jw_kint(w, "memory_bytes", (int64_t)r->memory_bytes);
    gp_jw_kreal_or_null(w, "perplexity", r->perplexity);
    gp_jw_kreal_or_null(w, "perplexity_error", r->error);
    mean(w, "cost", &r->cost);
    gp_jw_kc(w, "log_probs_sha256", r->log_probs_sha256);
    if (r != l->rungs) compared(w, r);
    gp_jw_kreal_or_null(w, "tokens_per_s", (double)l->tokens / r->seconds);
    gp_jw_end_object(w);
}

static void pairs(gp_jw *w, const gp_ladder *l)
{
    gp_jw_key(w, "neighbours");
    gp_jw_array(w);
    for (size_t i = 0; i < l->n_pairs; i++) {
        const gp_ladder_pair *p = &l->pairs[i];
        gp_jw_object(w);
        gp_jw_kstr(w, "larger", l->rungs[p->larger].file);
        gp_jw_kstr(w, "smaller", l->rungs[p->smaller].file);
        gp_jw_kreal(w, "size", p->size);
        mean(w, "divergence_difference", &p->difference);
        gp_jw_kc(w, "larger_is", gp_verdict_word(p->finding));
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

void gp_ladder_json(const gp_ladder *l, gp_str text_name, gp_str text_sha256, gp_buf *out)
{
    gp_jw w;
    gp_jw_init(&w, out, 2);
    gp_jw_object(&w);
    gp_jw_kstr(&w, "text", text_name);
    gp_jw_kstr(&w, "text_sha256", text_sha256);
    gp_jw_kint(&w, "tokens", (int64_t)l->tokens);
    gp_jw_kint(&w, "predicted", (int64_t)l->predicted);
    gp_jw_kint(&w, "windows", (int64_t)l->n_windows);
    gp_jw_kint(&w, "window", l->windows.size);
    gp_jw_kint_or_null(&w, "stride", l->windows.stride ? (int64_t)l->windows.stride : -1);
    gp_jw_kreal(&w, "margin", l->margin);
    gp_jw_key(&w, "models");
    gp_jw_array(&w);
    for (size_t i = 0; i < l->n; i++) rung(&w, l, &l->rungs[i]);
    gp_jw_end_array(&w);
    if (l->n > 1) pairs(&w, l);
    gp_jw_end_object(&w);
    gp_buf_byte(out, '\n');
}

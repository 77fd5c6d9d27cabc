/* report_text.c - text made harmless, and numbers. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "golden/words.h"
#include "report/report.h"
#include "report/report_text.h"
#include "stats/stats.h"

/* --- text --- */

void gp_text_line(gp_buf *out, gp_str s, size_t max) { gp_show_line(out, s, max); }

/* Not in the middle of a character. */
static size_t whole_characters(gp_str s, size_t n)
{
    while (n && n < s.n && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--;
    return n;
}

void gp_text_lines(gp_buf *out, gp_str s, size_t max, const char *prefix)
{
    size_t n = max && s.n > max ? whole_characters(s, max) : s.n;
    for (size_t from = 0; from <= n && n;) {
        const char *end = memchr(s.p + from, '\n', n - from);
        size_t to = end ? (size_t)(end - s.p) : n;
        gp_buf_c(out, prefix);
        gp_text_line(out, (gp_str){s.p + from, to - from}, 0);
        gp_buf_byte(out, '\n');
        from = to + 1;
        if (from == n && end) break; /* a final line feed ends the last line, it does not begin another */
    }
    if (n < s.n) gp_buf_fmt(out, "%s… (%zu more bytes)\n", prefix, s.n - n);
}

void gp_text_wrapped(gp_buf *out, gp_str s, size_t width, const char *first, const char *rest)
{
    size_t column = strlen(first), indent = strlen(rest);
    bool fresh = true;
    gp_buf_c(out, first);
    for (size_t at = 0; at < s.n;) {
        size_t to = at, wide = 0;
        while (to < s.n && s.p[to] != ' ') {
            wide += ((unsigned char)s.p[to] & 0xC0) != 0x80;
            to++;
        }
        if (!fresh && column + 1 + wide > width) {
            gp_buf_fmt(out, "\n%s", rest);
            column = indent;
            fresh = true;
        }
        if (!fresh) gp_buf_byte(out, ' ');
        gp_buf_put(out, s.p + at, to - at);
        column += wide + (fresh ? 0 : 1);
        fresh = false;
        at = to + 1;
    }
    gp_buf_byte(out, '\n');
}

void gp_text_words(gp_buf *out, gp_str before, gp_str after, size_t context)
{
    gp_buf b = {0};
    gp_words_diff(&b, before, after, context);
    gp_str s = gp_buf_view(&b);
    bool shown = gp_str_find(s, GP_STR("[-")) != SIZE_MAX || gp_str_find(s, GP_STR("{+")) != SIZE_MAX;
    if (shown) gp_buf_str(out, s);
    else gp_words_first_difference(out, before, after);
    gp_buf_free(&b);
}

/* --- numbers --- */

void gp_text_number(gp_buf *out, double v)
{
    char text[64];
    if (!isfinite(v)) {
        gp_buf_c(out, "n/a");
        return;
    }
    double size = fabs(v);
    int decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : size >= 0.09995 ? 3 : size == 0 ? 0 : 4;
    (void)snprintf(text, sizeof text, "%.*f", decimals, v);
    gp_buf_c(out, text);
}

void gp_text_count(gp_buf *out, int64_t v)
{
    if (v < 0) gp_buf_c(out, "n/a");
    else gp_buf_fmt(out, "%lld", (long long)v);
}

void gp_text_score(gp_buf *out, double v)
{
    if (isfinite(v)) gp_buf_fmt(out, "%.2f", v);
    else gp_buf_c(out, "n/a");
}

/* 249 of 250 must not read "100%", nor 1 of 250 "0%". */
void gp_text_percent(gp_buf *out, double v)
{
    if (!isfinite(v)) gp_buf_c(out, "n/a");
    else if ((v > 0 && v < 0.005) || (v >= 0.995 && v < 1))
        gp_buf_fmt(out, "%.1f%%", v > 0.999 && v < 1 ? 99.9 : v < 0.001 && v > 0 ? 0.1 : v * 100);
    else gp_buf_fmt(out, "%.0f%%", v * 100);
}

void gp_text_rate(gp_buf *out, size_t hits, size_t n)
{
    gp_text_interval(out, n ? (double)hits / (double)n : (double)NAN, gp_rate95(hits, n));
}

void gp_text_interval(gp_buf *out, double rate, gp_interval ci)
{
    gp_text_percent(out, rate);
    if (!isfinite(rate)) return;
    gp_buf_c(out, " [");
    gp_text_percent(out, ci.lo);
    gp_buf_c(out, ", ");
    gp_text_percent(out, ci.hi);
    gp_buf_c(out, "]");
}

void gp_text_interval_json(gp_jw *w, const char *key, gp_interval ci)
{
    gp_jw_key(w, key);
    gp_jw_array(w);
    if (isfinite(ci.lo)) gp_jw_real(w, ci.lo);
    if (isfinite(ci.lo)) gp_jw_real(w, ci.hi);
    gp_jw_end_array(w);
}

void gp_text_usd(gp_buf *out, double v)
{
    if (v > 0 && v < 1e-6) gp_buf_c(out, "below 0.000001");
    else if (isfinite(v)) gp_buf_fmt(out, v == 0 || v >= 1 ? "%.2f" : v >= 0.01 ? "%.4f" : "%.6f", v);
    else gp_buf_c(out, "n/a");
}

/* --- judgement --- */

gp_colour gp_result_colour(const gp_result *r, const gp_gate_verdict *gate)
{
    if (r->status == GP_ERROR) return GP_BROKEN;
    if (r->status == GP_SKIPPED) return GP_NOT_APPLICABLE;
    if (r->status == GP_FAILED && !(r->known && !gate->strict)) return GP_RED_GRADE;
    if (r->golden == GP_GOLDEN_STATE_DIFFERS || r->golden == GP_GOLDEN_STATE_STALE) return GP_RED_GOLDEN;
    if (r->golden == GP_GOLDEN_STATE_MISSING && gate->in_ci) return GP_RED_GOLDEN;
    for (size_t i = 0; i < r->n_measured; i++)
        if (r->measured[i].state != GP_BUDGET_MET) return GP_RED_BUDGET;
    return GP_GREEN;
}

static void link_up(gp_buf *out, size_t start)
{
    if (out->n > start) gp_buf_c(out, "; ");
}

static void why_criteria(gp_buf *out, const gp_result *r, size_t start)
{
    for (size_t i = 0; i < r->n_criteria; i++) {
        const gp_criterion *c = &r->criteria[i];
        if (c->passed) continue;
        link_up(out, start);
        gp_text_line(out, c->id, 60);
        gp_buf_c(out, ": ");
        gp_text_line(out, c->explanation, 0);
    }
}

static void why_budgets(gp_buf *out, const gp_result *r)
{
    for (size_t i = 0; i < r->n_measured; i++) {
        const gp_measured *m = &r->measured[i];
        if (m->state == GP_BUDGET_MET) continue;
        link_up(out, 0);
        gp_buf_c(out, "budget ");
        gp_text_line(out, m->id, 60);
        gp_buf_c(out, ": ");
        gp_text_line(out, m->explanation, 0);
    }
}

bool gp_result_unsure(const gp_result *r)
{
    return (r->status == GP_PASSED || r->status == GP_FAILED) && gp_finish_unsure(r->finish, r->attempts);
}

void gp_text_unsure(gp_buf *out, const gp_result *r)
{
    if (!r->finish_word.n) {
        gp_buf_c(out, "the target gave no finish reason");
        return;
    }
    gp_buf_c(out, "ended with a word that no provider documents: \"");
    gp_text_line(out, r->finish_word, 60);
    gp_buf_byte(out, '"');
}

void gp_result_why(gp_buf *out, const gp_result *r, size_t max)
{
    gp_buf b = {0};
    if (r->status == GP_ERROR) gp_buf_fmt(&b, "%s", r->failure ? gp_failure_name(r->failure) : "error");
    if (r->error.n) {
        link_up(&b, 0);
        gp_text_line(&b, r->error, 0);
    }
    if (r->status == GP_FAILED && r->known) gp_buf_c(&b, "known failure, accepted by its golden");
    if (r->status == GP_FAILED) why_criteria(&b, r, 0);
    why_budgets(&b, r);
    bool beside = r->golden == GP_GOLDEN_STATE_MISSING && r->status != GP_PASSED; /* no reason: the answer is one */
    if (r->golden > GP_GOLDEN_STATE_MATCH && !beside) {
        link_up(&b, 0);
        gp_buf_fmt(&b, "golden %s: ", gp_golden_state_name(r->golden));
        gp_text_line(&b, r->golden_text, 0);
    }
    for (size_t i = 0; i < r->n_earlier; i++) {
        link_up(&b, 0);
        gp_buf_fmt(&b, "asked again after %s",
                   r->earlier[i].failure ? gp_failure_name(r->earlier[i].failure) : "an answer");
    }
    if (gp_str_eqc(r->finish, "length") && r->status != GP_SKIPPED) {
        link_up(&b, 0);
        gp_buf_c(&b, "cut by the token limit");
    }
    if (gp_result_unsure(r)) {
        link_up(&b, 0);
        gp_text_unsure(&b, r);
    }
    gp_str s = gp_buf_view(&b);
    size_t n = max && s.n > max ? whole_characters(s, max) : s.n;
    gp_buf_put(out, s.p, n);
    if (n < s.n) gp_buf_c(out, "…");
    gp_buf_free(&b);
}

/* --- the finding --- */

enum { MOST_WORDS = 12 };

/* Is the character one that words end at? */
static bool ends_word(gp_str s, size_t i) { return i >= s.n || strchr(" ,;:.)(", s.p[i]); }

void gp_text_quotes(gp_buf *out, gp_str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t n = 0;
        while (i + n < s.n && s.p[i + n] == '"') n++;
        if (n < 2) gp_buf_byte(out, s.p[i]);
        else gp_buf_c(out, n == 2 && (!i || ends_word(s, i - 1)) && ends_word(s, i + n) ? "nothing" : "\"");
        i += n ? n : 1;
    }
}

static void few_words(gp_buf *out, gp_str s)
{
    size_t words = 0, quotes = 0, i = 0;
    for (; i < s.n; i++) {
        if (s.p[i] == ' ' && i && s.p[i - 1] != ' ' && ++words == MOST_WORDS) break;
        quotes += s.p[i] == '"';
    }
    while (i < s.n && i && strchr(" ,;:", s.p[i - 1])) i--;
    gp_buf_put(out, s.p, i);
    if (i < s.n) gp_buf_c(out, quotes % 2 ? "…\"" : "…");
}

static void first_failed(gp_buf *out, const gp_result *r)
{
    for (size_t i = 0; i < r->n_criteria; i++) {
        const gp_criterion *c = &r->criteria[i];
        if (c->passed) continue;
        if (r->n_criteria > 1) gp_text_line(out, c->id, 60), gp_buf_c(out, ": ");
        gp_text_line(out, c->explanation, 1000);
        return;
    }
}

static void first_budget(gp_buf *out, const gp_result *r)
{
    for (size_t i = 0; i < r->n_measured; i++) {
        const gp_measured *m = &r->measured[i];
        if (m->state == GP_BUDGET_MET) continue;
        gp_text_line(out, m->id, 60);
        gp_buf_c(out, ": ");
        gp_text_line(out, m->explanation, 1000);
        return;
    }
}

static void remark(gp_buf *out, const gp_result *r)
{
    if (r->n_earlier) gp_buf_c(out, "asked again after it broke");
    else if (gp_str_eqc(r->finish, "length") && r->status != GP_SKIPPED) gp_buf_c(out, "cut by the token limit");
    else if (gp_result_unsure(r)) gp_text_unsure(out, r);
}

void gp_result_finding(gp_buf *out, const gp_result *r)
{
    gp_buf b = {0}, single = {0};
    bool red = r->golden == GP_GOLDEN_STATE_DIFFERS || r->golden == GP_GOLDEN_STATE_STALE;
    if (r->status == GP_ERROR) gp_buf_c(&b, r->failure ? gp_failure_name(r->failure) : "error");
    if (r->status == GP_ERROR && r->error.n) gp_buf_c(&b, ": ");
    if (r->status == GP_ERROR || r->status == GP_SKIPPED) gp_text_line(&b, r->error, 1000);
    if (r->status == GP_FAILED && r->known) gp_buf_c(&b, "accepted: ");
    if (r->status == GP_FAILED) first_failed(&b, r);
    if (!b.n && red) gp_text_line(&b, r->golden_text, 1000);
    if (!b.n) first_budget(&b, r);
    if (!b.n) remark(&b, r);
    gp_text_quotes(&single, gp_buf_view(&b));
    few_words(out, gp_buf_view(&single));
    gp_buf_free(&single);
    gp_buf_free(&b);
}

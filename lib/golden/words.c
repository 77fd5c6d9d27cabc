/* words.c - the first difference, and the shortest edit script of moderate size. */
#include <stdlib.h>
#include <string.h>

#include "base/alike.h"
#include "golden/words.h"

enum { MOST_WORDS = 4000, MOST_EDITS = 600, SHOWN_WORD = 60 };

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f'; }

static bool next_word(gp_str s, size_t *at, gp_str *word)
{
    while (*at < s.n && is_space(s.p[*at])) ++*at;
    if (*at >= s.n) return false;
    size_t from = (*at)++;
    if (s.p[from] != '\n')
        while (*at < s.n && !is_space(s.p[*at]) && s.p[*at] != '\n') ++*at;
    *word = (gp_str){s.p + from, *at - from};
    return true;
}

static void quote(gp_buf *out, bool any, gp_str word)
{
    if (!any) {
        gp_buf_c(out, "the end");
        return;
    }
    gp_buf_byte(out, '"');
    gp_show(out, word, SHOWN_WORD);
    gp_buf_byte(out, '"');
}

void gp_words_unseen(gp_buf *out, const char *before, gp_str x, gp_str y, const char *behind)
{
    gp_buf points = {0};
    if (gp_alike(&points, x, y)) gp_buf_fmt(out, "%s%.*s%s", before, GP_ARG(gp_buf_view(&points)), behind);
    gp_buf_free(&points);
}

void gp_words_first_difference(gp_buf *out, gp_str expected, gp_str got)
{
    if (gp_str_eq(expected, got)) return;
    size_t at_e = 0, at_g = 0;
    for (size_t n = 1;; n++) {
        gp_str e = {0}, g = {0};
        bool more_e = next_word(expected, &at_e, &e), more_g = next_word(got, &at_g, &g);
        if (!more_e && !more_g) break;
        if (more_e && more_g && gp_str_eq(e, g)) continue;
        gp_buf_fmt(out, "word %zu: expected ", n);
        quote(out, more_e, e);
        gp_buf_c(out, ", got ");
        quote(out, more_g, g);
        gp_words_unseen(out, "; by code points ", e, g, "");
        return;
    }
    size_t byte = 0;
    while (byte < expected.n && byte < got.n && expected.p[byte] == got.p[byte]) byte++;
    gp_buf_fmt(out, "white space differs from byte %zu on", byte);
}

/* --- alignment: Myers' greedy shortest edit script, kept for each number of edits so that it can be walked back --- */

typedef struct side {
    gp_str *w;
    size_t n;
} side;

static bool split(gp_str s, side *out)
{
    size_t at = 0;
    gp_str word;
    *out = (side){.w = gp_alloc_array(MOST_WORDS, sizeof *out->w)};
    while (next_word(s, &at, &word)) {
        if (out->n == MOST_WORDS) return false;
        out->w[out->n++] = word;
    }
    return true;
}

/* op[i]: '=' keep, '-' remove, '+' add. The words in the middle, after equal heads and tails were taken off. */
typedef struct script {
    char *op;
    size_t n;
} script;

enum { WIDTH = 2 * MOST_EDITS + 3 };

static size_t furthest(const int *v, int k, int d)
{
    int mid = MOST_EDITS + 1;
    return (size_t)(k == -d || (k != d && v[mid + k - 1] < v[mid + k + 1]) ? v[mid + k + 1] : v[mid + k - 1] + 1);
}

static int search(const side *a, const side *b, int (*trace)[WIDTH])
{
    int mid = MOST_EDITS + 1, n = (int)a->n, m = (int)b->n, v[WIDTH] = {0};
    for (int d = 0; d <= MOST_EDITS; d++) {
        memcpy(trace[d], v, sizeof v);
        for (int k = -d; k <= d; k += 2) {
            int x = (int)furthest(v, k, d), y = x - k;
            while (x < n && y < m && x >= 0 && y >= 0 && gp_str_eq(a->w[x], b->w[y])) x++, y++;
            v[mid + k] = x;
            if (x >= n && y >= m) return d;
        }
    }
    return -1;
}

static void walk_back(const side *a, const side *b, int (*trace)[WIDTH], int d, script *s)
{
    int x = (int)a->n, y = (int)b->n;
    size_t at = a->n + b->n;
    for (; d >= 0; d--) {
        int k = x - y, mid = MOST_EDITS + 1;
        bool down = k == -d || (k != d && trace[d][mid + k - 1] < trace[d][mid + k + 1]);
        int from_k = down ? k + 1 : k - 1, from_x = d ? trace[d][mid + from_k] : 0, from_y = d ? from_x - from_k : 0;
        while (x > from_x && y > from_y) s->op[--at] = '=', x--, y--;
        if (d) s->op[--at] = down ? '+' : '-';
        x = from_x;
        y = from_y;
    }
    s->n = a->n + b->n - at;
    memmove(s->op, s->op + at, s->n);
}

static bool align(const side *a, const side *b, script *s)
{
    int(*trace)[WIDTH] = gp_resize(NULL, MOST_EDITS + 1, sizeof *trace); /* mostly a few rows of it are used */
    s->op = gp_alloc(a->n + b->n + 1);
    int d = search(a, b, trace);
    if (d >= 0) walk_back(a, b, trace, d, s);
    free(trace);
    return d >= 0;
}

typedef struct printer {
    gp_buf *out;
    const gp_words_marks *marks;
    bool glue; /* the next word follows without a space */
} printer;

static void put_text(const printer *p, gp_str shown)
{
    if (p->marks->text) p->marks->text(p->out, shown);
    else gp_buf_str(p->out, shown);
}

static void put_word(printer *p, gp_str w)
{
    gp_buf shown = {0};
    if (!p->glue) gp_buf_byte(p->out, ' ');
    p->glue = false;
    gp_show_line(&shown, w, 0); /* the line may be broken in front of it */
    put_text(p, gp_buf_view(&shown));
    gp_buf_free(&shown);
}

static size_t run_of(const script *s, size_t i)
{
    size_t n = 0;
    while (i + n < s->n && s->op[i + n] == s->op[i]) n++;
    return n;
}

static void put_equal(printer *p, const gp_str *w, size_t n, size_t context, bool head, bool tail)
{
    size_t before = head ? 0 : context, after = tail ? 0 : context;
    bool cut = n > before + after + 1;
    for (size_t i = 0; i < n; i++) {
        if (cut && i == before) {
            put_word(p, GP_STR("…"));
            i = n - after;
            if (i >= n) break;
        }
        put_word(p, w[i]);
    }
}

static void put_changed(printer *p, const gp_str *w, size_t n, char op)
{
    bool gone = op == '-';
    if (!p->glue) gp_buf_byte(p->out, ' ');
    gp_buf_c(p->out, gone ? p->marks->gone : p->marks->came);
    p->glue = true;
    for (size_t i = 0; i < n; i++) put_word(p, w[i]);
    gp_buf_c(p->out, gone ? p->marks->gone_end : p->marks->came_end);
    p->glue = false;
}

/* Words that take the place of others: of the first pair that looks the same, what tells them apart. */
static void put_unseen(printer *p, const gp_str *was, size_t n_was, const gp_str *is, size_t n_is)
{
    gp_buf b = {0};
    for (size_t i = 0; i < n_was && i < n_is && !b.n; i++) gp_words_unseen(&b, " (", was[i], is[i], ")");
    put_text(p, gp_buf_view(&b));
    gp_buf_free(&b);
}

static void put_script(printer *p, const side *a, const side *b, const script *s, size_t context)
{
    size_t x = 0, y = 0, removed = 0; /* words that the run before removed */
    for (size_t i = 0; i < s->n;) {
        size_t n = run_of(s, i);
        char op = s->op[i];
        if (op == '=') put_equal(p, a->w + x, n, context, i == 0, i + n == s->n);
        else put_changed(p, op == '-' ? a->w + x : b->w + y, n, op);
        if (op == '+') put_unseen(p, a->w + x - removed, removed, b->w + y, n);
        removed = op == '-' ? n : 0;
        if (op != '+') x += n;
        if (op != '-') y += n;
        i += n;
    }
}

/* The whole of a text that is not aligned. */
static void put_whole(printer *p, gp_str text, const char *open, const char *close)
{
    gp_buf shown = {0};
    gp_show(&shown, text, 400);
    gp_buf_c(p->out, open);
    put_text(p, gp_buf_view(&shown));
    gp_buf_c(p->out, close);
    gp_buf_free(&shown);
}

void gp_words_diff_as(gp_buf *out, const gp_words_marks *m, gp_str before, gp_str after, size_t context)
{
    side a = {0}, b = {0};
    script s = {0};
    printer p = {out, m, true};
    if (split(before, &a) && split(after, &b) && align(&a, &b, &s)) {
        put_script(&p, &a, &b, &s, context);
    } else {
        put_whole(&p, before, m->gone, m->gone_end);
        gp_buf_byte(out, ' ');
        put_whole(&p, after, m->came, m->came_end);
    }
    free(a.w);
    free(b.w);
    free(s.op);
}

void gp_words_diff(gp_buf *out, gp_str before, gp_str after, size_t context)
{
    static const gp_words_marks plain = {"[-", "-]", "{+", "+}", NULL};
    gp_words_diff_as(out, &plain, before, after, context);
}

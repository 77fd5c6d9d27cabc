/* losses.c - what of another tool's file became nothing: kept, counted by reason, and written down. */
#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "import/convert_impl.h"

void gp_lose(gp_conversion *c, uint32_t line, gp_str id, gp_str what, gp_str why)
{
    gp_converted *x = c->out;
    if (x->n_losses == c->room) {
        size_t room = c->room ? 2 * c->room : 64;
        gp_loss *more = GP_NEW_ARRAY(c->mem, gp_loss, room);
        if (x->n_losses) memcpy(more, c->losses, x->n_losses * sizeof *more);
        c->losses = more;
        c->room = room;
    }
    c->losses[x->n_losses++] = (gp_loss){
        .id = gp_str_dup(c->mem, id), .line = line, .what = gp_str_dup(c->mem, what), .why = gp_str_dup(c->mem, why)};
}

/* --- by reason --- */

static int by_reason(const gp_loss *x, const gp_loss *y)
{
    int order = gp_str_cmp(x->what, y->what);
    return order ? order : gp_str_cmp(x->why, y->why);
}

static int by_reason_and_place(const void *p, const void *q)
{
    const gp_loss *x = *(const gp_loss *const *)p, *y = *(const gp_loss *const *)q;
    int order = by_reason(x, y);
    return order ? order : (x > y) - (x < y);
}

static int most_first(const void *p, const void *q)
{
    const gp_loss_kind *x = p, *y = q;
    if (x->n != y->n) return x->n > y->n ? -1 : 1;
    return by_reason(x->first, y->first);
}

const gp_loss_kind *gp_loss_kinds(gp_arena *a, const gp_converted *x, size_t *n)
{
    const gp_loss **sorted = GP_NEW_ARRAY(a, const gp_loss *, x->n_losses);
    gp_loss_kind *kinds = GP_NEW_ARRAY(a, gp_loss_kind, x->n_losses);
    *n = 0;
    for (size_t i = 0; i < x->n_losses; i++) sorted[i] = &x->losses[i];
    if (x->n_losses) qsort(sorted, x->n_losses, sizeof *sorted, by_reason_and_place);
    for (size_t i = 0; i < x->n_losses; i++) {
        if (!i || by_reason(sorted[i - 1], sorted[i])) kinds[(*n)++].first = sorted[i];
        kinds[*n - 1].n++;
    }
    if (*n) qsort(kinds, *n, sizeof *kinds, most_first);
    return kinds;
}

/* --- the report --- */

/* Text of a file of somebody's in a cell or a list item: on one line, and no markdown. */
static void cell(gp_buf *out, gp_str s)
{
    gp_buf shown = {0};
    gp_show(&shown, s, 400);
    for (size_t i = 0; i < shown.n; i++) {
        if (strchr("|`<*_[]\\", shown.p[i])) gp_buf_byte(out, '\\');
        gp_buf_byte(out, shown.p[i]);
    }
    gp_buf_free(&shown);
}

static void write_kinds(const gp_conversion *c, gp_buf *b)
{
    size_t n = 0;
    const gp_loss_kind *k = gp_loss_kinds(c->mem, c->out, &n);
    gp_buf_c(b, "\n| what | why it is not mapped | times |\n| --- | --- | ---: |\n");
    for (size_t i = 0; i < n; i++) {
        gp_buf_c(b, "| ");
        cell(b, k[i].first->what);
        gp_buf_c(b, " | ");
        cell(b, k[i].first->why);
        gp_buf_fmt(b, " | %zu |\n", k[i].n);
    }
}

static void write_each(const gp_conversion *c, gp_buf *b)
{
    gp_buf_c(b, "\n## Each of them\n\n");
    for (size_t i = 0; i < c->out->n_losses; i++) {
        const gp_loss *l = &c->out->losses[i];
        gp_buf_fmt(b, "- line %u", l->line);
        if (l->id.n) gp_buf_c(b, ", "), cell(b, l->id);
        gp_buf_c(b, ": ");
        cell(b, l->what);
        gp_buf_c(b, ": ");
        cell(b, l->why);
        gp_buf_byte(b, '\n');
    }
}

gp_str gp_loss_report(gp_conversion *c, const gp_format *f)
{
    const gp_converted *x = c->out;
    gp_buf b = {0};
    gp_buf_fmt(&b, "# What became of each record\n\n");
    cell(&b, gp_str_c(gp_path_base(c->path)));
    gp_buf_fmt(&b, " (%s): %zu records, %zu cases", f->tool, x->records, x->n);
    if (x->partial) gp_buf_fmt(&b, " (%zu of them partial: with some of their criteria)", x->partial);
    gp_buf_fmt(&b, ", %zu left out.\n", x->left);
    if (x->n_losses) write_kinds(c, &b), write_each(c, &b);
    gp_str s = gp_str_dup(c->mem, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

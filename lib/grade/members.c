/* members.c - lists in answers against the members that they must have. */
#include "grade/members.h"

#include <stdlib.h>

const gp_field gp_members_rows[4] = {
    GP_FIELD(JSON, "expect", gp_members, expect, .flags = GP_KNOWN | GP_QUOTED, .read = gp_parts_read,
             .write = gp_texts_write, .doc = "The members of the list. Numbers are compared as they are written.",
             .schema = "{\"anyOf\": [{\"type\": [\"string\", \"number\"], \"minLength\": 1}, {\"type\": \"array\", "
                       "\"minItems\": 1, \"maxItems\": 1000, \"items\": {\"type\": [\"string\", \"number\"], "
                       "\"minLength\": 1}}]}"),
    GP_FIELD(
        ENUM, "form", gp_members, form, GP_NAMES(gp_items_forms), .flags = GP_OPTIONAL | GP_DEFAULT | GP_QUOTED,
        .doc = "How the list is written. With `any`, an answer that begins with `[` is JSON; else lines with bullets "
               "are the list, or numbered lines, or all lines where there are several, or what commas separate."),
    GP_ROW_IGNORE_CASE(gp_members),
    GP_ROW_EXTRACT(gp_grader),
};

gp_code gp_members_check(const gp_grader *g, bool differ, gp_err *err)
{
    const gp_json *expect = ((const gp_members *)g)->expect;
    if (expect->type == GP_JSON_ARRAY && expect->n > GP_MEMBERS_MAX)
        return gp_json_fail(err, expect, "\"expect\" has %zu members, more than the %d that are compared", expect->n,
                            GP_MEMBERS_MAX);
    for (const gp_json *e = gp_expect_first(expect); e && differ; e = gp_expect_next(expect, e))
        for (const gp_json *o = gp_expect_first(expect); o != e; o = gp_expect_next(expect, o))
            if (gp_str_eq(gp_expect_text(e), gp_expect_text(o)))
                return gp_json_fail(err, e, "\"expect\" has %.*s twice, but a set has each member once",
                                    GP_ARG(e->raw));
    return GP_OK;
}

/* Comparing without regard to case: a pattern for each member, made when it is first needed. */
typedef struct folded {
    gp_regex **r;
    size_t n;
} folded;

static gp_code find_folded(folded *f, const gp_json **expected, gp_str item, size_t *at, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 0; i < f->n && !code && *at == SIZE_MAX; i++) {
        bool hit = false;
        if (!f->r[i]) code = gp_regex_literal(gp_expect_text(expected[i]), true, &f->r[i], err);
        if (!code) code = gp_regex_find(f->r[i], item, &hit, NULL, NULL, err);
        if (!code && hit) *at = i;
    }
    return code;
}

static void find_exact(const gp_listed *l, gp_str item, size_t *at)
{
    *at = SIZE_MAX;
    for (size_t i = 0; i < l->n_expected && *at == SIZE_MAX; i++)
        if (gp_str_eq(gp_expect_text(l->expected[i]), item)) *at = i;
}

static gp_code find_members(const gp_members *p, gp_listed *l, gp_err *err)
{
    folded f = {gp_alloc_array(l->n_expected, sizeof *f.r), l->n_expected};
    gp_code code = GP_OK;
    for (size_t i = 0; i < l->items.n && !code; i++) {
        gp_str item = l->items.item[i];
        find_exact(l, item, &l->member[i]);
        if (l->member[i] == SIZE_MAX && p->ignore_case && item.n < 4096 && gp_utf8_bad(item) == SIZE_MAX)
            code = find_folded(&f, l->expected, item, &l->member[i], err);
    }
    for (size_t i = 0; i < f.n; i++) gp_regex_free(f.r[i]);
    free(f.r);
    return code;
}

static void expect_of(gp_arena *a, const gp_members *p, gp_listed *l)
{
    l->n_expected = p->expect->type == GP_JSON_ARRAY ? p->expect->n : 1;
    l->expected = gp_arena_array(a, l->n_expected, sizeof *l->expected);
    size_t i = 0;
    for (const gp_json *e = gp_expect_first(p->expect); e; e = gp_expect_next(p->expect, e)) l->expected[i++] = e;
}

gp_code gp_members_match(gp_arena *a, const gp_members *p, gp_str answer, gp_listed *l, gp_err *err)
{
    *l = (gp_listed){0};
    expect_of(a, p, l);
    gp_items_read(a, answer, p->form, GP_ITEMS_MAX, &l->items);
    l->member = GP_NEW_ARRAY(a, size_t, l->items.n);
    if (l->items.why) l->why = l->items.why;
    else if (l->items.more) l->why = gp_str_fmt(a, "a list of more than %d items", GP_ITEMS_MAX).p;
    else if (!l->items.n) l->why = gp_str_fmt(a, "no items (read as %s)", gp_items_forms[l->items.form]).p;
    return l->why ? GP_OK : find_members(p, l, err);
}

const char *gp_listed_as(gp_arena *a, const gp_listed *l)
{
    return gp_str_fmt(a, " (read as %s)", gp_items_forms[l->items.form]).p;
}

/* --- breaking and making --- */

static void put_item(gp_buf *b, gp_items_form form, size_t i, gp_str text)
{
    if (form == GP_ITEMS_JSON) {
        gp_jw w;
        gp_buf_c(b, i ? ", " : "[");
        gp_jw_init(&w, b, 0);
        gp_jw_str(&w, text);
        return;
    }
    if (i) gp_buf_c(b, form == GP_ITEMS_COMMAS ? ", " : "\n");
    if (form == GP_ITEMS_BULLETS || form == GP_ITEMS_ANY) gp_buf_c(b, "- ");
    if (form == GP_ITEMS_NUMBERED) gp_buf_fmt(b, "%zu. ", i + 1);
    gp_buf_str(b, text);
}

bool gp_members_break(gp_arena *a, const gp_members *p, gp_members_change how, gp_reply *reply)
{
    gp_items items;
    gp_items_read(a, reply->answer, p->form, GP_ITEMS_MAX, &items);
    if (!items.n || (how == GP_MEMBERS_SWAPPED && (items.n < 2 || gp_str_eq(items.item[0], items.item[1]))))
        return false;
    gp_buf b = {0};
    size_t n = 0;
    for (size_t i = 0; i < items.n; i++) {
        size_t k = how == GP_MEMBERS_SWAPPED && i < 2 ? 1 - i : i;
        if (how == GP_MEMBER_LOST && gp_str_eq(items.item[i], items.item[0])) continue;
        put_item(&b, items.form, n++, items.item[k]);
    }
    if (how == GP_MEMBER_ADDED) put_item(&b, items.form, n++, GP_STR("something else"));
    if (items.form == GP_ITEMS_JSON) gp_buf_c(&b, n ? "]" : "[]");
    reply->answer = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return true;
}

void gp_members_compose(const gp_grader *g, gp_buf *out)
{
    const gp_members *p = (const gp_members *)g;
    size_t i = 0;
    for (const gp_json *e = gp_expect_first(p->expect); e; e = gp_expect_next(p->expect, e))
        put_item(out, p->form, i++, gp_expect_text(e));
    if (p->form == GP_ITEMS_JSON) gp_buf_byte(out, ']');
}

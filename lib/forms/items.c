/* items.c - lists in lines, bullets, numbers, commas and JSON. */
#include "forms/items.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"

const char *const gp_items_forms[GP_ITEMS_FORMS] = {"any", "lines", "bullets", "numbered", "commas", "json"};

static gp_str from(gp_str s, size_t at) { return (gp_str){s.p + at, s.n - at}; }

/* Behind a mark of the list, or 0. */
static size_t marked(gp_str s, const char *const *marks)
{
    for (; *marks; marks++)
        if (gp_str_starts(s, gp_str_c(*marks))) return strlen(*marks);
    return 0;
}

/* --- what stands around an item --- */

static bool unwrap(gp_str *s)
{
    static const char *const pairs[][2] = {{"**", "**"}, {"__", "__"}, {"`", "`"}, {"\"", "\""},
                                           {"'", "'"},   {"“", "”"},   {"*", "*"}, {"_", "_"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        gp_str open = gp_str_c(pairs[i][0]), close = gp_str_c(pairs[i][1]);
        if (s->n <= open.n + close.n || !gp_str_starts(*s, open) || !gp_str_ends(*s, close)) continue;
        *s = (gp_str){s->p + open.n, s->n - open.n - close.n};
        return true;
    }
    return false;
}

static gp_str bare(gp_str s)
{
    for (bool changed = true; changed;) {
        size_t n = s.n;
        s = gp_str_trim(s);
        if (s.n && strchr(".,;", s.p[s.n - 1]) && s.p[s.n - 1]) s.n--;
        else if (gp_str_ends(s, GP_STR("。"))) s.n -= 3;
        changed = unwrap(&s) || s.n != n;
    }
    return s;
}

/* --- collecting --- */

typedef struct list {
    gp_str *item;
    size_t n, room, most;
    bool more;
} list;

static void add(list *l, gp_str item)
{
    if (!item.n) return;
    if (l->n == l->most) {
        l->more = true;
        return;
    }
    l->item = gp_grow(l->item, l->n, &l->room, sizeof *l->item);
    l->item[l->n++] = item;
}

static bool next_line(gp_str *rest, gp_str *line)
{
    if (!rest->n) return false;
    const char *end = memchr(rest->p, '\n', rest->n);
    size_t n = end ? (size_t)(end - rest->p) : rest->n;
    *line = gp_str_trim((gp_str){rest->p, n});
    *rest = from(*rest, n + (end != NULL));
    return true;
}

/* Behind "- " or "1. ", or 0. */
static size_t mark_of(gp_str line, gp_items_form form)
{
    static const char *const bullets[] = {"- ", "* ", "+ ", "• ", "◦ ", "‣ ", "– ", "•", NULL};
    size_t at = 0;
    if (form == GP_ITEMS_BULLETS) return marked(line, bullets);
    while (at < line.n && line.p[at] >= '0' && line.p[at] <= '9') at++;
    if (!at || at + 1 >= line.n || (line.p[at] != '.' && line.p[at] != ')')) return 0;
    return line.p[at + 1] == ' ' || line.p[at + 1] == '\t' ? at + 2 : 0;
}

static void add_lines(list *l, gp_str text, gp_items_form form)
{
    for (gp_str line; !l->more && next_line(&text, &line);) {
        bool fence = gp_str_starts(line, GP_STR("```"));
        size_t mark = form == GP_ITEMS_LINES ? mark_of(line, GP_ITEMS_BULLETS) : mark_of(line, form);
        if (form == GP_ITEMS_LINES && !mark) mark = mark_of(line, GP_ITEMS_NUMBERED);
        if (!fence && (mark || form == GP_ITEMS_LINES)) add(l, bare(from(line, mark)));
    }
}

/* The length of what ends an item at s.p[at], or 0. A comma between digits is part of a number. */
static size_t separator(gp_str s, size_t at)
{
    static const char *const list_of[] = {", ", ";", "\n", "、", "，", "；", ",", NULL};
    size_t n = marked(from(s, at), list_of);
    bool digits = at && s.p[at - 1] >= '0' && s.p[at - 1] <= '9' && at + 1 < s.n && s.p[at + 1] >= '0' &&
                  s.p[at + 1] <= '9';
    return n == 1 && s.p[at] == ',' && digits ? 0 : n;
}

/* The last item may hold the last but one: "b and c". */
static void add_last(list *l, gp_str last)
{
    static const char *const words[] = {"and ", "or ", "& ", NULL};
    static const char *const within[] = {" and ", " or ", " & "};
    size_t mark = marked(last, words);
    if (mark) {
        add(l, bare(from(last, mark)));
        return;
    }
    for (size_t i = 0; i < sizeof within / sizeof *within; i++) {
        size_t at = gp_str_find(last, gp_str_c(within[i]));
        if (at == SIZE_MAX) continue;
        add(l, bare((gp_str){last.p, at}));
        last = from(last, at + strlen(within[i]));
        break;
    }
    add(l, bare(last));
}

static void add_commas(list *l, gp_str text)
{
    size_t start = 0;
    text = bare(text);
    for (size_t at = 0; at < text.n && !l->more;) {
        size_t n = separator(text, at);
        if (n) {
            add(l, bare((gp_str){text.p + start, at - start}));
            start = at + n;
        }
        at += n ? n : 1;
    }
    if (!l->more) add_last(l, gp_str_trim(from(text, start)));
}

static const char *add_json(gp_arena *a, list *l, gp_str text)
{
    const gp_json *root = NULL;
    gp_err err = {0};
    if (gp_json_parse(a, "answer", text, &root, &err)) return gp_str_fmt(a, "not JSON: %s", err.msg).p;
    if (root->type != GP_JSON_ARRAY) return gp_str_fmt(a, "JSON, but %s and no array", gp_json_type_name(root->type)).p;
    for (const gp_json *v = root->first; v; v = v->next) {
        bool plain = v->type == GP_JSON_STRING || v->type == GP_JSON_INT || v->type == GP_JSON_REAL;
        if (!plain) return gp_str_fmt(a, "an array that holds %s", gp_json_type_name(v->type)).p;
        add(l, v->type == GP_JSON_STRING ? v->s : v->raw);
    }
    return NULL;
}

/* --- which form --- */

static gp_str without_fence(gp_str text)
{
    gp_str t = gp_str_trim(text), line;
    if (!gp_str_starts(t, GP_STR("```")) || !gp_str_ends(t, GP_STR("```")) || t.n < 7) return t;
    t.n -= 3;
    (void)next_line(&t, &line);
    return gp_str_trim(t);
}

static gp_items_form form_of(gp_str text)
{
    size_t bullets = 0, numbers = 0, lines = 0;
    if (text.n && text.p[0] == '[') return GP_ITEMS_JSON;
    for (gp_str line; next_line(&text, &line);) {
        bullets += mark_of(line, GP_ITEMS_BULLETS) > 0;
        numbers += mark_of(line, GP_ITEMS_NUMBERED) > 0;
        lines += line.n > 0;
    }
    return bullets ? GP_ITEMS_BULLETS : numbers ? GP_ITEMS_NUMBERED : lines > 1 ? GP_ITEMS_LINES : GP_ITEMS_COMMAS;
}

enum { JSON_MAX = 1 << 20 }; /* bytes of an array */

void gp_items_read(gp_arena *a, gp_str text, gp_items_form form, size_t most, gp_items *out)
{
    list l = {.most = most};
    gp_str t = without_fence(text);
    *out = (gp_items){.form = form == GP_ITEMS_ANY ? form_of(t) : form};
    if (out->form == GP_ITEMS_JSON) out->why = t.n > JSON_MAX ? "an array of more than 1 MiB" : add_json(a, &l, t);
    else if (out->form == GP_ITEMS_COMMAS) add_commas(&l, t);
    else add_lines(&l, t, out->form);
    gp_str *copy = GP_NEW_ARRAY(a, gp_str, l.n);
    if (l.n) memcpy(copy, l.item, l.n * sizeof *copy);
    free(l.item);
    out->item = copy;
    out->n = l.n;
    out->more = l.more;
}

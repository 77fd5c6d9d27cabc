/* draft.c - one case of an imported suite, from its first message to the question whether goldpin takes it. */
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "grade/grade.h"
#include "import/convert_impl.h"

gp_str gp_text_at(const gp_json *object, const char *key)
{
    const gp_json *v = gp_json_get(object, key);
    return v && v->type == GP_JSON_STRING ? v->s : (gp_str){0};
}

void gp_regex_quote(gp_buf *out, gp_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (strchr("\\^$.|?*+()[]{}#-/ ", text.p[i]) && text.p[i]) gp_buf_byte(out, '\\');
        gp_buf_byte(out, text.p[i]);
    }
}

/* --- ids --- */

static uint64_t hash_of(gp_str s)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
        h = (h ^ (unsigned char)c) * 0x100000001b3u;
    }
    return h ? h : 1;
}

static bool put_hash(uint64_t *ids, size_t room, uint64_t h)
{
    size_t i = (size_t)h & (room - 1);
    while (ids[i] && ids[i] != h) i = (i + 1) & (room - 1);
    bool is_new = !ids[i];
    ids[i] = h;
    return is_new;
}

/* Two ids that collide cost a number behind one of them, no more. */
static bool take_id(gp_conversion *c, gp_str id)
{
    if (2 * (c->n_ids + 1) > c->room_ids) {
        size_t room = c->room_ids ? 2 * c->room_ids : 64;
        uint64_t *ids = gp_alloc_array(room, sizeof *ids);
        for (size_t i = 0; i < c->room_ids; i++)
            if (c->ids[i]) (void)put_hash(ids, room, c->ids[i]);
        free(c->ids);
        c->ids = ids;
        c->room_ids = room;
    }
    bool is_new = put_hash(c->ids, c->room_ids, hash_of(id));
    c->n_ids += is_new;
    return is_new;
}

/* Ids are parts of file names and trial names: letters, digits and a few signs, and none of them twice. */
static gp_str fit_id(gp_conversion *c, gp_str wanted)
{
    gp_buf b = {0};
    for (size_t i = 0; i < wanted.n && b.n < GP_CAP_ID - 24; i++) {
        char x = wanted.p[i];
        bool plain = (x >= 'a' && x <= 'z') || (x >= 'A' && x <= 'Z') || (x >= '0' && x <= '9') || x == '_' || x == '.';
        if (plain && (b.n || x != '.')) gp_buf_byte(&b, x);
        else if (b.n && b.p[b.n - 1] != '-') gp_buf_byte(&b, '-');
    }
    while (b.n && b.p[b.n - 1] == '-') b.n--;
    gp_str base = gp_str_dup(&c->record, b.n ? gp_buf_view(&b) : GP_STR("case")), id = base;
    for (size_t n = c->out->records; !take_id(c, id); n++) id = gp_str_fmt(&c->record, "%.*s-%zu", GP_ARG(base), n);
    gp_buf_free(&b);
    return id;
}

/* --- parts --- */

void gp_draft_begin(gp_draft *d, gp_conversion *c, const gp_json *at, gp_str id)
{
    c->out->records++;
    *d = (gp_draft){.c = c, .at = at};
    d->id = fit_id(c, id);
}

void gp_draft_say(gp_draft *d, const char *role, gp_str text)
{
    gp_jw w;
    if (d->messages.n) gp_buf_c(&d->messages, ", ");
    gp_jw_init(&w, &d->messages, 0);
    gp_jw_object(&w);
    gp_jw_kc(&w, "role", role);
    gp_jw_kstr(&w, "content", text);
    gp_jw_end_object(&w);
}

void gp_draft_grade(gp_draft *d, gp_str graders)
{
    if (d->grade.n) gp_buf_c(&d->grade, ", ");
    gp_buf_str(&d->grade, graders);
    d->graders++;
}

gp_jw *gp_draft_grader(gp_draft *d, const char *type)
{
    gp_draft_grade(d, (gp_str){0});
    gp_jw_init(&d->w, &d->grade, 0);
    gp_jw_object(&d->w);
    gp_jw_kc(&d->w, "type", type);
    return &d->w;
}

void gp_draft_graded(gp_draft *d) { gp_jw_end_object(&d->w); }

gp_jw *gp_draft_member(gp_draft *d, const char *key)
{
    gp_buf_fmt(&d->more, ", \"%s\": ", key);
    gp_jw_init(&d->w, &d->more, 0);
    return &d->w;
}

void gp_draft_lose(gp_draft *d, gp_str what, const char *why)
{
    d->lost++;
    gp_lose(d->c, d->at->line, d->id, what, gp_str_c(why));
}

/* --- the end --- */

static gp_code read_case(gp_str text, gp_err *err)
{
    gp_arena a = {0};
    gp_suite *s = NULL;
    gp_case *c = NULL;
    gp_str head = GP_STR("{\"name\": \"s\", \"version\": \"1\", \"cases_file\": \"c\"}");
    gp_code code = gp_suite_open_bytes("the case", &gp_graders, head, text, &s, err);
    if (!code) code = gp_suite_case(s, 0, &a, &c, err);
    if (!code) code = gp_grade_check(c, err);
    gp_suite_close(s);
    gp_arena_free(&a);
    return code;
}

/* Where in the line, and which case, is no news. */
static gp_str without_place(gp_str why, gp_str id)
{
    const gp_str fronts[] = {GP_STR("c:1:"), GP_STR("case \"")};
    for (size_t i = 0; i < 2; i++) {
        size_t end = gp_str_find(why, i ? GP_STR("\", ") : GP_STR(": ")), most = i ? id.n + 8 : 16;
        if (gp_str_starts(why, fronts[i]) && end < most) why = (gp_str){why.p + end + 2 + i, why.n - end - 2 - i};
    }
    return why;
}

/* The strict reader itself decides, so what is written can be opened. */
static bool taken(gp_draft *d, gp_str line)
{
    gp_err err = {0};
    if (read_case(line, &err) == GP_OK) return true;
    gp_str why = without_place(gp_str_c(err.msg), d->id);
    gp_draft_lose(d, GP_STR("the case"), gp_str_fmt(&d->c->record, "goldpin refuses it: %.*s", GP_ARG(why)).p);
    return false;
}

static void write_line(const gp_draft *d, gp_buf *out)
{
    gp_jw w;
    gp_buf_c(out, "{\"id\": ");
    gp_jw_init(&w, out, 0);
    gp_jw_str(&w, d->id);
    gp_buf_fmt(out, ", \"messages\": [%s], \"grade\": [%s]%s", d->messages.p ? d->messages.p : "",
               d->grade.p ? d->grade.p : "", d->lost ? ", \"tags\": [\"partial\"]" : "");
    gp_buf_str(out, gp_buf_view(&d->more));
    gp_buf_c(out, "}\n");
}

void gp_draft_end(gp_draft *d)
{
    gp_conversion *c = d->c;
    gp_buf line = {0};
    if (!d->graders && !d->lost) gp_draft_lose(d, GP_STR("the record"), "it says nothing of how an answer is judged");
    bool whole = !d->lost, wanted = d->graders && (whole || c->o->partial);
    if (wanted) write_line(d, &line);
    wanted = wanted && taken(d, gp_buf_view(&line));
    if (wanted) gp_buf_str(&c->cases, gp_buf_view(&line));
    if (wanted) c->out->n++;
    else c->out->left++;
    c->out->partial += wanted && !whole;
    gp_buf_free(&line);
    gp_buf_free(&d->messages);
    gp_buf_free(&d->grade);
    gp_buf_free(&d->more);
}

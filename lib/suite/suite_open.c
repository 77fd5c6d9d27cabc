/* suite_open.c - reading a suite whole, once. suite.json is walked with the pull reader: its header values are kept, and
 * its cases are passed over until all that stands around them is known (defaults, shared graders). Then each case is read
 * into a scratch arena, checked and forgotten but for its place. A cases file is read line by line in the same way, and
 * the cases of a template are made one by one. A YAML suite is one tree. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sha256.h"
#include "forms/document.h"
#include "suite/suite_impl.h"

/* Mapped bytes behind the reader that may stay resident. */
#define WINDOW ((size_t)1 << 20)

typedef struct scan { /* state of one opening */
    gp_suite *s;
    gp_arena scratch, made;  /* of one case or template; of one case that a template makes */
    bool any;                /* a mistake was found, and all are wanted */
    size_t dropped;          /* offset up to which the mapping was given back */
    gp_json head;            /* suite.json as an object; "cases" has a stand-in */
    gp_json *last;           /* its last member */
    const gp_family *family; /* whose cases are read; NULL: a case that stands for itself */
    gp_json_reader cases;    /* where they stand in suite.json; .text.p NULL: nowhere, or read already */
} scan;

static void passed(scan *x, const gp_map *map, size_t at)
{
    if (at - x->dropped > WINDOW) gp_map_drop(map, x->dropped = at);
}

/* --- cases --- */

static gp_code fail_twice(const scan *x, const gp_json *id, gp_str text, size_t first, gp_err *err)
{
    const gp_family *f = gp_family_of(x->s, first);
    uint32_t line = x->s->index.entries[first].line;
    if (!f && x->family && first >= x->family->first) f = x->family;
    const char *hint = x->family ? "; put a variable into the id that makes it unique" : "";
    if (f && f->rows)
        return gp_json_fail(err, id, "the id \"%.*s\" is used twice; the first case with it is made of %s:%u%s",
                            GP_ARG(text), f->rows->file, line, hint);
    return gp_json_fail(err, id, "the id \"%.*s\" is used twice; the first case with it starts at line %u%s",
                        GP_ARG(text), line, hint);
}

/* The case in v, or of the template v where variables are given; `place` is where it can be found again. */
static gp_code take_case(scan *x, gp_arena *a, const gp_json *v, const gp_json *given, const gp_json *place,
                         gp_err *err)
{
    gp_suite *s = x->s;
    gp_case *c = NULL;
    size_t first = SIZE_MAX;
    gp_code code = gp_case_read(a, v, given, &s->ctx, &c, err);
    if (!code) code = gp_index_add(&s->index, s->case_map->bytes, place, c->id, &first, err);
    if (!code && first != SIZE_MAX) code = fail_twice(x, gp_json_get(v, "id"), c->id, first, err);
    if (!code) s->index.entries[s->index.n - 1].regulated = gp_case_regulated(c);
    return code;
}

/* The combinations of one row. */
static gp_code take_row(scan *x, const gp_family *f, const gp_json *v, const gp_json *row, gp_err *err)
{
    gp_json place = row ? *row : *v;
    gp_code code = GP_OK;
    place.raw = (gp_str){0};
    if (!row) place.offset = 0;
    for (size_t k = 0; k < f->each && !code; k++) {
        const gp_json *given = NULL;
        gp_err own = {0};
        if (!row) gp_arena_reset(&x->made);
        code = gp_family_given(&x->made, v, row, k, &given, &own);
        if (!code) code = take_case(x, &x->made, v, given, &place, &own);
        if (!code) continue;
        code = gp_family_blame(f, v, row, k, &own);
        if (err) memcpy(err->msg, own.msg, sizeof own.msg), err->code = code;
    }
    return code;
}

/* Its first mistake ends it: one template makes many of the same. */
static gp_code take_rows(scan *x, gp_family *f, const gp_json *v, gp_err *err)
{
    size_t dropped = x->dropped;
    const gp_rows *rows = f->rows;
    const gp_json *row = NULL;
    gp_cursor at = rows ? rows->first : (gp_cursor){0, 0};
    gp_code code = GP_OK;
    x->dropped = 0;
    do {
        gp_arena_reset(&x->made);
        if (rows) code = gp_rows_next(&x->made, rows, &at, &row, err);
        if (!code && (row || !rows)) code = take_row(x, f, v, row, err);
        if (rows) passed(x, &rows->map, at.at);
    } while (!code && row);
    x->dropped = dropped;
    return code;
}

static gp_code take_family(scan *x, const gp_json *v, gp_err *err)
{
    gp_suite *s = x->s;
    gp_family f;
    gp_code code = gp_family_open(s, v, &f, err);
    x->family = &f;
    if (!code) code = take_rows(x, &f, v, err);
    x->family = NULL;
    if (!code && s->index.n == f.first)
        code = gp_json_fail(err, gp_json_get(v, "data"), "the data file %s has no rows", f.rows->file);
    f.n = s->index.n - f.first;
    if (code) return code;
    s->families = gp_grow(s->families, s->n_families, &s->room_families, sizeof *s->families);
    s->families[s->n_families++] = f;
    return GP_OK;
}

static gp_code take_value(scan *x, const gp_json *v, gp_err *err)
{
    gp_code code = gp_is_family(v) ? take_family(x, v, err) : take_case(x, &x->scratch, v, NULL, v, err);
    return gp_err_go_on(err, code, &x->any);
}

static gp_code read_cases(scan *x, gp_json_reader *r, gp_err *err)
{
    bool more = false;
    gp_code code = gp_json_enter(r, GP_JSON_ARRAY, err);
    if (!code) code = gp_json_element(r, &more, err);
    while (!code && more) {
        const gp_json *v = NULL;
        gp_arena_reset(&x->scratch);
        code = gp_json_read(r, &x->scratch, &v, err); /* else the text behind it cannot be read */
        if (!code) code = take_value(x, v, err);
        passed(x, &x->s->suite_map, r->at);
        if (!code) code = gp_json_element(r, &more, err);
    }
    return code;
}

/* The cases of suite.json wait until all that stands around them is known. */
static gp_code read_waiting(scan *x, gp_err *err)
{
    gp_json_reader r = x->cases;
    x->cases.text.p = NULL;
    x->dropped = 0;
    x->s->case_map = &x->s->suite_map;
    x->s->case_file = x->s->info.file;
    return r.text.p ? read_cases(x, &r, err) : GP_OK;
}

static gp_code read_lines(scan *x, gp_err *err)
{
    gp_suite *s = x->s;
    const gp_lines lines = {s->case_file, s->cases_map.bytes, "case", "cases file"};
    gp_cursor at;
    const gp_json *v = NULL;
    gp_code code = GP_OK;
    bool wrong = false;
    gp_lines_begin(&at, lines.text);
    x->dropped = 0;
    do {
        gp_arena_reset(&x->scratch);
        wrong = false;
        code = gp_err_go_on(err, gp_lines_next(&x->scratch, &lines, &at, &v, err), &wrong);
        x->any = x->any || wrong;
        if (!code && v && !wrong) code = take_value(x, v, err);
        passed(x, &s->cases_map, at.at);
    } while (!code && (v || wrong));
    return code;
}

/* --- suite.json --- */

/* The key just read, as a value for messages. */
static gp_json key_value(const gp_json_reader *r, gp_str key)
{
    return (gp_json){.type = GP_JSON_NULL,
                     .name = r->name,
                     .line = r->key_line,
                     .col = r->key_col,
                     .key = key,
                     .key_line = r->key_line,
                     .key_col = r->key_col};
}

/* One more member of the head. */
static gp_json *add_member(scan *x, const gp_json *key)
{
    gp_json *m = GP_NEW(&x->s->arena, gp_json);
    *m = *key;
    *(x->last ? &x->last->next : &x->head.first) = m;
    x->head.n++;
    return x->last = m;
}

static gp_code check_key(const scan *x, const gp_json *key, gp_err *err)
{
    gp_json object = {.type = GP_JSON_OBJECT, .name = key->name, .first = key, .n = 1};
    gp_code code = gp_record_knows(&gp_suite_record, &object, err);
    for (const gp_json *m = x->head.first; m && !code; m = m->next)
        if (gp_str_eq(m->key, key->key)) code = gp_json_fail(err, key, "duplicate key \"%.*s\"", GP_ARG(key->key));
    return code;
}

/* Come behind the list that begins here; only its brackets and strings are looked at. False: it does not end. */
static bool skip_list(scan *x, gp_json_reader *r)
{
    gp_str text = r->text;
    unsigned depth = 0;
    for (bool quoted = false; r->at < text.n; r->at++) {
        char c = text.p[r->at];
        if (c == '\n') r->line++, r->line_start = r->at + 1, passed(x, &x->s->suite_map, r->at);
        else if (c == '"') quoted = !quoted;
        else if (quoted) r->at += c == '\\';
        else if (c == '[' || c == '{') depth++;
        else if ((c == ']' || c == '}') && !--depth) return r->at++, r->first = false, true;
    }
    return false;
}

/* What is no list, or does not end, is read at once, which says what is wrong. */
static gp_code pass_cases(scan *x, gp_json_reader *r, gp_err *err)
{
    x->cases = *r;
    gp_str rest = {r->text.p + r->at, r->text.n - r->at};
    if (gp_str_starts(gp_str_trim(rest), GP_STR("[")) && skip_list(x, r)) return GP_OK;
    *r = x->cases;
    x->cases.text.p = NULL;
    return read_cases(x, r, err);
}

static gp_code read_member(scan *x, gp_json_reader *r, gp_str key_text, gp_err *err)
{
    gp_json key = key_value(r, key_text);
    const gp_json *v = NULL;
    bool wrong = false;
    gp_code code = gp_err_go_on(err, check_key(x, &key, err), &wrong);
    x->any = x->any || wrong;
    if (!code && wrong) code = gp_json_read(r, &x->scratch, &v, err); /* only to come behind it */
    if (code || wrong) return code;
    gp_json *m = add_member(x, &key);
    if (gp_str_eqc(key_text, "cases")) return pass_cases(x, r, err);
    code = gp_json_read(r, &x->s->arena, &v, err);
    if (code) return code;
    *m = *v;
    m->key = key.key;
    m->key_line = key.key_line;
    m->key_col = key.key_col;
    return GP_OK;
}

static gp_code read_suite_file(scan *x, gp_err *err)
{
    gp_suite *s = x->s;
    gp_json_reader r;
    gp_json_reader_init(&r, s->info.file, s->suite_map.bytes);
    gp_str key;
    bool more = false;
    gp_code code = gp_json_enter(&r, GP_JSON_OBJECT, err);
    if (!code) code = gp_json_member(&r, &s->arena, &key, &more, err);
    while (!code && more) {
        code = read_member(x, &r, key, err);
        if (!code) code = gp_json_member(&r, &s->arena, &key, &more, err);
    }
    return code ? code : gp_json_finish(&r, err);
}

/* A mistake in the cases that were passed over comes first in the file. */
static gp_code read_suite_text(scan *x, gp_err *err)
{
    gp_err own = {.all = err ? err->all : NULL}, earlier = own;
    gp_code code = read_suite_file(x, &own);
    if (!code) return GP_OK;
    gp_code before = x->cases.text.p ? read_waiting(x, &earlier) : GP_OK;
    if (err) *err = before ? earlier : own;
    return before ? before : code;
}

/* --- YAML --- */

static gp_code read_yaml_file(scan *x, gp_err *err)
{
    gp_suite *s = x->s;
    const gp_json *root = NULL;
    gp_code code = gp_yaml_read(&s->arena, s->info.file, s->suite_map.bytes, &root, err);
    if (!code) code = gp_json_want(root, "a suite", GP_JSON_OBJECT, err);
    if (!code) x->head = *root;
    s->ctx.foreign = true;
    return code;
}

static gp_code read_yaml_cases(scan *x, const gp_json *cases, gp_err *err)
{
    gp_suite *s = x->s;
    size_t n = 0;
    gp_code code = gp_json_want(cases, "\"cases\"", GP_JSON_ARRAY, err);
    if (code) return code;
    s->cases_at = GP_NEW_ARRAY(&s->arena, const gp_json *, cases->n);
    for (gp_json *v = (gp_json *)cases->first; v && !code; v = (gp_json *)v->next) {
        gp_arena_reset(&x->scratch);
        v->offset = n;
        s->cases_at[n++] = v;
        code = take_value(x, v, err);
    }
    return code;
}

static gp_code fail_suite(const gp_suite *s, gp_err *err, const char *what)
{
    return gp_fail(err, GP_E_INPUT, "%s: %s", s->info.file, what);
}

/* --- files --- */

static gp_code map_cases_file(scan *x, const gp_json *v, const char *name, gp_err *err)
{
    gp_suite *s = x->s;
    s->case_file = gp_path_join(&s->arena, s->info.dir, name);
    gp_code code = gp_check_inside(v, "the cases file", s->info.dir, s->case_file, err);
    return code ? code : gp_map_watch(s->case_file, &s->cases_map, err);
}

static gp_code read_cases_file(scan *x, gp_err *err)
{
    gp_suite *s = x->s;
    const gp_json *v = gp_json_get(&x->head, "cases_file"), *cases = gp_json_get(&x->head, "cases");
    if (v && cases) return gp_json_fail(err, v, "the suite has both \"cases\" and \"cases_file\"; keep one");
    if (!v && !cases) return fail_suite(s, err, "the suite has neither \"cases\" nor \"cases_file\"");
    if (!v) return s->ctx.foreign ? read_yaml_cases(x, cases, err) : read_waiting(x, err);
    const char *name = gp_str_dup(&s->arena, s->cases_file).p;
    gp_code code = GP_OK;
    s->case_map = &s->cases_map;
    if (s->ctx.dir) code = map_cases_file(x, v, name, err);
    else s->case_file = name;
    s->ctx.foreign = false; /* its lines are JSON */
    return code ? code : read_lines(x, err);
}

static void hash_map(gp_sha256 *h, const gp_map *m)
{
    for (size_t at = 0; at < m->bytes.n; at += WINDOW) {
        size_t n = m->bytes.n - at < WINDOW ? m->bytes.n - at : WINDOW;
        gp_sha256_add(h, m->bytes.p + at, n);
        if (at + n >= WINDOW) gp_map_drop(m, at + n);
    }
}

static void digest_files(gp_suite *s)
{
    gp_sha256 *h = gp_sha256_new();
    hash_map(h, &s->suite_map);
    hash_map(h, &s->cases_map);
    for (const gp_rows *r = s->ctx.dir ? s->rows : NULL; r; r = r->next) hash_map(h, &r->map);
    gp_sha256_peek_hex(h, s->info.digest);
    gp_sha256_free(h);
}

gp_code gp_suite_read(gp_suite *s, gp_err *err)
{
    scan x = {.s = s, .head = {.type = GP_JSON_OBJECT, .name = s->info.file, .line = 1, .col = 1}};
    s->case_map = &s->suite_map;
    s->case_file = s->info.file;
    gp_code code = gp_is_yaml(s->info.file) ? read_yaml_file(&x, err) : read_suite_text(&x, err);
    if (!code) code = gp_err_go_on(err, gp_record_read(&s->arena, &gp_suite_record, &x.head, s, err), &x.any);
    if (!code && s->ctx.foreign && s->info.provenance)
        code = gp_value_rewrite(&s->arena, s->info.provenance, &s->info.provenance, err);
    s->ctx.system_at = gp_json_get(gp_json_get(&x.head, "defaults"), "system");
    if (!code) code = read_cases_file(&x, err);
    code = gp_err_sum(err, code, x.any);
    if (!code && !s->index.n) code = gp_fail(err, GP_E_INPUT, "%s: the suite has no cases", s->case_file);
    if (!code) digest_files(s);
    if (!code) code = gp_suite_unchanged(s, err);
    gp_arena_free(&x.scratch);
    gp_arena_free(&x.made);
    gp_index_trim(&s->index);
    s->info.n_cases = s->index.n;
    s->ctx.digests = true;
    return code;
}

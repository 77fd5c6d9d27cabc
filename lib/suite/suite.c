/* suite.c - opening a suite. suite.json is walked with the pull reader: its header values are kept, and its cases are
 * passed over until all that stands around them is known (defaults, shared graders). Then each case is read into a
 * scratch arena, checked and forgotten but for its place. A cases file is read line by line in the same way, and the
 * cases of a template are made one by one. A YAML suite is one tree. */
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "base/memory.h"
#include "base/sha256.h"
#include "forms/yaml.h"
#include "suite/suite_impl.h"

/* Mapped bytes behind the reader that may stay resident. */
#define WINDOW ((size_t)1 << 20)

/* --- the table --- */

#define S gp_suite

static const gp_field defaults_fields[] = {
    GP_FIELD(STR, "system", S, ctx.system, .flags = GP_FILLED,
             .doc = "System message of every case that has none of its own."),
    GP_FIELD(JSON, "grade", S, ctx.grade, .json = GP_JSON_ARRAY, .check = gp_check_list,
             .doc = "Graders of every case that has none of its own.",
             .schema = "{\"minItems\": 1, \"maxItems\": 1000, \"items\": {\"$ref\": \"#/$defs/grader\"}}"),
    GP_FIELD(BITS, "needs", S, ctx.defaults.needs, GP_NAMES(gp_need_names), .flags = GP_FILLED, .called = "a need",
             .doc = "What every case needs, beside what it names itself."),
    GP_FIELD(OBJECT, "metadata", S, ctx.defaults, .record = &gp_metadata_record),
    GP_FIELD(JSON, "vars", S, ctx.vars, .json = GP_JSON_OBJECT, .check = gp_check_names,
             .doc = "Variables of all cases: their texts are templates then. A case's own go over these."),
    GP_FIELD(INT, "seed", S, info.seed, .doc = "Seed that the seed of each trial is derived from."),
    GP_FIELD(OBJECT, NULL, S, ctx.defaults, .record = &gp_settings_record),
};
static const gp_record defaults_record = GP_RECORD(S, defaults_fields, "\"defaults\"", .def = "defaults",
                                                   .flags = GP_OPTIONAL | GP_QUOTED,
                                                   .doc = "Settings of every case that does not set them itself.");

static const gp_field fields[] = {
    GP_FIELD_BY("$schema", NULL, NULL, .doc = "Path or address of this schema, for editors; ignored by goldpin.",
                .schema = "{\"type\": \"string\"}"),
    GP_FIELD(STR, "name", S, info.name, .flags = GP_KNOWN, .called = "the name of the suite", .check = gp_check_id,
             .doc = "Name of the suite. Becomes part of trial ids and file names: no '/', no control characters, at "
                    "most 200 bytes.",
             .schema = GP_ID_SCHEMA(", \"examples\": [\"smoke\"]")),
    GP_FIELD(STR, "version", S, info.version, .flags = GP_KNOWN | GP_FILLED,
             .doc = "Version of the suite; change it when cases change.", .schema = "{\"examples\": [\"1.0.0\"]}"),
    GP_FIELD(STR, "license", S, info.license, .flags = GP_FILLED,
             .doc = "Licence of the cases, as an SPDX identifier where there is one.",
             .schema = "{\"examples\": [\"Apache-2.0\", \"CC-BY-4.0\"]}"),
    GP_FIELD(STR, "description", S, info.description, .doc = "What the suite measures."),
    GP_FIELD(JSON, "provenance", S, info.provenance,
             .doc = "Where the cases come from: any JSON value, for people and reports."),
    GP_FIELD(REAL, "null_share_max", S, info.null_share_max, GP_RANGE(0, 1), .flags = GP_OPTIONAL | GP_DEFAULT,
             .otherwise = 0.2,
             .doc = "Share of the cases that an answer without knowledge may pass before `goldpin lint` warns."),
    GP_FIELD(OBJECT, "pins", S, info.pins, .record = &gp_pins_asked),
    GP_FIELD_IN("defaults", &defaults_record),
    GP_FIELD(
        JSON, "graders", S, ctx.graders, .json = GP_JSON_OBJECT, .check = gp_check_shared,
        .doc =
            "Graders that cases share, by name: {\"use\": \"NAME\"} in a case stands for one, and its further members "
            "go over those of the shared one.",
        .schema = "{\"additionalProperties\": {\"type\": \"object\", \"required\": [\"type\"]}}"),
    /* not read as one value, see read_member */
    GP_FIELD_BY("cases", NULL, NULL, .record = &gp_case_record, .doc = "The cases.",
                .schema = "{\"type\": \"array\", \"minItems\": 1, \"items\": {\"$ref\": \"#/$defs/case\"}}"),
    GP_FIELD(STR, "cases_file", S, cases_file, .check = gp_check_path,
             .doc = "JSONL file with one case per line, relative to the suite's folder, in place of `cases`.",
             .schema = "{\"minLength\": 1, \"examples\": [\"cases.jsonl\"]}"),
};
static const gp_record suite_record = GP_RECORD(
    S, fields, "the suite", .flags = GP_OPTIONAL | GP_QUOTED,
    .doc =
        "A versioned set of cases for goldpin. goldpin itself checks more than this schema can say, and "
        "names line and column.",
    .schema = "{\"oneOf\": [{\"required\": [\"cases\"]}, {\"required\": [\"cases_file\"]}]}");

static void add_graders(gp_jw *w, const void *kinds) { gp_grader_kinds_schema(w, kinds); }

void gp_suite_schema(const gp_grader_kinds *kinds, gp_buf *out)
{
    gp_record_schema_with(&suite_record, "goldpin suite", add_graders, kinds, out);
}

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
    gp_code code = gp_record_knows(&suite_record, &object, err);
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

static bool is_yaml(const char *file)
{
    gp_str s = gp_str_c(file);
    return gp_str_ends(s, GP_STR(".yaml")) || gp_str_ends(s, GP_STR(".yml"));
}

/* What other readers of YAML take for octal, or cut: nobody writes it and means the number. */
static gp_code refuse_leading_zero(gp_str text, const gp_json *v, gp_err *err)
{
    bool number = v->type == GP_JSON_INT || v->type == GP_JSON_REAL;
    size_t at = v->offset;
    if (number && at < text.n && strchr("+-", text.p[at])) at++;
    if (number && at + 1 < text.n && text.p[at] == '0' && text.p[at + 1] >= '0' && text.p[at + 1] <= '9')
        return gp_json_fail(err, v, "a number must not start with 0; in quotes it is a text");
    gp_code code = GP_OK;
    for (const gp_json *m = v->first; m && !code; m = m->next) code = refuse_leading_zero(text, m, err);
    return code;
}

static gp_code read_yaml_file(scan *x, gp_err *err)
{
    gp_suite *s = x->s;
    const gp_json *root = NULL;
    gp_code code = gp_yaml_parse(&s->arena, s->info.file, s->suite_map.bytes, &root, err);
    if (!code) code = refuse_leading_zero(s->suite_map.bytes, root, err);
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

/* What a link points at must be in the folder as well. */
gp_code gp_check_inside(const gp_json *v, const char *what, const char *dir, const char *file, gp_err *err)
{
    char *base = realpath(dir, NULL), *real = realpath(file, NULL);
    size_t n = base ? strlen(base) : 0;
    gp_code code = GP_OK;
    if (!base || !real || !gp_is_file(file)) code = gp_json_fail(err, v, "%s %s does not exist", what, file);
    else if (strncmp(base, real, n) != 0 || (real[n] != '/' && strcmp(base, "/") != 0))
        code = gp_json_fail(err, v, "%s %s is a link out of the suite's folder", what, file);
    free(base);
    free(real);
    return code;
}

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

static gp_code read_all(gp_suite *s, gp_err *err)
{
    scan x = {.s = s, .head = {.type = GP_JSON_OBJECT, .name = s->info.file, .line = 1, .col = 1}};
    s->case_map = &s->suite_map;
    s->case_file = s->info.file;
    gp_code code = is_yaml(s->info.file) ? read_yaml_file(&x, err) : read_suite_text(&x, err);
    if (!code) code = gp_err_go_on(err, gp_record_read(&s->arena, &suite_record, &x.head, s, err), &x.any);
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

static gp_suite *new_suite(const gp_grader_kinds *kinds)
{
    gp_suite *s = gp_alloc(sizeof *s);
    gp_record_init(&suite_record, s);
    s->ctx.kinds = kinds;
    return s;
}

static gp_code finish_open(gp_suite *s, gp_code code, gp_suite **out, gp_err *err)
{
    if (!code) code = read_all(s, err);
    s->info.date = s->ctx.defaults.date;
    if (code) gp_suite_close(s);
    else *out = s;
    return code;
}

/* The one file of a folder that holds a suite. */
static gp_code find_file(gp_suite *s, const char *path, gp_err *err)
{
    static const char *const names[] = {"suite.json", "suite.yaml", "suite.yml"};
    const char *found = NULL;
    gp_code code = GP_OK;
    for (size_t i = 0; i < sizeof names / sizeof *names && !code; i++) {
        const char *file = strcmp(path, ".") ? gp_path_join(&s->arena, path, names[i]) : names[i];
        gp_entry what = GP_NOTHING;
        code = gp_look(file, &what, err);
        if (code || what != GP_FILE) continue;
        if (found) return gp_fail(err, GP_E_INPUT, "%s and %s are both there; keep one, or name the file", found, file);
        found = file;
    }
    if (!code && !found)
        code = gp_fail(err, GP_E_INPUT,
                       "%s holds no suite.json (or suite.yaml); a suite is a folder with one, or the file itself",
                       path);
    if (found) s->info.file = found;
    return code;
}

gp_code gp_suite_open(const char *path, const gp_grader_kinds *kinds, gp_suite **out, gp_err *err)
{
    gp_suite *s = new_suite(kinds);
    gp_entry what;
    gp_code code = gp_look(path, &what, err);
    s->info.file = gp_str_dup(&s->arena, gp_str_c(path)).p;
    if (!code && what == GP_FOLDER) code = find_file(s, path, err);
    s->ctx.dir = s->info.dir = gp_path_dir(&s->arena, s->info.file);
    if (!code) code = gp_map_watch(s->info.file, &s->suite_map, err);
    return finish_open(s, code, out, err);
}

gp_code gp_suite_open_bytes(const char *name, const gp_grader_kinds *kinds, gp_str suite, gp_str cases, gp_suite **out,
                            gp_err *err)
{
    gp_suite *s = new_suite(kinds);
    s->info.file = gp_str_dup(&s->arena, gp_str_c(name)).p;
    s->info.dir = ".";
    s->suite_map.bytes = suite;
    s->cases_map.bytes = cases;
    return finish_open(s, GP_OK, out, err);
}

void gp_suite_close(gp_suite *s)
{
    if (!s) return;
    gp_index_free(&s->index);
    gp_unmap(&s->suite_map);
    gp_unmap(&s->cases_map);
    for (gp_rows *r = s->rows; r && s->ctx.dir; r = r->next) gp_unmap(&r->map);
    free(s->families);
    gp_arena_free(&s->arena);
    free(s);
}

/* --- reading an open suite --- */

const gp_suite_info *gp_suite_facts(const gp_suite *s) { return &s->info; }

gp_code gp_suite_unchanged(const gp_suite *s, gp_err *err)
{
    gp_code code = gp_map_unchanged(&s->suite_map, s->info.file, err);
    if (!code) code = gp_map_unchanged(&s->cases_map, s->case_file, err);
    for (const gp_rows *r = s->rows; r && !code; r = r->next) code = gp_map_unchanged(&r->map, r->file, err);
    return code;
}

/* A case as it stands in its file. */
static gp_code read_at(const gp_suite *s, uint64_t at, uint32_t line, uint32_t col, gp_arena *a, const gp_json **v,
                       gp_err *err)
{
    if (s->cases_at) return *v = s->cases_at[at], GP_OK;
    gp_map_touch(s->case_map, at);
    gp_json_reader r = {.name = s->case_file,
                        .text = s->case_map->bytes,
                        .at = at,
                        .line = line,
                        .line_start = at - (col - 1),
                        .first = true};
    return gp_json_read(&r, a, v, err);
}

/* What case i is read from: its value, or a template with variables. */
static gp_code read_value(const gp_suite *s, size_t i, gp_arena *a, const gp_json **v, const gp_json **given,
                          gp_err *err)
{
    if (i >= s->index.n) return gp_fail(err, GP_E_BUG, "case %zu of %zu was asked for", i, s->index.n);
    const gp_index_entry *e = &s->index.entries[i];
    const gp_family *f = gp_family_of(s, i);
    const gp_json *row = NULL;
    *given = NULL;
    if (!f) return read_at(s, e->at, e->line, e->col, a, v, err);
    gp_code code = read_at(s, f->at, f->line, f->col, a, v, err);
    gp_cursor at = {e->at, e->line};
    if (!code && f->rows) {
        gp_map_touch(&f->rows->map, e->at);
        code = gp_rows_next(a, f->rows, &at, &row, err);
    }
    return code ? code : gp_family_given(a, *v, row, (i - f->first) % f->each, given, err);
}

static gp_code case_of(const gp_suite *s, size_t i, bool digests, gp_arena *a, gp_case **out, gp_err *err)
{
    const gp_json *v = NULL, *given = NULL;
    gp_case_context ctx = s->ctx;
    ctx.digests = digests;
    /* asked before as well: of a file that became shorter, some bytes cannot even be read */
    gp_code code = gp_suite_unchanged(s, err);
    if (code) return code;
    code = read_value(s, i, a, &v, &given, err);
    if (!code) code = gp_case_read(a, v, given, &ctx, out, err);
    gp_code changed = gp_suite_unchanged(s, err);
    if (changed) return changed;
    return code == GP_E_INPUT ? gp_err_context(err, "the suite changed after it was opened") : code;
}

bool gp_suite_has_twin(const gp_suite *s, size_t i) { return s->index.entries[i].twin; }

bool gp_suite_regulated(const gp_suite *s, size_t i) { return s->index.entries[i].regulated; }

gp_code gp_suite_case(const gp_suite *s, size_t i, gp_arena *a, gp_case **out, gp_err *err)
{
    return case_of(s, i, true, a, out, err);
}

gp_code gp_suite_case_undigested(const gp_suite *s, size_t i, gp_arena *a, gp_case **out, gp_err *err)
{
    return case_of(s, i, false, a, out, err);
}

gp_str gp_suite_case_id(const gp_suite *s, size_t i)
{
    if (i >= s->index.n) return (gp_str){0};
    if (!s->index.entries[i].kept) gp_map_touch(s->case_map, s->index.entries[i].at);
    return gp_index_id(&s->index, s->case_map->bytes, i);
}

size_t gp_suite_find(const gp_suite *s, gp_str id) { return gp_index_find(&s->index, s->case_map->bytes, id); }

gp_code gp_suite_has_tag(const gp_suite *s, size_t i, gp_str tag, bool *has, gp_err *err)
{
    gp_arena scratch = {0};
    const gp_json *v = NULL, *given = NULL;
    gp_composed c;
    gp_code code = read_value(s, i, &scratch, &v, &given, err);
    if (!code) code = gp_case_compose(&scratch, v, given, &s->ctx, &c, err);
    if (!code) {
        v = c.value;
        const gp_json *category = gp_json_get(v, "category"), *tags = gp_json_get(v, "tags");
        bool hit = category && gp_str_eq(category->s, tag);
        for (const gp_json *t = tags ? tags->first : NULL; t && !hit; t = t->next) hit = gp_str_eq(t->s, tag);
        *has = hit;
    }
    gp_arena_free(&scratch);
    return code;
}

size_t gp_suite_index_bytes(const gp_suite *s)
{
    const gp_index *x = &s->index;
    return x->room * sizeof *x->entries + (x->table ? x->table->n * sizeof *x->table->slots : 0) + x->room_ids +
           s->room_families * sizeof *s->families;
}

/* suite.c - opening a suite. suite.json is walked with the pull reader: its header values are kept, each case is read
 * into a scratch arena, checked and forgotten but for its place. Whether a case is valid does not depend on
 * `defaults`, so the order of keys does not matter and one pass is enough. A cases file is read line by line in the
 * same way. */
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "base/memory.h"
#include "base/sha256.h"
#include "suite/suite_impl.h"

/* Mapped bytes behind the reader that may stay resident. */
#define WINDOW ((size_t)1 << 20)

/* --- the table --- */

#define S gp_suite

static const gp_field defaults_fields[] = {
    GP_FIELD(STR, "system", S, ctx.system, .flags = GP_FILLED,
             .doc = "System message of every case that has none of its own."),
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
    GP_FIELD(STR, "license", S, info.license, .flags = GP_KNOWN | GP_FILLED,
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
    gp_arena scratch;
    bool any;       /* a mistake was found, and all are wanted */
    size_t dropped; /* offset up to which the mapping was given back */
    gp_json head;   /* suite.json as an object; "cases" has a stand-in */
    gp_json *last;  /* its last member */
} scan;

/* --- cases --- */

static gp_code take_case(scan *x, gp_json_reader *r, const gp_map *map, gp_err *err)
{
    gp_suite *s = x->s;
    const gp_json *v = NULL;
    gp_case *c = NULL;
    gp_arena_reset(&x->scratch);
    gp_code code = gp_json_read(r, &x->scratch, &v, err);
    if (code) return code; /* the text behind it cannot be read */
    code = gp_case_read(&x->scratch, v, &s->ctx, &c, err);
    if (!code) code = gp_index_add(&s->index, &s->arena, map->bytes, v, gp_json_get(v, "id"), err);
    if (!code) s->index.entries[s->index.n - 1].regulated = gp_case_regulated(c);
    code = gp_err_go_on(err, code, &x->any);
    if (r->at - x->dropped > WINDOW) gp_map_drop(map, x->dropped = r->at);
    return code;
}

static gp_code read_cases(scan *x, gp_json_reader *r, gp_err *err)
{
    bool more = false;
    gp_code code = gp_json_enter(r, GP_JSON_ARRAY, err);
    if (!code) code = gp_json_element(r, &more, err);
    while (!code && more) {
        code = take_case(x, r, &x->s->suite_map, err);
        if (!code) code = gp_json_element(r, &more, err);
    }
    return code;
}

static bool is_blank(gp_str line) { return gp_str_trim(line).n == 0; }

/* One line of a cases file holds one whole case. */
static gp_code read_line(scan *x, gp_json_reader *r, gp_err *err)
{
    gp_code code = take_case(x, r, &x->s->cases_map, err);
    gp_str rest = {r->text.p + r->at, r->text.n - r->at};
    if (!code && !is_blank(rest))
        code = gp_json_reader_fail(r, err, "something follows the case; a cases file has one case per line");
    else if (code == GP_E_INPUT && r->at >= r->text.n && strstr(err ? err->msg : "", "the document ends"))
        code = gp_json_reader_fail(r, err, "the line ends inside the case; a cases file has one whole case per line");
    return code;
}

static gp_code read_lines(scan *x, gp_err *err)
{
    gp_suite *s = x->s;
    gp_str all = s->cases_map.bytes;
    gp_json_reader start;
    gp_json_reader_init(&start, s->case_file, all); /* knows the byte order mark */
    gp_code code = GP_OK;
    uint32_t line = 1;
    x->dropped = 0;
    for (size_t at = start.at; at < all.n && !code; line++) {
        const char *lf = memchr(all.p + at, '\n', all.n - at);
        size_t end = lf ? (size_t)(lf - all.p) : all.n;
        gp_json_reader r = {
            .name = s->case_file, .text = {all.p, end}, .at = at, .line = line, .line_start = at, .first = true};
        if (!is_blank((gp_str){all.p + at, end - at})) code = gp_err_go_on(err, read_line(x, &r, err), &x->any);
        at = end + 1;
    }
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
    if (gp_str_eqc(key_text, "cases")) return read_cases(x, r, err);
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
    s->case_map = v ? &s->cases_map : &s->suite_map;
    s->case_file = s->info.file;
    if (!v) return GP_OK;
    const char *name = gp_str_dup(&s->arena, s->cases_file).p;
    gp_code code = GP_OK;
    if (s->ctx.dir) code = map_cases_file(x, v, name, err);
    else s->case_file = name;
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
    gp_sha256_peek_hex(h, s->info.digest);
    gp_sha256_free(h);
}

static gp_code read_all(gp_suite *s, gp_err *err)
{
    scan x = {.s = s, .head = {.type = GP_JSON_OBJECT, .name = s->info.file, .line = 1, .col = 1}};
    gp_code code = read_suite_file(&x, err);
    if (!code) code = gp_err_go_on(err, gp_record_read(&s->arena, &suite_record, &x.head, s, err), &x.any);
    if (!code) code = read_cases_file(&x, err);
    code = gp_err_sum(err, code, x.any);
    if (!code && !s->index.n) code = gp_fail(err, GP_E_INPUT, "%s: the suite has no cases", s->case_file);
    if (!code) digest_files(s);
    if (!code) code = gp_suite_unchanged(s, err);
    gp_arena_free(&x.scratch);
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

gp_code gp_suite_open(const char *path, const gp_grader_kinds *kinds, gp_suite **out, gp_err *err)
{
    gp_suite *s = new_suite(kinds);
    gp_entry what, inside = GP_FILE;
    gp_code code = gp_look(path, &what, err);
    bool folder = what == GP_FOLDER;
    s->info.file = folder && strcmp(path, ".") != 0 ? gp_path_join(&s->arena, path, "suite.json")
                                                    : gp_str_dup(&s->arena, gp_str_c(folder ? "suite.json" : path)).p;
    s->ctx.dir = s->info.dir = gp_path_dir(&s->arena, s->info.file);
    if (!code && folder) code = gp_look(s->info.file, &inside, err);
    if (!code && inside != GP_FILE)
        code = gp_fail(err, GP_E_INPUT, "%s holds no suite.json; a suite is a folder with one, or the file itself",
                       path);
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
    gp_arena_free(&s->arena);
    free(s);
}

/* --- reading an open suite --- */

const gp_suite_info *gp_suite_facts(const gp_suite *s) { return &s->info; }

gp_code gp_suite_unchanged(const gp_suite *s, gp_err *err)
{
    gp_code code = gp_map_unchanged(&s->suite_map, s->info.file, err);
    return code ? code : gp_map_unchanged(&s->cases_map, s->case_file, err);
}

/* The JSON value of case i. */
static gp_code read_value(const gp_suite *s, size_t i, gp_arena *a, const gp_json **v, gp_err *err)
{
    if (i >= s->index.n) return gp_fail(err, GP_E_BUG, "case %zu of %zu was asked for", i, s->index.n);
    const gp_index_entry *e = &s->index.entries[i];
    gp_map_touch(s->case_map, e->at);
    gp_json_reader r = {.name = s->case_file,
                        .text = s->case_map->bytes,
                        .at = e->at,
                        .line = e->line,
                        .line_start = e->at - (e->col - 1),
                        .first = true};
    return gp_json_read(&r, a, v, err);
}

static gp_code case_of(const gp_suite *s, size_t i, bool digests, gp_arena *a, gp_case **out, gp_err *err)
{
    const gp_json *v = NULL;
    gp_case_context ctx = s->ctx;
    ctx.digests = digests;
    /* asked before as well: of a file that became shorter, some bytes cannot even be read */
    gp_code code = gp_suite_unchanged(s, err);
    if (code) return code;
    code = read_value(s, i, a, &v, err);
    if (!code) code = gp_case_read(a, v, &ctx, out, err);
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
    gp_map_touch(s->case_map, s->index.entries[i].at);
    return gp_index_id(&s->index, s->case_map->bytes, i);
}

size_t gp_suite_find(const gp_suite *s, gp_str id) { return gp_index_find(&s->index, s->case_map->bytes, id); }

gp_code gp_suite_has_tag(const gp_suite *s, size_t i, gp_str tag, bool *has, gp_err *err)
{
    gp_arena scratch = {0};
    const gp_json *v = NULL;
    gp_code code = read_value(s, i, &scratch, &v, err);
    if (!code) {
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
    return x->room * sizeof *x->entries + (x->table ? x->table->n * sizeof *x->table->slots : 0) +
           x->room_escaped * sizeof *x->escaped;
}

/* suite.c - an open suite: what it holds, its cases on demand. How it is read when it is opened stands in suite_open.c. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "suite/suite_impl.h"

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
const gp_record gp_suite_record = GP_RECORD(
    S, fields, "the suite", .flags = GP_OPTIONAL | GP_QUOTED,
    .doc =
        "A versioned set of cases for goldpin. goldpin itself checks more than this schema can say, and "
        "names line and column.",
    .schema = "{\"oneOf\": [{\"required\": [\"cases\"]}, {\"required\": [\"cases_file\"]}]}");

static void add_graders(gp_jw *w, const void *kinds) { gp_grader_kinds_schema(w, kinds); }

void gp_suite_schema(const gp_grader_kinds *kinds, gp_buf *out)
{
    gp_record_schema_with(&gp_suite_record, "goldpin suite", add_graders, kinds, out);
}

static gp_suite *new_suite(const gp_grader_kinds *kinds)
{
    gp_suite *s = gp_alloc(sizeof *s);
    gp_record_init(&gp_suite_record, s);
    s->ctx.kinds = kinds;
    return s;
}

static gp_code finish_open(gp_suite *s, gp_code code, gp_suite **out, gp_err *err)
{
    if (!code) code = gp_suite_read(s, err);
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

const gp_case *gp_suite_defaults(const gp_suite *s) { return &s->ctx.defaults; }
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

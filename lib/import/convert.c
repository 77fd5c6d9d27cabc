/* convert.c - a file of another tool, record by record. */
#include "import/convert.h"

#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "base/sys.h"
#include "forms/document.h"
#include "forms/yaml.h"
#include "import/convert_impl.h"

static const gp_format *const formats[] = {&gp_from_ifeval,    &gp_from_humaneval,    &gp_from_bfcl,
                                           &gp_from_promptfoo, &gp_from_openai_evals, &gp_from_lmeval};
enum { FORMATS = sizeof formats / sizeof *formats };

const gp_convert_format *gp_convert_format_at(size_t i) { return i < FORMATS ? &formats[i]->f : NULL; }

/* --- which format --- */

static gp_code no_format(const char *front, const char *name, gp_err *err)
{
    gp_buf b = {0};
    for (size_t i = 0; i < FORMATS; i++)
        gp_buf_fmt(&b, "%s%s (%s)", i ? ", " : "", formats[i]->f.name, formats[i]->f.about);
    gp_code code = gp_fail(err, GP_E_INPUT, "%s%s; known are: %s", front, name, b.p);
    gp_buf_free(&b);
    return code;
}

/* What was asked for, else what the first record looks like. */
static gp_code find_format(const gp_conversion *c, const gp_json *first, const gp_format **out, gp_err *err)
{
    for (size_t i = 0; i < FORMATS; i++)
        if (c->o->from ? gp_str_eq(gp_str_c(c->o->from), gp_str_c(formats[i]->f.name)) : formats[i]->is(first)) {
            *out = formats[i];
            return GP_OK;
        }
    return c->o->from ? no_format("there is no format ", c->o->from, err)
                      : no_format(c->path, ": its first record is of no format that goldpin knows", err);
}

/* --- lists of records: JSON lines, or one JSON array --- */

static bool at_end(const gp_json_reader *r) { return !gp_str_trim((gp_str){r->text.p + r->at, r->text.n - r->at}).n; }

static gp_code next_record(gp_json_reader *r, bool array, gp_arena *a, const gp_json **out, gp_err *err)
{
    bool more = !array && !at_end(r);
    gp_code code = array ? gp_json_element(r, &more, err) : GP_OK;
    *out = NULL;
    if (!code && more) code = gp_json_read(r, a, out, err);
    if (!code && !more) code = gp_json_finish(r, err);
    return code;
}

static gp_code open_records(gp_json_reader *r, const char *name, gp_str text, bool *array, gp_err *err)
{
    gp_json_reader_init(r, name, text);
    gp_str rest = gp_str_trim((gp_str){text.p + r->at, text.n - r->at});
    *array = rest.n && *rest.p == '[';
    return *array ? gp_json_enter(r, GP_JSON_ARRAY, err) : GP_OK;
}

static void take_record(gp_conversion *c, const gp_format *f, const gp_json *r)
{
    if (r->type == GP_JSON_OBJECT && f->is(r)) {
        f->record(c, r);
        return;
    }
    c->out->records++;
    c->out->left++;
    gp_lose(c, r->line, (gp_str){0}, GP_STR("the record"), gp_str_fmt(&c->record, "it is none of %s", f->tool));
}

static gp_code read_records(gp_conversion *c, const gp_format **f, gp_err *err)
{
    gp_json_reader r;
    bool array = false;
    const gp_json *v = NULL;
    gp_code code = open_records(&r, c->path, c->text, &array, err);
    if (!code) code = next_record(&r, array, &c->record, &v, err);
    if (!code && !v) code = gp_fail(err, GP_E_INPUT, "%s holds no record: there is nothing to import", c->path);
    if (!code) code = find_format(c, v, f, err);
    while (!code && v) {
        take_record(c, *f, v);
        gp_arena_reset(&c->record);
        code = next_record(&r, array, &c->record, &v, err);
    }
    return code;
}

gp_str gp_without_functions(gp_arena *a, gp_str yaml)
{
    static const gp_str tag = GP_STR("!function ");
    gp_buf b = {0};
    for (size_t at; (at = gp_str_find(yaml, tag)) != SIZE_MAX;) {
        size_t from = at + tag.n, end;
        while (from < yaml.n && yaml.p[from] == ' ') from++;
        char quote = from < yaml.n && (yaml.p[from] == '"' || yaml.p[from] == '\'') ? yaml.p[from++] : 0;
        end = from;
        while (end < yaml.n && !memchr(" \t\r\n#\"'", yaml.p[end], 8)) end++;
        gp_buf_put(&b, yaml.p, at);
        gp_buf_fmt(&b, "\"!function %.*s\"", (int)(end - from), yaml.p + from);
        end += quote && end < yaml.n && yaml.p[end] == quote;
        yaml = (gp_str){yaml.p + end, yaml.n - end};
    }
    gp_buf_str(&b, yaml);
    gp_str s = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

static gp_code read_document(gp_conversion *c, const gp_format **f, gp_err *err)
{
    const gp_json *root = NULL;
    gp_code code = gp_yaml_parse(c->mem, c->path, gp_without_functions(c->mem, c->text), &root, err);
    if (!code) code = find_format(c, root, f, err);
    if (!code && (root->type != GP_JSON_OBJECT || !(*f)->is(root)))
        code = gp_json_fail(err, root, "this is no file of %s", (*f)->tool);
    if (!code) (*f)->record(c, root);
    return code;
}

/* --- possible answers, in a file of their own --- */

static gp_code read_answers(gp_conversion *c, gp_err *err)
{
    const char *beside = gp_path_join(c->mem, gp_path_join(c->mem, gp_path_dir(c->mem, c->path), "possible_answer"),
                                      gp_path_base(c->path));
    const char *path = c->o->answers ? c->o->answers : gp_is_file(beside) ? beside : NULL;
    gp_json_reader r;
    bool array = false;
    const gp_json *v = NULL;
    const gp_json **end = &c->answers;
    if (!path) return GP_OK;
    gp_code code = gp_read_file(c->mem, path, 0, &c->answers_text, err);
    if (!code) code = open_records(&r, path, c->answers_text, &array, err);
    while (!code && !(code = next_record(&r, array, c->mem, &v, err)) && v) {
        gp_json *kept = GP_NEW(c->mem, gp_json);
        *kept = *v;
        *end = kept;
        end = &kept->next;
    }
    return code;
}

/* --- the suite --- */

static gp_str name_of(gp_conversion *c)
{
    gp_str base = gp_str_c(c->o->name ? c->o->name : gp_path_base(c->path));
    size_t dot = c->o->name ? SIZE_MAX : gp_str_find(base, GP_STR("."));
    if (dot != SIZE_MAX && dot) base.n = dot;
    gp_buf b = {0};
    for (size_t i = 0; i < base.n && b.n < 100; i++) {
        char x = base.p[i];
        bool plain = (x >= 'a' && x <= 'z') || (x >= '0' && x <= '9') || (x >= 'A' && x <= 'Z') || x == '_' || x == '-';
        gp_buf_byte(&b, plain ? x : '-');
    }
    gp_str s = gp_str_dup(c->mem, b.n ? gp_buf_view(&b) : GP_STR("imported"));
    gp_buf_free(&b);
    return s;
}

static void write_provenance(gp_conversion *c, const gp_format *f, gp_jw *w)
{
    char hex[GP_SHA256_HEX], of_answers[GP_SHA256_HEX];
    gp_sha256_hex_of(c->text, hex);
    gp_sha256_hex_of(c->answers_text, of_answers);
    gp_jw_key(w, "provenance");
    gp_jw_object(w);
    gp_jw_kc(w, "imported_from", f->tool);
    gp_jw_kc(w, "format", f->f.name);
    gp_jw_kc(w, "file", gp_path_base(c->path));
    gp_jw_kc(w, "sha256", hex);
    if (c->answers_text.p) gp_jw_kc(w, f == &gp_from_lmeval ? "data_sha256" : "answers_sha256", of_answers);
    if (c->o->match) gp_jw_kc(w, "match", c->o->match);
    gp_jw_kint(w, "records", (int64_t)c->out->records);
    gp_jw_kint(w, "left_out", (int64_t)c->out->left);
    gp_jw_kint(w, "partial", (int64_t)c->out->partial);
    gp_jw_end_object(w);
}

/* What answers without knowledge score is a fact about somebody else's suite: lint shows it, and does not refuse it. */
static void write_suite(gp_conversion *c, const gp_format *f)
{
    gp_buf b = {0};
    gp_jw w;
    gp_jw_init(&w, &b, 2);
    gp_jw_object(&w);
    gp_jw_kstr(&w, "name", name_of(c));
    gp_jw_kc(&w, "version", "1");
    if (c->o->license) gp_jw_kc(&w, "license", c->o->license);
    gp_jw_kstr(&w, "description",
               gp_str_fmt(c->mem, "Imported from a file of %s; import.md says what was left out, and why.", f->tool));
    write_provenance(c, f, &w);
    gp_jw_kint(&w, "null_share_max", 1);
    gp_jw_kc(&w, "cases_file", "cases.jsonl");
    gp_jw_end_object(&w);
    gp_buf_byte(&b, '\n');
    c->out->suite = gp_str_dup(c->mem, gp_buf_view(&b));
    c->out->cases = gp_str_dup(c->mem, gp_buf_view(&c->cases));
    gp_buf_free(&b);
}

static gp_code convert(gp_conversion *c, gp_err *err)
{
    const gp_format *f = NULL;
    *c->out = (gp_converted){0};
    gp_code code = gp_is_yaml(c->path) ? read_document(c, &f, err) : read_records(c, &f, err);
    if (!code) {
        write_suite(c, f);
        c->out->losses = c->losses;
        c->out->report = gp_loss_report(c, f);
    }
    gp_buf_free(&c->cases);
    gp_arena_free(&c->record);
    free(c->ids);
    return code;
}

gp_code gp_convert_text(gp_arena *a, const char *name, gp_str text, const gp_convert_options *o, gp_converted *out,
                        gp_err *err)
{
    gp_conversion c = {.mem = a, .path = name, .o = o, .out = out, .text = text};
    return convert(&c, err);
}

gp_code gp_convert(gp_arena *a, const char *path, const gp_convert_options *o, gp_converted *out, gp_err *err)
{
    gp_conversion c = {.mem = a, .path = path, .o = o, .out = out};
    *out = (gp_converted){0};
    gp_code code = gp_read_file(a, path, 0, &c.text, err);
    if (!code) code = read_answers(&c, err);
    return code ? code : convert(&c, err);
}

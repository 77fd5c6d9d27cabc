/* Opening a suite. suite.json is walked with the pull reader: its header values are kept, each case is read into a
 * scratch arena, checked and forgotten but for its place. Whether a case is valid does not depend on `defaults`, so the
 * order of keys does not matter and one pass is enough. A cases file is read line by line in the same way. */
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "base/sha256.h"
#include "suite/suite_impl.h"

/* Mapped bytes behind the reader that may stay resident. */
#define WINDOW ((size_t)1 << 20)

typedef struct scan { /* state of one opening */
    gp_suite *s;
    gp_arena scratch;
    size_t dropped; /* offset up to which the mapping was given back */
    const gp_json *header[16]; /* by position in the key table; "cases" has a stand-in */
    gp_json cases_at;
} scan;

enum { NO_KEY = -1 };

/* Position of a key in the table of the suite's keys. */
static int suite_key(const char *key)
{
    const gp_key_set *k = gp_keys(GP_KEYS_SUITE);
    return gp_name_index(gp_str_c(key), k->keys, k->n);
}

static const gp_json *header(const scan *x, const char *key)
{
    return x->header[suite_key(key)];
}

/* --- cases --- */

static gp_code take_case(scan *x, gp_json_reader *r, const gp_map *map, gp_err *err)
{
    gp_suite *s = x->s;
    const gp_json *v = NULL;
    gp_case *c = NULL;
    gp_arena_reset(&x->scratch);
    gp_code code = gp_json_read(r, &x->scratch, &v, err);
    if (!code) code = gp_case_read(&x->scratch, v, &s->ctx, &c, err);
    if (!code) code = gp_index_add(&s->index, &s->arena, map->bytes, v, gp_json_get(v, "id"), err);
    if (!code) s->index.entries[s->index.n - 1].regulated = gp_case_regulated(c);
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

static bool is_blank(gp_str line)
{
    return gp_str_trim(line).n == 0;
}

/* One line of a cases file holds one whole case. */
static gp_code read_line(scan *x, gp_json_reader *r, gp_err *err)
{
    gp_code code = take_case(x, r, &x->s->cases_map, err);
    gp_str rest = {r->text.p + r->at, r->text.n - r->at};
    if (!code && !is_blank(rest)) code = gp_json_reader_fail(r, err, "something follows the case; a cases file has one case per line");
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
        gp_json_reader r = {.name = s->case_file, .text = {all.p, end}, .at = at, .line = line, .line_start = at, .first = true};
        if (!is_blank((gp_str){all.p + at, end - at})) code = read_line(x, &r, err);
        at = end + 1;
    }
    return code;
}

/* --- suite.json --- */

/* The key just read, as a value for messages. */
static gp_json key_value(const gp_json_reader *r, gp_str key)
{
    return (gp_json){.type = GP_JSON_NULL, .name = r->name, .line = r->key_line, .col = r->key_col, .key = key, .key_line = r->key_line, .key_col = r->key_col};
}

static gp_code check_key(const scan *x, const gp_json *key, int *index, gp_err *err)
{
    const gp_key_set *k = gp_keys(GP_KEYS_SUITE);
    gp_json object = {.type = GP_JSON_OBJECT, .name = key->name, .first = key, .n = 1};
    gp_code code = gp_json_known_keys(&object, k->what, k->keys, k->n, err);
    *index = gp_name_index(key->key, k->keys, k->n);
    if (!code && x->header[*index]) code = gp_json_fail(err, key, "duplicate key \"%.*s\"", GP_ARG(key->key));
    return code;
}

static gp_code read_member(scan *x, gp_json_reader *r, gp_str key_text, gp_err *err)
{
    int i = NO_KEY;
    gp_json key = key_value(r, key_text);
    gp_code code = check_key(x, &key, &i, err);
    if (code) return code;
    if (i != suite_key("cases")) return gp_json_read(r, &x->s->arena, &x->header[i], err);
    x->cases_at = key;
    x->header[i] = &x->cases_at;
    return read_cases(x, r, err);
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

/* --- header values --- */

static gp_code read_defaults(gp_suite *s, const gp_json *v, gp_err *err)
{
    if (!v) return GP_OK;
    gp_code code = gp_keys_check(v, GP_KEYS_DEFAULTS, err);
    const gp_json *system = gp_json_get(v, "system"), *seed = gp_json_get(v, "seed");
    if (!code && system) code = gp_read_text(system, "\"system\"", &s->ctx.system, err);
    if (!code && seed) code = gp_json_int(seed, "\"seed\"", 0, INT64_MAX, &s->info.seed, err);
    return code ? code : gp_settings_read(&s->arena, v, &s->ctx.defaults, err);
}

static gp_code read_weights_pin(const gp_json *v, gp_str *out, gp_err *err)
{
    gp_code code = gp_json_str(v, "\"weights_sha256\"", out, err);
    size_t hex = 0;
    while (!code && hex < out->n && strchr("0123456789abcdef", out->p[hex]) && out->p[hex]) hex++;
    if (!code && (hex != 64 || out->n != 64)) code = gp_json_fail(err, v, "\"weights_sha256\" must be 64 lower-case hexadecimal digits (goldpin model hash prints them)");
    return code;
}

static gp_code read_pins(gp_suite *s, const gp_json *v, gp_err *err)
{
    if (!v) return GP_OK;
    gp_suite_pins *p = &s->info.pins;
    gp_code code = gp_keys_check(v, GP_KEYS_PINS, err);
    const gp_json *weights = gp_json_get(v, "weights_sha256"), *quantization = gp_json_get(v, "quantization"), *seed = gp_json_get(v, "seed");
    const gp_json *device = gp_json_get(v, "device"), *binding = gp_json_get(v, "binding");
    if (!code && weights) code = read_weights_pin(weights, &p->weights_sha256, err);
    if (!code && quantization) code = gp_read_text(quantization, "\"quantization\"", &p->quantization, err);
    if (!code && device) code = gp_read_text(device, "\"device\"", &p->device, err);
    if (!code && binding) code = gp_read_text(binding, "\"binding\"", &p->binding, err);
    if (!code && seed) code = gp_json_int(seed, "\"seed\"", 0, INT64_MAX, &p->seed, err);
    p->has_seed = !code && seed;
    return code;
}

static gp_code require(const scan *x, const char *key, gp_err *err)
{
    if (header(x, key)) return GP_OK;
    gp_err inner = {0};
    gp_fail(&inner, GP_E_INPUT, "the suite lacks \"%s\"", key);
    return fail_suite(x->s, err, inner.msg);
}

static gp_code read_header(scan *x, gp_err *err)
{
    gp_suite_info *f = &x->s->info;
    gp_code code = require(x, "name", err);
    if (!code) code = require(x, "version", err);
    if (!code) code = require(x, "license", err);
    if (!code) code = gp_check_id(header(x, "name"), "the name of the suite", &f->name, err);
    if (!code) code = gp_read_text(header(x, "version"), "\"version\"", &f->version, err);
    if (!code) code = gp_read_text(header(x, "license"), "\"license\"", &f->license, err);
    if (!code && header(x, "description")) code = gp_json_str(header(x, "description"), "\"description\"", &f->description, err);
    f->provenance = header(x, "provenance");
    if (!code) code = read_pins(x->s, header(x, "pins"), err);
    return code ? code : read_defaults(x->s, header(x, "defaults"), err);
}

/* --- files --- */

/* What a link points at must be in the folder as well. */
gp_code gp_check_inside(const gp_json *v, const char *what, const char *dir, const char *file, gp_err *err)
{
    char *base = realpath(dir, NULL), *real = realpath(file, NULL);
    size_t n = base ? strlen(base) : 0;
    gp_code code = GP_OK;
    if (!base || !real || !gp_is_file(file)) code = gp_json_fail(err, v, "%s %s does not exist", what, file);
    else if (strncmp(base, real, n) != 0 || (real[n] != '/' && strcmp(base, "/") != 0)) code = gp_json_fail(err, v, "%s %s is a link out of the suite's folder", what, file);
    free(base);
    free(real);
    return code;
}

static gp_code map_cases_file(scan *x, const gp_json *v, const char *name, gp_err *err)
{
    gp_suite *s = x->s;
    s->case_file = gp_path_join(&s->arena, s->info.dir, name);
    if (!s->case_file) return gp_fail_nomem(err);
    gp_code code = gp_check_inside(v, "the cases file", s->info.dir, s->case_file, err);
    return code ? code : gp_map_file(s->case_file, &s->cases_map, err);
}

static gp_code read_cases_file(scan *x, gp_err *err)
{
    gp_suite *s = x->s;
    const gp_json *v = header(x, "cases_file"), *cases = header(x, "cases");
    const char *name = NULL;
    if (v && cases) return gp_json_fail(err, v, "the suite has both \"cases\" and \"cases_file\"; keep one");
    if (!v && !cases) return fail_suite(s, err, "the suite has neither \"cases\" nor \"cases_file\"");
    s->case_map = v ? &s->cases_map : &s->suite_map;
    s->case_file = s->info.file;
    if (!v) return GP_OK;
    gp_code code = gp_check_path(&s->arena, v, "\"cases_file\"", &name, err);
    if (code) return code;
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

static gp_code digest_files(gp_suite *s, gp_err *err)
{
    gp_sha256 *h = gp_sha256_new();
    if (!h) return gp_fail_nomem(err);
    hash_map(h, &s->suite_map);
    hash_map(h, &s->cases_map);
    gp_sha256_peek_hex(h, s->info.digest);
    gp_sha256_free(h);
    return GP_OK;
}

static gp_code read_all(gp_suite *s, gp_err *err)
{
    scan x = {.s = s};
    gp_code code = read_suite_file(&x, err);
    if (!code) code = read_header(&x, err);
    if (!code) code = read_cases_file(&x, err);
    if (!code && !s->index.n) code = gp_fail(err, GP_E_INPUT, "%s: the suite has no cases", s->case_file);
    if (!code) code = digest_files(s, err);
    gp_arena_free(&x.scratch);
    gp_index_trim(&s->index);
    s->info.n_cases = s->index.n;
    s->ctx.digests = true;
    return code;
}

static gp_suite *new_suite(const gp_grader_kinds *kinds)
{
    gp_suite *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    s->info.seed = -1;
    s->ctx.defaults = gp_settings_none();
    s->ctx.kinds = kinds;
    return s;
}

static gp_code finish_open(gp_suite *s, gp_code code, gp_suite **out, gp_err *err)
{
    if (!code) code = read_all(s, err);
    if (code) gp_suite_close(s);
    else *out = s;
    return code;
}

gp_code gp_suite_open(const char *path, const gp_grader_kinds *kinds, gp_suite **out, gp_err *err)
{
    gp_suite *s = new_suite(kinds);
    if (!s) return gp_fail_nomem(err);
    gp_entry what, inside = GP_FILE;
    gp_code code = gp_look(path, &what, err);
    bool folder = what == GP_FOLDER;
    s->info.file = folder && strcmp(path, ".") != 0 ? gp_path_join(&s->arena, path, "suite.json") : gp_str_dup(&s->arena, gp_str_c(folder ? "suite.json" : path)).p;
    s->info.dir = s->info.file ? gp_path_dir(&s->arena, s->info.file) : NULL;
    s->ctx.dir = s->info.dir;
    if (!code && !s->info.dir) code = gp_fail_nomem(err);
    if (!code && folder) code = gp_look(s->info.file, &inside, err);
    if (!code && inside != GP_FILE) code = gp_fail(err, GP_E_INPUT, "%s holds no suite.json; a suite is a folder with one, or the file itself", path);
    if (!code) code = gp_map_file(s->info.file, &s->suite_map, err);
    return finish_open(s, code, out, err);
}

gp_code gp_suite_open_bytes(const char *name, const gp_grader_kinds *kinds, gp_str suite, gp_str cases, gp_suite **out,
                            gp_err *err)
{
    gp_suite *s = new_suite(kinds);
    if (!s) return gp_fail_nomem(err);
    s->info.file = gp_str_dup(&s->arena, gp_str_c(name)).p;
    s->info.dir = ".";
    s->suite_map.bytes = suite;
    s->cases_map.bytes = cases;
    return finish_open(s, s->info.file ? GP_OK : gp_fail_nomem(err), out, err);
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

const gp_suite_info *gp_suite_facts(const gp_suite *s)
{
    return &s->info;
}

/* The JSON value of case i. */
static gp_code read_value(const gp_suite *s, size_t i, gp_arena *a, const gp_json **v, gp_err *err)
{
    if (i >= s->index.n) return gp_fail(err, GP_E_BUG, "case %zu of %zu was asked for", i, s->index.n);
    const gp_index_entry *e = &s->index.entries[i];
    gp_map_touch(s->case_map, e->at);
    gp_json_reader r = {.name = s->case_file, .text = s->case_map->bytes, .at = e->at, .line = e->line, .line_start = e->at - (e->col - 1), .first = true};
    return gp_json_read(&r, a, v, err);
}

static gp_code case_of(const gp_suite *s, size_t i, bool digests, gp_arena *a, gp_case **out, gp_err *err)
{
    const gp_json *v = NULL;
    gp_case_context ctx = s->ctx;
    ctx.digests = digests;
    gp_code code = read_value(s, i, a, &v, err);
    if (!code) code = gp_case_read(a, v, &ctx, out, err);
    if (code == GP_E_INPUT) code = gp_err_context(err, "the suite changed after it was opened");
    return code;
}

bool gp_suite_regulated(const gp_suite *s, size_t i)
{
    return s->index.entries[i].regulated;
}

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

size_t gp_suite_find(const gp_suite *s, gp_str id)
{
    return gp_index_find(&s->index, s->case_map->bytes, id);
}

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
    return x->room * sizeof *x->entries + (x->table ? x->table->n * sizeof *x->table->slots : 0) + x->room_escaped * sizeof *x->escaped;
}

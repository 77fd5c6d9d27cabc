/* keep.c - what a run is made of, kept in its bundle, so that the bundle stands alone: the suites with their files, the
 * goldens that answers are compared with, the targets file (bundle/bundle.h says where). */
#include <string.h>

#include "base/sys.h"
#include "forms/document.h"
#include "golden/golden_file.h"
#include "http/redact.h"
#include "provider/codec.h"
#include "run/run_impl.h"

/* --- digests of what is played --- */

gp_code gp_run_last_line(gp_arena *a, const char *path, bool whole, gp_str *out, gp_err *err)
{
    char hex[GP_SHA256_HEX];
    gp_map map;
    gp_code code = gp_map_file(path, &map, err);
    if (code) return code;
    size_t n = map.bytes.n, from = 0;
    if (!whole && n && map.bytes.p[n - 1] == '\n') n--;
    const char *feed = whole || !n ? NULL : memrchr(map.bytes.p, '\n', n);
    if (feed) from = (size_t)(feed - map.bytes.p) + 1;
    gp_sha256_hex_of((gp_str){map.bytes.p + from, n - from}, hex);
    gp_unmap(&map);
    *out = gp_str_dup(a, gp_str_c(hex));
    return GP_OK;
}

/* --- copying --- */

gp_code gp_run_copy_file(const char *from, const char *to, gp_err *err)
{
    gp_arena a = {0};
    gp_map map;
    gp_code code = gp_map_file(from, &map, err);
    if (code) return code;
    code = gp_make_dirs(gp_path_dir(&a, to), err);
    if (!code) code = gp_write_file(to, map.bytes, err);
    gp_unmap(&map);
    gp_arena_free(&a);
    return code;
}

const char *gp_run_kept_suite(gp_arena *a, const char *bundle, gp_str suite)
{
    gp_buf name = {0};
    gp_percent_name(&name, suite);
    gp_str folder = gp_str_fmt(a, "%s/" GP_FOLDER_SUITES "/%s", bundle, name.p);
    gp_buf_free(&name);
    return folder.p;
}

static gp_code keep_suite(gp_run_state *r, const gp_suite *s, gp_err *err)
{
    gp_arena a = {0};
    const gp_suite_info *info = gp_suite_facts(s);
    const char *to = gp_run_kept_suite(&a, r->dir, info->name), *const *paths = NULL;
    size_t n = 0;
    gp_code code = gp_suite_files(s, &a, &paths, &n, err);
    for (size_t i = 0; i < n && !code; i++)
        code = gp_run_copy_file(gp_path_join(&a, info->dir, paths[i]), gp_path_join(&a, to, paths[i]), err);
    gp_arena_free(&a);
    return code ? code : gp_suite_unchanged(s, err);
}

static gp_code keep_folder(const char *from, const char *to, gp_err *err)
{
    gp_arena a = {0};
    const char *const *names = NULL;
    size_t n = 0;
    gp_code code = gp_list_dir(&a, from, &names, &n, err);
    for (size_t i = 0; i < n && !code; i++) {
        const char *path = gp_path_join(&a, from, names[i]);
        gp_entry what = GP_NOTHING;
        code = gp_look(path, &what, err);
        if (!code && what == GP_FILE) code = gp_run_copy_file(path, gp_path_join(&a, to, names[i]), err);
    }
    gp_arena_free(&a);
    return code;
}

/* All goldens of the suite: a report names those that no case uses, and those of the same weights under other names. */
static gp_code keep_goldens(gp_run_state *r, gp_str suite, gp_err *err)
{
    gp_arena a = {0};
    const char *const *targets = NULL;
    size_t n = 0;
    const gp_str any = GP_STR("x");
    const char *root = gp_path_join(&a, r->dir, GP_FOLDER_GOLDENS);
    const char *from = gp_path_dir(&a, gp_path_dir(&a, gp_golden_path(&a, gp_run_golden(r), suite, any, any)));
    const char *to = gp_path_dir(&a, gp_path_dir(&a, gp_golden_path(&a, root, suite, any, any)));
    gp_entry what = GP_NOTHING;
    gp_code code = gp_look(from, &what, err);
    if (!code && what == GP_FOLDER) code = gp_list_dir(&a, from, &targets, &n, err);
    for (size_t i = 0; i < n && !code; i++) {
        const char *path = gp_path_join(&a, from, targets[i]);
        code = gp_look(path, &what, err);
        if (!code && what == GP_FOLDER) code = keep_folder(path, gp_path_join(&a, to, targets[i]), err);
    }
    gp_arena_free(&a);
    return code;
}

/* --- the targets file --- */

/* Values of headers may be keys: in their place stand their digests, as in the manifest. */
static void put_value(gp_jw *w, const gp_json *v, bool secret)
{
    char hex[GP_SHA256_HEX];
    if (v->type == GP_JSON_STRING && secret) {
        gp_arena a = {0};
        gp_sha256_hex_of(v->s, hex);
        gp_jw_str(w, gp_str_fmt(&a, "sha256:%s", hex));
        gp_arena_free(&a);
        return;
    }
    if (v->type != GP_JSON_OBJECT && v->type != GP_JSON_ARRAY) {
        gp_jw_value(w, v);
        return;
    }
    bool object = v->type == GP_JSON_OBJECT;
    if (object) gp_jw_object(w);
    else gp_jw_array(w);
    for (const gp_json *m = v->first; m; m = m->next) {
        if (object) gp_jw_key_str(w, m->key);
        put_value(w, m, secret || (object && gp_str_eqc(m->key, "headers")));
    }
    if (object) gp_jw_end_object(w);
    else gp_jw_end_array(w);
}

static void add_secret(const gp_run_state *r, gp_redact *set, const char *variable)
{
    if (r->o->secret) (void)gp_redact_add(set, r->o->secret(r->o->secret_user, variable));
}

/* Those of the providers' own variables, and of the variables that the file names. */
static void add_named(const gp_run_state *r, gp_redact *set, const gp_json *v)
{
    gp_arena a = {0};
    if (v->type == GP_JSON_STRING && gp_str_eqc(v->key, "api_key_env")) add_secret(r, set, gp_str_dup(&a, v->s).p);
    gp_arena_free(&a);
    if (v->type != GP_JSON_OBJECT && v->type != GP_JSON_ARRAY) return;
    for (const gp_json *m = v->first; m; m = m->next) add_named(r, set, m);
}

static void leave_out_keys(const gp_run_state *r, const gp_json *root, gp_buf *text)
{
    gp_redact *set = gp_redact_new();
    for (size_t i = 0; gp_codecs[i]; i++)
        for (size_t k = 0; k < 2 && gp_codecs[i]->key_env[k]; k++) add_secret(r, set, gp_codecs[i]->key_env[k]);
    add_named(r, set, root);
    gp_redact_buf(set, text);
    gp_redact_free(set);
}

static gp_code keep_config(gp_run_state *r, gp_err *err)
{
    gp_arena a = {0};
    gp_str text = {0};
    const gp_json *root = NULL;
    gp_buf b = {0};
    gp_jw w;
    if (!r->config) return GP_OK;
    gp_code code = gp_read_file(&a, r->config, 0, &text, err);
    if (!code) code = gp_document_parse(&a, r->config, text, &root, err);
    if (!code) {
        gp_jw_init(&w, &b, 2);
        put_value(&w, root, false);
        gp_buf_byte(&b, '\n');
        leave_out_keys(r, root, &b);
        code = gp_bundle_write(r->dir, GP_FILE_TARGETS, gp_buf_view(&b), err);
    }
    gp_buf_free(&b);
    gp_arena_free(&a);
    return code;
}

/* --- the templates --- */

/* As it was read; of a target that was not opened here, as the bundle `from` has it. */
static gp_code keep_template(const gp_run_state *r, const char *from, const gp_manifest_target *t, gp_err *err)
{
    gp_arena a = {0};
    gp_code code = GP_OK;
    bool there = false;
    const char *name = gp_bundle_template(&a, t->template);
    const char *to = name ? gp_path_join(&a, r->dir, name) : NULL;
    if (to && t->template_text.n) {
        code = gp_make_dirs(gp_path_dir(&a, to), err);
        if (!code) code = gp_write_file(to, t->template_text, err);
    } else if (to && from) {
        code = gp_bundle_look(from, name, &there, err);
        if (!code && there) code = gp_bundle_copy(from, name, to, err);
    }
    gp_arena_free(&a);
    for (size_t i = 0; i < t->n_members && !code; i++) code = keep_template(r, from, &t->members[i], err);
    return code;
}

gp_code gp_run_keep_templates(const gp_run_state *r, const char *from, gp_err *err)
{
    const gp_manifest *m = &r->manifest;
    gp_code code = GP_OK;
    for (size_t i = 0; i < m->n_targets && !code; i++) code = keep_template(r, from, &m->targets[i], err);
    for (size_t i = 0; i < m->n_judges && !code; i++) code = keep_template(r, from, &m->judges[i], err);
    return code;
}

/* --- all of it --- */

gp_code gp_run_keep_inputs(gp_run_state *r, gp_err *err)
{
    gp_arena a = {0};
    if (r->o->judge_again) return GP_OK;
    gp_code code = gp_make_dirs(gp_path_join(&a, r->dir, GP_FOLDER_INPUTS), err);
    if (!code) code = keep_config(r, err);
    if (!code) code = gp_run_keep_templates(r, r->recorded_dir, err);
    if (!code && r->then_text.n) code = gp_bundle_write(r->dir, GP_FILE_BASELINE, r->then_text, err);
    for (size_t i = 0; i < r->n_suites && !code; i++) {
        code = keep_suite(r, r->suites[i], err);
        if (!code) code = keep_goldens(r, gp_suite_facts(r->suites[i])->name, err);
    }
    gp_arena_free(&a);
    return code;
}

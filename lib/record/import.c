/* import.c - answers by prompt, whatever tool they came from. */
#include "record/import.h"

#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "base/sys.h"
#include "record/recording.h"

struct gp_import {
    gp_arena arena;
    const char *path;
    gp_manifest manifest;
    gp_manifest_target *targets;
    const gp_imported *list;    /* in the order of the file */
    const gp_imported **sorted; /* by target, prompt, repeat */
    size_t n;
};

/* --- while a file is read --- */

gp_imported *gp_import_add(gp_import_build *b, gp_str model)
{
    if (b->code) return NULL;
    if (b->n == b->room) {
        size_t room = b->room ? b->room * 2 : 64;
        gp_imported *list = GP_NEW_ARRAY(b->a, gp_imported, room);
        gp_str *models = GP_NEW_ARRAY(b->a, gp_str, room);
        if (b->n) memcpy(list, b->list, b->n * sizeof *list), memcpy(models, b->models, b->n * sizeof *models);
        b->list = list;
        b->models = models;
        b->room = room;
    }
    b->models[b->n] = model;
    gp_imported *x = &b->list[b->n++];
    *x = (gp_imported){.reply = gp_reply_unknown()};
    return x;
}

/* --- targets --- */

/* "openai:gpt-5" and "openai/gpt-5" are named as a target of goldpin's own would be: openai-gpt-5. */
static gp_str name_of(gp_arena *a, gp_str model)
{
    gp_buf b = {0};
    size_t colon = gp_str_find(model, GP_STR(":")), slash = gp_str_find(model, GP_STR("/")),
           cut = colon < slash ? colon : slash;
    if (cut == SIZE_MAX) gp_percent_name(&b, model);
    else {
        gp_percent_name(&b, (gp_str){model.p, cut});
        gp_buf_byte(&b, '-');
        gp_percent_name(&b, (gp_str){model.p + cut + 1, model.n - cut - 1});
    }
    gp_str s = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

static gp_code add_target(gp_import *m, const gp_import_build *b, gp_str model, gp_err *err)
{
    gp_arena *a = &m->arena;
    gp_str name = name_of(a, model);
    gp_str basis = gp_str_fmt(
        a,
        "answers imported from %.*s%s%.*s: goldpin did not ask, and compared no more of the requests than their last user messages",
        GP_ARG(b->tool), b->version.n ? " " : ", version unknown", GP_ARG(b->version));
    if (name.n > GP_CAP_ID)
        return gp_fail(err, GP_E_INPUT, "%s: the name of model \"%.*s\" is longer than %d bytes", m->path,
                       GP_ARG(model), (int)GP_CAP_ID);
    for (size_t i = 0; i < m->manifest.n_targets; i++)
        if (gp_str_eq(m->targets[i].name, name))
            return gp_fail(err, GP_E_INPUT, "%s: models \"%.*s\" and \"%.*s\" would both be target %.*s", m->path,
                           GP_ARG(m->targets[i].model), GP_ARG(model), GP_ARG(name));
    gp_manifest_target *t = &m->targets[m->manifest.n_targets++];
    *t = gp_manifest_target_unknown();
    t->name = t->spec = name;
    t->provider = b->tool;
    t->model = model;
    t->imported = true;
    t->claim = GP_STR("statistical");
    t->claim_basis = basis;
    return GP_OK;
}

static gp_code find_targets(gp_import *m, const gp_import_build *b, gp_err *err)
{
    m->targets = GP_NEW_ARRAY(&m->arena, gp_manifest_target, b->n);
    gp_code code = GP_OK;
    for (size_t i = 0; i < b->n && !code; i++) {
        size_t t = 0;
        while (t < m->manifest.n_targets && !gp_str_eq(m->targets[t].model, b->models[i])) t++;
        if (t == m->manifest.n_targets) code = add_target(m, b, b->models[i], err);
        b->list[i].target = t;
    }
    m->manifest.targets = m->targets;
    return code;
}

/* --- repeats --- */

static int by_prompt(const gp_imported *x, const gp_imported *y)
{
    if (x->target != y->target) return x->target < y->target ? -1 : 1;
    return gp_str_cmp(x->prompt, y->prompt);
}

static int in_order(const void *p, const void *q)
{
    const gp_imported *x = *(const gp_imported *const *)p, *y = *(const gp_imported *const *)q;
    int c = by_prompt(x, y);
    return c ? c : (x > y) - (x < y); /* the order of the file */
}

static void number_repeats(gp_import *m, gp_import_build *b)
{
    const gp_imported **sorted = GP_NEW_ARRAY(&m->arena, const gp_imported *, b->n);
    for (size_t i = 0; i < b->n; i++) sorted[i] = &b->list[i];
    qsort(sorted, b->n, sizeof *sorted, in_order);
    int64_t repeat = 0;
    m->manifest.repeat = INT64_MAX;
    for (size_t i = 0; i < b->n; i++) {
        bool last = i + 1 == b->n || by_prompt(sorted[i], sorted[i + 1]) != 0;
        b->list[sorted[i] - b->list].repeat = ++repeat;
        if (last && repeat < m->manifest.repeat) m->manifest.repeat = repeat;
        if (last) repeat = 0;
    }
    m->sorted = sorted;
    m->list = b->list;
    m->n = b->n;
}

/* --- the file --- */

static gp_code read_text(gp_import *m, gp_str text, gp_err *err)
{
    const gp_json *root = NULL;
    gp_import_build b = {.a = &m->arena, .err = err};
    b.code = gp_json_parse(&m->arena, m->path, text, &root, err);
    if (b.code) return b.code;
    if (!gp_import_promptfoo(&b, root) && !gp_import_inspect(&b, root))
        return gp_fail(
            err, GP_E_INPUT,
            "cannot replay %s: it is neither a results file of promptfoo (\"results.results\") nor a log of Inspect (\"eval\" and \"samples\")",
            m->path);
    if (!b.code && !b.n) b.code = gp_fail(err, GP_E_INPUT, "%s holds no answer: there is nothing to replay", m->path);
    if (!b.code) b.code = find_targets(m, &b, err);
    if (!b.code) number_repeats(m, &b);
    return b.code;
}

/* `text` NULL: that of the file. */
static gp_code open_import(const char *path, const gp_str *text, gp_import **out, gp_err *err)
{
    gp_import *m = gp_alloc(sizeof *m);
    gp_str own = {0};
    m->manifest = gp_manifest_unknown();
    m->path = gp_arena_copy(&m->arena, path, strlen(path));
    gp_code code = text ? GP_OK : gp_read_file(&m->arena, m->path, 0, &own, err);
    if (!code) code = read_text(m, text ? *text : own, err);
    if (code) {
        gp_import_close(m);
        return code;
    }
    *out = m;
    return GP_OK;
}

gp_code gp_import_open(const char *path, gp_import **out, gp_err *err) { return open_import(path, NULL, out, err); }

gp_code gp_import_parse(const char *name, gp_str text, gp_import **out, gp_err *err)
{
    return open_import(name, &text, out, err);
}

void gp_import_close(gp_import *m)
{
    if (!m) return;
    gp_arena_free(&m->arena);
    free(m);
}

const gp_manifest *gp_import_manifest(const gp_import *m) { return &m->manifest; }

size_t gp_import_count(const gp_import *m) { return m->n; }

const gp_imported *gp_import_at(const gp_import *m, size_t i) { return i < m->n ? &m->list[i] : NULL; }

/* --- finding --- */

static gp_code not_there(const gp_import *m, gp_str id, const gp_imported *wanted, gp_err *err)
{
    gp_json_difference best = {0};
    bool any = false;
    gp_json now = {.type = GP_JSON_STRING, .raw = wanted->prompt};
    for (size_t i = 0; i < m->n; i++) {
        gp_json_difference d = {0};
        gp_json there = {.type = GP_JSON_STRING, .raw = m->sorted[i]->prompt};
        if (m->sorted[i]->target != wanted->target) continue;
        if (gp_str_eq(there.raw, now.raw)) {
            gp_json_difference_free(&best);
            return gp_fail(err, GP_E_INPUT,
                           "%s has fewer answers to the prompt of trial %.*s; ask for fewer with --repeat", m->path,
                           GP_ARG(id));
        }
        gp_json_differ(&there, &now, &d);
        bool better = !any || d.cost < best.cost;
        gp_json_difference_free(better ? &best : &d);
        if (better) best = d;
        any = true;
    }
    gp_code code = gp_fail(
        err, GP_E_INPUT,
        "%s has no answer to the prompt of trial %.*s; the nearest prompt in it is %s, that of the case %s", m->path,
        GP_ARG(id), best.recorded.p ? best.recorded.p : "another", best.now.p ? best.now.p : "another");
    gp_json_difference_free(&best);
    return code;
}

gp_code gp_import_find(const gp_import *m, gp_str id, gp_str target, gp_str prompt, int64_t repeat,
                       const gp_imported **out, gp_err *err)
{
    gp_imported wanted = {.prompt = gp_str_trim(prompt)};
    while (wanted.target < m->manifest.n_targets && !gp_str_eq(m->targets[wanted.target].name, target)) wanted.target++;
    size_t lo = 0, hi = m->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int c = by_prompt(m->sorted[mid], &wanted);
        if (c < 0 || (c == 0 && m->sorted[mid]->repeat < repeat)) lo = mid + 1;
        else hi = mid;
    }
    if (lo == m->n || by_prompt(m->sorted[lo], &wanted) != 0 || m->sorted[lo]->repeat != repeat)
        return not_there(m, id, &wanted, err);
    *out = m->sorted[lo];
    return GP_OK;
}

/* audit.c - a file of another tool, read and looked at. */
#include "audit/audit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audit/audit_impl.h"
#include "base/memory.h"
#include "base/sys.h"

static const gp_audit_form *const forms[] = {&gp_audit_promptfoo, &gp_audit_inspect, &gp_audit_lmeval,
                                             &gp_audit_series};
enum { FORMS = sizeof forms / sizeof *forms };

/* --- values --- */

const gp_json *gp_audit_get(const gp_json *object, const char *const *names)
{
    const gp_json *v = NULL;
    for (; *names && !v; names++) v = gp_json_get(object, *names);
    return v;
}

double gp_audit_number(const gp_json *v)
{
    return v && (v->type == GP_JSON_INT || v->type == GP_JSON_REAL) ? v->d : (double)NAN;
}

gp_str gp_audit_text(const gp_json *v) { return v && v->type == GP_JSON_STRING ? v->s : (gp_str){0}; }

int gp_audit_truth(const gp_json *v) { return v && v->type == GP_JSON_BOOL ? v->b : -1; }

gp_audited_case gp_audit_no_case(const gp_json *at)
{
    return (gp_audited_case){.score = NAN, .total_s = NAN, .first_s = NAN, .passed = -1, .again = -1, .line = at->line};
}

/* An array in an arena that grows by doubling; what it was stays there. */
static void *grown(gp_arena *a, void *p, size_t n, size_t size)
{
    if (n & (n - 1)) return p; /* room is a power of two, taken when n reaches one */
    void *more = gp_arena_alloc(a, (n ? 2 * n : 1) * size);
    if (n) memcpy(more, p, n * size);
    return more;
}

/* --- names --- */

/* Where the name is, or would be. */
static size_t slot_of(const gp_names *t, gp_str name)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a: only for finding */
    for (size_t i = 0; i < name.n; i++) h = (h ^ (unsigned char)name.p[i]) * UINT64_C(0x100000001b3);
    size_t at = (size_t)(h ^ h >> 32) & (t->room - 1);
    while (t->slots[at] && !gp_str_eq(t->names[t->slots[at] - 1], name)) at = (at + 1) & (t->room - 1);
    return at;
}

size_t gp_names_find(const gp_names *t, gp_str name)
{
    return t->room && t->slots[slot_of(t, name)] ? t->slots[slot_of(t, name)] - 1 : SIZE_MAX;
}

size_t gp_names_put(gp_arena *a, gp_names *t, gp_str name, bool *added)
{
    if (2 * t->n >= t->room) { /* half of the slots stay free */
        t->room = t->room ? 2 * t->room : 16;
        t->slots = GP_NEW_ARRAY(a, size_t, t->room);
        for (size_t i = 0; i < t->n; i++) t->slots[slot_of(t, t->names[i])] = i + 1;
    }
    size_t at = slot_of(t, name);
    bool isnew = !t->slots[at];
    if (added) *added = isnew;
    if (!isnew) return t->slots[at] - 1;
    t->names = grown(a, t->names, t->n, sizeof *t->names);
    t->names[t->n++] = name;
    t->slots[at] = t->n;
    return t->n - 1;
}

/* --- models and cases --- */

gp_audited_model *gp_audit_model(gp_arena *a, gp_audited *x, gp_names *names, gp_str name, const gp_json *at)
{
    size_t known = gp_names_find(names, name);
    if (known != SIZE_MAX) return &x->models[known];
    gp_names_put(a, names, name, NULL);
    x->models = grown(a, x->models, x->n, sizeof *x->models);
    gp_audited_model *m = &x->models[x->n++];
    *m = (gp_audited_model){.name = name,
                            .mean = NAN,
                            .passed = NAN,
                            .total = NAN,
                            .seconds = NAN,
                            .rate = NAN,
                            .limit = NAN,
                            .line = at->line};
    return m;
}

gp_audited_case *gp_audit_case(gp_arena *a, gp_audited_model *m, const gp_json *at)
{
    m->cases = grown(a, m->cases, m->n, sizeof *m->cases);
    m->cases[m->n] = gp_audit_no_case(at);
    return &m->cases[m->n++];
}

void gp_audit_verdicts_of_scores(gp_audited_model *m)
{
    bool verdicts = true;
    for (size_t i = 0; i < m->n; i++) {
        double s = m->cases[i].score;
        verdicts = verdicts && (isnan(s) || s == 0 || s == 1);
    }
    for (size_t i = 0; i < m->n && verdicts; i++)
        if (!isnan(m->cases[i].score)) m->cases[i].passed = m->cases[i].score == 1;
}

static void group(gp_arena *a, gp_audited_model *m)
{
    gp_names names = {0};
    uint64_t *v = GP_NEW_ARRAY(a, uint64_t, m->n + 1);
    for (size_t i = 0; i < m->n; i++) {
        const gp_audited_case *c = &m->cases[i];
        gp_str same = c->same.p ? c->same
                      : c->id.n ? gp_str_cat(a, c->id, GP_STR("\n"), c->prompt)
                                : gp_str_fmt(a, "\n%zu", i); /* without a name: one of its own */
        v[i] = gp_names_put(a, &names, same, NULL);
    }
    m->group = v;
    m->n_groups = names.n;
}

/* --- findings --- */

void gp_audit_find(gp_audit *x, gp_audit_weight weight, const char *kind, gp_str model, gp_str where, gp_str what,
                   gp_str means)
{
    x->findings = gp_grow(x->findings, x->n, &x->room, sizeof *x->findings);
    x->findings[x->n++] = (gp_audit_finding){weight, kind, model, where, what, means};
}

enum { MOST_PLACES = 6 };

void gp_places_add(gp_places *p, const gp_audited_case *c)
{
    if (p->n++ >= MOST_PLACES) return;
    if (p->text.n) gp_buf_c(&p->text, ", ");
    gp_show_line(&p->text, c->id.n ? c->id : GP_STR("a case without a name"), 80);
    gp_buf_fmt(&p->text, " (line %u)", c->line);
}

gp_str gp_places_take(gp_arena *a, gp_places *p)
{
    if (p->n > MOST_PLACES) gp_buf_fmt(&p->text, " and %zu more", p->n - MOST_PLACES);
    gp_str s = gp_str_dup(a, gp_buf_view(&p->text));
    gp_buf_free(&p->text);
    *p = (gp_places){0};
    return s;
}

/* --- reading --- */

/* JSON lines become one array, so that a form sees one value. */
static gp_code read_lines(gp_arena *a, const char *path, gp_str text, const gp_json **root, gp_err *err)
{
    gp_json_reader r;
    gp_json *list = GP_NEW(a, gp_json);
    *list = (gp_json){.type = GP_JSON_ARRAY, .line = 1, .col = 1, .name = path, .raw = text};
    const gp_json **end = &list->first;
    gp_code code = GP_OK;
    gp_json_reader_init(&r, path, text);
    while (!code && gp_str_trim((gp_str){text.p + r.at, text.n - r.at}).n) {
        const gp_json *v = NULL;
        code = gp_json_read(&r, a, &v, err);
        if (code) break;
        gp_json *kept = GP_NEW(a, gp_json);
        *kept = *v;
        *end = kept;
        end = &kept->next;
        list->n++;
    }
    *root = list;
    return code;
}

/* Python writes numbers that are none as NaN and Infinity, which JSON does not have: to be unknown they become empty
 * texts of the same length, so that places stay. */
static gp_str without_nan(gp_arena *a, gp_str text)
{
    static const char *const words[] = {"NaN", "-Infinity", "Infinity"};
    if (gp_str_find(text, GP_STR("NaN")) == SIZE_MAX && gp_str_find(text, GP_STR("Infinity")) == SIZE_MAX) return text;
    char *p = gp_arena_alloc(a, text.n);
    memcpy(p, text.p, text.n);
    bool inside = false;
    for (size_t i = 0; i < text.n; i++) {
        if (p[i] == '\\' && inside) i++;
        else if (p[i] == '"') inside = !inside;
        for (size_t k = 0; k < sizeof words / sizeof *words && !inside && i < text.n; k++) {
            size_t n = strlen(words[k]);
            if (text.n - i < n || memcmp(p + i, words[k], n) != 0) continue;
            memset(p + i, ' ', n);
            memset(p + i, '"', 2);
            i += n - 1;
            break;
        }
    }
    return (gp_str){p, text.n};
}

static gp_code no_form(const char *path, gp_err *err)
{
    gp_buf b = {0};
    for (size_t i = 0; i < FORMS; i++) gp_buf_fmt(&b, "%s%s (%s)", i ? ", " : "", forms[i]->name, forms[i]->tool);
    gp_code code = gp_fail(err, GP_E_INPUT, "%s holds results of no form that goldpin knows: %s", path, b.p);
    gp_buf_free(&b);
    return code;
}

static gp_code read_file(gp_arena *a, const char *path, gp_audited *out, gp_err *err)
{
    gp_str text = {0};
    const gp_json *root = NULL;
    gp_code code = gp_read_file(a, path, 0, &text, err);
    if (!code && text.n > 1 && text.p[0] == 'P' && text.p[1] == 'K')
        return gp_fail(err, GP_E_INPUT, "%s is a packed log: inspect log convert --to json makes JSON of it", path);
    if (!code) text = without_nan(a, text);
    bool lines = gp_str_ends(gp_str_c(path), GP_STR(".jsonl"));
    if (!code) code = lines ? read_lines(a, path, text, &root, err) : gp_json_parse(a, path, text, &root, err);
    if (code) return code;
    out->path = path;
    for (size_t i = 0; i < FORMS && !out->form; i++)
        if (forms[i]->is(root)) out->form = forms[i]->name, out->tool = forms[i]->tool, forms[i]->read(a, root, out);
    bool any = false;
    for (size_t i = 0; i < out->n; i++)
        any = any || out->models[i].n || isfinite(out->models[i].rate) || isfinite(out->models[i].mean);
    return any ? GP_OK : no_form(path, err);
}

gp_code gp_audit_file(gp_arena *a, const char *path, gp_audit *out, gp_err *err)
{
    static gp_audit_look *const looks[] = {gp_look_at_totals, gp_look_at_scores,  gp_look_at_verdicts,
                                           gp_look_at_times,  gp_look_at_puzzles, gp_look_at_runs};
    *out = (gp_audit){0};
    gp_code code = read_file(a, path, &out->read, err);
    if (code) return code;
    for (size_t i = 0; i < out->read.n; i++) {
        out->cases += out->read.models[i].n;
        group(a, &out->read.models[i]);
    }
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) looks[i](a, out);
    gp_audit_finding *kept = GP_NEW_ARRAY(a, gp_audit_finding, out->n), *end = kept; /* in the order they were found */
    for (int w = GP_AUDIT_FAULT; w <= GP_AUDIT_NOTE; w++)
        for (size_t i = 0; i < out->n; i++)
            if ((int)out->findings[i].weight == w) *end++ = out->findings[i];
    free(out->findings);
    out->findings = kept;
    return GP_OK;
}

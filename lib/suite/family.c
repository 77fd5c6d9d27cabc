/* family.c - the cases that one template makes: one for each row of a data file, for each combination of a matrix. */
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "suite/suite_impl.h"

bool gp_is_family(const gp_json *v) { return gp_json_get(v, "data") || gp_json_get(v, "matrix"); }

/* --- the matrix --- */

static gp_code count_matrix(const gp_json *matrix, size_t *each, gp_err *err)
{
    gp_code code = gp_check_names(matrix, "\"matrix\"", err);
    if (!code && !matrix->n) code = gp_json_fail(err, matrix, "\"matrix\" is empty; name at least one variable");
    for (const gp_json *m = code ? NULL : matrix->first; m && !code; m = m->next) {
        code = gp_check_list(m, "a variable of the matrix", err);
        if (!code && m->n > GP_CAP_MATRIX_VALUES)
            code = gp_json_fail(err, m,
                                "a variable of the matrix has %zu values, more than %d; put them into a data file",
                                m->n, (int)GP_CAP_MATRIX_VALUES);
        else if (!code && m->n > GP_CAP_MATRIX / *each)
            code = gp_json_fail(err, m, "the matrix has more than %d combinations", (int)GP_CAP_MATRIX);
        *each *= code ? 1 : m->n;
    }
    return code;
}

/* The value of variable m in a combination, in which `rest` of its variables come after. */
static const gp_json *pick(const gp_json *m, size_t combination)
{
    size_t behind = 1;
    for (const gp_json *r = m->next; r; r = r->next) behind *= r->n;
    const gp_json *v = m->first;
    for (size_t k = combination / behind % m->n; k; k--) v = v->next;
    return v;
}

/* --- data files --- */

static gp_code map_rows(gp_suite *s, const gp_json *data, gp_rows *r, gp_err *err)
{
    const char *name = gp_str_dup(&s->arena, data->s).p;
    r->name = gp_str_c(name);
    r->file = s->ctx.dir ? gp_path_join(&s->arena, s->info.dir, name) : name;
    if (!s->ctx.dir) return r->map.bytes = s->cases_map.bytes, GP_OK;
    gp_code code = gp_check_inside(data, "the data file", s->info.dir, r->file, err);
    return code ? code : gp_map_watch(r->file, &r->map, err);
}

static gp_code open_rows(gp_suite *s, const gp_json *data, const gp_rows **out, gp_err *err)
{
    gp_rows **end = &s->rows;
    gp_code code = gp_check_path(data, "\"data\"", err);
    if (code) return code;
    if (!gp_str_ends(data->s, GP_STR(".csv")) && !gp_str_ends(data->s, GP_STR(".jsonl")))
        return gp_json_fail(err, data, "\"data\" is \"%.*s\", but must be a file named .csv or .jsonl",
                            GP_ARG(data->s));
    for (; *end; end = &(*end)->next)
        if (gp_str_eq((*end)->name, data->s)) return *out = *end, GP_OK;
    gp_rows *r = GP_NEW(&s->arena, gp_rows);
    code = map_rows(s, data, r, err);
    *end = r; /* also after an error, so that its mapping is given back */
    if (!code) code = gp_rows_begin(&s->arena, r, err);
    *out = r;
    return code;
}

/* --- families --- */

gp_code gp_family_open(gp_suite *s, const gp_json *v, gp_family *f, gp_err *err)
{
    const gp_json *data = gp_json_get(v, "data"), *matrix = gp_json_get(v, "matrix");
    *f = (gp_family){.first = s->index.n, .each = 1, .at = v->offset, .line = v->line, .col = v->col};
    gp_code code = matrix ? count_matrix(matrix, &f->each, err) : GP_OK;
    return code || !data ? code : open_rows(s, data, &f->rows, err);
}

gp_code gp_family_given(gp_arena *a, const gp_json *v, const gp_json *row, size_t combination, const gp_json **out,
                        gp_err *err)
{
    const gp_json *matrix = gp_json_get(v, "matrix");
    gp_json *given = GP_NEW(a, gp_json), *last = NULL;
    given->type = GP_JSON_OBJECT;
    *out = given;
    for (const gp_json *m = row ? row->first : NULL; m; m = m->next) gp_member_add(a, given, &last, m);
    for (const gp_json *m = matrix ? matrix->first : NULL; m; m = m->next) {
        gp_json value = *pick(m, combination);
        value.key = m->key;
        if (gp_json_get(given, gp_str_dup(a, m->key).p))
            return gp_json_fail(err, m, "the variable \"%.*s\" is in the matrix and in the data", GP_ARG(m->key));
        gp_member_add(a, given, &last, &value);
    }
    return GP_OK;
}

gp_code gp_family_blame(const gp_family *f, const gp_json *v, const gp_json *row, size_t combination, gp_err *err)
{
    const gp_json *matrix = gp_json_get(v, "matrix");
    gp_buf b = {0};
    if (!err) return GP_E_INPUT;
    if (row) gp_buf_fmt(&b, "%s:%u", f->rows->file, row->line);
    for (const gp_json *m = matrix ? matrix->first : NULL; m; m = m->next) {
        const gp_json *value = pick(m, combination);
        gp_buf_fmt(&b, "%s%.*s ", b.n ? ", " : "", GP_ARG(m->key));
        gp_show(&b, value->type == GP_JSON_STRING ? value->s : value->raw, 40);
    }
    gp_code code = gp_err_context(err, "%s", b.p);
    gp_buf_free(&b);
    return code;
}

const gp_family *gp_family_of(const gp_suite *s, size_t i)
{
    size_t lo = 0, hi = s->n_families;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (s->families[mid].first + s->families[mid].n <= i) lo = mid + 1;
        else hi = mid;
    }
    return lo < s->n_families && s->families[lo].first <= i ? &s->families[lo] : NULL;
}

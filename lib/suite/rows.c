/* rows.c - data beside a suite, row by row: CSV (RFC 4180, with a header) and JSON lines. A row is an object; what is
 * kept of a file is its mapping and the names of its columns. */
#include <string.h>

#include "base/caps.h"
#include "suite/suite_impl.h"

/* --- lines of JSON --- */

static bool is_blank(gp_str line) { return gp_str_trim(line).n == 0; }

static size_t line_end(gp_str all, size_t at)
{
    const char *lf = at < all.n ? memchr(all.p + at, '\n', all.n - at) : NULL;
    return lf ? (size_t)(lf - all.p) : all.n;
}

void gp_lines_begin(gp_cursor *c, gp_str all)
{
    *c = (gp_cursor){gp_str_starts(all, GP_STR("\xEF\xBB\xBF")) ? 3 : 0, 1};
}

gp_code gp_lines_next(gp_arena *a, const gp_lines *l, gp_cursor *c, const gp_json **v, gp_err *err)
{
    gp_str all = l->text;
    size_t end = line_end(all, c->at);
    *v = NULL;
    for (; c->at < all.n && is_blank((gp_str){all.p + c->at, end - c->at}); c->line++) {
        c->at = end + 1;
        end = line_end(all, c->at);
    }
    if (c->at >= all.n) return GP_OK;
    gp_json_reader r = {
        .name = l->name, .text = {all.p, end}, .at = c->at, .line = c->line, .line_start = c->at, .first = true};
    c->at = end + 1;
    c->line++;
    gp_err inner = {0};
    gp_code code = gp_json_read(&r, a, v, &inner);
    if (!code && is_blank((gp_str){r.text.p + r.at, r.text.n - r.at})) return GP_OK;
    if (!code)
        return gp_json_reader_fail(&r, err, "something follows the %s; a %s has one %s per line", l->one, l->many,
                                   l->one);
    if (code == GP_E_INPUT && r.at >= r.text.n && strstr(inner.msg, "the document ends"))
        return gp_json_reader_fail(&r, err, "the line ends inside the %s; a %s has one whole %s per line", l->one,
                                   l->many, l->one);
    return gp_fail(err, code, "%s", inner.msg);
}

/* --- CSV --- */

typedef struct record { /* one being read */
    const gp_rows *rows;
    gp_arena *a;
    gp_cursor *c;
    uint32_t line; /* where it begins */
    gp_err *err;
} record;

static gp_code bad(const record *x, const char *what)
{
    return gp_fail(x->err, GP_E_INPUT, "%s:%u: %s", x->rows->file, x->c->line, what);
}

/* A field in quotes, the cursor behind the first; two quotes stand for one. */
static gp_code read_quoted(record *x, gp_str *out)
{
    gp_str all = x->rows->map.bytes;
    gp_buf b = {0};
    gp_code code = GP_OK;
    for (bool open = true; open && !code;) {
        const char *p = all.p + x->c->at, *quote = x->c->at < all.n ? memchr(p, '"', all.n - x->c->at) : NULL;
        if (!quote) {
            x->c->line = x->line;
            code = bad(x, "a quote is opened in this row and never closed");
            break;
        }
        size_t n = (size_t)(quote - p);
        open = x->c->at + n + 1 < all.n && quote[1] == '"';
        gp_buf_put(&b, p, n + open);
        for (size_t i = 0; i < n; i++) x->c->line += p[i] == '\n';
        x->c->at += n + 1 + open;
    }
    *out = gp_str_dup(x->a, gp_buf_view(&b));
    gp_buf_free(&b);
    return code;
}

static gp_code read_plain(record *x, gp_str *out)
{
    gp_str all = x->rows->map.bytes;
    size_t from = x->c->at;
    while (x->c->at < all.n && !strchr(",\r\n", all.p[x->c->at])) {
        if (all.p[x->c->at] == '"')
            return bad(x, "a quote inside a field; put the whole field in quotes and write it twice");
        if (!all.p[x->c->at]) return bad(x, "a NUL byte");
        x->c->at++;
    }
    *out = (gp_str){all.p + from, x->c->at - from};
    return GP_OK;
}

/* The cursor goes behind the comma or the end of the line. */
static gp_code end_field(record *x, bool *more)
{
    gp_str all = x->rows->map.bytes;
    size_t *at = &x->c->at;
    *more = *at < all.n && all.p[*at] == ',';
    if (*more) return (*at)++, GP_OK;
    if (*at < all.n && all.p[*at] == '\r' && *at + 1 < all.n && all.p[*at + 1] == '\n') (*at)++;
    if (*at < all.n && all.p[*at] != '\n')
        return bad(x,
                   all.p[*at] == '\r' ? "a carriage return without a line feed" : "something follows a closing quote");
    (*at)++;
    x->c->line++;
    return GP_OK;
}

static gp_code read_field(record *x, gp_str *out, bool *more)
{
    gp_str all = x->rows->map.bytes;
    bool quoted = x->c->at < all.n && all.p[x->c->at] == '"';
    if (quoted) x->c->at++;
    gp_code code = quoted ? read_quoted(x, out) : read_plain(x, out);
    if (!code && gp_utf8_bad(*out) != SIZE_MAX) code = bad(x, "a field is not valid UTF-8");
    return code ? code : end_field(x, more);
}

/* The fields of a row as members; of the header as names in `to`. */
static gp_code read_record(record *x, gp_json *to)
{
    const gp_rows *r = x->rows;
    gp_code code = GP_OK;
    size_t n = 0;
    const gp_json **end = &to->first;
    for (bool more = true; more && !code; n++) {
        gp_json *m = GP_NEW(x->a, gp_json);
        *m = (gp_json){.type = GP_JSON_STRING, .name = r->file, .line = x->c->line, .col = 1};
        code = read_field(x, &m->s, &more);
        if (n < r->n_columns) m->key = r->columns[n];
        *end = m;
        end = &m->next;
    }
    to->n = n;
    if (code || !r->columns || n == r->n_columns) return code;
    x->c->line = x->line;
    return gp_fail(x->err, GP_E_INPUT, "%s:%u: this row has %zu field%s, but the header has %zu", r->file, x->line, n,
                   n == 1 ? "" : "s", r->n_columns);
}

static gp_code read_header(gp_arena *a, gp_rows *r, gp_cursor *c, gp_err *err)
{
    gp_json header = {.type = GP_JSON_ARRAY};
    if (c->at >= r->map.bytes.n)
        return gp_fail(err, GP_E_INPUT, "%s: no header with the names of the columns", r->file);
    gp_code code = read_record(&(record){r, a, c, c->line, err}, &header);
    if (!code && header.n > GP_CAP_VARS)
        return gp_fail(err, GP_E_INPUT, "%s:1: %zu columns, more than %d", r->file, header.n, (int)GP_CAP_VARS);
    gp_str *columns = GP_NEW_ARRAY(a, gp_str, header.n);
    size_t n = 0;
    for (const gp_json *m = header.first; m && !code; m = m->next) {
        code = gp_check_name(m, m->s, err);
        for (size_t i = 0; i < n && !code; i++)
            if (gp_str_eq(columns[i], m->s))
                code = gp_json_fail(err, m, "the column \"%.*s\" is there twice", GP_ARG(m->s));
        columns[n++] = m->s;
    }
    r->columns = columns;
    r->n_columns = n;
    return code;
}

/* --- both --- */

gp_code gp_rows_begin(gp_arena *a, gp_rows *r, gp_err *err)
{
    bool csv = gp_str_ends(r->name, GP_STR(".csv"));
    gp_lines_begin(&r->first, r->map.bytes);
    return csv ? read_header(a, r, &r->first, err) : GP_OK;
}

static gp_code check_object(const gp_json *v, gp_err *err) { return v ? gp_check_names(v, "a row", err) : GP_OK; }

gp_code gp_rows_next(gp_arena *a, const gp_rows *r, gp_cursor *c, const gp_json **row, gp_err *err)
{
    *row = NULL;
    if (!r->columns) {
        const gp_lines lines = {r->file, r->map.bytes, "row", "data file"};
        gp_code code = gp_lines_next(a, &lines, c, row, err);
        return code ? code : check_object(*row, err);
    }
    if (c->at >= r->map.bytes.n) return GP_OK;
    gp_json *v = GP_NEW(a, gp_json);
    *v = (gp_json){.type = GP_JSON_OBJECT, .name = r->file, .line = c->line, .col = 1, .offset = c->at};
    *row = v;
    return read_record(&(record){r, a, c, c->line, err}, v);
}

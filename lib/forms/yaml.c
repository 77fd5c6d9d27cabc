/* yaml.c - YAML by libyaml's events, into JSON values. */
#include "forms/yaml.h"

#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "base/caps.h"

typedef struct anchor {
    gp_str name;
    const gp_json *value;
    size_t nodes; /* values in it, each alias counted as what it stands for */
    unsigned height;
} anchor;

typedef struct reader {
    yaml_parser_t yaml;
    yaml_event_t event;
    gp_arena *a;
    const char *name;
    gp_str text;
    anchor *anchors; /* the newest of a name counts */
    size_t n_anchors, room;
    uint32_t *bytes; /* where each character begins, because libyaml counts them; NULL where all are ASCII */
    gp_err *err;
} reader;

enum { ANCHORS_MAX = 1000 };

typedef struct built {
    gp_json *value;
    size_t nodes;
    unsigned height;
} built;

static gp_code bad(reader *r, yaml_mark_t at, const char *what)
{
    return gp_fail(r->err, GP_E_INPUT, "%s:%zu:%zu: %s", r->name, at.line + 1, at.column + 1, what);
}

static gp_code next(reader *r)
{
    if (yaml_parser_parse(&r->yaml, &r->event)) return GP_OK;
    memset(&r->event, 0, sizeof r->event);
    if (r->yaml.error == YAML_MEMORY_ERROR) return gp_fail(r->err, GP_E_NOMEM, "out of memory while reading YAML");
    yaml_mark_t at = r->yaml.problem_mark;
    if (r->yaml.error == YAML_READER_ERROR) at = r->yaml.mark;
    return bad(r, at, r->yaml.problem ? r->yaml.problem : "not YAML");
}

static void drop(reader *r)
{
    yaml_event_delete(&r->event);
    memset(&r->event, 0, sizeof r->event);
}

static gp_str str_of(const void *p) { return gp_str_c((const char *)p); }

static size_t byte_of(const reader *r, yaml_mark_t mark) { return r->bytes ? r->bytes[mark.index] : mark.index; }

/* One more than there are characters, so that the end has a place too. */
static void count_bytes(reader *r)
{
    size_t n = 0, at = 0, plain = 0;
    while (plain < r->text.n && (unsigned char)r->text.p[plain] < 0x80) plain++;
    if (plain == r->text.n) return;
    r->bytes = gp_alloc_array(r->text.n + 2, sizeof *r->bytes);
    if (gp_str_starts(r->text, GP_STR("\xEF\xBB\xBF"))) at = 3;
    for (; at < r->text.n; n++) {
        r->bytes[n] = (uint32_t)at;
        (void)gp_utf8_next(r->text, &at);
    }
    while (n < r->text.n + 2) r->bytes[n++] = (uint32_t)r->text.n;
}

static gp_json *value_at(reader *r, gp_json_type type)
{
    gp_json *v = GP_NEW(r->a, gp_json);
    v->type = type;
    v->name = r->name;
    v->line = (uint32_t)(r->event.start_mark.line + 1);
    v->col = (uint32_t)(r->event.start_mark.column + 1);
    v->offset = byte_of(r, r->event.start_mark);
    return v;
}

/* --- scalars: the core schema of YAML 1.2 --- */

static bool one_of(gp_str s, const char *const *list)
{
    while (*list && !gp_str_eqc(s, *list)) list++;
    return *list != NULL;
}

static size_t run(gp_str s, size_t at, const char *set)
{
    while (at < s.n && s.p[at] && strchr(set, s.p[at])) at++;
    return at;
}

#define DIGITS "0123456789"

/* [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )? */
static bool is_decimal(gp_str s, bool *whole)
{
    size_t from = s.n && (s.p[0] == '-' || s.p[0] == '+'), at = run(s, from, DIGITS), before = at - from, behind = 0;
    *whole = at == s.n && before;
    if (at < s.n && s.p[at] == '.') {
        size_t end = run(s, at + 1, DIGITS);
        behind = end - at - 1;
        at = end;
    }
    if (!before && !behind) return false;
    if (at < s.n && (s.p[at] | 32) == 'e') {
        size_t e = at + 1 + (at + 1 < s.n && (s.p[at + 1] == '-' || s.p[at + 1] == '+'));
        at = run(s, e, DIGITS);
        if (at == e) return false;
    }
    return at == s.n;
}

/* 0o17, 0x1F up to 15 digits; the value. */
static bool is_based(gp_str s, int64_t *out)
{
    char base = s.n > 2 && s.n <= 17 && s.p[0] == '0' ? s.p[1] : 0;
    const char *set = base == 'o' ? "01234567" : base == 'x' ? "0123456789abcdefABCDEF" : "";
    if (!*set || run(s, 2, set) != s.n) return false;
    char text[20] = {0};
    memcpy(text, s.p + 2, s.n - 2);
    *out = strtoll(text, NULL, base == 'o' ? 8 : 16);
    return true;
}

/* As JSON writes it: no plus, no zeros in front, digits on both sides of a point. */
static gp_str number_text(reader *r, gp_str s)
{
    gp_buf b = {0};
    size_t at = s.p[0] == '-' || s.p[0] == '+', end = run(s, at, DIGITS), zeros = run(s, at, "0");
    if (zeros == end && zeros > at) zeros--;
    if (s.p[0] == '-') gp_buf_byte(&b, '-');
    if (end == at) gp_buf_byte(&b, '0');
    else gp_buf_put(&b, s.p + zeros, end - zeros);
    size_t behind = end < s.n && s.p[end] == '.' ? run(s, end + 1, DIGITS) : end;
    if (behind > end + 1) gp_buf_put(&b, s.p + end, behind - end);
    gp_buf_put(&b, s.p + behind, s.n - behind);
    gp_str text = gp_str_dup(r->a, gp_buf_view(&b));
    gp_buf_free(&b);
    return text;
}

static void set_integer(reader *r, gp_json *v, int64_t i)
{
    v->type = GP_JSON_INT;
    v->i = i;
    v->d = (double)i;
    v->raw = gp_str_fmt(r->a, "%lld", (long long)i);
}

static gp_code plain_scalar(reader *r, gp_json *v)
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL", NULL};
    static const char *const yes[] = {"true", "True", "TRUE", NULL}, *const no[] = {"false", "False", "FALSE", NULL};
    static const char *const odd[] = {".inf",  ".Inf",  ".INF", "+.inf", "+.Inf", "+.INF", "-.inf",
                                      "-.Inf", "-.INF", ".nan", ".NaN",  ".NAN",  NULL};
    gp_str s = v->s;
    bool whole = false;
    int64_t i = 0;
    if (one_of(s, nulls)) v->type = GP_JSON_NULL;
    else if (one_of(s, yes) || one_of(s, no)) {
        v->type = GP_JSON_BOOL;
        v->b = one_of(s, yes);
    } else if (one_of(s, odd))
        return bad(r, r->event.start_mark, "infinities and .nan have no value that could be compared");
    else if (is_based(s, &i)) set_integer(r, v, i);
    else if (is_decimal(s, &whole)) {
        v->type = GP_JSON_REAL;
        v->d = strtod(s.p, NULL); /* scalars end in a NUL */
        v->raw = number_text(r, s);
        if (whole && s.n <= 18) set_integer(r, v, strtoll(s.p, NULL, 10));
    }
    return GP_OK;
}

static gp_code scalar(reader *r, built *out)
{
    static const char *const core[] = {"tag:yaml.org,2002:null", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:int",
                                       "tag:yaml.org,2002:float", NULL};
    gp_json *v = value_at(r, GP_JSON_STRING);
    v->s = gp_str_dup(r->a, (gp_str){(const char *)r->event.data.scalar.value, r->event.data.scalar.length});
    v->raw = v->s;
    *out = (built){v, 1, 1};
    gp_str tag = r->event.data.scalar.tag ? str_of(r->event.data.scalar.tag) : (gp_str){0};
    bool text = gp_str_eqc(tag, "tag:yaml.org,2002:str") || gp_str_eqc(tag, "!"), number = one_of(tag, core);
    if (tag.n && !text && !number) return bad(r, r->event.start_mark, "a tag that the core schema does not know");
    bool plain = r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (text || (!plain && !number)) return GP_OK;
    gp_code code = plain_scalar(r, v);
    if (!code && number && v->type == GP_JSON_STRING)
        code = bad(r, r->event.start_mark, "a text with the tag of another type");
    return code;
}

/* --- anchors --- */

static void remember(reader *r, gp_str name, const built *b)
{
    if (!name.n) return;
    r->anchors = gp_grow(r->anchors, r->n_anchors, &r->room, sizeof *r->anchors);
    r->anchors[r->n_anchors++] = (anchor){name, b->value, b->nodes, b->height};
}

static gp_code alias(reader *r, built *out)
{
    gp_str name = str_of(r->event.data.alias.anchor);
    for (size_t i = r->n_anchors; i--;) {
        if (!gp_str_eq(r->anchors[i].name, name)) continue;
        gp_json *v = GP_NEW(r->a, gp_json);
        *v = *r->anchors[i].value;
        v->next = NULL;
        *out = (built){v, r->anchors[i].nodes, r->anchors[i].height};
        return GP_OK;
    }
    return bad(r, r->event.start_mark, "an alias of an anchor that is not whole before it");
}

/* --- collections --- */

static gp_code node(reader *r, unsigned depth, built *out);

static int by_key(const void *x, const void *y)
{
    return gp_str_cmp((*(const gp_json *const *)x)->key, (*(const gp_json *const *)y)->key);
}

static gp_code refuse_twice(reader *r, const gp_json *map)
{
    const gp_json **all = gp_alloc_array(map->n, sizeof *all);
    size_t n = 0, i = 1;
    for (const gp_json *m = map->first; m; m = m->next) all[n++] = m;
    if (n) qsort(all, n, sizeof *all, by_key);
    while (i < n && !gp_str_eq(all[i - 1]->key, all[i]->key)) i++;
    gp_code code = GP_OK;
    if (i < n)
        code = gp_fail(r->err, GP_E_INPUT, "%s:%u:%u: the key \"%.*s\" stands twice in one mapping", r->name,
                       all[i]->key_line, all[i]->key_col, GP_ARG(all[i]->key));
    free(all);
    return code;
}

static gp_code key_of(reader *r, gp_json *place)
{
    if (r->event.type != YAML_SCALAR_EVENT) return bad(r, r->event.start_mark, "a key that is no scalar");
    place->key = gp_str_dup(r->a, (gp_str){(const char *)r->event.data.scalar.value, r->event.data.scalar.length});
    place->key_line = (uint32_t)(r->event.start_mark.line + 1);
    place->key_col = (uint32_t)(r->event.start_mark.column + 1);
    drop(r);
    return next(r);
}

static gp_code child(reader *r, unsigned depth, gp_json *parent, const gp_json ***last, built *sum)
{
    gp_json key = {0};
    built b = {0};
    gp_code code = parent->type == GP_JSON_OBJECT ? key_of(r, &key) : GP_OK;
    if (!code) code = node(r, depth + 1, &b);
    if (code) return code;
    b.value->key = key.key;
    b.value->key_line = key.key_line;
    b.value->key_col = key.key_col;
    **last = b.value;
    *last = (const gp_json **)&b.value->next;
    parent->n++;
    sum->nodes += b.nodes;
    if (b.height + 1 > sum->height) sum->height = b.height + 1;
    if (sum->nodes > GP_YAML_NODES)
        return bad(r, r->yaml.mark, "aliases multiply the document beyond 1,000,000 values");
    return GP_OK;
}

static gp_code collection(reader *r, unsigned depth, built *out)
{
    bool map = r->event.type == YAML_MAPPING_START_EVENT;
    const yaml_char_t *tag = map ? r->event.data.mapping_start.tag : r->event.data.sequence_start.tag;
    gp_json *v = value_at(r, map ? GP_JSON_OBJECT : GP_JSON_ARRAY);
    const gp_json **last = &v->first;
    *out = (built){v, 1, 1};
    if (tag && !gp_str_eqc(str_of(tag), map ? "tag:yaml.org,2002:map" : "tag:yaml.org,2002:seq"))
        return bad(r, r->event.start_mark, "a tag that the core schema does not know");
    drop(r);
    gp_code code = next(r);
    yaml_event_type_t end = map ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
    while (!code && r->event.type != end) {
        code = child(r, depth, v, &last, out);
        if (!code) code = next(r);
    }
    if (code) return code;
    size_t to = byte_of(r, r->event.end_mark);
    v->raw = to > v->offset ? gp_str_trim((gp_str){r->text.p + v->offset, to - v->offset}) : (gp_str){0};
    return map ? refuse_twice(r, v) : GP_OK;
}

/* The node of the current event, which is used up. */
static gp_code node(reader *r, unsigned depth, built *out)
{
    const yaml_event_t *e = &r->event;
    const yaml_char_t *name = e->type == YAML_SCALAR_EVENT           ? e->data.scalar.anchor
                              : e->type == YAML_MAPPING_START_EVENT  ? e->data.mapping_start.anchor
                              : e->type == YAML_SEQUENCE_START_EVENT ? e->data.sequence_start.anchor
                                                                     : NULL;
    gp_str anchored = name ? gp_str_dup(r->a, str_of(name)) : (gp_str){0};
    gp_code code = depth > GP_CAP_JSON_DEPTH      ? bad(r, e->start_mark, "nested more deeply than 64 levels")
                   : e->type == YAML_SCALAR_EVENT ? scalar(r, out)
                   : e->type == YAML_ALIAS_EVENT  ? alias(r, out)
                                                  : collection(r, depth, out);
    if (!code && depth + out->height > GP_CAP_JSON_DEPTH + 1)
        code = bad(r, r->yaml.mark, "nested more deeply than 64 levels by aliases");
    if (!code && anchored.n && r->n_anchors == ANCHORS_MAX) code = bad(r, r->yaml.mark, "more than 1,000 anchors");
    if (!code) remember(r, anchored, out);
    drop(r);
    return code;
}

static gp_code expect_event(reader *r, yaml_event_type_t type, const char *otherwise)
{
    drop(r);
    gp_code code = next(r);
    return code || r->event.type == type ? code : bad(r, r->event.start_mark, otherwise);
}

static gp_code document(reader *r, const gp_json **root)
{
    built b = {0};
    gp_code code = expect_event(r, YAML_STREAM_START_EVENT, "no stream");
    if (!code) code = expect_event(r, YAML_DOCUMENT_START_EVENT, "no document");
    if (code) return code;
    drop(r);
    code = next(r);
    if (!code) code = node(r, 1, &b);
    if (!code) code = expect_event(r, YAML_DOCUMENT_END_EVENT, "text behind the value");
    if (!code) code = expect_event(r, YAML_STREAM_END_EVENT, "several documents");
    *root = b.value;
    return code;
}

gp_code gp_yaml_parse(gp_arena *a, const char *name, gp_str text, const gp_json **root, gp_err *err)
{
    reader r = {.a = a, .name = name, .text = text.p ? text : GP_STR(""), .err = err};
    if (!yaml_parser_initialize(&r.yaml)) return gp_fail(err, GP_E_NOMEM, "out of memory while reading YAML");
    yaml_parser_set_input_string(&r.yaml, (const unsigned char *)r.text.p, r.text.n);
    yaml_parser_set_encoding(&r.yaml, YAML_UTF8_ENCODING);
    count_bytes(&r);
    gp_code code = document(&r, root);
    drop(&r);
    yaml_parser_delete(&r.yaml);
    free(r.anchors);
    free(r.bytes);
    return code;
}

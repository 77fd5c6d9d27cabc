// field - values of a JSON file, for tests: what a pointer (RFC 6901) names, each on a line of its own.
//
//     field FILE /POINTER [NAME...] [/POINTER [NAME...]]...
//
//     field out/results.json /gate/passed /summary/trials
//     field out/transcripts.jsonl '/*' id failure replies/0/answer
//
// FILE is one document, or where its name ends in ".jsonl" one in each line, which is taken as the array of them. "-"
// is standard input. In a pointer "*" stands for each element of an array or member of an object; "-" for an array's
// last element. Names behind a pointer are members of what it names (pointers without the first slash): they are
// printed instead, in one line with blanks between them. Strings are printed raw, everything else as it stands in the
// file.
//
// Exit: 0; 1 where a pointer names nothing or a value lacks a name; 2 for a file that cannot be read or is no JSON.
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/sys.h"

/* One pointer with the names behind it, and how often it has named something. */
typedef struct request {
    const char *pointer;
    char **names;
    int n_names;
    size_t found;
    const char *lacking; /* a name that some value lacks, or NULL */
} request;

/* Does one part of a pointer spell the key? ~1 is a slash and ~0 a tilde. */
static bool spells(gp_str part, gp_str key)
{
    size_t k = 0;
    for (size_t i = 0; i < part.n; i++, k++) {
        char c = part.p[i];
        if (c == '~' && i + 1 < part.n) c = part.p[++i] == '0' ? '~' : '/';
        if (k == key.n || key.p[k] != c) return false;
    }
    return k == key.n;
}

static bool named(const gp_json *parent, const gp_json *child, size_t at, gp_str part)
{
    char number[24];
    if (gp_str_eqc(part, "*")) return true;
    if (parent->type == GP_JSON_OBJECT) return spells(part, child->key);
    if (gp_str_eqc(part, "-")) return !child->next;
    return gp_str_eq(part, (gp_str){number, (size_t)snprintf(number, sizeof number, "%zu", at)});
}

static void print(const gp_json *v)
{
    gp_str s = v->type == GP_JSON_STRING ? v->s : v->raw;
    fwrite(s.p, 1, s.n, stdout);
}

/* Calls `found` for each value that the rest of a pointer (from its next slash on) names below `v`. */
static void walk(const gp_json *v, const char *rest, request *r, void (*found)(const gp_json *, request *))
{
    if (!*rest) {
        r->found++;
        found(v, r);
        return;
    }
    size_t n = strcspn(rest + 1, "/"), at = 0;
    for (const gp_json *c = v->first; c; c = c->next) {
        if (named(v, c, at++, (gp_str){rest + 1, n})) walk(c, rest + 1 + n, r, found);
    }
}

static void member_found(const gp_json *v, request *r)
{
    if (r->found > 1) putchar(' ');
    print(v);
}

static void value_found(const gp_json *v, request *r)
{
    if (r->n_names == 0) print(v);
    for (int i = 0; i < r->n_names; i++) {
        char pointer[512];
        request member = {.pointer = pointer};
        if (i) putchar(' ');
        snprintf(pointer, sizeof pointer, "/%s", r->names[i]);
        walk(v, pointer, &member, member_found);
        if (member.found == 0) r->lacking = r->names[i];
    }
    putchar('\n');
}

/* 0, or 1 with a message. */
static int answer(const char *file, const gp_json *root, request *r)
{
    walk(root, r->pointer, r, value_found);
    if (r->found == 0) fprintf(stderr, "field: %s: nothing at %s\n", file, r->pointer);
    if (r->lacking) fprintf(stderr, "field: %s: %s at %s is missing\n", file, r->lacking, r->pointer);
    return r->found == 0 || r->lacking != NULL;
}

/* The lines of a file as an array. */
static gp_code read_lines(gp_arena *a, const char *name, gp_str text, const gp_json **root, gp_err *err)
{
    gp_json *array = GP_NEW(a, gp_json);
    const gp_json **last = array ? &array->first : NULL;
    array->type = GP_JSON_ARRAY;
    array->raw = text;
    for (size_t at = 0, n; at < text.n; at += n + 1) {
        const char *end = memchr(text.p + at, '\n', text.n - at);
        const gp_json *line;
        gp_json *element = GP_NEW(a, gp_json);
        n = end ? (size_t)(end - text.p) - at : text.n - at;
        gp_code c = gp_json_parse(a, name, (gp_str){text.p + at, n}, &line, err);
        if (c) return gp_err_context(err, "value %zu", array->n);
        *element = *line;
        *last = element;
        last = &element->next;
        array->n++;
    }
    *root = array;
    return GP_OK;
}

/* Standard input need not be a file. */
static gp_code read_input(gp_arena *a, gp_str *text, gp_err *err)
{
    gp_buf b = {0};
    char block[4096];
    size_t n;
    while ((n = fread(block, 1, sizeof block, stdin)) > 0) gp_buf_put(&b, block, n);
    gp_code c = gp_buf_check(&b, err);
    if (!c) *text = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return c;
}

static gp_code read_root(gp_arena *a, const char *file, const gp_json **root, gp_err *err)
{
    gp_str text = {0};
    size_t n = strlen(file);
    gp_code c = strcmp(file, "-") ? gp_read_file(a, file, 0, &text, err) : read_input(a, &text, err);
    if (c) return c;
    return n > 6 && !strcmp(file + n - 6, ".jsonl") ? read_lines(a, file, text, root, err)
                                                    : gp_json_parse(a, file, text, root, err);
}

int main(int argc, char **argv)
{
    gp_arena a = {0};
    gp_err err = {0};
    const gp_json *root = NULL;
    int bad = 0;
    if (argc < 3 || (argv[2][0] && argv[2][0] != '/')) {
        fprintf(stderr, "usage: field FILE /POINTER [NAME...] [/POINTER [NAME...]]...\n");
        return 2;
    }
    if (read_root(&a, argv[1], &root, &err)) {
        fprintf(stderr, "field: %s\n", err.msg);
        gp_arena_free(&a);
        return 2;
    }
    for (int i = 2; i < argc;) {
        request r = {.pointer = argv[i], .names = argv + i + 1};
        for (i++; i < argc && argv[i][0] && argv[i][0] != '/'; i++) r.n_names++;
        bad |= answer(argv[1], root, &r);
    }
    gp_arena_free(&a);
    return bad;
}

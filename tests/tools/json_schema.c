/* json_schema.c - JSON Schema against other people's tests, which lie outside of this repository.
 *   json_schema suite SUITE DRAFT [METASCHEMAS]   json-schema-org/JSON-Schema-Test-Suite: files of tests/DRAFT, remotes/
 *   json_schema mask DIR [strict] [format]               guidance-ai/jsonschemabench: maskbench/data
 * Prints what differs and a count. METASCHEMAS holds files with an `$id` each (.json, or no ending), for tests that refer to them.
 * Exit: 0 nothing differs, 1 something does, 2 usage. tests/bench/json_schema_suite.sh runs it over all drafts. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/sys.h"
#include "schema/schema.h"

typedef struct counts {
    size_t right, wrong, refused, all;
} counts;

typedef struct known { /* documents that a $ref may lead to */
    gp_arena a;
    gp_schema_document *list;
    size_t n, room;
} known;

typedef void visit(void *user, const char *path, const char *below);

/* Every JSON file below a folder (also those without an ending), in order of names. `below`: the path from there. */
static void walk(const char *root, const char *below, visit *see, void *user)
{
    char path[4096];
    struct dirent **list = NULL;
    (void)snprintf(path, sizeof path, "%s/%s", root, below);
    int n = scandir(path, &list, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        char inner[4096], whole[8200];
        const char *name = list[i]->d_name;
        struct stat st;
        (void)snprintf(inner, sizeof inner, "%s%s%s", below, *below ? "/" : "", name);
        (void)snprintf(whole, sizeof whole, "%s/%s", root, inner);
        bool there = name[0] != '.' && !stat(whole, &st);
        if (there && S_ISDIR(st.st_mode)) walk(root, inner, see, user);
        else if (there && (!strchr(name, '.') || gp_str_ends(gp_str_c(name), GP_STR(".json")))) see(user, whole, inner);
        free(list[i]);
    }
    free(list);
}

/* NULL with a line about it where a file is not JSON as goldpin reads it. */
static const gp_json *parse(gp_arena *a, const char *path)
{
    gp_err err = {0};
    gp_str text;
    const gp_json *root = NULL;
    if (gp_read_file(a, path, 64 << 20, &text, &err) || gp_json_parse(a, path, text, &root, &err)) {
        printf("unreadable: %s\n", err.msg);
        return NULL;
    }
    return root;
}

static void add_document(known *k, gp_str uri, const gp_json *root)
{
    k->list = gp_grow(k->list, k->n, &k->room, sizeof *k->list);
    k->list[k->n++] = (gp_schema_document){uri, root};
}

static void add_remote(void *user, const char *path, const char *below)
{
    known *k = user;
    const gp_json *root = parse(&k->a, path);
    if (root) add_document(k, gp_str_fmt(&k->a, "http://localhost:1234/%s", below), root);
}

static void add_metaschema(void *user, const char *path, const char *below)
{
    known *k = user;
    const gp_json *root = parse(&k->a, path), *id = root ? gp_json_get(root, "$id") : NULL;
    (void)below;
    if (root && !id) id = gp_json_get(root, "id");
    if (id) add_document(k, id->s, root);
}

/* --- the official suite --- */

typedef struct suite {
    known k;
    gp_schema_options o;
    counts required, optional, format;
} suite;

static void one_test(counts *c, const char *file, const gp_json *group, gp_schema_doc *doc, const gp_json *test,
                     const char *why)
{
    gp_arena a = {0};
    gp_err err = {0};
    const gp_schema_problem *problem = NULL;
    gp_code code = doc ? gp_schema_check(&a, doc, gp_json_get(test, "data"), &problem, &err) : GP_E_INPUT;
    bool good = !code && !problem == gp_json_get(test, "valid")->b;
    c->all++;
    c->right += good;
    c->refused += !good && !doc;
    c->wrong += !good && doc;
    gp_str g = gp_json_get(group, "description")->s, t = gp_json_get(test, "description")->s;
    if (!good)
        printf("%s: %.*s: %.*s: %s\n", file, GP_ARG(g), GP_ARG(t),
               !doc      ? why
               : code    ? err.msg
               : problem ? problem->words.p
                         : "valid, but should not be");
    gp_arena_free(&a);
}

static void one_file(void *user, const char *path, const char *below)
{
    suite *s = user;
    gp_arena a = {0};
    bool optional = gp_str_starts(gp_str_c(below), GP_STR("optional/"));
    const gp_json *root = parse(&a, path);
    s->o.assert_format = gp_str_starts(gp_str_c(below), GP_STR("optional/format/"));
    counts *c = s->o.assert_format ? &s->format : optional ? &s->optional : &s->required;
    for (const gp_json *g = root ? root->first : NULL; g; g = g->next) {
        gp_schema_doc *doc = NULL;
        gp_err err = {0};
        (void)(gp_schema_compile(gp_json_get(g, "schema"), &s->o, &doc, &err) == GP_OK);
        for (const gp_json *t = gp_json_get(g, "tests")->first; t; t = t->next) one_test(c, below, g, doc, t, err.msg);
        gp_schema_free(doc);
    }
    gp_arena_free(&a);
}

static int run_suite(const char *root, const char *draft, const char *metaschemas)
{
    static const char *const names[] = {"draft4", "draft6", "draft7", "draft2019-09", "draft2020-12"};
    suite s = {.o = GP_SCHEMA_DEFAULTS};
    char path[4096];
    for (size_t i = 0; i < 5; i++)
        if (!strcmp(draft, names[i])) s.o.draft = (gp_schema_draft)i;
    (void)snprintf(path, sizeof path, "%s/remotes", root);
    walk(path, "", add_remote, &s.k);
    if (metaschemas) walk(metaschemas, "", add_metaschema, &s.k);
    s.o.known = s.k.list;
    s.o.n_known = s.k.n;
    (void)snprintf(path, sizeof path, "%s/tests/%s", root, draft);
    walk(path, "", one_file, &s);
    printf(
        "%s: required %zu of %zu, optional %zu of %zu, optional formats %zu of %zu; %zu with a schema that is refused\n",
        draft, s.required.right, s.required.all, s.optional.right, s.optional.all, s.format.right, s.format.all,
        s.required.refused + s.optional.refused + s.format.refused);
    gp_arena_free(&s.k.a);
    free(s.k.list);
    return s.required.right == s.required.all ? 0 : 1;
}

/* --- MaskBench --- */

typedef struct mask {
    gp_schema_options o;
    size_t schemas, accepted, unreadable, contradicted, least;
    counts tests;
} mask;

/* Is the smallest value that the schema asks for one that fits it? */
static bool least_fits(gp_arena *a, const gp_schema_doc *doc)
{
    gp_buf b = {0};
    const gp_json *v = NULL;
    const gp_schema_problem *problem = NULL;
    bool good = gp_schema_least(doc, 1 << 20, &b) &&
                !gp_json_parse(a, "least", gp_str_dup(a, gp_buf_view(&b)), &v, NULL) &&
                !gp_schema_check(a, doc, v, &problem, NULL) && !problem;
    gp_buf_free(&b);
    return good;
}

static void one_schema(void *user, const char *path, const char *below)
{
    mask *m = user;
    gp_arena a = {0};
    gp_schema_doc *doc = NULL;
    gp_err err = {0};
    bool good = true;
    const gp_json *root = parse(&a, path);
    const gp_json *schema = root ? gp_json_get(root, "schema") : NULL,
                  *tests = root ? gp_json_get(root, "tests") : NULL;
    m->schemas++;
    m->unreadable += !schema;
    if (schema && gp_schema_compile(schema, &m->o, &doc, &err)) printf("refused: %s: %s\n", below, err.msg);
    if (doc && m->o.strict && gp_schema_fits(doc, &err)) {
        printf("refused: %s: %s\n", below, err.msg);
        gp_schema_free(doc);
        doc = NULL;
    }
    m->accepted += doc != NULL;
    m->least += doc && least_fits(&a, doc);
    for (const gp_json *t = doc && tests ? tests->first : NULL; t; t = t->next) {
        const gp_schema_problem *problem = NULL;
        const gp_json *valid = gp_json_get(t, "valid");
        gp_code code = gp_schema_check(&a, doc, gp_json_get(t, "data"), &problem, &err);
        bool right = !code && !problem == valid->b;
        m->tests.all++;
        m->tests.right += right;
        good = good && right;
        if (!right) printf("differs: %s: %s\n", below, code ? err.msg : problem ? problem->words.p : "is valid here");
    }
    m->contradicted += doc && !good;
    gp_schema_free(doc);
    gp_arena_free(&a);
}

static int run_mask(const char *root, char **options)
{
    mask m = {.o = GP_SCHEMA_DEFAULTS};
    for (; *options; options++) {
        m.o.strict |= !strcmp(*options, "strict");
        m.o.assert_format |= !strcmp(*options, "format");
    }
    walk(root, "", one_schema, &m);
    printf(
        "%zu schemas, %zu unreadable, %zu accepted, %zu of them with a verdict that differs; %zu of %zu verdicts equal; "
        "of %zu the smallest value fits\n",
        m.schemas, m.unreadable, m.accepted, m.contradicted, m.tests.right, m.tests.all, m.least);
    return m.contradicted ? 1 : 0;
}

int main(int argc, char **argv)
{
    if (argc >= 4 && !strcmp(argv[1], "suite")) return run_suite(argv[2], argv[3], argc > 4 ? argv[4] : NULL);
    if (argc >= 3 && !strcmp(argv[1], "mask")) return run_mask(argv[2], argv + 3);
    fprintf(stderr, "usage: json_schema suite SUITE DRAFT [METASCHEMAS] | json_schema mask DIR [strict] [format]\n");
    return 2;
}

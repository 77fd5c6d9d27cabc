/* JSON Schema: documents as trees, references, what is refused and where. */
#include "schema/schema.h"
#include "t.h"

typedef struct world {
    gp_arena a;
    gp_schema_doc *doc;
    gp_err err;
    gp_code code;
} world;

static world compile_with(const char *text, const gp_schema_options *o)
{
    world w = {0};
    const gp_json *root = NULL;
    T_OK(gp_json_parse(&w.a, "s", gp_str_c(text), &root, &w.err), w.err);
    w.code = gp_schema_compile(root, o, &w.doc, &w.err);
    return w;
}

static world compile(const char *text) { return compile_with(text, NULL); }

static void end(world *w)
{
    gp_schema_free(w->doc);
    gp_arena_free(&w->a);
}

static void test_tree(void **state)
{
    (void)state;
    world w = compile(
        "{\"required\": [\"z\", \"b\"], \"properties\": {\"b\": {\"type\": [\"string\", \"null\"], "
        "\"maxLength\": 3.0}, \"a\": {\"$ref\": \"#/$defs/n\"}}, \"$defs\": {\"n\": {\"minimum\": 1}}}");
    T_OK(w.code, w.err);
    const gp_schema *s = w.doc->root;
    assert_int_equal(s->n_properties, 3);
    assert_int_equal(s->n_required, 2);
    assert_true(gp_str_eqc(s->properties[0].name, "b") && s->properties[0].required);
    assert_true(gp_str_eqc(s->properties[2].name, "z") && !s->properties[2].schema);
    const gp_schema *b = gp_schema_property_of(s, GP_STR("b"))->schema,
                    *a = gp_schema_property_of(s, GP_STR("a"))->schema;
    assert_int_equal(b->types, GP_SCHEMA_STRING | GP_SCHEMA_NULL);
    assert_int_equal(b->max_length, 3);
    assert_true(gp_str_eqc(a->ref->minimum->raw, "1"));
    assert_null(gp_schema_property_of(s, GP_STR("c")));
    end(&w);
}

static void test_drafts(void **state)
{
    (void)state;
    world w = compile(
        "{\"$schema\": \"http://json-schema.org/draft-04/schema#\", \"id\": \"http://x.test/a/b\", "
        "\"minimum\": 2, \"exclusiveMinimum\": true, \"items\": [true, {\"$ref\": \"c\"}], "
        "\"additionalItems\": false, \"definitions\": {\"k\": {\"id\": \"c\", \"const\": 1}}, "
        "\"dependencies\": {\"p\": [\"q\"], \"r\": {}}}");
    T_OK(w.code, w.err);
    const gp_schema *s = w.doc->root;
    assert_int_equal(s->resource->draft, GP_DRAFT_4);
    assert_true(s->above && !s->minimum);
    assert_int_equal(s->prefix.n, 2);
    assert_true(s->items->never);
    assert_true(gp_str_eqc(s->prefix.at[1]->ref->resource->uri, "http://x.test/a/c"));
    assert_null(s->prefix.at[1]->ref->constant); /* of draft 6 */
    assert_int_equal(s->n_dependents, 2);
    assert_true(s->dependents[0].required && !s->dependents[0].schema && s->dependents[1].schema);
    end(&w);
}

static void test_dynamic(void **state)
{
    (void)state;
    world w = compile(
        "{\"$id\": \"http://x.test/tree\", \"$dynamicAnchor\": \"n\", \"items\": {\"$dynamicRef\": \"#n\"}}");
    T_OK(w.code, w.err);
    assert_ptr_equal(w.doc->root->items->dynamic, w.doc->root);
    assert_null(w.doc->root->items->dynamic_name.p); /* nobody else has it */
    end(&w);
    w = compile(
        "{\"$id\": \"http://x.test/tree\", \"$dynamicAnchor\": \"n\", \"items\": {\"$dynamicRef\": \"#n\"}, "
        "\"$defs\": {\"o\": {\"$id\": \"o\", \"$dynamicAnchor\": \"n\"}}}");
    T_OK(w.code, w.err);
    assert_true(gp_str_eqc(w.doc->root->items->dynamic_name, "n"));
    end(&w);
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const t[][2] = {
        {"[]", "s:1:1: a schema is an object, true or false, not an array"},
        {"{\"type\": \"strin\"}", "s:1:10: \"type\" in a schema is \"strin\""},
        {"{\"minLength\": -1}", "s:1:15: \"minLength\" must be a whole number, 0 or more"},
        {"{\"minItems\": 1.5}", "s:1:14: \"minItems\" must be a whole number, 0 or more"},
        {"{\"multipleOf\": 0}", "s:1:16: \"multipleOf\" must be above 0"},
        {"{\"anyOf\": []}", "s:1:11: \"anyOf\" is an empty list"},
        {"{\"pattern\": \"(\"}", "s:1:13: invalid pattern"},
        {"{\"$schema\": \"http://x.test/own\"}", "s:1:13: the $schema \"http://x.test/own\" is not known"},
        {"{\"$ref\": \"#/$defs/none\"}", "s:1:10: \"#/$defs/none\" leads to nothing"},
        {"{\"$ref\": \"#none\"}", "s:1:10: \"#none\" names no anchor"},
        {"{\"items\": {\"$ref\": \"http://x.test/y\"}}", "s:1:20: \"http://x.test/y\" leads out of the document"},
        {"{\"$ref\": \"#\"}", "s:1:1: this schema refers to itself"},
        {"{\"$defs\": {\"a\": {\"anyOf\": [{\"$ref\": \"#/$defs/b\"}]}, \"b\": {\"not\": {\"$ref\": \"#/$defs/a\"}}}}",
         "refers to itself"},
        {"{\"$defs\": {\"a\": {\"$id\": \"q\"}, \"b\": {\"$id\": \"q\"}}, \"$ref\": \"q\"}",
         "two schemas are called \"q\""},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        world w = compile(t[i][0]);
        if (w.code != GP_E_INPUT || !strstr(w.err.msg, t[i][1])) fail_msg("%s: %s", t[i][0], w.err.msg);
        end(&w);
    }
}

/* What says nothing is free, but what looks like a mistake is not. */
static void test_strict(void **state)
{
    (void)state;
    gp_schema_options o = GP_SCHEMA_DEFAULTS;
    world w = compile("{\"minimun\": 3}");
    T_OK(w.code, w.err);
    end(&w);
    o.strict = true;
    w = compile_with("{\"minimun\": 3}", &o);
    assert_non_null(strstr(w.err.msg, "s:1:13: \"minimun\" is no keyword of JSON Schema"));
    end(&w);
    w = compile_with("{\"$schema\": \"http://json-schema.org/draft-07/schema\", \"prefixItems\": []}", &o);
    assert_non_null(strstr(w.err.msg, "\"prefixItems\" is no keyword of the draft"));
    end(&w);
    w = compile_with("{\"title\": 1, \"x-own\": 2, \"markdownDescription\": \"\", \"default\": null}", &o);
    T_OK(w.code, w.err);
    end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_tree), cmocka_unit_test(test_drafts),
                                       cmocka_unit_test(test_dynamic), cmocka_unit_test(test_refused),
                                       cmocka_unit_test(test_strict)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

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

/* --- values --- */

typedef struct trial {
    const char *schema, *value, *words; /* NULL: it fits */
} trial;

static void try_all(const trial *t, size_t n, const gp_schema_options *o)
{
    for (size_t i = 0; i < n; i++) {
        world w = compile_with(t[i].schema, o);
        const gp_json *v = NULL;
        const gp_schema_problem *problem = NULL;
        if (w.code) fail_msg("%s: %s", t[i].schema, w.err.msg);
        T_OK(gp_json_parse(&w.a, "v", gp_str_c(t[i].value), &v, &w.err), w.err);
        T_OK(gp_schema_check(&w.a, w.doc, v, &problem, &w.err), w.err);
        const char *words = problem ? problem->words.p : NULL;
        if (!words != !t[i].words || (words && strcmp(words, t[i].words) != 0))
            fail_msg("%s on %s:\n%s\n%s", t[i].schema, t[i].value, words ? words : "fits",
                     t[i].words ? t[i].words : "should fit");
        end(&w);
    }
}
#define TRY(list) try_all((list), sizeof(list) / sizeof *(list), NULL)

static void test_scalars(void **state)
{
    (void)state;
    static const trial t[] = {
        {"true", "1", NULL},
        {"false", "1", "a value that is not allowed: 1"},
        {"{\"type\": \"integer\"}", "1.0", NULL},
        {"{\"type\": \"integer\"}", "1.5", "expected an integer, got a number: 1.5"},
        {"{\"type\": [\"null\", \"string\"]}", "[1]", "expected null or a string, got an array"},
        {"{\"$schema\": \"http://json-schema.org/draft-04/schema#\", \"type\": \"integer\"}", "1.0",
         "expected an integer, got a number: 1.0"},
        {"{\"const\": {\"a\": 1, \"b\": 2}}", "{\"b\": 2.0, \"a\": 1}", NULL},
        {"{\"const\": 0}", "false", "false is not 0"},
        {"{\"enum\": [1, \"a\"]}", "\"b\"", "\"b\" is not one of [1, \"a\"]"},
        {"{\"minimum\": 2}", "\"x\"", NULL},
        {"{\"minimum\": 9007199254740993}", "9007199254740992",
         "9007199254740992 is below the minimum 9007199254740993"},
        {"{\"maximum\": 1.1}", "1.10000000000000000000000000001",
         "1.10000000000000000000000000001 is above the maximum 1.1"},
        {"{\"exclusiveMinimum\": 3}", "3.0", "must be above the minimum: 3.0"},
        {"{\"exclusiveMaximum\": 3}", "2.999999999999999999999999", NULL},
        {"{\"multipleOf\": 0.01}", "4.35", NULL},
        {"{\"multipleOf\": 0.01}", "4.355", "4.355 is not a multiple of 0.01"},
        {"{\"multipleOf\": 3}", "1e200", "1e200 is not a multiple of 3"},
        {"{\"multipleOf\": 64}", "1e300", NULL},
        {"{\"multipleOf\": 1e-9}", "1e300", NULL},
        {"{\"maxLength\": 2}", "\"\\ud83d\\ude00\\u00e9\"", NULL},
        {"{\"minLength\": 2}", "\"\\ud83d\\ude00\"", "1 character, minLength is 2"},
        {"{\"pattern\": \"^\\\\d+$\"}", "\"12\\n\"", "\"12\\n\" does not match the pattern \"^\\d+$\""},
        {"{\"pattern\": \"b\"}", "\"abc\"", NULL},
        {"{\"format\": \"date\"}", "\"no date\"", NULL}, /* says nothing unless asked for */
    };
    TRY(t);
}

static void test_arrays(void **state)
{
    (void)state;
    static const trial t[] = {
        {"{\"prefixItems\": [{\"type\": \"string\"}], \"items\": {\"type\": \"number\"}}", "[\"a\", 1, 2]", NULL},
        {"{\"prefixItems\": [{\"type\": \"string\"}], \"items\": {\"type\": \"number\"}}", "[\"a\", 1, \"b\"]",
         "at /2: expected a number, got a string: \"b\""},
        {"{\"items\": {\"properties\": {\"price\": {\"type\": \"number\"}}}}", "[{}, {\"price\": \"12\"}]",
         "at /1/price: expected a number, got a string: \"12\""},
        {"{\"uniqueItems\": true}", "[1, {\"a\": [1], \"b\": 2}, {\"b\": 2.0, \"a\": [1.0]}]",
         "at /2: stands there before: {\"b\": 2.0, \"a\": [1.0]}"},
        {"{\"uniqueItems\": true}", "[0, false, null, \"\", [], {}, 1, true, \"1\", 10, 100]", NULL},
        {"{\"contains\": {\"const\": 1}, \"minContains\": 2}", "[1, 2]",
         "1 values fit what \"contains\" asks for, of at least 2"},
        {"{\"contains\": {\"const\": 1}, \"maxContains\": 1}", "[1, 2, 1]",
         "2 values fit what \"contains\" asks for, of at most 1"},
        {"{\"contains\": false, \"minContains\": 0}", "[]", NULL},
        {"{\"minItems\": 1}", "[]", "0 items, minItems is 1"},
        {"{\"prefixItems\": [true], \"contains\": {\"type\": \"string\"}, \"unevaluatedItems\": false}", "[1, \"a\"]",
         NULL},
        {"{\"prefixItems\": [true], \"unevaluatedItems\": false}", "[1, \"a\"]",
         "at /1: a value that is not allowed: \"a\""},
    };
    TRY(t);
}

static void test_objects(void **state)
{
    (void)state;
    static const trial t[] = {
        {"{\"required\": [\"a\", \"b\"], \"properties\": {\"a\": true}}", "{\"a\": 1}", "the key \"b\" is missing"},
        {"{\"properties\": {\"a/b\": {\"minimum\": 1}}}", "{\"a/b\": 0}", "at /a~1b: 0 is below the minimum 1"},
        {"{\"patternProperties\": {\"^n\": {\"type\": \"number\"}}, \"additionalProperties\": false}",
         "{\"n1\": 1, \"x\": 2}", "at /x: the key \"x\" is not allowed"},
        {"{\"propertyNames\": {\"maxLength\": 2}}", "{\"ab\": 1, \"abc\": 2}",
         "at /abc: the key does not fit propertyNames: \"abc\""},
        {"{\"dependentRequired\": {\"a\": [\"b\"]}}", "{\"a\": 1}", "the key \"b\" is missing"},
        {"{\"dependentSchemas\": {\"a\": {\"maxProperties\": 1}}}", "{\"a\": 1, \"b\": 2}",
         "2 keys, maxProperties is 1"},
        {"{\"allOf\": [{\"properties\": {\"a\": true}}], \"unevaluatedProperties\": false}", "{\"a\": 1}", NULL},
        {"{\"anyOf\": [{\"properties\": {\"a\": true}, \"required\": [\"b\"]}, true], \"unevaluatedProperties\": false}",
         "{\"a\": 1}", "at /a: the key \"a\" is not allowed"}, /* a branch that does not fit spoke of nothing */
    };
    TRY(t);
}

static void test_in_place(void **state)
{
    (void)state;
    static const trial t[] = {
        {"{\"anyOf\": [{\"type\": \"null\"}, {\"required\": [\"a\"], \"type\": \"object\"}]}", "{}",
         "the key \"a\" is missing (in the nearest schema of anyOf)"},
        {"{\"anyOf\": [{\"type\": \"null\"}, {\"type\": \"string\"}]}", "3", "fits none of the 2 schemas of anyOf: 3"},
        {"{\"oneOf\": [{\"minimum\": 1}, {\"minimum\": 2}]}", "3", "fits more than one schema of oneOf: 3"},
        {"{\"oneOf\": [{\"minimum\": 1}, {\"minimum\": 2}]}", "1", NULL},
        {"{\"not\": {\"type\": \"string\"}}", "\"x\"", "fits the schema of not: \"x\""},
        {"{\"if\": {\"minimum\": 5}, \"then\": {\"maximum\": 7}, \"else\": {\"const\": 0}}", "8",
         "8 is above the maximum 7"},
        {"{\"if\": {\"minimum\": 5}, \"then\": {\"maximum\": 7}, \"else\": {\"const\": 0}}", "1", "1 is not 0"},
        {"{\"$ref\": \"#/$defs/a\", \"maximum\": 3, \"$defs\": {\"a\": {\"minimum\": 1}}}", "4",
         "4 is above the maximum 3"},
        {"{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"$ref\": \"#/definitions/a\", \"maximum\": 3, "
         "\"definitions\": {\"a\": {\"minimum\": 1}}}",
         "4", NULL}, /* beside $ref nothing counts there */
        {"{\"properties\": {\"next\": {\"$ref\": \"#\"}, \"v\": {\"type\": \"string\"}}}",
         "{\"next\": {\"next\": {\"v\": 1}}}", "at /next/next/v: expected a string, got an integer: 1"},
        {"{\"$id\": \"http://x.test/strict\", \"$dynamicAnchor\": \"node\", \"$ref\": \"tree\", \"unevaluatedProperties\": "
         "false, \"$defs\": {\"t\": {\"$id\": \"tree\", \"$dynamicAnchor\": \"node\", \"properties\": {\"sub\": {\"type\": "
         "\"array\", \"items\": {\"$dynamicRef\": \"#node\"}}}}}}",
         "{\"sub\": [{\"oops\": 1}]}", "at /sub/0/oops: the key \"oops\" is not allowed"},
    };
    TRY(t);
}

static void test_rule(void **state)
{
    (void)state;
    world w = compile(
        "{\"properties\": {\"a\": {\"$ref\": \"#/$defs/b~1c\"}}, \"$defs\": {\"b/c\": {\"minimum\": 3}}}");
    const gp_json *v = NULL;
    const gp_schema_problem *p = NULL;
    T_OK(gp_json_parse(&w.a, "v", GP_STR("{\"a\": 2}"), &v, &w.err), w.err);
    T_OK(gp_schema_check(&w.a, w.doc, v, &p, &w.err), w.err);
    assert_string_equal(p->rule.p, "#/$defs/b~1c/minimum");
    assert_string_equal(p->at.p, "/a");
    assert_int_equal(p->keyword->col, 78);
    end(&w);
}

/* Work is bounded, whatever the schema: each level doubles it. */
static void test_bounded(void **state)
{
    (void)state;
    gp_buf b = {0};
    gp_buf_c(&b, "{\"$ref\": \"#/$defs/d40\", \"$defs\": {\"d0\": {\"type\": \"string\"}");
    for (int i = 1; i <= 40; i++)
        gp_buf_fmt(&b, ", \"d%d\": {\"anyOf\": [{\"$ref\": \"#/$defs/d%d\"}, {\"$ref\": \"#/$defs/d%d\"}]}", i, i - 1,
                   i - 1);
    gp_buf_c(&b, "}}");
    world w = compile(b.p);
    const gp_json *v = NULL;
    const gp_schema_problem *p = NULL;
    T_OK(w.code, w.err);
    T_OK(gp_json_parse(&w.a, "v", GP_STR("1"), &v, &w.err), w.err);
    T_FAILS(gp_schema_check(&w.a, w.doc, v, &p, &w.err), GP_E_INFRA, w.err, "too much work");
    end(&w);
    gp_buf_clear(&b);
    gp_buf_c(&b, "{\"$ref\": \"#/$defs/d300\", \"$defs\": {\"d0\": true");
    for (int i = 1; i <= 300; i++) gp_buf_fmt(&b, ", \"d%d\": {\"$ref\": \"#/$defs/d%d\"}", i, i - 1);
    gp_buf_c(&b, "}}");
    w = compile(b.p);
    assert_int_equal(w.code, GP_E_INPUT);
    assert_non_null(strstr(w.err.msg, "more than 256 schemas"));
    end(&w);
    /* many at each level of a deep value: the stack is not spent */
    gp_buf_clear(&b);
    gp_buf_c(&b, "{\"$ref\": \"#/$defs/d200\", \"$defs\": {\"d0\": {\"items\": {\"$ref\": \"#/$defs/d200\"}}");
    for (int i = 1; i <= 200; i++) gp_buf_fmt(&b, ", \"d%d\": {\"allOf\": [{\"$ref\": \"#/$defs/d%d\"}]}", i, i - 1);
    gp_buf_c(&b, "}}");
    w = compile(b.p);
    assert_int_equal(w.code, GP_E_INPUT); /* each is two schemas */
    end(&w);
    gp_buf_clear(&b);
    gp_buf_c(&b, "{\"$ref\": \"#/$defs/d100\", \"$defs\": {\"d0\": {\"items\": {\"$ref\": \"#/$defs/d100\"}}");
    for (int i = 1; i <= 100; i++) gp_buf_fmt(&b, ", \"d%d\": {\"allOf\": [{\"$ref\": \"#/$defs/d%d\"}]}", i, i - 1);
    gp_buf_c(&b, "}}");
    w = compile(b.p);
    T_OK(w.code, w.err);
    gp_buf_clear(&b);
    for (int i = 0; i < 60; i++) gp_buf_byte(&b, '[');
    for (int i = 0; i < 60; i++) gp_buf_byte(&b, ']');
    T_OK(gp_json_parse(&w.a, "v", gp_buf_view(&b), &v, &w.err), w.err);
    T_FAILS(gp_schema_check(&w.a, w.doc, v, &p, &w.err), GP_E_INFRA, w.err, "too much work");
    end(&w);
    gp_buf_free(&b);
}

/* Long values take no square of time: with one, this would take hours. */
static void test_long(void **state)
{
    (void)state;
    enum { N = 100000 };
    gp_buf b = {0}, object = {0};
    for (int i = 0; i < N; i++) gp_buf_fmt(&b, "%s[%d, \"%d\"]", i ? ", " : "[", i, i);
    gp_buf_c(&b, "]");
    for (int i = 0; i < N; i++) gp_buf_fmt(&object, "%s\"k%d\": 1", i ? ", " : "{", N - i);
    gp_buf_c(&object, "}");
    gp_buf schema = {0};
    gp_buf_c(&schema, "{\"uniqueItems\": true, \"required\": [");
    for (int i = 1; i <= N; i++) gp_buf_fmt(&schema, "%s\"k%d\"", i > 1 ? ", " : "", i);
    gp_buf_c(&schema, "], \"additionalProperties\": {\"const\": 1}}");
    const trial t[] = {{schema.p, b.p, NULL}, {schema.p, object.p, NULL}};
    TRY(t);
    gp_buf_free(&b);
    gp_buf_free(&object);
    gp_buf_free(&schema);
}

/* Many values against a long enum: each is looked up, not compared with all. */
static void test_long_enum(void **state)
{
    (void)state;
    enum { N = 20000 };
    gp_buf schema = {0}, values = {0};
    gp_buf_c(&schema, "{\"items\": {\"enum\": [null");
    gp_buf_c(&values, "[null");
    for (int i = 0; i < N; i++) {
        gp_buf_fmt(&schema, ", {\"a\": [%d.0], \"b\": \"v%d\"}", i, i);
        gp_buf_fmt(&values, ", {\"b\": \"v%d\", \"a\": [%d]}", i, i);
    }
    gp_buf_c(&schema, "]}}");
    world w = compile(schema.p);
    const gp_json *v = NULL;
    const gp_schema_problem *p = NULL;
    T_OK(w.code, w.err);
    for (int bad = 0; bad < 2; bad++) {
        gp_buf_c(&values, bad ? ", {\"b\": \"v1\", \"a\": [2]}]" : "]");
        T_OK(gp_json_parse(&w.a, "v", gp_buf_view(&values), &v, &w.err), w.err);
        T_OK(gp_schema_check(&w.a, w.doc, v, &p, &w.err), w.err);
        if (bad) assert_string_equal(p->at.p, "/20001");
        else assert_null(p);
        values.n--;
    }
    gp_buf_free(&schema);
    gp_buf_free(&values);
    end(&w);
}

/* A value's pointer leads back to it, whatever its keys are. */
static void all_lead_back(gp_arena *a, const gp_json *root, const gp_json *v)
{
    gp_str pointer = gp_json_pointer(a, root, v);
    if (gp_json_at(root, pointer) != v) fail_msg("%s", pointer.p);
    for (const gp_json *e = v->first; e; e = e->next) all_lead_back(a, root, e);
}

static void test_pointers(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    const gp_json *root = NULL;
    T_OK(gp_json_parse(&a, "v",
                       GP_STR("{\"\": [0, [], [{}], {\"~1\": 1, \"/\": {\"a/b\": [[1], 2]}}], \"~\": null, "
                              "\"\\u0000x\": \"y\", \"0\": {\"00\": [true]}}"),
                       &root, &err),
         err);
    all_lead_back(&a, root, root);
    gp_arena_free(&a);
}

static void test_known_documents(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_schema_document other = {GP_STR("http://x.test/other.json"), NULL};
    T_OK(gp_json_parse(&a, "other", GP_STR("{\"$defs\": {\"n\": {\"type\": \"number\"}}}"), &other.root, &err), err);
    gp_schema_options o = GP_SCHEMA_DEFAULTS;
    o.known = &other;
    o.n_known = 1;
    o.uri = GP_STR("http://x.test/main.json");
    const trial t[] = {{"{\"items\": {\"$ref\": \"other.json#/$defs/n\"}}", "[1, \"a\"]",
                        "at /1: expected a number, got a string: \"a\""}};
    try_all(t, 1, &o);
    gp_arena_free(&a);
}

static void test_formats(void **state)
{
    (void)state;
    static const char *const t[][3] = {
        /* name, fits, does not */
        {"date-time", "2024-02-29T23:59:60Z", "2023-02-29T00:00:00Z"},
        {"date", "2000-02-29", "1900-02-29"},
        {"time", "08:30:06.283+05:30", "08:30:06"},
        {"duration", "P1Y2M3DT4H5M6S", "P1YT"},
        {"email", "a.b+c@example.org", "a..b@example.org"},
        {"idn-email", "\xC3\xA4@example.org", "\xC3\xA4.example.org"},
        {"hostname", "a-b.example", "-a.example"},
        {"ipv4", "192.0.2.1", "192.0.2.01"},
        {"ipv6", "::ffff:192.0.2.1", "1:2:3:4:5:6:7:8:9"},
        {"uri", "http://[::1]:80/a?b#c", "//no.scheme/"},
        {"uri-reference", "../a%20b", "a%2"},
        {"iri", "http://x.test/\xC3\xA4", "http://x.test/ \xC3\xA4"},
        {"uri-template", "/a{?b*,c:3}", "/a{b"},
        {"uuid", "00000000-0000-0000-0000-00000000000f", "00000000-0000-0000-0000-00000000000g"},
        {"json-pointer", "/a~1b", "/a~2"},
        {"relative-json-pointer", "1/a", "01/a"},
        {"regex", "^a$", "a("},
    };
    gp_schema_options o = GP_SCHEMA_DEFAULTS;
    o.assert_format = true;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        char schema[100], good[100], bad[100], words[200];
        (void)snprintf(schema, sizeof schema, "{\"format\": \"%s\"}", t[i][0]);
        (void)snprintf(good, sizeof good, "\"%s\"", t[i][1]);
        (void)snprintf(bad, sizeof bad, "\"%s\"", t[i][2]);
        (void)snprintf(words, sizeof words, "%s is not of the format \"%s\"", bad, t[i][0]);
        const trial both[] = {{schema, good, NULL}, {schema, bad, words}};
        try_all(both, 2, &o);
    }
    o.strict = true;
    world w = compile_with("{\"format\": \"colour\"}", &o);
    assert_non_null(strstr(w.err.msg, "s:1:12: the format \"colour\" cannot be checked"));
    end(&w);
}

static void test_least(void **state)
{
    (void)state;
    static const char *const t[][2] = {
        {"{}", "null"},
        {"{\"const\": [1, 9007199254740993]}", "[1,9007199254740993]"},
        {"{\"type\": [\"string\", \"null\"], \"minLength\": 3}", "\"aaa\""},
        {"{\"type\": \"integer\", \"minimum\": 2.5}", "3"},
        {"{\"type\": \"integer\", \"maximum\": -2.5}", "-3"},
        {"{\"minimum\": 2.5}", "2.5"},
        {"{\"type\": \"number\", \"minimum\": -1}", "0"},
        {"{\"items\": {\"enum\": [\"x\", \"y\"]}, \"minItems\": 2}", "[\"x\",\"x\"]"},
        {"{\"required\": [\"a\", \"b\"], \"properties\": {\"b\": {\"type\": \"boolean\"}, \"c\": true}, "
         "\"additionalProperties\": {\"type\": \"object\"}}",
         "{\"a\":{},\"b\":false}"},
        {"{\"exclusiveMinimum\": 2}", "3"},
        {"{\"type\": \"integer\", \"exclusiveMaximum\": -1.5}", "-2"},
        {"{\"allOf\": [{\"$ref\": \"#/$defs/a\"}, {\"required\": [\"x\"]}], \"$defs\": {\"a\": {\"type\": \"object\", "
         "\"required\": [\"y\"], \"properties\": {\"x\": {\"const\": 7}, \"y\": {\"type\": \"string\"}}}}}",
         "{\"y\":\"\",\"x\":7}"},
        {"{\"type\": \"array\", \"contains\": {\"const\": 1}, \"minItems\": 2}", "[1,null]"},
        {"{\"type\": [\"string\", \"integer\"], \"anyOf\": [{\"type\": \"null\"}, {\"type\": \"integer\"}]}", "0"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        gp_buf b = {0};
        world w = compile(t[i][0]);
        T_OK(w.code, w.err);
        assert_true(gp_schema_least(w.doc, 100, &b));
        assert_string_equal(b.p, t[i][1]);
        gp_buf_free(&b);
        end(&w);
    }
    /* one that grows is cut off, however often it would have to be repeated */
    gp_buf b = {0};
    world w = compile("{\"minItems\": 9000000000000, \"items\": {\"minItems\": 9000000000000}}");
    T_OK(w.code, w.err);
    assert_false(gp_schema_least(w.doc, 100, &b));
    assert_true(b.n < 300);
    gp_buf_free(&b);
    end(&w);
}

/* What needs itself without end, and what only seems to. */
static void test_fits(void **state)
{
    (void)state;
    static const char *const good[] = {
        "{\"properties\": {\"next\": {\"$ref\": \"#\"}}}",
        "{\"required\": [\"l\"], \"properties\": {\"l\": {\"type\": \"array\", \"items\": {\"$ref\": \"#\"}}}}",
        "{\"anyOf\": [{\"const\": 0}, {\"type\": \"array\", \"minItems\": 1, \"items\": {\"$ref\": \"#\"}}]}",
        "{\"minimum\": 3, \"maximum\": 3}",
        "{\"not\": {\"type\": \"string\"}}",
        "{\"type\": \"integer\", \"allOf\": [{\"type\": [\"number\", \"string\"]}]}",
        "{\"type\": \"integer\", \"exclusiveMinimum\": 2, \"exclusiveMaximum\": 3.5}",
    };
    static const char *const bad[][2] = {
        {"{\"type\": \"object\", \"required\": [\"n\"], \"properties\": {\"n\": {\"$ref\": \"#\"}}}", "without end"},
        {"{\"minimum\": 3, \"exclusiveMaximum\": 3}", "s:1:13: nothing can fit this schema: minimum is not below"},
        {"{\"minimum\": 9007199254740993, \"maximum\": 9007199254740992}", "minimum is above maximum"},
        {"{\"allOf\": [{\"type\": \"string\"}, {\"type\": [\"number\", \"null\"]}]}", "exclude one another"},
        {"{\"type\": \"array\", \"allOf\": [{\"allOf\": [{\"type\": \"integer\"}]}]}", "exclude one another"},
        {"{\"type\": \"integer\", \"exclusiveMinimum\": 2, \"exclusiveMaximum\": 3}", "there is no integer"},
        {"{\"allOf\": [true, {\"enum\": []}]}", "s:1:27: nothing can fit this schema: none of the values of enum"},
        {"{\"type\": \"array\", \"contains\": {\"type\": \"string\", \"const\": 1}}", "the value of const"},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        world w = compile(good[i]);
        T_OK(w.code, w.err);
        T_OK(gp_schema_fits(w.doc, &w.err), w.err);
        end(&w);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        world w = compile(bad[i][0]);
        T_OK(w.code, w.err);
        T_FAILS(gp_schema_fits(w.doc, &w.err), GP_E_INPUT, w.err, bad[i][1]);
        end(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tree),    cmocka_unit_test(test_drafts),   cmocka_unit_test(test_dynamic),
        cmocka_unit_test(test_refused), cmocka_unit_test(test_strict),   cmocka_unit_test(test_scalars),
        cmocka_unit_test(test_arrays),  cmocka_unit_test(test_objects),  cmocka_unit_test(test_in_place),
        cmocka_unit_test(test_rule),    cmocka_unit_test(test_bounded),  cmocka_unit_test(test_long_enum),
        cmocka_unit_test(test_long),    cmocka_unit_test(test_pointers), cmocka_unit_test(test_known_documents),
        cmocka_unit_test(test_formats), cmocka_unit_test(test_least),    cmocka_unit_test(test_fits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

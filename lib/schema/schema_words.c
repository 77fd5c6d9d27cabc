/* schema_words.c - what is wrong with a value, in words for people. */
#include "schema/schema_impl.h"

enum { SHOWN = 80 }; /* bytes of a value that a message shows */

static void quote(gp_buf *b, gp_str s)
{
    gp_buf_byte(b, '"');
    gp_show(b, s, SHOWN);
    gp_buf_byte(b, '"');
}

static void raw(gp_buf *b, const gp_json *v) { gp_show(b, v->raw, SHOWN); }

static const gp_json *keyword(const gp_schema_fault *f)
{
    const gp_json *k = gp_json_get(f->schema->at, f->key);
    return k ? k : f->schema->at;
}

static void say_type(gp_buf *b, const gp_schema_fault *f)
{
    static const char *const words[7] = {"null",     "true or false", "an integer", "a number",
                                         "a string", "an array",      "an object"};
    bool more = false;
    gp_buf_c(b, "expected ");
    for (unsigned i = 0; i < 7; i++) {
        if (!(f->schema->types & 1u << i)) continue;
        gp_buf_fmt(b, "%s%s", more ? " or " : "", words[i]);
        more = true;
    }
    bool inside = f->value->type == GP_JSON_ARRAY || f->value->type == GP_JSON_OBJECT;
    gp_buf_fmt(b, ", got %s", gp_json_type_name(f->value->type));
    if (inside || f->value->type == GP_JSON_NULL) return;
    gp_buf_c(b, ": ");
    raw(b, f->value);
}

/* "WORDS KEYWORD": the value of the keyword behind. */
static void say_against(gp_buf *b, const gp_schema_fault *f, const char *words)
{
    raw(b, f->value);
    gp_buf_fmt(b, " %s ", words);
    raw(b, keyword(f));
}

static void say_size(gp_buf *b, const gp_schema_fault *f, const char *what)
{
    gp_buf_fmt(b, "%llu %s%s, %s is ", (unsigned long long)f->n, what, f->n == 1 ? "" : "s", f->key);
    raw(b, keyword(f));
}

static void say_pattern(gp_buf *b, const gp_schema_fault *f, const char *words)
{
    raw(b, f->value);
    gp_buf_fmt(b, " %s ", words);
    quote(b, keyword(f)->s);
}

static void say_missing(gp_buf *b, const gp_schema_fault *f)
{
    gp_buf_c(b, "the key ");
    quote(b, f->name);
    gp_buf_c(b, " is missing");
}

static void say_surplus(gp_buf *b, const gp_schema_fault *f)
{
    if (f->name.p) {
        gp_buf_c(b, "the key ");
        quote(b, f->name);
        gp_buf_c(b, " is not allowed");
    } else {
        gp_buf_c(b, "a value that is not allowed: ");
        raw(b, f->value);
    }
}

static void say_contains(gp_buf *b, const gp_schema_fault *f)
{
    gp_buf_fmt(b, "%llu values fit what \"contains\" asks for, of at %s %llu", (unsigned long long)f->n,
               f->key[0] == 'c' ? "least" : "most",
               (unsigned long long)(f->key[0] == 'c' ? f->schema->min_contains : f->schema->max_contains));
}

static void say_one(gp_buf *b, const gp_schema_fault *f)
{
    if (f->n) gp_buf_c(b, "fits more than one schema of oneOf: ");
    else gp_buf_fmt(b, "fits none of the %zu schemas of %s: ", keyword(f)->n, f->key);
    raw(b, f->value);
}

static void say(gp_buf *b, const gp_schema_fault *f)
{
    gp_str key = gp_str_c(f->key);
    bool least = gp_str_starts(key, GP_STR("min"));
    if (gp_str_eqc(key, "type")) say_type(b, f);
    else if (gp_str_eqc(key, "const")) say_against(b, f, "is not");
    else if (gp_str_eqc(key, "enum")) say_against(b, f, "is not one of");
    else if (gp_str_eqc(key, "minimum")) say_against(b, f, "is below the minimum");
    else if (gp_str_eqc(key, "maximum")) say_against(b, f, "is above the maximum");
    else if (gp_str_eqc(key, "exclusiveMinimum")) gp_buf_c(b, "must be above the minimum: "), raw(b, f->value);
    else if (gp_str_eqc(key, "exclusiveMaximum")) gp_buf_c(b, "must be below the maximum: "), raw(b, f->value);
    else if (gp_str_eqc(key, "multipleOf")) say_against(b, f, "is not a multiple of");
    else if (gp_str_eqc(key, "pattern")) say_pattern(b, f, "does not match the pattern");
    else if (gp_str_eqc(key, "format")) say_pattern(b, f, "is not of the format");
    else if (gp_str_eqc(key, "contains") || gp_str_eqc(key, "maxContains")) say_contains(b, f);
    else if (gp_str_ends(key, GP_STR("Length"))) say_size(b, f, "character");
    else if (gp_str_ends(key, GP_STR("Items")) && (least || key.p[1] == 'a')) say_size(b, f, "item");
    else if (gp_str_ends(key, GP_STR("Properties")) && (least || key.p[1] == 'a')) say_size(b, f, "key");
    else if (gp_str_eqc(key, "uniqueItems")) gp_buf_c(b, "stands there before: "), raw(b, f->value);
    else if (gp_str_eqc(key, "required") || gp_str_eqc(key, "dependentRequired")) say_missing(b, f);
    else if (gp_str_eqc(key, "propertyNames")) gp_buf_c(b, "the key does not fit propertyNames: "), quote(b, f->name);
    else if (gp_str_eqc(key, "anyOf") || gp_str_eqc(key, "oneOf")) say_one(b, f);
    else if (gp_str_eqc(key, "not")) gp_buf_c(b, "fits the schema of not: "), raw(b, f->value);
    else say_surplus(b, f);
}

static gp_str rule_of(gp_arena *a, const gp_schema_fault *f)
{
    const gp_schema_resource *r = f->schema->resource;
    gp_str path = gp_json_pointer(a, r->root->at, keyword(f));
    return gp_str_fmt(a, "%.*s#%.*s", GP_ARG(r->uri), GP_ARG(path));
}

const gp_schema_problem *gp_schema_describe(gp_arena *a, const gp_schema_fault *f, const gp_json *root)
{
    gp_schema_problem *p = GP_NEW(a, gp_schema_problem);
    gp_buf b = {0};
    *p = (gp_schema_problem){
        .at = gp_json_pointer(a, root, f->value), .rule = rule_of(a, f), .value = f->value, .keyword = keyword(f)};
    if (p->at.n) {
        gp_buf_c(&b, "at ");
        gp_show(&b, p->at, 0);
        gp_buf_c(&b, ": ");
    }
    say(&b, f);
    if (f->choice) gp_buf_fmt(&b, " (in the nearest schema of %s)", f->choice);
    p->words = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return p;
}

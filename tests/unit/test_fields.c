/* Records: a struct as a table, read, written, compared, merged and described by it. */
#include <math.h>

#include "base/sampling.h"
#include "t.h"

typedef enum color { NO_COLOR, RED, GREEN } color;

typedef struct point {
    double x, y;
} point;

typedef struct tally {
    size_t counts[3], all[3];
    bool known;
    gp_str raw;
    double x;
} tally;

typedef struct thing {
    gp_str name, text, raw, choice;
    int64_t count, limit;
    size_t size;
    double real, rate, share;
    bool flag;
    color shade;
    const gp_str *words;
    size_t n_words;
    const int32_t *ids;
    size_t n_ids;
    const point *points;
    size_t n_points;
    point at, inside;
    int custom;
} thing;

#define T thing
static const char *const colors[] = {NULL, "red", "green"};
static const char *const choices[] = {"low", "high"};

static const gp_field point_fields[] = {GP_FIELD(REAL, "x", point, x), GP_FIELD(REAL, "y", point, y)};
static const gp_record point_record = GP_RECORD(point, point_fields, "a point", .def = "point");
static const gp_field inner_fields[] = {GP_FIELD(REAL, "ix", point, x), GP_FIELD(REAL, "iy", point, y)};
static const gp_record inner_record = GP_RECORD(point, inner_fields, "inside", .flags = GP_OPTIONAL);

static void write_custom(gp_jw *w, const void *object) { gp_jw_bool(w, ((const T *)object)->custom == 1); }

static gp_code read_custom(gp_arena *a, const gp_json *v, void *object, gp_err *err)
{
    (void)a;
    bool yes = false;
    gp_code code = gp_json_bool(v, "custom", &yes, err);
    ((T *)object)->custom = yes;
    return code;
}

static bool has_custom(const void *object) { return ((const T *)object)->custom != 0; }

static const gp_field thing_fields[] = {
    GP_FIELD_IS("schema", "thing/1"),
    GP_FIELD(STR, "name", T, name, .flags = GP_KNOWN | GP_FILLED, .doc = "what it is called"),
    GP_FIELD(TEXT, "text", T, text),
    GP_FIELD(INT, "count", T, count),
    GP_FIELD(INT, "limit", T, limit, .flags = GP_ZERO),
    GP_FIELD(SIZE, "size", T, size),
    GP_FIELD(REAL, "real", T, real, GP_RANGE(-1, INFINITY)),
    GP_FIELD(REAL, "rate", T, rate, GP_RANGE(0, 2), .flags = GP_ABOVE),
    GP_FIELD(REAL, "share", T, share, GP_RANGE(0, 1), .flags = GP_OPTIONAL | GP_DEFAULT, .otherwise = 1),
    GP_FIELD(BOOL, "flag", T, flag),
    GP_FIELD(ENUM, "shade", T, shade, GP_NAMES(colors)),
    GP_FIELD(STR, "choice", T, choice, GP_NAMES(choices), .flags = GP_OPTIONAL),
    GP_FIELD_LISTED(STRS, "words", T, words, n_words, .flags = GP_FILLED),
    GP_FIELD_LISTED(IDS, "ids", T, ids, n_ids, GP_RANGE(0, 9)),
    GP_FIELD_LISTED(LIST, "points", T, points, n_points, .record = &point_record),
    GP_FIELD(OBJECT, "at", T, at, .record = &point_record),
    GP_FIELD(OBJECT, NULL, T, inside, .record = &inner_record),
    GP_FIELD(RAW, "raw", T, raw, .json = GP_JSON_OBJECT, .flags = GP_LENIENT, .schema = "{\"minProperties\": 1}"),
    GP_FIELD_BY("custom", write_custom, read_custom, .has = has_custom),
};
static const gp_record things = GP_RECORD(T, thing_fields, "a thing", .doc = "Everything at once.");

#define UNKNOWN                                                                                                   \
    "{\"schema\":\"thing/1\",\"name\":\"\",\"text\":null,\"count\":null,\"limit\":null,\"size\":0,\"real\":null," \
    "\"rate\":null,\"share\":1,\"flag\":false,\"shade\":null,\"words\":[],\"ids\":null,\"points\":[],"            \
    "\"at\":{\"x\":null,\"y\":null},\"raw\":null}"
#define WHOLE                                                                                                           \
    "{\"schema\":\"thing/1\",\"name\":\"n\",\"text\":\"\",\"count\":0,\"limit\":7,\"size\":3,\"real\":-0.5,\"rate\":2," \
    "\"share\":0.5,\"flag\":true,\"shade\":\"green\",\"choice\":\"high\",\"words\":[\"b\",\"a\"],\"ids\":[9,0],"        \
    "\"points\":[{\"x\":1,\"y\":2},{\"x\":3,\"y\":null}],\"at\":{\"x\":0,\"y\":1},\"ix\":4,"                            \
    "\"raw\":{\"b\": 1, \"a\": 2},\"custom\":true}"

static gp_arena arena;

static gp_code read_with(const gp_record *r, const char *text, void *out, gp_err *err)
{
    const gp_json *v = NULL;
    *err = (gp_err){0};
    T_OK(gp_json_parse(&arena, "f", gp_str_c(text), &v, err), *err);
    return gp_record_read(&arena, r, v, out, err);
}

static gp_code take(const char *text, T *out, gp_err *err)
{
    *out = (T){0};
    gp_record_init(&things, out);
    return read_with(&things, text, out, err);
}

static void writes(const gp_record *r, const void *object, const char *want)
{
    gp_buf b = {0};
    gp_jw w;
    gp_jw_init(&w, &b, 0);
    gp_record_write(&w, r, object);
    assert_string_equal(b.p, want);
    gp_buf_free(&b);
}

static void unknown_is_told_as_such(void **state)
{
    (void)state;
    T t = {0}, back;
    gp_err err;
    gp_record_init(&things, &t);
    assert_true(t.count == -1 && t.limit == 0 && isnan(t.real) && t.share == 1 && isnan(t.at.x) && isnan(t.inside.y));
    writes(&things, &t, UNKNOWN);
    T_FAILS(take(UNKNOWN, &back, &err), GP_E_INPUT, err, "f:1:28: name is empty");
}

static void what_is_written_is_read_again(void **state)
{
    (void)state;
    T t;
    gp_err err;
    T_OK(take(WHOLE, &t, &err), err);
    assert_true(t.text.p && !t.text.n && t.shade == GREEN && t.n_ids == 2 && t.ids[0] == 9 && t.inside.x == 4 &&
                isnan(t.inside.y));
    assert_true(t.n_points == 2 && isnan(t.points[1].y) && t.custom == 1);
    writes(&things, &t, WHOLE);
}

static void any_order_will_do_and_null_is_unknown(void **state)
{
    (void)state;
    T t;
    gp_err err;
    T_OK(
        take(
            "{\"at\": {\"y\": null, \"x\": 1}, \"name\": \"n\", \"schema\": \"thing/1\", \"words\": [], \"points\": [], \"shade\": null,"
            "\"flag\": false, \"ids\": null, \"rate\": null, \"real\": null, \"size\": 1, \"limit\": null, \"count\": null, \"text\": null}",
            &t, &err),
        err);
    assert_true(t.at.x == 1 && isnan(t.at.y) && t.shade == NO_COLOR && !t.text.p && t.count == -1 && t.share == 1 &&
                !t.raw.n && !t.custom);
}

/* Parts of the whole text replaced: what reading says to it. */
static void what_is_wrong_is_located(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *want;
    } t[] = {
        {"\"schema\":\"thing/1\"", "\"schema\":\"thing/2\"",
         "f:1:11: the schema is \"thing/2\", but this goldpin reads \"thing/1\""},
        {"\"count\":0,", "", "f:1:1: a thing lacks \"count\""},
        {"\"count\"", "\"cuont\"", "unknown key \"cuont\" in a thing; did you mean \"count\"?"},
        {"\"count\":0", "\"count\":-1", "count is -1, but must be from 0 to 9223372036854775807"},
        {"\"count\":0", "\"count\":0.5", "count must be an integer, not a number"},
        {"\"size\":3", "\"size\":null", "size must be an integer, not null"},
        {"\"name\":\"n\"", "\"name\":null", "name must be a string, not null"},
        {"\"name\":\"n\"", "\"name\":\" \"", "name is empty"},
        {"\"real\":-0.5", "\"real\":-1.5", "real is -1.5, but must be from -1 to inf"},
        {"\"rate\":2", "\"rate\":0", "rate is 0, but must be above 0 and at most 2"},
        {"\"rate\":2", "\"rate\":3", "rate is 3, but must be above 0 and at most 2"},
        {"\"share\":0.5", "\"share\":null", "share must be a number, not null"},
        {"\"flag\":true", "\"flag\":1", "flag must be true or false, not an integer"},
        {"\"green\"", "\"gren\"", "shade is \"gren\", but must be one of red, green; did you mean \"green\"?"},
        {"\"high\"", "\"medium\"", "choice is \"medium\", but must be one of low, high"},
        {"[\"b\",\"a\"]", "[\"b\",\"\"]", "words holds an empty string"},
        {"[\"b\",\"a\"]", "[1]", "words must hold strings, not an integer"},
        {"[\"b\",\"a\"]", "\"b\"", "words must be an array, not a string"},
        {"[9,0]", "[10]", "ids is 10, but must be from 0 to 9"},
        {"{\"x\":1,\"y\":2}", "{\"x\":1}", "a point lacks \"y\""},
        {"{\"x\":1,\"y\":2}", "[]", "a point must be an object, not an array"},
        {"{\"b\": 1, \"a\": 2}", "[]", "raw must be an object, not an array"},
        {"\"custom\":true", "\"custom\":1", "custom must be true or false"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        T out;
        gp_err err;
        const char *at = strstr(WHOLE, t[i].from);
        assert_non_null(at);
        gp_str text = gp_str_fmt(&arena, "%.*s%s%s", (int)(at - WHOLE), WHOLE, t[i].to, at + strlen(t[i].from));
        T_FAILS(take(text.p, &out, &err), GP_E_INPUT, err, t[i].want);
    }
}

static void canonical_order_is_that_of_the_standard(void **state)
{
    (void)state;
    T t;
    gp_err err;
    gp_buf b = {0}, want = {0};
    gp_jw w;
    T_OK(take(WHOLE, &t, &err), err);
    gp_jw_init(&w, &b, 0);
    t.raw = GP_STR("{\"a\":2,\"b\":1}");
    gp_record_write_canonical(&w, &things, &t);
    T_OK(gp_json_canonical(gp_str_c(WHOLE), &want, &err), err);
    assert_string_equal(b.p, want.p);
    gp_buf_free(&b);
    gp_buf_free(&want);
}

static void the_first_difference_is_found(void **state)
{
    (void)state;
    T x, y;
    gp_err err;
    gp_buf was = {0}, is = {0};
    T_OK(take(WHOLE, &x, &err), err);
    T_OK(take(WHOLE, &y, &err), err);
    assert_null(gp_record_differs(&things, &x, &y, &was, &is));
    y.at.x = NAN;
    y.flag = false;
    assert_string_equal(gp_record_differs(&things, &x, &y, &was, &is)->key, "flag");
    assert_string_equal(was.p, "{\"flag\":true}");
    assert_string_equal(is.p, "{\"flag\":false}");
    gp_buf_free(&was);
    gp_buf_free(&is);
}

static void sampling_of_a_target_goes_over_that_of_a_case(void **state)
{
    (void)state;
    static const gp_str stop[] = {GP_STR("x")};
    gp_sampling_spec c = gp_sampling_none(), t = gp_sampling_none();
    c.temperature = 0.5;
    c.top_k = 3;
    t.temperature = 0;
    t.stop = stop;
    t.n_stop = 1;
    gp_sampling_spec s = gp_sampling_merge(&c, &t);
    assert_true(s.temperature == 0 && s.top_k == 3 && s.n_stop == 1 && s.stop == stop && isnan(s.top_p) &&
                s.max_tokens == -1);
    writes(&gp_sampling_asked, &s, "{\"temperature\":0,\"top_k\":3,\"stop\":[\"x\"]}");
    writes(
        &gp_sampling_told, &s,
        "{\"temperature\":0,\"top_p\":null,\"top_k\":3,\"min_p\":null,\"repeat_penalty\":null,\"presence_penalty\":null,"
        "\"frequency_penalty\":null,\"max_tokens\":null,\"stop\":[\"x\"]}");
}

/* What users write by hand: rows with names of their own, checks, sets, lists of one, one of several kinds. */

typedef struct asked {
    gp_str id, copied;
    uint32_t kinds;
    const gp_str *any;
    size_t n_any;
    const gp_json *value;
    double later;
} asked;

static const char *const kinds[] = {NULL, "slow", "never", "fast"};

static bool not_never(unsigned i) { return i != 2; }

static gp_code no_slash(const gp_json *v, const char *what, gp_err *err)
{
    return gp_str_find(v->s, GP_STR("/")) == SIZE_MAX ? GP_OK : gp_json_fail(err, v, "%s holds a slash", what);
}

static gp_code any_or_value(const gp_json *v, void *object, gp_err *err)
{
    const asked *k = object;
    return k->n_any || k->value ? GP_OK : gp_json_fail(err, v, "neither any nor value");
}

static const gp_field asked_fields[] = {
    GP_FIELD_IS("type", "asked", .called = "the type", .flags = GP_KNOWN),
    GP_FIELD(STR, "id", asked, id, .flags = GP_KNOWN, .called = "the id of it", .check = no_slash),
    GP_FIELD(STR, "copied", asked, copied, .flags = GP_COPIED),
    GP_FIELD(BITS, "kinds", asked, kinds, GP_NAMES(kinds), .allows = not_never, .refusal = "nobody waits for",
             .flags = GP_FILLED, .called = "a kind"),
    GP_FIELD_LISTED(STRS, "any", asked, any, n_any, GP_NAMES(choices), .flags = GP_LONE | GP_FILLED),
    GP_FIELD(JSON, "value", asked, value, .json = GP_JSON_OBJECT),
    GP_FIELD(REAL, "later", asked, later, GP_RANGE(0, 1)),
};
static const gp_record asked_record = GP_RECORD(asked, asked_fields, "a thing", .def = "asked",
                                                .flags = GP_OPTIONAL | GP_QUOTED, .check = any_or_value);
static const gp_field either_fields[] = {GP_FIELD_IN("asked", &asked_record), GP_FIELD_IN("other", &point_record)};
static const gp_record either = GP_RECORD(asked, either_fields, "a part", .def = "either", .choice = "type");

static void what_is_asked_for_is_read(void **state)
{
    (void)state;
    asked k = {0};
    gp_err err = {0};
    T_OK(read_with(&either,
                   "{\"type\": \"asked\", \"id\": \"i\", \"copied\": \"c\", \"kinds\": [\"fast\", \"slow\"],"
                   "\"any\": \"low\", \"value\": {\"b\": 1}}",
                   &k, &err),
         err);
    assert_true(k.kinds == (1u << 3 | 1u << 1) && k.n_any == 1 && gp_str_eqc(k.any[0], "low") && isnan(k.later));
    assert_string_equal(k.copied.p, "c");
    writes(
        &asked_record, &k,
        "{\"type\":\"asked\",\"id\":\"i\",\"copied\":\"c\",\"kinds\":[\"slow\",\"fast\"],\"any\":[\"low\"],\"value\":{\"b\":1}}");
}

static void what_is_asked_for_wrongly_is_located(void **state)
{
    (void)state;
    static const char *const t[][2] = {
        {"[]", "a part must be an object, not an array"},
        {"{}", "f:1:1: a part lacks \"type\""},
        {"{\"type\": \"aksed\"}",
         "the type of a part is \"aksed\", but must be one of asked, other; did you mean \"asked\"?"},
        {"{\"type\": \"asked\"}", "f:1:1: a thing lacks \"id\""},
        {"{\"type\": \"asked\", \"id\": 1}", "the id of it must be a string, not an integer"},
        {"{\"type\": \"asked\", \"id\": \"a/b\"}", "f:1:25: the id of it holds a slash"},
        {"{\"type\": \"asked\", \"id\": \"a\"}", "neither any nor value"},
        {"{\"type\": \"asked\", \"id\": \"a\", \"kinds\": []}", "\"kinds\" is empty; list at least one"},
        {"{\"type\": \"asked\", \"id\": \"a\", \"kinds\": [\"never\"]}", "f:1:40: nobody waits for \"never\""},
        {"{\"type\": \"asked\", \"id\": \"a\", \"kinds\": [\"fats\"]}",
         "a kind is \"fats\", but must be one of slow, fast; did you mean \"fast\"?"},
        {"{\"type\": \"asked\", \"id\": \"a\", \"any\": \"middle\"}",
         "\"any\" is \"middle\", but must be one of low, high"},
        {"{\"type\": \"asked\", \"id\": \"a\", \"any\": []}", "\"any\" is empty; list at least one"},
        {"{\"type\": \"asked\", \"id\": \"a\", \"value\": 1}", "\"value\" must be an object, not an integer"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        asked k = {0};
        gp_err err = {0};
        T_FAILS(read_with(&either, t[i][0], &k, &err), GP_E_INPUT, err, t[i][1]);
    }
    const gp_json *v = NULL;
    gp_err err = {0};
    T_OK(gp_json_parse(&arena, "f", GP_STR("{\"id\": 1, \"idd\": 2}"), &v, &err), err);
    T_FAILS(gp_record_knows(&asked_record, v, &err), GP_E_INPUT, err,
            "f:1:11: unknown key \"idd\" in a thing; did you mean \"id\"?");
}

/* A row that came later is not told where it is not set, so that older digests hold; nor do checks bind evidence. */
static void a_later_row_is_told_only_where_it_is_set(void **state)
{
    (void)state;
    static const gp_field fields[] = {GP_FIELD(REAL, "x", point, x),
                                      GP_FIELD(REAL, "y", point, y, .flags = GP_OPTIONAL)};
    static const gp_record told = GP_RECORD(point, fields, "a point", .flags = GP_TOLD);
    static const gp_record id_told = GP_RECORD(asked, asked_fields, "a thing", .flags = GP_TOLD | GP_OPTIONAL);
    point p;
    asked k = {0};
    gp_err err = {0};
    gp_record_init(&told, &p);
    writes(&told, &p, "{\"x\":null}");
    p.y = 2;
    writes(&told, &p, "{\"x\":null,\"y\":2}");
    T_OK(read_with(&told, "{\"x\": 1}", &p, &err), err);
    T_OK(read_with(&id_told, "{\"type\": \"asked\", \"id\": \"a/b\"}", &k, &err), err);
}

/* An empty list is said, as 0 is: it takes the case's strings back. */
static void no_stop_strings_is_a_value(void **state)
{
    (void)state;
    static const gp_str stop[] = {GP_STR("x")};
    gp_sampling_spec c = gp_sampling_none(), t = gp_sampling_none();
    gp_err err = {0};
    c.stop = stop;
    c.n_stop = 1;
    c.top_p = 0.5;
    T_OK(read_with(&gp_sampling_asked, "{\"stop\": [], \"top_p\": 0}", &t, &err), err);
    gp_sampling_spec s = gp_sampling_merge(&c, &t);
    assert_true(s.n_stop == 0 && s.top_p == 0);
    t = gp_sampling_none();
    s = gp_sampling_merge(&c, &t);
    assert_true(s.n_stop == 1 && s.top_p == 0.5);
}

/* One range for every place; evidence is read whatever it says. */
static void sampling_has_one_range(void **state)
{
    (void)state;
    gp_sampling_spec s;
    gp_err err = {0};
    const gp_json *v = NULL;
    T_FAILS(read_with(&gp_sampling_asked, "{\"repeat_penalty\": 0.005}", &s, &err), GP_E_INPUT, err,
            "repeat_penalty is 0.005, but must be from 0.01 to 100");
    T_FAILS(read_with(&gp_sampling_asked, "{\"stop\": [\"\"]}", &s, &err), GP_E_INPUT, err,
            "stop holds an empty string");
    T_FAILS(read_with(&gp_sampling_asked, "{\"top_p\": -0.1}", &s, &err), GP_E_INPUT, err,
            "top_p is -0.1, but must be from 0 to 1");
    T_OK(read_with(&gp_sampling_given, "{\"top_p\": -0.1, \"stop\": [\"\"]}", &s, &err), err);
    T_OK(gp_json_parse(&arena, "f", GP_STR("{\"other\": 1, \"top_k\": -1}"), &v, &err), err);
    T_FAILS(gp_record_read_members(&arena, &gp_sampling_listed, v, &s, &err), GP_E_INPUT, err,
            "\"top_k\" is -1, but must be from 0 to 2147483647");
    T_OK(read_with(&gp_sampling_told,
                   "{\"temperature\": 900, \"top_p\": 0, \"top_k\": null, \"min_p\": null, \"repeat_penalty\": 0.005,"
                   "\"presence_penalty\": null, \"frequency_penalty\": -200, \"max_tokens\": null, \"stop\": []}",
                   &s, &err),
         err);
    assert_true(s.temperature == 900 && s.frequency_penalty == -200 && s.top_k == -1 && s.n_stop == 0);
}

static const gp_json *property(const gp_json *schema, const char *key)
{
    const gp_json *v = gp_json_get(gp_json_get(schema, "properties"), key);
    assert_non_null(v);
    return v;
}

static void property_is(const gp_json *schema, const char *key, const char *want)
{
    gp_buf b = {0};
    gp_jw w;
    gp_jw_init(&w, &b, 0);
    gp_jw_value(&w, property(schema, key));
    assert_string_equal(b.p, want);
    gp_buf_free(&b);
}

static void the_schema_says_what_the_table_says(void **state)
{
    (void)state;
    gp_buf b = {0};
    gp_err err = {0};
    const gp_json *schema;
    gp_record_schema(&things, "a title", &b);
    T_OK(gp_json_parse(&arena, "schema", gp_buf_view(&b), &schema, &err), err);
    assert_true(gp_str_eqc(gp_json_get(schema, "title")->s, "a title") &&
                !gp_json_get(schema, "additionalProperties")->b);
    property_is(schema, "schema", "{\"const\":\"thing/1\"}");
    property_is(schema, "name", "{\"description\":\"what it is called\",\"type\":\"string\",\"minLength\":1}");
    property_is(schema, "text", "{\"type\":[\"string\",\"null\"]}");
    property_is(schema, "count", "{\"type\":[\"integer\",\"null\"],\"minimum\":0}");
    property_is(schema, "size", "{\"type\":\"integer\",\"minimum\":0}");
    property_is(schema, "real", "{\"type\":[\"number\",\"null\"],\"minimum\":-1}");
    property_is(schema, "rate", "{\"type\":[\"number\",\"null\"],\"exclusiveMinimum\":0,\"maximum\":2}");
    property_is(schema, "share", "{\"type\":\"number\",\"minimum\":0,\"maximum\":1,\"default\":1}");
    property_is(schema, "flag", "{\"type\":\"boolean\"}");
    property_is(schema, "shade", "{\"type\":[\"string\",\"null\"],\"enum\":[\"red\",\"green\",null]}");
    property_is(schema, "choice", "{\"type\":\"string\",\"enum\":[\"low\",\"high\"]}");
    property_is(schema, "words", "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"minLength\":1}}");
    property_is(schema, "ids",
                "{\"type\":[\"array\",\"null\"],\"items\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":9}}");
    property_is(schema, "points", "{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/point\"}}");
    property_is(schema, "at", "{\"$ref\":\"#/$defs/point\"}");
    property_is(schema, "ix", "{\"type\":\"number\"}");
    property_is(schema, "raw", "{\"type\":[\"object\",\"null\"],\"minProperties\":1}");
    property_is(schema, "custom", "{}");
    assert_int_equal(gp_json_get(schema, "required")->n, 14);
    assert_int_equal(gp_json_get(gp_json_get(schema, "$defs"), "point")->n, 4);
    gp_buf_free(&b);
}

static bool is_known(const void *object) { return ((const tally *)object)->known; }

static const gp_field spot_fields[] = {GP_FIELD(REAL, "x", tally, x)};
static const gp_record spot_record = GP_RECORD(tally, spot_fields, "a spot");
static const gp_field tally_fields[] = {
    GP_FIELD(COUNTS, "counts", tally, counts, GP_NAMES(colors), .flags = GP_ZERO),
    GP_FIELD(COUNTS, "all", tally, all, GP_NAMES(colors)),
    GP_FIELD(RAW, "raw", tally, raw, .has = is_known, .flags = GP_NULL),
    GP_FIELD_IN("spot", &spot_record, .has = is_known, .flags = GP_NULL),
};
static const gp_record tally_record = GP_RECORD(tally, tally_fields, "a tally", .def = "tally");

/* Counts by their names; null for what is not there. */
static void counts_have_names(void **state)
{
    (void)state;
    static const char text[] = "{\"counts\":{\"green\":2},\"all\":{\"red\":0,\"green\":2},\"raw\":null,\"spot\":null}";
    tally t = {.counts = {9, 9, 9}, .x = 1};
    gp_err err;
    gp_record_init(&tally_record, &t);
    T_OK(read_with(&tally_record, text, &t, &err), err);
    assert_true(t.counts[RED] == 0 && t.counts[GREEN] == 2 && t.all[GREEN] == 2 && isnan(t.x));
    t.raw = GP_STR("1");
    writes(&tally_record, &t, text);
    t.known = true;
    writes(&tally_record, &t,
           "{\"counts\":{\"green\":2},\"all\":{\"red\":0,\"green\":2},\"raw\":1,\"spot\":{\"x\":null}}");
    T_FAILS(read_with(&tally_record, "{\"counts\":{\"gren\":2},\"all\":{},\"raw\":null,\"spot\":null}", &t, &err),
            GP_E_INPUT, err, "unknown key \"gren\" in counts; did you mean \"green\"?");
    T_FAILS(read_with(&tally_record, "{\"counts\":{},\"all\":{},\"raw\":null}", &t, &err), GP_E_INPUT, err,
            "a tally lacks \"spot\"");
}

static void a_schema_of_several_records(void **state)
{
    (void)state;
    gp_buf b = {0};
    gp_err err = {0};
    const gp_json *schema;
    gp_record_schema_of((const gp_record *[]){&tally_record, &point_record}, 2, "a title", "either", &b);
    T_OK(gp_json_parse(&arena, "schema", gp_buf_view(&b), &schema, &err), err);
    assert_int_equal(gp_json_get(schema, "oneOf")->n, 2);
    assert_int_equal(gp_json_get(schema, "$defs")->n, 2);
    const gp_json *of = gp_json_get(gp_json_get(schema, "$defs"), "tally");
    assert_int_equal(gp_json_get(of, "required")->n, 4);
    assert_int_equal(gp_json_get(property(of, "counts"), "required")->n, 0);
    assert_int_equal(gp_json_get(property(of, "all"), "required")->n, 2);
    property_is(property(of, "counts"), "red", "{\"type\":\"integer\",\"minimum\":0}");
    assert_int_equal(gp_json_get(property(of, "spot"), "type")->n, 2);
    gp_buf_free(&b);
}

static void the_schema_says_what_is_one_of_several(void **state)
{
    (void)state;
    gp_buf b = {0};
    gp_err err = {0};
    const gp_json *schema;
    gp_record_schema(&either, "a title", &b);
    T_OK(gp_json_parse(&arena, "schema", gp_buf_view(&b), &schema, &err), err);
    const gp_json *defs = gp_json_get(schema, "$defs"), *of = gp_json_get(defs, "asked");
    assert_true(gp_json_get(schema, "anyOf")->n == 2 && !gp_json_get(schema, "properties") &&
                gp_json_get(defs, "point"));
    property_is(of, "type", "{\"const\":\"asked\"}");
    property_is(of, "kinds", "{\"type\":\"array\",\"minItems\":1,\"items\":{\"enum\":[\"slow\",\"fast\"]}}");
    property_is(
        of, "any",
        "{\"anyOf\":[{\"enum\":[\"low\",\"high\"]},{\"type\":\"array\",\"minItems\":1,\"items\":{\"enum\":[\"low\",\"high\"]}}]}");
    property_is(of, "value", "{\"type\":\"object\"}");
    assert_int_equal(gp_json_get(of, "required")->n, 2);
    gp_buf_free(&b);
}

static int free_arena(void **state)
{
    (void)state;
    gp_arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_is_told_as_such),
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(any_order_will_do_and_null_is_unknown),
        cmocka_unit_test(what_is_wrong_is_located),
        cmocka_unit_test(canonical_order_is_that_of_the_standard),
        cmocka_unit_test(the_first_difference_is_found),
        cmocka_unit_test(sampling_of_a_target_goes_over_that_of_a_case),
        cmocka_unit_test(no_stop_strings_is_a_value),
        cmocka_unit_test(sampling_has_one_range),
        cmocka_unit_test(what_is_asked_for_is_read),
        cmocka_unit_test(what_is_asked_for_wrongly_is_located),
        cmocka_unit_test(a_later_row_is_told_only_where_it_is_set),
        cmocka_unit_test(counts_have_names),
        cmocka_unit_test(a_schema_of_several_records),
        cmocka_unit_test(the_schema_says_what_the_table_says),
        cmocka_unit_test(the_schema_says_what_is_one_of_several),
    };
    return cmocka_run_group_tests(tests, NULL, free_arena);
}

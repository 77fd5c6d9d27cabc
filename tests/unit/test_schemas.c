/* The published JSON Schemas and what the writers really write must agree: every key that is written is in the schema,
 * every key that the schema requires is written, and types and enumerations hold. */
#include "base/sys.h"
#include "golden/golden_file.h"
#include "report_world.h"
#include "t.h"
#include "record/recording.h"
#include "targets/spec.h"

static bool type_is(const gp_json *v, gp_str name)
{
    switch (v->type) {
    case GP_JSON_NULL: return gp_str_eqc(name, "null");
    case GP_JSON_BOOL: return gp_str_eqc(name, "boolean");
    case GP_JSON_INT: return gp_str_eqc(name, "integer") || gp_str_eqc(name, "number");
    case GP_JSON_REAL: return gp_str_eqc(name, "number");
    case GP_JSON_STRING: return gp_str_eqc(name, "string");
    case GP_JSON_ARRAY: return gp_str_eqc(name, "array");
    case GP_JSON_OBJECT: return gp_str_eqc(name, "object");
    }
    return false;
}

static bool type_allowed(const gp_json *v, const gp_json *type)
{
    if (type->type == GP_JSON_STRING) return type_is(v, type->s);
    for (const gp_json *t = type->first; t; t = t->next)
        if (type_is(v, t->s)) return true;
    return false;
}

static bool same_value(const gp_json *x, const gp_json *y)
{
    if (x->type != y->type) return false;
    return x->type == GP_JSON_STRING ? gp_str_eq(x->s, y->s)
           : x->type == GP_JSON_INT  ? x->i == y->i
                                     : x->type == GP_JSON_NULL;
}

static void check(const gp_json *root, const gp_json *schema, const gp_json *v);

static void check_object(const gp_json *root, const gp_json *schema, const gp_json *v)
{
    const gp_json *known = gp_json_get(schema, "properties"), *required = gp_json_get(schema, "required");
    if (!known) return;
    for (const gp_json *m = v->first; m; m = m->next) {
        const gp_json *p = NULL;
        for (const gp_json *k = known->first; k; k = k->next)
            if (gp_str_eq(k->key, m->key)) p = k;
        if (!p) fail_msg("%s:%u: the schema does not know \"%.*s\"", v->name, m->key_line, GP_ARG(m->key));
        check(root, p, m);
    }
    for (const gp_json *r = required ? required->first : NULL; r; r = r->next) {
        bool there = false;
        for (const gp_json *m = v->first; m; m = m->next) there = there || gp_str_eq(m->key, r->s);
        if (!there) fail_msg("%s:%u: \"%.*s\" is required but not written", v->name, v->line, GP_ARG(r->s));
    }
}

/* What "#/$defs/NAME" or "#/properties/NAME/items" names. */
static const gp_json *find(const gp_json *root, gp_str pointer)
{
    char text[200], *rest = text;
    (void)snprintf(text, sizeof text, "%.*s", GP_ARG(pointer));
    if (strcmp(strsep(&rest, "/"), "#") != 0) fail_msg("the reference %s leads out of the schema", text);
    for (const char *name; (name = strsep(&rest, "/"));) root = gp_json_get(root, name);
    if (!root) fail_msg("the schema has no %.*s", GP_ARG(pointer));
    return root;
}

static void check(const gp_json *root, const gp_json *schema, const gp_json *v)
{
    const gp_json *ref = gp_json_get(schema, "$ref"), *type = gp_json_get(schema, "type"),
                  *fixed = gp_json_get(schema, "const"), *one_of = gp_json_get(schema, "enum");
    const gp_json *items = gp_json_get(schema, "items");
    if (ref) {
        check(root, find(root, ref->s), v);
        return;
    }
    if (type && !type_allowed(v, type))
        fail_msg("%s:%u:%u: %s is not what the schema allows", v->name, v->line, v->col, gp_json_type_name(v->type));
    if (fixed && !same_value(fixed, v)) fail_msg("%s:%u:%u: not the constant of the schema", v->name, v->line, v->col);
    bool listed = !one_of;
    for (const gp_json *e = one_of ? one_of->first : NULL; e; e = e->next) listed = listed || same_value(e, v);
    if (!listed) fail_msg("%s:%u:%u: not one of the values of the schema", v->name, v->line, v->col);
    if (v->type == GP_JSON_OBJECT) check_object(root, schema, v);
    for (const gp_json *e = v->type == GP_JSON_ARRAY && items ? v->first : NULL; e; e = e->next) check(root, items, e);
}

/* `of`: a member of the schema's $defs that the text is checked against; NULL: the whole of it. */
static void check_part(const char *schema_path, const char *of, const char *name, gp_str text)
{
    gp_arena a = {0};
    gp_err err = {0};
    gp_str schema_text;
    const gp_json *schema, *v;
    T_OK(gp_read_file(&a, schema_path, 0, &schema_text, &err), err);
    T_OK(gp_json_parse(&a, schema_path, schema_text, &schema, &err), err);
    T_OK(gp_json_parse(&a, name, text, &v, &err), err);
    const gp_json *part = of ? gp_json_get(gp_json_get(schema, "$defs"), of) : schema;
    assert_non_null(part);
    check(schema, part, v);
    gp_arena_free(&a);
}

static void check_text(const char *schema_path, const char *name, gp_str text)
{
    check_part(schema_path, NULL, name, text);
}

static void results_follow_their_schema(void **state)
{
    (void)state;
    gp_result t[WORLD_TRIALS];
    gp_arena a = {0};
    gp_err err = {0};
    gp_str text, path = gp_str_fmt(&a, "%s/results.json", t_tmpdir());
    size_t n = world_trials(t);
    t[0].served_by = GP_STR("inner/house");
    t[0].decisions = &(gp_decision){GP_STR("route"), GP_STR("inner"), GP_STR("default"), GP_STR("no rule matches")};
    t[0].rounds = t[0].before = (gp_step[]){{.by = GP_STR("inner"),
                                             .role = GP_STR("member"),
                                             .member = GP_STR("cloud"),
                                             .turn = 1,
                                             .round = 1,
                                             .failure = GP_FAIL_TLS}};
    t[0].begun_s = 0.5;
    t[0].n_decisions = t[0].n_rounds = t[0].n_before = 1;
    T_OK(world_write(path.p, t, n, (gp_gate_options){.fail_under = 0.5}, &err), err);
    T_OK(gp_read_file(&a, path.p, 0, &text, &err), err);
    check_text("lib/report/schema/results.schema.json", "results.json", text);
    gp_arena_free(&a);
}

static void manifests_follow_their_schema(void **state)
{
    (void)state;
    gp_manifest m = world_manifest();
    gp_buf b = {0};
    gp_manifest_target whole = m.targets[0];
    whole.policy = GP_STR("{\"provider\":\"route\"}");
    whole.policy_sha256 = GP_STR("0123");
    whole.environment = GP_STR("one priming prompt");
    m.environment = GP_STR("warm");
    whole.members = m.targets;
    whole.n_members = m.n_targets;
    m.targets = &whole;
    m.n_targets = 1;
    gp_manifest_write(&m, &b);
    check_text("lib/report/schema/manifest.schema.json", "manifest.json", gp_buf_view(&b));
    gp_buf_free(&b);
}

static void goldens_follow_their_schema(void **state)
{
    (void)state;
    static const int32_t ids[] = {1, 2};
    gp_golden_reply replies[] = {
        {.answer = GP_STR("a\nb"), .finish = GP_STR("stop"), .tool_calls = GP_STR("[]"), .tokens = ids, .n_tokens = 2},
        {.answer = GP_STR("c")}};
    gp_golden_trial trial = {.repeat = 1, .status = GP_FAILED, .score = 0.5, .replies = replies, .n_replies = 2};
    gp_golden_file f = {.suite = GP_STR("s"),
                        .case_id = GP_STR("c"),
                        .target = GP_STR("t"),
                        .mode = GP_STR("exact"),
                        .case_digest = GP_STR("d"),
                        .grader_digest = GP_STR("e"),
                        .composite_sha256 = GP_STR("f"),
                        .trials = &trial,
                        .n_trials = 1};
    gp_buf b = {0};
    gp_golden_write(&f, &b);
    check_text("lib/golden/schema/golden.schema.json", "golden.json", gp_buf_view(&b));
    gp_buf_free(&b);
}

static void recordings_follow_their_schema(void **state)
{
    (void)state;
    static const gp_recording_target targets[] = {
        {GP_STR("lab"), GP_STR("openai:m"), true, GP_STR("{\"provider\":\"openai\"}")},
        {GP_STR("pocket"), {0}, false, {0}}};
    gp_recording_head head = {.goldpin = GP_STR("0.1.0"), .targets = targets, .n_targets = 2};
    gp_buf b = {0};
    gp_recording_head_write(&head, &b);
    check_text("lib/record/schema/recording.schema.json", "recording.json", gp_buf_view(&b));
    gp_buf_free(&b);
}

static void exchanges_follow_their_schema(void **state)
{
    (void)state;
    static const gp_exchange_piece pieces[] = {{1, GP_STR("a")}, {2, GP_STR("\xff")}};
    gp_exchange x = {.key = {GP_STR("s/c/t/1"), GP_STR("openai"), GP_STR("m"), 1, 0, 1},
                     .occurrence = 1,
                     .request = GP_STR("{}"),
                     .status = 200,
                     .retry_after_s = 1.5,
                     .should_retry = -1,
                     .pieces = pieces,
                     .n_pieces = 2,
                     .resolved_us = -1,
                     .done_us = 9,
                     .sends = 1};
    for (int o = GP_HTTP_DONE; o <= GP_HTTP_CANCELLED; o++)
        for (int unsent = 0; unsent < 2; unsent++) {
            gp_buf b = {0};
            x.outcome = (gp_http_outcome)o;
            x.status = o == GP_HTTP_DNS ? -1 : 200;
            x.unsent = unsent ? GP_FAIL_AUTH : GP_FAIL_NONE;
            gp_exchange_write(&x, &b);
            check_part("lib/record/schema/exchange.schema.json", unsent ? "unsent" : "exchange", "a line",
                       gp_buf_view(&b));
            gp_buf_free(&b);
        }
    gp_buf b = {0};
    x.window = 3;
    gp_exchange_write(&x, &b);
    check_part("lib/record/schema/exchange.schema.json", "window", "a line", gp_buf_view(&b));
    gp_buf_free(&b);
}

static void transcripts_follow_their_schema(void **state)
{
    (void)state;
    static const int32_t ids[] = {1, 2};
    gp_transcript inner = gp_transcript_unknown(), t = inner;
    gp_reply r = gp_reply_unknown();
    gp_round round = {GP_STR("pair"), GP_STR("draft"), GP_STR("house"), 1, 1, &inner};
    gp_try tried = {
        .turn = 1, .failure = GP_FAIL_DNS, .status = -1, .error = GP_STR("e"), .duration_s = 1, .waited_s = 0};
    gp_buf b = {0};
    inner.repeat = inner.seed = inner.attempts = t.repeat = t.seed = t.attempts = 1;
    inner.failure = GP_FAIL_TIMEOUT;
    r.tokens = ids;
    r.n_tokens = 2;
    r.server = GP_STR("{\"load_s\": 1}");
    r.logprobs = t.margins = GP_STR("[0.5]");
    t.replies = &r;
    t.tries = &tried;
    t.rounds = t.before = &round;
    t.decisions = &(gp_decision){GP_STR("r"), GP_STR("pair"), GP_STR("default"), GP_STR("no rule matches")};
    t.n_replies = t.n_tries = t.n_rounds = t.n_before = t.n_decisions = 1;
    t.served_by = GP_STR("pair/house");
    t.spent_usd = t.begun_s = 0.5;
    t.window = 3;
    gp_transcript_write(&t, &b);
    check_text("lib/transcript/schema/transcript.schema.json", "a line", gp_buf_view(&b));
    gp_buf_free(&b);
}

static void the_price_list_follows_its_schema(void **state)
{
    (void)state;
    gp_arena a = {0};
    gp_err err = {0};
    gp_str text;
    T_OK(gp_read_file(&a, "lib/call/prices.json", 0, &text, &err), err);
    check_text("lib/call/schema/prices.schema.json", "prices.json", text);
    gp_arena_free(&a);
}

/* What the schema of targets files knows is what the program reads: a file with every key of it is taken. */
static void a_targets_file_with_every_key(void **state)
{
    (void)state;
    static const char every[] =
        "{\"provider\": \"openai\", \"model\": \"m\", \"base_url\": \"http://127.0.0.1/v1\", \"api_key_env\": \"K\", \"context\": 1,"
        "\"sampling\": {\"temperature\": 0, \"top_p\": 1, \"top_k\": 1, \"min_p\": 0, \"repeat_penalty\": 1, \"presence_penalty\": 0, \"frequency_penalty\": 0, \"max_tokens\": 1, \"stop\": [\"x\"]},"
        "%s,"
        "\"price\": {\"input_per_mtok\": 1, \"output_per_mtok\": 2, \"cached_input_per_mtok\": 0.5, \"as_of\": \"2026-11-20\"},"
        "\"retry\": {\"on\": [%s], \"max\": 2, \"base_s\": 1, \"cap_s\": 60}, \"concurrency\": 4,"
        "\"timeout\": {\"connect_s\": 1, \"first_token_s\": 1, \"stall_s\": 1, \"total_s\": 1}, \"headers\": {\"x-a\": \"b\"}, \"extra\": {}, \"reasoning\": \"tags\", \"system\": \"user\", \"only_named\": true, \"stream\": false}";
    static const char only_local[] =
        "\"kv\": \"f32\", \"stop_in\": \"reply\", \"template\": \"raw\", \"date\": \"2026-11-20\", \"pins\": {\"weights_sha256\": \"00000000000000000000000000000000aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", \"quantization\": \"b\", \"seed\": 1, \"device\": \"c\", \"binding\": \"d\"},"
        "\"hardware\": {\"usd\": 1, \"life_years\": 1, \"hours_per_day\": 1, \"watts\": 1, \"usd_per_kwh\": 1, \"as_of\": \"2026-11-01\", \"source\": \"s\"}";
    gp_arena a = {0};
    gp_err err = {0};
    gp_buf kinds = {0};
    for (int k = 1; k < GP_FAIL_KINDS; k++)
        if (gp_retry_possible((gp_failure)k))
            gp_buf_fmt(&kinds, "%s\"%s\"", kinds.n ? ", " : "", gp_failure_name((gp_failure)k));
    gp_str target = gp_str_fmt(&a, every, only_local, kinds.p),
           remote = gp_str_fmt(&a, every, "\"pins\": {\"seed\": 1}", kinds.p),
           path = gp_str_fmt(&a, "%s/goldpin.json", t_tmpdir());
    gp_target_file f;
    T_OK(
        gp_write_file(
            path.p,
            gp_str_fmt(
                &a,
                "{\"prices_file\": \"p\", \"targets\": {\"t\": %s, \"l\": {\"provider\": \"local\", \"model\": \"m\", %s}}}",
                remote.p, only_local),
            &err),
        err);
    T_OK(gp_target_file_read(&a, path.p, &f, &err), err);
    const gp_json *schema, *v, *of;
    gp_str text;
    T_OK(gp_read_file(&a, "lib/targets/schema/targets.schema.json", 0, &text, &err), err);
    T_OK(gp_json_parse(&a, "targets.schema.json", text, &schema, &err), err);
    T_OK(gp_json_parse(&a, "goldpin.json", target, &v, &err), err);
    of = gp_json_get(gp_json_get(schema, "$defs"), "target");
    check(schema, of, v);
    for (const gp_json *k = gp_json_get(of, "properties")->first; k; k = k->next)
        if (!gp_json_get(v, gp_str_dup(&a, k->key).p))
            fail_msg("the schema has \"%.*s\", this test does not", GP_ARG(k->key));
    gp_buf_free(&kinds);
    gp_arena_free(&a);
}

/* The same for targets that are made of others. */
static void composites_with_every_key(void **state)
{
    (void)state;
    static const char leaf[] =
        "\"a\": {\"provider\": \"local\", \"model\": \"m\"}, \"b\": {\"provider\": \"local\", \"model\": \"n\"}";
    static const struct {
        const char *name, *text;
    } all[] = {
        {"route",
         "{\"provider\": \"route\", \"rules\": [{\"if\": {\"sensitivity\": \"public\", \"kind\": [\"k\"], \"complexity\": \"low\", \"category\": \"c\", \"tag\": \"t\", \"images\": true,"
         "\"tools\": false, \"prompt_bytes_over\": 1, \"prompt_bytes_under\": 9}, \"to\": \"a\"}], \"default\": \"b\"}"},
        {"fallback",
         "{\"provider\": \"fallback\", \"members\": [\"a\", \"b\"], \"on\": [\"refused_connection\", \"dns\", \"tls\", \"auth\", \"rate_limited\", \"server_error\", \"bad_response\", \"cut_off\","
         "\"stalled\", \"timeout\", \"empty\", \"content_filter\", \"context_overflow\", \"loop\"]}"},
        {"refine",
         "{\"provider\": \"refine\", \"draft\": \"a\", \"critic\": \"b\", \"max_rounds\": 2, \"memory\": 1, \"stop\": {\"contains\": \"OK\"}}"},
    };
    gp_arena a = {0};
    gp_err err = {0};
    gp_str text, path = gp_str_fmt(&a, "%s/goldpin.json", t_tmpdir());
    const gp_json *schema, *v;
    T_OK(gp_read_file(&a, "lib/targets/schema/targets.schema.json", 0, &text, &err), err);
    T_OK(gp_json_parse(&a, "targets.schema.json", text, &schema, &err), err);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        gp_target_file f;
        T_OK(gp_write_file(path.p, gp_str_fmt(&a, "{\"targets\": {%s, \"t\": %s}}", leaf, all[i].text), &err), err);
        T_OK(gp_target_file_read(&a, path.p, &f, &err), err);
        T_OK(gp_json_parse(&a, "goldpin.json", gp_str_c(all[i].text), &v, &err), err);
        const gp_json *of = gp_json_get(gp_json_get(schema, "$defs"), all[i].name);
        check(schema, of, v);
        for (const gp_json *k = gp_json_get(of, "properties")->first; k; k = k->next)
            if (!gp_json_get(v, gp_str_dup(&a, k->key).p))
                fail_msg("the schema has \"%.*s\", this test does not", GP_ARG(k->key));
    }
    gp_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_follow_their_schema),       cmocka_unit_test(manifests_follow_their_schema),
        cmocka_unit_test(goldens_follow_their_schema),       cmocka_unit_test(recordings_follow_their_schema),
        cmocka_unit_test(exchanges_follow_their_schema),     cmocka_unit_test(transcripts_follow_their_schema),
        cmocka_unit_test(the_price_list_follows_its_schema), cmocka_unit_test(a_targets_file_with_every_key),
        cmocka_unit_test(composites_with_every_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

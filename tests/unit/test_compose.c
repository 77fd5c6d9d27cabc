/* Composites: what a policy decides, what keeps a regulated case here whoever asks, what a refine target says to its
 * members, and how trials are asked in the name of another. */
#include "t.h"

#include <math.h>

#include "../server/server.h"
#include "base/sys.h"
#include "grade/grade.h"
#include "targets/ask.h"
#include "targets/policy.h"
#include "targets/pool.h"
#include "targets/refine.h"

static gp_arena mem;
static char folder[512];

/* --- a world --- */

static const char suite_text[] =
    "{\"name\":\"s\",\"version\":\"1\",\"license\":\"x\",\"cases\":["
#define CASE(id, more, text)                                                          \
    "{\"id\":\"" id "\"," more "\"messages\":[{\"role\":\"user\",\"content\":\"" text \
    "\"}],\"grade\":[{\"type\":\"equals\",\"expect\":\"3\"}]}"
    CASE("plain", "", "1 + 2") ","
    CASE("secret", "\"metadata\":{\"sensitivity\":\"regulated\"},", "1 + 2") ","
    CASE("open", "\"metadata\":{\"sensitivity\":\"public\",\"kind\":\"sum\",\"complexity\":\"low\"},\"category\":\"maths\",\"tags\":[\"a\",\"b\"],", "1 + 2") ","
    CASE("tools", "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],", "1 + 2") ","
    "{\"id\":\"talk\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"one\"}],\"turns\":[\"two\"],"
    "\"needs\":[\"json_schema\"],\"max_tokens\":7,\"grade\":[{\"type\":\"json\",\"turn\":1,\"schema\":{\"type\":\"object\"}},{\"type\":\"equals\",\"turn\":2,\"expect\":\"x\"}]}"
    "]}";
static gp_suite *suite;

static const gp_case *the_case(const char *id)
{
    gp_err err = {0};
    gp_case *c = NULL;
    T_OK(gp_suite_case(suite, gp_suite_find(suite, gp_str_c(id)), &mem, &c, &err), err);
    return c;
}

static gp_target_file file_of(const char *targets)
{
    char path[600];
    gp_err err = {0};
    gp_target_file f = {0};
    (void)snprintf(path, sizeof path, "%s/targets.json", folder);
    gp_str text = gp_str_fmt(&mem, "{\"targets\": {%s}}", targets);
    T_OK(gp_write_file(path, text, &err), err);
    T_OK(gp_target_file_read(&mem, path, &f, &err), err);
    return f;
}

static const gp_target_spec *spec_of(const gp_target_file *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++)
        if (gp_str_eqc(f->specs[i].name, name)) return &f->specs[i];
    fail_msg("no target %s", name);
    return NULL;
}

#define HERE "\"here\": {\"provider\": \"local\", \"model\": \"m.gguf\"}"
#define THERE "\"there\": {\"provider\": \"openai\", \"model\": \"m\"}"

/* --- routes --- */

typedef struct ruled {
    const char *conditions, *id;
    const char *why; /* NULL: the rule does not match */
} ruled;

static void rules_match_what_they_say(void **state)
{
    (void)state;
    static const ruled table[] = {
        {"{\"sensitivity\": \"regulated\"}", "secret", "sensitivity is regulated"},
        {"{\"sensitivity\": \"regulated\"}", "open", NULL},
        {"{\"sensitivity\": \"regulated\"}", "plain", NULL}, /* nothing is said of it, so nothing is assumed */
        {"{\"sensitivity\": [\"public\", \"internal\"]}", "open", "sensitivity is public"},
        {"{\"kind\": \"sum\", \"complexity\": \"low\"}", "open", "kind is sum and complexity is low"},
        {"{\"kind\": \"sum\", \"complexity\": \"high\"}", "open", NULL},
        {"{\"category\": \"maths\"}", "open", "category is maths"},
        {"{\"category\": \"maths\"}", "plain", NULL},
        {"{\"tag\": [\"z\", \"b\"]}", "open", "tag is b"},
        {"{\"tag\": \"b\"}", "plain", NULL},
        {"{\"tools\": true}", "tools", "it has tools"},
        {"{\"tools\": true}", "plain", NULL},
        {"{\"tools\": false}", "plain", "it has no tools"},
        {"{\"images\": false, \"tools\": true}", "tools", "it has no images and it has tools"},
        {"{\"images\": true}", "tools", NULL},
        {"{\"prompt_bytes_over\": 4}", "plain", "its prompt has 5 bytes"},
        {"{\"prompt_bytes_over\": 5}", "plain", NULL},
        {"{\"prompt_bytes_under\": 6}", "plain", "its prompt has 5 bytes"},
        {"{\"prompt_bytes_under\": 5}", "plain", NULL},
        /* without the second turn */
        {"{\"prompt_bytes_over\": 11, \"prompt_bytes_under\": 13}", "talk", "its prompt has 12 bytes"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char text[300];
        gp_choice choice = {0};
        (void)snprintf(
            text, sizeof text,
            HERE
            ", " THERE
            ", \"x\": {\"provider\": \"route\", \"rules\": [{\"if\": %s, \"to\": \"there\"}], \"default\": \"here\"}",
            table[i].conditions);
        gp_target_file f = file_of(text);
        const gp_policy *p = spec_of(&f, "x")->policy;
        choice = gp_route_choose(&mem, p, the_case(table[i].id));
        const char *to = p->members[choice.member].name.p, *wanted = table[i].why ? "there" : "here",
                   *why = table[i].why ? table[i].why : "no rule matches";
        if (strcmp(to, wanted) != 0 || !gp_str_eqc(choice.why, why))
            fail_msg("%s on %s: to %s because %.*s", table[i].conditions, table[i].id, to, GP_ARG(choice.why));
    }
}

static void the_first_rule_wins(void **state)
{
    (void)state;
    gp_choice choice = {0};
    gp_target_file f = file_of(
        HERE
        ", " THERE
        ", \"x\": {\"provider\": \"route\", \"default\": \"there\", \"rules\": ["
        "{\"if\": {\"tag\": \"none\"}, \"to\": \"there\"}, {\"if\": {\"tag\": \"a\"}, \"to\": \"here\"}, {\"if\": {\"tag\": \"b\"}, \"to\": \"there\"}]}");
    choice = gp_route_choose(&mem, spec_of(&f, "x")->policy, the_case("open"));
    assert_true(gp_str_eqc(choice.rule, "rule 2: {\"tag\":\"a\"}"));
    assert_string_equal(spec_of(&f, "x")->policy->members[choice.member].name.p, "here");
}

static void a_policy_has_one_digest_for_one_meaning(void **state)
{
    (void)state;
#define REFINE(more)                                                                                                                              \
    HERE                                                                                                                                          \
        ", \"x\": {\"provider\": \"refine\", \"draft\": \"here\", \"critic\": \"here\", \"max_rounds\": 3, \"stop\": {\"contains\": \"OK\"}" more \
        "}"
    gp_target_file plain = file_of(REFINE("")), said = file_of(REFINE(", \"memory\": 1")),
                   other = file_of(REFINE(", \"memory\": 2"));
    assert_string_equal(spec_of(&plain, "x")->policy->digest, spec_of(&said, "x")->policy->digest);
    assert_string_not_equal(spec_of(&plain, "x")->policy->digest, spec_of(&other, "x")->policy->digest);
    assert_true(gp_str_find(spec_of(&plain, "x")->policy->json, GP_STR("You check answers")) != SIZE_MAX);
    assert_int_equal(spec_of(&plain, "x")->policy->n_members, 1);
}

/* --- regulated cases: the plan --- */

static void a_regulated_case_reaches_no_remote_target(void **state)
{
    (void)state;
    static const struct {
        const char *more, *says;
    } table[] = {
        {"\"x\": {\"provider\": \"ollama\", \"model\": \"m\", \"base_url\": \"http://127.0.0.1:11434\"}",
         "\"x\" is remote (ollama)"},
        {"\"x\": {\"provider\": \"route\", \"rules\": [{\"if\": {\"prompt_bytes_over\": 0}, \"to\": \"there\"}], \"default\": \"here\"}",
         "sends it to \"there\" by rule 1"},
        {"\"x\": {\"provider\": \"route\", \"rules\": [], \"default\": \"there\"}",
         "sends it to \"there\" by its default"},
        {"\"x\": {\"provider\": \"fallback\", \"members\": [\"here\", \"there\"]}",
         "the fallback \"x\" has the member \"there\""},
        {"\"x\": {\"provider\": \"fallback\", \"members\": [\"here\", \"there\"], \"on\": [\"tls\"]}",
         "has the member \"there\""}, /* a local target has no TLS, but who would bet on it */
        {"\"x\": {\"provider\": \"refine\", \"draft\": \"here\", \"critic\": \"there\", \"max_rounds\": 2, \"stop\": {\"contains\": \"OK\"}}",
         "the refine \"x\" has the member \"there\""},
        {"\"x\": {\"provider\": \"refine\", \"draft\": \"there\", \"critic\": \"here\", \"max_rounds\": 2, \"stop\": {\"contains\": \"OK\"}}",
         "the refine \"x\" has the member \"there\""},
        {"\"y\": {\"provider\": \"fallback\", \"members\": [\"here\", \"z\"]}, \"z\": {\"provider\": \"refine\", \"draft\": \"here\", \"critic\": \"there\", \"max_rounds\": 2, \"stop\": {\"contains\": \"OK\"}},"
         "\"x\": {\"provider\": \"route\", \"rules\": [{\"if\": {\"sensitivity\": \"regulated\"}, \"to\": \"y\"}], \"default\": \"here\"}",
         "the refine \"z\" has the member \"there\""},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        gp_err err = {0};
        gp_target_file f = file_of(gp_str_fmt(&mem, HERE ", " THERE ", %s", table[i].more).p);
        T_FAILS(gp_spec_refuse(spec_of(&f, "x"), GP_STR("s"), the_case("secret"), &err), GP_E_INPUT, err,
                table[i].says);
        if (!strstr(err.msg, "case s/secret is regulated")) fail_msg("%s", err.msg);
        T_OK(gp_spec_refuse(spec_of(&f, "x"), GP_STR("s"), the_case("open"), &err), err);
        T_OK(gp_spec_refuse(spec_of(&f, "here"), GP_STR("s"), the_case("secret"), &err), err);
    }
}

static void a_route_may_keep_it_here(void **state)
{
    (void)state;
    gp_err err = {0};
    gp_target_file f = file_of(
        HERE
        ", " THERE
        ", \"x\": {\"provider\": \"route\", \"rules\": [{\"if\": {\"sensitivity\": \"regulated\"}, \"to\": \"here\"}], \"default\": \"there\"}");
    T_OK(gp_spec_refuse(spec_of(&f, "x"), GP_STR("s"), the_case("secret"), &err), err);
}

static void every_provider_but_the_local_ones_is_remote(void **state)
{
    (void)state;
    for (size_t i = 0; gp_provider_at(i); i++) {
        bool here = strcmp(gp_provider_at(i), "local") == 0 || strcmp(gp_provider_at(i), "replay") == 0;
        assert_int_equal(gp_provider_remote(gp_str_c(gp_provider_at(i))), !here);
    }
    assert_true(gp_provider_remote(GP_STR("a provider of tomorrow")));
}

/* --- the lock: what a target does when it is asked all the same --- */

typedef struct ended {
    bool done;
    gp_transcript t;
    char error[200], answer[50];
} ended;

static ts_server *server;
static gp_http *loop;

static void note(void *user, gp_trial *trial, const gp_transcript *t)
{
    ended *e = user;
    (void)trial;
    assert_false(e->done);
    e->done = true;
    e->t = *t;
    (void)snprintf(e->error, sizeof e->error, "%.*s", GP_ARG(t->error));
    if (t->n_replies) (void)snprintf(e->answer, sizeof e->answer, "%.*s", GP_ARG(t->replies[t->n_replies - 1].answer));
}

static gp_str no_secret(void *user, const char *variable)
{
    (void)user;
    (void)variable;
    return (gp_str){0};
}

static gp_environment environment; /* of the pools that are made */

static gp_target_pool *pool_for(ended *e)
{
    gp_target_pool *pool = NULL;
    gp_target_services env = {.http = loop, .done = note, .user = e, .secret = no_secret, .environment = environment};
    pool = gp_pool_new(&env);
    return pool;
}

static gp_trial *trial_of(const gp_case *c)
{
    gp_trial *t = calloc(1, sizeof *t);
    if (!t) abort();
    *t = (gp_trial){.id = GP_STR("s/c/x/1"), .suite = GP_STR("s"), .source = suite, .c = c, .repeat = 1, .seed = 7};
    return t;
}

static const gp_target_spec *remote_spec(const char *more)
{
    gp_target_file f = file_of(
        gp_str_fmt(
            &mem, "\"there\": {\"provider\": \"openai\", \"model\": \"m\", \"base_url\": \"http://127.0.0.1:%d/v1\"}%s",
            ts_port(server), more)
            .p);
    return spec_of(&f, *more ? "x" : "there");
}

static void run_one(const gp_target_spec *spec, gp_trial *trial, ended *e)
{
    gp_err err = {0};
    gp_target_pool *pool = pool_for(e);
    gp_target *target = NULL;
    const gp_manifest_target *facts = NULL;
    T_OK(gp_pool_open(pool, spec, &target, &facts, &err), err);
    gp_target_start(target, trial);
    for (int i = 0; i < 1000 && !e->done; i++) {
        gp_http_wait(loop, 100);
        (void)gp_http_pump(loop);
        gp_target_pump(target);
    }
    assert_true(e->done);
    gp_trial_free(trial);
    gp_pool_close(pool);
}

static void the_lock_holds(void **state)
{
    (void)state;
    ended open = {0}, secret = {0}, hidden = {0};
    run_one(remote_spec(""), trial_of(the_case("open")), &open);
    assert_string_equal(open.answer, "3"); /* the server is there and would have answered */
    run_one(remote_spec(""), trial_of(the_case("secret")), &secret);
    assert_int_equal(secret.t.failure, GP_FAIL_REFUSED_CONNECTION);
    assert_string_equal(secret.error, "not sent: the case is regulated and target there is remote");
    assert_int_equal(secret.t.attempts, 0);
    /* A trial in the name of a regulated one, whose own case says nothing. */
    gp_trial *parent = trial_of(the_case("secret")), *inner = trial_of(the_case("plain"));
    inner->parent = parent;
    run_one(remote_spec(""), inner, &hidden);
    gp_trial_free(parent);
    assert_string_equal(hidden.error, "not sent: the case is regulated and target there is remote");
}

static void the_lock_holds_within_composites(void **state)
{
    (void)state;
    static const char *const composites[] = {
        ", \"x\": {\"provider\": \"route\", \"rules\": [], \"default\": \"there\"}",
        ", \"x\": {\"provider\": \"fallback\", \"members\": [\"there\", \"also\"]}, \"also\": {\"provider\": \"route\", \"rules\": [], \"default\": \"there\"}",
        ", \"x\": {\"provider\": \"refine\", \"draft\": \"there\", \"critic\": \"there\", \"max_rounds\": 2, \"stop\": {\"contains\": \"3\"}}",
    };
    for (size_t i = 0; i < sizeof composites / sizeof *composites; i++) {
        ended open = {0}, secret = {0};
        run_one(remote_spec(composites[i]), trial_of(the_case("open")), &open);
        assert_string_equal(open.answer, "3");
        run_one(remote_spec(composites[i]), trial_of(the_case("secret")), &secret);
        assert_int_equal(secret.t.failure, GP_FAIL_REFUSED_CONNECTION);
        assert_non_null(strstr(secret.error, "not sent: the case is regulated"));
        assert_int_equal(secret.t.attempts, 0);
    }
}

static void the_lock_holds_in_every_environment(void **state)
{
    (void)state;
    size_t before = ts_connections(server);
    for (environment = GP_ENVIRONMENT_COLD; environment <= GP_ENVIRONMENT_RECOVERY; environment++) {
        ended open = {0}, secret = {0};
        run_one(remote_spec(""), trial_of(the_case("open")), &open);
        assert_string_equal(open.answer, "3");
        run_one(remote_spec(""), trial_of(the_case("secret")), &secret);
        assert_string_equal(secret.error, "not sent: the case is regulated and target there is remote");
        assert_int_equal(secret.t.n_before, 0); /* not even a priming prompt */
        if (environment == GP_ENVIRONMENT_COLD) {
            assert_int_equal(ts_connections(server), before + 1); /* one for the open case, none for the secret one */
            ended again = {0};
            run_one(remote_spec(""), trial_of(the_case("open")), &again);
            assert_int_equal(ts_connections(server), before + 2);
        }
    }
    environment = GP_ENVIRONMENT_NONE;
}

/* --- asking --- */

static void a_composite_that_is_stopped_asks_nobody_else(void **state)
{
    (void)state;
    gp_err err = {0};
    ended e = {0};
    gp_target_pool *pool = pool_for(&e);
    gp_target *target = NULL;
    const gp_manifest_target *facts = NULL;
    gp_target_file f = file_of(
        gp_str_fmt(
            &mem,
            "\"slow\": {\"provider\": \"openai\", \"model\": \"m#hang\", \"base_url\": \"http://127.0.0.1:%d/v1\"},"
            "\"there\": {\"provider\": \"openai\", \"model\": \"m\", \"base_url\": \"http://127.0.0.1:%d/v1\"},"
            "\"x\": {\"provider\": \"fallback\", \"members\": [\"slow\", \"there\"]}",
            ts_port(server), ts_port(server))
            .p);
    T_OK(gp_pool_open(pool, spec_of(&f, "x"), &target, &facts, &err), err);
    gp_trial *trial = trial_of(the_case("open"));
    gp_target_start(target, trial);
    gp_http_wait(loop, 20);
    (void)gp_http_pump(loop);
    assert_false(e.done);
    gp_target_cancel(target);
    assert_true(e.done);
    assert_int_equal(e.t.failure, GP_FAIL_CANCELLED);
    gp_trial_free(trial);
    e.done = false;
    trial = trial_of(the_case("open"));
    gp_target_start(target, trial);
    assert_true(e.done);
    assert_int_equal(e.t.failure, GP_FAIL_CANCELLED);
    gp_trial_free(trial);
    gp_pool_close(pool);
}

static void the_pool_opens_each_target_once(void **state)
{
    (void)state;
    gp_err err = {0};
    ended e = {0};
    gp_target_pool *pool = pool_for(&e);
    gp_target *outer = NULL, *one = NULL, *two = NULL, *other = NULL;
    const gp_manifest_target *facts = NULL;
    gp_target_file f = file_of(
        "\"a\": {\"provider\": \"openai\", \"model\": \"m\", \"base_url\": \"http://127.0.0.1:9\"},"
        "\"x\": {\"provider\": \"refine\", \"draft\": \"a\", \"critic\": \"a\", \"max_rounds\": 2, \"stop\": {\"contains\": \"OK\"}}");
    T_OK(gp_pool_open(pool, spec_of(&f, "x"), &outer, &facts, &err), err);
    assert_int_equal(facts->n_members, 1);
    assert_true(gp_str_eqc(facts->claim, "statistical"));
    gp_target_spec copy = *spec_of(&f, "a"), given;
    T_OK(gp_pool_open(pool, &copy, &one, &facts, &err), err);
    T_OK(gp_pool_open(pool, spec_of(&f, "a"), &two, &facts, &err), err);
    assert_ptr_equal(one, two);
    T_OK(gp_target_spec_parse(&mem, GP_STR("openai:m@http://127.0.0.1:9"), &given, &err), err);
    given.name = GP_STR("a"); /* the same name, but from the command line */
    T_OK(gp_pool_open(pool, &given, &other, &facts, &err), err);
    assert_ptr_not_equal(one, other);
    gp_pool_close(pool);
}

/* --- refine --- */

static gp_str message(const gp_case *c, size_t i)
{
    assert_true(i < c->n_messages);
    return gp_message_text(&mem, &c->messages[i]);
}

static void a_draft_sees_what_its_memory_holds(void **state)
{
    (void)state;
    gp_case *c = NULL;
    const gp_case *talk = the_case("talk");
    gp_target_file f = file_of(REFINE(", \"memory\": 2"));
    const gp_attempt attempts[] = {
        {GP_STR("first"), GP_STR("bad")}, {GP_STR("second"), GP_STR("worse")}, {GP_STR("third"), GP_STR("no")}};
    const gp_str said[] = {GP_STR("{}")};
    c = gp_refine_draft(&mem, spec_of(&f, "x")->policy, talk, said, 1, attempts, 3);
    assert_int_equal(c->n_messages, 8); /* two of the case, reply and turn, two attempts with reviews */
    assert_true(gp_str_eqc(message(c, 2), "{}") && gp_str_eqc(c->messages[2].role, "assistant"));
    assert_true(gp_str_eqc(message(c, 3), "two"));
    assert_true(gp_str_eqc(message(c, 4), "second"));
    assert_true(gp_str_find(message(c, 5), GP_STR("worse")) != SIZE_MAX && gp_str_eqc(c->messages[5].role, "user"));
    assert_true(gp_str_eqc(message(c, 6), "third"));
    assert_int_equal(c->n_turns, 0);
    /* of the second reply; a local target would hold the draft to another's schema otherwise */
    assert_int_equal(c->n_graders, 1);
    assert_string_equal(c->graders[0]->kind->name, "equals");
    assert_int_equal(c->graders[0]->turn, 1);
    c = gp_refine_draft(&mem, spec_of(&f, "x")->policy, talk, NULL, 0, NULL, 0);
    assert_int_equal(c->n_messages, 2); /* the first draft gets the case as it is */
    assert_string_equal(c->graders[0]->kind->name, "json");
    assert_true(c->sampling.max_tokens == 7);
}

static void a_critic_gets_the_task_but_not_its_settings(void **state)
{
    (void)state;
    gp_case *c = NULL;
    const gp_case *talk = the_case("talk");
    gp_target_file f = file_of(REFINE(""));
    const gp_attempt attempts[] = {{GP_STR("first"), GP_STR("bad")}, {GP_STR("second"), {0}}};
    c = gp_refine_critic(&mem, spec_of(&f, "x")->policy, talk, NULL, 0, attempts, 2);
    assert_int_equal(c->n_messages, 2);
    assert_true(gp_str_find(message(c, 0), GP_STR("reply with OK and nothing else")) != SIZE_MAX);
    assert_true(gp_str_find(message(c, 0), GP_STR("STOP")) == SIZE_MAX);
    assert_true(gp_str_find(message(c, 1), GP_STR("[system]\nBe brief.\n\n[user]\none")) != SIZE_MAX);
    assert_true(gp_str_find(message(c, 1), GP_STR("[answer]\nfirst\n\n[review]\nbad")) != SIZE_MAX);
    assert_true(gp_str_find(message(c, 1), GP_STR("The answer to check:\n\n[answer]\nsecond")) != SIZE_MAX);
    assert_int_equal(c->needs, 0);
    assert_true(c->sampling.max_tokens < 0);
    assert_int_equal(c->n_graders, 0);
}

static void approval_is_exact_where_it_should_be(void **state)
{
    (void)state;
    gp_policy p = {.stop = GP_STR("OK")};
    assert_true(gp_refine_approved(&p, GP_STR("It is OK.")));
    assert_false(gp_refine_approved(&p, GP_STR("ok")));
    p.stop_whole = true;
    assert_true(gp_refine_approved(&p, GP_STR(" OK\n")));
    assert_false(gp_refine_approved(&p, GP_STR("Not OK")));
}

static int begin(void **state)
{
    (void)state;
    char path[600];
    gp_err err = {0};
    (void)snprintf(folder, sizeof folder, "%s", t_tmpdir());
    (void)snprintf(path, sizeof path, "%s/suite.json", folder);
    server = ts_start(NULL);
    if (!server || gp_http_new(NULL, &loop, &err) || gp_write_file(path, GP_STR(suite_text), &err) ||
        gp_suite_open(path, &gp_graders, &suite, &err)) {
        print_error("%s\n", err.msg);
        return -1;
    }
    return 0;
}

static int end(void **state)
{
    (void)state;
    char path[600];
    gp_suite_close(suite);
    gp_http_free(loop);
    ts_stop(server);
    gp_arena_free(&mem);
    (void)snprintf(path, sizeof path, "%s/suite.json", folder);
    gp_remove_file(path);
    (void)snprintf(path, sizeof path, "%s/targets.json", folder);
    gp_remove_file(path);
    (void)rmdir(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_match_what_they_say),
        cmocka_unit_test(the_first_rule_wins),
        cmocka_unit_test(a_policy_has_one_digest_for_one_meaning),
        cmocka_unit_test(a_regulated_case_reaches_no_remote_target),
        cmocka_unit_test(a_route_may_keep_it_here),
        cmocka_unit_test(every_provider_but_the_local_ones_is_remote),
        cmocka_unit_test(the_lock_holds),
        cmocka_unit_test(the_lock_holds_within_composites),
        cmocka_unit_test(the_lock_holds_in_every_environment),
        cmocka_unit_test(a_composite_that_is_stopped_asks_nobody_else),
        cmocka_unit_test(the_pool_opens_each_target_once),
        cmocka_unit_test(a_draft_sees_what_its_memory_holds),
        cmocka_unit_test(a_critic_gets_the_task_but_not_its_settings),
        cmocka_unit_test(approval_is_exact_where_it_should_be),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

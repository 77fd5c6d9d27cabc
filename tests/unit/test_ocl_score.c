/* test_ocl_score.c - scores of continuations, prompts that share a beginning, and replies that loop, on a small random
 * model. */
#include "t.h"

#include <math.h>

#include "reply/grammar.h"
#include "reply/reply.h"
#include "reply/loop.h"
#include "engine/guess.h"
#include "engine/score.h"
#include "gguf_build.h"
#include "tiny_model.h"

enum { PROMPT = 20 };

typedef struct fixture {
    const char *path;
    gp_model *m;
    int32_t prompt[PROMPT];
} fixture;

static fixture f;

static int setup(void **state)
{
    gp_err err = {0};
    const gp_model_options o = {.slots = 3, .batch = 16};
    f.path = tiny_write(&(tiny){.matrices = GP_GGML_Q8_0, .context = 1024});
    T_OK(gp_model_open(f.path, &o, &f.m, &err), err);
    for (int i = 0; i < PROMPT; i++) f.prompt[i] = (i * 53 + 1) % TINY_VOCAB;
    *state = &f;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    gp_model_close(f.m);
    tiny_remove(f.path);
    return 0;
}

static void fill(int32_t *ids, size_t n, int salt)
{
    for (size_t i = 0; i < n; i++) ids[i] = (int32_t)((i * i * 17 + i * 5 + (size_t)salt) % TINY_VOCAB);
}

/* --- scores --- */

/* Against the logits of the whole text evaluated in one go. */
static void test_score_is_log_softmax(void **state)
{
    (void)state;
    enum { N = 37 };
    int32_t all[PROMPT + N];
    double got[N], sum = 0;
    float *rows = malloc(sizeof *rows * (PROMPT + N) * TINY_VOCAB);
    gp_session *s;
    gp_score out;
    gp_err err = {0};
    assert_non_null(rows);
    memcpy(all, f.prompt, sizeof f.prompt);
    fill(all + PROMPT, N, 3);
    T_OK(gp_session_new(f.m, &s, &err), err);
    const gp_step_item item = {s, all, PROMPT + N, GP_ROWS_ALL, rows};
    T_OK(gp_engine_step(f.m, &item, 1, &err), err);
    gp_session_free(s);
    T_OK(gp_score_continuation(f.m, f.prompt, PROMPT, all + PROMPT, N, got, &out, &err), err);
    for (int i = 0; i < N; i++) {
        const float *row = rows + (size_t)(PROMPT + i - 1) * TINY_VOCAB;
        double naive = 0;
        for (int k = 0; k < TINY_VOCAB; k++) naive += exp((double)row[k]);
        assert_true(fabs(got[i] - ((double)row[all[PROMPT + i]] - log(naive))) < 1e-9);
        assert_true(got[i] < 0);
        sum += got[i];
    }
    assert_true(sum == out.log_prob);
    assert_false(out.greedy);
    free(rows);
}

/* Over all first tokens the probabilities make 1. */
static void test_probabilities_add_up(void **state)
{
    (void)state;
    int32_t ids[TINY_VOCAB];
    gp_continuation c[TINY_VOCAB];
    gp_score out[TINY_VOCAB];
    gp_err err = {0};
    double sum = 0;
    int greedy = 0;
    for (int i = 0; i < TINY_VOCAB; i++) {
        ids[i] = i;
        c[i] = (gp_continuation){&ids[i], 1, NULL};
    }
    T_OK(gp_score_continuations(f.m, f.prompt, PROMPT, c, TINY_VOCAB, out, &err), err);
    for (int i = 0; i < TINY_VOCAB; i++) {
        sum += exp(out[i].log_prob);
        greedy += out[i].greedy;
    }
    assert_true(fabs(sum - 1) < 1e-12);
    assert_int_equal(greedy, 1);
}

/* A batch gives the bits of single calls, in any order. */
static void test_batch_changes_no_bit(void **state)
{
    (void)state;
    enum { N = 4 };
    static const size_t length[N] = {1, 40, 2, 17};
    int32_t ids[N][40];
    double terms[N][40], again[40];
    gp_continuation c[N], back[N];
    gp_score out[N], reversed[N], alone;
    gp_err err = {0};
    for (int i = 0; i < N; i++) {
        fill(ids[i], 40, i * 31);
        c[i] = (gp_continuation){ids[i], length[i], terms[i]};
        back[N - 1 - i] = (gp_continuation){ids[i], length[i], NULL};
    }
    T_OK(gp_score_continuations(f.m, f.prompt, PROMPT, c, N, out, &err), err);
    T_OK(gp_score_continuations(f.m, f.prompt, PROMPT, back, N, reversed, &err), err);
    for (int i = 0; i < N; i++) {
        T_OK(gp_score_continuation(f.m, f.prompt, PROMPT, ids[i], length[i], again, &alone, &err), err);
        assert_memory_equal(&alone.log_prob, &out[i].log_prob, sizeof(double));
        assert_memory_equal(&alone.log_prob, &reversed[N - 1 - i].log_prob, sizeof(double));
        assert_memory_equal(again, terms[i], length[i] * sizeof(double));
    }
}

static void test_greedy_match(void **state)
{
    (void)state;
    gp_generation *g = NULL;
    gp_score out;
    gp_err err = {0};
    double terms[20];
    const gp_request r = {.prompt = f.prompt, .n_prompt = PROMPT, .max_tokens = 20, .log_probs = true},
                     plain = {.prompt = f.prompt, .n_prompt = PROMPT, .max_tokens = 2};
    T_OK(gp_generate(f.m, &plain, &g, &err), err);
    assert_null(g->log_prob);
    gp_generation_free(g);
    T_OK(gp_generate(f.m, &r, &g, &err), err);
    assert_int_equal(g->n_tokens, 20);
    T_OK(gp_score_continuation(f.m, f.prompt, PROMPT, g->tokens, 20, terms, &out, &err), err);
    assert_true(out.greedy);
    assert_memory_equal(g->log_prob, terms, sizeof terms); /* generated and scored: one number */
    g->tokens[19] = (g->tokens[19] + 1) % TINY_VOCAB;
    T_OK(gp_score_continuation(f.m, f.prompt, PROMPT, g->tokens, 20, NULL, &out, &err), err);
    assert_false(out.greedy);
    gp_generation_free(g);
}

static void test_score_refusals(void **state)
{
    (void)state;
    static int32_t ids[1100];
    gp_score out[2];
    gp_session *s[3];
    gp_err err = {0};
    T_FAILS(gp_score_continuation(f.m, f.prompt, 0, ids, 1, NULL, out, &err), GP_E_INPUT, err,
            "the prompt has no tokens");
    T_FAILS(gp_score_continuation(f.m, f.prompt, PROMPT, ids, 0, NULL, out, &err), GP_E_INPUT, err,
            "continuation 0 has no tokens");
    T_FAILS(gp_score_continuation(f.m, f.prompt, PROMPT, ids, 1024 - PROMPT + 2, NULL, out, &err), GP_E_INPUT, err,
            "a context of 1024");
    ids[3] = TINY_VOCAB;
    const gp_continuation two[] = {{ids, 2, NULL}, {ids, 4, NULL}};
    T_FAILS(gp_score_continuations(f.m, f.prompt, PROMPT, two, 2, out, &err), GP_E_INPUT, err,
            "id 3 of continuation 1 is 301");
    ids[3] = 0;
    for (int i = 0; i < 3; i++) T_OK(gp_session_new(f.m, &s[i], &err), err);
    T_FAILS(gp_score_continuations(f.m, f.prompt, PROMPT, two, 2, out, &err), GP_E_INPUT, err, "in use");
    for (int i = 0; i < 3; i++) gp_session_free(s[i]);
    T_OK(gp_score_continuations(f.m, f.prompt, PROMPT, two, 2, out, &err), err);
}

/* --- where a continuation begins --- */

static void expect_cut(const gp_tokenizer *t, const char *prompt, const char *continuation, size_t n_prompt, size_t n)
{
    gp_ids ids = {0};
    size_t cut;
    gp_err err = {0};
    T_OK(gp_score_ids(t, gp_str_c(prompt), gp_str_c(continuation), GP_TOK_PLAIN, &ids, &cut, &err), err);
    assert_int_equal(cut, n_prompt);
    assert_int_equal(ids.n, n);
    gp_ids_free(&ids);
}

/* Both flags of a file: the BOS predicts the first token of a text, the EOS is no part of it. */
static void test_added_tokens(void **state)
{
    (void)state;
    static const char *const texts[] = {"a", "b", "<s>", "</s>"};
    static const int32_t types[] = {1, 1, 3, 3};
    gb file = {0};
    gp_gguf *g;
    gp_tokenizer *t;
    gp_ids ids = {0};
    size_t cut;
    gp_err err = {0};
    gb_str(&file, "tokenizer.ggml.model", "gpt2");
    gb_str(&file, "tokenizer.ggml.pre", "gpt-2");
    gb_strings(&file, "tokenizer.ggml.tokens", texts, 4);
    gb_i32s(&file, "tokenizer.ggml.token_type", types, 4);
    gb_strings(&file, "tokenizer.ggml.merges", NULL, 0);
    gb_u32(&file, "tokenizer.ggml.bos_token_id", 2);
    gb_u32(&file, "tokenizer.ggml.eos_token_id", 3);
    gb_bool(&file, "tokenizer.ggml.add_bos_token", true);
    gb_bool(&file, "tokenizer.ggml.add_eos_token", true);
    T_OK(gp_gguf_parse("v.gguf", gb_finish(&file), &g, &err), err);
    T_OK(gp_tokenizer_open(g, &t, &err), err);
    T_OK(gp_score_ids(t, GP_STR(""), GP_STR("ab"), GP_TOK_BOS, &ids, &cut, &err), err);
    assert_int_equal(cut, 1);
    assert_int_equal(ids.n, 3);
    assert_int_equal(ids.v[0], 2);
    assert_int_equal(ids.v[2], 1);
    ids.n = 0;
    T_FAILS(gp_score_ids(t, GP_STR(""), GP_STR("ab"), GP_TOK_PLAIN, &ids, &cut, &err), GP_E_INPUT, err,
            "the prompt has no tokens");
    gp_ids_free(&ids);
    gp_tokenizer_close(t);
    gp_gguf_close(g);
    gb_free(&file);
}

static void test_border(void **state)
{
    (void)state;
    static const char *const texts[] = {"a",
                                        "b",
                                        "c",
                                        ":",
                                        "\xc4\xa0",
                                        ("\xc4\xa0"
                                         "a"),
                                        "ab"},
                             *const merges[] = {"\xc4\xa0 a", "a b"};
    static const int32_t types[] = {1, 1, 1, 1, 1, 1, 1};
    gb file = {0};
    gp_gguf *g;
    gp_tokenizer *t;
    gp_ids ids = {0};
    size_t cut;
    gp_err err = {0};
    gb_str(&file, "tokenizer.ggml.model", "gpt2");
    gb_str(&file, "tokenizer.ggml.pre", "gpt-2");
    gb_strings(&file, "tokenizer.ggml.tokens", texts, 7);
    gb_i32s(&file, "tokenizer.ggml.token_type", types, 7);
    gb_strings(&file, "tokenizer.ggml.merges", merges, 2);
    T_OK(gp_gguf_parse("v.gguf", gb_finish(&file), &g, &err), err);
    T_OK(gp_tokenizer_open(g, &t, &err), err);
    expect_cut(t, "c:", " a", 2, 3); /* c : | Ga */
    expect_cut(t, "c: ", "a", 2, 3); /* the space belongs to the word: scored with it */
    expect_cut(t, "ca", "b", 1, 2);  /* c | ab: a token that spans the border is scored whole */
    expect_cut(t, "c", "cc", 1, 3);
    T_FAILS(gp_score_ids(t, GP_STR("c"), GP_STR(""), GP_TOK_PLAIN, &ids, &cut, &err), GP_E_INPUT, err, "adds no token");
    ids.n = 0;
    T_FAILS(gp_score_ids(t, GP_STR("a"), GP_STR("b"), GP_TOK_PLAIN, &ids, &cut, &err), GP_E_INPUT, err,
            "changes the first token");
    gp_ids_free(&ids);
    gp_tokenizer_close(t);
    gp_gguf_close(g);
    gb_free(&file);
}

/* --- shared prefixes --- */

static gp_generation *run_one(gp_scheduler *s, const gp_request *r)
{
    gp_err err = {0};
    T_OK(gp_scheduler_submit(s, r, NULL, &err), err);
    while (gp_scheduler_busy(s)) T_OK(gp_scheduler_step(s, &err), err);
    gp_generation *g = gp_scheduler_take(s);
    assert_non_null(g);
    return g;
}

static void expect_as_alone(gp_scheduler *s, const gp_request *r, size_t reused)
{
    gp_model *m = f.m;
    gp_generation *alone = NULL, *g = run_one(s, r);
    gp_err err = {0};
    T_OK(gp_generate(m, r, &alone, &err), err);
    assert_int_equal(alone->n_reused, 0);
    assert_int_equal(g->n_reused, reused);
    assert_string_equal(g->logits_sha256, alone->logits_sha256);
    assert_int_equal(g->n_tokens, alone->n_tokens);
    assert_memory_equal(g->tokens, alone->tokens, g->n_tokens * sizeof *g->tokens);
    gp_generation_free(alone);
    gp_generation_free(g);
}

/* One slot: what the last request left is reused as far as it agrees, and changes nothing. */
static void test_prefix_reuse(void **state)
{
    (void)state;
    enum { N = 60 };
    int32_t ids[N], other[N];
    gp_scheduler *s;
    gp_err err = {0};
    fill(ids, N, 9);
    memcpy(other, ids, sizeof other);
    for (int i = 45; i < N; i++) other[i] = (ids[i] + 7) % TINY_VOCAB;
    gp_request r = {.prompt = ids, .n_prompt = N, .max_tokens = 12};
    T_OK(gp_scheduler_new(f.m, 1, &s, &err), err);
    expect_as_alone(s, &r, 0);
    expect_as_alone(s, &r, N - 1); /* the same again: only the last token is evaluated */
    r.prompt = other;
    expect_as_alone(s, &r, 45); /* another end */
    r.n_prompt = 30;
    expect_as_alone(s, &r, 29); /* a shorter one */
    r.prompt = f.prompt;
    r.n_prompt = PROMPT;
    expect_as_alone(s, &r, 0); /* something else */
    gp_generation *g = run_one(s, &r);
    /* the reply as part of the next prompt, as in a conversation: its last token was not evaluated */
    int32_t longer[PROMPT + 8];
    memcpy(longer, f.prompt, sizeof f.prompt);
    memcpy(longer + PROMPT, g->tokens, 8 * sizeof *longer);
    gp_generation_free(g);
    r.prompt = longer;
    r.n_prompt = PROMPT + 8;
    r.sampling = (gp_sampling){.temperature = 1.f, .repetition_penalty = 1.2f};
    expect_as_alone(s, &r, PROMPT + 7);
    gp_scheduler_free(s);
}

/* Several slots: a request finds the slot that knows its beginning; cancelled ones leave what they had. */
static void test_reuse_over_slots(void **state)
{
    (void)state;
    enum { N = 40 };
    int32_t a[N], b[N];
    gp_scheduler *s;
    gp_err err = {0};
    uint64_t ticket;
    fill(a, N, 1);
    fill(b, N, 2);
    const gp_request ra = {.prompt = a, .n_prompt = N, .max_tokens = 5},
                     rb = {.prompt = b, .n_prompt = N, .max_tokens = 9};
    T_OK(gp_scheduler_new(f.m, 2, &s, &err), err);
    T_OK(gp_scheduler_submit(s, &ra, NULL, &err), err);
    T_OK(gp_scheduler_submit(s, &rb, NULL, &err), err);
    while (gp_scheduler_busy(s)) T_OK(gp_scheduler_step(s, &err), err);
    for (gp_generation *g; (g = gp_scheduler_take(s));) gp_generation_free(g);
    expect_as_alone(s, &rb, N - 1);
    expect_as_alone(s, &ra, N - 1);
    const gp_request long_one = {.prompt = b, .n_prompt = N, .max_tokens = 500};
    T_OK(gp_scheduler_submit(s, &long_one, &ticket, &err), err);
    for (int i = 0; i < 4; i++) T_OK(gp_scheduler_step(s, &err), err);
    gp_scheduler_cancel(s, ticket);
    gp_generation *g = gp_scheduler_take(s);
    assert_int_equal(g->finish, GP_FINISH_CANCELLED);
    gp_generation_free(g);
    expect_as_alone(s, &rb, N - 1);
    gp_scheduler_free(s);
}

/* --- loops --- */

/* Tokens seen before gain so much that one of them wins for ever. */
static void test_loop_ends(void **state)
{
    (void)state;
    gp_generation *g = NULL;
    gp_err err = {0};
    gp_request r = {
        .prompt = f.prompt, .n_prompt = PROMPT, .max_tokens = 900, .sampling = {.frequency_penalty = -100.f}};
    T_OK(gp_generate(f.m, &r, &g, &err), err);
    assert_int_equal(g->finish, GP_FINISH_LOOP);
    assert_int_equal(g->n_tokens, GP_LOOP_TOKENS); /* at the first token that fulfils the rule */
    assert_int_equal(gp_loop_period(g->tokens, g->n_tokens), 1);
    gp_generation_free(g);
    r.allow_loops = true;
    T_OK(gp_generate(f.m, &r, &g, &err), err);
    assert_int_equal(g->finish, GP_FINISH_LENGTH);
    assert_int_equal(g->n_tokens, 900);
    gp_generation_free(g);
}

/* --- guesses --- */

/* What the luck of guessing says: a wrong guess rests longer each time, a right one reaches further. */
static void test_guessing(void **state)
{
    (void)state;
    const int32_t ids[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3}, none[] = {1, 2, 3, 4}, period[] = {5, 6, 5, 6, 5, 6};
    int32_t out[GP_GUESS_MOST] = {0};
    gp_guess_luck k = {0};
    assert_int_equal(gp_guess(&k, none, 2, out, 7), 0);
    assert_int_equal(gp_guess(&k, none, 4, out, 7), 0);
    assert_int_equal(gp_guess(&k, ids, 12, out, 7), 3);
    assert_memory_equal(out, ids + 3, 3 * sizeof *out);
    gp_guess_told(&k, 3, 3);
    assert_int_equal(gp_guess(&k, ids, 12, out, 7), 7);
    assert_int_equal(gp_guess(&k, ids, 12, out, 2), 2);
    gp_guess_told(&k, 2, 0);
    for (int i = 0; i < 2; i++) assert_int_equal(gp_guess(&k, ids, 12, out, 7), 0);
    assert_int_equal(gp_guess(&k, ids, 12, out, 7), 3);
    gp_guess_told(&k, 3, 0);
    for (int i = 0; i < 4; i++) assert_int_equal(gp_guess(&k, ids, 12, out, 7), 0);
    k = (gp_guess_luck){.reach = 7};
    assert_int_equal(gp_guess(&k, period, 6, out, 5), 5); /* what is guessed goes on with itself */
    const int32_t on[] = {5, 6, 5, 6, 5};
    assert_memory_equal(out, on, sizeof on);
}

/* One request on a model that guesses and on one that does not. */
static void same_without_guesses(gp_model *plain, const gp_request *r, size_t *drafted, size_t *accepted)
{
    gp_generation *a = NULL, *b = NULL;
    gp_err err = {0};
    T_OK(gp_generate(f.m, r, &a, &err), err);
    T_OK(gp_generate(plain, r, &b, &err), err);
    assert_int_equal(b->n_drafted, 0);
    assert_true(a->n_accepted <= a->n_drafted);
    assert_string_equal(a->logits_sha256, b->logits_sha256);
    assert_int_equal(a->finish, b->finish);
    assert_int_equal(a->n_tokens, b->n_tokens);
    assert_int_equal(a->n_rows, b->n_rows);
    assert_memory_equal(a->tokens, b->tokens, a->n_tokens * sizeof *a->tokens);
    assert_memory_equal(a->margin, b->margin, a->n_rows * sizeof *a->margin);
    *drafted += a->n_drafted;
    *accepted += a->n_accepted;
    gp_generation_free(a);
    gp_generation_free(b);
}

/* Guessing changes nothing but the number of steps: greedy and drawn, with prompts that repeat, up to any length. */
static void test_guesses_change_nothing(void **state)
{
    (void)state;
    enum { N = 48 };
    int32_t ids[N];
    gp_model *plain;
    gp_err err = {0};
    size_t drafted = 0, accepted = 0;
    const gp_model_options o = {.slots = 3, .batch = 16, .no_draft = true};
    T_OK(gp_model_open(f.path, &o, &plain, &err), err);
    for (int i = 0; i < N; i++) ids[i] = (i % 12 * 31 + 5) % TINY_VOCAB;
    for (unsigned i = 0; i < 12; i++) {
        const gp_request r = {.prompt = ids,
                              .n_prompt = N - i,
                              .max_tokens = 1 + 9 * i,
                              .seed = i,
                              .allow_loops = true,
                              .sampling = {.temperature = i % 3 ? 30.f : 0.f,
                                           .top_k = 3,
                                           .frequency_penalty = i % 4 ? -12.f : -4.f,
                                           .penalty_window = 24}};
        same_without_guesses(plain, &r, &drafted, &accepted);
    }
    print_message("guessed %zu, right %zu\n", drafted, accepted);
    assert_true(accepted > 20 && drafted > accepted + 20); /* both kinds were there */
    gp_model_close(plain);
}

/* --- grammars, with the pocket model's tokenizer --- */

typedef struct pocket {
    gp_model *m;
    gp_ids prompt;
    gp_grammar *g;
} pocket;

static void open_pocket(pocket *p, const char *schema)
{
    gp_arena a = {0};
    gp_err err = {0};
    const gp_json *v = NULL;
    const gp_model_options o = {.slots = 1};
    *p = (pocket){0};
    T_OK(gp_model_open("suites/smoke/pocket/pocket.gguf", &o, &p->m, &err), err);
    static const int32_t around[] = {256, 259, 257, 260}; /* as its template puts them */
    for (int i = 0; i < 2; i++) gp_ids_add(&p->prompt, around[i]);
    T_OK(gp_tokenize(gp_model_tokenizer(p->m), GP_STR("What is the sum of 2 and 3?"), GP_TOK_PLAIN, &p->prompt, &err),
         err);
    for (int i = 2; i < 4; i++) gp_ids_add(&p->prompt, around[i]);
    T_OK(gp_json_parse(&a, "schema", gp_str_c(schema), &v, &err), err);
    T_OK(gp_grammar_new(v, &p->g, &err), err);
    gp_arena_free(&a);
}

static void close_pocket(pocket *p)
{
    gp_grammar_free(p->g);
    gp_ids_free(&p->prompt);
    gp_model_close(p->m);
}

static void expect_fits(const gp_grammar *g, gp_str text, bool whole)
{
    gp_grammar_state s;
    gp_grammar_start(g, &s);
    if (!gp_grammar_text(g, &s, text)) fail_msg("\"%.*s\" does not fit the schema", GP_ARG(text));
    assert_true(!whole || gp_grammar_complete(g, &s));
}

/* Greedy or sampled, with penalties or without: the text fits, and a reply that ended is whole. */
static void test_grammar_holds(void **state)
{
    (void)state;
    pocket p;
    gp_err err = {0};
    open_pocket(
        &p,
        "{\"type\":\"object\",\"properties\":{\"sum\":{\"type\":\"integer\"},\"how\":{\"enum\":[\"a\",\"ab\"]}},\"required\":[\"sum\"]}");
    for (uint64_t seed = 0; seed < 12; seed++) {
        gp_generation *g = NULL;
        const gp_request r = {.prompt = p.prompt.v,
                              .n_prompt = p.prompt.n,
                              .max_tokens = 100,
                              .grammar = p.g,
                              .seed = seed,
                              .sampling = {.temperature = seed ? 1.5f : 0.f,
                                           .repetition_penalty = seed % 3 ? 0.f : 1.3f,
                                           .top_k = seed % 2 ? 5 : 0}};
        T_OK(gp_generate(p.m, &r, &g, &err), err);
        assert_true(g->text.n > 0);
        expect_fits(p.g, gp_buf_view(&g->text), g->finish == GP_FINISH_STOP);
        gp_generation_free(g);
    }
    close_pocket(&p);
}

/* The evidence is of the raw logits: a first row is the same with and without a grammar. */
static void test_grammar_leaves_evidence(void **state)
{
    (void)state;
    pocket p;
    gp_generation *held = NULL, *wild = NULL;
    gp_err err = {0};
    open_pocket(&p, "{\"const\":true}");
    gp_request r = {.prompt = p.prompt.v, .n_prompt = p.prompt.n, .max_tokens = 1};
    T_OK(gp_generate(p.m, &r, &wild, &err), err);
    r.grammar = p.g;
    T_OK(gp_generate(p.m, &r, &held, &err), err);
    assert_int_not_equal(held->tokens[0], wild->tokens[0]);
    assert_string_equal(held->logits_sha256, wild->logits_sha256);
    assert_memory_equal(held->margin, wild->margin, sizeof(float));
    gp_generation_free(held);
    gp_generation_free(wild);
    close_pocket(&p);
}

/* Free up to the text that the grammar waits for, held behind it. */
static void test_grammar_after(void **state)
{
    (void)state;
    pocket p;
    gp_generation *g = NULL;
    gp_err err = {0};
    open_pocket(&p, "{\"const\":{\"a\":null}}");
    gp_request r = {.prompt = p.prompt.v, .n_prompt = p.prompt.n, .max_tokens = 1};
    T_OK(gp_generate(p.m, &r, &g, &err), err);
    assert_int_equal(g->text.n, 1); /* this vocabulary's tokens are bytes */
    char mark[2] = {g->text.p[0], 0};
    gp_generation_free(g);
    r.grammar = p.g;
    r.grammar_after = gp_str_c(mark);
    r.max_tokens = 40;
    T_OK(gp_generate(p.m, &r, &g, &err), err);
    assert_int_equal(g->finish, GP_FINISH_STOP);
    assert_int_equal(g->text.p[0], mark[0]);
    expect_fits(p.g, (gp_str){g->text.p + 1, g->text.n - 1}, true);
    gp_generation_free(g);
    close_pocket(&p);
}

/* Stop strings hold for the answer: of a text that is given, up to where it is cut. */
static void stops_at(const char *schema, const gp_reply_format *format, const char *want)
{
    pocket p;
    gp_generation *g = NULL;
    gp_err err = {0};
    static const gp_str stops[] = {{";", 1}, {"\n;", 2}};
    open_pocket(&p, schema);
    const gp_request r = {.prompt = p.prompt.v,
                          .n_prompt = p.prompt.n,
                          .max_tokens = 80,
                          .grammar = p.g,
                          .stops = stops,
                          .n_stops = 2,
                          .format = format};
    T_OK(gp_generate(p.m, &r, &g, &err), err);
    assert_int_equal(g->finish, GP_FINISH_STOP);
    gp_str text = gp_str_trim(gp_buf_view(&g->text)); /* JSON allows white space around it */
    if (!gp_str_eqc(text, want)) fail_msg("\"%.*s\", expected \"%s\"", GP_ARG(text), want);
    gp_generation_free(g);
    close_pocket(&p);
}

static void test_stops_hold_for_the_answer(void **state)
{
    (void)state;
    const uint32_t think = 1u << GP_M_THINK | 1u << GP_M_THINK_END;
    gp_reply_format opened = {.marks = think, .opened = GP_M_THINK}, maybe = {.marks = think, .opened = -1},
                    none = {.opened = -1};
    stops_at("{\"const\":\"a;b</think>c;d\"}", NULL, "\"a");
    stops_at("{\"const\":\"a;b</think>c;d\"}", &none, "\"a");
    stops_at("{\"const\":\"a;b</think>c;d\"}", &maybe, "\"a"); /* no reasoning: it does not stand at the beginning */
    stops_at("{\"const\":\"a;b</think>c;d\"}", &opened, "\"a;b</think>c");
    stops_at("{\"const\":\"a;b</think>;d\"}", &opened, "\"a;b</think>");
    stops_at("{\"const\":\"a;b\"}", &opened, "\"a;b\""); /* reasoning that never ends */
    stops_at("{\"const\":\"abc\"}", &opened, "\"abc\"");
}

static void test_grammar_needs_tokenizer(void **state)
{
    (void)state;
    pocket p;
    gp_generation *g = NULL;
    gp_err err = {0};
    open_pocket(&p, "true");
    const gp_request r = {.prompt = f.prompt, .n_prompt = PROMPT, .max_tokens = 3, .grammar = p.g};
    T_FAILS(gp_generate(f.m, &r, &g, &err), GP_E_INPUT, err, "a grammar needs a tokenizer");
    close_pocket(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_score_is_log_softmax),
        cmocka_unit_test(test_probabilities_add_up),
        cmocka_unit_test(test_batch_changes_no_bit),
        cmocka_unit_test(test_greedy_match),
        cmocka_unit_test(test_score_refusals),
        cmocka_unit_test(test_border),
        cmocka_unit_test(test_added_tokens),
        cmocka_unit_test(test_prefix_reuse),
        cmocka_unit_test(test_reuse_over_slots),
        cmocka_unit_test(test_loop_ends),
        cmocka_unit_test(test_guessing),
        cmocka_unit_test(test_guesses_change_nothing),
        cmocka_unit_test(test_grammar_holds),
        cmocka_unit_test(test_grammar_leaves_evidence),
        cmocka_unit_test(test_grammar_after),
        cmocka_unit_test(test_grammar_needs_tokenizer),
        cmocka_unit_test(test_stops_hold_for_the_answer),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

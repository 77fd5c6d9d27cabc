/* Suites written with less repetition: defaults, shared graders, variables, rows, matrices, YAML. What they give are the
 * cases of a suite that is written out; what is wrong is told where it stands. */
#include "base/arena.h"
#include "suite_text.h"

#define ASKS(text) "\"messages\": [{\"role\": \"user\", \"content\": \"" text "\"}]"
#define EQUALS(x) "\"grade\": [{\"type\": \"equals\", \"expect\": " x "}]"
#define CASES(cases) HEAD "\"cases\": [" cases "]}"

static gp_suite *open_named(const char *name, const char *text, const char *data)
{
    gp_suite *s = NULL;
    gp_err err = {0};
    T_OK(gp_suite_open_bytes(name, &gp_graders, gp_str_c(text), gp_str_c(data ? data : ""), &s, &err), err);
    return s;
}

/* The same ids and digests, in the same order. */
static void same(gp_suite *x, gp_suite *y)
{
    gp_arena a = {0};
    assert_int_equal(gp_suite_facts(x)->n_cases, gp_suite_facts(y)->n_cases);
    for (size_t i = 0; i < gp_suite_facts(x)->n_cases; i++) {
        const gp_case *p = get(x, i, &a), *q = get(y, i, &a);
        assert_true(gp_str_eq(p->id, q->id));
        assert_true(gp_str_eq(gp_suite_case_id(x, i), p->id));
        assert_int_equal(gp_suite_find(x, p->id), i);
        assert_string_equal(p->digest, q->digest);
        assert_string_equal(p->grader_digest, q->grader_digest);
        assert_int_equal(gp_suite_regulated(x, i), gp_suite_regulated(y, i));
    }
    gp_suite_close(x);
    gp_suite_close(y);
    gp_arena_free(&a);
}

static void equal_suites(void **state)
{
    (void)state;
    static const struct {
        const char *text, *data, *written_out;
    } table[] = {
        /* defaults stand behind the cases, too */
        {HEAD "\"cases\": [{\"id\": \"a\", " ASKS("x") "}], \"defaults\": {" EQUALS("\"y\"") "}}", NULL,
         CASES("{\"id\": \"a\", " ASKS("x") ", " EQUALS("\"y\"") "}")},
        {HEAD
         "\"defaults\": {" EQUALS("\"y\"") ", \"needs\": [\"tools\"], \"metadata\": {\"sensitivity\": \"regulated\", "
                                           "\"kind\": \"k\"}}, \"cases\": [{\"id\": \"a\", " ASKS(
                                               "x") ", \"needs\": [\"logprobs\"], "
                                                    "\"metadata\": {\"kind\": \"own\"}, " EQUALS("\"own\"") "}]}",
         NULL,
         CASES("{\"id\": \"a\", " ASKS("x") ", \"needs\": [\"tools\", \"logprobs\"], \"metadata\": {\"kind\": \"own\", "
                                            "\"sensitivity\": \"regulated\"}, " EQUALS("\"own\"") "}")},
        /* a shared grader is one that is written out, also inside another */
        {HEAD
         "\"graders\": {\"g\": {\"type\": \"contains\", \"expect\": \"y\", \"ignore_case\": true}}, "
         "\"cases\": [{\"id\": \"a\", " ASKS("x") ", \"grade\": [{\"use\": \"g\"}, {\"type\": \"any\", \"graders\": "
                                                  "[{\"use\": \"g\", \"expect\": \"z\"}]}]}]}",
         NULL,
         CASES("{\"id\": \"a\", " ASKS(
             "x") ", \"grade\": [{\"type\": \"contains\", \"expect\": \"y\", \"ignore_case\": true}, "
                  "{\"type\": \"any\", \"graders\": [{\"ignore_case\": true, \"type\": \"contains\", \"expect\": \"z\"}]}]}")},
        /* variables: the case's go over those of defaults; nothing but texts is filled; values are no templates */
        {HEAD
         "\"defaults\": {\"system\": \"In {{lang}}.\", \"vars\": {\"lang\": \"French\", \"n\": 1.50}}, \"cases\": "
         "[{\"id\": \"a-{{lang}}\", \"vars\": {\"lang\": \"{{n}}\", \"list\": [1, {\"k\": \"v\"}], \"yes\": true}, " ASKS(
             "{{ lang }} {{n}} {{list}} {{yes}} {{ n + 1 }} {{ '{{' }} }} \\u007b\\n") ", " EQUALS("\"{{n}}\"") "}]}",
         NULL,
         HEAD "\"defaults\": {\"system\": \"In {{n}}.\"}, \"cases\": [{\"id\": \"a-{{n}}\", " ASKS(
             "{{n}} 1.50 [1,{\\\"k\\\":\\\"v\\\"}] true 2.5 {{ }} {\\n") ", " EQUALS("1.50") "}]}"},
        /* one expression alone keeps its kind, but not where a text is asked for */
        {CASES("{\"id\": \"{{n}}\", \"vars\": {\"n\": 7, \"o\": {\"type\": \"object\"}}, " ASKS(
             "{{n}}") ", \"max_tokens\": \"{{n}}\", "
                      "\"grade\": [{\"type\": \"number\", \"expect\": \"{{ n * 2 }}\"}, {\"type\": \"json_schema\", \"schema\": "
                      "\"{{o}}\"}], \"examples\": {\"pass\": [\"{{n}}\"]}}"),
         NULL,
         CASES("{\"id\": \"7\", " ASKS("7") ", \"max_tokens\": 7, \"grade\": [{\"type\": \"number\", \"expect\": 14}, "
                                            "{\"type\": \"json_schema\", \"schema\": {\"type\": \"object\"}}]}")},
        /* without variables braces are braces */
        {CASES("{\"id\": \"{{x}}\", " ASKS("{{ y }}") ", " EQUALS("\"{{z\"") "}"), NULL,
         CASES("{\"id\": \"{{x}}\", " ASKS("{{ y }}") ", " EQUALS("\"{{z\"") "}")},
        /* rows of CSV are texts; quotes, line feeds and commas in them; the last line may end or not */
        {CASES("{\"id\": \"q-{{a}}\", \"data\": \"d.csv\", " ASKS("{{a}}+{{b}}") ", " EQUALS("\"{{a}}\"") "}"),
         "\xEF\xBB\xBF"
         "a,b\r\n1,\"x \"\"y\"\"\n,z\"\r\n2,\n03,w",
         CASES("{\"id\": \"q-1\", " ASKS("1+x \\\"y\\\"\\n,z") ", " EQUALS("\"1\"") "}, {\"id\": \"q-2\", " ASKS(
             "2+") ", " EQUALS("\"2\"") "}, {\"id\": \"q-03\", " ASKS("03+w") ", " EQUALS("\"03\"") "}")},
        /* rows of JSON lines keep their kinds and may lack what `vars` has; a case around them stays in its place */
        {CASES("{\"id\": \"f\", " ASKS("x") ", " EQUALS(
             "1") "}, {\"id\": \"q-{{a}}\", \"vars\": {\"b\": 0}, \"data\": "
                  "\"d.jsonl\", " ASKS("{{a}}+{{b}}") ", \"grade\": [{\"type\": \"number\", \"expect\": \"{{b}}\"}]}, "
                                                      "{\"id\": \"l\", " ASKS("x") ", " EQUALS("1") "}"),
         "\n{\"a\": 1, \"b\": 2}\n\n{\"a\": \"{{b}}\"}\n",
         CASES("{\"id\": \"f\", " ASKS("x") ", " EQUALS("1") "}, {\"id\": \"q-1\", " ASKS(
             "1+2") ", \"grade\": [{\"type\": "
                    "\"number\", \"expect\": 2}]}, {\"id\": \"q-{{b}}\", " ASKS(
                        "{{b}}+0") ", \"grade\": [{\"type\": \"number\", "
                                   "\"expect\": 0}]}, {\"id\": \"l\", " ASKS("x") ", " EQUALS("1") "}")},
        /* matrices, the last variable fastest, alone and for each row */
        {CASES("{\"id\": \"{{p}}{{q}}\", \"matrix\": {\"p\": [1, 2], \"q\": [\"a\", \"b\"]}, " ASKS(
             "{{p}}") ", " EQUALS("\"{{q}}\"") "}"),
         NULL,
         CASES(
             "{\"id\": \"1a\", " ASKS("1") ", " EQUALS("\"a\"") "}, {\"id\": \"1b\", " ASKS("1") ", " EQUALS("\"b\"") "}, {\"id\": \"2a\", " ASKS(
                 "2") ", " EQUALS("\"a\"") "}, {\"id\": \"2b\", " ASKS("2") ", " EQUALS("\"b\"") "}")},
        {CASES("{\"id\": \"{{r}}{{p}}\", \"data\": \"d.csv\", \"matrix\": {\"p\": [1, 2]}, " ASKS("{{p}}") ", " EQUALS(
             "\"{{r}}\"") "}"),
         "r\nx\ny\n",
         CASES(
             "{\"id\": \"x1\", " ASKS("1") ", " EQUALS("\"x\"") "}, {\"id\": \"x2\", " ASKS("2") ", " EQUALS("\"x\"") "}, {\"id\": \"y1\", " ASKS(
                 "1") ", " EQUALS("\"y\"") "}, {\"id\": \"y2\", " ASKS("2") ", " EQUALS("\"y\"") "}")},
        /* the answer of a puzzle is a template of its own */
        {CASES("{\"id\": \"{{v}}\", \"vars\": {\"v\": \"a\"}, " ASKS("x") ", " EQUALS(
             "1") ", \"puzzle\": {\"variables\": {\"ann\": "
                  "[1]}, \"constraints\": [\"ann == 1\"], \"answer\": \"{{ ann }}\"}}"),
         NULL, CASES("{\"id\": \"a\", " ASKS("x") ", " EQUALS("1") "}")},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        same(open_named("s.json", table[i].text, table[i].data), open_named("s.json", table[i].written_out, NULL));
}

/* --- YAML --- */

#define YAML "name: s\nversion: '1'\nlicense: x\ncases:\n"

static void yaml_is_json(void **state)
{
    (void)state;
    same(
        open_named("s.yaml",
                   YAML
                   "- id: no\n"
                   "  tags: [yes, on, 1.0.0, ~x]\n"
                   "  messages: &m\n"
                   "  - role: user\n"
                   "    content: |\n"
                   "      Häuser: {{x}}\n"
                   "      two\n"
                   "  max_tokens: 0x10\n"
                   "  temperature: +.5\n"
                   "  grade: [{type: number, expect: 12345678901234567890}, {type: equals, expect: no}]\n"
                   "- {id: b, messages: *m, grade: [{type: json, expect: {a: [1., -0.50, null, true, 'null']}}]}\n",
                   NULL),
        open_named(
            "s.json",
            CASES("{\"id\": \"no\", " ASKS(
                "Häuser: {{x}}\\ntwo\\n") ", \"max_tokens\": 16, \"temperature\": 0.5, \"grade\": "
                                          "[{\"type\": \"number\", \"expect\": 12345678901234567890}, {\"type\": \"equals\", \"expect\": \"no\"}]}, "
                                          "{\"id\": \"b\", " ASKS(
                                              "Häuser: {{x}}\\ntwo\\n") ", \"grade\": [{\"type\": \"json\", \"expect\": {\"a\": "
                                                                        "[1, -0.5, null, true, \"null\"]}}]}"),
            NULL));
}

static void yaml_with_rows(void **state)
{
    (void)state;
    same(open_named("s.yml",
                    YAML
                    "- id: q-{{a}}-{{n}}\n  data: d.jsonl\n  matrix: {n: [no, 2]}\n"
                    "  messages: [{role: user, content: '{{a}}{{n}}'}]\n  grade: [{type: equals, expect: '{{a}}'}]\n"
                    "- id: z\n  messages: [{role: user, content: x}]\n  grade: [{type: equals, expect: 1}]\n",
                    "{\"a\": 1}\n"),
         open_named("s.json",
                    CASES("{\"id\": \"q-1-no\", " ASKS("1no") ", " EQUALS("1") "}, {\"id\": \"q-1-2\", " ASKS(
                        "12") ", " EQUALS("1") "}, {\"id\": \"z\", " ASKS("x") ", " EQUALS("1") "}"),
                    NULL));
}

/* --- mistakes --- */

static void refuses_named(const char *name, const char *text, const char *data, const char *message)
{
    gp_suite *s = NULL;
    gp_err err = {0};
    T_FAILS(gp_suite_open_bytes(name, &gp_graders, gp_str_c(text), gp_str_c(data), &s, &err), GP_E_INPUT, err, message);
    assert_null(s);
}

#define FILLED(vars, text) CASES("{\"id\": \"a\", \"vars\": " vars ",\n" ASKS(text) ", " EQUALS("1") "}")
#define ROWS(id) CASES("{\"id\": \"" id "\", \"data\": \"d.csv\",\n" ASKS("{{a}}") ", " EQUALS("\"{{b}}\"") "}")
#define LINES(id) CASES("{\"id\": \"" id "\", \"data\": \"d.jsonl\",\n" ASKS("{{a}}") ", " EQUALS("\"{{b}}\"") "}")
#define SHARED(graders, grade) \
    HEAD "\"graders\": " graders ",\n\"cases\": [{\"id\": \"a\", " ASKS("x") ",\n\"grade\": [" grade "]}]}"

static void mistakes(void **state)
{
    (void)state;
    static const char *const table[][3] = {
        {FILLED("{\"name\": 1}", "Hi {{ nmae }}"), "",
         "s.json:3:46: the variable \"nmae\" is not defined; did you mean \"name\"?"},
        {FILLED("{\"name\": 1}", "Hi {{ nmae | upper }}"), "",
         "s.json:3:46: the variable \"nmae\" is not defined; did you mean"},
        {FILLED("{\"name\": {}}", "Hi {{ name.x }}"), "", "s.json:3:46: "},
        {FILLED("{}", "{{ x if x is defined else y }}"), "", "s.json:3:43: the variable \"y\" is not defined"},
        {FILLED("{}", "{{ (x ~ 1) is defined }}"), "", "s.json:3:43: the variable \"x\" is not defined"},
        {FILLED("{}", "Hi {{ x }}"), "", "s.json:3:46: the variable \"x\" is not defined"},
        {FILLED("{}", "{{'{{'}} {{ x"), "", "s.json:3:52: {{ without }} behind it"},
        {FILLED("{}", "{{ }}"), "", "s.json:3:43: {{ }} holds no expression"},
        {FILLED("{}", "{{ 1 + }}"), "", "s.json:3:43: "},
        {FILLED("{}", "{{ 1 }} {{ 'a' }} {{ 'b' + 1 }}"), "", "s.json:3:61: "},
        {FILLED("{\"a b\": 1}", "x"), "", "s.json:2:32: \"a b\" is no name of a variable"},
        {FILLED("[]", "x"), "", "s.json:2:31: \"vars\" must be an object, not an array"},
        {FILLED("{\"x\": \" \"}", "{{x}}"), "", "s.json:3:42: \"content\" is empty"},
        {CASES("{\"id\": \"a\", \"vars\": {}, \"vrs\": 1, " ASKS("x") ", " EQUALS("1") "}"), "",
         "unknown key \"vrs\" in a case; did you mean \"vars\"?"},
        {HEAD "\"defaults\": {\"system\": \"{{x}}\", \"vars\": {}}, \"cases\": [{\"id\": \"a\", " ASKS("x") ", " EQUALS(
             "1") "}]}",
         "", "s.json:2:25: the variable \"x\" is not defined"},
        /* shared graders */
        {SHARED("{}", "{\"use\": \"g\"}"), "", "s.json:4:19: \"use\" is \"g\", but must be one of "},
        {SHARED("{\"good\": {\"type\": \"equals\"}}", "{\"use\": \"god\"}"), "",
         "but must be one of good; did you mean \"good\"?"},
        {SHARED("{\"g\": {\"type\": \"equals\"}}", "{\"use\": \"g\"}"), "",
         "s.json:4:11: a grader of type equals needs \"expect\""},
        {SHARED("{\"g\": {\"type\": \"equals\", \"expct\": 1}}", "{\"use\": \"g\"}"), "",
         "s.json:2:37: unknown key \"expct\" in a grader of type equals; did you mean \"expect\"?"},
        {SHARED("{\"g\": {\"type\": \"equals\"}}", "{\"use\": \"g\", \"type\": \"equals\"}"), "",
         "s.json:4:32: \"type\" beside \"use\""},
        {SHARED("{\"g\": {\"use\": \"h\", \"type\": \"any\"}}", "{\"use\": \"g\"}"), "",
         "s.json:2:26: a shared grader cannot use another"},
        {SHARED("{\"g\": {\"expect\": 1}}", "{\"use\": \"g\"}"), "", "s.json:2:18: a shared grader lacks \"type\""},
        {CASES("{\"id\": \"a\", " ASKS("x") ", \"grade\": [{\"use\": \"g\"}]}"), "",
         "\"use\" names a shared grader, but the suite has no \"graders\""},
        {HEAD "\"defaults\": {\"grade\": [{\"type\": \"equal\"}]},\n\"cases\": [{\"id\": \"a\", " ASKS("x") "}]}", "",
         "s.json:2:33: the type of a grader is \"equal\""},
        {HEAD "\"defaults\": {},\n\"cases\": [{\"id\": \"a\", " ASKS("x") "}]}", "",
         "s.json:3:11: a case lacks \"grade\""},
        /* rows */
        {ROWS("{{a}}"), "", "d.csv: no header with the names of the columns"},
        {ROWS("{{a}}"), "a,b\n", "s.json:2:35: the data file d.csv has no rows"},
        {ROWS("{{a}}"), "a,b\n1,2\n3\n", "d.csv:3: this row has 1 field, but the header has 2"},
        {ROWS("{{a}}"), "a,b\n\n1,2", "d.csv:2: this row has 1 field"},
        {ROWS("{{a}}"), "a,a\n1,2\n", "d.csv:1:1: the column \"a\" is there twice"},
        {ROWS("{{a}}"), "a,b c\n1,2\n", "d.csv:1:1: \"b c\" is no name of a variable"},
        {ROWS("{{a}}"), "a,b\n1,x\"y\n", "d.csv:2: a quote inside a field"},
        {ROWS("{{a}}"), "a,b\n1,\"y\n\n", "d.csv:2: a quote is opened in this row and never closed"},
        {ROWS("{{a}}"), "a,b\n1,\"y\"z\n", "d.csv:2: something follows a closing quote"},
        {ROWS("{{a}}"), "a,b\n1,y\rz\n", "d.csv:2: a carriage return without a line feed"},
        {ROWS("{{a}}"), "a,b\n1,\xff\n", "d.csv:2: a field is not valid UTF-8"},
        {ROWS("{{a}}"), "a,c\n1,2\n", "d.csv:2: s.json:3:93: the variable \"b\" is not defined; did you mean"},
        {ROWS("{{a}}"), "a,b\n1,2\n\"\",2\n", "d.csv:3: s.json:2:18: the id of a case is empty"},
        {ROWS("{{b}}"), "a,b\n1,2\n3,2\n",
         "d.csv:3: s.json:2:18: the id \"2\" is used twice; the first case with it is made of d.csv:2; put a variable"},
        {CASES("{\"id\": \"a\", \"data\": \"../d.csv\"}"), "a\n1\n", "must stay inside the suite's folder"},
        {CASES("{\"id\": \"a\", \"data\": \"d.tsv\"}"), "a\n1\n", "must be a file named .csv or .jsonl"},
        {CASES("{\"id\": \"a\", \"data\": 3}"), "a\n1\n", "\"data\" must be a string"},
        {LINES("{{a}}"), "{\"a\": 1, \"b\": 2}\n[1]\n", "d.jsonl:2:1: a row must be an object, not an array"},
        {LINES("{{a}}"), "{\"a\": 1, \"b\": 2} 3\n",
         "d.jsonl:1:17: something follows the row; a data file has one row per line"},
        {LINES("{{a}}"), "{\"a\": 1,\n\"b\": 2}\n", "the line ends inside the row"},
        {LINES("{{a}}"), "{\"a-b\": 1}\n", "d.jsonl:1:2: \"a-b\" is no name of a variable"},
        /* matrices */
        {CASES("{\"id\": \"a\", \"matrix\": {}}"), "", "s.json:2:33: \"matrix\" is empty"},
        {CASES("{\"id\": \"a\", \"matrix\": {\"x\": 3}}"), "", "a variable of the matrix must be an array"},
        {CASES("{\"id\": \"a\", \"matrix\": {\"x\": []}}"), "", "a variable of the matrix is empty"},
        {CASES("{\"id\": \"a\", \"matrix\": {\"x\": [1, 2]}, " ASKS("x") ", " EQUALS("1") "}"), "",
         "x 2: s.json:2:18: the id \"a\" is used twice; the first case with it starts at line 2"},
        {CASES("{\"id\": \"{{x}}\", \"data\": \"d.csv\", \"matrix\": {\"x\": [1, 2]}, " ASKS("x") ", " EQUALS("1") "}"),
         "x\n1\n", "the variable \"x\" is in the matrix and in the data"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        refuses_named("s.json", table[i][0], table[i][1], table[i][2]);
}

static void mistakes_in_yaml(void **state)
{
    (void)state;
    static const char *const table[][2] = {
        {"name: s\nversion: 1\n", "s.yaml:2:10: \"version\" must be a string, not an integer"},
        {"name: s\nnmae: t\n", "s.yaml:2:1: unknown key \"nmae\" in the suite; did you mean \"name\"?"},
        {"name: s\nname: t\n", "s.yaml:2:1: the key \"name\" stands twice in one mapping"},
        {"- a\n", "s.yaml:1:1: a suite must be an object, not an array"},
        {"name: [\n", "s.yaml:2:1: "},
        {"name: s\nversion: '1'\n", "s.yaml: the suite has neither \"cases\" nor \"cases_file\""},
        {YAML "  a: b\n", "s.yaml:5:3: \"cases\" must be an array, not an object"},
        {YAML "- id: a\n  grade: []\n  messges: x\n",
         "s.yaml:7:3: unknown key \"messges\" in a case; did you mean \"messages\"?"},
        {YAML "- id: a\n  messages: [{role: user, content: x}]\n  grade:\n  - {type: equals, expect: 007}\n",
         "s.yaml:8:28: a number must not start with 0; in quotes it is a text"},
        {YAML "- id: a\n  vars: {x: 1}\n  messages: [{role: user, content: 'x {{y}}'}]\n",
         "s.yaml:7:36: the variable \"y\""},
        {YAML "- id: &a a\n  messages: [{role: user, content: *b}]\n", "s.yaml:6:36: "},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) refuses_named("s.yaml", table[i][0], "", table[i][1]);
}

/* --- size --- */

static void a_hundred_thousand_rows_stay_small(void **state)
{
    (void)state;
    enum { N = 100000 };
    gp_buf b = {0};
    gp_arena a = {0};
    gp_suite *s = NULL;
    gp_err err = {0};
    gp_buf_c(&b, "a,b\n");
    for (int i = 0; i < N; i++) gp_buf_fmt(&b, "%d,%d\n", i, i % 7);
    T_OK(gp_suite_open_bytes("s.json", &gp_graders, GP_STR(ROWS("sum-{{a}}-{{b}}")), gp_buf_view(&b), &s, &err), err);
    assert_int_equal(gp_suite_facts(s)->n_cases, N);
    assert_true(gp_suite_index_bytes(s) < (size_t)N * 64);
    assert_true(s->arena.used < 8192);
    for (size_t i = 0; i < N; i += 7777) {
        gp_arena_reset(&a);
        const gp_case *c = get(s, i, &a);
        assert_int_equal(gp_suite_find(s, c->id), i);
        assert_true(gp_str_eq(c->messages[0].parts[0].text, gp_str_fmt(&a, "%zu", i)));
    }
    gp_suite_close(s);
    gp_buf_free(&b);
    gp_arena_free(&a);
}

/* --- files --- */

static void write_file(const char *dir, const char *name, const char *text)
{
    char path[600];
    gp_err err = {0};
    (void)snprintf(path, sizeof path, "%s/%s", dir, name);
    T_OK(gp_write_file(path, gp_str_c(text), &err), err);
}

static void data_is_evidence(void **state)
{
    (void)state;
    const char *dir = t_tmpdir();
    gp_suite *s = NULL;
    gp_err err = {0};
    char before[65];
    write_file(dir, "suite.json", ROWS("{{a}}"));
    T_FAILS(gp_suite_open(dir, &gp_graders, &s, &err), GP_E_INPUT, err, "suite.json:2:35: the data file");
    write_file(dir, "d.csv", "a,b\n1,2\n");
    T_OK(gp_suite_open(dir, &gp_graders, &s, &err), err);
    memcpy(before, gp_suite_facts(s)->digest, sizeof before);
    gp_suite_close(s);
    write_file(dir, "d.csv", "a,b\n1,3\n");
    T_OK(gp_suite_open(dir, &gp_graders, &s, &err), err);
    assert_string_not_equal(before, gp_suite_facts(s)->digest);
    gp_suite_close(s);
}

static void one_file_of_a_folder(void **state)
{
    (void)state;
    const char *dir = t_tmpdir();
    gp_suite *s = NULL;
    gp_err err = {0};
    write_file(dir, "suite.yml",
               YAML "- {id: a, messages: [{role: user, content: x}], grade: [{type: equals, expect: 1}]}\n");
    T_OK(gp_suite_open(dir, &gp_graders, &s, &err), err);
    assert_true(gp_str_ends(gp_str_c(gp_suite_facts(s)->file), GP_STR("/suite.yml")));
    gp_suite_close(s);
    s = NULL;
    write_file(dir, "suite.json", CASES(""));
    T_FAILS(gp_suite_open(dir, &gp_graders, &s, &err), GP_E_INPUT, err,
            "suite.yml are both there; keep one, or name the file");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_suites),     cmocka_unit_test(yaml_is_json),
        cmocka_unit_test(yaml_with_rows),   cmocka_unit_test(mistakes),
        cmocka_unit_test(mistakes_in_yaml), cmocka_unit_test(a_hundred_thousand_rows_stay_small),
        cmocka_unit_test(data_is_evidence), cmocka_unit_test(one_file_of_a_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* from_humaneval.c - HumanEval and its kin: a function to write, and a program that tests it. */
#include "import/convert_impl.h"

static bool is_record(const gp_json *r)
{
    return gp_text_at(r, "prompt").p && gp_text_at(r, "test").p && gp_text_at(r, "entry_point").p;
}

/* The tests run against the answer alone, so it must be whole: the task says so. */
static gp_str task(gp_arena *a, gp_str prompt)
{
    return gp_str_fmt(
        a,
        "Complete this Python function. Answer with one block of code (```python) that holds the whole "
        "program: imports, anything defined here beside it, and the finished function.\n\n```python\n%.*s\n```\n",
        (int)prompt.n, prompt.p);
}

static void write_tests(gp_jw *w, gp_arena *a, gp_str test, gp_str entry)
{
    gp_str tests = gp_str_fmt(a, "from answer import *\nfrom answer import %.*s\n%.*s\n\ncheck(%.*s)\n", (int)entry.n,
                              entry.p, (int)test.n, test.p, (int)entry.n, entry.p);
    gp_jw_kc(w, "language", "python");
    gp_jw_kstr(w, "tests", tests);
}

/* The reference solution shows that the tests can be passed, an empty function that they can be failed. */
static void write_examples(gp_draft *d, gp_arena *a, gp_str prompt, gp_str solution)
{
    gp_jw *w = gp_draft_member(d, "examples");
    gp_jw_object(w);
    const char *const keys[] = {"pass", "fail"};
    gp_str const ends[] = {solution, GP_STR("    pass\n")};
    for (size_t i = 0; i < 2; i++) {
        gp_jw_key(w, keys[i]);
        gp_jw_array(w);
        gp_jw_str(w, gp_str_fmt(a, "```python\n%.*s%.*s\n```\n", (int)prompt.n, prompt.p, (int)ends[i].n, ends[i].p));
        gp_jw_end_array(w);
    }
    gp_jw_end_object(w);
}

static bool is_name(gp_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char x = s.p[i];
        if (!((x >= 'a' && x <= 'z') || (x >= 'A' && x <= 'Z') || x == '_' || (i && x >= '0' && x <= '9')))
            return false;
    }
    return s.n > 0;
}

static void record(gp_conversion *c, const gp_json *r)
{
    gp_arena *a = &c->record;
    gp_draft d;
    gp_str entry = gp_text_at(r, "entry_point"), prompt = gp_text_at(r, "prompt"), id = gp_text_at(r, "task_id"),
           solution = gp_text_at(r, "canonical_solution");
    gp_draft_begin(&d, c, r, id);
    gp_draft_say(&d, "user", task(a, prompt));
    if (is_name(entry)) {
        write_tests(gp_draft_grader(&d, "code"), a, gp_text_at(r, "test"), entry);
        gp_draft_graded(&d);
    } else gp_draft_lose(&d, GP_STR("entry_point"), "it is no name of a Python function");
    if (solution.n) write_examples(&d, a, prompt, solution);
    gp_draft_end(&d);
}

const gp_format gp_from_humaneval = {
    .f = {"humaneval", "HumanEval: JSON lines with prompt, test and entry_point"},
    .tool = "HumanEval",
    .is = is_record,
    .record = record,
};

/* show.c - goldpin show: one case as it would be asked, one trial as it went. */
#include <stdio.h>

#include "base/json.h"
#include "bundle/bundle.h"
#include "cli.h"
#include "readable.h"
#include "show.h"

typedef struct options {
    gp_output output;
    gp_show_wish wish;
} options;

#define T options
static const char CASE[] = "Of a case", TRIAL[] = "Of a trial";
static const gp_opt opts[] = {
    {"target", 't', GP_TO_LIST(T, wish.targets, wish.n_targets), "TARGET",
     "as of goldpin run; repeated: each of them; default those that it would ask", CASE},
    {"config", 'c', GP_TO_PATH(T, wish.config), "FILE", "targets file; default ./goldpin.json or ./goldpin.yaml", CASE},
    {"env-file", 0, GP_TO_PATH(T, wish.env_file), "FILE", "as of goldpin run, for base URLs; keys are never shown",
     CASE},
    {"golden", 0, GP_TO_PATH(T, wish.golden), "DIR", "accepted goldens; default those that the run compared with",
     TRIAL},
    {0}};

static void put_images(gp_jw *w, const gp_message *m)
{
    gp_jw_key(w, "images");
    gp_jw_array(w);
    for (size_t i = 0; i < m->n_parts; i++)
        if (m->parts[i].image) gp_jw_c(w, m->parts[i].path);
    gp_jw_end_array(w);
}

static void put_calls(gp_jw *w, const gp_message *m)
{
    gp_jw_key(w, "tool_calls");
    if (!m->n_calls) {
        gp_jw_null(w);
        return;
    }
    gp_jw_array(w);
    for (size_t i = 0; i < m->n_calls; i++) {
        gp_jw_object(w);
        gp_jw_kstr(w, "name", m->calls[i].name);
        gp_jw_key(w, "arguments");
        gp_jw_value(w, m->calls[i].arguments);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

void gp_show_messages(gp_arena *a, gp_jw *w, const gp_case *c)
{
    for (size_t i = 0; i < c->n_messages; i++) {
        const gp_message *m = &c->messages[i];
        gp_jw_object(w);
        gp_jw_kstr(w, "role", m->role);
        gp_jw_kstr(w, "content", gp_message_text(a, m));
        put_images(w, m);
        put_calls(w, m);
        if (m->tool_call_id.n) gp_jw_kstr(w, "tool_call_id", m->tool_call_id);
        gp_jw_end_object(w);
    }
}

void gp_show_criteria(gp_jw *w, const gp_criterion *list, size_t n)
{
    gp_jw_key(w, "criteria");
    gp_jw_array(w);
    for (size_t i = 0; i < n; i++) {
        gp_jw_object(w);
        gp_jw_kstr(w, "id", list[i].id);
        gp_jw_kreal_or_null(w, "score", list[i].score);
        gp_jw_kreal(w, "weight", list[i].weight);
        gp_jw_kstr(w, "explanation", list[i].explanation);
        gp_jw_end_object(w);
    }
    gp_jw_end_array(w);
}

static gp_code run(gp_args *a, gp_buf *out, gp_err *err)
{
    const options *o = a->options;
    gp_buf text = {0};
    gp_jw w;
    gp_str id = gp_str_c(a->pos[1]);
    gp_jw_init(&w, &text, 2);
    bool trial = gp_bundle_holds(a->pos[0], GP_FILE_MANIFEST);
    gp_code code = trial ? gp_show_trial(&a->mem, a->pos[0], id, &o->wish, &w, err)
                         : gp_show_case(&a->mem, a->pos[0], id, &o->wish, &w, err);
    if (!code && o->output.json) gp_buf_str(out, gp_buf_view(&text)), gp_buf_byte(out, '\n');
    else if (!code) code = gp_readable(&a->mem, gp_buf_view(&text), out, err);
    gp_buf_free(&text);
    return code;
}

const gp_command gp_cmd_show = {
    .name = "show",
    .usage = "SUITE CASE [-t TARGET] | RUN TRIAL [options]",
    .summary = "a case as it would be asked, or a trial as it went",
    .opts = {{opts, 0}, GP_OPTS_IN(options, output, gp_json_opts)},
    .options = sizeof(options),
    .min_args = 2,
    .max_args = 2,
    .run = run,
    .details =
        "Nothing is asked. Of a case: messages, tools, sampling and limits with where each\n"
        "value comes from, the seed, graders, and their verdicts on the examples; for each\n"
        "target the request body, or the rendered prompt and its tokens. Of a trial in the\n"
        "bundle RUN: messages, replies, criteria, golden, evidence, and the command that\n"
        "judges the answer again. TRIAL is a trial's id, or a case's that has one trial.\n",
    .exits = "  0    shown\n  2    there is no such case or trial, or a file cannot be read\n",
    .example =
        "  goldpin show suites/smoke sum-carry\n"
        "  goldpin show reports/smoke-20261120T093500Z sum-carry\n"};

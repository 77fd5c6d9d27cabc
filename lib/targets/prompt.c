/* prompt.c - messages, tools, date and further variables, and the template over them. */
#include "targets/prompt.h"

#include <stdio.h>

#include "base/day.h"
#include "targets/target_impl.h"

static void date_vars(gp_jw *w, gp_str date)
{
    char words[16], moment[40];
    gp_day_words(date, words);
    (void)snprintf(moment, sizeof moment, "%.3s %.2s %s 00:00:00 GMT", words + 3, words, words + 7);
    gp_jw_kc(w, "date_string", words);
    gp_jw_kc(w, "datetime", moment);
}

static void variables(const gp_manifest_template *t, const gp_json *extra, const gp_trial *trial,
                      const gp_reply *replies, size_t turn, gp_str date, gp_buf *text)
{
    gp_jw w;
    gp_jw_init(&w, text, 0);
    gp_jw_object(&w);
    gp_jw_key(&w, "messages");
    gp_trial_messages(&w, trial, replies, turn);
    gp_jw_kbool(&w, "add_generation_prompt", true);
    gp_jw_key(&w, "bos_token");
    gp_jw_str(&w, t->bos);
    gp_jw_key(&w, "eos_token");
    gp_jw_str(&w, t->eos);
    if (trial->c->tools) {
        gp_jw_key(&w, "tools");
        gp_jw_value(&w, trial->c->tools);
    }
    for (const gp_json *v = extra ? extra->first : NULL; v; v = v->next) {
        gp_jw_key_str(&w, v->key);
        gp_jw_value(&w, v);
    }
    if (date.n) date_vars(&w, date);
    gp_jw_end_object(&w);
}

gp_str gp_prompt_template(const gp_manifest_template *t, const gp_trial *trial)
{
    return trial->c->tools && t->tool_use.n ? t->tool_use : t->chat;
}

gp_code gp_prompt_render(gp_arena *a, const gp_manifest_template *t, const gp_json *extra, const gp_trial *trial,
                         const gp_reply *replies, size_t turn, gp_str date, gp_rendered *out, gp_err *err)
{
    gp_buf text = {0};
    const gp_json *vars = NULL;
    int64_t now = gp_day_epoch(date.n ? date : GP_STR(GP_DAY_DEFAULT));
    variables(t, extra, trial, replies, turn, date, &text);
    gp_code code = gp_json_parse(a, "messages", gp_str_dup(a, gp_buf_view(&text)), &vars, err);
    gp_buf_free(&text);
    return code ? code : gp_template_render(a, "chat template", gp_prompt_template(t, trial), vars, now, out, err);
}

static gp_system_place place_of(const gp_manifest_target *m)
{
    gp_system_place place = GP_SYSTEM_SYSTEM;
    for (unsigned i = 0; i < GP_SYSTEM_PLACES; i++)
        if (gp_str_eqc(m->system, gp_system_names[i])) place = (gp_system_place)i;
    return place;
}

gp_code gp_prompt_again(gp_arena *a, const gp_manifest_target *m, gp_trial *trial, const gp_transcript *t, size_t turn,
                        gp_str *out, gp_err *err)
{
    const gp_json *extra = NULL;
    gp_rendered r;
    gp_place_system(trial, place_of(m));
    gp_code code = m->extra.n ? gp_json_parse(a, "extra", m->extra, &extra, err) : GP_OK;
    if (!code) code = gp_prompt_render(a, &m->chat, extra, trial, t->replies, turn, t->date, &r, err);
    if (!code) *out = r.text;
    return code;
}

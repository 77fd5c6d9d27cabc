/* local_prompt.c - what a local model is told: its chat template over the messages of a case, as tokens; looking at
 * that without asking. */
#include <string.h>

#include "base/day.h"
#include "base/sha256.h"
#include "base/sys.h"
#include "targets/local_impl.h"
#include "targets/prompt.h"

/* --- the template --- */

/* Templates ask what day it is by a function, or by one of two variables. */
static bool looks_at_date(gp_str source)
{
    static const char *const words[] = {"strftime_now", "date_string", "datetime"};
    bool any = false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        any = any || gp_str_find(source, gp_str_c(words[i])) != SIZE_MAX;
    return any;
}

/* The texts of all messages, a line feed between two: only values, so nothing in them is a control token. */
#define RAW "{{ messages | map(attribute='content') | join('\\n') }}"

/* Another template than the file's is for chats with tools, too. */
static gp_code other_template(gp_arena *a, gp_local *l, gp_str given, gp_manifest_target *m, gp_err *err)
{
    char hex[GP_SHA256_HEX];
    gp_code code = GP_OK;
    gp_str text = GP_STR(RAW), name = given;
    if (!gp_str_eqc(given, GP_TEMPLATE_RAW)) {
        code = gp_read_file(a, given.p, 0, &text, err);
        if (!code) code = gp_template_check(a, given.p, text, err);
        if (code) return code;
        gp_sha256_hex_of(text, hex);
        name = gp_str_fmt(a, "sha256:%s", hex);
        m->template_text = text;
    }
    m->template = name;
    l->template.chat = text;
    l->template.tool_use = (gp_str){0};
    return GP_OK;
}

gp_code gp_local_templates(gp_arena *a, gp_local *l, const gp_model_facts *f, const gp_target_spec *spec,
                           gp_manifest_target *m, gp_err *err)
{
    const gp_tokenizer *tok = l->tok;
    bool same = gp_str_eq(f->tool_template, f->chat_template);
    l->template = (gp_manifest_template){.chat = f->chat_template,
                                         .tool_use = same ? (gp_str){0} : f->tool_template,
                                         .bos = gp_token_text(tok, gp_token_bos(tok)),
                                         .eos = gp_token_text(tok, gp_token_eos(tok))};
    gp_code code = spec->template.n ? other_template(a, l, spec->template, m, err) : GP_OK;
    if (code) return code;
    gp_str chat = l->template.chat, with_tools = l->template.tool_use.n ? l->template.tool_use : chat;
    l->tells = gp_utf8_bad(chat) == SIZE_MAX && gp_utf8_bad(with_tools) == SIZE_MAX;
    if (looks_at_date(chat) || looks_at_date(with_tools)) l->date = spec->date.n ? spec->date : GP_STR(GP_DAY_DEFAULT);
    m->date = l->date;
    if (gp_str_find(with_tools, GP_STR("tools")) != SIZE_MAX) l->offers |= GP_NEED_TOOLS;
    if (!gp_reply_in_messages(chat)) l->offers |= GP_NEED_JSON_SCHEMA;
    if (!chat.n)
        return gp_fail(
            err, GP_E_INPUT,
            "%s has no chat template (tokenizer.chat_template); a targets file can give it one: \"template\": "
            "\"FILE.jinja\", or \"raw\" for a model that knows no chat",
            spec->model.p);
    if (spec->system == GP_SYSTEM_DEVELOPER && gp_str_find(chat, GP_STR("developer")) == SIZE_MAX)
        return gp_fail(
            err, GP_E_INPUT,
            "the chat template of %s knows no role \"developer\"; \"system\" of target %.*s can be system or "
            "user",
            spec->template.n ? spec->template.p : spec->model.p, GP_ARG(spec->name));
    return GP_OK;
}

void gp_local_note_date(const gp_local *l, const gp_trial *trial, gp_transcript *t)
{
    if (l->date.n && looks_at_date(gp_prompt_template(&l->template, trial)))
        t->date = trial->c->date.n ? trial->c->date : l->date;
}

/* --- the prompt --- */

/* Only the template may speak in control tokens: what a message says of them is text, and so is what follows the
 * prompt. The BOS alone is added, where the template has none: an end token, which a file may want behind every text,
 * would stand between prompt and reply. */
static gp_code tokenize_prompt(gp_arena *a, const gp_tokenizer *tok, const gp_rendered *r, gp_str behind, gp_ids *ids,
                               gp_err *err)
{
    gp_str *plain = GP_NEW_ARRAY(a, gp_str, r->n + 1), bos = gp_token_text(tok, gp_token_bos(tok));
    gp_str text = gp_str_cat(a, r->text, behind, GP_STR(""));
    size_t n = 0, at = 0;
    for (size_t i = 0; i < r->n; at += r->spans[i++].text.n)
        if (r->spans[i].from_value) plain[n++] = (gp_str){text.p + at, r->spans[i].text.n};
    if (behind.n) plain[n++] = (gp_str){text.p + r->text.n, behind.n};
    bool has_bos = bos.n && r->n && !r->spans[0].from_value && gp_str_starts(r->spans[0].text, bos);
    if (gp_tokenizer_adds_bos(tok) && !has_bos) gp_ids_add(ids, gp_token_bos(tok));
    return gp_tokenize_mixed(tok, text, plain, n, GP_TOK_PLAIN, ids, err);
}

/* A template that raises, or that these messages or variables lead astray: another case, or another target. */
static void advise(gp_err *err)
{
    static const char what[] =
        " (what to change: the roles and order of the case's messages, or \"system\" or "
        "\"extra\" of the target)";
    size_t n = strlen(err->msg), most = sizeof err->msg - sizeof what;
    memcpy(err->msg + (n < most ? n : most), what, sizeof what);
}

gp_code gp_local_prompt(const gp_local *l, gp_local_job *j, gp_str behind, gp_ids *ids, gp_err *err)
{
    gp_arena a = {0};
    gp_rendered r;
    gp_str source = gp_prompt_template(&l->template, j->trial);
    gp_code code = gp_prompt_render(&a, &l->template, l->extra, j->trial, j->replies, j->t->n_replies, j->t->date, &r,
                                    err);
    if (code == GP_E_INPUT) advise(err);
    if (!code) code = tokenize_prompt(&a, l->tok, &r, behind, ids, err);
    if (!code) {
        j->format = gp_reply_format_find(source, &r, l->tok, j->trial->c->tools);
        gp_reply_use(&j->format, l->reasoning);
        j->format.header = gp_str_dup(&j->trial->arena, j->format.header);
        if (j->grammars[j->t->n_replies]) j->grammar_after = gp_reply_hold(&j->format);
        if (j->shown) *j->shown = gp_str_dup(&j->trial->arena, r.text);
        if (!behind.n && l->tells) gp_sha256_hex_of(r.text, j->prompt);
    }
    gp_arena_free(&a);
    return code;
}

/* --- looking at it --- */

const char *gp_local_lacks(gp_trial *trial, unsigned offers)
{
    unsigned lacks = trial->c->needs & ~offers;
    if (!lacks) return NULL;
    gp_str names = gp_needs_text(&trial->arena, lacks);
    return gp_str_fmt(&trial->arena, "the local engine does not offer what the case needs: %.*s", GP_ARG(names)).p;
}

static gp_code look_at_prompt(gp_local *l, gp_trial *trial, gp_preview *out, gp_err *err)
{
    gp_arena *a = &trial->arena;
    gp_grammar **none = GP_NEW_ARRAY(a, gp_grammar *, trial->c->n_turns + 1);
    gp_ids ids = {0};
    gp_transcript t = gp_transcript_unknown();
    gp_local_job j = {.trial = trial, .t = &t, .grammars = none, .shown = &out->prompt};
    gp_local_note_date(l, trial, &t);
    out->lacks = gp_local_lacks(trial, l->offers);
    gp_code code = gp_local_prompt(l, &j, (gp_str){0}, &ids, err);
    int32_t *kept = GP_NEW_ARRAY(a, int32_t, ids.n);
    if (ids.n) memcpy(kept, ids.v, ids.n * sizeof *kept);
    out->ids = kept;
    out->n_ids = ids.n;
    gp_ids_free(&ids);
    return code;
}

gp_code gp_local_preview(gp_arena *a, const gp_target_spec *spec, const gp_target_services *env, gp_trial *trial,
                         gp_preview *out, gp_err *err)
{
    gp_gguf *g = NULL;
    gp_tokenizer *tok = NULL;
    gp_model_facts f;
    const gp_engine_wish *wish = env->wish;
    gp_model_options o = {.context = (uint32_t)(wish->context ? wish->context : spec->context)};
    gp_manifest_target m = {0};
    gp_local l = {.name = spec->name, .extra = spec->extra, .reasoning = spec->reasoning, .offers = GP_LOCAL_OFFERS};
    gp_code code = gp_gguf_open(spec->model.p, &g, err);
    if (!code) code = gp_model_estimate(g, &o, &f, err);
    if (!code) code = gp_tokenizer_open(g, &tok, err);
    l.tok = tok;
    if (!code) code = gp_local_templates(a, &l, &f, spec, &m, err);
    if (!code) out->context = f.context;
    if (!code) code = look_at_prompt(&l, trial, out, err);
    gp_tokenizer_close(tok);
    gp_gguf_close(g);
    return code;
}

/* refine_text.c - what draft and critic are told, and when they stop. */
#include <string.h>

#include "targets/refine.h"

/* STOP stands for the text that ends it. */
static const char critic_system[] =
    "You check answers before they are given. You get a task and an answer to it. When the answer is correct, complete and in the form that the task asks for, "
    "reply with STOP and nothing else. Otherwise say in a few sentences what is wrong or missing, and do not write STOP. Do not write the answer yourself.";
static const char revise[] =
    "A reviewer read your answer and says:\n\nCRITIQUE\n\nAnswer the task again. Take from the review what is right. Give only the new answer, in the form that the task asks for.";
static const char task_begins[] = "The task:";
static const char earlier[] = "An earlier answer, and what you said of it:";
static const char to_judge[] = "The answer to check:";

void gp_refine_prompts(gp_jw *w)
{
    gp_jw_object(w);
    gp_jw_kc(w, "critic_system", critic_system);
    gp_jw_kc(w, "critic_task", task_begins);
    gp_jw_kc(w, "critic_earlier", earlier);
    gp_jw_kc(w, "critic_answer", to_judge);
    gp_jw_kc(w, "revise", revise);
    gp_jw_end_object(w);
}

/* The text with every WORD of it replaced. */
static gp_str fill_in(gp_arena *a, const char *text, const char *word, gp_str by)
{
    gp_buf b = {0};
    gp_str rest = gp_str_c(text), w = gp_str_c(word);
    for (size_t at; (at = gp_str_find(rest, w)) != SIZE_MAX; rest = (gp_str){rest.p + at + w.n, rest.n - at - w.n}) {
        gp_buf_put(&b, rest.p, at);
        gp_buf_str(&b, by);
    }
    gp_buf_str(&b, rest);
    gp_str s = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

static gp_message text_message(gp_arena *a, const char *role, gp_str text)
{
    gp_part *part = GP_NEW(a, gp_part);
    part->text = text;
    return (gp_message){.role = gp_str_c(role), .parts = part, .n_parts = 1};
}

static gp_str or_empty(gp_str s) { return s.p ? s : GP_STR(""); }

/* The graders of reply `turn` alone, as those of a case with one reply: a local target holds a draft to their
 * schema. */
static void graders_of(gp_arena *a, gp_case *c, size_t turn)
{
    const gp_grader **list = GP_NEW_ARRAY(a, const gp_grader *, c->n_graders);
    size_t n = 0;
    for (size_t i = 0; i < c->n_graders; i++) {
        if (c->graders[i]->turn != (int64_t)turn + 1) continue;
        gp_grader *g = gp_grader_copy(a, c->graders[i]);
        g->turn = 1;
        list[n++] = g;
    }
    c->graders = list;
    c->n_graders = n;
}

static size_t forgotten(const gp_policy *p, size_t n) { return n > (size_t)p->memory ? n - (size_t)p->memory : 0; }

gp_case *gp_refine_draft(gp_arena *a, const gp_policy *p, const gp_case *c, const gp_str *said, size_t turn,
                         const gp_attempt *attempts, size_t n)
{
    gp_case *copy = GP_NEW(a, gp_case);
    gp_message *m = GP_NEW_ARRAY(a, gp_message, c->n_messages + 2 * turn + 2 * n);
    size_t k = c->n_messages;
    if (k) memcpy(m, c->messages, k * sizeof *m);
    for (size_t i = 0; i < turn; i++) {
        m[k++] = text_message(a, "assistant", or_empty(said[i]));
        m[k++] = text_message(a, "user", c->turns[i]);
    }
    for (size_t i = forgotten(p, n); i < n; i++) {
        m[k++] = text_message(a, "assistant", or_empty(attempts[i].answer));
        m[k++] = text_message(a, "user", fill_in(a, revise, "CRITIQUE", attempts[i].critique));
    }
    *copy = *c;
    copy->messages = m;
    copy->n_messages = k;
    copy->turns = NULL;
    copy->n_turns = 0;
    graders_of(a, copy, turn);
    return copy;
}

/* --- the critic's task --- */

static void add_text(gp_buf *b, gp_str role, gp_str text)
{
    gp_buf_fmt(b, "\n\n[%.*s]\n", GP_ARG(role));
    gp_buf_str(b, text);
}

/* A message of the case; calls of tools as what was called with what. */
static void add_message(gp_buf *b, gp_arena *a, const gp_message *m)
{
    add_text(b, m->role, gp_message_text(a, m));
    for (size_t i = 0; i < m->n_calls; i++) {
        gp_buf_fmt(b, "\ncalls %.*s ", GP_ARG(m->calls[i].name));
        gp_buf_str(b, m->calls[i].arguments ? m->calls[i].arguments->raw : GP_STR("{}"));
    }
}

static void add_attempts(gp_buf *b, const gp_policy *p, const gp_attempt *attempts, size_t n)
{
    for (size_t i = forgotten(p, n - 1); i + 1 < n; i++) {
        gp_buf_fmt(b, "\n\n%s", earlier);
        add_text(b, GP_STR("answer"), attempts[i].answer);
        add_text(b, GP_STR("review"), attempts[i].critique);
    }
    gp_buf_fmt(b, "\n\n%s", to_judge);
    add_text(b, GP_STR("answer"), attempts[n - 1].answer);
}

static gp_str critic_text(gp_arena *a, const gp_policy *p, const gp_case *c, const gp_str *said, size_t turn,
                          const gp_attempt *attempts, size_t n)
{
    gp_buf b = {0};
    gp_buf_c(&b, task_begins);
    for (size_t i = 0; i < c->n_messages; i++) add_message(&b, a, &c->messages[i]);
    for (size_t i = 0; i < turn; i++) {
        add_text(&b, GP_STR("assistant"), said[i]);
        add_text(&b, GP_STR("user"), c->turns[i]);
    }
    add_attempts(&b, p, attempts, n);
    gp_str s = gp_str_dup(a, gp_buf_view(&b));
    gp_buf_free(&b);
    return s;
}

/* One user message: the text, then every image of the task. */
static gp_message with_images(gp_arena *a, const gp_case *c, gp_str text)
{
    size_t n = 1;
    for (size_t i = 0; i < c->n_messages; i++)
        for (size_t k = 0; k < c->messages[i].n_parts; k++) n += c->messages[i].parts[k].image;
    gp_part *parts = GP_NEW_ARRAY(a, gp_part, n);
    parts[0].text = text;
    n = 1;
    for (size_t i = 0; i < c->n_messages; i++)
        for (size_t k = 0; k < c->messages[i].n_parts; k++)
            if (c->messages[i].parts[k].image) parts[n++] = c->messages[i].parts[k];
    return (gp_message){.role = GP_STR("user"), .parts = parts, .n_parts = n};
}

gp_case *gp_refine_critic(gp_arena *a, const gp_policy *p, const gp_case *c, const gp_str *said, size_t turn,
                          const gp_attempt *attempts, size_t n)
{
    gp_case *copy = GP_NEW(a, gp_case);
    gp_message *m = GP_NEW_ARRAY(a, gp_message, 2);
    m[0] = text_message(a, "system", fill_in(a, critic_system, "STOP", p->stop));
    m[1] = with_images(a, c, critic_text(a, p, c, said, turn, attempts, n));
    *copy = *c;
    copy->messages = m;
    copy->n_messages = 2;
    copy->turns = NULL;
    copy->n_turns = copy->n_graders = 0;
    copy->tools = NULL;
    copy->needs = c->needs & GP_NEED_IMAGE;
    copy->n_continuations = 0;
    copy->sampling = gp_sampling_none();
    return copy;
}

bool gp_refine_approved(const gp_policy *p, gp_str critique)
{
    return p->stop_whole ? gp_str_eq(gp_str_trim(critique), p->stop) : gp_str_find(critique, p->stop) != SIZE_MAX;
}

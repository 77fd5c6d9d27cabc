/* place.c - the system text of a case where a target wants it: under another role, or in the user's first message. */
#include "targets/target_impl.h"

static bool is_system(const gp_message *m) { return gp_str_eqc(m->role, "system"); }
static bool is_user(const gp_message *m) { return gp_str_eqc(m->role, "user"); }

static bool has_system(const gp_case *c)
{
    bool some = false;
    for (size_t i = 0; i < c->n_messages; i++) some = some || is_system(&c->messages[i]);
    return some;
}

/* What the case's system messages say, an empty line behind each, and then the parts of `m` (NULL: none). */
static gp_message folded(gp_arena *a, const gp_case *c, const gp_message *m)
{
    gp_buf text = {0};
    size_t own = m ? m->n_parts : 0;
    gp_part *parts = GP_NEW_ARRAY(a, gp_part, own + 1);
    for (size_t i = 0; i < c->n_messages; i++) {
        if (!is_system(&c->messages[i])) continue;
        if (text.n) gp_buf_c(&text, "\n\n");
        gp_buf_str(&text, gp_message_text(a, &c->messages[i]));
    }
    if (text.n && own) gp_buf_c(&text, "\n\n");
    parts[0] = (gp_part){.text = gp_str_dup(a, gp_buf_view(&text))};
    for (size_t i = 0; i < own; i++) parts[i + 1] = m->parts[i];
    gp_buf_free(&text);
    return (gp_message){.role = GP_STR("user"), .parts = parts, .n_parts = own + 1};
}

/* A case that no user speaks in begins with a user's message that holds the system text. */
static void fold(gp_arena *a, const gp_case *from, gp_case *to)
{
    gp_message *m = GP_NEW_ARRAY(a, gp_message, from->n_messages + 1);
    size_t n = 0, first = 0;
    while (first < from->n_messages && !is_user(&from->messages[first])) first++;
    if (first == from->n_messages) m[n++] = folded(a, from, NULL);
    for (size_t i = 0; i < from->n_messages; i++)
        if (!is_system(&from->messages[i]))
            m[n++] = i == first ? folded(a, from, &from->messages[i]) : from->messages[i];
    to->messages = m;
    to->n_messages = n;
}

static void rename_roles(gp_arena *a, const gp_case *from, gp_case *to)
{
    gp_message *m = GP_NEW_ARRAY(a, gp_message, from->n_messages);
    for (size_t i = 0; i < from->n_messages; i++) {
        m[i] = from->messages[i];
        if (is_system(&m[i])) m[i].role = GP_STR("developer");
    }
    to->messages = m;
}

void gp_place_system(gp_trial *trial, gp_system_place place)
{
    if (place == GP_SYSTEM_SYSTEM || !has_system(trial->c)) return;
    gp_case *c = GP_NEW(&trial->arena, gp_case);
    *c = *trial->c;
    if (place == GP_SYSTEM_USER) fold(&trial->arena, trial->c, c);
    else rename_roles(&trial->arena, trial->c, c);
    trial->c = c;
}

/* members.h - the members that a list in an answer must have: what `set` and `order` share. Internal to lib/grade. */
#ifndef GP_GRADE_MEMBERS_H
#define GP_GRADE_MEMBERS_H

#include "forms/items.h"
#include "grade/grade_impl.h"

enum { GP_MEMBERS_MAX = 1000, GP_ITEMS_MAX = 4000 }; /* expected; in an answer: a longer list fails */

typedef struct gp_members { /* parameters of both kinds */
    gp_grader g;
    const gp_json *expect;
    gp_items_form form;
    bool ignore_case;
} gp_members;

extern const gp_field gp_members_rows[4];

/* Located GP_E_INPUT where a list is too long, or (`differ`) a member occurs twice. */
gp_code gp_members_check(const gp_grader *g, bool differ, gp_err *err) GP_MUST_CHECK;

typedef struct gp_listed { /* an answer against the members */
    gp_items items;
    size_t n_expected;
    const gp_json **expected;
    size_t *member;  /* of each item: its index among the expected, or SIZE_MAX */
    const char *why; /* it is no list that can be compared; then nothing else holds */
} gp_listed;

gp_code gp_members_match(gp_arena *a, const gp_members *p, gp_str answer, gp_listed *out, gp_err *err) GP_MUST_CHECK;
/* " (read as bullets)" */
const char *gp_listed_as(gp_arena *a, const gp_listed *l);

/* For mutations: the answer as a list of lines, with an item left out, one added or two swapped; NULL .p where that
 * cannot be done. */
typedef enum gp_members_change { GP_MEMBER_LOST, GP_MEMBER_ADDED, GP_MEMBERS_SWAPPED } gp_members_change;
bool gp_members_break(gp_arena *a, const gp_members *p, gp_members_change how, gp_reply *reply);
/* A good answer, in the form that is asked for. */
void gp_members_compose(const gp_grader *g, gp_buf *out);

#endif

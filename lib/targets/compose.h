/* compose.h - what the composites share; internal to lib/target. */
#ifndef GP_TARGETS_COMPOSE_H
#define GP_TARGETS_COMPOSE_H

#include "targets/ask.h"
#include "targets/policy.h"

typedef struct gp_compose {
    gp_asker asker; /* first, so that one is the other */
    const gp_policy *policy;
} gp_compose;

gp_target *gp_compose_member(const gp_flight *f, size_t i);
gp_str gp_compose_member_name(const gp_flight *f, size_t i);
/* "MEMBER", or "MEMBER/SERVED_BY" where the member is a composite. Into the trial's arena. */
gp_str gp_compose_served(const gp_flight *f, size_t i, gp_str served_by);
/* list[0..n) and then more[0..k), in the trial's arena. */
gp_round *gp_compose_rounds(const gp_flight *f, const gp_round *list, size_t n, const gp_round *more, size_t k);

/* refine.c */
void gp_refine_start(gp_flight *f);
void gp_refine_answered(gp_flight *f, const gp_transcript *t);

#endif

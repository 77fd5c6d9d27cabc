/* ask.h - asking other targets in the name of a trial: what route, fallback, refine and the environments are made of.
 *
 * A trial that an asker was given is a flight until the asker ends it. In its name it asks one target at a time
 * (gp_ask): that target gets a trial of its own with the same id, seed and repeat, which belongs to the flight's
 * trial, so that what it answered can be used until that one is freed. A target without room is asked as soon as it
 * has some. When the answer is there `answered` is called, which asks again or ends the flight. A flight whose answer
 * is `cancelled` ends so, and after gp_asker_cancel nobody is asked any more. Everything happens on the run's
 * thread. */
#ifndef GP_TARGETS_ASK_H
#define GP_TARGETS_ASK_H

#include "targets/target.h"

typedef struct gp_asker gp_asker;

typedef struct gp_flight {
    struct gp_flight *next, *prev;
    gp_asker *asker;
    gp_trial *trial;   /* the one to be ended */
    gp_trial *waiting; /* made, but its target has no room yet; NULL */
    gp_target *asked;
    double spent_usd; /* what the budget counted for all that was asked; NaN unknown */
    void *state;      /* the owner's; in the trial's arena */
} gp_flight;

struct gp_asker {
    gp_target_services env;
    gp_str name;               /* transcripts bear it */
    gp_target *const *members; /* that are pumped and cancelled with it; borrowed */
    size_t n_members;
    /* `t` is a copy in the trial's arena, its text in the inner one's */
    void (*answered)(gp_flight *f, const gp_transcript *t);
    gp_flight *first, *last; /* oldest first */
    bool charges;            /* somebody of them is remote, so there is something to spend */
    bool stopped;
};

/* A flight for the trial, linked. */
gp_flight *gp_flight_begin(gp_asker *k, gp_trial *trial);
/* Ask `target` this case. May end the flight before it returns. */
void gp_ask(gp_flight *f, gp_target *target, const gp_case *c);
/* End the flight with a transcript whose id, target, seed and spending are set here. */
void gp_flight_end(gp_flight *f, gp_transcript *t);
/* End it with a failure, or skipped when that is GP_FAIL_NONE; `t` is what is known, or NULL. */
void gp_flight_fail(gp_flight *f, gp_transcript *t, gp_failure failure, const char *fmt, ...) GP_PRINTF(4, 5);

/* gp_target_ops of an implementation that is or begins with a gp_asker. */
bool gp_asker_ready(const void *impl); /* nothing waits for room */
void gp_asker_pump(void *impl);
void gp_asker_cancel(void *impl);

#endif

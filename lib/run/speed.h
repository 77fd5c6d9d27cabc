/* speed.h - the times of trials as results tell them: of one trial from its transcript, of one target from its trials.
 * Nothing unknown becomes a number: a sum with an unknown part is unknown, a median is of those that know theirs.
 *
 * What the client measured and what the server said about itself never meet in one number. */
#ifndef GP_RUN_SPEED_H
#define GP_RUN_SPEED_H

#include "report/results.h"
#include "stats/sample.h"

typedef struct gp_pace { /* tokens written in seconds; 0, 0: unknown */
    double tokens, seconds;
} gp_pace;

/* Set the durations and speeds of *res, and nothing else of it, and the paces that target's speeds are made of: what
 * the client saw, what the server says. Lists lie in `a`, which is scratch besides. */
void gp_speed_of_trial(gp_arena *a, const gp_transcript *t, gp_result *res, gp_pace *client, gp_pace *server);

enum { GP_SPEED_LISTS = 10 };

typedef struct gp_speed {           /* of one target; begin with {0}, free with gp_speed_free */
    gp_sample list[GP_SPEED_LISTS]; /* of trials that know it */
    bool gaps;                      /* some trial knows its gaps */
    double gap_max;
    gp_pace client, server;
} gp_speed;

/* Add a trial and what gp_speed_of_trial said of it. One that broke adds to the speeds only. */
gp_code gp_speed_add(gp_speed *s, const gp_result *res, const gp_pace *client, const gp_pace *server,
                     gp_err *err) GP_MUST_CHECK;
/* Set what is measured of the target, but its cost. */
gp_code gp_speed_sum(gp_speed *s, gp_results_target *out, gp_err *err) GP_MUST_CHECK;
void gp_speed_free(gp_speed *s);

#endif

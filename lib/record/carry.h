/* carry.h - the other ways a request travels: over HTTP while it is recorded, and out of a recording.
 *
 * Both are made for one remote target, which frees them with gp_carrier_close when none of its calls is in flight. What
 * ends the whole run (the recording cannot be written; a request is not recorded) goes to `broken`, once, before the
 * call fails. Everything happens on the run's thread. */
#ifndef GP_RECORD_CARRY_H
#define GP_RECORD_CARRY_H

#include "record/recording.h"

/* What a run's remote targets record on, or play from. Plain value; borrows everything. */
typedef struct gp_tape {
    gp_http *http;                 /* the run's event loop, woken when a recorded reply is due */
    gp_recorder *recorder;         /* keeps the exchanges; NULL: nobody does */
    const gp_recording *recording; /* targets answer from it and need no key; NULL: they ask live */
    /* of it, to all targets: a fallback may ask two for the same; NULL: each counts for itself */
    gp_occurrences *handed_out;
    /* the run must end: a request is not recorded, a recording not written */
    void (*broken)(void *user, const gp_err *why);
    void *broken_user;
} gp_tape;

/* `inner` with every exchange kept in tape->recorder when it ends - but not one that gp_call_cancel ended: its trial
 * did not finish. `redact` holds the target's secrets and outlives the carrier. */
gp_carrier gp_carrier_recorder(gp_carrier inner, const gp_tape *tape, const gp_redact *redact);

/* Answers from tape->recording, from its pump. Moments are those recorded, on a clock that starts with each exchange. A
 * request that is not recorded is GP_E_INPUT. */
gp_carrier gp_carrier_player(const gp_tape *tape, const gp_redact *redact);

void gp_carrier_close(gp_carrier *c); /* of either kind; one over HTTP alone is left as it is */

#endif

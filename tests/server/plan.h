/* plan.h - what one connection of the test server is going to send, and when. */
#ifndef GP_TESTS_PLAN_H
#define GP_TESTS_PLAN_H

#include "base/json.h"

typedef enum plan_end { PLAN_KEEP, PLAN_CLOSE, PLAN_RESET, PLAN_HOLD } plan_end; /* what follows the last byte */

typedef struct plan_step { /* bytes up to `end` may go out from `due` on */
    size_t end;
    double due;
    bool first_token;
} plan_step;

typedef struct plan {
    gp_buf out;
    plan_step *steps;
    size_t n, size;
    double due; /* of what is appended next */
    plan_end after;
} plan;

typedef struct plan_request {
    gp_str method, path, body;
    gp_str key;     /* what followed "Bearer ", or x-api-key, or x-goog-api-key */
    gp_str version; /* anthropic-version */
    size_t number;
    size_t before;    /* requests with the same body that came earlier; counted for bodies with "#first=" */
    size_t in_flight; /* requests being answered besides this one; counted for bodies with "#at-most=" */
    double now;
    const gp_json *answers; /* table or NULL */
    const char *want_key;   /* or NULL */
} plan_request;

/* Fill an empty plan with the response to a request. */
void plan_response(plan *p, const plan_request *q);
void plan_clear(plan *p);
void plan_free(plan *p);

#endif

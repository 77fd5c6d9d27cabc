/* extra.h - what a targets file adds to requests besides the case: `extra` and headers. For the files of lib/targets.
 *
 * Both are part of a target's identity (the fingerprint) and of request digests. So neither may say what another key
 * says already: a report would tell the one and the model would get the other. What a server makes of a member is not
 * known here, so all of `extra` counts. Of headers those count that may change what is asked: not those that say who
 * asks or carry a credential. */
#ifndef GP_TARGETS_EXTRA_H
#define GP_TARGETS_EXTRA_H

#include "targets/spec.h"

/* Located GP_E_INPUT for a member of the target's `extra` that contradicts the case, the pins, or what goldpin states;
 * the message names the key to use. */
gp_code gp_extra_check(const gp_target_spec *s, gp_err *err) GP_MUST_CHECK;
/* The member that decides about the form of an answer, beside which no schema of a case is sent; NULL: none. */
const gp_json *gp_extra_form(const gp_json *extra);
/* As the manifest tells it: canonical JSON; empty where there is none. Errors: GP_E_INPUT (an integer beyond 2^53). */
gp_code gp_extra_told(gp_arena *a, const gp_json *extra, gp_str *out, gp_err *err) GP_MUST_CHECK;
/* {"name": SHA-256 of the value} of the headers that count, names in lower case; empty where none does. A value may be
 * a secret nobody knows of, so it is not told itself. */
gp_str gp_headers_told(gp_arena *a, const gp_header *headers, size_t n);

#endif

/* sampling.h - how a model is to choose its tokens, as a user states it: one struct and one table for suites, targets
 * files, manifests, reports and digests. A parameter is one row here, and one in each provider that has it; and one in
 * the engine's sampler, where that takes it.
 *
 * Digests, fingerprints and manifests list the eight parameters of the first format always, null where they are not
 * set. A parameter that is added later has GP_OPTIONAL in its row, and is listed only where it is set: so what was
 * asked without it keeps its digest. Its row comes before that of "stop".
 *
 * The ranges are what the engine can honour; a provider with narrower ones says so itself. */
#ifndef GP_BASE_SAMPLING_H
#define GP_BASE_SAMPLING_H

#include "base/fields.h"

typedef struct gp_sampling_spec { /* NaN, -1 and none are "not set" */
    double temperature, top_p, min_p, repeat_penalty, presence_penalty, frequency_penalty;
    int64_t top_k, max_tokens;
    const gp_str *stop;
    size_t n_stop;
} gp_sampling_spec;

extern const gp_record gp_sampling_asked;   /* an object of a file that asks for it: what is not set is left out */
extern const gp_record gp_sampling_given;   /* the same of what was asked for earlier: whatever its value */
extern const gp_record gp_sampling_listed;  /* the same among other members, in messages that quote their keys */
extern const gp_record gp_sampling_told;    /* as evidence: every parameter, null where not set, whatever its value */
extern const gp_record gp_sampling_numbers; /* the same without "stop" */

/* Nothing set. */
gp_sampling_spec gp_sampling_none(void);
/* Sampling that applies to a case: the case's values, then the targets file's over them where set. */
gp_sampling_spec gp_sampling_merge(const gp_sampling_spec *of_case, const gp_sampling_spec *of_target);

#endif

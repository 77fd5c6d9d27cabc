/* refine.h - the texts that a refine target puts around a case, in one place: they are part of its policy's digest, so
 * a change of a word is another run. */
#ifndef GP_TARGETS_REFINE_H
#define GP_TARGETS_REFINE_H

#include "suite/suite.h"
#include "targets/policy.h"

typedef struct gp_attempt { /* at one reply */
    gp_str answer;
    gp_str critique; /* empty for the newest, which is being judged */
} gp_attempt;

/* The texts as a JSON object. */
void gp_refine_prompts(gp_jw *w);

/* What the draft is asked for reply `turn` (from 0): the conversation so far, `said[0..turn)` being the replies that
 * were accepted, then of the attempts at this reply the last `memory`, each with what the critic said of it. */
gp_case *gp_refine_draft(gp_arena *a, const gp_policy *p, const gp_case *c, const gp_str *said, size_t turn,
                         const gp_attempt *attempts, size_t n);
/* What the critic is asked about the newest attempt. It sees the conversation as text, with its images; not the case's
 * sampling, tools or schema, which are about the answer. */
gp_case *gp_refine_critic(gp_arena *a, const gp_policy *p, const gp_case *c, const gp_str *said, size_t turn,
                          const gp_attempt *attempts, size_t n);
/* Does the critic's answer end it? */
bool gp_refine_approved(const gp_policy *p, gp_str critique);

#endif

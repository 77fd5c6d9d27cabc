/* prompt.h - the text that a local model is asked with: what its chat template makes of a trial's messages.
 *
 * A pure function of what a bundle holds: the template and the texts of its two tokens (manifest), the case (inputs/), the
 * replies before and the date (transcript). So the text itself is not kept: its digest is, in each reply. */
#ifndef GP_TARGETS_PROMPT_H
#define GP_TARGETS_PROMPT_H

#include "targets/target.h"
#include "template/template.h"

/* The template that such a trial is asked by. */
gp_str gp_prompt_template(const gp_manifest_template *t, const gp_trial *trial);

/* The prompt of reply `turn` (from 0), behind those in `replies`; into the arena. `extra`: further variables of the
 * template, or NULL; `date`: what it sees as today; empty: it does not look. Errors: GP_E_INPUT where the template cannot
 * be rendered. */
gp_code gp_prompt_render(gp_arena *a, const gp_manifest_template *t, const gp_json *extra, const gp_trial *trial,
                         const gp_reply *replies, size_t turn, gp_str date, gp_rendered *out,
                         gp_err *err) GP_MUST_CHECK;

/* The same of a trial that was asked: by target `m`, which is local and keeps its template. Puts the system text of
 * trial->c where the target wants it. */
gp_code gp_prompt_again(gp_arena *a, const gp_manifest_target *m, gp_trial *trial, const gp_transcript *t, size_t turn,
                        gp_str *out, gp_err *err) GP_MUST_CHECK;

#endif

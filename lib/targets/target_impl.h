/* target_impl.h - what the target files share among themselves; nobody else includes this. */
#ifndef GP_TARGETS_TARGET_IMPL_H
#define GP_TARGETS_TARGET_IMPL_H

#include "provider/codec.h"
#include "targets/target.h"

struct gp_target {
    const gp_target_ops *ops;
    void *impl;
    gp_target_services env; /* as opened; implementations get one whose `done` hands trials back to who asked */
    gp_str name;
    gp_system_place system;
    bool remote;  /* sends to somewhere else */
    bool charges; /* is remote, or made of some that are */
};

/* The case's system text as `place` says (place.c); a case of the trial's own then. A second time it changes nothing. */
void gp_place_system(gp_trial *trial, gp_system_place place);

/* What keeps the provider from being asked this case at all, in words; NULL if nothing (remote.c). `form`: what of the
 * target's extra decides about the form of answers (gp_extra_form), or NULL. */
const char *gp_remote_lacks(const gp_codec *c, const gp_json *form, gp_trial *trial);
/* What the local engine does not offer, whatever the model (local_prompt.c). */
const char *gp_local_lacks(gp_trial *trial, unsigned offers);

/* gp_target_preview of one kind; system text has its place. */
gp_code gp_remote_preview(gp_arena *a, const gp_target_spec *spec, const gp_target_services *env, gp_trial *trial,
                          gp_preview *out, gp_err *err) GP_MUST_CHECK;
gp_code gp_local_preview(gp_arena *a, const gp_target_spec *spec, const gp_target_services *env, gp_trial *trial,
                         gp_preview *out, gp_err *err) GP_MUST_CHECK;

/* route, fallback, refine: over members from env->pool. */
gp_code gp_compose_open(gp_arena *a, const gp_target_spec *spec, const gp_target_services *env, void **impl,
                        const gp_target_ops **ops, gp_manifest_target *facts, gp_err *err) GP_MUST_CHECK;

/* A target without an implementation yet; *inner gets the env that the implementation is to have. */
gp_target *gp_target_make(const gp_target_spec *spec, const gp_target_services *env, gp_target_services *inner);
/* A plain target in env->environment (environment.c). */
gp_code gp_environment_open(gp_arena *a, const gp_target_spec *spec, const gp_target_services *env, gp_target **out,
                            gp_manifest_target *facts, gp_err *err) GP_MUST_CHECK;

#endif

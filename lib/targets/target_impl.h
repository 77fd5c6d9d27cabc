/* target_impl.h - what the target files share among themselves; nobody else includes this. */
#ifndef GP_TARGETS_TARGET_IMPL_H
#define GP_TARGETS_TARGET_IMPL_H

#include "targets/target.h"

struct gp_target {
    const gp_target_ops *ops;
    void *impl;
    gp_target_services env; /* as opened; implementations get one whose `done` hands trials back to who asked */
    gp_str name;
    bool remote;  /* sends to somewhere else */
    bool charges; /* is remote, or made of some that are */
};

/* route, fallback, refine: over members from env->pool. */
gp_code gp_compose_open(gp_arena *a, const gp_target_spec *spec, const gp_target_services *env, void **impl,
                        const gp_target_ops **ops, gp_manifest_target *facts, gp_err *err) GP_MUST_CHECK;

/* A target without an implementation yet; *inner gets the env that the implementation is to have. */
gp_target *gp_target_make(const gp_target_spec *spec, const gp_target_services *env, gp_target_services *inner);
/* A plain target in env->environment (environment.c). */
gp_code gp_environment_open(gp_arena *a, const gp_target_spec *spec, const gp_target_services *env, gp_target **out,
                            gp_manifest_target *facts, gp_err *err) GP_MUST_CHECK;

#endif

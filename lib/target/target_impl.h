/* target_impl.h - what the target files share among themselves; nobody else includes this. */
#ifndef GP_TARGET_IMPL_H
#define GP_TARGET_IMPL_H

#include "target/target.h"

struct gp_target {
    const gp_target_ops *ops;
    void *impl;
};

/* Make a gp_target of an implementation, which it then owns (closed also when this fails). */
gp_code gp_target_wrap(void *impl, const gp_target_ops *ops, gp_target **out, gp_err *err) GP_MUST_CHECK;

#endif

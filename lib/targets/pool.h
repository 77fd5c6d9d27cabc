/* pool.h - the open targets of a run, each once, whoever asks it: a target that is chosen with -t and is a member of
 * two composites is one model in memory. The pool owns them and closes composites before their members. */
#ifndef GP_TARGETS_POOL_H
#define GP_TARGETS_POOL_H

#include "targets/target.h"

typedef struct gp_target_pool gp_target_pool;

/* `env` is copied; its `pool` is set to the new one. */
gp_target_pool *gp_pool_new(const gp_target_services *env);
void gp_pool_close(gp_target_pool *p); /* NULL is allowed */

/* Open a target, and first its members; or find it open. The target is the pool's; *facts are good until the pool is
 * closed. Errors as for gp_target_open. */
gp_code gp_pool_open(gp_target_pool *p, const gp_target_spec *spec, gp_target **out, const gp_manifest_target **facts,
                     gp_err *err) GP_MUST_CHECK;

/* End every trial in flight with failure `cancelled`. No composite asks anybody from then on. */
void gp_pool_cancel(gp_target_pool *p);
bool gp_pool_stopping(const gp_target_pool *p); /* false for NULL */

#endif

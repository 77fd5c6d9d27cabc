/* source.h - where the answers of a run come from; private to lib/run.
 *
 *   live        targets are asked
 *   replay      nobody is: answers are in a bundle, by trial, or in a results file of another tool, by prompt
 *   kept        nobody is, and the journal is complete: the run is judged again (gp_run_options.judge_again)
 *   recording   remote targets answer from recorded exchanges; what computes here computes again
 *
 * Everything else in the run asks the source what it has to know and never which one it is. */
#ifndef GP_RUN_SOURCE_H
#define GP_RUN_SOURCE_H

#include "run/run_impl.h"

typedef struct gp_source_wish {
    const gp_target_file *file; /* targets by name; NULL: none */
    const gp_str *names;        /* as given with -t */
    size_t n;                   /* 0: all there are */
} gp_source_wish;

struct gp_source {
    bool live;       /* requests reach somebody: they cost money, and can be recorded */
    bool asks;       /* requests are made, if only to a recording: which targets they would reach matters */
    bool reads_file; /* a targets file may define its targets */
    /* Fill r->specs out of `path` (NULL: live). */
    gp_code (*choose)(gp_run_state *r, const char *path, gp_source_wish wish, gp_err *err);
    /* The run that made it, whose seeds and repeats hold again; the same where all numbers are its machine's. NULL:
     * none. */
    const gp_manifest *(*earlier)(const gp_run_state *r);
    const gp_manifest *(*machine)(const gp_run_state *r);
    /* Open target i: r->targets[i] and r->facts[i]. */
    gp_code (*open)(gp_run_state *r, size_t i, gp_err *err);
    /* Is this trial of target i there? NULL: there is no telling. */
    gp_code (*has)(gp_run_state *r, size_t i, gp_trial *t, gp_err *err);
    void (*close)(gp_run_state *r);
};

extern const gp_source gp_source_live, gp_source_replay, gp_source_recording, gp_source_kept;

/* Take r's targets from this source. */
gp_code gp_source_choose(gp_run_state *r, const gp_source *from, const char *path, gp_source_wish wish,
                         gp_err *err) GP_MUST_CHECK;
/* The same, and names, facts and targets made room for. */
gp_code gp_run_take_source(gp_run_state *r, const gp_source *from, gp_err *err) GP_MUST_CHECK;
/* The targets file: as given, else that of the run that goes on, else the one beside; NULL: none. */
gp_code gp_run_find_config(gp_run_state *r, const char **config, gp_err *err) GP_MUST_CHECK;
/* Open target i in the run's pool; `spec` is how it was given, for the manifest. */
gp_code gp_source_pool(gp_run_state *r, size_t i, gp_str spec, gp_err *err) GP_MUST_CHECK;
/* What was given with -t, unless it is an absolute path, which bundles do not keep. */
gp_str gp_source_given(gp_str text);

#endif

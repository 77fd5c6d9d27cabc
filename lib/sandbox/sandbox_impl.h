/* sandbox_impl.h - what the files of lib/sandbox share.
 *
 *   sandbox.c   a program's life: started, watched, ended, described
 *   confine.c   the command line of bubblewrap, and the process that becomes it
 *   tree.c      processes below another one */
#ifndef GP_SANDBOX_IMPL_H
#define GP_SANDBOX_IMPL_H

#include <sys/types.h>

#include "sandbox/sandbox.h"

/* A program that was started. All descriptors are ours to close. */
typedef struct gp_confined {
    pid_t pid; /* of bubblewrap */
    int out, err;
    int said; /* "go" once the program runs, else the name of a program that is missing */
    int info; /* JSON of bubblewrap, with "child-pid": the first process inside, which all others end with */
} gp_confined;

/* Start it. False: *why says why not, as a reason for not_applicable or, with *broken, broken. */
bool gp_confine(gp_arena *a, const gp_job *job, gp_confined *out, bool *broken, gp_str *why);

/* Bytes that the processes below `root` hold, without what they share with files. */
int64_t gp_tree_memory(pid_t root);

#endif

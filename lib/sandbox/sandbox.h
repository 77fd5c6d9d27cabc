/* sandbox.h - a program that nobody trusts, run where it can do no harm.
 *
 * gp_sandbox_run has one gp_job (evidence/evidence.h) done by bubblewrap (bwrap) and says exactly how it ended. Inside,
 * the program finds
 *   the system    /usr, /bin, /lib and the loader's cache, read-only; nothing else of the machine: no /etc, /home, /root
 *   its folder    /tmp/work with the job's files, in a /tmp of its own (GP_JOB_DISK_MB, in memory); all else is read-only
 *   its rights    none: a user that is not root here or outside, no capabilities, and no way to gain any
 *   no network    not even that of this machine
 *   no company    its own processes only; no terminal; of the environment PATH, HOME, TMPDIR and LANG, all constant
 * and the job's limits on time (wall clock, and processor time of each process), memory, processes, output, files. When
 * the program ends, or is ended, everything that it started is ended too, also where goldpin itself is killed.
 *
 * Where bubblewrap is not installed or the kernel allows no namespaces, the job is not applicable and the reason says
 * so. A program is never run bare. What the kernel refuses to a program (memory, the network) shows in what that
 * program says, see gp_evidence_hint.
 *
 * As root, bubblewrap runs as the user nobody (65534). Needs bubblewrap 0.7 and Linux 5.14 (which counts processes by
 * namespace; before, a user with many of them could start none). May be called by several threads; the memory that a
 * job may use is its own, so so many jobs at a time may use so many times as much. */
#ifndef GP_SANDBOX_SANDBOX_H
#define GP_SANDBOX_SANDBOX_H

#include <signal.h>

#include "evidence/evidence.h"

/* Have it done. *out gets end, status, reason, output and measures; its ids and the job's digest are the caller's. Text
 * goes into the arena. `stop` (may be NULL) is set by a signal handler: then GP_E_CANCELLED, the only error. */
gp_code gp_sandbox_run(gp_arena *a, const gp_job *job, const volatile sig_atomic_t *stop, gp_evidence *out,
                       gp_err *err) GP_MUST_CHECK;

/* Can programs be run here? Tries it. If not, *why says what is missing, in the arena. */
bool gp_sandbox_usable(gp_arena *a, gp_str *why);

#endif

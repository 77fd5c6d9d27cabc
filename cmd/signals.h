/* signals.h - the signals by which people, terminals and schedulers ask a command to end in order. */
#ifndef GP_CMD_SIGNALS_H
#define GP_CMD_SIGNALS_H

#include <signal.h>

/* From now on such a signal only sets the flag that is returned; a second one, later, ends the process with 130. */
const volatile sig_atomic_t *gp_watch_signals(void);

#endif

/* signals.c - the first signal is a wish, the second one an order. */
#include "signals.h"

#include <stdlib.h>

#include "base/sys.h"

static volatile sig_atomic_t interrupted;

/* The second one does not wait. What comes at once with the first is the same wish, sent to the group and to us. */
static void on_signal(int sig)
{
    static double first;
    double now = gp_now_mono();
    if (interrupted && now - first > 0.3) _Exit(130);
    if (!interrupted) first = now;
    interrupted = sig;
}

/* What schedulers, terminals and limits send before they kill, besides the first two; where whoever started this process
 * ignores one of those (nohup), so do we. */
const volatile sig_atomic_t *gp_watch_signals(void)
{
    static const int wishes[] = {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGALRM, SIGXCPU, SIGPWR};
    struct sigaction sa = {.sa_handler = on_signal}, before;
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++)
        if (i < 2 || (!sigaction(wishes[i], NULL, &before) && before.sa_handler != SIG_IGN))
            (void)sigaction(wishes[i], &sa, NULL);
    return &interrupted;
}

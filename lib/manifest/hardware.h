/* hardware.h - what an hour of one's own machine costs, from what its owner states: a price, the life it is spread over,
 * hours of use, power, and what electricity costs. Nothing has a default and nothing is guessed; all amounts are USD.
 *
 *   hour      usd / (life_years * 365.25 * hours_per_day) + watts / 1000 * usd_per_kwh
 *   trial     hour * seconds / 3600 / lanes, where so many lanes of trials share the machine
 *
 * Power counts while trials run; the hours in which the machine waits are in the price of the others, by hours_per_day.
 * Costs that the owner does not state (rent, cooling, work) are not in it. */
#ifndef GP_MANIFEST_HARDWARE_H
#define GP_MANIFEST_HARDWARE_H

#include "base/fields.h"

typedef struct gp_hardware {
    double usd;        /* what the machine cost, or the share of it that is meant; NaN: not stated, as are the others */
    double life_years; /* after which it is worth nothing */
    double hours_per_day; /* that it works, on average over its life */
    double watts;         /* while it answers, from the wall */
    double usd_per_kwh;
    gp_str as_of, source; /* when these held, and where they come from */
} gp_hardware;

extern const gp_record gp_hardware_record; /* as a targets file states it, and as a manifest keeps it */
bool gp_hardware_known(const gp_hardware *h);

double gp_hardware_hour(const gp_hardware *h);                                /* USD */
double gp_hardware_trial(const gp_hardware *h, double seconds, double lanes); /* USD; NaN where the time is unknown */

/* --- against something that costs by use --- */

/* From how many cases a month on the machine costs less than `other_usd` a case. A month of 365.25 / 12 days costs the
 * machine its price over its life, whether or not it works, and each case power for `seconds` (a case's share of the
 * time, lanes counted). */
typedef struct gp_break_even {
    double fixed_usd;   /* a month of the machine without power */
    double running_usd; /* power of a case */
    double cases;       /* a month; +infinity: never, because power alone costs as much */
    double capacity;    /* cases that it can answer in a month of hours_per_day */
    bool reachable;     /* cases <= capacity */
} gp_break_even;
gp_break_even gp_hardware_break_even(const gp_hardware *h, double seconds, double other_usd);

#endif

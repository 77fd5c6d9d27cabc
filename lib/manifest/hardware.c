/* hardware.c - see hardware.h. */
#include "manifest/hardware.h"

#include <math.h>

#include "base/day.h"

#define H gp_hardware

static const gp_field fields[] = {
    GP_FIELD(REAL, "usd", H, usd, GP_RANGE(0, 1e9), .flags = GP_KNOWN, .doc = "what the machine cost"),
    GP_FIELD(REAL, "life_years", H, life_years, GP_RANGE(0.01, 100), .flags = GP_KNOWN,
             .doc = "years after which it is worth nothing"),
    GP_FIELD(REAL, "hours_per_day", H, hours_per_day, GP_RANGE(0.01, 24), .flags = GP_KNOWN,
             .doc = "hours a day that it works, on average over its life"),
    GP_FIELD(REAL, "watts", H, watts, GP_RANGE(0, 1e6), .flags = GP_KNOWN,
             .doc = "power while it answers, from the wall"),
    GP_FIELD(REAL, "usd_per_kwh", H, usd_per_kwh, GP_RANGE(0, 1000), .flags = GP_KNOWN, .doc = "price of electricity"),
    GP_FIELD(STR, "as_of", H, as_of, .check = gp_day_check, .schema = GP_DAY_SCHEMA, .flags = GP_KNOWN,
             .doc = "the day on which this held, YYYY-MM-DD"),
    GP_FIELD(STR, "source", H, source, .flags = GP_KNOWN | GP_FILLED, .doc = "where these numbers come from"),
};
const gp_record gp_hardware_record = GP_RECORD(
    H, fields, "hardware", .def = "hardware",
    .doc =
        "What an hour of one's own machine costs, in USD: usd / (life_years * 365.25 * hours_per_day) + "
        "watts / 1000 * usd_per_kwh.");

enum { SECONDS = 3600 };
static const double days_per_year = 365.25, days_per_month = 365.25 / 12;

bool gp_hardware_known(const H *h) { return h->life_years > 0; }

static double power_hour(const H *h) { return h->watts / 1000 * h->usd_per_kwh; }

double gp_hardware_hour(const H *h)
{
    return h->usd / (h->life_years * days_per_year * h->hours_per_day) + power_hour(h);
}

double gp_hardware_trial(const H *h, double seconds, double lanes)
{
    return gp_hardware_hour(h) * seconds / SECONDS / lanes;
}

gp_break_even gp_hardware_break_even(const H *h, double seconds, double other_usd)
{
    gp_break_even b = {.fixed_usd = h->usd / (h->life_years * 12),
                       .running_usd = power_hour(h) * seconds / SECONDS,
                       .capacity = days_per_month * h->hours_per_day * SECONDS / seconds};
    double saved = other_usd - b.running_usd;
    b.cases = saved > 0 ? b.fixed_usd / saved : (double)INFINITY;
    b.reachable = b.cases <= b.capacity;
    return b;
}

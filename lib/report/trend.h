/* trend.h - a suite, or one case of it, over the runs of a history: pass rates in the order of time, and the runs that
 * brought a change.
 *
 * Each run is compared with the last one that brought a change (at first with the first run), by the cases that both
 * asked in the same words and judged in the same way: pairs by case, gp_compare of the shares that passed. Where that
 * says `better` or `worse` the run is a step, and what follows is compared with it: so a regression has the date of the
 * run that brought it. One case alone has too few answers for that: there the step is each run in which the share that
 * passed is another one, which is a fact and no finding. Where two neighbours have no such case in common, a new line begins. */
#ifndef GP_REPORT_TREND_H
#define GP_REPORT_TREND_H

#include "report/chart.h"
#include "stats/stats.h"

typedef struct gp_trend_point {
    int64_t started_epoch;
    gp_str label, commit, version; /* of the run; its commit, empty unknown; the suite's version, empty unknown */
    size_t graded, passed;         /* trials */
    double rate;                   /* NaN: nothing was graded */
    gp_interval ci;                /* 95%; repeats and clusters count for what they are worth */
    size_t paired;                 /* cases that it shares with what it is compared with */
    double difference;             /* of the shares that passed, minus the other's; NaN without pairs */
    gp_interval difference_ci;
    gp_verdict finding;   /* of this run */
    bool begins;          /* the first of a line: compared with nothing */
    gp_str newly_failing; /* of a step to worse: cases that passed before, some of them; else empty */
    bool turned;          /* of one case: the share that passed is another than before, shown or not */
} gp_trend_point;

typedef struct gp_trend {
    gp_str suite, case_id, target; /* case_id empty: all cases */
    const gp_trend_point *points;
    size_t n;
} gp_trend;

bool gp_trend_steps(const gp_trend_point *p); /* is it better or worse than what was before? */
/* One sentence: since when it is worse, or that no run brought a change that these cases show. */
void gp_trend_finding(const gp_trend *t, gp_buf *out);
/* The sentence and a table, oldest first; of more than `most` runs (0: all) the newest. */
void gp_trend_markdown(const gp_trend *t, size_t most, gp_buf *out);
void gp_trend_json(const gp_trend *list, size_t n, gp_buf *out);
/* A row for each of the newest runs; text and rows lie in the arena. */
gp_chart gp_trend_chart(const gp_trend *t, gp_arena *a);

#endif

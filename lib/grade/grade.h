/* grade.h - the verdict over one transcript: a pure function of case, transcript and recorded evidence. Graders never
 * see a target.
 *
 * Each grader of a case gives a score in [0,1] with a one-line explanation that quotes its evidence. The case's score
 * is the weighted mean; it passes when score >= pass_at (compared with a slack of 1e-12). An answer cut by the token
 * limit is graded like any other; a trial that broke (failure) or was skipped is not graded at all. One that the provider's
 * content filter ended is graded where a grader of the case takes that for an answer (refusal).
 *
 * Some verdicts need evidence that the run obtains after the answer (evidence/evidence.h). Where it is not to be had the
 * criterion is open, and so is the trial: skipped where the criterion does not apply here (nobody allowed the program,
 * there is no sandbox), an error where it should be there and is not. There is no score by default.
 *
 * What graders there are stands in graders.c, one line each; what one does and takes stands in its file, grader_NAME.c,
 * as a gp_grader_kind (suite/grader.h). `goldpin help graders` is made from that.
 *
 * Case is compared by Unicode simple folding. Time is linear in the answer, apart from `regex`, whose work is counted
 * and ends in an error that names grader and case. */
#ifndef GP_GRADE_GRADE_H
#define GP_GRADE_GRADE_H

#include "evidence/evidence.h"
#include "stats/agreement.h"
#include "suite/suite.h"
#include "transcript/transcript.h"

extern const gp_grader_kinds gp_graders;

/* Ways to break a reply that passes: those of its kind, within what it extracts, and what it extracts left out. A change
 * is false where it offers no way (suite/grader.h). */
size_t gp_ways(const gp_grader *g);
const char *gp_way_name(const gp_grader *g, size_t i);
bool gp_break(gp_arena *a, const gp_grader *g, size_t i, struct gp_reply *reply);
/* An answer of which the grader looks at this text: the text itself, or, where it extracts a part, the text in what its
 * pattern asks for. NULL .p: none was found. In the arena. */
gp_str gp_answer_with(gp_arena *a, const gp_grader *g, gp_str text);

typedef struct gp_judged { /* what a grader looks at */
    const gp_case *c;
    const gp_transcript *t;
    const gp_reply *reply;       /* of the grader's turn; NULL for budgets where there is none */
    double cost_usd;             /* of the trial, for budgets; NaN unknown */
    const gp_evidence *evidence; /* of the job that its kind's `obtain` gives: of a program that ran. NULL: none */
    const gp_evidence *all;      /* whatever was obtained for this transcript */
    size_t n_all;
    /* transcripts of all repeats of this case on this target, this one among them, in order of their numbers; none: they
     * are not known */
    const gp_transcript *const *repeats;
    size_t n_repeats;
} gp_judged;

typedef struct gp_ballot {   /* what judges said, for their reliability over a run */
    gp_str criterion, judge; /* id of the criterion; its target, as the suite names it */
    gp_level level;
    const double *votes; /* NaN: none that can be read */
    size_t n;
    int64_t right, known; /* of the calibration: answers that it judged as they are known to be, of how many */
    gp_str calibration;   /* its digest; empty: there was none */
} gp_ballot;

typedef enum gp_open { GP_DECIDED, GP_INAPPLICABLE, GP_UNDECIDED } gp_open;

typedef struct gp_criterion {
    gp_str id;        /* grader id */
    const char *type; /* name of its kind */
    double weight, score;
    bool passed;             /* score == 1 */
    gp_str explanation;      /* at most 200 bytes, control characters shown, evidence in quotes */
    gp_str evidence;         /* digest of the evidence that it rests on; empty: none */
    gp_open open;            /* no verdict: no score (NaN), and the explanation says why */
    const gp_ballot *ballot; /* of judges; NULL elsewhere, and where there are no votes */
} gp_criterion;

typedef enum gp_budget_state { GP_BUDGET_MET, GP_BUDGET_EXCEEDED, GP_BUDGET_UNKNOWN } gp_budget_state;
extern const char *const gp_budget_state_names[GP_BUDGET_UNKNOWN + 1]; /* "met", "exceeded", "not measured" */

typedef struct gp_measured { /* what became of a budget: never part of status, score or fingerprint */
    gp_str id;
    const char *type;
    gp_budget_state state;
    double value; /* NaN unknown */
    gp_str explanation;
} gp_measured;

typedef enum gp_status { GP_PASSED, GP_FAILED, GP_ERROR, GP_SKIPPED } gp_status;
extern const char *const gp_status_names[GP_SKIPPED + 1]; /* "passed", "failed", "error", "skipped" */
const char *gp_status_name(gp_status s);

typedef struct gp_grade {
    /* ERROR and SKIPPED follow the transcript, or a criterion that is open; then score is NaN and there are no criteria */
    gp_status status;
    gp_str why;   /* which criterion is open, and why; empty: none */
    double score; /* 0..1 */
    const gp_criterion *criteria;
    size_t n_criteria;
    const gp_measured *measured; /* of graded trials, by gp_grade_measured */
    size_t n_measured;
    const gp_evidence *evidence; /* as it was given */
    size_t n_evidence;
    const gp_ballot *const *ballots; /* also of trials without a verdict */
    size_t n_ballots;
} gp_grade;

/* Grade into the arena, without evidence. Fails only for reasons that are not the model's: an invalid pattern or schema
 * (GP_E_INPUT, located). A pattern that reaches its match limit on this answer scores 0 and says so. */
gp_code gp_grade_transcript(gp_arena *a, const gp_case *c, const gp_transcript *t, gp_grade *out,
                            gp_err *err) GP_MUST_CHECK;

/* The same with what was obtained for criteria of this transcript, each for the job that its grader gives now. */
gp_code gp_grade_with(gp_arena *a, const gp_case *c, const gp_transcript *t, const gp_evidence *e, size_t n,
                      gp_grade *out, gp_err *err) GP_MUST_CHECK;
/* The same where repeats of the case are known, all of one target. */
typedef struct gp_grade_input {
    const gp_evidence *evidence;
    size_t n_evidence;
    const gp_transcript *const *repeats; /* as of gp_judged */
    size_t n_repeats;
} gp_grade_input;
gp_code gp_grade_all(gp_arena *a, const gp_case *c, const gp_transcript *t, const gp_grade_input *in, gp_grade *out,
                     gp_err *err) GP_MUST_CHECK;
/* Does a grader of the case look at all its repeats? */
bool gp_grade_of_repeats(const gp_case *c);
/* What grader g asks another target about this transcript, *n questions in the arena; 0: nothing. Those with known
 * answers come first; the others are there only where what was obtained for those lets them be asked. */
const gp_question *gp_grade_asks(gp_arena *a, const gp_case *c, const gp_grader *g, const gp_transcript *t,
                                 const gp_evidence *known, size_t n_known, size_t *n);
/* Those with known answers alone, for which nobody needs to have answered yet. */
const gp_question *gp_grade_calibration(gp_arena *a, const gp_case *c, const gp_grader *g, size_t *n);
/* What grader g needs from outside for this transcript; false: nothing. Files of the suite are still to be read. */
bool gp_grade_needs(gp_arena *a, const gp_case *c, const gp_grader *g, const gp_transcript *t, gp_job *job);

/* The same by one grader of the case, for self-tests. `e` may be NULL. */
gp_code gp_grade_criterion(gp_arena *a, const gp_case *c, const gp_grader *g, const gp_transcript *t,
                           const gp_evidence *e, gp_criterion *out, gp_err *err) GP_MUST_CHECK;

/* Look at the budgets of a case, which gp_grade_transcript leaves out. A value that
 * nobody measured meets no budget. Does nothing where the trial was not graded. `cost_usd` as in gp_judged. */
void gp_grade_measured(gp_arena *a, const gp_case *c, const gp_transcript *t, double cost_usd, gp_grade *g);

/* Grade plain answers (one per reply), as examples and null baselines need it. */
gp_code gp_grade_answers(gp_arena *a, const gp_case *c, const gp_str *answers, size_t n, gp_grade *out,
                         gp_err *err) GP_MUST_CHECK;

/* The text by which repeats of a case are compared: the reply's answer and calls in these forms. 0: GP_FORM_NFC and
 * GP_FORM_SPACES. */
uint32_t gp_repeat_forms(uint32_t forms);
gp_str gp_repeat_text(gp_arena *a, const gp_reply *reply, uint32_t forms);

/* Compile patterns and schemas of a case without grading: located GP_E_INPUT for the first that is invalid. */
gp_code gp_grade_check(const gp_case *c, gp_err *err) GP_MUST_CHECK;

#endif

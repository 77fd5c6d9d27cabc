/* grader.h - what a grader is: a kind, which is a constant of one file in lib/grade, and one use of it in a case.
 *
 * A kind says everything about a grader in one place: its name, its parameters as a table of fields, what the table
 * cannot check, the verdict, ways to break a good answer, an example, its documentation. From that follow the reading
 * of suites, the digest, the JSON Schema, `goldpin help graders`, and what lint does. Whoever opens a suite hands the
 * kinds in (gp_graders of grade/grade.h), because suites know nothing of grading.
 *
 * A kind's parameters are a struct of its own that begins with a gp_grader. A row with GP_KNOWN must be there, one with
 * GP_OPTIONAL may. Verdicts are pure: the same parameters and transcript give the same verdict, on any thread.
 *
 * A combinator is a kind whose struct holds a gp_inner: graders inside a grader. They are read with the case, as
 * strictly as those around them, and share its ids: no two graders of a case have the same, however deep. */
#ifndef GP_SUITE_GRADER_H
#define GP_SUITE_GRADER_H

#include "base/fields.h"

typedef struct gp_grader_kind gp_grader_kind;
struct gp_case;
struct gp_criterion;
struct gp_job;
struct gp_judged;
struct gp_question;
struct gp_reply;

typedef enum gp_take { GP_TAKE_FIRST, GP_TAKE_LAST } gp_take;
typedef struct gp_extract {  /* the part of an answer that alone is graded */
    gp_str pattern, flags;   /* PCRE2; an empty pattern: all of the answer is */
    gp_take take;            /* which of several matches */
    const gp_str *leave_out; /* patterns, by the same flags */
    size_t n_leave_out;
} gp_extract;

typedef struct gp_grader { /* what every grader has; the parameters of its kind stand behind it */
    const gp_grader_kind *kind;
    gp_str id;          /* given, or "TYPE-N" by position from 1, inside another "ID.TYPE-N"; unique in the case */
    double weight;      /* default 1, > 0 */
    int64_t turn;       /* which reply it looks at: 1..turns+1; default the last, inside another the one of that */
    const gp_json *at;  /* the grader object, for located messages */
    gp_extract extract; /* of kinds that have the row for it */
} gp_grader;

typedef struct gp_inner { /* the graders inside a combinator, in the order of the suite */
    const gp_json *list;  /* as it stands there */
    gp_grader **of;
    size_t n;
} gp_inner;
enum { GP_GRADERS_DEEP = 8 }; /* combinators within each other */

typedef struct gp_mutation {
    const char *name; /* what was done to the answer: "the expected text left out" */
    /* Change a reply that passes into one that must not; false where this one offers no way. The text goes into the
     * arena. */
    bool (*change)(gp_arena *a, const gp_grader *g, struct gp_reply *reply);
} gp_mutation;

struct gp_grader_kind {
    const char *name;    /* its `type` in suites and results */
    const char *doc;     /* goes on with "passes when" */
    const char *more;    /* what else one must know, as a paragraph of markdown; may be NULL */
    const char *example; /* a grader object, with an answer that passes and one that fails */
    const char *pass, *fail;
    gp_record params; /* "a grader of type NAME": the kind's struct, without the members of gp_grader */
    const gp_mutation *mutations;
    size_t n_mutations;
    size_t inner; /* of a combinator: where its gp_inner lies in the struct; 0 for all others */

    /* Optional: what the table cannot say of the parameters, such as a minimum above the maximum. Asked whenever a case
     * is read, so it must be quick. The error is located (gp_json_fail at g->at or a member of it). */
    gp_code (*check)(const gp_grader *g, gp_err *err);
    /* Optional: what takes longer, such as compiling a pattern. Asked once before a run. The error is located. */
    gp_code (*compile)(const struct gp_case *c, const gp_grader *g, gp_err *err);
    /* The score with its explanation (gp_explain in grade/grade_impl.h); everything in the arena. An error is never the
     * model's fault; GP_E_INFRA means that the work became too much, which gives 0. */
    gp_code (*verdict)(gp_arena *a, const struct gp_judged *x, const gp_grader *g, struct gp_criterion *out,
                       gp_err *err);
    /* Instead of all others but `check`, for a budget: the measured value that must lie between its limits (the struct is
     * a gp_limited); NaN is unknown. It decides the gate, and stands outside of status, score and fingerprint. */
    double (*measure)(const struct gp_judged *x);
    const char *unit; /* of that value */
    /* Optional: a reply that the provider's content filter ended is an answer to this grader, and then to all graders of
     * the case; without, it is a failure of the trial. */
    bool (*filtered)(const gp_grader *g);
    /* Optional: put an example, such as `pass`, where the kind looks for it. Else it is the reply's answer. */
    void (*stage)(gp_str example, struct gp_reply *reply);
    /* Optional: what must be obtained from outside before there can be a verdict (evidence/evidence.h): fill *job, in the
     * arena. False: nothing this time, the verdict is there without. `verdict` finds what came of it in `evidence`. A
     * pure function, like the verdict. */
    bool (*obtain)(gp_arena *a, const struct gp_judged *x, const gp_grader *g, struct gp_job *job);
    unsigned leave; /* with `obtain`: the gp_leave of its jobs */
    /* Optional: what another target is asked before there can be a verdict, in the arena; *n (0 before): how many. The
     * questions with known answers come first; they depend on the case alone, and x->t may be NULL: only those are wanted.
     * The others are there where what came of those, in `all`, lets them be. `verdict` finds everything in `all`. Pure. */
    const struct gp_question *(*ask)(gp_arena *a, const struct gp_judged *x, const gp_grader *g, size_t *n);
    /* with `ask`: who, as the suite names it */
    gp_str (*asks)(const gp_grader *g);
    bool of_repeats; /* its verdict is one over all repeats of the case on a target, which it finds in `repeats` */
    /* Optional: the files of the suite that decide the verdict, relative to its folder: their bytes are in the digest. */
    const gp_str *(*files)(const gp_grader *g, size_t *n);
    /* Optional: the JSON Schema that a held answer must follow, or NULL. */
    const gp_json *(*schema)(const gp_grader *g);
    /* Optional: texts whose likelihood as the whole answer is measured, in place of an answer being made; 0: none. In
     * the arena, or borrowed from the case. */
    size_t (*continuations)(gp_arena *a, const gp_grader *g, const gp_str **out);
    /* Optional: a value, or a list of values, each of which may be a whole good answer; or NULL. */
    const gp_json *(*answers)(const gp_grader *g);
    /* Optional: the same where answers are no plain texts: append one that may be whole and good; nothing where there is
     * none. */
    void (*compose)(const gp_grader *g, gp_buf *out);
};

typedef struct gp_limited { /* the parameters of every budget */
    gp_grader g;
    double min, max; /* NaN if absent */
} gp_limited;

typedef struct gp_grader_group { /* kinds that stand together in the guide */
    const char *title, *about;   /* what they have in common, as a paragraph of markdown */
    size_t n;                    /* so many of the list, behind those of the groups before */
} gp_grader_group;

typedef struct gp_grader_kinds {
    const gp_grader_kind *const *list; /* in the order in which people see them */
    size_t n;
    const gp_grader_group *groups; /* all of the list */
    size_t n_groups;
} gp_grader_kinds;

/* One grader object: every key belongs to its kind, every parameter is what the table and the kind ask for. `id` is
 * empty and `turn` 0 where they are not given; whether they fit the case is for its reader. */
gp_code gp_grader_read(gp_arena *a, const gp_grader_kinds *kinds, const gp_json *v, gp_grader **out,
                       gp_err *err) GP_MUST_CHECK;
/* A copy that may be changed. */
gp_grader *gp_grader_copy(gp_arena *a, const gp_grader *g);
/* "FILE:LINE:COL: case "x", grader "y": TEXT", where the grader object stands. */
gp_code gp_grader_fail(const struct gp_case *c, const gp_grader *g, gp_err *err, const char *text);
/* The schema that an answer held to this grader must follow, or NULL. */
const gp_json *gp_grader_schema(const gp_grader *g);

/* What is inside a combinator; NULL for other kinds. */
const gp_inner *gp_grader_inner(const gp_grader *g);
/* The row of a combinator that holds its graders; T is its struct, which has a gp_inner `inner`. */
#define GP_ROW_INNER(T, doc_)                                                                      \
    GP_FIELD(JSON, "graders", T, inner.list, .flags = GP_KNOWN | GP_QUOTED, .json = GP_JSON_ARRAY, \
             .check = gp_inner_check, .write = gp_inner_write, .doc = (doc_),                      \
             .schema = "{\"minItems\": 1, \"maxItems\": 1000, \"items\": {\"$ref\": \"#/$defs/grader\"}}")
gp_code gp_inner_check(const gp_json *v, const char *what, gp_err *err) GP_MUST_CHECK;
void gp_inner_write(gp_jw *w, const void *at); /* their digested objects */

/* The object that is digested: everything that decides the verdict, in canonical order. */
void gp_grader_write(gp_jw *w, const gp_grader *g);
/* What the JSON Schema of suites says of graders, as members of $defs: "grader", which is any of them, and
 * "grader_NAME" for each. */
void gp_grader_kinds_schema(gp_jw *w, const gp_grader_kinds *kinds);

#endif

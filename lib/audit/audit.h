/* audit.h - results that another tool published, and what their numbers can and cannot support.
 *
 * A file in one of the known forms becomes a list of models with their cases; every look at it then says what it found,
 * with the place, the evidence, and what that means for the claim. Nothing is put right in silence: what could be derived
 * again is counted, and so is what could not.
 *
 *   series      JSON of the harness of the published local-against-cloud comparisons: a model, tests with scores,
 *               criteria and times; one object, or a list of them, or {"results": [...]}
 *   promptfoo   what `promptfoo eval -o results.json` writes
 *   inspect     a log of inspect-ai in JSON (`inspect log convert --to json` makes one of an .eval file)
 *   lm-eval     results_*.json of lm-evaluation-harness, and samples_*.jsonl of --log_samples
 *
 * Members that a form is known to have under several names are looked for under each. */
#ifndef GP_AUDIT_AUDIT_H
#define GP_AUDIT_AUDIT_H

#include "base/json.h"
#include "stats/stats.h"

typedef struct gp_audited_part { /* a criterion of a case, as the file has it */
    gp_str name;
    double score; /* NaN unknown */
    uint32_t line;
} gp_audited_part;

typedef struct gp_audited_case {
    gp_str id, prompt, expected, answer, error; /* .p NULL: the file does not say */
    double score;                               /* NaN: none */
    double total_s, first_s;                    /* NaN unknown */
    int passed;                                 /* 1, 0; -1 unknown */
    gp_str same;                                /* what repeats of this case share; .p NULL: name and prompt together */
    const gp_audited_part *parts;
    size_t n_parts;
    int again;      /* judged again here: 1 passes, 0 fails; -1 not */
    gp_str why_not; /* why it was not judged again; empty elsewhere */
    uint32_t line;
} gp_audited_case;

typedef struct gp_audited_model {
    gp_str name;
    gp_audited_case *cases;
    size_t n;
    const uint64_t *group; /* of each case: repeats of one have the same number, below n_groups */
    size_t n_groups;
    double mean, passed, total, seconds,
        rate; /* as the file states them: mean score, cases passed and in all, mean time, pass rate; NaN not stated */
    double limit;  /* only so many of the cases were asked; NaN: not stated */
    gp_str apart;  /* why the stated mean is not held against the cases; empty elsewhere */
    bool repeats;  /* the tool was told to ask cases several times */
    gp_str state;  /* how the run ended, where that is not whole; empty elsewhere */
    uint32_t line; /* of the summary, else of the model */
} gp_audited_model;

typedef struct gp_audited {
    const char *form, *tool; /* "promptfoo"; in words */
    const char *path;
    gp_audited_model *models;
    size_t n;
    bool
        any_scorer; /* scorers are anybody's: marks may have another scale, one half may be partial credit, and what passes
                      * need not follow from the score */
    bool one_model; /* its "models" are one model, looked at by several rules */
} gp_audited;

typedef enum gp_audit_weight {
    GP_AUDIT_FAULT,
    GP_AUDIT_DOUBT,
    GP_AUDIT_NOTE
} gp_audit_weight; /* wrong; unproven; to know */

typedef struct gp_audit_finding {
    gp_audit_weight weight;
    const char *kind;    /* "undecided-criteria"; a word for machines */
    gp_str model, where; /* where: of cases, with lines; may be empty */
    gp_str what, means;  /* what was found, with the evidence; what follows for the claim */
} gp_audit_finding;

typedef struct gp_audit {
    gp_audited read;
    gp_audit_finding *findings; /* faults first */
    size_t n, room;
    size_t cases, judged_again, agree; /* of all models */
} gp_audit;

/* Read the file and look at it; everything in the arena. Errors: GP_E_INPUT (no JSON, or none of the forms; located), and
 * those of gp_read_file. */
gp_code gp_audit_file(gp_arena *a, const char *path, gp_audit *out, gp_err *err) GP_MUST_CHECK;

void gp_audit_markdown(const gp_audit *x, gp_buf *out);
void gp_audit_json(const gp_audit *x, gp_buf *out);

#endif

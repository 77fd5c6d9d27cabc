/* evidence.h - what a run obtains from outside for its verdicts, and the record of it.
 *
 * Graders are pure, but some verdicts need more than an answer: what tests say of generated code, what a program of the
 * suite says of a reply, what another model thinks of it. This is how both hold:
 *   grader   says what it needs, a pure function of case and transcript: a gp_job (gp_grader_kind.obtain), or any number
 *            of gp_questions (gp_grader_kind.ask)
 *   run      when all answers are in the journal, has each job done, only with its user's leave (sandbox/sandbox.h), has
 *            each question asked, and appends what came of it, a gp_evidence, to evidence.jsonl in the bundle; also that
 *            nothing came of it, and why
 *   grader   gives its verdict, a pure function of case, transcript and evidence
 * So grading again, reports and replays need neither sandbox nor leave: they read the record.
 *
 * Evidence names the digest of its job: command, files, input, limits; or of its question: messages, form, seed. Where an
 * answer, a test or a file of the suite is another by now, it is evidence of something else, and is not used.
 *
 * What decides a verdict (criterion, job, end, status) is in the fingerprint; what a program wrote is not, because programs
 * write addresses and times, and neither is anything under `measured`. What a judge answered is, and who it is: the
 * verdict is made of that. The digest of a line, but for what is measured,
 * stands in results.json at its criterion.
 *
 * Everything is plain values; text is borrowed or in the arena that was given. */
#ifndef GP_EVIDENCE_EVIDENCE_H
#define GP_EVIDENCE_EVIDENCE_H

#include "base/fields.h"

/* --- what is to be done --- */

/* Whose programs are run; a run's user allows each by itself. */
typedef enum gp_leave { GP_LEAVE_CODE, GP_LEAVE_EXTERNAL, GP_LEAVES } gp_leave;
extern const char *const gp_leave_options[GP_LEAVES]; /* "--allow-code", "--allow-external" */

typedef struct gp_job_file {
    gp_str name; /* in the program's folder */
    gp_str text;
    gp_str
        source; /* a file of the suite, relative to its folder, that `text` is to be read from; empty: text is there */
} gp_job_file;

typedef struct gp_job { /* run a program in an empty folder of its own */
    gp_leave leave;
    const gp_str *command; /* program and arguments */
    size_t n_command;
    const gp_str *needs; /* programs that must be installed, or the job does not apply */
    size_t n_needs;
    const gp_job_file *files; /* that lie in its folder */
    size_t n_files;
    gp_str input; /* its standard input */
    double time_s;
    int64_t memory_mb; /* of all its processes together, and of each */
} gp_job;

/* Limits that no suite sets; those of a job are written into it. */
enum {
    GP_JOB_PROCESSES = 64,     /* and threads, at one time */
    GP_JOB_OUTPUT = 1 << 20,   /* bytes of standard output and of standard error, each */
    GP_JOB_DISK_MB = 64,       /* of all its files together, and of each */
    GP_JOB_FILES = 64,         /* of the suite */
    GP_JOB_TEXT_MAX = 8 << 20, /* bytes of a file or of the input */
};

/* Read the files that lie in the suite's folder `dir`, into the arena. */
gp_code gp_job_read(gp_arena *a, gp_job *j, const char *dir, gp_err *err) GP_MUST_CHECK;
/* SHA-256, hex, of what the job does. The files have been read. */
void gp_job_digest(const gp_job *j, char out[65]);

/* --- what is to be asked --- */

#define GP_CALIBRATION "calibration" /* stands for the trial, where a question belongs to none */

typedef struct gp_question { /* ask another target, in a conversation of two messages */
    /* digest of the questions with known answers that this one is among; empty: it is about the answer of the trial */
    gp_str calibration;
    int64_t vote;  /* from 1, among those of one criterion of one trial, or of one calibration */
    gp_str target; /* as the suite names it: of the targets file, or PROVIDER:MODEL */
    gp_str system, user;
    gp_str schema; /* JSON Schema that the answer must follow */
    bool held;     /* a target that can is held to it */
    int64_t max_tokens, seed;
} gp_question;

/* SHA-256, hex, of all that decides the answer, the target's name aside: what answered says the evidence. */
void gp_question_digest(const gp_question *q, char out[65]);

/* --- what came of it --- */

typedef enum gp_end {
    GP_END_EXITED,   /* with `status` */
    GP_END_SIGNAL,   /* killed by signal `status`, or ended with 128 + `status`, which cannot be told apart */
    GP_END_TIMEOUT,  /* wall clock or processor time */
    GP_END_MEMORY,   /* its processes held more than they may */
    GP_END_OUTPUT,   /* it wrote more than it may */
    GP_END_ANSWERED, /* a question was; the answer is `out` */
    /* it did not run, or nobody answered */
    GP_END_NOT_APPLICABLE, /* no leave, no sandbox, no interpreter, no such target: `reason` */
    GP_END_MISSING,        /* the run that is played has no such evidence: `reason` */
    GP_END_BROKEN,         /* the machine, or who was asked, gave way: `reason` */
    GP_ENDS
} gp_end;
extern const char *const gp_end_names[GP_ENDS]; /* "exited", "signal", ... */

typedef struct gp_evidence {
    gp_str trial, criterion; /* ids; of a calibration GP_CALIBRATION and its digest */
    gp_str job;              /* digest of the gp_job or gp_question */
    int64_t vote;            /* of a question; -1: of a program */
    gp_str judge;            /* who was asked, as the fingerprint holds targets: canonical JSON; empty: nobody */
    gp_end end;
    int64_t status;  /* -1: none */
    gp_str reason;   /* where it did not run: one line; else empty */
    gp_str out, err; /* what it wrote, invalid bytes replaced; at most GP_JOB_OUTPUT bytes */
    /* measured; NaN and -1 unknown */
    double wall_s, cpu_s;
    int64_t memory_peak; /* bytes that all its processes held, as far as was looked */
    int64_t requests, input_tokens, output_tokens;
    double cost_usd;  /* of all requests, the failed ones too; NaN where that of one is unknown */
    double spent_usd; /* what the budget counted */
} gp_evidence;

gp_evidence gp_evidence_unknown(void);
/* Did the program run, or the target answer, so that there can be a verdict? */
bool gp_evidence_ran(const gp_evidence *e);
/* How it ended, for people: "exit status 1", "killed by signal 11 (SIGSEGV)", "stopped after 10 s". In the arena. */
const char *gp_evidence_end_text(gp_arena *a, const gp_evidence *e);
/* What the sandbox kept it from, as far as its messages tell: "the network", "more memory", "more processes", "writing
 * that"; NULL where they tell nothing. For people only: no verdict may rest on it. */
const char *gp_evidence_hint(const gp_evidence *e);

/* --- its record --- */

/* One JSON line without the line feed; one line into the arena. For messages: `name`, and the `number` of the line. */
void gp_evidence_write(const gp_evidence *e, gp_buf *out);
gp_code gp_evidence_read(gp_arena *a, const char *name, gp_str line, uint32_t number, gp_evidence *out,
                         gp_err *err) GP_MUST_CHECK;
/* SHA-256, hex, over all of it but what is measured. */
void gp_evidence_digest(const gp_evidence *e, char out[65]);
/* Its part of the fingerprint, canonical. */
void gp_evidence_write_outcome(gp_jw *w, const gp_evidence *e);
void gp_evidence_schema(gp_buf *out); /* the JSON Schema of a line */

#endif

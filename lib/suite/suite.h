/* suite.h - suites and their cases.
 *
 * A suite is a folder with suite.json or suite.yaml (or the file itself); its cases stand in it or in a JSONL file
 * beside it. Opening a suite reads and checks every case once and keeps only where each one lies (position, id), so
 * memory grows by well under 64 bytes per case; gp_suite_case parses one case again, on demand, into the caller's
 * arena. (A YAML document is kept whole.) Everything is strict: an unknown key, a duplicate id, a wrong type, an empty
 * list is a GP_E_INPUT error with file, line, column and the nearest known key.
 *
 * A case with `data` or `matrix` is a template of as many cases as there are rows and combinations. To everybody else
 * they are cases like all others: made on demand, with their own ids and digests, as if they were written out.
 *
 * A suite is immutable once open; it may be read by several threads. Cases borrow text from the suite's mapping:
 * close the suite last. */
#ifndef GP_SUITE_SUITE_H
#define GP_SUITE_SUITE_H

#include "base/sampling.h"
#include "suite/grader.h"

typedef struct gp_suite gp_suite;

/* --- parts of a case --- */

typedef struct gp_part { /* one part of a message's content */
    bool image;
    gp_str text; /* text, when not an image; where that is a file, what the file holds */
    const char
        *path;    /* file of the image or the text, relative to the suite's folder; NULL: the text stands in the case */
    char *sha256; /* of an image: what the case's digest says of the file; "" where none was taken */
} gp_part;

typedef struct gp_tool_call { /* a call that an assistant's message holds */
    gp_str id, name;
    const gp_json *arguments; /* an object */
} gp_tool_call;

typedef struct gp_message {
    gp_str role; /* "system", "user", "assistant", "tool" */
    const gp_part *parts;
    size_t n_parts;            /* a plain string is one text part; 0 where there are only calls */
    const gp_tool_call *calls; /* of the assistant */
    size_t n_calls;
    gp_str tool_call_id; /* of a result: the id that it names; empty: none */
    /* the call whose result this is; NULL for other messages, and for a result that names none */
    const gp_tool_call *answers;
} gp_message;

typedef struct gp_limits { /* seconds; 0 means the default of the run applies (targets/target.h) */
    double connect_s, first_token_s, stall_s, total_s;
} gp_limits;
extern const gp_record gp_limits_asked, gp_limits_told; /* as a user asks for them; as evidence */

typedef enum gp_golden_mode {
    GP_GOLDEN_NONE,
    GP_GOLDEN_EXACT,
    GP_GOLDEN_TOKENS,
    GP_GOLDEN_LOGITS,
    GP_GOLDEN_JSON,
    GP_GOLDEN_NORMALIZED,
    GP_GOLDEN_NUMERIC,
    GP_GOLDEN_GRADE
} gp_golden_mode;
extern const char *const gp_golden_mode_names[GP_GOLDEN_GRADE + 1]; /* NULL for NONE */
const char *gp_golden_mode_name(gp_golden_mode m);                  /* "exact", ...; NULL for NONE */

typedef enum gp_need {
    GP_NEED_IMAGE = 1,
    GP_NEED_TOOLS = 2,
    GP_NEED_JSON_SCHEMA = 4,
    GP_NEED_LOGPROBS = 8,
    GP_NEED_LIKELIHOOD = 16, /* of given texts; follows from the graders */
    GP_NEEDS_ASKED = 4,      /* that a case can say itself */
    GP_NEEDS = 5
} gp_need;
extern const char *const gp_need_names[GP_NEEDS]; /* by bit: "image", ... */

typedef struct gp_puzzle {      /* what makes an expected answer the only right one; all NULL where there is none */
    const gp_json *variables;   /* object: name -> list of the values that it may have */
    const gp_json *constraints; /* list of conditions over the variables, as chat templates write them */
    const gp_json *distinct;    /* list of lists of variables whose values differ, or NULL */
    const gp_json *answer;      /* string: a template of the right answer, with the variables of the solution */
} gp_puzzle;

typedef struct gp_example_reply { /* a reply as an example gives it: a text, or an object of these */
    gp_str answer, reasoning, finish;
    const gp_json *tool_calls; /* list of {"name", "arguments"}, or NULL */
} gp_example_reply;
/* One reply of an example that was checked when its case was read. */
gp_code gp_example_reply_read(gp_arena *a, const gp_json *v, gp_example_reply *out, gp_err *err) GP_MUST_CHECK;

typedef struct gp_case {
    gp_str id, name, category; /* name defaults to the id, category to "" */
    gp_str cluster;            /* what it shares with other cases of the suite; empty: nothing */
    const gp_str *tags;
    size_t n_tags;
    uint32_t needs; /* gp_need bits; an image part sets GP_NEED_IMAGE, tools set GP_NEED_TOOLS */
    /* Texts whose likelihood as the answer is measured instead of having one made (GP_NEED_LIKELIHOOD): those that its
     * graders score, each once; none in most cases. */
    const gp_str *continuations;
    size_t n_continuations;
    gp_str sensitivity, kind, complexity; /* metadata; empty when absent */
    const gp_message *messages; /* as sent: the suite's default system message is in front where the case has none */
    size_t n_messages;
    const gp_str *turns; /* further user messages, sent after each reply */
    size_t n_turns;
    const gp_json *tools;      /* OpenAI tool objects, or NULL */
    gp_sampling_spec sampling; /* defaults of the suite merged in */
    gp_limits limits;
    gp_str date; /* what a chat template sees as today; empty: the target's, else GP_DAY_DEFAULT */
    const gp_grader *const *graders;
    size_t n_graders; /* at least one */
    /* those that read measured values and stand outside of the verdict on the answer; gp_grader_kind.measure */
    const gp_grader *const *budgets;
    size_t n_budgets;
    double pass_at; /* share of the weight needed to pass, default 1 */
    gp_golden_mode golden;
    double golden_tolerance; /* numeric mode; 0 unless given */
    /* Lists, or NULL: of replies (gp_example_reply_read), for a case with turns of arrays of them (one per reply). */
    const gp_json *pass_examples, *fail_examples;
    gp_puzzle puzzle;
    /* SHA-256 over RFC 8785 forms, so that order of keys, white space and where a setting stands do not matter; the
     * exact objects are written down at the top of suite/digest.c. */
    /* what decides the answer: messages (images by their bytes), turns, tools, needs, sampling, date */
    char digest[65];
    char grader_digest[65]; /* what decides the verdict: graders, pass_at, golden mode and tolerance */
    uint32_t line, col;     /* where the case starts in its file */
    const char *file;       /* that file, for messages */
} gp_case;

/* --- the suite --- */

typedef struct gp_suite_pins { /* facts that must hold before a run starts; .p NULL and -1 mean not stated */
    gp_str weights_sha256, quantization, device, binding;
    int64_t seed;
} gp_suite_pins;
extern const gp_record gp_pins_asked, gp_pins_told; /* as a user states them; as evidence */

typedef struct gp_suite_info {
    gp_str name, version, description;
    gp_str license;            /* empty: not stated */
    const gp_json *provenance; /* any JSON, or NULL */
    const char *dir;           /* folder of the suite file, as given ("." if none) */
    const char *file;          /* path of suite.json or suite.yaml, as given */
    char digest
        [65];     /* SHA-256 over the bytes of the suite, then of its cases file, then of its data files by first use */
    int64_t seed; /* defaults.seed, or -1 */
    double null_share_max; /* of the cases that an answer without knowledge may pass; default 0.2 */
    gp_str date;           /* defaults.date; empty: none */
    size_t n_cases;
    gp_suite_pins pins;
} gp_suite_info;

void gp_suite_schema(const gp_grader_kinds *kinds, gp_buf *out); /* what suites/suite.schema.json holds */

/* Read, check, index. `path`: a folder holding suite.json or suite.yaml (one of them), or the file. Patterns and
 * schemas are not compiled here (gp_grade_check does). Paths in the suite (cases file, data, images, texts) are relative
 * to its folder and must not leave it,
 * links included. A cases file has one case per line; blank lines are allowed. `kinds` are the graders that there are:
 * gp_graders of grade/grade.h. Errors: GP_E_INPUT, GP_E_IO. */
gp_code gp_suite_open(const char *path, const gp_grader_kinds *kinds, gp_suite **out, gp_err *err) GP_MUST_CHECK;
/* Open from memory: no files are touched. `cases` is the content of the cases file and of every data file that the suite
 * names. Bytes called NAME.yaml or NAME.yml are YAML. */
gp_code gp_suite_open_bytes(const char *name, const gp_grader_kinds *kinds, gp_str suite, gp_str cases, gp_suite **out,
                            gp_err *err) GP_MUST_CHECK;
void gp_suite_close(gp_suite *s); /* NULL is allowed */
const gp_suite_info *gp_suite_facts(const gp_suite *s);
/* The settings that `defaults` has for cases without their own: sampling, limits and the like; the rest is unknown. */
const gp_case *gp_suite_defaults(const gp_suite *s);
/* Are the files of the suite what they were when it was opened? GP_E_INFRA that names the one that is not. A case
 * borrows from them, so ask again when it has been used. */
gp_code gp_suite_unchanged(const gp_suite *s, gp_err *err) GP_MUST_CHECK;
/* The files it is made of, relative to its folder, sorted, each once: itself, its cases and data
 * files, images, texts, tests, programs that grade. In the arena. */
gp_code gp_suite_files(const gp_suite *s, gp_arena *a, const char *const **paths, size_t *n, gp_err *err) GP_MUST_CHECK;
/* Case i (document order, 0 .. n_cases-1), parsed into the arena. Fails only when a file (the suite, an image, a text)
 * changed since it was opened. */
gp_code gp_suite_case(const gp_suite *s, size_t i, gp_arena *a, gp_case **out, gp_err *err) GP_MUST_CHECK;
/* The same without the two digests (they are ""), for passes that need neither. */
gp_code gp_suite_case_undigested(const gp_suite *s, size_t i, gp_arena *a, gp_case **out, gp_err *err) GP_MUST_CHECK;
/* Id of case i without parsing it (borrowed). */
gp_str gp_suite_case_id(const gp_suite *s, size_t i);
/* Index of a case by id, or SIZE_MAX. */
size_t gp_suite_find(const gp_suite *s, gp_str id);
/* *has: case i has this tag, or this is its category; without keeping it parsed. */
gp_code gp_suite_has_tag(const gp_suite *s, size_t i, gp_str tag, bool *has, gp_err *err) GP_MUST_CHECK;

/* metadata.sensitivity is "regulated": no remote target may ever get the case. */
bool gp_case_regulated(const gp_case *c);
/* The same of case i, without parsing it. */
/* Does another case's id differ from that of case i in the case of letters only? */
bool gp_suite_has_twin(const gp_suite *s, size_t i);
bool gp_suite_regulated(const gp_suite *s, size_t i);

/* The schema that a structured answer to the case must follow, for targets that can hold a model to one: that of its
 * grader, where exactly one has a schema (gp_grader_schema) and the case has no turns; else NULL. */
const gp_json *gp_case_schema(const gp_case *c);

/* The text of a message: its text parts joined (images left out). In the arena. */
gp_str gp_message_text(gp_arena *a, const gp_message *m);

#endif

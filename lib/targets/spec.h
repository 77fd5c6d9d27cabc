/* spec.h - what a user says about a target, before anything is opened: "[NAME=]PROVIDER:MODEL[@BASE_URL]" on the
 * command line, or an entry of the targets file (goldpin.json). Strict like suites: unknown keys are located errors. */
#ifndef GP_TARGETS_SPEC_H
#define GP_TARGETS_SPEC_H

#include "suite/suite.h"
#include "call/call.h"
#include "manifest/hardware.h"

/* How the system text of a case is sent ("system" of a target). */
typedef enum gp_system_place {
    GP_SYSTEM_SYSTEM,    /* as it stands in the case */
    GP_SYSTEM_USER,      /* in front of the user's first message, an empty line between them */
    GP_SYSTEM_DEVELOPER, /* under the role "developer" */
    GP_SYSTEM_PLACES
} gp_system_place;
extern const char *const gp_system_names[GP_SYSTEM_PLACES]; /* "system", "user", "developer" */

/* What of a local model's reply stop strings hold for ("stop_in" of a target). */
typedef enum gp_stop_scope {
    GP_STOP_IN_ANSWER, /* the answer and its calls */
    GP_STOP_IN_REPLY,  /* reasoning too: all that is written */
    GP_STOP_SCOPES
} gp_stop_scope;
extern const char *const gp_stop_names[GP_STOP_SCOPES]; /* "answer", "reply" */

#define GP_TEMPLATE_RAW "raw" /* "template" of a target: the messages' text as it is */

typedef struct gp_target_spec {
    gp_str name;     /* in ids and reports; unique in a run; from the file, else made from provider and model */
    gp_str provider; /* one of gp_provider_at, or of gp_composites */
    bool from_file;  /* the targets file named it */
    struct gp_policy *policy; /* composites (targets/policy.h); NULL elsewhere */
    gp_str model;             /* for local and replay a path; for composites the names of the members */
    gp_str base_url;          /* empty: the provider's default or its *_BASE_URL variable */
    gp_str api_key_env;       /* name of the variable; empty: the provider's usual one */
    gp_reasoning reasoning;   /* what ends reasoning that stands in the text of a reply */
    gp_system_place system;   /* how the system text is sent */
    gp_stop_scope stop_in;    /* what stop strings hold for; local only */
    bool stream;              /* false: ask for the reply in one piece */
    bool only_named;          /* not asked by a run that names no target */
    gp_str template;          /* local: GP_TEMPLATE_RAW, or the path of a Jinja file; empty: that of the model file */
    int64_t context;          /* 0: default */
    gp_str date;              /* what a chat template sees as today; empty: GP_DAY_DEFAULT */
    gp_str kv;                /* "f32" (default), "f16"; empty: default */
    gp_sampling_spec sampling;
    gp_suite_pins pins;
    gp_limits limits;
    gp_price price;       /* as the targets file gives it; otherwise a price list may know it (call/price.h) */
    gp_hardware hardware; /* what an hour of the machine costs, in place of a price; usd NaN: not stated */
    gp_retry retry;       /* {0}: a single attempt */
    int64_t concurrency;  /* trials of this target in flight at most; 0: only the run's --jobs bounds them */
    const gp_header *headers;
    size_t n_headers;
    const gp_json *source; /* its entry of the targets file; NULL for PROVIDER:MODEL */
    const gp_json *extra; /* an object, or NULL: merged into the request body; for local, variables of the chat template
                           * ("enable_thinking": false, "reasoning_effort": "low", "date_string": ...) */
} gp_target_spec;

/* Provider number i that this build knows, in the order of help: the local engine, the remote ones
 * (provider/providers.h), replay; NULL behind the last. */
const char *gp_provider_at(size_t i);
/* Targets made of other targets of the same file: "route", "fallback", "refine"; NULL-terminated, in the order of
 * gp_composite. */
extern const char *const gp_composites[];

/* Nothing said: defaults, and no pins. */
gp_target_spec gp_target_spec_none(void);
/* Parse "[NAME=]PROVIDER:MODEL[@BASE_URL]"; BASE_URL starts at the last "@http://" or "@https://"; what else looks like
 * an address behind '@' is an error (provider/base_url.h). Errors: GP_E_USAGE. */
gp_code gp_target_spec_parse(gp_arena *a, gp_str text, gp_target_spec *out, gp_err *err) GP_MUST_CHECK;

/* A targets file. Model paths of local targets are relative to the working directory, like those of -t. */
typedef struct gp_target_file {
    const gp_target_spec *specs;
    size_t n;
    bool recorded;       /* set before it is read: what it says was sent, whatever would be refused now */
    const gp_json *gate; /* what the gate is asked (gate/rules.h), as it stands; NULL: not said */
    gp_str prices_file;  /* a price list in place of the bundled one; relative to the working directory; empty: none */
} gp_target_file;
void gp_target_file_schema(gp_buf *out); /* what lib/targets/schema/targets.schema.json holds */
/* The one that needs no naming: ./goldpin.json or ./goldpin.yaml; NULL: there is none. Both: GP_E_USAGE. */
gp_code gp_target_file_find(const char **path, gp_err *err) GP_MUST_CHECK;
/* JSON, or YAML where the path says so. */
gp_code gp_target_file_read(gp_arena *a, const char *path, gp_target_file *out, gp_err *err) GP_MUST_CHECK;
/* The same from its text, which must outlive the result; `name` is for messages. */
gp_code gp_target_file_parse(gp_arena *a, const char *name, gp_str text, gp_target_file *out,
                             gp_err *err) GP_MUST_CHECK;
/* The same of a recording: what was sent was sent, so values that would be refused now are taken. */
gp_code gp_target_file_recorded(gp_arena *a, const char *name, gp_str text, gp_target_file *out,
                                gp_err *err) GP_MUST_CHECK;

/* -t values (names of the file, or specs) to a list with unique names. No value: every target of the file but
 * those that are only_named; where that is none, or no file, the caller takes the pocket model. */
gp_code gp_target_specs_resolve(gp_arena *a, const gp_target_file *file, const gp_str *wanted, size_t n_wanted,
                                const gp_target_spec **out, size_t *n, gp_err *err) GP_MUST_CHECK;

#endif

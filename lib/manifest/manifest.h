/* manifest.h - everything pinned about a run, as manifest.json in the bundle.
 *
 * Written before the first trial (a resumed run is compared with it) and never changed. What is measured or differs
 * between machines stands here and in topology.xml, beside the transcripts, so that the fingerprint stays free of it.
 * All text is borrowed; gp_manifest_read puts it into the caller's arena. Empty strings and -1 / NaN are unknown. */
#ifndef GP_MANIFEST_MANIFEST_H
#define GP_MANIFEST_MANIFEST_H

#include "manifest/hardware.h"
#include "suite/suite.h"

typedef struct gp_manifest_suite {
    /* file relative to the working directory, else its base name */
    gp_str name, version, license, description, digest, file;
    gp_str provenance; /* JSON text or empty */
    int64_t cases, selected;
    int64_t seed; /* that trials' seeds are derived from */
    gp_str date;  /* what its `defaults` say that today is; empty: nothing */
} gp_manifest_suite;

typedef struct gp_manifest_part { /* one file of a model */
    gp_str name;                  /* without its folder */
    int64_t bytes;
    gp_str sha256;
} gp_manifest_part;

typedef struct gp_manifest_template { /* what makes a local model's prompt of messages (targets/prompt.h) */
    gp_str chat;                      /* source; empty: not known */
    gp_str tool_use;                  /* source of that for chats with tools; empty: the same */
    gp_str bos, eos;                  /* what it calls bos_token and eos_token */
} gp_manifest_template;

typedef struct gp_manifest_target gp_manifest_target;
struct gp_manifest_target {
    /* as given with -t, so that a resumed run finds it again; empty where that holds an absolute path */
    gp_str spec;
    gp_str name, provider, model; /* model: as named to the provider; for local the file's base name */
    bool imported;                /* another tool asked it: sampling, limits and price are not known */
    gp_str base_url;              /* remote; never with credentials */
    gp_str claim, claim_basis;    /* bitwise | token | grade | statistical, and how that was established */
    gp_sampling_spec sampling;    /* as asked for by the targets file; suite values apply where unset */
    /* what the targets file adds to every request (local: to the chat template), as JSON; empty: nothing */
    gp_str extra;
    /* headers of the targets file that may change what is asked: {"name": SHA-256 of the value}; empty: none */
    gp_str headers;
    bool whole;           /* replies are asked for in one piece */
    gp_str date;          /* what its chat template sees as today, where no case says; empty: it does not look */
    gp_str reasoning;     /* what ends reasoning inside a reply: "tags", "none"; empty: "auto" */
    gp_str system;        /* how the system text is sent: "user", "developer"; empty: as it stands */
    gp_str template;      /* local: "raw", or "sha256:HEX" of a Jinja file; empty: that of the model file */
    gp_str template_text; /* of such a file, for the bundle; not written */
    gp_str stop_in;       /* what stop strings hold for: "reply"; empty: "answer" */
    gp_limits limits;
    int64_t context; /* tokens; -1 unknown */
    gp_str kv;       /* "f32", "f16"; empty for remote */
    /* local */
    gp_manifest_template chat;
    const gp_manifest_part *parts; /* the files that weights_sha256 covers, in order */
    size_t n_parts;
    gp_str weights_sha256, tensor_sha256, quantization, quantization_mix, architecture, model_name;
    int64_t weights_bytes, parameters;
    bool unconfirmed; /* no reference has confirmed this architecture's numbers */
    gp_str device, device_type, platform, driver, dot_form;
    gp_str kernels_sha256;                                /* of the kernels' sources in this build; empty: not known */
    int64_t threads, work_group, batch, slots;            /* 0: the default */
    gp_str pin;                                           /* what --pin asked for: "auto", "none" or a PU list */
    gp_str binding, binding_status, binding_reason;       /* "0,1", "enforced" | "unsupported" | "refused" | "none" */
    gp_suite_pins pins;                                   /* pins of the targets file that held */
    gp_str warning;                                       /* shown when the target is opened; not written */
    double price_input, price_output, price_cached_input; /* USD per million tokens; NaN unknown */
    int64_t price_context; /* tokens that the model takes, by the price list; 0: not said */
    int64_t price_up_to;   /* input tokens up to which the price holds; 0: any */
    gp_str price_as_of, price_source;
    gp_hardware hardware;   /* of one's own machine, in place of a price; usd NaN: not stated */
    const gp_str *retry_on; /* failure kinds after which a request is sent again; none: a single attempt */
    size_t n_retry_on;
    int64_t retry_max; /* further attempts; 0: none */
    double retry_base_s, retry_cap_s;
    int64_t concurrency; /* trials in flight at most; 0: no bound of its own */
    gp_str environment;  /* what the run's environment meant for it; empty without one */
    /* composites */
    gp_str policy, policy_sha256; /* what it does, as canonical JSON, and the digest of that; empty elsewhere */
    const gp_manifest_target *members;
    size_t n_members;
};

typedef struct gp_manifest_gate { /* what decides the verdict besides the trials */
    bool strict, in_ci;
    double fail_under;  /* NaN: not given */
    int64_t max_errors; /* -1: not known, as of files of earlier builds */
} gp_manifest_gate;

/* The run whose answers this one has, as it was when it was played. */
typedef struct gp_manifest_played {
    gp_str manifest_sha256;   /* of its manifest.json; empty: it has none (another tool's file) */
    gp_str chain;             /* of the last line of its journal, or of its exchanges */
    int64_t trials;           /* that it planned; -1: nobody knows */
    const gp_str *not_played; /* its targets that are not in this run */
    size_t n_not_played;
} gp_manifest_played;

typedef struct gp_manifest {
    gp_str goldpin_version, build;    /* compiler and options */
    gp_str libraries;                 /* "libcurl 7.88.1, hwloc 2.9.0, ..." */
    gp_str os, kernel, cpu, topology; /* topology: one line */
    gp_str commit; /* that was checked out where the run was begun; empty: no git, or it cannot be read */
    int64_t started_epoch;
    int64_t seed, repeat, jobs, limit; /* limit -1: none */
    int64_t jobs_wanted;               /* where the open files that are allowed made them fewer; else 0 */
    double max_cost_usd;               /* budget; NaN: none */
    gp_str shard;                      /* empty: none */
    gp_str environment;                /* "cold", "warm", "sustained", "recovery"; empty: none */
    const gp_str *filters, *tags;
    size_t n_filters, n_tags;
    gp_str config;    /* the targets file; of an absolute path its base name; empty: none was read */
    gp_str replay_of; /* folder name of what was replayed; empty */
    gp_manifest_played played;
    gp_manifest_gate gate;
    gp_str junit;       /* dialect of its junit.xml, "rich"; empty: "strict" */
    gp_str golden;      /* where accepted goldens were looked for; of an absolute path its base name */
    gp_str rules;       /* what the gate was asked, as JSON; empty: nothing */
    gp_str baseline;    /* the run that it was compared with; empty: none */
    gp_str recorded_in; /* folder name of the recording of its raw exchanges; empty: none was made */
    const gp_manifest_suite *suites;
    size_t n_suites;
    const gp_manifest_target *targets;
    size_t n_targets;
    const gp_manifest_target *judges; /* who was asked for verdicts; those that are targets too among them */
    size_t n_judges;
    int64_t trials;           /* planned */
    gp_str plan;              /* "sha256:HEX" of what was fixed before the run; empty: nothing was */
    const gp_str *departures; /* from it, in words */
    size_t n_departures;
} gp_manifest;

/* The commit that is checked out in this folder or one above it, as hexadecimal digits; empty where there is none. */
gp_str gp_commit_checked_out(gp_arena *a, const char *folder);

void gp_manifest_write(const gp_manifest *m, gp_buf *out); /* indented JSON with a final line feed */
/* A run and a target of which nothing is known: what import and describe start from. */
gp_manifest gp_manifest_unknown(void);
gp_manifest_target gp_manifest_target_unknown(void);
/* "part 2 (NAME)": the first that two split models do not share, by its name in the second. Empty where there is none,
 * the parts of one are not known, or both are one file. */
gp_str gp_manifest_other_part(gp_arena *a, const gp_manifest_part *x, size_t n_x, const gp_manifest_part *y,
                              size_t n_y);
extern const gp_record gp_parts_record;
void gp_manifest_schema(gp_buf *out); /* what lib/report/schema/manifest.schema.json holds */
gp_code gp_manifest_read(gp_arena *a, const char *path, gp_manifest *out, gp_err *err) GP_MUST_CHECK;
/* SHA-256, hex, over where the run's trials come from: when it began, its seeds, its suites by name, its targets by name,
 * model and weights, and the run that it plays. What a resumed run may change is not in it. The journal of its trials is
 * chained to it (transcript/transcript.h), so that none of this can be changed afterwards without a trace. */
void gp_manifest_origin(const gp_manifest *m, char out[65]);
/* What it is over: canonical JSON. Appended. */
void gp_manifest_origin_text(const gp_manifest *m, gp_buf *out);
/* A resumed run must be the same run: GP_E_INPUT that names the first difference (suites by name and seed, seed, repeat,
 * filters, tags, limit, shard, environment; targets by name and by all that says how they are asked, addresses, headers
 * and retry among it; and so judges that both have). Device, threads and jobs may differ, and so may what a suite holds: the caller asks each
 * finished trial's case digest. */
gp_code gp_manifest_same_run(const gp_manifest *before, const gp_manifest *now, gp_err *err) GP_MUST_CHECK;
/* What a resumed run changes in the manifest of the run that was begun: what its suites hold now, its budget, and judges
 * that it had none of. */
void gp_manifest_go_on(gp_manifest *before, const gp_manifest *now);

#endif

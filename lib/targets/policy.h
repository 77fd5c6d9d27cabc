/* policy.h - what a composite target does, as data: which member gets a case (route), who is asked when one broke
 * (fallback), how a draft is criticised and written again (refine). Comes from the targets file only.
 *
 * A policy decides from the case alone, so where a case goes is known before anything is opened or sent: gp_spec_refuse
 * walks it and refuses a run in which a regulated case could reach a remote target. Everything lives in the arena of
 * the targets file. */
#ifndef GP_TARGETS_POLICY_H
#define GP_TARGETS_POLICY_H

#include "targets/spec.h"

typedef enum gp_composite { GP_ROUTE, GP_FALLBACK, GP_REFINE } gp_composite;
typedef enum gp_listed {
    GP_IF_SENSITIVITY,
    GP_IF_KIND,
    GP_IF_COMPLEXITY,
    GP_IF_CATEGORY,
    GP_IF_TAG,
    GP_IF_LISTS
} gp_listed;

typedef struct gp_member { /* another target of the same file */
    gp_str name;
    const gp_json *at;          /* where it is named first */
    const gp_target_spec *spec; /* set by gp_policies_link */
} gp_member;

typedef struct gp_rule {            /* every condition that is given must hold */
    const gp_str *any[GP_IF_LISTS]; /* one of these; none: not given */
    size_t n_any[GP_IF_LISTS];
    int images, tools;               /* 1: the case needs them, -1: it does not, 0: not given */
    int64_t bytes_over, bytes_under; /* of the prompt (gp_prompt_bytes); -1: not given */
    size_t to;                       /* index of a member */
    gp_str text;                     /* the conditions as canonical JSON */
} gp_rule;

typedef struct gp_policy {
    gp_composite kind;
    gp_str name;        /* the composite's */
    gp_member *members; /* each once, in the order in which they are first named */
    size_t n_members;
    gp_rule *rules;             /* route */
    size_t n_rules, otherwise;  /* otherwise: index of the default */
    uint32_t on;                /* fallback: bit per gp_failure after which the next member is asked */
    size_t draft, critic;       /* refine: indices */
    int64_t max_rounds, memory; /* drafts at most; earlier attempts that are shown */
    gp_str stop;                /* refine: the critic approves with this text */
    bool stop_whole;            /* ... as its whole answer, white space around it aside; else anywhere in it */
    gp_str json;                /* all of it with its defaults and prompt texts, canonical */
    char digest[65];            /* SHA-256 of json */
} gp_policy;

extern const gp_record gp_route_record, gp_fallback_record, gp_refine_record; /* of gp_policy */
/* A composite's entry of the targets file (an object with "provider"). Located errors for unknown keys and values. */
gp_code gp_policy_read(gp_arena *a, const gp_json *entry, gp_str provider, gp_policy **out, gp_err *err) GP_MUST_CHECK;
/* Find the members of every composite among the file's targets. Located errors: no such target, a composite that
 * contains itself, nesting deeper than GP_CAP_TARGET_NESTING, a replay as a member. Fills spec, json and digest. */
gp_code gp_policies_link(gp_arena *a, gp_target_spec *specs, size_t n, gp_err *err) GP_MUST_CHECK;

/* UTF-8 bytes of the text of the case's messages: what the first request says, without turns, tools, images and
 * template. Bytes, because without a tokenizer a number of tokens would be a guess. */
int64_t gp_prompt_bytes(const gp_case *c);

typedef struct gp_choice {
    size_t member;
    gp_str rule; /* "rule 2: {"tag":"hard"}" or "default" */
    gp_str why;  /* "tag is hard"; what of the case made it so */
} gp_choice;
/* The member that a route sends the case to: the first rule that matches, else the default. Text in the arena. */
gp_choice gp_route_choose(gp_arena *a, const gp_policy *p, const gp_case *c);

/* Does this provider send what it is asked to somewhere else? Every provider but `local` and `replay`, also on a
 * loopback address: what listens there may pass it on. Composites send nothing themselves. */
bool gp_provider_remote(gp_str provider);
/* Is the target remote, or made of some that are? */
bool gp_spec_reaches_remote(const gp_target_spec *spec);
/* GP_E_INPUT when the case is regulated and the target would send it, or might send it, to a remote one; the message
 * names case, targets and rule. `suite` is for the message. */
gp_code gp_spec_refuse(const gp_target_spec *spec, gp_str suite, const gp_case *c, gp_err *err) GP_MUST_CHECK;

#endif

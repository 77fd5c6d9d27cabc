/* transcript.h - what one trial produced, and the append-only journal that keeps it.
 *
 * A transcript is the only thing that graders, goldens and reports ever see of a target. It holds what was asked, what
 * came back, how it ended, and - apart from that, in `measured` - everything that differs between two identical runs.
 * It is written as one JSON line to transcripts.jsonl when the trial ends, never changed afterwards. */
#ifndef GP_TRANSCRIPT_TRANSCRIPT_H
#define GP_TRANSCRIPT_TRANSCRIPT_H

#include "base/fields.h"

/* How a trial broke; the names are fixed (gp_failure_name). GP_FAIL_NONE: it did not. */
typedef enum gp_failure {
    GP_FAIL_NONE,
    GP_FAIL_REFUSED_CONNECTION,
    GP_FAIL_DNS,
    GP_FAIL_TLS,
    GP_FAIL_AUTH,
    GP_FAIL_RATE_LIMITED,
    GP_FAIL_SERVER_ERROR,
    GP_FAIL_BAD_RESPONSE,
    GP_FAIL_CUT_OFF,
    GP_FAIL_STALLED,
    GP_FAIL_TIMEOUT,
    GP_FAIL_EMPTY,
    GP_FAIL_CONTENT_FILTER,
    GP_FAIL_CONTEXT_OVERFLOW,
    GP_FAIL_LOOP,
    GP_FAIL_CANCELLED,
    GP_FAIL_BUDGET,
    GP_FAIL_REJECTED,    /* the target cannot take this request: asking again changes nothing, changing it does */
    GP_FAIL_INTERRUPTED, /* the provider says that it broke the reply off */
    GP_FAIL_KINDS
} gp_failure;
extern const char *const gp_failure_names[GP_FAIL_KINDS]; /* for tables of fields; NULL for NONE */
const char *gp_failure_name(gp_failure f);                /* "refused_connection", ...; NULL for NONE */
int gp_failure_by_name(gp_str name);                      /* -1 if there is no such kind */
/* Did whatever stands around the model break, so that asking again may bring its answer? Not so where the model or the
 * case is the reason: empty, content_filter, context_overflow, rejected, loop. */
bool gp_failure_may_pass(gp_failure f);

#define GP_FINISH_SCORED "scored" /* nothing was generated: texts were scored */

typedef struct gp_likelihood { /* of one text as the whole answer, up to its last token; the end is not scored */
    gp_str text;
    const int32_t *tokens; /* ids of it that were scored */
    size_t n_tokens;
    double log_prob; /* natural logarithm; NaN where the model's logits are */
} gp_likelihood;

typedef struct gp_reply { /* one reply of the model; a case with turns has several */
    gp_str answer;        /* what is graded */
    gp_str reasoning;     /* kept apart, never graded; empty if none */
    gp_str tool_calls;    /* JSON array text as the codec assembled it; empty if none */
    gp_str finish;        /* "stop", "length", "tool_calls", ...; empty if unknown */
    /* Of the texts that the case asks about, in its order; then nothing was generated, `finish` is "scored", and `answer`
     * is the likeliest of them. None elsewhere. */
    const gp_likelihood *likelihoods;
    size_t n_likelihoods;
    gp_str finish_word;           /* the server's own word where `finish` is "other" or "interrupted"; else empty */
    const int32_t *prompt_tokens; /* local only; NULL elsewhere */
    size_t n_prompt_tokens;
    gp_str prompt_sha256;  /* of the rendered prompt as text; local only; empty: not known */
    const int32_t *tokens; /* generated ids, local only */
    size_t n_tokens;
    /* measured; seconds in whole microseconds, NaN if unknown. Those up to last_token_s and total_s count from the
     * start of the request, but tls_s */
    /* name looked up and TCP connection made; unknown on a connection that was there already */
    double connect_s;
    double tls_s;         /* what the TLS handshake took after that */
    double first_byte_s;  /* first byte of the response */
    double first_token_s; /* first text of any kind, or tool call */
    double first_reasoning_s, first_answer_s;
    double last_token_s;                    /* last text of any kind */
    double total_s;                         /* last byte of the response */
    double gap_p50_s, gap_p95_s, gap_max_s; /* between arrivals of pieces of text (call/timing.h) */
    int64_t input_tokens, output_tokens, cached_tokens, reasoning_tokens; /* as the target says; -1 if unknown */
    int64_t drafted_tokens, accepted_tokens; /* guessed ahead by the local engine, and right; 0: none */
    gp_str
        logprobs; /* natural log-probability of each generated token: JSON array of numbers; empty unless the case needs
                      * them and the target gave them */
    gp_str
        server; /* what the server itself measured and billed: JSON object {"load_s", "prompt_s", "output_s", "cost_usd"},
                    * each a number or null; empty if it said nothing */
} gp_reply;

/* One request of a trial that needed several, as it went. */
typedef struct gp_try {
    int64_t turn;       /* from 1: which reply it was for */
    gp_failure failure; /* GP_FAIL_NONE: answered */
    int64_t status;     /* HTTP status; -1: none arrived */
    gp_str error;       /* one line for people, redacted; empty without failure */
    double duration_s;  /* of this attempt alone */
    double waited_s;    /* before it */
} gp_try;

typedef struct gp_transcript gp_transcript;

typedef struct gp_decision { /* of a route */
    gp_str by, to;           /* names: the route, the member that it chose */
    gp_str rule, why;        /* "rule 2: {"tag":"hard"}", "tag is hard"; "default", "no rule matches" */
} gp_decision;

/* A target that was asked in the name of a trial, besides the one whose answer is graded: what broke before a fallback,
 * drafts and critics, what an environment sent. */
typedef struct gp_round {
    gp_str by;           /* name of the composite, or of the environment */
    gp_str role;         /* "member", "draft", "critic"; "priming", "bad_request", "load" */
    gp_str member;       /* who was asked */
    int64_t turn, round; /* which reply of the case it is about, and which attempt at it; from 1 */
    const gp_transcript *t;
} gp_round;

struct gp_transcript {
    gp_str id; /* SUITE/CASE/TARGET/REPEAT */
    gp_str suite, case_id, target;
    int64_t repeat;     /* from 1 */
    gp_str case_digest; /* 64 hex */
    int64_t seed;       /* derived (blueprint section 11) */
    /* SHA-256 of the canonical request: messages, turns, sampling, seed, model; never a key or an address */
    gp_str request_digest;
    gp_str date; /* local: what the chat template saw as today; empty where it did not look */
    const gp_reply *replies;
    size_t n_replies; /* 0 when the trial broke before the first reply; the last one may be partial then */
    gp_failure failure;
    gp_str error;         /* one line for people, redacted; empty unless failure or skipped */
    bool skipped;         /* the target lacks what the case needs; error says what */
    gp_str logits_sha256; /* local: over the logits each generated token was chosen from; empty elsewhere */
    gp_str margins;       /* local: JSON array of top-1 minus top-2 logits per generated token; empty elsewhere */
    /* drift ledger and measured facts: not in the fingerprint */
    gp_str returned_model, system_fingerprint, upstream; /* what the server said; empty if nothing. A model
                           * that changed from turn to turn: "a then b" */
    gp_str seed_use;                                     /* "honoured", "ignored", "unsupported", "sent" */
    gp_str ignored; /* sampling parameters that were asked for and that the provider has no field for: "top_k, min_p" */
    int64_t started_epoch; /* UTC seconds; -1 unknown */
    double duration_s;     /* whole trial; NaN unknown */
    int64_t attempts;      /* requests made */
    const gp_try *tries;   /* all of them, where one was sent again; none where each was sent once */
    size_t n_tries;
    double spent_usd; /* what the budget counted; NaN unknown (no price, or a request without a bound) */
    /* fewest trials of its target that rate limits left in flight since the one before it ended; -1: never narrowed */
    int64_t window;
    /* composites (empty elsewhere) */
    gp_str served_by; /* who gave the answer: "house", or "safe/house" through a composite that is a member */
    const gp_decision *decisions; /* of the routes on that way, outermost first */
    size_t n_decisions;
    const gp_round
        *rounds; /* in the order in which they were asked. The replies of a refine target are sums over its rounds;
                             * a fallback lists those that broke before the member whose replies these are. */
    size_t n_rounds;
    /* environments: what was sent right before the trial; never graded, not in the fingerprint */
    const gp_round *before;
    size_t n_before;
    double begun_s; /* sustained: when the trial began, in seconds since the target was opened; 0: not kept */
    gp_str chain;   /* of its line in the journal, which writes it; empty: lines are not chained */
};

/* A duration as transcripts keep it: whole microseconds, so that one that was written, read and added up again is the
 * same number; NaN stays NaN. */
double gp_us(double seconds);

/* All that may be unknown is: what is not filled in is told as null, never as 0. */
gp_reply gp_reply_unknown(void);
gp_transcript gp_transcript_unknown(void);

/* One JSON line without the line feed. */
void gp_transcript_write(const gp_transcript *t, gp_buf *out);
/* Parse one line into the arena. For messages: `name`, and how many bytes of the journal stand before the line in
 * memory (0 where it stands alone). */
gp_code gp_transcript_read(gp_arena *a, const char *name, gp_str line, size_t before, gp_transcript *out,
                           gp_err *err) GP_MUST_CHECK;

/* The id alone, which stands in front: a journal is indexed without reading all of it. `number`: of the line. */
gp_code gp_transcript_read_id(gp_arena *a, const char *name, gp_str line, uint32_t number, gp_str *out,
                              gp_err *err) GP_MUST_CHECK;

/* The JSON Schema of a line. */
void gp_transcript_schema(gp_buf *out);

/* The last reply, or NULL. What the graders look at unless they name a turn. */
const gp_reply *gp_transcript_last(const gp_transcript *t);

/* Does nobody know how a reply ended? Its word for it is one that no provider documents ("other"), or there was none from
 * a target that was asked (imported ones often lack it). Such a reply is graded, and flagged. */
bool gp_finish_unsure(gp_str finish, int64_t attempts);

/* --- the journal ---
 *
 * Lines are chained where the journal is opened with an origin: each ends with a member "chain", the SHA-256, in hex, of
 * the line before it as it stands in the file (without its line feed), and that of the first line is the origin. So a
 * line that was taken out, put elsewhere or edited is found at the one after it; what stands last, at whoever keeps the
 * digest of the last line (chain.json of a bundle). */

typedef struct gp_journal gp_journal;

/* Open for appending, creating it; an incomplete last line (power loss) is cut off first. One writer per file (locked;
 * a second one gets GP_E_INPUT). `origin`: 64 hex digits that the chain begins with; NULL: lines are not chained. */
gp_code gp_journal_open(const char *path, const char *origin, gp_journal **out, gp_err *err) GP_MUST_CHECK;
/* The line is a JSON object. One write(2) per transcript: SIGKILL afterwards loses nothing. fsync happens in groups: at least every 100 ms while
 * appending, by a thread of the journal's own so that nobody waits for the disk, when gp_journal_sync is called, and on
 * close. What a sync in between could not do comes out of the next call. Errors: GP_E_IO (full disk); the file is cut
 * back to its last whole line. *offset gets the byte offset of the line. */
gp_code gp_journal_append(gp_journal *j, gp_str line, uint64_t *offset, gp_err *err) GP_MUST_CHECK;
gp_code gp_journal_sync(gp_journal *j, gp_err *err) GP_MUST_CHECK;
gp_code gp_journal_close(gp_journal *j, gp_err *err) GP_MUST_CHECK; /* j is freed in any case; NULL is allowed */

/* Call visit(user, offset, line) for every whole line of a journal file, in order; stops at the first non-OK code. A
 * missing file is GP_E_INPUT. An incomplete last line is left out. */
gp_code gp_journal_scan(const char *path, gp_code (*visit)(void *user, uint64_t offset, gp_str line, gp_err *err),
                        void *user, gp_err *err) GP_MUST_CHECK;

#endif

/* recording.h - raw exchanges with remote providers, kept so that a run can be played again without a network.
 *
 * A recording is a folder:
 *   recording.json    version, and the targets as they were defined, without keys, headers and names of key variables
 *   manifest.json     of the run that made it, as in its bundle: seeds, repeats, the machine that measured the times
 *   topology.xml      likewise
 *   exchanges.jsonl   one line per exchange (one attempt of one request), written when it ended, never changed; the
 *                     same durability as the journal of transcripts. A line that power loss cut off is not read.
 *
 * An exchange is what went out (the request's JSON body in its RFC 8785 form) and what came back: status, the few
 * headers that matter, the bytes of the body as they arrived, how the transport ended, and when. Base URL, headers and
 * keys are no part of it. Everything is redacted before it is written; the digest is that of the redacted request.
 * What the run decided not to send (after an authentication error, or over its budget) has a line too, and so has a
 * rate limit's effect on a trial: both depend on the order in which replies came, which a replay does not have.
 *
 * Times are whole microseconds since the exchange began; -1 is unknown. Durations of live exchanges are computed from
 * moments rounded in the same way (gp_us), so that a replay gives the same numbers.
 *
 * Objects
 *   gp_recorder    writes one recording; owned by the run; one thread
 *   gp_recording   an open recording, indexed; immutable, so any number of readers may use it. What it gives out lies
 *                  in the caller's arena or in the recording itself, and must not outlive it. */
#ifndef GP_RECORD_RECORDING_H
#define GP_RECORD_RECORDING_H

#include "manifest/manifest.h"
#include "call/call.h"

/* --- one exchange --- */

typedef struct gp_exchange_piece { /* bytes of the body that were read at once */
    int64_t at_us;
    gp_str bytes;
} gp_exchange_piece;

typedef struct gp_exchange {
    gp_call_key key;
    /* from 1: how often this request was made in this trial, turn and attempt (composites may repeat one) */
    size_t occurrence;
    /* GP_FAIL_NONE, or: the request was not sent, for this failure; only key and text count then */
    gp_failure unsent;
    /* 0, or: what rate limits left when the trial ended (gp_transcript); only the key counts then */
    int64_t window;
    gp_str request;  /* canonical JSON; empty where it is withheld */
    char sha256[65]; /* of the canonical request; "unsent" and "window" where there is none */
    gp_str withheld; /* why request and response are not kept, in words; empty: they are */
    int64_t status;  /* -1: none arrived */
    gp_str content_type;
    double retry_after_s; /* NaN: not said */
    int64_t should_retry; /* 1, 0; -1: not said */
    const gp_exchange_piece *pieces;
    size_t n_pieces;
    gp_http_outcome outcome;
    gp_str text; /* of the outcome, one line for people */
    int64_t resolved_us, connected_us, tls_us, sent_us, first_byte_us, done_us;
    bool reused; /* an open connection served it */
    int64_t sends;
} gp_exchange;

/* The canonical form of a request's body, redacted, and its digest. Errors: GP_E_INPUT when there is none (a whole
 * number beyond 2^53; text that redaction tears). */
gp_code gp_exchange_request(const gp_redact *redact, gp_str body, gp_buf *canonical, char sha256[65],
                            gp_err *err) GP_MUST_CHECK;

/* One line, without the line feed; and back, strictly: an unknown member, a digest that does not fit, times that run
 * backwards are located errors. `name` and `line` (from 1) are for messages; text stays in `text` or the arena. */
void gp_exchange_write(const gp_exchange *x, gp_buf *out);
gp_code gp_exchange_read(gp_arena *a, const char *name, uint32_t line, gp_str text, gp_exchange *out,
                         gp_err *err) GP_MUST_CHECK;

void gp_exchange_schema(gp_buf *out); /* what lib/record/schema/exchange.schema.json holds */

/* Seconds to whole microseconds (NaN: -1) and back (-1: NaN). */
int64_t gp_us_of(double seconds);
double gp_seconds_of(int64_t us);

/* --- what the exchanges belong to --- */

typedef struct gp_recording_target {
    gp_str name;
    gp_str spec; /* as given with -t; empty where that is not kept */
    bool asked;  /* a target of the run; false: one that is only a member of such a target */
    gp_str
        definition; /* its entry of a targets file: a JSON object without headers and names of key variables; empty for a
                        * target whose exchanges are not recorded (a local one) */
} gp_recording_target;

typedef struct gp_recording_head {
    gp_str goldpin; /* version that wrote it */
    const gp_recording_target *targets;
    size_t n_targets;
    gp_manifest run; /* manifest.json */
} gp_recording_head;

/* recording.json; and back. The manifest is a file of its own. */
void gp_recording_head_write(const gp_recording_head *h, gp_buf *out);
gp_code gp_recording_head_read(gp_arena *a, const char *name, gp_str text, gp_recording_head *out,
                               gp_err *err) GP_MUST_CHECK;

void gp_recording_head_schema(gp_buf *out); /* what lib/record/schema/recording.schema.json holds */

/* --- writing --- */

typedef struct gp_recorder gp_recorder;

/* A recorder for the folder `dir`, which must be missing, empty or a recording of nothing, else GP_E_USAGE. With
 * `go_on` resumed) it may also hold the recording of that run, which is added to. Writes nothing yet. */
gp_code gp_recorder_open(const char *dir, bool go_on, gp_recorder **out, gp_err *err) GP_MUST_CHECK;
/* Make the folder and its files, before the first exchange. A recording that is gone on with must be of the same run
 * (gp_manifest_same_run), else GP_E_INPUT. `topology` is the text of topology.xml. */
gp_code gp_recorder_begin(gp_recorder *r, const gp_recording_head *head, gp_str topology, gp_err *err) GP_MUST_CHECK;
/* Keep one exchange: x->request is the body as it was sent; request, body and text are redacted here. Withheld (with
 * the reason in its line) is one that spells a secret over several events of a stream, or that no line can hold.
 * Errors: GP_E_INPUT (no canonical form), GP_E_IO (full disk; nothing half stays behind), GP_E_NOMEM (a line over its
 * cap even without the reply). */
gp_code gp_recorder_add(gp_recorder *r, const gp_exchange *x, const gp_redact *redact, gp_err *err) GP_MUST_CHECK;
/* Keep that this request was not sent, and why. */
gp_code gp_recorder_unsent(gp_recorder *r, const gp_call_key *key, gp_failure failure, gp_str why,
                           const gp_redact *redact, gp_err *err) GP_MUST_CHECK;
/* Keep what rate limits left of a target's window when this trial ended; it depends on the order of replies. */
gp_code gp_recorder_window(gp_recorder *r, const gp_call_key *key, int64_t window, gp_err *err) GP_MUST_CHECK;
size_t gp_recorder_count(const gp_recorder *r);                       /* exchanges kept by this recorder */
gp_code gp_recorder_close(gp_recorder *r, gp_err *err) GP_MUST_CHECK; /* r is freed in any case; NULL is allowed */

/* --- reading --- */

typedef struct gp_recording gp_recording;

/* Does the folder hold a recording (and not a bundle)? */
bool gp_is_recording(const char *dir);
/* Open, read every line once and index it. Errors: GP_E_INPUT with file and line. */
gp_code gp_recording_open(const char *dir, gp_recording **out, gp_err *err) GP_MUST_CHECK;
void gp_recording_close(gp_recording *r); /* NULL is allowed */
const gp_recording_head *gp_recording_facts(const gp_recording *r);
size_t gp_recording_count(const gp_recording *r);

/* The exchange recorded for this request: the same provider, model, repeat and canonical form. Of several the one of
 * the same trial, turn, attempt and occurrence is taken (the last, where a resumed run asked again); else, because
 * cases may be renamed, the one of the same attempt whose trial comes first in byte order. Errors: GP_E_INPUT that
 * shows the nearest recorded request and what differs. */
gp_code gp_recording_find(const gp_recording *r, gp_arena *a, const gp_call_key *key, size_t occurrence,
                          gp_str canonical, const char *sha256, gp_exchange *out, gp_err *err) GP_MUST_CHECK;
/* Was this request not sent by the recorded run? *out is filled then (unsent, text). `asked`: how many exchanges of
 * this key were taken from the recording so far, `refused`: how often this function has said yes to it. A critic's
 * request has the key of its draft's, and a fallback may ask two servers for the same model. */
gp_code gp_recording_unsent(const gp_recording *r, gp_arena *a, const gp_call_key *key, size_t asked, size_t refused,
                            bool *unsent, gp_exchange *out, gp_err *err) GP_MUST_CHECK;

/* The window of a trial; -1 where none was kept. Of the key, turn and attempt do not count. */
gp_code gp_recording_window(const gp_recording *r, gp_arena *a, const gp_call_key *key, int64_t *window,
                            gp_err *err) GP_MUST_CHECK;
/* The price that the recorded run knew for a target; false if it has no target of this name. */
bool gp_recording_price(const gp_recording *r, gp_str target, gp_price *out);

/* What the recorded run says of a target's headers (gp_manifest_target), which no definition holds; of members too. */
gp_str gp_recording_headers(const gp_recording *r, gp_str target);

/* --- how often --- */

/* Counts how often each request was made by each trial; the recorder and every player have one. {0}; free with
 * gp_occurrences_free. */
typedef struct gp_occurrences {
    struct gp_occurrence *slots; /* open addressing */
    size_t n, room;
} gp_occurrences;
/* One more: its number, from 1. */
size_t gp_occurrence_next(gp_occurrences *o, const gp_call_key *key, const char *sha256);
/* How often so far. */
size_t gp_occurrence_count(const gp_occurrences *o, const gp_call_key *key, const char *sha256);
void gp_occurrences_free(gp_occurrences *o);

/* --- what differs --- */

/* The first place where two JSON values differ: its JSON Pointer, both values shortened ("(nothing)" for an absent
 * one), and the number of places. `cost` is a measure of how much differs, in bytes; 0 for equal values. Text is
 * appended. */
typedef struct gp_json_difference {
    gp_buf pointer, recorded, now;
    size_t places, cost;
} gp_json_difference; /* {0}; free with gp_json_difference_free */
void gp_json_differ(const gp_json *recorded, const gp_json *now, gp_json_difference *out);
void gp_json_difference_free(gp_json_difference *d);

#endif

/* recording_write.c - making a recording. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/caps.h"
#include "base/sys.h"
#include "bundle/bundle.h"
#include "provider/codec.h"
#include "record/recording.h"

struct gp_recorder {
    gp_arena arena;
    const char *dir;
    bool go_on;          /* dir holds a recording already */
    gp_journal *journal; /* NULL before gp_recorder_begin */
    gp_arena scratch;    /* of the exchange at hand */
    gp_buf line;
    gp_occurrences seen;
    size_t n;
};

/* --- the folder --- */

/* This file, or what is left of writing it. */
static bool is_file_of(const char *name, const char *want)
{
    size_t n = strlen(want);
    return strncmp(name, want, n) == 0 && (!name[n] || strncmp(name + n, ".tmp-", 5) == 0);
}

static bool is_empty(const char *path)
{
    gp_map map = {0};
    bool empty = gp_map_file(path, &map, NULL) == GP_OK && map.length == 0;
    gp_unmap(&map);
    return empty;
}

/* A run that ended before its first request leaves a recording of nothing, maybe half of one: it is written anew.
 * topology.xml comes first; a folder without is somebody else's. */
static bool holds_nothing(gp_arena *a, const char *dir, const char *const *names, size_t n)
{
    bool begun = n == 0;
    for (size_t i = 0; i < n; i++) {
        const char *path = gp_path_join(a, dir, names[i]);
        if (!gp_is_file(path)) return false; /* a pipe, which would be written, and waits for a reader */
        bool journal = strcmp(names[i], GP_FILE_EXCHANGES) == 0 && is_empty(path);
        begun = begun || is_file_of(names[i], GP_FILE_TOPOLOGY);
        if (!journal && !is_file_of(names[i], GP_FILE_TOPOLOGY) && !is_file_of(names[i], GP_FILE_MANIFEST) &&
            !is_file_of(names[i], GP_FILE_RECORDING))
            return false;
    }
    for (size_t i = 0; i < n && begun; i++)
        if (strstr(names[i], ".tmp-")) gp_remove_file(gp_path_join(a, dir, names[i]));
    return begun;
}

gp_code gp_recorder_open(const char *dir, bool go_on, gp_recorder **out, gp_err *err)
{
    gp_arena a = {0};
    const char *const *names = NULL;
    size_t n = 0;
    gp_entry what;
    gp_code code = gp_look(dir, &what, err);
    if (!code && what == GP_FOLDER) code = gp_list_dir(&a, dir, &names, &n, err);
    if (!code && what == GP_FILE)
        code = gp_fail(err, GP_E_USAGE, "the folder for the recording, %s, is a file; name a folder", dir);
    bool goes_on = n && go_on && gp_is_recording(dir);
    if (!code && !goes_on && !holds_nothing(&a, dir, names, n))
        code = gp_fail(err, GP_E_USAGE, "the folder for the recording, %s, is not empty%s; name another", dir,
                       go_on ? " and holds no recording to go on with" : "");
    gp_arena_free(&a);
    if (code) return code;
    gp_recorder *r = gp_alloc(sizeof *r);
    *r = (gp_recorder){.go_on = goes_on, .line = {.cap = GP_CAP_TRANSCRIPT_LINE - 1}};
    r->dir = gp_arena_copy(&r->arena, dir, strlen(dir));
    *out = r;
    return GP_OK;
}

/* recording.json comes last: what has it is a recording. */
static gp_code write_head(gp_recorder *r, const gp_recording_head *head, gp_str topology, gp_err *err)
{
    gp_buf targets = {0}, manifest = {0};
    gp_recording_head_write(head, &targets);
    gp_manifest_write(&head->run, &manifest);
    gp_code code = gp_make_dirs(r->dir, err);
    if (!code) code = gp_bundle_write(r->dir, GP_FILE_TOPOLOGY, topology, err);
    if (!code) code = gp_bundle_write(r->dir, GP_FILE_MANIFEST, gp_buf_view(&manifest), err);
    if (!code) code = gp_bundle_write(r->dir, GP_FILE_RECORDING, gp_buf_view(&targets), err);
    gp_buf_free(&targets);
    gp_buf_free(&manifest);
    return code;
}

/* The manifest of a recording that goes on follows the run as the bundle's does. */
static gp_code same_run(gp_recorder *r, const gp_recording_head *head, gp_err *err)
{
    gp_manifest before;
    gp_buf text = {0};
    const char *path = gp_path_join(&r->arena, r->dir, GP_FILE_MANIFEST);
    gp_code code = gp_manifest_read(&r->arena, path, &before, err);
    if (!code) code = gp_manifest_same_run(&before, &head->run, err);
    if (code) return gp_err_context(err, "the recording %s is of another run", r->dir);
    gp_manifest_go_on(&before, &head->run);
    gp_manifest_write(&before, &text);
    code = gp_write_file(path, gp_buf_view(&text), err);
    gp_buf_free(&text);
    return code;
}

gp_code gp_recorder_begin(gp_recorder *r, const gp_recording_head *head, gp_str topology, gp_err *err)
{
    const char *path = gp_path_join(&r->arena, r->dir, GP_FILE_EXCHANGES);
    gp_code code = r->go_on ? same_run(r, head, err) : write_head(r, head, topology, err);
    return code ? code : gp_journal_open(path, NULL, &r->journal, err);
}

size_t gp_recorder_count(const gp_recorder *r) { return r->n; }

gp_code gp_recorder_close(gp_recorder *r, gp_err *err)
{
    if (!r) return GP_OK;
    gp_code code = gp_journal_close(r->journal, err);
    gp_buf_free(&r->line);
    gp_occurrences_free(&r->seen);
    gp_arena_free(&r->scratch);
    gp_arena_free(&r->arena);
    free(r);
    return code;
}

/* --- one exchange --- */

/* The pieces without secrets, at the same times. */
static void clean_pieces(gp_recorder *r, const gp_exchange *x, const gp_redact *redact, gp_exchange *to)
{
    gp_str *bytes = GP_NEW_ARRAY(&r->scratch, gp_str, x->n_pieces);
    gp_exchange_piece *list = GP_NEW_ARRAY(&r->scratch, gp_exchange_piece, x->n_pieces);
    for (size_t i = 0; i < x->n_pieces; i++) bytes[i] = x->pieces[i].bytes;
    gp_redact_pieces(redact, &r->scratch, bytes, x->n_pieces);
    for (size_t i = 0; i < x->n_pieces; i++) list[i] = (gp_exchange_piece){x->pieces[i].at_us, bytes[i]};
    to->pieces = list;
}

static bool hits(const gp_redact *redact, const gp_buf *b) { return gp_redact_hits(redact, gp_buf_view(b)); }

/* Does what the codec makes of the redacted bytes still say a secret? A stream may spell one over several events, JSON
 * may write it with escapes. */
static bool spells_secret(const gp_exchange *x, const gp_redact *redact)
{
    const gp_codec *codec = gp_codec_find(x->key.provider);
    gp_chat_reply reply = {0};
    if (!codec || x->status < 0) return false;
    gp_chat_begin(&reply, codec, NULL, true, (int)x->status, x->content_type);
    bool more = true;
    for (size_t i = 0; i < x->n_pieces && more; i++) more = gp_chat_feed(&reply, x->pieces[i].bytes, 0);
    gp_chat_end(&reply, GP_FAIL_NONE, "");
    bool found = hits(redact, &reply.answer) || hits(redact, &reply.reasoning) || hits(redact, &reply.id) ||
                 hits(redact, &reply.model) || hits(redact, &reply.fingerprint) || hits(redact, &reply.upstream) ||
                 hits(redact, &reply.finish_native) || gp_redact_hits(redact, gp_str_c(reply.message));
    for (size_t i = 0; i < reply.n_calls && !found; i++)
        found = hits(redact, &reply.calls[i].name) || hits(redact, &reply.calls[i].arguments);
    gp_chat_reply_free(&reply);
    return found;
}

static gp_str clean_text(gp_arena *a, const gp_redact *redact, gp_str text)
{
    gp_buf b = {0};
    gp_redact_put(redact, text, &b);
    gp_str s = gp_utf8_repair(a, gp_str_dup(a, gp_buf_view(&b)));
    gp_buf_free(&b);
    return s;
}

/* Can the line be read again? (Nesting, for one, is deeper in it than in the request.) */
static bool reads_back(gp_recorder *r)
{
    gp_exchange back;
    return !r->line.failed && gp_exchange_read(&r->scratch, "line", 1, gp_buf_view(&r->line), &back, NULL) == GP_OK;
}

static gp_code write_line(gp_recorder *r, gp_exchange *x, gp_err *err)
{
    gp_buf_clear(&r->line);
    gp_exchange_write(x, &r->line);
    if (!reads_back(r)) {
        if (!x->withheld.n) x->withheld = GP_STR("it is larger, or nested deeper, than a line of a recording may be");
        gp_buf_clear(&r->line);
        gp_exchange_write(x, &r->line);
    }
    gp_code code = gp_buf_check(&r->line, err);
    return code ? code : gp_journal_append(r->journal, gp_buf_view(&r->line), NULL, err);
}

gp_code gp_recorder_add(gp_recorder *r, const gp_exchange *x, const gp_redact *redact, gp_err *err)
{
    gp_exchange clean = *x;
    gp_buf canonical = {0};
    gp_arena_reset(&r->scratch);
    gp_code code = gp_exchange_request(redact, x->request, &canonical, clean.sha256, err);
    if (!code) clean_pieces(r, x, redact, &clean);
    clean.request = gp_buf_view(&canonical);
    clean.content_type = clean_text(&r->scratch, redact, x->content_type);
    clean.text = clean_text(&r->scratch, redact, x->text);
    if (!code && spells_secret(&clean, redact))
        clean.withheld = GP_STR("the server spells a secret of the run over several parts of its reply");
    if (!code) clean.occurrence = gp_occurrence_next(&r->seen, &clean.key, clean.sha256);
    if (!code) code = write_line(r, &clean, err);
    if (!code) r->n++;
    gp_buf_free(&canonical);
    return code ? gp_err_context(err, "cannot record an exchange of trial %.*s", GP_ARG(x->key.trial)) : GP_OK;
}

gp_code gp_recorder_unsent(gp_recorder *r, const gp_call_key *key, gp_failure failure, gp_str why,
                           const gp_redact *redact, gp_err *err)
{
    gp_exchange x = {.key = *key, .unsent = failure};
    gp_arena_reset(&r->scratch);
    x.text = clean_text(&r->scratch, redact, why);
    return write_line(r, &x, err);
}

gp_code gp_recorder_window(gp_recorder *r, const gp_call_key *key, int64_t window, gp_err *err)
{
    gp_exchange x = {.key = *key, .window = window};
    gp_arena_reset(&r->scratch);
    return write_line(r, &x, err);
}

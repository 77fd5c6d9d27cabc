/* history.c - the file: its layout, what is written, and what is read. The only file that knows SQLite. */
#include "history/history.h"

#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sha256.h"
#include "base/sys.h"
#include "history/history_impl.h"

enum { LAYOUT = 1, APPLICATION = 0x676f6c64, PATIENCE_MS = 5000 }; /* "gold" */

struct gp_history {
    sqlite3 *db;
    const char *path;
    gp_arena arena;
};

static const char layout[] =
    "CREATE TABLE run (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, started INTEGER NOT NULL, label TEXT NOT NULL,"
    " fingerprint TEXT NOT NULL, commit_id TEXT NOT NULL, goldpin TEXT NOT NULL, exit_code INTEGER NOT NULL,"
    " trials INTEGER NOT NULL, passed INTEGER NOT NULL, failed INTEGER NOT NULL, broken INTEGER NOT NULL,"
    " skipped INTEGER NOT NULL);"
    "CREATE TABLE suite (run INTEGER NOT NULL REFERENCES run, name TEXT NOT NULL, version TEXT NOT NULL,"
    " digest TEXT NOT NULL, PRIMARY KEY (run, name)) WITHOUT ROWID;"
    "CREATE TABLE target (run INTEGER NOT NULL REFERENCES run, name TEXT NOT NULL, provider TEXT NOT NULL,"
    " model TEXT NOT NULL, weights TEXT NOT NULL, cost_usd REAL, PRIMARY KEY (run, name)) WITHOUT ROWID;"
    "CREATE TABLE trial (run INTEGER NOT NULL REFERENCES run, suite TEXT NOT NULL, target TEXT NOT NULL,"
    " case_id TEXT NOT NULL, repeat INTEGER NOT NULL, question TEXT NOT NULL, cluster TEXT NOT NULL,"
    " status TEXT NOT NULL, score REAL, output_tokens INTEGER, total_s REAL, cost_usd REAL,"
    " PRIMARY KEY (suite, target, run, case_id, repeat)) WITHOUT ROWID;";

/* --- errors --- */

static gp_code fail(const gp_history *h, int rc, const char *what, gp_err *err)
{
    switch (rc & 0xff) {
    case SQLITE_NOTADB: return gp_fail(err, GP_E_INPUT, "%s is no history: it is no SQLite file", h->path);
    case SQLITE_CORRUPT: return gp_fail(err, GP_E_INPUT, "%s is damaged: %s", h->path, sqlite3_errmsg(h->db));
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY: return gp_fail(err, GP_E_INPUT, "cannot %s %s: %s", what, h->path, sqlite3_errmsg(h->db));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return gp_fail(err, GP_E_IO, "cannot %s %s: another process has kept it for five seconds", what, h->path);
    default: return gp_fail(err, GP_E_IO, "cannot %s %s: %s", what, h->path, sqlite3_errmsg(h->db));
    }
}

static gp_code carry_out(gp_history *h, const char *sql, const char *what, gp_err *err)
{
    int rc = sqlite3_exec(h->db, sql, NULL, NULL, NULL);
    return rc ? fail(h, rc, what, err) : GP_OK;
}

/* --- opening --- */

static gp_code number(gp_history *h, const char *sql, int *out, gp_err *err)
{
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(h->db, sql, -1, &s, NULL);
    if (!rc) rc = sqlite3_step(s);
    *out = rc == SQLITE_ROW ? sqlite3_column_int(s, 0) : 0;
    (void)sqlite3_finalize(s);
    return rc == SQLITE_ROW ? GP_OK : fail(h, rc, "read", err);
}

/* An empty file becomes a history; in one transaction, for two may begin it at once. */
static gp_code lay_out(gp_history *h, gp_err *err)
{
    gp_code code = carry_out(h, "BEGIN IMMEDIATE", "write", err);
    int tables = 0;
    if (!code) code = number(h, "SELECT count(*) FROM sqlite_schema", &tables, err);
    if (!code && !tables) {
        gp_str sql = gp_str_fmt(&h->arena, "%s PRAGMA application_id = %d; PRAGMA user_version = %d;", layout,
                                APPLICATION, LAYOUT);
        code = carry_out(h, sql.p, "write", err);
    }
    if (!code) return carry_out(h, "COMMIT", "write", err);
    (void)sqlite3_exec(h->db, "ROLLBACK", NULL, NULL, NULL);
    return code;
}

static gp_code check_layout(gp_history *h, gp_err *err)
{
    int application = 0, version = 0;
    gp_code code = number(h, "PRAGMA application_id", &application, err);
    if (!code) code = number(h, "PRAGMA user_version", &version, err);
    if (code) return code;
    if (application != APPLICATION)
        return gp_fail(err, GP_E_INPUT, "%s is no history: another program made this SQLite file", h->path);
    if (version != LAYOUT)
        return gp_fail(err, GP_E_INPUT, "%s has layout %d, this goldpin knows layout %d: use the goldpin that wrote it",
                       h->path, version, LAYOUT);
    return GP_OK;
}

static gp_code open_file(gp_history *h, bool to_add, gp_err *err)
{
    int flags = to_add ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    int rc = sqlite3_open_v2(h->path, &h->db, flags | SQLITE_OPEN_PRIVATECACHE, NULL);
    return rc ? fail(h, rc, "open", err) : GP_OK;
}

gp_code gp_history_open(const char *path, bool to_add, gp_history **out, gp_err *err)
{
    gp_history *h = gp_alloc(sizeof *h);
    *h = (gp_history){0};
    h->path = gp_arena_copy(&h->arena, path, strlen(path));
    gp_entry what = GP_NOTHING;
    gp_code code = gp_look(path, &what, err);
    if (!code && what == GP_FOLDER) code = gp_fail(err, GP_E_INPUT, "%s is no history: it is a folder", path);
    if (!code && what == GP_NOTHING && !to_add)
        code = gp_fail(err, GP_E_INPUT, "there is no history %s; goldpin history add RUN begins one", path);
    if (!code) code = open_file(h, to_add, err);
    if (!code) (void)sqlite3_busy_timeout(h->db, PATIENCE_MS);
    if (!code && to_add) code = lay_out(h, err);
    if (!code) code = check_layout(h, err);
    if (code) gp_history_close(h), h = NULL;
    *out = h;
    return code;
}

void gp_history_close(gp_history *h)
{
    if (!h) return;
    (void)sqlite3_close(h->db);
    gp_arena_free(&h->arena);
    free(h);
}

/* --- adding --- */

static void bind_text(sqlite3_stmt *s, int at, gp_str text)
{
    (void)sqlite3_bind_text64(s, at, text.n ? text.p : "", text.n, SQLITE_STATIC, SQLITE_UTF8);
}

static void bind_real(sqlite3_stmt *s, int at, double v)
{
    if (isfinite(v)) (void)sqlite3_bind_double(s, at, v);
    else (void)sqlite3_bind_null(s, at);
}

static void bind_count(sqlite3_stmt *s, int at, int64_t v)
{
    if (v >= 0) (void)sqlite3_bind_int64(s, at, v);
    else (void)sqlite3_bind_null(s, at);
}

static gp_code prepare(gp_history *h, const char *sql, sqlite3_stmt **out, gp_err *err)
{
    int rc = sqlite3_prepare_v2(h->db, sql, -1, out, NULL);
    return rc ? fail(h, rc, "read", err) : GP_OK;
}

/* Carry it out, and make it ready for the next values. */
static gp_code put(gp_history *h, sqlite3_stmt *s, gp_err *err)
{
    int rc = sqlite3_step(s);
    (void)sqlite3_reset(s);
    return rc == SQLITE_DONE ? GP_OK : fail(h, rc, "write", err);
}

static gp_code put_run(gp_history *h, gp_str key, gp_str label, const gp_results_head *f, const gp_manifest *m,
                       bool *added, gp_err *err)
{
    sqlite3_stmt *s = NULL;
    gp_code code = prepare(
        h, "INSERT OR IGNORE INTO run VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)", &s, err);
    if (code) return code;
    bind_text(s, 1, key);
    (void)sqlite3_bind_int64(s, 2, f->started_epoch);
    bind_text(s, 3, label);
    bind_text(s, 4, f->fingerprint);
    bind_text(s, 5, m ? m->commit : (gp_str){0});
    bind_text(s, 6, m ? m->goldpin_version : (gp_str){0});
    (void)sqlite3_bind_int64(s, 7, f->gate.exit_code);
    const size_t counts[] = {f->tally.trials, f->tally.passed, f->tally.failed, f->tally.errors, f->tally.skipped};
    for (int i = 0; i < 5; i++) (void)sqlite3_bind_int64(s, 8 + i, (sqlite3_int64)counts[i]);
    code = put(h, s, err);
    *added = sqlite3_changes(h->db) > 0;
    (void)sqlite3_finalize(s);
    return code;
}

static gp_code put_suites(gp_history *h, int64_t run, const gp_manifest *m, gp_err *err)
{
    sqlite3_stmt *s = NULL;
    gp_code code = prepare(h, "INSERT INTO suite VALUES (?1, ?2, ?3, ?4)", &s, err);
    for (size_t i = 0; m && i < m->n_suites && !code; i++) {
        (void)sqlite3_bind_int64(s, 1, run);
        bind_text(s, 2, m->suites[i].name);
        bind_text(s, 3, m->suites[i].version);
        bind_text(s, 4, m->suites[i].digest);
        code = put(h, s, err);
    }
    (void)sqlite3_finalize(s);
    return code;
}

static gp_code put_targets(gp_history *h, int64_t run, const gp_results_head *f, gp_err *err)
{
    sqlite3_stmt *s = NULL;
    gp_code code = prepare(h, "INSERT INTO target VALUES (?1, ?2, ?3, ?4, ?5, ?6)", &s, err);
    for (size_t i = 0; i < f->n_targets && !code; i++) {
        const gp_results_target *t = &f->targets[i];
        (void)sqlite3_bind_int64(s, 1, run);
        bind_text(s, 2, t->name);
        bind_text(s, 3, t->provider);
        bind_text(s, 4, t->model);
        bind_text(s, 5, t->weights_sha256);
        bind_real(s, 6, t->cost_usd);
        code = put(h, s, err);
    }
    (void)sqlite3_finalize(s);
    return code;
}

typedef struct adding {
    gp_history *h;
    sqlite3_stmt *s;
    int64_t run;
} adding;

/* What was asked and how it was judged: trials of one question can be compared. */
static void question_of(const gp_result *t, char hex[GP_SHA256_HEX])
{
    gp_buf b = {0};
    gp_buf_str(&b, t->case_digest);
    gp_buf_byte(&b, '\n');
    gp_buf_str(&b, t->grader_digest);
    gp_sha256_hex_of(gp_buf_view(&b), hex);
    gp_buf_free(&b);
}

static gp_code put_trial(void *user, const gp_result *t, gp_err *err)
{
    adding *x = user;
    char question[GP_SHA256_HEX];
    question_of(t, question);
    (void)sqlite3_bind_int64(x->s, 1, x->run);
    bind_text(x->s, 2, t->suite);
    bind_text(x->s, 3, t->target);
    bind_text(x->s, 4, t->case_id);
    (void)sqlite3_bind_int64(x->s, 5, t->repeat);
    bind_text(x->s, 6, gp_str_c(question));
    bind_text(x->s, 7, t->cluster);
    bind_text(x->s, 8, gp_str_c(gp_status_name(t->status)));
    bind_real(x->s, 9, t->score);
    bind_count(x->s, 10, t->output_tokens);
    bind_real(x->s, 11, t->total_s);
    bind_real(x->s, 12, t->cost_usd);
    return put(x->h, x->s, err);
}

static gp_code put_trials(gp_history *h, int64_t run, const gp_results *r, gp_err *err)
{
    adding x = {.h = h, .run = run};
    gp_code code = prepare(h, "INSERT INTO trial VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)", &x.s,
                           err);
    if (!code) code = gp_results_each(r, put_trial, &x, err);
    (void)sqlite3_finalize(x.s);
    return code;
}

gp_code gp_history_add(gp_history *h, gp_str label, const gp_results *r, const gp_manifest *m, bool *added, gp_err *err)
{
    const gp_results_head *f = gp_results_facts(r);
    char key[GP_SHA256_HEX];
    gp_sha256_hex_of(gp_results_bytes(r), key);
    *added = false;
    gp_code code = carry_out(h, "BEGIN IMMEDIATE", "write", err);
    if (code) return code;
    code = put_run(h, gp_str_c(key), label, f, m, added, err);
    int64_t run = sqlite3_last_insert_rowid(h->db);
    if (!code && *added) code = put_suites(h, run, m, err);
    if (!code && *added) code = put_targets(h, run, f, err);
    if (!code && *added) code = put_trials(h, run, r, err);
    if (!code) code = carry_out(h, "COMMIT", "write", err);
    if (code) (void)sqlite3_exec(h->db, "ROLLBACK", NULL, NULL, NULL);
    return code;
}

/* --- reading --- */

static gp_str text_at(sqlite3_stmt *s, int column, gp_arena *a)
{
    const char *p = (const char *)sqlite3_column_text(s, column);
    return p ? gp_str_dup(a, (gp_str){p, (size_t)sqlite3_column_bytes(s, column)}) : (gp_str){0};
}

gp_code gp_history_runs(gp_history *h, gp_arena *a, const gp_history_run **list, size_t *n, gp_err *err)
{
    sqlite3_stmt *s = NULL;
    gp_history_run *out = NULL;
    size_t room = 0;
    int rc = SQLITE_DONE;
    *n = 0;
    gp_code code = prepare(
        h,
        "SELECT started, label, fingerprint, commit_id,"
        " (SELECT group_concat(name, ', ') FROM (SELECT DISTINCT suite AS name FROM trial WHERE trial.run = run.id ORDER BY 1)),"
        " (SELECT group_concat(name, ', ') FROM (SELECT name FROM target WHERE target.run = run.id ORDER BY 1)),"
        " trials, passed, failed, broken, skipped, exit_code FROM run ORDER BY started, id",
        &s, err);
    while (!code && (rc = sqlite3_step(s)) == SQLITE_ROW) {
        out = gp_grow(out, *n, &room, sizeof *out);
        gp_history_run *r = &out[(*n)++];
        *r = (gp_history_run){.started_epoch = sqlite3_column_int64(s, 0),
                              .label = text_at(s, 1, a),
                              .fingerprint = text_at(s, 2, a),
                              .commit = text_at(s, 3, a),
                              .suites = text_at(s, 4, a),
                              .targets = text_at(s, 5, a)};
        int64_t *counts[] = {&r->trials, &r->passed, &r->failed, &r->broken, &r->skipped, &r->exit_code};
        for (int i = 0; i < 6; i++) *counts[i] = sqlite3_column_int64(s, 6 + i);
    }
    if (!code && rc != SQLITE_DONE) code = fail(h, rc, "read", err);
    (void)sqlite3_finalize(s);
    *list = code || !*n ? NULL : memcpy(GP_NEW_ARRAY(a, gp_history_run, *n), out, *n * sizeof *out);
    free(out);
    return code;
}

gp_code gp_history_visit(gp_history *h, gp_arena *a, gp_str suite, gp_str case_id, gp_str target,
                         void (*visit)(void *user, const gp_history_trial *t), void *user, gp_err *err)
{
    sqlite3_stmt *s = NULL;
    int rc = SQLITE_DONE;
    gp_code code = prepare(h,
                           "SELECT trial.target, run.id, run.started, run.label, run.commit_id,"
                           " (SELECT version FROM suite WHERE suite.run = run.id AND suite.name = trial.suite),"
                           " case_id, question, cluster, status, score FROM trial JOIN run ON run.id = trial.run"
                           " WHERE trial.suite = ?1 AND (?2 = '' OR case_id = ?2) AND (?3 = '' OR trial.target = ?3)"
                           " ORDER BY trial.target, run.started, run.id, case_id, repeat",
                           &s, err);
    if (code) return code;
    bind_text(s, 1, suite);
    bind_text(s, 2, case_id);
    bind_text(s, 3, target);
    while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
        gp_str status = text_at(s, 9, a);
        visit(user, &(gp_history_trial){.target = text_at(s, 0, a),
                                        .run = sqlite3_column_int64(s, 1),
                                        .started_epoch = sqlite3_column_int64(s, 2),
                                        .label = text_at(s, 3, a),
                                        .commit = text_at(s, 4, a),
                                        .version = text_at(s, 5, a),
                                        .case_id = text_at(s, 6, a),
                                        .question = text_at(s, 7, a),
                                        .cluster = text_at(s, 8, a),
                                        .passed = gp_str_eqc(status, gp_status_name(GP_PASSED)),
                                        .graded = gp_str_eqc(status, gp_status_name(GP_PASSED)) ||
                                                  gp_str_eqc(status, gp_status_name(GP_FAILED)),
                                        .score = sqlite3_column_double(s, 10)});
    }
    (void)sqlite3_finalize(s);
    return rc == SQLITE_DONE ? GP_OK : fail(h, rc, "read", err);
}

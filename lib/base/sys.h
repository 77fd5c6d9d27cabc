/* sys.h - the seam to the operating system: files, folders, clocks, environment. Everything above uses these, so that
 * durability rules and messages are the same everywhere. Paths are NUL-terminated, relative to the working directory
 * unless absolute. */
#ifndef GP_BASE_SYS_H
#define GP_BASE_SYS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* --- reading --- */

/* Whole file into the arena (NUL-terminated, not counted). cap 0 means GP_CAP_FILE. Errors: GP_E_INPUT (missing,
 * a directory, larger than the cap), GP_E_IO, GP_E_NOMEM. */
gp_code gp_read_file(gp_arena *a, const char *path, size_t cap, gp_str *out, gp_err *err) GP_MUST_CHECK;

/* Open a file for reading, and its size. Errors: GP_E_INPUT (missing, or a folder, pipe, socket or device, which is not
 * opened), GP_E_IO. */
gp_code gp_open_file(const char *path, int *fd, size_t *size, gp_err *err) GP_MUST_CHECK;

/* A read-only mapping of a whole file. Close with gp_unmap. An empty file maps to {"" , 0}. */
typedef struct gp_map {
    gp_str bytes;
    void *base; /* private */
    size_t length;
    struct gp_map_window *window; /* private; NULL for bytes that are no file's */
    struct gp_map_watch *watch;   /* private; NULL where nobody asks whether the file changed */
} gp_map;
gp_code gp_map_file(const char *path, gp_map *out, gp_err *err) GP_MUST_CHECK;
/* The same for a file that is evidence: a mapping shows what is written to the file later, so whoever says what was
 * used must be able to tell. Keeps the descriptor open until gp_unmap. */
gp_code gp_map_watch(const char *path, gp_map *out, gp_err *err) GP_MUST_CHECK;
/* Are these still the bytes that were mapped? Asks the descriptor for size and modification time: GP_E_INFRA that says
 * what is different. Cheap enough to ask after each use. A map that is not watched never changed. */
gp_code gp_map_unchanged(const gp_map *m, const char *path, gp_err *err) GP_MUST_CHECK;
/* Does the path name another file by now (or none)? The mapped one stays what it was. */
bool gp_map_replaced(const gp_map *m, const char *path);
void gp_unmap(gp_map *m); /* a zeroed map is allowed */
/* Advice: the bytes before offset `upto` are not needed soon. Their pages stop counting as resident memory; the bytes
 * stay readable (they come back from the file). Keeps a scan over a large file from filling memory. */
void gp_map_drop(const gp_map *m, size_t upto);
/* The same for reading here and there: call before reading at `at`. Keeps about 1 MB of the file resident, whatever its
 * size. */
void gp_map_touch(const gp_map *m, size_t at);

/* What a path names, links followed. That nothing is there is no error; that one cannot tell is (GP_E_IO). */
typedef enum gp_entry { GP_NOTHING, GP_FILE, GP_FOLDER, GP_OTHER } gp_entry;
gp_code gp_look(const char *path, gp_entry *what, gp_err *err) GP_MUST_CHECK;
/* The same where not being able to tell is as good as no. */
bool gp_is_file(const char *path);
bool gp_is_dir(const char *path);
/* For a call that just set errno: "cannot open PATH: …", GP_E_INPUT where somebody named a wrong path, else GP_E_IO. */
gp_code gp_fail_open(const char *path, gp_err *err);
/* Names in a folder (without "." and ".."), sorted by bytes; *n of them, in the arena. All of them or an error. */
gp_code gp_list_dir(gp_arena *a, const char *path, const char *const **names, size_t *n, gp_err *err) GP_MUST_CHECK;

/* --- writing --- */

/* Write a file so that its final name never shows a partial content: temporary name in the same folder, fsync,
 * rename. What a link points to is replaced, not the link. A device, a pipe, or what stands for an open file
 * (/dev/stdout, /dev/fd/N, "-" for standard output) is written in place, behind what is there. Errors: GP_E_IO with the
 * path and the system's reason; the temporary file is removed. */
gp_code gp_write_file(const char *path, gp_str content, gp_err *err) GP_MUST_CHECK;
/* The same, with the folders that lead there made first. The arena is for scratch. */
gp_code gp_write_below(gp_arena *a, const char *path, gp_str content, gp_err *err) GP_MUST_CHECK;
/* Could gp_write_file write there, with gp_make_dirs before it, as far as can be told without trying? GP_E_INPUT with the
 * reason for what cannot be, so that nobody finds out after the work; GP_E_IO where one cannot look. */
gp_code gp_writable(const char *path, gp_err *err) GP_MUST_CHECK;
/* The same piece by piece, for files too large to be kept whole. Trouble is remembered and comes out of gp_out_close,
 * which frees `o` in any case; keep false gives the file up. */
typedef struct gp_out gp_out;
gp_code gp_out_open(const char *path, gp_out **o, gp_err *err) GP_MUST_CHECK;
void gp_out_put(gp_out *o, gp_str bytes);
gp_code gp_out_close(gp_out *o, bool keep, gp_err *err) GP_MUST_CHECK;
/* Folder and its missing parents; an existing folder is fine. */
gp_code gp_make_dirs(const char *path, gp_err *err) GP_MUST_CHECK;
/* Remove a file if it exists. */
void gp_remove_file(const char *path);
/* Remove a folder with everything in it; links in it are removed, not followed. Trouble is ignored. */
void gp_remove_tree(const char *path);
/* fsync a folder, so that renames in it survive power loss; trouble is ignored (not every file system can). */
void gp_sync_dir(const char *path);

/* --- paths --- */

/* "dir/name" in the arena (no doubled slash; an absolute or empty `name` or a dir of "." gives sensible results). */
const char *gp_path_join(gp_arena *a, const char *dir, const char *name);
/* Folder part ("." if none) and last component, in the arena / pointing into path. */
const char *gp_path_dir(gp_arena *a, const char *path);
const char *gp_path_base(const char *path);

/* --- clocks --- */

/* Monotonic seconds since an arbitrary start; nanosecond resolution. */
double gp_now_mono(void);
/* Seconds since 1970 UTC; SOURCE_DATE_EPOCH, where set and valid, takes its place. */
int64_t gp_now_epoch(void);
/* "2026-11-20T09:35:00Z" */
void gp_utc_iso(int64_t epoch, char out[24]);
/* "20261120T093500Z", for folder names */
void gp_utc_compact(int64_t epoch, char out[24]);

/* --- machine --- */

/* Bytes of main memory; 0 if unknown. */
uint64_t gp_memory_bytes(void);
/* CPUs that the process may run on, at least 1. */
size_t gp_cpus(void);
/* Files and connections that the process can open beside what is open now. The soft limit is raised for `want` of them,
 * as far as the hard one allows. */
size_t gp_descriptors(size_t want);

/* --- environment --- */

/* CI is set and neither "0" nor "false", or it is not set and another variable names a CI system that does not set it. */
bool gp_in_ci(void);

#endif

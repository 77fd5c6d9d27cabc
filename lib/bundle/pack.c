/* pack.c - tar and gzip, as much of them as a bundle needs. */
#include "bundle/pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/caps.h"
#include "base/sys.h"
#include "bundle/bundle_impl.h"

enum { BLOCK = 512, NAME = 100, PAX_MAX = 1 << 16 };

typedef struct header { /* POSIX.1-2001, pax interchange format, "ustar header block" */
    char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], sum[8], type, link[100], magic[6], version[2],
        uname[32], gname[32], major[8], minor[8], prefix[155], pad[12];
} header;
_Static_assert(sizeof(header) == BLOCK, "a header is one block");

/* --- writing --- */

static gp_code fail_write(const char *file, gp_err *err) { return gp_fail(err, GP_E_IO, "cannot write %s", file); }

static bool put(gzFile z, const void *p, size_t n)
{
    for (const char *at = p; n;) {
        unsigned piece = n > 1u << 20 ? 1u << 20 : (unsigned)n;
        if (gzwrite(z, at, piece) != (int)piece) return false;
        at += piece;
        n -= piece;
    }
    return true;
}

static bool put_header(gzFile z, const char *name, char type, size_t size)
{
    header h = {0};
    unsigned sum = 0;
    (void)snprintf(h.name, sizeof h.name, "%s", name);
    (void)snprintf(h.mode, sizeof h.mode, "%07o", 0644u);
    (void)snprintf(h.uid, sizeof h.uid, "%07o", 0u);
    (void)snprintf(h.gid, sizeof h.gid, "%07o", 0u);
    (void)snprintf(h.size, sizeof h.size, "%011llo", (unsigned long long)size);
    (void)snprintf(h.mtime, sizeof h.mtime, "%011o", 0u);
    memset(h.sum, ' ', sizeof h.sum);
    h.type = type;
    memcpy(h.magic, "ustar", 6);
    memcpy(h.version, "00", 2);
    for (size_t i = 0; i < sizeof h; i++) sum += ((const unsigned char *)&h)[i];
    (void)snprintf(h.sum, sizeof h.sum, "%06o", sum & 0777777u);
    h.sum[7] = ' ';
    return put(z, &h, sizeof h);
}

static bool put_content(gzFile z, gp_str s)
{
    static const char zeros[BLOCK];
    return put(z, s.p, s.n) && put(z, zeros, (BLOCK - s.n % BLOCK) % BLOCK);
}

/* A record "LENGTH path=NAME\n", whose length counts itself. */
static bool put_long_name(gzFile z, const char *name)
{
    gp_buf b = {0};
    size_t body = strlen(name) + strlen(" path=\n"), n = body + 1;
    for (size_t was = 0; was != n;) {
        was = n;
        n = body + (size_t)snprintf(NULL, 0, "%zu", was);
    }
    gp_buf_fmt(&b, "%zu path=%s\n", n, name);
    bool ok = put_header(z, "pax", 'x', b.n) && put_content(z, gp_buf_view(&b));
    gp_buf_free(&b);
    return ok;
}

static gp_code put_file(gzFile z, const char *dir, const char *name, const char *to, gp_err *err)
{
    gp_arena a = {0};
    gp_map map;
    gp_code code = gp_map_file(gp_path_join(&a, dir, name), &map, err);
    gp_arena_free(&a);
    if (code) return code;
    bool ok = strlen(name) < NAME || put_long_name(z, name);
    ok = ok && put_header(z, name, '0', map.bytes.n) && put_content(z, map.bytes);
    gp_unmap(&map);
    return ok ? GP_OK : fail_write(to, err);
}

gp_code gp_bundle_pack(const char *dir, const char *file, gp_err *err)
{
    gp_arena a = {0};
    const char *const *names = NULL;
    size_t n = 0;
    static const char end[2 * BLOCK];
    gp_code code = gp_bundle_files(&a, dir, &names, &n, err);
    const char *temporary = gp_str_fmt(&a, "%s.tmp", file).p;
    gzFile z = code ? NULL : gzopen(temporary, "wb9");
    if (!code && !z) code = gp_fail_open(temporary, err);
    for (size_t i = 0; i < n && !code; i++) code = put_file(z, dir, names[i], file, err);
    if (!code && !put(z, end, sizeof end)) code = fail_write(file, err);
    if (z && gzclose(z) != Z_OK && !code) code = fail_write(file, err);
    if (!code && rename(temporary, file) != 0) code = fail_write(file, err);
    if (code && z) gp_remove_file(temporary);
    gp_arena_free(&a);
    return code;
}

/* --- reading --- */

bool gp_bundle_is_packed(const char *path)
{
    char head[BLOCK];
    gzFile z = gp_is_file(path) ? gzopen(path, "rb") : NULL;
    bool packed = z && gzread(z, head, sizeof head) == (int)sizeof head && !gzdirect(z) &&
                  memcmp(((const header *)head)->magic, "ustar", 5) == 0;
    if (z) (void)gzclose(z);
    return packed;
}

typedef struct unpacking {
    gzFile z;
    const char *file, *dir;
    uint64_t at; /* bytes of the archive that were read */
} unpacking;

static gp_code damaged(const unpacking *u, const char *what, gp_err *err)
{
    return gp_fail(err, GP_E_INPUT, "%s: %s (at byte %llu of the archive)", u->file, what, (unsigned long long)u->at);
}

static gp_code take(unpacking *u, void *p, size_t n, gp_err *err)
{
    for (char *to = p; n;) {
        unsigned piece = n > 1u << 20 ? 1u << 20 : (unsigned)n;
        if (gzread(u->z, to, piece) != (int)piece) return damaged(u, "the file is cut off or damaged", err);
        u->at += piece;
        to += piece;
        n -= piece;
    }
    return u->at > GP_CAP_PACK ? damaged(u, "it holds more than a bundle may", err) : GP_OK;
}

static gp_code octal(const unpacking *u, const char *p, size_t n, uint64_t *out, gp_err *err)
{
    *out = 0;
    for (size_t i = 0; i < n && p[i] && p[i] != ' '; i++) {
        if (p[i] < '0' || p[i] > '7') return damaged(u, "a header is damaged", err);
        *out = *out * 8 + (uint64_t)(p[i] - '0');
    }
    return *out > GP_CAP_PACK ? damaged(u, "it holds more than a bundle may", err) : GP_OK;
}

static gp_code check_header(const unpacking *u, const header *h, gp_err *err)
{
    uint64_t stated = 0;
    unsigned sum = 0;
    for (size_t i = 0; i < sizeof *h; i++) {
        bool own = i >= offsetof(header, sum) && i < offsetof(header, sum) + sizeof h->sum;
        sum += own ? ' ' : ((const unsigned char *)h)[i];
    }
    gp_code code = octal(u, h->sum, sizeof h->sum, &stated, err);
    if (!code && (stated != sum || memcmp(h->magic, "ustar", 5) != 0)) code = damaged(u, "a header is damaged", err);
    return code;
}

/* The name out of a pax record; the archive's own are the only ones that are read. */
static gp_code long_name(unpacking *u, gp_arena *a, size_t size, const char **name, gp_err *err)
{
    if (size > PAX_MAX) return damaged(u, "a name is too long", err);
    size_t padded = size + (BLOCK - size % BLOCK) % BLOCK;
    char *record = gp_arena_alloc(a, padded + 1);
    gp_code code = take(u, record, padded, err);
    if (code) return code;
    record[size] = 0;
    char *path = strstr(record, " path=");
    if (!path || size < 8 || record[size - 1] != '\n') return damaged(u, "a name is damaged", err);
    record[size - 1] = 0;
    *name = path + strlen(" path=");
    return GP_OK;
}

/* Which of two would count differs from program to program. The folder was empty, so whatever has the name came out of the
 * archive; a folder in front of it may be there, a file not. */
static gp_code check_new(const unpacking *u, gp_arena *a, gp_str name, gp_err *err)
{
    gp_code code = GP_OK;
    for (size_t i = 1; i <= name.n && !code; i++) {
        bool whole = i == name.n;
        gp_entry what = GP_NOTHING;
        gp_buf shown = {0};
        if (!whole && name.p[i] != '/') continue;
        gp_show(&shown, (gp_str){name.p, i}, 200);
        code = gp_look(gp_path_join(a, u->dir, gp_arena_copy(a, name.p, i)), &what, err);
        if (!code && (whole ? what != GP_NOTHING : what == GP_FILE))
            code = gp_fail(err, GP_E_INPUT, "%s holds %.*s twice (at byte %llu of the archive)", u->file,
                           GP_ARG(gp_buf_view(&shown)), (unsigned long long)u->at);
        gp_buf_free(&shown);
    }
    return code;
}

static gp_code take_file(unpacking *u, const char *name, size_t size, gp_err *err)
{
    gp_arena a = {0};
    char padding[BLOCK];
    gp_out *o = NULL;
    if (!gp_bundle_stays_inside(name)) return damaged(u, "a name leads out of the bundle", err);
    const char *to = gp_path_join(&a, u->dir, name);
    gp_code code = check_new(u, &a, gp_str_c(name), err);
    if (!code) code = gp_make_dirs(gp_path_dir(&a, to), err);
    if (!code) code = gp_out_open(to, &o, err);
    char *piece = gp_arena_alloc(&a, 1u << 16);
    for (size_t left = size; left && !code;) {
        size_t n = left < 1u << 16 ? left : 1u << 16;
        code = take(u, piece, n, err);
        if (!code) gp_out_put(o, (gp_str){piece, n});
        left -= n;
    }
    if (!code) code = take(u, padding, (BLOCK - size % BLOCK) % BLOCK, err);
    if (o) {
        gp_code closed = gp_out_close(o, !code, code ? NULL : err);
        if (!code) code = closed;
    }
    gp_arena_free(&a);
    return code;
}

static gp_code take_all(unpacking *u, gp_err *err)
{
    gp_arena a = {0};
    const char *name = NULL;
    static const header none;
    gp_code code = GP_OK;
    for (;;) {
        header h;
        uint64_t size = 0;
        code = take(u, &h, sizeof h, err);
        if (code || memcmp(&h, &none, sizeof h) == 0) break;
        code = check_header(u, &h, err);
        if (!code) code = octal(u, h.size, sizeof h.size, &size, err);
        if (!code && h.type == 'x') {
            code = long_name(u, &a, (size_t)size, &name, err);
            if (!code) continue;
        }
        if (!code && h.type != '0') code = damaged(u, "it holds more than files", err);
        if (code) break;
        char own[NAME + 1] = {0};
        memcpy(own, h.name, NAME);
        code = take_file(u, name ? name : own, (size_t)size, err);
        name = NULL;
        if (code) break;
    }
    gp_arena_free(&a);
    return code;
}

gp_code gp_bundle_unpack(const char *file, const char *dir, gp_err *err)
{
    unpacking u = {.z = gzopen(file, "rb"), .file = file, .dir = dir};
    if (!u.z) return gp_fail_open(file, err);
    gp_code code = gp_make_dirs(dir, err);
    if (!code) code = take_all(&u, err);
    (void)gzclose(u.z);
    return code;
}

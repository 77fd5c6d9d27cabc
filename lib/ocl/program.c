/* program.c - one program per kernel file: sources embedded at build time, binaries cached on disk.
 *
 * A cache file is "GPK1", the SHA-256 (hex) of what follows, and the binary, or nothing where the platform keeps it. Its name is the SHA-256 over source,
 * options, device, driver, platform and the environment that chooses a kernel library, so a stale one is never found;
 * a damaged one fails its digest and is replaced. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include "base/caps.h"
#include "base/sha256.h"
#include "base/sys.h"
#include "ocl/cl.h"

typedef struct source_file {
    const char *name, *text;
} source_file;
static const source_file sources[] = {
#include "kernels.inc"
};
enum { N_SOURCES = sizeof sources / sizeof *sources };

static const char magic[] = "GPK1";
enum { HEADER = 4 + 64 };

_Static_assert((int)N_SOURCES <= (int)GP_OCL_MAX_PROGRAMS, "more kernel files than programs");

/* These define what the others use and stand in front of each; dot.cl has a kernel of its own as well. */
static const char *const prelude[] = {"common.cl", "dot.cl"};
/* This one in front of the formats of quantized matrices, mm_*.cl. */
static const char formats_prelude[] = "mm.cl", formats[] = "mm_";

static const char *text(const gp_ocl *d, unsigned file)
{
    return d->source[file] ? d->source[file] : sources[file].text;
}

static const char *text_of(const gp_ocl *d, const char *name)
{
    for (unsigned i = 0; i < N_SOURCES; i++)
        if (!strcmp(sources[i].name, name)) return text(d, i);
    return "";
}

static gp_code take_source(gp_ocl *d, const char *folder, const char *name, gp_err *err)
{
    gp_str s;
    const char *path = gp_path_join(&d->texts, folder, name);
    for (unsigned i = 0; i < N_SOURCES; i++)
        if (!strcmp(name, sources[i].name)) {
            gp_code c = gp_read_file(&d->texts, path, 0, &s, err);
            if (!c) d->source[i] = s.p;
            return c;
        }
    return gp_fail(err, GP_E_INPUT, "%s: this build has no kernel file of that name", path);
}

gp_code gp_ocl_sources(gp_ocl *d, const char *folder, gp_err *err)
{
    const char *const *names;
    size_t n, taken = 0;
    gp_code c = gp_list_dir(&d->texts, folder, &names, &n, err);
    for (size_t i = 0; i < n && !c; i++)
        if (strlen(names[i]) > 3 && !strcmp(names[i] + strlen(names[i]) - 3, ".cl")) {
            c = take_source(d, folder, names[i], err);
            taken++;
        }
    if (!c && !taken) c = gp_fail(err, GP_E_INPUT, "%s holds no kernel files (*.cl)", folder);
    return c;
}

static bool in_prelude(unsigned i)
{
    return !strcmp(sources[i].name, prelude[0]) || !strcmp(sources[i].name, prelude[1]);
}

static void join_sources(const gp_ocl *d, gp_buf *b, unsigned file)
{
    gp_buf_c(b, text_of(d, prelude[0]));
    gp_buf_c(b, text_of(d, prelude[1]));
    if (!strncmp(sources[file].name, formats, strlen(formats))) gp_buf_c(b, text_of(d, formats_prelude));
    if (!in_prelude(file)) gp_buf_c(b, text(d, file));
}

void gp_ocl_kernels_digest(char out[65])
{
    gp_sha256 *h = gp_sha256_new();
    for (unsigned i = 0; i < N_SOURCES; i++) {
        gp_sha256_add(h, sources[i].name, strlen(sources[i].name) + 1);
        gp_sha256_add(h, sources[i].text, strlen(sources[i].text) + 1);
    }
    gp_sha256_peek_hex(h, out);
    gp_sha256_free(h);
}

/* The file whose text has the name as a whole word. */
static int file_of(const gp_ocl *d, const char *kernel)
{
    size_t n = strlen(kernel);
    for (unsigned i = 0; i < N_SOURCES; i++)
        for (const char *p = strstr(text(d, i), kernel); p; p = strstr(p + 1, kernel))
            if (p > text(d, i) && strchr("( ", p[-1]) && strchr("(,)", p[n])) return (int)i;
    return -1;
}

/* What the CPU that runs this process has, as GP_VNNI of dot.cl; only meaningful for a CPU device. A CPU may have
 * either kind without the other (Zen 4 and Ice Lake: AVX-512 alone; Alder Lake: AVX alone). */
static int host_vnni(void)
{
    int has = 0;
#if defined(__x86_64__) && defined(__GNUC__)
    unsigned a = 0, b = 0, c = 0, d = 0;
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a >> 4 & 1)) has |= 1;
    if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512f")) has |= 2;
#endif
    return has;
}

static void options_for(const gp_ocl *d, const gp_ocl_options *o, char out[128])
{
    int vnni = !strcmp(d->info.type, "cpu") && !o->no_vnni ? host_vnni() : 0;
    const char *residuals = o->residuals ? " -DGP_RESIDUALS" : "";
    if (o->portable) (void)snprintf(out, 128, "-cl-std=CL1.2 -w -DGP_PORTABLE%s", residuals);
    else if (vnni) (void)snprintf(out, 128, "-cl-std=CL1.2 -w -DGP_VNNI=%d%s", vnni, residuals);
    else (void)snprintf(out, 128, "-cl-std=CL1.2 -w%s", residuals);
}

static void cache_key(const gp_ocl *d, gp_str source, const char *options, char hex[GP_SHA256_HEX])
{
    static const char *const env[] = {"POCL_KERNELLIB_NAME", "POCL_WORK_GROUP_METHOD", "POCL_EXTRA_BUILD_FLAGS",
                                      "POCL_DEVICES"};
    gp_buf b = {0};
    gp_buf_fmt(&b, "%s\n%s\n%s\n%s\n%s\n%s\n", options, d->info.name, d->info.driver, d->info.version, d->info.platform,
               d->info.platform_version);
    for (size_t i = 0; i < sizeof env / sizeof *env; i++)
        gp_buf_fmt(&b, "%s=%s\n", env[i], getenv(env[i]) ? getenv(env[i]) : "");
    gp_buf_str(&b, source);
    gp_sha256_hex_of(gp_buf_view(&b), hex);
    gp_buf_free(&b);
}

static cl_program from_binary(const gp_ocl *d, gp_str binary, const char *options)
{
    const unsigned char *bytes = (const unsigned char *)binary.p;
    cl_int status, e;
    cl_program p = clCreateProgramWithBinary(d->context, 1, &d->id, &binary.n, &bytes, &status, &e);
    if (e == CL_SUCCESS && status == CL_SUCCESS && clBuildProgram(p, 1, &d->id, options, NULL, NULL) == CL_SUCCESS)
        return p;
    if (p) (void)clReleaseProgram(p);
    return NULL;
}

/* Is there a sound cache file? *out is its program, or NULL where it must be built from its source. */
static bool load_cached(const gp_ocl *d, cl_program *out, const char *path, const char *options)
{
    gp_arena a = {0};
    gp_str f;
    char hex[GP_SHA256_HEX];
    bool sound = false;
    if (gp_is_file(path) && gp_read_file(&a, path, 0, &f, NULL) == GP_OK && f.n >= HEADER && !memcmp(f.p, magic, 4)) {
        const gp_str binary = {f.p + HEADER, f.n - HEADER};
        gp_sha256_hex_of(binary, hex);
        sound = !memcmp(hex, f.p + 4, 64);
        if (sound && binary.n) sound = (*out = from_binary(d, binary, options)) != NULL;
    }
    gp_arena_free(&a);
    return sound;
}

/* `bytes`: room for the header, and n more. A cache that cannot be written costs time, nothing else. */
static void write_cached(const char *folder, const char *path, char *bytes, size_t n)
{
    char hex[GP_SHA256_HEX];
    gp_sha256_hex_of((gp_str){bytes + HEADER, n}, hex);
    memcpy(bytes, magic, 4);
    memcpy(bytes + 4, hex, 64);
    gp_code c = gp_make_dirs(folder, NULL);
    if (!c) c = gp_write_file(path, (gp_str){bytes, n + HEADER}, NULL);
}

static void store_cached(const gp_ocl *d, cl_program program, const char *path)
{
    char note[HEADER];
    size_t n = 0;
    if (gp_cl_is_pocl(d)) {
        write_cached(d->cache.dir, path, note, 0);
        return;
    }
    if (clGetProgramInfo(program, CL_PROGRAM_BINARY_SIZES, sizeof n, &n, NULL) != CL_SUCCESS || !n ||
        n > GP_CAP_FILE - HEADER)
        return;
    char *bytes = malloc(n + HEADER);
    unsigned char *at = bytes ? (unsigned char *)bytes + HEADER : NULL;
    if (bytes && clGetProgramInfo(program, CL_PROGRAM_BINARIES, sizeof at, &at, NULL) == CL_SUCCESS)
        write_cached(d->cache.dir, path, bytes, n);
    free(bytes);
}

static gp_code build_failed(const gp_ocl *d, cl_program program, cl_int e, gp_err *err)
{
    char *log = gp_alloc(65536);
    if (program) (void)clGetProgramBuildInfo(program, d->id, CL_PROGRAM_BUILD_LOG, 65535, log, NULL);
    gp_code c = gp_fail(
        err, GP_E_INFRA,
        "OpenCL: building the kernels for \"%s\": %s (%d); PoCL needs the Debian packages binutils and libc6-dev. %.500s",
        d->info.name, gp_cl_name(e), (int)e, log);
    free(log);
    return c;
}

static gp_code build_source(const gp_ocl *d, cl_program *out, gp_str source, const char *options, gp_err *err)
{
    cl_int e;
    *out = clCreateProgramWithSource(d->context, 1, &(const char *){source.p}, &source.n, &e);
    if (e == CL_SUCCESS) e = clBuildProgram(*out, 1, &d->id, options, NULL, NULL);
    return e == CL_SUCCESS ? GP_OK : build_failed(d, *out, e, err);
}

static gp_code build_file(gp_ocl *d, unsigned file, gp_err *err)
{
    gp_buf b = {0};
    char options[128], key[GP_SHA256_HEX], path[GP_CAP_PATH];
    gp_code c = GP_OK;
    join_sources(d, &b, file);
    options_for(d, &d->o, options);
    cache_key(d, gp_buf_view(&b), options, key);
    (void)snprintf(path, sizeof path, "%s/%.64s.gpk", d->cache.dir, key);
    d->fresh[file] = !load_cached(d, &d->program[file], path, options);
    if (!d->program[file]) {
        const double since = gp_now_mono();
        c = build_source(d, &d->program[file], gp_buf_view(&b), options, err);
        if (!c && d->fresh[file]) store_cached(d, d->program[file], path);
        if (d->fresh[file]) gp_ocl_compiled(d, since, 0);
    }
    gp_buf_free(&b);
    return c;
}

gp_code gp_ocl_program(gp_ocl *d, const char *kernel, cl_program *out, bool *fresh, gp_err *err)
{
    int file = file_of(d, kernel);
    if (file < 0) return gp_fail(err, d->texts.used ? GP_E_INPUT : GP_E_BUG, "no kernel file has \"%s\"", kernel);
    gp_code c = d->program[file] ? GP_OK : build_file(d, (unsigned)file, err);
    *out = d->program[file];
    *fresh = d->fresh[file];
    return c;
}

void gp_ocl_compiled(gp_ocl *d, double since, unsigned kernels)
{
    const double first = 0.5, again = 5; /* seconds: what one would wonder about */
    d->compiling.kernels += kernels;
    d->compiling.seconds += gp_now_mono() - since;
    if (!d->o.compiling.tell || d->compiling.seconds < (d->compiling.say > 0 ? d->compiling.say : first)) return;
    d->compiling.say = d->compiling.seconds + again;
    d->o.compiling.tell(d->o.compiling.user, d->cache.dir, d->compiling.kernels);
}

/* The compiled dot form, or -1 if it or the device's arithmetic gives a wrong result. */
static gp_code probe(gp_ocl *d, int *form, gp_err *err)
{
    int32_t in[32], out[20] = {0};
    /* fma exact where a rounded product would lose the answer; multiply-add not contracted; exp(0). */
    const float f[4] = {0x1.000002p+0f, 0x1.000002p+0f, -0x1.000004p+0f, 0.f};
    uint32_t x = 12345;
    for (int i = 0; i < 32; i++) {
        x = x * 1664525u + 1013904223u;
        in[i] = (int32_t)(x ^ x >> 13);
    }
    gp_ocl_buffer *bi = NULL, *bf = NULL, *bo = NULL;
    gp_ocl_kernel *k;
    gp_code c = gp_ocl_kernel_get(d, "gp_probe", &k, err);
    if (!c) c = gp_ocl_buffer_new(d, sizeof in, false, &bi, err);
    if (!c) c = gp_ocl_buffer_new(d, sizeof f, false, &bf, err);
    if (!c) c = gp_ocl_buffer_new(d, sizeof out, false, &bo, err);
    if (!c) c = gp_ocl_write(bi, 0, in, sizeof in, err);
    if (!c) c = gp_ocl_write(bf, 0, f, sizeof f, err);
    if (!c) c = gp_ocl_launch(k, 1, 1, (gp_ocl_arg[]){GP_AB(bi), GP_AB(bf), GP_AB(bo)}, 3, err);
    if (!c) c = gp_ocl_read(bo, 0, out, sizeof out, err);
    if (!c) c = gp_ocl_finish(d, err);
    gp_ocl_buffer_free(bi);
    gp_ocl_buffer_free(bf);
    gp_ocl_buffer_free(bo);
    if (c) return c;
    *form = out[0];
    for (int r = 0; r < 16; r++) {
        int32_t want = 7;
        for (int j = 0; j < 16; j++)
            for (int b = 0; b < 4; b++)
                want += (int32_t)((uint32_t)in[r] >> 8 * b & 255u) * (int8_t)((uint32_t)in[16 + j] >> 8 * b & 255u);
        if (out[1 + r] != want) *form = -1;
    }
    uint32_t fused = 0x28800000u, one = 0x3f800000u; /* 2^-46, 1 */
    if ((uint32_t)out[17] != fused || out[18] != 0 || (uint32_t)out[19] != one)
        return gp_fail(
            err, GP_E_INFRA,
            "OpenCL device \"%s\" does not compute fma as IEEE 754 says (%08x %08x %08x): it cannot give reproducible numbers",
            d->info.name, (unsigned)out[17], (unsigned)out[18], (unsigned)out[19]);
    return GP_OK;
}

static void drop_programs(gp_ocl *d)
{
    for (unsigned i = 0; i < d->n_kernels; i++) (void)clReleaseKernel(d->kernels[i].k);
    d->n_kernels = 0;
    for (unsigned i = 0; i < GP_OCL_MAX_PROGRAMS; i++) {
        if (d->program[i]) (void)clReleaseProgram(d->program[i]);
        d->program[i] = NULL;
    }
}

gp_code gp_ocl_prepare(gp_ocl *d, gp_err *err)
{
    /* GP_DOT_FORM of dot.cl */
    static const char *const names[] = {"portable", "sse2", "avx2", "avx-vnni", "avx512-vnni"};
    int form = -1;
    gp_code c = probe(d, &form, err);
    if (!c && form < 0 && !d->o.portable) { /* a form that compiles but miscomputes: go without */
        drop_programs(d);
        d->o.portable = true;
        (void)snprintf(d->why_form, sizeof d->why_form, "the tuned form computes wrongly here");
        c = probe(d, &form, err);
    }
    if (!c && form < 0)
        c = gp_fail(err, GP_E_INFRA, "OpenCL device \"%s\" computes integer products wrongly", d->info.name);
    bool best = !d->why_form[0];
    if (!c)
        (void)snprintf(d->form, sizeof d->form, "%s%s%s%s", names[form], best ? "" : " (", d->why_form,
                       best ? "" : ")");
    return c;
}

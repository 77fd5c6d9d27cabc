/* crash_cl.c - an OpenCL compiler that crashes, for the tests of what goldpin makes of it: preloaded, it stands in
 * front of clBuildProgram. CRASH_CL says how: "tuned" aborts over every form of kernels but the portable one, "all"
 * over every form, "exit" ends the process with code 1, as some compilers do on a full disk, "cut" cuts off the file
 * model.gguf, whose weights are read next, and "interrupted" fails because Ctrl-C made it remove its files. */
#include <dlfcn.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CL_TARGET_OPENCL_VERSION 120
#include <CL/cl.h>

typedef void CL_CALLBACK notify(cl_program program, void *user);
typedef cl_int build(cl_program, cl_uint, const cl_device_id *, const char *, notify *, void *);

cl_int clBuildProgram(cl_program p, cl_uint n, const cl_device_id *d, const char *options, notify *f, void *user)
{
    const char *how = getenv("CRASH_CL");
    bool tuned = !options || !strstr(options, "GP_PORTABLE");
    if (how && !strcmp(how, "exit")) exit(1);
    if (how && !strcmp(how, "interrupted")) return raise(SIGINT), CL_BUILD_PROGRAM_FAILURE;
    if (how && !strcmp(how, "cut") && truncate("model.gguf", 4096)) abort();
    if (how && (!strcmp(how, "all") || (tuned && !strcmp(how, "tuned")))) abort();
    build *real;
    void *symbol = dlsym(RTLD_NEXT, "clBuildProgram");
    memcpy(&real, &symbol, sizeof real);
    return real(p, n, d, options, f, user);
}

/* bundled.c - the bundled model and price list of this tree or this installation. */
#include "bundled.h"

#include <unistd.h>

#include "base/caps.h"
#include "base/sys.h"

/* The folder above the one that the program lies in; NULL where the system does not tell. */
static const char *own_top(gp_arena *mem)
{
    char path[GP_CAP_PATH];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path);
    if (n <= 0 || (size_t)n >= sizeof path) return NULL;
    return gp_path_dir(mem, gp_path_dir(mem, gp_str_dup(mem, (gp_str){path, (size_t)n}).p));
}

static const char *find(gp_arena *mem, const char *in_tree, const char *in_share)
{
    if (gp_is_file(in_tree)) return in_tree;
    const char *own = own_top(mem);
    const char *const places[] = {gp_path_join(mem, GP_PREFIX "/share/goldpin", in_share),
                                  own ? gp_path_join(mem, own, in_tree) : NULL,
                                  /* a build in a folder of its own, such as build/asan */
                                  own ? gp_path_join(mem, gp_path_dir(mem, own), in_tree) : NULL,
                                  own ? gp_str_fmt(mem, "%s/share/goldpin/%s", own, in_share).p : NULL};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (places[i] && gp_is_file(places[i])) return places[i];
    return NULL;
}

const char *gp_find_pocket(gp_arena *mem)
{
    return find(mem, "suites/smoke/pocket/pocket.gguf", "suites/smoke/pocket/pocket.gguf");
}

const char *gp_find_prices(gp_arena *mem) { return find(mem, "lib/call/prices.json", "prices.json"); }

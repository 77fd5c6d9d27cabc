/* bundled.c - the bundled model and price list of this tree or this installation. */
#include "bundled.h"

#include "base/sys.h"

static const char *find(gp_arena *mem, const char *in_tree, const char *in_share)
{
    if (gp_is_file(in_tree)) return in_tree;
    const char *installed = gp_path_join(mem, GP_PREFIX "/share/goldpin", in_share);
    return installed && gp_is_file(installed) ? installed : NULL;
}

const char *gp_find_pocket(gp_arena *mem)
{
    return find(mem, "suites/smoke/pocket/pocket.gguf", "suites/smoke/pocket/pocket.gguf");
}

const char *gp_find_prices(gp_arena *mem) { return find(mem, "lib/call/prices.json", "prices.json"); }

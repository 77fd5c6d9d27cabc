/* topo_cgroup.c - how much CPU time and memory the control group grants, versions 1 and 2. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "topo/topo_int.h"

gp_str gp_topo_kernel_file(gp_arena *a, const char *path)
{
    enum { ROOM = 16384 };
    char *text = gp_arena_alloc(a, ROOM);
    FILE *f = fopen(path, "r");
    if (!f) return (gp_str){0};
    size_t n = fread(text, 1, ROOM - 1, f); /* the rest is NUL */
    (void)fclose(f);
    return gp_str_trim((gp_str){text, n});
}

/* One small file of a group; empty if it is not there. */
static gp_str group_file(gp_arena *a, const char *root, gp_str group, const char *name)
{
    return gp_topo_kernel_file(a, gp_str_fmt(a, "%s%.*s/%s", root, GP_ARG(group), name).p);
}

/* A decimal number at the start of `s`; NaN for "max", "-1" and anything else that is no positive number. */
static double positive(gp_str s)
{
    if (s.n == 0 || s.p[0] < '0' || s.p[0] > '9') return NAN;
    double v = strtod(s.p, NULL); /* the file's text ends in a NUL */
    return v > 0 ? v : NAN;
}

static double quota_of(gp_arena *a, const char *root, gp_str group)
{
    gp_str v2 = group_file(a, root, group, "cpu.max"); /* "QUOTA PERIOD" or "max PERIOD" */
    if (v2.n) {
        size_t space = gp_str_find(v2, GP_STR(" "));
        if (space == SIZE_MAX) return NAN;
        return positive(v2) / positive((gp_str){v2.p + space + 1, v2.n - space - 1});
    }
    return positive(group_file(a, root, group, "cpu.cfs_quota_us")) /
           positive(group_file(a, root, group, "cpu.cfs_period_us"));
}

static double memory_of(gp_arena *a, const char *root, gp_str group)
{
    double v = positive(group_file(a, root, group, "memory.max"));
    if (isnan(v)) v = positive(group_file(a, root, group, "memory.limit_in_bytes"));
    /* Version 1 writes "no limit" as the largest multiple of the page size. */
    return v < 0x1p62 ? v : NAN;
}

/* The smallest value from `group` up to the root, whose name is the empty string. */
static double tightest(double (*of)(gp_arena *, const char *, gp_str), gp_arena *a, const char *root, gp_str group)
{
    double best = NAN;
    for (;;) {
        while (group.n && group.p[group.n - 1] == '/') group.n--;
        best = fmin(best, of(a, root, group)); /* fmin takes the number where the other is NaN */
        if (!group.n) return best;
        while (group.n && group.p[group.n - 1] != '/') group.n--;
    }
}

static bool has_controller(gp_str list, const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 0; i < list.n;) {
        size_t end = i;
        while (end < list.n && list.p[end] != ',') end++;
        if (end - i == n && memcmp(list.p + i, name, n) == 0) return true;
        i = end + 1;
    }
    return false;
}

/* One line "ID:CONTROLLERS:/GROUP"; version 2 has no controllers. */
static void apply_line(gp_arena *a, gp_str line, const char *root, double *quota, double *memory)
{
    size_t first = gp_str_find(line, GP_STR(":"));
    if (first == SIZE_MAX) return;
    gp_str rest = {line.p + first + 1, line.n - first - 1};
    size_t second = gp_str_find(rest, GP_STR(":"));
    if (second == SIZE_MAX) return;
    gp_str controllers = {rest.p, second}, group = {rest.p + second + 1, rest.n - second - 1};
    if (controllers.n == 0) {
        const char *mounts[] = {"", "/unified"}; /* alone, or beside version 1 */
        for (size_t i = 0; i < 2; i++) {
            gp_str at = gp_str_fmt(a, "%s%s", root, mounts[i]);
            *quota = fmin(*quota, tightest(quota_of, a, at.p, group));
            *memory = fmin(*memory, tightest(memory_of, a, at.p, group));
        }
        return;
    }
    gp_str at = gp_str_fmt(a, "%s/%.*s", root, GP_ARG(controllers));
    if (has_controller(controllers, "cpu")) *quota = fmin(*quota, tightest(quota_of, a, at.p, group));
    if (has_controller(controllers, "memory")) *memory = fmin(*memory, tightest(memory_of, a, at.p, group));
}

gp_cgroup gp_cgroup_limits(gp_arena *a, gp_str membership, const char *root)
{
    double quota = NAN, memory = NAN;
    for (size_t i = 0; i < membership.n;) {
        size_t end = i;
        while (end < membership.n && membership.p[end] != '\n') end++;
        apply_line(a, (gp_str){membership.p + i, end - i}, root, &quota, &memory);
        i = end + 1;
    }
    return (gp_cgroup){quota, isnan(memory) ? -1 : (int64_t)memory};
}

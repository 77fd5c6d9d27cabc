/* yaml_json - a YAML file as JSON on standard output, for tests of ready files (ci/ready-test.sh): yaml_json FILE */
#include <stdio.h>

#include "base/sys.h"
#include "forms/yaml.h"

int main(int argc, char **argv)
{
    gp_arena a = {0};
    gp_buf out = {0};
    gp_err err = {0};
    gp_str text = {0};
    gp_jw w;
    const gp_json *root = NULL;
    if (argc != 2) return fprintf(stderr, "usage: yaml_json FILE\n"), 2;
    gp_code code = gp_read_file(&a, argv[1], 0, &text, &err);
    if (!code) code = gp_yaml_parse(&a, argv[1], text, &root, &err);
    if (!code) gp_jw_init(&w, &out, 1), gp_jw_value(&w, root), printf("%s\n", out.p);
    else fprintf(stderr, "yaml_json: %s\n", err.msg);
    gp_buf_free(&out);
    gp_arena_free(&a);
    return code ? 1 : 0;
}

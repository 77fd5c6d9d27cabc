/* Charts: exact small drawings, scales with round numbers, and text that stays text. */
#include <math.h>

#include "report/chart.h"
#include "report_fixture.h"
#include "xml_walk.h"

static const gp_mark WIDE[] = {{0.25, 0.5, 0.75}}, SURE[] = {{NAN, 1, NAN}}, NOTHING[] = {{NAN, NAN, NAN}};
static const float POINTS[] = {0.1f, 0.5f, 0.5f, 0.9f};

static gp_chart rows_chart(const gp_chart_row *rows, size_t n)
{
    return (gp_chart){.name = "rows",
                      .title = "Rows",
                      .finding = GP_STR("One of them is right."),
                      .x = gp_scale_rate("share"),
                      .line = 0.1,
                      .line_label = GP_STR("saying nothing"),
                      .rows = rows,
                      .n_rows = n};
}

static void rows_are_drawn(void **state)
{
    (void)state;
    const gp_chart_row rows[] = {{GP_STR("with an interval"), GP_STR("50%"), WIDE, NULL, 0},
                                 {GP_STR("with points"), {0}, WIDE, POINTS, 4},
                                 {GP_STR("sure"), {0}, SURE, NULL, 0},
                                 {GP_STR("not known"), {0}, NOTHING, NULL, 0}};
    gp_chart c = rows_chart(rows, 4);
    gp_buf b = {0}, again = {0};
    gp_chart_draw(&b, &c);
    gp_chart_draw(&again, &c);
    matches_file("chart-rows.svg", gp_buf_view(&b));
    same_text(gp_buf_view(&b), gp_buf_view(&again));
    gp_buf_free(&b);
    gp_buf_free(&again);
}

static void panels_stand_side_by_side(void **state)
{
    (void)state;
    const gp_mark marks[] = {{NAN, 0, NAN}, {NAN, 1, NAN}};
    const gp_str panels[] = {GP_STR("one"), GP_STR("two")};
    const gp_chart_row rows[] = {{GP_STR("case"), {0}, marks, NULL, 0}};
    gp_chart c = rows_chart(rows, 1);
    gp_buf b = {0};
    c.panels = panels;
    c.n_panels = 2;
    c.line = NAN;
    gp_chart_draw(&b, &c);
    matches_file("chart-panels.svg", gp_buf_view(&b));
    gp_buf_free(&b);
}

static void a_plane_is_drawn(void **state)
{
    (void)state;
    const gp_chart_point points[] = {
        {1, 0.5, GP_STR("small"), 0}, {2, 0.51, GP_STR("middle"), 1}, {4, 0.9, {0}, 2}, {4, 0.52, GP_STR("large"), 3}};
    gp_chart c = {.name = "plane",
                  .title = "Plane",
                  .finding = GP_STR("More is better."),
                  .x = gp_scale_from_zero(4, "GB"),
                  .y = gp_scale_rate("pass rate"),
                  .line = 0.2,
                  .line_label = GP_STR("saying nothing"),
                  .points = points,
                  .n_points = 4};
    gp_buf b = {0};
    gp_chart_draw(&b, &c);
    matches_file("chart-plane.svg", gp_buf_view(&b));
    gp_buf_free(&b);
}

/* Alone it is a document with its own colours, which loads nothing and has its finding as text. */
static void a_file_stands_alone(void **state)
{
    (void)state;
    const gp_chart_row rows[] = {{GP_STR("a"), GP_STR("50%"), WIDE, NULL, 0}};
    gp_chart c = rows_chart(rows, 1);
    gp_buf b = {0};
    bool style = false, says = false;
    gp_chart_file(&b, &c);
    xmlDoc *doc = well_formed(gp_buf_view(&b));
    for (xmlNode *e = xmlDocGetRootElement(doc); e; e = next_element(e)) {
        style = style || is_element(e, "style");
        says = says ||
               (is_element(e, "desc") && strcmp((const char *)e->children->content, "One of them is right.") == 0);
        assert_string_equal(attribute_of(e, "href"), "");
    }
    assert_true(style && says);
    assert_null(strstr(b.p, "@import"));
    assert_null(strstr(b.p, "url("));
    xmlFreeDoc(doc);
    gp_buf_free(&b);
}

/* A tick is a place on the scale; there are two at least and few in all. */
static void check_ticks(const gp_scale *s, double width)
{
    double t[GP_CHART_TICKS];
    size_t n = gp_scale_ticks(s, width, t);
    assert_true(s->from < s->to);
    assert_in_range(n, 2, GP_CHART_TICKS);
    for (size_t i = 0; i < n; i++) {
        double slack = (s->to - s->from) * 1e-9;
        if (t[i] < s->from - slack || t[i] > s->to + slack) fail_msg("%g is outside %g..%g", t[i], s->from, s->to);
        if (i && t[i] <= t[i - 1]) fail_msg("%g follows %g", t[i], t[i - 1]);
    }
}

static void scales_have_round_ends(void **state)
{
    (void)state;
    static const double spans[][2] = {
        {0, 1},    {0.0123, 0.456}, {3, 3},     {0, 0},  {-0.2, 0.1},    {0.001, 1000}, {1e-9, 2e-9}, {99, 101},
        {0, 1e12}, {0.5, 16},       {20, 4096}, {1, 31}, {0.0001, 0.02}, {1e-6, 1e6},   {7, 7.001},   {1e-300, 1e300}};
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        gp_scale around = gp_scale_around(spans[i][0], spans[i][1], "x"), zero = gp_scale_from_zero(spans[i][1], "x");
        assert_true(around.from <= spans[i][0] && around.to >= spans[i][1]);
        assert_true(zero.to >= spans[i][1]);
        for (double width = 60; width < 400; width += 70) {
            check_ticks(&around, width);
            check_ticks(&zero, width);
        }
    }
    gp_scale s = gp_scale_around(0.0123, 0.456, "s");
    assert_true(s.log);
    assert_true(s.from > 0.0099 && s.from < 0.0101 && s.to > 0.499 && s.to < 0.501);
    assert_true(gp_scale_at(&s, 0) >= 0 && gp_scale_at(&s, 1e9) <= 1);
}

static void names_stay_names(void **state)
{
    (void)state;
    const gp_chart_row rows[] = {{GP_STR(HOSTILE), GP_STR(HOSTILE), WIDE, NULL, 0},
                                 {{"\0\0</text><script>", 17}, {0}, WIDE, NULL, 0}};
    gp_chart c = rows_chart(rows, 2);
    gp_buf b = {0};
    c.finding = c.line_label = GP_STR(HOSTILE);
    gp_chart_file(&b, &c);
    xmlDoc *doc = well_formed(gp_buf_view(&b));
    for (xmlNode *e = xmlDocGetRootElement(doc); e; e = next_element(e)) {
        static const char *const known = " svg title desc style rect text line circle ";
        char word[64];
        (void)snprintf(word, sizeof word, " %s ", (const char *)e->name);
        if (!strstr(known, word)) fail_msg("<%s> in a chart", (const char *)e->name);
    }
    assert_null(strstr(b.p, "\xe2\x80\xae"));
    xmlFreeDoc(doc);
    gp_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_drawn),         cmocka_unit_test(panels_stand_side_by_side),
        cmocka_unit_test(a_plane_is_drawn),       cmocka_unit_test(a_file_stands_alone),
        cmocka_unit_test(scales_have_round_ends), cmocka_unit_test(names_stay_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The HTML report of the made-up run: well-formed, self-contained, and nothing in it lives that is not ours. */
#include "base/sha256.h"
#include "report/html_text.h"
#include "report_fixture.h"
#include "xml_walk.h"

static void render(const gp_results *const *runs, const gp_manifest *const *ms, size_t n, gp_buf *b)
{
    gp_err err = {0};
    gp_buf again = {0};
    T_OK(world_report("html", runs, ms, n, b, &err), err);
    T_OK(world_report("html", runs, ms, n, &again, &err), err);
    if (!gp_str_eq(gp_buf_view(b), gp_buf_view(&again))) fail_msg("rendered again, the page differs");
    gp_buf_free(&again);
}

static void of_trials(const gp_result *t, size_t n, gp_buf *b)
{
    const char *dir = t_tmpdir();
    gp_results *r = NULL;
    gp_err err = {0};
    T_OK(world_write(in(dir, "results.json"), t, n, DEFAULT, &err), err);
    T_OK(gp_results_open(dir, &r, &err), err);
    render((const gp_results *const[]){r}, NULL, 1, b);
    gp_results_close(r);
}

/* --- what a page may hold --- */

static bool listed(const char *list, const xmlChar *name)
{
    char word[64];
    (void)snprintf(word, sizeof word, " %s ", (const char *)name);
    return strstr(list, word) != NULL;
}

static void check_attributes(xmlNode *e)
{
    static const char *const known =
        " lang charset http-equiv content name id class role tabindex hidden open scope title dir href value type autocomplete "
        "data-at data-verdict data-target data-score data-total data-name data-of aria-label aria-labelledby aria-hidden viewBox "
        "text-anchor x y x1 y1 x2 y2 cx cy r d ";
    for (xmlAttr *p = e->properties; p; p = p->next) {
        if (!listed(known, p->name)) fail_msg("<%s %s>", (const char *)e->name, (const char *)p->name);
        if (strcmp((const char *)p->name, "href") == 0) assert_int_equal(p->children->content[0], '#');
    }
}

/* Elements and attributes that we write, and no others; how many there are of `counted`. */
static size_t check_page(gp_str page, const char *counted)
{
    static const char *const known =
        " html head meta title style script body main nav footer section div p span a b strong small bdi code pre ul li dl dt dd h1 h2 h3 "
        "h4 table thead tbody tr th td details summary figure figcaption label input select option svg desc line circle path text ins del ";
    xmlDoc *doc = well_formed(page);
    size_t n = 0, scripts = 0;
    for (xmlNode *e = xmlDocGetRootElement(doc); e; e = next_element(e)) {
        if (!listed(known, e->name)) fail_msg("<%s> in the page", (const char *)e->name);
        check_attributes(e);
        scripts += is_element(e, "script");
        n += is_element(e, counted);
    }
    assert_int_equal(scripts, 1);
    xmlFreeDoc(doc);
    return n;
}

static size_t count_of(gp_str s, gp_str what)
{
    size_t n = 0;
    for (size_t at; (at = gp_str_find(s, what)) != SIZE_MAX; n++) s = (gp_str){s.p + at + what.n, s.n - at - what.n};
    return n;
}

/* Every id once, every link to one of them. */
static void check_links(gp_str page)
{
    xmlDoc *doc = well_formed(page);
    for (xmlNode *e = xmlDocGetRootElement(doc); e; e = next_element(e)) {
        char id[200];
        const char *own = attribute_of(e, "id"), *to = attribute_of(e, "href");
        (void)snprintf(id, sizeof id, " id=\"%s\"", *own ? own : *to ? to + 1 : "");
        if (*own || *to) assert_int_equal(count_of(page, gp_str_c(id)), 1);
    }
    xmlFreeDoc(doc);
}

static void of_the_world(gp_buf *b)
{
    gp_results *r = open_world(t_tmpdir(), DEFAULT);
    gp_manifest m = world_manifest();
    render((const gp_results *const[]){r}, (const gp_manifest *const[]){&m}, 1, b);
    gp_results_close(r);
}

static void the_page_is_whole(void **state)
{
    (void)state;
    static const char *const says[] = {
        "<h2 id=\"targets\">",
        "<h2 id=\"what-to-do-next\">",
        "<h2 id=\"cases\">",
        "<h2 id=\"scores\">",
        "<h2 id=\"head-to-head\">",
        "<h2 id=\"speed\">",
        "<h2 id=\"money-and-time\">",
        "<h2 id=\"null-baselines\">",
        "<h2 id=\"what-is-missing\">",
        "<h2 id=\"methodology\">",
        "goldpin bless RUN --case add/two --failing",
        "the target takes no images",
        "no first token within 60 s",
        "best null baseline: 17%",
        ">Score by case<",
        "Difference of two targets on the same cases",
    };
    gp_buf b = {0};
    of_the_world(&b);
    size_t svg = check_page(gp_buf_view(&b), "svg");
    assert_in_range(svg, 7, 12); /* two cells and the charts */
    check_links(gp_buf_view(&b));
    for (size_t i = 0; i < sizeof says / sizeof *says; i++)
        if (!strstr(b.p, says[i])) fail_msg("the page lacks %s", says[i]);
    assert_int_equal(count_of(gp_buf_view(&b), GP_STR("<details class=\"trial\"")), 12);
    gp_buf_free(&b);
}

/* The policy names the digest of exactly the text between the tags. */
static void check_digest(gp_str page, const char *open, const char *close)
{
    unsigned char digest[GP_SHA256_LEN];
    gp_buf want = {0};
    size_t from = gp_str_find(page, gp_str_c(open)) + strlen(open), to = gp_str_find(page, gp_str_c(close));
    assert_true(from < to && to < page.n);
    gp_sha256_of((gp_str){page.p + from, to - from}, digest);
    gp_buf_c(&want, "'sha256-");
    gp_base64_put(&want, (gp_str){(const char *)digest, sizeof digest});
    assert_true(gp_str_find(page, gp_buf_view(&want)) < from);
    gp_buf_free(&want);
}

static void the_browser_runs_ours_alone(void **state)
{
    (void)state;
    gp_buf b = {0};
    of_the_world(&b);
    assert_non_null(strstr(b.p, "content=\"default-src 'none'; style-src 'sha256-"));
    assert_null(strstr(b.p, "unsafe-inline"));
    check_digest(gp_buf_view(&b), "<style>", "</style>");
    check_digest(gp_buf_view(&b), "<script>", "</script>");
    gp_buf_free(&b);
}

/* --- text from outside --- */

static void everywhere(gp_result *t, gp_str s)
{
    t->id = t->case_id = t->case_name = t->category = t->prompt = t->answer = t->reasoning = s;
    t->tool_calls = GP_STR("[{\"name\": \"</pre><script>\", \"arguments\": {}}]");
    t->finish = GP_STR("other");
    t->finish_word = t->returned_model = t->system_fingerprint = t->upstream = t->where = t->served_by =
        t->golden_text = s;
    t->complexity = s;
    t->golden = GP_GOLDEN_STATE_DIFFERS;
    t->golden_mode = GP_STR("exact");
}

static void hostile_text_stays_text(void **state)
{
    (void)state;
    static const gp_str texts[] = {
        GP_STR(HOSTILE),
        {"a\0b\x01\x1b[31m\x7f", 10},
        GP_STR("\xed\xa0\x80 \xef\xbf\xbe \xef\xbf\xbf \xf4\x90\x80\x80"),
        GP_STR("</code></pre></details></main><script>alert(1)</script><img src=x onerror=alert(1)>"),
        GP_STR("\" onmouseover=\"alert(1)\" '"),
        GP_STR("]]> <![CDATA[ <!-- --> <?php ?> &lt; &#0; &nbsp; &unknown;"),
        GP_STR("\xe2\x80\xae\xe2\x81\xa6\xe2\x80\x8f abc \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d"),
        GP_STR("| a | b |\n| --- | --- |\n> ```sh\n## heading\n- item\n**bold** `code` \\| javascript:alert(1)"),
        GP_STR("\r\n\r\n\t<\r>"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        gp_result t = world_trial("x", "pocket", GP_FAILED, 0);
        const gp_criterion c = {.id = texts[i], .type = "contains", .weight = 1, .explanation = texts[i]};
        gp_buf b = {0};
        everywhere(&t, texts[i]);
        t.criteria = &c;
        t.n_criteria = 1;
        of_trials(&t, 1, &b);
        (void)check_page(gp_buf_view(&b), "script");
        assert_null(memchr(b.p, 0, b.n));
        assert_null(strstr(b.p, "\x1b"));
        assert_null(strstr(b.p, "\xe2\x80\xae"));
        assert_null(strstr(b.p, "<img"));
        gp_buf_free(&b);
    }
}

static void accepted_answers_are_compared_by_words(void **state)
{
    (void)state;
    gp_result t = world_trial("x", "pocket", GP_PASSED, 1);
    gp_buf b = {0};
    t.golden = GP_GOLDEN_STATE_DIFFERS;
    t.golden_mode = GP_STR("exact");
    t.golden_answer = GP_STR("The answer is </del><b>17</b>");
    t.answer = GP_STR("The answer is [-18-]");
    of_trials(&t, 1, &b);
    (void)check_page(gp_buf_view(&b), "del");
    if (!strstr(b.p, ">The answer is <del>&lt;/del&gt;&lt;b&gt;17&lt;/b&gt;</del> <ins>[-18-]</ins></p>"))
        fail_msg("%s", strstr(b.p, "Accepted answer") ? strstr(b.p, "Accepted answer") : "no comparison");
    gp_buf_free(&b);
}

static void long_texts_are_cut_and_say_so(void **state)
{
    (void)state;
    size_t n = t_large();
    char *answer = malloc(n);
    gp_buf b = {0};
    assert_non_null(answer);
    memset(answer, '<', n);
    gp_result t = world_trial("x", "pocket", GP_FAILED, 0);
    t.answer = (gp_str){answer, n};
    of_trials(&t, 1, &b);
    assert_true(b.n < 1 << 20);
    assert_non_null(strstr(b.p, " more bytes)"));
    free(answer);
    gp_buf_free(&b);
}

static void many_trials_are_counted(void **state)
{
    (void)state;
    enum { MANY = 3000 };
    gp_result *t = calloc(MANY, sizeof *t);
    char(*ids)[40] = calloc(MANY, sizeof *ids);
    gp_buf b = {0};
    assert_non_null(t);
    assert_non_null(ids);
    for (size_t i = 0; i < MANY; i++) {
        (void)snprintf(ids[i], sizeof ids[i], "case-%05zu", i);
        t[i] = world_trial("x", "pocket", i == MANY - 1 ? GP_FAILED : GP_PASSED, i == MANY - 1 ? 0 : 1);
        t[i].id = t[i].case_id = gp_str_c(ids[i]);
        t[i].input_tokens = (int64_t)(10 + i);
    }
    of_trials(t, MANY, &b);
    assert_int_equal(check_page(gp_buf_view(&b), "h1"), 1);
    assert_int_equal(count_of(gp_buf_view(&b), GP_STR("<details class=\"trial\"")), 2000);
    assert_non_null(strstr(b.p, "2000 of them are shown; the other 1000 are in <code>results.json</code>."));
    const char *first = strstr(b.p, "<details class=\"trial\"");
    assert_non_null(strstr(first, "case-02999"));
    assert_true(strstr(first, "case-02999") < strstr(first, "</summary>")); /* the failing one stands first */
    free(t);
    free(ids);
    gp_buf_free(&b);
}

static void nothing_and_several(void **state)
{
    (void)state;
    gp_buf b = {0};
    of_trials(NULL, 0, &b);
    (void)check_page(gp_buf_view(&b), "h1");
    gp_buf_free(&b);
    gp_results *r[2] = {open_world(t_tmpdir(), DEFAULT), open_world(t_tmpdir(), DEFAULT)};
    gp_buf two = {0};
    render((const gp_results *const *)r, NULL, 2, &two);
    (void)check_page(gp_buf_view(&two), "h1");
    check_links(gp_buf_view(&two));
    assert_non_null(strstr(two.p, "goldpin report on 2 runs"));
    gp_results_close(r[0]);
    gp_results_close(r[1]);
    gp_buf_free(&two);
}

/* --- our markdown --- */

static void becomes(const char *md, const char *html)
{
    gp_buf b = {0};
    gp_html_of_md(&b, gp_str_c(md));
    assert_string_equal(b.n ? b.p : "", html);
    gp_buf_free(&b);
}

static void markdown_becomes_html(void **state)
{
    (void)state;
    becomes("", "");
    becomes("## Two words\n\nOne\nline **bold** `a < b` ``` `` ```.\n",
            "<h2 id=\"two-words\">Two words</h2>\n<p>One line <strong>bold</strong> <code><bdi>a &lt; b</bdi></code> "
            "<code><bdi>``</bdi></code>.</p>\n");
    becomes("- one\n  - below\n- two\n", "<ul>\n<li>one<ul>\n<li>below</li></ul>\n</li>\n<li>two</li></ul>\n");
    becomes(
        "| A | B | C |\n| :-- | --: | --: |\n| `x\\|y` | 1 | n/a |\n",
        "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table><thead><tr><th scope=\"col\">A</th>"
        "<th scope=\"col\" class=\"num\">B</th></tr>\n</thead><tbody>\n<tr><th scope=\"row\"><code><bdi>x|y</bdi></code></th>"
        "<td class=\"num\">1</td></tr>\n</tbody></table></div>\n");
    becomes(
        "> ```sh\n> a <b>\n> ```\n",
        "<pre dir=\"auto\" tabindex=\"0\" role=\"group\" aria-label=\"Commands\"><code>a &lt;b&gt;\n</code></pre>\n");
    becomes("<details>\n<summary>All `x`</summary>\n\ntext <script>\n\n</details>\n",
            "<details>\n<summary>All <code><bdi>x</bdi></code></summary>\n<p>text &lt;script&gt;</p>\n</details>\n");
    becomes("`open ** never closed", "<p>`open <strong> never closed</strong></p>\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_is_whole),
        cmocka_unit_test(the_browser_runs_ours_alone),
        cmocka_unit_test(hostile_text_stays_text),
        cmocka_unit_test(accepted_answers_are_compared_by_words),
        cmocka_unit_test(long_texts_are_cut_and_say_so),
        cmocka_unit_test(many_trials_are_counted),
        cmocka_unit_test(nothing_and_several),
        cmocka_unit_test(markdown_becomes_html),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

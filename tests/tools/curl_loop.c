/* curl_loop - the yardstick of tests/bench/remote.sh: what libcurl alone does against the same server, with nothing
 * around it. Sends one chat request again and again over a number of connections, throws the replies away, and prints
 * requests per second.
 *
 *     curl_loop URL REQUESTS CONNECTIONS
 *
 * Exit 3 when a reply did not arrive whole with status 200. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/sys.h"

enum { MOST = 256 };

typedef struct loop {
    CURLM *multi;
    struct curl_slist *headers;
    long started, done, wanted, bad;
} loop;

static size_t forget(char *p, size_t size, size_t n, void *user)
{
    (void)p, (void)user;
    return size * n;
}

static CURL *make(const loop *l, const char *url)
{
    static const char body[] =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"What is 1234 + 7?\"}],\"max_tokens\":16,"
        "\"temperature\":0,\"seed\":1,\"stream\":true,\"stream_options\":{\"include_usage\":true}}";
    CURL *e = curl_easy_init();
    if (!e) abort();
    (void)curl_easy_setopt(e, CURLOPT_URL, url);
    (void)curl_easy_setopt(e, CURLOPT_HTTPHEADER, l->headers);
    (void)curl_easy_setopt(e, CURLOPT_POSTFIELDS, body);
    (void)curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, forget);
    (void)curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
    return e;
}

static void begin(loop *l, CURL *e)
{
    if (l->started == l->wanted) return;
    l->started++;
    if (curl_multi_add_handle(l->multi, e)) abort();
}

static void reap(loop *l)
{
    int left;
    for (CURLMsg *m; (m = curl_multi_info_read(l->multi, &left));) {
        CURL *e = m->easy_handle;
        long status = 0;
        (void)curl_easy_getinfo(e, CURLINFO_RESPONSE_CODE, &status);
        l->done++;
        l->bad += m->data.result != CURLE_OK || status != 200;
        (void)curl_multi_remove_handle(l->multi, e);
        begin(l, e);
    }
}

int main(int argc, char **argv)
{
    CURL *easy[MOST];
    int n = argc == 4 ? atoi(argv[3]) : 0, running = 0;
    if (n < 1 || n > MOST || curl_global_init(CURL_GLOBAL_DEFAULT)) {
        fprintf(stderr, "usage: curl_loop URL REQUESTS CONNECTIONS\n");
        return 2;
    }
    loop l = {.multi = curl_multi_init(), .wanted = atol(argv[2])};
    l.headers = curl_slist_append(curl_slist_append(NULL, "Content-Type: application/json"),
                                  "Authorization: Bearer none");
    for (int i = 0; i < n; i++) easy[i] = make(&l, argv[1]);
    double start = gp_now_mono();
    for (int i = 0; i < n; i++) begin(&l, easy[i]);
    while (l.done < l.wanted) {
        (void)curl_multi_perform(l.multi, &running);
        reap(&l);
        if (l.done < l.wanted) (void)curl_multi_poll(l.multi, NULL, 0, 1000, NULL);
    }
    double took = gp_now_mono() - start;
    for (int i = 0; i < n; i++) curl_easy_cleanup(easy[i]);
    curl_slist_free_all(l.headers);
    (void)curl_multi_cleanup(l.multi);
    printf("%.0f\n", (double)l.wanted / took);
    return l.bad ? 3 : 0;
}

/* base_url.c - taking an address apart. */
#include "provider/base_url.h"

#include <stdint.h>
#include <string.h>

#define SCHEME "a base URL must begin with http:// or https://, such as http://127.0.0.1:8080/v1"

static bool digits(gp_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return false;
    return s.n > 0;
}

static gp_str up_to(gp_str s, const char *stops)
{
    size_t n = 0;
    while (n < s.n && !strchr(stops, s.p[n])) n++;
    return (gp_str){s.p, n};
}

/* ":PORT" at the end of "HOST:PORT" or "[V6]:PORT"; empty where there is none. */
static gp_str port_of(gp_str host)
{
    for (size_t i = host.n; i-- > 0 && host.p[i] != ']';)
        if (host.p[i] == ':') return (gp_str){host.p + i, host.n - i};
    return (gp_str){0};
}

static bool is_port(gp_str s)
{
    if (s.n < 2 || s.n > 6 || !digits((gp_str){s.p + 1, s.n - 1})) return false;
    unsigned port = 0;
    for (size_t i = 1; i < s.n; i++) port = port * 10 + (unsigned)(s.p[i] - '0');
    return port >= 1 && port <= UINT16_MAX;
}

const char *gp_base_url_flaw(gp_str url)
{
    size_t scheme = gp_str_starts(url, GP_STR("https://")) ? 8 : gp_str_starts(url, GP_STR("http://")) ? 7 : 0;
    size_t slashes = scheme ? scheme - 3 : gp_str_find(url, GP_STR("://"));
    gp_str rest = slashes == SIZE_MAX ? url : (gp_str){url.p + slashes + 3, url.n - slashes - 3};
    gp_str host = up_to(rest, "/?#");
    if (memchr(host.p ? host.p : "", '@', host.n))
        return "a base URL must not hold a user name or password; give the key in the environment";
    if (!scheme) return SCHEME;
    for (size_t i = 0; i < url.n; i++)
        if ((unsigned char)url.p[i] <= ' ' || url.p[i] == 0x7F)
            return "a base URL must not hold blanks or control characters";
    if (up_to(url, "?#").n < url.n)
        return "a base URL must not hold a '?' or '#': the path of the API is put behind it; give the key in the environment";
    gp_str port = port_of(host);
    if (host.n == port.n) return "a base URL must name a host, such as http://127.0.0.1:8080/v1";
    if (port.n && !is_port(port)) return "the port of a base URL must be a number from 1 to 65535";
    return NULL;
}

/* 10.0.0.7 and [::1], with or without a port */
static bool is_number(gp_str host)
{
    size_t dots = 0, n = host.n - port_of(host).n;
    if (n && host.p[0] == '[') return true;
    for (size_t i = 0; i < n; i++) {
        if (host.p[i] == '.') dots++;
        else if (host.p[i] < '0' || host.p[i] > '9') return false;
    }
    return dots == 3;
}

const char *gp_base_url_missed(gp_str model)
{
    size_t at = model.n;
    while (at > 0 && model.p[at - 1] != '@') at--;
    if (at == 0) return NULL;
    gp_str rest = {model.p + at, model.n - at}, host = up_to(rest, "/");
    bool scheme = gp_str_starts(rest, GP_STR("http:")) || gp_str_starts(rest, GP_STR("https:")) ||
                  gp_str_find(rest, GP_STR("//")) != SIZE_MAX;
    bool named = gp_str_eqc(host, "localhost") || is_number(host) || is_port(port_of(host));
    return !rest.n || scheme || named ? SCHEME
               "; a model whose name really ends like this can be given in a targets file"
                                      : NULL;
}

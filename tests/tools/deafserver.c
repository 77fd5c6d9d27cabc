/* deafserver - two listeners for tests that time out while connecting. Prints two ports, each on a line of its own, and
 * waits for the end of standard input. To the first no connection can be made: its queue is full and nobody empties it.
 * The second takes connections (the kernel does) and never says a word. */
#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static int listener(int backlog, struct sockaddr_in *a)
{
    socklen_t n = sizeof *a;
    int s = socket(AF_INET, SOCK_STREAM, 0);
    *a = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (s < 0 || bind(s, (struct sockaddr *)a, n) || getsockname(s, (struct sockaddr *)a, &n) || listen(s, backlog))
        return -1;
    return s;
}

int main(void)
{
    struct sockaddr_in full, mute;
    char byte;
    if (listener(0, &full) < 0 || listener(64, &mute) < 0) {
        perror("deafserver");
        return 3;
    }
    for (int i = 0; i < 8; i++) {
        int s = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        if (s >= 0) (void)connect(s, (struct sockaddr *)&full, sizeof full);
    }
    printf("%d\n%d\n", ntohs(full.sin_port), ntohs(mute.sin_port));
    (void)fflush(stdout);
    while (read(0, &byte, 1) > 0) {}
    return 0;
}

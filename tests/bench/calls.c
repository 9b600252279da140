/* Calls without tshark: calls COUNT reads COUNT answered calls at the front door and prints the
 * processor time for a message in nanoseconds and the peak memory in bytes a message.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "sipcodes/capture.h"

#define STEPS        7
#define STEP_PAUSE   (20 * SC_MILLISECOND)
#define MESSAGE_SIZE 2048
#define DESCRIPTION                                                                                \
    "Content-Type: application/sdp\r\nContent-Length: 129\r\n\r\n"                                 \
    "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"                    \
    "m=audio 40000 RTP/AVP 8 0\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n"
#define NO_BODY "Content-Length: 0\r\n\r\n"

/* One message of a call: who sends it, its start line, its CSeq, whether the callee has a tag yet,
 * and what follows the header fields. */
struct step {
    bool from_callee;
    const char *start_line;
    const char *branch;
    const char *cseq;
    const char *to_tag;
    const char *rest;
};

static const struct step steps[STEPS] = {
    {false, "INVITE sip:bob@192.0.2.2 SIP/2.0", "i", "1 INVITE", "", DESCRIPTION},
    {true, "SIP/2.0 100 Trying", "i", "1 INVITE", "", NO_BODY},
    {true, "SIP/2.0 180 Ringing", "i", "1 INVITE", ";tag=b", NO_BODY},
    {true, "SIP/2.0 200 OK", "i", "1 INVITE", ";tag=b", DESCRIPTION},
    {false, "ACK sip:bob@192.0.2.2 SIP/2.0", "a", "1 ACK", ";tag=b", NO_BODY},
    {false, "BYE sip:bob@192.0.2.2 SIP/2.0", "b", "2 BYE", ";tag=b", NO_BODY},
    {true, "SIP/2.0 200 OK", "b", "2 BYE", ";tag=b", NO_BODY},
};

static struct sc_endpoint endpoint(unsigned char last)
{
    return (struct sc_endpoint){.family = 4, .address = {192, 0, 2, last}, .port = 5060};
}

static void tell(struct sc_capture *capture, unsigned call, unsigned number)
{
    static char bytes[MESSAGE_SIZE];
    const struct step *step = &steps[number];
    int size = snprintf(bytes, sizeof bytes,
                        "%s\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK%s%08x\r\n"
                        "From: <sip:alice@192.0.2.1>;tag=%08x\r\nTo: <sip:bob@192.0.2.2>%s\r\n"
                        "Call-ID: %08x@192.0.2.1\r\nCSeq: %s\r\nMax-Forwards: 70\r\n"
                        "Contact: <sip:user@192.0.2.%d>\r\n%s",
                        step->start_line, step->branch, call, call, step->to_tag, call, step->cseq,
                        step->from_callee ? 2 : 1, step->rest);
    struct sc_event event = {
        .kind = SC_EVENT_MESSAGE,
        .packet = {.frame = call * STEPS + number + 1,
                   .time = ((int64_t)call * STEPS + number) * STEP_PAUSE,
                   .source = endpoint(step->from_callee ? 2 : 1),
                   .destination = endpoint(step->from_callee ? 1 : 2)},
        .bytes = {bytes, (size_t)size},
    };
    struct sc_sighting sighting = {0};

    sc_capture_see(capture, &event, &sighting);
}

int main(int argc, char **argv)
{
    unsigned count = argc == 2 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;
    struct sc_settings settings = {{.t1 = 500, .t2 = 4000}, {2000, 60}};
    struct sc_capture *capture = sc_capture_new(&settings);
    struct rusage usage;

    if (count == 0) {
        (void)fputs("usage: bench_calls COUNT\n", stderr);
        return 2;
    }
    sc_capture_keep_up(capture, SC_DEPTH_FINDINGS);
    for (unsigned call = 0; call < count; call++) {
        for (unsigned number = 0; number < STEPS; number++) {
            tell(capture, call, number);
        }
    }
    double nanoseconds = (double)clock() * (1e9 / CLOCKS_PER_SEC);
    getrusage(RUSAGE_SELF, &usage);
    printf("%.0f %.0f\n", nanoseconds / count / STEPS,
           (double)usage.ru_maxrss * 1024 / count / STEPS);
    sc_capture_free(capture);
    return 0;
}

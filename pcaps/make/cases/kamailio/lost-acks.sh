#!/usr/bin/env bash
# Three calls through a proxy are answered, and the ACK does not get there: lost before the phone,
# lost in the proxy's host, lost in the caller's host. Each phone repeats its 200 for 32 seconds,
# and then ends the call. A fourth call gets its ACK.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host alice1 10.77.0.11
lab_host alice2 10.77.0.12
lab_host alice3 10.77.0.13
for number in 1 2 3; do lab_host "bob$number" "10.77.0.2$number"; done
start_kamailio server -l udp:10.77.0.1:5060
for number in 1 2 3; do
    start_baresip "bob$number" "10.77.0.2$number" bob-alone-auto
    start_baresip "alice$number" "10.77.0.1$number" alice-outbound
done

# The method of a request is the first thing in the packet.
lose_acks() {
    lab_lose "$1" "$2" "$3" udp dport 5060 @th,64,32 0x41434b20 drop
}

lose_acks bob1 input ''
lose_acks server output 'ip daddr 10.77.0.22'
lose_acks alice3 output ''
capture_start 'port 5060'
for number in 1 2 3; do baresip_say "alice$number" dial "sip:bob@10.77.0.2$number"; done
sleep 34
lab_heal bob1
baresip_say alice1 dial sip:bob@10.77.0.21
sleep 1
baresip_say alice1 hangup
sleep 0.5
capture_stop

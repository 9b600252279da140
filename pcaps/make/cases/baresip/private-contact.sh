#!/usr/bin/env bash
# A phone behind a router that forwards its port: the 200 reaches the caller, but its Contact is the
# private address, and so the ACK goes where no one is. The network says so with ICMP. The phone
# repeats the 200 for 32 seconds, and ends the call. Seen at the caller.

. "$(dirname "$0")/../../lab.sh"
lab_host alice 10.77.0.11
lab_host router 10.77.0.254 192.168.1.1
lab_host phone 192.168.1.10
lab_host internet 10.77.0.9
lab_on phone ip route add default via 192.168.1.1
lab_on alice ip route add default via 10.77.0.9
for host in router internet; do
    lab_on "$host" sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.send_redirects=0 \
        net.ipv4.conf.eth0.send_redirects=0
done
lab_on internet ip route add unreachable 192.168.0.0/16
lab_on internet sysctl -qw net.ipv4.icmp_ratelimit=0
lab_on router nft add table ip nat
lab_on router nft add chain ip nat in '{ type nat hook prerouting priority -100 ; }'
lab_on router nft add rule ip nat in ip daddr 10.77.0.254 udp dport 5060 dnat to 192.168.1.10
start_baresip phone 192.168.1.10 bob-alone-auto
start_baresip alice 10.77.0.11 stranger
capture_start '(udp port 5060 or icmp[30:2] == 5060) and ether host 02:00:00:00:77:02'
baresip_say alice dial sip:bob@10.77.0.254
sleep 34
capture_stop

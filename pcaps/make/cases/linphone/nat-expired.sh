#!/usr/bin/env bash
# A phone behind a router that forgets a binding of UDP after three seconds. A call at once rings and is
# declined. Of a later one the router knows no host: it drops the INVITE, and then refuses it with ICMP.
# Seen outside of the router.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host router 10.77.0.254 192.168.1.1
lab_host phone 192.168.1.10
lab_host caller 10.77.0.11
lab_on phone ip route add default via 192.168.1.1
lab_on router sysctl -qw net.ipv4.ip_forward=1 net.ipv4.icmp_ratemask=0 \
    net.netfilter.nf_conntrack_udp_timeout=3 net.netfilter.nf_conntrack_udp_timeout_stream=3
lab_on router nft add table ip nat
lab_on router nft add chain ip nat out '{ type nat hook postrouting priority 100 ; }'
lab_on router nft add rule ip nat out ip saddr 192.168.1.0/24 ip protocol udp masquerade to :40000-40099
start_kamailio server -l udp:10.77.0.1:5060 -A WITH_NAT
start_baresip caller 10.77.0.11 stranger
capture_start '(udp port 5060 or icmp[28:2] = 5060) and host 10.77.0.1 and not net 192.168.1.0/24'
start_linphone phone 192.168.1.10 bob account
sleep 1.5
baresip_say caller dial sip:bob@10.77.0.1
sleep 1
linphone_say phone terminate
sleep 4
lab_lose router input udp dport 40000-40099 drop
baresip_say caller dial sip:bob@10.77.0.1
sleep 3
lab_heal router
baresip_say caller dial sip:bob@10.77.0.1
sleep 3
capture_stop

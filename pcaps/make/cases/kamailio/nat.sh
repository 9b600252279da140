#!/usr/bin/env bash
# A phone behind a router that translates addresses: the Via says 192.168.1.10, the packets come from
# 10.77.0.254, the proxy says so in received and rport. And, within one network, a phone whose Via is
# true.

. "$(dirname "$0")/../../lab.sh"
lab_host server 10.77.0.1
lab_host router 10.77.0.254 192.168.1.1
lab_host phone 192.168.1.10
lab_host neighbour 10.77.0.10
lab_on phone ip route add default via 192.168.1.1
lab_on router sysctl -qw net.ipv4.ip_forward=1
lab_on router nft add table ip nat
lab_on router nft add chain ip nat out '{ type nat hook postrouting priority 100 ; }'
lab_on router nft add rule ip nat out ip saddr 192.168.1.0/24 ip protocol udp masquerade to :40000-40099
start_kamailio server -l udp:10.77.0.1:5060 -A WITH_AUTH
capture_start 'port 5060 and host 10.77.0.1 and not net 192.168.1.0/24'
start_baresip phone 192.168.1.10 alice
start_baresip neighbour 10.77.0.10 bob-auto
sleep 0.5
baresip_say phone dial sip:nobody@10.77.0.1
sleep 0.5
capture_stop

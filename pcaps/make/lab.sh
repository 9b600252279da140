# shellcheck shell=bash
# The laboratory in which the captures are made.
#
# A case script sources this file, gives itself hosts, starts servers on them, and says what to
# capture. Every host is a network namespace of its own; a bridge in one more namespace, the
# switch, joins them, and the capture is taken there, so that each packet is seen exactly once.
# There is no way out of the switch: no packet leaves the machine.
#
# All names carry the process id, so two runs do not meet. Whatever was started or made is ended
# or removed when the script ends, however it ends.
#
#     lab_host NAME ADDRESS...      a host with these addresses, on the switch
#     lab_on HOST COMMAND...        run a command on a host
#     lab_start HOST COMMAND...     the same in the background; sets lab_pid
#     lab_stop PID                  end what lab_start began
#     capture_start [FILTER]        begin to capture on the switch
#     capture_stop [OPTION...]      end it, and write pcaps/<server>/<case>.pcapng
#     lab_by_hand PROGRAM ...       write it with a program of hand/ instead
#     lab_from CAPTURE PROGRAM ...  the same out of another capture
#     lab_play [PLAY]               let peers on the hosts play a play of plays/
#     lab_resolver HOST ADDRESS     the name server that a host asks
#     lab_lose HOST WHERE RULE...   let a host lose packets, or refuse them, until lab_heal HOST
#     lab_mirror                    give the switch a mirror port
#     start_kamailio, start_baresip, baresip_say, start_twinkle, twinkle_say, start_linphone,
#     linphone_say, sipp_serve, sipp_call, sipp_ask, sipp_answers
#                                   the servers and phones; each is explained where it is defined

set -euo pipefail

lab_home=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
lab_case=$(realpath "$0")
lab_case=${lab_case#"$lab_home"/cases/}
lab_case=${lab_case%.sh}
lab_pcaps=${PCAPS:-$lab_home/..}
lab_tag=sc-$$
lab_tmp=$(mktemp -d --tmpdir "$lab_tag.XXXXXX")
lab_hosts=()
lab_pids=()
lab_pid=0

lab_fail() {
    echo "$lab_case: $*" >&2
    [ -n "${LAB_KEEP:-}" ] || for log in "$lab_tmp"/*.log; do
        [ ! -s "$log" ] || tail -n 5 "$log" | sed "s|^|  $(basename "$log"): |" >&2
    done
    exit 1
}

# ---- hosts ------------------------------------------------------------------------------------

lab_namespace() {
    ip netns add "$lab_tag-$1"
    lab_hosts+=("$1")
    ip -n "$lab_tag-$1" link set lo up
}

lab_host() {
    local name=$1 number address
    shift
    [ "${#lab_hosts[@]}" -gt 0 ] || {
        lab_namespace switch
        ip -n "$lab_tag-switch" link add lab type bridge
        ip -n "$lab_tag-switch" link set lab address 02:00:00:00:00:01 addrgenmode none up
    }
    lab_namespace "$name"
    number=${#lab_hosts[@]}
    ip -n "$lab_tag-switch" link add "port$number" type veth \
        peer name eth0 netns "$lab_tag-$name" address "02:00:00:00:77:0$number"
    ip -n "$lab_tag-switch" link set "port$number" addrgenmode none master lab up
    ip -n "$lab_tag-$name" link set eth0 addrgenmode none up
    # What the capture shows has to be what a wire would carry: true checksums, no giant segments.
    lab_on "$name" ethtool -K eth0 tx off tso off gso off gro off >/dev/null 2>&1
    for address in "$@"; do
        case $address in
        *:*) ip -n "$lab_tag-$name" addr add "$address/64" dev eth0 nodad ;;
        *) ip -n "$lab_tag-$name" addr add "$address/24" dev eth0 ;;
        esac
    done
}

# ip netns exec puts what is below /etc/netns/NAME in the place of the files of /etc.
lab_resolver() {
    mkdir -p "/etc/netns/$lab_tag-$1"
    echo "nameserver $2" >"/etc/netns/$lab_tag-$1/resolv.conf"
}

# lab_lose HOST input|output|forward RULE...: a rule of nft. What a host loses on its output the
# capture does not show; what it loses on its input it shows.
lab_lose() {
    local host=$1 where=$2
    shift 2
    lab_on "$host" nft add table inet lab
    lab_on "$host" nft add chain inet lab "$where" "{ type filter hook $where priority 0 ; }"
    lab_on "$host" nft add rule inet lab "$where" "$*"
}

lab_heal() {
    lab_on "$1" nft delete table inet lab
}

# A port that gets a copy of what enters the switch and of what leaves it, as many a mirror port is
# set up: the capture is then taken there, and shows each packet twice. After the last lab_host.
lab_mirror() {
    local port way
    ip -n "$lab_tag-switch" link add mirror type veth peer name monitor
    ip -n "$lab_tag-switch" link set mirror addrgenmode none mtu 9000 up
    ip -n "$lab_tag-switch" link set monitor addrgenmode none mtu 9000 up
    for port in $(ip -n "$lab_tag-switch" -o link show master lab | sed 's/^[0-9]*: //; s/@.*//'); do
        lab_on switch tc qdisc add dev "$port" clsact
        for way in ingress egress; do
            lab_on switch tc filter add dev "$port" "$way" protocol ip u32 match u32 0 0 \
                action mirred egress mirror dev mirror
        done
    done
    capture_port=monitor
}

lab_on() {
    local host=$1
    shift
    ip netns exec "$lab_tag-$host" "$@"
}

lab_start() {
    local host=$1
    shift
    # exec, so that the process id is the program's own and no wrapper's.
    (cd "$lab_tmp" && exec ip netns exec "$lab_tag-$host" "$@") \
        </dev/null >>"$lab_tmp/$host.log" 2>&1 &
    lab_pid=$!
    lab_pids+=("$lab_pid")
}

lab_stop() {
    local pid=$1 signal=${2:-TERM} turn
    kill "-$signal" "$pid" 2>/dev/null || return 0
    for turn in $(seq 40); do
        kill -0 "$pid" 2>/dev/null || break
        [ "$turn" -lt 30 ] || kill -KILL "$pid" 2>/dev/null || true
        sleep 0.1
    done
    wait "$pid" 2>/dev/null || true
}

# lab_wait HOST udp|tcp PORT: until something listens there
lab_wait() {
    local turn
    for turn in $(seq 100); do
        [ -z "$(lab_on "$1" ss -Hnl "--$2" "sport = :$3")" ] || return 0
        sleep 0.05
    done
    lab_fail "nothing listens on $1, $2 port $3, after $turn looks"
}

lab_clean() {
    local at host
    # The last first: a phone says goodbye to its server.
    for ((at = ${#lab_pids[@]} - 1; at >= 0; at--)); do lab_stop "${lab_pids[at]}"; done
    for host in "${lab_hosts[@]}"; do
        ip netns del "$lab_tag-$host" 2>/dev/null || true
        rm -rf "/etc/netns/$lab_tag-$host"
    done
    rmdir /etc/netns 2>/dev/null || true # it was not there, if nothing else is in it
    if [ -n "${LAB_KEEP:-}" ]; then echo "$lab_case: kept $lab_tmp" >&2; else rm -rf "$lab_tmp"; fi
}
trap lab_clean EXIT
trap 'exit 130' INT TERM

# ---- the capture ------------------------------------------------------------------------------

# Everything the hosts say, less how they find one another.
capture_filter='(ip and not igmp) or (ip6 and (udp or tcp or ip6 proto 44 or (icmp6 and ip6[40] < 128)))'
capture_pid=0
capture_port=lab
capture_limits=(-a duration:60 -a packets:3000)

capture_start() {
    local turn
    lab_start switch dumpcap -q -P -i "$capture_port" -w "$lab_tmp/raw.pcap" \
        -f "${1:-$capture_filter}" "${capture_limits[@]}"
    capture_pid=$lab_pid
    for turn in $(seq 100); do
        ! grep -qs '^File:' "$lab_tmp/switch.log" || return 0
        sleep 0.05
    done
    lab_fail "dumpcap did not begin after $turn looks"
}

# capture_stop [OPTION...]: options of pcapng.py, as --secrets FILE
capture_stop() {
    sleep 0.6 # the kernel hands its last packets over in blocks
    lab_stop "$capture_pid" INT
    mkdir -p "$lab_pcaps/$(dirname "$lab_case")"
    /usr/bin/python3 "$lab_home/pcapng.py" "$lab_tmp/raw.pcap" "$lab_pcaps/$lab_case.pcapng" "$@" ||
        lab_fail 'no capture was written'
}

# lab_by_hand PROGRAM ARGUMENT...: a capture that a program of hand/ writes, without any server
lab_by_hand() {
    mkdir -p "$lab_pcaps/$(dirname "$lab_case")"
    /usr/bin/python3 "$lab_home/hand/$1" "${@:2}" "$lab_pcaps/$lab_case.pcapng"
}

# lab_from CAPTURE PROGRAM [OPTION...]: the same out of another capture of pcaps/
lab_from() {
    local capture=$lab_pcaps/$1.pcapng
    [ -f "$capture" ] || lab_fail "it needs $1; make that first"
    lab_by_hand "$2" "$capture" "${@:3}"
}

# lab_play [PLAY]: peers on the hosts play plays/PLAY.py, or the play that is named as the case
lab_play() {
    LAB_TAG=$lab_tag PYTHONPATH=$lab_home PYTHONDONTWRITEBYTECODE=1 \
        timeout 60 /usr/bin/python3 "$lab_home/plays/${1:-$lab_case}.py" >>"$lab_tmp/play.log" 2>&1 ||
        lab_fail 'the play was not played to its end'
}

# ---- kamailio ---------------------------------------------------------------------------------

# start_kamailio HOST [OPTION...]: the proxy of kamailio/proxy.cfg, or of the file that kamailio_config
# names, listening where OPTION -l says
kamailio_config=proxy.cfg
start_kamailio() {
    local host=$1
    shift
    mkdir -p "$lab_tmp/kamailio-$host"
    case " $* " in *' WITH_TLS '*)
        openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=example.test \
            -keyout "$lab_tmp/key.pem" -out "$lab_tmp/certificate.pem" 2>/dev/null
        sed "s|@HERE@|$lab_tmp|" "$lab_home/kamailio/tls.cfg" >"$lab_tmp/tls.cfg"
        set -- "$@" -A "TLS_CFG=\"$lab_tmp/tls.cfg\""
        ;;
    esac
    lab_start "$host" kamailio -DD -E -f "$lab_home/kamailio/$kamailio_config" -n 1 -m 32 -M 4 \
        -Y "$lab_tmp/kamailio-$host" -w "$lab_tmp/kamailio-$host" "$@"
    lab_wait "$host" udp 5060
    sleep 0.3 # it listens before its processes are all there
}

# ---- baresip ----------------------------------------------------------------------------------

# start_baresip HOST ADDRESS ACCOUNTS [SETTING...]: a phone. ACCOUNTS is a file of baresip/.
start_baresip() {
    local host=$1 address=$2 accounts=$3 home=$lab_tmp/$1 setting
    shift 3
    mkdir -p "$home"
    cp "$lab_home/baresip/$accounts" "$home/accounts"
    sed "s/@ADDRESS@/$address/" "$lab_home/baresip/config" >"$home/config"
    for setting in "$@"; do echo "$setting" >>"$home/config"; done
    touch "$home/contacts"
    lab_start "$host" baresip -f "$home" -t 50
    lab_wait "$host" tcp 4444
    lab_wait "$host" udp 5060
}

# baresip_say HOST COMMAND [PARAMETER]: what one would type at the phone
baresip_say() {
    lab_on "$1" /usr/bin/python3 "$lab_home/baresip/say.py" "$2" "${3:-}" >>"$lab_tmp/$1.log"
}

# ---- twinkle ----------------------------------------------------------------------------------

# start_twinkle HOST USER [SETTING...]: another phone. Its user is on the server 10.77.0.1; settings
# are lines of its profile. What it is told comes through a pipe.
start_twinkle() {
    local host=$1 user=$2 home=$lab_tmp/$1 setting
    shift 2
    mkdir -p "$home/.twinkle"
    cp "$lab_home/twinkle/system" "$home/.twinkle/twinkle.sys"
    sed "s/@USER@/$user/" "$lab_home/twinkle/profile" >"$home/.twinkle/$user.cfg"
    for setting in "$@"; do echo "$setting" >>"$home/.twinkle/$user.cfg"; done
    mkfifo "$home/keys"
    # shellcheck disable=SC2016 # the inner shell expands it
    lab_start "$host" env HOME="$home" sh -c 'exec twinkle-console "$1" <>"$HOME/keys"' sh "$user.cfg"
    lab_wait "$host" udp 5060
}

# twinkle_say HOST COMMAND...: what one would type at its prompt
twinkle_say() {
    echo "${*:2}" >"$lab_tmp/$1/keys"
}

# ---- linphone ---------------------------------------------------------------------------------

# start_linphone HOST ADDRESS USER [account]: another phone; with its account on the server 10.77.0.1.
# What it is told comes through a pipe. It plays a file in place of a microphone.
start_linphone() {
    local host=$1 address=$2 user=$3 home=$lab_tmp/$1 part
    mkdir -p "$home/.local/share/linphone"
    for part in config "${@:4}"; do
        sed "s/@USER@/$user/; s/@ADDRESS@/$address/" "$lab_home/linphone/$part"
    done >"$home/linphonerc"
    [ -p "$home/keys" ] || mkfifo "$home/keys"
    # shellcheck disable=SC2016 # the inner shell expands it
    lab_start "$host" env HOME="$home" DISPLAY='' sh -c 'exec linphonec -c "$HOME/linphonerc" <>"$HOME/keys"'
    lab_wait "$host" udp 5060
    linphone_say "$host" soundcard use files
}

# linphone_say HOST COMMAND...: what one would type at its prompt
linphone_say() {
    echo "${*:2}" >"$lab_tmp/$1/keys"
}

# ---- sipp -------------------------------------------------------------------------------------

# sipp_scenario NAME: the file to give to sipp, made from sipp/NAME.xml. sipp has no step for "any
# final response", so the line @ANY_FINAL@ becomes one optional step per code; and it wants to know
# methods and codes beforehand, so @METHOD@ and @STATUS@ become sipp_method and sipp_status.
sipp_method=OPTIONS
sipp_status='200 OK'
sipp_scenario() {
    local code
    mkdir -p "$lab_tmp/sipp"
    for code in {300..699}; do
        echo "  <recv response=\"$code\" optional=\"true\" next=\"answered\" response_txn=\"request\"/>"
    done >"$lab_tmp/sipp/any-final"
    sed -e "s/@METHOD@/$sipp_method/; s/@STATUS@/$sipp_status/" -e "/@ANY_FINAL@/{r $lab_tmp/sipp/any-final
        d}" "$lab_home/sipp/$1.xml" >"$lab_tmp/sipp/$1.xml"
    echo "$lab_tmp/sipp/$1.xml"
}

sipp_run() {
    local start=$1 host=$2 address=$3 scenario
    scenario=$(sipp_scenario "$4")
    shift 4
    "$start" "$host" sipp -sf "$scenario" -i "$address" -p 5060 -nostdin -timeout 40 \
        -timeout_error -skip_rlimit -default_behaviors all,-abortunexp -key nothing '' \
        -trace_err -error_file "$lab_tmp/$host.log" "$@"
}

# sipp_serve HOST ADDRESS SCENARIO [OPTION...]: play a server; end with lab_stop
sipp_serve() {
    sipp_run lab_start "$@"
    case " $* " in *' -t t'*) lab_wait "$1" tcp 5060 ;; *) lab_wait "$1" udp 5060 ;; esac
}

# sipp_call HOST ADDRESS SCENARIO SERVER [OPTION...]: play a client, one call unless told
sipp_call() {
    local host=$1 address=$2 scenario=$3 server=$4
    shift 4
    sipp_run lab_on "$host" "$address" "$scenario" "$server" -m 1 -l 1 -r 20 "$@" \
        </dev/null >>"$lab_tmp/$host.log" 2>&1 || lab_fail "$scenario towards $server: sipp gave up"
}

# sipp_ask METHOD USER [HEADERS]: one request from host client (10.77.0.10) to the server 10.77.0.1,
# and whatever final response comes. A USER with a colon is a whole Request-URI. sipp_hops is the
# Max-Forwards.
sipp_hops=70
sipp_ask() {
    local scenario=request target=sip:$2@10.77.0.1
    sipp_method=$1
    [ "$1" != INVITE ] || scenario=attempt
    case $2 in *:*) target=$2 ;; esac
    sipp_call client 10.77.0.10 "$scenario" 10.77.0.1 -s bob -key caller alice \
        -key target "$target" -key hops "$sipp_hops" -key request_header "${3:-User-Agent: SIPp}"
}

# sipp_answers METHOD STATUS [ANSWER-HEADERS [REQUEST-HEADERS]]: one request of sipp_ask, and one
# response of sipp on host server
sipp_answers() {
    local scenario=respond answering
    [ "$1" != INVITE ] || scenario=refuse
    sipp_status=$2
    sipp_serve server 10.77.0.1 "$scenario" -m 1 -key answer_header "${3:-Server: SIPp}"
    answering=$lab_pid
    sipp_ask "$1" bob "${4:-}"
    wait "$answering" || lab_fail "sipp as server for $2 gave up"
}

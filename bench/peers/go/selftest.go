package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"strings"
)

// switches is how often the word goes from one task to another in one operation.
var switches = map[string]int64{"yield-100": 1, "oneshot": 1, "channel-pingpong": 2, "mutex": 1}

// selfTest panics at the first check that fails; how many held.
func selfTest() int {
	probing = true
	_, known := run("no-such-row", 1)
	check(!known, "there is no such row")
	check(strings.HasSuffix(memory("nothing", 1), "unsupported"), "there is no such kind")
	planted()
	passed := 6
	for row := range rows {
		for _, n := range []int64{1, 100, 10_000} {
			probed.last, probed.switches = -1, 0
			b, _ := run(row, n)
			if times := switches[row]; times > 0 {
				check(switched(b.done*times, probed.switches), fmt.Sprintf("%s: %d", row, probed.switches))
			}
		}
		passed++
	}
	for _, kind := range []string{"sleep", "channel", "socket"} {
		answer := memory(kind, 100)
		check(strings.HasPrefix(answer, "memory "+kind+" 100 "), answer)
		passed++
	}
	checkEcho(echo("0"))
	return passed + 1
}

// switched: whether another task had the word as often as it should; start and end may differ.
func switched(wanted, seen int64) bool {
	return seen >= wanted-wanted/100 && seen <= wanted+2
}

// planted holds the checks against batches that are wrong: each must be found.
func planted() {
	check(complete(1000, batch{done: 1000}), "1000 are 1000")
	check(!complete(1000, batch{done: 999}), "one too few is found")
	check(!complete(1000, batch{done: 1100}), "too many are found")
	check(switched(1000, 1000), "1000 turns are 1000")
	check(!switched(1000, 20), "no turns taken is found")
	check(!switched(1000, 2000), "twice the turns is found")
}

func checkEcho(port int) {
	connection, err := net.Dial("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
	must(err)
	for _, size := range []int{1, 64, 1024, 100_000} {
		sent := make([]byte, size)
		for i := range sent {
			sent[i] = byte(i % 251)
		}
		_, err := connection.Write(sent)
		must(err)
		back := make([]byte, size)
		_, err = io.ReadFull(connection, back)
		must(err)
		check(bytes.Equal(sent, back), fmt.Sprintf("the echo of %d bytes is another", size))
	}
	must(connection.Close())
}

func check(holds bool, what string) {
	if !holds {
		panic(what)
	}
}

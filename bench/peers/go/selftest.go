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
	passed := 2
	for row := range rows {
		for _, n := range []int64{1, 100, 10_000} {
			probed.last, probed.switches = -1, 0
			b, _ := run(row, n)
			if times := switches[row]; times > 0 {
				wanted := b.done * times
				check(probed.switches >= wanted-wanted/100 && probed.switches <= wanted+2,
					fmt.Sprintf("%s: %d switches between tasks, not %d", row, probed.switches, wanted))
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

// Go on one processor, as a peer. The README of the peers has the protocol and what each row means.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
)

func main() {
	// Also where the environment says otherwise.
	runtime.GOMAXPROCS(1)
	switch {
	case len(os.Args) == 1:
		serve()
	case len(os.Args) == 2 && os.Args[1] == "--self-test":
		fmt.Printf("self-test: %d passed, 0 failed\n", selfTest())
	case len(os.Args) == 4 && os.Args[1] == "--hold":
		hold(os.Args[2], int(number(os.Args[3])))
	default:
		fmt.Fprintln(os.Stderr, "usage: no argument to serve on standard input, or --self-test")
		os.Exit(2)
	}
}

func serve() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		line := lines.Text()
		if line == "quit" {
			return
		}
		fmt.Println(answer(line))
	}
	must(lines.Err())
}

func answer(line string) string {
	words := strings.Fields(line)
	switch {
	case line == "cpu":
		return fmt.Sprintf("cpu %d", processCPUNanos())
	case len(words) == 2 && words[0] == "echo":
		return fmt.Sprintf("echo %d", echo(words[1]))
	case len(words) == 3 && words[0] == "memory":
		return memory(words[1], int(number(words[2])))
	case len(words) == 2:
		b, ok := run(words[0], number(words[1]))
		if !ok {
			return words[0] + " unsupported"
		}
		return fmt.Sprintf("%s %d %d %d %d", words[0], b.done, b.wall, b.cpu, b.allocated)
	}
	return line + " unsupported"
}

// run does one batch, and refuses it where it has done less than it was asked for.
func run(row string, n int64) (batch, bool) {
	do, ok := rows[row]
	if !ok {
		return batch{}, false
	}
	b := do(n)
	if !complete(n, b) {
		panic(fmt.Sprintf("%s: asked for %d operations, did %d", row, n, b.done))
	}
	return b, true
}

// complete: a row may round up, to at most 99 more.
func complete(n int64, b batch) bool {
	return b.done >= n && b.done < n+100
}

func number(word string) int64 {
	n, err := strconv.ParseInt(word, 10, 64)
	must(err)
	return n
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// waiting counts those that have come to where they wait.
var waiting atomic.Int64

type measure struct{ resident, used int64 }

func measured() measure {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	statm, err := os.ReadFile("/proc/self/statm")
	must(err)
	pages := number(strings.Fields(string(statm))[1])
	return measure{pages * int64(os.Getpagesize()), int64(stats.HeapAlloc + stats.StackInuse)}
}

func memory(kind string, count int) string {
	waiting.Store(0)
	before := measured()
	var kept any
	switch kind {
	case "sleep":
		for range count {
			go func() {
				waiting.Add(1)
				time.Sleep(time.Hour)
			}()
		}
	case "channel":
		channels := make([]chan int64, 0, count)
		for range count {
			channel := make(chan int64, 1)
			channels = append(channels, channel)
			go func() {
				waiting.Add(1)
				<-channel
			}()
		}
		kept = channels
	case "socket":
		kept = sockets(count)
	default:
		return "memory " + kind + " unsupported"
	}
	for waiting.Load() < int64(count) {
		runtime.Gosched()
	}
	runtime.Gosched()
	after := measured()
	runtime.KeepAlive(kept)
	each := func(bytes int64) float64 { return float64(bytes) / float64(count) }
	return fmt.Sprintf("memory %s %d %.1f %.1f", kind, count,
		each(max(0, after.resident-before.resident)), each(after.used-before.used))
}

// sockets are connections that each have a goroutine reading. Their far ends are held by another
// process, which ends with this one: its input ends.
func sockets(count int) io.Closer {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	must(err)
	program, err := os.Executable()
	must(err)
	port := listener.Addr().(*net.TCPAddr).Port
	holder := exec.Command(program, "--hold", strconv.Itoa(port), strconv.Itoa(count))
	holder.Stderr = os.Stderr
	input, err := holder.StdinPipe()
	must(err)
	must(holder.Start())
	for range count {
		connection, err := listener.Accept()
		must(err)
		go func() {
			defer connection.Close()
			waiting.Add(1)
			var first [1]byte
			if n, err := connection.Read(first[:]); n > 0 || err != io.EOF {
				panic(fmt.Sprintf("nobody sends, and yet there came %d, %v", n, err))
			}
		}()
	}
	return input
}

// hold opens connections to a port of this machine and keeps them until its input ends.
func hold(port string, count int) {
	held := make([]net.Conn, 0, count)
	for range count {
		connection, err := net.Dial("tcp4", "127.0.0.1:"+port)
		must(err)
		held = append(held, connection)
	}
	_, err := io.Copy(io.Discard, os.Stdin)
	must(err)
	runtime.KeepAlive(held)
}

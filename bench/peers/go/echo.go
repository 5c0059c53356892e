package main

import (
	"io"
	"net"
)

const echoBuffer = 16 * 1024

// echo starts a server; the port it listens on. Nagle's algorithm is off by itself in Go.
func echo(port string) int {
	listener, err := net.Listen("tcp4", "127.0.0.1:"+port)
	must(err)
	go func() {
		for {
			connection, err := listener.Accept()
			must(err)
			go serveEcho(connection)
		}
	}()
	return listener.Addr().(*net.TCPAddr).Port
}

func serveEcho(connection net.Conn) {
	defer connection.Close()
	buffer := make([]byte, echoBuffer)
	for {
		n, err := connection.Read(buffer)
		if err == io.EOF {
			return
		}
		must(err)
		_, err = connection.Write(buffer[:n])
		must(err)
	}
}

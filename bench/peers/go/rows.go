package main

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

var rows = map[string]func(n int64) batch{
	"spawn-join":       spawnJoin,
	"yield-100":        yield100,
	"oneshot":          oneshot,
	"channel-pingpong": pingPong,
	"mutex":            mutex,
	"timer":            timer,
	"race-timeout":     raceTimeout,
	"join-100":         join100,
	"wake-foreign":     wakeForeign,
	"async3":           async3,
	"depth-1":          func(n int64) batch { return depth(1, n) },
	"depth-10":         func(n int64) batch { return depth(10, n) },
	"depth-100":        func(n int64) batch { return depth(100, n) },
}

func spawnJoin(n int64) batch {
	var done int64
	var group sync.WaitGroup
	watch := start()
	for range n {
		var result int64
		group.Add(1)
		go func() {
			result = 1
			group.Done()
		}()
		group.Wait()
		done += result
	}
	return watch.stop(done)
}

func yield100(n int64) batch {
	each := (n + 99) / 100
	var done [100]int64
	var group sync.WaitGroup
	for task := range int64(100) {
		group.Go(func() {
			for range each {
				runtime.Gosched()
				ran(task)
				done[task]++
			}
		})
	}
	watch := start()
	group.Wait()
	var sum int64
	for _, d := range done {
		sum += d
	}
	return watch.stop(sum)
}

// link is a oneshot: what is sent is the next one, to be answered by the other.
type link chan link

func oneshot(n int64) batch {
	half := (n + 1) / 2
	first := make(link, 1)
	other := make(chan int64)
	go func() {
		var done int64
		for to := <-first; to != nil; done++ {
			ran(1)
			next := make(link, 1)
			to <- next
			to = <-next
		}
		other <- done
	}()
	// So that the other waits before the clock starts.
	runtime.Gosched()
	to := first
	watch := start()
	for range half {
		ran(0)
		next := make(link, 1)
		to <- next
		to = <-next
	}
	to <- nil
	return watch.stop(half + <-other)
}

func pingPong(n int64) batch {
	pings := make(chan int64, 1)
	pongs := make(chan int64, 1)
	go func() {
		for at := range pings {
			ran(1)
			pongs <- at + 1
		}
	}()
	runtime.Gosched()
	var at int64
	watch := start()
	for range n {
		ran(0)
		pings <- at
		at = <-pongs
	}
	b := watch.stop(at)
	close(pings)
	return b
}

// mutex: a channel of capacity 1 is Go's lock that hands over to the first in its queue. sync.Mutex
// is not: who unlocks it takes it again before the other has woken up.
func mutex(n int64) batch {
	lock := make(chan struct{}, 1)
	lock <- struct{}{}
	var turns int64
	var group sync.WaitGroup
	for task := range int64(2) {
		group.Go(func() {
			for range (n + 1) / 2 {
				lock <- struct{}{}
				ran(task)
				turns++
				<-lock
			}
		})
	}
	// Both are in the queue before the clock starts.
	runtime.Gosched()
	watch := start()
	<-lock
	group.Wait()
	return watch.stop(turns)
}

// timer: AfterFunc is in the heap of timers as soon as it is made. NewTimer's is not before somebody
// waits for it, so that nothing would be armed.
func timer(n int64) batch {
	var done int64
	watch := start()
	for range n {
		if time.AfterFunc(time.Hour, func() { panic("the hour is over") }).Stop() {
			done++
		}
	}
	return watch.stop(done)
}

// raceTimeout hands the deadline down, as Go does: the child runs where its caller runs.
func raceTimeout(n int64) batch {
	var done int64
	watch := start()
	for range n {
		ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
		done += child(ctx)
		cancel()
	}
	return watch.stop(done)
}

func child(ctx context.Context) int64 {
	runtime.Gosched()
	if ctx.Err() != nil {
		return 0
	}
	return 1
}

func join100(n int64) batch {
	var sum int64
	watch := start()
	for range n {
		var done [100]int64
		var group sync.WaitGroup
		for i := range done {
			group.Go(func() {
				runtime.Gosched()
				done[i] = 1
			})
		}
		group.Wait()
		for _, d := range done {
			sum += d
		}
	}
	return watch.stop(sum / 100)
}

// wakeForeign: a goroutine that is locked to a thread of its own is another OS thread.
func wakeForeign(n int64) batch {
	begin := make(chan struct{})
	asks := make(chan int64, 1)
	answers := make(chan int64, 1)
	var answered atomic.Int64
	go func() {
		runtime.LockOSThread()
		<-begin
		for i := range n {
			asks <- i
			answered.Add(<-answers)
		}
		close(asks)
	}()
	runtime.Gosched()
	watch := start()
	close(begin)
	for range asks {
		answers <- 1
	}
	return watch.stop(answered.Load())
}

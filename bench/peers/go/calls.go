package main

import (
	"fmt"
	"iter"
)

// The rows of the language alone. iter.Pull is Go's bare coroutine: next resumes it without the
// scheduler, and it gives back in yield.

func async3(n int64) batch {
	var sum int64
	calls := func(yield func(struct{}) bool) {
		for i := range n {
			sum += outer(i, yield)
		}
	}
	next, stop := iter.Pull(iter.Seq[struct{}](calls))
	defer stop()
	var suspensions int64
	watch := start()
	for {
		if _, suspended := next(); !suspended {
			break
		}
		suspensions++
	}
	b := watch.stop(suspensions)
	if expected := n*(n-1)/2 + 1002*n; sum != expected {
		panic(fmt.Sprintf("async3 came to %d, not %d", sum, expected))
	}
	return b
}

//go:noinline
func outer(x int64, yield func(struct{}) bool) int64 {
	return middle(x, yield) + 1
}

//go:noinline
func middle(x int64, yield func(struct{}) bool) int64 {
	return inner(x, yield) + 1
}

//go:noinline
func inner(x int64, yield func(struct{}) bool) int64 {
	yield(struct{}{})
	return x + 1000
}

func depth(depth int, n int64) batch {
	var resumed int64
	above := -1
	next, stop := iter.Pull(iter.Seq[struct{}](func(yield func(struct{}) bool) {
		above = frame(depth, &resumed, yield)
	}))
	next()
	watch := start()
	for range n {
		next()
	}
	b := watch.stop(resumed)
	stop()
	if above != depth-1 {
		panic(fmt.Sprintf("%d frames above the leaf", above))
	}
	return b
}

//go:noinline
func frame(depth int, resumed *int64, yield func(struct{}) bool) int {
	if depth > 1 {
		return frame(depth-1, resumed, yield) + 1
	}
	for yield(struct{}{}) {
		*resumed++
	}
	return 0
}

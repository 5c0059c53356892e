package main

// probing is on in the self-test only.
var probing bool

var probed = struct{ last, switches int64 }{last: -1}

// ran says that a task has the word; it counts how often another one has it than the one before.
func ran(task int64) {
	if probing && probed.last != task {
		probed.last = task
		probed.switches++
	}
}

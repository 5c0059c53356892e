package main

import (
	"runtime"
	"syscall"
	"time"
)

// batch is what one batch took.
type batch struct {
	done      int64 // operations, counted by what came out of them
	wall      int64 // nanoseconds
	cpu       int64 // nanoseconds of the whole process
	allocated int64 // bytes
}

type stopwatch struct {
	allocated int64
	cpu       int64
	wall      time.Time
}

func start() stopwatch {
	allocated := totalAllocated()
	cpu := processCPUNanos()
	return stopwatch{allocated, cpu, time.Now()}
}

func (s stopwatch) stop(done int64) batch {
	wall := time.Since(s.wall).Nanoseconds()
	cpu := processCPUNanos() - s.cpu
	return batch{done, wall, cpu, totalAllocated() - s.allocated}
}

func totalAllocated() int64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.TotalAlloc)
}

// processCPUNanos is the CPU time of the whole process: the collector's belongs to the price.
func processCPUNanos() int64 {
	var usage syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return usage.Utime.Nano() + usage.Stime.Nano()
}

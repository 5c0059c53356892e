package dev.bide.peers.kotlin

import dev.bide.peers.side.Batch
import dev.bide.peers.side.Probe
import dev.bide.peers.side.Stopwatch
import java.util.concurrent.atomic.AtomicLong
import java.util.concurrent.locks.LockSupport
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.hours
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.async
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield

private val HOUR = 1.hours

internal suspend fun CoroutineScope.spawnJoin(n: Long): Batch {
  var done = 0L
  val watch = Stopwatch.start()
  for (i in 0 until n) {
    done += async { 1 }.await()
  }
  return watch.stop(done)
}

internal suspend fun CoroutineScope.yield100(n: Long): Batch {
  val each = (n + 99) / 100
  var done = 0L
  val tasks =
    List(100) { task ->
      launch {
        for (i in 0 until each) {
          yield()
          Probe.ran(task.toLong())
          done++
        }
      }
    }
  val watch = Stopwatch.start()
  tasks.joinAll()
  return watch.stop(done)
}

/** What is sent is the next oneshot, to be completed by the other; Kotlin has no type for that. */
private typealias Oneshot = CompletableDeferred<Any?>

@Suppress("UNCHECKED_CAST") private suspend fun Oneshot.next() = await() as Oneshot?

internal suspend fun CoroutineScope.oneshot(n: Long): Batch {
  val half = (n + 1) / 2
  val first = Oneshot()
  val other = async {
    var done = 0L
    var to = first.next()
    while (to != null) {
      Probe.ran(1)
      val next = Oneshot()
      to.complete(next)
      to = next.next()
      done++
    }
    done
  }
  // So that the other waits before the clock starts.
  yield()
  var to = first
  val watch = Stopwatch.start()
  for (i in 0 until half) {
    Probe.ran(0)
    val next = Oneshot()
    to.complete(next)
    to = next.next()!!
  }
  to.complete(null)
  return watch.stop(half + other.await())
}

private fun Oneshot(): Oneshot = CompletableDeferred()

internal suspend fun CoroutineScope.pingPong(n: Long): Batch {
  val pings = Channel<Long>(1)
  val pongs = Channel<Long>(1)
  launch {
    for (at in pings) {
      Probe.ran(1)
      pongs.send(at + 1)
    }
  }
  yield()
  var at = 0L
  val watch = Stopwatch.start()
  for (i in 0 until n) {
    Probe.ran(0)
    pings.send(at)
    at = pongs.receive()
  }
  val batch = watch.stop(at)
  pings.close()
  return batch
}

/** Kotlin's mutex hands over to the first in its queue: to lock and unlock is to take turns. */
internal suspend fun CoroutineScope.mutex(n: Long): Batch {
  val each = (n + 1) / 2
  val mutex = Mutex(locked = true)
  var turns = 0L
  val tasks =
    List(2) { task ->
      launch {
        for (i in 0 until each) {
          mutex.withLock {
            Probe.ran(task.toLong())
            turns++
          }
        }
      }
    }
  // Both are in the queue before the clock starts.
  yield()
  val watch = Stopwatch.start()
  mutex.unlock()
  tasks.joinAll()
  return watch.stop(turns)
}

/** A timeout around nothing: it is armed and cancelled, and no coroutine has to be made for it. */
internal suspend fun timer(n: Long): Batch {
  var done = 0L
  val watch = Stopwatch.start()
  for (i in 0 until n) {
    done += withTimeout(HOUR) { 1 }
  }
  return watch.stop(done)
}

internal suspend fun raceTimeout(n: Long): Batch {
  var done = 0L
  val watch = Stopwatch.start()
  for (i in 0 until n) {
    done +=
      withTimeout(HOUR) {
        yield()
        1
      }
  }
  return watch.stop(done)
}

internal suspend fun join100(n: Long): Batch {
  var done = 0L
  val watch = Stopwatch.start()
  for (i in 0 until n) {
    coroutineScope {
      repeat(100) {
        launch {
          yield()
          done++
        }
      }
    }
  }
  return watch.stop(done / 100)
}

internal suspend fun wakeForeign(n: Long): Batch {
  val asks = Channel<Unit>(1)
  val answered = AtomicLong()
  val foreign =
    thread(start = false) {
      for (i in 1..n) {
        check(asks.trySend(Unit).isSuccess)
        while (answered.get() < i) {
          LockSupport.park(asks)
        }
      }
    }
  val watch = Stopwatch.start()
  foreign.start()
  for (i in 1..n) {
    asks.receive()
    answered.set(i)
    LockSupport.unpark(foreign)
  }
  val batch = watch.stop(answered.get())
  foreign.join()
  return batch
}

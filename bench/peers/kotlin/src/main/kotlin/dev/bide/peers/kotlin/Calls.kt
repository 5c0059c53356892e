package dev.bide.peers.kotlin

import dev.bide.peers.side.Batch
import dev.bide.peers.side.Stopwatch
import kotlin.coroutines.Continuation
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.intrinsics.COROUTINE_SUSPENDED
import kotlin.coroutines.intrinsics.startCoroutineUninterceptedOrReturn
import kotlin.coroutines.intrinsics.suspendCoroutineUninterceptedOrReturn
import kotlin.coroutines.resume

/** Calls without a scheduler: a bare loop resumes what is parked here. */
private class Bare<T> {
  private var parked: Continuation<Unit>? = null
  var result: Result<T>? = null
    private set

  suspend fun suspend() =
    suspendCoroutineUninterceptedOrReturn<Unit> {
      parked = it
      COROUTINE_SUSPENDED
    }

  fun start(calls: suspend () -> T) {
    val started =
      calls.startCoroutineUninterceptedOrReturn(
        Continuation(EmptyCoroutineContext) { result = it }
      )
    check(started === COROUTINE_SUSPENDED) { "nothing has suspended" }
  }

  /** Goes on from where it is parked, to the next place or the end. */
  fun resume() = parked!!.resume(Unit)
}

/**
 * Starts `n` calls, resumes them to their end and checks what they came to. What is timed is the
 * whole.
 */
private fun <T> async3(n: Long, expected: T, calls: suspend (Bare<T>) -> T): Batch {
  val bare = Bare<T>()
  var suspensions = 0L
  val watch = Stopwatch.start()
  bare.start { calls(bare) }
  while (bare.result == null) {
    suspensions++
    bare.resume()
  }
  val batch = watch.stop(suspensions)
  val sum = bare.result!!.getOrThrow()
  check(sum == expected) { "async3 came to $sum" }
  return batch
}

internal fun async3(n: Long): Batch =
  async3(n, n * (n - 1) / 2 + 1002 * n) { bare ->
    var sum = 0L
    for (i in 0 until n) {
      sum += outer(bare, i)
    }
    sum
  }

private suspend fun outer(bare: Bare<*>, x: Long): Long = middle(bare, x) + 1

private suspend fun middle(bare: Bare<*>, x: Long): Long = inner(bare, x) + 1

private suspend fun inner(bare: Bare<*>, x: Long): Long {
  bare.suspend()
  return x + 1000
}

internal fun async3Int(n: Long): Batch =
  async3(n, (n * (n - 1) / 2 + 1002 * n).toInt()) { bare ->
    var sum = 0
    for (i in 0 until n) {
      sum += outerInt(bare, i.toInt())
    }
    sum
  }

private suspend fun outerInt(bare: Bare<*>, x: Int): Int = middleInt(bare, x) + 1

private suspend fun middleInt(bare: Bare<*>, x: Int): Int = innerInt(bare, x) + 1

private suspend fun innerInt(bare: Bare<*>, x: Int): Int {
  bare.suspend()
  return x + 1000
}

/** Its sums are exact up to 2^53. */
internal fun async3Double(n: Long): Batch =
  async3(n, (n * (n - 1) / 2 + 1002 * n).toDouble()) { bare ->
    var sum = 0.0
    for (i in 0 until n) {
      sum += outerDouble(bare, i.toDouble())
    }
    sum
  }

private suspend fun outerDouble(bare: Bare<*>, x: Double): Double = middleDouble(bare, x) + 1

private suspend fun middleDouble(bare: Bare<*>, x: Double): Double = innerDouble(bare, x) + 1

private suspend fun innerDouble(bare: Bare<*>, x: Double): Double {
  bare.suspend()
  return x + 1000
}

private class Leaf(val bare: Bare<Int>, val times: Long) {
  var resumed = 0L

  suspend fun frame(depth: Int): Int {
    if (depth > 1) {
      return frame(depth - 1) + 1
    }
    while (resumed < times) {
      bare.suspend()
      resumed++
    }
    return 0
  }
}

internal fun depth(depth: Int, n: Long): Batch {
  val bare = Bare<Int>()
  val leaf = Leaf(bare, n + 1)
  bare.start { leaf.frame(depth) }
  val watch = Stopwatch.start()
  for (i in 0 until n) {
    bare.resume()
  }
  val batch = watch.stop(leaf.resumed)
  bare.resume()
  val above = bare.result!!.getOrThrow()
  check(above == depth - 1) { "$above frames above the leaf" }
  return batch
}

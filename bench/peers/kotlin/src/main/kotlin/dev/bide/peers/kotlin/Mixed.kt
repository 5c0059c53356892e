package dev.bide.peers.kotlin

import dev.bide.peers.side.Batch
import dev.bide.peers.side.Stopwatch
import java.util.function.BiConsumer
import kotlin.coroutines.Continuation
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.intrinsics.COROUTINE_SUSPENDED
import kotlin.coroutines.intrinsics.startCoroutineUninterceptedOrReturn
import kotlin.coroutines.intrinsics.suspendCoroutineUninterceptedOrReturn
import kotlin.coroutines.resume

private const val KINDS = 8

/** Where one kind is parked. One class for all of them, so that who resumes it knows it. */
internal class Kept {
  private var parked: Continuation<Unit>? = null
  var done = 0L

  suspend fun suspend() =
    suspendCoroutineUninterceptedOrReturn<Unit> {
      parked = it
      COROUTINE_SUSPENDED
    }

  fun resume() = parked!!.resume(Unit)
}

/** Starts what is parked; a class file that is loaded once for each kind. */
internal class Kind : BiConsumer<String, Kept> {
  override fun accept(row: String, kept: Kept) {
    val calls: suspend () -> Unit =
      when (row) {
        "mixed-depth-1" -> {
          {
            while (kept.done >= 0) {
              kept.suspend()
              kept.done++
            }
          }
        }
        else -> {
          {
            var sum = 0L
            while (sum >= 0) {
              sum += outer(kept, kept.done)
              kept.done++
            }
          }
        }
      }
    val started =
      calls.startCoroutineUninterceptedOrReturn(Continuation(EmptyCoroutineContext) {})
    check(started === COROUTINE_SUSPENDED) { "nothing has suspended" }
  }

  private suspend fun outer(kept: Kept, x: Long): Long = middle(kept, x) + 1

  private suspend fun middle(kept: Kept, x: Long): Long = inner(kept, x) + 1

  private suspend fun inner(kept: Kept, x: Long): Long {
    kept.suspend()
    return x + 1000
  }
}

/** Eight kinds, resumed in random order. */
internal class Mixed(row: String) {
  private val kinds =
    Array(KINDS) {
      val kept = Kept()
      Copies().kind().accept(row, kept)
      kept
    }
  private var random = 1 // by George Marsaglia's xorshift of 32 bits

  fun run(n: Long): Batch {
    val before = kinds.sumOf { it.done }
    val watch = Stopwatch.start()
    for (i in 0 until n) {
      random = random xor (random shl 13)
      random = random xor (random ushr 17)
      random = random xor (random shl 5)
      kinds[random and KINDS - 1].resume()
    }
    return watch.stop(kinds.sumOf { it.done } - before)
  }
}

/** Loads what belongs to a kind once more. */
private class Copies : ClassLoader(Mixed::class.java.classLoader) {
  @Suppress("UNCHECKED_CAST")
  fun kind(): BiConsumer<String, Kept> {
    val constructor = loadClass(Kind::class.java.name).getDeclaredConstructor()
    constructor.isAccessible = true
    return constructor.newInstance() as BiConsumer<String, Kept>
  }

  override fun loadClass(name: String, resolve: Boolean): Class<*> {
    if (!name.startsWith(Kind::class.java.name)) {
      return super.loadClass(name, resolve)
    }
    synchronized(getClassLoadingLock(name)) {
      return findLoadedClass(name) ?: define(name)
    }
  }

  private fun define(name: String): Class<*> {
    val stream = getResourceAsStream(name.replace('.', '/') + ".class")
    val file = (stream ?: throw ClassNotFoundException(name)).use { it.readAllBytes() }
    return defineClass(name, file, 0, file.size)
  }
}

package dev.bide.peers.kotlin

import dev.bide.peers.side.Batch
import dev.bide.peers.side.Peer
import dev.bide.peers.side.Sides
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.runBlocking

/** Serves on standard input; see the README. */
fun main(arguments: Array<String>) = Sides.main(arguments, Main)

private typealias Row = suspend CoroutineScope.(n: Long) -> Batch

/** kotlinx.coroutines on the event loop of `runBlocking`. */
object Main : Peer {
  private val scheduled: Map<String, Row> =
    mapOf(
      "spawn-join" to { n -> spawnJoin(n) },
      "yield-100" to { n -> yield100(n) },
      "oneshot" to { n -> oneshot(n) },
      "channel-pingpong" to { n -> pingPong(n) },
      "mutex" to { n -> mutex(n) },
      "timer" to { n -> timer(n) },
      "race-timeout" to { n -> raceTimeout(n) },
      "join-100" to { n -> join100(n) },
      "wake-foreign" to { n -> wakeForeign(n) },
    )

  /** The language alone: a bare loop resumes. */
  private val bare: Map<String, (Long) -> Batch> =
    mapOf(
      "async3" to { n -> async3(n) },
      "async3-int" to ::async3Int,
      "async3-double" to ::async3Double,
      "depth-1" to { n -> depth(1, n) },
      "depth-10" to { n -> depth(10, n) },
      "depth-100" to { n -> depth(100, n) },
      "mixed-depth-1" to { n -> mixed("mixed-depth-1", n) },
      "mixed-async3" to { n -> mixed("mixed-async3", n) },
    )

  private val mixed = HashMap<String, Mixed>()

  private fun mixed(row: String, n: Long) = mixed.getOrPut(row) { Mixed(row) }.run(n)

  override fun rows() = scheduled.keys + bare.keys

  override fun kinds() = setOf("sleep", "channel")

  override fun echoes() = false

  override fun row(name: String, n: Long): Batch? {
    val row = scheduled[name] ?: return bare[name]?.invoke(n)
    return runBlocking { row(n) }
  }

  override fun memory(kind: String, count: Int) = waiting(kind, count)
}

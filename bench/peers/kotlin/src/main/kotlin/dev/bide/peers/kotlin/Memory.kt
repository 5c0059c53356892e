package dev.bide.peers.kotlin

import dev.bide.peers.side.Growth
import dev.bide.peers.side.Peer.Waiting
import java.util.concurrent.CountDownLatch
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.hours
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

/** How many have come to where they wait; of the event loop's thread. */
private var arrived = 0

internal fun waiting(kind: String, count: Int): Waiting? {
  val channels = ArrayList<Channel<Long>>()
  val make: CoroutineScope.() -> Unit =
    when (kind) {
      "sleep" -> fun CoroutineScope.() { launch { sleep() } }
      "channel" ->
        fun CoroutineScope.() {
          val channel = Channel<Long>(1)
          channels += channel
          launch { receive(channel) }
        }
      else -> return null
    }
  val before = Growth.start()
  val allWait = CountDownLatch(1)
  val loop =
    thread(isDaemon = true) {
      runBlocking {
        arrived = 0
        repeat(count) { make() }
        while (arrived < count) {
          yield()
        }
        allWait.countDown()
        awaitCancellation()
      }
    }
  allWait.await()
  return Waiting(before, listOf(loop, channels))
}

private suspend fun sleep() {
  arrived++
  delay(1.hours)
}

private suspend fun receive(channel: Channel<Long>) {
  arrived++
  error("nobody sends, and yet there came ${channel.receive()}")
}

/** What tasks wait for each other with: channels, oneshots, semaphores, mutexes. */
@org.jspecify.annotations.NullMarked
package dev.bide.sync;

/** What the sockets of all drivers have in common: who waits, which operations, how they close. */
package dev.bide.runtimes.sockets;

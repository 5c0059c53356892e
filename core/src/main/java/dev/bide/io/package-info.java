/** Reading and writing bytes, lines and exact lengths; connections in memory. */
@org.jspecify.annotations.NullMarked
package dev.bide.io;

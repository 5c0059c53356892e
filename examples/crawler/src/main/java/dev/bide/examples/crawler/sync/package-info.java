/** Blocking I/O of the JDK under the names that Bide's has, so that the twins can be compared. */
package dev.bide.examples.crawler.sync;

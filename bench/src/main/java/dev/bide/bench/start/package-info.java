/** What is measured from its start: two small programs, and a compilation. */
package dev.bide.bench.start;

/**
 * For tests of asynchronous code: {@link dev.bide.testing.TestRuntime}, a runtime that is stepped
 * by hand in virtual time, and {@link dev.bide.testing.Scripted}, a computation that does what the
 * test says.
 */
package dev.bide.testing;

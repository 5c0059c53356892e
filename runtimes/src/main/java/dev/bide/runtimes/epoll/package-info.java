/**
 * TCP over Linux's epoll, called without the JDK's channels: a socket is a number and an object of
 * 56 bytes.
 */
package dev.bide.runtimes.epoll;

package dev.bide.examples.crawler;

/** What a server answered. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two
record Response(Head head, byte[] body) {}

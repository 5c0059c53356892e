package dev.bide.weave.v1;

/** A lambda that the weaver turned into a state machine. Its subinterfaces have the entry. */
public interface Woven {}

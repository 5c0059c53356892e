package dev.bide.weaver;

import java.util.Collections;
import java.util.SequencedMap;

/** What became of a class file. */
public final class WeaveResult {
  /** What was done with a class. */
  public enum Outcome {
    /** It has no blocks, or was woven before. */
    UNCHANGED,
    /** Its blocks are woven now. */
    WOVEN,
    /** An error was reported, and the class is unchanged. */
    FAILED
  }

  private final Outcome outcome;
  private final byte[] classFile;
  private final SequencedMap<String, byte[]> frames;

  WeaveResult(Outcome outcome, byte[] classFile, SequencedMap<String, byte[]> frames) {
    this.outcome = outcome;
    this.classFile = classFile;
    this.frames = Collections.unmodifiableSequencedMap(frames);
  }

  /** What was done. */
  public Outcome outcome() {
    return outcome;
  }

  /** Whether there is something new to write. */
  public boolean changed() {
    return outcome == Outcome.WOVEN;
  }

  /** The class; the very array that was given when nothing was changed. */
  public byte[] classFile() {
    return classFile;
  }

  /**
   * The frame classes to put beside it, by internal name ({@code com/x/Y$…}), in the order of the
   * class file's blocks.
   */
  public SequencedMap<String, byte[]> frames() {
    return frames;
  }
}

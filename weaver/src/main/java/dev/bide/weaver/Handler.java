package dev.bide.weaver;

import java.lang.classfile.constantpool.ClassEntry;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an exception table. Which instructions it covers is said at each instruction ({@link
 * Node#cov}); entries are tried in the order of {@link Body#handlers}.
 *
 * @param target where the exception goes
 * @param type what is caught, null for anything
 */
record Handler(Mark target, @Nullable ClassEntry type) {
  // Identity counts: two entries may look the same and stand at different places in the table.
  @Override
  public boolean equals(@Nullable Object o) {
    return this == o;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}

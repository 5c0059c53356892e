package dev.bide.testing.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a check of the contract with the numbers of the rules it is for. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Rule {
  /** The rules' numbers. */
  int[] value();

  /** The kinds of runtimes it is for. */
  On on() default On.ANY;

  /** Whether only {@link dev.bide.testing.TestRuntime} can show it, which counts and is stepped. */
  boolean counted() default false;

  /** Kinds of runtimes. */
  enum On {
    /** All. */
    ANY,
    /** Those whose tasks are confined to one thread. */
    CONFINED,
    /** Those whose tasks migrate. */
    MIGRATING
  }
}

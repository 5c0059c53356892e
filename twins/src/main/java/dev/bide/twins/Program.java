package dev.bide.twins;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A program of the corpus: a static method without parameters, which is also {@link Waits}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Program {
  /** Whether each run wants classes of its own: the program changes static state. */
  boolean fresh() default false;

  /**
   * Whether it is cancelled at its waits: not where the number of turns decides what a cancel
   * meets.
   */
  boolean cancels() default true;

  /**
   * Whether only what javac notes under {@code -g} tells where its handlers end, so that it is not
   * cancelled when compiled otherwise. Without a catch parameter's scope, what can be reached
   * through a handler only is in its body; ecj's {@code finally} that ends by a jump shares its
   * code with what follows.
   */
  boolean cancelsWithScopesOnly() default false;

  /** Why ecj cannot compile it, empty when it can. The method is then left out there. */
  String notEcj() default "";
}

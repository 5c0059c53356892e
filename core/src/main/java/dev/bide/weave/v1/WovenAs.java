package dev.bide.weave.v1;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a functional interface an async one: a lambda given where it is expected is a block, in
 * which {@code await} may stand. The named interface extends the annotated one and {@link Woven},
 * and has one abstract method, {@code Object start(Slots, Suspended, …)}, with the parameters of
 * the annotated interface's method behind the other two, erased. Where that has none it is {@link
 * Startable#start}.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface WovenAs {
  /** The interface that a woven lambda implements. */
  Class<? extends Woven> value();
}

package dev.bide.weave.v1;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the class that holds the leaf form of a method which makes a leaf: what woven code calls
 * instead where that method's result is awaited on the spot, as in {@code channel.send(x).await()}.
 * The form makes no computation, and uses what the call before has left for it; so a loop of such
 * calls allocates nothing.
 *
 * <p>The form is a public static method of a public class, with the annotated method's name and
 *
 * <pre>{@code
 * static Object m([C self,] …, Slots cx, Suspended spare)
 * }</pre>
 *
 * <p>where {@code C} is the annotated method's class and the parameters are its own, erased. What a
 * form does, and with what, stands at {@link Leaf}.
 *
 * <p>A method that takes a computation or a block, as a combinator does, may have a form as well.
 * What that has left is then given back to it only at the same place, and a block that is written
 * as its argument uses its frame again, whatever it has ended with.
 *
 * <p>A subclass that overrides the method is obeyed: the form looks at {@code self} and makes the
 * computation by the plain call where it is not the one it knows. A call whose static type
 * redeclares the method without this annotation stays a plain call.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface LeafForm {
  /** The class that holds the form. */
  Class<?> value();

  /**
   * Whether the leaf nearly always waits. A form that could keep nothing for a next call, outside a
   * loop, is not worth its call then, and the plain call stays.
   */
  boolean waits() default false;
}

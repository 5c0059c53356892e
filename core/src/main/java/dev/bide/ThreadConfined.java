package dev.bide;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that objects of the annotated type belong to one thread. A block that holds one across an
 * await cannot be spawned on a runtime whose tasks migrate between threads: it is refused there,
 * with the variable and the await named.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ThreadConfined {}

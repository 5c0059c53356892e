package dev.bide;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that objects of the annotated type may not be held across an await: a guard that is held for
 * a moment, a measuring of time that another task would spoil, a buffer that is only lent until the
 * caller returns. Weaving a block that holds one in a variable, or half-way through an expression,
 * reports the check {@code must-not-suspend} at the await: with javac an error, elsewhere a
 * warning.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface MustNotSuspend {}

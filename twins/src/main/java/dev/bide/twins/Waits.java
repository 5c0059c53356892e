package dev.bide.twins;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method whose call may wait. In the sync twin it is what it looks like; in the async twin its
 * body is a block, and each call of it has {@code .await()} behind it.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Waits {}

package dev.bide.weave.v1;

/**
 * Marks a woven lambda that holds a {@code @ThreadConfined} value across an await. Its {@code
 * start}, called with a null context and null (or zero) arguments, runs nothing and returns a
 * {@code String} that names the variable and the await.
 */
public interface Confined {}

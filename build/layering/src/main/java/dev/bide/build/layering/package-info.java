/**
 * The layering check: {@link dev.bide.build.layering.SourceTree} reads the modules of a build,
 * {@link dev.bide.build.layering.Layer} has the rules, {@link dev.bide.build.layering.Layering}
 * applies them.
 */
package dev.bide.build.layering;

/**
 * What {@code java -jar bide.jar} does: compiles, checks, weaves and runs a source file, or opens a
 * jshell in which blocks are woven.
 */
package dev.bide.weaver.launcher;

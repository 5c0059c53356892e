/**
 * The javac front end: checks blocks while javac has their trees, and weaves each class file that
 * javac writes.
 *
 * <p>It needs two doors into javac, both in this jar and both found by themselves. The plugin is
 * started for every compilation and sees trees; the annotation processor holds the {@code Filer},
 * the only public way to find the class files again.
 */
package dev.bide.weaver.javac;

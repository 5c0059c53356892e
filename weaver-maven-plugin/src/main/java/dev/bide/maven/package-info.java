/** Bide's Maven goals. Maven puts plugins on the class path, so this is no module. */
@NullMarked
package dev.bide.maven;

import org.jspecify.annotations.NullMarked;

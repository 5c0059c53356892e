/**
 * What an async program is written with, as a sync program sees it: the same names as in {@code
 * dev.bide}, where each call gives its value at once.
 */
package dev.bide.twins.sync;

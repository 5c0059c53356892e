/**
 * The transformer that turns each async block into a state machine, from nothing but class files.
 */
package dev.bide.weaver;

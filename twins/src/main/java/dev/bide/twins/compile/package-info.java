/** Compiles the twins in memory, weaves the async ones and loads both. */
package dev.bide.twins.compile;

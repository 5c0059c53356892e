/** What the programs of the corpus are written with, and the command that runs them. */
package dev.bide.twins;

/** Makes both twins from one source. */
package dev.bide.twins.translate;

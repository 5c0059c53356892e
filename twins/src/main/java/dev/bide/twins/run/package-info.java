/** Runs both twins at each schedule and compares them. */
package dev.bide.twins.run;

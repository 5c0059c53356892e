/** The load-time front end: a Java agent that weaves classes when they are loaded. */
package dev.bide.weaver.agent;

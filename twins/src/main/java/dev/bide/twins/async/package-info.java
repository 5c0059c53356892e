/** The leaves that the async twins wait for. */
package dev.bide.twins.async;

/** The front end for builds that compile by themselves: weaves folders of class files. */
package dev.bide.weaver.cli;

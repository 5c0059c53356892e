/** Weaves folders of class files after they were compiled, for builds of any kind. */
package dev.bide.weaver.folders;

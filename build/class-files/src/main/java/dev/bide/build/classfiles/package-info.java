/**
 * Checks of class files: {@link dev.bide.build.classfiles.TeaVmCheck} holds them against TeaVM's
 * class library, {@link dev.bide.build.classfiles.HotPathCheck} follows a path of calls on which
 * nothing may be atomic. What they are applied to in this build stands in this module's tests.
 */
package dev.bide.build.classfiles;

package dev.bide.weaver;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * The static method to call in place of one whose result is awaited on the spot: its direct form,
 * or what guards a form of another class.
 *
 * @param callee what tells the called method apart from all others
 * @param onlyAgain whether it is not worth it where nothing can be kept for a next call
 */
record DirectCall(
    ClassDesc owner, String name, MethodTypeDesc type, String callee, boolean onlyAgain) {}

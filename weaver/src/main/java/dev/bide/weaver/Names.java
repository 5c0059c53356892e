package dev.bide.weaver;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/** The names of what woven code binds to. The only place that knows them. */
final class Names {
  static final String ASYNC = "dev/bide/Async";
  static final String ASYNC_SUPPLIER = "dev/bide/AsyncSupplier";
  static final String ASYNC_RUNNABLE = "dev/bide/AsyncRunnable";
  static final String ASYNC_STREAM = "dev/bide/AsyncStream";
  static final String ASYNC_CLOSEABLE = "dev/bide/AsyncCloseable";
  static final String TASK = "dev/bide/Task";
  static final String TURNS = "dev/bide/AsyncStream$Turns";
  static final String THREAD_CONFINED = "dev/bide/ThreadConfined";
  static final String MUST_NOT_SUSPEND = "dev/bide/MustNotSuspend";

  private static final String ABI = "dev/bide/weave/v1/";
  static final String WOVEN_AS = ABI + "WovenAs";
  static final String WOVEN = ABI + "Woven";
  static final String PLAIN = ABI + "Plain";
  static final String CONFINED = ABI + "Confined";
  static final String FRAME = ABI + "Frame";
  static final String SLOTS = ABI + "Slots";
  static final String SUSPENDED = ABI + "Suspended";
  static final String STARTABLE = ABI + "Startable";
  static final String WEAVE = ABI + "Weave";
  static final String LEAF_FORM = ABI + "LeafForm";

  /** What the direct form of a method is called, behind the method's own name. */
  static final String DIRECT = "$await";

  static final ClassDesc CD_ASYNC = desc(ASYNC);
  static final ClassDesc CD_ASYNC_SUPPLIER = desc(ASYNC_SUPPLIER);
  static final ClassDesc CD_ASYNC_RUNNABLE = desc(ASYNC_RUNNABLE);
  static final ClassDesc CD_ASYNC_STREAM = desc(ASYNC_STREAM);
  static final ClassDesc CD_FRAME = desc(FRAME);
  static final ClassDesc CD_BACK_EDGE = desc(ABI + "BackEdge");
  static final ClassDesc CD_SLOTS = desc(SLOTS);
  static final ClassDesc CD_SUSPENDED = desc(SUSPENDED);
  static final ClassDesc CD_STARTABLE = desc(STARTABLE);
  static final ClassDesc CD_WEAVE = desc(WEAVE);
  static final ClassDesc CD_CONTEXT = desc("dev/bide/runtime/Context");
  static final ClassDesc CD_POLL = desc("dev/bide/Poll");
  static final ClassDesc CD_OBJECTS = ClassDesc.of("java.util.Objects");
  static final ClassDesc CD_STACK_TRACE_ELEMENT = ClassDesc.of("java.lang.StackTraceElement");

  static final MethodTypeDesc RESUME =
      MethodTypeDesc.of(
          ConstantDescs.CD_Object, CD_SLOTS, ConstantDescs.CD_Object, ConstantDescs.CD_Throwable);

  private Names() {}

  static ClassDesc desc(String internalName) {
    return ClassDesc.ofInternalName(internalName);
  }

  /** The internal name of a class descriptor; the descriptor itself for an array. */
  static String internalName(String descriptor) {
    return descriptor.charAt(0) == 'L'
        ? descriptor.substring(1, descriptor.length() - 1)
        : descriptor;
  }
}

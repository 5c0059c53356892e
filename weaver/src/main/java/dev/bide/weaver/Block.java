package dev.bide.weaver;

import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import org.jspecify.annotations.Nullable;

/**
 * A lambda that waits, and what is made of it.
 *
 * @param method the lambda's method
 * @param owner its class
 * @param cxAt where the context goes among the method's parameters: behind what was captured
 * @param frame the frame class
 * @param instance whether the method that resumes it is an instance method; else the receiver, when
 *     there is one, is kept like any local
 * @param inInterface whether its class is an interface
 * @param direct whether its frame may be used again by a later run, which is given it
 * @param given whether that run may also follow one that has thrown
 * @param sourceFile the source file's name
 */
record Block(
    MethodModel method,
    ClassDesc owner,
    int cxAt,
    ClassDesc frame,
    boolean instance,
    boolean inInterface,
    boolean direct,
    boolean given,
    @Nullable String sourceFile) {

  /** How many parameters it has more than the lambda: the context, and a frame to use again. */
  static final int ADDED = 2;

  static Block of(
      MethodModel method, int cxAt, boolean direct, boolean given, @Nullable String sourceFile) {
    var model = method.parent().orElseThrow();
    boolean inInterface = model.flags().has(AccessFlag.INTERFACE);
    String owner = model.thisClass().asInternalName();
    return new Block(
        method,
        model.thisClass().asSymbol(),
        cxAt,
        Names.desc(owner + "$" + method.methodName().stringValue() + "$Frame"),
        // In an interface it would be one more method that classes inherit.
        !method.flags().has(AccessFlag.STATIC) && !inInterface,
        inInterface,
        direct,
        given,
        sourceFile);
  }

  String name() {
    return method.methodName().stringValue();
  }

  /** The name of a method that resumes it. */
  String resumeName(int part) {
    return name() + (part == 0 ? "$resume" : "$resume$" + (part + 1));
  }

  /**
   * The method that the frame calls to resume the block: its own class's are out of reach where
   * they are private, and an instance method that is not would be seen, and stubbed, by mocks.
   */
  String resumeEntry(int part) {
    return instance ? resumeName(part) + Names.DIRECT : resumeName(part);
  }

  /** Its type. */
  MethodTypeDesc resumeEntryType() {
    return instance ? resumeType().insertParameterTypes(0, owner) : resumeType();
  }

  /** Whether the lambda has a receiver, as local 0. */
  boolean hasReceiver() {
    return !method.flags().has(AccessFlag.STATIC);
  }

  /** The type of the method that has the block's code. */
  MethodTypeDesc codeType() {
    return method
        .methodTypeSymbol()
        .changeReturnType(ConstantDescs.CD_Object)
        .insertParameterTypes(cxAt, Names.CD_SLOTS, Names.CD_SUSPENDED);
  }

  MethodTypeDesc resumeType() {
    return Names.RESUME.insertParameterTypes(0, frame);
  }

  /** The local in front of which the context goes. */
  int cxLocal() {
    int local = hasReceiver() ? 1 : 0;
    for (int i = 0; i < cxAt; i++) {
      ClassDesc type = method.methodTypeSymbol().parameterType(i);
      local += type.equals(ConstantDescs.CD_long) || type.equals(ConstantDescs.CD_double) ? 2 : 1;
    }
    return local;
  }

  /** The type of the factory in the frame class that makes and hangs a frame for an await. */
  MethodTypeDesc factoryType(Layout.Site site) {
    var types = new java.util.ArrayList<ClassDesc>();
    for (Layout.Kept kept : site.operands()) {
      types.add(kept.type().field());
    }
    types.add(ConstantDescs.CD_Object);
    if (instance) {
      types.add(owner);
    }
    for (Layout.Kept kept : site.locals()) {
      if (kept.field() != null) {
        types.add(kept.field().type());
      }
    }
    types.add(Names.CD_ASYNC);
    types.add(Names.CD_SLOTS);
    if (direct) {
      types.add(Names.CD_SUSPENDED);
    }
    return MethodTypeDesc.of(Names.CD_FRAME, types);
  }

  /** Whether a method of that type can have so many parameters. */
  static boolean fits(MethodTypeDesc type) {
    int slots = 0;
    for (ClassDesc p : type.parameterList()) {
      slots += p.equals(ConstantDescs.CD_long) || p.equals(ConstantDescs.CD_double) ? 2 : 1;
    }
    return slots <= 255;
  }
}

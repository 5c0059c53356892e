package dev.bide.weaver;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;

/** The type of a local or operand, as the class file verifier sees it. */
sealed interface VType {
  /** A type without a class. */
  enum Simple implements VType {
    /** Nothing usable; also the upper half of a long or double local. */
    TOP,
    INT,
    FLOAT,
    LONG,
    DOUBLE,
    NULL,
    UNINITIALIZED_THIS
  }

  /** An object or array. */
  record Ref(String descriptor) implements VType {
    static final Ref OBJECT = new Ref("Ljava/lang/Object;");
    static final Ref THROWABLE = new Ref("Ljava/lang/Throwable;");

    static Ref ofInternalName(String name) {
      return new Ref(name.charAt(0) == '[' ? name : "L" + name + ";");
    }
  }

  /** What {@code new} left before its constructor has run. */
  record Uninitialized(Node site) implements VType {}

  /** The type of a value with a descriptor. */
  static VType of(ClassDesc type) {
    return of(type.descriptorString());
  }

  /** The type of a value with a descriptor. */
  static VType of(String descriptor) {
    return switch (descriptor.charAt(0)) {
      case 'I', 'Z', 'B', 'S', 'C' -> Simple.INT;
      case 'J' -> Simple.LONG;
      case 'F' -> Simple.FLOAT;
      case 'D' -> Simple.DOUBLE;
      case 'V' -> throw new IllegalArgumentException("void is no value");
      default -> new Ref(descriptor);
    };
  }

  /** The type of a primitive. */
  static VType of(TypeKind kind) {
    return switch (kind.asLoadable()) {
      case INT -> Simple.INT;
      case LONG -> Simple.LONG;
      case FLOAT -> Simple.FLOAT;
      case DOUBLE -> Simple.DOUBLE;
      default -> throw new IllegalArgumentException(kind.name());
    };
  }

  /** Whether it takes two slots. */
  default boolean wide() {
    return this == Simple.LONG || this == Simple.DOUBLE;
  }

  /** How it is loaded and stored. */
  default TypeKind kind() {
    return this instanceof Simple s
        ? switch (s) {
          case INT -> TypeKind.INT;
          case LONG -> TypeKind.LONG;
          case FLOAT -> TypeKind.FLOAT;
          case DOUBLE -> TypeKind.DOUBLE;
          default -> TypeKind.REFERENCE;
        }
        : TypeKind.REFERENCE;
  }

  /** The descriptor of a field that holds it. */
  default ClassDesc field() {
    if (this instanceof Ref r) {
      return ClassDesc.ofDescriptor(r.descriptor());
    }
    if (this instanceof Simple s) {
      return switch (s) {
        case INT -> ConstantDescs.CD_int;
        case LONG -> ConstantDescs.CD_long;
        case FLOAT -> ConstantDescs.CD_float;
        case DOUBLE -> ConstantDescs.CD_double;
        case NULL -> ConstantDescs.CD_Object;
        case TOP, UNINITIALIZED_THIS -> throw new IllegalStateException("not a value: " + s);
      };
    }
    throw new IllegalStateException("not a value yet: " + this);
  }
}

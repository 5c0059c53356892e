package dev.bide.weaver;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ConstantPool;
import java.lang.classfile.constantpool.ConstantPoolBuilder;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the frame classes of one shape have in common, written once: the methods whose code is the
 * same in all of them but for names. A frame class begins as a copy, with its own names in the
 * constant pool. To write each method of each frame class anew was a sixth of the weaver's work.
 */
final class FramePattern {
  // Names that no class and no method has.
  private static final String FRAME_NAME = "\u0001frame";
  private static final String OWNER_NAME = "\u0001owner";

  /** Stands for the name of the method that goes on with the block. */
  static final String RESUME = "\u0001resume";

  /** Stands for the frame class. */
  static final ClassDesc FRAME = Names.desc(FRAME_NAME);

  /** Stands for the block's class. */
  static final ClassDesc OWNER = Names.desc(OWNER_NAME);

  /** The type of the method that goes on with a block, where it is static. */
  static final MethodTypeDesc RESUME_TYPE = Names.RESUME.insertParameterTypes(0, FRAME);

  private static final int POOL = 10; // behind magic number, version and count

  private final FrameShape shape;
  private final ClassModel model;

  /** The constant pool in pieces: a string is a name or type to be filled in, bytes are copied. */
  private final List<Object> pieces = new ArrayList<>();

  /** Where the pool ends. */
  private final int end;

  /**
   * The pattern of a shape.
   *
   * @param shape the shape
   */
  FramePattern(FrameShape shape) {
    this.shape = shape;
    byte[] bytes = ClassFile.of().build(FRAME, this::common);
    this.model = ClassFile.of().parse(bytes);
    this.end = split(bytes);
  }

  private int split(byte[] bytes) {
    ConstantPool pool = model.constantPool();
    int at = POOL;
    int copied = POOL;
    for (PoolEntry entry : pool) {
      int size = size(entry, bytes, at);
      if (entry instanceof Utf8Entry utf8 && utf8.stringValue().indexOf('\u0001') >= 0) {
        pieces.add(Arrays.copyOfRange(bytes, copied, at));
        pieces.add(utf8.stringValue());
        copied = at + size;
      }
      at += size;
    }
    pieces.add(Arrays.copyOfRange(bytes, copied, at));
    return at;
  }

  private static int size(PoolEntry entry, byte[] bytes, int at) {
    return switch (entry.tag()) {
      case PoolEntry.TAG_UTF8 -> 3 + ((bytes[at + 1] & 0xff) << 8 | bytes[at + 2] & 0xff);
      case PoolEntry.TAG_CLASS -> 3;
      case PoolEntry.TAG_FIELDREF,
          PoolEntry.TAG_METHODREF,
          PoolEntry.TAG_INTERFACE_METHODREF,
          PoolEntry.TAG_NAME_AND_TYPE ->
          5;
      default -> throw new IllegalStateException("a frame has no constant " + entry.tag());
    };
  }

  /**
   * A frame class: what is common to its shape, and what is added.
   *
   * @param block its block
   * @param rest adds the rest, with {@link #FRAME} and {@link #OWNER} in place of the names where
   *     the pattern has them
   */
  byte[] write(Block block, Consumer<ClassBuilder> rest) {
    ConstantPoolBuilder pool = ConstantPoolBuilder.of(model);
    byte[] bytes =
        ClassFile.of()
            .build(
                model.thisClass(),
                pool,
                cb -> {
                  header(cb);
                  for (MethodModel method : model.methods()) {
                    cb.with(method);
                  }
                  rest.accept(cb);
                });
    return named(bytes, block);
  }

  private byte[] named(byte[] bytes, Block block) {
    String frame = Names.internalName(block.frame().descriptorString());
    String owner = Names.internalName(block.owner().descriptorString());
    var result = new ByteArrayOutputStream(bytes.length + 8 * (frame.length() + owner.length()));
    try (var out = new DataOutputStream(result)) {
      out.write(bytes, 0, POOL);
      for (Object piece : pieces) {
        if (piece instanceof String name) {
          out.writeByte(PoolEntry.TAG_UTF8);
          out.writeUTF(
              name.replace(FRAME_NAME, frame)
                  .replace(OWNER_NAME, owner)
                  .replace(RESUME, block.resumeEntry(0)));
        } else {
          out.write((byte[]) piece);
        }
      }
      out.write(bytes, end, bytes.length - end);
    } catch (IOException e) { // of a name that is too long for a class file
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return result.toByteArray();
  }

  private void common(ClassBuilder cb) {
    header(cb);
    new FrameMethods(shape).write(cb);
  }

  private void header(ClassBuilder cb) {
    cb.withVersion(shape.major(), shape.minor());
    cb.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC);
    cb.withSuperclass(Names.CD_FRAME);
  }
}

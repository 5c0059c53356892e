package dev.bide.weaver;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.RuntimeInvisibleTypeAnnotationsAttribute;
import java.lang.classfile.attribute.RuntimeVisibleTypeAnnotationsAttribute;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.ObjectVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.SimpleVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.instruction.CharacterRange;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.classfile.instruction.LocalVariableType;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes the {@link DirectForm} of a method: its own code, which runs the block at its end. */
final class DirectWriter {
  private static final MethodTypeDesc ENTER =
      MethodTypeDesc.of(ConstantDescs.CD_boolean, Names.CD_SLOTS);
  private static final MethodTypeDesc EXIT =
      MethodTypeDesc.of(ConstantDescs.CD_void, Names.CD_SLOTS);

  private final DirectForm form;
  private final Map<InvokeDynamicEntry, BlockUse> uses;
  private final Map<BlockUse.Target, Woven> woven;
  private final UnaryOperator<InvokeDynamicEntry> dynamic;

  /** Where the context is; the spare is behind it, then the method's own locals. */
  private final int cx;

  private final boolean waits;

  DirectWriter(
      DirectForm form,
      Map<InvokeDynamicEntry, BlockUse> uses,
      Map<BlockUse.Target, Woven> woven,
      Code elements,
      UnaryOperator<InvokeDynamicEntry> dynamic) {
    this.form = form;
    this.uses = uses;
    this.woven = woven;
    this.dynamic = dynamic;
    this.cx = form.parameterSlots();
    this.waits = form.targets(uses, elements).stream().anyMatch(woven::containsKey);
  }

  void write(ClassBuilder cb) {
    cb.withMethod(
        form.name(),
        form.type(),
        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
        mb -> {
          form.method().findAttribute(Attributes.exceptions()).ifPresent(mb::with);
          mb.withCode(this::code);
        });
  }

  private void code(CodeBuilder cb) {
    List<StackMapFrameInfo> frames = new ArrayList<>();
    if (!form.isStatic() || waits) {
      guard(cb, frames);
    }
    Label from = cb.newBoundLabel();
    body(cb, frames);
    if (waits) {
      // What stands on the stack is counted, whichever way it ends.
      Label to = cb.newBoundLabel();
      Label handler = cb.newBoundLabel();
      cb.exceptionCatchAll(from, to, handler);
      List<VerificationTypeInfo> locals = new ArrayList<>();
      for (int i = 0; i < cx; i++) {
        locals.add(SimpleVerificationTypeInfo.TOP);
      }
      locals.add(ObjectVerificationTypeInfo.of(Names.CD_SLOTS));
      frames.add(
          StackMapFrameInfo.of(
              handler, locals, List.of(ObjectVerificationTypeInfo.of(ConstantDescs.CD_Throwable))));
      cb.aload(cx);
      cb.invokestatic(Names.CD_WEAVE, "exit", EXIT);
      cb.athrow();
    }
    if (!frames.isEmpty()) {
      cb.with(StackMapTableAttribute.of(frames));
    }
  }

  /** Makes the computation after all where the direct form is not to be taken. */
  private void guard(CodeBuilder cb, List<StackMapFrameInfo> frames) {
    Label plain = cb.newLabel();
    Label direct = cb.newLabel();
    if (!form.isStatic()) {
      cb.aload(0);
      cb.ifnull(plain); // the plain call throws what it always throws
    }
    if (waits) {
      cb.aload(cx);
      cb.invokestatic(Names.CD_WEAVE, "enter", ENTER);
      cb.branch(Opcode.IFNE, direct);
    } else {
      cb.goto_(direct);
    }
    cb.labelBinding(plain);
    frames.add(StackMapFrameInfo.of(plain, entry(form.type()), List.of()));
    MethodTypeDesc type = form.method().methodTypeSymbol();
    loadAll(cb, form.isStatic() ? type : type.insertParameterTypes(0, form.owner()));
    String name = form.method().methodName().stringValue();
    if (form.isStatic()) {
      cb.invokestatic(form.owner(), name, type);
    } else {
      cb.invokespecial(form.owner(), name, type);
    }
    cb.aload(cx);
    cb.invokestatic(Names.CD_WEAVE, "begin", Abi.START);
    cb.areturn();
    cb.labelBinding(direct);
    frames.add(StackMapFrameInfo.of(direct, entry(form.type()), List.of()));
  }

  /** Pushes all parameters of a static method. */
  static void loadAll(CodeBuilder cb, MethodTypeDesc type) {
    int slot = 0;
    for (ClassDesc p : type.parameterList()) {
      TypeKind kind = TypeKind.from(p);
      cb.loadLocal(kind, slot);
      slot += kind.slotSize();
    }
  }

  /** What the locals of a static method are at its entry. */
  static List<VerificationTypeInfo> entry(MethodTypeDesc type) {
    List<VerificationTypeInfo> locals = new ArrayList<>();
    for (ClassDesc p : type.parameterList()) {
      locals.add(
          switch (p.descriptorString().charAt(0)) {
            case 'I', 'Z', 'B', 'S', 'C' -> SimpleVerificationTypeInfo.INTEGER;
            case 'J' -> SimpleVerificationTypeInfo.LONG;
            case 'F' -> SimpleVerificationTypeInfo.FLOAT;
            case 'D' -> SimpleVerificationTypeInfo.DOUBLE;
            default -> ObjectVerificationTypeInfo.of(p);
          });
    }
    return locals;
  }

  private int slot(int local) {
    return local < cx ? local : local + 2;
  }

  private void body(CodeBuilder cb, List<StackMapFrameInfo> frames) {
    CodeAttribute code = (CodeAttribute) form.method().code().orElseThrow();
    // Read before the code, which then has the labels that it names.
    code.findAttribute(Attributes.stackMapTable())
        .ifPresent(s -> s.entries().forEach(f -> frames.add(moved(f))));
    @Nullable InvokeDynamicInstruction held = null; // what may be a block to run, not to make
    boolean runs = false;
    for (CodeElement element : code) {
      if (held != null && element instanceof InvokeInstruction call && DirectForm.isAsync(call)) {
        run(cb, held);
        held = null;
        runs = true;
        continue;
      }
      if (held != null && element instanceof Instruction) {
        cb.with(InvokeDynamicInstruction.of(dynamic.apply(held.invokedynamic())));
        held = null;
      }
      if (element instanceof InvokeDynamicInstruction d) {
        held = d;
      } else if (element instanceof LoadInstruction l) {
        cb.loadLocal(l.typeKind(), slot(l.slot()));
      } else if (element instanceof StoreInstruction s) {
        cb.storeLocal(s.typeKind(), slot(s.slot()));
      } else if (element instanceof IncrementInstruction i) {
        cb.iinc(slot(i.slot()), i.constant());
      } else if (element instanceof LocalVariable v) {
        cb.with(LocalVariable.of(slot(v.slot()), v.name(), v.type(), v.startScope(), v.endScope()));
      } else if (element instanceof LocalVariableType v) {
        cb.with(
            LocalVariableType.of(
                slot(v.slot()), v.name(), v.signature(), v.startScope(), v.endScope()));
      } else if (element instanceof ReturnInstruction) {
        if (!runs) {
          throw new IllegalStateException("a return without a block");
        }
        cb.areturn();
      } else if (!(element instanceof StackMapTableAttribute
          || element instanceof RuntimeVisibleTypeAnnotationsAttribute
          || element instanceof RuntimeInvisibleTypeAnnotationsAttribute
          || element instanceof CharacterRange)) {
        cb.with(element);
      }
    }
  }

  /** Calls the lambda's code with what it captures, which is on the stack. */
  private void run(CodeBuilder cb, InvokeDynamicInstruction made) {
    BlockUse.Target target =
        Objects.requireNonNull(Objects.requireNonNull(uses.get(made.invokedynamic())).target());
    Woven block = woven.get(target);
    MethodTypeDesc type = target.method().methodTypeSymbol();
    if (block != null) {
      type = block.block().codeType();
      cb.aload(cx);
      cb.aload(cx + 1);
    }
    String name = target.method().methodName().stringValue();
    if (target.method().flags().has(AccessFlag.STATIC)) {
      cb.invokestatic(form.owner(), name, type);
    } else {
      cb.invokespecial(form.owner(), name, type);
    }
    if (type.returnType().equals(ConstantDescs.CD_void)) {
      cb.aconst_null();
    }
    if (waits) {
      cb.aload(cx);
      cb.invokestatic(Names.CD_WEAVE, "exit", EXIT);
    }
  }

  private StackMapFrameInfo moved(StackMapFrameInfo frame) {
    List<VerificationTypeInfo> locals = new ArrayList<>();
    int slot = 0;
    boolean inserted = false;
    for (VerificationTypeInfo info : frame.locals()) {
      if (slot == cx) {
        ours(locals);
        inserted = true;
      }
      locals.add(info);
      slot +=
          info == SimpleVerificationTypeInfo.LONG || info == SimpleVerificationTypeInfo.DOUBLE
              ? 2
              : 1;
    }
    if (!inserted) {
      for (; slot < cx; slot++) {
        locals.add(SimpleVerificationTypeInfo.TOP);
      }
      ours(locals);
    }
    return StackMapFrameInfo.of(frame.target(), locals, frame.stack());
  }

  private static void ours(List<VerificationTypeInfo> locals) {
    locals.add(ObjectVerificationTypeInfo.of(Names.CD_SLOTS));
    locals.add(ObjectVerificationTypeInfo.of(Names.CD_SUSPENDED));
  }
}

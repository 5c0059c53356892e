package dev.bide.weaver;

import java.lang.classfile.AccessFlags;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.MethodParameterInfo;
import java.lang.classfile.attribute.MethodParametersAttribute;
import java.lang.classfile.attribute.RuntimeInvisibleParameterAnnotationsAttribute;
import java.lang.classfile.attribute.RuntimeVisibleParameterAnnotationsAttribute;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.lang.classfile.constantpool.ConstantPoolBuilder;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Weaves one class. */
final class ClassWeaver {
  /** What HotSpot leaves to its interpreter for good. */
  static final int HUGE_METHOD = 8000;

  /** What a Java method may have. */
  private static final int MAX_METHOD = 65_535;

  /** The least that the code takes to restore one value. */
  private static final int RESTORES = 5;

  private static final ClassFile FORMAT =
      ClassFile.of(
          ClassFile.StackMapsOption.DROP_STACK_MAPS,
          ClassFile.ShortJumpsOption.FAIL_ON_SHORT_JUMPS);

  private final ClassModel model;
  private final Code code = new Code();
  private final List<InvokeDynamicEntry> dynamics;
  private final Hierarchy hierarchy;
  private final LeafForms leafForms;
  private final LeafGuards leafGuards;
  private final Function<FrameShape, FramePattern> patterns;
  private final Diagnostics diagnostics;
  private final ConstantPoolBuilder pool;
  private final Abi abi;
  private final @Nullable String sourceFile;

  /** The uses of lambdas and method references as blocks. */
  private final Map<InvokeDynamicEntry, BlockUse> uses = new LinkedHashMap<>();

  /** The lambdas that wait, by their methods and where the context goes. */
  private final Map<BlockUse.Target, Woven> woven = new LinkedHashMap<>();

  /** The methods of this class that have a direct form, by name and descriptor. */
  private final Map<String, DirectForm> directs = new LinkedHashMap<>();

  /** The calls that are really made and awaited on the spot. */
  private final OnTheSpot onTheSpot;

  private final Map<InvokeDynamicEntry, InvokeDynamicEntry> replacements = new HashMap<>();

  private final UnaryOperator<InvokeDynamicEntry> dynamic = this::dynamic;

  private final byte[] original;

  /**
   * For one class.
   *
   * @param original the bytes of the class
   * @param dynamics its invokedynamic entries
   * @param patterns what the frames of a shape have in common
   */
  ClassWeaver(
      byte[] original,
      ClassModel model,
      List<InvokeDynamicEntry> dynamics,
      Hierarchy hierarchy,
      LeafForms leafForms,
      Function<FrameShape, FramePattern> patterns,
      Diagnostics diagnostics) {
    this.patterns = patterns;
    this.original = original;
    this.model = model;
    this.dynamics = dynamics;
    this.hierarchy = hierarchy;
    this.leafForms = leafForms;
    this.leafGuards = new LeafGuards(model, leafForms);
    this.diagnostics = diagnostics;
    this.pool = ConstantPoolBuilder.of(model);
    this.abi = new Abi(pool);
    this.onTheSpot = new OnTheSpot(model);
    SourceFileAttribute source = model.findAttribute(Attributes.sourceFile()).orElse(null);
    this.sourceFile = source == null ? null : source.sourceFile().stringValue();
  }

  /** Weaves. */
  WeaveResult weave() {
    uses.putAll(BlockUse.find(model, dynamics, code, hierarchy));
    if (uses.isEmpty()) {
      return unchanged(WeaveResult.Outcome.UNCHANGED);
    }
    directs.putAll(DirectForm.all(model, uses, code));
    RunAgain again = RunAgain.find(model, uses, code, leafForms);
    boolean failed = false;
    for (BlockUse use : uses.values()) {
      BlockUse.Target target = use.target();
      if (target != null && !woven.containsKey(target) && waits(target.method())) {
        try {
          woven.put(target, prepare(target, again));
        } catch (Refusal r) {
          report(Diagnostic.Severity.ERROR, r.name, r.text, r.line);
          failed = true;
        }
      }
    }
    if (failed) {
      return unchanged(WeaveResult.Outcome.FAILED);
    }
    for (Map.Entry<InvokeDynamicEntry, BlockUse> use : uses.entrySet()) {
      BlockUse.Target target = use.getValue().target();
      Woven block = target == null ? null : woven.get(target);
      replacements.put(use.getKey(), use.getValue().replaced(pool, block));
    }
    return write();
  }

  private static Refusal tooLarge(String why, int line) {
    return new Refusal(
        "block-too-large",
        "a block of this class is too large for a Java method once it is woven: move parts of it"
            + " into methods that return an Async ("
            + why
            + ")",
        line);
  }

  /** The line of the block whose method the class file library names; 0 where it names none. */
  private int firstLineOfBlockNamedIn(String why) {
    for (Woven w : woven.values()) {
      String name = Pattern.quote(w.block().name()); // the names of its parts begin with it
      if (Pattern.compile("(?<![\\w$])" + name + "(?!\\w)").matcher(why).find()) {
        return firstLine(w.body());
      }
    }
    return 0;
  }

  private static int firstLine(Body body) {
    return body.nodes.stream().mapToInt(n -> n.line).filter(l -> l > 0).min().orElse(0);
  }

  private WeaveResult unchanged(WeaveResult.Outcome outcome) {
    return new WeaveResult(outcome, original, new LinkedHashMap<>());
  }

  private void report(Diagnostic.Severity severity, String name, String message, int line) {
    diagnostics.report(
        new Diagnostic(
            severity,
            name,
            message,
            model.thisClass().asInternalName().replace('/', '.'),
            sourceFile,
            line));
  }

  private boolean waits(MethodModel method) {
    for (CodeElement element : code.of(method)) {
      if (element instanceof InvokeInstruction call) {
        WaitPoint point = WaitPoint.of(call, hierarchy);
        if (point != WaitPoint.NONE) {
          return true;
        }
      }
    }
    return false;
  }

  private Woven prepare(BlockUse.Target target, RunAgain runs) {
    boolean again = runs.contains(target);
    Block block = Block.of(target.method(), target.cxAt(), again, runs.isGiven(target), sourceFile);
    Body body = Lift.read(target.method(), code.of(target.method()));
    Rewrite.run(body, abi, hierarchy, this::direct, onTheSpot::ofSupplier, again);
    Flow flow = Flow.of(body);
    Monitors.check(body, flow);
    Liveness liveness = Liveness.of(body, flow);
    Typing.run(body, liveness);
    if (Relocation.run(body, abi)) {
      flow = Flow.of(body);
      liveness = Liveness.of(body, flow);
      Typing.run(body, liveness);
    }
    Layout layout = Layout.of(body, liveness, block.instance() ? 0 : -1);
    int restored = layout.size() * RESTORES;
    if (restored > MAX_METHOD) {
      throw tooLarge(
          restored + " bytes or more to restore what lives across its awaits", firstLine(body));
    }
    Confinement.warn(
        body,
        layout,
        hierarchy,
        (name, message, line) -> report(Diagnostic.Severity.WARNING, name, message, line));
    return new Woven(
        block,
        body,
        flow,
        liveness,
        layout,
        abi,
        Confinement.find(body, layout, hierarchy, sourceFile),
        body.sites.isEmpty() ? List.of() : Part.of(body, flow, layout));
  }

  /**
   * What to call in place of a method whose result is awaited on the spot; null for nothing.
   *
   * @param again whether the frame may come to the call twice
   */
  private @Nullable DirectCall direct(InvokeInstruction call, boolean again) {
    DirectForm form =
        call.owner().equals(model.thisClass())
            ? directs.get(call.name().stringValue() + call.type().stringValue())
            : null;
    if (form != null) {
      return new DirectCall(
          DirectCall.Kind.DIRECT,
          form.owner(),
          false,
          form.name(),
          form.type(),
          form.name() + form.type().descriptorString(),
          false,
          false);
    }
    DirectCall leaf = leafGuards.of(call, again);
    return leaf != null ? leaf : onTheSpot.of(call);
  }

  // ---------------------------------------------------------------- writing

  private WeaveResult write() {
    byte[] classFile;
    try {
      classFile = build(false);
    } catch (IllegalArgumentException near) {
      // A jump does not reach, or a method is too long.
      try {
        classFile = build(true);
      } catch (IllegalArgumentException e) {
        String why = String.valueOf(e.getMessage());
        Refusal r = tooLarge(why, firstLineOfBlockNamedIn(why));
        report(Diagnostic.Severity.ERROR, r.name, r.text, r.line);
        return unchanged(WeaveResult.Outcome.FAILED);
      }
    }
    warnOfSize(classFile);
    SequencedMap<String, byte[]> frames = new LinkedHashMap<>();
    for (Woven w : woven.values()) {
      if (!w.body().sites.isEmpty()) {
        frames.put(
            Names.internalName(w.block().frame().descriptorString()),
            FrameWriter.write(w, patterns, model.majorVersion(), model.minorVersion()));
      }
    }
    return new WeaveResult(WeaveResult.Outcome.WOVEN, classFile, frames);
  }

  private byte[] build(boolean far) {
    return FORMAT.build(
        model.thisClass(),
        pool,
        cb -> {
          for (ClassElement element : model) {
            if (element instanceof MethodModel method) {
              method(cb, method, far);
            } else {
              cb.with(element);
            }
          }
          onTheSpot.write(cb);
          leafGuards.write(cb);
        });
  }

  private static int size(MethodModel method) {
    CodeAttribute code = method.findAttribute(Attributes.code()).orElse(null);
    return code == null ? 0 : code.codeLength();
  }

  private void warnOfSize(byte[] classFile) {
    // What was added, and what the blocks had before: no method has more.
    int most = classFile.length - original.length;
    for (Woven w : woven.values()) {
      most += size(w.block().method());
    }
    if (most <= HUGE_METHOD) {
      return;
    }
    Map<String, Woven> names = new HashMap<>();
    for (Woven w : woven.values()) {
      names.put(w.block().name(), w);
      for (int part = 0; part < w.parts().size(); part++) {
        names.put(w.block().resumeName(part), w);
      }
    }
    Map<Woven, Integer> sizes = new LinkedHashMap<>();
    for (MethodModel method : ClassFile.of().parse(classFile).methods()) {
      Woven w = names.get(method.methodName().stringValue());
      if (w != null && size(method) > HUGE_METHOD) {
        sizes.merge(w, size(method), Math::max);
      }
    }
    sizes.forEach((w, size) ->
        report(
            Diagnostic.Severity.WARNING,
            "block-too-large",
            "a method of this block has "
                + size
                + " bytes of code once it is woven, and above "
                + HUGE_METHOD
                + " HotSpot never compiles a method: move parts of it into methods that return"
                + " an Async",
            firstLine(w.body())));
  }

  private void method(ClassBuilder cb, MethodModel method, boolean far) {
    DirectForm direct = directs.get(DirectForm.key(method));
    if (direct != null) {
      new DirectWriter(direct, uses, woven, code, dynamic).write(cb);
    }
    boolean kept = true;
    for (Map.Entry<BlockUse.Target, Woven> entry : woven.entrySet()) {
      if (entry.getKey().method() == method) {
        start(cb, entry.getValue(), far);
        if (!entry.getValue().parts().isEmpty()) {
          resume(cb, entry.getValue(), far);
        }
        kept = BlockUse.usedOtherwise(model, method, dynamics, uses.keySet());
      }
    }
    if (kept) {
      if (code.hasBlocks(method)) {
        cb.withMethod(
            method.methodName(),
            method.methodType(),
            method.flags().flagsMask(),
            mb -> {
              for (MethodElement element : method) {
                if (element instanceof CodeAttribute code) {
                  mb.withCode(c -> replaceUses(c, method, code));
                } else {
                  mb.with(element);
                }
              }
            });
      } else {
        cb.with(method);
      }
    }
  }

  private InvokeDynamicEntry dynamic(InvokeDynamicEntry entry) {
    return replacements.getOrDefault(entry, entry);
  }

  /** Copies code that is no block, with other lambdas in it. */
  private void replaceUses(CodeBuilder cb, MethodModel method, CodeAttribute code) {
    Optional<StackMapTableAttribute> stackMap = code.findAttribute(Attributes.stackMapTable());
    List<CodeElement> elements = this.code.of(method);
    List<CodeElement> all =
        method.methodName().equalsString(Deserialization.METHOD)
            ? Deserialization.corrected(elements, pool, this::serializedForm)
            : elements;
    for (CodeElement element : all) {
      if (element instanceof InvokeDynamicInstruction d) {
        cb.with(InvokeDynamicInstruction.of(dynamic(d.invokedynamic())));
      } else if (!(element instanceof StackMapTableAttribute)) {
        cb.with(element);
      }
    }
    if (stackMap.isPresent()) {
      cb.with(StackMapTableAttribute.of(stackMap.get().entries()));
    }
  }

  /**
   * What the serialized form of a woven lambda says of it, by {@code SerializedLambda}'s methods.
   */
  private @Nullable Map<String, String> serializedForm(InvokeDynamicEntry entry) {
    BlockUse use = uses.get(entry);
    if (use == null || use.target() == null) {
      return null;
    }
    Woven w = woven.get(use.target());
    return w == null
        ? null
        : Map.of(
            "getFunctionalInterfaceClass",
            use.type().woven(),
            "getFunctionalInterfaceMethodName",
            "start",
            "getFunctionalInterfaceMethodSignature",
            use.type().start().descriptorString(),
            "getImplMethodName",
            w.block().name(),
            "getImplMethodSignature",
            w.block().codeType().descriptorString());
  }

  private void start(ClassBuilder cb, Woven w, boolean far) {
    MethodModel method = w.block().method();
    cb.withMethod(
        method.methodName(),
        pool.utf8Entry(w.block().codeType()),
        method.flags().flagsMask(),
        mb -> {
          for (MethodElement element : method) {
            if (element instanceof CodeAttribute) {
              mb.withCode(c -> new StartEmitter(c, w, dynamic, far).write());
            } else if (element instanceof MethodParametersAttribute p) {
              mb.with(withContext(p, w.block()));
            } else if (element instanceof RuntimeVisibleParameterAnnotationsAttribute a) {
              mb.with(
                  RuntimeVisibleParameterAnnotationsAttribute.of(
                      inserted(a.parameterAnnotations(), w.block(), List.of())));
            } else if (element instanceof RuntimeInvisibleParameterAnnotationsAttribute a) {
              mb.with(
                  RuntimeInvisibleParameterAnnotationsAttribute.of(
                      inserted(a.parameterAnnotations(), w.block(), List.of())));
            } else if (!(element instanceof AccessFlags || element instanceof SignatureAttribute)) {
              mb.with(element);
            }
          }
        });
  }

  private void resume(ClassBuilder cb, Woven w, boolean far) {
    Stored stored = new Stored(w);
    for (int part = 0; part < w.parts().size(); part++) {
      resume(cb, w, part, stored, far);
    }
  }

  private void resume(ClassBuilder cb, Woven w, int part, Stored stored, boolean far) {
    Block block = w.block();
    int flags = ClassFile.ACC_SYNTHETIC;
    flags |= block.instance() ? ClassFile.ACC_PRIVATE : ClassFile.ACC_STATIC;
    if (block.inInterface()) {
      flags |= ClassFile.ACC_PUBLIC;
    }
    cb.withMethodBody(
        block.resumeName(part),
        block.resumeType(),
        flags,
        c -> new ResumeEmitter(c, w, w.parts().get(part), stored, dynamic, far).write());
    if (block.instance()) {
      MethodTypeDesc type = block.resumeEntryType();
      cb.withMethodBody(
          block.resumeEntry(part),
          type,
          ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
          c -> {
            DirectWriter.loadAll(c, type);
            c.invokespecial(block.owner(), block.resumeName(part), block.resumeType());
            c.areturn();
          });
    }
  }

  private MethodParametersAttribute withContext(MethodParametersAttribute names, Block block) {
    return MethodParametersAttribute.of(
        inserted(
            names.parameters(),
            block,
            MethodParameterInfo.ofParameter(Optional.empty(), ClassFile.ACC_SYNTHETIC)));
  }

  private static <E> List<E> inserted(List<E> list, Block block, E element) {
    List<E> result = new ArrayList<>(list);
    if (block.cxAt() <= result.size()) {
      for (int i = 0; i < Block.ADDED; i++) {
        result.add(block.cxAt(), element);
      }
    }
    return result;
  }
}

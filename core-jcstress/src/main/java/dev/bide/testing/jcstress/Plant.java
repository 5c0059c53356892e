package dev.bide.testing.jcstress;

import static java.lang.classfile.ClassFile.ACC_PUBLIC;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Plants bugs in classes of core: puts code before a method's own, or in its place. Run with a
 * group's number and a folder, it writes the changed classes there, to stand first on the class
 * path; without arguments it lists the bugs: group, name, and the test that has to catch it.
 */
public final class Plant {
  private static final ClassDesc ROOT = ClassDesc.of("dev.bide.internal.Root");
  private static final ClassDesc JOINED = ClassDesc.of("dev.bide.internal.JoinedRoot");
  private static final ClassDesc TASK = ClassDesc.of("dev.bide.internal.MigratingTask");
  private static final ClassDesc JOINERS = ClassDesc.of("dev.bide.internal.Joiners");
  private static final ClassDesc NODE = ClassDesc.of("dev.bide.internal.Joiners$Node");
  private static final ClassDesc MEMBERS = ClassDesc.of("dev.bide.internal.ScopeMembers");
  private static final ClassDesc INBOX = ClassDesc.of("dev.bide.runtime.Inbox");
  private static final ClassDesc WORK = ClassDesc.of("dev.bide.runtime.Work");
  private static final ClassDesc SCHEDULER = ClassDesc.of("dev.bide.runtime.Scheduler");
  private static final ClassDesc REFERENCE =
      ClassDesc.of("java.util.concurrent.atomic.AtomicReference");
  private static final MethodTypeDesc GET = MethodTypeDesc.of(ConstantDescs.CD_Object);
  private static final MethodTypeDesc SET =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object);

  /**
   * Code that stands before a method's own, or instead of it.
   *
   * @param group those of one number do not disturb each other's tests, and are planted together
   * @param tests that have to catch it
   */
  private record Bug(
      int group,
      String name,
      List<String> tests,
      ClassDesc in,
      String method,
      boolean instead,
      Consumer<CodeBuilder> code) {}

  private static final List<Bug> BUGS =
      List.of(
          new Bug(
              1,
              "coalesce-by-reading",
              List.of("WakeOnMigrating", "WakeOnConfined"),
              ROOT,
              "post",
              false,
              Plant::readOnly),
          new Bug(
              1,
              "joiners-without-cas",
              List.of("TwoJoiners", "JoinAtTheEnd"),
              JOINERS,
              "add",
              true,
              Plant::plainJoiners),
          new Bug(
              1,
              "scope-without-entering",
              List.of("LastChildren"),
              MEMBERS,
              "enter",
              true,
              CodeBuilder::return_),
          new Bug(
              1, "inbox-without-cas", List.of("TwoWakers"), INBOX, "add", true, Plant::plainInbox),
          new Bug(
              2,
              "forget-while-running",
              List.of("FirstWake"),
              TASK,
              "postRoot",
              false,
              Plant::unmarked),
          new Bug(
              3,
              "schedule-always",
              List.of("OnePollAtATime"),
              TASK,
              "postRoot",
              true,
              Plant::unguarded));

  private Plant() {}

  /** A wake-up that finds another one posted returns without a read-modify-write. */
  private static void readOnly(CodeBuilder c) {
    var goOn = c.newLabel();
    c.aload(0)
        .getfield(ROOT, "posted", ConstantDescs.CD_int)
        .ifeq(goOn)
        .return_()
        .labelBinding(goOn);
  }

  /** A message to a task that runs does not make it look again. */
  private static void unmarked(CodeBuilder c) {
    var goOn = c.newLabel();
    c.aload(0).getfield(TASK, "state", ConstantDescs.CD_int).iconst_2().if_icmpne(goOn);
    c.aload(0).getfield(TASK, "inbox", INBOX).aload(1);
    c.invokevirtual(INBOX, "add", MethodTypeDesc.of(ConstantDescs.CD_boolean, WORK));
    c.pop().return_().labelBinding(goOn);
  }

  /** Each message schedules the task, whatever its state. */
  private static void unguarded(CodeBuilder c) {
    c.aload(0).getfield(TASK, "inbox", INBOX).aload(1);
    c.invokevirtual(INBOX, "add", MethodTypeDesc.of(ConstantDescs.CD_boolean, WORK)).pop();
    c.aload(0).iconst_1().putfield(TASK, "state", ConstantDescs.CD_int);
    c.aload(0).getfield(TASK, "scheduler", SCHEDULER).aload(0);
    c.invokevirtual(SCHEDULER, "schedule", MethodTypeDesc.of(ConstantDescs.CD_void, WORK));
    c.return_();
  }

  /** Reads the inbox's top and writes it, in two steps. */
  private static void plainInbox(CodeBuilder c) {
    var full = c.newLabel();
    c.aload(1).aload(0).getfield(INBOX, "top", REFERENCE);
    c.invokevirtual(REFERENCE, "get", GET).checkcast(WORK).putfield(WORK, "nextPosted", WORK);
    c.aload(0).getfield(INBOX, "top", REFERENCE).aload(1).invokevirtual(REFERENCE, "set", SET);
    c.aload(1).getfield(WORK, "nextPosted", WORK).ifnonnull(full);
    c.iconst_1().ireturn().labelBinding(full).iconst_0().ireturn();
  }

  /** Reads the joiners' top and writes it, in two steps. */
  private static void plainJoiners(CodeBuilder c) {
    var open = c.newLabel();
    c.aload(0);
    c.invokestatic(JOINERS, "isClosed", MethodTypeDesc.of(ConstantDescs.CD_boolean, JOINED));
    c.ifeq(open).iconst_0().ireturn().labelBinding(open);
    c.aload(1).aload(0).getfield(JOINED, "joiners", NODE).putfield(NODE, "below", NODE);
    c.aload(0).aload(1).putfield(JOINED, "joiners", NODE).iconst_1().ireturn();
  }

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 0) {
      for (Bug bug : BUGS) {
        bug.tests.forEach(t -> System.out.println(bug.group + " " + bug.name + " " + t));
      }
      return;
    }
    if (arguments.length != 2) {
      throw new IllegalArgumentException("usage: Plant [GROUP FOLDER]");
    }
    for (Bug bug : BUGS) {
      if (bug.group == Integer.parseInt(arguments[0])) {
        String file = bug.in.descriptorString().replaceAll("^L|;$", "") + ".class";
        Path target = Path.of(arguments[1], file);
        Files.createDirectories(target.getParent());
        Files.write(target, planted(bug, file));
      }
    }
  }

  private static byte[] planted(Bug bug, String file) throws IOException {
    ClassFile classFile = ClassFile.of();
    ClassModel model;
    try (InputStream in = Plant.class.getResourceAsStream("/" + file)) {
      if (in == null) {
        throw new IllegalStateException("no " + file + " on the class path");
      }
      model = classFile.parse(in.readAllBytes());
    }
    boolean[] found = new boolean[1];
    byte[] changed =
        classFile.transformClass(
            model,
            ClassTransform.transformingMethodBodies(
                m -> isIt(m, bug, found),
                new CodeTransform() {
                  @Override
                  public void atStart(CodeBuilder builder) {
                    bug.code.accept(builder);
                  }

                  @Override
                  public void accept(CodeBuilder builder, CodeElement element) {
                    if (!bug.instead) {
                      builder.with(element);
                    }
                  }
                }));
    if (!found[0]) {
      throw new IllegalStateException("no method " + bug.method + " in " + file);
    }
    return changed;
  }

  private static boolean isIt(MethodModel m, Bug bug, boolean[] found) {
    boolean it =
        m.methodName().equalsString(bug.method)
            && (bug.in != INBOX || (m.flags().flagsMask() & ACC_PUBLIC) != 0);
    found[0] |= it;
    return it;
  }
}

package dev.bide.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be said about a type from the class files at hand. */
class HierarchyTest {
  private final Map<String, byte[]> files = new HashMap<>();
  private final Hierarchy hierarchy = new Hierarchy(files::get);

  private void type(int flags, String name, String... interfaces) {
    List<ClassDesc> all = Stream.of(interfaces).map(ClassDesc::of).toList();
    files.put(
        name,
        ClassFile.of()
            .build(ClassDesc.of(name), cb -> cb.withFlags(flags).withInterfaceSymbols(all)));
  }

  @Test
  void aSubtypeIsFoundThroughItsInterfaces() {
    type(ClassFile.ACC_INTERFACE | ClassFile.ACC_ABSTRACT, "Ours");
    type(ClassFile.ACC_INTERFACE | ClassFile.ACC_ABSTRACT, "Middle", "Ours");
    type(0, "Child", "Middle");
    assertThat(hierarchy.isSubtype("Child", "Ours")).isEqualTo(Hierarchy.Answer.YES);
    assertThat(hierarchy.isSubtype("Ours", "Child")).isEqualTo(Hierarchy.Answer.NO);
  }

  @Test
  void whatIsMissingLeavesTheAnswerOpen() {
    type(0, "Child", "Missing");
    assertThat(hierarchy.isSubtype("Child", "Ours")).isEqualTo(Hierarchy.Answer.UNKNOWN);
    assertThat(hierarchy.isSubtype("Missing", "Ours")).isEqualTo(Hierarchy.Answer.UNKNOWN);
    type(ClassFile.ACC_INTERFACE | ClassFile.ACC_ABSTRACT, "Missing", "Ours");
    assertThat(hierarchy.isSubtype("Child", "Ours"))
        .as("it may have been compiled in the meantime")
        .isEqualTo(Hierarchy.Answer.YES);
  }

  @Test
  void aSubclassMayBeWhatAClassIsNotUnlessItIsFinal() {
    type(0, "Open");
    type(ClassFile.ACC_FINAL, "Closed");
    assertThat(hierarchy.mayBe("Open", "Ours")).isTrue();
    assertThat(hierarchy.mayBe("Closed", "Ours")).isFalse();
  }

  @Test
  void classesOfTheJdkAreNotEvenLookedAt() {
    assertThat(hierarchy.isSubtype("java/util/List", "Ours")).isEqualTo(Hierarchy.Answer.NO);
    assertThat(hierarchy.blockType("java/util/function/Supplier")).isNull();
  }
}

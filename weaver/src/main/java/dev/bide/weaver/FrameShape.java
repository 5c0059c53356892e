package dev.bide.weaver;

import java.lang.constant.MethodTypeDesc;
import java.util.List;

/**
 * What decides about those methods of a frame class that are the same in many of them.
 *
 * @param instance whether the method that resumes the block is an instance method
 * @param inInterface whether the block's class is an interface
 * @param direct whether the frame may be used again by a later run
 * @param parted whether several methods resume the block
 * @param callsAgain whether the block may call a method and await it after it has waited
 * @param ends whether the block may end with a value after it has waited
 * @param confined whether it holds what belongs to one thread
 * @param starts whether it starts what it awaits
 * @param loops whether back edges are charged for
 * @param plain whether no await is covered by a handler
 * @param keeps the fields for spares, each with the kinds of await that leave something there
 * @param major the version of the class file
 * @param minor 65535 when that needs preview features
 */
record FrameShape(
    boolean instance,
    boolean inInterface,
    boolean direct,
    boolean parted,
    boolean callsAgain,
    boolean ends,
    boolean confined,
    boolean starts,
    boolean loops,
    boolean plain,
    List<Keeps> keeps,
    int major,
    int minor) {
  /** The method of {@code Weave} that the frame waits with. */
  String suspend() {
    return confined ? "suspendConfined" : "suspend";
  }

  /** The type of the method that goes on with a block. */
  MethodTypeDesc resumeEntryType() {
    return resumeEntryType(instance);
  }

  /** The same for a block whose method is an instance method, or not. */
  static MethodTypeDesc resumeEntryType(boolean instance) {
    return instance
        ? FramePattern.RESUME_TYPE.insertParameterTypes(0, FramePattern.OWNER)
        : FramePattern.RESUME_TYPE;
  }

  /** A field for spares. */
  record Keeps(String field, List<Await.Form> forms) {}
}

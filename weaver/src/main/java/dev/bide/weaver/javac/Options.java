package dev.bide.weaver.javac;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the user has set for one compilation, by {@code -A} options or plugin arguments. */
final class Options {
  static final String OFF = "bide.off";
  static final String WEAVE = "bide.weave";

  private final Set<Check> off = EnumSet.noneOf(Check.class);
  private final List<String> complaints = new ArrayList<>();
  private boolean weaveLater;

  /** One argument of {@code -Xplugin:Bide}: {@code off=…} or {@code weave=…}. */
  void plugin(String argument) {
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    String value = equals < 0 ? "" : argument.substring(equals + 1);
    if (!set("bide." + name, value)) {
      complaints.add(
          "-Xplugin:Bide knows no argument '" + argument + "'; it knows off= and weave=");
    }
  }

  /** One {@code -A} option; those of other processors are passed over. */
  void processor(String name, String value) {
    if (!set(name, value) && name.startsWith("bide.")) {
      complaints.add("Bide knows no option -A" + name + "; it knows -Abide.off and -Abide.weave");
    }
  }

  private boolean set(String name, String value) {
    return switch (name) {
      case OFF -> {
        Arrays.stream(value.split(",", -1)).map(String::strip).forEach(this::turnOff);
        yield true;
      }
      case WEAVE -> {
        weaveLater = value.equals("later");
        if (!weaveLater && !value.equals("now")) {
          complaints.add("bide.weave is '" + value + "'; it can be 'now' or 'later'");
        }
        yield true;
      }
      default -> false;
    };
  }

  private void turnOff(String name) {
    if (name.equals("all")) {
      off.addAll(EnumSet.allOf(Check.class));
      return;
    }
    Check check = Check.named(name);
    if (check != null) {
      off.add(check);
    } else {
      complaints.add("Bide has no check named '" + name + "'; it has " + Check.names());
    }
  }

  boolean isOn(Check check) {
    return !off.contains(check);
  }

  /** Whether something other than this compilation weaves the class files. */
  boolean weaveLater() {
    return weaveLater || System.getProperty(AGENT_PROPERTY) != null;
  }

  /** Set by the agent: what is compiled in its process is woven when it is loaded. */
  static final String AGENT_PROPERTY = "dev.bide.weaver.agent";

  /** What is wrong with the options, once each. */
  List<String> takeComplaints() {
    List<String> all = List.copyOf(complaints);
    complaints.clear();
    return all;
  }
}

package dev.bide.twins.generate;

/** The types of generated variables and expressions. */
enum Type {
  INT("int", "Integer"),
  STRING("String", "String"),
  BOOLEAN("boolean", "Boolean"),
  LONG("long", "Long"),
  DOUBLE("double", "Double"),
  CHAR("char", "Character"),
  BYTE("byte", "Byte"),
  FLOAT("float", "Float"),
  SHORT("short", "Short"),
  OBJECT("Object", "Object"),
  BOXED("Integer", "Integer"),
  INTS("int[]", "int[]");

  final String source;
  final String boxed;

  Type(String source, String boxed) {
    this.source = source;
    this.boxed = boxed;
  }
}

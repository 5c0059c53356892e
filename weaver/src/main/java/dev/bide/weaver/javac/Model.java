package dev.bide.weaver.javac;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** What the front end asks javac about the types of Bide in the program at hand. */
final class Model {
  static final String ASYNC = "dev.bide.Async";
  static final String SUPPLIER = "dev.bide.AsyncSupplier";
  static final String STREAM = "dev.bide.AsyncStream";
  static final String CLOSEABLE = "dev.bide.AsyncCloseable";
  static final String CANCELLED = "dev.bide.Cancelled";
  private static final String WOVEN_AS = "dev.bide.weave.v1.WovenAs";

  final Trees trees;
  final Types types;
  final Elements elements;

  private final Map<String, TypeElement> found = new HashMap<>();

  /** The methods that lambdas of an interface implement. */
  private final Map<TypeElement, Optional<ExecutableElement>> functions = new HashMap<>();

  /** Which functional interfaces are async ones. */
  private final Map<Element, Boolean> blockTypes = new HashMap<>();

  Model(JavacTask task) {
    this.trees = Trees.instance(task);
    this.types = task.getTypes();
    this.elements = task.getElements();
  }

  /** Whether the program can see Bide at all. */
  boolean usesBide() {
    return type(SUPPLIER) != null;
  }

  /** Where the class stands that an event is about; null where it is about none. */
  @Nullable TreePath path(TaskEvent event) {
    TypeElement type = event.getTypeElement();
    if (type == null) {
      return null;
    }
    if (event.getCompilationUnit() != null) { // to look for it in all of the file is dear
      TreePath unit = new TreePath(event.getCompilationUnit());
      for (Tree declared : event.getCompilationUnit().getTypeDecls()) {
        TreePath path = new TreePath(unit, declared);
        if (type.equals(trees.getElement(path))) {
          return path;
        }
      }
    }
    return trees.getPath(type);
  }

  private @Nullable TypeElement type(String name) {
    TypeElement element = found.get(name);
    if (element == null) {
      element = elements.getTypeElement(name);
      if (element != null) {
        found.put(name, element);
      }
    }
    return element;
  }

  /** Whether a type is, or extends, the class or interface of that name. */
  boolean isA(@Nullable TypeMirror type, String name) {
    if (type == null) {
      return false;
    }
    return switch (type.getKind()) {
      case DECLARED, TYPEVAR, INTERSECTION, WILDCARD -> {
        TypeElement element = type(name);
        yield element != null
            && types.isSubtype(types.erasure(type), types.erasure(element.asType()));
      }
      default -> false;
    };
  }

  boolean isA(@Nullable Element element, String name) {
    return element != null && isA(element.asType(), name);
  }

  /** Whether something of this type has Bide's {@code await()}. */
  boolean canBeAwaited(@Nullable TypeMirror type) {
    return isA(type, SUPPLIER) || isA(type, STREAM);
  }

  /** Whether this is a computation of a type of Bide's own, not of a user's subclass. */
  boolean isPlainAsync(@Nullable TypeMirror type) {
    return type instanceof DeclaredType declared
        && isA(type, ASYNC)
        && elements.getPackageOf(declared.asElement()).getQualifiedName().contentEquals("dev.bide");
  }

  @Nullable TypeMirror typeOf(TreePath path) {
    return trees.getTypeMirror(path);
  }

  /** Null also for what is not written: a constructor's result, the type of a {@code var}. */
  @Nullable TypeMirror typeOf(TreePath parent, @Nullable Tree child) {
    return child == null ? null : trees.getTypeMirror(new TreePath(parent, child));
  }

  /** The method that a call calls; null where javac did not find one. */
  @Nullable ExecutableElement called(TreePath call) {
    MethodInvocationTree tree = (MethodInvocationTree) call.getLeaf();
    Element element = trees.getElement(new TreePath(call, tree.getMethodSelect()));
    return element instanceof ExecutableElement method ? method : null;
  }

  /** The class or interface that declares the called method. */
  @Nullable TypeElement owner(@Nullable ExecutableElement method) {
    return method != null && method.getEnclosingElement() instanceof TypeElement type ? type : null;
  }

  /** Whether a call calls a method of that name. */
  private static boolean isNamed(TreePath call, String name) {
    return call.getLeaf() instanceof MethodInvocationTree tree
        && (tree.getMethodSelect() instanceof MemberSelectTree select
            ? select.getIdentifier().contentEquals(name)
            : tree.getMethodSelect() instanceof IdentifierTree identifier
                && identifier.getName().contentEquals(name));
  }

  /** Whether a call is an await of Bide's: {@code x.await()} on a supplier or stream. */
  boolean isAwait(TreePath call) {
    if (!isNamed(call, "await")) { // most calls: no more is asked of them
      return false;
    }
    ExecutableElement method = called(call);
    return method != null && method.getParameters().isEmpty() && canBeAwaited(ownerType(method));
  }

  boolean isStreamAwait(TreePath call) {
    return isAwait(call) && isA(ownerType(called(call)), STREAM);
  }

  @Nullable TypeMirror ownerType(@Nullable ExecutableElement method) {
    TypeElement owner = owner(method);
    return owner == null ? null : owner.asType();
  }

  /** Whether a method is declared by the class or interface of that name itself. */
  boolean isMemberOf(ExecutableElement method, String name) {
    TypeElement owner = owner(method);
    return owner != null && owner.equals(type(name));
  }

  /** The qualified name of the class or interface that declares a method. */
  String ownerName(@Nullable ExecutableElement method) {
    TypeElement owner = owner(method);
    return owner == null ? "" : owner.getQualifiedName().toString();
  }

  /** The checked and unchecked exceptions that a call declares, as instantiated at this place. */
  List<? extends TypeMirror> thrownBy(TreePath path) {
    if (path.getLeaf() instanceof MethodInvocationTree call) {
      return typeOf(path, call.getMethodSelect()) instanceof ExecutableType type
          ? type.getThrownTypes()
          : List.of();
    }
    return path.getLeaf() instanceof NewClassTree
            && trees.getElement(path) instanceof ExecutableElement constructor
        ? constructor.getThrownTypes()
        : List.of();
  }

  /** What closing a resource of this type declares. */
  List<? extends TypeMirror> thrownByClose(@Nullable TypeMirror type) {
    if (!(type instanceof DeclaredType declared)
        || !(declared.asElement() instanceof TypeElement element)) {
      return List.of();
    }
    for (ExecutableElement method : ElementFilter.methodsIn(elements.getAllMembers(element))) {
      if (method.getSimpleName().contentEquals("close")
          && method.getParameters().isEmpty()
          && types.asMemberOf(declared, method) instanceof ExecutableType close) {
        return close.getThrownTypes();
      }
    }
    return List.of();
  }

  /** What a lambda or method reference is given as. */
  enum Target {
    /** An async functional interface: a lambda there is a block. */
    BLOCK,
    /** Any other functional interface. */
    PLAIN,
    /** Not known, since javac has found errors here. */
    UNKNOWN
  }

  Target target(TreePath lambdaOrReference) {
    TypeMirror type = typeOf(lambdaOrReference);
    if (type == null || type.getKind() == TypeKind.ERROR) {
      return Target.UNKNOWN;
    }
    // Of several types: the block's may be any of them, and need not be in the invokedynamic's
    // type.
    if (type.getKind() == TypeKind.INTERSECTION) {
      return Target.PLAIN;
    }
    if (!(type instanceof DeclaredType declared)) {
      return Target.UNKNOWN;
    }
    return isBlockType(declared.asElement()) ? Target.BLOCK : Target.PLAIN;
  }

  private boolean isBlockType(Element type) {
    Boolean known = blockTypes.get(type);
    if (known == null) {
      // An interface of the users may extend ours; what its lambdas implement has to be our method.
      known =
          isWovenAs(type)
              || (type instanceof TypeElement element
                  && element.getKind() == ElementKind.INTERFACE
                  && isWovenAs(owner(function(element))));
      blockTypes.put(type, known);
    }
    return known;
  }

  private static boolean isWovenAs(@Nullable Element type) {
    return type != null
        && type.getAnnotationMirrors().stream()
            .anyMatch(a ->
                ((TypeElement) a.getAnnotationType().asElement())
                    .getQualifiedName()
                    .contentEquals(WOVEN_AS));
  }

  /** The one method that a lambda of this type implements, as a member of it. */
  @Nullable ExecutableType descriptor(@Nullable TypeMirror type) {
    if (!(type instanceof DeclaredType declared)
        || !(declared.asElement() instanceof TypeElement element)
        || element.getKind() != ElementKind.INTERFACE) {
      return null;
    }
    Optional<ExecutableElement> method = functions.get(element);
    if (method == null) {
      method = Optional.ofNullable(function(element));
      functions.put(element, method);
    }
    return method.isPresent()
            && types.asMemberOf(declared, method.get()) instanceof ExecutableType member
        ? member
        : null;
  }

  private @Nullable ExecutableElement function(TypeElement element) {
    for (ExecutableElement method : ElementFilter.methodsIn(elements.getAllMembers(element))) {
      if (method.getModifiers().contains(Modifier.ABSTRACT) && !isOfObject(method)) {
        return method;
      }
    }
    return null;
  }

  private boolean isOfObject(ExecutableElement method) {
    TypeElement object = type("java.lang.Object");
    return object != null
        && ElementFilter.methodsIn(object.getEnclosedElements()).stream()
            .anyMatch(m ->
                m.getSimpleName().equals(method.getSimpleName())
                    && m.getParameters().size() == method.getParameters().size());
  }

  /** The method that a method reference names. */
  @Nullable ExecutableElement referred(TreePath reference) {
    return trees.getElement(reference) instanceof ExecutableElement method ? method : null;
  }

  /** Whether a tree is a lambda or method reference that is given as a block. */
  boolean isBlock(TreePath path) {
    return (path.getLeaf() instanceof LambdaExpressionTree
            || path.getLeaf() instanceof MemberReferenceTree)
        && target(path) == Target.BLOCK;
  }

  /** Whether a type is, or extends, one of some types. */
  boolean isAmong(TypeMirror type, List<? extends TypeMirror> some) {
    for (TypeMirror one : some) {
      if (types.isSubtype(type, one)) {
        return true;
      }
    }
    return false;
  }

  boolean isChecked(TypeMirror exception) {
    return isA(exception, "java.lang.Throwable")
        && !isA(exception, "java.lang.RuntimeException")
        && !isA(exception, "java.lang.Error");
  }
}

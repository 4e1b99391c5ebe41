package io.github.npybridge.format.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Looks for types and members of an exported package that have no documentation.
///
/// javadoc's own check cannot be used for this: it wants a tag for every parameter and result as
/// well, also where the first sentence has said it. What is written is checked by javadoc.
public final class ApiDocs {
  private static final Path SOURCES = Path.of("src", "main", "java");

  private ApiDocs() {}

  /// Fails if anything public in the package, of the module whose build runs, lacks a comment.
  public static void assertDocumented(String exportedPackage) throws IOException {
    Path folder = SOURCES.resolve(exportedPackage.replace('.', '/'));
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.filter(path -> path.toString().endsWith(".java")).toList();
    }
    assertThat(undocumented(files)).as("public API without documentation").isEmpty();
  }

  static List<String> undocumented(List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      Finder finder = new Finder(DocTrees.instance(task));
      for (CompilationUnitTree unit : task.parse()) {
        finder.scan(unit, null);
      }
      return finder.found;
    }
  }

  private static final class Finder extends TreePathScanner<Void, Void> {
    private final List<String> found = new ArrayList<>();
    private final DocTrees docs;

    Finder(DocTrees docs) {
      this.docs = docs;
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      if (type.getModifiers().getFlags().contains(Modifier.PRIVATE)) {
        return null;
      }
      check(type.getModifiers(), type.getSimpleName().toString());
      return super.visitClass(type, null);
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      check(method.getModifiers(), method.getName().toString());
      return null;
    }

    @Override
    public Void visitVariable(VariableTree field, Void unused) {
      check(field.getModifiers(), field.getName().toString());
      return null;
    }

    private void check(ModifiersTree modifiers, String name) {
      boolean member = getCurrentPath().getParentPath().getLeaf() instanceof ClassTree;
      boolean ofInterface =
          member
              && ((ClassTree) getCurrentPath().getParentPath().getLeaf()).getKind()
                  == Tree.Kind.INTERFACE;
      boolean visible =
          modifiers.getFlags().contains(Modifier.PUBLIC)
              || modifiers.getFlags().contains(Modifier.PROTECTED)
              || (ofInterface && !modifiers.getFlags().contains(Modifier.PRIVATE));
      if (visible && !overrides(modifiers) && docs.getDocComment(getCurrentPath()) == null) {
        CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
        found.add(
            Path.of(unit.getSourceFile().toUri()).getFileName()
                + ":"
                + unit.getLineMap()
                    .getLineNumber(
                        docs.getSourcePositions()
                            .getStartPosition(unit, getCurrentPath().getLeaf()))
                + " "
                + name);
      }
    }

    private static boolean overrides(ModifiersTree modifiers) {
      return modifiers.getAnnotations().stream()
          .map(AnnotationTree::getAnnotationType)
          .anyMatch(type -> type.toString().equals("Override"));
    }
  }
}

package io.millrace.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The compiled classes of the module whose tests are running, read from its build directory.
 *
 * <p>What is in the directory and what ArchUnit has read are compared, so that no rule can pass
 * because it looked at nothing.
 *
 * @param production what the module ships
 * @param tests its tests; empty where it has none
 */
public record ModuleClasses(JavaClasses production, JavaClasses tests) {

  /**
   * Reads {@code target/classes} and {@code target/test-classes}.
   *
   * @throws IllegalStateException if a class file is there that was not read
   */
  public static ModuleClasses load() {
    Path output = Path.of(System.getProperty("basedir", "."), "target");
    return new ModuleClasses(load(output.resolve("classes")), load(output.resolve("test-classes")));
  }

  /** Classes of {@code packageName} and below, as a rule gets to see them. */
  public static JavaClasses ofPackage(String packageName) {
    return new ClassFileImporter().importPackages(packageName);
  }

  private static JavaClasses load(Path directory) {
    JavaClasses classes = new ClassFileImporter().importPath(directory);
    Set<String> missing = new TreeSet<>(classFiles(directory));
    missing.removeAll(classes.stream().map(JavaClass::getName).collect(Collectors.toSet()));
    if (!missing.isEmpty()) {
      throw new IllegalStateException("not read from " + directory + ": " + missing);
    }
    return classes;
  }

  private static Set<String> classFiles(Path directory) {
    if (!Files.isDirectory(directory)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .map(file -> directory.relativize(file).toString())
          .filter(name -> name.endsWith(".class"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .map(name -> name.replace('/', '.').replace('\\', '.'))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

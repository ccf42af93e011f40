package io.millrace.amqp.generator;

import io.millrace.amqp.generator.Description.Method;
import io.millrace.amqp.generator.Description.MethodClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes the sources of a codec: a record for each method, and what goes with them. */
public final class Generator {
  private static final String SUFFIX = ".java";

  private Generator() {}

  /**
   * Reads the description, and writes the sources into the directory of their package, where no
   * others stay. A source that is there already and would be the same is left alone, so that
   * nothing is compiled again.
   *
   * @param arguments the file with the description, the directory for sources, the package
   * @throws IOException if the description cannot be read or a source not be written
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
      throw new IllegalArgumentException("needs a description, a directory and a package");
    }
    String packageName = arguments[2];
    Path directory = Path.of(arguments[1]).resolve(packageName.replace('.', '/'));
    Files.createDirectories(directory);
    Map<String, String> sources = sources(Description.read(Path.of(arguments[0])), packageName);
    for (Map.Entry<String, String> source : sources.entrySet()) {
      write(directory.resolve(source.getKey() + SUFFIX), source.getValue());
    }
    deleteOthers(directory, sources);
  }

  /** The sources by the names of their types. */
  static Map<String, String> sources(Description description, String packageName) {
    Map<String, String> sources = new TreeMap<>();
    sources.put("Method", MethodFamilies.all(description.classes(), packageName));
    sources.put("Methods", MethodFamilies.table(description.classes(), packageName));
    sources.put("ReplyCode", Constants.replyCodes(description.replies(), packageName));
    sources.put("ProtocolNumbers", Constants.numbers(description, packageName));
    for (MethodClass owner : description.classes()) {
      sources.put(Names.family(owner), MethodFamilies.one(owner, packageName));
      if (!owner.properties().isEmpty()) {
        sources.put("PropertyFlags", Constants.propertyFlags(owner, packageName));
      }
      for (Method method : owner.methods()) {
        sources.put(
            Names.record(owner, method), new MethodRecord(owner, method).write(packageName));
      }
    }
    return sources;
  }

  private static void deleteOthers(Path directory, Map<String, String> sources) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        if (!sources.containsKey(file.getFileName().toString().replace(SUFFIX, ""))) {
          Files.delete(file);
        }
      }
    }
  }

  private static void write(Path file, String source) throws IOException {
    if (!Files.exists(file) || !Files.readString(file).equals(source)) {
      Files.writeString(file, source);
    }
  }
}

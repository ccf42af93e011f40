package io.millrace.daemon.config;

import io.millrace.daemon.spi.ConfigException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns the text of a YAML file into a {@link Node}.
 *
 * <p>Anchors, aliases and merge keys ({@code <<}) work as YAML 1.1 says; duplicate keys and tags of
 * one's own do not. Limits on size, depth and the number of values keep a hostile file from filling
 * the memory.
 */
final class YamlReader {
  static final int MAX_CHARACTERS = 4 << 20;
  static final int MAX_VALUES = 100_000;
  private static final int MAX_DEPTH = 50;

  private final String file;
  private int values;

  private YamlReader(String file) {
    this.file = file;
  }

  /**
   * Reads one document.
   *
   * @param file what to call the file in origins and errors
   * @return its mapping; an empty one when there is no document
   */
  static Node.Mapping read(String file, String text) {
    return new YamlReader(file).read(text);
  }

  private Node.Mapping read(String text) {
    int tab = lineThatBeginsWithTab(text);
    try {
      org.yaml.snakeyaml.nodes.Node root =
          new Yaml(new SafeConstructor(limits())).compose(new StringReader(text));
      if (root == null) {
        return new Node.Mapping(Origin.inFile(file, 1, 1), new LinkedHashMap<>());
      }
      Node node = convert(root, 0);
      if (node instanceof Node.Mapping mapping) {
        return mapping;
      }
      throw at(
          node.origin(),
          "the file must be a mapping of keys such as 'pipelines:', found " + node.kind());
    } catch (MarkedYAMLException e) {
      throw syntaxError(e, tab);
    } catch (YAMLException e) {
      throw new ConfigException(file + ": " + firstLine(String.valueOf(e.getMessage())), e);
    }
  }

  private static LoaderOptions limits() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_VALUES);
    options.setAllowRecursiveKeys(false);
    return options;
  }

  private ConfigException syntaxError(MarkedYAMLException e, int tab) {
    Mark mark = Optional.ofNullable(e.getProblemMark()).orElse(e.getContextMark());
    int line = mark == null ? 1 : mark.getLine() + 1;
    int column = mark == null ? 1 : mark.getColumn() + 1;
    if (tab > 0 && tab <= line) {
      return at(Origin.inFile(file, tab, 1), "the line is indented with a tab; YAML wants spaces");
    }
    StringBuilder problem = new StringBuilder("not valid YAML: ").append(firstLine(e.getProblem()));
    if (e.getContext() != null && e.getContextMark() != null) {
      problem
          .append(", ")
          .append(firstLine(e.getContext()))
          .append(" that begins at line ")
          .append(e.getContextMark().getLine() + 1);
    }
    return at(Origin.inFile(file, line, column), problem.toString());
  }

  private Node convert(org.yaml.snakeyaml.nodes.Node node, int depth) {
    Origin origin = origin(node);
    if (++values > MAX_VALUES) {
      throw at(origin, "more than " + MAX_VALUES + " values, with those that aliases repeat");
    }
    if (depth > MAX_DEPTH) {
      throw at(
          origin, "nested deeper than " + MAX_DEPTH + " levels, or an alias within its own anchor");
    }
    if (!node.getTag().startsWith(Tag.PREFIX)) {
      throw at(origin, "the tag " + node.getTag() + " is not supported");
    }
    if (node instanceof ScalarNode scalar) {
      return new Node.Scalar(
          origin, scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN);
    }
    if (node instanceof SequenceNode list) {
      List<Node> items = new ArrayList<>();
      for (org.yaml.snakeyaml.nodes.Node item : list.getValue()) {
        items.add(convert(item, depth + 1));
      }
      return new Node.Sequence(origin, List.copyOf(items));
    }
    return mapping(origin, (MappingNode) node, depth);
  }

  private Node.Mapping mapping(Origin origin, MappingNode node, int depth) {
    LinkedHashMap<String, Node.Entry> own = new LinkedHashMap<>();
    LinkedHashMap<String, Node.Entry> merged = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      Origin place = origin(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode)) {
        throw at(place, "a key must be plain text");
      }
      ScalarNode keyNode = (ScalarNode) tuple.getKeyNode();
      Node value = convert(tuple.getValueNode(), depth + 1);
      if (keyNode.getTag().equals(Tag.MERGE)) {
        merge(value, merged);
        continue;
      }
      Node.Entry earlier = own.put(keyNode.getValue(), new Node.Entry(place, value));
      if (earlier != null) {
        throw at(
            place,
            "the key '"
                + keyNode.getValue()
                + "' stands twice, first at line "
                + earlier.keyOrigin().line());
      }
    }
    merged.forEach(own::putIfAbsent);
    return new Node.Mapping(origin, own);
  }

  /**
   * Takes over what is not there yet: of several mappings merged, the first that has a key gives
   * its value.
   */
  private static void merge(Node value, Map<String, Node.Entry> into) {
    if (value instanceof Node.Mapping map) {
      map.entries().forEach(into::putIfAbsent);
    } else if (value instanceof Node.Sequence list) {
      list.items().forEach(item -> merge(item, into));
    } else {
      throw at(value.origin(), "'<<' merges mappings, found " + value.kind());
    }
  }

  private Origin origin(org.yaml.snakeyaml.nodes.Node node) {
    return Origin.inFile(
        file, node.getStartMark().getLine() + 1, node.getStartMark().getColumn() + 1);
  }

  private static ConfigException at(Origin origin, String problem) {
    return new ConfigException(origin + ": " + problem);
  }

  private static int lineThatBeginsWithTab(String text) {
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].stripLeading().isEmpty() || lines[i].stripLeading().startsWith("#")) {
        continue;
      }
      String indent = lines[i].substring(0, lines[i].length() - lines[i].stripLeading().length());
      if (indent.indexOf('\t') >= 0) {
        return i + 1;
      }
    }
    return 0;
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return (end < 0 ? text : text.substring(0, end)).replace("(TAB)", "(tab)");
  }
}

package io.millrace.daemon.config;

import io.millrace.daemon.config.Overrides.Found;
import java.util.List;

/** Reads nodes of the file as what is expected of them; another is a problem at its place. */
record NodeReader(Problems problems, Interpolation interpolation) {
  Node.Mapping mapping(Node node, String path) {
    if (node instanceof Node.Mapping map) {
      return map;
    }
    throw problems.exception(
        node.origin(), path, "expected a mapping of keys, found " + node.kind());
  }

  List<Node> list(Node node, String path) {
    if (node instanceof Node.Sequence list) {
      return list.items();
    }
    throw problems.exception(
        node.origin(),
        path,
        "expected a list, each item beginning with '- ', found " + node.kind());
  }

  /** A single value, with the variables in it replaced. */
  Found scalar(Node node, String path) {
    if (!(node instanceof Node.Scalar scalar)) {
      throw problems.exception(
          node.origin(), path, "expected a single value, found " + node.kind());
    }
    String text = scalar.text();
    try {
      Origin origin = Interpolation.hasVariable(text) ? node.origin().by(text) : node.origin();
      return new Found(interpolation.replace(text), origin);
    } catch (IllegalArgumentException e) {
      throw problems.exception(node.origin(), path, String.valueOf(e.getMessage()));
    }
  }
}

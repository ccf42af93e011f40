package io.millrace.interop.differential;

import java.io.IOException;

/**
 * One thing that a script does to both sides.
 *
 * @param text as it is printed
 * @param affected what it will be done to, as this side has it; when the sides have it otherwise,
 *     though all answers were alike, the specification leaves it open, and it is done to neither
 */
record Step(String text, Action affected, Action action) {
  /** Something that is done to a side, with an answer. */
  interface Action {
    String on(Side side) throws IOException;
  }

  static Step of(String text, Action action) {
    return new Step(text, side -> "", action);
  }

  /** Does it, and says how it was answered. */
  String answer(Side side) {
    try {
      return action.on(side);
    } catch (IOException | RuntimeException e) {
      return Rendering.failure(e);
    }
  }

  String affects(Side side) {
    try {
      return affected.on(side);
    } catch (IOException | RuntimeException e) {
      return Rendering.failure(e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}

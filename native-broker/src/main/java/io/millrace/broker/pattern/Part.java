package io.millrace.broker.pattern;

import io.millrace.broker.pattern.Program.Choice;
import io.millrace.broker.pattern.Program.Match;
import java.util.List;

/** A part of an expression, which can be written as steps that lead to a given one. */
interface Part {
  Part NOTHING = (program, next) -> next;

  /** Adds this part's steps before the step {@code next}; says which is the first. */
  int write(Program program, int next);

  static Part sequence(List<Part> parts) {
    return (program, next) -> {
      int first = next;
      for (int i = parts.size() - 1; i >= 0; i--) {
        first = parts.get(i).write(program, first);
      }
      return first;
    };
  }

  static Part alternatives(List<Part> parts) {
    return (program, next) -> {
      int first = parts.get(parts.size() - 1).write(program, next);
      for (int i = parts.size() - 2; i >= 0; i--) {
        first = program.add(new Choice(parts.get(i).write(program, next), first));
      }
      return first;
    };
  }

  /** This part at least {@code times} times. */
  default Part orMore(int times) {
    return (program, next) -> {
      int loop = program.add(new Match()); // until it is known what it leads to
      program.set(loop, new Choice(write(program, loop), next));
      return writeTimes(times, program, loop);
    };
  }

  default Part times(int least, int most) {
    return (program, next) -> {
      int first = next;
      for (int i = least; i < most; i++) {
        first = program.add(new Choice(write(program, first), next));
      }
      return writeTimes(least, program, first);
    };
  }

  /** This part as an expression of its own. */
  default Program toProgram() {
    Program program = new Program();
    program.startAt(write(program, program.add(new Match())));
    return program;
  }

  private int writeTimes(int times, Program program, int next) {
    int first = next;
    for (int i = 0; i < times; i++) {
      program.countRepetition();
      first = write(program, first);
    }
    return first;
  }
}

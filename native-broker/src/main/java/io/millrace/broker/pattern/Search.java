package io.millrace.broker.pattern;

/**
 * Looks for an expression in a text, at all places and on all ways at once: from character to
 * character it keeps the set of steps that may come next.
 */
final class Search {
  private final String text;

  /** Over all expressions that are looked for, also those within look-ahead. */
  private int stepsLeft = NamePattern.MAX_STEPS;

  Search(String text) {
    this.text = text;
  }

  boolean finds(Program program) {
    return finds(program, 0, true);
  }

  private boolean finds(Program program, int from, boolean anywhere) {
    StepSet now = new StepSet(program.size());
    StepSet next = new StepSet(program.size());
    for (int i = from; ; i++) {
      if ((anywhere || i == from) && enter(program, program.start(), i, now)) {
        return true;
      }
      if (i == text.length() || stepsLeft <= 0 || (now.isEmpty() && !anywhere)) {
        return false;
      }
      char c = text.charAt(i);
      for (int n = 0; n < now.takeCount(); n++) {
        Program.Take take = (Program.Take) program.step(now.take(n));
        stepsLeft--;
        if (take.characters().contains(c) && enter(program, take.next(), i + 1, next)) {
          return true;
        }
      }
      StepSet done = now;
      now = next;
      next = done;
      next.clear();
    }
  }

  /** Adds what a step comes to without a character; true if that is the match. */
  private boolean enter(Program program, int step, int index, StepSet to) {
    to.push(step);
    while (to.hasPushed()) {
      int at = to.pop();
      stepsLeft--;
      if (stepsLeft <= 0) {
        return false;
      }
      if (program.step(at) instanceof Program.Match) {
        return true;
      }
      follow(program.step(at), at, index, to);
    }
    return false;
  }

  private void follow(Program.Step step, int at, int index, StepSet to) {
    if (step instanceof Program.Take) {
      to.addTake(at);
    } else if (step instanceof Program.Choice choice) {
      to.push(choice.other());
      to.push(choice.one());
    } else if (step instanceof Program.Condition condition) {
      if (condition.position().holds(text, index)) {
        to.push(condition.next());
      }
    } else if (step instanceof Program.LookAhead look) {
      if (finds(look.ahead(), index, false) == look.wanted() && stepsLeft > 0) {
        to.push(look.next());
      }
    }
  }
}

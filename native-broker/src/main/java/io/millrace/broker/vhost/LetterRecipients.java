package io.millrace.broker.vhost;

/** The queues that a dead letter goes to: not round in a circle, and to none that has it. */
final class LetterRecipients implements Recipients {
  private final DeathHistory history;
  private final Letter letter;

  /**
   * @param history of the letter, with its last death
   */
  LetterRecipients(DeathHistory history, Letter letter) {
    this.history = history;
    this.letter = letter;
  }

  @Override
  public boolean includes(HostedQueue queue) {
    boolean included = letter.isMissingIn(queue) && !history.isCycle(queue.name());
    if (included) {
      letter.sent();
    }
    return included;
  }

  @Override
  public boolean others() {
    return letter.hasArrived();
  }
}

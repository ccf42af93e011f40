package io.millrace.broker.vhost;

/**
 * Why a virtual host does not do what it was asked for: expected answers, which each front maps to
 * codes of its own.
 */
public sealed interface Refusal {

  <R> R match(Cases<R> cases);

  /** For a person who reads a log or an error. */
  String text();

  /** An answer for every kind. */
  interface Cases<R> {
    R notFound(NotFound refusal);

    R differs(Differs refusal);

    R invalid(Invalid refusal);

    R locked(Locked refusal);

    R reserved(Reserved refusal);

    R inUse(InUse refusal);

    R notEmpty(NotEmpty refusal);

    R internalExchange(InternalExchange refusal);

    R consumerRefused(ConsumerRefused refusal);

    R limitReached(LimitReached refusal);

    R unavailable(Unavailable refusal);
  }

  /** What an entity is. */
  enum Kind {
    EXCHANGE("exchange"),
    QUEUE("queue"),
    BINDING("binding"),
    VIRTUAL_HOST("virtual host"),
    POLICY("policy"),
    CONSUMER("consumer"),
    USER("user");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  /** There is none of that name. */
  record NotFound(Kind kind, String name) implements Refusal {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.notFound(this);
    }

    @Override
    public String text() {
      return "no %s '%s'".formatted(kind, name);
    }
  }

  /**
   * It is there, but was declared otherwise.
   *
   * @param is how the difference is shown to people, as {@code asked}
   */
  record Differs(Kind kind, String name, String what, String is, String asked) implements Refusal {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.differs(this);
    }

    @Override
    public String text() {
      return "inequivalent arg '%s' for %s '%s': received %s but current is %s"
          .formatted(what, kind, name, asked, is);
    }
  }

  /** What was asked for makes no sense, whatever is there. */
  record Invalid(Kind kind, String name, String why) implements Refusal {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.invalid(this);
    }

    @Override
    public String text() {
      return "invalid %s '%s': %s".formatted(kind, name, why);
    }
  }

  /** The queue belongs to another connection alone. */
  record Locked(String queue) implements Refusal {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.locked(this);
    }

    @Override
    public String text() {
      return "queue '%s' is exclusive to another connection".formatted(queue);
    }
  }

  /** The name, or what bears it, is the broker's own. */
  record Reserved(Kind kind, String name, String why) implements Refusal {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.reserved(this);
    }

    @Override
    public String text() {
      return "%s '%s': %s".formatted(kind, name, why);
    }
  }

  /** It was to be deleted only if nothing used it. */
  record InUse(Kind kind, String name) implements Refusal {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.inUse(this);
    }

    @Override
    public String text() {
      return "%s '%s' is in use".formatted(kind, name);
    }
  }

  /** It was to be deleted only if nothing was in it. */
  record NotEmpty(String queue, long messages) implements Refusal {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.notEmpty(this);
    }

    @Override
    public String text() {
      return "queue '%s' is not empty: %d messages".formatted(queue, messages);
    }
  }

  /** Only other exchanges publish to it. */
  record InternalExchange(String exchange) implements Refusal {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.internalExchange(this);
    }

    @Override
    public String text() {
      return "exchange '%s' is internal".formatted(exchange);
    }
  }

  /** A consumer has the queue for itself, or wants to while there are others. */
  record ConsumerRefused(String queue) implements Refusal {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.consumerRefused(this);
    }

    @Override
    public String text() {
      return "queue '%s' has an exclusive consumer, or others".formatted(queue);
    }
  }

  /** There are as many as the virtual host may have. */
  record LimitReached(String what, long limit) implements Refusal {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.limitReached(this);
    }

    @Override
    public String text() {
      return "limit of %s reached: %d".formatted(what, limit);
    }
  }

  /** It cannot be done now: it stops, or its store has failed. */
  record Unavailable(String why) implements Refusal {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.unavailable(this);
    }

    @Override
    public String text() {
      return "unavailable: " + why;
    }
  }
}

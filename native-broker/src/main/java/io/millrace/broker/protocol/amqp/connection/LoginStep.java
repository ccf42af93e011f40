package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.message.Octets;
import io.millrace.broker.security.LoginVerdict;

/** What comes of one response of a client to its mechanism. */
sealed interface LoginStep {
  <R> R match(Cases<R> cases);

  /** An answer for every step. */
  interface Cases<R> {
    /** The client is that user. */
    R letIn(LetIn step);

    /** The client has to respond to something. */
    R goOn(GoOn step);

    /** The client is not let in, or is none that the mechanism can be talked with. */
    R refused(Refused step);
  }

  /** The client is that user. */
  record LetIn(String user) implements LoginStep {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.letIn(this);
    }
  }

  /**
   * The client has to respond to something.
   *
   * @param challenge in the mechanism's own form
   */
  record GoOn(Octets challenge) implements LoginStep {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.goOn(this);
    }
  }

  /**
   * The client is not let in.
   *
   * @param why not; never {@link LoginVerdict#RIGHT}
   */
  record Refused(LoginVerdict why) implements LoginStep {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.refused(this);
    }
  }

  static LoginStep of(LoginVerdict verdict, String user) {
    return verdict == LoginVerdict.RIGHT ? new LetIn(user) : new Refused(verdict);
  }
}

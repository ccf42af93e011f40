package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.message.Octets;
import io.millrace.broker.security.LoginVerdict;

/** What comes of one response of a client to its mechanism. */
sealed interface LoginStep {
  void match(Cases cases);

  /** An answer for every step. */
  interface Cases {
    /** The client is that user. */
    void letIn(LetIn step);

    /** The client has to respond to something. */
    void goOn(GoOn step);

    /** The client is not let in, or is none that the mechanism can be talked with. */
    void refused(Refused step);
  }

  /**
   * The client is that user.
   *
   * @param byPassword whether it is because it knows the password
   */
  record LetIn(String user, boolean byPassword) implements LoginStep {
    @Override
    public void match(Cases cases) {
      cases.letIn(this);
    }
  }

  /**
   * The client has to respond to something.
   *
   * @param challenge in the mechanism's own form
   */
  record GoOn(Octets challenge) implements LoginStep {
    @Override
    public void match(Cases cases) {
      cases.goOn(this);
    }
  }

  /**
   * The client is not let in.
   *
   * @param why not; never {@link LoginVerdict#RIGHT}
   */
  record Refused(LoginVerdict why) implements LoginStep {
    @Override
    public void match(Cases cases) {
      cases.refused(this);
    }
  }

  static LoginStep of(LoginVerdict verdict, String user, boolean byPassword) {
    return verdict == LoginVerdict.RIGHT ? new LetIn(user, byPassword) : new Refused(verdict);
  }
}

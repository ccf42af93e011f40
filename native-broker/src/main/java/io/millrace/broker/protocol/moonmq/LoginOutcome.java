package io.millrace.broker.protocol.moonmq;

import io.millrace.client.codec.Frame.Fault;

/** What comes of an Auth. */
public sealed interface LoginOutcome {
  void match(Cases cases);

  /** An answer for every outcome. */
  interface Cases {
    /**
     * The client is let in.
     *
     * @param words what its mechanism wants to hear; may be empty
     */
    void letIn(Identity identity, String words);

    /** It has to send another Auth. */
    void goOn(String challenge);

    /** It is not let in, and is not told more than it has to know. */
    void refused(Fault why);
  }

  record LetIn(Identity identity, String words) implements LoginOutcome {
    /** Its mechanism wants to hear nothing. */
    public LetIn(Identity identity) {
      this(identity, "");
    }

    @Override
    public void match(Cases cases) {
      cases.letIn(identity, words);
    }
  }

  record GoOn(String challenge) implements LoginOutcome {
    @Override
    public void match(Cases cases) {
      cases.goOn(challenge);
    }
  }

  record Refused(Fault why) implements LoginOutcome {
    @Override
    public void match(Cases cases) {
      cases.refused(why);
    }
  }
}

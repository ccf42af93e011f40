package io.millrace.broker.protocol.moonmq;

import io.millrace.client.codec.Frame.Fault;
import java.util.function.Consumer;

/** Whether a client is let in. */
public sealed interface LoginOutcome {
  void match(Consumer<Identity> letIn, Consumer<Fault> refused);

  /** It is. */
  record LetIn(Identity identity) implements LoginOutcome {
    @Override
    public void match(Consumer<Identity> letIn, Consumer<Fault> refused) {
      letIn.accept(identity);
    }
  }

  /** It is not, and is not told more than it has to know. */
  record Refused(Fault why) implements LoginOutcome {
    @Override
    public void match(Consumer<Identity> letIn, Consumer<Fault> refused) {
      refused.accept(why);
    }
  }
}

package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.vhost.Answer;
import io.millrace.broker.vhost.Subscription;
import io.millrace.client.codec.Frame.Fault;
import io.millrace.client.codec.Method;
import java.util.Optional;

/** Either why there is no subscription, or the subscription. */
record SubscribeOutcome(Optional<Fault> fault, Optional<Subscription> subscription) {
  static SubscribeOutcome of(Answer<Subscription> answer) {
    return new SubscribeOutcome(
        answer.refusal().map(why -> Codes.of(why, Method.BIND)), answer.value());
  }
}

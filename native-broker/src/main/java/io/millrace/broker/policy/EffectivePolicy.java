package io.millrace.broker.policy;

import io.millrace.broker.message.Headers;
import java.util.Optional;

/**
 * What policies come to for one queue or exchange.
 *
 * @param policy the name of the policy that counts
 * @param operatorPolicy the name of the operator's policy that counts
 * @param definition the settings of both
 */
public record EffectivePolicy(
    Optional<String> policy, Optional<String> operatorPolicy, Headers definition) {
  public static final EffectivePolicy NONE =
      new EffectivePolicy(Optional.empty(), Optional.empty(), Headers.EMPTY);
}

package io.millrace.broker.policy;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The policies of a virtual host, and those that its operator has set over them.
 *
 * <p>Immutable. Of each kind, the one that applies and has the highest priority counts, alone; of
 * equal priorities the one whose name comes first. What an operator's policy sets goes before the
 * other's, but where both set a limit the stricter one counts.
 */
public final class PolicyTable {
  public static final PolicyTable EMPTY = new PolicyTable(List.of(), List.of());

  /** Settings of which the lower is the stricter; a negative one is no limit. */
  private static final Set<String> LIMITS =
      Set.of(
          "message-ttl",
          "expires",
          "max-length",
          "max-length-bytes",
          "max-in-memory-length",
          "max-in-memory-bytes",
          "delivery-limit");

  private static final Comparator<Policy> ORDER =
      Comparator.comparingInt(Policy::priority).reversed().thenComparing(Policy::name);

  /** Both in the order in which they are asked. */
  private final List<Policy> policies;

  private final List<Policy> operatorPolicies;

  private PolicyTable(List<Policy> policies, List<Policy> operatorPolicies) {
    this.policies = policies;
    this.operatorPolicies = operatorPolicies;
  }

  /** With a policy, instead of one of that name. */
  public PolicyTable withPolicy(Policy policy) {
    return new PolicyTable(with(policies, policy), operatorPolicies);
  }

  public PolicyTable withoutPolicy(String name) {
    return new PolicyTable(without(policies, name), operatorPolicies);
  }

  /** With an operator's policy, instead of one of that name. */
  public PolicyTable withOperatorPolicy(Policy policy) {
    return new PolicyTable(policies, with(operatorPolicies, policy));
  }

  public PolicyTable withoutOperatorPolicy(String name) {
    return new PolicyTable(policies, without(operatorPolicies, name));
  }

  /** The highest priority first. */
  public List<Policy> policies() {
    return policies;
  }

  /** The highest priority first. */
  public List<Policy> operatorPolicies() {
    return operatorPolicies;
  }

  /**
   * What applies to a queue or an exchange.
   *
   * @param kind which of the two
   */
  public EffectivePolicy effective(ApplyTo kind, String name) {
    Optional<Policy> policy = first(policies, kind, name);
    Optional<Policy> operatorPolicy = first(operatorPolicies, kind, name);
    if (policy.isEmpty() && operatorPolicy.isEmpty()) {
      return EffectivePolicy.NONE;
    }
    return new EffectivePolicy(
        policy.map(Policy::name),
        operatorPolicy.map(Policy::name),
        merged(
            policy.map(Policy::definition).orElse(Headers.EMPTY),
            operatorPolicy.map(Policy::definition).orElse(Headers.EMPTY)));
  }

  private static Optional<Policy> first(List<Policy> policies, ApplyTo kind, String name) {
    return policies.stream().filter(policy -> policy.applies(kind, name)).findFirst();
  }

  private static Headers merged(Headers definition, Headers operators) {
    Headers merged = definition;
    for (int i = 0; i < operators.count(); i++) {
      String setting = operators.name(i);
      HeaderValue value = definition.get(setting);
      boolean isStricter =
          value == null || !LIMITS.contains(setting) || limit(operators.value(i)) < limit(value);
      merged = isStricter ? merged.with(setting, operators.value(i)) : merged;
    }
    return merged;
  }

  /** A limit as a number, the highest one for none. */
  private static long limit(HeaderValue value) {
    return value instanceof HeaderValue.Whole whole && whole.value() >= 0
        ? whole.value()
        : Long.MAX_VALUE;
  }

  private static List<Policy> with(List<Policy> policies, Policy policy) {
    List<Policy> changed = new ArrayList<>(without(policies, policy.name()));
    changed.add(policy);
    changed.sort(ORDER);
    return List.copyOf(changed);
  }

  private static List<Policy> without(List<Policy> policies, String name) {
    return policies.stream().filter(policy -> !policy.name().equals(name)).toList();
  }
}

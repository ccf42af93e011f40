package io.millrace.broker.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyTableTest {
  private static final Policy SHORT = Policy.of("short", "^q", limit("max-length", 10));

  @Test
  void nothingAppliesWithoutPolicies() {
    assertThat(PolicyTable.EMPTY.effective(ApplyTo.QUEUES, "q")).isEqualTo(EffectivePolicy.NONE);
    assertThat(PolicyTable.EMPTY.withPolicy(SHORT).effective(ApplyTo.QUEUES, "other"))
        .isEqualTo(EffectivePolicy.NONE);
  }

  @Test
  void theHighestPriorityCountsAlone() {
    PolicyTable table =
        PolicyTable.EMPTY
            .withPolicy(SHORT)
            .withPolicy(Policy.of("ttl", ".*", limit("message-ttl", 5)).withPriority(7));

    EffectivePolicy effective = table.effective(ApplyTo.QUEUES, "q");
    assertThat(effective.policy()).contains("ttl");
    assertThat(effective.definition()).isEqualTo(limit("message-ttl", 5));
    assertThat(table.withoutPolicy("ttl").effective(ApplyTo.QUEUES, "q").policy())
        .contains("short");
  }

  @Test
  void ofEqualPrioritiesTheFirstNameCounts() {
    PolicyTable table =
        PolicyTable.EMPTY
            .withPolicy(Policy.of("b", "", Headers.EMPTY))
            .withPolicy(Policy.of("a", "", Headers.EMPTY))
            .withPolicy(Policy.of("c", "", Headers.EMPTY));

    assertThat(table.effective(ApplyTo.QUEUES, "q").policy()).contains("a");
    assertThat(table.policies()).extracting(Policy::name).containsExactly("a", "b", "c");
  }

  @Test
  void setAgainAPolicyReplacesItself() {
    PolicyTable table =
        PolicyTable.EMPTY.withPolicy(SHORT).withPolicy(Policy.of("short", "^x", Headers.EMPTY));

    assertThat(table.policies()).hasSize(1);
    assertThat(table.effective(ApplyTo.QUEUES, "q").policy()).isEmpty();
  }

  @Test
  void appliesToQueuesOrExchangesOrBoth() {
    assertThat(applies(ApplyTo.ALL, ApplyTo.QUEUES)).isTrue();
    assertThat(applies(ApplyTo.ALL, ApplyTo.EXCHANGES)).isTrue();
    assertThat(applies(ApplyTo.QUEUES, ApplyTo.EXCHANGES)).isFalse();
    assertThat(applies(ApplyTo.EXCHANGES, ApplyTo.EXCHANGES)).isTrue();
    assertThat(ApplyTo.of("exchanges")).isEqualTo(ApplyTo.EXCHANGES);
    assertThatIllegalArgumentException().isThrownBy(() -> ApplyTo.of("streams"));
  }

  @Test
  void ofTwoLimitsTheStricterCounts() {
    assertThat(merged(limit("max-length", 10), limit("max-length", 5)))
        .isEqualTo(limit("max-length", 5));
    assertThat(merged(limit("max-length", 10), limit("max-length", 50)))
        .isEqualTo(limit("max-length", 10));
    assertThat(merged(limit("delivery-limit", -1), limit("delivery-limit", 50)))
        .isEqualTo(limit("delivery-limit", 50));
    assertThat(merged(limit("delivery-limit", 3), limit("delivery-limit", -1)))
        .isEqualTo(limit("delivery-limit", 3));
  }

  @Test
  void anOperatorsSettingGoesBeforeAnyOther() {
    Headers definition = Headers.of("overflow", "drop-head").with("a", HeaderValue.of("1"));

    assertThat(merged(definition, Headers.of("overflow", "reject-publish")))
        .isEqualTo(Headers.of("overflow", "reject-publish").with("a", HeaderValue.of("1")));
  }

  @Test
  void anOperatorsPolicyAppliesAlsoAlone() {
    PolicyTable table = PolicyTable.EMPTY.withOperatorPolicy(SHORT);

    assertThat(table.effective(ApplyTo.QUEUES, "q"))
        .isEqualTo(
            new EffectivePolicy(Optional.empty(), Optional.of("short"), limit("max-length", 10)));
    assertThat(table.withoutOperatorPolicy("short").effective(ApplyTo.QUEUES, "q"))
        .isEqualTo(EffectivePolicy.NONE);
  }

  private static boolean applies(ApplyTo applyTo, ApplyTo kind) {
    return PolicyTable.EMPTY
        .withPolicy(SHORT.withApplyTo(applyTo))
        .effective(kind, "q")
        .policy()
        .isPresent();
  }

  private static Headers merged(Headers definition, Headers operators) {
    return PolicyTable.EMPTY
        .withPolicy(Policy.of("p", "", definition))
        .withOperatorPolicy(Policy.of("o", "", operators))
        .effective(ApplyTo.QUEUES, "q")
        .definition();
  }

  private static Headers limit(String name, int value) {
    return Headers.builder().put(name, HeaderValue.of(value)).build();
  }
}

package io.millrace.broker.vhost;

import io.millrace.broker.exchange.ExchangeDefinition;
import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.HeaderValue.Whole;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Text;
import io.millrace.broker.pattern.NamePattern;
import io.millrace.broker.policy.ApplyTo;
import io.millrace.broker.policy.Policy;
import io.millrace.broker.policy.PolicyTable;
import io.millrace.broker.vhost.DefinitionStore.Definition;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The policies of a virtual host as they are stored, and what they come to.
 *
 * <p><b>Threads:</b> {@link #table} from any; the rest on the topology's loop.
 */
final class PolicyBook {
  private static final String POLICY = "policy";
  private static final String OPERATOR_POLICY = "operator policy";
  private static final String PATTERN = "pattern";
  private static final String APPLY_TO = "apply-to";
  private static final String PRIORITY = "priority";
  private static final String DEFINITION = "definition";

  private final OwnerLoop loop;
  private final DefinitionStore definitions;

  /** Immutable; read by operators' threads. */
  private volatile PolicyTable table = PolicyTable.EMPTY;

  /** Takes over what is stored. */
  PolicyBook(OwnerLoop loop, DefinitionStore definitions) {
    this.loop = loop;
    this.definitions = definitions;
    for (Definition stored : definitions.all(POLICY)) {
      table = table.withPolicy(policy(stored));
    }
    for (Definition stored : definitions.all(OPERATOR_POLICY)) {
      table = table.withOperatorPolicy(policy(stored));
    }
  }

  PolicyTable table() {
    return table;
  }

  /** What policies say about a queue. */
  QueueArguments of(QueueDefinition queue) {
    return QueueArguments.ofPolicy(table.effective(ApplyTo.QUEUES, queue.name()).definition());
  }

  /** The alternate exchange that a policy gives to an exchange. */
  Optional<String> alternateOf(String exchange) {
    HeaderValue alternate =
        table
            .effective(ApplyTo.EXCHANGES, exchange)
            .definition()
            .get(ExchangeDefinition.ALTERNATE_EXCHANGE);
    return alternate instanceof Text text ? Optional.of(text.toString()) : Optional.empty();
  }

  CompletableFuture<Answer<Policy>> set(Policy policy, boolean byOperator) {
    Optional<String> wrong = QueueArguments.refusalOfPolicy(policy.definition());
    if (wrong.isPresent()) {
      return Topology.refuse(new Refusal.Invalid(Refusal.Kind.POLICY, policy.name(), wrong.get()));
    }
    table = byOperator ? table.withOperatorPolicy(policy) : table.withPolicy(policy);
    return Topology.done(
        policy, definitions.put(stored(kind(byOperator), policy), loop.nowMillis()));
  }

  CompletableFuture<Answer<String>> remove(String name, boolean byOperator) {
    PolicyTable before = table;
    table = byOperator ? table.withoutOperatorPolicy(name) : table.withoutPolicy(name);
    int gone =
        before.policies().size()
            + before.operatorPolicies().size()
            - table.policies().size()
            - table.operatorPolicies().size();
    return gone == 0
        ? Topology.refuse(new Refusal.NotFound(Refusal.Kind.POLICY, name))
        : Topology.done(name, definitions.remove(kind(byOperator), name, loop.nowMillis()));
  }

  private static String kind(boolean byOperator) {
    return byOperator ? OPERATOR_POLICY : POLICY;
  }

  private static Definition stored(String kind, Policy policy) {
    return new Definition(
        kind,
        policy.name(),
        Headers.builder()
            .put(PATTERN, HeaderValue.of(policy.pattern().toString()))
            .put(APPLY_TO, HeaderValue.of(policy.applyTo().text()))
            .put(PRIORITY, HeaderValue.of(policy.priority()))
            .put(DEFINITION, HeaderValue.of(policy.definition()))
            .build());
  }

  private static Policy policy(Definition stored) {
    Headers fields = stored.fields();
    return new Policy(
        stored.key(),
        NamePattern.of(TopologyRecords.text(fields, PATTERN)),
        ApplyTo.of(TopologyRecords.text(fields, APPLY_TO)),
        fields.get(PRIORITY) instanceof Whole priority ? (int) priority.value() : 0,
        TopologyRecords.table(fields, DEFINITION));
  }
}

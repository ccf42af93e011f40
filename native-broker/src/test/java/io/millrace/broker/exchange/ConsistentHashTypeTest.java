package io.millrace.broker.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistentHashTypeTest {
  private static final int KEYS = 200;

  private final ConsistentHashType type = new ConsistentHashType();
  private final Routing<Integer> routing = new Routing<>();

  @Property(edgeCases = EdgeCasesMode.NONE)
  void aDestinationThatComesTakesKeysAndNoOtherMoves(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 9) Integer> weights,
      @ForAll @IntRange(min = 1, max = 9) int weight) {
    Routes<Integer> before = routes(weights);
    Routes<Integer> after = bind(before, weights.size(), weight);

    for (int key = 0; key < KEYS; key++) {
      int now = route(after, "key" + key);
      assertThat(now == weights.size() || now == route(before, "key" + key)).isTrue();
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void goesByWhatIsBoundAndNotByHowItCameAbout(
      @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 9) Integer> weights) {
    Routes<Integer> routes = routes(weights);
    Routes<Integer> detour = bind(routes(weights.subList(0, 1)), 99, 5);
    for (int i = weights.size() - 1; i > 0; i--) {
      detour = bind(detour, i, weights.get(i));
    }
    detour = detour.unbind(binding(99, 5), QUEUES.get(99));

    for (int key = 0; key < KEYS; key++) {
      assertThat(route(detour, "key" + key)).isEqualTo(route(routes, "key" + key));
    }
  }

  @Test
  void sharesByWeight() {
    Routes<Integer> routes = routes(List.of(1, 2, 3, 4));
    Map<Integer, Integer> counts = new TreeMap<>();
    int messages = 40_000;
    for (int i = 0; i < messages; i++) {
      counts.merge(route(routes, "order." + i), 1, Integer::sum);
    }

    // Six times the standard deviation of the largest share.
    counts.forEach(
        (queue, count) ->
            assertThat((double) count / messages).isCloseTo((queue + 1) / 10.0, within(0.015)));
  }

  @Test
  void goesByAHeaderOrAPropertyWhenToldSo() {
    Routes<Integer> byHeader = with(Headers.of("hash-header", "customer"));
    Routes<Integer> byId = with(Headers.of("hash-property", "message_id"));
    Routes<Integer> byCorrelation = with(Headers.of("hash-property", "correlation_id"));
    Routes<Integer> byTime = with(Headers.of("hash-property", "timestamp"));

    assertThat(spread(byHeader, n -> headers(Headers.of("customer", "c" + n)))).isGreaterThan(10);
    assertThat(
            spread(
                byHeader,
                n -> headers(Headers.builder().put("customer", HeaderValue.of(n)).build())))
        .isGreaterThan(10);
    assertThat(spread(byHeader, n -> headers(Headers.of("other", "c" + n)))).isEqualTo(1);
    assertThat(spread(byId, n -> Properties.builder().messageId("m" + n).build()))
        .isGreaterThan(10);
    assertThat(spread(byCorrelation, n -> Properties.builder().correlationId("m" + n).build()))
        .isGreaterThan(10);
    assertThat(spread(byTime, n -> Properties.builder().timestampSeconds(n).build()))
        .isGreaterThan(10);
    assertThat(spread(byTime, n -> Properties.builder().messageId("m" + n).build())).isEqualTo(1);
  }

  @Test
  void routesNowhereWithoutBindings() {
    routing.clear();
    type.<Integer>routes(Headers.EMPTY).route(message("a", Properties.NONE), routing);

    assertThat(routing.count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1.5", "a", "00", "12345678901"})
  void refusesAKeyThatIsNoWeight(String key) {
    assertThat(type.refusalOfBinding(Headers.EMPTY, Binding.toQueue("x", "q", key))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "20", "007", "999999999"})
  void takesAWeight(String key) {
    assertThat(type.refusalOfBinding(Headers.EMPTY, Binding.toQueue("x", "q", key))).isEmpty();
  }

  @Test
  void refusesArgumentsThatItDoesNotKnow() {
    assertThat(type.refusalOfArguments(Headers.of("hash-property", "user_id"))).isPresent();
    assertThat(
            type.refusalOfArguments(
                Headers.of("hash-property", "message_id").with("hash-header", HeaderValue.of("a"))))
        .isPresent();
    assertThat(
            type.refusalOfArguments(
                Headers.builder().put("hash-header", HeaderValue.of(1)).build()))
        .isPresent();
  }

  private static final List<Destination<Integer>> QUEUES = new ArrayList<>();

  static {
    for (int i = 0; i < 100; i++) {
      QUEUES.add(Destination.queue("q" + i, i));
    }
  }

  private static Binding binding(int queue, int weight) {
    return Binding.toQueue("x", "q" + queue, Integer.toString(weight));
  }

  private static Routes<Integer> bind(Routes<Integer> routes, int queue, int weight) {
    return routes.bind(binding(queue, weight), QUEUES.get(queue));
  }

  private Routes<Integer> routes(List<Integer> weights) {
    Routes<Integer> routes = type.routes(Headers.EMPTY);
    for (int i = 0; i < weights.size(); i++) {
      routes = bind(routes, i, weights.get(i));
    }
    return routes;
  }

  private Routes<Integer> with(Headers arguments) {
    assertThat(type.refusalOfArguments(arguments)).isEmpty();
    Routes<Integer> routes = type.routes(arguments);
    for (int i = 0; i < 20; i++) {
      routes = bind(routes, i, 1);
    }
    return routes;
  }

  /** How many queues a hundred messages of one routing key come to. */
  private long spread(Routes<Integer> routes, IntFunction<Properties> properties) {
    return IntStream.range(0, 100)
        .map(n -> route(routes, message("same", properties.apply(n))))
        .distinct()
        .count();
  }

  private static Properties headers(Headers headers) {
    return Properties.builder().headers(headers).build();
  }

  private int route(Routes<Integer> routes, String key) {
    return route(routes, message(key, Properties.NONE));
  }

  private int route(Routes<Integer> routes, Message message) {
    routing.clear();
    routes.route(message, routing);
    assertThat(routing.count()).isEqualTo(1);
    return routing.queue(0);
  }

  private static Message message(String key, Properties properties) {
    return new Message("x", key, properties, new byte[0]);
  }
}

package io.millrace.broker.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicTypeTest {
  private final Routing<Integer> routing = new Routing<>();

  /** A pattern, the number of the queue that it leads to, and whether it is bound or unbound. */
  record Change(String pattern, int queue, boolean unbinds) {}

  @Property(edgeCases = EdgeCasesMode.NONE)
  void matchesWhatASearchOfAllPatternsMatches(
      @ForAll("changes") List<Change> changes, @ForAll("keys") List<String> keys) {
    List<Destination<Integer>> queues = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      queues.add(Destination.queue("q" + i, i));
    }
    Set<Binding> bound = new LinkedHashSet<>();
    Routes<Integer> routes = new TopicType().routes(Headers.EMPTY);
    for (Change change : changes) {
      Binding binding = Binding.toQueue("x", "q" + change.queue(), change.pattern());
      if (change.unbinds()) {
        if (bound.remove(binding)) {
          routes = routes.unbind(binding, queues.get(change.queue()));
        }
      } else if (bound.add(binding)) {
        routes = routes.bind(binding, queues.get(change.queue()));
      }
    }
    for (String key : keys) {
      Set<Integer> expected = new TreeSet<>();
      for (Binding binding : bound) {
        if (NaiveTopic.matches(binding.key(), key)) {
          expected.add(Integer.parseInt(binding.destination().substring(1)));
        }
      }
      assertThat(route(routes, key)).as("key '%s' of %s", key, bound).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          a.b,      a.b,      true
          a.b,      a.b.c,    false
          a.*,      a.b,      true
          a.*,      a.,       true
          a.*,      a,        false
          *,        '',       false
          #,        '',       true
          '',       '',       true
          '',       a,        false
          #.a,      a,        true
          a.#,      a,        true
          a.#,      a.b.c,    true
          #.#,      '',       true
          #.a.#,    a.a,      true
          #.a.#.b,  a.b.a.b,  true
          #.*.#,    a,        true
          #.*.#,    '',       false
          *.#,      a,        true
          a.#.b,    a.b,      true
          a.#.b,    a.c.d.b,  true
          a.#.b,    a.c.d,    false
          .,        .,        true
          *.*,      .,        true
          *.*.*,    .,        false
          a*,       ab,       false
          """)
  void matches(String pattern, String key, boolean matches) {
    Destination<Integer> queue = Destination.queue("q", 1);
    Binding binding = Binding.toQueue("x", "q", pattern);

    Routes<Integer> routes = new TopicType().<Integer>routes(Headers.EMPTY).bind(binding, queue);

    assertThat(route(routes, key)).isEqualTo(matches ? Set.of(1) : Set.of());
    assertThat(route(routes.unbind(binding, queue), key)).isEmpty();
  }

  @Test
  void staysQuickWithPatternsOfManyAnyWords() {
    Destination<Integer> queue = Destination.queue("q", 1);
    Routes<Integer> routes = new TopicType().routes(Headers.EMPTY);
    for (String end : List.of("z", "a.z", "a.a.z")) {
      String pattern = "#.a.".repeat(40) + "#." + end;
      routes = routes.bind(Binding.toQueue("x", "q", pattern), queue);
    }

    assertThat(route(routes, "a." + "a.".repeat(100) + "z")).containsExactly(1);
    assertThat(route(routes, "a." + "a.".repeat(100) + "y")).isEmpty();
  }

  @Provide
  static Arbitrary<List<Change>> changes() {
    Arbitrary<String> patterns = joined(Arbitraries.of("a", "b", "*", "#", "#", ""));
    return patterns
        .flatMap(
            pattern ->
                Arbitraries.integers().between(0, 47).map(n -> new Change(pattern, n % 12, n < 12)))
        .list()
        .ofMaxSize(40);
  }

  @Provide
  static Arbitrary<List<String>> keys() {
    return joined(Arbitraries.of("a", "b", "c", "")).list().ofMinSize(1).ofMaxSize(10);
  }

  private static Arbitrary<String> joined(Arbitrary<String> words) {
    return words.list().ofMaxSize(6).map(list -> String.join(".", list));
  }

  private Set<Integer> route(Routes<Integer> routes, String key) {
    routing.clear();
    routes.route(new Message("x", key, Properties.NONE, new byte[0]), routing);
    Set<Integer> found = new TreeSet<>();
    for (int i = 0; i < routing.count(); i++) {
      assertThat(found.add(routing.queue(i))).isTrue();
    }
    return found;
  }
}

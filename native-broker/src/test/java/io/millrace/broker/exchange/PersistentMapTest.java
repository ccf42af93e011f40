package io.millrace.broker.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PersistentMapTest {

  /** A name, and the value that it gets; none for removing it. */
  record Change(String name, Integer value, boolean removes) {}

  @Property(edgeCases = EdgeCasesMode.NONE)
  void holdsWhatAMapWouldHold(@ForAll("changes") List<Change> changes) {
    Map<String, Integer> model = new HashMap<>();
    PersistentMap<Integer> map = PersistentMap.empty();
    List<PersistentMap<Integer>> before = new ArrayList<>();
    List<Map<String, Integer>> modelsBefore = new ArrayList<>();
    for (Change change : changes) {
      before.add(map);
      modelsBefore.add(Map.copyOf(model));
      if (change.removes()) {
        model.remove(change.name());
        map = map.remove(change.name());
      } else {
        model.put(change.name(), change.value());
        map = map.put(change.name(), change.value());
      }
      assertThat(map.get(change.name())).isEqualTo(model.get(change.name()));
    }
    assertSame(map, model);
    for (int i = 0; i < before.size(); i++) {
      assertSame(before.get(i), modelsBefore.get(i));
    }
  }

  @Test
  void findsAWordWithinALongerText() {
    PersistentMap<Integer> map = PersistentMap.<Integer>empty().put("bc", 1);

    assertThat(map.get("abcd", 1, 3, "bc".hashCode())).isEqualTo(1);
    assertThat(map.get("abcd", 1, 4, "bcd".hashCode())).isNull();
  }

  @Test
  void keepsNamesApartThatCollideInBothHashes() {
    List<String> colliding = collidingInBothHashes();
    PersistentMap<Integer> map = PersistentMap.empty();
    for (int i = 0; i < colliding.size(); i++) {
      map = map.put(colliding.get(i), i);
    }
    PersistentMap<Integer> all = map;
    assertThat(IntStream.range(0, colliding.size()))
        .allMatch(i -> Integer.valueOf(i).equals(all.get(colliding.get(i))));
    assertThat(map.put(colliding.get(0), 7).get(colliding.get(0))).isEqualTo(7);

    for (int i = 0; i < colliding.size(); i++) {
      map = map.remove(colliding.get(i));
      assertThat(map.get(colliding.get(i))).isNull();
      assertThat(map.count()).isEqualTo(colliding.size() - i - 1);
    }
    assertThat(all.count()).isEqualTo(colliding.size());
  }

  @Test
  void isAsFastAsEverWithNamesThatCollideInStringHashCode() {
    PersistentMap<Integer> map = PersistentMap.empty();
    for (int i = 0; i < 1 << 14; i++) {
      map = map.put(colliding(i, 14), i);
    }
    PersistentMap<Integer> all = map;
    assertThat(IntStream.range(0, 1 << 14))
        .allMatch(i -> Integer.valueOf(i).equals(all.get(colliding(i, 14))));
  }

  @Provide
  static Arbitrary<List<Change>> changes() {
    Arbitrary<String> colliding =
        Arbitraries.integers().between(0, 63).map(bits -> colliding(bits, 6));
    Arbitrary<String> short1 = Arbitraries.strings().withChars("ab\u00e9\u4e2d").ofMaxLength(3);
    Arbitrary<String> names =
        Arbitraries.oneOf(colliding, short1, Arbitraries.strings().numeric().ofMaxLength(2));
    return names
        .flatMap(
            name ->
                Arbitraries.integers()
                    .between(-1, 3)
                    .map(value -> new Change(name, value, value < 0)))
        .list()
        .ofMaxSize(120);
  }

  private static void assertSame(PersistentMap<Integer> map, Map<String, Integer> model) {
    Map<String, Integer> entries = new HashMap<>();
    map.forEach((name, value) -> assertThat(entries.put(name, value)).isNull());
    assertThat(entries).isEqualTo(model);
    assertThat(map.count()).isEqualTo(model.size());
    assertThat(map.isEmpty()).isEqualTo(model.isEmpty());
    model.forEach((name, value) -> assertThat(map.get(name)).isEqualTo(value));
  }

  /** Names of one hash code: Aa and BB have the same. */
  private static String colliding(int bits, int pairs) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < pairs; i++) {
      name.append((bits >> i & 1) == 0 ? "Aa" : "BB");
    }
    return name.toString();
  }

  private static List<String> collidingInBothHashes() {
    Map<Integer, String> bySecondHash = new HashMap<>();
    for (int bits = 0; bits < 1 << 20; bits++) {
      String name = colliding(bits, 20);
      String other = bySecondHash.put(MapNode.secondHash(name, 0, name.length()), name);
      if (other != null) {
        return List.of(other, name, other + "c", name + "c");
      }
    }
    throw new AssertionError("no two names collide in both hashes");
  }
}

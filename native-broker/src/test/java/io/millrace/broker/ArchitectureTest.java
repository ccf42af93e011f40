package io.millrace.broker;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import io.millrace.architecture.CommonRules;
import io.millrace.architecture.ModuleClasses;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
  private static final ModuleClasses MODULE = ModuleClasses.load();
  private static final String BROKER = "io.millrace.broker.";

  /** Which packages of the broker each may know: a message travels down, and so do dependencies. */
  private static final Map<String, List<String>> MAY_KNOW =
      Map.ofEntries(
          Map.entry(
              "server",
              List.of(
                  "protocol",
                  "metrics",
                  "attendance",
                  "transport",
                  "vhost",
                  "exchange",
                  "security",
                  "store",
                  "redis",
                  "journal",
                  "loop")),
          Map.entry("testing", List.of("server", "protocol", "transport", "vhost", "message")),
          Map.entry(
              "protocol",
              List.of("transport", "vhost", "exchange", "security", "queue", "message")),
          Map.entry("metrics", List.of("vhost", "store")),
          Map.entry("attendance", List.of("vhost")),
          Map.entry(
              "vhost",
              List.of(
                  "security",
                  "loop",
                  "journal",
                  "queue",
                  "exchange",
                  "policy",
                  "pattern",
                  "message")),
          Map.entry("store", List.of("journal", "queue", "message")),
          Map.entry("redis", List.of("store", "journal", "queue", "message")),
          Map.entry("journal", List.of("queue", "message")),
          Map.entry("queue", List.of("message")),
          Map.entry("exchange", List.of("message")),
          Map.entry("policy", List.of("pattern", "message")),
          Map.entry("security", List.of("pattern")),
          Map.entry("transport", List.of()),
          Map.entry("loop", List.of()),
          Map.entry("pattern", List.of()),
          Map.entry("message", List.of()));

  /** What decides: values go in and values come out. */
  private static final String[] PURE =
      Stream.of("message", "exchange", "pattern", "policy", "queue")
          .map(ArchitectureTest::inside)
          .toArray(String[]::new);

  private static final Set<String> CLOCK_METHODS = Set.of("currentTimeMillis", "nanoTime");

  private static final ArchRule PURE_PACKAGES_NEED_NOTHING_OF_THE_WORLD =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.util.concurrent..",
                      "java.util.random..",
                      "java.time..",
                      "java.nio.file..",
                      "java.nio.channels..",
                      "java.net..",
                      "org.slf4j..")
                  .or(
                      belongToAnyOf(
                          Thread.class,
                          File.class,
                          Random.class,
                          SplittableRandom.class,
                          System.Logger.class)));

  private static final ArchRule PURE_PACKAGES_ARE_TOLD_THE_TIME =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callMethodWhere(describe("it reads a clock", ArchitectureTest::readsClock));

  private static final ArchRule PURE_PACKAGES_LOCK_NOTHING =
      noMethods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(PURE)
          .should()
          .haveModifier(JavaModifier.SYNCHRONIZED);

  private static final ArchRule NETTY_IS_WHERE_CONNECTIONS_ARE =
      noClasses()
          .that()
          .resideOutsideOfPackages(inside("transport"), inside("protocol"), inside("server"))
          .should()
          .dependOnClassesThat(resideInAPackage("io.netty.."));

  private static final ArchRule WHAT_TRANSLATES_BYTES_KNOWS_VALUES_ONLY =
      noClasses()
          .that()
          .resideInAPackage(inside("protocol.amqp.codec"))
          .should()
          .dependOnClassesThat(
              resideInAPackage(BROKER + "*..")
                  .and(not(resideInAnyPackage(inside("protocol.amqp.codec"), inside("message")))));

  @Test
  void readsTheClassesOfThisModule() {
    assertThat(MODULE.tests().contain(ArchitectureTest.class)).isTrue();
  }

  @Test
  void keepsTheCommonRules() {
    CommonRules.check(MODULE);
    CommonRules.LIBRARIES_DO_NOT_PRINT.check(MODULE.production());
    CommonRules.noCyclesBelow("io.millrace.broker").check(MODULE.production());
  }

  @Test
  void whatDecidesIsPure() {
    PURE_PACKAGES_NEED_NOTHING_OF_THE_WORLD.check(MODULE.production());
    PURE_PACKAGES_ARE_TOLD_THE_TIME.check(MODULE.production());
    PURE_PACKAGES_LOCK_NOTHING.check(MODULE.production());
  }

  @Test
  void nettyStaysWithTheConnections() {
    NETTY_IS_WHERE_CONNECTIONS_ARE.check(MODULE.production());
  }

  @Test
  void codecsAreLeaves() {
    WHAT_TRANSLATES_BYTES_KNOWS_VALUES_ONLY.check(MODULE.production());
  }

  @Test
  void everyPackageHasItsPlace() {
    assertThat(
            MODULE.production().stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(BROKER))
                .map(name -> name.substring(BROKER.length()).split("\\.", 2)[0]))
        .isSubsetOf(MAY_KNOW.keySet())
        .containsAll(MAY_KNOW.keySet());
  }

  static Set<String> packages() {
    return MAY_KNOW.keySet();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void knowsOnlyWhatIsBelow(String name) {
    String[] known =
        Stream.concat(Stream.of(name), MAY_KNOW.getOrDefault(name, List.of()).stream())
            .map(ArchitectureTest::inside)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(inside(name))
        .should()
        .dependOnClassesThat(resideInAPackage(BROKER + "*..").and(not(resideInAnyPackage(known))))
        .check(MODULE.production());
  }

  private static String inside(String name) {
    return BROKER + name + "..";
  }

  private static boolean readsClock(JavaCall<?> call) {
    return CLOCK_METHODS.contains(call.getName())
        && call.getTargetOwner().isEquivalentTo(System.class);
  }
}

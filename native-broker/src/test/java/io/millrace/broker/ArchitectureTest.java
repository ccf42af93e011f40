package io.millrace.broker;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import io.millrace.architecture.CommonRules;
import io.millrace.architecture.ModuleClasses;
import java.io.File;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
  private static final ModuleClasses MODULE = ModuleClasses.load();
  private static final String BROKER = "io.millrace.broker.";

  /** From the top down: a package knows those after it, and none before it. */
  private static final List<String> PACKAGES =
      List.of(
          "server",
          "protocol",
          "management",
          "vhost",
          "security",
          "loop",
          "store",
          "journal",
          "queue",
          "exchange",
          "message");

  private static final String[] PURE = {
    BROKER + "message..", BROKER + "exchange..", BROKER + "queue.."
  };

  private static final Set<String> CLOCK_METHODS = Set.of("currentTimeMillis", "nanoTime", "now");

  private static final ArchRule PURE_PACKAGES_NEED_NOTHING_OF_THE_WORLD =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.util.concurrent..",
                      "java.nio.file..",
                      "java.nio.channels..",
                      "java.net..",
                      "org.slf4j..")
                  .or(
                      belongToAnyOf(
                          Thread.class,
                          File.class,
                          Clock.class,
                          Random.class,
                          SplittableRandom.class)))
          .because("values go in and values come out")
          .allowEmptyShould(true);

  private static final ArchRule PURE_PACKAGES_ARE_TOLD_THE_TIME =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callMethodWhere(describe("it reads a clock", ArchitectureTest::readsClock))
          .allowEmptyShould(true);

  private static final ArchRule PURE_PACKAGES_LOCK_NOTHING =
      noMethods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(PURE)
          .should()
          .haveModifier(JavaModifier.SYNCHRONIZED)
          .allowEmptyShould(true);

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

  static List<String> packages() {
    return PACKAGES;
  }

  @ParameterizedTest
  @MethodSource("packages")
  void dependenciesPointDown(String name) {
    String[] above =
        PACKAGES.subList(0, PACKAGES.indexOf(name)).stream()
            .map(upper -> BROKER + upper + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(BROKER + name + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(above)
        .because("a message travels down from " + Arrays.toString(above))
        .allowEmptyShould(true)
        .check(MODULE.production());
  }

  private static boolean readsClock(JavaCall<?> call) {
    String owner = call.getTargetOwner().getName();
    return CLOCK_METHODS.contains(call.getName())
        && (owner.equals(System.class.getName()) || owner.startsWith("java.time."));
  }
}

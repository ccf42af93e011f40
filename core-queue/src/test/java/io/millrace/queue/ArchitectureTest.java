package io.millrace.queue;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import io.millrace.architecture.CommonRules;
import io.millrace.architecture.ModuleClasses;
import io.millrace.queue.engine.QueueEngine;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String ROOT = "io.millrace.queue";
  private static final String[] PURE = {
    ROOT + ".order..", ROOT + ".settle..", ROOT + ".retry..", ROOT + ".adaptive.."
  };
  private static final ModuleClasses MODULE = ModuleClasses.load();

  /**
   * Values in, values out: what decides is tested without threads, and fast. Order and retry are
   * shared by the queue's threads and keep a lock inside; they take time and chance as values too.
   */
  private static final List<ArchRule> PURE_PACKAGES =
      List.of(
          inPurePackages(resideInAnyPackage("org.slf4j..", "io.micrometer..")),
          inPurePackages(resideInAnyPackage("java.io..", "java.nio.file..", "java.net..")),
          inPurePackages(JavaClass.Predicates.assignableTo(Thread.class)),
          inPurePackages(JavaClass.Predicates.assignableTo(Executor.class)),
          inPurePackages(JavaClass.Predicates.assignableTo(ThreadLocalRandom.class)),
          noClasses()
              .that()
              .resideInAnyPackage(PURE)
              .should()
              .callMethod(System.class, "nanoTime")
              .orShould()
              .callMethod(System.class, "currentTimeMillis")
              .allowEmptyShould(true));

  @Test
  void readsTheClassesOfThisModule() {
    assertThat(MODULE.production().contain(Message.class)).isTrue();
    assertThat(MODULE.production().contain(QueueEngine.class)).isTrue();
    assertThat(MODULE.production()).hasSizeGreaterThan(30);
    assertThat(MODULE.tests().contain(ArchitectureTest.class)).isTrue();
  }

  @Test
  void keepsTheCommonRules() {
    CommonRules.check(MODULE);
    CommonRules.LIBRARIES_DO_NOT_PRINT.check(MODULE.production());
    CommonRules.noCyclesBelow(ROOT).check(MODULE.production());
  }

  @Test
  void needsNothingButTheJdkAndFourLibraries() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                ROOT + "..",
                "java..",
                "org.jspecify..",
                "org.slf4j..",
                "io.micrometer..",
                "io.github.resilience4j.."))
        .check(MODULE.production());
  }

  @Test
  void showsOfItsInsideOnlyTheEngineToTheApi() {
    DescribedPredicate<JavaClass> inside =
        resideInAPackage(ROOT + ".*..")
            .and(DescribedPredicate.not(resideInAPackage(ROOT + ".engine..")));
    noClasses()
        .that()
        .resideInAPackage(ROOT)
        .should()
        .dependOnClassesThat(inside)
        .check(MODULE.production());
  }

  @Test
  void keepsWhatDecidesPure() {
    PURE_PACKAGES.forEach(rule -> rule.check(MODULE.production()));
  }

  @Test
  void findsThePlantedViolation() {
    List<ArchRule> broken =
        List.of(PURE_PACKAGES.get(0), PURE_PACKAGES.get(2), PURE_PACKAGES.get(5));
    assertThat(broken)
        .allSatisfy(
            rule ->
                assertThatThrownBy(() -> rule.check(MODULE.tests()))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("PlantedViolation"));
  }

  private static ArchRule inPurePackages(DescribedPredicate<JavaClass> forbidden) {
    return noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat(forbidden)
        .allowEmptyShould(true);
  }
}

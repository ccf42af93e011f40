package io.millrace.broker;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import io.millrace.architecture.ModuleClasses;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What decides where messages go and who may what has no thread, clock, random source or file. */
class PurePackagesTest {
  private static final String[] PURE = {
    "io.millrace.broker.message..",
    "io.millrace.broker.exchange..",
    "io.millrace.broker.pattern..",
    "io.millrace.broker.policy.."
  };

  private static final ArchRule PURITY =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io..",
              "java.net..",
              "java.nio.file..",
              "java.time..",
              "java.util.concurrent..",
              "java.util.random..",
              "org.slf4j..")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Thread.class, Random.class, System.Logger.class);

  private static final List<ArchRule> LAYERS =
      List.of(
          mayOnlyUse("message"),
          mayOnlyUse("pattern"),
          mayOnlyUse("exchange", "message"),
          mayOnlyUse("policy", "message", "pattern"),
          mayOnlyUse("security", "pattern"));

  private final ModuleClasses module = ModuleClasses.load();

  @Test
  void dependOnNothingThatActs() {
    PURITY.check(module.production());
  }

  @Test
  void dependDownwardsOnly() {
    LAYERS.forEach(layer -> layer.check(module.production()));
  }

  @Test
  void areThere() {
    assertThat(module.production().stream().map(JavaClass::getPackageName))
        .contains("io.millrace.broker.message", "io.millrace.broker.exchange");
  }

  private static ArchRule mayOnlyUse(String user, String... used) {
    String[] allowed =
        Stream.concat(Stream.of(user), Stream.of(used))
            .map(name -> "io.millrace.broker." + name + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("io.millrace.broker." + user + "..")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("io.millrace.broker..")
                .and(not(JavaClass.Predicates.resideInAnyPackage(allowed))));
  }
}

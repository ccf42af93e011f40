package io.millrace.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Rules that hold in every module. A rule passes where there is nothing that it is about. */
public final class CommonRules {
  private static final Set<String> SLEEPERS =
      Set.of(Thread.class.getName(), TimeUnit.class.getName());

  /** No Manager, Util, Helper or Impl: such words hide a missing noun. */
  public static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
      classes()
          .should()
          .haveNameNotMatching(".*(Manager|Utils?|Helper|Impl)(\\$.*)?")
          .because("such words hide a missing noun")
          .allowEmptyShould(true);

  /** No {@code java.util.logging}. */
  public static final ArchRule LOGS_GO_TO_SLF4J =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.logging..")
          .allowEmptyShould(true);

  /** No {@code System.out}, {@code System.err} or {@code printStackTrace}. */
  public static final ArchRule LIBRARIES_DO_NOT_PRINT =
      GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.allowEmptyShould(true);

  /** No {@code Thread.sleep} and no {@code TimeUnit.sleep}. */
  public static final ArchRule TESTS_WAIT_FOR_CONDITIONS =
      noClasses()
          .should()
          .callMethodWhere(describe("it sleeps", CommonRules::sleeps))
          .because("a test waits for a condition, with a deadline")
          .allowEmptyShould(true);

  private CommonRules() {}

  /** The rules on names, logs and waiting; the others are for a module to choose. */
  public static void check(ModuleClasses module) {
    NAMES_SAY_WHAT_A_CLASS_IS.check(module.production());
    NAMES_SAY_WHAT_A_CLASS_IS.check(module.tests());
    LOGS_GO_TO_SLF4J.check(module.production());
    TESTS_WAIT_FOR_CONDITIONS.check(module.tests());
  }

  /** No two packages right below {@code parent} that, with all below them, need each other. */
  public static ArchRule noCyclesBelow(String parent) {
    return SlicesRuleDefinition.slices()
        .matching(parent + ".(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true);
  }

  private static boolean sleeps(JavaCall<?> call) {
    return call.getName().equals("sleep") && SLEEPERS.contains(call.getTargetOwner().getName());
  }
}

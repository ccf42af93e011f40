package io.millrace.amqp.generator;

import io.millrace.amqp.generator.Description.Method;
import io.millrace.amqp.generator.Description.MethodClass;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What must be so in a description for the sources to mean what it says. */
final class Consistency {
  private Consistency() {}

  /**
   * @throws IllegalArgumentException if names or numbers are given twice, an answer is no method,
   *     or a method waits without answers
   */
  static void check(Description description) {
    distinct("reply", description.replies(), Description.Reply::name);
    distinct("reply code", description.replies(), Description.Reply::code);
    distinct("class", description.classes(), MethodClass::name);
    distinct("class id", description.classes(), MethodClass::id);
    description.classes().forEach(Consistency::check);
  }

  private static void check(MethodClass owner) {
    distinct(owner.name() + " method", owner.methods(), Method::name);
    distinct(owner.name() + " method id", owner.methods(), Method::id);
    distinct(owner.name() + " property", owner.properties(), Description.Property::bit);
    Set<String> names = new HashSet<>();
    owner.methods().forEach(method -> names.add(method.name()));
    for (Method method : owner.methods()) {
      String name = owner.name() + "." + method.name();
      distinct(name + " field", method.fields(), Description.Field::name);
      if (!names.containsAll(method.answers())) {
        throw new IllegalArgumentException(name + " has an answer that is no method");
      }
      if (method.synchronous() == method.answers().isEmpty()) {
        throw new IllegalArgumentException(name + " waits and has no answer, or has and does not");
      }
    }
  }

  private static <T> void distinct(String what, List<T> all, Function<T, Object> key) {
    Set<Object> seen = new HashSet<>();
    for (T one : all) {
      if (!seen.add(key.apply(one))) {
        throw new IllegalArgumentException(what + " " + key.apply(one) + " is there twice");
      }
    }
  }
}

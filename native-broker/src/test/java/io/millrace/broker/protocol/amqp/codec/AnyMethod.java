package io.millrace.broker.protocol.amqp.codec;

import io.millrace.broker.message.AnyMessage;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Octets;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Methods of every kind with any arguments. */
final class AnyMethod {
  private static final Set<String> OCTETS = Set.of("versionMajor", "versionMinor");
  private static final Set<String> LONG_LONGS = Set.of("deliveryTag");

  private AnyMethod() {}

  /** The records of all methods. */
  static Stream<Class<?>> kinds() {
    return Arrays.stream(Method.class.getPermittedSubclasses())
        .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()));
  }

  static Arbitrary<Method> any() {
    return Arbitraries.of(kinds().toList()).flatMap(AnyMethod::ofKind);
  }

  private static Arbitrary<Method> ofKind(Class<?> kind) {
    List<Arbitrary<Object>> arguments =
        Arrays.stream(kind.getRecordComponents()).map(AnyMethod::argument).toList();
    return Combinators.combine(arguments).as(values -> make(kind, values.toArray()));
  }

  private static Arbitrary<Object> argument(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == boolean.class) {
      return Arbitraries.of(true, false).asGeneric();
    }
    if (type == int.class) {
      int most = OCTETS.contains(component.getName()) ? 0xFF : 0xFFFF;
      return Arbitraries.integers().between(0, most).asGeneric();
    }
    if (type == long.class) {
      return LONG_LONGS.contains(component.getName())
          ? Arbitraries.longs().asGeneric()
          : Arbitraries.longs().between(0, 0xFFFF_FFFFL).asGeneric();
    }
    if (type == String.class) {
      return AnyMessage.texts().asGeneric();
    }
    if (type == Octets.class) {
      return AnyMessage.octets().map(Octets::of).asGeneric();
    }
    if (type == Headers.class) {
      return AnyMessage.headers(2).asGeneric();
    }
    throw new IllegalArgumentException("an argument of " + type);
  }

  private static Method make(Class<?> kind, Object[] arguments) {
    try {
      return (Method) kind.getDeclaredConstructors()[0].newInstance(arguments);
    } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }
}

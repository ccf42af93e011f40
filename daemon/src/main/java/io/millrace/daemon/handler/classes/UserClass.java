package io.millrace.daemon.handler.classes;

import io.millrace.daemon.spi.Options;
import io.millrace.queue.BatchConsumer;
import io.millrace.queue.Consumer;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;

/** A class that can be a handler: its kind and constructor are checked. */
final class UserClass {
  private final Class<?> type;
  private final Constructor<?> constructor;

  private UserClass(Class<?> type, Constructor<?> constructor) {
    this.type = type;
    this.constructor = constructor;
  }

  static UserClass load(Options options, String name, ClassLoader loader, List<String> jars) {
    Class<?> type;
    try {
      type = Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      String where =
          jars.isEmpty() ? "on the class path; name the jar that holds it with jar:" : "in " + jars;
      throw options.error("name", "there is no class " + name + " " + where);
    } catch (LinkageError e) {
      throw options.error("name", "the class " + name + " cannot be loaded: " + e);
    }
    if (!Consumer.class.isAssignableFrom(type) && !BatchConsumer.class.isAssignableFrom(type)) {
      throw options.error(
          "name",
          name
              + " is neither a "
              + Consumer.class.getName()
              + " nor a "
              + BatchConsumer.class.getName());
    }
    if (Modifier.isAbstract(type.getModifiers()) || !Modifier.isPublic(type.getModifiers())) {
      throw options.error("name", name + " must be public and not abstract");
    }
    return new UserClass(type, constructor(options, type));
  }

  boolean isBatch() {
    return BatchConsumer.class.isAssignableFrom(type);
  }

  String name() {
    return type.getName();
  }

  Object newInstance(Map<String, String> values) throws Exception {
    try {
      return constructor.getParameterCount() == 0
          ? constructor.newInstance()
          : constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static Constructor<?> constructor(Options options, Class<?> type) {
    try {
      for (Constructor<?> candidate : type.getConstructors()) {
        Class<?>[] parameters = candidate.getParameterTypes();
        if (parameters.length == 1 && parameters[0] == Map.class) {
          return candidate;
        }
      }
      return type.getConstructor();
    } catch (NoSuchMethodException e) {
      throw options.error(
          "name",
          type.getName()
              + " needs a public constructor that takes nothing or a Map<String, String>");
    } catch (LinkageError e) {
      throw options.error("name", type.getName() + " needs a class that is missing: " + e);
    }
  }
}

package io.millrace.daemon.pipeline;

import io.millrace.daemon.config.Section;
import io.millrace.daemon.spi.Handler;
import io.millrace.daemon.spi.HandlerType;
import io.millrace.daemon.spi.PipelineContext;
import java.util.Map;

/**
 * Reads {@code handler:}, which may also be the bare name of a class: <code>
 * handler: com.example.NotifyHandler</code>.
 */
final class HandlerChoice {
  /** The kind of handler that runs a class, and its key for the class's name. */
  static final String CLASS_TYPE = "class";

  static final String CLASS_KEY = "name";

  private static final String CLASS_NAME = "([A-Za-z_$][A-Za-z0-9_$]*\\.)+[A-Za-z_$][A-Za-z0-9_$]*";

  private final Parts parts;
  private final PipelineContext context;

  HandlerChoice(Parts parts, PipelineContext context) {
    this.parts = parts;
    this.context = context;
  }

  Handler read(Section section) {
    HandlerType ofClass = parts.handlers().get(CLASS_TYPE);
    if (ofClass != null
        && section.isText("handler")
        && section.text("handler").matches(CLASS_NAME)) {
      Section given =
          section
              .emptySection("handler")
              .given(CLASS_TYPE, Map.of(CLASS_KEY, section.text("handler")));
      return ofClass.configure(given, context);
    }
    PartChoice<HandlerType> choice = PartChoice.read(section, "handler", parts.handlers());
    return choice.type().configure(choice.options(), context);
  }
}

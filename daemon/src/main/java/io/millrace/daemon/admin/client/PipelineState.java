package io.millrace.daemon.admin.client;

import io.millrace.daemon.admin.view.PipelineStatus;

/** How a pipeline does, in one word, and how urgently it wants to be looked at. */
record PipelineState(String text, Mood mood) {

  /** From calm to alarmed. */
  enum Mood {
    ENDED,
    FINE,
    HELD,
    TROUBLED
  }

  static PipelineState of(PipelineStatus pipeline) {
    String state = pipeline.state();
    if (state.equals("stopped")) {
      return new PipelineState(state, Mood.ENDED);
    }
    if (state.equals("running") && pipeline.paused()) {
      return new PipelineState("paused", Mood.HELD);
    }
    if (!pipeline.ready()) {
      return new PipelineState("not ready", Mood.TROUBLED);
    }
    return new PipelineState(state, state.equals("running") ? Mood.FINE : Mood.HELD);
  }
}

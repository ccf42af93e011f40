package io.millrace.daemon.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.daemon.admin.view.ResizeRequest;
import io.millrace.daemon.pipeline.PipelineRegistry;
import io.millrace.daemon.pipeline.PipelineView;
import io.millrace.queue.QueueSnapshot;
import io.millrace.queue.QueueState;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What can be asked of and done to pipelines. */
final class PipelineEndpoints {
  private static final Logger log = LoggerFactory.getLogger(PipelineEndpoints.class);
  private static final String RESIZE_FORM =
      "send JSON such as {\"producers\": 2, \"consumers\": 16}; one of the two may be left out";
  private static final Set<String> SIZES = Set.of("producers", "consumers");

  private final PipelineRegistry pipelines;
  private final StatusBoard board;

  PipelineEndpoints(PipelineRegistry pipelines, StatusBoard board) {
    this.pipelines = pipelines;
    this.board = board;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/pipelines", request -> Response.ok(board.overview())),
        Route.get("/api/pipelines/{name}", this::show),
        Route.post(
            "/api/pipelines/{name}/pause",
            request -> change(request, "paused", view -> view.queue().pause())),
        Route.post(
            "/api/pipelines/{name}/resume",
            request -> change(request, "resumed", view -> view.queue().resume())),
        Route.post("/api/pipelines/{name}/resize", this::resize));
  }

  private Response show(Request request) {
    String name = request.variable("name");
    return pipelines
        .find(name)
        .map(view -> Response.ok(board.status(view)))
        .orElseGet(() -> unknown(name));
  }

  private Response change(Request request, String done, Consumer<PipelineView> change) {
    String name = request.variable("name");
    return pipelines
        .find(name)
        .map(view -> change(view, done, change))
        .orElseGet(() -> unknown(name));
  }

  private Response change(PipelineView view, String done, Consumer<PipelineView> change) {
    QueueState state = view.queue().state();
    if (state == QueueState.DRAINING || state == QueueState.STOPPED) {
      return Response.problem(
          409,
          "pipeline "
              + view.name()
              + " has come to its end: it is "
              + (state == QueueState.STOPPED ? "stopped" : "draining"),
          "start the process again to run it again");
    }
    try {
      change.accept(view);
    } catch (IllegalStateException e) { // it ended just now, or has not started yet
      return Response.problem(
          409, String.valueOf(e.getMessage()), "try again while the pipeline runs");
    }
    log.info("pipeline {} {} by an operator", view.name(), done);
    return Response.ok(board.status(view));
  }

  private Response resize(Request request) {
    JsonNode json;
    try {
      json = Json.read(request.body());
    } catch (IOException e) {
      return Response.problem(400, "the body is not JSON: " + e.getMessage(), RESIZE_FORM);
    }
    if (!json.isObject() || json.isEmpty()) {
      return Response.problem(400, "the body names neither producers nor consumers", RESIZE_FORM);
    }
    Set<String> fields = new TreeSet<>();
    json.fieldNames().forEachRemaining(fields::add);
    for (String field : fields) {
      JsonNode value = json.get(field);
      if (!SIZES.contains(field)) {
        return Response.problem(400, "unknown field " + field, RESIZE_FORM);
      }
      if (!value.isInt() || value.intValue() < 1 || value.intValue() > ResizeRequest.MAX) {
        return Response.problem(
            400,
            field + " must be a whole number from 1 to " + ResizeRequest.MAX + ", got " + value,
            RESIZE_FORM);
      }
    }
    return change(
        request,
        "resized to " + json,
        view -> {
          QueueSnapshot now = view.queue().snapshot();
          view.queue()
              .resize(
                  json.path("producers").asInt(Math.max(1, now.producers())),
                  json.path("consumers").asInt(Math.max(1, now.maxConsumers())));
        });
  }

  private Response unknown(String name) {
    List<String> known = pipelines.list().stream().map(PipelineView::name).toList();
    return Response.problem(
        404,
        "there is no pipeline " + name,
        known.isEmpty()
            ? "this process runs no pipelines"
            : "the pipelines are: " + String.join(", ", known));
  }
}

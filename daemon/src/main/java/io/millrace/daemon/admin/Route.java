package io.millrace.daemon.admin;

/**
 * What answers one method on one path.
 *
 * @param method {@code GET}, which answers {@code HEAD} too, or {@code POST}, which changes
 *     something
 * @param isGuarded whether the token is asked for, where one is set
 */
record Route(String method, PathTemplate path, boolean isGuarded, Endpoint endpoint) {

  static Route get(String path, Endpoint endpoint) {
    return new Route("GET", PathTemplate.of(path), false, endpoint);
  }

  static Route guardedGet(String path, Endpoint endpoint) {
    return new Route("GET", PathTemplate.of(path), true, endpoint);
  }

  static Route post(String path, Endpoint endpoint) {
    return new Route("POST", PathTemplate.of(path), true, endpoint);
  }

  boolean answers(String requestMethod) {
    return method.equals(requestMethod) || (method.equals("GET") && requestMethod.equals("HEAD"));
  }
}

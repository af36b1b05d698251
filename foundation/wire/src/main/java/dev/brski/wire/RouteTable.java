package dev.brski.wire;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds who answers: by path (404), then method (405), then media type (415). */
final class RouteTable {

  /** Either the route, or the answer that says why there is none. */
  sealed interface Found {
    record Match(Route route) implements Found {}

    record None(Response response) implements Found {}
  }

  private final List<Route> routes;

  RouteTable(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  Found find(String method, String path, Optional<String> mediaType) {
    var here = at(path);
    if (here.isEmpty()) {
      return none(Response.text(404, "There is nothing at this path."));
    }
    var forMethod = here.stream().filter(route -> route.method().equals(method)).toList();
    if (forMethod.isEmpty()) {
      var allowed =
          here.stream().map(Route::method).distinct().sorted().collect(Collectors.joining(", "));
      return none(
          Response.text(405, "This path takes " + allowed + ", not " + method + ".")
              .withHeader("Allow", allowed));
    }
    return forMethod.stream()
        .filter(route -> takes(route, mediaType))
        .findFirst()
        .<Found>map(Found.Match::new)
        .orElseGet(() -> none(wrongMediaType(forMethod, mediaType)));
  }

  private List<Route> at(String path) {
    var covering = routes.stream().filter(route -> route.covers(path)).toList();
    var nearest =
        covering.stream().map(Route::path).max(Comparator.comparingInt(String::length)).orElse("");
    return covering.stream().filter(route -> route.path().equals(nearest)).toList();
  }

  private static boolean takes(Route route, Optional<String> mediaType) {
    return route.mediaTypes().isEmpty()
        || mediaType.filter(route.mediaTypes()::contains).isPresent();
  }

  private static Response wrongMediaType(List<Route> routes, Optional<String> mediaType) {
    var taken = new TreeSet<String>();
    routes.forEach(route -> taken.addAll(route.mediaTypes()));
    return Response.text(
        415,
        "This path takes "
            + String.join(", ", taken)
            + (mediaType.isPresent()
                ? ", not what Content-Type says."
                : "; Content-Type is missing."));
  }

  private static Found none(Response response) {
    return new Found.None(response);
  }
}

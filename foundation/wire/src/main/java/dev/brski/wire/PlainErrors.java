package dev.brski.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Says in one line of plain text what was wrong with a message that never became a request. */
final class PlainErrors extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    var cause = (@Nullable Throwable) request.getAttribute(ERROR_EXCEPTION);
    if (cause instanceof HttpException http) {
      response.setStatus(http.getCode());
    }
    var line = words(response.getStatus()) + "\n";
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    response.write(true, ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)), callback);
    return true;
  }

  private static String words(int status) {
    return switch (status) {
      case 400 -> "The request is not valid HTTP.";
      case 408 -> "The request did not come in time.";
      case 414, 431 -> "The request line or its fields are too long.";
      case 503 -> "The server is stopping; try again later.";
      case 505 -> "This server speaks HTTP/1.1.";
      default -> "The request cannot be served (" + status + ").";
    };
  }
}

package dev.brski.proof.kit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTTP/1.1 by hand for a {@link ScriptedServer}: requests of a known length are read and kept, and
 * what answers them are octets.
 */
public final class ScriptedHttp implements ScriptedServer.Script {

  /**
   * A request that came.
   *
   * @param connection the number of the connection that it came over, of this script, from 1
   * @param path what it was sent to
   * @param body its content
   */
  public record Request(int connection, String path, byte[] body) {

    /** Copies. */
    public Request {
      body = body.clone();
    }

    @Override
    public byte[] body() {
      return body.clone();
    }

    /** The content, an octet a character. */
    public String text() {
      return new String(body, StandardCharsets.ISO_8859_1);
    }

    /** The text of a leaf in the JSON that the content contains, signed or not. */
    public String leaf(String name) {
      Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(text());
      if (!found.find()) {
        throw new AssertionError("a request to " + path + " has no " + name);
      }
      return found.group(1);
    }
  }

  /** What answers a request. */
  @FunctionalInterface
  public interface Answering {
    /** Writes the answer; what it throws ends the connection. */
    void answer(Request request, OutputStream out) throws IOException, InterruptedException;
  }

  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]{1,7})\r");
  private static final int MOST_OCTETS = 64 << 10;

  private final Answering answering;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private int connections;

  /** Answers every request so. */
  public ScriptedHttp(Answering answering) {
    this.answering = answering;
  }

  /** A whole response. */
  public static byte[] response(int status, String mediaType, byte[] body) {
    return joined(head(status, mediaType, body.length), body);
  }

  /** The head of a response that announces so many octets. */
  public static byte[] head(int status, String mediaType, int length) {
    return ascii(
        "HTTP/1.1 %d Scripted\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(status, mediaType, length));
  }

  /** Text as octets. */
  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    var all = new byte[first.length + second.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /** All requests that came, in their order. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** The requests that came to a path. */
  public List<Request> requests(String path) {
    return requests.stream().filter(request -> request.path.equals(path)).toList();
  }

  private synchronized int next() {
    return ++connections;
  }

  @Override
  public void serve(Socket connection) throws IOException, InterruptedException {
    int number = next();
    var in = new BufferedInputStream(connection.getInputStream());
    while (true) {
      var head = readHead(in);
      if (head.isEmpty()) {
        return;
      }
      var length = LENGTH.matcher(head);
      var body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
      var request = new Request(number, head.split(" ", 3)[1], body);
      requests.add(request);
      answering.answer(request, connection.getOutputStream());
      connection.getOutputStream().flush();
    }
  }

  /** Up to and with the empty line; empty when the other side ended before. */
  private static String readHead(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int octet = in.read();
      if (octet < 0) {
        return "";
      }
      if (head.length() == MOST_OCTETS) {
        throw new IOException("the head of a request does not end");
      }
      head.append((char) octet);
    }
    return head.toString();
  }
}

package dev.brski.proof.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The control socket of a running role: HTTP on a Unix domain socket. */
record Control(Path file) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String END_OF_HEADERS = "\r\n\r\n";

  /** What a GET of a path brings, which is JSON. */
  JsonNode get(String path) throws IOException {
    var answer = new String(exchange(path), StandardCharsets.UTF_8);
    int end = answer.indexOf(END_OF_HEADERS);
    if (end < 0 || !answer.startsWith("HTTP/1.1 200 ")) {
      throw new IOException(file + " answered to " + path + ": " + answer);
    }
    return JSON.readTree(answer.substring(end + END_OF_HEADERS.length()));
  }

  private byte[] exchange(String path) throws IOException {
    var request = "GET " + path + " HTTP/1.1\r\nHost: control\r\nConnection: close\r\n\r\n";
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      var out = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
      while (out.hasRemaining()) {
        channel.write(out);
      }
      var answer = new ByteArrayOutputStream();
      var buffer = ByteBuffer.allocate(16 << 10);
      while (channel.read(buffer) >= 0) {
        answer.write(buffer.array(), 0, buffer.position());
        buffer.clear();
      }
      return answer.toByteArray();
    }
  }

  /** Under a deep folder the control file names the socket. */
  private Path socket() throws IOException {
    return Files.isRegularFile(file) ? Path.of(Files.readString(file).strip()) : file;
  }
}

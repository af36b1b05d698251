package dev.brski.registrar.access;

import dev.brski.registrar.carrier.Login;
import dev.brski.wire.Call;
import dev.brski.wire.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** HTTP Basic authentication (RFC 7617), over a connection whose server is verified. */
final class BasicLogin implements Login {

  private final String value;

  BasicLogin(String user, Secret password) {
    value =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password.text()).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Call dressed(Call plain) {
    return with(plain, value);
  }

  @Override
  public Optional<Call> again(Call plain, Call sent, Reply reply) {
    return Optional.empty();
  }

  static Call with(Call plain, String authorization) {
    var headers = new HashMap<>(plain.headers());
    headers.put("Authorization", authorization);
    return new Call(
        plain.method(),
        plain.path(),
        plain.mediaType(),
        plain.body(),
        plain.accept(),
        Map.copyOf(headers));
  }
}

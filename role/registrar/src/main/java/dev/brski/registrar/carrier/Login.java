package dev.brski.registrar.carrier;

import dev.brski.wire.Call;
import dev.brski.wire.Reply;
import java.util.Optional;

/** How a request says who sends it, besides TLS (RFC 8995 section 5.4). */
public interface Login {

  /** Says nothing. */
  static Login none() {
    return new Login() {
      @Override
      public Call dressed(Call plain) {
        return plain;
      }

      @Override
      public Optional<Call> again(Call plain, Call sent, Reply reply) {
        return Optional.empty();
      }
    };
  }

  /** The request as it is sent. */
  Call dressed(Call plain);

  /**
   * The request as it is sent once more, if the reply asks for what was not said.
   *
   * @param plain the request without any login
   * @param sent as it was sent
   */
  Optional<Call> again(Call plain, Call sent, Reply reply);
}

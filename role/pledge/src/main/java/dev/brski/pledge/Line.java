package dev.brski.pledge;

import dev.brski.wire.Call;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.Reply;
import java.net.URI;
import java.util.Optional;

/**
 * The one connection that a pledge keeps to its registrar (RFC 9733 section 4.1), and a new one
 * only where that has ended.
 */
final class Line implements AutoCloseable {

  /** Opens the kind of connection that a step needs. */
  interface Opening {
    Contact open() throws PeerFailure;
  }

  private final Observer observer;
  private Optional<Contact> contact = Optional.empty();

  Line(Observer observer) {
    this.observer = observer;
  }

  /** The connection over which the last message was exchanged. */
  Contact contact() {
    return contact.orElseThrow(() -> new IllegalStateException("no connection is in use"));
  }

  /** The connection in use, or a new one. */
  Contact contact(Opening opening) throws PeerFailure {
    if (contact.isEmpty()) {
      contact = Optional.of(opening.open());
    }
    return contact.get();
  }

  /**
   * Sends a message over the connection in use; when that has ended since it was last used, once
   * more over a new one.
   *
   * @param name the message's name in the specifications
   */
  Reply send(URI registrar, String name, Call call, Opening opening) throws PeerFailure {
    boolean old = contact.filter(Contact::isUsed).isPresent();
    try {
      return sendOnce(registrar, name, call, opening);
    } catch (PeerFailure failure) {
      hangUp();
      if (!old) {
        throw failure;
      }
      observer.observe(new Event.Failed(registrar, name, String.valueOf(failure.getMessage())));
      return sendOnce(registrar, name, call, opening);
    }
  }

  private Reply sendOnce(URI registrar, String name, Call call, Opening opening)
      throws PeerFailure {
    var connection = contact(opening);
    observer.observe(new Event.Sent(registrar, name, call.body().length));
    return connection.exchange(call);
  }

  /** Ends the connection in use, if there is one. */
  void hangUp() {
    contact.ifPresent(Contact::close);
    contact = Optional.empty();
  }

  @Override
  public void close() {
    hangUp();
  }
}

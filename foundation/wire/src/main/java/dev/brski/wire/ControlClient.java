package dev.brski.wire;

import dev.brski.wire.PeerFailure.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Speaks to a running role through its control socket. */
public final class ControlClient {

  private static final ChannelLimits LIMITS =
      ChannelLimits.standard().withExchange(Duration.ofSeconds(60)).withReplyBytes(64 << 20);

  private ControlClient() {}

  /** Whether a program answers there; a file left behind by a dead one does not. */
  public static boolean answers(Path control) {
    return ControlSocket.answers(control);
  }

  /**
   * Sends one request on a connection of its own; the reply may have 64 MiB and take 60 s.
   *
   * @throws PeerFailure at step CONNECT when no program answers there, else as a channel does
   */
  public static Reply exchange(Path control, Call call) throws PeerFailure {
    return exchange(control, call, LIMITS);
  }

  /**
   * The same with other limits.
   *
   * @throws PeerFailure at step CONNECT when no program answers there, else as a channel does
   */
  public static Reply exchange(Path control, Call call, ChannelLimits limits) throws PeerFailure {
    var connection = Conversation.connection(limits);
    try {
      connection.bind(UnixSocket.connect(ControlSocket.find(control)));
    } catch (IOException e) {
      var why = Files.exists(control) ? String.valueOf(e.getMessage()) : "there is no such socket";
      throw new PeerFailure(Step.CONNECT, control.toString(), why + ". Is the role running?", e);
    }
    var conversation = new Conversation(connection, limits, control.toString(), "localhost", false);
    try {
      return conversation.exchange(call);
    } finally {
      conversation.close();
    }
  }
}

package dev.brski.control;

import dev.brski.verdict.Check;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Call;
import dev.brski.wire.ControlClient;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.Reply;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * A role that runs, spoken to through its control socket. What it refuses comes back as the same
 * refusal, under the same check.
 *
 * @param title what it is called in a sentence, such as {@code the registrar}
 * @param root its folder
 * @param control its control socket
 * @param checks those that its refusals come under
 * @param unanswered the check for whatever it does not answer as it should
 */
public record RunningRole(
    String title, Path root, Path control, List<Check> checks, Check unanswered) {

  /** Copies what could change. */
  public RunningRole {
    checks = List.copyOf(checks);
  }

  /** Whether it runs. */
  public boolean answers() {
    return ControlClient.answers(control);
  }

  /**
   * Gives it an order, as JSON.
   *
   * @throws PeerFailure when it does not answer
   */
  public <T> Verdict<T> order(String path, Object order, TypeReference<T> type) throws PeerFailure {
    return exchange(Call.post(path, Orders.JSON_TYPE, Orders.JSON.writeValueAsBytes(order)), type);
  }

  /**
   * Asks it something.
   *
   * @throws PeerFailure when it does not answer
   */
  public <T> Verdict<T> ask(String path, TypeReference<T> type) throws PeerFailure {
    return exchange(Call.get(path), type);
  }

  /**
   * One exchange; accepted is an answer with status 200.
   *
   * @throws PeerFailure when it does not answer
   */
  public Verdict<Reply> exchange(Call call) throws PeerFailure {
    var reply = ControlClient.exchange(control, call);
    return switch (reply.status()) {
      case 200 -> Verdict.accepted(reply);
      case Orders.REFUSED -> refused(reply);
      default -> unexpected(reply);
    };
  }

  private <T> Verdict<T> exchange(Call call, TypeReference<T> type) throws PeerFailure {
    return exchange(call).flatMap(reply -> read(reply, type));
  }

  private <T> Verdict<T> read(Reply reply, TypeReference<T> type) {
    try {
      return Verdict.accepted(Orders.JSON.readValue(reply.body(), type));
    } catch (JacksonException _) {
      return misunderstood();
    }
  }

  private Verdict<Reply> refused(Reply reply) {
    try {
      var told = Orders.JSON.readValue(reply.body(), Orders.Told.class);
      return Verdict.refused(check(told.check()), told.cause(), told.remedy());
    } catch (JacksonException _) {
      return misunderstood();
    }
  }

  private Check check(String id) {
    return checks.stream().filter(known -> known.id().equals(id)).findFirst().orElse(unanswered);
  }

  private Verdict<Reply> unexpected(Reply reply) {
    return Verdict.refused(
        unanswered,
        "%s of %s answered %d %s".formatted(title, root, reply.status(), reply.explanation()),
        "Look at its log.");
  }

  private <T> Verdict<T> misunderstood() {
    return Verdict.refused(
        unanswered,
        title + " of " + root + " answered what is not understood here",
        "See whether it is of the same version as this command.");
  }
}

package dev.brski.registrar.access;

import dev.brski.registrar.access.Challenges.Challenge;
import dev.brski.registrar.carrier.Login;
import dev.brski.trust.CryptoSuite;
import dev.brski.wire.Call;
import dev.brski.wire.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * HTTP Digest authentication with SHA-256 and qop auth (RFC 7616). A challenge serves for later
 * requests, too, each with the next count; one with MD5 is no challenge here.
 */
final class DigestLogin implements Login {

  private static final int UNAUTHORIZED = 401;
  private static final List<String> ALGORITHMS = List.of("sha-256", "sha-256-sess");

  private final String user;
  private final Secret password;
  private final CryptoSuite suite;
  private Optional<Map<String, String>> challenge = Optional.empty();
  private int count;

  DigestLogin(String user, Secret password, CryptoSuite suite) {
    this.user = user;
    this.password = password;
    this.suite = suite;
  }

  @Override
  public synchronized Call dressed(Call plain) {
    return challenge.map(known -> answered(plain, known)).orElse(plain);
  }

  @Override
  public synchronized Optional<Call> again(Call plain, Call sent, Reply reply) {
    if (reply.status() != UNAUTHORIZED) {
      return Optional.empty();
    }
    var asked = reply.header("www-authenticate").flatMap(DigestLogin::understood);
    boolean wasWrong =
        sent.headers().containsKey("Authorization") && asked.filter(DigestLogin::isStale).isEmpty();
    if (asked.isEmpty() || wasWrong) {
      return Optional.empty();
    }
    if (!challenge.map(DigestLogin::nonce).equals(asked.map(DigestLogin::nonce))) {
      count = 0;
    }
    challenge = asked;
    return Optional.of(answered(plain, asked.get()));
  }

  private static Optional<Map<String, String>> understood(String field) {
    return Challenges.parse(field).stream()
        .filter(offered -> offered.scheme().equals("digest"))
        .map(Challenge::parameters)
        .filter(offered -> offered.values().stream().allMatch(text -> text.matches("[ -~]*")))
        .filter(offered -> offered.containsKey("realm") && offered.containsKey("nonce"))
        .filter(offered -> ALGORITHMS.contains(algorithm(offered)))
        .filter(
            offered ->
                List.of(offered.getOrDefault("qop", "").split("[ \\t,]+", -1)).contains("auth"))
        .findFirst();
  }

  private static String algorithm(Map<String, String> offered) {
    return offered.getOrDefault("algorithm", "md5").toLowerCase(Locale.ROOT);
  }

  private static String nonce(Map<String, String> offered) {
    return offered.getOrDefault("nonce", "");
  }

  private static boolean isStale(Map<String, String> offered) {
    return offered.getOrDefault("stale", "").equalsIgnoreCase("true");
  }

  private Call answered(Call plain, Map<String, String> offered) {
    count++;
    var cnonce = Base64.getEncoder().encodeToString(suite.randomBytes(24));
    return BasicLogin.with(
        plain, value(user, password, offered, plain.method(), plain.path(), count, cnonce));
  }

  /** The value of the Authorization field. */
  static String value(
      String user,
      Secret password,
      Map<String, String> offered,
      String method,
      String uri,
      int count,
      String cnonce) {
    var realm = offered.getOrDefault("realm", "");
    var nonce = nonce(offered);
    var nc = "%08x".formatted(count);
    var secret = hash(user + ":" + realm + ":" + password.text());
    var a1 =
        algorithm(offered).endsWith("-sess") ? hash(secret + ":" + nonce + ":" + cnonce) : secret;
    var a2 = hash(method + ":" + uri);
    var response = hash(String.join(":", a1, nonce, nc, cnonce, "auth", a2));
    boolean hidden = offered.getOrDefault("userhash", "").equalsIgnoreCase("true");
    var text =
        new StringBuilder("Digest username=")
            .append(quoted(hidden ? hash(user + ":" + realm) : user))
            .append(", realm=")
            .append(quoted(realm))
            .append(", uri=")
            .append(quoted(uri))
            .append(", algorithm=")
            .append(offered.getOrDefault("algorithm", ""))
            .append(", nonce=")
            .append(quoted(nonce))
            .append(", nc=")
            .append(nc)
            .append(", cnonce=")
            .append(quoted(cnonce))
            .append(", qop=auth, response=")
            .append(quoted(response));
    if (offered.containsKey("opaque")) {
      text.append(", opaque=").append(quoted(offered.getOrDefault("opaque", "")));
    }
    if (hidden) {
      text.append(", userhash=true");
    }
    return text.toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String hash(String text) {
    return HexFormat.of().formatHex(CryptoSuite.sha256(text.getBytes(StandardCharsets.UTF_8)));
  }
}

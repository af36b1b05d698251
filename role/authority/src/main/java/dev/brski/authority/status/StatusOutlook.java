package dev.brski.authority.status;

import dev.brski.authority.setup.AuthorityFolder;
import dev.brski.authority.setup.Holdings;
import dev.brski.authority.setup.OcspSettings;
import dev.brski.authority.setup.SetupCheck;
import dev.brski.ocsp.IssuerHashes;
import dev.brski.ocsp.OcspReply;
import dev.brski.ocsp.OcspRequest;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Call;
import dev.brski.wire.ChannelLimits;
import dev.brski.wire.CheckedPlace;
import dev.brski.wire.ControlClient;
import dev.brski.wire.HostPort;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.PlainHttp;
import dev.brski.wire.Reply;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What will keep the status of certificates from being told, or keeps it now: an authority that
 * runs is asked once, at the URL that certificates name.
 */
public final class StatusOutlook {

  private static final int USUAL_PORT = 80;
  private static final String REQUEST = "application/ocsp-request";
  private static final String RESPONSE = "application/ocsp-response";

  private StatusOutlook() {}

  /** All that an operator should know; nothing if the status is told nowhere. */
  public static List<Refusal> of(AuthorityFolder folder, Holdings holdings, Instant now) {
    var settings = holdings.settings().ocsp();
    if (settings.isEmpty()) {
      return List.of();
    }
    var findings = new ArrayList<Refusal>();
    signer(folder).ifPresent(findings::add);
    if (ControlClient.answers(folder.control())) {
      settings
          .flatMap(OcspSettings::url)
          .flatMap(url -> unanswered(url, holdings, now))
          .ifPresent(findings::add);
    } else {
      taken(settings.get().listen()).ifPresent(findings::add);
    }
    return List.copyOf(findings);
  }

  private static Optional<Refusal> signer(AuthorityFolder folder) {
    var nearest = folder.keys().toAbsolutePath();
    while (!Files.exists(nearest) && nearest.getParent() != null) {
      nearest = nearest.getParent();
    }
    return Files.isDirectory(nearest) && Files.isWritable(nearest)
        ? Optional.empty()
        : Optional.of(
            Refusal.of(
                SetupCheck.OCSP_SIGNER,
                nearest + " cannot be written, where the signer of OCSP answers is renewed",
                "Let the user that runs the authority write there."));
  }

  private static Optional<Refusal> taken(HostPort listen) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(listen.host()), listen.port()));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          Refusal.of(
              SetupCheck.OCSP_LISTEN,
              "nobody can listen on " + listen + " for OCSP: " + e.getMessage(),
              "End the program that is there, or choose another port: ocsp.listen."));
    }
  }

  /** Asks about a certificate that every authority of this folder knows, started when it may. */
  private static Optional<Refusal> unanswered(URI url, Holdings holdings, Instant now) {
    try {
      var oldest =
          holdings.issuingCas().stream().filter(each -> !now.isAfter(each.end())).findFirst();
      for (var own : oldest.isPresent() ? holdings.own() : List.<X509Certificate>of()) {
        if (own.getIssuerX500Principal().equals(oldest.get().name())) {
          return unanswered(url, oldest.get().certificate(), own.getSerialNumber(), now);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(finding(url, String.valueOf(e.getMessage())));
    }
  }

  private static Optional<Refusal> unanswered(
      URI url, X509Certificate issuer, BigInteger serialNumber, Instant now) throws IOException {
    var asked = OcspRequest.of(IssuerHashes.of(issuer).certId(serialNumber));
    var reply = ask(url, asked);
    return switch (OcspReply.isGood(reply.body(), asked, issuer, CryptoSuite.standard(), now)) {
      case Verdict.Accepted<Boolean>(var good) ->
          good
              ? Optional.empty()
              : Optional.of(
                  finding(url, "a certificate of the authority itself is not good there"));
      case Verdict.Refused<Boolean>(var refusal) ->
          Optional.of(
              finding(
                  url,
                  "what came with HTTP status "
                      + reply.status()
                      + " is no answer of ours: "
                      + refusal.cause()));
    };
  }

  private static Reply ask(URI url, OcspRequest asked) throws IOException {
    var place = HostPort.of(url, USUAL_PORT).orElseThrow(() -> new IOException("it names no host"));
    var path = url.getRawPath();
    try {
      return PlainHttp.exchange(
          new CheckedPlace(place, List.of(InetAddress.getAllByName(place.host()))),
          Call.post(path.isEmpty() ? "/" : path, REQUEST, asked.encoded(), RESPONSE),
          ChannelLimits.standard());
    } catch (PeerFailure e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static Refusal finding(URI url, String cause) {
    return Refusal.of(
        SetupCheck.OCSP_URL,
        "certificates name " + url + " for their status, and " + cause,
        "See that requests to this URL come to 'ocsp.listen', that the authority was started anew"
            + " since that was set, and whether this machine may ask there.");
  }
}

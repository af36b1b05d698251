package dev.brski.authority.status;

import dev.brski.authority.ledger.CertificateStatuses;
import dev.brski.authority.ledger.UnconfirmedUpdates;
import dev.brski.authority.setup.AuthorityFolder;
import dev.brski.authority.setup.Holdings;
import dev.brski.authority.setup.OcspSettings;
import dev.brski.authority.setup.SetupCheck;
import dev.brski.store.Store;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Verdict;
import dev.brski.wire.HostPort;
import dev.brski.wire.HttpServer;
import dev.brski.wire.ServerSettings;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells everybody who asks the status of what an authority has issued, while it runs. */
public final class StatusService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StatusService.class);
  private static final int CONNECTIONS = 1024;
  private static final long CONTENT = 4 << 20;

  private final HttpServer server;
  private final List<StatusSigner> signers;

  private StatusService(HttpServer server, List<StatusSigner> signers) {
    this.server = server;
    this.signers = signers;
  }

  /**
   * Makes the signers that are due, listens and answers.
   *
   * @return refused when a signer cannot be made
   * @throws IOException when the address cannot be listened on, or a certificate cannot be read
   */
  public static Verdict<StatusService> start(
      AuthorityFolder folder,
      Holdings holdings,
      OcspSettings settings,
      Store store,
      CryptoSuite suite,
      InstantSource clock)
      throws IOException {
    var signers =
        holdings.issuingCas().stream()
            .map(
                issuingCa ->
                    new StatusSigner(
                        issuingCa,
                        holdings.settings().domain() + " OCSP",
                        folder.ocspSigner(issuingCa.generation()),
                        folder.ocspSignerKey(issuingCa.generation()),
                        store,
                        suite,
                        clock))
            .toList();
    for (var signer : signers) {
      if (signer.isNeeded()
          && signer.credential() instanceof Verdict.Refused<Credential>(var refusal)) {
        return Verdict.refused(refusal.under(SetupCheck.OCSP_SIGNER));
      }
    }
    var desk =
        new StatusDesk(
            signers,
            holdings.own(),
            new CertificateStatuses(store),
            new UnconfirmedUpdates(store, clock),
            suite,
            settings.answerLifetime(),
            clock);
    var server =
        HttpServer.start(
            ServerSettings.on(settings.listen())
                .withHeaderBytes(OcspEndpoint.MOST_HEADER_OCTETS)
                .withConnections(CONNECTIONS)
                .withContent(CONTENT),
            new OcspEndpoint(desk, settings.path(), clock).routes());
    LOG.info("the status of certificates is told at http://{}", server.address());
    return Verdict.accepted(new StatusService(server, signers));
  }

  /** Where it listens. */
  public HostPort address() {
    return server.address();
  }

  /** Makes the signers that are due, so that nobody who asks waits for one. */
  public void renewSigners() {
    for (var signer : signers) {
      if (signer.isNeeded()
          && signer.credential() instanceof Verdict.Refused<Credential>(var refusal)) {
        LOG.error("{}", refusal);
      }
    }
  }

  /** Answers that are under way are finished. */
  @Override
  public void close() {
    server.close();
  }
}

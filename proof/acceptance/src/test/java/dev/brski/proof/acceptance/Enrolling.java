package dev.brski.proof.acceptance;

import dev.brski.cmp.CertificationDraft;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpMessage;
import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Role;
import dev.brski.time.Clock;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import java.io.IOException;
import java.time.InstantSource;

/** A device that speaks CMP, over connections that curl opens with its IDevID. */
record Enrolling(HandMadePledge pledge, Credential idevid) {

  private static final CryptoSuite SUITE = CryptoSuite.standard();
  private static final Clock CLOCK = Clock.known(InstantSource.system());

  static Enrolling of(Device device, Role registrar) throws IOException, InterruptedException {
    var pledge = new HandMadePledge(device, registrar);
    return new Enrolling(
        pledge, Credential.read(pledge.file("idevid.pem"), pledge.file("idevid.key")));
  }

  String serial() {
    return pledge.device().serial();
  }

  CmpComposer composer() {
    return new CmpComposer(idevid, SUITE, CLOCK);
  }

  CertificationDraft draft() {
    return CertificationDraft.ir(
        idevid.leaf().getSubjectX500Principal(), SUITE.generateKeyPair(), SUITE);
  }

  CmpMessage ir() {
    return composer().certificationRequest(draft());
  }

  /** Sends to the registrar. */
  CmpAnswer send(byte[] message) throws IOException, InterruptedException {
    return CmpAnswer.of(
        HandMadePledge.enrollment(pledge.curl(), pledge.registrar().url(), message));
  }
}

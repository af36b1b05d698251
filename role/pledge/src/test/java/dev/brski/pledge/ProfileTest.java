package dev.brski.pledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brski.pledge.ScriptedRegistrar.Answer;
import dev.brski.pledge.ScriptedRegistrar.Seen;
import dev.brski.proof.kit.Proves;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificate profile that a device names (RFC 9483 section 3.1). */
final class ProfileTest {

  private static final String TEMPLATE = "/.well-known/cmp/getcertreqtemplate";

  @TempDir Path folder;
  private World world;
  private ScriptedRegistrar registrar;

  @BeforeEach
  void make() throws Exception {
    world = new World(folder);
    registrar = world.registrar().on(ScriptedRegistrar.KEY_UPDATE, this::renewed);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Answer renewed(Seen seen) {
    return Answer.pkixcmp(
        Reply.to(seen.body(), world.authority)
            .withImplicitConfirm()
            .kup(Reply.grant(seen.body(), world.domainCa)));
  }

  private Outcome onboard(Optional<String> profile) throws Exception {
    return world
        .onboarding()
        .onboard(world.options(Optional.empty(), List.of(registrar.url())).withProfile(profile));
  }

  /** What the messages to a path name, one by one; a message without a profile names nothing. */
  private List<String> named(String path) {
    return registrar.seen(path).stream().flatMap(seen -> named(seen.body())).toList();
  }

  private static Stream<String> named(byte[] message) {
    var infos = Reply.parse(message).getHeader().getGeneralInfo();
    return Stream.of(infos == null ? new InfoTypeAndValue[0] : infos)
        .filter(info -> info.getInfoType().equals(CMPObjectIdentifiers.id_it_certProfile))
        .map(info -> ASN1Sequence.getInstance(info.getInfoValue()))
        .peek(names -> assertThat(names.size()).isOne())
        .map(names -> ASN1UTF8String.getInstance(names.getObjectAt(0)).getString());
  }

  @Test
  @Proves({"CMP-H8", "CMP-F1", "CMP-F3"})
  void aProfileIsNamedInTheFirstRequestAndInEveryRenewal() throws Exception {
    assertThat(onboard(Optional.of("plc"))).isInstanceOf(Outcome.Enrolled.class);
    assertThat(named(ScriptedRegistrar.INITIALIZATION)).containsExactly("plc");

    for (int i = 0; i < 2; i++) {
      assertThat(world.upkeep().renew(world.member())).isInstanceOf(Upkept.Renewed.class);
    }
    assertThat(named(ScriptedRegistrar.KEY_UPDATE)).containsExactly("plc", "plc");
  }

  @Test
  void itIsNamedAgainWhenTheRequestIsMadeAnew() throws Exception {
    onboard(Optional.of("plc"));
    registrar.on(
        ScriptedRegistrar.KEY_UPDATE,
        seen ->
            Answer.pkixcmp(
                Reply.to(seen.body(), world.registrar).kupRejection(PKIFailureInfo.systemUnavail)),
        this::renewed);
    world.upkeep().renew(world.memberWithoutWaiting());
    world.upkeep().renew(world.memberWithoutWaiting());
    assertThat(named(ScriptedRegistrar.KEY_UPDATE)).containsExactly("plc", "plc");
  }

  @Test
  @Proves("CMP-H8")
  void whoNamesNoneNamesNoneLater() throws Exception {
    onboard(Optional.empty());
    world.upkeep().renew(world.member());
    assertThat(registrar.seen(ScriptedRegistrar.INITIALIZATION)).isNotEmpty();
    assertThat(registrar.seen(ScriptedRegistrar.KEY_UPDATE)).isNotEmpty();
    assertThat(named(ScriptedRegistrar.INITIALIZATION)).isEmpty();
    assertThat(named(ScriptedRegistrar.KEY_UPDATE)).isEmpty();
  }

  @Test
  @Proves({"CMP-H8", "CMP-E9"})
  void aTemplateIsAskedForOfAProfileAndNothingElseIs() throws Exception {
    onboard(Optional.empty());
    registrar.on(
        TEMPLATE,
        seen ->
            Answer.pkixcmp(
                Reply.to(seen.body(), world.authority)
                    .genp(CMPObjectIdentifiers.id_it_certReqTemplate)));
    var about = world.member().about(Optional.of("node"));
    assertThat(world.upkeep().ask(about, Question.REQUEST_TEMPLATE))
        .isInstanceOf(Upkept.Answered.class);
    assertThat(named(TEMPLATE)).containsExactly("node");
    assertThat(Reply.bodyType(registrar.seen(TEMPLATE).getFirst().body()))
        .isEqualTo(PKIBody.TYPE_GEN_MSG);
    assertThat(named(ScriptedRegistrar.INITIALIZATION)).isEmpty();
  }

  @Test
  void aProfileHasAName() {
    var options =
        world.options(Optional.empty(), List.of(URI.create("https://registrar.example.com")));
    for (var wrong : List.of("", " ", "x".repeat(65))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> options.withProfile(Optional.of(wrong)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> world.member().about(Optional.of(wrong)));
    }
  }
}

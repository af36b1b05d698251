package dev.brski.authority.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brski.proof.kit.Proves;
import dev.brski.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names made of what devices and lists of devices say, which may be hostile. */
class NameTemplateTest {

  private static DeviceFields device(String serial, String note) {
    return new DeviceFields(
        serial, "acme", Optional.empty(), Optional.of("Hall 3"), Optional.of(note));
  }

  private static NameTemplate of(String kind, String text) {
    Optional<FieldText> field = Optional.of(FieldText.parse(text));
    Optional<FieldText> none = Optional.empty();
    return new NameTemplate(
        kind.equals("dns") ? field : none,
        kind.equals("uri") ? field : none,
        kind.equals("email") ? field : none,
        kind.equals("ip") ? field : none,
        Optional.empty());
  }

  private static Optional<String> made(String kind, String text, DeviceFields device) {
    return switch (of(kind, text).of(device, Missing.REFUSE)) {
      case Verdict.Accepted<Optional<GeneralName>>(var name) ->
          name.map(GeneralName::getName)
              .map(
                  value ->
                      value instanceof ASN1OctetString octets
                          ? java.util.HexFormat.of().formatHex(octets.getOctets())
                          : value.toString());
      case Verdict.Refused<Optional<GeneralName>>(var refusal) -> {
        assertThat(refusal.check()).isEqualTo(ProfileCheck.NAME);
        yield Optional.empty();
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "dns,   {serial}.devices.example.com,      SN-1.devices.example.com",
    "dns,   {note},                            PLC7.Plant.example",
    "uri,   urn:dev:{manufacturer}:{serial},   urn:dev:acme:SN-1",
    "uri,   https://{serial}.example.com/{place}, https://SN-1.example.com/Hall%203",
    "email, {serial}@example.com,              SN-1@example.com",
  })
  void whatIsSoundIsTaken(String kind, String text, String expected) {
    assertThat(made(kind, text, device("SN-1", "PLC7.Plant.example")))
        .hasValueSatisfying(name -> assertThat(name).isEqualToIgnoringCase(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7,          c0000207",
    "2001:db8::7,        20010db8000000000000000000000007",
    "FE80:0:0:0:0:0:0:1, fe800000000000000000000000000001"
  })
  void addressesAsTheyAreWritten(String note, String octets) {
    assertThat(made("ip", "{note}", device("SN-1", note))).contains(octets);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "192.0.2",
        "192.0.2.256",
        "192.0.2.07",
        "192.0.2.7/24",
        "0xc0.0.2.7",
        "3221225991",
        "::ffff:192.0.2.7",
        "fe80::1%eth0",
        "[::1]",
        "2001:db8::7::",
        "::g",
        "localhost",
        "1.2.3.4.5",
        "\uff11.2.3.4",
        "192.0.2.7\u0000"
      })
  @Proves("CMP-B17")
  void whatIsNoAddressIsRefused(String note) {
    assertThat(made("ip", "{note}", device("SN-1", note))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a..b",
        ".a",
        "a.",
        "*",
        "*.example.com",
        "-a",
        "a-",
        "a_b",
        "a,dns=b",
        "a/b",
        "a@b",
        "a\u0000.evil.com",
        "a\n",
        "\u00e4",
        "\u212a",
        "\u0130",
        "192.0.2.7",
        "a.1",
        "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg"
      })
  void whatIsNoHostIsRefused(String note) {
    assertThat(made("dns", "{note}", device("SN-1", note))).isEmpty();
  }

  /** The manufacturer chooses serial numbers, and must not choose the domain with them. */
  @ParameterizedTest
  @ValueSource(strings = {"www.bank", "evil.com/", "a.b", "x@y", "a b", "*"})
  void aSerialNumberIsOneLabel(String serial) {
    assertThat(made("dns", "{serial}.devices.example.com", device(serial, ""))).isEmpty();
    assertThat(made("uri", "https://{serial}.devices.example.com/", device(serial, ""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a@evil.com", "a b", "", ".a", "a.", "a..b", "\"a\"", "\u00e4", "a\r\nBcc"})
  void whatIsNoMailboxIsRefused(String serial) {
    assertThat(made("email", "{serial}@example.com", device(serial, ""))).isEmpty();
  }

  @Test
  void whatAUriHoldsOfADeviceCannotLeaveItsPlace() {
    assertThat(made("uri", "urn:dev:{serial}", device("a/../b?c#d%e&f:g \u00e4\u0000", "")))
        .contains("urn:dev:a%2F..%2Fb%3Fc%23d%25e%26f%3Ag%20%C3%A4%00");
    assertThat(made("uri", "https://example.com/{note}", device("SN-1", "x".repeat(1024))))
        .as("too long")
        .isEmpty();
    assertThat(made("uri", "https://{note}/", device("SN-1", "user@host"))).isEmpty();
  }

  @Test
  void aValueIsNeverReadAsAFieldAgain() {
    assertThat(made("uri", "urn:dev:{note}", device("SN-1", "{serial}")))
        .contains("urn:dev:%7Bserial%7D");
  }

  @ParameterizedTest
  @CsvSource({
    "dns, {Serial}.example.com",
    "dns, {}.example.com",
    "dns, {serial.example.com",
    "dns, serial}.example.com",
    "dns, {{serial}}.example.com",
    "dns, {serial}.example..com",
    "dns, *.example.com",
    "dns, {serial}.exam ple.com",
    "uri, {note}",
    "uri, {serial}:{note}",
    "uri, //example.com/{serial}",
    "uri, https://{serial}.exa_mple.com/",
    "uri, https://user@example.com/",
    "email, {serial}",
    "email, root@{serial}.example.com",
    "email, {serial}example.com",
    "email, a@b@example.com",
    "ip, 192.0.2.256",
    "ip, example.com",
  })
  void aTextThatCanBeNoNameIsRefusedWhenItIsRead(String kind, String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> of(kind, text));
  }

  @Test
  void aNameIsOfOneKind() {
    var text = Optional.of(FieldText.parse("a.example.com"));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new NameTemplate(text, text, Optional.empty(), Optional.empty(), Optional.empty()));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new NameTemplate(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
  }

  @Test
  @Proves("AU-profile-field")
  void whatIsNotKnownIsRefusedOrLeftOut() {
    var bare =
        new DeviceFields("SN-1", "acme", Optional.empty(), Optional.empty(), Optional.empty());
    var template = of("dns", "{place}.example.com");
    assertThat(template.of(bare, Missing.OMIT)).isEqualTo(Verdict.accepted(Optional.empty()));
    assertThat(template.of(bare, Missing.REFUSE))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.refusal().check()).isEqualTo(ProfileCheck.FIELD));
    var says =
        new NameTemplate(
            template.dns(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Missing.OMIT));
    assertThat(says.of(bare, Missing.REFUSE)).isEqualTo(Verdict.accepted(Optional.empty()));
  }

  private static Verdict<X500Principal> subject(String text, DeviceFields device, Missing missing) {
    return SubjectPolicy.withFields(text).subjectOf(device, missing);
  }

  @Test
  void aSubjectTakesFieldsAsTheyAreAndAddsNoAttributes() {
    var hostile = device("SN-1", "x,O=Other+CN=#0403 \\\"");
    assertThat(subject("O=Plant 7,CN={note},OU={place} {model}", hostile, Missing.OMIT))
        .isEqualTo(
            Verdict.accepted(
                new X500Principal(
                    "2.5.4.5=SN-1,CN=x\\,O\\=Other\\+CN\\=\\#0403 \\\\\\\",O=Plant 7")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\u0000b", "a\u202eb", "a\nb"})
  void aFieldThatCannotStandInASubjectIsRefused(String note) {
    assertThat(subject("OU={note}", device("SN-1", note), Missing.OMIT))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.refusal().check()).isEqualTo(ProfileCheck.NAME));
  }

  @Test
  void aSubjectHoldsNoMoreThanItsAttributesMay() {
    for (var bound : List.of("CN", "O", "OU")) {
      assertThat(subject(bound + "={note}", device("SN-1", "x".repeat(64)), Missing.REFUSE))
          .isInstanceOf(Verdict.Accepted.class);
      assertThat(subject(bound + "={note}", device("SN-1", "x".repeat(65)), Missing.REFUSE))
          .isInstanceOf(Verdict.Refused.class);
    }
    assertThat(subject("L={note}", device("SN-1", "x".repeat(128)), Missing.REFUSE))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SERIALNUMBER={serial}",
        "SERIALNUMBER=1",
        "C={place}",
        "DC={place}",
        "E={note}",
        "OU={place}+CN=x",
        "OU={Place}",
        "OU={place",
        "no name"
      })
  void aSubjectWithFieldsWhereNoneCanBeIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> SubjectPolicy.withFields(text));
  }

  @Test
  void bracesOfBrskiYamlStayBraces() {
    assertThat(SubjectPolicy.parse("O={serial}").subjectOf(device("SN-1", "x"), Missing.REFUSE))
        .isEqualTo(Verdict.accepted(new X500Principal("2.5.4.5=SN-1,O={serial}")));
  }

  @Test
  void purposesOfThePkiAreNotForDevices() {
    for (var withheld :
        List.of(
            "1.3.6.1.5.5.7.3.27",
            "1.3.6.1.5.5.7.3.28",
            "1.3.6.1.5.5.7.3.32",
            "1.3.6.1.5.5.7.3.9",
            "2.5.29.37.0",
            "any",
            "1.3.6.1.",
            "")) {
      assertThatIllegalArgumentException().isThrownBy(() -> AllowedPurpose.parse(withheld));
    }
    assertThat(AllowedPurpose.parse("1.3.6.1.4.1.99999.1").oid()).isEqualTo("1.3.6.1.4.1.99999.1");
    assertThat(AllowedPurpose.parse("server-auth").oid()).isEqualTo("1.3.6.1.5.5.7.3.1");
  }
}

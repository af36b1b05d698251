package dev.brski.cmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables of names and numbers, against a library that nobody here wrote. */
class NamesAndNumbersTest {

  @ParameterizedTest
  @EnumSource(FailInfo.class)
  @Proves("CMP-H11")
  void everyBitIsWhereTheLibraryHasIt(FailInfo info) throws IllegalAccessException {
    for (var field : PKIFailureInfo.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getName().equals(info.name())) {
        var theirs = new PKIFailureInfo((Integer) field.get(null));
        assertThat(FailInfo.write(Set.of(info))).isEqualTo(theirs);
        assertThat(FailInfo.read(theirs)).containsExactly(info);
        return;
      }
    }
    throw new AssertionError("the library does not know " + info);
  }

  @Test
  void severalBitsTravelTogether() {
    for (var all : List.of(EnumSet.allOf(FailInfo.class), EnumSet.noneOf(FailInfo.class))) {
      assertThat(FailInfo.read((ASN1BitString) FailInfo.write(all))).isEqualTo(all);
    }
  }

  @Test
  void everyTagIsWhereTheLibraryHasIt() throws IllegalAccessException {
    var numbers = new HashSet<Integer>();
    for (var field : PKIBody.class.getFields()) {
      if (field.getName().startsWith("TYPE_")) {
        numbers.add((Integer) field.get(null));
      }
    }
    assertThat(numbers)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(BodyType.values()).map(BodyType::tag).toList());
    assertThat(BodyType.ofTag(27)).isEmpty();
    assertThat(BodyType.pollRep.tag()).isEqualTo(PKIBody.TYPE_POLL_REP);
    assertThat(BodyType.certConf.tag()).isEqualTo(PKIBody.TYPE_CERT_CONFIRM);
    assertThat(BodyType.nested.tag()).isEqualTo(PKIBody.TYPE_NESTED);
    assertThat(BodyType.error.tag()).isEqualTo(PKIBody.TYPE_ERROR);
  }

  @ParameterizedTest
  @CsvSource({
    "ir, ip, initialization",
    "cr, cp, certification",
    "kur, kup, keyupdate",
    "p10cr, cp, pkcs10",
    "rr, rp, revocation",
    "nested, nested, nested"
  })
  @Proves({"EN-15", "CMP-H14"})
  void everyRequestHasItsAnswerAndLabel(BodyType request, BodyType answer, String label) {
    assertThat(request.answer()).contains(answer);
    assertThat(request.operationLabel()).contains(label);
    assertThat(answer == BodyType.nested || !answer.isRequest()).isTrue();
  }

  @Test
  void everyCheckHasAnIdOfItsOwnAndSomethingToSay() {
    assertThat(Arrays.stream(CmpCheck.values()).map(CmpCheck::id)).doesNotHaveDuplicates();
    assertThat(CmpCheck.values())
        .allSatisfy(
            check -> {
              assertThat(check.told()).isNotBlank();
              assertThat(check.remedy()).endsWith(".");
            });
    assertThat(CmpCheck.SAME_CREDENTIALS.told()).isEqualTo(CmpCheck.UNKNOWN_TRANSACTION.told());
    assertThat(CmpCheck.SAME_CREDENTIALS.failInfo())
        .isEqualTo(CmpCheck.UNKNOWN_TRANSACTION.failInfo());
  }
}

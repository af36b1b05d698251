package dev.brski.masa.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import org.junit.jupiter.api.Test;

class AddressGateTest {

  @Test
  @Proves("MA-17")
  void anAddressOfIpv6IsOneOfItsNetwork() {
    assertThat(AddressGate.network("2001:db8:1:2:3:4:5:6"))
        .isEqualTo(AddressGate.network("2001:db8:1:2::"))
        .isNotEqualTo(AddressGate.network("2001:db8:1:3::"));
    assertThat(AddressGate.network("192.0.2.7")).isEqualTo("192.0.2.7");
    assertThat(AddressGate.network("192.0.2.8")).isEqualTo("192.0.2.8");
  }
}
